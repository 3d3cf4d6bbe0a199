/* SPDX-License-Identifier: MPL-2.0 */
/* What a wall display shows: the page whose turn it is or the row pointed at, and the few keys of it. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whoever pauses the wall and goes away does not stop it for good. */
enum { PAUSE_SECONDS = 600, MINUTE = 60 };

static int64_t now_of(const App *app)
{
    return app->host->now(app->host->context);
}

/* --- Showing --------------------------------------------------------------------------------------------- */

/* Every page starts from the same: nothing scrolled, folded or filtered by the one before. */
static void views_reset(App *app)
{
    for (uint32_t index = 0; index < VIEW_LIMIT; index++) {
        free(app->filter[index]);
        app->filter[index] = NULL;
        app->state[index] = (ViewState){.zoom = ZOOM_WEEK,
                                        .origin = DAY_NONE,
                                        .kind = ENTITY_TASK,
                                        .filter = "",
                                        .unattended = true};
    }
    id_list_clear(&app->toggled);
    id_list_clear(&app->marked);
    app->kept_set = false;
    app->rows_stale = true;
}

static bool run_parts(App *app, const char *lines)
{
    const char *at = lines;
    bool good = true;
    for (const char *part = playlist_part(&at, app->scratch); part != NULL && good;
         part = playlist_part(&at, app->scratch)) {
        Text out = {0};
        Err err = {0};
        good = app_run(app, playlist_line(part, app->scratch), &out, &err);
        text_free(&out);
    }
    bool asks = app->picker.kind != PICK_NONE; /* for a word that the page does not say */
    app->picker.kind = PICK_NONE;
    return good && !asks && wall_shows_place(app);
}

static void show_page(App *app)
{
    Playlist *list = &app->wall.playlist;
    for (uint32_t tried = 0; tried < list->count; tried++) {
        views_reset(app);
        if (run_parts(app, list->pages[list->at].line))
            return;
        /* A page of what is no longer there, or that the plan does not let walls show. */
        playlist_turn(list, 1, now_of(app));
    }
    views_reset(app);
    (void)run_parts(app, "overview");
}

static void show_pointed(App *app)
{
    Wall *wall = &app->wall;
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    wall->points = wall->pointer[0] != '\0' &&
                   plan_find_place(app->plan, wall->pointer, &entity, &id, NULL) &&
                   wall_shows(entity) && plan_row(app->plan, entity, id) != NULL;
    if (!wall->points)
        return;
    const char *title = plan_title(app->plan, entity, id, app->scratch);
    (void)snprintf(wall->pointer_words, sizeof wall->pointer_words, "%s", title);
    views_reset(app);
    (void)app_go_to(app, entity, id, -1);
}

void wall_show(App *app)
{
    app->wall.strays = false;
    if (app->wall.points)
        show_pointed(app);
    if (!app->wall.points)
        show_page(app);
}

/* Loaded anew: the pages follow the plan, and what is shown stays where it can. */
void wall_follow_plan(App *app)
{
    Wall *wall = &app->wall;
    const Playlist *list = &wall->playlist;
    bool first = list->count == 0;
    const char *before = first ? "" : arena_strdup(app->scratch, list->pages[list->at].line);
    bool moved =
        strncmp(wall->pointer, app->plan->info->pointer, sizeof wall->pointer - 1) != 0;
    playlist_make(&wall->playlist, app->plan, app->ini);
    if (first)
        playlist_turn(&wall->playlist, 0, now_of(app));
    (void)snprintf(wall->pointer, sizeof wall->pointer, "%s", app->plan->info->pointer);
    bool was_pointing = wall->points;
    if (moved || wall->points)
        show_pointed(app);
    if (was_pointing && !wall->points)
        playlist_turn(&wall->playlist, 0, now_of(app));
    bool same_page = strcmp(before, list->pages[list->at].line) == 0;
    bool allowed = first || wall_shows_place(app);
    if (!wall->points && (first || was_pointing || !allowed || (!same_page && !wall->strays)))
        wall_show(app);
}

/* --- Keys -------------------------------------------------------------------------------------------------- */

static void hold(App *app)
{
    app->wall.playlist.resume_at = now_of(app) + PAUSE_SECONDS;
}

static void go_on(App *app)
{
    app->wall.playlist.resume_at = 0;
    playlist_turn(&app->wall.playlist, 0, now_of(app));
    if (app->wall.strays)
        wall_show(app);
}

static void press_pause(App *app, Key key)
{
    (void)key;
    if (app->wall.playlist.resume_at != 0)
        go_on(app);
    else
        hold(app);
}

static void press_turn(App *app, Key key)
{
    bool back = key == KEY_CODE_LEFT || key == KEY_CODE_PAGE_UP;
    playlist_turn(&app->wall.playlist, back ? -1 : 1, now_of(app));
    if (app->wall.playlist.resume_at != 0)
        hold(app);
    app->wall.points = false; /* until it points at another row */
    wall_show(app);
}

/* The cursor is not shown: the row beyond the edge comes into sight at once. */
static void press_scroll(App *app, Key key)
{
    ViewState *state = app_state(app);
    int shown = app->laid.rows_shown > 0 ? app->laid.rows_shown : 1;
    if (app->wall.points)
        return;
    app_lay_out(app);
    if (key == KEY_CODE_DOWN)
        state->row = state->top + shown;
    else
        state->row = state->top - 1;
    app_clamp(app);
    if (app->wall.playlist.resume_at == 0)
        playlist_turn(&app->wall.playlist, 0, now_of(app)); /* somebody is reading */
}

/* Registers and people are lists of anything: they are for the desk. */
static bool view_is_for_walls(const View *view)
{
    return strcmp(view->name, "registers") != 0 && strcmp(view->name, "people") != 0;
}

static void press_digit(App *app, Key key)
{
    const View *view = key == '0' ? view_by_name("wall") : view_by_key(key);
    if (view == NULL || !view_is_for_walls(view))
        return;
    hold(app);
    app->wall.points = false;
    views_reset(app);
    app_go_view(app, (uint32_t)(view - views));
    app->wall.strays = true;
}

static void press_keys(App *app, Key key)
{
    (void)key;
    app->wall.keys_shown = true;
}

static void press_repaint(App *app, Key key)
{
    (void)key;
    app->repaint = true;
}

static void press_quit(App *app, Key key)
{
    (void)key;
    app->finished = app->wall.quits;
}

static const struct WallKey {
    Key first, last;
    void (*press)(App *app, Key key);
    const char *keys, *words; /* N_(); NULL: not shown */
} wall_keys[] = {
    {' ', ' ', press_pause, N_("Space"), N_("pause, go on")},
    {KEY_CODE_LEFT, KEY_CODE_RIGHT, press_turn, N_("Left Right"), N_("page before, next page")},
    {KEY_CODE_PAGE_UP, KEY_CODE_PAGE_DOWN, press_turn, N_("PgUp PgDn"), N_("the same")},
    {KEY_CODE_UP, KEY_CODE_DOWN, press_scroll, N_("Up Down"), N_("scroll")},
    {'0', '9', press_digit, "0 … 9", N_("choose a view")},
    {'?', '?', press_keys, "?", N_("these keys")},
    {KEY_WITH_CTRL | 'l', KEY_WITH_CTRL | 'l', press_repaint, NULL, NULL},
    {'q', 'q', press_quit, NULL, NULL},
};

void wall_key(App *app, Key key)
{
    bool closes = app->wall.keys_shown;
    app->wall.keys_shown = false;
    if (closes || (app->plan == NULL && key != 'q'))
        return;
    for (size_t index = 0; index < COUNT_OF(wall_keys); index++)
        if (key >= wall_keys[index].first && key <= wall_keys[index].last) {
            wall_keys[index].press(app, key);
            return;
        }
}

/* --- Time -------------------------------------------------------------------------------------------------- */

int64_t wall_next_wake(const App *app)
{
    const Playlist *list = &app->wall.playlist;
    int64_t now = now_of(app);
    int64_t seconds = MINUTE - now % MINUTE; /* the clock on the screen */
    bool counts = app->plan != NULL && !app->wall.points;
    if (counts && playlist_seconds_left(list, now) >= 0)
        return 1000;
    if (list->resume_at != 0 && list->resume_at - now < seconds)
        seconds = list->resume_at - now;
    if (app->changed_until != 0 && app->changed_until - now < seconds)
        seconds = app->changed_until - now;
    if (wall_is_waiting(app) && app->wall.retry_at - now < seconds)
        seconds = app->wall.retry_at - now;
    return seconds > 0 ? seconds * 1000 : 0;
}

/* Turns the page when its time has come. */
void wall_tick(App *app)
{
    Playlist *list = &app->wall.playlist;
    int64_t now = now_of(app);
    if (list->resume_at != 0 && now >= list->resume_at) {
        go_on(app);
        return;
    }
    if (app->wall.points || list->resume_at != 0 || list->count < 2 || now < list->turn_at)
        return;
    playlist_turn(list, 1, now);
    wall_show(app);
}

/* --- Drawing ------------------------------------------------------------------------------------------------ */

static const char *clock_words(const App *app, int64_t time)
{
    LocalTime local = app_local_time(app, time);
    return arena_printf(app->frame, "%02d:%02d", local.hour, local.minute);
}

static const char *page_words(App *app)
{
    const Playlist *list = &app->wall.playlist;
    const PlaylistPage *page = list->count > 0 ? &list->pages[list->at] : NULL;
    bool of_page =
        page != NULL && page->title != NULL && !app->wall.strays && !app->wall.points;
    const char *label = _(app_view(app)->label);
    RowId scope = strcmp(app_view(app)->name, "swot") == 0 ? app_state(app)->scope : 0;
    if (of_page)
        return page->title;
    return scope == 0 ? label
                      : arena_printf(app->frame, "%s: %s", label,
                                     plan_title(app->plan, ENTITY_GROUP, scope, app->frame));
}

static uint32_t keys_words(const App *app, KeyHint *out)
{
    uint32_t count = 0;
    for (size_t index = 0; index < COUNT_OF(wall_keys); index++)
        if (wall_keys[index].words != NULL)
            out[count++] = (KeyHint){_(wall_keys[index].keys), _(wall_keys[index].words)};
    if (app->wall.quits)
        out[count++] = (KeyHint){"q", _("end the program")};
    return count;
}

const Canvas *wall_draw_frame(App *app, Canvas *canvas)
{
    const Wall *wall = &app->wall;
    int64_t now = now_of(app);
    KeyHint keys[COUNT_OF(wall_keys) + 1];
    if (app->plan == NULL) {
        wall_waiting_draw(wall->waiting, clock_words(app, now), canvas);
        return canvas;
    }
    screen_draw_view(app, canvas);
    if (!wall->points)
        wall_hide_cursor(canvas, &app->laid);
    bool turns = !wall->points && !wall->strays;
    WallFrame frame = {.plan_name = app->plan->info->name,
                       .plan_short_name = app->plan->info->short_name,
                       .today = app->today,
                       .clock = clock_words(app, now),
                       .page = page_words(app),
                       .page_at = wall->playlist.at,
                       .page_count = turns ? wall->playlist.count : 0,
                       .message = wall->waiting[0] != '\0' ? wall->waiting
                                  : wall->points           ? wall->pointer_words
                                                           : "",
                       .message_points = wall->waiting[0] == '\0',
                       .names_shown = wall->names,
                       .texts_shown = wall->texts,
                       .paused = wall->playlist.resume_at != 0,
                       .seconds_left =
                           wall->points ? -1 : playlist_seconds_left(&wall->playlist, now),
                       .data_from = clock_words(app, wall->loaded_at),
                       .keys = keys,
                       .key_count = wall->keys_shown ? keys_words(app, keys) : 0,
                       .language = app->language};
    wall_frame_draw(&frame, canvas);
    return canvas;
}
