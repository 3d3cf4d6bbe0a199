/* SPDX-License-Identifier: MPL-2.0 */
/* Which decisions stand side by side, which points share a row, and what is owed below. */
#include "decisions.h"
#include "parts.h"

#include <stdlib.h>
#include <string.h>

/* --- Columns: decisions ------------------------------------------------------------------------- */

/* A filter that names decisions leaves those; one that is about points leaves all side by side. */
static void choose_columns(DecisionsPicture *picture, Arena *arena)
{
    const ViewInput *input = picture->input;
    const Decision *all = PLAN_ROWS(picture->plan, Decision, ENTITY_DECISION);
    uint32_t count = plan_count(picture->plan, ENTITY_DECISION), named = 0;
    bool *matches = ARENA_ARRAY(arena, bool, count + 1);
    picture->columns = ARENA_ARRAY(arena, RowId, count + 1);
    for (uint32_t index = 0; index < count; index++) {
        matches[index] = view_matches(input, ENTITY_DECISION, &all[index].row, arena);
        named += matches[index] ? 1 : 0;
    }
    for (uint32_t index = 0; index < count; index++) {
        if (matches[index] || named == 0)
            picture->columns[picture->column_count++] = all[index].row.id;
    }
}

/* --- Rows: points ------------------------------------------------------------------------------- */

/* Points by their number as people count; additional ones last. */
static int compare_rows(const void *left, const void *right)
{
    const DecisionRow *one = left, *other = right;
    bool one_last = text_is_empty(one->number), other_last = text_is_empty(other->number);
    if (one_last != other_last)
        return one_last ? 1 : -1;
    if (one_last)
        return one->turn < other->turn ? -1 : one->turn > other->turn;
    long first = strtol(one->number, NULL, 10), second = strtol(other->number, NULL, 10);
    if (first != second)
        return first < second ? -1 : 1;
    return strcmp(one->number, other->number);
}

static uint32_t row_of(const DecisionsPicture *picture, const char *number, uint32_t turn)
{
    for (uint32_t row = 0; row < picture->row_count; row++) {
        const DecisionRow *given = &picture->rows[row];
        if (given->kind == DECISION_POINTS && given->turn == turn &&
            strcmp(given->number, number) == 0)
            return row;
    }
    return MATRIX_NOWHERE;
}

/* The first, second … additional point of its decision. */
static uint32_t turn_of(const DecisionsPicture *picture, uint32_t place)
{
    const Point *points = PLAN_ROWS(picture->plan, Point, ENTITY_POINT);
    uint32_t turn = 0;
    if (!text_is_empty(points[place].number))
        return 0;
    for (uint32_t before = 0; before < place; before++) {
        if (points[before].decision == points[place].decision &&
            text_is_empty(points[before].number))
            turn++;
    }
    return turn;
}

static bool point_is_shown(const ViewInput *input, const Point *point, Arena *arena)
{
    const Row *decision = plan_row(input->plan, ENTITY_DECISION, point->decision);
    return view_matches(input, ENTITY_POINT, &point->row, arena) ||
           (decision != NULL && view_matches(input, ENTITY_DECISION, decision, arena)) ||
           part_is_match(input, decisions_point_words(input->plan, point, arena), arena);
}

/* A row for each number that a shown point has. */
static uint32_t choose_point_rows(DecisionsPicture *picture, uint32_t *turns, Arena *arena)
{
    const Point *points = PLAN_ROWS(picture->plan, Point, ENTITY_POINT);
    uint32_t hidden = 0;
    for (uint32_t place = 0; place < plan_count(picture->plan, ENTITY_POINT); place++) {
        const Point *point = &points[place];
        turns[place] = turn_of(picture, place);
        if (!point_is_shown(picture->input, point, arena)) {
            hidden++;
            continue;
        }
        if (matrix_place_of(picture->columns, picture->column_count, point->decision) ==
                MATRIX_NOWHERE ||
            row_of(picture, point->number, turns[place]) != MATRIX_NOWHERE)
            continue;
        picture->rows[picture->row_count++] = (DecisionRow){.kind = DECISION_POINTS,
                                                            .number = point->number,
                                                            .turn = turns[place],
                                                            .key = point->row.id};
    }
    if (picture->row_count > 1)
        qsort(picture->rows, picture->row_count, sizeof *picture->rows, compare_rows);
    return hidden;
}

/* One stands side by side with those that match, so points that the filter hides may be there too. */
static void place_points(DecisionsPicture *picture, const uint32_t *turns, Arena *arena)
{
    const Point *points = PLAN_ROWS(picture->plan, Point, ENTITY_POINT);
    uint32_t count = plan_count(picture->plan, ENTITY_POINT);
    uint32_t cells = picture->row_count * picture->column_count;
    uint32_t *cell_of = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (uint32_t place = 0; place < count; place++)
        cell_of[place] = matrix_cell_at(
            row_of(picture, points[place].number, turns[place]),
            matrix_place_of(picture->columns, picture->column_count, points[place].decision),
            picture->column_count);
    MatrixContents contents = matrix_sort_into_cells(cell_of, count, cells, arena);
    picture->point_from = contents.from;
    picture->points = ARENA_ARRAY(arena, const Point *, contents.count + 1);
    for (uint32_t at = 0; at < contents.count; at++)
        picture->points[at] = &points[contents.places[at]];
}

/* --- Rows: obligations and their instances ------------------------------------------------------- */

InstanceState decisions_instance_state(const Plan *plan, const Instance *instance, Day today)
{
    const Meeting *meeting = PLAN_ROW_OF(plan, Meeting, ENTITY_MEETING, instance->meeting);
    const HonestDate *due = &instance->due;
    if (date_is_set(&instance->done))
        return INSTANCE_GIVEN;
    if (!date_is_set(due) && meeting != NULL)
        due = &meeting->date;
    return date_is_set(due) && date_is_past(due, today) ? INSTANCE_MISSING : INSTANCE_OPEN;
}

static int compare_instances(const void *left, const void *right)
{
    const DecisionRow *one = left, *other = right;
    int order = date_compare(&one->instance->due, &other->instance->due);
    if (order != 0)
        return order;
    return one->instance < other->instance ? -1 : one->instance > other->instance;
}

static void count_instance(DecisionsPicture *picture, const Instance *instance)
{
    InstanceState state =
        decisions_instance_state(picture->plan, instance, picture->input->today);
    picture->given += state == INSTANCE_GIVEN ? 1 : 0;
    picture->missing += state == INSTANCE_MISSING ? 1 : 0;
    picture->open += state == INSTANCE_OPEN ? 1 : 0;
}

/* In order of their days. */
static void add_instances(DecisionsPicture *picture, const Obligation *obligation)
{
    const Instance *all = PLAN_ROWS(picture->plan, Instance, ENTITY_INSTANCE);
    uint32_t first = picture->row_count;
    for (uint32_t index = 0; index < plan_count(picture->plan, ENTITY_INSTANCE); index++) {
        if (all[index].obligation != obligation->row.id)
            continue;
        count_instance(picture, &all[index]);
        picture->rows[picture->row_count++] = (DecisionRow){.kind = DECISION_INSTANCE,
                                                            .number = "",
                                                            .key = all[index].row.id,
                                                            .obligation = obligation,
                                                            .instance = &all[index]};
    }
    if (picture->row_count - first > 1)
        qsort(picture->rows + first, picture->row_count - first, sizeof *picture->rows,
              compare_instances);
}

static uint32_t choose_obligations(DecisionsPicture *picture, Arena *arena)
{
    const ViewInput *input = picture->input;
    const Obligation *all = PLAN_ROWS(picture->plan, Obligation, ENTITY_OBLIGATION);
    uint32_t hidden = 0, first = picture->row_count;
    for (uint32_t index = 0; index < plan_count(picture->plan, ENTITY_OBLIGATION); index++) {
        const Obligation *obligation = &all[index];
        if (!view_matches(input, ENTITY_OBLIGATION, &obligation->row, arena) &&
            !part_is_match(input, part_point(picture->plan, obligation->point, arena), arena)) {
            hidden++;
            continue;
        }
        picture->rows[picture->row_count++] = (DecisionRow){.kind = DECISION_OBLIGATION,
                                                            .number = "",
                                                            .key = obligation->row.id,
                                                            .obligation = obligation};
        picture->obligation_count++;
        add_instances(picture, obligation);
    }
    if (picture->row_count > first)
        picture->rows[first].first = true;
    return hidden;
}

static void add_empty(DecisionsPicture *picture, EntityKind entity)
{
    if (plan_count(picture->plan, entity) > 0)
        return;
    picture->rows[picture->row_count++] = (DecisionRow){.kind = DECISION_ADD,
                                                        .number = "",
                                                        .entity = entity,
                                                        .first = entity == ENTITY_OBLIGATION};
}

uint32_t decisions_choose(DecisionsPicture *picture, Arena *arena)
{
    const Plan *plan = picture->plan;
    size_t points = plan_count(plan, ENTITY_POINT);
    size_t most =
        points + plan_count(plan, ENTITY_OBLIGATION) + plan_count(plan, ENTITY_INSTANCE) + 2;
    uint32_t *turns = ARENA_ARRAY(arena, uint32_t, points + 1);
    picture->rows = ARENA_ARRAY(arena, DecisionRow, most);
    picture->row_keys = ARENA_ARRAY(arena, RowId, most);
    choose_columns(picture, arena);
    uint32_t hidden = choose_point_rows(picture, turns, arena);
    place_points(picture, turns, arena);
    bool all = text_is_empty(picture->input->state->filter);
    if (all)
        add_empty(picture, ENTITY_DECISION);
    hidden += choose_obligations(picture, arena);
    if (all)
        add_empty(picture, ENTITY_OBLIGATION);
    for (uint32_t row = 0; row < picture->row_count; row++)
        picture->row_keys[row] = picture->rows[row].key;
    return hidden;
}
