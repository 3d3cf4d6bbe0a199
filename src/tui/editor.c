/* SPDX-License-Identifier: MPL-2.0 */
/* A person's own editor on a private temporary file. */
#include "framdrift/tui.h"

#include "loop.h"
#include "terminal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TEXT_LIMIT  ((size_t)1 << 20)
#define STALE_AFTER ((time_t)24 * 60 * 60)

static const char folder_prefix[] = "framdrift-edit-";

/* The file name is an argument of the shell, never a part of its text. */
static const char editor_script[] =
    "if [ -n \"$VISUAL\" ]; then exec $VISUAL \"$1\"; fi\n"
    "if [ -n \"$EDITOR\" ]; then exec $EDITOR \"$1\"; fi\n"
    "for e in editor nano vi; do\n"
    "  if command -v \"$e\" >/dev/null 2>&1; then exec \"$e\" \"$1\"; fi\n"
    "done\n"
    "exit 127\n";

typedef struct Edit {
    char folder[256];
    char name[32];
    char path[300];
    int folder_fd;
} Edit;

static const char *temporary_root(void)
{
    const char *root = getenv("XDG_RUNTIME_DIR");
    struct stat about;
    if (root != NULL && root[0] == '/' && stat(root, &about) == 0 && S_ISDIR(about.st_mode) &&
        about.st_uid == geteuid()) {
        return root;
    }
    return "/tmp";
}

/* --- The folder --------------------------------------------------------------------------------- */

/* Editors leave backups and swap files beside the text. */
static void empty_folder(int folder_fd)
{
    int copy = dup(folder_fd);
    DIR *folder = copy >= 0 ? fdopendir(copy) : NULL;
    if (folder == NULL) {
        if (copy >= 0) {
            (void)close(copy);
        }
        return;
    }
    rewinddir(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (!text_equal(entry->d_name, ".") && !text_equal(entry->d_name, "..")) {
            (void)unlinkat(folder_fd, entry->d_name, 0);
        }
    }
    (void)closedir(folder);
}

static void remove_edit(Edit *edit)
{
    empty_folder(edit->folder_fd);
    (void)close(edit->folder_fd);
    (void)rmdir(edit->folder);
}

static void sweep_one(int root_fd, const char *name, time_t now)
{
    struct stat about;
    int folder_fd = openat(root_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder_fd < 0) {
        return;
    }
    if (fstat(folder_fd, &about) == 0 && about.st_uid == geteuid() &&
        now - about.st_mtime > STALE_AFTER) {
        empty_folder(folder_fd);
        (void)unlinkat(root_fd, name, AT_REMOVEDIR);
    }
    (void)close(folder_fd);
}

void tui_sweep_old_edits(void)
{
    DIR *root = opendir(temporary_root());
    if (root == NULL) {
        return;
    }
    for (struct dirent *entry = readdir(root); entry != NULL; entry = readdir(root)) {
        if (strncmp(entry->d_name, folder_prefix, sizeof folder_prefix - 1) == 0) {
            sweep_one(dirfd(root), entry->d_name, time(NULL));
        }
    }
    (void)closedir(root);
}

static bool write_all(int file, const char *text, size_t bytes)
{
    for (size_t done = 0; done < bytes;) {
        ssize_t written = write(file, text + done, bytes - done);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        done += written > 0 ? (size_t)written : 0;
    }
    return true;
}

static bool is_good_ending(const char *ending)
{
    size_t length = ending != NULL ? strlen(ending) : 0;
    return length < 12 &&
           (length == 0 || strspn(ending, "abcdefghijklmnopqrstuvwxyz.") == length);
}

static bool make_edit(Edit *edit, const char *text, const char *ending, Err *err)
{
    if (snprintf(edit->folder, sizeof edit->folder, "%s/%sXXXXXX", temporary_root(),
                 folder_prefix) >= (int)sizeof edit->folder ||
        mkdtemp(edit->folder) == NULL) {
        return fail(err, ERR_IO, _("No temporary folder for the editor can be made in %s: %s."),
                    temporary_root(), strerror(errno));
    }
    (void)snprintf(edit->name, sizeof edit->name, "text%s",
                   is_good_ending(ending) && ending != NULL ? ending : "");
    if (snprintf(edit->path, sizeof edit->path, "%s/%s", edit->folder, edit->name) >=
        (int)sizeof edit->path) {
        BUG("the path of a temporary file is too long");
    }
    edit->folder_fd = open(edit->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (edit->folder_fd < 0) {
        (void)rmdir(edit->folder);
        return fail(err, ERR_IO, _("The temporary folder %s cannot be opened: %s."),
                    edit->folder, strerror(errno));
    }
    int file = openat(edit->folder_fd, edit->name,
                      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    bool is_written = file >= 0 && write_all(file, text, strlen(text));
    if (file < 0 || close(file) != 0 || !is_written) {
        (void)fail(err, ERR_IO, _("The text cannot be written to %s: %s."), edit->path,
                   strerror(errno));
        remove_edit(edit);
        return false;
    }
    return true;
}

/* --- The editor ------------------------------------------------------------------------------------- */

_Noreturn static void become_editor(const Edit *edit)
{
    static const int numbers[] = {SIGINT, SIGQUIT,  SIGTSTP, SIGTERM,
                                  SIGHUP, SIGWINCH, SIGCONT, SIGPIPE};
    sigset_t none;
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        (void)signal(numbers[i], SIG_DFL);
    }
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)execl("/bin/sh", "sh", "-c", editor_script, "sh", edit->path, (char *)NULL);
    _exit(127);
}

/* An editor that suspends itself must not leave us waiting with a terminal that nobody reads. */
static void follow_stopped(pid_t child)
{
    if (tui_can_suspend()) {
        (void)kill(getpid(), SIGSTOP);
    }
    (void)kill(child, SIGCONT);
}

static int wait_for_editor(pid_t child)
{
    int status = 0;
    for (;;) {
        pid_t got = waitpid(child, &status, WUNTRACED);
        if (got < 0 && errno != EINTR) {
            return -1;
        }
        if (got == child && WIFSTOPPED(status)) {
            follow_stopped(child);
        } else if (got == child) {
            return status;
        }
    }
}

/* Ctrl-C in the editor was meant for the editor. */
static void forget_childs_signals(void)
{
    static const int numbers[] = {SIGINT, SIGQUIT, SIGTSTP, SIGCONT};
    sigset_t meant_for_child;
    struct timespec at_once = {0};
    sigemptyset(&meant_for_child);
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        sigaddset(&meant_for_child, numbers[i]);
    }
    while (sigtimedwait(&meant_for_child, NULL, &at_once) > 0) {
    }
}

static bool run_editor(const Edit *edit, Err *err)
{
    sigset_t blocked;
    sigset_t before;
    loop_signals(&blocked);
    (void)sigprocmask(SIG_BLOCK, &blocked, &before);
    bool on_screen = term_is_open();
    if (on_screen) {
        term_leave();
    }
    pid_t child = fork();
    if (child == 0) {
        become_editor(edit);
    }
    int status = child > 0 ? wait_for_editor(child) : -1;
    forget_childs_signals();
    if (on_screen) {
        term_return();
    }
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    if (status == 0) {
        return true;
    }
    if (status > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 127) {
        return fail(err, ERR_IO,
                    _("No editor was found; set EDITOR to one. The old text is kept."));
    }
    return fail(err, ERR_IO, _("The editor did not end well; the old text is kept."));
}

/* --- What came back --------------------------------------------------------------------------------- */

static bool read_all(int file, size_t bytes, char *into)
{
    for (size_t done = 0; done < bytes;) {
        ssize_t got = read(file, into + done, bytes - done);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return true;
}

static bool accept_text(const Edit *edit, int file, Arena *arena, char **out, Err *err)
{
    struct stat about;
    if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_uid != geteuid()) {
        return fail(err, ERR_IO,
                    _("%s is not the file that was given to the editor; the old text is kept."),
                    edit->path);
    }
    if (about.st_size < 0 || (size_t)about.st_size > TEXT_LIMIT) {
        return fail(err, ERR_INPUT, _("The text is longer than 1 MiB; the old text is kept."));
    }
    size_t bytes = (size_t)about.st_size;
    char *text = arena_alloc(arena, bytes + 1);
    if (!read_all(file, bytes, text)) {
        return fail(err, ERR_IO, _("The text cannot be read from %s; the old text is kept."),
                    edit->path);
    }
    if (memchr(text, '\0', bytes) != NULL || !utf8_is_valid(text, bytes)) {
        return fail(err, ERR_INPUT,
                    _("The text is not UTF-8, so it cannot be kept as it is; the old text is "
                      "kept. Save it "
                      "as UTF-8."));
    }
    *out = text;
    return true;
}

/* By name, below the folder that we hold: many editors write a new file and rename it. */
static bool read_back(const Edit *edit, Arena *arena, char **out, Err *err)
{
    int file =
        openat(edit->folder_fd, edit->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (file < 0) {
        return fail(err, ERR_IO, _("The editor left no text in %s; the old text is kept."),
                    edit->path);
    }
    bool is_good = accept_text(edit, file, arena, out, err);
    (void)close(file);
    return is_good;
}

/* Editors end the last line; a text that had no end of line should not get one by being looked at. */
static void drop_added_newline(const char *before, char *after)
{
    size_t old = strlen(before);
    size_t now = strlen(after);
    if (now > 0 && after[now - 1] == '\n' && (old == 0 || before[old - 1] != '\n')) {
        after[now - 1] = '\0';
    }
}

bool tui_edit_text(void *context, const char *text, const char *ending, Arena *arena,
                   char **out, Err *err)
{
    const TuiHost *host = context;
    Edit edit = {0};
    if (host != NULL && host->is_locked) {
        return fail(err, ERR_READ_ONLY, _("No editor is started where the plan is only read."));
    }
    if (!make_edit(&edit, text, ending, err)) {
        return false;
    }
    char *edited = NULL;
    bool is_good = run_editor(&edit, err) && read_back(&edit, arena, &edited, err);
    remove_edit(&edit);
    if (!is_good || edited == NULL) {
        return false;
    }
    drop_added_newline(text, edited);
    *out = edited;
    return true;
}
