/* SPDX-License-Identifier: MPL-2.0 */
/* What the tests of io share: a plan file in a folder of its own, and texts read into it. */
#ifndef FRAMDRIFT_TESTS_IO_SUPPORT_H
#define FRAMDRIFT_TESTS_IO_SUPPORT_H

/* Before cmocka, whose macro fail() would hide the function. */
#include "framdrift/io.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "arena_test.h"

typedef struct Scene {
    char folder[64], path[96];
    Store *store;
    Arena *arena;
    const Plan *plan; /* of scene_load_solor */
} Scene;

static inline int64_t scene_now(void *context)
{
    (void)context;
    return 1599127200; /* 3 September 2020, 10:00 UTC */
}

static inline DateContext scene_dates(void)
{
    /* Far from the sample's own day, which the sample itself says. */
    return (DateContext){
        .today = day_from_civil(2031, 5, 6), .anchor = DAY_NONE, .language = LANGUAGE_NB};
}

static inline void scene_open(Scene *scene)
{
    static const StoreAuthor author = {.author = "kari", .host = "test", .now = scene_now};
    *scene = (Scene){.arena = arena_new()};
    (void)snprintf(scene->folder, sizeof scene->folder, "io-XXXXXX");
    assert_non_null(mkdtemp(scene->folder));
    (void)snprintf(scene->path, sizeof scene->path, "%s/test.plan", scene->folder);
    Err err = {0};
    if (!store_create(scene->path, &author, &scene->store, &err)) {
        fail_msg("%s", err.message);
    }
}

static inline void scene_close(Scene *scene)
{
    store_close(scene->store);
    arena_free(scene->arena);
    static const char *const left[] = {"test.plan", "test.plan-journal", "text.plan.txt"};
    for (size_t i = 0; i < COUNT_OF(left); i++) {
        char path[128];
        (void)snprintf(path, sizeof path, "%s/%s", scene->folder, left[i]);
        (void)unlink(path);
    }
    (void)rmdir(scene->folder);
}

/* Reads a file or folder as one change and loads the plan; NULL with *err when it is refused. */
static inline const Plan *scene_read(Scene *scene, const char *path, Err *err)
{
    DateContext dates = scene_dates();
    Plan *plan = NULL;
    int64_t change = 0;
    if (!store_begin(scene->store, "new", err)) {
        return NULL;
    }
    if (!text_plan_read(scene->store, path, &dates, err)) {
        store_drop(scene->store);
        return NULL;
    }
    bool good = store_commit(scene->store, &change, err) &&
                store_load(scene->store, scene->arena, 0, &plan, err);
    return good ? plan : NULL;
}

static inline const Plan *scene_read_text(Scene *scene, const char *bytes, size_t length,
                                          Err *err)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/text.plan.txt", scene->folder);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
    return scene_read(scene, path, err);
}

/* The same of a text that is good. */
static inline const Plan *scene_take_text(Scene *scene, const char *bytes, size_t length)
{
    Err err = {0};
    const Plan *plan = scene_read_text(scene, bytes, length, &err);
    if (plan == NULL) {
        fail_msg("%s", err.message);
        abort(); /* the test has left already, which the compiler is not told */
    }
    return plan;
}

static inline const Plan *scene_sample(Scene *scene, const char *name)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/sample-data/%s", TEST_SOURCE_DIR, name);
    Err err = {0};
    const Plan *plan = scene_read(scene, path, &err);
    if (plan == NULL) {
        fail_msg("%s", err.message);
    }
    return plan;
}

/* The sample of Våler, Åsnes and Grue, read once for all tests of a file: the scene is their state. */
static inline int scene_load_solor(void **state)
{
    static Scene scene;
    scene_open(&scene);
    scene.plan = scene_sample(&scene, "solor-2020");
    *state = &scene;
    return 0;
}

static inline int scene_unload(void **state)
{
    scene_close(*state);
    return 0;
}

static inline const Plan *plan_of(void **state)
{
    return ((const Scene *)*state)->plan;
}

static inline void assert_no_controls(const Text *text)
{
    for (size_t i = 0; i < text->length; i++) {
        unsigned char byte = (unsigned char)text->bytes[i];
        bool allowed = byte == '\n' || byte == '\r';
        if ((byte < 0x20 && !allowed) || byte == 0x7f) {
            fail_msg("byte %zu is the control character %d", i, byte);
        }
    }
}

#endif
