/* SPDX-License-Identifier: MPL-2.0 */
/*
 * tui: the terminal, its input loop, the kiosk (floor 5)
 *
 * term.c is the only caller of curses: it keeps the last frame, sends the differences with one
 * write(), and gives the terminal back whatever happens.  keys.c decodes what is typed.  loop.c waits
 * (ppoll on the terminal, a signalfd, the store's watch) and never ticks at rest.  All meaning is in
 * app.
 *
 * The room also lends app what only a machine has (Host): clock, names, editor, clipboard.
 */
#ifndef FRAMDRIFT_TUI_H
#define FRAMDRIFT_TUI_H

#include "framdrift/app.h"

#include <stdio.h>

/* Runs the full screen until the person quits; the exit status of the program. */
int tui_run(App *app, const Options *options, Err *err);

/* What the zone is ahead of UTC in a quarter of an hour, counted from 1970. */
typedef struct TuiOffset {
    bool is_known;
    int offset; /* seconds */
    int64_t quarter;
} TuiOffset;

/* The state behind Host; outlives it. */
typedef struct TuiHost {
    bool is_frozen; /* FRAMDRIFT_NOW, for tests */
    bool is_locked; /* kiosk or read-only: no editor */
    int64_t frozen_at;
    char user[160], host[160];
    TuiOffset offsets[16]; /* those asked for of late */
} TuiHost;

/* Everything but share_dir, source_dir (see tui_find_places) and version. */
void tui_host_init(TuiHost *state, Host *host, const Options *options);

/* Shell part of Host: runs an editor on a private temporary file; see HostEdit in app.h.  Gives the
 * terminal away meanwhile when the full screen runs.  `context`: TuiHost, or NULL. */
bool tui_edit_text(void *context, const char *text, const char *ending, Arena *arena,
                   char **out, Err *err);
void tui_sweep_old_edits(void); /* what an editor left behind more than a day ago */
/* HostRun in app.h */
bool tui_run_program(void *context, const char *const *words, const char *input,
                     const char *output, int *status, Err *err);
void tui_clipboard(void *context, const char *text);
bool tui_can_suspend(void);
void tui_suspend(void *context);

/* Where the program's own files are.  NULL: nowhere. */
typedef struct TuiPlaces {
    const char *program; /* the folder it was built in, with locale/ below */
    const char *share, *locale, *source;
} TuiPlaces;

/* Run where it was built: the source tree.  Else what stands beside the program (PREFIX/bin,
 * PREFIX/share), else where it was to be installed.  FRAMDRIFT_SHARE is looked at before all. */
void tui_find_places(TuiPlaces *places, const TuiPlaces *installed, const TuiPlaces *built,
                     Arena *arena);

/* Locale and messages, once at the start, before anything is said.  Where the user's locale is not
 * installed its name still counts.  True when the terminal's codeset is UTF-8. */
bool tui_locale_init(const char *directory);
/* Messages in the language of --lang, else of the configuration.  `app` NULL: of --lang. */
void tui_locale_follow(const App *app, const Options *options);
bool tui_terminal_is_latin1(void);
/* To standard output or error: a terminal without UTF-8 gets letters that it has. */
void tui_print(FILE *file, const char *text);
void tui_read_input(Text *out); /* all of standard input */

#endif
