/* SPDX-License-Identifier: MPL-2.0 */
/* Laying out the matrix: widths, grid rows and their heights. */
#include "matrix.h"
#include "parts.h"

#include <string.h>

enum { RULED_HEIGHT = 14, SIDE_SCREEN_WIDTH = 100, NARROWEST_TITLE = 14, WIDEST_TITLE = 30 };

int matrix_lead_columns(const MatrixTitle *title)
{
    return title->lead == NULL ? 0 : 2;
}

int matrix_name_columns(const Matrix *matrix, const MatrixTitle *title)
{
    int mark = text_is_empty(title->mark) ? 0 : 2;
    return part_larger(matrix->title_width - 2 - mark - matrix_lead_columns(title), 1);
}

/* The width that titles want: the longest name, within a quarter of the screen. */
static int title_width_wanted(const ViewInput *input, const Matrix *matrix)
{
    int widest = part_columns(matrix->source.corner) + 2;
    for (uint32_t row = 0; row < matrix->source.row_count; row++) {
        const MatrixTitle *title = &matrix->blocks[row].title;
        int lead = matrix_lead_columns(title);
        if (title->span_rows == 0)
            widest = part_larger(widest, part_columns(title->name) + lead + 4);
    }
    int most = part_clamp(input->width / 4, NARROWEST_TITLE, WIDEST_TITLE);
    if (matrix->source.title_minimum > 0)
        most = matrix->source.title_minimum;
    return part_smaller(widest, most);
}

static void set_widths(const ViewInput *input, Matrix *matrix)
{
    const MatrixSource *source = &matrix->source;
    matrix->title_width = title_width_wanted(input, matrix);
    int screen = source->side_screen > 0 ? source->side_screen : SIDE_SCREEN_WIDTH;
    bool beside = source->side != NULL && input->width >= screen;
    matrix->side_width = beside ? source->side_width : 0;
    int room = input->width - matrix->title_width - (beside ? matrix->side_width + 1 : 0);
    int minimum = part_larger(source->column_minimum, 4);
    int shown = part_clamp(room / (minimum + 1), 1, part_larger((int)source->column_count, 1));
    matrix->column_width = part_larger(room / shown - 1, 1);
    /* What the division leaves goes to the titles, so that the right edge is straight. */
    int rest = room - shown * (matrix->column_width + 1);
    if (rest > 0)
        matrix->title_width += rest;
}

/* Columns that a line has for its text and code together. */
static int line_columns(const Matrix *matrix)
{
    return part_larger(matrix->column_width - 1, 1);
}

int matrix_text_columns(const Matrix *matrix, const MatrixLine *line)
{
    int code = text_is_empty(line->code) ? 0 : part_columns(line->code) + 1;
    return part_larger(line_columns(matrix) - code, 1);
}

int matrix_title_name_rows(const Matrix *matrix, const MatrixTitle *title, Arena *arena)
{
    int columns = matrix_name_columns(matrix, title);
    int most = matrix->source.title_lines > 0 ? matrix->source.title_lines : 2;
    /* A single word is clipped rather than broken. */
    if (strchr(title->name, ' ') == NULL)
        return 1;
    return part_clamp((int)text_wrap(arena, title->name, columns).count, 1, most);
}

static int title_rows(const Matrix *matrix, const MatrixTitle *title, Arena *arena)
{
    int rows = matrix_title_name_rows(matrix, title, arena);
    rows += text_is_empty(title->detail) ? 0 : 1;
    return rows + (title->percent == MATRIX_NO_PROGRESS ? 0 : 1);
}

static int line_rows(const Matrix *matrix, const MatrixLine *line, Arena *arena)
{
    int columns = matrix_text_columns(matrix, line);
    if (part_columns(line->text) <= columns)
        return 1;
    int most = matrix->source.line_most > 0 ? matrix->source.line_most : 100;
    return part_clamp((int)text_wrap(arena, line->text, columns).count, 1, most);
}

static void fill_cells(Matrix *matrix, uint32_t row, Arena *arena)
{
    const MatrixSource *source = &matrix->source;
    MatrixCell *cells = ARENA_ARRAY(arena, MatrixCell, source->column_count);
    MatrixBlock *block = &matrix->blocks[row];
    block->count = 1;
    bool span = block->title.span_rows > 0;
    for (uint32_t column = 0; column < source->column_count && !span; column++) {
        cells[column] = source->cell(source->context, row, column, line_columns(matrix), arena);
        if (cells[column].count > block->count)
            block->count = cells[column].count;
    }
    block->cells = cells;
    block->first = matrix->row_count;
    matrix->row_count += block->count;
}

/* A grid row is as tall as its tallest wrapped line, and the last one makes room for the title. */
static void fill_rows(Matrix *matrix, uint32_t at, ViewRow *rows, Arena *arena)
{
    const MatrixBlock *block = &matrix->blocks[at];
    uint32_t last = block->first + block->count - 1;
    int total = 0;
    if (block->title.span_rows > 0) {
        matrix->grid[last] = (MatrixGridRow){
            .block = at, .height = (uint16_t)block->title.span_rows, .is_span = true};
        rows[last].target = block->title.place;
        return;
    }
    for (uint32_t line = 0; line < block->count; line++) {
        uint32_t place = block->first + line;
        int tallest = 1;
        for (uint32_t column = 0; column < matrix->source.column_count; column++) {
            if (line < block->cells[column].count)
                tallest = part_larger(
                    tallest, line_rows(matrix, &block->cells[column].lines[line], arena));
        }
        matrix->grid[place] = (MatrixGridRow){.block = at, .height = (uint16_t)tallest};
        total += tallest;
        rows[place].target = matrix_target(matrix, (int)place, 0);
        rows[place].data = (int32_t)line;
    }
    int missing = title_rows(matrix, &block->title, arena) - total;
    if (missing > 0)
        matrix->grid[last].height = (uint16_t)(matrix->grid[last].height + missing);
    bool is_end = at + 1 == matrix->source.row_count;
    bool span_follows = !is_end && matrix->blocks[at + 1].title.span_rows > 0;
    matrix->grid[last].has_rule =
        matrix->ruled && !span_follows && (is_end || !matrix->source.compact);
}

Matrix *matrix_lay_out(const ViewInput *input, const MatrixSource *source, Arena *arena)
{
    Matrix *matrix = ARENA_NEW(arena, Matrix);
    matrix->source = *source;
    matrix->blocks = ARENA_ARRAY(arena, MatrixBlock, source->row_count);
    matrix->ruled = input->height >= RULED_HEIGHT;
    int lines = part_larger(source->heading_lines, 1);
    matrix->heading_rows = (matrix->ruled ? lines + 1 : 1);
    for (uint32_t row = 0; row < source->row_count; row++)
        matrix->blocks[row].title = source->title(source->context, row, arena);
    set_widths(input, matrix);
    for (uint32_t row = 0; row < source->row_count; row++)
        fill_cells(matrix, row, arena);
    ViewRow *rows = ARENA_ARRAY(arena, ViewRow, matrix->row_count);
    matrix->grid = ARENA_ARRAY(arena, MatrixGridRow, matrix->row_count);
    matrix->rows = rows;
    for (uint32_t row = 0; row < source->row_count; row++)
        fill_rows(matrix, row, rows, arena);
    return matrix;
}

/* The cursor's grid has a column even when the axis has none. */
static uint32_t shown_columns(const Matrix *matrix)
{
    return matrix->source.column_count > 0 ? matrix->source.column_count : 1;
}

ViewRows matrix_rows(const Matrix *matrix, uint32_t hidden, void *data)
{
    return (ViewRows){.rows = matrix->rows,
                      .count = matrix->row_count,
                      .columns = shown_columns(matrix),
                      .hidden = hidden,
                      .data = data};
}

uint32_t matrix_block_of(const Matrix *matrix, int row)
{
    if (row < 0 || (uint32_t)row >= matrix->row_count)
        return 0;
    return matrix->grid[row].block;
}

const MatrixLine *matrix_line(const Matrix *matrix, int row, int column)
{
    if (row < 0 || (uint32_t)row >= matrix->row_count)
        return NULL;
    if (column < 0 || (uint32_t)column >= matrix->source.column_count)
        return NULL;
    const MatrixBlock *block = &matrix->blocks[matrix_block_of(matrix, row)];
    const MatrixCell *cell = &block->cells[column];
    uint32_t line = (uint32_t)row - block->first;
    return line < cell->count ? &cell->lines[line] : NULL;
}

Target matrix_target(const Matrix *matrix, int row, int column)
{
    bool outside = row < 0 || (uint32_t)row >= matrix->row_count || column < 0 ||
                   (uint32_t)column >= shown_columns(matrix);
    if (!outside && matrix->grid[row].is_span)
        return matrix->rows[row].target;
    if (outside || (uint32_t)column >= matrix->source.column_count)
        return (Target){.entity = ENTITY_NONE, .field = -1};
    const MatrixLine *line = matrix_line(matrix, row, column);
    return (Target){.entity = matrix->source.entity,
                    .id = line == NULL ? 0 : line->id,
                    .field = line == NULL ? -1 : line->field,
                    .row_key = matrix->source.row_keys[matrix->grid[row].block],
                    .column_key = matrix->source.column_keys[column]};
}
