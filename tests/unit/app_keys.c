/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Every key of the key table is pressed where it can work, and does what is expected of its command.
 * A binding without an expectation fails: whoever adds a key says here what it is good for.
 */
#include "app_support.h"

#include <fcntl.h>
#include <sys/stat.h>

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

static Snapshot snapshot_take(Scene *scene)
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

static bool goes_down(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return after->view == before->view && after->state.row > before->state.row;
}

static bool goes_up(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return after->view == before->view && after->state.row < before->state.row;
}

static bool goes_right(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return after->view == before->view && after->state.column > before->state.column;
}

static bool goes_left(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return after->view == before->view && after->state.column < before->state.column;
}

static bool goes_to_quadrant(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->target.extra != after->target.extra &&
           after->target.extra == (int)strtol(want, NULL, 10);
}

static bool shows_view(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->view != after->view && strcmp(views[after->view].name, want) == 0;
}

static bool shows_kind(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->state.kind != after->state.kind &&
           strcmp(schema_entity(after->state.kind)->name, want) == 0;
}

static bool opens_form(const Snapshot *before, const Snapshot *after, const char *want)
{
    return !before->form && after->form && (after->form_row == 0) == (strcmp(want, "new") == 0);
}

static bool opens_picker(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->pick == PICK_NONE && after->pick != PICK_NONE;
}

static bool takes_typing(const Snapshot *before, const Snapshot *after, const char *want)
{
    static const char *const names[] = {"none", "command", "filter", "cell", "move", "ask"};
    return before->typing == TYPING_NONE && strcmp(names[after->typing], want) == 0;
}

static bool takes_mode(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->mode != after->mode && strcmp(mode_name(after->mode), want) == 0;
}

static bool ends(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return !before->finished && after->finished;
}

static bool repaints(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return !before->repaint && after->repaint;
}

static bool marks(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->marked == 0 && after->marked >= (uint32_t)strtol(want, NULL, 10);
}

static bool unmarks(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->marked > 0 && after->marked == 0;
}

static bool unfilters(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->filter != NULL && after->filter == NULL;
}

static bool folds(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->toggled != after->toggled;
}

static bool asks(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return !before->asks && after->asks;
}

static bool says(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)before;
    return !after->complains && after->message[0] != '\0' &&
           strstr(after->message, want) != NULL;
}

/* Where there is nothing to do it to; app_merge.c has the places where there is. */
static bool refuses(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)before;
    return after->complains && strstr(after->message, want) != NULL;
}

static bool copies(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->copied == 0 && after->copied == after->target.id && !after->complains;
}

static bool zooms(const Snapshot *before, const Snapshot *after, const char *want)
{
    static const char *const names[ZOOM_COUNT] = {"day",     "week", "month",
                                                  "quarter", "year", "fit"};
    return before->state.zoom != after->state.zoom &&
           strcmp(names[after->state.zoom], want) == 0 && after->mode == MODE_VIEW;
}

static bool pans(const Snapshot *before, const Snapshot *after, const char *want)
{
    bool later = after->state.origin > before->state.origin;
    return after->state.origin != DAY_NONE && before->state.origin != after->state.origin &&
           (before->state.origin == DAY_NONE || later == (strcmp(want, "later") == 0));
}

static bool switches_links(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->state.show_links != after->state.show_links;
}

static bool switches_detail(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->state.show_detail != after->state.show_detail;
}

static bool sorts(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->state.sort != after->state.sort;
}

static bool flips(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)want;
    return before->state.flipped != after->state.flipped;
}

static bool moves_edges(const Snapshot *before, const Snapshot *after, const char *want)
{
    int days = (int)strtol(want, NULL, 10);
    return after->start_days == before->start_days + days &&
           after->finish_days == before->finish_days + days && after->message[0] != '\0';
}

static bool takes_edge(const Snapshot *before, const Snapshot *after, const char *want)
{
    return before->edge == 0 && after->edge == (strcmp(want, "start") == 0 ? 1 : 2);
}

static bool only_writes(const Snapshot *before, const Snapshot *after, const char *want)
{
    (void)before;
    (void)want;
    return !after->complains;
}

/* --- The table ----------------------------------------------------------------------------------- */

typedef enum PlanAfter {
    SAME,    /* as it was before the key */
    CHANGED, /* another one, and undo brings the old one back */
    FIRST    /* as it was before the setup */
} PlanAfter;

/* Steps, separated by "|": ":command line", "'text to type", or keys. */
typedef struct Expectation {
    const char *context, *line;
    const char *setup;
    Check check;
    const char *want;
    const char *then; /* what completes it; the plan is compared after that */
    PlanAfter plan;
} Expectation;

static const Expectation expectations[] = {
    {"all", "down", "g", goes_down, "", "", SAME},
    {"all", "down", "2|g", goes_down, "", "", SAME},
    {"all", "down", "4|g", goes_down, "", "", SAME},
    {"all", "down", "7|g", goes_down, "", "", SAME},
    {"all", "down", "?|'x|escape|?|escape|:go history|g", goes_down, "", "", SAME},
    {"all", "up", "G", goes_up, "", "", SAME},
    {"all", "left", "g|l", goes_left, "", "", SAME},
    {"all", "left", "2|l", goes_left, "", "", SAME},
    {"all", "right", "g", goes_right, "", "", SAME},
    {"all", "right", "2", goes_right, "", "", SAME},
    {"all", "right", "4", goes_right, "", "", SAME},
    {"all", "right", "7", goes_right, "", "", SAME},
    {"all", "page-down", "g", goes_down, "", "", SAME},
    {"all", "page-up", "G", goes_up, "", "", SAME},
    {"all", "half-down", "g", goes_down, "", "", SAME},
    {"all", "half-up", "G", goes_up, "", "", SAME},
    {"all", "first", "G", goes_up, "", "", SAME},
    {"all", "last", "g", goes_down, "", "", SAME},
    {"all", "next-pane", "g", goes_right, "", "", SAME},
    {"all", "next-pane", "4", goes_to_quadrant, "1", "", SAME},
    {"all", "next-pane", ":register task", shows_kind, "goal", "", SAME},
    {"all", "previous-pane", "g|l", goes_left, "", "", SAME},
    {"all", "previous-pane", "4", goes_to_quadrant, "3", "", SAME},
    {"all", "previous-pane", ":register goal", shows_kind, "task", "", SAME},
    {"all", "open", "g|j", opens_form, "row", "", SAME},
    {"all", "open", "2|g", opens_form, "row", "", SAME},
    {"all", "open", "4|g", opens_form, "row", "", SAME},
    {"all", "open", "7|g", opens_form, "row", "", SAME},
    {"all", "open", "H", says, "kari", "", SAME},
    {"all", "open", "j|:go help|:filter vacate|G", shows_view, "timeline", "", SAME},
    {"all", "close", "space", unmarks, "", "", SAME},
    {"all", "close", "/|'arkiv|enter", unfilters, "", "", SAME},
    {"all", "close", "H", shows_view, "timeline", "", SAME},
    {"all", "back", "", ends, "", "", SAME},
    {"all", "back", "2|H", shows_view, "groups", "", SAME},
    {"all", "quit", "7", ends, "", "", SAME},
    {"all", "mark", "g", marks, "1", "", SAME},
    {"all", "mark", "4|g", marks, "1", "", SAME},
    {"all", "mark all", "", marks, "5", "", SAME},
    {"all", "mark all", "7", marks, "30", "", SAME},
    {"all", "add-here", "g|j", opens_form, "new", "'Ny oppgave|ctrl-s", CHANGED},
    {"all", "add-here", "2|g", opens_form, "new", "ctrl-s", CHANGED},
    {"all", "add-here", "4|g", opens_form, "new", "'Kort vei mellom tjenestene|ctrl-s",
     CHANGED},
    {"all", "add-here", ":register person", opens_form, "new", "'Berit Moe|ctrl-s", CHANGED},
    {"all", "add-child", "g|j", opens_form, "new", "'Nytt steg|ctrl-s", CHANGED},
    {"all", "edit", ":filter kommunikasjonsplan|G", takes_typing, "cell", "'X|enter", CHANGED},
    {"all", "edit", "4|g", takes_typing, "cell", "'X|enter", CHANGED},
    {"all", "edit", "2|g", opens_picker, "", "'furuseth|enter", CHANGED},
    {"all", "edit-long", "g", only_writes, "", "", CHANGED},
    {"all", "edit-long", "4|g", only_writes, "", "", CHANGED},
    {"all", "delete-here", ":filter kommunikasjonsplan|G", says, "Deleted 1 row", "", CHANGED},
    {"all", "delete-here", "g", asks, "", "enter", CHANGED},
    {"all", "delete-here", "g", asks, "", "escape", SAME},
    {"all", "delete-here", "4|g", says, "Deleted 1 row", "", CHANGED},
    {"all", "copy-row", "g|j", copies, "", "", SAME},
    {"all", "paste-row", "g|j|y", only_writes, "", "", CHANGED},
    {"all", "paste-row", "4|g|y|tab", only_writes, "", "", CHANGED},
    {"all", "next-status", "g", only_writes, "", "", CHANGED},
    {"all", "next-status", "space|space|space", only_writes, "", "", CHANGED},
    {"all", "owner", "g|j", opens_picker, "", "'furuseth|enter", CHANGED},
    {"all", "owner", "g|j", opens_picker, "", "'Berit Moe|enter", CHANGED},
    {"all", "owner", "2|g", opens_picker, "", "'bjørnstad|enter", CHANGED},
    {"all", "undo", "g|x", says, "Undid", "", FIRST},
    {"all", "redo", "g|x|u", says, "Did again", "", CHANGED},
    {"all", "history", "g", shows_view, "history", "", SAME},
    {"all", "history", "4|g", shows_view, "history", "", SAME},
    {"all", "find", "", takes_typing, "filter", "'arkiv|enter", SAME},
    {"all", "next-match", "/|'vedtak|enter|escape|g", goes_down, "", "", SAME},
    {"all", "previous-match", "/|'vedtak|enter|escape|g", goes_down, "", "", SAME},
    {"all", "prompt", "", takes_typing, "command", "'go groups|enter", SAME},
    {"all", "help", "2", shows_view, "help", "'vacate", SAME},
    {"all", "why", "g|j", says, "", "", SAME},
    {"all", "toggle detail", "", switches_detail, "", "", SAME},
    {"all", "repaint", "", repaints, "", "", SAME},
    {"timeline", "shift-here -7", "g|j", says, "-7 days", "", CHANGED},
    {"timeline", "shift-here +7", "g|j", says, "7 days", "", CHANGED},
    {"timeline", "edit deadline", "g|j", takes_typing, "cell", "ctrl-u|'v37|enter", CHANGED},
    {"timeline", "move-mode", "g|j", takes_mode, "move", "", SAME},
    {"timeline", "mode rearrange", "g|j", takes_mode, "rearrange", "", SAME},
    {"timeline", "mode connect", "g|j", takes_mode, "connect", "", SAME},
    {"timeline", "mode zoom", "", takes_mode, "zoom", "", SAME},
    {"timeline", "zoom in", "", zooms, "day", "", SAME},
    {"timeline", "zoom out", "", zooms, "month", "", SAME},
    {"timeline", "pan today", ".|.|.|.|.|.", pans, "earlier", "", SAME},
    {"timeline", "pan left", "", pans, "earlier", "", SAME},
    {"timeline", "pan right", "", pans, "later", "", SAME},
    {"timeline", "fold", "g", folds, "", "", SAME},
    {"timeline", "fold all", "", folds, "", "", SAME},
    {"timeline", "toggle links", "", switches_links, "", "", SAME},
    {"timeline", "owner", "g|j", opens_picker, "", "'furuseth|enter", CHANGED},
    {"timeline", "owner", "g|j|space|space", opens_picker, "", "'bjørnstad|enter", CHANGED},
    {"groups", "owner", "2|g", opens_picker, "", "'bjørnstad|enter", CHANGED},
    {"registers", "owner", ":register task|g", opens_picker, "", "'furuseth|enter", CHANGED},
    {"flow", "answer-here", "3|g|j", takes_typing, "ask", "ctrl-u|'Ja k-sak 012/20|enter",
     CHANGED},
    {"overview", "next-status", "0|g|j|j|j", only_writes, "", "", CHANGED},
    {"overview", "open", "0|g", shows_view, "timeline", "", SAME},
    {"findings", "open", "9|g", shows_view, "groups", "", SAME},
    {"flow", "answer-next", "3|g|j", only_writes, "", "", CHANGED},
    {"flow", "flip", "3", flips, "", "", SAME},
    {"checklist", "flip", "3|f", flips, "", "", SAME},
    {"checklist", "next-status", "3|f|g", only_writes, "", "", CHANGED},
    {"checklist", "edit progress", "3|f|g", takes_typing, "cell", "ctrl-u|'45|enter", CHANGED},
    {"conflicts", "resolve-here ours", "C", refuses, "no conflict here", "", SAME},
    {"conflicts", "resolve-here theirs", "C", refuses, "no conflict here", "", SAME},
    {"conflicts", "resolve-here base", "C", refuses, "no conflict here", "", SAME},
    {"conflicts", "resolve-here value", "C", refuses, "no conflict here", "", SAME},
    {"conflicts", "resolve-author-here", "C", refuses, "no conflict here", "", SAME},
    {"decisions", "tick-here",
     ":add meeting name=Juletreff body=\"Våler kommunestyre\" date=28.9.2020|:go "
     "decisions|:filter Juletreff|escape|n",
     takes_typing, "ask", "'Sak 1/20|enter", CHANGED},
    {"findings", "accept-here", ":go findings|g", takes_typing, "ask", "'Avtalt|enter",
     CHANGED},
    {"groups", "role", "2|g", only_writes, "", "", CHANGED},
    {"groups", "vacate", "2|g", only_writes, "", "", CHANGED},
    {"swot", "weight +", "4|g|j", only_writes, "", "", CHANGED},
    {"swot", "weight -", "4|g", only_writes, "", "", CHANGED},
    {"swot", "mode quadrant", "4|g", takes_mode, "quadrant", "", SAME},
    {"swot", "tie", "4|g", opens_picker, "", "'kommunikasjonsplan|enter", CHANGED},
    {"swot", "scope", "4", opens_picker, "", "'arkiv|enter", SAME},
    {"registers", "register", "7", opens_picker, "", "'risk|enter", SAME},
    {"registers", "sort", "7|l", sorts, "", "", SAME},
    {"zoom", "zoom day", "z", zooms, "day", "", SAME},
    {"zoom", "zoom week", "-|z", zooms, "week", "", SAME},
    {"zoom", "zoom month", "z", zooms, "month", "", SAME},
    {"zoom", "zoom quarter", "z", zooms, "quarter", "", SAME},
    {"zoom", "zoom year", "z", zooms, "year", "", SAME},
    {"zoom", "zoom fit", "z", zooms, "fit", "", SAME},
    {"quadrant", "quadrant strength", "4|g|tab|m", only_writes, "", "", CHANGED},
    {"quadrant", "quadrant weakness", "4|g|m", only_writes, "", "", CHANGED},
    {"quadrant", "quadrant opportunity", "4|g|m", only_writes, "", "", CHANGED},
    {"quadrant", "quadrant threat", "4|g|m", only_writes, "", "", CHANGED},
    {"move", "preview -1", "g|j|m", moves_edges, "-1", "", SAME},
    {"move", "preview +1", "g|j|m", moves_edges, "1", "", SAME},
    {"move", "preview -7", "g|j|m", moves_edges, "-7", "", SAME},
    {"move", "preview +7", "g|j|m", moves_edges, "7", "", SAME},
    {"move", "preview +7", "g|j|m", moves_edges, "7", "enter", CHANGED},
    {"move", "edge start", "g|j|m", takes_edge, "start", "h|enter", CHANGED},
    {"move", "edge finish", "g|j|m", takes_edge, "finish", "l|enter", CHANGED},
    {"move", "keep", "g|j|m|l", takes_mode, "view", "", CHANGED},
    {"move", "close", "g|j|m|l", takes_mode, "view", "", SAME},
    {"rearrange", "arrange up", "g|j|j|r", only_writes, "", "", CHANGED},
    {"rearrange", "arrange down", "g|j|r", only_writes, "", "", CHANGED},
    {"rearrange", "arrange in", "g|j|j|r", only_writes, "", "", CHANGED},
    {"rearrange", "arrange out", "g|j|r", only_writes, "", "", CHANGED},
    {"rearrange", "undo", "g|j|r|j", says, "Undid", "", FIRST},
    {"rearrange", "mode view", "g|j|r", takes_mode, "view", "", SAME},
    {"connect", "down", "g|j|c", goes_down, "", "", SAME},
    {"connect", "up", "g|j|c", goes_up, "", "", SAME},
    {"connect", "connect toggle", "g|j|c|j", says, "Tied", "", CHANGED},
    {"connect", "connect toggle", "g|j|c|j|space", says, "Untied", "", CHANGED},
    {"connect", "connect type", "g|j|c|j|space", says, "Link: SS", "", CHANGED},
    {"connect", "connect more", "g|j|c|j|space", says, "lag 1 day", "", CHANGED},
    {"connect", "connect less", "g|j|c|j|space", says, "lag -1 day", "", CHANGED},
    {"connect", "undo", "g|j|c|j|space", says, "Undid", "", FIRST},
    {"connect", "mode view", "g|j|c", takes_mode, "view", "", SAME},
};

/* --- Pressing ------------------------------------------------------------------------------------ */

static void steps_do(Scene *scene, const char *steps)
{
    while (*steps != '\0') {
        size_t length = strcspn(steps, "|");
        const char *step = arena_strndup(scene->arena, steps, length);
        if (step[0] == '\'')
            scene_type(scene, step + 1);
        else if (step[0] == ':' && length > 1)
            scene_run(scene, step + 1);
        else
            scene_keys(scene, step);
        scene_draw(scene);
        steps += length + (steps[length] == '|');
    }
}

static bool in_context(const App *app, const char *context)
{
    if (strcmp(context, "all") == 0)
        return app->mode == MODE_VIEW;
    if (app->mode != MODE_VIEW)
        return strcmp(context, mode_name(app->mode)) == 0;
    return strcmp(context, keys_place(app)) == 0;
}

static bool plan_is_as_expected(Scene *scene, PlanAfter plan, const char *first,
                                const char *before)
{
    char *after = scene_json(scene);
    bool good = false;
    if (plan == SAME)
        good = strcmp(before, after) == 0;
    if (plan == FIRST)
        good = strcmp(first, after) == 0 && strcmp(before, after) != 0;
    if (plan == CHANGED && strcmp(before, after) != 0) {
        Err err = {0};
        Text out = {0};
        if (!app_run(scene->app, "undo", &out, &err))
            print_message("undo: %s\n", err.message);
        char *undone = scene_json(scene);
        good = strcmp(before, undone) == 0;
        free(undone);
    }
    free(after);
    return good;
}

static bool expectation_holds(Scene *scene, const Expectation *expected, Key key,
                              const char *first)
{
    scene_restore(scene);
    steps_do(scene, expected->setup);
    if (!in_context(scene->app, expected->context))
        fail_msg("“%s” does not lead to %s", expected->setup, expected->context);
    scene->app->repaint = false;
    char *json = scene_json(scene);
    Snapshot before = snapshot_take(scene);
    app_key(scene->app, key);
    scene_draw(scene);
    Snapshot after = snapshot_take(scene);
    bool checks = expected->check(&before, &after, expected->want);
    steps_do(scene, expected->then);
    bool plan = plan_is_as_expected(scene, expected->plan, first, json);
    if (!checks || !plan)
        print_message("%s %s after “%s”: %s%s; row %d to %d, column %d to %d, message “%s”, "
                      "now “%s”\n",
                      expected->context, expected->line, expected->setup,
                      checks ? "" : "not the effect ", plan ? "" : "not the plan",
                      before.state.row, after.state.row, before.state.column,
                      after.state.column, after.message, scene->app->message);
    free(json);
    return checks && plan;
}

/* Every binding in force, against every row of the table that speaks of it. */
static void test_every_key_does_what_it_is_for(void **state)
{
    (void)state;
    Scene scene;
    Scene keys;
    int faults = 0;
    scene_start(&scene, "keys");
    scene_start(&keys, "keys-list");
    char *first = scene_json(&scene);
    scene_keep(&scene);
    for (uint32_t index = 0; index < keys.app->binding_count; index++) {
        const Binding *binding = &keys.app->bindings[index];
        int expected = 0;
        for (size_t row = 0; row < COUNT_OF(expectations); row++) {
            const Expectation *expectation = &expectations[row];
            if (strcmp(expectation->context, binding->context) != 0 ||
                strcmp(expectation->line, binding->line) != 0)
                continue;
            expected++;
            if (!expectation_holds(&scene, expectation, binding->key, first)) {
                Text name = {0};
                key_print(binding->key, &name);
                print_message("    the key was “%s”\n", text_string(&name));
                text_free(&name);
                faults++;
            }
        }
        /* The keys of views come from the list of views. */
        if (strncmp(binding->line, "go ", 3) == 0) {
            const char *view = binding->line + 3;
            Expectation shown = {.context = "all",
                                 .line = binding->line,
                                 .setup = strcmp(view, "groups") == 0 ? "" : "2",
                                 .check = shows_view,
                                 .want = view,
                                 .then = ""};
            expected++;
            faults += expectation_holds(&scene, &shown, binding->key, first) ? 0 : 1;
        }
        if (expected == 0) {
            print_message("nothing is expected of “%s” in %s\n", binding->line,
                          binding->context);
            faults++;
        }
    }
    free(first);
    scene_end(&keys);
    scene_end(&scene);
    assert_int_equal(faults, 0);
}

static void test_every_expectation_has_a_key(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "expect");
    for (size_t row = 0; row < COUNT_OF(expectations); row++) {
        bool bound = false;
        for (uint32_t index = 0; index < scene.app->binding_count; index++)
            bound =
                bound ||
                (strcmp(scene.app->bindings[index].context, expectations[row].context) == 0 &&
                 strcmp(scene.app->bindings[index].line, expectations[row].line) == 0);
        if (!bound)
            fail_msg("no key for “%s” in %s", expectations[row].line,
                     expectations[row].context);
    }
    scene_end(&scene);
}

/* --- The table itself ---------------------------------------------------------------------------- */

static void test_no_context_binds_a_key_twice(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "twice");
    const App *app = scene.app;
    for (uint32_t one = 0; one < app->binding_count; one++)
        for (uint32_t other = one + 1; other < app->binding_count; other++)
            assert_false(app->bindings[one].key == app->bindings[other].key &&
                         strcmp(app->bindings[one].context, app->bindings[other].context) == 0);
    scene_end(&scene);
}

/* Norwegian keyboards reach these only with AltGr, and SSH terminals drop arrows with Ctrl or Alt. */
static bool is_hard_to_reach(Key key)
{
    Key plain = key & ~(Key)(KEY_WITH_CTRL | KEY_WITH_ALT);
    bool arrow = plain >= KEY_CODE_UP && plain <= KEY_CODE_RIGHT && plain != key;
    return arrow || (plain < 128 && strchr("[]{}\\@~^$", (int)plain) != NULL);
}

static void test_nothing_is_only_on_a_key_that_is_hard_to_reach(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "reach");
    const App *app = scene.app;
    for (uint32_t one = 0; one < app->binding_count; one++) {
        bool reached = false;
        for (uint32_t other = 0; other < app->binding_count; other++)
            reached = reached ||
                      (strcmp(app->bindings[one].context, app->bindings[other].context) == 0 &&
                       strcmp(app->bindings[one].line, app->bindings[other].line) == 0 &&
                       !is_hard_to_reach(app->bindings[other].key));
        assert_true(reached);
    }
    scene_end(&scene);
}

/* What --list-keys prints is read back to the same bindings. */
static void test_list_keys_prints_every_binding(void **state)
{
    (void)state;
    Scene scene;
    const char *out = NULL;
    scene_start(&scene, "list");
    assert_int_equal(
        scene_main(&scene, 1, (const char *const[]){"--list-keys"}, "", &out, NULL), 0);
    uint32_t lines = 0;
    for (const char *at = out; *at != '\0'; at += strcspn(at, "\n") + 1) {
        const char *tab = strchr(at, '\t');
        const char *second = tab != NULL ? strchr(tab + 1, '\t') : NULL;
        assert_non_null(second);
        const char *context = arena_strndup(scene.arena, at, (size_t)(tab - at));
        Key key = key_parse(arena_strndup(scene.arena, tab + 1, (size_t)(second - tab - 1)));
        const Binding *binding = keys_find(scene.app, context, key);
        assert_non_null(binding);
        assert_memory_equal(second + 1, binding->line, strlen(binding->line));
        lines++;
    }
    assert_int_equal(lines, scene.app->binding_count);
    scene_end(&scene);
}

static void test_names_of_keys_are_read_back(void **state)
{
    (void)state;
    static const char *const names[] = {
        "a", "G",  "æ",   "ctrl-z",     "alt-x", "enter",  "escape", "space",
        "<", "f1", "f12", "shift-left", "tab",   "delete", "\\",     "home"};
    for (size_t index = 0; index < COUNT_OF(names); index++) {
        Text text = {0};
        key_print(key_parse(names[index]), &text);
        assert_string_equal(text_string(&text), names[index]);
        text_free(&text);
    }
    assert_int_equal(key_parse("f13"), KEY_CODE_NONE);
    assert_int_equal(key_parse("f0"), KEY_CODE_NONE);
    assert_int_equal(key_parse("entr"), KEY_CODE_NONE);
    assert_int_equal(key_parse(""), KEY_CODE_NONE);
    assert_int_equal(key_parse("ctrl-"), KEY_CODE_NONE);
}

/* --- Rebinding ----------------------------------------------------------------------------------- */

static const char *ini_write(Scene *scene, const char *content)
{
    const char *path = arena_printf(scene->arena, "%s.ini", scene->path);
    FILE *file = fopen(path, "we");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    return path;
}

static void scene_configure(Scene *scene, const char *content)
{
    const char *path = ini_write(scene, content);
    app_free(scene->app);
    scene_open(scene, 2, (const char *const[]){"--config", path});
    (void)unlink(path);
}

static void test_the_configuration_rebinds_keys(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "rebind");
    scene_configure(&scene, "[keys]\n"
                            "ctrl-n = add-here\n"
                            "timeline.shift-x = zoom year\n"
                            "timeline.x = zoom fit\n"
                            "f5 = go swot\n"
                            "move.k = preview +30\n");
    assert_string_equal(app_notices(scene.app), "");
    scene_keys(&scene, "x");
    assert_int_equal(app_state(scene.app)->zoom, ZOOM_FIT);
    scene_keys(&scene, "X");
    assert_int_equal(app_state(scene.app)->zoom, ZOOM_YEAR);
    scene_keys(&scene, "g j m k");
    assert_int_equal(scene.app->preview.finish_days, 30);
    scene_keys(&scene, "escape f5");
    assert_string_equal(app_view(scene.app)->name, "swot");
    char *before = scene_json(&scene);
    scene_keys(&scene, "g x"); /* only the timeline's x was rebound, and this is no task */
    char *after = scene_json(&scene);
    assert_string_equal(before, after);
    scene_keys(&scene, "ctrl-n");
    assert_true(scene.app->form.open);
    free(before);
    free(after);
    scene_end(&scene);
}

/* Help and hints say the key that is in force, and the others are as they were. */
static void test_help_knows_the_rebound_key(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "rehelp");
    scene_configure(&scene, "[keys]\nctrl-n = add-here\n");
    assert_string_equal(keys_of_line(scene.app, "add-here", scene.arena), "a Ctrl-N");
    scene_keys(&scene, "?");
    scene_type(&scene, "Ctrl-N");
    assert_non_null(strstr(scene_screen(&scene), "a Ctrl-N"));
    scene_end(&scene);
}

static void test_faults_of_rebinding_name_file_and_line(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "faults");
    scene_configure(&scene, "# my keys\n"
                            "[keys]\n"
                            "ctrl-n = add-here\n"
                            "entr = open\n"
                            "\n"
                            "f6 = fly\n"
                            "f7 = go \"swot\n"
                            "[screen]\n"
                            "colour = red\n"
                            "[kyes]\n"
                            "q = quit\n");
    const char *notices = app_notices(scene.app);
    const char *file = arena_printf(scene.arena, "%s.ini", scene.path);
    static const char *const wanted[] = {"line 4", "line 6", "line 7", "line 9", "line 11"};
    static const char *const words[] = {"entr", "fly", "swot", "colour", "kyes"};
    for (size_t index = 0; index < COUNT_OF(wanted); index++) {
        const char *at = strstr(notices, wanted[index]);
        if (at == NULL)
            fail_msg("no %s in:\n%s", wanted[index], notices);
        const char *start = at;
        while (start > notices && start[-1] != '\n')
            start--;
        const char *line = arena_strndup(scene.arena, start, strcspn(start, "\n"));
        assert_non_null(strstr(line, file));
        assert_non_null(strstr(line, words[index]));
        assert_true(is_one_sentence(line));
    }
    scene_keys(&scene, "ctrl-n"); /* the good line holds all the same */
    assert_true(scene.app->form.open);
    scene_end(&scene);
}

/* A context that does not exist would swallow the key in silence. */
static void test_an_unknown_context_is_a_fault(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "context");
    scene_configure(&scene, "[keys]\ntimelin.ctrl-n = add-here\n");
    assert_non_null(strstr(app_notices(scene.app), "line 2"));
    assert_non_null(strstr(app_notices(scene.app), "timelin"));
    scene_end(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_does_what_it_is_for),
        cmocka_unit_test(test_every_expectation_has_a_key),
        cmocka_unit_test(test_no_context_binds_a_key_twice),
        cmocka_unit_test(test_nothing_is_only_on_a_key_that_is_hard_to_reach),
        cmocka_unit_test(test_list_keys_prints_every_binding),
        cmocka_unit_test(test_names_of_keys_are_read_back),
        cmocka_unit_test(test_the_configuration_rebinds_keys),
        cmocka_unit_test(test_help_knows_the_rebound_key),
        cmocka_unit_test(test_faults_of_rebinding_name_file_and_line),
        cmocka_unit_test(test_an_unknown_context_is_a_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
