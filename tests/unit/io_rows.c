/* SPDX-License-Identifier: MPL-2.0 */
/* Rows as table, CSV and JSON. */
#include "io_support.h"

#define BOM "\xEF\xBB\xBF"

/* A small plan made in memory: two tasks, the second below the first, and a person. */
static const Plan *small_plan(Arena *arena)
{
    Plan *plan = plan_new(arena);
    PlanInfo *info = plan_reserve(plan, ENTITY_PLAN, 1);
    info->row = (Row){.id = PLAN_ROW, .rank = "i"};
    Person *person = plan_reserve(plan, ENTITY_PERSON, 1);
    person->row = (Row){.id = 7, .rank = "i"};
    person->name = "Åse \"Aase\" Ødegård";
    Task *tasks = plan_reserve(plan, ENTITY_TASK, 2);
    tasks[0].row = (Row){.id = 21, .rank = "a"};
    tasks[0].name = "Første; med semikolon";
    tasks[0].progress = NUMBER_NONE;
    tasks[0].duration = NUMBER_NONE;
    tasks[0].owner = 7;
    tasks[1].row = (Row){.id = INT64_MAX - 1, .rank = "b"};
    tasks[1].parent = 21;
    tasks[1].name = "=SUM(A1)";
    tasks[1].note = "to\nlinjer\033[2J";
    tasks[1].progress = 40;
    tasks[1].duration = 5 * MINUTES_PER_DAY;
    Day from = day_from_civil(2020, 9, 1);
    tasks[1].deadline = (HonestDate){.from = from,
                                     .to = from,
                                     .precision = DATE_DAY,
                                     .inferred = true,
                                     .as_written = "1. september"};
    Mapping *mapping = plan_reserve(plan, ENTITY_MAPPING, 1);
    mapping->row = (Row){.id = 9, .rank = "i"};
    mapping->number = -1450;
    mapping->text = "-1";
    plan_finish(plan);
    return plan;
}

typedef struct Choosing {
    const Field *fields[16];
    const Row *rows[8];
    RowList list;
} Choosing;

/* The list of all rows of a kind in the columns named, "a b c". */
static void choose(Choosing *choosing, const Plan *plan, EntityKind kind, const char *columns)
{
    const Entity *entity = schema_entity(kind);
    uint32_t count = 0;
    while (*columns != '\0') {
        char name[40];
        size_t length = strcspn(columns, " ");
        (void)snprintf(name, sizeof name, "%.*s", (int)length, columns);
        choosing->fields[count] = schema_field_by_name(entity, name);
        assert_non_null(choosing->fields[count]);
        count++;
        columns += length + (columns[length] == ' ');
    }
    for (uint32_t i = 0; i < plan_count(plan, kind); i++) {
        choosing->rows[i] = plan_at(plan, kind, i);
    }
    choosing->list = (RowList){.plan = plan,
                               .entity = entity,
                               .rows = choosing->rows,
                               .count = plan_count(plan, kind),
                               .fields = choosing->fields,
                               .field_count = count,
                               .language = LANGUAGE_NB};
}

static void aligns_a_table(void **state)
{
    Arena *arena = *state;
    Choosing choosing;
    choose(&choosing, small_plan(arena), ENTITY_TASK, "number name progress owner");
    Text out = {0};
    rows_write_table(&choosing.list, &out);
    assert_string_equal(text_string(&out),
                        "No.  Name                   Progress  Owner\n"
                        "1    Første; med semikolon            Åse \"Aase\" Ødegård\n"
                        "1.1  =SUM(A1)                   40\u00a0%\n");
    text_clear(&out);
    choose(&choosing, choosing.list.plan, ENTITY_TASK, "note");
    rows_write_table(&choosing.list, &out);
    assert_no_controls(&out);
    assert_non_null(strstr(text_string(&out), "to linjer"));
    text_free(&out);
}

/* A long cell pushes its own line only as far as it must. */
static void lets_a_long_cell_push_its_own_line(void **state)
{
    Arena *arena = *state;
    Plan *plan = plan_new(arena);
    PlanInfo *info = plan_reserve(plan, ENTITY_PLAN, 1);
    info->row = (Row){.id = PLAN_ROW, .rank = "i"};
    Body *bodies = plan_reserve(plan, ENTITY_BODY, 2);
    bodies[0].row = (Row){.id = 2, .rank = "a"};
    bodies[0].name = "a";
    bodies[0].note = "c";
    bodies[1].row = (Row){.id = 3, .rank = "b"};
    bodies[1].name = "123456789 123456789 123456789 123456789 123456789 1";
    bodies[1].note = "c";
    plan_finish(plan);
    Choosing choosing;
    choose(&choosing, plan, ENTITY_BODY, "name municipality note");
    Text out = {0};
    rows_write_table(&choosing.list, &out);
    char *lines[3];
    char *at = arena_strdup(arena, text_string(&out));
    for (size_t i = 0; i < 3; i++) {
        lines[i] = at;
        at += strcspn(at, "\n");
        *at++ = '\0';
    }
    assert_int_equal(strstr(lines[0], "Note") - lines[0], 48 + 2 + 12 + 2);
    assert_int_equal(strchr(lines[1], 'c') - lines[1], 48 + 2 + 12 + 2);
    assert_int_equal(strchr(lines[2], 'c') - lines[2], 48 + 2 + 12 + 2);
    text_free(&out);
}

static void writes_csv_for_a_norwegian_spreadsheet(void **state)
{
    Arena *arena = *state;
    const Plan *plan = small_plan(arena);
    Choosing choosing;
    choose(&choosing, plan, ENTITY_TASK, "id number name owner progress deadline status");
    Text out = {0};
    rows_write_csv(&choosing.list, &out);
    assert_string_equal(
        text_string(&out),
        BOM "\"id\";\"number\";\"name\";\"owner\";\"progress\";\"deadline\";\"status\"\r\n"
            "\"21\";\"1\";\"Første; med semikolon\";\"Åse \"\"Aase\"\" "
            "Ødegård\";;\"\";\"planned\"\r\n"
            "\"9223372036854775806\";\"1.1\";\"'=SUM(A1)\";\"\";40;"
            "\"2020-09-01\";\"planned\"\r\n");
    text_clear(&out);
    choose(&choosing, plan, ENTITY_MAPPING, "number text");
    rows_write_csv(&choosing.list, &out);
    assert_string_equal(text_string(&out), BOM "\"number\";\"text\"\r\n-14,5;\"'-1\"\r\n");
    text_free(&out);
}

static void writes_inexact_dates_in_their_own_words(void **state)
{
    Arena *arena = *state;
    Plan *plan = plan_new(arena);
    PlanInfo *info = plan_reserve(plan, ENTITY_PLAN, 1);
    info->row = (Row){.id = PLAN_ROW, .rank = "i"};
    static const char *const written[] = {"uke 36", "event: Møtene i desember", "3.9.20",
                                          "2020-09-01..2020-09-30"};
    static const char *const expected[] = {"uke 36", "Møtene i desember", "2020-09-03",
                                           "2020-09-01..2020-09-30"};
    Task *tasks = plan_reserve(plan, ENTITY_TASK, COUNT_OF(written));
    DateContext dates = {.today = day_from_civil(2020, 9, 3), .anchor = DAY_NONE};
    Text lines = {0};
    text_append(&lines, BOM "\"deadline\"\r\n");
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        tasks[i].row =
            (Row){.id = (RowId)i + 2, .rank = (const char *[]){"a", "b", "c", "d"}[i]};
        assert_true(date_parse(arena, &dates, written[i], &tasks[i].deadline, NULL));
        text_printf(&lines, "\"%s\"\r\n", expected[i]);
    }
    plan_finish(plan);
    Choosing choosing;
    choose(&choosing, plan, ENTITY_TASK, "deadline");
    Text out = {0};
    rows_write_csv(&choosing.list, &out);
    assert_string_equal(text_string(&out), text_string(&lines));
    text_free(&lines);
    text_free(&out);
}

static void guards_what_a_spreadsheet_would_run(void **state)
{
    (void)state;
    static const char *const dangerous[] = {"=1", "+1", "-1", "@x", " =1", "\t=1"};
    for (size_t i = 0; i < COUNT_OF(dangerous); i++) {
        Arena *arena = arena_new();
        Plan *plan = plan_new(arena);
        PlanInfo *info = plan_reserve(plan, ENTITY_PLAN, 1);
        info->row = (Row){.id = PLAN_ROW, .rank = "i"};
        info->name = dangerous[i];
        plan_finish(plan);
        Choosing choosing;
        choose(&choosing, plan, ENTITY_PLAN, "name");
        Text out = {0};
        rows_write_csv(&choosing.list, &out);
        assert_non_null(strstr(text_string(&out), "\r\n\"'"));
        assert_no_controls(&out);
        text_free(&out);
        arena_free(arena);
    }
}

/* --- A reader of JSON, strict on form --------------------------------------------------------- */

static const char *json_value(const char *at);

static const char *json_space(const char *at)
{
    return at + strspn(at, " \n\r\t");
}

static const char *json_string(const char *at)
{
    if (at == NULL || *at++ != '"') {
        return NULL;
    }
    for (; *at != '"'; at++) {
        if ((unsigned char)*at < 0x20) {
            return NULL;
        }
        if (*at == '\\' && strchr("\"\\/bfnrtu", *++at) == NULL) {
            return NULL;
        }
    }
    return at + 1;
}

static const char *json_members(const char *at, char closing)
{
    at = json_space(at);
    if (*at == closing) {
        return at + 1;
    }
    while (at != NULL) {
        if (closing == '}') {
            at = json_string(json_space(at));
            at = at == NULL ? NULL : json_space(at);
            if (at == NULL || *at++ != ':') {
                return NULL;
            }
        }
        at = json_value(json_space(at));
        if (at == NULL) {
            return NULL;
        }
        at = json_space(at);
        if (*at == closing) {
            return at + 1;
        }
        if (*at++ != ',') {
            return NULL;
        }
    }
    return NULL;
}

static const char *json_value(const char *at)
{
    static const char *const words[] = {"null", "true", "false"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (strncmp(at, words[i], strlen(words[i])) == 0) {
            return at + strlen(words[i]);
        }
    }
    if (*at == '"') {
        return json_string(at);
    }
    if (*at == '{' || *at == '[') {
        return json_members(at + 1, *at == '{' ? '}' : ']');
    }
    size_t digits = strspn(at, "-0123456789.");
    return digits > 0 ? at + digits : NULL;
}

static void assert_json(const Text *out)
{
    const char *end = json_value(text_string(out));
    assert_non_null(end);
    assert_string_equal(end, "\n");
    assert_no_controls(out);
}

static void writes_json_by_machine_names(void **state)
{
    Arena *arena = *state;
    Choosing choosing;
    choose(&choosing, small_plan(arena), ENTITY_TASK,
           "number parent owner progress start deadline pinned note");
    Text out = {0};
    rows_write_json(&choosing.list, &out);
    assert_json(&out);
    const char *json = text_string(&out);
    static const char first[] =
        "[\n {\"id\": \"21\", \"number\": \"1\", \"parent\": null, \"parent_name\": null, "
        "\"owner\": \"7\", \"owner_name\": \"Åse \\\"Aase\\\" Ødegård\", "
        "\"progress\": null, \"start\": null, \"deadline\": null, \"pinned\": false, "
        "\"note\": null},\n";
    char *beginning = arena_strndup(arena, json, sizeof first - 1);
    assert_string_equal(beginning, first);
    assert_non_null(strstr(json, "\"id\": \"9223372036854775806\""));
    assert_non_null(strstr(json, "\"parent\": \"21\", \"parent_name\": \"1 Første"));
    const char *date = strstr(json, "\"deadline\": {");
    assert_non_null(date);
    static const char *const members[] = {"\"from\"", "\"to\"", "\"precision\"",
                                          "\"as_written\"", "\"inferred\""};
    for (size_t i = 0; i < COUNT_OF(members); i++) {
        assert_non_null(strstr(date, members[i]));
    }
    assert_non_null(strstr(date, "1. september"));
    text_free(&out);
}

static void writes_an_empty_list(void **state)
{
    Arena *arena = *state;
    Choosing choosing;
    choose(&choosing, small_plan(arena), ENTITY_RISK, "name");
    Text out = {0};
    rows_write_json(&choosing.list, &out);
    assert_string_equal(text_string(&out), "[]\n");
    text_clear(&out);
    rows_write_csv(&choosing.list, &out);
    assert_string_equal(text_string(&out), BOM "\"name\"\r\n");
    text_free(&out);
}

/* Every kind of row of the sample, in every field, in every format. */
static void writes_every_row_of_the_sample(void **state)
{
    (void)state;
    Scene scene;
    scene_open(&scene);
    const Plan *plan = scene_sample(&scene, "solor-2020");
    for (EntityKind kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity(kind);
        uint32_t count = plan_count(plan, kind);
        const Row **rows = ARENA_ARRAY(scene.arena, const Row *, count + 1);
        const Field **fields =
            ARENA_ARRAY(scene.arena, const Field *, (size_t)entity->field_count);
        for (uint32_t i = 0; i < count; i++) {
            rows[i] = plan_at(plan, kind, i);
        }
        for (int i = 0; i < entity->field_count; i++) {
            fields[i] = &entity->fields[i];
        }
        RowList list = {.plan = plan,
                        .entity = entity,
                        .rows = rows,
                        .count = count,
                        .fields = fields,
                        .field_count = (uint32_t)entity->field_count,
                        .language = LANGUAGE_NB};
        for (const Format *format = formats; format->name != NULL; format++) {
            Text out = {0};
            if (format->write_rows != NULL) {
                format->write_rows(&list, &out);
                assert_no_controls(&out);
            }
            if (strcmp(format->name, "json") == 0) {
                assert_json(&out);
            }
            text_free(&out);
        }
    }
    scene_close(&scene);
}

static void finds_formats_by_name(void **state)
{
    (void)state;
    assert_ptr_equal(format_by_name("csv")->write_rows, rows_write_csv);
    assert_ptr_equal(format_by_name("ansi")->write_canvas, canvas_write_ansi);
    assert_null(format_by_name("CSV"));
    assert_null(format_by_name(NULL));
    for (const Format *format = formats; format->name != NULL; format++) {
        assert_ptr_equal(format_by_name(format->name), format);
        assert_int_equal(format->ending[0], '.');
        assert_true(format->write_rows != NULL || format->write_canvas != NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(aligns_a_table),
        WITH_ARENA(lets_a_long_cell_push_its_own_line),
        WITH_ARENA(writes_inexact_dates_in_their_own_words),
        WITH_ARENA(writes_csv_for_a_norwegian_spreadsheet),
        cmocka_unit_test(guards_what_a_spreadsheet_would_run),
        WITH_ARENA(writes_json_by_machine_names),
        WITH_ARENA(writes_an_empty_list),
        cmocka_unit_test(writes_every_row_of_the_sample),
        cmocka_unit_test(finds_formats_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
