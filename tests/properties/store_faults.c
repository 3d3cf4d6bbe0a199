/* SPDX-License-Identifier: MPL-2.0 */
/*
 * An edit, an undo, a merge and back, a compaction, a migration and erasing on a failing disk: at every
 * operation an error, a full disk or a power loss.  Afterwards the plan is the old one or the new one,
 * never between; what was acknowledged stays.
 */
#include "store_bed.h"
#include "store_disk.h"

#define SEEDS (TEST_NIGHTLY ? 3 : 1) /* of what a power loss leaves of each sector */

static int power_points, error_points;

/* One run with the fault at the n-th operation; false when the action ended before it. */
static bool run_at(Bed *bed, const Case *what, Fault fault, int at, bool reads, int seed)
{
    Err err = {0};
    Store *store = bed_begin(bed, what);
    disk_arm(fault, at, reads, (uint64_t)at * 7 + (uint64_t)fault + (uint64_t)seed * 1000003);
    (void)disk_track(bed->path);
    bool done = what->action(bed, store, &err);
    bool known = done || (strstr(err.message, "look again") == NULL &&
                          strstr(err.message, "are erased") == NULL);
    if (fault == FAULT_POWER) {
        store_close(store);
    }
    bool hit = disk_disarm();
    if (fault != FAULT_POWER) {
        store_close(store);
    }
    const char *now = outcome_of(bed);
    if (done) {
        assert_string_equal(now, what->after);
    } else if (fault == FAULT_POWER || !known) {
        assert_true(strcmp(now, what->before) == 0 || strcmp(now, what->after) == 0);
    } else {
        assert_string_equal(now, what->before);
    }
    arena_clear(bed->arena);
    power_points += hit && fault == FAULT_POWER ? 1 : 0;
    error_points += hit && fault != FAULT_POWER ? 1 : 0;
    return hit;
}

static void run_everywhere(const Case *what)
{
    static const struct {
        Fault fault;
        bool reads;
    } kinds[] = {
        {FAULT_POWER, false}, {FAULT_ONCE, true}, {FAULT_STICKY, false}, {FAULT_FULL, false}};

    Bed bed = {0};
    int stride = TEST_NIGHTLY ? 1 : what->stride;
    int power = power_points;
    int errors = error_points;
    set_up_bed(&bed);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        int seeds = SEEDS;
        for (int seed = 0; seed < seeds && (seed == 0 || kinds[i].fault == FAULT_POWER);
             seed++) {
            int at = 1;
            while (run_at(&bed, what, kinds[i].fault, at, kinds[i].reads, seed)) {
                at += stride;
            }
            assert_true(at > stride);
        }
    }
    print_message("%s: %d power losses, %d errors\n", what->name, power_points - power,
                  error_points - errors);
    test_folder_remove(bed.folder);
    arena_free(bed.arena);
}

static void an_edit_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[0]);
}

static void an_undo_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[1]);
}

static void a_merge_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[2]);
}

static void a_compaction_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[3]);
}

static void a_migration_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[4]);
}

static void erasing_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[5]);
}

static void backing_out_of_a_merge_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[6]);
}

static void a_merge_of_a_fold_is_whole_or_not_there(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[7]);
}

static void there_were_enough_points(void **state)
{
    (void)state;
    assert_true(power_points >= (TEST_NIGHTLY ? 1500 : 50));
    assert_true(error_points >= (TEST_NIGHTLY ? 1000 : 150));
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
        file_copy(bed.base, bed.path);
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
        cmocka_unit_test(a_compaction_is_whole_or_not_there),
        cmocka_unit_test(a_migration_is_whole_or_not_there),
        cmocka_unit_test(erasing_is_whole_or_not_there),
        cmocka_unit_test(backing_out_of_a_merge_is_whole_or_not_there),
        cmocka_unit_test(a_merge_of_a_fold_is_whole_or_not_there),
        cmocka_unit_test(there_were_enough_points),
        cmocka_unit_test(a_disk_that_lies_is_noticed),
    };
    disk_install();
    int failed = cmocka_run_group_tests_name("store_faults", tests, NULL, NULL);
    disk_forget();
    return failed;
}
