/* SPDX-License-Identifier: MPL-2.0 */
/* What undo.c and undo_rows.c share: a change that is being taken back. */
#ifndef FRAMDRIFT_STORE_UNDO_PRIVATE_H
#define FRAMDRIFT_STORE_UNDO_PRIVATE_H

#include "store_private.h"

/* An operation of the change that is taken back. */
typedef struct Inverse {
    int table, column;
    RowId row;
    Value value;
    const int64_t *prevs;
    uint32_t prev_count;
} Inverse;

typedef struct Undoing {
    Store *store;
    Arena *arena;
    const ChangeRecord *target;
    Inverse *items;
    uint32_t count;
    RowSet removals;  /* rows that the target added, and that nobody else touched */
    RowSet left_rows; /* rows that the target added and others touched: they stay */
    RowSet
        undecided; /* rows that are deleted as before, and live only by what that had not seen */
    UndoReport *report;
    Text left;
    Language language;
} Undoing;

/* Counts a field or row that stays as it is, and says why. */
bool undo_leave_alone(Undoing *undoing, const Inverse *item, const Heads *heads, Err *err);
/* Whether the row exists: a deleted one comes back, an added one is a candidate to go. */
bool undo_take_back_row(Undoing *undoing, const Inverse *item, Err *err);
/* The candidates go, but for those that are in use. */
bool undo_remove_rows(Undoing *undoing, Err *err);

#endif
