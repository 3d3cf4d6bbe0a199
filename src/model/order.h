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

/* Sorts by rank, then id. */
void order_by_rank(RowTable *table, size_t size);
/* Puts the row that stands at from[i] at i.  Uses up `from`. */
void order_move_rows(RowTable *table, size_t size, uint32_t *from);
/* Tasks, sorted and indexed, into outline order with numbers, levels and subtrees. */
void order_outline(Plan *plan);

/* The hash of ids: see plan.c. */
void plan_build_index(Plan *plan, EntityKind entity);

#endif
