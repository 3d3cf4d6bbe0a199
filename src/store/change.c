/* SPDX-License-Identifier: MPL-2.0 */
/* What is known of a change: its record, its checksum, whether it stands. */
#include <string.h>

#include "store_private.h"

void change_from_row(sqlite3_stmt *statement, Arena *arena, ChangeRecord *out)
{
    *out = (ChangeRecord){.seq = sqlite3_column_int64(statement, 0),
                          .id = sqlite3_column_int64(statement, 1),
                          .time = sqlite3_column_int64(statement, 2),
                          .author = db_text(statement, 3, arena),
                          .host = db_text(statement, 4, arena),
                          .label = db_text(statement, 5, arena),
                          .kind = db_text(statement, 6, arena),
                          .ref = sqlite3_column_int64(statement, 7),
                          .operation_count = sqlite3_column_int64(statement, 8),
                          .sum = sqlite3_column_int64(statement, 9),
                          .archived = sqlite3_column_int64(statement, 10)};
}

bool change_find(Store *store, int64_t id, Arena *arena, ChangeRecord *out, bool *found,
                 Err *err)
{
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGE_BY_ID, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(read, 1, id);
    *found = db_row(read);
    if (*found) {
        change_from_row(read, arena, out);
    }
    return db_done(store, read, err);
}

/* FNV-1a: it is to catch torn and flipped bytes, not an enemy. */
static uint64_t mix_bytes(uint64_t sum, const void *bytes, size_t count)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < count; i++) {
        sum = (sum ^ at[i]) * 0x100000001b3U;
    }
    return sum;
}

static uint64_t mix_number(uint64_t sum, int64_t number)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++) {
        bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
    }
    return mix_bytes(sum, bytes, sizeof(bytes));
}

static uint64_t mix_text(uint64_t sum, const char *text)
{
    size_t length = strlen(text);
    return mix_bytes(mix_number(sum, (int64_t)length), text, length);
}

static uint64_t mix_value(uint64_t sum, const Value *value)
{
    sum = mix_number(sum, (int64_t)value->type);
    if (value->type == VALUE_TEXT) {
        return mix_text(sum, value->text);
    }
    return value->type == VALUE_INTEGER ? mix_number(sum, value->integer) : sum;
}

bool change_sum(Store *store, const ChangeRecord *change, Arena *arena, int64_t *sum,
                int64_t *operations, Err *err)
{
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGE_OPERATIONS, err);
    if (read == NULL) {
        return false;
    }
    uint64_t mixed = 0xcbf29ce484222325U;
    mixed = mix_number(mix_number(mix_number(mixed, change->id), change->time), change->ref);
    mixed = mix_text(mix_text(mixed, change->author), change->host);
    mixed = mix_text(mix_text(mixed, change->label), change->kind);
    *operations = 0;
    (void)sqlite3_bind_int64(read, 1, change->id);
    while (db_row(read)) {
        Value value = db_value(read, 4, arena);
        for (int i = 0; i < 4; i++) {
            mixed = mix_number(mixed, sqlite3_column_int64(read, i));
        }
        mixed = mix_value(mixed, &value);
        (*operations)++;
    }
    *sum = (int64_t)(mixed & INT64_MAX);
    return db_done(store, read, err);
}

/* A change and what undid or redid it, and so on; each stands behind what it takes back. */
typedef struct Takings {
    struct Taking {
        int64_t change;
        uint32_t of; /* its place among them */
        bool undone;
    } * items;

    uint32_t count, capacity;
} Takings;

static void takings_add(Takings *takings, Arena *arena, int64_t change, uint32_t of)
{
    ARENA_GROW(arena, takings->items, takings->count, takings->capacity, 4);
    takings->items[takings->count++] = (struct Taking){.change = change, .of = of};
}

/* A change is undone when some undo or redo of it stands, that is, is not undone itself.  The
 * chain is as long as somebody pressed u and U; it is walked without recursion. */
bool change_is_undone(Store *store, int64_t id, Arena *arena, bool *out, Err *err)
{
    Takings takings = {0};
    *out = false;
    takings_add(&takings, arena, id, 0);
    for (uint32_t i = 0; i < takings.count; i++) {
        sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGE_CHILDREN, err);
        if (read == NULL) {
            return false;
        }
        (void)sqlite3_bind_int64(read, 1, takings.items[i].change);
        while (db_row(read)) {
            takings_add(&takings, arena, sqlite3_column_int64(read, 0), i);
        }
        if (!db_done(store, read, err)) {
            return false;
        }
    }
    for (uint32_t i = takings.count - 1; i > 0; i--) {
        struct Taking *taken_back = &takings.items[takings.items[i].of];
        taken_back->undone = taken_back->undone || !takings.items[i].undone;
    }
    *out = takings.items[0].undone;
    return true;
}

bool change_origin(Store *store, const ChangeRecord *from, Arena *arena, ChangeRecord *out,
                   Err *err)
{
    bool found = true;
    *out = *from;
    while (found && out->ref != NO_CHANGE) {
        ChangeRecord before = {0};
        if (!change_find(store, out->ref, arena, &before, &found, err)) {
            return false;
        }
        found = found && before.seq < out->seq;
        *out = found ? before : *out;
    }
    return true;
}

/* A change that was undone and redone stands in its latest redo: that one has the heads. */
bool change_find_standing(Store *store, ChangeRecord *change, Arena *arena, Err *err)
{
    for (;;) {
        int64_t best = NO_CHANGE;
        sqlite3_stmt *read =
            db_prepare(store,
                       "SELECT g.cid FROM change c JOIN change g ON g.ref=c.cid AND g.ref<>0"
                       " AND g.seq>c.seq WHERE c.ref=?1 AND c.ref<>0 AND c.kind<>'" KIND_REOPEN
                       "' AND g.kind<>'" KIND_REOPEN "' AND c.seq>(SELECT seq FROM change"
                       " WHERE cid=?1) ORDER BY g.seq DESC",
                       err);
        if (read == NULL) {
            return false;
        }
        (void)sqlite3_bind_int64(read, 1, change->id);
        bool good = true;
        while (good && best == NO_CHANGE && db_row(read)) {
            bool undone = false;
            int64_t candidate = sqlite3_column_int64(read, 0);
            good = change_is_undone(store, candidate, arena, &undone, err);
            best = undone ? NO_CHANGE : candidate;
        }
        good = db_done(store, read, err) && good;
        sqlite3_finalize(read);
        bool found = false;
        if (!good || best == NO_CHANGE ||
            !change_find(store, best, arena, change, &found, err)) {
            return good;
        }
    }
}
