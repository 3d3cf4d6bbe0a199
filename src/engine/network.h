/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The network of tasks and links.
 *
 * Nodes.  A leaf is one node, its index.  A summary is two: its gate (its index), through which links
 * into it reach every task below, and its frame (count + index), which gathers the tasks below for
 * links out of it.  Edges are gate → child, child → frame of the parent, and the links; only the links
 * are stored.  A link between a task and its own ancestor is thus a circle like any other.
 *
 * Circles are found once and their links left out, so that every walk ends.
 */
#ifndef FRAMDRIFT_ENGINE_NETWORK_H
#define FRAMDRIFT_ENGINE_NETWORK_H

#include "calendar.h"

#define NOWHERE UINT32_MAX

/* What a task says of its own time, before anything is computed. */
typedef struct TaskInput {
    Day start_from, start_to; /* DAY_NONE: not stated */
    Day finish_to, deadline;
    Day constraint_from, constraint_to;
    Minute duration;    /* MINUTE_NONE: not stated */
    int8_t percent;     /* -1: not stated */
    uint8_t constraint; /* Constraint */
    uint8_t status;     /* Status */
    bool is_summary, is_milestone, is_pinned, is_closed;
} TaskInput;

typedef struct Edge {
    uint32_t to;  /* node */
    int32_t lag;  /* minutes of working time */
    uint8_t type; /* LinkType */
} Edge;

/* The tree, packed: rows are large, and every walk asks for it. */
typedef struct Outline {
    /* As in Task: parent_index, subtree_end, child_count, level. */
    uint32_t parent, end, children, level;
} Outline;

typedef struct Network {
    const Outline *outline;
    uint32_t count, node_count; /* nodes: 2 × count places, frames of leaves unused */
    const uint32_t *first_edge; /* [node_count + 1] */
    const Edge *edges;
    const uint32_t *order; /* every node in use, predecessors first */
    uint32_t order_count;
    bool *is_linked; /* by task: some link reaches it, by itself or through an ancestor */
    bool *in_circle; /* by task */
    bool has_links;
} Network;

void network_build(const Plan *plan, Arena *arena, Network *out);

static inline uint32_t network_node_in(uint32_t task)
{
    return task;
}

static inline uint32_t network_node_out(const Network *network, uint32_t task)
{
    return network->outline[task].children > 0 ? network->count + task : task;
}

/* Circles: the component of each node; nodes of one circle share it. `targets` of node i are
 * targets[first[i]] … targets[first[i + 1] - 1]. */
void circle_components(uint32_t count, const uint32_t *first, const uint32_t *targets,
                       Arena *arena, uint32_t *component);

/* --- The two passes (pass.c) ----------------------------------------------------------------- */
typedef struct TaskTimes {
    Minute start, finish; /* MINUTE_NONE: unknown */
    Minute early_finish;  /* before a constraint pulled it forward */
    Minute late_finish;   /* MINUTE_NONE: nothing depends on it */
    Day stated_start,
        stated_finish; /* as people said: a free day stays one; DAY_NONE: computed */
    uint32_t driver;   /* task that decides the start; NOWHERE */
    bool is_guess;     /* the finish is only the end of an inexact start */
    bool is_broken,
        at_end; /* at_end: a milestone at the end of a day, not at the start of the next */
} TaskTimes;

typedef struct PassInput {
    const Network *network;
    const TaskInput *inputs;
    const WorkTable *table;
    Minute anchor;   /* where tasks begin that nothing places; MINUTE_NONE */
    Minute fallback; /* the same for tasks in the network when the plan has no start */
} PassInput;

/* Each gives back what it needs on the way: of a large plan that is as much as what they find. */
void pass_forward(const PassInput *input, TaskTimes *times);
void pass_backward(const PassInput *input, TaskTimes *times);

/* --- Inputs and results (schedule.c) ---------------------------------------------------------- */
TaskInput *schedule_inputs(const Plan *plan, Arena *arena);
void schedule_from_inputs(const Plan *plan, const TaskInput *inputs, Day today, Arena *arena,
                          Schedule *out);

#endif
