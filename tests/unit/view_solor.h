/* SPDX-License-Identifier: MPL-2.0 */
/* A plan in memory with the structure of Våler, Åsnes and Grue and invented names. */
#ifndef FRAMDRIFT_TEST_VIEW_SOLOR_H
#define FRAMDRIFT_TEST_VIEW_SOLOR_H

#include "view_support.h"

enum { VALER = 11, ASNES = 12, GRUE = 13 };

enum {
    TECHNICAL = 21,
    ACCOUNTING = 22,
    PERSONNEL = 23,
    ARCHIVE = 24,
    FARMING = 25,
    STEERING = 26
};

enum { NOBODY = 0, LEADER = 31, UNION_REP = 32, SAFETY_REP = 33 };

enum {
    FIRST_PERSON = 100,
    FIRST_SEAT = 200,
    FIRST_TASK = 300,
    FIRST_SWOT = 400,
    A_POINT = 61,
    A_DECISION = 71,
    A_BODY = 81
};

typedef struct SolorSeat {
    int group, municipality, role;
    const char *person; /* NULL: vacant */
} SolorSeat;

/* In the document's order within each cell. */
static const SolorSeat solor_seats[] = {
    {TECHNICAL, VALER, NOBODY, "Kirsti Haugli"},
    {TECHNICAL, VALER, SAFETY_REP, NULL},
    {TECHNICAL, ASNES, LEADER, "Olav Furuseth"},
    {TECHNICAL, ASNES, UNION_REP, "Tobias Granlid"},
    {TECHNICAL, GRUE, NOBODY, "Leif Torbjørn Sæland"},
    {TECHNICAL, GRUE, UNION_REP, "Roger Solhaug"},
    {ACCOUNTING, VALER, LEADER, "Gunvor Lie"},
    {ACCOUNTING, ASNES, NOBODY, "Tonje Østgård Bjørli"},
    {ACCOUNTING, ASNES, SAFETY_REP, NULL},
    {ACCOUNTING, GRUE, NOBODY, "Karl Mathiesen"},
    {ACCOUNTING, GRUE, UNION_REP, "Turid Kverndalen"},
    {PERSONNEL, VALER, NOBODY, "Jonas Alexander Mathiesen Lid"},
    {PERSONNEL, VALER, UNION_REP, "Hilde Skjerven Åmodt"},
    {PERSONNEL, ASNES, NOBODY, "Arne Dahl"},
    {PERSONNEL, GRUE, LEADER, "Synnøve Strand"},
    {PERSONNEL, GRUE, SAFETY_REP, NULL},
    {ARCHIVE, VALER, NOBODY, "Lars Peter Hansen"},
    {ARCHIVE, ASNES, NOBODY, "Torgeir Mørkeset"},
    {ARCHIVE, ASNES, UNION_REP, "Ingri Haugdal"},
    {ARCHIVE, GRUE, LEADER, "Sigrid Margrethe Åsgården"},
    {FARMING, VALER, NOBODY, "Mari Birgitte Kolsrød"},
    {FARMING, VALER, SAFETY_REP, NULL},
    {FARMING, ASNES, NOBODY, "Geir Sandbakke"},
    {FARMING, GRUE, LEADER, "Liv Bjørnstad"},
    {FARMING, GRUE, UNION_REP, "Kolbein Myrland"},
    {STEERING, VALER, NOBODY, NULL},
    {STEERING, VALER, NOBODY, NULL},
    {STEERING, VALER, UNION_REP, NULL},
    {STEERING, ASNES, NOBODY, NULL},
    {STEERING, ASNES, NOBODY, NULL},
    {STEERING, ASNES, UNION_REP, NULL},
    {STEERING, GRUE, NOBODY, NULL},
    {STEERING, GRUE, NOBODY, NULL},
    {STEERING, GRUE, UNION_REP, NULL},
};

typedef struct SolorSwot {
    int quadrant, group, weight; /* weight 0: not weighed */
    const char *text;
} SolorSwot;

static const SolorSwot solor_swot[] = {
    {QUADRANT_STRENGTH, 0, 5, "All three councils have said yes"},
    {QUADRANT_STRENGTH, 0, 4, "Shared child welfare already works"},
    {QUADRANT_STRENGTH, FARMING, 4, "Shared public health and farm office"},
    {QUADRANT_STRENGTH, 0, 3, "NOK 500 000 from the county governor"},
    {QUADRANT_WEAKNESS, ARCHIVE, 4, "Small, exposed expert teams"},
    {QUADRANT_WEAKNESS, TECHNICAL, 5, "SMALL, exposed expert teams"},
    {QUADRANT_WEAKNESS, ACCOUNTING, 3, "Small, exposed expert teams"},
    {QUADRANT_WEAKNESS, 0, 4, "Strained municipal economy"},
    {QUADRANT_WEAKNESS, ARCHIVE, 3, "Archive group lacks a safety rep"},
    {QUADRANT_WEAKNESS, 0, 0, "Own work must be shown and recorded"},
    {QUADRANT_OPPORTUNITY, 0, 5, "Stronger teams, less dependent on one"},
    {QUADRANT_OPPORTUNITY, 0, 5, "Better services for residents"},
    {QUADRANT_OPPORTUNITY, PERSONNEL, 3, "A more attractive place to work"},
    {QUADRANT_OPPORTUNITY, ACCOUNTING, 2, "Savings, but only in the long run"},
    {QUADRANT_OPPORTUNITY, 0, 2, "Regional study runs in parallel"},
    {QUADRANT_THREAT, 0, 5, "Talks strand on where offices go"},
    {QUADRANT_THREAT, 0, 4, "More old people, fewer of working age"},
    {QUADRANT_THREAT, 0, 3, "Councils end up with different answers"},
    {QUADRANT_THREAT, 0, 3, "Too little time before December"},
};

static inline void solor_row(Row *row, RowId id, uint32_t place, uint32_t count, Arena *arena)
{
    row->id = id;
    row->rank = rank_at(arena, place, count);
}

static inline void solor_municipalities(Plan *plan, Arena *arena)
{
    static const char *const names[] = {"Våler", "Åsnes", "Grue"};
    static const char *const cases[] = {"042/20", "061/20", "049/20"};
    Municipality *rows = plan_reserve(plan, ENTITY_MUNICIPALITY, 3);
    Body *bodies = plan_reserve(plan, ENTITY_BODY, 3);
    Decision *decisions = plan_reserve(plan, ENTITY_DECISION, 3);
    for (uint32_t place = 0; place < 3; place++) {
        solor_row(&rows[place].row, VALER + place, place, 3, arena);
        rows[place].name = names[place];
        rows[place].number = arena_printf(arena, "%d", 3419 - (int)place);
        rows[place].county = "Innlandet";
        solor_row(&bodies[place].row, A_BODY + place, place, 3, arena);
        bodies[place].name = arena_printf(arena, "%s kommunestyre", names[place]);
        bodies[place].municipality = VALER + place;
        solor_row(&decisions[place].row, A_DECISION + place, place, 3, arena);
        decisions[place].body = A_BODY + place;
        decisions[place].kind = "k-sak";
        decisions[place].reference = cases[place];
    }
}

static inline void solor_roles(Plan *plan, Arena *arena)
{
    static const struct {
        const char *name, *code, *written;
    } roles[] = {
        {"leader", "L", "leder"}, {"union rep", "TV", "TV"}, {"safety rep", "VO", "VO"}};

    Role *rows = plan_reserve(plan, ENTITY_ROLE, 3);
    RequiredRole *required = plan_reserve(plan, ENTITY_REQUIRED_ROLE, 3);
    Point *point = plan_reserve(plan, ENTITY_POINT, 1);
    for (uint32_t place = 0; place < 3; place++) {
        solor_row(&rows[place].row, LEADER + place, place, 3, arena);
        rows[place].name = roles[place].name;
        rows[place].code = roles[place].code;
        rows[place].written = roles[place].written;
        rows[place].union_role = place == 1;
        solor_row(&required[place].row, 41 + place, place, 3, arena);
        required[place].role = LEADER + place;
        required[place].point = A_POINT;
    }
    solor_row(&point->row, A_POINT, 0, 1, arena);
    point->decision = A_DECISION + 1;
    point->number = "5";
}

static inline void solor_groups(Plan *plan, Arena *arena)
{
    static const char *const names[] = {"Tekniske tjenester", "Økonomi/regnskap",
                                        "Personal/HR/lønn",   "Arkiv",
                                        "Landbruk",           "Styringsgruppe"};
    static const char *const short_names[] = {"Teknisk", "Økonomi", "Personal", "", "", ""};
    Group *rows = plan_reserve(plan, ENTITY_GROUP, 6);
    for (uint32_t place = 0; place < 6; place++) {
        solor_row(&rows[place].row, TECHNICAL + place, place, 6, arena);
        rows[place].name = names[place];
        rows[place].short_name = short_names[place];
        rows[place].kind = place == 5 ? GROUP_STEERING : GROUP_WORK;
        rows[place].host = place == 3 ? GRUE : 0;
    }
}

static inline void solor_people_and_seats(Plan *plan, Arena *arena, bool redacted)
{
    uint32_t count = COUNT_OF(solor_seats), people = 0;
    Seat *seats = plan_reserve(plan, ENTITY_SEAT, count);
    Person *persons = plan_reserve(plan, ENTITY_PERSON, 21);
    for (uint32_t place = 0; place < count; place++) {
        const SolorSeat *given = &solor_seats[place];
        solor_row(&seats[place].row, FIRST_SEAT + place, place, count, arena);
        seats[place].group = given->group;
        seats[place].municipality = given->municipality;
        seats[place].role = given->role;
        if (given->person == NULL)
            continue;
        solor_row(&persons[people].row, FIRST_PERSON + people, people, 21, arena);
        persons[people].name = redacted ? "" : given->person;
        persons[people].municipality = given->municipality;
        seats[place].person = FIRST_PERSON + people++;
    }
    assert_int_equal(people, 21);
}

/* A phase and a task for each group, with what they have reached. */
static inline void solor_tasks(Plan *plan, Arena *arena)
{
    static const int percents[] = {20, 15, 10, -1, 5};
    Task *rows = plan_reserve(plan, ENTITY_TASK, 6);
    for (uint32_t place = 0; place < 6; place++) {
        solor_row(&rows[place].row, FIRST_TASK + place, place, 6, arena);
        rows[place].name = place == 0 ? "Obstacles and pitfalls" : "Map the present state";
        rows[place].kind = place == 0 ? TASK_PHASE : TASK_ACTIVITY;
        if (place == 0)
            continue;
        rows[place].parent = FIRST_TASK;
        rows[place].group = TECHNICAL + place - 1;
        rows[place].progress = percents[place - 1] < 0 ? NUMBER_NONE : percents[place - 1];
        rows[place].owner = place == 1 ? FIRST_PERSON + 1 : 0;
    }
}

static inline void solor_swots(Plan *plan, Arena *arena)
{
    uint32_t count = COUNT_OF(solor_swot);
    Swot *rows = plan_reserve(plan, ENTITY_SWOT, count);
    for (uint32_t place = 0; place < count; place++) {
        const SolorSwot *given = &solor_swot[place];
        solor_row(&rows[place].row, FIRST_SWOT + place, place, count, arena);
        rows[place].row.origin = place % 5 == 0 ? ORIGIN_EXAMPLE : ORIGIN_SEED;
        rows[place].group = given->group;
        rows[place].quadrant = given->quadrant;
        rows[place].text = given->text;
        rows[place].weight = given->weight == 0 ? NUMBER_NONE : given->weight;
        if (given->quadrant == QUADRANT_THREAT && given->weight == 5) {
            rows[place].task = FIRST_TASK;
            rows[place].note = "Cooperation often stops when it is time to place people. The "
                               "directors want services in all three municipalities to be a "
                               "premise from the start.";
        }
    }
}

static inline Plan *solor_plan(Arena *arena, bool redacted)
{
    Plan *plan = plan_new(arena);
    plan->redacted = redacted;
    solor_municipalities(plan, arena);
    solor_roles(plan, arena);
    solor_groups(plan, arena);
    solor_people_and_seats(plan, arena, redacted);
    solor_tasks(plan, arena);
    solor_swots(plan, arena);
    plan_finish(plan);
    return plan;
}

/* The percents that the views show; the engine's own tests say how they come about. */
static inline Schedule *solor_schedule(const Plan *plan, Arena *arena)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    uint32_t count = plan_count(plan, ENTITY_TASK);
    Schedule *schedule = ARENA_NEW(arena, Schedule);
    TaskDates *dates = ARENA_ARRAY(arena, TaskDates, count + 1);
    for (uint32_t index = 0; index < count; index++) {
        dates[index].start = dates[index].finish = dates[index].deadline = DAY_NONE;
        dates[index].late_finish = DAY_NONE;
        bool stated = tasks[index].progress != NUMBER_NONE;
        dates[index].percent = (int8_t)(stated ? tasks[index].progress : -1);
    }
    *schedule = (Schedule){.today = support_today(),
                           .tasks = dates,
                           .count = count,
                           .first = DAY_NONE,
                           .last = DAY_NONE};
    return schedule;
}

static inline ViewInput solor_input(const Plan *plan, const ViewState *state, Arena *arena)
{
    return (ViewInput){.plan = plan,
                       .schedule = solor_schedule(plan, arena),
                       .state = state,
                       .language = LANGUAGE_EN,
                       .today = support_today(),
                       .width = SUPPORT_WIDTH,
                       .height = SUPPORT_HEIGHT};
}

#endif
