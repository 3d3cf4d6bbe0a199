/* SPDX-License-Identifier: MPL-2.0 */
/* Bars, phases, arrows and progress: the picture language of a timeline.
 *
 * Full cells are drawn solid (foreground = background), which leaves no seams; the glyph is there all
 * the same for monochrome terminals, for copying, and for those who do not see the colour. */
#include "cells.h"

#define PROGRESS_LABEL      5 /* " 100%" */
#define PROGRESS_WITH_LABEL 8

/* Full cells of `width` for a percentage.  What has begun shows, and what is not finished shows:
 * 1 … 99 % has at least one full and one empty cell.  In a single cell only 100 % is full. */
static int progress_cells(int width, int percent)
{
    if (percent <= 0 || width <= 0) {
        return 0;
    }
    if (percent >= 100) {
        return width;
    }
    int full = (int)(((int64_t)width * percent + 50) / 100);
    if (full > width - 1) {
        full = width - 1;
    }
    return full < 1 && width > 1 ? 1 : full;
}

/* --- Bars ------------------------------------------------------------------------------------ */
typedef struct BarCell {
    Glyph glyph;
    StyleRole style;
    unsigned flags;
} BarCell;

static BarCell bar_cell(const Bar *bar, int column, int first_empty)
{
    if (bar->dropped) {
        return (BarCell){GLYPH_PLANNED, STYLE_DIM, 0};
    }
    if (column < first_empty) {
        return (BarCell){GLYPH_BAR_DONE, STYLE_BAR_DONE, CELL_SOLID};
    }
    if (column >= bar->overdue_from) {
        return (BarCell){GLYPH_BAR_OVERDUE, STYLE_BAR_OVERDUE, 0};
    }
    /* Underlined too: the critical path must show without colours. */
    if (bar->critical) {
        return (BarCell){GLYPH_BAR_LEFT, STYLE_BAR_CRITICAL, CELL_UNDERLINE};
    }
    return (BarCell){GLYPH_BAR_LEFT, STYLE_BAR_LEFT, 0};
}

/* Marks that the shape goes on outside the window.  False when no column of it can be seen. */
static bool shape_clip(Canvas *canvas, int y, int from, int to, StyleRole style)
{
    int left = canvas->clip.x;
    int right = canvas->clip.x + canvas->clip.width - 1;
    if (from < left) {
        canvas_glyph(canvas, left, y, style, GLYPH_CLIPPED_LEFT);
    }
    if (to > right) {
        canvas_glyph(canvas, right, y, style, GLYPH_CLIPPED_RIGHT);
    }
    return to >= left && from <= right;
}

void shape_bar(Canvas *canvas, int y, const Bar *bar)
{
    if (bar->to < bar->from || canvas->clip.width <= 0) {
        return;
    }
    int64_t width = (int64_t)bar->to - bar->from + 1;
    int percent = bar->closed ? 100 : bar->percent;
    int first_empty =
        bar->from + progress_cells(width < INT32_MAX ? (int)width : INT32_MAX, percent);
    int left = bar->from > canvas->clip.x ? bar->from : canvas->clip.x;
    int end = canvas->clip.x + canvas->clip.width - 1;
    int right = bar->to < end ? bar->to : end;
    for (int column = left; column <= right; column++) {
        BarCell cell = bar_cell(bar, column, first_empty);
        cells_put(canvas, column, y, cell.style, glyph_codepoint(cell.glyph, canvas->ascii),
                  cell.flags);
    }
    if (bar->open_start && bar->from >= canvas->clip.x && bar->to > bar->from) {
        canvas_glyph(canvas, bar->from, y, STYLE_BAR_LEFT, GLYPH_LEFT);
    }
    shape_clip(canvas, y, bar->from, bar->to, STYLE_BAR_LEFT);
}

void shape_phase(Canvas *canvas, int y, int from, int to, bool open_start, bool has_end)
{
    if (to < from || canvas->clip.width <= 0) {
        return;
    }
    int left = from > canvas->clip.x ? from : canvas->clip.x;
    int end = canvas->clip.x + canvas->clip.width - 1;
    int right = to < end ? to : end;
    for (int column = left; column <= right; column++) {
        canvas_glyph(canvas, column, y, STYLE_PHASE, GLYPH_PHASE_LINE);
    }
    canvas_glyph(canvas, from, y, STYLE_PHASE, open_start ? GLYPH_LEFT : GLYPH_PHASE_START);
    canvas_glyph(canvas, to, y, has_end ? STYLE_MILESTONE : STYLE_PHASE,
                 has_end ? GLYPH_MILESTONE : GLYPH_PHASE_END);
    shape_clip(canvas, y, from, to, STYLE_PHASE);
}

/* --- Arrows ---------------------------------------------------------------------------------- */
/* An arrow passes behind bars and words: it takes empty cells, free-day dots and lines only. */
static void arrow_line(Canvas *canvas, int x, int y, StyleRole style, unsigned arms)
{
    const Cell *cell = cells_at(canvas, x, y);
    if (cell &&
        (cell->codepoint == ' ' || cell->style == STYLE_FREE_DAY ||
         (cell->flags & CELL_LINE)) &&
        !(cell->flags & CELL_TAIL)) {
        cells_join(canvas, x, y, style, arms);
    }
}

static void arrow_horizontal(Canvas *canvas, int from, int to, int y, StyleRole style)
{
    Rect window = rect_intersect((Rect){from, y, to - from, 1}, canvas->clip);
    for (int x = window.x; x < window.x + window.width; x++) {
        arrow_line(canvas, x, y, style, ARM_LEFT | ARM_RIGHT);
    }
}

static void arrow_vertical(Canvas *canvas, int x, int from, int to, StyleRole style)
{
    Rect window = rect_intersect((Rect){x, from, 1, to - from}, canvas->clip);
    for (int y = window.y; y < window.y + window.height; y++) {
        arrow_line(canvas, x, y, style, ARM_UP | ARM_DOWN);
    }
}

void shape_arrow(Canvas *canvas, int from_x, int from_y, int to_x, int to_y, StyleRole style)
{
    bool down = to_y > from_y;
    if (from_y == to_y) {
        int left = from_x < to_x ? from_x : to_x + 1;
        arrow_horizontal(canvas, left, from_x < to_x ? to_x : from_x + 1, from_y, style);
        canvas_glyph(canvas, to_x, to_y, style, from_x <= to_x ? GLYPH_RIGHT : GLYPH_LEFT);
        return;
    }
    arrow_line(canvas, from_x, from_y, style, ARM_LEFT | (down ? ARM_DOWN : ARM_UP));
    arrow_vertical(canvas, from_x, (down ? from_y : to_y) + 1, down ? to_y : from_y, style);
    if (to_x == from_x) {
        canvas_glyph(canvas, to_x, to_y, style, down ? GLYPH_DOWN : GLYPH_UP);
        return;
    }
    bool right = to_x > from_x;
    arrow_line(canvas, from_x, to_y, style,
               (right ? ARM_RIGHT : ARM_LEFT) | (down ? ARM_UP : ARM_DOWN));
    arrow_horizontal(canvas, right ? from_x + 1 : to_x + 1, right ? to_x : from_x, to_y, style);
    canvas_glyph(canvas, to_x, to_y, style, right ? GLYPH_RIGHT : GLYPH_LEFT);
}

/* --- Progress -------------------------------------------------------------------------------- */
static void progress_label(Canvas *canvas, int x, int y, int columns, int percent)
{
    if (percent < 0) {
        canvas_glyph(canvas, x + columns - 1, y, STYLE_DIM, GLYPH_DASH);
    } else {
        char label[8] = "";
        int shown = percent > 100 ? 100 : percent;
        size_t at = 0;
        if (shown == 100) {
            label[at++] = '1';
        }
        if (shown >= 10) {
            label[at++] = (char)('0' + shown / 10 % 10);
        }
        label[at++] = (char)('0' + shown % 10);
        label[at] = '%';
        canvas_text_right(canvas, x, y, columns, STYLE_TEXT, label);
    }
}

/* NOLINTNEXTLINE(readability-function-size): a place, a size, a value and two looks */
void shape_progress(Canvas *canvas, int x, int y, int columns, int percent, StyleRole done,
                    StyleRole left)
{
    int bar = columns >= PROGRESS_WITH_LABEL ? columns - PROGRESS_LABEL : columns;
    if (columns < PROGRESS_WITH_LABEL && columns >= PROGRESS_LABEL - 1) {
        progress_label(canvas, x, y, columns, percent);
        return;
    }
    int full = progress_cells(bar, percent);
    for (int i = 0; i < bar; i++) {
        bool is_full = i < full;
        cells_put(canvas, x + i, y, is_full ? done : left,
                  glyph_codepoint(is_full ? GLYPH_BAR_DONE : GLYPH_BAR_LEFT, canvas->ascii),
                  is_full ? CELL_SOLID : 0);
    }
    if (bar < columns) {
        progress_label(canvas, x + bar, y, PROGRESS_LABEL, percent);
    }
}
