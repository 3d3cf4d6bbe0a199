/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Runs one script of keys and compares what the screen shows, without a terminal.
 *
 *   screens SCRIPT       a line each:
 *     size 80x24         the canvas from here on
 *     keys j enter ctrl-s
 *     type SOME TEXT     every character as a key
 *     run COMMAND        a command line
 *     shows TEXT         the screen contains it        lacks TEXT
 *     picture NAME       the screen equals expected/NAME.txt (FRAMDRIFT_UPDATE=1 writes it)
 *     option --lang nb   before anything else: options of the program
 *
 * Every script starts from a fresh plan of the sample, on 3 September 2020.
 */
#include "framdrift/app.h"

#include <dirent.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Stage {
    App *app;
    Arena *arena;
    Options options;
    Host host;
    char path[256];
    int width, height;
    int64_t seconds; /* the clock stands: 3 September 2020, 14:02 in Norway */
    const char *script;
    int line;
} Stage;

static int64_t stage_now(void *context)
{
    const Stage *stage = context;
    return stage->seconds;
}

static int stage_offset(void *context, int64_t time)
{
    (void)context;
    (void)time;
    return 7200;
}

static Day stage_today(void *context)
{
    (void)context;
    return day_from_civil(2020, 9, 3);
}

static const char *stage_environment(void *context, const char *name)
{
    (void)context;
    (void)name;
    return NULL;
}

static bool stage_edit(void *context, const char *text, const char *ending, Arena *arena,
                       char **out, Err *err)
{
    (void)context;
    (void)ending;
    (void)err;
    *out = arena_printf(arena, "%sFrom the editor.\n", text);
    return true;
}

/* The plan and what stands beside it. */
static void stage_clear(const Stage *stage)
{
    char folder[256];
    (void)snprintf(folder, sizeof folder, "%.*s",
                   (int)(strlen(stage->path) - strlen("/solor.plan")), stage->path);
    DIR *directory = opendir(folder);
    for (struct dirent *entry = directory != NULL ? readdir(directory) : NULL; entry != NULL;
         entry = readdir(directory))
        (void)unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory != NULL)
        (void)closedir(directory);
    (void)rmdir(folder);
}

static _Noreturn void stage_fail(Stage *stage, const char *what, const char *screen)
{
    (void)fprintf(stderr, "%s:%d: %s\n%s", stage->script, stage->line, what, screen);
    stage_clear(stage);
    exit(1);
}

static char *stage_screen(Stage *stage)
{
    Text text = {0};
    const Canvas *canvas = app_draw(stage->app, stage->width, stage->height);
    canvas_write_text(canvas, &text);
    char *screen = arena_strdup(stage->arena, text_string(&text));
    text_free(&text);
    return screen;
}

static void stage_make_plan(Stage *stage)
{
    Err err = {0};
    Options options = stage->options;
    Text out = {0};
    Text messages = {0};
    options.words = (const char *const[]){"new"};
    options.word_count = 1;
    options.sample = "solor-2020";
    options.read_only = false;
    App *maker = app_new(&stage->host, &options);
    if (app_main(maker, "", &out, &messages) != 0)
        stage_fail(stage, text_string(&messages), "");
    app_free(maker);
    text_free(&out);
    text_free(&messages);
    stage->app = app_new(&stage->host, &stage->options);
    if (!app_open(stage->app, &err))
        stage_fail(stage, err.message, "");
    stage_screen(stage);
}

static void stage_keys(Stage *stage, char *names)
{
    for (char *save = NULL, *name = strtok_r(names, " ", &save); name != NULL;
         name = strtok_r(NULL, " ", &save)) {
        Key key = key_parse(name);
        if (key == KEY_CODE_NONE)
            stage_fail(stage, arena_printf(stage->arena, "no key “%s”", name), "");
        app_key(stage->app, key);
        stage_screen(stage);
    }
}

static void stage_type(Stage *stage, const char *text)
{
    while (*text != '\0') {
        app_key(stage->app, utf8_next(&text));
        stage_screen(stage);
    }
}

static void stage_run(Stage *stage, const char *line)
{
    Err err = {0};
    Text out = {0};
    if (!app_run(stage->app, line, &out, &err))
        stage_fail(stage, err.message, stage_screen(stage));
    text_free(&out);
}

static char *file_read(Arena *arena, const char *path)
{
    FILE *file = fopen(path, "re");
    Text text = {0};
    char buffer[4096];
    if (file == NULL)
        return NULL;
    for (size_t got = fread(buffer, 1, sizeof buffer, file); got > 0;
         got = fread(buffer, 1, sizeof buffer, file))
        text_append_bytes(&text, buffer, got);
    (void)fclose(file);
    char *content = arena_strdup(arena, text_string(&text));
    text_free(&text);
    return content;
}

static void stage_picture(Stage *stage, const char *name)
{
    const char *path =
        arena_printf(stage->arena, "%s/tests/screens/expected/%s.txt", TEST_SOURCE_DIR, name);
    const char *screen = stage_screen(stage);
    if (getenv("FRAMDRIFT_UPDATE") != NULL) {
        FILE *file = fopen(path, "we");
        if (file == NULL || fputs(screen, file) < 0 || fclose(file) != 0)
            stage_fail(stage, path, "");
        return;
    }
    const char *expected = file_read(stage->arena, path);
    if (expected == NULL || strcmp(expected, screen) != 0)
        stage_fail(stage, arena_printf(stage->arena, "the screen is not %s:", path), screen);
}

static void stage_line(Stage *stage, char *line)
{
    char *argument = strchr(line, ' ');
    argument = argument != NULL ? argument + 1 : line + strlen(line);
    size_t length = strcspn(line, " ");
    if (length == 0 || line[0] == '#')
        return;
    if (stage->app == NULL)
        stage_make_plan(stage);
    if (strncmp(line, "size", length) == 0) {
        char *rest = NULL;
        stage->width = (int)strtol(argument, &rest, 10);
        stage->height = (int)strtol(rest + 1, NULL, 10);
        stage_screen(stage);
    } else if (strncmp(line, "keys", length) == 0) {
        stage_keys(stage, argument);
    } else if (strncmp(line, "type", length) == 0) {
        stage_type(stage, argument);
    } else if (strncmp(line, "run", length) == 0) {
        stage_run(stage, argument);
    } else if (strncmp(line, "picture", length) == 0) {
        stage_picture(stage, argument);
    } else if (strncmp(line, "shows", length) == 0 || strncmp(line, "lacks", length) == 0) {
        char *screen = stage_screen(stage);
        if ((strstr(screen, argument) != NULL) != (line[0] == 's'))
            stage_fail(stage, line, screen);
    } else {
        stage_fail(stage, "this line is no instruction", "");
    }
}

/* "option --lang nb" lines come first and make the program's options. */
static void stage_options(Stage *stage, const char *script)
{
    char *words[32] = {(char *)(uintptr_t) "framdrift", stage->path};
    int count = 2;
    Err err = {0};
    for (const char *at = script; (at = strstr(at, "option ")) != NULL;) {
        char *line = arena_strndup(stage->arena, at + 7, strcspn(at + 7, "\n"));
        for (char *save = NULL, *word = strtok_r(line, " ", &save); word != NULL && count < 32;
             word = strtok_r(NULL, " ", &save))
            words[count++] = word;
        at += 7;
    }
    if (!options_parse(count, words, stage->arena, &stage->options, &err))
        stage_fail(stage, err.message, "");
}

/* The words of another language come from the catalogues of this build. */
static void stage_speak(const Stage *stage)
{
    if (!stage->options.language_given)
        return;
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    (void)setlocale(LC_MESSAGES, "C.UTF-8");
    (void)setenv("LANGUAGE", language_name(stage->options.language), 1);
    (void)bindtextdomain("framdrift", TEST_BINARY_DIR "/locale");
    (void)bind_textdomain_codeset("framdrift", "UTF-8");
    (void)textdomain("framdrift");
}

int main(int count, char **words)
{
    Stage stage = {.arena = arena_new(), .width = 80, .height = 24, .seconds = 1599134520};
    if (count != 2)
        return 2;
    stage.script = words[1];
    char folder[] = "/tmp/framdrift-screens-XXXXXX";
    if (mkdtemp(folder) == NULL)
        return 2;
    (void)snprintf(stage.path, sizeof stage.path, "%s/solor.plan", folder);
    stage.host = (Host){.context = &stage,
                        .now = stage_now,
                        .utc_offset = stage_offset,
                        .today = stage_today,
                        .user = "kari",
                        .host = "solor",
                        .environment = stage_environment,
                        .edit = stage_edit,
                        .source_dir = TEST_SOURCE_DIR,
                        .version = "test"};
    char *script = file_read(stage.arena, stage.script);
    if (script == NULL)
        stage_fail(&stage, "cannot be read", "");
    stage_options(&stage, script);
    stage_speak(&stage);
    for (char *save = NULL, *line = strtok_r(script, "\n", &save); line != NULL;
         line = strtok_r(NULL, "\n", &save)) {
        stage.line++;
        if (strncmp(line, "option ", 7) != 0)
            stage_line(&stage, line);
    }
    app_free(stage.app);
    stage_clear(&stage);
    arena_free(stage.arena);
    return 0;
}
