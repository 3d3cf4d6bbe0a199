/* SPDX-License-Identifier: MPL-2.0 */
/* Rows as a JSON array, one object a line.  The id comes first whatever columns are asked for. */
#include "formats.h"

static void append_name(Text *out, const char *name, const char *ending)
{
    Text key = {0};
    text_printf(&key, "%s%s", name, ending);
    text_append_json(out, text_string(&key));
    text_append(out, ": ");
    text_free(&key);
}

static void append_reference_name(const RowList *list, const Field *field, const Value *value,
                                  Arena *arena, Text *out)
{
    text_append(out, ", ");
    append_name(out, field->name, "_name");
    if (value->type != VALUE_INTEGER || value->integer == 0) {
        text_append(out, "null");
        return;
    }
    text_append_json(out, plan_title(list->plan, field->reference, value->integer, arena));
}

static void append_member(const RowList *list, const Field *field, const Row *row, Arena *arena,
                          Text *out)
{
    Value value = field_value(field, row, arena);
    append_name(out, field->name, "");
    if (value.type == VALUE_NULL) {
        text_append(out, "null");
    } else {
        field_print_json(field, &value, out);
    }
    if (field->kind == KIND_REFERENCE) {
        append_reference_name(list, field, &value, arena, out);
    }
}

static void append_object(const RowList *list, const Row *row, Arena *arena, Text *out)
{
    text_append(out, "{");
    append_member(list, &list->entity->fields[0], row, arena, out);
    for (uint32_t column = 0; column < list->field_count; column++) {
        if (list->fields[column] != &list->entity->fields[0]) {
            text_append(out, ", ");
            append_member(list, list->fields[column], row, arena, out);
        }
    }
    text_append(out, "}");
}

void rows_write_json(const RowList *list, Text *out)
{
    Arena *arena = arena_new();
    text_append(out, "[");
    for (uint32_t index = 0; index < list->count; index++) {
        text_append(out, index > 0 ? ",\n " : "\n ");
        append_object(list, list->rows[index], arena, out);
        arena_clear(arena);
    }
    text_append(out, list->count > 0 ? "\n]\n" : "]\n");
    arena_free(arena);
}
