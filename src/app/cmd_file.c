/* SPDX-License-Identifier: MPL-2.0 */
/* Commands on the plan as a whole: new, copy, verify, compact, undo, redo, log, view. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool run_new(App *app, const Call *call, Err *err)
{
    (void)call;
    const char *name = app->options->sample;
    if (name == NULL)
        return true;
    const char *folder = sample_folder(app, name, err);
    if (folder == NULL)
        return false;
    const char *label = arena_printf(app->scratch, "new --sample %s", name);
    if (!app_change_begin(app, label, err))
        return false;
    DateContext dates = app_parse_context(app).date;
    return app_change_end(app, text_plan_read(app->store, folder, &dates, err), err);
}

static bool run_copy(App *app, const Call *call, Err *err)
{
    bool redact = app->options->redact;
    if (!(redact ? store_copy_redacted : store_copy)(app->store, call->words[1], err))
        return false;
    app_say(app, _("Copied to %s."), call->words[1]);
    return true;
}

static bool run_verify(App *app, const Call *call, Err *err)
{
    (void)call;
    VerifyReport report = {0};
    if (!store_verify(app->store, app->options->repair, app->scratch, &report, err))
        return false;
    if (!report.clean)
        return fail(err, ERR_DAMAGED, _("The plan does not add up: %s"), report.findings);
    app_say(app, _("The plan is in order."));
    return true;
}

/* Without a day a year stays as it is: long enough to undo, to ask who, and for laptops to come home. */
static bool compact_day(App *app, const Call *call, Day *day, Err *err)
{
    ParseContext context = app_parse_context(app);
    HonestDate before;
    *day = app->today - 365;
    if (call->count < 2)
        return true;
    if (!date_parse(app->scratch, &context.date, call->words[1], &before, err))
        return false;
    *day = before.from;
    return before.from != DAY_NONE ||
           fail(err, ERR_INPUT, _("“%s” is no day to keep from; 2020-09-01 would be right."),
                call->words[1]);
}

static bool run_compact(App *app, const Call *call, Err *err)
{
    CompactReport report = {0};
    Day day = DAY_NONE;
    if (app->change_depth > 0)
        return fail(err, ERR_INPUT,
                    _("Compacting is not a change and does not fit between begin and end."));
    if (!compact_day(app, call, &day, err))
        return false;
    int64_t midnight = (int64_t)day * DAY_SECONDS;
    midnight -= app->host->utc_offset(app->host->context, midnight);
    if (!store_compact(app->store, midnight, 0, app->scratch, &report, err))
        return false;
    if (report.operations == 0)
        app_say(app, _("There is nothing to compact; nothing was changed."));
    else
        app_say(app,
                _("%d replaced values of %d changes are gone: %lld kB became %lld kB.  The "
                  "plan before is kept as %s."),
                report.operations, report.changes, (long long)(report.size_before / 1024),
                (long long)(report.size_after / 1024), report.backup);
    return app_reload(app, err);
}

/* A message that has more to say leaves this much to what was undone. */
enum { SHORT_COLUMNS = 40 };

static bool say_undo(App *app, const UndoReport *report, const char *did, const char *nothing,
                     Text *out, Err *err)
{
    if (report->change == 0)
        return fail(err, ERR_INPUT, "%s", nothing);
    /* The plan as it was knows what the change made, the one after it what the change deleted. */
    const char *words = words_of_change_id(app, report->origin, app->scratch);
    if (report->left > 0)
        app_say(app, _("%s “%s”: %d of %d fields; %s"), did,
                text_clip(app->scratch, words, SHORT_COLUMNS, app->ascii), report->undone,
                report->undone + report->left, report->left_words);
    else if (report->reopened > 0)
        app_say(app, _("%s “%s”: what it had decided is open again; C lists the conflicts."),
                did, text_clip(app->scratch, words, SHORT_COLUMNS, app->ascii));
    else
        app_say(app, _("%s “%s”."), did, words);
    (void)out;
    return app_reload_own(app, report->change, err);
}

static bool undo_ready(App *app, Err *err)
{
    if (app->change_depth > 0)
        return fail(
            err, ERR_INPUT,
            _("Undo and redo are changes of their own and do not fit between begin and end."));
    if (app->checked || store_check_quick(app->store, err))
        app->checked = true;
    return app->checked;
}

static bool can_be_undone(const App *app, const HistoryItem *item)
{
    const char *author = app->options->author != NULL ? app->options->author : app->host->user;
    return text_equal(item->author, author) && !item->undone &&
           !text_equal(item->kind, "undo") && !text_equal(item->kind, "redo") &&
           !text_equal(item->kind, "base");
}

/* One's latest change before an erasing, when that is the latest of all; 0: the store knows best. */
static bool undo_past_erasing(App *app, int64_t *change, Err *err)
{
    History history = {0};
    bool passed = false;
    HistoryFilter filter = {.entity = ENTITY_NONE, .field = -1, .limit = 1};
    *change = 0;
    for (uint32_t limit = 1; limit <= 200; limit += 199) {
        filter.limit = limit;
        if (!store_history(app->store, &filter, app->plan, app->language, app->scratch,
                           &history, err))
            return false;
        for (uint32_t index = 0; index < history.count; index++) {
            const HistoryItem *item = &history.items[index];
            if (!can_be_undone(app, item))
                continue;
            if (!store_is_erasing(app->store, item->change)) {
                *change = passed ? item->change : 0;
                return true;
            }
            passed = true;
        }
    }
    return !passed || fail(err, ERR_INPUT, _("What was erased stays erased."));
}

static bool named_change(App *app, const char *word, int64_t *change, Err *err)
{
    History history = {0};
    *change = strtoll(word, NULL, 10);
    if (*change == 0)
        return fail(err, ERR_INPUT, _("“%s” is not the number of an edit; log lists them."),
                    word);
    HistoryFilter filter = {.entity = ENTITY_NONE, .field = -1, .limit = 1, .change = *change};
    if (!store_history(app->store, &filter, app->plan, app->language, app->scratch, &history,
                       err))
        return false;
    return history.count == 0 || !store_is_erasing(app->store, *change) ||
           fail(err, ERR_INPUT, _("What was erased stays erased."));
}

static bool run_undo(App *app, const Call *call, Err *err)
{
    UndoReport report = {0};
    int64_t change = 0;
    if (call->count > 1 ? !named_change(app, call->words[1], &change, err)
                        : !undo_past_erasing(app, &change, err))
        return false;
    return undo_ready(app, err) && store_undo(app->store, change, app->scratch, &report, err) &&
           say_undo(app, &report, _("Undid"), _("There is nothing of yours left to undo."),
                    call->out, err);
}

static bool run_redo(App *app, const Call *call, Err *err)
{
    UndoReport report = {0};
    return undo_ready(app, err) && store_redo(app->store, app->scratch, &report, err) &&
           say_undo(app, &report, _("Did again"), _("There is nothing to redo."), call->out,
                    err);
}

static bool run_log(App *app, const Call *call, Err *err)
{
    HistoryFilter filter = {.entity = ENTITY_NONE, .field = -1, .limit = 100000};
    if (call->count > 1 &&
        !plan_find_place(app->plan, call->words[1], &filter.entity, &filter.row, err))
        return false;
    History history;
    if (!store_history(app->store, &filter, app->plan, app->language, app->scratch, &history,
                       err))
        return false;
    for (uint32_t index = 0; index < history.count; index++) {
        const HistoryItem *item = &history.items[index];
        text_printf(call->out, "%lld  ", (long long)item->change);
        app_print_time(app, item->time, call->out);
        text_printf(call->out, "  %s  %s%s\n", item->author, item->label,
                    item->undone ? _("  (undone)") : "");
    }
    return true;
}

/* --- view ------------------------------------------------------------------------------------------------ */

/* `placed`: only those that one can go to; what has no key of its own is a wall's. */
static bool fail_unknown_view(App *app, const char *name, bool placed, Err *err)
{
    Text names = {0};
    for (uint32_t index = 0; index < view_count(); index++)
        if (!placed || views[index].key != 0)
            text_printf(&names, "%s%s", names.length > 0 ? ", " : "", views[index].name);
    const char *all = arena_strdup(app->scratch, text_string(&names));
    text_free(&names);
    return fail(err, ERR_NOT_FOUND, _("There is no view “%s”; the views are %s."), name, all);
}

static void view_heading(App *app, Canvas *canvas, const View *view)
{
    Text day = {0};
    day_print(app->today, DATE_STYLE_LONG, app->language, &day);
    int used = text_width(text_string(&day)) + 1;
    int room = canvas->width - used - 3;
    canvas_fill(canvas, (Rect){0, 0, canvas->width, 1}, STYLE_TITLE, GLYPH_SPACE);
    const PlanInfo *info = app->plan->info;
    const char *title = arena_printf(app->frame, "%s: %s", info->name, _(view->label));
    if (text_width(title) > room && info->short_name[0] != '\0')
        title = arena_printf(app->frame, "%s: %s", info->short_name, _(view->label));
    canvas_text(canvas, 1, 0, room, STYLE_TITLE, title);
    canvas_text_right(canvas, canvas->width - used, 0, used - 1, STYLE_TITLE,
                      text_string(&day));
    text_free(&day);
}

static bool run_view(App *app, const Call *call, Err *err)
{
    const View *view = view_by_name(call->words[1]);
    if (view == NULL)
        return fail_unknown_view(app, call->words[1], false, err);
    if (app->options->as_written) {
        groups_as_written(app->plan, call->out);
        return true;
    }
    const char *name = app->options->as != NULL ? app->options->as : "text";
    const Format *format = format_by_name(name);
    if (format == NULL || format->write_canvas == NULL)
        return fail(
            err, ERR_USAGE,
            _("A view cannot be printed as “%s”; text, ansi, html and svg can be asked for."),
            name);
    int width = app->options->width > 0 ? app->options->width : 80;
    int height = app->options->height > 0 ? app->options->height : 24;
    app->view = (uint32_t)(view - views);
    app->width = width;
    app->height = height;
    app->rows_stale = true;
    Arena *arena = app->frame;
    arena_clear(arena);
    Canvas *canvas = canvas_new(arena, width, height, app->options->ascii);
    canvas->language = app->language;
    ViewInput input = app_view_input(app);
    input.width = width;
    input.height = height - 1;
    ViewRows rows = view->lay_out(&input, arena);
    HitMap hits = {.arena = arena};
    ViewLaid laid = {0};
    view->draw(&input, &rows, (Rect){0, 1, width, height - 1}, canvas, &hits, &laid);
    view_heading(app, canvas, view);
    format->write_canvas(canvas, app->theme, COLOUR_256, call->out);
    return true;
}

static bool run_go(App *app, const Call *call, Err *err)
{
    const View *view = view_by_name(call->words[1]);
    if (view == NULL || (view->key == 0 && !app->options->kiosk))
        return fail_unknown_view(app, call->words[1], true, err);
    app_go_view(app, (uint32_t)(view - views));
    return true;
}

static bool run_quit(App *app, const Call *call, Err *err)
{
    (void)call;
    (void)err;
    app->finished = true;
    return true;
}

static bool run_suspend(App *app, const Call *call, Err *err)
{
    (void)call;
    if (app->host->suspend == NULL)
        return fail(err, ERR_INPUT,
                    _("Nobody could resume the program here, so it is not suspended."));
    app->host->suspend(app->host->context);
    return true;
}

static bool run_theme(App *app, const Call *call, Err *err)
{
    return theme_pick(app, call->words[1], err);
}

const Command commands_file[] = {
    {"new", "[--sample NAME]", N_("Plan"), N_("make the plan file, empty or from a sample"),
     COMMAND_WRITES, 0, 0, run_new},
    {"view", "NAME [--size 120x40] [--as text|ansi|html|svg]", N_("Plan"), N_("print a view"),
     0, 1, 1, run_view},
    {"go", "VIEW", N_("Views"), N_("show a view"),
     COMMAND_SCREEN | COMMAND_MOVES | COMMAND_WALL, 1, 1, run_go},
    {"undo", "[EDIT]", N_("Plan"), N_("take back your latest change, or the one named"),
     COMMAND_WRITES, 0, 1, run_undo},
    {"redo", "", N_("Plan"), N_("do again what was undone"), COMMAND_WRITES, 0, 0, run_redo},
    {"log", "[KIND/ID]", N_("Plan"), N_("print every change, newest first"), 0, 0, 1, run_log},
    {"verify", "[--repair]", N_("Plan"), N_("check that the plan file is sound"), 0, 0, 0,
     run_verify},
    {"compact", "[DAY]", N_("Plan"), N_("fold history before a day, or all but the last year"),
     COMMAND_WRITES, 0, 1, run_compact},
    {"copy", "FILE2 [--redact]", N_("Plan"), N_("make a safe copy of the plan"), 0, 1, 1,
     run_copy},
    {"theme", "NAME", N_("Screen"), N_("change the colours"), COMMAND_NO_PLAN, 1, 1, run_theme},
    {"suspend", "", N_("Screen"), N_("stop the program until the shell resumes it"),
     COMMAND_SCREEN | COMMAND_MOVES, 0, 0, run_suspend},
    {"quit", "", N_("Screen"), N_("end the program"),
     COMMAND_SCREEN | COMMAND_MOVES | COMMAND_NO_PLAN, 0, 0, run_quit},
    {0},
};
