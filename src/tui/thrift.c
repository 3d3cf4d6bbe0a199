/* SPDX-License-Identifier: MPL-2.0 */
#include "thrift.h"

#include <stdio.h>
#include <string.h>

enum { NUMBERS_MOST = 16, AROUND = 3 /* ESC [ m */, FLAG_LAST = 9 };

typedef struct Walk {
    Thrift *thrift;
    ThriftStyle wanted; /* by what is printed next */
    bool is_wanted;     /* a style was chosen since the last was written */
    Text *out;
    const char *at, *end;
} Walk;

static const char plain_letters[] = "\033(B";

/* --- Writing a style ----------------------------------------------------------------------------- */

/* "0;1;38;5;31"; the longest has every flag and two colours. */
typedef struct Numbers {
    char text[80];
    size_t length;
} Numbers;

static void add_bytes(Numbers *to, const char *bytes, size_t count)
{
    if (count >= sizeof to->text - to->length) {
        BUG("a style that is longer than any");
    }
    memcpy(to->text + to->length, bytes, count);
    to->length += count;
}

static void add_numbers(Numbers *to, const char *numbers)
{
    add_bytes(to, ";", to->length > 0 ? 1 : 0);
    add_bytes(to, numbers, strlen(numbers));
}

static void add_flags(Numbers *to, unsigned flags)
{
    for (int flag = 1; flag <= FLAG_LAST; flag++) {
        if ((flags >> flag & 1) != 0) {
            const char digit[2] = {(char)('0' + flag), '\0'};
            add_numbers(to, digit);
        }
    }
}

/* From nothing: right whatever was before. */
static void print_whole(const ThriftStyle *wanted, Numbers *to)
{
    bool is_plain =
        wanted->flags == 0 && wanted->foreground[0] == '\0' && wanted->background[0] == '\0';
    if (is_plain) {
        return; /* ESC [ m */
    }
    add_numbers(to, "0");
    add_flags(to, wanted->flags);
    if (wanted->foreground[0] != '\0') {
        add_numbers(to, wanted->foreground);
    }
    if (wanted->background[0] != '\0') {
        add_numbers(to, wanted->background);
    }
}

static void print_change(const ThriftStyle *from, const ThriftStyle *wanted, Numbers *to)
{
    add_flags(to, wanted->flags & ~(unsigned)from->flags);
    if (strcmp(from->foreground, wanted->foreground) != 0) {
        add_numbers(to, wanted->foreground[0] != '\0' ? wanted->foreground : "39");
    }
    if (strcmp(from->background, wanted->background) != 0) {
        add_numbers(to, wanted->background[0] != '\0' ? wanted->background : "49");
    }
}

static bool same_style(const ThriftStyle *one, const ThriftStyle *other)
{
    return one->flags == other->flags && strcmp(one->foreground, other->foreground) == 0 &&
           strcmp(one->background, other->background) == 0;
}

enum { LETTERS_ONLY = 1U << 1 | 1U << 2 | 1U << 3 }; /* bold, faint, slanted */

static bool same_on_blanks(const ThriftStyle *one, const ThriftStyle *other)
{
    return ((one->flags | other->flags) & ~(unsigned)LETTERS_ONLY) == 0 &&
           strcmp(one->background, other->background) == 0;
}

static void write_style(Walk *walk)
{
    Thrift *thrift = walk->thrift;
    if (!walk->is_wanted || (thrift->is_known && same_style(&thrift->style, &walk->wanted))) {
        walk->is_wanted = false;
        return;
    }
    Numbers whole = {.length = 0};
    Numbers change = {.length = 0};
    print_whole(&walk->wanted, &whole);
    bool may_change =
        thrift->is_known && (thrift->style.flags & ~(unsigned)walk->wanted.flags) == 0;
    if (may_change) {
        print_change(&thrift->style, &walk->wanted, &change);
    }
    const Numbers *shorter = may_change && change.length <= whole.length ? &change : &whole;
    text_append_bytes(walk->out, "\033[", 2);
    text_append_bytes(walk->out, shorter->text, shorter->length);
    text_append_bytes(walk->out, "m", 1);
    thrift->style = walk->wanted;
    thrift->is_known = true;
    walk->is_wanted = false;
}

/* --- Reading a style ------------------------------------------------------------------------------- */

/* 38;5;N and 38;2;R;G;B, or 48: how many numbers that takes; 0 when it is something else. */
static int colour_numbers(const int *numbers, int count)
{
    int taken = count > 1 && numbers[1] == 5 ? 3 : count > 1 && numbers[1] == 2 ? 5 : 0;
    return taken <= count ? taken : 0;
}

static void print_colour(char *to, size_t room, const int *numbers, int count)
{
    size_t used = 0;
    for (int i = 0; i < count && used < room; i++) {
        int more = snprintf(to + used, room - used, "%s%d", i > 0 ? ";" : "", numbers[i]);
        used += more > 0 ? (size_t)more : 0;
    }
}

static bool is_colour_of(int number, int first)
{
    return (number >= first && number < first + 8) ||
           (number >= first + 60 && number < first + 68);
}

/* Takes one meaning from the front; how many numbers it had, 0 when it is not one of ours. */
static int take_meaning(ThriftStyle *style, const int *numbers, int count)
{
    int number = numbers[0];
    bool is_front = number == 38 || number == 39 || is_colour_of(number, 30);
    char *colour = is_front ? style->foreground : style->background;
    if (number == 0) {
        *style = (ThriftStyle){0};
        return 1;
    }
    if (number <= FLAG_LAST) {
        style->flags = (uint16_t)(style->flags | 1U << number);
        return 1;
    }
    if (number == 39 || number == 49) {
        colour[0] = '\0';
        return 1;
    }
    int taken = number == 38 || number == 48 ? colour_numbers(numbers, count)
                : is_colour_of(number, 30) || is_colour_of(number, 40) ? 1
                                                                       : 0;
    if (taken > 0) {
        print_colour(colour, sizeof style->foreground, numbers, taken);
    }
    return taken;
}

/* "0;1;38;5;31": false when there is more in it than we know; then nothing is taken. */
static bool take_style(Walk *walk, const char *text, size_t length)
{
    int numbers[NUMBERS_MOST] = {0};
    int count = 1;
    for (size_t i = 0; i < length; i++) {
        if (text[i] == ';' && count == NUMBERS_MOST) {
            return false;
        }
        if (text[i] == ';') {
            count++;
        } else if (numbers[count - 1] < 1000) {
            numbers[count - 1] = numbers[count - 1] * 10 + (text[i] - '0');
        }
    }
    ThriftStyle style = walk->is_wanted ? walk->wanted : walk->thrift->style;
    bool is_whole = walk->is_wanted || walk->thrift->is_known || numbers[0] == 0;
    for (int at = 0; at < count;) {
        int taken = take_meaning(&style, numbers + at, count - at);
        if (taken == 0) {
            return false;
        }
        at += taken;
    }
    if (is_whole) {
        walk->wanted = style;
        walk->is_wanted = true;
    }
    return is_whole;
}

/* --- The walk ---------------------------------------------------------------------------------------- */

/* ESC [ numbers: where the letter stands that ends it; NULL when something else stands there. */
static const char *sequence_end(const Walk *walk, const char *at)
{
    if (walk->end - at < AROUND || at[0] != '\033' || at[1] != '[') {
        return NULL;
    }
    const char *stop = at + 2;
    while (stop < walk->end && ((*stop >= '0' && *stop <= '9') || *stop == ';')) {
        stop++;
    }
    return stop < walk->end ? stop : NULL;
}

static void copy_until(Walk *walk, const char *stop)
{
    text_append_bytes(walk->out, walk->at, (size_t)(stop - walk->at));
    walk->at = stop;
}

/* --- Where the cursor is ------------------------------------------------------------------------- */

/* The numbers of ESC [ 12 ; 34 H; those that are not given are 1. */
static void read_place(const char *sequence, const char *end, int place[static 2])
{
    int at = 0;
    place[0] = place[1] = 0;
    for (const char *digit = sequence + 2; digit < end && at < 2; digit++) {
        if (*digit == ';') {
            at++;
        } else if (place[at] < 10000) {
            place[at] = place[at] * 10 + (*digit - '0');
        }
    }
    place[0] = place[0] > 0 ? place[0] : 1;
    place[1] = place[1] > 0 ? place[1] : 1;
}

/* One row down is a line feed, while all rows scroll: there is a row below, so nothing does. */
static bool is_next_row(const Thrift *thrift, int row)
{
    return thrift->has_columns && !thrift->is_split && thrift->row > 0 &&
           row == thrift->row + 1 && row <= thrift->height;
}

/* ESC [ number letter */
static void write_sequence(Text *out, int number, char letter)
{
    text_append(out, "\033[");
    text_append_number(out, number);
    text_append_bytes(out, &letter, 1);
}

static void write_place(Walk *walk, const char *end)
{
    Thrift *thrift = walk->thrift;
    int place[2];
    read_place(walk->at, end, place);
    bool is_next = is_next_row(thrift, place[0]);
    if (place[1] == 1 && (place[0] == thrift->row || is_next)) {
        text_append(walk->out, is_next ? "\r\n" : "\r");
    } else if (thrift->has_columns && (place[0] == thrift->row || is_next)) {
        text_append(walk->out, is_next ? "\n" : "");
        write_sequence(walk->out, place[1], 'G');
    } else if (place[1] == 1 && place[0] == 1) {
        text_append(walk->out, "\033[H");
    } else if (place[1] == 1) {
        write_sequence(walk->out, place[0], 'H');
    } else {
        text_append_bytes(walk->out, walk->at, (size_t)(end + 1 - walk->at));
    }
    thrift->row = thrift->has_columns ? place[0] : 0;
    walk->at = end + 1;
}

/* The beginning of another row, said in two steps. */
static bool write_row(Walk *walk)
{
    Thrift *thrift = walk->thrift;
    int place[2];
    const char *end =
        *walk->at == '\r' && thrift->has_columns ? sequence_end(walk, walk->at + 1) : NULL;
    if (end == NULL || *end != 'd') {
        return false;
    }
    read_place(walk->at + 1, end, place);
    if (is_next_row(thrift, place[0])) {
        text_append(walk->out, "\r\n");
    } else {
        write_sequence(walk->out, place[0], 'H');
    }
    thrift->row = place[0];
    walk->at = end + 1;
    return true;
}

static bool is_whole_region(const Walk *walk, const int place[static 2])
{
    return place[0] == 1 && place[1] == walk->thrift->height;
}

/* The rows that scroll; all of them needs no numbers.  It takes the cursor home. */
static bool write_region(Walk *walk, const char *end)
{
    int place[2];
    if (end == NULL || *end != 'r') {
        return false;
    }
    read_place(walk->at, end, place);
    walk->thrift->row = 0;
    walk->thrift->is_split = !is_whole_region(walk, place);
    if (walk->thrift->is_split) {
        return false;
    }
    text_append(walk->out, "\033[r");
    walk->at = end + 1;
    return true;
}

/* Past what leads to the last row of a region; `row` is the cursor's on the way. */
static const char *skip_moves(const Walk *walk, const char *at, int *row)
{
    for (;;) {
        const char *end = sequence_end(walk, at);
        int place[2];
        if (at < walk->end && *at == '\r') {
            at++;
        } else if (end != NULL && (*end == 'H' || *end == 'd')) {
            read_place(at, end, place);
            *row = place[0];
            at = end + 1;
        } else {
            return at;
        }
    }
}

static bool starts_with(const Walk *walk, const char *at, const char *what)
{
    size_t bytes = strlen(what);
    return (size_t)(walk->end - at) >= bytes && memcmp(at, what, bytes) == 0;
}

/* A region is chosen, its last row sought, lines are fed there and all rows are chosen again: that is
 * a scroll, which needs no way to the last row. */
static bool write_scroll(Walk *walk)
{
    Thrift *thrift = walk->thrift;
    int region[2];
    int all[2];
    bool is_saved = starts_with(walk, walk->at, "\0337");
    const char *from = is_saved ? walk->at + 2 : walk->at;
    const char *end = thrift->has_scroll ? sequence_end(walk, from) : NULL;
    if (end == NULL || *end != 'r' || (is_saved && !starts_with(walk, end + 1, "\0338"))) {
        return false;
    }
    read_place(from, end, region);
    int row = is_saved ? thrift->row : 0;
    const char *at = skip_moves(walk, end + (is_saved ? 3 : 1), &row);
    int lines = 0;
    while (at + lines < walk->end && at[lines] == '\n') {
        lines++;
    }
    const char *last = sequence_end(walk, at + lines);
    if (lines == 0 || row != region[1] || last == NULL || *last != 'r') {
        return false;
    }
    read_place(at + lines, last, all);
    if (is_whole_region(walk, region) || !is_whole_region(walk, all)) {
        return false;
    }
    write_style(walk); /* the rows that come are of its background */
    text_append_bytes(walk->out, from, (size_t)(end + 1 - from));
    text_printf(walk->out, lines > 1 ? "\033[%dS\033[r" : "\033[S\033[r", lines);
    thrift->row = 0;
    walk->at = last + 1;
    return true;
}

static void follow_row(Walk *walk, const char *end)
{
    int place[2];
    if (*end == 'd') {
        read_place(walk->at, end, place);
        walk->thrift->row = walk->thrift->has_columns ? place[0] : 0;
    } else if (*end == 'A' || *end == 'B') {
        walk->thrift->row = 0;
    }
}

/* What only moves the cursor needs no style; everything else may show it. */
static bool copy_move(Walk *walk, const char *end)
{
    bool is_return = *walk->at == '\r' || *walk->at == '\b';
    bool is_move = end != NULL && strchr("dGABCD", *end) != NULL;
    if (end != NULL && *end == 'H') {
        write_place(walk, end);
        return true;
    }
    if (write_row(walk) || write_scroll(walk)) {
        return true;
    }
    if (is_move) {
        follow_row(walk, end);
    }
    if (is_return || is_move) {
        copy_until(walk, is_return ? walk->at + 1 : end + 1);
    }
    return is_return || is_move || write_region(walk, end);
}

/* Erasing and blanks, where the style that is wanted looks like the one in force. */
static bool copy_blanks(Walk *walk, const char *end)
{
    const char *stop = walk->at;
    while (stop < walk->end && *stop == ' ') {
        stop++;
    }
    if (end != NULL && strchr("KX", *end) != NULL) {
        stop = end + 1;
    }
    if (stop == walk->at || !walk->thrift->is_known || !walk->is_wanted ||
        !same_on_blanks(&walk->thrift->style, &walk->wanted)) {
        return false;
    }
    copy_until(walk, stop);
    return true;
}

static void copy_printed(Walk *walk, const char *end)
{
    bool stays = end != NULL ? strchr("KXP@", *end) != NULL : *walk->at != '\033';
    const char *stop = walk->at + 1;
    while (stop < walk->end && *stop != '\033' && *stop != '\r' && *stop != '\b') {
        stays = stays && *stop != '\n';
        stop++;
    }
    if (!stays || *walk->at == '\n') {
        walk->thrift->row = 0;
    }
    write_style(walk);
    copy_until(walk, stop);
}

/* A style that we do not understand goes out as it is, after what we know. */
static void copy_style(Walk *walk, const char *end)
{
    if (take_style(walk, walk->at + 2, (size_t)(end - walk->at - 2))) {
        walk->at = end + 1;
        return;
    }
    write_style(walk);
    walk->thrift->is_known = false;
    copy_until(walk, end + 1);
}

void thrift_forget(Thrift *thrift)
{
    *thrift = (Thrift){.has_columns = thrift->has_columns,
                       .has_scroll = thrift->has_scroll,
                       .height = thrift->height};
}

void thrift_append(Thrift *thrift, Text *out, const char *raw, size_t bytes)
{
    Walk walk = {.thrift = thrift, .out = out, .at = raw, .end = raw + bytes};
    const size_t plain = sizeof plain_letters - 1;
    while (walk.at < walk.end) {
        const char *end = sequence_end(&walk, walk.at);
        if ((size_t)(walk.end - walk.at) >= plain &&
            memcmp(walk.at, plain_letters, plain) == 0) {
            walk.at += plain;
        } else if (end != NULL && *end == 'm') {
            copy_style(&walk, end);
        } else if (!copy_move(&walk, end) && !copy_blanks(&walk, end)) {
            copy_printed(&walk, end);
        }
    }
    write_style(&walk);
}
