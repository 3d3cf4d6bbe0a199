/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The coordinator's morning on a real terminal: the scripts of tests/screens, key by key through the
 * pseudo-terminal, compared with the same pictures.
 */
#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const frozen[] = {"FRAMDRIFT_NOW=2020-09-03T14:02:00", "TZ=UTC", NULL};

static const struct {
    const char *name, *bytes;
} key_bytes[] = {
    {"enter", "\r"},        {"escape", "\033"},       {"tab", "\t"},      {"backtab", "\033[Z"},
    {"backspace", "\177"},  {"delete", "\033[3~"},    {"up", "\033[A"},   {"down", "\033[B"},
    {"right", "\033[C"},    {"left", "\033[D"},       {"home", "\033[H"}, {"end", "\033[F"},
    {"page-up", "\033[5~"}, {"page-down", "\033[6~"}, {"space", " "},
};

static void press(Pty *pty, const char *name)
{
    char control[2] = {(char)(name[5] & 0x1f), '\0'};
    for (size_t i = 0; i < sizeof key_bytes / sizeof key_bytes[0]; i++) {
        if (strcmp(name, key_bytes[i].name) == 0) {
            pty_type(pty, key_bytes[i].bytes);
            return;
        }
    }
    pty_type(pty, strncmp(name, "ctrl-", 5) == 0 ? control : name);
}

static void compare_picture(Pty *pty, const char *name)
{
    char path[512];
    char line[1024];
    (void)snprintf(path, sizeof path, "%s/tests/screens/expected/%s.txt", TEST_SOURCE_DIR,
                   name);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    for (int row = 0; row < pty_rows(pty); row++) {
        bool more = fgets(line, sizeof line, file) != NULL;
        line[more ? strcspn(line, "\n") : 0] = '\0';
        if (strcmp(line, pty_row(pty, row)) != 0) {
            print_error("%s, row %d\n", name, row);
            pty_print(pty);
        }
        assert_string_equal(pty_row(pty, row), line);
    }
    (void)fclose(file);
}

static void run_line(Pty *pty, char *line)
{
    char *argument = strchr(line, ' ');
    if (line[0] == '#' || line[0] == '\0') {
        return;
    }
    assert_non_null(argument);
    *argument++ = '\0';
    if (strcmp(line, "keys") == 0) {
        for (char *save = NULL, *name = strtok_r(argument, " ", &save); name != NULL;
             name = strtok_r(NULL, " ", &save)) {
            press(pty, name);
        }
    } else if (strcmp(line, "type") == 0) {
        pty_type(pty, argument);
    } else if (strcmp(line, "shows") == 0) {
        assert_true(pty_has(pty, argument));
    } else if (strcmp(line, "lacks") == 0) {
        assert_false(pty_has(pty, argument));
    } else if (strcmp(line, "picture") == 0) {
        compare_picture(pty, argument);
    } else {
        fail_msg("no instruction: %s", line);
    }
}

static void run_script(Session *session, const char *name)
{
    char path[512];
    char line[1024];
    Pty *pty =
        session_open(session, &(PtyStart){.columns = 80, .rows = 24, .environment = frozen});
    (void)snprintf(path, sizeof path, "%s/tests/screens/%s.script", TEST_SOURCE_DIR, name);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        run_line(pty, line);
    }
    (void)fclose(file);
}

static void test_part_of_a_morning(void **state)
{
    run_script(*state, "morning");
}

static void test_a_working_day(void **state)
{
    run_script(*state, "workday");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_part_of_a_morning),
        SESSION_TEST(test_a_working_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
