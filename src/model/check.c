/* SPDX-License-Identifier: MPL-2.0 */
/* Rules across fields and rows. */
#include "framdrift/schema.h"

#include <string.h>

#define DEEPEST_LEVEL 3

/* One value on its way into one field of one row; `row` is NULL for a row to be. */
typedef struct Writing {
    const Plan *plan;
    const Entity *entity;
    const Row *row;
    const Field *field;
    const Value *value;
} Writing;

static bool check_form(const Writing *to, Err *err)
{
    const Field *field = to->field;
    if (field->flags & FIELD_COMPUTED || field->kind == KIND_ID)
        return fail(err, ERR_INPUT, _("“%s” follows from other things and cannot be set."),
                    _(field->label));
    if (to->value->type == VALUE_NULL)
        return !(field->flags & FIELD_REQUIRED) ||
               fail(err, ERR_INPUT, _("“%s” cannot be empty: %s"), _(field->label),
                    _(field->help));
    bool text = !strcmp(field_storage_type(field), "TEXT");
    if ((to->value->type == VALUE_TEXT) != text)
        return fail(err, ERR_INPUT, _("“%s” has a value of the wrong sort: %s"),
                    _(field->label), _(field->help));
    return true;
}

static bool check_reference(const Writing *to, Err *err)
{
    if (to->field->kind != KIND_REFERENCE || to->value->type == VALUE_NULL ||
        plan_row(to->plan, to->field->reference, to->value->integer))
        return true;
    return fail(err, ERR_NOT_FOUND,
                _("“%s” cannot be %lld: there is no row of the kind %s with that id."),
                _(to->field->label), (long long)to->value->integer,
                schema_entity(to->field->reference)->name);
}

static uint32_t subtree_height(const Plan *plan, const Task *task)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    uint32_t deepest = task->level;
    for (uint32_t i = task->index; i < task->subtree_end; i++)
        deepest = tasks[i].level > deepest ? tasks[i].level : deepest;
    return deepest - task->level + 1;
}

static bool check_parent(const Writing *to, Err *err)
{
    const Task *task = (const Task *)(const void *)to->row;
    const Task *parent = PLAN_ROW_OF(to->plan, Task, ENTITY_TASK, to->value->integer);
    if (task && parent->index >= task->index && parent->index < task->subtree_end)
        return fail(err, ERR_INPUT,
                    _("Task %s cannot be part of %s, which is itself or a part of it; choose a "
                      "task outside it."),
                    task->number, parent->number);
    uint32_t height = task ? subtree_height(to->plan, task) : 1;
    if (parent->level + height > DEEPEST_LEVEL)
        return fail(err, ERR_INPUT,
                    _("Nothing can be put below task %s here: a plan has three levels, phase, "
                      "activity and step."),
                    parent->number);
    return true;
}

static bool check_link_end(const Writing *to, Err *err)
{
    const Link *link = (const Link *)(const void *)to->row;
    bool from = to->field->offset == offsetof(Link, from);
    if (!link || (from ? link->to : link->from) != to->value->integer)
        return true;
    return fail(err, ERR_INPUT,
                _("A link goes from one task to another; choose two different tasks."));
}

/* The two dates say for certain that one has ended before the other begins. */
static bool ends_before(const HonestDate *end, const HonestDate *start)
{
    return date_is_set(end) && date_is_set(start) && end->to != DAY_NONE &&
           start->from != DAY_NONE && end->to < start->from;
}

static bool same_seat(const Seat *one, const Seat *other)
{
    return one->person == other->person && one->group == other->group &&
           one->municipality == other->municipality && one->role == other->role &&
           !ends_before(&one->to, &other->from) && !ends_before(&other->to, &one->from);
}

static bool check_seat(const Writing *to, Err *err)
{
    if (!to->row)
        return true;
    Seat changed = *(const Seat *)(const void *)to->row;
    Arena *arena = arena_new();
    field_load(to->field, to->value, &changed, arena);
    const Seat *seats = PLAN_ROWS(to->plan, Seat, ENTITY_SEAT);
    bool held = false;
    for (uint32_t i = 0; i < plan_count(to->plan, ENTITY_SEAT) && changed.person && !held; i++)
        held = seats[i].row.id != changed.row.id && same_seat(&seats[i], &changed);
    if (held)
        fail(err, ERR_INPUT,
             _("%s already holds such a seat (%s); choose another person or role."),
             plan_title(to->plan, ENTITY_PERSON, changed.person, arena),
             plan_title(to->plan, ENTITY_SEAT, changed.row.id, arena));
    arena_free(arena);
    return !held;
}

bool check_value(const Plan *plan, const Entity *entity, RowId id, const Field *field,
                 const Value *value, Err *err)
{
    const Writing to = {plan, entity, plan_row(plan, entity->kind, id), field, value};
    if (id != 0 && !to.row)
        return fail(err, ERR_NOT_FOUND, _("There is no row of the kind %s with the id %lld."),
                    entity->name, (long long)id);
    if (!check_form(&to, err) || !check_reference(&to, err))
        return false;
    bool filled = value->type != VALUE_NULL;
    if (filled && entity->kind == ENTITY_TASK && field->offset == offsetof(Task, parent))
        return check_parent(&to, err);
    if (filled && entity->kind == ENTITY_LINK && field->reference == ENTITY_TASK)
        return check_link_end(&to, err);
    return entity->kind != ENTITY_SEAT || check_seat(&to, err);
}

/* ---------------------------------------------------------------------------------------------
 * Deleting
 */
typedef struct Going {
    const Plan *plan;
    bool *marked[ENTITY_COUNT];
    RowPlace *places; /* the deleted row first, then what it owns, generation by generation */
    size_t count, capacity;
    Arena *arena;
} Going;

static void mark_row(Going *going, EntityKind entity, uint32_t index, RowId id)
{
    going->marked[entity][index] = true;
    if (going->count == going->capacity) {
        RowPlace *more = ARENA_ARRAY(going->arena, RowPlace, going->capacity * 2);
        memcpy(more, going->places, going->count * sizeof *more);
        going->places = more;
        going->capacity *= 2;
    }
    going->places[going->count++] = (RowPlace){entity, id};
}

static bool is_owned(const Going *going, const Field *field, const Row *row)
{
    RowId id = *(const RowId *)(const void *)((const char *)row + field->offset);
    uint32_t index = plan_index_of(going->plan, field->reference, id);
    return index != UINT32_MAX && going->marked[field->reference][index];
}

static void mark_owned_by(Going *going, const Entity *entity, const Field *field)
{
    for (uint32_t i = 0; i < plan_count(going->plan, entity->kind); i++) {
        const Row *row = plan_at(going->plan, entity->kind, i);
        if (!going->marked[entity->kind][i] && is_owned(going, field, row))
            mark_row(going, entity->kind, i, row->id);
    }
}

static void mark_all_owned(Going *going)
{
    size_t before;
    do {
        before = going->count;
        for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++) {
            const Entity *entity = schema_entity((EntityKind)kind);
            for (int i = 0; i < entity->field_count; i++)
                if (entity->fields[i].flags & FIELD_OWNS)
                    mark_owned_by(going, entity, &entity->fields[i]);
        }
    } while (going->count > before);
}

size_t check_delete(const Plan *plan, EntityKind entity, RowId id, Arena *arena,
                    const RowPlace **out)
{
    *out = NULL;
    uint32_t index = plan_index_of(plan, entity, id);
    if (index == UINT32_MAX)
        return 0;
    Going going = {.plan = plan, .capacity = 16, .arena = arena};
    going.places = ARENA_ARRAY(arena, RowPlace, going.capacity);
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++)
        going.marked[kind] = ARENA_ARRAY(arena, bool, plan_count(plan, (EntityKind)kind) + 1);
    mark_row(&going, entity, index, id);
    mark_all_owned(&going);
    for (size_t i = 0; i < going.count / 2; i++) {
        RowPlace held = going.places[i];
        going.places[i] = going.places[going.count - 1 - i];
        going.places[going.count - 1 - i] = held;
    }
    *out = going.places;
    return going.count;
}
