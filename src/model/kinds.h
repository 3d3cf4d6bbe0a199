/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One row of operations for each kind of value.  `member` is the address of the struct member;
 * values handed to print, machine and json are never VALUE_NULL.  Private to the room.
 */
#ifndef FRAMDRIFT_MODEL_KINDS_H
#define FRAMDRIFT_MODEL_KINDS_H

#include "framdrift/schema.h"

/* What an order needs beside the two values. */
typedef struct CompareContext {
    const Plan *plan;
    Language language;
} CompareContext;

typedef struct KindOperations {
    const char *storage; /* the column's type */
    ValueType type;
    bool counts; /* limits apply */
    bool (*parse)(const Field *, const ParseContext *, const char *text, Arena *, Value *,
                  Err *);
    void (*print)(const Field *, const Plan *, Language, const Value *, Text *);
    void (*machine)(const Field *, const Value *, Text *);
    void (*json)(const Field *, const Value *, Text *);
    void (*load)(const Field *, const Value *, void *member, Arena *);
    void (*own)(void *member,
                Arena *); /* copies the texts it points at; NULL: there are none */
    Value (*fetch)(const Field *, const void *member, Arena *);
    int (*compare)(const Field *, const CompareContext *, const void *one, const void *other);
} KindOperations;

extern const KindOperations kinds_id, kinds_text, kinds_integer, kinds_decimal, kinds_money,
    kinds_percent, kinds_duration, kinds_boolean, kinds_choice, kinds_date, kinds_reference,
    kinds_rank;

/* Cuts white space at both ends. */
char *kinds_trim(Arena *arena, const char *text);
/* A whole number written with digits only. */
bool kinds_parse_id(const char *text, int64_t *out);
/* The choice's index; -1 when the name is none of the field's. */
int kinds_choice_index(const Field *field, const char *name);
/* Adds an error's reason to the sentence that names the field. */
bool kinds_fail_because(const Field *field, const char *text, const Err *reason, Err *err);

#endif
