/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The key table itself: nothing bound twice, nothing out of reach, names that are read back; and how the
 * configuration rebinds keys.
 */
#include "app_support.h"

#include <fcntl.h>
#include <sys/stat.h>

/* --- The table itself ---------------------------------------------------------------------------- */

static void test_no_context_binds_a_key_twice(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "twice");
    const App *app = scene.app;
    for (uint32_t one = 0; one < app->binding_count; one++)
        for (uint32_t other = one + 1; other < app->binding_count; other++)
            assert_false(app->bindings[one].key == app->bindings[other].key &&
                         strcmp(app->bindings[one].context, app->bindings[other].context) == 0);
    scene_end(&scene);
}

/* Norwegian keyboards reach these only with AltGr, and SSH terminals drop arrows with Ctrl or Alt. */
static bool is_hard_to_reach(Key key)
{
    Key plain = key & ~(Key)(KEY_WITH_CTRL | KEY_WITH_ALT);
    bool arrow = plain >= KEY_CODE_UP && plain <= KEY_CODE_RIGHT && plain != key;
    return arrow || (plain < 128 && strchr("[]{}\\@~^$", (int)plain) != NULL);
}

static void test_nothing_is_only_on_a_key_that_is_hard_to_reach(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "reach");
    const App *app = scene.app;
    for (uint32_t one = 0; one < app->binding_count; one++) {
        bool reached = false;
        for (uint32_t other = 0; other < app->binding_count; other++)
            reached = reached ||
                      (strcmp(app->bindings[one].context, app->bindings[other].context) == 0 &&
                       strcmp(app->bindings[one].line, app->bindings[other].line) == 0 &&
                       !is_hard_to_reach(app->bindings[other].key));
        assert_true(reached);
    }
    scene_end(&scene);
}

/* What --list-keys prints is read back to the same bindings. */
static void test_list_keys_prints_every_binding(void **state)
{
    (void)state;
    Scene scene;
    const char *out = NULL;
    scene_start(&scene, "list");
    assert_int_equal(
        scene_main(&scene, 1, (const char *const[]){"--list-keys"}, "", &out, NULL), 0);
    uint32_t lines = 0;
    for (const char *at = out; *at != '\0'; at += strcspn(at, "\n") + 1) {
        const char *tab = strchr(at, '\t');
        const char *second = tab != NULL ? strchr(tab + 1, '\t') : NULL;
        assert_non_null(second);
        const char *context = arena_strndup(scene.arena, at, (size_t)(tab - at));
        Key key = key_parse(arena_strndup(scene.arena, tab + 1, (size_t)(second - tab - 1)));
        const Binding *binding = keys_find(scene.app, context, key);
        assert_non_null(binding);
        assert_memory_equal(second + 1, binding->line, strlen(binding->line));
        lines++;
    }
    assert_int_equal(lines, scene.app->binding_count);
    scene_end(&scene);
}

static void test_names_of_keys_are_read_back(void **state)
{
    (void)state;
    static const char *const names[] = {
        "a", "G",  "æ",   "ctrl-z",     "alt-x", "enter",  "escape", "space",
        "<", "f1", "f12", "shift-left", "tab",   "delete", "\\",     "home"};
    for (size_t index = 0; index < COUNT_OF(names); index++) {
        Text text = {0};
        key_print(key_parse(names[index]), &text);
        assert_string_equal(text_string(&text), names[index]);
        text_free(&text);
    }
    assert_int_equal(key_parse("f13"), KEY_CODE_NONE);
    assert_int_equal(key_parse("f0"), KEY_CODE_NONE);
    assert_int_equal(key_parse("entr"), KEY_CODE_NONE);
    assert_int_equal(key_parse(""), KEY_CODE_NONE);
    assert_int_equal(key_parse("ctrl-"), KEY_CODE_NONE);
}

/* --- Rebinding ----------------------------------------------------------------------------------- */

static const char *ini_write(Scene *scene, const char *content)
{
    const char *path = arena_printf(scene->arena, "%s.ini", scene->path);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void scene_configure(Scene *scene, const char *content)
{
    const char *path = ini_write(scene, content);
    app_free(scene->app);
    scene_open(scene, 2, (const char *const[]){"--config", path});
    (void)unlink(path);
}

static void test_the_configuration_rebinds_keys(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "rebind");
    scene_configure(&scene, "[keys]\n"
                            "ctrl-n = add-here\n"
                            "timeline.shift-x = zoom year\n"
                            "timeline.x = zoom fit\n"
                            "f5 = go swot\n"
                            "move.k = preview +30\n");
    assert_string_equal(app_notices(scene.app), "");
    scene_keys(&scene, "x");
    assert_int_equal(app_state(scene.app)->zoom, ZOOM_FIT);
    scene_keys(&scene, "X");
    assert_int_equal(app_state(scene.app)->zoom, ZOOM_YEAR);
    scene_keys(&scene, "g j m k");
    assert_int_equal(scene.app->preview.finish_days, 30);
    scene_keys(&scene, "escape f5");
    assert_string_equal(app_view(scene.app)->name, "swot");
    char *before = scene_json(&scene);
    scene_keys(&scene, "g x"); /* only the timeline's x was rebound, and this is no task */
    assert_plan_was(&scene, before);
    scene_keys(&scene, "ctrl-n");
    assert_true(scene.app->form.open);
    scene_end(&scene);
}

/* Help and hints say the key that is in force, and the others are as they were. */
static void test_help_knows_the_rebound_key(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "rehelp");
    scene_configure(&scene, "[keys]\nctrl-n = add-here\n");
    assert_string_equal(keys_of_line(scene.app, "add-here", scene.arena), "a Ctrl-N");
    scene_keys(&scene, "?");
    scene_type(&scene, "Ctrl-N");
    assert_non_null(strstr(scene_screen(&scene), "a Ctrl-N"));
    scene_end(&scene);
}

/* What stands beside the command in the palette; "" when it is not offered. */
static const char *detail_of(const Scene *scene, const char *command)
{
    const PickerState *picker = &scene->app->picker;
    for (uint32_t index = 0; index < picker->count; index++)
        if (strcmp(picker->entries[index].insert, command) == 0)
            return picker->entries[index].detail;
    return "";
}

/* Which keys a command has is sought once, not for every letter that is typed; and not wrongly kept. */
static void test_the_palette_seeks_the_keys_of_commands_once(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "once");
    scene_keys(&scene, ":");
    const char *keys = detail_of(&scene, "undo");
    assert_string_equal(keys, "u Ctrl-Z");
    uint32_t all = scene.app->picker.count;
    scene_type(&scene, "un");
    assert_ptr_equal(detail_of(&scene, "undo"), keys);
    assert_true(scene.app->picker.count < all);
    scene_end(&scene);
}

static void test_faults_of_rebinding_name_file_and_line(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "faults");
    scene_configure(&scene, "# my keys\n"
                            "[keys]\n"
                            "ctrl-n = add-here\n"
                            "entr = open\n"
                            "\n"
                            "f6 = fly\n"
                            "f7 = go \"swot\n"
                            "[screen]\n"
                            "colour = red\n"
                            "[kyes]\n"
                            "q = quit\n");
    const char *notices = app_notices(scene.app);
    const char *file = arena_printf(scene.arena, "%s.ini", scene.path);
    static const char *const wanted[] = {"line 4", "line 6", "line 7", "line 9", "line 11"};
    static const char *const words[] = {"entr", "fly", "swot", "colour", "kyes"};
    for (size_t index = 0; index < COUNT_OF(wanted); index++) {
        const char *at = strstr(notices, wanted[index]);
        if (at == NULL)
            fail_msg("no %s in:\n%s", wanted[index], notices);
        const char *start = at;
        while (start > notices && start[-1] != '\n')
            start--;
        const char *line = arena_strndup(scene.arena, start, strcspn(start, "\n"));
        assert_non_null(strstr(line, file));
        assert_non_null(strstr(line, words[index]));
        assert_true(is_one_sentence(line));
    }
    scene_keys(&scene, "ctrl-n"); /* the good line holds all the same */
    assert_true(scene.app->form.open);
    scene_end(&scene);
}

/* A context that does not exist would swallow the key in silence. */
static void test_an_unknown_context_is_a_fault(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "context");
    scene_configure(&scene, "[keys]\ntimelin.ctrl-n = add-here\n");
    assert_non_null(strstr(app_notices(scene.app), "line 2"));
    assert_non_null(strstr(app_notices(scene.app), "timelin"));
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_context_binds_a_key_twice),
        cmocka_unit_test(test_nothing_is_only_on_a_key_that_is_hard_to_reach),
        cmocka_unit_test(test_list_keys_prints_every_binding),
        cmocka_unit_test(test_names_of_keys_are_read_back),
        cmocka_unit_test(test_the_configuration_rebinds_keys),
        cmocka_unit_test(test_help_knows_the_rebound_key),
        cmocka_unit_test(test_the_palette_seeks_the_keys_of_commands_once),
        cmocka_unit_test(test_faults_of_rebinding_name_file_and_line),
        cmocka_unit_test(test_an_unknown_context_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
