/* SPDX-License-Identifier: MPL-2.0 */
/* Public holidays against tests/golden/holidays.tsv, and counts of working days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "framdrift/engine.h"

#include <cmocka.h>

typedef struct KindWord {
    const char *word;
    DayKind kind;
} KindWord;

static const KindWord kind_words[] = {
    {"H", DAY_HOLIDAY}, {"eve", DAY_EVE},     {"dayoff", DAY_EVE},
    {"half", DAY_HALF}, {"short", DAY_SHORT},
};

typedef struct Vector {
    Country country;
    Day day;
    DayKind kind;
    char name[64], name_nn[64];
} Vector;

static Vector vectors[512];
static size_t vector_count;

static char *field_next(char **line)
{
    char *field = *line;
    char *tab = strchr(field, '\t');
    if (tab) {
        *tab = '\0';
        *line = tab + 1;
    } else {
        *line = field + strlen(field);
    }
    return field;
}

static void vector_read(char *line)
{
    Vector *vector = &vectors[vector_count];
    line[strcspn(line, "\r\n")] = '\0';
    vector->country = strcmp(field_next(&line), "NO") == 0 ? COUNTRY_NO : COUNTRY_SE;
    assert_true(day_parse_iso(field_next(&line), &vector->day));
    field_next(&line);
    field_next(&line);
    const char *kind = field_next(&line);
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(kind_words); i++) {
        if (strcmp(kind_words[i].word, kind) == 0) {
            vector->kind = kind_words[i].kind;
            known = true;
        }
    }
    assert_true(known);
    const char *name = field_next(&line);
    const char *name_nn = field_next(&line);
    assert_true(strlen(name) < sizeof vector->name && strlen(name_nn) < sizeof vector->name_nn);
    memcpy(vector->name, name, strlen(name) + 1);
    memcpy(vector->name_nn, name_nn, strlen(name_nn) + 1);
    vector_count++;
}

static int vectors_up(void **state)
{
    (void)state;
    FILE *file = fopen(TEST_SOURCE_DIR "/tests/golden/holidays.tsv", "r");
    if (!file) {
        return -1;
    }
    char line[256];
    bool is_heading = true;
    while (fgets(line, sizeof line, file) && vector_count < COUNT_OF(vectors)) {
        if (!is_heading) {
            vector_read(line);
        }
        is_heading = false;
    }
    fclose(file);
    return vector_count == 369 ? 0 : -1;
}

/* The strongest vector of a day: two may fall on one (5 June 2022 is Whit Sunday and an eve). */
static const Vector *vector_of(Country country, Day day)
{
    const Vector *found = NULL;
    for (size_t i = 0; i < vector_count; i++) {
        const Vector *vector = &vectors[i];
        if (vector->country == country && vector->day == day &&
            (!found || vector->kind < found->kind)) {
            found = vector;
        }
    }
    return found;
}

static void every_vector_holds(void **state)
{
    (void)state;
    for (size_t i = 0; i < vector_count; i++) {
        const Vector *vector = vector_of(vectors[i].country, vectors[i].day);
        assert_int_equal(calendar_day_kind(vector->country, vector->day), vector->kind);
        assert_string_equal(calendar_holiday_name(vector->country, LANGUAGE_NB, vector->day),
                            vector->name);
        const char *nynorsk = vector->name_nn[0] ? vector->name_nn : vector->name;
        assert_string_equal(calendar_holiday_name(vector->country, LANGUAGE_NN, vector->day),
                            nynorsk);
    }
}

/* And no day of those years is anything that the file does not name. */
static void no_other_day_is_special(void **state)
{
    (void)state;
    for (int country = 0; country < COUNTRY_COUNT; country++) {
        for (Day day = day_from_civil(2017, 1, 1); day <= day_from_civil(2025, 12, 31); day++) {
            if (!vector_of((Country)country, day)) {
                DayKind expected = day_weekday(day) >= 5 ? DAY_WEEKEND : DAY_WORKING;
                assert_int_equal(calendar_day_kind((Country)country, day), expected);
                assert_null(calendar_holiday_name((Country)country, LANGUAGE_NB, day));
            }
        }
    }
}

static int working_in_year(Country country, int year)
{
    return calendar_working_days(country, day_from_civil(year, 1, 1),
                                 day_from_civil(year, 12, 31));
}

static void years_have_their_working_days(void **state)
{
    (void)state;
    assert_int_equal(working_in_year(COUNTRY_NO, 2020), 254);
    assert_int_equal(working_in_year(COUNTRY_NO, 2024), 252);
    assert_int_equal(working_in_year(COUNTRY_SE, 2020), 255);
    assert_int_equal(working_in_year(COUNTRY_SE, 2024), 254);
    assert_int_equal(calendar_working_days(COUNTRY_NO, day_from_civil(2020, 9, 3),
                                           day_from_civil(2020, 11, 1)),
                     42);
}

static void counting_agrees_with_looking_at_each_day(void **state)
{
    (void)state;
    for (int country = 0; country < COUNTRY_COUNT; country++) {
        Day from = day_from_civil(2004, 3, 17);
        int count = 0;
        for (Day day = from; day < from + 1500; day++) {
            count += calendar_is_working((Country)country, day);
            assert_int_equal(calendar_working_days((Country)country, from, day), count);
        }
    }
    assert_int_equal(calendar_working_days(COUNTRY_NO, day_from_civil(2020, 9, 4),
                                           day_from_civil(2020, 9, 3)),
                     0);
    assert_int_equal(calendar_working_days(COUNTRY_NO, DAY_NONE, day_from_civil(2020, 9, 3)),
                     0);
}

/* Two holidays on one day are one free day. */
static void collisions_count_once(void **state)
{
    (void)state;
    Day ascension = day_from_civil(2008, 5, 1);
    for (int country = 0; country < COUNTRY_COUNT; country++) {
        assert_int_equal(calendar_day_kind((Country)country, ascension), DAY_HOLIDAY);
        assert_int_equal(calendar_working_days((Country)country, ascension - 1, ascension + 1),
                         2);
    }
    static const int whit_mondays[] = {2027, 2032};
    for (size_t i = 0; i < COUNT_OF(whit_mondays); i++) {
        Day day = day_from_civil(whit_mondays[i], 5, 17);
        assert_int_equal(day_weekday(day), 0);
        assert_int_equal(calendar_day_kind(COUNTRY_NO, day), DAY_HOLIDAY);
        assert_int_equal(calendar_working_days(COUNTRY_NO, day, day + 4), 4);
    }
}

static void swedish_law_changed_in_2005(void **state)
{
    (void)state;
    assert_string_equal(
        calendar_holiday_name(COUNTRY_SE, LANGUAGE_SV, day_from_civil(2004, 5, 31)),
        "annandag pingst");
    assert_false(calendar_is_working(COUNTRY_SE, day_from_civil(2004, 5, 31)));
    assert_true(calendar_is_working(COUNTRY_SE, day_from_civil(2005, 5, 16)));
    assert_null(calendar_holiday_name(COUNTRY_SE, LANGUAGE_SV, day_from_civil(2003, 6, 6)));
    assert_false(calendar_is_working(COUNTRY_SE, day_from_civil(2005, 6, 6)));
}

static void halves_and_eves_are_working_days(void **state)
{
    (void)state;
    assert_int_equal(calendar_day_kind(COUNTRY_NO, day_from_civil(2020, 12, 24)), DAY_HALF);
    assert_true(calendar_is_working(COUNTRY_NO, day_from_civil(2020, 12, 24)));
    assert_true(calendar_is_working(COUNTRY_SE, day_from_civil(2020, 6, 19)));
    assert_false(calendar_is_working(
        COUNTRY_NO, day_from_civil(2017, 12, 24))); /* a half day on a Sunday */
}

static void steps_back_over_free_days(void **state)
{
    (void)state;
    Day maundy_eve = day_from_civil(2020, 4, 8);
    Day after_easter = day_from_civil(2020, 4, 14);
    assert_int_equal(calendar_previous_working(COUNTRY_NO, after_easter - 1), maundy_eve);
    assert_int_equal(calendar_previous_working(COUNTRY_NO, after_easter), after_easter);
    assert_int_equal(calendar_previous_working(COUNTRY_NO, DAY_NONE), DAY_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vector_holds),
        cmocka_unit_test(no_other_day_is_special),
        cmocka_unit_test(years_have_their_working_days),
        cmocka_unit_test(counting_agrees_with_looking_at_each_day),
        cmocka_unit_test(collisions_count_once),
        cmocka_unit_test(swedish_law_changed_in_2005),
        cmocka_unit_test(halves_and_eves_are_working_days),
        cmocka_unit_test(steps_back_over_free_days),
    };
    return cmocka_run_group_tests(tests, vectors_up, NULL);
}
