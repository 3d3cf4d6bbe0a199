/* SPDX-License-Identifier: MPL-2.0 */
/* What differs between two generations, in words. */
#include "framdrift/schema.h"

#include <string.h>

#include "arena_test.h"

#define PERSON_A ((RowId)11)
#define PERSON_B ((RowId)12)

/* Tasks with the ids 1 …, and two people of one name. */
static Plan *plan_of_tasks(Arena *arena, uint32_t count)
{
    static const char *const names[] = {"One", "Two", "Three"};
    static const char *const ranks[] = {"A", "B", "C"};
    Plan *plan = plan_new(arena);
    Task *tasks = plan_reserve(plan, ENTITY_TASK, count);
    for (uint32_t i = 0; i < count; i++) {
        tasks[i].row = (Row){.id = i + 1, .rank = ranks[i]};
        tasks[i].name = names[i];
    }
    Person *people = plan_reserve(plan, ENTITY_PERSON, 2);
    people[0].row = (Row){.id = PERSON_A, .rank = "A"};
    people[0].name = "Kari Dahl";
    people[1].row = (Row){.id = PERSON_B, .rank = "B"};
    people[1].name = "Kari Dahl";
    return plan;
}

static Task *tasks_of(Plan *plan)
{
    return plan->tables[ENTITY_TASK].rows;
}

static Diff diff_of(Plan *before, Plan *after, Arena *arena)
{
    Diff diff;
    plan_finish(before);
    plan_finish(after);
    plan_diff(before, after, LANGUAGE_NB, arena, &diff);
    return diff;
}

static const char *field_of(const DiffItem *item)
{
    return item->field < 0 ? "" : schema_entity(item->entity)->fields[item->field].name;
}

static void nothing_differs_from_itself(void **state)
{
    Diff diff = diff_of(plan_of_tasks(*state, 3), plan_of_tasks(*state, 3), *state);
    assert_int_equal(diff.count, 0);
    assert_int_equal(diff.added + diff.deleted + diff.changed, 0);
    diff = diff_of(plan_new(*state), plan_new(*state), *state);
    assert_int_equal(diff.count, 0);
}

static void changed_fields_are_told_in_the_order_of_the_form(void **state)
{
    Plan *before = plan_of_tasks(*state, 2);
    Plan *after = plan_of_tasks(*state, 2);
    Task *tasks = tasks_of(after);
    tasks[1].name = "Two B";
    tasks[1].progress = 40;
    tasks[1].status = STATUS_DONE;
    tasks[1].deadline = date_from_day(day_from_civil(2020, 9, 1));
    tasks[1].pinned = true;
    Diff diff = diff_of(before, after, *state);

    static const struct {
        const char *field, *before, *after;
    } expected[] = {
        {"name", "Two", "Two B"},      {"status", "planned", "done"},
        {"progress", "", "40\u00a0%"}, {"deadline", "", "01.09.2020"},
        {"pinned", "no", "yes"},
    };

    assert_int_equal(diff.changed, 1);
    assert_int_equal(diff.count, COUNT_OF(expected));
    for (uint32_t i = 0; i < diff.count; i++) {
        const DiffItem *item = &diff.items[i];
        assert_int_equal(item->kind, DIFF_CHANGED);
        assert_int_equal(item->entity, ENTITY_TASK);
        assert_int_equal(item->row, 2);
        assert_string_equal(item->title, "2 Two B");
        bool found = false;
        for (size_t j = 0; j < COUNT_OF(expected); j++) {
            if (strcmp(expected[j].field, field_of(item)) == 0) {
                assert_string_equal(item->before, expected[j].before);
                assert_string_equal(item->after, expected[j].after);
                found = true;
            }
        }
        assert_true(found);
        assert_true(i == 0 || item->field > diff.items[i - 1].field);
    }
}

static void two_people_of_one_name_are_two(void **state)
{
    Plan *before = plan_of_tasks(*state, 1);
    Plan *after = plan_of_tasks(*state, 1);
    tasks_of(before)->owner = PERSON_A;
    tasks_of(after)->owner = PERSON_B;
    Diff diff = diff_of(before, after, *state);
    assert_int_equal(diff.count, 1);
    assert_string_equal(field_of(&diff.items[0]), "owner");
    assert_string_equal(diff.items[0].before, "Kari Dahl");
    assert_string_equal(diff.items[0].after, "Kari Dahl");
}

static void each_side_is_told_in_its_own_words(void **state)
{
    Plan *before = plan_of_tasks(*state, 1);
    Plan *after = plan_of_tasks(*state, 1);
    Person *people = after->tables[ENTITY_PERSON].rows;
    people[0].name = "Kari Lie";
    tasks_of(before)->owner = PERSON_A;
    tasks_of(after)->owner = PERSON_A;
    Diff diff = diff_of(before, after, *state);
    assert_int_equal(diff.count, 1); /* the task's owner is the same person */
    assert_int_equal(diff.items[0].entity, ENTITY_PERSON);
    assert_string_equal(diff.items[0].before, "Kari Dahl");
    assert_string_equal(diff.items[0].after, "Kari Lie");
}

static void rows_come_and_go(void **state)
{
    Plan *before = plan_of_tasks(*state, 2);
    Plan *after = plan_of_tasks(*state, 3);
    tasks_of(before)[0].row.id = 9;
    tasks_of(before)[0].name = "Nine";
    Diff diff = diff_of(before, after, *state);
    assert_int_equal(diff.count, 3);
    assert_int_equal(diff.deleted, 1);
    assert_int_equal(diff.added, 2);
    assert_int_equal(diff.changed, 0);
    assert_int_equal(diff.items[0].kind, DIFF_DELETED);
    assert_int_equal(diff.items[0].row, 9);
    assert_string_equal(diff.items[0].title, "1 Nine");
    assert_int_equal(diff.items[1].kind, DIFF_ADDED);
    assert_string_equal(diff.items[1].title, "1 One");
    assert_string_equal(diff.items[2].title, "3 Three");
    assert_int_equal(diff.items[2].field, -1);
}

static void a_move_among_neighbours_is_no_difference(void **state)
{
    Plan *before = plan_of_tasks(*state, 3);
    Plan *after = plan_of_tasks(*state, 3);
    tasks_of(after)[0].row.rank = "Z";
    Diff diff = diff_of(before, after, *state);
    assert_int_equal(diff.count, 0);
}

static void the_way_a_date_was_written_is_part_of_it(void **state)
{
    Plan *before = plan_of_tasks(*state, 1);
    Plan *after = plan_of_tasks(*state, 1);
    tasks_of(before)->deadline = date_from_day(day_from_civil(2020, 9, 1));
    tasks_of(after)->deadline = date_from_day(day_from_civil(2020, 9, 1));
    tasks_of(after)->deadline.as_written = "1. september";
    Diff diff = diff_of(before, after, *state);
    assert_int_equal(diff.count, 1);
    assert_string_equal(diff.items[0].after, "1. september");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(nothing_differs_from_itself),
        WITH_ARENA(changed_fields_are_told_in_the_order_of_the_form),
        WITH_ARENA(two_people_of_one_name_are_two),
        WITH_ARENA(each_side_is_told_in_its_own_words),
        WITH_ARENA(rows_come_and_go),
        WITH_ARENA(a_move_among_neighbours_is_no_difference),
        WITH_ARENA(the_way_a_date_was_written_is_part_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
