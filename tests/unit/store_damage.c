/* SPDX-License-Identifier: MPL-2.0 */
/* Files that are no plan, hostile ones, damaged ones, newer ones, and places one may only read. */
#include "../../src/store/store_private.h" /* checksums */
#include "store_test.h"

#include <sys/wait.h>

typedef struct Place {
    char folder[300], path[400], other[400];
    TestClock clock;
    Arena *arena;
} Place;

static int set_up(void **state)
{
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    Store *store = NULL;
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    (void)snprintf(place->other, sizeof(place->other), "%s/b.plan", place->folder);
    place->clock.now = 1600000000;
    place->arena = arena_new();
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_create(place->path, &author, &store, &err), err);
    test_begin(store, "add");
    for (int i = 0; i < 40; i++) {
        RowId task = test_add(store, ENTITY_TASK, "Kartlegge arkivene i alle kommunene");
        test_set_text(store, ENTITY_TASK, task, "note", "Spør arkivlederen først");
    }
    (void)test_commit(store);
    store_close(store);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    Place *place = *state;
    (void)chmod(place->folder, 0700);
    test_folder_remove(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

static ErrCode open_code(Place *place, const char *path)
{
    Err err = {0};
    Store *store = NULL;
    StoreAuthor author = test_author(&place->clock, "ann");
    bool opened = store_open(path, 0, &author, &store, &err);
    assert_int_equal(opened, store != NULL);
    assert_int_equal(opened, err.code == ERR_NONE);
    assert_int_equal(opened, err.message[0] == '\0');
    store_close(store);
    return err.code;
}

static void write_file(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *raw = NULL;
    assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
    if (sqlite3_exec(raw, sql, NULL, NULL, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(raw));
    }
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
}

static void what_is_no_plan_is_refused(void **state)
{
    Place *place = *state;
    char text[4096];
    memset(text, 'x', sizeof(text));
    assert_int_equal(open_code(place, place->other), ERR_NOT_FOUND);
    assert_int_equal(open_code(place, place->folder), ERR_NOT_A_PLAN);
    assert_int_equal(open_code(place, "/dev/null"), ERR_NOT_A_PLAN);
    write_file(place->other, "", 0);
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
    write_file(place->other, text, 10);
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
    write_file(place->other, text, sizeof(text));
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
    (void)unlink(place->other);
    run_sql(place->other, "CREATE TABLE t(a)");
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
    run_sql(place->other, "PRAGMA application_id=1181902962; PRAGMA user_version=1");
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
}

static void a_hostile_schema_is_refused(void **state)
{
    static const char *const hostile[] = {
        "CREATE TRIGGER t AFTER INSERT ON task BEGIN DELETE FROM person; END",
        "CREATE VIEW v AS SELECT * FROM task",
        "CREATE VIRTUAL TABLE v USING fts5(a)",
        "CREATE TABLE x(id INTEGER PRIMARY KEY, a TEXT DEFAULT (random()))",
        "CREATE TABLE \"x\"(\"id\" INTEGER PRIMARY KEY, \"a\" TEXT CHECK(a>1)) STRICT",
        "CREATE TABLE \"x\"(\"id\" INTEGER PRIMARY KEY, \"a\" TEXT AS (id)) STRICT",
        "CREATE INDEX i ON task(abs(id))",
        "DROP TABLE op",
        "DROP INDEX op_cid",
        "ALTER TABLE change ADD COLUMN more TEXT",
    };
    Place *place = *state;
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        Err err = {0};
        Store *store = NULL;
        StoreAuthor author = test_author(&place->clock, "ann");
        assert_good(store_open(place->path, 0, &author, &store, &err), err);
        assert_good(store_copy(store, place->other, &err), err);
        store_close(store);
        run_sql(place->other, hostile[i]);
        assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
        (void)unlink(place->other);
    }
}

static void a_newer_plan_can_be_read(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *store = NULL;
    StoreAuthor author = test_author(&place->clock, "ann");
    run_sql(place->path,
            "PRAGMA user_version=99; ALTER TABLE task ADD COLUMN \"mood\" TEXT;"
            "CREATE TABLE \"robot\"(\"id\" INTEGER PRIMARY KEY, \"name\" TEXT) STRICT");
    assert_good(store_open(place->path, 0, &author, &store, &err), err);
    assert_true(store_is_read_only(store));
    assert_true(store_notice(store)[0] != '\0');
    assert_int_equal(plan_count(test_load(store, place->arena), ENTITY_TASK), 40);
    assert_false(store_begin(store, "write", &err));
    assert_int_equal(err.code, ERR_NEWER);
    store_close(store);
}

static void an_older_plan_is_brought_up_after_a_backup(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *store = NULL;
    int backups = 0;
    StoreAuthor author = test_author(&place->clock, "ann");
    run_sql(place->path, "ALTER TABLE task DROP COLUMN note; DROP TABLE document");
    assert_good(store_open(place->path, STORE_READ_ONLY, &author, &store, &err), err);
    assert_int_equal(plan_count(test_load(store, place->arena), ENTITY_TASK), 40);
    store_close(store);
    assert_good(store_open(place->path, 0, &author, &store, &err), err);
    assert_true(store_notice(store)[0] != '\0');
    const Plan *plan = test_load(store, place->arena);
    assert_string_equal(PLAN_ROWS(plan, Task, ENTITY_TASK)[0].note, "Spør arkivlederen først");
    test_verify(store, place->arena);
    store_close(store);
    DIR *directory = opendir(place->folder);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        backups += strncmp(entry->d_name, "a.plan.bak.", 11) == 0;
    }
    (void)closedir(directory);
    assert_int_equal(backups, 1);
}

/* Whatever is flipped: an error or a plan, never a crash, and SQLite's check with ours finds most. */
static void flipped_bytes_are_found_or_harmless(void **state)
{
    Place *place = *state;
    struct stat status;
    int found = 0;
    uint64_t random = 88172645463325252U;
    assert_int_equal(stat(place->path, &status), 0);
    size_t size = (size_t)status.st_size;
    unsigned char *good = calloc(1, size);
    unsigned char *bad = calloc(1, size);
    FILE *file = fopen(place->path, "r");
    assert_int_equal(fread(good, 1, size, file), size);
    (void)fclose(file);
    const int trials = TEST_NIGHTLY ? 1500 : 120;
    for (int trial = 0; trial < trials; trial++) {
        memcpy(bad, good, size);
        for (int flips = 1 << (trial % 9); flips > 0; flips--) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            bad[random % size] ^= (unsigned char)(1 + (random >> 40) % 255);
        }
        write_file(place->other, bad, size);
        Err err = {0};
        Store *store = NULL;
        VerifyReport report = {0};
        Plan *plan = NULL;
        StoreAuthor author = test_author(&place->clock, "ann");
        bool fine =
            store_open(place->other, STORE_NO_CHECK | STORE_READ_ONLY, &author, &store, &err) &&
            store_load(store, place->arena, 0, &plan, &err) &&
            store_verify(store, false, place->arena, &report, &err) && report.clean;
        found += fine ? 0 : 1;
        store_close(store);
        arena_clear(place->arena);
    }
    free(good);
    free(bad);
    print_message("%d of %d found\n", found, trials);
    assert_true(found * 100 >= trials * 60);
}

/* A child, since the tests may run as somebody who may write everywhere. */
static void a_folder_that_may_only_be_read_is_enough_to_read(void **state)
{
    Place *place = *state;
    assert_int_equal(chmod(place->path, 0644), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        Err err = {0};
        Store *store = NULL;
        Plan *plan = NULL;
        StoreAuthor author = test_author(&place->clock, "ann");
        if (geteuid() == 0 && setuid(65534) != 0) {
            _exit(9);
        }
        if (!store_open(place->path, 0, &author, &store, &err)) {
            _exit(1);
        }
        bool read_only = store_is_read_only(store) && store_notice(store)[0] != '\0';
        bool loaded = store_load(store, place->arena, 0, &plan, &err) &&
                      plan_count(plan, ENTITY_TASK) == 40;
        bool refused = !store_begin(store, "write", &err) && err.code == ERR_READ_ONLY;
        _exit(read_only && loaded && refused ? 0 : 2);
    }
    int outcome = 0;
    assert_int_equal(waitpid(child, &outcome, 0), child);
    assert_true(WIFEXITED(outcome));
    assert_int_equal(WEXITSTATUS(outcome), 0);
}

static void a_damaged_copy_is_not_merged(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *store = NULL;
    MergeReport report;
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_open(place->path, 0, &author, &store, &err), err);
    assert_good(store_copy(store, place->other, &err), err);
    run_sql(place->other,
            "UPDATE op SET val='Noe annet' WHERE val='Kartlegge arkivene i alle kommunene'");
    assert_false(store_merge(store, place->other, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_DAMAGED);
    assert_non_null(strstr(err.message, "b.plan"));
    err_clear(&err);
    (void)unlink(place->other);
    assert_false(store_merge(store, place->other, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    err_clear(&err);
    Store *stranger = NULL;
    assert_good(store_create(place->other, &author, &stranger, &err), err);
    store_close(stranger);
    assert_false(store_merge(store, place->other, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_INPUT);
    store_close(store);
}

/* Rewrites the latest change so that nothing in the file gives it away: values, state, checksum. */
static void forge_latest_change(Place *place, const char *path)
{
    Err err = {0};
    Store *store = NULL;
    ChangeRecord change = {0};
    HistoryItem latest;
    bool found = false;
    int64_t sum = 0;
    int64_t operations = 0;
    char sql[200];
    run_sql(path, "UPDATE op SET val='Forfalsket' WHERE val LIKE 'Kartlegge%';"
                  "UPDATE task SET name='Forfalsket'");
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_open(path, 0, &author, &store, &err), err);
    assert_true(store_latest(store, place->arena, &latest));
    assert_good(change_find(store, latest.change, place->arena, &change, &found, &err), err);
    assert_true(found);
    assert_good(change_sum(store, &change, place->arena, &sum, &operations, &err), err);
    assert_int_not_equal(sum, change.sum);
    store_close(store);
    (void)snprintf(sql, sizeof(sql), "UPDATE change SET sum=%lld WHERE cid=%lld",
                   (long long)sum, (long long)change.id);
    run_sql(path, sql);
    assert_good(store_open(path, 0, &author, &store, &err), err);
    test_verify(store, place->arena);
    store_close(store);
}

/* Invariant 5, against who rewrites history: in either direction, dry or not. */
static void a_change_with_another_content_is_not_merged(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *store = NULL;
    MergeReport report;
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_open(place->path, 0, &author, &store, &err), err);
    assert_good(store_copy(store, place->other, &err), err);
    forge_latest_change(place, place->other);
    for (int dry_run = 0; dry_run < 2; dry_run++) {
        assert_false(
            store_merge(store, place->other, dry_run != 0, place->arena, &report, &err));
        assert_int_equal(err.code, ERR_DAMAGED);
        assert_non_null(strstr(err.message, "another content"));
        err_clear(&err);
    }
    store_close(store);
    assert_good(store_open(place->other, 0, &author, &store, &err), err);
    assert_false(store_merge(store, place->path, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_DAMAGED);
    store_close(store);
}

/* After an error SQLite may have rolled back by itself: what came then would stand on its own (invariant 7). */
static void nothing_is_written_after_a_rollback_by_itself(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *store = NULL;
    StoreAuthor author = test_author(&place->clock, "ann");
    const Value value = VALUE_OF_TEXT("alone");
    const Entity *entity = schema_entity(ENTITY_TASK);
    const int name = test_field(ENTITY_TASK, "name")->number;
    assert_good(store_open(place->path, 0, &author, &store, &err), err);
    RowId task = plan_at(test_load(store, place->arena), ENTITY_TASK, 0)->id;
    test_begin(store, "set");
    assert_int_equal(sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    assert_false(journal_put(store, entity->number, task, name, &value, NULL, 0, &err));
    assert_int_equal(err.code, ERR_IO);
    err_clear(&err);
    assert_false(db_run(store, "UPDATE task SET name='alone'", &err));
    err_clear(&err);
    assert_false(store_commit(store, NULL, &err));
    test_verify(store, place->arena);
    test_begin(store, "set");
    test_set_text(store, ENTITY_TASK, task, "name", "whole");
    assert_int_not_equal(test_commit(store), 0);
    test_verify(store, place->arena);
    store_close(store);
}

enum { ENDED_WITH_WORDS = 42, WENT_ON = 43 };

static _Noreturn void end_with_words(const char *message)
{
    _exit(strstr(message, "no memory left") != NULL ? ENDED_WITH_WORDS : 1);
}

/* SQLite had no memory to write the statement into: the program ends with words, as without memory. */
static void a_statement_without_room_ends_the_program(void **state)
{
    Place *place = *state;
    for (int way = 0; way < 2; way++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            Err err = {0};
            Store *store = NULL;
            StoreAuthor author = test_author(&place->clock, "ann");
            bool opened = store_open(place->path, 0, &author, &store, &err);
            base_set_last_words(end_with_words);
            bool went_on = opened && (way == 0 ? db_prepare(store, NULL, &err) != NULL
                                               : db_run(store, NULL, &err));
            _exit(went_on ? WENT_ON : 2);
        }
        int outcome = 0;
        assert_int_equal(waitpid(child, &outcome, 0), child);
        assert_true(WIFEXITED(outcome));
        assert_int_equal(WEXITSTATUS(outcome), ENDED_WITH_WORDS);
    }
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_no_plan_is_refused),
        TEST(a_hostile_schema_is_refused),
        TEST(a_newer_plan_can_be_read),
        TEST(an_older_plan_is_brought_up_after_a_backup),
        TEST(flipped_bytes_are_found_or_harmless),
        TEST(a_folder_that_may_only_be_read_is_enough_to_read),
        TEST(a_damaged_copy_is_not_merged),
        TEST(a_change_with_another_content_is_not_merged),
        TEST(nothing_is_written_after_a_rollback_by_itself),
        TEST(a_statement_without_room_ends_the_program),
    };
    return cmocka_run_group_tests_name("store_damage", tests, NULL, NULL);
}
