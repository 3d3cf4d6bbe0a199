/* SPDX-License-Identifier: MPL-2.0 */
/* A set of pairs of rows: which obligation has which meeting, which item has which group. */
#ifndef FRAMDRIFT_ENGINE_PAIRS_H
#define FRAMDRIFT_ENGINE_PAIRS_H

#include "framdrift/engine.h"

typedef struct Pair {
    RowId one, other;
} Pair;

void pairs_sort(Pair *pairs, uint32_t count);
bool pairs_hold(const Pair *sorted, uint32_t count, RowId one, RowId other);

#endif
