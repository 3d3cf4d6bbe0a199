/* SPDX-License-Identifier: MPL-2.0 */
/* Small plans for the engine's tests: tables of tasks and links, dates as ISO texts. */
#ifndef TESTS_UNIT_ENGINE_FIXTURE_H
#define TESTS_UNIT_ENGINE_FIXTURE_H

#include "framdrift/engine.h"

#include <string.h>

#include "arena_test.h"

#define DAYS(count) ((count)*MINUTES_PER_DAY)
#define NO_DURATION NUMBER_NONE
#define NOT_STATED  NUMBER_NONE

typedef struct TaskSpec {
    RowId id, parent;
    const char *name;
    const char *start, *finish, *deadline; /* ISO, or NULL */
    int64_t duration;                      /* 0 here means: none; a milestone has its kind */
    int kind, status;
    int64_t progress; /* 0 here means: none; see progress_zero */
    bool pinned, progress_zero;
    int constraint;
    const char *constraint_date;
} TaskSpec;

typedef struct LinkSpec {
    RowId from, to;
    int type;
    int64_t lag;
} LinkSpec;

static inline Day day_of(const char *iso)
{
    Day day = DAY_NONE;
    if (iso) {
        assert_true(day_parse_iso(iso, &day));
    }
    return day;
}

static inline HonestDate date_of(const char *iso)
{
    HonestDate none = {.from = DAY_NONE, .to = DAY_NONE};
    return iso ? date_from_day(day_of(iso)) : none;
}

static inline Task *fixture_task(Task *task, const TaskSpec *spec)
{
    task->row.id = spec->id;
    task->parent = spec->parent;
    task->name = spec->name ? spec->name : "";
    task->start = date_of(spec->start);
    task->finish = date_of(spec->finish);
    task->deadline = date_of(spec->deadline);
    task->duration = spec->duration ? spec->duration : NUMBER_NONE;
    task->kind = spec->kind;
    task->status = spec->status;
    task->progress = spec->progress || spec->progress_zero ? spec->progress : NUMBER_NONE;
    task->pinned = spec->pinned;
    task->constraint = spec->constraint;
    task->constraint_date = date_of(spec->constraint_date);
    return task;
}

/* Rows are there to be changed until fixture_finish. */
static inline Plan *fixture_start(Arena *arena, const TaskSpec *tasks, uint32_t count,
                                  const LinkSpec *links, uint32_t link_count)
{
    Plan *plan = plan_new(arena);
    Task *rows = plan_reserve(plan, ENTITY_TASK, count);
    for (uint32_t i = 0; i < count; i++) {
        fixture_task(&rows[i], &tasks[i])->row.rank = rank_at(arena, i, count);
    }
    Link *joints = plan_reserve(plan, ENTITY_LINK, link_count);
    for (uint32_t i = 0; i < link_count; i++) {
        joints[i].row.id = 1000000 + i;
        joints[i].row.rank = rank_at(arena, i, link_count);
        joints[i].from = links[i].from;
        joints[i].to = links[i].to;
        joints[i].type = links[i].type;
        joints[i].lag = links[i].lag;
    }
    PlanInfo *info = plan_reserve(plan, ENTITY_PLAN, 1);
    info->row.id = PLAN_ROW;
    info->country = COUNTRY_NO;
    return plan;
}

static inline PlanInfo *fixture_info(Plan *plan)
{
    return plan->tables[ENTITY_PLAN].rows;
}

static inline Schedule fixture_schedule(Plan *plan, const char *today, Arena *arena)
{
    Schedule schedule;
    Err err = {0};
    plan_finish(plan);
    assert_true(schedule_compute(plan, day_of(today), arena, &schedule, &err));
    return schedule;
}

static inline const TaskDates *dates_of(const Plan *plan, const Schedule *schedule, RowId id)
{
    uint32_t index = plan_index_of(plan, ENTITY_TASK, id);
    assert_true(index < schedule->count);
    return &schedule->tasks[index];
}

static inline const Task *task_of(const Plan *plan, RowId id)
{
    return PLAN_ROW_OF(plan, Task, ENTITY_TASK, id);
}

static inline void assert_days(const Plan *plan, const Schedule *schedule, RowId id,
                               const char *start, const char *finish)
{
    const TaskDates *dates = dates_of(plan, schedule, id);
    if (dates->start != day_of(start) || dates->finish != day_of(finish)) {
        Text text = {0};
        text_append(&text, "is ");
        if (dates->start != DAY_NONE) {
            day_print_iso(dates->start, &text);
        }
        text_append(&text, " – ");
        if (dates->finish != DAY_NONE) {
            day_print_iso(dates->finish, &text);
        }
        print_error("task %d %s, should be %s – %s\n", (int)id, text_string(&text),
                    start ? start : "", finish ? finish : "");
        text_free(&text);
    }
    assert_int_equal(dates->start, day_of(start));
    assert_int_equal(dates->finish, day_of(finish));
}

#endif
