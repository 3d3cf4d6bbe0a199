/* SPDX-License-Identifier: MPL-2.0 */
/* The Gregorian calendar and ISO weeks, for the years 1 to 9999. */
#include "framdrift/base.h"

enum { FIRST_YEAR = 1, LAST_YEAR = 9999, DAYS_PER_ERA = 146097, DAYS_TO_EPOCH = 719468 };

static bool year_is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_length(int year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && year_is_leap(year) ? 29 : lengths[month - 1];
}

Day day_from_civil(int year, int month, int day)
{
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month)) {
        return DAY_NONE;
    }
    /* Years that begin in March put the leap day last; 400 of them are one era. */
    int shifted = month <= 2 ? year - 1 : year;
    int era = shifted / 400;
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

void day_to_civil(Day day, int *year, int *month, int *day_of_month)
{
    int64_t shifted = (int64_t)day + DAYS_TO_EPOCH;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = (int)(shifted - era * DAYS_PER_ERA);
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int shifted_month = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    *month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
    *year = (int)(era * 400) + year_of_era + (*month <= 2 ? 1 : 0);
}

int day_year(Day day)
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    day_to_civil(day, &year, &month, &day_of_month);
    return year;
}

int day_weekday(Day day)
{
    /* 1970-01-01 was a Thursday. */
    int weekday = (int)(((int64_t)day + 3) % 7);
    return weekday < 0 ? weekday + 7 : weekday;
}

int day_iso_week(Day day, int *iso_year)
{
    /* The Thursday of a week decides to which year the week belongs. */
    Day thursday = (Day)((int64_t)day - day_weekday(day) + 3);
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    day_to_civil(thursday, &year, &month, &day_of_month);
    if (iso_year != NULL) {
        *iso_year = year;
    }
    Day new_year = day_from_civil(year, 1, 1);
    return new_year == DAY_NONE ? 1 : (thursday - new_year) / 7 + 1;
}

Day day_of_iso_week(int iso_year, int week)
{
    Day fourth = day_from_civil(iso_year, 1, 4);
    if (fourth == DAY_NONE || week < 1 || week > 53) {
        return DAY_NONE;
    }
    Day monday = fourth - day_weekday(fourth) + (week - 1) * 7;
    int year_of_week = 0;
    day_iso_week(monday, &year_of_week);
    return year_of_week == iso_year ? monday : DAY_NONE;
}

Day day_easter_sunday(int year)
{
    /* The anonymous Gregorian algorithm (Meeus, Jones, Butcher). */
    int golden = year % 19;
    int century = year / 100;
    int in_century = year % 100;
    int skipped = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    int epact = (19 * golden + skipped + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    int late = (golden + 11 * epact + 22 * weekday) / 451;
    int sum = epact + weekday - 7 * late + 114;
    return day_from_civil(year, sum / 31, sum % 31 + 1);
}

Day day_add_months(Day day, int months)
{
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    if (day == DAY_NONE) {
        return DAY_NONE;
    }
    day_to_civil(day, &year, &month, &day_of_month);
    int64_t counted = (int64_t)year * 12 + (month - 1) + months;
    if (counted < (int64_t)FIRST_YEAR * 12 || counted > (int64_t)LAST_YEAR * 12 + 11) {
        return DAY_NONE;
    }
    int new_year = (int)(counted / 12);
    int new_month = (int)(counted % 12) + 1;
    int longest = month_length(new_year, new_month);
    return day_from_civil(new_year, new_month, day_of_month < longest ? day_of_month : longest);
}
