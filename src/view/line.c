/* SPDX-License-Identifier: MPL-2.0 */
/* One line of text being typed. */
#include "parts.h"

#include <string.h>

/* Columns of the text between two byte offsets. */
static int columns_between(Arena *arena, const char *text, size_t from, size_t to)
{
    return from >= to ? 0 : text_width(arena_strndup(arena, text + from, to - from));
}

void line_draw(const LineField *line, Canvas *canvas, int x, int y, int columns,
               StyleRole style)
{
    if (columns <= 0)
        return;
    const char *text = line->text == NULL ? "" : line->text;
    size_t length = strlen(text);
    size_t caret = line->caret > length ? length : line->caret;
    /* The caret keeps a column to its right, so that the letter under it is never an ellipsis. */
    int room = part_larger(columns - 2, 0);
    int width = columns_between(canvas->arena, text, 0, caret);
    size_t start = 0;
    while (start < caret && width > room) {
        size_t next = text_next_grapheme(text, start);
        if (next <= start)
            break;
        width -= columns_between(canvas->arena, text, start, next);
        start = next;
    }
    canvas_fill(canvas, (Rect){x, y, columns, 1}, style, GLYPH_SPACE);
    canvas_text(canvas, x, y, columns, line->whole ? STYLE_SELECTED : style, text + start);
    if (start > 0 && width > 2) /* the letter before the caret stays */
        canvas_glyph(canvas, x, y, style, GLYPH_CLIPPED_LEFT);
    canvas_cursor(canvas, x + part_clamp(width, 0, columns - 1), y, true);
}
