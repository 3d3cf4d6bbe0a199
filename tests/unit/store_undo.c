/* SPDX-License-Identifier: MPL-2.0 */
/* Undo, redo, conflicts and what a person decides about them. */
#include "store_place.h"

/* Two sessions on the plan: ann's is place->store, bo's is place->second. */
static void open_both(Place *place)
{
    place_reopen(place, 0);
    store_close(place->second);
    place->second = place_open_as(place, place->path, "bo", 0);
}

static int set_up(void **state)
{
    Place *place = place_new(sizeof(*place));
    place->author = test_author(&place->clock, "maker");
    place_create(place);
    test_begin(place->store, "add");
    place->task = test_add(place->store, ENTITY_TASK, "zero");
    place->person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(place->store);
    place->author = test_author(&place->clock, "ann");
    open_both(place);
    *state = place;
    return 0;
}

static void undo_goes_back_and_redo_forward_again(void **state)
{
    Place *place = *state;
    place_rename(place, place->store, "one");
    place_rename(place, place->store, "two");
    place_rename(place, place->store, "three");
    static const char *const back[] = {"two", "one", "zero"};
    static const char *const forward[] = {"one", "two", "three"};
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3; i++) {
            UndoReport report = place_undo(place, place->store);
            assert_int_not_equal(report.change, 0);
            assert_int_equal(report.undone, 1);
            assert_string_equal(place_task_name(place, place->store), back[i]);
        }
        assert_int_equal(place_undo(place, place->store).change, 0);
        open_both(place);
        for (int i = 0; i < 3; i++) {
            UndoReport report = place_redo(place, place->store);
            assert_int_not_equal(report.change, 0);
            assert_string_equal(place_task_name(place, place->store), forward[i]);
        }
        assert_int_equal(place_redo(place, place->store).change, 0);
    }
    assert_string_equal(place_undo(place, place->store).label, "set name \"three\"");
    test_verify(place->store, place->arena);
}

static void a_fresh_edit_ends_the_way_forward(void **state)
{
    Place *place = *state;
    place_rename(place, place->store, "one");
    (void)place_undo(place, place->store);
    place_rename(place, place->store, "other");
    assert_int_equal(place_redo(place, place->store).change, 0);
    assert_string_equal(place_task_name(place, place->store), "other");
    (void)place_undo(place, place->store);
    assert_string_equal(place_task_name(place, place->store), "zero");
    assert_int_equal(place_undo(place, place->store).change, 0);
}

static void what_another_changed_since_is_left_alone(void **state)
{
    Place *place = *state;
    test_begin(place->store, "set name and progress");
    test_set_text(place->store, ENTITY_TASK, place->task, "name", "mine");
    test_set_number(place->store, ENTITY_TASK, place->task, "progress", 50);
    (void)test_commit(place->store);
    place_rename(place, place->second, "theirs");
    UndoReport report = place_undo(place, place->store);
    assert_int_equal(report.undone, 1);
    assert_int_equal(report.left, 1);
    assert_non_null(strstr(report.left_words, "theirs"));
    assert_non_null(strstr(report.left_words, "bo"));
    const Plan *plan = test_load(place->store, place->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    assert_string_equal(task->name, "theirs");
    assert_int_equal(task->progress, NUMBER_NONE);
    (void)place_undo(place, place->second);
    assert_string_equal(place_task_name(place, place->store), "mine");
}

static void an_added_row_goes_unless_it_was_touched_or_is_used(void **state)
{
    Place *place = *state;
    test_begin(place->store, "add");
    RowId free_row = test_add(place->store, ENTITY_TASK, "free");
    RowId touched = test_add(place->store, ENTITY_TASK, "touched");
    RowId used = test_add(place->store, ENTITY_PERSON, "Odd Vik");
    (void)test_commit(place->store);
    test_begin(place->second, "touch");
    test_set_text(place->second, ENTITY_TASK, touched, "note", "mine now");
    test_set_number(place->second, ENTITY_TASK, place->task, "owner", used);
    (void)test_commit(place->second);
    UndoReport report = place_undo(place, place->store);
    assert_true(report.left > 0);
    const Plan *plan = test_load(place->store, place->arena);
    assert_null(plan_row(plan, ENTITY_TASK, free_row));
    assert_non_null(plan_row(plan, ENTITY_TASK, touched));
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, touched)->name, "touched");
    assert_non_null(plan_row(plan, ENTITY_PERSON, used));
    (void)place_redo(place, place->store);
    plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, free_row)->name, "free");
    test_verify(place->store, place->arena);
}

static void an_added_and_edited_row_goes_with_the_second_undo(void **state)
{
    Place *place = *state;
    test_begin(place->store, "add");
    RowId row = test_add(place->store, ENTITY_TASK, "new");
    (void)test_commit(place->store);
    test_begin(place->store, "edit");
    test_set_text(place->store, ENTITY_TASK, row, "name", "newer");
    test_set_text(place->store, ENTITY_TASK, row, "note", "more");
    (void)test_commit(place->store);
    (void)place_undo(place, place->store);
    (void)place_undo(place, place->store);
    assert_null(plan_row(test_load(place->store, place->arena), ENTITY_TASK, row));
    (void)place_redo(place, place->store);
    (void)place_redo(place, place->store);
    const Plan *plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, row)->name, "newer");
    test_verify(place->store, place->arena);
}

/* Taking back neither wakes a row that somebody deleted nor points to one. */
static void undo_leaves_deleted_rows_deleted(void **state)
{
    Place *place = *state;
    test_begin(place->store, "add");
    RowId other = test_add(place->store, ENTITY_PERSON, "Odd Vik");
    RowId task = test_add(place->store, ENTITY_TASK, "used");
    test_set_number(place->store, ENTITY_TASK, task, "owner", other);
    (void)test_commit(place->store);
    test_begin(place->store, "set");
    test_set_number(place->store, ENTITY_TASK, task, "owner", place->person);
    test_set_text(place->store, ENTITY_TASK, place->task, "name", "one");
    (void)test_commit(place->store);
    test_delete(place->second, ENTITY_PERSON, other);
    test_delete(place->second, ENTITY_TASK, place->task);
    UndoReport report = place_undo(place, place->store);
    assert_int_not_equal(report.change, 0);
    assert_int_equal(report.undone, 0);
    assert_int_equal(report.left, 2);
    const Plan *plan = test_load(place->store, place->arena);
    assert_null(plan_row(plan, ENTITY_TASK, place->task));
    assert_null(plan_row(plan, ENTITY_PERSON, other));
    assert_int_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->owner, place->person);
    test_verify(place->store, place->arena);
}

/* An undo that may touch nothing is a change all the same: the next one goes further back. */
static void an_undo_that_leaves_everything_alone_is_remembered(void **state)
{
    Place *place = *state;
    test_begin(place->store, "set progress");
    test_set_number(place->store, ENTITY_TASK, place->task, "progress", 30);
    (void)test_commit(place->store);
    place_rename(place, place->store, "mine");
    place_rename(place, place->second, "theirs");
    UndoReport report = place_undo(place, place->store);
    assert_int_not_equal(report.change, 0);
    assert_int_equal(report.undone, 0);
    assert_int_equal(report.left, 1);
    HistoryItem item;
    assert_true(store_latest(place->store, place->arena, &item));
    assert_string_equal(item.kind, "undo");
    assert_int_equal(item.change, report.change);
    assert_int_equal(place_undo(place, place->store).undone, 1);
    const Plan *plan = test_load(place->store, place->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    assert_int_equal(task->progress, NUMBER_NONE);
    assert_string_equal(task->name, "theirs");
    test_verify(place->store, place->arena);
}

static void a_named_change_can_be_undone_by_anybody_once(void **state)
{
    Place *place = *state;
    Err err = {0};
    UndoReport report;
    place_rename(place, place->store, "one");
    HistoryItem item;
    assert_true(store_latest(place->store, place->arena, &item));
    int64_t change = item.change;
    assert_good(store_undo(place->second, change, place->arena, &report, &err), err);
    assert_string_equal(place_task_name(place, place->store), "zero");
    assert_false(store_undo(place->second, change, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    assert_false(store_undo(place->second, 12345, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    err_clear(&err);
    History history;
    HistoryFilter filter = {.field = -1, .limit = 2};
    assert_good(
        store_history(place->store, &filter, NULL, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_string_equal(history.items[0].kind, "undo");
    assert_int_equal(history.items[0].undoes, change);
    assert_true(history.items[1].undone);
}

/* --- Conflicts ------------------------------------------------------------------------------------ */

static Store *open_laptop(Place *place)
{
    place_copy(place, place->other);
    return place_open_as(place, place->other, "bo", 0);
}

static const Conflict *merge(Place *place, uint32_t expected)
{
    const Conflict *conflicts = NULL;
    MergeReport report = place_merge(place, place->store, place->other);
    assert_int_equal(report.conflicts, expected);
    assert_int_equal(access(report.backup, R_OK), 0);
    const Plan *plan = test_load(place->store, place->arena);
    assert_int_equal(place_conflicts(place, place->store, plan, &conflicts), expected);
    return conflicts;
}

static uint32_t open_conflicts(Place *place)
{
    const Conflict *conflicts = NULL;
    return place_conflicts(place, place->store, NULL, &conflicts);
}

static void two_names_are_a_conflict_until_somebody_decides(void **state)
{
    Place *place = *state;
    Store *laptop = open_laptop(place);
    place_rename(place, place->store, "office");
    place_rename(place, laptop, "cabin");
    store_close(laptop);
    const Conflict *conflict = merge(place, 1);
    assert_int_equal(conflict->count, 2);
    assert_string_equal(conflict->values[0].value, "cabin");
    assert_true(conflict->values[0].in_force);
    assert_string_equal(conflict->values[1].value, "office");
    assert_string_equal(conflict->values[1].author, "ann");
    place_rename(place, place->store, "cabin");
    assert_int_equal(open_conflicts(place), 0);
    HistoryItem item;
    assert_true(store_latest(place->store, place->arena, &item));
    assert_string_equal(item.kind, "resolve");
}

static void a_row_deleted_here_and_edited_there_stays(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *laptop = open_laptop(place);
    test_delete(place->store, ENTITY_TASK, place->task);
    place_rename(place, laptop, "edited");
    store_close(laptop);
    const Conflict *conflict = merge(place, 1);
    assert_int_equal(conflict->field, -1);
    assert_string_equal(place_task_name(place, place->store), "edited");
    RowId id = place->task;
    test_begin(place->store, "keep");
    assert_good(store_add(place->store, ENTITY_TASK, &id, &err), err);
    (void)test_commit(place->store);
    assert_int_equal(open_conflicts(place), 0);
    assert_string_equal(place_task_name(place, place->store), "edited");
    (void)place_undo(place, place->store);
    test_delete(place->store, ENTITY_TASK, place->task);
    assert_int_equal(open_conflicts(place), 0);
    assert_string_equal(place_task_name(place, place->store), "(gone)");
    test_verify(place->store, place->arena);
}

static void a_deleted_row_that_is_used_stays(void **state)
{
    Place *place = *state;
    Store *laptop = open_laptop(place);
    test_delete(place->store, ENTITY_PERSON, place->person);
    test_begin(laptop, "owner");
    test_set_number(laptop, ENTITY_TASK, place->task, "owner", place->person);
    (void)test_commit(laptop);
    store_close(laptop);
    (void)merge(place, 1);
    assert_non_null(
        plan_row(test_load(place->store, place->arena), ENTITY_PERSON, place->person));
    test_begin(place->store, "nobody");
    test_set_number(place->store, ENTITY_TASK, place->task, "owner", 0);
    (void)test_commit(place->store);
    assert_int_equal(open_conflicts(place), 0);
    assert_null(plan_row(test_load(place->store, place->arena), ENTITY_PERSON, place->person));
    test_verify(place->store, place->arena);
}

static void a_dry_merge_changes_nothing(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    Store *laptop = open_laptop(place);
    place_rename(place, laptop, "cabin");
    test_begin(laptop, "add");
    (void)test_add(laptop, ENTITY_TASK, "new there");
    (void)test_commit(laptop);
    store_close(laptop);
    assert_good(store_merge(place->store, place->other, true, place->arena, &report, &err),
                err);
    assert_int_equal(report.changes, 2);
    assert_int_equal(report.authors, 1);
    assert_int_equal(report.rows_new, 1);
    assert_int_equal(report.fields_taken, 1);
    assert_string_equal(report.backup, "");
    assert_string_equal(place_task_name(place, place->store), "zero");
    (void)merge(place, 0);
    assert_string_equal(place_task_name(place, place->store), "cabin");
    assert_int_equal(place_merge(place, place->store, place->other).changes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(undo_goes_back_and_redo_forward_again),
        PLACE_TEST(a_fresh_edit_ends_the_way_forward),
        PLACE_TEST(what_another_changed_since_is_left_alone),
        PLACE_TEST(an_added_row_goes_unless_it_was_touched_or_is_used),
        PLACE_TEST(an_added_and_edited_row_goes_with_the_second_undo),
        PLACE_TEST(undo_leaves_deleted_rows_deleted),
        PLACE_TEST(an_undo_that_leaves_everything_alone_is_remembered),
        PLACE_TEST(a_named_change_can_be_undone_by_anybody_once),
        PLACE_TEST(two_names_are_a_conflict_until_somebody_decides),
        PLACE_TEST(a_row_deleted_here_and_edited_there_stays),
        PLACE_TEST(a_deleted_row_that_is_used_stays),
        PLACE_TEST(a_dry_merge_changes_nothing),
    };
    return cmocka_run_group_tests_name("store_undo", tests, NULL, NULL);
}
