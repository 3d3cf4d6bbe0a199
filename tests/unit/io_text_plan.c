/* SPDX-License-Identifier: MPL-2.0 */
/* Plans as text: what is read, what is refused and where, and the way there and back. */
#include "io_support.h"

static void assert_refused(const char *text, const char *place, const char *words)
{
    Scene scene;
    scene_open(&scene);
    Err err = {0};
    assert_null(scene_read_text(&scene, text, strlen(text), &err));
    assert_int_equal(err.code, ERR_INPUT);
    if (strncmp(err.message, place, strlen(place)) != 0 || strstr(err.message, words) == NULL) {
        fail_msg("“%s” should begin with “%s” and say “%s”", err.message, place, words);
    }
    Plan *plan = NULL;
    Err none = {0};
    assert_true(store_load(scene.store, scene.arena, 0, &plan, &none));
    assert_int_equal(plan_count(plan, ENTITY_TASK), 0);
    scene_close(&scene);
}

static void says_where_a_fault_is(void **state)
{
    (void)state;
    assert_refused("task a\n    name = A\n\nfoo b\n", "text.plan.txt, line 4:", "foo");
    assert_refused("task a\n    nam = A\n", "text.plan.txt, line 2:", "name");
    assert_refused("task a\n    name A\n", "text.plan.txt, line 2:", "=");
    assert_refused("    name = A\n", "text.plan.txt, line 1:", "name = A");
    assert_refused("task\n    name = A\n", "text.plan.txt, line 1:", "key");
    assert_refused("task a b\n    name = A\n", "text.plan.txt, line 1:", "task a b");
    assert_refused("plan p\n    name = A\n", "text.plan.txt, line 1:", "plan");
    assert_refused("task a\n    name = A\n    name = B\n", "text.plan.txt, line 3:", "line 2");
    assert_refused("task a\n    name = A\n    number = 7\n",
                   "text.plan.txt, line 3:", "number");
    assert_refused("task a\n    name = A\n    rank = z\n", "text.plan.txt, line 3:", "rank");
    assert_refused("today = soon\n", "text.plan.txt, line 1:", "2020-09-03");
}

static void says_where_a_value_is_wrong(void **state)
{
    (void)state;
    assert_refused("task a\n    name = A\n    status = maybe\n",
                   "text.plan.txt, line 3:", "maybe");
    assert_refused("task a\n    name = A\n    start = whenever\n",
                   "text.plan.txt, line 3:", "whenever");
    assert_refused("task a\n    name = A\n    progress = 101\n",
                   "text.plan.txt, line 3:", "101");
    assert_refused("task a\n    status = done\n", "text.plan.txt, line 1:", "name");
    assert_refused("task a\n    name = A\n    parent = b\n",
                   "text.plan.txt, line 3:", "task b");
    assert_refused("group g\n    name = G\n\ntask a\n    name = A\n    parent = g\n",
                   "text.plan.txt, line 6:", "task g");
    assert_refused("task a\n    name = A\n\ntask a\n    name = B\n",
                   "text.plan.txt, line 4:", "line 1");
    assert_refused(
        "task a\n    name = A\n    parent = b\n\ntask b\n    name = B\n    parent = a\n",
        "text.plan.txt, line 1:", "3 levels");
    assert_refused("task a\n    name = A\xff\n", "text.plan.txt, line 2", "UTF-8");
}

static void reads_long_values_comments_and_forward_references(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF# first\r\n"
                               "today = 2020-09-03\r\n"
                               "task step\r\n"
                               "  parent = phase   \r\n"
                               "  name = A # is no comment\r\n"
                               "  # this one is\r\n"
                               "  deadline = 1. september\r\n"
                               "  purpose =\r\n"
                               "    One\r\n"
                               "      # two\r\n"
                               "\r\n"
                               "    three\r\n"
                               "\r\n"
                               "task phase\r\n"
                               "  name = = P\r\n"
                               "  purpose = begins here\r\n"
                               "     and goes on";
    Scene scene;
    scene_open(&scene);
    const Plan *plan = scene_take_text(&scene, text, sizeof text - 1);
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    assert_int_equal(plan_count(plan, ENTITY_TASK), 2);
    assert_string_equal(tasks[0].name, "= P");
    assert_string_equal(tasks[0].purpose, "begins here\nand goes on");
    assert_string_equal(tasks[1].name, "A # is no comment");
    assert_string_equal(tasks[1].purpose, "One\n  # two\n\nthree");
    assert_int_equal(tasks[1].parent, tasks[0].row.id);
    assert_int_equal(tasks[1].deadline.to, day_from_civil(2020, 9, 1));
    scene_close(&scene);
}

static void refuses_what_is_not_there(void **state)
{
    (void)state;
    Scene scene;
    scene_open(&scene);
    Err err = {0};
    assert_null(scene_read(&scene, "no-such-folder", &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    err_clear(&err);
    char empty[96];
    (void)snprintf(empty, sizeof empty, "%s/empty-XXXXXX", scene.folder);
    assert_non_null(mkdtemp(empty));
    assert_null(scene_read(&scene, empty, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    assert_int_equal(rmdir(empty), 0);
    scene_close(&scene);
}

/* What people see of a row: references by place, since a copy has other ids. */
static const char *portrait(const Plan *plan, const Entity *entity, const Row *row,
                            Arena *arena)
{
    Text words = {0};
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        Value value = field_value(field, row, arena);
        if (field->kind == KIND_ID || field->kind == KIND_RANK) {
            continue;
        }
        text_printf(&words, "%s=", field->name);
        if (field->kind == KIND_REFERENCE && value.type == VALUE_INTEGER) {
            text_printf(&words, "%u", plan_index_of(plan, field->reference, value.integer));
        } else if (value.type == VALUE_INTEGER) {
            text_printf(&words, "%lld", (long long)value.integer);
        } else {
            text_append(&words, value.type == VALUE_TEXT ? value.text : "");
        }
        text_append(&words, "|");
    }
    const char *result = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return result;
}

static void reads_back_what_it_writes(void **state)
{
    (void)state;
    Scene one;
    Scene other;
    scene_open(&one);
    scene_open(&other);
    const Plan *plan = scene_sample(&one, "solor-2020");
    Text text = {0};
    text_plan_write(plan, &text);
    assert_no_controls(&text);
    const Plan *copy = scene_take_text(&other, text_string(&text), text.length);
    for (EntityKind kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity(kind);
        assert_int_equal(plan_count(plan, kind), plan_count(copy, kind));
        for (uint32_t i = 0; i < plan_count(plan, kind); i++) {
            assert_string_equal(portrait(copy, entity, plan_at(copy, kind, i), other.arena),
                                portrait(plan, entity, plan_at(plan, kind, i), one.arena));
        }
    }
    Text again = {0};
    text_plan_write(copy, &again);
    assert_string_equal(text_string(&again), text_string(&text));
    text_free(&again);
    text_free(&text);
    scene_close(&other);
    scene_close(&one);
}

static void never_lets_control_characters_out(void **state)
{
    (void)state;
    static const char text[] = "task a\n    name = A\033[2Jb\n    purpose =\n        c\007d\n"
                               "        \xe2\x80\xae"
                               "e\xc2\x9b"
                               "f\n";
    Scene scene;
    scene_open(&scene);
    const Plan *plan = scene_take_text(&scene, text, sizeof text - 1);
    Text out = {0};
    text_plan_write(plan, &out);
    assert_no_controls(&out);
    assert_null(strstr(text_string(&out), "\xe2\x80\xae"));
    assert_null(strstr(text_string(&out), "\xc2\x9b"));
    text_free(&out);
    scene_close(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_where_a_fault_is),
        cmocka_unit_test(says_where_a_value_is_wrong),
        cmocka_unit_test(reads_long_values_comments_and_forward_references),
        cmocka_unit_test(refuses_what_is_not_there),
        cmocka_unit_test(reads_back_what_it_writes),
        cmocka_unit_test(never_lets_control_characters_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
