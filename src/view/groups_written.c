/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The groups matrix in the document's own form.
 *
 * The document puts the persons of a cell after each other without a separator; a role stands in
 * parentheses after its person, and a vacant seat is the municipality's name with the role.
 */
#include "groups.h"
#include "parts.h"

static bool seat_is_of_cell(const Seat *seat, RowId group, RowId municipality)
{
    return seat->group == group && seat->municipality == municipality;
}

static void append_seat(const Plan *plan, const Seat *seat, Text *out, Arena *arena)
{
    const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, seat->role);
    const Person *person = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, seat->person);
    if (out->length > 0)
        text_append(out, " ");
    if (seat->person == 0)
        text_append(out, part_municipality_name(plan, seat->municipality));
    else if (part_is_unnamed(plan, seat))
        text_append(out, _("taken"));
    else if (person != NULL && !text_is_empty(person->name))
        text_append(out, person->name);
    else
        text_append(out, plan_title(plan, ENTITY_PERSON, seat->person, arena));
    if (role == NULL)
        return;
    text_printf(out, "%s(%s)", out->length > 0 ? " " : "",
                text_is_empty(role->written) ? role->code : role->written);
}

const char *groups_seat_as_written(const Plan *plan, const Seat *seat, Arena *arena)
{
    Text words = {0};
    append_seat(plan, seat, &words, arena);
    const char *written = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return written;
}

char *groups_cell_as_written(const Plan *plan, RowId group, RowId municipality, Arena *arena)
{
    const Seat *seats = PLAN_ROWS(plan, Seat, ENTITY_SEAT);
    Text words = {0};
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_SEAT); index++) {
        if (seat_is_of_cell(&seats[index], group, municipality))
            append_seat(plan, &seats[index], &words, arena);
    }
    char *cell = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return cell;
}

void groups_as_written(const Plan *plan, Text *out)
{
    const Group *groups = PLAN_ROWS(plan, Group, ENTITY_GROUP);
    const Municipality *municipalities = PLAN_ROWS(plan, Municipality, ENTITY_MUNICIPALITY);
    Arena *arena = arena_new();
    for (uint32_t row = 0; row < plan_count(plan, ENTITY_GROUP); row++) {
        if (groups[row].kind == GROUP_STEERING)
            continue;
        for (uint32_t column = 0; column < plan_count(plan, ENTITY_MUNICIPALITY); column++)
            text_printf(out, "%s / %s: %s\n", groups[row].name, municipalities[column].name,
                        groups_cell_as_written(plan, groups[row].row.id,
                                               municipalities[column].row.id, arena));
    }
    arena_free(arena);
}
