/* SPDX-License-Identifier: MPL-2.0 */
/* Rules on what cannot hold together: dates that people wrote and that exclude each other. */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

static Finding *add_for_task(Audit *audit, const Task *task, const char *field,
                             const char *message, const HonestDate *written)
{
    Finding *finding = audit_add(audit, FINDING_WARNING, ENTITY_TASK, &task->row, field);
    finding->message = message;
    finding->source = date_is_set(written) ? audit_written(audit, written) : "";
    finding->municipality = task->municipality;
    finding->owner = task->owner;
    return finding;
}

/* --- Within one task ------------------------------------------------------------------------- */
static bool look_at_order(Audit *audit, const Task *task)
{
    Day start = date_first_day(&task->start);
    Day finish = date_last_day(&task->finish);
    Day deadline = date_last_day(&task->deadline);
    const char *name = audit_task_name(audit, task);
    if (start != DAY_NONE && finish != DAY_NONE && finish < start) {
        add_for_task(audit, task, "finish",
                     arena_printf(audit->arena, _("%s ends %s, before it starts %s."), name,
                                  audit_day(audit, finish), audit_day(audit, start)),
                     &task->finish);
        return true;
    }
    if (start != DAY_NONE && deadline != DAY_NONE && deadline < start) {
        add_for_task(audit, task, "start",
                     arena_printf(audit->arena, _("%s starts %s, after its deadline %s."), name,
                                  audit_day(audit, start), audit_day(audit, deadline)),
                     &task->deadline);
        return true;
    }
    return false;
}

static bool look_at_own_deadline(Audit *audit, const Task *task, const TaskDates *dates)
{
    if (dates->deadline == DAY_NONE || dates->finish == DAY_NONE ||
        dates->finish <= dates->deadline) {
        return false;
    }
    add_for_task(audit, task, "finish",
                 arena_printf(audit->arena, _("%s ends %s, after its deadline %s."),
                              audit_task_name(audit, task), audit_day(audit, dates->finish),
                              audit_day(audit, dates->deadline)),
                 &task->deadline);
    return true;
}

/* --- A task and what it is part of ----------------------------------------------------------- */
static void look_at_deadline_above(Audit *audit, const Task *task, const TaskDates *dates,
                                   const Task *above)
{
    Day limit = above ? date_last_day(&above->deadline) : DAY_NONE;
    bool by_deadline = dates->deadline != DAY_NONE;
    Day end = by_deadline ? dates->deadline : dates->finish;
    if (limit == DAY_NONE || end == DAY_NONE || end <= limit) {
        return;
    }
    add_for_task(audit, task, by_deadline ? "deadline" : "finish",
                 arena_printf(audit->arena,
                              by_deadline ? _("%s has the deadline %s, after that of %s, %s.")
                                          : _("%s ends %s, after the deadline of %s, %s."),
                              audit_task_name(audit, task), audit_day(audit, end),
                              audit_task_name(audit, above), audit_day(audit, limit)),
                 &above->deadline);
}

/* For each task the nearest one above it that has a deadline with days; NULL when none has. */
static const Task **deadlines_above(const Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    uint32_t count = audit->schedule->count;
    const Task **above = ARENA_ARRAY(audit->arena, const Task *, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t parent = tasks[i].parent_index;
        if (parent != UINT32_MAX) {
            bool has = date_has_days(&tasks[parent].deadline);
            above[i] = has ? &tasks[parent] : above[parent];
        }
    }
    return above;
}

static void look_at_tasks(Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    const Task **above = deadlines_above(audit);
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        const Task *task = &tasks[i];
        const TaskDates *dates = &audit->schedule->tasks[i];
        bool is_leaf = task->child_count == 0;
        if (status_is_closed(task->status) || look_at_order(audit, task) ||
            (is_leaf && look_at_own_deadline(audit, task, dates))) {
            continue;
        }
        /* What is late below a summary is told there; its own deadline is its own. */
        if (is_leaf || dates->deadline != DAY_NONE) {
            look_at_deadline_above(audit, task, dates, above[i]);
        }
    }
}

/* --- From … to ------------------------------------------------------------------------------- */
static void look_at_validity(Audit *audit, EntityKind kind)
{
    const Entity *entity = schema_entity(kind);
    const Field *from = schema_field_by_name(entity, "from");
    const Field *to = schema_field_by_name(entity, "to");
    for (uint32_t i = 0; i < plan_count(audit->plan, kind); i++) {
        const Row *row = plan_at(audit->plan, kind, i);
        const HonestDate *begins = (const void *)((const char *)row + from->offset);
        const HonestDate *ends = (const void *)((const char *)row + to->offset);
        Day first = date_first_day(begins);
        Day last = date_last_day(ends);
        if (first == DAY_NONE || last == DAY_NONE || last >= first) {
            continue;
        }
        Finding *finding = audit_add(audit, FINDING_WARNING, kind, row, "to");
        finding->message = arena_printf(audit->arena, _("%s ends %s, before it begins %s."),
                                        audit_title(audit, kind, row->id),
                                        audit_day(audit, last), audit_day(audit, first));
        finding->source = audit_written(audit, ends);
    }
}

static void look_at_instances(Audit *audit)
{
    const Instance *instances = PLAN_ROWS(audit->plan, Instance, ENTITY_INSTANCE);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_INSTANCE); i++) {
        const Obligation *obligation =
            PLAN_ROW_OF(audit->plan, Obligation, ENTITY_OBLIGATION, instances[i].obligation);
        Day until = obligation ? date_last_day(&obligation->until) : DAY_NONE;
        Day due = date_first_day(&instances[i].due);
        if (until == DAY_NONE || due == DAY_NONE || due <= until) {
            continue;
        }
        Finding *finding =
            audit_add(audit, FINDING_WARNING, ENTITY_INSTANCE, &instances[i].row, "due");
        finding->message =
            arena_printf(audit->arena, _("%s is due %s, but holds only until %s."),
                         audit_title(audit, ENTITY_OBLIGATION, obligation->row.id),
                         audit_day(audit, due), audit_day(audit, until));
        finding->source = audit_written(audit, &obligation->until);
    }
}

void rule_contradiction(Audit *audit)
{
    look_at_tasks(audit);
    look_at_validity(audit, ENTITY_MUNICIPALITY);
    look_at_validity(audit, ENTITY_GROUP);
    look_at_validity(audit, ENTITY_SEAT);
    look_at_instances(audit);
}

/* --- One thing, two deadlines ---------------------------------------------------------------- */
static int compare_places(const void *one, const void *other)
{
    const Task *a = *(const Task *const *)one;
    const Task *b = *(const Task *const *)other;
    if (a->parent_index != b->parent_index) {
        return a->parent_index < b->parent_index ? -1 : 1;
    }
    int order = strcmp(a->name, b->name);
    return order ? order : (a->index > b->index) - (a->index < b->index);
}

/* Groups and municipalities may each do the same thing in their own time. */
static bool is_same_thing(const Task *one, const Task *other)
{
    return one->parent_index == other->parent_index && one->group == other->group &&
           one->municipality == other->municipality && strcmp(one->name, other->name) == 0;
}

static void tell_two_deadlines(Audit *audit, const Task *first, const Task *second)
{
    Finding *finding = audit_add(audit, FINDING_WARNING, ENTITY_TASK, &second->row, "deadline");
    finding->message = arena_printf(
        audit->arena, _("%s has two deadlines: %s and %s."), audit_task_name(audit, second),
        audit_written(audit, &first->deadline), audit_written(audit, &second->deadline));
    finding->reason = arena_printf(audit->arena, _("It stands in the plan twice: %s and %s."),
                                   first->number, second->number);
    finding->source = audit_written(audit, &first->deadline);
    finding->municipality = second->municipality;
    finding->owner = second->owner;
}

void rule_same_name(Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    uint32_t count = 0;
    const Task **dated =
        ARENA_ARRAY(audit->arena, const Task *, (size_t)audit->schedule->count + 1);
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        if (date_has_days(&tasks[i].deadline) && *tasks[i].name) {
            dated[count++] = &tasks[i];
        }
    }
    if (count > 1) {
        qsort(dated, count, sizeof(const Task *), compare_places);
    }
    for (uint32_t i = 1; i < count; i++) {
        const HonestDate *one = &dated[i - 1]->deadline;
        const HonestDate *other = &dated[i]->deadline;
        bool differ = one->from != other->from || one->to != other->to;
        if (differ && is_same_thing(dated[i - 1], dated[i])) {
            tell_two_deadlines(audit, dated[i - 1], dated[i]);
        }
    }
}
