/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A wall display on a terminal that anybody may type at: it turns its pages, follows the file, and
 * nothing that is typed or sent to it changes, opens or ends anything.
 */
#include "session.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define KEYS_PER_PAGE        10000
#define KEYS_PER_TRACED_PAGE 500

/* Without the leak checker: it wants a process of its own, which the kernel denies a wall. */
static const char *const standing[] = {"ASAN_OPTIONS=detect_leaks=0", NULL};
static const char *const running[] = {"ASAN_OPTIONS=detect_leaks=0", "FRAMDRIFT_NOW=", NULL};
static const char *const kiosk_words[] = {"--kiosk", NULL};

static Pty *wall_open(Session *session)
{
    return session_open(session, &(PtyStart){.words = kiosk_words, .environment = standing});
}

static void desk_runs(Session *session, const char *one, const char *two, const char *three)
{
    char out[500];
    const char *words[] = {one, two, three, NULL};
    assert_int_equal(session_command(session, out, sizeof out, words), 0);
}

/* --- What must stay as it was ------------------------------------------------------------------------ */

typedef struct Trace {
    uint64_t bytes; /* of the plan, hashed */
    uint64_t names; /* of the files in its folder */
    long inode;
    long long size;
} Trace;

static uint64_t hash_more(uint64_t hash, const void *bytes, size_t count)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ at[i]) * 1099511628211ULL;
    }
    return hash;
}

static Trace trace_take(const Session *session)
{
    Trace trace = {.bytes = 14695981039346656037ULL};
    char part[8192];
    struct stat status;
    FILE *file = fopen(session->plan, "rbe");
    assert_non_null(file);
    for (size_t got = fread(part, 1, sizeof part, file); got > 0;
         got = fread(part, 1, sizeof part, file)) {
        trace.bytes = hash_more(trace.bytes, part, got);
    }
    assert_int_equal(fclose(file), 0);
    DIR *folder = opendir(session->folder);
    assert_non_null(folder);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        trace.names += hash_more(14695981039346656037ULL, entry->d_name,
                                 strlen(entry->d_name)); /* in any order */
    }
    closedir(folder);
    assert_int_equal(stat(session->plan, &status), 0);
    trace.inode = (long)status.st_ino;
    trace.size = (long long)status.st_size;
    return trace;
}

static void expect_untouched(const Session *session, const Trace *before)
{
    Trace now = trace_take(session);
    assert_true(now.bytes == before->bytes);
    assert_true(now.names == before->names);
    assert_int_equal(now.inode, before->inode);
    assert_true(now.size == before->size);
}

/* Processes that the wall has started. */
static int count_children(pid_t pid)
{
    char path[80];
    char line[200] = "";
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)pid, (long)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return 0; /* a kernel that does not tell */
    }
    char *got = fgets(line, sizeof line, file);
    assert_int_equal(fclose(file), 0);
    return got == NULL ? 0 : (int)strlen(line);
}

/* --- Pages ---------------------------------------------------------------------------------------------- */

static void test_pages_turn_by_themselves(void **state)
{
    Session *session = *state;
    const char *ini =
        session_write(session, "wall.ini", "[kiosk]\npage1 = 1 groups\npage2 = 1 timeline\n");
    const char *const words[] = {"--kiosk", "--config", ini, "--today", "2020-09-03", NULL};
    Pty *pty = session_open(session, &(PtyStart){.words = words, .environment = running});
    pty_wait_for(pty, "Work group");
    pty_wait_for(pty, "2 of 2");
    pty_wait_for(pty, "Task ");
    pty_wait_for(pty, "1 of 2");
    pty_wait_for(pty, "Work group");
}

static void test_an_edit_appears_on_the_wall(void **state)
{
    Pty *pty = wall_open(*state);
    pty_wait_for(pty, "Forankring og plan");
    desk_runs(*state, "set", "task/1", "short_name=Omdøpt");
    pty_wait_for(pty, "Omdøpt");
    desk_runs(*state, "point", "task/2.3", NULL);
    pty_wait_for(pty, "2.3 Kartlegge");
    desk_runs(*state, "point", "off", NULL);
    pty_wait_for(pty, "next page in");
}

static void test_no_name_reaches_the_terminal(void **state)
{
    Pty *pty = wall_open(*state);
    for (int page = 0; page < 15; page++) {
        pty_type(pty, "\033[C");
    }
    size_t count = 0;
    assert_non_null(pty_raw(pty, &count));
    assert_true(count > 1000);
    assert_true(pty_raw_has(pty, "taken"));
    assert_false(pty_raw_has(pty, "Gunvor"));
    assert_false(pty_raw_has(pty, "Synnøve"));
    assert_false(pty_raw_has(pty, "\033]0;"));
    assert_false(pty_raw_has(pty, "\033]2;"));
    assert_false(pty_raw_has(pty, "\033]52"));
    assert_false(pty_raw_has(pty, "\033[?1000h"));
}

/* --- Keys of anybody --------------------------------------------------------------------------------------- */

static const char *const sequences[] = {
    "\033[A",
    "\033[B",
    "\033[C",
    "\033[D",
    "\033[5~",
    "\033[6~",
    "\033[H",
    "\033[F",
    "\033OP",
    "\033[15~",
    "\033[21~",
    "\033[24~",
    "\033[Z",
    "\033[2~",
    "\033[3~",
    "\033[1;5C",
    "\033:",
    "\033x",
    "\033[<0;3;3M",
    "\033[<0;3;3m",
    "\033[200~:!sh\r\033[201~",
    "æ",
    "Ω",
    ":!sh\r",
    ":quit\r",
    "ZZ",
    "\033[200~q\033[201~",
};

/* A whole key, so that none swallows what is typed after it. */
static size_t append_key(char *out, unsigned random)
{
    unsigned kind = random % 4;
    unsigned choice = random / 4;
    if (kind == 0) {
        const char *sequence = sequences[choice % (sizeof sequences / sizeof sequences[0])];
        memcpy(out, sequence, strlen(sequence));
        return strlen(sequence);
    }
    unsigned byte = kind == 1 ? choice % 32 : 32 + choice % 96;
    out[0] = byte == 27 ? 'q' : (char)byte;
    return 1;
}

static void type_at_random(Pty *pty, int keys, unsigned long *seed)
{
    char bytes[4096];
    size_t length = 0;
    for (int key = 0; key < keys; key++) {
        *seed = *seed * 6364136223846793005UL + 1442695040888963407UL;
        length += append_key(bytes + length, (unsigned)(*seed >> 33));
        if (length > sizeof bytes - 64 || key + 1 == keys) {
            pty_send_bytes(pty, bytes, length);
            pty_settle(pty);
            length = 0;
        }
    }
}

static const char *const pages[] = {"overview", "timeline", "groups",    "flow",     "swot",
                                    "history",  "findings", "decisions", "registers"};

/* The one page, twice, so that there is one to turn to. */
static const char *write_page(Session *session, const char *page)
{
    char text[100];
    snprintf(text, sizeof text, "[kiosk]\npage1 = 3600 %s\npage2 = 3600 %s\n", page, page);
    return session_write(session, "wall.ini", text);
}

static int keys_wanted(int otherwise)
{
    const char *keys = getenv("FRAMDRIFT_KEYS");
    return keys != NULL ? (int)strtol(keys, NULL, 10) : otherwise;
}

static void test_random_keys_change_nothing(void **state)
{
    Session *session = *state;
    int keys = keys_wanted(KEYS_PER_PAGE);
    unsigned long seed = 20200903;
    for (size_t page = 0; page < sizeof pages / sizeof pages[0]; page++) {
        const char *ini = write_page(session, pages[page]);
        const char *const words[] = {"--kiosk", "--config", ini, NULL};
        Trace before = trace_take(session);
        Pty *pty = session_open(session, &(PtyStart){.words = words, .environment = standing});
        type_at_random(pty, keys, &seed);
        assert_true(pty_is_running(pty));
        assert_int_equal(count_children(pty_pid(pty)), 0);
        expect_untouched(session, &before);
        pty_free(pty);
        session->pty_count = 0;
    }
}

/* What the kernel or another terminal may send: always the same view back. */
static void test_signals_and_sizes_leave_the_same_view(void **state)
{
    static const int signals[] = {SIGTSTP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGINT};
    Session *session = *state;
    Pty *pty = wall_open(session);
    char before[200];
    snprintf(before, sizeof before, "%s", pty_row(pty, 3));
    Trace trace = trace_take(session);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        kill(pty_pid(pty), signals[i]);
        pty_settle(pty);
        assert_true(pty_is_running(pty));
        assert_string_equal(pty_row(pty, 3), before);
    }
    for (char control[2] = "\001"; control[0] < ' '; control[0]++) {
        if (control[0] != '\033') {
            pty_type(pty, control);
        }
    }
    pty_type(pty, "\033[200~:!sh\r\033[201~");
    pty_resize(pty, 1, 1);
    pty_settle(pty);
    pty_resize(pty, 120, 40);
    pty_settle(pty);
    assert_true(pty_is_running(pty));
    assert_string_equal(pty_row(pty, 3), before);
    expect_untouched(session, &trace);
}

static void test_a_service_manager_can_end_it(void **state)
{
    Pty *pty = wall_open(*state);
    kill(pty_pid(pty), SIGTERM);
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 128 + SIGTERM);
    assert_true(pty_line_is_restored(pty));
}

static void test_a_broken_line_ends_it(void **state)
{
    Pty *pty = wall_open(*state);
    pty_hang_up(pty);
    assert_int_equal(pty_wait_exit(pty, 2000), 129);
}

/* --- The file ------------------------------------------------------------------------------------------------ */

static void test_it_waits_for_the_file(void **state)
{
    Session *session = *state;
    char away[160];
    snprintf(away, sizeof away, "%s.away", session->plan);
    assert_int_equal(rename(session->plan, away), 0);
    Pty *pty = wall_open(session);
    pty_wait_for(pty, "Waiting for the plan");
    assert_int_equal(rename(away, session->plan), 0);
    pty_wait_for(pty, "Forankring og plan");
    assert_int_equal(rename(session->plan, away), 0);
    pty_wait_for(pty, "is not there just now");
    pty_wait_for(pty, "Forankring og plan");
    assert_int_equal(rename(away, session->plan), 0);
    pty_wait_without(pty, "is not there just now");
}

static void test_it_waits_for_recovery(void **state)
{
    Session *session = *state;
    /* As a writer that was stopped half-way leaves it: the mark, then nothing that helps. */
    const char *journal = session_write(session, "solor.plan-journal",
                                        "\331\325\005\371\040\241\143\327 a journal");
    Pty *pty = wall_open(session);
    pty_wait_for(pty, "waits for recovery");
    assert_int_equal(unlink(journal), 0);
    pty_wait_for(pty, "Forankring og plan");
}

/* As SQLite does while it writes. */
static int hold_lock(const Session *session)
{
    struct flock lock = {
        .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 0x40000000, .l_len = 512};
    int file = open(session->plan, O_RDWR | O_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(fcntl(file, F_SETLK, &lock), 0);
    return file;
}

/* Another program holds the file for long: that is said, and the keys are answered all the while. */
static void test_a_lock_leaves_the_keys_alive(void **state)
{
    Session *session = *state;
    struct timespec from, to;
    Pty *pty = wall_open(session);
    int file = hold_lock(session);
    assert_int_equal(futimens(file, NULL), 0); /* it looks */
    pty_wait_for(pty, "cannot be read just now");
    (void)clock_gettime(CLOCK_MONOTONIC, &from);
    pty_type(pty, "\033[C");
    pty_wait_for(pty, "Task ");
    pty_type(pty, "?");
    pty_wait_for(pty, "pause, go on");
    pty_type(pty, "x");
    (void)clock_gettime(CLOCK_MONOTONIC, &to);
    assert_true(to.tv_sec - from.tv_sec < 3);
    assert_true(pty_has(pty, "cannot be read just now"));
    assert_int_equal(close(file), 0);
    pty_wait_without(pty, "cannot be read just now");
}

static void test_it_waits_for_a_lock_from_the_start(void **state)
{
    Session *session = *state;
    int file = hold_lock(session);
    Pty *pty = wall_open(session);
    pty_wait_for(pty, "another program is writing");
    pty_resize(pty, 100, 30);
    pty_wait_for(pty, "Waiting for the plan");
    assert_int_equal(close(file), 0);
    pty_wait_for(pty, "Work groups");
}

static void test_a_folder_that_is_only_read_is_enough(void **state)
{
    Session *session = *state;
    assert_int_equal(chmod(session->plan, 0444), 0);
    assert_int_equal(chmod(session->folder, 0555), 0);
    Trace before = trace_take(session);
    Pty *pty = wall_open(session);
    pty_wait_for(pty, "Forankring og plan");
    pty_type(pty, "\033[C\033[C");
    expect_untouched(session, &before);
    assert_int_equal(chmod(session->folder, 0755), 0);
}

/* --- The kernel ------------------------------------------------------------------------------------------------ */

static bool status_has(pid_t pid, const char *wanted)
{
    char path[60];
    char line[300];
    bool found = false;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)pid);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        found = found || strncmp(line, wanted, strlen(wanted)) == 0;
    }
    assert_int_equal(fclose(file), 0);
    return found;
}

static void test_the_kernel_refuses_what_it_never_needs(void **state)
{
    Pty *pty = wall_open(*state);
    assert_true(status_has(pty_pid(pty), "NoNewPrivs:\t1"));
#if defined(__x86_64__) || defined(__aarch64__)
    assert_true(status_has(pty_pid(pty), "Seccomp:\t2"));
#endif
}

static bool has_strace(void)
{
    return access("/usr/bin/strace", X_OK) == 0;
}

/* Calls that start a program, change a file, or reach beyond the terminal. */
static const char *const refused[] = {
    "fork",    "vfork", "clone",     "socket",   "connect",   "bind",   "sendto",
    "sendmsg", "creat", "truncate",  "unlink",   "rename",    "link",   "symlink",
    "mkdir",   "rmdir", "mknod",     "chmod",    "fchmod",    "chown",  "fchown",
    "lchown",  "utime", "futimesat", "setxattr", "fsetxattr", "ptrace", "mount",
};

static bool is_refused(const char *call)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (strncmp(call, refused[i], strlen(refused[i])) == 0) {
            return true;
        }
    }
    return false;
}

static void judge_call(const char *line, int *programs)
{
    const char *call = strchr(line, ' '); /* after the process's number */
    call = call != NULL ? call + strspn(call, " ") : line;
    bool terminal = strstr(line, "</dev/pts/") != NULL || strstr(line, "\"/dev/pts/") != NULL;
    bool memory = strstr(line, "memfd:") != NULL || strstr(line, "<pipe:") != NULL;
    bool writes = strncmp(call, "write", 5) == 0 || strncmp(call, "pwrite", 6) == 0 ||
                  strncmp(call, "ftruncate", 9) == 0;
    *programs += strncmp(call, "execve", 6) == 0;
    if (is_refused(call) || (writes && !terminal && !memory)) {
        fail_msg("%s", line);
    }
    if (strncmp(call, "open", 4) == 0 && !terminal &&
        (strstr(line, "O_WRONLY") != NULL || strstr(line, "O_RDWR") != NULL ||
         strstr(line, "O_CREAT") != NULL)) {
        fail_msg("%s", line);
    }
}

static void judge_log(const char *log)
{
    char line[4000];
    int programs = 0, lines = 0;
    FILE *file = fopen(log, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        judge_call(line, &programs);
        lines++;
    }
    assert_int_equal(fclose(file), 0);
    (void)unlink(log);
    assert_true(lines > 10);
    assert_int_equal(programs, 1); /* its own start */
}

/* Types at one page for so long, lets the desk change something, and reads what was called. */
static void trace_page(Session *session, const char *page, int keys, unsigned long *seed)
{
    char log[160];
    snprintf(log, sizeof log, "/tmp/framdrift-strace-%ld", (long)getpid());
    const char *ini = write_page(session, page);
    const char *const words[] = {
        "/usr/bin/strace",
        "-f",
        "-y",
        "-o",
        log,
        "-e",
        "trace=%process,%network,%file,write,writev,pwrite64,pwritev,pwritev2,ftruncate,fchmod,"
        "fchown,fsetxattr,ptrace",
        TEST_PROGRAM,
        "--kiosk",
        "--config",
        ini,
        session->plan,
        NULL};
    Pty *pty = pty_start_painted(
        &(PtyStart){.words = words, .environment = standing, .home = session->folder});
    session->ptys[session->pty_count++] = pty;
    type_at_random(pty, keys, seed);
    desk_runs(session, "set", "task/1", "short_name=Omdøpt");
    pty_type(pty, "x0"); /* the first one closes the keys where they are shown */
    pty_wait_for(pty, "Omdøpt");
    desk_runs(session, "undo", NULL, NULL);
    pty_wait_without(pty, "Omdøpt");
    pty_hang_up(pty);
    (void)pty_wait_exit(pty, PTY_PATIENCE_MS);
    pty_free(pty);
    session->pty_count = 0;
    judge_log(log);
}

static void test_no_call_leaves_the_terminal(void **state)
{
    unsigned long seed = 7;
    int keys = keys_wanted(KEYS_PER_TRACED_PAGE);
    if (!has_strace()) {
        skip();
    }
    for (size_t page = 0; page < sizeof pages / sizeof pages[0]; page++) {
        trace_page(*state, pages[page], keys, &seed);
    }
}

/* --- At rest ----------------------------------------------------------------------------------------------------- */

static void test_a_paused_wall_rests(void **state)
{
    Pty *pty = wall_open(*state);
    pty_type(pty, " ");
    assert_true(pty_has(pty, "paused"));
    long before = pty_wake_ups(pty);
    pty_mark(pty);
    pty_pump(pty, 3000);
    size_t bytes = 0;
    (void)pty_raw(pty, &bytes);
    assert_int_equal(bytes, 0);
    assert_true(pty_wake_ups(pty) - before <= 1);
}

static void test_a_counting_wall_wakes_once_a_second(void **state)
{
    Pty *pty = wall_open(*state);
    long before = pty_wake_ups(pty);
    pty_pump(pty, 4000);
    assert_true(pty_wake_ups(pty) - before <= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_pages_turn_by_themselves),
        SESSION_TEST(test_an_edit_appears_on_the_wall),
        SESSION_TEST(test_no_name_reaches_the_terminal),
        SESSION_TEST(test_random_keys_change_nothing),
        SESSION_TEST(test_signals_and_sizes_leave_the_same_view),
        SESSION_TEST(test_a_service_manager_can_end_it),
        SESSION_TEST(test_a_broken_line_ends_it),
        SESSION_TEST(test_it_waits_for_the_file),
        SESSION_TEST(test_it_waits_for_recovery),
        SESSION_TEST(test_a_lock_leaves_the_keys_alive),
        SESSION_TEST(test_it_waits_for_a_lock_from_the_start),
        SESSION_TEST(test_a_folder_that_is_only_read_is_enough),
        SESSION_TEST(test_the_kernel_refuses_what_it_never_needs),
        SESSION_TEST(test_no_call_leaves_the_terminal),
        SESSION_TEST(test_a_paused_wall_rests),
        SESSION_TEST(test_a_counting_wall_wakes_once_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
