/* SPDX-License-Identifier: MPL-2.0 */
/* What the parts of the decisions view share: points side by side, and below them what is owed. */
#ifndef FRAMDRIFT_VIEW_DECISIONS_H
#define FRAMDRIFT_VIEW_DECISIONS_H

#include "matrix.h"

typedef enum DecisionRowKind {
    DECISION_POINTS,     /* points with one number, a cell for each decision */
    DECISION_OBLIGATION, /* over the whole width */
    DECISION_INSTANCE,
    DECISION_ADD /* where the first decision or obligation may be added */
} DecisionRowKind;

typedef struct DecisionRow {
    DecisionRowKind kind;
    const char *number; /* of the points; "" for additional ones */
    uint32_t turn;      /* which of the additional ones of a decision */
    RowId key;          /* points: the first of them; else the row itself */
    const Obligation *obligation;
    const Instance *instance;
    EntityKind entity; /* DECISION_ADD: what may be added */
    bool first;        /* below the points: a rule stands above it */
} DecisionRow;

typedef struct DecisionsPicture {
    const ViewInput *input;
    const Plan *plan;
    Matrix *matrix;
    DecisionRow *rows;
    RowId *row_keys, *columns; /* columns: decisions */
    uint32_t row_count, column_count;
    const Point **points; /* by row, then column, then the plan's order */
    const uint32_t *point_from;
    uint32_t obligation_count, given, missing, open;
} DecisionsPicture;

/* Fills rows and columns; returns how many points and obligations the filter hides. */
uint32_t decisions_choose(DecisionsPicture *picture, Arena *arena);
/* Whether a point says something else than the one it is compared with. */
bool decisions_point_differs(const Point *point);
/* "amended", "additional" … */
const char *decisions_change_words(const Point *point);
/* What stands in a cell: the text, "as 061/20 pkt 3", or "♦ amended: …". */
const char *decisions_point_words(const Plan *plan, const Point *point, Arena *arena);

typedef enum InstanceState { INSTANCE_OPEN, INSTANCE_GIVEN, INSTANCE_MISSING } InstanceState;

InstanceState decisions_instance_state(const Plan *plan, const Instance *instance, Day today);

/* Rows that a span takes at a width, and the span itself. */
int decisions_span_rows(const DecisionsPicture *picture, const DecisionRow *row, Arena *arena);
void decisions_span_draw(const DecisionsPicture *picture, const DecisionRow *row,
                         Canvas *canvas, Rect area);
/* The place under the cursor in full. */
void decisions_detail_draw(const DecisionsPicture *picture, Rect area, Canvas *canvas);

#endif
