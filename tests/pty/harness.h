/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A program on a pseudo-terminal, and a model of the screen it paints
 *
 * Nothing here sleeps: pty_settle types a private key that the program answers when all that came
 * before it is painted; the pty_wait_… functions wait for a condition, at most PTY_PATIENCE_MS.
 * What is waited for in vain fails the test, with the screen as it was.
 */
#ifndef FRAMDRIFT_TESTS_HARNESS_H
#define FRAMDRIFT_TESTS_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <vterm.h>

#define PTY_PATIENCE_MS 20000

typedef struct PtyStart {
    int columns, rows;              /* 0: 120 and 40 */
    const char *term;               /* NULL: xterm-256color */
    const char *locale;             /* LC_ALL; NULL: C.UTF-8; "": not set */
    const char *home;               /* HOME and XDG_RUNTIME_DIR */
    const char *const *environment; /* more "NAME=value", NULL at the end; NULL: none */
    const char *const *words;       /* the program and its arguments, NULL at the end */
} PtyStart;

typedef struct Pty Pty;

Pty *pty_start(const PtyStart *start);
/* Starts and waits for the first paint. */
Pty *pty_start_painted(const PtyStart *start);
void pty_free(Pty *pty); /* kills what still runs; NULL is allowed */
pid_t pty_pid(const Pty *pty);

/* --- Typing --- */
void pty_send(Pty *pty, const char *text);
void pty_send_bytes(Pty *pty, const char *bytes, size_t count);
/* Sends, and waits until the program has read it: what follows comes in another read. */
void pty_send_alone(Pty *pty, const char *text);
void pty_settle(Pty *pty);
void pty_type(Pty *pty, const char *text); /* pty_send and pty_settle */
void pty_resize(Pty *pty, int columns, int rows);
void pty_hang_up(Pty *pty); /* the line breaks */

/* --- What came --- */
void pty_pump(Pty *pty, int milliseconds); /* reads what comes in that time */
void pty_mark(Pty *pty);                   /* pty_raw and pty_reads count from here */
const char *pty_raw(const Pty *pty, size_t *count);
bool pty_raw_has(const Pty *pty, const char *bytes);
int pty_reads(const Pty *pty);

/* --- The screen --- */
int pty_columns(const Pty *pty);
int pty_rows(const Pty *pty);
/* A row without trailing spaces; in a buffer that lives until the fourth next call. */
const char *pty_row(const Pty *pty, int row);
bool pty_find(const Pty *pty, const char *text, int *row);
bool pty_has(const Pty *pty, const char *text);
void pty_wait_for(Pty *pty, const char *text);
void pty_wait_without(Pty *pty, const char *text);
VTermScreenCell pty_cell(const Pty *pty, int row, int column);
void pty_cursor(const Pty *pty, int *row, int *column);
bool pty_cursor_is_visible(const Pty *pty);
bool pty_alternate_screen(const Pty *pty);
/* DEC private modes as the bytes have set them, which libvterm does not always follow. */
bool pty_mode(const Pty *pty, int mode);
void pty_print(const Pty *pty); /* to standard error, for a person */

/* --- The program --- */
/* Its exit status, 128 + signal when one ended it. */
int pty_wait_exit(Pty *pty, int milliseconds);
bool pty_is_running(Pty *pty);
bool pty_line_is_restored(const Pty *pty); /* termios as before */
long pty_wake_ups(const Pty *pty);

/* Runs a program without a terminal; its exit status; what it printed. */
int run_program(const PtyStart *start, char *out, size_t out_capacity, char *messages,
                size_t messages_capacity);

#endif
