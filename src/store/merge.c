/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Merge: the union of two sets of changes.
 *
 * The other file is copied first and never trusted: it is opened like any unknown file, verified
 * whole, and only the rows of `change`, `op` and `personal` are read from it.  What is missing here
 * is added in the other file's order, which is causal (invariant 3), and the state is rebuilt.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_private.h"

#define MERGE_STEPS       1000000
#define MERGE_STEPS_LIMIT 20000

/* --- A private copy --------------------------------------------------------------------------- */

static bool copy_bytes(int from, int to)
{
    char bytes[65536 / 8];
    for (;;) {
        ssize_t got = read(from, bytes, sizeof(bytes));
        if (got <= 0) {
            return got == 0;
        }
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, bytes + done, (size_t)(got - done));
            if (put < 0) {
                return false;
            }
            done += put;
        }
    }
}

static bool copy_file(const char *from, const char *to, bool required, Err *err)
{
    int source = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (source < 0) {
        return !required || fail(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
                                 _("%s cannot be read (%s)."), from, strerror(errno));
    }
    struct stat status;
    int target = -1;
    if (fstat(source, &status) == 0 && S_ISREG(status.st_mode)) {
        target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    }
    bool good = target >= 0 && copy_bytes(source, target);
    (void)close(source);
    if (target >= 0) {
        (void)close(target);
    }
    return good ||
           fail(err, ERR_IO, _("%s cannot be copied beside the plan for merging."), from);
}

static void remove_copy(const char *copy, Arena *arena)
{
    static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT_OF(suffixes); i++) {
        (void)unlink(arena_printf(arena, "%s%s", copy, suffixes[i]));
    }
}

/* A journal that a crash left beside the file belongs to it. */
static bool make_copy(const char *path, const char *copy, Arena *arena, Err *err)
{
    return copy_file(path, copy, true, err) &&
           copy_file(arena_printf(arena, "%s-journal", path),
                     arena_printf(arena, "%s-journal", copy), false, err) &&
           copy_file(arena_printf(arena, "%s-wal", path), arena_printf(arena, "%s-wal", copy),
                     false, err);
}

static int count_steps(void *context)
{
    int *steps = context;
    return ++*steps > MERGE_STEPS_LIMIT;
}

/* --- Reading the other file -------------------------------------------------------------------- */

typedef struct Merge {
    Store *here, *there;
    Arena *arena;
    MergeReport *report;
    RowSet missing;  /* changes, in the other file's order */
    RowSet new_rows; /* that arrived */
    RowSet touched;  /* rows that they say something about */
    RowSet authors;  /* by hash of the name: only counted */
    RowSet hosts;    /* likewise */
    Text host_names;
    int64_t personal;
    const sqlite3 *connection; /* when the two were compared, and its data_version */
    int64_t compared;
    bool erased; /* somebody was erased there, or is erased with what came */
} Merge;

static bool check_same_plan(const Merge *merge, const char *path, Err *err)
{
    int64_t ids[2] = {0, 0};
    if (!db_meta_read(merge->here, "plan", &ids[0], err) ||
        !db_meta_read(merge->there, "plan", &ids[1], err)) {
        return false;
    }
    return ids[0] == ids[1] ||
           fail(err, ERR_INPUT, _("%s is another plan; only copies of one plan can be merged."),
                path);
}

static bool check_whole(const Merge *merge, const char *path, Err *err)
{
    VerifyReport report = {0};
    if (!verify_report(merge->there, merge->arena, &report, err)) {
        return false;
    }
    const char *end = strchrnul(report.findings, '\n');
    return report.clean ||
           fail(err, ERR_DAMAGED,
                _("%s is damaged and was not merged: %.*s  If somebody writes to it now, merge "
                  "a “copy”."),
                path, (int)(end - report.findings < 200 ? end - report.findings : 200),
                report.findings);
}

/* Invariant 5: the same change is the same everywhere. */
static bool find_missing(Merge *merge, const char *path, Err *err)
{
    sqlite3_stmt *read =
        db_prepare(merge->there, "SELECT " CHANGE_COLUMNS " FROM change ORDER BY seq", err);
    if (read == NULL) {
        return false;
    }
    bool good = true;
    Arena *arena = arena_new();
    while (good && db_row(read)) {
        ChangeRecord theirs = {0};
        ChangeRecord ours = {0};
        bool found = false;
        arena_clear(arena);
        change_from_row(read, arena, &theirs);
        good = change_find(merge->here, theirs.id, arena, &ours, &found, err);
        if (good && found && ours.sum != theirs.sum) {
            good = fail(
                err, ERR_DAMAGED,
                _("%s holds change %lld with another content than here; it was not merged."),
                path, (long long)theirs.id);
        }
        if (good && !found) {
            (void)row_set_add(&merge->missing, 0, theirs.id);
        }
    }
    good = db_done(merge->there, read, err) && good;
    sqlite3_finalize(read);
    arena_free(arena);
    return good;
}

typedef bool ForPersonal(Merge *merge, int64_t id, const char *text, bool erased, Err *err);

/* Calls `each` for the personal values that are missing here, or erased there and not here. */
static bool walk_personal(Merge *merge, ForPersonal *each, Err *err)
{
    sqlite3_stmt *theirs =
        db_prepare(merge->there, "SELECT vid, value, erased FROM personal", err);
    sqlite3_stmt *ours =
        db_prepare(merge->here, "SELECT erased FROM personal WHERE vid=?1", err);
    bool good = theirs != NULL && ours != NULL;
    Arena *arena = arena_new();
    while (good && db_row(theirs)) {
        int64_t id = sqlite3_column_int64(theirs, 0);
        bool erased = sqlite3_column_int(theirs, 2) != 0;
        arena_clear(arena);
        (void)sqlite3_bind_int64(ours, 1, id);
        bool known = db_row(ours);
        bool erased_here = known && sqlite3_column_int(ours, 0) != 0;
        good = db_done(merge->here, ours, err);
        if (good && (!known || (erased && !erased_here))) {
            good = each(merge, id, erased ? NULL : db_text(theirs, 1, arena), erased, err);
        }
    }
    good = theirs != NULL && db_done(merge->there, theirs, err) && good;
    sqlite3_finalize(theirs);
    sqlite3_finalize(ours);
    arena_free(arena);
    return good;
}

static bool count_personal(Merge *merge, int64_t id, const char *text, bool erased, Err *err)
{
    (void)id;
    (void)text;
    (void)erased;
    (void)err;
    merge->personal++;
    return true;
}

/* A tombstone wins over the words. */
static bool take_personal(Merge *merge, int64_t id, const char *text, bool erased, Err *err)
{
    sqlite3_stmt *insert = db_prepare(
        merge->here, "INSERT OR REPLACE INTO personal(vid, value, erased) VALUES(?1, ?2, ?3)",
        err);
    if (insert == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(insert, 1, id);
    (void)sqlite3_bind_text(insert, 2, text, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int(insert, 3, erased ? 1 : 0);
    merge->erased = merge->erased || erased;
    bool good = db_step(merge->here, insert, err);
    sqlite3_finalize(insert);
    return good;
}

/* --- Taking what is missing --------------------------------------------------------------------- */

static bool insert_change(Store *store, const ChangeRecord *change, Err *err)
{
    sqlite3_stmt *insert = db_statement(store, STATEMENT_CHANGE_INSERT, err);
    if (insert == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(insert, 1, change->id);
    (void)sqlite3_bind_int64(insert, 2, change->time);
    (void)sqlite3_bind_text(insert, 3, change->author, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(insert, 4, change->host, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(insert, 5, change->label, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(insert, 6, change->kind, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(insert, 7, change->ref);
    (void)sqlite3_bind_int64(insert, 8, change->operation_count);
    (void)sqlite3_bind_int64(insert, 9, change->sum);
    (void)sqlite3_bind_int64(insert, 10, change->archived);
    return db_step(store, insert, err);
}

static bool take_operations(Merge *merge, int64_t change, Arena *arena, Err *err)
{
    sqlite3_stmt *read = db_statement(merge->there, STATEMENT_CHANGE_OPERATIONS, err);
    sqlite3_stmt *insert = db_statement(merge->here, STATEMENT_OPERATION_INSERT, err);
    if (read == NULL || insert == NULL) {
        return false;
    }
    bool good = true;
    (void)sqlite3_bind_int64(read, 1, change);
    while (good && db_row(read)) {
        Value value = db_value(read, 4, arena);
        for (int i = 0; i < 3; i++) {
            (void)sqlite3_bind_int64(insert, i + 1, sqlite3_column_int64(read, i));
        }
        (void)sqlite3_bind_int64(insert, 4, change);
        (void)sqlite3_bind_int64(insert, 5, sqlite3_column_int64(read, 3));
        db_bind(insert, 6, &value);
        good = db_step(merge->here, insert, err);
        (void)row_set_add(&merge->touched, sqlite3_column_int(read, 0),
                          sqlite3_column_int64(read, 1));
        merge->report->operations++;
    }
    return db_done(merge->there, read, err) && good;
}

static int64_t name_hash(const char *name)
{
    int64_t hash = 17;
    for (const char *at = name; *at != '\0'; at++) {
        hash = (int64_t)((uint64_t)hash * 1099511628211U ^ (unsigned char)*at);
    }
    return hash;
}

static void report_change(Merge *merge, const ChangeRecord *change)
{
    MergeReport *report = merge->report;
    int64_t host = name_hash(change->host);
    (void)row_set_add(&merge->authors, 0, name_hash(change->author));
    report->authors = (int)merge->authors.count;
    if (change->host[0] != '\0' && row_set_find(&merge->hosts, 0, host) == NULL) {
        (void)row_set_add(&merge->hosts, 0, host);
        text_printf(&merge->host_names, "%s%s", merge->host_names.length > 0 ? ", " : "",
                    text_clean(merge->arena, change->host, strlen(change->host), false));
    }
    report->first_time = report->changes == 0 || change->time < report->first_time
                             ? change->time
                             : report->first_time;
    report->last_time = change->time > report->last_time ? change->time : report->last_time;
    report->changes++;
}

static bool take_changes(Merge *merge, Err *err)
{
    Arena *arena = arena_new();
    bool good = true;
    for (uint32_t i = 0; good && i < merge->missing.count; i++) {
        ChangeRecord change = {0};
        bool found = false;
        arena_clear(arena);
        good = change_find(merge->there, merge->missing.keys[i].row, arena, &change, &found,
                           err) &&
               insert_change(merge->here, &change, err) &&
               take_operations(merge, change.id, arena, err);
        if (good) {
            report_change(merge, &change);
        }
    }
    arena_free(arena);
    return good;
}

/* --- What it came to ------------------------------------------------------------------------------ */

static bool count_new_rows(Merge *merge, int64_t change, Err *err)
{
    sqlite3_stmt *read = db_statement(merge->here, STATEMENT_CHANGE_OPERATIONS, err);
    if (read == NULL) {
        return false;
    }
    bool good = true;
    (void)sqlite3_bind_int64(read, 1, change);
    while (good && db_row(read)) {
        int table = sqlite3_column_int(read, 0);
        RowId row = sqlite3_column_int64(read, 1);
        const Entity *entity = schema_entity_by_number(table);
        bool added = sqlite3_column_int(read, 2) == COLUMN_EXISTS &&
                     sqlite3_column_int64(read, 3) == NO_CHANGE;
        bool lives = false;
        good = !added || entity == NULL || state_has_row(merge->here, entity, row, &lives, err);
        if (lives) {
            (void)row_set_add(&merge->new_rows, table, row);
        }
    }
    return db_done(merge->here, read, err) && good;
}

static bool count_fields(Merge *merge, sqlite3_stmt *read, int64_t change, Err *err)
{
    (void)sqlite3_bind_int64(read, 1, change);
    while (db_row(read)) {
        if (row_set_find(&merge->new_rows, sqlite3_column_int(read, 0),
                         sqlite3_column_int64(read, 1)) == NULL) {
            merge->report->fields_taken++;
        }
    }
    return db_done(merge->here, read, err);
}

static bool fill_report(Merge *merge, Err *err)
{
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    sqlite3_stmt *read = db_prepare(
        merge->here,
        "SELECT DISTINCT tbl, row, col FROM op o WHERE cid=?1 AND col<>0 AND NOT EXISTS"
        " (SELECT 1 FROM op n WHERE n.tbl=o.tbl AND n.row=o.row AND n.col=o.col"
        " AND n.prev=o.cid)",
        err);
    bool good = read != NULL;
    for (uint32_t i = 0; good && i < merge->missing.count; i++) {
        good = count_new_rows(merge, merge->missing.keys[i].row, err);
    }
    for (uint32_t i = 0; good && i < merge->missing.count; i++) {
        good = count_fields(merge, read, merge->missing.keys[i].row, err);
    }
    sqlite3_finalize(read);
    merge->report->rows_new = (int)merge->new_rows.count;
    for (uint32_t i = 0; i < merge->touched.count; i++) {
        const Entity *entity = schema_entity_by_number(merge->touched.keys[i].table);
        merge->report->rows[entity == NULL ? ENTITY_NONE : entity->kind]++;
    }
    good = good && conflicts_read(merge->here, NULL, LANGUAGE_EN, merge->arena, &conflicts,
                                  &count, err);
    merge->report->conflicts = (int)count;
    return good;
}

static bool take_everything(Merge *merge, Err *err)
{
    bool spread = false;
    bool good = take_changes(merge, err) && walk_personal(merge, take_personal, err) &&
                erase_spread(merge->here, &spread, err) &&
                compact_take(merge->here, merge->there, err);
    merge->erased = merge->erased || spread;
    return good && db_meta_write(merge->here, "merged", 1, err) &&
           state_rebuild(merge->here, err) && fill_report(merge, err);
}

/* What a preview shows: the plan as it would be, read before everything is taken back. */
static bool load_after(Merge *merge, Err *err)
{
    merge->report->after = plan_new(merge->arena);
    return load_in_transaction(merge->here, merge->report->after, 0, NULL, err);
}

/* In one transaction, since every question alone would lock the file and let go of it again. */
static bool compare_copies(Merge *merge, const char *path, bool *ahead, Err *err)
{
    if (!db_begin_reading(merge->here, err)) {
        return false;
    }
    merge->connection = merge->here->db;
    bool good = db_data_version(merge->here, &merge->compared, err) &&
                find_missing(merge, path, err) && walk_personal(merge, count_personal, err) &&
                compact_is_ahead(merge->here, merge->there, ahead, err);
    db_end_reading(merge->here);
    return good;
}

/* Under the lock: somebody may have merged the same meanwhile. */
static bool compare_again(Merge *merge, const char *path, Err *err)
{
    int64_t version = 0;
    if (!db_data_version(merge->here, &version, err)) {
        return false;
    }
    if (version == merge->compared && merge->connection == merge->here->db) {
        return true;
    }
    row_set_clear(&merge->missing);
    return find_missing(merge, path, err);
}

static bool merge_opened(Merge *merge, const char *path, bool dry_run, Err *err)
{
    bool ahead = false;
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    if (!redact_fail_if_marked(merge->there, path, err) || !check_same_plan(merge, path, err) ||
        !check_whole(merge, path, err) || !compare_copies(merge, path, &ahead, err)) {
        return false;
    }
    if (merge->missing.count == 0 && merge->personal == 0 && !ahead) {
        bool good = conflicts_read(merge->here, NULL, LANGUAGE_EN, merge->arena, &conflicts,
                                   &count, err);
        merge->report->conflicts = (int)count;
        return good;
    }
    if (!dry_run &&
        !backup_make(merge->here, true, merge->arena, &merge->report->backup, err)) {
        return false;
    }
    if (!db_run(merge->here, "PRAGMA secure_delete=1", err) ||
        !journal_open(merge->here, err)) {
        return false;
    }
    MergeNote note = {0};
    if (!merge_note_before(merge->here, &note, err) || !compare_again(merge, path, err) ||
        !take_everything(merge, err) ||
        !(dry_run ? load_after(merge, err)
                  : merge_note_write(merge->here, &note, merge->report->backup, merge->erased,
                                     err))) {
        db_rollback(merge->here);
        return false;
    }
    if (dry_run) {
        db_rollback(merge->here);
        return true;
    }
    int64_t witness = merge->missing.count > 0 ? merge->missing.keys[0].row : NO_CHANGE;
    return db_commit(merge->here, witness, err);
}

/* The sentence names the file that was asked for, not our copy of it. */
static bool fail_in_own_name(const Err *trouble, const char *copy, const char *path,
                             Arena *arena, Err *err)
{
    const char *slash = strrchr(copy, '/');
    const char *name = slash == NULL ? copy : slash + 1;
    const char *hit = strstr(trouble->message, name);
    if (hit == NULL) {
        return fail(err, trouble->code, "%s", trouble->message);
    }
    bool whole = (size_t)(hit - trouble->message) >= (size_t)(name - copy) &&
                 strncmp(hit - (name - copy), copy, strlen(copy)) == 0;
    const char *before =
        arena_strndup(arena, trouble->message,
                      (size_t)(hit - trouble->message) - (whole ? (size_t)(name - copy) : 0));
    return fail(err, trouble->code, "%s%s%s", before, path, hit + strlen(name));
}

bool store_merge(Store *store, const char *path, bool dry_run, Arena *arena,
                 MergeReport *report, Err *err)
{
    *report = (MergeReport){.backup = "", .hosts = ""};
    arena_clear(store->scratch);
    if (!redact_fail_if_marked(store, store->name, err) || !db_may_write(store, err) ||
        !store_check_quick(store, err)) {
        return false;
    }
    const char *copy =
        arena_printf(arena, "%s.merge.%llx", store->path, (unsigned long long)db_random_id());
    Merge merge = {.here = store, .arena = arena, .report = report};
    int steps = 0;
    Err trouble = {0};
    bool good = make_copy(path, copy, arena, &trouble) &&
                store_open(copy, STORE_PRIVATE_COPY | STORE_NO_CHECK, &store->author,
                           &merge.there, &trouble);
    if (good) {
        sqlite3_progress_handler(merge.there->db, MERGE_STEPS, count_steps, &steps);
        good = merge_opened(&merge, path, dry_run, &trouble);
    }
    store_close(merge.there);
    remove_copy(copy, arena);
    row_set_free(&merge.missing);
    row_set_free(&merge.new_rows);
    row_set_free(&merge.authors);
    row_set_free(&merge.touched);
    row_set_free(&merge.hosts);
    report->hosts = arena_strdup(arena, text_string(&merge.host_names));
    text_free(&merge.host_names);
    return good || fail_in_own_name(&trouble, copy, path, arena, err);
}
