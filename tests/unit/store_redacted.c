/* SPDX-License-Identifier: MPL-2.0 */
/* A copy without personal data: no name in any byte, seats taken all the same. */
#include "store_place.h"

typedef struct Office {
    Place place; /* its second store is the copy */
    RowId seat, swot;
} Office;

/* Whatever stands in a personal field of the plan, at some time. */
static const char *const secrets[] = {"Gunvor Lie",    "Gunvor Dahl", "gunvor@example.org",
                                      "Spør Gunvor",   "Ole",         "Vår ene lønn",
                                      "Ringes hjemme", "økonomisjef"};

static void write_people(Office *office)
{
    Err err = {0};
    Place *place = &office->place;
    Store *store = place->store;
    test_begin(store, "add person \"Gunvor Dahl\"");
    place->person = test_add(store, ENTITY_PERSON, "Gunvor Dahl");
    test_set_text(store, ENTITY_PERSON, place->person, "email", "gunvor@example.org");
    test_set_text(store, ENTITY_PERSON, place->person, "title", "økonomisjef");
    test_set_text(store, ENTITY_PERSON, place->person, "note", "Ringes hjemme");
    RowId deleted = test_add(store, ENTITY_PERSON, "Ole");
    RowId group = test_add(store, ENTITY_GROUP, "Arkiv");
    assert_good(store_add(store, ENTITY_SEAT, &office->seat, &err), err);
    test_set_number(store, ENTITY_SEAT, office->seat, "group", group);
    test_set_number(store, ENTITY_SEAT, office->seat, "person", place->person);
    (void)test_commit(store);
    test_begin(store, "set person/1 name \"Gunvor Lie\"");
    test_set_text(store, ENTITY_PERSON, place->person, "name", "Gunvor Lie");
    assert_good(store_delete(store, ENTITY_PERSON, deleted, &err), err);
    (void)test_commit(store);
}

static void write_texts(Office *office)
{
    Err err = {0};
    Place *place = &office->place;
    Store *store = place->store;
    test_begin(store, "set task note \"Spør Gunvor\"");
    place->task = test_add(store, ENTITY_TASK, "Utrede med Gunvor Lies gruppe");
    test_set_text(store, ENTITY_TASK, place->task, "note", "Spør Gunvor");
    test_set_number(store, ENTITY_TASK, place->task, "owner", place->person);
    test_set_text(store, ENTITY_TASK, place->task, "purpose", "Oles oppgaver, og Olestad");
    test_set_text(store, ENTITY_TASK, place->task, "deadline",
                  "//event/0/event: når Gunvor Dahl er tilbake");
    assert_good(store_add(store, ENTITY_SWOT, &office->swot, &err), err);
    test_set_text(store, ENTITY_SWOT, office->swot, "text", "Vår ene lønnsmedarbeider");
    (void)test_commit(store);
}

static int set_up(void **state)
{
    Office *office = place_new(sizeof(*office));
    office->place.author = test_author(&office->place.clock, "kirsti.haugli");
    place_create(&office->place);
    write_people(office);
    write_texts(office);
    *state = office;
    return 0;
}

static Store *make_copy(Place *place)
{
    Err err = {0};
    assert_good(store_copy_redacted(place->store, place->other, &err), err);
    place->second = place_open(place, place->other, 0);
    return place->second;
}

static void no_byte_says_who(void **state)
{
    Place *place = *state;
    (void)make_copy(place);
    for (size_t i = 0; i < COUNT_OF(secrets); i++) {
        assert_true(file_holds(place->path, secrets[i]));
        /* “Ole” alone: the place Olestad stays. */
        if (strcmp(secrets[i], "Ole") != 0 && file_holds(place->other, secrets[i])) {
            fail_msg("the copy holds “%s”", secrets[i]);
        }
    }
    assert_true(file_holds(place->path, "kirsti.haugli"));
    assert_false(file_holds(place->other, "kirsti.haugli"));
    assert_false(file_holds(place->other, "kontor"));
}

static void names_in_other_texts_are_left_out(void **state)
{
    Place *place = *state;
    Plan *plan = test_load(make_copy(place), place->arena);
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    assert_string_equal(task->name, "Utrede med …s gruppe");
    assert_string_equal(task->purpose, "…s oppgaver, og Olestad");
    assert_string_equal(task->deadline.as_written, "event: når … er tilbake");
    assert_string_equal(task->note, "");
    plan = test_load(place->store, place->arena);
    task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task);
    assert_string_equal(task->name, "Utrede med Gunvor Lies gruppe");
}

static void seats_are_taken(void **state)
{
    Office *office = *state;
    Place *place = &office->place;
    Plan *plan = test_load(make_copy(place), place->arena);
    assert_true(plan->redacted);
    assert_int_equal(plan_count(plan, ENTITY_PERSON), 1);
    const Seat *seat = PLAN_ROW_OF(plan, Seat, ENTITY_SEAT, office->seat);
    assert_int_equal(seat->person, place->person);
    const Person *person = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, place->person);
    assert_string_equal(person->name, "");
    assert_string_equal(person->email, "");
    assert_string_equal(person->note, "");
    assert_string_equal(person->title, "");
    assert_int_equal(PLAN_ROW_OF(plan, Task, ENTITY_TASK, place->task)->owner, place->person);
    assert_string_equal(PLAN_ROW_OF(plan, Swot, ENTITY_SWOT, office->swot)->text, "");
    assert_false(test_load(place->store, place->arena)->redacted);
}

static void its_history_is_one_change_of_nobody(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *copy = make_copy(place);
    Plan *plan = test_load(copy, place->arena);
    History history;
    HistoryFilter all = {.field = -1};
    assert_good(store_history(copy, &all, plan, LANGUAGE_EN, place->arena, &history, &err),
                err);
    assert_int_equal(history.count, 1);
    assert_string_equal(history.items[0].label, "redacted copy");
    assert_string_equal(history.items[0].author, "");
    assert_string_equal(history.items[0].host, "");
    test_verify(copy, place->arena);
    assert_int_equal(place_undo(place, copy).change, 0);
}

static void it_is_not_merged_in_either_direction(void **state)
{
    Place *place = *state;
    Err err = {0};
    MergeReport report;
    Store *copy = make_copy(place);
    for (int dry = 0; dry < 2; dry++) {
        err_clear(&err);
        assert_false(
            store_merge(place->store, place->other, dry == 1, place->arena, &report, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.message, "b.plan is a copy without personal data"));
        err_clear(&err);
        assert_false(store_merge(copy, place->path, dry == 1, place->arena, &report, &err));
        assert_int_equal(err.code, ERR_INPUT);
        assert_non_null(strstr(err.message, "b.plan is a copy without personal data"));
    }
    err_clear(&err);
    assert_good(store_copy(copy, place->third, &err), err);
    assert_false(store_merge(copy, place->third, false, place->arena, &report, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_false(file_holds(place->other, "Gunvor"));
}

static void no_name_gets_into_it_later(void **state)
{
    Place *place = *state;
    Err err = {0};
    Store *copy = make_copy(place);
    Value name = VALUE_OF_TEXT("Gunvor Lie");
    test_begin(copy, "set person name");
    assert_false(store_set(copy, ENTITY_PERSON, place->person,
                           test_field(ENTITY_PERSON, "name"), &name, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.message, "b.plan is a copy without personal data"));
    store_drop(copy);
    /* Everything else can be changed. */
    test_begin(copy, "set task progress");
    test_set_number(copy, ENTITY_TASK, place->task, "progress", 40);
    (void)test_commit(copy);
    assert_int_equal(place_task(place, copy)->progress, 40);
    test_verify(copy, place->arena);
}

static int count_files(const Place *place)
{
    return folder_count(place->folder, "", place->arena, NULL);
}

static void it_replaces_nothing_and_leaves_nothing_behind(void **state)
{
    Place *place = *state;
    Err err = {0};
    struct stat status;
    int before = count_files(place);
    /* A folder for a group must not open the copy to the group. */
    assert_int_equal(chmod(place->folder, 02770), 0);
    assert_good(store_copy_redacted(place->store, place->other, &err), err);
    assert_int_equal(count_files(place), before + 1);
    assert_int_equal(stat(place->other, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_false(store_copy_redacted(place->store, place->other, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    assert_false(store_copy_redacted(place->store, place->path, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    /* Not even where a link points that leads nowhere. */
    assert_int_equal(symlink("/nowhere/at/all", place->third), 0);
    assert_false(store_copy_redacted(place->store, place->third, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    char missing[500];
    (void)snprintf(missing, sizeof(missing), "%s/missing/b.plan", place->folder);
    assert_false(store_copy_redacted(place->store, missing, &err));
    assert_int_equal(err.code, ERR_IO);
    assert_int_equal(count_files(place), before + 2);
    test_verify(place->store, place->arena);
}

static void it_can_be_made_while_reading_and_again_of_a_copy(void **state)
{
    Office *office = *state;
    Place *place = &office->place;
    Err err = {0};
    Store *reader = place_open(place, place->path, STORE_READ_ONLY);
    assert_good(store_copy_redacted(reader, place->other, &err), err);
    store_close(reader);
    assert_false(file_holds(place->other, "Gunvor"));
    place->second = place_open(place, place->other, 0);
    assert_good(store_copy_redacted(place->second, place->third, &err), err);
    reader = place_open(place, place->third, STORE_REDACTED);
    Plan *plan = test_load(reader, place->arena);
    assert_int_equal(PLAN_ROW_OF(plan, Seat, ENTITY_SEAT, office->seat)->person, place->person);
    store_close(reader);
    /* Who may not read the names cannot find them in other texts. */
    reader = place_open(place, place->path, STORE_REDACTED);
    assert_int_equal(unlink(place->third), 0);
    assert_false(store_copy_redacted(reader, place->third, &err));
    assert_int_equal(err.code, ERR_READ_ONLY);
    assert_int_not_equal(access(place->third, F_OK), 0);
    store_close(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(no_byte_says_who),
        PLACE_TEST(names_in_other_texts_are_left_out),
        PLACE_TEST(seats_are_taken),
        PLACE_TEST(its_history_is_one_change_of_nobody),
        PLACE_TEST(it_is_not_merged_in_either_direction),
        PLACE_TEST(no_name_gets_into_it_later),
        PLACE_TEST(it_replaces_nothing_and_leaves_nothing_behind),
        PLACE_TEST(it_can_be_made_while_reading_and_again_of_a_copy),
    };
    return cmocka_run_group_tests_name("store_redacted", tests, NULL, NULL);
}
