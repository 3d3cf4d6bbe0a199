/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The copies of the merge property, and what must hold of each: its rows, values and conflicts are what
 * the ground truth says, and an undo writes only where what it takes back still stands.
 */
#ifndef FRAMDRIFT_TESTS_STORE_WORLD_H
#define FRAMDRIFT_TESTS_STORE_WORLD_H

#include "../unit/store_file.h"
#include "store_truth.h"
#include "trials.h"

#define FEWEST_COPIES 3
#define MOST_COPIES   5

typedef struct Copy {
    char path[400];
    TestClock clock;
    Store *store;
    Seen known;
    Seen erased; /* rows that it has heard to be erased */
    const char
        *merged; /* all of it before the latest merge; NULL: there is none to back out of */
    Seen known_before, erased_before; /* of that time */
    bool
        must_back_out; /* else it only may: the backup may not be beside it, or somebody was erased */
} Copy;

typedef struct World {
    char folder[300], seed_plan[400];
    Copy copies[MOST_COPIES];
    int copy_count;
    Copy old;      /* put aside some time ago, never opened */
    Seen erasings; /* rows that were ever erased, in any copy */
    Truth truth;
    Arena *arena;
    uint64_t random;
    uint64_t seed;
    int64_t first_change; /* in the plan that all copies begin with */
    int added, secrets;
    int64_t backed_out;
    int64_t dropped; /* operations, by compaction */
    bool folded;     /* in this trial */
    int64_t values_again,
        reopened; /* fields that an undo left with what they held before, and conflicts */
} World;

static const char *const authors[MOST_COPIES] = {"ann", "bo", "ann", "eli", "bo"};

static inline uint32_t draw(World *world, uint32_t below)
{
    return (uint32_t)xorshift_below(&world->random, below);
}

static inline void open_copy(World *world, int number)
{
    Copy *copy = &world->copies[number];
    Err err = {0};
    StoreAuthor author = test_author(&copy->clock, authors[number]);
    assert_good(store_open(copy->path, STORE_NO_CHECK, &author, &copy->store, &err), err);
}

/* --- Undo ---------------------------------------------------------------------------------------- */

/* Whether the head holds what the undone change left there. */
static inline bool stands_for(const Truth *truth, const Write *head, int undone)
{
    const Write *target = truth_write(truth, undone, head);
    return head->change == undone ||
           (target != NULL && truth_source(truth, head) == truth_source(truth, target));
}

/* Whether somebody else's deletion, which stands, had seen the write. */
static inline bool is_deleted_anyway(const Truth *truth, Seen after, const Write *removal,
                                     const Write *write)
{
    for (int i = 0; i < truth->write_count; i++) {
        const Write *other = &truth->writes[i];
        if (same_place(other, removal) && other->change != removal->change &&
            strcmp(other->value, "0") == 0 && truth_is_head(truth, after, other) &&
            replaces(truth, other, write)) {
            return true;
        }
    }
    return false;
}

/* A row goes only when nobody touched it after what is taken back, or where it was deleted with that. */
static inline void check_removal(const World *world, Seen before, const Write *removal,
                                 int undone)
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
        bool deletion = head->column == 0 && strcmp(head->value, "0") == 0;
        if (!deletion && (expected & BIT(head->change)) == 0 && source != NOTHING &&
            (expected & BIT(source)) == 0 &&
            !is_deleted_anyway(truth, before | BIT(removal->change), removal, head)) {
            fail_msg("an undo removed a row that somebody had touched");
        }
    }
}

/* What is taken back, and what came beside it. */
static inline Seen undone_changes(const Truth *truth, int undone)
{
    Seen all = BIT(undone);
    for (int i = 0; i < truth->change_count; i++) {
        all |= truth->changes[i].beside == undone + 1 ? BIT(i) : 0;
    }
    return all;
}

/* The field holds what it would without what was taken back: every value that nobody else replaced,
 * so that no conflict is hidden. */
static inline void check_values_again(const World *world, Seen before, Seen after,
                                      const Write *write, int undone)
{
    const char *expected[MOST_CHANGES];
    const char *found[MOST_CHANGES];
    const Truth *truth = &world->truth;
    Seen without = before & ~undone_changes(truth, undone);
    int expected_count = truth_values(truth, without, write, expected);
    int found_count = truth_values(truth, after, write, found);
    for (int i = 0; i < expected_count; i++) {
        bool there = false;
        for (int k = 0; k < found_count; k++) {
            there = there || strcmp(expected[i], found[k]) == 0;
        }
        if (!there) {
            fail_msg("an undo hid “%s” in table %d column %d", expected[i], write->table,
                     write->column);
        }
    }
    assert_int_equal(found_count, expected_count);
}

/* Whether what was edited in the row, unseen by its deletions, was all taken back to what they had seen, or
 * to nothing: then it goes with the undo that removes it (check_removal). */
static inline bool only_taken_back(const Truth *truth, Seen known, const Write *row)
{
    for (int i = 0; i < truth->write_count; i++) {
        const Write *head = &truth->writes[i];
        if (head->table != row->table || head->row != row->row || head->column == 0 ||
            !truth_is_head(truth, known, head) || !truth_edit_unseen(truth, known, head)) {
            continue;
        }
        int source = truth_source(truth, head);
        const Write *first = source == NOTHING ? NULL : truth_write(truth, source, head);
        if (first != NULL && truth_edit_unseen(truth, known, first)) {
            return false;
        }
    }
    return true;
}

static inline void check_row_again(World *world, Seen before, Seen after, const Write *write,
                                   int undone)
{
    Truth *truth = &world->truth;
    int place = truth_find_row(truth, write->table, write->row);
    truth_row(truth, before & ~undone_changes(truth, undone), place);
    bool alive = truth->rows[place].alive;
    bool deleted = truth->rows[place].deleted;
    truth_row(truth, after, place);
    if (strcmp(write->value, "0") == 0 && !truth->rows[place].alive && alive && deleted &&
        only_taken_back(truth, before & ~undone_changes(truth, undone), write)) {
        return;
    }
    assert_int_equal(truth->rows[place].alive, alive);
    assert_true(!alive || truth->rows[place].deleted == deleted);
}

/* An undo may write only where what it takes back still stands (invariant 8). */
static inline void check_undone_field(World *world, Seen before, const Write *write, int undone)
{
    Truth *truth = &world->truth;
    Seen after = before | undone_changes(truth, write->change);
    const Field *field =
        write->column == 0
            ? NULL
            : schema_field_by_number(schema_entity_by_number(write->table), write->column);
    bool stands = false;
    bool plain = true; /* it is a head itself, and nobody took anything back on top of it */
    int others = 0;
    for (int i = 0; i < truth->write_count; i++) {
        const Write *head = &truth->writes[i];
        if (!same_place(head, write) || !truth_is_head(truth, before, head)) {
            continue;
        }
        bool itself = (undone_changes(truth, undone) & BIT(head->change)) != 0;
        bool for_it = itself || stands_for(truth, head, undone);
        stands = stands || for_it;
        plain = plain && (itself || !for_it);
        others += for_it ? 0 : 1;
    }
    if (!stands) {
        fail_msg("an undo wrote a field that somebody had changed since: table %d column %d",
                 write->table, write->column);
    }
    if (plain && !world->folded && field != NULL && field->kind != KIND_REFERENCE) {
        check_values_again(world, before, after, write, undone);
        world->values_again++;
    } else if (plain && !world->folded && field == NULL && others == 0) {
        check_row_again(world, before, after, write, undone);
    }
}

static inline void check_undo(World *world, Seen before, int64_t target, int number)
{
    int undone = truth_change_of(&world->truth, target);
    assert_true(undone >= 0);
    for (int i = 0; i < world->truth.write_count; i++) {
        const Write *write = &world->truth.writes[i];
        if (write->change != number) {
            continue;
        }
        check_undone_field(world, before, write, undone);
        int place = truth_find_row(&world->truth, write->table, write->row);
        Seen after = before | undone_changes(&world->truth, number);
        truth_row(&world->truth, before, place);
        bool lived = world->truth.rows[place].alive;
        truth_row(&world->truth, after, place);
        if (write->column == 0 && lived && !world->truth.rows[place].alive) {
            check_removal(world, before, write, undone);
        }
    }
}

/* --- What must hold ---------------------------------------------------------------------------------- */

/* All of a file as one text, without the order of arrival. */
static inline char *dump(World *world, const char *path, bool state_only)
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

/* Two dumps; the first line that differs is said. */
#define assert_same_dump(now, before) check_same_dump(now, before, __func__)

static inline void check_same_dump(const char *now, const char *before, const char *where)
{
    while (*now != '\0' && *now == *before) {
        size_t length = strcspn(now, "\n") + 1;
        if (strncmp(now, before, length) != 0) {
            break;
        }
        now += length;
        before += length;
    }
    if (strcmp(now, before) != 0) {
        fail_msg("%s: “%.*s” should be “%.*s”", where, (int)strcspn(now, "\n"), now,
                 (int)strcspn(before, "\n"), before);
    }
}

static inline const Conflict *find_conflict(const Conflict *conflicts, uint32_t count,
                                            EntityKind kind, RowId row, int field)
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
static inline void check_values(const World *world, const Copy *copy, const Conflict *conflict,
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

static inline bool stored_value_is(World *world, const Field *field, const Row *row,
                                   const Write *write)
{
    Value value = field_value(field, row, world->arena);
    char number[32] = "";
    if (value.type == VALUE_INTEGER && !(field->kind == KIND_REFERENCE && value.integer == 0)) {
        (void)snprintf(number, sizeof(number), "%lld", (long long)value.integer);
    }
    return strcmp(truth_text(&world->truth, write),
                  value.type == VALUE_TEXT ? value.text : number) == 0;
}

static inline void check_row(World *world, const Copy *copy, const Plan *plan,
                             const Conflict *conflicts, uint32_t count, int place,
                             uint32_t *true_conflicts)
{
    static const char *const checked[] = {"name",  "email",  "title", "progress",
                                          "owner", "parent", "rank"};
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

static inline void check_no_circle(const Plan *plan)
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

static inline void check_copy(World *world, Copy *copy)
{
    const Conflict *conflicts = NULL;
    uint32_t count = 0;
    uint32_t true_conflicts = 0;
    Err err = {0};
    const Plan *plan = test_load(copy->store, world->arena);
    assert_good(
        store_conflicts(copy->store, plan, LANGUAGE_EN, world->arena, &conflicts, &count, &err),
        err);
    world->truth.erased = copy->erased;
    truth_rows(&world->truth, copy->known);
    for (int i = 0; i < world->truth.row_count; i++) {
        check_row(world, copy, plan, conflicts, count, i, &true_conflicts);
    }
    assert_int_equal(count, true_conflicts);
    check_no_circle(plan);
    test_verify(copy->store, world->arena);
}

#endif
