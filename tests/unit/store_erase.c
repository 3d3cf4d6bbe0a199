/* SPDX-License-Identifier: MPL-2.0 */
/* A person who was erased here is gone from every copy that hears of it, and comes back from none. */
#include "store_place.h"

static int set_up(void **state)
{
    Place *place = place_with_plan();
    test_begin(place->store, "add person name=\"Gunvor Lie\"");
    place->person = test_add(place->store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(place->store);
    place_copy(place, place->other);
    place->second = place_open(place, place->other, 0);
    *state = place;
    return 0;
}

static void write_word(Place *place, Store *store, const char *field, const char *word)
{
    (void)test_write_text(store, ENTITY_PERSON, place->person, field, word);
}

static void erase(Place *place, Store *store)
{
    Err err = {0};
    assert_good(store_erase(store, ENTITY_PERSON, place->person, &err), err);
}

static int64_t words_left(const char *path)
{
    return sql_number(path, "SELECT count(*) FROM personal WHERE value IS NOT NULL");
}

/* One change that gives the person a task, with this label; what the history shows of it. */
static const char *label_of_owner(Place *place, const char *label)
{
    HistoryItem item;
    test_begin(place->store, "set owner=");
    test_set_number(place->store, ENTITY_TASK, place->task, "owner", 0);
    (void)test_commit(place->store);
    test_begin(place->store, label);
    test_set_number(place->store, ENTITY_TASK, place->task, "owner", place->person);
    assert_int_not_equal(test_commit(place->store), 0);
    assert_true(store_latest(place->store, place->arena, &item));
    return item.label;
}

/* Whoever finds a row by its name types it in other letters, or only the beginning. */
static void what_was_typed_for_a_name_goes_with_it(void **state)
{
    static const struct {
        const char *typed, *shown, *erased;
    } cases[] = {
        {"set task/1 owner=gunvor", "set task/1 owner=Gunvor Lie", "set task/1 owner=…"},
        {"set task/1 owner=gun", "set task/1 owner=Gunvor Lie", "set task/1 owner=…"},
        {"set task/1 owner=\"GUNVOR LIE\"", "set task/1 owner=\"Gunvor Lie\"",
         "set task/1 owner=\"…\""},
        {"set task/1 owner=\"gunvor l\" name=Gunvorsrud",
         "set task/1 owner=\"Gunvor Lie\" name=Gunvorsrud",
         "set task/1 owner=\"…\" name=Gunvorsrud"},
        {"move to person/gunvor, with gun and Gunvor",
         "move to person/Gunvor Lie, with gun and Gunvor Lie",
         "move to person/…, with gun and …"},
    };

    Place *place = *state;
    History history;
    Err err = {0};
    const HistoryFilter all = {.field = -1};
    test_begin(place->store, "add task");
    place->task = test_add(place->store, ENTITY_TASK, "Utrede");
    test_set_number(place->store, ENTITY_TASK, place->task, "owner", place->person);
    (void)test_commit(place->store);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_string_equal(label_of_owner(place, cases[i].typed), cases[i].shown);
    }
    erase(place, place->store);
    assert_good(
        store_history(place->store, &all, NULL, LANGUAGE_EN, place->arena, &history, &err),
        err);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t at = 2 * (COUNT_OF(cases) - 1 - i);
        assert_string_equal(history.items[at].label, cases[i].erased);
    }
}

/* A name that is a word of the language hides no command. */
static void a_name_like_a_command_hides_none(void **state)
{
    Place *place = *state;
    test_begin(place->store, "add task");
    place->task = test_add(place->store, ENTITY_TASK, "Utrede");
    test_set_number(place->store, ENTITY_TASK, place->task, "owner", place->person);
    (void)test_commit(place->store);
    write_word(place, place->store, "name", "Set Lie");
    write_word(place, place->store, "note", "Task for all");
    assert_string_equal(label_of_owner(place, "set task/1 owner=set"),
                        "set task/1 owner=Set Lie");
}

/* Who had not heard of it goes on writing: that is emptied where the two meet, whichever way. */
static void what_a_copy_wrote_before_it_knew_is_emptied(void **state)
{
    Place *place = *state;
    write_word(place, place->second, "email", "arkiv@sor.example");
    write_word(place, place->second, "name", "Gunvor Lien");
    erase(place, place->store);
    assert_int_equal(place_merge(place, place->store, place->other).changes, 2);
    assert_int_equal(words_left(place->path), 0);
    assert_false(file_holds(place->path, "arkiv@sor"));
    assert_false(file_holds(place->path, "Gunvor"));
    assert_int_equal(words_left(place->other), 3);
    (void)place_merge(place, place->second, place->path);
    assert_int_equal(words_left(place->other), 0);
    assert_false(file_holds(place->other, "arkiv@sor"));
    assert_false(file_holds(place->other, "Gunvor"));
}

/* The position as plans kept it before it was personal: plain words in a column of its own. */
static void write_plain_title(Place *place, Store *store, const char *title)
{
    static const Field before = {.number = 5, .name = "title", .kind = KIND_TEXT};
    Err err = {0};
    Value value = VALUE_OF_TEXT(title);
    test_begin(store, arena_printf(place->arena, "set \"person/Gunvor Lie\" title=%s", title));
    assert_good(store_set(store, ENTITY_PERSON, place->person, &before, &value, &err), err);
    assert_int_not_equal(test_commit(store), 0);
}

static void a_position_of_before_goes_as_well(void **state)
{
    Place *place = *state;
    test_begin(place->store, "add person");
    RowId stays = place->person;
    place->person = test_add(place->store, ENTITY_PERSON, "Olav Furuseth");
    (void)test_commit(place->store);
    write_plain_title(place, place->store, "rektor");
    place->person = stays;
    write_plain_title(place, place->store, "bibliotekar");
    write_plain_title(place, place->store, "arkivleder");
    (void)place_merge(place, place->second, place->path);
    place_copy(place, place->third);
    assert_true(file_holds(place->other, "arkivleder"));
    /* Written where nobody knows yet that she is to be erased. */
    write_plain_title(place, place->second, "byarkivar");
    erase(place, place->store);
    assert_false(file_holds(place->path, "arkivleder"));
    assert_false(file_holds(place->path, "bibliotekar"));
    assert_true(file_holds(place->path, "rektor"));
    test_verify(place->store, place->arena);
    /* Whichever way the two meet, it is gone in both, and comes back from no third. */
    (void)place_merge(place, place->store, place->other);
    assert_false(file_holds(place->path, "byarkivar"));
    test_verify(place->store, place->arena);
    (void)place_merge(place, place->second, place->path);
    assert_false(file_holds(place->other, "byarkivar"));
    assert_false(file_holds(place->other, "arkivleder"));
    assert_false(file_holds(place->other, "bibliotekar"));
    test_verify(place->second, place->arena);
    (void)place_merge(place, place->store, place->third);
    assert_false(file_holds(place->path, "arkivleder"));
}

/* The copy that was not merged before the erasing is merged again and again. */
static void an_old_copy_brings_nobody_back(void **state)
{
    Place *place = *state;
    write_word(place, place->second, "email", "arkiv@sor.example");
    (void)place_merge(place, place->store, place->other);
    erase(place, place->store);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(place_merge(place, place->store, place->other).changes, 0);
        assert_int_equal(words_left(place->path), 0);
        assert_false(file_holds(place->path, "arkiv@sor"));
    }
}

/* Words that the next merge would empty in silence are not taken. */
static void an_erased_person_takes_no_words(void **state)
{
    Place *place = *state;
    Err err = {0};
    const Value words = VALUE_OF_TEXT("Somebody");
    const Value nothing = VALUE_IS_NULL;
    const Field *name = test_field(ENTITY_PERSON, "name");
    erase(place, place->store);
    test_begin(place->store, "set");
    assert_false(store_set(place->store, ENTITY_PERSON, place->person, name, &words, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_good(store_set(place->store, ENTITY_PERSON, place->person, name, &nothing, &err),
                err);
    RowId other = test_add(place->store, ENTITY_PERSON, "Odd Vik");
    assert_int_not_equal(test_commit(place->store), 0);
    const Plan *plan = test_load(place->store, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, place->person)->name, "");
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, other)->name, "Odd Vik");
    write_word(place, place->second, "name", "Gunvor Lien");
    (void)place_merge(place, place->second, place->path);
    test_begin(place->second, "set");
    err_clear(&err);
    assert_false(store_set(place->second, ENTITY_PERSON, place->person, name, &words, &err));
    store_drop(place->second);
}

/* Two names nobody can read any more are nothing to decide. */
static void erasing_ends_a_conflict_of_words(void **state)
{
    Place *place = *state;
    write_word(place, place->store, "name", "Gunvor Lier");
    write_word(place, place->second, "name", "Gunvor Lien");
    assert_int_equal(place_merge(place, place->store, place->other).conflicts, 1);
    erase(place, place->store);
    const Conflict *conflicts = NULL;
    assert_int_equal(place_conflicts(place, place->store, NULL, &conflicts), 0);
    assert_int_equal(place_merge(place, place->second, place->path).conflicts, 0);
}

/* An erased word against an emptied field as well. */
static void nothing_and_erased_are_no_conflict(void **state)
{
    Place *place = *state;
    write_word(place, place->store, "name", "Gunvor Lier");
    write_word(place, place->second, "name", "");
    assert_int_equal(place_merge(place, place->store, place->other).conflicts, 1);
    erase(place, place->store);
    assert_int_equal(place_merge(place, place->second, place->path).conflicts, 0);
}

/* The backup still holds the words: it must not bring them back. */
static void nobody_backs_out_of_an_erasing(void **state)
{
    Place *place = *state;
    Err err = {0};
    const char *backup = NULL;
    write_word(place, place->second, "email", "arkiv@sor.example");
    (void)place_merge(place, place->store, place->other);
    erase(place, place->store);
    assert_false(store_merge_back(place->store, place->arena, &backup, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    (void)place_merge(place, place->second, place->path);
    assert_false(store_merge_back(place->second, place->arena, &backup, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_int_equal(words_left(place->path), 0);
    assert_int_equal(words_left(place->other), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PLACE_TEST(what_was_typed_for_a_name_goes_with_it),
        PLACE_TEST(a_name_like_a_command_hides_none),
        PLACE_TEST(what_a_copy_wrote_before_it_knew_is_emptied),
        PLACE_TEST(a_position_of_before_goes_as_well),
        PLACE_TEST(an_old_copy_brings_nobody_back),
        PLACE_TEST(an_erased_person_takes_no_words),
        PLACE_TEST(erasing_ends_a_conflict_of_words),
        PLACE_TEST(nothing_and_erased_are_no_conflict),
        PLACE_TEST(nobody_backs_out_of_an_erasing),
    };
    return cmocka_run_group_tests_name("store_erase", tests, NULL, NULL);
}
