/* SPDX-License-Identifier: MPL-2.0 */
/* What people do to the copies of the merge property: a step is one thing that one of them does. */
#ifndef FRAMDRIFT_TESTS_STORE_STEPS_H
#define FRAMDRIFT_TESTS_STORE_STEPS_H

#include "store_erasing.h"

static inline Copy *any_copy(World *world)
{
    return &world->copies[draw(world, (uint32_t)world->copy_count)];
}

static inline RowId any_row(World *world, const Plan *plan, EntityKind kind)
{
    uint32_t count = plan_count(plan, kind);
    return count == 0 ? 0 : plan_at(plan, kind, draw(world, count))->id;
}

static inline void finish(World *world, Copy *copy)
{
    int64_t change = test_commit(copy->store);
    if (change != 0) {
        truth_learn(&world->truth, copy->path, change, copy->known, false);
        copy->known |= BIT(world->truth.change_count - 1);
        forget_merge(copy);
    }
}

/* Who was erased takes no words. */
static inline void set_word(World *world, Copy *copy, EntityKind kind, RowId row,
                            const char *field)
{
    char word[16];
    (void)snprintf(word, sizeof(word), "w%u", draw(world, 4));
    bool nothing = draw(world, 8) == 0;
    nothing = nothing || (kind == ENTITY_PERSON && is_erased(world, copy, kind, row));
    test_set_text(copy->store, kind, row, field, nothing ? NULL : word);
}

/* Words that may be in no file any more once somebody has erased the person: the label has them too. */
static inline void step_confide(World *world, Copy *copy, const Plan *plan)
{
    char word[40];
    char label[80];
    RowId person = any_row(world, plan, ENTITY_PERSON);
    if (person == 0 || is_erased(world, copy, ENTITY_PERSON, person)) {
        return;
    }
    secret_word(world, word, sizeof(word));
    (void)snprintf(label, sizeof(label), "set email %s", word);
    test_begin(copy->store, label);
    test_set_text(copy->store, ENTITY_PERSON, person, "email", word);
    finish(world, copy);
}

static inline void step_add(World *world, Copy *copy, const Plan *plan)
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

static inline void step_edit(World *world, Copy *copy, const Plan *plan)
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

static inline void step_move(World *world, Copy *copy, const Plan *plan)
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
static inline void step_reorder(World *world, Copy *copy, const Plan *plan)
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

static inline void step_delete(World *world, Copy *copy, const Plan *plan)
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

static inline void step_decide(World *world, Copy *copy, const Plan *plan)
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

static inline void step_undo(World *world, Copy *copy, bool redo);

/* What was decided is open again, and decided again. */
static inline void step_decide_and_think_again(World *world, Copy *copy, const Plan *plan)
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
        assert_same_dump(dump(world, copy->path, true), decided);
    }
}

static inline int64_t change_taken_back(World *world, Copy *copy)
{
    HistoryItem item;
    assert_true(store_latest(copy->store, world->arena, &item));
    return item.undoes;
}

static inline void step_undo(World *world, Copy *copy, bool redo)
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
        forget_merge(copy);
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

static inline void merge_into(World *world, Copy *copy, const Copy *from)
{
    MergeReport report;
    Err err = {0};
    Seen missing = from->known & ~copy->known;
    Copy note;
    note_before_merge(world, copy, &note);
    if (draw(world, 4) == 0) {
        assert_good(store_merge(copy->store, from->path, true, world->arena, &report, &err),
                    err);
        assert_int_equal(report.changes, seen_count(missing));
    }
    assert_good(store_merge(copy->store, from->path, false, world->arena, &report, &err), err);
    assert_int_equal(report.changes, seen_count(missing));
    copy->known |= from->known;
    copy->erased |= from->erased;
    if (report.backup[0] != '\0') {
        note_after_merge(world, copy, &note);
    }
}

/* The whole file over another one, as somebody with a memory stick does. */
static inline void step_raw_copy(World *world, Copy *copy, const Plan *plan)
{
    Copy *from = any_copy(world);
    (void)plan;
    if (from == copy) {
        return;
    }
    store_close(from->store);
    store_close(copy->store);
    file_copy(from->path, copy->path);
    copy->known = from->known;
    copy->erased = from->erased;
    copy->known_before = from->known_before;
    copy->erased_before = from->erased_before;
    copy->merged = from->merged;
    copy->must_back_out = false; /* the backup lies beside the other */
    open_copy(world, (int)(from - world->copies));
    open_copy(world, (int)(copy - world->copies));
}

/* An edit taken back leaves everything as it was; redone and undone again, the same. */
static inline void step_identity(World *world, Copy *copy, const Plan *plan)
{
    const char *before = dump(world, copy->path, true);
    int changes = world->truth.change_count;
    draw(world, 2) == 0 ? step_edit(world, copy, plan) : step_delete(world, copy, plan);
    if (world->truth.change_count == changes) {
        return;
    }
    const char *edited = dump(world, copy->path, true);
    step_undo(world, copy, false);
    assert_same_dump(dump(world, copy->path, true), before);
    step_undo(world, copy, true);
    assert_same_dump(dump(world, copy->path, true), edited);
}

/* Old history goes: what is in force, what is undecided and what the others know must not notice. */
static inline void step_compact(World *world, Copy *copy, const Plan *plan)
{
    CompactReport report;
    Err err = {0};
    const char *before = dump(world, copy->path, true);
    (void)plan;
    assert_good(
        store_compact(copy->store, INT64_MAX, draw(world, 6), world->arena, &report, &err),
        err);
    assert_same_dump(dump(world, copy->path, true), before);
    if (report.operations > 0) {
        forget_merge(copy);
    }
    world->dropped += report.operations;
    world->folded = true;
    check_copy(world, copy);
}

static inline void step_take_back(World *world, Copy *copy, const Plan *plan)
{
    (void)plan;
    step_undo(world, copy, false);
}

static inline void step_do_again(World *world, Copy *copy, const Plan *plan)
{
    (void)plan;
    step_undo(world, copy, true);
}

static inline void step_merge(World *world, Copy *copy, const Plan *plan)
{
    const Copy *from = any_copy(world);
    (void)plan;
    if (from != copy) {
        merge_into(world, copy, from);
    }
}

#endif
