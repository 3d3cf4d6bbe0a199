/* SPDX-License-Identifier: MPL-2.0 */
/* Arenas, errors, languages and the last words. */
#include "framdrift/base.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arena_test.h"

static bool is_zero(const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

static void test_allocations_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;

    enum { COUNT = 3000 };

    static char *blocks[COUNT];
    Arena *arena = arena_new();
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < COUNT; i++) {
            size_t bytes = i * 37 % 700 + (i % 500 == 0 ? 300000 : 0);
            blocks[i] = arena_alloc(arena, bytes);
            assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
            assert_true(is_zero(blocks[i], bytes));
            memset(blocks[i], (int)(i % 251) + 1, bytes);
        }
        for (size_t i = 0; i < COUNT; i++) {
            size_t bytes = i * 37 % 700 + (i % 500 == 0 ? 300000 : 0);
            for (size_t n = 0; n < bytes; n++) {
                if ((unsigned char)blocks[i][n] != i % 251 + 1) {
                    fail_msg("allocation %zu was overwritten at %zu", i, n);
                }
            }
        }
        arena_clear(arena);
    }
    arena_free(arena);
    arena_free(NULL);
}

static void test_clearing_keeps_one_block(void **state)
{
    Arena *arena = *state;
    arena_clear(arena);
    for (int i = 0; i < 100; i++) {
        arena_alloc(arena, 40000);
    }
    size_t full = arena_bytes(arena);
    assert_true(full >= 4000000);
    arena_clear(arena);
    size_t kept = arena_bytes(arena);
    assert_true(kept > 0 && kept < full);
    arena_alloc(arena, 40000);
    assert_int_equal(arena_bytes(arena), kept);
}

static void test_strings_of_an_arena(void **state)
{
    Arena *arena = *state;
    assert_null(arena_strdup(arena, NULL));
    assert_string_equal(arena_strdup(arena, "Åsnes"), "Åsnes");
    assert_string_equal(arena_strndup(arena, "Våler", 3), "Vå");
    assert_string_equal(arena_strndup(arena, NULL, 0), "");
    assert_string_equal(arena_printf(arena, "%d %s", 42, "uker"), "42 uker");
    int *numbers = ARENA_ARRAY(arena, int, 10);
    assert_int_equal(numbers[9], 0);
    arena_clear(arena);
    char *texts[500]; /* of all lengths, side by side, and none in another's place */
    for (int i = 0; i < 500; i++) {
        texts[i] = arena_printf(arena, "%*d", i % 200, i);
        texts[i] = arena_strdup(arena, texts[i]);
    }
    for (int i = 0; i < 500; i++) {
        assert_int_equal(strtol(texts[i], NULL, 10), i);
        size_t columns = (size_t)(i % 200);
        assert_int_equal(strlen(texts[i]), columns > 3 ? columns : strlen(texts[i]));
    }
}

static void test_a_growing_array_keeps_what_it_holds(void **state)
{
    Arena *arena = *state;
    int *numbers = NULL;
    uint32_t capacity = 0;
    for (int count = 0; count < 1000; count++) {
        ARENA_GROW(arena, numbers, (uint32_t)count, capacity, 3);
        assert_true(capacity > (uint32_t)count);
        numbers[count] = count;
    }
    assert_int_equal(capacity, 3 * 512);
    for (int count = 0; count < 1000; count++)
        assert_int_equal(numbers[count], count);
    assert_int_equal(numbers[1000], 0);
}

static void test_the_first_error_wins(void **state)
{
    (void)state;
    Err err = {0};
    assert_false((fail)(&err, ERR_INPUT, "%s is wrong", "3.13"));
    assert_false((fail)(&err, ERR_IO, "later"));
    assert_int_equal(err.code, ERR_INPUT);
    assert_string_equal(err.message, "3.13 is wrong");
    err_clear(&err);
    assert_int_equal(err.code, ERR_NONE);
    assert_string_equal(err.message, "");
    assert_false((fail)(NULL, ERR_IO, "nobody listens"));
    err_clear(NULL);
}

static void test_a_cut_message_is_still_text(void **state)
{
    (void)state;
    char long_text[2 * sizeof(((Err *)0)->message) + 2];
    for (int shift = 0; shift < 2; shift++) {
        memset(long_text, 'a', sizeof long_text);
        for (size_t i = (size_t)shift; i + 2 < sizeof long_text; i += 2) {
            memcpy(long_text + i, "ø", 2);
        }
        long_text[sizeof long_text - 2 + (size_t)shift - 1] = '\0';
        Err err = {0};
        (fail)(&err, ERR_INPUT, "%s", long_text);
        assert_true(utf8_is_valid(err.message, strlen(err.message)));
        assert_true(strlen(err.message) >= sizeof err.message - 3);
    }
}

static void test_a_message_cannot_command_the_terminal(void **state)
{
    (void)state;
    Err err = {0};
    (fail)(&err, ERR_INPUT, "\"%s\" is wrong",
           "\x1B[2J\xC2\x9B"
           "a\nb\xF8ø\xE2\x80\xAE");
    assert_string_equal(err.message, "\"?[2J?a b?ø?\" is wrong");
    int64_t value = 0;
    err_clear(&err);
    /* Sixty bytes would cut the last letter that is quoted. */
    assert_false(number_parse("xøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøø", 0, &value, &err));
    assert_null(strchr(err.message, '?'));
    assert_true(utf8_is_valid(err.message, strlen(err.message)));
}

static void test_exit_statuses(void **state)
{
    (void)state;
    assert_int_equal(err_exit_status(ERR_NONE), 0);
    assert_int_equal(err_exit_status(ERR_USAGE), 2);
    assert_int_equal(err_exit_status(ERR_INPUT), 1);
    assert_int_equal(err_exit_status(ERR_CONFLICT), 3);
    assert_int_equal(err_exit_status(ERR_DAMAGED), 4);
    assert_int_equal(err_exit_status(ERR_NOT_A_PLAN), 4);
    assert_int_equal(err_exit_status(ERR_NO_TERMINAL), 2);
}

static void test_languages(void **state)
{
    (void)state;

    static const struct {
        const char *name;
        Language language;
    } known[] = {{"nb", LANGUAGE_NB},    {"nb_NO.UTF-8", LANGUAGE_NB}, {"no", LANGUAGE_NB},
                 {"NN-no", LANGUAGE_NN}, {"sv_SE", LANGUAGE_SV},       {"en_GB", LANGUAGE_EN},
                 {"en", LANGUAGE_EN}};

    for (size_t i = 0; i < COUNT_OF(known); i++) {
        Language found = LANGUAGE_COUNT;
        assert_true(language_parse(known[i].name, &found));
        assert_int_equal(found, known[i].language);
    }
    static const char *const unknown[] = {"", "n", "de", "nbx", "C", "POSIX", "svenska"};
    Language found = LANGUAGE_EN;
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        assert_false(language_parse(unknown[i], &found));
    }
    assert_false(language_parse(NULL, &found));
    assert_string_equal(language_name(LANGUAGE_NN), "nn");
    assert_string_equal(base_translate(""), "");
    assert_string_equal(base_translate("nothing translates this"), "nothing translates this");
}

static int words_pipe[2];

_Noreturn static void say_into_pipe(const char *message)
{
    ssize_t written = write(words_pipe[1], message, strlen(message));
    _exit(written > 0 ? 7 : 8);
}

static void test_a_bug_says_where_before_it_dies(void **state)
{
    (void)state;
    assert_int_equal(pipe(words_pipe), 0);
    pid_t child = fork();
    if (child == 0) {
        base_set_last_words(say_into_pipe);
        BUG("row %d is gone", 12);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 7);
    char said[200] = "";
    assert_true(read(words_pipe[0], said, sizeof said - 1) > 0);
    assert_non_null(strstr(said, "base_memory.c:"));
    assert_non_null(strstr(said, "row 12 is gone"));
    close(words_pipe[0]);
    close(words_pipe[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allocations_are_zeroed_aligned_and_apart),
        WITH_ARENA(test_clearing_keeps_one_block),
        WITH_ARENA(test_strings_of_an_arena),
        WITH_ARENA(test_a_growing_array_keeps_what_it_holds),
        cmocka_unit_test(test_the_first_error_wins),
        cmocka_unit_test(test_a_cut_message_is_still_text),
        cmocka_unit_test(test_a_message_cannot_command_the_terminal),
        cmocka_unit_test(test_exit_statuses),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_a_bug_says_where_before_it_dies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
