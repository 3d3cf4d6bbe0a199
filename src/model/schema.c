/* SPDX-License-Identifier: MPL-2.0 */
/* Looking things up in THE table. */
#include "schema_rows.h"

#include <string.h>

static const Entity *const entities[ENTITY_COUNT] = {
    [ENTITY_PLAN] = &schema_work_entities[0],
    [ENTITY_TASK] = &schema_work_entities[1],
    [ENTITY_GOAL] = &schema_work_entities[2],
    [ENTITY_LINK] = &schema_work_entities[3],
    [ENTITY_MUNICIPALITY] = &schema_people_entities[0],
    [ENTITY_BODY] = &schema_people_entities[1],
    [ENTITY_GROUP] = &schema_people_entities[2],
    [ENTITY_ROLE] = &schema_people_entities[3],
    [ENTITY_REQUIRED_ROLE] = &schema_people_entities[4],
    [ENTITY_PERSON] = &schema_people_entities[5],
    [ENTITY_SEAT] = &schema_people_entities[6],
    [ENTITY_ANSWER] = &schema_council_entities[0],
    [ENTITY_DECISION] = &schema_council_entities[1],
    [ENTITY_POINT] = &schema_council_entities[2],
    [ENTITY_OBLIGATION] = &schema_council_entities[3],
    [ENTITY_INSTANCE] = &schema_council_entities[4],
    [ENTITY_PREMISE] = &schema_council_entities[5],
    [ENTITY_MEETING] = &schema_council_entities[6],
    [ENTITY_FUNDING] = &schema_study_entities[0],
    [ENTITY_EFFORT] = &schema_study_entities[1],
    [ENTITY_SWOT] = &schema_study_entities[2],
    [ENTITY_DIMENSION] = &schema_study_entities[3],
    [ENTITY_MAPPING] = &schema_study_entities[4],
    [ENTITY_RISK] = &schema_study_entities[5],
    [ENTITY_BENEFIT] = &schema_study_entities[6],
    [ENTITY_COMMUNICATION] = &schema_study_entities[7],
    [ENTITY_TEMPLATE] = &schema_work_entities[4],
    [ENTITY_ITEM] = &schema_work_entities[5],
    [ENTITY_NOTE] = &schema_study_entities[8],
    [ENTITY_DOCUMENT] = &schema_study_entities[9],
    [ENTITY_LIGHT] = &schema_watch_entities[0],
    [ENTITY_KNOWN] = &schema_watch_entities[1],
};

const Entity *schema_entity(EntityKind kind)
{
    if (kind <= ENTITY_NONE || kind >= ENTITY_COUNT)
        BUG("no entity of kind %d", (int)kind);
    return entities[kind];
}

const Entity *schema_entity_by_name(const char *name)
{
    for (int kind = ENTITY_NONE + 1; name && kind < ENTITY_COUNT; kind++)
        if (!strcmp(entities[kind]->name, name) || !strcmp(entities[kind]->plural, name))
            return entities[kind];
    return NULL;
}

const Entity *schema_entity_by_number(int number)
{
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++)
        if (entities[kind]->number == number)
            return entities[kind];
    return NULL;
}

const Field *schema_field_by_name(const Entity *entity, const char *name)
{
    for (int i = 0; name && i < entity->field_count; i++)
        if (!strcmp(entity->fields[i].name, name))
            return &entity->fields[i];
    return NULL;
}

const Field *schema_field_by_number(const Entity *entity, int number)
{
    for (int i = 0; i < entity->field_count; i++)
        if (entity->fields[i].number == number)
            return &entity->fields[i];
    return NULL;
}

int schema_field_index(const Entity *entity, const Field *field)
{
    if (field < entity->fields || field >= entity->fields + entity->field_count)
        BUG("field %s is none of %s", field->name, entity->name);
    return (int)(field - entity->fields);
}

static const Field *nearest_field(const Entity *entity, const char *name)
{
    const Field *nearest = NULL;
    size_t best = strlen(name) / 3 + 2;
    for (int i = 0; i < entity->field_count; i++) {
        size_t distance = text_edit_distance(name, entity->fields[i].name);
        if (distance < best) {
            best = distance;
            nearest = &entity->fields[i];
        }
    }
    return nearest;
}

bool schema_fail_unknown_field(const Entity *entity, const char *name, Err *err)
{
    const Field *nearest = nearest_field(entity, name);
    if (nearest)
        return fail(err, ERR_INPUT, _("Unknown field “%s” of %s; did you mean “%s”?"), name,
                    entity->name, nearest->name);
    Text names = {0};
    for (int i = 0; i < entity->field_count; i++)
        if (!(entity->fields[i].flags & (FIELD_HIDDEN | FIELD_COMPUTED)))
            text_printf(&names, "%s%s", names.length ? ", " : "", entity->fields[i].name);
    fail(err, ERR_INPUT, _("Unknown field “%s” of %s; it has %s."), name, entity->name,
         text_string(&names));
    text_free(&names);
    return false;
}
