/* SPDX-License-Identifier: MPL-2.0 */
/* Whatever is written into a sink comes out whole, and a frame at its worst never waits for room. */
#include "../../src/tui/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static int set_up(void **state)
{
    static Sink sink;
    Err err = {0};
    assert_true(sink_open(&sink, &err));
    *state = &sink;
    return 0;
}

static int tear_down(void **state)
{
    sink_close(*state);
    return 0;
}

static void say(const Sink *sink, const char *words)
{
    assert_int_equal(write(fileno(sink->file), words, strlen(words)), strlen(words));
}

static void assert_taken(Sink *sink, const char *expected)
{
    Text taken = {0};
    sink_take(sink, &taken);
    assert_string_equal(text_string(&taken), expected);
    text_free(&taken);
}

static void test_what_is_written_is_taken_once(void **state)
{
    Sink *sink = *state;
    static const int sizes[][2] = {{80, 24}, {2000, 1000}, {120, 40}};
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        sink_fit(sink, sizes[i][0], sizes[i][1]);
        assert_taken(sink, "");
        say(sink, "one");
        say(sink, " two");
        assert_taken(sink, "one two");
        assert_taken(sink, "");
    }
}

static void test_another_size_drops_what_was_not_taken(void **state)
{
    Sink *sink = *state;
    say(sink, "a greeting");
    sink_fit(sink, 80, 24);
    assert_true(sink->in_pipe);
    assert_taken(sink, "");
    say(sink, "of the old size");
    sink_fit(sink, 2000, 1000);
    assert_false(sink->in_pipe);
    assert_taken(sink, "");
}

/* As curses writes: pieces of up to 2,800 bytes, here such that every second page stays half empty. */
static void test_the_worst_frame_fits(void **state)
{
    Sink *sink = *state;
    sink_fit(sink, 120, 40);
    assert_true(sink->in_pipe);
    int end = fileno(sink->file);
    assert_int_equal(fcntl(end, F_SETFL, O_NONBLOCK),
                     0); /* a frame without room must fail here */
    char piece[2049];
    memset(piece, 'x', sizeof piece);
    size_t written = 0;
    for (const size_t most = (size_t)120 * 40 * 96; written < most; written += sizeof piece) {
        assert_int_equal(write(end, piece, sizeof piece), sizeof piece);
    }
    Text taken = {0};
    sink_take(sink, &taken);
    assert_int_equal(taken.length, written);
    text_free(&taken);
}

static void test_a_memory_file_is_emptied_when_it_is_long(void **state)
{
    Sink *sink = *state;
    sink_fit(sink, 2000, 1000);
    char piece[4096];
    memset(piece, 'x', sizeof piece);
    for (int i = 0; i < 200; i++) {
        assert_int_equal(write(fileno(sink->file), piece, sizeof piece), sizeof piece);
        Text taken = {0};
        sink_take(sink, &taken);
        assert_int_equal(taken.length, sizeof piece);
        text_free(&taken);
        assert_true(sink->taken <= 256 * 1024);
    }
}

/* Who has many pipes is refused large ones; then everything goes into the memory file. */
static void test_without_a_pipe_it_works_all_the_same(void **state)
{
    Sink *sink = *state;
    assert_int_equal(close(sink->pipe[0]), 0);
    assert_int_equal(close(sink->pipe[1]), 0);
    sink->pipe[0] = sink->pipe[1] = -1;
    sink_fit(sink, 80, 24);
    assert_false(sink->in_pipe);
    say(sink, "words");
    assert_taken(sink, "words");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_written_is_taken_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_another_size_drops_what_was_not_taken, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_the_worst_frame_fits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_memory_file_is_emptied_when_it_is_long, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_without_a_pipe_it_works_all_the_same, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("tui_sink", tests, NULL, NULL);
}
