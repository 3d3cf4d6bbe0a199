/* SPDX-License-Identifier: MPL-2.0 */
/* While conflicts are open, a session that goes on loading sees the same ones as one that comes anew. */
#include "store_test.h"

enum { TASKS = 3 };

typedef struct Place {
    char folder[300], path[400], copy[400];
    TestClock clock;
    Arena *arena;
    Store *store;
    const Plan *plan;
    RowId tasks[TASKS];
} Place;

static Store *open_as(Place *place, const char *path, const char *name)
{
    Err err = {0};
    Store *store = NULL;
    StoreAuthor author = test_author(&place->clock, name);
    assert_good(store_open(path, 0, &author, &store, &err), err);
    return store;
}

static void set_name(Store *store, RowId task, const char *name)
{
    test_begin(store, "set name");
    test_set_text(store, ENTITY_TASK, task, "name", name);
    (void)test_commit(store);
}

/* Both sides name the task, and the copy comes home. */
static void bring_conflict_home(Place *place, RowId task)
{
    Err err = {0};
    MergeReport report;
    (void)unlink(place->copy);
    assert_good(store_copy(place->store, place->copy, &err), err);
    Store *away = open_as(place, place->copy, "bo");
    set_name(away, task, "borte");
    store_close(away);
    set_name(place->store, task, "her");
    assert_good(store_merge(place->store, place->copy, false, place->arena, &report, &err),
                err);
}

static void load_on(Place *place)
{
    Err err = {0};
    Plan *plan = NULL;
    assert_good(store_load_after(place->store, place->plan, place->arena, &plan, &err), err);
    place->plan = plan;
}

static uint32_t open_conflicts(Place *place)
{
    Store *anew = open_as(place, place->path, "vitne");
    const Plan *plan = test_load(anew, place->arena);
    load_on(place);
    assert_int_equal(place->plan->conflict_count, plan->conflict_count);
    for (uint32_t i = 0; i < plan->conflict_count; i++) {
        assert_int_equal(place->plan->conflicts[i].row, plan->conflicts[i].row);
        assert_int_equal(place->plan->conflicts[i].count, plan->conflicts[i].count);
    }
    store_close(anew);
    return plan->conflict_count;
}

/* Three tasks, the first two in conflict, known to the session. */
static int set_up(void **state)
{
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    (void)snprintf(place->copy, sizeof(place->copy), "%s/b.plan", place->folder);
    place->clock.now = 1600000000;
    place->arena = arena_new();
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_create(place->path, &author, &place->store, &err), err);
    test_begin(place->store, "add");
    for (int i = 0; i < TASKS; i++)
        place->tasks[i] = test_add(place->store, ENTITY_TASK, "oppgave");
    (void)test_commit(place->store);
    bring_conflict_home(place, place->tasks[0]);
    bring_conflict_home(place, place->tasks[1]);
    place->plan = test_load(place->store, place->arena);
    assert_int_equal(place->plan->conflict_count, 2);
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

static void other_edits_leave_them_open(void **state)
{
    Place *place = *state;
    set_name(place->store, place->tasks[2], "en annen");
    assert_int_equal(open_conflicts(place), 2);
}

static void a_decision_and_its_undo_are_seen(void **state)
{
    Place *place = *state;
    UndoReport report;
    Err err = {0};
    set_name(place->store, place->tasks[0], "avgjort");
    assert_int_equal(open_conflicts(place), 1);
    assert_good(store_undo(place->store, 0, place->arena, &report, &err), err);
    assert_int_equal(open_conflicts(place), 2);
    set_name(place->store, place->tasks[0], "avgjort");
    set_name(place->store, place->tasks[1], "avgjort");
    assert_int_equal(open_conflicts(place), 0);
    assert_good(store_undo(place->store, 0, place->arena, &report, &err), err);
    assert_int_equal(open_conflicts(place), 1);
}

static void a_dropped_decision_has_decided_nothing(void **state)
{
    Place *place = *state;
    test_begin(place->store, "set name");
    test_set_text(place->store, ENTITY_TASK, place->tasks[0], "name", "avgjort");
    load_on(place);
    assert_int_equal(place->plan->conflict_count, 1);
    store_drop(place->store);
    assert_int_equal(open_conflicts(place), 2);
}

/* Two other copies differ; nobody here has written to that task. */
static void the_next_merge_brings_more(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    char second[420];
    (void)snprintf(second, sizeof(second), "%s/c.plan", place->folder);
    const char *const copies[] = {place->copy, second};
    (void)unlink(place->copy);
    for (size_t i = 0; i < COUNT_OF(copies); i++) {
        assert_good(store_copy(place->store, copies[i], &err), err);
        Store *away = open_as(place, copies[i], "bo");
        set_name(away, place->tasks[2], i == 0 ? "borte" : "bortest");
        store_close(away);
    }
    for (size_t i = 0; i < COUNT_OF(copies); i++) {
        assert_good(store_merge(place->store, copies[i], false, place->arena, &report, &err),
                    err);
        assert_int_equal(open_conflicts(place), i == 0 ? 2 : 3);
    }
}

static void what_others_decide_and_bring_is_seen(void **state)
{
    Place *place = *state;
    Store *other = open_as(place, place->path, "kari");
    set_name(other, place->tasks[0], "avgjort");
    assert_true(store_changed(place->store));
    assert_int_equal(open_conflicts(place), 1);
    Store *own = place->store;
    place->store = other;
    bring_conflict_home(place, place->tasks[2]);
    place->store = own;
    assert_int_equal(open_conflicts(place), 2);
    store_close(other);
}

static void a_task_deleted_and_brought_back_is_still_undecided(void **state)
{
    Place *place = *state;
    UndoReport report;
    Err err = {0};
    test_begin(place->store, "delete task");
    assert_good(store_delete(place->store, ENTITY_TASK, place->tasks[0], &err), err);
    (void)test_commit(place->store);
    assert_int_equal(open_conflicts(place), 1);
    assert_good(store_undo(place->store, 0, place->arena, &report, &err), err);
    (void)open_conflicts(place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(other_edits_leave_them_open, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_decision_and_its_undo_are_seen, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dropped_decision_has_decided_nothing, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(the_next_merge_brings_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_others_decide_and_bring_is_seen, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_task_deleted_and_brought_back_is_still_undecided,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests_name("store_undecided", tests, NULL, NULL);
}
