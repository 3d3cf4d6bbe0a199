/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the tests of failing disks and failing memory do to a plan: an edit, an undo, a merge and back,
 * a compaction, a migration and erasing, and what tells the plan before from the plan after.
 */
#ifndef FRAMDRIFT_TESTS_STORE_BED_H
#define FRAMDRIFT_TESTS_STORE_BED_H

#include "../unit/store_file.h"
#include "trials.h"

typedef struct Bed {
    char folder[300], path[400];
    char base[400], laptop[400]; /* what is edited, and what is merged into it */
    char older[400];             /* base as a version before this one would have it */
    char folded[400];            /* base, compacted */
    char merged[400], merged_backup[400], backup_name[500]; /* base after the merge */
    TestClock clock;
    Arena *arena;
    RowId task, person;
} Bed;

typedef bool Action(Bed *bed, Store *store, Err *err);

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

static inline void name_files(Bed *bed)
{
    const struct {
        char *path;
        const char *name;
    } files[] = {{bed->path, "a.plan"},
                 {bed->base, "base.plan"},
                 {bed->laptop, "laptop.plan"},
                 {bed->older, "older.plan"},
                 {bed->folded, "folded.plan"},
                 {bed->merged, "merged.plan"},
                 {bed->merged_backup, "merged.backup"}};

    test_folder_make(bed->folder, sizeof(bed->folder));
    for (size_t i = 0; i < COUNT_OF(files); i++)
        (void)snprintf(files[i].path, sizeof(bed->path), "%s/%s", bed->folder, files[i].name);
}

static inline void make_folded(Bed *bed)
{
    Err err = {0};
    Store *store = NULL;
    CompactReport report;
    file_copy(bed->base, bed->folded);
    assert_true(open_bed(bed, bed->folded, &store, &err));
    assert_good(store_compact(store, INT64_MAX, 0, bed->arena, &report, &err), err);
    assert_true(report.operations > 0);
    store_close(store);
}

/* The backup made before a merge goes by the plan's name. */
static inline void make_merged(Bed *bed)
{
    Err err = {0};
    Store *store = NULL;
    MergeReport report;
    file_copy(bed->base, bed->path);
    assert_true(open_bed(bed, bed->path, &store, &err));
    assert_good(store_merge(store, bed->laptop, false, bed->arena, &report, &err), err);
    store_close(store);
    (void)snprintf(bed->backup_name, sizeof(bed->backup_name), "%s", report.backup);
    file_copy(bed->path, bed->merged);
    file_copy(report.backup, bed->merged_backup);
}

static inline void set_up_bed(Bed *bed)
{
    Err err = {0};
    Store *store = NULL;
    name_files(bed);
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
    bed->person = test_add(store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(store);
    store_close(store);
    sqlite3 *raw = NULL;
    file_copy(bed->base, bed->older);
    assert_int_equal(sqlite3_open(bed->older, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw,
                                  "ALTER TABLE task DROP COLUMN note;"
                                  "ALTER TABLE person DROP COLUMN title; DROP TABLE known",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
    make_folded(bed);
    make_merged(bed);
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

static inline bool do_erase(Bed *bed, Store *store, Err *err)
{
    return store_erase(store, ENTITY_PERSON, bed->person, err);
}

static inline bool do_merge_back(Bed *bed, Store *store, Err *err)
{
    const char *backup = NULL;
    return store_merge_back(store, bed->arena, &backup, err);
}

/* Nothing but that the other copy has folded its history. */
static inline bool do_merge_fold(Bed *bed, Store *store, Err *err)
{
    MergeReport report;
    return store_merge(store, bed->folded, false, bed->arena, &report, err);
}

/* Opening is what migrates: the plan is not open before. */
static inline bool do_migrate(Bed *bed, Store *store, Err *err)
{
    assert_null(store);
    bool opened = open_bed(bed, bed->path, &store, err);
    store_close(store);
    return opened;
}

/* The plan that an action is done to. */
typedef enum Start { START_BASE, START_OLDER, START_LAPTOP, START_MERGED } Start;

typedef struct Case {
    const char *name;
    Action *action;
    const char *before, *after;
    Start start;
    int stride; /* in the normal run */
} Case;

/* name, note, persons, changes, changes that were compacted, values that were erased; an older plan is
 * brought up by looking */
static const Case bed_cases[] = {
    {"edit", do_edit, "here||0|3|0|0", "after||0|4|0|0", START_BASE, 1},
    {"undo", do_undo, "here||0|3|0|0", "before||0|4|0|0", START_BASE, 1},
    {"merge", do_merge, "here||0|3|0|0", "here|there|1|4|0|0", START_BASE, 9},
    {"compaction", do_compact, "here||0|3|0|0", "here||0|3|1|0", START_BASE, 9},
    {"migration", do_migrate, "here||0|3|0|0", "here||0|3|0|0", START_OLDER, 9},
    {"erasing", do_erase, "before|there|1|3|0|0", "before|there|1|3|0|1", START_LAPTOP, 3},
    {"merge back", do_merge_back, "here|there|1|4|0|0", "here||0|3|0|0", START_MERGED, 1},
    {"merge of a fold", do_merge_fold, "here||0|3|0|0", "here||0|3|1|0", START_BASE, 9},
};

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
        bed->arena, "%s|%s|%u|%lld|%lld|%lld", task->name, task->note,
        plan_count(plan, ENTITY_PERSON), (long long)plan->change_count,
        (long long)sql_number(bed->path, "SELECT count(*) FROM change WHERE arch<>0"),
        (long long)sql_number(bed->path, "SELECT count(*) FROM personal WHERE erased<>0"));
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
    const char *const starts[] = {bed->base, bed->older, bed->laptop, bed->merged};
    file_copy(starts[what->start], bed->path);
    if (what->start == START_MERGED) {
        file_copy(bed->merged_backup, bed->backup_name);
    }
    if (what->start != START_OLDER) {
        assert_good(open_bed(bed, bed->path, &store, &err), err);
    }
    return store;
}

#endif
