/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Compaction: operations of old changes that were superseded go; the changes themselves stay.
 *
 * Dropped is only what no copy can ever need to tell what is in force.  Within a field the dropped
 * operations are closed downwards: whatever a dropped one superseded is dropped too.  So the union of
 * what several copies dropped never leaves an operation whose successors are gone, which would come
 * back into force; merges therefore carry drops on, in any order.  What a younger change superseded
 * is kept for undo, undecided fields are kept whole for the sake of their base, and personal values
 * are kept whole so that erasing finds every one of them.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store_private.h"

typedef struct Drop {
    int table, column;
    int64_t row, change;
} Drop;

/* The operations of one field while they are read. */
typedef struct Step {
    int64_t change, prev;
} Step;

typedef struct Fold {
    Store *store;
    Arena *arena;
    RowSet old;      /* table 0: changes before the horizon */
    RowSet archived; /* table 0: changes that lose an operation, or have lost one elsewhere */
    Drop *drops;
    uint32_t drop_count, drop_capacity;
    Step *steps;
    uint32_t step_count, step_capacity;
} Fold;

static void fold_release(Fold *fold)
{
    row_set_free(&fold->old);
    row_set_free(&fold->archived);
    free(fold->drops);
    free(fold->steps);
}

static void *grow(void *items, uint32_t *capacity, size_t size)
{
    *capacity = *capacity == 0 ? 64 : *capacity * 2;
    void *more = realloc(items, *capacity * size);
    if (more == NULL) {
        base_out_of_memory();
    }
    return more;
}

static void add_drop(Fold *fold, Drop drop)
{
    if (fold->drop_count == fold->drop_capacity) {
        fold->drops = grow(fold->drops, &fold->drop_capacity, sizeof(*fold->drops));
    }
    fold->drops[fold->drop_count++] = drop;
    (void)row_set_add(&fold->archived, 0, drop.change);
}

static void add_step(Fold *fold, int64_t change, int64_t prev)
{
    if (fold->step_count == fold->step_capacity) {
        fold->steps = grow(fold->steps, &fold->step_capacity, sizeof(*fold->steps));
    }
    fold->steps[fold->step_count++] = (Step){change, prev};
}

/* --- One field ---------------------------------------------------------------------------------- */

enum { KEEP = 1, SUPERSEDED = 2 };

/* What must stay of a field, as marks of its changes; false when all of it does. */
static bool mark_field(const Fold *fold, RowSet *changes)
{
    uint32_t heads = 0;
    for (uint32_t i = 0; i < fold->step_count; i++) {
        (void)row_set_add(changes, 0, fold->steps[i].change);
    }
    for (uint32_t i = 0; i < fold->step_count; i++) {
        RowKey *before = row_set_find(changes, 0, fold->steps[i].prev);
        bool young = row_set_find(&fold->old, 0, fold->steps[i].change) == NULL;
        if (before != NULL) {
            before->mark |= SUPERSEDED | (young ? KEEP : 0);
        }
        if (young) {
            row_set_find(changes, 0, fold->steps[i].change)->mark |= KEEP;
        }
    }
    for (uint32_t i = 0; i < changes->count; i++) {
        bool head = (changes->keys[i].mark & SUPERSEDED) == 0;
        heads += head ? 1 : 0;
        changes->keys[i].mark |= head ? KEEP : 0;
    }
    return heads == 1 && changes->count > 1;
}

/* Whatever superseded something that stays, stays: else that would be in force again. */
static void keep_successors(const Fold *fold, const RowSet *changes)
{
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < fold->step_count; i++) {
            const RowKey *before = row_set_find(changes, 0, fold->steps[i].prev);
            RowKey *change = row_set_find(changes, 0, fold->steps[i].change);
            if (before != NULL && (before->mark & KEEP) != 0 && (change->mark & KEEP) == 0) {
                change->mark |= KEEP;
                again = true;
            }
        }
    }
}

/* Fields that this version does not know may hold personal values: they are kept whole as well. */
static bool may_fold_field(int table, int column)
{
    const Entity *entity = schema_entity_by_number(table);
    const Field *field = entity == NULL ? NULL : schema_field_by_number(entity, column);
    return entity != NULL &&
           (column == COLUMN_EXISTS || (field != NULL && (field->flags & FIELD_PERSONAL) == 0));
}

static void fold_field(Fold *fold, int table, int64_t row, int column)
{
    RowSet changes = {0};
    if (fold->step_count > 1 && may_fold_field(table, column) && mark_field(fold, &changes)) {
        keep_successors(fold, &changes);
        for (uint32_t i = 0; i < changes.count; i++) {
            if ((changes.keys[i].mark & KEEP) == 0) {
                add_drop(fold, (Drop){table, column, row, changes.keys[i].row});
            }
        }
    }
    row_set_free(&changes);
    fold->step_count = 0;
}

static bool fold_all(Fold *fold, Err *err)
{
    sqlite3_stmt *read = db_statement(fold->store, STATEMENT_ALL_OPERATIONS, err);
    if (read == NULL) {
        return false;
    }
    int table = 0;
    int column = 0;
    int64_t row = 0;
    while (db_row(read)) {
        bool same = sqlite3_column_int(read, 0) == table &&
                    sqlite3_column_int64(read, 1) == row &&
                    sqlite3_column_int(read, 2) == column;
        if (!same) {
            fold_field(fold, table, row, column);
            table = sqlite3_column_int(read, 0);
            row = sqlite3_column_int64(read, 1);
            column = sqlite3_column_int(read, 2);
        }
        add_step(fold, sqlite3_column_int64(read, 3), sqlite3_column_int64(read, 4));
    }
    fold_field(fold, table, row, column);
    return db_done(fold->store, read, err);
}

/* --- Dropping ------------------------------------------------------------------------------------- */

static bool drop_one(Store *store, const Drop *drop, Err *err)
{
    sqlite3_stmt *remove = db_statement(store, STATEMENT_OPERATIONS_DROP, err);
    if (remove == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(remove, 1, drop->table);
    (void)sqlite3_bind_int64(remove, 2, drop->row);
    (void)sqlite3_bind_int(remove, 3, drop->column);
    (void)sqlite3_bind_int64(remove, 4, drop->change);
    return db_step(store, remove, err);
}

static bool mark_archived(Store *store, const RowSet *changes, Err *err)
{
    sqlite3_stmt *mark = db_prepare(store, "UPDATE change SET arch=1 WHERE cid=?1", err);
    bool good = mark != NULL;
    for (uint32_t i = 0; good && i < changes->count; i++) {
        (void)sqlite3_bind_int64(mark, 1, changes->keys[i].row);
        good = db_step(store, mark, err);
    }
    sqlite3_finalize(mark);
    return good;
}

static bool drop_all(const Fold *fold, Err *err)
{
    for (uint32_t i = 0; i < fold->drop_count; i++) {
        if (!drop_one(fold->store, &fold->drops[i], err)) {
            return false;
        }
    }
    return mark_archived(fold->store, &fold->archived, err);
}

/* Until when the plan cannot be shown as it was any more, and which change was the last that may have lost
 * what it superseded. */
static bool raise_folded(Store *store, int64_t until, int64_t last, Err *err)
{
    int64_t folded = 0;
    int64_t folded_last = 0;
    return db_meta_read(store, "folded", &folded, err) &&
           db_meta_read(store, "folded_last", &folded_last, err) &&
           (until <= folded || db_meta_write(store, "folded", until, err)) &&
           (last <= folded_last || db_meta_write(store, "folded_last", last, err));
}

bool compact_is_whole(Store *store, const ChangeRecord *change, bool *whole, Err *err)
{
    int64_t folded_last = 0;
    int64_t folded = 0;
    bool good = db_meta_read(store, "folded_last", &folded_last, err) &&
                db_meta_read(store, "folded", &folded, err);
    *whole = folded == 0 || (folded_last != 0 && change->seq > folded_last);
    return good;
}

bool compact_fail_if_folded(Store *store, int64_t until, Err *err)
{
    int64_t folded = 0;
    if (until <= 0) {
        return true;
    }
    if (!db_meta_read(store, "folded", &folded, err)) {
        return false;
    }
    if (until >= folded) {
        return true;
    }
    Text day = {0};
    day_print_iso((Day)(folded / 86400), &day);
    bool good = fail(err, ERR_INPUT,
                     _("%s: the history until %s was folded by “compact”; ask for a later day, "
                       "or open the backup made then."),
                     store->name, text_string(&day));
    text_free(&day);
    return good;
}

/* --- Merging -------------------------------------------------------------------------------------- */

/* What the other copy has of a field, and whether something later stands there for what it dropped. */
typedef struct Theirs {
    Store *store;
    sqlite3_stmt *kept, *later;
} Theirs;

static bool row_is_there(const Theirs *theirs, sqlite3_stmt *statement, const Drop *place,
                         bool *there, Err *err)
{
    (void)sqlite3_bind_int(statement, 1, place->table);
    (void)sqlite3_bind_int64(statement, 2, place->row);
    (void)sqlite3_bind_int(statement, 3, place->column);
    (void)sqlite3_bind_int64(statement, 4, place->change);
    *there = db_row(statement);
    return db_done(theirs->store, statement, err);
}

/* Which operations that are here did the other copy drop? */
static bool find_dropped(Fold *fold, const Theirs *theirs, int64_t change, Err *err)
{
    Store *here = fold->store;
    sqlite3_stmt *ours = db_statement(here, STATEMENT_CHANGE_OPERATIONS, err);
    bool good = ours != NULL;
    if (good) {
        (void)sqlite3_bind_int64(ours, 1, change);
    }
    while (good && db_row(ours)) {
        Drop drop = {.table = sqlite3_column_int(ours, 0),
                     .column = sqlite3_column_int(ours, 2),
                     .row = sqlite3_column_int64(ours, 1),
                     .change = change};
        bool kept = false;
        bool later = false;
        good = row_is_there(theirs, theirs->kept, &drop, &kept, err) &&
               (kept || row_is_there(theirs, theirs->later, &drop, &later, err));
        if (good && !kept && !later && !erase_drops_column(drop.table, drop.column)) {
            good = fail(err, ERR_DAMAGED,
                        _("%s has dropped what is in force of change %lld; it was not merged."),
                        theirs->store->name, (long long)change);
        } else if (good && !kept) {
            add_drop(fold, drop);
        }
    }
    return ours != NULL && db_done(here, ours, err) && good;
}

static bool find_archived_with(Fold *fold, const Theirs *theirs, sqlite3_stmt *read,
                               sqlite3_stmt *ours, Err *err)
{
    bool good = true;
    while (good && db_row(read)) {
        int64_t change = sqlite3_column_int64(read, 0);
        (void)sqlite3_bind_int64(ours, 1, change);
        bool known = db_row(ours);
        bool marked = known && sqlite3_column_int(ours, 0) != 0;
        good = db_done(fold->store, ours, err) &&
               (!known || find_dropped(fold, theirs, change, err));
        if (known && !marked) {
            (void)row_set_add(&fold->archived, 0, change);
        }
    }
    return db_done(theirs->store, read, err) && good;
}

static bool find_archived(Fold *fold, Store *there, Err *err)
{
    sqlite3_stmt *read = db_prepare(there, "SELECT cid FROM change WHERE arch<>0", err);
    sqlite3_stmt *ours = db_prepare(fold->store, "SELECT arch FROM change WHERE cid=?1", err);
    Theirs theirs = {
        .store = there,
        .kept = db_prepare(
            there, "SELECT 1 FROM op WHERE tbl=?1 AND row=?2 AND col=?3 AND cid=?4", err),
        .later = db_prepare(there,
                            "SELECT 1 FROM op o JOIN change c ON c.cid=o.cid WHERE o.tbl=?1"
                            " AND o.row=?2 AND o.col=?3 AND c.seq>(SELECT seq FROM change"
                            " WHERE cid=?4)",
                            err)};
    bool good = read != NULL && ours != NULL && theirs.kept != NULL && theirs.later != NULL &&
                find_archived_with(fold, &theirs, read, ours, err);
    sqlite3_finalize(read);
    sqlite3_finalize(ours);
    sqlite3_finalize(theirs.kept);
    sqlite3_finalize(theirs.later);
    return good;
}

bool compact_is_ahead(Store *here, Store *there, bool *ahead, Err *err)
{
    Fold fold = {.store = here};
    bool good = find_archived(&fold, there, err);
    *ahead = fold.archived.count > 0;
    fold_release(&fold);
    return good;
}

bool compact_take(Store *here, Store *there, Err *err)
{
    Fold fold = {.store = here};
    int64_t folded = 0;
    int64_t last = 0;
    bool good = find_archived(&fold, there, err) && drop_all(&fold, err) &&
                db_meta_read(there, "folded", &folded, err) &&
                db_number(here, "SELECT max(seq) FROM change", &last, err) &&
                raise_folded(here, folded, folded == 0 ? 0 : last, err) &&
                db_meta_write(here, "merge_folded", fold.archived.count > 0 ? 1 : 0, err);
    fold_release(&fold);
    return good;
}

/* What the merge's backup still holds comes back from there. */
static bool restore_operations(Store *here, Store *backup, Err *err)
{
    sqlite3_stmt *read = db_statement(backup, STATEMENT_ALL_OPERATIONS, err);
    sqlite3_stmt *put = db_prepare(here,
                                   "INSERT OR IGNORE INTO op(tbl, row, col, cid, prev, val)"
                                   " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                                   err);
    bool good = read != NULL && put != NULL;
    while (good && db_row(read)) {
        for (int i = 0; i < 6; i++) {
            (void)sqlite3_bind_value(put, i + 1, sqlite3_column_value(read, i));
        }
        good = db_step(here, put, err);
    }
    good = read != NULL && db_done(backup, read, err) && good;
    sqlite3_finalize(put);
    return good;
}

/* What came with the merge may have been folded where it came from. */
static bool restore_folded(Store *here, Store *backup, Err *err)
{
    int64_t folded = 0;
    int64_t last = 0;
    return db_meta_read(backup, "folded", &folded, err) &&
           db_meta_read(backup, "folded_last", &last, err) &&
           db_meta_write(here, "folded", folded, err) &&
           db_meta_write(here, "folded_last", last, err);
}

bool compact_take_back(Store *here, Store *backup, Err *err)
{
    int64_t changed = 0;
    if (!db_meta_read(here, "merge_folded", &changed, err) ||
        !restore_folded(here, backup, err)) {
        return false;
    }
    if (changed == 0) {
        return true;
    }
    Fold kept = {.store = here};
    sqlite3_stmt *read = db_prepare(backup, "SELECT cid FROM change WHERE arch<>0", err);
    bool good = read != NULL;
    while (good && db_row(read)) {
        (void)row_set_add(&kept.archived, 0, sqlite3_column_int64(read, 0));
    }
    good = good && db_done(backup, read, err) && restore_operations(here, backup, err) &&
           db_run(here, "UPDATE change SET arch=0 WHERE arch<>0", err) &&
           mark_archived(here, &kept.archived, err);
    sqlite3_finalize(read);
    fold_release(&kept);
    return good;
}

/* --- The command ----------------------------------------------------------------------------------- */

/* The first change that is young ends the old ones: order of arrival is causal, clocks are not. */
static bool find_old(Fold *fold, int64_t before, int64_t keep, int64_t *until, int64_t *last,
                     Err *err)
{
    sqlite3_stmt *read =
        db_prepare(fold->store,
                   "SELECT cid, ts, seq, (SELECT max(seq) FROM change) FROM change"
                   " ORDER BY seq",
                   err);
    if (read == NULL) {
        return false;
    }
    *until = *last = 0;
    while (db_row(read)) {
        int64_t time = sqlite3_column_int64(read, 1);
        int64_t left = sqlite3_column_int64(read, 3) - sqlite3_column_int64(read, 2);
        if (time >= before || left < keep) {
            break;
        }
        *until = time > *until ? time : *until;
        *last = sqlite3_column_int64(read, 2);
        (void)row_set_add(&fold->old, 0, sqlite3_column_int64(read, 0));
    }
    bool good = db_done(fold->store, read, err);
    sqlite3_finalize(read);
    return good;
}

static int64_t file_size(const Store *store)
{
    struct stat status;
    return stat(store->path, &status) == 0 ? (int64_t)status.st_size : 0;
}

/* Nobody may back out of a merge whose ground was folded, nor is anything folded that does not add up. */
static bool fold_locked(Fold *fold, int64_t before, int64_t keep, Err *err)
{
    int64_t until = 0;
    int64_t last = 0;
    VerifyReport report = {0};
    if (!find_old(fold, before, keep, &until, &last, err) || !fold_all(fold, err) ||
        (fold->drop_count > 0 &&
         (!drop_all(fold, err) || !raise_folded(fold->store, until, last, err) ||
          !db_meta_write(fold->store, "merge_last", 0, err))) ||
        !verify_report(fold->store, fold->arena, &report, err)) {
        return false;
    }
    return report.clean ||
           fail(err, ERR_DAMAGED,
                _("%s does not add up and was not folded; “verify” tells what is wrong."),
                fold->store->name);
}

/* Asked before a backup is made; asked again under the lock. */
static bool can_fold(Store *store, int64_t before, int64_t keep, bool *any, Err *err)
{
    Fold fold = {.store = store};
    int64_t until = 0;
    int64_t last = 0;
    bool good = find_old(&fold, before, keep, &until, &last, err) && fold_all(&fold, err);
    *any = fold.drop_count > 0;
    fold_release(&fold);
    return good;
}

bool store_compact(Store *store, int64_t before, int64_t keep, Arena *arena,
                   CompactReport *report, Err *err)
{
    Fold fold = {.store = store, .arena = arena};
    *report = (CompactReport){.backup = "", .size_before = file_size(store)};
    arena_clear(store->scratch);
    bool any = false;
    if (!db_may_write(store, err) || !store_check_quick(store, err) ||
        !can_fold(store, before, keep, &any, err)) {
        return false;
    }
    report->size_after = report->size_before;
    if (!any) {
        return true;
    }
    if (!backup_make(store, true, arena, &report->backup, err) || !journal_open(store, err)) {
        return false;
    }
    bool good = fold_locked(&fold, before, keep, err);
    report->changes = (int)fold.archived.count;
    report->operations = (int)fold.drop_count;
    fold_release(&fold);
    if (!good) {
        db_rollback(store);
        return false;
    }
    if (!db_commit(store, NO_CHANGE, err)) {
        return false;
    }
    /* Smaller only if nobody reads it just now: what was folded is folded all the same. */
    Err ignored = {0};
    if (report->operations > 0) {
        (void)db_run_writing(store, "VACUUM", &ignored);
    }
    report->size_after = file_size(store);
    return true;
}
