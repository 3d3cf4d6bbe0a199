/* SPDX-License-Identifier: MPL-2.0 */
/*
 * screen: which cells of a new frame differ from the frame that is shown
 *
 * curses compares again, but touching only what changed keeps a key that moves the cursor from
 * costing a pass over every cell.
 */
#ifndef FRAMDRIFT_TUI_SCREEN_H
#define FRAMDRIFT_TUI_SCREEN_H

#include "framdrift/draw.h"

typedef struct Screen {
    Cell *cells; /* what is shown; heap */
    int width, height;
    const Theme *theme;
    ColourDepth depth;
    bool
        is_blank; /* nothing but spaces in the terminal's own colours is shown; cells tell nothing */
} Screen;

typedef void ScreenPut(void *context, int x, int y, const Cell *cell, Look look);

/* Puts every cell that differs, from left to right, top to bottom; returns how many.  A row in which a
 * wide character came or went is put whole.  The second half of a wide character is never put. */
int screen_show(Screen *screen, const Canvas *canvas, const Theme *theme, ColourDepth depth,
                ScreenPut *put, void *context);
/* What is shown is not known any more: the next frame is put whole. */
void screen_forget(Screen *screen);
/* The terminal has been, or will be before the next frame, wiped. */
void screen_wiped(Screen *screen);

#endif
