/* SPDX-License-Identifier: MPL-2.0 */
/* Backups: at most one an hour, rotated by hours and days, readable as plans. */
#include "store_place.h"

#define HOUR 3600

static int set_up(void **state)
{
    *state = place_with_task("Utrede");
    return 0;
}

static void edit(Place *place, int number)
{
    char name[40];
    (void)snprintf(name, sizeof(name), "Utrede %d", number);
    place_rename(place, place->store, name);
}

static int backups(Place *place)
{
    return folder_count(place->folder, "a.plan.bak.", place->arena, NULL);
}

static void one_an_hour_and_only_when_something_changed(void **state)
{
    Place *place = *state;
    Err err = {0};
    assert_good(store_backup(place->store, false, &err), err);
    assert_good(store_backup(place->store, false, &err), err);
    assert_int_equal(backups(place), 1);
    edit(place, 1);
    assert_good(store_backup(place->store, false, &err), err);
    assert_int_equal(backups(place), 1);
    place->clock.now += HOUR;
    assert_good(store_backup(place->store, false, &err), err);
    assert_int_equal(backups(place), 2);
    place->clock.now += 2 * HOUR;
    assert_good(store_backup(place->store, false, &err), err);
    assert_int_equal(backups(place), 2);
    assert_good(store_backup(place->store, true, &err), err);
    assert_int_equal(backups(place), 3);
    const char *newest = NULL;
    (void)folder_count(place->folder, "a.plan.bak.", place->arena, &newest);
    Store *kept = place_open(place, newest, STORE_READ_ONLY);
    assert_string_equal(place_task_name(place, kept), "Utrede 1");
    test_verify(kept, place->arena);
    store_close(kept);
}

static void hours_and_days_are_kept(void **state)
{
    Place *place = *state;
    Err err = {0};
    for (int hour = 0; hour < 24 * 20; hour += 2) {
        edit(place, hour);
        assert_good(store_backup(place->store, true, &err), err);
        place->clock.now += 2 * HOUR;
    }
    /* 24 by the hour reach two days back; of the 14 days, two or three are among those. */
    int count = backups(place);
    assert_in_range(count, 24 + 11, 24 + 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(one_an_hour_and_only_when_something_changed),
        PLACE_TEST(hours_and_days_are_kept),
    };
    return cmocka_run_group_tests_name("store_backup", tests, NULL, NULL);
}
