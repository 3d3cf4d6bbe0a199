/* SPDX-License-Identifier: MPL-2.0 */
#include "grid.h"
#include "parts.h"

enum { GAP = 2, MARGIN = 1, RULE_HEIGHT = 8, FIRST_COLUMN_PERCENT = 50, WIDEST_COLUMN = 60 };

enum { WORDS_WIDTH = 14, LARGEST_SHARE = 12, NARROWED_WIDTH = 8 };

typedef struct Drawing {
    const ViewInput *input;
    const Grid *grid;
    Rect area;
    Canvas *canvas;
    HitMap *hits;
    ViewLaid *laid;
    int *x, *width; /* of each column on screen; width 0: not on screen */
    uint32_t fixed; /* columns on the left that stay */
} Drawing;

static int wanted_width(const GridColumn *column)
{
    int label = part_columns(column->label) + (column->sorted != 0 ? 2 : 0);
    return part_clamp(part_larger(column->width, label), 1, WIDEST_COLUMN);
}

/* What is over goes to the columns of words, in equal shares; before the sign that columns are out of
 * sight a gap is left. */
static void share_rest(Drawing *drawing, int rest)
{
    const Grid *grid = drawing->grid;
    int sharing = 0, moved = 0;
    if (drawing->width[grid->column_count - 1] == 0)
        rest = part_larger(rest - GAP, 0);
    for (uint32_t column = 0; column < grid->column_count; column++)
        sharing +=
            drawing->width[column] >= WORDS_WIDTH && !grid->columns[column].right ? 1 : 0;
    int share = sharing > 0 ? part_smaller(rest / sharing, LARGEST_SHARE) : 0;
    for (uint32_t column = 0; column < grid->column_count; column++) {
        drawing->x[column] += moved;
        if (drawing->width[column] < WORDS_WIDTH || grid->columns[column].right)
            continue;
        drawing->width[column] += share;
        moved += share;
    }
}

/* A column of words that does not fit whole is shown when most of it does; half a date says nothing. */
static bool column_fits(const GridColumn *column, int width, int room)
{
    return width <= room || (!column->whole && room >= NARROWED_WIDTH && room * 2 >= width);
}

static int place_column(Drawing *drawing, uint32_t column, int x, int width)
{
    drawing->x[column] = x;
    drawing->width[column] = width;
    return x + width + GAP;
}

/* The columns that stay take half the width at most: the last of them gives way, and goes where little is
 * left.  The first is always there. */
static int place_fixed(Drawing *drawing, int x)
{
    const Grid *grid = drawing->grid;
    int right = drawing->area.x + drawing->area.width - MARGIN;
    int half = part_larger(drawing->area.width * FIRST_COLUMN_PERCENT / 100, 1);
    int end = grid->column_count > 1 ? part_smaller(drawing->area.x + half, right) : right;
    drawing->fixed = 0;
    for (uint32_t column = 0; column < (uint32_t)part_larger((int)grid->fixed, 1); column++) {
        int width = wanted_width(&grid->columns[column]);
        if (column > 0 && part_smaller(width, WORDS_WIDTH) > end - x)
            break;
        x = place_column(drawing, column, x, part_clamp(width, 1, part_larger(end - x, 1)));
        drawing->fixed++;
    }
    return x;
}

/* Places the first column, or all that stay once one has gone to the right, and then the others. */
static void place_columns(Drawing *drawing)
{
    const Grid *grid = drawing->grid;
    Rect area = drawing->area;
    int right = area.x + area.width - MARGIN, x = area.x + MARGIN + 1;
    if (grid->column_count == 0)
        return;
    int left = part_clamp(drawing->input->state->left, 0, (int)grid->column_count - 1);
    int next = left > (int)grid->fixed ? left : 1;
    int first = wanted_width(&grid->columns[0]);
    if (next > 1) {
        x = place_fixed(drawing, x);
    } else {
        if (grid->column_count > 1)
            first =
                part_smaller(first, part_larger(area.width * FIRST_COLUMN_PERCENT / 100, 1));
        x = place_column(drawing, 0, x, part_clamp(first, 1, part_larger(right - x, 1)));
    }
    int shown = left == 0 ? 1 : 0;
    for (uint32_t column = (uint32_t)next; column < grid->column_count; column++) {
        int width = wanted_width(&grid->columns[column]);
        bool must = shown == 0 && (int)column >= left && x < right;
        if (!must && !column_fits(&grid->columns[column], width, right - x))
            break;
        x = place_column(drawing, column, x, part_smaller(width, right - x));
        shown += (int)column >= left ? 1 : 0;
    }
    drawing->laid->columns_shown = part_larger(shown, 1);
    share_rest(drawing, part_larger(right - (x - GAP), 0));
}

static void heading_draw(const Drawing *drawing, int y)
{
    const Grid *grid = drawing->grid;
    for (uint32_t column = 0; column < grid->column_count; column++) {
        const GridColumn *look = &grid->columns[column];
        Rect place = {drawing->x[column], y, drawing->width[column], 1};
        if (place.width <= 0)
            continue;
        const char *label = look->label;
        if (look->sorted != 0)
            label = arena_printf(drawing->canvas->arena, "%s %s", label,
                                 look->sorted > 0 ? "↑" : "↓");
        if (look->right)
            canvas_text_right(drawing->canvas, place.x, y, place.width, STYLE_HEADING, label);
        else
            canvas_text(drawing->canvas, place.x, y, place.width, STYLE_HEADING, label);
        hit_add(drawing->hits, (Hit){.rect = place,
                                     .kind = HIT_COLUMN,
                                     .row = drawing->input->state->row,
                                     .column = (int)column,
                                     .number = look->number});
    }
}

/* Signs that columns are out of sight. */
static void edges_draw(const Drawing *drawing, int y)
{
    const Grid *grid = drawing->grid;
    bool right = grid->column_count > 1 && drawing->width[grid->column_count - 1] == 0;
    if (drawing->fixed > 0)
        canvas_glyph(drawing->canvas, drawing->area.x, y, STYLE_HINT, GLYPH_CLIPPED_LEFT);
    if (right)
        canvas_glyph(drawing->canvas, drawing->area.x + drawing->area.width - 1, y, STYLE_HINT,
                     GLYPH_CLIPPED_RIGHT);
}

static void cell_draw(const Drawing *drawing, uint32_t row, uint32_t column, int y)
{
    const Grid *grid = drawing->grid;
    const ViewState *state = drawing->input->state;
    Rect place = {drawing->x[column], y, drawing->width[column], 1};
    if (!canvas_shows(drawing->canvas, place))
        return;
    GridCell cell = grid->cell(grid->context, row, column, drawing->canvas->arena);
    if (grid->columns[column].right)
        canvas_text_right(drawing->canvas, place.x, y, place.width, cell.style, cell.words);
    else
        canvas_text(drawing->canvas, place.x, y, place.width, cell.style, cell.words);
    part_show_match(drawing->input, drawing->canvas, place, cell.style, cell.words);
    part_editor(drawing->input, cell.id, drawing->canvas, place);
    part_mark(drawing->input, cell.id, drawing->canvas, drawing->area.x, y);
    hit_add(drawing->hits,
            (Hit){.rect = place, .kind = HIT_CELL, .row = (int)row, .column = (int)column});
    if ((int)row == state->row && (int)column == state->column)
        part_cursor(drawing->canvas, part_short_bar(drawing->canvas, place), place,
                    drawing->laid);
}

void grid_draw(const ViewInput *input, const Grid *grid, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid)
{
    Drawing drawing = {.input = input,
                       .grid = grid,
                       .area = area,
                       .canvas = canvas,
                       .hits = hits,
                       .laid = laid};
    drawing.x = ARENA_ARRAY(canvas->arena, int, grid->column_count + 1);
    drawing.width = ARENA_ARRAY(canvas->arena, int, grid->column_count + 1);
    laid->columns_shown = 1;
    laid->rows_shown = 1;
    if (area.height <= 0 || area.width <= 0)
        return;
    place_columns(&drawing);
    heading_draw(&drawing, area.y);
    edges_draw(&drawing, area.y);
    int y = area.y + 1, bottom = area.y + area.height;
    if (area.height >= RULE_HEIGHT)
        canvas_horizontal(canvas, area.x, y++, area.width, STYLE_LINE);
    laid->rows_shown = part_larger(bottom - y, 1);
    uint32_t row = (uint32_t)part_larger(input->state->top, 0);
    for (; row < grid->row_count && y < bottom; row++, y++) {
        bool is_shown = canvas_shows(canvas, (Rect){area.x, y, area.width, 1});
        for (uint32_t column = 0; is_shown && column < grid->column_count; column++)
            cell_draw(&drawing, row, column, y);
    }
}
