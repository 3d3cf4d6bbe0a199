/* SPDX-License-Identifier: MPL-2.0 */
/* Where a plan may lie and what may happen to its file: crashed writers, wall displays, network
 * drives, other files copied or moved over it. */
#include "store_place.h"

#include <sys/vfs.h>

#define TASKS 40

/* What the file system says it is: the room asks this function instead of the system's. */
static long pretended_system;

int statfs(const char *restrict path, struct statfs *restrict out)
{
    *out = (struct statfs){.f_type = pretended_system};
    return access(path, F_OK);
}

static int set_up(void **state)
{
    pretended_system = 0xEF53;
    Place *place = place_with_plan();
    test_begin(place->store, "add");
    for (int i = 0; i < TASKS; i++) {
        place->task = test_add(place->store, ENTITY_TASK, "Kartlegge");
        test_set_text(place->store, ENTITY_TASK, place->task, "note",
                      "Spør arkivlederen først");
    }
    (void)test_commit(place->store);
    place_close(place);
    *state = place;
    return 0;
}

/* --- A writer that died ------------------------------------------------------------------------- */

/* A child dies in the middle of a change that has reached the file already. */
static void leave_hot_journal(const Place *place)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        sqlite3 *raw = NULL;
        bool written =
            sqlite3_open(place->path, &raw) == SQLITE_OK &&
            sqlite3_exec(
                raw,
                "PRAGMA journal_mode=TRUNCATE; PRAGMA cache_size=1; BEGIN IMMEDIATE;"
                "UPDATE op SET val='halvveis' WHERE typeof(val)='text';"
                "UPDATE task SET name='halvveis'; UPDATE personal SET value=value||'.';",
                NULL, NULL, NULL) == SQLITE_OK;
        _exit(written ? 0 : 1);
    }
    assert_int_equal(exit_of(child), 0);
    char journal[420];
    struct stat status;
    (void)snprintf(journal, sizeof(journal), "%s-journal", place->path);
    assert_int_equal(stat(journal, &status), 0);
    assert_true(status.st_size > 512);
    assert_int_equal(chmod(journal, 0644), 0);
}

static bool reader_is_told_to_wait(Place *place)
{
    static const unsigned flags[] = {0, STORE_READ_ONLY, STORE_READ_ONLY | STORE_REDACTED};
    for (size_t i = 0; i < COUNT_OF(flags); i++) {
        Err err = {0};
        Store *store = NULL;
        if (store_open(place->path, flags[i], &place->author, &store, &err) ||
            err.code != ERR_LOCKED || strstr(err.message, "recovery") == NULL) {
            (void)fprintf(stderr, "%u: %s\n", flags[i], err.message);
            return false;
        }
    }
    return true;
}

static bool reader_sees_everything(Place *place)
{
    Err err = {0};
    Store *store = NULL;
    Plan *plan = NULL;
    bool seen = store_open(place->path, STORE_READ_ONLY, &place->author, &store, &err) &&
                store_load(store, place->arena, 0, &plan, &err) &&
                plan_count(plan, ENTITY_TASK) == TASKS &&
                strcmp(PLAN_ROWS(plan, Task, ENTITY_TASK)[0].name, "Kartlegge") == 0;
    store_close(store);
    return seen;
}

static void a_reader_waits_until_a_writer_has_recovered_the_file(void **state)
{
    Place *place = *state;
    leave_hot_journal(place);
    place_run_as_reader(place, reader_is_told_to_wait);
    Store *store = place_open(place, place->path, 0);
    assert_string_equal(place_task_name(place, store), "Kartlegge");
    test_verify(store, place->arena);
    store_close(store);
    place_run_as_reader(place, reader_sees_everything);
}

static void a_session_goes_on_after_another_writer_died(void **state)
{
    Place *place = *state;
    Store *store = place_open(place, place->path, 0);
    assert_string_equal(place_task_name(place, store), "Kartlegge");
    leave_hot_journal(place);
    assert_string_equal(place_task_name(place, store), "Kartlegge");
    place_rename(place, store, "Vedta");
    test_verify(store, place->arena);
    store_close(store);
}

static void a_hot_journal_is_merged_with_its_file(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *store = place_open(place, place->path, 0);
    assert_good(store_copy(store, place->other, &err), err);
    store_close(store);
    store = place_open(place, place->other, 0);
    place_rename(place, store, "Vedta");
    leave_hot_journal(place);
    assert_int_equal(place_merge(place, store, place->path).changes, 0);
    assert_string_equal(place_task_name(place, store), "Vedta");
    store_close(store);
}

/* --- A wall display beside a writer ---------------------------------------------------------------- */

static void a_display_follows_the_writers(void **state)
{
    Place *place = *state;
    Store *display = place_open(place, place->path, STORE_READ_ONLY | STORE_REDACTED);
    Store *writer = place_open(place, place->path, 0);
    assert_string_equal(place_task_name(place, display), "Kartlegge");
    place_rename(place, writer, "Vedta");
    assert_true(store_changed(display));
    assert_string_equal(place_task_name(place, display), "Vedta");
    assert_false(store_changed(display));
    /* While somebody writes the display shows what was before. */
    test_begin(writer, "set task name");
    test_set_text(writer, ENTITY_TASK, place->task, "name", "Halvveis");
    assert_string_equal(place_task_name(place, display), "Vedta");
    store_drop(writer);
    store_close(writer);
    assert_string_equal(place_task_name(place, display), "Vedta");
    store_close(display);
}

/* --- Other files over this one ---------------------------------------------------------------------- */

static void a_file_copied_over_the_plan_is_seen(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *session = place_open(place, place->path, 0);
    assert_good(store_copy(session, place->other, &err), err);
    Store *copy = place_open(place, place->other, 0);
    place_rename(place, copy, "Utrede");
    place_rename(place, copy, "Vedta");
    store_close(copy);
    assert_string_equal(place_task_name(place, session), "Kartlegge");
    file_copy(place->other, place->path);
    assert_true(store_changed(session));
    assert_string_equal(place_task_name(place, session), "Vedta");
    place_rename(place, session, "Gjennomføre");
    test_verify(session, place->arena);
    store_close(session);
    session = place_open(place, place->path, 0);
    assert_string_equal(place_task_name(place, session), "Gjennomføre");
    store_close(session);
}

static void what_is_moved_over_the_plan_and_is_none_is_refused(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *session = place_open(place, place->path, 0);
    char stranger[4096];
    memset(stranger, 'x', sizeof(stranger));
    file_write(place->other, stranger, sizeof(stranger));
    assert_int_equal(rename(place->other, place->path), 0);
    assert_false(store_begin(session, "write", &err));
    assert_int_equal(err.code, ERR_NOT_A_PLAN);
    assert_false(store_in_change(session));
    assert_int_not_equal(plan_count(test_load(session, place->arena), ENTITY_TASK), 0);
    store_close(session);
}

static void a_plan_that_was_removed_takes_no_more_changes_in_silence(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *session = place_open(place, place->path, 0);
    assert_int_equal(unlink(place->path), 0);
    Value name = VALUE_OF_TEXT("Vedta");
    bool written = store_begin(session, "write", &err) &&
                   store_set(session, ENTITY_TASK, place->task, test_field(ENTITY_TASK, "name"),
                             &name, &err) &&
                   store_commit(session, NULL, &err);
    assert_false(written);
    assert_non_null(strstr(err.message, "is not where it was"));
    store_drop(session);
    store_close(session);
}

/* --- Network drives ---------------------------------------------------------------------------------- */

static void a_network_drive_is_named_and_polled(void **state)
{
    static const long systems[] = {0x6969,     0xFF534D42, 0xFE534D42, 0x517B,
                                   0x65735546, 0x01021997, 0x5346414F, 0xC36400};
    Place *place = *state;
    for (size_t i = 0; i < COUNT_OF(systems); i++) {
        pretended_system = systems[i];
        Store *store = place_open(place, place->path, 0);
        assert_non_null(strstr(store_notice(store), "network"));
        assert_int_equal(store_watch(store), -1);
        store_close(store);
    }
    Store *store = place_open(place, place->path, 0);
    Store *other = place_open(place, place->path, 0);
    (void)test_load(store, place->arena);
    assert_false(store_changed(store));
    place_rename(place, other, "Vedta");
    assert_true(store_changed(store));
    store_close(other);
    store_close(store);
    /* Who only reads need not be warned. */
    store = place_open(place, place->path, STORE_READ_ONLY);
    assert_string_equal(store_notice(store), "");
    store_close(store);
    pretended_system = 0xEF53;
    store = place_open(place, place->path, 0);
    assert_string_equal(store_notice(store), "");
    assert_true(store_watch(store) >= 0);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(a_reader_waits_until_a_writer_has_recovered_the_file),
        PLACE_TEST(a_session_goes_on_after_another_writer_died),
        PLACE_TEST(a_hot_journal_is_merged_with_its_file),
        PLACE_TEST(a_display_follows_the_writers),
        PLACE_TEST(a_file_copied_over_the_plan_is_seen),
        PLACE_TEST(what_is_moved_over_the_plan_and_is_none_is_refused),
        PLACE_TEST(a_plan_that_was_removed_takes_no_more_changes_in_silence),
        PLACE_TEST(a_network_drive_is_named_and_polled),
    };
    return cmocka_run_group_tests_name("store_places", tests, NULL, NULL);
}
