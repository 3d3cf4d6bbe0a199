/* SPDX-License-Identifier: MPL-2.0 */
/* The rule on scope: is the service that a group is about named in a recorded decision?
 *
 * A point names a group when all words of the group's name stand in it as whole words, in any order:
 * "Personal/HR/lønn" is named by "Lønn, Personal/HR".  A point that repeats or amends another one says
 * what that one says, too. */
#include "findings.h"

#include <stdlib.h>
#include <string.h>

#define MOST_WORDS  32 /* of a name: a bit each */
#define MOST_LINKED 8  /* points that repeat points that repeat … */

/* A word of a group's name. */
typedef struct NameWord {
    const char *word;
    uint32_t group, bit;
} NameWord;

typedef struct Scope {
    Audit *audit;
    NameWord *words; /* sorted */
    uint32_t word_count;
    uint32_t group_count;
    uint32_t *wanted;  /* for each group the bits of its words; 0: not asked for */
    uint32_t *seen;    /* in the point at hand */
    uint32_t *touched; /* groups with a word seen */
    bool *named;
    const Point *naming; /* the point that names most groups */
    uint32_t naming_most;
    bool lists; /* some point holds a list */
} Scope;

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
           (unsigned char)byte >= 0x80;
}

/* The next word of a folded text, cut out in place; NULL at the end. */
static char *next_word(char **at)
{
    while (**at && !is_word_byte(**at)) {
        (*at)++;
    }
    char *word = *at;
    while (is_word_byte(**at)) {
        (*at)++;
    }
    if (*at == word) {
        return NULL;
    }
    if (**at) {
        *(*at)++ = '\0';
    }
    return word;
}

static bool is_joining(const char *word)
{
    static const char *const joining[] = {"og", "and", "och", "i", "for", "of", "av"};
    for (size_t i = 0; i < COUNT_OF(joining); i++) {
        if (strcmp(word, joining[i]) == 0) {
            return true;
        }
    }
    return false;
}

static int compare_words(const void *one, const void *other)
{
    return strcmp(((const NameWord *)one)->word, ((const NameWord *)other)->word);
}

static bool group_is_judged(const Audit *audit, const Group *group)
{
    return (group->kind == GROUP_WORK || group->kind == GROUP_SUBPROJECT) &&
           audit_group_holds(audit, group);
}

/* --- Names of groups ------------------------------------------------------------------------- */
static void scope_add_name(Scope *scope, uint32_t index, const char *name)
{
    char *at = text_fold(scope->audit->arena, name);
    uint32_t bit = 1;
    for (char *word = next_word(&at); word && bit; word = next_word(&at)) {
        if (!is_joining(word)) {
            scope->words[scope->word_count++] = (NameWord){word, index, bit};
            scope->wanted[index] |= bit;
            bit <<= 1;
        }
    }
}

static void scope_add_names(Scope *scope)
{
    const Plan *plan = scope->audit->plan;
    const Group *groups = PLAN_ROWS(plan, Group, ENTITY_GROUP);
    scope->words =
        ARENA_ARRAY(scope->audit->arena, NameWord, (size_t)scope->group_count * MOST_WORDS + 1);
    for (uint32_t i = 0; i < scope->group_count; i++) {
        if (group_is_judged(scope->audit, &groups[i])) {
            scope_add_name(scope, i, groups[i].name);
        }
    }
    if (scope->word_count > 0) {
        qsort(scope->words, scope->word_count, sizeof *scope->words, compare_words);
    }
}

/* --- Words of points ------------------------------------------------------------------------- */
static uint32_t scope_see_word(Scope *scope, const char *word, uint32_t touched)
{
    uint32_t low = 0;
    uint32_t high = scope->word_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(scope->words[middle].word, word) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < scope->word_count && strcmp(scope->words[low].word, word) == 0; low++) {
        uint32_t group = scope->words[low].group;
        if (scope->seen[group] == 0) {
            scope->touched[touched++] = group;
        }
        scope->seen[group] |= scope->words[low].bit;
    }
    return touched;
}

static uint32_t scope_see_text(Scope *scope, const char *text, uint32_t touched)
{
    char *at = text_fold(scope->audit->arena, text);
    for (const char *word = next_word(&at); word; word = next_word(&at)) {
        touched = scope_see_word(scope, word, touched);
    }
    return touched;
}

static void scope_see_point(Scope *scope, const Point *point)
{
    const Plan *plan = scope->audit->plan;
    uint32_t touched = scope_see_text(scope, point->text, 0);
    const Point *same = point;
    for (int i = 0; i < MOST_LINKED && same; i++) {
        same = PLAN_ROW_OF(plan, Point, ENTITY_POINT, same->same_as);
        if (same) {
            touched = scope_see_text(scope, same->text, touched);
        }
    }
    uint32_t named = 0;
    for (uint32_t i = 0; i < touched; i++) {
        uint32_t group = scope->touched[i];
        if (scope->seen[group] == scope->wanted[group]) {
            scope->named[group] = true;
            named++;
        }
        scope->seen[group] = 0;
    }
    if (named > scope->naming_most) {
        scope->naming = point;
        scope->naming_most = named;
    }
    if (strstr(point->text, "\n- ")) {
        scope->lists = true;
        scope->naming = scope->naming ? scope->naming : point;
    }
}

void rule_scope(Audit *audit)
{
    const Plan *plan = audit->plan;
    const Group *groups = PLAN_ROWS(plan, Group, ENTITY_GROUP);
    const Point *points = PLAN_ROWS(plan, Point, ENTITY_POINT);
    uint32_t count = plan_count(plan, ENTITY_GROUP);
    Scope scope = {.audit = audit,
                   .group_count = count,
                   .wanted = ARENA_ARRAY(audit->arena, uint32_t, (size_t)count + 1),
                   .seen = ARENA_ARRAY(audit->arena, uint32_t, (size_t)count + 1),
                   .touched = ARENA_ARRAY(audit->arena, uint32_t, (size_t)count + 1),
                   .named = ARENA_ARRAY(audit->arena, bool, (size_t)count + 1)};
    scope_add_names(&scope);
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_POINT); i++) {
        if (plan_row(plan, ENTITY_DECISION, points[i].decision)) {
            scope_see_point(&scope, &points[i]);
        }
    }
    if (scope.naming_most == 0 && !scope.lists) {
        return; /* the decisions do not say what they are about, or there are none */
    }
    for (uint32_t i = 0; i < count; i++) {
        if (scope.wanted[i] == 0 || scope.named[i]) {
            continue;
        }
        Finding *finding = audit_add(audit, FINDING_ERROR, ENTITY_GROUP, &groups[i].row, NULL);
        finding->message = arena_printf(audit->arena, _("No recorded decision covers %s."),
                                        audit_title(audit, ENTITY_GROUP, groups[i].row.id));
        finding->owner = audit_leader_of(audit, i);
        audit_cite(audit, finding, scope.naming->row.id);
    }
}
