/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Ground truth for the merge property: what every copy should hold, worked out the slow and plain way
 * from who had seen what.  A change is a bit; a copy is the set of changes that reached it.
 */
#ifndef FRAMDRIFT_TESTS_STORE_TRUTH_H
#define FRAMDRIFT_TESTS_STORE_TRUTH_H

#include <sqlite3.h>

#include "../unit/store_test.h"

#define MOST_CHANGES 128
#define MOST_WRITES  2800
#define MOST_ROWS    128

__extension__ typedef unsigned __int128 Seen; /* a set of changes, or of rows */

typedef struct Write {
    int table, column, change;
    RowId row;
    char value
        [40]; /* "" for nothing; personal values as their text, also when it was erased since */
    int64_t words; /* the id of a personal value; 0: it is none */
    Seen replaced; /* for undo and redo: exactly these; else what the change had seen */
} Write;

typedef struct TruthChange {
    int64_t id, time, ref;
    Seen seen;
    bool exact;     /* undo, redo: replaces what its operations name */
    int takes_back; /* undo, redo: number + 1 of what it takes back */
    int beside;     /* came beside the undo with this number + 1 */
} TruthChange;

typedef struct Truth {
    TruthChange changes[MOST_CHANGES];
    int change_count;
    Write writes[MOST_WRITES];
    int write_count;

    struct {
        int table;
        RowId row;
        bool alive, deleted, kept;
    } rows[MOST_ROWS];

    int row_count;
    Seen erased; /* rows without words, in the copy that is looked at */
} Truth;

#define BIT(number) ((Seen)1 << (number))

static inline int seen_count(Seen seen)
{
    return __builtin_popcountll((uint64_t)seen) + __builtin_popcountll((uint64_t)(seen >> 64));
}

static inline int truth_change_of(const Truth *truth, int64_t id)
{
    for (int i = 0; i < truth->change_count; i++) {
        if (truth->changes[i].id == id) {
            return i;
        }
    }
    return -1;
}

static inline bool same_place(const Write *one, const Write *other)
{
    return one->table == other->table && one->row == other->row && one->column == other->column;
}

/* Whether `later` had seen `earlier` when it was written. */
static inline bool replaces(const Truth *truth, const Write *later, const Write *earlier)
{
    const TruthChange *change = &truth->changes[later->change];
    Seen seen = change->exact ? later->replaced : change->seen;
    return (seen & BIT(earlier->change)) != 0;
}

static inline bool truth_is_head(const Truth *truth, Seen known, const Write *write)
{
    if ((known & BIT(write->change)) == 0) {
        return false;
    }
    for (int i = 0; i < truth->write_count; i++) {
        const Write *other = &truth->writes[i];
        if (same_place(other, write) && (known & BIT(other->change)) != 0 &&
            replaces(truth, other, write)) {
            return false;
        }
    }
    return true;
}

static inline int truth_find_row(const Truth *truth, int table, RowId row)
{
    for (int i = 0; i < truth->row_count; i++) {
        if (truth->rows[i].table == table && truth->rows[i].row == row) {
            return i;
        }
    }
    return -1;
}

/* What a write says in the copy that is looked at. */
static inline const char *truth_text(const Truth *truth, const Write *write)
{
    bool erased = write->words != 0 &&
                  (truth->erased & BIT(truth_find_row(truth, write->table, write->row))) != 0;
    return erased ? "" : write->value;
}

/* The head in force: latest by clock, then id.  NULL when nothing was ever written. */
static inline const Write *truth_in_force(const Truth *truth, Seen known, int table, RowId row,
                                          int column, bool *differ)
{
    const Write *best = NULL;
    *differ = false;
    for (int i = 0; i < truth->write_count; i++) {
        const Write *write = &truth->writes[i];
        if (write->table != table || write->row != row || write->column != column ||
            !truth_is_head(truth, known, write)) {
            continue;
        }
        if (best != NULL) {
            *differ = *differ || strcmp(truth_text(truth, best), truth_text(truth, write)) != 0;
            const TruthChange *a = &truth->changes[best->change];
            const TruthChange *b = &truth->changes[write->change];
            best = b->time > a->time || (b->time == a->time && b->id > a->id) ? write : best;
        } else {
            best = write;
        }
    }
    return best;
}

/* A head that no deletion in force has seen. */
static inline bool truth_edit_unseen(const Truth *truth, Seen known, const Write *edit)
{
    for (int i = 0; i < truth->write_count; i++) {
        const Write *deletion = &truth->writes[i];
        bool same_row = deletion->table == edit->table && deletion->row == edit->row;
        if (same_row && deletion->column == 0 && strcmp(deletion->value, "0") == 0 &&
            truth_is_head(truth, known, deletion) &&
            (deletion->change == edit->change || replaces(truth, deletion, edit))) {
            return false;
        }
    }
    return true;
}

static inline void truth_row(Truth *truth, Seen known, int place)
{
    bool alive = false;
    bool deleted = false;
    bool unseen = false;
    for (int i = 0; i < truth->write_count; i++) {
        const Write *write = &truth->writes[i];
        if (write->table != truth->rows[place].table || write->row != truth->rows[place].row ||
            !truth_is_head(truth, known, write)) {
            continue;
        }
        if (write->column == 0) {
            alive = alive || strcmp(write->value, "1") == 0;
            deleted = deleted || strcmp(write->value, "0") == 0;
        } else {
            unseen = unseen || truth_edit_unseen(truth, known, write);
        }
    }
    truth->rows[place].alive = alive || (deleted && unseen);
    truth->rows[place].deleted = deleted;
    truth->rows[place].kept = false;
}

/* Which rows live in a copy that knows these changes. */
static inline void truth_rows(Truth *truth, Seen known)
{
    for (int i = 0; i < truth->row_count; i++) {
        truth_row(truth, known, i);
    }
    for (bool again = true; again;) {
        again = false;
        for (int i = 0; i < truth->row_count; i++) {
            const Entity *entity = schema_entity_by_number(truth->rows[i].table);
            for (int f = 0; f < entity->field_count; f++) {
                const Field *field = &entity->fields[f];
                bool differ = false;
                if (field->kind != KIND_REFERENCE ||
                    !(truth->rows[i].alive || truth->rows[i].kept)) {
                    continue;
                }
                const Write *write = truth_in_force(truth, known, entity->number,
                                                    truth->rows[i].row, field->number, &differ);
                int used = write == NULL
                               ? -1
                               : truth_find_row(truth, schema_entity(field->reference)->number,
                                                strtoll(write->value, NULL, 10));
                if (used >= 0 && truth->rows[used].deleted && !truth->rows[used].alive &&
                    !truth->rows[used].kept) {
                    truth->rows[used].kept = true;
                    again = true;
                }
            }
        }
    }
}

static inline const Write *truth_write(const Truth *truth, int change, const Write *place)
{
    for (int i = 0; i < truth->write_count; i++) {
        if (truth->writes[i].change == change && same_place(&truth->writes[i], place)) {
            return &truth->writes[i];
        }
    }
    return NULL;
}

#define NOTHING (-1)

/* What the changes replaced in this place, directly or not. */
static inline Seen truth_replaced_by(const Truth *truth, const Write *place, Seen changes)
{
    Seen reached = 0;
    for (bool again = true; again;) {
        again = false;
        for (int i = 0; i < truth->write_count; i++) {
            const Write *write = &truth->writes[i];
            if (!same_place(write, place) || ((changes | reached) & BIT(write->change)) == 0) {
                continue;
            }
            const TruthChange *change = &truth->changes[write->change];
            Seen more = change->exact ? write->replaced : change->seen;
            again = again || (more & ~reached) != 0;
            reached |= more;
        }
    }
    return reached;
}

/* Those of the changes that wrote in this place and that no other of them replaced: a deletion that is
 * written anew also names what the one before had seen. */
static inline Seen truth_newest(const Truth *truth, const Write *place, Seen changes)
{
    Seen newest = 0;
    for (int i = 0; i < truth->change_count; i++) {
        Seen others = changes & ~BIT(i);
        bool wrote = (changes & BIT(i)) != 0 && truth_write(truth, i, place) != NULL;
        if (wrote && (truth_replaced_by(truth, place, others) & BIT(i)) == 0) {
            newest |= BIT(i);
        }
    }
    return newest;
}

/* The change that first typed what the write holds: an undo writes an old value anew. */
static inline int truth_source(const Truth *truth, const Write *write)
{
    int target = truth->changes[write->change].takes_back - 1;
    const Write *taken_back = target < 0 ? NULL : truth_write(truth, target, write);
    const Write *best = NULL;
    bool alike = false;
    if (taken_back == NULL) {
        return write->change;
    }
    Seen chosen = truth_newest(truth, write, write->replaced);
    int replaced_count = 0;
    for (int i = 0; i < truth->change_count; i++) {
        int main = truth->changes[i].beside - 1;
        bool one_with_another = main >= 0 && (chosen & BIT(main)) != 0;
        replaced_count += (chosen & BIT(i)) != 0 && !one_with_another;
    }
    if (replaced_count > 1) {
        return write->change; /* it chose between several */
    }
    const TruthChange *earlier = &truth->changes[target];
    Seen before = truth_newest(truth, write, taken_back->replaced);
    for (int i = 0; i < truth->write_count; i++) {
        const Write *other = &truth->writes[i];
        const TruthChange *theirs = &truth->changes[other->change];
        bool replaced = same_place(other, write) &&
                        (earlier->exact ? (before & BIT(other->change)) != 0
                                        : truth_is_head(truth, earlier->seen, other));
        bool later = best == NULL || theirs->time > truth->changes[best->change].time ||
                     (theirs->time == truth->changes[best->change].time &&
                      theirs->id > truth->changes[best->change].id);
        bool same = strcmp(other->value, write->value) == 0;
        if (replaced && ((same && !alike) || (same == alike && later))) {
            best = other;
            alike = same;
        }
    }
    return best == NULL ? NOTHING : truth_source(truth, best);
}

/* A value that was erased before this write brought it back still is what it was. */
static inline void remember_words(const Truth *truth, Write *write)
{
    for (int i = 0; i < truth->write_count && write->words != 0; i++) {
        const Write *earlier = &truth->writes[i];
        if (earlier->words == write->words) {
            memcpy(write->value, earlier->value, sizeof(write->value));
        }
    }
}

/* Reads what a change wrote, as text, straight from the file. */
static inline int truth_learn(Truth *truth, const char *path, int64_t id, Seen known,
                              bool exact)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *read = NULL;
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_true(truth->change_count < MOST_CHANGES);
    int number = truth->change_count++;
    truth->changes[number] = (TruthChange){.id = id, .seen = known, .exact = exact};
    const char *sql = "SELECT o.tbl, o.row, o.col, o.prev, coalesce(p.value, iif(p.vid IS "
                      "NULL, o.val, NULL), ''), c.ts,"
                      " c.ref, p.vid FROM op o JOIN change c ON c.cid=o.cid LEFT JOIN personal "
                      "p ON p.vid=o.val WHERE o.cid=?1"
                      " ORDER BY 1, 2, 3, 4";
    assert_int_equal(sqlite3_prepare_v2(file, sql, -1, &read, NULL), SQLITE_OK);
    (void)sqlite3_bind_int64(read, 1, id);
    while (sqlite3_step(read) == SQLITE_ROW) {
        Write write = {.table = sqlite3_column_int(read, 0),
                       .column = sqlite3_column_int(read, 2),
                       .change = number,
                       .row = sqlite3_column_int64(read, 1)};
        (void)snprintf(write.value, sizeof(write.value), "%s",
                       (const char *)sqlite3_column_text(read, 4));
        write.words = sqlite3_column_int64(read, 7);
        remember_words(truth, &write);
        truth->changes[number].time = sqlite3_column_int64(read, 5);
        truth->changes[number].ref = sqlite3_column_int64(read, 6);
        int replaced = truth_change_of(truth, sqlite3_column_int64(read, 3));
        Write *last = truth->write_count > 0 ? &truth->writes[truth->write_count - 1] : NULL;
        if (last == NULL || last->change != number || !same_place(last, &write)) {
            assert_true(truth->write_count < MOST_WRITES);
            last = &truth->writes[truth->write_count++];
            *last = write;
        }
        last->replaced |= replaced >= 0 ? BIT(replaced) : 0;
        if (truth_find_row(truth, write.table, write.row) < 0) {
            assert_true(truth->row_count < MOST_ROWS);
            truth->rows[truth->row_count].table = write.table;
            truth->rows[truth->row_count++].row = write.row;
        }
    }
    assert_int_equal(sqlite3_finalize(read), SQLITE_OK);
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
    return number;
}

/* What came beside an undo: its id, the `number`th, or 0. */
static inline int64_t truth_find_beside(const char *path, int64_t undo, int number)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *read = NULL;
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    const char *sql =
        "SELECT cid FROM change WHERE ref=?1 AND kind='reopen' ORDER BY seq LIMIT 1 OFFSET ?2";
    assert_int_equal(sqlite3_prepare_v2(file, sql, -1, &read, NULL), SQLITE_OK);
    (void)sqlite3_bind_int64(read, 1, undo);
    (void)sqlite3_bind_int(read, 2, number);
    int64_t id = sqlite3_step(read) == SQLITE_ROW ? sqlite3_column_int64(read, 0) : 0;
    assert_int_equal(sqlite3_finalize(read), SQLITE_OK);
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
    return id;
}

/* The different values of the heads at a place, each once; "" when there is none. */
static inline int truth_values(const Truth *truth, Seen known, const Write *place,
                               const char *values[MOST_CHANGES])
{
    int count = 0;
    for (int i = 0; i < truth->write_count; i++) {
        const Write *head = &truth->writes[i];
        bool said = !same_place(head, place) || !truth_is_head(truth, known, head);
        for (int k = 0; k < count && !said; k++) {
            said = strcmp(values[k], head->value) == 0;
        }
        if (!said) {
            values[count++] = head->value;
        }
    }
    if (count == 0) {
        values[count++] = "";
    }
    return count;
}

#endif
