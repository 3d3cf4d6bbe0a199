/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Nothing writes outside a change (law 4): neither through the room's own way to SQLite, nor past it.
 * And keeping that up costs no edit anything: SQLite never prepares a statement a second time.
 */
#include "../../src/store/store_private.h"
#include "store_place.h"

#include <signal.h>

static int set_up(void **state)
{
    *state = place_with_task("Utrede");
    return 0;
}

#define SNEAK "UPDATE task SET name='sneaked in'"

static int query_only(Store *store)
{
    sqlite3_stmt *ask = NULL;
    assert_int_equal(sqlite3_prepare_v2(store->db, "PRAGMA query_only", -1, &ask, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(ask), SQLITE_ROW);
    int on = sqlite3_column_int(ask, 0);
    sqlite3_finalize(ask);
    return on;
}

/* As code would that has found its own way to the connection. */
static void assert_sneaking_fails(Store *store)
{
    assert_int_equal(query_only(store), 1);
    assert_int_not_equal(sqlite3_exec(store->db, SNEAK, NULL, NULL, NULL), SQLITE_OK);
    assert_int_not_equal(sqlite3_exec(store->db, "BEGIN; " SNEAK "; COMMIT", NULL, NULL, NULL),
                         SQLITE_OK);
    if (sqlite3_get_autocommit(store->db) == 0)
        (void)sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

static void assert_name(Place *place, const char *name)
{
    assert_string_equal(place_task_name(place, place->store), name);
    test_verify(place->store, place->arena);
}

static void sqlite_itself_commits_nothing_outside_a_change(void **state)
{
    Place *place = *state;
    Err err = {0};
    assert_sneaking_fails(place->store); /* after a commit */
    assert_name(place, "Utrede");
    test_begin(place->store, "dropped");
    assert_int_equal(query_only(place->store), 0);
    test_set_text(place->store, ENTITY_TASK, place->task, "name", "Nei");
    store_drop(place->store);
    assert_sneaking_fails(place->store); /* after a drop */
    place_copy(place, place->other);
    assert_good(store_backup(place->store, true, &err), err);
    assert_sneaking_fails(place->store); /* after what is written beside the plan */
    place_reopen(place, 0);
    assert_sneaking_fails(place->store); /* after opening */
    place_reopen(place, STORE_READ_ONLY);
    assert_sneaking_fails(place->store);
    assert_name(place, "Utrede");
}

static void a_failed_change_shuts_the_door_behind_it(void **state)
{
    Place *place = *state;
    Err err = {0};
    Value number = VALUE_OF_INTEGER(1);
    test_begin(place->store, "wrong");
    assert_false(store_set(place->store, ENTITY_TASK, place->task,
                           test_field(ENTITY_TASK, "name"), &number, &err));
    store_drop(place->store);
    assert_sneaking_fails(place->store);
    assert_name(place, "Utrede");
}

/* The program ends rather than step a statement that writes. */
static bool dies(Store *store, const char *sql)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        Err err = {0};
        (void)close(STDERR_FILENO);
        (void)signal(SIGABRT, SIG_DFL);
        sqlite3_stmt *statement = db_prepare(store, sql, &err);
        (void)(statement != NULL && db_step(store, statement, &err));
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void the_room_steps_nothing_that_writes_outside_a_change(void **state)
{
    Place *place = *state;
    assert_true(dies(place->store, SNEAK));
    assert_true(dies(place->store, "DELETE FROM task"));
    assert_true(dies(place->store, "BEGIN IMMEDIATE"));
    assert_true(dies(place->store, "VACUUM"));
    assert_false(dies(place->store, "SELECT count(*) FROM task"));
    assert_name(place, "Utrede");
}

static int prepared_again(Store *store)
{
    int times = 0;
    for (int i = 0; i < STATEMENT_COUNT; i++)
        if (store->statements[i] != NULL)
            times += sqlite3_stmt_status(store->statements[i], SQLITE_STMTSTATUS_REPREPARE, 0);
    for (int i = 0; i < ENTITY_COUNT; i++)
        if (store->row_writers[i] != NULL)
            times += sqlite3_stmt_status(store->row_writers[i], SQLITE_STMTSTATUS_REPREPARE, 0);
    return times;
}

static void no_edit_prepares_a_statement_again(void **state)
{
    Place *place = *state;
    Err err = {0};
    Plan *plan = test_load(place->store, place->arena);
    int before = 0;
    for (int i = 0; i < 5; i++) {
        before = i == 1 ? prepared_again(place->store) : before;
        test_begin(place->store, "set");
        test_set_number(place->store, ENTITY_TASK, place->task, "duration", 480 * (i + 1));
        (void)test_commit(place->store);
        assert_good(store_load_after(place->store, plan, place->arena, &plan, &err), err);
        assert_false(store_changed(place->store));
    }
    assert_int_equal(prepared_again(place->store), before);
    assert_int_equal(((const Task *)plan_row(plan, ENTITY_TASK, place->task))->duration,
                     480 * 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(sqlite_itself_commits_nothing_outside_a_change),
        PLACE_TEST(a_failed_change_shuts_the_door_behind_it),
        PLACE_TEST(the_room_steps_nothing_that_writes_outside_a_change),
        PLACE_TEST(no_edit_prepares_a_statement_again),
    };
    return cmocka_run_group_tests_name("store_gate", tests, NULL, NULL);
}
