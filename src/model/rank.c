/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Ranks: fractions written with 62 digits that memcmp puts in order.  No rank ends in '0', so that
 * there is always room below it.
 *
 * At the ends ranks count instead of halving: a rank that begins with k times 'z' (or '0') has
 * 3k + 1 digits to count with, so that ten thousand rows added one after the other need four.
 */
#include "framdrift/model.h"

#include <string.h>

#define BASE 62
static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static int digit_value(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    if (digit >= 'A' && digit <= 'Z')
        return digit - 'A' + 10;
    if (digit >= 'a' && digit <= 'z')
        return digit - 'a' + 36;
    return -1;
}

/* A rank from elsewhere that breaks the rules counts as none at all. */
static bool is_rank(const char *rank)
{
    if (text_is_empty(rank))
        return false;
    size_t length = strlen(rank);
    for (size_t i = 0; i < length; i++)
        if (digit_value(rank[i]) < 0)
            return false;
    return rank[length - 1] != '0';
}

/* The first `width` digits of a rank, filled up with '0'. */
static char *counter_of(Arena *arena, const char *rank, size_t width)
{
    char *counter = arena_alloc(arena, width + 1);
    size_t length = strlen(rank);
    memset(counter, '0', width);
    memcpy(counter, rank, length < width ? length : width);
    return counter;
}

static char *rank_after(Arena *arena, const char *rank)
{
    size_t width = 3 * strspn(rank, "z") + 1;
    char *counter = counter_of(arena, rank, width);
    size_t at = width - 1;
    while (at > 0 && counter[at] == 'z')
        counter[at--] = '0';
    counter[at] = digits[digit_value(counter[at]) + 1];
    if (counter[width - 1] == '0')
        counter[width - 1] = '1';
    return counter;
}

static void count_down(char *counter, size_t width)
{
    size_t at = width - 1;
    while (at > 0 && counter[at] == '0')
        counter[at--] = 'z';
    counter[at] = digits[(digit_value(counter[at]) + BASE - 1) % BASE];
}

static char *rank_before(Arena *arena, const char *rank)
{
    size_t width = 3 * strspn(rank, "0") + 1;
    char *counter = counter_of(arena, rank, width);
    if (width == 1 && counter[0] == '1')
        return arena_strdup(arena, "0zzz");
    count_down(counter, width);
    if (counter[width - 1] == '0')
        count_down(counter, width);
    return counter;
}

/* One digit between two that leave room, else the lower one and then half way to the end. */
static char *rank_halfway(Arena *arena, const char *before, const char *after)
{
    size_t length = strlen(before), other = strlen(after), same = 0;
    while ((same < length ? before[same] : '0') == after[same])
        same++;
    char *rank = counter_of(arena, before, (length > other ? length : other) + 2);
    int low = same < length ? digit_value(before[same]) : 0, high = digit_value(after[same]);
    if (high - low == 1 && after[same + 1]) {
        memcpy(rank, after, same + 1);
        rank[same + 1] = '\0';
        return rank;
    }
    while (high - low <= 1) {
        same++;
        low = same < length ? digit_value(before[same]) : 0;
        high = BASE;
    }
    rank[same] = digits[(low + high) / 2];
    rank[same + 1] = '\0';
    return rank;
}

char *rank_between(Arena *arena, const char *before, const char *after)
{
    bool has_before = is_rank(before), has_after = is_rank(after);
    if (has_before && has_after && strcmp(before, after) < 0)
        return rank_halfway(arena, before, after);
    if (has_before && has_after) /* equal ranks leave no room: directly behind them */
        return arena_printf(arena, "%s%c", before, digits[BASE / 2]);
    if (has_before)
        return rank_after(arena, before);
    if (has_after)
        return rank_before(arena, after);
    return arena_printf(arena, "%c", digits[BASE / 2]);
}

char *rank_at(Arena *arena, uint32_t position, uint32_t count)
{
    uint64_t room = BASE;
    size_t width = 1;
    while (room <= (uint64_t)count * 2) {
        room *= BASE;
        width++;
    }
    uint64_t number = (position + UINT64_C(1)) * (room / (count + UINT64_C(1)));
    char *rank = arena_alloc(arena, width + 1);
    for (size_t i = width; i-- > 0; number /= BASE)
        rank[i] = digits[number % BASE];
    while (width > 1 && rank[width - 1] == '0')
        rank[--width] = '\0';
    return rank;
}
