/* SPDX-License-Identifier: MPL-2.0 */
/*
 * terminal: the one terminal (term.c is the only caller of curses)
 *
 * There is one terminal, so the state is static.  Life cycle: term_open, then term_show/term_send and
 * term_flush in any order, term_leave and term_return around a child or a suspension, term_close.
 *
 * Invariants
 * 1. curses writes into memory; everything for the terminal leaves by one write() in term_flush.
 * 2. The terminal's settings are saved in term_open and given back by term_leave, term_close, and,
 *    when the program dies, by the handler of fatal signals or base's last words.
 * 3. No key is read by curses, and none of its modes is on: term.c owns termios and the size.
 */
#ifndef FRAMDRIFT_TUI_TERMINAL_H
#define FRAMDRIFT_TUI_TERMINAL_H

#include "framdrift/draw.h"

/* `colours`: -1 what the terminal says, 0 none, 8, 16, 256. */
bool term_open(int colours, Err *err);
void term_close(void);
bool term_is_open(void);
void term_leave(void);
void term_return(void);

int term_input(void);  /* descriptor to read keys from */
int term_output(void); /* descriptor to wait on while term_pending */
int term_width(void);
int term_height(void);
void term_resize(void);

/* Queues what differs from the frame that is shown. */
void term_show(const Canvas *canvas, const Theme *theme);
void term_repaint(void); /* the next term_show paints everything */
void term_send(const char *raw, size_t bytes);
void term_mouse(bool on);
/* Writes what is queued; what a stalled line does not take stays.  False when the line is gone. */
bool term_flush(void);
bool term_pending(void);

#endif
