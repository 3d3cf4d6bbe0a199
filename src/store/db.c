/* SPDX-License-Identifier: MPL-2.0 */
/* Statements, values, transactions and errors: how the room speaks with SQLite. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "store_private.h"

static const char *const statement_texts[STATEMENT_COUNT] = {
    [STATEMENT_FIELD_OPERATIONS] = "SELECT col, cid, prev, val FROM op WHERE tbl=?1 AND row=?2 "
                                   "AND col=?3 ORDER BY cid, prev",
    [STATEMENT_ROW_OPERATIONS] =
        "SELECT col, cid, prev, val FROM op WHERE tbl=?1 AND row=?2 ORDER BY col, cid, prev",
    [STATEMENT_CHANGE_OPERATIONS] =
        "SELECT tbl, row, col, prev, val FROM op WHERE cid=?1 ORDER BY tbl, row, col, prev",
    [STATEMENT_ALL_OPERATIONS] =
        "SELECT tbl, row, col, cid, prev, val FROM op ORDER BY tbl, row, col, cid, prev",
    [STATEMENT_OPERATION_INSERT] =
        "INSERT INTO op(tbl, row, col, cid, prev, val) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
    [STATEMENT_OPERATION_VALUE] =
        "SELECT val FROM op WHERE tbl=?1 AND row=?2 AND col=?3 AND cid=?4 LIMIT 1",
    [STATEMENT_OPERATIONS_DROP] =
        "DELETE FROM op WHERE tbl=?1 AND row=?2 AND col=?3 AND cid=?4",
    [STATEMENT_OPERATION_COUNT] = "SELECT count(*) FROM op WHERE cid=?1",
    [STATEMENT_CHANGE_INSERT] = "INSERT INTO change(" CHANGE_COLUMNS
                                ") VALUES((SELECT coalesce(max(seq), 0) + 1 FROM change),"
                                " ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    [STATEMENT_CHANGE_FINISH] =
        "UPDATE change SET label=?2, kind=?3, nop=?4, sum=?5 WHERE cid=?1",
    [STATEMENT_CHANGE_BY_ID] = "SELECT " CHANGE_COLUMNS " FROM change WHERE cid=?1",
    [STATEMENT_CHANGE_TIME] = "SELECT ts FROM change WHERE cid=?1",
    [STATEMENT_CHANGE_LATEST] =
        "SELECT " CHANGE_COLUMNS " FROM change ORDER BY seq DESC LIMIT 1",
    [STATEMENT_CHANGE_SHOWN] = "SELECT " CHANGE_COLUMNS " FROM change WHERE kind<>'" KIND_REOPEN
                               "' ORDER BY seq DESC LIMIT 1",
    [STATEMENT_CHANGE_CHILDREN] =
        "SELECT cid FROM change WHERE ref=?1 AND ref<>0 AND kind<>'" KIND_REOPEN
        "' AND seq>(SELECT seq FROM change WHERE cid=?1) ORDER BY seq DESC",
    [STATEMENT_CHANGES_OF_AUTHOR] =
        "SELECT " CHANGE_COLUMNS " FROM change WHERE author=?1 ORDER BY seq DESC",
    [STATEMENT_CHANGES_AFTER] = "SELECT cid FROM change WHERE ts>?1",
    [STATEMENT_ROW_IS_KNOWN] = "SELECT 1 FROM op WHERE tbl=?1 AND row=?2 AND col=0 LIMIT 1",
    [STATEMENT_PERSONAL_READ] = "SELECT value FROM personal WHERE vid=?1",
    [STATEMENT_PERSONAL_INSERT] = "INSERT INTO personal(vid, value, erased) VALUES(?1, ?2, ?3)",
    [STATEMENT_PERSONAL_DROP] = "DELETE FROM personal WHERE vid=?1",
    [STATEMENT_META_READ] = "SELECT v FROM meta WHERE k=?1",
    [STATEMENT_META_WRITE] = "INSERT OR REPLACE INTO meta(k, v) VALUES(?1, ?2)",
    [STATEMENT_DATA_VERSION] = "PRAGMA data_version",
    [STATEMENT_BEGIN_READING] = "BEGIN",
    [STATEMENT_BEGIN_WRITING] = "BEGIN IMMEDIATE",
    [STATEMENT_COMMIT] = "COMMIT",
};

bool db_fail(const Store *store, int code, Err *err)
{
    const char *name = store->name;
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        if ((store->flags & STORE_IMPATIENT) != 0) {
            return fail(err, ERR_LOCKED, _("%s: another program is writing; waiting for it."),
                        name);
        }
        return fail(
            err, ERR_LOCKED,
            _("%s: another program has been writing for more than five seconds; try again."),
            name);
    case SQLITE_READONLY:
        if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY) {
            return fail(
                err, ERR_LOCKED,
                _("%s waits for recovery after a crash: open it once where it may be written."),
                name);
        }
        if (code == SQLITE_READONLY_DBMOVED) {
            return fail(err, ERR_IO,
                        _("%s is not where it was; nothing was changed.  Try again when it is "
                          "back."),
                        name);
        }
        return fail(err, ERR_READ_ONLY,
                    _("%s: the file can only be read here; ask for the right to write to it "
                      "and its folder."),
                    name);
    case SQLITE_AUTH:
        return fail(err, ERR_READ_ONLY, _("%s: it was opened for reading only."), name);
    case SQLITE_FULL:
        return fail(err, ERR_IO, _("%s: the disk is full; nothing was changed."), name);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
        return fail(err, ERR_DAMAGED,
                    _("%s: the file is damaged (%s); “verify” tells more; "
                      "backups end in .bak.N."),
                    name, sqlite3_errmsg(store->db));
    case SQLITE_INTERRUPT:
        return fail(err, ERR_DAMAGED,
                    _("%s: it took too long to read; the file is not what it seems."), name);
    case SQLITE_NOMEM:
        base_out_of_memory();
    default:
        return fail(err, ERR_IO, _("%s: the file could not be read or written (%s)."), name,
                    store->db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(store->db));
    }
}

sqlite3_stmt *db_prepare(Store *store, const char *sql, Err *err)
{
    sqlite3_stmt *statement = NULL;
    int code = sql == NULL ? SQLITE_NOMEM /* there was no room to write it */
                           : sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL);
    if (code != SQLITE_OK) {
        (void)db_fail(store, code, err);
        return NULL;
    }
    return statement;
}

sqlite3_stmt *db_statement(Store *store, StatementId id, Err *err)
{
    if (store->statements[id] == NULL) {
        store->statements[id] = db_prepare(store, statement_texts[id], err);
    }
    return store->statements[id];
}

void db_forget_statements(Store *store)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_finalize(store->statements[i]);
        store->statements[i] = NULL;
    }
    for (int i = 0; i < ENTITY_COUNT; i++) {
        sqlite3_finalize(store->row_writers[i]);
        sqlite3_finalize(store->row_removers[i]);
        sqlite3_finalize(store->row_finders[i]);
        sqlite3_finalize(store->row_readers[i]);
        sqlite3_finalize(store->row_befores[i]);
        store->row_writers[i] = store->row_removers[i] = store->row_finders[i] = NULL;
        store->row_readers[i] = store->row_befores[i] = NULL;
    }
}

/* --- Who may write ---------------------------------------------------------------------------- */

/*
 * Nothing writes outside a change: `query_only` is on, and no statement that would write is even
 * stepped here.
 *
 * Running the pragma would make SQLite prepare every statement anew, twice an edit: a third of its
 * work.  But the flag is set while the pragma is prepared (sqlite.org/pragma.html tells that some are
 * run then), so it need not be run.  That is a habit, no promise: the flag is read back, and where it
 * is not as it should be the pragma is run after all.
 */
static bool query_only_is(const Store *store, bool on)
{
    sqlite3_stmt *ask = NULL;
    bool is = sqlite3_prepare_v2(store->db, "PRAGMA query_only", -1, &ask, NULL) == SQLITE_OK &&
              sqlite3_step(ask) == SQLITE_ROW && (sqlite3_column_int(ask, 0) != 0) == on;
    sqlite3_finalize(ask);
    return is;
}

static bool set_query_only(Store *store, bool on, Err *err)
{
    sqlite3_stmt *set =
        db_prepare(store, on ? "PRAGMA query_only=1" : "PRAGMA query_only=0", err);
    bool good = set != NULL;
    if (good && !query_only_is(store, on)) {
        (void)sqlite3_step(set);
        good = query_only_is(store, on) || db_fail(store, sqlite3_errcode(store->db), err);
    }
    sqlite3_finalize(set);
    return good;
}

void db_stop_writing(Store *store)
{
    Err ignored = {0};
    store->writing = false;
    (void)set_query_only(store, true,
                         &ignored); /* refused, no statement here writes all the same */
}

static void fail_unless_allowed(const Store *store, sqlite3_stmt *statement)
{
    if (!store->writing && sqlite3_stmt_readonly(statement) == 0) {
        BUG("writing outside a change: %s", sqlite3_sql(statement));
    }
}

/* What is written after SQLite has rolled back by itself would be kept on its own (invariant 7). */
static bool transaction_stands(const Store *store, Err *err)
{
    return !store->in_transaction || !sqlite3_get_autocommit(store->db) ||
           fail(err, ERR_IO, _("%s: the change failed before; nothing of it is kept."),
                store->name);
}

bool db_run(Store *store, const char *sql, Err *err)
{
    int code = sql == NULL ? SQLITE_NOMEM : SQLITE_OK; /* no room to write it */
    if (!transaction_stands(store, err)) {
        return false;
    }
    while (code == SQLITE_OK && *sql != '\0') {
        sqlite3_stmt *statement = NULL;
        code = sqlite3_prepare_v2(store->db, sql, -1, &statement, &sql);
        if (code == SQLITE_OK && statement != NULL) {
            fail_unless_allowed(store, statement);
            while (sqlite3_step(statement) == SQLITE_ROW) {
            }
            code = sqlite3_finalize(statement);
        }
    }
    return code == SQLITE_OK || db_fail(store, code, err);
}

bool db_run_writing(Store *store, const char *sql, Err *err)
{
    if (store->writing) {
        return db_run(store, sql, err);
    }
    store->writing = set_query_only(store, false, err);
    bool good = store->writing && db_run(store, sql, err);
    db_stop_writing(store);
    return good;
}

/* --- Steps -------------------------------------------------------------------------------------- */

bool db_row(sqlite3_stmt *statement)
{
    if (sqlite3_stmt_readonly(statement) == 0) {
        BUG("reading with a statement that writes: %s", sqlite3_sql(statement));
    }
    return sqlite3_step(statement) == SQLITE_ROW;
}

/* sqlite3_reset repeats the error of the last step: without it a read error looks like “no row”. */
bool db_done(Store *store, sqlite3_stmt *statement, Err *err)
{
    int code = sqlite3_reset(statement);
    return code == SQLITE_OK || db_fail(store, code, err);
}

bool db_step(Store *store, sqlite3_stmt *statement, Err *err)
{
    if (!transaction_stands(store, err)) {
        return false;
    }
    fail_unless_allowed(store, statement);
    (void)sqlite3_step(statement);
    return db_done(store, statement, err);
}

bool db_number(Store *store, const char *sql, int64_t *out, Err *err)
{
    *out = 0;
    sqlite3_stmt *statement = db_prepare(store, sql, err);
    if (statement == NULL) {
        return false;
    }
    if (db_row(statement)) {
        *out = sqlite3_column_int64(statement, 0);
    }
    bool done = db_done(store, statement, err);
    sqlite3_finalize(statement);
    return done;
}

bool db_data_version(Store *store, int64_t *version, Err *err)
{
    *version = -1;
    sqlite3_stmt *read = db_statement(store, STATEMENT_DATA_VERSION, err);
    if (read == NULL) {
        return false;
    }
    if (db_row(read)) {
        *version = sqlite3_column_int64(read, 0);
    }
    return db_done(store, read, err);
}

bool db_newest(Store *store, int64_t *seq, int64_t *change, Err *err)
{
    *seq = *change = 0;
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGE_LATEST, err);
    if (read == NULL) {
        return false;
    }
    if (db_row(read)) {
        *seq = sqlite3_column_int64(read, 0);
        *change = sqlite3_column_int64(read, 1);
    }
    return db_done(store, read, err);
}

void db_bind(sqlite3_stmt *statement, int at, const Value *value)
{
    if (value->type == VALUE_INTEGER) {
        (void)sqlite3_bind_int64(statement, at, value->integer);
    } else if (value->type == VALUE_TEXT) {
        (void)sqlite3_bind_text(statement, at, value->text, -1, SQLITE_STATIC);
    } else {
        (void)sqlite3_bind_null(statement, at);
    }
}

const char *db_text(sqlite3_stmt *statement, int column, Arena *arena)
{
    const void *bytes = sqlite3_column_text(statement, column);
    size_t length = (size_t)sqlite3_column_bytes(statement, column);
    if (bytes == NULL || length == 0) {
        return "";
    }
    if (!utf8_is_valid(bytes, length)) {
        return text_clean(arena, bytes, length, true);
    }
    return arena_strndup(arena, bytes, length);
}

Value db_value(sqlite3_stmt *statement, int column, Arena *arena)
{
    int type = sqlite3_column_type(statement, column);
    if (type == SQLITE_INTEGER) {
        return VALUE_OF_INTEGER(sqlite3_column_int64(statement, column));
    }
    if (type == SQLITE_TEXT) {
        return VALUE_OF_TEXT(db_text(statement, column, arena));
    }
    return VALUE_IS_NULL;
}

int64_t db_random_id(void)
{
    int64_t id = 0;
    while (id <= PLAN_ROW) {
        uint64_t bits = 0;
        ssize_t got = getrandom(&bits, sizeof(bits), 0);
        if (got != (ssize_t)sizeof(bits) && errno != EINTR) {
            BUG("the system gives no random numbers");
        }
        id = (int64_t)(bits >> 1);
    }
    return id;
}

bool db_may_write(Store *store, Err *err)
{
    if (!store->read_only) {
        return true;
    }
    if (store->read_only_code == ERR_NEWER) {
        return fail(err, ERR_NEWER,
                    _("%s was written by a newer version of the program and can only be read; "
                      "update to change it."),
                    store->name);
    }
    return fail(err, ERR_READ_ONLY,
                _("%s is open for reading only; open it for writing to change it."),
                store->name);
}

/* --- Transactions ------------------------------------------------------------------------------ */

static bool step_statement(Store *store, StatementId id, Err *err)
{
    sqlite3_stmt *statement = db_statement(store, id, err);
    return statement != NULL && db_step(store, statement, err);
}

bool db_begin_reading(Store *store, Err *err)
{
    return step_statement(store, STATEMENT_BEGIN_READING, err);
}

void db_end_reading(Store *store)
{
    Err ignored = {0};
    if (!sqlite3_get_autocommit(store->db)) {
        (void)step_statement(store, STATEMENT_COMMIT, &ignored); /* nothing was written */
    }
}

/* A large change comes back to the same pages again and again; reading never does. */
static bool widen_cache(Store *store, Err *err)
{
    store->cache_is_wide =
        store->cache_is_wide || db_run(store, "PRAGMA cache_size=-32000", err);
    return store->cache_is_wide;
}

bool db_begin(Store *store, Err *err)
{
    /* Nobody may be stuck with a transaction that an error has ended (invariant 7). */
    if (store->in_transaction || !sqlite3_get_autocommit(store->db)) {
        db_rollback(store);
    }
    if (!widen_cache(store, err)) {
        return false;
    }
    store->writing = set_query_only(store, false, err);
    if (!store->writing || !step_statement(store, STATEMENT_BEGIN_WRITING, err)) {
        db_rollback(store);
        return false;
    }
    store->in_transaction = true;
    return true;
}

void db_rollback(Store *store)
{
    store->in_transaction = false;
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        sqlite3_reset(store->statements[i]);
    }
    if (!sqlite3_get_autocommit(store->db)) {
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    }
    db_stop_writing(store);
    undecided_forget(store); /* what was decided in there is undecided again */
}

/* What tells afterwards whether a COMMIT that failed has worked all the same: the change that it was to
 * bring, or where there is none a number that is written for this alone. */
typedef struct Witness {
    int64_t change, token;
} Witness;

static bool leave_token(Store *store, Witness *witness, Err *err)
{
    witness->token = db_random_id();
    return db_meta_write(store, "token", witness->token, err);
}

static bool witness_is_there(Store *store, const Witness *witness, bool *there, Err *err)
{
    int64_t token = 0;
    if (witness->change == NO_CHANGE) {
        bool read = db_meta_read(store, "token", &token, err);
        *there = read && token == witness->token;
        return read;
    }
    sqlite3_stmt *find = db_statement(store, STATEMENT_CHANGE_TIME, err);
    if (find == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(find, 1, witness->change);
    *there = db_row(find);
    return db_done(store, find, err);
}

bool db_commit(Store *store, int64_t change, Err *err)
{
    Witness witness = {.change = change};
    if (sqlite3_get_autocommit(store->db)) {
        db_rollback(store);
        return fail(err, ERR_IO, _("%s: the disk failed while writing; nothing was changed."),
                    store->name);
    }
    if (change == NO_CHANGE && !leave_token(store, &witness, err)) {
        db_rollback(store);
        return false;
    }
    Err trouble = {0};
    if (step_statement(store, STATEMENT_COMMIT, &trouble)) {
        store->in_transaction = false;
        db_stop_writing(store);
        return true;
    }
    db_rollback(store);
    bool there = false;
    Err lookup = {0};
    if (!witness_is_there(store, &witness, &there, &lookup)) {
        return fail(err, ERR_IO,
                    _("%s: the disk failed while saving and cannot be read now; look again "
                      "whether the change is there."),
                    store->name);
    }
    return there || fail(err, trouble.code, "%s", trouble.message);
}

bool db_meta_read(Store *store, const char *key, int64_t *out, Err *err)
{
    *out = 0;
    sqlite3_stmt *read = db_statement(store, STATEMENT_META_READ, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_text(read, 1, key, -1, SQLITE_STATIC);
    if (db_row(read)) {
        *out = sqlite3_column_int64(read, 0);
    }
    return db_done(store, read, err);
}

bool db_meta_write(Store *store, const char *key, int64_t value, Err *err)
{
    sqlite3_stmt *write = db_statement(store, STATEMENT_META_WRITE, err);
    if (write == NULL) {
        return false;
    }
    (void)sqlite3_bind_text(write, 1, key, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(write, 2, value);
    return db_step(store, write, err);
}
