/* SPDX-License-Identifier: MPL-2.0 */
/*
 * engine: when things happen (floor 2)
 *
 * Pure functions of a Plan: calendars, computed dates, counts.  Nothing is stored; after any change
 * the schedule is computed anew.  Memory comes from the arena handed in.
 */
#ifndef FRAMDRIFT_ENGINE_H
#define FRAMDRIFT_ENGINE_H

#include "framdrift/schema.h"

/* --- Calendar -------------------------------------------------------------------------------
 * Public holidays by statute: NO lov om helligdager, lov om 1. og 17. mai; SE SFS 1989:253.
 * Source and test vectors: DOMAIN.md 5, tests/golden/holidays.tsv.
 */
typedef enum DayKind {
    DAY_WORKING,
    DAY_WEEKEND,
    DAY_HOLIDAY,
    DAY_EVE,  /* free in practice: julafton, midsommarafton … */
    DAY_HALF, /* half working day: onsdag før skjærtorsdag, julaften … */
    DAY_SHORT /* shortened in many municipalities; a working day here */
} DayKind;

DayKind calendar_day_kind(Country country, Day day);
/* Name of the holiday or eve in the language of its country (nn for Norwegian when asked); NULL. */
const char *calendar_holiday_name(Country country, Language language, Day day);
/* neither weekend nor holiday (halves are working) */
bool calendar_is_working(Country country, Day day);
int calendar_working_days(Country country, Day from, Day to); /* inclusive */
Day calendar_previous_working(Country country, Day day);      /* day itself when working */

/* --- Schedule -------------------------------------------------------------------------------
 * For each task, by its place in the plan's table, the days it is drawn on and judged by.
 *   start, finish   as stated; else from the other one and the duration; else from predecessors;
 *                   a summary spans its children.  finish falls back to the deadline, and then
 *                   `open_start` tells that only an end is known.  DAY_NONE: unknown.
 *                   Then start is DAY_NONE.  An event never becomes a day, not even where days bound it.
 *   late_finish, slack   as soon as the plan has one link (days of working time), for open tasks.
 * A link moves an unpinned task that has a duration but no stated start; a stated date that a link
 * forbids is kept and marked `broken_link`: dates of people are never changed in silence.
 */
typedef struct TaskDates {
    Day start, finish; /* inclusive days */
    Day deadline;      /* end of the task's own deadline interval, DAY_NONE */
    Day late_finish;   /* DAY_NONE without links */
    int32_t slack;     /* working days; meaningful when has_slack */
    int8_t percent; /* 0 … 100 of leaves, or weighted mean of the leaves below; -1 not stated */
    bool open_start, has_slack, critical, broken_link, in_cycle;
    bool overdue;   /* the end has passed, not closed, and no overdue child explains it */
    bool milestone; /* one day without length, or kind milestone */
    const struct Task *driver; /* the predecessor that decides the start; NULL */
} TaskDates;

typedef struct Schedule {
    Day today;
    Country country;
    const TaskDates *tasks; /* plan_count(ENTITY_TASK) of them */
    uint32_t count;
    Day first, last; /* the days that anything is drawn on; DAY_NONE when nothing is */
    uint32_t done, overdue, active; /* leaves (tasks without children) */
    uint32_t leaves;
    /* Of "5 of 12 done": activities (level 2); leaves where there are none, or very many tasks. */
    uint32_t counted, counted_done;
} Schedule;

bool schedule_compute(const Plan *plan, Day today, Arena *arena, Schedule *out, Err *err);

/* What a set of shifts would do, without writing anything: for the live count in move mode. */
typedef struct Ripple {
    uint32_t moved;            /* tasks whose dates change, the moved ones included */
    uint32_t deadlines_missed; /* that were not missed before */
    Day end_before, end_after; /* of the whole plan */
} Ripple;

typedef struct TaskShift {
    uint32_t task; /* index */
    int start_days, finish_days;
} TaskShift;

Ripple schedule_ripple(const Plan *plan, const Schedule *before, const TaskShift *shifts,
                       uint32_t count, Arena *arena);

/* One sentence: why the task starts or ends when it does ("Starts 14 Oct because … ends 13 Oct."). */
const char *schedule_why(const Plan *plan, const Schedule *schedule, const Task *task,
                         Language language, Arena *arena);
/* Remarks on a task's own dates: "Deadline 1 Nov 2020 is a Sunday.", overdue by n days …; NULL. */
const char *schedule_remark(const Plan *plan, const Schedule *schedule, const Task *task,
                            Language language, Arena *arena);

/* The glyph letter of a task's state as a word: "done", "active", "planned", "overdue", "dropped". */
typedef enum TaskState {
    TASK_STATE_PLANNED,
    TASK_STATE_ACTIVE,
    TASK_STATE_DONE,
    TASK_STATE_OVERDUE,
    TASK_STATE_DROPPED
} TaskState;

TaskState schedule_state(const Task *task, const TaskDates *dates);

/* --- Findings -------------------------------------------------------------------------------------
 * The plan read as a good auditor reads it: one list of rules (findings.c), each a function of the plan
 * and its schedule.  A finding says what, why, where the demand comes from, and which place mends it.
 */
typedef enum FindingLevel {
    FINDING_ERROR,
    FINDING_WARNING,
    FINDING_NOTE,
    FINDING_LEVEL_COUNT
} FindingLevel;

typedef struct Finding {
    const char *rule; /* machine name: "role-missing" */
    FindingLevel level;
    const char *message; /* one sentence: what is wrong */
    const char *reason;  /* why it matters: the demand in the document's words, or "" */
    const char *source;  /* "k-sak 061/20, pkt 5", "1. september"; "" */
    EntityKind entity;   /* the place that mends it */
    RowId row;
    int field;        /* -1: the row */
    EntityKind about; /* with about_row: which one, where a rule may find several at a place */
    RowId about_row;  /* 0: the place says it all */
    RowId municipality; /* whom it concerns; 0: all */
    RowId owner;        /* person who answers; 0: nobody named */
    bool known;         /* accepted: does not count */
    const char *known_note;
} Finding;

typedef struct Findings {
    const Finding *items; /* errors first, then warnings, notes; known ones last */
    uint32_t count;
    uint32_t counts[FINDING_LEVEL_COUNT]; /* those not known */
} Findings;

/* By what a `known` row names it: "group/123", or "group/123 role/456". */
const char *finding_place(const Finding *finding, Arena *arena);

struct Audit;

typedef struct FindingRule {
    const char *name;                  /* for machines, and in `known` rows */
    const char *label;                 /* N_() */
    const char *help;                  /* N_(): one sentence */
    void (*look)(struct Audit *audit); /* the room's own: adds what it finds */
} FindingRule;

extern const FindingRule finding_rules[];           /* ends with a NULL name */
const char *finding_level_name(FindingLevel level); /* "error" "warning" "note" */

void findings_compute(const Plan *plan, const Schedule *schedule, Language language,
                      Arena *arena, Findings *out);

/* --- Obligations ------------------------------------------------------------------------------------
 * A council meeting with a date makes one instance of each obligation that is due at every meeting of
 * its receiver until the obligation ends.  Ids are a hash of both rows, so that two copies that learn
 * of the same meeting make the same row.
 */
typedef struct MissingInstance {
    RowId id, obligation, meeting;
    HonestDate due;
} MissingInstance;

uint32_t obligations_missing(const Plan *plan, Arena *arena, const MissingInstance **out);

/* --- Checklists -------------------------------------------------------------------------------------
 * The tasks that applying a template to a group still lacks: a task of that group made from that item
 * exists already, or it is listed here.  Applying twice adds nothing.
 */
typedef struct MissingStep {
    RowId item, group, parent; /* parent: the task whose name is the item's; 0: at the top */
    const char *name;
} MissingStep;

uint32_t checklist_missing(const Plan *plan, RowId template_id, const RowId *groups,
                           uint32_t group_count, Arena *arena, const MissingStep **out);

#endif
