/* SPDX-License-Identifier: MPL-2.0 */
/* Links of all four types, slack, circles, broken links, pinned tasks, ripple and the sentences. */
#include "engine_fixture.h"

#include "arena_shared.h"

/* Task 1 works Monday 7 to Friday 11 September 2020; task 2 takes three days. */
static void assert_link(int type, int64_t lag, const char *start, const char *finish)
{
    static const TaskSpec tasks[] = {{.id = 1, .start = "2020-09-07", .duration = DAYS(5)},
                                     {.id = 2, .duration = DAYS(3)}};
    const LinkSpec link = {1, 2, type, lag};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), &link, 1);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 2, start, finish);
    assert_ptr_equal(dates_of(plan, &schedule, 2)->driver, task_of(plan, 1));
    assert_false(dates_of(plan, &schedule, 2)->broken_link);
}

static void links_of_all_types_with_lag(void **state)
{
    (void)state;
    assert_link(LINK_FS, 0, "2020-09-14", "2020-09-16");
    assert_link(LINK_FS, DAYS(2), "2020-09-16", "2020-09-18");
    assert_link(LINK_FS, -DAYS(1), "2020-09-11", "2020-09-15");
    assert_link(LINK_FS, 240, "2020-09-14", "2020-09-17"); /* half a day */
    assert_link(LINK_SS, 0, "2020-09-07", "2020-09-09");
    assert_link(LINK_SS, DAYS(4), "2020-09-11", "2020-09-15");
    assert_link(LINK_FF, 0, "2020-09-09", "2020-09-11");
    assert_link(LINK_FF, DAYS(1), "2020-09-10", "2020-09-14");
    assert_link(LINK_SF, 0, "2020-09-02", "2020-09-04");
    assert_link(LINK_SF, DAYS(5), "2020-09-09", "2020-09-11");
}

static void links_step_over_holidays(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {{.id = 1, .start = "2020-04-06", .duration = DAYS(3)},
                                     {.id = 2, .duration = DAYS(2)}};
    static const LinkSpec links[] = {{1, 2, LINK_FS, 0}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, 1);
    Schedule schedule = fixture_schedule(plan, "2020-03-03", arena);
    assert_days(plan, &schedule, 1, "2020-04-06", "2020-04-08");
    assert_days(plan, &schedule, 2, "2020-04-14", "2020-04-15");
}

/*   1 (5 d) ─→ 2 (10 d) ─→ 4 (2 d)
 *        └──→ 3 (3 d) ──→┘            */
static const TaskSpec diamond[] = {
    {.id = 1, .name = "Kartlegging", .start = "2020-09-07", .duration = DAYS(5)},
    {.id = 2, .name = "Analyse", .duration = DAYS(10)},
    {.id = 3, .name = "Sammenligning", .duration = DAYS(3)},
    {.id = 4, .name = "Rapport", .duration = DAYS(2), .deadline = "2020-09-30"}};
static const LinkSpec diamond_links[] = {
    {1, 2, LINK_FS, 0}, {1, 3, LINK_FS, 0}, {2, 4, LINK_FS, 0}, {3, 4, LINK_FS, 0}};

static void slack_and_critical_path(void **state)
{
    (void)state;
    Plan *plan = fixture_start(arena, diamond, COUNT_OF(diamond), diamond_links,
                               COUNT_OF(diamond_links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 4, "2020-09-28", "2020-09-29");
    static const int slack[] = {0, 0, 7, 0};
    for (RowId id = 1; id <= 4; id++) {
        assert_true(dates_of(plan, &schedule, id)->has_slack);
        assert_int_equal(dates_of(plan, &schedule, id)->slack, slack[id - 1]);
        assert_int_equal(dates_of(plan, &schedule, id)->critical, slack[id - 1] == 0);
    }
    assert_int_equal(dates_of(plan, &schedule, 3)->late_finish, day_of("2020-09-25"));
    assert_ptr_equal(dates_of(plan, &schedule, 4)->driver, task_of(plan, 2));
}

/* Task 2 ends last, and the link leaves task 1 no room: neither has slack. */
static void lag_counts_backwards_too(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {{.id = 1, .start = "2020-09-07", .duration = DAYS(5)},
                                     {.id = 2, .duration = DAYS(3)}};
    static const LinkSpec links[] = {{1, 2, LINK_FS, DAYS(2)},
                                     {1, 2, LINK_FS, -DAYS(1)},
                                     {1, 2, LINK_SS, DAYS(4)},
                                     {1, 2, LINK_FF, DAYS(1)},
                                     {1, 2, LINK_SF, DAYS(6)}};
    for (size_t i = 0; i < COUNT_OF(links); i++) {
        Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), &links[i], 1);
        Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
        assert_true(dates_of(plan, &schedule, 2)->finish >
                    dates_of(plan, &schedule, 1)->finish);
        assert_int_equal(dates_of(plan, &schedule, 1)->slack, 0);
        assert_int_equal(dates_of(plan, &schedule, 2)->slack, 0);
        assert_int_equal(dates_of(plan, &schedule, 1)->late_finish, day_of("2020-09-11"));
    }
}

static void deadline_takes_slack_away(void **state)
{
    (void)state;
    Plan *plan = fixture_start(arena, diamond, COUNT_OF(diamond), diamond_links,
                               COUNT_OF(diamond_links));
    Task *rows = plan->tables[ENTITY_TASK].rows;
    rows[3].deadline = date_of("2020-09-25");
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_int_equal(dates_of(plan, &schedule, 4)->slack, -2);
    assert_int_equal(dates_of(plan, &schedule, 3)->slack, 5);
    assert_true(dates_of(plan, &schedule, 4)->critical);
}

static void circles_end_and_are_marked(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {{.id = 1, .start = "2020-09-07", .duration = DAYS(1)},
                                     {.id = 2, .duration = DAYS(1)},
                                     {.id = 3, .duration = DAYS(1)},
                                     {.id = 4, .duration = DAYS(1)},
                                     {.id = 5, .duration = DAYS(1)}};
    static const LinkSpec links[] = {{1, 2, LINK_FS, 0}, {2, 3, LINK_FS, 0},
                                     {3, 2, LINK_FS, 0}, {1, 4, LINK_FS, 0},
                                     {3, 4, LINK_FS, 0}, {5, 5, LINK_FS, 0}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    static const bool in_cycle[] = {false, true, true, false, true};
    for (RowId id = 1; id <= 5; id++) {
        assert_int_equal(dates_of(plan, &schedule, id)->in_cycle, in_cycle[id - 1]);
    }
    assert_days(plan, &schedule, 2, "2020-09-08",
                "2020-09-08"); /* links outside the circle still hold */
    assert_int_equal(dates_of(plan, &schedule, 4)->start, day_of("2020-09-08"));
    assert_non_null(
        strstr(schedule_why(plan, &schedule, task_of(plan, 3), LANGUAGE_EN, arena), "circle"));
}

/* A task cannot wait for the phase that it is part of. */
static void link_to_own_ancestor_is_a_circle(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .kind = TASK_PHASE},
        {.id = 11, .parent = 1, .duration = DAYS(1)},
        {.id = 12, .parent = 1, .start = "2020-09-07", .duration = DAYS(2)}};
    static const LinkSpec links[] = {
        {11, 1, LINK_FS, 0}, {1, 11, LINK_FS, 0}, {12, 11, LINK_FS, 0}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_true(dates_of(plan, &schedule, 1)->in_cycle);
    assert_true(dates_of(plan, &schedule, 11)->in_cycle);
    assert_days(plan, &schedule, 12, "2020-09-07", "2020-09-08");
}

static void links_of_summaries_reach_what_is_below(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .kind = TASK_PHASE},
        {.id = 11, .parent = 1, .start = "2020-09-07", .duration = DAYS(5)},
        {.id = 12, .parent = 1, .start = "2020-09-07", .duration = DAYS(3)},
        {.id = 2, .kind = TASK_PHASE},
        {.id = 21, .parent = 2, .duration = DAYS(2)},
        {.id = 22, .parent = 2, .duration = DAYS(4)},
        {.id = 23, .parent = 2, .start = "2020-09-08", .duration = DAYS(1)},
    };
    static const LinkSpec links[] = {{1, 2, LINK_FS, 0}, {21, 22, LINK_FS, 0}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 21, "2020-09-14", "2020-09-15");
    assert_days(plan, &schedule, 22, "2020-09-16", "2020-09-21");
    assert_ptr_equal(dates_of(plan, &schedule, 21)->driver, task_of(plan, 1));
    assert_true(dates_of(plan, &schedule, 23)->broken_link);
    assert_days(plan, &schedule, 23, "2020-09-08", "2020-09-08");
    assert_int_equal(dates_of(plan, &schedule, 12)->slack, 2);
    assert_int_equal(dates_of(plan, &schedule, 11)->slack, 0);
    assert_int_equal(dates_of(plan, &schedule, 1)->slack, 0);
    assert_string_equal(schedule_why(plan, &schedule, task_of(plan, 21), LANGUAGE_EN, arena),
                        "Starts 14 Sep because “” ends 11 Sep.");
}

static void dates_of_people_are_kept_and_marked(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {{.id = 1, .start = "2020-09-07", .duration = DAYS(5)},
                                     {.id = 2, .start = "2020-09-10", .duration = DAYS(2)},
                                     {.id = 3, .start = "2020-09-14", .duration = DAYS(2)},
                                     {.id = 4, .duration = DAYS(2), .pinned = true},
                                     {.id = 5, .deadline = "2020-09-09"},
                                     {.id = 6},
                                     {.id = 7, .deadline = "2020-09-30"}};
    static const LinkSpec links[] = {{1, 2, LINK_FS, 0}, {1, 3, LINK_FS, 0},
                                     {1, 4, LINK_FS, 0}, {1, 5, LINK_FS, 0},
                                     {1, 6, LINK_FS, 0}, {1, 7, LINK_FS, 0}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    fixture_info(plan)->start = date_of("2020-09-01");
    Task *rows = plan->tables[ENTITY_TASK].rows;
    rows[5].start =
        (HonestDate){day_of("2020-09-01"), day_of("2020-09-30"), DATE_MONTH, false, NULL};
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    static const bool broken[] = {false, true, false, true, true, false, false};
    for (RowId id = 1; id <= 7; id++) {
        assert_int_equal(dates_of(plan, &schedule, id)->broken_link, broken[id - 1]);
    }
    assert_days(plan, &schedule, 2, "2020-09-10", "2020-09-11");
    assert_days(plan, &schedule, 4, "2020-09-01", "2020-09-02");
    assert_days(plan, &schedule, 5, NULL, "2020-09-09");
    assert_days(plan, &schedule, 7, "2020-09-14",
                "2020-09-30"); /* the start from the link, the end from the deadline */
}

static void constraints_hold(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .duration = DAYS(5)},
        {.id = 2,
         .duration = DAYS(2),
         .constraint = CONSTRAINT_SNET,
         .constraint_date = "2020-09-21"},
        {.id = 3,
         .duration = DAYS(2),
         .constraint = CONSTRAINT_FNLT,
         .constraint_date = "2020-09-09"},
        {.id = 4,
         .duration = DAYS(2),
         .constraint = CONSTRAINT_MSO,
         .constraint_date = "2020-09-16"},
        {.id = 5, .duration = DAYS(2), .constraint = CONSTRAINT_ALAP},
        {.id = 6,
         .duration = DAYS(2),
         .constraint = CONSTRAINT_FNET,
         .constraint_date = "2020-09-18"},
        {.id = 7,
         .duration = DAYS(2),
         .constraint = CONSTRAINT_MFO,
         .constraint_date = "2020-09-25"},
        {.id = 8,
         .duration = DAYS(2),
         .constraint = CONSTRAINT_SNLT,
         .constraint_date = "2020-09-25"},
    };
    static const LinkSpec links[] = {{1, 2, LINK_FS, 0}, {1, 3, LINK_FS, 0}, {1, 4, LINK_FS, 0},
                                     {1, 5, LINK_FS, 0}, {1, 6, LINK_FS, 0}, {1, 7, LINK_FS, 0},
                                     {1, 8, LINK_FS, 0}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    fixture_info(plan)->start = date_of("2020-09-07");
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 1, "2020-09-07", "2020-09-11");
    assert_days(plan, &schedule, 2, "2020-09-21", "2020-09-22");
    assert_days(plan, &schedule, 3, "2020-09-08", "2020-09-09");
    assert_true(dates_of(plan, &schedule, 3)->broken_link);
    assert_true(dates_of(plan, &schedule, 3)->critical);
    assert_days(plan, &schedule, 4, "2020-09-16", "2020-09-17");
    assert_days(plan, &schedule, 5, "2020-09-24", "2020-09-25"); /* the plan ends on the 25th */
    assert_days(plan, &schedule, 6, "2020-09-17", "2020-09-18");
    assert_days(plan, &schedule, 7, "2020-09-24", "2020-09-25");
    assert_days(plan, &schedule, 8, "2020-09-14", "2020-09-15");
}

static void milestones_lie_where_their_predecessor_ends(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {{.id = 1, .start = "2020-09-07", .duration = DAYS(5)},
                                     {.id = 2, .kind = TASK_MILESTONE},
                                     {.id = 3, .duration = DAYS(1)},
                                     {.id = 4, .start = "2020-09-17", .kind = TASK_MILESTONE},
                                     {.id = 5, .duration = DAYS(1)}};
    static const LinkSpec links[] = {
        {1, 2, LINK_FS, 0}, {2, 3, LINK_FS, 0}, {4, 5, LINK_FS, 0}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 2, "2020-09-11", "2020-09-11");
    assert_days(plan, &schedule, 3, "2020-09-14", "2020-09-14");
    assert_days(plan, &schedule, 4, "2020-09-17", "2020-09-17");
    assert_days(plan, &schedule, 5, "2020-09-18", "2020-09-18");
}

static void links_to_nowhere_are_left_out(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {{.id = 1, .start = "2020-09-07", .duration = DAYS(5)},
                                     {.id = 2, .duration = DAYS(1)}};
    static const LinkSpec links[] = {{1, 77, LINK_FS, 0}, {77, 2, LINK_FS, 0}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), links, COUNT_OF(links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_days(plan, &schedule, 2, NULL, NULL);
    assert_false(dates_of(plan, &schedule, 1)->has_slack);
}

/* --- Ripple ------------------------------------------------------------------------------------ */
static void ripple_counts_what_would_move(void **state)
{
    (void)state;
    Plan *plan = fixture_start(arena, diamond, COUNT_OF(diamond), diamond_links,
                               COUNT_OF(diamond_links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    TaskShift shift = {plan_index_of(plan, ENTITY_TASK, 1), 7, 7};
    Ripple ripple = schedule_ripple(plan, &schedule, &shift, 1, arena);
    assert_int_equal(ripple.moved, 4);
    assert_int_equal(ripple.deadlines_missed, 1);
    assert_int_equal(ripple.end_before, day_of("2020-09-29"));
    assert_int_equal(ripple.end_after, day_of("2020-10-06"));
    shift = (TaskShift){plan_index_of(plan, ENTITY_TASK, 3), 7, 7}; /* within its slack */
    ripple = schedule_ripple(plan, &schedule, &shift, 1, arena);
    assert_int_equal(ripple.moved, 1);
    assert_int_equal(ripple.deadlines_missed, 0);
    assert_int_equal(ripple.end_after, ripple.end_before);
    shift = (TaskShift){plan_index_of(plan, ENTITY_TASK, 1), 0,
                        1}; /* the end edge, over a weekend: nothing is worked then */
    ripple = schedule_ripple(plan, &schedule, &shift, 1, arena);
    assert_int_equal(ripple.moved, 1);
    shift.finish_days = 3;
    ripple = schedule_ripple(plan, &schedule, &shift, 1, arena);
    assert_int_equal(ripple.moved, 4);
    ripple = schedule_ripple(plan, &schedule, NULL, 0, arena);
    assert_int_equal(ripple.moved, 0);
}

static void a_phase_moves_with_its_tasks(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .kind = TASK_PHASE, .deadline = "2020-09-18"},
        {.id = 11, .parent = 1, .start = "2020-09-07", .finish = "2020-09-11"},
        {.id = 12, .parent = 1, .deadline = "2020-09-18"},
        {.id = 2}};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    TaskShift shifts[] = {{plan_index_of(plan, ENTITY_TASK, 1), 14, 14},
                          {plan_index_of(plan, ENTITY_TASK, 11), 14, 14},
                          {99, 1, 1}};
    Ripple ripple = schedule_ripple(plan, &schedule, shifts, COUNT_OF(shifts), arena);
    assert_int_equal(ripple.moved, 2); /* named twice, moved once */
    assert_int_equal(ripple.deadlines_missed, 1);
    assert_int_equal(ripple.end_after, day_of("2020-10-02"));
}

/* --- Sentences --------------------------------------------------------------------------------- */
static void why_tells_the_reason(void **state)
{
    (void)state;
    Plan *plan = fixture_start(arena, diamond, COUNT_OF(diamond), diamond_links,
                               COUNT_OF(diamond_links));
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    assert_string_equal(schedule_why(plan, &schedule, task_of(plan, 2), LANGUAGE_EN, arena),
                        "Starts 14 Sep because “Kartlegging” ends 11 Sep.");
    assert_string_equal(schedule_why(plan, &schedule, task_of(plan, 4), LANGUAGE_EN, arena),
                        "Starts 28 Sep because “Analyse” ends 25 Sep.");
    assert_non_null(strstr(schedule_why(plan, &schedule, task_of(plan, 1), LANGUAGE_EN, arena),
                           "Starts 7 Sep as written, and ends 11 Sep"));
}

static void every_task_has_a_reason(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1},
        {.id = 2, .deadline = "2020-11-01"},
        {.id = 3, .finish = "2020-11-02", .duration = DAYS(2)},
        {.id = 4, .start = "2020-09-07", .finish = "2020-09-11"},
        {.id = 5, .kind = TASK_PHASE},
        {.id = 51, .parent = 5, .name = "Drøfting", .start = "2020-09-07", .duration = DAYS(1)},
        {.id = 6, .duration = DAYS(2)},
        {.id = 7,
         .duration = DAYS(2),
         .constraint = CONSTRAINT_SNET,
         .constraint_date = "2020-10-05"},
        {.id = 8, .finish = "2020-11-02"},
    };
    static const char *const expected[] = {"No day is known",
                                           "Only its deadline is known: 1 Nov.",
                                           "Starts 30 Oct because it takes 2 d and ends 2 Nov.",
                                           "as written",
                                           "“Drøfting”",
                                           "",
                                           "the plan starts",
                                           "may not start earlier",
                                           "its start is not known"};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    fixture_info(plan)->start = date_of("2020-09-01");
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    for (size_t i = 0; i < COUNT_OF(tasks); i++) {
        const char *why =
            schedule_why(plan, &schedule, task_of(plan, tasks[i].id), LANGUAGE_EN, arena);
        if (!strstr(why, expected[i])) {
            print_error("task %d: %s\n", (int)tasks[i].id, why);
        }
        assert_non_null(strstr(why, expected[i]));
    }
}

static void remarks_warn_of_free_days_and_lateness(void **state)
{
    (void)state;
    static const TaskSpec tasks[] = {
        {.id = 1, .deadline = "2020-11-01"},
        {.id = 2, .deadline = "2020-09-01"},
        {.id = 3, .deadline = "2018-05-01", .status = STATUS_DONE},
        {.id = 4, .deadline = "2020-11-02"},
        {.id = 5, .start = "2020-11-02", .finish = "2020-11-20", .deadline = "2020-11-10"},
        {.id = 6, .deadline = "2020-09-02"},
    };
    static const char *const expected[] = {
        "Deadline 1 Nov 2020 is a Sunday.",
        "2 days overdue.",
        "Deadline 1 May 2018 is a public holiday: 1. mai (høytidsdag).",
        NULL,
        "Ends 20 Nov, after its deadline 10 Nov.",
        "One day overdue."};
    Plan *plan = fixture_start(arena, tasks, COUNT_OF(tasks), NULL, 0);
    Schedule schedule = fixture_schedule(plan, "2020-09-03", arena);
    for (size_t i = 0; i < COUNT_OF(tasks); i++) {
        const char *remark =
            schedule_remark(plan, &schedule, task_of(plan, tasks[i].id), LANGUAGE_EN, arena);
        if (expected[i]) {
            assert_non_null(remark);
            assert_string_equal(remark, expected[i]);
        } else {
            assert_null(remark);
        }
    }
}

/* --- Size -------------------------------------------------------------------------------------- */
/* A chain as long as the largest plan: no recursion, no day loops, whatever its length. */
static void a_chain_of_a_hundred_thousand_holds(void **state)
{
    (void)state;

    enum { COUNT = 100000 };

    Arena *large = arena_new();
    Plan *plan = plan_new(large);
    Task *tasks = plan_reserve(plan, ENTITY_TASK, COUNT);
    Link *links = plan_reserve(plan, ENTITY_LINK, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        tasks[i].row.id = links[i].row.id = i + 1;
        tasks[i].row.rank = links[i].row.rank = "a"; /* the id breaks the tie */
        tasks[i].duration = DAYS(1);
        links[i].from = i + 1;
        links[i].to = (i + 1) % COUNT + 1; /* the last one closes the circle */
    }
    tasks[0].start = date_of("2020-01-02");
    links[COUNT - 1].from = COUNT + 7; /* but its source does not exist */
    Schedule schedule = fixture_schedule(plan, "2020-09-03", large);
    assert_int_equal(schedule.tasks[1].start, day_of("2020-01-03"));
    assert_true(schedule.tasks[COUNT - 1].finish > day_of("2400-01-01"));
    assert_int_equal(schedule.tasks[COUNT / 2].slack, 0);
    links[COUNT - 1].from = COUNT;
    links[COUNT - 1].from_index = COUNT - 1;
    assert_true(schedule_compute(plan, day_of("2020-09-03"), large, &schedule, NULL));
    assert_true(schedule.tasks[COUNT / 2].in_cycle);
    arena_free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_of_all_types_with_lag),
        cmocka_unit_test(links_step_over_holidays),
        cmocka_unit_test(slack_and_critical_path),
        cmocka_unit_test(lag_counts_backwards_too),
        cmocka_unit_test(deadline_takes_slack_away),
        cmocka_unit_test(circles_end_and_are_marked),
        cmocka_unit_test(link_to_own_ancestor_is_a_circle),
        cmocka_unit_test(links_of_summaries_reach_what_is_below),
        cmocka_unit_test(dates_of_people_are_kept_and_marked),
        cmocka_unit_test(constraints_hold),
        cmocka_unit_test(milestones_lie_where_their_predecessor_ends),
        cmocka_unit_test(links_to_nowhere_are_left_out),
        cmocka_unit_test(ripple_counts_what_would_move),
        cmocka_unit_test(a_phase_moves_with_its_tasks),
        cmocka_unit_test(why_tells_the_reason),
        cmocka_unit_test(every_task_has_a_reason),
        cmocka_unit_test(remarks_warn_of_free_days_and_lateness),
        cmocka_unit_test(a_chain_of_a_hundred_thousand_holds),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
