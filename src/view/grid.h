/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A grid of rows and columns of words: headings stay, the first columns stay, the rest scrolls.
 * It knows widths and places; whoever draws one gives the words of a cell.
 */
#ifndef FRAMDRIFT_VIEW_GRID_H
#define FRAMDRIFT_VIEW_GRID_H

#include "framdrift/view.h"

typedef struct GridColumn {
    const char *label; /* as shown */
    int width;         /* wanted */
    bool right;        /* right-aligned, as numbers are */
    bool whole;        /* never cut: a date or a choice */
    int number;        /* HIT_COLUMN: what a click on the heading asks for */
    int sorted;        /* 1 ascending, -1 descending, 0 not */
} GridColumn;

typedef struct GridCell {
    const char *words;
    StyleRole style;
    RowId id; /* of the row, where the initials of who edits it may stand; else 0 */
} GridCell;

typedef struct Grid {
    const GridColumn *columns;
    uint32_t column_count, row_count;
    uint32_t fixed; /* columns that stay when one goes to the right, where there is room */
    const void *context;
    GridCell (*cell)(const void *context, uint32_t row, uint32_t column, Arena *arena);
} Grid;

/* Draws headings, a rule and the rows from state->top on; fills rows and columns shown. */
void grid_draw(const ViewInput *input, const Grid *grid, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid);

#endif
