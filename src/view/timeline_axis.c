/* SPDX-License-Identifier: MPL-2.0 */
/* The axis of the timeline: which window the zoom shows, its heading, today and the free days. */
#include "timeline_scale.h"

#include <limits.h>

#define COLUMN_LIMIT 100000 /* bars are clamped here: far outside any canvas */
#define WIDTH_NARROW 36     /* charts below this show a week in one column */

static Day day_in_calendar(Day day)
{
    return part_clamp(day, DAY_EARLIEST, DAY_LATEST);
}

/* --- The window -------------------------------------------------------------------------------- */

static int64_t column_of(ScaleUnit unit, Day day)
{
    return timeline_scales[unit].column(day_in_calendar(day));
}

static int64_t last_column_of(ScaleUnit unit, Day day)
{
    int a_day = timeline_scales[unit].columns_a_day;
    return column_of(unit, day) + (a_day > 1 ? a_day - 1 : 0);
}

/* Weeks are named in pairs: a window that the view chooses begins with a name. */
static int64_t align_origin(ScaleUnit unit, int64_t column)
{
    int by = unit == SCALE_HALF_WEEK ? 4 : timeline_scales[unit].align;
    return scale_floor_divide(column, by) * by;
}

/* The whole plan where it fits; else today a third from the left, without emptiness before the first
 * day, and never a window without any bar. */
static int64_t choose_origin(ScaleUnit unit, const Schedule *schedule, Day today, int width)
{
    int64_t wanted = column_of(unit, today) - width / 3;
    if (schedule->first != DAY_NONE && schedule->last != DAY_NONE) {
        int64_t first = column_of(unit, schedule->first);
        int64_t last = last_column_of(unit, schedule->last);
        bool all_fits = align_origin(unit, first) + width > last;
        bool begun = first <= column_of(unit, today);
        if (begun && (first > wanted || (all_fits && last >= wanted))) {
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
           last_column_of(unit, schedule->last) - column_of(unit, schedule->first) + 1 >
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
        axis.origin = column_of(axis.unit, schedule->first);
    } else if (input->state->origin == DAY_NONE) {
        axis.origin = choose_origin(axis.unit, schedule, input->today, chart.width);
    } else {
        int by = timeline_scales[axis.unit].align;
        axis.origin = scale_floor_divide(column_of(axis.unit, input->state->origin), by) * by;
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
    return x_of_column(axis, column_of(axis->unit, day));
}

int axis_last_x(const TimelineAxis *axis, Day day)
{
    return x_of_column(axis, last_column_of(axis->unit, day));
}

static Day day_of_column(const TimelineAxis *axis, int offset)
{
    return timeline_scales[axis->unit].first_day(axis->origin + offset);
}

Day axis_first_day(const TimelineAxis *axis)
{
    return day_of_column(axis, 0);
}

Day axis_last_day(const TimelineAxis *axis)
{
    int last = axis->chart.width > 0 ? axis->chart.width - 1 : 0;
    if (timeline_scales[axis->unit].columns_a_day > 0) {
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
    if (!heading->group ||
        !canvas_shows(canvas, (Rect){axis->chart.x, y, axis->chart.width, 1})) {
        return;
    }
    int from = 0;
    int64_t group = heading->group(day_of_column(axis, 0));
    for (int i = 1; i <= axis->chart.width; i++) {
        int64_t next = i < axis->chart.width ? heading->group(day_of_column(axis, i)) : group;
        if (i == axis->chart.width || next != group) {
            draw_word(heading, axis, from, i, input, canvas, y);
            from = i;
            group = next;
        }
    }
}

void timeline_axis_headings(const TimelineAxis *axis, const ViewInput *input, Canvas *canvas,
                            int y)
{
    Rect rows = {axis->chart.x, y, axis->chart.width, 2};
    Rect old = canvas_clip(canvas, rows);
    draw_heading(axis->years ? &timeline_heading_years : &timeline_scales[axis->unit].upper,
                 axis, input, canvas, y);
    draw_heading(axis->years ? &timeline_heading_months : &timeline_scales[axis->unit].lower,
                 axis, input, canvas, y + 1);
    canvas_restyle(canvas, (Rect){axis->today_x, y + 1, 1, 1}, STYLE_TODAY, 0);
    canvas_unclip(canvas, old);
}

void timeline_axis_meetings(const TimelineAxis *axis, const Plan *plan, Canvas *canvas, int y)
{
    const Meeting *meetings = PLAN_ROWS(plan, Meeting, ENTITY_MEETING);
    Rect old = canvas_clip(canvas, (Rect){axis->chart.x, y, axis->chart.width, 1});
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_MEETING); i++) {
        const HonestDate *date = &meetings[i].date;
        bool known = date->precision == DATE_DAY || date->precision == DATE_WEEK;
        if (known && date->from != DAY_NONE) {
            int x = axis_first_x(axis, date->from) + (axis->unit == SCALE_DAY_WIDE ? 1 : 0);
            canvas_glyph(canvas, x, y, STYLE_MEETING, GLYPH_BULLET);
        }
    }
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
    int a_day = timeline_scales[axis->unit].columns_a_day;
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
    if (!canvas_shows(canvas, axis->chart)) {
        return;
    }
    Rect old = canvas_clip(canvas, axis->chart);
    draw_free_days(axis, input, canvas, true);
    if (axis->today_x != INT_MIN) {
        canvas_fill(canvas, (Rect){axis->today_x, axis->chart.y, 1, axis->chart.height},
                    STYLE_TODAY, GLYPH_VERTICAL);
    }
    draw_free_days(axis, input, canvas, false);
    canvas_unclip(canvas, old);
}
