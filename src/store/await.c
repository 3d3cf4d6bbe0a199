/* SPDX-License-Identifier: MPL-2.0 */
/* For a file that cannot be opened yet: what happens in its folder is a reason to try again. */
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "store_private.h"

/* A file that comes, that is done with, that goes (a journal), that may be read from now on.  Mere
 * writing is no reason: whoever writes to a plan closes its journal when it is let go. */
#define FOLDER_EVENTS                                                                          \
    (IN_CREATE | IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE | IN_ATTRIB | IN_ONLYDIR)

static void watch_folder(int await, const char *path)
{
    char folder[4096] = ".";
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
    if (length >= sizeof(folder)) {
        return;
    }
    if (length > 0) {
        memcpy(folder, path, length);
        folder[length] = '\0';
    }
    /* Asked again it is the same watch; a folder that is not there is asked for the next time. */
    (void)inotify_add_watch(await, folder, FOLDER_EVENTS);
}

int store_await(const char *path)
{
    int await = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (await >= 0) {
        watch_folder(await, path);
    }
    return await;
}

void store_awaited(int await, const char *path)
{
    _Alignas(struct inotify_event) char events[4096];
    while (await >= 0 && read(await, events, sizeof(events)) > 0) {
        /* What it was is asked of the file itself. */
    }
    if (await >= 0) {
        watch_folder(await, path);
    }
}
