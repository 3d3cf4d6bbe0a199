/* SPDX-License-Identifier: MPL-2.0 */
/* Which parts of the timeline fit into an area, and where they stand. */
#include "timeline_private.h"

/* Widths from which on parts are shown. */
#define WIDTH_CHART       50
#define WIDTH_DETAIL      70
#define WIDTH_OWNER       100
#define WIDTH_AIRY        110
#define WIDTH_DEADLINE    140
#define WIDTH_ALL_DATES   170
#define HEIGHT_DETAIL     16
#define HEIGHT_AIRY       30
#define HEIGHT_TWO_HEADS  7
#define PROGRESS_COLUMNS  4
#define DATE_COLUMNS      10
#define DETAIL_SHORT_ROWS 2
#define DETAIL_MOST_ROWS  13

static const struct {
    const char *field;
    int from_width; /* of the area */
} columns_of_outline[TIMELINE_COLUMN_COUNT] = {
    [COLUMN_NAME] = {"name", 0},
    [COLUMN_OWNER] = {"owner", WIDTH_OWNER},
    [COLUMN_PROGRESS] = {"progress", 0},
    [COLUMN_START] = {"start", WIDTH_ALL_DATES},
    [COLUMN_FINISH] = {"finish", WIDTH_ALL_DATES},
    [COLUMN_DEADLINE] = {"deadline", WIDTH_DEADLINE},
};

int timeline_column_fields(int width, int fields[static TIMELINE_COLUMN_COUNT])
{
    const Entity *task = schema_entity(ENTITY_TASK);
    int count = 0;
    for (int i = 0; i < TIMELINE_COLUMN_COUNT; i++) {
        if (width >= columns_of_outline[i].from_width) {
            const Field *field = schema_field_by_name(task, columns_of_outline[i].field);
            fields[count++] = schema_field_index(task, field);
        }
    }
    return count;
}

/* Columns for number and name together. */
static int name_columns(int width)
{
    static const struct {
        int from_width, columns;
    } steps[] = {{190, 42}, {150, 40}, {WIDTH_AIRY, 34}, {WIDTH_DETAIL, 28}, {60, 24}};

    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        if (width >= steps[i].from_width) {
            return steps[i].columns;
        }
    }
    return 20;
}

static int column_width(TimelineColumn column, int width)
{
    switch (column) {
    case COLUMN_OWNER:
        return width >= WIDTH_ALL_DATES ? 20 : 15;
    case COLUMN_PROGRESS:
        return PROGRESS_COLUMNS;
    case COLUMN_START:
    case COLUMN_FINISH:
        return DATE_COLUMNS;
    case COLUMN_DEADLINE:
        return DATE_COLUMNS + PROGRESS_COLUMNS;
    case COLUMN_NAME:
    case TIMELINE_COLUMN_COUNT:
        break;
    }
    return 0;
}

static void place_columns(TimelineLayout *layout, Rect area, bool chart)
{
    layout->marker_x = area.x;
    layout->mark_x = area.x + (layout->airy ? 1 : 0);
    layout->state_x = area.x + (layout->airy ? 2 : 1);
    layout->fold_x = layout->state_x + 1;
    layout->number_x = layout->state_x + 2;
    int x = layout->number_x;
    for (int i = 0; i < TIMELINE_COLUMN_COUNT; i++) {
        if (area.width < columns_of_outline[i].from_width) {
            continue;
        }
        OutlineColumn *column = &layout->columns[layout->column_count++];
        column->what = (TimelineColumn)i;
        column->x = x;
        column->width = column_width(column->what, area.width);
        if (i == COLUMN_NAME) {
            column->x = x + layout->number_width + 1;
            int whole = chart ? name_columns(area.width)
                              : area.x + area.width - PROGRESS_COLUMNS - 2 - x;
            column->width = x + whole - column->x;
            column->width = column->width < 1 ? 1 : column->width;
        }
        x = column->x + column->width + 1;
    }
    layout->divider_x = chart ? x : -1;
}

static int detail_rows(const TimelineLayout *layout, Rect area, bool show_detail)
{
    if (!show_detail || area.width < WIDTH_DETAIL || area.height < HEIGHT_DETAIL) {
        return 0;
    }
    if (!layout->airy) {
        return DETAIL_SHORT_ROWS;
    }
    int rows = area.height / 3;
    return rows < DETAIL_MOST_ROWS ? rows : DETAIL_MOST_ROWS;
}

TimelineLayout timeline_layout(Rect area, bool show_detail, int number_width)
{
    TimelineLayout layout = {.rule_y = -1, .number_width = number_width};
    bool chart = area.width >= WIDTH_CHART;
    layout.airy = area.width >= WIDTH_AIRY && area.height >= HEIGHT_AIRY;
    place_columns(&layout, area, chart);
    layout.head_rows = chart && area.height >= HEIGHT_TWO_HEADS ? 2 : 1;
    layout.head_y = area.y + (layout.airy ? 1 : 0);
    int top = layout.head_y + layout.head_rows;
    if (layout.airy) {
        layout.rule_y = top++;
    }
    int below = detail_rows(&layout, area, show_detail);
    int end = area.y + area.height - below;
    layout.detail = (Rect){area.x, end, area.width, below};
    layout.body = (Rect){area.x, top, area.width, end > top ? end - top : 0};
    layout.chart = layout.body;
    layout.chart.x = chart ? layout.divider_x + 1 : area.x + area.width;
    if (chart && !layout.airy && area.width >= WIDTH_DETAIL) {
        layout.chart.x++;
    }
    layout.chart.width = area.x + area.width - layout.chart.x;
    if (layout.chart.width < 0) {
        layout.chart.width = 0;
    }
    return layout;
}
