/* SPDX-License-Identifier: MPL-2.0 */
/* Dated meetings make instances of what is due at each of them, once, and the same on every copy. */
#include "engine_fixture.h"

#define COUNCIL  ((RowId)11)
#define OTHER    ((RowId)12)
#define DECISION ((RowId)21)
#define POINT    ((RowId)22)

typedef struct ObligationSpec {
    RowId id, receiver;
    Recurrence recurrence;
    Status status;
    const char *until;
} ObligationSpec;

typedef struct MeetingSpec {
    RowId id, body;
    const char *date;
} MeetingSpec;

static Plan *plan_of(Arena *arena, const ObligationSpec *obligations, uint32_t obligation_count,
                     const MeetingSpec *meetings, uint32_t meeting_count)
{
    Plan *plan = fixture_start(arena, NULL, 0, NULL, 0);
    Obligation *owed = plan_reserve(plan, ENTITY_OBLIGATION, obligation_count);
    for (uint32_t i = 0; i < obligation_count; i++) {
        owed[i].row =
            (Row){.id = obligations[i].id, .rank = rank_at(arena, i, obligation_count)};
        owed[i].receiver = obligations[i].receiver;
        owed[i].recurrence = (int)obligations[i].recurrence;
        owed[i].status = (int)obligations[i].status;
        owed[i].until = date_of(obligations[i].until);
    }
    Meeting *held = plan_reserve(plan, ENTITY_MEETING, meeting_count);
    for (uint32_t i = 0; i < meeting_count; i++) {
        held[i].row = (Row){.id = meetings[i].id, .rank = rank_at(arena, i, meeting_count)};
        held[i].body = meetings[i].body;
        held[i].date = date_of(meetings[i].date);
    }
    return plan;
}

static const ObligationSpec each = {101, COUNCIL, RECURRENCE_EACH_MEETING, STATUS_STARTED,
                                    NULL};

static void a_meeting_of_the_receiver_is_asked_for(void **state)
{
    static const MeetingSpec meetings[] = {{201, COUNCIL, "2020-09-28"},
                                           {202, OTHER, "2020-09-29"},
                                           {203, COUNCIL, NULL},
                                           {204, 0, "2020-09-30"},
                                           {205, COUNCIL, "2020-10-26"}};
    Plan *plan = plan_of(*state, &each, 1, meetings, COUNT_OF(meetings));
    plan_finish(plan);
    const MissingInstance *missing = NULL;
    assert_int_equal(obligations_missing(plan, *state, &missing), 2);
    assert_int_equal(missing[0].obligation, 101);
    assert_int_equal(missing[0].meeting, 201);
    assert_int_equal(missing[0].due.to, day_of("2020-09-28"));
    assert_int_equal(missing[1].meeting, 205);
    assert_int_not_equal(missing[0].id, missing[1].id);
}

static void an_instance_that_is_there_is_not_asked_for_again(void **state)
{
    static const MeetingSpec meetings[] = {{201, COUNCIL, "2020-09-28"},
                                           {202, COUNCIL, "2020-10-26"}};
    Plan *plan = plan_of(*state, &each, 1, meetings, COUNT_OF(meetings));
    Instance *instance = plan_reserve(plan, ENTITY_INSTANCE, 1);
    instance->row.id = 7; /* made by hand: any id will do */
    instance->obligation = 101;
    instance->meeting = 201;
    plan_finish(plan);
    const MissingInstance *missing = NULL;
    assert_int_equal(obligations_missing(plan, *state, &missing), 1);
    assert_int_equal(missing[0].meeting, 202);
}

static void only_what_recurs_and_is_open_until_its_end(void **state)
{
    static const ObligationSpec obligations[] = {
        {101, COUNCIL, RECURRENCE_ONCE, STATUS_STARTED, NULL},
        {102, COUNCIL, RECURRENCE_MONTHLY, STATUS_STARTED, NULL},
        {103, COUNCIL, RECURRENCE_EACH_MEETING, STATUS_DONE, NULL},
        {104, 0, RECURRENCE_EACH_MEETING, STATUS_STARTED, NULL},
        {105, COUNCIL, RECURRENCE_EACH_MEETING, STATUS_STARTED, "2020-09-27"},
        {106, COUNCIL, RECURRENCE_EACH_MEETING, STATUS_PLANNED, "2020-09-28"},
    };
    static const MeetingSpec meetings[] = {{201, COUNCIL, "2020-09-28"},
                                           {202, 0, "2020-09-28"}};
    Plan *plan = plan_of(*state, obligations, COUNT_OF(obligations), meetings, 2);
    plan_finish(plan);
    const MissingInstance *missing = NULL;
    assert_int_equal(obligations_missing(plan, *state, &missing), 1);
    assert_int_equal(missing[0].obligation, 106);
}

static void an_event_ends_nothing_and_is_no_meeting_day(void **state)
{
    static const MeetingSpec meetings[] = {{201, COUNCIL, "2020-12-14"},
                                           {202, COUNCIL, "2020-12-15"}};
    Plan *plan = plan_of(*state, &each, 1, meetings, COUNT_OF(meetings));
    Obligation *owed = plan->tables[ENTITY_OBLIGATION].rows;
    owed->until = (HonestDate){.from = DAY_NONE, .to = DAY_NONE, .precision = DATE_EVENT};
    Meeting *held = plan->tables[ENTITY_MEETING].rows;
    held[1].date.precision = DATE_EVENT;
    plan_finish(plan);
    const MissingInstance *missing = NULL;
    assert_int_equal(obligations_missing(plan, *state, &missing), 1);
    assert_int_equal(missing[0].meeting, 201);
}

static void the_meeting_that_decides_is_not_bound_by_it(void **state)
{
    static const MeetingSpec meetings[] = {{201, COUNCIL, "2020-05-25"},
                                           {202, COUNCIL, "2020-06-22"},
                                           {203, COUNCIL, "2020-09-28"}};
    Plan *plan = plan_of(*state, &each, 1, meetings, COUNT_OF(meetings));
    Obligation *owed = plan->tables[ENTITY_OBLIGATION].rows;
    owed->point = POINT;
    Point *point = plan_reserve(plan, ENTITY_POINT, 1);
    point->row.id = POINT;
    point->decision = DECISION;
    Decision *decision = plan_reserve(plan, ENTITY_DECISION, 1);
    decision->row.id = DECISION;
    decision->date = date_of("2020-06-22");
    plan_finish(plan);
    const MissingInstance *missing = NULL;
    assert_int_equal(obligations_missing(plan, *state, &missing), 1);
    assert_int_equal(missing[0].meeting, 203);
}

/* The numbers stand in files: they may never change. */
static void ids_follow_from_both_rows_for_ever(void **state)
{
    static const MeetingSpec meetings[] = {{201, COUNCIL, "2020-09-28"},
                                           {INT64_MAX, COUNCIL, "2020-10-26"}};
    static const RowId expected[] = {INT64_C(5734762307663901529),
                                     INT64_C(3148670382395542601)};
    Plan *plan = plan_of(*state, &each, 1, meetings, COUNT_OF(meetings));
    plan_finish(plan);
    const MissingInstance *missing = NULL;
    assert_int_equal(obligations_missing(plan, *state, &missing), 2);
    for (uint32_t i = 0; i < 2; i++) {
        assert_true(missing[i].id > PLAN_ROW);
        assert_int_equal(missing[i].id, expected[i]);
    }
}

/* Obligation and meeting change places: another row. */
static void ids_of_many_pairs_differ(void **state)
{
    enum { SIDE = 40 };

    ObligationSpec obligations[SIDE];
    MeetingSpec meetings[SIDE];
    for (int i = 0; i < SIDE; i++) {
        obligations[i] = each;
        obligations[i].id = 1 + i;
        meetings[i] = (MeetingSpec){1 + i, COUNCIL, "2020-09-28"};
    }
    Plan *plan = plan_of(*state, obligations, SIDE, meetings, SIDE);
    plan_finish(plan);
    const MissingInstance *missing = NULL;
    uint32_t count = obligations_missing(plan, *state, &missing);
    assert_int_equal(count, SIDE * SIDE);
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t j = 0; j < i; j++) {
            assert_true(missing[i].id != missing[j].id);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(a_meeting_of_the_receiver_is_asked_for),
        WITH_ARENA(an_instance_that_is_there_is_not_asked_for_again),
        WITH_ARENA(only_what_recurs_and_is_open_until_its_end),
        WITH_ARENA(an_event_ends_nothing_and_is_no_meeting_day),
        WITH_ARENA(the_meeting_that_decides_is_not_bound_by_it),
        WITH_ARENA(ids_follow_from_both_rows_for_ever),
        WITH_ARENA(ids_of_many_pairs_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
