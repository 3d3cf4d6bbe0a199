/* SPDX-License-Identifier: MPL-2.0 */
/* From 200 by 50 down to one single cell. */
#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char *selected_row(const Pty *pty)
{
    int row = 0;
    int column = 0;
    pty_cursor(pty, &row, &column);
    return pty_row(pty, row);
}

static void test_a_resize_keeps_the_selection(void **state)
{
    static const int sizes[][2] = {{80, 24},  {60, 20},  {120, 40},
                                   {200, 50}, {100, 12}, {120, 40}};
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1gjjjjjjjjjj");
    assert_non_null(strstr(selected_row(pty), "2.5 "));
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        pty_resize(pty, sizes[i][0], sizes[i][1]);
        pty_settle(pty);
        assert_non_null(strstr(selected_row(pty), "2.5 "));
    }
}

static void test_a_resize_fills_the_new_size(void **state)
{
    Pty *pty = session_open(*state, &(PtyStart){.columns = 80, .rows = 24});
    pty_type(pty, "1g");
    pty_resize(pty, 200, 50);
    pty_settle(pty);
    assert_true(strlen(pty_row(pty, 0)) > 150);
    assert_string_not_equal(pty_row(pty, 49), "");
    pty_resize(pty, 80, 24);
    pty_settle(pty);
    assert_string_not_equal(pty_row(pty, 23), "");
}

static void test_a_screen_too_small_says_what_it_needs(void **state)
{
    Pty *pty = session_open(*state, &(PtyStart){.columns = 38, .rows = 9});
    assert_true(pty_has(pty, "40×10"));
    pty_type(pty, "jjk");
    pty_resize(pty, 120, 40);
    pty_settle(pty);
    pty_type(pty, "1g");
    assert_true(pty_has(pty, "kommunikasjonsplan"));
}

static void test_tiny_screens_survive_and_still_quit(void **state)
{
    static const int sizes[][2] = {{10, 3}, {1, 1}};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        Pty *pty =
            session_open(*state, &(PtyStart){.columns = sizes[i][0], .rows = sizes[i][1]});
        pty_type(pty, "1gj2:abc\033");
        pty_type(pty, "0G/x\r");
        pty_send(pty, "\033[21~");
        assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 0);
        assert_true(pty_line_is_restored(pty));
    }
}

static void test_shrinking_to_one_cell_in_every_place_and_back(void **state)
{
    static const char *const places[] = {"1gj", "2", "4", "7", ":", "/abc", "1gj\r", "?"};
    Pty *pty = session_open(*state, NULL);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        pty_type(pty, places[i]);
        pty_resize(pty, 1, 1);
        pty_settle(pty);
        pty_resize(pty, 40, 10);
        pty_settle(pty);
        pty_resize(pty, 120, 40);
        pty_settle(pty);
        pty_type(pty, "\x03");
    }
    assert_true(pty_is_running(pty));
}

static void test_every_view_at_the_smallest_size(void **state)
{
    Pty *pty = session_open(*state, &(PtyStart){.columns = 40, .rows = 10});
    static const char *const views[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0"};
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        pty_type(pty, views[i]);
        pty_type(pty, "jjGgl");
        assert_false(pty_has(pty, "40×10"));
    }
}

static void test_many_resizes_at_once_end_in_the_last(void **state)
{
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1g");
    for (int i = 0; i < 30; i++) {
        pty_resize(pty, 60 + i * 2, 15 + i % 20);
        pty_send(pty, i % 2 == 0 ? "j" : "k");
    }
    pty_resize(pty, 80, 24);
    pty_settle(pty);
    assert_string_not_equal(pty_row(pty, 23), "");
    assert_true(pty_has(pty, "Forankring"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_a_resize_keeps_the_selection),
        SESSION_TEST(test_a_resize_fills_the_new_size),
        SESSION_TEST(test_a_screen_too_small_says_what_it_needs),
        SESSION_TEST(test_tiny_screens_survive_and_still_quit),
        SESSION_TEST(test_shrinking_to_one_cell_in_every_place_and_back),
        SESSION_TEST(test_every_view_at_the_smallest_size),
        SESSION_TEST(test_many_resizes_at_once_end_in_the_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
