/* SPDX-License-Identifier: MPL-2.0 */
/* Other sessions: inotify wakes an idle program, data_version decides. */
#include <sys/inotify.h>
#include <unistd.h>

#include "store_private.h"

#define FILE_EVENTS (IN_MODIFY | IN_CLOSE_WRITE)

/* The folder is watched too, since a plan may be replaced by moving another over it. */
int store_watch(Store *store)
{
    if (store->watch >= 0 || store->network) {
        return store->watch;
    }
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch < 0) {
        return -1;
    }
    if (inotify_add_watch(watch, store->path, FILE_EVENTS) < 0 ||
        inotify_add_watch(watch, store->directory, IN_MOVED_TO | IN_ONLYDIR) < 0) {
        (void)close(watch);
        return -1;
    }
    store->watch = watch;
    return watch;
}

static void drain(const Store *store)
{
    char events[4096];
    while (store->watch >= 0 && read(store->watch, events, sizeof(events)) > 0) {
        /* what happened is not asked: data_version knows */
    }
}

bool store_changed(Store *store)
{
    bool reopened = false;
    Err ignored = {0};
    drain(store);
    if (store->change.open || !store_check_moved(store, &reopened, &ignored)) {
        return false;
    }
    if (reopened) {
        /* The same descriptor goes on, with the new file added to it. */
        (void)(store->watch >= 0 &&
               inotify_add_watch(store->watch, store->path, FILE_EVENTS) < 0);
        return true;
    }
    sqlite3_stmt *read = db_statement(store, STATEMENT_DATA_VERSION, &ignored);
    if (read == NULL) {
        return false;
    }
    int64_t version = db_row(read) ? sqlite3_column_int64(read, 0) : store->data_version;
    return db_done(store, read, &ignored) && version != store->data_version;
}
