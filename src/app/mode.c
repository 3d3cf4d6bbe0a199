/* SPDX-License-Identifier: MPL-2.0 */
/* Modes: what keys mean while a bar is moved, the outline rearranged, links tied, a prefix waits. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

static const char *const mode_names[MODE_COUNT] = {"view", "zoom",      "quadrant",
                                                   "move", "rearrange", "connect"};

const char *mode_name(Mode mode)
{
    return mode_names[mode];
}

void preview_drop(App *app)
{
    app->preview.count = 0;
    app->edge = 0;
}

void mode_set(App *app, Mode mode)
{
    if (app->mode == MODE_MOVE && mode != MODE_MOVE)
        preview_drop(app);
    app->mode = mode;
}

/* ", end 14 Jun → 23 Aug."; where the end stays, the full stop alone. */
static const char *end_words(App *app)
{
    Text before = {0};
    Text after = {0};
    if (app->ripple.end_before == app->ripple.end_after)
        return ".";
    day_print(app->ripple.end_before, DATE_STYLE_SHORT, app->language, &before);
    day_print(app->ripple.end_after, DATE_STYLE_SHORT, app->language, &after);
    const char *words = arena_printf(app->scratch, _(", end %s → %s"), text_string(&before),
                                     text_string(&after));
    bool stops = words[strlen(words) - 1] == '.'; /* "23. aug." */
    text_free(&before);
    text_free(&after);
    return stops ? words : arena_printf(app->scratch, "%s.", words);
}

/* Counts live what would follow if the bar were let go here. */
void preview_update(App *app)
{
    const Task *tasks = PLAN_ROWS(app->plan, Task, ENTITY_TASK);
    uint32_t capacity = 0;
    for (uint32_t index = 0; index < app->preview.count; index++) {
        uint32_t at = plan_index_of(app->plan, ENTITY_TASK, app->preview.tasks[index]);
        capacity += at == UINT32_MAX ? 0 : tasks[at].subtree_end - at;
    }
    TaskShift *shifts = ARENA_ARRAY(app->scratch, TaskShift, (size_t)capacity + 1);
    uint32_t count = 0;
    for (uint32_t index = 0; index < app->preview.count; index++) {
        uint32_t at = plan_index_of(app->plan, ENTITY_TASK, app->preview.tasks[index]);
        uint32_t end = at == UINT32_MAX ? 0 : app->edge == 0 ? tasks[at].subtree_end : at + 1;
        for (uint32_t task = at; task < end; task++)
            shifts[count++] = (TaskShift){.task = task,
                                          .start_days = app->preview.start_days,
                                          .finish_days = app->preview.finish_days};
    }
    app->ripple = schedule_ripple(app->plan, &app->schedule, shifts, count, app->scratch);
    if (app->preview.start_days == 0 && app->preview.finish_days == 0) {
        app->message[0] = '\0'; /* nothing to count yet: the keys that may follow are shown */
        return;
    }
    int days = app->edge == 1 ? app->preview.start_days : app->preview.finish_days;
    int moved = (int)app->ripple.moved;
    int missed = (int)app->ripple.deadlines_missed;
    Arena *arena = app->scratch;
    app_say(app, _("%s: %s, %s%s  Enter keeps, Esc leaves all."),
            arena_printf(arena, days == 1 || days == -1 ? _("%+d day") : _("%+d days"), days),
            arena_printf(arena, moved == 1 ? _("%d task moves") : _("%d tasks move"), moved),
            arena_printf(arena,
                         missed == 1 ? _("%d deadline missed") : _("%d deadlines missed"),
                         missed),
            end_words(app));
}

static void preview_shift(App *app, int days)
{
    if (app->edge != 2)
        app->preview.start_days += days;
    if (app->edge != 1)
        app->preview.finish_days += days;
    preview_update(app);
}

static bool run_move_mode(App *app, const Call *call, Err *err)
{
    (void)call;
    const RowId *ids = NULL;
    uint32_t count = app_chosen_bars(app, &ids, err);
    if (count == 0)
        return false;
    RowId *own = realloc(app->preview_tasks, count * sizeof *own);
    if (own == NULL)
        base_out_of_memory();
    memcpy(own, ids, count * sizeof *own);
    app->preview_tasks = own;
    app->preview = (TaskPreview){.tasks = own, .count = count};
    app->edge = 0;
    mode_set(app, MODE_MOVE);
    preview_update(app);
    return true;
}

static bool run_preview(App *app, const Call *call, Err *err)
{
    if (app->mode != MODE_MOVE)
        return fail(err, ERR_INPUT, _("No bar is being moved; m starts."));
    preview_shift(app, (int)strtol(call->words[1], NULL, 10));
    return true;
}

static bool run_edge(App *app, const Call *call, Err *err)
{
    static const char *const edges[] = {"both", "start", "finish"};
    if (app->mode != MODE_MOVE)
        return fail(err, ERR_INPUT, _("No bar is being moved; m starts."));
    for (size_t index = 0; index < COUNT_OF(edges); index++)
        if (strcmp(call->words[1], edges[index]) == 0)
            app->edge = app->edge == (int)index ? 0 : (int)index;
    app->preview.start_days = app->preview.finish_days = 0;
    preview_update(app);
    return true;
}

static bool run_keep(App *app, const Call *call, Err *err)
{
    (void)call;
    if (app->mode != MODE_MOVE) {
        mode_set(app, MODE_VIEW);
        return true;
    }
    int days = app->edge == 1 ? app->preview.start_days : app->preview.finish_days;
    const char *edge = app->edge == 1 ? " start" : app->edge == 2 ? " finish" : "";
    Text line = {0};
    text_append(&line, "shift");
    for (uint32_t index = 0; index < app->preview.count; index++)
        text_printf(&line, " %s", app_place_words(app, ENTITY_TASK, app->preview.tasks[index]));
    text_printf(&line, " %+d%s", days, edge);
    mode_set(app, MODE_VIEW);
    app->message[0] = '\0';
    bool good = days == 0 || app_run(app, text_string(&line), NULL, err);
    text_free(&line);
    return good;
}

static bool run_mode(App *app, const Call *call, Err *err)
{
    for (int mode = 0; mode < MODE_COUNT; mode++)
        if (strcmp(call->words[1], mode_names[mode]) == 0) {
            if (app->read_only && mode != MODE_VIEW && mode != MODE_ZOOM)
                return fail(err, ERR_READ_ONLY, _("The plan is open for reading only."));
            if (mode == MODE_CONNECT || mode == MODE_REARRANGE) {
                Target here = app_target(app);
                if (here.entity != ENTITY_TASK || here.id == 0)
                    return fail(err, ERR_INPUT, _("That works on a task; go to one first."));
                app->connect_from = here.id;
            }
            mode_set(app, (Mode)mode);
            if (mode == MODE_CONNECT)
                app_say(
                    app,
                    _("Links from %s: go to a task, Space ties or unties, t changes the type."),
                    plan_title(app->plan, ENTITY_TASK, app->connect_from, app->scratch));
            return true;
        }
    return fail(err, ERR_USAGE, _("There is no mode “%s”."), call->words[1]);
}

static bool run_arrange(App *app, const Call *call, Err *err)
{
    Target here = app_target(app);
    if (here.entity != ENTITY_TASK || here.id == 0)
        return fail(err, ERR_INPUT, _("Only tasks are moved in the outline."));
    app_keep_place(app);
    const char *line = arena_printf(app->scratch, "place %s %s",
                                    app_place_words(app, ENTITY_TASK, here.id), call->words[1]);
    bool good = app_run(app, line, NULL, err);
    /* Moved below a folded row it would be out of sight. */
    const Task *task = PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, here.id);
    const Task *tasks = PLAN_ROWS(app->plan, Task, ENTITY_TASK);
    if (good && strcmp(call->words[1], "in") == 0 && task->parent_index != UINT32_MAX &&
        tasks[task->parent_index].level >= 2)
        id_list_add(&app->toggled, task->parent);
    return good;
}

/* --- Connect mode -------------------------------------------------------------------------------------------------- */

static const Link *link_between(const Plan *plan, RowId from, RowId to)
{
    const Link *links = PLAN_ROWS(plan, Link, ENTITY_LINK);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_LINK); index++)
        if (links[index].from == from && links[index].to == to)
            return &links[index];
    return NULL;
}

static bool connect_toggle(App *app, const Task *from, const Task *to, const Link *link,
                           Err *err)
{
    /* The edit loads the plan anew: what is said after it must not look into the old one. */
    const char *from_number = arena_strdup(app->scratch, from->number);
    const char *to_number = arena_strdup(app->scratch, to->number);
    bool tied = link != NULL;
    const char *line =
        tied ? arena_printf(app->scratch, "delete link/%lld", (long long)link->row.id)
             : arena_printf(app->scratch, "add link from=%s to=%s", from_number, to_number);
    app_state(app)->show_links = true;
    if (!app_run(app, line, NULL, err))
        return false;
    app_say(app, tied ? _("Untied %s from %s.") : _("Tied %s to %s."), to_number, from_number);
    return true;
}

static void say_link(App *app, const Link *link)
{
    int days = (int)(link->lag / MINUTES_PER_DAY);
    app_say(
        app, _("Link: %s, lag %s."), edit_field(ENTITY_LINK, "type")->choices[link->type].name,
        arena_printf(app->scratch, days == 1 || days == -1 ? _("%d day") : _("%d days"), days));
}

static bool run_connect(App *app, const Call *call, Err *err)
{
    Target here = app_target(app);
    const Task *from = PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, app->connect_from);
    const Task *to =
        here.entity == ENTITY_TASK ? PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, here.id) : NULL;
    if (app->mode != MODE_CONNECT || from == NULL || to == NULL)
        return fail(err, ERR_INPUT, _("No link is being tied; c on a task starts."));
    if (from == to)
        return fail(err, ERR_INPUT, _("A task is not tied to itself; go to another one."));
    const Link *link = link_between(app->plan, from->row.id, to->row.id);
    Target place = {.entity = ENTITY_TASK, .id = here.id, .field = here.field};
    app->kept = place;
    app->kept_set = true;
    if (strcmp(call->words[1], "toggle") == 0)
        return connect_toggle(app, from, to, link, err);
    if (link == NULL)
        return fail(err, ERR_INPUT, _("%s is not tied to %s yet; Space ties them."), to->number,
                    from->number);
    const char *line = NULL;
    if (strcmp(call->words[1], "type") == 0) {
        const Field *type = edit_field(ENTITY_LINK, "type");
        line = arena_printf(app->scratch, "set link/%lld type=%s", (long long)link->row.id,
                            type->choices[(link->type + 1) % LINK_TYPE_COUNT].name);
    } else {
        int64_t lag = link->lag + (strcmp(call->words[1], "more") == 0 ? MINUTES_PER_DAY
                                                                       : -MINUTES_PER_DAY);
        line = arena_printf(app->scratch, "set link/%lld lag=%dd", (long long)link->row.id,
                            (int)(lag / MINUTES_PER_DAY));
    }
    if (!app_run(app, line, NULL, err))
        return false;
    link = link_between(app->plan, app->connect_from, here.id);
    if (link != NULL)
        say_link(app, link);
    return true;
}

/* --- Closing, going back, prompts --------------------------------------------------------------------------------------- */

static bool run_close(App *app, const Call *call, Err *err)
{
    (void)call;
    (void)err;
    app->message[0] = '\0';
    if (app->mode != MODE_VIEW)
        mode_set(app, MODE_VIEW);
    else if (app->marked.count > 0 && app->view == app->marked_view)
        id_list_clear(&app->marked);
    else if (app_state(app)->filter[0] != '\0')
        app_set_filter(app, "");
    else if (strcmp(app_view(app)->name, "help") == 0 ||
             strcmp(app_view(app)->name, "history") == 0)
        app_go_view(app, app->previous_view);
    else if (app->return_view != 0)
        app_go_view(app, app->return_view - 1);
    return true;
}

static bool run_back(App *app, const Call *call, Err *err)
{
    if (app->mode != MODE_VIEW)
        return run_close(app, call, err);
    const char *view = app_view(app)->name;
    if (strcmp(view, "help") == 0 || strcmp(view, "history") == 0)
        app_go_view(app, app->previous_view);
    else
        app->finished = true;
    return true;
}

static bool run_prompt(App *app, const Call *call, Err *err)
{
    (void)err;
    Text text = {0};
    for (int index = 1; index < call->count; index++)
        text_printf(&text, "%s ", call->words[index]);
    typing_start(app, TYPING_COMMAND, text_string(&text));
    text_free(&text);
    return true;
}

static bool run_find(App *app, const Call *call, Err *err)
{
    (void)call;
    (void)err;
    typing_start(app, TYPING_FILTER,
                 app->filter[app->view] != NULL ? app->filter[app->view] : "");
    return true;
}

static bool run_help(App *app, const Call *call, Err *err)
{
    (void)call;
    (void)err;
    uint32_t help = (uint32_t)(view_by_name("help") - views);
    if (app->view == help)
        return true;
    app_go_view(app, help);
    app_set_filter(app, "");
    app_state(app)->row = app_state(app)->top = 0;
    typing_start(app, TYPING_FILTER, "");
    return true;
}

static bool run_draft(App *app, const Call *call, Err *err)
{
    (void)call;
    return draft_restore(app, err);
}

static bool run_repaint(App *app, const Call *call, Err *err)
{
    (void)call;
    (void)err;
    app->repaint = true;
    return true;
}

#define S (COMMAND_SCREEN | COMMAND_MOVES)
const Command commands_mode[] = {
    {"beside", "", N_("Screen"), N_("write beside another machine on a network drive"),
     S | COMMAND_HIDDEN, 0, 0, run_beside},
    {"mode", "view|zoom|quadrant|rearrange|connect", N_("Screen"),
     N_("let keys mean something else for a while"), S, 1, 1, run_mode},
    {"move-mode", "", N_("Timeline"), N_("move the bar and see what follows"),
     S | COMMAND_WRITES, 0, 0, run_move_mode},
    {"preview", "DAYS", N_("Timeline"), N_("move the bar that is being moved"), S, 1, 1,
     run_preview},
    {"edge", "both|start|finish", N_("Timeline"), N_("move only one edge of the bar"), S, 1, 1,
     run_edge},
    {"keep", "", N_("Timeline"), N_("keep what the mode did"), S, 0, 0, run_keep},
    {"arrange", "up|down|in|out", N_("Timeline"), N_("move the task in the outline"),
     COMMAND_SCREEN | COMMAND_WRITES, 1, 1, run_arrange},
    {"connect", "toggle|type|more|less", N_("Timeline"), N_("tie the task to the first one"),
     COMMAND_SCREEN | COMMAND_WRITES, 1, 1, run_connect},
    {"close", "", N_("Screen"), N_("close the top thing"), S, 0, 0, run_close},
    {"back", "", N_("Screen"), N_("leave this level; at the top, quit"), S, 0, 0, run_back},
    {"prompt", "[COMMAND]", N_("Find"), N_("type a command"), S, 0, -1, run_prompt},
    {"find", "", N_("Find"), N_("filter rows as you type"), S, 0, 0, run_find},
    {"help", "", N_("Find"), N_("keys of this place; typing filters, Enter runs"), S, 0, 0,
     run_help},
    {"draft", "", N_("Edit"), N_("bring back the form that was open when the line broke"), S, 0,
     0, run_draft},
    {"repaint", "", N_("Screen"), N_("paint the screen anew"), S, 0, 0, run_repaint},
    {0},
};
#undef S
