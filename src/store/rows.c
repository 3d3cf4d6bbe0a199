/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Loading: whole kinds, one SELECT each, into a fresh plan.  After a change of one's own only the kinds
 * that it wrote to are read, and the others copied from the plan before.
 *
 * plan_finish puts the rows in order; sorting them in SQL as well would cost more than reading them.
 */
#include <string.h>

#include "store_private.h"

_Static_assert(ENTITY_COUNT <= 64, "a set of kinds is one number");
#define KINDS_ALL UINT64_MAX

static bool has_kind(uint64_t kinds, int kind)
{
    return (kinds >> kind & 1) != 0;
}

void rows_forget(Store *store)
{
    store->loaded.unlike = KINDS_ALL;
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

/* The fields that a load reads, in the order of the columns; or only those of `filled`. */
static int list_fields(const Store *store, const Entity *entity, bool redacted, uint64_t filled,
                       const Field **fields)
{
    int count = 0;
    for (int i = 1; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        if ((filled >> i & 1) != 0 && field_is_stored(field) &&
            store->has_column[entity->kind][i] && !is_left_out(store, redacted, field)) {
            fields[count++] = field;
        }
    }
    return count;
}

/* The number of rows when nobody has asked for it before, the id, and a column for each field. */
static void print_select(const Entity *entity, const Field *const *fields, int count,
                         bool with_number, Text *sql)
{
    text_append(sql, "SELECT ");
    if (with_number) {
        append_name(sql, "(SELECT count(*) FROM ", entity->name);
        text_append(sql, ")");
    } else {
        text_append(sql, "0");
    }
    text_append(sql, ", id");
    for (int i = 0; i < count; i++) {
        append_name(sql, ", ", fields[i]->name);
    }
    append_name(sql, " FROM ", entity->name);
}

/* field_load copies what it keeps of a text, so SQLite's own bytes will do. */
static void load_stored(sqlite3_value *stored, const Field *field, void *row, Arena *arena)
{
    int type = sqlite3_value_type(stored);
    if (type == SQLITE_INTEGER) {
        Value value = VALUE_OF_INTEGER(sqlite3_value_int64(stored));
        field_load(field, &value, row, arena);
    } else if (type == SQLITE_TEXT) {
        const char *text = (const char *)sqlite3_value_text(stored);
        size_t length = (size_t)sqlite3_value_bytes(stored);
        if (text == NULL) {
            text = "";
        } else if (!utf8_is_valid(text, length)) {
            text = text_clean(arena, text, length, true);
        }
        Value value = VALUE_OF_TEXT(text_shown(arena, text));
        field_load(field, &value, row, arena);
    }
}

static sqlite3_stmt *prepare_select(Store *store, const Entity *entity,
                                    const Field *const *fields, int count, bool with_number,
                                    Err *err)
{
    Text sql = {0};
    print_select(entity, fields, count, with_number, &sql);
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
        load_stored(sqlite3_column_value(find, 0), field, row, arena);
    }
    return db_done(store, find, err);
}

/* One row after its id; what has a value is noted. */
static bool load_fields(Store *store, const Entity *entity, sqlite3_stmt *read,
                        const Field *const *fields, int count, void *row, Arena *arena,
                        Err *err)
{
    uint64_t filled = store->filled[entity->kind];
    for (int i = 0; i < count; i++) {
        sqlite3_value *stored = sqlite3_column_value(read, i + 2);
        int type = sqlite3_value_type(stored);
        if (type == SQLITE_NULL) {
            continue;
        }
        filled |= UINT64_C(1) << schema_field_index(entity, fields[i]);
        if (!field_is_personal_text(fields[i])) {
            load_stored(stored, fields[i], row, arena);
        } else if (type == SQLITE_INTEGER && !load_personal(store, sqlite3_value_int64(stored),
                                                            fields[i], row, arena, err)) {
            return false;
        }
    }
    store->filled[entity->kind] = filled;
    return true;
}

/* Rows of a kind, `expected` of them; -1 when they have not been counted. */
static bool load_rows(Store *store, Plan *plan, const Entity *entity, sqlite3_stmt *read,
                      const Field *const *fields, int field_count, int64_t expected, Err *err)
{
    char *rows = NULL;
    uint32_t count = 0;
    bool good = true;
    while (good && (expected < 0 || count < expected) && db_row(read)) {
        if (rows == NULL) {
            expected = expected < 0 ? sqlite3_column_int64(read, 0) : expected;
            rows = plan_reserve(plan, entity->kind, (uint32_t)expected);
        }
        char *row = rows + (size_t)count * entity->size;
        RowId id = sqlite3_column_int64(read, 1);
        memcpy(row + offsetof(Row, id), &id, sizeof(id));
        good = load_fields(store, entity, read, fields, field_count, row, plan->arena, err);
        count++;
    }
    plan->tables[entity->kind].count = count;
    return db_done(store, read, err) && good;
}

/* Every kind once, at the start: nothing of it is kept. */
static bool load_counted(Store *store, Plan *plan, const Entity *entity, int64_t expected,
                         Err *err)
{
    const Field **fields =
        ARENA_ARRAY(store->scratch, const Field *, (size_t)entity->field_count);
    int count = list_fields(store, entity, plan->redacted, UINT64_MAX, fields);
    sqlite3_stmt *read = prepare_select(store, entity, fields, count, false, err);
    bool good =
        read != NULL && load_rows(store, plan, entity, read, fields, count, expected, err);
    sqlite3_finalize(read);
    return good;
}

/* A kind that was written to is likely to be written to again: its statement is kept.  Columns that no
 * row has had a value in are not asked for: of most kinds that is every second one. */
static bool load_again(Store *store, Plan *plan, const Entity *entity, Err *err)
{
    const Field **fields =
        ARENA_ARRAY(store->scratch, const Field *, (size_t)entity->field_count);
    int count = list_fields(store, entity, plan->redacted, store->filled[entity->kind], fields);
    sqlite3_stmt **read = &store->row_readers[entity->kind];
    if (*read != NULL && sqlite3_column_count(*read) != count + 2) {
        sqlite3_finalize(*read); /* there are more fields now */
        *read = NULL;
    }
    if (*read == NULL) {
        *read = prepare_select(store, entity, fields, count, true, err);
    }
    return *read != NULL && load_rows(store, plan, entity, *read, fields, count, -1, err);
}

/* What of `previous` must not be taken over. */
static uint64_t kinds_to_read(const Store *store, const Plan *plan, const Plan *previous)
{
    const Generation *loaded = &store->loaded;
    bool same = previous != NULL && previous == loaded->plan &&
                previous->redacted == plan->redacted &&
                loaded->version == store->data_version && !store->rewritten;
    return same ? loaded->unlike : KINDS_ALL;
}

static bool load_all_kinds(Store *store, Plan *plan, Err *err)
{
    int64_t counts[ENTITY_COUNT];
    bool good = count_rows(store, counts, err);
    for (int kind = 1; good && kind < ENTITY_COUNT; kind++) {
        good = counts[kind] == 0 ||
               load_counted(store, plan, schema_entity((EntityKind)kind), counts[kind], err);
    }
    return good;
}

static bool load_state(Store *store, Plan *plan, const Plan *previous, Err *err)
{
    uint64_t kinds = kinds_to_read(store, plan, previous);
    if (kinds == KINDS_ALL) {
        return load_all_kinds(store, plan, err);
    }
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        if (!has_kind(kinds, kind)) {
            plan_take(plan, previous, (EntityKind)kind);
        } else if (store->has_column[kind] != NULL &&
                   !load_again(store, plan, schema_entity((EntityKind)kind), err)) {
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
            if (!personal_text(store, value.integer, plan->arena, &text, err)) {
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
    uint64_t unlike = store->change.open ? store->loaded.unlike : 0;
    store->loaded =
        (Generation){.plan = plan, .version = store->data_version, .unlike = unlike};
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
