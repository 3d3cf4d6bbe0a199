/* SPDX-License-Identifier: MPL-2.0 */
/* Rows in the order of rank and id: a radix sort of small keys, then each row is moved once. */
#include "order.h"

#include <stdlib.h>
#include <string.h>

/* What is sorted by: the first eight bytes of the rank, then the id. */
typedef struct Key {
    uint64_t word;
    uint32_t index;
} Key;

typedef struct Sorting {
    const RowTable *table;
    size_t size;
    Key *keys, *spare;
    uint32_t count;
} Sorting;

enum { FEW_ROWS = 64 };

static uint64_t rank_head(const char *rank)
{
    uint64_t head = 0;
    int at = 0;
    while (at < 8 && rank[at])
        head = head << 8 | (unsigned char)rank[at++];
    return at == 0 ? 0 : head << (8 * (8 - at));
}

static int compare_rows(const Row *first, const Row *second)
{
    int order = strcmp(first->rank, second->rank);
    return order != 0 ? order : (first->id > second->id) - (first->id < second->id);
}

static int compare_keys(const void *one, const void *other, void *context)
{
    const Key *first = one, *second = other;
    const Sorting *sorting = context;
    if (first->word != second->word)
        return first->word < second->word ? -1 : 1;
    return compare_rows(order_row_at(sorting->table, sorting->size, first->index),
                        order_row_at(sorting->table, sorting->size, second->index));
}

/* Fills in the keys; true when the rows stand in order as they are. */
static bool make_keys(Sorting *sorting)
{
    bool sorted = true;
    for (uint32_t i = 0; i < sorting->count; i++) {
        const Row *row = order_row_at(sorting->table, sorting->size, i);
        sorting->keys[i] = (Key){rank_head(row->rank), i};
        if (i > 0 && sorted)
            sorted = compare_keys(&sorting->keys[i - 1], &sorting->keys[i], sorting) <= 0;
    }
    return sorted;
}

/* Sorts by one byte of the word into `to`; false when that byte is the same in all. */
static bool radix_pass(const Key *keys, Key *to, uint32_t count, int shift)
{
    uint32_t place[257] = {0};
    for (uint32_t i = 0; i < count; i++)
        place[((keys[i].word >> shift) & 255) + 1]++;
    for (int byte = 1; byte <= 256; byte++) {
        if (place[byte] == count)
            return false;
        place[byte] += place[byte - 1];
    }
    for (uint32_t i = 0; i < count; i++)
        to[place[(keys[i].word >> shift) & 255]++] = keys[i];
    return true;
}

static void radix_sort(Key *keys, Key *spare, uint32_t count)
{
    Key *from = keys, *to = spare;
    for (int shift = 0; shift < 64; shift += 8)
        if (radix_pass(from, to, count, shift)) {
            Key *sorted = to;
            to = from;
            from = sorted;
        }
    if (from != keys)
        memcpy(keys, from, count * sizeof *keys);
}

/* Rows whose ranks begin alike; ranks of eight bytes and more must be read to their end. */
static void sort_alike(Sorting *sorting, Key *keys, uint32_t count)
{
    bool whole_rank = (keys->word & 255) == 0;
    if (count < FEW_ROWS || !whole_rank) {
        qsort_r(keys, count, sizeof *keys, compare_keys, sorting);
        return;
    }
    for (uint32_t i = 0; i < count; i++)
        keys[i].word = (uint64_t)order_row_at(sorting->table, sorting->size, keys[i].index)->id;
    radix_sort(keys, sorting->spare, count);
}

static void sort_keys(Sorting *sorting)
{
    radix_sort(sorting->keys, sorting->spare, sorting->count);
    for (uint32_t start = 0; start < sorting->count;) {
        uint32_t end = start + 1;
        while (end < sorting->count && sorting->keys[end].word == sorting->keys[start].word)
            end++;
        if (end - start > 1)
            sort_alike(sorting, sorting->keys + start, end - start);
        start = end;
    }
}

uint32_t *order_by_rank(const RowTable *table, size_t size, Arena *scratch)
{
    if (table->count < 2)
        return NULL;
    Sorting sorting = {.table = table, .size = size, .count = table->count};
    sorting.keys = ARENA_ARRAY(scratch, Key, table->count);
    if (make_keys(&sorting))
        return NULL;
    sorting.spare = ARENA_ARRAY(scratch, Key, table->count);
    if (table->count < FEW_ROWS)
        qsort_r(sorting.keys, table->count, sizeof *sorting.keys, compare_keys, &sorting);
    else
        sort_keys(&sorting);
    uint32_t *from = ARENA_ARRAY(scratch, uint32_t, table->count);
    for (uint32_t i = 0; i < table->count; i++)
        from[i] = sorting.keys[i].index;
    return from;
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
