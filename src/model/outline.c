/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The outline of tasks.  A task whose parent is not there stands at the top; of tasks that are
 * each other's parents the first one does.  Nothing is lost and nothing loops.
 */
#include "order.h"

#include <string.h>

/* The tree while it is made: indexes of tasks as they stand, NOWHERE for none. */
typedef struct Tree {
    const uint32_t *ranked; /* place by rank → index; NULL: they stand by rank */
    uint32_t *rank_place;   /* index → place by rank */
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
        first = tree->rank_place[i] < tree->rank_place[first] ? i : first;
    tree->parent[first] = NOWHERE;
}

static void join_children(Tree *tree)
{
    memset(tree->first_child, 0xff, tree->count * sizeof *tree->first_child);
    tree->first = NOWHERE;
    for (uint32_t place = tree->count; place-- > 0;) {
        uint32_t i = tree->ranked ? tree->ranked[place] : place;
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
    memcpy(number, parent, length + 1);
    if (dot)
        number[length] = '.';
    memcpy(number + length + dot, buffer + at, own);
    return number;
}

/* Where each subtree ends, by outline place.  Works in small arrays: the rows themselves are wide. */
static uint32_t *find_ends(const Tree *tree, Arena *scratch)
{
    uint32_t *end = ARENA_ARRAY(scratch, uint32_t, tree->count + (size_t)1);
    for (uint32_t i = tree->count; i-- > 0;) {
        uint32_t parent = tree->parent[tree->order[i]];
        if (end[i] == 0)
            end[i] = i + 1;
        if (parent != NOWHERE && end[tree->place[parent]] < end[i])
            end[tree->place[parent]] = end[i];
    }
    return end;
}

static void fill_computed(Plan *plan, const Tree *tree, const uint32_t *end)
{
    Task *tasks = plan->tables[ENTITY_TASK].rows;
    uint32_t at_top = 0;
    for (uint32_t i = 0; i < tree->count; i++) {
        Task *task = &tasks[i];
        uint32_t parent = tree->parent[tree->order[i]];
        task->index = i;
        task->child_count = 0;
        task->subtree_end = end[i];
        task->parent_index = parent == NOWHERE ? NOWHERE : tree->place[parent];
        Task *above = parent == NOWHERE ? NULL : &tasks[task->parent_index];
        task->level = above ? above->level + 1 : 1;
        uint32_t ordinal = above ? ++above->child_count : ++at_top;
        task->number = child_number(plan->arena, above ? above->number : "", ordinal);
    }
}

/* The rows move, and the hash and the ids follow them. */
static void move_tasks(RowTable *table, const Tree *tree, Arena *scratch)
{
    uint32_t *from = ARENA_ARRAY(scratch, uint32_t, table->count);
    memcpy(from, tree->order, table->count * sizeof *from);
    order_move_rows(table, sizeof(Task), from);
    for (uint32_t slot = 0; slot < table->index_capacity; slot++)
        if (table->index[slot])
            table->index[slot] = tree->place[table->index[slot] - 1] + 1;
    const Task *tasks = table->rows;
    for (uint32_t i = 0; i < table->count; i++)
        table->ids[i] = tasks[i].row.id;
}

static Tree new_tree(const RowTable *table, Arena *scratch)
{
    size_t room = table->count + (size_t)1;
    Tree tree = {.count = table->count};
    tree.ranked = order_by_rank(table, sizeof(Task), scratch);
    tree.rank_place = ARENA_ARRAY(scratch, uint32_t, room);
    tree.parent = ARENA_ARRAY(scratch, uint32_t, room);
    tree.first_child = ARENA_ARRAY(scratch, uint32_t, room);
    tree.next = ARENA_ARRAY(scratch, uint32_t, room);
    tree.order = ARENA_ARRAY(scratch, uint32_t, room);
    tree.place = ARENA_ARRAY(scratch, uint32_t, room);
    for (uint32_t place = 0; place < tree.count; place++)
        tree.rank_place[tree.ranked ? tree.ranked[place] : place] = place;
    return tree;
}

void order_outline(Plan *plan)
{
    RowTable *table = &plan->tables[ENTITY_TASK];
    Arena *scratch = arena_new();
    Tree tree = new_tree(table, scratch);
    uint32_t *seen = ARENA_ARRAY(scratch, uint32_t, table->count + (size_t)1);
    find_parents(plan, &tree);
    for (uint32_t i = 0; i < tree.count; i++)
        if (seen[i] == 0)
            cut_circle(&tree, i, seen);
    join_children(&tree);
    walk_outline(&tree);
    bool in_place = true;
    for (uint32_t i = 0; i < tree.count && in_place; i++)
        in_place = tree.order[i] == i;
    if (!in_place)
        move_tasks(table, &tree, scratch);
    fill_computed(plan, &tree, find_ends(&tree, scratch));
    arena_free(scratch);
}
