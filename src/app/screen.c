/* SPDX-License-Identifier: MPL-2.0 */
/* The frame as it is now: view, frame around it, overlays; and what changes it from outside. */
#include "app_private.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SMALLEST_WIDTH = 40, SMALLEST_HEIGHT = 10, CELL_COLUMNS = 20, LOOK_AGAIN_MS = 1000 };

/* --- The view: drawn until the cursor's place is on it ------------------------------------------------------------ */

bool screen_scroll_to_cursor(App *app)
{
    ViewState *state = app_state(app);
    int shown = app->laid.rows_shown > 0 ? app->laid.rows_shown : 1;
    int columns = app->laid.columns_shown > 0 ? app->laid.columns_shown : 1;
    int top = state->top;
    int left = state->left;
    if (state->row < top)
        top = state->row;
    else if (state->row >= top + shown)
        top = state->row - shown + 1;
    /* Rows below the last one would be empty while rows above are hidden. */
    if (top > 0 && top + shown > (int)app->rows.count)
        top = (int)app->rows.count - shown > 0 ? (int)app->rows.count - shown : 0;
    if (state->column < left)
        left = state->column;
    else if (state->column >= left + columns)
        left = state->column - columns + 1;
    bool moved = top != state->top || left != state->left;
    state->top = top;
    state->left = left;
    return moved;
}

/* On a canvas that is empty. */
static void draw_once(App *app, Canvas *canvas, Rect area)
{
    ViewInput input = app_view_input(app);
    app->hits = (HitMap){.arena = app->frame};
    app->laid = (ViewLaid){.first_day = DAY_NONE, .last_day = DAY_NONE};
    Rect old = canvas_clip(canvas, area);
    app_view(app)->draw(&input, &app->rows, area, canvas, &app->hits, &app->laid);
    canvas_unclip(canvas, old);
}

static void draw_again(App *app, Canvas *canvas, Rect area)
{
    canvas_clear(canvas, STYLE_TEXT);
    draw_once(app, canvas, area);
}

static bool end_is_shown(App *app)
{
    return app_state(app)->top + app->laid.rows_shown >= (int)app->rows.count;
}

/* Rows differ in height: at the end of the list as many of them are shown as fit. */
static void draw_to_the_end(App *app, Canvas *canvas, Rect area)
{
    ViewState *state = app_state(app);
    while (state->top > 0 && end_is_shown(app)) {
        state->top--;
        draw_again(app, canvas, area);
        if (end_is_shown(app))
            continue;
        state->top++;
        draw_again(app, canvas, area);
        return;
    }
}

void screen_draw_view(App *app, Canvas *canvas)
{
    Rect area = app_area(app);
    app_lay_out(app);
    bool scrolled = screen_scroll_to_cursor(app);
    draw_once(app, canvas, area);
    for (int pass = 1; pass < 4 && screen_scroll_to_cursor(app); pass++) {
        scrolled = true;
        draw_again(app, canvas, area);
    }
    if (scrolled)
        draw_to_the_end(app, canvas, area);
}

/* --- The frame ------------------------------------------------------------------------------------------------------- */

static const char *counts_words(App *app)
{
    const Schedule *schedule = &app->schedule;
    return arena_printf(app->frame, _("%u of %u done   %u overdue"), schedule->counted_done,
                        schedule->counted, schedule->overdue);
}

static const char *place_words(App *app)
{
    const char *path = store_path(app->store);
    const char *slash = strrchr(path, '/');
    const char *name = text_clean(app->frame, slash != NULL ? slash + 1 : path,
                                  strlen(slash != NULL ? slash + 1 : path), false);
    if (app->width < 100)
        name = "";
    if (app->read_only || app->saved_at == 0)
        return name; /* that it is read only stands on a chip */
    LocalTime saved = app_local_time(app, app->saved_at);
    return arena_printf(app->frame, _("%s  saved %02d:%02d   %s"), name, saved.hour,
                        saved.minute,
                        app->width < 100               ? ""
                        : app->options->author != NULL ? app->options->author
                                                       : app->host->user);
}

/* What the keys of a form do in the field that is selected. */
static uint32_t form_hints(const App *app, KeyHint *hints)
{
    const DraftField *draft = &app->form.fields[app->form.selected];
    ValueKind kind = draft->field->kind;
    bool picks = kind == KIND_REFERENCE || kind == KIND_CHOICE;
    bool differs = draft->other == FORM_OTHER_DIFFERS;
    bool writes = !app->read_only;

    const struct {
        bool holds;
        KeyHint hint;
    } all[] = {{writes && differs, {"Ctrl-T", _("take theirs")}},
               {writes && differs, {"Ctrl-Y", _("keep yours")}},
               {writes, {"Ctrl-S", _("save")}},
               {!differs, {"Tab", _("next field")}},
               {writes && picks && !differs, {"Enter", _("choose")}},
               {writes && kind == KIND_TEXT && !differs, {"Ctrl-E", _("editor")}},
               {true, {"Esc", writes ? _("cancel") : _("close")}}};

    uint32_t count = 0;
    for (size_t index = 0; index < COUNT_OF(all); index++)
        if (all[index].holds)
            hints[count++] = all[index].hint;
    return count;
}

static uint32_t place_hints(App *app, KeyHint *hints, uint32_t most)
{
    Footer *footer = &app->footer;
    bool in_view = app->mode == MODE_VIEW;
    const char *context = in_view ? keys_place(app) : mode_name(app->mode);
    EntityKind kind = app_state(app)->kind;
    bool same = footer->context != NULL && strcmp(footer->context, context) == 0 &&
                footer->view == app->view && footer->kind == kind &&
                footer->read_only == app->read_only;
    if (!same) {
        arena_clear(footer->arena);
        footer->context = context;
        footer->view = app->view;
        footer->kind = kind;
        footer->read_only = app->read_only;
        footer->count = keys_hints(app, context, in_view ? "all" : NULL, footer->arena,
                                   footer->hints, (uint32_t)COUNT_OF(footer->hints));
    }
    uint32_t count = footer->count < most ? footer->count : most;
    memcpy(hints, footer->hints, count * sizeof *hints);
    return count;
}

static uint32_t frame_hints(App *app, KeyHint *hints, uint32_t most)
{
    static const KeyHint picker[] = {
        {"Enter", N_("take")}, {"Up Down", N_("choose")}, {"Esc", N_("close")}};
    static const KeyHint command[] = {{"Enter", N_("run")},
                                      {"Up Down", N_("choose")},
                                      {"Tab", N_("complete")},
                                      {"Esc", N_("close")}};
    static const KeyHint cell[] = {{"Enter", N_("keep")}, {"Esc", N_("leave as it was")}};
    const KeyHint *list = NULL;
    uint32_t count = 0;
    if (app->picker.kind != PICK_NONE && app->picker.kind != PICK_COMMAND) {
        list = picker;
        count = COUNT_OF(picker);
    } else if (app->typing == TYPING_COMMAND) {
        list = command;
        count = COUNT_OF(command);
    } else if (app->typing == TYPING_CELL || app->typing == TYPING_MOVE ||
               app->typing == TYPING_NOTE) {
        list = cell;
        count = COUNT_OF(cell);
    } else if (app->form.open) {
        return form_hints(app, hints);
    }
    for (uint32_t index = 0; index < count; index++)
        hints[index] = (KeyHint){list[index].keys, _(list[index].words)};
    if (list != NULL)
        return count;
    return place_hints(app, hints, most);
}

static const char *mode_words(const App *app)
{
    static const char *const words[MODE_COUNT] = {"",         N_("ZOOM"),      N_("MOVE TO"),
                                                  N_("MOVE"), N_("REARRANGE"), N_("CONNECT")};
    return app->mode == MODE_VIEW ? "" : _(words[app->mode]);
}

/* Whether a line is typed at the foot: draw_prompt puts it where the hints stand. */
static bool has_prompt(const App *app)
{
    return app->typing == TYPING_FILTER || app->typing == TYPING_NOTE ||
           app->typing == TYPING_MOVE || (app->typing == TYPING_CELL && app->cell_named);
}

static void draw_frame(App *app, Canvas *canvas)
{
    KeyHint hints[24];
    Text as_of = {0};
    if (app->options->as_of != DAY_NONE) {
        text_append(&as_of, _("as of "));
        day_print(app->options->as_of, DATE_STYLE_NUMERIC, app->language, &as_of);
    }
    Frame frame = {.plan_name = app->plan->info->name,
                   .plan_short_name = app->plan->info->short_name,
                   .today = app->today,
                   .as_of = arena_strdup(app->frame, text_string(&as_of)),
                   .people = live_people(app),
                   .current = app_view(app),
                   .summary = app->rows.summary,
                   .filter = app->filter[app->view] != NULL ? app->filter[app->view] : "",
                   .hidden = app->rows.hidden,
                   .marked = app->marked.count,
                   .message = app->message,
                   .message_is_error = app->message_is_error,
                   .prompt = has_prompt(app),
                   .hints = hints,
                   .hint_count = frame_hints(app, hints, (uint32_t)COUNT_OF(hints)),
                   .mode = mode_words(app),
                   .counts = counts_words(app),
                   .place = place_words(app),
                   .read_only = app->read_only,
                   .language = app->language};
    text_free(&as_of);
    frame_draw(&frame, canvas, &app->hits);
}

/* --- Overlays ------------------------------------------------------------------------------------------------------------ */

static LineField line_field(const LineEditor *line)
{
    return (LineField){
        .text = text_string(&line->text), .caret = line->caret, .whole = line->whole};
}

static void draw_picker(App *app, Canvas *canvas)
{
    PickerState *state = &app->picker;
    bool command = state->kind == PICK_COMMAND;
    uint32_t rows = picker_rows(canvas);
    if (state->selected < state->top)
        state->top = state->selected;
    if (rows > 0 && state->selected >= state->top + rows)
        state->top = state->selected - rows + 1;
    PickItem *items = ARENA_ARRAY(app->frame, PickItem, (size_t)state->count + 1);
    for (uint32_t index = 0; index < state->count; index++)
        items[index] = (PickItem){.words = state->entries[index].words,
                                  .detail = state->entries[index].detail};
    Picker picker = {.title = command ? _("Command") : state->title,
                     .prompt = command ? ": " : "",
                     .line = line_field(command ? &app->line : &state->line),
                     .items = items,
                     .count = state->count,
                     .selected = state->selected,
                     .top = state->top,
                     .preview = "",
                     .empty = command ? _("Enter runs the line as it is.")
                                      : _("Nothing fits; Backspace widens the list.")};
    picker_draw(&picker, command || state->into_form ? (Rect){0} : state->beside, canvas);
}

static void draw_form(App *app, Canvas *canvas)
{
    FormDraft *draft = &app->form;
    uint32_t rows = form_rows(canvas);
    if (draft->selected < draft->top)
        draft->top = draft->selected;
    if (rows > 0 && draft->selected >= draft->top + rows)
        draft->top = draft->selected - rows + 1;
    FormField *fields = ARENA_ARRAY(app->frame, FormField, (size_t)draft->count + 1);
    bool dirty = false;
    for (uint32_t index = 0; index < draft->count; index++) {
        const DraftField *field = &draft->fields[index];
        bool changed = strcmp(field->before, field->text) != 0;
        dirty = dirty || changed;
        fields[index] = (FormField){.field = field->field,
                                    .text = field->text,
                                    .changed = changed,
                                    .read_only = app->read_only,
                                    .error = field->error,
                                    .reading = field->reading,
                                    .other = field->other,
                                    .theirs = field->theirs != NULL ? field->theirs : "",
                                    .by = field->by};
    }
    Form form = {.title = draft->title,
                 .fields = fields,
                 .count = draft->count,
                 .selected = draft->selected,
                 .top = draft->top,
                 .line = line_field(&draft->line),
                 .dirty = dirty,
                 .help = _(draft->fields[draft->selected].field->help),
                 .message = draft->message};
    form_draw(&form, canvas);
}

/* In place, over the cell; at least wide enough to type a date or a name. */
static void draw_cell(App *app, Canvas *canvas)
{
    Rect place = app->laid.edit;
    if (place.width <= 0)
        place = (Rect){1, app->height - 3, app->width - 2, 1};
    int columns = place.width > CELL_COLUMNS ? place.width : CELL_COLUMNS;
    int typed = text_width(text_string(&app->line.text)) + 2;
    if (typed > columns)
        columns = typed;
    if (columns > canvas->width - 2)
        columns = canvas->width - 2;
    int x = place.x + columns > canvas->width ? canvas->width - columns : place.x;
    LineField line = line_field(&app->line);
    canvas_fill(canvas, (Rect){x, place.y, columns, 1}, STYLE_INPUT, GLYPH_SPACE);
    line_draw(&line, canvas, x, place.y, columns, STYLE_INPUT);
}

static void draw_prompt(App *app, Canvas *canvas, const char *prompt)
{
    int y = canvas->height - 2;
    int used = text_width(prompt);
    LineField line = line_field(&app->line);
    canvas_fill(canvas, (Rect){0, y, canvas->width, 1}, STYLE_TEXT, GLYPH_SPACE);
    canvas_text(canvas, 1, y, used, STYLE_KEY, prompt);
    line_draw(&line, canvas, 1 + used, y, canvas->width - used - 2, STYLE_INPUT);
}

static void draw_overlays(App *app, Canvas *canvas)
{
    if (app->form.open)
        draw_form(app, canvas);
    if (app->picker.kind != PICK_NONE)
        draw_picker(app, canvas);
    else if (app->typing == TYPING_CELL && app->cell_named)
        draw_prompt(app, canvas, arena_printf(app->frame, "%s: ", _(app->cell_field->label)));
    else if (app->typing == TYPING_CELL)
        draw_cell(app, canvas);
    else if (app->typing == TYPING_FILTER)
        draw_prompt(app, canvas, "/");
    else if (app->typing == TYPING_NOTE)
        draw_prompt(app, canvas, arena_printf(app->frame, "%s: ", app->note_prompt));
    else if (app->typing == TYPING_MOVE)
        draw_prompt(app, canvas, _("Move by or to: "));
}

const Canvas *app_draw(App *app, int width, int height)
{
    if (width != app->width || height != app->height) {
        app_keep_place(app);
        app->width = width;
        app->height = height;
        app->rows_stale = true;
    }
    Canvas *moved = moved_draw(app);
    if (moved != NULL)
        return moved;
    moved_forget(app);
    arena_clear(app->frame);
    Canvas *canvas = canvas_new(app->frame, width, height, app->ascii);
    canvas->language = app->language;
    if (width < SMALLEST_WIDTH || height < SMALLEST_HEIGHT) {
        frame_too_small(canvas);
        return canvas;
    }
    if (app->options->kiosk)
        return wall_draw_frame(app, canvas);
    screen_draw_view(app, canvas);
    draw_frame(app, canvas);
    draw_overlays(app, canvas);
    moved_keep_picture(app, canvas);
    return canvas;
}

/* --- From outside ------------------------------------------------------------------------------------------------------------ */

int app_watch(App *app)
{
    return app->options->kiosk ? wall_watch(app) : store_watch(app->store);
}

int64_t app_next_wake(const App *app)
{
    if (app->options->kiosk)
        return wall_next_wake(app);
    int64_t now = app->host->now(app->host->context);
    int64_t wake = -1;
    if (app->options->today == DAY_NONE) {
        int64_t local = now + app->host->utc_offset(app->host->context, now);
        wake = (DAY_SECONDS - local % DAY_SECONDS) * 1000;
    }
    if (app->changed_until != 0) {
        int64_t left = (app->changed_until - now) * 1000;
        left = left < 0 ? 0 : left;
        wake = wake < 0 || left < wake ? left : wake;
    }
    if (app->look_again && (wake < 0 || wake > LOOK_AGAIN_MS))
        wake = LOOK_AGAIN_MS;
    return wake;
}

void app_wake(App *app)
{
    moved_forget(app);
    arena_clear(app->scratch);
    if (app->options->kiosk)
        wall_wake(app);
    else
        live_look_again(app);
    int64_t now = app->host->now(app->host->context);
    if (app->changed_until != 0 && now >= app->changed_until) {
        app->changed_until = 0;
        id_list_clear(&app->changed);
        app->rows_stale = true;
    }
    Day today = app->options->today != DAY_NONE ? app->options->today
                                                : app->host->today(app->host->context);
    if (today == app->today || app->store == NULL)
        return;
    Err err = {0};
    app->today = today;
    app_keep_place(app);
    if (!app_reload(app, &err))
        app_complain(app, &err);
}

/* After the first frame: what the start did not wait for. */
void app_idle(App *app)
{
    Err err = {0};
    moved_forget(app);
    if (app->store == NULL || app->checked)
        return;
    live_join(app);
    app->checked = store_check_quick(app->store, &err);
    if (!app->checked) {
        app->read_only = true;
        app_complain(app, &err);
        return;
    }
    if (!app->read_only && !store_backup(app->store, false, &err))
        app_complain(app, &err);
}

bool app_take_repaint(App *app)
{
    bool repaint = app->repaint;
    app->repaint = false;
    return repaint;
}
