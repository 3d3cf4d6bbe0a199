/* SPDX-License-Identifier: MPL-2.0 */
/* What a change did, as people say it: undone, done again, in the history and for others. */
#include "app_support.h"

static Scene scene;

static int set_up(void **state)
{
    (void)state;
    scene_start(&scene, "words");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scene_end(&scene);
    return 0;
}

static void expect_undone_and_done_again(const char *line, const char *words)
{
    (void)scene_run(&scene, line);
    (void)scene_run(&scene, "undo");
    assert_string_equal(scene.app->message, arena_printf(scene.arena, "Undid “%s”.", words));
    (void)scene_run(&scene, "redo");
    assert_string_equal(scene.app->message,
                        arena_printf(scene.arena, "Did again “%s”.", words));
}

static void test_undo_says_what_it_took_back(void **state)
{
    (void)state;
    const char *plan = "1.4 Kommunikasjonsplan";
    expect_undone_and_done_again("set task/1.4 deadline=v37",
                                 arena_printf(scene.arena, "%s: deadline v37", plan));
    expect_undone_and_done_again("set task/1.4 deadline=",
                                 arena_printf(scene.arena, "%s: deadline emptied", plan));
    expect_undone_and_done_again(
        "set task/1.4 note=Av owner=\"Gunvor Lie\"",
        arena_printf(scene.arena, "%s: owner Gunvor Lie, and 1 more", plan));
    expect_undone_and_done_again("shift task/1.4 +7",
                                 arena_printf(scene.arena, "%s: moved +7 d", plan));
    (void)scene_run(&scene, "place task/1.4 up");
    (void)scene_run(&scene, "undo");
    assert_string_equal(scene.app->message, "Undid “1.3 Kommunikasjonsplan: moved”.");
}

static void test_a_summary_that_moved_is_named(void **state)
{
    (void)state;
    expect_undone_and_done_again("shift task/2.5 +7", "2.5 Sammenligning: moved +7 d");
}

static void test_rows_that_came_and_went_keep_their_name(void **state)
{
    (void)state;
    expect_undone_and_done_again("add risk name=\"For lite tid\"", "Risk added: For lite tid");
    expect_undone_and_done_again("delete risk/\"For lite tid\"", "Risk deleted: For lite tid");
}

/* What only lost its reference, or a link that went along, is not counted as a row of its own. */
static void test_rows_are_counted_as_they_were_when_they_went(void **state)
{
    (void)state;
    (void)scene_run(&scene, "set task/1.4 owner=\"Gunvor Lie\"");
    (void)scene_run(&scene, "delete task/1.4");
    assert_non_null(strstr(scene.app->message, "Deleted 1 row: "));
    (void)scene_run(&scene, "undo");
    assert_string_equal(scene.app->message,
                        "Undid “Task deleted: Utarbeide kommunikasjonsplan”.");
    (void)scene_run(&scene, "history all");
    scene_draw(&scene);
    assert_string_equal(scene.app->history.items[0].words,
                        "Task added: 1.4 Kommunikasjonsplan");
    (void)scene_run(&scene, "delete task/2");
    assert_string_equal(scene.app->message, "Deleted 47 rows; u brings them back.");
    (void)scene_run(&scene, "undo");
    assert_string_equal(scene.app->message, "Undid “47 rows deleted”.");
    assert_string_equal(words_of_change_id(scene.app, scene_latest(&scene), scene.arena),
                        "47 rows added");
}

static const HistoryItem *latest_of_history(void)
{
    (void)scene_run(&scene, "history all");
    scene_draw(&scene);
    assert_true(scene.app->history.count > 0);
    return &scene.app->history.items[0];
}

static void test_the_history_has_the_words_and_the_command(void **state)
{
    (void)state;
    (void)scene_run(&scene, "add risk name=Storm");
    (void)scene_run(&scene, "delete risk/Storm");
    const HistoryItem *item = latest_of_history();
    assert_string_equal(item->words, "Risk deleted: Storm");
    assert_string_equal(item->label, "delete risk/Storm");
    assert_non_null(strstr(scene_screen(&scene), "Risk deleted: Storm"));
    assert_non_null(strstr(scene_screen(&scene), " delete risk/Storm"));
}

static void test_asked_for_again_the_history_is_of_the_whole_plan(void **state)
{
    (void)state;
    scene_keys(&scene, "1 g j H");
    assert_null(strstr(scene_screen(&scene), "The whole plan"));
    assert_non_null(strstr(scene_screen(&scene), "1.1 Vedtak i de tre kommunestyrene"));
    scene_keys(&scene, "H");
    assert_non_null(strstr(scene_screen(&scene), "The whole plan"));
}

/* begin … end: somebody gave the change a name. */
static void test_a_name_given_to_a_change_stands(void **state)
{
    (void)state;
    Err err = {0};
    Text out = {0};
    assert_true(app_run_script(scene.app,
                               "begin Møtet 3. september\nset task/1.4 progress=80\n"
                               "set task/2.1 progress=70\nend\n",
                               &out, &err));
    text_free(&out);
    assert_string_equal(latest_of_history()->words, "Møtet 3. september");
    (void)scene_run(&scene, "undo");
    assert_string_equal(scene.app->message, "Undid “Møtet 3. september”.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_undo_says_what_it_took_back),
        cmocka_unit_test(test_a_summary_that_moved_is_named),
        cmocka_unit_test(test_rows_that_came_and_went_keep_their_name),
        cmocka_unit_test(test_rows_are_counted_as_they_were_when_they_went),
        cmocka_unit_test(test_the_history_has_the_words_and_the_command),
        cmocka_unit_test(test_asked_for_again_the_history_is_of_the_whole_plan),
        cmocka_unit_test(test_a_name_given_to_a_change_stands),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
