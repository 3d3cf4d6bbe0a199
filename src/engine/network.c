/* SPDX-License-Identifier: MPL-2.0 */
/* Builds the network: links by their source, nodes in topological order, circles left out. */
#include "network.h"

#define LAG_MOST ((int64_t)200 * 366 * MINUTES_PER_DAY)

/* A link of the plan with both ends found. */
typedef struct Joint {
    uint32_t from, to; /* tasks */
    int32_t lag;
    uint8_t type;
} Joint;

typedef struct Builder {
    const Plan *plan;
    Arena *arena, *scratch;
    Network *network;
    Joint *joints;
    uint32_t joint_count;
} Builder;

/* One walk over the rows takes what the network needs of them. */
static void builder_read_tasks(Builder *builder)
{
    uint32_t count = builder->network->count;
    const Task *tasks = PLAN_ROWS(builder->plan, Task, ENTITY_TASK);
    Outline *outline = ARENA_ARRAY(builder->arena, Outline, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        outline[i] = (Outline){tasks[i].parent_index, tasks[i].subtree_end,
                               tasks[i].child_count, tasks[i].level};
    }
    builder->network->outline = outline;
}

static Joint joint_of(const Link *link)
{
    int64_t lag = link->lag == NUMBER_NONE ? 0 : link->lag;
    if (lag > LAG_MOST) {
        lag = LAG_MOST;
    } else if (lag < -LAG_MOST) {
        lag = -LAG_MOST;
    }
    int type = link->type >= 0 && link->type < LINK_TYPE_COUNT ? link->type : LINK_FS;
    return (Joint){link->from_index, link->to_index, (int32_t)lag, (uint8_t)type};
}

static void builder_find_joints(Builder *builder)
{
    const Link *links = PLAN_ROWS(builder->plan, Link, ENTITY_LINK);
    uint32_t count = plan_count(builder->plan, ENTITY_LINK);
    builder->joints = ARENA_ARRAY(builder->scratch, Joint, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (links[i].from_index != NOWHERE && links[i].to_index != NOWHERE) {
            builder->joints[builder->joint_count++] = joint_of(&links[i]);
        }
    }
}

/* Sorts the links by the node that they leave (counting sort). */
static void builder_sort_edges(Builder *builder)
{
    Network *network = builder->network;
    uint32_t *first = ARENA_ARRAY(builder->arena, uint32_t, (size_t)network->node_count + 2);
    Edge *edges = ARENA_ARRAY(builder->arena, Edge, (size_t)builder->joint_count + 1);
    for (uint32_t i = 0; i < builder->joint_count; i++) {
        first[network_node_out(network, builder->joints[i].from) + 2]++;
    }
    for (uint32_t node = 0; node < network->node_count; node++) {
        first[node + 2] += first[node + 1];
    }
    for (uint32_t i = 0; i < builder->joint_count; i++) {
        const Joint *joint = &builder->joints[i];
        uint32_t node = network_node_out(network, joint->from);
        edges[first[node + 1]++] = (Edge){network_node_in(joint->to), joint->lag, joint->type};
    }
    network->first_edge = first;
    network->edges = edges;
}

/* Nodes that wait for nothing more lie on a stack: what follows a node comes soon after it, which
 * keeps neighbours together in memory for all later walks. */
typedef struct Ordering {
    const Network *network;
    uint32_t *waiting; /* [node]: predecessors not yet placed */
    uint32_t *ready;
    uint32_t ready_count;
} Ordering;

static void ordering_reach(Ordering *ordering, uint32_t node)
{
    if (--ordering->waiting[node] == 0) {
        ordering->ready[ordering->ready_count++] = node;
    }
}

static void ordering_place(Ordering *ordering, uint32_t node)
{
    const Network *network = ordering->network;
    const Outline *tasks = network->outline;
    bool is_frame = node >= network->count;
    uint32_t task = is_frame ? node - network->count : node;
    if (!is_frame && tasks[task].children > 0) {
        for (uint32_t child = task + 1; child < tasks[task].end; child = tasks[child].end) {
            ordering_reach(ordering, child);
        }
        return;
    }
    for (uint32_t i = network->first_edge[node]; i < network->first_edge[node + 1]; i++) {
        ordering_reach(ordering, network->edges[i].to);
    }
    if (tasks[task].parent != NOWHERE) {
        ordering_reach(ordering, network->count + tasks[task].parent);
    }
}

/* Kahn's algorithm.  False when circles keep some nodes waiting. */
static bool builder_order(Builder *builder)
{
    Network *network = builder->network;
    const Outline *tasks = network->outline;
    size_t size = (size_t)network->node_count + 1;
    Ordering ordering = {.network = network,
                         .waiting = ARENA_ARRAY(builder->scratch, uint32_t, size),
                         .ready = ARENA_ARRAY(builder->scratch, uint32_t, size)};
    uint32_t *order = ARENA_ARRAY(builder->arena, uint32_t, size);
    uint32_t placed = 0;
    uint32_t expected = network->count;
    for (uint32_t i = 0; i < builder->joint_count; i++) {
        ordering.waiting[network_node_in(builder->joints[i].to)]++;
    }
    for (uint32_t i = 0; i < network->count; i++) {
        ordering.waiting[i] += tasks[i].parent != NOWHERE;
        if (tasks[i].children > 0) {
            ordering.waiting[network->count + i] = tasks[i].children;
            expected++;
        }
    }
    for (uint32_t i = network->count; i-- > 0;) {
        if (ordering.waiting[i] == 0) {
            ordering.ready[ordering.ready_count++] = i;
        }
    }
    while (ordering.ready_count > 0) {
        uint32_t node = ordering.ready[--ordering.ready_count];
        order[placed++] = node;
        ordering_place(&ordering, node);
    }
    network->order = order;
    network->order_count = placed;
    return placed == expected;
}

/* All edges spelled out, for the search of circles; only a plan that has some pays for it. */
static uint32_t *builder_components(Builder *builder)
{
    Network *network = builder->network;
    const Outline *tasks = network->outline;
    size_t most = (size_t)builder->joint_count + 2 * (size_t)network->count;
    uint32_t *first = ARENA_ARRAY(builder->scratch, uint32_t, (size_t)network->node_count + 1);
    uint32_t *targets = ARENA_ARRAY(builder->scratch, uint32_t, most + 1);
    uint32_t *component =
        ARENA_ARRAY(builder->scratch, uint32_t, (size_t)network->node_count + 1);
    uint32_t used = 0;
    for (uint32_t node = 0; node < network->node_count; node++) {
        bool is_frame = node >= network->count;
        uint32_t task = is_frame ? node - network->count : node;
        bool is_summary = tasks[task].children > 0;
        first[node] = used;
        if (is_frame && !is_summary) {
            continue;
        }
        for (uint32_t i = network->first_edge[node]; i < network->first_edge[node + 1]; i++) {
            targets[used++] = network->edges[i].to;
        }
        if (is_summary && !is_frame) {
            for (uint32_t child = task + 1; child < tasks[task].end; child = tasks[child].end) {
                targets[used++] = child;
            }
        } else if (tasks[task].parent != NOWHERE) {
            targets[used++] = network->count + tasks[task].parent;
        }
    }
    first[network->node_count] = used;
    circle_components(network->node_count, first, targets, builder->scratch, component);
    return component;
}

static void builder_drop_circles(Builder *builder)
{
    Network *network = builder->network;
    const uint32_t *component = builder_components(builder);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < builder->joint_count; i++) {
        Joint joint = builder->joints[i];
        if (component[network_node_out(network, joint.from)] ==
            component[network_node_in(joint.to)]) {
            network->in_circle[joint.from] = network->in_circle[joint.to] = true;
        } else {
            builder->joints[kept++] = joint;
        }
    }
    builder->joint_count = kept;
}

static void builder_mark_linked(Builder *builder)
{
    Network *network = builder->network;
    for (uint32_t i = 0; i < builder->joint_count; i++) {
        network->is_linked[builder->joints[i].from] = true;
        network->is_linked[builder->joints[i].to] = true;
    }
    for (uint32_t i = 0; i < network->count; i++) {
        uint32_t parent = network->outline[i].parent;
        network->is_linked[i] =
            network->is_linked[i] || (parent != NOWHERE && network->is_linked[parent]);
    }
    network->has_links = builder->joint_count > 0;
}

void network_build(const Plan *plan, Arena *arena, Network *out)
{
    uint32_t count = plan_count(plan, ENTITY_TASK);
    *out = (Network){.count = count, .node_count = 2 * count};
    out->is_linked = ARENA_ARRAY(arena, bool, (size_t)count + 1);
    out->in_circle = ARENA_ARRAY(arena, bool, (size_t)count + 1);
    Builder builder = {.plan = plan, .arena = arena, .scratch = arena_new(), .network = out};
    builder_read_tasks(&builder);
    builder_find_joints(&builder);
    builder_sort_edges(&builder);
    if (!builder_order(&builder)) {
        builder_drop_circles(&builder);
        builder_sort_edges(&builder);
        if (!builder_order(&builder)) {
            BUG("%u of the nodes stay in circles", out->order_count);
        }
    }
    builder_mark_linked(&builder);
    arena_free(builder.scratch);
}
