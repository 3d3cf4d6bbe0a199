/* SPDX-License-Identifier: MPL-2.0 */
/* Forgetting a person: the side table is emptied, and a tombstone stays that merges carry on. */
#include "store_private.h"

static bool erase_field(Store *store, const Entity *entity, RowId row, const Field *field,
                        Err *err)
{
    sqlite3_stmt *erase = db_prepare(store,
                                     "UPDATE personal SET value=NULL, erased=1 WHERE vid IN"
                                     " (SELECT val FROM op WHERE tbl=?1 AND row=?2 AND col=?3)",
                                     err);
    if (erase == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(erase, 1, entity->number);
    (void)sqlite3_bind_int64(erase, 2, row);
    (void)sqlite3_bind_int(erase, 3, field->number);
    bool good = db_step(store, erase, err);
    sqlite3_finalize(erase);
    return good;
}

static bool erase_row(Store *store, const Entity *entity, RowId row, Err *err)
{
    bool any = false;
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        if (field_is_personal_text(field) && !erase_field(store, entity, row, field, err)) {
            return false;
        }
    }
    return erase_spread(store, &any, err) && merge_note_erased(store, err);
}

/* A row with a tombstone stays empty: what another copy gave it before it knew is emptied as well. */
bool erase_spread(Store *store, bool *any, Err *err)
{
    int64_t erased = 0;
    *any = false;
    if (!db_number(store, "SELECT EXISTS(SELECT 1 FROM personal WHERE erased=1)", &erased,
                   err)) {
        return false;
    }
    if (erased == 0) {
        return true;
    }
    bool good =
        db_run(store,
               "UPDATE personal SET value=NULL, erased=1 WHERE erased=0 AND vid IN"
               " (SELECT o.val FROM op o JOIN (SELECT DISTINCT tbl, row FROM op WHERE val IN"
               " (SELECT vid FROM personal WHERE erased=1)) x ON o.tbl=x.tbl AND o.row=x.row)",
               err);
    *any = good && sqlite3_changes(store->db) > 0;
    return good;
}

bool erase_fail_if_erased(Store *store, const Entity *entity, RowId row, const Field *field,
                          const Value *value, Err *err)
{
    if (!field_is_personal_text(field) || value->type != VALUE_TEXT) {
        return true;
    }
    sqlite3_stmt *read = db_prepare(store,
                                    "SELECT 1 FROM op o JOIN personal p ON p.vid=o.val WHERE"
                                    " o.tbl=?1 AND o.row=?2 AND p.erased=1",
                                    err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(read, 1, entity->number);
    (void)sqlite3_bind_int64(read, 2, row);
    bool erased = db_row(read);
    bool good = db_done(store, read, err);
    sqlite3_finalize(read);
    return good &&
           (!erased ||
            fail(err, ERR_INPUT,
                 _("This %s was erased and takes no words any more; add a new one instead."),
                 _(entity->label)));
}

bool store_is_erasing(Store *store, int64_t change)
{
    Err ignored = {0};
    sqlite3_stmt *read =
        db_prepare(store,
                   "SELECT 1 FROM op d JOIN op o ON o.tbl=d.tbl AND o.row=d.row"
                   " JOIN personal p ON p.vid=o.val AND p.erased=1"
                   " WHERE d.cid=?1 AND d.col=?2 AND d.val=0",
                   &ignored);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(read, 1, change);
    (void)sqlite3_bind_int(read, 2, COLUMN_EXISTS);
    bool erasing = db_row(read);
    bool good = db_done(store, read, &ignored);
    sqlite3_finalize(read);
    return good && erasing;
}

/* Freed pages hold no words any more: they are overwritten, and the file is written anew. */
static bool sweep(Store *store, Err *err)
{
    Err trouble = {0};
    return db_run_writing(store, "VACUUM", &trouble) ||
           fail(err, trouble.code,
                _("%s: the values are erased, but the file could not be written anew; "
                  "erase them once more.  (%s)"),
                store->name, trouble.message);
}

bool store_erase(Store *store, EntityKind kind, RowId row, Err *err)
{
    arena_clear(store->scratch);
    if (!db_run(store, "PRAGMA secure_delete=1", err) || !journal_open(store, err)) {
        return false;
    }
    if (!erase_row(store, schema_entity(kind), row, err)) {
        db_rollback(store);
        return false;
    }
    rows_forget(store);
    return db_commit(store, NO_CHANGE, err) && sweep(store, err);
}
