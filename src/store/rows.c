/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Loading: whole kinds, one SELECT each, into a fresh plan.  After a change of one's own only the kinds
 * that it wrote to are read, and of those only the columns, and the others copied from the plan before.
 *
 * plan_finish puts the rows in order; sorting them in SQL as well would cost more than reading them.
 */
#include <string.h>

#include "store_private.h"

#define COLUMNS_ALL UINT64_MAX

void rows_forget(Store *store)
{
    for (int kind = 0; kind < ENTITY_COUNT; kind++) {
        store->loaded.unlike[kind] = COLUMNS_ALL;
    }
    undecided_forget(store);
}

/* Hundreds of columns are named at each start, where formatting would cost as much as parsing. */
static void append_name(Text *sql, const char *before, const char *name)
{
    text_append(sql, before);
    text_append(sql, "\"");
    text_append(sql, name);
    text_append(sql, "\"");
}

/* The number of rows of each kind, with one statement. */
static bool count_rows(Store *store, int64_t counts[ENTITY_COUNT], Err *err)
{
    Text sql = {0};
    text_append(&sql, "SELECT 0");
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        if (store->has_column[kind] != NULL) {
            append_name(&sql, ", (SELECT count(*) FROM ",
                        schema_entity((EntityKind)kind)->name);
            text_append(&sql, ")");
        }
    }
    sqlite3_stmt *read = db_prepare(store, text_string(&sql), err);
    text_free(&sql);
    if (read == NULL) {
        return false;
    }
    bool found = db_row(read);
    for (int kind = 0, column = 1; kind < ENTITY_COUNT; kind++) {
        bool asked = kind > 0 && store->has_column[kind] != NULL;
        counts[kind] = found && asked ? sqlite3_column_int64(read, column++) : 0;
    }
    bool good = db_done(store, read, err);
    sqlite3_finalize(read);
    return good;
}

/* Names are the titles among the personal values: of people, and of what has no other title. */
static bool is_left_out(const Store *store, bool redacted, const Field *field)
{
    bool name = (field->flags & FIELD_TITLE) != 0;
    return redacted && (field->flags & FIELD_PERSONAL) != 0 &&
           !(name && (store->flags & STORE_NAMES) != 0);
}

/* What a load reads of a kind, in this order. */
typedef struct Column {
    const Field *field;
    uint64_t bit; /* by index of the field */
    bool is_personal;
} Column;

typedef struct Columns {
    Column *items;
    int count;
    uint64_t set;
} Columns;

/* The rows of a kind while they are read. */
typedef struct RowReader {
    Store *store;
    Plan *plan;
    const Entity *entity;
    Columns columns;
    bool is_taken; /* the rows are there already, and only these columns of them are read */
    char *rows;
    uint32_t count, expected;
    bool failed; /* *err is set */
    Err *err;
} RowReader;

/* All of the file's; or only those of `filled`. */
static Columns list_columns(const Store *store, const Entity *entity, bool redacted,
                            uint64_t filled)
{
    Columns columns = {.items =
                           ARENA_ARRAY(store->scratch, Column, (size_t)entity->field_count)};
    for (int i = 1; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        uint64_t bit = UINT64_C(1) << i;
        if ((filled & bit) != 0 && field_is_stored(field) &&
            store->has_column[entity->kind][i] && !is_left_out(store, redacted, field)) {
            columns.items[columns.count++] =
                (Column){field, bit, field_is_personal_text(field)};
            columns.set |= bit;
        }
    }
    return columns;
}

/* The number of rows, the id, and a column for each field; -1 when nobody has counted the rows. */
static void print_select(const Entity *entity, const Columns *columns, int64_t number,
                         Text *sql)
{
    text_append(sql, "SELECT take_row(");
    if (number < 0) {
        append_name(sql, "(SELECT count(*) FROM ", entity->name);
        text_append(sql, ")");
    } else {
        text_printf(sql, "%lld", (long long)number);
    }
    text_append(sql, ", id");
    for (int i = 0; i < columns->count; i++) {
        append_name(sql, ", ", columns->items[i].field->name);
    }
    append_name(sql, ") FROM ", entity->name);
}

/* field_load copies what it keeps of a text, so SQLite's own bytes will do. */
static void load_stored(sqlite3_value *stored, int type, const Field *field, void *row,
                        Arena *arena)
{
    if (type == SQLITE_INTEGER) {
        Value value = VALUE_OF_INTEGER(sqlite3_value_int64(stored));
        field_load(field, &value, row, arena);
    } else if (type == SQLITE_TEXT) {
        const char *text = (const char *)sqlite3_value_text(stored);
        size_t length = (size_t)sqlite3_value_bytes(stored);
        Value value = VALUE_OF_TEXT(text == NULL ? "" : text_read(arena, text, length));
        field_load(field, &value, row, arena);
    }
}

static sqlite3_stmt *prepare_select(Store *store, const Entity *entity, const Columns *columns,
                                    int64_t number, Err *err)
{
    Text sql = {0};
    print_select(entity, columns, number, &sql);
    sqlite3_stmt *read = db_prepare(store, text_string(&sql), err);
    text_free(&sql);
    return read;
}

/* The row holds the number of the text.  Nobody comes here for a field that is left out. */
static bool load_personal(Store *store, int64_t number, const Field *field, void *row,
                          Arena *arena, Err *err)
{
    sqlite3_stmt *find = db_statement(store, STATEMENT_PERSONAL_READ, err);
    if (find == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(find, 1, number);
    if (db_row(find)) {
        sqlite3_value *stored = sqlite3_column_value(find, 0);
        load_stored(stored, sqlite3_value_type(stored), field, row, arena);
    }
    return db_done(store, find, err);
}

/* The columns of a row after its number and its id; what has a value is noted. */
static bool load_fields(const RowReader *reader, sqlite3_value **stored, void *row)
{
    uint64_t *filled = &reader->store->filled[reader->entity->kind];
    const Value empty = VALUE_IS_NULL;
    Arena *arena = reader->plan->arena;
    for (int i = 0; i < reader->columns.count; i++) {
        const Column *column = &reader->columns.items[i];
        int type = sqlite3_value_type(stored[i]);
        if (reader->is_taken && (type == SQLITE_NULL || column->is_personal)) {
            field_load(column->field, &empty, row, arena);
        }
        if (type == SQLITE_NULL) {
            continue;
        }
        *filled |= column->bit;
        if (!column->is_personal) {
            load_stored(stored[i], type, column->field, row, arena);
        } else if (type == SQLITE_INTEGER &&
                   !load_personal(reader->store, sqlite3_value_int64(stored[i]), column->field,
                                  row, arena, reader->err)) {
            return false;
        }
    }
    return true;
}

/* The next of a kind that is read whole: blank but for its id.  NULL: there should be no more. */
static void *next_row(RowReader *reader, int64_t number, RowId id)
{
    if (reader->rows == NULL) {
        reader->expected = (uint32_t)number;
        reader->rows = plan_reserve(reader->plan, reader->entity->kind, reader->expected);
    }
    if (reader->count >= reader->expected) {
        return NULL;
    }
    char *row = reader->rows + (size_t)reader->count * reader->entity->size;
    memcpy(row + offsetof(Row, id), &id, sizeof(id));
    reader->count++;
    return row;
}

static void *taken_row(RowReader *reader, RowId id)
{
    EntityKind kind = reader->entity->kind;
    uint32_t index = plan_index_of(reader->plan, kind, id);
    if (index >= reader->plan->tables[kind].count) {
        BUG("%s %lld came unseen", reader->entity->name, (long long)id);
    }
    return (char *)reader->plan->tables[kind].rows + (size_t)index * reader->entity->size;
}

/* SQLite hands over a row at a time, all its columns at once: asking for each costs as much as reading. */
static void take_row(sqlite3_context *context, int count, sqlite3_value **stored)
{
    const Store *store = sqlite3_user_data(context);
    RowReader *reader = store->row_reader;
    if (reader == NULL || count != reader->columns.count + 2) {
        BUG("a row of %d columns that nobody reads", count);
    }
    if (!reader->failed) {
        RowId id = sqlite3_value_int64(stored[1]);
        void *row = reader->is_taken ? taken_row(reader, id)
                                     : next_row(reader, sqlite3_value_int64(stored[0]), id);
        reader->failed = row != NULL && !load_fields(reader, stored + 2, row);
    }
}

static void take_no_more(sqlite3_context *context)
{
    sqlite3_result_null(context);
}

bool rows_connect(Store *store, Err *err)
{
    int code =
        sqlite3_create_function_v2(store->db, "take_row", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                   store, NULL, take_row, take_no_more, NULL);
    return code == SQLITE_OK || db_fail(store, code, err);
}

static bool load_rows(RowReader *reader, sqlite3_stmt *read)
{
    Store *store = reader->store;
    store->row_reader = reader;
    (void)db_row(read);
    store->row_reader = NULL;
    if (!reader->is_taken) {
        reader->plan->tables[reader->entity->kind].count = reader->count;
    }
    return db_done(store, read, reader->err) && !reader->failed;
}

/* Every kind once, at the start: nothing of it is kept. */
static bool load_first(Store *store, Plan *plan, const Entity *entity, int64_t number, Err *err)
{
    RowReader reader = {.store = store, .plan = plan, .entity = entity, .err = err};
    reader.columns = list_columns(store, entity, plan->redacted, UINT64_MAX);
    sqlite3_stmt *read = prepare_select(store, entity, &reader.columns, number, err);
    bool good = read != NULL && load_rows(&reader, read);
    sqlite3_finalize(read);
    return good;
}

/* What was written to is likely to be written to again: its statement is kept. */
static bool load_kept(RowReader *reader, Err *err)
{
    Store *store = reader->store;
    EntityKind kind = reader->entity->kind;
    sqlite3_stmt **read = &store->row_readers[kind];
    uint64_t wanted = reader->columns.set | (reader->is_taken ? 0 : UNLIKE_ROWS);
    if (*read != NULL && store->row_readers_read[kind] != wanted) {
        sqlite3_finalize(*read); /* that one reads other columns */
        *read = NULL;
    }
    if (*read == NULL) {
        int64_t number = reader->is_taken ? 0 : -1;
        *read = prepare_select(store, reader->entity, &reader->columns, number, err);
        store->row_readers_read[kind] = wanted;
    }
    return *read != NULL && load_rows(reader, *read);
}

/* A kind among which rows came or went.  Columns that no row has had a value in are not asked for: of
 * most kinds that is every second one. */
static bool load_again(Store *store, Plan *plan, const Entity *entity, Err *err)
{
    RowReader reader = {.store = store, .plan = plan, .entity = entity, .err = err};
    reader.columns = list_columns(store, entity, plan->redacted, store->filled[entity->kind]);
    return store->has_column[entity->kind] == NULL || load_kept(&reader, err);
}

/* The rows of the plan before, and of all of them the columns that were written to. */
static bool load_columns(Store *store, Plan *plan, const Plan *previous, const Entity *entity,
                         uint64_t unlike, Err *err)
{
    RowReader reader = {
        .store = store, .plan = plan, .entity = entity, .is_taken = true, .err = err};
    plan_take(plan, previous, entity->kind);
    if (unlike == 0) {
        return true;
    }
    reader.columns = list_columns(store, entity, plan->redacted, unlike);
    return reader.columns.count == 0 || load_kept(&reader, err);
}

/* Whether anything of `previous` may be taken over. */
static bool may_take(const Store *store, const Plan *plan, const Plan *previous)
{
    const Generation *loaded = &store->loaded;
    bool same = previous != NULL && previous == loaded->plan &&
                previous->redacted == plan->redacted &&
                loaded->version == store->data_version && !store->rewritten;
    bool any = false;
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        any = any || loaded->unlike[kind] != COLUMNS_ALL;
    }
    return same && any;
}

static bool load_all_kinds(Store *store, Plan *plan, Err *err)
{
    int64_t counts[ENTITY_COUNT];
    bool good = count_rows(store, counts, err);
    for (int kind = 1; good && kind < ENTITY_COUNT; kind++) {
        good = counts[kind] == 0 ||
               load_first(store, plan, schema_entity((EntityKind)kind), counts[kind], err);
    }
    return good;
}

static bool load_state(Store *store, Plan *plan, const Plan *previous, Err *err)
{
    if (!may_take(store, plan, previous)) {
        return load_all_kinds(store, plan, err);
    }
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        uint64_t unlike = store->loaded.unlike[kind];
        if (!((unlike & UNLIKE_ROWS) != 0
                  ? load_again(store, plan, entity, err)
                  : load_columns(store, plan, previous, entity, unlike, err))) {
            return false;
        }
    }
    return true;
}

/* --- The plan as it was ---------------------------------------------------------------------------- */

static bool load_image_row(Store *store, Plan *plan, const DerivedRow *derived, void *row,
                           Err *err)
{
    ((Row *)row)->id = derived->id;
    for (int i = 1; i < derived->entity->field_count; i++) {
        const Field *field = &derived->entity->fields[i];
        Value value = derived->values[i];
        if (value.type == VALUE_NULL || is_left_out(store, plan->redacted, field)) {
            continue;
        }
        if (field_is_personal_text(field)) {
            const char *text = NULL;
            if (!personal_text_allowed(store, value.integer, plan->arena, &text, err)) {
                return false;
            }
            value = text == NULL ? VALUE_IS_NULL : VALUE_OF_TEXT(text_shown(plan->arena, text));
        } else if (value.type == VALUE_TEXT) {
            value.text = arena_strdup(plan->arena, text_shown(plan->arena, value.text));
        }
        field_load(field, &value, row, plan->arena);
    }
    return true;
}

static bool load_image(Store *store, Plan *plan, int64_t until, Err *err)
{
    Image image;
    uint32_t counts[ENTITY_COUNT] = {0};
    bool good = image_build(store, until, &image, err);
    for (uint32_t i = 0; good && i < image.count; i++) {
        counts[image.rows[i].entity->kind] += image_row_lives(&image.rows[i]) ? 1 : 0;
    }
    for (int kind = 1; good && kind < ENTITY_COUNT; kind++) {
        if (counts[kind] > 0) {
            (void)plan_reserve(plan, (EntityKind)kind, counts[kind]);
            counts[kind] = 0;
        }
    }
    for (uint32_t i = 0; good && i < image.count; i++) {
        const DerivedRow *derived = &image.rows[i];
        if (image_row_lives(derived)) {
            char *rows = plan->tables[derived->entity->kind].rows;
            uint32_t place = counts[derived->entity->kind]++;
            good = load_image_row(store, plan, derived,
                                  rows + (size_t)place * derived->entity->size, err);
        }
    }
    image_free(&image);
    return good;
}

bool load_in_transaction(Store *store, Plan *plan, int64_t until, const Plan *previous,
                         Err *err)
{
    bool marked = false;
    int64_t change = NO_CHANGE;
    if (!redact_is_marked(store, &marked, err)) {
        return false;
    }
    plan->redacted = marked || (store->flags & STORE_REDACTED) != 0;
    if (!db_newest(store, &plan->change_count, &change, err) ||
        !(until > 0 ? load_image(store, plan, until, err)
                    : load_state(store, plan, previous, err))) {
        return false;
    }
    /* The words of a conflict name rows, which plan_finish has put where they are looked up. */
    plan_finish(plan);
    return until > 0 || conflicts_read(store, plan, store->author.language, plan->arena,
                                       &plan->conflicts, &plan->conflict_count, err);
}

/* What is written in a change may be dropped: until it is committed and loaded, it counts as unlike. */
static void remember(Store *store, const Plan *plan)
{
    store->loaded.plan = plan;
    store->loaded.version = store->data_version;
    if (!store->change.open) {
        memset(store->loaded.unlike, 0, sizeof(store->loaded.unlike));
    }
}

static bool load(Store *store, Arena *arena, int64_t until, const Plan *previous, Plan **out,
                 Err *err)
{
    *out = NULL;
    arena_clear(store->scratch);
    if (!compact_fail_if_folded(store, until, err)) {
        return false;
    }
    Plan *plan = plan_new(arena);
    if (store->loaded.plan == plan) {
        store->loaded.plan = NULL; /* that one is gone: this is another in its place */
    }
    bool own_transaction = !store->change.open;
    if (own_transaction
            ? !db_begin_reading(store, err)
            : !(journal_fail_unless_open(store, err) && state_materialise(store, err))) {
        return false;
    }
    int64_t seq = 0;
    bool good = db_data_version(store, &store->data_version, err) &&
                load_in_transaction(store, plan, until, previous, err) &&
                (!own_transaction || db_newest(store, &seq, &store->newest, err));
    if (own_transaction) {
        db_end_reading(store);
    }
    if (good) {
        *out = plan;
    }
    if (good && until <= 0) {
        remember(store, plan);
    }
    return good;
}

bool store_load(Store *store, Arena *arena, int64_t until, Plan **out, Err *err)
{
    return load(store, arena, until, NULL, out, err);
}

bool store_load_after(Store *store, const Plan *previous, Arena *arena, Plan **out, Err *err)
{
    return load(store, arena, 0, previous, out, err);
}
