/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A crowd on one file: writers and readers as processes, one of them killed every second.
 *
 * Every writer adds notes of its own and tells of each one that was kept.  Afterwards all of them are
 * there, the plan verifies as clean, nobody was told that the file is busy, and the longest time that
 * a reader had to wait is printed; at night, or with FRAMDRIFT_TIMING, it must be short.
 * FRAMDRIFT_SECONDS says how long it goes on.
 */
#include "framdrift/store.h"

#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { WRITERS = 8, READERS = 4, MOST_NOTES = 200000, THINK_MS = 40, READ_EVERY_MS = 25 };

/* No reader stands still for longer; a sanitizer makes everything slower. */
#if defined(__SANITIZE_ADDRESS__)
enum { LONGEST_STALL_MS = 1000 };
#else
enum { LONGEST_STALL_MS = 100 };
#endif

/* What the processes share: nothing of it needs a lock, every place has one writer. */
typedef struct Board {
    volatile int stop;
    volatile int64_t kept_count[WRITERS];
    volatile int64_t loads[READERS], longest_ns[READERS], slowest_write_ns[WRITERS];
    volatile int failures;
    char failure[600];
    RowId kept[WRITERS][MOST_NOTES / WRITERS];
} Board;

static char plan_path[300];
static Board *board;

static int64_t now_ns(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t wall_clock(void *context)
{
    (void)context;
    return (int64_t)time(NULL);
}

/* What a person does between two edits, not a wait for anything. */
static void think(int milliseconds)
{
    (void)poll(NULL, 0, milliseconds);
}

static void complain(const char *what, const Err *err)
{
    if (board->failures++ == 0)
        (void)snprintf(board->failure, sizeof board->failure, "%s: %s", what, err->message);
}

static Store *open_plan(const char *author, unsigned flags)
{
    StoreAuthor who = {.author = author, .host = "kontor", .now = wall_clock};
    Store *store = NULL;
    Err err = {0};
    if (!store_open(plan_path, flags | STORE_NO_CHECK, &who, &store, &err))
        complain("open", &err);
    return store;
}

static bool add_note(Store *store, const char *name, RowId *id, Err *err)
{
    Value value = VALUE_OF_TEXT(name);
    *id = 0;
    return store_begin(store, "add note", err) && store_add(store, ENTITY_NOTE, id, err) &&
           store_set(store, ENTITY_NOTE, *id,
                     schema_field_by_name(schema_entity(ENTITY_NOTE), "name"), &value, err) &&
           store_commit(store, NULL, err);
}

/* Goes on where the one before it was killed. */
_Noreturn static void run_writer(int number)
{
    char name[60];
    (void)snprintf(name, sizeof name, "writer %d", number);
    Store *store = open_plan(name, 0);
    while (store != NULL && !board->stop) {
        RowId id = 0;
        Err err = {0};
        int64_t from = now_ns();
        int64_t count = board->kept_count[number];
        if (count >= MOST_NOTES / WRITERS)
            break;
        if (!add_note(store, name, &id, &err)) {
            complain("write", &err);
            store_drop(store);
            continue;
        }
        board->kept[number][count] = id;
        board->kept_count[number] = count + 1;
        int64_t took = now_ns() - from;
        if (took > board->slowest_write_ns[number])
            board->slowest_write_ns[number] = took;
        think(THINK_MS);
    }
    store_close(store);
    _exit(0);
}

_Noreturn static void run_reader(int number)
{
    Store *store = open_plan("reader", STORE_READ_ONLY);
    while (store != NULL && !board->stop) {
        Plan *plan = NULL;
        Err err = {0};
        Arena *arena = arena_new();
        int64_t from = now_ns();
        (void)store_changed(store);
        bool good = store_load(store, arena, 0, &plan, &err);
        int64_t took = now_ns() - from;
        arena_free(arena);
        /* A writer that was killed has left a journal: the next writer clears it away. */
        if (!good && strstr(err.message, "recovery") == NULL)
            complain("read", &err);
        board->loads[number]++;
        if (good && took > board->longest_ns[number])
            board->longest_ns[number] = took;
        think(READ_EVERY_MS);
    }
    store_close(store);
    _exit(0);
}

static pid_t start(int number)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (number < WRITERS)
            run_writer(number);
        else
            run_reader(number - WRITERS);
    }
    return child;
}

static int seconds_to_run(void)
{
    const char *text = getenv("FRAMDRIFT_SECONDS");
    int seconds = text != NULL ? (int)strtol(text, NULL, 10) : 0;
    return seconds > 0 ? seconds : TEST_NIGHTLY ? 60 : 8;
}

static void make_plan(char *folder, size_t room)
{
    StoreAuthor who = {.author = "kari", .host = "kontor", .now = wall_clock};
    Store *store = NULL;
    Err err = {0};
    (void)snprintf(folder, room, "%s/crowd-XXXXXX",
                   access("/dev/shm", W_OK) == 0 ? "/dev/shm" : TEST_BINARY_DIR);
    assert_non_null(mkdtemp(folder));
    (void)snprintf(plan_path, sizeof plan_path, "%s/crowd.plan", folder);
    assert_true(store_create(plan_path, &who, &store, &err));
    store_close(store);
}

/* Every acknowledged note is there; a note more may be, whose writer was killed before it told. */
static void check_what_was_kept(int kills)
{
    Store *store = open_plan("check", 0);
    Plan *plan = NULL;
    VerifyReport report = {0};
    Err err = {0};
    Arena *arena = arena_new();
    int64_t kept = 0;
    assert_non_null(store);
    assert_true(store_load(store, arena, 0, &plan, &err));
    for (int writer = 0; writer < WRITERS; writer++)
        for (int64_t note = 0; note < board->kept_count[writer]; note++) {
            kept++;
            assert_non_null(plan_row(plan, ENTITY_NOTE, board->kept[writer][note]));
        }
    assert_true(kept > WRITERS);
    assert_in_range(plan_count(plan, ENTITY_NOTE), (uint64_t)kept, (uint64_t)(kept + kills));
    assert_true(store_verify(store, false, arena, &report, &err));
    if (!report.clean)
        fail_msg("%s", report.findings);
    store_close(store);
    arena_free(arena);
}

static void report_times(int seconds, int kills)
{
    int64_t loads = 0;
    int64_t stall = 0;
    int64_t slowest = 0;
    int64_t kept = 0;
    for (int i = 0; i < READERS; i++) {
        loads += board->loads[i];
        stall = board->longest_ns[i] > stall ? board->longest_ns[i] : stall;
    }
    for (int i = 0; i < WRITERS; i++) {
        kept += board->kept_count[i];
        slowest = board->slowest_write_ns[i] > slowest ? board->slowest_write_ns[i] : slowest;
    }
    printf("%d s, %d killed: %lld edits kept, slowest %lld ms; %lld loads, longest %lld ms\n",
           seconds, kills, (long long)kept, (long long)slowest / 1000000, (long long)loads,
           (long long)stall / 1000000);
    /* A machine that is busy with other things makes everybody wait: only the nightly run judges. */
    if (TEST_NIGHTLY || getenv("FRAMDRIFT_TIMING") != NULL)
        assert_in_range(stall / 1000000, 0, LONGEST_STALL_MS - 1);
}

static void test_nothing_is_lost_and_nobody_is_told_to_wait(void **state)
{
    char folder[200];
    pid_t children[WRITERS + READERS];
    unsigned random = 20200903;
    int seconds = seconds_to_run();
    (void)state;
    board =
        mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(board != MAP_FAILED);
    make_plan(folder, sizeof folder);
    for (int i = 0; i < WRITERS + READERS; i++)
        children[i] = start(i);
    for (int second = 0; second < seconds; second++) {
        think(990);
        random = random * 1103515245U + 12345U;
        int victim = (int)(random >> 16) % (WRITERS + READERS);
        assert_int_equal(kill(children[victim], SIGKILL), 0);
        assert_int_equal(waitpid(children[victim], NULL, 0), children[victim]);
        children[victim] = start(victim);
    }
    board->stop = 1;
    for (int i = 0; i < WRITERS + READERS; i++)
        assert_int_equal(waitpid(children[i], NULL, 0), children[i]);
    if (board->failures > 0)
        fail_msg("%d times; first %s", board->failures, board->failure);
    check_what_was_kept(seconds);
    report_times(seconds, seconds);
    assert_int_equal(munmap(board, sizeof *board), 0);
    (void)unlink(plan_path);
    char journal[320];
    (void)snprintf(journal, sizeof journal, "%s-journal", plan_path);
    (void)unlink(journal);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_lost_and_nobody_is_told_to_wait),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
