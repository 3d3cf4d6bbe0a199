/* SPDX-License-Identifier: MPL-2.0 */
/* Words that several views write: dates, times, numbers, cases, and whether they hold a filter. */
#include "parts.h"

#include <string.h>

enum { SECONDS_PER_DAY = 86400, LAST_DAY = 10000000, FIRST_DAY = -1000000 };

static const char *keep_words(Text *words, Arena *arena)
{
    const char *kept = arena_strdup(arena, text_string(words));
    text_free(words);
    return kept;
}

/* --- Case numbers ------------------------------------------------------------------------------- */

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* A case number has a slash between digits; dates with points keep their zeros. */
static bool has_case_number(const char *words)
{
    for (const char *at = words; *at != '\0'; at++) {
        if (is_digit(at[0]) && at[1] == '/' && is_digit(at[2]))
            return true;
    }
    return false;
}

/* Without the zeros that some people write before a number and others do not. */
static char *without_leading_zeros(const char *words, Arena *arena)
{
    char *out = arena_strdup(arena, words), *to = out;
    bool in_number = false;
    for (const char *from = words; *from != '\0'; from++) {
        if (!in_number && *from == '0' && is_digit(from[1]))
            continue;
        in_number = is_digit(*from);
        *to++ = *from;
    }
    *to = '\0';
    return out;
}

bool part_words_match(const char *words, const char *filter, Arena *arena)
{
    if (text_is_empty(words))
        return text_is_empty(filter);
    const char *folded = text_fold(arena, words);
    if (text_contains_folded(folded, filter))
        return true;
    return has_case_number(filter) &&
           text_contains_folded(without_leading_zeros(folded, arena),
                                without_leading_zeros(filter, arena));
}

const char *part_case(const Plan *plan, RowId decision, Arena *arena)
{
    const Decision *found = PLAN_ROW_OF(plan, Decision, ENTITY_DECISION, decision);
    if (found == NULL)
        return "";
    if (text_is_empty(found->kind) || text_is_empty(found->reference))
        return text_is_empty(found->kind) ? found->reference : found->kind;
    return arena_printf(arena, "%s %s", found->kind, found->reference);
}

/* "pkt" is how the decisions themselves abbreviate a point. */
const char *part_point(const Plan *plan, RowId point, Arena *arena)
{
    const Point *found = PLAN_ROW_OF(plan, Point, ENTITY_POINT, point);
    if (found == NULL)
        return "";
    const Decision *decision = PLAN_ROW_OF(plan, Decision, ENTITY_DECISION, found->decision);
    const char *reference = decision == NULL ? "" : decision->reference;
    const char *gap = text_is_empty(reference) ? "" : " ";
    if (text_is_empty(found->number))
        return reference;
    return arena_printf(arena, "%s%s%s %s", reference, gap,
                        plan->info->language == LANGUAGE_EN ? "point" : "pkt", found->number);
}

const char *part_body_name(const Plan *plan, RowId body)
{
    const Body *found = PLAN_ROW_OF(plan, Body, ENTITY_BODY, body);
    return found == NULL ? "" : found->name;
}

/* --- Dates, times, numbers ------------------------------------------------------------------------ */

const char *part_date(const HonestDate *date, Language language, Arena *arena)
{
    Text words = {0};
    if (date_is_set(date))
        date_print(date, DATE_STYLE_SHORT, language, &words);
    return keep_words(&words, arena);
}

const char *part_date_as_written(const HonestDate *date, Language language, Arena *arena)
{
    Text words = {0};
    if (date_is_set(date))
        date_print_as_written(date, language, &words);
    return keep_words(&words, arena);
}

const char *part_day(Day day, Language language, Arena *arena)
{
    Text words = {0};
    if (day != DAY_NONE)
        day_print(day, DATE_STYLE_SHORT, language, &words);
    return keep_words(&words, arena);
}

const char *part_time(int64_t time, int offset, Language language, Arena *arena)
{
    time += offset;
    int64_t day = time / SECONDS_PER_DAY, second = time % SECONDS_PER_DAY;
    if (second < 0) {
        second += SECONDS_PER_DAY;
        day--;
    }
    if (day < FIRST_DAY || day > LAST_DAY)
        return "?";
    return arena_printf(arena, "%s %02d:%02d", part_day((Day)day, language, arena),
                        (int)(second / 3600), (int)(second / 60 % 60));
}

const char *part_number(int64_t hundredths, bool trim, Language language, Arena *arena)
{
    Text words = {0};
    number_print(hundredths, 2, trim, language, &words);
    return keep_words(&words, arena);
}
