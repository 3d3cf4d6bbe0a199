/* SPDX-License-Identifier: MPL-2.0 */
/* Values: typed, kept, printed, ordered. */
#include "framdrift/schema.h"

#include <string.h>

#include "arena_test.h"

typedef struct Kit {
    Arena *arena;
    Plan *plan;
    ParseContext context;
} Kit;

static Kit kit_new(void)
{
    Kit kit = {.arena = arena_new()};
    kit.plan = plan_new(kit.arena);
    Person *person = plan_reserve(kit.plan, ENTITY_PERSON, 1);
    person->row.id = 8000001;
    person->name = "Gunvor Lie";
    plan_finish(kit.plan);
    kit.context = (ParseContext){.plan = kit.plan,
                                 .date = {.today = day_from_civil(2020, 9, 3),
                                          .anchor = DAY_NONE,
                                          .language = LANGUAGE_NB}};
    return kit;
}

static const Field *field_named(const char *entity, const char *field)
{
    const Field *found = schema_field_by_name(schema_entity_by_name(entity), field);
    assert_non_null(found);
    return found;
}

typedef struct Typed {
    const char *entity, *field, *text;
    const char *machine, *words, *json; /* machine NULL: refused; words the sentence's part */
} Typed;

static const Typed typed[] = {
    {"task", "name", "  Kartlegge\nstatus ", "Kartlegge status", "Kartlegge status",
     "\"Kartlegge status\""},
    {"task", "note", "to\r\nlinjer", "to\nlinjer", "to\nlinjer", "\"to\\nlinjer\""},
    {"task", "name", "   ", "", "", "null"},
    {"task", "status", "DONE", "done", "done", "\"done\""},
    {"task", "status", "in operation", "operation", "in operation", "\"operation\""},
    {"task", "status", "sta", "started", "started", "\"started\""},
    {"task", "status", "d", NULL, "planned, idea, started", NULL},
    {"task", "status", "finished", NULL, "“Status” cannot be “finished”", NULL},
    {"link", "type", "ss", "SS", "start to start", "\"SS\""},
    {"task", "progress", "40 %", "40", "40\u00a0%", "40"},
    {"task", "progress", "101", NULL, "from 0 to 100", NULL},
    {"task", "progress", "much", NULL, "“Progress” cannot be “much”", NULL},
    {"task", "duration", "5d", "5d", "5 d", "2400"},
    {"task", "duration", "4h", "240m", "4 t", "240"},
    {"task", "duration", "-1d", NULL, "“Duration” cannot be “-1d”", NULL},
    {"link", "lag", "-1d", "-1d", "-1 d", "-480"},
    {"funding", "amount", "kr 500 000,-", "500000", "500\u00a0000,00", "500000"},
    {"effort", "hours", "7,5", "7,5", "7,5", "7.5"},
    {"effort", "hours", "0,25", "0,25", "0,25", "0.25"},
    {"swot", "weight", "6", NULL, "from 1 to 5", NULL},
    {"task", "pinned", "Ja", "yes", "yes", "true"},
    {"task", "pinned", "0", "no", "no", "false"},
    {"task", "pinned", "perhaps", NULL, "yes or no", NULL},
    {"task", "owner", "gunvor lie", "8000001", "Gunvor Lie", "\"8000001\""},
    {"task", "owner", "Nobody", NULL, "“Owner” cannot be “Nobody”", NULL},
    {"task", "deadline", "2020-11-01", "2020-11-01", "01.11.2020",
     "{\"from\":\"2020-11-01\",\"to\":\"2020-11-01\",\"precision\":\"day\",\"as_written\":null,"
     "\"inferred\":false}"},
    {"task", "deadline", "1.november", "2020-11-01/2020-11-01/day/1/1.november", "1.november",
     "{\"from\":\"2020-11-01\",\"to\":\"2020-11-01\",\"precision\":\"day\",\"as_written\":"
     "\"1.november\",\"inferred\":true}"},
    {"task", "deadline", "desember 2020", "desember 2020", "desember 2020",
     "{\"from\":\"2020-12-01\",\"to\":\"2020-12-31\",\"precision\":\"month\",\"as_written\":"
     "\"desember 2020\",\"inferred\":false}"},
    {"task", "deadline", "2020-11-01/2020-11-01/day/1/1.november",
     "2020-11-01/2020-11-01/day/1/1.november", "1.november", NULL},
    {"task", "deadline", "blurb", NULL, "“Deadline” cannot be “blurb”", NULL},
    {"task", "rank", "A0", NULL, "must not end in 0", NULL},
    {"task", "rank", "Aå", NULL, "A-Z", NULL},
};

static void check_refused(const Kit *kit, const Field *field, const Typed *row)
{
    Err err = {0};
    Value value = VALUE_OF_INTEGER(7);
    assert_false(field_parse(field, &kit->context, row->text, kit->arena, &value, &err));
    assert_int_equal(value.type, VALUE_NULL);
    if (!strstr(err.message, row->words))
        fail_msg("“%s” gives “%s”", row->text, err.message);
}

static void assert_prints(const Text *text, const char *expected)
{
    assert_string_equal(text_string(text), expected);
}

static void check_typed(const Kit *kit, const Typed *row)
{
    const Field *field = field_named(row->entity, row->field);
    if (!row->machine) {
        check_refused(kit, field, row);
        return;
    }
    Err err = {0};
    Value value = VALUE_IS_NULL;
    if (!field_parse(field, &kit->context, row->text, kit->arena, &value, &err))
        fail_msg("%s", err.message);
    Text text = {0};
    field_print_machine(field, &value, &text);
    assert_prints(&text, row->machine);
    text_clear(&text);
    field_print(field, kit->plan, LANGUAGE_NB, &value, &text);
    assert_prints(&text, row->words);
    text_clear(&text);
    field_print_json(field, &value, &text);
    if (row->json)
        assert_prints(&text, row->json);
    text_free(&text);
}

static void test_typed_values(void **state)
{
    (void)state;
    Kit kit = kit_new();
    for (size_t i = 0; i < COUNT_OF(typed); i++)
        check_typed(&kit, &typed[i]);
    arena_free(kit.arena);
}

static void test_without_a_value_members_are_what_the_door_says(void **state)
{
    Arena *arena = *state;
    Task task;
    memset(&task, 0x5a, sizeof task);
    const Entity *entity = schema_entity(ENTITY_TASK);
    for (int i = 0; i < entity->field_count; i++)
        field_load(&entity->fields[i], &VALUE_IS_NULL, &task, arena);
    assert_string_equal(task.name, "");
    assert_int_equal(task.progress, NUMBER_NONE);
    assert_int_equal(task.duration, NUMBER_NONE);
    assert_int_equal(task.owner, 0);
    assert_int_equal(task.status, STATUS_PLANNED);
    assert_int_equal(task.start.precision, DATE_NONE);
    assert_false(task.pinned);
    Link link;
    field_load(field_named("link", "lag"), &VALUE_IS_NULL, &link, arena);
    assert_int_equal(link.lag, 0);
    PlanInfo info;
    field_load(field_named("plan", "language"), &VALUE_OF_TEXT("tlh"), &info, arena);
    assert_int_equal(info.language, LANGUAGE_NB);
}

static void test_values_of_the_wrong_type_do_no_harm(void **state)
{
    Arena *arena = *state;
    Task task = {0};
    field_load(field_named("task", "name"), &VALUE_OF_INTEGER(5), &task, arena);
    assert_string_equal(task.name, "");
    field_load(field_named("task", "duration"), &VALUE_OF_TEXT("five"), &task, arena);
    assert_int_equal(task.duration, NUMBER_NONE);
    field_load(field_named("task", "deadline"), &VALUE_OF_TEXT("not a stored date"), &task,
               arena);
    assert_int_equal(task.deadline.precision, DATE_UNKNOWN);
    assert_string_equal(task.deadline.as_written, "not a stored date");
    Text text = {0};
    field_print(field_named("task", "name"), NULL, LANGUAGE_EN, &VALUE_OF_INTEGER(5), &text);
    assert_string_equal(text_string(&text), "");
    text_free(&text);
}

static int order_of(const char *field, const Task *one, const Task *other)
{
    int order = field_compare(field_named("task", field), NULL, LANGUAGE_NB, one, other);
    int back = field_compare(field_named("task", field), NULL, LANGUAGE_NB, other, one);
    assert_int_equal((order > 0) - (order < 0), (back < 0) - (back > 0));
    return (order > 0) - (order < 0);
}

static void test_order(void **state)
{
    (void)state;
    Task one = {.name = "Årsverk", .number = "2.10", .duration = 480, .status = STATUS_IDEA};
    Task other = {
        .name = "Ærlig", .number = "2.9", .duration = NUMBER_NONE, .status = STATUS_DONE};
    one.start = date_from_day(100);
    assert_int_equal(order_of("name", &one, &other), 1);
    assert_int_equal(order_of("number", &one, &other), 1);
    assert_int_equal(order_of("duration", &one, &other), -1);
    assert_int_equal(order_of("start", &one, &other), -1);
    assert_int_equal(order_of("status", &one, &other), -1);
    assert_int_equal(order_of("owner", &one, &other), 0);
    other.owner = 5;
    assert_int_equal(order_of("owner", &one, &other), 1);
    other.name = "";
    assert_int_equal(order_of("name", &one, &other), -1);
}

static void test_value_equality(void **state)
{
    (void)state;
    Value null = VALUE_IS_NULL, one = VALUE_OF_INTEGER(1), two = VALUE_OF_INTEGER(2);
    Value text = VALUE_OF_TEXT("1"), same = VALUE_OF_TEXT("1");
    assert_true(value_equal(&null, &null));
    assert_true(value_equal(&text, &same));
    assert_true(value_equal(&one, &one));
    assert_false(value_equal(&one, &two));
    assert_false(value_equal(&one, &text));
    assert_false(value_equal(&null, &text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_typed_values),
        WITH_ARENA(test_without_a_value_members_are_what_the_door_says),
        WITH_ARENA(test_values_of_the_wrong_type_do_no_harm),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_value_equality),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
