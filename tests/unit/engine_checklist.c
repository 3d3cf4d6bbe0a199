/* SPDX-License-Identifier: MPL-2.0 */
/* A checklist asks for each of its items in each group, once. */
#include "engine_fixture.h"

#define LIST    ((RowId)11)
#define OTHER   ((RowId)12)
#define ITEM_A  ((RowId)21)
#define ITEM_B  ((RowId)22)
#define GROUP_A ((RowId)31)
#define GROUP_B ((RowId)32)
#define STEERS  ((RowId)33)

static Plan *plan_of_list(Arena *arena, const TaskSpec *tasks, uint32_t count)
{
    static const struct {
        RowId id, list;
        const char *name;
    } given_items[] = {{ITEM_A, LIST, "Gjøre en SWOT-analyse"},
                       {ITEM_B, LIST, "Kartlegge"},
                       {23, OTHER, "Noe annet"}};

    static const struct {
        RowId id;
        GroupKind kind;
        const char *name;
    } given_groups[] = {
        {GROUP_A, GROUP_WORK, "Arkiv"},
        {GROUP_B, GROUP_WORK, "Lønn"},
        {STEERS, GROUP_STEERING, "Styringsgruppa"},
    };

    Plan *plan = fixture_start(arena, tasks, count, NULL, 0);
    Item *items = plan_reserve(plan, ENTITY_ITEM, COUNT_OF(given_items));
    for (uint32_t i = 0; i < COUNT_OF(given_items); i++) {
        items[i].row = (Row){.id = given_items[i].id, .rank = rank_at(arena, i, 3)};
        items[i].template_id = given_items[i].list;
        items[i].name = given_items[i].name;
    }
    Group *groups = plan_reserve(plan, ENTITY_GROUP, COUNT_OF(given_groups));
    for (uint32_t i = 0; i < COUNT_OF(given_groups); i++) {
        groups[i].row = (Row){.id = given_groups[i].id, .rank = rank_at(arena, i, 3)};
        groups[i].kind = (int)given_groups[i].kind;
        groups[i].name = given_groups[i].name;
    }
    return plan;
}

static const TaskSpec outline[] = {
    {.id = 1, .name = "KARTLEGGE"}, /* a phase of that name is no place for steps */
    {.id = 2, .parent = 1, .name = "gjore en swot-analyse"},
    {.id = 3, .parent = 1, .name = "Gjøre en SWOT-analyse"},
    {.id = 4, .parent = 2, .name = "Kartlegge"},
};

static void work_groups_get_all_items_of_the_list(void **state)
{
    static const struct {
        RowId item, group, parent;
        const char *name;
    } expected[] = {
        {ITEM_A, GROUP_A, 2, "Arkiv: Gjøre en SWOT-analyse"},
        {ITEM_A, GROUP_B, 2, "Lønn: Gjøre en SWOT-analyse"},
        {ITEM_B, GROUP_A, 0, "Arkiv: Kartlegge"},
        {ITEM_B, GROUP_B, 0, "Lønn: Kartlegge"},
    };

    Plan *plan = plan_of_list(*state, outline, COUNT_OF(outline));
    plan_finish(plan);
    const MissingStep *missing = NULL;
    assert_int_equal(checklist_missing(plan, LIST, NULL, 0, *state, &missing), 4);
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(missing[i].item, expected[i].item);
        assert_int_equal(missing[i].group, expected[i].group);
        assert_int_equal(missing[i].parent, expected[i].parent);
        assert_string_equal(missing[i].name, expected[i].name);
    }
}

static void the_groups_named_get_it_each_once(void **state)
{
    static const RowId named[] = {STEERS, GROUP_B, STEERS, 999};
    Plan *plan = plan_of_list(*state, outline, COUNT_OF(outline));
    plan_finish(plan);
    const MissingStep *missing = NULL;
    assert_int_equal(checklist_missing(plan, LIST, named, COUNT_OF(named), *state, &missing),
                     4);
    assert_int_equal(missing[0].group, STEERS);
    assert_int_equal(missing[1].group, GROUP_B);
    assert_int_equal(checklist_missing(plan, LIST, named + 3, 1, *state, &missing), 0);
    assert_int_equal(checklist_missing(plan, 999, NULL, 0, *state, &missing), 0);
}

static void what_was_made_from_an_item_is_not_made_again(void **state)
{
    static const TaskSpec tasks[] = {
        {.id = 1, .name = "Phase"},
        {.id = 2, .parent = 1, .name = "Renamed since"},
        {.id = 3, .parent = 1, .name = "Kartlegge"},
    };
    Plan *plan = plan_of_list(*state, tasks, COUNT_OF(tasks));
    Task *rows = plan->tables[ENTITY_TASK].rows;
    rows[1].item = ITEM_A;
    rows[1].group = GROUP_A;
    rows[2].item = ITEM_B; /* of no group, and itself a step: neither counts nor takes steps */
    plan_finish(plan);
    const MissingStep *missing = NULL;
    assert_int_equal(checklist_missing(plan, LIST, NULL, 0, *state, &missing), 3);
    assert_int_equal(missing[0].item, ITEM_A);
    assert_int_equal(missing[0].group, GROUP_B);
    assert_int_equal(missing[1].item, ITEM_B);
    assert_int_equal(missing[1].parent, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(work_groups_get_all_items_of_the_list),
        WITH_ARENA(the_groups_named_get_it_each_once),
        WITH_ARENA(what_was_made_from_an_item_is_not_made_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
