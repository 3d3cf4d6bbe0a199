/* SPDX-License-Identifier: MPL-2.0 */
/*
 * For the test of the keys: what the app was before a key and after it, and what may be expected of
 * the difference.
 */
#ifndef FRAMDRIFT_TEST_APP_KEY_CHECKS_H
#define FRAMDRIFT_TEST_APP_KEY_CHECKS_H

#include "app_support.h"

typedef struct Snapshot {
    uint32_t view;
    ViewState state;
    Mode mode;
    Typing typing;
    PickKind pick;
    bool form, finished, repaint, asks;
    RowId form_row, copied;
    uint32_t marked, toggled;
    int edge, start_days, finish_days;
    Target target;
    const char *filter;
    char message[512];
    bool complains;
} Snapshot;

static inline Snapshot snapshot_take(Scene *scene)
{
    App *app = scene->app;
    Snapshot now = {.view = app->view,
                    .state = *app_state(app),
                    .mode = app->mode,
                    .typing = app->typing,
                    .pick = app->picker.kind,
                    .form = app->form.open,
                    .finished = app->finished,
                    .repaint = app->repaint,
                    .asks = app->confirm_line != NULL,
                    .form_row = app->form.id,
                    .copied = app->copied,
                    .marked = app->marked.count,
                    .toggled = app->toggled.count,
                    .edge = app->edge,
                    .start_days = app->preview.start_days,
                    .finish_days = app->preview.finish_days,
                    .target = app_target(app),
                    .complains = app->message_is_error && app->message[0] != '\0'};
    now.filter = arena_strdup(scene->arena, app->filter[app->view]);
    (void)snprintf(now.message, sizeof now.message, "%s", app->message);
    return now;
}

/* --- What may be expected of a key ------------------------------------------------------------- */

typedef bool (*Check)(const Snapshot *before, const Snapshot *after, const char *want);

static inline bool goes_down(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return after->view == before->view && after->state.row > before->state.row;
}

static inline bool goes_up(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return after->view == before->view && after->state.row < before->state.row;
}

static inline bool goes_right(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return after->view == before->view && after->state.column > before->state.column;
}

static inline bool goes_left(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return after->view == before->view && after->state.column < before->state.column;
}

static inline bool goes_to_quadrant(const Snapshot *before, const Snapshot *after,
                                    const char *want)
{
    return before->target.extra != after->target.extra &&
           after->target.extra == (int)strtol(want, NULL, 10);
}

static inline bool shows_view(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->view != after->view && strcmp(views[after->view].name, want) == 0;
}

static inline bool shows_kind(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->state.kind != after->state.kind &&
           strcmp(schema_entity(after->state.kind)->name, want) == 0;
}

static inline bool widens(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->state.scope != 0 && after->state.scope == 0;
}

static inline bool opens_form(const Snapshot *before, const Snapshot *after, const char *want)
{
    return !before->form && after->form && (after->form_row == 0) == (strcmp(want, "new") == 0);
}

static inline bool opens_picker(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->pick == PICK_NONE && after->pick != PICK_NONE;
}

static inline bool takes_typing(const Snapshot *before, const Snapshot *after, const char *want)
{
    static const char *const names[] = {"none", "command", "filter", "cell", "move", "ask"};
    return before->typing == TYPING_NONE && strcmp(names[after->typing], want) == 0;
}

static inline bool takes_mode(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->mode != after->mode && strcmp(mode_name(after->mode), want) == 0;
}

static inline bool ends(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return !before->finished && after->finished;
}

static inline bool repaints(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return !before->repaint && after->repaint;
}

static inline bool marks(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->marked == 0 && after->marked >= (uint32_t)strtol(want, NULL, 10);
}

static inline bool unmarks(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->marked > 0 && after->marked == 0;
}

static inline bool unfilters(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->filter != NULL && after->filter == NULL;
}

static inline bool folds(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->toggled != after->toggled;
}

static inline bool asks(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return !before->asks && after->asks;
}

static inline bool says(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)before;
    return !after->complains && after->message[0] != '\0' &&
           strstr(after->message, want) != NULL;
}

/* Where there is nothing to do it to; app_merge.c has the places where there is. */
static inline bool refuses(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)before;
    return after->complains && strstr(after->message, want) != NULL;
}

static inline bool copies(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->copied == 0 && after->copied == after->target.id && !after->complains;
}

static inline bool zooms(const Snapshot *before, const Snapshot *after, const char *want)
{
    static const char *const names[ZOOM_COUNT] = {"day",     "week", "month",
                                                  "quarter", "year", "fit"};
    return before->state.zoom != after->state.zoom &&
           strcmp(names[after->state.zoom], want) == 0 && after->mode == MODE_VIEW;
}

static inline bool pans(const Snapshot *before, const Snapshot *after, const char *want)
{
    bool later = after->state.origin > before->state.origin;
    return after->state.origin != DAY_NONE && before->state.origin != after->state.origin &&
           (before->state.origin == DAY_NONE || later == (strcmp(want, "later") == 0));
}

static inline bool switches_links(const Snapshot *before, const Snapshot *after,
                                  const char *want)
{
    (void)want;
    return before->state.show_links != after->state.show_links;
}

static inline bool switches_detail(const Snapshot *before, const Snapshot *after,
                                   const char *want)
{
    (void)want;
    return before->state.show_detail != after->state.show_detail;
}

static inline bool sorts(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->state.sort != after->state.sort;
}

static inline bool flips(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->state.flipped != after->state.flipped;
}

static inline bool moves_edges(const Snapshot *before, const Snapshot *after, const char *want)
{
    int days = (int)strtol(want, NULL, 10);
    return after->start_days == before->start_days + days &&
           after->finish_days == before->finish_days + days && after->message[0] != '\0';
}

static inline bool takes_edge(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->edge == 0 && after->edge == (strcmp(want, "start") == 0 ? 1 : 2);
}

static inline bool only_writes(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)before;
    (void)want;
    return !after->complains;
}

#endif
