/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The state tables: what a load reads.  Always equal to a rebuild from the operations (invariant 1).
 *
 * A change materialises the rows it touched.  Whatever those cannot tell by themselves (a deleted
 * row still in use, parents in a circle) makes it rebuild the whole: only merges bring that about.
 */
#include <string.h>

#include "store_private.h"

static sqlite3_stmt *row_writer(Store *store, const Entity *entity, Err *err)
{
    if (store->row_writers[entity->kind] == NULL) {
        Text sql = {0};
        int place = 1;
        text_printf(&sql, "INSERT OR REPLACE INTO \"%s\"(\"id\"", entity->name);
        for (int i = 0; i < entity->field_count; i++) {
            if (field_is_stored(&entity->fields[i])) {
                text_printf(&sql, ",\"%s\"", entity->fields[i].name);
                place++;
            }
        }
        text_append(&sql, ") VALUES(?");
        for (int i = 1; i < place; i++) {
            text_append(&sql, ",?");
        }
        text_append(&sql, ")");
        store->row_writers[entity->kind] = db_prepare(store, text_string(&sql), err);
        text_free(&sql);
    }
    return store->row_writers[entity->kind];
}

static bool write_row(Store *store, const DerivedRow *row, Err *err)
{
    sqlite3_stmt *write = row_writer(store, row->entity, err);
    if (write == NULL) {
        return false;
    }
    int place = 1;
    (void)sqlite3_bind_int64(write, place++, row->id);
    for (int i = 0; i < row->entity->field_count; i++) {
        if (field_is_stored(&row->entity->fields[i])) {
            db_bind(write, place++, &row->values[i]);
            bool filled = row->values[i].type != VALUE_NULL;
            store->filled[row->entity->kind] |= filled ? UINT64_C(1) << i : 0;
        }
    }
    return db_step(store, write, err);
}

/* NULL: err is set */
static sqlite3_stmt *bind_row(Store *store, sqlite3_stmt **slot, const char *format,
                              const Entity *entity, RowId id, Err *err)
{
    if (*slot == NULL) {
        char *sql = sqlite3_mprintf(format, entity->name);
        *slot = db_prepare(store, sql, err);
        sqlite3_free(sql);
    }
    if (*slot != NULL) {
        (void)sqlite3_bind_int64(*slot, 1, id);
    }
    return *slot;
}

static bool remove_row(Store *store, const Entity *entity, RowId id, Err *err)
{
    sqlite3_stmt *remove = bind_row(store, &store->row_removers[entity->kind],
                                    "DELETE FROM \"%w\" WHERE id=?1", entity, id, err);
    return remove != NULL && db_step(store, remove, err);
}

bool state_has_row(Store *store, const Entity *entity, RowId id, bool *out, Err *err)
{
    sqlite3_stmt *find = bind_row(store, &store->row_finders[entity->kind],
                                  "SELECT 1 FROM \"%w\" WHERE id=?1", entity, id, err);
    *out = find != NULL && db_row(find);
    return find != NULL && db_done(store, find, err);
}

static bool materialise_row(Store *store, const RowKey *key, DerivedRow *row, Err *err)
{
    const Entity *entity = schema_entity_by_number(key->table);
    Operation *operations = NULL;
    uint32_t count = 0;
    *row = (DerivedRow){0};
    if (entity == NULL) {
        return true;
    }
    undecided_add(store, key->table, key->row);
    return row_operations(store, key->table, key->row, store->scratch, &operations, &count,
                          err) &&
           row_derive(store, entity, key->row, operations, count, store->scratch, row, err) &&
           unlike_note(store, entity, row, key->row, err) &&
           (row->alive ? write_row(store, row, err) : remove_row(store, entity, key->row, err));
}

/* Whether the row uses one that was deleted. */
static bool uses_a_deleted_row(Store *store, const DerivedRow *row, bool *out, Err *err)
{
    for (int i = 0; i < row->entity->field_count && !*out; i++) {
        const Field *field = &row->entity->fields[i];
        if (field->kind != KIND_REFERENCE || row->values[i].type != VALUE_INTEGER) {
            continue;
        }
        const Entity *target = schema_entity(field->reference);
        bool lives = false;
        if (!state_has_row(store, target, row->values[i].integer, &lives, err)) {
            return false;
        }
        if (lives) {
            continue;
        }
        sqlite3_stmt *known = db_statement(store, STATEMENT_ROW_IS_KNOWN, err);
        if (known == NULL) {
            return false;
        }
        (void)sqlite3_bind_int(known, 1, target->number);
        (void)sqlite3_bind_int64(known, 2, row->values[i].integer);
        *out = db_row(known);
        if (!db_done(store, known, err)) {
            return false;
        }
    }
    return true;
}

static bool parent_in_state(Store *store, const Entity *entity, const Field *tree, RowId id,
                            RowId *parent, Err *err)
{
    char *sql = sqlite3_mprintf("SELECT \"%w\" FROM \"%w\" WHERE id=%lld", tree->name,
                                entity->name, (long long)id);
    bool good = db_number(store, sql, parent, err);
    sqlite3_free(sql);
    return good;
}

/* Floyd's two walkers: one makes two steps while the other makes one; in a circle they meet. */
static bool stands_in_a_circle(Store *store, const DerivedRow *row, bool *out, Err *err)
{
    const Field *tree = entity_tree_field(row->entity);
    if (tree == NULL) {
        return true;
    }
    RowId slow = row->id;
    RowId fast = row->id;
    bool good = true;
    while (good && fast != 0 && !*out) {
        good = parent_in_state(store, row->entity, tree, fast, &fast, err) &&
               (fast == 0 || parent_in_state(store, row->entity, tree, fast, &fast, err)) &&
               parent_in_state(store, row->entity, tree, slow, &slow, err);
        *out = good && fast != 0 && fast == slow;
    }
    return good;
}

static bool materialise_touched(Store *store, bool *special, Err *err)
{
    const RowSet *touched = &store->change.touched;
    DerivedRow *rows = ARENA_ARRAY(store->scratch, DerivedRow, (size_t)touched->count + 1);
    for (uint32_t i = 0; i < touched->count; i++) {
        if (!materialise_row(store, &touched->keys[i], &rows[i], err)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < touched->count && !*special; i++) {
        if (rows[i].entity != NULL && rows[i].alive &&
            (!uses_a_deleted_row(store, &rows[i], special, err) ||
             !stands_in_a_circle(store, &rows[i], special, err))) {
            return false;
        }
    }
    return true;
}

bool state_materialise(Store *store, Err *err)
{
    int64_t was_special = 0;
    bool special = false;
    if (store->change.touched.count == 0) {
        return true;
    }
    if (!db_meta_read(store, "special", &was_special, err)) {
        return false;
    }
    special = was_special != 0;
    if (!special && !materialise_touched(store, &special, err)) {
        return false;
    }
    row_set_clear(&store->change.touched);
    return !special || state_rebuild(store, err);
}

static bool empty_tables(Store *store, Err *err)
{
    rows_forget(store);
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        char *sql =
            sqlite3_mprintf("DELETE FROM \"%w\"", schema_entity((EntityKind)kind)->name);
        bool good = db_run(store, sql, err);
        sqlite3_free(sql);
        if (!good) {
            return false;
        }
    }
    return true;
}

bool state_rebuild(Store *store, Err *err)
{
    Image image;
    int64_t was_special = 0;
    bool good = image_build(store, 0, &image, err) && empty_tables(store, err);
    for (uint32_t i = 0; good && i < image.count; i++) {
        good = !image_row_lives(&image.rows[i]) || write_row(store, &image.rows[i], err);
    }
    good = good && db_meta_read(store, "special", &was_special, err);
    if (good && was_special != (image.special ? 1 : 0)) {
        good = db_meta_write(store, "special", image.special ? 1 : 0, err);
    }
    /* What is special is a conflict, and may become one of another sort. */
    good = good && (!image.special || db_meta_write(store, "merged", 1, err)) &&
           undecided_remember(store, &image, err);
    image_free(&image);
    return good;
}

sqlite3_stmt *state_select(Store *store, const Entity *entity, bool personal,
                           const Field **fields, int *count, Err *err)
{
    Text sql = {0};
    *count = 0;
    text_append(&sql, "SELECT id");
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        bool wanted = personal || (field->flags & FIELD_PERSONAL) == 0;
        if (field_is_stored(field) && store->has_column[entity->kind][i] && wanted) {
            text_printf(&sql, ", \"%s\"", field->name);
            if (fields != NULL) {
                fields[*count] = field;
            }
            (*count)++;
        }
    }
    text_printf(&sql, " FROM \"%s\"", entity->name);
    sqlite3_stmt *read = db_prepare(store, text_string(&sql), err);
    text_free(&sql);
    return read;
}

/* --- Who refers to a row ---------------------------------------------------------------------- */

static void list_add(ReferenceList *list, Arena *arena, Reference reference)
{
    ARENA_GROW(arena, list->items, list->count, list->capacity, 16);
    list->items[list->count++] = reference;
}

static bool references_of_field(Store *store, const Entity *entity, const Field *field,
                                const RowSet *targets, Arena *arena, ReferenceList *out,
                                Err *err)
{
    const Entity *target = schema_entity(field->reference);
    char *sql = sqlite3_mprintf("SELECT id, \"%w\" FROM \"%w\" WHERE \"%w\" IS NOT NULL",
                                field->name, entity->name, field->name);
    sqlite3_stmt *read = db_prepare(store, sql, err);
    sqlite3_free(sql);
    if (read == NULL) {
        return false;
    }
    while (db_row(read)) {
        RowId used = sqlite3_column_int64(read, 1);
        if (row_set_find(targets, target->number, used) != NULL) {
            list_add(out, arena,
                     (Reference){.entity = entity,
                                 .row = sqlite3_column_int64(read, 0),
                                 .field = field,
                                 .target_entity = target,
                                 .target = used});
        }
    }
    bool good = db_done(store, read, err);
    sqlite3_finalize(read);
    return good;
}

bool state_references_to(Store *store, const RowSet *targets, Arena *arena, ReferenceList *out,
                         Err *err)
{
    *out = (ReferenceList){0};
    bool wanted[ENTITY_COUNT] = {false};
    for (uint32_t i = 0; i < targets->count; i++) {
        const Entity *entity = schema_entity_by_number(targets->keys[i].table);
        if (entity != NULL) {
            wanted[entity->kind] = true;
        }
    }
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        for (int i = 0; i < entity->field_count; i++) {
            const Field *field = &entity->fields[i];
            if (field->kind == KIND_REFERENCE && field_is_stored(field) &&
                wanted[field->reference] &&
                !references_of_field(store, entity, field, targets, arena, out, err)) {
                return false;
            }
        }
    }
    return true;
}
