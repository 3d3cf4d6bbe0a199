/* SPDX-License-Identifier: MPL-2.0 */
/* What differs between two generations of a plan, in the words of the one that each side stands in; and
 * how much a change did. */
#include "framdrift/schema.h"

#include <string.h>

typedef struct Comparison {
    const Plan *before, *after;
    Language language;
    Arena *arena, *scratch;
    DiffItem *items;
    uint32_t count, capacity;
} Comparison;

static DiffItem *add_item(Comparison *comparison)
{
    ARENA_GROW(comparison->arena, comparison->items, comparison->count, comparison->capacity,
               32);
    return &comparison->items[comparison->count++];
}

static void add_row(Comparison *comparison, DiffKind kind, EntityKind entity, RowId id)
{
    const Plan *plan = kind == DIFF_DELETED ? comparison->before : comparison->after;
    *add_item(comparison) = (DiffItem){.kind = kind,
                                       .entity = entity,
                                       .row = id,
                                       .field = -1,
                                       .title = plan_title(plan, entity, id, comparison->arena),
                                       .before = "",
                                       .after = ""};
}

static bool is_compared(const Field *field)
{
    return field->kind != KIND_ID && field->kind != KIND_RANK &&
           !(field->flags & FIELD_COMPUTED);
}

/* By what is stored: two people of one name are not the same person. */
static bool is_same(const Comparison *comparison, const Field *field, const Row *one,
                    const Row *other)
{
    Value before = field_value(field, one, comparison->scratch);
    Value after = field_value(field, other, comparison->scratch);
    return value_equal(&before, &after);
}

static bool compare_rows(Comparison *comparison, const Entity *entity, const Row *one,
                         const Row *other)
{
    const char *title = NULL;
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        if (!is_compared(field) || is_same(comparison, field, one, other))
            continue;
        if (!title)
            title = plan_title(comparison->after, entity->kind, other->id, comparison->arena);
        *add_item(comparison) =
            (DiffItem){.kind = DIFF_CHANGED,
                       .entity = entity->kind,
                       .row = other->id,
                       .field = i,
                       .title = title,
                       .before = field_words(field, comparison->before, comparison->language,
                                             one, comparison->arena),
                       .after = field_words(field, comparison->after, comparison->language,
                                            other, comparison->arena)};
    }
    return title != NULL;
}

#define ROWS_A_CLEARING 256

static void compare_tables(Comparison *comparison, EntityKind kind, Diff *out)
{
    const Entity *entity = schema_entity(kind);
    for (uint32_t i = 0; i < plan_count(comparison->before, kind); i++) {
        RowId id = plan_at(comparison->before, kind, i)->id;
        if (!plan_row(comparison->after, kind, id)) {
            add_row(comparison, DIFF_DELETED, kind, id);
            out->deleted++;
        }
    }
    for (uint32_t i = 0; i < plan_count(comparison->after, kind); i++) {
        const Row *other = plan_at(comparison->after, kind, i);
        const Row *one = plan_row(comparison->before, kind, other->id);
        if (!one) {
            add_row(comparison, DIFF_ADDED, kind, other->id);
            out->added++;
        } else if (compare_rows(comparison, entity, one, other)) {
            out->changed++;
        }
        if (i % ROWS_A_CLEARING == ROWS_A_CLEARING - 1)
            arena_clear(comparison->scratch);
    }
    arena_clear(comparison->scratch);
}

void plan_diff(const Plan *before, const Plan *after, Language language, Arena *arena,
               Diff *out)
{
    *out = (Diff){0};
    Comparison comparison = {.before = before,
                             .after = after,
                             .language = language,
                             .arena = arena,
                             .scratch = arena_new()};
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++)
        compare_tables(&comparison, (EntityKind)kind, out);
    arena_free(comparison.scratch);
    out->items = comparison.items;
    out->count = comparison.count;
}

uint32_t history_item_more(const HistoryItem *item)
{
    if (item->row_count > 1)
        return item->row_count - 1;
    return item->field >= 0 && item->field_count > 1 ? item->field_count - 1 : 0;
}
