/* SPDX-License-Identifier: MPL-2.0 */
/* What arrived since a change: every field that it touched, and who else writes from where. */
#include <string.h>

#include "store_private.h"

#define TOUCHED_LIMIT 5000 /* a merge may bring any number */

typedef struct Reading {
    Store *store;
    const Plan *plan;
    Language language;
    Arena *arena;
} Reading;

/* The columns after the change's own: tbl, row, col, val. */
enum { OPERATION_AT = 11 };

static bool read_item(const Reading *reading, sqlite3_stmt *read, HistoryItem *item, Err *err)
{
    ChangeRecord change = {0};
    change_from_row(read, reading->arena, &change);
    *item = (HistoryItem){.change = change.id,
                          .time = change.time,
                          .author = text_shown(reading->arena, change.author),
                          .host = text_shown(reading->arena, change.host),
                          .kind = change.kind,
                          .undoes = change.ref,
                          .operation_count = (uint32_t)change.operation_count,
                          .field = -1};
    const Entity *entity = schema_entity_by_number(sqlite3_column_int(read, OPERATION_AT));
    int column = sqlite3_column_int(read, OPERATION_AT + 2);
    const Field *field = entity == NULL || column == COLUMN_EXISTS
                             ? NULL
                             : schema_field_by_number(entity, column);
    Value value = db_value(read, OPERATION_AT + 3, reading->arena);
    if (!label_decode(reading->store, change.label, reading->arena, &item->label, err)) {
        return false;
    }
    if (entity == NULL) {
        return true;
    }
    item->entity = entity->kind;
    item->row = sqlite3_column_int64(read, OPERATION_AT + 1);
    if (field == NULL) {
        item->after = value.type == VALUE_INTEGER && value.integer == 0 ? NULL : "";
        return history_title_of_gone(reading->store, reading->plan, reading->language,
                                     reading->arena, item, err);
    }
    item->field = schema_field_index(entity, field);
    return value_words(reading->store, field, reading->plan, reading->language, &value,
                       reading->arena, &item->after, err);
}

static bool is_same_field(const HistoryItem *one, const HistoryItem *other)
{
    return one->change == other->change && one->entity == other->entity &&
           one->row == other->row && one->field == other->field;
}

/* An operation that supersedes several is one item. */
static bool read_items(const Reading *reading, sqlite3_stmt *read, History *out, Err *err)
{
    HistoryItem *items = ARENA_ARRAY(reading->arena, HistoryItem, TOUCHED_LIMIT);
    bool good = true;
    out->items = items;
    while (good && db_row(read)) {
        if (out->count == TOUCHED_LIMIT) {
            out->more = true;
            break;
        }
        HistoryItem *item = &items[out->count];
        good = read_item(reading, read, item, err);
        if (out->count == 0 || !is_same_field(item, item - 1)) {
            out->count++;
        }
    }
    return db_done(reading->store, read, err) && good;
}

bool store_touched(Store *store, int64_t since, const Plan *plan, Language language,
                   Arena *arena, History *out, Err *err)
{
    const Reading reading = {
        .store = store, .plan = plan, .language = language, .arena = arena};
    *out = (History){0};
    arena_clear(store->scratch);
    sqlite3_stmt *read =
        db_prepare(store,
                   "SELECT c.seq, c.cid, c.ts, c.author, c.host, c.label, c.kind, c.ref, c.nop,"
                   " c.sum, c.arch, o.tbl, o.row, o.col, o.val FROM change c JOIN op o ON"
                   " o.cid=c.cid WHERE c.seq > (SELECT seq FROM change WHERE cid=?1)"
                   " AND c.kind<>'" KIND_REOPEN "' ORDER BY c.seq DESC, o.tbl, o.row, o.col",
                   err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(read, 1, since);
    bool good = read_items(&reading, read, out, err);
    sqlite3_finalize(read);
    return good;
}

bool store_is_on_network(const Store *store)
{
    return store->network;
}

bool store_hosts(Store *store, int64_t since, Arena *arena, History *out, Err *err)
{
    *out = (History){0};
    arena_clear(store->scratch);
    sqlite3_stmt *read = db_prepare(
        store,
        "SELECT " CHANGE_COLUMNS " FROM change WHERE seq IN (SELECT max(seq) FROM change"
        " WHERE ts>=?1 AND host<>?2 AND host<>'' GROUP BY host) ORDER BY seq DESC LIMIT 20",
        err);
    if (read == NULL) {
        return false;
    }
    HistoryItem *items = ARENA_ARRAY(arena, HistoryItem, 20);
    (void)sqlite3_bind_int64(read, 1, since);
    (void)sqlite3_bind_text(read, 2, store->author.host, -1, SQLITE_STATIC);
    while (out->count < 20 && db_row(read)) {
        ChangeRecord change = {0};
        change_from_row(read, arena, &change);
        items[out->count++] = (HistoryItem){.change = change.id,
                                            .time = change.time,
                                            .author = text_shown(arena, change.author),
                                            .host = text_shown(arena, change.host),
                                            .label = "",
                                            .kind = change.kind,
                                            .field = -1};
    }
    out->items = items;
    bool good = db_done(store, read, err);
    sqlite3_finalize(read);
    return good;
}
