/* SPDX-License-Identifier: MPL-2.0 */
/* Dates for people. */
#include "names.h"

#include <string.h>

typedef struct Civil {
    int year, month, day;
} Civil;

static Civil civil_of(Day day)
{
    Civil civil = {0, 0, 0};
    day_to_civil(day, &civil.year, &civil.month, &civil.day);
    return civil;
}

static bool is_norwegian(Language language)
{
    return language == LANGUAGE_NB || language == LANGUAGE_NN;
}

static void print_short_month(int month, Language language, Text *out)
{
    text_append(out, date_month_name(month, false, language));
    if (is_norwegian(language) && date_month_is_cut(month)) {
        text_append(out, ".");
    }
}

static void print_day_and_month(Civil civil, Language language, Text *out)
{
    text_append_number(out, civil.day);
    text_append(out, is_norwegian(language) ? ". " : " ");
    print_short_month(civil.month, language, out);
}

static void print_numeric(Civil civil, Language language, Text *out)
{
    if (is_norwegian(language)) {
        text_printf(out, "%02d.%02d.%04d", civil.day, civil.month, civil.year);
    } else {
        text_printf(out, "%04d-%02d-%02d", civil.year, civil.month, civil.day);
    }
}

void day_print(Day day, DateStyle style, Language language, Text *out)
{
    if (day == DAY_NONE) {
        return;
    }
    Civil civil = civil_of(day);
    if (style == DATE_STYLE_NUMERIC) {
        print_numeric(civil, language, out);
    } else if (style == DATE_STYLE_SHORT) {
        print_day_and_month(civil, language, out);
    } else {
        text_printf(out, "%s ", date_weekday_name(day_weekday(day), 3, language));
        print_day_and_month(civil, language, out);
        text_printf(out, " %d, %s %d", civil.year, date_week_word(language),
                    day_iso_week(day, NULL));
    }
}

static bool ends_month(Day day)
{
    return civil_of(day + 1).day == 1;
}

static bool covers_whole_months(const HonestDate *date)
{
    return civil_of(date->from).day == 1 && ends_month(date->to);
}

/* Each printer says false when the bounds are not those of its precision, which happens after a
 * move: then the bounds themselves are printed. */
typedef bool PrintInterval(const HonestDate *date, DateStyle style, Language language,
                           Text *out);

static bool print_one_day(const HonestDate *date, DateStyle style, Language language, Text *out)
{
    if (date->from == date->to) {
        day_print(date->from, style, language, out);
    }
    return date->from == date->to;
}

static bool print_week(const HonestDate *date, DateStyle style, Language language, Text *out)
{
    int year = 0;
    int first = day_iso_week(date->from, &year);
    int last_year = 0;
    int last = day_iso_week(date->to, &last_year);
    int days = date->to - date->from;
    if (day_weekday(date->from) != 0 || day_weekday(date->to) != 6 || days > 7 * 52) {
        return false;
    }
    if (style == DATE_STYLE_LONG) {
        text_printf(out, "%s %d", date_week_word(language), first);
    } else {
        text_printf(out, "%s%d", date_week_letter(language), first);
    }
    if (style != DATE_STYLE_SHORT && year != last_year) {
        text_printf(out, " %d", year);
    }
    if (days > 6) {
        text_printf(out, "–%d", last);
    }
    if (style != DATE_STYLE_SHORT) {
        text_printf(out, " %d", last_year);
    }
    return true;
}

static void print_month_word(int month, DateStyle style, Language language, Text *out)
{
    if (style == DATE_STYLE_LONG) {
        text_append(out, date_month_name(month, true, language));
    } else {
        print_short_month(month, language, out);
    }
}

static bool print_months(const HonestDate *date, DateStyle style, Language language, Text *out)
{
    Civil first = civil_of(date->from);
    Civil last = civil_of(date->to);
    if (!covers_whole_months(date)) {
        return false;
    }
    bool one_year = first.year == last.year;
    print_month_word(first.month, style, language, out);
    if (!one_year) {
        text_printf(out, " %d", first.year);
    }
    if (!one_year || first.month != last.month) {
        text_append(out, "–");
        print_month_word(last.month, style, language, out);
    }
    text_printf(out, " %d", last.year);
    return true;
}

static bool print_season(const HonestDate *date, DateStyle style, Language language, Text *out)
{
    (void)style;

    static const struct {
        int first_month, last_month;
        Season season;
    } seasons[] = {
        {3, 5, SEASON_SPRING},  {1, 6, SEASON_SPRING},  {6, 8, SEASON_SUMMER},
        {9, 11, SEASON_AUTUMN}, {8, 12, SEASON_AUTUMN}, {12, 2, SEASON_WINTER},
    };

    Civil first = civil_of(date->from);
    Civil last = civil_of(date->to);
    if (!covers_whole_months(date) || date->to - date->from > 190) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(seasons); i++) {
        if (seasons[i].first_month == first.month && seasons[i].last_month == last.month) {
            text_printf(out, "%s %d", date_season_name(seasons[i].season, language),
                        first.year);
            return true;
        }
    }
    return false;
}

static bool print_half_year(const HonestDate *date, DateStyle style, Language language,
                            Text *out)
{
    Civil first = civil_of(date->from);
    Civil last = civil_of(date->to);
    bool is_half = covers_whole_months(date) && first.year == last.year &&
                   (first.month == 1 || first.month == 7) && last.month == first.month + 5;
    if (!is_half) {
        return false;
    }
    int half = first.month == 1 ? 1 : 2;
    if (style == DATE_STYLE_LONG && language != LANGUAGE_EN) {
        text_printf(out, "%d. halvår %d", half, first.year);
    } else {
        text_printf(out, "H%d %d", half, first.year);
    }
    return true;
}

static bool print_year(const HonestDate *date, DateStyle style, Language language, Text *out)
{
    (void)style;
    (void)language;
    Civil first = civil_of(date->from);
    Civil last = civil_of(date->to);
    if (!covers_whole_months(date) || first.month != 1 || last.month != 12) {
        return false;
    }
    text_printf(out, "%d", first.year);
    if (last.year != first.year) {
        text_printf(out, "–%d", last.year);
    }
    return true;
}

/* The plainest true words for the bounds of an event. */
static bool print_any(const HonestDate *date, DateStyle style, Language language, Text *out)
{
    return print_one_day(date, style, language, out) ||
           print_year(date, style, language, out) || print_months(date, style, language, out);
}

static void print_bounds(const HonestDate *date, DateStyle style, Language language, Text *out)
{
    static PrintInterval *const printers[DATE_PRECISION_COUNT] = {
        [DATE_DAY] = print_one_day,         [DATE_WEEK] = print_week,
        [DATE_MONTH] = print_months,        [DATE_SEASON] = print_season,
        [DATE_HALF_YEAR] = print_half_year, [DATE_YEAR] = print_year,
        [DATE_EVENT] = print_any,           [DATE_UNKNOWN] = print_any,
    };
    PrintInterval *print =
        (size_t)date->precision < DATE_PRECISION_COUNT ? printers[date->precision] : NULL;
    bool whole = date->from != DAY_NONE && date->to != DAY_NONE && date->from <= date->to;
    if (whole && print != NULL && print(date, style, language, out)) {
        return;
    }
    /* Two long days would not fit where one does. */
    DateStyle plain = style == DATE_STYLE_LONG ? DATE_STYLE_NUMERIC : style;
    day_print(date->from, plain, language, out);
    text_append(out, "–");
    day_print(date->to, plain, language, out);
}

static bool has_days(const HonestDate *date)
{
    return date->from != DAY_NONE || date->to != DAY_NONE;
}

static bool lives_by_its_words(const HonestDate *date)
{
    return date->precision == DATE_EVENT || date->precision == DATE_UNKNOWN;
}

void date_print(const HonestDate *date, DateStyle style, Language language, Text *out)
{
    if (!date_is_set(date)) {
        return;
    }
    bool words = lives_by_its_words(date) && !text_is_empty(date->as_written);
    if (words) {
        text_append(out, date->as_written);
    }
    if (!has_days(date)) {
        return;
    }
    text_append(out, words ? " (" : "");
    print_bounds(date, style, language, out);
    text_append(out, words ? ")" : "");
}

void date_print_as_written(const HonestDate *date, Language language, Text *out)
{
    if (lives_by_its_words(date) || text_is_empty(date->as_written)) {
        date_print(date, DATE_STYLE_NUMERIC, language, out);
    } else {
        text_append(out, date->as_written);
    }
}
