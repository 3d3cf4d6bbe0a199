/* SPDX-License-Identifier: MPL-2.0 */
#include "harness.h"

#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>

#include <cmocka.h>

#define MODE_LIMIT 3000

struct Pty {
    pid_t pid;
    int master, line, process; /* our end, a second hold on the program's end, a pidfd */
    struct termios before;
    VTerm *vterm;
    VTermScreen *screen;
    char *raw;
    size_t raw_count, raw_capacity, marked;
    int reads, marked_reads;
    unsigned barriers;
    size_t answers_at;
    unsigned answers;
    size_t modes_at;
    bool modes[MODE_LIMIT];
    bool cursor_visible, alternate;
    bool exited;
    int status;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- Starting -------------------------------------------------------------------------------------- */

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
    Pty *pty = user;
    if (prop == VTERM_PROP_CURSORVISIBLE) {
        pty->cursor_visible = value->boolean != 0;
    }
    if (prop == VTERM_PROP_ALTSCREEN) {
        pty->alternate = value->boolean != 0;
    }
    return 1;
}

static void start_screen(Pty *pty, int columns, int rows)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = on_property};
    pty->vterm = vterm_new(rows, columns);
    assert_non_null(pty->vterm);
    vterm_set_utf8(pty->vterm, 1);
    pty->screen = vterm_obtain_screen(pty->vterm);
    vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
}

Pty *pty_start(const PtyStart *start)
{
    int columns = start->columns > 0 ? start->columns : 120;
    int rows = start->rows > 0 ? start->rows : 40;
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    Pty *pty = calloc(1, sizeof *pty);
    assert_non_null(pty);
    start_screen(pty, columns, rows);
    assert_int_equal(openpty(&pty->master, &pty->line, NULL, NULL, &size), 0);
    assert_int_equal(tcgetattr(pty->line, &pty->before), 0);
    fflush(NULL);
    pty->pid = fork();
    assert_true(pty->pid >= 0);
    if (pty->pid == 0) {
        close(pty->master);
        login_tty(pty->line);
        child_become(start);
    }
    pty->process = pidfd_open(pty->pid, 0);
    assert_true(pty->process >= 0);
    fcntl(pty->master, F_SETFL, O_NONBLOCK);
    fcntl(pty->master, F_SETFD, FD_CLOEXEC);
    fcntl(pty->line, F_SETFD, FD_CLOEXEC);
    return pty;
}

Pty *pty_start_painted(const PtyStart *start)
{
    Pty *pty = pty_start(start);
    int64_t deadline = now_ms() + PTY_PATIENCE_MS;
    while (!pty_raw_has(pty, "\033[?2004h")) {
        if (now_ms() > deadline || !pty_is_running(pty)) {
            pty_print(pty);
            pty_free(pty);
            fail_msg("the program did not take the terminal");
        }
        pty_pump(pty, 20);
    }
    pty_settle(pty);
    return pty;
}

void pty_free(Pty *pty)
{
    if (pty == NULL) {
        return;
    }
    if (!pty->exited) {
        kill(pty->pid, SIGKILL);
        waitpid(pty->pid, NULL, 0);
    }
    if (pty->master >= 0) {
        close(pty->master);
    }
    if (pty->line >= 0) {
        close(pty->line);
    }
    close(pty->process);
    vterm_free(pty->vterm);
    free(pty->raw);
    free(pty);
}

pid_t pty_pid(const Pty *pty)
{
    return pty->pid;
}

/* --- Reading ------------------------------------------------------------------------------------------ */

static void keep_raw(Pty *pty, const char *bytes, size_t count)
{
    if (pty->raw_count + count + 1 > pty->raw_capacity) {
        pty->raw_capacity = (pty->raw_count + count + 1) * 2;
        pty->raw = realloc(pty->raw, pty->raw_capacity);
        assert_non_null(pty->raw);
    }
    memcpy(pty->raw + pty->raw_count, bytes, count);
    pty->raw_count += count;
    pty->raw[pty->raw_count] = '\0';
}

static const char *find_bytes(const Pty *pty, size_t from, const char *bytes)
{
    return pty->raw == NULL
               ? NULL
               : memmem(pty->raw + from, pty->raw_count - from, bytes, strlen(bytes));
}

static void count_answers(Pty *pty)
{
    const char *at = find_bytes(pty, pty->answers_at, "\033]7770;");
    while (at != NULL && find_bytes(pty, (size_t)(at - pty->raw), "\033\\") != NULL) {
        pty->answers = (unsigned)strtoul(at + 7, NULL, 10);
        pty->answers_at = (size_t)(at - pty->raw) + 7;
        at = find_bytes(pty, pty->answers_at, "\033]7770;");
    }
}

/* "ESC [ ? 1002 ; 1006 h": each number counts, though libvterm sees the first only. */
static void follow_modes(Pty *pty)
{
    const char *at = find_bytes(pty, pty->modes_at, "\033[?");
    for (; at != NULL; at = find_bytes(pty, pty->modes_at, "\033[?")) {
        const char *end = at + 3 + strspn(at + 3, "0123456789;");
        if (*end == '\0') {
            return; /* the rest has not come yet */
        }
        for (const char *number = at + 3; number < end;) {
            char *after = NULL;
            unsigned long mode = strtoul(number, &after, 10);
            if (mode < MODE_LIMIT && (*end == 'h' || *end == 'l')) {
                pty->modes[mode] = *end == 'h';
            }
            number = after == number ? end : after + 1;
        }
        pty->modes_at = (size_t)(end - pty->raw);
    }
}

static bool read_once(Pty *pty)
{
    static char part[65536];
    ssize_t got = pty->master >= 0 ? read(pty->master, part, sizeof part) : -1;
    if (got <= 0) {
        return false;
    }
    pty->reads++;
    keep_raw(pty, part, (size_t)got);
    vterm_input_write(pty->vterm, part, (size_t)got);
    count_answers(pty);
    follow_modes(pty);
    return true;
}

void pty_pump(Pty *pty, int milliseconds)
{
    int64_t deadline = now_ms() + milliseconds;
    for (;;) {
        struct pollfd polls[2] = {{.fd = pty->master, .events = POLLIN},
                                  {.fd = pty->exited ? -1 : pty->process, .events = POLLIN}};
        int64_t left = deadline - now_ms();
        if (poll(polls, 2, left > 0 ? (int)left : 0) <= 0) {
            return;
        }
        bool got = (polls[0].revents & POLLIN) != 0 && read_once(pty);
        if (polls[1].revents != 0) {
            (void)pty_is_running(pty);
        }
        if (!got) {
            return;
        }
    }
}

void pty_mark(Pty *pty)
{
    pty->marked = pty->raw_count;
    pty->marked_reads = pty->reads;
}

const char *pty_raw(const Pty *pty, size_t *count)
{
    *count = pty->raw_count - pty->marked;
    return pty->raw != NULL ? pty->raw + pty->marked : "";
}

bool pty_raw_has(const Pty *pty, const char *bytes)
{
    return find_bytes(pty, pty->marked, bytes) != NULL;
}

int pty_reads(const Pty *pty)
{
    return pty->reads - pty->marked_reads;
}

/* --- Typing --------------------------------------------------------------------------------------------- */

/* Reads meanwhile: a full queue in both directions would stop both programs. */
void pty_send_bytes(Pty *pty, const char *bytes, size_t count)
{
    int64_t deadline = now_ms() + PTY_PATIENCE_MS;
    while (count > 0) {
        size_t part = count < 1024 ? count : 1024;
        ssize_t written = write(pty->master, bytes, part);
        if (written > 0) {
            bytes += written;
            count -= (size_t)written;
            continue;
        }
        assert_true(written < 0 && errno == EAGAIN && now_ms() < deadline);
        struct pollfd both = {.fd = pty->master, .events = POLLIN | POLLOUT};
        (void)poll(&both, 1, 100);
        (void)read_once(pty);
    }
}

void pty_send(Pty *pty, const char *text)
{
    pty_send_bytes(pty, text, strlen(text));
}

static long proc_number(const Pty *pty, const char *file, const char *name)
{
    char path[64];
    char line[256];
    long number = -1;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pty->pid, file);
    FILE *proc = fopen(path, "r");
    if (proc == NULL) {
        return -1;
    }
    while (fgets(line, sizeof line, proc) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            number = strtol(line + strlen(name), NULL, 10);
        }
    }
    fclose(proc);
    return number;
}

void pty_send_alone(Pty *pty, const char *text)
{
    long before = proc_number(pty, "io", "rchar:");
    int64_t deadline = now_ms() + PTY_PATIENCE_MS;
    pty_send(pty, text);
    while (proc_number(pty, "io", "rchar:") < before + (long)strlen(text)) {
        assert_true(now_ms() < deadline);
        pty_pump(pty, 1);
    }
}

void pty_settle(Pty *pty)
{
    int64_t deadline = now_ms() + PTY_PATIENCE_MS;
    pty->barriers++;
    pty_send(pty, "\033[9997~");
    while (pty->answers < pty->barriers) {
        if (now_ms() > deadline || !pty_is_running(pty)) {
            pty_print(pty);
            fail_msg("the program does not answer");
        }
        pty_pump(pty, 1);
    }
}

void pty_type(Pty *pty, const char *text)
{
    pty_send(pty, text);
    pty_settle(pty);
}

void pty_resize(Pty *pty, int columns, int rows)
{
    struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    pty_settle(pty);
    vterm_set_size(pty->vterm, rows, columns);
    assert_int_equal(ioctl(pty->master, TIOCSWINSZ, &size), 0);
}

void pty_hang_up(Pty *pty)
{
    close(pty->line);
    close(pty->master);
    pty->line = -1;
    pty->master = -1;
}

/* --- The screen -------------------------------------------------------------------------------------------- */

int pty_columns(const Pty *pty)
{
    int rows = 0;
    int columns = 0;
    vterm_get_size(pty->vterm, &rows, &columns);
    return columns;
}

int pty_rows(const Pty *pty)
{
    int rows = 0;
    int columns = 0;
    vterm_get_size(pty->vterm, &rows, &columns);
    return rows;
}

VTermScreenCell pty_cell(const Pty *pty, int row, int column)
{
    VTermScreenCell cell = {0};
    (void)vterm_screen_get_cell(pty->screen, (VTermPos){.row = row, .col = column}, &cell);
    return cell;
}

static size_t put_letter(char *out, uint32_t letter)
{
    if (letter < 0x80) {
        out[0] = (char)letter;
        return 1;
    }
    size_t more = letter < 0x800 ? 1 : letter < 0x10000 ? 2 : 3;
    static const unsigned char leads[] = {0, 0xC0, 0xE0, 0xF0};
    for (size_t i = more; i > 0; i--) {
        out[i] = (char)(0x80U | (letter & 0x3FU));
        letter >>= 6;
    }
    out[0] = (char)(leads[more] | letter);
    return more + 1;
}

const char *pty_row(const Pty *pty, int row)
{
    static char buffers[4][2048];
    static int next;
    char *out = buffers[next++ % 4];
    size_t length = 0;
    size_t end = 0;
    for (int column = 0; column < pty_columns(pty) && length + 8 < sizeof buffers[0];
         column++) {
        VTermScreenCell cell = pty_cell(pty, row, column);
        if (cell.chars[0] == (uint32_t)-1) {
            continue; /* second half of a wide letter */
        }
        length += put_letter(out + length, cell.chars[0] == 0 ? ' ' : cell.chars[0]);
        end = cell.chars[0] == 0 || cell.chars[0] == ' ' ? end : length;
    }
    out[end] = '\0';
    return out;
}

bool pty_find(const Pty *pty, const char *text, int *row)
{
    for (int y = 0; y < pty_rows(pty); y++) {
        if (strstr(pty_row(pty, y), text) != NULL) {
            *row = y;
            return true;
        }
    }
    return false;
}

bool pty_has(const Pty *pty, const char *text)
{
    int row = 0;
    return pty_find(pty, text, &row);
}

static void wait_until(Pty *pty, const char *text, bool wanted)
{
    int64_t deadline = now_ms() + PTY_PATIENCE_MS;
    while (pty_has(pty, text) != wanted) {
        if (now_ms() > deadline || !pty_is_running(pty)) {
            pty_print(pty);
            fail_msg("the screen %s \"%s\"", wanted ? "never showed" : "kept showing", text);
        }
        pty_pump(pty, 10);
    }
}

void pty_wait_for(Pty *pty, const char *text)
{
    wait_until(pty, text, true);
}

void pty_wait_without(Pty *pty, const char *text)
{
    wait_until(pty, text, false);
}

void pty_cursor(const Pty *pty, int *row, int *column)
{
    VTermPos at = {0};
    vterm_state_get_cursorpos(vterm_obtain_state(pty->vterm), &at);
    *row = at.row;
    *column = at.col;
}

bool pty_cursor_is_visible(const Pty *pty)
{
    return pty->cursor_visible;
}

bool pty_alternate_screen(const Pty *pty)
{
    return pty->alternate;
}

bool pty_mode(const Pty *pty, int mode)
{
    return mode >= 0 && mode < MODE_LIMIT && pty->modes[mode];
}

void pty_print(const Pty *pty)
{
    for (int row = 0; row < pty_rows(pty); row++) {
        fprintf(stderr, "%s\n", pty_row(pty, row));
    }
}

/* --- The program ------------------------------------------------------------------------------------------- */

bool pty_is_running(Pty *pty)
{
    int status = 0;
    if (!pty->exited && waitpid(pty->pid, &status, WNOHANG) == pty->pid) {
        pty->exited = true;
        pty->status = child_status(status);
    }
    return !pty->exited;
}

int pty_wait_exit(Pty *pty, int milliseconds)
{
    int64_t deadline = now_ms() + milliseconds;
    while (pty_is_running(pty)) {
        if (now_ms() > deadline) {
            pty_print(pty);
            fail_msg("the program did not end within %d ms", milliseconds);
        }
        if (pty->master < 0) {
            struct pollfd process = {.fd = pty->process, .events = POLLIN};
            (void)poll(&process, 1, 20);
        } else {
            pty_pump(pty, 20);
        }
    }
    pty_pump(pty, 20); /* its last bytes */
    return pty->status;
}

bool pty_line_is_restored(const Pty *pty)
{
    struct termios now;
    if (tcgetattr(pty->line, &now) != 0) {
        return false;
    }
    return now.c_iflag == pty->before.c_iflag && now.c_oflag == pty->before.c_oflag &&
           now.c_lflag == pty->before.c_lflag && now.c_cflag == pty->before.c_cflag;
}

long pty_wake_ups(const Pty *pty)
{
    return proc_number(pty, "status", "voluntary_ctxt_switches:");
}
