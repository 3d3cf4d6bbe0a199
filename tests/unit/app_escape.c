/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Text from anybody commands nothing: sixty payloads in every text and every date as written, as
 * author, host and label, as file name and as an argument, and not one control character, direction
 * override or broken byte on any output.
 */
#include "app_support.h"

#define ESC    "\033"
#define C1_CSI "\302\233"

static const char *const payloads[] = {
    /* C0, one by one and with company */
    "a\001b",
    "a\002b",
    "a\003b",
    "a\004b",
    "a\005b",
    "a\006b",
    "a\ab",
    "a\bb",
    "a\tb",
    "a\vb",
    "a\fb",
    "a\rb",
    "a\016b",
    "a\017b",
    "a\020b",
    "a\021b",
    "a\023b",
    "a\030b",
    "a\032b",
    "a\034b",
    "a\037b",
    "a\177b",
    "good\rEvil",
    "a\n\nb",
    /* Sequences that move, colour, ask, paste, rename */
    ESC,
    ESC ESC ESC,
    ESC "[2J",
    ESC "[31mred" ESC "[0m",
    ESC "[999;999H",
    ESC "[6n",
    ESC "[c",
    ESC "[?1049l",
    ESC "[?1000h",
    ESC "[?2004l",
    ESC "]0;owned\a",
    ESC "]52;c;cm0gLXJm\a",
    ESC "]52;c;cm0gLXJm" ESC "\\",
    ESC "]8;;http://example.org" ESC "\\link" ESC "]8;;" ESC "\\",
    ESC "P1;1|17/61" ESC "\\",
    ESC "_apc" ESC "\\",
    ESC "^pm" ESC "\\",
    ESC "c",
    ESC "(0lqk",
    ESC "[",
    ESC "]0;",
    ESC "[38;2;1;2;3m",
    /* C1 as UTF-8 and as bare bytes */
    C1_CSI "31mred",
    ("\302\235"
     "0;owned\302\234"),
    "\302\220q\302\234",
    "\302\205next",
    "\2333Jx",
    /* Directions, joiners, marks */
    "abc\342\200\256cba",
    "\342\201\246iso\342\201\251",
    "\342\200\217rtl\342\200\216",
    "\342\200\250line\342\200\251par",
    "e\314\201\314\202\314\203\314\204\314\205\314\206zalgo",
    "\314\201\314\201lead",
    "a\342\200\213\357\273\277b",
    /* Bytes that are no UTF-8 */
    "\377\376",
    "a\300\257b",
    "\355\240\200",
    "\364\220\200\200",
    "cut\342\202",
    "\200\201",
};

/* --- What may come out --------------------------------------------------------------------------------- */

static bool is_harmful(uint32_t letter)
{
    bool c0 = letter < ' ' || letter == 0x7F;
    bool c1 = letter >= 0x80 && letter <= 0x9F;
    bool direction = (letter >= 0x202A && letter <= 0x202E) ||
                     (letter >= 0x2066 && letter <= 0x2069) || letter == 0x200E ||
                     letter == 0x200F || letter == 0x061C;
    bool lines = letter == 0x2028 || letter == 0x2029;
    return c0 || c1 || direction || lines;
}

/* "\033[1;31m" is our own. */
static const char *past_colours(const char *at)
{
    while (at[0] == '\033' && at[1] == '[') {
        const char *end = at + 2 + strspn(at + 2, "0123456789;:");
        if (*end != 'm')
            break;
        at = end + 1;
    }
    return at;
}

static void check_output(const char *what, const char *payload, const char *text, bool coloured)
{
    if (!utf8_is_valid(text, strlen(text)))
        fail_msg("%s is no UTF-8 with payload “%s”", what, payload);
    for (const char *at = text; *at != '\0';) {
        if (coloured)
            at = past_colours(at);
        if (*at == '\0')
            break;
        bool new_line = *at == '\n' || (at[0] == '\r' && at[1] == '\n');
        const char *here = at;
        uint32_t letter = utf8_next(&at);
        if (!new_line && is_harmful(letter))
            fail_msg("%s gives U+%04X at “%.40s” with payload “%s”", what, letter, here,
                     payload);
    }
}

/* --- Putting it in ---------------------------------------------------------------------------------------- */

static const char *date_with(Arena *arena, const char *payload)
{
    HonestDate date;
    DateContext context = {.today = day_from_civil(2020, 9, 3), .anchor = DAY_NONE};
    Err err = {0};
    if (!date_parse(arena, &context, "1.11.2020", &date, &err))
        fail_msg("%s", err.message);
    date.as_written = payload;
    Text stored = {0};
    date_encode(&date, &stored);
    const char *result = arena_strdup(arena, text_string(&stored));
    text_free(&stored);
    return result;
}

static bool fill_field(Store *store, EntityKind kind, RowId row, const Field *field,
                       const char *payload, Arena *arena, Err *err)
{
    bool computed = (field->flags & FIELD_COMPUTED) != 0;
    if (computed || (field->kind != KIND_TEXT && field->kind != KIND_DATE))
        return true;
    Value value = VALUE_OF_TEXT(field->kind == KIND_DATE ? date_with(arena, payload) : payload);
    return store_set(store, kind, row, field, &value, err);
}

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

static void check_frame(Scene *scene, const char *what, const char *payload)
{
    Text text = {0};
    const Canvas *canvas = app_draw(scene->app, scene->width, scene->height);
    canvas_write_text(canvas, &text);
    check_output(what, payload, text_string(&text), false);
    text_clear(&text);
    canvas_write_ansi(canvas, app_theme(scene->app), COLOUR_256, &text);
    check_output(what, payload, text_string(&text), true);
    text_clear(&text);
    canvas_write_html(canvas, app_theme(scene->app), COLOUR_256, &text);
    check_output(what, payload, text_string(&text), false);
    text_free(&text);
}

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
