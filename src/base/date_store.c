/* SPDX-License-Identifier: MPL-2.0 */
/* The stored form of a date, and the questions that need no words. */
#include "names.h"

#include <string.h>

static const char *const precision_names[DATE_PRECISION_COUNT] = {
    [DATE_NONE] = "none",   [DATE_DAY] = "day",       [DATE_WEEK] = "week",
    [DATE_MONTH] = "month", [DATE_SEASON] = "season", [DATE_HALF_YEAR] = "half-year",
    [DATE_YEAR] = "year",   [DATE_EVENT] = "event",   [DATE_UNKNOWN] = "unknown",
};

const char *date_precision_name(DatePrecision precision)
{
    return (size_t)precision < DATE_PRECISION_COUNT ? precision_names[precision] : "unknown";
}

/* Every cell of a grid that holds a date is written so: by hand it costs a tenth. */
static void write_digits(char *to, int count, int value)
{
    for (int i = count - 1; i >= 0; i--) {
        to[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void day_print_iso(Day day, Text *out)
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    if (day == DAY_NONE) {
        return;
    }
    day_to_civil(day, &year, &month, &day_of_month);
    char words[] = "0000-00-00";
    write_digits(words, 4, year);
    write_digits(words + 5, 2, month);
    write_digits(words + 8, 2, day_of_month);
    text_append_bytes(out, words, sizeof words - 1);
}

/* Exactly `count` digits; -1 otherwise. */
static int read_digits(const char *text, int count)
{
    int value = 0;
    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static bool read_iso_day(const char *text, size_t length, Day *out)
{
    if (length != 10 || text[4] != '-' || text[7] != '-') {
        return false;
    }
    Day day = day_from_civil(read_digits(text, 4), read_digits(text + 5, 2),
                             read_digits(text + 8, 2));
    if (day != DAY_NONE) {
        *out = day;
    }
    return day != DAY_NONE;
}

bool day_parse_iso(const char *text, Day *out)
{
    return text != NULL && read_iso_day(text, strlen(text), out);
}

HonestDate date_from_day(Day day)
{
    if (day == DAY_NONE) {
        return (HonestDate){.from = DAY_NONE, .to = DAY_NONE};
    }
    return (HonestDate){.from = day, .to = day, .precision = DATE_DAY};
}

bool date_is_set(const HonestDate *date)
{
    return date->precision != DATE_NONE;
}

bool date_is_past(const HonestDate *date, Day today)
{
    return date_is_set(date) && date->to != DAY_NONE && date->to < today;
}

HonestDate date_moved(const HonestDate *date, int days)
{
    HonestDate moved = *date;
    if (moved.from != DAY_NONE) {
        moved.from += days;
    }
    if (moved.to != DAY_NONE) {
        moved.to += days;
    }
    bool has_days = moved.from != DAY_NONE || moved.to != DAY_NONE;
    /* An event or a vague word without days has nothing but its words, and nothing moved. */
    if (has_days && days != 0) {
        moved.as_written = NULL;
    }
    return moved;
}

static int compare_days(Day one, Day other)
{
    return (one > other) - (one < other);
}

/* Where a date stands in order: its beginning, or its end when only that is known. */
static Day sorting_day(const HonestDate *date)
{
    if (!date_is_set(date)) {
        return INT32_MAX;
    }
    Day day = date->from != DAY_NONE ? date->from : date->to;
    return day != DAY_NONE ? day : INT32_MAX - 1;
}

int date_compare(const HonestDate *one, const HonestDate *other)
{
    int by_from = compare_days(sorting_day(one), sorting_day(other));
    if (by_from != 0) {
        return by_from;
    }
    Day one_end = one->to != DAY_NONE ? one->to : INT32_MAX;
    Day other_end = other->to != DAY_NONE ? other->to : INT32_MAX;
    return date_is_set(one) && date_is_set(other) ? compare_days(one_end, other_end) : 0;
}

void date_encode(const HonestDate *date, Text *out)
{
    if (!date_is_set(date)) {
        return;
    }
    day_print_iso(date->from, out);
    text_append(out, "/");
    day_print_iso(date->to, out);
    text_append(out, "/");
    text_append(out, date_precision_name(date->precision));
    text_append(out, date->inferred ? "/1/" : "/0/");
    size_t words_at = out->length;
    text_append(out, date->as_written);
    for (size_t i = words_at; i < out->length; i++) {
        if (out->bytes[i] == '\n' || out->bytes[i] == '\r') {
            out->bytes[i] = ' ';
        }
    }
}

static bool decode_day(const char *text, size_t length, Day *out)
{
    *out = DAY_NONE;
    return length == 0 || read_iso_day(text, length, out);
}

static bool decode_precision(const char *text, size_t length, DatePrecision *out)
{
    for (size_t i = 1; i < DATE_PRECISION_COUNT; i++) {
        if (strlen(precision_names[i]) == length &&
            memcmp(precision_names[i], text, length) == 0) {
            *out = (DatePrecision)i;
            return true;
        }
    }
    return false;
}

/* A date of days needs both bounds, in order; only an event or a vague word may lack them. */
static bool bounds_hold(const HonestDate *date)
{
    bool loose = date->precision == DATE_EVENT || date->precision == DATE_UNKNOWN;
    if (date->from == DAY_NONE || date->to == DAY_NONE) {
        return loose;
    }
    return date->from <= date->to;
}

bool date_decode(Arena *arena, const char *stored, HonestDate *out)
{
    const char *fields[4];
    size_t lengths[4];
    *out = (HonestDate){.from = DAY_NONE, .to = DAY_NONE};
    if (text_is_empty(stored)) {
        return true;
    }
    const char *at = stored;
    for (int i = 0; i < 4; i++) {
        const char *end = strchr(at, '/');
        if (end == NULL) {
            return false;
        }
        fields[i] = at;
        lengths[i] = (size_t)(end - at);
        at = end + 1;
    }
    HonestDate date = {.as_written = NULL};
    bool flag_holds = lengths[3] == 1 && (fields[3][0] == '0' || fields[3][0] == '1');
    if (!flag_holds || !decode_day(fields[0], lengths[0], &date.from) ||
        !decode_day(fields[1], lengths[1], &date.to) ||
        !decode_precision(fields[2], lengths[2], &date.precision) || !bounds_hold(&date)) {
        return false;
    }
    date.inferred = fields[3][0] == '1';
    date.as_written = *at == '\0' ? NULL : arena_strdup(arena, at);
    *out = date;
    return true;
}
