/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Backing out of a merge: the set of changes becomes what the backup made before it holds.
 *
 * Possible while nothing came after the merge, since a later change may rest on what it brought.
 * Everything happens in one transaction on the plan itself, so that other sessions see it as any
 * other commit; the backup is only read.
 */
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

static bool newest_seq(Store *store, int64_t *out, Err *err)
{
    return db_number(store, "SELECT max(seq) FROM change", out, err);
}

bool merge_note_before(Store *store, MergeNote *note, Err *err)
{
    return newest_seq(store, &note->last_before, err) &&
           db_meta_read(store, "merged", &note->undecided, err);
}

bool merge_note_write(Store *store, const MergeNote *note, const char *backup, bool erased,
                      Err *err)
{
    int64_t last = 0;
    const char *dot = strrchr(backup, '.');
    int64_t made = dot == NULL ? 0 : strtoll(dot + 1, NULL, 10);
    return newest_seq(store, &last, err) && db_meta_write(store, "merge_last", last, err) &&
           db_meta_write(store, "merge_before", note->last_before, err) &&
           db_meta_write(store, "merge_undecided", note->undecided, err) &&
           db_meta_write(store, "merge_backup", made, err) &&
           db_meta_write(store, "merge_erased", erased ? 1 : 0, err);
}

bool merge_note_erased(Store *store, Err *err)
{
    return db_meta_write(store, "merge_erased", 1, err);
}

typedef struct BackOut {
    Store *here, *backup;
    int64_t last, before, undecided, made, erased;
    RowSet arrived; /* personal values that the backup has not */
} BackOut;

static bool read_note(BackOut *out, Err *err)
{
    Store *store = out->here;
    return db_meta_read(store, "merge_last", &out->last, err) &&
           db_meta_read(store, "merge_before", &out->before, err) &&
           db_meta_read(store, "merge_undecided", &out->undecided, err) &&
           db_meta_read(store, "merge_backup", &out->made, err) &&
           db_meta_read(store, "merge_erased", &out->erased, err);
}

static bool check_note(const BackOut *out, Err *err)
{
    int64_t newest = 0;
    if (!newest_seq(out->here, &newest, err)) {
        return false;
    }
    if (out->last == 0 || out->made == 0) {
        return fail(err, ERR_INPUT, _("%s: there is no merge to back out of."),
                    out->here->name);
    }
    if (out->erased != 0) {
        return fail(
            err, ERR_INPUT,
            _("%s: a person was erased with or after the merge; backing out would bring "
              "the person back."),
            out->here->name);
    }
    if (newest != out->last) {
        long long after = (long long)(newest - out->last);
        return fail(err, ERR_INPUT,
                    after == 1
                        ? _("%s: %lld change came after the merge, which may rest on it; "
                            "undo takes single changes back.")
                        : _("%s: %lld changes came after the merge, which may rest on "
                            "it; undo takes single changes back."),
                    out->here->name, after);
    }
    return true;
}

/* Whether the backup has the very changes that were here before the merge, and no other. */
static bool compare_changes(const BackOut *out, bool *same, Err *err)
{
    sqlite3_stmt *ours =
        db_prepare(out->here, "SELECT cid FROM change WHERE seq<=?1 ORDER BY seq", err);
    sqlite3_stmt *kept = db_prepare(out->backup, "SELECT cid FROM change ORDER BY seq", err);
    bool good = ours != NULL && kept != NULL;
    bool more = good;
    *same = good;
    if (good) {
        (void)sqlite3_bind_int64(ours, 1, out->before);
    }
    while (more && *same) {
        more = db_row(ours);
        *same = db_row(kept) == more &&
                (!more || sqlite3_column_int64(ours, 0) == sqlite3_column_int64(kept, 0));
    }
    good = good && db_done(out->here, ours, err);
    good = kept != NULL && db_done(out->backup, kept, err) && good;
    sqlite3_finalize(ours);
    sqlite3_finalize(kept);
    return good;
}

/* Only the backup that this merge made.  Where a copy was laid over this file, with its note of a merge, a
 * backup of that name may lie beside it that another merge has made. */
static bool check_backup(const BackOut *out, const char *path, Err *err)
{
    int64_t ids[2] = {0, 0};
    bool same = false;
    if (!db_meta_read(out->here, "plan", &ids[0], err) ||
        !db_meta_read(out->backup, "plan", &ids[1], err) || !compare_changes(out, &same, err)) {
        return false;
    }
    return (ids[0] == ids[1] && same) ||
           fail(err, ERR_INPUT, _("%s is not the backup made before the merge."), path);
}

static bool find_arrived_values(BackOut *out, Err *err)
{
    sqlite3_stmt *ours = db_prepare(out->here, "SELECT vid FROM personal", err);
    sqlite3_stmt *kept = db_prepare(out->backup, "SELECT 1 FROM personal WHERE vid=?1", err);
    bool good = ours != NULL && kept != NULL;
    while (good && db_row(ours)) {
        int64_t id = sqlite3_column_int64(ours, 0);
        (void)sqlite3_bind_int64(kept, 1, id);
        bool known = db_row(kept);
        good = db_done(out->backup, kept, err);
        if (good && !known) {
            (void)row_set_add(&out->arrived, 0, id);
        }
    }
    good = ours != NULL && db_done(out->here, ours, err) && good;
    sqlite3_finalize(ours);
    sqlite3_finalize(kept);
    return good;
}

static bool run_with(Store *store, const char *sql, int64_t number, Err *err)
{
    sqlite3_stmt *statement = db_prepare(store, sql, err);
    if (statement == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(statement, 1, number);
    bool good = db_step(store, statement, err);
    sqlite3_finalize(statement);
    return good;
}

static bool take_back(BackOut *out, Err *err)
{
    Store *store = out->here;
    if (!find_arrived_values(out, err) ||
        !run_with(store, "DELETE FROM op WHERE cid IN (SELECT cid FROM change WHERE seq>?1)",
                  out->before, err) ||
        !run_with(store, "DELETE FROM change WHERE seq>?1", out->before, err)) {
        return false;
    }
    for (uint32_t i = 0; i < out->arrived.count; i++) {
        if (!run_with(store, "DELETE FROM personal WHERE vid=?1", out->arrived.keys[i].row,
                      err)) {
            return false;
        }
    }
    return compact_take_back(store, out->backup, err) &&
           db_meta_write(store, "merge_last", 0, err) &&
           db_meta_write(store, "merged", out->undecided, err) && state_rebuild(store, err);
}

bool store_merge_back(Store *store, Arena *arena, const char **backup, Err *err)
{
    BackOut out = {.here = store};
    *backup = "";
    arena_clear(store->scratch);
    if (!db_run(store, "PRAGMA secure_delete=1", err) || !journal_open(store, err)) {
        return false;
    }
    bool good = read_note(&out, err) && check_note(&out, err);
    *backup = arena_printf(arena, "%s.bak.%lld", store->path, (long long)out.made);
    good = good &&
           store_open(*backup, STORE_READ_ONLY | STORE_NO_CHECK, &store->author, &out.backup,
                      err) &&
           check_backup(&out, *backup, err) && take_back(&out, err);
    store_close(out.backup);
    row_set_free(&out.arrived);
    if (!good) {
        db_rollback(store);
        return false;
    }
    return db_commit(store, NO_CHANGE, err);
}
