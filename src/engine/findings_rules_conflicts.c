/* SPDX-License-Identifier: MPL-2.0 */
/* What two copies disagree on and nobody has decided: work goes on with the value in force. */
#include "findings.h"

#include "framdrift/schema.h"

/* "5 Sep or 4 Sep": the one in force first. */
static const char *conflict_values(const Audit *audit, const Conflict *conflict)
{
    const char *words = "";
    for (uint32_t i = 0; i < conflict->count; i++) {
        const char *value = conflict->values[i].value;
        const char *shown = value[0] != '\0' ? audit_one_line(audit, value) : _("nothing");
        words = i == 0 ? shown : arena_printf(audit->arena, _("%s or %s"), words, shown);
    }
    return words;
}

void rule_conflict(Audit *audit)
{
    for (uint32_t i = 0; i < audit->plan->conflict_count; i++) {
        const Conflict *conflict = &audit->plan->conflicts[i];
        const Row *row = plan_row(audit->plan, conflict->entity, conflict->row);
        const Entity *entity = schema_entity(conflict->entity);
        const Field *field = conflict->field < 0 ? NULL : &entity->fields[conflict->field];
        if (!row) {
            continue;
        }
        Finding *finding = audit_add(audit, FINDING_WARNING, conflict->entity, row,
                                     field ? field->name : NULL);
        const char *title = audit_title(audit, conflict->entity, conflict->row);
        finding->message =
            field ? arena_printf(audit->arena, _("%s: %s is undecided: %s."), title,
                                 _(field->label), conflict_values(audit, conflict))
                  : arena_printf(audit->arena,
                                 _("%s was deleted in one copy and edited or used in another."),
                                 title);
        finding->reason = field
                              ? _("Two copies disagree; the first value counts until somebody "
                                  "decides.  C shows both sides.")
                              : _("The row stays until somebody decides.  C shows both sides.");
    }
}
