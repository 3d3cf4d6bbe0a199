/* SPDX-License-Identifier: MPL-2.0 */
/* What the files of the room draw share: one way to touch a cell. */
#ifndef FRAMDRIFT_DRAW_CELLS_H
#define FRAMDRIFT_DRAW_CELLS_H

#include "framdrift/draw.h"

/* Arms of a line within a cell. */
enum { ARM_LEFT = 1, ARM_RIGHT = 2, ARM_UP = 4, ARM_DOWN = 8 };

/* The cell, when it lies in the canvas and the clip rectangle; else NULL. */
Cell *cells_at(Canvas *canvas, int x, int y);
/* Replaces a cell's content and breaks a wide character that it was half of.  NULL when clipped. */
Cell *cells_put(Canvas *canvas, int x, int y, StyleRole style, uint32_t codepoint,
                unsigned flags);
/* The same where the cell, at column `x`, is looked up already. */
void cells_replace(const Canvas *canvas, Cell *cell, int x, StyleRole style, uint32_t codepoint,
                   unsigned flags);
/* Adds arms to the line in the cell, or starts one. */
void cells_join(Canvas *canvas, int x, int y, StyleRole style, unsigned arms);
/* The arms of the line in the cell; 0 when it holds none. */
unsigned cells_arms(const Canvas *canvas, const Cell *cell);

#endif
