/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Another file where the plan was: moved over it, copied over it, or none at all.
 *
 * A file that was moved away is still open here, so what the new one lacks is kept beside it.  The
 * bytes are read as they are: SQLite would look at a journal that belongs to the new file.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_private.h"

bool store_take_news(Store *store, Text *out)
{
    if (store->news.length == 0) {
        return false;
    }
    text_append(out, text_string(&store->news));
    text_clear(&store->news);
    return true;
}

bool store_is_waiting(const Store *store)
{
    return store->waiting;
}

/* --- What the new file lacks -------------------------------------------------------------------- */

static bool write_all(int to, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(to, bytes, count);
        if (written <= 0 && errno != EINTR) {
            return false;
        }
        bytes += written > 0 ? written : 0;
        count -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

static bool copy_open_file(sqlite3 *db, int to)
{
    char bytes[8192];
    sqlite3_file *from = NULL;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &from) != SQLITE_OK ||
        from->pMethods == NULL || from->pMethods->xFileSize(from, &size) != SQLITE_OK) {
        return false;
    }
    for (sqlite3_int64 at = 0; at < size; at += (sqlite3_int64)sizeof(bytes)) {
        sqlite3_int64 left = size - at;
        int count = left < (sqlite3_int64)sizeof(bytes) ? (int)left : (int)sizeof(bytes);
        if (from->pMethods->xRead(from, bytes, count, at) != SQLITE_OK ||
            !write_all(to, bytes, (size_t)count)) {
            return false;
        }
    }
    return fsync(to) == 0;
}

/* How many changes of the copy are not in the plan now. */
static int64_t count_missing(Store *store, const char *path)
{
    sqlite3 *copy = NULL;
    sqlite3_stmt *read = NULL;
    int64_t missing = 0;
    Err ignored = {0};
    sqlite3_stmt *find = db_statement(store, STATEMENT_CHANGE_TIME, &ignored);
    if (find != NULL && sqlite3_open_v2(path, &copy, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(copy, "SELECT cid FROM change", -1, &read, NULL) == SQLITE_OK) {
        while (db_row(read)) {
            (void)sqlite3_bind_int64(find, 1, sqlite3_column_int64(read, 0));
            missing += db_row(find) ? 0 : 1;
            (void)sqlite3_reset(find);
        }
    }
    sqlite3_finalize(read);
    (void)sqlite3_close(copy);
    return missing;
}

/* Every session that had the old file open gives its copy the same name: the first one makes it. */
static bool make_copy(Store *store, sqlite3 *old, const char *path)
{
    struct stat status;
    mode_t mode = stat(store->path, &status) == 0 ? status.st_mode & 0660 : 0600;
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (to < 0) {
        return errno == EEXIST;
    }
    bool good = copy_open_file(old, to);
    if (close(to) != 0 || !good) {
        (void)unlink(path);
        return false;
    }
    return true;
}

static void keep_what_is_missing(Store *store, sqlite3 *old)
{
    const char *name = arena_printf(store->scratch, "%s.replaced.%06lld", store->name,
                                    (long long)(store->newest % 1000000));
    const char *folder = text_equal(store->directory, ".") ? "./" : store->directory;
    const char *path = arena_printf(store->scratch, "%s%s", folder, name);
    int64_t missing = 0;
    text_clear(&store->news);
    if (!store->read_only && make_copy(store, old, path)) {
        missing = count_missing(store, path);
        if (missing == 0) {
            (void)unlink(path);
        }
    }
    if (missing > 0) {
        text_printf(&store->news,
                    _("%s was replaced by another file.  Changes that it lacks: %lld; they are "
                      "kept in %s, and merge brings them back."),
                    store->name, (long long)missing, name);
    } else {
        text_printf(&store->news,
                    _("%s was replaced by another file; you see what it holds now."),
                    store->name);
    }
}

/* --- Opening again ------------------------------------------------------------------------------- */

static void back_to(Store *store, const Store *before)
{
    open_disconnect(store);
    store->db = before->db;
    store->checked = before->checked;
    store->version = before->version;
    store->incomplete = before->incomplete;
    store->device = before->device;
    store->inode = before->inode;
    memcpy(store->has_column, before->has_column, sizeof(store->has_column));
}

/* The old connection stays until the new one is known to be good; *old is to be closed. */
static bool replace_connection(Store *store, sqlite3 **old, Err *err)
{
    Store before = *store;
    db_forget_statements(store);
    store->db = NULL;
    store->checked = false;
    if (!open_connection(store, err)) {
        back_to(store, &before);
        return false;
    }
    *old = before.db;
    return true;
}

bool open_again(Store *store, Err *err)
{
    sqlite3 *old = NULL;
    bool good = replace_connection(store, &old, err);
    (void)sqlite3_close(old);
    return good;
}

bool store_check_moved(Store *store, bool *reopened, Err *err)
{
    struct stat status;
    sqlite3 *old = NULL;
    *reopened = false;
    if (stat(store->path, &status) != 0 ||
        (status.st_dev == store->device && status.st_ino == store->inode)) {
        return true;
    }
    if (!replace_connection(store, &old, err)) {
        return false;
    }
    keep_what_is_missing(store, old);
    (void)sqlite3_close(old);
    *reopened = true;
    return true;
}
