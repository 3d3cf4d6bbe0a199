/* SPDX-License-Identifier: MPL-2.0 */
#include "pairs.h"

#include <stdlib.h>

static int compare_pairs(const void *one, const void *other)
{
    const Pair *a = one;
    const Pair *b = other;
    if (a->one != b->one) {
        return a->one < b->one ? -1 : 1;
    }
    return (a->other > b->other) - (a->other < b->other);
}

void pairs_sort(Pair *pairs, uint32_t count)
{
    if (count > 1) {
        qsort(pairs, count, sizeof *pairs, compare_pairs);
    }
}

bool pairs_hold(const Pair *sorted, uint32_t count, RowId one, RowId other)
{
    Pair wanted = {one, other};
    return count > 0 && bsearch(&wanted, sorted, count, sizeof *sorted, compare_pairs) != NULL;
}
