/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Rows as CSV that Excel in Norway and Sweden opens rightly: a BOM, `;`, decimal comma, CRLF.
 * Headings and choices are the machine names, references the names that people know.  A day is
 * written ISO, any other date in its own words.  A cell of words that a spreadsheet would take for a
 * formula gets an apostrophe before it.
 */
#include "formats.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static void append_quoted(Text *out, const char *words)
{
    text_append(out, "\"");
    for (const char *at = words; *at != '\0'; at++) {
        text_append_bytes(out, at, 1);
        if (*at == '"') {
            text_append(out, "\"");
        }
    }
    text_append(out, "\"");
}

static bool looks_like_formula(const char *words)
{
    while (*words == ' ') {
        words++;
    }
    return *words != '\0' && strchr("=+-@", *words) != NULL;
}

/* Lines stay lines within a cell, everything else that controls is made visible. */
static void append_words(Text *out, const char *words, Arena *arena)
{
    const char *clean = text_clean(arena, words, strlen(words), true);
    append_quoted(out, looks_like_formula(clean) ? arena_printf(arena, "'%s", clean) : clean);
}

/* Digits are no formula, however they begin. */
static bool is_bare_number(const Field *field)
{
    return field->kind == KIND_INTEGER || field->kind == KIND_DECIMAL ||
           field->kind == KIND_MONEY || field->kind == KIND_PERCENT;
}

static void append_date(const Value *value, Language language, Arena *arena, Text *out)
{
    HonestDate date = {0};
    Text words = {0};
    if (value->type == VALUE_TEXT && date_decode(arena, value->text, &date)) {
        if (date.precision == DATE_DAY && date.from == date.to) {
            day_print_iso(date.from, &words);
        } else {
            date_print_as_written(&date, language, &words);
        }
    }
    append_words(out, text_string(&words), arena);
    text_free(&words);
}

static void append_cell(const RowList *list, const Field *field, const Row *row, Arena *arena,
                        Text *out)
{
    if (field->kind == KIND_REFERENCE) {
        append_words(out, field_words(field, list->plan, list->language, row, arena), arena);
        return;
    }
    Value value = field_value(field, row, arena);
    if (field->kind == KIND_DATE) {
        append_date(&value, list->language, arena, out);
        return;
    }
    Text machine = {0};
    field_print_machine(field, &value, &machine);
    if (is_bare_number(field)) {
        text_append(out, text_string(&machine));
    } else {
        append_words(out, text_string(&machine), arena);
    }
    text_free(&machine);
}

void rows_write_csv(const RowList *list, Text *out)
{
    text_append(out, BYTE_ORDER_MARK);
    for (uint32_t column = 0; column < list->field_count; column++) {
        text_append(out, column > 0 ? ";" : "");
        append_quoted(out, list->fields[column]->name);
    }
    text_append(out, "\r\n");
    Arena *arena = arena_new();
    for (uint32_t index = 0; index < list->count; index++) {
        for (uint32_t column = 0; column < list->field_count; column++) {
            text_append(out, column > 0 ? ";" : "");
            append_cell(list, list->fields[column], list->rows[index], arena, out);
        }
        text_append(out, "\r\n");
        arena_clear(arena);
    }
    arena_free(arena);
}
