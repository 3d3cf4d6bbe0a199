/* SPDX-License-Identifier: MPL-2.0 */
/* Copies with the same changes tell the same of a conflict, in whatever order the changes came. */
#include "store_test.h"

enum { COPIES = 3 };

typedef struct Place {
    char folder[300], paths[COPIES][400];
    TestClock clock;
    Arena *arena;
    Store *stores[COPIES];
    RowId task;
} Place;

/* Three copies of one plan, with a session each. */
static int set_up(void **state)
{
    static const char *const names[COPIES] = {"ann", "bo", "eli"};
    Place *place = calloc(1, sizeof(*place));
    Err err = {0};
    test_folder_make(place->folder, sizeof(place->folder));
    place->clock.now = 1600000000;
    place->arena = arena_new();
    for (int i = 0; i < COPIES; i++) {
        StoreAuthor author = test_author(&place->clock, names[i]);
        (void)snprintf(place->paths[i], sizeof(place->paths[i]), "%s/%s.plan", place->folder,
                       names[i]);
        if (i == 0) {
            assert_good(store_create(place->paths[0], &author, &place->stores[0], &err), err);
            test_begin(place->stores[0], "add");
            place->task = test_add(place->stores[0], ENTITY_TASK, "zero");
            (void)test_commit(place->stores[0]);
        } else {
            assert_good(store_copy(place->stores[0], place->paths[i], &err), err);
            assert_good(store_open(place->paths[i], 0, &author, &place->stores[i], &err), err);
        }
    }
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    Place *place = *state;
    for (int i = 0; i < COPIES; i++) {
        store_close(place->stores[i]);
    }
    test_folder_remove(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

static void rename_task(Place *place, int copy, const char *name)
{
    test_begin(place->stores[copy], "set name");
    test_set_text(place->stores[copy], ENTITY_TASK, place->task, "name", name);
    assert_int_not_equal(test_commit(place->stores[copy]), 0);
}

static void note_task(Place *place, int copy, const char *note)
{
    test_begin(place->stores[copy], "set note");
    test_set_text(place->stores[copy], ENTITY_TASK, place->task, "note", note);
    assert_int_not_equal(test_commit(place->stores[copy]), 0);
}

static void delete_task(Place *place, int copy)
{
    Err err = {0};
    test_begin(place->stores[copy], "delete");
    assert_good(store_delete(place->stores[copy], ENTITY_TASK, place->task, &err), err);
    (void)test_commit(place->stores[copy]);
}

static void merge(Place *place, int to, int from)
{
    Err err = {0};
    MergeReport report;
    assert_good(
        store_merge(place->stores[to], place->paths[from], false, place->arena, &report, &err),
        err);
}

/* The one conflict as a line: what it began from, then each value with who wrote it. */
static const char *conflict_in(Place *place, int copy)
{
    Err err = {0};
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    assert_good(store_conflicts(place->stores[copy], NULL, LANGUAGE_EN, place->arena,
                                &conflicts, &count, &err),
                err);
    assert_int_equal(count, 1);
    const char *line = conflicts->base.value;
    for (uint32_t i = 0; i < conflicts->count; i++) {
        line = arena_printf(place->arena, "%s | %s (%s)", line, conflicts->values[i].value,
                            conflicts->values[i].author);
    }
    return line;
}

/* The deleter's own edits, which the deletion has seen, keep no row: another's does. */
static void a_deleted_row_is_kept_by_what_the_deletion_had_not_seen(void **state)
{
    Place *place = *state;
    rename_task(place, 0, "one");
    rename_task(place, 0, "two");
    note_task(place, 1, "edited");
    delete_task(place, 0);
    merge(place, 2, 1);
    merge(place, 2, 0);
    merge(place, 0, 1);
    assert_string_equal(conflict_in(place, 0), " | edited meanwhile (bo) | deleted (ann)");
    assert_string_equal(conflict_in(place, 2), conflict_in(place, 0));
}

/* Two who saw it edited it on their own: the later one tells, whoever's came first. */
static void of_two_that_keep_a_row_all_copies_name_one(void **state)
{
    Place *place = *state;
    delete_task(place, 0);
    rename_task(place, 1, "edited");
    note_task(place, 2, "edited");
    merge(place, 0, 1);
    merge(place, 0, 2);
    merge(place, 2, 0);
    merge(place, 1, 2);
    assert_string_equal(conflict_in(place, 0), " | edited meanwhile (eli) | deleted (ann)");
    assert_string_equal(conflict_in(place, 1), conflict_in(place, 0));
    assert_string_equal(conflict_in(place, 2), conflict_in(place, 0));
}

/* Two decided between the same two values, each in another way. */
static void decisions_that_differ_began_from_the_same_everywhere(void **state)
{
    Place *place = *state;
    rename_task(place, 0, "office");
    rename_task(place, 1, "cabin");
    merge(place, 0, 1);
    merge(place, 1, 0);
    rename_task(place, 0, "house");
    rename_task(place, 1, "tower");
    merge(place, 0, 1);
    merge(place, 1, 0);
    assert_string_equal(conflict_in(place, 0), "cabin | tower (bo) | house (ann)");
    assert_string_equal(conflict_in(place, 1), conflict_in(place, 0));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_deleted_row_is_kept_by_what_the_deletion_had_not_seen),
        TEST(of_two_that_keep_a_row_all_copies_name_one),
        TEST(decisions_that_differ_began_from_the_same_everywhere),
    };
    return cmocka_run_group_tests_name("store_conflicts", tests, NULL, NULL);
}
