/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The loop waits in one place, ppoll, and paints once for all the input that waited.  It never ticks:
 * at rest it sends nothing and wakes for nothing but a moment that app has asked for.
 */
#include "loop.h"

#include "framdrift/tui.h"
#include "keys.h"
#include "kiosk.h"
#include "terminal.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#define POLL_INTERVAL_MS 1000 /* where the store cannot be told of others' commits */
#define DOUBLE_CLICK_MS  400
#define STATUS_HUNG_UP   129
#define STATUS_SIGNAL    128

typedef struct Loop {
    App *app;
    bool kiosk;
    bool dirty; /* the frame may have changed */
    bool is_over;
    bool is_hung_up;
    int status;
    int signals;          /* descriptor */
    bool signals_are_had; /* the last wait has handled them, and nothing since */
    Decoder decoder;
    Arena *arena; /* of one paste */
    unsigned frames, barriers, barriers_answered;
    int64_t clicked_at;
    int clicked_x, clicked_y;
} Loop;

void loop_signals(sigset_t *out)
{
    static const int numbers[] = {SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT};
    sigemptyset(out);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        sigaddset(out, numbers[i]);
    }
}

static int64_t milliseconds_now(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void end(Loop *loop, int status)
{
    loop->is_over = true;
    loop->status = status;
}

/* Nobody is at the other end: the terminal is not touched any more. */
static void end_hung_up(Loop *loop)
{
    loop->is_hung_up = true;
    end(loop, STATUS_HUNG_UP);
}

/* --- Painting -------------------------------------------------------------------------------------- */

static void answer_barriers(Loop *loop)
{
    while (loop->barriers_answered < loop->barriers) {
        char answer[64];
        loop->barriers_answered++;
        int length = snprintf(answer, sizeof answer, "\033]7770;%u;%u\033\\",
                              loop->barriers_answered, loop->frames);
        if (length > 0 && (size_t)length < sizeof answer) {
            term_send(answer, (size_t)length);
        }
    }
}

static void paint(Loop *loop)
{
    loop->dirty = false;
    loop->frames++;
    term_mouse(app_mouse_wanted(loop->app));
    if (app_take_repaint(loop->app)) {
        term_repaint();
    }
    term_show(app_draw(loop->app, term_width(), term_height()), app_theme(loop->app));
    answer_barriers(loop);
    if (!term_flush()) {
        end_hung_up(loop);
    }
}

/* --- Signals ----------------------------------------------------------------------------------------- */

static void on_resize(Loop *loop, int number)
{
    (void)number;
    term_resize();
    loop->dirty = true;
}

static void on_hang_up(Loop *loop, int number)
{
    (void)number;
    end_hung_up(loop);
}

static void on_terminate(Loop *loop, int number)
{
    app_hang_up(loop->app);
    end(loop, STATUS_SIGNAL + number);
}

static void on_quit(Loop *loop, int number)
{
    if (!loop->kiosk) {
        on_terminate(loop, number);
    }
}

static void on_interrupt(Loop *loop, int number)
{
    (void)number;
    app_interrupt(loop->app);
    loop->dirty = true;
}

static void on_stop(Loop *loop, int number)
{
    (void)number;
    if (!loop->kiosk && tui_can_suspend()) {
        tui_suspend(NULL);
    }
    loop->dirty = true;
}

/* Somebody else may have written on the screen meanwhile, and the shell has changed its settings. */
static void on_continue(Loop *loop, int number)
{
    (void)number;
    term_return();
    loop->dirty = true;
}

static const struct {
    int number;
    void (*handle)(Loop *loop, int number);
} signal_handlers[] = {
    {SIGWINCH, on_resize},  {SIGHUP, on_hang_up}, {SIGTERM, on_terminate},
    {SIGINT, on_interrupt}, {SIGQUIT, on_quit},   {SIGTSTP, on_stop},
    {SIGCONT, on_continue},
};

static void handle_signals(Loop *loop)
{
    struct signalfd_siginfo info;
    while (!loop->is_over && read(loop->signals, &info, sizeof info) == (ssize_t)sizeof info) {
        for (size_t i = 0; i < COUNT_OF(signal_handlers); i++) {
            if (signal_handlers[i].number == (int)info.ssi_signo) {
                signal_handlers[i].handle(loop, (int)info.ssi_signo);
            }
        }
    }
}

/* --- Input --------------------------------------------------------------------------------------------- */

static void give_paste(Loop *loop, const Input *input)
{
    size_t bytes = input->pasted_bytes;
    char *raw = arena_strndup(loop->arena, input->pasted, bytes);
    for (size_t i = 0; i < bytes; i++) { /* terminals send Enter for the ends of lines */
        raw[i] = raw[i] == '\r' ? '\n' : raw[i];
    }
    app_paste(loop->app, text_clean(loop->arena, raw, bytes, true));
    arena_clear(loop->arena);
}

static void give_mouse(Loop *loop, const Input *input)
{
    MouseKind kind = input->mouse;
    if (kind == MOUSE_PRESS) {
        int64_t now = milliseconds_now();
        bool again = input->x == loop->clicked_x && input->y == loop->clicked_y &&
                     now - loop->clicked_at <= DOUBLE_CLICK_MS;
        kind = again ? MOUSE_DOUBLE : MOUSE_PRESS;
        loop->clicked_at = again ? 0 : now;
        loop->clicked_x = input->x;
        loop->clicked_y = input->y;
    }
    app_mouse(loop->app, kind, input->x, input->y);
}

static void give_key(Loop *loop, Key key)
{
    if (key == (KEY_WITH_CTRL | 'c')) {
        app_interrupt(loop->app);
        return;
    }
    app_key(loop->app, key);
}

static void give_input(Loop *loop, const Input *input)
{
    loop->dirty = true;
    switch (input->kind) {
    case INPUT_KEY:
        give_key(loop, input->key);
        break;
    case INPUT_PASTE:
        give_paste(loop, input);
        break;
    case INPUT_MOUSE:
        give_mouse(loop, input);
        break;
    case INPUT_BARRIER:
        loop->barriers++;
        break;
    }
    if (app_is_finished(loop->app)) {
        end(loop, 0);
    }
}

/* Signals before every key: else what was typed after a resize is answered before it. */
static void give_decoded(Loop *loop)
{
    Input input;
    unsigned barriers = loop->barriers;
    while (!loop->is_over && loop->barriers == barriers &&
           decoder_next(&loop->decoder, &input)) {
        if (!loop->signals_are_had) {
            handle_signals(loop);
        }
        loop->signals_are_had = false;
        if (!loop->is_over) {
            give_input(loop, &input);
        }
    }
}

static void read_input(Loop *loop)
{
    char raw[4096];
    ssize_t got = read(term_input(), raw, sizeof raw);
    if (got > 0) {
        decoder_feed(&loop->decoder, raw, (size_t)got);
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        end_hung_up(loop);
    }
}

/* --- Waiting --------------------------------------------------------------------------------------------- */

static int64_t sooner(int64_t one, int64_t other)
{
    if (one < 0) {
        return other;
    }
    return other < 0 || one < other ? one : other;
}

enum { POLL_INPUT, POLL_SIGNALS, POLL_WATCH, POLL_OUTPUT, POLL_COUNT };

static void handle_ready(Loop *loop, const struct pollfd *polls)
{
    if ((polls[POLL_SIGNALS].revents & POLLIN) != 0) {
        handle_signals(loop);
    }
    if (!loop->is_over && (polls[POLL_INPUT].revents & POLLIN) != 0) {
        read_input(loop);
    } else if ((polls[POLL_INPUT].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0) {
        end_hung_up(loop);
    }
    if (!loop->is_over && polls[POLL_OUTPUT].revents != 0 && !term_flush()) {
        end_hung_up(loop);
    }
    /* What a key does is painted before anybody looks at the file, which one's own edit has changed. */
    bool is_calm = polls[POLL_INPUT].revents == 0;
    if (!loop->is_over && is_calm && polls[POLL_WATCH].revents != 0 && app_poll(loop->app)) {
        loop->dirty = true;
    }
}

/* What is due after `waited` milliseconds without a key. */
static void handle_time(Loop *loop, int64_t waited, int64_t wake, bool polls_store,
                        bool has_input)
{
    Input input;
    int patience = decoder_patience(&loop->decoder);
    if (!has_input && patience >= 0 && waited >= patience &&
        decoder_give_up(&loop->decoder, &input)) {
        give_input(loop, &input);
    }
    if (wake >= 0 && waited >= wake) {
        app_wake(loop->app);
        loop->dirty = true;
    }
    if (polls_store && waited >= POLL_INTERVAL_MS && app_poll(loop->app)) {
        loop->dirty = true;
    }
}

static void wait_for_something(Loop *loop)
{
    int watch = app_watch(loop->app);
    struct pollfd polls[POLL_COUNT] = {
        [POLL_INPUT] = {.fd = term_input(), .events = POLLIN},
        [POLL_SIGNALS] = {.fd = loop->signals, .events = POLLIN},
        [POLL_WATCH] = {.fd = watch, .events = POLLIN},
        [POLL_OUTPUT] = {.fd = term_pending() ? term_output() : -1, .events = POLLOUT},
    };
    int64_t wake = app_next_wake(loop->app);
    int64_t limit = sooner(wake, decoder_patience(&loop->decoder));
    if (watch < 0) {
        limit = sooner(limit, POLL_INTERVAL_MS);
    }
    struct timespec timeout = {.tv_sec = limit / 1000, .tv_nsec = limit % 1000 * 1000000};
    int64_t from = milliseconds_now();
    if (ppoll(polls, POLL_COUNT, limit >= 0 ? &timeout : NULL, NULL) < 0) {
        return; /* interrupted */
    }
    handle_ready(loop, polls);
    loop->signals_are_had = true;
    bool has_input = polls[POLL_INPUT].revents != 0;
    if (!loop->is_over) {
        handle_time(loop, milliseconds_now() - from, wake, watch < 0, has_input);
    }
}

/* One read has taken all the keys that waited.  A line that is stalled gets no more to carry. */
static bool wants_paint(const Loop *loop)
{
    bool is_asked = loop->barriers != loop->barriers_answered;
    return is_asked || (loop->dirty && !term_pending());
}

static void run(Loop *loop)
{
    paint(loop);
    if (!loop->is_over) {
        app_idle(loop->app);
        if (!loop->kiosk) {
            tui_sweep_old_edits();
        }
        loop->dirty = true;
    }
    while (!loop->is_over) {
        give_decoded(loop);
        if (!loop->is_over && wants_paint(loop)) {
            paint(loop);
        } else if (!loop->is_over) {
            wait_for_something(loop);
        }
    }
}

/* --- Setting up --------------------------------------------------------------------------------------------- */

static int escape_delay(bool kiosk)
{
    const char *given = kiosk ? NULL : getenv("ESCDELAY");
    char *rest = NULL;
    long delay = given != NULL ? strtol(given, &rest, 10) : -1;
    if (given != NULL && rest != given && *rest == '\0' && delay >= 0 && delay <= 5000) {
        return (int)delay;
    }
    return getenv("SSH_CONNECTION") != NULL ? 100 : 50;
}

static int colours_wanted(const App *app, const Options *options)
{
    if (options->colours >= 0) {
        return options->colours;
    }
    const char *forbidden = getenv("NO_COLOR");
    const char *setting = app_config(app, "screen:colours");
    if (setting == NULL || !text_is_empty(forbidden)) {
        return -1;
    }
    char *rest = NULL;
    long colours = strtol(setting, &rest, 10);
    return rest != setting && *rest == '\0' && colours >= 0 && colours <= 256 ? (int)colours
                                                                              : -1;
}

int loop_run(App *app, const Options *options, Err *err)
{
    sigset_t blocked;
    loop_signals(&blocked);
    Loop loop = {.app = app, .kiosk = options->kiosk, .clicked_x = -1, .arena = arena_new()};
    loop.decoder.escape_delay = escape_delay(options->kiosk);
    loop.decoder.barrier_on = getenv("FRAMDRIFT_TEST") != NULL;
    loop.decoder.latin1 = tui_terminal_is_latin1();
    loop.signals = signalfd(-1, &blocked, SFD_CLOEXEC | SFD_NONBLOCK);
    if (loop.signals < 0) {
        (void)fail(err, ERR_NO_TERMINAL, _("The system lends no descriptor for signals: %s."),
                   strerror(errno));
        loop.status = err_exit_status(ERR_NO_TERMINAL);
    } else if (!term_open(colours_wanted(app, options), err)) {
        loop.status = err_exit_status(ERR_NO_TERMINAL);
    } else {
        loop.decoder.mouse_on = !options->kiosk;
        if (options->kiosk) {
            kiosk_confine(options->file);
        }
        run(&loop);
    }
    if (loop.is_hung_up) {
        app_hang_up(app);
        _exit(STATUS_HUNG_UP);
    }
    term_close();
    if (loop.signals >= 0) {
        (void)close(loop.signals);
    }
    decoder_free(&loop.decoder);
    arena_free(loop.arena);
    return loop.status;
}
