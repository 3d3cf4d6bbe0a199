/* SPDX-License-Identifier: MPL-2.0 */
/* From rows to dates: what each task says, the two passes, and what follows for people. */
#include "network.h"

#define DURATION_MOST ((Minute)200 * 366 * MINUTES_PER_DAY)

/* --- What tasks say -------------------------------------------------------------------------- */
/* An event never becomes a day, not even where days bound it; a word we do not understand neither. */
static bool date_is_usable(const HonestDate *date)
{
    return date->precision != DATE_NONE && date->precision != DATE_EVENT &&
           date->precision != DATE_UNKNOWN && (date->from != DAY_NONE || date->to != DAY_NONE);
}

static Day date_first(const HonestDate *date)
{
    if (!date_is_usable(date)) {
        return DAY_NONE;
    }
    return date->from != DAY_NONE ? date->from : date->to;
}

static Day date_last(const HonestDate *date)
{
    if (!date_is_usable(date)) {
        return DAY_NONE;
    }
    return date->to != DAY_NONE ? date->to : date->from;
}

static int8_t stated_percent(const Task *task)
{
    if (task->progress == NUMBER_NONE) {
        return status_is_closed(task->status) && task->status != STATUS_DROPPED ? 100 : -1;
    }
    if (task->progress < 0) {
        return 0;
    }
    return (int8_t)(task->progress > 100 ? 100 : task->progress);
}

static Minute stated_duration(const Task *task)
{
    if (task->kind == TASK_MILESTONE) {
        return 0;
    }
    if (task->duration == NUMBER_NONE || task->duration < 0) {
        return MINUTE_NONE;
    }
    return task->duration > DURATION_MOST ? DURATION_MOST : task->duration;
}

TaskInput *schedule_inputs(const Plan *plan, Arena *arena)
{
    uint32_t count = plan_count(plan, ENTITY_TASK);
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    TaskInput *inputs = ARENA_ARRAY(arena, TaskInput, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const Task *task = &tasks[i];
        Minute duration = stated_duration(task);
        inputs[i] = (TaskInput){
            .start_from = date_first(&task->start),
            .start_to = date_last(&task->start),
            .finish_to = date_last(&task->finish),
            .deadline = date_last(&task->deadline),
            .constraint_from = date_first(&task->constraint_date),
            .constraint_to = date_last(&task->constraint_date),
            .duration = duration,
            .percent = stated_percent(task),
            .constraint = (uint8_t)task->constraint,
            .status = (uint8_t)task->status,
            .is_summary = task->child_count > 0,
            .is_milestone = duration == 0,
            .is_pinned = task->pinned,
            .is_closed = status_is_closed(task->status),
        };
    }
    return inputs;
}

/* --- The calendar for the years in use ------------------------------------------------------- */
static void span_add(Day day, Day *first, Day *last)
{
    if (day != DAY_NONE) {
        *first = *first == DAY_NONE || day < *first ? day : *first;
        *last = *last == DAY_NONE || day > *last ? day : *last;
    }
}

typedef struct Span {
    Day first, last; /* of everything that is stated */
    Day first_start; /* of starts and ends only */
} Span;

static Span inputs_span(const TaskInput *inputs, uint32_t count)
{
    Span span = {DAY_NONE, DAY_NONE, DAY_NONE};
    Day ignored = DAY_NONE;
    for (uint32_t i = 0; i < count; i++) {
        const TaskInput *task = &inputs[i];
        span_add(task->start_from, &span.first_start, &ignored);
        span_add(task->finish_to, &span.first_start, &ignored);
        span_add(task->start_to, &span.first, &span.last);
        span_add(task->deadline, &span.first, &span.last);
        span_add(task->constraint_from, &span.first, &span.last);
        span_add(task->constraint_to, &span.first, &span.last);
    }
    span_add(span.first_start, &span.first, &span.last);
    span_add(ignored, &span.first, &span.last);
    return span;
}

/* --- Results --------------------------------------------------------------------------------- */
typedef struct Results {
    const Plan *plan;
    const Task *tasks;
    const TaskInput *inputs;
    const Network *network;
    const TaskTimes *times;
    WorkTable table;
    TaskDates *dates;
    uint32_t count;
    Day today;
} Results;

/* A milestone without a stated day lies where what decides it lies: at the end of a day or the start
 * of the next one, which is one and the same minute of working time. */
static void result_days(const Results *results, uint32_t index)
{
    const TaskTimes *times = &results->times[index];
    const TaskInput *input = &results->inputs[index];
    TaskDates *dates = &results->dates[index];
    if (times->start != MINUTE_NONE) {
        bool at_end = times->at_end && times->finish == times->start;
        dates->start = at_end ? work_end_day(&results->table, times->start)
                              : work_start_day(&results->table, times->start);
    }
    if (times->finish != MINUTE_NONE) {
        bool at_start = times->finish == times->start && !times->at_end;
        dates->finish = at_start ? work_start_day(&results->table, times->finish)
                                 : work_end_day(&results->table, times->finish);
    }
    if (times->stated_start != DAY_NONE) {
        dates->start = times->stated_start;
    }
    if (times->stated_finish != DAY_NONE) {
        dates->finish = times->stated_finish;
    }
    /* A task that was put on free days: its end cannot lie before its start. */
    if (dates->finish != DAY_NONE && dates->start != DAY_NONE && dates->finish < dates->start &&
        input->finish_to == DAY_NONE) {
        dates->finish = dates->start;
    }
}

/* A summary spans its children by their days, and what people said of itself. */
static void result_summaries(const Results *results)
{
    for (uint32_t i = 0; i < results->count; i++) {
        if (results->inputs[i].is_summary) {
            results->dates[i].start = results->inputs[i].start_from;
            results->dates[i].finish = results->inputs[i].finish_to;
        }
    }
    for (uint32_t i = results->count; i-- > 0;) {
        TaskDates *dates = &results->dates[i];
        if (results->inputs[i].is_summary && dates->finish == DAY_NONE) {
            Day deadline = results->inputs[i].deadline;
            bool fits =
                deadline != DAY_NONE && (dates->start == DAY_NONE || dates->start <= deadline);
            dates->finish = fits ? deadline : DAY_NONE;
        }
        uint32_t parent = results->network->outline[i].parent;
        if (parent != NOWHERE) {
            TaskDates *above = &results->dates[parent];
            Day ignored = dates->start;
            span_add(dates->start, &above->start, &ignored);
            ignored = dates->finish;
            span_add(dates->finish, &ignored, &above->finish);
        }
    }
}

static void result_slack(const Results *results, uint32_t index)
{
    const TaskTimes *times = &results->times[index];
    TaskDates *dates = &results->dates[index];
    if (!results->network->has_links || results->inputs[index].is_closed ||
        times->late_finish == MINUTE_NONE) {
        return;
    }
    Minute slack = times->late_finish - times->early_finish;
    Minute whole = slack / MINUTES_PER_DAY - (slack % MINUTES_PER_DAY < 0);
    dates->has_slack = true;
    dates->slack = (int32_t)whole;
    dates->critical = slack <= 0;
    dates->late_finish = work_end_day(&results->table, times->late_finish);
}

static void result_slack_above(const Results *results, uint32_t index)
{
    const TaskDates *dates = &results->dates[index];
    uint32_t parent = results->network->outline[index].parent;
    if (parent == NOWHERE || !dates->has_slack) {
        return;
    }
    TaskDates *above = &results->dates[parent];
    above->slack =
        !above->has_slack || dates->slack < above->slack ? dates->slack : above->slack;
    above->critical = above->critical || dates->critical;
    above->late_finish =
        dates->late_finish > above->late_finish ? dates->late_finish : above->late_finish;
    above->has_slack = true;
}

/* --- Percent --------------------------------------------------------------------------------- */
/* The leaves below a summary, added up. */
typedef struct Share {
    int64_t weight, weighted; /* of leaves that have a duration */
    int64_t percent, percent_unweighed;
    uint32_t leaves, unweighed;
} Share;

static Share share_of_leaf(const Results *results, uint32_t index)
{
    const TaskTimes *times = &results->times[index];
    const TaskInput *input = &results->inputs[index];
    int percent = input->percent >= 0 ? input->percent : (input->is_closed ? 100 : 0);
    Minute weight = input->duration;
    if (weight == MINUTE_NONE && times->start != MINUTE_NONE && times->finish != MINUTE_NONE) {
        weight = times->finish - times->start;
    }
    Share share = {.percent = percent, .leaves = 1};
    if (weight == MINUTE_NONE) {
        share.unweighed = 1;
        share.percent_unweighed = percent;
    } else {
        share.weight = weight;
        share.weighted = weight * percent;
    }
    return share;
}

/* The mean; leaves without a duration among others count as a middling one.  Never 100 before all is
 * done, never 0 once something is. */
static int8_t share_percent(const Share *share)
{
    uint32_t weighed = share->leaves - share->unweighed;
    int64_t top = share->percent;
    int64_t bottom = share->leaves;
    if (share->weight > 0) {
        int64_t middling = share->weight / weighed;
        top = share->weighted + middling * share->percent_unweighed;
        bottom = share->weight + middling * share->unweighed;
    }
    if (share->percent == 0) {
        return 0;
    }
    if (share->percent == (int64_t)100 * share->leaves) {
        return 100;
    }
    int64_t rounded = (2 * top + bottom) / (2 * bottom);
    if (rounded < 1) {
        return 1;
    }
    return (int8_t)(rounded > 99 ? 99 : rounded);
}

static void share_add(Share *above, const Share *share)
{
    above->weight += share->weight;
    above->weighted += share->weighted;
    above->percent += share->percent;
    above->percent_unweighed += share->percent_unweighed;
    above->leaves += share->leaves;
    above->unweighed += share->unweighed;
}

/* From the last task to the first, a summary comes just after all that lies below it: one sum for
 * each level is enough. */
static void result_percents(const Results *results, Arena *arena)
{
    uint32_t deepest = 0;
    for (uint32_t i = 0; i < results->count; i++) {
        deepest = results->network->outline[i].level > deepest
                      ? results->network->outline[i].level
                      : deepest;
    }
    Share *below = ARENA_ARRAY(arena, Share, (size_t)deepest + 2);
    for (uint32_t i = results->count; i-- > 0;) {
        const TaskInput *input = &results->inputs[i];
        uint32_t level = results->network->outline[i].level;
        Share share = input->is_summary ? below[level] : share_of_leaf(results, i);
        results->dates[i].percent = input->is_summary ? share_percent(&share) : input->percent;
        if (input->is_summary) {
            below[level] = (Share){0};
        }
        if (level > 0) {
            share_add(&below[level - 1], &share);
        }
    }
}

/* --- Overdue --------------------------------------------------------------------------------- */
static bool end_has_passed(const Results *results, uint32_t index)
{
    const TaskDates *dates = &results->dates[index];
    const TaskInput *input = &results->inputs[index];
    if (input->is_closed || dates->percent == 100) {
        return false;
    }
    if (input->deadline != DAY_NONE && input->deadline < results->today) {
        return true;
    }
    Day finish = input->is_summary ? input->finish_to : dates->finish;
    bool counts = finish != DAY_NONE && !results->times[index].is_guess;
    return counts && finish < results->today;
}

static void result_overdue(const Results *results, Arena *arena)
{
    bool *explained = ARENA_ARRAY(arena, bool, (size_t)results->count + 1);
    for (uint32_t i = results->count; i-- > 0;) {
        TaskDates *dates = &results->dates[i];
        dates->overdue = !explained[i] && end_has_passed(results, i);
        uint32_t parent = results->network->outline[i].parent;
        if (parent != NOWHERE && (dates->overdue || explained[i])) {
            explained[parent] = true;
        }
    }
}

/* --- All together ---------------------------------------------------------------------------- */
static void results_fill(const Results *results, Arena *arena)
{
    for (uint32_t i = 0; i < results->count; i++) {
        const TaskTimes *times = &results->times[i];
        TaskDates *dates = &results->dates[i];
        *dates = (TaskDates){
            .start = DAY_NONE,
            .finish = DAY_NONE,
            .deadline = results->inputs[i].deadline,
            .late_finish = DAY_NONE,
            .percent = -1,
            .broken_link = times->is_broken,
            .in_cycle = results->network->in_circle[i],
            .milestone = !results->inputs[i].is_summary && results->inputs[i].is_milestone,
            .driver = times->driver == NOWHERE ? NULL : &results->tasks[times->driver]};
        if (!results->inputs[i].is_summary) {
            result_days(results, i);
            result_slack(results, i);
        }
    }
    result_summaries(results);
    for (uint32_t i = results->count; i-- > 0;) {
        result_slack_above(results, i);
    }
    for (uint32_t i = 0; i < results->count; i++) {
        results->dates[i].open_start =
            results->dates[i].start == DAY_NONE && results->dates[i].finish != DAY_NONE;
    }
    result_percents(results, arena);
    result_overdue(results, arena);
}

static TaskState state_of(int status, const TaskDates *dates)
{
    if (status == STATUS_DROPPED) {
        return TASK_STATE_DROPPED;
    }
    if (status_is_closed(status) || dates->percent == 100) {
        return TASK_STATE_DONE;
    }
    if (dates->overdue) {
        return TASK_STATE_OVERDUE;
    }
    return status == STATUS_STARTED || dates->percent > 0 ? TASK_STATE_ACTIVE
                                                          : TASK_STATE_PLANNED;
}

static void schedule_count(const Results *results, Schedule *out)
{
    for (uint32_t i = 0; i < results->count; i++) {
        const TaskDates *dates = &results->dates[i];
        span_add(dates->start, &out->first, &out->last);
        span_add(dates->finish, &out->first, &out->last);
        span_add(dates->deadline, &out->first, &out->last);
        if (results->inputs[i].is_summary) {
            continue;
        }
        TaskState state = state_of(results->inputs[i].status, dates);
        out->leaves++;
        out->done += state == TASK_STATE_DONE;
        out->overdue += state == TASK_STATE_OVERDUE;
        out->active += state == TASK_STATE_ACTIVE;
    }
}

static WorkTable table_for(const PassInput *input, const TaskTimes *times, Arena *arena)
{
    Minute least = 0;
    Minute most = 0;
    for (uint32_t i = 0; i < input->network->count; i++) {
        const Minute all[] = {times[i].start, times[i].finish, times[i].late_finish};
        for (size_t k = 0; k < COUNT_OF(all); k++) {
            if (all[k] != MINUTE_NONE) {
                least = all[k] < least ? all[k] : least;
                most = all[k] > most ? all[k] : most;
            }
        }
    }
    return work_table_stretch(arena, input->table, least, most);
}

static Country plan_country(const Plan *plan)
{
    bool is_known = plan->info->country >= 0 && plan->info->country < COUNTRY_COUNT;
    return is_known ? (Country)plan->info->country : COUNTRY_NO;
}

void schedule_from_inputs(const Plan *plan, const TaskInput *inputs, Day today, Arena *arena,
                          Schedule *out)
{
    uint32_t count = plan_count(plan, ENTITY_TASK);
    Arena *scratch = arena_new(); /* more than what is kept: it goes before the plan is drawn */
    Network network;
    network_build(plan, scratch, &network);
    Span span = inputs_span(inputs, count);
    Day plan_start = date_first(&plan->info->start);
    Day fallback = span.first_start != DAY_NONE ? span.first_start : today;
    span_add(plan_start, &span.first, &span.last);
    span_add(fallback, &span.first, &span.last);
    int first_year = day_year(span.first);
    WorkTable table = work_table_new(scratch, plan_country(plan), first_year, first_year - 1,
                                     day_year(span.last) + 2);
    PassInput input = {.network = &network,
                       .inputs = inputs,
                       .table = &table,
                       .anchor = plan_start == DAY_NONE ? MINUTE_NONE
                                                        : work_day_start(&table, plan_start),
                       .fallback = work_day_start(&table, fallback)};
    TaskTimes *times = ARENA_ARRAY(scratch, TaskTimes, (size_t)count + 1);
    pass_forward(&input, times);
    if (network.has_links) {
        pass_backward(&input, times);
    }
    Results results = {.plan = plan,
                       .tasks = PLAN_ROWS(plan, Task, ENTITY_TASK),
                       .inputs = inputs,
                       .network = &network,
                       .times = times,
                       .table = table_for(&input, times, scratch),
                       .dates = ARENA_ARRAY(arena, TaskDates, (size_t)count + 1),
                       .count = count,
                       .today = today};
    results_fill(&results, scratch);
    *out = (Schedule){.today = today,
                      .country = table.country,
                      .tasks = results.dates,
                      .count = count,
                      .first = DAY_NONE,
                      .last = DAY_NONE};
    schedule_count(&results, out);
    arena_free(scratch);
}

static void count_activities(const Plan *plan, Schedule *out)
{
    enum { MOST_COUNTED = 2000 };

    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    for (uint32_t i = 0; i < out->count && out->count <= MOST_COUNTED; i++) {
        if (tasks[i].level == 2) {
            out->counted++;
            out->counted_done += schedule_state(&tasks[i], &out->tasks[i]) == TASK_STATE_DONE;
        }
    }
    if (out->counted == 0) {
        out->counted = out->leaves;
        out->counted_done = out->done;
    }
}

bool schedule_compute(const Plan *plan, Day today, Arena *arena, Schedule *out, Err *err)
{
    if (today == DAY_NONE) {
        return fail(err, ERR_INPUT, _("A schedule needs to know which day it is today."));
    }
    Arena *scratch = arena_new();
    schedule_from_inputs(plan, schedule_inputs(plan, scratch), today, arena, out);
    count_activities(plan, out);
    arena_free(scratch);
    return true;
}

TaskState schedule_state(const Task *task, const TaskDates *dates)
{
    return state_of(task->status, dates);
}
