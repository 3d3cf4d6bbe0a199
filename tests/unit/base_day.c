/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void test_epoch_and_known_days(void **state)
{
    (void)state;
    assert_int_equal(day_from_civil(1970, 1, 1), 0);
    assert_int_equal(day_from_civil(2000, 3, 1), 11017);
    assert_int_equal(day_from_civil(1969, 12, 31), -1);
    assert_int_equal(day_weekday(day_from_civil(2020, 9, 3)), 3);
    assert_int_equal(day_weekday(day_from_civil(1969, 12, 29)), 0);
    assert_int_equal(day_weekday(day_from_civil(2020, 11, 1)), 6);
}

static void test_days_that_do_not_exist(void **state)
{
    (void)state;
    static const int wrong[][3] = {{2021, 2, 29}, {2020, 2, 30}, {1900, 2, 29}, {2020, 4, 31},
                                   {2020, 0, 1},  {2020, 13, 1}, {2020, 1, 0},  {2020, 1, 32},
                                   {0, 1, 1},     {10000, 1, 1}};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_int_equal(day_from_civil(wrong[i][0], wrong[i][1], wrong[i][2]), DAY_NONE);
    }
    assert_int_not_equal(day_from_civil(2000, 2, 29), DAY_NONE);
}

/* Every day of the calendar once: civil dates, weekdays and weeks step as they should. */
static void test_every_day_of_the_calendar(void **state)
{
    (void)state;
    Day last = day_from_civil(9999, 12, 31);
    int before_month = 0;
    int before_day = 0;
    for (Day day = day_from_civil(1, 1, 1); day <= last; day++) {
        int year = 0;
        int month = 0;
        int day_of_month = 0;
        day_to_civil(day, &year, &month, &day_of_month);
        if (day_from_civil(year, month, day_of_month) != day) {
            fail_msg("day %d gives %d-%d-%d", day, year, month, day_of_month);
        }
        bool next = day_of_month == before_day + 1 && month == before_month;
        if (!next && day_of_month != 1) {
            fail_msg("day %d jumps to %d-%d-%d", day, year, month, day_of_month);
        }
        before_month = month;
        before_day = day_of_month;
    }
}

static void assert_week(int year, int month, int day, int iso_year, int week)
{
    int found_year = 0;
    Day at = day_from_civil(year, month, day);
    assert_int_equal(day_iso_week(at, &found_year), week);
    assert_int_equal(found_year, iso_year);
    assert_int_equal(day_of_iso_week(iso_year, week), at - day_weekday(at));
}

static void test_iso_weeks(void **state)
{
    (void)state;
    assert_week(2020, 9, 3, 2020, 36);
    assert_week(2022, 1, 1, 2021, 52);
    assert_week(2021, 1, 1, 2020, 53);
    assert_week(2018, 12, 31, 2019, 1);
    assert_week(2020, 12, 31, 2020, 53);
    assert_week(2027, 1, 3, 2026, 53);
    assert_week(2032, 12, 31, 2032, 53);
    static const int long_years[] = {2020, 2026, 2032};
    for (int year = 2018; year <= 2033; year++) {
        bool is_long = false;
        for (size_t i = 0; i < COUNT_OF(long_years); i++) {
            is_long = is_long || long_years[i] == year;
        }
        assert_int_equal(day_of_iso_week(year, 53) != DAY_NONE, is_long);
    }
    assert_int_equal(day_of_iso_week(2020, 0), DAY_NONE);
    assert_int_equal(day_of_iso_week(2020, 54), DAY_NONE);
    assert_int_equal(day_iso_week(day_from_civil(2020, 9, 3), NULL), 36);
    assert_int_equal(day_year(day_from_civil(2020, 12, 31)), 2020);
    assert_int_equal(day_year(day_from_civil(2021, 1, 1)), 2021);
}

static void test_easter(void **state)
{
    (void)state;
    static const int easters[][3] = {{1913, 3, 23}, {2018, 4, 1}, {2020, 4, 12},
                                     {2024, 3, 31}, {2026, 4, 5}, {2038, 4, 25},
                                     {1981, 4, 19}, {2049, 4, 18}};
    for (size_t i = 0; i < COUNT_OF(easters); i++) {
        assert_int_equal(day_easter_sunday(easters[i][0]),
                         day_from_civil(easters[i][0], easters[i][1], easters[i][2]));
    }
    for (int year = 1600; year < 2600; year++) {
        Day easter = day_easter_sunday(year);
        assert_int_equal(day_weekday(easter), 6);
        assert_true(easter >= day_from_civil(year, 3, 22) &&
                    easter <= day_from_civil(year, 4, 25));
    }
}

static void test_months_are_clipped(void **state)
{
    (void)state;
    assert_int_equal(day_add_months(day_from_civil(2020, 1, 31), 1),
                     day_from_civil(2020, 2, 29));
    assert_int_equal(day_add_months(day_from_civil(2021, 1, 31), 1),
                     day_from_civil(2021, 2, 28));
    assert_int_equal(day_add_months(day_from_civil(2020, 3, 15), -3),
                     day_from_civil(2019, 12, 15));
    assert_int_equal(day_add_months(day_from_civil(2020, 12, 1), 1),
                     day_from_civil(2021, 1, 1));
    assert_int_equal(day_add_months(day_from_civil(2020, 2, 29), 12),
                     day_from_civil(2021, 2, 28));
    assert_int_equal(day_add_months(day_from_civil(9999, 12, 1), 1), DAY_NONE);
    assert_int_equal(day_add_months(day_from_civil(2020, 1, 1), INT32_MIN), DAY_NONE);
    assert_int_equal(day_add_months(DAY_NONE, 1), DAY_NONE);
}

static void test_iso_text(void **state)
{
    (void)state;
    Day day = 0;
    assert_true(day_parse_iso("2020-09-03", &day));
    assert_int_equal(day, day_from_civil(2020, 9, 3));
    static const char *const wrong[] = {"",         "2020-9-3",   "2020-02-30", "2020-09-03 ",
                                        "20200903", "2020-09-0x", "-020-09-03"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_false(day_parse_iso(wrong[i], &day));
    }
    assert_false(day_parse_iso(NULL, &day));
    Text text = {0};
    day_print_iso(day_from_civil(987, 1, 2), &text);
    assert_string_equal(text_string(&text), "0987-01-02");
    text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_epoch_and_known_days),
        cmocka_unit_test(test_days_that_do_not_exist),
        cmocka_unit_test(test_every_day_of_the_calendar),
        cmocka_unit_test(test_iso_weeks),
        cmocka_unit_test(test_easter),
        cmocka_unit_test(test_months_are_clipped),
        cmocka_unit_test(test_iso_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
