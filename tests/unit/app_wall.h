/* SPDX-License-Identifier: MPL-2.0 */
/* For the tests of the wall display: it is opened on a sample, with a clock that stands until it is moved. */
#ifndef FRAMDRIFT_TEST_APP_WALL_H
#define FRAMDRIFT_TEST_APP_WALL_H

#include "app_support.h"

static inline int64_t standing_now(void *context)
{
    const Scene *scene = context;
    return scene->seconds;
}

static inline void wall_reopen(Scene *scene, const char *ini)
{
    const char *words[3] = {"--kiosk", "--config", NULL};
    if (scene->app != NULL)
        app_free(scene->app);
    scene->app = NULL;
    scene->host.now = standing_now;
    if (ini != NULL) {
        const char *path = arena_printf(scene->arena, "%s.ini", scene->path);
        FILE *file = fopen(path, "we");
        assert_non_null(file);
        assert_true(fputs(ini, file) >= 0);
        assert_int_equal(fclose(file), 0);
        words[2] = path;
    }
    scene_open(scene, ini != NULL ? 3 : 1, words);
    if (ini != NULL)
        (void)unlink(words[2]);
}

static inline void wall_start(Scene *scene, const char *name, const char *ini)
{
    scene_set(scene, name);
    scene_make(scene);
    wall_reopen(scene, ini);
}

static inline void wait_seconds(Scene *scene, int seconds)
{
    for (int second = 0; second < seconds; second++) {
        scene->seconds++;
        app_wake(scene->app);
    }
    scene_draw(scene);
}

/* Another session runs a command on the same file, and the wall is told. */
static inline void desk_runs(Scene *scene, int count, const char *const *words)
{
    const char *messages = "";
    if (scene_main(scene, count, words, "", NULL, &messages) != 0)
        fail_msg("%s", messages);
    (void)app_poll(scene->app);
    scene_draw(scene);
}

static inline void expect_view(const Scene *scene, const char *name)
{
    assert_string_equal(app_view(scene->app)->name, name);
}

static inline void expect_words(Scene *scene, const char *words)
{
    if (strstr(scene_screen(scene), words) == NULL)
        fail_msg("no “%s” on:\n%s", words, scene_screen(scene));
}

static inline void expect_no_words(Scene *scene, const char *words)
{
    if (strstr(scene_screen(scene), words) != NULL)
        fail_msg("“%s” stands on:\n%s", words, scene_screen(scene));
}

#endif
