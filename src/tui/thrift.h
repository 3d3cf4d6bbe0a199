/* SPDX-License-Identifier: MPL-2.0 */
/*
 * thrift: the same picture in fewer bytes
 *
 * curses says every style anew and spells out every cell of a bar.  On a slow line that is what one
 * waits for, so what it wrote is shortened before it is sent:
 *   a style is written when something is printed in it, and then only what differs from the last one;
 *   blanks need no style that only differs in the colour of letters;
 *   a place on the cursor's own row is named by its column alone, one on the next by a line feed;
 *   some rows are scrolled without going to the last of them first;
 *   the choice of the plain character set, which is never left, is left out.
 *
 * Runs are spelled out all the same.  ESC [ n b repeats a character, but terminals that call themselves
 * xterm-256color and repeat only ASCII (tmux 3.3 with a forced TERM) would lose the bars.
 */
#ifndef FRAMDRIFT_TUI_THRIFT_H
#define FRAMDRIFT_TUI_THRIFT_H

#include "framdrift/base.h"

/* Colours as the numbers that choose them: "31", "38;5;31"; "" the terminal's own. */
typedef struct ThriftStyle {
    uint16_t flags; /* bit n: number n of the style is on; 1 to 9 */
    char foreground[20], background[20];
} ThriftStyle;

/* What the terminal can do, and what it was told last.  Zeroed: nothing is known of it. */
typedef struct Thrift {
    bool has_columns; /* understands ESC [ n G, and never goes on to the next row by itself */
    bool has_scroll;  /* understands ESC [ n S */
    int height;
    bool is_known;
    ThriftStyle style;
    int row;       /* the cursor's, from 1; 0: not known */
    bool is_split; /* only some of the rows scroll */
} Thrift;

/* Nothing is known any more of what it was told. */
void thrift_forget(Thrift *thrift);

/* `raw` holds whole sequences: what curses wrote between two refreshes. */
void thrift_append(Thrift *thrift, Text *out, const char *raw, size_t bytes);

#endif
