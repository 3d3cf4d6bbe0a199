/* SPDX-License-Identifier: MPL-2.0 */
/*
 * store: what is kept (floor 2; the only room that knows SQLite)
 *
 * One plan is one file.  Its truth is a set of changes; each holds operations (entity, row, field,
 * value, the change it supersedes).  The tables that a load reads are derived from that set, and
 * can be rebuilt from it.  Undo, redo, history, merge and conflicts are all questions to the set.
 *
 * Invariants (STORE: the numbers are used in the code)
 *  1. The state tables equal a rebuild from the operations.
 *  2. A change has exactly as many operations as it says, unless it was compacted.
 *  3. `seq` order is a linear extension of causality: whatever an operation supersedes, or a change
 *     takes back, came before.
 *  4. Operations are never updated, only dropped by compaction, and by erasing where they hold words.
 *  5. The same change id means the same content; otherwise a merge is refused.
 *  6. State is clean: no reference cycle in parents; a live row may refer to a deleted one only as a
 *     reported conflict.
 *  7. Nothing is written after an error before the transaction has been looked at again.
 *  8. Undo touches only fields whose head is the undone change, and removes a row only when nobody
 *     else touched or uses it.
 *
 * Life cycle: store_create or store_open … store_close.  A change: store_begin, any number of
 * store_add/set/delete, then store_commit or store_drop.  A failed call inside a change leaves the
 * change to be dropped.  Nothing else writes: outside a change no statement that would is stepped,
 * and SQLite itself refuses to commit.  No statement stays open between calls.
 */
#ifndef FRAMDRIFT_STORE_H
#define FRAMDRIFT_STORE_H

#include "framdrift/schema.h"

typedef struct Store Store;

/* Who writes, what the time is, and the language of words: handed in, since the store reads neither
 * clock nor environment. */
typedef struct StoreAuthor {
    const char *author, *host;
    Language language;
    int64_t (*now)(void *context); /* seconds since 1970, UTC */
    void *context;
} StoreAuthor;

typedef enum StoreFlag {
    STORE_READ_ONLY = 1 << 0, /* opened SQLITE_OPEN_READONLY with an authorizer */
    STORE_REDACTED = 1 << 1,  /* personal values are never read */
    STORE_NAMES = 1 << 3,     /* with STORE_REDACTED: names are read all the same, and the texts
                                 of SWOT entries (whatever names its row), but no notes */
    STORE_NO_CHECK = 1 << 2,  /* store_check_quick does it, after the first paint */
    STORE_IMPATIENT =
        1 << 4 /* a lock is waited for a moment only: for who asks again by itself */
} StoreFlag;

/* Refuses an existing path.  Mode 0600, or group-writable when the directory is setgid and so. */
bool store_create(const char *path, const StoreAuthor *author, Store **out, Err *err);
/* STORE.md's opening sequence.  A newer version opens read-only (store_is_read_only, store_notice). */
bool store_open(const char *path, unsigned flags, const StoreAuthor *author, Store **out,
                Err *err);
void store_close(Store *store); /* NULL is allowed */
bool store_is_read_only(const Store *store);
const char *store_notice(const Store *store); /* why, or other news at opening; "" */
const char *store_path(const Store *store);
/* Writing waits for this in a store opened with STORE_NO_CHECK; cheap when already done. */
bool store_check_quick(Store *store, Err *err);

/* The whole plan, in the arena, finished.  `until` > 0: the plan as the history had it at that
 * time (changes with a later time left out).  Personal values stay out when redacted. */
bool store_load(Store *store, Arena *arena, int64_t until, Plan **out, Err *err);
/* The same plan as store_load with `until` 0.  Kinds that nobody has written to since `previous` was
 * loaded are copied from it; all are read when it is not the latest one that was loaded from this
 * store, or when others have committed since.  Nothing is shared: `previous` may go afterwards. */
bool store_load_after(Store *store, const Plan *previous, Arena *arena, Plan **out, Err *err);

/* --- One change ------------------------------------------------------------------------------ */

/* `label` is the command line; texts of personal values written in the change are replaced in it by
 * a reference to the value, and shown again only while that value exists. */
bool store_begin(Store *store, const char *label, Err *err);
/* A new row: *id 0 asks for a random one, another value is used as it is (must be unused).
 * Defaults of the schema are set; rank: store_set it.  The id of a deleted row brings that row back
 * as it was: so one decides for a row that was deleted here and edited there. */
bool store_add(Store *store, EntityKind entity, RowId *id, Err *err);
/* Records an operation unless the value in force is equal already. */
bool store_set(Store *store, EntityKind entity, RowId id, const Field *field,
               const Value *value, Err *err);
/* One row; what it owns is the caller's business (check_delete). */
bool store_delete(Store *store, EntityKind entity, RowId id, Err *err);
/* *change is 0 when nothing was recorded (then nothing was written).  Durable when it returns true.
 * After a COMMIT that reported an I/O error the change is looked up before it answers. */
bool store_commit(Store *store, int64_t *change, Err *err);
void store_drop(Store *store);
bool store_in_change(const Store *store);

/* --- Undo, redo, history --------------------------------------------------------------------- */

typedef struct UndoReport {
    int64_t change;    /* the new change; 0: there was nothing to undo */
    int64_t origin;    /* what was undone, or done again */
    const char *label; /* of that one */
    /* fields taken back, and left alone because somebody changed them since */
    int undone, left;
    int reopened; /* fields whose conflict stands again, since what was undone had decided it */
    const char *left_words; /* "Start left at 5 May (Bo changed it)"; "" */
} UndoReport;

/* `change` 0: the author's latest change that is not undone (undo) or the author's latest undo that
 * is not redone and after which the author changed nothing (redo). */
bool store_undo(Store *store, int64_t change, Arena *arena, UndoReport *report, Err *err);
bool store_redo(Store *store, Arena *arena, UndoReport *report, Err *err);

typedef struct HistoryFilter {
    EntityKind entity; /* ENTITY_NONE: the whole plan */
    RowId row;
    int field; /* -1: all fields; else the index in the entity's fields: one item an operation */
    int64_t change; /* 0: every change; else that one alone */
    bool mentions;  /* with a row: also changes of other rows that referred to it */
    uint32_t limit; /* 0: 200 */
    uint32_t skip;
} HistoryFilter;

bool store_history(Store *store, const HistoryFilter *filter, const Plan *plan,
                   Language language, Arena *arena, History *out, Err *err);
/* Of the newest change: for the status line.  False when there is none yet. */
bool store_latest(Store *store, Arena *arena, HistoryItem *out);
/* The change in force for a field (its head): what an open form remembers.  0: never set. */
int64_t store_head(Store *store, EntityKind entity, RowId row, const Field *field);

/* --- Copies, merge, conflicts ---------------------------------------------------------------- */

/* SQLite's backup; refuses an existing path */
bool store_copy(Store *store, const char *path, Err *err);
/* A copy without personal data: no value of the side table in any byte, a new plan id, one change as
 * its whole history, by nobody, and a mark that merging refuses.  Seats stay taken without saying by
 * whom.  Names, addresses and notes of three words or more are also taken out of the other texts
 * ("…").  The copy takes no personal value later, and its loads say `redacted`.  Mode 0600; refuses an
 * existing path, and a store opened with STORE_REDACTED, which cannot know the names. */
bool store_copy_redacted(Store *store, const char *path, Err *err);

typedef struct MergeReport {
    int changes, operations, authors; /* that were missing here */
    const char *hosts; /* where those were made: "laptop, cabin"; "" when there are none */
    int64_t first_time, last_time;
    int rows_new, fields_taken, conflicts; /* conflicts: in all after the merge */
    int rows[ENTITY_COUNT];                /* rows of each kind that they touched */
    const char *backup;                    /* path of the backup made before; "" in a dry run */
    Plan *after; /* the plan as it would be; only in a dry run, for a preview */
} MergeReport;

bool store_merge(Store *store, const char *path, bool dry_run, Arena *arena,
                 MergeReport *report, Err *err);
/* Backs out of the latest merge: what arrived by it goes, as in the backup made before it, while no
 * later change exists.  Otherwise a sentence says why not.  *backup is its path. */
bool store_merge_back(Store *store, Arena *arena, const char **backup, Err *err);
bool store_conflicts(Store *store, const Plan *plan, Language language, Arena *arena,
                     const Conflict **out, uint32_t *count, Err *err);
/* What a change wrote to a field, as store_set takes it: deciding for a value that a conflict names.
 * `change` 0, or a value that was erased: nothing. */
bool store_value_of(Store *store, EntityKind entity, RowId row, const Field *field,
                    int64_t change, Arena *arena, Value *out, Err *err);

/* --- Care ------------------------------------------------------------------------------------ */

typedef struct VerifyReport {
    bool clean;
    const char *findings; /* a line each; "" when clean */
} VerifyReport;

/* integrity_check, and the eight invariants against the file.  `repair` rebuilds the state tables. */
bool store_verify(Store *store, bool repair, Arena *arena, VerifyReport *report, Err *err);

typedef struct CompactReport {
    int changes, operations; /* that lost some, and that went */
    int64_t size_before, size_after;
    const char *backup; /* path of the backup made before; "" when there was nothing to fold */
} CompactReport;

/* Folds the history that ends before the first change since `before` (seconds), and before the newest
 * `keep` changes: superseded operations go.  The plan, its conflicts and later merges stay as they are,
 * and the changes remain in the history; they cannot be undone, and the plan cannot be shown as it was
 * at a time inside what was folded.  Merges carry it on to other copies. */
bool store_compact(Store *store, int64_t before, int64_t keep, Arena *arena,
                   CompactReport *report, Err *err);
/* Verified VACUUM INTO beside the plan, rotated: 24 hourly, 14 daily.  At most one an hour unless `force`. */
bool store_backup(Store *store, bool force, Err *err);

/* Empties every personal value that a row ever had, in the side table: history keeps its shape, the
 * words are gone from every byte of the file, and merges carry that on, also to values that another
 * copy gave the row meanwhile.  Not undoable; backups made before still hold them. */
bool store_erase(Store *store, EntityKind entity, RowId row, Err *err);
/* Whether a change deleted a row whose words were erased, before or since: undone, it would come back
 * without a name. */
bool store_is_erasing(Store *store, int64_t change);
/* Paths of the backups beside the plan, newest first. */
bool store_backups(Store *store, Arena *arena, const char *const **paths, uint32_t *count,
                   Err *err);

/* --- Other sessions -------------------------------------------------------------------------- */

/* A descriptor that becomes readable when the file was written, or somebody came, went or began to
 * edit (inotify), or -1 where it cannot be watched (network mounts): then poll once a second.
 * Drained by store_changed. */
int store_watch(Store *store);
/* Whether what woke the watch concerns the plan, and not other files of its folder; true where nothing
 * is watched.  Asked before store_changed, which answers for everything until then. */
bool store_stirred(Store *store);
/* Whether another connection has committed since the last load (PRAGMA data_version), or the file is
 * another one: moved or copied over ours.  Load the plan then. */
bool store_changed(Store *store);
/* A sentence about the file itself (replaced, overwritten, gone, back), said once: false when there
 * is none.  Asked after store_changed and after a change. */
bool store_take_news(Store *store, Text *out);
/* The file is gone, or cannot be read as it is now: ask store_changed again in a second. */
bool store_is_waiting(const Store *store);
/* A descriptor that becomes readable when something comes, goes or is done with in the folder of a
 * file that cannot be opened yet; drained by store_awaited, which also finds a folder that has come
 * since.  -1: the system lends none.  Closed by whoever asked for it. */
int store_await(const char *path);
void store_awaited(int await, const char *path);
/* What every change after `since` touched, an item a field, the latest change first.  `after` is NULL
 * for a deleted row and for an emptied field.  Nothing when `since` is unknown. */
bool store_touched(Store *store, int64_t since, const Plan *plan, Language language,
                   Arena *arena, History *out, Err *err);

/* Shows this session to the others, and the row that it edits (ENTITY_NONE: none).  False where that
 * cannot be: a reader never writes it.  Taken back by store_close, and by the end of the process. */
bool store_presence_set(Store *store, EntityKind entity, RowId row);
/* The other sessions that live now. */
void store_presence_list(Store *store, Arena *arena, const Presence **out, uint32_t *count);

/* Whether other machines may reach the file: then only one of them may write at a time. */
bool store_is_on_network(const Store *store);
/* The latest change of every other machine since that time, newest first. */
bool store_hosts(Store *store, int64_t since, Arena *arena, History *out, Err *err);

/* The DDL that the schema gives, for tests/golden/schema.sql. */
void store_print_ddl(Text *out);

#endif
