/* SPDX-License-Identifier: MPL-2.0 */
/* THE table, part five: what is watched: traffic lights, and findings that were accepted. */
#include "schema_rows.h"

static const Field light_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, Light, task, "task", KIND_REFERENCE, .flags = FIELD_TITLE | FIELD_LIST,
          .label = N_("Phase"), .help = N_("The phase it is about; empty: the whole plan."),
          .reference = ENTITY_TASK, .width = 30),
    FIELD(4, Light, aspect, "aspect", KIND_CHOICE, .flags = FIELD_TITLE | FIELD_LIST,
          .label = N_("Side"),
          .help = N_("Which side of the work: overall, time, economy, quality or risk."),
          CHOICES_OF(schema_light_aspects), .initial = "overall", .width = 10),
    FIELD(5, Light, value, "value", KIND_CHOICE, .flags = FIELD_LIST, .label = N_("Light"),
          .help = N_("How it stands: green, yellow, red or not assessed."),
          CHOICES_OF(schema_light_values), .initial = "not_assessed", .width = 12),
    FIELD(6, Light, date, "date", KIND_DATE, .flags = FIELD_LIST, .label = N_("Date"),
          .help = N_("When it was judged: 3.9.2020."), .width = 12),
    FIELD(7, Light, note, "note", KIND_TEXT, .flags = FIELD_PROSE, .label = N_("Note"),
          .help = N_("Why; not shown on a wall display."), .width = 30),
};

static const Field known_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, Known, rule, "rule", KIND_TEXT, .flags = FIELD_TITLE | FIELD_REQUIRED | FIELD_LIST,
          .label = N_("Rule"), .help = N_("The rule whose finding is accepted: role-missing."),
          .width = 20),
    FIELD(4, Known, place, "place", KIND_TEXT,
          .flags = FIELD_TITLE | FIELD_REQUIRED | FIELD_LIST, .label = N_("Place"),
          .help =
              N_("The row that the finding is about, and which of several: group/123 role/45."),
          .width = 26),
    FIELD(5, Known, date, "date", KIND_DATE, .flags = FIELD_LIST, .label = N_("Date"),
          .help = N_("When it was accepted: 3.9.2020."), .width = 12),
    FIELD(6, Known, note, "note", KIND_TEXT, .flags = FIELD_PROSE | FIELD_LIST,
          .label = N_("Note"), .help = N_("Why it may stay as it is."), .width = 40),
};

const Entity schema_watch_entities[2] = {
    ENTITY_ROW(ENTITY_LIGHT, 31, Light, light_fields, .name = "light", .plural = "lights",
               .label = N_("Traffic light"), .plural_label = N_("Traffic lights"),
               .help = N_("How one side of a phase or of the whole plan stands.")),
    ENTITY_ROW(ENTITY_KNOWN, 32, Known, known_fields, .name = "known", .plural = "knowns",
               .label = N_("Accepted finding"), .plural_label = N_("Accepted findings"),
               .help = N_("A finding that somebody has looked at and lets stand.")),
};
