/* SPDX-License-Identifier: MPL-2.0 */
/* What moving tasks would do: the same schedule computed from inputs with the shifts applied. */
#include "network.h"

static Day day_shifted(Day day, int days)
{
    return day == DAY_NONE ? DAY_NONE : day + days;
}

/* The start becomes a stated one where it was computed; an end where it moves against the start, or
 * where only a deadline held it: a bar that is moved keeps its length. */
static void input_shift(TaskInput *input, const TaskDates *dates, const TaskShift *shift)
{
    bool is_whole = shift->start_days == shift->finish_days;
    bool start_moves = shift->start_days != 0;
    bool finish_moves = shift->finish_days != 0;
    if (start_moves && input->start_from == DAY_NONE) {
        input->start_from = input->start_to = dates->start;
    }
    bool held = input->duration == MINUTE_NONE && dates->finish > dates->start;
    if (finish_moves && (!is_whole || held) && input->finish_to == DAY_NONE &&
        !dates->open_start) {
        input->finish_to = dates->finish;
        if (input->start_from == DAY_NONE) {
            input->start_from = input->start_to = dates->start;
        }
    }
    bool only_end = dates->open_start && input->finish_to == DAY_NONE;
    if (only_end) {
        input->deadline = day_shifted(input->deadline, shift->finish_days);
        return;
    }
    if (start_moves) {
        input->start_from = day_shifted(input->start_from, shift->start_days);
        input->start_to = day_shifted(input->start_to, shift->start_days);
    }
    if (finish_moves) {
        input->finish_to = day_shifted(input->finish_to, shift->finish_days);
    }
}

/* A summary moves with all that lies below it; a task named twice moves once. */
static void inputs_apply(TaskInput *inputs, const Plan *plan, const Schedule *before,
                         const TaskShift *shifts, uint32_t count, Arena *arena)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    bool *is_done = ARENA_ARRAY(arena, bool, (size_t)before->count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (shifts[i].task >= before->count) {
            continue;
        }
        uint32_t end = tasks[shifts[i].task].subtree_end;
        for (uint32_t task = shifts[i].task; task < end; task++) {
            if (is_done[task]) {
                continue;
            }
            is_done[task] = true;
            bool has_own =
                inputs[task].start_from != DAY_NONE || inputs[task].finish_to != DAY_NONE;
            if (!inputs[task].is_summary) {
                input_shift(&inputs[task], &before->tasks[task], &shifts[i]);
            } else if (has_own) {
                inputs[task].start_from =
                    day_shifted(inputs[task].start_from, shifts[i].start_days);
                inputs[task].finish_to =
                    day_shifted(inputs[task].finish_to, shifts[i].finish_days);
            }
        }
    }
}

static Day schedule_end(const Schedule *schedule)
{
    Day end = DAY_NONE;
    for (uint32_t i = 0; i < schedule->count; i++) {
        Day finish = schedule->tasks[i].finish;
        end = finish > end ? finish : end; /* DAY_NONE is the smallest */
    }
    return end;
}

static bool deadline_is_missed(const TaskDates *dates)
{
    return dates->deadline != DAY_NONE && dates->finish != DAY_NONE &&
           dates->finish > dates->deadline;
}

Ripple schedule_ripple(const Plan *plan, const Schedule *before, const TaskShift *shifts,
                       uint32_t count, Arena *arena)
{
    TaskInput *inputs = schedule_inputs(plan, arena);
    inputs_apply(inputs, plan, before, shifts, count, arena);
    Schedule after;
    schedule_from_inputs(plan, inputs, before->today, arena, &after);
    Ripple ripple = {.end_before = schedule_end(before), .end_after = schedule_end(&after)};
    for (uint32_t i = 0; i < after.count; i++) {
        const TaskDates *one = &before->tasks[i];
        const TaskDates *other = &after.tasks[i];
        bool moved = one->start != other->start || one->finish != other->finish;
        ripple.moved += moved && !inputs[i].is_summary;
        ripple.deadlines_missed += deadline_is_missed(other) && !deadline_is_missed(one);
    }
    return ripple;
}
