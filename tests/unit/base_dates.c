/* SPDX-License-Identifier: MPL-2.0 */
/* Reading dates as people write them.  Today is 3 September 2020, a Thursday of week 36. */
#include "framdrift/base.h"

#include "arena_shared.h"

#include <stdlib.h>
#include <string.h>

static DateContext context_of(Language language)
{
    return (DateContext){
        .today = day_from_civil(2020, 9, 3), .anchor = DAY_NONE, .language = language};
}

/* The stored form without the words, or "ERROR". */
static const char *read_in(Language language, const char *text)
{
    DateContext context = context_of(language);
    HonestDate date = {0};
    Err err = {0};
    if (!date_parse(arena, &context, text, &date, &err)) {
        assert_int_equal(err.code, ERR_INPUT);
        return "ERROR";
    }
    assert_int_equal(err.code, ERR_NONE);
    date.as_written = NULL;
    Text stored = {0};
    date_encode(&date, &stored);
    const char *copy = arena_strdup(arena, text_string(&stored));
    text_free(&stored);
    return copy;
}

static const struct {
    const char *text, *stored;
} forms[] = {
    {"3.9", "2020-09-03/2020-09-03/day/1/"},
    {"3.9.", "2020-09-03/2020-09-03/day/1/"},
    {"3.9.20", "2020-09-03/2020-09-03/day/0/"},
    {"3.9.98", "1998-09-03/1998-09-03/day/0/"},
    {"03.09.2020", "2020-09-03/2020-09-03/day/0/"},
    {"3. 9. 2020", "2020-09-03/2020-09-03/day/0/"},
    {"3/9", "2020-09-03/2020-09-03/day/1/"},
    {"3/9-20", "2020-09-03/2020-09-03/day/0/"},
    {"3/9/2020", "2020-09-03/2020-09-03/day/0/"},
    {"2020-09-03", "2020-09-03/2020-09-03/day/0/"},
    {"03-09-2020", "2020-09-03/2020-09-03/day/0/"},
    {"2021-dec-21", "2021-12-21/2021-12-21/day/0/"},
    {"1. september", "2020-09-01/2020-09-01/day/1/"},
    {"1.november", "2020-11-01/2020-11-01/day/1/"},
    {"1. mai", "2020-05-01/2020-05-01/day/1/"},
    {"den 3 september 2020", "2020-09-03/2020-09-03/day/0/"},
    {"3 Sep 2020", "2020-09-03/2020-09-03/day/0/"},
    {"Sep 3", "2020-09-03/2020-09-03/day/1/"},
    {"September 3, 2020", "2020-09-03/2020-09-03/day/0/"},
    {"3rd of September 2020", "2020-09-03/2020-09-03/day/0/"},
    {"  3.9.2020  ", "2020-09-03/2020-09-03/day/0/"},
    {"3.\xC2\xA0september\xC2\xA0"
     "2020",
     "2020-09-03/2020-09-03/day/0/"},
    {"uke 36", "2020-08-31/2020-09-06/week/1/"},
    {"UKE 36", "2020-08-31/2020-09-06/week/1/"},
    {"veke 36", "2020-08-31/2020-09-06/week/1/"},
    {"vecka 13", "2020-03-23/2020-03-29/week/1/"},
    {"week 36", "2020-08-31/2020-09-06/week/1/"},
    {"v13", "2020-03-23/2020-03-29/week/1/"},
    {"v. 36", "2020-08-31/2020-09-06/week/1/"},
    {"w36", "2020-08-31/2020-09-06/week/1/"},
    {"u36", "2020-08-31/2020-09-06/week/1/"},
    {"2020-W36", "2020-08-31/2020-09-06/week/0/"},
    {"2020W36", "2020-08-31/2020-09-06/week/0/"},
    {"uke 36 2020", "2020-08-31/2020-09-06/week/0/"},
    {"uke 1", "2021-01-04/2021-01-10/week/1/"},
    {"uke 53 2020", "2020-12-28/2021-01-03/week/0/"},
    {"sep 2020", "2020-09-01/2020-09-30/month/0/"},
    {"sept. 2020", "2020-09-01/2020-09-30/month/0/"},
    {"2020-09", "2020-09-01/2020-09-30/month/0/"},
    {"09.2020", "2020-09-01/2020-09-30/month/0/"},
    {"desember 2020", "2020-12-01/2020-12-31/month/0/"},
    {"i november", "2020-11-01/2020-11-30/month/1/"},
    {"i januar", "2021-01-01/2021-01-31/month/1/"},
    {"februari 2024", "2024-02-01/2024-02-29/month/0/"},
    {"høst 2020", "2020-09-01/2020-11-30/season/1/"},
    {"host 2020", "2020-09-01/2020-11-30/season/1/"},
    {"haust", "2020-09-01/2020-11-30/season/1/"},
    {"hausten 2011", "2011-09-01/2011-11-30/season/1/"},
    {"hösten", "2020-08-01/2020-12-31/season/1/"},
    {"under hösten", "2020-08-01/2020-12-31/season/1/"},
    {"ht 2020", "2020-08-01/2020-12-31/season/1/"},
    {"vt 2021", "2021-01-01/2021-06-30/season/1/"},
    {"vår", "2020-03-01/2020-05-31/season/1/"},
    {"våren 2021", "2021-03-01/2021-05-31/season/1/"},
    {"sommer 2021", "2021-06-01/2021-08-31/season/1/"},
    {"vinter 2020", "2020-12-01/2021-02-28/season/1/"},
    {"vinteren 2020/21", "2020-12-01/2021-02-28/season/1/"},
    {"vinter 2020/23", "ERROR"},
    {"autumn 2020", "2020-09-01/2020-11-30/season/1/"},
    {"H1 2021", "2021-01-01/2021-06-30/half-year/0/"},
    {"2021-H2", "2021-07-01/2021-12-31/half-year/0/"},
    {"1. halvår", "2020-01-01/2020-06-30/half-year/1/"},
    {"1:a halvåret 2021", "2021-01-01/2021-06-30/half-year/0/"},
    {"første halvår 2021", "2021-01-01/2021-06-30/half-year/0/"},
    {"andra halvåret 2021", "2021-07-01/2021-12-31/half-year/0/"},
    {"Q3 2021", "2021-07-01/2021-09-30/month/0/"},
    {"3. kvartal 2021", "2021-07-01/2021-09-30/month/0/"},
    {"2022", "2022-01-01/2022-12-31/year/0/"},
    {"juli til og med desember 2017", "2017-07-01/2017-12-31/month/0/"},
    {"fra juli til og med desember 2017", "2017-07-01/2017-12-31/month/0/"},
    {"juli t.o.m. december 2017", "2017-07-01/2017-12-31/month/0/"},
    {"från juli till och med december 2017", "2017-07-01/2017-12-31/month/0/"},
    {"from July to December 2017", "2017-07-01/2017-12-31/month/0/"},
    {"2020-09-01..2020-09-30", "2020-09-01/2020-09-30/day/0/"},
    {"2020-09-01 – 2020-09-30", "2020-09-01/2020-09-30/day/0/"},
    {"2020-09-01-2020-09-30", "2020-09-01/2020-09-30/day/0/"},
    {"1.–30. september 2020", "2020-09-01/2020-09-30/day/0/"},
    {"3.9–5.9", "2020-09-03/2020-09-05/day/1/"},
    {"30.12–5.1", "2020-12-30/2021-01-05/day/1/"},
    {"30.12–5.1.2021", "2020-12-30/2021-01-05/day/0/"},
    {"1. des 2020 – 15. jan", "2020-12-01/2021-01-15/day/0/"},
    {"uke 36–38", "2020-08-31/2020-09-20/week/1/"},
    {"uke 36–38 2021", "2021-09-06/2021-09-26/week/0/"},
    {"2020–2022", "2020-01-01/2022-12-31/year/0/"},
    {"+2v", "2020-09-17/2020-09-17/day/0/"},
    {"+2u", "2020-09-17/2020-09-17/day/0/"},
    {"+2w", "2020-09-17/2020-09-17/day/0/"},
    {"+ 2 veckor", "2020-09-17/2020-09-17/day/0/"},
    {"+3d", "2020-09-06/2020-09-06/day/0/"},
    {"+3", "2020-09-06/2020-09-06/day/0/"},
    {"-1m", "2020-08-03/2020-08-03/day/0/"},
    {"−1m", "2020-08-03/2020-08-03/day/0/"},
    {"+1 år", "2021-09-03/2021-09-03/day/0/"},
    {"fre", "2020-09-04/2020-09-04/day/0/"},
    {"Friday", "2020-09-04/2020-09-04/day/0/"},
    {"tor", "2020-09-03/2020-09-03/day/0/"},
    {"onsdag", "2020-09-09/2020-09-09/day/0/"},
    {"laurdag", "2020-09-05/2020-09-05/day/0/"},
    {"søn", "2020-09-06/2020-09-06/day/0/"},
    {"mån", "2020-09-07/2020-09-07/day/0/"},
    {"i dag", "2020-09-03/2020-09-03/day/0/"},
    {"Today", "2020-09-03/2020-09-03/day/0/"},
    {"i morgen", "2020-09-04/2020-09-04/day/0/"},
    {"i morgon", "2020-09-04/2020-09-04/day/0/"},
    {"i går", "2020-09-02/2020-09-02/day/0/"},
    {"tor 3. sep. 2020, uke 36", "2020-09-03/2020-09-03/day/0/"},
    {"Thu 3 Sep 2020, week 36", "2020-09-03/2020-09-03/day/0/"},
    {"event: kommunestyremøtene", "//event/0/"},
    {"desember 2020 event: kommunestyremøtene", "2020-12-01/2020-12-31/event/0/"},
    {"Hendelse: møtet", "//event/0/"},
    {"händelse: mötet", "//event/0/"},
    {"unknown: nyligen", "//unknown/0/"},
    {"", ""},
    {"  ", ""},
    {"-", ""},
    {"nyligen", "ERROR"},
    {"i tisdags", "ERROR"},
    {"31.9", "ERROR"},
    {"0.9.2020", "ERROR"},
    {"3.13.2020", "ERROR"},
    {"29.2.2021", "ERROR"},
    {"uke 54", "ERROR"},
    {"uke 53 2021", "ERROR"},
    {"uke 0", "ERROR"},
    {"fre 3. sep 2020", "ERROR"},
    {"3 Sep 2020, week 37", "ERROR"},
    {"H3 2020", "ERROR"},
    {"Q5", "ERROR"},
    {"1", "ERROR"},
    {"36", "ERROR"},
    {"20200", "ERROR"},
    {"0020", "ERROR"},
    {"1. mai 2020 – 1. april 2020", "ERROR"},
    {"+", "ERROR"},
    {"+2x", "ERROR"},
    {"+99999d", "ERROR"},
    {"3.9.2020 kl. 12", "ERROR"},
    {"event:", "ERROR"},
    {"tull event: møtet", "ERROR"},
    {"\x1b[31m3.9", "ERROR"},
    {"1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1.1", "ERROR"},
};

static void test_every_form_in_every_language(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            /* The one word without ö or ø leans on the language: see below. */
            if (language == LANGUAGE_SV && strncmp(forms[i].text, "host", 4) == 0) {
                continue;
            }
            const char *stored = read_in((Language)language, forms[i].text);
            if (strcmp(stored, forms[i].stored) != 0) {
                fail_msg("\"%s\" in %s gives %s, not %s", forms[i].text,
                         language_name((Language)language), stored, forms[i].stored);
            }
        }
    }
}

static void test_autumn_without_its_letter_follows_the_language(void **state)
{
    (void)state;
    assert_string_equal(read_in(LANGUAGE_SV, "host 2020"), "2020-08-01/2020-12-31/season/1/");
    assert_string_equal(read_in(LANGUAGE_NB, "host 2020"), "2020-09-01/2020-11-30/season/1/");
    assert_string_equal(read_in(LANGUAGE_SV, "høst 2020"), "2020-09-01/2020-11-30/season/1/");
}

static void test_words_are_kept_except_those_of_the_day(void **state)
{
    (void)state;
    DateContext context = context_of(LANGUAGE_NB);
    HonestDate date;
    assert_true(date_parse(arena, &context, " 1.  september\n", &date, NULL));
    assert_string_equal(date.as_written, "1.  september");
    assert_true(date_parse(arena, &context, "+2v", &date, NULL));
    assert_null(date.as_written);
    assert_true(date_parse(arena, &context, "fre", &date, NULL));
    assert_null(date.as_written);
    assert_true(date_parse(arena, &context, "des 2020 event: møtene i desember", &date, NULL));
    assert_string_equal(date.as_written, "møtene i desember");
    assert_true(date_parse(arena, &context, "", &date, NULL));
    assert_false(date_is_set(&date));
    assert_int_equal(date.from, DAY_NONE);
}

static void test_steps_start_at_the_anchor(void **state)
{
    (void)state;
    DateContext context = context_of(LANGUAGE_NB);
    context.anchor = day_from_civil(2021, 1, 31);
    HonestDate date;
    assert_true(date_parse(arena, &context, "+1m", &date, NULL));
    assert_int_equal(date.from, day_from_civil(2021, 2, 28));
    assert_true(date_parse(arena, &context, "i dag", &date, NULL));
    assert_int_equal(date.from, context.today);
}

static void test_a_refusal_names_two_forms_that_are_right(void **state)
{
    (void)state;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        DateContext context = context_of((Language)language);
        HonestDate date;
        Err err = {0};
        assert_false(date_parse(arena, &context, "nyligen", &date, &err));
        assert_non_null(strstr(err.message, "nyligen"));
        assert_non_null(strstr(err.message, date_week_word((Language)language)));
        assert_non_null(strstr(err.message, "36"));
        err_clear(&err);
        assert_false(date_parse(arena, &context, "31.9.2020", &date, &err));
        assert_non_null(strstr(err.message, "31.9.2020"));
    }
}

static void test_without_a_today_nothing_is_filled_in(void **state)
{
    (void)state;
    DateContext context = {.today = DAY_NONE, .anchor = DAY_NONE, .language = LANGUAGE_NB};
    HonestDate date;
    Err err = {0};
    assert_true(date_parse(arena, &context, "3.9.2020", &date, &err));
    assert_false(date_parse(arena, &context, "3.9", &date, &err));
    err_clear(&err);
    assert_false(date_parse(arena, &context, "+2v", &date, &err));
    err_clear(&err);
    assert_false(date_parse(arena, &context, "i dag", &date, &err));
    err_clear(&err);
    assert_false(date_parse(arena, &context, "fre", &date, &err));
}

static void assert_year_of(Day today, const char *text, int year)
{
    DateContext context = {.today = today, .anchor = DAY_NONE, .language = LANGUAGE_NB};
    HonestDate date;
    assert_true(date_parse(arena, &context, text, &date, NULL));
    int found = 0;
    int month = 0;
    int day = 0;
    day_to_civil(date.from, &found, &month, &day);
    assert_int_equal(found, year);
    assert_true(date.inferred);
}

static void test_the_nearest_year_is_filled_in(void **state)
{
    (void)state;
    assert_year_of(day_from_civil(2020, 12, 20), "5.1", 2021);
    assert_year_of(day_from_civil(2021, 1, 5), "20.12", 2020);
    assert_year_of(day_from_civil(2021, 9, 3), "29.2", 2020);
    assert_year_of(day_from_civil(2023, 9, 3), "29.2", 2024);
    /* 366 days lie between: 183 from each, and the future wins. */
    assert_year_of(day_from_civil(2019, 9, 1), "2.3", 2020);
    assert_year_of(day_from_civil(2020, 9, 3), "uke 53", 2020);
    assert_year_of(day_from_civil(2020, 9, 3), "fre 4. juni", 2021);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_form_in_every_language),
        cmocka_unit_test(test_autumn_without_its_letter_follows_the_language),
        cmocka_unit_test(test_words_are_kept_except_those_of_the_day),
        cmocka_unit_test(test_steps_start_at_the_anchor),
        cmocka_unit_test(test_a_refusal_names_two_forms_that_are_right),
        cmocka_unit_test(test_without_a_today_nothing_is_filled_in),
        cmocka_unit_test(test_the_nearest_year_is_filled_in),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
