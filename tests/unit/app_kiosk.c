/* SPDX-License-Identifier: MPL-2.0 */
/* The wall display without a terminal: its playlist, its keys, what it refuses, whom it names. */
#include "app_wall.h"

/* --- The playlist -------------------------------------------------------------------------------------- */

static void test_pages_follow_one_another(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "turn", NULL);
    expect_view(&scene, "wall");
    expect_words(&scene, "next page in 20 s");
    wait_seconds(&scene, 19);
    expect_view(&scene, "wall");
    expect_words(&scene, "next page in 1 s");
    wait_seconds(&scene, 1);
    expect_view(&scene, "timeline");
    assert_int_equal(app_state(scene.app)->zoom, ZOOM_FIT);
    wait_seconds(&scene, 15);
    expect_view(&scene, "timeline");
    expect_words(&scene, "1 Forankring og plan   3 of");
    scene_end(&scene);
}

/* The default list shows everything once and begins again. */
static void test_the_default_playlist_goes_round(void **state)
{
    (void)state;
    Scene scene;
    static const char *const wanted[] = {"wall", "timeline", "groups", "swot", "history"};
    bool seen[COUNT_OF(wanted)] = {false};
    wall_start(&scene, "round", NULL);
    uint32_t pages = scene.app->wall.playlist.count;
    for (uint32_t page = 0; page < pages; page++) {
        for (size_t index = 0; index < COUNT_OF(wanted); index++)
            seen[index] = seen[index] || strcmp(app_view(scene.app)->name, wanted[index]) == 0;
        scene_keys(&scene, "right");
    }
    for (size_t index = 0; index < COUNT_OF(wanted); index++)
        if (!seen[index])
            fail_msg("%s is on no page", wanted[index]);
    expect_view(&scene, "wall");
    scene_end(&scene);
}

static void test_the_configuration_says_which_pages(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "pages",
               "[kiosk]\npage1 = 3 timeline | zoom fit\npage2 = 5 scope Arkiv\n"
               "page7 = 2 overview\n");
    assert_string_equal(app_notices(scene.app), "");
    assert_int_equal(scene.app->wall.playlist.count, 3);
    expect_view(&scene, "timeline");
    assert_int_equal(app_state(scene.app)->zoom, ZOOM_FIT);
    wait_seconds(&scene, 3);
    expect_view(&scene, "swot");
    assert_int_not_equal(app_state(scene.app)->scope, 0);
    wait_seconds(&scene, 5);
    expect_view(&scene, "wall");
    wait_seconds(&scene, 2);
    expect_view(&scene, "timeline");
    scene_end(&scene);
}

static void test_faults_of_pages_name_the_line(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "faults",
               "[kiosk]\nquit = perhaps\npage1 = soon overview\npage2 = 5 delete task/1\n"
               "page3 = 5\npage4 = 4 groups\npage0 = 4 groups\nspeed = 3\n");
    static const char *const lines[] = {"line 2", "line 3", "line 4",
                                        "line 5", "line 7", "line 8"};
    for (size_t index = 0; index < COUNT_OF(lines); index++)
        if (strstr(app_notices(scene.app), lines[index]) == NULL)
            fail_msg("no %s in:\n%s", lines[index], app_notices(scene.app));
    assert_null(strstr(app_notices(scene.app), "line 6"));
    assert_int_equal(scene.app->wall.playlist.count, 1);
    expect_view(&scene, "groups");
    scene_end(&scene);
}

/* A page of a group that somebody has deleted is passed over. */
static void test_a_page_of_what_is_gone_is_passed_over(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "gone",
               "[kiosk]\npage1 = 3 groups\npage2 = 3 scope Nowhere\npage3 = 3 timeline\n");
    wait_seconds(&scene, 3);
    expect_view(&scene, "timeline");
    scene_end(&scene);
}

/* --- Wake-ups --------------------------------------------------------------------------------------------- */

static void test_it_wakes_once_a_second_while_it_counts_and_else_once_a_minute(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "wakes", NULL);
    assert_int_equal(app_next_wake(scene.app), 1000);
    scene_keys(&scene, "space");
    expect_words(&scene, "paused");
    for (int minute = 0; minute < 9; minute++) {
        int64_t wake = app_next_wake(scene.app);
        assert_true(wake > 1000 && wake <= 60000);
        wait_seconds(&scene, (int)(wake / 1000));
        assert_int_equal(scene.seconds % 60, 0);
    }
    scene_keys(&scene, "space");
    assert_int_equal(app_next_wake(scene.app), 1000);
    scene_end(&scene);
}

/* --- Keys ---------------------------------------------------------------------------------------------------- */

static void test_space_holds_a_page_and_lets_it_go(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "space", NULL);
    scene_keys(&scene, "space");
    wait_seconds(&scene, 120);
    expect_view(&scene, "wall");
    scene_keys(&scene, "space");
    expect_words(&scene, "next page in 20 s");
    wait_seconds(&scene, 20);
    expect_view(&scene, "timeline");
    scene_end(&scene);
}

static void test_a_forgotten_pause_ends_by_itself(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "forgotten", NULL);
    scene_keys(&scene, "2");
    expect_view(&scene, "groups");
    wait_seconds(&scene, 599);
    expect_view(&scene, "groups");
    wait_seconds(&scene, 1);
    expect_view(&scene, "wall");
    expect_no_words(&scene, "paused");
    scene_end(&scene);
}

static void test_digits_choose_a_view_and_space_goes_back(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "digits", NULL);
    scene_keys(&scene, "4");
    expect_view(&scene, "swot");
    scene_keys(&scene, "7"); /* registers list anything: not here */
    expect_view(&scene, "swot");
    scene_keys(&scene, "0");
    expect_view(&scene, "wall");
    scene_keys(&scene, "1 space");
    expect_view(&scene, "wall");
    scene_end(&scene);
}

static void test_arrows_turn_pages_and_scroll(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "arrows", NULL);
    scene_keys(&scene, "right");
    expect_view(&scene, "timeline");
    scene_keys(&scene, "left left");
    expect_view(&scene, "history");
    scene_keys(&scene, "page-down");
    expect_view(&scene, "wall");
    scene.height = 12;
    scene_keys(&scene, "right");
    int top = app_state(scene.app)->top;
    scene_keys(&scene, "down");
    assert_int_equal(app_state(scene.app)->top, top + 1);
    scene_keys(&scene, "up");
    assert_int_equal(app_state(scene.app)->top, top);
    scene_end(&scene);
}

static void test_a_question_mark_shows_the_keys(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "keys", NULL);
    scene_keys(&scene, "?");
    expect_words(&scene, "pause, go on");
    expect_no_words(&scene, "end the program");
    scene_keys(&scene, "right"); /* only closes */
    expect_no_words(&scene, "pause, go on");
    expect_view(&scene, "wall");
    scene_end(&scene);
}

/* --- What it refuses ------------------------------------------------------------------------------------------- */

static void test_every_command_that_is_not_for_walls_is_refused(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "refuse", NULL);
    int64_t latest = scene_latest(&scene);
    uint32_t refused = 0;
    for (uint32_t index = 0; index < command_count(); index++) {
        const Command *command = command_at(index);
        const char *words[6] = {command->name, "task/1", "name=x", "x", "x", "x"};
        Err err = {0};
        Text out = {0};
        if ((command->flags & COMMAND_WALL) != 0) {
            assert_int_equal(command->flags & COMMAND_WRITES, 0);
            continue;
        }
        assert_false(app_run_words(scene.app, words, command->least + 1, &out, &err));
        assert_int_equal(err.code, ERR_READ_ONLY);
        text_free(&out);
        refused++;
    }
    assert_true(refused > 50);
    assert_int_equal(scene_latest(&scene), latest);
    scene_end(&scene);
}

static void test_the_store_refuses_to_write_too(void **state)
{
    (void)state;
    Scene scene;
    Err err = {0};
    wall_start(&scene, "store", NULL);
    assert_true(store_is_read_only(scene.app->store));
    assert_false(store_begin(scene.app->store, "x", &err));
    scene_end(&scene);
}

static void test_no_key_opens_types_or_ends_anything(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "keyboard", NULL);
    for (Key key = 1; key < 0x180; key++)
        app_key(scene.app, key);
    for (Key key = KEY_CODE_ENTER; key <= KEY_CODE_F12; key++) {
        app_key(scene.app, key);
        app_key(scene.app, key | KEY_WITH_CTRL);
        app_key(scene.app, key | KEY_WITH_ALT);
    }
    for (Key key = 'a'; key <= 'z'; key++)
        app_key(scene.app, key | KEY_WITH_CTRL);
    app_paste(scene.app, ":!sh\nq\n:quit\n");
    app_mouse(scene.app, MOUSE_DOUBLE, 3, 3);
    app_interrupt(scene.app);
    app_interrupt(scene.app);
    scene_draw(&scene);
    assert_false(app_is_finished(scene.app));
    assert_int_equal(scene.app->typing, TYPING_NONE);
    assert_int_equal(scene.app->picker.kind, PICK_NONE);
    assert_false(scene.app->form.open);
    assert_string_equal(scene.clipboard, "");
    assert_false(app_mouse_wanted(scene.app));
    scene_end(&scene);
}

static void test_it_is_left_only_where_the_configuration_says_so(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "leave", "[kiosk]\nquit = yes\n");
    scene_keys(&scene, "?");
    expect_words(&scene, "end the program");
    scene_keys(&scene, "x q");
    assert_true(app_is_finished(scene.app));
    scene_end(&scene);
}

static void test_it_runs_no_command_of_the_command_line(void **state)
{
    (void)state;
    Scene scene;
    const char *out = NULL, *messages = NULL;
    scene_start(&scene, "commands");
    static const char *const words[] = {"--kiosk", "list", "person"};
    assert_int_equal(scene_main(&scene, 3, words, "", &out, &messages), 2);
    assert_string_equal(out, "");
    assert_true(is_one_sentence(arena_strndup(scene.arena, messages, strlen(messages) - 1)));
    scene_end(&scene);
}

/* --- Names -------------------------------------------------------------------------------------------------------- */

static void test_names_are_not_read_unless_the_plan_says_so(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "names", "[kiosk]\npage1 = 9 groups\n");
    const Plan *plan = scene.app->plan;
    expect_words(&scene, "taken");
    expect_no_words(&scene, "Gunvor");
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_PERSON); index++)
        assert_string_equal(PLAN_ROWS(plan, Person, ENTITY_PERSON)[index].name, "");
    desk_runs(&scene, 3, (const char *const[]){"set", "plan/1", "kiosk_names=yes"});
    expect_words(&scene, "Gunvor");
    expect_words(&scene, "names and texts shown");
    desk_runs(&scene, 3, (const char *const[]){"set", "plan/1", "kiosk_names=no"});
    expect_no_words(&scene, "Gunvor");
    expect_no_words(&scene, "shown ");
    scene_end(&scene);
}

/* Whoever speaks for a union is a member of it: that is told of nobody, whatever the plan allows. */
static void test_union_members_are_never_named(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "union", "[kiosk]\npage1 = 9 groups\n");
    desk_runs(&scene, 3, (const char *const[]){"set", "plan/1", "kiosk_names=yes"});
    const Plan *plan = scene.app->plan;
    const Seat *seats = PLAN_ROWS(plan, Seat, ENTITY_SEAT);
    uint32_t members = 0;
    scene.width = 160;
    scene.height = 60;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_SEAT); index++) {
        const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, seats[index].role);
        const Person *person = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, seats[index].person);
        if (role == NULL || !role->union_role || person == NULL)
            continue;
        assert_string_not_equal(person->name, "");
        expect_no_words(&scene, person->name);
        members++;
    }
    assert_true(members > 0);
    scene_end(&scene);
}

/* The text of a SWOT entry is all that it has to be called by; everything else stays out. */
static void test_free_text_is_never_read(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "prose", NULL);
    desk_runs(&scene, 3, (const char *const[]){"set", "plan/1", "kiosk_names=yes"});
    const Plan *plan = scene.app->plan;
    uint32_t looked = 0;
    for (int kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        for (int field = 0; field < entity->field_count; field++) {
            bool prose =
                (entity->fields[field].flags & (FIELD_PERSONAL | FIELD_LONG | FIELD_TITLE)) ==
                (FIELD_PERSONAL | FIELD_LONG);
            for (uint32_t row = 0; prose && row < plan_count(plan, entity->kind); row++) {
                Value value = field_value(&entity->fields[field],
                                          plan_at(plan, entity->kind, row), scene.arena);
                assert_int_equal(value.type, VALUE_NULL);
                looked++;
            }
        }
    }
    assert_true(looked > 20);
    scene_end(&scene);
}

static void test_what_changed_says_neither_who_nor_in_whose_words(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "news", "[kiosk]\npage1 = 9 history\n");
    scene.width = 120;
    desk_runs(&scene, 5,
              (const char *const[]){"--author", "Gunvor Lie", "set", "task/1.4",
                                    "owner=\"Gunvor Lie\""});
    desk_runs(&scene, 3, (const char *const[]){"set", "task/1.4", "progress=80"});
    expect_words(&scene, "80");
    expect_no_words(&scene, "Gunvor");
    expect_no_words(&scene, "kari");
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages_follow_one_another),
        cmocka_unit_test(test_the_default_playlist_goes_round),
        cmocka_unit_test(test_the_configuration_says_which_pages),
        cmocka_unit_test(test_faults_of_pages_name_the_line),
        cmocka_unit_test(test_a_page_of_what_is_gone_is_passed_over),
        cmocka_unit_test(test_it_wakes_once_a_second_while_it_counts_and_else_once_a_minute),
        cmocka_unit_test(test_space_holds_a_page_and_lets_it_go),
        cmocka_unit_test(test_a_forgotten_pause_ends_by_itself),
        cmocka_unit_test(test_digits_choose_a_view_and_space_goes_back),
        cmocka_unit_test(test_arrows_turn_pages_and_scroll),
        cmocka_unit_test(test_a_question_mark_shows_the_keys),
        cmocka_unit_test(test_every_command_that_is_not_for_walls_is_refused),
        cmocka_unit_test(test_the_store_refuses_to_write_too),
        cmocka_unit_test(test_no_key_opens_types_or_ends_anything),
        cmocka_unit_test(test_it_is_left_only_where_the_configuration_says_so),
        cmocka_unit_test(test_it_runs_no_command_of_the_command_line),
        cmocka_unit_test(test_names_are_not_read_unless_the_plan_says_so),
        cmocka_unit_test(test_union_members_are_never_named),
        cmocka_unit_test(test_free_text_is_never_read),
        cmocka_unit_test(test_what_changed_says_neither_who_nor_in_whose_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
