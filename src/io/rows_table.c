/* SPDX-License-Identifier: MPL-2.0 */
/* Rows in aligned columns.  Nothing is cut, so that grep finds all of it: a cell that is wider than
 * WIDEST_COLUMN pushes what follows in its own line to the right, as far as needed. */
#include "formats.h"

enum { WIDEST_COLUMN = 48, GAP = 2 };

typedef struct Table {
    const RowList *list;
    Arena *arena;
    const char **cells; /* headings first */
    int *widths;
} Table;

static const char **table_cell(const Table *table, uint32_t line, uint32_t column)
{
    return &table->cells[(size_t)line * table->list->field_count + column];
}

static void fill_cells(const Table *table)
{
    const RowList *list = table->list;
    for (uint32_t column = 0; column < list->field_count; column++) {
        const Field *field = list->fields[column];
        *table_cell(table, 0, column) =
            table->list->machine_names ? field->name : _(field->label);
        for (uint32_t row = 0; row < list->count; row++) {
            *table_cell(table, row + 1, column) =
                io_row_words(list, field, list->rows[row], table->arena);
        }
    }
}

static void measure_columns(const Table *table)
{
    for (uint32_t column = 0; column < table->list->field_count; column++) {
        for (uint32_t line = 0; line <= table->list->count; line++) {
            int width = text_width(*table_cell(table, line, column));
            width = width > WIDEST_COLUMN ? WIDEST_COLUMN : width;
            if (table->widths[column] < width) {
                table->widths[column] = width;
            }
        }
    }
}

/* Numbers stand under one another at the right. */
static bool is_number(const Field *field)
{
    return field->kind == KIND_INTEGER || field->kind == KIND_DECIMAL ||
           field->kind == KIND_MONEY || field->kind == KIND_PERCENT;
}

static void append_spaces(Text *out, int count)
{
    for (int i = 0; i < count; i++) {
        text_append_bytes(out, " ", 1);
    }
}

static uint32_t last_column_with_words(const Table *table, uint32_t line)
{
    uint32_t columns = table->list->field_count;
    while (columns > 0 && text_is_empty(*table_cell(table, line, columns - 1))) {
        columns--;
    }
    return columns;
}

static void write_line(const Table *table, uint32_t line, Text *out)
{
    uint32_t columns = last_column_with_words(table, line);
    int at = 0;    /* where the line has come to */
    int start = 0; /* where the column begins */
    for (uint32_t column = 0; column < columns; column++) {
        const char *words = *table_cell(table, line, column);
        int width = text_width(words);
        int margin = is_number(table->list->fields[column]) ? table->widths[column] - width : 0;
        int gap = start + margin - at;
        int least = column > 0 && width > 0 ? GAP : 0;
        gap = gap < least ? least : gap;
        append_spaces(out, width > 0 ? gap : 0);
        text_append(out, words);
        at += width > 0 ? gap + width : 0;
        start += table->widths[column] + GAP;
    }
    text_append(out, "\n");
}

void rows_write_table(const RowList *list, Text *out)
{
    Table table = {.list = list, .arena = arena_new()};
    size_t lines = (size_t)list->count + 1;
    table.cells = ARENA_ARRAY(table.arena, const char *, lines *(list->field_count + 1));
    table.widths = ARENA_ARRAY(table.arena, int, (size_t)list->field_count + 1);
    fill_cells(&table);
    measure_columns(&table);
    write_line(&table, 0, out);
    for (uint32_t row = 1; row <= list->count; row++) {
        write_line(&table, row, out);
    }
    arena_free(table.arena);
}
