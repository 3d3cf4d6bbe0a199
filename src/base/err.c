/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A message ends on a terminal, and quotes what somebody typed or a file held: what is unsafe or cut
 * in half becomes '?', in place, since nothing may grow here. */
static void make_safe(char *message, bool was_cut)
{
    char encoded[5];
    char *out = message;
    char *last_letter = message;
    for (const char *at = message; *at != '\0';) {
        uint32_t codepoint = utf8_next(&at);
        uint32_t safe = utf8_safe(codepoint);
        last_letter = out;
        if (safe == 0xFFFD) {
            *out++ = '?';
        } else if (safe != 0) {
            size_t bytes = utf8_encode(safe, encoded);
            memcpy(out, encoded, bytes);
            out += bytes;
        }
    }
    *out = '\0';
    if (was_cut && *last_letter == '?') {
        *last_letter = '\0';
    }
}

bool fail(Err *err, ErrCode code, const char *format, ...)
{
    if (err == NULL || err->code != ERR_NONE) {
        return false;
    }
    err->code = code;
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    if (written < 0) {
        err->message[0] = '\0';
    }
    make_safe(err->message, written >= (int)sizeof err->message);
    return false;
}

void err_clear(Err *err)
{
    if (err != NULL) {
        err->code = ERR_NONE;
        err->message[0] = '\0';
    }
}

int err_exit_status(ErrCode code)
{
    static const int statuses[] = {
        [ERR_NONE] = 0,       [ERR_USAGE] = 2,  [ERR_INPUT] = 1,   [ERR_NOT_FOUND] = 1,
        [ERR_READ_ONLY] = 1,  [ERR_LOCKED] = 1, [ERR_IO] = 1,      [ERR_CONFLICT] = 3,
        [ERR_NOT_A_PLAN] = 4, [ERR_NEWER] = 4,  [ERR_DAMAGED] = 4, [ERR_NO_TERMINAL] = 2,
    };
    return (size_t)code < COUNT_OF(statuses) ? statuses[code] : 1;
}

/* The one global of the floor: whoever holds the terminal must be told before the program dies, and
 * the places that die have no argument through which to reach him. */
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
static void (*say_last_words)(const char *message);

void base_set_last_words(void (*say)(const char *message))
{
    say_last_words = say;
}

_Noreturn static void die(const char *message)
{
    void (*say)(const char *) = say_last_words;
    /* Dying while saying the last words must not say them again. */
    say_last_words = NULL;
    if (say != NULL) {
        say(message);
    } else {
        fputs(message, stderr);
        fputc('\n', stderr);
    }
    abort();
}

_Noreturn void base_bug(const char *file, int line, const char *format, ...)
{
    char what[400];
    char message[640];
    va_list arguments;
    va_start(arguments, format);
    if (vsnprintf(what, sizeof what, format, arguments) < 0) {
        what[0] = '\0';
    }
    va_end(arguments);
    const char *name = strrchr(file, '/');
    if (snprintf(message, sizeof message, "framdrift: a fault in the program at %s:%d: %s",
                 name != NULL ? name + 1 : file, line, what) < 0) {
        message[0] = '\0';
    }
    die(message);
}

_Noreturn void base_out_of_memory(void)
{
    die("framdrift: there is no memory left. Every finished change is saved.");
}
