/* SPDX-License-Identifier: MPL-2.0 */
/* Sentences: why a date is what it is, and what is odd about it. */
#include "network.h"

typedef struct Teller {
    const Plan *plan;
    const Schedule *schedule;
    const Task *task;
    const TaskDates *dates;
    Language language;
    Arena *arena;
} Teller;

static const char *words_of_day(const Teller *teller, Day day)
{
    Text text = {0};
    day_print(day, DATE_STYLE_SHORT, teller->language, &text);
    const char *words = arena_strdup(teller->arena, text_string(&text));
    text_free(&text);
    return words;
}

static const char *words_of_duration(const Teller *teller, int64_t minutes)
{
    Text text = {0};
    duration_print(minutes, teller->language, &text);
    const char *words = arena_strdup(teller->arena, text_string(&text));
    text_free(&text);
    return words;
}

static bool is_stated(const HonestDate *date)
{
    bool is_vague = date->precision == DATE_EVENT || date->precision == DATE_UNKNOWN;
    return date_is_set(date) && !is_vague && (date->from != DAY_NONE || date->to != DAY_NONE);
}

/* The link that the driver pushes through: to the task itself, or to a summary above it. */
static const Link *link_from_driver(const Teller *teller)
{
    const Link *links = PLAN_ROWS(teller->plan, Link, ENTITY_LINK);
    const Task *tasks = PLAN_ROWS(teller->plan, Task, ENTITY_TASK);
    uint32_t count = plan_count(teller->plan, ENTITY_LINK);
    for (const Task *task = teller->task; task;
         task = task->parent_index == NOWHERE ? NULL : &tasks[task->parent_index]) {
        for (uint32_t i = 0; i < count; i++) {
            if (links[i].to == task->row.id && links[i].from == teller->dates->driver->row.id) {
                return &links[i];
            }
        }
    }
    return NULL;
}

/* By the type of the link: this task's side, the other one's side. */
typedef struct LinkWords {
    const char *sentence; /* own day, name, other day */
    bool own_finish, other_finish;
} LinkWords;

static const LinkWords link_words[LINK_TYPE_COUNT] = {
    [LINK_FS] = {N_("Starts %s because “%s” ends %s."), false, true},
    [LINK_SS] = {N_("Starts %s because “%s” starts %s."), false, false},
    [LINK_FF] = {N_("Ends %s because “%s” ends %s."), true, true},
    [LINK_SF] = {N_("Ends %s because “%s” starts %s."), true, false},
};

static const char *why_driver(const Teller *teller)
{
    const Link *link = link_from_driver(teller);
    int type = link && link->type >= 0 && link->type < LINK_TYPE_COUNT ? link->type : LINK_FS;
    const LinkWords *words = &link_words[type];
    const Task *driver = teller->dates->driver;
    const TaskDates *other = &teller->schedule->tasks[driver->index];
    Day own_day = words->own_finish ? teller->dates->finish : teller->dates->start;
    Day other_day = words->other_finish ? other->finish : other->start;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the table above holds the formats */
    const char *sentence =
        arena_printf(teller->arena, _(words->sentence), words_of_day(teller, own_day),
                     driver->name, words_of_day(teller, other_day));
#pragma GCC diagnostic pop
    if (!link || link->lag == 0 || link->lag == NUMBER_NONE) {
        return sentence;
    }
    int64_t lag = link->lag < 0 ? -link->lag : link->lag;
    const char *length = words_of_duration(teller, lag);
    const char *more =
        link->lag > 0
            ? arena_printf(teller->arena, _("The link waits %s."), length)
            : arena_printf(teller->arena, _("The link lets it begin %s before."), length);
    return arena_printf(teller->arena, "%s %s", sentence, more);
}

static const char *why_summary(const Teller *teller)
{
    const Task *tasks = PLAN_ROWS(teller->plan, Task, ENTITY_TASK);
    const Task *first = NULL;
    const Task *last = NULL;
    for (uint32_t i = teller->task->index + 1; i < teller->task->subtree_end; i++) {
        const TaskDates *dates = &teller->schedule->tasks[i];
        bool is_leaf = tasks[i].child_count == 0;
        if (is_leaf && !first && dates->start != DAY_NONE &&
            dates->start == teller->dates->start) {
            first = &tasks[i];
        }
        if (is_leaf && dates->finish != DAY_NONE && dates->finish == teller->dates->finish) {
            last = &tasks[i];
        }
    }
    if (first && last) {
        return arena_printf(
            teller->arena, _("Spans %s – %s because “%s” starts first and “%s” ends last."),
            words_of_day(teller, teller->dates->start),
            words_of_day(teller, teller->dates->finish), first->name, last->name);
    }
    if (last) {
        return arena_printf(teller->arena, _("Ends %s because “%s” ends last."),
                            words_of_day(teller, teller->dates->finish), last->name);
    }
    return NULL;
}

/* What constraints say, for a start that they decide. */
static const char *const constraint_words[CONSTRAINT_COUNT] = {
    [CONSTRAINT_ALAP] = N_("Starts %s because it is to be as late as possible."),
    [CONSTRAINT_SNET] = N_("Starts %s because it may not start earlier."),
    [CONSTRAINT_SNLT] = N_("Starts %s because it may not start later."),
    [CONSTRAINT_FNET] = N_("Starts %s because it may not finish earlier."),
    [CONSTRAINT_FNLT] = N_("Starts %s because it may not finish later."),
    [CONSTRAINT_MSO] = N_("Starts %s because it must start on that day."),
    [CONSTRAINT_MFO] = N_("Starts %s because it must finish on a given day."),
};

static const char *why_constraint(const Teller *teller)
{
    int constraint = teller->task->constraint;
    const char *words = constraint > CONSTRAINT_ASAP && constraint < CONSTRAINT_COUNT
                            ? constraint_words[constraint]
                            : NULL;
    bool has_date = constraint == CONSTRAINT_ALAP || is_stated(&teller->task->constraint_date);
    if (!words || !has_date || teller->dates->start == DAY_NONE) {
        return NULL;
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral" /* the table above holds the formats */
    return arena_printf(teller->arena, _(words), words_of_day(teller, teller->dates->start));
#pragma GCC diagnostic pop
}

/* The start was not written; the end was, or only a deadline. */
static const char *why_end(const Teller *teller)
{
    const TaskDates *dates = teller->dates;
    bool is_finish = is_stated(&teller->task->finish);
    const char *end = words_of_day(teller, dates->finish);
    if (dates->start == DAY_NONE) {
        return is_finish
                   ? arena_printf(teller->arena,
                                  _("Ends %s as written; its start is not known."), end)
                   : arena_printf(teller->arena, _("Only its deadline is known: %s."), end);
    }
    return arena_printf(teller->arena, _("Starts %s because it takes %s and ends %s."),
                        words_of_day(teller, dates->start),
                        words_of_duration(teller, teller->task->duration), end);
}

static const char *why_stated(const Teller *teller)
{
    const TaskDates *dates = teller->dates;
    const char *start = words_of_day(teller, dates->start);
    if (is_stated(&teller->task->finish)) {
        return arena_printf(teller->arena, _("Starts %s and ends %s as written."), start,
                            words_of_day(teller, dates->finish));
    }
    if (teller->task->duration != NUMBER_NONE && dates->finish != DAY_NONE) {
        return arena_printf(teller->arena,
                            _("Starts %s as written, and ends %s because it takes %s."), start,
                            words_of_day(teller, dates->finish),
                            words_of_duration(teller, teller->task->duration));
    }
    return arena_printf(teller->arena, _("Starts %s as written."), start);
}

static const char *why_leaf(const Teller *teller)
{
    const TaskDates *dates = teller->dates;
    bool ends_by_itself = is_stated(&teller->task->finish) ||
                          (dates->finish != DAY_NONE && dates->finish == dates->deadline);
    if (dates->driver) {
        return why_driver(teller);
    }
    if (is_stated(&teller->task->start)) {
        return why_stated(teller);
    }
    const char *constrained = why_constraint(teller);
    if (constrained && !is_stated(&teller->task->finish)) {
        return constrained;
    }
    if (ends_by_itself) {
        return why_end(teller);
    }
    if (dates->start != DAY_NONE) {
        return arena_printf(
            teller->arena,
            _("Starts %s because the plan starts then and nothing else decides."),
            words_of_day(teller, dates->start));
    }
    return NULL;
}

const char *schedule_why(const Plan *plan, const Schedule *schedule, const Task *task,
                         Language language, Arena *arena)
{
    Teller teller = {plan, schedule, task, &schedule->tasks[task->index], language, arena};
    const char *why = task->child_count > 0 ? why_summary(&teller) : NULL;
    if (!why) {
        why = why_leaf(&teller);
    }
    if (!why) {
        why = _(
            "No day is known: give it a start, an end, a deadline, or a duration and a link.");
    }
    if (teller.dates->broken_link) {
        why = arena_printf(arena, "%s %s", why,
                           _("A link asks for a later day, and the written one was kept."));
    }
    if (teller.dates->in_cycle) {
        why =
            arena_printf(arena, "%s %s", why, _("Its links go in a circle and are left out."));
    }
    return why;
}

/* --- Remarks --------------------------------------------------------------------------------- */
static const char *remark_overdue(const Teller *teller)
{
    const TaskDates *dates = teller->dates;
    if (!dates->overdue) {
        return NULL;
    }
    Day end = dates->deadline != DAY_NONE && dates->deadline < teller->schedule->today
                  ? dates->deadline
                  : dates->finish;
    int days = teller->schedule->today - end;
    if (days == 1) {
        return _("One day overdue.");
    }
    return arena_printf(teller->arena, _("%d days overdue."), days);
}

/* Only an exact day can fall on a free one. */
static const char *remark_free_day(const Teller *teller)
{
    const HonestDate *deadline = &teller->task->deadline;
    Day day = teller->dates->deadline;
    if (deadline->precision != DATE_DAY || day == DAY_NONE ||
        calendar_is_working(teller->schedule->country, day)) {
        return NULL;
    }
    int year = day_year(day);
    const char *words = words_of_day(teller, day);
    const char *holiday =
        calendar_holiday_name(teller->schedule->country, teller->language, day);
    if (holiday && calendar_day_kind(teller->schedule->country, day) == DAY_HOLIDAY) {
        return arena_printf(teller->arena, _("Deadline %s %d is a public holiday: %s."), words,
                            year, holiday);
    }
    return day_weekday(day) == 6
               ? arena_printf(teller->arena, _("Deadline %s %d is a Sunday."), words, year)
               : arena_printf(teller->arena, _("Deadline %s %d is a Saturday."), words, year);
}

static const char *remark_late(const Teller *teller)
{
    const TaskDates *dates = teller->dates;
    bool is_late = dates->deadline != DAY_NONE && dates->finish != DAY_NONE &&
                   dates->finish > dates->deadline;
    if (!is_late || status_is_closed(teller->task->status)) {
        return NULL;
    }
    return arena_printf(teller->arena, _("Ends %s, after its deadline %s."),
                        words_of_day(teller, dates->finish),
                        words_of_day(teller, dates->deadline));
}

const char *schedule_remark(const Plan *plan, const Schedule *schedule, const Task *task,
                            Language language, Arena *arena)
{
    Teller teller = {plan, schedule, task, &schedule->tasks[task->index], language, arena};
    const char *const remarks[] = {remark_overdue(&teller), remark_late(&teller),
                                   remark_free_day(&teller)};
    const char *all = NULL;
    for (size_t i = 0; i < COUNT_OF(remarks); i++) {
        if (remarks[i]) {
            all = all ? arena_printf(arena, "%s %s", all, remarks[i]) : remarks[i];
        }
    }
    return all;
}
