/* SPDX-License-Identifier: MPL-2.0 */
/* One plan, one writer: create, change, load, history, copy, verify, and what others commit. */
#include "store_place.h"

#include <poll.h>

static int set_up(void **state)
{
    *state = place_with_plan();
    return 0;
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
    place_reopen(place, 0);
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
    (void)place_undo(place, place->store);
    plan = test_load(place->store, place->arena);
    assert_int_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->owner, person);
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, person)->name, "Gunvor Lie");
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
    place_reopen(place, STORE_REDACTED | STORE_READ_ONLY);
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
    int64_t change = test_write_text(place->store, ENTITY_TASK, task, "name", "Vedta");
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
    assert_string_equal(history.items[0].label, "set name \"Vedta\"");
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
    test_begin(place->store, "add");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    (void)test_commit(place->store);
    place_copy(place, place->other);
    assert_false(store_copy(place->store, place->other, &err));
    assert_int_equal(err.code, ERR_INPUT);
    Store *copy = place_open_as(place, place->other, "bo", 0);
    assert_non_null(plan_row(test_load(copy, place->arena), ENTITY_TASK, task));
    test_verify(copy, place->arena);
    store_close(copy);
}

static void a_redacted_copy_names_nobody(void **state)
{
    Place *place = *state;
    Err err = {0};
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
    Store *copy = place_open(place, place->other, 0);
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
    test_begin(place->store, "set person/1 name \"Gunvor Lie\"");
    RowId person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(place->store);
    place_copy(place, place->other);
    assert_good(store_erase(place->store, ENTITY_PERSON, person, &err), err);
    assert_false(file_holds(place->path, "Gunvor"));
    HistoryItem item;
    assert_true(store_latest(place->store, place->arena, &item));
    assert_string_equal(item.label, "set person/1 name \"…\"");
    /* The tombstone wins, whichever way the copies are merged. */
    (void)place_merge(place, place->store, place->other);
    assert_false(file_holds(place->path, "Gunvor"));
    Store *copy = place_open(place, place->other, 0);
    assert_true(file_holds(place->other, "Gunvor"));
    (void)place_merge(place, copy, place->path);
    assert_false(file_holds(place->other, "Gunvor"));
    store_close(copy);
}

static void others_commits_are_seen(void **state)
{
    Place *place = *state;
    (void)test_load(place->store, place->arena);
    int watch = store_watch(place->store);
    assert_true(watch >= 0);
    assert_false(store_changed(place->store));
    test_begin(place->store, "own");
    RowId task = test_add(place->store, ENTITY_TASK, "Utrede");
    (void)test_commit(place->store);
    assert_false(store_changed(place->store));
    Store *other = place_open_as(place, place->path, "bo", 0);
    (void)test_write_text(other, ENTITY_TASK, task, "name", "Vedta");
    struct pollfd wait = {.fd = watch, .events = POLLIN};
    assert_int_equal(poll(&wait, 1, 5000), 1);
    assert_true(store_changed(place->store));
    Plan *plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, task)->name, "Vedta");
    assert_false(store_changed(place->store));
    /* Another file is moved over the plan: from then on it is the plan. */
    Err err = {0};
    assert_good(store_copy(other, place->other, &err), err);
    store_close(other);
    other = place_open_as(place, place->other, "bo", 0);
    (void)test_write_text(other, ENTITY_TASK, task, "name", "Moved");
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
    Store *other = place_open_as(place, place->path, "bo", 0);
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
    place_close(place);
    sql_run(place->path, "UPDATE task SET name='x'; DELETE FROM plan");
    place->store = place_open(place, place->path, 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(a_new_plan_has_its_own_row),
        PLACE_TEST(a_change_is_there_after_a_restart),
        PLACE_TEST(nothing_recorded_is_no_change),
        PLACE_TEST(a_plan_can_be_loaded_inside_a_change),
        PLACE_TEST(what_does_not_fit_is_refused),
        PLACE_TEST(deleting_lets_go_of_references),
        PLACE_TEST(personal_values_stand_in_the_side_table_only),
        PLACE_TEST(history_tells_before_and_after),
        PLACE_TEST(a_copy_is_a_plan),
        PLACE_TEST(a_redacted_copy_names_nobody),
        PLACE_TEST(an_erased_person_is_gone_from_every_page),
        PLACE_TEST(others_commits_are_seen),
        PLACE_TEST(a_second_writer_waits_and_then_hears_why),
        PLACE_TEST(a_damaged_state_is_found_and_repaired),
        PLACE_TEST(the_ddl_is_the_one_people_have_read),
    };
    return cmocka_run_group_tests_name("store_changes", tests, NULL, NULL);
}
