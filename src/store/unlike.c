/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the plan in hand lacks after a change: whole columns of whole kinds, never single rows.
 *
 * Nobody says what a change was about to write: a row is compared with the one that it replaces.
 */
#include <string.h>

#include "store_private.h"

static sqlite3_stmt *row_before(Store *store, const Entity *entity, RowId id, Err *err)
{
    sqlite3_stmt **read = &store->row_befores[entity->kind];
    if (*read == NULL) {
        Text sql = {0};
        text_append(&sql, "SELECT id");
        for (int i = 0; i < entity->field_count; i++) {
            if (field_is_stored(&entity->fields[i])) {
                text_append(&sql, ",\"");
                text_append(&sql, entity->fields[i].name);
                text_append(&sql, "\"");
            }
        }
        text_append(&sql, " FROM \"");
        text_append(&sql, entity->name);
        text_append(&sql, "\" WHERE id=?1");
        *read = db_prepare(store, text_string(&sql), err);
        text_free(&sql);
    }
    if (*read != NULL) {
        (void)sqlite3_bind_int64(*read, 1, id);
    }
    return *read;
}

static bool is_same(sqlite3_stmt *read, int column, const Value *value)
{
    int type = sqlite3_column_type(read, column);
    if (value->type == VALUE_INTEGER) {
        return type == SQLITE_INTEGER && sqlite3_column_int64(read, column) == value->integer;
    }
    if (value->type == VALUE_TEXT) {
        return type == SQLITE_TEXT &&
               text_equal((const char *)sqlite3_column_text(read, column), value->text);
    }
    return type == SQLITE_NULL;
}

static uint64_t columns_that_differ(const DerivedRow *row, sqlite3_stmt *read)
{
    uint64_t differing = 0;
    int column = 1;
    for (int i = 0; i < row->entity->field_count; i++) {
        const Field *field = &row->entity->fields[i];
        if (field_is_stored(field) && !is_same(read, column++, &row->values[i])) {
            differing |= UINT64_C(1) << i;
            differing |= plan_places_by(row->entity->kind, field) ? UNLIKE_ROWS : 0;
        }
    }
    return differing;
}

bool unlike_note(Store *store, const Entity *entity, const DerivedRow *row, RowId id, Err *err)
{
    uint64_t *unlike = &store->loaded.unlike[entity->kind];
    if ((*unlike & UNLIKE_ROWS) != 0) {
        return true;
    }
    if (!row->alive) {
        *unlike |= UNLIKE_ROWS;
        return true;
    }
    sqlite3_stmt *read = row_before(store, entity, id, err);
    if (read == NULL) {
        return false;
    }
    *unlike |= db_row(read) ? columns_that_differ(row, read) : UNLIKE_ROWS;
    return db_done(store, read, err);
}
