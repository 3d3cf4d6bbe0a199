/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Steps of the merge property that take something away for good: people are erased, and merges are
 * backed out of.  Who was erased is on no copy that heard of it, whatever old copy is merged later; who
 * backs out of a merge has what was there before, to the last operation.
 */
#ifndef FRAMDRIFT_TESTS_STORE_ERASING_H
#define FRAMDRIFT_TESTS_STORE_ERASING_H

#include "store_world.h"

/* Found in a file by its bytes: these words are in no other text. */
static inline void secret_word(World *world, char *word, size_t room)
{
    (void)snprintf(word, room, "secret%dx@sor.example", ++world->secrets);
}

static inline Seen row_bit(const World *world, EntityKind kind, RowId row)
{
    int place = truth_find_row(&world->truth, schema_entity(kind)->number, row);
    assert_true(place >= 0);
    return BIT(place);
}

static inline bool is_erased(const World *world, const Copy *copy, EntityKind kind, RowId row)
{
    return (copy->erased & row_bit(world, kind, row)) != 0;
}

/* Something came after the merge. */
static inline void forget_merge(Copy *copy)
{
    copy->merged = NULL;
}

static inline void step_erase(World *world, Copy *copy, const Plan *plan)
{
    uint32_t count = plan_count(plan, ENTITY_PERSON);
    const Value words = VALUE_OF_TEXT("w1");
    Err err = {0};
    if (count == 0) {
        return;
    }
    RowId person = plan_at(plan, ENTITY_PERSON, draw(world, count))->id;
    assert_good(store_erase(copy->store, ENTITY_PERSON, person, &err), err);
    copy->erased |= row_bit(world, ENTITY_PERSON, person);
    world->erasings |= copy->erased;
    forget_merge(copy);
    test_begin(copy->store, "set name w1");
    assert_false(store_set(copy->store, ENTITY_PERSON, person,
                           test_field(ENTITY_PERSON, "name"), &words, &err));
    store_drop(copy->store);
    check_copy(world, copy);
}

/* Before a merge: what backing out of it must bring back. */
static inline void note_before_merge(World *world, const Copy *copy, Copy *note)
{
    *note = (Copy){.known_before = copy->known,
                   .erased_before = copy->erased,
                   .merged = dump(world, copy->path, false)};
}

static inline void note_after_merge(const World *world, Copy *copy, const Copy *note)
{
    copy->known_before = note->known_before;
    copy->erased_before = note->erased_before;
    copy->merged = note->merged;
    copy->must_back_out = world->erasings == 0;
}

static inline void step_back_out(World *world, Copy *copy, const Plan *plan)
{
    const char *backup = NULL;
    Err err = {0};
    (void)plan;
    const char *before = dump(world, copy->path, false);
    bool backed_out = store_merge_back(copy->store, world->arena, &backup, &err);
    if (!backed_out) {
        assert_same_dump(dump(world, copy->path, false), before);
        if (copy->merged != NULL && copy->must_back_out) {
            fail_msg("a merge cannot be backed out of: %s", err.message);
        }
        return;
    }
    assert_non_null(copy->merged);
    assert_true(copy->erased == copy->erased_before);
    assert_same_dump(dump(world, copy->path, false), copy->merged);
    copy->known = copy->known_before;
    world->backed_out++;
    forget_merge(copy);
    check_copy(world, copy);
}

/* A copy that somebody keeps in a drawer. */
static inline void step_put_aside(World *world, Copy *copy, const Plan *plan)
{
    (void)plan;
    file_copy(copy->path, world->old.path);
    world->old.known = copy->known;
    world->old.erased = copy->erased;
}

static inline int64_t words_of_row(const char *path, int table, RowId row)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *read = NULL;
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    const char *sql = "SELECT count(*) FROM op o JOIN personal p ON p.vid=o.val WHERE o.tbl=?1"
                      " AND o.row=?2 AND p.value IS NOT NULL";
    assert_int_equal(sqlite3_prepare_v2(file, sql, -1, &read, NULL), SQLITE_OK);
    (void)sqlite3_bind_int(read, 1, table);
    (void)sqlite3_bind_int64(read, 2, row);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    int64_t count = sqlite3_column_int64(read, 0);
    assert_int_equal(sqlite3_finalize(read), SQLITE_OK);
    assert_int_equal(sqlite3_close(file), SQLITE_OK);
    return count;
}

/* No word of an erased row is left: not in the table of words, nor in any byte of the file. */
static inline void check_erased(const World *world, const Copy *copy)
{
    const Truth *truth = &world->truth;
    for (int i = 0; i < truth->row_count; i++) {
        if ((copy->erased & BIT(i)) != 0) {
            assert_int_equal(words_of_row(copy->path, truth->rows[i].table, truth->rows[i].row),
                             0);
        }
    }
    for (int i = 0; i < truth->write_count; i++) {
        const Write *write = &truth->writes[i];
        bool erased =
            (copy->erased & BIT(truth_find_row(truth, write->table, write->row))) != 0;
        if (erased && strncmp(write->value, "secret", 6) == 0 &&
            file_holds(copy->path, write->value)) {
            fail_msg("“%s” was erased and is still in the file", write->value);
        }
    }
}

#endif
