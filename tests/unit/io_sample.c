/* SPDX-License-Identifier: MPL-2.0 */
/* The sample of Våler, Åsnes and Grue holds what its document says, cell by cell. */
#include "io_support.h"

static void holds_the_plan_itself(void **state)
{
    const Plan *plan = plan_of(state);
    assert_string_equal(plan->info->name,
                        "Interkommunalt samarbeid mellom kommunene – Våler, Åsnes og Grue");
    assert_string_equal(plan->info->region, "Solør");
    assert_string_equal(plan->info->version, "Oppdatert 03.09.2020");
    assert_int_equal(plan->info->country, COUNTRY_NO);
    assert_int_equal(plan->info->language, LANGUAGE_NB);
    assert_false(plan->info->kiosk_names);
    assert_int_equal(plan->info->row.origin, ORIGIN_SEED);
}

typedef struct ExpectedTask {
    const char *number, *name;
    TaskKind kind;
    bool flow;
} ExpectedTask;

/* Phases and main activities, as the document writes them. */
static const ExpectedTask expected_tasks[] = {
    {"1", "Forankring, eierskap og plan", TASK_PHASE, false},
    {"1.1", "Vedtak i de tre kommunestyrene", TASK_ACTIVITY, true},
    {"1.2", "Drøfte prosjektet med de tillitsvalgte i alle kommunene", TASK_ACTIVITY, true},
    {"1.3", "Nedsette prosjektorganisasjonen", TASK_ACTIVITY, true},
    {"1.4", "Utarbeide kommunikasjonsplan", TASK_ACTIVITY, false},
    {"2", "Gjennomføring: gevinster og utfordringer", TASK_PHASE, false},
    {"2.1", "Avklare gjensidige forventninger", TASK_ACTIVITY, true},
    {"2.2", "Gjennomføre en SWOT-analyse", TASK_ACTIVITY, true},
    {"2.3", "Kartlegge status i dag (årsverk, oppgaver, kostnader, IKT-løsninger mm)",
     TASK_ACTIVITY, true},
    {"2.4",
     "Hva sikrer kvalitet og hindrer sårbarhet på en god kvalitetsmessig måte, som også er "
     "kostnadseffektiv",
     TASK_ACTIVITY, true},
    {"2.5", "Sammenligning med andre", TASK_ACTIVITY, true},
    {"2.6", "Hva er hindringer og mulige fallgruver", TASK_ACTIVITY, true},
    {"2.7", "Oppsummering, konklusjoner og anbefalinger", TASK_ACTIVITY, true},
    {"3", "Konklusjoner og vedtak", TASK_PHASE, false},
    {"3.1", "Sluttrapport og konklusjon", TASK_ACTIVITY, true},
    {"3.2", "Behandling i kommunestyrene", TASK_ACTIVITY, true},
};

static void holds_phases_and_activities_in_order(void **state)
{
    const Plan *plan = plan_of(state);
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    size_t at = 0;
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_TASK); i++) {
        if (tasks[i].kind == TASK_STEP) {
            continue;
        }
        assert_in_range(at, 0, COUNT_OF(expected_tasks) - 1);
        const ExpectedTask *expected = &expected_tasks[at++];
        assert_string_equal(tasks[i].number, expected->number);
        assert_string_equal(tasks[i].name, expected->name);
        assert_int_equal(tasks[i].kind, expected->kind);
        assert_int_equal(tasks[i].flow, expected->flow);
        assert_int_equal(tasks[i].row.origin, ORIGIN_SEED);
        assert_true(text_width(tasks[i].short_name) <= 26);
        assert_false(text_is_empty(tasks[i].short_name));
    }
    assert_int_equal(at, COUNT_OF(expected_tasks));
}

static const Task *task_named(const Plan *plan, const char *number)
{
    Err err = {0};
    RowId id = plan_find(plan, ENTITY_TASK, number, &err);
    if (id == 0) {
        fail_msg("%s", err.message);
    }
    return PLAN_ROW_OF(plan, Task, ENTITY_TASK, id);
}

static void holds_purposes_and_deadlines_as_written(void **state)
{
    const Plan *plan = plan_of(state);
    const Task *first = task_named(plan, "1");
    const Task *second = task_named(plan, "2");
    const Task *third = task_named(plan, "3");
    assert_string_equal(first->purpose, "Forankring, eierskap og plan for gjennomføring");
    assert_string_equal(second->purpose,
                        "Gjennomføring av prosjektet – identifisere gevinster og avklare "
                        "utfordringer knyttet mulig samarbeid");
    assert_string_equal(third->purpose, "Konklusjoner og vedtak");

    assert_string_equal(first->deadline.as_written, "1. september");
    assert_int_equal(first->deadline.to, day_from_civil(2020, 9, 1));
    assert_true(first->deadline.inferred);
    assert_string_equal(second->deadline.as_written, "1.november");
    assert_int_equal(second->deadline.to, day_from_civil(2020, 11, 1));
    assert_true(second->deadline.inferred);
    assert_int_equal(third->deadline.precision, DATE_EVENT);
    assert_string_equal(third->deadline.as_written, "Kommunestyremøtene i desember 2020");
    assert_int_equal(third->deadline.from, DAY_NONE);
    assert_int_equal(third->deadline.to, DAY_NONE);
}

static void holds_nine_goals(void **state)
{
    static const char *const texts[] = {
        "Forankring – politisk og blant de ansatte (gjennom tillitsvalgte)",
        "Forankring og skape forståelse for hvorfor utredning kan være formålstjenlig",
        "Etablere en prosjektorganisasjon.",
        "Felles forståelse av hensikt og rammer",
        "Avklare hva som må utredes og hvordan",
        "Finne gevinstene ved samarbeid",
        "Avklare mulige hindringer",
        "Konkludere og anbefale",
        "Sak til politisk behandling",
    };
    static const char *const phases[] = {"1", "1", "1", "1", "2", "2", "2", "2", "3"};
    const Plan *plan = plan_of(state);
    const Goal *goals = PLAN_ROWS(plan, Goal, ENTITY_GOAL);
    assert_int_equal(plan_count(plan, ENTITY_GOAL), 9);
    for (uint32_t i = 0; i < 9; i++) {
        assert_string_equal(goals[i].text, texts[i]);
        assert_int_equal(goals[i].task, task_named(plan, phases[i])->row.id);
    }
}

static void holds_five_steps_below_each_item_of_the_checklist(void **state)
{
    const Plan *plan = plan_of(state);
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    const Group *groups = PLAN_ROWS(plan, Group, ENTITY_GROUP);
    const Item *items = PLAN_ROWS(plan, Item, ENTITY_ITEM);
    assert_int_equal(plan_count(plan, ENTITY_TASK), 16 + 35);
    assert_int_equal(plan_count(plan, ENTITY_TEMPLATE), 1);
    assert_int_equal(plan_count(plan, ENTITY_ITEM), 7);
    for (uint32_t item = 0; item < 7; item++) {
        char number[8];
        (void)snprintf(number, sizeof number, "2.%u", item + 1);
        const Task *activity = task_named(plan, number);
        assert_string_equal(items[item].name, activity->name);
        assert_int_equal(activity->child_count, 5);
        for (uint32_t group = 0; group < 5; group++) {
            const Task *step = &tasks[activity->index + 1 + group];
            assert_int_equal(step->kind, TASK_STEP);
            assert_int_equal(step->parent, activity->row.id);
            assert_int_equal(step->group, groups[group].row.id);
            assert_int_equal(step->item, items[item].row.id);
            assert_int_equal(step->row.origin, ORIGIN_DERIVED);
            assert_false(step->flow);
            assert_int_not_equal(step->owner, 0);
        }
    }
}

/* Every cell of the document's table of groups, with the invented names. */
static const char *const expected_cells[5][3] = {
    {"Kirsti Haugli Våler (VO)", "Olav Furuseth (leder) Tobias Granlid (TV)",
     "Leif Torbjørn Sæland Roger Solhaug (TV)"},
    {"Gunvor Lie (leder)", "Tonje Østgård Bjørli Åsnes (VO)",
     "Karl Mathiesen Turid Kverndalen (TV)"},
    {"Jonas Alexander Mathiesen Lid Hilde Skjerven Åmodt (TV)", "Arne Dahl",
     "Synnøve Strand (leder) Grue (VO)"},
    {"Lars Peter Hansen", "Torgeir Mørkeset Ingri Haugdal (TV)",
     "Sigrid Margrethe Åsgården (leder)"},
    {"Mari Birgitte Kolsrød Våler (VO)", "Geir Sandbakke",
     "Liv Bjørnstad (leder) Kolbein Myrland (TV)"},
};

static void append_seat(const Plan *plan, const Seat *seat, Text *cell)
{
    const Person *person = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, seat->person);
    const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, seat->role);
    const Municipality *place =
        PLAN_ROW_OF(plan, Municipality, ENTITY_MUNICIPALITY, seat->municipality);
    text_append(cell, cell->length > 0 ? " " : "");
    text_append(cell, person != NULL ? person->name : place->name);
    if (role != NULL) {
        text_printf(cell, " (%s)", role->written);
    }
}

static void holds_the_groups_cell_by_cell(void **state)
{
    static const char *const names[] = {"Tekniske tjenester", "Økonomi/regnskap",
                                        "Personal/HR/lønn", "Arkiv", "Landbruk"};
    const Plan *plan = plan_of(state);
    const Group *groups = PLAN_ROWS(plan, Group, ENTITY_GROUP);
    const Municipality *places = PLAN_ROWS(plan, Municipality, ENTITY_MUNICIPALITY);
    const Seat *seats = PLAN_ROWS(plan, Seat, ENTITY_SEAT);
    for (uint32_t row = 0; row < 5; row++) {
        assert_string_equal(groups[row].name, names[row]);
        assert_int_equal(groups[row].kind, GROUP_WORK);
        for (uint32_t column = 0; column < 3; column++) {
            Text cell = {0};
            for (uint32_t i = 0; i < plan_count(plan, ENTITY_SEAT); i++) {
                if (seats[i].group == groups[row].row.id &&
                    seats[i].municipality == places[column].row.id) {
                    append_seat(plan, &seats[i], &cell);
                }
            }
            assert_string_equal(text_string(&cell), expected_cells[row][column]);
            text_free(&cell);
        }
    }
}

/* Seats of groups of one kind: with the role written so ("" for none, NULL for any), and with or without person. */
static uint32_t count_seats(const Plan *plan, GroupKind kind, const char *written,
                            bool vacant_only)
{
    const Seat *seats = PLAN_ROWS(plan, Seat, ENTITY_SEAT);
    uint32_t count = 0;
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_SEAT); i++) {
        const Group *group = PLAN_ROW_OF(plan, Group, ENTITY_GROUP, seats[i].group);
        const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, seats[i].role);
        bool fits = written == NULL || strcmp(role != NULL ? role->written : "", written) == 0;
        count += group->kind == (int)kind && fits && (!vacant_only || seats[i].person == 0);
    }
    return count;
}

static void counts_seats_as_the_document_does(void **state)
{
    const Plan *plan = plan_of(state);
    assert_int_equal(count_seats(plan, GROUP_WORK, NULL, false), 25);
    assert_int_equal(count_seats(plan, GROUP_WORK, NULL, true), 4);
    assert_int_equal(count_seats(plan, GROUP_WORK, "leder", false), 5);
    assert_int_equal(count_seats(plan, GROUP_WORK, "TV", false), 6);
    assert_int_equal(count_seats(plan, GROUP_WORK, "VO", false), 4);
    assert_int_equal(count_seats(plan, GROUP_WORK, "VO", true), 4);
    assert_int_equal(count_seats(plan, GROUP_WORK, "", false), 10);
    assert_int_equal(plan_count(plan, ENTITY_PERSON), 21);
    assert_int_equal(count_seats(plan, GROUP_STEERING, NULL, false), 9);
    assert_int_equal(count_seats(plan, GROUP_STEERING, NULL, true), 9);
    static const char *const roles[] = {"ordfører", "kommunedirektør", "hovedtillitsvalgt"};
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        assert_int_equal(count_seats(plan, GROUP_STEERING, roles[i], false), 3);
    }
}

static void hides_only_union_roles(void **state)
{
    const Plan *plan = plan_of(state);
    const Role *roles = PLAN_ROWS(plan, Role, ENTITY_ROLE);
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_ROLE); i++) {
        bool is_union = strcmp(roles[i].written, "TV") == 0 ||
                        strcmp(roles[i].written, "hovedtillitsvalgt") == 0;
        assert_int_equal(roles[i].union_role, is_union);
    }
}

static void answers_nine_cells_of_the_flow_chart(void **state)
{
    static const char *const references[] = {"k-sak 042/20", "k-sak 61/20", "K-sak 049/20"};
    const Plan *plan = plan_of(state);
    const Answer *answers = PLAN_ROWS(plan, Answer, ENTITY_ANSWER);
    const Municipality *places = PLAN_ROWS(plan, Municipality, ENTITY_MUNICIPALITY);
    static const char *const numbers[] = {"1.1", "1.2", "1.3"};
    assert_int_equal(plan_count(plan, ENTITY_ANSWER), 9);
    for (uint32_t i = 0; i < 9; i++) {
        assert_int_equal(answers[i].task, task_named(plan, numbers[i / 3])->row.id);
        assert_int_equal(answers[i].municipality, places[i % 3].row.id);
        assert_int_equal(answers[i].value, ANSWER_YES);
        assert_string_equal(answers[i].reference, i < 3 ? references[i] : "");
    }
}

static const Decision *decision_of(const Plan *plan, const char *reference)
{
    const Decision *decisions = PLAN_ROWS(plan, Decision, ENTITY_DECISION);
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_DECISION); i++) {
        if (strcmp(decisions[i].reference, reference) == 0) {
            return &decisions[i];
        }
    }
    fail_msg("there is no decision %s", reference);
    return NULL;
}

/* The points of a decision by their changes, such as "SSSSSA". */
static void assert_points(const Plan *plan, const char *reference, const char *changes)
{
    static const char letters[POINT_CHANGE_COUNT] = {
        [POINT_NEW] = 'N', [POINT_SAME] = 'S', [POINT_AMENDED] = 'A', [POINT_ADDITIONAL] = '+'};
    const Decision *decision = decision_of(plan, reference);
    const Point *points = PLAN_ROWS(plan, Point, ENTITY_POINT);
    Text found = {0};
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_POINT); i++) {
        if (points[i].decision != decision->row.id) {
            continue;
        }
        char number[12] = "";
        if (points[i].change != POINT_ADDITIONAL) {
            (void)snprintf(number, sizeof number, "%zu", found.length + 1);
        }
        assert_string_equal(points[i].number, number);
        bool repeats = points[i].change == POINT_SAME || points[i].change == POINT_AMENDED;
        const Point *same = PLAN_ROW_OF(plan, Point, ENTITY_POINT, points[i].same_as);
        assert_int_equal(same != NULL, repeats);
        if (same != NULL) {
            assert_string_equal(same->number, number);
            assert_int_equal(same->decision, decision_of(plan, "061/20")->row.id);
        }
        text_append_bytes(&found, &letters[points[i].change], 1);
    }
    assert_string_equal(text_string(&found), changes);
    assert_int_equal(date_is_set(&decision->date), false);
    text_free(&found);
}

static void holds_three_decisions_with_their_differences(void **state)
{
    const Plan *plan = plan_of(state);
    assert_int_equal(plan_count(plan, ENTITY_DECISION), 3);
    assert_points(plan, "061/20", "NNNNNN");
    assert_points(plan, "042/20", "SSSSSA");
    assert_points(plan, "049/20", "SSSSSS+");
    const Point *points = PLAN_ROWS(plan, Point, ENTITY_POINT);
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_POINT); i++) {
        assert_int_equal(points[i].row.origin, ORIGIN_SEED);
        assert_null(strstr(points[i].text, "Landbruk"));
        if (points[i].change == POINT_AMENDED) {
            assert_string_equal(points[i].text, "Muntlig endres med skriftlig");
        }
    }
}

static void owes_each_council_in_its_own_way(void **state)
{
    static const int channels[] = {CHANNEL_ORAL, CHANNEL_WRITTEN, CHANNEL_ORAL};
    static const char *const councils[] = {"Åsnes kommunestyre", "Våler kommunestyre",
                                           "Grue kommunestyre"};
    const Plan *plan = plan_of(state);
    const Obligation *owed = PLAN_ROWS(plan, Obligation, ENTITY_OBLIGATION);
    assert_int_equal(plan_count(plan, ENTITY_OBLIGATION), 10);
    for (uint32_t i = 0; i < 3; i++) {
        const Body *receiver = PLAN_ROW_OF(plan, Body, ENTITY_BODY, owed[i].receiver);
        assert_string_equal(receiver->name, councils[i]);
        assert_int_equal(receiver->kind, BODY_COUNCIL);
        assert_int_equal(owed[i].channel, channels[i]);
        assert_int_equal(owed[i].recurrence, RECURRENCE_EACH_MEETING);
        assert_int_equal(owed[i].until.precision, DATE_EVENT);
        assert_string_equal(PLAN_ROW_OF(plan, Point, ENTITY_POINT, owed[i].point)->number, "6");
    }
}

static void holds_the_grant(void **state)
{
    const Plan *plan = plan_of(state);
    const Funding *grant = PLAN_ROWS(plan, Funding, ENTITY_FUNDING);
    assert_int_equal(plan_count(plan, ENTITY_FUNDING), 1);
    assert_string_equal(grant->grantor, "Fylkesmannen i Innlandet");
    assert_string_equal(grant->state, "innvilget");
    assert_int_equal(grant->amount, 50000000);
    assert_string_equal(grant->amount_written, "kr 500 000,-");
}

/* The three faults of the document itself follow from the data. */
static void lacks_a_safety_representative_in_arkiv_only(void **state)
{
    const Plan *plan = plan_of(state);
    const RequiredRole *required = PLAN_ROWS(plan, RequiredRole, ENTITY_REQUIRED_ROLE);
    const Group *groups = PLAN_ROWS(plan, Group, ENTITY_GROUP);
    const Seat *seats = PLAN_ROWS(plan, Seat, ENTITY_SEAT);
    Text lacking = {0};
    assert_int_equal(plan_count(plan, ENTITY_REQUIRED_ROLE), 3);
    for (uint32_t rule = 0; rule < 3; rule++) {
        for (uint32_t group = 0; group < plan_count(plan, ENTITY_GROUP); group++) {
            bool found = groups[group].kind != required[rule].group_kind;
            for (uint32_t i = 0; i < plan_count(plan, ENTITY_SEAT); i++) {
                found = found || (seats[i].group == groups[group].row.id &&
                                  seats[i].role == required[rule].role);
            }
            const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, required[rule].role);
            if (!found) {
                text_printf(&lacking, "%s %s;", groups[group].name, role->code);
            }
            const Point *point = PLAN_ROW_OF(plan, Point, ENTITY_POINT, required[rule].point);
            assert_int_equal(point == NULL, strcmp(role->code, "L") == 0);
            assert_true(point == NULL || strcmp(point->number, "5") == 0);
        }
    }
    assert_string_equal(text_string(&lacking), "Arkiv VO;");
    text_free(&lacking);
}

static void is_late_with_the_communication_plan_only(void **state)
{
    const Plan *plan = plan_of(state);
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    Day today = day_from_civil(2020, 9, 3);
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_TASK); i++) {
        bool late =
            !status_is_closed(tasks[i].status) && tasks[i].child_count == 0 &&
            (date_is_past(&tasks[i].deadline, today) || date_is_past(&tasks[i].finish, today));
        assert_int_equal(late, strcmp(tasks[i].name, "Utarbeide kommunikasjonsplan") == 0);
    }
    const Task *plan_task = task_named(plan, "1.4");
    assert_int_equal(today - plan_task->deadline.to, 2);
    assert_int_equal(plan_task->progress, 70);
}

static void marks_what_is_made_up(void **state)
{
    const Plan *plan = plan_of(state);
    assert_int_equal(plan_count(plan, ENTITY_SWOT), 17);
    assert_int_equal(plan_count(plan, ENTITY_MEETING), 0);
    static const EntityKind invented[] = {ENTITY_PERSON, ENTITY_EFFORT, ENTITY_MAPPING,
                                          ENTITY_BENEFIT};
    for (size_t kind = 0; kind < COUNT_OF(invented); kind++) {
        assert_int_not_equal(plan_count(plan, invented[kind]), 0);
        for (uint32_t i = 0; i < plan_count(plan, invented[kind]); i++) {
            assert_int_equal(plan_at(plan, invented[kind], i)->origin, ORIGIN_EXAMPLE);
        }
    }
    for (EntityKind kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        for (uint32_t i = 0; i < plan_count(plan, kind); i++) {
            assert_int_not_equal(plan_at(plan, kind, i)->origin, ORIGIN_OWN);
        }
    }
}

static void gives_the_same_rows_every_time(void **state)
{
    const Plan *plan = plan_of(state);
    Scene again;
    scene_open(&again);
    const Plan *other = scene_sample(&again, "solor-2020");
    for (EntityKind kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        assert_int_equal(plan_count(plan, kind), plan_count(other, kind));
        for (uint32_t i = 0; i < plan_count(plan, kind); i++) {
            assert_int_equal(plan_at(plan, kind, i)->id, plan_at(other, kind, i)->id);
        }
    }
    assert_int_equal(plan->info->row.id, PLAN_ROW);
    scene_close(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holds_the_plan_itself),
        cmocka_unit_test(holds_phases_and_activities_in_order),
        cmocka_unit_test(holds_purposes_and_deadlines_as_written),
        cmocka_unit_test(holds_nine_goals),
        cmocka_unit_test(holds_five_steps_below_each_item_of_the_checklist),
        cmocka_unit_test(holds_the_groups_cell_by_cell),
        cmocka_unit_test(counts_seats_as_the_document_does),
        cmocka_unit_test(hides_only_union_roles),
        cmocka_unit_test(answers_nine_cells_of_the_flow_chart),
        cmocka_unit_test(holds_three_decisions_with_their_differences),
        cmocka_unit_test(owes_each_council_in_its_own_way),
        cmocka_unit_test(holds_the_grant),
        cmocka_unit_test(lacks_a_safety_representative_in_arkiv_only),
        cmocka_unit_test(is_late_with_the_communication_plan_only),
        cmocka_unit_test(marks_what_is_made_up),
        cmocka_unit_test(gives_the_same_rows_every_time),
    };
    return cmocka_run_group_tests(tests, scene_load_solor, scene_unload);
}
