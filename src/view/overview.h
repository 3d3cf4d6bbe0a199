/* SPDX-License-Identifier: MPL-2.0 */
/* The overview: a few short lists, gathered from the whole plan and then placed on the page. */
#ifndef FRAMDRIFT_VIEW_OVERVIEW_H
#define FRAMDRIFT_VIEW_OVERVIEW_H

#include "framdrift/view.h"

/* In the order that the cursor walks them. */
enum { OVERVIEW_WIDE = 100 }; /* columns of the screen from which changes say day and clock */

typedef enum OverviewSection {
    OVERVIEW_PHASES,
    OVERVIEW_LIGHTS,
    OVERVIEW_FINDINGS,
    OVERVIEW_MEETINGS,
    OVERVIEW_DEADLINES,
    OVERVIEW_CHANGES,
    OVERVIEW_SECTION_COUNT
} OverviewSection;

typedef struct OverviewEntry {
    Target target;
    OverviewSection section;
    const char *left, *text, *right; /* a day or side of the work; what; days left */
    StyleRole left_style, style, right_style;
    int percent; /* phases */
    int rows;    /* on the page: a sentence is wrapped rather than cut, where its list wraps */
    Rect place;  /* within the area; used where the page holds everything */
} OverviewEntry;

typedef struct OverviewList {
    OverviewEntry *entries;
    uint32_t count;
    uint32_t shown;   /* on the page, the first ones */
    Rect body;        /* on the page, of the entries or of what is said instead */
    bool has_heading; /* on the line above */
    const char *note; /* beside the heading; "" none */
    const char *none; /* what is said when there is nothing */
} OverviewList;

typedef struct OverviewPicture {
    OverviewList lists[OVERVIEW_SECTION_COUNT];
    const OverviewEntry **rows; /* of the cursor's grid */
    uint32_t row_count;
    bool page;          /* everything has its place; else one list that scrolls */
    int phase_right;    /* columns of the phases' deadlines, */
    int phase_progress; /* and of their bars */
    int rule_y;         /* the line below the phases, on the page */
} OverviewPicture;

const char *overview_section_title(OverviewSection section);
/* Fills the lists with what passes the filter; returns how many it hides. */
uint32_t overview_gather(const ViewInput *input, OverviewPicture *picture, Arena *arena);

/* Shared by the files that gather. */
typedef struct OverviewGathering {
    const ViewInput *input;
    OverviewPicture *picture;
    Arena *arena;
    uint32_t hidden;
} OverviewGathering;

OverviewList *overview_list(OverviewGathering *gathering, OverviewSection section,
                            uint32_t room);
/* Adds what passes the filter and counts what does not. */
void overview_add(OverviewGathering *gathering, OverviewSection section, OverviewEntry entry);
/* NULL without a schedule. */
const TaskDates *overview_dates(const ViewInput *input, uint32_t index);
void overview_gather_deadlines(OverviewGathering *gathering);
void overview_gather_meetings(OverviewGathering *gathering);

#endif
