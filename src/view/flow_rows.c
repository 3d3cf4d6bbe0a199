/* SPDX-License-Identifier: MPL-2.0 */
/* The flow chart: which activities and municipalities it has, and which answers stand in a cell. */
#include "flow.h"
#include "parts.h"

#include <string.h>

static const Task *phase_of(const Plan *plan, const Task *task)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    while (task->parent_index != UINT32_MAX)
        task = &tasks[task->parent_index];
    return task;
}

/* Which tasks have an answer that the filter finds: asked once, not for every task. */
static bool *find_matching_answers(const ViewInput *input, Arena *arena)
{
    const Answer *answers = PLAN_ROWS(input->plan, Answer, ENTITY_ANSWER);
    bool *found = ARENA_ARRAY(arena, bool, plan_count(input->plan, ENTITY_TASK) + 1);
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_ANSWER); index++) {
        uint32_t task = plan_index_of(input->plan, ENTITY_TASK, answers[index].task);
        if (task == UINT32_MAX || found[task])
            continue;
        found[task] =
            part_is_match(input, flow_answer_words(input->plan, &answers[index], arena),
                          arena) ||
            view_matches(input, ENTITY_ANSWER, &answers[index].row, arena);
    }
    return found;
}

static void add_row(FlowPicture *picture, const Task *task, bool heading)
{
    picture->row_keys[picture->row_count] = task->row.id;
    picture->rows[picture->row_count++] = (FlowRow){task, heading};
}

static uint32_t choose_rows(FlowPicture *picture, Arena *arena)
{
    const ViewInput *input = picture->input;
    const Task *tasks = PLAN_ROWS(picture->plan, Task, ENTITY_TASK);
    uint32_t count = plan_count(picture->plan, ENTITY_TASK), hidden = 0;
    bool *answered = find_matching_answers(input, arena);
    const Task *phase = NULL;
    picture->rows = ARENA_ARRAY(arena, FlowRow, (size_t)count * 2 + 1);
    picture->row_keys = ARENA_ARRAY(arena, RowId, (size_t)count * 2 + 1);
    for (uint32_t index = 0; index < count; index++) {
        const Task *task = &tasks[index];
        if (!task->flow)
            continue;
        if (!answered[index] && !view_matches(input, ENTITY_TASK, &task->row, arena)) {
            hidden++;
            continue;
        }
        const Task *own = phase_of(picture->plan, task);
        if (own != task && own != phase)
            add_row(picture, own, true);
        phase = own == task ? NULL : own;
        add_row(picture, task, false);
    }
    return hidden;
}

static bool answer_is_without_column(const Plan *plan, const Answer *answer)
{
    return plan_row(plan, ENTITY_MUNICIPALITY, answer->municipality) == NULL;
}

/* The municipalities of today, and one column for answers of none. */
static void choose_columns(FlowPicture *picture, Arena *arena)
{
    const Plan *plan = picture->plan;
    const Municipality *all = PLAN_ROWS(plan, Municipality, ENTITY_MUNICIPALITY);
    const Answer *answers = PLAN_ROWS(plan, Answer, ENTITY_ANSWER);
    uint32_t count = plan_count(plan, ENTITY_MUNICIPALITY);
    picture->columns = ARENA_ARRAY(arena, RowId, count + 1);
    for (uint32_t index = 0; index < count; index++) {
        if (part_is_valid(&all[index].from, &all[index].to, picture->input->today))
            picture->columns[picture->column_count++] = all[index].row.id;
    }
    bool none = picture->column_count == 0;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_ANSWER) && !none; index++)
        none = answer_is_without_column(plan, &answers[index]);
    if (none)
        picture->columns[picture->column_count++] = 0;
}

static uint32_t column_of(const FlowPicture *picture, const Answer *answer)
{
    bool none = answer_is_without_column(picture->plan, answer);
    RowId wanted = none ? 0 : answer->municipality;
    for (uint32_t column = 0; column < picture->column_count; column++) {
        if (picture->columns[column] == wanted)
            return column;
    }
    return UINT32_MAX;
}

/* Task's place in the plan → row of the chart; UINT32_MAX: not shown. */
static uint32_t *rows_of_tasks(const FlowPicture *picture, Arena *arena)
{
    uint32_t count = plan_count(picture->plan, ENTITY_TASK);
    uint32_t *row_of = ARENA_ARRAY(arena, uint32_t, count + 1);
    memset(row_of, 0xff, (count + 1) * sizeof *row_of);
    for (uint32_t row = 0; row < picture->row_count; row++) {
        if (!picture->rows[row].heading)
            row_of[picture->rows[row].task->index] = row;
    }
    return row_of;
}

/* Counts answers for each cell, then puts each in its place. */
static void place_answers(FlowPicture *picture, Arena *arena)
{
    const Answer *answers = PLAN_ROWS(picture->plan, Answer, ENTITY_ANSWER);
    uint32_t count = plan_count(picture->plan, ENTITY_ANSWER);
    uint32_t cells = picture->row_count * picture->column_count;
    uint32_t *row_of = rows_of_tasks(picture, arena);
    uint32_t *cell_of = ARENA_ARRAY(arena, uint32_t, count + 1);
    uint32_t *next = ARENA_ARRAY(arena, uint32_t, cells + 1);
    picture->answers = ARENA_ARRAY(arena, const Answer *, count + 1);
    picture->answer_from = ARENA_ARRAY(arena, uint32_t, cells + 2);
    for (uint32_t index = 0; index < count; index++) {
        uint32_t task = plan_index_of(picture->plan, ENTITY_TASK, answers[index].task);
        uint32_t row = task == UINT32_MAX ? UINT32_MAX : row_of[task];
        uint32_t column = column_of(picture, &answers[index]);
        bool shown = row != UINT32_MAX && column != UINT32_MAX;
        cell_of[index] = shown ? row * picture->column_count + column : UINT32_MAX;
        if (shown)
            picture->answer_from[cell_of[index] + 1]++;
    }
    for (uint32_t cell = 0; cell < cells; cell++) {
        picture->answered += picture->answer_from[cell + 1] > 0 ? 1 : 0;
        picture->answer_from[cell + 1] += picture->answer_from[cell];
        next[cell] = picture->answer_from[cell];
    }
    for (uint32_t index = 0; index < count; index++) {
        if (cell_of[index] != UINT32_MAX)
            picture->answers[next[cell_of[index]]++] = &answers[index];
    }
}

static void count_cells(FlowPicture *picture)
{
    for (uint32_t row = 0; row < picture->row_count; row++)
        picture->cells += picture->rows[row].heading ? 0 : picture->column_count;
}

uint32_t flow_choose(FlowPicture *picture, Arena *arena)
{
    uint32_t hidden = choose_rows(picture, arena);
    choose_columns(picture, arena);
    place_answers(picture, arena);
    count_cells(picture);
    return hidden;
}
