/* SPDX-License-Identifier: MPL-2.0 */
/* An undone decision leaves the conflict as it was: every value that stood before it stands again. */
#include "store_test.h"

#define LAPTOPS 2

typedef struct Place {
    char folder[300], path[400], laptops[LAPTOPS][400];
    TestClock clock;
    Arena *arena;
    Store *ann;
    RowId task;
} Place;

static int set_up(void **state)
{
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    place->clock.now = 1600000000;
    place->arena = arena_new();
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_create(place->path, &author, &place->ann, &err), err);
    test_begin(place->ann, "new plan");
    place->task = test_add(place->ann, ENTITY_TASK, "zero");
    (void)test_commit(place->ann);
    for (int i = 0; i < LAPTOPS; i++) {
        (void)snprintf(place->laptops[i], sizeof(place->laptops[i]), "%s/%d.plan",
                       place->folder, i);
        assert_good(store_copy(place->ann, place->laptops[i], &err), err);
    }
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    Place *place = *state;
    store_close(place->ann);
    test_folder_remove(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

static void rename_task(Place *place, Store *store, const char *name)
{
    test_begin(store, "set name");
    test_set_text(store, ENTITY_TASK, place->task, "name", name);
    (void)test_commit(store);
}

static Store *open_laptop(Place *place, int number)
{
    Err err = {0};
    Store *laptop = NULL;
    StoreAuthor author = test_author(&place->clock, "bo");
    assert_good(store_open(place->laptops[number], 0, &author, &laptop, &err), err);
    return laptop;
}

static void rename_on_laptop(Place *place, int number, const char *name)
{
    Store *laptop = open_laptop(place, number);
    rename_task(place, laptop, name);
    store_close(laptop);
}

static void delete_task(Place *place, Store *store)
{
    Err err = {0};
    test_begin(store, "delete");
    assert_good(store_delete(store, ENTITY_TASK, place->task, &err), err);
    (void)test_commit(store);
}

static void merge(Place *place, int number)
{
    Err err = {0};
    MergeReport report;
    assert_good(
        store_merge(place->ann, place->laptops[number], false, place->arena, &report, &err),
        err);
}

static UndoReport undo(Place *place)
{
    Err err = {0};
    UndoReport report;
    assert_good(store_undo(place->ann, 0, place->arena, &report, &err), err);
    test_verify(place->ann, place->arena);
    return report;
}

static UndoReport redo(Place *place)
{
    Err err = {0};
    UndoReport report;
    assert_good(store_redo(place->ann, place->arena, &report, &err), err);
    test_verify(place->ann, place->arena);
    return report;
}

static const char *name_in(Place *place, Store *store)
{
    const Plan *plan = test_load(store, place->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    return task == NULL ? "(gone)" : task->name;
}

/* The values of the one conflict there is, in force first; "" when there is none. */
static const char *values_in(Place *place, Store *store)
{
    Err err = {0};
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    Text words = {0};
    const Plan *plan = test_load(store, place->arena);
    assert_good(
        store_conflicts(store, plan, LANGUAGE_EN, place->arena, &conflicts, &count, &err), err);
    assert_true(count < 2);
    for (uint32_t i = 0; count > 0 && i < conflicts->count; i++) {
        text_printf(&words, "%s%s", i > 0 ? " | " : "", conflicts->values[i].value);
    }
    /* Whatever was decided and taken back, before it all came what the copies began with. */
    assert_true(count == 0 || conflicts->field < 0 ||
                strcmp(conflicts->base.value, "zero") == 0);
    const char *kept = arena_strdup(place->arena, text_string(&words));
    text_free(&words);
    return kept;
}

/* Who wrote the values of the conflict, in that order; the one of this copy is marked. */
static const char *authors_of(Place *place)
{
    Err err = {0};
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    Text words = {0};
    assert_good(
        store_conflicts(place->ann, NULL, LANGUAGE_EN, place->arena, &conflicts, &count, &err),
        err);
    for (uint32_t i = 0; i < conflicts->count; i++) {
        text_printf(&words, "%s%s%s", i > 0 ? " " : "", conflicts->values[i].author,
                    conflicts->values[i].ours ? "*" : "");
    }
    const char *kept = arena_strdup(place->arena, text_string(&words));
    text_free(&words);
    return kept;
}

#define assert_values(place, expected)                                                         \
    assert_string_equal(values_in(place, (place)->ann), expected)

static void set_up_three_values(Place *place)
{
    rename_task(place, place->ann, "office");
    rename_on_laptop(place, 0, "cabin");
    rename_on_laptop(place, 1, "shed");
    merge(place, 0);
    merge(place, 1);
    assert_values(place, "shed | cabin | office");
}

static void an_undone_decision_opens_the_conflict_again(void **state)
{
    Place *place = *state;
    set_up_three_values(place);
    rename_task(place, place->ann, "house");
    assert_values(place, "");
    for (int round = 0; round < 3; round++) {
        assert_int_equal(undo(place).reopened, 1);
        assert_values(place, "shed | cabin | office");
        assert_string_equal(authors_of(place), "bo bo ann*");
        assert_string_equal(name_in(place, place->ann), "shed");
        assert_int_equal(redo(place).reopened, 0);
        assert_values(place, "");
        assert_string_equal(name_in(place, place->ann), "house");
    }
}

static void what_stands_again_can_be_decided_again(void **state)
{
    Place *place = *state;
    set_up_three_values(place);
    rename_task(place, place->ann, "house");
    (void)undo(place);
    rename_task(place, place->ann, "office");
    assert_values(place, "");
    assert_string_equal(name_in(place, place->ann), "office");
    (void)undo(place);
    assert_values(place, "shed | cabin | office");
    /* Her own value goes as well, and with it the conflict keeps two. */
    (void)undo(place);
    assert_values(place, "shed | cabin");
}

static void history_shows_one_undo(void **state)
{
    Place *place = *state;
    Err err = {0};
    History history;
    HistoryItem latest;
    set_up_three_values(place);
    rename_task(place, place->ann, "house");
    UndoReport report = undo(place);
    const HistoryFilter all = {.entity = ENTITY_NONE, .field = -1};
    assert_good(
        store_history(place->ann, &all, NULL, LANGUAGE_EN, place->arena, &history, &err), err);
    assert_int_equal(history.count, 7);
    assert_true(history.items[0].change == report.change);
    assert_true(store_latest(place->ann, place->arena, &latest));
    assert_true(latest.change == report.change);
    assert_string_equal(latest.kind, "undo");
    assert_good(store_touched(place->ann, history.items[1].change, NULL, LANGUAGE_EN,
                              place->arena, &history, &err),
                err);
    assert_int_equal(history.count, 1);
}

static void history_shows_what_was_decided_between(void **state)
{
    Place *place = *state;
    Err err = {0};
    History history;
    rename_task(place, place->ann, "office");
    rename_on_laptop(place, 0, "cabin");
    merge(place, 0);
    rename_task(place, place->ann, "cabin");
    const HistoryFilter all = {.entity = ENTITY_NONE, .field = -1};
    assert_good(
        store_history(place->ann, &all, NULL, LANGUAGE_EN, place->arena, &history, &err), err);
    assert_string_equal(history.items[0].after, "cabin");
    assert_true(strcmp(history.items[0].before, "office | cabin") == 0 ||
                strcmp(history.items[0].before, "cabin | office") == 0);
}

static void other_copies_see_it_open_too(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    set_up_three_values(place);
    rename_task(place, place->ann, "house");
    (void)undo(place);
    Store *laptop = open_laptop(place, 0);
    assert_good(store_merge(laptop, place->path, false, place->arena, &report, &err), err);
    assert_string_equal(values_in(place, laptop), "shed | cabin | office");
    rename_task(place, laptop, "barn");
    assert_string_equal(values_in(place, laptop), "");
    store_close(laptop);
    merge(place, 0);
    assert_values(place, "");
    assert_string_equal(name_in(place, place->ann), "barn");
    /* The decision was overtaken: there is nothing of it to do again. */
    assert_int_equal(redo(place).undone, 0);
    assert_string_equal(name_in(place, place->ann), "barn");
}

static void an_edit_made_before_a_copy_came_home_stands_again(void **state)
{
    Place *place = *state;
    rename_on_laptop(place, 0, "cabin");
    rename_task(place, place->ann, "office");
    rename_task(place, place->ann, "tower");
    merge(place, 0);
    assert_values(place, "tower | cabin");
    assert_int_equal(undo(place).reopened, 1);
    assert_values(place, "office | cabin");
    (void)undo(place);
    assert_values(place, "");
    assert_string_equal(name_in(place, place->ann), "cabin");
}

static void set_up_deleted_but_edited(Place *place)
{
    delete_task(place, place->ann);
    rename_on_laptop(place, 0, "edited");
    merge(place, 0);
    assert_values(place, "edited meanwhile | deleted");
}

static void a_row_that_was_kept_is_undecided_again(void **state)
{
    Place *place = *state;
    Err err = {0};
    set_up_deleted_but_edited(place);
    RowId id = place->task;
    test_begin(place->ann, "keep");
    assert_good(store_add(place->ann, ENTITY_TASK, &id, &err), err);
    (void)test_commit(place->ann);
    assert_values(place, "");
    for (int round = 0; round < 2; round++) {
        assert_int_equal(undo(place).reopened, 1);
        assert_values(place, "edited meanwhile | deleted");
        assert_string_equal(name_in(place, place->ann), "edited");
        (void)redo(place);
        assert_values(place, "");
        assert_string_equal(name_in(place, place->ann), "edited");
    }
}

static void a_row_that_was_let_go_is_undecided_again(void **state)
{
    Place *place = *state;
    set_up_deleted_but_edited(place);
    delete_task(place, place->ann);
    assert_values(place, "");
    for (int round = 0; round < 2; round++) {
        assert_string_equal(name_in(place, place->ann), "(gone)");
        assert_int_equal(undo(place).reopened, 1);
        assert_values(place, "edited meanwhile | deleted");
        assert_string_equal(name_in(place, place->ann), "edited");
        (void)redo(place);
        assert_values(place, "");
    }
    assert_string_equal(name_in(place, place->ann), "(gone)");
}

static void set_progress(Place *place, int64_t percent)
{
    test_begin(place->ann, "set progress");
    test_set_number(place->ann, ENTITY_TASK, place->task, "progress", percent);
    (void)test_commit(place->ann);
}

/* What the deletion had seen may be folded since: that says nothing of whether the row is there. */
static void a_row_is_let_go_again_after_its_words_were_folded(void **state)
{
    Place *place = *state;
    Err err = {0};
    CompactReport report;
    set_progress(place, 10);
    set_up_deleted_but_edited(place);
    set_progress(place, 20);
    assert_good(store_compact(place->ann, INT64_MAX, 0, place->arena, &report, &err), err);
    assert_true(report.operations > 0);
    delete_task(place, place->ann);
    assert_string_equal(name_in(place, place->ann), "(gone)");
    assert_int_equal(undo(place).reopened, 1);
    assert_string_equal(name_in(place, place->ann), "edited");
    (void)redo(place);
    assert_string_equal(name_in(place, place->ann), "(gone)");
    assert_values(place, "");
}

/* Half of what an edit wrote was folded, the other half still stands when the row is let go. */
static void a_row_is_undecided_again_after_half_an_edit_was_folded(void **state)
{
    Place *place = *state;
    Err err = {0};
    CompactReport report;
    set_up_deleted_but_edited(place);
    test_begin(place->ann, "set progress and purpose");
    test_set_number(place->ann, ENTITY_TASK, place->task, "progress", 10);
    test_set_text(place->ann, ENTITY_TASK, place->task, "purpose", "first");
    (void)test_commit(place->ann);
    test_begin(place->ann, "set purpose");
    test_set_text(place->ann, ENTITY_TASK, place->task, "purpose", "second");
    (void)test_commit(place->ann);
    assert_good(store_compact(place->ann, INT64_MAX, 0, place->arena, &report, &err), err);
    assert_true(report.operations > 0);
    delete_task(place, place->ann);
    for (int round = 0; round < 2; round++) {
        assert_string_equal(name_in(place, place->ann), "(gone)");
        assert_int_equal(undo(place).reopened, 1);
        assert_values(place, "edited meanwhile | deleted");
        (void)redo(place);
    }
    assert_string_equal(name_in(place, place->ann), "(gone)");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_undone_decision_opens_the_conflict_again),
        TEST(what_stands_again_can_be_decided_again),
        TEST(history_shows_one_undo),
        TEST(history_shows_what_was_decided_between),
        TEST(other_copies_see_it_open_too),
        TEST(an_edit_made_before_a_copy_came_home_stands_again),
        TEST(a_row_that_was_kept_is_undecided_again),
        TEST(a_row_that_was_let_go_is_undecided_again),
        TEST(a_row_is_let_go_again_after_its_words_were_folded),
        TEST(a_row_is_undecided_again_after_half_an_edit_was_folded),
    };
    return cmocka_run_group_tests_name("store_reopen", tests, NULL, NULL);
}
