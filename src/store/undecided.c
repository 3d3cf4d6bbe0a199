/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Which rows may hold something undecided: known from the last time that all were derived, and every row
 * that was written to since.  While a conflict is open, an edit and the load after it derive only those.
 * Too many are known, never too few: after others' commits, erasing, and whatever was begun and taken back,
 * all rows are derived anew.
 */
#include <stdlib.h>

#include "store_private.h"

void undecided_forget(Store *store)
{
    store->undecided.known = false;
    row_set_clear(&store->undecided.rows);
}

void undecided_add(Store *store, int table, RowId row)
{
    if (store->undecided.known) {
        (void)row_set_add(&store->undecided.rows, table, row);
    }
}

bool undecided_row(const DerivedRow *row)
{
    return row->differing != 0 || (row->alive && row->deleted);
}

static void remember(Store *store, const Image *image, int64_t version)
{
    undecided_forget(store);
    store->undecided.known = !image->special;
    store->undecided.version = version;
    for (uint32_t i = 0; i < image->count; i++) {
        if (undecided_row(&image->rows[i])) {
            undecided_add(store, image->rows[i].entity->number, image->rows[i].id);
        }
    }
}

bool undecided_remember(Store *store, const Image *image, Err *err)
{
    int64_t version = 0;
    if (!db_data_version(store, &version, err)) {
        return false;
    }
    remember(store, image, version);
    return true;
}

static int by_place(const void *one, const void *other)
{
    const RowKey *a = one;
    const RowKey *b = other;
    if (a->table != b->table) {
        return a->table < b->table ? -1 : 1;
    }
    return (a->row > b->row) - (a->row < b->row);
}

/* In the order in which all of them would come. */
static RowKey *sorted_rows(const RowSet *rows, Arena *arena)
{
    RowKey *keys = ARENA_ARRAY(arena, RowKey, (size_t)rows->count + 1);
    for (uint32_t i = 0; i < rows->count; i++) {
        keys[i] = rows->keys[i];
    }
    qsort(keys, rows->count, sizeof(*keys), by_place);
    return keys;
}

bool undecided_image(Store *store, Image *image, Err *err)
{
    *image = (Image){0};
    const Undecided *undecided = &store->undecided;
    int64_t version = 0;
    int64_t special = 0;
    if (!db_data_version(store, &version, err) ||
        !db_meta_read(store, "special", &special, err)) {
        return false;
    }
    bool known =
        undecided->known && undecided->version == version && special == 0 && !store->rewritten;
    bool good = false;
    if (known) {
        Arena *arena = arena_new();
        const RowKey *keys = sorted_rows(&undecided->rows, arena);
        good = image_of_rows(store, keys, undecided->rows.count, image, err);
        arena_free(arena);
    } else {
        good = image_build(store, 0, image, err);
    }
    if (good) {
        remember(store, image, version);
    }
    return good;
}
