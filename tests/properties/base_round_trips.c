/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What holds for any text and any date.  FRAMDRIFT_SEED repeats a run; FRAMDRIFT_TRIALS says how
 * long it is.
 */
#include "framdrift/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/arena_test.h"
#include "trials.h"

enum { TRIALS_BY_DAY = 3000, TRIALS_BY_NIGHT = 200000 };

static Arena *arena;
static uint64_t seed;
static uint64_t random_state;

static int below(int limit)
{
    return (int)(splitmix_next(&random_state) % (uint64_t)limit);
}

static Language random_language(void)
{
    int language = below(LANGUAGE_COUNT);
    return (Language)language;
}

static int trials(void)
{
    return (int)trials_count(TRIALS_BY_DAY, TRIALS_BY_NIGHT);
}

static int start(void **state)
{
    (void)state;
    random_state = seed = trials_seed();
    printf("FRAMDRIFT_SEED=%llu\n", (unsigned long long)seed);
    arena = arena_new();
    return 0;
}

static int finish(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

/* Any bytes but NUL, with a liking for what is troublesome. */
static char *random_bytes(int longest)
{
    static const char *const pieces[] = {"\x1B[",
                                         "\xF8",
                                         "\xC3",
                                         "å",
                                         "Ø",
                                         "\xCC\x8A",
                                         "日",
                                         "\xEF\xB8\x8F",
                                         "\xE2\x80\xAE",
                                         "\n",
                                         "\r\n",
                                         "\t",
                                         "a",
                                         "aa",
                                         "10",
                                         "007",
                                         " ",
                                         "\xC2\xAD",
                                         "\xF0\x9F\x87\xB3",
                                         "-",
                                         "=",
                                         "[s]",
                                         "#",
                                         "\"",
                                         ".",
                                         "uke 36",
                                         "2020",
                                         "sep",
                                         "kr"};
    int count = below(longest);
    Text text = {0};
    for (int i = 0; i < count; i++) {
        if (below(3) == 0) {
            char byte = (char)(1 + below(255));
            text_append_bytes(&text, &byte, 1);
        } else {
            text_append(&text, pieces[below((int)COUNT_OF(pieces))]);
        }
    }
    char *copy = arena_strdup(arena, text_string(&text));
    text_free(&text);
    return copy;
}

static void test_any_bytes_become_safe_text(void **state)
{
    (void)state;
    for (int trial = 0; trial < trials(); trial++) {
        char *raw = random_bytes(24);
        char *clean = text_clean(arena, raw, strlen(raw), false);
        assert_true(utf8_is_valid(clean, strlen(clean)));
        for (const char *at = clean; *at != '\0';) {
            uint32_t codepoint = utf8_next(&at);
            assert_int_equal(utf8_safe(codepoint), codepoint);
        }
        assert_string_equal(text_clean(arena, clean, strlen(clean), false), clean);
        int width = text_width(clean);
        int columns = below(30);
        char *clipped = text_clip(arena, clean, columns, false);
        assert_true(text_width(clipped) <= columns);
        if (width <= columns) {
            assert_string_equal(clipped, columns == 0 ? "" : clean);
        }
        char *ascii = text_to_ascii(arena, clean);
        for (const char *at = ascii; *at != '\0'; at++) {
            assert_true(*at >= 0x20 && *at < 0x7F);
        }
        arena_clear(arena);
    }
}

static void test_wrapped_lines_fit_and_lose_nothing(void **state)
{
    (void)state;
    for (int trial = 0; trial < trials(); trial++) {
        char *raw = random_bytes(40);
        char *clean = text_clean(arena, raw, strlen(raw), true);
        int columns = 2 + below(20);
        TextLines lines = text_wrap(arena, clean, columns);
        const char *at = clean;
        for (size_t i = 0; i < lines.count; i++) {
            assert_true(text_width(lines.lines[i]) <= columns);
            for (const char *letter = lines.lines[i]; *letter != '\0'; letter++) {
                if (*letter != ' ') {
                    at += strspn(at, " \n");
                    assert_int_equal(*letter, *at);
                    at++;
                }
            }
        }
        at += strspn(at, " \n");
        assert_int_equal(*at, '\0');
        arena_clear(arena);
    }
}

static void test_editing_steps_meet(void **state)
{
    (void)state;
    for (int trial = 0; trial < trials(); trial++) {
        char *text = random_bytes(16);
        size_t at = 0;
        while (text[at] != '\0') {
            size_t next = text_next_grapheme(text, at);
            assert_true(next > at && next <= strlen(text));
            assert_int_equal(text_previous_grapheme(text, next), at);
            at = next;
        }
        arena_clear(arena);
    }
}

/* The order of three random names is an order: the same both ways round, and no circle. */
static void test_collation_is_an_order(void **state)
{
    (void)state;
    for (int trial = 0; trial < trials(); trial++) {
        Language language = random_language();
        const char *one = random_bytes(6);
        const char *other = random_bytes(6);
        const char *third = random_bytes(6);
        int ab = text_collate(language, one, other);
        int bc = text_collate(language, other, third);
        assert_int_equal(text_collate(language, one, one), 0);
        int ba = text_collate(language, other, one);
        assert_int_equal((ab > 0) - (ab < 0), (ba < 0) - (ba > 0));
        assert_int_equal(ab == 0, strcmp(one, other) == 0);
        if (ab <= 0 && bc <= 0) {
            assert_true(text_collate(language, one, third) <= 0);
        }
        arena_clear(arena);
    }
}

static void test_folding_finds_itself(void **state)
{
    (void)state;
    for (int trial = 0; trial < trials(); trial++) {
        const char *clean = random_bytes(12);
        clean = text_clean(arena, clean, strlen(clean), false);
        const char *folded = text_fold(arena, clean);
        assert_string_equal(text_fold(arena, folded), folded);
        assert_true(text_contains_folded(folded, folded));
        assert_true(text_fuzzy_score(folded, folded) >= 0);
        arena_clear(arena);
    }
}

static HonestDate random_date(void)
{
    Day day = day_from_civil(1900 + below(200), 1 + below(12), 1 + below(28));
    int year = 0;
    int month = 0;
    int day_of_month = 0;
    day_to_civil(day, &year, &month, &day_of_month);
    HonestDate date = {day, day, DATE_DAY, false, NULL};
    switch (below(6)) {
    case 0:
        date.from = day - day_weekday(day);
        date.to = date.from + 7 * below(3) + 6;
        date.precision = DATE_WEEK;
        break;
    case 1:
        date.from = day_from_civil(year, month, 1);
        date.to = day_add_months(date.from, 1 + below(14)) - 1;
        date.precision = DATE_MONTH;
        break;
    case 2:
        date.from = day_from_civil(year, month <= 6 ? 1 : 7, 1);
        date.to = day_add_months(date.from, 6) - 1;
        date.precision = DATE_HALF_YEAR;
        break;
    case 3:
        date.from = day_from_civil(year, 1, 1);
        date.to = day_from_civil(year + below(3), 12, 31);
        date.precision = DATE_YEAR;
        break;
    case 4:
        date.to = day + below(400);
        break;
    default:
        break;
    }
    return date;
}

/* What the program prints with a year, a person can type again, in whatever language. */
static void test_printed_dates_are_read_as_they_were(void **state)
{
    (void)state;
    for (int trial = 0; trial < trials(); trial++) {
        HonestDate date = random_date();
        Language language = random_language();
        DateStyle style = below(2) == 0 ? DATE_STYLE_NUMERIC : DATE_STYLE_LONG;
        DateContext context = {day_from_civil(2020, 9, 3), DAY_NONE, random_language()};
        Text text = {0};
        date_print(&date, style, language, &text);
        HonestDate back = {0};
        Err err = {0};
        if (!date_parse(arena, &context, text_string(&text), &back, &err) ||
            back.from != date.from || back.to != date.to || back.precision != date.precision ||
            back.inferred) {
            fail_msg("seed %llu: \"%s\" is read otherwise: %s", (unsigned long long)seed,
                     text_string(&text), err.message);
        }
        text_free(&text);
        arena_clear(arena);
    }
}

static void test_stored_dates_come_back(void **state)
{
    (void)state;
    for (int trial = 0; trial < trials(); trial++) {
        HonestDate date = random_date();
        date.inferred = below(2) == 0;
        char *words = random_bytes(10);
        words = text_clean(arena, words, strlen(words), false);
        date.as_written = words[0] == '\0' ? NULL : words;
        Text text = {0};
        date_encode(&date, &text);
        HonestDate back;
        assert_true(date_decode(arena, text_string(&text), &back));
        assert_int_equal(back.from, date.from);
        assert_int_equal(back.to, date.to);
        assert_int_equal(back.precision, date.precision);
        assert_int_equal(back.inferred, date.inferred);
        assert_true(text_equal(back.as_written, date.as_written));
        assert_int_equal(date_compare(&back, &date), 0);
        text_free(&text);
        arena_clear(arena);
    }
}

static void test_printed_numbers_are_read_as_they_were(void **state)
{
    (void)state;
    for (int trial = 0; trial < trials(); trial++) {
        int64_t value = (int64_t)splitmix_next(&random_state) >> below(64);
        if (value == INT64_MIN) {
            continue;
        }
        int decimals = below(3);
        Language language = random_language();
        Text text = {0};
        number_print(value, decimals, below(2) == 0, language, &text);
        int64_t back = 0;
        Err err = {0};
        if (!number_parse(text_string(&text), decimals, &back, &err) || back != value) {
            fail_msg("seed %llu: \"%s\" is read as %lld: %s", (unsigned long long)seed,
                     text_string(&text), (long long)back, err.message);
        }
        text_clear(&text);
        int64_t minutes = below(200000) - 100000;
        duration_print(minutes, language, &text);
        assert_true(duration_parse(text_string(&text), &back, NULL));
        assert_int_equal(back, minutes);
        text_free(&text);
    }
}

/* Nonsense is refused with a sentence, or read; it never crashes, and a refusal is valid text. */
static void test_nonsense_does_no_harm(void **state)
{
    (void)state;
    DateContext context = {day_from_civil(2020, 9, 3), DAY_NONE, LANGUAGE_SV};
    for (int trial = 0; trial < trials(); trial++) {
        char *raw = random_bytes(10);
        HonestDate date = {0};
        Err err = {0};
        if (date_parse(arena, &context, raw, &date, &err)) {
            assert_true(date.precision == DATE_EVENT || date.precision == DATE_UNKNOWN ||
                        date.from <= date.to);
        } else {
            assert_true(err.code == ERR_INPUT &&
                        utf8_is_valid(err.message, strlen(err.message)));
        }
        int64_t value = 0;
        err_clear(&err);
        bool read = number_parse(raw, below(4), &value, &err);
        assert_int_equal(read, err.code == ERR_NONE);
        err_clear(&err);
        read = duration_parse(raw, &value, &err);
        assert_int_equal(read, err.code == ERR_NONE);
        if (trial % 16 == 0) {
            Ini *ini = ini_read_text(arena, "random", random_bytes(200), NULL, NULL);
            for (size_t i = 0; i < ini_count(ini); i++) {
                assert_non_null(ini_get(ini, ini_key(ini, i)));
                assert_true(utf8_is_valid(ini_key(ini, i), strlen(ini_key(ini, i))));
            }
        }
        arena_clear(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_any_bytes_become_safe_text),
        cmocka_unit_test(test_wrapped_lines_fit_and_lose_nothing),
        cmocka_unit_test(test_editing_steps_meet),
        cmocka_unit_test(test_collation_is_an_order),
        cmocka_unit_test(test_folding_finds_itself),
        cmocka_unit_test(test_printed_dates_are_read_as_they_were),
        cmocka_unit_test(test_stored_dates_come_back),
        cmocka_unit_test(test_printed_numbers_are_read_as_they_were),
        cmocka_unit_test(test_nonsense_does_no_harm),
    };
    return cmocka_run_group_tests(tests, start, finish);
}
