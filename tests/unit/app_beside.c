/* SPDX-License-Identifier: MPL-2.0 */
/* A plan on a network drive: who wrote from where is said, and writing beside them waits for a yes. */
#include "app_support.h"

#include <sys/statfs.h>

static long pretended_system;

/* The store asks what kind of file system it is on: the answer is given here. */
int statfs(const char *restrict path, struct statfs *restrict out)
{
    (void)path;
    *out = (struct statfs){.f_type = pretended_system};
    return 0;
}

static int set_up(void **state)
{
    Scene *scene = calloc(1, sizeof *scene);
    assert_non_null(scene);
    pretended_system = 0xEF53;
    scene_set(scene, "beside");
    scene_make(scene);
    *state = scene;
    return 0;
}

static int tear_down(void **state)
{
    Scene *scene = *state;
    pretended_system = 0xEF53;
    scene_end(scene);
    free(scene);
    return 0;
}

/* Somebody writes from another machine, so many seconds ago. */
static void write_from_laptop(Scene *scene, int64_t ago)
{
    static const char *const words[] = {"--author", "olav", "set", "task/2.5", "name=Laptop"};
    scene->host.host = "laptop";
    scene->seconds -= ago;
    assert_int_equal(scene_main(scene, 5, words, "", NULL, NULL), 0);
    scene->host.host = "solor";
    scene->seconds = SCENE_START;
}

static int set_name(Scene *scene, const char *option, const char **messages)
{
    const char *const words[] = {"set", "task/2.5", "name=Her", option};
    return scene_main(scene, option == NULL ? 3 : 4, words, "", NULL, messages);
}

static void a_command_asks_for_beside(void **state)
{
    Scene *scene = *state;
    const char *messages = "";
    write_from_laptop(scene, 600);
    assert_int_equal(set_name(scene, NULL, NULL), 0); /* a local disk */
    write_from_laptop(scene, 600);
    pretended_system = 0x6969;
    assert_int_equal(set_name(scene, NULL, &messages), 1);
    assert_non_null(strstr(messages, "olav from laptop"));
    assert_non_null(strstr(messages, "--beside"));
    assert_int_equal(set_name(scene, "--beside", &messages), 0);
    static const char *const list[] = {"list", "task"};
    assert_int_equal(scene_main(scene, 2, list, "", NULL, NULL), 0); /* reading needs no yes */
}

static void what_was_written_long_ago_is_only_said(void **state)
{
    Scene *scene = *state;
    const char *messages = "";
    write_from_laptop(scene, 7200);
    pretended_system = 0xFE534D42;
    assert_int_equal(set_name(scene, NULL, &messages), 0);
    assert_non_null(strstr(messages, "network drive"));
    assert_non_null(strstr(messages, "olav from laptop"));
}

static void the_screen_asks_and_reads_until_the_answer(void **state)
{
    Scene *scene = *state;
    write_from_laptop(scene, 600);
    pretended_system = 0x65735546;
    scene_open(scene, 0, NULL);
    assert_non_null(strstr(scene->app->message, "olav from laptop"));
    assert_non_null(strstr(scene_screen(scene), "y writes all the same"));
    assert_true(scene->app->read_only);
    assert_false(scene->app->shown_here);
    scene_key(scene, "n");
    assert_true(scene->app->read_only);
    (void)scene_refuse(scene, "set task/2.5 name=Nei", 1);
    app_free(scene->app);
    scene_open(scene, 0, NULL);
    scene_key(scene, "y");
    assert_false(scene->app->read_only);
    assert_true(scene->app->shown_here);
    (void)scene_run(scene, "set task/2.5 name=Ja");
}

#define PLACE_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(a_command_asks_for_beside),
        PLACE_TEST(what_was_written_long_ago_is_only_said),
        PLACE_TEST(the_screen_asks_and_reads_until_the_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
