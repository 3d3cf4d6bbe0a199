/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What every property test asks and draws: how many trials, from which seed, and numbers that follow
 * from the seed alone, so that a trial that failed can be made again.  FRAMDRIFT_SEED and
 * FRAMDRIFT_TRIALS say it from outside.
 */
#ifndef FRAMDRIFT_TESTS_TRIALS_H
#define FRAMDRIFT_TESTS_TRIALS_H

#include <stdint.h>
#include <stdlib.h>
#include <time.h>

static inline uint64_t trials_setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL || text[0] == '\0' ? otherwise : strtoull(text, NULL, 10);
}

static inline uint64_t trials_count(uint64_t by_day, uint64_t by_night)
{
    return trials_setting("FRAMDRIFT_TRIALS", TEST_NIGHTLY ? by_night : by_day);
}

/* Another one each second; whoever asks prints it. */
static inline uint64_t trials_seed(void)
{
    return trials_setting("FRAMDRIFT_SEED", (uint64_t)time(NULL));
}

/* xorshift64: a state that is not 0 */
static inline uint64_t xorshift_next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/* Its upper bits are the better ones.  Below 0 there is only 0. */
static inline uint64_t xorshift_below(uint64_t *state, uint64_t below)
{
    uint64_t drawn = xorshift_next(state) >> 11;
    return below == 0 ? 0 : drawn % below;
}

/* splitmix64: any state */
static inline uint64_t splitmix_next(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
    return mixed ^ (mixed >> 31);
}

#endif
