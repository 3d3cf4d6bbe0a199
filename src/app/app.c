/* SPDX-License-Identifier: MPL-2.0 */
#include "app_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

App *app_new(const Host *host, const Options *options)
{
    Arena *program = arena_new();
    App *app = ARENA_NEW(program, App);
    app->program = program;
    app->host = host;
    app->options = options;
    app->generation = arena_new();
    app->layout = arena_new();
    app->frame = arena_new();
    app->footer.arena = arena_new();
    app->scratch = arena_new();
    app->picker.arena = arena_new();
    app->today = options->today != DAY_NONE ? options->today : host->today(host->context);
    app->language = options->language;
    app->wall.await = -1;
    app->read_only = options->read_only || options->kiosk || options->as_of != DAY_NONE;
    app->width = 80;
    app->height = 24;
    app->theme = theme_default();
    app->rows_stale = true;
    for (uint32_t index = 0; index < VIEW_LIMIT; index++)
        app->state[index] = (ViewState){.zoom = ZOOM_WEEK,
                                        .origin = DAY_NONE,
                                        .kind = ENTITY_TASK,
                                        .show_detail = true,
                                        .filter = ""};
#ifndef NDEBUG
    Err err = {0};
    if (!schema_self_check(&err))
        BUG("the table of a plan: %s", err.message);
#endif
    config_read(app);
    keys_build(app);
    return app;
}

void app_free(App *app)
{
    if (app == NULL)
        return;
    form_close(app);
    store_close(app->store);
    text_free(&app->notices);
    text_free(&app->line.text);
    text_free(&app->picker.line.text);
    text_free(&app->form.line.text);
    free(app->marked.ids);
    free(app->toggled.ids);
    free(app->changed.ids);
    free(app->preview_tasks);
    live_free(app);
    free(app->confirm_line);
    free(app->note_line);
    free(app->last_search);
    for (uint32_t index = 0; index < VIEW_LIMIT; index++)
        free(app->filter[index]);
    arena_free(app->picker.arena);
    wall_close(app);
    if (app->wall.playlist.arena != NULL)
        arena_free(app->wall.playlist.arena);
    arena_free(app->generation);
    arena_free(app->layout);
    arena_free(app->frame);
    arena_free(app->footer.arena);
    arena_free(app->scratch);
    arena_free(app->program);
}

static StoreAuthor app_author(App *app)
{
    const char *author = app->options->author;
    return (StoreAuthor){.author = author != NULL ? author : app->host->user,
                         .host = app->host->host,
                         .language = app->language,
                         .now = app->host->now,
                         .context = app->host->context};
}

static bool app_make(App *app, Err *err);

bool app_open_store(App *app, unsigned flags, Err *err)
{
    StoreAuthor author = app_author(app);
    return store_open(app->options->file, flags, &author, &app->store, err);
}

bool app_open(App *app, Err *err)
{
    if (app->options->list_keys || app->options->list_themes || app->options->check_config)
        return true;
    if (app->options->file == NULL)
        return fail(err, ERR_USAGE,
                    _("No plan file was named; write “framdrift FILE”, or --help."));
    const Options *options = app->options;
    if (options->kiosk)
        return wall_open(app, err);
    unsigned flags = app->read_only ? STORE_READ_ONLY : 0;
    if (app_wants_screen(options))
        flags |= STORE_NO_CHECK;
    bool making = options->word_count > 0 && strcmp(options->words[0], "new") == 0;
    if (making)
        return app_make(app, err);
    bool fetching = options->word_count > 1 && strcmp(options->words[0], "sync") == 0;
    if (fetching && access(options->file, F_OK) != 0 && errno == ENOENT)
        return true; /* the copy that comes becomes the plan */
    if (!app_open_store(app, flags, err))
        return false;
    if (store_is_read_only(app->store))
        app->read_only = true;
    if (!text_is_empty(store_notice(app->store)))
        app_say(app, "%s", store_notice(app->store));
    if (app_wants_screen(options) && !app->read_only)
        draft_notice(app);
    beside_ask(app);
    return app_reload(app, err);
}

/* `new`: a file that is not there yet; the command itself fills it. */
static bool app_make(App *app, Err *err)
{
    const char *sample = app->options->sample;
    if (sample != NULL && sample_folder(app, sample, err) == NULL)
        return false;
    StoreAuthor author = app_author(app);
    app->made_file = store_create(app->options->file, &author, &app->store, err);
    return app->made_file && app_reload(app, err);
}

/* A plan that could not be filled is not left behind half-made. */
void app_unmake(App *app)
{
    store_close(app->store);
    app->store = NULL;
    (void)unlink(app->options->file);
}

static int64_t app_until(const App *app)
{
    if (app->options->as_of == DAY_NONE)
        return 0;
    int64_t midnight = ((int64_t)app->options->as_of + 1) * DAY_SECONDS;
    return midnight - app->host->utc_offset(app->host->context, midnight) - 1;
}

static bool is_anywhere(const Plan *plan, RowId id)
{
    for (int kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++)
        if (plan_row(plan, (EntityKind)kind, id) != NULL)
            return true;
    return false;
}

/* Rows that are gone are marked no longer. */
static void prune_marks(App *app)
{
    uint32_t kept = 0;
    for (uint32_t index = 0; index < app->marked.count; index++)
        if (is_anywhere(app->plan, app->marked.ids[index]))
            app->marked.ids[kept++] = app->marked.ids[index];
    app->marked.count = kept;
}

bool app_reload(App *app, Err *err)
{
    moved_forget(app);
    Arena *fresh = arena_new();
    Plan *plan = NULL;
    Schedule schedule;
    int64_t until = app_until(app);
    if (!(until > 0 ? store_load(app->store, fresh, until, &plan, err)
                    : store_load_after(app->store, app->plan, fresh, &plan, err)) ||
        !schedule_compute(plan, app->today, fresh, &schedule, err)) {
        arena_free(fresh);
        return false;
    }
    arena_free(app->generation);
    app->generation = fresh;
    app->plan = plan;
    app->schedule = schedule;
    app->history_loaded = false;
    app->findings_loaded = false;
    app->rows_stale = true;
    prune_marks(app);
    HistoryItem latest;
    app->saved_at = store_latest(app->store, fresh, &latest) ? latest.time : 0;
    app->latest_change = app->saved_at != 0 ? latest.change : 0;
    if (app->seen_change == 0 && app->saved_at != 0)
        app->seen_change = latest.change;
    return true;
}

/* After a change of one's own: what others did just before it is not missed. */
bool app_reload_own(App *app, int64_t change, Err *err)
{
    int64_t seen = app->seen_change;
    bool up_to_date = seen == app->latest_change;
    int64_t count = app->plan->change_count;
    if (change != 0)
        app->seen_change = change;
    if (!app_reload(app, err))
        return false;
    bool only_own = up_to_date && app->plan->change_count == count + 1;
    if (change != 0 && !only_own)
        live_note(app, seen, change, NULL);
    return true;
}

const char *app_notices(const App *app)
{
    return text_string(&app->notices);
}

void app_say(App *app, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->message, sizeof app->message, format, arguments);
    va_end(arguments);
    app->message_is_error = false;
}

void app_complain(App *app, const Err *err)
{
    app_say(app, "%s", err->message);
    app->message_is_error = true;
}

ParseContext app_parse_context(const App *app)
{
    return (ParseContext){
        .plan = app->plan,
        .date = {.today = app->today, .anchor = DAY_NONE, .language = app->language}};
}

bool app_change_begin(App *app, const char *label, Err *err)
{
    if (app->read_only)
        return fail(err, ERR_READ_ONLY,
                    _("This plan is open for reading only; nothing was changed."));
    if (!beside_allowed(app, err))
        return false;
    if (!app->checked) {
        if (!store_check_quick(app->store, err))
            return false;
        app->checked = true;
    }
    if (app->change_depth == 0 && !store_begin(app->store, label, err))
        return false;
    app->change_depth++;
    return true;
}

/* Inside begin … end the plan is loaded anew after each command, so that the next one sees it. */
bool app_change_end(App *app, bool good, Err *err)
{
    app->change_depth--;
    if (app->change_depth > 0)
        return good && app_reload(app, err);
    app_keep_place(app);
    if (good && app->touched_meetings)
        good = app_reload(app, err) && edit_follow_obligations(app, err);
    app->touched_meetings = false;
    if (!good) {
        store_drop(app->store);
        Err ignored = {0};
        if (!app_reload(app, &ignored))
            fail(err, ignored.code, "%s", ignored.message);
        return false;
    }
    int64_t change = 0;
    if (!store_commit(app->store, &change, err)) {
        store_drop(app->store);
        return false;
    }
    app->change_wrote = change != 0;
    return app_reload_own(app, change, err);
}

LocalTime app_local_time(const App *app, int64_t time)
{
    int64_t local = time + app->host->utc_offset(app->host->context, time);
    return (LocalTime){.day = (Day)(local / DAY_SECONDS),
                       .hour = (int)(local % DAY_SECONDS / 3600),
                       .minute = (int)(local % 3600 / 60)};
}

void app_print_time(const App *app, int64_t time, Text *out)
{
    LocalTime local = app_local_time(app, time);
    day_print_iso(local.day, out);
    text_printf(out, " %02d:%02d", local.hour, local.minute);
}

const char *app_quote(Arena *arena, const char *word)
{
    if (word[0] != '\0' && strpbrk(word, " \t\n\"\\") == NULL)
        return word;
    Text quoted = {0};
    text_append(&quoted, "\"");
    for (const char *at = word; *at != '\0'; at++) {
        if (*at == '\n') {
            text_append(&quoted, "\\n");
            continue;
        }
        if (*at == '"' || *at == '\\')
            text_append(&quoted, "\\");
        text_append_bytes(&quoted, at, 1);
    }
    text_append(&quoted, "\"");
    char *result = arena_strdup(arena, text_string(&quoted));
    text_free(&quoted);
    return result;
}

const char *app_place_words(App *app, EntityKind entity, RowId id)
{
    const char *kind = schema_entity(entity)->name;
    if (entity == ENTITY_TASK) {
        const Task *task = PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, id);
        if (task != NULL)
            return arena_printf(app->scratch, "task/%s", task->number);
    }
    const char *title = plan_title(app->plan, entity, id, app->scratch);
    if (text_width(title) <= 40 && plan_find(app->plan, entity, title, NULL) == id)
        return arena_printf(app->scratch, "%s/%s", kind, app_quote(app->scratch, title));
    return arena_printf(app->scratch, "%s/%lld", kind, (long long)id);
}

bool app_is_finished(const App *app)
{
    return app->finished;
}

const Theme *app_theme(const App *app)
{
    return app->theme;
}

const char *app_config(const App *app, const char *key)
{
    return app->ini == NULL ? NULL : ini_get(app->ini, key);
}

bool app_mouse_wanted(const App *app)
{
    const char *wanted = app_config(app, "screen:mouse");
    return !app->options->kiosk && text_equal(wanted, "on");
}
