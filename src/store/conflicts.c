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
    ARENA_GROW(reader->arena, reader->conflicts, reader->count, reader->capacity, 16);
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
                       ConflictValue *value, int64_t *seq, Err *err)
{
    ChangeRecord record = {.author = "", .host = ""};
    bool found = false;
    if (change != NO_CHANGE &&
        !change_find(reader->store, change, reader->arena, &record, &found, err)) {
        return false;
    }
    *value = (ConflictValue){.change = change,
                             .time = record.time,
                             .author = text_shown(reader->arena, record.author),
                             .host = text_shown(reader->arena, record.host),
                             .value = words == NULL ? "" : words,
                             .first = DAY_NONE,
                             .last = DAY_NONE};
    *seq = record.seq;
    return true;
}

/* What arrived first is this file's own: a merge numbers what it brings after all that was there. */
static void mark_ours(ConflictValue *values, const int64_t *seqs, uint32_t count)
{
    uint32_t first = 0;
    for (uint32_t i = 1; i < count; i++) {
        first = seqs[i] < seqs[first] ? i : first;
    }
    if (count > 0) {
        values[first].ours = true;
    }
}

static void fill_days(const Field *field, const Value *value, Arena *arena, ConflictValue *out)
{
    HonestDate date = {0};
    if (field->kind == KIND_DATE && value->type == VALUE_TEXT &&
        date_decode(arena, value->text, &date) && date.precision != DATE_EVENT &&
        date.precision != DATE_UNKNOWN) {
        out->first = date.from;
        out->last = date.to;
    }
}

static bool fill_field_value(ConflictReader *reader, const Field *field, int64_t change,
                             const Value *value, ConflictValue *out, int64_t *seq, Err *err)
{
    const char *words = NULL;
    if (!value_words(reader->store, field, reader->plan, reader->language, value, reader->arena,
                     &words, err) ||
        !fill_value(reader, change, words, out, seq, err)) {
        return false;
    }
    fill_days(field, value, reader->arena, out);
    return true;
}

/* The change that first wrote what the head says, which an undo may only have brought back. */
static bool find_source(ConflictReader *reader, const Operation *operations, uint32_t count,
                        int column, int64_t change, int64_t *source, Err *err)
{
    int64_t at = change;
    bool nothing = false;
    while (at != NO_CHANGE) {
        *source = at;
        if (!standing_step_back(reader->store, operations, count, column, reader->arena, &at,
                                &nothing, err)) {
            return false;
        }
    }
    return true;
}

/* Who wrote it, and when: not who only brought it back. */
static bool fill_source(ConflictReader *reader, int64_t source, ConflictValue *value,
                        int64_t *seq, Err *err)
{
    ConflictValue first;
    if (source == value->change) {
        return true;
    }
    if (!fill_value(reader, source, NULL, &first, seq, err)) {
        return false;
    }
    value->author = first.author;
    value->host = first.host;
    value->time = first.time;
    return true;
}

/* --- What was there before ----------------------------------------------------------------------- */

/* Counts in `reached` the operations that a change replaced, directly or not. */
static void count_replaced(const Operation *operations, uint32_t count, int64_t change,
                           uint32_t *reached)
{
    RowSet seen = {0};
    (void)row_set_add(&seen, 0, change);
    if (count > 0) { /* all are of one column */
        operations_reach_back(operations, count, operations[0].column, &seen);
    }
    for (uint32_t i = 0; i < count; i++) {
        reached[i] += operations[i].change != change &&
                              row_set_find(&seen, 0, operations[i].change) != NULL
                          ? 1
                          : 0;
    }
    row_set_free(&seen);
}

/* By clock, then by id, as of heads: not by arrival, which is another in each copy. */
static bool is_later(const ConflictValue *one, const ConflictValue *other)
{
    return other->change == NO_CHANGE || one->time > other->time ||
           (one->time == other->time && one->change > other->change);
}

/* Whether something that all have replaced replaced this one already. */
static bool is_older_than_another(const Operation *operations, const uint32_t *reached,
                                  uint32_t count, uint32_t source_count, int64_t change)
{
    for (uint32_t i = 0; i < count; i++) {
        if (reached[i] == source_count && operations[i].prev == change) {
            return true;
        }
    }
    return false;
}

/* The latest operation that all of them have replaced; without one the field began with them. */
static bool fill_base(ConflictReader *reader, const Operation *all, uint32_t count,
                      const Field *field, const int64_t *sources, uint32_t source_count,
                      ConflictValue *base, Err *err)
{
    *base = (ConflictValue){
        .author = "", .host = "", .value = "", .first = DAY_NONE, .last = DAY_NONE};
    uint32_t from = 0;
    while (from < count && all[from].column != field->number) {
        from++;
    }
    uint32_t past = from;
    while (past < count && all[past].column == field->number) {
        past++;
    }
    uint32_t *reached = ARENA_ARRAY(reader->arena, uint32_t, (size_t)(past - from) + 1);
    for (uint32_t i = 0; i < source_count; i++) {
        count_replaced(all + from, past - from, sources[i], reached);
    }
    for (uint32_t i = 0; i < past - from; i++) {
        const Operation *operation = &all[from + i];
        ConflictValue candidate;
        int64_t seq = 0;
        if (reached[i] != source_count ||
            is_older_than_another(all + from, reached, past - from, source_count,
                                  operation->change)) {
            continue;
        }
        if (!fill_field_value(reader, field, operation->change, &operation->value, &candidate,
                              &seq, err)) {
            return false;
        }
        *base = is_later(&candidate, base) ? candidate : *base;
    }
    return true;
}

static bool add_field(ConflictReader *reader, const DerivedRow *row, int index, Err *err)
{
    const Field *field = &row->entity->fields[index];
    Heads heads = {0};
    Operation *operations = NULL;
    uint32_t count = 0;
    if (!heads_read(reader->store, row->entity->number, row->id, field->number, reader->arena,
                    &heads, err) ||
        !row_operations(reader->store, row->entity->number, row->id, reader->arena, &operations,
                        &count, err)) {
        return false;
    }
    ConflictValue *values = ARENA_ARRAY(reader->arena, ConflictValue, (size_t)heads.count + 1);
    int64_t *seqs = ARENA_ARRAY(reader->arena, int64_t, (size_t)heads.count + 1);
    int64_t *sources = ARENA_ARRAY(reader->arena, int64_t, (size_t)heads.count + 1);
    for (uint32_t i = 0; i < heads.count; i++) {
        if (!fill_field_value(reader, field, heads.items[i].change, &heads.items[i].value,
                              &values[i], &seqs[i], err) ||
            !find_source(reader, operations, count, field->number, heads.items[i].change,
                         &sources[i], err) ||
            !fill_source(reader, sources[i], &values[i], &seqs[i], err)) {
            return false;
        }
        values[i].in_force = i == heads.in_force && !row->rooted;
    }
    mark_ours(values, seqs, heads.count);
    qsort(values, heads.count, sizeof(*values), by_weight);
    Conflict *conflict = new_conflict(reader, row, index);
    conflict->values = values;
    conflict->count = heads.count;
    return fill_base(reader, operations, count, field, sources, heads.count, &conflict->base,
                     err);
}

/* --- Rows deleted here and edited there ------------------------------------------------------------ */

static bool deletion_names(const Operation *operations, uint32_t count, const Heads *existence,
                           int64_t change)
{
    for (uint32_t i = 0; i < count && operations[i].column == COLUMN_EXISTS; i++) {
        for (uint32_t k = 0; k < existence->count; k++) {
            if (operations[i].change == existence->items[k].change &&
                (operations[i].prev == change || operations[i].change == change)) {
                return true;
            }
        }
    }
    return false;
}

/* The latest edit that stands and that the deletion has not seen; NO_CHANGE when none keeps the row. */
static bool find_unseen_edit(ConflictReader *reader, const DerivedRow *row,
                             const Heads *existence, int64_t *edit, Err *err)
{
    Operation *operations = NULL;
    uint32_t count = 0;
    ConflictValue latest = {.change = NO_CHANGE};
    if (!row_operations(reader->store, row->entity->number, row->id, reader->arena, &operations,
                        &count, err)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        ConflictValue value;
        int64_t seq = 0;
        if (operations[i].column == COLUMN_EXISTS ||
            operation_is_superseded(operations, count, &operations[i]) ||
            deletion_names(operations, count, existence, operations[i].change)) {
            continue;
        }
        if (!fill_value(reader, operations[i].change, NULL, &value, &seq, err)) {
            return false;
        }
        latest = is_later(&value, &latest) ? value : latest;
    }
    *edit = latest.change;
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
    int64_t *seqs = ARENA_ARRAY(reader->arena, int64_t, (size_t)heads.count + 1);
    uint32_t count = 0;
    bool stated = false;
    for (uint32_t i = 0; i < heads.count; i++) {
        bool lives =
            heads.items[i].value.type == VALUE_INTEGER && heads.items[i].value.integer == 1;
        stated = stated || lives;
        if (!fill_value(reader, heads.items[i].change, lives ? _("kept") : _("deleted"),
                        &values[count], &seqs[count], err)) {
            return false;
        }
        values[count++].in_force = lives;
    }
    int64_t edit = NO_CHANGE;
    if (!stated && !row->kept && !find_unseen_edit(reader, row, &heads, &edit, err)) {
        return false;
    }
    if (!stated) {
        if (!fill_value(reader, edit, row->kept ? _("still in use") : _("edited meanwhile"),
                        &values[count], &seqs[count], err)) {
            return false;
        }
        values[count++].in_force = true;
    }
    mark_ours(values, seqs, count);
    qsort(values, count, sizeof(*values), by_weight);
    Conflict *conflict = new_conflict(reader, row, -1);
    conflict->values = values;
    conflict->count = count;
    conflict->base = (ConflictValue){
        .author = "", .host = "", .value = "", .first = DAY_NONE, .last = DAY_NONE};
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
    bool good = undecided_image(store, &image, err);
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
    bool good = undecided_image(store, &image, err);
    bool undecided = image.special;
    for (uint32_t i = 0; i < image.count && !undecided; i++) {
        undecided = undecided_row(&image.rows[i]);
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

bool store_value_of(Store *store, EntityKind kind, RowId row, const Field *field,
                    int64_t change, Arena *arena, Value *out, Err *err)
{
    *out = VALUE_IS_NULL;
    sqlite3_stmt *read =
        change == NO_CHANGE ? NULL : db_statement(store, STATEMENT_OPERATION_VALUE, err);
    if (read == NULL) {
        return change == NO_CHANGE;
    }
    (void)sqlite3_bind_int(read, 1, schema_entity(kind)->number);
    (void)sqlite3_bind_int64(read, 2, row);
    (void)sqlite3_bind_int(read, 3, field->number);
    (void)sqlite3_bind_int64(read, 4, change);
    Value value = db_row(read) ? db_value(read, 0, arena) : VALUE_IS_NULL;
    if (!db_done(store, read, err)) {
        return false;
    }
    if (field_is_personal_text(field) && value.type == VALUE_INTEGER) {
        const char *text = NULL;
        if (!personal_text(store, value.integer, arena, &text, err)) {
            return false;
        }
        value = text == NULL ? VALUE_IS_NULL : VALUE_OF_TEXT(text);
    }
    *out = value;
    return true;
}
