/* SPDX-License-Identifier: MPL-2.0 */
/* Backups: at most one an hour, rotated by hours and days, readable as plans. */
#include "store_test.h"

#define HOUR 3600

typedef struct Place {
    char folder[300], path[400];
    TestClock clock;
    Arena *arena;
    Store *store;
    RowId task;
    int edits;
} Place;

static int set_up(void **state)
{
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    place->clock.now = 1600000000;
    place->arena = arena_new();
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_create(place->path, &author, &place->store, &err), err);
    test_begin(place->store, "add");
    place->task = test_add(place->store, ENTITY_TASK, "Utrede");
    (void)test_commit(place->store);
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

static void edit(Place *place)
{
    char name[40];
    (void)snprintf(name, sizeof(name), "Utrede %d", ++place->edits);
    test_begin(place->store, "set name");
    test_set_text(place->store, ENTITY_TASK, place->task, "name", name);
    (void)test_commit(place->store);
}

/* How many there are, and the newest one's path. */
static int backups(Place *place, char *newest, size_t room)
{
    int count = 0;
    long long latest = 0;
    DIR *directory = opendir(place->folder);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (strncmp(entry->d_name, "a.plan.bak.", 11) == 0) {
            long long time = strtoll(entry->d_name + 11, NULL, 10);
            count++;
            if (time > latest) {
                latest = time;
                (void)snprintf(newest, room, "%s/%s", place->folder, entry->d_name);
            }
        }
    }
    (void)closedir(directory);
    return count;
}

static void one_an_hour_and_only_when_something_changed(void **state)
{
    Place *place = *state;
    Err err = {0};
    char newest[700] = "";
    assert_good(store_backup(place->store, false, &err), err);
    assert_good(store_backup(place->store, false, &err), err);
    assert_int_equal(backups(place, newest, sizeof(newest)), 1);
    edit(place);
    assert_good(store_backup(place->store, false, &err), err);
    assert_int_equal(backups(place, newest, sizeof(newest)), 1);
    place->clock.now += HOUR;
    assert_good(store_backup(place->store, false, &err), err);
    assert_int_equal(backups(place, newest, sizeof(newest)), 2);
    place->clock.now += 2 * HOUR;
    assert_good(store_backup(place->store, false, &err), err);
    assert_int_equal(backups(place, newest, sizeof(newest)), 2);
    assert_good(store_backup(place->store, true, &err), err);
    assert_int_equal(backups(place, newest, sizeof(newest)), 3);
    Store *kept = NULL;
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_open(newest, STORE_READ_ONLY, &author, &kept, &err), err);
    const Plan *plan = test_load(kept, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->name, "Utrede 1");
    test_verify(kept, place->arena);
    store_close(kept);
}

static void hours_and_days_are_kept(void **state)
{
    Place *place = *state;
    Err err = {0};
    char newest[700] = "";
    for (int hour = 0; hour < 24 * 20; hour += 2) {
        edit(place);
        assert_good(store_backup(place->store, true, &err), err);
        place->clock.now += 2 * HOUR;
    }
    /* 24 by the hour reach two days back; of the 14 days, two or three are among those. */
    int count = backups(place, newest, sizeof(newest));
    assert_in_range(count, 24 + 11, 24 + 13);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_an_hour_and_only_when_something_changed),
        TEST(hours_and_days_are_kept),
    };
    return cmocka_run_group_tests_name("store_backup", tests, NULL, NULL);
}
