/* SPDX-License-Identifier: MPL-2.0 */
#include "thrift.h"

#include <string.h>

/* The Linux console reads sixteen numbers of a style. */
enum { STYLE_LONGEST = 40, NUMBERS_MOST = 14, AROUND = 3 }; /* ESC [ m */

typedef struct Thrift {
    Text *out;
    const char *at, *end;
    bool has_style; /* `style` waits to be written */
    char style[STYLE_LONGEST];
    size_t style_length;
} Thrift;

static const char plain_letters[] = "\033(B";

static void write_style(Thrift *thrift)
{
    if (!thrift->has_style) {
        return;
    }
    text_append(thrift->out, "\033[");
    text_append_bytes(thrift->out, thrift->style, thrift->style_length);
    text_append(thrift->out, "m");
    thrift->has_style = false;
    thrift->style_length = 0;
}

static bool begins_anew(const char *numbers, size_t length)
{
    return length == 0 || numbers[0] == ';' ||
           (numbers[0] == '0' && (length == 1 || numbers[1] == ';'));
}

static int count_numbers(const char *numbers, size_t length)
{
    int count = 1;
    for (size_t i = 0; i < length; i++) {
        count += numbers[i] == ';';
    }
    return count;
}

static bool fits_behind(const Thrift *thrift, const char *numbers, size_t length)
{
    return thrift->style_length + length + 2 < STYLE_LONGEST &&
           count_numbers(thrift->style, thrift->style_length) +
                   count_numbers(numbers, length) <=
               NUMBERS_MOST;
}

static void add_to_style(Thrift *thrift, const char *part, size_t length)
{
    memcpy(thrift->style + thrift->style_length, part, length);
    thrift->style_length += length;
}

static void take_style(Thrift *thrift, const char *numbers, size_t length)
{
    if (begins_anew(numbers, length)) {
        thrift->has_style = false;
        thrift->style_length = 0;
    } else if (thrift->has_style && !fits_behind(thrift, numbers, length)) {
        write_style(thrift);
    }
    if (thrift->has_style) {
        if (thrift->style_length == 0) {
            add_to_style(thrift, "0", 1); /* "m" alone begins anew as well */
        }
        add_to_style(thrift, ";", 1);
    }
    add_to_style(thrift, numbers, length);
    thrift->has_style = true;
}

/* ESC [ numbers m: how many bytes the numbers have; -1 when something else stands there. */
static long style_at(const Thrift *thrift)
{
    const char *at = thrift->at;
    if (thrift->end - at < AROUND || at[0] != '\033' || at[1] != '[') {
        return -1;
    }
    const char *stop = at + 2;
    while (stop < thrift->end && ((*stop >= '0' && *stop <= '9') || *stop == ';')) {
        stop++;
    }
    bool is_style =
        stop < thrift->end && *stop == 'm' && stop - at - 2 < STYLE_LONGEST - NUMBERS_MOST;
    return is_style ? (long)(stop - at - 2) : -1;
}

/* Everything up to the next escape. */
static void write_plain(Thrift *thrift)
{
    const char *stop = thrift->at + 1;
    while (stop < thrift->end && *stop != '\033') {
        stop++;
    }
    text_append_bytes(thrift->out, thrift->at, (size_t)(stop - thrift->at));
    thrift->at = stop;
}

void thrift_append(Text *out, const char *raw, size_t bytes)
{
    Thrift thrift = {.out = out, .at = raw, .end = raw + bytes};
    const size_t plain = sizeof plain_letters - 1;
    while (thrift.at < thrift.end) {
        long length = style_at(&thrift);
        if (length >= 0) {
            take_style(&thrift, thrift.at + 2, (size_t)length);
            thrift.at += length + AROUND;
        } else if ((size_t)(thrift.end - thrift.at) >= plain &&
                   memcmp(thrift.at, plain_letters, plain) == 0) {
            thrift.at += plain;
        } else {
            write_style(&thrift);
            write_plain(&thrift);
        }
    }
    write_style(&thrift);
}
