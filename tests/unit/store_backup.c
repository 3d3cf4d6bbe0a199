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

/* Another copy has made a backup of that name, as long as the one that the merge made. */
static void backing_out_wants_the_backup_of_that_merge(void **state)
{
    Place *place = *state;
    Err err = {0};
    const char *backup = NULL;
    place_copy(place, place->other);
    Store *away = place_open_as(place, place->other, "bo", 0);
    place_rename(place, away, "borte");
    store_close(away);
    place_rename(place, place->store, "her");
    (void)place_merge(place, place->store, place->other);
    const char *before = place_task_name(place, place->store);
    (void)folder_count(place->folder, "a.plan.bak.", place->arena, &backup);
    const char *aside = arena_printf(place->arena, "%s/aside", place->folder);
    file_copy(backup, aside);
    file_copy(place->other, backup);
    assert_false(store_merge_back(place->store, place->arena, &backup, &err));
    assert_non_null(strstr(err.message, "is not the backup made before the merge"));
    assert_string_equal(place_task_name(place, place->store), before);
    file_copy(aside, backup);
    err = (Err){0};
    assert_good(store_merge_back(place->store, place->arena, &backup, &err), err);
    assert_string_equal(place_task_name(place, place->store), "her");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(one_an_hour_and_only_when_something_changed),
        PLACE_TEST(hours_and_days_are_kept),
        PLACE_TEST(backing_out_wants_the_backup_of_that_merge),
    };
    return cmocka_run_group_tests_name("store_backup", tests, NULL, NULL);
}
