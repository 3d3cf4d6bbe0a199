/* SPDX-License-Identifier: MPL-2.0 */
/*
 * SQLite's memory runs out at the n-th call, once or from then on, during an edit, an undo, a merge, backing
 * out of one, a compaction, a migration and an erasing: every night at every call, else at some of them.  The program may end (base_out_of_memory does that), never crash; the plan is the old
 * one or the new one, never between, and what was acknowledged stays.  Each point runs in a child.
 */
#include "store_bed.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#define SAMPLE        24 /* points of each action, in each of the two ways, but every night all */
#define FEWEST_POINTS (TEST_NIGHTLY ? 1000 : 200)

enum { CHILD_FAILED = 20, CHILD_DONE = 21, CHILD_NO_MEMORY = 22 };

typedef struct Memory {
    long countdown; /* calls until the failure; 0: none */
    long calls;
    bool sticky, hit;
} Memory;

static Memory *memory; /* shared with the child */
static sqlite3_mem_methods real;
static int all_points;

static bool memory_is_out(void)
{
    memory->calls++;
    if (memory->countdown == 0) {
        return false;
    }
    if (memory->hit) {
        return memory->sticky;
    }
    memory->hit = memory->calls >= memory->countdown;
    return memory->hit;
}

static void *failing_malloc(int size)
{
    return memory_is_out() ? NULL : real.xMalloc(size);
}

static void *failing_realloc(void *block, int size)
{
    return memory_is_out() ? NULL : real.xRealloc(block, size);
}

static void install(void)
{
    memory =
        mmap(NULL, sizeof(*memory), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(memory != MAP_FAILED);
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real), SQLITE_OK);
    sqlite3_mem_methods failing = real;
    failing.xMalloc = failing_malloc;
    failing.xRealloc = failing_realloc;
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing), SQLITE_OK);
    /* Without the slab of a connection every small piece is a call as well. */
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK);
}

static _Noreturn void end_child(const char *message)
{
    bool expected = strstr(message, "no memory left") != NULL;
    if (!expected) {
        (void)fprintf(stderr, "%s\n", message);
    }
    _exit(expected ? CHILD_NO_MEMORY : 1);
}

/* How the action ended in a child; anything but the three ways is a crash. */
static int end_of_action(Bed *bed, const Case *what, long countdown, bool sticky)
{
    Store *store = bed_begin(bed, what);
    *memory = (Memory){.countdown = countdown, .sticky = sticky};
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        Err err = {0};
        (void)signal(SIGSEGV, SIG_DFL); /* the test would go on in the child */
        (void)signal(SIGABRT, SIG_DFL);
        base_set_last_words(end_child);
        _exit(what->action(bed, store, &err) ? CHILD_DONE : CHILD_FAILED);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    memory->countdown = 0;
    store_close(store);
    if (!WIFEXITED(status)) {
        fail_msg("%s: signal %d when call %ld failed", what->name, WTERMSIG(status), countdown);
    }
    return WEXITSTATUS(status);
}

static bool run_at(Bed *bed, const Case *what, long countdown, bool sticky)
{
    int end = end_of_action(bed, what, countdown, sticky);
    bool hit = memory->hit;
    const char *now = outcome_of(bed);
    if (end == CHILD_DONE) {
        assert_string_equal(now, what->after);
    } else if (end == CHILD_FAILED && strcmp(now, what->before) != 0) {
        fail_msg("%s: “%s” after a failure at call %ld", what->name, now, countdown);
    } else if (end == CHILD_NO_MEMORY) {
        assert_true(strcmp(now, what->before) == 0 || strcmp(now, what->after) == 0);
    } else if (end != CHILD_FAILED) {
        fail_msg("%s: a fault when call %ld failed", what->name, countdown);
    }
    arena_clear(bed->arena);
    return hit;
}

static void run_everywhere(const Case *what, uint64_t seed)
{
    Bed bed = {0};
    set_up_bed(&bed);
    assert_int_equal(end_of_action(&bed, what, 0, false), CHILD_DONE);
    long calls = memory->calls;
    long stride = TEST_NIGHTLY ? 1 : calls / SAMPLE + 1;
    int points = 0;
    assert_true(calls > 100);
    for (long at = 1 + (long)(seed % (uint64_t)stride); at <= calls; at += stride) {
        points += run_at(&bed, what, at, false) ? 1 : 0;
        points += run_at(&bed, what, at, true) ? 1 : 0;
    }
    /* How often memory is asked for varies a little with the ids. */
    assert_true(points >= (TEST_NIGHTLY ? calls : SAMPLE));
    all_points += points;
    print_message("%s: %d points of %ld calls\n", what->name, points, calls);
    test_folder_remove(bed.folder);
    arena_free(bed.arena);
}

static uint64_t seed_of_run(void)
{
    static uint64_t seed;
    if (seed == 0) {
        seed = trials_seed();
        print_message("FRAMDRIFT_SEED=%llu\n", (unsigned long long)seed);
    }
    return seed;
}

static void an_edit_without_memory(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[0], seed_of_run());
}

static void an_undo_without_memory(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[1], seed_of_run());
}

static void a_merge_without_memory(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[2], seed_of_run());
}

static void a_compaction_without_memory(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[3], seed_of_run());
}

static void a_migration_without_memory(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[4], seed_of_run());
}

static void an_erasing_without_memory(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[5], seed_of_run());
}

static void backing_out_without_memory(void **state)
{
    (void)state;
    run_everywhere(&bed_cases[6], seed_of_run());
}

static void there_were_enough_points(void **state)
{
    (void)state;
    assert_true(all_points >= FEWEST_POINTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_edit_without_memory),
        cmocka_unit_test(an_undo_without_memory),
        cmocka_unit_test(a_merge_without_memory),
        cmocka_unit_test(a_compaction_without_memory),
        cmocka_unit_test(a_migration_without_memory),
        cmocka_unit_test(an_erasing_without_memory),
        cmocka_unit_test(backing_out_without_memory),
        cmocka_unit_test(there_were_enough_points),
    };
    install();
    return cmocka_run_group_tests_name("store_memory", tests, NULL, NULL);
}
