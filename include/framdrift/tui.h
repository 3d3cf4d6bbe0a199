/* SPDX-License-Identifier: MPL-2.0 */
/*
 * tui: the terminal, its input loop, the kiosk (floor 5)
 *
 * term.c is the only caller of curses: it decodes keys, keeps the last frame, sends the differences
 * with one write(), and gives the terminal back whatever happens.  loop.c waits (ppoll on the
 * terminal, a signalfd, the store's watch) and never ticks at rest.  All meaning is in app.
 */
#ifndef FRAMDRIFT_TUI_H
#define FRAMDRIFT_TUI_H

#include "framdrift/app.h"

/* Runs the full screen until the person quits; the exit status of the program. */
int tui_run(App *app, const Options *options, Err *err);

/* Shell part of Host: runs an editor on a private temporary file; see HostEdit in app.h.  Gives the
 * terminal away meanwhile when the full screen runs. */
bool tui_edit_text(void *context, const char *text, const char *ending, Arena *arena, char **out, Err *err);

#endif
