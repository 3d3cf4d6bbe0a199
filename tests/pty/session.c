/* SPDX-License-Identifier: MPL-2.0 */
#include "session.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define WORD_LIMIT 24

static int run(Session *session, char *out, size_t capacity, const char *const *words)
{
    char messages[2000];
    const char *all[WORD_LIMIT] = {TEST_PROGRAM, session->plan};
    for (int i = 0; words[i] != NULL && i + 3 < WORD_LIMIT; i++) {
        all[i + 2] = words[i];
    }
    PtyStart start = {.words = all, .home = session->folder};
    int status = run_program(&start, out, capacity, messages, sizeof messages);
    if (status != 0) {
        fprintf(stderr, "%s\n", messages);
    }
    return status;
}

static void remove_tree(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) {
        (void)unlink(path);
        return;
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char inner[600];
        bool is_self = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!is_self &&
            snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name) < (int)sizeof inner) {
            remove_tree(inner);
        }
    }
    closedir(folder);
    (void)rmdir(path);
}

int session_tear_down(void **state)
{
    Session *session = *state;
    for (int i = 0; i < session->pty_count; i++) {
        pty_free(session->ptys[i]);
    }
    remove_tree(session->folder);
    free(session);
    return 0;
}

int session_set_up(void **state)
{
    char out[200];
    Session *session = calloc(1, sizeof *session);
    assert_non_null(session);
    snprintf(session->folder, sizeof session->folder, "/tmp/framdrift-pty-XXXXXX");
    assert_non_null(mkdtemp(session->folder));
    snprintf(session->plan, sizeof session->plan, "%s/solor.plan", session->folder);
    static const char *const words[] = {"new", "--sample", "solor-2020", NULL};
    *state = session;
    if (run(session, out, sizeof out, words) == 0) {
        return 0;
    }
    (void)session_tear_down(state);
    return 1;
}

static Pty *open_session(Session *session, const PtyStart *given, bool wait)
{
    const char *all[WORD_LIMIT] = {TEST_PROGRAM, session->plan};
    PtyStart start = given != NULL ? *given : (PtyStart){0};
    for (int i = 0; start.words != NULL && start.words[i] != NULL && i + 3 < WORD_LIMIT; i++) {
        all[i + 2] = start.words[i];
    }
    start.words = all;
    start.home = start.home != NULL ? start.home : session->folder;
    assert_true(session->pty_count < SESSION_PTYS);
    Pty *pty = wait ? pty_start_painted(&start) : pty_start(&start);
    session->ptys[session->pty_count++] = pty;
    return pty;
}

Pty *session_open(Session *session, const PtyStart *start)
{
    return open_session(session, start, true);
}

Pty *session_open_at_once(Session *session, const PtyStart *start)
{
    return open_session(session, start, false);
}

int session_command(Session *session, char *out, size_t capacity, const char *const *words)
{
    return run(session, out, capacity, words);
}

const char *session_write(const Session *session, const char *name, const char *content)
{
    static char path[200];
    (void)snprintf(path, sizeof path, "%s/%s", session->folder, name);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path;
}
