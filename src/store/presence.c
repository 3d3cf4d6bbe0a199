/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Who else is here: a file of slots beside the plan, one for each session that may write.
 *
 * A session holds a lock on its slot for as long as it lives.  What stands in a slot counts only
 * while somebody holds the lock, so that a killed session leaves nothing behind.  The locks belong to
 * the open file (OFD), not to the process: no other closing of a file can drop them, and the plan
 * itself is never opened here.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_private.h"

#define SLOT_COUNT 128
#define SLOT_SIZE  512
#define CLAIMS     8 /* the file may be taken away while one opens it */

typedef struct Slot {
    uint64_t sum;
    int64_t pid, since, row;
    int32_t table, unused;
    char author[200], host[200];
} Slot;

_Static_assert(sizeof(Slot) <= SLOT_SIZE, "a slot must hold its record");

static uint64_t slot_sum(const Slot *slot)
{
    const unsigned char *bytes = (const unsigned char *)slot;
    uint64_t sum = 14695981039346656037U;
    for (size_t i = sizeof(slot->sum); i < sizeof(*slot); i++) {
        sum = (sum ^ bytes[i]) * 1099511628211U;
    }
    return sum;
}

static const char *presence_path(const Store *store, Arena *arena)
{
    const char *folder = text_equal(store->directory, ".") ? "" : store->directory;
    return arena_printf(arena, "%s.%s.here", folder, store->name);
}

/* --- Locks --------------------------------------------------------------------------------------- */

static struct flock slot_range(int slot, int count)
{
    return (struct flock){.l_type = F_WRLCK,
                          .l_whence = SEEK_SET,
                          .l_start = (off_t)slot * SLOT_SIZE,
                          .l_len = (off_t)count * SLOT_SIZE};
}

static bool lock_slots(int file, int slot, int count)
{
    struct flock range = slot_range(slot, count);
    return fcntl(file, F_OFD_SETLK, &range) == 0;
}

static bool is_locked_by_another(int file, int slot)
{
    struct flock range = slot_range(slot, 1);
    return fcntl(file, F_OFD_GETLK, &range) == 0 && range.l_type != F_UNLCK;
}

static int lock_a_slot(int file)
{
    for (int slot = 0; slot < SLOT_COUNT; slot++) {
        if (lock_slots(file, slot, 1)) {
            return slot;
        }
    }
    return -1;
}

/* --- The file ------------------------------------------------------------------------------------ */

static bool is_still_there(const Store *store, int file)
{
    struct stat open_one;
    struct stat named;
    Arena *arena = arena_new();
    bool same = fstat(file, &open_one) == 0 &&
                lstat(presence_path(store, arena), &named) == 0 &&
                open_one.st_dev == named.st_dev && open_one.st_ino == named.st_ino;
    arena_free(arena);
    return same;
}

/* Whoever may write to the plan may write here. */
static int open_file(const Store *store, bool writes)
{
    struct stat plan;
    struct stat status;
    Arena *arena = arena_new();
    const char *path = presence_path(store, arena);
    mode_t mode = stat(store->path, &plan) == 0 ? plan.st_mode & 0660 : 0600;
    int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    int file = writes ? open(path, flags | O_RDWR | O_CREAT | O_EXCL, mode) : -1;
    if (file >= 0) {
        (void)fchmod(file, mode);
    } else {
        file = open(path, flags | (writes ? O_RDWR : O_RDONLY));
    }
    arena_free(arena);
    if (file >= 0 && (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))) {
        (void)close(file);
        return -1;
    }
    return file;
}

bool presence_is_named(const Store *store, const char *name)
{
    size_t length = strlen(store->name);
    return name[0] == '.' && strncmp(name + 1, store->name, length) == 0 &&
           strcmp(name + 1 + length, ".here") == 0;
}

void presence_watch(const Store *store)
{
    if (store->watch < 0 || (store->flags & STORE_REDACTED) != 0) {
        return;
    }
    Arena *arena = arena_new();
    (void)inotify_add_watch(store->watch, presence_path(store, arena),
                            IN_MODIFY | IN_CLOSE_WRITE);
    arena_free(arena);
}

static void forget_file(Store *store)
{
    if (store->presence.is_open) {
        (void)close(store->presence.file);
    }
    store->presence = (PresenceFile){.slot = -1};
}

static bool claim(Store *store)
{
    forget_file(store);
    for (int i = 0; i < CLAIMS; i++) {
        int file = open_file(store, true);
        if (file < 0 && errno != ENOENT) {
            return false;
        }
        int slot = file < 0 ? -1 : lock_a_slot(file);
        if (slot >= 0 && is_still_there(store, file)) {
            store->presence = (PresenceFile){.is_open = true,
                                             .file = file,
                                             .slot = slot,
                                             .since = store->author.now(store->author.context)};
            presence_watch(store);
            return true;
        }
        bool full = file >= 0 && slot < 0 && is_still_there(store, file);
        if (file >= 0) {
            (void)close(file);
        }
        if (full) {
            return false;
        }
    }
    return false;
}

/* --- One's own ----------------------------------------------------------------------------------- */

static void copy_name(char *to, size_t room, const char *name)
{
    size_t length = strlen(name);
    if (length >= room) {
        length = room - 1;
        while (length > 0 && ((unsigned char)name[length] & 0xC0) == 0x80) {
            length--; /* never half a letter */
        }
    }
    memcpy(to, name, length);
    to[length] = '\0';
}

static bool write_slot(const Store *store, const Slot *slot)
{
    char bytes[SLOT_SIZE] = {0};
    memcpy(bytes, slot, sizeof(*slot));
    return pwrite(store->presence.file, bytes, sizeof(bytes),
                  (off_t)store->presence.slot * SLOT_SIZE) == (ssize_t)sizeof(bytes);
}

bool store_presence_set(Store *store, EntityKind entity, RowId row)
{
    if (store->read_only) {
        return false;
    }
    bool claimed = store->presence.slot >= 0 && is_still_there(store, store->presence.file);
    if (!claimed && !claim(store)) {
        return false;
    }
    Slot slot = {.pid = getpid(),
                 .since = store->presence.since,
                 .row = row,
                 .table = entity == ENTITY_NONE ? 0 : schema_entity(entity)->number};
    copy_name(slot.author, sizeof(slot.author), store->author.author);
    copy_name(slot.host, sizeof(slot.host), store->author.host);
    slot.sum = slot_sum(&slot);
    return write_slot(store, &slot);
}

/* The last one out takes the file away: it alone can lock all the slots. */
void presence_leave(Store *store)
{
    if (store->presence.slot >= 0) {
        const Slot nobody = {0};
        (void)write_slot(store, &nobody);
        if (lock_slots(store->presence.file, 0, SLOT_COUNT) &&
            is_still_there(store, store->presence.file)) {
            Arena *arena = arena_new();
            (void)unlink(presence_path(store, arena));
            arena_free(arena);
        }
    }
    forget_file(store);
}

/* --- The others ---------------------------------------------------------------------------------- */

/* Who may not write looks at the file as it is, and never makes it. */
static bool ready_to_read(Store *store)
{
    if (store->presence.is_open && is_still_there(store, store->presence.file)) {
        return true;
    }
    if (store->presence.slot >= 0) {
        return true; /* taken away by hand: the next edit claims a slot anew */
    }
    forget_file(store);
    int file = open_file(store, false);
    if (file < 0) {
        return false;
    }
    store->presence = (PresenceFile){.is_open = true, .file = file, .slot = -1};
    presence_watch(store);
    return true;
}

static Presence presence_from(const Slot *slot, Arena *arena)
{
    const Entity *entity = schema_entity_by_number(slot->table);
    return (Presence){
        .author =
            text_clean(arena, slot->author, strnlen(slot->author, sizeof(slot->author)), false),
        .host = text_clean(arena, slot->host, strnlen(slot->host, sizeof(slot->host)), false),
        .pid = slot->pid,
        .since = slot->since,
        .entity = entity == NULL ? ENTITY_NONE : entity->kind,
        .row = entity == NULL ? 0 : slot->row};
}

void store_presence_list(Store *store, Arena *arena, const Presence **out, uint32_t *count)
{
    *out = NULL;
    *count = 0;
    if (!ready_to_read(store)) {
        return;
    }
    char *bytes = arena_alloc(arena, (size_t)SLOT_COUNT * SLOT_SIZE);
    ssize_t got = pread(store->presence.file, bytes, (size_t)SLOT_COUNT * SLOT_SIZE, 0);
    Presence *items = ARENA_ARRAY(arena, Presence, SLOT_COUNT);
    for (int i = 0; (ssize_t)(i + 1) * SLOT_SIZE <= got; i++) {
        Slot slot;
        memcpy(&slot, bytes + (size_t)i * SLOT_SIZE, sizeof(slot));
        if (i != store->presence.slot && slot.pid != 0 && slot.sum == slot_sum(&slot) &&
            is_locked_by_another(store->presence.file, i)) {
            items[(*count)++] = presence_from(&slot, arena);
        }
    }
    *out = items;
}
