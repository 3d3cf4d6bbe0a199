/* SPDX-License-Identifier: MPL-2.0 */
/* The plan of Våler, Åsnes and Grue, read as an auditor reads it: exactly what the document itself lacks. */
#include "io_support.h"

#include "framdrift/engine.h"

#include <inttypes.h>

static Arena *arena_of(void **state)
{
    return ((const Scene *)*state)->arena;
}

static Findings findings_on(const Plan *plan, Day today, Arena *arena)
{
    Schedule schedule;
    Findings findings;
    Err err = {0};
    if (!schedule_compute(plan, today, arena, &schedule, &err)) {
        fail_msg("%s", err.message);
    }
    findings_compute(plan, &schedule, LANGUAGE_NB, arena, &findings);
    return findings;
}

static RowId id_of(const Plan *plan, EntityKind entity, const char *name)
{
    Err err = {0};
    RowId id = plan_find(plan, entity, name, &err);
    if (id == 0) {
        fail_msg("%s", err.message);
    }
    return id;
}

static uint32_t count_of_rule(const Findings *findings, const char *rule)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < findings->count; i++) {
        count += strcmp(findings->items[i].rule, rule) == 0;
    }
    return count;
}

static const Finding *first_of_rule(const Findings *findings, const char *rule)
{
    for (uint32_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->items[i].rule, rule) == 0) {
            return &findings->items[i];
        }
    }
    fail_msg("no finding of %s", rule);
    return NULL;
}

static void assert_archive_lacks_safety(const Plan *plan, const Finding *finding)
{
    assert_string_equal(finding->rule, "role-missing");
    assert_string_equal(finding->message, "Arkiv has no verneombud.");
    assert_string_equal(
        finding->reason,
        "Styringsgruppa sørger for at det nedsettes arbeidsgrupper knyttet mot hvert de "
        "områdene "
        "det skal utredes samarbeid på. Tillitsvalgte og vernetjenesten skal inngå i disse "
        "arbeidsgruppe");
    assert_string_equal(finding->source, "k-sak 061/20, pkt 5");
    assert_int_equal(finding->entity, ENTITY_GROUP);
    assert_int_equal(finding->row, id_of(plan, ENTITY_GROUP, "Arkiv"));
    assert_int_equal(finding->field, -1);
    assert_int_equal(finding->owner, id_of(plan, ENTITY_PERSON, "Sigrid Margrethe Åsgården"));
}

static void assert_agriculture_is_outside(const Plan *plan, const Finding *finding)
{
    assert_string_equal(finding->rule, "scope");
    assert_string_equal(finding->message, "No recorded decision covers Landbruk.");
    assert_string_equal(
        finding->reason,
        "Kommunestyret i Åsnes vedtar at det igangsettes en utredning/prosjekt knyttet mot økt "
        "interkommunalt samarbeid mellom kommunene; Våler, Åsnes og Grue knyttet mot følgende "
        "tjenester: Tekniske tjenester, Økonomi/regnskap, Lønn, Personal/HR, Arkiv");
    assert_string_equal(finding->source, "k-sak 061/20, pkt 1");
    assert_int_equal(finding->entity, ENTITY_GROUP);
    assert_int_equal(finding->row, id_of(plan, ENTITY_GROUP, "Landbruk"));
}

static void has_exactly_three_errors_on_the_third(void **state)
{
    const Plan *plan = plan_of(state);
    Findings findings = findings_on(plan, day_from_civil(2020, 9, 3), arena_of(state));
    for (uint32_t i = 0; i < findings.counts[FINDING_ERROR]; i++) {
        print_message("%s\n", findings.items[i].message);
    }
    assert_int_equal(findings.counts[FINDING_ERROR], 3);
    assert_archive_lacks_safety(plan, &findings.items[0]);
    assert_agriculture_is_outside(plan, &findings.items[1]);
    const Finding *late = &findings.items[2];
    assert_string_equal(late->rule, "overdue");
    assert_string_equal(late->message, "Utarbeide kommunikasjonsplan is 2 days overdue.");
    assert_string_equal(late->reason, "Its deadline was 01.09.2020.");
    assert_string_equal(late->source, "1. september");
    assert_int_equal(late->entity, ENTITY_TASK);
    assert_int_equal(late->row, id_of(plan, ENTITY_TASK, "1.4"));
    const Entity *task = schema_entity(ENTITY_TASK);
    assert_string_equal(task->fields[late->field].name, "deadline");
    for (uint32_t i = 0; i < findings.count; i++) {
        assert_int_equal(findings.items[i].level == FINDING_ERROR, i < 3);
    }
}

static void has_the_first_two_on_the_first(void **state)
{
    const Plan *plan = plan_of(state);
    Findings findings = findings_on(plan, day_from_civil(2020, 9, 1), arena_of(state));
    assert_int_equal(findings.counts[FINDING_ERROR], 2);
    assert_archive_lacks_safety(plan, &findings.items[0]);
    assert_agriculture_is_outside(plan, &findings.items[1]);
    const Finding *soon = first_of_rule(&findings, "due-soon");
    assert_string_equal(soon->message, "Utarbeide kommunikasjonsplan is due today.");
    assert_int_equal(count_of_rule(&findings, "overdue"), 0);
}

/* How many of each, and at which level, all told. */
static void has_these_warnings_and_notes(void **state)
{
    static const struct {
        const char *rule;
        FindingLevel level;
        uint32_t count;
    } expected[] = {
        {"role-missing", FINDING_ERROR, 1},
        {"scope", FINDING_ERROR, 1},
        {"overdue", FINDING_ERROR, 1},
        {"due-soon", FINDING_WARNING, 5}, /* 2.1 in each of the five groups, 13 September */
        {"free-day", FINDING_WARNING, 1},
        {"seat-vacant", FINDING_WARNING, 4},
        {"host-missing", FINDING_WARNING, 3},
        {"seat-vacant", FINDING_NOTE, 1},
        {"meetings-missing", FINDING_NOTE, 3},
    };

    Findings findings =
        findings_on(plan_of(state), day_from_civil(2020, 9, 3), arena_of(state));
    uint32_t at = 0;
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        for (uint32_t j = 0; j < expected[i].count; j++, at++) {
            assert_in_range(at, 0, findings.count - 1);
            assert_string_equal(findings.items[at].rule, expected[i].rule);
            assert_int_equal(findings.items[at].level, expected[i].level);
            assert_false(findings.items[at].known);
        }
    }
    assert_int_equal(findings.count, at);
    assert_int_equal(findings.counts[FINDING_WARNING], 13);
    assert_int_equal(findings.counts[FINDING_NOTE], 4);
}

static void says_each_thing_in_one_sentence(void **state)
{
    const Plan *plan = plan_of(state);
    Findings findings = findings_on(plan, day_from_civil(2020, 9, 3), arena_of(state));
    const Finding *free_day = first_of_rule(&findings, "free-day");
    assert_string_equal(
        free_day->message,
        "The deadline of Gjennomføring: gevinster og utfordringer, 01.11.2020, is a Sunday.");
    assert_string_equal(free_day->reason, "The last working day before it is 30.10.2020.");
    assert_string_equal(free_day->source, "1.november");
    const Finding *vacant = first_of_rule(&findings, "seat-vacant");
    assert_string_equal(vacant->message,
                        "Tekniske tjenester: the seat verneombud from Våler is vacant.");
    assert_int_equal(vacant->municipality, id_of(plan, ENTITY_MUNICIPALITY, "Våler"));
    assert_int_equal(vacant->entity, ENTITY_SEAT);
    const Finding *host = first_of_rule(&findings, "host-missing");
    assert_string_equal(host->message, "Våler hosts none of the services yet.");
    assert_string_equal(host->source, "Tjenester i alle kommunene");
    for (uint32_t i = 0; i < findings.count; i++) {
        assert_true(*findings.items[i].message != '\0');
        assert_non_null(findings.items[i].reason);
        assert_non_null(findings.items[i].source);
        assert_null(strchr(findings.items[i].reason, '\n'));
        assert_non_null(plan_row(plan, findings.items[i].entity, findings.items[i].row));
    }
}

static void never_calls_an_event_without_a_date_late(void **state)
{
    const Plan *plan = plan_of(state);
    Findings findings = findings_on(plan, day_from_civil(2025, 1, 1), arena_of(state));
    RowId last = id_of(plan, ENTITY_TASK, "3.2");
    RowId phase = id_of(plan, ENTITY_TASK, "3");
    assert_true(count_of_rule(&findings, "overdue") > 30);
    for (uint32_t i = 0; i < findings.count; i++) {
        const Finding *one = &findings.items[i];
        bool is_late = strcmp(one->rule, "overdue") == 0 && one->entity == ENTITY_TASK;
        assert_false(is_late && (one->row == last || one->row == phase));
    }
}

static void leaves_out_of_the_count_what_is_known(void **state)
{
    char text[512];
    Scene scene;
    scene_open(&scene);
    const Plan *plan = scene_sample(&scene, "solor-2020");
    int length = snprintf(
        text, sizeof text,
        "known one\n    rule = role-missing\n    place = group/%" PRId64
        "\n    note = Velges i september\n\n"
        "known two\n    rule = scope\n    place = group/%" PRId64 "\n    note = Feil gruppe\n\n"
        "known three\n    rule = overdue\n    place = nowhere\n",
        id_of(plan, ENTITY_GROUP, "Arkiv"), id_of(plan, ENTITY_GROUP, "Arkiv"));
    plan = scene_take_text(&scene, text, (size_t)length);
    Findings findings = findings_on(plan, day_from_civil(2020, 9, 3), scene.arena);
    assert_int_equal(findings.counts[FINDING_ERROR], 2);
    assert_agriculture_is_outside(plan, &findings.items[0]);
    assert_false(findings.items[0].known);
    const Finding *last = &findings.items[findings.count - 1];
    assert_archive_lacks_safety(plan, last);
    assert_true(last->known);
    assert_string_equal(last->known_note, "Velges i september");
    assert_int_equal(last->level, FINDING_ERROR);
    scene_close(&scene);
    (void)state;
}

/* --- Obligations ----------------------------------------------------------------------------- */
static void write_value(Scene *scene, EntityKind kind, RowId row, const char *name,
                        const Plan *plan, const char *text)
{
    Err err = {0};
    Value value;
    ParseContext context = {.plan = plan, .date = scene_dates()};
    const Field *field = schema_field_by_name(schema_entity(kind), name);
    if (!field_parse(field, &context, text, scene->arena, &value, &err) ||
        !store_set(scene->store, kind, row, field, &value, &err)) {
        fail_msg("%s", err.message);
    }
}

typedef struct MeetingSpec {
    const char *name, *body, *date;
} MeetingSpec;

static Plan *with_meetings(Scene *scene, const MeetingSpec *meetings, size_t count)
{
    Err err = {0};
    int64_t change = 0;
    Plan *after = NULL;
    const Plan *plan = scene_sample(scene, "solor-2020");
    assert_true(store_begin(scene->store, "add meetings", &err));
    for (size_t i = 0; i < count; i++) {
        RowId id = 0;
        assert_true(store_add(scene->store, ENTITY_MEETING, &id, &err));
        write_value(scene, ENTITY_MEETING, id, "name", plan, meetings[i].name);
        write_value(scene, ENTITY_MEETING, id, "body", plan, meetings[i].body);
        write_value(scene, ENTITY_MEETING, id, "date", plan, meetings[i].date);
    }
    assert_true(store_commit(scene->store, &change, &err));
    assert_true(store_load(scene->store, scene->arena, 0, &after, &err));
    return after;
}

static void each_council_is_owed_its_own_channel(void **state)
{
    static const struct {
        const char *body;
        Channel channel;
        int year, month, day;
    } expected[] = {
        {"Åsnes kommunestyre", CHANNEL_ORAL, 2020, 9, 28},
        {"Våler kommunestyre", CHANNEL_WRITTEN, 2020, 9, 21},
        {"Grue kommunestyre", CHANNEL_ORAL, 2020, 10, 5},
    };

    static const MeetingSpec meetings[] = {
        {"September", "Våler kommunestyre", "21.09.2020"},
        {"September", "Åsnes kommunestyre", "28.09.2020"},
        {"Oktober", "Grue kommunestyre", "05.10.2020"},
        {"Uten dato", "Grue kommunestyre", ""},
        {"Desember", "Grue kommunestyre", "event: Kommunestyremøtet i desember"},
        {"Styringsgruppa", "Styringsgruppa", "06.10.2020"},
    };
    Scene scene;
    scene_open(&scene);
    const Plan *plan = with_meetings(&scene, meetings, COUNT_OF(meetings));
    const MissingInstance *missing = NULL;
    assert_int_equal(obligations_missing(plan, scene.arena, &missing), COUNT_OF(expected));
    for (uint32_t i = 0; i < COUNT_OF(expected); i++) {
        const Obligation *obligation =
            PLAN_ROW_OF(plan, Obligation, ENTITY_OBLIGATION, missing[i].obligation);
        const Meeting *meeting = PLAN_ROW_OF(plan, Meeting, ENTITY_MEETING, missing[i].meeting);
        assert_int_equal(obligation->channel, expected[i].channel);
        assert_int_equal(obligation->receiver, id_of(plan, ENTITY_BODY, expected[i].body));
        assert_int_equal(meeting->body, obligation->receiver);
        assert_int_equal(missing[i].due.to,
                         day_from_civil(expected[i].year, expected[i].month, expected[i].day));
    }
    scene_close(&scene);
    (void)state;
}

static void nothing_is_owed_without_a_dated_meeting(void **state)
{
    const MissingInstance *missing = NULL;
    assert_int_equal(obligations_missing(plan_of(state), arena_of(state), &missing), 0);
}

/* --- The checklist --------------------------------------------------------------------------- */
static void delete_steps(Scene *scene, const Plan *plan)
{
    Err err = {0};
    int64_t change = 0;
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    assert_true(store_begin(scene->store, "delete steps", &err));
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_TASK); i++) {
        if (tasks[i].item && !store_delete(scene->store, ENTITY_TASK, tasks[i].row.id, &err)) {
            fail_msg("%s", err.message);
        }
    }
    assert_true(store_commit(scene->store, &change, &err));
}

static void the_checklist_is_applied_and_lacks_35_without_its_steps(void **state)
{
    Scene scene;
    const MissingStep *missing = NULL;
    scene_open(&scene);
    const Plan *plan = scene_sample(&scene, "solor-2020");
    RowId list = id_of(plan, ENTITY_TEMPLATE, "Utredningsinnhold");
    assert_int_equal(checklist_missing(plan, list, NULL, 0, scene.arena, &missing), 0);

    delete_steps(&scene, plan);
    Err err = {0};
    Plan *after = NULL;
    assert_true(store_load(scene.store, scene.arena, 0, &after, &err));
    assert_int_equal(checklist_missing(after, list, NULL, 0, scene.arena, &missing), 35);
    assert_string_equal(missing[0].name,
                        "Tekniske tjenester: Avklare gjensidige forventninger");
    assert_string_equal(missing[34].name,
                        "Landbruk: Oppsummering, konklusjoner og anbefalinger");
    for (uint32_t i = 0; i < 35; i++) {
        char number[8];
        (void)snprintf(number, sizeof number, "2.%u", i / 5 + 1);
        assert_int_equal(missing[i].parent, id_of(after, ENTITY_TASK, number));
    }
    RowId archive = id_of(after, ENTITY_GROUP, "Arkiv");
    assert_int_equal(checklist_missing(after, list, &archive, 1, scene.arena, &missing), 7);
    assert_int_equal(missing[6].group, archive);
    scene_close(&scene);
    (void)state;
}

static void the_difference_is_those_35_rows(void **state)
{
    Scene scene;
    scene_open(&scene);
    const Plan *before = scene_sample(&scene, "solor-2020");
    delete_steps(&scene, before);
    Err err = {0};
    Plan *after = NULL;
    Diff diff;
    assert_true(store_load(scene.store, scene.arena, 0, &after, &err));
    plan_diff(before, after, LANGUAGE_NB, scene.arena, &diff);
    assert_int_equal(diff.deleted, 35);
    assert_int_equal(diff.added, 0);
    assert_int_equal(diff.changed, 0);
    assert_int_equal(diff.count, 35);
    assert_string_equal(diff.items[0].title,
                        "2.1.1 Tekniske tjenester: Gjensidige forventninger");
    plan_diff(after, before, LANGUAGE_NB, scene.arena, &diff);
    assert_int_equal(diff.added, 35);
    plan_diff(before, before, LANGUAGE_NB, scene.arena, &diff);
    assert_int_equal(diff.count, 0);
    scene_close(&scene);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(has_exactly_three_errors_on_the_third),
        cmocka_unit_test(has_the_first_two_on_the_first),
        cmocka_unit_test(has_these_warnings_and_notes),
        cmocka_unit_test(says_each_thing_in_one_sentence),
        cmocka_unit_test(never_calls_an_event_without_a_date_late),
        cmocka_unit_test(leaves_out_of_the_count_what_is_known),
        cmocka_unit_test(each_council_is_owed_its_own_channel),
        cmocka_unit_test(nothing_is_owed_without_a_dated_meeting),
        cmocka_unit_test(the_checklist_is_applied_and_lacks_35_without_its_steps),
        cmocka_unit_test(the_difference_is_those_35_rows),
    };
    return cmocka_run_group_tests(tests, scene_load_solor, scene_unload);
}
