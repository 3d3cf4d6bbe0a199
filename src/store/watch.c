/* SPDX-License-Identifier: MPL-2.0 */
/* Other sessions: inotify wakes an idle program, data_version decides. */
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_private.h"

#define FILE_EVENTS (IN_MODIFY | IN_CLOSE_WRITE | IN_ATTRIB | IN_MOVE_SELF)

static bool watch_file(Store *store)
{
    store->watched_file = inotify_add_watch(store->watch, store->path, FILE_EVENTS);
    return store->watched_file >= 0;
}

/* The folder is watched too, since a plan may be replaced by moving another over it. */
int store_watch(Store *store)
{
    if (store->watch >= 0 || store->network) {
        return store->watch;
    }
    /* A display has no use for who comes and goes. */
    uint32_t arrivals = (store->flags & STORE_REDACTED) == 0 ? IN_CREATE : 0;
    int watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch < 0) {
        return -1;
    }
    store->watch = watch;
    store->watched_folder =
        inotify_add_watch(watch, store->directory, IN_MOVED_TO | IN_ONLYDIR | arrivals);
    if (!watch_file(store) || store->watched_folder < 0) {
        (void)close(watch);
        store->watch = -1;
        return -1;
    }
    presence_watch(store);
    return watch;
}

/* Of all that comes into the folder the plan itself is asked for, its journal, and who is here. */
static bool is_stranger(const Store *store, const struct inotify_event *event, const char *name)
{
    size_t length = strlen(store->name);
    bool named = strncmp(name, store->name, length) == 0;
    return event->wd == store->watched_folder && event->len > 0 &&
           !(named && (name[length] == '\0' || strcmp(name + length, "-journal") == 0)) &&
           !presence_is_named(store, name);
}

/* What happened is hardly asked: data_version knows.  But who copies over a file closes it. */
static void drain(Store *store)
{
    _Alignas(struct inotify_event) char events[4096];
    ssize_t got = 0;
    while (store->watch >= 0 && (got = read(store->watch, events, sizeof(events))) > 0) {
        for (ssize_t at = 0; at < got;) {
            struct inotify_event event;
            memcpy(&event, events + at, sizeof(event));
            if (event.wd == store->watched_file && (event.mask & IN_CLOSE_WRITE) != 0) {
                store->rewritten = true;
            }
            store->stirred =
                store->stirred || !is_stranger(store, &event, events + at + sizeof(event));
            at += (ssize_t)sizeof(event) + (ssize_t)event.len;
        }
    }
}

bool store_stirred(Store *store)
{
    drain(store);
    bool stirred = store->stirred || store->watch < 0;
    store->stirred = false;
    return stirred;
}

/* --- The file itself ----------------------------------------------------------------------------- */

static bool is_there(Store *store)
{
    struct stat status;
    if (stat(store->path, &status) == 0) {
        return true;
    }
    if (!store->waiting) {
        text_clear(&store->news);
        text_printf(&store->news,
                    _("%s is not there any more: you see what was read last, and nothing can "
                      "be kept until it is back."),
                    store->name);
    }
    store->waiting = true;
    return false;
}

/* Something else stands where the plan was, perhaps only half written yet. */
static void note_unreadable(Store *store, const Err *trouble)
{
    if (!store->waiting) {
        text_clear(&store->news);
        text_printf(&store->news,
                    _("The file was replaced, and cannot be read: %s  You see what was read "
                      "last."),
                    trouble->message);
    }
    store->waiting = true;
}

static void note_back(Store *store)
{
    if (store->waiting && store->news.length == 0) {
        text_printf(&store->news, _("%s can be read again."), store->name);
    }
    store->waiting = false;
}

/* --- What it holds --------------------------------------------------------------------------------- */

/* A copy over the file may pass for the old one in SQLite's eyes: pages in memory would be mixed with
 * the new file's.  The changes tell: what was there when the plan was loaded is there for ever. */
static bool newest_is_there(Store *store, bool *there, Err *err)
{
    (void)sqlite3_db_release_memory(store->db);
    sqlite3_stmt *find = db_statement(store, STATEMENT_CHANGE_TIME, err);
    if (find == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(find, 1, store->newest);
    *there = store->newest == NO_CHANGE || db_row(find);
    return db_done(store, find, err);
}

static bool changed_inside(Store *store, bool *changed, Err *err)
{
    int64_t version = 0;
    bool there = true;
    if (!db_data_version(store, &version, err)) {
        return false;
    }
    *changed = version != store->data_version;
    if (!*changed && !store->rewritten) {
        return true;
    }
    if (!newest_is_there(store, &there, err)) {
        return false;
    }
    store->rewritten = false;
    if (there) {
        return true;
    }
    *changed = true;
    if (!open_again(store, err)) {
        return false;
    }
    text_clear(&store->news);
    text_printf(
        &store->news,
        _("%s was overwritten by a copy that lacks changes you had seen; look for them in the "
          "backups beside it.  Merge a copy, never copy it over the plan."),
        store->name);
    return true;
}

bool store_changed(Store *store)
{
    bool reopened = false;
    bool changed = false;
    Err trouble = {0};
    drain(store);
    store->stirred = false;
    if (store->change.open || !is_there(store)) {
        return false;
    }
    if (!store_check_moved(store, &reopened, &trouble)) {
        note_unreadable(store, &trouble);
        return false;
    }
    if (reopened) {
        /* The same descriptor goes on, with the new file added to it. */
        (void)(store->watch >= 0 && watch_file(store));
        store->waiting = false;
        return true;
    }
    bool again = store->waiting;
    if (!changed_inside(store, &changed, &trouble)) {
        /* Perhaps half written: asked again in a second, then the load will tell. */
        store->waiting = true;
        return again;
    }
    note_back(store);
    return changed || again;
}
