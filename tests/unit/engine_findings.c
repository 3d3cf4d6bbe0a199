/* SPDX-License-Identifier: MPL-2.0 */
/* Rules on groups and scope, what is known, and the list of rules. */
#include "engine_audit.h"

static Point *add_decision(Plan *plan, const char *first, const char *second)
{
    Decision *decision = plan_reserve(plan, ENTITY_DECISION, 1);
    decision->row.id = DECISION;
    decision->kind = "sak";
    decision->reference = "12/20";
    Point *points = plan_reserve(plan, ENTITY_POINT, 2);
    points[0].row = (Row){.id = POINT_ONE, .rank = "A"};
    points[0].decision = DECISION;
    points[0].number = "1";
    points[0].text = first;
    points[1].row = (Row){.id = POINT_TWO, .rank = "B"};
    points[1].decision = DECISION;
    points[1].text = second;
    return points;
}

/* --- Groups ---------------------------------------------------------------------------------- */
static void a_role_is_missing_until_a_seat_has_it(void **state)
{
    static const SeatSpec seats[] = {{GROUP_A, ROLE_LEADER, PERSON_A, NULL, NULL},
                                     {GROUP_B, ROLE_SAFETY, 0, NULL, NULL},
                                     {GROUP_B, 0, PERSON_B, NULL, NULL}};
    Plan *plan = plan_of_groups(*state);
    (void)add_decision(plan, "", "Vernetjenesten\nskal inngå");
    add_seats(plan, seats, COUNT_OF(seats));
    Findings findings = find(plan, "2020-09-03", *state);
    const Finding *missing = only(&findings, "role-missing");
    assert_string_equal(missing->message, "Arkiv has no verneombud.");
    assert_string_equal(missing->reason, "Vernetjenesten skal inngå");
    assert_string_equal(missing->source, "sak 12/20");
    assert_int_equal(missing->level, FINDING_ERROR);
    assert_int_equal(missing->row, GROUP_A);
    assert_int_equal(missing->owner, PERSON_A);
    const Finding *vacant = only(&findings, "seat-vacant");
    assert_string_equal(vacant->message,
                        "Helse og omsorg: the seat verneombud from Vest is vacant.");
    assert_int_equal(vacant->municipality, WEST);
    assert_string_equal(vacant->source, "sak 12/20");
    assert_string_equal(field_name_of(vacant), "person");
}

static void a_point_that_repeats_another_speaks_in_its_words(void **state)
{
    static const SeatSpec seats[] = {{GROUP_B, ROLE_SAFETY, PERSON_B, NULL, NULL}};
    for (int change = POINT_NEW; change < POINT_CHANGE_COUNT; change++) {
        Plan *plan = plan_of_groups(*state);
        Point *points = add_decision(plan, "Vernetjenesten skal inngå", "Som punkt 1");
        points[1].same_as = POINT_ONE;
        points[1].change = change;
        add_seats(plan, seats, COUNT_OF(seats));
        Findings findings = find(plan, "2020-09-03", *state);
        const Finding *missing = only(&findings, "role-missing");
        assert_string_equal(missing->reason,
                            change == POINT_SAME ? "Vernetjenesten skal inngå" : "Som punkt 1");
        assert_string_equal(missing->source, "sak 12/20");
    }
}

static void a_seat_counts_only_while_it_holds(void **state)
{
    static const SeatSpec seats[] = {
        {GROUP_A, ROLE_SAFETY, PERSON_A, "2020-01-01", "2020-06-30"},
        {GROUP_B, ROLE_SAFETY, PERSON_B, "2020-09-03", NULL}};
    for (int day = 0; day < 2; day++) {
        Plan *plan = plan_of_groups(*state);
        add_seats(plan, seats, COUNT_OF(seats));
        Findings findings = find(plan, day ? "2020-09-03" : "2020-06-30", *state);
        assert_int_equal(only(&findings, "role-missing")->row, day ? GROUP_A : GROUP_B);
    }
}

static void nothing_about_an_example_is_an_error(void **state)
{
    Plan *plan = plan_of_groups(*state);
    Group *groups = plan->tables[ENTITY_GROUP].rows;
    groups[0].row.origin = ORIGIN_EXAMPLE;
    Findings findings = find(plan, "2020-09-03", *state);
    assert_int_equal(count_of(&findings, "role-missing"), 2);
    assert_int_equal(findings.counts[FINDING_ERROR], 1);
    assert_int_equal(findings.items[0].row, GROUP_B);
    assert_int_equal(findings.items[1].row, GROUP_A);
    assert_int_equal(findings.items[1].level, FINDING_WARNING);
}

static void two_leaders_are_one_too_many(void **state)
{
    static const SeatSpec seats[] = {{GROUP_A, ROLE_LEADER, PERSON_A, NULL, NULL},
                                     {GROUP_A, ROLE_LEADER, PERSON_B, NULL, NULL},
                                     {GROUP_B, ROLE_LEADER, PERSON_B, NULL, NULL},
                                     {GROUP_B, ROLE_SAFETY, PERSON_A, NULL, NULL},
                                     {GROUP_B, ROLE_SAFETY, PERSON_B, NULL, NULL}};
    Plan *plan = plan_of_groups(*state);
    add_seats(plan, seats, COUNT_OF(seats));
    Findings findings = find(plan, "2020-09-03", *state);
    const Finding *twice = only(&findings, "role-twice");
    assert_string_equal(twice->message, "Arkiv has 2 leaders: Kari, Ola.");
    assert_int_equal(twice->level, FINDING_WARNING);
}

static void a_group_where_nobody_is_named_is_one_note(void **state)
{
    static const SeatSpec seats[] = {{GROUP_A, ROLE_LEADER, 0, NULL, NULL},
                                     {GROUP_A, ROLE_SAFETY, 0, NULL, NULL},
                                     {GROUP_A, 0, 0, NULL, NULL}};
    Plan *plan = plan_of_groups(*state);
    add_seats(plan, seats, COUNT_OF(seats));
    Findings findings = find(plan, "2020-09-03", *state);
    const Finding *note = only(&findings, "seat-vacant");
    assert_string_equal(note->message, "Arkiv: nobody is named in any of the 3 seats.");
    assert_int_equal(note->level, FINDING_NOTE);
}

static void every_municipality_hosts_something_where_that_was_promised(void **state)
{
    Plan *plan = plan_of_groups(*state);
    Findings findings = find(plan, "2020-09-03", *state);
    assert_int_equal(count_of(&findings, "host-missing"), 0);

    plan = plan_of_groups(*state);
    Group *groups = plan->tables[ENTITY_GROUP].rows;
    groups[0].host = WEST;
    Premise *premise = plan_reserve(plan, ENTITY_PREMISE, 1);
    premise->row.id = 1;
    premise->name = "Lokalisering";
    premise->text = "Alle skal ha tjenester plassert hos seg";
    findings = find(plan, "2020-09-03", *state);
    const Finding *host = only(&findings, "host-missing");
    assert_string_equal(host->message, "Øst hosts none of the services yet.");
    assert_string_equal(host->source, "Lokalisering");
    assert_int_equal(host->municipality, EAST);
}

/* --- Scope ----------------------------------------------------------------------------------- */
typedef struct ScopeCase {
    const char *first, *second;
    bool same_as;
    bool archive_outside, health_outside;
} ScopeCase;

static void a_group_is_covered_when_a_point_has_all_its_words(void **state)
{
    static const ScopeCase cases[] = {
        {"Om arkiv og ikke mer", "", false, false, true},
        {"OMSORG/HELSE og Arkiv", "", false, false, false},
        {"Arkivering", "om helse og omsorg", false, true, false}, /* whole words only */
        {"Arkiv; helse", "om omsorg", false, false, true},        /* of one point */
        {"Arkiv; helse", "og omsorg i tillegg", true, false,
         false}, /* or of the one it amends */
        {"Det nedsettes en styringsgruppe", "", false, false,
         false}, /* says nothing of scope */
        {"Om disse:\n- Barnevern", "", false, true, true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Plan *plan = plan_of_groups(*state);
        Point *points = add_decision(plan, cases[i].first, cases[i].second);
        points[1].same_as = cases[i].same_as ? POINT_ONE : 0;
        Findings findings = find(plan, "2020-09-03", *state);
        bool outside[2] = {false, false};
        for (uint32_t j = 0; j < findings.count; j++) {
            if (strcmp(findings.items[j].rule, "scope") == 0) {
                outside[findings.items[j].row == GROUP_B] = true;
                assert_int_equal(findings.items[j].level, FINDING_ERROR);
            }
        }
        if (outside[0] != cases[i].archive_outside || outside[1] != cases[i].health_outside) {
            fail_msg("case %zu: outside are %d %d", i, outside[0], outside[1]);
        }
    }
}

static void points_that_repeat_each_other_in_a_circle_end(void **state)
{
    Plan *plan = plan_of_groups(*state);
    Point *points = add_decision(plan, "som 2", "som 1, arkiv");
    points[0].same_as = POINT_TWO;
    points[1].same_as = POINT_ONE;
    Findings findings = find(plan, "2020-09-03", *state);
    assert_int_equal(only(&findings, "scope")->row, GROUP_B);
}

/* --- Known, and the list --------------------------------------------------------------------- */
static void what_is_known_comes_last_and_does_not_count(void **state)
{
    static const struct {
        const char *rule, *place;
        bool fits;
    } cases[] = {
        {"role-missing", "group/101", true},
        {"role-missing", "groups/101", true},
        {"role-missing", "group/102x", false},
        {"role-missing", "seat/101", false},
        {"role-missing", "101", false},
        {"scope", "group/101", false},
        {"role-missing", "", false},
        {"role-missing", "group/", false},
        {"role-missing", "group/101 role/999", false},
        {"role-missing", "group/101 ", true},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Plan *plan = plan_of_groups(*state);
        Known *known = plan_reserve(plan, ENTITY_KNOWN, 1);
        known->row.id = 5;
        known->rule = cases[i].rule;
        known->place = cases[i].place;
        known->note = "so be it";
        Findings findings = find(plan, "2020-09-03", *state);
        assert_int_equal(findings.count, 2);
        assert_int_equal(findings.counts[FINDING_ERROR], cases[i].fits ? 1 : 2);
        assert_int_equal(findings.items[1].known, cases[i].fits);
        assert_int_equal(findings.items[0].row, cases[i].fits ? GROUP_B : GROUP_A);
        assert_string_equal(findings.items[1].known_note, cases[i].fits ? "so be it" : "");
        assert_string_equal(findings.items[0].known_note, "");
    }
}

static void an_empty_plan_has_no_findings(void **state)
{
    Findings findings = find(empty_plan(*state), "2020-09-03", *state);
    assert_int_equal(findings.count, 0);
}

static void the_list_of_rules_is_sound(void **state)
{
    (void)state;
    uint32_t count = 0;
    for (; finding_rules[count].name; count++) {
        const FindingRule *rule = &finding_rules[count];
        assert_int_equal(strspn(rule->name, "abcdefghijklmnopqrstuvwxyz-"), strlen(rule->name));
        assert_true(*rule->label != '\0');
        assert_int_equal(rule->help[strlen(rule->help) - 1], '.');
        assert_true(rule->look != NULL);
        for (uint32_t i = 0; i < count; i++) {
            assert_string_not_equal(finding_rules[i].name, rule->name);
            assert_true(finding_rules[i].look != rule->look);
        }
    }
    assert_true(count >= 12);
    assert_string_equal(finding_level_name(FINDING_ERROR), "error");
    assert_string_equal(finding_level_name(FINDING_WARNING), "warning");
    assert_string_equal(finding_level_name(FINDING_NOTE), "note");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(a_role_is_missing_until_a_seat_has_it),
        WITH_ARENA(a_point_that_repeats_another_speaks_in_its_words),
        WITH_ARENA(a_seat_counts_only_while_it_holds),
        WITH_ARENA(nothing_about_an_example_is_an_error),
        WITH_ARENA(two_leaders_are_one_too_many),
        WITH_ARENA(a_group_where_nobody_is_named_is_one_note),
        WITH_ARENA(every_municipality_hosts_something_where_that_was_promised),
        WITH_ARENA(a_group_is_covered_when_a_point_has_all_its_words),
        WITH_ARENA(points_that_repeat_each_other_in_a_circle_end),
        WITH_ARENA(what_is_known_comes_last_and_does_not_count),
        WITH_ARENA(an_empty_plan_has_no_findings),
        cmocka_unit_test(the_list_of_rules_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
