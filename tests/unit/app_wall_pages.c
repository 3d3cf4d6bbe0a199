/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a plan lets its walls show: without names neither the texts of SWOT entries nor a list of people,
 * risks or notes, whatever the configuration asks for; with names the texts too, and a mark that says so.
 */
#include "app_wall.h"

#define ALLOW ((const char *const[]){"set", "plan/1", "kiosk_names=yes"})
#define DENY  ((const char *const[]){"set", "plan/1", "kiosk_names=no"})

static void test_swot_pages_have_their_texts_where_names_are_shown(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "texts", "[kiosk]\npage1 = 9 scope Arkiv\n");
    expect_words(&scene, "(text not shown)");
    expect_no_words(&scene, "Gruppa mangler");
    expect_no_words(&scene, "shown  ");
    desk_runs(&scene, 3, ALLOW);
    expect_words(&scene, "Gruppa mangler verneombud");
    expect_words(&scene, "SWOT: Arkiv");
    expect_words(&scene, "names and texts shown");
    expect_no_words(&scene, "(text not shown)");
    desk_runs(&scene, 3, DENY);
    expect_no_words(&scene, "Gruppa mangler");
    expect_no_words(&scene, "texts shown");
    scene_end(&scene);
}

/* A wall has no cursor that asks for the rest of a text. */
static void test_a_text_stands_there_in_full(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "full", "[kiosk]\npage1 = 9 scope Arkiv\n");
    desk_runs(&scene, 3, ALLOW);
    scene.width = 80;
    scene.height = 24;
    scene_draw(&scene);
    expect_words(&scene, "Egeninnsatsen må synliggjøres og");
    expect_words(&scene, "dokumenteres");
    expect_no_words(&scene, "weight");
    scene_end(&scene);
}

/* Every kind of row as a register, and the views, from the configuration. */
static void test_no_page_lists_what_is_about_people(void **state)
{
    (void)state;

    static const struct {
        const char *page;
        bool with_names;
    } pages[] = {
        {"register person", true},  {"register risk", true},
        {"register note", true},    {"register effort", true},
        {"register mapping", true}, {"register known", true},
        {"register seat", false},   {"go conflicts", true},
        {"conflicts", true},        {"registers | register risk", true},
    };

    for (size_t index = 0; index < COUNT_OF(pages); index++) {
        Scene scene;
        char ini[200];
        (void)snprintf(ini, sizeof ini, "[kiosk]\npage1 = 5 groups\npage2 = 5 %s\n",
                       pages[index].page);
        wall_start(&scene, "lists", ini);
        assert_string_equal(app_notices(scene.app), "");
        wait_seconds(&scene, 5); /* the other page is passed over */
        expect_view(&scene, "groups");
        desk_runs(&scene, 3, ALLOW);
        wait_seconds(&scene, 5);
        if (pages[index].with_names)
            assert_string_not_equal(app_view(scene.app)->name, "groups");
        else
            expect_view(&scene, "groups");
        desk_runs(&scene, 3, DENY); /* at once, not when the page's time is over */
        expect_view(&scene, "groups");
        scene_end(&scene);
    }
}

static void test_lists_of_work_are_for_walls(void **state)
{
    (void)state;
    Scene scene;
    wall_start(
        &scene, "work",
        "[kiosk]\npage1 = 5 register decision\npage2 = 5 register task | filter Arkiv\n");
    expect_view(&scene, "registers");
    wait_seconds(&scene, 5);
    expect_view(&scene, "registers");
    expect_words(&scene, "2 of 2");
    scene_end(&scene);
}

/* "scope" alone asks at the desk which group; there is nobody here to answer. */
static void test_a_page_that_asks_for_a_word_is_passed_over(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "asks",
               "[kiosk]\npage1 = 5 scope\npage2 = 5 register\npage3 = 5 timeline\n");
    expect_view(&scene, "timeline");
    assert_int_equal(scene.app->picker.kind, PICK_NONE);
    scene_end(&scene);
}

/* Who speaks for a union is told by no page, and so not by what has changed either. */
static void test_news_name_no_member_of_a_union(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "members", "[kiosk]\npage1 = 9 history\n");
    scene.width = 160;
    desk_runs(&scene, 3, ALLOW);
    const Plan *plan = scene.app->plan;
    const Seat *seats = PLAN_ROWS(plan, Seat, ENTITY_SEAT);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_SEAT); index++) {
        const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, seats[index].role);
        if (role == NULL || !role->union_role)
            continue;
        const char *place =
            arena_printf(scene.arena, "seat/%lld", (long long)seats[index].row.id);
        desk_runs(&scene, 3, (const char *const[]){"set", place, "person=\"Gunvor Lie\""});
        break;
    }
    expect_words(&scene, "changed");
    expect_no_words(&scene, "Gunvor");
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_swot_pages_have_their_texts_where_names_are_shown),
        cmocka_unit_test(test_a_text_stands_there_in_full),
        cmocka_unit_test(test_no_page_lists_what_is_about_people),
        cmocka_unit_test(test_lists_of_work_are_for_walls),
        cmocka_unit_test(test_a_page_that_asks_for_a_word_is_passed_over),
        cmocka_unit_test(test_news_name_no_member_of_a_union),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
