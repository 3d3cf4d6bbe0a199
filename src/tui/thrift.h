/* SPDX-License-Identifier: MPL-2.0 */
/*
 * thrift: the same picture in fewer bytes
 *
 * curses says every style anew and spells out every cell of a bar.  On a slow line that is what one
 * waits for, so what it wrote is shortened before it is sent:
 *   a style that another one replaces at once is left out, and styles in a row become one;
 *   the choice of the plain character set, which is never left, is left out.
 *
 * Runs are spelled out all the same.  ESC [ n b repeats a character, but terminals that call themselves
 * xterm-256color and repeat only ASCII (tmux 3.3 with a forced TERM) would lose the bars.
 */
#ifndef FRAMDRIFT_TUI_THRIFT_H
#define FRAMDRIFT_TUI_THRIFT_H

#include "framdrift/base.h"

/* `raw` holds whole sequences: what curses wrote between two refreshes. */
void thrift_append(Text *out, const char *raw, size_t bytes);

#endif
