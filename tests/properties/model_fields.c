/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Every field of every kind of row: member → value → machine text → value → member gives the same
 * member again, whatever day it is read on.  FRAMDRIFT_SEED and FRAMDRIFT_TRIALS choose the run.
 */
#include "framdrift/schema.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/arena_test.h"
#include "trials.h"

static uint64_t random_state;

static uint64_t random_below(uint64_t limit)
{
    return xorshift_next(&random_state) % limit;
}

static Language random_language(void)
{
    uint64_t language = random_below(LANGUAGE_COUNT);
    return (Language)language;
}

/* What a person may have typed: no white space at the ends, normalised, lines only where long. */
static const char *random_text(const Field *field, Arena *arena)
{
    static const char *const pieces[] = {
        "a", "Å", "ø", "é", "中",     "🙂", "\"",   "\\",  "'",  ",", ";", "=", "0",
        "-", "/", "%", "“", "\u00a0", "\x1b", "null", "yes", "12", "#", "{", "$"};
    Text text = {0};
    uint64_t count = random_below(12);
    for (uint64_t i = 0; i < count; i++) {
        bool middle = i > 0 && i + 1 < count;
        if (middle && random_below(5) == 0)
            text_append(&text, field->flags & FIELD_LONG && random_below(2) ? "\n" : " ");
        text_append(&text, pieces[random_below(COUNT_OF(pieces))]);
    }
    char *kept = text_normalise(arena, text_string(&text));
    text_free(&text);
    return kept;
}

static HonestDate random_date(Arena *arena)
{
    static const char *const forms[] = {
        "3.9",
        "3.9.20",
        "03.09.2020",
        "3/9",
        "2020-09-03",
        "2021-dec-21",
        "1. september",
        "uke 36",
        "v13",
        "w36",
        "2020-W36",
        "sep 2020",
        "høst 2020",
        "hösten",
        "ht 2020",
        "H1 2021",
        "1. halvår",
        "Q3 2021",
        "2022",
        "desember",
        "+2v",
        "fre",
        "i dag",
        "event: rådsmøte",
        "juli til og med desember 2017",
        "2020-09-01..2020-09-30",
    };
    HonestDate date = {0};
    DateContext context = {.today = (Day)(15000 + random_below(5000)),
                           .anchor = DAY_NONE,
                           .language = random_language()};
    switch (random_below(5)) {
    case 0:
        return date;
    case 1:
        return date_from_day((Day)random_below(40000) - 10000);
    case 2:
        date.from = (Day)random_below(20000);
        date.to = date.from + (Day)random_below(400);
        date.precision =
            (DatePrecision)(DATE_DAY + random_below(DATE_PRECISION_COUNT - DATE_DAY));
        date.inferred = random_below(2) == 0;
        return date;
    default: {
        const char *form = forms[random_below(COUNT_OF(forms))];
        Err err = {0};
        if (!date_parse(arena, &context, form, &date, &err))
            fail_msg("“%s”: %s", form, err.message);
        return random_below(3) ? date : date_moved(&date, (int)random_below(100));
    }
    }
}

static int64_t random_amount(const Field *field)
{
    if (random_below(5) == 0)
        return field->initial ? 0 : NUMBER_NONE;
    if (field->minimum == 0 && field->maximum == 0)
        return (int64_t)random_below(2000000) - 1000000;
    return field->minimum +
           (int64_t)random_below((uint64_t)(field->maximum - field->minimum) + 1);
}

static const char *random_rank(Arena *arena)
{
    return random_below(4) ? rank_at(arena, (uint32_t)random_below(500), 500) : "";
}

static void fill_member(const Field *field, void *member, Arena *arena)
{
    switch (field->kind) {
    case KIND_TEXT:
        *(const char **)member = random_text(field, arena);
        break;
    case KIND_RANK:
        *(const char **)member = random_rank(arena);
        break;
    case KIND_ID:
    case KIND_REFERENCE:
        *(RowId *)member = random_below(4) ? (RowId)(xorshift_next(&random_state) >> 1) | 1 : 0;
        break;
    case KIND_BOOLEAN:
        *(bool *)member = random_below(2) == 0;
        break;
    case KIND_CHOICE:
        *(int *)member = (int)random_below((uint64_t)field->choice_count);
        break;
    case KIND_DATE:
        *(HonestDate *)member = random_date(arena);
        break;
    case KIND_INTEGER:
    case KIND_DECIMAL:
    case KIND_MONEY:
    case KIND_PERCENT:
    case KIND_DURATION:
        *(int64_t *)member = random_amount(field);
        break;
    case KIND_COUNT:
        fail_msg("no kind");
    }
}

/* References are read without a plan here: as ids, which is what machines write. */
static void check_field(const Entity *entity, const Field *field, Arena *arena)
{
    char *row = arena_alloc(arena, entity->size), *again = arena_alloc(arena, entity->size);
    fill_member(field, row + field->offset, arena);
    Value value = field_value(field, row, arena), back = VALUE_IS_NULL;
    Text text = {0};
    field_print_machine(field, &value, &text);
    ParseContext context = {.date = {.today = (Day)(10000 + random_below(9000)),
                                     .anchor = DAY_NONE,
                                     .language = random_language()}};
    Err err = {0};
    if (!field_parse(field, &context, text_string(&text), arena, &back, &err))
        fail_msg("%s.%s: “%s”: %s", entity->name, field->name, text_string(&text), err.message);
    if (!value_equal(&value, &back))
        fail_msg("%s.%s: “%s” reads back as “%s” %" PRId64 ", not “%s” %" PRId64, entity->name,
                 field->name, text_string(&text), back.text ? back.text : "", back.integer,
                 value.text ? value.text : "", value.integer);
    text_free(&text);
    field_load(field, &back, again, arena);
    Value last = field_value(field, again, arena);
    if (!value_equal(&value, &last) || field_compare(field, NULL, LANGUAGE_NB, row, again) != 0)
        fail_msg("%s.%s: the member differs", entity->name, field->name);
}

static void test_every_field_round_trips(void **state)
{
    (void)state;
    uint64_t seed = trials_setting("FRAMDRIFT_SEED", 20200903);
    uint64_t trials = trials_count(40, 2000);
    random_state = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
    printf("seed %" PRIu64 ", %" PRIu64 " trials of each field\n", seed, trials);
    Arena *arena = arena_new();
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        for (int i = 0; i < entity->field_count; i++)
            for (uint64_t trial = 0; trial < trials; trial++) {
                check_field(entity, &entity->fields[i], arena);
                arena_clear(arena);
            }
    }
    arena_free(arena);
}

/* Random forests with broken parents: every task once, parents first, numbers that fit. */
static void check_outline(const Plan *plan, uint32_t count)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    assert_int_equal(plan_count(plan, ENTITY_TASK), count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(plan_index_of(plan, ENTITY_TASK, tasks[i].row.id), i);
        assert_true(tasks[i].subtree_end > i && tasks[i].subtree_end <= count);
        if (tasks[i].parent_index == UINT32_MAX) {
            assert_int_equal(tasks[i].level, 1);
            continue;
        }
        const Task *parent = &tasks[tasks[i].parent_index];
        assert_true(parent->index < i && tasks[i].subtree_end <= parent->subtree_end);
        assert_int_equal(parent->row.id, tasks[i].parent);
        assert_int_equal(tasks[i].level, parent->level + 1);
        assert_memory_equal(tasks[i].number, parent->number, strlen(parent->number));
    }
}

static void test_no_forest_loses_a_task(void **state)
{
    (void)state;
    uint64_t trials = trials_count(300, 20000);
    for (uint64_t trial = 0; trial < trials; trial++) {
        Arena *arena = arena_new();
        Plan *plan = plan_new(arena);
        uint32_t count = (uint32_t)random_below(400);
        Task *tasks = plan_reserve(plan, ENTITY_TASK, count);
        for (uint32_t i = 0; i < count; i++) {
            tasks[i].row.id = i + 1;
            tasks[i].row.rank = arena_printf(arena, "%c%c", 'A' + (int)random_below(20),
                                             'a' + (int)random_below(20));
            tasks[i].parent = (RowId)random_below(count + 20);
        }
        plan_finish(plan);
        check_outline(plan, count);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field_round_trips),
        cmocka_unit_test(test_no_forest_loses_a_task),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
