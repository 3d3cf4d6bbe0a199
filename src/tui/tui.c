/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/tui.h"

#include "loop.h"
#include "terminal.h"

#include <langinfo.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define CLIPBOARD_LIMIT ((size_t)100000) /* what xterm takes */

int tui_run(App *app, const Options *options, Err *err)
{
    sigset_t blocked;
    loop_signals(&blocked);
    /* Before curses starts, so that handlers which it installs never run.  And for good: a second
     * signal must not end half-way a program that is closing its plan. */
    (void)sigprocmask(SIG_BLOCK, &blocked, NULL);
    return loop_run(app, options, err);
}

bool tui_terminal_is_latin1(void)
{
    const char *codeset = nl_langinfo(CODESET);
    return text_equal(codeset, "ISO-8859-1") || text_equal(codeset, "ISO-8859-15");
}

bool tui_can_suspend(void)
{
    return getsid(0) != getpid(); /* else nobody is there to continue us */
}

void tui_suspend(void *context)
{
    (void)context;
    if (!term_is_open() || !tui_can_suspend()) {
        return;
    }
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTSTP);
    term_leave();
    (void)signal(SIGTSTP, SIG_DFL);
    (void)kill(0, SIGTSTP); /* the whole job, as the terminal's own key would */
    (void)sigprocmask(SIG_UNBLOCK, &stop, NULL);
    (void)sigprocmask(SIG_BLOCK, &stop, NULL);
    term_return();
}

/* Base64 is all that the terminal sees, so no text can break out of the sequence. */
static void append_base64(Text *out, const char *text, size_t bytes)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < bytes; i += 3) {
        size_t have = bytes - i < 3 ? bytes - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++) {
            bits = (bits << 8) | (k < have ? (unsigned char)text[i + k] : 0U);
        }
        char four[4];
        for (size_t k = 0; k < 4; k++) {
            four[k] = k <= have ? letters[(bits >> (18 - 6 * k)) & 63U] : '=';
        }
        text_append_bytes(out, four, sizeof four);
    }
}

void tui_clipboard(void *context, const char *text)
{
    (void)context;
    size_t bytes = strlen(text);
    if (!term_is_open() || bytes > CLIPBOARD_LIMIT) {
        return;
    }
    Text sequence = {0};
    text_append(&sequence, "\033]52;c;");
    append_base64(&sequence, text, bytes);
    text_append(&sequence, "\a");
    term_send(sequence.bytes, sequence.length);
    text_free(&sequence);
}
