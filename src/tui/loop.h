/* SPDX-License-Identifier: MPL-2.0 */
#ifndef FRAMDRIFT_TUI_LOOP_H
#define FRAMDRIFT_TUI_LOOP_H

#include "framdrift/app.h"

#include <signal.h>

/* The signals that the loop reads from a descriptor, and that children must get unblocked. */
void loop_signals(sigset_t *out);
/* Runs until the person, a signal or the line ends it; the exit status.  The signals are blocked. */
int loop_run(App *app, const Options *options, Err *err);

#endif
