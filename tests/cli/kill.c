/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The program is killed at random moments while it edits.  Whatever it acknowledged is there
 * afterwards, whole, and the plan verifies as clean; of a stream of commands a beginning is kept.
 *
 * FRAMDRIFT_SEED repeats the drawing of moments (not the moments), FRAMDRIFT_TRIALS the rounds.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define ROUNDS       150 /* half of them single commands, half streams */
#define STREAM_LINES 15
#define MOST_NAMES   15000
#define OUT_CAPACITY 200000

typedef struct Child {
    pid_t pid;
    int out; /* its standard output */
} Child;

typedef struct World {
    char plan[300], script[320];
    uint64_t state;
    int64_t single_ns, stream_ns; /* how long an undisturbed run takes */
    int named, acknowledged; /* names given to rows: n1, n2, …; the last that must be there */
    char *out;
} World;

static uint64_t number_from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL || text[0] == '\0' ? otherwise : strtoull(text, NULL, 10);
}

static uint64_t draw(World *world, uint64_t below)
{
    world->state ^= world->state << 13;
    world->state ^= world->state >> 7;
    world->state ^= world->state << 17;
    return (world->state >> 11) % below;
}

static int64_t now_ns(void)
{
    struct timespec time;
    assert_int_equal(clock_gettime(CLOCK_MONOTONIC, &time), 0);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* --- Processes ------------------------------------------------------------------------------------- */

static Child child_start(const char *input, const char *const *words)
{
    int ends[2];
    char *arguments[12] = {0};
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    for (int index = 0; words[index] != NULL && index < 11; index++)
        arguments[index] = strdup(words[index]);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        int from = open(input, O_RDONLY | O_CLOEXEC);
        int errors = open("/dev/null", O_WRONLY | O_CLOEXEC);
        (void)dup2(from, STDIN_FILENO);
        (void)dup2(ends[1], STDOUT_FILENO);
        (void)dup2(errors, STDERR_FILENO);
        execv(arguments[0], arguments);
        _exit(127);
    }
    close(ends[1]);
    for (int index = 0; index < 12; index++)
        free(arguments[index]);
    return (Child){.pid = pid, .out = ends[0]};
}

/* Reads until the child has closed its output or the time has come, then kills it; its exit status,
 * 128 + signal when it was killed. */
static int child_end(World *world, const Child *child, int64_t after_ns)
{
    int64_t end = after_ns < 0 ? INT64_MAX : now_ns() + after_ns;
    size_t length = 0;
    int status = 0;
    for (;;) {
        int64_t left = end == INT64_MAX ? 60000000000 : end - now_ns();
        if (left <= 0)
            break;
        struct timespec wait = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
        struct pollfd watched = {.fd = child->out, .events = POLLIN};
        if (ppoll(&watched, 1, &wait, NULL) <= 0)
            break;
        ssize_t got = read(child->out, world->out + length, OUT_CAPACITY - 1 - length);
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    if (end != INT64_MAX)
        (void)kill(child->pid, SIGKILL);
    /* What it had written before it died is said as well. */
    for (ssize_t got = 1; got > 0; length += got > 0 ? (size_t)got : 0)
        got = read(child->out, world->out + length, OUT_CAPACITY - 1 - length);
    world->out[length] = '\0';
    close(child->out);
    assert_int_equal(waitpid(child->pid, &status, 0), child->pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int run(World *world, const char *input, const char *const *words)
{
    Child child = child_start(input, words);
    return child_end(world, &child, -1);
}

static void script_write(const World *world, const char *first, int from, int count)
{
    FILE *file = fopen(world->script, "we");
    assert_non_null(file);
    assert_true(fputs(first, file) >= 0);
    for (int index = 0; index < count; index++)
        assert_true(fprintf(file, "add person name=\"kill n%d.\"\n", from + index) > 0);
    assert_int_equal(fclose(file), 0);
}

/* --- What must hold ---------------------------------------------------------------------------------- */

/* Marks the names that the list printed. */
static void read_names(const World *world, bool *there)
{
    static const char mark[] = "kill n";
    for (const char *at = world->out; (at = strstr(at, mark)) != NULL;) {
        at += sizeof mark - 1;
        long number = strtol(at, NULL, 10);
        assert_true(number > 0 && number < MOST_NAMES);
        there[number] = true;
    }
}

/* Clean, and of the names that were given: all up to the last acknowledged, then a beginning of the
 * others, nothing after a gap. */
static void check_plan(World *world)
{
    const char *words[] = {TEST_PROGRAM, world->plan, "--as", "csv",
                           "--columns",  "name",      "-",    NULL};
    script_write(world, "verify\nlist person kill\n", 0, 0);
    int status = run(world, world->script, words);
    if (status != 0)
        fail_msg("verify after a kill: %d", status);
    bool there[MOST_NAMES] = {false};
    bool gap = false;
    int last = 0;
    read_names(world, there);
    for (int number = 1; number <= world->named; number++) {
        if (!there[number] && number <= world->acknowledged)
            fail_msg("n%d was acknowledged and is not there", number);
        if (there[number] && gap)
            fail_msg("n%d is there, and one before it is not", number);
        gap = gap || !there[number];
        last = there[number] ? number : last;
    }
    world->named = world->acknowledged = last;
}

/* One command a process, acknowledged by its exit; the last one is killed. */
static bool round_of_single_commands(World *world)
{
    uint64_t commands = 1 + draw(world, 2);
    int status = 0;
    for (uint64_t index = 1; index <= commands && status == 0; index++) {
        char name[40];
        world->named++;
        (void)snprintf(name, sizeof name, "name=kill n%d.", world->named);
        const char *words[] = {TEST_PROGRAM, world->plan, "add", "person", name, NULL};
        int64_t moment = (int64_t)draw(world, (uint64_t)world->single_ns);
        Child child = child_start("/dev/null", words);
        status = child_end(world, &child, index == commands ? moment : -1);
        if (strncmp(world->out, "person/", 7) == 0)
            world->acknowledged = world->named;
        if (index < commands)
            assert_int_equal(status, 0);
    }
    return status == 128 + SIGKILL;
}

/* Many commands in one process. */
static bool round_of_a_stream(World *world)
{
    const char *words[] = {TEST_PROGRAM, world->plan, "-", NULL};
    script_write(world, "", world->named + 1, STREAM_LINES);
    world->named += STREAM_LINES;
    Child child = child_start(world->script, words);
    int status = child_end(world, &child, (int64_t)draw(world, (uint64_t)world->stream_ns));
    return status == 128 + SIGKILL;
}

static void measure(World *world)
{
    const char *words[] = {TEST_PROGRAM, world->plan, "-", NULL};
    int64_t start = now_ns();
    script_write(world, "", ++world->named, 1);
    assert_int_equal(run(world, world->script, words), 0);
    world->single_ns = now_ns() - start;
    script_write(world, "", world->named + 1, STREAM_LINES);
    world->named += STREAM_LINES;
    start = now_ns();
    assert_int_equal(run(world, world->script, words), 0);
    world->stream_ns = now_ns() - start;
    world->acknowledged = world->named;
    check_plan(world);
}

static void nothing_acknowledged_is_lost(void **state)
{
    (void)state;
    World world = {.out = malloc(OUT_CAPACITY)};
    assert_non_null(world.out);
    uint64_t seed = number_from_environment("FRAMDRIFT_SEED", (uint64_t)time(NULL));
    uint64_t rounds =
        number_from_environment("FRAMDRIFT_TRIALS", TEST_NIGHTLY ? ROUNDS * 10 : ROUNDS);
    world.state = seed * 2 + 1;
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%llu\n", (unsigned long long)seed,
                  (unsigned long long)rounds);
    (void)snprintf(world.plan, sizeof world.plan, "%s/kill-%ld.plan", TEST_BINARY_DIR,
                   (long)getpid());
    (void)snprintf(world.script, sizeof world.script, "%s.script", world.plan);
    const char *words[] = {TEST_PROGRAM, world.plan, "new", NULL};
    assert_int_equal(run(&world, "/dev/null", words), 0);
    measure(&world);
    uint64_t killed = 0;
    for (uint64_t round = 0; round < rounds; round++) {
        bool hit =
            round % 2 == 0 ? round_of_single_commands(&world) : round_of_a_stream(&world);
        killed += hit ? 1 : 0;
        check_plan(&world);
    }
    print_message("%llu of %llu were killed before they had ended\n",
                  (unsigned long long)killed, (unsigned long long)rounds);
    assert_true(killed > rounds / 4);
    char journal[320];
    (void)snprintf(journal, sizeof journal, "%s-journal", world.plan);
    (void)unlink(journal);
    (void)unlink(world.plan);
    (void)unlink(world.script);
    free(world.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nothing_acknowledged_is_lost)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
