/* SPDX-License-Identifier: MPL-2.0 */
/* Kinds that point: the row's id, references to rows, and honest dates. */
#include "kinds.h"

#include <inttypes.h>
#include <string.h>

static RowId member_id(const void *member)
{
    return *(const RowId *)member;
}

static void load_id(const Field *field, const Value *value, void *member, Arena *arena)
{
    (void)field, (void)arena;
    *(RowId *)member = value->type == VALUE_INTEGER ? value->integer : 0;
}

static Value fetch_id(const Field *field, const void *member, Arena *arena)
{
    (void)field, (void)arena;
    RowId id = member_id(member);
    return id == 0 ? VALUE_IS_NULL : VALUE_OF_INTEGER(id);
}

static bool parse_id(const Field *field, const ParseContext *context, const char *text,
                     Arena *arena, Value *out, Err *err)
{
    (void)context, (void)arena;
    int64_t id = 0;
    if (!kinds_parse_id(text, &id) || id == 0)
        return fail(err, ERR_INPUT, _("“%s” cannot be “%s”; it is a number above 0."),
                    _(field->label), text);
    *out = VALUE_OF_INTEGER(id);
    return true;
}

static void machine_id(const Field *field, const Value *value, Text *out)
{
    (void)field;
    text_printf(out, "%" PRId64, value->integer);
}

static void print_id(const Field *field, const Plan *plan, Language language,
                     const Value *value, Text *out)
{
    (void)plan, (void)language;
    machine_id(field, value, out);
}

static void json_id(const Field *field, const Value *value, Text *out)
{
    (void)field;
    text_printf(out, "\"%" PRId64 "\"", value->integer);
}

static int compare_ids(const Field *field, const CompareContext *context, const void *one,
                       const void *other)
{
    (void)field, (void)context;
    RowId first = member_id(one), second = member_id(other);
    return (first > second) - (first < second);
}

const KindOperations kinds_id = {
    .storage = "INTEGER",
    .type = VALUE_INTEGER,
    .parse = parse_id,
    .print = print_id,
    .machine = machine_id,
    .json = json_id,
    .load = load_id,
    .fetch = fetch_id,
    .compare = compare_ids,
};

/* References */

static bool parse_reference(const Field *field, const ParseContext *context, const char *text,
                            Arena *arena, Value *out, Err *err)
{
    if (!context || !context->plan)
        return parse_id(field, context, text, arena, out, err);
    Err reason = {0};
    RowId id = plan_find(context->plan, field->reference, text, &reason);
    if (id == 0)
        return kinds_fail_because(field, text, &reason, err);
    *out = VALUE_OF_INTEGER(id);
    return true;
}

static void print_reference(const Field *field, const Plan *plan, Language language,
                            const Value *value, Text *out)
{
    (void)language;
    if (!plan) {
        machine_id(field, value, out);
        return;
    }
    Arena *arena = arena_new();
    text_append(out, plan_title(plan, field->reference, value->integer, arena));
    arena_free(arena);
}

/* Tasks stand in outline order, so their place says more than their name; others go by title. */
static int compare_references(const Field *field, const CompareContext *context,
                              const void *one, const void *other)
{
    RowId first = member_id(one), second = member_id(other);
    if (first == second || first == 0 || second == 0)
        return (first == 0) - (second == 0);
    if (!context->plan)
        return compare_ids(field, context, one, other);
    if (field->reference == ENTITY_TASK) {
        uint32_t left = plan_index_of(context->plan, ENTITY_TASK, first);
        uint32_t right = plan_index_of(context->plan, ENTITY_TASK, second);
        return (left > right) - (left < right);
    }
    Arena *arena = arena_new();
    int order = text_collate(context->language,
                             plan_title(context->plan, field->reference, first, arena),
                             plan_title(context->plan, field->reference, second, arena));
    arena_free(arena);
    return order;
}

const KindOperations kinds_reference = {
    .storage = "INTEGER",
    .type = VALUE_INTEGER,
    .parse = parse_reference,
    .print = print_reference,
    .machine = machine_id,
    .json = json_id,
    .load = load_id,
    .fetch = fetch_id,
    .compare = compare_references,
};

/* Dates */

static bool same_date(const HonestDate *one, const HonestDate *other)
{
    return one->from == other->from && one->to == other->to &&
           one->precision == other->precision && one->inferred == other->inferred &&
           text_equal(one->as_written, other->as_written);
}

static Value value_of_date(const HonestDate *date, Arena *arena)
{
    if (!date_is_set(date))
        return VALUE_IS_NULL;
    Text stored = {0};
    date_encode(date, &stored);
    Value value = VALUE_OF_TEXT(arena_strndup(arena, text_string(&stored), stored.length));
    text_free(&stored);
    return value;
}

/* An ISO day is a day and no words: that is what machines write.  The stored form (which
 * field_print_machine gives where words do not say all) is read back as it stands. */
static bool parse_date(const Field *field, const ParseContext *context, const char *text,
                       Arena *arena, Value *out, Err *err)
{
    HonestDate date = {0};
    Err reason = {0};
    DateContext none = {.today = 0, .anchor = DAY_NONE, .language = LANGUAGE_EN};
    Day day = DAY_NONE;
    if (day_parse_iso(text, &day))
        date = date_from_day(day);
    else if (!date_decode(arena, text, &date) &&
             !date_parse(arena, context ? &context->date : &none, text, &date, &reason))
        return kinds_fail_because(field, text, &reason, err);
    *out = value_of_date(&date, arena);
    return true;
}

static void print_date(const Field *field, const Plan *plan, Language language,
                       const Value *value, Text *out)
{
    (void)field, (void)plan;
    HonestDate date = {0};
    Arena *arena = arena_new();
    if (date_decode(arena, value->text, &date))
        date_print_as_written(&date, language, out);
    else
        text_append(out, value->text);
    arena_free(arena);
}

/* Whether the words alone give this very date, whatever day they are read on. */
static bool reads_back(const HonestDate *date, Arena *arena)
{
    static const Day days[] = {0, 16000};
    for (size_t i = 0; i < COUNT_OF(days); i++) {
        DateContext context = {.today = days[i], .anchor = DAY_NONE, .language = LANGUAGE_EN};
        HonestDate again = {0};
        if (!date_parse(arena, &context, date->as_written, &again, NULL) ||
            !same_date(date, &again))
            return false;
    }
    return true;
}

static bool is_plain_day(const HonestDate *date)
{
    return date->precision == DATE_DAY && date->from == date->to && !date->inferred &&
           !date->as_written;
}

/* ISO where that says all; the words where they read back as they are; else the stored form. */
static void machine_date(const Field *field, const Value *value, Text *out)
{
    (void)field;
    HonestDate date = {0};
    Day day = DAY_NONE;
    Arena *arena = arena_new();
    bool known = date_decode(arena, value->text, &date);
    if (known && is_plain_day(&date))
        day_print_iso(date.from, out);
    else if (known && date.as_written && !day_parse_iso(date.as_written, &day) &&
             reads_back(&date, arena))
        text_append(out, date.as_written);
    else
        text_append(out, value->text);
    arena_free(arena);
}

static void append_json_day(Day day, Text *out)
{
    if (day == DAY_NONE) {
        text_append(out, "null");
        return;
    }
    text_append(out, "\"");
    day_print_iso(day, out);
    text_append(out, "\"");
}

static void json_date(const Field *field, const Value *value, Text *out)
{
    (void)field;
    HonestDate date = {0};
    Arena *arena = arena_new();
    if (date_decode(arena, value->text, &date)) {
        text_append(out, "{\"from\":");
        append_json_day(date.from, out);
        text_append(out, ",\"to\":");
        append_json_day(date.to, out);
        text_printf(
            out, ",\"precision\":\"%s\",\"as_written\":", date_precision_name(date.precision));
        if (date.as_written)
            text_append_json(out, date.as_written);
        else
            text_append(out, "null");
        text_printf(out, ",\"inferred\":%s}", date.inferred ? "true" : "false");
    } else {
        text_append_json(out, value->text);
    }
    arena_free(arena);
}

/* A date that cannot be read stays as an unknown one with its words: nothing is lost. */
static void load_date(const Field *field, const Value *value, void *member, Arena *arena)
{
    (void)field;
    HonestDate date = {0};
    if (value->type == VALUE_TEXT && !date_decode(arena, value->text, &date))
        date = (HonestDate){.from = DAY_NONE,
                            .to = DAY_NONE,
                            .precision = DATE_UNKNOWN,
                            .as_written = arena_strdup(arena, value->text)};
    *(HonestDate *)member = date;
}

static void own_date(void *member, Arena *arena)
{
    HonestDate *date = member;
    date->as_written = arena_strdup(arena, date->as_written);
}

static Value fetch_date(const Field *field, const void *member, Arena *arena)
{
    (void)field;
    return value_of_date(member, arena);
}

static int compare_dates(const Field *field, const CompareContext *context, const void *one,
                         const void *other)
{
    (void)field, (void)context;
    return date_compare(one, other);
}

const KindOperations kinds_date = {
    .storage = "TEXT",
    .type = VALUE_TEXT,
    .parse = parse_date,
    .print = print_date,
    .machine = machine_date,
    .json = json_date,
    .load = load_date,
    .own = own_date,
    .fetch = fetch_date,
    .compare = compare_dates,
};
