/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What others change while a form or a cell is open, or something waits for a word on the row under the
 * cursor.  Every field is compared with what it was opened
 * with: untouched ones follow, touched ones show both and wait for a decision.  The heads are compared
 * once more inside the change, so that nothing is overwritten in silence.
 */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_text(char **at, const char *text)
{
    char *own = strdup(text);
    if (own == NULL)
        base_out_of_memory();
    free(*at);
    *at = own;
}

static void note_by(App *app, DraftField *draft)
{
    HistoryItem item;
    bool known = live_latest(app, app->form.entity, app->form.id, draft->field, &item);
    (void)snprintf(draft->by, sizeof draft->by, "%s",
                   known ? live_by(app, &item, app->scratch) : _("somebody"));
}

/* Theirs becomes what the field was opened with. */
static void rebase(DraftField *draft, const char *theirs, int64_t head)
{
    set_text(&draft->before, theirs);
    draft->head = draft->theirs_head = head;
    draft->other = FORM_OTHER_NONE;
}

static void take(App *app, uint32_t index, const char *theirs, int64_t head)
{
    DraftField *draft = &app->form.fields[index];
    rebase(draft, theirs, head);
    set_text(&draft->text, theirs);
    draft->other = FORM_OTHER_TAKEN;
    draft->make = false;
    draft->error[0] = draft->reading[0] = '\0';
    if (index == app->form.selected)
        line_open(&app->form.line, draft->field, draft->text);
}

static void follow_field(App *app, uint32_t index, const Row *row)
{
    DraftField *draft = &app->form.fields[index];
    int64_t head = store_head(app->store, app->form.entity, app->form.id, draft->field);
    if (head == draft->head || head == draft->theirs_head)
        return;
    const char *theirs = form_opening_text(app, draft->field, row);
    bool touched = form_field_touched(draft);
    if (strcmp(theirs, draft->before) == 0 ||
        (!draft->make && strcmp(theirs, draft->text) == 0)) {
        rebase(draft, theirs, head);
        return;
    }
    note_by(app, draft);
    if (!touched) {
        take(app, index, theirs, head);
        return;
    }
    set_text(&draft->theirs, theirs);
    draft->theirs_head = head;
    draft->other = FORM_OTHER_DIFFERS;
}

static void note_gone(App *app)
{
    FormDraft *form = &app->form;
    HistoryItem item;
    bool known = live_latest(app, form->entity, form->id, NULL, &item);
    form->gone = true;
    (void)snprintf(form->message, sizeof form->message,
                   _("This row was deleted meanwhile (%s).  Ctrl-S keeps what stands here as a "
                     "new row, Esc leaves it deleted."),
                   known ? live_by(app, &item, app->scratch) : _("somebody"));
}

void form_follow(App *app)
{
    FormDraft *form = &app->form;
    if (!form->open || form->id == 0)
        return;
    const Row *row = plan_row(app->plan, form->entity, form->id);
    if (row == NULL) {
        if (!form->gone)
            note_gone(app);
        return;
    }
    if (form->gone)
        form->message[0] = '\0';
    form->gone = false;
    for (uint32_t index = 0; index < form->count; index++)
        follow_field(app, index, row);
}

/* --- Deciding ---------------------------------------------------------------------------------------------- */

void form_take_theirs(App *app)
{
    DraftField *draft = &app->form.fields[app->form.selected];
    bool differs = draft->other == FORM_OTHER_DIFFERS || draft->other == FORM_OTHER_KEPT;
    if (!differs)
        return;
    const char *theirs = arena_strdup(app->scratch, draft->theirs);
    take(app, app->form.selected, theirs, draft->theirs_head);
    app->form.message[0] = '\0';
}

void form_keep_mine(App *app)
{
    DraftField *draft = &app->form.fields[app->form.selected];
    if (draft->other != FORM_OTHER_DIFFERS)
        return;
    draft->head = draft->theirs_head;
    draft->other = FORM_OTHER_KEPT;
    app->form.message[0] = '\0';
}

/* All that was in the deleted row, as a new one. */
void form_revive(App *app)
{
    FormDraft *form = &app->form;
    if (!form->gone)
        return;
    form->id = form->after = 0;
    form->gone = false;
    for (uint32_t index = 0; index < form->count; index++) {
        DraftField *draft = &form->fields[index];
        draft->given = draft->given || draft->text[0] != '\0';
        draft->other = FORM_OTHER_NONE;
    }
}

bool form_settled(App *app)
{
    FormDraft *form = &app->form;
    for (uint32_t index = 0; index < form->count; index++) {
        const DraftField *draft = &form->fields[index];
        if (draft->other != FORM_OTHER_DIFFERS)
            continue;
        form_select(app, index);
        (void)snprintf(form->message, sizeof form->message,
                       _("Nothing was saved yet: %s is to be decided."),
                       _(draft->field->label));
        return false;
    }
    return true;
}

bool form_is_stale(App *app)
{
    const FormDraft *form = &app->form;
    for (uint32_t index = 0; form->id != 0 && index < form->count; index++) {
        const DraftField *draft = &form->fields[index];
        if (form_field_touched(draft) &&
            store_head(app->store, form->entity, form->id, draft->field) != draft->head)
            return true;
    }
    return false;
}

/* --- One cell ------------------------------------------------------------------------------------------------ */

void expect_head(App *app, EntityKind entity, RowId row, const Field *field)
{
    app->expected = (Expected){.field = field,
                               .entity = entity,
                               .row = row,
                               .head = store_head(app->store, entity, row, field)};
}

/* Asked inside the change.  The second time it is meant. */
bool expect_met(App *app, const Field *field, Err *err)
{
    Expected *expected = &app->expected;
    if (expected->field != field || expected->field == NULL ||
        plan_row(app->plan, expected->entity, expected->row) == NULL)
        return true;
    int64_t head = store_head(app->store, expected->entity, expected->row, field);
    if (head == expected->head)
        return true;
    HistoryItem item;
    bool known = live_latest(app, expected->entity, expected->row, field, &item);
    expected->head = head;
    return fail(
        err, ERR_INPUT,
        _("%s was changed meanwhile to “%s” (%s).  Enter again puts yours in its place, "
          "Ctrl-T takes theirs, Esc leaves it."),
        _(field->label), known && item.after != NULL ? item.after : _("(empty)"),
        known ? live_by(app, &item, app->scratch) : _("somebody"));
}

void cell_remember(App *app, const char *text)
{
    set_text(&app->cell_before, text);
    expect_head(app, app->cell_target.entity, app->cell_target.id, app->cell_field);
}

void cell_take_theirs(App *app)
{
    const Row *row = plan_row(app->plan, app->cell_target.entity, app->cell_target.id);
    if (row == NULL)
        return;
    line_open(&app->line, app->cell_field, form_opening_text(app, app->cell_field, row));
    cell_remember(app, text_string(&app->line.text));
    app->message[0] = '\0';
}

void cell_follow(App *app)
{
    if (app->typing != TYPING_CELL)
        return;
    const Row *row = plan_row(app->plan, app->cell_target.entity, app->cell_target.id);
    HistoryItem item;
    bool known = live_latest(app, app->cell_target.entity, app->cell_target.id, NULL, &item);
    const char *by = known ? live_by(app, &item, app->scratch) : _("somebody");
    if (row == NULL) {
        app_say(app,
                _("This row was deleted meanwhile (%s).  What you typed stands here until "
                  "Esc."),
                by);
        return;
    }
    const char *theirs = form_opening_text(app, app->cell_field, row);
    const char *typed = text_string(&app->line.text);
    if (app->cell_before == NULL || strcmp(theirs, app->cell_before) == 0)
        return;
    bool touched = strcmp(typed, app->cell_before) != 0;
    set_text(&app->cell_before, theirs);
    if (!touched || strcmp(typed, theirs) == 0) {
        line_open(&app->line, app->cell_field, theirs);
        cell_remember(app, theirs);
        app_say(app, _("%s is now “%s” (%s)."), _(app->cell_field->label), theirs, by);
        return;
    }
    app_say(app,
            _("%s was changed meanwhile to “%s” (%s).  Ctrl-T takes theirs, Esc leaves it."),
            _(app->cell_field->label), theirs, by);
}

/* --- The row under the cursor ---------------------------------------------------------------------------------- */

const char *place_title(App *app, const Target *here)
{
    if (here->entity == ENTITY_NONE || here->id == 0)
        return "";
    const char *title = plan_title(app->plan, here->entity, here->id, app->scratch);
    return text_clean(app->scratch, title, strlen(title), false);
}

/* What waits for a key or a line, and does its work on the row under the cursor. */
static bool works_on_cursor(const App *app)
{
    bool picks = app->picker.kind == PICK_REFERENCE || app->picker.kind == PICK_CHOICE;
    return (picks && !app->picker.into_form) || app->typing == TYPING_NOTE ||
           (app->mode != MODE_VIEW && app->mode != MODE_ZOOM);
}

/* A cell of a matrix stays the same place when somebody fills it. */
static bool is_same_place(const Target *one, const Target *other)
{
    return one->entity == other->entity && one->row_key == other->row_key &&
           one->column_key == other->column_key && (one->id == other->id || one->id == 0);
}

static void warn_of_overwriting(App *app, const Target *here)
{
    HistoryItem item;
    RowSet changed = id_list_set(&app->changed);
    if (app->typing == TYPING_NOTE && here->id != 0 && row_set_contains(&changed, here->id) &&
        live_latest(app, here->entity, here->id, NULL, &item))
        app_say(app,
                _("This was changed meanwhile (%s).  Enter puts yours in its place, Esc leaves "
                  "it."),
                live_by(app, &item, app->scratch));
}

/* The row may be gone, or hidden by the filter now: the cursor stands on another one, which nobody
 * meant. */
void place_follow(App *app, const Target *before, const char *title)
{
    Target here = app_target(app);
    if (!works_on_cursor(app))
        return;
    if (is_same_place(before, &here)) {
        warn_of_overwriting(app, &here);
        return;
    }
    app->picker.kind = PICK_NONE;
    app->typing = TYPING_NONE;
    mode_set(app, MODE_VIEW);
    app_say(app, _("“%s” is not here any more; nothing was done."), title);
}
