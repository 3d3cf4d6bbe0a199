/* SPDX-License-Identifier: MPL-2.0 */
/* Runs of cells that look alike, and characters that may stand in HTML and XML. */
#include "markup.h"

static bool is_character(uint32_t codepoint)
{
    bool control = codepoint < ' ' || (codepoint >= 0x7F && codepoint < 0xA0);
    bool surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
    bool none = (codepoint & 0xFFFE) == 0xFFFE ||
                (codepoint >= 0xFDD0 && codepoint <= 0xFDEF) || codepoint > 0x10FFFF;
    return !control && !surrogate && !none;
}

static void append_escaped(uint32_t codepoint, Text *out)
{
    static const struct {
        uint32_t codepoint;
        const char *words;
    } escapes[] = {
        {'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};

    for (size_t i = 0; i < COUNT_OF(escapes); i++) {
        if (escapes[i].codepoint == codepoint) {
            text_append(out, escapes[i].words);
            return;
        }
    }
    text_append_char(out, is_character(codepoint) ? codepoint : 0xFFFD);
}

static void append_cell(const Canvas *canvas, const Cell *cell, Text *out)
{
    CellMarks marks = canvas_marks(canvas, cell);
    if (cell->flags & CELL_TAIL) {
        return;
    }
    append_escaped(cell->codepoint, out);
    for (size_t i = 0; i < COUNT_OF(marks.codepoints) && marks.codepoints[i] != 0; i++) {
        append_escaped(marks.codepoints[i], out);
    }
}

static bool is_blank(const Cell *cell)
{
    return cell->codepoint == ' ' && cell->marks == 0;
}

static bool belongs_to_run(const Run *run, const Cell *cell)
{
    unsigned shape = (unsigned)CELL_SOLID | CELL_BOLD | CELL_UNDERLINE | CELL_REVERSE;
    return (cell->flags & CELL_WIDE) == 0 && cell->style == run->first->style &&
           cell->under == run->first->under &&
           (cell->flags & shape) == (run->first->flags & shape);
}

int markup_columns_in_use(const Canvas *canvas, const Theme *theme, ColourDepth depth, int y)
{
    int ground = theme->looks[depth][STYLE_TEXT].background;
    int columns = canvas->width;
    while (columns > 0) {
        const Cell *cell = canvas_at(canvas, columns - 1, y);
        Look look = theme_look(theme, depth, cell);
        if (!is_blank(cell) || look.background != ground ||
            (look.flags & (CELL_UNDERLINE | CELL_REVERSE)) != 0) {
            break;
        }
        columns--;
    }
    return columns;
}

bool markup_next_run(const Canvas *canvas, const Theme *theme, ColourDepth depth, int y,
                     int columns, int *x, Run *out)
{
    const Cell *cell = *x < columns ? canvas_at(canvas, *x, y) : NULL;
    if (cell == NULL) {
        return false;
    }
    *out = (Run){.x = *x,
                 .columns = (cell->flags & CELL_WIDE) ? 2 : 1,
                 .first = cell,
                 .look = theme_look(theme, depth, cell),
                 .solid = (cell->flags & CELL_SOLID) != 0,
                 .wide = (cell->flags & CELL_WIDE) != 0,
                 .blank = is_blank(cell)};
    while (!out->wide && *x + out->columns < columns) {
        const Cell *next = canvas_at(canvas, *x + out->columns, y);
        if (next == NULL || !belongs_to_run(out, next)) {
            break;
        }
        out->blank = out->blank && is_blank(next);
        out->columns++;
    }
    *x += out->columns;
    return true;
}

void markup_append_run(const Canvas *canvas, const Run *run, int y, Text *out)
{
    for (int i = 0; i < run->columns; i++) {
        const Cell *cell = canvas_at(canvas, run->x + i, y);
        if (cell != NULL) {
            append_cell(canvas, cell, out);
        }
    }
}

/* Spaces at both ends are left out, several in a row are one. */
static bool append_title_row(const Canvas *canvas, int y, Text *out)
{
    bool begun = false;
    bool space = false;
    for (int x = 0; x < canvas->width; x++) {
        const Cell *cell = canvas_at(canvas, x, y);
        if (is_blank(cell)) {
            space = begun && (space || (cell->flags & CELL_TAIL) == 0);
            continue;
        }
        text_append(out, space ? " " : "");
        append_cell(canvas, cell, out);
        space = false;
        begun = true;
    }
    return begun;
}

void markup_append_title(const Canvas *canvas, Text *out)
{
    for (int y = 0; y < canvas->height; y++) {
        if (append_title_row(canvas, y, out)) {
            return;
        }
    }
    text_append(out, "Framdrift");
}

void markup_append_colour(int colour, Text *out)
{
    text_printf(out, "#%06x", (unsigned)colour_rgb(colour));
}
