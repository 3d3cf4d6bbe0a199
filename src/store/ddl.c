/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The tables: written from the schema, compared with what a file holds, and added to.
 *
 * A file may hold the fixed tables letter for letter, state tables of the plainest kind (an id and
 * columns of INTEGER or TEXT, STRICT), and nothing else: no trigger, view, check or default can hide
 * in a plan that somebody mailed.
 */
#include <stdio.h>
#include <string.h>

#include "store_private.h"

typedef struct FixedPart {
    const char *type, *name, *sql;
} FixedPart;

static const FixedPart fixed_parts[] = {
    {"table", "meta",
     "CREATE TABLE meta(\n"
     "    k TEXT PRIMARY KEY,\n"
     "    v ANY\n"
     ") STRICT"},
    {"table", "change",
     "CREATE TABLE change(\n"
     "    seq INTEGER PRIMARY KEY,\n"
     "    cid INTEGER NOT NULL UNIQUE,\n"
     "    ts INTEGER NOT NULL,\n"
     "    author TEXT NOT NULL,\n"
     "    host TEXT NOT NULL,\n"
     "    label TEXT NOT NULL,\n"
     "    kind TEXT NOT NULL,\n"
     "    ref INTEGER NOT NULL,\n"
     "    nop INTEGER NOT NULL,\n"
     "    sum INTEGER NOT NULL,\n"
     "    arch INTEGER NOT NULL\n"
     ") STRICT"},
    {"index", "change_ref", "CREATE INDEX change_ref ON change(ref) WHERE ref<>0"},
    {"table", "op",
     "CREATE TABLE op(\n"
     "    tbl INTEGER NOT NULL,\n"
     "    row INTEGER NOT NULL,\n"
     "    col INTEGER NOT NULL,\n"
     "    cid INTEGER NOT NULL,\n"
     "    prev INTEGER NOT NULL,\n"
     "    val ANY,\n"
     "    PRIMARY KEY(tbl, row, col, cid, prev)\n"
     ") STRICT, WITHOUT ROWID"},
    {"index", "op_cid", "CREATE INDEX op_cid ON op(cid)"},
    {"table", "personal",
     "CREATE TABLE personal(\n"
     "    vid INTEGER PRIMARY KEY,\n"
     "    value TEXT,\n"
     "    erased INTEGER NOT NULL\n"
     ") STRICT"},
};

bool field_is_stored(const Field *field)
{
    return field->kind != KIND_ID && (field->flags & FIELD_COMPUTED) == 0;
}

static bool field_is_text(const Field *field)
{
    return strcmp(field_storage_type(field), "TEXT") == 0;
}

bool field_is_personal_text(const Field *field)
{
    return (field->flags & FIELD_PERSONAL) != 0 && field_is_text(field);
}

bool field_is_integer(const Field *field)
{
    return !field_is_text(field) || field_is_personal_text(field);
}

static const char *column_type(const Field *field)
{
    return field_is_integer(field) ? "INTEGER" : "TEXT";
}

static void print_table(const Entity *entity, Text *out)
{
    text_printf(out, "CREATE TABLE \"%s\"(\n    \"id\" INTEGER PRIMARY KEY", entity->name);
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        if (field_is_stored(field)) {
            text_printf(out, ",\n    \"%s\" %s", field->name, column_type(field));
        }
    }
    text_append(out, "\n) STRICT");
}

void store_print_ddl(Text *out)
{
    for (size_t i = 0; i < COUNT_OF(fixed_parts); i++) {
        text_printf(out, "%s;\n", fixed_parts[i].sql);
    }
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        print_table(schema_entity((EntityKind)kind), out);
        text_append(out, ";\n");
    }
}

bool ddl_create(Store *store, Err *err)
{
    Text sql = {0};
    text_printf(&sql, "PRAGMA application_id=%d;\nPRAGMA user_version=%d;\n",
                STORE_APPLICATION_ID, SCHEMA_VERSION);
    store_print_ddl(&sql);
    bool good = db_run(store, text_string(&sql), err);
    text_free(&sql);
    return good;
}

/* As this program would have made it: it is filled anew from the operations. */
static void renew_table(const Store *store, const Entity *entity, Text *sql)
{
    const bool *has = store->has_column[entity->kind];
    bool complete = has != NULL;
    for (int i = 0; complete && i < entity->field_count; i++) {
        complete = has[i] || !field_is_stored(&entity->fields[i]);
    }
    if (complete) {
        return;
    }
    text_printf(sql, "DROP TABLE IF EXISTS \"%s\";\n", entity->name);
    print_table(entity, sql);
    text_append(sql, ";\n");
}

/* A table that lacks a column, or has one of another type, is made anew.  The state is rebuilt, since
 * operations of the new columns may have been carried along from copies of a newer version. */
bool ddl_migrate(Store *store, Err *err)
{
    Text sql = {0};
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        renew_table(store, schema_entity((EntityKind)kind), &sql);
    }
    text_printf(&sql, "PRAGMA user_version=%d;\n", SCHEMA_VERSION);
    bool good = db_run(store, text_string(&sql), err);
    text_free(&sql);
    db_forget_statements(store);
    return good && ddl_check(store, err) && state_rebuild(store, err);
}

/* --- Reading the tables of a file ------------------------------------------------------------- */

static void skip_space(const char **at)
{
    while (**at == ' ' || **at == '\n') {
        (*at)++;
    }
}

static bool skip_words(const char **at, const char *words)
{
    skip_space(at);
    size_t length = strlen(words);
    if (strncmp(*at, words, length) != 0) {
        return false;
    }
    *at += length;
    return true;
}

/* "name" of lower case letters, digits and underscores. */
static bool skip_name(const char **at, const char **name, size_t *length)
{
    skip_space(at);
    if (**at != '"') {
        return false;
    }
    *name = *at + 1;
    *length = strspn(*name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    *at = *name + *length;
    if (*length == 0 || **at != '"') {
        return false;
    }
    (*at)++;
    return true;
}

static void note_column(Store *store, const Entity *entity, const char *name, size_t length,
                        bool integer)
{
    for (int i = 0; entity != NULL && i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        if (strlen(field->name) == length && memcmp(field->name, name, length) == 0) {
            store->has_column[entity->kind][i] =
                field_is_stored(field) && field_is_integer(field) == integer;
        }
    }
}

/* Reads one state table and notes the columns that the schema knows. */
static bool read_state_table(Store *store, const char *table, const char *sql)
{
    const char *at = sql;
    const char *name = NULL;
    size_t length = 0;
    if (!skip_words(&at, "CREATE TABLE") || !skip_name(&at, &name, &length) ||
        strlen(table) != length || memcmp(name, table, length) != 0 || !skip_words(&at, "(") ||
        !skip_words(&at, "\"id\" INTEGER PRIMARY KEY")) {
        return false;
    }
    const Entity *entity = schema_entity_by_name(table);
    if (entity != NULL && strcmp(entity->name, table) != 0) {
        return false;
    }
    if (entity != NULL) {
        store->has_column[entity->kind] =
            ARENA_ARRAY(store->lifetime, bool, (size_t)entity->field_count);
        store->has_column[entity->kind][0] = true;
    }
    while (skip_words(&at, ",")) {
        bool integer = false;
        if (!skip_name(&at, &name, &length)) {
            return false;
        }
        integer = skip_words(&at, "INTEGER");
        if (!integer && !skip_words(&at, "TEXT")) {
            return false;
        }
        note_column(store, entity, name, length, integer);
    }
    return skip_words(&at, ")") && skip_words(&at, "STRICT") && *at == '\0';
}

static const FixedPart *fixed_part(const char *name, size_t *place)
{
    for (size_t i = 0; i < COUNT_OF(fixed_parts); i++) {
        if (strcmp(fixed_parts[i].name, name) == 0) {
            *place = i;
            return &fixed_parts[i];
        }
    }
    return NULL;
}

static bool part_is_fine(Store *store, const char *type, const char *name, const char *sql,
                         unsigned *seen)
{
    size_t place = 0;
    const FixedPart *part = fixed_part(name, &place);
    if (part != NULL) {
        *seen |= 1U << place;
        return strcmp(part->type, type) == 0 && strcmp(part->sql, sql) == 0;
    }
    if (strcmp(type, "index") == 0) {
        return sql[0] == '\0'; /* what UNIQUE and PRIMARY KEY bring along */
    }
    if (strcmp(type, "table") != 0) {
        return false;
    }
    return strncmp(name, "sqlite_stat", 11) == 0 || read_state_table(store, name, sql);
}

static bool check_completeness(Store *store, unsigned seen, Err *err)
{
    if (seen != (1U << COUNT_OF(fixed_parts)) - 1) {
        return fail(err, ERR_NOT_A_PLAN, _("%s is not a plan: it lacks the tables of one."),
                    store->name);
    }
    store->incomplete = false;
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        const bool *has = store->has_column[kind];
        for (int i = 0; i < entity->field_count; i++) {
            if (has == NULL || (field_is_stored(&entity->fields[i]) && !has[i])) {
                store->incomplete = true;
            }
        }
    }
    return true;
}

bool ddl_check(Store *store, Err *err)
{
    sqlite3_stmt *parts =
        db_prepare(store, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema", err);
    if (parts == NULL) {
        return false;
    }
    memset(store->has_column, 0, sizeof(store->has_column));
    unsigned seen = 0;
    bool fine = true;
    char stranger[80] = "";
    while (fine && db_row(parts)) {
        const char *type = db_text(parts, 0, store->scratch);
        const char *name = db_text(parts, 1, store->scratch);
        fine = part_is_fine(store, type, name, db_text(parts, 2, store->scratch), &seen);
        if (!fine) {
            const char *clean = text_clip(store->scratch, name, 40, true);
            (void)snprintf(stranger, sizeof(stranger), "%s", clean);
        }
    }
    bool read = db_done(store, parts, err);
    sqlite3_finalize(parts);
    if (!fine) {
        return fail(
            err, ERR_NOT_A_PLAN,
            _("%s is not a plan, or somebody has altered it: “%s” does not belong in one."),
            store->name, stranger);
    }
    return read && check_completeness(store, seen, err);
}
