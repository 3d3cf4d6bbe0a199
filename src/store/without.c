/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a field would hold had a change not been made.
 *
 * Left out are the change, what it wrote beside itself, and all that was built on it and taken back
 * again, up to the heads that stand for it.  The heads of the rest are what undo has to bring back:
 * one value as a rule, several where the change was a decision between them.
 */
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

typedef struct Leaving {
    Store *store;
    Arena *arena;
    int column;
    const Operation *operations; /* of the whole row */
    uint32_t count;
    RowSet target; /* the change and what it wrote beside itself */
    RowSet gone;
} Leaving;

static bool holds(const RowSet *set, int64_t change)
{
    return row_set_find(set, 0, change) != NULL;
}

static bool read_target_changes(Leaving *leaving, int64_t target, Err *err)
{
    sqlite3_stmt *read = db_prepare(
        leaving->store,
        "SELECT cid FROM change WHERE ref=?1 AND ref<>0 AND kind='" KIND_REOPEN "'", err);
    if (read == NULL) {
        return false;
    }
    (void)row_set_add(&leaving->target, 0, target);
    (void)sqlite3_bind_int64(read, 1, target);
    while (db_row(read)) {
        (void)row_set_add(&leaving->target, 0, sqlite3_column_int64(read, 0));
    }
    bool good = db_done(leaving->store, read, err);
    sqlite3_finalize(read);
    return good;
}

static bool find_standing(Leaving *leaving, const Heads *heads, Without *out, Err *err)
{
    out->standing = ARENA_ARRAY(leaving->arena, int64_t, (size_t)heads->count + 1);
    for (uint32_t i = 0; i < heads->count; i++) {
        int64_t at = heads->items[i].change;
        bool nothing = false;
        while (at != NO_CHANGE && !holds(&leaving->target, at)) {
            if (!standing_step_back(leaving->store, leaving->operations, leaving->count,
                                    leaving->column, leaving->arena, &at, &nothing, err)) {
                return false;
            }
        }
        if (at != NO_CHANGE) {
            out->standing[out->standing_count++] = heads->items[i].change;
        }
    }
    return true;
}

/* Adds what replaced the changes of the set in this field, directly or not. */
static void reach_forward(const Leaving *leaving, RowSet *set)
{
    for (uint32_t next = 0; next < set->count; next++) {
        for (uint32_t i = 0; i < leaving->count; i++) {
            const Operation *operation = &leaving->operations[i];
            if (operation->column == leaving->column && operation->prev != NO_CHANGE &&
                operation->prev == set->keys[next].row) {
                (void)row_set_add(set, 0, operation->change);
            }
        }
    }
}

static void find_gone(Leaving *leaving, const Without *out)
{
    RowSet after = {0};
    RowSet before = {0};
    for (uint32_t i = 0; i < leaving->target.count; i++) {
        (void)row_set_add(&after, 0, leaving->target.keys[i].row);
        (void)row_set_add(&leaving->gone, 0, leaving->target.keys[i].row);
    }
    for (uint32_t i = 0; i < out->standing_count; i++) {
        (void)row_set_add(&before, 0, out->standing[i]);
        (void)row_set_add(&leaving->gone, 0, out->standing[i]);
    }
    reach_forward(leaving, &after);
    operations_reach_back(leaving->operations, leaving->count, leaving->column, &before);
    for (uint32_t i = 0; i < after.count; i++) {
        if (holds(&before, after.keys[i].row)) {
            (void)row_set_add(&leaving->gone, 0, after.keys[i].row);
        }
    }
    row_set_free(&after);
    row_set_free(&before);
}

static bool is_superseded(const Leaving *leaving, int64_t change)
{
    for (uint32_t i = 0; i < leaving->count; i++) {
        const Operation *operation = &leaving->operations[i];
        if (operation->column == leaving->column && operation->prev == change &&
            !holds(&leaving->gone, operation->change)) {
            return true;
        }
    }
    return false;
}

/* Whether compaction has dropped something that the target alone replaced.  A deletion also names what was
 * edited in the row: that says nothing of existence, and an earlier deletion may name it too. */
static bool find_known(const Leaving *leaving, int64_t target, bool *known, Err *err)
{
    ChangeRecord record = {0};
    bool recorded = false;
    if (!change_find(leaving->store, target, leaving->arena, &record, &recorded, err) ||
        !compact_is_whole(leaving->store, &record, known, err)) {
        return false;
    }
    if (*known) {
        return true;
    }
    *known = true;
    for (uint32_t i = 0; i < leaving->count && *known; i++) {
        const Operation *operation = &leaving->operations[i];
        ChangeRecord before = {0};
        bool found = false;
        bool written = false;
        if (operation->column != leaving->column || operation->change != target ||
            operation->prev == NO_CHANGE) {
            continue;
        }
        for (uint32_t k = 0; k < leaving->count && !written; k++) {
            written = leaving->operations[k].column == leaving->column &&
                      leaving->operations[k].change == operation->prev;
        }
        if (!written && !change_find(leaving->store, operation->prev, leaving->arena, &before,
                                     &found, err)) {
            return false;
        }
        *known = written || before.archived == 0 || is_superseded(leaving, operation->prev);
    }
    return true;
}

static int later_first(const void *one, const void *other)
{
    const Head *a = one;
    const Head *b = other;
    if (a->time != b->time) {
        return a->time > b->time ? -1 : 1;
    }
    return (a->change < b->change) - (a->change > b->change);
}

static bool is_among(const Head *heads, uint32_t count, const Head *head)
{
    for (uint32_t i = 0; i < count; i++) {
        if (value_equal(&heads[i].value, &head->value)) {
            return true;
        }
    }
    return false;
}

void without_keep_different(Without *out)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < out->back_count; i++) {
        if (!is_among(out->back, kept, &out->back[i]) &&
            !is_among(out->beside, out->beside_count, &out->back[i])) {
            out->back[kept++] = out->back[i];
        }
    }
    out->back_count = kept;
}

static bool split_heads(Leaving *leaving, Without *out, Err *err)
{
    out->back = ARENA_ARRAY(leaving->arena, Head, (size_t)leaving->count + 1);
    out->beside = ARENA_ARRAY(leaving->arena, Head, (size_t)leaving->count + 1);
    for (uint32_t i = 0; i < leaving->count; i++) {
        const Operation *operation = &leaving->operations[i];
        ChangeRecord record = {0};
        bool found = false;
        bool same = i > 0 && operation[-1].column == operation->column &&
                    operation[-1].change == operation->change;
        if (operation->column != leaving->column || same ||
            holds(&leaving->gone, operation->change) ||
            is_superseded(leaving, operation->change)) {
            continue;
        }
        if (!change_find(leaving->store, operation->change, leaving->arena, &record, &found,
                         err)) {
            return false;
        }
        bool head = false;
        for (uint32_t k = 0; k < out->heads.count && !head; k++) {
            head = out->heads.items[k].change == operation->change;
        }
        Head *place = head ? &out->beside[out->beside_count++] : &out->back[out->back_count++];
        *place =
            (Head){.change = operation->change, .time = record.time, .value = operation->value};
    }
    qsort(out->back, out->back_count, sizeof(Head), later_first);
    qsort(out->beside, out->beside_count, sizeof(Head), later_first);
    return true;
}

bool without_read(Store *store, FieldPlace field, int64_t target, Arena *arena, Without *out,
                  Err *err)
{
    Operation *operations = NULL;
    Leaving leaving = {.store = store, .arena = arena, .column = field.column};
    *out = (Without){0};
    bool good =
        row_operations(store, field.table, field.row, arena, &operations, &leaving.count,
                       err) &&
        heads_read(store, field.table, field.row, field.column, arena, &out->heads, err);
    leaving.operations = out->operations = operations;
    out->count = leaving.count;
    good = good && read_target_changes(&leaving, target, err) &&
           find_standing(&leaving, &out->heads, out, err);
    if (good && out->standing_count > 0) {
        find_gone(&leaving, out);
        good =
            find_known(&leaving, target, &out->known, err) && split_heads(&leaving, out, err);
    }
    row_set_free(&leaving.target);
    row_set_free(&leaving.gone);
    return good;
}
