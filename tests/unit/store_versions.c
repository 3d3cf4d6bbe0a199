/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Old and new versions of the program on copies of one plan: what a newer one wrote and this one does
 * not know is carried through edits, merges, undo and compaction untouched; what an older one lacks is
 * added after a backup, with what had been carried meanwhile.
 */
#include "store_test.h"

#include "../../src/store/store_private.h"

#define TABLE_UNKNOWN  900 /* a kind and a field that only a newer version has */
#define COLUMN_UNKNOWN 901

typedef struct Place {
    char folder[300], path[400], other[400];
    TestClock clock;
    Arena *arena;
    Store *store;
    RowId task;
} Place;

static Store *open_plan(Place *place, const char *path)
{
    Err err = {0};
    Store *store = NULL;
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_open(path, 0, &author, &store, &err), err);
    return store;
}

static int set_up(void **state)
{
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    (void)snprintf(place->other, sizeof(place->other), "%s/b.plan", place->folder);
    place->clock.now = 1600000000;
    place->arena = arena_new();
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_create(place->path, &author, &place->store, &err), err);
    test_begin(place->store, "add");
    place->task = test_add(place->store, ENTITY_TASK, "plain");
    test_set_text(place->store, ENTITY_TASK, place->task, "note", "kept");
    (void)test_commit(place->store);
    assert_good(store_copy(place->store, place->other, &err), err);
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

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *raw = NULL;
    char *message = NULL;
    assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
    if (sqlite3_exec(raw, sql, NULL, NULL, &message) != SQLITE_OK) {
        fail_msg("%s: %s", sql, message);
    }
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
}

/* One text of what a query gives. */
static const char *ask(Place *place, const char *path, const char *sql)
{
    sqlite3 *raw = NULL;
    sqlite3_stmt *read = NULL;
    Text out = {0};
    assert_int_equal(sqlite3_open_v2(path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &read, NULL), SQLITE_OK);
    while (sqlite3_step(read) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(read); i++) {
            const char *text = (const char *)sqlite3_column_text(read, i);
            text_printf(&out, "%s|", text == NULL ? "-" : text);
        }
    }
    (void)sqlite3_finalize(read);
    (void)sqlite3_close(raw);
    const char *words = arena_strdup(place->arena, text_string(&out));
    text_free(&out);
    return words;
}

/* The newer version gives a task a value in a field that this one does not know, and adds a row of a
 * kind that it does not know; its file has a table and a column more. */
static int64_t write_as_newer_version(Place *place, const char *path)
{
    Err err = {0};
    int64_t change = 0;
    Value one = VALUE_OF_INTEGER(1);
    Value blue = VALUE_OF_TEXT("blue");
    Store *store = open_plan(place, path);
    test_begin(store, "set task");
    test_set_text(store, ENTITY_TASK, place->task, "name", "newer");
    assert_good(journal_put(store, schema_entity(ENTITY_TASK)->number, place->task,
                            COLUMN_UNKNOWN, &blue, NULL, 0, &err) &&
                    journal_put(store, TABLE_UNKNOWN, 77, COLUMN_EXISTS, &one, NULL, 0, &err) &&
                    journal_put(store, TABLE_UNKNOWN, 77, 3, &blue, NULL, 0, &err),
                err);
    change = test_commit(store);
    store_close(store);
    run_sql(path, arena_printf(place->arena,
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
    return ask(place, path,
               arena_printf(place->arena,
                            "SELECT tbl, row, col, cid, prev, quote(val) FROM op"
                            " WHERE tbl=%d OR col=%d ORDER BY 1, 2, 3",
                            TABLE_UNKNOWN, COLUMN_UNKNOWN));
}

static const char *name_of_task(Place *place, Store *store)
{
    const Plan *plan = test_load(store, place->arena);
    return PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->name;
}

static void take_newer(Place *place)
{
    MergeReport report;
    Err err = {0};
    assert_good(store_merge(place->store, place->other, false, place->arena, &report, &err),
                err);
    assert_int_equal(report.changes, 1);
    assert_int_equal(report.conflicts, 0);
    test_verify(place->store, place->arena);
}

static void a_newer_file_is_read_only_and_read(void **state)
{
    Place *place = *state;
    Err err = {0};
    (void)write_as_newer_version(place, place->other);
    Store *newer = open_plan(place, place->other);
    assert_true(store_is_read_only(newer));
    assert_true(store_notice(newer)[0] != '\0');
    assert_string_equal(name_of_task(place, newer), "newer");
    assert_false(store_begin(newer, "set", &err));
    assert_int_equal(err.code, ERR_NEWER);
    store_close(newer);
}

static void what_is_unknown_is_carried(void **state)
{
    Place *place = *state;
    Err err = {0};
    UndoReport undo;
    CompactReport compacted;
    (void)write_as_newer_version(place, place->other);
    const char *unknown = unknown_operations(place, place->other);
    assert_true(strstr(unknown, "901|") != NULL && strstr(unknown, "900|77|3|") != NULL);
    take_newer(place);
    assert_string_equal(unknown_operations(place, place->path), unknown);
    for (int i = 0; i < 3; i++) {
        test_begin(place->store, "set name");
        test_set_text(place->store, ENTITY_TASK, place->task, "name", i == 1 ? "x" : "y");
        (void)test_commit(place->store);
    }
    assert_good(store_undo(place->store, 0, place->arena, &undo, &err), err);
    assert_int_equal(undo.undone, 1);
    assert_string_equal(name_of_task(place, place->store), "x");
    assert_good(store_redo(place->store, place->arena, &undo, &err), err);
    assert_good(store_compact(place->store, INT64_MAX, 0, place->arena, &compacted, &err), err);
    assert_true(compacted.operations > 0);
    assert_string_equal(unknown_operations(place, place->path), unknown);
    test_verify(place->store, place->arena);
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
    assert_string_equal(name_of_task(place, place->store), "plain");
    assert_string_equal(unknown_operations(place, place->path), unknown);
    test_verify(place->store, place->arena);
}

/* Home again: the newer version finds its own, and what was done here. */
static void it_comes_home_whole(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    (void)write_as_newer_version(place, place->other);
    const char *unknown = unknown_operations(place, place->other);
    take_newer(place);
    test_begin(place->store, "set note");
    test_set_text(place->store, ENTITY_TASK, place->task, "note", "from the older one");
    (void)test_commit(place->store);
    const char *third = arena_printf(place->arena, "%s/c.plan", place->folder);
    assert_good(store_copy(place->store, third, &err), err);
    store_close(place->store);
    place->store = open_plan(place, third);
    assert_good(store_merge(place->store, place->path, false, place->arena, &report, &err),
                err);
    assert_int_equal(report.changes, 0);
    assert_string_equal(unknown_operations(place, third), unknown);
    test_verify(place->store, place->arena);
}

static void an_older_plan_is_brought_up_after_a_backup(void **state)
{
    Place *place = *state;
    const char *lacking = "SELECT count(*) FROM pragma_table_info('task') WHERE name='note'";
    run_sql(place->other, "ALTER TABLE task DROP COLUMN note; DROP TABLE known");
    Store *store = open_plan(place, place->other);
    const char *const *backups = NULL;
    uint32_t count = 0;
    Err err = {0};
    assert_good(store_backups(store, place->arena, &backups, &count, &err), err);
    assert_int_equal(count, 1);
    assert_non_null(strstr(store_notice(store), backups[0]));
    assert_string_equal(ask(place, backups[0], lacking), "0|");
    assert_string_equal(ask(place, place->other, lacking), "1|");
    const Plan *plan = test_load(store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->note, "kept");
    test_verify(store, place->arena);
    store_close(store);
    store = open_plan(place, place->other);
    assert_string_equal(store_notice(store), "");
    store_close(store);
}

/* A reader, and the copy that a merge makes, migrate nothing. */
static void an_older_copy_is_merged_as_it_is(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    Store *store = open_plan(place, place->other);
    test_begin(store, "set name");
    test_set_text(store, ENTITY_TASK, place->task, "name", "older");
    (void)test_commit(store);
    store_close(store);
    run_sql(place->other, "ALTER TABLE task DROP COLUMN note; DROP TABLE known");
    const char *before = ask(place, place->other, "SELECT sql FROM sqlite_schema");
    assert_good(store_merge(place->store, place->other, false, place->arena, &report, &err),
                err);
    assert_int_equal(report.changes, 1);
    assert_string_equal(name_of_task(place, place->store), "older");
    assert_string_equal(ask(place, place->other, "SELECT sql FROM sqlite_schema"), before);
    test_verify(place->store, place->arena);
}

/* A field that became personal, say: its column holds numbers now, and its operations have a number of
 * their own, since what older ones hold is of another sort. */
static void a_column_of_another_type_is_made_anew(void **state)
{
    Place *place = *state;
    store_close(place->store);
    run_sql(place->path, "ALTER TABLE task DROP COLUMN \"name\";"
                         "ALTER TABLE task ADD COLUMN \"name\" INTEGER;");
    place->store = open_plan(place, place->path);
    const Plan *plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->name, "plain");
    test_verify(place->store, place->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_newer_file_is_read_only_and_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_unknown_is_carried, set_up, tear_down),
        cmocka_unit_test_setup_teardown(undo_leaves_the_unknown_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(it_comes_home_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_older_plan_is_brought_up_after_a_backup, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(an_older_copy_is_merged_as_it_is, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_column_of_another_type_is_made_anew, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests_name("store_versions", tests, NULL, NULL);
}
