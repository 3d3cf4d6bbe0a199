/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Where a test of the store happens: a folder of its own with one plan in it, names for two copies, a
 * clock that only the test moves, and short ways to do what people do to a plan.
 *
 *     static int set_up(void **state)
 *     {
 *         *state = place_with_task("Utrede");
 *         return 0;
 *     }
 *
 *     static void a_name_can_be_changed(void **state)
 *     {
 *         Place *place = *state;
 *         place_rename(place, place->store, "Vedta");
 *         assert_string_equal(place_task_name(place, place->store), "Vedta");
 *     }
 *
 *     const struct CMUnitTest tests[] = {PLACE_TEST(a_name_can_be_changed)};
 *
 * A test that has more to keep makes a struct whose first member is the Place, and asks for its size
 * (place_new); place_leave serves that too.  Every way here fails the test when the store refuses: what
 * must be refused is called by its own name, with an Err to look at.
 */
#ifndef FRAMDRIFT_TESTS_STORE_PLACE_H
#define FRAMDRIFT_TESTS_STORE_PLACE_H

#include "store_file.h"

#define PLACE_START 1600000000 /* what the clock shows first */

typedef struct Place {
    char folder[300];
    char path[400], other[400],
        third[400]; /* a.plan; b.plan and c.plan, which nobody has made */
    TestClock clock;
    StoreAuthor author; /* "ann" */
    Arena *arena;
    /* Closed by place_leave when open: the plan, and a second session on it or on a copy of it. */
    Store *store, *second;
    RowId task, person; /* the ones that most of the test is about */
} Place;

/* Needs a function set_up. */
#define PLACE_TEST(function) cmocka_unit_test_setup_teardown(function, set_up, place_leave)

/* --- Coming and going -------------------------------------------------------------------------- */

/* A Place, or a struct of this size that begins with one; there is no plan yet. */
static inline void *place_new(size_t size)
{
    Place *place = calloc(1, size);
    assert_non_null(place);
    test_folder_make(place->folder, sizeof(place->folder));
    (void)snprintf(place->path, sizeof(place->path), "%s/a.plan", place->folder);
    (void)snprintf(place->other, sizeof(place->other), "%s/b.plan", place->folder);
    (void)snprintf(place->third, sizeof(place->third), "%s/c.plan", place->folder);
    place->clock.now = PLACE_START;
    place->author = test_author(&place->clock, "ann");
    place->arena = arena_new();
    return place;
}

static inline void place_create(Place *place)
{
    Err err = {0};
    assert_good(store_create(place->path, &place->author, &place->store, &err), err);
}

/* An empty plan, open. */
static inline Place *place_with_plan(void)
{
    Place *place = place_new(sizeof(*place));
    place_create(place);
    return place;
}

/* A plan with one task, open. */
static inline Place *place_with_task(const char *name)
{
    Place *place = place_with_plan();
    test_begin(place->store, "add task");
    place->task = test_add(place->store, ENTITY_TASK, name);
    (void)test_commit(place->store);
    return place;
}

static inline int place_leave(void **state)
{
    Place *place = *state;
    store_close(place->store);
    store_close(place->second);
    (void)chmod(place->folder, 0700); /* a test may have locked it */
    test_folder_remove(place->folder);
    arena_free(place->arena);
    free(place);
    return 0;
}

/* A session of somebody's on a plan of this place; the caller closes it. */
static inline Store *place_open_as(Place *place, const char *path, const char *name,
                                   unsigned flags)
{
    Err err = {0};
    Store *store = NULL;
    StoreAuthor author = test_author(&place->clock, name);
    assert_good(store_open(path, flags, &author, &store, &err), err);
    return store;
}

static inline Store *place_open(Place *place, const char *path, unsigned flags)
{
    return place_open_as(place, path, place->author.author, flags);
}

static inline void place_reopen(Place *place, unsigned flags)
{
    store_close(place->store);
    place->store = place_open(place, place->path, flags);
}

static inline void place_close(Place *place)
{
    store_close(place->store);
    place->store = NULL;
}

static inline void place_copy(Place *place, const char *path)
{
    Err err = {0};
    assert_good(store_copy(place->store, path, &err), err);
}

typedef bool InReader(Place *place);

/* As somebody who may read and nothing else, in a child, since the tests may run as one who may do
 * everything. */
static inline void place_run_as_reader(Place *place, InReader *run)
{
    assert_int_equal(chmod(place->path, 0644), 0);
    assert_int_equal(chmod(place->folder, 0555), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        bool nobody = geteuid() != 0 || setuid(65534) == 0;
        _exit(nobody && run(place) ? 0 : 1);
    }
    assert_int_equal(exit_of(child), 0);
    assert_int_equal(chmod(place->folder, 0700), 0);
}

/* --- What people do ---------------------------------------------------------------------------- */

/* One change that renames the task. */
static inline void place_rename(Place *place, Store *store, const char *name)
{
    assert_true(test_write_text(store, ENTITY_TASK, place->task, "name", name) != 0);
}

/* NULL: it is gone. */
static inline const Task *place_task(Place *place, Store *store)
{
    return PLAN_ROW_OF(test_load(store, place->arena), Task, ENTITY_TASK, place->task);
}

static inline const char *place_task_name(Place *place, Store *store)
{
    const Task *task = place_task(place, store);
    return task == NULL ? "(gone)" : task->name;
}

static inline UndoReport place_undo(Place *place, Store *store)
{
    Err err = {0};
    UndoReport report;
    assert_good(store_undo(store, 0, place->arena, &report, &err), err);
    test_verify(store, place->arena);
    return report;
}

static inline UndoReport place_redo(Place *place, Store *store)
{
    Err err = {0};
    UndoReport report;
    assert_good(store_redo(store, place->arena, &report, &err), err);
    test_verify(store, place->arena);
    return report;
}

static inline MergeReport place_merge(Place *place, Store *store, const char *path)
{
    Err err = {0};
    MergeReport report;
    assert_good(store_merge(store, path, false, place->arena, &report, &err), err);
    test_verify(store, place->arena);
    return report;
}

/* Folds all but the newest `keep` changes. */
static inline CompactReport place_compact(Place *place, Store *store, int64_t keep)
{
    Err err = {0};
    CompactReport report;
    assert_good(store_compact(store, INT64_MAX, keep, place->arena, &report, &err), err);
    test_verify(store, place->arena);
    return report;
}

/* How many are open; in `out` they are listed, with the names that `plan` has when it is not NULL. */
static inline uint32_t place_conflicts(Place *place, Store *store, const Plan *plan,
                                       const Conflict **out)
{
    Err err = {0};
    uint32_t count = 0;
    assert_good(store_conflicts(store, plan, LANGUAGE_EN, place->arena, out, &count, &err),
                err);
    return count;
}

#endif
