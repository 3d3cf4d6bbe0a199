/* SPDX-License-Identifier: MPL-2.0 */
/* The backward pass: how late each task may end, and tasks that want to be as late as they can. */
#include "network.h"

#define MINUTE_FAR (INT64_MAX / 4)

typedef struct Late {
    Minute start, finish; /* not after; MINUTE_FAR: nothing said */
} Late;

typedef struct Backward {
    const PassInput *input;
    const Network *network;
    Late *limits; /* [task]: of leaves and frames, from their successors */
    Late *gates;  /* [task]: the earliest of the late times below a gate, or of a leaf */
    TaskTimes *times;
    Minute end;
} Backward;

static Minute sooner(Minute one, Minute other)
{
    return one < other ? one : other;
}

static void limit_lower(Late *limit, Minute start, Minute finish)
{
    limit->start = sooner(limit->start, start);
    limit->finish = sooner(limit->finish, finish);
}

/* What the links of a node leave it, from the times of those that come after. */
static Late limit_from_links(const Network *network, uint32_t node, const Late *after)
{
    Late limit = {MINUTE_FAR, MINUTE_FAR};
    for (uint32_t i = network->first_edge[node]; i < network->first_edge[node + 1]; i++) {
        const Edge *edge = &network->edges[i];
        bool to_start = edge->type == LINK_FS || edge->type == LINK_SS;
        Minute minute = to_start ? after[edge->to].start : after[edge->to].finish;
        if (minute >= MINUTE_FAR) {
            continue;
        }
        if (edge->type == LINK_FS || edge->type == LINK_FF) {
            limit.finish = sooner(limit.finish, minute - edge->lag);
        } else {
            limit.start = sooner(limit.start, minute - edge->lag);
        }
    }
    return limit;
}

static Minute constrained_finish(const Backward *backward, const TaskInput *task, Minute finish,
                                 Minute length)
{
    const WorkTable *table = backward->input->table;
    if (task->constraint_from == DAY_NONE) {
        return finish;
    }
    if (task->constraint == CONSTRAINT_MSO) {
        return sooner(finish, work_day_start(table, task->constraint_from) + length);
    }
    if (task->constraint == CONSTRAINT_SNLT) {
        return sooner(finish, work_day_start(table, task->constraint_to) + length);
    }
    if (task->constraint == CONSTRAINT_FNLT || task->constraint == CONSTRAINT_MFO) {
        return sooner(finish, work_day_end(table, task->constraint_to));
    }
    return finish;
}

static void backward_leaf(const Backward *backward, uint32_t index)
{
    const TaskInput *task = &backward->input->inputs[index];
    TaskTimes *times = &backward->times[index];
    const Late *limit = &backward->limits[index];
    if (times->start == MINUTE_NONE || times->finish == MINUTE_NONE) {
        return;
    }
    Minute length = times->finish - times->start;
    Minute late = sooner(sooner(limit->finish, limit->start + length), backward->end);
    late = constrained_finish(backward, task, late, length);
    times->late_finish = late;
    backward->gates[index] = (Late){late - length, late};
}

static void backward_visit(const Backward *backward, uint32_t node)
{
    const Network *network = backward->network;
    bool is_frame = node >= network->count;
    uint32_t task = is_frame ? node - network->count : node;
    uint32_t parent = network->outline[task].parent;
    bool is_gate = !is_frame && network->outline[task].children > 0;
    if (!is_gate) {
        Late limit = limit_from_links(network, node, backward->gates);
        if (parent != NOWHERE) {
            limit_lower(&limit, backward->limits[parent].start,
                        backward->limits[parent].finish);
        }
        if (backward->input->inputs[task].deadline != DAY_NONE) {
            limit.finish =
                sooner(limit.finish, work_day_end(backward->input->table,
                                                  backward->input->inputs[task].deadline));
        }
        backward->limits[task] = limit;
    }
    if (!is_frame && !is_gate) {
        backward_leaf(backward, task);
    }
    if (!is_frame && parent != NOWHERE) {
        limit_lower(&backward->gates[parent], backward->gates[task].start,
                    backward->gates[task].finish);
    }
}

/* --- As late as possible --------------------------------------------------------------------- */
/* Moves such tasks within the room that their successors leave, last ones first. */
static void backward_delay(const Backward *backward)
{
    const Network *network = backward->network;
    Late *after = backward->gates;
    Late *frames = backward->limits;
    for (uint32_t i = 0; i < network->count; i++) {
        after[i] = (Late){MINUTE_FAR, MINUTE_FAR};
    }
    for (uint32_t at = network->order_count; at-- > 0;) {
        uint32_t node = network->order[at];
        bool is_frame = node >= network->count;
        uint32_t task = is_frame ? node - network->count : node;
        uint32_t parent = network->outline[task].parent;
        TaskTimes *times = &backward->times[task];
        if (is_frame || network->outline[task].children == 0) {
            frames[task] = limit_from_links(network, node, after);
            if (parent != NOWHERE) {
                limit_lower(&frames[task], frames[parent].start, frames[parent].finish);
            }
        }
        if (!is_frame && network->outline[task].children == 0 && times->finish != MINUTE_NONE &&
            times->start != MINUTE_NONE) {
            const TaskInput *input = &backward->input->inputs[task];
            Minute length = times->finish - times->start;
            Minute finish =
                sooner(sooner(frames[task].finish, frames[task].start + length), backward->end);
            bool may_move = input->constraint == CONSTRAINT_ALAP &&
                            input->start_from == DAY_NONE && input->finish_to == DAY_NONE;
            if (may_move && finish > times->finish) {
                times->start = finish - length;
                times->finish = times->early_finish = finish;
                times->driver = NOWHERE;
            }
            after[task] = (Late){times->start, times->finish};
        }
        if (!is_frame && parent != NOWHERE) {
            limit_lower(&after[parent], after[task].start, after[task].finish);
        }
    }
}

static bool any_wants_delay(const Backward *backward)
{
    for (uint32_t i = 0; i < backward->network->count; i++) {
        if (backward->input->inputs[i].constraint == CONSTRAINT_ALAP) {
            return true;
        }
    }
    return false;
}

/* Summaries again span what lies below them. */
static void summaries_span(const Backward *backward)
{
    const Outline *tasks = backward->network->outline;
    TaskTimes *times = backward->times;
    for (uint32_t i = 0; i < backward->network->count; i++) {
        if (tasks[i].children > 0) {
            times[i].start = times[i].finish = times[i].late_finish = MINUTE_NONE;
        }
    }
    for (uint32_t i = backward->network->count; i-- > 0;) {
        uint32_t parent = tasks[i].parent;
        if (parent == NOWHERE) {
            continue;
        }
        TaskTimes *above = &times[parent];
        if (times[i].start != MINUTE_NONE &&
            (above->start == MINUTE_NONE || times[i].start < above->start)) {
            above->start = times[i].start;
        }
        above->finish = times[i].finish > above->finish ? times[i].finish : above->finish;
        above->late_finish = times[i].late_finish > above->late_finish ? times[i].late_finish
                                                                       : above->late_finish;
    }
}

void pass_backward(const PassInput *input, TaskTimes *times)
{
    Arena *arena = arena_new();
    const Network *network = input->network;
    Backward backward = {.input = input,
                         .network = network,
                         .limits = ARENA_ARRAY(arena, Late, (size_t)network->count + 1),
                         .gates = ARENA_ARRAY(arena, Late, (size_t)network->count + 1),
                         .times = times,
                         .end = MINUTE_NONE};
    for (uint32_t i = 0; i < network->count; i++) {
        backward.gates[i] = (Late){MINUTE_FAR, MINUTE_FAR};
        if (network->outline[i].children == 0 && times[i].start != MINUTE_NONE &&
            times[i].finish > backward.end) {
            backward.end = times[i].finish;
        }
    }
    for (uint32_t at = network->order_count; at-- > 0;) {
        backward_visit(&backward, network->order[at]);
    }
    if (any_wants_delay(&backward)) {
        backward_delay(&backward);
    }
    summaries_span(&backward);
    arena_free(arena);
}
