/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Edits are typed into full-screen sessions that are killed at random moments.  What the screen has
 * acknowledged is in the plan afterwards, and the plan is clean.  FRAMDRIFT_SEED, FRAMDRIFT_TRIALS.
 */
#include "session.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define ROUNDS     50
#define MOST_EDITS 4
#define MOST_NAMES 1000

static uint64_t number_from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL || text[0] == '\0' ? otherwise : strtoull(text, NULL, 10);
}

static unsigned draw(uint64_t *random, unsigned below)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return (unsigned)((*random >> 11) % below);
}

/* The place that the newest edit's message names; "" when there is none. */
static void read_place(const Pty *pty, char *out, size_t capacity)
{
    int row = 0;
    out[0] = '\0';
    if (!pty_find(pty, "person/", &row)) {
        return;
    }
    const char *at = strstr(pty_row(pty, row), "person/");
    (void)snprintf(out, capacity, "%.*s", (int)strcspn(at, " "), at);
}

/* Types an edit and sends it; the place that stands on the screen until it is made. */
static void send_edit(Pty *pty, int number, char *before, size_t capacity)
{
    char line[80];
    read_place(pty, before, capacity);
    (void)snprintf(line, sizeof line, ":add person name=\"killed n%d.\"\r", number);
    pty_send(pty, line);
}

/* Types one edit and waits until the screen says that it was made. */
static void edit_acknowledged(Pty *pty, int number)
{
    char before[64];
    char now[64];
    send_edit(pty, number, before, sizeof before);
    do {
        assert_true(pty_is_running(pty));
        pty_pump(pty, 5);
        read_place(pty, now, sizeof now);
    } while (now[0] == '\0' || strcmp(now, before) == 0);
}

/* Types the last edit and kills while it is on its way; whether it was seen to be made. */
static bool edit_killed(Pty *pty, int number, unsigned milliseconds)
{
    char before[64];
    char now[64];
    send_edit(pty, number, before, sizeof before);
    pty_pump(pty, (int)milliseconds);
    read_place(pty, now, sizeof now);
    assert_int_equal(kill(pty_pid(pty), SIGKILL), 0);
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 128 + SIGKILL);
    return now[0] != '\0' && strcmp(now, before) != 0;
}

/* The names in the plan are 1 … the last, and that is at least the last acknowledged; the last. */
static int check_plan(Session *session, int acknowledged, int named)
{
    static char out[100000];
    bool there[MOST_NAMES + 1] = {false};
    int last = 0;
    static const char *const verify[] = {"verify", NULL};
    static const char *const list[] = {"list", "person",    "killed", "--as",
                                       "csv",  "--columns", "name",   NULL};
    assert_int_equal(session_command(session, out, sizeof out, verify), 0);
    assert_int_equal(session_command(session, out, sizeof out, list), 0);
    for (const char *at = out; (at = strstr(at, "killed n")) != NULL;) {
        at += strlen("killed n");
        long number = strtol(at, NULL, 10);
        assert_in_range(number, 1, named);
        there[number] = true;
        last = (int)number > last ? (int)number : last;
    }
    for (int number = 1; number <= last; number++) {
        if (!there[number]) {
            fail_msg("n%d is missing before n%d", number, last);
        }
    }
    if (last < acknowledged) {
        fail_msg("n%d was acknowledged and is not there", acknowledged);
    }
    return last;
}

static void test_what_the_screen_acknowledged_is_there_after_a_kill(void **state)
{
    uint64_t seed = number_from_environment("FRAMDRIFT_SEED", (uint64_t)time(NULL));
    uint64_t rounds = number_from_environment("FRAMDRIFT_TRIALS", ROUNDS);
    uint64_t random = seed * 2 + 1;
    Session *session = *state;
    int last = 0;
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%llu\n", (unsigned long long)seed,
                  (unsigned long long)rounds);
    for (uint64_t round = 0; round < rounds; round++) {
        PtyStart start = {.columns = 80, .rows = 24};
        Pty *pty = session_open(session, &start);
        int named = last;
        unsigned edits = draw(&random, MOST_EDITS);
        for (unsigned edit = 0; edit < edits; edit++) {
            edit_acknowledged(pty, ++named);
        }
        int acknowledged = named;
        if (edit_killed(pty, ++named, draw(&random, 40))) {
            acknowledged = named;
        }
        pty_free(pty);
        session->pty_count = 0;
        last = check_plan(session, acknowledged, named);
        assert_true(last < MOST_NAMES - MOST_EDITS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_what_the_screen_acknowledged_is_there_after_a_kill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
