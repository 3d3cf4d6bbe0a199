/* SPDX-License-Identifier: MPL-2.0 */
/* Sorting rows by rank and tasks into their outline.  Private to the room. */
#ifndef FRAMDRIFT_MODEL_ORDER_H
#define FRAMDRIFT_MODEL_ORDER_H

#include "framdrift/model.h"

#define NOWHERE UINT32_MAX

/* Rows of any entity: a Row at the start of each `size` bytes. */
static inline const Row *order_row_at(const RowTable *table, size_t size, uint32_t index)
{
    return (const Row *)(const void *)((const char *)table->rows + index * size);
}

/* Which row belongs at each place, by rank and then id; NULL when all stand right already. */
uint32_t *order_by_rank(const RowTable *table, size_t size, Arena *scratch);
/* Puts the row that stands at from[i] at i.  Uses up `from`. */
void order_move_rows(RowTable *table, size_t size, uint32_t *from);
/* The hash of the table's ids. */
void order_index(Plan *plan, EntityKind entity);
/* Tasks into outline order, with their index, numbers, levels and subtrees. */
void order_outline(Plan *plan);

#endif
