/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What others change while a form or a cell is open.  Every field is compared with what it was opened
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
        line_set(&app->form.line, draft->text);
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

static const char *cell_text(App *app, const Row *row)
{
    Value value = field_value(app->cell_field, row, app->scratch);
    Text text = {0};
    field_print_machine(app->cell_field, &value, &text);
    const char *result = arena_strdup(app->scratch, text_string(&text));
    text_free(&text);
    return result;
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
    line_set(&app->line, cell_text(app, row));
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
    const char *theirs = cell_text(app, row);
    const char *typed = text_string(&app->line.text);
    if (app->cell_before == NULL || strcmp(theirs, app->cell_before) == 0)
        return;
    bool touched = strcmp(typed, app->cell_before) != 0;
    set_text(&app->cell_before, theirs);
    if (!touched || strcmp(typed, theirs) == 0) {
        line_set(&app->line, theirs);
        cell_remember(app, theirs);
        app_say(app, _("%s is now “%s” (%s)."), _(app->cell_field->label), theirs, by);
        return;
    }
    app_say(app,
            _("%s was changed meanwhile to “%s” (%s).  Ctrl-T takes theirs, Esc leaves it."),
            _(app->cell_field->label), theirs, by);
}
