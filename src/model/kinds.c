/* SPDX-License-Identifier: MPL-2.0 */
/* The list of kinds, and what every kind has in common. */
#include "kinds.h"

#include <string.h>

static const KindOperations *const kinds[KIND_COUNT] = {
    [KIND_ID] = &kinds_id,
    [KIND_TEXT] = &kinds_text,
    [KIND_INTEGER] = &kinds_integer,
    [KIND_DECIMAL] = &kinds_decimal,
    [KIND_MONEY] = &kinds_money,
    [KIND_PERCENT] = &kinds_percent,
    [KIND_DURATION] = &kinds_duration,
    [KIND_BOOLEAN] = &kinds_boolean,
    [KIND_CHOICE] = &kinds_choice,
    [KIND_DATE] = &kinds_date,
    [KIND_REFERENCE] = &kinds_reference,
    [KIND_RANK] = &kinds_rank,
};

static const void *member_of(const Field *field, const void *row)
{
    return (const char *)row + field->offset;
}

bool value_equal(const Value *one, const Value *other)
{
    if (one->type != other->type)
        return false;
    if (one->type == VALUE_INTEGER)
        return one->integer == other->integer;
    return one->type == VALUE_NULL || text_equal(one->text, other->text);
}

const char *field_storage_type(const Field *field)
{
    return kinds[field->kind]->storage;
}

/* A value of another type than the kind's stands only in damaged or newer files. */
static bool has_value(const Field *field, const Value *value)
{
    return value->type != VALUE_NULL && value->type == kinds[field->kind]->type;
}

static bool check_limits(const Field *field, const char *text, const Value *value, Err *err)
{
    if (!kinds[field->kind]->counts || (field->minimum == 0 && field->maximum == 0) ||
        (value->integer >= field->minimum && value->integer <= field->maximum))
        return true;
    Text least = {0}, most = {0};
    field_print_machine(field, &VALUE_OF_INTEGER(field->minimum), &least);
    field_print_machine(field, &VALUE_OF_INTEGER(field->maximum), &most);
    fail(err, ERR_INPUT, _("“%s” cannot be “%s”; give a value from %s to %s."), _(field->label),
         text, text_string(&least), text_string(&most));
    text_free(&least);
    text_free(&most);
    return false;
}

bool field_parse(const Field *field, const ParseContext *context, const char *text,
                 Arena *arena, Value *out, Err *err)
{
    *out = VALUE_IS_NULL;
    const char *trimmed = kinds_trim(arena, text ? text : "");
    if (!*trimmed)
        return true;
    Value value = VALUE_IS_NULL;
    if (!kinds[field->kind]->parse(field, context, trimmed, arena, &value, err))
        return false;
    if (value.type != VALUE_NULL && !check_limits(field, trimmed, &value, err))
        return false;
    *out = value;
    return true;
}

void field_print(const Field *field, const Plan *plan, Language language, const Value *value,
                 Text *out)
{
    if (has_value(field, value))
        kinds[field->kind]->print(field, plan, language, value, out);
}

void field_print_machine(const Field *field, const Value *value, Text *out)
{
    if (has_value(field, value))
        kinds[field->kind]->machine(field, value, out);
}

void field_print_json(const Field *field, const Value *value, Text *out)
{
    if (has_value(field, value))
        kinds[field->kind]->json(field, value, out);
    else
        text_append(out, "null");
}

void field_load(const Field *field, const Value *value, void *row, Arena *arena)
{
    const KindOperations *kind = kinds[field->kind];
    const Value empty = VALUE_IS_NULL;
    kind->load(field, value->type == kind->type ? value : &empty, (char *)row + field->offset,
               arena);
}

void entity_own(const Entity *entity, void *rows, uint32_t count, Arena *arena)
{
    const Field *owning[64];
    int owning_count = 0;
    for (int i = 0; i < entity->field_count; i++)
        if (kinds[entity->fields[i].kind]->own)
            owning[owning_count++] = &entity->fields[i];
    for (char *row = rows; count > 0; count--, row += entity->size)
        for (int i = 0; i < owning_count; i++)
            kinds[owning[i]->kind]->own(row + owning[i]->offset, arena);
}

Value field_value(const Field *field, const void *row, Arena *arena)
{
    return kinds[field->kind]->fetch(field, member_of(field, row), arena);
}

const char *field_words(const Field *field, const Plan *plan, Language language,
                        const void *row, Arena *arena)
{
    Value value = field_value(field, row, arena);
    if (value.type == VALUE_NULL)
        return "";
    if (field->kind == KIND_TEXT)
        return value.text;
    Text words = {0};
    field_print(field, plan, language, &value, &words);
    const char *kept = arena_strndup(arena, text_string(&words), words.length);
    text_free(&words);
    return kept;
}

int field_compare(const Field *field, const Plan *plan, Language language, const void *one,
                  const void *other)
{
    const CompareContext context = {.plan = plan, .language = language};
    return kinds[field->kind]->compare(field, &context, member_of(field, one),
                                       member_of(field, other));
}

char *kinds_trim(Arena *arena, const char *text)
{
    size_t start = strspn(text, " \t\r\n"), end = strlen(text);
    while (end > start && strchr(" \t\r\n", text[end - 1]))
        end--;
    return arena_strndup(arena, text + start, end - start);
}

bool kinds_parse_id(const char *text, int64_t *out)
{
    int64_t number = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 19 || text[digits])
        return false;
    for (size_t i = 0; i < digits; i++)
        if (__builtin_mul_overflow(number, 10, &number) ||
            __builtin_add_overflow(number, text[i] - '0', &number))
            return false;
    *out = number;
    return true;
}

bool kinds_fail_because(const Field *field, const char *text, const Err *reason, Err *err)
{
    return fail(err, reason->code, _("“%s” cannot be “%s”: %s"), _(field->label), text,
                reason->message);
}
