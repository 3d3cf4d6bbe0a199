/* SPDX-License-Identifier: MPL-2.0 */
/* Rules on time: what is late, what comes soon, what falls on a free day, what links forbid. */
#include "findings.h"

static Finding *add_for_task(Audit *audit, FindingLevel level, const Task *task,
                             const char *field)
{
    Finding *finding = audit_add(audit, level, ENTITY_TASK, &task->row, field);
    finding->municipality = task->municipality;
    finding->owner = task->owner;
    return finding;
}

static const char *communication_name(const Audit *audit, const Communication *item)
{
    return audit_title(audit, ENTITY_COMMUNICATION, item->row.id);
}

/* --- Overdue --------------------------------------------------------------------------------- */
static const char *words_overdue(const Audit *audit, const char *name, int days)
{
    if (days == 1) {
        return arena_printf(audit->arena, _("%s is one day overdue."), name);
    }
    return arena_printf(audit->arena, _("%s is %d days overdue."), name, days);
}

static void tell_overdue_task(Audit *audit, const Task *task, const TaskDates *dates)
{
    Day today = audit->schedule->today;
    bool by_deadline = dates->deadline != DAY_NONE && dates->deadline < today;
    Day end = by_deadline ? dates->deadline : dates->finish;
    const HonestDate *date = by_deadline ? &task->deadline : &task->finish;
    /* What is below a summary is what somebody does: its own late end only asks for a look. */
    FindingLevel level = task->child_count > 0 ? FINDING_WARNING : FINDING_ERROR;
    Finding *finding = add_for_task(audit, level, task, by_deadline ? "deadline" : "finish");
    finding->message = words_overdue(audit, audit_task_name(audit, task), today - end);
    finding->reason = arena_printf(
        audit->arena, by_deadline ? _("Its deadline was %s.") : _("It was to end %s."),
        audit_day(audit, end));
    finding->source = date_is_set(date) ? audit_written(audit, date) : "";
}

static void look_for_late_words(Audit *audit, const Communication *item)
{
    Day end = date_last_day(&item->due);
    if (end == DAY_NONE || end >= audit->schedule->today || date_is_set(&item->done)) {
        return;
    }
    Finding *finding = audit_add(audit, FINDING_ERROR, ENTITY_COMMUNICATION, &item->row, "due");
    finding->message =
        words_overdue(audit, communication_name(audit, item), audit->schedule->today - end);
    finding->reason = arena_printf(audit->arena, _("It was due %s."), audit_day(audit, end));
    finding->source = audit_written(audit, &item->due);
    finding->owner = item->owner;
}

void rule_overdue(Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    const Communication *items = PLAN_ROWS(audit->plan, Communication, ENTITY_COMMUNICATION);
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        if (audit->schedule->tasks[i].overdue) {
            tell_overdue_task(audit, &tasks[i], &audit->schedule->tasks[i]);
        }
    }
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_COMMUNICATION); i++) {
        look_for_late_words(audit, &items[i]);
    }
}

/* --- Due soon -------------------------------------------------------------------------------- */
static bool is_soon(const Audit *audit, Day end)
{
    Day today = audit->schedule->today;
    return end != DAY_NONE && end >= today && end - today <= DUE_SOON_DAYS;
}

static const char *words_soon(const Audit *audit, const char *name, Day end)
{
    int days = end - audit->schedule->today;
    if (days == 0) {
        return arena_printf(audit->arena, _("%s is due today."), name);
    }
    if (days == 1) {
        return arena_printf(audit->arena, _("%s is due tomorrow."), name);
    }
    return arena_printf(audit->arena, _("%s is due in %d days."), name, days);
}

/* The day by which a task ends: its deadline; without one, a leaf's last day. */
static Day end_of_task(const Task *task, const TaskDates *dates)
{
    if (dates->deadline != DAY_NONE) {
        return dates->deadline;
    }
    return task->child_count == 0 ? dates->finish : DAY_NONE;
}

static bool task_is_open(const Task *task, const TaskDates *dates)
{
    TaskState state = schedule_state(task, dates);
    return state != TASK_STATE_DONE && state != TASK_STATE_DROPPED;
}

/* A summary is not due soon when something below it that is due soon or late explains it. */
static const bool *mark_soon(const Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    uint32_t count = audit->schedule->count;
    bool *soon = ARENA_ARRAY(audit->arena, bool, (size_t)count + 1);
    bool *explained = ARENA_ARRAY(audit->arena, bool, (size_t)count + 1);
    for (uint32_t i = count; i-- > 0;) {
        const TaskDates *dates = &audit->schedule->tasks[i];
        soon[i] = !explained[i] && !dates->overdue && task_is_open(&tasks[i], dates) &&
                  is_soon(audit, end_of_task(&tasks[i], dates));
        uint32_t parent = tasks[i].parent_index;
        if (parent != UINT32_MAX && (soon[i] || dates->overdue || explained[i])) {
            explained[parent] = true;
        }
    }
    return soon;
}

static void tell_task_soon(Audit *audit, const Task *task, const TaskDates *dates)
{
    bool by_deadline = dates->deadline != DAY_NONE;
    const HonestDate *date = by_deadline ? &task->deadline : &task->finish;
    Finding *finding =
        add_for_task(audit, FINDING_WARNING, task, by_deadline ? "deadline" : "finish");
    Day end = end_of_task(task, dates);
    finding->message = words_soon(audit, audit_task_name(audit, task), end);
    finding->reason =
        arena_printf(audit->arena, by_deadline ? _("Its deadline is %s.") : _("It ends %s."),
                     audit_day(audit, end));
    finding->source = date_is_set(date) ? audit_written(audit, date) : "";
}

static void look_for_words_soon(Audit *audit)
{
    const Communication *items = PLAN_ROWS(audit->plan, Communication, ENTITY_COMMUNICATION);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_COMMUNICATION); i++) {
        Day end = date_last_day(&items[i].due);
        if (!is_soon(audit, end) || date_is_set(&items[i].done)) {
            continue;
        }
        Finding *finding =
            audit_add(audit, FINDING_WARNING, ENTITY_COMMUNICATION, &items[i].row, "due");
        finding->message = words_soon(audit, communication_name(audit, &items[i]), end);
        finding->source = audit_written(audit, &items[i].due);
        finding->owner = items[i].owner;
    }
}

static void look_for_instances_soon(Audit *audit)
{
    const Instance *instances = PLAN_ROWS(audit->plan, Instance, ENTITY_INSTANCE);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_INSTANCE); i++) {
        const Instance *one = &instances[i];
        Day end = date_last_day(&one->due);
        const Obligation *obligation =
            PLAN_ROW_OF(audit->plan, Obligation, ENTITY_OBLIGATION, one->obligation);
        bool is_met = date_is_set(&one->done) || *one->evidence;
        if (!obligation || is_met || obligation->status == STATUS_DROPPED ||
            !is_soon(audit, end)) {
            continue;
        }
        const Body *receiver =
            PLAN_ROW_OF(audit->plan, Body, ENTITY_BODY, obligation->receiver);
        Finding *finding =
            audit_add(audit, FINDING_WARNING, ENTITY_INSTANCE, &one->row, "evidence");
        finding->message =
            words_soon(audit, audit_title(audit, ENTITY_OBLIGATION, obligation->row.id), end);
        finding->municipality = receiver ? receiver->municipality : 0;
        audit_cite(audit, finding, obligation->point);
    }
}

static void look_for_reports_soon(Audit *audit)
{
    const Funding *funding = PLAN_ROWS(audit->plan, Funding, ENTITY_FUNDING);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_FUNDING); i++) {
        Day end = date_last_day(&funding[i].report_due);
        if (!is_soon(audit, end)) {
            continue;
        }
        Finding *finding =
            audit_add(audit, FINDING_WARNING, ENTITY_FUNDING, &funding[i].row, "report_due");
        finding->message =
            words_soon(audit,
                       arena_printf(audit->arena, _("The report on %s"),
                                    audit_title(audit, ENTITY_FUNDING, funding[i].row.id)),
                       end);
        finding->source = audit_written(audit, &funding[i].report_due);
        finding->municipality = funding[i].applicant;
    }
}

void rule_due_soon(Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    const bool *soon = mark_soon(audit);
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        if (soon[i]) {
            tell_task_soon(audit, &tasks[i], &audit->schedule->tasks[i]);
        }
    }
    look_for_instances_soon(audit);
    look_for_words_soon(audit);
    look_for_reports_soon(audit);
}

/* --- Free days ------------------------------------------------------------------------------- */
/* "Sunday", or the name of the holiday; NULL on a working day, and where no day is exact. */
static const char *free_day_words(const Audit *audit, const HonestDate *date)
{
    Country country = audit->schedule->country;
    Day day = date->to;
    if (date->precision != DATE_DAY || day == DAY_NONE || calendar_is_working(country, day)) {
        return NULL;
    }
    const char *holiday = calendar_holiday_name(country, audit->language, day);
    if (holiday && calendar_day_kind(country, day) == DAY_HOLIDAY) {
        return arena_printf(audit->arena, _("a public holiday, %s"), holiday);
    }
    return day_weekday(day) == 6 ? _("a Sunday") : _("a Saturday");
}

static void look_for_free_deadline(Audit *audit, const Task *task, const TaskDates *dates)
{
    const char *words = free_day_words(audit, &task->deadline);
    if (!words) {
        return;
    }
    bool is_over = task->deadline.to < audit->schedule->today || !task_is_open(task, dates);
    Finding *finding =
        add_for_task(audit, is_over ? FINDING_NOTE : FINDING_WARNING, task, "deadline");
    finding->message =
        arena_printf(audit->arena, _("The deadline of %s, %s, is %s."),
                     audit_task_name(audit, task), audit_day(audit, task->deadline.to), words);
    finding->reason =
        arena_printf(audit->arena, _("The last working day before it is %s."),
                     audit_day(audit, calendar_previous_working(audit->schedule->country,
                                                                task->deadline.to)));
    finding->source = audit_written(audit, &task->deadline);
}

void rule_free_day(Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        look_for_free_deadline(audit, &tasks[i], &audit->schedule->tasks[i]);
    }
}

/* --- Links ----------------------------------------------------------------------------------- */
void rule_link_broken(Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        if (!audit->schedule->tasks[i].broken_link) {
            continue;
        }
        Finding *finding = add_for_task(audit, FINDING_WARNING, &tasks[i], "start");
        finding->message =
            arena_printf(audit->arena, _("%s is placed earlier than a link to it allows."),
                         audit_task_name(audit, &tasks[i]));
        finding->reason = _("A link asks for a later day, and the written one was kept.");
    }
}

void rule_link_circle(Audit *audit)
{
    const Task *tasks = PLAN_ROWS(audit->plan, Task, ENTITY_TASK);
    for (uint32_t i = 0; i < audit->schedule->count; i++) {
        if (!audit->schedule->tasks[i].in_cycle) {
            continue;
        }
        Finding *finding = add_for_task(audit, FINDING_WARNING, &tasks[i], NULL);
        finding->message = arena_printf(audit->arena, _("The links of %s go in a circle."),
                                        audit_task_name(audit, &tasks[i]));
        finding->reason = _("They are left out of the schedule until one of them is removed.");
    }
}
