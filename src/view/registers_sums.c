/* SPDX-License-Identifier: MPL-2.0 */
/* Sums below a register: what councils contribute must be seen beside what they were given. */
#include "registers_sums.h"
#include "parts.h"

/* Own work of one municipality, or of all. */
typedef struct OwnWork {
    int64_t hours, money; /* hundredths */
    bool any, unpriced;   /* unpriced: some hours have no rate */
} OwnWork;

/* Stays at the limit instead of turning round. */
static int64_t add_numbers(int64_t one, int64_t other)
{
    int64_t sum;
    if (__builtin_add_overflow(one, other, &sum))
        return one < 0 ? INT64_MIN + 1 : INT64_MAX;
    return sum;
}

/* Hours times rate, both in hundredths, rounded to the nearest hundredth. */
static int64_t worth_of(int64_t hours, int64_t rate)
{
    int64_t product;
    if (__builtin_mul_overflow(hours, rate, &product))
        return (hours < 0) != (rate < 0) ? INT64_MIN + 1 : INT64_MAX;
    int64_t half = product < 0 ? -50 : 50;
    return add_numbers(product, half) / 100;
}

/* --- Any register ------------------------------------------------------------------------------- */

/* The waiting time of links adds up to nothing that anybody waits. */
static bool field_adds_up(const Entity *entity, const Field *field)
{
    bool kind = field->kind == KIND_MONEY || field->kind == KIND_DECIMAL ||
                field->kind == KIND_DURATION;
    return kind && entity->kind != ENTITY_LINK && (field->flags & FIELD_LIST) != 0 &&
           (field->flags & FIELD_HIDDEN) == 0;
}

static bool sum_of(const Field *field, const Row *const *rows, uint32_t count, int64_t *sum)
{
    bool any = false;
    *sum = 0;
    for (uint32_t place = 0; place < count; place++) {
        const char *row = (const char *)rows[place];
        int64_t value = *(const int64_t *)(const void *)(row + field->offset);
        if (value == NUMBER_NONE)
            continue;
        *sum = add_numbers(*sum, value);
        any = true;
    }
    return any;
}

static const char *column_sums(const ViewInput *input, const Entity *entity,
                               const Row *const *rows, uint32_t count, Arena *arena)
{
    Text words = {0};
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        int64_t sum;
        if (!field_adds_up(entity, field) || !sum_of(field, rows, count, &sum))
            continue;
        Value value = VALUE_OF_INTEGER(sum);
        text_printf(&words, "%s%s ", words.length > 0 ? " · " : "", _(field->label));
        field_print(field, input->plan, input->language, &value, &words);
    }
    const char *kept = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return kept;
}

/* --- Own effort beside the grants --------------------------------------------------------------- */

static void add_effort(OwnWork *work, const Effort *effort)
{
    if (effort->hours == NUMBER_NONE)
        return;
    work->any = true;
    work->hours = add_numbers(work->hours, effort->hours);
    if (effort->rate == NUMBER_NONE)
        work->unpriced = work->unpriced || effort->hours != 0;
    else
        work->money = add_numbers(work->money, worth_of(effort->hours, effort->rate));
}

/* "Våler 24,5 h 14 700,00", with "+" where some hours have no rate. */
static void append_work(Text *words, const char *name, const OwnWork *work, Language language,
                        Arena *arena)
{
    text_printf(words, "%s%s %s %s", words->length > 0 ? " · " : "", name,
                part_number(work->hours, true, language, arena), _("h"));
    if (work->money != 0 || !work->unpriced)
        text_printf(words, " %s", part_number(work->money, false, language, arena));
    if (work->unpriced)
        text_append(words, "+");
}

static bool is_of_municipality(const Plan *plan, const Effort *effort, RowId municipality)
{
    if (municipality != 0)
        return effort->municipality == municipality;
    return plan_row(plan, ENTITY_MUNICIPALITY, effort->municipality) == NULL;
}

static void append_municipality(Text *words, const ViewInput *input, const Row *const *rows,
                                uint32_t count, RowId municipality, Arena *arena)
{
    OwnWork work = {0};
    for (uint32_t place = 0; place < count; place++) {
        const Effort *effort = (const Effort *)(const void *)rows[place];
        if (is_of_municipality(input->plan, effort, municipality))
            add_effort(&work, effort);
    }
    const char *name = municipality == 0 ? _("No municipality")
                                         : part_municipality_name(input->plan, municipality);
    if (work.any)
        append_work(words, name, &work, input->language, arena);
}

static void append_grants(Text *words, const ViewInput *input, Arena *arena)
{
    const Funding *grants = PLAN_ROWS(input->plan, Funding, ENTITY_FUNDING);
    int64_t sum = 0;
    bool any = false;
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_FUNDING); index++) {
        if (grants[index].amount == NUMBER_NONE)
            continue;
        sum = add_numbers(sum, grants[index].amount);
        any = true;
    }
    if (any)
        text_printf(words, "%s%s %s", words->length > 0 ? " · " : "", _("grant"),
                    part_number(sum, false, input->language, arena));
}

static const char *effort_sums(const ViewInput *input, const Row *const *rows, uint32_t count,
                               Arena *arena)
{
    const Municipality *all = PLAN_ROWS(input->plan, Municipality, ENTITY_MUNICIPALITY);
    Text words = {0};
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_MUNICIPALITY); index++)
        append_municipality(&words, input, rows, count, all[index].row.id, arena);
    append_municipality(&words, input, rows, count, 0, arena);
    append_grants(&words, input, arena);
    const char *kept = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return kept;
}

/* The sums of the funding itself, then all own work of the plan. */
static const char *funding_sums(const ViewInput *input, const Entity *entity,
                                const Row *const *rows, uint32_t count, Arena *arena)
{
    const Effort *efforts = PLAN_ROWS(input->plan, Effort, ENTITY_EFFORT);
    OwnWork work = {0};
    Text words = {0};
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_EFFORT); index++)
        add_effort(&work, &efforts[index]);
    text_append(&words, column_sums(input, entity, rows, count, arena));
    if (work.any)
        append_work(&words, _("own effort"), &work, input->language, arena);
    const char *kept = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return kept;
}

const char *registers_sums(const ViewInput *input, const Entity *entity, const Row *const *rows,
                           uint32_t count, Arena *arena)
{
    if (entity->kind == ENTITY_EFFORT)
        return effort_sums(input, rows, count, arena);
    if (entity->kind == ENTITY_FUNDING)
        return funding_sums(input, entity, rows, count, arena);
    return column_sums(input, entity, rows, count, arena);
}
