/* SPDX-License-Identifier: MPL-2.0 */
/*
 * One arena for all tests of a file, which their helpers reach without being handed it:
 *
 *     return cmocka_run_group_tests(tests, arena_up, arena_down);
 */
#ifndef FRAMDRIFT_TESTS_ARENA_SHARED_H
#define FRAMDRIFT_TESTS_ARENA_SHARED_H

#include "arena_test.h"

static Arena *arena;

static inline int arena_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static inline int arena_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#endif
