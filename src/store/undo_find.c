/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Which change an undo or a redo takes back: the author's latest that stands, or the one that was named.
 */
#include <string.h>

#include "store_private.h"

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
    /* What an undo opened again goes with that undo. */
    if (strcmp(out->kind, KIND_REOPEN) == 0 &&
        !change_find(store, out->ref, arena, out, &found, err)) {
        return false;
    }
    if (strcmp(out->kind, "base") == 0) {
        return fail(err, ERR_INPUT, _("The change that made the plan cannot be undone."));
    }
    if (!change_is_undone(store, out->id, arena, &undone, err)) {
        return false;
    }
    return !undone || fail(err, ERR_INPUT, _("That change is undone already."));
}

bool undo_find(Store *store, int64_t change, Arena *arena, ChangeRecord *out, bool *found,
               Err *err)
{
    bool good = change != 0 ? find_named(store, change, arena, out, err)
                            : find_latest(store, pick_for_undo, arena, out, found, err);
    *found = *found || (good && change != 0);
    if (!good || !*found || !change_find_standing(store, out, arena, err)) {
        return good && !*found;
    }
    *found = out->archived == 0;
    return *found || change == 0 ||
           fail(err, ERR_INPUT,
                _("That change lies in history that was folded; it cannot be undone."));
}

bool redo_find(Store *store, Arena *arena, ChangeRecord *out, bool *found, Err *err)
{
    return find_latest(store, pick_for_redo, arena, out, found, err);
}
