/* SPDX-License-Identifier: MPL-2.0 */
/* Keys of single views: flip a matrix, answer a cell, tick off, accept a finding, go to a place. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool run_flip(App *app, const Call *call, Err *err)
{
    (void)call;
    (void)err;
    ViewState *state = app_state(app);
    state->flipped = !state->flipped;
    state->row = state->column = state->top = state->left = 0;
    app->kept_set = false;
    app->rows_stale = true;
    return true;
}

/* --- Flow: one cell is an answer and a reference --------------------------------------------------- */

static bool answer_place(App *app, Target *here, const Answer **answer, Err *err)
{
    *here = app_target(app);
    if (here->entity != ENTITY_ANSWER)
        return fail(err, ERR_INPUT,
                    _("There is nothing to answer here; go to a cell of the flow chart (3)."));
    *answer = PLAN_ROW_OF(app->plan, Answer, ENTITY_ANSWER, here->id);
    return true;
}

/* By id where somebody else may number the tasks anew before the line is done. */
static const char *answer_line(App *app, const Target *here, bool by_id)
{
    const Municipality *municipality =
        PLAN_ROW_OF(app->plan, Municipality, ENTITY_MUNICIPALITY, here->column_key);
    const Task *task = PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, here->row_key);
    const char *name =
        by_id ? arena_printf(app->scratch, "%lld", (long long)task->row.id) : task->number;
    return arena_printf(app->scratch, "answer %s %s", name,
                        app_quote(app->scratch, municipality->name));
}

/* Yes and no as the plan's own language writes them. */
static const char *answer_word(const App *app, int value)
{
    static const char *const words[LANGUAGE_COUNT][ANSWER_COUNT] = {
        [LANGUAGE_EN] = {"", "Yes", "No"},
        [LANGUAGE_NB] = {"", "Ja", "Nei"},
        [LANGUAGE_NN] = {"", "Ja", "Nei"},
        [LANGUAGE_SV] = {"", "Ja", "Nej"},
    };
    return words[app->plan->info->language][value];
}

static bool run_answer_here(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here;
    const Answer *answer = NULL;
    if (!answer_place(app, &here, &answer, err))
        return false;
    const char *now = "";
    if (answer != NULL)
        now = arena_printf(app->scratch, "%s%s%s", answer_word(app, answer->value),
                           answer->value != ANSWER_BLANK && answer->reference[0] != '\0' ? " "
                                                                                         : "",
                           answer->reference);
    typing_ask(app, answer_line(app, &here, true), _("Answer (Ja k-sak 012/20)"), now);
    return true;
}

static bool run_answer_next(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here;
    const Answer *answer = NULL;
    if (!answer_place(app, &here, &answer, err))
        return false;
    int next = answer == NULL ? ANSWER_YES : (answer->value + 1) % ANSWER_COUNT;
    const char *reference = answer == NULL ? "" : answer->reference;
    const char *text = arena_printf(app->scratch, "%s %s", answer_word(app, next), reference);
    return app_run(app,
                   arena_printf(app->scratch, "%s %s", answer_line(app, &here, false),
                                app_quote(app->scratch, text)),
                   NULL, err);
}

/* --- Decisions: what an obligation asks for at a meeting -------------------------------------------- */

static bool run_tick_here(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here = app_target(app);
    const Instance *instance = here.entity == ENTITY_INSTANCE
                                   ? PLAN_ROW_OF(app->plan, Instance, ENTITY_INSTANCE, here.id)
                                   : NULL;
    if (instance == NULL)
        return fail(err, ERR_INPUT,
                    _("Only what an obligation asks for at a meeting is ticked off."));
    const char *line =
        arena_printf(app->scratch, "tick instance/%lld", (long long)instance->row.id);
    if (date_is_set(&instance->done))
        return app_run(app, line, NULL, err);
    typing_ask(app, line, _("Evidence, such as the case number"), instance->evidence);
    return true;
}

/* --- Findings ------------------------------------------------------------------------------------------ */

static const Finding *finding_here(App *app, Err *err)
{
    Target here = app_target(app);
    const Findings *findings = app_findings(app);
    bool there = strcmp(app_view(app)->name, "findings") == 0 && here.extra >= 0 &&
                 (uint32_t)here.extra < findings->count && here.entity != ENTITY_NONE;
    if (!there)
        fail(err, ERR_INPUT, _("There is no finding here; 9 shows them."));
    return there ? &findings->items[here.extra] : NULL;
}

static bool run_accept_here(App *app, const Call *call, Err *err)
{
    (void)call;
    const Finding *finding = finding_here(app, err);
    if (finding == NULL)
        return false;
    const char *place = finding_place(finding, app->scratch);
    const char *whole = arena_strndup(app->scratch, place, strcspn(place, " "));
    const Known *known = PLAN_ROWS(app->plan, Known, ENTITY_KNOWN);
    for (uint32_t index = 0; index < plan_count(app->plan, ENTITY_KNOWN); index++)
        if (finding->known && strcmp(known[index].rule, finding->rule) == 0 &&
            (strcmp(known[index].place, place) == 0 || strcmp(known[index].place, whole) == 0))
            return app_run(
                app,
                arena_printf(app->scratch, "delete known/%lld", (long long)known[index].row.id),
                NULL, err);
    typing_ask(app, arena_printf(app->scratch, "accept %s %s", finding->rule, place),
               _("Why it may stand"), "");
    return true;
}

/* --- Going to a place, and back --------------------------------------------------------------------------- */

static const char *view_of(EntityKind entity)
{
    static const struct {
        EntityKind entity;
        const char *view;
    } views_of[] = {
        {ENTITY_TASK, "timeline"},      {ENTITY_SEAT, "groups"},
        {ENTITY_SWOT, "swot"},          {ENTITY_DECISION, "decisions"},
        {ENTITY_POINT, "decisions"},    {ENTITY_OBLIGATION, "decisions"},
        {ENTITY_INSTANCE, "decisions"}, {ENTITY_ANSWER, "flow"},
    };

    for (size_t index = 0; index < COUNT_OF(views_of); index++)
        if (views_of[index].entity == entity)
            return views_of[index].view;
    return "registers";
}

/* A group has no row of its own in the matrix: its first cell stands for it. */
static bool select_group(App *app, RowId group)
{
    app_lay_out(app);
    ViewInput input = app_view_input(app);
    for (int row = 0; row < (int)app->rows.count; row++) {
        Target there = app_view(app)->target(&input, &app->rows, row, 0);
        if (there.row_key == group) {
            app_state(app)->row = row;
            app_state(app)->column = 0;
            return true;
        }
    }
    return false;
}

bool app_go_to(App *app, EntityKind entity, RowId id, int field)
{
    Target target = {.entity = entity, .id = id, .field = field};
    const char *name = entity == ENTITY_GROUP ? "groups" : view_of(entity);
    uint32_t from = app->view;
    app_go_view(app, (uint32_t)(view_by_name(name) - views));
    if (strcmp(name, "registers") == 0) {
        ViewState *state = app_state(app);
        state->kind = entity;
        state->row = state->column = state->top = state->left = state->sort = 0;
        app->rows_stale = true;
    }
    app_set_filter(app, "");
    app->kept_set = false;
    app->return_view = from + 1;
    if (entity == ENTITY_GROUP)
        return select_group(app, id);
    if (app_select(app, &target))
        return true;
    /* Below a fold: open what is above it. */
    const Task *task =
        entity == ENTITY_TASK ? PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, id) : NULL;
    if (task == NULL || task->parent_index == UINT32_MAX)
        return false;
    id_list_toggle(&app->toggled, task->parent);
    app->rows_stale = true;
    return app_select(app, &target);
}

bool app_visit(App *app, Err *err)
{
    Target here = app_target(app);
    const Finding *finding =
        strcmp(app_view(app)->name, "findings") == 0 ? finding_here(app, err) : NULL;
    if (finding != NULL)
        here = (Target){.entity = finding->entity, .id = finding->row, .field = finding->field};
    if (here.entity == ENTITY_LIGHT && here.id == 0)
        return app_run(app, "add-here", NULL, err);
    if (here.entity == ENTITY_NONE || here.id == 0)
        return fail(err, ERR_INPUT, _("There is nothing here to go to."));
    const char *title = plan_title(app->plan, here.entity, here.id, app->scratch);
    if (!app_go_to(app, here.entity, here.id, here.field))
        return fail(err, ERR_NOT_FOUND, _("“%s” is not shown in this view."), title);
    app_say(app, "%s  %s", finding != NULL ? finding->message : title, _("Esc goes back."));
    return true;
}

#define W (COMMAND_SCREEN | COMMAND_WRITES)
const Command commands_views[] = {
    {"flip", "", N_("Flow"), N_("show groups and checklist items instead, or back"),
     COMMAND_SCREEN | COMMAND_MOVES | COMMAND_WALL, 0, 0, run_flip},
    {"answer-here", "", N_("Flow"), N_("type the answer of the cell: Ja k-sak 012/20"),
     W | COMMAND_MOVES, 0, 0, run_answer_here},
    {"answer-next", "", N_("Flow"), N_("yes, no, blank"), W, 0, 0, run_answer_next},
    {"tick-here", "", N_("Decisions"), N_("tick off with evidence, or take the tick back"),
     W | COMMAND_MOVES, 0, 0, run_tick_here},
    {"accept-here", "", N_("Findings"), N_("accept the finding with a note, or no longer"),
     W | COMMAND_MOVES, 0, 0, run_accept_here},
    {0},
};
#undef W
