/* SPDX-License-Identifier: MPL-2.0 */
/* One plan, one writer: create, change, load, history, copy, verify, and what others commit. */
#include "store_test.h"

#include <poll.h>
#include <sqlite3.h>

typedef struct Place {
    char folder[300], path[400], other[400];
    TestClock clock;
    Arena *arena;
    Store *store;
} Place;

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

static void reopen(Place *place, unsigned flags)
{
    Err err = {0};
    StoreAuthor author = test_author(&place->clock, "ann");
    store_close(place->store);
    assert_good(store_open(place->path, flags, &author, &place->store, &err), err);
}

static void a_new_plan_has_its_own_row(void **state)
{
    Place *place = *state;
    Err err = {0};
    StoreAuthor author = test_author(&place->clock, "ann");
    Store *again = NULL;
    struct stat status;
    assert_false(store_create(place->path, &author, &again, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_int_equal(stat(place->path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    Plan *plan = test_load(place->store, place->arena);
    assert_int_equal(plan->info->row.id, PLAN_ROW);
    assert_int_equal(plan->change_count, 1);
    test_verify(place->store, place->arena);
}

static void a_change_is_there_after_a_restart(void **state)
{
    Place *place = *state;
    test_begin(place->store, "add task Kartlegge");
    RowId phase = test_add(place->store, ENTITY_TASK, "Kartlegge");
    RowId step = test_add(place->store, ENTITY_TASK, "Spørre kommunene");
    test_set_number(place->store, ENTITY_TASK, step, "parent", phase);
    test_set_number(place->store, ENTITY_TASK, step, "progress", 40);
    test_set_text(place->store, ENTITY_TASK, step, "start",
                  "2020-09-01/2020-09-01/day/1/1. september");
    test_set_text(place->store, ENTITY_PLAN, PLAN_ROW, "name", "Arkiv");
    assert_true(store_in_change(place->store));
    assert_int_not_equal(test_commit(place->store), 0);
    assert_false(store_in_change(place->store));
    reopen(place, 0);
    Plan *plan = test_load(place->store, place->arena);
    assert_int_equal(plan_count(plan, ENTITY_TASK), 2);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, step);
    assert_non_null(task);
    assert_string_equal(task->name, "Spørre kommunene");
    assert_int_equal(task->parent, phase);
    assert_int_equal(task->progress, 40);
    assert_int_equal(task->status, STATUS_PLANNED);
    assert_int_equal(task->start.precision, DATE_DAY);
    assert_string_equal(task->start.as_written, "1. september");
    assert_string_equal(plan->info->name, "Arkiv");
    assert_string_equal(task->row.rank, "");
    test_verify(place->store, place->arena);
}

static void nothing_recorded_is_no_change(void **state)
{
    Place *place = *state;
    test_begin(place->store, "add");
    RowId task = test_add(place->store, ENTITY_TASK, "Vedta");
    assert_int_not_equal(test_commit(place->store), 0);
    test_begin(place->store, "set the same");
    test_set_text(place->store, ENTITY_TASK, task, "name", "Vedta");
    test_set_text(place->store, ENTITY_TASK, task, "note", "");
    assert_int_equal(test_commit(place->store), 0);
    test_begin(place->store, "there and back");
    test_set_text(place->store, ENTITY_TASK, task, "name", "Utrede");
    test_set_text(place->store, ENTITY_TASK, task, "name", "Vedta");
    assert_int_equal(test_commit(place->store), 0);
    test_begin(place->store, "dropped");
    test_set_text(place->store, ENTITY_TASK, task, "name", "Utrede");
    store_drop(place->store);
    test_begin(place->store, "added and deleted");
    RowId other = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    Err err = {0};
    assert_good(store_delete(place->store, ENTITY_PERSON, other, &err), err);
    assert_int_equal(test_commit(place->store), 0);
    Plan *plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROWS(plan, Task, ENTITY_TASK)[0].name, "Vedta");
    assert_int_equal(plan->change_count, 2);
}

static void a_plan_can_be_loaded_inside_a_change(void **state)
{
    Place *place = *state;
    test_begin(place->store, "begin");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    Plan *plan = test_load(place->store, place->arena);
    assert_non_null(plan_row(plan, ENTITY_TASK, task));
    test_set_text(place->store, ENTITY_TASK, task, "name", "Utrede mer");
    plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->name, "Utrede mer");
    store_drop(place->store);
    plan = test_load(place->store, place->arena);
    assert_int_equal(plan_count(plan, ENTITY_TASK), 0);
}

static void what_does_not_fit_is_refused(void **state)
{
    Place *place = *state;
    Err err = {0};
    Value text = VALUE_OF_TEXT("førti");
    Value number = VALUE_OF_INTEGER(40);
    test_begin(place->store, "wrong");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    assert_false(store_set(place->store, ENTITY_TASK, task, test_field(ENTITY_TASK, "progress"),
                           &text, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    assert_false(store_set(place->store, ENTITY_TASK, task, test_field(ENTITY_TASK, "name"),
                           &number, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    assert_false(store_set(place->store, ENTITY_TASK, task + 1,
                           test_field(ENTITY_TASK, "progress"), &number, &err));
    assert_int_equal(err.code, ERR_NOT_FOUND);
    err_clear(&err);
    assert_false(store_set(place->store, ENTITY_TASK, task, test_field(ENTITY_TASK, "number"),
                           &text, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    RowId same = task;
    assert_false(store_add(place->store, ENTITY_TASK, &same, &err));
    assert_int_equal(err.code, ERR_INPUT);
    store_drop(place->store);
}

static void deleting_lets_go_of_references(void **state)
{
    Place *place = *state;
    Err err = {0};
    test_begin(place->store, "add");
    RowId person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    test_set_number(place->store, ENTITY_TASK, task, "owner", person);
    (void)test_commit(place->store);
    test_begin(place->store, "delete person/Gunvor Lie");
    assert_good(store_delete(place->store, ENTITY_PERSON, person, &err), err);
    assert_false(store_delete(place->store, ENTITY_PERSON, person, &err));
    (void)test_commit(place->store);
    Plan *plan = test_load(place->store, place->arena);
    assert_int_equal(plan_count(plan, ENTITY_PERSON), 0);
    assert_int_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->owner, 0);
    test_verify(place->store, place->arena);
    UndoReport report;
    assert_good(store_undo(place->store, 0, place->arena, &report, &err), err);
    plan = test_load(place->store, place->arena);
    assert_int_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->owner, person);
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, person)->name, "Gunvor Lie");
    test_verify(place->store, place->arena);
}

static void personal_values_stand_in_the_side_table_only(void **state)
{
    Place *place = *state;
    test_begin(place->store, "set person/1 name \"Gunvor Lie\"");
    RowId person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    int64_t change = test_commit(place->store);
    HistoryItem item;
    assert_true(store_latest(place->store, place->arena, &item));
    assert_int_equal(item.change, change);
    assert_string_equal(item.label, "set person/1 name \"Gunvor Lie\"");
    reopen(place, STORE_REDACTED | STORE_READ_ONLY);
    assert_true(store_latest(place->store, place->arena, &item));
    assert_string_equal(item.label, "set person/1 name \"…\"");
    Plan *plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, person)->name, "");
    assert_true(plan->redacted);
    History history;
    Err err = {0};
    HistoryFilter filter = {.entity = ENTITY_PERSON, .row = person, .field = 3};
    assert_good(
        store_history(place->store, &filter, plan, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_string_equal(history.items[0].after, "…");
    assert_false(store_begin(place->store, "write", &err));
    assert_int_equal(err.code, ERR_READ_ONLY);
}

static void history_tells_before_and_after(void **state)
{
    Place *place = *state;
    Err err = {0};
    test_begin(place->store, "add");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    (void)test_commit(place->store);
    int64_t then = place->clock.now;
    place->clock.now += 100;
    test_begin(place->store, "set task name");
    test_set_text(place->store, ENTITY_TASK, task, "name", "Vedta");
    int64_t change = test_commit(place->store);
    Plan *plan = test_load(place->store, place->arena);
    const Field *name = test_field(ENTITY_TASK, "name");
    HistoryFilter filter = {.entity = ENTITY_TASK,
                            .row = task,
                            .field = schema_field_index(schema_entity(ENTITY_TASK), name)};
    History history;
    assert_good(
        store_history(place->store, &filter, plan, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_int_equal(history.count, 2);
    assert_string_equal(history.items[0].before, "Utrede");
    assert_string_equal(history.items[0].after, "Vedta");
    assert_null(history.items[1].before);
    assert_string_equal(history.items[0].author, "ann");
    assert_int_equal(store_head(place->store, ENTITY_TASK, task, name), change);
    filter = (HistoryFilter){.field = -1, .limit = 2};
    assert_good(
        store_history(place->store, &filter, plan, LANGUAGE_EN, place->arena, &history, &err),
        err);
    assert_int_equal(history.count, 2);
    assert_true(history.more);
    assert_string_equal(history.items[0].label, "set task name");
    Plan *as_it_was = NULL;
    assert_good(store_load(place->store, place->arena, then, &as_it_was, &err), err);
    assert_string_equal(PLAN_ROW_OF(as_it_was, Task, ENTITY_TASK, task)->name, "Utrede");
    assert_good(store_load(place->store, place->arena, 1600000000, &as_it_was, &err), err);
    assert_int_equal(plan_count(as_it_was, ENTITY_TASK), 0);
}

static void a_copy_is_a_plan(void **state)
{
    Place *place = *state;
    Err err = {0};
    StoreAuthor author = test_author(&place->clock, "bo");
    test_begin(place->store, "add");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    (void)test_commit(place->store);
    assert_good(store_copy(place->store, place->other, &err), err);
    assert_false(store_copy(place->store, place->other, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    Store *copy = NULL;
    assert_good(store_open(place->other, 0, &author, &copy, &err), err);
    assert_non_null(plan_row(test_load(copy, place->arena), ENTITY_TASK, task));
    test_verify(copy, place->arena);
    store_close(copy);
}

static bool file_holds(const char *path, const char *words)
{
    size_t length = strlen(words);
    size_t got = 0;
    static char bytes[1 << 20];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    got = fread(bytes, 1, sizeof(bytes), file);
    (void)fclose(file);
    assert_true(got > 4096 && got < sizeof(bytes));
    return memmem(bytes, got, words, length) != NULL;
}

static void a_redacted_copy_names_nobody(void **state)
{
    Place *place = *state;
    Err err = {0};
    StoreAuthor author = test_author(&place->clock, "ann");
    test_begin(place->store, "add person \"Gunvor Lie\"");
    RowId person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    test_set_text(place->store, ENTITY_TASK, task, "note", "Spør Gunvor Lie");
    test_set_number(place->store, ENTITY_TASK, task, "owner", person);
    (void)test_commit(place->store);
    assert_true(file_holds(place->path, "Gunvor"));
    assert_good(store_copy_redacted(place->store, place->other, &err), err);
    assert_false(file_holds(place->other, "Gunvor"));
    assert_true(file_holds(place->other, "Utrede"));
    Store *copy = NULL;
    assert_good(store_open(place->other, 0, &author, &copy, &err), err);
    Plan *plan = test_load(copy, place->arena);
    assert_int_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->owner, person);
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, person)->name, "");
    assert_int_equal(plan->change_count, 1);
    test_verify(copy, place->arena);
    store_close(copy);
    MergeReport report;
    assert_false(store_merge(place->store, place->other, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_INPUT);
}

static void an_erased_person_is_gone_from_every_page(void **state)
{
    Place *place = *state;
    Err err = {0};
    StoreAuthor author = test_author(&place->clock, "ann");
    test_begin(place->store, "set person/1 name \"Gunvor Lie\"");
    RowId person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(place->store);
    assert_good(store_copy(place->store, place->other, &err), err);
    assert_good(store_erase(place->store, ENTITY_PERSON, person, &err), err);
    assert_false(file_holds(place->path, "Gunvor"));
    HistoryItem item;
    assert_true(store_latest(place->store, place->arena, &item));
    assert_string_equal(item.label, "set person/1 name \"…\"");
    /* The tombstone wins, whichever way the copies are merged. */
    Store *copy = NULL;
    MergeReport report;
    assert_good(store_merge(place->store, place->other, false, place->arena, &report, &err),
                err);
    assert_false(file_holds(place->path, "Gunvor"));
    assert_good(store_open(place->other, 0, &author, &copy, &err), err);
    assert_true(file_holds(place->other, "Gunvor"));
    assert_good(store_merge(copy, place->path, false, place->arena, &report, &err), err);
    assert_false(file_holds(place->other, "Gunvor"));
    test_verify(copy, place->arena);
    store_close(copy);
}

static void others_commits_are_seen(void **state)
{
    Place *place = *state;
    Err err = {0};
    StoreAuthor author = test_author(&place->clock, "bo");
    Store *other = NULL;
    (void)test_load(place->store, place->arena);
    int watch = store_watch(place->store);
    assert_true(watch >= 0);
    assert_false(store_changed(place->store));
    test_begin(place->store, "own");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    (void)test_commit(place->store);
    assert_false(store_changed(place->store));
    assert_good(store_open(place->path, 0, &author, &other, &err), err);
    test_begin(other, "theirs");
    test_set_text(other, ENTITY_TASK, task, "name", "Vedta");
    (void)test_commit(other);
    struct pollfd wait = {.fd = watch, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, 5000), 1);
    assert_true(store_changed(place->store));
    Plan *plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->name, "Vedta");
    assert_false(store_changed(place->store));
    /* Another file is moved over the plan: from then on it is the plan. */
    assert_good(store_copy(other, place->other, &err), err);
    store_close(other);
    assert_good(store_open(place->other, 0, &author, &other, &err), err);
    test_begin(other, "in the copy");
    test_set_text(other, ENTITY_TASK, task, "name", "Moved");
    (void)test_commit(other);
    store_close(other);
    assert_int_equal(rename(place->other, place->path), 0);
    assert_int_equal(poll(&wait, 1, 5000), 1);
    assert_true(store_changed(place->store));
    plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->name, "Moved");
}

static void a_second_writer_waits_and_then_hears_why(void **state)
{
    Place *place = *state;
    Err err = {0};
    StoreAuthor author = test_author(&place->clock, "bo");
    Store *other = NULL;
    assert_good(store_open(place->path, 0, &author, &other, &err), err);
    test_begin(place->store, "mine");
    assert_false(store_begin(other, "theirs", &err));
    assert_int_equal(err.code, ERR_LOCKED);
    store_drop(place->store);
    err_clear(&err);
    assert_good(store_begin(other, "theirs", &err), err);
    store_drop(other);
    store_close(other);
}

static void a_damaged_state_is_found_and_repaired(void **state)
{
    Place *place = *state;
    Err err = {0};
    test_begin(place->store, "add");
    (void)test_add(place->store, ENTITY_TASK, "Utrede");
    (void)test_commit(place->store);
    store_close(place->store);
    sqlite3 *raw = NULL;
    assert_int_equal(sqlite3_open(place->path, &raw), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(raw, "UPDATE task SET name='x'; DELETE FROM plan", NULL, NULL, NULL),
        SQLITE_OK);
    (void)sqlite3_close(raw);
    StoreAuthor author = test_author(&place->clock, "ann");
    assert_good(store_open(place->path, 0, &author, &place->store, &err), err);
    VerifyReport report;
    assert_good(store_verify(place->store, false, place->arena, &report, &err), err);
    assert_false(report.clean);
    assert_non_null(strstr(report.findings, "name"));
    assert_good(store_verify(place->store, true, place->arena, &report, &err), err);
    assert_true(report.clean);
    assert_string_equal(report.findings, "");
}

static void the_ddl_is_the_one_people_have_read(void **state)
{
    (void)state;
    Text ddl = {0};
    store_print_ddl(&ddl);
    FILE *golden = fopen(TEST_SOURCE_DIR "/tests/golden/schema.sql", "r");
    assert_non_null(golden);
    char *expected = calloc(1, ddl.length + 4096);
    size_t got = fread(expected, 1, ddl.length + 4095, golden);
    (void)fclose(golden);
    assert_int_equal(got, ddl.length);
    assert_string_equal(expected, text_string(&ddl));
    free(expected);
    text_free(&ddl);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_plan_has_its_own_row),
        TEST(a_change_is_there_after_a_restart),
        TEST(nothing_recorded_is_no_change),
        TEST(a_plan_can_be_loaded_inside_a_change),
        TEST(what_does_not_fit_is_refused),
        TEST(deleting_lets_go_of_references),
        TEST(personal_values_stand_in_the_side_table_only),
        TEST(history_tells_before_and_after),
        TEST(a_copy_is_a_plan),
        TEST(a_redacted_copy_names_nobody),
        TEST(an_erased_person_is_gone_from_every_page),
        TEST(others_commits_are_seen),
        TEST(a_second_writer_waits_and_then_hears_why),
        TEST(a_damaged_state_is_found_and_repaired),
        TEST(the_ddl_is_the_one_people_have_read),
    };
    return cmocka_run_group_tests_name("store_changes", tests, NULL, NULL);
}
