/* SPDX-License-Identifier: MPL-2.0 */
/* Files that are no plan, hostile ones, damaged ones, newer ones, and places one may only read. */
#include "../../src/store/store_private.h" /* checksums */
#include "store_place.h"

static int set_up(void **state)
{
    Place *place = place_with_plan();
    test_begin(place->store, "add");
    for (int i = 0; i < 40; i++) {
        RowId task = test_add(place->store, ENTITY_TASK, "Kartlegge arkivene i alle kommunene");
        test_set_text(place->store, ENTITY_TASK, task, "note", "Spør arkivlederen først");
    }
    (void)test_commit(place->store);
    place_close(place);
    *state = place;
    return 0;
}

static ErrCode open_code(Place *place, const char *path)
{
    Err err = {0};
    Store *store = NULL;
    bool opened = store_open(path, 0, &place->author, &store, &err);
    assert_int_equal(opened, store != NULL);
    assert_int_equal(opened, err.code == ERR_NONE);
    assert_int_equal(opened, err.message[0] == '\0');
    store_close(store);
    return err.code;
}

static void what_is_no_plan_is_refused(void **state)
{
    Place *place = *state;
    char text[4096];
    memset(text, 'x', sizeof(text));
    assert_int_equal(open_code(place, place->other), ERR_NOT_FOUND);
    assert_int_equal(open_code(place, place->folder), ERR_NOT_A_PLAN);
    assert_int_equal(open_code(place, "/dev/null"), ERR_NOT_A_PLAN);
    file_write(place->other, "", 0);
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
    file_write(place->other, text, 10);
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
    file_write(place->other, text, sizeof(text));
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
    (void)unlink(place->other);
    sql_run(place->other, "CREATE TABLE t(a)");
    assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
    sql_run(place->other, "PRAGMA application_id=1181902962; PRAGMA user_version=1");
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
        place_reopen(place, 0);
        place_copy(place, place->other);
        sql_run(place->other, hostile[i]);
        assert_int_equal(open_code(place, place->other), ERR_NOT_A_PLAN);
        (void)unlink(place->other);
    }
}

static void a_newer_plan_can_be_read(void **state)
{
    Place *place = *state;
    Err err = {0};
    sql_run(place->path,
            "PRAGMA user_version=99; ALTER TABLE task ADD COLUMN \"mood\" TEXT;"
            "CREATE TABLE \"robot\"(\"id\" INTEGER PRIMARY KEY, \"name\" TEXT) STRICT");
    Store *store = place_open(place, place->path, 0);
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
    sql_run(place->path, "ALTER TABLE task DROP COLUMN note; DROP TABLE document");
    Store *store = place_open(place, place->path, STORE_READ_ONLY);
    assert_int_equal(plan_count(test_load(store, place->arena), ENTITY_TASK), 40);
    store_close(store);
    store = place_open(place, place->path, 0);
    assert_true(store_notice(store)[0] != '\0');
    const Plan *plan = test_load(store, place->arena);
    assert_string_equal(PLAN_ROWS(plan, Task, ENTITY_TASK)[0].note, "Spør arkivlederen først");
    test_verify(store, place->arena);
    store_close(store);
    assert_int_equal(folder_count(place->folder, "a.plan.bak.", place->arena, NULL), 1);
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
        file_write(place->other, bad, size);
        Err err = {0};
        Store *store = NULL;
        VerifyReport report = {0};
        Plan *plan = NULL;
        bool fine = store_open(place->other, STORE_NO_CHECK | STORE_READ_ONLY, &place->author,
                               &store, &err) &&
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

static bool reader_may_read_only(Place *place)
{
    Err err = {0};
    Store *store = NULL;
    Plan *plan = NULL;
    return store_open(place->path, 0, &place->author, &store, &err) &&
           store_is_read_only(store) && store_notice(store)[0] != '\0' &&
           store_load(store, place->arena, 0, &plan, &err) &&
           plan_count(plan, ENTITY_TASK) == 40 && !store_begin(store, "write", &err) &&
           err.code == ERR_READ_ONLY;
}

static void a_folder_that_may_only_be_read_is_enough_to_read(void **state)
{
    place_run_as_reader(*state, reader_may_read_only);
}

static void a_damaged_copy_is_not_merged(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    Store *store = place_open(place, place->path, 0);
    assert_good(store_copy(store, place->other, &err), err);
    sql_run(place->other,
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
    assert_good(store_create(place->other, &place->author, &stranger, &err), err);
    store_close(stranger);
    assert_false(store_merge(store, place->other, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_INPUT);
    store_close(store);
}

/* Gives a change the checksum that it should have. */
static void seal_change(Place *place, const char *path, int64_t id)
{
    Err err = {0};
    ChangeRecord change = {0};
    bool found = false;
    int64_t sum = 0;
    int64_t operations = 0;
    char sql[200];
    Store *store = place_open(place, path, 0);
    assert_good(change_find(store, id, place->arena, &change, &found, &err), err);
    assert_true(found);
    assert_good(change_sum(store, &change, place->arena, &sum, &operations, &err), err);
    assert_int_not_equal(sum, change.sum);
    store_close(store);
    (void)snprintf(sql, sizeof(sql), "UPDATE change SET sum=%lld WHERE cid=%lld",
                   (long long)sum, (long long)id);
    sql_run(path, sql);
}

/* Rewrites the latest change so that nothing in the file gives it away: values, state, checksum. */
static void forge_latest_change(Place *place, const char *path)
{
    HistoryItem latest;
    sql_run(path, "UPDATE op SET val='Forfalsket' WHERE val LIKE 'Kartlegge%';"
                  "UPDATE task SET name='Forfalsket'");
    Store *store = place_open(place, path, 0);
    assert_true(store_latest(store, place->arena, &latest));
    store_close(store);
    seal_change(place, path, latest.change);
    store = place_open(place, path, 0);
    test_verify(store, place->arena);
    store_close(store);
}

/* Invariant 5, against who rewrites history: in either direction, dry or not. */
static void a_change_with_another_content_is_not_merged(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    Store *store = place_open(place, place->path, 0);
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
    store = place_open(place, place->other, 0);
    assert_false(store_merge(store, place->path, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_DAMAGED);
    store_close(store);
}

static void claim_undo(const char *path, int64_t change, int64_t of)
{
    char sql[200];
    (void)snprintf(sql, sizeof(sql), "UPDATE change SET kind='undo', ref=%lld WHERE cid=%lld",
                   (long long)of, (long long)change);
    sql_run(path, sql);
}

/* Three edits, the last two said to be undos of each other; the checksums are right. */
static void make_circle(Place *place, const char *path, int64_t ids[2])
{
    Store *store = place_open(place, path, 0);
    RowId task = plan_at(test_load(store, place->arena), ENTITY_TASK, 0)->id;
    for (int i = 0; i < 3; i++) {
        ids[i % 2] =
            test_write_text(store, ENTITY_TASK, task, "name", i % 2 == 0 ? "even" : "odd");
    }
    store_close(store);
    for (int i = 0; i < 2; i++) {
        claim_undo(path, ids[i], ids[1 - i]);
        seal_change(place, path, ids[i]);
    }
}

/* Whoever follows undos to what they took back would never come to an end. */
static void undos_in_a_circle_end(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport merged;
    VerifyReport verified;
    History history;
    UndoReport undo;
    int64_t ids[2];
    const HistoryFilter all = {.field = -1};
    place_reopen(place, 0);
    place_copy(place, place->other);
    make_circle(place, place->other, ids);
    assert_false(store_merge(place->store, place->other, false, place->arena, &merged, &err));
    assert_int_equal(err.code, ERR_DAMAGED);
    assert_non_null(strstr(err.message, "take back"));
    err_clear(&err);
    place->second = place_open(place, place->other, 0);
    assert_good(store_verify(place->second, false, place->arena, &verified, &err), err);
    assert_false(verified.clean);
    assert_good(
        store_history(place->second, &all, NULL, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_int_equal(history.count, 5);
    for (int i = 0; i < 2; i++) {
        Err said = {0}; /* done, or refused with words */
        bool done = store_undo(place->second, ids[i], place->arena, &undo, &said);
        assert_int_equal(done, said.code == ERR_NONE);
    }
    assert_good(store_undo(place->second, 0, place->arena, &undo, &err), err);
    assert_good(store_redo(place->second, place->arena, &undo, &err), err);
}

/* Two values that nobody decided between, one of them by an undo that says it brought itself back. */
static void a_value_that_brought_itself_back_is_told_once(void **state)
{
    Place *place = *state;
    Err err = {0};
    UndoReport undo;
    const Conflict *conflicts = NULL;
    int64_t ids[2];
    place_reopen(place, 0);
    place->task = plan_at(test_load(place->store, place->arena), ENTITY_TASK, 0)->id;
    place_copy(place, place->other);
    place->second = place_open(place, place->other, 0);
    place_rename(place, place->second, "there");
    for (int i = 0; i < 2; i++) {
        ids[i] = test_write_text(place->store, ENTITY_TASK, place->task, "name",
                                 i == 0 ? "here" : "here again");
    }
    assert_good(store_undo(place->store, ids[1], place->arena, &undo, &err), err);
    (void)place_merge(place, place->store, place->other);
    place_close(place);
    /* The first edit now says that it is an undo of the second, which says that it replaced the first. */
    claim_undo(place->path, ids[0], ids[1]);
    place_reopen(place, 0);
    assert_int_equal(place_conflicts(place, place->store, NULL, &conflicts), 1);
    assert_int_equal(conflicts->count, 2);
}

/* After an error SQLite may have rolled back by itself: what came then would stand on its own (invariant 7). */
static void nothing_is_written_after_a_rollback_by_itself(void **state)
{
    Place *place = *state;
    Err err = {0};
    const Value value = VALUE_OF_TEXT("alone");
    const Entity *entity = schema_entity(ENTITY_TASK);
    const int name = test_field(ENTITY_TASK, "name")->number;
    Store *store = place_open(place, place->path, 0);
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
    assert_int_not_equal(test_write_text(store, ENTITY_TASK, task, "name", "whole"), 0);
    test_verify(store, place->arena);
    store_close(store);
}

static int give_up(void *context)
{
    (void)context;
    return 1;
}

/* Whether a merge folded anything cannot be read: then it did not “fold nothing”. */
static void what_cannot_be_read_is_not_taken_for_nothing(void **state)
{
    Place *place = *state;
    Err err = {0};
    place_reopen(place, 0);
    test_begin(place->store, "set");
    sqlite3_progress_handler(place->store->db, 1, give_up, NULL);
    assert_false(compact_take_back(place->store, place->store, &err));
    assert_int_equal(err.code, ERR_DAMAGED);
    sqlite3_progress_handler(place->store->db, 0, NULL, NULL);
    store_drop(place->store);
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
            bool opened = store_open(place->path, 0, &place->author, &store, &err);
            base_set_last_words(end_with_words);
            bool went_on = opened && (way == 0 ? db_prepare(store, NULL, &err) != NULL
                                               : db_run(store, NULL, &err));
            _exit(went_on ? WENT_ON : 2);
        }
        assert_int_equal(exit_of(child), ENDED_WITH_WORDS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(what_is_no_plan_is_refused),
        PLACE_TEST(a_hostile_schema_is_refused),
        PLACE_TEST(a_newer_plan_can_be_read),
        PLACE_TEST(an_older_plan_is_brought_up_after_a_backup),
        PLACE_TEST(flipped_bytes_are_found_or_harmless),
        PLACE_TEST(a_folder_that_may_only_be_read_is_enough_to_read),
        PLACE_TEST(a_damaged_copy_is_not_merged),
        PLACE_TEST(a_change_with_another_content_is_not_merged),
        PLACE_TEST(undos_in_a_circle_end),
        PLACE_TEST(a_value_that_brought_itself_back_is_told_once),
        PLACE_TEST(nothing_is_written_after_a_rollback_by_itself),
        PLACE_TEST(what_cannot_be_read_is_not_taken_for_nothing),
        PLACE_TEST(a_statement_without_room_ends_the_program),
    };
    return cmocka_run_group_tests_name("store_damage", tests, NULL, NULL);
}
