/* SPDX-License-Identifier: MPL-2.0 */
/* Outline, order, titles and finding. */
#include "framdrift/schema.h"

#include <string.h>

#include "arena_test.h"

typedef struct TaskLine {
    RowId id, parent;
    const char *rank, *name;
} TaskLine;

static Plan *plan_of_tasks(Arena *arena, const TaskLine *lines, uint32_t count)
{
    Plan *plan = plan_new(arena);
    Task *tasks = plan_reserve(plan, ENTITY_TASK, count);
    for (uint32_t i = 0; i < count; i++) {
        tasks[i].row.id = lines[i].id;
        tasks[i].row.rank = lines[i].rank;
        tasks[i].parent = lines[i].parent;
        tasks[i].name = lines[i].name;
    }
    return plan;
}

static void assert_task(const Plan *plan, uint32_t at, RowId id, const char *number,
                        uint32_t level, uint32_t end)
{
    const Task *task = &PLAN_ROWS(plan, Task, ENTITY_TASK)[at];
    assert_int_equal(task->row.id, id);
    assert_string_equal(task->number, number);
    assert_int_equal(task->level, level);
    assert_int_equal(task->subtree_end, end);
    assert_int_equal(task->index, at);
    assert_int_equal(plan_index_of(plan, ENTITY_TASK, id), at);
}

static void test_outline_has_order_and_numbers(void **state)
{
    Arena *arena = *state;
    const TaskLine lines[] = {
        {100, 50, "B", "second of one"}, {60, 0, "V", "two"},     {50, 0, "A", "one"},
        {101, 50, "A", "first of one"},  {200, 100, "z", "step"}, {61, 60, "A", "first of two"},
    };
    Plan *plan = plan_of_tasks(arena, lines, COUNT_OF(lines));
    plan_finish(plan);
    assert_task(plan, 0, 50, "1", 1, 4);
    assert_task(plan, 1, 101, "1.1", 2, 2);
    assert_task(plan, 2, 100, "1.2", 2, 4);
    assert_task(plan, 3, 200, "1.2.1", 3, 4);
    assert_task(plan, 4, 60, "2", 1, 6);
    assert_task(plan, 5, 61, "2.1", 2, 6);
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    assert_int_equal(tasks[0].child_count, 2);
    assert_int_equal(tasks[3].parent_index, 2);
    assert_int_equal(tasks[0].parent_index, UINT32_MAX);
    assert_int_equal(tasks[0].duration, NUMBER_NONE);
    assert_string_equal(tasks[0].note, "");
}

static void test_orphans_and_circles_stand_at_the_top(void **state)
{
    Arena *arena = *state;
    const TaskLine lines[] = {
        {10, 999, "A", "orphan"},
        {20, 22, "B", "circle of three"},
        {21, 20, "C", ""},
        {22, 21, "D", ""},
        {30, 30, "E", "its own parent"},
        {40, 22, "F", "hangs on it"},
        {50, 0, "G", "an ordinary one"},
    };
    Plan *plan = plan_of_tasks(arena, lines, COUNT_OF(lines));
    plan_finish(plan);
    assert_int_equal(plan_count(plan, ENTITY_TASK), 7);
    assert_task(plan, 0, 10, "1", 1, 1);
    assert_task(plan, 1, 20, "2", 1, 5);
    assert_task(plan, 2, 21, "2.1", 2, 5);
    assert_task(plan, 3, 22, "2.1.1", 3, 5);
    assert_task(plan, 4, 40, "2.1.1.1", 4, 5);
    assert_task(plan, 5, 30, "3", 1, 6);
    assert_task(plan, 6, 50, "4", 1, 7);
}

static void test_rows_sort_by_rank_then_id(void **state)
{
    Arena *arena = *state;
    Plan *plan = plan_new(arena);

    enum { COUNT = 300 };

    Group *groups = plan_reserve(plan, ENTITY_GROUP, COUNT);
    for (int i = 0; i < COUNT; i++) {
        groups[i].row.id = 1 + (i * 7919) % 100003;
        groups[i].row.rank = i % 3 == 0   ? "abcdefghij"
                             : i % 3 == 1 ? "abcdefgh"
                                          : arena_printf(arena, "abcdefghi%dx", i % 11);
    }
    plan_finish(plan);
    for (uint32_t i = 1; i < COUNT; i++) {
        const Row *one = plan_at(plan, ENTITY_GROUP, i - 1),
                  *other = plan_at(plan, ENTITY_GROUP, i);
        int order = strcmp(one->rank, other->rank);
        assert_true(order < 0 || (order == 0 && one->id < other->id));
        assert_ptr_equal(plan_row(plan, ENTITY_GROUP, other->id), other);
    }
    assert_null(plan_row(plan, ENTITY_GROUP, 5000000));
    assert_null(plan_row(plan, ENTITY_GROUP, 0));
    assert_null(plan_at(plan, ENTITY_GROUP, COUNT));
}

static void test_empty_plan_has_its_own_row(void **state)
{
    Arena *arena = *state;
    Plan *plan = plan_new(arena);
    plan_finish(plan);
    assert_non_null(plan->info);
    assert_int_equal(plan->info->row.id, PLAN_ROW);
    assert_string_equal(plan->info->name, "");
    assert_int_equal(plan->info->language, LANGUAGE_NB);
    assert_int_equal(plan_count(plan, ENTITY_TASK), 0);
    assert_int_equal(plan_find(plan, ENTITY_TASK, "1", NULL), 0);
}

static Plan *small_plan(Arena *arena)
{
    Plan *plan = plan_new(arena);
    Task *tasks = plan_reserve(plan, ENTITY_TASK, 3);
    tasks[0].row = (Row){.id = 5000001, .rank = "A"};
    tasks[0].name = "Forankring";
    tasks[1].row = (Row){.id = 5000002, .rank = "B"};
    tasks[1].parent = 5000001;
    tasks[1].name = "Kartlegge status";
    tasks[2].row = (Row){.id = 5000003, .rank = "C"};
    tasks[2].parent = 5000001;
    tasks[2].name = "Kartlegge kostnader";
    Municipality *municipalities = plan_reserve(plan, ENTITY_MUNICIPALITY, 4);
    const char *names[][2] = {
        {"Grue", "3417"}, {"Åsnes", "3418"}, {"Våler", "3419"}, {"Våler", "3018"}};
    for (int i = 0; i < 4; i++) {
        municipalities[i].row.id = 6000001 + i;
        municipalities[i].name = names[i][0];
        municipalities[i].number = names[i][1];
    }
    Group *group = plan_reserve(plan, ENTITY_GROUP, 1);
    group->row.id = 7000001;
    group->name = "Arkiv";
    Role *role = plan_reserve(plan, ENTITY_ROLE, 1);
    role->row.id = 7000002;
    role->name = "verneombud";
    role->code = "VO";
    Seat *seat = plan_reserve(plan, ENTITY_SEAT, 1);
    *seat = (Seat){.row = {.id = 7000003, .rank = ""},
                   .group = 7000001,
                   .municipality = 6000001,
                   .role = 7000002};
    Person *people = plan_reserve(plan, ENTITY_PERSON, 2);
    people[0].row.id = 8000001;
    people[0].name = "Gunvor Lie";
    people[1].row.id = 8000002;
    Body *body = plan_reserve(plan, ENTITY_BODY, 1);
    body->row.id = 8000003;
    body->name = "Åsnes kommunestyre";
    Decision *decision = plan_reserve(plan, ENTITY_DECISION, 1);
    decision->row.id = 8000004;
    decision->body = 8000003;
    decision->reference = "061/20";
    Point *point = plan_reserve(plan, ENTITY_POINT, 1);
    point->row.id = 8000005;
    point->decision = 8000004;
    point->number = "6";
    plan_finish(plan);
    return plan;
}

static void assert_title(const Plan *plan, EntityKind entity, RowId id, const char *title)
{
    assert_string_equal(plan_title(plan, entity, id, plan->arena), title);
}

static void test_titles(void **state)
{
    Arena *arena = *state;
    Plan *plan = small_plan(arena);
    assert_title(plan, ENTITY_TASK, 5000002, "1.1 Kartlegge status");
    assert_title(plan, ENTITY_SEAT, 7000003, "Arkiv · Grue · VO");
    assert_title(plan, ENTITY_POINT, 8000005, "Åsnes kommunestyre · 061/20 · 6");
    assert_title(plan, ENTITY_PERSON, 8000001, "Gunvor Lie");
    assert_title(plan, ENTITY_PERSON, 8000002, "Person 8000002");
    assert_title(plan, ENTITY_PERSON, 77, "Person 77");
    assert_title(plan, ENTITY_MUNICIPALITY, 6000001, "Grue");
    assert_title(plan, ENTITY_MUNICIPALITY, 6000003, "Våler (3419)");
}

static void test_owner_words(void **state)
{
    Arena *arena = *state;
    Plan *plan = small_plan(arena);
    Task task = {.owner = 8000001, .body = 8000003, .group = 7000001};
    assert_string_equal(plan_owner_words(plan, &task), "Gunvor Lie");
    task.owner = 8000002;
    assert_string_equal(plan_owner_words(plan, &task), "Åsnes kommunestyre");
    task.body = 0;
    assert_string_equal(plan_owner_words(plan, &task), "Arkiv");
    task.group = 0;
    assert_string_equal(plan_owner_words(plan, &task), "");
}

static void assert_found(const Plan *plan, EntityKind entity, const char *words, RowId id)
{
    Err err = {0};
    RowId found = plan_find(plan, entity, words, &err);
    if (found != id)
        fail_msg("“%s” found %lld, not %lld: %s", words, (long long)found, (long long)id,
                 err.message);
}

static void test_finding(void **state)
{
    Arena *arena = *state;
    Plan *plan = small_plan(arena);
    assert_found(plan, ENTITY_TASK, "1.2", 5000003);
    assert_found(plan, ENTITY_TASK, "5000003", 5000003);
    assert_found(plan, ENTITY_TASK, "Kartlegge status", 5000002);
    assert_found(plan, ENTITY_TASK, "\"Kartlegge status\"", 5000002);
    assert_found(plan, ENTITY_TASK, "“Kartlegge status”", 5000002);
    assert_found(plan, ENTITY_TASK, "task/1.1", 5000002);
    assert_found(plan, ENTITY_TASK, "KARTLEGGE STATUS", 5000002);
    assert_found(plan, ENTITY_TASK, "kartlegge k", 5000003);
    assert_found(plan, ENTITY_MUNICIPALITY, "asnes", 6000002);
    assert_found(plan, ENTITY_MUNICIPALITY, "3018", 6000004);
    assert_found(plan, ENTITY_MUNICIPALITY, "Våler (3419)", 6000003);
    assert_found(plan, ENTITY_ROLE, "vo", 7000002);
    assert_found(plan, ENTITY_DECISION, "61/20", 8000004);
    assert_found(plan, ENTITY_SEAT, "Arkiv · Grue · VO", 7000003);
}

static void test_finding_none_or_several(void **state)
{
    Arena *arena = *state;
    Plan *plan = small_plan(arena);
    Err err = {0};
    assert_int_equal(plan_find(plan, ENTITY_TASK, "kartlegge", &err), 0);
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.message, "1.1 Kartlegge status"));
    assert_non_null(strstr(err.message, "1.2 Kartlegge kostnader"));
    err_clear(&err);
    assert_int_equal(plan_find(plan, ENTITY_MUNICIPALITY, "Våler", &err), 0);
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    assert_int_equal(plan_find(plan, ENTITY_TASK, "nothing like it", &err), 0);
    assert_int_equal(err.code, ERR_NOT_FOUND);
    err_clear(&err);
    assert_int_equal(plan_find(plan, ENTITY_TASK, "  ", &err), 0);
    assert_int_equal(err.code, ERR_INPUT);
}

static void test_finding_places(void **state)
{
    Arena *arena = *state;
    Plan *plan = small_plan(arena);
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    Err err = {0};
    assert_true(plan_find_place(plan, "task/1.2", &entity, &id, &err));
    assert_int_equal(entity, ENTITY_TASK);
    assert_int_equal(id, 5000003);
    assert_true(plan_find_place(plan, "people/\"Gunvor Lie\"", &entity, &id, &err));
    assert_int_equal(entity, ENTITY_PERSON);
    assert_true(plan_find_place(plan, "decision/061/20", &entity, &id, &err));
    assert_int_equal(id, 8000004);
    const char *wrong[] = {"task", "/1", "tusk/1", "task/9", ""};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        err_clear(&err);
        assert_false(plan_find_place(plan, wrong[i], &entity, &id, &err));
        assert_true(err.code != ERR_NONE);
        assert_int_equal(id, 8000004);
    }
}

static void test_closed_statuses(void **state)
{
    (void)state;
    const bool closed[STATUS_COUNT] = {[STATUS_DELIVERED] = true,
                                       [STATUS_DONE] = true,
                                       [STATUS_OPERATION] = true,
                                       [STATUS_DROPPED] = true};
    for (int status = 0; status < STATUS_COUNT; status++)
        assert_int_equal(status_is_closed(status), closed[status]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(test_outline_has_order_and_numbers),
        WITH_ARENA(test_orphans_and_circles_stand_at_the_top),
        WITH_ARENA(test_rows_sort_by_rank_then_id),
        WITH_ARENA(test_empty_plan_has_its_own_row),
        WITH_ARENA(test_titles),
        WITH_ARENA(test_owner_words),
        WITH_ARENA(test_finding),
        WITH_ARENA(test_finding_none_or_several),
        WITH_ARENA(test_finding_places),
        cmocka_unit_test(test_closed_statuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
