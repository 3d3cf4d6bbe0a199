/* SPDX-License-Identifier: MPL-2.0 */
/* Old history is folded: the plan, its conflicts and later merges do not notice; undo says so. */
#include "store_test.h"

#include <sqlite3.h>

typedef struct Place {
    char folder[300], path[400], other[400];
    TestClock clock;
    Arena *arena;
    Store *store;
    RowId task;
} Place;

static Store *open_plan(Place *place, const char *path)
{
    Err err = {0};
    Store *store = NULL;
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_open(path, 0, &author, &store, &err), err);
    return store;
}

static void rename_task(Place *place, Store *store, const char *name)
{
    test_begin(store, "set name");
    test_set_text(store, ENTITY_TASK, place->task, "name", name);
    assert_true(test_commit(store) != 0);
}

static int set_up(void **state)
{
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    (void)snprintf(place->other, sizeof(place->other), "%s/b.plan", place->folder);
    place->clock.now = 1600000000;
    place->arena = arena_new();
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_create(place->path, &author, &place->store, &err), err);
    test_begin(place->store, "add");
    place->task = test_add(place->store, ENTITY_TASK, "0");
    (void)test_commit(place->store);
    for (int i = 1; i <= 20; i++) {
        char name[8];
        (void)snprintf(name, sizeof(name), "%d", i);
        rename_task(place, place->store, name);
    }
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    Place *place = *state;
    store_close(place->store);
    test_folder_remove(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

static const Task *task_of(Place *place, Store *store)
{
    const Plan *plan = test_load(store, place->arena);
    return PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
}

static CompactReport compact(Place *place, Store *store, int64_t keep)
{
    CompactReport report;
    Err err = {0};
    assert_good(store_compact(store, INT64_MAX, keep, place->arena, &report, &err), err);
    test_verify(store, place->arena);
    return report;
}

static MergeReport merge(Place *place, Store *store, const char *path)
{
    MergeReport report;
    Err err = {0};
    assert_good(store_merge(store, path, false, place->arena, &report, &err), err);
    test_verify(store, place->arena);
    return report;
}

static int64_t count(const char *path, const char *sql)
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

static void what_is_young_or_in_force_stays(void **state)
{
    Place *place = *state;
    CompactReport report = compact(place, place->store, 5);
    /* of 21 names: the newest five, and what the oldest of those replaced */
    assert_int_equal(report.operations, 15);
    assert_int_equal(report.changes, 15);
    assert_int_equal(access(report.backup, R_OK), 0);
    assert_int_equal(count(place->path, "SELECT count(*) FROM change"), 22);
    assert_int_equal(count(report.backup, "SELECT count(*) FROM change WHERE arch<>0"), 0);
    assert_string_equal(task_of(place, place->store)->name, "20");
    report = compact(place, place->store, 5);
    assert_int_equal(report.operations, 0);
    assert_string_equal(report.backup, "");
    for (int i = 19; i >= 15; i--) {
        UndoReport undo;
        Err err = {0};
        char name[8];
        (void)snprintf(name, sizeof(name), "%d", i);
        assert_good(store_undo(place->store, 0, place->arena, &undo, &err), err);
        assert_string_equal(task_of(place, place->store)->name, name);
    }
}

static void undo_stops_at_what_was_folded(void **state)
{
    Place *place = *state;
    UndoReport undo;
    Err err = {0};
    (void)compact(place, place->store, 0);
    assert_good(store_undo(place->store, 0, place->arena, &undo, &err), err);
    assert_int_equal(undo.undone, 0);
    assert_int_equal(undo.left, 1);
    assert_string_equal(task_of(place, place->store)->name, "20");
    assert_good(store_undo(place->store, 0, place->arena, &undo, &err), err);
    assert_int_equal(undo.change, 0);
    int64_t folded = count(place->path, "SELECT cid FROM change WHERE arch<>0 LIMIT 1");
    assert_false(store_undo(place->store, folded, place->arena, &undo, &err));
    assert_int_equal(err.code, ERR_INPUT);
    test_verify(place->store, place->arena);
}

static void the_past_is_not_shown_wrongly(void **state)
{
    Place *place = *state;
    Plan *plan = NULL;
    Err err = {0};
    int64_t fifth = count(place->path, "SELECT ts FROM change WHERE seq=5");
    int64_t late = count(place->path, "SELECT ts FROM change WHERE seq=20");
    (void)compact(place, place->store, 5);
    assert_false(store_load(place->store, place->arena, fifth, &plan, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_good(store_load(place->store, place->arena, late, &plan, &err), err);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->name, "18");
}

static void a_copy_from_before_brings_nothing_new(void **state)
{
    Place *place = *state;
    Err err = {0};
    assert_good(store_copy(place->store, place->other, &err), err);
    (void)compact(place, place->store, 0);
    MergeReport report = merge(place, place->store, place->other);
    assert_int_equal(report.changes, 0);
    assert_int_equal(report.conflicts, 0);
    Store *other = open_plan(place, place->other);
    report = merge(place, other, place->path);
    assert_int_equal(report.changes, 0);
    assert_int_equal(report.conflicts, 0);
    assert_int_equal(count(place->other, "SELECT count(*) FROM op"),
                     count(place->path, "SELECT count(*) FROM op"));
    report = merge(place, other, place->path);
    assert_string_equal(report.backup, "");
    store_close(other);
}

/* The laptop left at "7": what replaced that there is dropped here, and must not come back. */
static void a_copy_far_behind_sees_no_conflict(void **state)
{
    Place *place = *state;
    Err err = {0};
    UndoReport undo;
    for (int i = 0; i < 13; i++) {
        assert_good(store_undo(place->store, 0, place->arena, &undo, &err), err);
    }
    assert_string_equal(task_of(place, place->store)->name, "7");
    assert_good(store_copy(place->store, place->other, &err), err);
    for (int i = 0; i < 6; i++) {
        rename_task(place, place->store, i % 2 ? "odd" : "even");
    }
    (void)compact(place, place->store, 0);
    Store *other = open_plan(place, place->other);
    MergeReport report = merge(place, other, place->path);
    assert_int_equal(report.changes, 6);
    assert_int_equal(report.conflicts, 0);
    assert_string_equal(task_of(place, other)->name, "odd");
    const char *backup = NULL;
    assert_good(store_merge_back(other, place->arena, &backup, &err), err);
    test_verify(other, place->arena);
    assert_string_equal(task_of(place, other)->name, "7");
    assert_int_equal(count(place->other, "SELECT count(*) FROM change WHERE arch<>0"), 0);
    report = merge(place, other, place->path);
    assert_string_equal(task_of(place, other)->name, "odd");
    store_close(other);
}

static void a_conflict_with_folded_history_is_still_one(void **state)
{
    Place *place = *state;
    Err err = {0};
    assert_good(store_copy(place->store, place->other, &err), err);
    Store *other = open_plan(place, place->other);
    rename_task(place, other, "laptop");
    for (int i = 0; i < 4; i++) {
        rename_task(place, place->store, i % 2 ? "odd" : "even");
    }
    (void)compact(place, place->store, 0);
    assert_int_equal(merge(place, place->store, place->other).conflicts, 1);
    assert_int_equal(merge(place, other, place->path).conflicts, 1);
    assert_string_equal(task_of(place, place->store)->name, task_of(place, other)->name);
    store_close(other);
}

/* What nobody has decided yet keeps the value that both began from. */
static void an_undecided_field_is_not_folded(void **state)
{
    Place *place = *state;
    Err err = {0};
    const Conflict *conflicts = NULL;
    uint32_t conflict_count = 0;
    assert_good(store_copy(place->store, place->other, &err), err);
    Store *other = open_plan(place, place->other);
    rename_task(place, place->store, "here");
    rename_task(place, other, "there");
    store_close(other);
    assert_int_equal(merge(place, place->store, place->other).conflicts, 1);
    assert_int_equal(compact(place, place->store, 0).operations, 0);
    assert_good(store_conflicts(place->store, NULL, LANGUAGE_EN, place->arena, &conflicts,
                                &conflict_count, &err),
                err);
    assert_int_equal(conflict_count, 1);
    assert_int_equal(conflicts[0].count, 2);
    assert_string_equal(conflicts[0].base.value, "20");
    rename_task(place, place->store, "decided");
    assert_true(compact(place, place->store, 0).operations > 0);
}

/* Two replaced one value, and arrived in opposite orders: each copy folds the one that it calls old.  What
 * they replaced must not be in force again where both are gone. */
static void copies_that_folded_different_things_agree(void **state)
{
    Place *place = *state;
    Err err = {0};
    assert_good(store_copy(place->store, place->other, &err), err);
    Store *other = open_plan(place, place->other);
    rename_task(place, place->store, "here");
    rename_task(place, place->store, "here again");
    rename_task(place, other, "there");
    rename_task(place, other, "there again");
    assert_int_equal(merge(place, place->store, place->other).conflicts, 1);
    assert_int_equal(merge(place, other, place->path).conflicts, 1);
    rename_task(place, place->store, "decided");
    assert_int_equal(merge(place, other, place->path).conflicts, 0);
    assert_true(compact(place, place->store, 3).operations > 0);
    assert_true(compact(place, other, 3).operations > 0);
    assert_int_equal(merge(place, place->store, place->other).conflicts, 0);
    assert_int_equal(merge(place, other, place->path).conflicts, 0);
    assert_string_equal(task_of(place, place->store)->name, "decided");
    assert_int_equal(count(place->path, "SELECT count(*) FROM op"),
                     count(place->other, "SELECT count(*) FROM op"));
    store_close(other);
}

/* Who wipes history by hand and says it was compacted is not believed. */
static void a_file_that_dropped_what_is_in_force_is_refused(void **state)
{
    Place *place = *state;
    MergeReport report;
    sqlite3 *raw = NULL;
    Err err = {0};
    assert_good(store_copy(place->store, place->other, &err), err);
    assert_int_equal(sqlite3_open(place->other, &raw), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(raw,
                     "UPDATE change SET arch=1 WHERE seq=(SELECT max(seq) FROM change);"
                     "DELETE FROM op WHERE cid=(SELECT cid FROM change ORDER BY seq DESC"
                     " LIMIT 1);UPDATE task SET name='19'",
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
    assert_false(store_merge(place->store, place->other, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_DAMAGED);
    assert_string_equal(task_of(place, place->store)->name, "20");
    test_verify(place->store, place->arena);
}

/* Every personal value that a row ever had is still found by erasing. */
static void personal_values_are_not_folded(void **state)
{
    Place *place = *state;
    Err err = {0};
    test_begin(place->store, "add");
    RowId person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(place->store);
    test_begin(place->store, "set");
    test_set_text(place->store, ENTITY_PERSON, person, "name", "Gunvor Lien");
    (void)test_commit(place->store);
    (void)compact(place, place->store, 0);
    assert_good(store_erase(place->store, ENTITY_PERSON, person, &err), err);
    assert_int_equal(
        count(place->path, "SELECT count(*) FROM personal WHERE value IS NOT NULL"), 0);
    test_verify(place->store, place->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_young_or_in_force_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(undo_stops_at_what_was_folded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_past_is_not_shown_wrongly, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_copy_from_before_brings_nothing_new, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_copy_far_behind_sees_no_conflict, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_conflict_with_folded_history_is_still_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_undecided_field_is_not_folded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(copies_that_folded_different_things_agree, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_dropped_what_is_in_force_is_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(personal_values_are_not_folded, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("store_compact", tests, NULL, NULL);
}
