/* SPDX-License-Identifier: MPL-2.0 */
/* Working time as one straight line.
 *
 * A Minute counts minutes of working time from an origin, the first of January of a year: all of
 * scheduling is then plain addition, and free days matter only where a Minute becomes a Day again.
 * A working day has 480 of them; half days are working days. */
#ifndef FRAMDRIFT_ENGINE_CALENDAR_H
#define FRAMDRIFT_ENGINE_CALENDAR_H

#include "framdrift/engine.h"

#define CALENDAR_HOLIDAYS_MOST 20
/* Years 1700 to 2999: outside them nobody plans, and tables stay small. */
#define CALENDAR_FIRST_YEAR 1700
#define CALENDAR_LAST_YEAR  2999

typedef int64_t Minute;
#define MINUTE_NONE INT64_MIN

/* The holidays of a year that are not on a Saturday or Sunday, each once. */
int calendar_year_holidays(Country country, int year, Day out[static CALENDAR_HOLIDAYS_MOST]);

typedef struct WorkTable {
    Country country;
    int origin_year, first_year, last_year;
    Day first;             /* first day of first_year */
    int32_t days;          /* of all the years */
    const int32_t *before; /* [days + 1]: working days from the origin until this day */
    const Day *working;    /* the working days, in order */
    int32_t working_first; /* number of working[0] counted from the origin */
    int32_t working_count;
} WorkTable;

WorkTable work_table_new(Arena *arena, Country country, int origin_year, int first_year,
                         int last_year);
/* The same line, long enough to hold both minutes. */
WorkTable work_table_stretch(Arena *arena, const WorkTable *table, Minute least, Minute most);
/* First minute of the day, or of the next working day. */
Minute work_day_start(const WorkTable *table, Day day);
/* Just after the last minute of the day, or of the working day before. */
Minute work_day_end(const WorkTable *table, Day day);
/* The day on which something begins, or ends, at this minute. */
Day work_start_day(const WorkTable *table, Minute minute);
Day work_end_day(const WorkTable *table, Minute minute);

#endif
