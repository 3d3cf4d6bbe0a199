/* SPDX-License-Identifier: MPL-2.0 */
/* The table of scales: one row for each way to cut the calendar into columns. */
#ifndef FRAMDRIFT_VIEW_TIMELINE_SCALE_H
#define FRAMDRIFT_VIEW_TIMELINE_SCALE_H

#include "timeline_private.h"

/* The calendar of the room base: years 1 to 9999. */
#define DAY_EARLIEST (-719162)
#define DAY_LATEST   2932896

/* Columns of the same group share one word.  The word of a whole group stands only where the group
 * begins; others may begin left of the window. */
typedef struct Heading {
    int64_t (*group)(Day first_of_column);
    void (*word)(int64_t group, bool narrow, Language language, Text *out);
    bool whole;
} Heading;

typedef struct Scale {
    int64_t (*column)(Day day);
    Day (*first_day)(int64_t column);
    int columns_a_day; /* 0: several days a column */
    int align;         /* the window begins at a multiple of this */
    Heading upper, lower;
} Scale;

extern const Scale timeline_scales[SCALE_COUNT];
/* A week a column, over a longer time: then years and months say more than week numbers. */
extern const Heading timeline_heading_years, timeline_heading_months;

int64_t scale_floor_divide(int64_t value, int64_t by);

#endif
