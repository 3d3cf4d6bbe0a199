/* SPDX-License-Identifier: MPL-2.0 */
/* Circles of links: Tarjan's strongly connected components, without recursion, so that a chain of a
 * hundred thousand tasks needs no deep stack. */
#include "network.h"

typedef struct Walk {
    const uint32_t *first, *targets;
    uint32_t *component;      /* NOWHERE until known */
    uint32_t *index, *lowest; /* 0: not seen */
    uint32_t *path;           /* nodes being walked */
    uint32_t *next;           /* [node]: the edge to look at next */
    uint32_t *open;           /* seen, component not yet known */
    uint32_t path_count, open_count, seen, components;
} Walk;

static void walk_enter(Walk *walk, uint32_t node)
{
    walk->index[node] = walk->lowest[node] = ++walk->seen;
    walk->next[node] = walk->first[node];
    walk->path[walk->path_count++] = node;
    walk->open[walk->open_count++] = node;
}

static void walk_leave(Walk *walk, uint32_t node)
{
    walk->path_count--;
    if (walk->lowest[node] == walk->index[node]) {
        uint32_t member = NOWHERE;
        while (member != node) {
            member = walk->open[--walk->open_count];
            walk->component[member] = walk->components;
        }
        walk->components++;
    }
    if (walk->path_count > 0) {
        uint32_t before = walk->path[walk->path_count - 1];
        if (walk->lowest[node] < walk->lowest[before]) {
            walk->lowest[before] = walk->lowest[node];
        }
    }
}

static void walk_from(Walk *walk, uint32_t start)
{
    walk_enter(walk, start);
    while (walk->path_count > 0) {
        uint32_t node = walk->path[walk->path_count - 1];
        if (walk->next[node] == walk->first[node + 1]) {
            walk_leave(walk, node);
            continue;
        }
        uint32_t target = walk->targets[walk->next[node]++];
        if (walk->index[target] == 0) {
            walk_enter(walk, target);
        } else if (walk->component[target] == NOWHERE &&
                   walk->index[target] < walk->lowest[node]) {
            walk->lowest[node] = walk->index[target];
        }
    }
}

void circle_components(uint32_t count, const uint32_t *first, const uint32_t *targets,
                       Arena *arena, uint32_t *component)
{
    Walk walk = {.first = first,
                 .targets = targets,
                 .component = component,
                 .index = ARENA_ARRAY(arena, uint32_t, count),
                 .lowest = ARENA_ARRAY(arena, uint32_t, count),
                 .path = ARENA_ARRAY(arena, uint32_t, count),
                 .next = ARENA_ARRAY(arena, uint32_t, count),
                 .open = ARENA_ARRAY(arena, uint32_t, count)};
    for (uint32_t node = 0; node < count; node++) {
        component[node] = NOWHERE;
    }
    for (uint32_t node = 0; node < count; node++) {
        if (walk.index[node] == 0) {
            walk_from(&walk, node);
        }
    }
}
