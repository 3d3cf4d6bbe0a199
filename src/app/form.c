/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Forms: all fields of a row as a draft.  Ctrl-S makes it one change, Esc asks only when something
 * was typed.  Every field remembers the change that was in force when the form opened, so that
 * nobody's edit is overwritten in silence.
 */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *own_text(const char *text)
{
    char *own = strdup(text);
    if (own == NULL)
        base_out_of_memory();
    return own;
}

void form_close(App *app)
{
    FormDraft *form = &app->form;
    for (uint32_t index = 0; index < form->count; index++) {
        free(form->fields[index].before);
        free(form->fields[index].text);
        free(form->fields[index].theirs);
    }
    free(form->fields);
    form->fields = NULL;
    form->count = 0;
    form->open = false;
}

/* What stands in the field when it opens: something that field_parse reads back to the same value. */
const char *form_opening_text(App *app, const Field *field, const Row *row)
{
    Value value = field_value(field, row, app->scratch);
    if (value.type == VALUE_NULL)
        return "";
    if (field->kind == KIND_REFERENCE) {
        const char *title =
            plan_title(app->plan, field->reference, value.integer, app->scratch);
        if (plan_find(app->plan, field->reference, title, NULL) == value.integer)
            return title;
        return arena_printf(app->scratch, "%lld", (long long)value.integer);
    }
    if (field->kind == KIND_CHOICE || field->kind == KIND_BOOLEAN || field->kind == KIND_DATE)
        return field_words(field, app->plan, app->language, row, app->scratch);
    Text text = {0};
    field_print_machine(field, &value, &text);
    const char *result = arena_strdup(app->scratch, text_string(&text));
    text_free(&text);
    return result;
}

bool form_field_touched(const DraftField *field)
{
    return field->given || field->make || strcmp(field->before, field->text) != 0;
}

static bool form_dirty(const FormDraft *form)
{
    for (uint32_t index = 0; index < form->count; index++)
        if (!form->fields[index].given && form_field_touched(&form->fields[index]))
            return true;
    return false;
}

bool form_is_dirty(const App *app)
{
    return app->form.open && form_dirty(&app->form);
}

static void check_draft(App *app, DraftField *draft)
{
    draft->error[0] = draft->reading[0] = '\0';
    if (!form_field_touched(draft) || draft->make)
        return;
    ParseContext context = app_parse_context(app);
    Value value;
    Err err = {0};
    if (!field_parse(draft->field, &context, draft->text, app->scratch, &value, &err) ||
        !check_value(app->plan, schema_entity(app->form.entity), app->form.id, draft->field,
                     &value, &err)) {
        bool unlisted = draft->field->kind == KIND_REFERENCE && err.code == ERR_NOT_FOUND;
        if (unlisted) /* a picker is nearer here than a command */
            (void)snprintf(draft->error, sizeof draft->error,
                           _("“%s” is not in the list of “%s”; Enter opens it."), draft->text,
                           _(schema_entity(draft->field->reference)->plural_label));
        else
            (void)snprintf(draft->error, sizeof draft->error, "%s", err.message);
        return;
    }
    HonestDate date;
    if (draft->field->kind == KIND_DATE && value.type == VALUE_TEXT &&
        date_decode(app->scratch, value.text, &date)) {
        Text words = {0};
        date_print(&date, DATE_STYLE_LONG, app->language, &words);
        snprintf(draft->reading, sizeof draft->reading, "%s", text_string(&words));
        text_free(&words);
    }
}

static bool shown_in_form(const Field *field)
{
    return (field->flags & (FIELD_HIDDEN | FIELD_COMPUTED)) == 0 && field->kind != KIND_ID &&
           field->kind != KIND_RANK;
}

static const char *given_text(const Field *field, const Assignment *given, uint32_t count)
{
    for (uint32_t index = 0; index < count; index++)
        if (given[index].field == field)
            return given[index].text;
    return NULL;
}

static bool has_words(const Field *field)
{
    return field->kind == KIND_CHOICE || field->kind == KIND_BOOLEAN;
}

/* References are given as ids and choices by their machine names; people read words. */
static const char *given_words(App *app, const Field *field, const char *text)
{
    ParseContext context = app_parse_context(app);
    Value value;
    if (has_words(field) && field_parse(field, &context, text, app->scratch, &value, NULL)) {
        Text words = {0};
        field_print(field, app->plan, app->language, &value, &words);
        text = arena_strdup(app->scratch, text_string(&words));
        text_free(&words);
    }
    if (field->kind != KIND_REFERENCE)
        return text;
    RowId id = strtoll(text, NULL, 10);
    const char *title = plan_title(app->plan, field->reference, id, app->scratch);
    return plan_find(app->plan, field->reference, title, NULL) == id ? title : text;
}

/* What every new row begins with. */
static bool is_initial(App *app, const DraftField *draft)
{
    const char *initial = draft->field->initial;
    return initial != NULL && strcmp(draft->text, given_words(app, draft->field, initial)) == 0;
}

static void draft_fill(App *app, DraftField *draft, const Field *field, const Row *row,
                       const char *given)
{
    const char *before = row != NULL ? form_opening_text(app, field, row) : "";
    draft->field = field;
    draft->before = own_text(before);
    const char *first = given != NULL ? given : row == NULL ? field->initial : NULL;
    draft->text = own_text(first != NULL ? given_words(app, field, first) : before);
    draft->given = row == NULL && first != NULL;
    draft->head = draft->theirs_head =
        row != NULL ? store_head(app->store, app->form.entity, row->id, field) : 0;
}

/* The line in the form shows the selected field's text. */
void form_select(App *app, uint32_t index)
{
    app->form.selected = index;
    const DraftField *draft = &app->form.fields[index];
    line_open(&app->form.line, draft->field, draft->text);
}

/* The field of the cell that was opened; of a new row the first one that nobody has filled in. */
static uint32_t first_field(const App *app, int wanted)
{
    const FormDraft *form = &app->form;
    const Entity *entity = schema_entity(form->entity);
    uint32_t title = UINT32_MAX;
    for (uint32_t index = 0; index < form->count; index++) {
        const DraftField *draft = &form->fields[index];
        if (wanted >= 0 && schema_field_index(entity, draft->field) == wanted)
            return index;
        if (title == UINT32_MAX && (draft->field->flags & FIELD_TITLE) != 0 &&
            (form->id != 0 || !draft->given))
            title = index;
    }
    return title != UINT32_MAX ? title : 0;
}

bool form_open(App *app, EntityKind entity, RowId id, RowId after, const Assignment *given,
               uint32_t count, Err *err)
{
    const Entity *table = schema_entity(entity);
    const Row *row = id != 0 ? plan_row(app->plan, entity, id) : NULL;
    if (id != 0 && row == NULL)
        return fail(err, ERR_NOT_FOUND, _("This row is not there any more."));
    form_close(app);
    FormDraft *form = &app->form;
    form->entity = entity;
    form->id = id;
    form->after = after;
    form->top = 0;
    form->asked = form->gone = false;
    form->message[0] = '\0';
    form->fields = calloc((size_t)table->field_count, sizeof *form->fields);
    if (form->fields == NULL)
        base_out_of_memory();
    /* The origin says where a row came from: the last thing one asks. */
    for (int pass = 0; pass < 2; pass++)
        for (int index = 0; index < table->field_count; index++) {
            const Field *field = &table->fields[index];
            bool last = strcmp(field->name, "origin") == 0;
            if (shown_in_form(field) && last == (pass == 1))
                draft_fill(app, &form->fields[form->count++], field, row,
                           given_text(field, given, count));
        }
    if (row != NULL)
        snprintf(form->title, sizeof form->title, "%s: %s", _(table->label),
                 plan_title(app->plan, entity, id, app->scratch));
    else
        snprintf(form->title, sizeof form->title, _("New: %s"), _(table->label));
    form->open = true;
    Target here = app_target(app);
    form_select(app, first_field(app, row != NULL && here.entity == entity ? here.field : -1));
    return true;
}

/* --- Saving ------------------------------------------------------------------------------------------------------- */

/* Rows that references are to make come first; the text becomes their id. */
static bool make_references(App *app, Err *err)
{
    for (uint32_t index = 0; index < app->form.count; index++) {
        DraftField *draft = &app->form.fields[index];
        if (!draft->make)
            continue;
        Assignment name = {.field = edit_field(draft->field->reference, "name"),
                           .text = draft->text};
        RowId made = 0;
        if (!edit_add(app, draft->field->reference, &name, 1, 0, &made, err))
            return false;
        free(draft->text);
        draft->text = own_text(arena_printf(app->scratch, "%lld", (long long)made));
    }
    return true;
}

static bool write_drafts(App *app, RowId *id, Err *err)
{
    FormDraft *form = &app->form;
    Assignment *what = ARENA_ARRAY(app->scratch, Assignment, (size_t)form->count + 1);
    uint32_t count = 0;
    for (uint32_t index = 0; index < form->count; index++)
        if (form_field_touched(&form->fields[index]) && !form->fields[index].make)
            what[count++] = (Assignment){.field = form->fields[index].field,
                                         .text = form->fields[index].text};
    *id = form->id;
    if (form->id == 0) {
        if (!edit_add(app, form->entity, what, count, form->after, id, err))
            return false;
    } else {
        for (uint32_t index = 0; index < count; index++)
            if (!edit_set(app, form->entity, form->id, &what[index], err))
                return false;
    }
    for (uint32_t index = 0; index < form->count; index++) {
        DraftField *draft = &form->fields[index];
        Value value =
            draft->make ? VALUE_OF_INTEGER(strtoll(draft->text, NULL, 10)) : VALUE_IS_NULL;
        if (draft->make && !store_set(app->store, form->entity, *id, draft->field, &value, err))
            return false;
    }
    return true;
}

/* The change's name: "set task/1.4 deadline=v37" or "add task name=…". */
static const char *form_label(App *app)
{
    const FormDraft *form = &app->form;
    Text label = {0};
    if (form->id != 0)
        text_printf(&label, "set %s", app_place_words(app, form->entity, form->id));
    else
        text_printf(&label, "add %s", schema_entity(form->entity)->name);
    for (uint32_t index = 0; index < form->count; index++) {
        const DraftField *draft = &form->fields[index];
        bool plain_default = draft->given && is_initial(app, draft);
        if (form_field_touched(draft) && !plain_default)
            text_printf(&label, " %s=%s", draft->field->name,
                        app_quote(app->scratch, draft->text));
    }
    const char *result = arena_strdup(app->scratch, text_string(&label));
    text_free(&label);
    return result;
}

/* A new row has what it cannot be without, and not only what every new row begins with. */
static bool form_complete(App *app)
{
    FormDraft *form = &app->form;
    bool has_own = form->id != 0;
    for (uint32_t index = 0; index < form->count; index++) {
        DraftField *draft = &form->fields[index];
        bool empty = draft->text[0] == '\0';
        if (form->id == 0 && empty && (draft->field->flags & FIELD_REQUIRED) != 0) {
            (void)snprintf(draft->error, sizeof draft->error, _("“%s” must be filled in."),
                           _(draft->field->label));
            form_select(app, index);
            return false;
        }
        has_own = has_own || (!empty && !is_initial(app, draft));
    }
    if (!has_own)
        (void)snprintf(form->message, sizeof form->message, "%s",
                       _("Nothing has been filled in yet; Esc leaves the form."));
    return has_own;
}

/* Everything typed must be good, and whatever others changed decided. */
static bool form_ready(App *app)
{
    FormDraft *form = &app->form;
    form_revive(app);
    if (!form_complete(app))
        return false;
    for (uint32_t index = 0; index < form->count; index++) {
        check_draft(app, &form->fields[index]);
        if (form->fields[index].error[0] != '\0') {
            form_select(app, index);
            return false;
        }
    }
    return form_settled(app);
}

static bool form_write(App *app, RowId *id, bool *stale, Err *err)
{
    if (!app_change_begin(app, form_label(app), err))
        return false;
    *stale = form_is_stale(app);
    bool good = !*stale && make_references(app, err) && write_drafts(app, id, err);
    return app_change_end(app, good, err);
}

static void form_save(App *app)
{
    FormDraft *form = &app->form;
    RowId id = 0;
    bool stale = false;
    Err err = {0};
    if (!form_dirty(form) && form->id != 0 && !form->gone) {
        form_close(app);
        return;
    }
    if (!form_ready(app))
        return;
    bool written = form_write(app, &id, &stale, &err);
    if (!written) {
        (void)snprintf(form->message, sizeof form->message, "%s", err.message);
        form_follow(app); /* somebody was faster: nothing is overwritten in silence */
        written = stale && form_settled(app) && form_write(app, &id, &stale, &err);
    }
    if (!written)
        return;
    app->kept = (Target){.entity = form->entity, .id = id, .field = app->kept.field};
    app->kept_set = true;
    form_close(app);
}

/* --- Keys ----------------------------------------------------------------------------------------------------------- */

static void field_typed(App *app)
{
    DraftField *draft = &app->form.fields[app->form.selected];
    free(draft->text);
    draft->text = own_text(text_string(&app->form.line.text));
    draft->make = draft->given = false;
    app->form.message[0] = '\0';
    app->form.asked = false;
    check_draft(app, draft);
}

void form_type(App *app, const char *text)
{
    line_insert(&app->form.line, text);
    field_typed(app);
}

void form_take(App *app, const char *text, bool make)
{
    DraftField *draft = &app->form.fields[app->form.selected];
    line_set(&app->form.line, text);
    field_typed(app);
    draft->make = make;
    check_draft(app, draft);
}

static void form_edit_long(App *app)
{
    DraftField *draft = &app->form.fields[app->form.selected];
    char *text = NULL;
    Err err = {0};
    if (app->host->edit == NULL || app->read_only || draft->field->kind != KIND_TEXT) {
        snprintf(app->form.message, sizeof app->form.message, "%s",
                 _("Only texts are edited in the editor."));
        return;
    }
    app->repaint = true;
    if (!app->host->edit(app->host->context, draft->text, ".txt", app->scratch, &text, &err)) {
        snprintf(app->form.message, sizeof app->form.message, "%s", err.message);
        return;
    }
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    line_set(&app->form.line, text);
    field_typed(app);
}

static void form_escape(App *app)
{
    FormDraft *form = &app->form;
    if (form_dirty(form) && !form->asked) {
        form->asked = true;
        snprintf(form->message, sizeof form->message, "%s",
                 _("Not saved. Ctrl-S keeps what you typed, Esc again leaves it."));
        return;
    }
    form_close(app);
}

static void form_go(App *app, int step)
{
    FormDraft *form = &app->form;
    int next = (int)form->selected + step;
    if (step == 1 || step == -1)
        next = next < 0 ? (int)form->count - 1 : next >= (int)form->count ? 0 : next;
    next = next < 0 ? 0 : next >= (int)form->count ? (int)form->count - 1 : next;
    form_select(app, (uint32_t)next);
}

void form_key(App *app, Key key)
{
    FormDraft *form = &app->form;
    const Field *field = form->fields[form->selected].field;
    bool picks = field->kind == KIND_REFERENCE || field->kind == KIND_CHOICE;
    if (form->asked && key != KEY_CODE_ESCAPE) { /* who goes on has not answered yes */
        form->asked = false;
        form->message[0] = '\0';
    }
    if (key == (KEY_WITH_CTRL | 's'))
        app->read_only ? form_close(app) : form_save(app);
    else if (key == KEY_CODE_ESCAPE)
        form_escape(app);
    else if (key == (KEY_WITH_CTRL | 'e'))
        form_edit_long(app);
    else if (key == (KEY_WITH_CTRL | 't'))
        form_take_theirs(app);
    else if (key == (KEY_WITH_CTRL | 'y'))
        form_keep_mine(app);
    else if (key == KEY_CODE_ENTER && picks && !app->read_only)
        picker_open_field(app, field, form->entity, true);
    else if (key == KEY_CODE_ENTER || key == KEY_CODE_TAB || key == KEY_CODE_DOWN)
        form_go(app, 1);
    else if (key == KEY_CODE_BACKTAB || key == KEY_CODE_UP)
        form_go(app, -1);
    else if (key == KEY_CODE_PAGE_DOWN || key == KEY_CODE_PAGE_UP)
        form_go(app, key == KEY_CODE_PAGE_DOWN ? 8 : -8);
    else if (!app->read_only && line_key(&form->line, key))
        field_typed(app);
}
