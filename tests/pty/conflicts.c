/* SPDX-License-Identifier: MPL-2.0 */
/* The laptop's copy comes home to the server's plan: the conflict view on a terminal, each choice. */
#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void command(Session *session, const char *one, const char *two, const char *three,
                    const char *author)
{
    char out[4000];
    const char *const words[] = {one,    two, three, author != NULL ? "--author" : NULL,
                                 author, NULL};
    const char *const short_words[] = {one, two, NULL};
    assert_int_equal(
        session_command(session, out, sizeof out, three == NULL ? short_words : words), 0);
}

/* Ola's copy of the plan, with another name and deadline for 1.4 than Kari's, and 2.5 edited. */
static Pty *open_merged(Session *session)
{
    char copy[200];
    char merge[240];
    static const char *const as_kari[] = {"--author", "kari", NULL};
    Session laptop = *session;
    (void)snprintf(copy, sizeof copy, "%s/laptop.plan", session->folder);
    command(session, "copy", copy, NULL, NULL);
    (void)snprintf(laptop.plan, sizeof laptop.plan, "%.120s", copy);
    command(&laptop, "set", "task/1.4", "name=Laptopnavn", "ola");
    command(&laptop, "set", "task/1.4", "deadline=2020-09-04", "ola");
    command(&laptop, "set", "task/2.5", "purpose=Nyttig", "ola");
    command(session, "set", "task/1.4", "name=Servernavn", "kari");
    command(session, "set", "task/1.4", "deadline=2020-09-07", "kari");
    command(session, "delete", "task/2.5", NULL, NULL);
    Pty *pty = session_open(session, &(PtyStart){.words = as_kari});
    (void)snprintf(merge, sizeof merge, ":merge %s\r", copy);
    pty_type(pty, merge);
    pty_wait_for(pty, "3 conflicts");
    pty_type(pty, "C");
    pty_wait_for(pty, "3 undecided");
    return pty;
}

/* Moves to the conflict whose rule names this field. */
static void go_to(Pty *pty, const char *heading)
{
    pty_type(pty, "g");
    for (int row = 0; row < 3 && !pty_has(pty, heading); row++)
        pty_type(pty, "j");
    assert_true(pty_has(pty, heading));
}

static void test_both_sides_are_shown_with_author_and_time(void **state)
{
    Pty *pty = open_merged(*state);
    int row = 0;
    go_to(pty, ": Name");
    assert_true(pty_find(pty, "o this file", &row));
    assert_non_null(strstr(pty_row(pty, row), "Servernavn"));
    assert_non_null(strstr(pty_row(pty, row), "kari"));
    assert_true(pty_find(pty, "b before", &row));
    assert_non_null(strstr(pty_row(pty, row), "Utarbeide"));
    assert_true(pty_find(pty, "t theirs", &row));
    assert_non_null(strstr(pty_row(pty, row), "Laptopnavn"));
    assert_non_null(strstr(pty_row(pty, row), "ola"));
    assert_true(pty_has(pty, "(in force)"));
    go_to(pty, ": Deadline");
    assert_true(pty_has(pty, "3 days"));
    pty_type(pty, "1g");
    assert_true(pty_find(pty, "Servernavn", &row) || pty_find(pty, "Laptopnavn", &row));
    assert_non_null(strchr(pty_row(pty, row), '!'));
}

static void decide(void **state, const char *heading, const char *keys, const char *word,
                   const char *wanted)
{
    char out[8000];
    const char *const show[] = {"show", word, NULL};
    Pty *pty = open_merged(*state);
    go_to(pty, heading);
    pty_type(pty, keys);
    pty_wait_for(pty, "2 undecided");
    assert_true(pty_has(pty, "u undoes"));
    assert_int_equal(session_command(*state, out, sizeof out, show), 0);
    assert_non_null(strstr(out, wanted));
}

static void test_o_keeps_this_files(void **state)
{
    decide(state, ": Name", "o", "task/1.4", "Servernavn\n");
}

static void test_t_takes_theirs(void **state)
{
    decide(state, ": Name", "t", "task/1.4", "Laptopnavn\n");
}

static void test_b_goes_back(void **state)
{
    decide(state, ": Name", "b", "task/1.4", "Utarbeide kommunikasjonsplan\n");
}

static void test_e_takes_another_value(void **state)
{
    decide(state, ": Name", "e\025Tredje navn\r", "task/1.4", "Tredje navn\n");
}

static void test_a_deleted_row_is_kept(void **state)
{
    decide(state, ": the row", "t", "task/2.5", "Nyttig");
}

static void test_all_of_one_author(void **state)
{
    char out[8000];
    static const char *const show[] = {"show", "task/1.4", NULL};
    static const char *const conflicts[] = {"conflicts", NULL};
    Pty *pty = open_merged(*state);
    assert_int_equal(session_command(*state, out, sizeof out, conflicts), 3);
    pty_type(pty, "A");
    pty_wait_for(pty, "Nothing is undecided.");
    assert_int_equal(session_command(*state, out, sizeof out, show), 0);
    assert_non_null(strstr(out, "Laptopnavn"));
    assert_int_equal(session_command(*state, out, sizeof out, conflicts), 0);
}

/* A slip neither changes nor deletes the row that copies disagree on. */
static void test_the_row_itself_is_not_edited(void **state)
{
    Pty *pty = open_merged(*state);
    go_to(pty, ": Name");
    pty_type(pty, "x");
    pty_wait_for(pty, "Only conflicts are decided here");
    pty_type(pty, "d");
    pty_wait_for(pty, "Only conflicts are decided here");
    assert_true(pty_has(pty, "3 undecided"));
}

/* What a decision was is told in words. */
static void test_an_undone_decision_is_told_in_words(void **state)
{
    Pty *pty = open_merged(*state);
    go_to(pty, ": Name");
    pty_type(pty, "t");
    pty_wait_for(pty, "2 undecided");
    pty_type(pty, "u");
    pty_wait_for(pty, "is open again");
    assert_true(pty_has(pty, "name Laptopnavn"));
    assert_false(pty_has(pty, "resolve"));
}

/* Work goes on; the other session decides, and this one sees it. */
static void test_a_decision_elsewhere_appears(void **state)
{
    char out[4000];
    static const char *const resolve[] = {"resolve", "task/1.4.name", "theirs", NULL};
    Pty *pty = open_merged(*state);
    assert_int_equal(session_command(*state, out, sizeof out, resolve), 0);
    pty_wait_for(pty, "2 undecided");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_both_sides_are_shown_with_author_and_time),
        SESSION_TEST(test_o_keeps_this_files),
        SESSION_TEST(test_t_takes_theirs),
        SESSION_TEST(test_b_goes_back),
        SESSION_TEST(test_e_takes_another_value),
        SESSION_TEST(test_a_deleted_row_is_kept),
        SESSION_TEST(test_all_of_one_author),
        SESSION_TEST(test_the_row_itself_is_not_edited),
        SESSION_TEST(test_an_undone_decision_is_told_in_words),
        SESSION_TEST(test_a_decision_elsewhere_appears),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
