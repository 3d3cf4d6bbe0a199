/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the tests of failing disks and failing memory do to a plan: an edit, an undo, a merge, a
 * compaction and a migration, and what tells the plan before from the plan after.
 */
#ifndef FRAMDRIFT_TESTS_STORE_BED_H
#define FRAMDRIFT_TESTS_STORE_BED_H

#include <sqlite3.h>

#include "../unit/store_test.h"

typedef struct Bed {
    char folder[300], path[400];
    char base[400], laptop[400]; /* what is edited, and what is merged into it */
    char older[400];             /* base as a version before this one would have it */
    TestClock clock;
    Arena *arena;
    RowId task;
} Bed;

typedef bool Action(Bed *bed, Store *store, Err *err);

static inline void copy_file(const char *from, const char *to)
{
    char bytes[4096];
    int source = open(from, O_RDONLY);
    int target = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(source >= 0 && target >= 0);
    for (ssize_t got = read(source, bytes, sizeof(bytes)); got > 0;
         got = read(source, bytes, sizeof(bytes))) {
        assert_int_equal(write(target, bytes, (size_t)got), got);
    }
    (void)close(source);
    (void)close(target);
}

static inline bool open_bed(Bed *bed, const char *path, Store **store, Err *err)
{
    StoreAuthor author = test_author(&bed->clock, "ann");
    return store_open(path, 0, &author, store, err);
}

static inline void remove_strays(const Bed *bed)
{
    DIR *directory = opendir(bed->folder);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (strncmp(entry->d_name, "a.plan", 6) == 0) {
            char path[700];
            (void)snprintf(path, sizeof(path), "%s/%s", bed->folder, entry->d_name);
            (void)unlink(path);
        }
    }
    (void)closedir(directory);
}

static inline void set_up_bed(Bed *bed)
{
    Err err = {0};
    Store *store = NULL;
    test_folder_make(bed->folder, sizeof(bed->folder));
    (void)snprintf(bed->path, sizeof(bed->path), "%s/a.plan", bed->folder);
    (void)snprintf(bed->base, sizeof(bed->base), "%s/base.plan", bed->folder);
    (void)snprintf(bed->laptop, sizeof(bed->laptop), "%s/laptop.plan", bed->folder);
    (void)snprintf(bed->older, sizeof(bed->older), "%s/older.plan", bed->folder);
    bed->clock.now = 1600000000;
    bed->arena = arena_new();
    StoreAuthor author = test_author(&bed->clock, "ann");
    assert_good(store_create(bed->base, &author, &store, &err), err);
    test_begin(store, "add");
    bed->task = test_add(store, ENTITY_TASK, "before");
    (void)test_commit(store);
    assert_good(store_copy(store, bed->laptop, &err), err);
    test_begin(store, "set name");
    test_set_text(store, ENTITY_TASK, bed->task, "name", "here");
    (void)test_commit(store);
    store_close(store);
    assert_true(open_bed(bed, bed->laptop, &store, &err));
    test_begin(store, "set note");
    test_set_text(store, ENTITY_TASK, bed->task, "note", "there");
    (void)test_add(store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(store);
    store_close(store);
    sqlite3 *raw = NULL;
    copy_file(bed->base, bed->older);
    assert_int_equal(sqlite3_open(bed->older, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw,
                                  "ALTER TABLE task DROP COLUMN note;"
                                  "ALTER TABLE person DROP COLUMN title; DROP TABLE known",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
}

static inline bool do_edit(Bed *bed, Store *store, Err *err)
{
    const Value value = VALUE_OF_TEXT("after");
    return store_begin(store, "set name after", err) &&
           store_set(store, ENTITY_TASK, bed->task, test_field(ENTITY_TASK, "name"), &value,
                     err) &&
           store_commit(store, NULL, err);
}

static inline bool do_undo(Bed *bed, Store *store, Err *err)
{
    UndoReport report;
    return store_undo(store, 0, bed->arena, &report, err);
}

static inline bool do_merge(Bed *bed, Store *store, Err *err)
{
    MergeReport report;
    return store_merge(store, bed->laptop, false, bed->arena, &report, err);
}

static inline bool do_compact(Bed *bed, Store *store, Err *err)
{
    CompactReport report;
    return store_compact(store, INT64_MAX, 0, bed->arena, &report, err);
}

/* Opening is what migrates: the plan is not open before. */
static inline bool do_migrate(Bed *bed, Store *store, Err *err)
{
    assert_null(store);
    bool opened = open_bed(bed, bed->path, &store, err);
    store_close(store);
    return opened;
}

typedef struct Case {
    const char *name;
    Action *action;
    const char *before, *after;
    bool migrates;
    int stride; /* in the normal run */
} Case;

/* name, note, persons, changes, changes that were compacted; an older plan is brought up by looking */
static const Case bed_cases[] = {
    {"edit", do_edit, "here||0|3|0", "after||0|4|0", false, 1},
    {"undo", do_undo, "here||0|3|0", "before||0|4|0", false, 1},
    {"merge", do_merge, "here||0|3|0", "here|there|1|4|0", false, 9},
    {"compaction", do_compact, "here||0|3|0", "here||0|3|1", false, 9},
    {"migration", do_migrate, "here||0|3|0", "here||0|3|0", true, 9},
};

static inline int64_t bed_count(const char *path, const char *sql)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *read = NULL;
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(file, sql, -1, &read, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(read, 0);
    (void)sqlite3_finalize(read);
    (void)sqlite3_close(file);
    return number;
}

/* What tells old from new. */
static inline char *outcome_of(Bed *bed)
{
    Err err = {0};
    Store *store = NULL;
    assert_good(open_bed(bed, bed->path, &store, &err), err);
    const Plan *plan = test_load(store, bed->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, bed->task);
    assert_non_null(task);
    char *outcome = arena_printf(
        bed->arena, "%s|%s|%u|%lld|%lld", task->name, task->note,
        plan_count(plan, ENTITY_PERSON), (long long)plan->change_count,
        (long long)bed_count(bed->path, "SELECT count(*) FROM change WHERE arch<>0"));
    test_verify(store, bed->arena);
    store_close(store);
    return outcome;
}

/* The plan as it is before the action, and open unless the action opens it. */
static inline Store *bed_begin(Bed *bed, const Case *what)
{
    Err err = {0};
    Store *store = NULL;
    remove_strays(bed);
    copy_file(what->migrates ? bed->older : bed->base, bed->path);
    if (!what->migrates) {
        assert_good(open_bed(bed, bed->path, &store, &err), err);
    }
    return store;
}

#endif
