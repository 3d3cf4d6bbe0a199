/* SPDX-License-Identifier: MPL-2.0 */
/* Keys, pastes and the mouse: each goes to the top thing on the screen. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static void run_line(App *app, const char *line)
{
    Text out = {0};
    Err err = {0};
    if (!app_run(app, line, &out, &err))
        app_complain(app, &err);
    text_free(&out);
}

void app_ask(App *app, const char *line)
{
    free(app->confirm_line);
    app->confirm_line = strdup(line);
    if (app->confirm_line == NULL)
        base_out_of_memory();
}

/* What undo brings back is done by Enter too. */
static bool is_yes(const char *line, Key key)
{
    bool for_good = strncmp(line, "erase ", strlen("erase ")) == 0;
    return key == 'y' || (!for_good && (key == KEY_CODE_ENTER || key == 'd'));
}

static void confirm_key(App *app, Key key)
{
    char *line = app->confirm_line;
    app->confirm_line = NULL;
    app->message[0] = '\0';
    if (is_yes(line, key))
        run_line(app, line);
    else
        app_say(app, app->beside ? _("The plan is open for reading only.")
                                 : _("Nothing was deleted."));
    free(line);
}

/* A prefix waits for one key, whatever it is. */
static bool is_prefix(Mode mode)
{
    return mode == MODE_ZOOM || mode == MODE_QUADRANT;
}

bool mode_key(App *app, Key key)
{
    Mode mode = app->mode;
    const Binding *binding = keys_find(app, mode_name(mode), key);
    if (is_prefix(mode))
        mode_set(app, MODE_VIEW);
    if (binding != NULL) {
        run_line(app, binding->line);
        return true;
    }
    if (mode == MODE_MOVE && ((key >= '0' && key <= '9') || key == '+' || key == '-')) {
        char first[2] = {(char)key, '\0'};
        typing_start(app, TYPING_MOVE, first);
        return true;
    }
    if (is_prefix(mode)) {
        app_say(app, _("That key does not follow here; nothing was done."));
        return true;
    }
    if (mode == MODE_MOVE)
        preview_update(app);
    return true;
}

static void view_key(App *app, Key key)
{
    app->message[0] = '\0';
    if (app->mode != MODE_VIEW) {
        mode_key(app, key);
        return;
    }
    const Binding *binding = keys_find(app, keys_place(app), key);
    if (binding == NULL)
        binding = keys_find(app, "all", key);
    const char *refusal = binding != NULL ? keys_refusal(app, binding) : NULL;
    if (refusal != NULL) {
        app_say(app, "%s", refusal);
        return;
    }
    if (binding != NULL) {
        run_line(app, binding->line);
        return;
    }
    Text words = {0};
    key_print_words(key, &words);
    const char *name = text_clean(app->scratch, text_string(&words), words.length, false);
    app_say(app, _("%s does nothing here; ? shows the keys."), name);
    text_free(&words);
}

static void give_key(App *app, Key key)
{
    arena_clear(app->scratch);
    app->interrupted_at = 0;
    if (app->options->kiosk) {
        wall_key(app, key);
        return;
    }
    if (key == (KEY_WITH_CTRL | 'l')) {
        app->repaint = true;
        return;
    }
    if (key == (KEY_WITH_CTRL | 'c')) {
        app_interrupt(app);
        return;
    }
    if (app->confirm_line != NULL)
        confirm_key(app, key);
    else if (app->picker.kind != PICK_NONE && app->picker.kind != PICK_COMMAND)
        picker_key(app, key);
    else if (app->typing != TYPING_NONE)
        typing_key(app, key);
    else if (app->form.open)
        form_key(app, key);
    else
        view_key(app, key);
}

void app_key(App *app, Key key)
{
    PictureState before = app->picture.state;
    moved_forget(app);
    give_key(app, key);
    live_show_edit(app);
    moved_by_key(app, before);
}

void app_paste(App *app, const char *text)
{
    moved_forget(app);
    if (app->options->kiosk)
        return;
    arena_clear(app->scratch);
    char *clean = text_clean(app->scratch, text, strlen(text), app->form.open);
    if (app->picker.kind != PICK_NONE && app->picker.kind != PICK_COMMAND) {
        line_insert(&app->picker.line, clean);
        picker_refresh(app);
    } else if (app->typing != TYPING_NONE) {
        line_insert(&app->line, clean);
        if (app->typing == TYPING_COMMAND)
            palette_refresh(app);
        if (app->typing == TYPING_FILTER)
            app_set_filter(app, text_string(&app->line.text));
    } else if (app->form.open && !app->read_only) {
        form_type(app, clean);
    } else {
        app_say(app,
                _("Pasted text goes into a field: e, a or / opens one.  Nothing was done."));
    }
}

/* Ctrl-C cancels the present operation; twice at the top it quits. */
void app_interrupt(App *app)
{
    moved_forget(app);
    if (app->options->kiosk) {
        app->finished = app->wall.quits;
        return;
    }
    app->message[0] = '\0';
    if (app->confirm_line != NULL) {
        free(app->confirm_line);
        app->confirm_line = NULL;
    } else if (app->picker.kind != PICK_NONE || app->typing != TYPING_NONE) {
        app->picker.kind = PICK_NONE;
        app->typing = TYPING_NONE;
    } else if (app->form.open) {
        form_key(app, KEY_CODE_ESCAPE);
    } else if (app->mode != MODE_VIEW) {
        mode_set(app, MODE_VIEW);
    } else if (app->interrupted_at != 0) {
        app->finished = true;
    } else {
        app->interrupted_at = 1;
        app_say(app, _("Ctrl-C again ends the program; every edit is kept already."));
        return;
    }
    app->interrupted_at = 0;
}

/* --- Mouse -------------------------------------------------------------------------------------------------------- */

static void mouse_press(App *app, const Hit *hit, int x)
{
    ViewState *state = app_state(app);
    if (hit->kind == HIT_TAB) {
        app_go_view(app, (uint32_t)hit->number);
        return;
    }
    state->row = hit->row;
    state->column = hit->column;
    if (hit->kind == HIT_FOLD)
        run_line(app, "fold");
    if (hit->kind == HIT_COLUMN) {
        const Field *field = &schema_entity(state->kind)->fields[hit->number];
        run_line(app, arena_printf(app->scratch, "sort %s", field->name));
    }
    bool bar = hit->kind == HIT_BAR || hit->kind == HIT_BAR_START || hit->kind == HIT_BAR_END;
    if (bar && !app->read_only) {
        app->drag_task = app_target(app).id;
        app->drag_x = x;
        app->drag_edge = hit->kind == HIT_BAR_START ? 1 : hit->kind == HIT_BAR_END ? 2 : 0;
    }
}

/* Columns are turned into days by the axis that was drawn. */
static void mouse_drag(App *app, int x)
{
    if (app->drag_task == 0 || app->laid.first_day == DAY_NONE)
        return;
    if (app->mode != MODE_MOVE) {
        if (x == app->drag_x)
            return;
        run_line(app, "move-mode");
        app->edge = app->drag_edge;
    }
    int shown = app->laid.last_day - app->laid.first_day + 1;
    int columns = app->width - app->laid.edit.x > 0 ? app->width * 3 / 5 : app->width;
    int days =
        (x - app->drag_x) * (shown / (columns > 0 ? columns : 1) > 0 ? shown / columns : 1);
    app->preview.start_days = app->edge != 2 ? days : 0;
    app->preview.finish_days = app->edge != 1 ? days : 0;
    preview_update(app);
}

void app_mouse(App *app, MouseKind kind, int x, int y)
{
    moved_forget(app);
    arena_clear(app->scratch);
    if (app->options->kiosk || app->form.open || app->picker.kind != PICK_NONE ||
        app->typing != TYPING_NONE || app->confirm_line != NULL)
        return;
    if (kind == MOUSE_WHEEL_DOWN || kind == MOUSE_WHEEL_UP) {
        for (int step = 0; step < 3; step++)
            run_line(app, kind == MOUSE_WHEEL_DOWN ? "down" : "up");
        return;
    }
    if (kind == MOUSE_DRAG) {
        mouse_drag(app, x);
        return;
    }
    if (kind == MOUSE_RELEASE) {
        app->drag_task = 0;
        if (app->mode == MODE_MOVE)
            run_line(app, "keep");
        return;
    }
    const Hit *hit = hit_find(&app->hits, x, y);
    if (hit == NULL || app->mode != MODE_VIEW)
        return;
    app->message[0] = '\0';
    mouse_press(app, hit, x);
    if (kind == MOUSE_DOUBLE && hit->kind == HIT_CELL)
        run_line(app, "open");
}
