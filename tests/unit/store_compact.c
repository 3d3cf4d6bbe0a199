/* SPDX-License-Identifier: MPL-2.0 */
/* Old history is folded: the plan, its conflicts and later merges do not notice; undo says so. */
#include "store_place.h"

static int set_up(void **state)
{
    Place *place = place_with_task("0");
    for (int i = 1; i <= 20; i++) {
        char name[8];
        (void)snprintf(name, sizeof(name), "%d", i);
        place_rename(place, place->store, name);
    }
    *state = place;
    return 0;
}

static void what_is_young_or_in_force_stays(void **state)
{
    Place *place = *state;
    CompactReport report = place_compact(place, place->store, 5);
    /* of 21 names: the newest five, and what the oldest of those replaced */
    assert_int_equal(report.operations, 15);
    assert_int_equal(report.changes, 15);
    assert_int_equal(access(report.backup, R_OK), 0);
    assert_int_equal(sql_number(place->path, "SELECT count(*) FROM change"), 22);
    assert_int_equal(sql_number(report.backup, "SELECT count(*) FROM change WHERE arch<>0"), 0);
    assert_string_equal(place_task_name(place, place->store), "20");
    report = place_compact(place, place->store, 5);
    assert_int_equal(report.operations, 0);
    assert_string_equal(report.backup, "");
    for (int i = 19; i >= 15; i--) {
        char name[8];
        (void)snprintf(name, sizeof(name), "%d", i);
        (void)place_undo(place, place->store);
        assert_string_equal(place_task_name(place, place->store), name);
    }
}

static void undo_stops_at_what_was_folded(void **state)
{
    Place *place = *state;
    UndoReport undo;
    Err err = {0};
    (void)place_compact(place, place->store, 0);
    undo = place_undo(place, place->store);
    assert_int_equal(undo.undone, 0);
    assert_int_equal(undo.left, 1);
    assert_string_equal(place_task_name(place, place->store), "20");
    assert_int_equal(place_undo(place, place->store).change, 0);
    int64_t folded = sql_number(place->path, "SELECT cid FROM change WHERE arch<>0 LIMIT 1");
    assert_false(store_undo(place->store, folded, place->arena, &undo, &err));
    assert_int_equal(err.code, ERR_INPUT);
    test_verify(place->store, place->arena);
}

static void the_past_is_not_shown_wrongly(void **state)
{
    Place *place = *state;
    Plan *plan = NULL;
    Err err = {0};
    int64_t fifth = sql_number(place->path, "SELECT ts FROM change WHERE seq=5");
    int64_t late = sql_number(place->path, "SELECT ts FROM change WHERE seq=20");
    (void)place_compact(place, place->store, 5);
    assert_false(store_load(place->store, place->arena, fifth, &plan, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_good(store_load(place->store, place->arena, late, &plan, &err), err);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->name, "18");
}

static void a_copy_from_before_brings_nothing_new(void **state)
{
    Place *place = *state;
    place_copy(place, place->other);
    (void)place_compact(place, place->store, 0);
    MergeReport report = place_merge(place, place->store, place->other);
    assert_int_equal(report.changes, 0);
    assert_int_equal(report.conflicts, 0);
    Store *other = place_open(place, place->other, 0);
    report = place_merge(place, other, place->path);
    assert_int_equal(report.changes, 0);
    assert_int_equal(report.conflicts, 0);
    assert_int_equal(sql_number(place->other, "SELECT count(*) FROM op"),
                     sql_number(place->path, "SELECT count(*) FROM op"));
    report = place_merge(place, other, place->path);
    assert_string_equal(report.backup, "");
    store_close(other);
}

/* The laptop left at "7": what replaced that there is dropped here, and must not come back. */
static void a_copy_far_behind_sees_no_conflict(void **state)
{
    Place *place = *state;
    Err err = {0};
    for (int i = 0; i < 13; i++)
        (void)place_undo(place, place->store);
    assert_string_equal(place_task_name(place, place->store), "7");
    place_copy(place, place->other);
    for (int i = 0; i < 6; i++) {
        place_rename(place, place->store, i % 2 ? "odd" : "even");
    }
    (void)place_compact(place, place->store, 0);
    Store *other = place_open(place, place->other, 0);
    MergeReport report = place_merge(place, other, place->path);
    assert_int_equal(report.changes, 6);
    assert_int_equal(report.conflicts, 0);
    assert_string_equal(place_task_name(place, other), "odd");
    const char *backup = NULL;
    assert_good(store_merge_back(other, place->arena, &backup, &err), err);
    test_verify(other, place->arena);
    assert_string_equal(place_task_name(place, other), "7");
    assert_int_equal(sql_number(place->other, "SELECT count(*) FROM change WHERE arch<>0"), 0);
    report = place_merge(place, other, place->path);
    assert_string_equal(place_task_name(place, other), "odd");
    store_close(other);
}

static void a_conflict_with_folded_history_is_still_one(void **state)
{
    Place *place = *state;
    place_copy(place, place->other);
    Store *other = place_open(place, place->other, 0);
    place_rename(place, other, "laptop");
    for (int i = 0; i < 4; i++) {
        place_rename(place, place->store, i % 2 ? "odd" : "even");
    }
    (void)place_compact(place, place->store, 0);
    assert_int_equal(place_merge(place, place->store, place->other).conflicts, 1);
    assert_int_equal(place_merge(place, other, place->path).conflicts, 1);
    assert_string_equal(place_task_name(place, place->store), place_task_name(place, other));
    store_close(other);
}

/* What nobody has decided yet keeps the value that both began from. */
static void an_undecided_field_is_not_folded(void **state)
{
    Place *place = *state;
    const Conflict *conflicts = NULL;
    place_copy(place, place->other);
    Store *other = place_open(place, place->other, 0);
    place_rename(place, place->store, "here");
    place_rename(place, other, "there");
    store_close(other);
    assert_int_equal(place_merge(place, place->store, place->other).conflicts, 1);
    assert_int_equal(place_compact(place, place->store, 0).operations, 0);
    assert_int_equal(place_conflicts(place, place->store, NULL, &conflicts), 1);
    assert_int_equal(conflicts[0].count, 2);
    assert_string_equal(conflicts[0].base.value, "20");
    place_rename(place, place->store, "decided");
    assert_true(place_compact(place, place->store, 0).operations > 0);
}

/* Two replaced one value, and arrived in opposite orders: each copy folds the one that it calls old.  What
 * they replaced must not be in force again where both are gone. */
static void copies_that_folded_different_things_agree(void **state)
{
    Place *place = *state;
    place_copy(place, place->other);
    Store *other = place_open(place, place->other, 0);
    place_rename(place, place->store, "here");
    place_rename(place, place->store, "here again");
    place_rename(place, other, "there");
    place_rename(place, other, "there again");
    assert_int_equal(place_merge(place, place->store, place->other).conflicts, 1);
    assert_int_equal(place_merge(place, other, place->path).conflicts, 1);
    place_rename(place, place->store, "decided");
    assert_int_equal(place_merge(place, other, place->path).conflicts, 0);
    assert_true(place_compact(place, place->store, 3).operations > 0);
    assert_true(place_compact(place, other, 3).operations > 0);
    assert_int_equal(place_merge(place, place->store, place->other).conflicts, 0);
    assert_int_equal(place_merge(place, other, place->path).conflicts, 0);
    assert_string_equal(place_task_name(place, place->store), "decided");
    assert_int_equal(sql_number(place->path, "SELECT count(*) FROM op"),
                     sql_number(place->other, "SELECT count(*) FROM op"));
    store_close(other);
}

/* Who wipes history by hand and says it was compacted is not believed. */
static void a_file_that_dropped_what_is_in_force_is_refused(void **state)
{
    Place *place = *state;
    MergeReport report;
    Err err = {0};
    place_copy(place, place->other);
    sql_run(place->other, "UPDATE change SET arch=1 WHERE seq=(SELECT max(seq) FROM change);"
                          "DELETE FROM op WHERE cid=(SELECT cid FROM change ORDER BY seq DESC"
                          " LIMIT 1);UPDATE task SET name='19'");
    assert_false(store_merge(place->store, place->other, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_DAMAGED);
    assert_string_equal(place_task_name(place, place->store), "20");
    test_verify(place->store, place->arena);
}

/* Only what came with the merge was folded: without it the past can be shown again, and taken back. */
static void backing_out_of_a_merge_leaves_nothing_folded(void **state)
{
    Place *place = *state;
    Err err = {0};
    Plan *plan = NULL;
    const char *backup = NULL;
    place_close(place);
    (void)unlink(place->path);
    place_create(place);
    int64_t made = sql_number(place->path, "SELECT ts FROM change");
    place_copy(place, place->other);
    place->second = place_open(place, place->other, 0);
    test_begin(place->second, "add task");
    place->task = test_add(place->second, ENTITY_TASK, "0");
    (void)test_commit(place->second);
    place_rename(place, place->second, "1");
    place_rename(place, place->second, "2");
    assert_true(place_compact(place, place->second, 0).operations > 0);
    (void)place_merge(place, place->store, place->other);
    assert_false(store_load(place->store, place->arena, made, &plan, &err));
    err_clear(&err);
    assert_good(store_merge_back(place->store, place->arena, &backup, &err), err);
    assert_good(store_load(place->store, place->arena, made, &plan, &err), err);
    assert_int_equal(sql_number(place->path, "SELECT sum(v) FROM meta WHERE k LIKE 'folded%'"),
                     0);
}

/* Every personal value that a row ever had is still found by erasing. */
static void personal_values_are_not_folded(void **state)
{
    Place *place = *state;
    Err err = {0};
    test_begin(place->store, "add");
    RowId person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(place->store);
    (void)test_write_text(place->store, ENTITY_PERSON, person, "name", "Gunvor Lien");
    (void)place_compact(place, place->store, 0);
    assert_good(store_erase(place->store, ENTITY_PERSON, person, &err), err);
    assert_int_equal(
        sql_number(place->path, "SELECT count(*) FROM personal WHERE value IS NOT NULL"), 0);
    test_verify(place->store, place->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(what_is_young_or_in_force_stays),
        PLACE_TEST(undo_stops_at_what_was_folded),
        PLACE_TEST(the_past_is_not_shown_wrongly),
        PLACE_TEST(a_copy_from_before_brings_nothing_new),
        PLACE_TEST(a_copy_far_behind_sees_no_conflict),
        PLACE_TEST(a_conflict_with_folded_history_is_still_one),
        PLACE_TEST(an_undecided_field_is_not_folded),
        PLACE_TEST(copies_that_folded_different_things_agree),
        PLACE_TEST(a_file_that_dropped_what_is_in_force_is_refused),
        PLACE_TEST(backing_out_of_a_merge_leaves_nothing_folded),
        PLACE_TEST(personal_values_are_not_folded),
    };
    return cmocka_run_group_tests_name("store_compact", tests, NULL, NULL);
}
