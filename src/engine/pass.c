/* SPDX-License-Identifier: MPL-2.0 */
/* The forward pass: when each task begins and ends.  All of it is addition on the line of working time. */
#include "network.h"

/* What a node has learnt from its predecessors. */
typedef struct Bound {
    Minute start, finish;                 /* not before; MINUTE_NONE: nothing said */
    uint32_t start_driver, finish_driver; /* tasks */
    bool start_at_end, finish_at_end;
} Bound;

typedef struct Pass {
    const PassInput *input;
    const Network *network;
    Bound *bounds;      /* [task]: leaves and gates */
    Minute *not_before; /* [task]: "start no earlier than", of itself and its ancestors */
    TaskTimes *times;   /* of a summary: earliest start and latest finish of what lies below */
} Pass;

static Minute later(Minute one, Minute other)
{
    return one > other ? one : other; /* MINUTE_NONE is the smallest */
}

/* The end of a day and the start of the next one are one minute; the later of the two wins. */
static void bound_raise_start(Bound *bound, Minute minute, uint32_t driver, bool at_end)
{
    if (minute > bound->start) {
        bound->start = minute;
        bound->start_driver = driver;
        bound->start_at_end = at_end;
    } else if (minute == bound->start) {
        bound->start_at_end = bound->start_at_end && at_end;
    }
}

static void bound_raise_finish(Bound *bound, Minute minute, uint32_t driver, bool at_end)
{
    if (minute > bound->finish) {
        bound->finish = minute;
        bound->finish_driver = driver;
        bound->finish_at_end = at_end;
    } else if (minute == bound->finish) {
        bound->finish_at_end = bound->finish_at_end && at_end;
    }
}

/* --- Placing one leaf ------------------------------------------------------------------------ */
/* A milestone lies at the end of its day: what follows it starts on the next one. */
static void place_stated_milestone(const Pass *pass, const TaskInput *task, TaskTimes *times)
{
    Day day = task->finish_to != DAY_NONE ? task->finish_to : task->start_to;
    times->start = times->finish = work_day_end(pass->input->table, day);
    times->stated_start = times->stated_finish = day;
    times->at_end = true;
}

static void place_from_start(const Pass *pass, const TaskInput *task, TaskTimes *times)
{
    const WorkTable *table = pass->input->table;
    times->start = work_day_start(table, task->start_from);
    times->stated_start = task->start_from;
    if (task->finish_to != DAY_NONE) {
        times->finish = work_day_end(table, task->finish_to);
        times->stated_finish = task->finish_to;
    } else if (task->duration != MINUTE_NONE) {
        times->finish = times->start + task->duration;
    } else if (task->start_to > task->start_from) {
        times->finish = work_day_end(table, task->start_to);
        times->stated_finish = task->start_to;
        times->is_guess = true;
    } else if (task->deadline != DAY_NONE && task->deadline >= task->start_from) {
        times->finish = work_day_end(table, task->deadline);
        times->stated_finish = task->deadline;
    }
    if (times->finish != MINUTE_NONE) {
        times->finish = later(times->finish, times->start);
    }
}

/* The end is known.  The start follows from the duration, else from a predecessor. */
static void place_from_finish(const Pass *pass, Day day, const TaskInput *task,
                              const Bound *bound, TaskTimes *times)
{
    times->finish = work_day_end(pass->input->table, day);
    times->stated_finish = day;
    if (task->duration == 0) {
        times->start = times->finish;
        times->stated_start = day;
        times->at_end = true;
    } else if (task->duration != MINUTE_NONE) {
        times->start = times->finish - task->duration;
    } else if (!task->is_pinned && bound->start != MINUTE_NONE &&
               bound->start <= times->finish) {
        times->start = bound->start;
        times->driver = bound->start_driver;
    }
}

/* Constraints with a date that hold whatever the links say. */
static Minute constrained_start(const Pass *pass, const TaskInput *task, Minute start)
{
    const WorkTable *table = pass->input->table;
    if (task->constraint_from == DAY_NONE) {
        return start;
    }
    Minute must_start = work_day_start(table, task->constraint_from);
    Minute must_finish = work_day_end(table, task->constraint_to) - task->duration;
    Minute late_start = work_day_start(table, task->constraint_to);
    switch ((Constraint)task->constraint) {
    case CONSTRAINT_MSO:
        return must_start;
    case CONSTRAINT_MFO:
        return must_finish;
    case CONSTRAINT_SNLT:
        return start == MINUTE_NONE || start > late_start ? late_start : start;
    case CONSTRAINT_FNLT:
        return start == MINUTE_NONE || start > must_finish ? must_finish : start;
    case CONSTRAINT_FNET:
        return later(start, must_finish);
    case CONSTRAINT_SNET:
        return later(start, must_start);
    case CONSTRAINT_ASAP:
    case CONSTRAINT_ALAP:
    case CONSTRAINT_COUNT:
        break;
    }
    return start;
}

static Minute anchor_of(const Pass *pass, uint32_t task)
{
    if (pass->input->anchor != MINUTE_NONE) {
        return pass->input->anchor;
    }
    return pass->network->is_linked[task] ? pass->input->fallback : MINUTE_NONE;
}

/* A duration and no date: predecessors, constraints, the deadline, the start of the plan. */
static void place_by_links(const Pass *pass, uint32_t index, const Bound *bound,
                           TaskTimes *times)
{
    const TaskInput *task = &pass->input->inputs[index];
    bool free_to_move = !task->is_pinned;
    Minute start = free_to_move ? bound->start : MINUTE_NONE;
    times->driver = start == MINUTE_NONE ? NOWHERE : bound->start_driver;
    times->at_end = start != MINUTE_NONE && bound->start_at_end;
    if (free_to_move && bound->finish != MINUTE_NONE &&
        bound->finish - task->duration > start) {
        start = bound->finish - task->duration;
        times->driver = bound->finish_driver;
        times->at_end = bound->finish_at_end;
    }
    Minute early = later(start, pass->not_before[index]);
    Minute placed = constrained_start(pass, task, early);
    if (placed == MINUTE_NONE && task->deadline != DAY_NONE &&
        !pass->network->is_linked[index]) {
        place_from_finish(pass, task->deadline, task, bound, times);
        return;
    }
    if (placed == MINUTE_NONE) {
        placed = anchor_of(pass, index);
    }
    if (placed != start) {
        times->driver = NOWHERE;
        times->at_end = false;
    }
    if (placed != MINUTE_NONE) {
        times->start = placed;
        times->finish = placed + task->duration;
        times->early_finish = early > placed ? early + task->duration : times->finish;
    }
}

/* Neither a date nor a duration: predecessors tell the start, the deadline the end. */
static void place_without_duration(const Pass *pass, uint32_t index, const Bound *bound,
                                   TaskTimes *times)
{
    const TaskInput *task = &pass->input->inputs[index];
    if (task->deadline != DAY_NONE) {
        place_from_finish(pass, task->deadline, task, bound, times);
        return;
    }
    if (!task->is_pinned) {
        times->start = bound->start;
        times->driver = bound->start == MINUTE_NONE ? NOWHERE : bound->start_driver;
        times->finish = bound->finish != MINUTE_NONE && bound->finish >= bound->start
                            ? bound->finish
                            : MINUTE_NONE;
    }
}

/* A stated start that is no exact day may still hold: its last day is what a link is held against. */
static void place_check_links(const Pass *pass, const TaskInput *task, const Bound *bound,
                              TaskTimes *times)
{
    Minute start = times->start;
    if (task->start_to != DAY_NONE && !task->is_milestone) {
        start = later(start, work_day_start(pass->input->table, task->start_to));
    }
    if (start == MINUTE_NONE) {
        start = times->finish; /* open: at least the end must lie after it */
    }
    if (bound->start != MINUTE_NONE && start != MINUTE_NONE && start < bound->start) {
        times->is_broken = true;
    }
    if (bound->finish != MINUTE_NONE && times->finish != MINUTE_NONE &&
        times->finish < bound->finish) {
        times->is_broken = true;
    }
}

static void place_leaf(const Pass *pass, uint32_t index)
{
    const TaskInput *task = &pass->input->inputs[index];
    const Bound *bound = &pass->bounds[index];
    TaskTimes *times = &pass->times[index];
    bool has_start = task->start_from != DAY_NONE;
    bool has_finish = task->finish_to != DAY_NONE;
    if (task->is_milestone && (has_start || has_finish)) {
        place_stated_milestone(pass, task, times);
    } else if (has_start) {
        place_from_start(pass, task, times);
    } else if (has_finish) {
        place_from_finish(pass, task->finish_to, task, bound, times);
    } else if (task->duration != MINUTE_NONE) {
        place_by_links(pass, index, bound, times);
    } else {
        place_without_duration(pass, index, bound, times);
    }
    if (times->early_finish == MINUTE_NONE) {
        times->early_finish = times->finish;
    }
    place_check_links(pass, task, bound, times);
}

/* --- The walk -------------------------------------------------------------------------------- */
typedef struct Source {
    Minute start, finish;
    bool start_at_end, finish_at_end;
    uint32_t task;
} Source;

static Source source_of(const Pass *pass, uint32_t node)
{
    if (node >= pass->network->count) {
        uint32_t task = node - pass->network->count;
        return (Source){pass->times[task].start, pass->times[task].finish, false, true, task};
    }
    const TaskTimes *times = &pass->times[node];
    bool has_length = times->finish > times->start;
    return (Source){times->start, times->finish, !has_length && times->at_end,
                    has_length || times->at_end, node};
}

static void push_links(const Pass *pass, uint32_t node)
{
    const Network *network = pass->network;
    if (network->first_edge[node] == network->first_edge[node + 1]) {
        return;
    }
    Source source = source_of(pass, node);
    for (uint32_t i = network->first_edge[node]; i < network->first_edge[node + 1]; i++) {
        const Edge *edge = &network->edges[i];
        bool from_finish = edge->type == LINK_FS || edge->type == LINK_FF;
        Minute base = from_finish ? source.finish : source.start;
        if (base == MINUTE_NONE) {
            continue;
        }
        bool at_end = edge->lag == 0
                          ? (from_finish ? source.finish_at_end : source.start_at_end)
                          : edge->lag > 0;
        if (edge->type == LINK_FS || edge->type == LINK_SS) {
            bound_raise_start(&pass->bounds[edge->to], base + edge->lag, source.task, at_end);
        } else {
            bound_raise_finish(&pass->bounds[edge->to], base + edge->lag, source.task, at_end);
        }
    }
}

static void push_gate(const Pass *pass, uint32_t gate)
{
    const Outline *tasks = pass->network->outline;
    const Bound *bound = &pass->bounds[gate];
    if (bound->start == MINUTE_NONE && bound->finish == MINUTE_NONE) {
        return;
    }
    for (uint32_t child = gate + 1; child < tasks[gate].end; child = tasks[child].end) {
        bound_raise_start(&pass->bounds[child], bound->start, bound->start_driver,
                          bound->start_at_end);
        bound_raise_finish(&pass->bounds[child], bound->finish, bound->finish_driver,
                           bound->finish_at_end);
    }
}

static void frame_add(TaskTimes *frame, Minute start, Minute finish)
{
    if (start != MINUTE_NONE && (frame->start == MINUTE_NONE || start < frame->start)) {
        frame->start = start;
    }
    frame->finish = later(frame->finish, finish);
}

static void pass_visit(const Pass *pass, uint32_t node)
{
    const Network *network = pass->network;
    bool is_frame = node >= network->count;
    uint32_t task = is_frame ? node - network->count : node;
    if (!is_frame && network->outline[task].children > 0) {
        push_gate(pass, task);
        return;
    }
    if (!is_frame) {
        place_leaf(pass, task);
    }
    push_links(pass, node);
    uint32_t parent = network->outline[task].parent;
    if (parent != NOWHERE) {
        Source source = source_of(pass, node);
        frame_add(&pass->times[parent], source.start, source.finish);
    }
}

static void pass_prepare(const Pass *pass)
{
    const Outline *tasks = pass->network->outline;
    for (uint32_t i = 0; i < pass->network->count; i++) {
        const TaskInput *task = &pass->input->inputs[i];
        uint32_t parent = tasks[i].parent;
        pass->bounds[i] = (Bound){.start = MINUTE_NONE,
                                  .finish = MINUTE_NONE,
                                  .start_driver = NOWHERE,
                                  .finish_driver = NOWHERE};
        pass->times[i] = (TaskTimes){.start = MINUTE_NONE,
                                     .finish = MINUTE_NONE,
                                     .early_finish = MINUTE_NONE,
                                     .late_finish = MINUTE_NONE,
                                     .stated_start = DAY_NONE,
                                     .stated_finish = DAY_NONE,
                                     .driver = NOWHERE};
        Minute own = MINUTE_NONE;
        if (task->constraint == CONSTRAINT_SNET && task->constraint_from != DAY_NONE) {
            own = work_day_start(pass->input->table, task->constraint_from);
        }
        pass->not_before[i] = parent == NOWHERE ? own : later(own, pass->not_before[parent]);
    }
}

void pass_forward(const PassInput *input, TaskTimes *times)
{
    Arena *arena = arena_new();
    size_t count = (size_t)input->network->count + 1;
    Pass pass = {.input = input,
                 .network = input->network,
                 .bounds = ARENA_ARRAY(arena, Bound, count),
                 .not_before = ARENA_ARRAY(arena, Minute, count),
                 .times = times};
    pass_prepare(&pass);
    for (uint32_t i = 0; i < input->network->order_count; i++) {
        pass_visit(&pass, input->network->order[i]);
    }
    arena_free(arena);
}
