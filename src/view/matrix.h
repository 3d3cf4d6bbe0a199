/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The one matrix: row axis × column axis × lines within a cell
 *
 * A view that is a matrix says what its rows, columns and cells are (MatrixSource) and the engine
 * does the rest: widths, wrapping, fixed headings, scrolling both ways, the cursor and the hits.
 *
 * The cursor's grid has one row for each line of the tallest cell of a row ("seat lines"), so that
 * it walks every line of every cell; a row of the axis is a block of grid rows.  A line longer than
 * its cell is wrapped, and makes its grid row taller.
 *
 * A row of the axis may be a span instead: one place over the whole width, such as the heading of a
 * phase or an obligation below the decisions.  The view draws it.
 */
#ifndef FRAMDRIFT_VIEW_MATRIX_H
#define FRAMDRIFT_VIEW_MATRIX_H

#include "framdrift/view.h"

/* One line of a cell. */
typedef struct MatrixLine {
    RowId id;  /* the row it stands for; 0: nothing yet, it may be added */
    int field; /* -1: the row as a whole */
    const char *text;
    const char *code; /* at the right edge of the cell; NULL: none */
    StyleRole style, code_style;
} MatrixLine;

typedef struct MatrixCell {
    const MatrixLine *lines;
    uint32_t count;
} MatrixCell;

enum { MATRIX_NO_PROGRESS = -2 };

/* What stands at the left of a block. */
typedef struct MatrixTitle {
    const char *name;   /* wrapped to at most two lines */
    const char *detail; /* a dim line below; "" none */
    const char *mark;   /* beside the name, e.g. "!"; "" none */
    int percent;        /* a progress line; -1 not stated; MATRIX_NO_PROGRESS: no such line */
    const char *lead;   /* a sign before the name, one column wide; NULL: none */
    StyleRole lead_style;
    int span_rows; /* > 0: a span of so many rows, and `place` is what it stands for */
    int span_skip; /* rows of it above the one that the cursor marks */
    Target place;
} MatrixTitle;

typedef struct MatrixHeading {
    const char *text;
    const char *right; /* at the right edge; "" none */
    const char *below; /* on the second line, where there are two; NULL: none */
} MatrixHeading;

typedef struct MatrixSource {
    const void *context;
    EntityKind entity;  /* of the cells' lines */
    const char *corner; /* heading over the titles */
    uint32_t row_count, column_count;
    const RowId *row_keys, *column_keys;
    int column_minimum; /* a column is never narrower: columns scroll instead */
    int code_width;     /* columns kept for codes at the right edge of cells; 0: none */
    MatrixTitle (*title)(const void *context, uint32_t row, Arena *arena);
    MatrixHeading (*heading)(const void *context, uint32_t column, int columns, Arena *arena);
    /* The lines of a cell; `columns` is the width that a text and its code have together before the
     * text is wrapped. */
    MatrixCell (*cell)(const void *context, uint32_t row, uint32_t column, int columns,
                       Arena *arena);
    int title_minimum; /* columns that titles want; 0: a quarter of the screen at most */
    int title_lines;   /* a name is wrapped to so many; 0: two */
    int heading_lines; /* 0: one */
    int line_most;     /* a line is wrapped to so many rows and then cut; 0: never cut */
    bool compact;      /* no lines between rows */
    void (*span)(const void *context, uint32_t row, Canvas *canvas, Rect area);
    /* A narrow column of signs at the right of everything, where there is room.  May be NULL. */
    int side_width, side_screen; /* side_screen: the narrowest screen that has it; 0: 100 */
    const char *side_heading;
    void (*side)(const void *context, uint32_t row, Canvas *canvas, int x, int y);
} MatrixSource;

typedef struct MatrixBlock {
    uint32_t first, count; /* grid rows */
    MatrixTitle title;
    const MatrixCell *cells; /* one for each column */
} MatrixBlock;

/* A row of the cursor's grid.  Small, for a move of the cursor passes all that are on screen. */
typedef struct MatrixGridRow {
    uint32_t block;
    uint16_t height; /* canvas rows, padding included */
    bool is_span;
    bool has_rule; /* a line below, where there is room */
} MatrixGridRow;

typedef struct Matrix {
    MatrixSource source;
    MatrixBlock *blocks; /* one for each row of the axis */
    const ViewRow *rows; /* of the grid, as its targets */
    MatrixGridRow *grid;
    uint32_t row_count;                        /* of the grid */
    int heading_rows;                          /* with the line below */
    int title_width, column_width, side_width; /* without the lines between */
    bool ruled;                                /* a line between blocks */
} Matrix;

Matrix *matrix_lay_out(const ViewInput *input, const MatrixSource *source, Arena *arena);
/* The matrix as rows of a view; `data` is what the view wants to find again. */
ViewRows matrix_rows(const Matrix *matrix, uint32_t hidden, void *data);
Target matrix_target(const Matrix *matrix, int row, int column);
/* The line under a place; NULL where there is none. */
const MatrixLine *matrix_line(const Matrix *matrix, int row, int column);
/* Columns that a line's text has, and rows that a title's name takes. */
int matrix_text_columns(const Matrix *matrix, const MatrixLine *line);
int matrix_title_name_rows(const Matrix *matrix, const MatrixTitle *title, Arena *arena);
int matrix_lead_columns(const MatrixTitle *title);
/* Columns for a title's name, beside its sign before and its mark behind. */
int matrix_name_columns(const Matrix *matrix, const MatrixTitle *title);
uint32_t matrix_block_of(const Matrix *matrix, int row);
/* Draws into the area and returns the first canvas row below. */
int matrix_draw(const ViewInput *input, const Matrix *matrix, Rect area, Canvas *canvas,
                HitMap *hits, ViewLaid *laid);

/* --- Rows of the plan in cells -------------------------------------------------------------------- */

#define MATRIX_NOWHERE UINT32_MAX /* no place, row, column or cell */

/* Rows of a table by the cell they stand in; within a cell in the order of the plan. */
typedef struct MatrixContents {
    const uint32_t *from;   /* cell → first place in `places`; one more at the end */
    const uint32_t *places; /* in the table */
    uint32_t count;
} MatrixContents;

uint32_t matrix_place_of(const RowId *ids, uint32_t count, RowId id);
/* Row × column_count + column. */
uint32_t matrix_cell_at(uint32_t row, uint32_t column, uint32_t column_count);
/* `cell_of` has for each of `count` rows its cell, or MATRIX_NOWHERE. */
MatrixContents matrix_sort_into_cells(const uint32_t *cell_of, uint32_t count, uint32_t cells,
                                      Arena *arena);
/* The municipalities of today as columns; with `rest`, or without any, a column 0 for what has none. */
RowId *matrix_municipality_columns(const Plan *plan, Day today, bool rest, Arena *arena,
                                   uint32_t *column_count);
/* The column that something of a municipality stands in: 0 when the plan has no such municipality. */
RowId matrix_municipality_key(const Plan *plan, RowId municipality);

#endif
