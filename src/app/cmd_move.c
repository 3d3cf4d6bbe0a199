/* SPDX-License-Identifier: MPL-2.0 */
/* Moving about: cursor, scroll, zoom, folds, marks, filter.  None of these changes the plan. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static bool selectable(App *app, int row, int column)
{
    if (row < 0 || row >= (int)app->rows.count || column < 0 ||
        column >= (int)app->rows.columns)
        return false;
    ViewInput input = app_view_input(app);
    return app_view(app)->target(&input, &app->rows, row, column).entity != ENTITY_NONE;
}

/* Goes `steps` selectable rows down or up; places that hold nothing are passed over. */
static void step_rows(App *app, int steps)
{
    ViewState *state = app_state(app);
    app_lay_out(app);
    int direction = steps < 0 ? -1 : 1;
    int row = state->row;
    for (int left = abs(steps); left > 0;) {
        row += direction;
        if (row < 0 || row >= (int)app->rows.count)
            break;
        if (!selectable(app, row, state->column))
            continue;
        state->row = row;
        left--;
    }
}

static void step_columns(App *app, int direction)
{
    ViewState *state = app_state(app);
    app_lay_out(app);
    int column = state->column + direction;
    if (column < 0 || column >= (int)app->rows.columns)
        return;
    state->column = column;
    /* A shorter list in the next column: the nearest row above or below that holds something. */
    for (int distance = 0; distance < (int)app->rows.count; distance++) {
        int above = state->row - distance;
        int below = state->row + distance;
        if (selectable(app, above, column) || selectable(app, below, column)) {
            state->row = selectable(app, above, column) ? above : below;
            return;
        }
    }
}

static void go_end(App *app, bool last)
{
    ViewState *state = app_state(app);
    app_lay_out(app);
    int count = (int)app->rows.count;
    for (int place = 0; place < count; place++) {
        int row = last ? count - 1 - place : place;
        if (selectable(app, row, state->column)) {
            state->row = row;
            return;
        }
    }
}

typedef enum Way {
    WAY_DOWN,
    WAY_UP,
    WAY_LEFT,
    WAY_RIGHT,
    WAY_FIRST,
    WAY_LAST,
    WAY_PAGE_DOWN,
    WAY_PAGE_UP,
    WAY_HALF_DOWN,
    WAY_HALF_UP
} Way;

static const char *const way_names[] = {"down", "up",        "left",    "right",     "first",
                                        "last", "page-down", "page-up", "half-down", "half-up"};

static bool run_cursor(App *app, const Call *call, Err *err)
{
    int way = -1;
    for (size_t index = 0; index < COUNT_OF(way_names); index++)
        if (strcmp(call->words[0], way_names[index]) == 0)
            way = (int)index;
    int page = app->laid.rows_shown > 1 ? app->laid.rows_shown - 1 : 1;
    static const int row_steps[COUNT_OF(way_names)] = {[WAY_DOWN] = 1, [WAY_UP] = -1};
    (void)err;
    if (way == WAY_LEFT || way == WAY_RIGHT)
        step_columns(app, way == WAY_RIGHT ? 1 : -1);
    else if (way == WAY_FIRST || way == WAY_LAST)
        go_end(app, way == WAY_LAST);
    else if (way == WAY_PAGE_DOWN || way == WAY_PAGE_UP)
        step_rows(app, way == WAY_PAGE_DOWN ? page : -page);
    else if (way == WAY_HALF_DOWN || way == WAY_HALF_UP)
        step_rows(app, (way == WAY_HALF_DOWN ? 1 : -1) * (page / 2 + 1));
    else
        step_rows(app, row_steps[way]);
    app->picture.only_cursor = true;
    return true;
}

/* The first place of that kind: from the councils' points to what they are owed, and back. */
static bool go_section(App *app, EntityKind wanted)
{
    ViewInput input = app_view_input(app);
    for (int row = 0; row < (int)app->rows.count; row++) {
        if (app_view(app)->target(&input, &app->rows, row, 0).entity != wanted)
            continue;
        app_state(app)->row = row;
        app_state(app)->column = 0;
        break;
    }
    return true;
}

static void go_next_register(App *app, bool back)
{
    ViewState *state = app_state(app);
    int kind = (int)state->kind + (back ? -1 : 1);
    if (kind >= ENTITY_COUNT)
        kind = ENTITY_PLAN;
    if (kind < ENTITY_PLAN)
        kind = ENTITY_COUNT - 1;
    *state = (ViewState){.kind = (EntityKind)kind,
                         .zoom = state->zoom,
                         .origin = DAY_NONE,
                         .filter = state->filter,
                         .show_detail = state->show_detail};
    app->rows_stale = true;
}

static void go_quadrant(App *app, int quadrant)
{
    ViewInput input = app_view_input(app);
    for (int row = 0; row < (int)app->rows.count; row++)
        for (int column = 0; column < (int)app->rows.columns; column++) {
            Target there = app_view(app)->target(&input, &app->rows, row, column);
            if (there.entity != ENTITY_SWOT || there.extra != quadrant)
                continue;
            app_state(app)->row = row;
            app_state(app)->column = column;
            return;
        }
}

/* Tab: the next box of the SWOT view, the next register, else the next column. */
static bool run_pane(App *app, const Call *call, Err *err)
{
    (void)err;
    bool back = strcmp(call->words[0], "previous-pane") == 0;
    ViewState *state = app_state(app);
    const char *view = app_view(app)->name;
    app_lay_out(app);
    if (strcmp(view, "registers") == 0) {
        go_next_register(app, back);
        return true;
    }
    if (strcmp(view, "swot") == 0) {
        int step = back ? QUADRANT_COUNT - 1 : 1;
        go_quadrant(app, (app_target(app).extra + step) % QUADRANT_COUNT);
        return true;
    }
    if (strcmp(view, "decisions") == 0)
        return go_section(app, app_target(app).entity == ENTITY_POINT ? ENTITY_OBLIGATION
                                                                      : ENTITY_POINT);
    int last = (int)app->rows.columns - 1;
    int column = state->column + (back ? -1 : 1);
    state->column = column > last ? 0 : column < 0 ? last : column;
    if (!selectable(app, state->row, state->column))
        step_columns(app, 0);
    return true;
}

/* --- Timeline: zoom and pan ------------------------------------------------------------------------------- */

static bool timeline_only(App *app, Err *err)
{
    if (strcmp(app_view(app)->name, "timeline") == 0)
        return true;
    return fail(err, ERR_INPUT, _("Only the timeline zooms and scrolls in time; 1 shows it."));
}

/* Keeps the day in the middle of the axis when the scale changes. */
static void zoom_set(App *app, Zoom zoom)
{
    ViewState *state = app_state(app);
    static const int days_per_column[ZOOM_COUNT] = {
        [ZOOM_DAY] = 1,      [ZOOM_WEEK] = 4,  [ZOOM_MONTH] = 8,
        [ZOOM_QUARTER] = 23, [ZOOM_YEAR] = 91, [ZOOM_FIT] = 0};
    if (zoom == ZOOM_FIT || app->laid.first_day == DAY_NONE || state->zoom == ZOOM_FIT) {
        state->origin = DAY_NONE;
    } else {
        int shown = app->laid.last_day - app->laid.first_day + 1;
        int columns =
            shown / (days_per_column[state->zoom] > 0 ? days_per_column[state->zoom] : 1);
        int middle = app->laid.first_day + shown / 2;
        bool today_shown =
            app->today >= app->laid.first_day && app->today <= app->laid.last_day;
        if (today_shown)
            middle = app->today;
        state->origin = middle - columns * days_per_column[zoom] / (today_shown ? 3 : 2);
    }
    state->zoom = zoom;
}

static bool run_zoom(App *app, const Call *call, Err *err)
{
    static const char *const names[ZOOM_COUNT] = {"day",     "week", "month",
                                                  "quarter", "year", "fit"};
    if (!timeline_only(app, err))
        return false;
    ViewState *state = app_state(app);
    int zoom = -1;
    for (int index = 0; index < ZOOM_COUNT; index++)
        if (strcmp(call->words[1], names[index]) == 0)
            zoom = index;
    if (strcmp(call->words[1], "in") == 0)
        zoom = state->zoom == ZOOM_FIT  ? ZOOM_MONTH
               : state->zoom > ZOOM_DAY ? (int)state->zoom - 1
                                        : ZOOM_DAY;
    if (strcmp(call->words[1], "out") == 0)
        zoom = state->zoom < ZOOM_YEAR ? (int)state->zoom + 1 : (int)state->zoom;
    if (zoom < 0)
        return fail(err, ERR_USAGE,
                    _("“%s” is no scale; day, week, month, quarter, year, fit, in or out would "
                      "be right."),
                    call->words[1]);
    zoom_set(app, (Zoom)zoom);
    if (zoom == ZOOM_DAY || zoom == ZOOM_WEEK || strcmp(call->words[1], "fit") == 0)
        app->rows_stale = true;
    return true;
}

static bool run_pan(App *app, const Call *call, Err *err)
{
    if (!timeline_only(app, err) || app->laid.first_day == DAY_NONE)
        return false;
    ViewState *state = app_state(app);
    int shown = app->laid.last_day - app->laid.first_day + 1;
    int step = shown / 4 > 0 ? shown / 4 : 1;
    if (state->zoom == ZOOM_FIT)
        state->zoom = ZOOM_WEEK;
    if (strcmp(call->words[1], "today") == 0)
        state->origin = app->today - shown / 3;
    else if (strcmp(call->words[1], "left") == 0)
        state->origin = app->laid.first_day - step;
    else if (strcmp(call->words[1], "right") == 0)
        state->origin = app->laid.first_day + step;
    else
        return fail(err, ERR_USAGE,
                    _("“%s” is no way to scroll; left, right or today would be right."),
                    call->words[1]);
    return true;
}

static void toggle_links(App *app)
{
    ViewState *state = app_state(app);
    state->show_links = !state->show_links;
    if (state->show_links && plan_count(app->plan, ENTITY_LINK) == 0)
        app_say(app, _("No tasks are tied yet; c on a task ties it to others."));
    else if (strcmp(app_view(app)->name, "timeline") != 0)
        app_say(app, _("Only the timeline has links to show."));
}

static void toggle_detail(App *app)
{
    ViewState *state = app_state(app);
    const char *no_detail = app_view(app)->no_detail;
    if (no_detail != NULL)
        app_say(app, "%s", _(no_detail));
    else
        state->show_detail = !state->show_detail;
}

static bool run_toggle(App *app, const Call *call, Err *err)
{
    if (strcmp(call->words[1], "links") == 0)
        toggle_links(app);
    else if (strcmp(call->words[1], "detail") == 0)
        toggle_detail(app);
    else
        return fail(err, ERR_USAGE,
                    _("“%s” cannot be switched; links or detail would be right."),
                    call->words[1]);
    app->rows_stale = true;
    return true;
}

/* --- Folds and marks ------------------------------------------------------------------------------------------ */

static bool run_fold(App *app, const Call *call, Err *err)
{
    app_lay_out(app);
    bool all = call->count > 1 && strcmp(call->words[1], "all") == 0;
    if (!all) {
        const ViewRow *row = app->rows.count > 0 ? &app->rows.rows[app_state(app)->row] : NULL;
        if (row == NULL || !row->has_children)
            return fail(err, ERR_INPUT, _("This row has nothing below it to fold."));
        app_keep_place(app);
        id_list_toggle(&app->toggled, row->target.id);
        app->rows_stale = true;
        return true;
    }
    /* All: open everything when anything is folded, else back to the beginning. */
    bool any = false;
    for (uint32_t index = 0; index < app->rows.count; index++)
        any = any || app->rows.rows[index].folded;
    app_keep_place(app);
    id_list_clear(&app->toggled);
    const Task *tasks = PLAN_ROWS(app->plan, Task, ENTITY_TASK);
    for (uint32_t index = 0; any && index < plan_count(app->plan, ENTITY_TASK); index++)
        if (tasks[index].child_count > 0 && tasks[index].level >= 2)
            id_list_add(&app->toggled, tasks[index].row.id);
    app->rows_stale = true;
    return true;
}

/* Every row of the kind under the cursor, in whatever column of a matrix it stands. */
static void mark_all(App *app)
{
    EntityKind entity = app_target(app).entity;
    for (uint32_t index = 0; index < app->rows.count; index++)
        for (uint32_t column = 0; column < app->rows.columns; column++) {
            ViewInput input = app_view_input(app);
            Target there = app_view(app)->target(&input, &app->rows, (int)index, (int)column);
            if (there.id != 0 && there.entity == entity)
                id_list_add(&app->marked, there.id);
        }
}

static bool run_mark(App *app, const Call *call, Err *err)
{
    app_lay_out(app);
    app->marked_view = app->view;
    if (call->count > 1 && strcmp(call->words[1], "all") == 0) {
        mark_all(app);
        return true;
    }
    if (call->count > 1 && strcmp(call->words[1], "none") == 0) {
        id_list_clear(&app->marked);
        return true;
    }
    Target here = app_target(app);
    if (here.entity == ENTITY_NONE || here.id == 0)
        return fail(err, ERR_INPUT, _("There is no row here to mark."));
    id_list_toggle(&app->marked, here.id);
    step_rows(app, 1);
    return true;
}

/* --- Filter and search -------------------------------------------------------------------------------------------- */

static bool run_filter(App *app, const Call *call, Err *err)
{
    (void)err;
    Text words = {0};
    for (int index = 1; index < call->count; index++)
        text_printf(&words, "%s%s", index > 1 ? " " : "", call->words[index]);
    app_set_filter(app, text_string(&words));
    text_free(&words);
    return true;
}

static bool run_match(App *app, const Call *call, Err *err)
{
    int direction = strcmp(call->words[0], "previous-match") == 0 ? -1 : 1;
    if (app->last_search == NULL)
        return fail(err, ERR_INPUT, _("Nothing has been searched for yet; / starts."));
    app_lay_out(app);
    ViewState *state = app_state(app);
    int count = (int)app->rows.count;
    const char *kept = state->filter;
    for (int step = 1; step <= count; step++) {
        int row = ((state->row + direction * step) % count + count) % count;
        for (int column = 0; column < (int)app->rows.columns; column++) {
            ViewInput input = app_view_input(app);
            Target there = app_view(app)->target(&input, &app->rows, row, column);
            const Row *found = there.entity != ENTITY_NONE
                                   ? plan_row(app->plan, there.entity, there.id)
                                   : NULL;
            state->filter = app->last_search;
            bool matches =
                found != NULL && view_matches(&input, there.entity, found, app->scratch);
            state->filter = kept;
            if (matches && (row != state->row || count == 1)) {
                state->row = row;
                if (!selectable(app, row, state->column))
                    state->column = column;
                return true;
            }
            if (there.field >= 0)
                break; /* the columns are fields of one row */
        }
    }
    return fail(err, ERR_INPUT, _("No other row holds “%s”."), app->last_search);
}

/* --- Sorting and registers ------------------------------------------------------------------------------------------ */

static bool run_sort(App *app, const Call *call, Err *err)
{
    ViewState *state = app_state(app);
    if (strcmp(app_view(app)->name, "registers") != 0)
        return fail(err, ERR_INPUT, _("Only registers are sorted by a column; 7 shows them."));
    Target here = app_target(app);
    if (call->count > 1) {
        const Entity *entity = schema_entity(state->kind);
        const Field *field = schema_field_by_name(entity, call->words[1]);
        if (field == NULL)
            return schema_fail_unknown_field(entity, call->words[1], err);
        here.field = schema_field_index(entity, field);
    }
    int by = here.field + 1;
    app_keep_place(app);
    state->sort = state->sort == by ? -by : state->sort == -by ? 0 : by;
    app->rows_stale = true;
    return true;
}

static bool run_register(App *app, const Call *call, Err *err)
{
    if (call->count < 2) {
        picker_open(app, PICK_REGISTER, _("Register"));
        return true;
    }
    const Entity *entity = schema_entity_by_name(call->words[1]);
    if (entity == NULL)
        return fail(err, ERR_INPUT,
                    _("“%s” is no kind of row; task, seat, person and decision are some."),
                    call->words[1]);
    app_go_view(app, (uint32_t)(view_by_name("registers") - views));
    ViewState *state = app_state(app);
    if (state->kind != entity->kind)
        *state = (ViewState){
            .kind = entity->kind, .origin = DAY_NONE, .filter = "", .show_detail = true};
    app->rows_stale = true;
    return true;
}

static bool run_scope(App *app, const Call *call, Err *err)
{
    const View *swot = view_by_name("swot");
    if (call->count < 2) {
        picker_open(app, PICK_SCOPE, _("SWOT of which group"));
        return true;
    }
    RowId group = 0;
    if (strcmp(call->words[1], "all") != 0) {
        group = plan_find(app->plan, ENTITY_GROUP, call->words[1], err);
        if (group == 0)
            return false;
    }
    app_go_view(app, (uint32_t)(swot - views));
    app_state(app)->scope = group;
    app->rows_stale = true;
    return true;
}

#define M (COMMAND_SCREEN | COMMAND_MOVES)
const Command commands_move[] = {
    {"down", "", N_("Move"), N_("down"), M, 0, 0, run_cursor},
    {"up", "", N_("Move"), N_("up"), M, 0, 0, run_cursor},
    {"left", "", N_("Move"), N_("left"), M, 0, 0, run_cursor},
    {"right", "", N_("Move"), N_("right"), M, 0, 0, run_cursor},
    {"first", "", N_("Move"), N_("first row"), M | COMMAND_WALL, 0, 0, run_cursor},
    {"last", "", N_("Move"), N_("last row"), M | COMMAND_WALL, 0, 0, run_cursor},
    {"page-down", "", N_("Move"), N_("a page down"), M, 0, 0, run_cursor},
    {"page-up", "", N_("Move"), N_("a page up"), M, 0, 0, run_cursor},
    {"half-down", "", N_("Move"), N_("half a page down"), M, 0, 0, run_cursor},
    {"half-up", "", N_("Move"), N_("half a page up"), M, 0, 0, run_cursor},
    {"next-pane", "", N_("Move"), N_("next column, box or register"), M, 0, 0, run_pane},
    {"previous-pane", "", N_("Move"), N_("previous column, box or register"), M, 0, 0,
     run_pane},
    {"zoom", "day|week|month|quarter|year|fit|in|out", N_("Timeline"),
     N_("change the scale of time"), M | COMMAND_WALL, 1, 1, run_zoom},
    {"pan", "left|right|today", N_("Timeline"), N_("scroll in time"), M | COMMAND_WALL, 1, 1,
     run_pan},
    {"toggle", "links|detail", N_("Screen"), N_("show or hide links or the detail pane"),
     M | COMMAND_WALL, 1, 1, run_toggle},
    {"fold", "[all]", N_("Move"), N_("fold or unfold what is below"), M | COMMAND_WALL, 0, 1,
     run_fold},
    {"mark", "[all|none]", N_("Edit"), N_("mark rows; an edit then applies to all of them"), M,
     0, 1, run_mark},
    {"filter", "[WORDS]", N_("Find"), N_("show only rows that hold the words"),
     M | COMMAND_WALL, 0, -1, run_filter},
    {"next-match", "", N_("Find"), N_("next row that was searched for"), M, 0, 0, run_match},
    {"previous-match", "", N_("Find"), N_("previous row that was searched for"), M, 0, 0,
     run_match},
    {"sort", "[FIELD]", N_("Registers"), N_("sort by the column, again reverses, again ends"),
     M | COMMAND_WALL, 0, 1, run_sort},
    {"register", "[KIND]", N_("Registers"), N_("choose what the register lists"),
     M | COMMAND_WALL, 0, 1, run_register},
    {"scope", "[GROUP|all]", N_("SWOT"), N_("choose whose SWOT is shown"), M | COMMAND_WALL, 0,
     1, run_scope},
    {0},
};
#undef M
