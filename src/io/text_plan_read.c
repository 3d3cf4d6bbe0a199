/* SPDX-License-Identifier: MPL-2.0 */
/* Reads plans as text into a change: every value is read and checked before the first is written. */
#include "text_plan.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FILE_ENDING ".plan.txt"

enum { DEEPEST_LEVEL = 3, LARGEST_FILE = 64 * 1024 * 1024 };

/* --- Files ------------------------------------------------------------------------------------ */

static bool read_stream(FILE *stream, const char *path, Text *out, Err *err)
{
    char block[8192];
    size_t got = 0;
    while ((got = fread(block, 1, sizeof block, stream)) > 0 && out->length < LARGEST_FILE) {
        text_append_bytes(out, block, got);
    }
    if (ferror(stream)) {
        return fail(err, ERR_IO, _("“%s” cannot be read: %s."), path, strerror(errno));
    }
    if (out->length >= LARGEST_FILE) {
        return fail(err, ERR_INPUT, _("“%s” is too large for a plan as text."), path);
    }
    return true;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static bool scan_file(TextPlan *plan, const char *path, Err *err)
{
    FILE *stream = fopen(path, "rbe");
    if (stream == NULL) {
        return fail(err, ERR_NOT_FOUND, _("“%s” cannot be opened: %s."), path, strerror(errno));
    }
    Text raw = {0};
    bool good = read_stream(stream, path, &raw, err) &&
                text_plan_scan(plan, arena_strdup(plan->arena, file_name(path)),
                               text_string(&raw), raw.length, err);
    (void)fclose(stream);
    text_free(&raw);
    return good;
}

static bool has_ending(const char *name)
{
    size_t length = strlen(name);
    size_t ending = strlen(FILE_ENDING);
    return length > ending && strcmp(name + length - ending, FILE_ENDING) == 0;
}

static int compare_names(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static size_t list_files(Arena *arena, DIR *folder, const char ***out)
{
    size_t count = 0;
    size_t capacity = 0;
    const char **names = NULL;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (!has_ending(entry->d_name)) {
            continue;
        }
        ARENA_GROW(arena, names, count, capacity, 32);
        names[count++] = arena_strdup(arena, entry->d_name);
    }
    if (count > 0)
        qsort(names, count, sizeof *names, compare_names);
    *out = names;
    return count;
}

static bool scan_folder(TextPlan *plan, const char *path, Err *err)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        return fail(err, ERR_NOT_FOUND, _("“%s” cannot be opened: %s."), path, strerror(errno));
    }
    const char **names = NULL;
    size_t count = list_files(plan->arena, folder, &names);
    (void)closedir(folder);
    if (count == 0) {
        return fail(err, ERR_NOT_FOUND, _("“%s” holds no plan as text; its files end in %s."),
                    path, FILE_ENDING);
    }
    for (size_t i = 0; i < count; i++) {
        if (!scan_file(plan, arena_printf(plan->arena, "%s/%s", path, names[i]), err)) {
            return false;
        }
    }
    return true;
}

static bool scan_path(TextPlan *plan, const char *path, Err *err)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        return fail(err, ERR_NOT_FOUND, _("“%s” cannot be opened: %s."), path, strerror(errno));
    }
    return S_ISDIR(status.st_mode) ? scan_folder(plan, path, err) : scan_file(plan, path, err);
}

/* --- Keys and values -------------------------------------------------------------------------- */

static int compare_rows(const void *one, const void *other)
{
    const TextPlanRow *first = *(const TextPlanRow *const *)one;
    const TextPlanRow *second = *(const TextPlanRow *const *)other;
    if (first->id != second->id) {
        return first->id < second->id ? -1 : 1;
    }
    return (first > second) - (first < second); /* in order of the text */
}

typedef struct KeyIndex {
    const TextPlanRow **rows; /* by id */
    uint32_t count;
} KeyIndex;

static bool index_keys(const TextPlan *plan, KeyIndex *out, Err *err)
{
    out->count = plan->count;
    out->rows = ARENA_ARRAY(plan->arena, const TextPlanRow *, (size_t)plan->count + 1);
    for (uint32_t i = 0; i < plan->count; i++) {
        out->rows[i] = &plan->rows[i];
    }
    qsort(out->rows, out->count, sizeof(void *), compare_rows);
    for (uint32_t i = 1; i < out->count; i++) {
        const TextPlanRow *before = out->rows[i - 1];
        const TextPlanRow *row = out->rows[i];
        if (row->id == before->id) {
            return fail(
                err, ERR_INPUT,
                _("%s, line %d: “%s %s” stands in %s, line %d already; give one of them "
                  "another key."),
                row->file, row->line, row->entity->name, row->key, before->file, before->line);
        }
    }
    return true;
}

static const TextPlanRow *find_row(const KeyIndex *keys, RowId id)
{
    uint32_t low = 0;
    uint32_t high = keys->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (keys->rows[middle]->id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < keys->count && keys->rows[low]->id == id ? keys->rows[low] : NULL;
}

static bool resolve_key(const KeyIndex *keys, const TextPlanRow *row, TextPlanField *field,
                        Err *err)
{
    const Entity *entity = schema_entity(field->field->reference);
    if (field->text[0] == '\0') {
        field->value = VALUE_IS_NULL;
        return true;
    }
    const TextPlanRow *found = find_row(keys, text_plan_id(entity, field->text));
    if (found == NULL) {
        return fail(
            err, ERR_INPUT,
            _("%s, line %d: there is no “%s %s”; “%s” takes the key of a row of that kind "
              "in these files."),
            row->file, field->line, entity->name, field->text, field->field->name);
    }
    field->value = VALUE_OF_INTEGER(found->id);
    return true;
}

static bool read_value(Arena *arena, const DateContext *dates, const TextPlanRow *row,
                       TextPlanField *field, Err *err)
{
    ParseContext context = {.date = *dates};
    if (row->today != DAY_NONE) {
        context.date.today = row->today;
        context.date.anchor = row->today;
    }
    Err reason = {0};
    if (!field_parse(field->field, &context, field->text, arena, &field->value, &reason)) {
        return fail(err, ERR_INPUT, _("%s, line %d: %s"), row->file, field->line,
                    reason.message);
    }
    return true;
}

static const TextPlanField *field_of(const TextPlanRow *row, const Field *wanted)
{
    for (uint32_t i = 0; i < row->field_count; i++) {
        if (row->fields[i].field == wanted) {
            return &row->fields[i];
        }
    }
    return NULL;
}

static bool check_required(const TextPlanRow *row, Err *err)
{
    for (int i = 0; i < row->entity->field_count; i++) {
        const Field *field = &row->entity->fields[i];
        const TextPlanField *given = field_of(row, field);
        bool empty = given == NULL || given->value.type == VALUE_NULL;
        if ((field->flags & FIELD_REQUIRED) != 0 && empty) {
            return fail(err, ERR_INPUT, _("%s, line %d: the %s lacks “%s”; add a line %s = …"),
                        row->file, row->line, row->entity->name, field->name, field->name);
        }
    }
    return true;
}

/* The parent among its own kind, for outlines. */
static const TextPlanRow *parent_of(const KeyIndex *keys, const TextPlanRow *row)
{
    for (uint32_t i = 0; i < row->field_count; i++) {
        const Field *field = row->fields[i].field;
        if (field->reference == row->entity->kind && (field->flags & FIELD_OWNS) != 0 &&
            row->fields[i].value.type == VALUE_INTEGER) {
            return find_row(keys, row->fields[i].value.integer);
        }
    }
    return NULL;
}

static bool check_depth(const KeyIndex *keys, const TextPlanRow *row, Err *err)
{
    int level = 1;
    for (const TextPlanRow *at = parent_of(keys, row); at != NULL; at = parent_of(keys, at)) {
        if (++level > DEEPEST_LEVEL) {
            return fail(
                err, ERR_INPUT,
                _("%s, line %d: “%s %s” lies deeper than %d levels, or in itself; give it "
                  "a parent higher up."),
                row->file, row->line, row->entity->name, row->key, DEEPEST_LEVEL);
        }
    }
    return true;
}

bool text_plan_resolve(TextPlan *plan, const DateContext *dates, Err *err)
{
    KeyIndex keys = {0};
    if (!index_keys(plan, &keys, err)) {
        return false;
    }
    for (uint32_t i = 0; i < plan->count; i++) {
        TextPlanRow *row = &plan->rows[i];
        for (uint32_t j = 0; j < row->field_count; j++) {
            TextPlanField *field = &row->fields[j];
            bool good = field->field->kind == KIND_REFERENCE
                            ? resolve_key(&keys, row, field, err)
                            : read_value(plan->arena, dates, row, field, err);
            if (!good) {
                return false;
            }
        }
        if (!check_required(row, err)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < plan->count; i++) {
        if (!check_depth(&keys, &plan->rows[i], err)) {
            return false;
        }
    }
    return true;
}

/* --- Into the change -------------------------------------------------------------------------- */

static void count_rows(const TextPlan *plan, uint32_t counts[static ENTITY_COUNT])
{
    for (uint32_t i = 0; i < plan->count; i++) {
        counts[plan->rows[i].entity->kind]++;
    }
}

static bool write_row(Store *store, const TextPlanRow *row, const char *rank, Err *err)
{
    EntityKind kind = row->entity->kind;
    RowId id = row->id;
    /* A plan has its own row from the beginning. */
    if (kind != ENTITY_PLAN && !store_add(store, kind, &id, err)) {
        return false;
    }
    const Field *rank_field = schema_field_by_name(row->entity, "rank");
    if (!store_set(store, kind, id, rank_field, &VALUE_OF_TEXT(rank), err)) {
        return false;
    }
    for (uint32_t i = 0; i < row->field_count; i++) {
        const TextPlanField *field = &row->fields[i];
        if (!store_set(store, kind, id, field->field, &field->value, err)) {
            return false;
        }
    }
    return true;
}

static bool write_rows(Store *store, const TextPlan *plan, Err *err)
{
    uint32_t counts[ENTITY_COUNT] = {0};
    uint32_t positions[ENTITY_COUNT] = {0};
    count_rows(plan, counts);
    for (uint32_t i = 0; i < plan->count; i++) {
        EntityKind kind = plan->rows[i].entity->kind;
        const char *rank = rank_at(plan->arena, positions[kind]++, counts[kind]);
        if (!write_row(store, &plan->rows[i], rank, err)) {
            return false;
        }
    }
    return true;
}

bool text_plan_read(Store *store, const char *path, const DateContext *dates, Err *err)
{
    TextPlan plan = {.arena = arena_new(), .today = DAY_NONE};
    bool good = scan_path(&plan, path, err) && text_plan_resolve(&plan, dates, err) &&
                write_rows(store, &plan, err);
    arena_free(plan.arena);
    return good;
}
