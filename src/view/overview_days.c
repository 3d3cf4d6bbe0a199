/* SPDX-License-Identifier: MPL-2.0 */
/* What has a day: the next deadlines and the meetings ahead. */
#include "overview.h"
#include "parts.h"

#include <stdlib.h>

enum { MOST_DEADLINES = 10, MOST_LATE = 3, MOST_MEETINGS = 6, WIDE = 140, STEP_LEVEL = 3 };

/* "2 days late", "today", "24 days". */
static const char *days_words(Day day, Day today, Arena *arena)
{
    int days = day - today;
    if (days == 0)
        return _("today");
    if (days < 0)
        return days == -1 ? _("1 day late") : arena_printf(arena, _("%d days late"), -days);
    return days == 1 ? _("1 day") : arena_printf(arena, _("%d days"), days);
}

typedef struct Dated {
    Day day;
    EntityKind entity;
    RowId id;
    const char *words; /* NULL: the row's title */
    RowId parent;      /* of a step; 0: no step */
} Dated;

typedef struct DatedList {
    Dated *items;
    uint32_t count;
} DatedList;

static int compare_dated(const void *left, const void *right)
{
    const Dated *one = left, *other = right;
    if (one->day != other->day)
        return one->day < other->day ? -1 : 1;
    if (one->entity != other->entity)
        return one->entity < other->entity ? -1 : 1;
    return one->id < other->id ? -1 : one->id > other->id;
}

static void add_dated(DatedList *list, Day day, EntityKind entity, RowId id, const char *words)
{
    if (day != DAY_NONE)
        list->items[list->count++] = (Dated){day, entity, id, words, 0};
}

/* Steps of one task that end on one day are one date: that of the task. */
static void add_task(DatedList *list, Day day, const Task *task)
{
    bool step = task->level >= STEP_LEVEL && task->child_count == 0;
    Dated *last = list->count > 0 ? &list->items[list->count - 1] : NULL;
    if (step && last != NULL && last->parent == task->parent && last->day == day) {
        last->id = task->parent;
        return;
    }
    uint32_t before = list->count;
    add_dated(list, day, ENTITY_TASK, task->row.id, NULL);
    if (step && list->count > before)
        list->items[before].parent = task->parent;
}

/* A task's own deadline; for those without, the day on which a leaf ends. */
static void add_task_deadlines(const ViewInput *input, DatedList *list)
{
    const Task *tasks = PLAN_ROWS(input->plan, Task, ENTITY_TASK);
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_TASK); index++) {
        const Task *task = &tasks[index];
        const TaskDates *dates = overview_dates(input, index);
        if (dates == NULL || status_is_closed(task->status))
            continue;
        Day day = dates->deadline;
        /* A late child says it better than the phase that it stands in. */
        bool told = task->child_count > 0 && day != DAY_NONE && day < input->today;
        if (told && !dates->overdue)
            continue;
        if (day == DAY_NONE && task->child_count == 0)
            day = dates->finish;
        add_task(list, day, task);
    }
}

static Day end_of(const HonestDate *date)
{
    return date_is_set(date) ? date->to : DAY_NONE;
}

/* To whom, then what: the beginning is what a narrow screen shows. */
static const char *owed_words(const Plan *plan, const Instance *instance, Arena *arena)
{
    const Obligation *obligation =
        PLAN_ROW_OF(plan, Obligation, ENTITY_OBLIGATION, instance->obligation);
    if (obligation == NULL)
        return NULL;
    const char *receiver = part_body_name(plan, obligation->receiver);
    return text_is_empty(receiver) ? obligation->name
                                   : arena_printf(arena, "%s · %s", receiver, obligation->name);
}

static void add_other_deadlines(const ViewInput *input, DatedList *list, Arena *arena)
{
    const Plan *plan = input->plan;
    const Instance *instances = PLAN_ROWS(plan, Instance, ENTITY_INSTANCE);
    const Communication *items = PLAN_ROWS(plan, Communication, ENTITY_COMMUNICATION);
    const Funding *grants = PLAN_ROWS(plan, Funding, ENTITY_FUNDING);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_INSTANCE); index++) {
        if (!date_is_set(&instances[index].done))
            add_dated(list, end_of(&instances[index].due), ENTITY_INSTANCE,
                      instances[index].row.id, owed_words(plan, &instances[index], arena));
    }
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_COMMUNICATION); index++) {
        if (!date_is_set(&items[index].done))
            add_dated(list, end_of(&items[index].due), ENTITY_COMMUNICATION,
                      items[index].row.id, NULL);
    }
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_FUNDING); index++) {
        Day day = end_of(&grants[index].report_due);
        if (day != DAY_NONE && day >= input->today)
            add_dated(list, day, ENTITY_FUNDING, grants[index].row.id, NULL);
    }
}

/* A task's short name where the screen is narrow. */
static const char *title_of(const ViewInput *input, const Dated *dated, Arena *arena)
{
    const Task *task = dated->entity == ENTITY_TASK
                           ? PLAN_ROW_OF(input->plan, Task, ENTITY_TASK, dated->id)
                           : NULL;
    if (task == NULL || text_is_empty(task->short_name) || input->width >= WIDE)
        return plan_title(input->plan, dated->entity, dated->id, arena);
    return arena_printf(arena, "%s %s", task->number, task->short_name);
}

static void show_dated(OverviewGathering *gathering, OverviewSection section,
                       const Dated *dated)
{
    const ViewInput *input = gathering->input;
    Arena *arena = gathering->arena;
    const char *words = dated->words;
    if (text_is_empty(words))
        words = title_of(input, dated, arena);
    bool late = dated->day < input->today;
    overview_add(
        gathering, section,
        (OverviewEntry){.target = {.entity = dated->entity, .id = dated->id, .field = -1},
                        .left = part_day(dated->day, input->language, arena),
                        .text = words,
                        .right = days_words(dated->day, input->today, arena),
                        .left_style = late ? STYLE_WARNING : STYLE_TEXT,
                        .style = part_row_style(input, dated->id, STYLE_TEXT),
                        .right_style = late ? STYLE_WARNING : STYLE_DIM});
}

/* The latest few that have passed, then what comes next. */
void overview_gather_deadlines(OverviewGathering *gathering)
{
    const ViewInput *input = gathering->input;
    const Plan *plan = input->plan;
    size_t room = (size_t)plan_count(plan, ENTITY_TASK) + plan_count(plan, ENTITY_INSTANCE) +
                  plan_count(plan, ENTITY_COMMUNICATION) + plan_count(plan, ENTITY_FUNDING);
    DatedList list = {ARENA_ARRAY(gathering->arena, Dated, room + 1), 0};
    overview_list(gathering, OVERVIEW_DEADLINES, MOST_DEADLINES)->none =
        _("No deadline ahead.");
    add_task_deadlines(input, &list);
    add_other_deadlines(input, &list, gathering->arena);
    if (list.count > 1)
        qsort(list.items, list.count, sizeof *list.items, compare_dated);
    uint32_t late = 0;
    while (late < list.count && list.items[late].day < input->today)
        late++;
    uint32_t first = late > MOST_LATE ? late - MOST_LATE : 0;
    for (uint32_t index = first; index < list.count && index < first + MOST_DEADLINES; index++)
        show_dated(gathering, OVERVIEW_DEADLINES, &list.items[index]);
}

void overview_gather_meetings(OverviewGathering *gathering)
{
    const ViewInput *input = gathering->input;
    const Meeting *meetings = PLAN_ROWS(input->plan, Meeting, ENTITY_MEETING);
    uint32_t count = plan_count(input->plan, ENTITY_MEETING);
    DatedList list = {ARENA_ARRAY(gathering->arena, Dated, count + 1), 0};
    overview_list(gathering, OVERVIEW_MEETINGS, MOST_MEETINGS)->none =
        _("No meeting with a date ahead.");
    for (uint32_t index = 0; index < count; index++) {
        const Meeting *meeting = &meetings[index];
        const char *body = part_body_name(input->plan, meeting->body);
        const char *words =
            text_is_empty(meeting->name) || text_is_empty(body)
                ? NULL
                : arena_printf(gathering->arena, "%s · %s", body, meeting->name);
        Day day = end_of(&meeting->date);
        if (day != DAY_NONE && day >= input->today)
            add_dated(&list, day, ENTITY_MEETING, meeting->row.id, words);
    }
    if (list.count > 1)
        qsort(list.items, list.count, sizeof *list.items, compare_dated);
    for (uint32_t index = 0; index < list.count && index < MOST_MEETINGS; index++)
        show_dated(gathering, OVERVIEW_MEETINGS, &list.items[index]);
}
