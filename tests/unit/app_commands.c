/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The command language: every command is found by whoever looks for it, errors are one sentence with
 * the right exit status and change nothing, scripts and blocks.
 */
#include "app_support.h"

static Scene scene;

static int set_up(void **state)
{
    (void)state;
    scene_start(&scene, "commands");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scene_end(&scene);
    return 0;
}

/* --- Finding commands -------------------------------------------------------------------------------- */

static void test_help_of_the_command_line_names_every_command_and_option(void **state)
{
    (void)state;
    Text help = {0};
    options_print_help(&help);
    for (uint32_t index = 0; index < command_count(); index++) {
        const char *line = arena_printf(scene.arena, "\n  %s ", command_at(index)->name);
        if (strstr(text_string(&help), line) == NULL)
            fail_msg("--help does not name “%s”", command_at(index)->name);
    }
    assert_non_null(strstr(text_string(&help), "--read-only"));
    assert_non_null(strstr(text_string(&help), "Exit status"));
    text_free(&help);
}

static bool help_speaks_of(const App *app, const char *name)
{
    for (uint32_t index = 0; index < app->help_lines; index++) {
        const char *line = app->help[index].command;
        size_t length = strlen(name);
        if (strncmp(line, "prompt ", 7) == 0)
            line += 7;
        if (strncmp(line, name, length) == 0 && (line[length] == '\0' || line[length] == ' '))
            return true;
    }
    return false;
}

static void test_help_fits_in_eighty_columns(void **state)
{
    (void)state;
    Text help = {0};
    options_print_help(&help);
    for (const char *line = text_string(&help); *line != '\0';) {
        size_t length = strcspn(line, "\n");
        const char *one = arena_strndup(scene.arena, line, length);
        if (text_width(one) > 80)
            fail_msg("%s", one);
        line += length + (line[length] == '\n');
    }
    text_free(&help);
}

static void test_the_help_view_has_a_line_for_every_command(void **state)
{
    (void)state;
    scene_keys(&scene, "?");
    for (uint32_t index = 0; index < command_count(); index++)
        if (!help_speaks_of(scene.app, command_at(index)->name))
            fail_msg("help has no line for “%s”", command_at(index)->name);
}

static void test_the_palette_completes_every_command(void **state)
{
    (void)state;
    for (uint32_t index = 0; index < command_count(); index++) {
        const char *name = command_at(index)->name;
        bool offered = false;
        scene_keys(&scene, ":");
        scene_type(&scene, name);
        for (uint32_t entry = 0; entry < scene.app->picker.count; entry++)
            offered = offered || strcmp(scene.app->picker.entries[entry].insert, name) == 0;
        if (!offered)
            fail_msg("“:” does not offer “%s”", name);
        scene_keys(&scene, "escape");
    }
}

static const char *complete(const char *typed)
{
    scene_keys(&scene, ":");
    scene_type(&scene, typed);
    scene_keys(&scene, "tab");
    const char *line = arena_strdup(scene.arena, text_string(&scene.app->line.text));
    scene_keys(&scene, "escape");
    return line;
}

static void test_the_palette_completes_kinds_rows_fields_and_values(void **state)
{
    (void)state;
    assert_string_equal(complete("verif"), "verify ");
    assert_string_equal(complete("set tas"), "set task/");
    assert_non_null(strstr(complete("set task/kommunikasjonsplan"), "set task/1.4 "));
    assert_string_equal(complete("set task/1.4 deadl"), "set task/1.4 deadline=");
    assert_string_equal(complete("set task/1.4 status=drop"), "set task/1.4 status=dropped ");
    assert_string_equal(complete("go swo"), "go swot");
}

/* --- Errors ------------------------------------------------------------------------------------------ */

typedef struct Wrong {
    const char *line;
    int status;
    const char *says;
} Wrong;

static const Wrong wrongs[] = {
    {"flyt task/1.4", 2, "flyt"},
    {"verfy", 2, "verify"},
    {"sett task/1.4 note=x", 2, "set"},
    {"set", 2, "set KIND/ID"},
    {"set task/1.4", 2, "set"},
    {"verify now", 2, "verify"},
    {"place task/1.4", 2, "place"},
    {"place task/1.4 sideways", 2, "sideways"},
    {"place task/1.1 up", 1, "no place"},
    {"place person/\"Gunvor Lie\" up", 1, "outline"},
    {"shift task/1.4 soon", 1, "soon"},
    {"shift task/1.4 +7 middle", 2, "middle"},
    {"shift person/\"Gunvor Lie\" +7", 2, "shift"},
    {"set task/1.4 ownr=x", 1, "owner"},
    {"set task/1.4 ownr", 2, "field=value"},
    {"set task/1.4 owner=\"Nobody Here\"", 1, "Nobody Here"},
    {"set task/9.9 note=x", 1, "9.9"},
    {"set task/\"No such task\" note=x", 1, "No such task"},
    {"set tusk/1.4 note=x", 1, "tusk"},
    {"set note=x", 2, "KIND/ID"},
    {"set note=x name=y", 2, "row"},
    {"set task/1.4 swot/1 note=x", 1, ""},
    {"set task/1.4 person/\"Gunvor Lie\" note=x", 1, "kind"},
    {"set task/1.4 deadline=31.2.2020", 1, "31.2.2020"},
    {"set task/1.4 deadline=\"når det passer\"", 1, "når det passer"},
    {"set task/1.4 progress=101", 1, "101"},
    {"set task/1.4 progress=much", 1, "much"},
    {"set task/1.4 status=finished", 1, "finished"},
    {"set task/1.4 id=4", 1, "id"},
    {"set task/1.4 number=7", 1, "number"},
    {"set task/1 parent=1.4", 1, ""},
    {"set task/1.4 note=\"open", 1, "quotation"},
    {"add", 2, "add KIND"},
    {"add thing name=x", 1, "thing"},
    {"add task", 1, "name"},
    {"add task name=", 1, "name"},
    {"add task name=x after=9.9", 1, "9.9"},
    {"add task name=x deadline=soonish", 1, "soonish"},
    {"add plan name=x", 1, "plan"},
    {"delete plan/1", 1, ""},
    {"delete task/1.4 now", 2, "now"},
    {"delete", 2, "delete"},
    {"undo yesterday", 1, "yesterday"},
    {"undo 12345", 1, "12345"},
    {"redo", 1, "redo"},
    {"log task/9.9", 1, "9.9"},
    {"show", 2, "show"},
    {"show task/9.9", 1, "9.9"},
    {"list", 2, "list"},
    {"list things", 1, "things"},
    {"list task ownr=x", 1, "owner"},
    {"view nothing", 1, "nothing"},
    {"go nowhere", 1, "nowhere"},
    {"zoom hour", 2, "hour"},
    {"pan up", 2, "up"},
    {"toggle lights", 2, "lights"},
    {"mode flight", 2, "flight"},
    {"theme no-such", 1, "no-such"},
    {"keep 7", 2, "keep"},
    {"preview 7", 1, "m"},
    {"connect toggle", 1, "link"},
};

static void test_errors_are_one_sentence_and_change_nothing(void **state)
{
    (void)state;
    char *before = scene_json(&scene);
    int64_t latest = scene_latest(&scene);
    for (size_t index = 0; index < COUNT_OF(wrongs); index++) {
        const Wrong *wrong = &wrongs[index];
        const char *sentence = scene_refuse(&scene, wrong->line, wrong->status);
        if (!is_one_sentence(sentence) || strstr(sentence, wrong->says) == NULL)
            fail_msg("%s: “%s”", wrong->line, sentence);
        if (scene_latest(&scene) != latest)
            fail_msg("“%s” left a change in the journal", wrong->line);
    }
    assert_plan_was(&scene, before);
}

static void test_unknown_commands_are_met_with_the_nearest(void **state)
{
    (void)state;
    const char *views_there = scene_refuse(&scene, "go nowhere", 1);
    assert_non_null(strstr(views_there, "overview, conflicts"));
    assert_null(strstr(views_there, "wall"));
    assert_non_null(strstr(scene_refuse(&scene, "view nowhere", 1), "wall"));
    assert_non_null(strstr(scene_refuse(&scene, "verfy", 2), "did you mean “verify”"));
    assert_non_null(strstr(scene_refuse(&scene, "udno", 2), "did you mean “undo”"));
    assert_non_null(strstr(scene_refuse(&scene, "xyzzy", 2), "There is no command “xyzzy”"));
}

/* The status and the two streams, as the program gives them. */
static void test_results_and_messages_are_kept_apart(void **state)
{
    (void)state;
    const char *out = NULL;
    const char *messages = NULL;
    assert_int_equal(
        scene_main(&scene, 2, (const char *const[]){"list", "things"}, "", &out, &messages), 1);
    assert_string_equal(out, "");
    assert_memory_equal(messages, "framdrift: ", 11);
    assert_int_equal(scene_main(&scene, 1, (const char *const[]){"fly"}, "", &out, &messages),
                     2);
    assert_int_equal(
        scene_main(&scene, 1, (const char *const[]){"verify"}, "", &out, &messages), 0);
    assert_string_equal(out, "");
    assert_string_equal(messages, "The plan is in order.\n");
}

static void test_a_plan_for_reading_only_is_not_written(void **state)
{
    (void)state;
    static const char *const lines[] = {"set task/1.4 note=x",
                                        "add person name=x",
                                        "delete task/1.4",
                                        "shift task/1.4 +7",
                                        "place task/1.4 up",
                                        "undo",
                                        "redo"};
    char *before = scene_json(&scene);
    app_free(scene.app);
    scene_open(&scene, 1, (const char *const[]){"--read-only"});
    for (size_t index = 0; index < COUNT_OF(lines); index++)
        assert_non_null(strstr(scene_refuse(&scene, lines[index], 1), "reading only"));
    scene_keys(&scene, "g j x d o e u");
    scene_keys(&scene, "escape");
    assert_plan_was(&scene, before);
    assert_non_null(strstr(scene_run(&scene, "list task"), "Utarbeide kommunikasjonsplan"));
}

/* --- Scripts ----------------------------------------------------------------------------------------- */

static int changes_in_log(void)
{
    const char *log = scene_run(&scene, "log");
    int lines = 0;
    for (const char *at = log; *at != '\0'; at++)
        lines += *at == '\n';
    return lines;
}

static void test_a_block_is_one_change(void **state)
{
    (void)state;
    Err err = {0};
    Text out = {0};
    char *before = scene_json(&scene);
    int changes = changes_in_log();
    bool good = app_run_script(scene.app,
                               "# the morning\n"
                               "\n"
                               "begin \"the morning of the 3rd\"\n"
                               "set task/1.4 status=done\n"
                               "add person name=\"Berit Moe\"\n"
                               "set task/1.4 owner=\"Berit Moe\"\n"
                               "end\n",
                               &out, &err);
    if (!good)
        fail_msg("%s", err.message);
    assert_int_equal(changes_in_log(), changes + 1);
    assert_non_null(strstr(scene_run(&scene, "log"), "the morning of the 3rd"));
    assert_non_null(strstr(scene_run(&scene, "show task/1.4"), "Berit Moe"));
    scene_run(&scene, "undo");
    assert_plan_was(&scene, before);
    text_free(&out);
}

static void test_without_a_block_each_line_is_a_change(void **state)
{
    (void)state;
    Err err = {0};
    Text out = {0};
    int changes = changes_in_log();
    assert_true(app_run_script(scene.app,
                               "set task/1.4 note=one\nset task/1.4 note=two\r\n"
                               "set task/1.4 note=three",
                               &out, &err));
    assert_int_equal(changes_in_log(), changes + 3);
    text_free(&out);
}

typedef struct BadScript {
    const char *script;
    int status;
    const char *says;
    int kept; /* changes that stay: the lines before, outside of a block */
} BadScript;

static const BadScript bad_scripts[] = {
    {"begin a\nset task/1.4 note=x\nset task/1.4 ownr=y\nend\n", 1, "Line 3: ", 0},
    {"begin a\nset task/1.4 note=x\nfly\nend\n", 2, "Line 3: ", 0},
    {"begin a\nset task/1.4 note=x\n", 1, "no “end”", 0},
    {"set task/1.4 note=x\nset task/9.9 note=x\nset task/1.3 note=y\n", 1, "Line 2: ", 1},
    {"end\n", 1, "Line 1: ", 0},
    {"begin a\nbegin b\nend\n", 1, "Line 2: ", 0},
    {"begin a\nset task/1.4 note=x\nundo\nend\n", 1, "Line 3: ", 0},
    {"begin a\nset task/1.4 note=x\nend\nset task/1.4 deadline=never\n", 1, "Line 4: ", 1},
    {"set task/1.4 note=\"x\n", 1, "Line 1: ", 0},
};

static void test_an_error_drops_its_block_and_names_the_line(void **state)
{
    (void)state;
    for (size_t index = 0; index < COUNT_OF(bad_scripts); index++) {
        const BadScript *bad = &bad_scripts[index];
        Err err = {0};
        Text out = {0};
        char *before = scene_json(&scene);
        int changes = changes_in_log();
        assert_false(app_run_script(scene.app, bad->script, &out, &err));
        if (err_exit_status(err.code) != bad->status ||
            strstr(err.message, bad->says) == NULL || !is_one_sentence(err.message))
            fail_msg("%s%d: %s", bad->script, err_exit_status(err.code), err.message);
        if (changes_in_log() != changes + bad->kept)
            fail_msg("%sleft %d changes", bad->script, changes_in_log() - changes);
        for (int kept = 0; kept < bad->kept; kept++)
            scene_run(&scene, "undo");
        assert_plan_was(&scene, before);
        text_free(&out);
        app_free(scene.app);
        scene_open(&scene, 0, NULL);
    }
}

static void test_the_stream_of_commands_prints_as_it_goes(void **state)
{
    (void)state;
    const char *out = NULL;
    const char *messages = NULL;
    int status =
        scene_main(&scene, 1, (const char *const[]){"-"},
                   "add person name=\"Berit Moe\"\nlist person Berit\nfly\n", &out, &messages);
    assert_int_equal(status, 2);
    assert_non_null(strstr(out, "person/"));
    assert_non_null(strstr(out, "Berit Moe"));
    assert_non_null(strstr(messages, "Line 3"));
}

/* --- Edits ------------------------------------------------------------------------------------------- */

static void test_add_prints_the_place_and_the_row_is_found_by_it(void **state)
{
    (void)state;
    static const char *const adds[] = {
        "add task parent=1 name=\"Ny \\\"aktivitet\\\" æøå\" deadline=v37",
        "add person name=\"Berit Moe\"",
        "add swot quadrant=threat text=\"To linjer\\nher\" weight=3",
        "add link from=1.1 to=1.4",
        "add risk name=\"Ingen svarer\"",
    };
    static const char *const words[] = {"Ny \"aktivitet\" æøå", "Berit Moe", "To linjer", "1.4",
                                        "Ingen svarer"};
    for (size_t index = 0; index < COUNT_OF(adds); index++) {
        const char *place = scene_run(&scene, adds[index]);
        size_t length = strlen(place);
        assert_true(length > 1 && place[length - 1] == '\n');
        place = arena_strndup(scene.arena, place, length - 1);
        const char *shown = scene_run(&scene, arena_printf(scene.arena, "show %s", place));
        if (strstr(shown, words[index]) == NULL)
            fail_msg("show %s:\n%s", place, shown);
    }
    assert_non_null(strstr(scene_run(&scene, "show task/1.5"), "v37"));
}

static void test_set_takes_several_rows_as_one_change(void **state)
{
    (void)state;
    int changes = changes_in_log();
    char *before = scene_json(&scene);
    scene_run(&scene, "set task/1.1 task/1.2 task/1.4 status=dropped note=\"Utgår\"");
    assert_int_equal(changes_in_log(), changes + 1);
    scene.options.columns = "number,status";
    scene.options.as = "csv";
    const char *rows = scene_run(&scene, "list task status=dropped");
    assert_non_null(strstr(rows, "1.1"));
    assert_non_null(strstr(rows, "1.2"));
    assert_non_null(strstr(rows, "1.4"));
    assert_null(strstr(rows, "1.3"));
    scene_run(&scene, "undo");
    assert_plan_was(&scene, before);
}

static void test_deleting_takes_what_belongs_along_and_undo_brings_it_back(void **state)
{
    (void)state;
    char *before = scene_json(&scene);
    scene_run(&scene, "delete task/2");
    scene_refuse(&scene, "show task/2.1.1", 1);
    assert_non_null(strstr(scene.app->message, "Deleted"));
    scene_run(&scene, "undo");
    assert_plan_was(&scene, before);
}

static void test_undo_by_number_leaves_later_edits(void **state)
{
    (void)state;
    scene_run(&scene, "set task/1.1 note=one");
    int64_t first = scene_latest(&scene);
    scene_run(&scene, "set task/1.2 note=two");
    scene_run(&scene, arena_printf(scene.arena, "undo %lld", (long long)first));
    assert_null(strstr(scene_run(&scene, "show task/1.1 "), "note               one"));
    assert_non_null(strstr(scene_run(&scene, "show task/1.2"), "two"));
    scene_refuse(&scene, arena_printf(scene.arena, "undo %lld", (long long)first), 1);
    scene_run(&scene, "redo");
    assert_non_null(strstr(scene_run(&scene, "show task/1.1"), "one"));
}

static void test_the_log_of_a_row_speaks_of_that_row_alone(void **state)
{
    (void)state;
    scene_run(&scene, "set task/1.1 note=one");
    scene_run(&scene, "set task/1.2 note=two");
    const char *log = scene_run(&scene, "log task/1.1");
    assert_non_null(strstr(log, "set task/1.1 note=one"));
    assert_null(strstr(log, "task/1.2"));
    assert_non_null(strstr(log, "kari"));
    assert_non_null(strstr(log, "2020-09-03 14:02"));
}

static void test_a_copy_is_a_plan_of_its_own_and_never_replaces_a_file(void **state)
{
    (void)state;
    const char *path = arena_printf(scene.arena, "%s-copy", scene.path);
    (void)unlink(path);
    scene_run(&scene, "set task/1.1 note=\"Before the copy\"");
    const char *line = arena_printf(scene.arena, "copy %s", path);
    scene_run(&scene, line);
    assert_true(is_one_sentence(scene_refuse(&scene, line, 1)));
    Store *copy = NULL;
    Err err = {0};
    VerifyReport report = {0};
    StoreAuthor author = {.author = "bo", .host = "here", .now = scene_now, .context = &scene};
    assert_true(store_open(path, STORE_READ_ONLY, &author, &copy, &err));
    assert_true(store_verify(copy, false, scene.arena, &report, &err));
    assert_true(report.clean);
    store_close(copy);
    (void)unlink(path);
}

#define COMMANDS_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        COMMANDS_TEST(test_help_of_the_command_line_names_every_command_and_option),
        COMMANDS_TEST(test_help_fits_in_eighty_columns),
        COMMANDS_TEST(test_the_help_view_has_a_line_for_every_command),
        COMMANDS_TEST(test_the_palette_completes_every_command),
        COMMANDS_TEST(test_the_palette_completes_kinds_rows_fields_and_values),
        COMMANDS_TEST(test_errors_are_one_sentence_and_change_nothing),
        COMMANDS_TEST(test_unknown_commands_are_met_with_the_nearest),
        COMMANDS_TEST(test_results_and_messages_are_kept_apart),
        COMMANDS_TEST(test_a_plan_for_reading_only_is_not_written),
        COMMANDS_TEST(test_a_block_is_one_change),
        COMMANDS_TEST(test_without_a_block_each_line_is_a_change),
        COMMANDS_TEST(test_an_error_drops_its_block_and_names_the_line),
        COMMANDS_TEST(test_the_stream_of_commands_prints_as_it_goes),
        COMMANDS_TEST(test_add_prints_the_place_and_the_row_is_found_by_it),
        COMMANDS_TEST(test_set_takes_several_rows_as_one_change),
        COMMANDS_TEST(test_deleting_takes_what_belongs_along_and_undo_brings_it_back),
        COMMANDS_TEST(test_undo_by_number_leaves_later_edits),
        COMMANDS_TEST(test_the_log_of_a_row_speaks_of_that_row_alone),
        COMMANDS_TEST(test_a_copy_is_a_plan_of_its_own_and_never_replaces_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
