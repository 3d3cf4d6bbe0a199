/* SPDX-License-Identifier: MPL-2.0 */
/* Two coordinators on one plan, each with a screen. */
#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static const char *const as_kari[] = {"--author", "kari", NULL};
static const char *const as_olav[] = {"--author", "olav", NULL};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void test_an_edit_appears_on_the_other_screen_by_itself(void **state)
{
    Pty *kari = session_open(*state, &(PtyStart){.words = as_kari});
    Pty *olav = session_open(*state, &(PtyStart){.words = as_olav});
    pty_type(olav, "1g");
    pty_type(kari, "1g");
    pty_type(kari, ":set task/2.5 name=Omdøpt\r");
    assert_true(pty_has(kari, "Omdøpt"));
    int64_t from = now_ms();
    pty_wait_for(olav, "Omdøpt");
    if (getenv("FRAMDRIFT_TIMING") != NULL) { /* a loaded machine may be slower */
        assert_true(now_ms() - from < 1000);
    }
    pty_type(olav, ":set task/2.6 name=Også\r");
    pty_wait_for(kari, "Også");
}

static void test_the_selection_stays_when_others_edit(void **state)
{
    Pty *kari = session_open(*state, &(PtyStart){.words = as_kari});
    Pty *olav = session_open(*state, &(PtyStart){.words = as_olav});
    int before = 0;
    int after = 0;
    int column = 0;
    pty_type(olav, "1gjjjjjjjjjj");
    pty_cursor(olav, &before, &column);
    pty_type(kari, ":add task parent=task/1 name=Innskutt\r");
    pty_wait_for(olav, "Innskutt");
    pty_cursor(olav, &after, &column);
    assert_non_null(strstr(pty_row(olav, after), "2.5 "));
    assert_int_equal(after, before + 1);
}

static void test_undo_takes_back_ones_own_edit_only(void **state)
{
    Pty *kari = session_open(*state, &(PtyStart){.words = as_kari});
    Pty *olav = session_open(*state, &(PtyStart){.words = as_olav});
    pty_type(kari, "1g:set task/2.5 name=KarisNavn\r");
    pty_wait_for(olav, "KarisNavn");
    pty_type(olav, "1g:set task/2.6 name=OlavsNavn\r");
    pty_wait_for(kari, "OlavsNavn");
    pty_type(kari, "u");
    pty_wait_without(olav, "KarisNavn");
    assert_true(pty_has(olav, "OlavsNavn"));
    assert_true(pty_has(kari, "OlavsNavn"));
}

static void test_an_edit_from_the_command_line_appears_too(void **state)
{
    char out[500];
    static const char *const words[] = {"set", "task/2.5", "name=Utenfra", NULL};
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1g");
    assert_int_equal(session_command(*state, out, sizeof out, words), 0);
    pty_wait_for(pty, "Utenfra");
}

static void test_a_shown_edit_survives_a_kill(void **state)
{
    char out[4000];
    static const char *const words[] = {"show", "task/2.5", NULL};
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1g:set task/2.5 name=Bevart\r");
    assert_true(pty_has(pty, "Bevart"));
    kill(pty_pid(pty), SIGKILL);
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 128 + SIGKILL);
    assert_int_equal(session_command(*state, out, sizeof out, words), 0);
    assert_non_null(strstr(out, "Bevart"));
}

/* Names come from anybody's file: none of their bytes may command the terminal. */
static void test_names_with_control_characters_do_nothing(void **state)
{
    char out[500];
    static const char *const words[] = {
        "set", "task/2.5", "name=A\033[31mB\033]0;owned\007C\302\233D\342\200\256E", NULL};
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1g");
    pty_mark(pty);
    int status = session_command(*state, out, sizeof out, words);
    if (status == 0) { /* kept, but shown harmless */
        pty_type(pty, ":set task/2.6 name=Etter\r");
        pty_wait_for(pty, "Etter");
    }
    pty_settle(pty);
    assert_false(pty_raw_has(pty, "owned\007"));
    assert_false(pty_raw_has(pty, "\033[31mB"));
    assert_false(pty_raw_has(pty, "\302\233"));
    assert_false(pty_raw_has(pty, "\342\200\256"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_an_edit_appears_on_the_other_screen_by_itself),
        SESSION_TEST(test_the_selection_stays_when_others_edit),
        SESSION_TEST(test_undo_takes_back_ones_own_edit_only),
        SESSION_TEST(test_an_edit_from_the_command_line_appears_too),
        SESSION_TEST(test_a_shown_edit_survives_a_kill),
        SESSION_TEST(test_names_with_control_characters_do_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
