/* SPDX-License-Identifier: MPL-2.0 */
#include "screen.h"

#include <stdlib.h>
#include <string.h>

void screen_forget(Screen *screen)
{
    free(screen->cells);
    *screen = (Screen){0};
}

void screen_wiped(Screen *screen)
{
    screen_forget(screen);
    screen->is_blank = true;
}

/* The place of a letter's marks is of its own frame: such a letter is always shown anew. */
static inline bool same_cell(const Cell *one, const Cell *other)
{
    return memcmp(one, other, sizeof *one) == 0 && one->marks == 0;
}

/* Half of a first frame is empty.  A theme with a ground of its own paints that as well. */
static void fill_blank(Screen *screen, size_t count)
{
    const Cell blank = {.codepoint = ' ', .style = STYLE_TEXT};
    Look look = theme_look(screen->theme, screen->depth, &blank);
    if (look.foreground == COLOUR_DEFAULT && look.background == COLOUR_DEFAULT &&
        look.flags == 0) {
        for (size_t i = 0; i < count; i++) {
            screen->cells[i] = blank;
        }
    }
}

/* Whether the frame before is known.  Codepoint 0 is never in a canvas, so an empty memory differs from every frame. */
static bool fit(Screen *screen, const Canvas *canvas, const Theme *theme, ColourDepth depth)
{
    if (screen->cells != NULL && screen->width == canvas->width &&
        screen->height == canvas->height && screen->theme == theme && screen->depth == depth) {
        return true;
    }
    bool is_blank = screen->is_blank;
    screen_forget(screen);
    size_t count = (size_t)canvas->width * (size_t)canvas->height;
    Cell *cells = calloc(count > 0 ? count : 1, sizeof *cells);
    if (cells == NULL) {
        base_out_of_memory();
    }
    *screen = (Screen){.cells = cells,
                       .width = canvas->width,
                       .height = canvas->height,
                       .theme = theme,
                       .depth = depth};
    if (is_blank) {
        fill_blank(screen, count);
    }
    return false;
}

static bool has_wide(const Cell *row, int from, int past)
{
    for (int x = from; x < past; x++) {
        if ((row[x].flags & (CELL_WIDE | CELL_TAIL)) != 0) {
            return true;
        }
    }
    return false;
}

static bool same_look(const Cell *one, const Cell *other)
{
    return one->style == other->style && one->under == other->under &&
           one->flags == other->flags;
}

static int show_row(Screen *screen, int y, int from, int past, const Canvas *canvas,
                    ScreenPut *put, void *context)
{
    const Cell *next = canvas->cells + (size_t)y * (size_t)canvas->width;
    bool has_marks = canvas->mark_count > 0;
    Cell *shown = screen->cells + (size_t)y * (size_t)screen->width;
    int first = from;
    size_t bytes = (size_t)(past - from) * sizeof *shown;
    if (!has_marks && memcmp(shown + from, next + from, bytes) == 0) {
        return 0; /* most rows */
    }
    while (first < past && same_cell(&shown[first], &next[first])) {
        first++;
    }
    if (first == past) {
        return 0;
    }
    bool whole = has_wide(shown, from, past) || has_wide(next, from, past);
    int count = 0;
    const Cell *looked = NULL; /* the cell whose look we have: neighbours mostly share it */
    Look look = {0};
    for (int x = whole ? from : first; x < past; x++) {
        bool differs = whole || !same_cell(&shown[x], &next[x]);
        if (differs && (next[x].flags & CELL_TAIL) == 0) {
            if (looked == NULL || !same_look(looked, &next[x])) {
                look = theme_look(screen->theme, screen->depth, &next[x]);
                looked = &next[x];
            }
            put(context, x, y, &next[x], look);
            count++;
        }
    }
    memcpy(shown + from, next + from, bytes);
    return count;
}

int screen_show(Screen *screen, const Canvas *canvas, const Theme *theme, ColourDepth depth,
                ScreenPut *put, void *context)
{
    bool is_known = fit(screen, canvas, theme, depth);
    Rect fresh = is_known ? canvas->fresh : (Rect){0, 0, canvas->width, canvas->height};
    int count = 0;
    for (int y = fresh.y; y < fresh.y + fresh.height; y++) {
        count += show_row(screen, y, fresh.x, fresh.x + fresh.width, canvas, put, context);
    }
    return count;
}
