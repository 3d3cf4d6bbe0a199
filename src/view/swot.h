/* SPDX-License-Identifier: MPL-2.0 */
/* What laying out and drawing the SWOT view share. */
#ifndef FRAMDRIFT_VIEW_SWOT_H
#define FRAMDRIFT_VIEW_SWOT_H

#include "framdrift/view.h"

/* One thought; several groups may have said the same. */
typedef struct SwotItem {
    const Swot *entry; /* the first that says so */
    const char *folded;
    uint32_t place;   /* in the plan's table */
    uint32_t repeats; /* how many entries say so */
    int64_t weight;   /* the heaviest of them, or NUMBER_NONE */
} SwotItem;

typedef struct SwotBox {
    SwotItem *items;
    uint32_t count;
} SwotBox;

typedef struct SwotPicture {
    SwotBox boxes[QUADRANT_COUNT];
    uint32_t upper_rows, lower_rows; /* of the cursor's grid: S|W, then O|T */
    uint32_t entries;
} SwotPicture;

/* An entry without a group holds for all of them. */
bool swot_is_of_scope(const Swot *entry, RowId scope);
int swot_quadrant_at(const SwotPicture *picture, int row, int column);
int swot_place_at(const SwotPicture *picture, int row);
const SwotItem *swot_item_at(const SwotPicture *picture, int row, int column);

#endif
