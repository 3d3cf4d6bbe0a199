/* SPDX-License-Identifier: MPL-2.0 */
/* Rows in the order of rank and id: a radix sort of small keys, then each row is moved once. */
#include "order.h"

#include <stdlib.h>
#include <string.h>

/* The first eight bytes of the rank as one number, and the id: enough for nearly every pair. */
typedef struct Key {
    uint64_t rank, id;
    const char *text;
    uint32_t index;
} Key;

static uint64_t rank_head(const char *rank)
{
    uint64_t head = 0;
    int at = 0;
    while (at < 8 && rank[at])
        head = head << 8 | (unsigned char)rank[at++];
    return at == 0 ? 0 : head << (8 * (8 - at));
}

static int compare_keys(const void *one, const void *other)
{
    const Key *first = one, *second = other;
    if (first->rank != second->rank)
        return first->rank < second->rank ? -1 : 1;
    int order = strcmp(first->text, second->text);
    if (order != 0)
        return order;
    return (first->id > second->id) - (first->id < second->id);
}

static bool is_sorted(const Key *keys, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++)
        if (compare_keys(&keys[i - 1], &keys[i]) > 0)
            return false;
    return true;
}

/* One byte of the key; true when the result stands in `to`. */
static bool radix_pass(const Key *keys, Key *to, uint32_t count, bool by_rank, int shift)
{
    uint32_t place[257] = {0};
    for (uint32_t i = 0; i < count; i++)
        place[(((by_rank ? keys[i].rank : keys[i].id) >> shift) & 255) + 1]++;
    for (int byte = 1; byte <= 256; byte++) {
        if (place[byte] == count)
            return false; /* all alike: nothing to do */
        place[byte] += place[byte - 1];
    }
    for (uint32_t i = 0; i < count; i++)
        to[place[((by_rank ? keys[i].rank : keys[i].id) >> shift) & 255]++] = keys[i];
    return true;
}

/* Ranks longer than eight bytes whose heads are equal. */
static void sort_equal_heads(Key *keys, uint32_t count)
{
    for (uint32_t start = 0; start < count;) {
        uint32_t end = start + 1;
        bool long_rank = (keys[start].rank & 255) != 0;
        while (end < count && keys[end].rank == keys[start].rank)
            end++;
        if (long_rank && end - start > 1)
            qsort(keys + start, end - start, sizeof *keys, compare_keys);
        start = end;
    }
}

static Key *sort_keys(Key *keys, Key *spare, uint32_t count)
{
    for (int pass = 0; pass < 16; pass++) {
        if (!radix_pass(keys, spare, count, pass >= 8, 8 * (pass % 8)))
            continue;
        Key *sorted = spare;
        spare = keys;
        keys = sorted;
    }
    sort_equal_heads(keys, count);
    return keys;
}

void order_move_rows(RowTable *table, size_t size, uint32_t *from)
{
    char *rows = table->rows;
    char *held = malloc(size);
    if (!held)
        base_out_of_memory();
    for (uint32_t start = 0; start < table->count; start++) {
        if (from[start] == start)
            continue;
        memcpy(held, rows + start * size, size);
        uint32_t at = start;
        while (from[at] != start) {
            uint32_t next = from[at];
            memcpy(rows + at * size, rows + next * size, size);
            from[at] = at;
            at = next;
        }
        memcpy(rows + at * size, held, size);
        from[at] = at;
    }
    free(held);
}

void order_by_rank(RowTable *table, size_t size)
{
    uint32_t count = table->count;
    if (count < 2)
        return;
    Arena *scratch = arena_new();
    Key *keys = ARENA_ARRAY(scratch, Key, count);
    for (uint32_t i = 0; i < count; i++) {
        const Row *row = order_row_at(table, size, i);
        keys[i] = (Key){rank_head(row->rank), (uint64_t)row->id, row->rank, i};
    }
    if (!is_sorted(keys, count)) {
        keys = sort_keys(keys, ARENA_ARRAY(scratch, Key, count), count);
        uint32_t *from = ARENA_ARRAY(scratch, uint32_t, count);
        for (uint32_t i = 0; i < count; i++)
            from[i] = keys[i].index;
        order_move_rows(table, size, from);
    }
    arena_free(scratch);
}
