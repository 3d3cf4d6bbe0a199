/* SPDX-License-Identifier: MPL-2.0 */
/* Lists that commands print: filters, columns, and each format as those read it who take it in. */
#include "app_support.h"

static Scene scene;

static int set_up(void **state)
{
    (void)state;
    scene_start(&scene, "lists");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scene_end(&scene);
    return 0;
}

static const char *list_as(const char *format, const char *columns, const char *line)
{
    scene.options.as = format;
    scene.options.columns = columns;
    const char *out = scene_run(&scene, line);
    scene.options.as = scene.options.columns = NULL;
    return out;
}

static void test_filters_narrow_a_list(void **state)
{
    (void)state;
    const char *owned = list_as(NULL, NULL, "list task owner=\"Gunvor Lie\"");
    assert_non_null(strstr(owned, "Økonomi/regnskap"));
    assert_null(strstr(owned, "Landbruk"));
    /* case and accents do not matter, and filters add up */
    const char *found = list_as(NULL, NULL, "list task OKONOMI swot");
    assert_non_null(strstr(found, "2.2.2"));
    assert_null(strstr(found, "2.1.2"));
    assert_string_equal(list_as("json", NULL, "list task nothing-like-this"), "[]\n");
}

static void test_columns_are_those_asked_for_in_that_order(void **state)
{
    (void)state;
    const char *csv = list_as("csv", "deadline,number", "list task number=1.4");
    assert_non_null(strstr(csv, "deadline"));
    assert_true(strstr(csv, "deadline") < strstr(csv, "number"));
    assert_null(strstr(csv, "Utarbeide"));
    scene.options.columns = "number,colour";
    assert_non_null(strstr(scene_refuse(&scene, "list task", 1), "colour"));
    scene.options.columns = NULL;
    scene.options.as = "xml";
    assert_non_null(strstr(scene_refuse(&scene, "list task", 2), "xml"));
    scene.options.as = NULL;
}

/* --- JSON: a reader of its own, strict ----------------------------------------------------------------- */

static bool json_value(const char **at, int depth);

static void json_space(const char **at)
{
    while (**at == ' ' || **at == '\n' || **at == '\t' || **at == '\r')
        (*at)++;
}

static bool json_string(const char **at)
{
    if (**at != '"')
        return false;
    for ((*at)++; **at != '"'; (*at)++) {
        if ((unsigned char)**at < ' ')
            return false;
        if (**at == '\\' && strchr("\"\\/bfnrtu", *++*at) == NULL)
            return false;
    }
    (*at)++;
    return true;
}

static bool json_list(const char **at, int depth, char end, bool object)
{
    (*at)++;
    json_space(at);
    if (**at == end) {
        (*at)++;
        return true;
    }
    for (;;) {
        json_space(at);
        if (object) {
            if (!json_string(at))
                return false;
            json_space(at);
            if (*(*at)++ != ':')
                return false;
        }
        if (!json_value(at, depth + 1))
            return false;
        json_space(at);
        if (**at != ',')
            return *(*at)++ == end;
        (*at)++;
    }
}

static bool json_value(const char **at, int depth)
{
    json_space(at);
    if (depth > 20)
        return false;
    if (**at == '{' || **at == '[')
        return json_list(at, depth, **at == '{' ? '}' : ']', **at == '{');
    if (**at == '"')
        return json_string(at);
    static const char *const words[] = {"true", "false", "null"};
    for (size_t index = 0; index < COUNT_OF(words); index++)
        if (strncmp(*at, words[index], strlen(words[index])) == 0) {
            *at += strlen(words[index]);
            return true;
        }
    char *rest = NULL;
    (void)strtod(*at, &rest);
    bool number = rest != *at;
    *at = rest;
    return number;
}

static bool json_is_valid(const char *text)
{
    bool good = json_value(&text, 0);
    json_space(&text);
    return good && *text == '\0';
}

static void test_json_of_every_kind_is_an_array_of_objects_with_ids(void **state)
{
    (void)state;
    scene_run(&scene, "set task/1.4 note=\"Sitat \\\" skrå \\\\ linje\\ntabell\"");
    for (int kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        const char *json =
            list_as("json", NULL, arena_printf(scene.arena, "list %s", entity->name));
        if (!json_is_valid(json) || json[0] != '[')
            fail_msg("%s: %.300s", entity->name, json);
        uint32_t ids = 0;
        for (const char *at = json; (at = strstr(at, "{\"id\":")) != NULL; at++)
            ids++;
        if (ids != plan_count(scene.app->plan, (EntityKind)kind))
            fail_msg("%s: %u ids of %u rows: %.200s", entity->name, ids,
                     plan_count(scene.app->plan, (EntityKind)kind), json);
        for (int index = 0; index < entity->field_count && ids > 0; index++) {
            const Field *field = &entity->fields[index];
            assert_non_null(strstr(json, arena_printf(scene.arena, "\"%s\"", field->name)));
            if (field->kind == KIND_REFERENCE)
                assert_non_null(
                    strstr(json, arena_printf(scene.arena, "\"%s_name\"", field->name)));
        }
    }
}

static void test_json_tells_dates_and_references_whole(void **state)
{
    (void)state;
    const char *json = list_as("json", NULL, "list task number=1.4");
    static const char *const wanted[] = {"\"from\"",       "\"to\"",        "\"precision\"",
                                         "\"as_written\"", "\"inferred\"",  "1. september",
                                         "2020-09-01",     "\"owner_name\""};
    for (size_t index = 0; index < COUNT_OF(wanted); index++)
        if (strstr(json, wanted[index]) == NULL)
            fail_msg("no %s in %s", wanted[index], json);
    assert_non_null(strstr(list_as("json", NULL, "list seat"), "\"person_name\""));
    assert_non_null(strstr(list_as("json", NULL, "show task/1.4"), "\"as_written\""));
    assert_true(json_is_valid(list_as("json", NULL, "show task/1.4")));
}

static void test_csv_has_a_line_a_row_and_guards_formulas(void **state)
{
    (void)state;
    scene_run(&scene, "set task/1.4 note=\"=cmd|' /C calc'!A0\"");
    const char *csv = list_as("csv", "number,note", "list task number=1.4");
    assert_non_null(strstr(csv, "number"));
    assert_null(strstr(csv, "\"=cmd"));
    assert_null(strstr(csv, ";=cmd"));
    assert_non_null(strstr(csv, "=cmd|"));
}

static void test_a_table_is_aligned_and_holds_no_control_characters(void **state)
{
    (void)state;
    scene_run(&scene, "add person name=\"Es\033[31mc\"");
    const char *table = list_as("table", NULL, "list person");
    for (const char *at = table; *at != '\0'; at++)
        assert_true((unsigned char)*at >= ' ' || *at == '\n');
}

static void test_a_table_that_is_asked_for_holds_every_field_by_its_machine_name(void **state)
{
    (void)state;
    for (EntityKind kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity(kind);
        const char *line = arena_printf(scene.arena, "list %s", entity->name);
        char *table = arena_strdup(scene.arena, list_as("table", NULL, line));
        table[strcspn(table, "\n")] = '\0';
        for (int index = 0; index < entity->field_count; index++)
            if (strstr(table, entity->fields[index].name) == NULL)
                fail_msg("%s lacks %s: %s", line, entity->fields[index].name, table);
    }
}

#define LISTS_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static void type_line(const char *line)
{
    scene_key(&scene, ":");
    scene_type(&scene, line);
    scene_key(&scene, "enter");
}

/* In the full screen what a shell would print stands where it can be read whole. */
static void test_a_typed_list_is_a_register(void **state)
{
    (void)state;
    type_line("list risk");
    assert_string_equal(app_view(scene.app)->name, "registers");
    assert_int_equal(app_state(scene.app)->kind, ENTITY_RISK);
    type_line("list meeting"); /* there is none: an empty register says so best */
    assert_int_equal(app_state(scene.app)->kind, ENTITY_MEETING);
    type_line("list task swot");
    assert_int_equal(app_state(scene.app)->kind, ENTITY_TASK);
    assert_non_null(strstr(scene_screen(&scene), "swot"));
    type_line("list task owner=Gunvor");
    assert_non_null(strstr(scene.app->message, "narrowed by “Gunvor”"));
    type_line("list task");
    assert_string_equal(app_state(scene.app)->filter, "");
}

static void test_a_typed_row_and_log_are_shown_whole(void **state)
{
    (void)state;
    type_line("show task/1.4");
    assert_true(scene.app->form.open);
    assert_non_null(strstr(scene_screen(&scene), "kommunikasjonsplan"));
    scene_key(&scene, "escape");
    assert_false(scene.app->form.open);
    (void)scene_run(&scene, "set task/1.4 progress=80");
    (void)scene_run(&scene, "set task/1.4 progress=90");
    type_line("log");
    assert_string_equal(app_view(scene.app)->name, "history");
    assert_int_equal(app_state(scene.app)->scope, 0);
    scene_key(&scene, "escape");
    type_line("log task/1.4");
    assert_string_equal(app_view(scene.app)->name, "history");
    assert_int_equal(app_state(scene.app)->scope,
                     plan_find(scene.app->plan, ENTITY_TASK, "1.4", NULL));
    scene_key(&scene, "escape");
    type_line("formats");
    assert_non_null(strstr(scene.app->message, "“formats” prints more lines"));
    type_line("show task/1.4 --everything");
    assert_non_null(strstr(scene.app->message, "“show” prints more lines"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        LISTS_TEST(test_filters_narrow_a_list),
        LISTS_TEST(test_columns_are_those_asked_for_in_that_order),
        LISTS_TEST(test_json_of_every_kind_is_an_array_of_objects_with_ids),
        LISTS_TEST(test_json_tells_dates_and_references_whole),
        LISTS_TEST(test_csv_has_a_line_a_row_and_guards_formulas),
        LISTS_TEST(test_a_table_is_aligned_and_holds_no_control_characters),
        LISTS_TEST(test_a_table_that_is_asked_for_holds_every_field_by_its_machine_name),
        LISTS_TEST(test_a_typed_list_is_a_register),
        LISTS_TEST(test_a_typed_row_and_log_are_shown_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
