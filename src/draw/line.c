/* SPDX-License-Identifier: MPL-2.0 */
/* Lines that join where they meet, and boxes made of them.  A line is told from a letter that looks
 * like one ('-' in ASCII) by its flag, never by its code point alone. */
#include "cells.h"

/* By the arms that a cell has. */
static const Glyph line_glyphs[16] = {
    [0] = GLYPH_SPACE,
    [ARM_LEFT] = GLYPH_HORIZONTAL,
    [ARM_RIGHT] = GLYPH_HORIZONTAL,
    [ARM_LEFT | ARM_RIGHT] = GLYPH_HORIZONTAL,
    [ARM_UP] = GLYPH_VERTICAL,
    [ARM_DOWN] = GLYPH_VERTICAL,
    [ARM_UP | ARM_DOWN] = GLYPH_VERTICAL,
    [ARM_RIGHT | ARM_DOWN] = GLYPH_TOP_LEFT,
    [ARM_LEFT | ARM_DOWN] = GLYPH_TOP_RIGHT,
    [ARM_RIGHT | ARM_UP] = GLYPH_BOTTOM_LEFT,
    [ARM_LEFT | ARM_UP] = GLYPH_BOTTOM_RIGHT,
    [ARM_RIGHT | ARM_UP | ARM_DOWN] = GLYPH_TEE_RIGHT,
    [ARM_LEFT | ARM_UP | ARM_DOWN] = GLYPH_TEE_LEFT,
    [ARM_LEFT | ARM_RIGHT | ARM_DOWN] = GLYPH_TEE_DOWN,
    [ARM_LEFT | ARM_RIGHT | ARM_UP] = GLYPH_TEE_UP,
    [ARM_LEFT | ARM_RIGHT | ARM_UP | ARM_DOWN] = GLYPH_CROSS,
};

/* Searched from the fullest: an ASCII '+' counts as a crossing, so that it stays one. */
unsigned cells_arms(const Canvas *canvas, const Cell *cell)
{
    if (!(cell->flags & CELL_LINE)) {
        return 0;
    }
    for (unsigned arms = 15; arms > 0; arms--) {
        if (glyph_codepoint(line_glyphs[arms], canvas->ascii) == cell->codepoint) {
            return arms;
        }
    }
    return 0;
}

void cells_join(Canvas *canvas, int x, int y, StyleRole style, unsigned arms)
{
    const Cell *cell = cells_at(canvas, x, y);
    if (cell) {
        Glyph glyph = line_glyphs[(cells_arms(canvas, cell) | arms) & 15U];
        cells_put(canvas, x, y, style, glyph_codepoint(glyph, canvas->ascii), CELL_LINE);
    }
}

static unsigned arms_at(Canvas *canvas, int x, int y)
{
    const Cell *cell = cells_at(canvas, x, y);
    return cell ? cells_arms(canvas, cell) : 0;
}

/* A line that begins on a crossing one stops there: its end has one arm only. */
void canvas_horizontal(Canvas *canvas, int x, int y, int columns, StyleRole style)
{
    const unsigned crossing = ARM_UP | ARM_DOWN;
    for (int i = 0; i < columns; i++) {
        bool on_line = (arms_at(canvas, x + i, y) & crossing) != 0;
        unsigned arms = ARM_LEFT | ARM_RIGHT;
        if (on_line && columns > 1 && i == 0) {
            arms = ARM_RIGHT;
        } else if (on_line && columns > 1 && i == columns - 1) {
            arms = ARM_LEFT;
        }
        cells_join(canvas, x + i, y, style, arms);
    }
}

void canvas_vertical(Canvas *canvas, int x, int y, int rows, StyleRole style)
{
    const unsigned crossing = ARM_LEFT | ARM_RIGHT;
    for (int i = 0; i < rows; i++) {
        bool on_line = (arms_at(canvas, x, y + i) & crossing) != 0;
        unsigned arms = ARM_UP | ARM_DOWN;
        if (on_line && rows > 1 && i == 0) {
            arms = ARM_DOWN;
        } else if (on_line && rows > 1 && i == rows - 1) {
            arms = ARM_UP;
        }
        cells_join(canvas, x, y + i, style, arms);
    }
}

/* Columns that the right title takes away from the left one. */
static int box_right_title(Canvas *canvas, Rect area, int room, const char *title)
{
    int width = text_is_empty(title) ? 0 : text_width(title);
    if (width == 0 || width > room) {
        return 0;
    }
    int x = area.x + area.width - 3 - width;
    canvas_fill(canvas, (Rect){x - 1, area.y, width + 2, 1}, STYLE_DIM, GLYPH_SPACE);
    canvas_text(canvas, x, area.y, width, STYLE_DIM, title);
    return width + 3;
}

static void box_titles(Canvas *canvas, Rect area, const char *title, const char *right_title)
{
    int room = area.width - 6; /* corner, one line, one space: on both sides */
    room -= box_right_title(canvas, area, room, right_title);
    if (!text_is_empty(title) && room > 0) {
        int used = canvas_text(canvas, area.x + 3, area.y, room, STYLE_HEADING, title);
        canvas_glyph(canvas, area.x + 2, area.y, STYLE_HEADING, GLYPH_SPACE);
        canvas_glyph(canvas, area.x + 3 + used, area.y, STYLE_HEADING, GLYPH_SPACE);
    }
}

void canvas_box(Canvas *canvas, Rect area, StyleRole style, const char *title,
                const char *right_title)
{
    if (area.width < 2 || area.height < 2) {
        return;
    }
    int right = area.x + area.width - 1;
    int bottom = area.y + area.height - 1;
    cells_join(canvas, area.x, area.y, style, ARM_RIGHT | ARM_DOWN);
    cells_join(canvas, right, area.y, style, ARM_LEFT | ARM_DOWN);
    cells_join(canvas, area.x, bottom, style, ARM_RIGHT | ARM_UP);
    cells_join(canvas, right, bottom, style, ARM_LEFT | ARM_UP);
    for (int x = area.x + 1; x < right; x++) {
        cells_join(canvas, x, area.y, style, ARM_LEFT | ARM_RIGHT);
        cells_join(canvas, x, bottom, style, ARM_LEFT | ARM_RIGHT);
    }
    for (int y = area.y + 1; y < bottom; y++) {
        cells_join(canvas, area.x, y, style, ARM_UP | ARM_DOWN);
        cells_join(canvas, right, y, style, ARM_UP | ARM_DOWN);
    }
    box_titles(canvas, area, title, right_title);
}
