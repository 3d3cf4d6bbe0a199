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

/* `here`: the arms that the cell has. */
static void cell_join(Canvas *canvas, Cell *cell, int x, StyleRole style, unsigned here,
                      unsigned arms)
{
    Glyph glyph = line_glyphs[(here | arms) & 15U];
    cells_replace(canvas, cell, x, style, glyph_codepoint(glyph, canvas->ascii), CELL_LINE);
}

void cells_join(Canvas *canvas, int x, int y, StyleRole style, unsigned arms)
{
    Cell *cell = cells_at(canvas, x, y);
    if (cell) {
        cell_join(canvas, cell, x, style, cells_arms(canvas, cell), arms);
    }
}

/* The arms of one cell of a line along the arms `along`.  A line that begins on a crossing one stops
 * there: its end has one arm only. */
static unsigned arms_of_line(unsigned here, unsigned along, int place, int length)
{
    const unsigned after = along & (ARM_RIGHT | ARM_DOWN);
    bool on_line = (here & ~along) != 0 && length > 1;
    if (on_line && place == 0) {
        return after;
    }
    return on_line && place == length - 1 ? along & ~after : along;
}

/* One cell of a line along `along`; `plain` is what a cell without another line becomes. */
static void line_cell(Canvas *canvas, int x, int y, StyleRole style, unsigned along,
                      uint32_t plain, int place, int length)
{
    Cell *cell = cells_at(canvas, x, y);
    if (cell && (cell->flags & CELL_LINE) == 0) {
        cells_replace(canvas, cell, x, style, plain, CELL_LINE);
    } else if (cell) {
        unsigned here = cells_arms(canvas, cell);
        cell_join(canvas, cell, x, style, here, arms_of_line(here, along, place, length));
    }
}

void canvas_horizontal(Canvas *canvas, int x, int y, int columns, StyleRole style)
{
    uint32_t plain = glyph_codepoint(GLYPH_HORIZONTAL, canvas->ascii);
    bool is_shown = canvas_shows(canvas, (Rect){x, y, columns, 1});
    for (int i = 0; is_shown && i < columns; i++) {
        line_cell(canvas, x + i, y, style, ARM_LEFT | ARM_RIGHT, plain, i, columns);
    }
}

void canvas_vertical(Canvas *canvas, int x, int y, int rows, StyleRole style)
{
    uint32_t plain = glyph_codepoint(GLYPH_VERTICAL, canvas->ascii);
    bool is_shown = canvas_shows(canvas, (Rect){x, y, 1, rows});
    for (int i = 0; is_shown && i < rows; i++) {
        line_cell(canvas, x, y + i, style, ARM_UP | ARM_DOWN, plain, i, rows);
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
