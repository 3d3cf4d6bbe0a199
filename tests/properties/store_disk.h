/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A disk that fails on command: a VFS around SQLite's own.  The n-th operation returns an error, once
 * or for good, or the power goes: what was not synced is then lost, kept or torn, sector by sector.
 */
#ifndef FRAMDRIFT_TESTS_STORE_DISK_H
#define FRAMDRIFT_TESTS_STORE_DISK_H

#include <sqlite3.h>

#include "../unit/store_test.h"
#include "trials.h"

typedef enum Fault { FAULT_NONE, FAULT_ONCE, FAULT_STICKY, FAULT_FULL, FAULT_POWER } Fault;

typedef struct DiskFile {
    char path[400];
    unsigned char *durable; /* what the last sync left */
    size_t size;
} DiskFile;

typedef struct Disk {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    DiskFile files[32];
    int file_count;
    Fault fault;
    bool reads_count;
    int countdown; /* operations until the fault */
    bool hit, off;
    uint64_t random;
} Disk;

typedef struct DiskHandle {
    sqlite3_file base;
    DiskFile *file;
    sqlite3_file *real;
} DiskHandle;

static Disk disk;

static inline uint32_t disk_draw(uint32_t below)
{
    return (uint32_t)xorshift_below(&disk.random, below);
}

static inline unsigned char *disk_read_all(const char *path, size_t *size)
{
    struct stat status;
    *size = 0;
    int file = open(path, O_RDONLY);
    if (file < 0 || fstat(file, &status) != 0) {
        return calloc(1, 1);
    }
    unsigned char *bytes = calloc(1, (size_t)status.st_size + 1);
    ssize_t got = read(file, bytes, (size_t)status.st_size);
    *size = got < 0 ? 0 : (size_t)got;
    (void)close(file);
    return bytes;
}

static inline DiskFile *disk_track(const char *path)
{
    for (int i = 0; i < disk.file_count; i++) {
        if (strcmp(disk.files[i].path, path) == 0) {
            return &disk.files[i];
        }
    }
    assert_true(disk.file_count < (int)COUNT_OF(disk.files));
    DiskFile *file = &disk.files[disk.file_count++];
    (void)snprintf(file->path, sizeof(file->path), "%s", path);
    file->durable = disk_read_all(path, &file->size);
    return file;
}

/* Whether this operation fails, and how. */
static inline int disk_fails(int code, bool writes)
{
    if (disk.off) {
        return code;
    }
    if (disk.fault == FAULT_NONE || (!writes && !disk.reads_count)) {
        return SQLITE_OK;
    }
    if (disk.hit) {
        return disk.fault == FAULT_STICKY           ? code
               : disk.fault == FAULT_FULL && writes ? SQLITE_FULL
                                                    : SQLITE_OK;
    }
    if (--disk.countdown > 0) {
        return SQLITE_OK;
    }
    disk.hit = true;
    disk.off = disk.fault == FAULT_POWER;
    return disk.fault == FAULT_FULL ? (writes ? SQLITE_FULL : SQLITE_OK) : code;
}

static inline sqlite3_file *disk_real(sqlite3_file *file)
{
    return ((DiskHandle *)(void *)file)->real;
}

static int disk_close(sqlite3_file *file)
{
    return disk_real(file)->pMethods->xClose(disk_real(file));
}

static int disk_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 at)
{
    int code = disk_fails(SQLITE_IOERR_READ, false);
    return code ? code : disk_real(file)->pMethods->xRead(disk_real(file), bytes, count, at);
}

static int disk_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
{
    int code = disk_fails(SQLITE_IOERR_WRITE, true);
    return code ? code : disk_real(file)->pMethods->xWrite(disk_real(file), bytes, count, at);
}

static int disk_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    int code = disk_fails(SQLITE_IOERR_TRUNCATE, true);
    return code ? code : disk_real(file)->pMethods->xTruncate(disk_real(file), size);
}

static int disk_sync(sqlite3_file *file, int flags)
{
    int code = disk_fails(SQLITE_IOERR_FSYNC, true);
    DiskFile *tracked = ((DiskHandle *)(void *)file)->file;
    if (code) {
        return code;
    }
    if (tracked != NULL) {
        free(tracked->durable);
        tracked->durable = disk_read_all(tracked->path, &tracked->size);
    }
    return disk_real(file)->pMethods->xSync(disk_real(file), flags);
}

static int disk_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return disk_real(file)->pMethods->xFileSize(disk_real(file), size);
}

static int disk_lock(sqlite3_file *file, int level)
{
    return disk_real(file)->pMethods->xLock(disk_real(file), level);
}

static int disk_unlock(sqlite3_file *file, int level)
{
    return disk_real(file)->pMethods->xUnlock(disk_real(file), level);
}

static int disk_check_lock(sqlite3_file *file, int *locked)
{
    return disk_real(file)->pMethods->xCheckReservedLock(disk_real(file), locked);
}

static int disk_control(sqlite3_file *file, int operation, void *argument)
{
    return disk_real(file)->pMethods->xFileControl(disk_real(file), operation, argument);
}

static int disk_sector_size(sqlite3_file *file)
{
    (void)file;
    return 512;
}

static int disk_traits(sqlite3_file *file)
{
    (void)file;
    return 0;
}

static const sqlite3_io_methods disk_methods = {
    1,
    disk_close,
    disk_read,
    disk_write,
    disk_truncate,
    disk_sync,
    disk_file_size,
    disk_lock,
    disk_unlock,
    disk_check_lock,
    disk_control,
    disk_sector_size,
    disk_traits,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
};

static int disk_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags,
                     int *given)
{
    DiskHandle *handle = (DiskHandle *)(void *)file;
    (void)vfs;
    handle->real = (sqlite3_file *)(void *)(handle + 1);
    handle->file = path == NULL ? NULL : disk_track(path);
    int code = disk.off ? SQLITE_CANTOPEN
                        : disk.real->xOpen(disk.real, path, handle->real, flags, given);
    file->pMethods = code == SQLITE_OK ? &disk_methods : NULL;
    return code;
}

static int disk_delete(sqlite3_vfs *vfs, const char *path, int sync)
{
    (void)vfs;
    int code = disk_fails(SQLITE_IOERR_DELETE, true);
    return code ? code : disk.real->xDelete(disk.real, path, sync);
}

static inline void disk_install(void)
{
    disk.real = sqlite3_vfs_find(NULL);
    disk.vfs = *disk.real;
    disk.vfs.zName = "failing";
    disk.vfs.pNext = NULL;
    disk.vfs.szOsFile = disk.real->szOsFile + (int)sizeof(DiskHandle);
    disk.vfs.xOpen = disk_open;
    disk.vfs.xDelete = disk_delete;
    assert_int_equal(sqlite3_vfs_register(&disk.vfs, 1), SQLITE_OK);
}

static inline void disk_forget(void)
{
    for (int i = 0; i < disk.file_count; i++) {
        free(disk.files[i].durable);
    }
    disk.file_count = 0;
}

static inline void disk_arm(Fault fault, int countdown, bool reads_count, uint64_t seed)
{
    disk_forget();
    disk.fault = fault;
    disk.countdown = countdown;
    disk.reads_count = reads_count;
    disk.hit = disk.off = false;
    disk.random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
}

/* Each sector that was not synced is what it was, what it became, or half of both. */
static inline void disk_lose(const DiskFile *file)
{
    size_t size = 0;
    if (access(file->path, F_OK) != 0) {
        return;
    }
    unsigned char *now = disk_read_all(file->path, &size);
    size_t final_size = disk_draw(2) == 0 ? size : file->size;
    unsigned char *left = calloc(1, final_size + 1);
    for (size_t at = 0; at < final_size; at += 512) {
        uint32_t fate = disk_draw(3);
        for (size_t i = at; i < at + 512 && i < final_size; i++) {
            bool newer = fate == 1 || (fate == 2 && i - at < 256);
            bool has_new = i < size;
            bool has_old = i < file->size;
            left[i] = newer && has_new   ? now[i]
                      : has_old          ? file->durable[i]
                      : has_new && newer ? now[i]
                                         : 0;
        }
    }
    int out = open(file->path, O_WRONLY | O_TRUNC);
    assert_int_equal(write(out, left, final_size), (ssize_t)final_size);
    (void)close(out);
    free(now);
    free(left);
}

/* The end of the fault; after a power loss the files are what the disk makes of them. */
static inline bool disk_disarm(void)
{
    bool hit = disk.hit;
    for (int i = 0; i < disk.file_count && disk.off; i++) {
        disk_lose(&disk.files[i]);
    }
    disk_forget();
    disk.fault = FAULT_NONE;
    disk.off = disk.hit = false;
    return hit;
}

#endif
