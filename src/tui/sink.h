/* SPDX-License-Identifier: MPL-2.0 */
/*
 * sink: what curses writes into, and where a frame is taken from
 *
 * curses 6.4 writes at every motion of the cursor; the terminal is to get a frame in one piece.  So
 * curses has a pipe, which costs a key half of what a memory file costs.  A pipe holds only so much, and
 * nobody empties it while curses writes: a screen so large that a frame might not fit in has a memory
 * file instead.
 */
#ifndef FRAMDRIFT_TUI_SINK_H
#define FRAMDRIFT_TUI_SINK_H

#include "framdrift/base.h"

#include <stdio.h>
#include <sys/types.h>

typedef struct Sink {
    FILE *file; /* for newterm; sink_close closes it */
    int memory;
    off_t taken;  /* how far the memory file was read */
    int pipe[2];  /* [0] is read; -1 when there is none */
    int capacity; /* of the pipe, in bytes */
    bool in_pipe;
} Sink;

bool sink_open(Sink *sink, Err *err);
void sink_close(Sink *sink);
/* Before anything is written for a screen of that size: chooses, and drops what was not taken. */
void sink_fit(Sink *sink, int width, int height);
/* Moves to `out` what was written since the last time, in bytes. */
void sink_take(Sink *sink, Text *out);
void sink_drop(Sink *sink);

#endif
