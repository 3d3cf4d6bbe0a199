/* SPDX-License-Identifier: MPL-2.0 */
/*
 * app: commands, keys, options; the one App (floor 4)
 *
 * Every face feeds command lines in and takes canvases out: the terminal turns a key into a command
 * line (the key table says which) and shows the canvas; scripts, the command line and tests use the
 * same commands.  App holds everything that outlives a frame: selection, marks, filter, folds, the
 * form's draft, the line being typed, the mode.  It knows no terminal and no clock: Host gives it
 * both.
 *
 * Life cycle: app_new, app_open (a plan), then app_run / app_key / app_draw in any order, app_free.
 * After any change the plan is loaded and scheduled anew (one generation arena); a frame's memory
 * lives until the next app_draw.
 */
#ifndef FRAMDRIFT_APP_H
#define FRAMDRIFT_APP_H

#include "framdrift/io.h"
#include "framdrift/view.h"

/* --- Keys ----------------------------------------------------------------------------------------
 * A key is a Unicode character, or one of these, with KEY_CTRL/KEY_ALT/KEY_SHIFT or-ed in.  Control
 * characters arrive as KEY_WITH_CTRL | letter, except Tab, Enter, Escape and Backspace.
 */
typedef uint32_t Key;

enum {
    KEY_CODE_NONE = 0,
    KEY_CODE_ENTER = 0x110000, /* above all Unicode */
    KEY_CODE_ESCAPE,
    KEY_CODE_TAB,
    KEY_CODE_BACKTAB,
    KEY_CODE_BACKSPACE,
    KEY_CODE_DELETE,
    KEY_CODE_INSERT,
    KEY_CODE_UP,
    KEY_CODE_DOWN,
    KEY_CODE_LEFT,
    KEY_CODE_RIGHT,
    KEY_CODE_HOME,
    KEY_CODE_END,
    KEY_CODE_PAGE_UP,
    KEY_CODE_PAGE_DOWN,
    KEY_CODE_SHIFT_LEFT,
    KEY_CODE_SHIFT_RIGHT,
    KEY_CODE_SHIFT_UP,
    KEY_CODE_SHIFT_DOWN,
    KEY_CODE_F1, /* F2 … F12 follow */
    KEY_CODE_F12 = KEY_CODE_F1 + 11,
    KEY_WITH_CTRL = 1 << 24,
    KEY_WITH_ALT = 1 << 25
};

/* "a", "G", "ctrl-z", "enter", "f1", "space", "<" ↔ Key.  KEY_CODE_NONE for a name that is none. */
Key key_parse(const char *name);
void key_print(Key key, Text *out);       /* for machines: "ctrl-z" */
void key_print_words(Key key, Text *out); /* for people: "Ctrl-Z", "Enter", "Space" */

/* --- Options (options.c holds the one table) ------------------------------------------------------ */
typedef struct Options {
    const char *file;         /* NULL: none given */
    const char *const *words; /* the command and its arguments */
    int word_count;
    Day today; /* DAY_NONE: the host's */
    Day as_of; /* DAY_NONE: now */
    const char *author, *theme, *config, *as, *columns, *sample, *to;
    Language language;
    bool language_given;
    bool read_only, beside, kiosk, ascii, as_written, repair, redact, help, version;
    bool dry_run, back, everything; /* merge, merge, show */
    const char *of;                 /* resolve: whose values */
    bool list_keys, list_themes, check_config;
    int width, height; /* --size; 0: not given */
    int colours;       /* --color: -1 auto, 0 never, 8, 16, 256 */
} Options;

bool options_parse(int count, char *const *words, Arena *arena, Options *out, Err *err);
void options_print_help(Text *out);

/* --- Host: what the outside lends ------------------------------------------------------------------ */
typedef struct Host {
    void *context;
    int64_t (*now)(void *context);                               /* seconds since 1970, UTC */
    int (*utc_offset)(void *context, int64_t time);              /* seconds east */
    Day (*today)(void *context);                                 /* local */
    const char *user, *host;                                     /* names, cleaned */
    const char *(*environment)(void *context, const char *name); /* NULL when unset */
    /* Lets a person edit text in an editor; false when it cannot or the editor failed (text kept). */
    bool (*edit)(void *context, const char *text, const char *ending, Arena *arena, char **out,
                 Err *err);
    /* Runs another program (found on PATH) with standard input from a file (NULL: nothing) and output to
     * one that exists; its exit status.  False when it could not be started.  NULL: none may be. */
    bool (*run)(void *context, const char *const *words, const char *input, const char *output,
                int *status, Err *err);
    /* Text for the terminal's clipboard (OSC 52); NULL: none. */
    void (*clipboard)(void *context, const char *text);
    void (*suspend)(void *context); /* NULL: cannot */
    /* where samples and themes are: installed, build tree */
    const char *share_dir, *source_dir;
    const char *version;
} Host;

/* --- The App ---------------------------------------------------------------------------------------- */
typedef struct App App;
App *app_new(const Host *host, const Options *options);
void app_free(App *app);
/* Opens options.file.  Configuration and theme are read here; their faults become messages. */
bool app_open(App *app, Err *err);
/* Faults of configuration and theme, a line each, for standard error. */
const char *app_notices(const App *app);

/* One command line, as typed after ":" or on the command line.  Results go to `out`. */
bool app_run(App *app, const char *line, Text *out, Err *err);
bool app_run_words(App *app, const char *const *words, int count, Text *out, Err *err);
/* Commands from a text, one a line, `begin LABEL` … `end` as one change; stops at the first error,
 * whose sentence names the line. */
bool app_run_script(App *app, const char *script, Text *out, Err *err);
/* The command named on the program's own command line (options.words), `-` reading `input`. */
int app_main(App *app, const char *input, Text *out, Text *messages);
bool app_needs_input(const Options *options);  /* the command is "-" or "receive" */
bool app_wants_screen(const Options *options); /* a file and no command */

/* --- For the terminal --------------------------------------------------------------------------------- */
void app_key(App *app, Key key);
/* into the line being typed; else refused with a message */
void app_paste(App *app, const char *text);

typedef enum MouseKind {
    MOUSE_PRESS,
    MOUSE_DRAG,
    MOUSE_RELEASE,
    MOUSE_DOUBLE,
    MOUSE_WHEEL_UP,
    MOUSE_WHEEL_DOWN
} MouseKind;

void app_mouse(App *app, MouseKind kind, int x, int y);
/* The frame as it is now.  Valid until the next call. */
const Canvas *app_draw(App *app, int width, int height);
bool app_is_finished(const App *app); /* quit was asked for */
int app_watch(App *app); /* the store's descriptor; -1: poll app_poll once a second */
bool app_poll(App *app); /* others' commits: true when the frame changed */
/* Milliseconds until something on screen changes by itself (a highlight ends, midnight); -1: never. */
int64_t app_next_wake(const App *app);
void app_wake(App *app); /* that moment has come */
/* After the first frame: what was put off (quick_check, backup). */
void app_idle(App *app);
void app_interrupt(App *app);    /* Ctrl-C */
void app_hang_up(App *app);      /* the line broke: keeps an open form's draft */
bool app_take_repaint(App *app); /* everything is to be sent anew (Ctrl-L, after an editor) */
const Theme *app_theme(const App *app);
bool app_mouse_wanted(const App *app);
const char *app_config(const App *app, const char *key); /* "screen:colours"; NULL */

#endif
