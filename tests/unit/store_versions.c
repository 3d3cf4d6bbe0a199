/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Old and new versions of the program on copies of one plan: what a newer one wrote and this one does
 * not know is carried through edits, merges, undo and compaction untouched; what an older one lacks is
 * added after a backup, with what had been carried meanwhile.
 */
#include "store_place.h"

#include "../../src/store/store_private.h"

#define TABLE_UNKNOWN  900 /* a kind and a field that only a newer version has */
#define COLUMN_UNKNOWN 901

static int set_up(void **state)
{
    Place *place = place_with_task("plain");
    (void)test_write_text(place->store, ENTITY_TASK, place->task, "note", "kept");
    place_copy(place, place->other);
    *state = place;
    return 0;
}

/* The newer version gives a task a value in a field that this one does not know, and adds a row of a
 * kind that it does not know; its file has a table and a column more. */
static int64_t write_as_newer_version(Place *place, const char *path)
{
    Err err = {0};
    int64_t change = 0;
    Value one = VALUE_OF_INTEGER(1);
    Value blue = VALUE_OF_TEXT("blue");
    Store *store = place_open(place, path, 0);
    test_begin(store, "set task");
    test_set_text(store, ENTITY_TASK, place->task, "name", "newer");
    assert_good(journal_put(store, schema_entity(ENTITY_TASK)->number, place->task,
                            COLUMN_UNKNOWN, &blue, NULL, 0, &err) &&
                    journal_put(store, TABLE_UNKNOWN, 77, COLUMN_EXISTS, &one, NULL, 0, &err) &&
                    journal_put(store, TABLE_UNKNOWN, 77, 3, &blue, NULL, 0, &err),
                err);
    change = test_commit(store);
    store_close(store);
    sql_run(path, arena_printf(place->arena,
                               "CREATE TABLE \"thing\"(\n    \"id\" INTEGER PRIMARY KEY,\n"
                               "    \"name\" TEXT\n) STRICT;"
                               "INSERT INTO thing VALUES(77, 'blue');"
                               "ALTER TABLE task ADD COLUMN \"colour\" TEXT;"
                               "UPDATE task SET colour='blue' WHERE id=%lld;"
                               "PRAGMA user_version=%d",
                               (long long)place->task, SCHEMA_VERSION + 1));
    return change;
}

static const char *unknown_operations(Place *place, const char *path)
{
    const char *sql = arena_printf(place->arena,
                                   "SELECT tbl, row, col, cid, prev, quote(val) FROM op"
                                   " WHERE tbl=%d OR col=%d ORDER BY 1, 2, 3",
                                   TABLE_UNKNOWN, COLUMN_UNKNOWN);
    return sql_ask(path, sql, place->arena);
}

static void take_newer(Place *place)
{
    MergeReport report = place_merge(place, place->store, place->other);
    assert_int_equal(report.changes, 1);
    assert_int_equal(report.conflicts, 0);
}

static void a_newer_file_is_read_only_and_read(void **state)
{
    Place *place = *state;
    Err err = {0};
    (void)write_as_newer_version(place, place->other);
    Store *newer = place_open(place, place->other, 0);
    assert_true(store_is_read_only(newer));
    assert_true(store_notice(newer)[0] != '\0');
    assert_string_equal(place_task_name(place, newer), "newer");
    assert_false(store_begin(newer, "set", &err));
    assert_int_equal(err.code, ERR_NEWER);
    store_close(newer);
}

static void what_is_unknown_is_carried(void **state)
{
    Place *place = *state;
    (void)write_as_newer_version(place, place->other);
    const char *unknown = unknown_operations(place, place->other);
    assert_true(strstr(unknown, "901|") != NULL && strstr(unknown, "900|77|3|") != NULL);
    take_newer(place);
    assert_string_equal(unknown_operations(place, place->path), unknown);
    for (int i = 0; i < 3; i++) {
        place_rename(place, place->store, i == 1 ? "x" : "y");
    }
    assert_int_equal(place_undo(place, place->store).undone, 1);
    assert_string_equal(place_task_name(place, place->store), "x");
    (void)place_redo(place, place->store);
    assert_true(place_compact(place, place->store, 0).operations > 0);
    assert_string_equal(unknown_operations(place, place->path), unknown);
}

/* Only the newer version knows what it means to take its own things back. */
static void undo_leaves_the_unknown_alone(void **state)
{
    Place *place = *state;
    Err err = {0};
    UndoReport undo;
    int64_t change = write_as_newer_version(place, place->other);
    take_newer(place);
    const char *unknown = unknown_operations(place, place->path);
    assert_good(store_undo(place->store, change, place->arena, &undo, &err), err);
    assert_int_equal(undo.undone, 1);
    assert_int_equal(undo.left, 3);
    assert_string_equal(place_task_name(place, place->store), "plain");
    assert_string_equal(unknown_operations(place, place->path), unknown);
    test_verify(place->store, place->arena);
}

/* Home again: the newer version finds its own, and what was done here. */
static void it_comes_home_whole(void **state)
{
    Place *place = *state;
    (void)write_as_newer_version(place, place->other);
    const char *unknown = unknown_operations(place, place->other);
    take_newer(place);
    (void)test_write_text(place->store, ENTITY_TASK, place->task, "note", "from the older one");
    place_copy(place, place->third);
    place->second = place_open(place, place->third, 0);
    assert_int_equal(place_merge(place, place->second, place->path).changes, 0);
    assert_string_equal(unknown_operations(place, place->third), unknown);
}

static void an_older_plan_is_brought_up_after_a_backup(void **state)
{
    Place *place = *state;
    const char *lacking = "SELECT count(*) FROM pragma_table_info('task') WHERE name='note'";
    sql_run(place->other, "ALTER TABLE task DROP COLUMN note; DROP TABLE known");
    Store *store = place_open(place, place->other, 0);
    const char *const *backups = NULL;
    uint32_t count = 0;
    Err err = {0};
    assert_good(store_backups(store, place->arena, &backups, &count, &err), err);
    assert_int_equal(count, 1);
    assert_non_null(strstr(store_notice(store), backups[0]));
    assert_string_equal(sql_ask(backups[0], lacking, place->arena), "0|");
    assert_string_equal(sql_ask(place->other, lacking, place->arena), "1|");
    assert_string_equal(place_task(place, store)->note, "kept");
    test_verify(store, place->arena);
    store_close(store);
    store = place_open(place, place->other, 0);
    assert_string_equal(store_notice(store), "");
    store_close(store);
}

/* A reader, and the copy that a merge makes, migrate nothing. */
static void an_older_copy_is_merged_as_it_is(void **state)
{
    Place *place = *state;
    Store *store = place_open(place, place->other, 0);
    place_rename(place, store, "older");
    store_close(store);
    sql_run(place->other, "ALTER TABLE task DROP COLUMN note; DROP TABLE known");
    const char *before = sql_ask(place->other, "SELECT sql FROM sqlite_schema", place->arena);
    assert_int_equal(place_merge(place, place->store, place->other).changes, 1);
    assert_string_equal(place_task_name(place, place->store), "older");
    assert_string_equal(sql_ask(place->other, "SELECT sql FROM sqlite_schema", place->arena),
                        before);
}

/* A field that became personal, say: its column holds numbers now, and its operations have a number of
 * their own, since what older ones hold is of another sort. */
static void a_column_of_another_type_is_made_anew(void **state)
{
    Place *place = *state;
    place_close(place);
    sql_run(place->path, "ALTER TABLE task DROP COLUMN \"name\";"
                         "ALTER TABLE task ADD COLUMN \"name\" INTEGER;");
    place->store = place_open(place, place->path, 0);
    assert_string_equal(place_task_name(place, place->store), "plain");
    test_verify(place->store, place->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(a_newer_file_is_read_only_and_read),
        PLACE_TEST(what_is_unknown_is_carried),
        PLACE_TEST(undo_leaves_the_unknown_alone),
        PLACE_TEST(it_comes_home_whole),
        PLACE_TEST(an_older_plan_is_brought_up_after_a_backup),
        PLACE_TEST(an_older_copy_is_merged_as_it_is),
        PLACE_TEST(a_column_of_another_type_is_made_anew),
    };
    return cmocka_run_group_tests_name("store_versions", tests, NULL, NULL);
}
