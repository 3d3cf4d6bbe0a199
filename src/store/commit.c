/* SPDX-License-Identifier: MPL-2.0 */
/* The end of a change: loose references, state, label, checksum, COMMIT. */
#include <string.h>

#include "store_private.h"

/* What the deleter saw referring to a deleted row lets go of it in the same change.  What the
 * deleter did not see keeps the row, as a conflict. */
static bool let_go_of_deleted_rows(Store *store, Err *err)
{
    RowSet deleted = {0};
    ReferenceList references = {0};
    const RowSet *rows = &store->change.rows;
    for (uint32_t i = 0; i < rows->count; i++) {
        if (rows->keys[i].mark == 0) {
            (void)row_set_add(&deleted, rows->keys[i].table, rows->keys[i].row);
        }
    }
    bool good = deleted.count == 0 ||
                state_references_to(store, &deleted, store->change.arena, &references, err);
    const Value nothing = VALUE_IS_NULL;
    for (uint32_t i = 0; good && i < references.count; i++) {
        const Reference *reference = &references.items[i];
        if (row_set_find(&deleted, reference->entity->number, reference->row) == NULL) {
            good = journal_write(store, reference->entity->number, reference->row,
                                 reference->field->number, reference->field, &nothing, err);
        }
    }
    row_set_free(&deleted);
    return good;
}

static bool count_operations(Store *store, int64_t *count, Err *err)
{
    sqlite3_stmt *read = db_statement(store, STATEMENT_OPERATION_COUNT, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(read, 1, store->change.id);
    *count = db_row(read) ? sqlite3_column_int64(read, 0) : 0;
    return db_done(store, read, err);
}

static bool finish_one(Store *store, int64_t id, const char *label, const char *kind, Err *err)
{
    Arena *arena = store->change.arena;
    ChangeRecord record = {0};
    bool found = false;
    int64_t sum = 0;
    int64_t count = 0;
    if (!change_find(store, id, arena, &record, &found, err) ||
        !label_encode(store, label, arena, &record.label, err)) {
        return false;
    }
    record.kind = kind;
    if (!change_sum(store, &record, arena, &sum, &count, err)) {
        return false;
    }
    sqlite3_stmt *finish = db_statement(store, STATEMENT_CHANGE_FINISH, err);
    if (finish == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(finish, 1, id);
    (void)sqlite3_bind_text(finish, 2, record.label, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(finish, 3, record.kind, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(finish, 4, count);
    (void)sqlite3_bind_int64(finish, 5, sum);
    return db_step(store, finish, err);
}

static bool finish_change(Store *store, Err *err)
{
    const Change *change = &store->change;
    bool decides = change->decides && strcmp(change->kind, "edit") == 0;
    bool good =
        finish_one(store, change->id, change->label, decides ? "resolve" : change->kind, err);
    for (uint32_t i = 0; good && i < change->beside_count; i++) {
        good = finish_one(store, change->beside[i], change->label, KIND_REOPEN, err);
    }
    return good;
}

bool store_commit(Store *store, int64_t *change, Err *err)
{
    int64_t id = store->change.id;
    int64_t count = 0;
    if (change != NULL) {
        *change = NO_CHANGE;
    }
    arena_clear(store->scratch);
    bool good = journal_fail_unless_open(store, err) && state_materialise(store, err) &&
                let_go_of_deleted_rows(store, err) && state_materialise(store, err) &&
                count_operations(store, &count, err) && conflicts_settle(store, err);
    if (!good || (count == 0 && !store->change.keep_empty)) {
        store_drop(store);
        return good;
    }
    if (!finish_change(store, err)) {
        store_drop(store);
        return false;
    }
    store->change.open = false;
    if (!db_commit(store, id, err)) {
        return false;
    }
    if (change != NULL) {
        *change = id;
    }
    return true;
}
