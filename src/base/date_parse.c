/* SPDX-License-Identifier: MPL-2.0 */
/* Reads what people write: one date, a range of two, a step from a day, or an event. */
#include "date_forms.h"

#include <string.h>
#include <strings.h>

enum { YEARS_TO_TRY = 8, LONGEST_DATE = 120 };

/* What became of an attempt: the second is a form that is known but names no day. */
typedef enum Outcome { NOT_A_FORM, NO_SUCH_DAY, READ } Outcome;

typedef struct Reading {
    const DateContext *context;
    DaySpan span;
    bool inferred;
    bool relative; /* its words are true only today */
} Reading;

static int64_t distance(const DaySpan *span, Day today)
{
    if (span->from > today) {
        return (int64_t)span->from - today;
    }
    return span->to < today ? (int64_t)today - span->to : 0;
}

/* Both pieces in years that put the first before the second. */
static bool resolve_pair(const DatePiece *first, const DatePiece *second, int first_year,
                         int second_year, DaySpan *out)
{
    DaySpan from;
    DaySpan to;
    if (!date_piece_resolve(first, first_year, &from) ||
        !date_piece_resolve(second, second_year, &to) || from.from > to.to) {
        return false;
    }
    DatePrecision coarser = from.precision > to.precision ? from.precision : to.precision;
    *out = (DaySpan){from.from, to.to, coarser};
    return true;
}

static bool resolve_range_in(const DatePiece *first, const DatePiece *second, int year,
                             DaySpan *out)
{
    if (second->year == 0 && first->year != 0) {
        return resolve_pair(first, second, first->year, first->year, out) ||
               resolve_pair(first, second, first->year, first->year + 1, out);
    }
    int second_year = second->year != 0 ? second->year : year;
    if (first->year != 0) {
        return resolve_pair(first, second, first->year, second_year, out);
    }
    return resolve_pair(first, second, second_year, second_year, out) ||
           resolve_pair(first, second, second_year - 1, second_year, out);
}

static bool resolve_in(const DatePiece *first, const DatePiece *second, int year, DaySpan *out)
{
    if (second != NULL) {
        return resolve_range_in(first, second, year, out);
    }
    return date_piece_resolve(first, first->year != 0 ? first->year : year, out);
}

/* Fills in a year that was not written: the one nearest to today, the future of two equals. */
static bool resolve_nearest(Reading *reading, const DatePiece *first, const DatePiece *second)
{
    Day today = reading->context->today;
    int this_year = 0;
    int month = 0;
    int day = 0;
    bool found = false;
    if (today == DAY_NONE) {
        return false;
    }
    day_to_civil(today, &this_year, &month, &day);
    for (int year = this_year - YEARS_TO_TRY; year <= this_year + YEARS_TO_TRY; year++) {
        DaySpan span;
        if (!resolve_in(first, second, year, &span)) {
            continue;
        }
        if (!found || distance(&span, today) <= distance(&reading->span, today)) {
            reading->span = span;
            found = true;
        }
    }
    reading->inferred = true;
    return found;
}

static Outcome resolve(Reading *reading, const DatePiece *first, const DatePiece *second)
{
    bool year_written = first->year != 0 || (second != NULL && second->year != 0);
    bool done = year_written ? resolve_in(first, second, 0, &reading->span)
                             : resolve_nearest(reading, first, second);
    bool season =
        first->kind == PIECE_SEASON || (second != NULL && second->kind == PIECE_SEASON);
    reading->inferred = reading->inferred || season;
    return done ? READ : NO_SUCH_DAY;
}

/* "1.–30. september", "uke 36–38": each side may lean on the words of the other. */
static bool read_both_sides(const DateTokens *tokens, int split, Day today, DatePiece *first,
                            DatePiece *second)
{
    const DateToken *right = tokens->items + split + 1;
    int right_count = tokens->count - split - 1;
    if (split == 0 || right_count == 0 ||
        !date_piece_read(tokens->items, split, today, first)) {
        return false;
    }
    DateToken with_word[DATE_TOKENS_MAX];
    if (first->kind == PIECE_WEEK && right[0].sign == 'N') {
        with_word[0] = (DateToken){.sign = 'K'};
        memcpy(with_word + 1, right, (size_t)right_count * sizeof *right);
        if (date_piece_read(with_word, right_count + 1, today, second)) {
            return true;
        }
    }
    if (!date_piece_read(right, right_count, today, second) || second->kind == PIECE_BARE_DAY) {
        return false;
    }
    if (first->kind == PIECE_BARE_DAY) {
        first->kind = PIECE_DAY;
        first->month = second->month;
        return second->kind == PIECE_DAY;
    }
    return true;
}

static Outcome read_range(Reading *reading, const DateTokens *tokens, const char *signs)
{
    Outcome best = NOT_A_FORM;
    for (int i = 1; i < tokens->count; i++) {
        DatePiece first;
        DatePiece second;
        if (strchr(signs, tokens->items[i].sign) == NULL ||
            !read_both_sides(tokens, i, reading->context->today, &first, &second)) {
            continue;
        }
        Reading attempt = {.context = reading->context};
        Outcome outcome = resolve(&attempt, &first, &second);
        if (outcome == READ) {
            *reading = attempt;
            return READ;
        }
        best = outcome;
    }
    return best;
}

static bool step_from(Day anchor, int64_t steps, char unit, Day *out)
{
    int64_t days = unit == 'w' ? steps * 7 : steps;
    if (unit == 'd' || unit == 'w') {
        *out = (Day)(anchor + days);
        return true;
    }
    *out = day_add_months(anchor, (int)(unit == 'y' ? steps * 12 : steps));
    return *out != DAY_NONE;
}

/* "+2v": a sign, a number of at most four digits, a unit or nothing, which means days. */
static Outcome read_step(Reading *reading, const char *folded)
{
    int64_t steps = 0;
    int digits = 0;
    const char *at = folded + 1;
    while (*at == ' ') {
        at++;
    }
    for (; *at >= '0' && *at <= '9' && digits < 5; at++, digits++) {
        steps = steps * 10 + (*at - '0');
    }
    while (*at == ' ') {
        at++;
    }
    char unit = *at == '\0' ? 'd' : date_unit_find(at);
    Day anchor = reading->context->anchor != DAY_NONE ? reading->context->anchor
                                                      : reading->context->today;
    if (digits == 0 || digits > 4 || unit == 0) {
        return NOT_A_FORM;
    }
    Day day = DAY_NONE;
    if (anchor == DAY_NONE ||
        !step_from(anchor, folded[0] == '-' ? -steps : steps, unit, &day)) {
        return NO_SUCH_DAY;
    }
    reading->span = (DaySpan){day, day, DATE_DAY};
    reading->relative = true;
    return READ;
}

static Outcome read_near_day(Reading *reading, const char *folded)
{
    static const struct {
        const char *folded;
        int days;
    } near_days[] = {
        {"i dag", 0},   {"idag", 0},     {"today", 0},      {"i morgen", 1},
        {"imorgen", 1}, {"i morgon", 1}, {"imorgon", 1},    {"tomorrow", 1},
        {"i gar", -1},  {"igar", -1},    {"yesterday", -1},
    };

    for (size_t i = 0; i < COUNT_OF(near_days); i++) {
        if (strcmp(near_days[i].folded, folded) == 0 && reading->context->today != DAY_NONE) {
            Day day = reading->context->today + near_days[i].days;
            reading->span = (DaySpan){day, day, DATE_DAY};
            reading->relative = true;
            return READ;
        }
    }
    return NOT_A_FORM;
}

/* "fre": the next Friday, today when it is one. */
static Outcome read_weekday(Reading *reading, int weekday)
{
    Day today = reading->context->today;
    if (today == DAY_NONE) {
        return NO_SUCH_DAY;
    }
    Day day = today + (weekday - day_weekday(today) + 7) % 7;
    reading->span = (DaySpan){day, day, DATE_DAY};
    reading->relative = true;
    return READ;
}

static Outcome read_tokens(Reading *reading, DateTokens *tokens)
{
    DatePiece piece;
    if (tokens->count == 1 && tokens->items[0].sign == 'W') {
        return read_weekday(reading, tokens->items[0].value);
    }
    bool open_start = tokens->items[0].sign == 'F';
    if (open_start) {
        tokens->count--;
        memmove(tokens->items, tokens->items + 1,
                (size_t)tokens->count * sizeof tokens->items[0]);
    }
    bool whole =
        !open_start &&
        date_piece_read(tokens->items, tokens->count, reading->context->today, &piece) &&
        piece.kind != PIECE_BARE_DAY;
    Outcome single = whole ? resolve(reading, &piece, NULL) : NOT_A_FORM;
    if (single == READ) {
        return READ;
    }
    Outcome range = read_range(reading, tokens, "R~");
    if (range == NOT_A_FORM) {
        range = read_range(reading, tokens, "-");
    }
    return range != NOT_A_FORM ? range : single;
}

static const char *skip_spaces(const char *text)
{
    while (*text == ' ') {
        text++;
    }
    return text;
}

static char *trimmed(Arena *arena, const char *text, size_t bytes)
{
    const char *start = text;
    const char *end = text + bytes;
    while (start < end && *start == ' ') {
        start++;
    }
    while (end > start && end[-1] == ' ') {
        end--;
    }
    return arena_strndup(arena, start, (size_t)(end - start));
}

static Outcome read_text(Arena *arena, Reading *reading, const char *text)
{
    if (strlen(text) > LONGEST_DATE) {
        return NOT_A_FORM;
    }
    const char *wide = text_fold(arena, text);
    const char *folded = trimmed(arena, wide, strlen(wide));
    Outcome near_day = read_near_day(reading, folded);
    if (near_day != NOT_A_FORM) {
        return near_day;
    }
    if (folded[0] == '+' || folded[0] == '-') {
        return read_step(reading, folded);
    }
    DateTokens tokens;
    bool swedish = strstr(text, "ö") != NULL || strstr(text, "Ö") != NULL ||
                   (reading->context->language == LANGUAGE_SV && strstr(text, "ø") == NULL);
    if (!date_tokens_read(folded, swedish, &tokens) || tokens.count == 0) {
        return NOT_A_FORM;
    }
    return read_tokens(reading, &tokens);
}

/* The mark that makes words an event, "event:" in four languages; what follows it, or NULL. */
static const char *find_mark(const char *text, DatePrecision *kind, size_t *before)
{
    static const struct {
        const char *mark;
        DatePrecision kind;
    } marks[] = {
        {"event:", DATE_EVENT},    {"hendelse:", DATE_EVENT},  {"hending:", DATE_EVENT},
        {"händelse:", DATE_EVENT}, {"unknown:", DATE_UNKNOWN}, {"ukjent:", DATE_UNKNOWN},
        {"ukjend:", DATE_UNKNOWN}, {"okänt:", DATE_UNKNOWN},
    };

    for (const char *at = text; *at != '\0'; at++) {
        if (at > text && at[-1] != ' ') {
            continue;
        }
        for (size_t i = 0; i < COUNT_OF(marks); i++) {
            size_t length = strlen(marks[i].mark);
            if (strncasecmp(at, marks[i].mark, length) == 0) {
                *kind = marks[i].kind;
                *before = (size_t)(at - text);
                return skip_spaces(at + length);
            }
        }
    }
    return NULL;
}

static bool refuse(Arena *arena, const DateContext *context, Outcome outcome, const char *text,
                   Err *err)
{
    static const char *const examples[LANGUAGE_COUNT][2] = {{"3 Sep 2020", "week 36"},
                                                            {"3.9.2020", "uke 36"},
                                                            {"3.9.2020", "veke 36"},
                                                            {"2020-09-03", "vecka 36"}};
    Language language = language_valid(context->language) ? context->language : LANGUAGE_EN;
    const char *shown = text_clip(arena, text, 60, false);
    if (outcome == NO_SUCH_DAY) {
        return fail(err, ERR_INPUT,
                    _("There is no such date as “%s”; write for example %s or %s."), shown,
                    examples[language][0], examples[language][1]);
    }
    return fail(err, ERR_INPUT, _("“%s” is not a date; write for example %s or %s."), shown,
                examples[language][0], examples[language][1]);
}

/* `dated` says what bounds the event; empty when nothing does. */
static bool parse_event(Arena *arena, const DateContext *context, const char *dated,
                        HonestDate *out, Err *err)
{
    if (text_is_empty(out->as_written)) {
        return fail(err, ERR_INPUT,
                    _("An event needs words; write for example \"event: council meeting\"."));
    }
    if (dated[0] == '\0') {
        return true;
    }
    Reading reading = {.context = context};
    Outcome outcome = read_text(arena, &reading, dated);
    if (outcome != READ) {
        return refuse(arena, context, outcome, dated, err);
    }
    out->from = reading.span.from;
    out->to = reading.span.to;
    out->inferred = reading.inferred;
    return true;
}

bool date_parse(Arena *arena, const DateContext *context, const char *text, HonestDate *out,
                Err *err)
{
    HonestDate date = {.from = DAY_NONE, .to = DAY_NONE};
    const char *clean = text_clean(arena, text, strlen(text), false);
    const char *written = trimmed(arena, clean, strlen(clean));
    if (written[0] == '\0' || strcmp(written, "-") == 0) {
        *out = date;
        return true;
    }
    size_t before = 0;
    const char *words = find_mark(written, &date.precision, &before);
    if (words != NULL) {
        date.as_written = words;
        if (!parse_event(arena, context, trimmed(arena, written, before), &date, err)) {
            return false;
        }
        *out = date;
        return true;
    }
    Reading reading = {.context = context};
    Outcome outcome = read_text(arena, &reading, written);
    if (outcome != READ) {
        return refuse(arena, context, outcome, written, err);
    }
    /* "+2v" and "fre" would be untrue tomorrow, so they are not kept as words. */
    *out = (HonestDate){.from = reading.span.from,
                        .to = reading.span.to,
                        .precision = reading.span.precision,
                        .inferred = reading.inferred,
                        .as_written = reading.relative ? NULL : written};
    return true;
}
