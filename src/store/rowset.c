/* SPDX-License-Identifier: MPL-2.0 */
/* Sets of rows: a list in order of arrival with a hash beside it. */
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

static uint32_t key_hash(int table, int64_t row)
{
    uint64_t mixed = (uint64_t)row * 0x9e3779b97f4a7c15U + (uint64_t)(uint32_t)table;
    mixed ^= mixed >> 29;
    mixed *= 0xbf58476d1ce4e5b9U;
    return (uint32_t)(mixed >> 32);
}

/* The slot of the key, or the free one where it would stand.  Slots hold place + 1. */
static uint32_t slot_of(const RowSet *set, int table, int64_t row)
{
    uint32_t slot = key_hash(table, row) & (set->slot_count - 1);
    while (set->slots[slot] != 0) {
        const RowKey *key = &set->keys[set->slots[slot] - 1];
        if (key->row == row && key->table == table) {
            break;
        }
        slot = (slot + 1) & (set->slot_count - 1);
    }
    return slot;
}

RowKey *row_set_find(const RowSet *set, int table, int64_t row)
{
    if (set->count == 0) {
        return NULL;
    }
    uint32_t place = set->slots[slot_of(set, table, row)];
    return place == 0 ? NULL : &set->keys[place - 1];
}

static void set_grow(RowSet *set)
{
    uint32_t slot_count = set->slot_count == 0 ? 64 : set->slot_count * 2;
    RowKey *keys = realloc(set->keys, sizeof(*keys) * slot_count / 2);
    uint32_t *slots = calloc(slot_count, sizeof(*slots));
    if (keys == NULL || slots == NULL) {
        base_out_of_memory();
    }
    free(set->slots);
    set->keys = keys;
    set->slots = slots;
    set->slot_count = slot_count;
    for (uint32_t i = 0; i < set->count; i++) {
        set->slots[slot_of(set, keys[i].table, keys[i].row)] = i + 1;
    }
}

RowKey *row_set_add(RowSet *set, int table, int64_t row)
{
    uint32_t place = set->slot_count == 0 ? 0 : set->slots[slot_of(set, table, row)];
    if (place == 0) {
        if (set->count == set->slot_count / 2) {
            set_grow(set);
        }
        set->keys[set->count] = (RowKey){.row = row, .table = table};
        place = ++set->count;
        set->slots[slot_of(set, table, row)] = place;
    }
    return &set->keys[place - 1];
}

void row_set_clear(RowSet *set)
{
    if (set->count > 0) {
        memset(set->slots, 0, sizeof(*set->slots) * set->slot_count);
        set->count = 0;
    }
}

void row_set_free(RowSet *set)
{
    free(set->keys);
    free(set->slots);
    *set = (RowSet){0};
}
