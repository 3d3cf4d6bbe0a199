/* SPDX-License-Identifier: MPL-2.0 */
/* THE table, second part: who takes part, and in which seat. */
#include "schema_rows.h"

static const Field municipality_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, Municipality, number, "number", KIND_TEXT, .flags = FIELD_LIST,
          .label = N_("Number"),
          .help = N_("The official number, such as 3419; it tells apart two of the same name."),
          .width = 8),
    FIELD(4, Municipality, name, "name", KIND_TEXT,
          .flags = FIELD_TITLE | FIELD_REQUIRED | FIELD_LIST, .label = N_("Name"),
          .help = N_("The name in use, such as Åsnes."), .width = 16),
    FIELD(5, Municipality, county, "county", KIND_TEXT, .flags = FIELD_LIST,
          .label = N_("County"), .help = N_("The county it lies in, such as Innlandet."),
          .width = 16),
    FIELD(6, Municipality, country, "country", KIND_CHOICE, .label = N_("Country"),
          .help = N_("The country it lies in: no or se."), CHOICES_OF(schema_countries),
          .initial = "no", .width = 8),
    FIELD(7, Municipality, from, "from", KIND_DATE, .flags = FIELD_LIST, .label = N_("From"),
          .help = N_("From when the name or the participation holds: 1.1.2020; empty: always."),
          .width = 12),
    FIELD(8, Municipality, to, "to", KIND_DATE, .flags = FIELD_LIST, .label = N_("To"),
          .help = N_("The last day it holds: 31.12.2019; empty: still."), .width = 12),
    FIELD(9, Municipality, note, "note", KIND_TEXT, .flags = FIELD_PROSE, .label = N_("Note"),
          .help = N_("Anything worth remembering; not shown on a wall display."), .width = 30),
};

static const Field body_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, Body, name, "name", KIND_TEXT, .flags = FIELD_TITLE | FIELD_REQUIRED | FIELD_LIST,
          .label = N_("Name"), .help = N_("What it is called, such as “Åsnes kommunestyre”."),
          .width = 28),
    FIELD(
        4, Body, kind, "kind", KIND_CHOICE, .flags = FIELD_LIST, .label = N_("Kind"),
        .help = N_(
            "What sort of body it is: council, steering, administration, union, state, other."),
        CHOICES_OF(schema_body_kinds), .initial = "council", .width = 14),
    FIELD(5, Body, municipality, "municipality", KIND_REFERENCE, .flags = FIELD_LIST,
          .label = N_("Municipality"),
          .help = N_("The municipality it belongs to, such as Åsnes."),
          .reference = ENTITY_MUNICIPALITY, .width = 12),
    FIELD(6, Body, note, "note", KIND_TEXT, .flags = FIELD_PROSE, .label = N_("Note"),
          .help = N_("Anything worth remembering; not shown on a wall display."), .width = 30),
};

static const Field group_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, Group, name, "name", KIND_TEXT, .flags = FIELD_TITLE | FIELD_REQUIRED | FIELD_LIST,
          .label = N_("Name"), .help = N_("What it is called, such as “Tekniske tjenester”."),
          .width = 24),
    FIELD(4, Group, short_name, "short_name", KIND_TEXT, .flags = FIELD_LIST,
          .label = N_("Short name"),
          .help = N_("A short form for narrow columns, such as “Teknisk”."), .width = 10),
    FIELD(5, Group, kind, "kind", KIND_CHOICE, .flags = FIELD_LIST, .label = N_("Kind"),
          .help = N_("What sort of group it is: work, steering, subproject or theme."),
          CHOICES_OF(schema_group_kinds), .initial = "work", .width = 16),
    FIELD(6, Group, host, "host", KIND_REFERENCE, .flags = FIELD_LIST, .label = N_("Host"),
          .help = N_("The municipality where the service is to be placed, such as Grue."),
          .reference = ENTITY_MUNICIPALITY, .width = 12),
    FIELD(7, Group, from, "from", KIND_DATE, .flags = FIELD_LIST, .label = N_("From"),
          .help = N_("The first day it exists: 1.1.2022; empty: always."), .width = 12),
    FIELD(8, Group, to, "to", KIND_DATE, .flags = FIELD_LIST, .label = N_("To"),
          .help = N_("The last day it exists: 31.12.2021; empty: still."), .width = 12),
    FIELD(9, Group, note, "note", KIND_TEXT, .flags = FIELD_PROSE, .label = N_("Note"),
          .help = N_("Anything worth remembering; not shown on a wall display."), .width = 30),
};

static const Field role_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, Role, name, "name", KIND_TEXT, .flags = FIELD_TITLE | FIELD_REQUIRED | FIELD_LIST,
          .label = N_("Name"), .help = N_("The role in full, such as “verneombud”."),
          .width = 20),
    FIELD(4, Role, code, "code", KIND_TEXT, .flags = FIELD_LIST, .label = N_("Code"),
          .help = N_("One to three letters shown beside a person: L, TV, VO."), .width = 5),
    FIELD(
        5, Role, written, "written", KIND_TEXT, .flags = FIELD_LIST, .label = N_("As written"),
        .help = N_("What the document puts in parentheses after the person, such as “leder”."),
        .width = 10),
    FIELD(6, Role, union_role, "union_role", KIND_BOOLEAN, .flags = FIELD_LIST,
          .label = N_("Union role"),
          .help =
              N_("Yes when it reveals union membership; then a wall display never shows it."),
          .initial = "no", .width = 6),
};

static const Field required_role_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, RequiredRole, role, "role", KIND_REFERENCE,
          .flags = FIELD_TITLE | FIELD_OWNS | FIELD_REQUIRED | FIELD_LIST, .label = N_("Role"),
          .help = N_("The role that such a group must have, such as VO."),
          .reference = ENTITY_ROLE, .width = 20),
    FIELD(4, RequiredRole, group_kind, "group_kind", KIND_CHOICE,
          .flags = FIELD_TITLE | FIELD_LIST, .label = N_("Kind of group"),
          .help =
              N_("The kind of group that must have it: work, steering, subproject or theme."),
          CHOICES_OF(schema_group_kinds), .initial = "work", .width = 16),
    FIELD(5, RequiredRole, point, "point", KIND_REFERENCE, .flags = FIELD_LIST,
          .label = N_("Asked for by"), .help = N_("The point of a decision that asks for it."),
          .reference = ENTITY_POINT, .width = 24),
};

static const Field person_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, Person, name, "name", KIND_TEXT,
          .flags = FIELD_TITLE | FIELD_REQUIRED | FIELD_LIST | FIELD_PERSONAL,
          .label = N_("Name"), .help = N_("The person's full name, such as “Gunvor Lie”."),
          .width = 28),
    FIELD(4, Person, municipality, "municipality", KIND_REFERENCE, .flags = FIELD_LIST,
          .label = N_("Municipality"), .help = N_("Where the person works, such as Våler."),
          .reference = ENTITY_MUNICIPALITY, .width = 12),
    FIELD(8, Person, title, "title", KIND_TEXT, .flags = FIELD_LIST | FIELD_PERSONAL,
          .label = N_("Title"), .help = N_("The person's position, such as “økonomisjef”."),
          .width = 20),
    FIELD(6, Person, email, "email", KIND_TEXT, .flags = FIELD_LIST | FIELD_PERSONAL,
          .label = N_("E-mail"),
          .help = N_("Where to write to the person: gunvor@example.org."), .width = 28),
    FIELD(7, Person, note, "note", KIND_TEXT, .flags = FIELD_PROSE, .label = N_("Note"),
          .help = N_("Only what the work needs: people may ask to see what is written here."),
          .width = 30),
};

static const Field seat_fields[] = {
    FIELDS_OF_EVERY_ROW,
    FIELD(3, Seat, group, "group", KIND_REFERENCE,
          .flags = FIELD_TITLE | FIELD_OWNS | FIELD_REQUIRED | FIELD_LIST, .label = N_("Group"),
          .help = N_("The group the seat is in, such as “Arkiv”."), .reference = ENTITY_GROUP,
          .width = 20),
    FIELD(4, Seat, municipality, "municipality", KIND_REFERENCE,
          .flags = FIELD_TITLE | FIELD_LIST, .label = N_("Municipality"),
          .help = N_("The municipality that fills the seat, such as Grue."),
          .reference = ENTITY_MUNICIPALITY, .width = 12),
    FIELD(5, Seat, role, "role", KIND_REFERENCE, .flags = FIELD_TITLE | FIELD_LIST,
          .label = N_("Role"),
          .help = N_("What the person is there as: L, TV, VO; empty: a member."),
          .reference = ENTITY_ROLE, .width = 14),
    FIELD(6, Seat, person, "person", KIND_REFERENCE, .flags = FIELD_LIST, .label = N_("Person"),
          .help = N_("Who holds the seat, such as “Gunvor Lie”; empty: vacant."),
          .reference = ENTITY_PERSON, .width = 28),
    FIELD(7, Seat, from, "from", KIND_DATE, .flags = FIELD_LIST, .label = N_("From"),
          .help = N_("The first day it holds: 1.9.2020; empty: always."), .width = 12),
    FIELD(8, Seat, to, "to", KIND_DATE, .flags = FIELD_LIST, .label = N_("To"),
          .help = N_("The last day it holds: 31.12.2020; empty: still."), .width = 12),
};

const Entity schema_people_entities[7] = {
    ENTITY_ROW(ENTITY_MUNICIPALITY, 5, Municipality, municipality_fields,
               .name = "municipality", .plural = "municipalities", .label = N_("Municipality"),
               .plural_label = N_("Municipalities"),
               .help = N_("A municipality that takes part.")),
    ENTITY_ROW(ENTITY_BODY, 6, Body, body_fields, .name = "body", .plural = "bodies",
               .label = N_("Body"), .plural_label = N_("Bodies"),
               .help =
                   N_("A council or another body that decides, owes or is owed something.")),
    ENTITY_ROW(ENTITY_GROUP, 7, Group, group_fields, .name = "group", .plural = "groups",
               .label = N_("Group"), .plural_label = N_("Groups"),
               .help = N_("A work group, steering group, sub-project or theme group.")),
    ENTITY_ROW(
        ENTITY_ROLE, 8, Role, role_fields, .name = "role", .plural = "roles",
        .label = N_("Role"), .plural_label = N_("Roles"),
        .help = N_("What a person is in a group as: leader, union or safety representative.")),
    ENTITY_ROW(ENTITY_REQUIRED_ROLE, 9, RequiredRole, required_role_fields,
               .name = "required_role", .plural = "required_roles",
               .label = N_("Required role"), .plural_label = N_("Required roles"),
               .help = N_("A role that every group of a kind must have.")),
    ENTITY_ROW(ENTITY_PERSON, 10, Person, person_fields, .name = "person", .plural = "people",
               .label = N_("Person"), .plural_label = N_("People"),
               .help = N_("Somebody who holds a seat or answers for a task.")),
    ENTITY_ROW(ENTITY_SEAT, 11, Seat, seat_fields, .name = "seat", .plural = "seats",
               .label = N_("Seat"), .plural_label = N_("Seats"),
               .help = N_("A place in a group, with a person or vacant.")),
};
