/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Every key of the key table is pressed where it can work, and does what is expected of its command.
 * A binding without an expectation fails: whoever adds a key says here what it is good for.
 */
#include "app_key_checks.h"

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
    {"all", "why", "9|g|D", says, "Source: k-sak 061/20", "", SAME},
    {"all", "toggle detail", "", switches_detail, "", "", SAME},
    {"all", "toggle detail", "2", switches_detail, "", "", SAME},
    {"all", "toggle detail", "3", switches_detail, "", "", SAME},
    {"all", "toggle detail", "3|f", switches_detail, "", "", SAME},
    {"all", "toggle detail", "4", switches_detail, "", "", SAME},
    {"all", "toggle detail", "6", switches_detail, "", "", SAME},
    {"all", "toggle detail", "9", switches_detail, "", "", SAME},
    {"all", "toggle detail", "H", switches_detail, "", "", SAME},
    {"all", "toggle detail", "7", says, "no detail pane to hide", "", SAME},
    {"all", "toggle detail", "0", says, "no detail pane to hide", "", SAME},
    {"all", "toggle detail", "C", says, "no detail pane to hide", "", SAME},
    {"all", "repaint", "", repaints, "", "", SAME},
    {"history", "history", "g|j|H", widens, "", "", SAME},
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_does_what_it_is_for),
        cmocka_unit_test(test_every_expectation_has_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
