/* SPDX-License-Identifier: MPL-2.0 */
/* Forgetting a person: the side table is emptied, and a tombstone stays that merges carry on. */
#include "store_private.h"

/* Columns of before that held in plain text what is personal now; the field has another number since.
 * Nothing is derived from them. */
static const struct {
    EntityKind kind;
    int column;
} plain_before[] = {{ENTITY_PERSON, 5}};

bool erase_drops_column(int table, int column)
{
    for (size_t i = 0; i < COUNT_OF(plain_before); i++) {
        if (schema_entity(plain_before[i].kind)->number == table &&
            plain_before[i].column == column) {
            return true;
        }
    }
    return false;
}

#define ERASED_ROWS                                                                            \
    "tbl=?1 AND col=?2 AND row IN (SELECT o.row FROM op o JOIN personal p ON p.vid=o.val"      \
    " WHERE o.tbl=?1 AND p.erased=1)"

static bool run_on_column(Store *store, const char *sql, int table, int column, Err *err)
{
    sqlite3_stmt *run = db_prepare(store, sql, err);
    if (run == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(run, 1, table);
    (void)sqlite3_bind_int(run, 2, column);
    bool good = db_step(store, run, err);
    sqlite3_finalize(run);
    return good;
}

/* Words in an operation cannot be emptied: of rows with a tombstone the operations of these columns go,
 * as compacting would drop them, and what was typed goes from the labels. */
static bool erase_plain(Store *store, bool *any, Err *err)
{
    bool good = true;
    for (size_t i = 0; good && i < COUNT_OF(plain_before); i++) {
        int table = schema_entity(plain_before[i].kind)->number;
        int column = plain_before[i].column;
        good =
            run_on_column(store,
                          "UPDATE change SET arch=1, label=coalesce(replace(label,"
                          " (SELECT val FROM op WHERE op.cid=change.cid AND typeof(val)='text'"
                          " AND length(val)>2 AND " ERASED_ROWS
                          " ORDER BY length(val) DESC LIMIT 1), '…'), label)"
                          " WHERE cid IN (SELECT cid FROM op WHERE " ERASED_ROWS ")",
                          table, column, err) &&
            run_on_column(store, "DELETE FROM op WHERE " ERASED_ROWS, table, column, err);
        *any = *any || (good && sqlite3_changes(store->db) > 0);
    }
    return good;
}

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
    return good && erase_plain(store, any, err);
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
