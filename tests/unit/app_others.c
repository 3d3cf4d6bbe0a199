/* SPDX-License-Identifier: MPL-2.0 */
/* Others on the same plan: who they are said to be, and what they wrote while one was choosing. */
#include "app_support.h"

static Scene scene;

static int set_up(void **state)
{
    (void)state;
    scene_start(&scene, "others");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scene_end(&scene);
    return 0;
}

static void write_as(const char *author, const char *place, const char *what)
{
    const char *messages = "";
    const char *const words[] = {"--author", author, "set", place, what};
    if (scene_main(&scene, 5, words, "", NULL, &messages) != 0)
        fail_msg("%s", messages);
}

static void test_a_name_within_another_is_named_too(void **state)
{
    (void)state;
    write_as("ann", "task/1.1", "note=En");
    write_as("anna", "task/1.2", "note=To");
    write_as("ann", "task/1.3", "note=Tre");
    write_as("anna", "task/1.4", "note=Fire");
    assert_true(app_poll(scene.app));
    assert_non_null(strstr(scene.app->message, "anna, ann: 4 changes in 4 rows"));
}

static RowId owner(void)
{
    const Task *task = PLAN_ROW_OF(scene.app->plan, Task, ENTITY_TASK,
                                   plan_find(scene.app->plan, ENTITY_TASK, "1.4", NULL));
    return task->owner;
}

/* `name`: typed into the list, new or known; what stands first or last in it is taken. */
static void choose_owner_while_another_does(const char *name, const char *keys)
{
    RowId theirs = plan_find(scene.app->plan, ENTITY_PERSON, "Olav Furuseth", NULL);
    assert_int_not_equal(theirs, 0);
    assert_true(app_go_to(scene.app, ENTITY_TASK,
                          plan_find(scene.app->plan, ENTITY_TASK, "1.4", NULL), -1));
    scene_draw(&scene);
    scene_keys(&scene, "o");
    assert_int_equal(scene.app->picker.kind, PICK_REFERENCE);
    write_as("per", "task/1.4", "owner=\"Olav Furuseth\"");
    assert_true(app_poll(scene.app));
    scene_type(&scene, name);
    scene_keys(&scene, keys);
    assert_non_null(strstr(scene.app->message, "changed meanwhile to “Olav Furuseth” (per "));
    assert_int_equal(owner(), theirs);
    assert_int_equal(scene.app->picker.kind, PICK_REFERENCE);
}

static void test_a_new_person_asks_before_it_replaces_theirs(void **state)
{
    (void)state;
    choose_owner_while_another_does("Zoltan Quist", "enter");
    assert_int_equal(plan_find(scene.app->plan, ENTITY_PERSON, "Zoltan Quist", NULL), 0);
    scene_keys(&scene, "enter");
    RowId made = plan_find(scene.app->plan, ENTITY_PERSON, "Zoltan Quist", NULL);
    assert_int_not_equal(made, 0);
    assert_int_equal(owner(), made);
    assert_int_equal(scene.app->picker.kind, PICK_NONE);
}

static void test_a_known_person_asks_and_theirs_can_stay(void **state)
{
    (void)state;
    RowId theirs = plan_find(scene.app->plan, ENTITY_PERSON, "Olav Furuseth", NULL);
    choose_owner_while_another_does("Gunvor Lie", "enter");
    scene_keys(&scene, "ctrl-t");
    assert_int_equal(scene.app->picker.kind, PICK_NONE);
    assert_int_equal(owner(), theirs);
}

#define OTHERS_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OTHERS_TEST(test_a_name_within_another_is_named_too),
        OTHERS_TEST(test_a_new_person_asks_before_it_replaces_theirs),
        OTHERS_TEST(test_a_known_person_asks_and_theirs_can_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
