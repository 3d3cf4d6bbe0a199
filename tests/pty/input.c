/* SPDX-License-Identifier: MPL-2.0 */
/* What is typed arrives, however terminals send it and lines cut it. */
#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const patient[] = {"ESCDELAY=3000", NULL};

static int cursor_row(const Pty *pty)
{
    int row = 0;
    int column = 0;
    pty_cursor(pty, &row, &column);
    return row;
}

/* The timeline with the cursor on its first row. */
static Pty *open_timeline(Session *session, const PtyStart *start)
{
    Pty *pty = session_open(session, start);
    pty_type(pty, "1g");
    return pty;
}

static void test_a_letter_cut_in_two_arrives_with_all_that_follows(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    pty_type(pty, "/");
    pty_send_alone(pty, "x\xC3");
    pty_type(pty, "\xB8"
                  "abc");
    assert_true(pty_has(pty, "/xøabc"));
}

static void test_every_norwegian_and_swedish_letter_is_typed(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    pty_type(pty, "/æøåÆØÅäöÄÖéšŋ—");
    assert_true(pty_has(pty, "/æøåÆØÅäöÄÖéšŋ—"));
}

static void test_an_arrow_cut_after_its_escape_moves_once(void **state)
{
    Pty *pty = open_timeline(*state, &(PtyStart){.environment = patient});
    int row = cursor_row(pty);
    pty_send_alone(pty, "\033");
    pty_send_alone(pty, "[");
    pty_type(pty, "B");
    assert_int_equal(cursor_row(pty), row + 1);
    pty_send_alone(pty, "\033O");
    pty_type(pty, "A");
    assert_int_equal(cursor_row(pty), row);
}

static void test_escape_closes_within_its_delay(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    pty_type(pty, "/abc");
    assert_true(pty_has(pty, "/abc"));
    pty_send(pty, "\033");
    pty_wait_without(pty, "/abc");
}

static void test_home_end_and_function_keys_of_every_terminal(void **state)
{
    static const char *const homes[] = {"\033[1~", "\033[7~", "\033[H", "\033OH"};
    static const char *const ends[] = {"\033[4~", "\033[8~", "\033[F", "\033OF"};
    static const char *const helps[] = {"\033[11~", "\033OP", "\033[[A"};
    Pty *pty = open_timeline(*state, NULL);
    int first = cursor_row(pty);
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++) {
        pty_type(pty, ends[i]);
        int last = cursor_row(pty);
        assert_true(last > first + 8);
        pty_type(pty, homes[i]);
        assert_int_equal(cursor_row(pty), first);
    }
    for (size_t i = 0; i < sizeof helps / sizeof helps[0]; i++) {
        pty_mark(pty);
        char before[2048];
        snprintf(before, sizeof before, "%s", pty_row(pty, first));
        pty_type(pty, helps[i]);
        assert_string_not_equal(pty_row(pty, first), before);
        pty_send(pty, "\033");
        pty_wait_for(pty, before);
    }
}

static void test_the_keypad_stays_numeric(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    size_t count = 0;
    pty_type(pty, "/");
    /* Our last word on keypads is "numeric", whatever was said before. */
    const char *raw = pty_raw(pty, &count);
    assert_non_null(strstr(raw, "\033>"));
    assert_null(strstr(raw, "\033="));
    /* And a keypad that is not asked still types its digits. */
    pty_type(pty, "\033Oq\033Or\033Os");
    assert_true(pty_has(pty, "/123"));
}

static void test_unknown_sequences_do_nothing(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    char before[2048];
    int row = cursor_row(pty);
    snprintf(before, sizeof before, "%s", pty_row(pty, row));
    pty_type(pty, "\033[?62;22c\033[>41;354;0c\033[99~\033[200;300;400x\033[I\033[O\033O9z");
    assert_int_equal(cursor_row(pty), row);
    assert_string_equal(pty_row(pty, row), before);
}

static void test_pasted_text_is_never_run_as_keys(void **state)
{
    Session *session = *state;
    static char before[8000];
    static char after[8000];
    static const char *const log[] = {"log", NULL};
    assert_int_equal(session_command(session, before, sizeof before, log), 0);
    Pty *pty = open_timeline(session, NULL);
    pty_type(pty, "\033[200~ddxx>>\rq:quit\r\033[201~");
    assert_true(pty_is_running(pty));
    assert_int_equal(session_command(session, after, sizeof after, log), 0);
    assert_string_equal(before, after);
}

static void test_pasted_lines_become_one_line_in_the_prompt(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    pty_type(pty, "/");
    pty_send_alone(pty, "\033[200~Forankring");
    pty_send_alone(pty, "\rq");
    pty_type(pty, "\033[201~!");
    assert_true(pty_has(pty, "/Forankring q!"));
    assert_true(pty_is_running(pty));
}

static void test_two_mebibytes_pasted_leave_the_program_well(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    size_t count = (size_t)2 << 20;
    char *much = malloc(count);
    assert_non_null(much);
    memset(much, 'q', count);
    pty_send(pty, "\033[200~");
    pty_send_bytes(pty, much, count);
    free(much);
    pty_type(pty, "\033[201~");
    int row = cursor_row(pty);
    pty_type(pty, "j");
    assert_int_equal(cursor_row(pty), row + 1);
}

static void test_invalid_bytes_do_no_harm(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    pty_type(pty, "/a\xFF\x80"
                  "b\xC3"
                  "c");
    assert_true(pty_has(pty, "/a\xEF\xBF\xBD\xEF\xBF\xBD"
                             "bc"));
}

static void test_twenty_keys_at_once_move_twenty_times_in_few_paints(void **state)
{
    Pty *pty = open_timeline(*state, NULL);
    int row = cursor_row(pty);
    pty_mark(pty);
    pty_type(pty, "jjjjjkkkkkjjjjjkkkkkj");
    assert_int_equal(cursor_row(pty), row + 1);
    size_t count = 0;
    (void)pty_raw(pty, &count);
    assert_true(count < 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_a_letter_cut_in_two_arrives_with_all_that_follows),
        SESSION_TEST(test_every_norwegian_and_swedish_letter_is_typed),
        SESSION_TEST(test_an_arrow_cut_after_its_escape_moves_once),
        SESSION_TEST(test_escape_closes_within_its_delay),
        SESSION_TEST(test_home_end_and_function_keys_of_every_terminal),
        SESSION_TEST(test_the_keypad_stays_numeric),
        SESSION_TEST(test_unknown_sequences_do_nothing),
        SESSION_TEST(test_pasted_text_is_never_run_as_keys),
        SESSION_TEST(test_pasted_lines_become_one_line_in_the_prompt),
        SESSION_TEST(test_two_mebibytes_pasted_leave_the_program_well),
        SESSION_TEST(test_invalid_bytes_do_no_harm),
        SESSION_TEST(test_twenty_keys_at_once_move_twenty_times_in_few_paints),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
