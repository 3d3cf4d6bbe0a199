/* SPDX-License-Identifier: MPL-2.0 */
/* The scales of the timeline: how each cuts the calendar into columns, and what its heading says.
 *
 * Columns are numbered from 1970 on, so that a day's column does not depend on where the window
 * begins, and panning never moves a bar within its week. */
#include "timeline_scale.h"

#define THURSDAY 3
/* The calendar of the room base: years 1 to 9999. */
#define YEAR_LATEST 9999

int64_t scale_floor_divide(int64_t value, int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

/* Days since the Monday before 1970. */
static int64_t days_of_weeks(Day day)
{
    return (int64_t)day + THURSDAY;
}

static int64_t month_of(Day day)
{
    int year = 1970;
    int month = 1;
    int in_month = 1;
    day_to_civil(day, &year, &month, &in_month);
    return (int64_t)year * 12 + month - 1;
}

static Day day_of_month(int64_t month, int day)
{
    int64_t year = scale_floor_divide(month, 12);
    if (year < 1 || year > YEAR_LATEST) {
        return year < 1 ? DAY_EARLIEST : DAY_LATEST;
    }
    return day_from_civil((int)year, (int)(month - year * 12) + 1, day);
}

/* --- Scales ------------------------------------------------------------------------------------ */

static int64_t column_of_wide_day(Day day)
{
    return (int64_t)day * 3;
}

static Day day_of_wide_day(int64_t column)
{
    return (Day)scale_floor_divide(column, 3);
}

static int64_t column_of_day(Day day)
{
    return day;
}

static Day day_of_day(int64_t column)
{
    return (Day)column;
}

/* Monday to Wednesday, and Thursday to Sunday: a month begins with the week of its first Thursday. */
static int64_t column_of_half_week(Day day)
{
    return scale_floor_divide(days_of_weeks(day) * 2 + 1, 7);
}

static Day day_of_half_week(int64_t column)
{
    int64_t week = scale_floor_divide(column, 2);
    return (Day)(week * 7 + (column - week * 2) * THURSDAY - THURSDAY);
}

static int64_t column_of_week(Day day)
{
    return scale_floor_divide(days_of_weeks(day), 7);
}

static Day day_of_week(int64_t column)
{
    return (Day)(column * 7 - THURSDAY);
}

static int64_t column_of_half_month(Day day)
{
    int year = 0;
    int month = 0;
    int in_month = 0;
    day_to_civil(day, &year, &month, &in_month);
    return ((int64_t)year * 12 + month - 1) * 2 + (in_month > 15);
}

static Day day_of_half_month(int64_t column)
{
    int64_t month = scale_floor_divide(column, 2);
    return day_of_month(month, column - month * 2 ? 16 : 1);
}

static Day day_of_whole_month(int64_t column)
{
    return day_of_month(column, 1);
}

static int64_t column_of_quarter(Day day)
{
    return scale_floor_divide(month_of(day), 3);
}

static Day day_of_quarter(int64_t column)
{
    return day_of_month(column * 3, 1);
}

static int64_t column_of_year(Day day)
{
    return scale_floor_divide(month_of(day), 12);
}

static Day day_of_year(int64_t column)
{
    return day_of_month(column * 12, 1);
}

/* --- Headings ---------------------------------------------------------------------------------- */

static int64_t group_day(Day day)
{
    return day;
}

static void word_day(int64_t day, bool narrow, Language language, Text *out)
{
    (void)language;
    int year = 0;
    int month = 0;
    int in_month = 0;
    day_to_civil((Day)day, &year, &month, &in_month);
    text_printf(out, narrow ? "%d" : "%2d", in_month);
}

static int64_t group_week(Day day)
{
    return column_of_week(day);
}

static void word_monday(int64_t week, bool narrow, Language language, Text *out)
{
    word_day(day_of_week(week), narrow, language, out);
}

static void word_week_and_month(int64_t week, bool narrow, Language language, Text *out)
{
    Day thursday = day_of_week(week) + THURSDAY;
    int year = 0;
    int month = 0;
    int in_month = 0;
    day_to_civil(thursday, &year, &month, &in_month);
    text_printf(out, "%s %d", date_week_word(language), day_iso_week(thursday, NULL));
    if (!narrow) {
        text_printf(out, "  %s %d", date_month_name(month, false, language), year);
    }
}

static int64_t group_two_weeks(Day day)
{
    return scale_floor_divide(column_of_week(day), 2);
}

static void word_two_weeks(int64_t pair, bool narrow, Language language, Text *out)
{
    (void)narrow;
    (void)language;
    text_append_number(out, day_iso_week(day_of_week(pair * 2), NULL));
}

static int64_t group_four_weeks(Day day)
{
    return scale_floor_divide(column_of_week(day), 4);
}

static void word_four_weeks(int64_t four, bool narrow, Language language, Text *out)
{
    word_two_weeks(four * 2, narrow, language, out);
}

/* The month that the Thursday of the week lies in. */
static int64_t group_month_of_week(Day day)
{
    return month_of(day_of_week(column_of_week(day)) + THURSDAY);
}

static int64_t group_year_of_week(Day day)
{
    return scale_floor_divide(group_month_of_week(day), 12);
}

static void word_month(int64_t month, bool narrow, Language language, Text *out)
{
    int64_t year = scale_floor_divide(month, 12);
    int in_year = (int)(month - year * 12) + 1;
    const char *name = date_month_name(in_year, false, language);
    if (narrow) {
        text_append_bytes(out, name, 3); /* "juni" is "jun", as in any calendar */
        return;
    }
    text_append(out, name);
    if (in_year == 1) {
        text_append(out, " ");
        text_append_number(out, year);
    }
}

static void word_year(int64_t year, bool narrow, Language language, Text *out)
{
    (void)narrow;
    (void)language;
    text_append_number(out, year);
}

static void word_quarter(int64_t quarter, bool narrow, Language language, Text *out)
{
    (void)narrow;
    text_printf(out, "%s%d", language == LANGUAGE_EN ? "Q" : "K",
                (int)(quarter - scale_floor_divide(quarter, 4) * 4) + 1);
}

static int64_t group_two_years(Day day)
{
    return scale_floor_divide(column_of_year(day), 2);
}

static void word_two_years(int64_t pair, bool narrow, Language language, Text *out)
{
    word_year(pair * 2, narrow, language, out);
}

static int64_t group_ten_years(Day day)
{
    return scale_floor_divide(column_of_year(day), 10);
}

static void word_ten_years(int64_t ten, bool narrow, Language language, Text *out)
{
    word_year(ten * 10, narrow, language, out);
}

const Scale timeline_scales[SCALE_COUNT] = {
    [SCALE_DAY_WIDE] = {column_of_wide_day,
                        day_of_wide_day,
                        3,
                        3,
                        {group_week, word_week_and_month, false},
                        {group_day, word_day, true}},
    [SCALE_DAY] = {column_of_day,
                   day_of_day,
                   1,
                   1,
                   {month_of, word_month, false},
                   {group_week, word_monday, true}},
    [SCALE_HALF_WEEK] = {column_of_half_week,
                         day_of_half_week,
                         0,
                         2,
                         {group_month_of_week, word_month, false},
                         {group_two_weeks, word_two_weeks, true}},
    [SCALE_WEEK] = {column_of_week,
                    day_of_week,
                    0,
                    1,
                    {group_month_of_week, word_month, false},
                    {group_four_weeks, word_four_weeks, true}},
    [SCALE_HALF_MONTH] = {column_of_half_month,
                          day_of_half_month,
                          0,
                          2,
                          {column_of_year, word_year, false},
                          {column_of_quarter, word_quarter, true}},
    [SCALE_MONTH] = {month_of,
                     day_of_whole_month,
                     0,
                     1,
                     {column_of_year, word_year, false},
                     {column_of_quarter, word_quarter, true}},
    [SCALE_QUARTER] = {column_of_quarter,
                       day_of_quarter,
                       0,
                       1,
                       {group_two_years, word_two_years, true},
                       {NULL, NULL, false}},
    [SCALE_YEAR] = {column_of_year,
                    day_of_year,
                    0,
                    1,
                    {group_ten_years, word_ten_years, true},
                    {NULL, NULL, false}},
};

const Heading timeline_heading_years = {group_year_of_week, word_year, false};
const Heading timeline_heading_months = {group_month_of_week, word_month, false};
