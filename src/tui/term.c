/* SPDX-License-Identifier: MPL-2.0 */
#include "terminal.h"

#include "screen.h"
#include "sink.h"
#include "thrift.h"
#include "tty.h"

#include <curses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

/* term.h takes these names for capabilities; here they are a canvas's. */
#undef columns
#undef cursor_visible

/* curses keeps eight bits of a pair's number in a cell; pair 0 is the terminal's own. */
#define PAIR_LIMIT 255
#define RUN_LIMIT  256

static const char modes_on[] =
    "\033[r\033[?1l\033>\033[?2004h"; /* all rows scroll; arrows and keypad plain; paste marked */
static const char modes_off[] = "\033[?2004l";
static const char mouse_on[] = "\033[?1002h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1002l";

/* There is one terminal, and curses itself keeps it in globals. */
static struct {
    bool is_open;
    bool is_ansi; /* understands ESC [ ? … */
    bool mouse;
    bool own_colours; /* -1 means the terminal's own colours */
    int width, height;
    Sink sink;
    SCREEN *curses;
    Text raw; /* as curses wrote it, of one frame */
    Text hello;
    Text capability;
    ColourDepth depth;
    Screen screen;
    const Canvas *canvas; /* that is being shown */
    Thrift thrift;
    int pair_count, pair_last;  /* as neighbours often have the same */
    Look pairs[PAIR_LIMIT + 1]; /* colours only */
    Look brush_look;
    cchar_t brush;          /* a letter in that look; without a letter there is none yet */
    cchar_t run[RUN_LIMIT]; /* cells side by side, not given to curses yet */
    int run_length, run_x, run_y;
} term; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

/* --- What curses wrote ------------------------------------------------------------------------ */

static void drain_to_terminal(void)
{
    if (!term.is_ansi) {
        sink_take(&term.sink, tty_queued());
        return;
    }
    text_clear(&term.raw);
    sink_take(&term.sink, &term.raw);
    thrift_append(&term.thrift, tty_queued(), text_string(&term.raw), term.raw.length);
}

/* tputs has no argument for a place to put. */
static int put_byte_of_capability(int byte)
{
    char one = (char)byte;
    text_append_bytes(&term.capability, &one, 1);
    return byte;
}

static void append_capability(Text *out, const char *capability)
{
    if (capability != NULL && (intptr_t)capability != -1) {
        text_clear(&term.capability);
        (void)tputs(capability, 1, put_byte_of_capability);
        text_append_bytes(out, text_string(&term.capability), term.capability.length);
    }
}

/* --- Opening ------------------------------------------------------------------------------------ */

/* "xterm" → "xterm-256color": PuTTY says xterm and can do more. */
static SCREEN *open_richer(int colours)
{
    const char *name = getenv("TERM");
    if (colours < 16 || name == NULL || strstr(name, "color") != NULL) {
        return NULL;
    }
    char richer[128];
    int length = snprintf(richer, sizeof richer, "%s-%dcolor", name, colours);
    if (length < 0 || (size_t)length >= sizeof richer) {
        return NULL;
    }
    return newterm(richer, term.sink.file, stdin);
}

static bool refuse_terminal(Err *err)
{
    Arena *arena = arena_new();
    const char *name = getenv("TERM");
    char *shown =
        text_clean(arena, name != NULL ? name : "", name != NULL ? strlen(name) : 0, false);
    (void)fail(err, ERR_NO_TERMINAL,
               _("The terminal “%s” is not known or cannot place its cursor; set TERM to one "
                 "that is, "
                 "such as xterm-256color."),
               shown);
    arena_free(arena);
    return false;
}

/* curses greets a terminal of the size that terminfo has, and lets only so many rows scroll.  We greet
 * it ourselves.  To be had at all, the greeting must be flushed: asking for the cursor does that. */
static void drop_greeting(void)
{
    (void)curs_set(1);
    sink_drop(&term.sink);
}

/* A program that had its own way with SIGTSTP keeps it: else curses turns that off and on again around
 * every paint. */
static void keep_curses_from_stopping(void)
{
    (void)signal(SIGTSTP, SIG_IGN);
}

static bool open_curses(int colours, Err *err)
{
    use_env(TRUE); /* a size is needed to start; term_resize then asks the terminal */
    use_tioctl(TRUE);
    const char *name = getenv("TERM");
    if (text_is_empty(name) || text_equal(name, "dumb")) {
        return refuse_terminal(err);
    }
    keep_curses_from_stopping();
    term.curses = open_richer(colours);
    if (term.curses == NULL) {
        term.curses = newterm(NULL, term.sink.file, stdin);
    }
    if (term.curses == NULL || cursor_address == NULL) {
        return refuse_terminal(err);
    }
    drop_greeting();
    term.is_ansi = strstr(cursor_address, "\033[") != NULL;
    term.thrift.has_columns = column_address != NULL &&
                              strcmp(column_address, "\033[%i%p1%dG") == 0 &&
                              (eat_newline_glitch || !auto_right_margin);
    term.thrift.has_scroll = parm_index != NULL && strcmp(parm_index, "\033[%p1%dS") == 0;
    (void)nonl();
    (void)leaveok(newscr, FALSE);
    (void)scrollok(newscr, FALSE);
    (void)typeahead(-1); /* else a paint stops half-way when keys are waiting */
    return true;
}

static void open_colours(int colours)
{
    static const struct {
        int least;
        ColourDepth depth;
    } depths[] = {{256, COLOUR_256}, {16, COLOUR_16}, {8, COLOUR_8}};

    const char *forbidden = getenv("NO_COLOR");
    bool wanted = colours > 0 || (colours < 0 && text_is_empty(forbidden));
    term.depth = COLOUR_MONO;
    if (!wanted || !has_colors() || start_color() != OK) {
        return;
    }
    term.own_colours = use_default_colors() == OK;
    int have = colours > 0 && colours < COLORS ? colours : COLORS;
    for (size_t i = 0; i < COUNT_OF(depths); i++) {
        if (have >= depths[i].least) {
            term.depth = depths[i].depth;
            return;
        }
    }
}

/* What begins and what ends our use of the screen, kept as bytes: the end must be ready when the
 * program dies, where curses cannot be called. */
static void prepare_hello_and_goodbye(void)
{
    append_capability(&term.hello, enter_ca_mode);
    append_capability(&term.hello, exit_attribute_mode);
    append_capability(&term.hello, exit_insert_mode);
    append_capability(&term.hello, enter_am_mode);
    Text goodbye = {0};
    if (term.is_ansi) {
        text_append(&term.hello, modes_on);
        text_append(&goodbye, mouse_off);
        text_append(&goodbye, modes_off);
    }
    append_capability(&goodbye, exit_attribute_mode);
    append_capability(&goodbye, orig_pair);
    append_capability(&goodbye, cursor_normal);
    append_capability(&goodbye, exit_ca_mode != NULL ? exit_ca_mode : clear_screen);
    tty_set_goodbye(text_string(&goodbye), goodbye.length);
    text_free(&goodbye);
}

static void say_last_words(const char *message)
{
    tty_rescue();
    (void)fprintf(stderr, "%s\n", message);
}

static void restore_default_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    for (size_t i = 0; i < COUNT_OF(numbers);
         i++) { /* newterm has put its own handlers there */
        (void)signal(numbers[i], SIG_DFL);
    }
}

bool term_open(int colours, Err *err)
{
    memset(&term, 0, sizeof term);
    if (!tty_open(err)) {
        return false;
    }
    bool is_good = sink_open(&term.sink, err) && open_curses(colours, err);
    restore_default_signals();
    if (!is_good) {
        sink_close(&term.sink);
        tty_close();
        return false;
    }
    open_colours(colours);
    prepare_hello_and_goodbye();
    base_set_last_words(say_last_words);
    term.is_open = true;
    term_return();
    return true;
}

void term_leave(void)
{
    (void)curs_set(1); /* as the goodbye leaves it, so that curses knows */
    drain_to_terminal();
    tty_send_goodbye();
    tty_cooked();
}

void term_return(void)
{
    tty_raw();
    tty_queue(text_string(&term.hello), term.hello.length);
    if (term.mouse && term.is_ansi) {
        tty_queue(mouse_on, sizeof mouse_on - 1);
    }
    term_resize();
}

void term_close(void)
{
    if (!term.is_open) {
        return;
    }
    term_leave();
    term.is_open = false;
    base_set_last_words(NULL);
    (void)endwin(); /* into the sink: curses frees only what it thinks has ended */
    delscreen(term.curses);
    sink_close(&term.sink);
    screen_forget(&term.screen);
    text_free(&term.raw);
    text_free(&term.hello);
    text_free(&term.capability);
    tty_close();
}

bool term_is_open(void)
{
    return term.is_open;
}

/* --- Size ----------------------------------------------------------------------------------------- */

int term_input(void)
{
    return STDIN_FILENO;
}

int term_output(void)
{
    return tty_output();
}

int term_width(void)
{
    return term.width;
}

int term_height(void)
{
    return term.height;
}

void term_resize(void)
{
    tty_size(&term.width, &term.height);
    sink_fit(&term.sink, term.width, term.height);
    (void)resizeterm(term.height, term.width);
    term_repaint();
}

void term_repaint(void)
{
    screen_wiped(&term.screen);
    thrift_forget(&term.thrift);
    term.thrift.height = term.height;
    (void)werase(newscr);
    (void)clearok(curscr, TRUE);
}

/* --- Showing ---------------------------------------------------------------------------------------- */

static bool is_pair(int pair, Look look)
{
    return pair > 0 && term.pairs[pair].foreground == look.foreground &&
           term.pairs[pair].background == look.background;
}

static short pair_of(Look look)
{
    if (look.foreground == COLOUR_DEFAULT && look.background == COLOUR_DEFAULT) {
        return 0;
    }
    if (is_pair(term.pair_last, look)) {
        return (short)term.pair_last;
    }
    for (int i = 1; i <= term.pair_count; i++) {
        if (is_pair(i, look)) {
            term.pair_last = i;
            return (short)i;
        }
    }
    if (term.pair_count == PAIR_LIMIT) {
        return 0;
    }
    int foreground = look.foreground;
    int background = look.background;
    if (!term.own_colours) {
        foreground = foreground == COLOUR_DEFAULT ? COLOR_WHITE : foreground;
        background = background == COLOUR_DEFAULT ? COLOR_BLACK : background;
    }
    short pair = (short)++term.pair_count;
    term.pairs[pair] = look;
    (void)init_pair(pair, (short)foreground, (short)background);
    return pair;
}

static attr_t attributes_of(Look look)
{
    attr_t attributes = A_NORMAL;
    attributes |= (look.flags & CELL_BOLD) != 0 ? A_BOLD : A_NORMAL;
    attributes |= (look.flags & CELL_UNDERLINE) != 0 ? A_UNDERLINE : A_NORMAL;
    attributes |= (look.flags & CELL_REVERSE) != 0 ? A_REVERSE : A_NORMAL;
    return attributes;
}

/* curses measures with the C library, canvases with utf8proc: where they differ the row would shift. */
static wchar_t agreed(const Cell *cell)
{
    int columns = (cell->flags & CELL_WIDE) != 0 ? 2 : 1;
    bool is_plain = cell->codepoint >= ' ' && cell->codepoint < 0x7F && columns == 1;
    return is_plain || wcwidth((wchar_t)cell->codepoint) == columns ? (wchar_t)cell->codepoint
                                                                    : L'?';
}

/* Straight into newscr, which doupdate compares with what is on the screen: which cells have changed is
 * known here already, so a window before it would be one more copy of each.
 *
 * Side by side, cells are only copied; one at a time each would be measured and wrapped as well. */
static void put_run(void)
{
    if (term.run_length > 0) {
        (void)mvwadd_wchnstr(newscr, term.run_y, term.run_x, term.run, term.run_length);
    }
    term.run_length = 0;
}

static void add_to_run(int x, int y, const cchar_t *shown)
{
    bool follows = y == term.run_y && x == term.run_x + term.run_length;
    if (!follows || term.run_length == RUN_LIMIT) {
        put_run();
        term.run_x = x;
        term.run_y = y;
    }
    term.run[term.run_length++] = *shown;
}

/* Over blanks: of an older wide letter under it curses would leave the second half, and then take that for
 * a half of this one. */
static void put_wide(int x, int y, const cchar_t *shown, bool is_known)
{
    static const cchar_t blank = {.chars = {L' '}};
    add_to_run(x, y, &blank);
    add_to_run(x + 1, y, &blank);
    put_run();
    (void)mvwadd_wch(newscr, y, x, shown);
    if (!is_known) {
        (void)mvwaddch(newscr, y, x + 1, ' ');
    }
}

static bool same_look(Look one, Look other)
{
    return one.foreground == other.foreground && one.background == other.background &&
           one.flags == other.flags;
}

static bool make_letter(cchar_t *out, const wchar_t *letters, Look look)
{
    short pair = term.depth == COLOUR_MONO ? (short)0 : pair_of(look);
    return setcchar(out, letters, attributes_of(look), pair, NULL) == OK;
}

/* Neighbours mostly share a look: of such only the letter is changed. */
static void put_ascii(int x, int y, wchar_t letter, Look look)
{
    if (term.brush.chars[0] == 0 || !same_look(term.brush_look, look)) {
        if (!make_letter(&term.brush, L" ", look)) {
            return;
        }
        term.brush_look = look;
    }
    term.brush.chars[0] = letter;
    add_to_run(x, y, &term.brush);
}

static void put_cell(void *context, int x, int y, const Cell *cell, Look look)
{
    (void)context;
    if (cell->codepoint >= ' ' && cell->codepoint < 0x7F && cell->marks == 0 &&
        (cell->flags & CELL_WIDE) == 0) {
        put_ascii(x, y, (wchar_t)cell->codepoint, look);
        return;
    }
    wchar_t letters[4] = {agreed(cell), 0, 0, 0};
    bool is_known = letters[0] == (wchar_t)cell->codepoint;
    CellMarks marks = canvas_marks(term.canvas, cell);
    for (size_t i = 0; is_known && i < COUNT_OF(marks.codepoints); i++) {
        if (marks.codepoints[i] == 0 || wcwidth((wchar_t)marks.codepoints[i]) != 0) {
            break;
        }
        letters[i + 1] = (wchar_t)marks.codepoints[i];
    }
    cchar_t shown;
    if (!make_letter(&shown, letters, look)) {
        return;
    }
    if ((cell->flags & CELL_WIDE) != 0) {
        put_wide(x, y, &shown, is_known);
    } else {
        add_to_run(x, y, &shown);
    }
}

static void show_cursor(const Canvas *canvas)
{
    int x = canvas->cursor_x >= 0 && canvas->cursor_x < term.width ? canvas->cursor_x : 0;
    int y = canvas->cursor_y >= 0 && canvas->cursor_y < term.height ? canvas->cursor_y : 0;
    (void)curs_set(canvas->cursor_visible ? 1 : 0);
    /* Hidden or not, it rests on the selection: Braille displays follow it. */
    (void)wmove(newscr, y, x);
}

void term_show(const Canvas *canvas, const Theme *theme)
{
    term.canvas = canvas;
    (void)screen_show(&term.screen, canvas, theme, term.depth, put_cell, NULL);
    put_run();
    show_cursor(canvas);
    (void)doupdate();
    drain_to_terminal();
}

void term_send(const char *raw, size_t bytes)
{
    tty_queue(raw, bytes);
}

void term_mouse(bool on)
{
    if (on == term.mouse || !term.is_ansi) {
        return;
    }
    term.mouse = on;
    const char *mode = on ? mouse_on : mouse_off;
    tty_queue(mode, strlen(mode));
}

bool term_flush(void)
{
    return tty_flush();
}

bool term_pending(void)
{
    return tty_pending();
}
