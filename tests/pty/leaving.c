/* SPDX-License-Identifier: MPL-2.0 */
/* However the program ends, the terminal is as it was, and nothing keeps running. */
#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A second is promised, where the machine is not loaded. */
static int patience(void)
{
    return getenv("FRAMDRIFT_TIMING") != NULL ? 1000 : PTY_PATIENCE_MS;
}

static void assert_restored(const Pty *pty)
{
    static const int modes[] = {1, 1000, 1002, 1003, 1004, 1006, 2004, 1049};
    assert_true(pty_line_is_restored(pty));
    assert_false(pty_alternate_screen(pty));
    assert_true(pty_cursor_is_visible(pty));
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        assert_false(pty_mode(pty, modes[i]));
    }
}

static Pty *open_session(void **state)
{
    Pty *pty = session_open(*state, NULL);
    assert_true(pty_alternate_screen(pty));
    assert_true(pty_mode(pty, 2004));
    assert_false(pty_line_is_restored(pty));
    return pty;
}

static void test_q_gives_the_terminal_back(void **state)
{
    Pty *pty = open_session(state);
    pty_send(pty, "q");
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 0);
    assert_restored(pty);
}

static void test_f10_and_two_ctrl_c_end_it_too(void **state)
{
    Pty *pty = open_session(state);
    pty_send(pty, "\033[21~");
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 0);
    assert_restored(pty);
    Pty *other = open_session(state);
    pty_type(other, "\x03");
    assert_true(pty_is_running(other));
    pty_send(other, "\x03");
    assert_int_equal(pty_wait_exit(other, PTY_PATIENCE_MS), 0);
    assert_restored(other);
}

static void test_signals_that_end_give_the_terminal_back(void **state)
{
    static const int numbers[] = {SIGTERM, SIGQUIT, SIGABRT};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        Pty *pty = open_session(state);
        kill(pty_pid(pty), numbers[i]);
        assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 128 + numbers[i]);
        assert_restored(pty);
    }
}

static void test_sigint_is_ctrl_c(void **state)
{
    Pty *pty = open_session(state);
    pty_type(pty, ":set abc");
    assert_true(pty_has(pty, "set abc"));
    kill(pty_pid(pty), SIGINT);
    pty_wait_without(pty, "set abc");
    assert_true(pty_is_running(pty));
}

/* Whoever started us without a shell could never continue us. */
static void test_a_stop_without_a_shell_does_not_stop(void **state)
{
    Pty *pty = open_session(state);
    kill(pty_pid(pty), SIGTSTP);
    pty_type(pty, "1g/abc");
    assert_true(pty_has(pty, "/abc"));
    assert_true(pty_alternate_screen(pty));
}

static void test_suspended_in_a_shell_it_comes_back(void **state)
{
    Session *session = *state;
    char command[300];
    static const char *const words[] = {"/bin/bash", "--norc", "--noprofile", "-i", NULL};
    static const char *const environment[] = {"PS1=READY> ", NULL};
    Pty *pty = pty_start(
        &(PtyStart){.words = words, .home = session->folder, .environment = environment});
    session->ptys[session->pty_count++] = pty;
    pty_wait_for(pty, "READY>");
    snprintf(command, sizeof command, "%s %s\r", TEST_PROGRAM, session->plan);
    pty_send(pty, command);
    pty_wait_for(pty, "Forankring");
    assert_true(pty_alternate_screen(pty));
    pty_send(pty, ":suspend\r");
    pty_wait_for(pty, "Stopped");
    assert_false(pty_alternate_screen(pty));
    assert_true(pty_cursor_is_visible(pty));
    pty_send(pty, "fg\r");
    pty_wait_for(pty, "Forankring");
    pty_settle(pty);
    assert_true(pty_alternate_screen(pty));
    assert_false(pty_cursor_is_visible(pty));
    pty_send(pty, "q");
    pty_wait_without(pty, "Forankring");
    assert_false(pty_alternate_screen(pty));
}

static void test_control_keys_reach_the_program_not_the_line(void **state)
{
    Pty *pty = open_session(state);
    pty_type(pty, "1\x13\x11\x1C\x1A\x0F"); /* Ctrl-S Ctrl-Q Ctrl-\ Ctrl-Z Ctrl-O */
    assert_true(pty_is_running(pty));
    pty_type(pty, "/abc");
    assert_true(pty_has(pty, "/abc"));
}

static void test_continued_after_a_stop_it_paints_anew(void **state)
{
    Pty *pty = open_session(state);
    size_t count = 0;
    pty_type(pty, "1");
    kill(pty_pid(pty), SIGSTOP);
    pty_mark(pty);
    kill(pty_pid(pty), SIGCONT);
    pty_settle(pty);
    (void)pty_raw(pty, &count);
    assert_true(count > 2000);
    assert_false(pty_line_is_restored(pty));
}

static void test_a_broken_line_ends_it_within_a_second(void **state)
{
    static const char *const places[] = {"1", ":", "/abc", "1gj\r"};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        Pty *pty = open_session(state);
        pty_type(pty, places[i]);
        pty_hang_up(pty);
        assert_int_equal(pty_wait_exit(pty, patience()), 129);
    }
}

static void test_sighup_ends_it_without_a_word(void **state)
{
    Pty *pty = open_session(state);
    size_t count = 0;
    pty_type(pty, "1");
    pty_mark(pty);
    kill(pty_pid(pty), SIGHUP);
    assert_int_equal(pty_wait_exit(pty, patience()), 129);
    (void)pty_raw(pty, &count);
    assert_int_equal(count, 0);
}

/* Twice at once: a second signal while it ends must not end it half-way. */
static void test_many_signals_at_once_end_it_once(void **state)
{
    Pty *pty = open_session(state);
    for (int i = 0; i < 20; i++) {
        kill(pty_pid(pty), SIGTERM);
        kill(pty_pid(pty), SIGWINCH);
        kill(pty_pid(pty), SIGINT);
    }
    int status = pty_wait_exit(pty, PTY_PATIENCE_MS);
    assert_true(status == 128 + SIGTERM || status == 0); /* two SIGINT quit, as Ctrl-C does */
    assert_restored(pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_q_gives_the_terminal_back),
        SESSION_TEST(test_f10_and_two_ctrl_c_end_it_too),
        SESSION_TEST(test_signals_that_end_give_the_terminal_back),
        SESSION_TEST(test_sigint_is_ctrl_c),
        SESSION_TEST(test_a_stop_without_a_shell_does_not_stop),
        SESSION_TEST(test_suspended_in_a_shell_it_comes_back),
        SESSION_TEST(test_control_keys_reach_the_program_not_the_line),
        SESSION_TEST(test_continued_after_a_stop_it_paints_anew),
        SESSION_TEST(test_a_broken_line_ends_it_within_a_second),
        SESSION_TEST(test_sighup_ends_it_without_a_word),
        SESSION_TEST(test_many_signals_at_once_end_it_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
