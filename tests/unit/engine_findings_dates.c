/* SPDX-License-Identifier: MPL-2.0 */
/* Rules on time, contradictions and duties: each finds what it says, and nothing where all is well. */
#include "engine_audit.h"

/* --- Time ------------------------------------------------------------------------------------ */
static void late_is_an_error_and_soon_a_warning(void **state)
{
    static const TaskSpec tasks[] = {
        {.id = 1, .name = "Late", .deadline = "2020-09-01"},
        {.id = 2, .name = "Yesterday", .finish = "2020-09-02"},
        {.id = 3, .name = "Today", .deadline = "2020-09-03"},
        {.id = 4, .name = "Tomorrow", .finish = "2020-09-04"},
        {.id = 5, .name = "In time", .deadline = "2020-09-17"},
        {.id = 6, .name = "Later", .deadline = "2020-09-18"},
        {.id = 7, .name = "Done", .deadline = "2020-09-01", .status = STATUS_DONE},
    };
    Plan *plan = fixture_start(*state, tasks, COUNT_OF(tasks), NULL, 0);
    Findings findings = find(plan, "2020-09-03", *state);

    static const struct {
        const char *rule, *message, *field;
    } expected[] = {
        {"overdue", "Late is 2 days overdue.", "deadline"},
        {"overdue", "Yesterday is one day overdue.", "finish"},
        {"due-soon", "Today is due today.", "deadline"},
        {"due-soon", "Tomorrow is due tomorrow.", "finish"},
        {"due-soon", "In time is due in 14 days.", "deadline"},
    };

    assert_int_equal(findings.count, COUNT_OF(expected));
    for (uint32_t i = 0; i < COUNT_OF(expected); i++) {
        assert_string_equal(findings.items[i].rule, expected[i].rule);
        assert_string_equal(findings.items[i].message, expected[i].message);
        assert_string_equal(field_name_of(&findings.items[i]), expected[i].field);
        assert_int_equal(findings.items[i].level, i < 2 ? FINDING_ERROR : FINDING_WARNING);
    }
}

static void a_child_that_is_due_explains_its_parent(void **state)
{
    static const TaskSpec tasks[] = {
        {.id = 1, .name = "Phase", .kind = TASK_PHASE, .deadline = "2020-09-10"},
        {.id = 2, .parent = 1, .name = "Step", .deadline = "2020-09-10"},
    };
    Plan *plan = fixture_start(*state, tasks, COUNT_OF(tasks), NULL, 0);
    Findings findings = find(plan, "2020-09-03", *state);
    assert_int_equal(only(&findings, "due-soon")->row, 2);
}

static void a_deadline_on_a_free_day_is_kept_and_told(void **state)
{
    static const TaskSpec tasks[] = {
        {.id = 1, .name = "Sunday", .deadline = "2020-11-01"},
        {.id = 2, .name = "Saturday", .deadline = "2020-11-07"},
        {.id = 3, .name = "Holiday", .deadline = "2018-05-01", .status = STATUS_DONE},
        {.id = 4, .name = "Friday", .deadline = "2020-11-06"},
    };
    static const char *const messages[] = {
        "The deadline of Sunday, 2020-11-01, is a Sunday.",
        "The deadline of Saturday, 2020-11-07, is a Saturday.",
    };
    Plan *plan = fixture_start(*state, tasks, COUNT_OF(tasks), NULL, 0);
    Task *rows = plan->tables[ENTITY_TASK].rows;
    rows[3].deadline.precision = DATE_WEEK;
    rows[3].deadline.to += 2; /* ends on a Sunday, as weeks do */
    Findings findings = find(plan, "2020-09-03", *state);
    assert_int_equal(findings.count, 3);
    for (uint32_t i = 0; i < 2; i++) {
        assert_string_equal(findings.items[i].message, messages[i]);
        assert_int_equal(findings.items[i].level, FINDING_WARNING);
    }
    assert_non_null(strstr(findings.items[2].message, "a public holiday"));
    assert_int_equal(findings.items[2].level, FINDING_NOTE);
}

static void an_event_without_a_date_is_never_late(void **state)
{
    static const TaskSpec tasks[] = {{.id = 1, .name = "Council"}};
    Plan *plan = fixture_start(*state, tasks, COUNT_OF(tasks), NULL, 0);
    Task *rows = plan->tables[ENTITY_TASK].rows;
    rows[0].deadline = (HonestDate){.from = DAY_NONE,
                                    .to = DAY_NONE,
                                    .precision = DATE_EVENT,
                                    .as_written = "the meetings in December"};
    Findings findings = find(plan, "2030-01-01", *state);
    assert_int_equal(findings.count, 0);
}

static void links_that_cannot_hold_are_told(void **state)
{
    static const TaskSpec tasks[] = {
        {.id = 1, .name = "First", .start = "2020-10-05", .finish = "2020-10-09"},
        {.id = 2, .name = "Second", .start = "2020-10-07", .finish = "2020-10-14"},
        {.id = 3, .name = "Round", .duration = DAYS(1)},
        {.id = 4, .name = "About", .duration = DAYS(1)},
    };
    static const LinkSpec links[] = {
        {1, 2, LINK_FS, 0}, {3, 4, LINK_FS, 0}, {4, 3, LINK_FS, 0}};
    Plan *plan = fixture_start(*state, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    Findings findings = find(plan, "2020-09-03", *state);
    assert_int_equal(only(&findings, "link-broken")->row, 2);
    assert_int_equal(count_of(&findings, "link-circle"), 2);
    assert_int_equal(findings.counts[FINDING_ERROR], 0);
}

/* --- Contradictions -------------------------------------------------------------------------- */
static void dates_that_exclude_each_other_are_told(void **state)
{
    static const TaskSpec tasks[] = {
        {.id = 1, .name = "Phase", .deadline = "2021-03-01"},
        {.id = 2, .parent = 1, .name = "Too late", .deadline = "2021-03-02"},
        {.id = 3,
         .parent = 1,
         .name = "Ends late",
         .start = "2021-02-01",
         .finish = "2021-03-05"},
        {.id = 4,
         .parent = 1,
         .name = "Backwards",
         .start = "2021-02-05",
         .finish = "2021-02-01"},
        {.id = 5,
         .parent = 1,
         .name = "Begins late",
         .start = "2021-02-05",
         .deadline = "2021-02-04"},
        {.id = 6,
         .parent = 1,
         .name = "Misses",
         .start = "2021-02-01",
         .finish = "2021-02-09",
         .deadline = "2021-02-08"},
        {.id = 7, .parent = 1, .name = "Fits", .start = "2021-02-01", .finish = "2021-03-01"},
        {.id = 8, .parent = 1, .name = "Closed", .finish = "2021-03-05", .status = STATUS_DONE},
    };
    static const char *const messages[] = {
        "Too late has the deadline 2021-03-02, after that of Phase, 2021-03-01.",
        "Ends late ends 2021-03-05, after the deadline of Phase, 2021-03-01.",
        "Backwards ends 2021-02-01, before it starts 2021-02-05.",
        "Begins late starts 2021-02-05, after its deadline 2021-02-04.",
        "Misses ends 2021-02-09, after its deadline 2021-02-08.",
    };
    Plan *plan = fixture_start(*state, tasks, COUNT_OF(tasks), NULL, 0);
    Findings findings = find(plan, "2020-09-03", *state);
    assert_int_equal(count_of(&findings, "contradiction"), COUNT_OF(messages));
    uint32_t at = 0;
    for (uint32_t i = 0; i < findings.count; i++) {
        if (strcmp(findings.items[i].rule, "contradiction") == 0) {
            assert_string_equal(findings.items[i].message, messages[at]);
            assert_int_equal(findings.items[i].row, 2 + at);
            at++;
        }
    }
}

static void one_thing_with_two_deadlines_is_told(void **state)
{
    static const TaskSpec tasks[] = {
        {.id = 1, .name = "Phase"},
        {.id = 2, .parent = 1, .name = "Deliver", .deadline = "2021-10-29"},
        {.id = 3, .parent = 1, .name = "Report", .deadline = "2021-10-29"},
        {.id = 4, .parent = 1, .name = "Deliver", .deadline = "2021-11-30"},
        {.id = 5, .parent = 1, .name = "Report", .deadline = "2021-10-29"},
        {.id = 6, .name = "Deliver", .deadline = "2022-01-03"},
    };
    Plan *plan = fixture_start(*state, tasks, COUNT_OF(tasks), NULL, 0);
    Findings findings = find(plan, "2020-09-03", *state);
    const Finding *two = only(&findings, "same-name");
    assert_string_equal(two->message, "Deliver has two deadlines: 2021-10-29 and 2021-11-30.");
    assert_string_equal(two->reason, "It stands in the plan twice: 1.1 and 1.3.");
    assert_int_equal(two->row, 4);
}

static void what_ends_before_it_begins_is_told(void **state)
{
    static const SeatSpec seats[] = {
        {GROUP_A, ROLE_SAFETY, PERSON_A, "2020-06-30", "2020-01-01"}};
    Plan *plan = plan_of_groups(*state);
    add_seats(plan, seats, COUNT_OF(seats));
    Findings findings = find(plan, "2020-09-03", *state);
    const Finding *wrong = only(&findings, "contradiction");
    assert_int_equal(wrong->entity, ENTITY_SEAT);
    assert_string_equal(field_name_of(wrong), "to");
}

/* --- Duties ---------------------------------------------------------------------------------- */
typedef struct DutyCase {
    const char *meeting, *due, *done, *evidence;
    int level; /* -1: nothing to tell */
} DutyCase;

static Plan *plan_of_duty(Arena *arena, const DutyCase *one)
{
    Plan *plan = empty_plan(arena);
    Body *body = plan_reserve(plan, ENTITY_BODY, 1);
    body->row.id = COUNCIL;
    body->municipality = WEST;
    Obligation *obligation = plan_reserve(plan, ENTITY_OBLIGATION, 1);
    obligation->row.id = OBLIGATION;
    obligation->name = "Inform";
    obligation->receiver = COUNCIL;
    obligation->recurrence = RECURRENCE_EACH_MEETING;
    Meeting *meeting = plan_reserve(plan, ENTITY_MEETING, 1);
    meeting->row.id = MEETING;
    meeting->body = COUNCIL;
    meeting->date = date_of(one->meeting);
    Instance *instance = plan_reserve(plan, ENTITY_INSTANCE, 1);
    instance->row.id = 77;
    instance->obligation = OBLIGATION;
    instance->meeting = MEETING;
    instance->due = date_of(one->due);
    instance->done = date_of(one->done);
    instance->evidence = one->evidence ? one->evidence : "";
    return plan;
}

static void what_was_owed_needs_evidence(void **state)
{
    static const DutyCase cases[] = {
        {"2020-09-02", "2020-09-02", NULL, NULL, FINDING_ERROR},
        {"2020-09-02", NULL, NULL, NULL, FINDING_ERROR}, /* due at the meeting */
        {"2020-09-02", "2020-10-30", NULL, NULL, FINDING_WARNING},
        {"2020-09-02", "2020-09-02", "2020-09-02", NULL, FINDING_WARNING},
        {"2020-09-02", "2020-09-02", NULL, "protokoll 4/20", -1},
        {"2020-09-02", "2020-09-02", "2020-09-02", "protokoll 4/20", -1},
        {"2020-10-28", "2020-10-28", NULL, NULL, -1},
        {"2020-09-03", "2020-10-30", NULL, NULL, -1}, /* held today */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Plan *plan = plan_of_duty(*state, &cases[i]);
        Findings findings = find(plan, "2020-09-03", *state);
        assert_int_equal(findings.count, cases[i].level >= 0 ? 1 : 0);
        if (cases[i].level >= 0) {
            const Finding *one = only(&findings, "evidence-missing");
            assert_int_equal(one->level, cases[i].level);
            assert_int_equal(one->municipality, WEST);
            assert_string_equal(field_name_of(one), "evidence");
        }
    }
}

static void what_is_owed_soon_is_told(void **state)
{
    static const DutyCase soon = {"2020-09-10", "2020-09-10", NULL, NULL, FINDING_WARNING};
    Plan *plan = plan_of_duty(*state, &soon);
    Findings findings = find(plan, "2020-09-03", *state);
    assert_string_equal(only(&findings, "due-soon")->message, "Inform is due in 7 days.");
}

static void an_obligation_without_meetings_is_a_note(void **state)
{
    static const DutyCase none = {NULL, NULL, NULL, NULL, -1};
    Plan *plan = plan_of_duty(*state, &none);
    Instance *instance = plan->tables[ENTITY_INSTANCE].rows;
    instance->obligation = 0;
    Findings findings = find(plan, "2020-09-03", *state);
    const Finding *note = only(&findings, "meetings-missing");
    assert_int_equal(note->level, FINDING_NOTE);
    assert_string_equal(note->message,
                        "Inform: no meeting has a date yet, so there is nothing to tick off.");
}

static void a_step_wants_an_owner(void **state)
{
    static const TaskSpec tasks[] = {
        {.id = 1, .name = "Nobody's", .kind = TASK_STEP},
        {.id = 2, .name = "Somebody's", .kind = TASK_STEP},
        {.id = 3, .name = "Closed", .kind = TASK_STEP, .status = STATUS_DROPPED},
        {.id = 4, .name = "No step"},
    };
    Plan *plan = fixture_start(*state, tasks, COUNT_OF(tasks), NULL, 0);
    Task *rows = plan->tables[ENTITY_TASK].rows;
    rows[1].owner = PERSON_A;
    Findings findings = find(plan, "2020-09-03", *state);
    assert_string_equal(only(&findings, "owner-missing")->message,
                        "Nobody answers for Nobody's.");
}

static void six_open_tasks_on_one_day_are_many(void **state)
{
    TaskSpec tasks[7];
    for (int i = 0; i < 7; i++) {
        tasks[i] = (TaskSpec){.id = i + 1,
                              .name = "Task",
                              .start = i < 5 ? "2020-11-02" : "2020-11-10",
                              .finish = i == 0 ? "2020-11-09" : "2020-11-20"};
    }
    for (int count = 6; count <= 7; count++) {
        Plan *plan = plan_of_groups(*state);
        Task *rows = plan_reserve(plan, ENTITY_TASK, (uint32_t)count);
        for (int i = 0; i < count; i++) {
            fixture_task(&rows[i], &tasks[i])->owner = PERSON_A;
        }
        Findings findings = find(plan, "2020-09-03", *state);
        assert_int_equal(count_of(&findings, "overload"), count - 6);
        if (count == 7) {
            const Finding *many = only(&findings, "overload");
            assert_string_equal(many->message,
                                "Kari has 6 open tasks at once from 2020-11-10.");
            assert_int_equal(many->owner, PERSON_A);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(late_is_an_error_and_soon_a_warning),
        WITH_ARENA(a_child_that_is_due_explains_its_parent),
        WITH_ARENA(a_deadline_on_a_free_day_is_kept_and_told),
        WITH_ARENA(an_event_without_a_date_is_never_late),
        WITH_ARENA(links_that_cannot_hold_are_told),
        WITH_ARENA(dates_that_exclude_each_other_are_told),
        WITH_ARENA(one_thing_with_two_deadlines_is_told),
        WITH_ARENA(what_ends_before_it_begins_is_told),
        WITH_ARENA(what_was_owed_needs_evidence),
        WITH_ARENA(what_is_owed_soon_is_told),
        WITH_ARENA(an_obligation_without_meetings_is_a_note),
        WITH_ARENA(a_step_wants_an_owner),
        WITH_ARENA(six_open_tasks_on_one_day_are_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
