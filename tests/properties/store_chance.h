/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Chance that a seed repeats: the ids that the store asks the system for are drawn here instead, so that
 * a trial that failed fails again when it is run alone.
 */
#ifndef FRAMDRIFT_TESTS_STORE_CHANCE_H
#define FRAMDRIFT_TESTS_STORE_CHANCE_H

#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#include "trials.h"

static uint64_t chance_state = 1;

static inline uint64_t chance_next(void)
{
    return splitmix_next(&chance_state);
}

/* No seed draws again what was drawn before the first. */
static inline void chance_seed(uint64_t seed)
{
    chance_state = seed * UINT64_C(0xd1342543de82ef95) + UINT64_C(0x632be59bd9b4e019);
}

/* In the place of the system's. */
ssize_t getrandom(void *buffer, size_t length, unsigned int flags)
{
    unsigned char *bytes = buffer;
    (void)flags;
    for (size_t done = 0; done < length; done += sizeof(uint64_t)) {
        uint64_t word = chance_next();
        size_t left = length - done;
        memcpy(bytes + done, &word, left < sizeof(word) ? left : sizeof(word));
    }
    return (ssize_t)length;
}

#endif
