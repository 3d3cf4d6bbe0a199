/* SPDX-License-Identifier: MPL-2.0 */
/* Which instances of which obligations the dated meetings ask for and the plan lacks. */
#include "findings.h"
#include "pairs.h"

static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94D049BB133111EB);
    return bits ^ (bits >> 31);
}

/* Stable for ever: two copies that learn of one meeting must make one and the same row. */
static RowId instance_id(RowId obligation, RowId meeting)
{
    uint64_t bits = mix((uint64_t)obligation + UINT64_C(0x9E3779B97F4A7C15));
    bits = mix((bits ^ (uint64_t)meeting) + UINT64_C(0x9E3779B97F4A7C15));
    RowId id = (RowId)(bits & INT64_MAX);
    return id > PLAN_ROW ? id : id + PLAN_ROW + 1;
}

/* The council binds somebody from its next meeting on, not at the one where it decides. */
static bool is_after_decision(const Plan *plan, const Obligation *obligation,
                              const Meeting *meeting)
{
    const Point *point = PLAN_ROW_OF(plan, Point, ENTITY_POINT, obligation->point);
    const Decision *decision =
        point ? PLAN_ROW_OF(plan, Decision, ENTITY_DECISION, point->decision) : NULL;
    return !decision || !date_has_days(&decision->date) ||
           date_last_day(&meeting->date) > date_first_day(&decision->date);
}

static bool is_asked_for(const Plan *plan, const Obligation *obligation, const Meeting *meeting)
{
    if (meeting->body != obligation->receiver || !date_has_days(&meeting->date)) {
        return false;
    }
    bool is_over = date_has_days(&obligation->until) &&
                   date_first_day(&meeting->date) > date_last_day(&obligation->until);
    return !is_over && is_after_decision(plan, obligation, meeting);
}

static bool recurs(const Obligation *obligation)
{
    return obligation->recurrence == RECURRENCE_EACH_MEETING && obligation->receiver != 0 &&
           !status_is_closed(obligation->status);
}

static Pair *instance_pairs(const Plan *plan, Arena *arena)
{
    const Instance *instances = PLAN_ROWS(plan, Instance, ENTITY_INSTANCE);
    uint32_t count = plan_count(plan, ENTITY_INSTANCE);
    Pair *pairs = ARENA_ARRAY(arena, Pair, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        pairs[i] = (Pair){instances[i].obligation, instances[i].meeting};
    }
    pairs_sort(pairs, count);
    return pairs;
}

uint32_t obligations_missing(const Plan *plan, Arena *arena, const MissingInstance **out)
{
    const Obligation *obligations = PLAN_ROWS(plan, Obligation, ENTITY_OBLIGATION);
    const Meeting *meetings = PLAN_ROWS(plan, Meeting, ENTITY_MEETING);
    uint32_t obligation_count = plan_count(plan, ENTITY_OBLIGATION);
    uint32_t meeting_count = plan_count(plan, ENTITY_MEETING);
    uint32_t there = plan_count(plan, ENTITY_INSTANCE);
    const Pair *pairs = instance_pairs(plan, arena);
    uint32_t recurring = 0;
    for (uint32_t i = 0; i < obligation_count; i++) {
        recurring += recurs(&obligations[i]);
    }
    MissingInstance *missing =
        ARENA_ARRAY(arena, MissingInstance, (size_t)recurring * meeting_count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < obligation_count; i++) {
        for (uint32_t j = 0; recurs(&obligations[i]) && j < meeting_count; j++) {
            RowId obligation = obligations[i].row.id;
            RowId meeting = meetings[j].row.id;
            if (is_asked_for(plan, &obligations[i], &meetings[j]) &&
                !pairs_hold(pairs, there, obligation, meeting)) {
                missing[count++] = (MissingInstance){.id = instance_id(obligation, meeting),
                                                     .obligation = obligation,
                                                     .meeting = meeting,
                                                     .due = meetings[j].date};
            }
        }
    }
    *out = missing;
    return count;
}
