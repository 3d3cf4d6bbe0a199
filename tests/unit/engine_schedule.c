/* SPDX-License-Identifier: MPL-2.0 */
/* Dates of tasks without links: what is stated, summaries, percent, overdue, counts. */
#include "engine_fixture.h"

#include "arena_shared.h"

static void empty_plan_has_no_days(void **state)
{
    (void)state;
    Plan *plan = fixture_start(arena, NULL, 0, NULL, 0);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_int_equal(schedule.count, 0);
    assert_int_equal(schedule.first, DAY_NONE);
    assert_int_equal(schedule.last, DAY_NONE);
    Err err = {0};
    assert_false(schedule_compute(plan, DAY_NONE, arena, &schedule, &err));
    assert_int_equal(err.code, ERR_INPUT);
}

static void stated_dates_hold_and_durations_fill_in(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1,
         .start = "2020-09-07",
         .finish = "2020-10-11"}, /* ends on a Sunday, and stays there */
        {.id = 2, .start = "2020-09-07", .duration = DAYS(5)}, /* Monday to Friday */
        {.id = 3, .finish = "2020-09-11", .duration = DAYS(5)},
        {.id = 4, .deadline = "2020-11-01"}, /* only an end is known */
        {.id = 5, .start = "2020-09-07", .deadline = "2020-11-01"},
        {.id = 6, .start = "2020-09-05", .duration = DAYS(1)}, /* begins on a Saturday */
        {.id = 7, .deadline = "2020-11-01", .kind = TASK_MILESTONE},
        {.id = 8, .start = "2020-04-07", .duration = DAYS(3)}, /* over Easter */
        {.id = 9},
        {.id = 10, .deadline = "2020-09-11", .duration = DAYS(5)},
        {.id = 11, .duration = DAYS(5)},
        {.id = 12, .start = "2020-09-07"},
    };
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 1, "2020-09-07", "2020-10-11");
    assert_days(plan, &schedule, 2, "2020-09-07", "2020-09-11");
    assert_days(plan, &schedule, 3, "2020-09-07", "2020-09-11");
    assert_days(plan, &schedule, 4, NULL, "2020-11-01");
    assert_true(dates_of(plan, &schedule, 4)->open_start);
    assert_int_equal(dates_of(plan, &schedule, 4)->deadline, day_of("2020-11-01"));
    assert_days(plan, &schedule, 5, "2020-09-07", "2020-11-01");
    assert_false(dates_of(plan, &schedule, 5)->open_start);
    assert_days(plan, &schedule, 6, "2020-09-05", "2020-09-07");
    assert_days(plan, &schedule, 7, "2020-11-01", "2020-11-01");
    assert_true(dates_of(plan, &schedule, 7)->milestone);
    assert_false(dates_of(plan, &schedule, 7)->open_start);
    assert_days(plan, &schedule, 8, "2020-04-07", "2020-04-14");
    assert_days(plan, &schedule, 9, NULL, NULL);
    assert_days(plan, &schedule, 10, "2020-09-07", "2020-09-11");
    assert_days(plan, &schedule, 11, NULL, NULL);
    assert_days(plan, &schedule, 12, "2020-09-07", NULL);
    assert_int_equal(schedule.first, day_of("2020-04-07"));
    assert_int_equal(schedule.last, day_of("2020-11-01"));
    assert_false(dates_of(plan, &schedule, 1)->has_slack);
    assert_int_equal(dates_of(plan, &schedule, 1)->late_finish, DAY_NONE);
}

static void a_plan_start_places_what_nothing_else_places(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .duration = DAYS(2)}, {.id = 2, .duration = 240}, {.id = 3}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    fixture_info(plan)->start = date_of("2020-09-05"); /* a Saturday */
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 1, "2020-09-07", "2020-09-08");
    assert_days(plan, &schedule, 2, "2020-09-07", "2020-09-07");
    assert_days(plan, &schedule, 3, NULL, NULL);
}

static void inexact_dates_span_their_interval(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {{.id = 1}, {.id = 2}, {.id = 3}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Task *rows = plan->tables[ENTITY_TASK].rows;
    rows[0].start =
        (HonestDate){day_of("2017-07-01"), day_of("2017-12-31"), DATE_MONTH, false, NULL};
    rows[1].deadline =
        (HonestDate){day_of("2020-09-01"), day_of("2020-09-30"), DATE_MONTH, false, NULL};
    rows[2].start =
        (HonestDate){day_of("2020-09-01"), day_of("2020-09-30"), DATE_MONTH, false, NULL};
    rows[2].finish =
        (HonestDate){day_of("2020-11-02"), day_of("2020-11-08"), DATE_WEEK, false, NULL};
    Schedule schedule = fixture_schedule(plan, "2020-09-15", arena);
    assert_days(plan, &schedule, 1, "2017-07-01", "2017-12-31");
    assert_false(dates_of(plan, &schedule, 1)->overdue); /* no end was stated */
    assert_days(plan, &schedule, 2, NULL, "2020-09-30");
    assert_false(dates_of(plan, &schedule, 2)->overdue);
    assert_days(plan, &schedule, 3, "2020-09-01", "2020-11-08");
}

/* Overdue means that the end of the interval has passed; an event never is. */
static void overdue_by_the_end_of_the_interval(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1},
        {.id = 2},
        {.id = 3, .deadline = "2020-09-01"},
        {.id = 4, .deadline = "2020-09-03"},
        {.id = 5, .deadline = "2020-09-01", .status = STATUS_DONE},
        {.id = 6, .deadline = "2020-09-01", .progress = 100, .status = STATUS_STARTED},
        {.id = 7, .start = "2020-08-01", .finish = "2020-09-02"}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Task *rows = plan->tables[ENTITY_TASK].rows;
    rows[0].deadline = (HonestDate){day_of("2020-08-01"), day_of("2020-08-31"), DATE_EVENT,
                                    true, "kommunestyremøtene i august"};
    rows[1].deadline =
        (HonestDate){day_of("2020-09-01"), day_of("2020-09-30"), DATE_MONTH, true, "september"};
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    static const bool overdue[] = {false, false, true, false, false, false, true};
    for (RowId id = 1; id <= 7; id++) {
        assert_int_equal(dates_of(plan, &schedule, id)->overdue, overdue[id - 1]);
    }
    assert_int_equal(dates_of(plan, &schedule, 1)->finish,
                     DAY_NONE); /* and it becomes no day at all */
    assert_int_equal(dates_of(plan, &schedule, 1)->deadline, DAY_NONE);
    assert_int_equal(schedule.overdue, 2);
    assert_int_equal(schedule.done, 2);
    assert_int_equal(schedule.leaves, 7);
    assert_int_equal(schedule.counted, 7); /* there are no activities */
    assert_int_equal(schedule.counted_done, 2);
}

static void summaries_span_children_and_keep_their_deadline(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .kind = TASK_PHASE, .deadline = "2020-11-01"},
        {.id = 11, .parent = 1, .start = "2020-09-07", .finish = "2020-09-11"},
        {.id = 12, .parent = 1},
        {.id = 121, .parent = 12, .start = "2020-08-31", .finish = "2020-10-30"},
        {.id = 2, .kind = TASK_PHASE, .deadline = "2020-12-01"},
        {.id = 21, .parent = 2},
        {.id = 3, .kind = TASK_PHASE, .start = "2017-07-01", .finish = "2017-12-31"},
        {.id = 31, .parent = 3},
    };
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 1, "2020-08-31", "2020-10-30");
    assert_int_equal(dates_of(plan, &schedule, 1)->deadline, day_of("2020-11-01"));
    assert_days(plan, &schedule, 12, "2020-08-31", "2020-10-30");
    assert_days(plan, &schedule, 2, NULL, "2020-12-01");
    assert_true(dates_of(plan, &schedule, 2)->open_start);
    assert_days(plan, &schedule, 3, "2017-07-01", "2017-12-31");
    assert_int_equal(schedule.leaves, 4);
    assert_int_equal(schedule.counted, 4); /* 11, 12, 21 and 31, whatever stands below them */
    assert_int_equal(schedule.counted_done, 0);
    Task *activity = (Task *)plan->tables[ENTITY_TASK].rows + 1;
    assert_int_equal(activity->row.id, 11);
    activity->status = STATUS_DONE;
    schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_int_equal(schedule.counted_done, 1);
}

static void overdue_child_explains_its_phase(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .kind = TASK_PHASE, .deadline = "2020-09-01"},
        {.id = 11, .parent = 1, .status = STATUS_DONE},
        {.id = 12, .parent = 1, .deadline = "2020-09-01"},
        {.id = 2, .kind = TASK_PHASE, .deadline = "2020-09-01"},
        {.id = 21, .parent = 2},
        {.id = 3, .kind = TASK_PHASE, .deadline = "2020-09-01"},
        {.id = 31, .parent = 3, .status = STATUS_DONE},
    };
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_false(dates_of(plan, &schedule, 1)->overdue);
    assert_true(dates_of(plan, &schedule, 12)->overdue);
    assert_true(dates_of(plan, &schedule, 2)->overdue);  /* nothing below says so */
    assert_false(dates_of(plan, &schedule, 3)->overdue); /* all below is done */
    assert_int_equal(schedule.overdue, 1);               /* leaves are counted */
}

static void phase_percent_is_weighted_by_duration(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .kind = TASK_PHASE},
        {.id = 11, .parent = 1, .duration = DAYS(25), .progress = 100},
        {.id = 12, .parent = 1, .duration = DAYS(95), .status = STATUS_DONE},
        {.id = 13, .parent = 1, .duration = DAYS(30), .progress = 100},
        {.id = 14, .parent = 1, .duration = DAYS(25), .progress = 70},
        {.id = 2, .kind = TASK_PHASE}, /* no durations: equal weights */
        {.id = 21, .parent = 2, .status = STATUS_DONE},
        {.id = 22, .parent = 2},
        {.id = 23, .parent = 2, .progress = 50},
        {.id = 3, .kind = TASK_PHASE}, /* never 100 before all is done */
        {.id = 31, .parent = 3, .duration = DAYS(1000), .progress = 100},
        {.id = 32, .parent = 3, .duration = DAYS(1), .progress_zero = true},
        {.id = 4, .kind = TASK_PHASE}, /* never 0 once something is */
        {.id = 41, .parent = 4, .duration = DAYS(1000)},
        {.id = 42, .parent = 4, .duration = DAYS(1), .progress = 1},
        {.id = 5, .kind = TASK_PHASE},
        {.id = 51, .parent = 5},
    };
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_int_equal(dates_of(plan, &schedule, 1)->percent, 96);
    assert_int_equal(dates_of(plan, &schedule, 2)->percent, 50);
    assert_int_equal(dates_of(plan, &schedule, 3)->percent, 99);
    assert_int_equal(dates_of(plan, &schedule, 4)->percent, 1);
    assert_int_equal(dates_of(plan, &schedule, 5)->percent, 0);
    assert_int_equal(dates_of(plan, &schedule, 51)->percent, -1);
    assert_int_equal(dates_of(plan, &schedule, 12)->percent, 100);
}

static void states_follow_status_and_dates(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .status = STATUS_PLANNED},
        {.id = 2, .status = STATUS_STARTED},
        {.id = 3, .status = STATUS_STARTED, .deadline = "2020-09-01"},
        {.id = 4, .status = STATUS_OPERATION, .deadline = "2020-09-01"},
        {.id = 5, .status = STATUS_DROPPED, .deadline = "2020-09-01"},
        {.id = 6, .status = STATUS_IDEA},
        {.id = 7, .progress = 20},
    };
    static const TaskState expected[] = {
        TASK_STATE_PLANNED, TASK_STATE_ACTIVE,  TASK_STATE_OVERDUE, TASK_STATE_DONE,
        TASK_STATE_DROPPED, TASK_STATE_PLANNED, TASK_STATE_ACTIVE};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    for (RowId id = 1; id <= 7; id++) {
        assert_int_equal(schedule_state(task_of(plan, id), dates_of(plan, &schedule, id)),
                         expected[id - 1]);
    }
    assert_int_equal(schedule.done, 1);
    assert_int_equal(schedule.active, 2);
    assert_int_equal(schedule.overdue, 1);
}

static void far_dates_neither_crash_nor_hang(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .start = "0001-01-01", .finish = "9999-12-31"},
        {.id = 2, .start = "2020-01-01", .duration = INT64_MAX},
        {.id = 3, .finish = "2020-01-01", .duration = INT64_MAX},
    };
    static const LinkSpec links[] = {{1, 2, LINK_FS, INT64_MAX},
                                     {2, 3, LINK_SS, INT64_MIN + 1}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 1, "0001-01-01", "9999-12-31");
    assert_int_equal(dates_of(plan, &schedule, 2)->start, day_of("2020-01-01"));
    assert_true(dates_of(plan, &schedule, 2)->finish > day_of("2200-01-01"));
    assert_true(dates_of(plan, &schedule, 3)->start < day_of("1850-01-01"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_plan_has_no_days),
        cmocka_unit_test(stated_dates_hold_and_durations_fill_in),
        cmocka_unit_test(a_plan_start_places_what_nothing_else_places),
        cmocka_unit_test(inexact_dates_span_their_interval),
        cmocka_unit_test(overdue_by_the_end_of_the_interval),
        cmocka_unit_test(summaries_span_children_and_keep_their_deadline),
        cmocka_unit_test(overdue_child_explains_its_phase),
        cmocka_unit_test(phase_percent_is_weighted_by_duration),
        cmocka_unit_test(states_follow_status_and_dates),
        cmocka_unit_test(far_dates_neither_crash_nor_hang),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
