/* SPDX-License-Identifier: MPL-2.0 */
/* Walks THE table: what must hold for every row of it. */
#include "kinds.h"
#include "schema_rows.h"

#include <string.h>

static const size_t member_sizes[KIND_COUNT] = {
    [KIND_ID] = sizeof(RowId),         [KIND_TEXT] = sizeof(char *),
    [KIND_INTEGER] = sizeof(int64_t),  [KIND_DECIMAL] = sizeof(int64_t),
    [KIND_MONEY] = sizeof(int64_t),    [KIND_PERCENT] = sizeof(int64_t),
    [KIND_DURATION] = sizeof(int64_t), [KIND_BOOLEAN] = sizeof(bool),
    [KIND_CHOICE] = sizeof(int),       [KIND_DATE] = sizeof(HonestDate),
    [KIND_REFERENCE] = sizeof(RowId),  [KIND_RANK] = sizeof(char *),
};

static bool is_machine_name(const char *name)
{
    return name && *name && strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name);
}

static bool is_sentence(const char *text)
{
    return !text_is_empty(text) && text[strlen(text) - 1] == '.' && !strchr(text, '\n');
}

#define FAULT(entity, field, what)                                                             \
    fail(err, ERR_DAMAGED, _("The table of fields is wrong at %s.%s: %s."), (entity)->name,    \
         (field)->name ? (field)->name : "?", (what))

static bool check_choice(const Entity *entity, const Field *field, int index, Err *err)
{
    const Choice *choice = &field->choices[index];
    if (text_is_empty(choice->name) || text_is_empty(choice->label))
        return FAULT(entity, field, "a choice has no name or label");
    for (int other = 0; other < index; other++) {
        if (text_equal(field->choices[other].name, choice->name))
            return FAULT(entity, field, "two choices have the same name");
        if (text_equal(field->choices[other].label, choice->label))
            return FAULT(entity, field, "two choices have the same label");
    }
    return true;
}

static bool check_choices(const Entity *entity, const Field *field, Err *err)
{
    bool has_choices = field->choices != NULL && field->choice_count > 0;
    if ((field->kind == KIND_CHOICE) != has_choices)
        return FAULT(entity, field, "choices belong to a choice, and a choice has some");
    for (int i = 0; has_choices && i < field->choice_count; i++)
        if (!check_choice(entity, field, i, err))
            return false;
    return true;
}

static bool check_flags(const Entity *entity, const Field *field, Err *err)
{
    bool text = field->kind == KIND_TEXT;
    if ((field->flags & (FIELD_PERSONAL | FIELD_LONG)) && !text)
        return FAULT(entity, field, "only a text is personal or long");
    if ((field->flags & FIELD_OWNS) && field->kind != KIND_REFERENCE)
        return FAULT(entity, field, "only a reference belongs to a parent");
    if ((field->flags & FIELD_COMPUTED) && (field->flags & (FIELD_REQUIRED | FIELD_PERSONAL)))
        return FAULT(entity, field, "a computed field is neither required nor personal");
    if ((field->flags & FIELD_HIDDEN) && (field->flags & FIELD_LIST))
        return FAULT(entity, field, "a hidden field is no column of a list");
    bool known = field->reference > ENTITY_NONE && field->reference < ENTITY_COUNT;
    if ((field->kind == KIND_REFERENCE) != known)
        return FAULT(entity, field, "a reference, and nothing else, names a kind of row");
    return true;
}

static bool check_initial(const Entity *entity, const Field *field, Err *err)
{
    if (!field->initial)
        return true;
    if (field->kind == KIND_CHOICE && kinds_choice_index(field, field->initial) < 0)
        return FAULT(entity, field, "the default is none of the choices");
    Arena *arena = arena_new();
    Value value = VALUE_IS_NULL;
    Err reason = {0};
    bool parses = field_parse(field, NULL, field->initial, arena, &value, &reason);
    arena_free(arena);
    return parses || FAULT(entity, field, reason.message);
}

bool schema_check_field(const Entity *entity, const Field *field, Err *err)
{
    if ((int)field->kind < 0 || field->kind >= KIND_COUNT)
        return FAULT(entity, field, "no such kind of value");
    if (!is_machine_name(field->name))
        return FAULT(entity, field, "a name is small letters and _");
    if (text_is_empty(field->label) || !is_sentence(field->help))
        return FAULT(entity, field, "it needs a label, and a help that is a sentence");
    if (field->offset + member_sizes[field->kind] > entity->size)
        return FAULT(entity, field, "the member lies outside the struct");
    if (field->width <= 0)
        return FAULT(entity, field, "it needs a width");
    if (field->minimum > field->maximum)
        return FAULT(entity, field, "the least is more than the most");
    return check_choices(entity, field, err) && check_flags(entity, field, err) &&
           check_initial(entity, field, err);
}

static bool check_pair(const Entity *entity, const Field *one, const Field *other, Err *err)
{
    if (one->number == other->number)
        return FAULT(entity, other, "its number is taken");
    if (!strcmp(one->name, other->name))
        return FAULT(entity, other, "its name is taken");
    if (one->offset < other->offset + member_sizes[other->kind] &&
        other->offset < one->offset + member_sizes[one->kind])
        return FAULT(entity, other, "it shares its member with another field");
    return true;
}

static bool check_common_fields(const Entity *entity, Err *err)
{
    static const char *const names[] = {"id", "rank", "origin"};
    for (int i = 0; i < 3; i++)
        if (entity->field_count <= i || entity->fields[i].number != i ||
            !text_equal(entity->fields[i].name, names[i]))
            return fail(
                err, ERR_DAMAGED,
                _("The table of fields is wrong at %s: id, rank and origin come first."),
                entity->name);
    return true;
}

bool schema_check_entity(const Entity *entity, Err *err)
{
    if (!is_machine_name(entity->name) || !is_machine_name(entity->plural) ||
        text_is_empty(entity->label) || text_is_empty(entity->plural_label) ||
        !is_sentence(entity->help) || entity->number <= 0)
        return fail(err, ERR_DAMAGED,
                    _("The table of fields is wrong at the kind %d: it needs a number, names, "
                      "labels and a help that is a sentence."),
                    (int)entity->kind);
    if (!check_common_fields(entity, err))
        return false;
    bool titled = false;
    for (int i = 0; i < entity->field_count; i++) {
        if (!schema_check_field(entity, &entity->fields[i], err))
            return false;
        for (int other = 0; other < i; other++)
            if (!check_pair(entity, &entity->fields[other], &entity->fields[i], err))
                return false;
        titled = titled || (entity->fields[i].flags & FIELD_TITLE);
    }
    return titled ||
           fail(err, ERR_DAMAGED,
                _("The table of fields is wrong at %s: no field is part of the title."),
                entity->name);
}

bool schema_self_check(Err *err)
{
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        if ((int)entity->kind != kind)
            return fail(err, ERR_DAMAGED,
                        _("The table of fields is wrong at %s: it stands at the place of "
                          "another kind."),
                        entity->name);
        if (!schema_check_entity(entity, err))
            return false;
        if (schema_entity_by_number(entity->number) != entity ||
            schema_entity_by_name(entity->name) != entity ||
            schema_entity_by_name(entity->plural) != entity)
            return fail(err, ERR_DAMAGED,
                        _("The table of fields is wrong at %s: its number or name is taken."),
                        entity->name);
    }
    return true;
}
