/* SPDX-License-Identifier: MPL-2.0 */
/* A whole plan as text.  Keys are made from places ("task 2.3", "seat s7"), so that the text diffs
 * well between two plans; what has its default is left out. */
#include "text_plan.h"

#include <string.h>

enum { LONGEST_LINE = 150 };

typedef struct Writer {
    const Plan *plan;
    Arena *arena; /* of one row */
    Text *out;
} Writer;

/* Unique within the kind, and without spaces. */
static const char *row_key(const Writer *writer, EntityKind kind, uint32_t index)
{
    if (kind == ENTITY_TASK) {
        return PLAN_ROWS(writer->plan, Task, ENTITY_TASK)[index].number;
    }
    return arena_printf(writer->arena, "%s-%u", schema_entity(kind)->name, index + 1);
}

static void append_indent(Text *out, int columns)
{
    for (int i = 0; i < columns; i++) {
        text_append_bytes(out, " ", 1);
    }
}

static void append_lines(Text *out, const char *words)
{
    text_append(out, "\n");
    while (words != NULL) {
        const char *stop = strchr(words, '\n');
        size_t length = stop != NULL ? (size_t)(stop - words) : strlen(words);
        append_indent(out, length > 0 ? TEXT_PLAN_VALUE_INDENT : 0);
        text_append_bytes(out, words, length);
        text_append(out, "\n");
        words = stop != NULL ? stop + 1 : NULL;
    }
}

static void append_field(const Writer *writer, const Field *field, const char *raw)
{
    const char *words = text_clean(writer->arena, raw, strlen(raw), true);
    append_indent(writer->out, TEXT_PLAN_FIELD_INDENT);
    text_printf(writer->out, "%s =", field->name);
    if (strchr(words, '\n') != NULL || strlen(words) > LONGEST_LINE) {
        append_lines(writer->out, words);
    } else {
        text_printf(writer->out, " %s\n", words);
    }
}

/* A reference to a row that is not there any more is left out. */
static const char *reference_key(const Writer *writer, const Field *field, RowId id)
{
    uint32_t index = plan_index_of(writer->plan, field->reference, id);
    return index == UINT32_MAX ? "" : row_key(writer, field->reference, index);
}

static const char *field_text(const Writer *writer, const Field *field, const Row *row)
{
    Value value = field_value(field, row, writer->arena);
    if (value.type == VALUE_NULL) {
        return "";
    }
    if (field->kind == KIND_REFERENCE) {
        return reference_key(writer, field, value.integer);
    }
    Text machine = {0};
    field_print_machine(field, &value, &machine);
    const char *words = arena_strdup(writer->arena, text_string(&machine));
    text_free(&machine);
    return words;
}

/* What a new row has anyway. */
static bool is_initial(const Writer *writer, const Field *field, const Row *row)
{
    Value initial = VALUE_IS_NULL;
    ParseContext context = {.date = {.today = DAY_NONE, .anchor = DAY_NONE}};
    if (field->initial != NULL &&
        !field_parse(field, &context, field->initial, writer->arena, &initial, NULL)) {
        return false;
    }
    Value value = field_value(field, row, writer->arena);
    return value_equal(&value, &initial);
}

static void write_row(const Writer *writer, const Entity *entity, uint32_t index)
{
    const Row *row = plan_at(writer->plan, entity->kind, index);
    text_append(writer->out, entity->name);
    if (entity->kind != ENTITY_PLAN) {
        text_printf(writer->out, " %s", row_key(writer, entity->kind, index));
    }
    text_append(writer->out, "\n");
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        bool derived = field->kind == KIND_ID || field->kind == KIND_RANK ||
                       (field->flags & FIELD_COMPUTED) != 0;
        if (!derived && !is_initial(writer, field, row)) {
            append_field(writer, field, field_text(writer, field, row));
        }
    }
    text_append(writer->out, "\n");
    arena_clear(writer->arena);
}

void text_plan_write(const Plan *plan, Text *out)
{
    Writer writer = {.plan = plan, .arena = arena_new(), .out = out};
    for (EntityKind kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        for (uint32_t index = 0; index < plan_count(plan, kind); index++) {
            write_row(&writer, schema_entity(kind), index);
        }
    }
    arena_free(writer.arena);
}
