/* SPDX-License-Identifier: MPL-2.0 */
/* What the editing commands share: assignments, ranks, adding and deleting rows inside a change. */
#include "app_private.h"

#include <string.h>

const Field *edit_field(EntityKind entity, const char *name)
{
    const Field *field = schema_field_by_name(schema_entity(entity), name);
    if (field == NULL)
        BUG("%s has no field %s", schema_entity(entity)->name, name);
    return field;
}

bool edit_parse_assignment(const Entity *entity, const char *word, Arena *arena,
                           Assignment *out, Err *err)
{
    const char *equals = strchr(word, '=');
    if (equals == NULL || equals == word)
        return fail(err, ERR_USAGE,
                    _("“%s” is not field=value, such as name=\"Final report\"."), word);
    char *name = arena_strndup(arena, word, (size_t)(equals - word));
    out->field = schema_field_by_name(entity, name);
    out->text = equals + 1;
    if (out->field == NULL)
        return schema_fail_unknown_field(entity, name, err);
    if ((out->field->flags & FIELD_COMPUTED) != 0 || out->field->kind == KIND_ID)
        return fail(err, ERR_INPUT, _("“%s” of %s is computed and cannot be set."), name,
                    entity->name);
    return true;
}

/* Typing a date relative to what stands there ("+2v") counts from the field's own value. */
static ParseContext edit_context(App *app, const Field *field, const Row *row)
{
    ParseContext context = app_parse_context(app);
    if (field->kind == KIND_DATE && row != NULL) {
        const HonestDate *date =
            (const HonestDate *)(const void *)((const char *)row + field->offset);
        if (date_is_set(date))
            context.date.anchor = date->to;
    }
    return context;
}

bool edit_set(App *app, EntityKind entity, RowId id, const Assignment *what, Err *err)
{
    const Entity *table = schema_entity(entity);
    const Row *row = plan_row(app->plan, entity, id);
    ParseContext context = edit_context(app, what->field, row);
    app->touched_meetings |= entity == ENTITY_MEETING || entity == ENTITY_OBLIGATION;
    Value value;
    if (!field_parse(what->field, &context, what->text, app->scratch, &value, err))
        return false;
    const char *warning = check_identity_number(what->text);
    if (warning != NULL)
        app_say(app, "%s", warning);
    return check_value(app->plan, table, row != NULL ? id : 0, what->field, &value, err) &&
           store_set(app->store, entity, id, what->field, &value, err);
}

/* The reference that says whose list a row stands in: a task's parent, a point's decision. */
static const Field *owning_field(const Entity *entity)
{
    for (int index = 0; index < entity->field_count; index++)
        if ((entity->fields[index].flags & FIELD_OWNS) != 0)
            return &entity->fields[index];
    return NULL;
}

static RowId row_parent(const Entity *entity, const Row *row)
{
    const Field *owner = owning_field(entity);
    return owner == NULL ? 0
                         : *(const RowId *)(const void *)((const char *)row + owner->offset);
}

const char *edit_rank_after(App *app, EntityKind entity, RowId parent, RowId after)
{
    const Entity *table = schema_entity(entity);
    uint32_t count = plan_count(app->plan, entity);
    const Row *previous = after != 0 ? plan_row(app->plan, entity, after) : NULL;
    const char *low = previous != NULL ? previous->rank : NULL;
    const char *high = NULL;
    for (uint32_t index = 0; index < count; index++) {
        const Row *row = plan_at(app->plan, entity, index);
        if (row_parent(table, row) != parent)
            continue;
        if (previous == NULL) {
            if (low == NULL || strcmp(row->rank, low) > 0)
                low = row->rank;
        } else if (strcmp(row->rank, low) > 0 &&
                   (high == NULL || strcmp(row->rank, high) < 0)) {
            high = row->rank;
        }
    }
    return rank_between(app->scratch, low, high);
}

static bool assignments_have(const Assignment *what, uint32_t count, const Field *field)
{
    for (uint32_t index = 0; index < count; index++)
        if (what[index].field == field && what[index].text[0] != '\0')
            return true;
    return false;
}

static bool check_required(const Entity *entity, const Assignment *what, uint32_t count,
                           Err *err)
{
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        if ((field->flags & FIELD_REQUIRED) != 0 && field->initial == NULL &&
            !assignments_have(what, count, field))
            return fail(err, ERR_INPUT, _("A %s needs “%s”; write add %s %s=…"), entity->name,
                        field->name, entity->name, field->name);
    }
    return true;
}

/* The parent that the assignments name, so that the rank is found among the right siblings. */
static bool assigned_parent(App *app, const Entity *entity, const Assignment *what,
                            uint32_t count, RowId *out, Err *err)
{
    const Field *owner = owning_field(entity);
    *out = 0;
    for (uint32_t index = 0; owner != NULL && index < count; index++) {
        if (what[index].field != owner)
            continue;
        ParseContext context = app_parse_context(app);
        Value value;
        if (!field_parse(owner, &context, what[index].text, app->scratch, &value, err))
            return false;
        *out = value.type == VALUE_INTEGER ? value.integer : 0;
    }
    return true;
}

bool edit_add(App *app, EntityKind entity, const Assignment *what, uint32_t count, RowId after,
              RowId *id, Err *err)
{
    const Entity *table = schema_entity(entity);
    RowId parent = 0;
    if (entity == ENTITY_PLAN)
        return fail(err, ERR_INPUT, _("A plan has one row of its own; set plan/1 changes it."));
    if (!check_required(table, what, count, err) ||
        !assigned_parent(app, table, what, count, &parent, err))
        return false;
    const Row *previous = plan_row(app->plan, entity, after);
    if (previous != NULL && row_parent(table, previous) != parent)
        after = 0;
    *id = 0;
    Value rank = VALUE_OF_TEXT(edit_rank_after(app, entity, parent, after));
    if (!store_add(app->store, entity, id, err) ||
        !store_set(app->store, entity, *id, edit_field(entity, "rank"), &rank, err))
        return false;
    for (uint32_t index = 0; index < count; index++)
        if (!edit_set(app, entity, *id, &what[index], err))
            return false;
    return true;
}

bool edit_delete(App *app, EntityKind entity, RowId id, uint32_t *gone, Err *err)
{
    const RowPlace *places = NULL;
    if (entity == ENTITY_PLAN)
        return fail(err, ERR_INPUT,
                    _("The plan's own row cannot be deleted; delete the file instead."));
    size_t count = check_delete(app->plan, entity, id, app->scratch, &places);
    const Instance *instances = PLAN_ROWS(app->plan, Instance, ENTITY_INSTANCE);
    for (uint32_t index = 0;
         entity == ENTITY_MEETING && index < plan_count(app->plan, ENTITY_INSTANCE); index++)
        if (instances[index].meeting == id && instances[index].evidence[0] == '\0' &&
            !store_delete(app->store, ENTITY_INSTANCE, instances[index].row.id, err))
            return false;
    for (size_t index = 0; index < count; index++)
        if (!store_delete(app->store, places[index].entity, places[index].id, err))
            return false;
    *gone += (uint32_t)count;
    return true;
}

/* What the rows hold now, as people read it. */
static const char *set_words(App *app, EntityKind entity, RowId id, const Field *field)
{
    const Row *row = plan_row(app->plan, entity, id);
    const char *words =
        row == NULL ? "" : field_words(field, app->plan, app->language, row, app->scratch);
    return words[0] == '\0' ? _("empty") : words;
}

bool edit_set_chosen(App *app, EntityKind entity, const RowId *ids, uint32_t count,
                     const Field *field, const char *text, Err *err)
{
    Text label = {0};
    text_append(&label, "set");
    for (uint32_t index = 0; index < count && index < 20; index++)
        text_printf(&label, " %s", app_place_words(app, entity, ids[index]));
    text_printf(&label, " %s=%s", field->name, app_quote(app->scratch, text));
    bool begun = app_change_begin(app, text_string(&label), err);
    text_free(&label);
    if (!begun)
        return false;
    bool good = expect_met(app, field, err);
    Assignment what = {.field = field, .text = text};
    for (uint32_t index = 0; good && index < count; index++)
        good = edit_set(app, entity, ids[index], &what, err);
    good = app_change_end(app, good, err);
    if (good && count > 1)
        app_say(app, _("%u rows: %s is now %s.  u undoes."), count, _(field->label),
                set_words(app, entity, ids[0], field));
    return good;
}
