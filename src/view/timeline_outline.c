/* SPDX-License-Identifier: MPL-2.0 */
/* The left half of a row: marker, state, number, name, and the columns that fit. */
#include "timeline_private.h"

#include <string.h>

static const char *const headings[TIMELINE_COLUMN_COUNT] = {
    [COLUMN_NAME] = N_("Task"),     [COLUMN_OWNER] = N_("Owner"),
    [COLUMN_PROGRESS] = N_("Done"), [COLUMN_START] = N_("Start"),
    [COLUMN_FINISH] = N_("Finish"), [COLUMN_DEADLINE] = N_("Deadline"),
};
#define HEADING_OVERHANG                                                                       \
    4 /* "Ferdig" may begin left of its narrow column: no heading is near */

static const struct {
    Glyph glyph;
    StyleRole style;
} states[] = {
    [TASK_STATE_PLANNED] = {GLYPH_PLANNED, STYLE_TEXT},
    [TASK_STATE_ACTIVE] = {GLYPH_ACTIVE, STYLE_TEXT},
    [TASK_STATE_DONE] = {GLYPH_DONE, STYLE_GOOD},
    [TASK_STATE_OVERDUE] = {GLYPH_OVERDUE, STYLE_WARNING},
    [TASK_STATE_DROPPED] = {GLYPH_DROPPED, STYLE_DIM},
};

const char *timeline_task_name(const Task *task, int columns)
{
    bool long_fits = text_width(task->name) <= columns;
    return long_fits || text_is_empty(task->short_name) ? task->name : task->short_name;
}

static void heading_draw(const TimelineScene *scene, const OutlineColumn *column)
{
    const TimelineLayout *layout = &scene->layout;
    const char *word = _(headings[column->what]);
    int y = layout->head_y + layout->head_rows - 1;
    int x = column->what == COLUMN_NAME ? layout->number_x : column->x;
    int columns = column->x + column->width - x;
    if (column->what == COLUMN_PROGRESS) {
        x -= HEADING_OVERHANG;
        canvas_text_right(scene->canvas, x, y, columns + HEADING_OVERHANG, STYLE_HEADING, word);
    } else if (text_width(word) <= columns) {
        canvas_text(scene->canvas, x, y, columns, STYLE_HEADING, word);
    }
}

void timeline_outline_headings(const TimelineScene *scene)
{
    for (int i = 0; i < scene->layout.column_count; i++) {
        heading_draw(scene, &scene->layout.columns[i]);
    }
}

/* --- Cells ------------------------------------------------------------------------------------- */

/* As stated, else as computed from the rest: dim, since nobody wrote it. */
static void date_cell(const TimelineScene *scene, const OutlineColumn *column, int y,
                      const HonestDate *stated, Day computed)
{
    const ViewInput *input = scene->input;
    Text words = {0};
    bool is_stated = date_is_set(stated);
    if (is_stated && input->state->as_written) {
        date_print_as_written(stated, input->language, &words);
    } else if (is_stated) {
        date_print(stated, DATE_STYLE_SHORT, input->language, &words);
    } else if (computed != DAY_NONE) {
        day_print(computed, DATE_STYLE_SHORT, input->language, &words);
    }
    canvas_text(scene->canvas, column->x, y, column->width, is_stated ? STYLE_TEXT : STYLE_DIM,
                text_string(&words));
    text_free(&words);
}

static void deadline_cell(const TimelineScene *scene, const OutlineColumn *column,
                          const TimelineRow *row)
{
    const HonestDate *deadline = &row->task->deadline;
    bool no_day = deadline->precision == DATE_EVENT && !scene->input->state->as_written;
    if (no_day) {
        canvas_text(scene->canvas, column->x, row->y, column->width, STYLE_DIM,
                    _("date not set"));
    } else {
        date_cell(scene, column, row->y, deadline, DAY_NONE);
    }
}

static void progress_cell(const TimelineScene *scene, const OutlineColumn *column,
                          const TimelineRow *row)
{
    Canvas *canvas = scene->canvas;
    if (row->dates->percent < 0) {
        canvas_glyph(canvas, column->x + column->width - 1, row->y, STYLE_TEXT, GLYPH_DASH);
        return;
    }
    Text words = {0};
    text_append_number(&words, row->dates->percent);
    text_append(&words, "%");
    canvas_text_right(canvas, column->x, row->y, column->width, STYLE_TEXT,
                      text_string(&words));
    text_free(&words);
}

static StyleRole name_style(const TimelineScene *scene, const TimelineRow *row)
{
    StyleRole style = STYLE_TEXT;
    if (timeline_is_bracket(row->task)) {
        style = STYLE_PHASE;
    } else if (schedule_state(row->task, row->dates) == TASK_STATE_DROPPED) {
        style = STYLE_DIM;
    }
    return part_row_style(scene->input, row->task->row.id, style);
}

/* Numbers of the third level are longer and push the name in. */
int timeline_name_push(const Task *task, int number_width, int name_width)
{
    return part_clamp(text_width(task->number) - number_width, 0, name_width - 1);
}

static Rect name_rect(const TimelineScene *scene, const OutlineColumn *column,
                      const TimelineRow *row)
{
    int push = timeline_name_push(row->task, scene->layout.number_width, column->width);
    return (Rect){column->x + push, row->y, column->width - push, 1};
}

static void name_cell(const TimelineScene *scene, const OutlineColumn *column,
                      const TimelineRow *row)
{
    StyleRole style = name_style(scene, row);
    Rect cell = name_rect(scene, column, row);
    int number_columns = cell.x - 1 - scene->layout.number_x;
    canvas_text(scene->canvas, scene->layout.number_x, row->y, number_columns, style,
                row->task->number);
    canvas_text(scene->canvas, cell.x, cell.y, cell.width, style,
                timeline_task_name(row->task, cell.width));
    part_editor(scene->input, row->task->row.id, scene->canvas, cell);
}

static Rect cell_rect(const TimelineScene *scene, const OutlineColumn *column,
                      const TimelineRow *row)
{
    Rect cell = {column->x, row->y, column->width, 1};
    return column->what == COLUMN_NAME ? name_rect(scene, column, row) : cell;
}

static void cell_draw(const TimelineScene *scene, const OutlineColumn *column,
                      const TimelineRow *row)
{
    const Task *task = row->task;
    if (!canvas_shows(scene->canvas, (Rect){column->x, row->y, column->width, 1})) {
        return;
    }
    switch (column->what) {
    case COLUMN_NAME:
        name_cell(scene, column, row);
        break;
    case COLUMN_OWNER:
        canvas_text(scene->canvas, column->x, row->y, column->width, STYLE_TEXT,
                    plan_owner_words(scene->input->plan, task));
        break;
    case COLUMN_PROGRESS:
        progress_cell(scene, column, row);
        break;
    case COLUMN_START:
        date_cell(scene, column, row->y, &task->start, row->dates->start);
        break;
    case COLUMN_FINISH:
        date_cell(scene, column, row->y, &task->finish, row->dates->finish);
        break;
    case COLUMN_DEADLINE:
        deadline_cell(scene, column, row);
        break;
    case TIMELINE_COLUMN_COUNT:
        break;
    }
}

/* --- The row ----------------------------------------------------------------------------------- */

static void signs_draw(const TimelineScene *scene, const TimelineRow *row)
{
    const TimelineLayout *layout = &scene->layout;
    Canvas *canvas = scene->canvas;
    const Task *task = row->task;
    if (row_set_contains(&scene->input->marked, task->row.id)) {
        canvas_text(canvas, layout->mark_x, row->y, 1, STYLE_MARKED, "*");
    }
    if (!timeline_is_bracket(task)) {
        TaskState state = schedule_state(task, row->dates);
        canvas_glyph(canvas, layout->state_x, row->y, states[state].style, states[state].glyph);
    }
    /* An open phase needs no sign: its tasks follow. */
    if (row->row->folded) {
        canvas_glyph(canvas, layout->fold_x, row->y, STYLE_TEXT, GLYPH_FOLDED);
    } else if (row->row->has_children && task->level > 1) {
        canvas_glyph(canvas, layout->fold_x, row->y, STYLE_TEXT, GLYPH_UNFOLDED);
    }
}

/* Few bytes on the wire: a marker, and a bar over one cell instead of a band over the row. */
static void cursor_draw(const TimelineScene *scene, const TimelineRow *row, Rect cell)
{
    canvas_glyph(scene->canvas, scene->layout.marker_x, row->y, STYLE_TEXT, GLYPH_CURSOR);
    canvas_restyle(scene->canvas, cell, STYLE_SELECTED, 0);
    canvas_cursor(scene->canvas, cell.x, cell.y, false);
    int marker = scene->layout.marker_x;
    scene->laid->cursor = cell;
    scene->laid->marks = (Rect){marker, cell.y, cell.x + cell.width - marker, 1};
    scene->laid->edit = cell;
}

void timeline_outline_row(const TimelineScene *scene, const TimelineRow *row)
{
    const TimelineLayout *layout = &scene->layout;
    Rect left = layout->body;
    if (layout->chart.width > 0) {
        left.width = layout->divider_x - left.x;
    }
    Rect old = canvas_clip(scene->canvas, left);
    signs_draw(scene, row);
    hit_add(scene->hits, (Hit){.rect = {left.x, row->y, left.width, 1}, .row = row->index});
    for (int i = 0; i < layout->column_count; i++) {
        const OutlineColumn *column = &layout->columns[i];
        cell_draw(scene, column, row);
        hit_add(scene->hits,
                (Hit){.rect = cell_rect(scene, column, row), .row = row->index, .column = i});
    }
    if (row->row->has_children) {
        Rect fold = {layout->state_x, row->y, 2, 1};
        hit_add(scene->hits, (Hit){.rect = fold, .kind = HIT_FOLD, .row = row->index});
    }
    if (row->cursor) {
        cursor_draw(scene, row, cell_rect(scene, &layout->columns[row->cursor_column], row));
    }
    canvas_unclip(scene->canvas, old);
}
