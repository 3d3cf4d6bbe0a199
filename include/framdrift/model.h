/* SPDX-License-Identifier: MPL-2.0 */
/*
 * model: what a plan is (floor 1)
 *
 * A Plan is one generation: read whole from the store, indexed once by plan_finish, never changed
 * afterwards.  After any change a new Plan is loaded.  All of it lives in the arena it was loaded
 * into and dies with it.
 *
 * Invariants
 *  1. Every row begins with a Row, and the table of its entity holds it exactly once.
 *  2. Text members are never NULL: "" when empty.  Numbers that may be absent are NUMBER_NONE.
 *     References are 0 when empty.  Choices are an index into the field's choices.
 *  3. After plan_finish tables are sorted by rank, then id; tasks in outline order (a parent before
 *     its children), so that the subtree of tasks[i] is tasks[i] … tasks[subtree_end - 1].
 *  4. A reference to a row that is not there reads as it stands; plan_row gives NULL for it.
 *  5. When `redacted`, personal fields are "" whatever the file holds.
 */
#ifndef FRAMDRIFT_MODEL_H
#define FRAMDRIFT_MODEL_H

#include "framdrift/base.h"

typedef int64_t RowId; /* random, 63 bit, never 0; the plan's own row has PLAN_ROW */
#define PLAN_ROW    ((RowId)1)
#define NUMBER_NONE INT64_MIN

/* The order is that of menus and lists.  Stored numbers stand in schema.c, not here. */
typedef enum EntityKind {
    ENTITY_NONE,
    ENTITY_PLAN,
    ENTITY_TASK,
    ENTITY_GOAL,
    ENTITY_LINK,
    ENTITY_MUNICIPALITY,
    ENTITY_BODY,
    ENTITY_GROUP,
    ENTITY_ROLE,
    ENTITY_REQUIRED_ROLE,
    ENTITY_PERSON,
    ENTITY_SEAT,
    ENTITY_ANSWER,
    ENTITY_DECISION,
    ENTITY_POINT,
    ENTITY_OBLIGATION,
    ENTITY_INSTANCE,
    ENTITY_PREMISE,
    ENTITY_MEETING,
    ENTITY_FUNDING,
    ENTITY_EFFORT,
    ENTITY_SWOT,
    ENTITY_DIMENSION,
    ENTITY_MAPPING,
    ENTITY_RISK,
    ENTITY_BENEFIT,
    ENTITY_COMMUNICATION,
    ENTITY_TEMPLATE,
    ENTITY_ITEM,
    ENTITY_NOTE,
    ENTITY_DOCUMENT,
    ENTITY_LIGHT,
    ENTITY_KNOWN,
    ENTITY_COUNT
} EntityKind;

/* Choices: the enum is the index into the field's list of choices in schema.c (a test compares). */
typedef enum Origin {
    ORIGIN_OWN,
    ORIGIN_SEED,
    ORIGIN_DERIVED,
    ORIGIN_EXAMPLE,
    ORIGIN_COUNT
} Origin;

typedef enum TaskKind {
    TASK_ACTIVITY,
    TASK_PHASE,
    TASK_STEP,
    TASK_MILESTONE,
    TASK_KIND_COUNT
} TaskKind;

typedef enum Status {
    STATUS_PLANNED, /* the default */
    STATUS_IDEA,
    STATUS_STARTED,
    STATUS_DELIVERED,
    STATUS_DONE,
    STATUS_OPERATION,
    STATUS_DROPPED,
    STATUS_COUNT
} Status;

typedef enum Quadrant {
    QUADRANT_STRENGTH,
    QUADRANT_WEAKNESS,
    QUADRANT_OPPORTUNITY,
    QUADRANT_THREAT,
    QUADRANT_COUNT
} Quadrant;

typedef enum LinkType { LINK_FS, LINK_SS, LINK_FF, LINK_SF, LINK_TYPE_COUNT } LinkType;

typedef enum AnswerValue { ANSWER_BLANK, ANSWER_YES, ANSWER_NO, ANSWER_COUNT } AnswerValue;

typedef enum GroupKind {
    GROUP_WORK,
    GROUP_STEERING,
    GROUP_SUBPROJECT,
    GROUP_THEME,
    GROUP_KIND_COUNT
} GroupKind;

typedef enum BodyKind {
    BODY_COUNCIL,
    BODY_STEERING,
    BODY_ADMINISTRATION,
    BODY_UNION,
    BODY_STATE,
    BODY_OTHER,
    BODY_KIND_COUNT
} BodyKind;

typedef enum Channel {
    CHANNEL_ORAL,
    CHANNEL_WRITTEN,
    CHANNEL_REPORT,
    CHANNEL_OTHER,
    CHANNEL_COUNT
} Channel;

typedef enum Recurrence {
    RECURRENCE_ONCE,
    RECURRENCE_EACH_MEETING,
    RECURRENCE_MONTHLY,
    RECURRENCE_COUNT
} Recurrence;

typedef enum PointChange {
    POINT_NEW,
    POINT_SAME,
    POINT_AMENDED,
    POINT_ADDITIONAL,
    POINT_CHANGE_COUNT
} PointChange;

typedef enum Constraint {
    CONSTRAINT_ASAP,
    CONSTRAINT_ALAP,
    CONSTRAINT_SNET,
    CONSTRAINT_SNLT,
    CONSTRAINT_FNET,
    CONSTRAINT_FNLT,
    CONSTRAINT_MSO,
    CONSTRAINT_MFO,
    CONSTRAINT_COUNT
} Constraint;

/* Every entity's struct starts with this. */
typedef struct Row {
    RowId id;
    const char *rank; /* textual fractional index: see rank_between */
    Origin origin;
} Row;

typedef struct PlanInfo {
    Row row;
    const char *name, *short_name, *kind_of_work, *region, *version;
    int country;  /* Country */
    int language; /* Language of the data: LANGUAGE_NB … */
    HonestDate start;
    bool kiosk_names;
    const char *description;
    const char *pointer; /* "task/123": the row that a wall display points at; "" */
} PlanInfo;

typedef struct Task {
    Row row;
    RowId parent;
    const char *name, *short_name;
    RowId group, municipality;
    RowId owner, body; /* owner is a person; body answers where no person does */
    int kind;          /* TaskKind */
    int status;        /* Status */
    int constraint;    /* Constraint */
    bool pinned;       /* links never move it */
    bool flow;         /* a row of the flow chart */
    int64_t progress;  /* percent, NUMBER_NONE: not stated */
    HonestDate start, finish, deadline;
    int64_t duration; /* minutes of working time or NUMBER_NONE */
    HonestDate constraint_date;
    RowId item; /* the template's item it was made from */
    const char *purpose, *note;
    /* Computed by plan_finish, never stored: */
    const char *number;                              /* "2.3" */
    uint32_t index;                                  /* its place in the table */
    uint32_t level;                                  /* 1 for phases */
    uint32_t parent_index, subtree_end, child_count; /* parent_index is UINT32_MAX at the top */
} Task;

typedef struct Goal {
    Row row;
    RowId task;
    const char *text;
} Goal;

typedef struct Link {
    Row row;
    RowId from, to; /* tasks */
    int type;       /* LinkType */
    int64_t lag;    /* minutes of working time, may be negative; never NUMBER_NONE: 0 */
    /* Computed by plan_finish, never stored: places in the table, UINT32_MAX when not there */
    uint32_t from_index, to_index;
} Link;

typedef struct Municipality {
    Row row;
    const char *number, *name, *county;
    int country; /* Country */
    HonestDate from, to;
    const char *note;
} Municipality;

typedef struct Body {
    Row row;
    const char *name;
    int kind; /* BodyKind */
    RowId municipality;
    const char *note;
} Body;

typedef struct Group {
    Row row;
    const char *name, *short_name;
    int kind;   /* GroupKind */
    RowId host; /* the municipality where the service is to be placed */
    HonestDate from, to;
    const char *note;
} Group;

typedef struct Role {
    Row row;
    const char *name;
    const char *code;    /* what views show beside a person: "L", "TV", "VO" */
    const char *written; /* between parentheses in the document: "leder" */
    bool union_role;     /* reveals union membership: never shown on an unattended wall */
} Role;

typedef struct RequiredRole {
    Row row;
    RowId role;
    int group_kind; /* GroupKind */
    RowId point;    /* the decision point that asks for it */
} RequiredRole;

typedef struct Person {
    Row row;
    const char *name;
    RowId municipality;
    const char *title, *email, *note;
} Person;

typedef struct Seat {
    Row row;
    RowId group, municipality, role, person; /* person 0: vacant; role 0: ordinary member */
    HonestDate from, to;
} Seat;

typedef struct Answer {
    Row row;
    RowId task, municipality;
    int value; /* AnswerValue: blank, yes and no are three things, and "0" is a reference */
    const char *reference;
} Answer;

typedef struct Decision {
    Row row;
    RowId body;
    const char *kind, *reference, *name; /* "k-sak", "061/20" as written */
    HonestDate date;
    const char *note;
} Decision;

typedef struct Point {
    Row row;
    RowId decision;
    const char *number, *text;
    int change;    /* PointChange */
    RowId same_as; /* the point it repeats or amends */
} Point;

typedef struct Obligation {
    Row row;
    const char *name;
    RowId bearer, receiver; /* bodies */
    int channel;            /* Channel */
    int recurrence;         /* Recurrence */
    HonestDate until;
    RowId point;
    int status; /* Status */
    const char *note;
} Obligation;

typedef struct Instance {
    Row row;
    RowId obligation, meeting;
    HonestDate due, done;
    const char *evidence;
} Instance;

typedef struct Premise {
    Row row;
    const char *name, *text;
    RowId body, point;
    int status; /* Status */
} Premise;

typedef struct Meeting {
    Row row;
    const char *name;
    RowId body;
    HonestDate date;
    const char *place, *note;
} Meeting;

typedef struct Funding {
    Row row;
    const char *name, *grantor, *kind;
    RowId applicant;
    const char *state; /* "innvilget" */
    int64_t amount;    /* hundredths of the currency, or NUMBER_NONE */
    const char *amount_written;
    HonestDate report_due;
    const char *note;
} Funding;

typedef struct Effort {
    Row row;
    HonestDate date;
    RowId municipality, group, task, person;
    int64_t hours; /* hundredths of an hour */
    int64_t rate;  /* hundredths of the currency an hour, or NUMBER_NONE */
    const char *note;
} Effort;

typedef struct Swot {
    Row row;
    RowId group; /* 0: all groups */
    int quadrant;
    const char *text;
    int64_t weight; /* 1 … 5, NUMBER_NONE: not weighed */
    RowId municipality, task, risk, benefit;
    const char *note;
} Swot;

typedef struct Dimension {
    Row row;
    const char *name, *unit;
} Dimension;

typedef struct Mapping {
    Row row;
    RowId group, dimension, municipality; /* municipality 0: the comparison of the whole row */
    int64_t number;                       /* hundredths, or NUMBER_NONE */
    const char *text, *comparison;
} Mapping;

typedef struct Risk {
    Row row;
    const char *name;
    RowId group, task, owner;
    int64_t probability, consequence; /* 1 … 5 */
    const char *action;
    int status; /* Status */
    const char *note;
} Risk;

typedef struct Benefit {
    Row row;
    const char *name;
    RowId group, task, owner;
    int kind; /* avoided cost, saved time, quality */
    const char *indicator, *zero, *target, *actual;
    const char *note;
} Benefit;

typedef struct Communication {
    Row row;
    const char *audience, *message, *channel;
    RowId owner, task;
    HonestDate due, done;
    const char *note;
} Communication;

typedef struct Template {
    Row row;
    const char *name, *note;
} Template;

typedef struct Item {
    Row row;
    RowId template_id;
    const char *name;
} Item;

typedef struct Note {
    Row row;
    const char *name;
    RowId task, group;
    HonestDate date;
    const char *text;
} Note;

typedef struct Document {
    Row row;
    const char *name, *kind, *reference, *place;
    HonestDate date;
    const char *note;
} Document;

/* A traffic light: how one side of the work stands.  Shown with letter and word, never by colour alone. */
typedef enum LightValue {
    LIGHT_NOT_ASSESSED,
    LIGHT_GREEN,
    LIGHT_YELLOW,
    LIGHT_RED,
    LIGHT_VALUE_COUNT
} LightValue;

typedef enum LightAspect {
    LIGHT_OVERALL,
    LIGHT_TIME,
    LIGHT_ECONOMY,
    LIGHT_QUALITY,
    LIGHT_RISK,
    LIGHT_ASPECT_COUNT
} LightAspect;

typedef struct Light {
    Row row;
    RowId task; /* a phase, or 0: the whole plan */
    int aspect; /* LightAspect */
    int value;  /* LightValue */
    HonestDate date;
    const char *note;
} Light;

/* A finding that somebody has accepted: it is shown as known, with the note, and no longer counts. */
typedef struct Known {
    Row row;
    const char *rule;  /* the rule's machine name */
    const char *place; /* "group/123": the kind's name and the row's id */
    HonestDate date;
    const char *note;
} Known;

/* ---------------------------------------------------------------------------------------------
 * The plan
 */
typedef struct RowTable {
    void *rows; /* structs of the entity's size, back to back */
    uint32_t count;
    uint32_t index_capacity; /* hash of ids, see plan.c */
    uint32_t *index;
    RowId *ids; /* of the rows, side by side: rows are wide, and a look-up reads none of them */
} RowTable;

typedef struct Plan {
    Arena *arena;
    const PlanInfo *info; /* never NULL after plan_finish */
    RowTable tables[ENTITY_COUNT];
    bool redacted;
    int64_t change_count; /* changes in the journal when loaded: names the generation */
    const struct Conflict *conflicts; /* undecided ones; none in a plan as it was */
    uint32_t conflict_count;
} Plan;

/* Life cycle, for the store and tests: new, then for each entity plan_reserve and fill, then finish. */
Plan *plan_new(Arena *arena);
void *plan_reserve(Plan *plan, EntityKind entity, uint32_t count); /* zeroed rows, texts "" */
/* or instead: copies of all rows of a finished plan, in their order, sharing nothing */
void plan_take(Plan *plan, const Plan *from, EntityKind entity);
void plan_finish(Plan *plan);

/* Rows by place and by id.  `plan_row` is O(1); NULL when absent. */
uint32_t plan_count(const Plan *plan, EntityKind entity);
const Row *plan_at(const Plan *plan, EntityKind entity, uint32_t index);
const Row *plan_row(const Plan *plan, EntityKind entity, RowId id);
/* UINT32_MAX when absent */
uint32_t plan_index_of(const Plan *plan, EntityKind entity, RowId id);

/* Typed rows: `const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);` and plan_count for how many;
 * `const Group *group = PLAN_ROW_OF(plan, Group, ENTITY_GROUP, seat->group);` */
#define PLAN_ROWS(plan, Type, entity) ((const Type *)(plan)->tables[entity].rows)
#define PLAN_ROW_OF(plan, Type, entity, id)                                                    \
    ((const Type *)(const void *)plan_row((plan), (entity), (id)))

/* The name that people know a row by ("Gunvor Lie", "2.3 Kartlegge …", "Arkiv · Grue · VO"), never
 * empty: rows without words get their kind and id.  In the arena or the plan. */
const char *plan_title(const Plan *plan, EntityKind entity, RowId id, Arena *arena);
/* Who answers for a task, as words: owner, else body, else group, else "". */
const char *plan_owner_words(const Plan *plan, const Task *task);

/* A row named by a person: outline number (tasks), id, or name: exact, then folded, then unique
 * beginning.  Quotes around a name are allowed.  0 with a sentence in err when none or several fit. */
RowId plan_find(const Plan *plan, EntityKind entity, const char *words, Err *err);
/* "task/2.3" → entity and id. */
bool plan_find_place(const Plan *plan, const char *words, EntityKind *entity, RowId *id,
                     Err *err);

/* Ranks: texts that sort by memcmp; there is always room between two.  NULL or "" means the very
 * beginning or end. */
char *rank_between(Arena *arena, const char *before, const char *after);
/* `count` ranks in growing order for a fresh list. */
char *rank_at(Arena *arena, uint32_t position, uint32_t count);

bool status_is_closed(int status); /* delivered, done, in operation, dropped */

/* ---------------------------------------------------------------------------------------------
 * What the store knows beside the rows: plain structs that views show
 */
typedef struct HistoryItem {
    int64_t change; /* id of the change */
    int64_t time;   /* seconds since 1970, UTC */
    const char *author, *host, *label;
    const char *kind; /* "edit" "undo" "redo" "resolve" "base" "import" */
    int64_t undoes;   /* the change that it undoes or redoes, 0 */
    bool undone;      /* a later change took it back */
    uint32_t operation_count;
    uint32_t row_count;   /* rows that the change touched, without those that only lost a
                             reference to a row that it deleted */
    uint32_t field_count; /* of the row below, beside its place in lists */
    const char *words; /* the change as a sentence, from who shows it; NULL: the label does */
    /* The operation that says most, or the one asked for when the history is of a row or field: */
    EntityKind entity;
    RowId row;
    int field; /* index in the entity's fields; -1: the row itself (added, deleted) */
    const char *before, *after; /* as people read it; NULL: nothing, and of the row: deleted */
    const char *title;          /* what a row that is gone was called; NULL: it is there */
} HistoryItem;

/* Rows that the change touched beside the one it is told by; else fields of that row beside the one. */
uint32_t history_item_more(const HistoryItem *item);

typedef struct History {
    const HistoryItem *items; /* newest first */
    uint32_t count;
    bool more; /* older ones exist */
} History;

typedef struct ConflictValue {
    int64_t change, time; /* change 0: nothing was ever set */
    const char *author, *host;
    const char *value; /* as people read it; "" when empty */
    Day first, last;   /* of a date that has days; else DAY_NONE */
    bool in_force;
    bool ours; /* it stood in this file before the others arrived */
} ConflictValue;

/* Two copies of one person's work have the same author; host and time tell them apart. */
typedef struct Conflict {
    EntityKind entity;
    RowId row;
    int field;                   /* -1: deleted here, edited there */
    const ConflictValue *values; /* the one in force first, then the latest */
    uint32_t count;
    ConflictValue base; /* what all of them replaced */
} Conflict;

/* Another session on the same plan. */
typedef struct Presence {
    const char *author, *host; /* cleaned; either may be "" */
    int64_t pid, since;
    EntityKind entity; /* the row being edited; ENTITY_NONE: it only looks */
    RowId row;
} Presence;

/* NULL: nothing of this row is undecided. */
const Conflict *plan_conflict_of(const Plan *plan, EntityKind entity, RowId id);

#endif
