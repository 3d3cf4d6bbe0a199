/* SPDX-License-Identifier: MPL-2.0 */
/* Undo of adding and deleting rows, and of what was decided about deleted ones. */
#include <string.h>

#include "undo_private.h"

/* What the target found when it wrote: the latest of what its operation superseded. */
static bool value_before(Undoing *undoing, const Inverse *item, const Without *without,
                         Value *out, Err *err)
{
    int64_t best_time = INT64_MIN;
    int64_t best = 0;
    *out = VALUE_IS_NULL;
    for (uint32_t i = 0; i < item->prev_count; i++) {
        const Value *value = standing_value_written(without->operations, without->count,
                                                    item->column, item->prevs[i]);
        ChangeRecord change = {0};
        bool found = false;
        if (!change_find(undoing->store, item->prevs[i], undoing->arena, &change, &found,
                         err)) {
            return false;
        }
        bool later = change.time > best_time || (change.time == best_time && change.id > best);
        if (value->type != VALUE_NULL && found && later) {
            best_time = change.time;
            best = change.id;
            *out = *value;
        }
    }
    return true;
}

static bool says(const Value *value, int64_t number)
{
    return value->type == VALUE_INTEGER && value->integer == number;
}

/* Whether the target wrote it, or a deletion that the target took back had seen it. */
static bool is_seen(const Undoing *undoing, const Inverse *item, const Without *without,
                    int64_t change)
{
    bool seen = change == undoing->target->id;
    for (uint32_t k = 0; k < item->prev_count && !seen; k++) {
        seen = change == item->prevs[k];
        for (uint32_t m = 0; m < without->count && !seen; m++) {
            const Operation *operation = &without->operations[m];
            seen = operation->column == COLUMN_EXISTS && operation->change == item->prevs[k] &&
                   operation->prev == change && says(&operation->value, 0);
        }
    }
    return seen;
}

/* Whether a head of the row stands for something else than what the target wrote or saw. */
static bool touched_by_others(Undoing *undoing, const Inverse *item, const Without *without,
                              bool *touched, Err *err)
{
    Store *store = undoing->store;
    bool good = true;
    for (uint32_t i = 0; good && i < without->count && !*touched; i++) {
        const Operation *operation = &without->operations[i];
        int64_t at = operation->change;
        if (at == store->change.id ||
            operation_is_superseded(without->operations, without->count, operation)) {
            continue;
        }
        bool nothing = false; /* what was taken back had written there first */
        while (good && at != NO_CHANGE && !is_seen(undoing, item, without, at)) {
            good = standing_step_back(store, without->operations, without->count,
                                      operation->column, undoing->arena, &at, &nothing, err);
        }
        *touched = at == NO_CHANGE && !nothing;
    }
    return good;
}

/* Whether the target decided about a row that was deleted, or took such a decision back: without it the
 * row would be deleted as well as there. */
static bool is_decision(Undoing *undoing, const Inverse *item, const Without *without,
                        bool *decision, Err *err)
{
    ChangeRecord origin = {.kind = ""};
    *decision = false;
    for (uint32_t i = 0; i < without->back_count; i++) {
        *decision = *decision || says(&without->back[i].value, 0);
    }
    if (!*decision || says(&item->value, 0)) {
        return true;
    }
    bool good = change_origin(undoing->store, undoing->target, undoing->arena, &origin, err);
    *decision = good && strcmp(origin.kind, "resolve") == 0;
    return good;
}

/* What the deletions that stand again had seen. */
static void find_seen(const Without *without, RowSet *seen)
{
    for (uint32_t i = 0; i < without->count; i++) {
        const Operation *operation = &without->operations[i];
        for (uint32_t k = 0; k < without->back_count; k++) {
            if (operation->column == COLUMN_EXISTS &&
                operation->change == without->back[k].change && says(&operation->value, 0) &&
                operation->prev != NO_CHANGE) {
                (void)row_set_add(seen, 0, operation->prev);
            }
        }
    }
}

/* The row is deleted as it was, and lives by what that deletion had not seen, by what said that it is
 * there, or by its use: nobody has decided. */
static bool write_undecided(Undoing *undoing, const Inverse *item, const Without *without,
                            const RowSet *seen, Err *err)
{
    Store *store = undoing->store;
    const FieldPlace place = {item->table, item->row, COLUMN_EXISTS};
    const Value zero = VALUE_OF_INTEGER(0);
    const Value one = VALUE_OF_INTEGER(1);
    bool stated = false;
    int64_t *prevs = ARENA_ARRAY(undoing->arena, int64_t, (size_t)seen->count + 1);
    for (uint32_t i = 0; i < seen->count; i++) {
        prevs[i] = seen->keys[i].row;
    }
    for (uint32_t i = 0; i < without->back_count; i++) {
        stated = stated || says(&without->back[i].value, 1);
    }
    undoing->report->undone++;
    undoing->report->reopened += strcmp(undoing->target->kind, "undo") == 0 ? 0 : 1;
    row_set_add(&store->change.rows, item->table, item->row)->mark = 1;
    (void)row_set_add(&undoing->undecided, item->table, item->row);
    /* All rows are derived anew, for it may be its use that keeps this one. */
    return db_meta_write(store, "merged", 1, err) && db_meta_write(store, "special", 1, err) &&
           journal_put_beside(store, 0, place, &zero, prevs, seen->count, err) &&
           (!stated || journal_put_beside(store, 1, place, &one, without->standing,
                                          without->standing_count, err));
}

static bool take_back_decision(Undoing *undoing, const Inverse *item, const Without *without,
                               bool *done, Err *err)
{
    RowSet seen = {0};
    *done = false;
    if (without->standing_count == 0 || !without->known) {
        return true;
    }
    if (!is_decision(undoing, item, without, done, err) || !*done) {
        return !*done;
    }
    for (uint32_t i = 0; i < without->standing_count; i++) {
        (void)row_set_add(&seen, 0, without->standing[i]);
    }
    find_seen(without, &seen);
    bool good = write_undecided(undoing, item, without, &seen, err);
    row_set_free(&seen);
    return good;
}

static bool bring_back(Undoing *undoing, const Inverse *item, const Without *without, Err *err)
{
    Store *store = undoing->store;
    const Value one = VALUE_OF_INTEGER(1);
    undoing->report->undone++;
    /* Another copy deleted it too: now that is a conflict, without a merge. */
    if (without->heads.count > 1 && !db_meta_write(store, "merged", 1, err)) {
        return false;
    }
    row_set_add(&store->change.rows, item->table, item->row)->mark = 1;
    return journal_put(store, item->table, item->row, COLUMN_EXISTS, &one, without->standing,
                       without->standing_count, err);
}

/* First of all the rows themselves: deleted ones come back, added ones are candidates to go. */
bool undo_take_back_row(Undoing *undoing, const Inverse *item, Err *err)
{
    const FieldPlace place = {item->table, item->row, COLUMN_EXISTS};
    Without without;
    Value before = VALUE_IS_NULL;
    bool touched = false;
    bool done = false;
    if (!without_read(undoing->store, place, undoing->target->id, undoing->arena, &without,
                      err) ||
        !take_back_decision(undoing, item, &without, &done, err)) {
        return false;
    }
    if (done) {
        return true;
    }
    /* Only a row that was there can have been deleted, whatever its heads said of it. */
    if (says(&item->value, 0)) {
        return without.standing_count == 0
                   ? undo_leave_alone(undoing, item, &without.heads, err)
                   : bring_back(undoing, item, &without, err);
    }
    if (!value_before(undoing, item, &without, &before, err)) {
        return false;
    }
    if (!says(&item->value, 1) || says(&before, 1)) {
        return true;
    }
    bool alone = without.known && without.heads.count == 1 && without.standing_count == 1;
    if (alone && !touched_by_others(undoing, item, &without, &touched, err)) {
        return false;
    }
    if (alone && !touched) {
        (void)row_set_add(&undoing->removals, item->table, item->row);
        return true;
    }
    (void)row_set_add(&undoing->left_rows, item->table, item->row);
    return undo_leave_alone(undoing, item, &without.heads, err);
}

enum { STAYS = 1, WRITTEN = 2 }; /* marks of the candidates */

/* What is deleted as before, and lives by nothing of its own, goes with the candidates that use it. */
static bool add_dead_rows(Undoing *undoing, Err *err)
{
    Store *store = undoing->store;
    for (uint32_t i = 0; i < undoing->undecided.count; i++) {
        const RowKey *key = &undoing->undecided.keys[i];
        const Entity *entity = schema_entity_by_number(key->table);
        Operation *operations = NULL;
        uint32_t count = 0;
        DerivedRow row;
        if (!row_operations(store, key->table, key->row, undoing->arena, &operations, &count,
                            err) ||
            !row_derive(store, entity, key->row, operations, count, undoing->arena, &row,
                        err)) {
            return false;
        }
        if (!row.alive) {
            row_set_add(&undoing->removals, key->table, key->row)->mark |= WRITTEN;
        }
    }
    return true;
}

static void mark_what_stays(RowSet *candidates, const ReferenceList *references)
{
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < references->count; i++) {
            const Reference *reference = &references->items[i];
            RowKey *used =
                row_set_find(candidates, reference->target_entity->number, reference->target);
            const RowKey *user =
                row_set_find(candidates, reference->entity->number, reference->row);
            if ((used->mark & STAYS) == 0 && (user == NULL || (user->mark & STAYS) != 0)) {
                used->mark |= STAYS;
                again = true;
            }
        }
    }
}

/* A candidate that a row which stays refers to stays as well, and so do those that it uses. */
bool undo_remove_rows(Undoing *undoing, Err *err)
{
    Store *store = undoing->store;
    ReferenceList references = {0};
    if (undoing->removals.count == 0) {
        return true;
    }
    if (!add_dead_rows(undoing, err) || !state_materialise(store, err) ||
        !state_references_to(store, &undoing->removals, undoing->arena, &references, err)) {
        return false;
    }
    mark_what_stays(&undoing->removals, &references);
    for (uint32_t i = 0; i < undoing->removals.count; i++) {
        const RowKey *key = &undoing->removals.keys[i];
        const Entity *entity = schema_entity_by_number(key->table);
        const Inverse item = {.table = key->table, .row = key->row, .column = COLUMN_EXISTS};
        const Heads nobody = {0};
        if ((key->mark & WRITTEN) != 0) {
            /* It goes as well, and what it refers to is nobody's to let go of. */
            row_set_add(&store->change.rows, key->table, key->row)->mark =
                (key->mark & STAYS) != 0 ? 1 : 0;
            continue;
        }
        if (key->mark != 0 ? !undo_leave_alone(undoing, &item, &nobody, err)
                           : !journal_write_exists(store, entity, key->row, false, err)) {
            return false;
        }
        undoing->report->undone += key->mark == 0 ? 1 : 0;
    }
    return true;
}
