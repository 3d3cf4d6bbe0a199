/* SPDX-License-Identifier: MPL-2.0 */
/* Undo, redo, conflicts and what a person decides about them. */
#include "store_test.h"

typedef struct Place {
    char folder[300], path[400], other[400];
    TestClock clock;
    Arena *arena;
    Store *ann, *bo;
    RowId task, person;
} Place;

static void open_both(Place *place)
{
    Err err = {0};
    StoreAuthor ann = test_author(&place->clock, "ann");
    StoreAuthor bo = test_author(&place->clock, "bo");
    assert_good(store_open(place->path, 0, &ann, &place->ann, &err), err);
    assert_good(store_open(place->path, 0, &bo, &place->bo, &err), err);
}

static int set_up(void **state)
{
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    Store *store = NULL;
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    (void)snprintf(place->other, sizeof(place->other), "%s/b.plan", place->folder);
    place->clock.now = 1600000000;
    place->arena = arena_new();
    StoreAuthor maker = test_author(&place->clock, "maker");
    assert_good(store_create(place->path, &maker, &store, &err), err);
    test_begin(store, "add");
    place->task = test_add(store, ENTITY_TASK, "zero");
    place->person = test_add(store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(store);
    store_close(store);
    open_both(place);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    Place *place = *state;
    store_close(place->ann);
    store_close(place->bo);
    test_folder_remove(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

static void rename_task(Place *place, Store *store, const char *name)
{
    char label[64];
    (void)snprintf(label, sizeof(label), "set name %s", name);
    test_begin(store, label);
    test_set_text(store, ENTITY_TASK, place->task, "name", name);
    (void)test_commit(store);
}

static const char *task_name(Place *place)
{
    const Plan *plan = test_load(place->ann, place->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    return task == NULL ? "(gone)" : task->name;
}

static UndoReport undo(Place *place, Store *store)
{
    Err err = {0};
    UndoReport report;
    assert_good(store_undo(store, 0, place->arena, &report, &err), err);
    return report;
}

static UndoReport redo(Place *place, Store *store)
{
    Err err = {0};
    UndoReport report;
    assert_good(store_redo(store, place->arena, &report, &err), err);
    return report;
}

static void undo_goes_back_and_redo_forward_again(void **state)
{
    Place *place = *state;
    rename_task(place, place->ann, "one");
    rename_task(place, place->ann, "two");
    rename_task(place, place->ann, "three");
    static const char *const back[] = {"two", "one", "zero"};
    static const char *const forward[] = {"one", "two", "three"};
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 3; i++) {
            UndoReport report = undo(place, place->ann);
            assert_int_not_equal(report.change, 0);
            assert_int_equal(report.undone, 1);
            assert_string_equal(task_name(place), back[i]);
        }
        assert_int_equal(undo(place, place->ann).change, 0);
        store_close(place->ann);
        store_close(place->bo);
        open_both(place);
        for (int i = 0; i < 3; i++) {
            UndoReport report = redo(place, place->ann);
            assert_int_not_equal(report.change, 0);
            assert_string_equal(task_name(place), forward[i]);
        }
        assert_int_equal(redo(place, place->ann).change, 0);
    }
    assert_string_equal(undo(place, place->ann).label, "set name three");
    test_verify(place->ann, place->arena);
}

static void a_fresh_edit_ends_the_way_forward(void **state)
{
    Place *place = *state;
    rename_task(place, place->ann, "one");
    (void)undo(place, place->ann);
    rename_task(place, place->ann, "other");
    assert_int_equal(redo(place, place->ann).change, 0);
    assert_string_equal(task_name(place), "other");
    (void)undo(place, place->ann);
    assert_string_equal(task_name(place), "zero");
    assert_int_equal(undo(place, place->ann).change, 0);
}

static void what_another_changed_since_is_left_alone(void **state)
{
    Place *place = *state;
    test_begin(place->ann, "set name and progress");
    test_set_text(place->ann, ENTITY_TASK, place->task, "name", "mine");
    test_set_number(place->ann, ENTITY_TASK, place->task, "progress", 50);
    (void)test_commit(place->ann);
    rename_task(place, place->bo, "theirs");
    UndoReport report = undo(place, place->ann);
    assert_int_equal(report.undone, 1);
    assert_int_equal(report.left, 1);
    assert_non_null(strstr(report.left_words, "theirs"));
    assert_non_null(strstr(report.left_words, "bo"));
    const Plan *plan = test_load(place->ann, place->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    assert_string_equal(task->name, "theirs");
    assert_int_equal(task->progress, NUMBER_NONE);
    (void)undo(place, place->bo);
    assert_string_equal(task_name(place), "mine");
}

static void an_added_row_goes_unless_it_was_touched_or_is_used(void **state)
{
    Place *place = *state;
    test_begin(place->ann, "add");
    RowId free_row = test_add(place->ann, ENTITY_TASK, "free");
    RowId touched = test_add(place->ann, ENTITY_TASK, "touched");
    RowId used = test_add(place->ann, ENTITY_PERSON, "Odd Vik");
    (void)test_commit(place->ann);
    test_begin(place->bo, "touch");
    test_set_text(place->bo, ENTITY_TASK, touched, "note", "mine now");
    test_set_number(place->bo, ENTITY_TASK, place->task, "owner", used);
    (void)test_commit(place->bo);
    UndoReport report = undo(place, place->ann);
    assert_true(report.left > 0);
    const Plan *plan = test_load(place->ann, place->arena);
    assert_null(plan_row(plan, ENTITY_TASK, free_row));
    assert_non_null(plan_row(plan, ENTITY_TASK, touched));
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, touched)->name, "touched");
    assert_non_null(plan_row(plan, ENTITY_PERSON, used));
    (void)redo(place, place->ann);
    plan = test_load(place->ann, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, free_row)->name, "free");
    test_verify(place->ann, place->arena);
}

static void an_added_and_edited_row_goes_with_the_second_undo(void **state)
{
    Place *place = *state;
    test_begin(place->ann, "add");
    RowId row = test_add(place->ann, ENTITY_TASK, "new");
    (void)test_commit(place->ann);
    test_begin(place->ann, "edit");
    test_set_text(place->ann, ENTITY_TASK, row, "name", "newer");
    test_set_text(place->ann, ENTITY_TASK, row, "note", "more");
    (void)test_commit(place->ann);
    (void)undo(place, place->ann);
    (void)undo(place, place->ann);
    assert_null(plan_row(test_load(place->ann, place->arena), ENTITY_TASK, row));
    (void)redo(place, place->ann);
    (void)redo(place, place->ann);
    const Plan *plan = test_load(place->ann, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, row)->name, "newer");
    test_verify(place->ann, place->arena);
}

static void delete_row(Store *store, EntityKind kind, RowId row)
{
    Err err = {0};
    test_begin(store, "delete");
    assert_good(store_delete(store, kind, row, &err), err);
    (void)test_commit(store);
}

/* Taking back neither wakes a row that somebody deleted nor points to one. */
static void undo_leaves_deleted_rows_deleted(void **state)
{
    Place *place = *state;
    test_begin(place->ann, "add");
    RowId other = test_add(place->ann, ENTITY_PERSON, "Odd Vik");
    RowId task = test_add(place->ann, ENTITY_TASK, "used");
    test_set_number(place->ann, ENTITY_TASK, task, "owner", other);
    (void)test_commit(place->ann);
    test_begin(place->ann, "set");
    test_set_number(place->ann, ENTITY_TASK, task, "owner", place->person);
    test_set_text(place->ann, ENTITY_TASK, place->task, "name", "one");
    (void)test_commit(place->ann);
    delete_row(place->bo, ENTITY_PERSON, other);
    delete_row(place->bo, ENTITY_TASK, place->task);
    UndoReport report = undo(place, place->ann);
    assert_int_not_equal(report.change, 0);
    assert_int_equal(report.undone, 0);
    assert_int_equal(report.left, 2);
    const Plan *plan = test_load(place->ann, place->arena);
    assert_null(plan_row(plan, ENTITY_TASK, place->task));
    assert_null(plan_row(plan, ENTITY_PERSON, other));
    assert_int_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->owner, place->person);
    test_verify(place->ann, place->arena);
}

/* An undo that may touch nothing is a change all the same: the next one goes further back. */
static void an_undo_that_leaves_everything_alone_is_remembered(void **state)
{
    Place *place = *state;
    test_begin(place->ann, "set progress");
    test_set_number(place->ann, ENTITY_TASK, place->task, "progress", 30);
    (void)test_commit(place->ann);
    rename_task(place, place->ann, "mine");
    rename_task(place, place->bo, "theirs");
    UndoReport report = undo(place, place->ann);
    assert_int_not_equal(report.change, 0);
    assert_int_equal(report.undone, 0);
    assert_int_equal(report.left, 1);
    HistoryItem item;
    assert_true(store_latest(place->ann, place->arena, &item));
    assert_string_equal(item.kind, "undo");
    assert_int_equal(item.change, report.change);
    assert_int_equal(undo(place, place->ann).undone, 1);
    const Plan *plan = test_load(place->ann, place->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    assert_int_equal(task->progress, NUMBER_NONE);
    assert_string_equal(task->name, "theirs");
    test_verify(place->ann, place->arena);
}

static void a_named_change_can_be_undone_by_anybody_once(void **state)
{
    Place *place = *state;
    Err err = {0};
    UndoReport report;
    rename_task(place, place->ann, "one");
    HistoryItem item;
    assert_true(store_latest(place->ann, place->arena, &item));
    int64_t change = item.change;
    assert_good(store_undo(place->bo, change, place->arena, &report, &err), err);
    assert_string_equal(task_name(place), "zero");
    assert_false(store_undo(place->bo, change, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    assert_false(store_undo(place->bo, 12345, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    err_clear(&err);
    History history;
    HistoryFilter filter = {.field = -1, .limit = 2};
    assert_good(
        store_history(place->ann, &filter, NULL, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_string_equal(history.items[0].kind, "undo");
    assert_int_equal(history.items[0].undoes, change);
    assert_true(history.items[1].undone);
}

/* --- Conflicts ------------------------------------------------------------------------------------ */

static Store *open_laptop(Place *place)
{
    Err err = {0};
    Store *laptop = NULL;
    StoreAuthor author = test_author(&place->clock, "bo");
    assert_good(store_copy(place->ann, place->other, &err), err);
    assert_good(store_open(place->other, 0, &author, &laptop, &err), err);
    return laptop;
}

static const Conflict *merge(Place *place, uint32_t expected)
{
    Err err = {0};
    MergeReport report;
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    assert_good(store_merge(place->ann, place->other, false, place->arena, &report, &err), err);
    assert_int_equal(report.conflicts, expected);
    assert_int_equal(access(report.backup, R_OK), 0);
    const Plan *plan = test_load(place->ann, place->arena);
    assert_good(
        store_conflicts(place->ann, plan, LANGUAGE_EN, place->arena, &conflicts, &count, &err),
        err);
    assert_int_equal(count, expected);
    return conflicts;
}

static void conflicts_after_decision(Place *place, uint32_t expected)
{
    Err err = {0};
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    assert_good(
        store_conflicts(place->ann, NULL, LANGUAGE_EN, place->arena, &conflicts, &count, &err),
        err);
    assert_int_equal(count, expected);
}

static void two_names_are_a_conflict_until_somebody_decides(void **state)
{
    Place *place = *state;
    Store *laptop = open_laptop(place);
    rename_task(place, place->ann, "office");
    rename_task(place, laptop, "cabin");
    store_close(laptop);
    const Conflict *conflict = merge(place, 1);
    assert_int_equal(conflict->count, 2);
    assert_string_equal(conflict->values[0].value, "cabin");
    assert_true(conflict->values[0].in_force);
    assert_string_equal(conflict->values[1].value, "office");
    assert_string_equal(conflict->values[1].author, "ann");
    rename_task(place, place->ann, "cabin");
    conflicts_after_decision(place, 0);
    HistoryItem item;
    assert_true(store_latest(place->ann, place->arena, &item));
    assert_string_equal(item.kind, "resolve");
}

static void a_row_deleted_here_and_edited_there_stays(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *laptop = open_laptop(place);
    test_begin(place->ann, "delete");
    assert_good(store_delete(place->ann, ENTITY_TASK, place->task, &err), err);
    (void)test_commit(place->ann);
    rename_task(place, laptop, "edited");
    store_close(laptop);
    const Conflict *conflict = merge(place, 1);
    assert_int_equal(conflict->field, -1);
    assert_string_equal(task_name(place), "edited");
    RowId id = place->task;
    test_begin(place->ann, "keep");
    assert_good(store_add(place->ann, ENTITY_TASK, &id, &err), err);
    (void)test_commit(place->ann);
    conflicts_after_decision(place, 0);
    assert_string_equal(task_name(place), "edited");
    (void)undo(place, place->ann);
    test_begin(place->ann, "delete after all");
    assert_good(store_delete(place->ann, ENTITY_TASK, place->task, &err), err);
    (void)test_commit(place->ann);
    conflicts_after_decision(place, 0);
    assert_string_equal(task_name(place), "(gone)");
    test_verify(place->ann, place->arena);
}

static void a_deleted_row_that_is_used_stays(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *laptop = open_laptop(place);
    test_begin(place->ann, "delete");
    assert_good(store_delete(place->ann, ENTITY_PERSON, place->person, &err), err);
    (void)test_commit(place->ann);
    test_begin(laptop, "owner");
    test_set_number(laptop, ENTITY_TASK, place->task, "owner", place->person);
    (void)test_commit(laptop);
    store_close(laptop);
    (void)merge(place, 1);
    assert_non_null(
        plan_row(test_load(place->ann, place->arena), ENTITY_PERSON, place->person));
    test_begin(place->ann, "nobody");
    test_set_number(place->ann, ENTITY_TASK, place->task, "owner", 0);
    (void)test_commit(place->ann);
    conflicts_after_decision(place, 0);
    assert_null(plan_row(test_load(place->ann, place->arena), ENTITY_PERSON, place->person));
    test_verify(place->ann, place->arena);
}

static void a_dry_merge_changes_nothing(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    Store *laptop = open_laptop(place);
    rename_task(place, laptop, "cabin");
    test_begin(laptop, "add");
    (void)test_add(laptop, ENTITY_TASK, "new there");
    (void)test_commit(laptop);
    store_close(laptop);
    assert_good(store_merge(place->ann, place->other, true, place->arena, &report, &err), err);
    assert_int_equal(report.changes, 2);
    assert_int_equal(report.authors, 1);
    assert_int_equal(report.rows_new, 1);
    assert_int_equal(report.fields_taken, 1);
    assert_string_equal(report.backup, "");
    assert_string_equal(task_name(place), "zero");
    (void)merge(place, 0);
    assert_string_equal(task_name(place), "cabin");
    assert_good(store_merge(place->ann, place->other, false, place->arena, &report, &err), err);
    assert_int_equal(report.changes, 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(undo_goes_back_and_redo_forward_again),
        TEST(a_fresh_edit_ends_the_way_forward),
        TEST(what_another_changed_since_is_left_alone),
        TEST(an_added_row_goes_unless_it_was_touched_or_is_used),
        TEST(an_added_and_edited_row_goes_with_the_second_undo),
        TEST(undo_leaves_deleted_rows_deleted),
        TEST(an_undo_that_leaves_everything_alone_is_remembered),
        TEST(a_named_change_can_be_undone_by_anybody_once),
        TEST(two_names_are_a_conflict_until_somebody_decides),
        TEST(a_row_deleted_here_and_edited_there_stays),
        TEST(a_deleted_row_that_is_used_stays),
        TEST(a_dry_merge_changes_nothing),
    };
    return cmocka_run_group_tests_name("store_undo", tests, NULL, NULL);
}
