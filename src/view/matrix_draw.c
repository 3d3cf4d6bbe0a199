/* SPDX-License-Identifier: MPL-2.0 */
/* Drawing the part of a matrix that is on screen. */
#include "matrix.h"
#include "parts.h"

/* Everything that drawing one matrix needs, so that helpers take one argument. */
typedef struct Drawing {
    const ViewInput *input;
    const Matrix *matrix;
    Rect area;
    Canvas *canvas;
    HitMap *hits;
    ViewLaid *laid;
    int left, columns; /* first column shown, and how many */
} Drawing;

typedef struct Stretch {
    int from, to; /* canvas rows, `to` not included */
} Stretch;

static int column_x(const Drawing *drawing, int column)
{
    const Matrix *matrix = drawing->matrix;
    return drawing->area.x + matrix->title_width +
           (column - drawing->left) * (matrix->column_width + 1);
}

static int side_x(const Drawing *drawing)
{
    return drawing->area.x + drawing->area.width - drawing->matrix->side_width;
}

static int columns_that_fit(const Drawing *drawing)
{
    const Matrix *matrix = drawing->matrix;
    int side = matrix->side_width > 0 ? matrix->side_width + 1 : 0;
    int room = drawing->area.width - matrix->title_width - side;
    int left = (int)matrix->source.column_count - drawing->left;
    return part_clamp(room / (matrix->column_width + 1), 1, part_larger(left, 1));
}

/* After the lines between blocks, so that they join; never through a span. */
static void verticals_draw(const Drawing *drawing, Stretch rows)
{
    int height = rows.to - rows.from;
    int columns = part_smaller(drawing->columns, (int)drawing->matrix->source.column_count);
    for (int column = 0; column < columns; column++)
        canvas_vertical(drawing->canvas, column_x(drawing, drawing->left + column), rows.from,
                        height, STYLE_LINE);
    if (drawing->matrix->side_width > 0)
        canvas_vertical(drawing->canvas, side_x(drawing) - 1, rows.from, height, STYLE_LINE);
}

static void heading_draw(const Drawing *drawing)
{
    const Matrix *matrix = drawing->matrix;
    const MatrixSource *source = &matrix->source;
    Canvas *canvas = drawing->canvas;
    int y = drawing->area.y, width = matrix->column_width;
    canvas_text(canvas, drawing->area.x + 1, y, matrix->title_width - 2, STYLE_HEADING,
                source->corner);
    for (int place = 0; place < drawing->columns; place++) {
        uint32_t column = (uint32_t)(drawing->left + place);
        if (column >= source->column_count)
            break;
        int x = column_x(drawing, (int)column) + 1;
        MatrixHeading heading =
            source->heading(source->context, column, width - 1, canvas->arena);
        int used = canvas_text(canvas, x + 1, y, width - 1, STYLE_HEADING, heading.text);
        if (part_columns(heading.right) + used + 2 <= width - 1)
            canvas_text_right(canvas, x + 1, y, width - 1, STYLE_DIM, heading.right);
        if (heading.below != NULL && matrix->heading_rows > 2)
            canvas_text(canvas, x + 1, y + 1, width - 1, STYLE_DIM, heading.below);
        hit_add(drawing->hits, (Hit){.rect = {x, y, width, 1},
                                     .kind = HIT_COLUMN,
                                     .row = drawing->input->state->row,
                                     .column = (int)column,
                                     .number = (int)column});
    }
    if (drawing->left > 0)
        canvas_glyph(canvas, column_x(drawing, drawing->left) + 1, y, STYLE_HINT,
                     GLYPH_CLIPPED_LEFT);
    if ((uint32_t)(drawing->left + drawing->columns) < source->column_count)
        canvas_glyph(canvas, column_x(drawing, drawing->left + drawing->columns) - 1, y,
                     STYLE_HINT, GLYPH_CLIPPED_RIGHT);
    if (matrix->side_width > 0)
        canvas_text(canvas, side_x(drawing) + 1, y, matrix->side_width - 1, STYLE_HEADING,
                    source->side_heading);
}

/* "██░░░░  20%" */
static void progress_draw(Canvas *canvas, int x, int y, int columns, int percent)
{
    if (columns < 10) {
        if (percent >= 0)
            canvas_printf(canvas, x, y, columns, STYLE_DIM, "%d%%", percent);
        return;
    }
    shape_progress(canvas, x, y, part_smaller(columns, 16), percent, STYLE_BAR_DONE,
                   STYLE_BAR_LEFT);
}

/* The name, detail and progress of a block, in the rows that it has on screen. */
static void title_draw(const Drawing *drawing, uint32_t at, int y, int rows)
{
    const Matrix *matrix = drawing->matrix;
    const MatrixTitle *title = &matrix->blocks[at].title;
    int x = drawing->area.x + 1, columns = matrix_name_columns(matrix, title);
    Canvas *canvas = drawing->canvas;
    RowId key = matrix->source.row_keys[at];
    /* With the pane hidden a move is to repaint two cells and nothing else. */
    bool here = part_shows_detail(drawing->input) &&
                at == matrix_block_of(matrix, drawing->input->state->row);
    StyleRole style = part_row_style(drawing->input, key, here ? STYLE_HEADING : STYLE_TEXT);
    int used = part_smaller(matrix_title_name_rows(matrix, title, canvas->arena), rows);
    int lead = matrix_lead_columns(title);
    if (lead > 0)
        canvas_text(canvas, x, y, 1, title->lead_style, title->lead);
    x += lead;
    int whole = matrix->title_width - 2 - lead;
    if (used > 1)
        used = part_paragraph(canvas, (Rect){x, y, columns, used}, style, title->name);
    else
        canvas_text(canvas, x, y, columns, style, title->name);
    part_show_match(drawing->input, canvas, (Rect){x, y, columns, 1}, style, title->name);
    part_editor(drawing->input, key, canvas, (Rect){x, y, columns, 1});
    if (!text_is_empty(title->mark))
        canvas_text(canvas, x + columns + 1, y, 2, STYLE_WARNING, title->mark);
    if (used < rows && !text_is_empty(title->detail))
        canvas_text(canvas, x, y + used++, whole, STYLE_DIM, title->detail);
    if (used < rows && title->percent != MATRIX_NO_PROGRESS)
        progress_draw(canvas, x, y + used, whole, title->percent);
}

static void cell_draw(const Drawing *drawing, int row, int column, Rect place)
{
    const Matrix *matrix = drawing->matrix;
    const ViewState *state = drawing->input->state;
    const MatrixLine *line = matrix_line(matrix, row, column);
    Canvas *canvas = drawing->canvas;
    int code = matrix->source.code_width;
    Rect text = {place.x + 1, place.y, place.width - 1 - (code > 0 ? code + 1 : 0),
                 place.height};
    if (!canvas_shows(canvas, place))
        return;
    if (line != NULL)
        text.width = matrix_text_columns(matrix, line);
    int used = 1;
    if (line != NULL) {
        StyleRole style = part_row_style(drawing->input, line->id, line->style);
        used = part_larger(part_paragraph(canvas, text, style, line->text), 1);
        part_show_match(
            drawing->input, canvas,
            (Rect){text.x, text.y, part_smaller(text.width, part_columns(line->text)), used},
            style, line->text);
        part_editor(drawing->input, line->id, canvas, text);
        part_mark(drawing->input, line->id, canvas, place.x, place.y);
        if (!text_is_empty(line->code))
            canvas_text_right(canvas, place.x + place.width - code, place.y, code,
                              line->code_style, line->code);
    }
    part_hit(drawing->input, drawing->hits, place, text, row, column);
    if (row != state->row || column != state->column)
        return;
    text.height = used;
    part_cursor(canvas, part_bar(drawing->input, canvas, text),
                (Rect){text.x, text.y, text.width, 1}, drawing->laid);
}

static void grid_row_draw(const Drawing *drawing, int row, int y, int height)
{
    for (int place = 0; place < drawing->columns; place++) {
        int column = drawing->left + place;
        Rect cell = {column_x(drawing, column) + 1, y, drawing->matrix->column_width, height};
        cell_draw(drawing, row, column, cell);
    }
}

static void span_draw(const Drawing *drawing, uint32_t at, int row, Rect area)
{
    const MatrixSource *source = &drawing->matrix->source;
    const MatrixTitle *title = &drawing->matrix->blocks[at].title;
    source->span(source->context, at, drawing->canvas,
                 (Rect){area.x, area.y, area.width, title->span_rows});
    Rect bar = {area.x + 1, area.y + title->span_skip, area.width - 2, 1};
    part_hit(drawing->input, drawing->hits, area, bar, row, 0);
    if (row != drawing->input->state->row)
        return;
    if (bar.y < area.y + area.height)
        part_cursor(drawing->canvas, part_bar(drawing->input, drawing->canvas, bar), bar,
                    drawing->laid);
}

/* A block has those of its rows that are on screen: from `row` on, from `y` to `bottom` at most. */
static void block_draw(const Drawing *drawing, uint32_t at, int row, int y, int bottom)
{
    const Matrix *matrix = drawing->matrix;
    Rect area = drawing->area;
    int title_y = y;
    if (matrix->grid[row].is_span) {
        int height = part_smaller(matrix->grid[row].height, bottom - y);
        span_draw(drawing, at, row, (Rect){area.x, y, area.width, height});
        return;
    }
    for (; (uint32_t)row < matrix->row_count && matrix->grid[row].block == at && y < bottom;
         row++) {
        int height = part_smaller(matrix->grid[row].height, bottom - y);
        if (canvas_shows(drawing->canvas, (Rect){area.x, y, area.width, height}))
            grid_row_draw(drawing, row, y, height);
        y += height;
    }
    Rect title = {area.x, title_y, matrix->title_width, y - title_y};
    if (canvas_shows(drawing->canvas, title))
        title_draw(drawing, at, title.y, title.height);
    Rect side = {side_x(drawing), title_y, matrix->side_width, y - title_y};
    if (canvas_shows(drawing->canvas, side))
        matrix->source.side(matrix->source.context, at, drawing->canvas, side.x + 1, side.y);
    if (matrix->grid[row - 1].has_rule && y < bottom)
        canvas_horizontal(drawing->canvas, area.x, y, area.width, STYLE_LINE);
}

/* Grid rows that are whole between the top one and the bottom of the area. */
static int whole_rows(const Drawing *drawing, int row, int y, int bottom)
{
    const Matrix *matrix = drawing->matrix;
    int whole = 0;
    for (; row < (int)matrix->row_count && y + matrix->grid[row].height <= bottom; row++) {
        y += matrix->grid[row].height + (matrix->grid[row].has_rule ? 1 : 0);
        whole++;
    }
    return whole;
}

/* The canvas row below a block that begins with `*row` at `y`, and the row of the next one. */
static int below_block(const Matrix *matrix, int *row, int y, int bottom)
{
    uint32_t at = matrix->grid[*row].block;
    while ((uint32_t)*row < matrix->row_count && matrix->grid[*row].block == at)
        y += matrix->grid[(*row)++].height;
    bool has_rule = matrix->grid[*row - 1].has_rule;
    return part_smaller(y + (has_rule ? 1 : 0), bottom);
}

/* Blocks from the top one down; a block's title stands at its first row on screen. */
static int body_draw(const Drawing *drawing, int y, int bottom)
{
    const Matrix *matrix = drawing->matrix;
    Rect area = drawing->area;
    int row =
        part_clamp(drawing->input->state->top, 0, part_larger((int)matrix->row_count - 1, 0));
    Stretch cells = {area.y, y};
    drawing->laid->rows_shown = part_larger(whole_rows(drawing, row, y, bottom), 1);
    while (row < (int)matrix->row_count && y < bottom) {
        const MatrixGridRow *first = &matrix->grid[row];
        int next = row;
        int below = below_block(matrix, &next, y, bottom);
        if (canvas_shows(drawing->canvas, (Rect){area.x, y, area.width, below - y}))
            block_draw(drawing, first->block, row, y, bottom);
        if (first->is_span) {
            verticals_draw(drawing, cells);
            cells.from = below;
        }
        y = cells.to = below;
        row = next;
    }
    verticals_draw(drawing, cells);
    return y;
}

int matrix_draw(const ViewInput *input, const Matrix *matrix, Rect area, Canvas *canvas,
                HitMap *hits, ViewLaid *laid)
{
    Drawing drawing = {.input = input,
                       .matrix = matrix,
                       .area = area,
                       .canvas = canvas,
                       .hits = hits,
                       .laid = laid};
    int most = part_larger((int)matrix->source.column_count - 1, 0);
    drawing.left = part_clamp(input->state->left, 0, most);
    drawing.columns = columns_that_fit(&drawing);
    laid->columns_shown = drawing.columns;
    laid->rows_shown = 1;
    if (area.height <= 0 || area.width <= 0)
        return area.y;
    Rect old = canvas_clip(canvas, area);
    int first = area.y + matrix->heading_rows, bottom = area.y + area.height;
    if (canvas_shows(canvas, (Rect){area.x, area.y, area.width, matrix->heading_rows}))
        heading_draw(&drawing);
    if (matrix->ruled)
        canvas_horizontal(canvas, area.x, first - 1, area.width, STYLE_LINE);
    int y = body_draw(&drawing, first, bottom);
    canvas_unclip(canvas, old);
    return y;
}
