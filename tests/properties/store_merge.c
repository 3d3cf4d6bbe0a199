/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Three copies of a plan, random edits, undo and redo, deletions, decisions, merges and raw copies of
 * the file, clocks that are wrong.  Then: all copies agree whatever the order, a second merge brings
 * nothing, the reported conflicts are exactly the true ones, and nothing typed was lost unseen.
 */
#include "store_truth.h"

#include <time.h>

#define COPIES 3
#define STEPS  24

typedef struct Copy {
    char path[400];
    TestClock clock;
    Store *store;
    Seen known;
} Copy;

typedef struct World {
    char folder[300], seed_plan[400];
    Copy copies[COPIES];
    Truth truth;
    Arena *arena;
    uint64_t random;
    uint64_t seed;
    int64_t first_change; /* in the plan that all copies begin with */
    int added;
} World;

static const char *const authors[COPIES] = {"ann", "bo", "ann"};

static uint32_t draw(World *world, uint32_t below)
{
    world->random ^= world->random << 13;
    world->random ^= world->random >> 7;
    world->random ^= world->random << 17;
    return (uint32_t)((world->random >> 11) % below);
}

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    int source = open(from, O_RDONLY);
    int target = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(source >= 0 && target >= 0);
    for (ssize_t got = read(source, bytes, sizeof(bytes)); got > 0;
         got = read(source, bytes, sizeof(bytes))) {
        assert_int_equal(write(target, bytes, (size_t)got), got);
    }
    (void)close(source);
    (void)close(target);
}

static void open_copy(World *world, int number)
{
    Copy *copy = &world->copies[number];
    Err err = {0};
    StoreAuthor author = test_author(&copy->clock, authors[number]);
    assert_good(store_open(copy->path, STORE_NO_CHECK, &author, &copy->store, &err), err);
}

/* --- Steps -------------------------------------------------------------------------------------- */

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

/* Whether the head holds what the undone change left there. */
static bool stands_for(const Truth *truth, const Write *head, int undone)
{
    const Write *target = truth_write(truth, undone, head);
    return head->change == undone ||
           (target != NULL && truth_source(truth, head) == truth_source(truth, target));
}

/* A row goes only when nobody touched it after what is taken back. */
static void check_removal(const World *world, Seen before, const Write *removal, int undone)
{
    const Truth *truth = &world->truth;
    Seen expected = truth->changes[undone].seen | BIT(undone);
    for (int i = 0; i < truth->write_count; i++) {
        const Write *head = &truth->writes[i];
        if (head->table != removal->table || head->row != removal->row ||
            !truth_is_head(truth, before, head)) {
            continue;
        }
        int source = truth_source(truth, head);
        if ((expected & BIT(head->change)) == 0 && source != NOTHING &&
            (expected & BIT(source)) == 0) {
            fail_msg("an undo removed a row that somebody had touched");
        }
    }
}

/* An undo may write only where what it takes back still stands (invariant 8), and where others
 * wrote beside it, theirs is what stays. */
static void check_undone_field(const World *world, Seen before, const Write *write, int undone)
{
    const Truth *truth = &world->truth;
    const Write *others = NULL;
    bool stands = false;
    for (int i = 0; i < truth->write_count; i++) {
        const Write *head = &truth->writes[i];
        if (!same_place(head, write) || !truth_is_head(truth, before, head)) {
            continue;
        }
        if (stands_for(truth, head, undone)) {
            stands = true;
            continue;
        }
        const TruthChange *one = &truth->changes[head->change];
        const TruthChange *best = others == NULL ? NULL : &truth->changes[others->change];
        bool later = best == NULL || one->time > best->time ||
                     (one->time == best->time && one->id > best->id);
        others = later ? head : others;
    }
    if (!stands) {
        fail_msg("an undo wrote a field that somebody had changed since: table %d column %d",
                 write->table, write->column);
    }
    if (others != NULL && write->column != 0) {
        assert_string_equal(write->value, others->value);
    }
}

static void check_undo(const World *world, Seen before, int64_t target, int number)
{
    int undone = truth_change_of(&world->truth, target);
    assert_true(undone >= 0);
    for (int i = 0; i < world->truth.write_count; i++) {
        const Write *write = &world->truth.writes[i];
        if (write->change != number) {
            continue;
        }
        check_undone_field(world, before, write, undone);
        if (write->column == 0 && strcmp(write->value, "0") == 0) {
            check_removal(world, before, write, undone);
        }
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
        truth_learn(&world->truth, copy->path, report.change, copy->known, true);
        copy->known |= BIT(world->truth.change_count - 1);
        world->truth.changes[world->truth.change_count - 1].takes_back =
            truth_change_of(&world->truth, target) + 1;
        check_undo(world, before, target, world->truth.change_count - 1);
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

static void step_raw_copy(World *world, int from, int to)
{
    if (from == to) {
        return;
    }
    store_close(world->copies[from].store);
    store_close(world->copies[to].store);
    copy_file(world->copies[from].path, world->copies[to].path);
    world->copies[to].known = world->copies[from].known;
    open_copy(world, from);
    open_copy(world, to);
}

/* --- What must hold ---------------------------------------------------------------------------------- */

/* All of a file as one text, without the order of arrival. */
static char *dump(World *world, const char *path, bool state_only)
{
    sqlite3 *file = NULL;
    Text sql = {0};
    Text out = {0};
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (!state_only) {
        text_append(
            &sql,
            "SELECT cid, ts, author, host, label, kind, ref, nop, sum, arch FROM change ORDER "
            "BY cid;"
            "SELECT * FROM op ORDER BY 1, 2, 3, 4, 5; SELECT * FROM personal ORDER BY 1;");
    }
    text_append(&sql, "SELECT * FROM task ORDER BY id; SELECT * FROM person ORDER BY id; "
                      "SELECT * FROM plan;");
    const char *rest = text_string(&sql);
    while (*rest != '\0') {
        sqlite3_stmt *read = NULL;
        assert_int_equal(sqlite3_prepare_v2(file, rest, -1, &read, &rest), SQLITE_OK);
        while (sqlite3_step(read) == SQLITE_ROW) {
            for (int i = 0; i < sqlite3_column_count(read); i++) {
                const char *text = (const char *)sqlite3_column_text(read, i);
                text_printf(&out, "%s|", text == NULL ? "-" : text);
            }
            text_append(&out, "\n");
        }
        assert_int_equal(sqlite3_finalize(read), SQLITE_OK);
    }
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
    char *kept = arena_strdup(world->arena, text_string(&out));
    text_free(&out);
    text_free(&sql);
    return kept;
}

static const Conflict *find_conflict(const Conflict *conflicts, uint32_t count, EntityKind kind,
                                     RowId row, int field)
{
    for (uint32_t i = 0; i < count; i++) {
        if (conflicts[i].entity == kind && conflicts[i].row == row &&
            conflicts[i].field == field) {
            return &conflicts[i];
        }
    }
    return NULL;
}

/* Every head is among the values shown, so that nothing typed is lost unseen. */
static void check_values(const World *world, const Copy *copy, const Conflict *conflict,
                         int table, int column)
{
    for (int i = 0; i < world->truth.write_count; i++) {
        const Write *write = &world->truth.writes[i];
        bool shown = false;
        if (write->table != table || write->row != conflict->row || write->column != column ||
            !truth_is_head(&world->truth, copy->known, write)) {
            continue;
        }
        for (uint32_t k = 0; k < conflict->count; k++) {
            shown =
                shown || conflict->values[k].change == world->truth.changes[write->change].id;
        }
        assert_true(shown);
    }
}

static bool stored_value_is(World *world, const Field *field, const Row *row,
                            const Write *write)
{
    Value value = field_value(field, row, world->arena);
    char number[32] = "";
    if (value.type == VALUE_INTEGER && !(field->kind == KIND_REFERENCE && value.integer == 0)) {
        (void)snprintf(number, sizeof(number), "%lld", (long long)value.integer);
    }
    return strcmp(write->value, value.type == VALUE_TEXT ? value.text : number) == 0;
}

static void check_row(World *world, const Copy *copy, const Plan *plan,
                      const Conflict *conflicts, uint32_t count, int place,
                      uint32_t *true_conflicts)
{
    static const char *const checked[] = {"name", "title", "progress", "owner", "parent"};
    const Truth *truth = &world->truth;
    const Entity *entity = schema_entity_by_number(truth->rows[place].table);
    RowId id = truth->rows[place].row;
    const Row *row = plan_row(plan, entity->kind, id);
    bool lives = truth->rows[place].alive || truth->rows[place].kept;
    assert_int_equal(row != NULL, lives);
    if (!lives) {
        return;
    }
    bool contested = truth->rows[place].deleted;
    assert_int_equal(find_conflict(conflicts, count, entity->kind, id, -1) != NULL, contested);
    *true_conflicts += contested ? 1 : 0;
    for (size_t i = 0; i < COUNT_OF(checked); i++) {
        const Field *field = schema_field_by_name(entity, checked[i]);
        bool differ = false;
        const Write *write = field == NULL ? NULL
                                           : truth_in_force(truth, copy->known, entity->number,
                                                            id, field->number, &differ);
        if (write == NULL) {
            continue;
        }
        int index = schema_field_index(entity, field);
        const Conflict *conflict = find_conflict(conflicts, count, entity->kind, id, index);
        bool tree = strcmp(checked[i], "parent") == 0;
        bool cut =
            tree && ((const Task *)(const void *)row)->parent == 0 && write->value[0] != '\0';
        assert_int_equal(conflict != NULL, differ || cut);
        *true_conflicts += differ || cut ? 1 : 0;
        if (conflict != NULL && differ) {
            check_values(world, copy, conflict, entity->number, field->number);
        }
        assert_true(cut || stored_value_is(world, field, row, write));
    }
}

static void check_no_circle(const Plan *plan)
{
    for (uint32_t i = 0; i < plan_count(plan, ENTITY_TASK); i++) {
        const Task *task = &PLAN_ROWS(plan, Task, ENTITY_TASK)[i];
        uint32_t steps = 0;
        while (task != NULL && task->parent != 0) {
            assert_true(++steps <= plan_count(plan, ENTITY_TASK));
            task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, task->parent);
        }
    }
}

static void check_copy(World *world, Copy *copy)
{
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    uint32_t true_conflicts = 0;
    Err err = {0};
    const Plan *plan = test_load(copy->store, world->arena);
    assert_good(
        store_conflicts(copy->store, plan, LANGUAGE_EN, world->arena, &conflicts, &count, &err),
        err);
    truth_rows(&world->truth, copy->known);
    for (int i = 0; i < world->truth.row_count; i++) {
        check_row(world, copy, plan, conflicts, count, i, &true_conflicts);
    }
    assert_int_equal(count, true_conflicts);
    check_no_circle(plan);
    test_verify(copy->store, world->arena);
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

static void check_convergence(World *world)
{
    static const int orders[COPIES][2] = {{1, 2}, {2, 0}, {0, 1}};
    for (int i = 0; i < COPIES; i++) {
        for (int k = 0; k < 2; k++) {
            merge_into(world, &world->copies[i], &world->copies[orders[i][k]]);
        }
    }
    const char *first = dump(world, world->copies[0].path, false);
    for (int i = 0; i < COPIES; i++) {
        assert_string_equal(dump(world, world->copies[i].path, false), first);
        merge_into(world, &world->copies[i], &world->copies[(i + 1) % COPIES]);
        assert_string_equal(dump(world, world->copies[i].path, false), first);
    }
    check_copy(world, &world->copies[draw(world, COPIES)]);
}

/* --- Trials -------------------------------------------------------------------------------------------- */

static void any_step(World *world)
{
    Copy *copy = &world->copies[draw(world, COPIES)];
    const Plan *plan = test_load(copy->store, world->arena);
    uint32_t kind = draw(world, 100);
    copy->clock.now += draw(world, 3) == 0 ? -(int64_t)draw(world, 50) : draw(world, 50);
    if (kind < 7) {
        step_add(world, copy, plan);
    } else if (kind < 36) {
        step_edit(world, copy, plan);
    } else if (kind < 47) {
        step_move(world, copy, plan);
    } else if (kind < 55) {
        step_delete(world, copy, plan);
    } else if (kind < 66) {
        step_undo(world, copy, false);
    } else if (kind < 71) {
        step_undo(world, copy, true);
    } else if (kind < 86) {
        const Copy *from = &world->copies[draw(world, COPIES)];
        if (from != copy) {
            merge_into(world, copy, from);
        }
    } else if (kind < 88) {
        step_raw_copy(world, (int)draw(world, COPIES), (int)draw(world, COPIES));
    } else if (kind < 91) {
        step_identity(world, copy, plan);
    } else {
        step_decide(world, copy, plan);
    }
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

static void one_trial(World *world, uint64_t seed, uint32_t steps)
{
    world->random = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    memset(&world->truth, 0, sizeof(world->truth));
    world->added = 0;
    truth_learn(&world->truth, world->seed_plan, world->first_change, 0, false);
    for (int i = 0; i < COPIES; i++) {
        copy_file(world->seed_plan, world->copies[i].path);
        world->copies[i].clock.now = 1600000000 + (int64_t)draw(world, 100);
        world->copies[i].known = BIT(0);
        open_copy(world, i);
    }
    for (uint32_t i = 0; i < steps && world->truth.change_count < MOST_CHANGES - 4; i++) {
        any_step(world);
    }
    check_convergence(world);
    for (int i = 0; i < COPIES; i++) {
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
    uint64_t trials = number_from_environment("FRAMDRIFT_TRIALS", TEST_NIGHTLY ? 5000 : 60);
    uint64_t seed = number_from_environment("FRAMDRIFT_SEED", (uint64_t)time(NULL));
    uint32_t steps = TEST_NIGHTLY ? 60 : STEPS;
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%llu\n", (unsigned long long)seed,
                  (unsigned long long)trials);
    test_folder_make(world->folder, sizeof(world->folder));
    (void)snprintf(world->seed_plan, sizeof(world->seed_plan), "%s/seed.plan", world->folder);
    for (int i = 0; i < COPIES; i++) {
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
        one_trial(world, world->seed, steps);
    }
    test_folder_remove(world->folder);
    arena_free(world->arena);
    free(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(copies_converge)};
    return cmocka_run_group_tests_name("store_merge", tests, NULL, NULL);
}
