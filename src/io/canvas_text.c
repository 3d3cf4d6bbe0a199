/* SPDX-License-Identifier: MPL-2.0 */
/* A canvas as plain text: one line a row, without the spaces at its end. */
#include "framdrift/io.h"

static bool is_blank(const Cell *cell)
{
    return cell->codepoint == ' ' && cell->marks == 0;
}

static int columns_in_use(const Canvas *canvas, int y)
{
    int columns = canvas->width;
    while (columns > 0 && is_blank(canvas_at(canvas, columns - 1, y))) {
        columns--;
    }
    return columns;
}

static void append_cell(const Canvas *canvas, const Cell *cell, Text *out)
{
    if ((cell->flags & CELL_TAIL) == 0) {
        canvas_append_cell(canvas, cell, out);
    }
}

void canvas_write_text(const Canvas *canvas, Text *out)
{
    for (int y = 0; y < canvas->height; y++) {
        int columns = columns_in_use(canvas, y);
        for (int x = 0; x < columns; x++) {
            append_cell(canvas, canvas_at(canvas, x, y), out);
        }
        text_append(out, "\n");
    }
}
