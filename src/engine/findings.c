/* SPDX-License-Identifier: MPL-2.0 */
/* THE list of rules, and what is done with their findings: accepted ones are marked, all are put in order. */
#include "findings.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The order is that in which findings of one level are shown. */
const FindingRule finding_rules[] = {
    {"role-missing", N_("Role missing"),
     N_("A group has no seat for a role that every group of its kind shall have."),
     rule_role_missing},
    {"scope", N_("Outside the decisions"),
     N_("No recorded decision names the service that a group is about."), rule_scope},
    {"overdue", N_("Overdue"), N_("The end has passed, and it is not done."), rule_overdue},
    {"evidence-missing", N_("Evidence missing"),
     N_("An obligation was due at a meeting, and nothing shows that it was met."),
     rule_evidence_missing},
    {"conflict", N_("Undecided"),
     N_("Two copies of the plan disagree, and nobody has decided."), rule_conflict},
    {"role-twice", N_("Two leaders"), N_("A group has more than one leader."), rule_role_twice},
    {"due-soon", N_("Due soon"), N_("The end comes within 14 days."), rule_due_soon},
    {"free-day", N_("Deadline on a free day"),
     N_("A deadline is a Saturday, a Sunday or a public holiday; it is kept."), rule_free_day},
    {"contradiction", N_("Contradiction"), N_("Two written dates cannot both hold."),
     rule_contradiction},
    {"same-name", N_("Two deadlines"),
     N_("Two tasks of one name in one place have different deadlines."), rule_same_name},
    {"link-broken", N_("Broken link"),
     N_("A link asks for a later day than the one that is written."), rule_link_broken},
    {"link-circle", N_("Links in a circle"),
     N_("Links lead back to where they began, and are left out."), rule_link_circle},
    {"seat-vacant", N_("Seat vacant"), N_("Nobody is named in a seat."), rule_seat_vacant},
    {"host-missing", N_("Hosts no service"),
     N_("A municipality has none of the services placed in it."), rule_host_missing},
    {"meetings-missing", N_("Meetings without dates"),
     N_("Something is due at every meeting, but no meeting has it on its list yet."),
     rule_meetings_missing},
    {"owner-missing", N_("Nobody answers"), N_("A step of a checklist has no owner."),
     rule_owner_missing},
    {"overload", N_("Too much at once"), N_("A person has six or more open tasks on one day."),
     rule_overload},
    {NULL, NULL, NULL, NULL},
};

const char *finding_level_name(FindingLevel level)
{
    static const char *const names[FINDING_LEVEL_COUNT] = {"error", "warning", "note"};
    if ((unsigned)level >= FINDING_LEVEL_COUNT) {
        BUG("there is no level %d of findings", (int)level);
    }
    return names[level];
}

/* --- Adding ---------------------------------------------------------------------------------- */
static int field_index_of(EntityKind kind, const char *name)
{
    const Entity *entity = schema_entity(kind);
    const Field *field = name ? schema_field_by_name(entity, name) : NULL;
    if (name && !field) {
        BUG("%s has no field %s", entity->name, name);
    }
    return field ? schema_field_index(entity, field) : -1;
}

Finding *audit_add(Audit *audit, FindingLevel level, EntityKind entity, const Row *row,
                   const char *field_name)
{
    ARENA_GROW(audit->arena, audit->items, audit->count, audit->capacity, 64);
    if (level == FINDING_ERROR && row->origin == ORIGIN_EXAMPLE) {
        level = FINDING_WARNING;
    }
    Finding *finding = &audit->items[audit->count++];
    *finding = (Finding){.rule = audit->rule->name,
                         .level = level,
                         .message = "",
                         .reason = "",
                         .source = "",
                         .entity = entity,
                         .row = row->id,
                         .field = field_index_of(entity, field_name),
                         .known_note = ""};
    return finding;
}

/* --- Seats by group -------------------------------------------------------------------------- */
static void audit_gather_seats(Audit *audit)
{
    const Seat *seats = PLAN_ROWS(audit->plan, Seat, ENTITY_SEAT);
    uint32_t seat_count = plan_count(audit->plan, ENTITY_SEAT);
    uint32_t group_count = plan_count(audit->plan, ENTITY_GROUP);
    uint32_t *group_of = ARENA_ARRAY(audit->arena, uint32_t, (size_t)seat_count + 1);
    uint32_t *start = ARENA_ARRAY(audit->arena, uint32_t, (size_t)group_count + 2);
    for (uint32_t i = 0; i < seat_count; i++) {
        bool holds = audit_holds_today(audit, &seats[i].from, &seats[i].to);
        group_of[i] =
            holds ? plan_index_of(audit->plan, ENTITY_GROUP, seats[i].group) : UINT32_MAX;
        if (group_of[i] != UINT32_MAX) {
            start[group_of[i] + 2]++;
        }
    }
    for (uint32_t i = 2; i < group_count + 2; i++) {
        start[i] += start[i - 1];
    }
    audit->seats = ARENA_ARRAY(audit->arena, const Seat *, (size_t)seat_count + 1);
    for (uint32_t i = 0; i < seat_count; i++) {
        if (group_of[i] != UINT32_MAX) {
            audit->seats[start[group_of[i] + 1]++] = &seats[i];
        }
    }
    audit->seat_start = start;
}

/* --- Accepted findings ----------------------------------------------------------------------- */
typedef struct Accepted {
    const char *rule;
    EntityKind entity;
    RowId row;
    EntityKind about;
    RowId about_row; /* 0: whatever the rule finds there */
    const char *note;
} Accepted;

static int compare_numbers(int64_t one, int64_t other)
{
    return (one > other) - (one < other);
}

static int compare_accepted(const void *one, const void *other)
{
    const Accepted *a = one;
    const Accepted *b = other;
    int order = compare_numbers(a->row, b->row);
    order = order != 0 ? order : compare_numbers(a->entity, b->entity);
    order = order != 0 ? order : compare_numbers(a->about_row, b->about_row);
    order = order != 0 ? order : compare_numbers(a->about, b->about);
    return order != 0 ? order : strcmp(a->rule, b->rule);
}

const char *finding_place(const Finding *finding, Arena *arena)
{
    const char *place =
        arena_printf(arena, "%s/%" PRId64, schema_entity(finding->entity)->name, finding->row);
    if (finding->about_row == 0) {
        return place;
    }
    return arena_printf(arena, "%s %s/%" PRId64, place, schema_entity(finding->about)->name,
                        finding->about_row);
}

/* "group/123"; false for what names no row.  What comes after a space stays in *rest. */
static bool read_row(const char *place, Arena *arena, EntityKind *kind, RowId *row,
                     const char **rest)
{
    const char *slash = strchr(place, '/');
    const Entity *entity =
        slash ? schema_entity_by_name(arena_strndup(arena, place, (size_t)(slash - place)))
              : NULL;
    if (!entity) {
        return false;
    }
    char *end = NULL;
    *kind = entity->kind;
    *row = strtoll(slash + 1, &end, 10);
    *rest = *end == ' ' ? end + 1 : end;
    return end != slash + 1 && (*end == '\0' || *end == ' ') && *row > 0;
}

static bool read_place(const char *place, Arena *arena, Accepted *out)
{
    const char *rest = "";
    return read_row(place, arena, &out->entity, &out->row, &rest) &&
           (*rest == '\0' ||
            (read_row(rest, arena, &out->about, &out->about_row, &rest) && *rest == '\0'));
}

static const Accepted *accepted_find(const Accepted *accepted, uint32_t count,
                                     const Finding *finding)
{
    Accepted wanted = {.rule = finding->rule,
                       .entity = finding->entity,
                       .row = finding->row,
                       .about = finding->about,
                       .about_row = finding->about_row};
    const Accepted *found =
        bsearch(&wanted, accepted, count, sizeof *accepted, compare_accepted);
    wanted.about = ENTITY_NONE;
    wanted.about_row = 0;
    return found || finding->about_row == 0
               ? found
               : bsearch(&wanted, accepted, count, sizeof *accepted, compare_accepted);
}

static void audit_mark_known(Audit *audit)
{
    const Known *known = PLAN_ROWS(audit->plan, Known, ENTITY_KNOWN);
    uint32_t known_count = plan_count(audit->plan, ENTITY_KNOWN);
    Accepted *accepted = ARENA_ARRAY(audit->arena, Accepted, (size_t)known_count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < known_count; i++) {
        Accepted *one = &accepted[count];
        *one = (Accepted){.rule = known[i].rule, .note = known[i].note};
        count += read_place(known[i].place, audit->arena, one);
    }
    if (count == 0) {
        return;
    }
    qsort(accepted, count, sizeof *accepted, compare_accepted);
    for (uint32_t i = 0; i < audit->count; i++) {
        Finding *finding = &audit->items[i];
        const Accepted *found = accepted_find(accepted, count, finding);
        finding->known = found != NULL;
        finding->known_note = found ? found->note : "";
    }
}

/* --- In order -------------------------------------------------------------------------------- */
static uint32_t copy_level(const Audit *audit, bool known, FindingLevel level, Finding *to)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < audit->count; i++) {
        const Finding *finding = &audit->items[i];
        if (finding->known == known && finding->level == level) {
            to[count++] = *finding;
        }
    }
    return count;
}

/* Rules ran in the order of the list, and each in the plan's order: within a level that order stays. */
static void audit_put_in_order(const Audit *audit, Findings *out)
{
    Finding *sorted = ARENA_ARRAY(audit->arena, Finding, (size_t)audit->count + 1);
    uint32_t at = 0;
    for (int known = 0; known < 2; known++) {
        for (int level = 0; level < FINDING_LEVEL_COUNT; level++) {
            uint32_t count = copy_level(audit, known == 1, (FindingLevel)level, sorted + at);
            out->counts[level] += known ? 0 : count;
            at += count;
        }
    }
    out->items = sorted;
    out->count = at;
}

void findings_compute(const Plan *plan, const Schedule *schedule, Language language,
                      Arena *arena, Findings *out)
{
    *out = (Findings){0};
    Audit audit = {.plan = plan, .schedule = schedule, .language = language, .arena = arena};
    audit_gather_seats(&audit);
    for (const FindingRule *rule = finding_rules; rule->name; rule++) {
        audit.rule = rule;
        rule->look(&audit);
    }
    audit_mark_known(&audit);
    audit_put_in_order(&audit, out);
}
