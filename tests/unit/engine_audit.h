/* SPDX-License-Identifier: MPL-2.0 */
/* Plans of groups, seats and decisions for the tests of findings. */
#ifndef TESTS_UNIT_ENGINE_AUDIT_H
#define TESTS_UNIT_ENGINE_AUDIT_H

#include "engine_fixture.h"

#define GROUP_A     ((RowId)101)
#define GROUP_B     ((RowId)102)
#define ROLE_LEADER ((RowId)201)
#define ROLE_SAFETY ((RowId)202)
#define WEST        ((RowId)301)
#define EAST        ((RowId)302)
#define PERSON_A    ((RowId)401)
#define PERSON_B    ((RowId)402)
#define COUNCIL     ((RowId)501)
#define DECISION    ((RowId)601)
#define POINT_ONE   ((RowId)701)
#define POINT_TWO   ((RowId)702)
#define OBLIGATION  ((RowId)801)
#define MEETING     ((RowId)901)

static inline Plan *empty_plan(Arena *arena)
{
    return fixture_start(arena, NULL, 0, NULL, 0);
}

static inline Findings find(Plan *plan, const char *today, Arena *arena)
{
    Findings findings;
    Schedule schedule = fixture_schedule(plan, today, arena);
    findings_compute(plan, &schedule, LANGUAGE_EN, arena, &findings);
    return findings;
}

static inline uint32_t count_of(const Findings *findings, const char *rule)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < findings->count; i++) {
        count += strcmp(findings->items[i].rule, rule) == 0;
    }
    return count;
}

/* The only finding of a rule. */
static const Finding *only(const Findings *findings, const char *rule)
{
    const Finding *found = NULL;
    for (uint32_t i = 0; i < findings->count; i++) {
        if (strcmp(findings->items[i].rule, rule) == 0) {
            if (found) {
                fail_msg("two findings of %s: %s %s", rule, found->message,
                         findings->items[i].message);
            }
            found = &findings->items[i];
        }
    }
    if (!found) {
        fail_msg("no finding of %s", rule);
    }
    return found;
}

static const char *field_name_of(const Finding *finding)
{
    return finding->field < 0 ? ""
                              : schema_entity(finding->entity)->fields[finding->field].name;
}

/* --- Rows ------------------------------------------------------------------------------------ */
typedef struct SeatSpec {
    RowId group, role, person;
    const char *from, *to;
} SeatSpec;

static inline void add_seats(Plan *plan, const SeatSpec *specs, uint32_t count)
{
    Seat *seats = plan_reserve(plan, ENTITY_SEAT, count);
    for (uint32_t i = 0; i < count; i++) {
        seats[i].row = (Row){.id = 1000 + i, .rank = rank_at(plan->arena, i, count)};
        seats[i].group = specs[i].group;
        seats[i].role = specs[i].role;
        seats[i].person = specs[i].person;
        seats[i].municipality = WEST;
        seats[i].from = date_of(specs[i].from);
        seats[i].to = date_of(specs[i].to);
    }
}

/* Two groups that shall each have a safety representative, two people, two municipalities. */
static inline Plan *plan_of_groups(Arena *arena)
{
    Plan *plan = empty_plan(arena);
    Group *groups = plan_reserve(plan, ENTITY_GROUP, 2);
    groups[0].row = (Row){.id = GROUP_A, .rank = "A"};
    groups[0].name = "Arkiv";
    groups[1].row = (Row){.id = GROUP_B, .rank = "B"};
    groups[1].name = "Helse og omsorg";
    Role *roles = plan_reserve(plan, ENTITY_ROLE, 2);
    roles[0].row = (Row){.id = ROLE_LEADER, .rank = "A"};
    roles[0].name = "Leder";
    roles[1].row = (Row){.id = ROLE_SAFETY, .rank = "B"};
    roles[1].name = "Verneombud";
    RequiredRole *required = plan_reserve(plan, ENTITY_REQUIRED_ROLE, 1);
    required[0].row.id = 210;
    required[0].role = ROLE_SAFETY;
    required[0].group_kind = GROUP_WORK;
    required[0].point = POINT_TWO;
    Person *people = plan_reserve(plan, ENTITY_PERSON, 2);
    people[0].row = (Row){.id = PERSON_A, .rank = "A"};
    people[0].name = "Kari";
    people[1].row = (Row){.id = PERSON_B, .rank = "B"};
    people[1].name = "Ola";
    Municipality *all = plan_reserve(plan, ENTITY_MUNICIPALITY, 2);
    all[0].row = (Row){.id = WEST, .rank = "A"};
    all[0].name = "Vest";
    all[1].row = (Row){.id = EAST, .rank = "B"};
    all[1].name = "Øst";
    return plan;
}

#endif
