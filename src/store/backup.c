/* SPDX-License-Identifier: MPL-2.0 */
/* Copies of the whole file: where somebody wants one, and beside the plan as backups. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_private.h"

#define KEPT_HOURS 24
#define KEPT_DAYS  14
#define HOUR       3600
#define DAY_LENGTH 86400

static bool copy_pages(Store *store, sqlite3 *to, Err *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->db, "main");
    if (backup == NULL) {
        return fail(err, ERR_IO, _("%s cannot be copied (%s)."), store->name,
                    sqlite3_errmsg(to));
    }
    int code = sqlite3_backup_step(backup, -1);
    int finished = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE || finished != SQLITE_OK) {
        return db_fail(store, code != SQLITE_DONE ? code : finished, err);
    }
    return true;
}

static bool copy_into(Store *store, const char *path, Err *err)
{
    sqlite3 *to = NULL;
    const char *plain = path[0] == '/' ? path : arena_printf(store->scratch, "./%s", path);
    int code = sqlite3_open_v2(plain, &to, SQLITE_OPEN_READWRITE, NULL);
    bool good = code == SQLITE_OK ? copy_pages(store, to, err)
                                  : fail(err, ERR_IO, _("%s cannot be opened (%s)."), path,
                                         sqlite3_errstr(code));
    (void)sqlite3_close(to);
    return good;
}

static const char *directory_of(const char *path, Arena *arena)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? "." : arena_strndup(arena, path, (size_t)(slash - path) + 1);
}

bool store_copy(Store *store, const char *path, Err *err)
{
    arena_clear(store->scratch);
    if (!file_create_private(path, 0600, err)) {
        return false;
    }
    if (!copy_into(store, path, err)) {
        (void)unlink(path);
        return false;
    }
    (void)file_sync_directory(directory_of(path, store->scratch));
    return true;
}

/* --- Backups ------------------------------------------------------------------------------------- */

/* NAME.bak.1605027600: the second it was made, so that names sort by age and never meet. */
typedef struct BackupList {
    int64_t times[1024]; /* newest first */
    uint32_t count;
} BackupList;

static int newest_first(const void *one, const void *other)
{
    const int64_t a = *(const int64_t *)one;
    const int64_t b = *(const int64_t *)other;
    return (a < b) - (a > b);
}

static const char *backup_path(const Store *store, int64_t time, Arena *arena)
{
    return arena_printf(arena, "%s.bak.%lld", store->path, (long long)time);
}

static bool list_backups(const Store *store, BackupList *list, Err *err)
{
    DIR *directory = opendir(store->directory);
    if (directory == NULL) {
        return fail(err, ERR_IO, _("%s: the folder cannot be read (%s)."), store->directory,
                    strerror(errno));
    }
    size_t length = strlen(store->name);
    list->count = 0;
    for (const struct dirent *entry = readdir(directory); entry != NULL;
         entry = readdir(directory)) {
        const char *name = entry->d_name;
        char *end = NULL;
        if (strncmp(name, store->name, length) != 0 ||
            strncmp(name + length, ".bak.", 5) != 0) {
            continue;
        }
        long long time = strtoll(name + length + 5, &end, 10);
        if (*end == '\0' && time > 0 && list->count < COUNT_OF(list->times)) {
            list->times[list->count++] = time;
        }
    }
    (void)closedir(directory);
    qsort(list->times, list->count, sizeof(list->times[0]), newest_first);
    return true;
}

/* Everything of the last hour, then the newest of each hour and of each day. */
static void rotate_backups(const Store *store, const BackupList *list, int64_t now,
                           Arena *arena)
{
    int64_t hour = -1;
    int64_t day = -1;
    int hours = 0;
    int days = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        int64_t time = list->times[i];
        bool keep = time > now - HOUR;
        if (time / HOUR != hour) {
            hour = time / HOUR;
            keep = hours++ < KEPT_HOURS || keep;
        }
        if (time / DAY_LENGTH != day) {
            day = time / DAY_LENGTH;
            keep = days++ < KEPT_DAYS || keep;
        }
        if (!keep) {
            (void)unlink(backup_path(store, time, arena));
        }
    }
}

static bool run_on_copy(sqlite3 *copy, const char *sql, const char *wanted)
{
    sqlite3_stmt *check = NULL;
    bool good = sqlite3_prepare_v2(copy, sql, -1, &check, NULL) == SQLITE_OK && db_row(check) &&
                text_equal((const char *)sqlite3_column_text(check, 0), wanted);
    sqlite3_finalize(check);
    return good;
}

/* A backup is believed only after it has been read. */
static bool verify_copy(const Store *store, const char *path, Err *err)
{
    sqlite3 *copy = NULL;
    bool good = sqlite3_open_v2(path, &copy, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
                run_on_copy(copy, "PRAGMA integrity_check(1)", "ok");
    (void)sqlite3_close(copy);
    return good || fail(err, ERR_DAMAGED,
                        _("%s: its backup cannot be read back; “verify” tells what is wrong."),
                        store->name);
}

static bool sync_file(const char *path)
{
    int file = open(path, O_RDWR | O_CLOEXEC);
    bool synced = file >= 0 && fsync(file) == 0;
    if (file >= 0) {
        (void)close(file);
    }
    return synced;
}

static bool vacuum_into(Store *store, const char *path, Err *err)
{
    char *sql = sqlite3_mprintf("VACUUM INTO %Q", path);
    bool good = db_run_writing(store, sql, err);
    sqlite3_free(sql);
    return good;
}

static bool make_backup(Store *store, const char *path, Arena *arena, Err *err)
{
    const char *unfinished = arena_printf(arena, "%s%s.bak.unfinished",
                                          store->path[0] == '/' ? "" : "./", store->path);
    struct stat status;
    (void)unlink(unfinished);
    bool good = vacuum_into(store, unfinished, err) && verify_copy(store, unfinished, err);
    if (good && stat(store->path, &status) == 0) {
        (void)chmod(unfinished, status.st_mode & 0777);
    }
    if (good && (!sync_file(unfinished) || rename(unfinished, path) != 0)) {
        good = fail(err, ERR_IO, _("%s: its backup cannot be written (%s)."), store->name,
                    strerror(errno));
    }
    if (!good) {
        (void)unlink(unfinished);
        return false;
    }
    (void)file_sync_directory(store->directory);
    return true;
}

/* Whether the newest backup holds all changes already. */
static bool is_backed_up(Store *store, const char *path, bool *same, Err *err)
{
    int64_t here = 0;
    sqlite3 *copy = NULL;
    sqlite3_stmt *read = NULL;
    *same = false;
    if (!db_number(store, "SELECT max(seq) FROM change", &here, err)) {
        return false;
    }
    if (sqlite3_open_v2(path, &copy, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(copy, "SELECT max(seq) FROM change", -1, &read, NULL) == SQLITE_OK &&
        db_row(read)) {
        *same = sqlite3_column_int64(read, 0) == here;
    }
    sqlite3_finalize(read);
    (void)sqlite3_close(copy);
    return true;
}

bool backup_make(Store *store, bool force, Arena *arena, const char **path, Err *err)
{
    BackupList *list = ARENA_NEW(arena, BackupList);
    int64_t now = store->author.now(store->author.context);
    *path = "";
    if (!list_backups(store, list, err)) {
        return false;
    }
    if (!force && list->count > 0) {
        bool same = false;
        if (!is_backed_up(store, backup_path(store, list->times[0], arena), &same, err)) {
            return false;
        }
        if (same || list->times[0] > now - HOUR) {
            return true;
        }
    }
    /* Two in one second, or a clock set back: the next second that is free. */
    int64_t time = list->count > 0 && list->times[0] >= now ? list->times[0] + 1 : now;
    *path = backup_path(store, time, arena);
    if (!make_backup(store, *path, arena, err) || !list_backups(store, list, err)) {
        return false;
    }
    rotate_backups(store, list, time, arena);
    return true;
}

bool store_backup(Store *store, bool force, Err *err)
{
    const char *path = NULL;
    arena_clear(store->scratch);
    return db_may_write(store, err) && backup_make(store, force, store->scratch, &path, err);
}

bool store_backups(Store *store, Arena *arena, const char *const **paths, uint32_t *count,
                   Err *err)
{
    BackupList *list = ARENA_NEW(arena, BackupList);
    *count = 0;
    *paths = NULL;
    if (!list_backups(store, list, err)) {
        return false;
    }
    const char **found = ARENA_ARRAY(arena, const char *, (size_t)list->count + 1);
    for (uint32_t i = 0; i < list->count; i++) {
        found[i] = backup_path(store, list->times[i], arena);
    }
    *paths = found;
    *count = list->count;
    return true;
}
