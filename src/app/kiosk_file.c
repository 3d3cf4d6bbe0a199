/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The file behind a wall display.  It may be missing, locked, replaced or in need of recovery: the wall
 * says so in a line, shows what it read last, and tries again.  It never ends and never writes.
 */
#include "app_private.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HIGHLIGHT_SECONDS = 4, NEWS_DAYS = 14, NEWS_LIMIT = 200, LONGEST_WAIT = 30 };

/* While another program holds the file the keys are answered: a short try now and then is enough. */
#define WALL_FLAGS (STORE_READ_ONLY | STORE_REDACTED | STORE_NO_CHECK | STORE_IMPATIENT)

/* Rows of these kinds are about single people, or told in confidence. */
bool wall_shows(EntityKind entity)
{
    static const EntityKind hidden[] = {ENTITY_NONE,   ENTITY_PERSON,  ENTITY_RISK, ENTITY_NOTE,
                                        ENTITY_EFFORT, ENTITY_MAPPING, ENTITY_KNOWN};
    for (size_t index = 0; index < COUNT_OF(hidden); index++)
        if (hidden[index] == entity)
            return false;
    return true;
}

/* Lists of such rows, and who disagrees with whom, are shown where the plan lets walls show names.
 * A list of seats says who speaks for a union: never. */
bool wall_shows_place(const App *app)
{
    const char *view = app_view(app)->name;
    EntityKind listed = app->state[app->view].kind;
    if (strcmp(view, "registers") == 0)
        return listed != ENTITY_SEAT && (app->wall.names_read || wall_shows(listed));
    return app->wall.names_read || strcmp(view, "conflicts") != 0;
}

bool wall_is_waiting(const App *app)
{
    return app->store == NULL || app->wall.waiting[0] != '\0';
}

static void say_waiting(App *app, const char *sentence)
{
    (void)snprintf(app->wall.waiting, sizeof app->wall.waiting, "%s", sentence);
}

static bool file_is_there(const App *app, struct stat *status)
{
    return stat(app->options->file, status) == 0;
}

static void remember_file(App *app)
{
    struct stat status;
    if (!file_is_there(app, &status))
        return;
    app->wall.device = (int64_t)status.st_dev;
    app->wall.inode = (int64_t)status.st_ino;
}

static bool file_is_another(const App *app, const struct stat *status)
{
    return (int64_t)status->st_dev != app->wall.device ||
           (int64_t)status->st_ino != app->wall.inode;
}

/* A change that was not finished: its writer is at it, or was stopped half-way. */
static bool journal_is_there(App *app)
{
    struct stat status;
    const char *journal = arena_printf(app->scratch, "%s-journal", app->options->file);
    return stat(journal, &status) == 0 && status.st_size > 0;
}

static bool any_name(const Plan *plan)
{
    const Person *persons = PLAN_ROWS(plan, Person, ENTITY_PERSON);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_PERSON); index++)
        if (!text_is_empty(persons[index].name))
            return true;
    return false;
}

static bool any_text(const Plan *plan)
{
    const Swot *entries = PLAN_ROWS(plan, Swot, ENTITY_SWOT);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_SWOT); index++)
        if (!text_is_empty(entries[index].text))
            return true;
    return false;
}

static void note_loaded(App *app)
{
    app->wall.loaded_at = app->host->now(app->host->context);
    app->wall.names = any_name(app->plan);
    app->wall.texts = any_text(app->plan);
    app->wall.waiting[0] = '\0';
    wall_follow_plan(app);
}

static bool open_with(App *app, unsigned flags, Err *err)
{
    store_close(app->store);
    app->store = NULL;
    if (!app_open_store(app, flags, err))
        return false;
    if (app_reload(app, err))
        return true;
    store_close(app->store);
    app->store = NULL;
    return false;
}

/* Names are read only once the plan itself has said that they may be. */
static bool try_open(App *app, Err *err)
{
    remember_file(app);
    if (!open_with(app, WALL_FLAGS, err))
        return false;
    app->wall.names_read = app->plan->info->kiosk_names;
    if (app->wall.names_read && !open_with(app, WALL_FLAGS | STORE_NAMES, err))
        return false;
    note_loaded(app);
    return true;
}

/* Soon at first, then together with the clock on the screen and half-way between. */
static void try_later(App *app)
{
    Wall *wall = &app->wall;
    int64_t now = app->host->now(app->host->context);
    wall->retry_after = wall->retry_after == 0 ? 1 : wall->retry_after * 2;
    wall->retry_at = now + wall->retry_after;
    if (wall->retry_after < LONGEST_WAIT)
        return;
    wall->retry_after = LONGEST_WAIT;
    wall->retry_at = now - now % LONGEST_WAIT + LONGEST_WAIT;
}

bool wall_open(App *app, Err *err)
{
    Err trouble = {0};
    if (app->options->word_count > 0)
        return fail(err, ERR_USAGE,
                    _("--kiosk shows the wall and runs no command; leave one of them out."));
    const char *quit = app_config(app, "kiosk:quit");
    app->wall.quits = text_equal(quit, "yes");
    if (!try_open(app, &trouble)) {
        say_waiting(app, trouble.message);
        try_later(app);
    }
    return true;
}

void wall_close(App *app)
{
    if (app->options->kiosk && app->wall.await >= 0)
        (void)close(app->wall.await);
    app->wall.await = -1;
}

/* While it waits, the folder says that something happened. */
int wall_watch(App *app)
{
    if (!wall_is_waiting(app)) {
        wall_close(app);
        return store_watch(app->store);
    }
    if (app->wall.await < 0)
        app->wall.await = store_await(app->options->file);
    return app->wall.await;
}

/* Which rows others have changed just now. */
static void highlight(App *app)
{
    HistoryFilter filter = {.entity = ENTITY_NONE, .field = -1, .limit = 20};
    History history;
    Err err = {0};
    id_list_clear(&app->changed);
    if (!store_history(app->store, &filter, app->plan, app->language, app->generation, &history,
                       &err))
        return;
    for (uint32_t index = 0;
         index < history.count && history.items[index].change != app->seen_change; index++)
        if (history.items[index].row != 0)
            id_list_add(&app->changed, history.items[index].row);
    if (history.count > 0)
        app->seen_change = history.items[0].change;
    app->changed_until = app->host->now(app->host->context) + HIGHLIGHT_SECONDS;
}

static bool load_again(App *app, Err *err)
{
    app_keep_place(app);
    if (!app_reload(app, err))
        return false;
    if (app->plan->info->kiosk_names != app->wall.names_read)
        return try_open(app, err);
    highlight(app);
    note_loaded(app);
    return true;
}

static bool look(App *app)
{
    struct stat status;
    Err err = {0};
    char before[sizeof app->wall.waiting];
    (void)snprintf(before, sizeof before, "%s", app->wall.waiting);
    bool loaded = false;
    arena_clear(app->scratch);
    if (!file_is_there(app, &status))
        say_waiting(app, _("The plan's file is not there just now; waiting for it."));
    else if (app->store == NULL)
        loaded = try_open(app, &err);
    else if (store_changed(app->store)) {
        remember_file(app);
        loaded = load_again(app, &err);
    } else if (file_is_another(app, &status))
        say_waiting(app, _("The plan's file was replaced by one that cannot be read yet."));
    else if (store_is_waiting(app->store))
        say_waiting(app, _("The plan's file cannot be read just now; waiting for it."));
    else if (before[0] != '\0' || journal_is_there(app))
        loaded = load_again(app, &err);
    if (err.code != ERR_NONE)
        say_waiting(app, err.message);
    if (wall_is_waiting(app))
        try_later(app);
    else
        app->wall.retry_after = 0;
    return loaded || strcmp(before, app->wall.waiting) != 0;
}

/* Something has happened: what failed before may go well now. */
bool wall_poll(App *app)
{
    store_awaited(app->wall.await, app->options->file);
    app->wall.retry_after = 0;
    return look(app);
}

/* Time has passed: what no watch tells is a lock that was let go, a file that is gone or another one. */
void wall_wake(App *app)
{
    struct stat status;
    bool due = false;
    if (wall_is_waiting(app))
        due = app->host->now(app->host->context) >= app->wall.retry_at;
    else
        due = !file_is_there(app, &status) || file_is_another(app, &status) ||
              journal_is_there(app);
    if (due)
        (void)look(app);
    wall_tick(app);
}

/* --- What changed ----------------------------------------------------------------------------------------- */

/* Since the last meeting; where none was, of the last two weeks. */
static Day news_since(const App *app)
{
    const Meeting *meetings = PLAN_ROWS(app->plan, Meeting, ENTITY_MEETING);
    Day since = app->today - NEWS_DAYS;
    for (uint32_t index = 0; index < plan_count(app->plan, ENTITY_MEETING); index++) {
        const HonestDate *date = &meetings[index].date;
        if (date->precision == DATE_DAY && date->from < app->today && date->from > since)
            since = date->from;
    }
    return since;
}

/* Places in lists, and the pointer itself. */
static bool is_of_hidden_field(const HistoryItem *item)
{
    const Entity *entity = schema_entity(item->entity);
    return item->field >= 0 && item->field < entity->field_count &&
           (entity->fields[item->field].flags & FIELD_HIDDEN) != 0;
}

/* Who holds a seat, where the seat's role makes that person a member of a union. */
static bool is_of_union(const App *app, const HistoryItem *item)
{
    const Seat *seat = item->entity == ENTITY_SEAT && item->field >= 0
                           ? PLAN_ROW_OF(app->plan, Seat, ENTITY_SEAT, item->row)
                           : NULL;
    const Role *role =
        seat != NULL ? PLAN_ROW_OF(app->plan, Role, ENTITY_ROLE, seat->role) : NULL;
    return role != NULL && role->union_role;
}

/* What happened, in the program's own words. */
static const char *news_words(const App *app, const HistoryItem *item)
{
    if (item->field >= 0 && !is_of_hidden_field(item) && !is_of_union(app, item))
        return ""; /* the view says which field, from what to what */
    if (item->field >= 0)
        return _("changed");
    return plan_row(app->plan, item->entity, item->row) != NULL ? _("new") : _("deleted");
}

/* Without the words of whoever typed, which may name people, and without saying who it was. */
const History *wall_history(App *app, const History *history)
{
    History *news = ARENA_NEW(app->generation, History);
    HistoryItem *items = ARENA_ARRAY(app->generation, HistoryItem, (size_t)history->count + 1);
    int64_t since = (int64_t)news_since(app) * DAY_SECONDS;
    for (uint32_t index = 0; index < history->count && news->count < NEWS_LIMIT; index++) {
        HistoryItem item = history->items[index];
        bool row = item.entity > ENTITY_NONE && item.entity < ENTITY_COUNT;
        if (item.time < since || !row || !wall_shows(item.entity) ||
            text_equal(item.kind, "base") ||
            (is_of_hidden_field(&item) && item.operation_count < 2))
            continue;
        item.author = item.host = "";
        item.label = news_words(app, &item);
        if (is_of_union(app, &item))
            item.field = -1;
        items[news->count++] = item;
    }
    news->items = items;
    return news;
}
