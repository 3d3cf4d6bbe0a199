/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the files of THE table share: the shape of a row, the lists of choices, the arrays of fields.
 * Private to the room.
 */
#ifndef FRAMDRIFT_MODEL_SCHEMA_ROWS_H
#define FRAMDRIFT_MODEL_SCHEMA_ROWS_H

#include "framdrift/schema.h"

/* One field: its stable number, struct, member, machine name and kind; the rest is named. */
#define FIELD(NUMBER, TYPE, MEMBER, NAME, KIND, ...)                                           \
    {                                                                                          \
        .number = (NUMBER), .name = (NAME), .kind = (KIND), .offset = offsetof(TYPE, MEMBER),  \
        __VA_ARGS__                                                                            \
    }
#define CHOICES_OF(list) .choices = (list), .choice_count = (int)COUNT_OF(list)
#define FIELD_PROSE      (FIELD_LONG | FIELD_PERSONAL) /* free text that may name people */

/* The three that every row has.  Number 0 is the row itself: in operations it says "exists". */
#define FIELDS_OF_EVERY_ROW                                                                    \
    FIELD(0, Row, id, "id", KIND_ID, .flags = FIELD_HIDDEN, .label = N_("Id"),                 \
          .help = N_("The row's own number; it never changes and is never used again."),       \
          .width = 19),                                                                        \
        FIELD(1, Row, rank, "rank", KIND_RANK, .flags = FIELD_HIDDEN, .label = N_("Place"),    \
              .help =                                                                          \
                  N_("Where the row stands among its neighbours; moving it changes this."),    \
              .width = 8),                                                                     \
        FIELD(2, Row, origin, "origin", KIND_CHOICE, .label = N_("Origin"),                    \
              .help =                                                                          \
                  N_("Where the row comes from: your own work, the document, or an example."), \
              CHOICES_OF(schema_origins), .initial = "own", .width = 8)

extern const Choice schema_origins[ORIGIN_COUNT];
extern const Choice schema_task_kinds[TASK_KIND_COUNT];
extern const Choice schema_statuses[STATUS_COUNT];
extern const Choice schema_quadrants[QUADRANT_COUNT];
extern const Choice schema_link_types[LINK_TYPE_COUNT];
extern const Choice schema_answers[ANSWER_COUNT];
extern const Choice schema_group_kinds[GROUP_KIND_COUNT];
extern const Choice schema_body_kinds[BODY_KIND_COUNT];
extern const Choice schema_channels[CHANNEL_COUNT];
extern const Choice schema_recurrences[RECURRENCE_COUNT];
extern const Choice schema_point_changes[POINT_CHANGE_COUNT];
extern const Choice schema_constraints[CONSTRAINT_COUNT];
extern const Choice schema_countries[COUNTRY_COUNT];
extern const Choice schema_languages[LANGUAGE_COUNT];
extern const Choice schema_benefit_kinds[3];
extern const Choice schema_light_aspects[LIGHT_ASPECT_COUNT];
extern const Choice schema_light_values[LIGHT_VALUE_COUNT];

/* One entity: its kind, stable number, struct and fields; the words are named. */
#define ENTITY_ROW(KIND, NUMBER, TYPE, FIELDS, ...)                                            \
    {                                                                                          \
        .kind = (KIND), .number = (NUMBER), .size = sizeof(TYPE), .fields = (FIELDS),          \
        .field_count = (int)COUNT_OF(FIELDS), __VA_ARGS__                                      \
    }

/* The entities of each file of the table; schema.c puts them in the order of EntityKind. */
extern const Entity schema_work_entities[6], schema_people_entities[7],
    schema_council_entities[7], schema_study_entities[10], schema_watch_entities[2];

/* What schema_self_check does with the real table; tests hand it doctored ones. */
bool schema_check_entity(const Entity *entity, Err *err);
bool schema_check_field(const Entity *entity, const Field *field, Err *err);

#endif
