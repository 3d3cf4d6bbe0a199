/* SPDX-License-Identifier: MPL-2.0 */
/* Copies with the same changes tell the same of a conflict, in whatever order the changes came. */
#include "store_place.h"

enum { COPIES = 3 };

/* Three copies of one plan, with a session each. */
typedef struct Three {
    Place place;
    const char *paths[COPIES];
    Store *stores[COPIES];
} Three;

static int set_up(void **state)
{
    static const char *const names[COPIES] = {"ann", "bo", "eli"};
    Three *three = place_new(sizeof(*three));
    Place *place = &three->place;
    place_create(place);
    test_begin(place->store, "add");
    place->task = test_add(place->store, ENTITY_TASK, "zero");
    (void)test_commit(place->store);
    three->paths[0] = place->path;
    three->paths[1] = place->other;
    three->paths[2] = place->third;
    for (int i = 0; i < COPIES; i++) {
        if (i > 0) {
            place_copy(place, three->paths[i]);
        }
        three->stores[i] = place_open_as(place, three->paths[i], names[i], 0);
    }
    place_close(place);
    *state = three;
    return 0;
}

static int tear_down(void **state)
{
    Three *three = *state;
    for (int i = 0; i < COPIES; i++) {
        store_close(three->stores[i]);
    }
    return place_leave(state);
}

static void rename_task(Three *three, int copy, const char *name)
{
    place_rename(&three->place, three->stores[copy], name);
}

static void note_task(Three *three, int copy, const char *note)
{
    assert_int_not_equal(
        test_write_text(three->stores[copy], ENTITY_TASK, three->place.task, "note", note), 0);
}

static void delete_task(Three *three, int copy)
{
    Err err = {0};
    test_begin(three->stores[copy], "delete");
    assert_good(store_delete(three->stores[copy], ENTITY_TASK, three->place.task, &err), err);
    (void)test_commit(three->stores[copy]);
}

static void merge(Three *three, int to, int from)
{
    (void)place_merge(&three->place, three->stores[to], three->paths[from]);
}

/* The one conflict as a line: what it began from, then each value with who wrote it. */
static const char *conflict_in(Three *three, int copy)
{
    const Conflict *conflicts = NULL;
    assert_int_equal(place_conflicts(&three->place, three->stores[copy], NULL, &conflicts), 1);
    const char *line = conflicts->base.value;
    for (uint32_t i = 0; i < conflicts->count; i++) {
        line = arena_printf(three->place.arena, "%s | %s (%s)", line,
                            conflicts->values[i].value, conflicts->values[i].author);
    }
    return line;
}

/* The deleter's own edits, which the deletion has seen, keep no row: another's does. */
static void a_deleted_row_is_kept_by_what_the_deletion_had_not_seen(void **state)
{
    Three *three = *state;
    rename_task(three, 0, "one");
    rename_task(three, 0, "two");
    note_task(three, 1, "edited");
    delete_task(three, 0);
    merge(three, 2, 1);
    merge(three, 2, 0);
    merge(three, 0, 1);
    assert_string_equal(conflict_in(three, 0), " | edited meanwhile (bo) | deleted (ann)");
    assert_string_equal(conflict_in(three, 2), conflict_in(three, 0));
}

/* Two who saw it edited it on their own: the later one tells, whoever's came first. */
static void of_two_that_keep_a_row_all_copies_name_one(void **state)
{
    Three *three = *state;
    delete_task(three, 0);
    rename_task(three, 1, "edited");
    note_task(three, 2, "edited");
    merge(three, 0, 1);
    merge(three, 0, 2);
    merge(three, 2, 0);
    merge(three, 1, 2);
    assert_string_equal(conflict_in(three, 0), " | edited meanwhile (eli) | deleted (ann)");
    assert_string_equal(conflict_in(three, 1), conflict_in(three, 0));
    assert_string_equal(conflict_in(three, 2), conflict_in(three, 0));
}

/* Two decided between the same two values, each in another way. */
static void decisions_that_differ_began_from_the_same_everywhere(void **state)
{
    Three *three = *state;
    rename_task(three, 0, "office");
    rename_task(three, 1, "cabin");
    merge(three, 0, 1);
    merge(three, 1, 0);
    rename_task(three, 0, "house");
    rename_task(three, 1, "tower");
    merge(three, 0, 1);
    merge(three, 1, 0);
    assert_string_equal(conflict_in(three, 0), "cabin | tower (bo) | house (ann)");
    assert_string_equal(conflict_in(three, 1), conflict_in(three, 0));
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
