/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The outline of tasks.  A task whose parent is not there stands at the top; of tasks that are
 * each other's parents the first one does.  Nothing is lost and nothing loops.
 */
#include "order.h"

#include <string.h>

/* The tree while it is made: tasks by their place in the order of ranks, which is nearly that of the
 * outline, so that neighbours stay neighbours.  NOWHERE for none. */
typedef struct Tree {
    const uint32_t *ranked; /* place by rank → row as it stands; NULL: they stand by rank */
    uint32_t *parent, *first_child, *next;
    uint32_t first;
    uint32_t *order; /* outline place → place by rank */
    uint32_t *place; /* place by rank → outline place */
    uint32_t count;
} Tree;

static const Task *task_by_rank(const Plan *plan, const Tree *tree, uint32_t place)
{
    return PLAN_ROWS(plan, Task, ENTITY_TASK) + (tree->ranked ? tree->ranked[place] : place);
}

/* Looked up by id while the tasks are indexed by rank. */
static void find_parents(const Plan *plan, const RowId *parents, Tree *tree)
{
    RowId last_id = 0;
    uint32_t last = NOWHERE;
    for (uint32_t i = 0; i < tree->count; i++) {
        if (parents[i] != last_id) { /* brothers often stand together */
            last_id = parents[i];
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

/* A row's number is its parent's and its own: "2.3".  They are written from the back. */
static const char *child_number(Arena *arena, const char *parent, uint32_t ordinal)
{
    char buffer[160];
    size_t at = sizeof buffer, length = strlen(parent);
    do
        buffer[--at] = (char)('0' + ordinal % 10);
    while ((ordinal /= 10) > 0);
    if (length == 0)
        return arena_strndup(arena, buffer + at, sizeof buffer - at);
    buffer[--at] = '.';
    if (length > at)
        return arena_printf(arena, "%s%.*s", parent, (int)(sizeof buffer - at), buffer + at);
    memcpy(buffer + at - length, parent, length);
    at -= length;
    return arena_strndup(arena, buffer + at, sizeof buffer - at);
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

/* The rows move; the hash and the ids, which are by rank, follow them. */
static void move_tasks(RowTable *table, const Tree *tree, bool in_order, Arena *scratch)
{
    uint32_t *from = ARENA_ARRAY(scratch, uint32_t, table->count);
    for (uint32_t i = 0; i < table->count; i++)
        from[i] = tree->ranked ? tree->ranked[tree->order[i]] : tree->order[i];
    if (tree->ranked || !in_order)
        order_move_rows(table, sizeof(Task), from);
    if (in_order)
        return;
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
    tree.parent = ARENA_ARRAY(scratch, uint32_t, room);
    tree.first_child = ARENA_ARRAY(scratch, uint32_t, room);
    tree.next = ARENA_ARRAY(scratch, uint32_t, room);
    tree.order = ARENA_ARRAY(scratch, uint32_t, room);
    tree.place = ARENA_ARRAY(scratch, uint32_t, room);
    return tree;
}

/* Indexes the tasks by rank and finds who is whose parent: the one walk over rows that lie as they came. */
static void read_tasks(Plan *plan, Tree *tree, Arena *scratch)
{
    RowTable *table = &plan->tables[ENTITY_TASK];
    RowId *parents = ARENA_ARRAY(scratch, RowId, tree->count + (size_t)1);
    table->ids = ARENA_ARRAY(plan->arena, RowId, tree->count + (size_t)1);
    for (uint32_t i = 0; i < tree->count; i++) {
        const Task *task = task_by_rank(plan, tree, i);
        table->ids[i] = task->row.id;
        parents[i] = task->parent;
    }
    order_index(plan, ENTITY_TASK);
    find_parents(plan, parents, tree);
}

void order_outline(Plan *plan)
{
    RowTable *table = &plan->tables[ENTITY_TASK];
    Arena *scratch = arena_new();
    Tree tree = new_tree(table, scratch);
    uint32_t *seen = ARENA_ARRAY(scratch, uint32_t, table->count + (size_t)1);
    read_tasks(plan, &tree, scratch);
    for (uint32_t i = 0; i < tree.count; i++)
        if (seen[i] == 0)
            cut_circle(&tree, i, seen);
    join_children(&tree);
    walk_outline(&tree);
    bool in_order = true;
    for (uint32_t i = 0; i < tree.count && in_order; i++)
        in_order = tree.order[i] == i;
    move_tasks(table, &tree, in_order, scratch);
    fill_computed(plan, &tree, find_ends(&tree, scratch));
    arena_free(scratch);
}
