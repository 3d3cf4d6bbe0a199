/* SPDX-License-Identifier: MPL-2.0 */
/* A canvas as plain text: one line a row, without the spaces at its end. */
#include "framdrift/io.h"

static bool is_blank(const Cell *cell)
{
    return cell->codepoint == ' ' && cell->combining[0] == 0;
}

static int columns_in_use(const Canvas *canvas, int y)
{
    int columns = canvas->width;
    while (columns > 0 && is_blank(canvas_at(canvas, columns - 1, y))) {
        columns--;
    }
    return columns;
}

static void append_cell(const Cell *cell, Text *out)
{
    if (cell->flags & CELL_TAIL) {
        return;
    }
    text_append_char(out, cell->codepoint);
    for (size_t i = 0; i < COUNT_OF(cell->combining) && cell->combining[i] != 0; i++) {
        text_append_char(out, cell->combining[i]);
    }
}

void canvas_write_text(const Canvas *canvas, Text *out)
{
    for (int y = 0; y < canvas->height; y++) {
        int columns = columns_in_use(canvas, y);
        for (int x = 0; x < columns; x++) {
            append_cell(canvas_at(canvas, x, y), out);
        }
        text_append(out, "\n");
    }
}
