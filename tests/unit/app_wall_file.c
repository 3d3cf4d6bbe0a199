/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The wall display and the desk: the row that is pointed at, the snapshot that is published, and a file
 * that is missing, replaced or no plan.
 */
#include "app_wall.h"

#include <poll.h>
#include <sys/stat.h>

/* --- The pointer --------------------------------------------------------------------------------------------------- */

static void test_the_wall_shows_the_row_that_the_desk_points_at(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "point", NULL);
    desk_runs(&scene, 2, (const char *const[]){"point", "task/2.3"});
    expect_view(&scene, "timeline");
    expect_words(&scene, "2.3 Kartlegge");
    assert_int_equal(app_target(scene.app).id,
                     plan_find(scene.app->plan, ENTITY_TASK, "2.3", NULL));
    wait_seconds(&scene, 300);
    expect_view(&scene, "timeline");
    assert_true(app_next_wake(scene.app) > 1000);
    desk_runs(&scene, 2, (const char *const[]){"point", "group/Arkiv"});
    expect_view(&scene, "groups");
    scene_keys(&scene, "right"); /* whoever stands there may look at the pages */
    expect_view(&scene, "timeline");
    desk_runs(&scene, 2, (const char *const[]){"point", "off"});
    expect_words(&scene, "next page in");
    scene_end(&scene);
}

static void test_a_pointer_at_a_deleted_row_ends(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "deleted", NULL);
    desk_runs(&scene, 2, (const char *const[]){"point", "task/2.3"});
    expect_view(&scene, "timeline");
    desk_runs(&scene, 2, (const char *const[]){"delete", "task/2.3"});
    expect_view(&scene, "wall");
    scene_end(&scene);
}

static void test_people_and_risks_are_not_pointed_at(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "refused");
    scene_refuse(&scene, "point person/\"Gunvor Lie\"", 1);
    scene_run(&scene, "add risk name=Sykdom");
    scene_refuse(&scene, "point risk/Sykdom", 1);
    scene_end(&scene);
}

/* --- The file ------------------------------------------------------------------------------------------------------- */

static void test_it_waits_for_a_file_that_is_not_there(void **state)
{
    (void)state;
    Scene scene;
    scene_set(&scene, "missing");
    scene_remove(&scene);
    wall_reopen(&scene, NULL);
    expect_words(&scene, "Waiting for the plan");
    assert_true(app_watch(scene.app) >= 0);
    assert_true(app_next_wake(scene.app) > 0);
    scene_keys(&scene, "space 1 right ?");
    expect_words(&scene, "Waiting for the plan");
    scene_make(&scene);
    assert_true(app_poll(scene.app));
    expect_words(&scene, "next page in");
    scene_end(&scene);
}

static void test_it_keeps_showing_what_it_read_when_the_file_goes(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "goes", NULL);
    assert_int_equal(rename(scene.path, scene_kept(&scene)), 0);
    wait_seconds(&scene, 1);
    expect_words(&scene, "waiting for it");
    expect_words(&scene, "Forankring");
    assert_true(app_watch(scene.app) >= 0);
    assert_int_equal(rename(scene_kept(&scene), scene.path), 0);
    assert_true(app_poll(scene.app));
    expect_no_words(&scene, "waiting for it");
    scene_end(&scene);
}

static bool has_news(int watch)
{
    struct pollfd news = {.fd = watch, .events = POLLIN};
    return poll(&news, 1, 0) == 1;
}

/* Waiting costs next to nothing, and the folder says when it is over. */
static void test_it_waits_without_waking_up(void **state)
{
    (void)state;
    Scene scene;
    char folder[240];
    scene_set(&scene, "asleep");
    /* A folder of its own: what other tests write beside it would be news too. */
    (void)snprintf(folder, sizeof folder, "%s/app-asleep-%ld", TEST_BINARY_DIR, (long)getpid());
    assert_int_equal(mkdir(folder, 0700), 0);
    (void)snprintf(scene.path, sizeof scene.path, "%s/a.plan", folder);
    wall_reopen(&scene, NULL);
    wait_seconds(&scene, 120);
    int watch = app_watch(scene.app);
    int64_t end = scene.seconds + 600;
    int woken = 0;
    while (scene.seconds < end) {
        int64_t wake = app_next_wake(scene.app);
        assert_true(wake >= 1000);
        scene.seconds += wake / 1000;
        app_wake(scene.app);
        woken++;
    }
    assert_true(woken <= 2 * 10);
    assert_false(has_news(watch));
    scene_make(&scene);
    assert_int_equal(app_watch(scene.app), watch);
    assert_true(has_news(watch));
    assert_true(app_poll(scene.app));
    expect_words(&scene, "next page in");
    assert_int_not_equal(app_watch(scene.app), -1);
    scene_end(&scene);
    assert_int_equal(rmdir(folder), 0);
}

/* What no folder tells, such as a lock that was let go: it tries by itself. */
static void test_it_tries_again_by_itself(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "tries", NULL);
    assert_int_equal(rename(scene.path, scene_kept(&scene)), 0);
    wall_reopen(&scene, NULL);
    wait_seconds(&scene, 120);
    assert_int_equal(rename(scene_kept(&scene), scene.path), 0);
    expect_words(&scene, "Waiting for the plan");
    wait_seconds(&scene, 30);
    expect_words(&scene, "next page in");
    scene_end(&scene);
}

static void test_a_file_that_is_no_plan_is_waited_out(void **state)
{
    (void)state;
    Scene scene;
    wall_start(&scene, "junk", NULL);
    assert_int_equal(rename(scene.path, scene_kept(&scene)), 0);
    FILE *file = fopen(scene.path, "we");
    assert_non_null(file);
    assert_true(fputs("not a plan", file) >= 0);
    assert_int_equal(fclose(file), 0);
    wait_seconds(&scene, 1);
    expect_words(&scene, "cannot be read yet");
    assert_int_equal(rename(scene_kept(&scene), scene.path), 0);
    assert_true(app_poll(scene.app));
    expect_no_words(&scene, "cannot be read yet");
    scene_end(&scene);
}

static void test_a_snapshot_is_read_anew_when_it_is_published_again(void **state)
{
    (void)state;
    Scene desk;
    Scene scene;
    scene_start(&desk, "desk");
    scene_set(&scene, "snapshot");
    scene_remove(&scene);
    scene_run(&desk, arena_printf(desk.arena, "publish %s", scene.path));
    wall_reopen(&scene, NULL);
    expect_words(&scene, "Forankring");
    scene_run(&desk, "set task/1 short_name=Omdøpt");
    scene_run(&desk, arena_printf(desk.arena, "publish %s", scene.path));
    wait_seconds(&scene, 1);
    expect_words(&scene, "Omdøpt");
    scene_end(&scene);
    scene_end(&desk);
}

static void test_publish_replaces_snapshots_only(void **state)
{
    (void)state;
    Scene scene;
    struct stat status;
    scene_start(&scene, "publish");
    const char *path = scene_kept(&scene);
    scene_refuse(&scene, arena_printf(scene.arena, "publish %s", scene.path), 1);
    scene_run(&scene, arena_printf(scene.arena, "copy %s", path));
    scene_refuse(&scene, arena_printf(scene.arena, "publish %s", path), 1);
    assert_int_equal(unlink(path), 0);
    scene_run(&scene, arena_printf(scene.arena, "publish %s", path));
    assert_int_equal(stat(path, &status), 0);
    ino_t first = status.st_ino;
    scene_run(&scene, arena_printf(scene.arena, "publish %s", path));
    assert_int_equal(stat(path, &status), 0);
    assert_int_not_equal(status.st_ino, first);
    scene_refuse(&scene, "publish /nowhere/at/all.plan", 1);
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_wall_shows_the_row_that_the_desk_points_at),
        cmocka_unit_test(test_a_pointer_at_a_deleted_row_ends),
        cmocka_unit_test(test_people_and_risks_are_not_pointed_at),
        cmocka_unit_test(test_it_waits_for_a_file_that_is_not_there),
        cmocka_unit_test(test_it_keeps_showing_what_it_read_when_the_file_goes),
        cmocka_unit_test(test_it_waits_without_waking_up),
        cmocka_unit_test(test_it_tries_again_by_itself),
        cmocka_unit_test(test_a_file_that_is_no_plan_is_waited_out),
        cmocka_unit_test(test_a_snapshot_is_read_anew_when_it_is_published_again),
        cmocka_unit_test(test_publish_replaces_snapshots_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
