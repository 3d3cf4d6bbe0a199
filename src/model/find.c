/* SPDX-License-Identifier: MPL-2.0 */
/* What people call a row, and the row that people mean. */
#include "kinds.h"

#include "framdrift/schema.h"

#include <inttypes.h>
#include <string.h>

/* Titles name rows whose titles name rows (point → decision → body); never deeper than this. */
#define TITLE_DEPTH 4

static void append_title(const Plan *plan, EntityKind entity, const Row *row, int depth,
                         Text *out);

static const char *text_member(const Field *field, const Row *row)
{
    const char *const *member = (const void *)((const char *)row + field->offset);
    return *member ? *member : "";
}

/* In a seat's title a role is its code: "Arkiv · Grue · VO". */
static void append_reference(const Plan *plan, const Field *field, const Row *row, int depth,
                             Text *out)
{
    RowId id = *(const RowId *)(const void *)((const char *)row + field->offset);
    const Row *there = plan_row(plan, field->reference, id);
    if (!there || depth == 0)
        return;
    const Role *role =
        field->reference == ENTITY_ROLE ? (const Role *)(const void *)there : NULL;
    if (role && *role->code)
        text_append(out, role->code);
    else
        append_title(plan, field->reference, there, depth - 1, out);
}

static void append_part(const Plan *plan, const Field *field, const Row *row, int depth,
                        Text *out)
{
    if (field->kind == KIND_REFERENCE) {
        append_reference(plan, field, row, depth, out);
    } else if (field->kind == KIND_TEXT) {
        const char *text = text_member(field, row);
        text_append_bytes(out, text, strcspn(text, "\n"));
    } else {
        Arena *arena = arena_new();
        Language language = plan->info ? (Language)plan->info->language : LANGUAGE_EN;
        text_append(out, field_words(field, plan, language, row, arena));
        arena_free(arena);
    }
}

/* "Os" and "Våler" are two municipalities each: those get their number too. */
static void append_homonym_mark(const Plan *plan, const Municipality *one, Text *out)
{
    const Municipality *all = PLAN_ROWS(plan, Municipality, ENTITY_MUNICIPALITY);
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_MUNICIPALITY); i++)
        if (all[i].row.id != one->row.id && *one->number && !strcmp(all[i].name, one->name)) {
            text_printf(out, " (%s)", one->number);
            return;
        }
}

static void append_title(const Plan *plan, EntityKind entity, const Row *row, int depth,
                         Text *out)
{
    const Entity *described = schema_entity(entity);
    size_t start = out->length;
    if (entity == ENTITY_TASK && ((const Task *)(const void *)row)->number)
        text_printf(out, "%s ", ((const Task *)(const void *)row)->number);
    size_t words = out->length;
    for (int i = 0; i < described->field_count; i++) {
        if (!(described->fields[i].flags & FIELD_TITLE))
            continue;
        size_t before = out->length;
        if (before > words)
            text_append(out, " · ");
        size_t after = out->length;
        append_part(plan, &described->fields[i], row, depth, out);
        if (out->length == after && before > words) { /* nothing came: take the dot back */
            out->length = before;
            out->bytes[before] = '\0';
        }
    }
    if (entity == ENTITY_MUNICIPALITY)
        append_homonym_mark(plan, (const Municipality *)(const void *)row, out);
    if (out->length == words && words > start)
        text_append(out, _(described->label));
    else if (out->length == start)
        text_printf(out, "%s %" PRId64, _(described->label), row->id);
}

const char *plan_title(const Plan *plan, EntityKind entity, RowId id, Arena *arena)
{
    const Entity *described = schema_entity(entity);
    const Row *row = plan_row(plan, entity, id);
    if (!row)
        return arena_printf(arena, "%s %" PRId64, _(described->label), id);
    Text title = {0};
    append_title(plan, entity, row, TITLE_DEPTH, &title);
    const char *kept = arena_strndup(arena, text_string(&title), title.length);
    text_free(&title);
    return kept;
}

const char *plan_owner_words(const Plan *plan, const Task *task)
{
    const Person *owner = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, task->owner);
    if (owner && *owner->name)
        return owner->name;
    const Body *body = PLAN_ROW_OF(plan, Body, ENTITY_BODY, task->body);
    if (body && *body->name)
        return body->name;
    const Group *group = PLAN_ROW_OF(plan, Group, ENTITY_GROUP, task->group);
    return group ? group->name : "";
}

/* ---------------------------------------------------------------------------------------------
 * Finding
 */
typedef enum Likeness { LIKE_EXACT, LIKE_FOLDED, LIKE_BEGINNING, LIKENESS_COUNT } Likeness;

typedef struct Search {
    const Plan *plan;
    const Entity *entity;
    const char *words, *folded;
    Likeness likeness;
    Arena *arena;
} Search;

#define SHOWN_CANDIDATES 3

typedef struct Candidates {
    RowId ids[SHOWN_CANDIDATES];
    uint32_t count;
} Candidates;

/* Folded, and without zeros before a number: "61/20" is "061/20". */
static char *fold_name(Arena *arena, const char *name)
{
    char *folded = text_fold(arena, name), *to = folded;
    bool in_number = false;
    for (const char *from = folded; *from; from++) {
        bool digit = *from >= '0' && *from <= '9';
        if (!in_number && *from == '0' && from[1] >= '0' && from[1] <= '9')
            continue;
        in_number = digit;
        *to++ = *from;
    }
    *to = '\0';
    return folded;
}

static bool is_like(const Search *search, const char *name)
{
    if (!*name)
        return false;
    if (search->likeness == LIKE_EXACT)
        return !strcmp(name, search->words);
    const char *folded = fold_name(search->arena, name);
    if (search->likeness == LIKE_FOLDED)
        return !strcmp(folded, search->folded);
    return !strncmp(folded, search->folded, strlen(search->folded));
}

/* Names beside the title's parts that people use for a row. */
static bool is_name(const Field *field)
{
    static const char *const also[] = {"short_name", "code", "number", "reference"};
    if (field->kind != KIND_TEXT || (field->flags & (FIELD_COMPUTED | FIELD_LONG)))
        return field->kind == KIND_TEXT && (field->flags & FIELD_TITLE) != 0;
    if (field->flags & FIELD_TITLE)
        return true;
    for (size_t i = 0; i < COUNT_OF(also); i++)
        if (!strcmp(field->name, also[i]))
            return true;
    return false;
}

static bool row_is_like(const Search *search, const Row *row)
{
    const Entity *entity = search->entity;
    for (int i = 0; i < entity->field_count; i++)
        if (is_name(&entity->fields[i]) &&
            is_like(search, text_member(&entity->fields[i], row)))
            return true;
    return is_like(search, plan_title(search->plan, entity->kind, row->id, search->arena));
}

static Candidates find_like(Search *search, Likeness likeness)
{
    Candidates found = {.count = 0};
    search->likeness = likeness;
    for (uint32_t i = 0; i < plan_count(search->plan, search->entity->kind); i++) {
        const Row *row = plan_at(search->plan, search->entity->kind, i);
        if (row_is_like(search, row)) {
            if (found.count < SHOWN_CANDIDATES)
                found.ids[found.count] = row->id;
            found.count++;
        }
        if (i % 1024 == 1023)
            arena_clear(search->arena); /* the words searched for live elsewhere */
    }
    return found;
}

static RowId find_task_by_number(const Plan *plan, const char *number)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    if (strspn(number, "0123456789.") != strlen(number))
        return 0;
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_TASK); i++)
        if (!strcmp(tasks[i].number, number))
            return tasks[i].row.id;
    return 0;
}

static bool fail_ambiguous(const Search *search, const Candidates *found, Err *err)
{
    Text titles = {0};
    uint32_t shown = found->count < SHOWN_CANDIDATES ? found->count : SHOWN_CANDIDATES;
    for (uint32_t i = 0; i < shown; i++)
        text_printf(
            &titles, "%s%s (%" PRId64 ")", i ? ", " : "",
            plan_title(search->plan, search->entity->kind, found->ids[i], search->arena),
            found->ids[i]);
    fail(err, ERR_INPUT, _("“%s” may be any of %u rows of the kind %s: %s%s; give the id."),
         search->words, found->count, search->entity->name, text_string(&titles),
         shown < found->count ? " …" : "");
    text_free(&titles);
    return false;
}

static RowId find_by_name(Search *search, Err *err)
{
    for (int likeness = LIKE_EXACT; likeness < LIKENESS_COUNT; likeness++) {
        Candidates found = find_like(search, (Likeness)likeness);
        if (found.count == 1)
            return found.ids[0];
        if (found.count > 1) {
            fail_ambiguous(search, &found, err);
            return 0;
        }
    }
    fail(err, ERR_NOT_FOUND,
         _("No row of the kind %s is called “%s”; “list %s” shows them all."),
         search->entity->name, search->words, search->entity->name);
    return 0;
}

static char *without_quotes(Arena *arena, const char *words)
{
    char *bare = kinds_trim(arena, words);
    size_t length = strlen(bare);
    if (length >= 2 && (bare[0] == '"' || bare[0] == '\'') && bare[length - 1] == bare[0])
        return arena_strndup(arena, bare + 1, length - 2);
    size_t mark = strlen("“");
    if (length >= 2 * mark && !strncmp(bare, "“", mark) && !strcmp(bare + length - mark, "”"))
        return arena_strndup(arena, bare + mark, length - 2 * mark);
    return bare;
}

RowId plan_find(const Plan *plan, EntityKind entity, const char *words, Err *err)
{
    Search search = {.plan = plan, .entity = schema_entity(entity), .arena = arena_new()};
    Arena *own = arena_new();
    char *trimmed = kinds_trim(own, words ? words : "");
    size_t kind = strlen(search.entity->name);
    if (!strncmp(trimmed, search.entity->name, kind) && trimmed[kind] == '/')
        trimmed += kind + 1;
    search.words = without_quotes(own, trimmed);
    search.folded = fold_name(own, search.words);
    RowId id = 0;
    if (search.words == NULL || !*search.words)
        fail(err, ERR_INPUT, _("A row of the kind %s needs a name; “list %s” shows them all."),
             search.entity->name, search.entity->name);
    else if (entity == ENTITY_TASK && (id = find_task_by_number(plan, search.words)) != 0)
        ; /* found by its outline number */
    else if (!kinds_parse_id(search.words, &id) || !plan_row(plan, entity, id))
        id = find_by_name(&search, err);
    arena_free(search.arena);
    arena_free(own);
    return id;
}

bool plan_find_place(const Plan *plan, const char *words, EntityKind *entity, RowId *id,
                     Err *err)
{
    const char *slash = words ? strchr(words, '/') : NULL;
    if (!slash || slash == words)
        return fail(err, ERR_INPUT, _("“%s” names no row; write KIND/ROW, such as task/2.3."),
                    words ? words : "");
    Arena *arena = arena_new();
    const char *name = kinds_trim(arena, arena_strndup(arena, words, (size_t)(slash - words)));
    const Entity *described = schema_entity_by_name(name);
    bool found = false;
    if (!described) {
        fail(err, ERR_INPUT, _("“%s” is no kind of row; write KIND/ROW, such as task/2.3."),
             name);
    } else {
        RowId row = plan_find(plan, described->kind, slash + 1, err);
        found = row != 0;
        if (found) {
            *entity = described->kind;
            *id = row;
        }
    }
    arena_free(arena);
    return found;
}
