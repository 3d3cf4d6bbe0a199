/* SPDX-License-Identifier: MPL-2.0 */
/* Rules across fields and rows, what goes along with a deleted row, identity numbers. */
#include "framdrift/schema.h"

#include <string.h>

#include "arena_test.h"

enum {
    PHASE = 101,
    OTHER_PHASE = 102,
    ACTIVITY = 111,
    STEP = 121,
    SIBLING = 112,
    LINK_ID = 201,
    GOAL_ID = 301,
    GROUP_ID = 401,
    SEAT_ONE = 501,
    SEAT_TWO = 502,
    PERSON_ONE = 601,
    PERSON_TWO = 602,
    ROLE_ID = 701,
    ANSWER_ID = 801
};

static void fill_tasks(Plan *plan)
{
    static const RowId tree[][2] = {
        {PHASE, 0}, {ACTIVITY, PHASE}, {STEP, ACTIVITY}, {SIBLING, PHASE}, {OTHER_PHASE, 0}};
    Task *tasks = plan_reserve(plan, ENTITY_TASK, COUNT_OF(tree));
    for (size_t i = 0; i < COUNT_OF(tree); i++) {
        tasks[i].row.id = tree[i][0];
        tasks[i].row.rank = i == 4 ? "Z" : "A";
        tasks[i].parent = tree[i][1];
    }
}

static void fill_seats(Plan *plan)
{
    Group *group = plan_reserve(plan, ENTITY_GROUP, 1);
    group->row.id = GROUP_ID;
    Role *role = plan_reserve(plan, ENTITY_ROLE, 1);
    role->row.id = ROLE_ID;
    Person *people = plan_reserve(plan, ENTITY_PERSON, 2);
    people[0].row.id = PERSON_ONE;
    people[0].name = "Gunvor Lie";
    people[1].row.id = PERSON_TWO;
    Seat *seats = plan_reserve(plan, ENTITY_SEAT, 2);
    seats[0].row.id = SEAT_ONE;
    seats[0].group = GROUP_ID;
    seats[0].person = PERSON_ONE;
    seats[1].row.id = SEAT_TWO;
    seats[1].group = GROUP_ID;
}

static Plan *plan_to_check(Arena *arena)
{
    Plan *plan = plan_new(arena);
    fill_tasks(plan);
    fill_seats(plan);
    Link *link = plan_reserve(plan, ENTITY_LINK, 1);
    link->row.id = LINK_ID;
    link->from = STEP;
    link->to = ACTIVITY;
    Goal *goal = plan_reserve(plan, ENTITY_GOAL, 1);
    goal->row.id = GOAL_ID;
    goal->task = ACTIVITY;
    Answer *answer = plan_reserve(plan, ENTITY_ANSWER, 1);
    answer->row.id = ANSWER_ID;
    answer->task = OTHER_PHASE;
    plan_finish(plan);
    return plan;
}

static bool allowed(const Plan *plan, EntityKind kind, RowId id, const char *name, Value value)
{
    const Entity *entity = schema_entity(kind);
    const Field *field = schema_field_by_name(entity, name);
    assert_non_null(field);
    Err err = {0};
    bool good = check_value(plan, entity, id, field, &value, &err);
    assert_int_equal(good, err.code == ERR_NONE);
    assert_int_equal(good, err.message[0] == '\0');
    return good;
}

static void test_parents(void **state)
{
    Arena *arena = *state;
    Plan *plan = plan_to_check(arena);
    assert_true(allowed(plan, ENTITY_TASK, SIBLING, "parent", VALUE_OF_INTEGER(ACTIVITY)));
    assert_true(allowed(plan, ENTITY_TASK, ACTIVITY, "parent", VALUE_OF_INTEGER(OTHER_PHASE)));
    assert_true(allowed(plan, ENTITY_TASK, STEP, "parent", VALUE_IS_NULL));
    assert_true(allowed(plan, ENTITY_TASK, 0, "parent", VALUE_OF_INTEGER(ACTIVITY)));
    assert_false(allowed(plan, ENTITY_TASK, ACTIVITY, "parent", VALUE_OF_INTEGER(ACTIVITY)));
    assert_false(allowed(plan, ENTITY_TASK, PHASE, "parent", VALUE_OF_INTEGER(STEP)));
    assert_false(allowed(plan, ENTITY_TASK, 0, "parent", VALUE_OF_INTEGER(STEP)));
    assert_false(allowed(plan, ENTITY_TASK, ACTIVITY, "parent", VALUE_OF_INTEGER(SIBLING)));
    assert_false(allowed(plan, ENTITY_TASK, PHASE, "parent", VALUE_OF_INTEGER(OTHER_PHASE)));
    assert_false(allowed(plan, ENTITY_TASK, SIBLING, "parent", VALUE_OF_INTEGER(9999)));
}

static void test_forms(void **state)
{
    Arena *arena = *state;
    Plan *plan = plan_to_check(arena);
    assert_true(allowed(plan, ENTITY_TASK, STEP, "name", VALUE_OF_TEXT("A step")));
    assert_false(allowed(plan, ENTITY_TASK, STEP, "name", VALUE_IS_NULL));
    assert_false(allowed(plan, ENTITY_TASK, STEP, "name", VALUE_OF_INTEGER(5)));
    assert_false(allowed(plan, ENTITY_TASK, STEP, "number", VALUE_OF_TEXT("7")));
    assert_false(allowed(plan, ENTITY_TASK, STEP, "id", VALUE_OF_INTEGER(7)));
    assert_false(allowed(plan, ENTITY_TASK, STEP, "owner", VALUE_OF_INTEGER(9999)));
    assert_true(allowed(plan, ENTITY_TASK, STEP, "owner", VALUE_OF_INTEGER(PERSON_ONE)));
    assert_true(allowed(plan, ENTITY_TASK, STEP, "owner", VALUE_IS_NULL));
    assert_false(allowed(plan, ENTITY_TASK, 9999, "name", VALUE_OF_TEXT("nobody")));
    assert_false(allowed(plan, ENTITY_LINK, LINK_ID, "to", VALUE_OF_INTEGER(STEP)));
    assert_false(allowed(plan, ENTITY_LINK, LINK_ID, "from", VALUE_OF_INTEGER(ACTIVITY)));
    assert_true(allowed(plan, ENTITY_LINK, LINK_ID, "to", VALUE_OF_INTEGER(SIBLING)));
}

static void test_seats(void **state)
{
    Arena *arena = *state;
    Plan *plan = plan_to_check(arena);
    assert_false(allowed(plan, ENTITY_SEAT, SEAT_TWO, "person", VALUE_OF_INTEGER(PERSON_ONE)));
    assert_true(allowed(plan, ENTITY_SEAT, SEAT_TWO, "person", VALUE_OF_INTEGER(PERSON_TWO)));
    assert_true(allowed(plan, ENTITY_SEAT, SEAT_ONE, "person", VALUE_OF_INTEGER(PERSON_ONE)));
    assert_true(allowed(plan, ENTITY_SEAT, SEAT_ONE, "role", VALUE_OF_INTEGER(ROLE_ID)));
    Seat *seats = plan->tables[ENTITY_SEAT].rows;
    seats[0].to = date_from_day(100);
    seats[1].from = date_from_day(101);
    assert_true(allowed(plan, ENTITY_SEAT, SEAT_TWO, "person", VALUE_OF_INTEGER(PERSON_ONE)));
    seats[1].from = date_from_day(100);
    assert_false(allowed(plan, ENTITY_SEAT, SEAT_TWO, "person", VALUE_OF_INTEGER(PERSON_ONE)));
}

static size_t place_of(const RowPlace *places, size_t count, EntityKind entity, RowId id)
{
    for (size_t i = 0; i < count; i++)
        if (places[i].entity == entity && places[i].id == id)
            return i;
    return SIZE_MAX;
}

static void test_deleting_takes_along_what_is_owned(void **state)
{
    Arena *arena = *state;
    Plan *plan = plan_to_check(arena);
    const RowPlace *places = NULL;
    size_t count = check_delete(plan, ENTITY_TASK, PHASE, arena, &places);
    assert_int_equal(count, 6); /* four tasks, one link, one goal */
    assert_int_equal(place_of(places, count, ENTITY_TASK, PHASE), 5);
    size_t activity = place_of(places, count, ENTITY_TASK, ACTIVITY);
    assert_true(place_of(places, count, ENTITY_TASK, STEP) < activity);
    assert_true(place_of(places, count, ENTITY_GOAL, GOAL_ID) < activity);
    assert_true(place_of(places, count, ENTITY_LINK, LINK_ID) < activity);
    assert_int_equal(place_of(places, count, ENTITY_ANSWER, ANSWER_ID), SIZE_MAX);
    assert_int_equal(check_delete(plan, ENTITY_GROUP, GROUP_ID, arena, &places), 3);
    assert_int_equal(check_delete(plan, ENTITY_PERSON, PERSON_ONE, arena, &places), 1);
    assert_int_equal(check_delete(plan, ENTITY_PERSON, 9999, arena, &places), 0);
}

static void test_identity_numbers(void **state)
{
    (void)state;
    static const char *const suspicious[] = {"01010750160", "born 010107 50160.", "811218-9876",
                                             "see 198112189876", "41810750039"};
    static const char *const harmless[] = {
        "",     "061/20",      "01010750161",       "2020-09-03",  "kr 500 000,-",
        "3419", "811218-9875", "12345678901234567", "99999999999", "1. september 2020"};
    for (size_t i = 0; i < COUNT_OF(suspicious); i++)
        if (!check_identity_number(suspicious[i]))
            fail_msg("not noticed: %s", suspicious[i]);
    for (size_t i = 0; i < COUNT_OF(harmless); i++)
        if (check_identity_number(harmless[i]))
            fail_msg("wrongly noticed: %s", harmless[i]);
    assert_null(check_identity_number(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(test_parents),
        WITH_ARENA(test_forms),
        WITH_ARENA(test_seats),
        WITH_ARENA(test_deleting_takes_along_what_is_owned),
        cmocka_unit_test(test_identity_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
