/* SPDX-License-Identifier: MPL-2.0 */
/* What the writers of HTML and SVG share.  Private. */
#ifndef FRAMDRIFT_IO_MARKUP_H
#define FRAMDRIFT_IO_MARKUP_H

#include "framdrift/io.h"

/* Cells side by side that look alike; a character of two columns is a run of its own, since no two
 * fonts agree on its width. */
typedef struct Run {
    int x, columns;
    const Cell *first; /* its style and underlay hold for the run */
    Look look;
    bool solid, wide;
    bool blank; /* nothing but spaces */
} Run;

/* Columns up to the last that shows anything. */
int markup_columns_in_use(const Canvas *canvas, const Theme *theme, ColourDepth depth, int y);
/* The run that begins at column *x, which moves behind it; false from `columns` on. */
bool markup_next_run(const Canvas *canvas, const Theme *theme, ColourDepth depth, int y,
                     int columns, int *x, Run *out);
/* The words of a run, escaped; no control character comes out whatever a cell holds. */
void markup_append_run(const Canvas *canvas, const Run *run, int y, Text *out);
/* The first row that has words, as a title. */
void markup_append_title(const Canvas *canvas, Text *out);
void markup_append_colour(int colour, Text *out); /* #0087af */

#endif
