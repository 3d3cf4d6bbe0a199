/* SPDX-License-Identifier: MPL-2.0 */
/* Who is here, what arrived, and other files where the plan was. */
#include "store_place.h"

#include <poll.h>
#include <signal.h>
#include <sys/statfs.h>

static long pretended_system = 0xEF53;

/* The store asks what kind of file system it is on: the answer is given here. */
int statfs(const char *restrict path, struct statfs *restrict out)
{
    (void)path;
    *out = (struct statfs){.f_type = pretended_system};
    return 0;
}

/* A session on another machine. */
static Store *open_from(Place *place, const char *name, const char *host)
{
    StoreAuthor author = test_author(&place->clock, name);
    Store *store = NULL;
    Err err = {0};
    author.host = host;
    assert_good(store_open(place->path, 0, &author, &store, &err), err);
    return store;
}

static int set_up(void **state)
{
    pretended_system = 0xEF53;
    Place *place = place_with_task("Kartlegge");
    place_close(place);
    *state = place;
    return 0;
}

/* The file in which the sessions show themselves. */
static const char *here(const Place *place)
{
    return arena_printf(place->arena, "%s/.a.plan.here", place->folder);
}

static uint32_t others(Place *place, Store *store, const Presence **out)
{
    uint32_t count = 0;
    store_presence_list(store, place->arena, out, &count);
    return count;
}

/* --- Who is here ------------------------------------------------------------------------------------- */

static void sessions_see_each_other_and_what_is_edited(void **state)
{
    Place *place = *state;
    const Presence *list = NULL;
    Store *kari = place_open_as(place, place->path, "kari", 0);
    Store *olav = open_from(place, "olav", "laptop");
    assert_int_equal(others(place, kari, &list), 0);
    assert_true(store_presence_set(kari, ENTITY_NONE, 0));
    assert_true(store_presence_set(olav, ENTITY_NONE, 0));
    assert_int_equal(others(place, kari, &list), 1);
    assert_string_equal(list[0].author, "olav");
    assert_string_equal(list[0].host, "laptop");
    assert_int_equal(list[0].pid, getpid());
    assert_int_equal(list[0].entity, ENTITY_NONE);
    assert_true(store_presence_set(olav, ENTITY_TASK, place->task));
    assert_int_equal(others(place, kari, &list), 1);
    assert_int_equal(list[0].entity, ENTITY_TASK);
    assert_int_equal(list[0].row, place->task);
    assert_int_equal(others(place, olav, &list), 1);
    assert_string_equal(list[0].author, "kari");
    store_close(olav);
    assert_int_equal(others(place, kari, &list), 0);
    store_close(kari);
    assert_int_equal(access(here(place), F_OK), -1); /* the last one has taken it away */
}

static void a_reader_never_makes_or_writes_the_file(void **state)
{
    Place *place = *state;
    const Presence *list = NULL;
    struct stat before = {0};
    struct stat after = {0};
    Store *reader = place_open_as(place, place->path, "wall", STORE_READ_ONLY);
    assert_false(store_presence_set(reader, ENTITY_NONE, 0));
    assert_int_equal(others(place, reader, &list), 0);
    assert_int_equal(access(here(place), F_OK), -1);
    Store *kari = place_open_as(place, place->path, "kari", 0);
    assert_true(store_presence_set(kari, ENTITY_NONE, 0));
    assert_int_equal(stat(here(place), &before), 0);
    assert_int_equal(before.st_mode & 0777, 0600);
    assert_false(store_presence_set(reader, ENTITY_TASK, place->task));
    assert_int_equal(others(place, reader, &list), 1);
    assert_string_equal(list[0].author, "kari");
    store_close(reader);
    assert_int_equal(stat(here(place), &after), 0);
    assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    assert_int_equal(others(place, kari, &list), 0);
    store_close(kari);
}

/* Joining, editing and leaving wake whoever waits on the watch. */
static void wait_for_news(Store *store)
{
    struct pollfd ready = {.fd = store_watch(store), .events = POLLIN};
    assert_true(ready.fd >= 0);
    assert_int_equal(poll(&ready, 1, 20000), 1);
    assert_false(store_changed(store)); /* nobody has written to the plan */
}

static void a_killed_session_leaves_nothing_behind(void **state)
{
    Place *place = *state;
    const Presence *list = NULL;
    Store *kari = place_open_as(place, place->path, "kari", 0);
    int ready[2];
    char byte = 0;
    (void)test_load(kari, place->arena);
    assert_true(store_presence_set(kari, ENTITY_NONE, 0));
    assert_true(store_watch(kari) >= 0);
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        Store *olav = open_from(place, "olav", "laptop");
        bool shown = store_presence_set(olav, ENTITY_TASK, place->task);
        (void)!write(ready[1], shown ? "y" : "n", 1);
        for (;;)
            (void)pause();
    }
    assert_int_equal(read(ready[0], &byte, 1), 1);
    assert_int_equal(byte, 'y');
    wait_for_news(kari);
    assert_int_equal(others(place, kari, &list), 1);
    assert_int_equal(list[0].pid, child);
    assert_int_equal(kill(child, SIGKILL), 0);
    assert_int_equal(waitpid(child, NULL, 0), child);
    wait_for_news(kari);
    assert_int_equal(others(place, kari, &list), 0);
    store_close(kari);
    assert_int_equal(close(ready[0]), 0);
    assert_int_equal(close(ready[1]), 0);
}

static void a_slot_that_was_damaged_or_taken_away_hurts_nobody(void **state)
{
    Place *place = *state;
    const Presence *list = NULL;
    Store *kari = place_open_as(place, place->path, "kari", 0);
    Store *olav = open_from(place, "olav", "laptop");
    assert_true(store_presence_set(kari, ENTITY_NONE, 0));
    assert_true(store_presence_set(olav, ENTITY_NONE, 0));
    int file = open(here(place), O_WRONLY | O_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(pwrite(file, "\033]52;c", 6, 512 + 50), 6);
    assert_int_equal(close(file), 0);
    assert_int_equal(others(place, kari, &list), 0); /* its checksum is wrong */
    assert_true(store_presence_set(olav, ENTITY_NONE, 0));
    assert_int_equal(others(place, kari, &list), 1);
    assert_int_equal(unlink(here(place)), 0);
    assert_true(store_presence_set(olav, ENTITY_NONE, 0));
    assert_true(store_presence_set(kari, ENTITY_NONE, 0));
    assert_int_equal(others(place, kari, &list), 1);
    store_close(olav);
    store_close(kari);
}

static void names_of_sessions_are_cleaned(void **state)
{
    Place *place = *state;
    const Presence *list = NULL;
    Store *kari = place_open_as(place, place->path, "kari", 0);
    Store *bad = open_from(place, "\033[31mred\a\n", "a\302\233b");
    assert_true(store_presence_set(kari, ENTITY_NONE, 0));
    assert_true(store_presence_set(bad, ENTITY_NONE, 0));
    assert_int_equal(others(place, kari, &list), 1);
    for (const char *at = list[0].author; *at != '\0'; at++)
        assert_true((unsigned char)*at >= ' ');
    assert_null(strstr(list[0].host, "\302\233"));
    store_close(bad);
    store_close(kari);
}

static void more_sessions_than_slots_are_not_shown(void **state)
{
    Place *place = *state;
    Store *stores[130];
    const Presence *list = NULL;
    int shown = 0;
    for (int i = 0; i < 130; i++) {
        stores[i] = place_open_as(place, place->path, "kari", STORE_NO_CHECK);
        shown += store_presence_set(stores[i], ENTITY_NONE, 0) ? 1 : 0;
    }
    assert_int_equal(shown, 128);
    assert_int_equal(others(place, stores[0], &list), 127);
    for (int i = 0; i < 130; i++)
        store_close(stores[i]);
    assert_int_equal(access(here(place), F_OK), -1);
}

/* --- What arrived -------------------------------------------------------------------------------------- */

static void every_field_of_every_new_change_is_listed(void **state)
{
    Place *place = *state;
    Store *kari = place_open_as(place, place->path, "kari", 0);
    Store *olav = open_from(place, "olav", "laptop");
    HistoryItem latest = {0};
    History touched = {0};
    Err err = {0};
    assert_true(store_latest(kari, place->arena, &latest));
    place_rename(place, olav, "Utrede");
    test_begin(olav, "add task");
    RowId added = test_add(olav, ENTITY_TASK, "Ny");
    assert_good(store_delete(olav, ENTITY_TASK, place->task, &err), err);
    (void)test_commit(olav);
    Plan *plan = test_load(kari, place->arena);
    assert_good(
        store_touched(kari, latest.change, plan, LANGUAGE_EN, place->arena, &touched, &err),
        err);
    bool renamed = false;
    bool born = false;
    bool gone = false;
    for (uint32_t i = 0; i < touched.count; i++) {
        const HistoryItem *item = &touched.items[i];
        assert_string_equal(item->author, "olav");
        renamed |= item->row == place->task && item->after != NULL &&
                   strcmp(item->after, "Utrede") == 0;
        born |= item->row == added && item->field == -1 && item->after != NULL;
        gone |= item->row == place->task && item->field == -1 && item->after == NULL;
    }
    assert_true(renamed && born && gone);
    assert_good(store_touched(kari, 12345, plan, LANGUAGE_EN, place->arena, &touched, &err),
                err);
    assert_int_equal(touched.count, 0);
    store_close(olav);
    store_close(kari);
}

static void other_machines_that_wrote_lately_are_known(void **state)
{
    Place *place = *state;
    Store *kari = place_open_as(place, place->path, "kari", 0);
    Store *olav = open_from(place, "olav", "laptop");
    History hosts = {0};
    Err err = {0};
    place_rename(place, olav, "Utrede");
    place->clock.now += 3000;
    assert_good(store_hosts(kari, place->clock.now - 3600, place->arena, &hosts, &err), err);
    assert_int_equal(hosts.count, 1);
    assert_string_equal(hosts.items[0].host, "laptop");
    assert_string_equal(hosts.items[0].author, "olav");
    assert_good(store_hosts(kari, place->clock.now - 60, place->arena, &hosts, &err), err);
    assert_int_equal(hosts.count, 0);
    assert_false(store_is_on_network(kari));
    store_close(olav);
    pretended_system = 0x6969;
    olav = open_from(place, "olav", "laptop");
    assert_true(store_is_on_network(olav));
    assert_non_null(strstr(store_notice(olav), "network drive"));
    store_close(olav);
    store_close(kari);
}

/* --- Another file ---------------------------------------------------------------------------------------- */

static bool news(Place *place, Store *store, const char *words)
{
    Text text = {0};
    bool said = store_take_news(store, &text);
    const char *sentence = arena_strdup(place->arena, text_string(&text));
    text_free(&text);
    if (said && strstr(sentence, words) == NULL)
        fail_msg("“%s” does not speak of “%s”", sentence, words);
    return said;
}

static const char *kept_copy(Place *place)
{
    const char *found = NULL;
    (void)folder_count(place->folder, ".replaced.", place->arena, &found);
    return found;
}

static void what_a_moved_file_lacks_is_kept_and_can_be_merged(void **state)
{
    Place *place = *state;
    Err err = {0};
    const char *old = arena_printf(place->arena, "%s.old", place->path);
    Store *kari = place_open_as(place, place->path, "kari", 0);
    assert_good(store_copy(kari, old, &err), err);
    place_rename(place, kari, "Utrede");
    assert_string_equal(place_task_name(place, kari), "Utrede");
    assert_int_equal(rename(old, place->path), 0);
    assert_true(store_changed(kari));
    assert_true(news(place, kari, "it lacks: 1"));
    assert_false(news(place, kari, ""));
    assert_string_equal(place_task_name(place, kari), "Kartlegge");
    assert_non_null(kept_copy(place));
    assert_int_equal(place_merge(place, kari, kept_copy(place)).changes, 1);
    assert_string_equal(place_task_name(place, kari), "Utrede");
    store_close(kari);
}

static void a_moved_file_with_everything_leaves_no_copy(void **state)
{
    Place *place = *state;
    Err err = {0};
    const char *newer = arena_printf(place->arena, "%s.newer", place->path);
    Store *kari = place_open_as(place, place->path, "kari", 0);
    assert_string_equal(place_task_name(place, kari), "Kartlegge");
    assert_good(store_copy(kari, newer, &err), err);
    assert_int_equal(rename(newer, place->path), 0);
    assert_true(store_changed(kari));
    assert_true(news(place, kari, "replaced by another file; you see"));
    assert_null(kept_copy(place));
    place_rename(place, kari, "Utrede");
    store_close(kari);
}

/* Both files have had one more change since they were one: SQLite takes them for the same. */
static void a_copy_over_the_plan_is_noticed_even_when_it_looks_the_same(void **state)
{
    Place *place = *state;
    const char *twin = arena_printf(place->arena, "%s.twin", place->path);
    file_copy(place->path, twin);
    Store *olav = place_open_as(place, twin, "olav", 0);
    place_rename(place, olav, "Fra olav");
    store_close(olav);
    Store *kari = place_open_as(place, place->path, "kari", 0);
    assert_true(store_watch(kari) >= 0);
    place_rename(place, kari, "Fra kari");
    assert_string_equal(place_task_name(place, kari), "Fra kari");
    (void)store_changed(kari);
    file_copy(twin, place->path);
    assert_true(store_changed(kari));
    assert_true(news(place, kari, "overwritten"));
    assert_string_equal(place_task_name(place, kari), "Fra olav");
    place_rename(place, kari, "Etter");
    test_verify(kari, place->arena);
    store_close(kari);
}

static void a_file_that_goes_and_comes_back_is_waited_for(void **state)
{
    Place *place = *state;
    const char *away = arena_printf(place->arena, "%s.away", place->path);
    Store *kari = place_open_as(place, place->path, "kari", 0);
    assert_string_equal(place_task_name(place, kari), "Kartlegge");
    assert_int_equal(rename(place->path, away), 0);
    assert_false(store_changed(kari));
    assert_true(store_is_waiting(kari));
    assert_true(news(place, kari, "is not there any more"));
    assert_false(store_changed(kari));
    assert_false(news(place, kari, "")); /* said once */
    file_write(place->path, "not a plan", 10);
    assert_false(store_changed(kari));
    assert_true(store_is_waiting(kari));
    assert_int_equal(rename(away, place->path), 0);
    assert_true(store_changed(kari));
    assert_false(store_is_waiting(kari));
    assert_true(news(place, kari, "can be read again"));
    place_rename(place, kari, "Utrede");
    store_close(kari);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(sessions_see_each_other_and_what_is_edited),
        PLACE_TEST(a_reader_never_makes_or_writes_the_file),
        PLACE_TEST(a_killed_session_leaves_nothing_behind),
        PLACE_TEST(a_slot_that_was_damaged_or_taken_away_hurts_nobody),
        PLACE_TEST(names_of_sessions_are_cleaned),
        PLACE_TEST(more_sessions_than_slots_are_not_shown),
        PLACE_TEST(every_field_of_every_new_change_is_listed),
        PLACE_TEST(other_machines_that_wrote_lately_are_known),
        PLACE_TEST(what_a_moved_file_lacks_is_kept_and_can_be_merged),
        PLACE_TEST(a_moved_file_with_everything_leaves_no_copy),
        PLACE_TEST(a_copy_over_the_plan_is_noticed_even_when_it_looks_the_same),
        PLACE_TEST(a_file_that_goes_and_comes_back_is_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
