/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Undo and redo: a new change that takes back what an earlier one wrote, where that still stands.
 *
 * The undo of an undo is a redo.  `u` goes back through the author's own changes, `U` forward again
 * until the author changes something else.  All of it is read from the changes, so that it works
 * after a restart and after others have written.
 */
#include <string.h>

#include "store_private.h"

/* An operation of the change that is taken back. */
typedef struct Inverse {
    int table, column;
    RowId row;
    Value value;
    const int64_t *prevs;
    uint32_t prev_count;
} Inverse;

typedef struct Undoing {
    Store *store;
    Arena *arena;
    int64_t target;
    Inverse *items;
    uint32_t count;
    RowSet removals;  /* rows that the target added, and that nobody else touched */
    RowSet left_rows; /* rows that the target added and others touched: they stay */
    UndoReport *report;
    Text left;
    Language language;
} Undoing;

/* --- What to undo ------------------------------------------------------------------------------- */

typedef enum Pick { PICK_NEXT, PICK_THIS, PICK_NONE } Pick;

typedef bool PickChange(Store *store, const ChangeRecord *change, Arena *arena, Pick *pick,
                        Err *err);

static bool pick_for_undo(Store *store, const ChangeRecord *change, Arena *arena, Pick *pick,
                          Err *err)
{
    bool undone = false;
    if (standing_takes_back(change->kind) || strcmp(change->kind, "base") == 0 ||
        change->archived != 0) {
        *pick = change->archived != 0 ? PICK_NONE : PICK_NEXT;
        return true;
    }
    if (!change_is_undone(store, change->id, arena, &undone, err)) {
        return false;
    }
    *pick = undone ? PICK_NEXT : PICK_THIS;
    return true;
}

static bool pick_for_redo(Store *store, const ChangeRecord *change, Arena *arena, Pick *pick,
                          Err *err)
{
    bool undone = false;
    if (!standing_takes_back(change->kind) || change->archived != 0) {
        *pick = PICK_NONE; /* a fresh edit: what was undone before it stays undone */
        return true;
    }
    if (!change_is_undone(store, change->id, arena, &undone, err)) {
        return false;
    }
    *pick = strcmp(change->kind, "undo") == 0 && !undone ? PICK_THIS : PICK_NEXT;
    return true;
}

static bool find_latest(Store *store, PickChange *look, Arena *arena, ChangeRecord *out,
                        bool *found, Err *err)
{
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGES_OF_AUTHOR, err);
    if (read == NULL) {
        return false;
    }
    Pick pick = PICK_NEXT;
    bool good = true;
    (void)sqlite3_bind_text(read, 1, store->author.author, -1, SQLITE_STATIC);
    while (good && pick == PICK_NEXT && db_row(read)) {
        change_from_row(read, arena, out);
        good = look(store, out, arena, &pick, err);
    }
    *found = pick == PICK_THIS;
    return db_done(store, read, err) && good;
}

static bool find_named(Store *store, int64_t id, Arena *arena, ChangeRecord *out, Err *err)
{
    bool found = false;
    bool undone = false;
    if (!change_find(store, id, arena, out, &found, err)) {
        return false;
    }
    if (!found) {
        return fail(err, ERR_NOT_FOUND, _("There is no change %lld; “log” lists them."),
                    (long long)id);
    }
    if (strcmp(out->kind, "base") == 0) {
        return fail(err, ERR_INPUT, _("The change that made the plan cannot be undone."));
    }
    if (!change_is_undone(store, id, arena, &undone, err)) {
        return false;
    }
    return !undone || fail(err, ERR_INPUT, _("That change is undone already."));
}

/* --- Reading the change ---------------------------------------------------------------------------- */

static bool same_field(const Inverse *one, const Inverse *other)
{
    return one->table == other->table && one->row == other->row && one->column == other->column;
}

static bool read_target(Undoing *undoing, int64_t operation_count, Err *err)
{
    Store *store = undoing->store;
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGE_OPERATIONS, err);
    if (read == NULL) {
        return false;
    }
    size_t room = (size_t)(operation_count < 0 ? 0 : operation_count) + 1;
    undoing->items = ARENA_ARRAY(undoing->arena, Inverse, room);
    int64_t *prevs = ARENA_ARRAY(undoing->arena, int64_t, room);
    size_t prev_count = 0;
    (void)sqlite3_bind_int64(read, 1, undoing->target);
    while (prev_count + 1 < room && db_row(read)) {
        Inverse item = {.table = sqlite3_column_int(read, 0),
                        .row = sqlite3_column_int64(read, 1),
                        .column = sqlite3_column_int(read, 2),
                        .value = db_value(read, 4, undoing->arena),
                        .prevs = prevs + prev_count};
        if (undoing->count == 0 || !same_field(&item, &undoing->items[undoing->count - 1])) {
            undoing->items[undoing->count++] = item;
        }
        int64_t prev = sqlite3_column_int64(read, 3);
        if (prev != NO_CHANGE) {
            prevs[prev_count] = prev;
            undoing->items[undoing->count - 1].prev_count++;
        }
        prev_count += prev != NO_CHANGE ? 1 : 0;
    }
    return db_done(store, read, err);
}

static bool value_of(Undoing *undoing, const Inverse *item, int64_t change, Value *out,
                     bool *found, Err *err)
{
    sqlite3_stmt *read = db_statement(undoing->store, STATEMENT_OPERATION_VALUE, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(read, 1, item->table);
    (void)sqlite3_bind_int64(read, 2, item->row);
    (void)sqlite3_bind_int(read, 3, item->column);
    (void)sqlite3_bind_int64(read, 4, change);
    *found = db_row(read);
    *out = *found ? db_value(read, 0, undoing->arena) : VALUE_IS_NULL;
    return db_done(undoing->store, read, err);
}

/* What was in force before: the latest of what the operation superseded; not known when compaction has
 * dropped some of that. */
static bool value_before(Undoing *undoing, const Inverse *item, Value *out, bool *known,
                         Err *err)
{
    *known = true;
    int64_t best_time = INT64_MIN;
    int64_t best = 0;
    *out = VALUE_IS_NULL;
    for (uint32_t i = 0; i < item->prev_count; i++) {
        Value value = VALUE_IS_NULL;
        ChangeRecord change = {0};
        bool found = false;
        bool written = false;
        if (!value_of(undoing, item, item->prevs[i], &value, &written, err) ||
            !change_find(undoing->store, item->prevs[i], undoing->arena, &change, &found,
                         err)) {
            return false;
        }
        bool later = change.time > best_time || (change.time == best_time && change.id > best);
        *known = *known && (written || change.archived == 0);
        if (written && found && later) {
            best_time = change.time;
            best = change.id;
            *out = value;
        }
    }
    return true;
}

/* --- Leaving alone --------------------------------------------------------------------------------- */

static bool leave_alone(Undoing *undoing, const Inverse *item, const Heads *heads, Err *err)
{
    Store *store = undoing->store;
    const Entity *entity = schema_entity_by_number(item->table);
    const Field *field = entity == NULL ? NULL : schema_field_by_number(entity, item->column);
    undoing->report->left++;
    if (undoing->report->left > 3 || entity == NULL || field == NULL) {
        return true;
    }
    ChangeRecord by = {.author = ""};
    bool found = false;
    const char *words = NULL;
    bool known = heads->count > 0;
    if (known &&
        (!change_find(store, heads->items[heads->in_force].change, undoing->arena, &by, &found,
                      err) ||
         !value_words(store, field, NULL, undoing->language,
                      &heads->items[heads->in_force].value, undoing->arena, &words, err))) {
        return false;
    }
    text_append(&undoing->left, undoing->left.length > 0 ? "; " : "");
    if (item->column == COLUMN_EXISTS) {
        text_printf(&undoing->left, _("a %s stays, since it was changed or is used"),
                    _(entity->label));
    } else if (text_is_empty(words) || field->kind == KIND_REFERENCE) {
        text_printf(&undoing->left, _("%s left alone (%s changed it)"), _(field->label),
                    text_shown(undoing->arena, by.author));
    } else {
        text_printf(&undoing->left, _("%s left at %s (%s changed it)"), _(field->label), words,
                    text_shown(undoing->arena, by.author));
    }
    return true;
}

/* --- Rows ------------------------------------------------------------------------------------------- */

static bool says(const Value *value, int64_t number)
{
    return value->type == VALUE_INTEGER && value->integer == number;
}

/* Whether the target wrote it, or a deletion that the target took back had seen it. */
static bool is_seen(const Undoing *undoing, const Inverse *item, const Operation *operations,
                    uint32_t count, int64_t change)
{
    bool seen = change == undoing->target;
    for (uint32_t k = 0; k < item->prev_count && !seen; k++) {
        seen = change == item->prevs[k];
        for (uint32_t m = 0; m < count && !seen; m++) {
            seen = operations[m].column == COLUMN_EXISTS &&
                   operations[m].change == item->prevs[k] && operations[m].prev == change &&
                   says(&operations[m].value, 0);
        }
    }
    return seen;
}

static bool is_superseded(const Operation *operations, uint32_t count,
                          const Operation *operation)
{
    for (uint32_t i = 0; i < count; i++) {
        if (operations[i].column == operation->column &&
            operations[i].prev == operation->change) {
            return true;
        }
    }
    return false;
}

/* Whether a head of the row stands for something else than what the target wrote or saw. */
static bool touched_by_others(Undoing *undoing, const Inverse *item, bool *touched, Err *err)
{
    Store *store = undoing->store;
    Operation *operations = NULL;
    uint32_t count = 0;
    bool good =
        row_operations(store, item->table, item->row, undoing->arena, &operations, &count, err);
    for (uint32_t i = 0; good && i < count && !*touched; i++) {
        int64_t at = operations[i].change;
        if (at == store->change.id || is_superseded(operations, count, &operations[i])) {
            continue;
        }
        bool nothing = false; /* what was taken back had written there first */
        while (good && at != NO_CHANGE && !is_seen(undoing, item, operations, count, at)) {
            good = standing_step_back(store, operations, count, operations[i].column,
                                      undoing->arena, &at, &nothing, err);
        }
        *touched = at == NO_CHANGE && !nothing;
    }
    return good;
}

/* First of all the rows themselves: deleted ones come back, added ones are candidates to go. */
static bool take_back_existence(Undoing *undoing, const Inverse *item, Err *err)
{
    Store *store = undoing->store;
    Heads heads = {0};
    Value before = VALUE_IS_NULL;
    bool touched = false;
    bool known = true;
    int64_t standing = NO_CHANGE;
    if (!heads_read(store, item->table, item->row, COLUMN_EXISTS, undoing->arena, &heads,
                    err) ||
        !standing_find_head(store, (FieldPlace){item->table, item->row, COLUMN_EXISTS}, &heads,
                            undoing->target, undoing->arena, &standing, err) ||
        !value_before(undoing, item, &before, &known, err)) {
        return false;
    }
    /* Only a row that was there can have been deleted, whatever its heads said of it. */
    if (says(&item->value, 0)) {
        if (standing == NO_CHANGE) {
            return leave_alone(undoing, item, &heads, err);
        }
        Value one = VALUE_OF_INTEGER(1);
        undoing->report->undone++;
        /* Another copy deleted it too: now that is a conflict, without a merge. */
        if (heads.count > 1 && !db_meta_write(store, "merged", 1, err)) {
            return false;
        }
        row_set_add(&store->change.rows, item->table, item->row)->mark = 1;
        return journal_put(store, item->table, item->row, COLUMN_EXISTS, &one, &standing, 1,
                           err);
    }
    if (!says(&item->value, 1) || says(&before, 1)) {
        return true;
    }
    bool alone = known && heads.count == 1 && standing != NO_CHANGE;
    if (alone && !touched_by_others(undoing, item, &touched, err)) {
        return false;
    }
    if (alone && !touched) {
        (void)row_set_add(&undoing->removals, item->table, item->row);
        return true;
    }
    (void)row_set_add(&undoing->left_rows, item->table, item->row);
    return leave_alone(undoing, item, &heads, err);
}

/* A candidate that a row which stays refers to stays as well, and so do those that it uses. */
static bool remove_rows(Undoing *undoing, Err *err)
{
    Store *store = undoing->store;
    ReferenceList references = {0};
    if (undoing->removals.count == 0) {
        return true;
    }
    if (!state_materialise(store, err) ||
        !state_references_to(store, &undoing->removals, undoing->arena, &references, err)) {
        return false;
    }
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < references.count; i++) {
            const Reference *reference = &references.items[i];
            RowKey *used = row_set_find(&undoing->removals, reference->target_entity->number,
                                        reference->target);
            const RowKey *user =
                row_set_find(&undoing->removals, reference->entity->number, reference->row);
            if (used->mark == 0 && (user == NULL || user->mark != 0)) {
                used->mark = 1;
                again = true;
            }
        }
    }
    for (uint32_t i = 0; i < undoing->removals.count; i++) {
        const RowKey *key = &undoing->removals.keys[i];
        const Entity *entity = schema_entity_by_number(key->table);
        const Inverse item = {.table = key->table, .row = key->row, .column = COLUMN_EXISTS};
        const Heads nobody = {0};
        if (key->mark != 0 ? !leave_alone(undoing, &item, &nobody, err)
                           : !journal_write_exists(store, entity, key->row, false, err)) {
            return false;
        }
        undoing->report->undone += key->mark == 0 ? 1 : 0;
    }
    return true;
}

/* --- Fields ------------------------------------------------------------------------------------------ */

static bool row_lives_now(Undoing *undoing, const Entity *entity, RowId row, bool *lives,
                          Err *err)
{
    const RowKey *seen = row_set_find(&undoing->store->change.rows, entity->number, row);
    if (seen != NULL) {
        *lives = seen->mark == 1;
        return true;
    }
    return state_has_row(undoing->store, entity, row, lives, err);
}

/* Whether the row was deleted already when the target was made: then it was only kept because it was
 * in use, and taking back keeps it again. */
static bool was_kept_by_use(Undoing *undoing, const Entity *entity, RowId row, bool *kept,
                            Err *err)
{
    Heads heads = {0};
    ChangeRecord target = {0};
    bool found = false;
    if (!heads_read(undoing->store, entity->number, row, COLUMN_EXISTS, undoing->arena, &heads,
                    err) ||
        !change_find(undoing->store, undoing->target, undoing->arena, &target, &found, err)) {
        return false;
    }
    *kept = found && heads.count > 0;
    for (uint32_t i = 0; i < heads.count && *kept; i++) {
        ChangeRecord deletion = {0};
        if (!change_find(undoing->store, heads.items[i].change, undoing->arena, &deletion,
                         &found, err)) {
            return false;
        }
        *kept = found && deletion.seq < target.seq;
    }
    return true;
}

/* Taking back must neither wake a deleted row nor point to one. */
static bool may_write_back(Undoing *undoing, const Inverse *item, const Value *value, bool *may,
                           Err *err)
{
    const Entity *entity = schema_entity_by_number(item->table);
    const Field *field = entity == NULL ? NULL : schema_field_by_number(entity, item->column);
    if (entity == NULL) {
        return true;
    }
    if (!row_lives_now(undoing, entity, item->row, may, err)) {
        return false;
    }
    if (!*may || field == NULL || field->kind != KIND_REFERENCE ||
        value->type != VALUE_INTEGER) {
        return true;
    }
    const Entity *used = schema_entity(field->reference);
    return row_lives_now(undoing, used, value->integer, may, err) &&
           (*may || was_kept_by_use(undoing, used, value->integer, may, err));
}

/* Without the target the field would hold what others wrote beside it, or else what was before. */
static bool take_back_field(Undoing *undoing, const Inverse *item, Err *err)
{
    Store *store = undoing->store;
    Heads heads = {0};
    Value value = VALUE_IS_NULL;
    bool may = true;
    int64_t standing = NO_CHANGE;
    if (!heads_read(store, item->table, item->row, item->column, undoing->arena, &heads, err) ||
        !standing_find_head(store, (FieldPlace){item->table, item->row, item->column}, &heads,
                            undoing->target, undoing->arena, &standing, err)) {
        return false;
    }
    if (standing == NO_CHANGE) {
        return leave_alone(undoing, item, &heads, err);
    }
    int64_t prevs[2] = {standing, NO_CHANGE};
    uint32_t prev_count = 1;
    const Head *other = NULL;
    for (uint32_t i = 0; i < heads.count; i++) {
        const Head *head = &heads.items[i];
        bool later = other == NULL || head->time > other->time ||
                     (head->time == other->time && head->change > other->change);
        other = head->change != standing && later ? head : other;
    }
    if (other != NULL) {
        value = other->value;
        prevs[prev_count++] = other->change;
    } else if (!value_before(undoing, item, &value, &may, err)) {
        return false;
    }
    if (may && !may_write_back(undoing, item, &value, &may, err)) {
        return false;
    }
    if (!may) {
        return leave_alone(undoing, item, &heads, err);
    }
    undoing->report->undone++;
    return journal_put(store, item->table, item->row, item->column, &value, prevs, prev_count,
                       err);
}

/* What a newer version wrote to kinds and fields of its own is left alone. */
static bool is_known(const Inverse *item)
{
    const Entity *entity = schema_entity_by_number(item->table);
    return entity != NULL && (item->column == COLUMN_EXISTS ||
                              schema_field_by_number(entity, item->column) != NULL);
}

static bool take_back(Undoing *undoing, Err *err)
{
    uint32_t known = 0;
    for (uint32_t i = 0; i < undoing->count; i++) {
        undoing->items[known] = undoing->items[i];
        known += is_known(&undoing->items[i]) ? 1 : 0;
    }
    undoing->report->left += (int)(undoing->count - known);
    undoing->count = known;
    for (uint32_t i = 0; i < undoing->count; i++) {
        const Inverse *item = &undoing->items[i];
        if (item->column == COLUMN_EXISTS && !take_back_existence(undoing, item, err)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < undoing->count; i++) {
        const Inverse *item = &undoing->items[i];
        bool goes_or_stays_whole =
            row_set_find(&undoing->removals, item->table, item->row) != NULL ||
            row_set_find(&undoing->left_rows, item->table, item->row) != NULL;
        if (item->column != COLUMN_EXISTS && !goes_or_stays_whole &&
            !take_back_field(undoing, item, err)) {
            return false;
        }
    }
    return remove_rows(undoing, err);
}

/* --- The two commands ---------------------------------------------------------------------------------- */

static Language plan_language(Store *store)
{
    Language language = LANGUAGE_EN;
    Err ignored = {0};
    sqlite3_stmt *read = db_prepare(store, "SELECT language FROM plan", &ignored);
    if (read != NULL && db_row(read)) {
        (void)language_parse(db_text(read, 0, store->scratch), &language);
    }
    sqlite3_finalize(read);
    return language;
}

static bool undo_change(Store *store, ChangeRecord *target, Arena *arena, UndoReport *report,
                        Err *err)
{
    ChangeRecord origin = {0};
    Err own = {0};
    bool redo = strcmp(target->kind, "undo") == 0;
    if (!change_origin(store, target, arena, &origin, err) ||
        !label_decode(store, origin.label, arena, &report->label, err)) {
        db_rollback(store);
        return false;
    }
    if (!journal_start(store, redo ? "redo" : "undo", redo ? "redo" : "undo", target->id,
                       err)) {
        return false;
    }
    store->change.keep_empty = true;
    Undoing undoing = {.store = store,
                       .arena = store->change.arena,
                       .target = target->id,
                       .report = report,
                       .language = plan_language(store)};
    bool good =
        read_target(&undoing, target->operation_count, &own) && take_back(&undoing, &own);
    report->left_words = arena_strdup(arena, text_string(&undoing.left));
    text_free(&undoing.left);
    row_set_free(&undoing.removals);
    row_set_free(&undoing.left_rows);
    if (!good) {
        store_drop(store);
        return fail(err, own.code, "%s", own.message);
    }
    return store_commit(store, &report->change, err);
}

bool store_undo(Store *store, int64_t change, Arena *arena, UndoReport *report, Err *err)
{
    ChangeRecord target = {0};
    bool found = change != 0;
    *report = (UndoReport){.label = "", .left_words = ""};
    arena_clear(store->scratch);
    if (!journal_open(store, err)) {
        return false;
    }
    bool good = change != 0 ? find_named(store, change, arena, &target, err)
                            : find_latest(store, pick_for_undo, arena, &target, &found, err);
    good = good && (!found || change_find_standing(store, &target, arena, err));
    if (good && found && target.archived != 0) {
        found = false;
        good = change == 0 ||
               fail(err, ERR_INPUT,
                    _("That change lies in history that was folded; it cannot be undone."));
    }
    if (!good || !found) {
        db_rollback(store);
        return good;
    }
    return undo_change(store, &target, arena, report, err);
}

bool store_redo(Store *store, Arena *arena, UndoReport *report, Err *err)
{
    ChangeRecord target = {0};
    bool found = false;
    *report = (UndoReport){.label = "", .left_words = ""};
    arena_clear(store->scratch);
    if (!journal_open(store, err)) {
        return false;
    }
    bool good = find_latest(store, pick_for_redo, arena, &target, &found, err);
    if (!good || !found) {
        db_rollback(store);
        return good;
    }
    return undo_change(store, &target, arena, report, err);
}
