/* SPDX-License-Identifier: MPL-2.0 */
/* Ranks: always room, always in order, short where rows are added at an end. */
#include "framdrift/model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena_test.h"

enum { TRIALS = 10000 };

static void assert_is_rank(const char *rank)
{
    size_t length = strlen(rank);
    assert_true(length > 0);
    assert_int_equal(
        strspn(rank, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), length);
    assert_true(rank[length - 1] != '0');
}

static const char *checked_between(Arena *arena, const char *before, const char *after)
{
    const char *rank = rank_between(arena, before, after);
    assert_is_rank(rank);
    if (!text_is_empty(before) && strcmp(before, rank) >= 0)
        fail_msg("“%s” is not after “%s”", rank, before);
    if (!text_is_empty(after) && strcmp(rank, after) >= 0)
        fail_msg("“%s” is not before “%s”", rank, after);
    return rank;
}

static void test_random_inserts_stay_sorted(void **state)
{
    const char *given = getenv("FRAMDRIFT_SEED");
    unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : 20200903;
    printf("seed %u\n", seed);
    Arena *arena = *state;
    const char **ranks = ARENA_ARRAY(arena, const char *, TRIALS);
    size_t count = 0;
    uint64_t random = seed;
    while (count < TRIALS) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        size_t at = (size_t)(random >> 33) % (count + 1);
        const char *rank = checked_between(arena, at > 0 ? ranks[at - 1] : NULL,
                                           at < count ? ranks[at] : NULL);
        memmove(ranks + at + 1, ranks + at, (count - at) * sizeof *ranks);
        ranks[at] = rank;
        count++;
    }
    size_t longest = 0;
    for (size_t i = 1; i < count; i++) {
        assert_true(strcmp(ranks[i - 1], ranks[i]) < 0);
        longest = strlen(ranks[i]) > longest ? strlen(ranks[i]) : longest;
    }
    assert_true(longest <= 16);
}

static void test_adding_at_an_end_stays_short(void **state)
{
    Arena *arena = *state;
    const char *last = NULL, *first = NULL;
    for (int i = 0; i < TRIALS; i++) {
        last = checked_between(arena, last, NULL);
        first = checked_between(arena, NULL, first);
        assert_true(strlen(last) <= 4);
        assert_true(strlen(first) <= 4);
    }
}

static void test_inserting_at_one_place_always_finds_room(void **state)
{
    Arena *arena = *state;
    const char *low = "V", *high = "W";
    for (int i = 0; i < 500; i++)
        low = checked_between(arena, low, high);
    low = "V";
    for (int i = 0; i < 500; i++)
        high = checked_between(arena, low, high);
}

static void test_hard_neighbours(void **state)
{
    static const char *const pairs[][2] = {
        {"A", "A1"},  {"A", "A01"},  {"Az", "B"},     {"Az", "B01"}, {"zzz", ""},
        {"", "1"},    {"", "01"},    {"", "0001"},    {"", "0101"},  {"yzzz", ""},
        {"zyzz", ""}, {"A", "A0V"},  {"1", "10V"},    {"zz", "zz1"}, {"0z", "1"},
        {"y", ""},    {"V9z", "VA"}, {"", "zzzzzzz"},
    };
    Arena *arena = *state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        checked_between(arena, pairs[i][0], pairs[i][1]);
}

static void test_bad_ranks_do_no_harm(void **state)
{
    Arena *arena = *state;
    assert_is_rank(rank_between(arena, NULL, NULL));
    assert_is_rank(rank_between(arena, "æ", "A0"));
    assert_is_rank(rank_between(arena, "0", "00"));
    const char *behind_equal = rank_between(arena, "B", "B");
    assert_is_rank(behind_equal);
    assert_true(strcmp(behind_equal, "B") > 0);
    assert_true(strcmp(rank_between(arena, "C", "B"), "C") > 0);
}

static void test_fresh_lists(void **state)
{
    Arena *arena = *state;
    static const uint32_t counts[] = {1, 2, 30, 31, 61, 62, 1000, 100000};
    for (size_t c = 0; c < COUNT_OF(counts); c++) {
        const char *before = NULL;
        for (uint32_t i = 0; i < counts[c]; i++) {
            const char *rank = rank_at(arena, i, counts[c]);
            assert_is_rank(rank);
            assert_true(!before || strcmp(before, rank) < 0);
            before = rank;
        }
        arena_clear(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(test_random_inserts_stay_sorted),
        WITH_ARENA(test_adding_at_an_end_stays_short),
        WITH_ARENA(test_inserting_at_one_place_always_finds_room),
        WITH_ARENA(test_hard_neighbours),
        WITH_ARENA(test_bad_ranks_do_no_harm),
        WITH_ARENA(test_fresh_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
