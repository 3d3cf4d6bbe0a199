/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Hostile text in what comes from elsewhere: a copy that is merged, its authors and hosts, both sides of
 * a conflict, a wall that shows names, what another machine answers, configurations and other files.
 */
#include "app_escape.h"

#include <sys/stat.h>

/* --- A copy that is merged ------------------------------------------------------------------------------------ */

/* One field of every kind that has a text, in the session's own file or a copy of it. */
static void write_titles(Scene *scene, const Plan *plan, const char *path, const char *author,
                         const char *payload, int64_t seconds)
{
    StoreAuthor who = {.author = author, .host = payload, .now = scene_now, .context = scene};
    Store *store = NULL;
    Err err = {0};
    scene->seconds = seconds;
    bool good = store_open(path, STORE_NO_CHECK, &who, &store, &err) &&
                store_begin(store, arena_printf(scene->arena, "set %s", payload), &err);
    for (int kind = ENTITY_PLAN; good && kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        if (plan_count(plan, (EntityKind)kind) == 0)
            continue;
        const char *words = arena_printf(scene->arena, "%s %s", author, payload);
        for (int field = 0; good && field < entity->field_count; field++)
            good = fill_field(store, (EntityKind)kind, plan_at(plan, (EntityKind)kind, 0)->id,
                              &entity->fields[field], words, scene->arena, &err);
    }
    good = good && store_commit(store, NULL, &err);
    if (!good)
        fail_msg("%s", err.message);
    store_close(store);
}

static bool check_run(Scene *scene, const char *payload, const char *const *words, int count)
{
    Text out = {0};
    Err err = {0};
    arena_clear(scene->app->scratch);
    scene->app->message[0] = '\0';
    bool done = app_run_words(scene->app, words, count, &out, &err);
    if (!done)
        check_output("an error", payload, err.message, false);
    check_output(words[0], payload, text_string(&out), false);
    check_output("a message", payload, scene->app->message, false);
    check_frame(scene, words[0], payload);
    text_free(&out);
    return done;
}

#define CHECK_RUN(scene, payload, ...)                                                         \
    check_run(scene, payload, (const char *const[]){__VA_ARGS__},                              \
              COUNT_OF(((const char *const[]){__VA_ARGS__})))

static void close_all(App *app)
{
    form_close(app);
    app->picker.kind = PICK_NONE;
    app->typing = TYPING_NONE;
    mode_set(app, MODE_VIEW);
    app->finished = false;
}

static void check_view(Scene *scene, const char *name, const char *payload)
{
    static const int sizes[][2] = {{120, 40}, {80, 24}};
    app_go_view(scene->app, (uint32_t)(view_by_name(name) - views));
    for (size_t size = 0; size < COUNT_OF(sizes); size++) {
        scene->width = sizes[size][0];
        scene->height = sizes[size][1];
        check_frame(scene, name, payload);
    }
}

static void check_conflicts(Scene *scene, const char *payload)
{
    if (scene->app->plan->conflict_count < 20)
        fail_msg("only %u conflicts with payload “%s”", scene->app->plan->conflict_count,
                 payload);
    check_view(scene, "conflicts", payload);
    check_view(scene, "findings", payload);
    check_view(scene, "history", payload);
    (void)CHECK_RUN(scene, payload, "conflicts");
    (void)CHECK_RUN(scene, payload, "resolve", "task/nowhere", payload);
    (void)CHECK_RUN(scene, payload, "resolve", "1", "theirs");
    (void)CHECK_RUN(scene, payload, "resolve", "2", payload);
    (void)CHECK_RUN(scene, payload, "resolve", "--of", payload);
    check_view(scene, "conflicts", payload);
    (void)CHECK_RUN(scene, payload, "check");
    (void)CHECK_RUN(scene, payload, "log");
    (void)CHECK_RUN(scene, payload, "undo");
}

/* History of a row and of a field, all on a person, and what is said of erasing. */
static void check_row(Scene *scene, const char *payload)
{
    const char *person =
        arena_printf(scene->arena, "person/%lld",
                     (long long)plan_at(scene->app->plan, ENTITY_PERSON, 0)->id);
    app_go_view(scene->app, 0);
    scene_draw(scene);
    scene_key(scene, "H");
    check_frame(scene, "history of a row", payload);
    scene_key(scene, "q");
    scene->options.everything = true;
    (void)CHECK_RUN(scene, payload, "show", person);
    scene->options.everything = false;
    (void)CHECK_RUN(scene, payload, "diff", "2020-09-01");
    (void)CHECK_RUN(scene, payload, "point", "task/1.4");
    (void)CHECK_RUN(scene, payload, "erase", person);
}

static const char *beside(Scene *scene, const char *what)
{
    return arena_printf(scene->arena, "%s-%s", scene->path, what);
}

static void remove_beside(Scene *scene)
{
    Err err = {0};
    const char *const *paths = NULL;
    uint32_t count = 0;
    if (store_backups(scene->app->store, scene->arena, &paths, &count, &err))
        for (uint32_t at = 0; at < count; at++)
            (void)unlink(paths[at]);
    (void)unlink(beside(scene, "copy"));
    (void)unlink(beside(scene, "copy-journal"));
}

static void check_merge(Scene *scene, const char *payload)
{
    Err err = {0};
    const char *copy = beside(scene, "copy");
    scene_restore(scene);
    (void)unlink(copy);
    if (!store_copy(scene->app->store, copy, &err))
        fail_msg("%s", err.message);
    const Plan *plan = scene->app->plan;
    write_titles(scene, plan, copy, "there", payload, SCENE_START - 7200);
    write_titles(scene, plan, scene->path, payload, "here", SCENE_START - 3600);
    (void)app_poll(scene->app);
    check_frame(scene, "live line", payload);
    (void)CHECK_RUN(scene, payload, "merge", copy, "--dry-run");
    (void)CHECK_RUN(scene, payload, "diff", copy);
    bool merged = CHECK_RUN(scene, payload, "merge", copy);
    /* Bytes that are no text at all make a copy a damaged one. */
    assert_true(merged == utf8_is_valid(payload, strlen(payload)));
    if (merged)
        check_conflicts(scene, payload);
    check_row(scene, payload);
    (void)CHECK_RUN(scene, payload, "merge", "--back");
    remove_beside(scene);
}

static void scene_escape(Scene *scene, const char *name)
{
    scene_set(scene, name);
    if (access("/dev/shm", W_OK) == 0) /* every commit syncs */
        (void)snprintf(scene->path, sizeof scene->path, "/dev/shm/framdrift-%s-%ld.plan", name,
                       (long)getpid());
    scene_make(scene);
    scene_open(scene, 0, NULL);
    scene->width = 120;
    scene->height = 40;
}

static void no_payload_comes_out_of_a_merge(void **state)
{
    Scene scene;
    (void)state;
    scene_escape(&scene, "merged");
    scene_keep(&scene);
    for (size_t index = 0; index < COUNT_OF(payloads); index++)
        check_merge(&scene, payloads[index]);
    scene_end(&scene);
}

/* --- What stands beside a form while it is open ---------------------------------------------------------------- */

static void no_payload_comes_out_of_a_form_that_others_overtake(void **state)
{
    Scene scene;
    (void)state;
    scene_escape(&scene, "form");
    for (size_t index = 0; index < COUNT_OF(payloads); index++) {
        const char *payload = payloads[index];
        app_go_view(scene.app, 0);
        scene_draw(&scene);
        scene_key(&scene, "enter");
        scene_type(&scene, "x");
        write_titles(&scene, scene.app->plan, scene.path, payload, payload,
                     SCENE_START + (int64_t)index * 60);
        (void)app_poll(scene.app);
        check_frame(&scene, "form with others' values", payload);
        scene_key(&scene, "ctrl-s");
        check_frame(&scene, "form that was kept", payload);
        scene_keys(&scene, "escape escape escape");
        close_all(scene.app);
    }
    scene_end(&scene);
}

/* --- The wall ----------------------------------------------------------------------------------------------------- */

static void check_wall(Scene *scene, const char *payload)
{
    uint32_t pages = scene->app->wall.playlist.count;
    for (uint32_t page = 0; page < pages; page++) {
        check_frame(scene, app_view(scene->app)->name, payload);
        scene_key(scene, "right");
    }
    for (Key key = '0'; key <= '9'; key++) {
        app_key(scene->app, key);
        check_frame(scene, app_view(scene->app)->name, payload);
    }
    scene_keys(scene, "space ?");
    check_frame(scene, "keys of the wall", payload);
}

static void no_payload_comes_out_of_a_wall(void **state)
{
    Scene scene;
    static const char *const kiosk[] = {"--kiosk"};
    (void)state;
    scene_escape(&scene, "wall");
    const char *names[] = {"set", "plan/1", "kiosk_names=yes"};
    for (size_t index = 0; index < COUNT_OF(payloads); index++) {
        const char *payload = payloads[index];
        write_titles(&scene, scene.app->plan, scene.path, payload, payload,
                     SCENE_START + (int64_t)index);
        assert_int_equal(scene_main(&scene, 3, names, "", NULL, NULL), 0);
        App *desk = scene.app;
        Options options = scene.options;
        scene_open(&scene, 1, kiosk);
        check_wall(&scene, payload);
        (void)unlink(beside(&scene, "away"));
        assert_int_equal(rename(scene.path, beside(&scene, "away")), 0);
        (void)app_poll(scene.app);
        check_frame(&scene, "a wall that waits", payload);
        assert_int_equal(rename(beside(&scene, "away"), scene.path), 0);
        app_free(scene.app);
        scene.app = desk;
        scene.options = options;
    }
    scene_end(&scene);
}

/* --- Other files, other machines ---------------------------------------------------------------------------------- */

static const char *answered; /* what the other end prints */

static bool answer(void *context, const char *const *words, const char *input,
                   const char *output, int *status, Err *err)
{
    (void)context;
    (void)words;
    (void)input;
    (void)err;
    FILE *file = fopen(output, "we");
    assert_non_null(file);
    assert_true(fputs(answered, file) >= 0);
    assert_int_equal(fclose(file), 0);
    *status = strlen(answered) % 2 == 0 ? 0 : 7;
    return true;
}

static void check_main(Scene *scene, const char *payload, int count, const char *const *words)
{
    const char *out = "";
    const char *said = "";
    (void)scene_main(scene, count, words, "", &out, &said);
    check_output("results", payload, out, false);
    check_output("messages", payload, said, false);
}

#define CHECK_MAIN(scene, payload, ...)                                                        \
    check_main(scene, payload, COUNT_OF(((const char *const[]){__VA_ARGS__})),                 \
               (const char *const[]){__VA_ARGS__})

static void check_sync(Scene *scene, const char *payload)
{
    const char *place = arena_printf(scene->arena, "%s:%s", payload, payload);
    scene->host.run = answer;
    answered = payload;
    CHECK_MAIN(scene, payload, "sync", place);
    answered = arena_printf(scene->arena, "%sx", payload);
    CHECK_MAIN(scene, payload, "sync", "kari@server:plan");
    scene->host.run = NULL;
}

/* A configuration whose names and values are hostile, on the wall too. */
static void check_configuration(Scene *scene, const char *payload)
{
    const char *path = beside(scene, "ini");
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fprintf(file,
                        "[screen]\nlanguage = %s\ntheme = %s\n%s = 3\n[keys]\n%s = down\n"
                        "x = %s\n[kiosk]\npage1 = %s\npage2 = 5 %s\npage3 = 5 scope %s\n"
                        "page4 = 5 groups | filter %s\n",
                        payload, payload, payload, payload, payload, payload, payload, payload,
                        payload) > 0);
    assert_int_equal(fclose(file), 0);
    CHECK_MAIN(scene, payload, "--config", path, "--check-config");
    CHECK_MAIN(scene, payload, "--config", path, "check");
    App *desk = scene->app;
    Options options = scene->options;
    scene_open(scene, 3, (const char *const[]){"--kiosk", "--config", path});
    check_output("notices", payload, app_notices(scene->app), false);
    check_frame(scene, "a configured wall", payload);
    app_free(scene->app);
    scene->app = desk;
    scene->options = options;
    (void)unlink(path);
}

/* Names of files that are written, read or not there. */
static void check_paths(Scene *scene, const char *payload)
{
    const char *path = beside(scene, payload);
    if (strchr(payload, '/') == NULL) {
        CHECK_MAIN(scene, payload, "copy", path);
        CHECK_MAIN(scene, payload, "merge", path);
        CHECK_MAIN(scene, payload, "merge", path, "--dry-run");
        CHECK_MAIN(scene, payload, "diff", path);
        CHECK_MAIN(scene, payload, "publish", path);
        (void)unlink(path);
        CHECK_MAIN(scene, payload, "publish", path);
        (void)unlink(path);
    }
    CHECK_MAIN(scene, payload, "merge", path);
    CHECK_MAIN(scene, payload, "--config", path, "check");
    CHECK_MAIN(scene, payload, "new", "--sample", payload);
    CHECK_MAIN(scene, payload, "copy", arena_printf(scene->arena, "/nowhere/%s", payload));
    CHECK_MAIN(scene, payload, "publish", arena_printf(scene->arena, "/nowhere/%s", payload));
}

/* Every command, with a hostile word wherever it takes one. */
static void check_commands(Scene *scene, const char *payload, size_t turn)
{
    const uint32_t step =
        TEST_NIGHTLY ? 1 : 8; /* words are cleaned in one place: a sample will do */
    for (uint32_t index = (uint32_t)turn % step; index < command_count(); index += step) {
        const Command *command = command_at(index);
        const char *words[] = {command->name, payload, payload, payload};
        bool writes_out = strcmp(command->name, "send") == 0;
        if ((command->flags & COMMAND_SCREEN) == 0 && !writes_out)
            check_main(scene, payload, 2, words);
        check_main(scene, payload, 4, words);
        if (command->least < 2 && (command->flags & COMMAND_SCREEN) != 0)
            (void)check_run(scene, payload, words, 2);
        close_all(scene->app);
    }
}

static void no_payload_comes_from_other_files_and_machines(void **state)
{
    Scene scene;
    (void)state;
    scene_escape(&scene, "files");
    for (size_t index = 0; index < COUNT_OF(payloads); index++) {
        check_sync(&scene, payloads[index]);
        check_configuration(&scene, payloads[index]);
        check_paths(&scene, payloads[index]);
        check_commands(&scene, payloads[index], index);
    }
    remove_beside(&scene);
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_payload_comes_out_of_a_merge),
        cmocka_unit_test(no_payload_comes_out_of_a_form_that_others_overtake),
        cmocka_unit_test(no_payload_comes_out_of_a_wall),
        cmocka_unit_test(no_payload_comes_from_other_files_and_machines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
