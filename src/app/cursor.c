/* SPDX-License-Identifier: MPL-2.0 */
/* Where one is: the view, the cursor in its grid, marks, folds, the filter. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static uint32_t id_list_place(const IdList *list, RowId id)
{
    uint32_t low = 0;
    uint32_t high = list->count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (list->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void id_list_add(IdList *list, RowId id)
{
    uint32_t place = id_list_place(list, id);
    if (place < list->count && list->ids[place] == id)
        return;
    if (list->count == list->capacity) {
        list->capacity = list->capacity == 0 ? 16 : list->capacity * 2;
        list->ids = realloc(list->ids, list->capacity * sizeof *list->ids);
        if (list->ids == NULL)
            base_out_of_memory();
    }
    memmove(list->ids + place + 1, list->ids + place,
            (list->count - place) * sizeof *list->ids);
    list->ids[place] = id;
    list->count++;
}

bool id_list_toggle(IdList *list, RowId id)
{
    uint32_t place = id_list_place(list, id);
    if (place == list->count || list->ids[place] != id) {
        id_list_add(list, id);
        return true;
    }
    list->count--;
    memmove(list->ids + place, list->ids + place + 1,
            (list->count - place) * sizeof *list->ids);
    return false;
}

void id_list_clear(IdList *list)
{
    list->count = 0;
}

RowSet id_list_set(const IdList *list)
{
    return (RowSet){.ids = list->ids, .count = list->count};
}

const View *app_view(const App *app)
{
    return &views[app->view];
}

ViewState *app_state(App *app)
{
    return &app->state[app->view];
}

/* What each change did, for people; the command that did it stays its label. */
static void put_words(App *app)
{
    HistoryItem *items =
        ARENA_ARRAY(app->generation, HistoryItem, (size_t)app->history.count + 1);
    for (uint32_t index = 0; index < app->history.count; index++) {
        items[index] = app->history.items[index];
        items[index].words = app_state(app)->scope != 0
                                 ? words_of_row(app, NULL, &items[index], app->generation)
                                 : words_of_change(app, &items[index], app->generation);
    }
    app->history.items = items;
}

/* History is read from the store only for the view that shows it, once a generation. */
static void history_fetch(App *app)
{
    if (app->history_loaded)
        return;
    app->history_loaded = true;
    app->history = (History){0};
    const ViewState *state = app_state(app);
    HistoryFilter filter = {
        .entity = state->scope_entity, .row = state->scope, .field = -1, .limit = 1000};
    Err err = {0};
    if (app->store != NULL && !store_history(app->store, &filter, app->plan, app->language,
                                             app->generation, &app->history, &err))
        app_complain(app, &err);
    if (app->options->kiosk)
        app->history = *wall_history(app, &app->history);
    else
        put_words(app);
}

Rect app_area(const App *app)
{
    return (app->options->kiosk ? wall_area : frame_area)(app->width, app->height);
}

ViewInput app_view_input(App *app)
{
    const char *view = app_view(app)->name;
    bool overview = strcmp(view, "overview") == 0 || strcmp(view, "wall") == 0;
    bool history = overview || strcmp(view, "history") == 0;
    if (overview || strcmp(view, "findings") == 0)
        app_findings(app);
    if (history)
        history_fetch(app);
    if (app->rows_stale && strcmp(view, "help") == 0)
        help_build(app);
    Rect area = app_area(app);
    const RowEditor *editors = NULL;
    uint32_t editor_count = live_editors(app, &editors);
    return (ViewInput){.plan = app->plan,
                       .schedule = &app->schedule,
                       .state = app_state(app),
                       .marked = id_list_set(&app->marked),
                       .toggled = id_list_set(&app->toggled),
                       .changed = id_list_set(&app->changed),
                       .language = app->language,
                       .today = app->today,
                       .editors = editors,
                       .editor_count = editor_count,
                       .preview = app->preview.count > 0 ? &app->preview : NULL,
                       .history = history ? &app->history : NULL,
                       .findings = app->findings_loaded ? &app->findings : NULL,
                       .help = app->help,
                       .help_count = app->help_lines,
                       .utc_offset = app->host->utc_offset(app->host->context,
                                                           app->host->now(app->host->context)),
                       .read_only = app->read_only,
                       .width = area.width,
                       .height = area.height};
}

void app_lay_out(App *app)
{
    if (!app->rows_stale)
        return;
    arena_clear(app->layout);
    ViewInput input = app_view_input(app);
    app->rows = app_view(app)->lay_out(&input, app->layout);
    app->rows_stale = false;
    app_find_place(app);
    app_clamp(app);
}

void app_clamp(App *app)
{
    ViewState *state = app_state(app);
    int last = app->rows.count > 0 ? (int)app->rows.count - 1 : 0;
    int last_column = app->rows.columns > 0 ? (int)app->rows.columns - 1 : 0;
    state->row = state->row < 0 ? 0 : state->row > last ? last : state->row;
    state->column = state->column < 0             ? 0
                    : state->column > last_column ? last_column
                                                  : state->column;
    state->top = state->top < 0 ? 0 : state->top > last ? last : state->top;
    state->left = state->left < 0 ? 0 : state->left > last_column ? last_column : state->left;
}

static Target app_target_at(App *app, int row, int column)
{
    app_lay_out(app);
    if (row < 0 || row >= (int)app->rows.count)
        return (Target){.field = -1};
    ViewInput input = app_view_input(app);
    return app_view(app)->target(&input, &app->rows, row, column);
}

Target app_target(App *app)
{
    app_lay_out(app);
    return app_target_at(app, app_state(app)->row, app_state(app)->column);
}

void app_keep_place(App *app)
{
    if (app->kept_set || app->plan == NULL || app->rows_stale)
        return;
    app->kept = app_target(app);
    app->kept_set = app->kept.entity != ENTITY_NONE;
}

void app_find_place(App *app)
{
    if (!app->kept_set || app->rows.count == 0)
        return; /* a filter that hides all keeps the place for the next one */
    app->kept_set = false;
    ViewInput input = app_view_input(app);
    int row = 0;
    int column = 0;
    if (!view_locate(app_view(app), &input, &app->rows, &app->kept, &row, &column))
        return;
    app_state(app)->row = row;
    app_state(app)->column = column;
}

bool app_select(App *app, const Target *target)
{
    app_lay_out(app);
    ViewInput input = app_view_input(app);
    int row = 0;
    int column = 0;
    if (!view_locate(app_view(app), &input, &app->rows, target, &row, &column))
        return false;
    app_state(app)->row = row;
    app_state(app)->column = column;
    return true;
}

/* Marks are of the view that they were made in: an edit elsewhere must not reach rows that one does not
 * see.  Looking at help or the history takes nothing away. */
static void drop_marks(App *app)
{
    const char *view = app_view(app)->name;
    if (app->marked.count == 0 || app->view == app->marked_view || strcmp(view, "help") == 0 ||
        strcmp(view, "history") == 0)
        return;
    app_say(app,
            app->marked.count == 1 ? _("%u row is marked no longer.")
                                   : _("%u rows are marked no longer."),
            app->marked.count);
    id_list_clear(&app->marked);
}

void app_go_view(App *app, uint32_t view)
{
    if (view == app->view)
        return;
    Target here = app_target(app);
    app->previous_view = app->view;
    app->return_view = 0;
    app->view = view;
    app->rows_stale = true;
    app->kept_set = false;
    drop_marks(app);
    app_lay_out(app);
    if (here.entity != ENTITY_NONE && here.id != 0)
        app_select(app, &here);
}

void app_set_filter(App *app, const char *typed)
{
    ViewState *state = app_state(app);
    app_keep_place(app);
    free(app->filter[app->view]);
    app->filter[app->view] = NULL;
    state->filter = "";
    if (!text_is_empty(typed)) {
        char *folded = text_fold(app->scratch, typed);
        size_t typed_size = strlen(typed) + 1;
        size_t folded_size = strlen(folded) + 1;
        char *both = malloc(typed_size + folded_size);
        if (both == NULL)
            base_out_of_memory();
        memcpy(both, typed, typed_size);
        memcpy(both + typed_size, folded, folded_size);
        app->filter[app->view] = both;
        state->filter = both + typed_size;
        free(app->last_search);
        app->last_search = strdup(folded);
        if (app->last_search == NULL)
            base_out_of_memory();
    }
    app->rows_stale = true;
}

/* Marked rows of one entity, in the order of the screen's plan; the cursor's row when none is marked. */
uint32_t app_chosen(App *app, EntityKind *entity, const RowId **ids, Err *err)
{
    Target here = app_target(app);
    *entity = here.entity;
    if (app->marked.count > 0) {
        for (uint32_t index = 0; index < app->marked.count; index++)
            if (plan_row(app->plan, here.entity, app->marked.ids[index]) == NULL) {
                fail(err, ERR_INPUT,
                     _("The marked rows are not all of one kind; Esc clears the marks."));
                return 0;
            }
        *ids = app->marked.ids;
        return app->marked.count;
    }
    if (here.entity == ENTITY_NONE || here.id == 0) {
        fail(err, ERR_INPUT, _("There is no row here; a adds one."));
        return 0;
    }
    RowId *one = ARENA_NEW(app->scratch, RowId);
    *one = here.id;
    *ids = one;
    return 1;
}

uint32_t app_chosen_bars(App *app, const RowId **ids, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    uint32_t count = app_chosen(app, &entity, ids, err);
    if (count > 0 && entity != ENTITY_TASK) {
        fail(err, ERR_INPUT, _("Only tasks have bars to move."));
        return 0;
    }
    return count;
}
