/* SPDX-License-Identifier: MPL-2.0 */
/*
 * An edit, an undo and a merge on a failing disk: at every operation an error, a full disk or a power
 * loss.  Afterwards the plan is the old one or the new one, never between; what was acknowledged stays.
 */
#include "store_disk.h"

typedef struct Bed {
    char folder[300], path[400], base[400], laptop[400];
    TestClock clock;
    Arena *arena;
    RowId task;
    int points;
} Bed;

typedef bool Action(Bed *bed, Store *store, Err *err);

static void copy_file(const char *from, const char *to)
{
    size_t size = 0;
    unsigned char *bytes = disk_read_all(from, &size);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(write(out, bytes, size), (ssize_t)size);
    (void)close(out);
    free(bytes);
}

static bool open_bed(Bed *bed, const char *path, Store **store, Err *err)
{
    StoreAuthor author = test_author(&bed->clock, "ann");
    return store_open(path, 0, &author, store, err);
}

static void remove_strays(const Bed *bed)
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

static void set_up_bed(Bed *bed)
{
    Err err = {0};
    Store *store = NULL;
    test_folder_make(bed->folder, sizeof(bed->folder));
    (void)snprintf(bed->path, sizeof(bed->path), "%s/a.plan", bed->folder);
    (void)snprintf(bed->base, sizeof(bed->base), "%s/base.plan", bed->folder);
    (void)snprintf(bed->laptop, sizeof(bed->laptop), "%s/laptop.plan", bed->folder);
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
}

static bool do_edit(Bed *bed, Store *store, Err *err)
{
    const Value value = VALUE_OF_TEXT("after");
    return store_begin(store, "set name after", err) &&
           store_set(store, ENTITY_TASK, bed->task, test_field(ENTITY_TASK, "name"), &value,
                     err) &&
           store_commit(store, NULL, err);
}

static bool do_undo(Bed *bed, Store *store, Err *err)
{
    UndoReport report;
    return store_undo(store, 0, bed->arena, &report, err);
}

static bool do_merge(Bed *bed, Store *store, Err *err)
{
    MergeReport report;
    return store_merge(store, bed->laptop, false, bed->arena, &report, err);
}

/* What tells old from new. */
static char *outcome_of(Bed *bed)
{
    Err err = {0};
    Store *store = NULL;
    assert_good(open_bed(bed, bed->path, &store, &err), err);
    const Plan *plan = test_load(store, bed->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, bed->task);
    assert_non_null(task);
    char *outcome =
        arena_printf(bed->arena, "%s|%s|%u|%lld", task->name, task->note,
                     plan_count(plan, ENTITY_PERSON), (long long)plan->change_count);
    test_verify(store, bed->arena);
    store_close(store);
    return outcome;
}

/* One run with the fault at the n-th operation; false when the action ended before it. */
static bool run_at(Bed *bed, Action *action, Fault fault, int at, bool reads,
                   const char *before, const char *after)
{
    Err err = {0};
    Store *store = NULL;
    remove_strays(bed);
    copy_file(bed->base, bed->path);
    assert_true(open_bed(bed, bed->path, &store, &err));
    disk_arm(fault, at, reads, (uint64_t)at * 7 + (uint64_t)fault);
    (void)disk_track(bed->path);
    bool done = action(bed, store, &err);
    bool known = done || strstr(err.message, "look again") == NULL;
    if (fault == FAULT_POWER) {
        store_close(store);
    }
    bool hit = disk_disarm();
    if (fault != FAULT_POWER) {
        store_close(store);
    }
    const char *now = outcome_of(bed);
    if (done) {
        assert_string_equal(now, after);
    } else if (fault == FAULT_POWER || !known) {
        assert_true(strcmp(now, before) == 0 || strcmp(now, after) == 0);
    } else {
        assert_string_equal(now, before);
    }
    arena_clear(bed->arena);
    bed->points += hit ? 1 : 0;
    return hit;
}

static void run_everywhere(Action *action, const char *before, const char *after, int stride)
{
    static const struct {
        Fault fault;
        bool reads;
    } kinds[] = {
        {FAULT_POWER, false}, {FAULT_ONCE, true}, {FAULT_STICKY, false}, {FAULT_FULL, false}};

    Bed bed = {0};
    set_up_bed(&bed);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        int at = 1;
        while (run_at(&bed, action, kinds[i].fault, at, kinds[i].reads, before, after)) {
            at += stride;
        }
        assert_true(at > stride);
    }
    print_message("%d points of failure\n", bed.points);
    test_folder_remove(bed.folder);
    arena_free(bed.arena);
}

static void an_edit_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(do_edit, "here||0|3", "after||0|4", 1);
}

static void an_undo_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(do_undo, "here||0|3", "before||0|4", 1);
}

static void a_merge_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(do_merge, "here||0|3", "here|there|1|4", TEST_NIGHTLY ? 1 : 9);
}

/* The control: without syncs the same disk must lose something, or the test sees nothing. */
static void a_disk_that_lies_is_noticed(void **state)
{
    (void)state;
    Bed bed = {0};
    int lost = 0;
    set_up_bed(&bed);
    for (int at = 1; at < 40; at++) {
        sqlite3 *raw = NULL;
        remove_strays(&bed);
        copy_file(bed.base, bed.path);
        disk_arm(FAULT_POWER, at, false, (uint64_t)at);
        (void)disk_track(bed.path);
        (void)sqlite3_open(bed.path, &raw);
        int code = sqlite3_exec(raw,
                                "PRAGMA synchronous=OFF; PRAGMA journal_mode=TRUNCATE; UPDATE "
                                "task SET name='after';"
                                "UPDATE change SET label='x'",
                                NULL, NULL, NULL);
        disk.off = true;
        (void)sqlite3_close(raw);
        (void)disk_disarm();
        (void)sqlite3_open(bed.path, &raw);
        sqlite3_stmt *read = NULL;
        bool kept = sqlite3_prepare_v2(raw, "SELECT 1 FROM task WHERE name='after'", -1, &read,
                                       NULL) == SQLITE_OK &&
                    sqlite3_step(read) == SQLITE_ROW;
        sqlite3_finalize(read);
        (void)sqlite3_close(raw);
        lost += code == SQLITE_OK && !kept ? 1 : 0;
    }
    assert_true(lost > 0);
    test_folder_remove(bed.folder);
    arena_free(bed.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_is_whole_or_not_there),
        cmocka_unit_test(an_undo_is_whole_or_not_there),
        cmocka_unit_test(a_merge_is_whole_or_not_there),
        cmocka_unit_test(a_disk_that_lies_is_noticed),
    };
    disk_install();
    int failed = cmocka_run_group_tests_name("store_faults", tests, NULL, NULL);
    disk_forget();
    return failed;
}
