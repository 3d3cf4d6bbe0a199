/* SPDX-License-Identifier: MPL-2.0 */
/* The right half of a row: bracket, bar or milestone, deadline, words where no day is known, links. */
#include "timeline_private.h"

#include <limits.h>

#define OPEN_COLUMNS 3 /* how far a shape reaches left of its end when its start is not known */
#define GAP          2 /* between a shape and its label */

bool timeline_is_bracket(const Task *task)
{
    return task->kind == TASK_PHASE || (task->level == 1 && task->child_count > 0);
}

/* An event ("the council meetings in December") and words that are no date are never drawn, whatever
 * bounds they have. */
bool timeline_has_day(const HonestDate *date)
{
    return date->precision != DATE_NONE && date->precision != DATE_EVENT &&
           date->precision != DATE_UNKNOWN && date->to != DAY_NONE;
}

/* --- Where the shape stands -------------------------------------------------------------------- */

typedef struct Shape {
    bool shown, open_start, bracket, milestone;
    int from, to; /* canvas columns */
    int finish;   /* last column of the task's own time; `to` may be later when it is overdue */
    Day last;     /* the day that the shape ends on, DAY_NONE when not shown */
} Shape;

static Day day_moved(Day day, int days)
{
    return day == DAY_NONE ? DAY_NONE : day + days;
}

static Day end_of_shape(const Task *task, const TaskDates *dates, int finish_days)
{
    if (timeline_is_bracket(task) && timeline_has_day(&task->deadline)) {
        return task->deadline.to;
    }
    bool only_event =
        dates->open_start && date_is_set(&task->deadline) && !timeline_has_day(&task->deadline);
    if (dates->finish != DAY_NONE && !only_event) {
        return day_moved(dates->finish, finish_days);
    }
    return DAY_NONE;
}

static Shape shape_of(const TimelineAxis *axis, const Task *task, const TaskDates *dates,
                      int start_days, int finish_days)
{
    Shape shape = {.bracket = timeline_is_bracket(task), .last = DAY_NONE};
    Day start = day_moved(dates->start, start_days);
    Day finish = end_of_shape(task, dates, finish_days);
    if (start == DAY_NONE && finish == DAY_NONE) {
        return shape;
    }
    shape.shown = true;
    shape.milestone = dates->milestone && !shape.bracket;
    shape.open_start = (dates->open_start || start == DAY_NONE) && !shape.milestone;
    finish = finish == DAY_NONE ? start : finish;
    shape.last = finish;
    shape.to = axis_last_x(axis, finish);
    shape.from = shape.open_start ? shape.to - OPEN_COLUMNS : axis_first_x(axis, start);
    if (shape.milestone) {
        shape.from = shape.to;
    } else if (shape.from > shape.to) {
        shape.to = shape.from;
    }
    shape.finish = shape.to;
    return shape;
}

/* What is not done of an overdue task reaches to today. */
static void shape_stretch(Shape *shape, const TimelineScene *scene, const TaskDates *dates)
{
    int before_today = axis_first_x(&scene->axis, scene->input->today) - 1;
    if (dates->overdue && !shape->bracket && !shape->milestone && shape->to < before_today) {
        shape->to = before_today;
    }
}

static void shape_draw(const TimelineScene *scene, const TimelineRow *row, const Shape *shape)
{
    Canvas *canvas = scene->canvas;
    const Task *task = row->task;
    if (shape->milestone) {
        canvas_glyph(canvas, shape->to, row->y, STYLE_MILESTONE, GLYPH_MILESTONE);
        return;
    }
    if (shape->bracket) {
        bool has_end = timeline_has_day(&task->deadline) || timeline_has_day(&task->finish);
        shape_phase(canvas, row->y, shape->from, shape->to, shape->open_start, has_end);
        return;
    }
    TaskState state = schedule_state(task, row->dates);
    Bar bar = {.from = shape->from,
               .to = shape->to,
               .open_start = shape->open_start,
               .percent = row->dates->percent,
               .overdue_from = row->dates->overdue ? shape->from : INT_MAX,
               .critical = scene->input->state->show_links && row->dates->critical,
               .closed = state == TASK_STATE_DONE,
               .dropped = state == TASK_STATE_DROPPED};
    shape_bar(canvas, row->y, &bar);
}

/* --- Marks around the shape -------------------------------------------------------------------- */

/* A deadline that the shape's own end does not show already. */
static int deadline_x(const TimelineScene *scene, const TimelineRow *row, const Shape *shape)
{
    const Task *task = row->task;
    if (!timeline_has_day(&task->deadline) || shape->bracket) {
        return INT_MIN;
    }
    int x = axis_last_x(&scene->axis, task->deadline.to);
    bool shown_by_end = shape->shown && !shape->open_start && x == shape->finish;
    return shown_by_end ? INT_MIN : x;
}

static void float_draw(const TimelineScene *scene, const TimelineRow *row, const Shape *shape)
{
    const TaskDates *dates = row->dates;
    if (!scene->input->state->show_links || !dates->has_slack || dates->slack <= 0 ||
        dates->late_finish == DAY_NONE || shape->bracket) {
        return;
    }
    int end = axis_last_x(&scene->axis, dates->late_finish);
    canvas_fill(scene->canvas, (Rect){shape->to + 1, row->y, end - shape->to, 1},
                STYLE_BAR_FLOAT, GLYPH_PLANNED);
}

/* --- Labels ------------------------------------------------------------------------------------ */

static bool label_is_free(const TimelineScene *scene, int x, int columns)
{
    Rect chart = scene->layout.chart;
    int today = scene->axis.today_x;
    bool over_today = today >= x - 1 && today <= x + columns;
    return columns > 0 && x >= chart.x && x + columns <= chart.x + chart.width && !over_today;
}

/* Right of the shape, beyond today's line when that is in the way. */
static bool label_after(const TimelineScene *scene, int y, int end, StyleRole style,
                        const char *words)
{
    int columns = text_width(words);
    int x = end + GAP;
    if (!label_is_free(scene, x, columns) && scene->axis.today_x >= x - 1 &&
        scene->axis.today_x <= x + columns) {
        x = scene->axis.today_x + GAP;
    }
    if (!label_is_free(scene, x, columns)) {
        return false;
    }
    canvas_text(scene->canvas, x, y, columns, style, words);
    return true;
}

static bool label_before(const TimelineScene *scene, int y, int begin, StyleRole style,
                         const char *words)
{
    int columns = text_width(words);
    int x = begin - columns - 1;
    if (!label_is_free(scene, x, columns)) {
        return false;
    }
    canvas_text(scene->canvas, x, y, columns, style, words);
    return true;
}

/* "The council meetings in December: date not set", or as much of it as there is room for. */
static void words_of_event(const TimelineScene *scene, const TimelineRow *row,
                           const Shape *shape, int end)
{
    const HonestDate *deadline = &row->task->deadline;
    Rect chart = scene->layout.chart;
    if (deadline->precision != DATE_EVENT && deadline->precision != DATE_UNKNOWN) {
        return;
    }
    Text written = {0};
    date_print_as_written(deadline, scene->input->language, &written);
    const char *not_set = _("date not set");
    const char *words = text_is_empty(text_string(&written)) ? not_set : text_string(&written);
    const char *whole = arena_printf(scene->canvas->arena, "%s: %s", words, not_set);
    const char *const forms[] = {whole, words, not_set};
    int begin = shape->shown ? shape->from : chart.x;
    int today = scene->axis.today_x;
    int left = !shape->shown && today > chart.x ? today : chart.x - 1; /* it lies ahead */
    int after = shape->shown ? part_larger(end, left) : left;
    bool done = false;
    for (size_t i = deadline->precision == DATE_EVENT ? 0 : 1; i < COUNT_OF(forms) && !done;
         i++) {
        done = label_after(scene, row->y, after, STYLE_DEADLINE, forms[i]) ||
               label_before(scene, row->y, begin, STYLE_DEADLINE, forms[i]);
    }
    text_free(&written);
}

/* The date beside a ♦. */
static void date_of_end(const TimelineScene *scene, const TimelineRow *row, const Shape *shape,
                        int end)
{
    const ViewInput *input = scene->input;
    const Task *task = row->task;
    Rect chart = scene->layout.chart;
    bool on_screen = shape->to >= chart.x && shape->to < chart.x + chart.width;
    bool deadline = timeline_has_day(&task->deadline);
    if (!on_screen || !(shape->milestone || (shape->bracket && deadline))) {
        return;
    }
    Text words = {0};
    if (deadline && input->state->as_written) {
        date_print_as_written(&task->deadline, input->language, &words);
    } else if (deadline && shape->bracket) {
        date_print(&task->deadline, DATE_STYLE_SHORT, input->language, &words);
    } else {
        day_print(shape->last, DATE_STYLE_SHORT, input->language, &words);
    }
    label_after(scene, row->y, end, STYLE_DEADLINE, text_string(&words));
    text_free(&words);
}

/* --- Rows -------------------------------------------------------------------------------------- */

static const TaskPreview *preview_of(const ViewInput *input, RowId id)
{
    const TaskPreview *preview = input->preview;
    for (uint32_t i = 0; preview && i < preview->count; i++) {
        if (preview->tasks[i] == id) {
            return preview;
        }
    }
    return NULL;
}

static Shape shape_of_row(const TimelineScene *scene, const TimelineRow *row)
{
    const TaskPreview *preview = preview_of(scene->input, row->task->row.id);
    Shape shape =
        shape_of(&scene->axis, row->task, row->dates, preview ? preview->start_days : 0,
                 preview ? preview->finish_days : 0);
    if (!preview) {
        shape_stretch(&shape, scene, row->dates);
    }
    return shape;
}

/* The place that a bar in motion leaves: dots, so that it shows without colours too. */
static void draw_old_place(const TimelineScene *scene, const TimelineRow *row)
{
    Shape old = shape_of(&scene->axis, row->task, row->dates, 0, 0);
    if (old.shown) {
        canvas_fill(scene->canvas, (Rect){old.from, row->y, old.to - old.from + 1, 1},
                    STYLE_DIM, GLYPH_PLANNED);
    }
}

static void hits_of_shape(const TimelineScene *scene, const TimelineRow *row,
                          const Shape *shape)
{
    Rect chart = scene->layout.chart;
    int left = part_larger(shape->from, chart.x);
    int right = part_smaller(shape->to, chart.x + chart.width - 1);
    Hit hit = {.rect = {left, row->y, right - left + 1, 1}, .kind = HIT_BAR, .row = row->index};
    hit_add(scene->hits, hit);
    if (shape->to - shape->from < 2) {
        return; /* too short for edges that one could aim at */
    }
    hit.rect.width = 1;
    if (left == shape->from && !shape->open_start) {
        hit.kind = HIT_BAR_START;
        hit_add(scene->hits, hit);
    }
    if (right == shape->to) {
        hit.kind = HIT_BAR_END;
        hit.rect.x = right;
        hit_add(scene->hits, hit);
    }
}

void timeline_bar_row(const TimelineScene *scene, const TimelineRow *row)
{
    Rect chart = scene->layout.chart;
    Rect old = canvas_clip(scene->canvas, chart);
    hit_add(scene->hits, (Hit){.rect = {chart.x, row->y, chart.width, 1}, .row = row->index});
    if (preview_of(scene->input, row->task->row.id)) {
        draw_old_place(scene, row);
    }
    Shape shape = shape_of_row(scene, row);
    int end = shape.to;
    if (shape.shown) {
        shape_draw(scene, row, &shape);
        float_draw(scene, row, &shape);
        hits_of_shape(scene, row, &shape);
    }
    int deadline = deadline_x(scene, row, &shape);
    if (deadline != INT_MIN) {
        canvas_glyph(scene->canvas, deadline, row->y, STYLE_DEADLINE, GLYPH_DEADLINE);
        end = shape.shown ? part_larger(end, deadline) : deadline;
    }
    if (shape.shown) {
        date_of_end(scene, row, &shape, end);
    }
    words_of_event(scene, row, &shape, end);
    canvas_unclip(scene->canvas, old);
}

/* --- Links ------------------------------------------------------------------------------------- */

/* An arrow never runs backwards: where the successor begins earlier, it drops straight onto it. */
static void arrow_draw(const TimelineScene *scene, const Link *link, const TimelineRow *from,
                       const TimelineRow *to)
{
    Shape one = shape_of_row(scene, from);
    Shape other = shape_of_row(scene, to);
    if (!one.shown || !other.shown) {
        return;
    }
    bool from_end = link->type == LINK_FS || link->type == LINK_FF;
    bool to_start = link->type == LINK_FS || link->type == LINK_SS;
    int leaves = from_end ? one.to + 1 : one.from - 1;
    int arrives = to_start ? other.from - 1 : other.to + 1;
    if (from_end && to_start && arrives < leaves) {
        arrives = leaves;
    }
    StyleRole style = to->dates->broken_link ? STYLE_WARNING : STYLE_LINE;
    shape_arrow(scene->canvas, leaves, from->y, arrives, to->y, style);
}

void timeline_links(const TimelineScene *scene, const TimelineRow *rows, uint32_t count)
{
    const Plan *plan = scene->input->plan;
    const Link *links = PLAN_ROWS(plan, Link, ENTITY_LINK);
    const TaskLists *out = &scene->data->links_out;
    Rect old = canvas_clip(scene->canvas, scene->layout.chart);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t task = rows[i].task->index;
        for (uint32_t at = out->first[task]; at < out->first[task + 1]; at++) {
            const Link *link = &links[out->items[at]];
            uint32_t other = plan_index_of(plan, ENTITY_TASK, link->to);
            uint32_t row = other == UINT32_MAX ? other : scene->data->row_of_task[other];
            bool seen = row != UINT32_MAX && (int64_t)row >= rows[0].index &&
                        (int64_t)row < (int64_t)rows[0].index + count;
            if (seen) {
                arrow_draw(scene, link, &rows[i], &rows[row - (uint32_t)rows[0].index]);
            }
        }
    }
    canvas_unclip(scene->canvas, old);
}
