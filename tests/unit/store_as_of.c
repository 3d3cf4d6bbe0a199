/* SPDX-License-Identifier: MPL-2.0 */
/* The plan as its history had it at some time. */
#include "store_place.h"

#define MORNING PLACE_START
#define HOUR    3600

static void at(Place *place, int hour)
{
    place->clock.now = MORNING + (int64_t)hour * HOUR;
}

static int set_up(void **state)
{
    Place *place = place_new(sizeof(*place));
    at(place, 0);
    place_create(place);
    at(place, 1);
    test_begin(place->store, "add");
    place->task = test_add(place->store, ENTITY_TASK, "Utrede");
    place->person = test_add(place->store, ENTITY_PERSON, "Gunvor Dahl");
    test_set_number(place->store, ENTITY_TASK, place->task, "owner", place->person);
    (void)test_commit(place->store);
    *state = place;
    return 0;
}

/* Half an hour after the change of that hour: it has been made, the next has not. */
static Plan *load_after(Place *place, int hour)
{
    Err err = {0};
    Plan *plan = NULL;
    int64_t until = MORNING + (int64_t)hour * HOUR + HOUR / 2;
    assert_good(store_load(place->store, place->arena, until, &plan, &err), err);
    return plan;
}

static const Task *task_after(Place *place, int hour)
{
    return PLAN_ROW_OF(load_after(place, hour), Task, ENTITY_TASK, place->task);
}

static const Person *person_after(Place *place, int hour)
{
    return PLAN_ROW_OF(load_after(place, hour), Person, ENTITY_PERSON, place->person);
}

static void rename_task(Place *place, int hour, const char *name)
{
    at(place, hour);
    place_rename(place, place->store, name);
}

/* Every field of every row: the same as a load of the state. */
static void assert_same_plan(Place *place, const Plan *one, const Plan *other)
{
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        assert_int_equal(plan_count(one, (EntityKind)kind),
                         plan_count(other, (EntityKind)kind));
        for (uint32_t r = 0; r < plan_count(one, (EntityKind)kind); r++) {
            const Row *row = plan_at(one, (EntityKind)kind, r);
            const Row *twin = plan_row(other, (EntityKind)kind, row->id);
            assert_non_null(twin);
            for (int f = 0; f < entity->field_count; f++) {
                Value left = field_value(&entity->fields[f], row, place->arena);
                Value right = field_value(&entity->fields[f], twin, place->arena);
                if (!value_equal(&left, &right)) {
                    fail_msg("%s: “%s” differs", entity->name, entity->fields[f].name);
                }
            }
        }
    }
}

static void each_time_has_its_value(void **state)
{
    Place *place = *state;
    rename_task(place, 2, "Vedta");
    rename_task(place, 3, "Gjennomføre");
    assert_null(task_after(place, 0));
    assert_int_equal(load_after(place, 0)->info->row.id, PLAN_ROW);
    assert_string_equal(task_after(place, 1)->name, "Utrede");
    assert_string_equal(task_after(place, 2)->name, "Vedta");
    assert_string_equal(task_after(place, 3)->name, "Gjennomføre");
    assert_same_plan(place, test_load(place->store, place->arena), load_after(place, 99));
}

/* The second in which a change was made belongs to it; the second before does not. */
static void a_change_counts_from_its_own_second(void **state)
{
    Place *place = *state;
    Err err = {0};
    Plan *plan = NULL;
    rename_task(place, 2, "Vedta");
    int64_t made = MORNING + 2 * HOUR;
    assert_good(store_load(place->store, place->arena, made, &plan, &err), err);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->name, "Vedta");
    assert_good(store_load(place->store, place->arena, made - 1, &plan, &err), err);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->name, "Utrede");
    /* Long before there was a plan it had no name and no rows, and can be loaded all the same. */
    assert_good(store_load(place->store, place->arena, 1, &plan, &err), err);
    assert_non_null(plan->info);
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        /* The plan's own row is never missing. */
        assert_int_equal(plan_count(plan, (EntityKind)kind), kind == ENTITY_PLAN ? 1 : 0);
    }
}

/* What a plan of today is loaded after may lie where the latest one lay, and be none of today's. */
static void the_past_is_not_taken_for_the_plan_before(void **state)
{
    Place *place = *state;
    Err err = {0};
    Plan *past = NULL;
    Plan *plan = NULL;
    Arena *arena = arena_new();
    rename_task(place, 2, "Vedta");
    const Plan *latest = test_load(place->store, arena);
    arena_clear(arena);
    assert_good(store_load(place->store, arena, MORNING + HOUR, &past, &err), err);
    assert_ptr_equal(past, latest);
    assert_good(store_load_after(place->store, past, place->arena, &plan, &err), err);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->name, "Vedta");
    arena_free(arena);
}

static void a_value_that_was_empty_is_empty_again(void **state)
{
    Place *place = *state;
    at(place, 2);
    test_begin(place->store, "set");
    test_set_text(place->store, ENTITY_TASK, place->task, "short_name", "Utr.");
    test_set_number(place->store, ENTITY_TASK, place->task, "progress", 40);
    (void)test_commit(place->store);
    at(place, 3);
    (void)test_write_text(place->store, ENTITY_TASK, place->task, "short_name", NULL);
    assert_string_equal(task_after(place, 1)->short_name, "");
    assert_int_equal(task_after(place, 2)->progress, 40);
    assert_string_equal(task_after(place, 2)->short_name, "Utr.");
    assert_string_equal(task_after(place, 3)->short_name, "");
    assert_int_equal(task_after(place, 3)->progress, 40);
}

static void an_undo_holds_from_when_it_was_made(void **state)
{
    Place *place = *state;
    rename_task(place, 2, "Vedta");
    at(place, 3);
    (void)place_undo(place, place->store);
    at(place, 4);
    (void)place_redo(place, place->store);
    assert_string_equal(task_after(place, 1)->name, "Utrede");
    assert_string_equal(task_after(place, 2)->name, "Vedta");
    assert_string_equal(task_after(place, 3)->name, "Utrede");
    assert_string_equal(task_after(place, 4)->name, "Vedta");
}

static void a_row_is_there_until_it_was_deleted(void **state)
{
    Place *place = *state;
    at(place, 2);
    test_delete(place->store, ENTITY_PERSON, place->person);
    at(place, 3);
    (void)place_undo(place, place->store);
    assert_non_null(person_after(place, 1));
    assert_int_equal(task_after(place, 1)->owner, place->person);
    assert_null(person_after(place, 2));
    assert_int_equal(task_after(place, 2)->owner, 0);
    assert_string_equal(person_after(place, 3)->name, "Gunvor Dahl");
    assert_int_equal(task_after(place, 3)->owner, place->person);
}

static void personal_values_have_their_times_too(void **state)
{
    Place *place = *state;
    Err err = {0};
    at(place, 2);
    (void)test_write_text(place->store, ENTITY_PERSON, place->person, "name", "Gunvor Lie");
    assert_string_equal(person_after(place, 1)->name, "Gunvor Dahl");
    assert_string_equal(person_after(place, 2)->name, "Gunvor Lie");
    /* Who was erased is nobody at any time: forgetting has no as-of. */
    at(place, 3);
    assert_good(store_erase(place->store, ENTITY_PERSON, place->person, &err), err);
    assert_string_equal(person_after(place, 1)->name, "");
    assert_string_equal(person_after(place, 2)->name, "");
    assert_int_equal(task_after(place, 1)->owner, place->person);
}

static void a_redacted_look_back_names_nobody(void **state)
{
    Place *place = *state;
    rename_task(place, 2, "Vedta");
    place_reopen(place, STORE_REDACTED);
    const Plan *plan = load_after(place, 1);
    assert_true(plan->redacted);
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, place->person)->name, "");
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    assert_string_equal(task->name, "Utrede");
    assert_int_equal(task->owner, place->person);
}

/* A wall may name people: then it names them as they were called, and says no more of them. */
static void a_look_back_with_names_has_names_alone(void **state)
{
    Place *place = *state;
    (void)test_write_text(place->store, ENTITY_PERSON, place->person, "email",
                          "gunvor@example.org");
    at(place, 2);
    (void)test_write_text(place->store, ENTITY_PERSON, place->person, "name", "Gunvor Lie");
    place_reopen(place, STORE_REDACTED | STORE_NAMES);
    assert_string_equal(person_after(place, 1)->name, "Gunvor Dahl");
    assert_string_equal(person_after(place, 1)->email, "");
    assert_string_equal(person_after(place, 2)->name, "Gunvor Lie");
    assert_string_equal(person_after(place, 2)->email, "");
}

/* What arrived later by a merge was still made when it was made. */
static void merged_changes_count_from_when_they_were_made(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *other = NULL;
    TestClock clock = {.now = MORNING + 2 * HOUR};
    StoreAuthor bo = test_author(&clock, "bo");
    place_copy(place, place->other);
    assert_good(store_open(place->other, 0, &bo, &other, &err), err);
    test_begin(other, "set task progress");
    test_set_number(other, ENTITY_TASK, place->task, "progress", 40);
    (void)test_commit(other);
    store_close(other);
    rename_task(place, 3, "Vedta");
    at(place, 4);
    assert_int_equal(place_merge(place, place->store, place->other).changes, 1);
    assert_true(task_after(place, 1)->progress != 40);
    assert_int_equal(task_after(place, 2)->progress, 40);
    assert_string_equal(task_after(place, 2)->name, "Utrede");
    assert_string_equal(task_after(place, 3)->name, "Vedta");
    assert_same_plan(place, test_load(place->store, place->arena), load_after(place, 4));
}

static void looking_back_changes_nothing(void **state)
{
    Place *place = *state;
    rename_task(place, 2, "Vedta");
    Plan *now = test_load(place->store, place->arena);
    (void)load_after(place, 1);
    assert_false(store_changed(place->store));
    Plan *again = test_load(place->store, place->arena);
    assert_same_plan(place, now, again);
    assert_int_equal(now->change_count, again->change_count);
    test_verify(place->store, place->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(each_time_has_its_value),
        PLACE_TEST(a_change_counts_from_its_own_second),
        PLACE_TEST(the_past_is_not_taken_for_the_plan_before),
        PLACE_TEST(a_value_that_was_empty_is_empty_again),
        PLACE_TEST(an_undo_holds_from_when_it_was_made),
        PLACE_TEST(a_row_is_there_until_it_was_deleted),
        PLACE_TEST(personal_values_have_their_times_too),
        PLACE_TEST(a_redacted_look_back_names_nobody),
        PLACE_TEST(a_look_back_with_names_has_names_alone),
        PLACE_TEST(merged_changes_count_from_when_they_were_made),
        PLACE_TEST(looking_back_changes_nothing),
    };
    return cmocka_run_group_tests_name("store_as_of", tests, NULL, NULL);
}
