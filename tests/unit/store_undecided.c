/* SPDX-License-Identifier: MPL-2.0 */
/* While conflicts are open, a session that goes on loading sees the same ones as one that comes anew. */
#include "store_place.h"

enum { TASKS = 3 };

typedef struct Office {
    Place place;
    const Plan *plan; /* what the session has loaded last */
    RowId tasks[TASKS];
} Office;

static void set_name(Store *store, RowId task, const char *name)
{
    (void)test_write_text(store, ENTITY_TASK, task, "name", name);
}

/* Both sides name the task, and the copy comes home. */
static void bring_conflict_home(Place *place, RowId task)
{
    (void)unlink(place->other);
    place_copy(place, place->other);
    Store *away = place_open_as(place, place->other, "bo", 0);
    set_name(away, task, "borte");
    store_close(away);
    set_name(place->store, task, "her");
    (void)place_merge(place, place->store, place->other);
}

static void load_on(Office *office)
{
    Place *place = &office->place;
    Err err = {0};
    Plan *plan = NULL;
    assert_good(store_load_after(place->store, office->plan, place->arena, &plan, &err), err);
    office->plan = plan;
}

static uint32_t open_conflicts(Office *office)
{
    Place *place = &office->place;
    Store *anew = place_open_as(place, place->path, "vitne", 0);
    const Plan *plan = test_load(anew, place->arena);
    load_on(office);
    assert_int_equal(office->plan->conflict_count, plan->conflict_count);
    for (uint32_t i = 0; i < plan->conflict_count; i++) {
        assert_int_equal(office->plan->conflicts[i].row, plan->conflicts[i].row);
        assert_int_equal(office->plan->conflicts[i].count, plan->conflicts[i].count);
    }
    store_close(anew);
    return plan->conflict_count;
}

/* Three tasks, the first two in conflict, known to the session. */
static int set_up(void **state)
{
    Office *office = place_new(sizeof(*office));
    Place *place = &office->place;
    place_create(place);
    test_begin(place->store, "add");
    for (int i = 0; i < TASKS; i++)
        office->tasks[i] = test_add(place->store, ENTITY_TASK, "oppgave");
    (void)test_commit(place->store);
    bring_conflict_home(place, office->tasks[0]);
    bring_conflict_home(place, office->tasks[1]);
    office->plan = test_load(place->store, place->arena);
    assert_int_equal(office->plan->conflict_count, 2);
    *state = office;
    return 0;
}

static void other_edits_leave_them_open(void **state)
{
    Office *office = *state;
    Place *place = &office->place;
    set_name(place->store, office->tasks[2], "en annen");
    assert_int_equal(open_conflicts(office), 2);
}

static void a_decision_and_its_undo_are_seen(void **state)
{
    Office *office = *state;
    Place *place = &office->place;
    set_name(place->store, office->tasks[0], "avgjort");
    assert_int_equal(open_conflicts(office), 1);
    (void)place_undo(place, place->store);
    assert_int_equal(open_conflicts(office), 2);
    set_name(place->store, office->tasks[0], "avgjort");
    set_name(place->store, office->tasks[1], "avgjort");
    assert_int_equal(open_conflicts(office), 0);
    (void)place_undo(place, place->store);
    assert_int_equal(open_conflicts(office), 1);
}

static void a_dropped_decision_has_decided_nothing(void **state)
{
    Office *office = *state;
    Place *place = &office->place;
    test_begin(place->store, "set name");
    test_set_text(place->store, ENTITY_TASK, office->tasks[0], "name", "avgjort");
    load_on(office);
    assert_int_equal(office->plan->conflict_count, 1);
    store_drop(place->store);
    assert_int_equal(open_conflicts(office), 2);
}

/* Two other copies differ; nobody here has written to that task. */
static void the_next_merge_brings_more(void **state)
{
    Office *office = *state;
    Place *place = &office->place;
    const char *const copies[] = {place->other, place->third};
    (void)unlink(place->other);
    for (size_t i = 0; i < COUNT_OF(copies); i++) {
        place_copy(place, copies[i]);
        Store *away = place_open_as(place, copies[i], "bo", 0);
        set_name(away, office->tasks[2], i == 0 ? "borte" : "bortest");
        store_close(away);
    }
    for (size_t i = 0; i < COUNT_OF(copies); i++) {
        (void)place_merge(place, place->store, copies[i]);
        assert_int_equal(open_conflicts(office), i == 0 ? 2 : 3);
    }
}

static void what_others_decide_and_bring_is_seen(void **state)
{
    Office *office = *state;
    Place *place = &office->place;
    Store *other = place_open_as(place, place->path, "kari", 0);
    set_name(other, office->tasks[0], "avgjort");
    assert_true(store_changed(place->store));
    assert_int_equal(open_conflicts(office), 1);
    Store *own = place->store;
    place->store = other;
    bring_conflict_home(place, office->tasks[2]);
    place->store = own;
    assert_int_equal(open_conflicts(office), 2);
    store_close(other);
}

static void a_task_deleted_and_brought_back_is_still_undecided(void **state)
{
    Office *office = *state;
    Place *place = &office->place;
    test_delete(place->store, ENTITY_TASK, office->tasks[0]);
    assert_int_equal(open_conflicts(office), 1);
    (void)place_undo(place, place->store);
    (void)open_conflicts(office);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(other_edits_leave_them_open),
        PLACE_TEST(a_decision_and_its_undo_are_seen),
        PLACE_TEST(a_dropped_decision_has_decided_nothing),
        PLACE_TEST(the_next_merge_brings_more),
        PLACE_TEST(what_others_decide_and_bring_is_seen),
        PLACE_TEST(a_task_deleted_and_brought_back_is_still_undecided),
    };
    return cmocka_run_group_tests_name("store_undecided", tests, NULL, NULL);
}
