/* SPDX-License-Identifier: MPL-2.0 */
/* Terminals, colours and locales as coordinators have them. */
#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* "ESC [ … m" that sets a colour; bold, reverse and underline are not. */
static bool has_colour(const Pty *pty)
{
    size_t count = 0;
    const char *at = pty_raw(pty, &count);
    const char *end = at + count;
    while ((at = memmem(at, (size_t)(end - at), "\033[", 2)) != NULL) {
        at += 2;
        const char *numbers = at;
        at += strspn(at, "0123456789;");
        while (*at == 'm' && numbers < at) {
            char *after = NULL;
            unsigned long number = strtoul(numbers, &after, 10);
            bool is_colour = (number >= 30 && number <= 38) || (number >= 40 && number <= 48) ||
                             (number >= 90 && number <= 107);
            if (is_colour) {
                return true;
            }
            numbers = after + 1;
        }
    }
    return false;
}

static void test_every_terminal_shows_the_same_words(void **state)
{
    static const char *const terms[] = {"xterm", "vt100", "linux"};
    static char expected[40][2048];
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1g");
    for (int row = 0; row < 40; row++) {
        snprintf(expected[row], sizeof expected[row], "%s", pty_row(pty, row));
    }
    pty_send(pty, "q");
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 0);
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        Pty *other = session_open(*state, &(PtyStart){.term = terms[i]});
        pty_type(other, "1g");
        for (int row = 0; row < 40; row++) {
            assert_string_equal(pty_row(other, row), expected[row]);
        }
        assert_false(pty_raw_has(other, "\033(0"));
        /* The next one is alone again: the title names everybody who is here. */
        pty_send(other, "q");
        assert_int_equal(pty_wait_exit(other, PTY_PATIENCE_MS), 0);
    }
}

static void test_terminals_inside_others_work(void **state)
{
    static const char *const terms[] = {"screen", "screen-256color", "tmux-256color",
                                        "xterm-256color"};
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++) {
        Pty *pty = session_open(*state, &(PtyStart){.term = terms[i]});
        pty_type(pty, "1g");
        assert_true(pty_has(pty, "kommunikasjonsplan"));
        assert_false(pty_raw_has(pty, "\033(0"));
        pty_send(pty, "q");
        assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 0);
    }
}

static void test_no_color_is_no_colour_at_all(void **state)
{
    static const char *const set[] = {"NO_COLOR=1", NULL};
    static const char *const empty[] = {"NO_COLOR=", NULL};
    Pty *pty = session_open(*state, &(PtyStart){.environment = set});
    pty_type(pty, "1gjj2");
    assert_false(has_colour(pty));
    assert_true(pty_raw_has(pty, "7m")); /* the selection is still seen */
    Pty *other = session_open(*state, &(PtyStart){.environment = empty});
    assert_true(has_colour(other));
}

static void test_a_terminal_without_colours_gets_none(void **state)
{
    Pty *pty = session_open(*state, &(PtyStart){.term = "vt100"});
    pty_type(pty, "1gjj");
    assert_false(has_colour(pty));
    assert_true(pty_has(pty, "█"));
}

static void test_eight_colours_stay_eight(void **state)
{
    Pty *pty = session_open(*state, &(PtyStart){.term = "xterm"});
    pty_type(pty, "1gjj2");
    assert_true(has_colour(pty));
    assert_false(pty_raw_has(pty, "38;5;"));
    assert_false(pty_raw_has(pty, "48;5;"));
}

static void test_color_overrides_what_the_terminal_says(void **state)
{
    static const char *const more[] = {"--color=256", NULL};
    static const char *const fewer[] = {"--color=8", NULL};
    static const char *const never[] = {"--color=never", NULL};
    Pty *rich = session_open(*state, &(PtyStart){.term = "xterm", .words = more});
    assert_true(pty_raw_has(rich, "38;5;"));
    Pty *poor = session_open(*state, &(PtyStart){.words = fewer});
    assert_true(has_colour(poor));
    assert_false(pty_raw_has(poor, "38;5;"));
    Pty *none = session_open(*state, &(PtyStart){.words = never});
    assert_false(has_colour(none));
}

static void assert_no_terminal(Session *session, const char *term)
{
    Pty *pty = session_open_at_once(session, &(PtyStart){.term = term});
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 2);
    assert_false(pty_raw_has(pty, "\033"));
    assert_true(pty_raw_has(pty, "framdrift: "));
    assert_true(pty_line_is_restored(pty));
}

static void test_an_unknown_terminal_is_refused_in_one_sentence(void **state)
{
    assert_no_terminal(*state, "no-such-terminal");
    assert_no_terminal(*state, "dumb");
    assert_no_terminal(*state, "");
    assert_no_terminal(*state, "x\033[2J\xFF");
}

static void test_no_terminal_is_refused_with_two(void **state)
{
    Session *session = *state;
    char out[500];
    char messages[1000];
    const char *words[] = {TEST_PROGRAM, session->plan, NULL};
    PtyStart start = {.words = words, .home = session->folder};
    assert_int_equal(run_program(&start, out, sizeof out, messages, sizeof messages), 2);
    assert_string_equal(out, "");
    assert_non_null(strstr(messages, "terminal"));
    const char *help[] = {TEST_PROGRAM, "--help", NULL};
    start.words = help;
    assert_int_equal(run_program(&start, out, sizeof out, messages, sizeof messages), 0);
    assert_string_equal(messages, "");
    const char *version[] = {TEST_PROGRAM, "--version", NULL};
    start.words = version;
    assert_int_equal(run_program(&start, out, sizeof out, messages, sizeof messages), 0);
    assert_memory_equal(out, "framdrift ", 10);
}

static void assert_ascii_only(const Pty *pty)
{
    size_t count = 0;
    const char *raw = pty_raw(pty, &count);
    for (size_t i = 0; i < count; i++) {
        if ((unsigned char)raw[i] >= 0x80) {
            fail_msg("byte %02X after \"%.20s\"", (unsigned char)raw[i],
                     i > 20 ? raw + i - 20 : "");
        }
    }
}

static void test_a_locale_without_utf8_gets_ascii(void **state)
{
    static const char *const locales[] = {"C", "POSIX"};
    for (size_t i = 0; i < 2; i++) {
        Pty *pty = session_open(*state, &(PtyStart){.locale = locales[i]});
        pty_type(pty, "1g2345678901:");
        assert_ascii_only(pty);
        pty_type(pty, "\033");
        pty_type(pty, "1g");
        assert_true(pty_has(pty, "kommunikasjonsplan"));
        assert_true(pty_has(pty, "Vaaler") || pty_has(pty, "Valer"));
    }
}

static void test_ascii_may_be_asked_for(void **state)
{
    static const char *const words[] = {"--ascii", NULL};
    Pty *pty = session_open(*state, &(PtyStart){.words = words});
    pty_type(pty, "1g2");
    assert_ascii_only(pty);
}

/* The terminal is UTF-8 though this host has no such locale. */
static void test_a_locale_that_is_not_installed_still_says_utf8(void **state)
{
    static const char *const environment[] = {"LANG=nb_NO.UTF-8", NULL};
    Pty *pty = session_open(*state, &(PtyStart){.locale = "", .environment = environment});
    pty_type(pty, "1g");
    assert_true(pty_has(pty, "Våler"));
    assert_true(pty_has(pty, "█"));
}

static void test_stale_lines_and_columns_do_not_count(void **state)
{
    static const char *const environment[] = {"LINES=10", "COLUMNS=40", NULL};
    Pty *pty = session_open(*state, &(PtyStart){.environment = environment});
    pty_type(pty, "1g");
    assert_true(strlen(pty_row(pty, 0)) > 100);
    assert_string_not_equal(pty_row(pty, 39), "");
}

static void test_a_broken_configuration_only_says_so(void **state)
{
    Session *session = *state;
    char path[200];
    snprintf(path, sizeof path, "%s/.config", session->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/.config/framdrift", session->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    (void)session_write(
        session, ".config/framdrift/config.ini",
        "[screen]\ntheme = no-such-theme\nthis line is nothing\ncolours = purple\n");
    Pty *pty = session_open(session, NULL);
    pty_type(pty, "1g");
    assert_true(pty_has(pty, "kommunikasjonsplan"));
    assert_true(pty_raw_has(pty, "config.ini"));
}

static void test_the_mouse_is_on_only_where_wanted(void **state)
{
    Session *session = *state;
    const char *path = session_write(session, "mouse.ini", "[screen]\nmouse = on\n");
    Pty *plain = session_open(session, NULL);
    assert_false(pty_mode(plain, 1000) || pty_mode(plain, 1002) || pty_mode(plain, 1003));
    const char *words[] = {"--config", path, NULL};
    Pty *pty = session_open(session, &(PtyStart){.words = words});
    assert_true(pty_mode(pty, 1002));
    assert_true(pty_mode(pty, 1006));
    pty_type(pty, "1g");
    int before = 0;
    int after = 0;
    int column = 0;
    pty_cursor(pty, &before, &column);
    pty_type(pty, "\033[<65;20;10M");
    pty_cursor(pty, &after, &column);
    assert_true(after > before);
    pty_send(pty, "q");
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 0);
    assert_false(pty_mode(pty, 1002) || pty_mode(pty, 1006));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_every_terminal_shows_the_same_words),
        SESSION_TEST(test_terminals_inside_others_work),
        SESSION_TEST(test_no_color_is_no_colour_at_all),
        SESSION_TEST(test_a_terminal_without_colours_gets_none),
        SESSION_TEST(test_eight_colours_stay_eight),
        SESSION_TEST(test_color_overrides_what_the_terminal_says),
        SESSION_TEST(test_an_unknown_terminal_is_refused_in_one_sentence),
        SESSION_TEST(test_no_terminal_is_refused_with_two),
        SESSION_TEST(test_a_locale_without_utf8_gets_ascii),
        SESSION_TEST(test_ascii_may_be_asked_for),
        SESSION_TEST(test_a_locale_that_is_not_installed_still_says_utf8),
        SESSION_TEST(test_stale_lines_and_columns_do_not_count),
        SESSION_TEST(test_a_broken_configuration_only_says_so),
        SESSION_TEST(test_the_mouse_is_on_only_where_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
