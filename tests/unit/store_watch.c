/* SPDX-License-Identifier: MPL-2.0 */
/* What wakes an idle session concerns its plan, or is passed over without a look at the file. */
#include "store_test.h"

#include <poll.h>

typedef struct Place {
    char folder[300], path[400], other[400];
    TestClock clock;
    Arena *arena;
    Store *store;
} Place;

static Store *open_as(Place *place, const char *name)
{
    Err err = {0};
    Store *store = NULL;
    StoreAuthor author = test_author(&place->clock, name);
    assert_good(store_open(place->path, 0, &author, &store, &err), err);
    return store;
}

/* As in the program: loaded, watched, and with nothing left to hear of the start. */
static int set_up(void **state)
{
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    (void)snprintf(place->other, sizeof(place->other), "%s/b.plan", place->folder);
    place->clock.now = 1600000000;
    place->arena = arena_new();
    StoreAuthor author = test_author(&place->clock, "kari");
    Store *made = NULL;
    assert_good(store_create(place->path, &author, &made, &err), err);
    store_close(made);
    place->store = open_as(place, "kari");
    (void)test_load(place->store, place->arena);
    assert_true(store_watch(place->store) >= 0);
    assert_true(store_presence_set(place->store, ENTITY_NONE, 0));
    (void)store_stirred(place->store);
    assert_false(store_changed(place->store));
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    Place *place = *state;
    store_close(place->store);
    test_folder_remove(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

static void wait_for_events(Place *place)
{
    struct pollfd ready = {.fd = store_watch(place->store), .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 20000), 1);
}

static void write_file(const Place *place, const char *name)
{
    char path[600];
    (void)snprintf(path, sizeof(path), "%s/%s", place->folder, name);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    assert_int_equal(write(file, "x", 1), 1);
    assert_int_equal(close(file), 0);
}

static void strangers_are_passed_over(void **state)
{
    static const char *const strangers[] = {"notes.txt",  "b.plan",       "a.plan2",
                                            "a.pla",      "a.plan.bak.1", ".b.plan.here",
                                            "a.plan-wal", ".a.plan.here2"};
    Place *place = *state;
    for (size_t i = 0; i < COUNT_OF(strangers); i++) {
        write_file(place, strangers[i]);
        wait_for_events(place);
        assert_false(store_stirred(place->store));
    }
    assert_false(store_stirred(place->store)); /* nor is it said later */
}

static void what_comes_to_the_plan_is_told_once(void **state)
{
    Place *place = *state;
    Store *other = open_as(place, "olav");
    test_begin(other, "add note");
    (void)test_add(other, ENTITY_NOTE, "Fra Olav");
    (void)test_commit(other);
    write_file(place, "notes.txt"); /* among others */
    wait_for_events(place);
    assert_true(store_stirred(place->store));
    assert_true(store_changed(place->store));
    assert_false(store_stirred(place->store));
    store_close(other);
}

static void who_comes_and_goes_is_told(void **state)
{
    Place *place = *state;
    Store *other = open_as(place, "olav");
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
    Err err = {0};
    assert_good(store_copy(place->store, place->other, &err), err);
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
    Store *other = open_as(place, "olav");
    assert_true(store_stirred(other));
    assert_true(store_stirred(other));
    store_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(strangers_are_passed_over, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_comes_to_the_plan_is_told_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_comes_and_goes_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_plan_moved_over_this_one_is_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(without_a_watch_everything_may_have_happened, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("store_watch", tests, NULL, NULL);
}
