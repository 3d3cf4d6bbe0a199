/* SPDX-License-Identifier: MPL-2.0 */
#include "child.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void set_environment(const PtyStart *start)
{
    char line[600];
    (void)clearenv();
    setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
    setenv("TERM", start->term != NULL ? start->term : "xterm-256color", 1);
    if (start->locale == NULL || start->locale[0] != '\0') {
        setenv("LC_ALL", start->locale != NULL ? start->locale : "C.UTF-8", 1);
    }
    setenv("TZ", "Europe/Oslo", 1);
    setenv("FRAMDRIFT_NOW", "2020-09-03", 1);
    setenv("FRAMDRIFT_TEST", "1", 1);
    setenv("FRAMDRIFT_SHARE", TEST_SOURCE_DIR, 1);
    snprintf(line, sizeof line, "suppressions=%s/tests/leaks.supp:print_suppressions=0",
             TEST_SOURCE_DIR);
    setenv("LSAN_OPTIONS", line, 1);
    if (start->home != NULL) {
        setenv("HOME", start->home, 1);
        setenv("XDG_RUNTIME_DIR", start->home, 1);
    }
    for (size_t i = 0; start->environment != NULL && start->environment[i] != NULL; i++) {
        const char *equals = strchr(start->environment[i], '=');
        snprintf(line, sizeof line, "%.*s", (int)(equals - start->environment[i]),
                 start->environment[i]);
        setenv(line, equals + 1, 1);
    }
}

_Noreturn void child_become(const PtyStart *start)
{
    union {
        const char *const *constant;
        char *const *plain;
    } words = {.constant = start->words};

    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    set_environment(start);
    execvp(words.plain[0], words.plain);
    _exit(126);
}

int child_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void read_all(int from, char *out, size_t capacity)
{
    size_t length = 0;
    char part[4096];
    for (ssize_t got = read(from, part, sizeof part); got > 0;
         got = read(from, part, sizeof part)) {
        for (ssize_t i = 0; i < got && length + 1 < capacity; i++) {
            out[length++] = part[i];
        }
    }
    out[length] = '\0';
    close(from);
}

int run_program(const PtyStart *start, char *out, size_t out_capacity, char *messages,
                size_t messages_capacity)
{
    int outs[2];
    int errs[2];
    int status = 0;
    assert_int_equal(pipe(outs), 0);
    assert_int_equal(pipe(errs), 0);
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int nothing = open("/dev/null", O_RDONLY);
        dup2(nothing, 0);
        dup2(outs[1], 1);
        dup2(errs[1], 2);
        close(outs[0]);
        close(errs[0]);
        child_become(start);
    }
    close(outs[1]);
    close(errs[1]);
    read_all(outs[0], out, out_capacity); /* messages are short: they fit the pipe meanwhile */
    read_all(errs[0], messages, messages_capacity);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return child_status(status);
}
