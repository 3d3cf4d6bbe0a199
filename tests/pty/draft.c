/* SPDX-License-Identifier: MPL-2.0 */
/* What was typed into a form when the line broke is kept, offered again, and nobody else's to read. */
#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* The line breaks while a form is open and this was typed into it; where the draft would be kept. */
static void hang_up_in_form(Session *session, const char *typed, char *path, size_t capacity)
{
    Pty *pty = session_open(session, NULL);
    pty_type(pty, "1gjjjj\r");
    pty_wait_for(pty, "Ctrl-S");
    pty_type(pty, typed);
    pty_hang_up(pty);
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 129);
    (void)snprintf(path, capacity, "%s/.local/state/framdrift/draft", session->folder);
}

static void test_a_form_survives_a_broken_line(void **state)
{
    Session *session = *state;
    char path[256];
    struct stat status;
    hang_up_in_form(session, " for alle ansatte", path, sizeof path);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);

    Pty *again = session_open(session, NULL);
    assert_true(pty_has(again, ":draft"));
    assert_false(pty_has(again, "for alle ansatte"));
    pty_type(again, ":draft\r");
    assert_true(pty_has(again, "Utarbeide kommunikasjonsplan for alle ansatte"));
    pty_type(again, "\023");
    assert_int_not_equal(stat(path, &status), 0);
    char out[4096];
    static const char *const show[] = {"show", "task/1.4", NULL};
    assert_int_equal(session_command(session, out, sizeof out, show), 0);
    assert_non_null(strstr(out, "Utarbeide kommunikasjonsplan for alle ansatte"));
}

static void test_a_form_without_edits_leaves_nothing(void **state)
{
    Session *session = *state;
    char path[256];
    struct stat status;
    hang_up_in_form(session, "", path, sizeof path);
    assert_int_not_equal(stat(path, &status), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_a_form_survives_a_broken_line),
        SESSION_TEST(test_a_form_without_edits_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
