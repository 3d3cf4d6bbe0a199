/* SPDX-License-Identifier: MPL-2.0 */
/* What wakes an idle session concerns its plan, or is passed over without a look at the file. */
#include "store_place.h"

#include <poll.h>

/* As in the program: loaded, watched, and with nothing left to hear of the start. */
static int set_up(void **state)
{
    Place *place = place_with_plan();
    place_reopen(place, 0);
    (void)test_load(place->store, place->arena);
    assert_true(store_watch(place->store) >= 0);
    assert_true(store_presence_set(place->store, ENTITY_NONE, 0));
    (void)store_stirred(place->store);
    assert_false(store_changed(place->store));
    *state = place;
    return 0;
}

static void wait_for_events(Place *place)
{
    struct pollfd ready = {.fd = store_watch(place->store), .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 20000), 1);
}

static void write_beside(Place *place, const char *name)
{
    file_write(arena_printf(place->arena, "%s/%s", place->folder, name), "x", 1);
}

static void strangers_are_passed_over(void **state)
{
    static const char *const strangers[] = {"notes.txt",  "b.plan",       "a.plan2",
                                            "a.pla",      "a.plan.bak.1", ".b.plan.here",
                                            "a.plan-wal", ".a.plan.here2"};
    Place *place = *state;
    for (size_t i = 0; i < COUNT_OF(strangers); i++) {
        write_beside(place, strangers[i]);
        wait_for_events(place);
        assert_false(store_stirred(place->store));
    }
    assert_false(store_stirred(place->store)); /* nor is it said later */
}

static void what_comes_to_the_plan_is_told_once(void **state)
{
    Place *place = *state;
    Store *other = place_open_as(place, place->path, "olav", 0);
    test_begin(other, "add note");
    (void)test_add(other, ENTITY_NOTE, "Fra Olav");
    (void)test_commit(other);
    write_beside(place, "notes.txt"); /* among others */
    wait_for_events(place);
    assert_true(store_stirred(place->store));
    assert_true(store_changed(place->store));
    assert_false(store_stirred(place->store));
    store_close(other);
}

static void who_comes_and_goes_is_told(void **state)
{
    Place *place = *state;
    Store *other = place_open_as(place, place->path, "olav", 0);
    assert_true(store_presence_set(other, ENTITY_NONE, 0));
    wait_for_events(place);
    assert_true(store_stirred(place->store));
    store_close(other);
    wait_for_events(place);
    assert_true(store_stirred(place->store));
}

static void a_plan_moved_over_this_one_is_told(void **state)
{
    Place *place = *state;
    place_copy(place, place->other);
    (void)store_stirred(place->store);
    assert_int_equal(rename(place->other, place->path), 0);
    wait_for_events(place);
    assert_true(store_stirred(place->store));
    assert_true(store_changed(place->store));
}

/* On a network mount there is no watch, and the poll must ask every time. */
static void without_a_watch_everything_may_have_happened(void **state)
{
    Place *place = *state;
    Store *other = place_open_as(place, place->path, "olav", 0);
    assert_true(store_stirred(other));
    assert_true(store_stirred(other));
    store_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(strangers_are_passed_over),
        PLACE_TEST(what_comes_to_the_plan_is_told_once),
        PLACE_TEST(who_comes_and_goes_is_told),
        PLACE_TEST(a_plan_moved_over_this_one_is_told),
        PLACE_TEST(without_a_watch_everything_may_have_happened),
    };
    return cmocka_run_group_tests_name("store_watch", tests, NULL, NULL);
}
