/* SPDX-License-Identifier: MPL-2.0 */
/* Opening and closing: what is checked before a byte of a file is believed. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "store_private.h"

/* The magic numbers of file systems that other machines can write to. */
static const unsigned long network_systems[] = {
    0x6969, 0xff534d42, 0xfe534d42, 0x517b, 0x65735546, 0x01021997, 0x5346414f, 0xc36400,
};

/* Milliseconds that a lock is waited for, and how often only one of them. */
enum { PATIENCE_MS = 5000, MOMENT_MS = 200, SHORTEST_WAITS = 100 };

static bool is_on_network(const char *path)
{
    struct statfs system;
    if (statfs(path, &system) != 0) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(network_systems); i++) {
        if (((unsigned long)system.f_type & 0xffffffffUL) == network_systems[i]) {
            return true;
        }
    }
    return false;
}

static uint32_t header_number(const unsigned char *header, size_t at)
{
    return (uint32_t)header[at] << 24 | (uint32_t)header[at + 1] << 16 |
           (uint32_t)header[at + 2] << 8 | (uint32_t)header[at + 3];
}

/* Looks at the first bytes before SQLite does: most files that are no plan end here. */
static bool check_header(Store *store, Err *err)
{
    unsigned char header[100] = {0};
    struct stat status;
    int file = open(store->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return errno == ENOENT
                   ? fail(err, ERR_NOT_FOUND, _("%s: there is no such file."), store->path)
                   : fail(err, ERR_IO, _("%s: it cannot be opened (%s)."), store->path,
                          strerror(errno));
    }
    bool known = fstat(file, &status) == 0;
    ssize_t got = known && S_ISREG(status.st_mode) ? pread(file, header, sizeof(header), 0) : 0;
    int trouble = errno;
    (void)close(file);
    if (known && !S_ISREG(status.st_mode)) {
        return fail(err, ERR_NOT_A_PLAN, _("%s is not a file; name a plan in it."),
                    store->path);
    }
    if (!known || got < 0) {
        return fail(err, ERR_IO, _("%s: it cannot be read (%s)."), store->path,
                    strerror(trouble));
    }
    store->device = status.st_dev;
    store->inode = status.st_ino;
    if (got == 0) {
        return fail(err, ERR_NOT_A_PLAN,
                    _("%s is an empty file, not a plan; “new” makes one under another name."),
                    store->path);
    }
    if (got < (ssize_t)sizeof(header) || memcmp(header, "SQLite format 3", 16) != 0) {
        return fail(err, ERR_NOT_A_PLAN,
                    _("%s is not a plan; “import” reads other kinds of file."), store->path);
    }
    if (header_number(header, 68) != STORE_APPLICATION_ID) {
        return fail(err, ERR_NOT_A_PLAN, _("%s is a database of another program, not a plan."),
                    store->path);
    }
    return true;
}

static int readers_authorizer(void *context, int action, const char *table, const char *column,
                              const char *database, const char *origin)
{
    const Store *store = context;
    (void)column;
    (void)database;
    (void)origin;
    if (action == SQLITE_READ && (store->flags & STORE_REDACTED) != 0 &&
        (store->flags & STORE_NAMES) == 0 && text_equal(table, "personal")) {
        return SQLITE_DENY;
    }
    return action == SQLITE_SELECT || action == SQLITE_READ || action == SQLITE_PRAGMA ||
                   action == SQLITE_FUNCTION || action == SQLITE_TRANSACTION ||
                   action == SQLITE_RECURSIVE
               ? SQLITE_OK
               : SQLITE_DENY;
}

/* Others are waited for in short steps.  SQLite's own steps grow to a tenth of a second, and a writer
 * that waits for the last reader keeps all new ones out for as long as its step is. */
static int wait_for_others(void *context, int tries)
{
    Store *store = context;
    int most = (store->flags & STORE_IMPATIENT) != 0 ? MOMENT_MS : PATIENCE_MS;
    if (tries == 0) {
        store->waited_ms = 0;
    }
    if (store->waited_ms >= most) {
        return 0;
    }
    store->waited_ms += sqlite3_sleep(tries < SHORTEST_WAITS ? 1 : 2);
    return 1;
}

static bool configure_safety(Store *store, Err *err)
{
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
    };

    for (size_t i = 0; i < COUNT_OF(options); i++) {
        int code = sqlite3_db_config(store->db, options[i].option, options[i].value, NULL);
        if (code != SQLITE_OK) {
            return db_fail(store, code, err);
        }
    }
    (void)sqlite3_extended_result_codes(store->db, 1);
    (void)sqlite3_limit(store->db, SQLITE_LIMIT_LENGTH, 10000000);
    (void)sqlite3_limit(store->db, SQLITE_LIMIT_COLUMN, 64);
    (void)sqlite3_limit(store->db, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM INTO needs the one */
    (void)sqlite3_busy_handler(store->db, wait_for_others, store);
    return true;
}

/* Locks and counts of memory that a program of one thread has no use for.  Only what is said before
 * the first connection counts; later it is refused, and nothing is lost. */
static void use_one_thread(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static bool connect(Store *store, Err *err)
{
    int flags = store->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    /* Debian's SQLite takes "file:…" for a URI unless the path cannot look like one. */
    const char *path =
        store->path[0] == '/' ? store->path : arena_printf(store->scratch, "./%s", store->path);
    use_one_thread();
    rows_forget(store);
    memset(store->filled, 0, sizeof(store->filled));
    store->cache_is_wide = false;
    int code = sqlite3_open_v2(path, &store->db,
                               flags | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code != SQLITE_OK) {
        return db_fail(store, code, err);
    }
    db_stop_writing(store);
    return configure_safety(store, err) && rows_connect(store, err);
}

static bool set_pragmas(Store *store, Err *err)
{
    if (!db_run(store,
                "PRAGMA cell_size_check=1; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; "
                "PRAGMA cache_size=-500;",
                err)) {
        return false;
    }
    /* The journal mode belongs to the connection; a file that some tool set to WAL is set back. */
    return store->read_only ||
           db_run_writing(store, "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=FULL;", err);
}

static void note_read_only(Store *store, ErrCode code, const char *why)
{
    store->read_only = true;
    store->read_only_code = code;
    text_printf(&store->notice, "%s%s", store->notice.length > 0 ? " " : "", why);
}

static bool check_versions(Store *store, Err *err)
{
    int64_t application = 0;
    int64_t version = 0;
    if (!db_number(store, "PRAGMA application_id", &application, err) ||
        !db_number(store, "PRAGMA user_version", &version, err)) {
        return false;
    }
    if (application != STORE_APPLICATION_ID || version < 1) {
        return fail(err, ERR_NOT_A_PLAN, _("%s is a database of another program, not a plan."),
                    store->path);
    }
    store->version = (int)version;
    if (store->version > SCHEMA_VERSION &&
        !(store->read_only && store->read_only_code == ERR_NEWER)) {
        note_read_only(store, ERR_NEWER,
                       _("This plan was written by a newer version of the program: it can be "
                         "read, not changed."));
    }
    return true;
}

bool store_check_quick(Store *store, Err *err)
{
    if (store->checked) {
        return true;
    }
    sqlite3_stmt *check = db_prepare(store, "PRAGMA quick_check(1)", err);
    if (check == NULL) {
        return false;
    }
    bool good = db_row(check) && strcmp(db_text(check, 0, store->scratch), "ok") == 0;
    bool read = db_done(store, check, err);
    sqlite3_finalize(check);
    store->checked = read && good;
    return read &&
           (good ||
            fail(err, ERR_DAMAGED,
                 _("%s is damaged; “verify” tells more; backups end in .bak.N."), store->name));
}

static bool migrate_if_older(Store *store, Err *err)
{
    bool older = store->version < SCHEMA_VERSION || store->incomplete;
    if (!older || store->read_only || (store->flags & STORE_PRIVATE_COPY) != 0) {
        return true;
    }
    const char *backup = NULL;
    if (!backup_make(store, true, store->scratch, &backup, err) || !db_begin(store, err)) {
        return false;
    }
    if (!ddl_migrate(store, err)) {
        db_rollback(store);
        return false;
    }
    if (!db_commit(store, NO_CHANGE, err)) {
        return false;
    }
    text_printf(&store->notice,
                _("The plan was brought up to this version; the old one is kept as %s."),
                backup);
    return true;
}

bool open_connection(Store *store, Err *err)
{
    bool good = check_header(store, err) && connect(store, err) && check_versions(store, err) &&
                ddl_check(store, err) && set_pragmas(store, err) &&
                ((store->flags & STORE_NO_CHECK) != 0 || store_check_quick(store, err)) &&
                migrate_if_older(store, err);
    if (good && (store->flags & (STORE_READ_ONLY | STORE_REDACTED)) != 0) {
        good = sqlite3_set_authorizer(store->db, readers_authorizer, store) == SQLITE_OK;
    }
    return good;
}

void open_disconnect(Store *store)
{
    db_forget_statements(store);
    (void)sqlite3_close(store->db);
    store->db = NULL;
}

static void note_surroundings(Store *store)
{
    bool writable = access(store->path, W_OK) == 0 && access(store->directory, W_OK) == 0;
    if (!writable && !store->read_only && errno != ENOENT) {
        note_read_only(store, ERR_READ_ONLY,
                       _("You may read this plan, not write to it or its folder."));
    }
    store->network = is_on_network(store->path);
    if (store->network && !store->read_only) {
        text_append(&store->notice, _("This plan lies on a network drive: everybody who writes "
                                      "to it must work on one and the same machine."));
    }
}

static Store *store_new(const char *path, unsigned flags, const StoreAuthor *author)
{
    Arena *lifetime = arena_new();
    Store *store = ARENA_NEW(lifetime, Store);
    store->lifetime = lifetime;
    store->scratch = arena_new();
    store->change.arena = arena_new();
    store->path = arena_strdup(lifetime, path);
    const char *slash = strrchr(store->path, '/');
    store->name = slash == NULL ? store->path : slash + 1;
    store->directory =
        slash == NULL ? "." : arena_strndup(lifetime, path, (size_t)(slash - store->path) + 1);
    store->flags = flags;
    /* Who may not read personal values cannot keep them out of a label either. */
    store->read_only = (flags & (STORE_READ_ONLY | STORE_REDACTED)) != 0;
    store->read_only_code = ERR_READ_ONLY;
    store->author = *author;
    store->author.author = arena_strdup(lifetime, author->author == NULL ? "" : author->author);
    store->author.host = arena_strdup(lifetime, author->host == NULL ? "" : author->host);
    store->watch = -1;
    store->watched_file = store->watched_folder = -1;
    store->presence.slot = -1;
    store->data_version = -1;
    return store;
}

void store_close(Store *store)
{
    if (store == NULL) {
        return;
    }
    store_drop(store);
    presence_leave(store);
    open_disconnect(store);
    if (store->watch >= 0) {
        (void)close(store->watch);
    }
    row_set_free(&store->change.touched);
    row_set_free(&store->change.rows);
    row_set_free(&store->change.values);
    row_set_free(&store->undecided.rows);
    text_free(&store->notice);
    text_free(&store->news);
    arena_free(store->change.arena);
    arena_free(store->scratch);
    arena_free(store->lifetime);
}

bool store_open(const char *path, unsigned flags, const StoreAuthor *author, Store **out,
                Err *err)
{
    *out = NULL;
    Store *store = store_new(path, flags, author);
    note_surroundings(store);
    if (!open_connection(store, err)) {
        store_close(store);
        return false;
    }
    *out = store;
    return true;
}

bool file_create_private(const char *path, unsigned mode, Err *err)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file < 0) {
        return errno == EEXIST
                   ? fail(err, ERR_INPUT,
                          _("%s exists already; choose another name or remove it first."), path)
                   : fail(err, ERR_IO, _("%s cannot be made (%s)."), path, strerror(errno));
    }
    (void)fchmod(file, mode);
    (void)close(file);
    return true;
}

bool file_sync_directory(const char *directory)
{
    int folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return false;
    }
    bool synced = fsync(folder) == 0;
    (void)close(folder);
    return synced;
}

/* The group may write where the folder was set up for a group: setgid and group-writable. */
static unsigned mode_of_new_file(const char *directory)
{
    struct stat status;
    bool shared = stat(directory, &status) == 0 && (status.st_mode & S_ISGID) != 0 &&
                  (status.st_mode & S_IWGRP) != 0;
    return shared ? 0660 : 0600;
}

static bool add_plan_row(Store *store, void *context, Err *err)
{
    RowId id = PLAN_ROW;
    (void)context;
    return store_add(store, ENTITY_PLAN, &id, err);
}

static bool write_first_change(Store *store, const char *label, FillPlan *fill, void *context,
                               Err *err)
{
    if (!db_begin(store, err)) {
        return false;
    }
    bool good =
        ddl_create(store, err) && ddl_check(store, err) &&
        db_meta_write(store, "plan", db_random_id(), err) &&
        db_meta_write(store, "created", store->author.now(store->author.context), err) &&
        db_meta_write(store, "format", 1, err);
    if (!good) {
        db_rollback(store);
        return false;
    }
    if (!journal_start(store, label, "base", NO_CHANGE, err)) {
        return false;
    }
    if (!fill(store, context, err)) {
        store_drop(store);
        return false;
    }
    return store_commit(store, NULL, err);
}

bool store_create(const char *path, const StoreAuthor *author, Store **out, Err *err)
{
    return create_filled(path, author, "new", add_plan_row, NULL, out, err);
}

bool create_filled(const char *path, const StoreAuthor *author, const char *label,
                   FillPlan *fill, void *context, Store **out, Err *err)
{
    *out = NULL;
    Store *store = store_new(path, 0, author);
    store->checked = true;
    if (!file_create_private(path, mode_of_new_file(store->directory), err)) {
        store_close(store);
        return false;
    }
    struct stat status;
    bool good = connect(store, err) && set_pragmas(store, err) &&
                write_first_change(store, label, fill, context, err) &&
                stat(path, &status) == 0;
    if (!good) {
        (void)fail(err, ERR_IO, _("%s cannot be made."), path);
        store_close(store);
        (void)unlink(path);
        return false;
    }
    store->device = status.st_dev;
    store->inode = status.st_ino;
    store->network = is_on_network(path);
    (void)file_sync_directory(store->directory);
    *out = store;
    return true;
}

bool store_is_read_only(const Store *store)
{
    return store->read_only;
}

const char *store_notice(const Store *store)
{
    return text_string(&store->notice);
}

const char *store_path(const Store *store)
{
    return store->path;
}
