/* SPDX-License-Identifier: MPL-2.0 */
/* The line being typed: commands, filters, one cell in place, a distance in move mode. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

/* --- The line editor ------------------------------------------------------------------------------------------- */

void line_set(LineEditor *line, const char *text)
{
    text_clear(&line->text);
    text_append(&line->text, text);
    line->caret = line->text.length;
    line->whole = false;
}

void line_open(LineEditor *line, const Field *field, const char *text)
{
    line_set(line, text);
    line->whole = field->kind != KIND_TEXT && line->text.length > 0;
}

static void drop_chosen(LineEditor *line)
{
    if (line->whole)
        line_set(line, "");
}

void line_insert(LineEditor *line, const char *text)
{
    drop_chosen(line);
    size_t tail = line->text.length - line->caret;
    Arena *arena = arena_new();
    char *after = arena_strndup(arena, text_string(&line->text) + line->caret, tail);
    if (line->text.bytes != NULL) {
        line->text.bytes[line->caret] = '\0';
        line->text.length = line->caret;
    }
    text_append(&line->text, text);
    line->caret = line->text.length;
    text_append(&line->text, after);
    arena_free(arena);
}

static void line_cut(LineEditor *line, size_t from, size_t to)
{
    if (line->text.bytes == NULL || from >= to)
        return;
    memmove(line->text.bytes + from, line->text.bytes + to, line->text.length - to + 1);
    line->text.length -= to - from;
    line->caret = from;
}

static size_t word_before(const LineEditor *line)
{
    const char *text = text_string(&line->text);
    size_t at = line->caret;
    while (at > 0 && text[at - 1] == ' ')
        at--;
    while (at > 0 && text[at - 1] != ' ')
        at--;
    return at;
}

static void key_left(LineEditor *line)
{
    line->caret = text_previous_grapheme(text_string(&line->text), line->caret);
}

static void key_right(LineEditor *line)
{
    line->caret = text_next_grapheme(text_string(&line->text), line->caret);
}

static void key_home(LineEditor *line)
{
    line->caret = 0;
}

static void key_end(LineEditor *line)
{
    line->caret = line->text.length;
}

static void key_backspace(LineEditor *line)
{
    drop_chosen(line);
    line_cut(line, text_previous_grapheme(text_string(&line->text), line->caret), line->caret);
}

static void key_delete(LineEditor *line)
{
    drop_chosen(line);
    line_cut(line, line->caret, text_next_grapheme(text_string(&line->text), line->caret));
}

static void key_cut_all(LineEditor *line)
{
    line_cut(line, 0, line->caret);
}

static void key_cut_word(LineEditor *line)
{
    line_cut(line, word_before(line), line->caret);
}

static void key_cut_rest(LineEditor *line)
{
    line_cut(line, line->caret, line->text.length);
}

static const struct {
    Key key;
    void (*run)(LineEditor *line);
} line_keys[] = {
    {KEY_CODE_LEFT, key_left},           {KEY_CODE_RIGHT, key_right},
    {KEY_CODE_HOME, key_home},           {KEY_CODE_END, key_end},
    {KEY_CODE_BACKSPACE, key_backspace}, {KEY_CODE_DELETE, key_delete},
    {KEY_WITH_CTRL | 'a', key_home},     {KEY_WITH_CTRL | 'u', key_cut_all},
    {KEY_WITH_CTRL | 'w', key_cut_word}, {KEY_WITH_CTRL | 'k', key_cut_rest},
};

bool line_key(LineEditor *line, Key key)
{
    for (size_t index = 0; index < COUNT_OF(line_keys); index++)
        if (line_keys[index].key == key) {
            line_keys[index].run(line);
            line->whole = false;
            return true;
        }
    if (key < ' ' || key >= KEY_CODE_ENTER)
        return false;
    char bytes[5];
    utf8_encode(key, bytes);
    line_insert(line, bytes);
    return true;
}

/* --- Typing ---------------------------------------------------------------------------------------------------------- */

void typing_start(App *app, Typing typing, const char *text)
{
    app->typing = typing;
    app->message[0] = '\0';
    line_set(&app->line, text);
    if (typing == TYPING_COMMAND) {
        app->picker.kind = PICK_COMMAND;
        app->picker.selected = app->picker.top = 0;
        palette_refresh(app);
    }
}

void typing_ask(App *app, const char *line, const char *prompt, const char *text)
{
    free(app->note_line);
    app->note_line = strdup(line);
    if (app->note_line == NULL)
        base_out_of_memory();
    app->note_prompt = prompt;
    typing_start(app, TYPING_NOTE, text);
}

static void typing_stop(App *app)
{
    app->typing = TYPING_NONE;
    if (app->picker.kind == PICK_COMMAND)
        app->picker.kind = PICK_NONE;
}

/* --- What prints for a shell is shown in the full screen where it stands there -------------------------------------- */

static bool show_list(App *app, const char *const *words, int count, Err *err)
{
    if (!app_run(app, arena_printf(app->scratch, "register %s", words[1]), NULL, err))
        return false;
    const char *equals = count > 2 ? strchr(words[2], '=') : NULL;
    app_set_filter(app, count < 3 ? "" : equals != NULL ? equals + 1 : words[2]);
    app_state(app)->top = 0;
    if (count > 3 || equals != NULL)
        app_say(app,
                _("The register is narrowed by “%s” in any column; list in a shell prints "
                  "exactly what was asked for."),
                equals != NULL ? equals + 1 : words[2]);
    return true;
}

static bool show_row(App *app, const char *const *words, int count, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    return count == 2 && plan_find_place(app->plan, words[1], &entity, &id, err) &&
           form_open(app, entity, id, 0, NULL, 0, err);
}

static bool show_log(App *app, const char *const *words, int count, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    if (count == 1)
        return app_run(app, "history all", NULL, err);
    return plan_find_place(app->plan, words[1], &entity, &id, err) &&
           app_go_to(app, entity, id, -1) && app_run(app, "history", NULL, err);
}

static const struct {
    const char *command;
    bool (*show)(App *app, const char *const *words, int count, Err *err);
} shown_here[] = {{"list", show_list}, {"show", show_row}, {"log", show_log}};

/* False, mostly without a word, where no place of the screen has it. */
static bool show_instead(App *app, const char *line, Err *err)
{
    const char **words = NULL;
    int count = 0;
    if (!command_split(app->scratch, line, &words, &count, NULL) || count == 0)
        return false;
    const Command *command = command_by_name(words[0]);
    for (size_t index = 0; command != NULL && index < COUNT_OF(shown_here); index++)
        if (strcmp(command->name, shown_here[index].command) == 0)
            return shown_here[index].show(app, words, count, err);
    return false;
}

/* One line is said; of more, where they can be read. */
static void say_printed(App *app, const char *line, const Text *out, Err *err)
{
    int name = (int)strcspn(line, " ");
    size_t first = strcspn(out->bytes, "\n");
    bool several = out->bytes[first] != '\0' && out->bytes[first + 1] != '\0';
    if (show_instead(app, line, err))
        return;
    if (err->code != ERR_NONE)
        app_complain(app, err);
    else if (several)
        app_say(app,
                _("“%.*s” prints more lines than fit here; “framdrift FILE %.*s …” in a shell "
                  "prints them all."),
                name, line, name, line);
    else
        app_say(app, "%.*s", (int)first, out->bytes);
}

static void run_typed(App *app, const char *line)
{
    Text out = {0};
    Err err = {0};
    char *own = strdup(line);
    if (own == NULL)
        base_out_of_memory();
    typing_stop(app);
    app->message[0] = '\0';
    if (!app_run(app, own, &out, &err))
        app_complain(app, &err);
    else if (out.length > 0 &&
             app->message[0] == '\0') /* else the command has said it better */
        say_printed(app, own, &out, &err);
    free(own);
    text_free(&out);
}

/* The line itself when it starts with a command's whole name; else the chosen suggestion. */
static void command_enter(App *app)
{
    const char *typed = text_string(&app->line.text);
    char *name = arena_strndup(app->scratch, typed, strcspn(typed, " "));
    const PickerState *picker = &app->picker;
    if (typed[0] == '\0' && picker->selected == 0) {
        typing_stop(app);
        return;
    }
    bool whole =
        command_by_name(name) != NULL && (strchr(typed, ' ') != NULL || picker->selected == 0);
    if (whole || picker->count == 0) {
        run_typed(app, typed);
        return;
    }
    const PickEntry *entry = &picker->entries[picker->selected];
    const Command *command = command_by_name(entry->insert);
    if (command != NULL && command->least > 0) {
        line_set(&app->line, arena_printf(app->scratch, "%s ", entry->insert));
        palette_refresh(app);
        return;
    }
    run_typed(app, entry->insert);
}

static void command_key(App *app, Key key)
{
    PickerState *picker = &app->picker;
    if (key == KEY_CODE_ENTER) {
        command_enter(app);
    } else if (key == KEY_CODE_DOWN || key == KEY_CODE_UP) {
        if (key == KEY_CODE_DOWN && picker->selected + 1 < picker->count)
            picker->selected++;
        if (key == KEY_CODE_UP && picker->selected > 0)
            picker->selected--;
    } else if (key == KEY_CODE_TAB && picker->count > 0) {
        line_set(&app->line, picker->entries[picker->selected].insert);
        if (strchr(text_string(&app->line.text), '=') == NULL ||
            text_string(&app->line.text)[app->line.text.length - 1] != '=')
            if (command_by_name(text_string(&app->line.text)) != NULL)
                line_insert(&app->line, " ");
        picker->selected = 0;
        palette_refresh(app);
    } else if (key == KEY_CODE_BACKSPACE && app->line.text.length == 0) {
        typing_stop(app);
    } else if (line_key(&app->line, key)) {
        picker->selected = 0;
        palette_refresh(app);
    }
}

static void filter_key(App *app, Key key)
{
    /* Help filters at once: who types / first all the same does not look for a slash. */
    bool help = strcmp(app_view(app)->name, "help") == 0;
    if (help && key == '/' && app->line.text.length == 0)
        return;
    const char *moves = key == KEY_CODE_DOWN        ? "down"
                        : key == KEY_CODE_UP        ? "up"
                        : key == KEY_CODE_PAGE_DOWN ? "page-down"
                        : key == KEY_CODE_PAGE_UP   ? "page-up"
                                                    : NULL;
    Err err = {0};
    if (key == KEY_CODE_ENTER) {
        typing_stop(app);
        if (help && !app_run(app, "open", NULL, &err))
            app_complain(app, &err);
    } else if (moves != NULL) {
        app_run(app, moves, NULL, &err);
    } else if (line_key(&app->line, key)) {
        app_set_filter(app, text_string(&app->line.text));
        app_state(app)->top = 0;
    }
}

/* What was typed; left as it opened, the very value that stood there: "1. september" of last year
 * is not read again as this year's. */
static const char *cell_text(App *app)
{
    const Row *row = plan_row(app->plan, app->cell_target.entity, app->cell_target.id);
    const char *typed = text_string(&app->line.text);
    if (row != NULL && strcmp(typed, form_opening_text(app, app->cell_field, row)) == 0) {
        Value value = field_value(app->cell_field, row, app->scratch);
        Text exact = {0};
        field_print_machine(app->cell_field, &value, &exact);
        typed = arena_strdup(app->scratch, text_string(&exact));
        text_free(&exact);
        return typed;
    }
    return arena_strdup(app->scratch, typed);
}

static void cell_enter(App *app)
{
    const char *text = cell_text(app);
    EntityKind entity = app->cell_target.entity;
    const RowId *ids = &app->cell_target.id;
    uint32_t count = 1;
    Err err = {0};
    if (row_set_contains(&(RowSet){app->marked.ids, app->marked.count}, app->cell_target.id)) {
        ids = app->marked.ids;
        count = app->marked.count;
    }
    app->message[0] = '\0';
    if (edit_set_chosen(app, entity, ids, count, app->cell_field, text, &err)) {
        app->expected.field = NULL;
        typing_stop(app);
        return;
    }
    app_complain(app, &err); /* what was typed stays, to be mended */
}

static void note_enter(App *app)
{
    const char *typed = app_quote(app->scratch, text_string(&app->line.text));
    Err err = {0};
    if (app_run(app, arena_printf(app->scratch, "%s %s", app->note_line, typed), NULL, &err))
        typing_stop(app);
    else
        app_complain(app, &err);
}

/* "+2v" or "1.10": a distance, or a date for the edge that is being moved. */
static void move_enter(App *app)
{
    const char *text = text_string(&app->line.text);
    uint32_t first = plan_index_of(app->plan, ENTITY_TASK, app->preview.tasks[0]);
    const TaskDates *dates = &app->schedule.tasks[first];
    Day from = app->edge == 2             ? dates->finish
               : dates->start != DAY_NONE ? dates->start
                                          : dates->finish;
    ParseContext context = app_parse_context(app);
    HonestDate date;
    Err err = {0};
    typing_stop(app);
    context.date.anchor = from;
    if (from == DAY_NONE)
        fail(&err, ERR_INPUT, _("This task has no date yet; e in its date column sets one."));
    else if (date_parse(app->scratch, &context.date, text, &date, &err) &&
             date.from != DAY_NONE) {
        int days = (app->edge == 2 ? date.to : date.from) - from;
        app->preview.start_days = app->edge != 2 ? days : 0;
        app->preview.finish_days = app->edge != 1 ? days : 0;
        preview_update(app);
        return;
    }
    if (err.code == ERR_NONE)
        fail(&err, ERR_INPUT, _("“%s” is no day to move to; +2v or 1.10 would be right."),
             text);
    app_complain(app, &err);
}

void typing_key(App *app, Key key)
{
    Typing typing = app->typing;
    if (key == KEY_CODE_ESCAPE) {
        typing_stop(app);
        app->message[0] = '\0';
        if (typing == TYPING_FILTER) {
            app_set_filter(app, "");
            if (strcmp(app_view(app)->name, "help") == 0)
                app_go_view(app, app->previous_view);
        }
        if (typing == TYPING_MOVE)
            preview_update(app);
        return;
    }
    if (typing == TYPING_COMMAND)
        command_key(app, key);
    else if (typing == TYPING_FILTER)
        filter_key(app, key);
    else if (typing == TYPING_CELL && key == (KEY_WITH_CTRL | 't'))
        cell_take_theirs(app);
    else if (key == KEY_CODE_ENTER)
        (typing == TYPING_CELL   ? cell_enter
         : typing == TYPING_NOTE ? note_enter
                                 : move_enter)(app);
    else
        line_key(&app->line, key);
}

/* --- `e`: one cell -------------------------------------------------------------------------------------------------------- */

/* What `e` edits on a place that stands for a whole row. */
static const char *main_field(EntityKind entity)
{
    static const struct {
        EntityKind entity;
        const char *field;
    } mains[] = {{ENTITY_SEAT, "person"},
                 {ENTITY_SWOT, "text"},
                 {ENTITY_GOAL, "text"},
                 {ENTITY_POINT, "text"}};

    for (size_t index = 0; index < COUNT_OF(mains); index++)
        if (mains[index].entity == entity)
            return mains[index].field;
    return "name";
}

bool cell_edit(App *app, const char *name, Err *err)
{
    Target here = app_target(app);
    const Row *row =
        here.entity != ENTITY_NONE ? plan_row(app->plan, here.entity, here.id) : NULL;
    if (row == NULL && here.entity != ENTITY_NONE)
        return app_run(app, "add-here", NULL, err);
    if (row == NULL)
        return fail(err, ERR_INPUT, _("There is nothing here to edit."));
    const Entity *entity = schema_entity(here.entity);
    /* A finding says what is wrong with a row, not with its name: all its fields are shown. */
    const char *view = app_view(app)->name;
    bool elsewhere = strcmp(view, "findings") == 0 || strcmp(view, "overview") == 0;
    if (name == NULL && here.field < 0 && elsewhere)
        return form_open(app, here.entity, here.id, 0, NULL, 0, err);
    const Field *field = name != NULL ? schema_field_by_name(entity, name)
                         : here.field >= 0
                             ? &entity->fields[here.shown > 0 ? here.shown : here.field]
                             : schema_field_by_name(entity, main_field(here.entity));
    if (field == NULL && name != NULL)
        return schema_fail_unknown_field(entity, name, err);
    if (field == NULL)
        return form_open(app, here.entity, here.id, 0, NULL, 0, err);
    if ((field->flags & FIELD_COMPUTED) != 0)
        return fail(err, ERR_INPUT, _("“%s” is computed; it follows from other fields."),
                    _(field->label));
    if (field->kind == KIND_REFERENCE || field->kind == KIND_CHOICE) {
        picker_open_field(app, field, here.entity, false);
        return true;
    }
    if (field->kind == KIND_BOOLEAN) {
        bool now = *(const bool *)(const void *)((const char *)row + field->offset);
        return edit_set_chosen(app, here.entity, &here.id, 1, field, now ? "no" : "yes", err);
    }
    app->cell_field = field;
    /* What stands for a row elsewhere is not the cell itself: its field is named in the prompt. */
    app->cell_named = name != NULL || elsewhere;
    app->cell_target = here;
    const char *text = form_opening_text(app, field, row);
    cell_remember(app, text);
    typing_start(app, TYPING_CELL, "");
    line_open(&app->line, field, text);
    return true;
}
