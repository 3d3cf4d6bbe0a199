/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Heads of a field, and a row derived from its operations.
 *
 * A head is an operation that no other operation of the same field names.  One is in force: the
 * latest by the clock of its change, then by id, which every copy answers alike.
 */
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

static int compare_numbers(const void *one, const void *other)
{
    const int64_t a = *(const int64_t *)one;
    const int64_t b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static bool time_of_change(Store *store, int64_t change, int64_t *time, Err *err)
{
    sqlite3_stmt *find = db_statement(store, STATEMENT_CHANGE_TIME, err);
    if (find == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(find, 1, change);
    *time = db_row(find) ? sqlite3_column_int64(find, 0) : 0;
    return db_done(store, find, err);
}

/* The clock is asked only when there is a choice. */
static bool choose_in_force(Store *store, Heads *heads, Err *err)
{
    heads->in_force = 0;
    if (heads->count < 2) {
        return true;
    }
    for (uint32_t i = 0; i < heads->count; i++) {
        if (!time_of_change(store, heads->items[i].change, &heads->items[i].time, err)) {
            return false;
        }
        const Head *best = &heads->items[heads->in_force];
        const Head *head = &heads->items[i];
        if (head->time > best->time ||
            (head->time == best->time && head->change > best->change)) {
            heads->in_force = i;
        }
    }
    return true;
}

bool heads_of(Store *store, const Operation *operations, uint32_t count, Arena *arena,
              Heads *out, Err *err)
{
    *out = (Heads){0};
    if (count == 0) {
        return true;
    }
    out->items = ARENA_ARRAY(arena, Head, count);
    int64_t *named = ARENA_ARRAY(arena, int64_t, count);
    for (uint32_t i = 0; i < count; i++) {
        named[i] = operations[i].prev;
    }
    if (count > 1) {
        qsort(named, count, sizeof(*named), compare_numbers);
    }
    for (uint32_t i = 0; i < count; i++) {
        const Operation *operation = &operations[i];
        bool again = i > 0 && operations[i - 1].change == operation->change;
        if (!again && bsearch(&operation->change, named, count, sizeof(*named),
                              compare_numbers) == NULL) {
            out->items[out->count++] =
                (Head){.change = operation->change, .value = operation->value};
        }
    }
    return choose_in_force(store, out, err);
}

static bool collect_operations(Store *store, sqlite3_stmt *read, Arena *arena, Operation **out,
                               uint32_t *count, Err *err)
{
    uint32_t capacity = 0;
    *out = NULL;
    *count = 0;
    while (db_row(read)) {
        ARENA_GROW(arena, *out, *count, capacity, 8);
        (*out)[(*count)++] = (Operation){.column = sqlite3_column_int(read, 0),
                                         .change = sqlite3_column_int64(read, 1),
                                         .prev = sqlite3_column_int64(read, 2),
                                         .value = db_value(read, 3, arena)};
    }
    return db_done(store, read, err);
}

bool heads_read(Store *store, int table, RowId row, int column, Arena *arena, Heads *out,
                Err *err)
{
    sqlite3_stmt *read = db_statement(store, STATEMENT_FIELD_OPERATIONS, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(read, 1, table);
    (void)sqlite3_bind_int64(read, 2, row);
    (void)sqlite3_bind_int(read, 3, column);
    Operation *operations = NULL;
    uint32_t count = 0;
    return collect_operations(store, read, arena, &operations, &count, err) &&
           heads_of(store, operations, count, arena, out, err);
}

bool row_operations(Store *store, int table, RowId row, Arena *arena, Operation **out,
                    uint32_t *count, Err *err)
{
    sqlite3_stmt *read = db_statement(store, STATEMENT_ROW_OPERATIONS, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(read, 1, table);
    (void)sqlite3_bind_int64(read, 2, row);
    return collect_operations(store, read, arena, out, count, err);
}

/* The words of a personal value; NULL for nothing, and for what was erased. */
static bool words_of(Store *store, const Value *value, Arena *arena, const char **out, Err *err)
{
    *out = NULL;
    return value->type != VALUE_INTEGER ||
           personal_text(store, value->integer, arena, out, err);
}

/* Between two values that were erased there is nothing to decide. */
static bool same_value(Store *store, const Field *field, const Value *one, const Value *other,
                       Arena *arena, bool *same, Err *err)
{
    *same = value_equal(one, other);
    if (*same || !field_is_personal_text(field) || (store->flags & STORE_REDACTED) != 0) {
        return true;
    }
    const char *texts[2] = {NULL, NULL};
    if (!words_of(store, one, arena, &texts[0], err) ||
        !words_of(store, other, arena, &texts[1], err)) {
        return false;
    }
    *same = texts[0] == NULL || texts[1] == NULL ? texts[0] == texts[1]
                                                 : text_equal(texts[0], texts[1]);
    return true;
}

bool heads_differ(Store *store, const Field *field, const Heads *heads, Arena *arena, bool *out,
                  Err *err)
{
    *out = false;
    for (uint32_t i = 1; i < heads->count && !*out; i++) {
        bool same = true;
        if (!same_value(store, field, &heads->items[0].value, &heads->items[i].value, arena,
                        &same, err)) {
            return false;
        }
        *out = !same;
    }
    return true;
}

const Field *entity_tree_field(const Entity *entity)
{
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        if (field->kind == KIND_REFERENCE && field->reference == entity->kind &&
            (field->flags & FIELD_OWNS) != 0) {
            return field;
        }
    }
    return NULL;
}

/* What a copy of another version may have written as the wrong type reads as nothing. */
static Value fitting_value(const Field *field, Value value)
{
    ValueType wanted = field_is_integer(field) ? VALUE_INTEGER : VALUE_TEXT;
    return value.type == wanted ? value : VALUE_IS_NULL;
}

static bool head_says(const Head *head, int64_t exists)
{
    return head->value.type == VALUE_INTEGER && head->value.integer == exists;
}

/* Whether a deletion in force has seen this change: it names it, or is it. */
static bool deletion_has_seen(const Operation *existence, uint32_t count, const Heads *heads,
                              int64_t change)
{
    for (uint32_t i = 0; i < heads->count; i++) {
        const Head *head = &heads->items[i];
        if (!head_says(head, 0)) {
            continue;
        }
        if (head->change == change) {
            return true;
        }
        for (uint32_t k = 0; k < count; k++) {
            if (existence[k].change == head->change && existence[k].prev == change) {
                return true;
            }
        }
    }
    return false;
}

static void derive_existence(const Heads *existence, bool edited_unseen, DerivedRow *out)
{
    for (uint32_t i = 0; i < existence->count; i++) {
        out->deleted = out->deleted || head_says(&existence->items[i], 0);
        out->alive = out->alive || head_says(&existence->items[i], 1);
    }
    out->known = existence->count > 0;
    out->alive = out->alive || (out->deleted && edited_unseen);
}

static bool derive_field(Store *store, const Field *field, const Heads *heads, Arena *arena,
                         DerivedRow *out, Err *err)
{
    int index = schema_field_index(out->entity, field);
    bool differ = false;
    if (!field_is_stored(field) || heads->count == 0) {
        return true;
    }
    if (heads->count > 1 && !heads_differ(store, field, heads, arena, &differ, err)) {
        return false;
    }
    out->values[index] = fitting_value(field, heads->items[heads->in_force].value);
    if (differ) {
        out->differing |= UINT64_C(1) << index;
    }
    if (field == entity_tree_field(out->entity)) {
        out->tree_change = heads->items[heads->in_force].change;
    }
    return true;
}

/* `operations` of one row, sorted by column, change, prev.  Columns that the schema does not know
 * count as edits of the row all the same. */
bool row_derive(Store *store, const Entity *entity, RowId id, const Operation *operations,
                uint32_t count, Arena *arena, DerivedRow *out, Err *err)
{
    *out = (DerivedRow){.entity = entity, .id = id};
    out->values = ARENA_ARRAY(arena, Value, (size_t)entity->field_count);
    Heads existence = {0};
    uint32_t existence_count = 0;
    bool edited_unseen = false;
    for (uint32_t first = 0; first < count;) {
        uint32_t past = first + 1;
        while (past < count && operations[past].column == operations[first].column) {
            past++;
        }
        Heads heads = {0};
        if (!heads_of(store, operations + first, past - first, arena, &heads, err)) {
            return false;
        }
        const Field *field = schema_field_by_number(entity, operations[first].column);
        if (operations[first].column == COLUMN_EXISTS) {
            existence = heads;
            existence_count = past;
        } else if (field != NULL && !derive_field(store, field, &heads, arena, out, err)) {
            return false;
        }
        for (uint32_t i = 0; i < heads.count && operations[first].column != COLUMN_EXISTS;
             i++) {
            edited_unseen =
                edited_unseen || !deletion_has_seen(operations, existence_count, &existence,
                                                    heads.items[i].change);
        }
        first = past;
    }
    derive_existence(&existence, edited_unseen, out);
    return true;
}
