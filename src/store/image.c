/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The whole plan derived from all operations at once: for a rebuild, for the plan as it was, for
 * conflicts, and to verify the state tables.
 *
 * What a row's own operations cannot tell is settled here: a deleted row that a living one uses is
 * kept, and rows whose parents go in a circle after a merge are cut at the latest move.
 */
#include <string.h>

#include "store_private.h"

static bool later_changes(Store *store, int64_t until, RowSet *out, Err *err)
{
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGES_AFTER, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(read, 1, until);
    while (db_row(read)) {
        (void)row_set_add(out, 0, sqlite3_column_int64(read, 0));
    }
    return db_done(store, read, err);
}

static DerivedRow *image_new_row(Image *image)
{
    ARENA_GROW(image->arena, image->rows, image->count, image->capacity, 256);
    return &image->rows[image->count++];
}

/* The operations of the row that is being collected. */
typedef struct Collector {
    Operation *operations;
    uint32_t count, capacity;
    int table;
    RowId row;
} Collector;

static void collector_add(Collector *collector, Arena *arena, const Operation *operation)
{
    ARENA_GROW(arena, collector->operations, collector->count, collector->capacity, 64);
    collector->operations[collector->count++] = *operation;
}

static bool collector_finish(Store *store, Image *image, Collector *collector, Err *err)
{
    const Entity *entity = schema_entity_by_number(collector->table);
    bool good = true;
    if (entity != NULL && collector->count > 0) {
        DerivedRow *row = image_new_row(image);
        good = row_derive(store, entity, collector->row, collector->operations,
                          collector->count, image->arena, row, err);
        row_set_add(&image->index, collector->table, collector->row)->mark = image->count - 1;
    }
    collector->count = 0;
    return good;
}

static bool collect_all(Store *store, Image *image, const RowSet *left_out, Err *err)
{
    sqlite3_stmt *read = db_statement(store, STATEMENT_ALL_OPERATIONS, err);
    if (read == NULL) {
        return false;
    }
    Collector collector = {0};
    bool good = true;
    while (good && db_row(read)) {
        int table = sqlite3_column_int(read, 0);
        RowId row = sqlite3_column_int64(read, 1);
        if (table != collector.table || row != collector.row) {
            good = collector_finish(store, image, &collector, err);
            collector.table = table;
            collector.row = row;
        }
        Operation operation = {.column = sqlite3_column_int(read, 2),
                               .change = sqlite3_column_int64(read, 3),
                               .prev = sqlite3_column_int64(read, 4)};
        if (row_set_find(left_out, 0, operation.change) == NULL) {
            operation.value = db_value(read, 5, image->arena);
            collector_add(&collector, image->arena, &operation);
        }
    }
    bool read_all = db_done(store, read, err);
    return good && read_all && collector_finish(store, image, &collector, err);
}

static DerivedRow *image_find(Image *image, EntityKind kind, RowId id)
{
    const RowKey *key = row_set_find(&image->index, schema_entity(kind)->number, id);
    return key == NULL ? NULL : &image->rows[key->mark];
}

/* Keeps what the living use, and what those use in their turn. */
static void keep_used_rows(Image *image)
{
    uint32_t *waiting = ARENA_ARRAY(image->arena, uint32_t, (size_t)image->count + 1);
    uint32_t waiting_count = 0;
    for (uint32_t i = 0; i < image->count; i++) {
        if (image->rows[i].alive) {
            waiting[waiting_count++] = i;
        }
    }
    while (waiting_count > 0) {
        const DerivedRow *row = &image->rows[waiting[--waiting_count]];
        for (int i = 0; i < row->entity->field_count; i++) {
            const Field *field = &row->entity->fields[i];
            if (field->kind != KIND_REFERENCE || row->values[i].type != VALUE_INTEGER) {
                continue;
            }
            DerivedRow *used = image_find(image, field->reference, row->values[i].integer);
            if (used != NULL && used->known && !image_row_lives(used)) {
                used->kept = true;
                image->special = true;
                waiting[waiting_count++] = (uint32_t)(used - image->rows);
            }
        }
    }
}

static bool move_is_later(Store *store, const DerivedRow *one, const DerivedRow *other,
                          bool *later, Err *err)
{
    int64_t times[2] = {0, 0};
    const DerivedRow *rows[2] = {one, other};
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *find = db_statement(store, STATEMENT_CHANGE_TIME, err);
        if (find == NULL) {
            return false;
        }
        (void)sqlite3_bind_int64(find, 1, rows[i]->tree_change);
        times[i] = db_row(find) ? sqlite3_column_int64(find, 0) : 0;
        if (!db_done(store, find, err)) {
            return false;
        }
    }
    bool tie = times[0] == times[1] && one->tree_change == other->tree_change;
    *later = times[0] > times[1] ||
             (times[0] == times[1] && one->tree_change > other->tree_change) ||
             (tie && one->id > other->id);
    return true;
}

static DerivedRow *parent_of(Image *image, const DerivedRow *row)
{
    const Field *tree = entity_tree_field(row->entity);
    if (tree == NULL) {
        return NULL;
    }
    const Value *value = &row->values[schema_field_index(row->entity, tree)];
    DerivedRow *parent = value->type == VALUE_INTEGER
                             ? image_find(image, row->entity->kind, value->integer)
                             : NULL;
    return parent != NULL && image_row_lives(parent) ? parent : NULL;
}

static bool cut_circle(Store *store, Image *image, DerivedRow *member, Err *err)
{
    DerivedRow *latest = member;
    for (DerivedRow *row = parent_of(image, member); row != member;
         row = parent_of(image, row)) {
        bool later = false;
        if (row == NULL) {
            BUG("a circle of parents ends");
        }
        if (!move_is_later(store, row, latest, &later, err)) {
            return false;
        }
        latest = later ? row : latest;
    }
    int tree = schema_field_index(latest->entity, entity_tree_field(latest->entity));
    latest->values[tree] = VALUE_IS_NULL;
    latest->rooted = true;
    image->special = true;
    return true;
}

/* Walks up from every row; `seen` holds the walk in which a row was first met. */
static bool cut_circles(Store *store, Image *image, Err *err)
{
    uint32_t *seen = ARENA_ARRAY(image->arena, uint32_t, (size_t)image->count + 1);
    for (uint32_t i = 0; i < image->count; i++) {
        DerivedRow *row = &image->rows[i];
        while (row != NULL && image_row_lives(row) && seen[row - image->rows] == 0) {
            seen[row - image->rows] = i + 1;
            row = parent_of(image, row);
        }
        if (row != NULL && image_row_lives(row) && seen[row - image->rows] == i + 1 &&
            !cut_circle(store, image, row, err)) {
            return false;
        }
    }
    return true;
}

bool image_build(Store *store, int64_t until, Image *image, Err *err)
{
    *image = (Image){.arena = arena_new()};
    RowSet left_out = {0};
    bool good = until <= 0 || later_changes(store, until, &left_out, err);
    good = good && collect_all(store, image, &left_out, err);
    row_set_free(&left_out);
    if (!good) {
        return false;
    }
    keep_used_rows(image);
    return cut_circles(store, image, err);
}

bool image_of_rows(Store *store, const RowKey *keys, uint32_t count, Image *image, Err *err)
{
    *image = (Image){.arena = arena_new()};
    bool good = true;
    for (uint32_t i = 0; good && i < count; i++) {
        Collector collector = {.table = keys[i].table, .row = keys[i].row};
        good = row_operations(store, keys[i].table, keys[i].row, image->arena,
                              &collector.operations, &collector.count, err) &&
               collector_finish(store, image, &collector, err);
    }
    return good;
}

void image_free(Image *image)
{
    row_set_free(&image->index);
    arena_free(image->arena);
    *image = (Image){0};
}
