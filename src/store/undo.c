/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Undo and redo: a new change that takes back what an earlier one wrote, where that still stands.
 *
 * The undo of an undo is a redo.  `u` goes back through the author's own changes, `U` forward again
 * until the author changes something else.  All of it is read from the changes, so that it works
 * after a restart and after others have written.
 */
#include <string.h>

#include "undo_private.h"

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
    (void)sqlite3_bind_int64(read, 1, undoing->target->id);
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

/* --- Leaving alone --------------------------------------------------------------------------------- */

bool undo_leave_alone(Undoing *undoing, const Inverse *item, const Heads *heads, Err *err)
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
        !change_find(undoing->store, undoing->target->id, undoing->arena, &target, &found,
                     err)) {
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

/* Of the values that would stand again, those that may. */
static bool keep_what_may_stand(Undoing *undoing, const Inverse *item, Head *heads,
                                uint32_t *count, Err *err)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++) {
        bool may = true;
        if (!may_write_back(undoing, item, &heads[i].value, &may, err)) {
            return false;
        }
        heads[kept] = heads[i];
        kept += may ? 1 : 0;
    }
    *count = kept;
    return true;
}

/* The field holds again what it would without the target.  Several values that nobody has decided
 * between are a conflict, as they were before somebody decided. */
static bool write_back(Undoing *undoing, const Inverse *item, const Without *without,
                       const Head *heads, uint32_t count, Err *err)
{
    Store *store = undoing->store;
    bool open = count + without->beside_count > 1;
    undoing->report->undone++;
    undoing->report->reopened += open ? 1 : 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!journal_put_beside(store, i, (FieldPlace){item->table, item->row, item->column},
                                &heads[i].value, without->standing, without->standing_count,
                                err)) {
            return false;
        }
    }
    return !open || db_meta_write(store, "merged", 1, err);
}

static bool take_back_field(Undoing *undoing, const Inverse *item, Err *err)
{
    Without without;
    const FieldPlace place = {item->table, item->row, item->column};
    if (!without_read(undoing->store, place, undoing->target->id, undoing->arena, &without,
                      err)) {
        return false;
    }
    if (without.standing_count == 0) {
        return undo_leave_alone(undoing, item, &without.heads, err);
    }
    Head nothing = {.value = VALUE_IS_NULL};
    without_keep_different(&without);
    bool empty = without.known && without.back_count == 0;
    if (!keep_what_may_stand(undoing, item, without.back, &without.back_count, err)) {
        return false;
    }
    if (without.back_count > 0 && (without.known || without.beside_count > 0)) {
        return write_back(undoing, item, &without, without.back, without.back_count, err);
    }
    /* What others wrote beside it is all there is: one of theirs is said once more. */
    Head *only = without.beside_count > 0 ? &without.beside[0] : &nothing;
    uint32_t count = without.beside_count > 0 || empty ? 1 : 0;
    if (!keep_what_may_stand(undoing, item, only, &count, err)) {
        return false;
    }
    if (count == 0) {
        return undo_leave_alone(undoing, item, &without.heads, err);
    }
    if (without.beside_count > 0) {
        without.standing[without.standing_count++] = only->change;
        without.beside_count = 0;
    }
    return write_back(undoing, item, &without, only, 1, err);
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
        if (item->column == COLUMN_EXISTS && !undo_take_back_row(undoing, item, err)) {
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
    return undo_remove_rows(undoing, err);
}

/* --- The two commands ---------------------------------------------------------------------------------- */

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
    report->origin = origin.id;
    if (!journal_start(store, redo ? "redo" : "undo", redo ? "redo" : "undo", target->id,
                       err)) {
        return false;
    }
    store->change.keep_empty = true;
    Undoing undoing = {.store = store,
                       .arena = store->change.arena,
                       .target = target,
                       .report = report,
                       .language = store->author.language};
    bool good =
        read_target(&undoing, target->operation_count, &own) && take_back(&undoing, &own);
    report->left_words = arena_strdup(arena, text_string(&undoing.left));
    text_free(&undoing.left);
    row_set_free(&undoing.removals);
    row_set_free(&undoing.left_rows);
    row_set_free(&undoing.undecided);
    if (!good) {
        store_drop(store);
        return fail(err, own.code, "%s", own.message);
    }
    return store_commit(store, &report->change, err);
}

static bool undo_or_redo(Store *store, int64_t change, bool redo, Arena *arena,
                         UndoReport *report, Err *err)
{
    ChangeRecord target = {0};
    bool found = false;
    *report = (UndoReport){.label = "", .left_words = ""};
    arena_clear(store->scratch);
    if (!journal_open(store, err)) {
        return false;
    }
    bool good = redo ? redo_find(store, arena, &target, &found, err)
                     : undo_find(store, change, arena, &target, &found, err);
    if (!good || !found) {
        db_rollback(store);
        return good;
    }
    return undo_change(store, &target, arena, report, err);
}

bool store_undo(Store *store, int64_t change, Arena *arena, UndoReport *report, Err *err)
{
    return undo_or_redo(store, change, false, arena, report, err);
}

bool store_redo(Store *store, Arena *arena, UndoReport *report, Err *err)
{
    return undo_or_redo(store, 0, true, arena, report, err);
}
