/* SPDX-License-Identifier: MPL-2.0 */
/* Which tasks a checklist still asks for: each of its items, for each of the groups. */
#include "pairs.h"

#include <stdlib.h>
#include <string.h>

/* A task of the second level, by its folded name. */
typedef struct Place {
    const char *name;
    const Task *task;
} Place;

static int compare_places(const void *one, const void *other)
{
    const Place *a = one;
    const Place *b = other;
    int order = strcmp(a->name, b->name);
    return order ? order
                 : (a->task->index > b->task->index) - (a->task->index < b->task->index);
}

typedef struct Places {
    Place *all;
    uint32_t count;
} Places;

static Places places_of(const Plan *plan, Arena *arena)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    uint32_t count = plan_count(plan, ENTITY_TASK);
    Places places = {ARENA_ARRAY(arena, Place, (size_t)count + 1), 0};
    for (uint32_t i = 0; i < count; i++) {
        if (tasks[i].level == 2 && tasks[i].item == 0) {
            places.all[places.count++] = (Place){text_fold(arena, tasks[i].name), &tasks[i]};
        }
    }
    if (places.count > 1) {
        qsort(places.all, places.count, sizeof *places.all, compare_places);
    }
    return places;
}

/* The first of that name in the outline. */
static RowId place_named(const Places *places, const char *name, Arena *arena)
{
    const char *wanted = text_fold(arena, name);
    uint32_t low = 0;
    uint32_t high = places->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(places->all[middle].name, wanted) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    bool found = low < places->count && strcmp(places->all[low].name, wanted) == 0;
    return found ? places->all[low].task->row.id : 0;
}

/* The groups asked for, each once; without any, all work groups. */
static const Group **chosen_groups(const Plan *plan, const RowId *groups, uint32_t group_count,
                                   Arena *arena, uint32_t *count)
{
    const Group *all = PLAN_ROWS(plan, Group, ENTITY_GROUP);
    uint32_t there = plan_count(plan, ENTITY_GROUP);
    bool *taken = ARENA_ARRAY(arena, bool, (size_t)there + 1);
    const Group **chosen = ARENA_ARRAY(arena, const Group *, (size_t)there + 1);
    *count = 0;
    for (uint32_t i = 0; i < group_count; i++) {
        uint32_t index = plan_index_of(plan, ENTITY_GROUP, groups[i]);
        if (index != UINT32_MAX && !taken[index]) {
            taken[index] = true;
            chosen[(*count)++] = &all[index];
        }
    }
    for (uint32_t i = 0; group_count == 0 && i < there; i++) {
        if (all[i].kind == GROUP_WORK) {
            chosen[(*count)++] = &all[i];
        }
    }
    return chosen;
}

static Pair *step_pairs(const Plan *plan, Arena *arena, uint32_t *count)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    Pair *pairs = ARENA_ARRAY(arena, Pair, (size_t)plan_count(plan, ENTITY_TASK) + 1);
    *count = 0;
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_TASK); i++) {
        if (tasks[i].item != 0) {
            pairs[(*count)++] = (Pair){tasks[i].item, tasks[i].group};
        }
    }
    pairs_sort(pairs, *count);
    return pairs;
}

uint32_t checklist_missing(const Plan *plan, RowId template_id, const RowId *groups,
                           uint32_t group_count, Arena *arena, const MissingStep **out)
{
    const Item *items = PLAN_ROWS(plan, Item, ENTITY_ITEM);
    uint32_t item_count = plan_count(plan, ENTITY_ITEM);
    uint32_t chosen_count = 0;
    uint32_t pair_count = 0;
    const Group **chosen = chosen_groups(plan, groups, group_count, arena, &chosen_count);
    const Pair *pairs = step_pairs(plan, arena, &pair_count);
    Places places = places_of(plan, arena);
    uint32_t own = 0;
    for (uint32_t i = 0; i < item_count; i++) {
        own += items[i].template_id == template_id;
    }
    MissingStep *missing = ARENA_ARRAY(arena, MissingStep, (size_t)own * chosen_count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < item_count; i++) {
        if (items[i].template_id != template_id) {
            continue;
        }
        RowId parent = place_named(&places, items[i].name, arena);
        for (uint32_t j = 0; j < chosen_count; j++) {
            if (!pairs_hold(pairs, pair_count, items[i].row.id, chosen[j]->row.id)) {
                missing[count++] = (MissingStep){
                    .item = items[i].row.id,
                    .group = chosen[j]->row.id,
                    .parent = parent,
                    .name = arena_printf(arena, "%s: %s", chosen[j]->name, items[i].name)};
            }
        }
    }
    *out = missing;
    return count;
}
