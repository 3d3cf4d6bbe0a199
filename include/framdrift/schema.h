/* SPDX-License-Identifier: MPL-2.0 */
/*
 * schema: THE table that describes a plan (floor 1)
 *
 * One list of entities, one list of fields for each, one list of kinds of value.  From them come the
 * DDL and its migration, load and save, forms, grids, CSV and JSON, `set`, `add` and `list`, help,
 * redaction and history.  To add a field: one struct member and one row.
 *
 * Numbers (`Entity.number`, `Field.number`) are written into files: never changed, never reused.
 */
#ifndef FRAMDRIFT_SCHEMA_H
#define FRAMDRIFT_SCHEMA_H

#include "framdrift/model.h"

/* The machine form of a value: what stands in an operation of the journal. */
typedef enum ValueType { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT } ValueType;

typedef struct Value {
    ValueType type;
    int64_t integer;
    const char *text;
} Value;

#define VALUE_OF_INTEGER(number) ((Value){.type = VALUE_INTEGER, .integer = (number)})
#define VALUE_OF_TEXT(string)    ((Value){.type = VALUE_TEXT, .text = (string)})
#define VALUE_IS_NULL            ((Value){.type = VALUE_NULL})
bool value_equal(const Value *one, const Value *other);

/* Kind           member           stored as   */
typedef enum ValueKind {
    KIND_ID,        /* RowId         INTEGER     the row itself */
    KIND_TEXT,      /* const char *  TEXT        */
    KIND_INTEGER,   /* int64_t       INTEGER     */
    KIND_DECIMAL,   /* int64_t       INTEGER     hundredths */
    KIND_MONEY,     /* int64_t       INTEGER     hundredths of the currency */
    KIND_PERCENT,   /* int64_t       INTEGER     0 … 100 */
    KIND_DURATION,  /* int64_t       INTEGER     minutes of working time */
    KIND_BOOLEAN,   /* bool          INTEGER     0 1 */
    KIND_CHOICE,    /* int           TEXT        the choice's name */
    KIND_DATE,      /* HonestDate    TEXT        date_encode */
    KIND_REFERENCE, /* RowId        INTEGER     */
    KIND_RANK,      /* const char *  TEXT        */
    KIND_COUNT
} ValueKind;

typedef enum FieldFlag {
    FIELD_TITLE = 1 << 0,    /* part of the row's name */
    FIELD_REQUIRED = 1 << 1, /* a row without it is refused by `add` */
    FIELD_PERSONAL = 1 << 2, /* kept in the side table, left out when redacted */
    FIELD_LONG = 1 << 3,     /* several lines; edited in the editor; wrapped */
    FIELD_COMPUTED = 1 << 4, /* read only, never stored */
    FIELD_LIST = 1 << 5,     /* a column of a list by default */
    FIELD_HIDDEN = 1 << 6,   /* not in forms and grids: id, rank */
    FIELD_OWNS = 1 << 7      /* the row's parent: deleting that one takes this row along */
} FieldFlag;

typedef struct Choice {
    const char *name;  /* for machines, and stored */
    const char *label; /* N_() */
} Choice;

typedef struct Field {
    int number;       /* stable; 0 id, 1 rank and 2 origin are common to all entities */
    const char *name; /* machine name */
    ValueKind kind;
    unsigned flags;
    const char *label, *help; /* N_(); help is one sentence for the form */
    size_t offset;            /* of the member in the entity's struct */
    EntityKind reference;     /* KIND_REFERENCE */
    const Choice *choices;    /* KIND_CHOICE */
    int choice_count;
    const char *initial;      /* parsed text of the default; NULL: empty */
    int64_t minimum, maximum; /* numbers; both 0: no limits */
    int width;                /* columns in a grid */
} Field;

typedef struct Entity {
    EntityKind kind;
    int number;       /* stable; also the table's number in operations */
    const char *name; /* "task": also the name of the state table */
    const char *plural, *label, *plural_label; /* machine plural; N_() words */
    const char *help;                          /* N_(): one sentence: what such a row is */
    size_t size;                               /* sizeof the struct */
    const Field *fields; /* 0 id, 1 rank, 2 origin, then its own, in display order */
    int field_count;
} Entity;

const Entity *schema_entity(EntityKind kind);          /* BUG() outside 1 … ENTITY_COUNT-1 */
const Entity *schema_entity_by_name(const char *name); /* name or plural; NULL */
const Entity *schema_entity_by_number(int number);     /* NULL: from a newer version */
const Field *schema_field_by_name(const Entity *entity, const char *name); /* NULL */
const Field *schema_field_by_number(const Entity *entity, int number);     /* NULL */
int schema_field_index(const Entity *entity, const Field *field);
/* "Unknown field “ownr” of task; did you mean “owner”?"  Always false. */
bool schema_fail_unknown_field(const Entity *entity, const char *name, Err *err);
/* Walks the whole table and says the first thing that does not hold. */
bool schema_self_check(Err *err);
/* The version written to user_version: grows when a release adds tables or columns. */
#define SCHEMA_VERSION 1

/* ---------------------------------------------------------------------------------------------
 * Kinds of value: one row of operations each (kinds.c)
 */
typedef struct ParseContext {
    const Plan *plan; /* for references; may be NULL when the field is none */
    DateContext date;
} ParseContext;

/* Text typed by a person or given to `set` → the machine form.  Checks limits and choices (by name
 * or translated label, folded, unique beginning).  "" gives VALUE_NULL. */
bool field_parse(const Field *field, const ParseContext *context, const char *text,
                 Arena *arena, Value *out, Err *err);
/* Machine form → what people read.  References become titles, choices their translated labels. */
void field_print(const Field *field, const Plan *plan, Language language, const Value *value,
                 Text *out);
/* Machine form → what `set` and `add` read back, exactly: references as ids, choices by name, dates
 * ISO or as written, numbers with a decimal comma. */
void field_print_machine(const Field *field, const Value *value, Text *out);
/* JSON value; references as the id (a string would lose nothing, a number may: ids are printed as
 * strings), dates as {from,to,precision,as_written,inferred}. */
void field_print_json(const Field *field, const Value *value, Text *out);
/* Struct member ↔ machine form. */
void field_load(const Field *field, const Value *value, void *row, Arena *arena);
/* Rows copied byte by byte from another plan: their texts become the arena's own. */
void entity_own(const Entity *entity, void *rows, uint32_t count, Arena *arena);
/* Whether plan_finish makes something of this member: into rows that were taken none such is loaded. */
bool plan_places_by(EntityKind entity, const Field *field);
Value field_value(const Field *field, const void *row, Arena *arena);
/* What field_print gives for a row's member. */
const char *field_words(const Field *field, const Plan *plan, Language language,
                        const void *row, Arena *arena);
/* Order of two rows by this field: for sorted lists.  Empty values last. */
int field_compare(const Field *field, const Plan *plan, Language language, const void *one,
                  const void *other);
const char *field_storage_type(const Field *field); /* "INTEGER" or "TEXT", for the DDL */

/* ---------------------------------------------------------------------------------------------
 * Rules across fields and rows (check.c)
 */
/* Whether `value` may be written to that field of that row (id 0: a row to be): references exist,
 * a task never becomes its own ancestor, no more than 3 levels, a person never holds one seat twice. */
bool check_value(const Plan *plan, const Entity *entity, RowId id, const Field *field,
                 const Value *value, Err *err);

/* The rows that go when this one is deleted: itself last, all that it owns before (FIELD_OWNS). */
typedef struct RowPlace {
    EntityKind entity;
    RowId id;
} RowPlace;

size_t check_delete(const Plan *plan, EntityKind entity, RowId id, Arena *arena,
                    const RowPlace **out);
/* A sentence when the text holds what looks like a national identity number, else NULL. */
const char *check_identity_number(const char *text);

/* ---------------------------------------------------------------------------------------------
 * What differs between two generations (diff.c): rows added, deleted, and fields changed, in the order
 * of the schema.  Ranks and computed fields are left out.  Words are those that people read.
 */
typedef enum DiffKind { DIFF_ADDED, DIFF_DELETED, DIFF_CHANGED } DiffKind;

typedef struct DiffItem {
    DiffKind kind;
    EntityKind entity;
    RowId row;
    int field;                  /* index in the entity's fields; -1 for added and deleted */
    const char *title;          /* of the row */
    const char *before, *after; /* "" when empty */
} DiffItem;

typedef struct Diff {
    const DiffItem *items;
    uint32_t count;
    uint32_t added, deleted, changed; /* rows */
} Diff;

void plan_diff(const Plan *before, const Plan *after, Language language, Arena *arena,
               Diff *out);

#endif
