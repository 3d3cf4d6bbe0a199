/* SPDX-License-Identifier: MPL-2.0 */
/* A person who was erased here is gone from every copy that hears of it, and comes back from none. */
#include "store_test.h"

#include <sqlite3.h>

typedef struct Place {
    char folder[300], path[400], other[400];
    TestClock clock;
    Arena *arena;
    Store *here, *there;
    RowId person;
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
    assert_good(store_create(place->path, &author, &place->here, &err), err);
    test_begin(place->here, "add person name=\"Gunvor Lie\"");
    place->person = test_add(place->here, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(place->here);
    assert_good(store_copy(place->here, place->other, &err), err);
    place->there = open_plan(place, place->other);
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    Place *place = *state;
    store_close(place->here);
    store_close(place->there);
    test_folder_remove(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

static void write_word(Place *place, Store *store, const char *field, const char *word)
{
    char label[80];
    (void)snprintf(label, sizeof(label), "set %s \"%s\"", field, word);
    test_begin(store, label);
    test_set_text(store, ENTITY_PERSON, place->person, field, word);
    (void)test_commit(store);
}

static void erase(Place *place, Store *store)
{
    Err err = {0};
    assert_good(store_erase(store, ENTITY_PERSON, place->person, &err), err);
}

static MergeReport merge(Place *place, Store *store, const char *path)
{
    Err err = {0};
    MergeReport report;
    assert_good(store_merge(store, path, false, place->arena, &report, &err), err);
    test_verify(store, place->arena);
    return report;
}

static bool file_holds(const char *path, const char *word)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    static char bytes[4 << 20];
    size_t length = fread(bytes, 1, sizeof(bytes), file);
    (void)fclose(file);
    return memmem(bytes, length, word, strlen(word)) != NULL;
}

static int64_t words_left(const char *path)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *read = NULL;
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(file,
                                        "SELECT count(*) FROM personal WHERE value IS NOT NULL",
                                        -1, &read, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(read, 0);
    (void)sqlite3_finalize(read);
    (void)sqlite3_close(file);
    return number;
}

/* Who had not heard of it goes on writing: that is emptied where the two meet, whichever way. */
static void what_a_copy_wrote_before_it_knew_is_emptied(void **state)
{
    Place *place = *state;
    write_word(place, place->there, "email", "arkiv@sor.example");
    write_word(place, place->there, "name", "Gunvor Lien");
    erase(place, place->here);
    assert_int_equal(merge(place, place->here, place->other).changes, 2);
    assert_int_equal(words_left(place->path), 0);
    assert_false(file_holds(place->path, "arkiv@sor"));
    assert_false(file_holds(place->path, "Gunvor"));
    assert_int_equal(words_left(place->other), 3);
    (void)merge(place, place->there, place->path);
    assert_int_equal(words_left(place->other), 0);
    assert_false(file_holds(place->other, "arkiv@sor"));
    assert_false(file_holds(place->other, "Gunvor"));
}

/* The copy that was not merged before the erasing is merged again and again. */
static void an_old_copy_brings_nobody_back(void **state)
{
    Place *place = *state;
    write_word(place, place->there, "email", "arkiv@sor.example");
    (void)merge(place, place->here, place->other);
    erase(place, place->here);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(merge(place, place->here, place->other).changes, 0);
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
    erase(place, place->here);
    test_begin(place->here, "set");
    assert_false(store_set(place->here, ENTITY_PERSON, place->person, name, &words, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_good(store_set(place->here, ENTITY_PERSON, place->person, name, &nothing, &err),
                err);
    RowId other = test_add(place->here, ENTITY_PERSON, "Odd Vik");
    assert_int_not_equal(test_commit(place->here), 0);
    const Plan *plan = test_load(place->here, place->arena);
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, place->person)->name, "");
    assert_string_equal(PLAN_ROW_OF(plan, Person, ENTITY_PERSON, other)->name, "Odd Vik");
    write_word(place, place->there, "name", "Gunvor Lien");
    (void)merge(place, place->there, place->path);
    test_begin(place->there, "set");
    err_clear(&err);
    assert_false(store_set(place->there, ENTITY_PERSON, place->person, name, &words, &err));
    store_drop(place->there);
}

/* Two names nobody can read any more are nothing to decide. */
static void erasing_ends_a_conflict_of_words(void **state)
{
    Place *place = *state;
    write_word(place, place->here, "name", "Gunvor Lier");
    write_word(place, place->there, "name", "Gunvor Lien");
    assert_int_equal(merge(place, place->here, place->other).conflicts, 1);
    erase(place, place->here);
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    Err err = {0};
    assert_good(
        store_conflicts(place->here, NULL, LANGUAGE_EN, place->arena, &conflicts, &count, &err),
        err);
    assert_int_equal(count, 0);
    assert_int_equal(merge(place, place->there, place->path).conflicts, 0);
}

/* An erased word against an emptied field as well. */
static void nothing_and_erased_are_no_conflict(void **state)
{
    Place *place = *state;
    write_word(place, place->here, "name", "Gunvor Lier");
    write_word(place, place->there, "name", "");
    assert_int_equal(merge(place, place->here, place->other).conflicts, 1);
    erase(place, place->here);
    assert_int_equal(merge(place, place->there, place->path).conflicts, 0);
}

/* The backup still holds the words: it must not bring them back. */
static void nobody_backs_out_of_an_erasing(void **state)
{
    Place *place = *state;
    Err err = {0};
    const char *backup = NULL;
    write_word(place, place->there, "email", "arkiv@sor.example");
    (void)merge(place, place->here, place->other);
    erase(place, place->here);
    assert_false(store_merge_back(place->here, place->arena, &backup, &err));
    assert_int_equal(err.code, ERR_INPUT);
    err_clear(&err);
    (void)merge(place, place->there, place->path);
    assert_false(store_merge_back(place->there, place->arena, &backup, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_int_equal(words_left(place->path), 0);
    assert_int_equal(words_left(place->other), 0);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_a_copy_wrote_before_it_knew_is_emptied),
        TEST(an_old_copy_brings_nobody_back),
        TEST(an_erased_person_takes_no_words),
        TEST(erasing_ends_a_conflict_of_words),
        TEST(nothing_and_erased_are_no_conflict),
        TEST(nobody_backs_out_of_an_erasing),
    };
    return cmocka_run_group_tests_name("store_erase", tests, NULL, NULL);
}
