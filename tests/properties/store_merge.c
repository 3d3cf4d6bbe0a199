/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Three to five copies of a plan, random edits of every kind, undo and redo, decisions, compaction,
 * merges and backing out of them, erased people, raw copies of the file, clocks that are wrong.  Then: all
 * copies agree whatever the order, a second merge brings nothing, the reported conflicts are exactly the
 * true ones, nothing typed was lost unseen, and nobody who was erased comes back.
 */
#include "store_chance.h"
#include "store_pieces.h"
#include "store_steps.h"

/* --- Convergence ------------------------------------------------------------------------------- */

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
        if (draw(world, 8) == 0) {
            step_back_out(world, &world->copies[order[0]], NULL);
            i = 0; /* it may have been an earlier one */
        }
    }
    for (int i = 1; i < count; i++) {
        merge_into(world, &world->copies[order[i]], &world->copies[order[i - 1]]);
    }
    const char *first = dump(world, world->copies[0].path, false);
    for (int i = 1; i < count; i++) {
        assert_same_dump(dump(world, world->copies[i].path, false), first);
    }
    Copy *again = &world->copies[order[1]];
    merge_into(world, again, &world->copies[order[0]]);
    assert_same_dump(dump(world, again->path, false), first);
    check_copy(world, &world->copies[draw(world, (uint32_t)count)]);
    if (world->old.known != 0) {
        merge_into(world, again, &world->old);
    }
    for (int i = 0; i < count; i++) {
        check_erased(world, &world->copies[i]);
    }
}

/* --- Trials -------------------------------------------------------------------------------------------- */

typedef void Step(World *world, Copy *copy, const Plan *plan);

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
    {3, step_confide},
    {2, step_erase},
    {4, step_back_out},
    {1, step_put_aside},
};

static uint32_t all_weights(void)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        sum += steps[i].weight;
    }
    return sum;
}

static void any_step(World *world)
{
    Copy *copy = any_copy(world);
    const Plan *plan = test_load(copy->store, world->arena);
    copy->clock.now += draw(world, 3) == 0 ? -(int64_t)draw(world, 50) : draw(world, 50);
    uint32_t kind = draw(world, all_weights());
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
    chance_seed(seed);
    world->random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    memset(&world->truth, 0, sizeof(world->truth));
    world->added = 0;
    world->erasings = world->old.known = 0;
    world->folded = false;
    uint32_t one = draw(world, MOST_COPIES - FEWEST_COPIES + 1);
    uint32_t other = draw(world, MOST_COPIES - FEWEST_COPIES + 1);
    world->copy_count = FEWEST_COPIES + (int)(one < other ? one : other);
    truth_learn(&world->truth, world->seed_plan, world->first_change, 0, false);
    for (int i = 0; i < world->copy_count; i++) {
        file_copy(world->seed_plan, world->copies[i].path);
        world->copies[i].clock.now = 1600000000 + (int64_t)draw(world, 100);
        world->copies[i].known = BIT(0);
        world->copies[i].erased = 0;
        forget_merge(&world->copies[i]);
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

/* A failed trial is repeated alone by its own seed. */
static int say_which_trial(void **state)
{
    const World *world = *state;
    if (world != NULL) {
        print_message("failed in the trial of FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=1\n",
                      (unsigned long long)world->seed);
    }
    return 0;
}

/* Decisions that are taken back want a history; most trials are short, and one in so many is not. */
enum { LONG_ONE_IN = 50, LONG_STEPS = 60 };

static void copies_converge(void **state)
{
    World *world = calloc(1, sizeof(*world));
    Err err = {0};
    StoreAuthor author;
    *state = world;
    uint64_t trials = trials_count(500, 10000);
    uint64_t seed = trials_seed();
    uint32_t step_count = (uint32_t)trials_setting("FRAMDRIFT_STEPS", TEST_NIGHTLY ? 60 : 4);
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%llu FRAMDRIFT_STEPS=%u\n",
                  (unsigned long long)seed, (unsigned long long)trials, step_count);
    test_folder_make(world->folder, sizeof(world->folder));
    (void)snprintf(world->seed_plan, sizeof(world->seed_plan), "%s/seed.plan", world->folder);
    for (int i = 0; i < MOST_COPIES; i++) {
        (void)snprintf(world->copies[i].path, sizeof(world->copies[i].path), "%s/%d.plan",
                       world->folder, i);
    }
    (void)snprintf(world->old.path, sizeof(world->old.path), "%s/old.plan", world->folder);
    world->arena = arena_new();
    world->copies[0].clock.now = 1600000000;
    author = test_author(&world->copies[0].clock, "ann");
    assert_good(store_create(world->seed_plan, &author, &world->copies[0].store, &err), err);
    world->first_change = few_rows(world->copies[0].store);
    store_close(world->copies[0].store);
    for (uint64_t i = 0; i < trials; i++) {
        world->seed = seed + i;
        bool long_one = world->seed % LONG_ONE_IN == 0 && step_count < LONG_STEPS;
        one_trial(world, world->seed, long_one ? LONG_STEPS : step_count);
    }
    print_message("%lld merges backed out of\n", (long long)world->backed_out);
    print_message("%lld operations compacted, %lld values back, %lld conflicts open again\n",
                  (long long)world->dropped, (long long)world->values_again,
                  (long long)world->reopened);
    /* In fewer steps it may be chance. */
    assert_true(world->dropped > 0 || trials * step_count < 5000);
    assert_true(world->reopened > 0 || trials * step_count < 5000);
    test_folder_remove(world->folder);
    arena_free(world->arena);
    free(world);
    *state = NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(copies_converge, say_which_trial)};
    if (pieces_install() != SQLITE_OK) {
        return 1;
    }
    return cmocka_run_group_tests_name("store_merge", tests, NULL, NULL);
}
