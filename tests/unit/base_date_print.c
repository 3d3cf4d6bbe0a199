/* SPDX-License-Identifier: MPL-2.0 */
/* Printing, storing, moving and comparing honest dates. */
#include "framdrift/base.h"

#include "arena_shared.h"

#include <stdlib.h>
#include <string.h>

static HonestDate date_of(const char *text)
{
    DateContext context = {day_from_civil(2020, 9, 3), DAY_NONE, LANGUAGE_NB};
    HonestDate date = {0};
    Err err = {0};
    if (!date_parse(arena, &context, text, &date, &err)) {
        fail_msg("%s", err.message);
    }
    return date;
}

static const char *taken(Text *text)
{
    const char *copy = arena_strdup(arena, text_string(text));
    text_free(text);
    return copy;
}

static const char *printed(const char *date_text, DateStyle style, Language language)
{
    HonestDate date = date_of(date_text);
    Text text = {0};
    date_print(&date, style, language, &text);
    return taken(&text);
}

static void test_every_style_in_every_language(void **state)
{
    (void)state;

    static const struct {
        const char *date;
        DateStyle style;
        const char *text[LANGUAGE_COUNT];
    } cases[] = {
        {"3.9.2020", DATE_STYLE_SHORT, {"3 Sep", "3. sep.", "3. sep.", "3 sep"}},
        {"17.5.2020", DATE_STYLE_SHORT, {"17 May", "17. mai", "17. mai", "17 maj"}},
        {"1.3.2020", DATE_STYLE_SHORT, {"1 Mar", "1. mar.", "1. mar.", "1 mars"}},
        {"3.9.2020",
         DATE_STYLE_NUMERIC,
         {"2020-09-03", "03.09.2020", "03.09.2020", "2020-09-03"}},
        {"3.9.2020",
         DATE_STYLE_LONG,
         {"Thu 3 Sep 2020, week 36", "tor 3. sep. 2020, uke 36", "tor 3. sep. 2020, veke 36",
          "tor 3 sep 2020, vecka 36"}},
        {"uke 37 2020", DATE_STYLE_SHORT, {"w37", "u37", "v37", "v37"}},
        {"uke 37 2020", DATE_STYLE_NUMERIC, {"w37 2020", "u37 2020", "v37 2020", "v37 2020"}},
        {"uke 37 2020",
         DATE_STYLE_LONG,
         {"week 37 2020", "uke 37 2020", "veke 37 2020", "vecka 37 2020"}},
        {"uke 36–38 2020", DATE_STYLE_SHORT, {"w36–38", "u36–38", "v36–38", "v36–38"}},
        {"des 2020", DATE_STYLE_SHORT, {"Dec 2020", "des. 2020", "des. 2020", "dec 2020"}},
        {"des 2020",
         DATE_STYLE_LONG,
         {"December 2020", "desember 2020", "desember 2020", "december 2020"}},
        {"juli–des 2017",
         DATE_STYLE_SHORT,
         {"Jul–Dec 2017", "jul.–des. 2017", "jul.–des. 2017", "juli–dec 2017"}},
        {"des 2020–feb 2021",
         DATE_STYLE_SHORT,
         {"Dec 2020–Feb 2021", "des. 2020–feb. 2021", "des. 2020–feb. 2021",
          "dec 2020–feb 2021"}},
        {"høst 2020",
         DATE_STYLE_SHORT,
         {"autumn 2020", "høst 2020", "haust 2020", "höst 2020"}},
        {"hösten 2020",
         DATE_STYLE_SHORT,
         {"autumn 2020", "høst 2020", "haust 2020", "höst 2020"}},
        {"vinter 2020",
         DATE_STYLE_SHORT,
         {"winter 2020", "vinter 2020", "vinter 2020", "vinter 2020"}},
        {"vår 2021", DATE_STYLE_SHORT, {"spring 2021", "vår 2021", "vår 2021", "vår 2021"}},
        {"sommer 2021",
         DATE_STYLE_SHORT,
         {"summer 2021", "sommer 2021", "sommar 2021", "sommar 2021"}},
        {"H1 2021", DATE_STYLE_SHORT, {"H1 2021", "H1 2021", "H1 2021", "H1 2021"}},
        {"H2 2021",
         DATE_STYLE_LONG,
         {"H2 2021", "2. halvår 2021", "2. halvår 2021", "2. halvår 2021"}},
        {"2022", DATE_STYLE_SHORT, {"2022", "2022", "2022", "2022"}},
        {"2020–2022", DATE_STYLE_SHORT, {"2020–2022", "2020–2022", "2020–2022", "2020–2022"}},
        {"event: møtet", DATE_STYLE_SHORT, {"møtet", "møtet", "møtet", "møtet"}},
        {"des 2020 event: møtet",
         DATE_STYLE_SHORT,
         {"møtet (Dec 2020)", "møtet (des. 2020)", "møtet (des. 2020)", "møtet (dec 2020)"}},
        {"", DATE_STYLE_SHORT, {"", "", "", ""}},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            assert_string_equal(printed(cases[i].date, cases[i].style, (Language)language),
                                cases[i].text[language]);
        }
    }
}

static void test_as_a_person_wrote_it(void **state)
{
    (void)state;

    static const struct {
        const char *date, *text;
    } cases[] = {
        {"1. september", "1. september"}, {"uke 36", "uke 36"},        {"+2v", "17.09.2020"},
        {"event: møtene", "møtene"},      {"unknown: snart", "snart"}, {"", ""}};

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        HonestDate date = date_of(cases[i].date);
        Text text = {0};
        date_print_as_written(&date, LANGUAGE_NB, &text);
        assert_string_equal(taken(&text), cases[i].text);
    }
}

/* A week that was moved by two days is no week of the calendar: its days are shown. */
static void test_a_moved_date_loses_its_words(void **state)
{
    (void)state;
    HonestDate week = date_of("uke 36");
    HonestDate moved = date_moved(&week, 2);
    assert_null(moved.as_written);
    assert_int_equal(moved.precision, DATE_WEEK);
    assert_int_equal(moved.from, week.from + 2);
    assert_int_equal(moved.to, week.to + 2);
    Text text = {0};
    date_print(&moved, DATE_STYLE_NUMERIC, LANGUAGE_NB, &text);
    assert_string_equal(taken(&text), "02.09.2020–08.09.2020");
    moved = date_moved(&week, 7);
    date_print(&moved, DATE_STYLE_SHORT, LANGUAGE_NB, &text);
    assert_string_equal(taken(&text), "u37");
    HonestDate event = date_of("event: møtet");
    moved = date_moved(&event, 30);
    assert_int_equal(moved.from, DAY_NONE);
    assert_string_equal(moved.as_written, "møtet");
    HonestDate month = date_of("sep 2020");
    moved = date_moved(&month, 1);
    date_print(&moved, DATE_STYLE_SHORT, LANGUAGE_EN, &text);
    assert_string_equal(taken(&text), "2 Sep–1 Oct");
}

static void test_overdue_means_that_the_end_has_passed(void **state)
{
    (void)state;
    HonestDate month = date_of("sep 2020");
    assert_false(date_is_past(&month, day_from_civil(2020, 9, 30)));
    assert_true(date_is_past(&month, day_from_civil(2020, 10, 1)));
    HonestDate event = date_of("event: møtet");
    assert_false(date_is_past(&event, day_from_civil(2099, 1, 1)));
    HonestDate none = {0};
    assert_false(date_is_past(&none, day_from_civil(2099, 1, 1)));
    HonestDate day = date_from_day(day_from_civil(2020, 9, 3));
    assert_true(date_is_set(&day));
    assert_false(date_is_past(&day, day.to));
    HonestDate no_day = date_from_day(DAY_NONE);
    assert_false(date_is_set(&no_day));
}

static void test_order_of_dates(void **state)
{
    (void)state;
    static const char *const ordered[] = {"2019",     "uke 36 2020",  "1.9.2020",
                                          "sep 2020", "sep 2021",     "3. kvartal 2022",
                                          "H2 2022",  "event: møtet", ""};
    for (size_t i = 0; i < COUNT_OF(ordered); i++) {
        for (size_t j = 0; j < COUNT_OF(ordered); j++) {
            HonestDate one = date_of(ordered[i]);
            HonestDate other = date_of(ordered[j]);
            int order = date_compare(&one, &other);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
}

static void assert_stored(const HonestDate *date, const char *stored)
{
    Text text = {0};
    date_encode(date, &text);
    assert_string_equal(text_string(&text), stored);
    HonestDate back;
    assert_true(date_decode(arena, text_string(&text), &back));
    assert_int_equal(back.precision, date->precision);
    assert_int_equal(back.inferred, date->inferred);
    if (date_is_set(date)) {
        assert_int_equal(back.from, date->from);
        assert_int_equal(back.to, date->to);
    }
    assert_true(text_equal(back.as_written, date->as_written));
    text_free(&text);
}

static void test_the_stored_form_is_stable(void **state)
{
    (void)state;

    static const struct {
        const char *date, *stored;
    } cases[] = {
        {"1. september", "2020-09-01/2020-09-01/day/1/1. september"},
        {"3/9", "2020-09-03/2020-09-03/day/1/3/9"},
        {"+1d", "2020-09-04/2020-09-04/day/0/"},
        {"H1 2021", "2021-01-01/2021-06-30/half-year/0/H1 2021"},
        {"event: møte/befaring", "//event/0/møte/befaring"},
        {"unknown: nyligen", "//unknown/0/nyligen"},
        {"", ""},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        HonestDate date = date_of(cases[i].date);
        assert_stored(&date, cases[i].stored);
    }
    HonestDate half_open = {DAY_NONE, day_from_civil(2020, 12, 31), DATE_EVENT, false,
                            "før jul"};
    assert_stored(&half_open, "/2020-12-31/event/0/før jul");
    HonestDate torn = {0, 0, DATE_DAY, false, "a\nb"};
    Text text = {0};
    date_encode(&torn, &text);
    assert_string_equal(taken(&text), "1970-01-01/1970-01-01/day/0/a b");
}

static void test_damaged_stored_forms_are_refused(void **state)
{
    (void)state;
    static const char *const damaged[] = {
        "2020-09-03",
        "2020-09-03/2020-09-03",
        "2020-09-03/2020-09-03/day",
        "2020-09-03/2020-09-03/day/0",
        "2020-09-31/2020-09-31/day/0/",
        "2020-09-03/2020-09-01/day/0/",
        "/2020-09-01/day/0/",
        "2020-09-03//week/0/",
        "2020-09-03/2020-09-03/fortnight/0/",
        "2020-09-03/2020-09-03/none/0/",
        "2020-09-03/2020-09-03/day/2/",
        "2020-09-03/2020-09-03/day//",
        "2020-9-3/2020-09-03/day/0/",
        "////",
    };
    for (size_t i = 0; i < COUNT_OF(damaged); i++) {
        HonestDate date = {.precision = DATE_YEAR};
        assert_false(date_decode(arena, damaged[i], &date));
        assert_int_equal(date.precision, DATE_NONE);
    }
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(date_weekday_name(5, 3, LANGUAGE_NN), "lau");
    assert_string_equal(date_weekday_name(5, 2, LANGUAGE_NB), "lø");
    assert_string_equal(date_weekday_name(0, 2, LANGUAGE_SV), "må");
    assert_string_equal(date_weekday_name(7, 2, LANGUAGE_SV), "");
    assert_string_equal(date_month_name(12, true, LANGUAGE_SV), "december");
    assert_string_equal(date_month_name(6, false, LANGUAGE_SV), "juni");
    assert_string_equal(date_month_name(0, false, LANGUAGE_EN), "");
    assert_string_equal(date_month_name(13, true, LANGUAGE_EN), "");
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        for (int day = 0; day < 7; day++) {
            assert_int_equal(text_width(date_weekday_name(day, 2, (Language)language)), 2);
            assert_int_equal(text_width(date_weekday_name(day, 3, (Language)language)), 3);
        }
    }
    assert_string_equal(date_precision_name(DATE_HALF_YEAR), "half-year");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_style_in_every_language),
        cmocka_unit_test(test_as_a_person_wrote_it),
        cmocka_unit_test(test_a_moved_date_loses_its_words),
        cmocka_unit_test(test_overdue_means_that_the_end_has_passed),
        cmocka_unit_test(test_order_of_dates),
        cmocka_unit_test(test_the_stored_form_is_stable),
        cmocka_unit_test(test_damaged_stored_forms_are_refused),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
