/* SPDX-License-Identifier: MPL-2.0 */
#include "tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* How long a stalled line may hold up the end of the program. */
#define LAST_WAIT_MS 300

/* One terminal, reached by signal handlers: it cannot be passed as an argument. */
static struct {
    int output;
    bool own_output; /* opened by us, not blocking */
    bool is_raw;
    struct termios saved;
    Text queue;
    char goodbye[512];
    size_t goodbye_bytes;
} tty = {.output = -1}; // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

static const int fatal_signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

void tty_rescue(void)
{
    if (!tty.is_raw) {
        return;
    }
    tty.is_raw = false;
    if (write(tty.output, tty.goodbye, tty.goodbye_bytes) < 0) {
        /* Nobody is left to tell. */
    }
    (void)tcsetattr(STDIN_FILENO, TCSANOW, &tty.saved);
}

static void die_politely(int number)
{
    tty_rescue();
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

/* Handlers that somebody else has set (a sanitizer) stay, but for abort, which is ours to catch. */
static void catch_fatal_signals(void)
{
    for (size_t i = 0; i < COUNT_OF(fatal_signals); i++) {
        struct sigaction old;
        struct sigaction mine = {.sa_handler = die_politely};
        sigemptyset(&mine.sa_mask);
        if (sigaction(fatal_signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL) {
            (void)sigaction(fatal_signals[i], &mine, NULL);
        }
    }
}

static void release_fatal_signals(void)
{
    for (size_t i = 0; i < COUNT_OF(fatal_signals); i++) {
        struct sigaction now;
        if (sigaction(fatal_signals[i], NULL, &now) == 0 && now.sa_handler == die_politely) {
            (void)signal(fatal_signals[i], SIG_DFL);
        }
    }
}

/* A description of our own may be non-blocking without changing the one that the shell shares with
 * us.  A stalled line then never holds up a signal. */
static void open_output(void)
{
    char name[256];
    tty.output = STDOUT_FILENO;
    tty.own_output = false;
    if (ttyname_r(STDOUT_FILENO, name, sizeof name) != 0) {
        return;
    }
    int opened = open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (opened >= 0) {
        tty.output = opened;
        tty.own_output = true;
    }
}

bool tty_open(Err *err)
{
    if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0) {
        return fail(
            err, ERR_NO_TERMINAL,
            _("The full screen needs a terminal for input and output; a command after the file "
              "name works without."));
    }
    if (tcgetattr(STDIN_FILENO, &tty.saved) != 0) {
        return fail(err, ERR_NO_TERMINAL, _("The terminal's settings cannot be read: %s."),
                    strerror(errno));
    }
    open_output();
    return true;
}

void tty_close(void)
{
    tty_cooked();
    release_fatal_signals();
    if (tty.own_output) {
        (void)close(tty.output);
    }
    tty.own_output = false;
    tty.output = -1;
    text_free(&tty.queue);
}

void tty_raw(void)
{
    struct termios raw = tty.saved;
    /* Raw rather than cbreak: Ctrl-S must not freeze the terminal, Ctrl-\ must not dump core. */
    cfmakeraw(&raw);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    (void)tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
    tty.is_raw = true;
    catch_fatal_signals();
}

void tty_cooked(void)
{
    if (tty.is_raw) {
        (void)tcsetattr(STDIN_FILENO, TCSADRAIN, &tty.saved);
    }
    tty.is_raw = false;
}

void tty_size(int *width, int *height)
{
    struct winsize size = {0};
    *width = 80;
    *height = 24;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
        *width = size.ws_col;
        *height = size.ws_row;
    }
}

int tty_output(void)
{
    return tty.output;
}

void tty_set_goodbye(const char *raw, size_t bytes)
{
    tty.goodbye_bytes = bytes < sizeof tty.goodbye ? bytes : sizeof tty.goodbye;
    memcpy(tty.goodbye, raw, tty.goodbye_bytes);
}

void tty_send_goodbye(void)
{
    tty_queue(tty.goodbye, tty.goodbye_bytes);
    tty_finish();
}

void tty_queue(const char *raw, size_t bytes)
{
    text_append_bytes(&tty.queue, raw, bytes);
}

Text *tty_queued(void)
{
    return &tty.queue;
}

bool tty_pending(void)
{
    return tty.queue.length > 0;
}

bool tty_flush(void)
{
    if (tty.queue.length == 0) {
        return true;
    }
    ssize_t written = write(tty.output, tty.queue.bytes, tty.queue.length);
    if (written < 0) {
        return errno == EAGAIN || errno == EINTR;
    }
    size_t left = tty.queue.length - (size_t)written;
    memmove(tty.queue.bytes, tty.queue.bytes + written, left + 1);
    tty.queue.length = left;
    return true;
}

void tty_finish(void)
{
    struct pollfd room = {.fd = tty.output, .events = POLLOUT};
    while (tty_pending() && tty_flush() && tty_pending()) {
        if (poll(&room, 1, LAST_WAIT_MS) <= 0 || (room.revents & POLLOUT) == 0) {
            break;
        }
    }
    text_clear(&tty.queue);
}
