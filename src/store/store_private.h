/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the files of the room share.  Private.
 *
 * A table number, a row id and a column number name a field in the operations; column 0 is the row
 * itself (1: it exists, 0: deleted).  A delete names every head of the whole row in `prev`, so that
 * an edit it has not seen keeps the row.
 */
#ifndef FRAMDRIFT_STORE_PRIVATE_H
#define FRAMDRIFT_STORE_PRIVATE_H

#include <sqlite3.h>
#include <sys/types.h>

#include "framdrift/store.h"

#define STORE_APPLICATION_ID 0x46726472 /* "Frdr" */
#define COLUMN_EXISTS        0
#define COLUMN_RANK          1
#define NO_CHANGE            ((int64_t)0)

/* --- Sets of (table, row), in order of arrival; table 0 for sets of changes (rowset.c) ---------- */

typedef struct RowKey {
    int64_t row;
    int table;
    uint32_t mark; /* for the caller */
} RowKey;

typedef struct RowSet {
    RowKey *keys; /* room for half as many as there are slots */
    uint32_t count;
    uint32_t *slots;
    uint32_t slot_count;
} RowSet;

RowKey *row_set_find(const RowSet *set, int table, int64_t row); /* NULL when absent */
RowKey *row_set_add(RowSet *set, int table, int64_t row);        /* finds or adds with mark 0 */
void row_set_clear(RowSet *set);
void row_set_free(RowSet *set);

/* --- The database (db.c) -------------------------------------------------------------------- */

typedef enum StatementId {
    STATEMENT_FIELD_OPERATIONS,
    STATEMENT_ROW_OPERATIONS,
    STATEMENT_CHANGE_OPERATIONS,
    STATEMENT_ALL_OPERATIONS,
    STATEMENT_OPERATION_INSERT,
    STATEMENT_OPERATION_VALUE,
    STATEMENT_OPERATIONS_DROP,
    STATEMENT_OPERATION_COUNT,
    STATEMENT_CHANGE_INSERT,
    STATEMENT_CHANGE_FINISH,
    STATEMENT_CHANGE_BY_ID,
    STATEMENT_CHANGE_TIME,
    STATEMENT_CHANGE_LATEST,
    STATEMENT_CHANGE_SHOWN, /* the latest that people see */
    STATEMENT_CHANGE_CHILDREN,
    STATEMENT_CHANGES_OF_AUTHOR,
    STATEMENT_CHANGES_AFTER,
    STATEMENT_ROW_IS_KNOWN,
    STATEMENT_PERSONAL_READ,
    STATEMENT_PERSONAL_INSERT,
    STATEMENT_PERSONAL_DROP,
    STATEMENT_META_READ,
    STATEMENT_META_WRITE,
    STATEMENT_DATA_VERSION,
    STATEMENT_BEGIN_READING,
    STATEMENT_BEGIN_WRITING,
    STATEMENT_COMMIT,
    STATEMENT_COUNT
} StatementId;

/* The change being made. */
typedef struct Change {
    bool open, broken;
    bool decides;    /* some operation supersedes several heads */
    bool keep_empty; /* an undo that could take nothing back is still remembered */
    int64_t id, time;
    const char *label, *kind;
    int64_t ref;
    Arena *arena;
    RowSet touched; /* to be materialised */
    RowSet rows;    /* seen in this change: mark 1 lives, 0 deleted */
    RowSet values;  /* table 0: ids of the personal values written or superseded */
    /* Changes of the kind KIND_REOPEN in the same transaction, for second and third values of fields. */
    int64_t *beside;
    uint32_t beside_count;
} Change;

/* An undo that opens a conflict again writes one value itself; a change of this kind beside it, whose
 * `ref` is the undo, writes another, since a change has one value for a field.  It comes and goes with
 * its undo, which is what people see. */
#define KIND_REOPEN "reopen"

/* The generation that was loaded last, and what has been written since it was loaded outside a change. */
typedef struct Generation {
    const Plan *plan; /* only compared, never followed */
    int64_t version;  /* data_version */
    /* By kind, bits by index of the field: columns that may differ from the plan's. */
    uint64_t unlike[ENTITY_COUNT];
} Generation;

#define UNLIKE_ROWS                                                                            \
    UINT64_C(1) /* the id's bit: rows may have come or gone, or stand elsewhere */

/* Rows among which all are that hold something undecided (undecided.c). */
typedef struct Undecided {
    bool known;
    int64_t version; /* data_version */
    RowSet rows;
} Undecided;

/* The file of slots that tells who is here (presence.c). */
typedef struct PresenceFile {
    bool is_open;
    int file, slot; /* slot -1: this session is not shown */
    int64_t since;
} PresenceFile;

struct Store {
    sqlite3 *db;
    Arena *lifetime; /* the program's: path, author */
    Arena *scratch;  /* one public call */
    const char *path, *directory, *name;
    unsigned flags;
    bool read_only, checked, network, restricted;
    ErrCode read_only_code;
    Text notice;
    StoreAuthor author;
    sqlite3_stmt *statements[STATEMENT_COUNT];
    sqlite3_stmt *row_writers[ENTITY_COUNT], *row_removers[ENTITY_COUNT],
        *row_finders[ENTITY_COUNT], *row_readers[ENTITY_COUNT], *row_befores[ENTITY_COUNT];
    uint64_t row_readers_read[ENTITY_COUNT]; /* their columns, by index of the field */
    struct RowReader *row_reader;            /* of the rows being read just now */
    bool writing; /* between begin and commit or rollback: db.c lets nothing else write */
    uint64_t filled[ENTITY_COUNT]; /* by index of the field: some row has had a value in it */
    bool cache_is_wide;
    int waited_ms;                  /* for others, so far */
    bool *has_column[ENTITY_COUNT]; /* by index of the field; NULL: the table is missing */
    bool incomplete;                /* some table or column is missing */
    int version;
    Change change;
    bool
        in_transaction; /* begun and not ended by us; SQLite may have ended it after an error */
    dev_t device;
    ino_t inode;
    int watch, watched_file, watched_folder; /* their numbers in the watch */
    bool stirred;   /* something of the plan's has happened since it was asked */
    bool rewritten; /* some program has closed the file after writing */
    bool waiting;
    Text news;
    int64_t newest; /* the latest change when the plan was loaded */
    PresenceFile presence;
    int64_t data_version;
    Generation loaded;
    Undecided undecided;
};

#define STORE_PRIVATE_COPY                                                                     \
    (1U << 16) /* our own copy of a foreign file: no migration, no backup */

sqlite3_stmt *db_statement(Store *store, StatementId id, Err *err); /* NULL: err is set */
sqlite3_stmt *db_prepare(Store *store, const char *sql, Err *err);  /* to be finalised */
bool db_run(Store *store, const char *sql, Err *err);
/* One row?  At the end or at an error false: db_done tells which and rewinds. */
bool db_row(sqlite3_stmt *statement);
bool db_done(Store *store, sqlite3_stmt *statement, Err *err);
/* no rows expected, then db_done */
bool db_step(Store *store, sqlite3_stmt *statement, Err *err);
/* Grows when another connection has committed. */
bool db_data_version(Store *store, int64_t *version, Err *err);
/* 0 when there is none */
bool db_newest(Store *store, int64_t *seq, int64_t *change, Err *err);
bool db_number(Store *store, const char *sql, int64_t *out, Err *err);
void db_bind(sqlite3_stmt *statement, int at, const Value *value);
Value db_value(sqlite3_stmt *statement, int column, Arena *arena);
const char *db_text(sqlite3_stmt *statement, int column, Arena *arena); /* "" for NULL */
/* The sentence for what SQLite said last; always false. */
bool db_fail(const Store *store, int code, Err *err);
void db_forget_statements(Store *store);
void db_stop_writing(Store *store); /* also of a new connection: from here on nothing writes */
bool db_run_writing(Store *store, const char *sql,
                    Err *err); /* VACUUM and pragmas: no change */
bool db_begin_reading(Store *store, Err *err);
void db_end_reading(Store *store);
bool db_begin(Store *store, Err *err); /* BEGIN IMMEDIATE */
void db_rollback(Store *store);
/* COMMIT; when it fails the change (or NO_CHANGE: a mark) is looked up: it may be there all the same. */
bool db_commit(Store *store, int64_t change, Err *err);
bool db_may_write(Store *store, Err *err);
int64_t db_random_id(void);
bool db_meta_read(Store *store, const char *key, int64_t *out, Err *err); /* 0 when absent */
bool db_meta_write(Store *store, const char *key, int64_t value, Err *err);

/* --- Opening (open.c) ----------------------------------------------------------------------- */

bool open_connection(Store *store, Err *err);
/* A new file whose first change, and only one, is what `fill` writes. */
typedef bool FillPlan(Store *store, void *context, Err *err);
bool create_filled(const char *path, const StoreAuthor *author, const char *label,
                   FillPlan *fill, void *context, Store **out, Err *err);
void open_disconnect(Store *store);
/* Follows the path to the file that is there now, with nothing of the old one in memory. */
bool store_check_moved(Store *store, bool *reopened, Err *err);
bool open_again(Store *store, Err *err);

/* --- Other sessions (watch.c, presence.c) ---------------------------------------------------- */

void presence_watch(const Store *store);
bool presence_is_named(const Store *store, const char *name); /* its file, without the folder */
void presence_leave(Store *store);

/* --- Tables (ddl.c) ------------------------------------------------------------------------- */

bool field_is_stored(const Field *field);
/* Whether operations and state hold the id of the value, and `personal` the text. */
bool field_is_personal_text(const Field *field);
bool field_is_integer(const Field *field); /* as stored in state and operations */
bool ddl_create(Store *store, Err *err);
bool ddl_migrate(Store *store, Err *err); /* inside a transaction */
/* Refuses anything but the tables of a plan, and fills has_column. */
bool ddl_check(Store *store, Err *err);

/* --- Heads of fields, and rows derived from them (derive.c) ----------------------------------- */

typedef struct Operation {
    int column;
    int64_t change, prev;
    Value value;
} Operation;

typedef struct Head {
    int64_t change, time;
    Value value;
} Head;

typedef struct Heads {
    Head *items;
    uint32_t count;
    uint32_t in_force; /* meaningless when count is 0 */
} Heads;

/* A row as its own operations have it. */
typedef struct DerivedRow {
    const Entity *entity;
    RowId id;
    bool known;          /* it was added once */
    bool alive;          /* it exists; what else keeps it is the image's business */
    bool deleted;        /* some head of it says deleted: with `alive`, a conflict */
    bool kept;           /* dead, but a living row uses it */
    bool rooted;         /* shown at the root, since its parents went in a circle */
    uint64_t differing;  /* bit per index of a field: several different heads */
    int64_t tree_change; /* the head in force of the field that makes the tree */
    Value *values;       /* by index of the field */
} DerivedRow;

bool heads_read(Store *store, int table, RowId row, int column, Arena *arena, Heads *out,
                Err *err);
bool heads_of(Store *store, const Operation *operations, uint32_t count, Arena *arena,
              Heads *out, Err *err);
bool heads_differ(Store *store, const Field *field, const Heads *heads, Arena *arena, bool *out,
                  Err *err);
bool row_operations(Store *store, int table, RowId row, Arena *arena, Operation **out,
                    uint32_t *count, Err *err);
bool row_derive(Store *store, const Entity *entity, RowId id, const Operation *operations,
                uint32_t count, Arena *arena, DerivedRow *out, Err *err);
/* the owning reference to its own kind, or NULL */
const Field *entity_tree_field(const Entity *entity);

/* --- All rows at once (image.c) ---------------------------------------------------------------- */

typedef struct Image {
    Arena *arena;
    DerivedRow *rows;
    uint32_t count, capacity;
    RowSet index; /* mark: place in rows */
    bool special; /* some row is kept or rooted */
} Image;

/* `until` 0: everything.  Free with image_free. */
bool image_build(Store *store, int64_t until, Image *image, Err *err);
void image_free(Image *image);
/* Only these rows, where none is kept or rooted.  Free with image_free also when it fails. */
bool image_of_rows(Store *store, const RowKey *keys, uint32_t count, Image *image, Err *err);

/* --- What may be undecided (undecided.c) -------------------------------------------------------- */

bool undecided_row(const DerivedRow *row); /* whether it is, but for what is kept or rooted */
/* All rows that hold something undecided, and perhaps more; all rows when special. */
bool undecided_image(Store *store, Image *image, Err *err);
void undecided_add(Store *store, int table, RowId row); /* it is being written to */
void undecided_forget(Store *store);
bool undecided_remember(Store *store, const Image *image, Err *err); /* of all rows */

static inline bool image_row_lives(const DerivedRow *row)
{
    return row->alive || row->kept;
}

/* --- State tables (state.c) -------------------------------------------------------------------- */

/* SELECT id and the stored columns that the file has, in the order of the fields; personal ones
 * only when wanted.  `fields` may be NULL. */
sqlite3_stmt *state_select(Store *store, const Entity *entity, bool personal,
                           const Field **fields, int *count, Err *err);
bool state_has_row(Store *store, const Entity *entity, RowId id, bool *out, Err *err);
bool state_materialise(Store *store, Err *err); /* the touched rows of the change */
bool state_rebuild(Store *store, Err *err);     /* everything, inside a transaction */
void rows_forget(Store *store);                 /* the next load reads every kind: rows.c */
/* A row is about to be written as it was derived: what of it differs is read at the next load (unlike.c). */
bool unlike_note(Store *store, const Entity *entity, const DerivedRow *row, RowId id, Err *err);
bool rows_connect(Store *store, Err *err); /* the function that SQLite hands rows to */
/* Loads what is inside an open transaction (rows.c). */
bool load_in_transaction(Store *store, Plan *plan, int64_t until, const Plan *previous,
                         Err *err);

/* Every living row that refers to one of `targets`: add it to a list. */
typedef struct Reference {
    const Entity *entity;
    RowId row;
    const Field *field;
    const Entity *target_entity;
    RowId target;
} Reference;

typedef struct ReferenceList {
    Reference *items;
    uint32_t count, capacity;
} ReferenceList;

bool state_references_to(Store *store, const RowSet *targets, Arena *arena, ReferenceList *out,
                         Err *err);

typedef struct FieldPlace {
    int table;
    RowId row;
    int column;
} FieldPlace;

/* --- Writing (journal.c, label.c) ---------------------------------------------------------------- */

bool journal_open(Store *store, Err *err); /* checks, then BEGIN IMMEDIATE */
bool journal_start(Store *store, const char *label, const char *kind, int64_t ref, Err *err);
/* Supersedes all heads of the field, or just replaces the change's own operation. */
bool journal_write(Store *store, int table, RowId row, int column, const Field *field,
                   const Value *value, Err *err);
/* One operation as it stands, superseding exactly `prevs` (none: 0). */
bool journal_put(Store *store, int table, RowId row, int column, const Value *value,
                 const int64_t *prevs, uint32_t count, Err *err);
/* The same, by the change itself (number 0) or by one beside it. */
bool journal_put_beside(Store *store, uint32_t number, FieldPlace field, const Value *value,
                        const int64_t *prevs, uint32_t count, Err *err);
bool journal_write_exists(Store *store, const Entity *entity, RowId row, bool exists, Err *err);
/* All heads of the row (or only those of its existence), each change once, without this change. */
bool journal_row_heads(Store *store, int table, RowId row, bool whole_row, RowSet *out,
                       Err *err);
bool journal_fail_unless_open(Store *store, Err *err);

/* NULL: erased or redacted */
bool personal_text(Store *store, int64_t id, Arena *arena, const char **out, Err *err);
/* The same where the caller has asked whether the field is left out: names may be read with STORE_NAMES. */
bool personal_text_allowed(Store *store, int64_t id, Arena *arena, const char **out, Err *err);
bool label_encode(Store *store, const char *label, Arena *arena, const char **out, Err *err);
bool label_decode(Store *store, const char *stored, Arena *arena, const char **out, Err *err);

/* --- What a head stands for (standing.c) -------------------------------------------------------- */

bool standing_takes_back(const char *kind); /* an undo or a redo, or what came beside it */
/* Of a change that took another back: the change that it brought into force again in that field.
 * *at is NO_CHANGE when it took nothing back, or chose between several; `nothing` tells the field
 * that holds nothing again. */
bool standing_step_back(Store *store, const Operation *operations, uint32_t count, int column,
                        Arena *arena, int64_t *at, bool *nothing, Err *err);

/* Adds to the changes (table 0) all that they replaced in the column, directly or not. */
void operations_reach_back(const Operation *operations, uint32_t count, int column,
                           RowSet *changes);
/* Whether another operation of the row has replaced it: else it is a head of its field. */
bool operation_is_superseded(const Operation *operations, uint32_t count,
                             const Operation *operation);
/* What the change wrote to the column, of the operations of one row; null when it wrote nothing there. */
const Value *standing_value_written(const Operation *operations, uint32_t count, int column,
                                    int64_t change);

/* What a field would hold without a change (without.c).  Latest first. */
typedef struct Without {
    const Operation *operations; /* of the whole row */
    uint32_t count;
    Heads heads;       /* as they are now */
    int64_t *standing; /* heads that are the change or stand for it, with room for one more */
    uint32_t standing_count; /* 0: it does not stand any more, and nothing below is filled */
    Head *back;              /* would be heads again */
    uint32_t back_count;
    Head *beside; /* are heads and stay so */
    uint32_t beside_count;
    bool known; /* false: compaction has dropped what the change replaced */
} Without;

bool without_read(Store *store, FieldPlace field, int64_t target, Arena *arena, Without *out,
                  Err *err);
/* Of `back` each value once, the latest that says it, and none of `beside`. */
void without_keep_different(Without *out);

/* --- Changes (change.c) --------------------------------------------------------------------------- */

typedef struct ChangeRecord {
    int64_t seq, id, time;
    const char *author, *host, *label, *kind; /* label as stored */
    int64_t ref, operation_count, sum, archived;
} ChangeRecord;

#define CHANGE_COLUMNS "seq, cid, ts, author, host, label, kind, ref, nop, sum, arch"
void change_from_row(sqlite3_stmt *statement, Arena *arena, ChangeRecord *out);
bool change_find(Store *store, int64_t id, Arena *arena, ChangeRecord *out, bool *found,
                 Err *err);
/* The checksum over the change and its operations, and how many there are. */
bool change_sum(Store *store, const ChangeRecord *change, Arena *arena, int64_t *sum,
                int64_t *operations, Err *err);
/* The change that `id` undoes or redoes in the end. */
bool change_origin(Store *store, const ChangeRecord *from, Arena *arena, ChangeRecord *out,
                   Err *err);
/* From a change to its latest redo that stands, if it was undone and redone. */
bool change_find_standing(Store *store, ChangeRecord *change, Arena *arena, Err *err);
bool change_is_undone(Store *store, int64_t id, Arena *arena, bool *out, Err *err);
/* What an undo (`change` 0: the author's latest that stands) or a redo takes back (undo_find.c). */
bool undo_find(Store *store, int64_t change, Arena *arena, ChangeRecord *out, bool *found,
               Err *err);
bool redo_find(Store *store, Arena *arena, ChangeRecord *out, bool *found, Err *err);

/* --- Words (history.c) ------------------------------------------------------------------------------ */

/* Of an item whose row the plan has no longer: what it was called. */
bool history_title_of_gone(Store *store, const Plan *plan, Language language, Arena *arena,
                           HistoryItem *item, Err *err);
/* As people read it; NULL for nothing; “…” for an erased or hidden personal value. */
bool value_words(Store *store, const Field *field, const Plan *plan, Language language,
                 const Value *value, Arena *arena, const char **out, Err *err);

bool conflicts_read(Store *store, const Plan *plan, Language language, Arena *arena,
                    const Conflict **out, uint32_t *count, Err *err);
bool conflicts_settle(Store *store, Err *err); /* before COMMIT */

/* --- Copies without personal data (redact.c) -------------------------------------------------- */

bool redact_is_marked(Store *store, bool *marked, Err *err);
/* False with a sentence about `path` when the store is such a copy: it is not merged. */
bool redact_fail_if_marked(Store *store, const char *path, Err *err);
/* Such a copy never takes a personal value either. */
bool redact_fail_if_personal(Store *store, const Field *field, const Value *value, Err *err);

/* --- Care ------------------------------------------------------------------------------------------ */

/* Inside a transaction: values that a row got in another copy after its person was erased here. */
bool erase_spread(Store *store, bool *any, Err *err);
/* A row with a tombstone takes no words: the next merge would empty them in silence. */
bool erase_fail_if_erased(Store *store, const Entity *entity, RowId row, const Field *field,
                          const Value *value, Err *err);

/* What backing out of a merge must know; written in the merge's own transaction (merge_back.c). */
typedef struct MergeNote {
    int64_t last_before; /* seq of the newest change before it */
    int64_t undecided;   /* whether conflicts were looked for before it */
} MergeNote;

bool merge_note_before(Store *store, MergeNote *note, Err *err);
bool merge_note_write(Store *store, const MergeNote *note, const char *backup, bool erased,
                      Err *err);
/* Whether erasing drops operations of this column; copies that have not heard of it have them still. */
bool erase_drops_column(int table, int column);
bool merge_note_erased(Store *store, Err *err); /* nobody comes back by backing out */

/* Compaction in merges, inside the transaction but for the first (compact.c). */
bool compact_is_ahead(Store *here, Store *there, bool *ahead,
                      Err *err); /* there: dropped more */
bool compact_take(Store *here, Store *there, Err *err);
bool compact_take_back(Store *here, Store *backup, Err *err);
/* Whether all that the change superseded is still there: it came after the last folding. */
bool compact_is_whole(Store *store, const ChangeRecord *change, bool *whole, Err *err);
bool compact_fail_if_folded(Store *store, int64_t until, Err *err);

bool verify_report(Store *store, Arena *arena, VerifyReport *report, Err *err);
bool backup_make(Store *store, bool force, Arena *arena, const char **path, Err *err);
bool file_create_private(const char *path, unsigned mode, Err *err); /* O_EXCL */
bool file_sync_directory(const char *directory);

#endif
