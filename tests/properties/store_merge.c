/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Three to five copies of a plan, random edits of every kind, undo and redo, decisions, compaction,
 * merges and raw copies of the file, clocks that are wrong.  Then: all copies agree whatever the order, a second merge
 * brings nothing, the reported conflicts are exactly the true ones, and nothing typed was lost unseen.
 */
#include "store_world.h"

#include <time.h>

/* --- Steps -------------------------------------------------------------------------------------- */

static Copy *any_copy(World *world)
{
    return &world->copies[draw(world, (uint32_t)world->copy_count)];
}

static RowId any_row(World *world, const Plan *plan, EntityKind kind)
{
    uint32_t count = plan_count(plan, kind);
    return count == 0 ? 0 : plan_at(plan, kind, draw(world, count))->id;
}

static void finish(World *world, Copy *copy)
{
    int64_t change = test_commit(copy->store);
    if (change != 0) {
        truth_learn(&world->truth, copy->path, change, copy->known, false);
        copy->known |= BIT(world->truth.change_count - 1);
    }
}

static void set_word(World *world, Copy *copy, EntityKind kind, RowId row, const char *field)
{
    char word[16];
    (void)snprintf(word, sizeof(word), "w%u", draw(world, 4));
    test_set_text(copy->store, kind, row, field, draw(world, 8) == 0 ? NULL : word);
}

static void step_add(World *world, Copy *copy, const Plan *plan)
{
    RowId parent = any_row(world, plan, ENTITY_TASK);
    RowId owner = any_row(world, plan, ENTITY_PERSON);
    bool person = draw(world, 3) == 0;
    if (world->added > 30) {
        return;
    }
    world->added++;
    test_begin(copy->store, "add w1");
    RowId row = test_add(copy->store, person ? ENTITY_PERSON : ENTITY_TASK, "w0");
    if (!person && parent != 0 && draw(world, 2) == 0) {
        test_set_number(copy->store, ENTITY_TASK, row, "parent", parent);
    }
    if (!person && owner != 0) {
        test_set_number(copy->store, ENTITY_TASK, row, "owner", owner);
    }
    finish(world, copy);
}

static void step_edit(World *world, Copy *copy, const Plan *plan)
{
    RowId task = any_row(world, plan, ENTITY_TASK);
    RowId person = any_row(world, plan, ENTITY_PERSON);
    test_begin(copy->store, "set name w2");
    if (person != 0 && draw(world, 3) == 0) {
        set_word(world, copy, ENTITY_PERSON, person, draw(world, 2) ? "name" : "title");
    }
    if (task != 0) {
        set_word(world, copy, ENTITY_TASK, task, "name");
        if (draw(world, 2) == 0) {
            test_set_number(copy->store, ENTITY_TASK, task, "progress", draw(world, 3));
        }
        if (person != 0 && draw(world, 3) == 0) {
            test_set_number(copy->store, ENTITY_TASK, task, "owner", person);
        }
    }
    finish(world, copy);
}

static void step_move(World *world, Copy *copy, const Plan *plan)
{
    RowId task = any_row(world, plan, ENTITY_TASK);
    RowId under = any_row(world, plan, ENTITY_TASK);
    if (task == 0) {
        return;
    }
    for (const Task *above = PLAN_ROW_OF(plan, Task, ENTITY_TASK, under); above != NULL;
         above = PLAN_ROW_OF(plan, Task, ENTITY_TASK, above->parent)) {
        if (above->row.id == task) {
            return;
        }
    }
    test_begin(copy->store, "move");
    test_set_number(copy->store, ENTITY_TASK, task, "parent", under);
    finish(world, copy);
}

/* A place between two others, or the same place twice. */
static void step_reorder(World *world, Copy *copy, const Plan *plan)
{
    RowId task = any_row(world, plan, ENTITY_TASK);
    char rank[8];
    if (task == 0) {
        return;
    }
    (void)snprintf(rank, sizeof(rank), "%c%c", (char)('b' + draw(world, 3)),
                   (char)('b' + draw(world, 3)));
    test_begin(copy->store, "move");
    test_set_text(copy->store, ENTITY_TASK, task, "rank", rank);
    finish(world, copy);
}

static void step_delete(World *world, Copy *copy, const Plan *plan)
{
    EntityKind kind = draw(world, 3) == 0 ? ENTITY_PERSON : ENTITY_TASK;
    RowId row = any_row(world, plan, kind);
    const RowPlace *places = NULL;
    Err err = {0};
    if (row == 0) {
        return;
    }
    test_begin(copy->store, "delete");
    size_t count = check_delete(plan, kind, row, world->arena, &places);
    for (size_t i = 0; i < count; i++) {
        assert_good(store_delete(copy->store, places[i].entity, places[i].id, &err), err);
    }
    finish(world, copy);
}

static void step_decide(World *world, Copy *copy, const Plan *plan)
{
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    Err err = {0};
    assert_good(
        store_conflicts(copy->store, plan, LANGUAGE_EN, world->arena, &conflicts, &count, &err),
        err);
    if (count == 0) {
        return;
    }
    const Conflict *conflict = &conflicts[draw(world, count)];
    test_begin(copy->store, "resolve");
    if (conflict->field >= 0) {
        const Field *field = &schema_entity(conflict->entity)->fields[conflict->field];
        const Row *row = plan_row(plan, conflict->entity, conflict->row);
        Value value = field_value(field, row, world->arena);
        assert_good(
            store_set(copy->store, conflict->entity, conflict->row, field, &value, &err), err);
    } else if (draw(world, 2) == 0) {
        RowId id = conflict->row;
        assert_good(store_add(copy->store, conflict->entity, &id, &err), err);
    } else {
        assert_good(store_delete(copy->store, conflict->entity, conflict->row, &err), err);
    }
    finish(world, copy);
}

static void step_undo(World *world, Copy *copy, bool redo);

/* What was decided is open again, and decided again. */
static void step_decide_and_think_again(World *world, Copy *copy, const Plan *plan)
{
    int changes = world->truth.change_count;
    step_decide(world, copy, plan);
    if (world->truth.change_count == changes) {
        return;
    }
    const char *decided = dump(world, copy->path, true);
    step_undo(world, copy, false);
    check_copy(world, copy);
    if (draw(world, 2) == 0) {
        step_undo(world, copy, true);
        assert_string_equal(dump(world, copy->path, true), decided);
    }
}

static int64_t change_taken_back(World *world, Copy *copy)
{
    HistoryItem item;
    assert_true(store_latest(copy->store, world->arena, &item));
    return item.undoes;
}

static void step_undo(World *world, Copy *copy, bool redo)
{
    UndoReport report;
    Err err = {0};
    Seen before = copy->known;
    if (redo) {
        assert_good(store_redo(copy->store, world->arena, &report, &err), err);
    } else {
        assert_good(store_undo(copy->store, 0, world->arena, &report, &err), err);
    }
    if (report.change != 0) {
        int64_t target = change_taken_back(world, copy);
        int undone = truth_change_of(&world->truth, target);
        int number = truth_learn(&world->truth, copy->path, report.change, copy->known, true);
        world->truth.changes[number].takes_back = undone + 1;
        copy->known |= BIT(number);
        for (int64_t id = truth_find_beside(copy->path, report.change, 0), more = 1; id != 0;
             id = truth_find_beside(copy->path, report.change, (int)more++)) {
            int beside = truth_learn(&world->truth, copy->path, id, copy->known, true);
            world->truth.changes[beside].takes_back = undone + 1;
            world->truth.changes[beside].beside = number + 1;
            copy->known |= BIT(beside);
        }
        check_undo(world, before, target, number);
        world->reopened += report.reopened;
    }
}

static void merge_into(World *world, Copy *copy, const Copy *from)
{
    MergeReport report;
    Err err = {0};
    Seen missing = from->known & ~copy->known;
    if (draw(world, 4) == 0) {
        assert_good(store_merge(copy->store, from->path, true, world->arena, &report, &err),
                    err);
        assert_int_equal(report.changes, __builtin_popcountll(missing));
    }
    assert_good(store_merge(copy->store, from->path, false, world->arena, &report, &err), err);
    assert_int_equal(report.changes, __builtin_popcountll(missing));
    copy->known |= from->known;
}

/* The whole file over another one, as somebody with a memory stick does. */
static void step_raw_copy(World *world, Copy *copy, const Plan *plan)
{
    Copy *from = any_copy(world);
    (void)plan;
    if (from == copy) {
        return;
    }
    store_close(from->store);
    store_close(copy->store);
    copy_file(from->path, copy->path);
    copy->known = from->known;
    open_copy(world, (int)(from - world->copies));
    open_copy(world, (int)(copy - world->copies));
}

/* An edit taken back leaves everything as it was; redone and undone again, the same. */
static void step_identity(World *world, Copy *copy, const Plan *plan)
{
    const char *before = dump(world, copy->path, true);
    int changes = world->truth.change_count;
    draw(world, 2) == 0 ? step_edit(world, copy, plan) : step_delete(world, copy, plan);
    if (world->truth.change_count == changes) {
        return;
    }
    const char *edited = dump(world, copy->path, true);
    step_undo(world, copy, false);
    assert_string_equal(dump(world, copy->path, true), before);
    step_undo(world, copy, true);
    assert_string_equal(dump(world, copy->path, true), edited);
}

static void shuffle(World *world, int *order)
{
    for (int i = 0; i < world->copy_count; i++) {
        int other = (int)draw(world, (uint32_t)i + 1);
        order[i] = order[other];
        order[other] = i;
    }
}

/* One copy takes from all the others, then all from it, each in an order of its own; a copy that has
 * merged before keeps what it has in another order of arrival. */
static void check_convergence(World *world)
{
    int order[MOST_COPIES];
    int count = world->copy_count;
    shuffle(world, order);
    for (int i = 1; i < count; i++) {
        merge_into(world, &world->copies[order[0]], &world->copies[order[i]]);
    }
    for (int i = 1; i < count; i++) {
        merge_into(world, &world->copies[order[i]], &world->copies[order[i - 1]]);
    }
    const char *first = dump(world, world->copies[0].path, false);
    for (int i = 1; i < count; i++) {
        assert_string_equal(dump(world, world->copies[i].path, false), first);
    }
    Copy *again = &world->copies[order[1]];
    merge_into(world, again, &world->copies[order[0]]);
    assert_string_equal(dump(world, again->path, false), first);
    check_copy(world, &world->copies[draw(world, (uint32_t)count)]);
}

/* --- Trials -------------------------------------------------------------------------------------------- */

/* Old history goes: what is in force, what is undecided and what the others know must not notice. */
static void step_compact(World *world, Copy *copy, const Plan *plan)
{
    CompactReport report;
    Err err = {0};
    const char *before = dump(world, copy->path, true);
    (void)plan;
    assert_good(
        store_compact(copy->store, INT64_MAX, draw(world, 6), world->arena, &report, &err),
        err);
    assert_string_equal(dump(world, copy->path, true), before);
    world->dropped += report.operations;
    world->folded = true;
    check_copy(world, copy);
}

typedef void Step(World *world, Copy *copy, const Plan *plan);

static void step_take_back(World *world, Copy *copy, const Plan *plan)
{
    (void)plan;
    step_undo(world, copy, false);
}

static void step_do_again(World *world, Copy *copy, const Plan *plan)
{
    (void)plan;
    step_undo(world, copy, true);
}

static void step_merge(World *world, Copy *copy, const Plan *plan)
{
    const Copy *from = any_copy(world);
    (void)plan;
    if (from != copy) {
        merge_into(world, copy, from);
    }
}

static const struct {
    uint32_t weight;
    Step *run;
} steps[] = {
    {4, step_compact},
    {7, step_add},
    {24, step_edit},
    {9, step_move},
    {4, step_reorder},
    {8, step_delete},
    {10, step_take_back},
    {5, step_do_again},
    {14, step_merge},
    {3, step_raw_copy},
    {3, step_identity},
    {6, step_decide},
    {3, step_decide_and_think_again},
};

static void any_step(World *world)
{
    Copy *copy = any_copy(world);
    const Plan *plan = test_load(copy->store, world->arena);
    copy->clock.now += draw(world, 3) == 0 ? -(int64_t)draw(world, 50) : draw(world, 50);
    uint32_t kind = draw(world, 100);
    size_t step = 0;
    while (kind >= steps[step].weight) {
        kind -= steps[step++].weight;
    }
    steps[step].run(world, copy, plan);
    if (draw(world, 12) == 0) {
        check_copy(world, copy);
    }
}

static void remove_backups(const World *world)
{
    DIR *directory = opendir(world->folder);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (strstr(entry->d_name, ".bak.") != NULL) {
            char path[700];
            (void)snprintf(path, sizeof(path), "%s/%s", world->folder, entry->d_name);
            (void)unlink(path);
        }
    }
    (void)closedir(directory);
}

/* Short trials and long ones: `mean` steps on average. */
static void one_trial(World *world, uint64_t seed, uint32_t mean)
{
    world->random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    memset(&world->truth, 0, sizeof(world->truth));
    world->added = 0;
    world->folded = false;
    uint32_t one = draw(world, MOST_COPIES - FEWEST_COPIES + 1);
    uint32_t other = draw(world, MOST_COPIES - FEWEST_COPIES + 1);
    world->copy_count = FEWEST_COPIES + (int)(one < other ? one : other);
    truth_learn(&world->truth, world->seed_plan, world->first_change, 0, false);
    for (int i = 0; i < world->copy_count; i++) {
        copy_file(world->seed_plan, world->copies[i].path);
        world->copies[i].clock.now = 1600000000 + (int64_t)draw(world, 100);
        world->copies[i].known = BIT(0);
        open_copy(world, i);
    }
    uint32_t step_count = mean == 0 ? 0 : 1 + draw(world, 2 * mean - 1);
    for (uint32_t i = 0; i < step_count && world->truth.change_count < MOST_CHANGES - 10; i++) {
        any_step(world);
    }
    check_convergence(world);
    for (int i = 0; i < world->copy_count; i++) {
        store_close(world->copies[i].store);
    }
    remove_backups(world);
    arena_clear(world->arena);
}

/* Few rows, so that the copies meet often. */
static int64_t few_rows(Store *store)
{
    RowId above = 0;
    test_begin(store, "add");
    (void)test_add(store, ENTITY_PERSON, "w1");
    (void)test_add(store, ENTITY_PERSON, "w2");
    for (int i = 0; i < 4; i++) {
        RowId task = test_add(store, ENTITY_TASK, "w3");
        if (i == 2) {
            test_set_number(store, ENTITY_TASK, task, "parent", above);
        }
        above = task;
    }
    return test_commit(store);
}

static uint64_t number_from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtoull(text, NULL, 10);
}

static void copies_converge(void **state)
{
    World *world = calloc(1, sizeof(*world));
    Err err = {0};
    StoreAuthor author;
    (void)state;
    uint64_t trials = number_from_environment("FRAMDRIFT_TRIALS", TEST_NIGHTLY ? 10000 : 500);
    uint64_t seed = number_from_environment("FRAMDRIFT_SEED", (uint64_t)time(NULL));
    uint32_t step_count =
        (uint32_t)number_from_environment("FRAMDRIFT_STEPS", TEST_NIGHTLY ? 60 : 4);
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%llu FRAMDRIFT_STEPS=%u\n",
                  (unsigned long long)seed, (unsigned long long)trials, step_count);
    test_folder_make(world->folder, sizeof(world->folder));
    (void)snprintf(world->seed_plan, sizeof(world->seed_plan), "%s/seed.plan", world->folder);
    for (int i = 0; i < MOST_COPIES; i++) {
        (void)snprintf(world->copies[i].path, sizeof(world->copies[i].path), "%s/%d.plan",
                       world->folder, i);
    }
    world->arena = arena_new();
    world->copies[0].clock.now = 1600000000;
    author = test_author(&world->copies[0].clock, "ann");
    assert_good(store_create(world->seed_plan, &author, &world->copies[0].store, &err), err);
    world->first_change = few_rows(world->copies[0].store);
    store_close(world->copies[0].store);
    for (uint64_t i = 0; i < trials; i++) {
        world->seed = seed + i;
        one_trial(world, world->seed, step_count);
    }
    print_message("%lld operations compacted, %lld values back, %lld conflicts open again\n",
                  (long long)world->dropped, (long long)world->values_again,
                  (long long)world->reopened);
    assert_true(world->dropped > 0 || trials < 100);
    test_folder_remove(world->folder);
    arena_free(world->arena);
    free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(copies_converge)};
    /* Small pieces come from one slab a connection: most of the time went into the sanitizer. */
    (void)sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 512, 1500);
    return cmocka_run_group_tests_name("store_merge", tests, NULL, NULL);
}
