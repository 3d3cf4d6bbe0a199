/* SPDX-License-Identifier: MPL-2.0 */
/* The axis of the timeline: which day stands in which column, and what the heading says.
 *
 * Every scale cuts the calendar into columns that are numbered from 1970 on, so that a day's column
 * does not depend on where the window begins, and panning never moves a bar within its week. */
#include "timeline_private.h"

#include <limits.h>

#define COLUMN_LIMIT 100000 /* bars are clamped here: far outside any canvas */
#define WIDTH_NARROW 36     /* charts below this show a week in one column */
#define THURSDAY     3

static int64_t floor_divide(int64_t value, int64_t by)
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
    int64_t year = floor_divide(month, 12);
    return day_from_civil((int)year, (int)(month - year * 12) + 1, day);
}

/* --- Scales ------------------------------------------------------------------------------------ */

static int64_t column_of_wide_day(Day day)
{
    return (int64_t)day * 3;
}

static Day day_of_wide_day(int64_t column)
{
    return (Day)floor_divide(column, 3);
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
    return floor_divide(days_of_weeks(day) * 2 + 1, 7);
}

static Day day_of_half_week(int64_t column)
{
    int64_t week = floor_divide(column, 2);
    return (Day)(week * 7 + (column - week * 2) * THURSDAY - THURSDAY);
}

static int64_t column_of_week(Day day)
{
    return floor_divide(days_of_weeks(day), 7);
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
    int64_t month = floor_divide(column, 2);
    return day_of_month(month, column - month * 2 ? 16 : 1);
}

static Day day_of_whole_month(int64_t column)
{
    return day_of_month(column, 1);
}

static int64_t column_of_quarter(Day day)
{
    return floor_divide(month_of(day), 3);
}

static Day day_of_quarter(int64_t column)
{
    return day_of_month(column * 3, 1);
}

static int64_t column_of_year(Day day)
{
    return floor_divide(month_of(day), 12);
}

static Day day_of_year(int64_t column)
{
    return day_of_month(column * 12, 1);
}

/* --- Headings ---------------------------------------------------------------------------------- */

/* Columns of the same group share one word.  The word of a whole group stands only where the group
 * begins; others may begin left of the window. */
typedef struct Heading {
    int64_t (*group)(Day first_of_column);
    void (*word)(int64_t group, bool narrow, Language language, Text *out);
    bool whole;
} Heading;

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
    return floor_divide(column_of_week(day), 2);
}

static void word_two_weeks(int64_t pair, bool narrow, Language language, Text *out)
{
    (void)narrow;
    (void)language;
    text_printf(out, "%d", day_iso_week(day_of_week(pair * 2), NULL));
}

static int64_t group_four_weeks(Day day)
{
    return floor_divide(column_of_week(day), 4);
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
    return floor_divide(group_month_of_week(day), 12);
}

static void word_month(int64_t month, bool narrow, Language language, Text *out)
{
    int64_t year = floor_divide(month, 12);
    int in_year = (int)(month - year * 12) + 1;
    const char *name = date_month_name(in_year, false, language);
    if (narrow) {
        text_append_bytes(out, name, 3); /* "juni" is "jun", as in any calendar */
        return;
    }
    text_append(out, name);
    if (in_year == 1) {
        text_printf(out, " %d", (int)year);
    }
}

static void word_year(int64_t year, bool narrow, Language language, Text *out)
{
    (void)narrow;
    (void)language;
    text_printf(out, "%d", (int)year);
}

static void word_quarter(int64_t quarter, bool narrow, Language language, Text *out)
{
    (void)narrow;
    text_printf(out, "%s%d", language == LANGUAGE_EN ? "Q" : "K",
                (int)(quarter - floor_divide(quarter, 4) * 4) + 1);
}

static int64_t group_two_years(Day day)
{
    return floor_divide(column_of_year(day), 2);
}

static void word_two_years(int64_t pair, bool narrow, Language language, Text *out)
{
    word_year(pair * 2, narrow, language, out);
}

static int64_t group_ten_years(Day day)
{
    return floor_divide(column_of_year(day), 10);
}

static void word_ten_years(int64_t ten, bool narrow, Language language, Text *out)
{
    word_year(ten * 10, narrow, language, out);
}

static const struct {
    int64_t (*column)(Day day);
    Day (*first_day)(int64_t column);
    int columns_a_day; /* 0: several days a column */
    int align;         /* the window begins at a multiple of this */
    Heading upper, lower;
} scales[SCALE_COUNT] = {
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

/* A week a column, over a longer time: then years and months say more than week numbers. */
static const Heading heading_years = {group_year_of_week, word_year, false};
static const Heading heading_months = {group_month_of_week, word_month, false};

/* --- The window -------------------------------------------------------------------------------- */

static int64_t last_column_of(ScaleUnit unit, Day day)
{
    int a_day = scales[unit].columns_a_day;
    return scales[unit].column(day) + (a_day > 1 ? a_day - 1 : 0);
}

/* Weeks are named in pairs: a window that the view chooses begins with a name. */
static int64_t align_origin(ScaleUnit unit, int64_t column)
{
    int by = unit == SCALE_HALF_WEEK ? 4 : scales[unit].align;
    return floor_divide(column, by) * by;
}

/* Today a third from the left, but no emptiness before the first day or after the last one as long
 * as there is something to show instead. */
static int64_t choose_origin(ScaleUnit unit, const Schedule *schedule, Day today, int width)
{
    int64_t wanted = scales[unit].column(today) - width / 3;
    if (schedule->first != DAY_NONE && schedule->last != DAY_NONE) {
        int64_t first = scales[unit].column(schedule->first);
        int64_t last = last_column_of(unit, schedule->last);
        if (first > wanted && first <= scales[unit].column(today)) {
            wanted = first;
        } else if (first >= wanted + width) {
            wanted = first - 1;
        } else if (last < wanted) {
            wanted = last - width * 2 / 3;
        }
    }
    return align_origin(unit, wanted);
}

static ScaleUnit unit_that_fits(const Schedule *schedule, int width)
{
    ScaleUnit unit = SCALE_DAY_WIDE;
    if (schedule->first == DAY_NONE || schedule->last == DAY_NONE) {
        return SCALE_HALF_WEEK;
    }
    while (unit < SCALE_YEAR &&
           last_column_of(unit, schedule->last) - scales[unit].column(schedule->first) + 1 >
               width) {
        unit++;
    }
    return unit;
}

static ScaleUnit unit_of_zoom(const ViewInput *input, int width)
{
    static const ScaleUnit units[ZOOM_COUNT] = {
        [ZOOM_DAY] = SCALE_DAY_WIDE, [ZOOM_WEEK] = SCALE_HALF_WEEK,
        [ZOOM_MONTH] = SCALE_WEEK,   [ZOOM_QUARTER] = SCALE_HALF_MONTH,
        [ZOOM_YEAR] = SCALE_MONTH,   [ZOOM_FIT] = SCALE_HALF_WEEK,
    };
    Zoom zoom = input->state->zoom;
    if ((unsigned)zoom >= ZOOM_COUNT) {
        zoom = ZOOM_WEEK;
    }
    if (zoom == ZOOM_FIT) {
        return unit_that_fits(input->schedule, width);
    }
    return zoom == ZOOM_WEEK && width < WIDTH_NARROW ? SCALE_WEEK : units[zoom];
}

TimelineAxis timeline_axis(const ViewInput *input, Rect chart)
{
    TimelineAxis axis = {.chart = chart, .today_x = INT_MIN};
    axis.unit = unit_of_zoom(input, chart.width);
    axis.years = axis.unit == SCALE_WEEK && input->state->zoom != ZOOM_WEEK;
    const Schedule *schedule = input->schedule;
    if (input->state->zoom == ZOOM_FIT && schedule->first != DAY_NONE) {
        axis.origin = scales[axis.unit].column(schedule->first);
    } else if (input->state->origin == DAY_NONE) {
        axis.origin = choose_origin(axis.unit, schedule, input->today, chart.width);
    } else {
        int by = scales[axis.unit].align;
        axis.origin = floor_divide(scales[axis.unit].column(input->state->origin), by) * by;
    }
    int x = axis_first_x(&axis, input->today) + (axis.unit == SCALE_DAY_WIDE ? 1 : 0);
    if (x >= chart.x && x < chart.x + chart.width) {
        axis.today_x = x;
    }
    return axis;
}

static int x_of_column(const TimelineAxis *axis, int64_t column)
{
    int64_t offset = column - axis->origin;
    if (offset < -COLUMN_LIMIT) {
        offset = -COLUMN_LIMIT;
    } else if (offset > COLUMN_LIMIT) {
        offset = COLUMN_LIMIT;
    }
    return axis->chart.x + (int)offset;
}

int axis_first_x(const TimelineAxis *axis, Day day)
{
    return x_of_column(axis, scales[axis->unit].column(day));
}

int axis_last_x(const TimelineAxis *axis, Day day)
{
    return x_of_column(axis, last_column_of(axis->unit, day));
}

static Day day_of_column(const TimelineAxis *axis, int offset)
{
    return scales[axis->unit].first_day(axis->origin + offset);
}

Day axis_first_day(const TimelineAxis *axis)
{
    return day_of_column(axis, 0);
}

Day axis_last_day(const TimelineAxis *axis)
{
    int last = axis->chart.width > 0 ? axis->chart.width - 1 : 0;
    if (scales[axis->unit].columns_a_day > 0) {
        return day_of_column(axis, last);
    }
    return day_of_column(axis, last + 1) - 1;
}

/* --- Drawing ----------------------------------------------------------------------------------- */

/* The longer form where it fits, else the shorter, else nothing: a heading is never cut. */
static void draw_word(const Heading *heading, const TimelineAxis *axis, int from, int to,
                      const ViewInput *input, Canvas *canvas, int y)
{
    int64_t group = heading->group(day_of_column(axis, from));
    if (heading->whole && from == 0) {
        bool begins = heading->group(day_of_column(axis, -1)) != group;
        if (!begins) {
            return;
        }
    }
    int room = to - from + (to == axis->chart.width ? 0 : -1);
    for (int narrow = 0; narrow < 2; narrow++) {
        Text word = {0};
        heading->word(group, narrow > 0, input->language, &word);
        int columns = text_width(text_string(&word));
        if (columns <= room) {
            canvas_text(canvas, axis->chart.x + from, y, columns, STYLE_HEADING,
                        text_string(&word));
            narrow = 2;
        }
        text_free(&word);
    }
}

static void draw_heading(const Heading *heading, const TimelineAxis *axis,
                         const ViewInput *input, Canvas *canvas, int y)
{
    if (!heading->group) {
        return;
    }
    int from = 0;
    for (int i = 1; i <= axis->chart.width; i++) {
        bool ends = i == axis->chart.width || heading->group(day_of_column(axis, i)) !=
                                                  heading->group(day_of_column(axis, from));
        if (ends) {
            draw_word(heading, axis, from, i, input, canvas, y);
            from = i;
        }
    }
}

void timeline_axis_headings(const TimelineAxis *axis, const ViewInput *input, Canvas *canvas,
                            int y)
{
    Rect rows = {axis->chart.x, y, axis->chart.width, 2};
    Rect old = canvas_clip(canvas, rows);
    draw_heading(axis->years ? &heading_years : &scales[axis->unit].upper, axis, input, canvas,
                 y);
    draw_heading(axis->years ? &heading_months : &scales[axis->unit].lower, axis, input, canvas,
                 y + 1);
    canvas_restyle(canvas, (Rect){axis->today_x, y + 1, 1, 1}, STYLE_TODAY, 0);
    canvas_unclip(canvas, old);
}

static bool is_free(Country country, Day day)
{
    DayKind kind = calendar_day_kind(country, day);
    return kind == DAY_WEEKEND || kind == DAY_HOLIDAY || kind == DAY_EVE;
}

/* Each free day that is on screen, in columns of one day. */
static void draw_free_days(const TimelineAxis *axis, const ViewInput *input, Canvas *canvas,
                           bool dots)
{
    int a_day = scales[axis->unit].columns_a_day;
    Rect chart = axis->chart;
    for (int i = 0; a_day > 0 && i < chart.width; i += a_day) {
        if (!is_free(input->schedule->country, day_of_column(axis, i))) {
            continue;
        }
        if (dots) {
            Rect dot = {chart.x + i + (a_day > 1 ? 1 : 0), chart.y, 1, chart.height};
            canvas_fill(canvas, dot, STYLE_FREE_DAY, GLYPH_PLANNED);
        } else {
            canvas_underlay(canvas, (Rect){chart.x + i, chart.y, a_day, chart.height},
                            STYLE_FREE_DAY);
        }
    }
}

/* A dot as well as a background: free days must show without colours and in text.  The background
 * comes last, since filling takes it away. */
void timeline_axis_ground(const TimelineAxis *axis, const ViewInput *input, Canvas *canvas)
{
    Rect old = canvas_clip(canvas, axis->chart);
    draw_free_days(axis, input, canvas, true);
    if (axis->today_x != INT_MIN) {
        canvas_fill(canvas, (Rect){axis->today_x, axis->chart.y, 1, axis->chart.height},
                    STYLE_TODAY, GLYPH_VERTICAL);
    }
    draw_free_days(axis, input, canvas, false);
    canvas_unclip(canvas, old);
}
