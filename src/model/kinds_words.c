/* SPDX-License-Identifier: MPL-2.0 */
/* Kinds that are words: text, rank, choices, yes and no. */
#include "kinds.h"

#include <string.h>

static const char *member_text(const void *member)
{
    const char *text = *(const char *const *)member;
    return text ? text : "";
}

static void load_text(const Field *field, const Value *value, void *member, Arena *arena)
{
    (void)field;
    const char *text = value->type == VALUE_TEXT && value->text && *value->text
                           ? arena_strdup(arena, value->text)
                           : "";
    *(const char **)member = text;
}

static Value fetch_text(const Field *field, const void *member, Arena *arena)
{
    (void)field, (void)arena;
    const char *text = member_text(member);
    return *text ? VALUE_OF_TEXT(text) : VALUE_IS_NULL;
}

static void print_text(const Field *field, const Plan *plan, Language language,
                       const Value *value, Text *out)
{
    (void)field, (void)plan, (void)language;
    text_append(out, value->text);
}

static void machine_text(const Field *field, const Value *value, Text *out)
{
    (void)field;
    text_append(out, value->text);
}

static void json_text(const Field *field, const Value *value, Text *out)
{
    (void)field;
    text_append_json(out, value->text);
}

static int compare_texts(const Field *field, const CompareContext *context, const void *one,
                         const void *other)
{
    (void)field;
    const char *first = member_text(one), *second = member_text(other);
    if (!*first || !*second)
        return !*first - !*second;
    return text_collate(context->language, first, second);
}

static void own_text(void *member, Arena *arena)
{
    const char **text = member;
    *text = **text ? arena_strdup(arena, *text) : "";
}

/* A short text is one line; a long one keeps its lines, with \n alone between them. */
static bool parse_text(const Field *field, const ParseContext *context, const char *text,
                       Arena *arena, Value *out, Err *err)
{
    (void)context;
    if (!utf8_is_valid(text, strlen(text)))
        return fail(err, ERR_INPUT, _("“%s” holds bytes that are no text; write it in UTF-8."),
                    _(field->label));
    char *clean = arena_strdup(arena, text), *to = clean;
    for (const char *from = clean; *from; from++) {
        bool line_ends = *from == '\n' || (*from == '\r' && from[1] != '\n');
        if (*from == '\r' && !line_ends)
            continue;
        char kept = line_ends ? '\n' : *from;
        *to++ = kept == '\n' && !(field->flags & FIELD_LONG) ? ' ' : kept;
    }
    *to = '\0';
    *out = VALUE_OF_TEXT(text_normalise(arena, clean));
    return true;
}

const KindOperations kinds_text = {
    .storage = "TEXT",
    .type = VALUE_TEXT,
    .parse = parse_text,
    .print = print_text,
    .machine = machine_text,
    .json = json_text,
    .load = load_text,
    .own = own_text,
    .fetch = fetch_text,
    .compare = compare_texts,
};

/* Ranks */

static bool parse_rank(const Field *field, const ParseContext *context, const char *text,
                       Arena *arena, Value *out, Err *err)
{
    (void)context;
    size_t length = strlen(text);
    for (size_t i = 0; i < length; i++)
        if (!((text[i] >= '0' && text[i] <= '9') || (text[i] >= 'A' && text[i] <= 'Z') ||
              (text[i] >= 'a' && text[i] <= 'z')))
            return fail(err, ERR_INPUT,
                        _("“%s” cannot be “%s”; it has the letters A-Z, a-z and 0-9 only."),
                        _(field->label), text);
    if (text[length - 1] == '0')
        return fail(err, ERR_INPUT, _("“%s” cannot be “%s”; it must not end in 0."),
                    _(field->label), text);
    *out = VALUE_OF_TEXT(arena_strdup(arena, text));
    return true;
}

static int compare_ranks(const Field *field, const CompareContext *context, const void *one,
                         const void *other)
{
    (void)field, (void)context;
    return strcmp(member_text(one), member_text(other));
}

const KindOperations kinds_rank = {
    .storage = "TEXT",
    .type = VALUE_TEXT,
    .parse = parse_rank,
    .print = print_text,
    .machine = machine_text,
    .json = json_text,
    .load = load_text,
    .own = own_text,
    .fetch = fetch_text,
    .compare = compare_ranks,
};

/* Choices */

int kinds_choice_index(const Field *field, const char *name)
{
    for (int i = 0; name && i < field->choice_count; i++)
        if (field->choices[i].name[0] == name[0] && !strcmp(field->choices[i].name, name))
            return i; /* every row of a load asks: most names differ in their first letter */
    return -1;
}

/* The choice whose name or label is, or with `beginning` begins with, the folded words; -1 when
 * none is, -2 when several are. */
static int find_choice(const Field *field, const char *folded, bool beginning, Arena *arena)
{
    int found = -1;
    size_t length = strlen(folded);
    for (int i = 0; i < field->choice_count; i++) {
        const char *forms[] = {field->choices[i].name, field->choices[i].label,
                               _(field->choices[i].label)};
        bool fits = false;
        for (size_t f = 0; f < COUNT_OF(forms) && !fits; f++) {
            const char *form = text_fold(arena, forms[f]);
            fits = beginning ? !strncmp(form, folded, length) : !strcmp(form, folded);
        }
        if (fits)
            found = found == -1 ? i : -2;
    }
    return found;
}

/* In words that people read: they are read back as well as the machine names are. */
static bool fail_choice(const Field *field, const char *text, Err *err)
{
    Text names = {0};
    for (int i = 0; i < field->choice_count; i++)
        text_printf(&names, "%s%s", i ? ", " : "", _(field->choices[i].label));
    fail(err, ERR_INPUT, _("“%s” cannot be “%s”; it is one of %s."), _(field->label), text,
         text_string(&names));
    text_free(&names);
    return false;
}

static bool parse_choice(const Field *field, const ParseContext *context, const char *text,
                         Arena *arena, Value *out, Err *err)
{
    (void)context;
    int index = kinds_choice_index(field, text);
    const char *folded = text_fold(arena, text);
    if (index < 0)
        index = find_choice(field, folded, false, arena);
    if (index == -1)
        index = find_choice(field, folded, true, arena);
    if (index < 0)
        return fail_choice(field, text, err);
    *out = VALUE_OF_TEXT(field->choices[index].name);
    return true;
}

/* A choice that is not there (from a newer version) reads as the default. */
static void load_choice(const Field *field, const Value *value, void *member, Arena *arena)
{
    (void)arena;
    int index = value->type == VALUE_TEXT ? kinds_choice_index(field, value->text) : -1;
    if (index < 0)
        index = kinds_choice_index(field, field->initial);
    *(int *)member = index < 0 ? 0 : index;
}

static Value fetch_choice(const Field *field, const void *member, Arena *arena)
{
    (void)arena;
    int index = *(const int *)member;
    if (index < 0 || index >= field->choice_count)
        return VALUE_IS_NULL;
    return VALUE_OF_TEXT(field->choices[index].name);
}

static void print_choice(const Field *field, const Plan *plan, Language language,
                         const Value *value, Text *out)
{
    (void)plan, (void)language;
    int index = kinds_choice_index(field, value->text);
    text_append(out, index < 0 ? value->text : _(field->choices[index].label));
}

static int compare_choices(const Field *field, const CompareContext *context, const void *one,
                           const void *other)
{
    (void)field, (void)context;
    int first = *(const int *)one, second = *(const int *)other;
    return (first > second) - (first < second);
}

const KindOperations kinds_choice = {
    .storage = "TEXT",
    .type = VALUE_TEXT,
    .parse = parse_choice,
    .print = print_choice,
    .machine = machine_text,
    .json = json_text,
    .load = load_choice,
    .fetch = fetch_choice,
    .compare = compare_choices,
};

/* Yes and no */

static const struct {
    const char *word;
    bool means;
} boolean_words[] = {
    {"yes", true},  {"y", true},    {"true", true},   {"1", true},
    {"on", true},   {"x", true},    {"ja", true},     {"j", true},
    {"no", false},  {"n", false},   {"false", false}, {"0", false},
    {"nei", false}, {"nej", false}, {"off", false},   {"-", false},
};

static bool parse_boolean(const Field *field, const ParseContext *context, const char *text,
                          Arena *arena, Value *out, Err *err)
{
    (void)context;
    const char *folded = text_fold(arena, text);
    for (size_t i = 0; i < COUNT_OF(boolean_words); i++)
        if (!strcmp(boolean_words[i].word, folded)) {
            *out = VALUE_OF_INTEGER(boolean_words[i].means);
            return true;
        }
    return fail(err, ERR_INPUT, _("“%s” cannot be “%s”; it is yes or no."), _(field->label),
                text);
}

static void load_boolean(const Field *field, const Value *value, void *member, Arena *arena)
{
    (void)arena;
    bool initial = field->initial && !strcmp(field->initial, "yes");
    *(bool *)member = value->type == VALUE_INTEGER ? value->integer != 0 : initial;
}

static Value fetch_boolean(const Field *field, const void *member, Arena *arena)
{
    (void)field, (void)arena;
    return VALUE_OF_INTEGER(*(const bool *)member);
}

static void print_boolean(const Field *field, const Plan *plan, Language language,
                          const Value *value, Text *out)
{
    (void)field, (void)plan, (void)language;
    text_append(out, value->integer ? _("yes") : _("no"));
}

static void machine_boolean(const Field *field, const Value *value, Text *out)
{
    (void)field;
    text_append(out, value->integer ? "yes" : "no");
}

static void json_boolean(const Field *field, const Value *value, Text *out)
{
    (void)field;
    text_append(out, value->integer ? "true" : "false");
}

static int compare_booleans(const Field *field, const CompareContext *context, const void *one,
                            const void *other)
{
    (void)field, (void)context;
    return *(const bool *)other - *(const bool *)one; /* yes first */
}

const KindOperations kinds_boolean = {
    .storage = "INTEGER",
    .type = VALUE_INTEGER,
    .parse = parse_boolean,
    .print = print_boolean,
    .machine = machine_boolean,
    .json = json_boolean,
    .load = load_boolean,
    .fetch = fetch_boolean,
    .compare = compare_booleans,
};
