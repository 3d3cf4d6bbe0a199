/* SPDX-License-Identifier: MPL-2.0 */
/* The table between days and working time: built once for the years in use. */
#include "calendar.h"

#define MINUTES_PER_YEAR_LEAST ((Minute)240 * MINUTES_PER_DAY)

static int clamp_year(int64_t year)
{
    if (year < CALENDAR_FIRST_YEAR) {
        return CALENDAR_FIRST_YEAR;
    }
    return year > CALENDAR_LAST_YEAR ? CALENDAR_LAST_YEAR : (int)year;
}

/* Marks the free days of one year: 1 where work is done. */
static void mark_year(bool *is_working, Day first, Country country, int year)
{
    Day begin = day_from_civil(year, 1, 1);
    Day end = day_from_civil(year, 12, 31);
    int weekday = day_weekday(begin);
    for (Day day = begin; day <= end; day++) {
        is_working[day - first] = weekday < 5;
        weekday = weekday == 6 ? 0 : weekday + 1;
    }
    Day holidays[CALENDAR_HOLIDAYS_MOST];
    int count = calendar_year_holidays(country, year, holidays);
    for (int i = 0; i < count; i++) {
        if (holidays[i] >= begin && holidays[i] <= end) {
            is_working[holidays[i] - first] = false;
        }
    }
}

WorkTable work_table_new(Arena *arena, Country country, int origin_year, int first_year,
                         int last_year)
{
    WorkTable table = {.country = country,
                       .origin_year = clamp_year(origin_year),
                       .first_year = clamp_year(first_year),
                       .last_year = clamp_year(last_year)};
    if (table.first_year > table.origin_year) {
        table.first_year = table.origin_year;
    }
    if (table.last_year < table.origin_year) {
        table.last_year = table.origin_year;
    }
    table.first = day_from_civil(table.first_year, 1, 1);
    table.days = day_from_civil(table.last_year, 12, 31) - table.first + 1;
    bool *is_working = ARENA_ARRAY(arena, bool, (size_t)table.days);
    for (int year = table.first_year; year <= table.last_year; year++) {
        mark_year(is_working, table.first, country, year);
    }
    int32_t *before = ARENA_ARRAY(arena, int32_t, (size_t)table.days + 1);
    Day *working = ARENA_ARRAY(arena, Day, (size_t)table.days);
    int32_t origin = day_from_civil(table.origin_year, 1, 1) - table.first;
    for (int32_t i = 0; i < origin; i++) {
        table.working_first -= is_working[i];
    }
    for (int32_t i = 0; i < table.days; i++) {
        before[i] = table.working_first + table.working_count;
        if (is_working[i]) {
            working[table.working_count++] = table.first + i;
        }
    }
    before[table.days] = table.working_first + table.working_count;
    table.before = before;
    table.working = working;
    return table;
}

WorkTable work_table_stretch(Arena *arena, const WorkTable *table, Minute least, Minute most)
{
    Minute low = (Minute)table->working_first * MINUTES_PER_DAY;
    Minute high = low + (Minute)table->working_count * MINUTES_PER_DAY;
    if (least > low && most < high) {
        return *table;
    }
    int64_t first_year = table->first_year;
    int64_t last_year = table->last_year;
    if (least <= low) {
        first_year -= (low - least) / MINUTES_PER_YEAR_LEAST + 1;
    }
    if (most >= high) {
        last_year += (most - high) / MINUTES_PER_YEAR_LEAST + 1;
    }
    return work_table_new(arena, table->country, table->origin_year, clamp_year(first_year),
                          clamp_year(last_year));
}

/* Days outside the table read as its first or last one. */
static int32_t table_place(const WorkTable *table, int64_t day)
{
    int64_t place = day - table->first;
    if (place < 0) {
        return 0;
    }
    return place > table->days ? table->days : (int32_t)place;
}

Minute work_day_start(const WorkTable *table, Day day)
{
    return (Minute)table->before[table_place(table, day)] * MINUTES_PER_DAY;
}

Minute work_day_end(const WorkTable *table, Day day)
{
    return (Minute)table->before[table_place(table, (int64_t)day + 1)] * MINUTES_PER_DAY;
}

static Day table_working(const WorkTable *table, int64_t number)
{
    int64_t place = number - table->working_first;
    if (place < 0) {
        place = 0;
    }
    if (place >= table->working_count) {
        place = table->working_count - 1;
    }
    return table->working[place];
}

static int64_t floor_days(Minute minute)
{
    int64_t days = minute / MINUTES_PER_DAY;
    return minute % MINUTES_PER_DAY < 0 ? days - 1 : days;
}

Day work_start_day(const WorkTable *table, Minute minute)
{
    return table_working(table, floor_days(minute));
}

Day work_end_day(const WorkTable *table, Minute minute)
{
    return table_working(table, floor_days(minute - 1));
}
