/* SPDX-License-Identifier: MPL-2.0 */
/* The plan's tables: filled, put in order once, and looked up by place and by id. */
#include "order.h"

#include "framdrift/schema.h"

#include <string.h>

Plan *plan_new(Arena *arena)
{
    Plan *plan = ARENA_NEW(arena, Plan);
    plan->arena = arena;
    return plan;
}

/* A row without any value: every member as field_load leaves it for VALUE_NULL. */
static void fill_blank(const Entity *entity, void *row, Arena *arena)
{
    const Value empty = VALUE_IS_NULL;
    for (int i = 0; i < entity->field_count; i++)
        field_load(&entity->fields[i], &empty, row, arena);
}

void *plan_reserve(Plan *plan, EntityKind entity, uint32_t count)
{
    const Entity *described = schema_entity(entity);
    RowTable *table = &plan->tables[entity];
    *table = (RowTable){.count = count};
    char *rows = arena_bare(plan->arena, (count + (size_t)1) * described->size);
    table->rows = rows;
    memset(rows, 0, described->size);
    if (count > 0)
        fill_blank(described, rows, plan->arena);
    for (uint32_t i = 1; i < count; i++)
        memcpy(rows + i * described->size, rows, described->size);
    return rows;
}

bool plan_places_by(EntityKind entity, const Field *field)
{
    bool tree = entity == ENTITY_TASK && field->offset == offsetof(Task, parent);
    bool end = entity == ENTITY_LINK && field->kind == KIND_REFERENCE;
    return field->kind == KIND_ID || field->kind == KIND_RANK || tree || end;
}

static void *copy_array(Arena *arena, const void *from, uint32_t count, size_t size)
{
    void *copy = arena_bare(arena, (count + (size_t)1) * size);
    return count > 0 ? memcpy(copy, from, count * size) : copy;
}

void plan_take(Plan *plan, const Plan *from, EntityKind entity)
{
    const Entity *described = schema_entity(entity);
    const RowTable *other = &from->tables[entity];
    uint32_t count = other->count;
    RowTable *table = &plan->tables[entity];
    *table = (RowTable){.count = count, .index_capacity = other->index_capacity};
    table->rows = copy_array(plan->arena, other->rows, count, described->size);
    table->ids = copy_array(plan->arena, other->ids, count, sizeof *table->ids);
    table->index =
        copy_array(plan->arena, other->index, other->index_capacity, sizeof *table->index);
    entity_own(described, table->rows, count, plan->arena);
}

/* Open addressing over index + 1; at most half full, so that a miss ends soon. */
static uint32_t hash_start(RowId id, uint32_t capacity)
{
    uint64_t mixed = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15);
    return (uint32_t)(mixed >> 32) & (capacity - 1);
}

void order_index(Plan *plan, EntityKind entity)
{
    RowTable *table = &plan->tables[entity];
    uint32_t capacity = 8;
    while (capacity < table->count * UINT64_C(2))
        capacity *= 2;
    table->index_capacity = capacity;
    table->index = ARENA_ARRAY(plan->arena, uint32_t, capacity);
    for (uint32_t i = 0; i < table->count; i++) {
        uint32_t slot = hash_start(table->ids[i], capacity);
        while (table->index[slot])
            slot = (slot + 1) & (capacity - 1);
        table->index[slot] = i + 1;
    }
}

static void sort_table(RowTable *table, size_t size)
{
    Arena *scratch = arena_new();
    uint32_t *from = order_by_rank(table, size, scratch);
    if (from)
        order_move_rows(table, size, from);
    arena_free(scratch);
}

static void sort_and_index(Plan *plan, EntityKind entity)
{
    RowTable *table = &plan->tables[entity];
    size_t size = schema_entity(entity)->size;
    sort_table(table, size);
    table->ids = ARENA_ARRAY(plan->arena, RowId, table->count + (size_t)1);
    for (uint32_t i = 0; i < table->count; i++)
        table->ids[i] = order_row_at(table, size, i)->id;
    order_index(plan, entity);
}

static void make_plan_row(Plan *plan)
{
    if (plan->tables[ENTITY_PLAN].count == 0) {
        PlanInfo *info = plan_reserve(plan, ENTITY_PLAN, 1);
        info->row.id = PLAN_ROW;
    }
}

/* Asked for at each schedule and at each picture: found once. */
static void find_ends_of_links(Plan *plan)
{
    const RowTable *table = &plan->tables[ENTITY_LINK];
    Link *links = table->rows;
    for (uint32_t i = 0; i < table->count; i++) {
        links[i].from_index = plan_index_of(plan, ENTITY_TASK, links[i].from);
        links[i].to_index = plan_index_of(plan, ENTITY_TASK, links[i].to);
    }
}

void plan_finish(Plan *plan)
{
    bool ends_stand = plan->tables[ENTITY_TASK].index && plan->tables[ENTITY_LINK].index;
    make_plan_row(plan);
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++) {
        EntityKind entity = (EntityKind)kind;
        if (plan->tables[entity].index)
            continue; /* taken: in order as it is */
        if (!plan->tables[entity].rows)
            plan_reserve(plan, entity, 0);
        if (entity == ENTITY_TASK)
            order_outline(plan);
        else
            sort_and_index(plan, entity);
    }
    if (!ends_stand)
        find_ends_of_links(plan);
    plan->info = PLAN_ROW_OF(plan, PlanInfo, ENTITY_PLAN, PLAN_ROW);
    if (!plan->info)
        plan->info = PLAN_ROWS(plan, PlanInfo, ENTITY_PLAN);
}

uint32_t plan_count(const Plan *plan, EntityKind entity)
{
    return plan->tables[entity].count;
}

const Row *plan_at(const Plan *plan, EntityKind entity, uint32_t index)
{
    if (index >= plan->tables[entity].count)
        return NULL;
    return order_row_at(&plan->tables[entity], schema_entity(entity)->size, index);
}

uint32_t plan_index_of(const Plan *plan, EntityKind entity, RowId id)
{
    const RowTable *table = &plan->tables[entity];
    if (!table->index || id == 0)
        return NOWHERE;
    uint32_t slot = hash_start(id, table->index_capacity);
    for (; table->index[slot]; slot = (slot + 1) & (table->index_capacity - 1))
        if (table->ids[table->index[slot] - 1] == id)
            return table->index[slot] - 1;
    return NOWHERE;
}

const Row *plan_row(const Plan *plan, EntityKind entity, RowId id)
{
    uint32_t index = plan_index_of(plan, entity, id);
    return index == NOWHERE ? NULL : plan_at(plan, entity, index);
}

bool status_is_closed(int status)
{
    return status == STATUS_DELIVERED || status == STATUS_DONE || status == STATUS_OPERATION ||
           status == STATUS_DROPPED;
}

const Conflict *plan_conflict_of(const Plan *plan, EntityKind entity, RowId id)
{
    for (uint32_t i = 0; i < plan->conflict_count; i++) {
        if (plan->conflicts[i].row == id && plan->conflicts[i].entity == entity) {
            return &plan->conflicts[i];
        }
    }
    return NULL;
}
