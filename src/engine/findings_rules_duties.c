/* SPDX-License-Identifier: MPL-2.0 */
/* Rules on who owes what: obligations and their evidence, steps nobody answers for, too much at once. */
#include "findings.h"

#include <stdlib.h>

static RowId municipality_of_receiver(const Audit *audit, const Obligation *obligation)
{
    const Body *receiver = PLAN_ROW_OF(audit->plan, Body, ENTITY_BODY, obligation->receiver);
    return receiver ? receiver->municipality : 0;
}

/* --- Evidence -------------------------------------------------------------------------------- */
/* One instance of an obligation, and the days that decide. */
typedef struct Duty {
    const Instance *instance;
    const Obligation *obligation;
    const char *name;
    Day held, due;
} Duty;

static void tell_evidence(Audit *audit, FindingLevel level, const Duty *duty,
                          const char *message)
{
    Finding *finding =
        audit_add(audit, level, ENTITY_INSTANCE, &duty->instance->row, "evidence");
    finding->message = message;
    finding->municipality = municipality_of_receiver(audit, duty->obligation);
    audit_cite(audit, finding, duty->obligation->point);
}

static void judge_evidence(Audit *audit, const Duty *duty)
{
    Day today = audit->schedule->today;
    if (date_is_set(&duty->instance->done)) {
        tell_evidence(audit, FINDING_WARNING, duty,
                      arena_printf(audit->arena, _("%s: done %s, but without evidence."),
                                   duty->name, audit_written(audit, &duty->instance->done)));
    } else if (duty->due != DAY_NONE && duty->due < today) {
        tell_evidence(audit, FINDING_ERROR, duty,
                      arena_printf(audit->arena, _("%s: it was due %s, and nothing shows it."),
                                   duty->name, audit_day(audit, duty->due)));
    } else if (duty->held != DAY_NONE && duty->held < today) {
        tell_evidence(audit, FINDING_WARNING, duty,
                      arena_printf(audit->arena,
                                   _("%s: the meeting was held %s, and nothing shows it."),
                                   duty->name, audit_day(audit, duty->held)));
    }
}

void rule_evidence_missing(Audit *audit)
{
    const Instance *instances = PLAN_ROWS(audit->plan, Instance, ENTITY_INSTANCE);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_INSTANCE); i++) {
        const Obligation *obligation =
            PLAN_ROW_OF(audit->plan, Obligation, ENTITY_OBLIGATION, instances[i].obligation);
        if (!obligation || obligation->status == STATUS_DROPPED || *instances[i].evidence) {
            continue;
        }
        const Meeting *meeting =
            PLAN_ROW_OF(audit->plan, Meeting, ENTITY_MEETING, instances[i].meeting);
        Duty duty = {.instance = &instances[i],
                     .obligation = obligation,
                     .name = audit_title(audit, ENTITY_OBLIGATION, obligation->row.id)};
        duty.held = meeting ? date_last_day(&meeting->date) : DAY_NONE;
        duty.due =
            date_is_set(&instances[i].due) ? date_last_day(&instances[i].due) : duty.held;
        judge_evidence(audit, &duty);
    }
}

/* --- Obligations that wait for meetings ------------------------------------------------------ */
static bool *mark_obligations_with_instances(const Audit *audit)
{
    const Instance *instances = PLAN_ROWS(audit->plan, Instance, ENTITY_INSTANCE);
    uint32_t count = plan_count(audit->plan, ENTITY_OBLIGATION);
    bool *has = ARENA_ARRAY(audit->arena, bool, (size_t)count + 1);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_INSTANCE); i++) {
        uint32_t at = plan_index_of(audit->plan, ENTITY_OBLIGATION, instances[i].obligation);
        if (at != UINT32_MAX) {
            has[at] = true;
        }
    }
    return has;
}

static bool *mark_bodies_with_meetings(const Audit *audit)
{
    const Meeting *meetings = PLAN_ROWS(audit->plan, Meeting, ENTITY_MEETING);
    bool *meets =
        ARENA_ARRAY(audit->arena, bool, (size_t)plan_count(audit->plan, ENTITY_BODY) + 1);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_MEETING); i++) {
        uint32_t at = plan_index_of(audit->plan, ENTITY_BODY, meetings[i].body);
        if (at != UINT32_MAX && date_has_days(&meetings[i].date)) {
            meets[at] = true;
        }
    }
    return meets;
}

void rule_meetings_missing(Audit *audit)
{
    const Obligation *all = PLAN_ROWS(audit->plan, Obligation, ENTITY_OBLIGATION);
    const bool *has = mark_obligations_with_instances(audit);
    const bool *meets = mark_bodies_with_meetings(audit);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_OBLIGATION); i++) {
        if (has[i] || all[i].recurrence != RECURRENCE_EACH_MEETING ||
            status_is_closed(all[i].status)) {
            continue;
        }
        uint32_t body = plan_index_of(audit->plan, ENTITY_BODY, all[i].receiver);
        bool is_dated = body != UINT32_MAX && meets[body];
        Finding *finding = audit_add(audit, FINDING_NOTE, ENTITY_OBLIGATION, &all[i].row, NULL);
        finding->message = arena_printf(
            audit->arena,
            is_dated ? _("%s: no meeting has it on its list yet.")
                     : _("%s: no meeting has a date yet, so there is nothing to tick off."),
            audit_title(audit, ENTITY_OBLIGATION, all[i].row.id));
        finding->municipality = municipality_of_receiver(audit, &all[i]);
        audit_cite(audit, finding, all[i].point);
    }
}

/* --- Steps without an owner ------------------------------------------------------------------ */
void rule_owner_missing(Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        const Task *task = &tasks[i];
        bool is_step = task->item != 0 || task->kind == TASK_STEP;
        if (!is_step || task->owner || task->body || status_is_closed(task->status)) {
            continue;
        }
        Finding *finding = audit_add(audit, FINDING_NOTE, ENTITY_TASK, &task->row, "owner");
        finding->message = arena_printf(audit->arena, _("Nobody answers for %s."),
                                        audit_task_name(audit, task));
        finding->municipality = task->municipality;
    }
}

/* --- Too much at once ------------------------------------------------------------------------ */
/* One more open task from this day, or one less. */
typedef struct Step {
    uint32_t person;
    Day day;
    int change;
} Step;

static int compare_steps(const void *one, const void *other)
{
    const Step *a = one;
    const Step *b = other;
    if (a->person != b->person) {
        return a->person < b->person ? -1 : 1;
    }
    if (a->day != b->day) {
        return a->day < b->day ? -1 : 1;
    }
    return (a->change > b->change) - (a->change < b->change);
}

static uint32_t gather_steps(const Audit *audit, Step *steps)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    Day today = audit->schedule->today;
    uint32_t count = 0;
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        const TaskDates *dates = &audit->schedule->tasks[i];
        TaskState state = schedule_state(&tasks[i], dates);
        bool is_open = state != TASK_STATE_DONE && state != TASK_STATE_DROPPED;
        bool has_days = dates->start != DAY_NONE && dates->finish >= dates->start;
        uint32_t person =
            is_open && has_days && tasks[i].child_count == 0 && dates->finish >= today
                ? plan_index_of(audit->plan, ENTITY_PERSON, tasks[i].owner)
                : UINT32_MAX;
        if (person != UINT32_MAX) {
            Day first = dates->start > today ? dates->start : today;
            steps[count++] = (Step){person, first, 1};
            steps[count++] = (Step){person, dates->finish + 1, -1};
        }
    }
    return count;
}

static void tell_overload(Audit *audit, const Step *top, int most)
{
    const Person *person = &PLAN_ROWS(audit->plan, Person, ENTITY_PERSON)[top->person];
    Finding *finding = audit_add(audit, FINDING_NOTE, ENTITY_PERSON, &person->row, NULL);
    finding->message = arena_printf(audit->arena, _("%s has %d open tasks at once from %s."),
                                    audit_title(audit, ENTITY_PERSON, person->row.id), most,
                                    audit_day(audit, top->day));
    finding->municipality = person->municipality;
    finding->owner = person->row.id;
}

void rule_overload(Audit *audit)
{
    Step *steps = ARENA_ARRAY(audit->arena, Step, (size_t)audit->schedule->count * 2 + 1);
    uint32_t count = gather_steps(audit, steps);
    if (count > 0) {
        qsort(steps, count, sizeof *steps, compare_steps);
    }
    uint32_t i = 0;
    while (i < count) {
        uint32_t person = steps[i].person;
        uint32_t top = i;
        int open = 0;
        int most = 0;
        for (; i < count && steps[i].person == person; i++) {
            open += steps[i].change;
            if (open > most) {
                most = open;
                top = i;
            }
        }
        if (most >= TOO_MANY_AT_ONCE) {
            tell_overload(audit, &steps[top], most);
        }
    }
}
