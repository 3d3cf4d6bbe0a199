/* SPDX-License-Identifier: MPL-2.0 */
/* The editor: what comes back is kept only when it is good, and nothing is left behind. */
#include "framdrift/tui.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
    Arena *arena;
    char folder[64];
    char script[128];
    char *out;
    Err err;
} Fixture;

static int count_entries(const char *path)
{
    int count = 0;
    DIR *folder = opendir(path);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        count += entry->d_name[0] != '.' ? 1 : 0;
    }
    closedir(folder);
    return count;
}

static int set_up(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){.arena = arena_new()};
    snprintf(fixture.folder, sizeof fixture.folder, "/tmp/framdrift-test-XXXXXX");
    assert_non_null(mkdtemp(fixture.folder));
    snprintf(fixture.script, sizeof fixture.script, "%s/.editor", fixture.folder);
    setenv("XDG_RUNTIME_DIR", fixture.folder, 1);
    setenv("EDITOR", fixture.script, 1);
    unsetenv("VISUAL");
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    (void)unlink(fixture->script);
    int left = count_entries(fixture->folder);
    (void)rmdir(fixture->folder);
    arena_free(fixture->arena);
    return left;
}

static bool edit(Fixture *fixture, const char *text, const char *shell)
{
    FILE *script = fopen(fixture->script, "w");
    assert_non_null(script);
    fprintf(script, "#!/bin/sh\n%s\n", shell);
    assert_int_equal(fclose(script), 0);
    assert_int_equal(chmod(fixture->script, 0700), 0);
    return tui_edit_text(NULL, text, ".txt", fixture->arena, &fixture->out, &fixture->err);
}

static void test_the_edited_text_comes_back(void **state)
{
    Fixture *fixture = *state;
    assert_true(edit(fixture, "Våler", "echo ' og Åsnes' >> \"$1\""));
    assert_string_equal(fixture->out, "Våler og Åsnes");
}

static void test_an_end_of_line_that_was_there_stays(void **state)
{
    Fixture *fixture = *state;
    assert_true(edit(fixture, "one\n", "true"));
    assert_string_equal(fixture->out, "one\n");
}

static void test_editors_that_rename_a_new_file_into_place_work(void **state)
{
    Fixture *fixture = *state;
    assert_true(
        edit(fixture, "old", "echo new > \"$1.tmp\"; cp \"$1\" \"$1~\"; mv \"$1.tmp\" \"$1\""));
    assert_string_equal(fixture->out, "new");
}

static void test_the_file_is_private(void **state)
{
    Fixture *fixture = *state;
    assert_true(
        edit(fixture, "x",
             "stat -c %a \"$1\" \"$(dirname \"$1\")\" > \"$1.new\"; mv \"$1.new\" \"$1\""));
    assert_string_equal(fixture->out, "600\n700");
}

static void assert_refused(Fixture *fixture, const char *shell)
{
    assert_false(edit(fixture, "old", shell));
    assert_null(fixture->out);
    assert_int_not_equal(fixture->err.code, ERR_NONE);
    assert_non_null(strstr(fixture->err.message, "old text is kept"));
    err_clear(&fixture->err);
}

static void test_what_is_not_good_is_refused_and_says_so(void **state)
{
    Fixture *fixture = *state;
    assert_refused(fixture, "exit 3");
    assert_refused(fixture, "kill -9 $$");
    assert_refused(fixture, "rm \"$1\"");
    assert_refused(fixture, "rm \"$1\"; ln -s /etc/passwd \"$1\"");
    assert_refused(fixture, "rm \"$1\"; mkfifo \"$1\"");
    assert_refused(fixture, "head -c 2097152 /dev/zero | tr '\\0' a > \"$1\"");
    assert_refused(fixture, "printf 'a\\000b' > \"$1\"");
    assert_refused(fixture, "printf '\\370ystein' > \"$1\"");
}

static void test_a_locked_host_starts_nothing(void **state)
{
    Fixture *fixture = *state;
    TuiHost host = {.is_locked = true};
    assert_false(tui_edit_text(&host, "x", "", fixture->arena, &fixture->out, &fixture->err));
    assert_int_equal(fixture->err.code, ERR_READ_ONLY);
    assert_int_equal(count_entries(fixture->folder), 0);
}

static void test_the_child_has_no_signal_blocked(void **state)
{
    Fixture *fixture = *state;
    assert_true(edit(fixture, "", "grep SigBlk /proc/self/status | tr -d '\\t ' > \"$1\""));
    assert_string_equal(fixture->out, "SigBlk:0000000000000000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_edited_text_comes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_an_end_of_line_that_was_there_stays, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_editors_that_rename_a_new_file_into_place_work,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_file_is_private, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_not_good_is_refused_and_says_so, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_locked_host_starts_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_the_child_has_no_signal_blocked, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
