/* SPDX-License-Identifier: MPL-2.0 */
/* A person's own editor, the clipboard, and a terminal that is intact afterwards. */
#include "session.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* An editor that does what `shell` says with "$1"; its environment entry in `out`. */
static void write_editor(Session *session, const char *shell, char *out, size_t capacity)
{
    char script[2000];
    int length = snprintf(script, sizeof script, "#!/bin/sh\n%s\n", shell);
    assert_in_range(length, 0, sizeof script - 1);
    const char *path = session_write(session, "editor.sh", script);
    assert_int_equal(chmod(path, 0700), 0);
    snprintf(out, capacity, "EDITOR=%s", path);
}

static Pty *open_with_editor(Session *session, const char *shell)
{
    char editor[240];
    write_editor(session, shell, editor, sizeof editor);
    const char *environment[] = {editor, NULL};
    Pty *pty = session_open(session, &(PtyStart){.environment = environment});
    pty_type(pty, "1gjjjjjjjjjj");
    return pty;
}

static void assert_nothing_left(const Session *session)
{
    DIR *folder = opendir(session->folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        assert_int_not_equal(strncmp(entry->d_name, "framdrift-edit-", 15), 0);
    }
    closedir(folder);
}

static void assert_screen_is_ours(Pty *pty)
{
    assert_true(pty_alternate_screen(pty));
    assert_true(pty_mode(pty, 2004));
    assert_false(pty_line_is_restored(pty));
    pty_type(pty, "1g");
    assert_true(pty_has(pty, "kommunikasjonsplan"));
}

static void test_a_long_text_is_edited_and_kept(void **state)
{
    char out[6000];
    static const char *const show[] = {"show", "task/2.5", NULL};
    Pty *pty = open_with_editor(*state, "echo 'Skrevet i editoren' > \"$1\"");
    pty_type(pty, "E");
    assert_screen_is_ours(pty);
    assert_int_equal(session_command(*state, out, sizeof out, show), 0);
    assert_non_null(strstr(out, "Skrevet i editoren"));
    assert_nothing_left(*state);
}

static void test_the_editor_gets_the_terminal_as_the_shell_left_it(void **state)
{
    Session *session = *state;
    char path[200];
    char line[200] = "";
    char shell[300];
    snprintf(path, sizeof path, "%s/stty.txt", session->folder);
    snprintf(shell, sizeof shell, "stty -a > %s; printf 'IN THE EDITOR'; stty raw -echo", path);
    Pty *pty = open_with_editor(session, shell);
    pty_type(pty, "E");
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    bool is_cooked = false;
    while (fgets(line, sizeof line, file) != NULL) {
        is_cooked =
            is_cooked || (strstr(line, " icanon") != NULL && strstr(line, "-icanon") == NULL);
    }
    fclose(file);
    assert_true(is_cooked);
    assert_true(pty_raw_has(pty, "IN THE EDITOR"));
    assert_false(pty_has(pty, "IN THE EDITOR")); /* painted over */
    assert_screen_is_ours(pty);
    pty_send(pty, "q");
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 0);
    assert_true(pty_line_is_restored(pty));
}

static void test_an_editor_that_fails_changes_nothing(void **state)
{
    static const char *const shells[] = {"echo lost > \"$1\"; exit 1", "kill -9 $$",
                                         "printf 'a\\000b' > \"$1\"", "rm \"$1\"",
                                         "rm \"$1\"; ln -s /etc/hostname \"$1\""};
    static const char *const log[] = {"log", NULL};
    static char before[8000];
    static char after[8000];
    assert_int_equal(session_command(*state, before, sizeof before, log), 0);
    Pty *pty = NULL;
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++) {
        char editor[240];
        if (pty == NULL) {
            pty = open_with_editor(*state, shells[i]);
        } else {
            write_editor(*state, shells[i], editor, sizeof editor);
        }
        pty_type(pty, "E");
        assert_true(pty_has(pty, "old text is kept"));
        assert_nothing_left(*state);
        pty_type(pty, "k");
    }
    assert_screen_is_ours(pty);
    assert_int_equal(session_command(*state, after, sizeof after, log), 0);
    assert_string_equal(after, before);
}

static void test_read_only_starts_no_editor(void **state)
{
    Session *session = *state;
    char editor[240];
    char path[200];
    char shell[260];
    static const char *const words[] = {"--read-only", NULL};
    snprintf(path, sizeof path, "%s/started", session->folder);
    snprintf(shell, sizeof shell, "touch %s", path);
    write_editor(session, shell, editor, sizeof editor);
    const char *environment[] = {editor, NULL};
    Pty *pty = session_open(session, &(PtyStart){.environment = environment, .words = words});
    pty_type(pty, "1gjjjE");
    struct stat about;
    assert_int_not_equal(stat(path, &about), 0);
    assert_screen_is_ours(pty);
}

static void test_a_copied_row_goes_to_the_clipboard_as_base64(void **state)
{
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1gjjjjjjjjjj");
    pty_mark(pty);
    pty_type(pty, "y");
    size_t count = 0;
    const char *raw = pty_raw(pty, &count);
    const char *at = memmem(raw, count, "\033]52;c;", 7);
    assert_non_null(at);
    size_t length =
        strspn(at + 7, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
    assert_true(length > 0 && length % 4 == 0);
    assert_int_equal(at[7 + length], '\a');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_a_long_text_is_edited_and_kept),
        SESSION_TEST(test_the_editor_gets_the_terminal_as_the_shell_left_it),
        SESSION_TEST(test_an_editor_that_fails_changes_nothing),
        SESSION_TEST(test_read_only_starts_no_editor),
        SESSION_TEST(test_a_copied_row_goes_to_the_clipboard_as_base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
