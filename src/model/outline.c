/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The outline of tasks.  A task whose parent is not there stands at the top; of tasks that are
 * each other's parents the first one does.  Nothing is lost and nothing loops.
 */
#include "order.h"

#include <string.h>

/* The tree while it is made: indexes of tasks in the order of ranks, NOWHERE for none. */
typedef struct Tree {
    uint32_t *parent, *first_child, *next;
    uint32_t first;
    uint32_t *order; /* outline place → index */
    uint32_t *place; /* index → outline place */
    uint32_t count;
} Tree;

static void find_parents(const Plan *plan, Tree *tree)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    RowId last_id = 0;
    uint32_t last = NOWHERE;
    for (uint32_t i = 0; i < tree->count; i++) {
        if (tasks[i].parent != last_id) { /* brothers often stand together */
            last_id = tasks[i].parent;
            last = last_id ? plan_index_of(plan, ENTITY_TASK, last_id) : NOWHERE;
        }
        tree->parent[i] = last;
    }
}

/* Follows parents from `start`; `seen` holds the walk that met a task first, counted from 1. */
static void cut_circle(Tree *tree, uint32_t start, uint32_t *seen)
{
    uint32_t at = start;
    while (at != NOWHERE && seen[at] == 0) {
        seen[at] = start + 1;
        at = tree->parent[at];
    }
    if (at == NOWHERE || seen[at] != start + 1)
        return;
    uint32_t first = at;
    for (uint32_t i = tree->parent[at]; i != at; i = tree->parent[i])
        first = i < first ? i : first;
    tree->parent[first] = NOWHERE;
}

static void join_children(Tree *tree)
{
    memset(tree->first_child, 0xff, tree->count * sizeof *tree->first_child);
    tree->first = NOWHERE;
    for (uint32_t i = tree->count; i-- > 0;) {
        uint32_t *head =
            tree->parent[i] == NOWHERE ? &tree->first : &tree->first_child[tree->parent[i]];
        tree->next[i] = *head;
        *head = i;
    }
}

/* A parent before its children, without recursion: the depth is the file's to choose. */
static void walk_outline(Tree *tree)
{
    uint32_t at = tree->first, place = 0;
    while (at != NOWHERE) {
        tree->order[place] = at;
        tree->place[at] = place++;
        if (tree->first_child[at] != NOWHERE) {
            at = tree->first_child[at];
            continue;
        }
        while (at != NOWHERE && tree->next[at] == NOWHERE)
            at = tree->parent[at];
        if (at != NOWHERE)
            at = tree->next[at];
    }
    if (place != tree->count)
        BUG("%u of %u tasks in the outline", place, tree->count);
}

static const char *child_number(Arena *arena, const char *parent, uint32_t ordinal)
{
    char buffer[12];
    size_t at = sizeof buffer, length = strlen(parent);
    do
        buffer[--at] = (char)('0' + ordinal % 10);
    while ((ordinal /= 10) > 0);
    size_t own = sizeof buffer - at, dot = length > 0;
    char *number = arena_alloc(arena, length + dot + own + 1);
    memcpy(number, parent, length);
    if (dot)
        number[length] = '.';
    memcpy(number + length + dot, buffer + at, own);
    return number;
}

static void fill_computed(Plan *plan, const Tree *tree)
{
    Task *tasks = plan->tables[ENTITY_TASK].rows;
    uint32_t at_top = 0;
    for (uint32_t i = 0; i < tree->count; i++)
        tasks[i].child_count = 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        Task *task = &tasks[i];
        uint32_t parent = tree->parent[tree->order[i]];
        task->index = i;
        task->subtree_end = i + 1;
        task->parent_index = parent == NOWHERE ? NOWHERE : tree->place[parent];
        Task *above = parent == NOWHERE ? NULL : &tasks[task->parent_index];
        task->level = above ? above->level + 1 : 1;
        uint32_t ordinal = above ? ++above->child_count : ++at_top;
        task->number = child_number(plan->arena, above ? above->number : "", ordinal);
    }
    for (uint32_t i = tree->count; i-- > 0;)
        if (tasks[i].parent_index != NOWHERE) {
            Task *above = &tasks[tasks[i].parent_index];
            if (above->subtree_end < tasks[i].subtree_end)
                above->subtree_end = tasks[i].subtree_end;
        }
}

void order_outline(Plan *plan)
{
    RowTable *table = &plan->tables[ENTITY_TASK];
    Arena *scratch = arena_new();
    Tree tree = {.count = table->count};
    tree.parent = ARENA_ARRAY(scratch, uint32_t, table->count + 1);
    tree.first_child = ARENA_ARRAY(scratch, uint32_t, table->count + 1);
    tree.next = ARENA_ARRAY(scratch, uint32_t, table->count + 1);
    tree.order = ARENA_ARRAY(scratch, uint32_t, table->count + 1);
    tree.place = ARENA_ARRAY(scratch, uint32_t, table->count + 1);
    uint32_t *seen = ARENA_ARRAY(scratch, uint32_t, table->count + 1);
    find_parents(plan, &tree);
    for (uint32_t i = 0; i < tree.count; i++)
        if (seen[i] == 0)
            cut_circle(&tree, i, seen);
    join_children(&tree);
    walk_outline(&tree);

    bool in_place = true;
    for (uint32_t i = 0; i < tree.count && in_place; i++)
        in_place = tree.order[i] == i;
    if (!in_place) {
        uint32_t *from = ARENA_ARRAY(scratch, uint32_t, table->count);
        memcpy(from, tree.order, table->count * sizeof *from);
        order_move_rows(table, sizeof(Task), from);
        plan_build_index(plan, ENTITY_TASK);
    }
    fill_computed(plan, &tree);
    arena_free(scratch);
}
