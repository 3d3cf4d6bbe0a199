/* SPDX-License-Identifier: MPL-2.0 */
/*
 * For the tests of the app: the sample plan in a file of its own, a host without a terminal, keys and
 * command lines, and the whole plan as text to compare.  It is 3 September 2020, 14:02 in Norway.
 */
#ifndef FRAMDRIFT_TEST_APP_SUPPORT_H
#define FRAMDRIFT_TEST_APP_SUPPORT_H

#include "app_private.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define SCENE_START 1599134520 /* seconds since 1970 */

typedef struct Scene {
    App *app;
    Arena *arena;
    Options options;
    Host host;
    char path[256];
    int width, height;
    int64_t seconds;
    const char *config_home; /* XDG_CONFIG_HOME, or NULL */
    const char *editor_adds; /* what the editor puts at the end */
    char clipboard[200];
} Scene;

static inline int64_t scene_now(void *context)
{
    Scene *scene = context;
    return scene->seconds++;
}

static inline int scene_offset(void *context, int64_t time)
{
    (void)context;
    (void)time;
    return 7200;
}

static inline Day scene_today(void *context)
{
    (void)context;
    return day_from_civil(2020, 9, 3);
}

static inline const char *scene_environment(void *context, const char *name)
{
    const Scene *scene = context;
    return strcmp(name, "XDG_CONFIG_HOME") == 0 ? scene->config_home : NULL;
}

static inline bool scene_edit(void *context, const char *text, const char *ending, Arena *arena,
                              char **out, Err *err)
{
    const Scene *scene = context;
    (void)ending;
    if (scene->editor_adds == NULL)
        return (fail)(err, ERR_INPUT, "The editor failed; the text is as it was.");
    *out = arena_printf(arena, "%s%s\n", text, scene->editor_adds);
    return true;
}

static inline void scene_clipboard(void *context, const char *text)
{
    Scene *scene = context;
    (void)snprintf(scene->clipboard, sizeof scene->clipboard, "%s", text);
}

/* A scene that has no plan open yet. */
static inline void scene_set(Scene *scene, const char *name)
{
    *scene = (Scene){.arena = arena_new(),
                     .width = 80,
                     .height = 24,
                     .seconds = SCENE_START,
                     .editor_adds = "\nFrom the editor."};
    (void)snprintf(scene->path, sizeof scene->path, "%s/app-%s-%ld.plan", TEST_BINARY_DIR, name,
                   (long)getpid());
    scene->host = (Host){.context = scene,
                         .now = scene_now,
                         .utc_offset = scene_offset,
                         .today = scene_today,
                         .user = "kari",
                         .host = "solor",
                         .environment = scene_environment,
                         .edit = scene_edit,
                         .clipboard = scene_clipboard,
                         .source_dir = TEST_SOURCE_DIR,
                         .version = "test"};
}

static inline void scene_parse(Scene *scene, int count, const char *const *words)
{
    char *all[24] = {arena_strdup(scene->arena, "framdrift"), scene->path};
    Err err = {0};
    for (int index = 0; index < count; index++)
        all[index + 2] = arena_strdup(scene->arena, words[index]);
    if (!options_parse(count + 2, all, scene->arena, &scene->options, &err))
        fail_msg("%s", err.message);
}

/* What the program does with these words after the file's name: its exit status and its words. */
static inline int scene_main(Scene *scene, int count, const char *const *words,
                             const char *input, const char **out, const char **messages)
{
    Text results = {0};
    Text said = {0};
    Options before = scene->options;
    scene_parse(scene, count, words);
    App *app = app_new(&scene->host, &scene->options);
    int status = app_main(app, input, &results, &said);
    app_free(app);
    scene->options = before;
    if (out != NULL)
        *out = arena_strdup(scene->arena, text_string(&results));
    if (messages != NULL)
        *messages = arena_strdup(scene->arena, text_string(&said));
    text_free(&results);
    text_free(&said);
    return status;
}

static inline void scene_draw(Scene *scene)
{
    (void)app_draw(scene->app, scene->width, scene->height);
}

/* What is on the screen, as text. */
static inline const char *scene_screen(Scene *scene)
{
    Text text = {0};
    canvas_write_text(app_draw(scene->app, scene->width, scene->height), &text);
    const char *screen = arena_strdup(scene->arena, text_string(&text));
    text_free(&text);
    return screen;
}

static inline void scene_open(Scene *scene, int count, const char *const *words)
{
    Err err = {0};
    scene_parse(scene, count, words);
    scene->app = app_new(&scene->host, &scene->options);
    if (!app_open(scene->app, &err))
        fail_msg("%s", err.message);
    scene_draw(scene);
}

static inline const char *scene_kept(Scene *scene)
{
    return arena_printf(scene->arena, "%s-kept", scene->path);
}

static inline void scene_remove(Scene *scene)
{
    (void)unlink(scene->path);
    (void)unlink(scene_kept(scene));
    (void)unlink(arena_printf(scene->arena, "%s-journal", scene->path));
}

static inline void scene_make(Scene *scene)
{
    const char *messages = "";
    static const char *const words[] = {"new", "--sample", "solor-2020"};
    scene_remove(scene);
    scene->seconds -= 86400; /* made the day before */
    if (scene_main(scene, 3, words, "", NULL, &messages) != 0)
        fail_msg("%s", messages);
    scene->seconds = SCENE_START;
}

/* A fresh copy of the sample, open. */
static inline void scene_start(Scene *scene, const char *name)
{
    scene_set(scene, name);
    scene_make(scene);
    scene_open(scene, 0, NULL);
}

/* Keeps the plan as it is now, for scene_restore. */
static inline void scene_keep(Scene *scene)
{
    Err err = {0};
    if (!store_copy(scene->app->store, scene_kept(scene), &err))
        fail_msg("%s", err.message);
}

/* The plan that was kept, in a new session. */
static inline void scene_restore(Scene *scene)
{
    char bytes[8192];
    app_free(scene->app);
    scene->seconds = SCENE_START;
    FILE *from = fopen(scene_kept(scene), "rbe");
    FILE *to = fopen(scene->path, "wbe");
    assert_true(from != NULL && to != NULL);
    for (size_t got = fread(bytes, 1, sizeof bytes, from); got > 0;
         got = fread(bytes, 1, sizeof bytes, from))
        assert_int_equal(fwrite(bytes, 1, got, to), got);
    assert_int_equal(fclose(from), 0);
    assert_int_equal(fclose(to), 0);
    scene_open(scene, 0, NULL);
}

static inline void scene_end(Scene *scene)
{
    app_free(scene->app);
    scene->app = NULL;
    scene_remove(scene);
    arena_free(scene->arena);
    scene->arena = NULL;
}

static inline void scene_key(Scene *scene, const char *name)
{
    Key key = key_parse(name);
    if (key == KEY_CODE_NONE)
        fail_msg("no key “%s”", name);
    app_key(scene->app, key);
    scene_draw(scene);
}

/* Keys by name, separated by spaces. */
static inline void scene_keys(Scene *scene, const char *names)
{
    while (*names != '\0') {
        size_t length = strcspn(names, " ");
        scene_key(scene, arena_strndup(scene->arena, names, length));
        names += length + (names[length] == ' ');
    }
}

static inline void scene_type(Scene *scene, const char *text)
{
    while (*text != '\0')
        app_key(scene->app, utf8_next(&text));
    scene_draw(scene);
}

/* A command line that must work; what it printed. */
static inline const char *scene_run(Scene *scene, const char *line)
{
    Err err = {0};
    Text out = {0};
    arena_clear(scene->app->scratch);
    if (!app_run(scene->app, line, &out, &err))
        fail_msg("%s: %s", line, err.message);
    const char *printed = arena_strdup(scene->arena, text_string(&out));
    text_free(&out);
    return printed;
}

/* A command line that must fail with this exit status; its sentence. */
static inline const char *scene_refuse(Scene *scene, const char *line, int status)
{
    Err err = {0};
    Text out = {0};
    arena_clear(scene->app->scratch);
    if (app_run(scene->app, line, &out, &err))
        fail_msg("“%s” was done", line);
    if (err_exit_status(err.code) != status)
        fail_msg("“%s”: status %d, not %d (%s)", line, err_exit_status(err.code), status,
                 err.message);
    text_free(&out);
    return arena_strdup(scene->arena, err.message);
}

/* One sentence for a person: not empty, on one line, no control characters. */
static inline bool is_one_sentence(const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7F)
            return false;
    return text[0] != '\0' && utf8_is_valid(text, strlen(text));
}

/* Every row of every kind with all its fields; on the heap. */
static inline char *scene_json(Scene *scene)
{
    Text out = {0};
    const char *as = scene->options.as;
    const char *columns = scene->options.columns;
    scene->options.as = "json";
    scene->options.columns = NULL;
    for (int kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        const char *name = schema_entity((EntityKind)kind)->name;
        Err err = {0};
        text_printf(&out, "%s ", name);
        if (!app_run_words(scene->app, (const char *const[]){"list", name}, 2, &out, &err))
            fail_msg("%s", err.message);
        arena_clear(scene->app->scratch);
    }
    scene->options.as = as;
    scene->options.columns = columns;
    return out.bytes;
}

/* The plan is what scene_json gave before, which is freed here. */
static inline void assert_plan_was(Scene *scene, char *before)
{
    char *after = scene_json(scene);
    assert_string_equal(before, after);
    free(before);
    free(after);
}

/* The newest change: it is another one after any write. */
static inline int64_t scene_latest(Scene *scene)
{
    HistoryItem item = {0};
    return store_latest(scene->app->store, scene->arena, &item) ? item.change : 0;
}

#endif
