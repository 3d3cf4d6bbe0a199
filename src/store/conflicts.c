/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What nobody has decided yet: fields with several different heads, rows deleted here and edited or
 * used there, parents in a circle.  Every copy with the same changes gives the same list.
 */
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

typedef struct ConflictReader {
    Store *store;
    const Plan *plan;
    Language language;
    Arena *arena;
    Conflict *conflicts;
    uint32_t count, capacity;
} ConflictReader;

static Conflict *new_conflict(ConflictReader *reader, const DerivedRow *row, int field)
{
    if (reader->count == reader->capacity) {
        uint32_t capacity = reader->capacity == 0 ? 16 : reader->capacity * 2;
        Conflict *more = ARENA_ARRAY(reader->arena, Conflict, capacity);
        if (reader->count > 0) {
            memcpy(more, reader->conflicts, reader->count * sizeof(*more));
        }
        reader->conflicts = more;
        reader->capacity = capacity;
    }
    Conflict *conflict = &reader->conflicts[reader->count++];
    *conflict = (Conflict){.entity = row->entity->kind, .row = row->id, .field = field};
    return conflict;
}

/* In force first, then the latest. */
static int by_weight(const void *one, const void *other)
{
    const ConflictValue *a = one;
    const ConflictValue *b = other;
    if (a->in_force != b->in_force) {
        return a->in_force ? -1 : 1;
    }
    if (a->time != b->time) {
        return a->time > b->time ? -1 : 1;
    }
    return (a->change < b->change) - (a->change > b->change);
}

static bool fill_value(ConflictReader *reader, int64_t change, const char *words,
                       ConflictValue *value, Err *err)
{
    ChangeRecord record = {.author = "", .host = ""};
    bool found = false;
    if (!change_find(reader->store, change, reader->arena, &record, &found, err)) {
        return false;
    }
    value->change = change;
    value->time = record.time;
    value->author = record.author;
    value->host = record.host;
    value->value = words == NULL ? "" : words;
    return true;
}

static bool add_field(ConflictReader *reader, const DerivedRow *row, int index, Err *err)
{
    const Field *field = &row->entity->fields[index];
    Heads heads = {0};
    if (!heads_read(reader->store, row->entity->number, row->id, field->number, reader->arena,
                    &heads, err)) {
        return false;
    }
    ConflictValue *values = ARENA_ARRAY(reader->arena, ConflictValue, (size_t)heads.count + 1);
    for (uint32_t i = 0; i < heads.count; i++) {
        const char *words = NULL;
        if (!value_words(reader->store, field, reader->plan, reader->language,
                         &heads.items[i].value, reader->arena, &words, err) ||
            !fill_value(reader, heads.items[i].change, words, &values[i], err)) {
            return false;
        }
        values[i].in_force = i == heads.in_force && !row->rooted;
    }
    qsort(values, heads.count, sizeof(*values), by_weight);
    Conflict *conflict = new_conflict(reader, row, index);
    conflict->values = values;
    conflict->count = heads.count;
    return true;
}

/* The heads of a row's existence, and the edits that keep it. */
static bool add_existence(ConflictReader *reader, const DerivedRow *row, Err *err)
{
    Heads heads = {0};
    if (!heads_read(reader->store, row->entity->number, row->id, COLUMN_EXISTS, reader->arena,
                    &heads, err)) {
        return false;
    }
    ConflictValue *values = ARENA_ARRAY(reader->arena, ConflictValue, (size_t)heads.count + 1);
    uint32_t count = 0;
    bool stated = false;
    for (uint32_t i = 0; i < heads.count; i++) {
        bool lives =
            heads.items[i].value.type == VALUE_INTEGER && heads.items[i].value.integer == 1;
        stated = stated || lives;
        if (!fill_value(reader, heads.items[i].change, lives ? _("kept") : _("deleted"),
                        &values[count], err)) {
            return false;
        }
        values[count++].in_force = lives;
    }
    if (!stated) {
        values[count++] =
            (ConflictValue){.author = "",
                            .host = "",
                            .value = row->kept ? _("still in use") : _("edited meanwhile"),
                            .in_force = true};
    }
    qsort(values, count, sizeof(*values), by_weight);
    Conflict *conflict = new_conflict(reader, row, -1);
    conflict->values = values;
    conflict->count = count;
    return true;
}

static bool add_row(ConflictReader *reader, const DerivedRow *row, Err *err)
{
    if ((row->deleted || row->kept) && !add_existence(reader, row, err)) {
        return false;
    }
    const Field *tree = entity_tree_field(row->entity);
    for (int i = 0; i < row->entity->field_count; i++) {
        bool rooted = row->rooted && &row->entity->fields[i] == tree;
        bool differing = (row->differing & UINT64_C(1) << i) != 0;
        if ((rooted || differing) && !add_field(reader, row, i, err)) {
            return false;
        }
    }
    return true;
}

/* Only a merge brings conflicts about; a plan that never saw one is not searched. */
static bool may_have_conflicts(Store *store, bool *may, Err *err)
{
    int64_t merged = 0;
    int64_t special = 0;
    if (!db_meta_read(store, "merged", &merged, err) ||
        !db_meta_read(store, "special", &special, err)) {
        return false;
    }
    *may = merged != 0 || special != 0;
    return true;
}

bool conflicts_read(Store *store, const Plan *plan, Language language, Arena *arena,
                    const Conflict **out, uint32_t *count, Err *err)
{
    bool may = false;
    Image image;
    ConflictReader reader = {
        .store = store, .plan = plan, .language = language, .arena = arena};
    *out = NULL;
    *count = 0;
    if (!may_have_conflicts(store, &may, err)) {
        return false;
    }
    if (!may) {
        return true;
    }
    bool good = image_build(store, 0, &image, err);
    for (uint32_t i = 0; good && i < image.count; i++) {
        good = !image_row_lives(&image.rows[i]) || add_row(&reader, &image.rows[i], err);
    }
    image_free(&image);
    *out = reader.conflicts;
    *count = reader.count;
    return good;
}

/* Once the last conflict is decided, loads need not search for them until the next merge.  Deleted
 * rows count too: an undo may bring them back with what was undecided in them. */
bool conflicts_settle(Store *store, Err *err)
{
    Image image;
    int64_t merged = 0;
    if (!db_meta_read(store, "merged", &merged, err)) {
        return false;
    }
    if (merged == 0) {
        return true;
    }
    bool good = image_build(store, 0, &image, err);
    bool undecided = image.special;
    for (uint32_t i = 0; i < image.count && !undecided; i++) {
        const DerivedRow *row = &image.rows[i];
        undecided = row->differing != 0 || (row->alive && row->deleted);
    }
    image_free(&image);
    return good && (undecided || db_meta_write(store, "merged", 0, err));
}

bool store_conflicts(Store *store, const Plan *plan, Language language, Arena *arena,
                     const Conflict **out, uint32_t *count, Err *err)
{
    arena_clear(store->scratch);
    return conflicts_read(store, plan, language, arena, out, count, err);
}
