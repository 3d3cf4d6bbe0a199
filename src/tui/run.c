/* SPDX-License-Identifier: MPL-2.0 */
/* Another program, such as ssh, with its input and output in files. */
#include "framdrift/tui.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int wait_for(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return 255;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Ctrl-C ends the other program; we live on to tidy up after it. */
static int start(const char *const *words, const posix_spawn_file_actions_t *files,
                 pid_t *child)
{
    posix_spawnattr_t attributes;
    sigset_t usual;
    (void)sigemptyset(&usual);
    (void)sigaddset(&usual, SIGINT);
    (void)posix_spawnattr_init(&attributes);
    (void)posix_spawnattr_setsigdefault(&attributes, &usual);
    (void)posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    /* The words are not written to: the interface is older than const. */
    char *const *arguments;
    memcpy(&arguments, &words, sizeof arguments);
    int code = posix_spawnp(child, words[0], files, &attributes, arguments, environ);
    (void)posix_spawnattr_destroy(&attributes);
    return code;
}

bool tui_run_program(void *context, const char *const *words, const char *input,
                     const char *output, int *status, Err *err)
{
    (void)context;
    pid_t child = 0;
    struct sigaction ignore = {.sa_handler = SIG_IGN};
    struct sigaction before;
    posix_spawn_file_actions_t files;
    (void)posix_spawn_file_actions_init(&files);
    (void)posix_spawn_file_actions_addopen(&files, 0, input != NULL ? input : "/dev/null",
                                           O_RDONLY, 0);
    (void)posix_spawn_file_actions_addopen(&files, 1, output, O_WRONLY | O_TRUNC, 0600);
    (void)sigaction(SIGINT, &ignore, &before);
    int code = start(words, &files, &child);
    if (code == 0) {
        *status = wait_for(child);
    }
    (void)sigaction(SIGINT, &before, NULL);
    (void)posix_spawn_file_actions_destroy(&files);
    return code == 0 ||
           fail(err, ERR_IO, _("%s cannot be started (%s)."), words[0], strerror(code));
}
