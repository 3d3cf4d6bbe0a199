/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Plans as text.  Private.
 *
 *     # a comment
 *     today = 2020-09-03        how dates without a year are read from here on, in all files that follow
 *
 *     task kommunikasjonsplan   a row: its kind and its key, at the beginning of a line
 *         parent = fase-1       its fields, indented; a reference is the key of a row of that kind,
 *         name = Utarbeide …    before or after it in any of the files
 *         note =
 *             Lines that are indented further than the field belong to its value,
 *             and keep what they are indented beyond the first of them.
 *
 *     plan                      the plan's own row has no key
 *
 * Order is the order of the rows.  The id of a row is a hash of its kind and key.
 */
#ifndef FRAMDRIFT_IO_TEXT_PLAN_H
#define FRAMDRIFT_IO_TEXT_PLAN_H

#include "framdrift/io.h"

enum { TEXT_PLAN_FIELD_INDENT = 4, TEXT_PLAN_VALUE_INDENT = 8 };

typedef struct TextPlanField {
    const Field *field;
    const char *text;
    int line;
    Value value; /* set by text_plan_read.c */
} TextPlanField;

typedef struct TextPlanRow {
    const Entity *entity;
    const char *key; /* "" for the plan's own row */
    RowId id;
    const char *file;
    int line;
    Day today; /* DAY_NONE: the caller's */
    TextPlanField *fields;
    uint32_t field_count, field_capacity;
} TextPlanRow;

typedef struct TextPlan {
    Arena *arena;
    TextPlanRow *rows;
    uint32_t count, capacity;
    Day today;
} TextPlan;

/* Cuts one text into rows and adds them.  `file` names it in errors. */
bool text_plan_scan(TextPlan *plan, const char *file, const char *raw, size_t bytes, Err *err);
/* Resolves keys and reads every value; writes nothing. */
bool text_plan_resolve(TextPlan *plan, const DateContext *dates, Err *err);
RowId text_plan_id(const Entity *entity, const char *key);

#endif
