/* SPDX-License-Identifier: MPL-2.0 */
/* An undone decision leaves the conflict as it was: every value that stood before it stands again. */
#include "store_place.h"

static int set_up(void **state)
{
    Place *place = place_with_task("zero");
    place_copy(place, place->other);
    place_copy(place, place->third);
    *state = place;
    return 0;
}

/* Both laptops are bo's: place->other and place->third. */
static void rename_on_laptop(Place *place, const char *path, const char *name)
{
    Store *laptop = place_open_as(place, path, "bo", 0);
    place_rename(place, laptop, name);
    store_close(laptop);
}

/* The values of the one conflict there is, in force first; "" when there is none. */
static const char *values_in(Place *place, Store *store)
{
    const Conflict *conflicts = NULL;
    Text words = {0};
    const Plan *plan = test_load(store, place->arena);
    uint32_t count = place_conflicts(place, store, plan, &conflicts);
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
    const Conflict *conflicts = NULL;
    Text words = {0};
    assert_true(place_conflicts(place, place->store, NULL, &conflicts) > 0);
    for (uint32_t i = 0; i < conflicts->count; i++) {
        text_printf(&words, "%s%s%s", i > 0 ? " " : "", conflicts->values[i].author,
                    conflicts->values[i].ours ? "*" : "");
    }
    const char *kept = arena_strdup(place->arena, text_string(&words));
    text_free(&words);
    return kept;
}

#define assert_values(place, expected)                                                         \
    assert_string_equal(values_in(place, (place)->store), expected)

static void set_up_three_values(Place *place)
{
    place_rename(place, place->store, "office");
    rename_on_laptop(place, place->other, "cabin");
    rename_on_laptop(place, place->third, "shed");
    (void)place_merge(place, place->store, place->other);
    (void)place_merge(place, place->store, place->third);
    assert_values(place, "shed | cabin | office");
}

static void an_undone_decision_opens_the_conflict_again(void **state)
{
    Place *place = *state;
    set_up_three_values(place);
    place_rename(place, place->store, "house");
    assert_values(place, "");
    for (int round = 0; round < 3; round++) {
        assert_int_equal(place_undo(place, place->store).reopened, 1);
        assert_values(place, "shed | cabin | office");
        assert_string_equal(authors_of(place), "bo bo ann*");
        assert_string_equal(place_task_name(place, place->store), "shed");
        assert_int_equal(place_redo(place, place->store).reopened, 0);
        assert_values(place, "");
        assert_string_equal(place_task_name(place, place->store), "house");
    }
}

static void what_stands_again_can_be_decided_again(void **state)
{
    Place *place = *state;
    set_up_three_values(place);
    place_rename(place, place->store, "house");
    (void)place_undo(place, place->store);
    place_rename(place, place->store, "office");
    assert_values(place, "");
    assert_string_equal(place_task_name(place, place->store), "office");
    (void)place_undo(place, place->store);
    assert_values(place, "shed | cabin | office");
    /* Her own value goes as well, and with it the conflict keeps two. */
    (void)place_undo(place, place->store);
    assert_values(place, "shed | cabin");
}

static void history_shows_one_undo(void **state)
{
    Place *place = *state;
    Err err = {0};
    History history;
    HistoryItem latest;
    set_up_three_values(place);
    place_rename(place, place->store, "house");
    UndoReport report = place_undo(place, place->store);
    const HistoryFilter all = {.entity = ENTITY_NONE, .field = -1};
    assert_good(
        store_history(place->store, &all, NULL, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_int_equal(history.count, 7);
    assert_true(history.items[0].change == report.change);
    const HistoryFilter row = {.entity = ENTITY_TASK, .row = place->task, .field = -1};
    assert_good(
        store_history(place->store, &row, NULL, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_true(history.items[0].change == report.change);
    for (uint32_t i = 0; i < history.count; i++) {
        assert_string_not_equal(history.items[i].kind, "reopen");
    }
    assert_true(store_latest(place->store, place->arena, &latest));
    assert_true(latest.change == report.change);
    assert_string_equal(latest.kind, "undo");
    assert_good(
        store_history(place->store, &all, NULL, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_good(store_touched(place->store, history.items[1].change, NULL, LANGUAGE_EN,
                              place->arena, &history, &err),
                err);
    assert_int_equal(history.count, 1);
}

static void history_shows_what_was_decided_between(void **state)
{
    Place *place = *state;
    Err err = {0};
    History history;
    place_rename(place, place->store, "office");
    rename_on_laptop(place, place->other, "cabin");
    (void)place_merge(place, place->store, place->other);
    place_rename(place, place->store, "cabin");
    const HistoryFilter all = {.entity = ENTITY_NONE, .field = -1};
    assert_good(
        store_history(place->store, &all, NULL, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_string_equal(history.items[0].after, "cabin");
    assert_true(strcmp(history.items[0].before, "office | cabin") == 0 ||
                strcmp(history.items[0].before, "cabin | office") == 0);
}

static void other_copies_see_it_open_too(void **state)
{
    Place *place = *state;
    set_up_three_values(place);
    place_rename(place, place->store, "house");
    (void)place_undo(place, place->store);
    Store *laptop = place_open_as(place, place->other, "bo", 0);
    (void)place_merge(place, laptop, place->path);
    assert_string_equal(values_in(place, laptop), "shed | cabin | office");
    place_rename(place, laptop, "barn");
    assert_string_equal(values_in(place, laptop), "");
    store_close(laptop);
    (void)place_merge(place, place->store, place->other);
    assert_values(place, "");
    assert_string_equal(place_task_name(place, place->store), "barn");
    /* The decision was overtaken: there is nothing of it to do again. */
    assert_int_equal(place_redo(place, place->store).undone, 0);
    assert_string_equal(place_task_name(place, place->store), "barn");
}

static void an_edit_made_before_a_copy_came_home_stands_again(void **state)
{
    Place *place = *state;
    rename_on_laptop(place, place->other, "cabin");
    place_rename(place, place->store, "office");
    place_rename(place, place->store, "tower");
    (void)place_merge(place, place->store, place->other);
    assert_values(place, "tower | cabin");
    assert_int_equal(place_undo(place, place->store).reopened, 1);
    assert_values(place, "office | cabin");
    (void)place_undo(place, place->store);
    assert_values(place, "");
    assert_string_equal(place_task_name(place, place->store), "cabin");
}

static void set_up_deleted_but_edited(Place *place)
{
    test_delete(place->store, ENTITY_TASK, place->task);
    rename_on_laptop(place, place->other, "edited");
    (void)place_merge(place, place->store, place->other);
    assert_values(place, "edited meanwhile | deleted");
}

static void a_row_that_was_kept_is_undecided_again(void **state)
{
    Place *place = *state;
    Err err = {0};
    set_up_deleted_but_edited(place);
    RowId id = place->task;
    test_begin(place->store, "keep");
    assert_good(store_add(place->store, ENTITY_TASK, &id, &err), err);
    (void)test_commit(place->store);
    assert_values(place, "");
    for (int round = 0; round < 2; round++) {
        assert_int_equal(place_undo(place, place->store).reopened, 1);
        assert_values(place, "edited meanwhile | deleted");
        assert_string_equal(place_task_name(place, place->store), "edited");
        (void)place_redo(place, place->store);
        assert_values(place, "");
        assert_string_equal(place_task_name(place, place->store), "edited");
    }
}

static void a_row_that_was_let_go_is_undecided_again(void **state)
{
    Place *place = *state;
    set_up_deleted_but_edited(place);
    test_delete(place->store, ENTITY_TASK, place->task);
    assert_values(place, "");
    for (int round = 0; round < 2; round++) {
        assert_string_equal(place_task_name(place, place->store), "(gone)");
        assert_int_equal(place_undo(place, place->store).reopened, 1);
        assert_values(place, "edited meanwhile | deleted");
        assert_string_equal(place_task_name(place, place->store), "edited");
        (void)place_redo(place, place->store);
        assert_values(place, "");
    }
    assert_string_equal(place_task_name(place, place->store), "(gone)");
}

/* An undo that deletes anew names all that the deletion had seen, and is that deletion nevertheless. */
static void the_first_deletion_can_be_taken_back_as_well(void **state)
{
    Place *place = *state;
    set_up_deleted_but_edited(place);
    test_delete(place->store, ENTITY_TASK, place->task);
    assert_int_equal(place_undo(place, place->store).reopened, 1);
    assert_int_equal(place_undo(place, place->store).undone, 1);
    assert_values(place, "");
    assert_string_equal(place_task_name(place, place->store), "edited");
}

static void set_progress(Place *place, int64_t percent)
{
    test_begin(place->store, "set progress");
    test_set_number(place->store, ENTITY_TASK, place->task, "progress", percent);
    (void)test_commit(place->store);
}

/* What the deletion had seen may be folded since: that says nothing of whether the row is there. */
static void a_row_is_let_go_again_after_its_words_were_folded(void **state)
{
    Place *place = *state;
    set_progress(place, 10);
    set_up_deleted_but_edited(place);
    set_progress(place, 20);
    assert_true(place_compact(place, place->store, 0).operations > 0);
    test_delete(place->store, ENTITY_TASK, place->task);
    assert_string_equal(place_task_name(place, place->store), "(gone)");
    assert_int_equal(place_undo(place, place->store).reopened, 1);
    assert_string_equal(place_task_name(place, place->store), "edited");
    (void)place_redo(place, place->store);
    assert_string_equal(place_task_name(place, place->store), "(gone)");
    assert_values(place, "");
}

/* Half of what an edit wrote was folded, the other half still stands when the row is let go. */
static void a_row_is_undecided_again_after_half_an_edit_was_folded(void **state)
{
    Place *place = *state;
    set_up_deleted_but_edited(place);
    test_begin(place->store, "set progress and purpose");
    test_set_number(place->store, ENTITY_TASK, place->task, "progress", 10);
    test_set_text(place->store, ENTITY_TASK, place->task, "purpose", "first");
    (void)test_commit(place->store);
    (void)test_write_text(place->store, ENTITY_TASK, place->task, "purpose", "second");
    assert_true(place_compact(place, place->store, 0).operations > 0);
    test_delete(place->store, ENTITY_TASK, place->task);
    for (int round = 0; round < 2; round++) {
        assert_string_equal(place_task_name(place, place->store), "(gone)");
        assert_int_equal(place_undo(place, place->store).reopened, 1);
        assert_values(place, "edited meanwhile | deleted");
        (void)place_redo(place, place->store);
    }
    assert_string_equal(place_task_name(place, place->store), "(gone)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(an_undone_decision_opens_the_conflict_again),
        PLACE_TEST(what_stands_again_can_be_decided_again),
        PLACE_TEST(history_shows_one_undo),
        PLACE_TEST(history_shows_what_was_decided_between),
        PLACE_TEST(other_copies_see_it_open_too),
        PLACE_TEST(an_edit_made_before_a_copy_came_home_stands_again),
        PLACE_TEST(a_row_that_was_kept_is_undecided_again),
        PLACE_TEST(a_row_that_was_let_go_is_undecided_again),
        PLACE_TEST(the_first_deletion_can_be_taken_back_as_well),
        PLACE_TEST(a_row_is_let_go_again_after_its_words_were_folded),
        PLACE_TEST(a_row_is_undecided_again_after_half_an_edit_was_folded),
    };
    return cmocka_run_group_tests_name("store_reopen", tests, NULL, NULL);
}
