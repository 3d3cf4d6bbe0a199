/* SPDX-License-Identifier: MPL-2.0 */
/* The timeline: which rows there are, what they stand for, and the order of drawing. */
#include "timeline_private.h"

#include <string.h>

#define NUMBER_LEAST 3
#define NUMBER_MOST  8
#define FILTER_CLEAR 512 /* rows after which the memory of the filter's words is given back */

/* --- Rows: O(plan) ----------------------------------------------------------------------------- */

typedef struct RowWalk {
    const ViewInput *input;
    const Task *tasks;
    uint32_t count;
    bool filtered;
    uint8_t *shown; /* when filtered: 1 for a match or an ancestor of one */
    ViewRow *rows;
    uint32_t row_count, hidden;
    uint32_t *row_of_task;
} RowWalk;

static bool is_folded(const ViewInput *input, const Task *task)
{
    bool by_default = task->level > 1;
    bool toggled = row_set_contains(&input->toggled, task->row.id);
    return task->child_count > 0 && by_default != toggled;
}

static void mark_with_ancestors(RowWalk *walk, uint32_t index)
{
    while (index < walk->count && !walk->shown[index]) {
        walk->shown[index] = 1;
        index = walk->tasks[index].parent_index;
    }
}

static void walk_filter(RowWalk *walk, Arena *arena)
{
    walk->filtered = !text_is_empty(walk->input->state->filter);
    if (!walk->filtered) {
        return;
    }
    walk->shown = ARENA_ARRAY(arena, uint8_t, walk->count + 1);
    Arena *words = arena_new();
    for (uint32_t i = 0; i < walk->count; i++) {
        if (view_matches(walk->input, ENTITY_TASK, &walk->tasks[i].row, words)) {
            mark_with_ancestors(walk, i);
        }
        if (i % FILTER_CLEAR == FILTER_CLEAR - 1) {
            arena_clear(words);
        }
    }
    arena_free(words);
}

static void walk_add(RowWalk *walk, const Task *task, bool folded)
{
    ViewRow row = {.target = {.entity = ENTITY_TASK, .id = task->row.id, .field = -1},
                   .depth = (uint8_t)(task->level > 0 ? task->level - 1 : 0),
                   .has_children = task->child_count > 0,
                   .folded = folded,
                   .data = (int32_t)task->index};
    if (walk->rows) {
        walk->row_of_task[task->index] = walk->row_count;
        walk->rows[walk->row_count] = row;
    }
    walk->row_count++;
}

/* A filter opens every fold: a match is never hidden behind a `+`.  Without rows it only counts. */
static void walk_rows(RowWalk *walk)
{
    uint32_t i = 0;
    walk->row_count = walk->hidden = 0;
    while (i < walk->count) {
        const Task *task = &walk->tasks[i];
        if (walk->filtered && !walk->shown[i]) {
            walk->hidden++;
            i++;
            continue;
        }
        bool folded = !walk->filtered && is_folded(walk->input, task);
        walk_add(walk, task, folded);
        i = folded && task->subtree_end > i ? task->subtree_end : i + 1;
    }
}

/* --- Lists by task: O(plan) -------------------------------------------------------------------- */

/* The task's place; no place in the table when it is not there. */
typedef uint32_t TaskOfRow(const Plan *plan, const Row *row);

static uint32_t link_from(const Plan *plan, const Row *row)
{
    (void)plan;
    return ((const Link *)(const void *)row)->from_index;
}

static uint32_t link_to(const Plan *plan, const Row *row)
{
    (void)plan;
    return ((const Link *)(const void *)row)->to_index;
}

static uint32_t goal_task(const Plan *plan, const Row *row)
{
    return plan_index_of(plan, ENTITY_TASK, ((const Goal *)(const void *)row)->task);
}

/* Counting sort of the entity's rows by the task that they belong to. */
static TaskLists lists_by_task(const Plan *plan, EntityKind entity, TaskOfRow *task_of,
                               Arena *arena)
{
    uint32_t tasks = plan_count(plan, ENTITY_TASK);
    uint32_t rows = plan_count(plan, entity);
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, (size_t)tasks + 2);
    uint32_t *items = ARENA_ARRAY(arena, uint32_t, (size_t)rows + 1);
    const char *row = plan->tables[entity].rows;
    const size_t size = schema_entity(entity)->size;
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t task = task_of(plan, (const Row *)(const void *)(row + i * size));
        if (task < tasks) {
            first[task + 2]++;
        }
    }
    for (uint32_t i = 2; i <= tasks + 1; i++) {
        first[i] += first[i - 1];
    }
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t task = task_of(plan, (const Row *)(const void *)(row + i * size));
        if (task < tasks) {
            items[first[task + 1]++] = i;
        }
    }
    return (TaskLists){.first = first, .items = items};
}

static void measure_rows(TimelineData *data, const RowWalk *walk)
{
    data->number_width = NUMBER_LEAST;
    for (uint32_t i = 0; i < walk->row_count; i++) {
        const Task *task = &walk->tasks[walk->rows[i].data];
        data->phases += task->level <= 1;
        if (task->level <= 2) {
            int columns = part_smaller(text_width(task->number), NUMBER_MOST);
            data->number_width = part_larger(data->number_width, columns);
        }
    }
}

/* "13 tasks  1 overdue" */
static const char *summary_of(const Schedule *schedule, Arena *arena)
{
    const char *tasks = schedule->leaves == 1
                            ? _("1 task")
                            : arena_printf(arena, _("%u tasks"), schedule->leaves);
    if (schedule->overdue == 0) {
        return tasks;
    }
    const char *overdue = arena_printf(arena, _("%u overdue"), schedule->overdue);
    return arena_printf(arena, "%s  %s", tasks, overdue);
}

ViewRows timeline_lay_out(const ViewInput *input, Arena *arena)
{
    const Plan *plan = input->plan;
    RowWalk walk = {.input = input,
                    .tasks = PLAN_ROWS(plan, Task, ENTITY_TASK),
                    .count = plan_count(plan, ENTITY_TASK)};
    walk.row_of_task = ARENA_ARRAY(arena, uint32_t, (size_t)walk.count + 1);
    memset(walk.row_of_task, 0xFF, ((size_t)walk.count + 1) * sizeof *walk.row_of_task);
    walk_filter(&walk, arena);
    walk_rows(&walk);
    walk.rows = ARENA_ARRAY(arena, ViewRow, (size_t)walk.row_count + 1);
    walk_rows(&walk);

    TimelineData *data = ARENA_NEW(arena, TimelineData);
    data->row_of_task = walk.row_of_task;
    data->links_out = lists_by_task(plan, ENTITY_LINK, link_from, arena);
    data->links_in = lists_by_task(plan, ENTITY_LINK, link_to, arena);
    data->goals = lists_by_task(plan, ENTITY_GOAL, goal_task, arena);
    measure_rows(data, &walk);
    int columns = timeline_column_fields(input->width, data->fields);
    const Entity *task = schema_entity(ENTITY_TASK);
    data->name_field = schema_field_index(task, schema_field_by_name(task, "name"));
    data->short_name_field = schema_field_index(task, schema_field_by_name(task, "short_name"));
    TimelineLayout layout = timeline_layout((Rect){0, 0, input->width, input->height},
                                            input->state->show_detail, data->number_width);
    data->name_width = layout.columns[0].width;
    return (ViewRows){.rows = walk.rows,
                      .count = walk.row_count,
                      .columns = (uint32_t)columns,
                      .hidden = walk.hidden,
                      .summary = summary_of(input->schedule, arena),
                      .data = data};
}

/* Where there is room for a short name only, that one is what stands here. */
static int shown_instead(const ViewInput *input, const TimelineData *data, RowId id, int field)
{
    const Task *task = PLAN_ROW_OF(input->plan, Task, ENTITY_TASK, id);
    if (field != data->name_field || task == NULL) {
        return 0;
    }
    int push = timeline_name_push(task, data->number_width, data->name_width);
    bool is_short = timeline_task_name(task, data->name_width - push) != task->name;
    return is_short ? data->short_name_field : 0;
}

Target timeline_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    Target target = {.entity = ENTITY_NONE, .field = -1};
    if (rows->count == 0 && row == 0) {
        target.entity = ENTITY_TASK; /* the first task may be added here */
        return target;
    }
    if (row < 0 || (uint32_t)row >= rows->count) {
        return target;
    }
    target = rows->rows[row].target;
    const TimelineData *data = rows->data;
    if (column >= 0 && (uint32_t)column < rows->columns) {
        target.field = data->fields[column];
        target.shown = shown_instead(input, data, target.id, target.field);
    }
    return target;
}

/* --- Drawing: O(screen) ------------------------------------------------------------------------ */

static void draw_rules(const TimelineScene *scene)
{
    const TimelineLayout *layout = &scene->layout;
    Canvas *canvas = scene->canvas;
    int x = layout->body.x;
    int today = scene->axis.today_x;
    bool chart = layout->chart.width > 0;
    if (chart) {
        int y = layout->head_y - (layout->airy ? 1 : 0);
        canvas_fill(canvas,
                    (Rect){layout->divider_x, y, 1, layout->body.y + layout->body.height - y},
                    STYLE_LINE, GLYPH_VERTICAL);
    }
    if (layout->rule_y >= 0) {
        canvas_fill(canvas, (Rect){x, layout->rule_y, layout->body.width, 1}, STYLE_LINE,
                    GLYPH_HORIZONTAL);
        canvas_glyph(canvas, layout->divider_x, layout->rule_y, STYLE_LINE, GLYPH_CROSS);
        canvas_glyph(canvas, today, layout->rule_y, STYLE_LINE, GLYPH_TEE_DOWN);
    }
    if (layout->detail.height > 0 && layout->airy) {
        canvas_fill(canvas, (Rect){x, layout->detail.y, layout->body.width, 1}, STYLE_LINE,
                    GLYPH_HORIZONTAL);
        canvas_glyph(canvas, layout->divider_x, layout->detail.y, STYLE_LINE, GLYPH_TEE_UP);
        canvas_glyph(canvas, today, layout->detail.y, STYLE_LINE, GLYPH_TEE_UP);
    }
}

/* On the free line above the axis. */
static void draw_meetings(const TimelineScene *scene)
{
    const TimelineLayout *layout = &scene->layout;
    Rect line = {layout->body.x, layout->head_y - 1, layout->body.width, 1};
    if (!layout->airy || plan_count(scene->input->plan, ENTITY_MEETING) == 0 ||
        !canvas_shows(scene->canvas, line)) {
        return;
    }
    int columns = layout->divider_x - 1 - layout->number_x;
    canvas_text_right(scene->canvas, layout->number_x, layout->head_y - 1, columns, STYLE_DIM,
                      _("Meetings"));
    timeline_axis_meetings(&scene->axis, scene->input->plan, scene->canvas, layout->head_y - 1);
}

static TimelineRow row_at(const TimelineScene *scene, int index, int y)
{
    const ViewRow *row = &scene->rows->rows[index];
    uint32_t task = (uint32_t)row->data;
    const ViewState *state = scene->input->state;
    return (TimelineRow){.row = row,
                         .task = &PLAN_ROWS(scene->input->plan, Task, ENTITY_TASK)[task],
                         .dates = &scene->input->schedule->tasks[task],
                         .y = y,
                         .index = index,
                         .cursor = index == state->row,
                         .cursor_column =
                             part_clamp(state->column, 0, scene->layout.column_count - 1)};
}

/* Gaps between phases only when the whole plan fits with them: nothing jumps while scrolling. */
static bool has_gaps(const TimelineScene *scene)
{
    uint32_t phases = scene->data->phases;
    uint64_t needed = (uint64_t)scene->rows->count + (phases > 0 ? phases - 1 : 0);
    return scene->layout.airy && needed <= (uint64_t)scene->layout.body.height;
}

/* The outline last: of a row's places the last one is where the cursor shows. */
static void draw_row(const TimelineScene *scene, const TimelineRow *row)
{
    Rect chart = {scene->layout.chart.x, row->y, scene->layout.chart.width, 1};
    if (canvas_shows(scene->canvas, chart)) {
        timeline_bar_row(scene, row);
    }
    timeline_outline_row(scene, row);
}

/* Lines that the clip rectangle hides cost their count and no more. */
static void draw_rows(const TimelineScene *scene)
{
    Rect body = scene->layout.body;
    bool gaps = has_gaps(scene);
    bool links = scene->input->state->show_links && scene->layout.chart.width > 0;
    int top = part_clamp(scene->input->state->top, 0, (int)scene->rows->count);
    TimelineRow *drawn = NULL;
    if (links) {
        drawn = ARENA_ARRAY(scene->canvas->arena, TimelineRow, (size_t)body.height + 1);
    }
    uint32_t count = 0;
    int y = body.y;
    for (int i = top; i < (int)scene->rows->count && y < body.y + body.height; i++, y++) {
        y += gaps && i > top && scene->rows->rows[i].depth == 0 ? 1 : 0;
        if (y >= body.y + body.height) {
            break;
        }
        bool is_shown = canvas_shows(scene->canvas, (Rect){body.x, y, body.width, 1});
        if (!is_shown && !links) {
            continue;
        }
        TimelineRow row = row_at(scene, i, y);
        if (is_shown) {
            draw_row(scene, &row);
        }
        if (links) {
            drawn[count++] = row;
        }
    }
    if (count > 0) {
        timeline_links(scene, drawn, count);
    }
}

static void draw_empty(const TimelineScene *scene)
{
    bool filtered = !text_is_empty(scene->input->state->filter) && scene->rows->hidden > 0;
    const char *sentence =
        filtered ? _("No task matches: Esc shows all.") : _("No tasks yet: a adds the first.");
    Rect body = scene->layout.body;
    if (scene->layout.chart.width > 0) {
        body.width = scene->layout.divider_x - body.x;
    }
    int x = scene->layout.number_x;
    canvas_text(scene->canvas, x, body.y, body.x + body.width - x, STYLE_DIM, sentence);
}

static void fill_laid(const TimelineScene *scene)
{
    ViewLaid *laid = scene->laid;
    *laid = (ViewLaid){.rows_shown = part_larger(scene->layout.body.height, 1),
                       .columns_shown = part_larger(scene->layout.column_count, 1),
                       .first_day = DAY_NONE,
                       .last_day = DAY_NONE};
    if (scene->layout.chart.width > 0) {
        laid->first_day = axis_first_day(&scene->axis);
        laid->last_day = axis_last_day(&scene->axis);
    }
}

void timeline_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                   HitMap *hits, ViewLaid *laid)
{
    TimelineScene scene = {.input = input,
                           .rows = rows,
                           .data = rows->data,
                           .canvas = canvas,
                           .hits = hits,
                           .laid = laid};
    scene.layout = timeline_layout(area, input->state->show_detail, scene.data->number_width);
    scene.axis = timeline_axis(input, scene.layout.chart);
    fill_laid(&scene);
    Rect old = canvas_clip(canvas, area);
    Rect head = {area.x, scene.layout.head_y, area.width, scene.layout.head_rows};
    if (canvas_shows(canvas, head)) {
        timeline_outline_headings(&scene);
    }
    draw_rules(&scene);
    if (scene.layout.chart.width > 0) {
        int shorter = 2 - scene.layout.head_rows;
        timeline_axis_headings(&scene.axis, input, canvas, scene.layout.head_y - shorter);
        timeline_axis_ground(&scene.axis, input, canvas);
        draw_meetings(&scene);
    }
    Rect above = canvas_clip(canvas, scene.layout.body);
    draw_rows(&scene);
    if (rows->count == 0) {
        draw_empty(&scene);
    }
    canvas_unclip(canvas, above);
    bool cursor_is_row = input->state->row >= 0 && (uint32_t)input->state->row < rows->count;
    if (scene.layout.detail.height > 0 && cursor_is_row) {
        TimelineRow row = row_at(&scene, input->state->row, scene.layout.detail.y);
        timeline_detail(&scene, &row);
    }
    canvas_unclip(canvas, old);
}
