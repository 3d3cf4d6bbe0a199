/* SPDX-License-Identifier: MPL-2.0 */
/* What the parts of the groups view share: the groups, columns, roles and gaps of one picture. */
#ifndef FRAMDRIFT_VIEW_GROUPS_H
#define FRAMDRIFT_VIEW_GROUPS_H

#include "matrix.h"

typedef struct GroupGap {
    RowId group;
    const RequiredRole *required;
} GroupGap;

/* Seats counted once, when laid out: of the groups that work, by what and column; the last column
 * is all of them. */
typedef enum SeatCount { COUNT_PEOPLE, COUNT_VACANT, COUNT_OF_FIRST_ROLE } SeatCount;

typedef struct GroupsPicture {
    const ViewInput *input;
    const Plan *plan;
    Matrix *matrix;
    const Group **groups; /* in order of the rows: the steering group last */
    uint32_t group_count;
    RowId *group_ids;
    RowId *columns; /* municipalities; 0: seats of none */
    uint32_t column_count;
    const Seat **seats; /* those in force today, by group, then column, then the plan's order */
    const uint32_t *seat_from; /* cell → first place in seats; one more at the end */
    const GroupGap *gaps;
    uint32_t gap_count;
    uint32_t *counts; /* (COUNT_OF_FIRST_ROLE + role's place) × (columns + 1) */
    int code_width;
} GroupsPicture;

/* Seats of a cell, in order. */
uint32_t groups_cell_seats(const GroupsPicture *picture, uint32_t group, uint32_t column,
                           const Seat *const **out);
/* What was counted in a column; column_count: in all. */
uint32_t groups_count(const GroupsPicture *picture, uint32_t what, uint32_t column);
/* "Sigrid Margrethe Åsgården (leder)", "Våler (VO)". */
const char *groups_seat_as_written(const Plan *plan, const Seat *seat, Arena *arena);
/* A role is written in the style that its kind has. */
StyleRole groups_role_style(const Plan *plan, RowId role);
const char *groups_role_code(const Plan *plan, RowId role);
/* The role that leads: the first of the plan that is no union role. */
RowId groups_leading_role(const Plan *plan);
bool groups_is_steering(const Group *group);

/* "Arkiv has no verneombud. Each group shall have one (061/20, point 5)." */
const char *groups_gap_sentence(const Plan *plan, const GroupGap *gap, Arena *arena);

/* Rows that the panel below the matrix takes in an area, and the panel itself. */
int groups_panel_rows(const ViewInput *input, Rect area);
void groups_panel_draw(const GroupsPicture *picture, Rect area, Canvas *canvas);
const char *groups_summary(const GroupsPicture *picture, Arena *arena);

#endif
