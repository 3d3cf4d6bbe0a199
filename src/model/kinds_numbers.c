/* SPDX-License-Identifier: MPL-2.0 */
/* Kinds whose member is an int64_t: numbers, money, percent, working time. */
#include "kinds.h"

#include <inttypes.h>
#include <string.h>

static int64_t member_number(const void *member)
{
    return *(const int64_t *)member;
}

/* A number that has a default is never absent: without a value it is the default. */
static int64_t number_without_value(const Field *field)
{
    int64_t number = NUMBER_NONE;
    if (field->initial && !number_parse(field->initial, 0, &number, NULL))
        return NUMBER_NONE;
    return number;
}

static void load_number(const Field *field, const Value *value, void *member, Arena *arena)
{
    (void)arena;
    *(int64_t *)member =
        value->type == VALUE_INTEGER ? value->integer : number_without_value(field);
}

static Value fetch_number(const Field *field, const void *member, Arena *arena)
{
    (void)field, (void)arena;
    int64_t number = member_number(member);
    return number == NUMBER_NONE ? VALUE_IS_NULL : VALUE_OF_INTEGER(number);
}

static int compare_numbers(const Field *field, const CompareContext *context, const void *one,
                           const void *other)
{
    (void)field, (void)context;
    int64_t first = member_number(one), second = member_number(other);
    if (first == NUMBER_NONE || second == NUMBER_NONE)
        return (first == NUMBER_NONE) - (second == NUMBER_NONE);
    return (first > second) - (first < second);
}

static bool parse_scaled(const Field *field, const char *text, int decimals, Value *out,
                         Err *err)
{
    Err reason = {0};
    int64_t number = 0;
    if (!number_parse(text, decimals, &number, &reason))
        return kinds_fail_because(field, text, &reason, err);
    *out = VALUE_OF_INTEGER(number);
    return true;
}

static bool parse_integer(const Field *field, const ParseContext *context, const char *text,
                          Arena *arena, Value *out, Err *err)
{
    (void)context, (void)arena;
    return parse_scaled(field, text, 0, out, err);
}

static bool parse_hundredths(const Field *field, const ParseContext *context, const char *text,
                             Arena *arena, Value *out, Err *err)
{
    (void)context, (void)arena;
    return parse_scaled(field, text, 2, out, err);
}

static bool parse_percent(const Field *field, const ParseContext *context, const char *text,
                          Arena *arena, Value *out, Err *err)
{
    (void)context;
    size_t length = strlen(text);
    if (length > 0 && text[length - 1] == '%')
        length--;
    return parse_scaled(field, kinds_trim(arena, arena_strndup(arena, text, length)), 0, out,
                        err);
}

static bool parse_duration(const Field *field, const ParseContext *context, const char *text,
                           Arena *arena, Value *out, Err *err)
{
    (void)context, (void)arena;
    Err reason = {0};
    int64_t minutes = 0;
    if (!duration_parse(text, &minutes, &reason))
        return kinds_fail_because(field, text, &reason, err);
    *out = VALUE_OF_INTEGER(minutes);
    return true;
}

static void print_integer(const Field *field, const Plan *plan, Language language,
                          const Value *value, Text *out)
{
    (void)field, (void)plan;
    number_print(value->integer, 0, true, language, out);
}

static void print_decimal(const Field *field, const Plan *plan, Language language,
                          const Value *value, Text *out)
{
    (void)field, (void)plan;
    number_print(value->integer, 2, true, language, out);
}

static void print_money(const Field *field, const Plan *plan, Language language,
                        const Value *value, Text *out)
{
    (void)field, (void)plan;
    number_print(value->integer, 2, false, language, out);
}

static void print_percent(const Field *field, const Plan *plan, Language language,
                          const Value *value, Text *out)
{
    (void)field, (void)plan;
    number_print(value->integer, 0, true, language, out);
    text_append(out, language == LANGUAGE_EN ? "%" : "\u00a0%");
}

static void print_duration(const Field *field, const Plan *plan, Language language,
                           const Value *value, Text *out)
{
    (void)field, (void)plan;
    duration_print(value->integer, language, out);
}

static void machine_integer(const Field *field, const Value *value, Text *out)
{
    (void)field;
    text_printf(out, "%" PRId64, value->integer);
}

/* Without groups, and without decimals that say nothing: 500000  7,5  -0,05. */
static void append_hundredths(int64_t value, char point, Text *out)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    unsigned rest = (unsigned)(size % 100);
    text_printf(out, "%s%" PRIu64, value < 0 ? "-" : "", size / 100);
    if (rest % 10)
        text_printf(out, "%c%02u", point, rest);
    else if (rest)
        text_printf(out, "%c%u", point, rest / 10);
}

static void machine_hundredths(const Field *field, const Value *value, Text *out)
{
    (void)field;
    append_hundredths(value->integer, ',', out);
}

static void json_hundredths(const Field *field, const Value *value, Text *out)
{
    (void)field;
    append_hundredths(value->integer, '.', out);
}

static void machine_duration(const Field *field, const Value *value, Text *out)
{
    (void)field;
    if (value->integer % MINUTES_PER_DAY == 0)
        text_printf(out, "%" PRId64 "d", value->integer / MINUTES_PER_DAY);
    else
        text_printf(out, "%" PRId64 "m", value->integer);
}

#define NUMBER_KIND(PARSE, PRINT, MACHINE, JSON)                                               \
    {                                                                                          \
        .storage = "INTEGER", .type = VALUE_INTEGER, .counts = true, .parse = (PARSE),         \
        .print = (PRINT), .machine = (MACHINE), .json = (JSON), .load = load_number,           \
        .fetch = fetch_number, .compare = compare_numbers                                      \
    }

const KindOperations kinds_integer =
    NUMBER_KIND(parse_integer, print_integer, machine_integer, machine_integer);
const KindOperations kinds_decimal =
    NUMBER_KIND(parse_hundredths, print_decimal, machine_hundredths, json_hundredths);
const KindOperations kinds_money =
    NUMBER_KIND(parse_hundredths, print_money, machine_hundredths, json_hundredths);
const KindOperations kinds_percent =
    NUMBER_KIND(parse_percent, print_percent, machine_integer, machine_integer);
const KindOperations kinds_duration =
    NUMBER_KIND(parse_duration, print_duration, machine_duration, machine_integer);
