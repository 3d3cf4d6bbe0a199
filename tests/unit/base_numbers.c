/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NBSP   "\xC2\xA0"
#define NARROW "\xE2\x80\xAF"

static void test_reading_amounts(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        int decimals;
        int64_t value;
    } good[] = {
        {"500 000,00", 2, 50000000},
        {"kr 500 000,-", 2, 50000000},
        {"kr 500 000,–", 2, 50000000},
        {"kr. 500 000.-", 2, 50000000},
        {"500 000 kr", 2, 50000000},
        {"500" NBSP "000,00 kr", 2, 50000000},
        {"500" NARROW "000", 2, 50000000},
        {"NOK 500 000", 2, 50000000},
        {"500 000 SEK", 2, 50000000},
        {"500000", 2, 50000000},
        {"500.000,00", 2, 50000000},
        {"500,000.00", 2, 50000000},
        {"1.000.000", 2, 100000000},
        {"1,000,000", 0, 1000000},
        {"500.000", 2, 50000000},
        {"1.5", 1, 15},
        {"1,5", 2, 150},
        {"1,50", 1, 15},
        {"0,500", 1, 5},
        {"1,500", 3, 1500},
        {"−3", 0, -3},
        {"-3", 0, -3},
        {"- 3", 0, -3},
        {"–3,25", 2, -325},
        {"  42  ", 0, 42},
        {"0", 0, 0},
        {"007", 0, 7},
        {"9 223 372 036 854 775 807", 0, INT64_MAX},
        {"1,234", 0, 1234},
        {"1,2345", 4, 12345},
        {"9000,5", 1, 90005},
        {"1234,567", 3, 1234567},
    };

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        int64_t value = -1;
        Err err = {0};
        if (!number_parse(good[i].text, good[i].decimals, &value, &err) ||
            value != good[i].value) {
            fail_msg("\"%s\" gives %lld (%s)", good[i].text, (long long)value, err.message);
        }
    }
}

static void test_refusing_what_would_be_rounded_or_guessed(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        int decimals;
    } bad[] = {
        {"", 2},
        {"kr", 2},
        {"abc", 0},
        {"1,5", 0},
        {"1 2", 0},
        {"12 34", 0},
        {"1 0000", 0},
        {"1,,5", 1},
        {"1.2.3", 1},
        {"1,2,3", 1},
        {"--3", 0},
        {"3-", 0},
        {"3-4", 0},
        {",5", 1},
        {"1e5", 0},
        {"0x10", 0},
        {"9 223 372 036 854 775 808", 0},
        {"99999999999999999999", 2},
        {"92233720368547758,08", 3},
        {"5 kr kr", 0},
        {"1,2345", 2},
        {"500.00,000", 2},
        {"٣", 0},
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        int64_t value = -1;
        Err err = {0};
        if (number_parse(bad[i].text, bad[i].decimals, &value, &err) || err.code != ERR_INPUT) {
            fail_msg("\"%s\" was read as %lld", bad[i].text, (long long)value);
        }
        assert_int_equal(value, -1);
        assert_true(strlen(err.message) > 10);
    }
}

static const char *printed(int64_t value, int decimals, bool trim, Language language)
{
    static char copy[64];
    Text text = {0};
    number_print(value, decimals, trim, language, &text);
    strncpy(copy, text_string(&text), sizeof copy - 1);
    text_free(&text);
    return copy;
}

static void test_printing_amounts(void **state)
{
    (void)state;
    assert_string_equal(printed(50000000, 2, false, LANGUAGE_NB), "500" NBSP "000,00");
    assert_string_equal(printed(50000000, 2, true, LANGUAGE_SV), "500" NBSP "000");
    assert_string_equal(printed(50000000, 2, false, LANGUAGE_EN), "500,000.00");
    assert_string_equal(printed(150, 2, true, LANGUAGE_NN), "1,5");
    assert_string_equal(printed(-5, 2, false, LANGUAGE_EN), "-0.05");
    assert_string_equal(printed(0, 2, true, LANGUAGE_EN), "0");
    assert_string_equal(printed(999, 0, false, LANGUAGE_NB), "999");
    assert_string_equal(printed(INT64_MIN, 0, false, LANGUAGE_EN),
                        "-9,223,372,036,854,775,808");
}

static void test_reading_durations(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        int64_t minutes;
    } good[] = {
        {"3d", 1440},      {"3 d", 1440},       {"2v", 4800},       {"2u", 4800},
        {"2w", 4800},      {"2 uker", 4800},    {"2 veckor", 4800}, {"1 veke", 2400},
        {"4h", 240},       {"4t", 240},         {"4 timer", 240},   {"4 timmar", 240},
        {"90m", 90},       {"90 min", 90},      {"2,5 d", 1200},    {"2.5d", 1200},
        {"0,25 d", 120},   {"5", 2400},         {"0", 0},           {"-2d", -960},
        {"−2 d", -960},    {"+1d", 480},        {"1u 2d", 3360},    {"1w 2d 4h", 3600},
        {"3 DAGER", 1440}, {"2" NBSP "d", 960}, {"1,5", 720},
    };

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        int64_t minutes = -1;
        Err err = {0};
        if (!duration_parse(good[i].text, &minutes, &err) || minutes != good[i].minutes) {
            fail_msg("\"%s\" gives %lld (%s)", good[i].text, (long long)minutes, err.message);
        }
    }
    static const char *const bad[] = {
        "",        "d",   "x",    "3x",          "1,005 t",
        "2,555 d", "3 4", "--2d", "9999999999d", "1d 1d 1d 1d 1d"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        int64_t minutes = -1;
        Err err = {0};
        if (duration_parse(bad[i], &minutes, &err) || err.code != ERR_INPUT) {
            fail_msg("\"%s\" was read as %lld", bad[i], (long long)minutes);
        }
    }
}

static void test_printing_durations(void **state)
{
    (void)state;

    static const struct {
        int64_t minutes;
        Language language;
        const char *text;
    } cases[] = {
        {2400, LANGUAGE_EN, "5 d"},     {4800, LANGUAGE_EN, "2 w"},
        {4800, LANGUAGE_NB, "2 u"},     {4800, LANGUAGE_SV, "2 v"},
        {240, LANGUAGE_EN, "4 h"},      {240, LANGUAGE_NB, "4 t"},
        {90, LANGUAGE_NN, "90 m"},      {1200, LANGUAGE_NB, "2,5 d"},
        {1200, LANGUAGE_EN, "2.5 d"},   {-960, LANGUAGE_EN, "-2 d"},
        {0, LANGUAGE_SV, "0 d"},        {-90, LANGUAGE_EN, "-90 m"},
        {-1200, LANGUAGE_EN, "-2.5 d"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Text text = {0};
        duration_print(cases[i].minutes, cases[i].language, &text);
        assert_string_equal(text_string(&text), cases[i].text);
        int64_t back = -1;
        assert_true(duration_parse(text_string(&text), &back, NULL));
        assert_int_equal(back, cases[i].minutes);
        text_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reading_amounts),
        cmocka_unit_test(test_refusing_what_would_be_rounded_or_guessed),
        cmocka_unit_test(test_printing_amounts),
        cmocka_unit_test(test_reading_durations),
        cmocka_unit_test(test_printing_durations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
