/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Text from anybody commands nothing: sixty payloads in every text and every date as written, as
 * author, host and label, as file name and as an argument, and not one control character, direction
 * override or broken byte on any output.
 */
#include "app_escape.h"

/* --- Putting it in ----------------------------------------------------------------------------------------- */

/* Straight into the file, past everything that cleans what a person types. */
static void write_everywhere(Scene *scene, const char *payload)
{
    StoreAuthor author = {
        .author = payload, .host = payload, .now = scene_now, .context = scene};
    Store *store = NULL;
    Err err = {0};
    const char *label = arena_printf(scene->arena, "set %s", payload);
    bool good = store_open(scene->path, STORE_NO_CHECK, &author, &store, &err) &&
                store_begin(store, label, &err);
    for (int kind = ENTITY_PLAN; good && kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        const Row *first = plan_count(scene->app->plan, (EntityKind)kind) > 0
                               ? plan_at(scene->app->plan, (EntityKind)kind, 0)
                               : NULL;
        RowId row = first != NULL ? first->id : 0;
        good = row != 0 || store_add(store, (EntityKind)kind, &row, &err);
        for (int field = 0; good && field < entity->field_count; field++)
            good = fill_field(store, (EntityKind)kind, row, &entity->fields[field], payload,
                              scene->arena, &err);
    }
    good = good && store_commit(store, NULL, &err);
    if (!good)
        fail_msg("%s", err.message);
    (void)store_presence_set(store, ENTITY_TASK, plan_at(scene->app->plan, ENTITY_TASK, 0)->id);
    (void)app_poll(scene->app); /* also the line that says who changed what, and who is here */
    store_close(store);
}

/* --- Looking at what comes out ------------------------------------------------------------------------------ */

static void check_views(Scene *scene, const char *payload)
{
    for (uint32_t view = 0; view < view_count(); view++) {
        arena_clear(scene->app->scratch);
        app_go_view(scene->app, view);
        check_frame(scene, views[view].name, payload);
    }
    app_go_view(scene->app, 0);
    scene_draw(scene);
    scene_key(scene, "enter");
    check_frame(scene, "form", payload);
    scene_keys(scene, "escape escape");
    scene_key(scene, "o"); /* a picker */
    check_frame(scene, "picker", payload);
    scene_keys(scene, "escape");
}

/* A command may fail: its sentence is an output too. */
static void check_command(Scene *scene, const char *payload, const char *const *words,
                          int count)
{
    Text out = {0};
    Err err = {0};
    arena_clear(scene->app->scratch);
    scene->app->message[0] = '\0';
    if (!app_run_words(scene->app, words, count, &out, &err))
        check_output("an error", payload, err.message, false);
    check_output(words[0], payload, text_string(&out), false);
    check_output("a message", payload, scene->app->message, false);
    text_free(&out);
}

static void check_lists(Scene *scene, const char *payload)
{
    static const char *const forms[] = {"table", "csv", "json"};
    for (int kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        const char *name = schema_entity((EntityKind)kind)->name;
        for (size_t form = 0; form < COUNT_OF(forms); form++) {
            scene->options.as = forms[form];
            check_command(scene, payload, (const char *const[]){"list", name}, 2);
        }
        scene->options.as = NULL;
        const char *place =
            arena_printf(scene->arena, "%s/%lld", name,
                         (long long)plan_at(scene->app->plan, (EntityKind)kind, 0)->id);
        check_command(scene, payload, (const char *const[]){"show", place}, 2);
    }
}

/* As the program gets its arguments from a shell. */
static void check_arguments(Scene *scene, const char *payload, const char *one, const char *two,
                            const char *three)
{
    const char *words[] = {one, two, three};
    const char *out = "";
    const char *said = "";
    (void)scene_main(scene, three != NULL ? 3 : two != NULL ? 2 : 1, words, "", &out, &said);
    check_output("results", payload, out, false);
    check_output("messages", payload, said, false);
}

static void check_words(Scene *scene, const char *payload)
{
    const char *place = arena_printf(scene->arena, "task/%s", payload);
    check_command(scene, payload, (const char *const[]){"check"}, 1);
    check_command(scene, payload, (const char *const[]){"log"}, 1);
    check_command(scene, payload, (const char *const[]){"schedule"}, 1);
    check_arguments(scene, payload, payload, NULL, NULL);
    check_arguments(scene, payload, "show", place, NULL);
    check_arguments(scene, payload, "list", payload, NULL);
    check_arguments(scene, payload, "set", "task/1", payload);
    check_arguments(scene, payload, "--author", payload, "undo");
    check_arguments(scene, payload, "--theme", payload, "check");
    check_frame(scene, "frame after commands", payload);
}

/* A file that is not there, named so, and one that is. */
static void check_file_name(Scene *scene, const char *payload)
{
    char before[sizeof scene->path];
    const char *said = "";
    (void)snprintf(before, sizeof before, "%s", scene->path);
    if (strchr(payload, '/') != NULL)
        return;
    (void)snprintf(scene->path, sizeof scene->path, "%s/e-%s-%ld.plan", TEST_BINARY_DIR,
                   payload, (long)getpid());
    static const char *const check[] = {"check"};
    static const char *const new_plan[] = {"new"};
    assert_int_not_equal(scene_main(scene, 1, check, "", NULL, &said), 0);
    check_output("a missing file", payload, said, false);
    (void)scene_main(scene, 1, new_plan, "", NULL, &said);
    check_output("a new file", payload, said, false);
    App *app = scene->app;
    Options options = scene->options;
    scene_open(scene, 0, NULL);
    check_frame(scene, "file name", payload);
    app_free(scene->app);
    scene->app = app;
    scene->options = options;
    (void)unlink(scene->path);
    (void)unlink(arena_printf(scene->arena, "%s-journal", scene->path));
    (void)snprintf(scene->path, sizeof scene->path, "%s", before);
}

static void no_payload_reaches_any_output(void **state)
{
    Scene scene;
    (void)state;
    assert_true(COUNT_OF(payloads) >= 60);
    scene_set(&scene, "escape");
    if (access("/dev/shm", W_OK) == 0) /* every commit syncs */
        (void)snprintf(scene.path, sizeof scene.path, "/dev/shm/framdrift-escape-%ld.plan",
                       (long)getpid());
    scene_make(&scene);
    scene_open(&scene, 0, NULL);
    scene.width = 120;
    scene.height = 40;
    for (size_t index = 0; index < COUNT_OF(payloads); index++) {
        const char *payload = payloads[index];
        write_everywhere(&scene, payload);
        check_frame(&scene, "frame", payload);
        check_views(&scene, payload);
        check_lists(&scene, payload);
        check_words(&scene, payload);
        check_file_name(&scene, payload);
    }
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_payload_reaches_any_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
