/* SPDX-License-Identifier: MPL-2.0 */
/* Rules on groups and their seats: who shall be there, who is, and where services are placed. */
#include "findings.h"

#include <string.h>

static bool group_has_role(const Audit *audit, uint32_t group, RowId role)
{
    for (uint32_t i = audit->seat_start[group]; i < audit->seat_start[group + 1]; i++) {
        if (audit->seats[i]->role == role) {
            return true;
        }
    }
    return false;
}

static void look_for_role(Audit *audit, uint32_t index, const RequiredRole *required)
{
    const Group *group = &PLAN_ROWS(audit->plan, Group, ENTITY_GROUP)[index];
    const Role *role = PLAN_ROW_OF(audit->plan, Role, ENTITY_ROLE, required->role);
    if (!role || required->group_kind != group->kind ||
        group_has_role(audit, index, role->row.id)) {
        return;
    }
    bool is_example = required->row.origin == ORIGIN_EXAMPLE;
    Finding *finding = audit_add(audit, is_example ? FINDING_WARNING : FINDING_ERROR,
                                 ENTITY_GROUP, &group->row, NULL);
    finding->message = arena_printf(
        audit->arena, _("%s has no %s."), audit_title(audit, ENTITY_GROUP, group->row.id),
        *role->name ? text_lower_first(audit->arena, role->name) : role->code);
    finding->about = ENTITY_ROLE;
    finding->about_row = role->row.id;
    finding->owner = audit_leader_of(audit, index);
    audit_cite(audit, finding, required->point);
}

void rule_role_missing(Audit *audit)
{
    const Group *groups = PLAN_ROWS(audit->plan, Group, ENTITY_GROUP);
    const RequiredRole *required = PLAN_ROWS(audit->plan, RequiredRole, ENTITY_REQUIRED_ROLE);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_GROUP); i++) {
        for (uint32_t j = 0; j < plan_count(audit->plan, ENTITY_REQUIRED_ROLE); j++) {
            if (audit_group_holds(audit, &groups[i])) {
                look_for_role(audit, i, &required[j]);
            }
        }
    }
}

static void look_for_leaders(Audit *audit, uint32_t index, const Role *role)
{
    const Group *group = &PLAN_ROWS(audit->plan, Group, ENTITY_GROUP)[index];
    Text names = {0};
    int count = 0;
    for (uint32_t i = audit->seat_start[index]; i < audit->seat_start[index + 1]; i++) {
        const Seat *seat = audit->seats[i];
        if (seat->role == role->row.id) {
            const Person *person =
                PLAN_ROW_OF(audit->plan, Person, ENTITY_PERSON, seat->person);
            const char *who = person && *person->name
                                  ? person->name
                                  : audit_title(audit, ENTITY_SEAT, seat->row.id);
            text_printf(&names, "%s%s", count ? ", " : "", who);
            count++;
        }
    }
    if (count > 1) {
        Finding *finding = audit_add(audit, FINDING_WARNING, ENTITY_GROUP, &group->row, NULL);
        finding->message = arena_printf(audit->arena, _("%s has %d leaders: %s."),
                                        audit_title(audit, ENTITY_GROUP, group->row.id), count,
                                        text_string(&names));
        finding->reason = _("A group has one leader.");
    }
    text_free(&names);
}

void rule_role_twice(Audit *audit)
{
    const Group *groups = PLAN_ROWS(audit->plan, Group, ENTITY_GROUP);
    const Role *roles = PLAN_ROWS(audit->plan, Role, ENTITY_ROLE);
    for (uint32_t r = 0; r < plan_count(audit->plan, ENTITY_ROLE); r++) {
        if (!role_is_leader(&roles[r], audit->arena)) {
            continue;
        }
        for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_GROUP); i++) {
            if (audit_group_holds(audit, &groups[i])) {
                look_for_leaders(audit, i, &roles[r]);
            }
        }
    }
}

/* --- Vacant seats ---------------------------------------------------------------------------- */
static void tell_nobody_named(Audit *audit, const Group *group, uint32_t seats)
{
    Finding *finding = audit_add(audit, FINDING_NOTE, ENTITY_GROUP, &group->row, NULL);
    finding->message =
        arena_printf(audit->arena, _("%s: nobody is named in any of the %u seats."),
                     audit_title(audit, ENTITY_GROUP, group->row.id), seats);
}

/* The decision point by which groups of this kind have this role, 0. */
static RowId point_behind_role(const Audit *audit, RowId role, int group_kind)
{
    const RequiredRole *required = PLAN_ROWS(audit->plan, RequiredRole, ENTITY_REQUIRED_ROLE);
    for (uint32_t i = 0; role && i < plan_count(audit->plan, ENTITY_REQUIRED_ROLE); i++) {
        if (required[i].role == role && required[i].group_kind == group_kind) {
            return required[i].point;
        }
    }
    return 0;
}

static void tell_vacant(Audit *audit, const Group *group, const Seat *seat, RowId leader)
{
    const Role *role = PLAN_ROW_OF(audit->plan, Role, ENTITY_ROLE, seat->role);
    const Municipality *municipality =
        PLAN_ROW_OF(audit->plan, Municipality, ENTITY_MUNICIPALITY, seat->municipality);
    const char *group_name = audit_title(audit, ENTITY_GROUP, group->row.id);
    const char *from =
        municipality ? audit_title(audit, ENTITY_MUNICIPALITY, municipality->row.id) : "";
    Finding *finding = audit_add(audit, FINDING_WARNING, ENTITY_SEAT, &seat->row, "person");
    if (role && *role->name && *from) {
        finding->message =
            arena_printf(audit->arena, _("%s: the seat %s from %s is vacant."), group_name,
                         text_lower_first(audit->arena, role->name), from);
    } else if (*from) {
        finding->message =
            arena_printf(audit->arena, _("%s: a seat from %s is vacant."), group_name, from);
    } else {
        finding->message = arena_printf(audit->arena, _("The seat %s is vacant."),
                                        audit_title(audit, ENTITY_SEAT, seat->row.id));
    }
    finding->municipality = seat->municipality;
    finding->owner = leader;
    audit_cite(audit, finding, point_behind_role(audit, seat->role, group->kind));
}

void rule_seat_vacant(Audit *audit)
{
    const Group *groups = PLAN_ROWS(audit->plan, Group, ENTITY_GROUP);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_GROUP); i++) {
        uint32_t first = audit->seat_start[i];
        uint32_t count = audit->seat_start[i + 1] - first;
        uint32_t vacant = 0;
        for (uint32_t s = first; s < first + count; s++) {
            vacant += audit->seats[s]->person == 0;
        }
        if (vacant == 0 || !audit_group_holds(audit, &groups[i])) {
            continue;
        }
        if (vacant == count && count > 1) {
            tell_nobody_named(audit, &groups[i], count);
            continue;
        }
        RowId leader = audit_leader_of(audit, i);
        for (uint32_t s = first; s < first + count; s++) {
            if (audit->seats[s]->person == 0) {
                tell_vacant(audit, &groups[i], audit->seats[s], leader);
            }
        }
    }
}

/* --- Services placed in municipalities ------------------------------------------------------- */
/* The premise that asks for services in every municipality. */
static const Premise *premise_of_localisation(const Audit *audit)
{
    static const char *const words[] = {"lokaliser", "localis", "localiz", "plasser", "placer"};
    const Premise *premises = PLAN_ROWS(audit->plan, Premise, ENTITY_PREMISE);
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_PREMISE); i++) {
        const char *text =
            text_fold(audit->arena,
                      arena_printf(audit->arena, "%s %s", premises[i].name, premises[i].text));
        for (size_t w = 0; w < COUNT_OF(words); w++) {
            if (text_contains_folded(text, words[w])) {
                return &premises[i];
            }
        }
    }
    return NULL;
}

static uint32_t mark_hosts(const Audit *audit, bool *hosts, bool *somebody)
{
    const Group *groups = PLAN_ROWS(audit->plan, Group, ENTITY_GROUP);
    uint32_t services = 0;
    for (uint32_t i = 0; i < plan_count(audit->plan, ENTITY_GROUP); i++) {
        bool is_service = groups[i].kind == GROUP_WORK || groups[i].kind == GROUP_SUBPROJECT;
        if (!is_service || !audit_group_holds(audit, &groups[i])) {
            continue;
        }
        services++;
        uint32_t host = plan_index_of(audit->plan, ENTITY_MUNICIPALITY, groups[i].host);
        if (host != UINT32_MAX) {
            hosts[host] = true;
            *somebody = true;
        }
    }
    return services;
}

/* Asked only where it was promised or begun, and where there are services enough to go round. */
void rule_host_missing(Audit *audit)
{
    uint32_t count = plan_count(audit->plan, ENTITY_MUNICIPALITY);
    const Municipality *all = PLAN_ROWS(audit->plan, Municipality, ENTITY_MUNICIPALITY);
    bool *hosts = ARENA_ARRAY(audit->arena, bool, (size_t)count + 1);
    bool somebody = false;
    uint32_t services = mark_hosts(audit, hosts, &somebody);
    if (services < count) {
        return;
    }
    const Premise *premise = premise_of_localisation(audit);
    if (!premise && !somebody) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (hosts[i] || !audit_holds_today(audit, &all[i].from, &all[i].to)) {
            continue;
        }
        Finding *finding =
            audit_add(audit, FINDING_WARNING, ENTITY_MUNICIPALITY, &all[i].row, NULL);
        finding->message = arena_printf(audit->arena, _("%s hosts none of the services yet."),
                                        audit_title(audit, ENTITY_MUNICIPALITY, all[i].row.id));
        finding->municipality = all[i].row.id;
        if (premise) {
            finding->reason = audit_one_line(audit, premise->text);
            finding->source = premise->name;
        }
    }
}
