/* SPDX-License-Identifier: MPL-2.0 */
/* What the rules ask again and again: does it hold today, who leads, how is it cited. */
#include "findings.h"

#include <string.h>

bool date_has_days(const HonestDate *date)
{
    return date->precision != DATE_NONE && date->precision != DATE_EVENT &&
           date->precision != DATE_UNKNOWN && (date->from != DAY_NONE || date->to != DAY_NONE);
}

Day date_last_day(const HonestDate *date)
{
    if (!date_has_days(date)) {
        return DAY_NONE;
    }
    return date->to != DAY_NONE ? date->to : date->from;
}

Day date_first_day(const HonestDate *date)
{
    if (!date_has_days(date)) {
        return DAY_NONE;
    }
    return date->from != DAY_NONE ? date->from : date->to;
}

bool audit_holds_today(const Audit *audit, const HonestDate *from, const HonestDate *to)
{
    Day first = date_first_day(from);
    Day last = date_last_day(to);
    return (first == DAY_NONE || first <= audit->schedule->today) &&
           (last == DAY_NONE || last >= audit->schedule->today);
}

bool audit_group_holds(const Audit *audit, const Group *group)
{
    return audit_holds_today(audit, &group->from, &group->to);
}

/* A deputy is no leader, so whole words only. */
bool role_is_leader(const Role *role, Arena *arena)
{
    static const char *const names[] = {"leder",       "leiar",       "ledare",     "leader",
                                        "gruppeleder", "gruppeleiar", "gruppledare"};
    const char *const said[] = {role->written, role->name};
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        const char *folded = text_fold(arena, said[i]);
        for (size_t j = 0; j < COUNT_OF(names); j++) {
            if (strcmp(folded, names[j]) == 0) {
                return true;
            }
        }
    }
    return false;
}

RowId audit_leader_of(const Audit *audit, uint32_t group_index)
{
    for (uint32_t i = audit->seat_start[group_index]; i < audit->seat_start[group_index + 1];
         i++) {
        const Role *role = PLAN_ROW_OF(audit->plan, Role, ENTITY_ROLE, audit->seats[i]->role);
        if (role && audit->seats[i]->person && role_is_leader(role, audit->arena)) {
            return audit->seats[i]->person;
        }
    }
    return 0;
}

static const char *kept(const Audit *audit, Text *text)
{
    const char *words = arena_strndup(audit->arena, text_string(text), text->length);
    text_free(text);
    return words;
}

const char *audit_day(const Audit *audit, Day day)
{
    Text text = {0};
    day_print(day, DATE_STYLE_NUMERIC, audit->language, &text);
    return kept(audit, &text);
}

const char *audit_written(const Audit *audit, const HonestDate *date)
{
    Text text = {0};
    date_print_as_written(date, audit->language, &text);
    return audit_one_line(audit, kept(audit, &text));
}

const char *audit_title(const Audit *audit, EntityKind entity, RowId id)
{
    return plan_title(audit->plan, entity, id, audit->arena);
}

const char *audit_task_name(const Audit *audit, const Task *task)
{
    return *task->name ? task->name : audit_title(audit, ENTITY_TASK, task->row.id);
}

const char *audit_one_line(const Audit *audit, const char *text)
{
    if (!strchr(text, '\n')) {
        return text;
    }
    Text line = {0};
    bool in_list = false;
    while (*text) {
        size_t length = strcspn(text, "\n");
        bool is_item = length > 2 && text[0] == '-' && text[1] == ' ';
        if (line.length > 0 && length > 0) {
            text_append(&line, is_item ? (in_list ? ", " : ": ") : " ");
        }
        text_append_bytes(&line, is_item ? text + 2 : text, is_item ? length - 2 : length);
        in_list = is_item || (in_list && length == 0);
        text += length + (text[length] == '\n');
    }
    return kept(audit, &line);
}

/* A citation stands in the words of the papers, not of the screen. */
static const char *point_word(const Plan *plan)
{
    static const char *const words[LANGUAGE_COUNT] = {[LANGUAGE_EN] = "point",
                                                      [LANGUAGE_NB] = "pkt",
                                                      [LANGUAGE_NN] = "pkt",
                                                      [LANGUAGE_SV] = "p."};
    int language = plan->info->language;
    return words[language >= 0 && language < LANGUAGE_COUNT ? language : LANGUAGE_EN];
}

const char *audit_citation(const Audit *audit, const Point *point)
{
    const Decision *decision =
        point ? PLAN_ROW_OF(audit->plan, Decision, ENTITY_DECISION, point->decision) : NULL;
    if (!decision) {
        return "";
    }
    Text text = {0};
    text_append(&text, decision->kind);
    if (*decision->reference) {
        text_printf(&text, "%s%s", text.length ? " " : "", decision->reference);
    }
    if (text.length == 0) {
        text_append(&text, audit_title(audit, ENTITY_DECISION, decision->row.id));
    }
    if (*point->number) {
        text_printf(&text, ", %s %s", point_word(audit->plan), point->number);
    }
    return kept(audit, &text);
}

#define MOST_LINKED 8 /* points that repeat points that repeat … */

/* "As Åsnes, point 6" demands what that point says. */
static const Point *point_with_words(const Audit *audit, const Point *point)
{
    for (int i = 0; i < MOST_LINKED && point->change == POINT_SAME; i++) {
        const Point *same = PLAN_ROW_OF(audit->plan, Point, ENTITY_POINT, point->same_as);
        if (!same) {
            break;
        }
        point = same;
    }
    return point;
}

void audit_cite(const Audit *audit, Finding *finding, RowId point_id)
{
    const Point *point = PLAN_ROW_OF(audit->plan, Point, ENTITY_POINT, point_id);
    if (point) {
        finding->reason = audit_one_line(audit, point_with_words(audit, point)->text);
        finding->source = audit_citation(audit, point);
    }
}
