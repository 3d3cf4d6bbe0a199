/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A load after a change reads only the columns that the change wrote to.  Two sessions on one plan, and
 * a copy that is merged now and then: random rows and values of every kind, deletions, undo, redo, dropped changes,
 * erased people, loads in the middle of a change.  Every load must be what a session that knows nothing
 * reads, and must hold nothing of the plan before.  FRAMDRIFT_SEED repeats a run, FRAMDRIFT_TRIALS is
 * how many.
 */
#include "../unit/store_test.h"
#include "trials.h"

#define STEPS 40

typedef struct Session {
    Store *store;
    Arena *arena; /* of the plan */
    const Plan *plan;
} Session;

typedef struct World {
    char folder[300], path[400], copy[400];
    TestClock clock;
    Session own, other;
    Arena *arena;
    uint64_t random;
} World;

static uint32_t draw(World *world, uint32_t below)
{
    return (uint32_t)xorshift_below(&world->random, below);
}

/* --- Two plans that must be one ---------------------------------------------------------------------- */

static void compare_rows(const Entity *entity, const Row *one, const Row *other, Arena *arena)
{
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        Value left = field_value(field, one, arena);
        Value right = field_value(field, other, arena);
        if (!value_equal(&left, &right)) {
            fail_msg("%s %lld: %s differs", entity->name, (long long)one->id, field->name);
        }
    }
    if (entity->kind == ENTITY_TASK) {
        const Task *left = (const Task *)(const void *)one;
        const Task *right = (const Task *)(const void *)other;
        assert_int_equal(left->index, right->index);
        assert_int_equal(left->level, right->level);
        assert_int_equal(left->parent_index, right->parent_index);
        assert_int_equal(left->subtree_end, right->subtree_end);
        assert_int_equal(left->child_count, right->child_count);
    }
    if (entity->kind == ENTITY_LINK) {
        const Link *left = (const Link *)(const void *)one;
        const Link *right = (const Link *)(const void *)other;
        assert_int_equal(left->from_index, right->from_index);
        assert_int_equal(left->to_index, right->to_index);
    }
}

static void compare_conflicts(const Plan *one, const Plan *other)
{
    assert_int_equal(one->conflict_count, other->conflict_count);
    for (uint32_t i = 0; i < one->conflict_count; i++) {
        const Conflict *left = &one->conflicts[i];
        const Conflict *right = &other->conflicts[i];
        assert_int_equal(left->entity, right->entity);
        assert_int_equal(left->row, right->row);
        assert_int_equal(left->field, right->field);
        assert_int_equal(left->count, right->count);
        assert_int_equal(left->base.change, right->base.change);
        for (uint32_t k = 0; k < left->count; k++) {
            assert_int_equal(left->values[k].change, right->values[k].change);
            assert_int_equal(left->values[k].in_force, right->values[k].in_force);
            assert_string_equal(left->values[k].value, right->values[k].value);
        }
    }
}

static void compare_plans(const Plan *one, const Plan *other, Arena *arena)
{
    assert_int_equal(one->redacted, other->redacted);
    assert_int_equal(one->change_count, other->change_count);
    compare_conflicts(one, other);
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        uint32_t count = plan_count(one, entity->kind);
        if (count != plan_count(other, entity->kind)) {
            fail_msg("%u and %u rows of %s", count, plan_count(other, entity->kind),
                     entity->name);
        }
        for (uint32_t i = 0; i < count; i++) {
            const Row *row = plan_at(one, entity->kind, i);
            compare_rows(entity, row, plan_at(other, entity->kind, i), arena);
            assert_ptr_equal(plan_row(one, entity->kind, row->id), row);
        }
    }
}

static void open_session(World *world, Session *session, const char *path, unsigned flags,
                         const char *author)
{
    Err err = {0};
    StoreAuthor who = test_author(&world->clock, author);
    assert_good(store_open(path, flags | STORE_NO_CHECK, &who, &session->store, &err), err);
    session->arena = arena_new();
    session->plan = test_load(session->store, session->arena);
}

static void close_session(Session *session)
{
    store_close(session->store);
    arena_free(session->arena);
    *session = (Session){0};
}

/* The plan before is gone when the new one is looked at: the sanitizer finds what was shared. */
static void load(World *world, Session *session)
{
    Err err = {0};
    Plan *plan = NULL;
    Arena *fresh = arena_new();
    assert_good(store_load_after(session->store, session->plan, fresh, &plan, &err), err);
    arena_free(session->arena);
    session->arena = fresh;
    session->plan = plan;
    if (store_in_change(
            session->store)) { /* nobody else can see it: this session reads all anew */
        Arena *whole = arena_new();
        session->plan = test_load(session->store, whole);
        compare_plans(plan, session->plan, world->arena);
        arena_free(session->arena);
        session->arena = whole;
        return;
    }
    Session witness = {0};
    open_session(world, &witness, world->path, STORE_READ_ONLY, "vitne");
    compare_plans(plan, witness.plan, world->arena);
    close_session(&witness);
}

/* --- Steps --------------------------------------------------------------------------------------------- */

static RowId any_row(World *world, const Plan *plan, EntityKind kind)
{
    uint32_t count = plan_count(plan, kind);
    return count == 0 ? 0 : plan_at(plan, kind, draw(world, count))->id;
}

/* People and tasks are drawn more often: much refers to them. */
static EntityKind any_kind(World *world)
{
    uint32_t kind = draw(world, ENTITY_COUNT + 10);
    return kind >= ENTITY_COUNT + 5 ? ENTITY_PERSON
           : kind >= ENTITY_COUNT   ? ENTITY_TASK
           : kind == ENTITY_NONE    ? ENTITY_TASK
                                    : (EntityKind)kind;
}

static Value any_value(World *world, const Plan *plan, const Entity *entity, const Field *field)
{
    if (field->kind == KIND_REFERENCE) {
        bool own = field->reference == entity->kind && draw(world, 16) != 0;
        RowId id = own ? 0 : any_row(world, plan, field->reference);
        return id == 0 ? VALUE_IS_NULL : VALUE_OF_INTEGER(id);
    }
    if (field->kind == KIND_CHOICE) {
        return VALUE_OF_TEXT(field->choices[draw(world, (uint32_t)field->choice_count)].name);
    }
    if (field->kind == KIND_DATE) {
        return VALUE_OF_TEXT(arena_printf(world->arena,
                                          "2020-09-%02u/2020-09-30/month/0/ord %u",
                                          1 + draw(world, 28), draw(world, 9)));
    }
    if (strcmp(field_storage_type(field), "INTEGER") == 0) {
        return VALUE_OF_INTEGER((int64_t)draw(world, field->kind == KIND_BOOLEAN ? 2 : 5));
    }
    return VALUE_OF_TEXT(arena_printf(world->arena, "w%u", draw(world, 6)));
}

static void set_something(World *world, Session *session, EntityKind kind, RowId id)
{
    const Entity *entity = schema_entity(kind);
    Err err = {0};
    for (uint32_t more = 0; more < 3; more++) {
        const Field *field = &entity->fields[draw(world, (uint32_t)entity->field_count)];
        if (field->kind == KIND_ID || (field->flags & FIELD_COMPUTED) != 0) {
            continue;
        }
        Value value = draw(world, 6) == 0 ? VALUE_IS_NULL
                                          : any_value(world, session->plan, entity, field);
        if (!store_set(session->store, kind, id, field, &value, &err)) {
            /* the only refusal: words for a person who was erased */
            assert_non_null(strstr(err.message, "was erased"));
            assert_int_equal(kind, ENTITY_PERSON);
            err_clear(&err);
        }
    }
}

static void write_something(World *world, Session *session)
{
    EntityKind kind = any_kind(world);
    RowId id = any_row(world, session->plan, kind);
    Err err = {0};
    uint32_t what = draw(world, 8);
    if (id == 0 || (what < 3 && kind != ENTITY_PLAN)) {
        id = 0;
        assert_good(store_add(session->store, kind, &id, &err), err);
        set_something(world, session, kind, id);
    } else if (what == 3 && kind != ENTITY_PLAN) {
        assert_good(store_delete(session->store, kind, id, &err), err);
    } else {
        set_something(world, session, kind, id);
    }
}

/* Decides for a third value, which an undo may take back, or a drop. */
static bool decide_something(World *world, Session *session)
{
    uint32_t count = session->plan->conflict_count;
    const Conflict *conflict =
        count == 0 ? NULL : &session->plan->conflicts[draw(world, count)];
    if (conflict == NULL || conflict->entity != ENTITY_TASK || conflict->field < 0) {
        return false;
    }
    const char *name = schema_entity(ENTITY_TASK)->fields[conflict->field].name;
    bool named = strcmp(name, "name") == 0;
    if (named) {
        test_set_text(session->store, ENTITY_TASK, conflict->row, name, "avgjort");
    }
    return named;
}

/* A row is written to once in a change: it may be gone afterwards, and the plan does not tell. */
static void step_change(World *world, Session *session)
{
    bool looks = draw(world, 3) == 0;
    test_begin(session->store, "set w1");
    if (draw(world, 2) == 0 || !decide_something(world, session)) {
        write_something(world, session);
    }
    if (looks) {
        load(world, session);
        write_something(world, session);
        load(world, session);
    }
    if (draw(world, 5) == 0) {
        store_drop(session->store);
    } else {
        (void)test_commit(session->store);
    }
}

static void step_undo(World *world, Session *session, bool redo)
{
    UndoReport report;
    Err err = {0};
    assert_good(redo ? store_redo(session->store, world->arena, &report, &err)
                     : store_undo(session->store, 0, world->arena, &report, &err),
                err);
}

/* The same field of a task, here and away: a conflict once it is brought home. */
static void write_both(World *world, Session *session, Session *away)
{
    RowId id = any_row(world, session->plan, ENTITY_TASK);
    Session *const sides[] = {session, away};
    for (size_t i = 0; id != 0 && i < COUNT_OF(sides); i++) {
        test_begin(sides[i]->store, "set name");
        test_set_text(sides[i]->store, ENTITY_TASK, id, "name", i == 0 ? "her" : "borte");
        (void)test_commit(sides[i]->store);
    }
}

/* An edit in a copy, brought home; sometimes only looked at. */
static void step_merge(World *world, Session *session)
{
    Session away = {0};
    MergeReport report;
    Err err = {0};
    (void)unlink(world->copy);
    assert_good(store_copy(session->store, world->copy, &err), err);
    open_session(world, &away, world->copy, 0, "borte");
    if (draw(world, 4) != 0) {
        write_both(world, session, &away);
    }
    test_begin(away.store, "set w2");
    write_something(world, &away);
    (void)test_commit(away.store);
    close_session(&away);
    if (draw(world, 2) == 0) {
        step_change(world, session);
    }
    bool dry = draw(world, 3) == 0;
    assert_good(store_merge(session->store, world->copy, dry, world->arena, &report, &err),
                err);
}

static void step_erase(World *world, Session *session)
{
    RowId id = any_row(world, session->plan, ENTITY_PERSON);
    Err err = {0};
    if (id != 0) {
        assert_good(store_erase(session->store, ENTITY_PERSON, id, &err), err);
    }
}

static void any_step(World *world)
{
    uint32_t what = draw(world, 100);
    if (what < 60) {
        step_change(world, &world->own);
    } else if (what < 75) {
        step_undo(world, &world->own, false);
    } else if (what < 82) {
        step_undo(world, &world->own, true);
    } else if (what < 90) {
        load(world, &world->other);
        step_change(world, &world->other);
    } else if (what < 96) {
        step_merge(world, &world->own);
    } else if (what < 98) {
        step_erase(world, &world->own);
    } else { /* read for another purpose: the plan in hand is not the latest one any more */
        step_change(world, &world->own);
        Arena *aside = arena_new();
        (void)test_load(world->own.store, aside);
        arena_free(aside);
    }
    load(world, &world->own);
}

static void open_world(World *world, uint64_t seed)
{
    Err err = {0};
    Store *made = NULL;
    StoreAuthor who = test_author(&world->clock, "ann");
    world->random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    world->clock.now = 1600000000;
    world->arena = arena_new();
    test_folder_make(world->folder, sizeof(world->folder));
    (void)snprintf(world->path, sizeof(world->path), "%s/one.plan", world->folder);
    (void)snprintf(world->copy, sizeof(world->copy), "%s/two.plan", world->folder);
    assert_good(store_create(world->path, &who, &made, &err), err);
    store_close(made);
    open_session(world, &world->own, world->path, 0, "ann");
    open_session(world, &world->other, world->path, 0, "bo");
}

static void close_world(World *world)
{
    close_session(&world->own);
    close_session(&world->other);
    arena_free(world->arena);
    test_folder_remove(world->folder);
}

static void one_trial(World *world, uint64_t seed)
{
    open_world(world, seed);
    for (int i = 0; i < STEPS; i++) {
        any_step(world);
    }
    close_world(world);
}

static void loads_are_whole(void **state)
{
    (void)state;
    uint64_t trials = trials_count(10, 500);
    uint64_t seed = trials_seed();
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%llu\n", (unsigned long long)seed,
                  (unsigned long long)trials);
    World *world = calloc(1, sizeof(*world));
    for (uint64_t i = 0; i < trials; i++) {
        one_trial(world, seed + i);
    }
    free(world);
}

static void set_reference(World *world, EntityKind kind, RowId id, const char *field, RowId to)
{
    test_begin(world->own.store, "set");
    test_set_number(world->own.store, kind, id, field, to);
    (void)test_commit(world->own.store);
    load(world, &world->own);
}

/* One field at a time, of those by which rows find their places: seldom drawn by chance. */
static void what_places_rows_is_seen(void **state)
{
    (void)state;
    World *world = calloc(1, sizeof(*world));
    RowId tasks[4] = {0};
    RowId link = 0;
    Err err = {0};
    open_world(world, 1);
    test_begin(world->own.store, "add");
    for (size_t i = 0; i < COUNT_OF(tasks); i++) {
        tasks[i] = test_add(world->own.store, ENTITY_TASK, "steg");
    }
    assert_good(store_add(world->own.store, ENTITY_LINK, &link, &err), err);
    test_set_number(world->own.store, ENTITY_LINK, link, "from", tasks[0]);
    test_set_number(world->own.store, ENTITY_LINK, link, "to", tasks[1]);
    (void)test_commit(world->own.store);
    load(world, &world->own);
    set_reference(world, ENTITY_LINK, link, "to", tasks[2]);
    set_reference(world, ENTITY_LINK, link, "from", tasks[3]);
    set_reference(world, ENTITY_TASK, tasks[0], "parent", tasks[3]);
    set_reference(world, ENTITY_TASK, tasks[1], "parent", tasks[3]);
    const Task *moved = PLAN_ROW_OF(world->own.plan, Task, ENTITY_TASK, tasks[1]);
    assert_int_equal(moved->level, 2);
    test_begin(world->own.store, "set");
    test_set_text(world->own.store, ENTITY_TASK, tasks[2], "rank", "zz");
    (void)test_commit(world->own.store);
    load(world, &world->own);
    close_world(world);
    free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_places_rows_is_seen),
                                       cmocka_unit_test(loads_are_whole)};
    return cmocka_run_group_tests_name("store_load_after", tests, NULL, NULL);
}
