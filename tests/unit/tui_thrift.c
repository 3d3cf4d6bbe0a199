/* SPDX-License-Identifier: MPL-2.0 */
/* What curses wrote, shortened: the same picture in fewer bytes. */
#include "../../src/tui/thrift.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void expect_after(Thrift *thrift, const char *raw, const char *wanted)
{
    Text out = {0};
    thrift_append(thrift, &out, raw, strlen(raw));
    assert_string_equal(text_string(&out), wanted);
    text_free(&out);
}

static void expect(const char *raw, const char *wanted)
{
    Thrift thrift = {0};
    expect_after(&thrift, raw, wanted);
}

static void test_styles(void **state)
{
    (void)state;
    expect("\033[39m\033(B\033[m2", "\033[39m\033[m2"); /* before, nothing was known */
    expect("\033[m\033[39;49m\033[38;5;31mx", "\033[0;38;5;31mx");
    expect("\033[0;7mA\033(B\033[m\033[1mB", "\033[0;7mA\033[0;1mB");
    expect("\033[0;1mA\033[5;6H\033[m", "\033[0;1mA\033[5;6H\033[m");
    expect("\033[0;38;5;1m\033[48;5;2mx\033[39;49m\033[38;5;1my",
           "\033[0;38;5;1;48;5;2mx\033[49my");
    expect("\033[0;31;1mA\033[32mB\033[22mC\033[1mD",
           "\033[0;1;31mA\033[32mB\033[22mC\033[1mD");
}

static void test_what_was_said_is_not_said_again(void **state)
{
    (void)state;
    Thrift thrift = {0};
    expect_after(&thrift, "\033[0;1ma", "\033[0;1ma");
    expect_after(&thrift, "\033[0;1mb", "b");
    expect_after(&thrift, "\033[m\033[0;1mc", "c");
    expect_after(&thrift, "\033[31m\033[39md", "d");
    expect_after(&thrift, "\033[m", "\033[m");
    thrift = (Thrift){0};
    expect_after(&thrift, "\033[me", "\033[me");
}

/* Moving needs no style; erasing and scrolling show the background. */
static void test_a_style_waits_for_what_shows_it(void **state)
{
    (void)state;
    Thrift thrift = {0};
    expect_after(&thrift, "\033[ma", "\033[ma");
    expect_after(&thrift, "\033[31m\033[4;5H\033[2d\r\b\033[32mb",
                 "\033[4;5H\033[2d\r\b\033[32mb");
    expect_after(&thrift, "\033[44m\033[K\033[49mc", "\033[44m\033[K\033[49mc");
    expect_after(&thrift, "\033[44m\n\033[49mc", "\033[44m\n\033[49mc");
}

static void test_blanks_need_no_colour_of_letters(void **state)
{
    (void)state;
    Thrift thrift = {0};
    expect_after(&thrift, "\033[0;31m│\033[m    \033[32m░", "\033[0;31m│    \033[32m░");
    expect_after(&thrift, "\033[m\033[K\033[1m  a", "\033[K  \033[0;1ma");
    expect_after(&thrift, "\033[m  a", "  \033[ma");
    expect_after(&thrift, "\033[4m  \033[m  ", "\033[4m  \033[m  ");
    expect_after(&thrift, "\033[7m  \033[m  ", "\033[7m  \033[m  ");
    expect_after(&thrift, "\033[44m\033[3X", "\033[44m\033[3X");
    thrift = (Thrift){0};
    expect_after(&thrift, "\033[m  a", "\033[m  a");
}

static void test_a_place_on_the_same_row_is_a_column(void **state)
{
    (void)state;
    Thrift thrift = {.has_columns = true, .height = 40};
    expect_after(&thrift, "\033[5;9Ha\033[5;40Hb\033[5;1Hc\033[6;40Hd",
                 "\033[5;9Ha\033[40Gb\rc\n\033[40Gd");
    expect_after(&thrift, "\033[K\033[6;41H\033[7d\033[7;4H", "\033[K\033[41G\033[7d\033[4G");
    expect_after(&thrift, "\033[1;1H\033[9;1H", "\033[H\033[9H");
    /* where the cursor went by itself nobody knows */
    static const char *const unknown[] = {"\n", "a\n", "\033[A", "\033[2B", "\033[3M", "\0338"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        Text raw = {0};
        text_printf(&raw, "\033[5;9H%s\033[5;40H", unknown[i]);
        thrift_forget(&thrift);
        expect_after(&thrift, text_string(&raw), text_string(&raw));
        text_free(&raw);
    }
    expect_after(&thrift, "\033[5;9H\033[7;39r\n\033[1;40r\033[5;9H",
                 "\033[9G\033[7;39r\n\033[r\033[5;9H");
    expect_after(&thrift, "\033[1;39r", "\033[1;39r");
    thrift = (Thrift){0};
    expect_after(&thrift, "\033[5;9Ha\033[5;40Hb", "\033[5;9Ha\033[5;40Hb");
}

static void test_the_next_row_is_a_line_feed(void **state)
{
    (void)state;
    Thrift thrift = {.has_columns = true, .height = 40};
    expect_after(&thrift, "\033[38;9Ha\033[39;1Hb\033[40;7Hc\033[41;7Hd",
                 "\033[38;9Ha\r\nb\n\033[7Gc\033[41;7Hd");
    expect_after(&thrift, "\033[3;9Ha\r\033[4db\r\033[9dc", "\033[3;9Ha\r\nb\033[9Hc");
    /* where a row above scrolls, a line feed may */
    expect_after(&thrift, "\033[7;9r\033[9;3Ha\033[10;3Hb\033[1;40r\033[9;3Hc\033[10;3Hd",
                 "\033[7;9r\033[9;3Ha\033[10;3Hb\033[r\033[9;3Hc\n\033[3Gd");
    thrift = (Thrift){.height = 40};
    expect_after(&thrift, "\033[3;9Ha\033[4;9Hb\r\033[5d", "\033[3;9Ha\033[4;9Hb\r\033[5d");
}

static void test_a_scroll_needs_no_way_to_the_last_row(void **state)
{
    (void)state;
    Thrift thrift = {.has_columns = true, .has_scroll = true, .height = 40};
    expect_after(&thrift, "\033[7;37r\033[37;1H\n\033[1;40r\033[37;3Ha",
                 "\033[7;37r\033[S\033[r\033[37;3Ha");
    expect_after(&thrift, "\033[44m\033[7;37r\033[37d\n\n\n\033[1;40rb",
                 "\033[44m\033[7;37r\033[3S\033[rb");
    expect_after(&thrift, "\033[38;11H\0337\033[7;38r\0338\r\n\033[1;40r",
                 "\033[38;11H\033[7;38r\033[S\033[r");
    /* anything else stays as it is */
    static const char *const others[] = {
        "\033[7;37r\033[36;1H\n\033[1;40r", "\033[7;37r\033[37;1H\n\033[1;39r",
        "\033[7;37r\033[37;1H\033[1;40r", "\033[7;37r\033[37;1H\na",
        "\0337\033[7;38r\0338\r\n\033[1;40r"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        Text out = {0};
        thrift_forget(&thrift);
        thrift_append(&thrift, &out, others[i], strlen(others[i]));
        assert_null(strchr(text_string(&out), 'S'));
        text_free(&out);
    }
    thrift = (Thrift){.has_columns = true, .height = 40};
    expect_after(&thrift, "\033[7;37r\033[37;1H\n\033[1;40r", "\033[7;37r\033[37H\n\033[r");
}

static void test_runs_are_spelled_out(void **state)
{
    (void)state;
    expect("░░░░░", "░░░░░");
    expect("███████░░░░░─", "███████░░░░░─");
    expect("aaaaaaaa", "aaaaaaaa");
}

static void test_the_rest_is_left_as_it_is(void **state)
{
    (void)state;
    expect("", "");
    expect("\033", "\033");
    expect("\033[", "\033[");
    expect("\033[12", "\033[12");
    expect("\xE2\x96", "\xE2\x96");
    expect("\033[?25h\033[3;4Habc\033]0;t\007\r\n", "\033[?25h\033[3;4Habc\033]0;t\007\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_styles),
        cmocka_unit_test(test_what_was_said_is_not_said_again),
        cmocka_unit_test(test_a_style_waits_for_what_shows_it),
        cmocka_unit_test(test_blanks_need_no_colour_of_letters),
        cmocka_unit_test(test_a_place_on_the_same_row_is_a_column),
        cmocka_unit_test(test_the_next_row_is_a_line_feed),
        cmocka_unit_test(test_a_scroll_needs_no_way_to_the_last_row),
        cmocka_unit_test(test_runs_are_spelled_out),
        cmocka_unit_test(test_the_rest_is_left_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
