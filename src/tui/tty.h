/* SPDX-License-Identifier: MPL-2.0 */
/*
 * tty: the line to the terminal: its settings, its size, and the one write()
 *
 * Needs no curses.  What must happen when the program dies (tty_rescue) uses only calls that are
 * allowed in a signal handler.
 */
#ifndef FRAMDRIFT_TUI_TTY_H
#define FRAMDRIFT_TUI_TTY_H

#include "framdrift/base.h"

bool tty_open(Err *err); /* refuses when standard input or output is no terminal */
void tty_close(void);
void tty_raw(void);
void tty_cooked(void);
void tty_size(int *width, int *height);
int tty_output(void);
/* What gives the screen back, sent by tty_rescue. */
void tty_set_goodbye(const char *raw, size_t bytes);
void tty_send_goodbye(void);

void tty_queue(const char *raw, size_t bytes);
Text *tty_queued(void); /* to append to */
bool tty_flush(void);
bool tty_pending(void);
void tty_finish(void); /* flushes, but waits only a moment for a line that is stalled */

/* On a fatal signal, BUG() or lack of memory: the goodbye and the old settings, at once. */
void tty_rescue(void);

#endif
