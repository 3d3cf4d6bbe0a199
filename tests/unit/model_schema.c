/* SPDX-License-Identifier: MPL-2.0 */
/* THE table holds, its self-check catches what would not, and names and numbers are found. */
#include "../../src/model/schema_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void test_the_table_holds(void **state)
{
    (void)state;
    Err err = {0};
    if (!schema_self_check(&err))
        fail_msg("%s", err.message);
    assert_int_equal(err.code, ERR_NONE);
}

/* A small table that holds, to be spoilt in one place at a time. */
static const Choice two_choices[] = {{"one", "one"}, {"two", "two"}};

typedef struct Doctored {
    Entity entity;
    Field fields[6];
    Choice choices[2];
} Doctored;

static void make_doctored(Doctored *doctored)
{
    static const Field good[] = {
        FIELDS_OF_EVERY_ROW,
        FIELD(3, Group, name, "name", KIND_TEXT, .flags = FIELD_TITLE, .label = "Name",
              .help = "A name.", .width = 8),
        FIELD(4, Group, kind, "kind", KIND_CHOICE, CHOICES_OF(two_choices), .initial = "one",
              .label = "Kind", .help = "A kind.", .width = 8),
        FIELD(5, Group, host, "host", KIND_REFERENCE, .reference = ENTITY_MUNICIPALITY,
              .label = "Host", .help = "A host.", .width = 8),
    };
    *doctored = (Doctored){.entity = {.kind = ENTITY_GROUP,
                                      .number = 7,
                                      .name = "thing",
                                      .plural = "things",
                                      .label = "Thing",
                                      .plural_label = "Things",
                                      .help = "A thing.",
                                      .size = sizeof(Group),
                                      .field_count = 6}};
    memcpy(doctored->fields, good, sizeof good);
    memcpy(doctored->choices, two_choices, sizeof two_choices);
    doctored->fields[4].choices = doctored->choices;
    doctored->entity.fields = doctored->fields;
}

static bool holds(const Doctored *doctored)
{
    Err err = {0};
    bool good = schema_check_entity(&doctored->entity, &err);
    assert_int_equal(good, err.code == ERR_NONE);
    return good;
}

/* Spoils one thing, sees it caught, and starts anew. */
#define ASSERT_CAUGHT(spoil)                                                                   \
    do {                                                                                       \
        make_doctored(&doctored);                                                              \
        assert_true(holds(&doctored));                                                         \
        spoil;                                                                                 \
        if (holds(&doctored))                                                                  \
            fail_msg("not caught: %s", #spoil);                                                \
    } while (0)

static void test_doctored_fields_are_caught(void **state)
{
    (void)state;
    Doctored doctored;
    ASSERT_CAUGHT(doctored.fields[3].number = 4);
    ASSERT_CAUGHT(doctored.fields[3].name = "kind");
    ASSERT_CAUGHT(doctored.fields[3].name = "Two words");
    ASSERT_CAUGHT(doctored.fields[3].label = "");
    ASSERT_CAUGHT(doctored.fields[3].help = "no full stop");
    ASSERT_CAUGHT(doctored.fields[3].offset = sizeof(Group));
    ASSERT_CAUGHT(doctored.fields[3].offset = offsetof(Group, host));
    ASSERT_CAUGHT(doctored.fields[3].width = 0);
    ASSERT_CAUGHT(doctored.fields[3].minimum = 1);
    ASSERT_CAUGHT(doctored.fields[3].kind = KIND_COUNT);
    ASSERT_CAUGHT(doctored.fields[3].reference = ENTITY_TASK);
    ASSERT_CAUGHT(doctored.fields[5].reference = ENTITY_NONE);
    ASSERT_CAUGHT(doctored.fields[5].flags = FIELD_PERSONAL);
    ASSERT_CAUGHT(doctored.fields[5].flags = FIELD_LONG);
    ASSERT_CAUGHT(doctored.fields[3].flags |= FIELD_OWNS);
    ASSERT_CAUGHT(doctored.fields[3].flags |= FIELD_COMPUTED | FIELD_REQUIRED);
    ASSERT_CAUGHT(doctored.fields[3].flags |= FIELD_HIDDEN | FIELD_LIST);
}

static void test_doctored_choices_and_entities_are_caught(void **state)
{
    (void)state;
    Doctored doctored;
    ASSERT_CAUGHT(doctored.fields[4].choices = NULL);
    ASSERT_CAUGHT(doctored.fields[4].choice_count = 0);
    ASSERT_CAUGHT(doctored.fields[4].initial = "three");
    ASSERT_CAUGHT(doctored.choices[1].name = NULL);
    ASSERT_CAUGHT(doctored.choices[1].name = "one");
    ASSERT_CAUGHT(doctored.choices[1].label = "one");
    ASSERT_CAUGHT(doctored.fields[3].choices = two_choices;
                  doctored.fields[3].choice_count = 2);
    ASSERT_CAUGHT(doctored.fields[3].flags = 0);
    ASSERT_CAUGHT(doctored.fields[1].name = "position");
    ASSERT_CAUGHT(doctored.entity.number = 0);
    ASSERT_CAUGHT(doctored.entity.plural = "");
    ASSERT_CAUGHT(doctored.entity.help = NULL);
    ASSERT_CAUGHT(doctored.entity.field_count = 2);
}

/* A member that no field describes leaves a hole wider than any padding. */
static void test_every_member_has_a_field(void **state)
{
    (void)state;
    static const size_t sizes[KIND_COUNT] = {
        [KIND_ID] = 8,        [KIND_TEXT] = 8,
        [KIND_INTEGER] = 8,   [KIND_DECIMAL] = 8,
        [KIND_MONEY] = 8,     [KIND_PERCENT] = 8,
        [KIND_DURATION] = 8,  [KIND_BOOLEAN] = 1,
        [KIND_CHOICE] = 4,    [KIND_DATE] = sizeof(HonestDate),
        [KIND_REFERENCE] = 8, [KIND_RANK] = 8,
    };
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        bool covered[1024] = {0};
        assert_true(entity->size <= sizeof covered);
        for (int i = 0; i < entity->field_count; i++)
            memset(covered + entity->fields[i].offset, 1, sizes[entity->fields[i].kind]);
        size_t end = entity->size, hole = 0;
        if (kind == ENTITY_TASK)
            end = offsetof(Task, index);
        else if (kind == ENTITY_LINK)
            end = offsetof(Link, from_index);
        for (size_t at = 0; at < end; at++) {
            hole = covered[at] ? 0 : hole + 1;
            if (hole >= 8)
                fail_msg("%s has a member at byte %zu that no field describes", entity->name,
                         at);
        }
    }
}

static const Choice *choices_of(const char *entity, const char *field, int count)
{
    const Field *found = schema_field_by_name(schema_entity_by_name(entity), field);
    assert_non_null(found);
    assert_int_equal(found->choice_count, count);
    return found->choices;
}

#define ASSERT_CHOICE(entity, field, count, index, expected)                                   \
    assert_string_equal(choices_of(entity, field, count)[index].name, expected)

static void test_choices_have_the_order_of_their_enums(void **state)
{
    (void)state;
    static const char *const origins[] = {"own", "seed", "derived", "example"};
    for (int i = 0; i < ORIGIN_COUNT; i++)
        ASSERT_CHOICE("seat", "origin", ORIGIN_COUNT, i, origins[i]);
    ASSERT_CHOICE("task", "kind", TASK_KIND_COUNT, TASK_ACTIVITY, "activity");
    ASSERT_CHOICE("task", "kind", TASK_KIND_COUNT, TASK_PHASE, "phase");
    ASSERT_CHOICE("task", "kind", TASK_KIND_COUNT, TASK_STEP, "step");
    ASSERT_CHOICE("task", "kind", TASK_KIND_COUNT, TASK_MILESTONE, "milestone");
    ASSERT_CHOICE("task", "status", STATUS_COUNT, STATUS_PLANNED, "planned");
    ASSERT_CHOICE("task", "status", STATUS_COUNT, STATUS_IDEA, "idea");
    ASSERT_CHOICE("task", "status", STATUS_COUNT, STATUS_STARTED, "started");
    ASSERT_CHOICE("task", "status", STATUS_COUNT, STATUS_DELIVERED, "delivered");
    ASSERT_CHOICE("task", "status", STATUS_COUNT, STATUS_DONE, "done");
    ASSERT_CHOICE("task", "status", STATUS_COUNT, STATUS_OPERATION, "operation");
    ASSERT_CHOICE("task", "status", STATUS_COUNT, STATUS_DROPPED, "dropped");
    static const char *const constraints[] = {"ASAP", "ALAP", "SNET", "SNLT",
                                              "FNET", "FNLT", "MSO",  "MFO"};
    for (int i = 0; i < CONSTRAINT_COUNT; i++)
        ASSERT_CHOICE("task", "constraint", CONSTRAINT_COUNT, i, constraints[i]);
    static const char *const links[] = {"FS", "SS", "FF", "SF"};
    for (int i = 0; i < LINK_TYPE_COUNT; i++)
        ASSERT_CHOICE("link", "type", LINK_TYPE_COUNT, i, links[i]);
    static const char *const quadrants[] = {"strength", "weakness", "opportunity", "threat"};
    for (int i = 0; i < QUADRANT_COUNT; i++)
        ASSERT_CHOICE("swot", "quadrant", QUADRANT_COUNT, i, quadrants[i]);
}

static void test_more_choices_have_the_order_of_their_enums(void **state)
{
    (void)state;
    ASSERT_CHOICE("answer", "value", ANSWER_COUNT, ANSWER_BLANK, "blank");
    ASSERT_CHOICE("answer", "value", ANSWER_COUNT, ANSWER_YES, "yes");
    ASSERT_CHOICE("answer", "value", ANSWER_COUNT, ANSWER_NO, "no");
    ASSERT_CHOICE("group", "kind", GROUP_KIND_COUNT, GROUP_WORK, "work");
    ASSERT_CHOICE("group", "kind", GROUP_KIND_COUNT, GROUP_STEERING, "steering");
    ASSERT_CHOICE("group", "kind", GROUP_KIND_COUNT, GROUP_SUBPROJECT, "subproject");
    ASSERT_CHOICE("group", "kind", GROUP_KIND_COUNT, GROUP_THEME, "theme");
    ASSERT_CHOICE("body", "kind", BODY_KIND_COUNT, BODY_COUNCIL, "council");
    ASSERT_CHOICE("body", "kind", BODY_KIND_COUNT, BODY_STATE, "state");
    ASSERT_CHOICE("body", "kind", BODY_KIND_COUNT, BODY_OTHER, "other");
    ASSERT_CHOICE("obligation", "channel", CHANNEL_COUNT, CHANNEL_ORAL, "oral");
    ASSERT_CHOICE("obligation", "channel", CHANNEL_COUNT, CHANNEL_WRITTEN, "written");
    ASSERT_CHOICE("obligation", "recurrence", RECURRENCE_COUNT, RECURRENCE_ONCE, "once");
    ASSERT_CHOICE("obligation", "recurrence", RECURRENCE_COUNT, RECURRENCE_EACH_MEETING,
                  "each_meeting");
    ASSERT_CHOICE("point", "change", POINT_CHANGE_COUNT, POINT_SAME, "same");
    ASSERT_CHOICE("point", "change", POINT_CHANGE_COUNT, POINT_AMENDED, "amended");
    ASSERT_CHOICE("plan", "country", COUNTRY_COUNT, COUNTRY_SE, "se");
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        ASSERT_CHOICE("plan", "language", LANGUAGE_COUNT, i, language_name((Language)i));
}

static void test_what_is_personal_and_what_goes_along(void **state)
{
    (void)state;
    static const char *const personal[][2] = {
        {"person", "name"}, {"person", "email"}, {"task", "note"},   {"swot", "text"},
        {"note", "text"},   {"risk", "action"},  {"effort", "note"}, {"document", "note"}};
    static const char *const open[][2] = {{"goal", "text"},        {"point", "text"},
                                          {"task", "purpose"},     {"premise", "text"},
                                          {"plan", "description"}, {"instance", "evidence"},
                                          {"task", "name"}};
    static const char *const owned[][2] = {
        {"goal", "task"},     {"link", "from"},         {"link", "to"},
        {"answer", "task"},   {"point", "decision"},    {"instance", "obligation"},
        {"item", "template"}, {"seat", "group"},        {"mapping", "group"},
        {"task", "parent"},   {"mapping", "dimension"}, {"required_role", "role"}};
    for (size_t i = 0; i < COUNT_OF(personal); i++)
        assert_true(
            schema_field_by_name(schema_entity_by_name(personal[i][0]), personal[i][1])->flags &
            FIELD_PERSONAL);
    for (size_t i = 0; i < COUNT_OF(open); i++)
        assert_false(
            schema_field_by_name(schema_entity_by_name(open[i][0]), open[i][1])->flags &
            FIELD_PERSONAL);
    size_t owning = 0;
    for (size_t i = 0; i < COUNT_OF(owned); i++)
        assert_true(
            schema_field_by_name(schema_entity_by_name(owned[i][0]), owned[i][1])->flags &
            FIELD_OWNS);
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++)
        for (int i = 0; i < schema_entity((EntityKind)kind)->field_count; i++)
            owning += (schema_entity((EntityKind)kind)->fields[i].flags & FIELD_OWNS) != 0;
    assert_int_equal(owning, COUNT_OF(owned));
}

static void test_lookups(void **state)
{
    (void)state;
    const Entity *task = schema_entity_by_name("tasks");
    assert_ptr_equal(task, schema_entity(ENTITY_TASK));
    assert_null(schema_entity_by_name("Task"));
    assert_null(schema_entity_by_name(NULL));
    assert_null(schema_entity_by_number(0));
    assert_ptr_equal(schema_entity_by_number(task->number), task);
    const Field *owner = schema_field_by_name(task, "owner");
    assert_int_equal(owner->reference, ENTITY_PERSON);
    assert_ptr_equal(schema_field_by_number(task, owner->number), owner);
    assert_ptr_equal(&task->fields[schema_field_index(task, owner)], owner);
    assert_null(schema_field_by_number(task, 9999));
    assert_string_equal(task->fields[3].name, "number");
    assert_true(task->fields[3].flags & FIELD_COMPUTED);
}

static void test_unknown_fields_get_a_proposal(void **state)
{
    (void)state;
    const Entity *task = schema_entity(ENTITY_TASK);
    static const char *const typed[][2] = {
        {"ownr", "“owner”"}, {"deadlin", "“deadline”"}, {"munisipality", "“municipality”"}};
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        Err err = {0};
        assert_false(schema_fail_unknown_field(task, typed[i][0], &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.message, typed[i][1]));
    }
    Err err = {0};
    assert_false(schema_fail_unknown_field(task, "qqqqqqqqqqqq", &err));
    assert_null(strstr(err.message, "did you mean"));
    assert_non_null(strstr(err.message, "deadline"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_table_holds),
        cmocka_unit_test(test_doctored_fields_are_caught),
        cmocka_unit_test(test_doctored_choices_and_entities_are_caught),
        cmocka_unit_test(test_every_member_has_a_field),
        cmocka_unit_test(test_choices_have_the_order_of_their_enums),
        cmocka_unit_test(test_more_choices_have_the_order_of_their_enums),
        cmocka_unit_test(test_what_is_personal_and_what_goes_along),
        cmocka_unit_test(test_lookups),
        cmocka_unit_test(test_unknown_fields_get_a_proposal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
