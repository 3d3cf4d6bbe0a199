/* SPDX-License-Identifier: MPL-2.0 */
/* Where the program's own files are: beside the program that runs, wherever it was put. */
#include "framdrift/tui.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder of the running program; false where /proc is not to be seen. */
static bool find_own_folder(char *out, size_t capacity)
{
    ssize_t length = readlink("/proc/self/exe", out, capacity);
    if (length <= 0 || (size_t)length >= capacity) {
        return false;
    }
    out[length] = '\0';
    char *slash = strrchr(out, '/');
    if (slash == NULL) {
        return false;
    }
    *slash = '\0';
    return true;
}

static bool is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

/* The files of a whole installation that was moved, such as one unpacked in a home directory. */
static bool find_beside(TuiPlaces *places, Arena *arena, const char *folder)
{
    const char *slash = strrchr(folder, '/');
    if (slash == NULL || !text_equal(slash, "/bin")) {
        return false;
    }
    const char *prefix = arena_strndup(arena, folder, (size_t)(slash - folder));
    const char *share = arena_printf(arena, "%s/share/framdrift", prefix);
    if (!is_folder(share)) {
        return false;
    }
    places->share = share;
    places->locale = arena_printf(arena, "%s/share/locale", prefix);
    return true;
}

void tui_find_places(TuiPlaces *places, const TuiPlaces *installed, const TuiPlaces *built,
                     Arena *arena)
{
    char folder[4096];
    bool is_known = find_own_folder(folder, sizeof folder);
    const char *share = getenv("FRAMDRIFT_SHARE");
    *places = *installed;
    /* Nothing of a source tree is read by a program that runs from elsewhere: the tree may be
     * gone, of another version, or somebody else's by now. */
    if (is_known && text_equal(folder, built->program)) {
        *places = *built;
        places->locale = arena_printf(arena, "%s/locale", built->program);
    } else if (is_known) {
        (void)find_beside(places, arena, folder);
    }
    if (!text_is_empty(share)) {
        places->share = share;
    }
}
