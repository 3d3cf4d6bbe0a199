/* SPDX-License-Identifier: MPL-2.0 */
/*
 * An arena of its own for each test, new and empty, and freed also when the test fails:
 *
 *     static void a_thing_holds(void **state)
 *     {
 *         Arena *arena = *state;
 *         ...
 *     }
 *
 *     const struct CMUnitTest tests[] = {WITH_ARENA(a_thing_holds)};
 */
#ifndef FRAMDRIFT_TESTS_ARENA_TEST_H
#define FRAMDRIFT_TESTS_ARENA_TEST_H

/* Before cmocka, whose macro fail() would hide the function. */
#include "framdrift/base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, make_arena, free_arena)

static inline int make_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static inline int free_arena(void **state)
{
    arena_free(*state);
    return 0;
}

#endif
