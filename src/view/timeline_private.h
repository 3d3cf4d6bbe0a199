/* SPDX-License-Identifier: MPL-2.0 */
/* What the files of the timeline share: what lay_out prepared, where things stand, and the axis.
 *
 *   timeline.c          rows, targets, drawing in order
 *   timeline_layout.c   which parts and columns fit, and where
 *   timeline_scale.c    days to columns and back, the words of the heading
 *   timeline_axis.c     the window, the heading of the chart, today, free days
 *   timeline_outline.c  the left half of a row
 *   timeline_bars.c     the right half of a row, labels and links
 *   timeline_detail.c   the pane below
 */
#ifndef FRAMDRIFT_VIEW_TIMELINE_PRIVATE_H
#define FRAMDRIFT_VIEW_TIMELINE_PRIVATE_H

#include "parts.h"
#include "timeline.h"

typedef enum TimelineColumn {
    COLUMN_NAME,
    COLUMN_OWNER,
    COLUMN_PROGRESS,
    COLUMN_START,
    COLUMN_FINISH,
    COLUMN_DEADLINE,
    TIMELINE_COLUMN_COUNT
} TimelineColumn;

/* --- Prepared by lay_out: O(plan), so that draw need not be ------------------------------------ */

/* For each task the places of its links or goals: items[first[i]] … items[first[i + 1] - 1]. */
typedef struct TaskLists {
    const uint32_t *first, *items;
} TaskLists;

typedef struct TimelineData {
    TaskLists links_out, links_in, goals;
    const uint32_t *row_of_task; /* place in the grid; UINT32_MAX: folded away or filtered */
    int number_width;            /* of the outline numbers of the first two levels */
    int fields
        [TIMELINE_COLUMN_COUNT]; /* of task, by column of the grid; as many as there are columns */
    uint32_t phases;             /* rows at the top level: gaps are drawn between them */
    int name_width;              /* of the column, for numbers of the first two levels */
    int name_field, short_name_field;
} TimelineData;

/* --- Where things stand ------------------------------------------------------------------------ */

/* A column of the outline that is on screen. */
typedef struct OutlineColumn {
    TimelineColumn what;
    int x, width;
} OutlineColumn;

typedef struct TimelineLayout {
    bool airy; /* room for a rule, gaps between phases and the whole pane */
    OutlineColumn columns[TIMELINE_COLUMN_COUNT];
    int column_count;
    int marker_x, mark_x, state_x, fold_x, number_x, number_width;
    int divider_x;      /* -1: no chart */
    int head_y, rule_y; /* rule_y -1: none */
    int head_rows;
    Rect body;   /* rows of tasks, over the whole width */
    Rect chart;  /* their right half; width 0: no chart */
    Rect detail; /* height 0: none */
} TimelineLayout;

TimelineLayout timeline_layout(Rect area, bool show_detail, int number_width);
/* Indexes of the task's fields behind those columns; returns how many. */
int timeline_column_fields(int width, int fields[static TIMELINE_COLUMN_COUNT]);

/* --- The axis ---------------------------------------------------------------------------------- */

typedef enum ScaleUnit {
    SCALE_DAY_WIDE, /* three columns a day */
    SCALE_DAY,
    SCALE_HALF_WEEK,
    SCALE_WEEK,
    SCALE_HALF_MONTH,
    SCALE_MONTH,
    SCALE_QUARTER,
    SCALE_YEAR,
    SCALE_COUNT
} ScaleUnit;

typedef struct TimelineAxis {
    ScaleUnit unit;
    int64_t origin; /* the column of the calendar that is drawn at chart.x */
    Rect chart;
    bool years;  /* the upper heading names years, the lower one months */
    int today_x; /* INT_MIN: not on screen */
} TimelineAxis;

TimelineAxis timeline_axis(const ViewInput *input, Rect chart);
/* Canvas columns of a day; far outside the chart they are clamped. */
int axis_first_x(const TimelineAxis *axis, Day day);
int axis_last_x(const TimelineAxis *axis, Day day);
Day axis_first_day(const TimelineAxis *axis); /* of the first column */
Day axis_last_day(const TimelineAxis *axis);  /* of the last column */
void timeline_axis_headings(const TimelineAxis *axis, const ViewInput *input, Canvas *canvas,
                            int y);
/* Meetings as dots on one row. */
void timeline_axis_meetings(const TimelineAxis *axis, const Plan *plan, Canvas *canvas, int y);
/* Today's line and the free days, under the bars that come later. */
void timeline_axis_ground(const TimelineAxis *axis, const ViewInput *input, Canvas *canvas);

/* --- Rows -------------------------------------------------------------------------------------- */

/* One row on screen. */
typedef struct TimelineRow {
    const ViewRow *row;
    const Task *task;
    const TaskDates *dates;
    int y, index; /* index: in the grid */
    bool cursor;
    int cursor_column;
} TimelineRow;

typedef struct TimelineScene {
    const ViewInput *input;
    const ViewRows *rows;
    const TimelineData *data;
    TimelineLayout layout;
    TimelineAxis axis;
    Canvas *canvas;
    HitMap *hits;
    ViewLaid *laid;
} TimelineScene;

/* The long name where it fits, else the short one. */
const char *timeline_task_name(const Task *task, int columns);
/* How far a long number pushes the name to the right. */
int timeline_name_push(const Task *task, int number_width, int name_width);
bool timeline_is_bracket(const Task *task);    /* drawn as ╞═══♦ */
bool timeline_has_day(const HonestDate *date); /* a date that may be drawn */

void timeline_outline_headings(const TimelineScene *scene);
void timeline_outline_row(const TimelineScene *scene, const TimelineRow *row);
void timeline_bar_row(const TimelineScene *scene, const TimelineRow *row);
/* Arrows between the rows on screen: rows[0 … count - 1]. */
void timeline_links(const TimelineScene *scene, const TimelineRow *rows, uint32_t count);
void timeline_detail(const TimelineScene *scene, const TimelineRow *row);

#endif
