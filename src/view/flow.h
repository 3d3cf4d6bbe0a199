/* SPDX-License-Identifier: MPL-2.0 */
/* The flow chart and its other face: activity × municipality, and group × checklist item. */
#ifndef FRAMDRIFT_VIEW_FLOW_H
#define FRAMDRIFT_VIEW_FLOW_H

#include "matrix.h"

/* A row of the chart: a task, or the heading of the phase that the next ones stand in. */
typedef struct FlowRow {
    const Task *task;
    bool heading;
} FlowRow;

typedef struct FlowPicture {
    const ViewInput *input;
    const Plan *plan;
    bool flipped;
    Matrix *matrix;
    RowId *row_keys, *columns; /* tasks × municipalities; flipped: groups × items */
    uint32_t row_count, column_count;
    FlowRow *rows;               /* unless flipped */
    const Answer **answers;      /* by row, then column, then the plan's order */
    const uint32_t *answer_from; /* row × columns + column → first place in answers */
    const Group **groups;        /* flipped */
    const Task **steps;          /* flipped: row × columns + column; NULL: no such task */
    uint32_t answered, cells;    /* for the summary */
} FlowPicture;

/* Days and percent of a task; NULL without a schedule. */
const TaskDates *flow_dates(const ViewInput *input, const Task *task);
/* The sign of a task's state: "■" done, "•" active, "·" planned, "!" overdue, "×" dropped. */
const char *flow_sign(const ViewInput *input, const Task *task, StyleRole *style);
/* "Ja – k-sak 042/20" in the language of the plan; "" for neither answer nor reference. */
const char *flow_answer_words(const Plan *plan, const Answer *answer, Arena *arena);
/* "100%" or "–". */
const char *flow_percent_words(int percent, Arena *arena);

/* Activity × municipality: fills the picture; returns how many activities the filter hides. */
uint32_t flow_choose(FlowPicture *picture, Arena *arena);

/* Group × item: fills the picture, says what the matrix asks, and draws what stands below. */
uint32_t flow_checklist_choose(FlowPicture *picture, Arena *arena);
MatrixSource flow_checklist_source(const FlowPicture *picture);
int flow_checklist_panel_rows(const FlowPicture *picture, Rect area);
void flow_checklist_panel_draw(const FlowPicture *picture, Rect area, Canvas *canvas);
const char *flow_checklist_summary(const FlowPicture *picture, Arena *arena);

#endif
