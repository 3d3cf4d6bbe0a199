/* SPDX-License-Identifier: MPL-2.0 */
/* Which rows of the plan stand in which cell of a matrix, and the columns that are municipalities. */
#include "matrix.h"
#include "parts.h"

uint32_t matrix_place_of(const RowId *ids, uint32_t count, RowId id)
{
    for (uint32_t place = 0; place < count; place++) {
        if (ids[place] == id)
            return place;
    }
    return MATRIX_NOWHERE;
}

uint32_t matrix_cell_at(uint32_t row, uint32_t column, uint32_t column_count)
{
    if (row == MATRIX_NOWHERE || column == MATRIX_NOWHERE)
        return MATRIX_NOWHERE;
    return row * column_count + column;
}

/* Counts the rows of each cell, then puts each in its place. */
MatrixContents matrix_sort_into_cells(const uint32_t *cell_of, uint32_t count, uint32_t cells,
                                      Arena *arena)
{
    uint32_t *from = ARENA_ARRAY(arena, uint32_t, (size_t)cells + 1);
    uint32_t *next = ARENA_ARRAY(arena, uint32_t, (size_t)cells + 1);
    uint32_t *places = ARENA_ARRAY(arena, uint32_t, (size_t)count + 1);
    for (uint32_t place = 0; place < count; place++) {
        if (cell_of[place] != MATRIX_NOWHERE)
            from[cell_of[place] + 1]++;
    }
    for (uint32_t cell = 0; cell < cells; cell++) {
        from[cell + 1] += from[cell];
        next[cell] = from[cell];
    }
    for (uint32_t place = 0; place < count; place++) {
        if (cell_of[place] != MATRIX_NOWHERE)
            places[next[cell_of[place]]++] = place;
    }
    return (MatrixContents){.from = from, .places = places, .count = from[cells]};
}

RowId matrix_municipality_key(const Plan *plan, RowId municipality)
{
    return plan_row(plan, ENTITY_MUNICIPALITY, municipality) == NULL ? 0 : municipality;
}

RowId *matrix_municipality_columns(const Plan *plan, Day today, bool rest, Arena *arena,
                                   uint32_t *column_count)
{
    const Municipality *all = PLAN_ROWS(plan, Municipality, ENTITY_MUNICIPALITY);
    uint32_t count = plan_count(plan, ENTITY_MUNICIPALITY), columns = 0;
    RowId *keys = ARENA_ARRAY(arena, RowId, (size_t)count + 1);
    for (uint32_t index = 0; index < count; index++) {
        if (part_is_valid(&all[index].from, &all[index].to, today))
            keys[columns++] = all[index].row.id;
    }
    if (rest || columns == 0)
        keys[columns++] = 0;
    *column_count = columns;
    return keys;
}
