/* SPDX-License-Identifier: MPL-2.0 */
/* A session with the sample plan of Våler, Åsnes and Grue, in a folder of its own. */
#ifndef FRAMDRIFT_TESTS_SESSION_H
#define FRAMDRIFT_TESTS_SESSION_H

#include "harness.h"

#define SESSION_PTYS 4

typedef struct Session {
    char folder[64];
    char plan[128];
    Pty *ptys[SESSION_PTYS]; /* killed in the teardown, where a failed test has left them */
    int pty_count;
} Session;

/* cmocka's set-up and teardown of one test: makes the plan, removes everything. */
int session_set_up(void **state);
int session_tear_down(void **state);

/* The program on the plan; `start` may be NULL; its words are added after the plan's name. */
Pty *session_open(Session *session, const PtyStart *start);
/* The same, but not waited for. */
Pty *session_open_at_once(Session *session, const PtyStart *start);
/* One command of the command line; its exit status. */
int session_command(Session *session, char *out, size_t capacity, const char *const *words);

/* A file in the session's folder, made or made anew; its path, which the next call writes over. */
const char *session_write(const Session *session, const char *name, const char *content);

#define SESSION_TEST(function)                                                                 \
    {                                                                                          \
#function, function, session_set_up, session_tear_down, NULL                           \
    }

#endif
