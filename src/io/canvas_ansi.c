/* SPDX-License-Identifier: MPL-2.0 */
/* A canvas with colours, by the sequences that every terminal since the VT100 understands (SGR). */
#include "framdrift/io.h"

static bool looks_equal(const Look *one, const Look *other)
{
    return one->foreground == other->foreground && one->background == other->background &&
           one->flags == other->flags;
}

/* 0-7, 8-15 and the palette of 256; `base` is 30 for the foreground and 40 for the background. */
static void append_colour(Text *out, int base, int colour)
{
    if (colour == COLOUR_DEFAULT) {
        return;
    }
    if (colour < 8) {
        text_printf(out, ";%d", base + colour);
    } else if (colour < 16) {
        text_printf(out, ";%d", base + 60 + colour - 8);
    } else {
        text_printf(out, ";%d;5;%d", base + 8, colour);
    }
}

static void append_look(Text *out, const Look *look)
{
    static const struct {
        unsigned flag;
        int code;
    } attributes[] = {{CELL_BOLD, 1}, {CELL_UNDERLINE, 4}, {CELL_REVERSE, 7}};

    text_append(out, "\033[0");
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        if (look->flags & attributes[i].flag) {
            text_printf(out, ";%d", attributes[i].code);
        }
    }
    append_colour(out, 30, look->foreground);
    append_colour(out, 40, look->background);
    text_append(out, "m");
}

static const Look plain = {.foreground = COLOUR_DEFAULT, .background = COLOUR_DEFAULT};

/* Columns up to the last that shows anything: a space in a plain look shows nothing. */
static int columns_in_use(const Canvas *canvas, const Theme *theme, ColourDepth depth, int y)
{
    int columns = canvas->width;
    while (columns > 0) {
        const Cell *cell = canvas_at(canvas, columns - 1, y);
        Look look = theme_look(theme, depth, cell);
        bool shows_space = look.background != COLOUR_DEFAULT ||
                           (look.flags & (CELL_UNDERLINE | CELL_REVERSE)) != 0;
        if (cell->codepoint != ' ' || cell->marks != 0 || shows_space) {
            break;
        }
        columns--;
    }
    return columns;
}

void canvas_write_ansi(const Canvas *canvas, const Theme *theme, ColourDepth depth, Text *out)
{
    for (int y = 0; y < canvas->height; y++) {
        Look current = plain;
        int columns = columns_in_use(canvas, theme, depth, y);
        for (int x = 0; x < columns; x++) {
            const Cell *cell = canvas_at(canvas, x, y);
            if (cell->flags & CELL_TAIL) {
                continue;
            }
            Look look = theme_look(theme, depth, cell);
            if (!looks_equal(&look, &current)) {
                append_look(out, &look);
                current = look;
            }
            canvas_append_cell(canvas, cell, out);
        }
        text_append(out, looks_equal(&current, &plain) ? "\n" : "\033[0m\n");
    }
}
