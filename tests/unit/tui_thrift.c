/* SPDX-License-Identifier: MPL-2.0 */
/* What curses wrote, shortened: the same picture in fewer bytes. */
#include "../../src/tui/thrift.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void expect(const char *raw, const char *wanted)
{
    Text out = {0};
    thrift_append(&out, raw, strlen(raw));
    assert_string_equal(text_string(&out), wanted);
    text_free(&out);
}

static void test_styles(void **state)
{
    (void)state;
    expect("\033[39m\033(B\033[m2", "\033[m2");
    expect("\033[39;49m\033[38;5;31mx", "\033[39;49;38;5;31mx");
    expect("\033(B\033[0;7mA\033(B\033[m\033[1mB", "\033[0;7mA\033[0;1mB");
    expect("\033[1mA\033[5;6H\033[m", "\033[1mA\033[5;6H\033[m");
    expect("\033[38;5;1m\033[48;5;2m\033[38;5;3m\033[48;5;4m\033[38;5;5mx",
           "\033[38;5;1;48;5;2;38;5;3;48;5;4m\033[38;5;5mx");
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
        cmocka_unit_test(test_runs_are_spelled_out),
        cmocka_unit_test(test_the_rest_is_left_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
