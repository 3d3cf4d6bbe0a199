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

/* The municipalities of today, and one column for answers of none. */
static void choose_columns(FlowPicture *picture, Arena *arena)
{
    const Answer *answers = PLAN_ROWS(picture->plan, Answer, ENTITY_ANSWER);
    bool rest = false;
    for (uint32_t index = 0; index < plan_count(picture->plan, ENTITY_ANSWER) && !rest; index++)
        rest = matrix_municipality_key(picture->plan, answers[index].municipality) == 0;
    picture->columns = matrix_municipality_columns(picture->plan, picture->input->today, rest,
                                                   arena, &picture->column_count);
}

/* Task's place in the plan → row of the chart, or MATRIX_NOWHERE. */
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

static uint32_t cell_of_answer(const FlowPicture *picture, const Answer *answer,
                               const uint32_t *row_of)
{
    uint32_t task = plan_index_of(picture->plan, ENTITY_TASK, answer->task);
    RowId key = matrix_municipality_key(picture->plan, answer->municipality);
    return matrix_cell_at(task == UINT32_MAX ? MATRIX_NOWHERE : row_of[task],
                          matrix_place_of(picture->columns, picture->column_count, key),
                          picture->column_count);
}

static void place_answers(FlowPicture *picture, Arena *arena)
{
    const Answer *answers = PLAN_ROWS(picture->plan, Answer, ENTITY_ANSWER);
    uint32_t count = plan_count(picture->plan, ENTITY_ANSWER);
    uint32_t cells = picture->row_count * picture->column_count;
    uint32_t *row_of = rows_of_tasks(picture, arena);
    uint32_t *cell_of = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (uint32_t index = 0; index < count; index++)
        cell_of[index] = cell_of_answer(picture, &answers[index], row_of);
    MatrixContents contents = matrix_sort_into_cells(cell_of, count, cells, arena);
    picture->answer_from = contents.from;
    picture->answers = ARENA_ARRAY(arena, const Answer *, contents.count + 1);
    for (uint32_t at = 0; at < contents.count; at++)
        picture->answers[at] = &answers[contents.places[at]];
    for (uint32_t cell = 0; cell < cells; cell++)
        picture->answered += contents.from[cell + 1] > contents.from[cell] ? 1 : 0;
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
