/* SPDX-License-Identifier: MPL-2.0 */
/* Cuts the text of a plan into rows and fields: see text_plan.h for the form. */
#include "text_plan.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

typedef struct Scan {
    TextPlan *plan;
    const char *file;
    int line;
    TextPlanRow *row;     /* the row that fields belong to */
    int field_indent;     /* of the latest field */
    int value_indent;     /* of the first further line of its value; -1: none yet */
    TextPlanField *field; /* that can be continued; NULL: none */
    Text value;           /* what it has so far */
    Text pending;         /* empty lines that belong to the value if more of it follows */
} Scan;

RowId text_plan_id(const Entity *entity, const char *key)
{
    if (entity->kind == ENTITY_PLAN) {
        return PLAN_ROW;
    }
    uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    const char *parts[] = {entity->name, "/", key};
    for (size_t part = 0; part < COUNT_OF(parts); part++) {
        for (const char *at = parts[part]; *at != '\0'; at++) {
            hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001b3);
        }
    }
    RowId id = 0;
    while (id == 0 || id == PLAN_ROW) { /* splitmix64 spreads it over all bits */
        hash += UINT64_C(0x9e3779b97f4a7c15);
        uint64_t mixed = (hash ^ (hash >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
        id = (RowId)((mixed ^ (mixed >> 31)) & INT64_MAX);
    }
    return id;
}

static TextPlanRow *add_row(Scan *scan, const Entity *entity, const char *key)
{
    TextPlan *plan = scan->plan;
    ARENA_GROW(plan->arena, plan->rows, plan->count, plan->capacity, 256);
    TextPlanRow *row = &plan->rows[plan->count++];
    *row = (TextPlanRow){.entity = entity,
                         .key = key,
                         .id = text_plan_id(entity, key),
                         .file = scan->file,
                         .line = scan->line,
                         .today = plan->today};
    return row;
}

static void add_field(Scan *scan, const Field *field)
{
    TextPlanRow *row = scan->row;
    ARENA_GROW(scan->plan->arena, row->fields, row->field_count, row->field_capacity, 8);
    scan->field = &row->fields[row->field_count++];
    *scan->field = (TextPlanField){.field = field, .text = "", .line = scan->line};
}

static void finish_value(Scan *scan)
{
    if (scan->field != NULL) {
        scan->field->text = arena_strdup(scan->plan->arena, text_string(&scan->value));
    }
    scan->field = NULL;
    scan->value_indent = -1;
    text_clear(&scan->value);
    text_clear(&scan->pending);
}

/* --- Lines at the beginning: rows and `today` ------------------------------------------------- */

static bool read_today(Scan *scan, const char *words, Err *err)
{
    if (!day_parse_iso(words, &scan->plan->today)) {
        return fail(err, ERR_INPUT,
                    _("%s, line %d: “today = %s” is no day; write it as today = 2020-09-03."),
                    scan->file, scan->line, words);
    }
    return true;
}

static bool fail_heading(const Scan *scan, const char *line, Err *err)
{
    return fail(
        err, ERR_INPUT,
        _("%s, line %d: “%s” is not the beginning of a row; write a kind and a key, such "
          "as “task report”, and indent the fields below it."),
        scan->file, scan->line, line);
}

static bool start_row(Scan *scan, const char *kind, const char *key, Err *err)
{
    const Entity *entity = schema_entity_by_name(kind);
    if (entity == NULL || strcmp(entity->name, kind) != 0) {
        return fail(
            err, ERR_INPUT,
            _("%s, line %d: “%s” is no kind of row; task, group, person and decision are "
              "some."),
            scan->file, scan->line, kind);
    }
    bool is_plan = entity->kind == ENTITY_PLAN;
    if (is_plan != (key[0] == '\0')) {
        return fail(err, ERR_INPUT,
                    is_plan
                        ? _("%s, line %d: the row of the plan has no key; write “%s” alone.")
                        : _("%s, line %d: the row lacks a key; write such as “%s report”."),
                    scan->file, scan->line, kind);
    }
    scan->row = add_row(scan, entity, key);
    scan->field_indent = -1;
    return true;
}

static bool read_heading(Scan *scan, const char *line, Err *err)
{
    Arena *arena = scan->plan->arena;
    size_t kind_length = strcspn(line, " =");
    const char *kind = arena_strndup(arena, line, kind_length);
    const char *rest = line + kind_length + strspn(line + kind_length, " ");
    size_t key_length = strcspn(rest, " ");
    const char *key = arena_strndup(arena, rest, key_length);
    const char *more = rest + key_length + strspn(rest + key_length, " ");
    if (rest[0] == '=' && strcmp(kind, "today") == 0) {
        return read_today(scan, rest + 1 + strspn(rest + 1, " "), err);
    }
    if (rest[0] == '=' || more[0] != '\0') {
        return fail_heading(scan, line, err);
    }
    return start_row(scan, kind, key, err);
}

/* --- Indented lines: fields, and further lines of their values -------------------------------- */

static bool check_field(const Scan *scan, const char *name, const Field **out, Err *err)
{
    const Entity *entity = scan->row->entity;
    *out = schema_field_by_name(entity, name);
    if (*out == NULL) {
        Err reason = {0};
        schema_fail_unknown_field(entity, name, &reason);
        return fail(err, ERR_INPUT, _("%s, line %d: %s"), scan->file, scan->line,
                    reason.message);
    }
    if ((*out)->kind == KIND_ID || (*out)->kind == KIND_RANK ||
        ((*out)->flags & FIELD_COMPUTED) != 0) {
        return fail(
            err, ERR_INPUT,
            _("%s, line %d: “%s” follows from the place and the key of the row; leave the "
              "line out."),
            scan->file, scan->line, name);
    }
    for (uint32_t i = 0; i < scan->row->field_count; i++) {
        if (scan->row->fields[i].field == *out) {
            return fail(err, ERR_INPUT,
                        _("%s, line %d: “%s” was given in line %d already; keep one of them."),
                        scan->file, scan->line, name, scan->row->fields[i].line);
        }
    }
    return true;
}

static bool read_field(Scan *scan, const char *words, int indent, Err *err)
{
    size_t length = strcspn(words, "=");
    if (words[length] != '=') {
        return fail(err, ERR_INPUT,
                    _("%s, line %d: “%s” has no “=”; write field = value, and indent a further "
                      "line of a value more than the field."),
                    scan->file, scan->line, words);
    }
    const char *value = words + length + 1;
    value += strspn(value, " ");
    while (length > 0 && words[length - 1] == ' ') {
        length--;
    }
    const Field *field = NULL;
    if (!check_field(scan, arena_strndup(scan->plan->arena, words, length), &field, err)) {
        return false;
    }
    add_field(scan, field);
    scan->field_indent = indent;
    size_t value_length = strlen(value);
    while (value_length > 0 && value[value_length - 1] == ' ') {
        value_length--;
    }
    text_append_bytes(&scan->value, value, value_length);
    return true;
}

static void continue_value(Scan *scan, const char *line, int indent)
{
    bool first = scan->value_indent < 0;
    if (first) {
        scan->value_indent = indent;
    }
    text_append(&scan->value, text_string(&scan->pending));
    text_clear(&scan->pending);
    text_append(&scan->value, first && scan->value.length == 0 ? "" : "\n");
    text_append(&scan->value,
                line + (indent < scan->value_indent ? indent : scan->value_indent));
}

/* An empty line within a value; what is indented beyond the value is part of it. */
static void hold_empty_line(Scan *scan, const char *line)
{
    if (scan->field != NULL && scan->value.length > 0) {
        size_t indent = scan->value_indent < 0 ? 0 : (size_t)scan->value_indent;
        text_append(&scan->pending, "\n");
        text_append(&scan->pending, strlen(line) > indent ? line + indent : "");
    }
}

static bool read_line(Scan *scan, const char *line, Err *err)
{
    int indent = (int)strspn(line, " ");
    const char *words = line + indent;
    if (words[0] == '\0') {
        hold_empty_line(scan, line);
        return true;
    }
    if (scan->field != NULL && indent > scan->field_indent) {
        continue_value(scan, line, indent);
        return true;
    }
    if (words[0] == '#') {
        return true;
    }
    finish_value(scan);
    if (indent == 0) {
        return read_heading(scan, line, err);
    }
    if (scan->row == NULL) {
        return fail_heading(scan, words, err);
    }
    return read_field(scan, words, indent, err);
}

/* A line made valid and safe, without the carriage return of a file from Windows. */
static char *clean_line(Scan *scan, const char *raw, size_t bytes)
{
    if (bytes > 0 && raw[bytes - 1] == '\r') {
        bytes--;
    }
    return text_clean(scan->plan->arena, raw, bytes, false);
}

bool text_plan_scan(TextPlan *plan, const char *file, const char *raw, size_t bytes, Err *err)
{
    Scan scan = {.plan = plan, .file = file, .field_indent = -1, .value_indent = -1};
    const char *end = raw + bytes;
    size_t mark = strlen(BYTE_ORDER_MARK);
    const char *at =
        bytes >= mark && memcmp(raw, BYTE_ORDER_MARK, mark) == 0 ? raw + mark : raw;
    bool good = true;
    while (good && at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((stop != NULL ? stop : end) - at);
        scan.line++;
        if (memchr(at, '\0', length) != NULL || !utf8_is_valid(at, length)) {
            good = fail(err, ERR_INPUT, _("%s, line %d is no text; save the file as UTF-8."),
                        file, scan.line);
        } else {
            good = read_line(&scan, clean_line(&scan, at, length), err);
        }
        at = stop != NULL ? stop + 1 : end;
    }
    if (good) {
        finish_value(&scan);
    }
    text_free(&scan.value);
    text_free(&scan.pending);
    return good;
}
