/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a head stands for.  Undo writes anew what was in force before; the head that it makes stands
 * for the change that had written that.  So one can go on back through one's changes, and a row
 * that was only touched by what is undone again counts as untouched.
 */
#include <string.h>

#include "store_private.h"

bool standing_takes_back(const char *kind)
{
    return strcmp(kind, "undo") == 0 || strcmp(kind, "redo") == 0 ||
           strcmp(kind, KIND_REOPEN) == 0;
}

static bool has_written(const Operation *operations, uint32_t count, int column, int64_t change)
{
    for (uint32_t i = 0; i < count; i++) {
        if (operations[i].column == column && operations[i].change == change) {
            return true;
        }
    }
    return false;
}

bool operation_is_superseded(const Operation *operations, uint32_t count,
                             const Operation *operation)
{
    for (uint32_t i = 0; i < count; i++) {
        if (operations[i].column == operation->column &&
            operations[i].prev == operation->change) {
            return true;
        }
    }
    return false;
}

typedef struct Superseded {
    int64_t alike,
        alike_seq; /* the latest that wrote the value asked for; NO_CHANGE: none did */
    uint32_t count;
    bool folded; /* something that it may have superseded was dropped by compaction */
} Superseded;

static bool names(const Operation *operations, uint32_t count, int column, int64_t change,
                  int64_t prev)
{
    for (uint32_t i = 0; i < count; i++) {
        if (operations[i].column == column && operations[i].change == change &&
            operations[i].prev == prev) {
            return true;
        }
    }
    return false;
}

const Value *standing_value_written(const Operation *operations, uint32_t count, int column,
                                    int64_t change)
{
    static const Value nothing = {.type = VALUE_NULL};
    for (uint32_t i = 0; i < count; i++) {
        if (operations[i].column == column && operations[i].change == change) {
            return &operations[i].value;
        }
    }
    return &nothing;
}

static bool is_later(const ChangeRecord *one, const ChangeRecord *other)
{
    return other->id == NO_CHANGE || one->time > other->time ||
           (one->time == other->time && one->id > other->id);
}

void operations_reach_back(const Operation *operations, uint32_t count, int column,
                           RowSet *changes)
{
    for (uint32_t next = 0; next < changes->count; next++) {
        for (uint32_t i = 0; i < count; i++) {
            if (operations[i].column == column && operations[i].prev != NO_CHANGE &&
                operations[i].change == changes->keys[next].row) {
                (void)row_set_add(changes, 0, operations[i].prev);
            }
        }
    }
}

/* Whether `later` replaced `earlier`, directly or not. */
static bool came_before(const Operation *operations, uint32_t count, int column,
                        int64_t earlier, int64_t later)
{
    RowSet reached = {0};
    (void)row_set_add(&reached, 0, later);
    operations_reach_back(operations, count, column, &reached);
    bool found = row_set_find(&reached, 0, earlier) != NULL;
    row_set_free(&reached);
    return found;
}

/* An undo that deletes a row names what the deletion before had seen as well: that is no choice between
 * several, for another that it names had replaced it. */
static bool is_only_seen(const Operation *operations, uint32_t count,
                         const Operation *operation)
{
    for (uint32_t i = 0; i < count; i++) {
        if (operations[i].column == operation->column &&
            operations[i].change == operation->change && operations[i].prev != NO_CHANGE &&
            operations[i].prev != operation->prev &&
            came_before(operations, count, operation->column, operation->prev,
                        operations[i].prev)) {
            return true;
        }
    }
    return false;
}

/* `value`: what somebody wrote who brought one of these back. */
static bool superseded_by(Store *store, const Operation *operations, uint32_t count, int column,
                          int64_t change, const Value *value, Arena *arena, Superseded *out,
                          Err *err)
{
    ChangeRecord alike = {.id = NO_CHANGE};
    ChangeRecord later = {0};
    bool known = false;
    bool whole = false;
    *out = (Superseded){.alike = NO_CHANGE};
    if (!change_find(store, change, arena, &later, &known, err) ||
        !compact_is_whole(store, &later, &whole, err)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        const Operation *operation = &operations[i];
        ChangeRecord record = {0};
        bool found = false;
        if (operation->column != column || operation->change != change ||
            operation->prev == NO_CHANGE) {
            continue;
        }
        if (!change_find(store, operation->prev, arena, &record, &found, err)) {
            return false;
        }
        if (!has_written(operations, count, column, operation->prev)) {
            out->folded = out->folded || (record.archived != 0 && !whole);
            continue;
        }
        if (is_only_seen(operations, count, operation)) {
            continue;
        }
        /* What came beside an undo counts as one with it. */
        bool beside = strcmp(record.kind, KIND_REOPEN) == 0 &&
                      names(operations, count, column, change, record.ref);
        out->count += beside ? 0 : 1;
        if (value_equal(standing_value_written(operations, count, column, operation->prev),
                        value) &&
            is_later(&record, &alike)) {
            alike = record;
        }
    }
    out->alike = alike.id;
    out->alike_seq = alike.seq;
    return true;
}

bool standing_step_back(Store *store, const Operation *operations, uint32_t count, int column,
                        Arena *arena, int64_t *at, bool *nothing, Err *err)
{
    ChangeRecord record = {0};
    Superseded own;
    Superseded before;
    bool found = false;
    int64_t change = *at;
    *at = NO_CHANGE;
    *nothing = false;
    if (!change_find(store, change, arena, &record, &found, err)) {
        return false;
    }
    if (!found || !standing_takes_back(record.kind)) {
        return true;
    }
    const int64_t seq = record.seq;
    if (strcmp(record.kind, KIND_REOPEN) == 0 &&
        !change_find(store, record.ref, arena, &record, &found, err)) {
        return false;
    }
    const Value *value = standing_value_written(operations, count, column, change);
    if (!superseded_by(store, operations, count, column, change, value, arena, &own, err) ||
        !superseded_by(store, operations, count, column, record.ref, value, arena, &before,
                       err)) {
        return false;
    }
    if (own.count > 1 || own.folded || before.folded) {
        return true; /* it chose between several, or nobody knows any more */
    }
    /* What came later cannot have been in force before: in a file where it says so one would go round. */
    *at = before.alike_seq < seq ? before.alike : NO_CHANGE;
    *nothing = before.count == 0 && has_written(operations, count, column, record.ref);
    return true;
}
