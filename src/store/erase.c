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

bool store_erase(Store *store, EntityKind kind, RowId row, Err *err)
{
    const Entity *entity = schema_entity(kind);
    arena_clear(store->scratch);
    if (!journal_open(store, err)) {
        return false;
    }
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        if (field_is_personal_text(field) && !erase_field(store, entity, row, field, err)) {
            db_rollback(store);
            return false;
        }
    }
    return db_commit(store, NO_CHANGE, err);
}
