/* SPDX-License-Identifier: MPL-2.0 */
/* What the rules of findings share: the plan under audit, its seats by group, and words.
 *
 * A rule looks at the whole plan once and adds its findings in the plan's order.  Rows whose origin is
 * `example` are judged like all others, but nothing about them is an error: no document says it. */
#ifndef FRAMDRIFT_ENGINE_FINDINGS_H
#define FRAMDRIFT_ENGINE_FINDINGS_H

#include "framdrift/engine.h"

#define DUE_SOON_DAYS    14
#define TOO_MANY_AT_ONCE 6 /* open tasks of one person on one day */

typedef struct Audit {
    const Plan *plan;
    const Schedule *schedule;
    Language language;
    Arena *arena;
    const FindingRule *rule; /* whose turn it is */
    Finding *items;
    uint32_t count, capacity;
    /* The seats that hold today: those of groups[i] are seats[seat_start[i]] … [seat_start[i + 1] - 1]. */
    const Seat **seats;
    uint32_t *seat_start;
} Audit;

/* --- Adding (findings.c) --- */
/* A finding at the plan's `row`, its texts "" until the rule says them; good until the next one is added. */
Finding *audit_add(Audit *audit, FindingLevel level, EntityKind entity, const Row *row,
                   const char *field_name);

/* --- Looking and words (findings_words.c) --- */
/* An interval that has days: neither an event nor words that are not understood. */
bool date_has_days(const HonestDate *date);
Day date_last_day(const HonestDate *date); /* DAY_NONE without days */
Day date_first_day(const HonestDate *date);
/* Whether something that is valid from … to holds today. */
bool audit_holds_today(const Audit *audit, const HonestDate *from, const HonestDate *to);
bool audit_group_holds(const Audit *audit, const Group *group);
/* The role that only one seat of a group has: the leader's. */
bool role_is_leader(const Role *role, Arena *arena);
/* Who leads the group, 0 when nobody does. */
RowId audit_leader_of(const Audit *audit, uint32_t group_index);

const char *audit_day(const Audit *audit, Day day);
const char *audit_written(const Audit *audit, const HonestDate *date);
const char *audit_task_name(const Audit *audit, const Task *task);
const char *audit_title(const Audit *audit, EntityKind entity, RowId id);
/* One line: breaks become spaces, and a list of lines becomes "…: one, two, three". */
const char *audit_one_line(const Audit *audit, const char *text);
/* "k-sak 061/20, pkt 5", as papers in the plan's own language cite it; "" when there is no such point. */
const char *audit_citation(const Audit *audit, const Point *point);
/* Gives the finding the point's words as its reason (those of the point that it only repeats) and the
 * citation as its source. */
void audit_cite(const Audit *audit, Finding *finding, RowId point);

/* --- The rules --- */
void rule_role_missing(Audit *audit);
void rule_role_twice(Audit *audit);
void rule_seat_vacant(Audit *audit);
void rule_host_missing(Audit *audit);
void rule_scope(Audit *audit);
void rule_overdue(Audit *audit);
void rule_due_soon(Audit *audit);
void rule_free_day(Audit *audit);
void rule_link_broken(Audit *audit);
void rule_link_circle(Audit *audit);
void rule_contradiction(Audit *audit);
void rule_same_name(Audit *audit);
void rule_evidence_missing(Audit *audit);
void rule_meetings_missing(Audit *audit);
void rule_owner_missing(Audit *audit);
void rule_overload(Audit *audit);
void rule_conflict(Audit *audit);

#endif
