/* SPDX-License-Identifier: MPL-2.0 */
/* Edits of what is under the cursor or marked: each becomes one of the commands of cmd_edit.c. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool run_open(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here = app_target(app);
    if (strcmp(app_view(app)->name, "help") == 0) {
        if (here.extra < 0 || (uint32_t)here.extra >= app->help_lines)
            return true;
        const char *line = arena_strdup(app->scratch, app->help[here.extra].command);
        app_go_view(app, app->previous_view);
        return app_run(app, line, NULL, err);
    }
    if (strcmp(app_view(app)->name, "history") == 0) {
        if ((uint32_t)here.extra >= app->history.count)
            return true;
        const HistoryItem *item = &app->history.items[here.extra];
        app_say(app, "%s: %s", item->author,
                text_is_empty(item->words) ? item->label : item->words);
        return true;
    }
    if (strcmp(app_view(app)->name, "conflicts") == 0 ||
        strcmp(app_view(app)->name, "findings") == 0 ||
        strcmp(app_view(app)->name, "overview") == 0)
        return app_visit(app, err);
    if (here.entity == ENTITY_ANSWER && here.id == 0)
        return app_run(app, "answer-here", NULL, err);
    if (here.entity == ENTITY_NONE || here.id == 0)
        return fail(err, ERR_INPUT, _("There is nothing here to open; a adds a row."));
    return form_open(app, here.entity, here.id, 0, NULL, 0, err);
}

static bool run_edit(App *app, const Call *call, Err *err)
{
    return cell_edit(app, call->count > 1 ? call->words[1] : NULL, err);
}

/* The long text of the row in the editor: its first field with several lines. */
static bool run_edit_long(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here = app_target(app);
    const Row *row =
        here.entity != ENTITY_NONE ? plan_row(app->plan, here.entity, here.id) : NULL;
    if (row == NULL)
        return fail(err, ERR_INPUT, _("There is no row here whose text could be edited."));
    const Entity *entity = schema_entity(here.entity);
    const Field *field = NULL;
    for (int index = 0; index < entity->field_count; index++)
        if ((entity->fields[index].flags & FIELD_LONG) != 0 &&
            (field == NULL || strcmp(entity->fields[index].name, "note") == 0))
            field = &entity->fields[index];
    if (field == NULL)
        return fail(err, ERR_INPUT,
                    _("Rows of the kind “%s” have no long text; e edits the cell."),
                    _(entity->label));
    if (app->host->edit == NULL || app->read_only)
        return fail(err, ERR_READ_ONLY, _("No editor can be started here."));
    char *text = NULL;
    const char *before = field_words(field, app->plan, app->language, row, app->scratch);
    if (!app->host->edit(app->host->context, before, ".txt", app->scratch, &text, err))
        return false;
    app->repaint = true;
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == '\n')
        text[--length] = '\0';
    if (strcmp(text, before) == 0) {
        app_say(app, _("“%s” stands as it was."), _(field->label));
        return true;
    }
    if (!edit_set_chosen(app, here.entity, &here.id, 1, field, text, err))
        return false;
    if (app->message[0] == '\0')
        app_say(app, _("“%s” is changed.  u undoes."), _(field->label));
    return true;
}

/* --- Adding -------------------------------------------------------------------------------------------------- */

static void assign(App *app, Assignment *list, uint32_t *count, EntityKind entity,
                   const char *field, RowId id)
{
    if (id != 0)
        list[(*count)++] =
            (Assignment){.field = edit_field(entity, field),
                         .text = arena_printf(app->scratch, "%lld", (long long)id)};
}

/* What a new row at this place already has: the parent, the cell's group and municipality, … */
static uint32_t given_here(App *app, const Target *here, bool child, Assignment *list)
{
    uint32_t count = 0;
    const Task *task = here->entity == ENTITY_TASK
                           ? PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, here->id)
                           : NULL;
    if (task != NULL)
        assign(app, list, &count, ENTITY_TASK, "parent", child ? task->row.id : task->parent);
    if (task == NULL && here->entity == ENTITY_TASK) {
        if (plan_count(app->plan, ENTITY_TASK) == 0) /* a plan begins with a phase */
            list[count++] =
                (Assignment){.field = edit_field(ENTITY_TASK, "kind"), .text = "phase"};
        return count;
    }
    if (task != NULL && task->level == 1 && !child)
        list[count++] = (Assignment){.field = edit_field(ENTITY_TASK, "kind"), .text = "phase"};
    if (task != NULL && ((task->level == 2 && child) || (task->level == 3 && !child)))
        list[count++] = (Assignment){.field = edit_field(ENTITY_TASK, "kind"), .text = "step"};
    if (here->entity == ENTITY_SEAT) {
        assign(app, list, &count, ENTITY_SEAT, "group", here->row_key);
        assign(app, list, &count, ENTITY_SEAT, "municipality", here->column_key);
    }
    if (here->entity == ENTITY_POINT)
        assign(app, list, &count, ENTITY_POINT, "decision", here->column_key);
    if (here->entity == ENTITY_LIGHT) {
        assign(app, list, &count, ENTITY_LIGHT, "task", here->row_key);
        list[count++] =
            (Assignment){.field = edit_field(ENTITY_LIGHT, "aspect"),
                         .text = edit_field(ENTITY_LIGHT, "aspect")->choices[here->extra].name};
    }
    if (here->entity == ENTITY_SWOT) {
        assign(app, list, &count, ENTITY_SWOT, "group", app_state(app)->scope);
        list[count++] = (Assignment){
            .field = edit_field(ENTITY_SWOT, "quadrant"),
            .text = edit_field(ENTITY_SWOT, "quadrant")->choices[here->extra].name};
    }
    return count;
}

/* The finding under the cursor; NULL in any other view. */
static const Finding *finding_here(App *app, const Target *here)
{
    if (strcmp(app_view(app)->name, "findings") != 0 || here->entity == ENTITY_NONE)
        return NULL;
    const Findings *findings = app_findings(app);
    bool there = here->extra >= 0 && (uint32_t)here->extra < findings->count;
    return there ? &findings->items[here->extra] : NULL;
}

/* Where a group lacks a role, that seat is added; other findings are mended at their place. */
static bool add_for_finding(App *app, const Target *here, Err *err)
{
    const Finding *finding = finding_here(app, here);
    if (finding == NULL || finding->about != ENTITY_ROLE || finding->entity != ENTITY_GROUP)
        return fail(err, ERR_INPUT, _("Nothing is added here; Enter goes to the place."));
    Assignment given[2];
    uint32_t count = 0;
    assign(app, given, &count, ENTITY_SEAT, "group", finding->row);
    assign(app, given, &count, ENTITY_SEAT, "role", finding->about_row);
    return form_open(app, ENTITY_SEAT, 0, 0, given, count, err);
}

static bool run_add_here(App *app, const Call *call, Err *err)
{
    bool child = strcmp(call->words[0], "add-child") == 0;
    Target here = app_target(app);
    if (strcmp(app_view(app)->name, "findings") == 0)
        return add_for_finding(app, &here, err);
    if (here.entity == ENTITY_NONE && strcmp(app_view(app)->name, "registers") == 0)
        here = (Target){.entity = app_state(app)->kind, .field = -1};
    if (here.entity == ENTITY_NONE && strcmp(app_view(app)->name, "timeline") == 0)
        here = (Target){.entity = ENTITY_TASK, .field = -1};
    if (here.entity == ENTITY_NONE && strcmp(app_view(app)->name, "groups") == 0 &&
        plan_count(app->plan, ENTITY_GROUP) == 0)
        here = (Target){.entity = ENTITY_GROUP, .field = -1};
    if (here.entity == ENTITY_NONE)
        return fail(err, ERR_INPUT, _("Nothing can be added here."));
    if (here.entity == ENTITY_PLAN)
        return fail(err, ERR_INPUT, _("A plan has one row of its own; Enter opens it."));
    if (child && (here.entity != ENTITY_TASK || here.id == 0))
        return fail(err, ERR_INPUT,
                    _("Only tasks have rows below them; a adds one beside this."));
    Assignment given[4];
    uint32_t count = given_here(app, &here, child, given);
    if (child && !row_set_contains(&(RowSet){app->toggled.ids, app->toggled.count}, here.id)) {
        const ViewRow *row = &app->rows.rows[app_state(app)->row];
        if (row->folded)
            id_list_toggle(&app->toggled, here.id);
    }
    return form_open(app, here.entity, 0, child ? 0 : here.id, given, count, err);
}

/* --- Deleting, copying -------------------------------------------------------------------------------------------- */

static bool run_delete_here(App *app, const Call *call, Err *err)
{
    (void)call;
    EntityKind entity = ENTITY_NONE;
    const RowId *ids = NULL;
    const char *view = app_view(app)->name;
    if (strcmp(view, "findings") == 0)
        return fail(
            err, ERR_INPUT,
            _("A finding goes when its cause does: Enter goes there, x lets it stand."));
    if (strcmp(view, "overview") == 0)
        return fail(err, ERR_INPUT,
                    _("Nothing is deleted from here; Enter goes to the row's own place."));
    uint32_t count = app_chosen(app, &entity, &ids, err);
    if (count == 0)
        return false;
    Text line = {0};
    text_append(&line, "delete");
    size_t rows = 0;
    for (uint32_t index = 0; index < count; index++) {
        const RowPlace *places = NULL;
        rows += check_delete(app->plan, entity, ids[index], app->scratch, &places);
        text_printf(&line, " %s", app_place_words(app, entity, ids[index]));
    }
    bool good = true;
    if (rows > 1) {
        app_ask(app, text_string(&line));
        if (count == 1)
            app_say(
                app,
                _("This deletes “%s” and what belongs to it, %zu rows in all: Enter deletes "
                  "them, Esc leaves them."),
                plan_title(app->plan, entity, ids[0], app->scratch), rows);
        else
            app_say(app, _("This deletes %zu rows: Enter deletes them, Esc leaves them."),
                    rows);
    } else {
        good = app_run(app, text_string(&line), NULL, err);
    }
    text_free(&line);
    return good;
}

static bool run_copy_row(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here = app_target(app);
    if (here.entity == ENTITY_NONE || here.id == 0)
        return fail(err, ERR_INPUT, _("There is no row here to copy."));
    app->copied_entity = here.entity;
    app->copied = here.id;
    const char *title = plan_title(app->plan, here.entity, here.id, app->scratch);
    if (app->host->clipboard != NULL)
        app->host->clipboard(app->host->context, title);
    app_say(app, _("Sent to the terminal's clipboard: %s. p adds a copy of the row."), title);
    return true;
}

static bool run_paste_row(App *app, const Call *call, Err *err)
{
    (void)call;
    const Row *row =
        app->copied != 0 ? plan_row(app->plan, app->copied_entity, app->copied) : NULL;
    if (row == NULL)
        return fail(err, ERR_INPUT,
                    _("No row has been copied; y copies the one under the cursor."));
    Target here = app_target(app);
    const Entity *entity = schema_entity(app->copied_entity);
    Assignment *list = ARENA_ARRAY(app->scratch, Assignment, (size_t)entity->field_count);
    uint32_t count = 0;
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        if ((field->flags & (FIELD_COMPUTED | FIELD_HIDDEN)) != 0 ||
            strcmp(field->name, "origin") == 0)
            continue;
        Value value = field_value(field, row, app->scratch);
        Text text = {0};
        field_print_machine(field, &value, &text);
        if (text.length > 0)
            list[count++] = (Assignment){
                .field = field, .text = arena_strdup(app->scratch, text_string(&text))};
        text_free(&text);
    }
    RowId id = 0;
    if (!app_change_begin(app,
                          arena_printf(app->scratch, "add %s like %s", entity->name,
                                       app_place_words(app, app->copied_entity, app->copied)),
                          err))
        return false;
    bool good = edit_add(app, app->copied_entity, list, count,
                         here.entity == app->copied_entity ? here.id : 0, &id, err);
    if (!app_change_end(app, good, err))
        return false;
    app->kept = (Target){.entity = app->copied_entity, .id = id, .field = -1};
    app->kept_set = true;
    return true;
}

/* --- Status, owner, role, weight -------------------------------------------------------------------------------------- */

static bool set_here(App *app, EntityKind wanted, const char *name, const char *text, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    const RowId *ids = NULL;
    uint32_t count = app_chosen(app, &entity, &ids, err);
    if (count == 0)
        return false;
    if (wanted != ENTITY_NONE && entity != wanted)
        return fail(err, ERR_INPUT,
                    _("That works on rows of the kind “%s”, and this is one of “%s”."),
                    _(schema_entity(wanted)->label), _(schema_entity(entity)->label));
    return edit_set_chosen(app, entity, ids, count, edit_field(entity, name), text, err);
}

/* A traffic light is judged today: not assessed, green, yellow, red. */
static bool next_light(App *app, const Target *here, Err *err)
{
    const Light *light = PLAN_ROW_OF(app->plan, Light, ENTITY_LIGHT, here->id);
    const Field *value = edit_field(ENTITY_LIGHT, "value");
    int next = light == NULL ? LIGHT_GREEN : (light->value + 1) % LIGHT_VALUE_COUNT;
    Text line = {0};
    if (light != NULL) {
        text_printf(&line, "set light/%lld", (long long)light->row.id);
    } else {
        Assignment given[4];
        uint32_t count = given_here(app, here, false, given);
        text_append(&line, "add light");
        for (uint32_t index = 0; index < count; index++)
            text_printf(&line, " %s=%s", given[index].field->name, given[index].text);
    }
    text_printf(&line, " value=%s date=", value->choices[next].name);
    day_print_iso(app->today, &line);
    bool good = app_run(app, text_string(&line), NULL, err);
    text_free(&line);
    return good;
}

/* Done means all of it, and what is to be done again is not done: a progress that somebody stated
 * follows.  NULL: it may stand. */
static const char *progress_after(const Task *task, Status next)
{
    if (task == NULL || task->progress == NUMBER_NONE)
        return NULL;
    if (next == STATUS_DONE)
        return task->progress < 100 ? "100" : NULL;
    return next == STATUS_PLANNED && task->progress == 100 ? "" : NULL;
}

static bool set_status(App *app, Status next, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    const RowId *chosen = NULL;
    uint32_t count = app_chosen(app, &entity, &chosen, err);
    if (count == 0)
        return false;
    const Field *status = edit_field(entity, "status");
    RowId *ids = ARENA_ARRAY(app->scratch, RowId, count);
    memcpy(ids, chosen, count * sizeof *ids);
    Text label = {0};
    text_append(&label, "set");
    for (uint32_t index = 0; index < count && index < 20; index++)
        text_printf(&label, " %s", app_place_words(app, entity, ids[index]));
    text_printf(&label, " status=%s", status->choices[next].name);
    bool begun = app_change_begin(app, text_string(&label), err);
    text_free(&label);
    if (!begun)
        return false;
    bool good =
        edit_set_chosen(app, entity, ids, count, status, status->choices[next].name, err);
    for (uint32_t index = 0; good && entity == ENTITY_TASK && index < count; index++) {
        const Task *task = PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, ids[index]);
        Assignment progress = {.field = edit_field(ENTITY_TASK, "progress"),
                               .text = progress_after(task, next)};
        good = progress.text == NULL || edit_set(app, entity, ids[index], &progress, err);
    }
    return app_change_end(app, good, err);
}

static bool run_next_status(App *app, const Call *call, Err *err)
{
    (void)call;
    static const Status next[STATUS_COUNT] = {
        [STATUS_IDEA] = STATUS_PLANNED,      [STATUS_PLANNED] = STATUS_STARTED,
        [STATUS_STARTED] = STATUS_DELIVERED, [STATUS_DELIVERED] = STATUS_DONE,
        [STATUS_DONE] = STATUS_PLANNED,      [STATUS_OPERATION] = STATUS_PLANNED,
        [STATUS_DROPPED] = STATUS_PLANNED};
    Target here = app_target(app);
    if (here.entity == ENTITY_LIGHT)
        return next_light(app, &here, err);
    const Row *row =
        here.entity != ENTITY_NONE ? plan_row(app->plan, here.entity, here.id) : NULL;
    const Field *field =
        row != NULL ? schema_field_by_name(schema_entity(here.entity), "status") : NULL;
    if (field == NULL || field->kind != KIND_CHOICE)
        return fail(err, ERR_INPUT, _("There is no status here."));
    int now = *(const int *)(const void *)((const char *)row + field->offset);
    const char *title =
        arena_strdup(app->scratch, plan_title(app->plan, here.entity, here.id, app->scratch));
    if (!set_status(app, next[now], err))
        return false;
    if (app->message[0] == '\0')
        app_say(app, _("%s: %s.  u undoes."), title, _(field->choices[next[now]].label));
    return true;
}

static bool run_owner(App *app, const Call *call, Err *err)
{
    (void)call;
    EntityKind entity = ENTITY_NONE;
    const RowId *ids = NULL;
    Target here = app_target(app);
    if (here.entity == ENTITY_SEAT && here.id == 0)
        return run_add_here(
            app, &(Call){.words = (const char *const[]){"add-here"}, .count = 1}, err);
    if (app_chosen(app, &entity, &ids, err) == 0)
        return false;
    const char *name = entity == ENTITY_SEAT || entity == ENTITY_EFFORT ? "person" : "owner";
    const Field *field = schema_field_by_name(schema_entity(entity), name);
    if (field == NULL)
        return fail(err, ERR_INPUT, _("Rows of the kind “%s” have no owner."),
                    _(schema_entity(entity)->label));
    picker_open_field(app, field, entity, false);
    return true;
}

static bool run_vacate(App *app, const Call *call, Err *err)
{
    (void)call;
    return set_here(app, ENTITY_SEAT, "person", "", err);
}

static bool run_role(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here = app_target(app);
    const Seat *seat =
        here.entity == ENTITY_SEAT ? PLAN_ROW_OF(app->plan, Seat, ENTITY_SEAT, here.id) : NULL;
    if (seat == NULL)
        return fail(err, ERR_INPUT, _("There is no seat here; a adds one."));
    uint32_t count = plan_count(app->plan, ENTITY_ROLE);
    uint32_t place =
        seat->role == 0 ? 0 : plan_index_of(app->plan, ENTITY_ROLE, seat->role) + 1;
    const char *text =
        place >= count ? ""
                       : arena_printf(app->scratch, "%lld",
                                      (long long)plan_at(app->plan, ENTITY_ROLE, place)->id);
    return set_here(app, ENTITY_SEAT, "role", text, err);
}

static bool run_weight(App *app, const Call *call, Err *err)
{
    Target here = app_target(app);
    const Swot *entry =
        here.entity == ENTITY_SWOT ? PLAN_ROW_OF(app->plan, Swot, ENTITY_SWOT, here.id) : NULL;
    if (entry == NULL)
        return fail(err, ERR_INPUT, _("There is no entry here; a adds one."));
    int64_t weight = (entry->weight == NUMBER_NONE ? 0 : entry->weight) +
                     (strcmp(call->words[1], "-") == 0 ? -1 : 1);
    if (weight < 1 || weight > 5)
        return fail(err, ERR_INPUT, _("A weight goes from 1 to 5."));
    return set_here(app, ENTITY_SWOT, "weight", arena_printf(app->scratch, "%d", (int)weight),
                    err);
}

static bool run_quadrant(App *app, const Call *call, Err *err)
{
    return set_here(app, ENTITY_SWOT, "quadrant", call->words[1], err);
}

static bool run_tie(App *app, const Call *call, Err *err)
{
    (void)call;
    EntityKind entity = ENTITY_NONE;
    const RowId *ids = NULL;
    if (app_chosen(app, &entity, &ids, err) == 0)
        return false;
    const Field *field = schema_field_by_name(schema_entity(entity), "task");
    if (field == NULL)
        return fail(err, ERR_INPUT, _("A %s is not tied to tasks."),
                    _(schema_entity(entity)->label));
    picker_open_field(app, field, entity, false);
    return true;
}

static bool run_shift_here(App *app, const Call *call, Err *err)
{
    const RowId *ids = NULL;
    uint32_t count = app_chosen_bars(app, &ids, err);
    if (count == 0)
        return false;
    Text line = {0};
    text_append(&line, "shift");
    for (uint32_t index = 0; index < count; index++)
        text_printf(&line, " %s", app_place_words(app, ENTITY_TASK, ids[index]));
    for (int index = 1; index < call->count; index++)
        text_printf(&line, " %s", call->words[index]);
    bool good = app_run(app, text_string(&line), NULL, err);
    text_free(&line);
    return good;
}

/* --- Why, history --------------------------------------------------------------------------------------------------------- */

/* What the pane below the findings says, also where that is hidden. */
static void say_reason(App *app, const Finding *finding)
{
    const char *source = text_is_empty(finding->source)
                             ? ""
                             : arena_printf(app->scratch, _("Source: %s"), finding->source);
    app_say(app, "%s%s%s", finding->reason == NULL ? "" : finding->reason,
            text_is_empty(finding->reason) || *source == '\0' ? "" : "  ", source);
}

static bool run_why(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here = app_target(app);
    const Finding *finding = finding_here(app, &here);
    if (finding != NULL &&
        (!text_is_empty(finding->reason) || !text_is_empty(finding->source))) {
        say_reason(app, finding);
        return true;
    }
    const Task *task =
        here.entity == ENTITY_TASK ? PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, here.id) : NULL;
    if (task == NULL)
        return fail(
            err, ERR_INPUT,
            _("Only the dates of tasks are computed; there is nothing to explain here."));
    const char *remark =
        schedule_remark(app->plan, &app->schedule, task, app->language, app->scratch);
    app_say(app, "%s %s",
            schedule_why(app->plan, &app->schedule, task, app->language, app->scratch),
            remark != NULL ? remark : "");
    return true;
}

static bool run_history(App *app, const Call *call, Err *err)
{
    (void)err;
    Target here = app_target(app);
    bool whole = (call->count > 1 && strcmp(call->words[1], "all") == 0) || here.id == 0 ||
                 here.entity == ENTITY_NONE;
    uint32_t view = (uint32_t)(view_by_name("history") - views);
    /* Asked for again, where the history of one row is shown: of the whole plan. */
    whole = whole || (app->view == view && app_state(app)->scope != 0);
    app_go_view(app, view);
    ViewState *state = app_state(app);
    state->scope = whole ? 0 : here.id;
    state->scope_entity = whole ? ENTITY_NONE : here.entity;
    state->row = state->top = 0;
    app->history_loaded = false;
    app->rows_stale = true;
    return true;
}

#define W (COMMAND_SCREEN | COMMAND_WRITES)
const Command commands_here[] = {
    {"open", "", N_("Edit"), N_("open all fields of the row"), COMMAND_SCREEN | COMMAND_MOVES,
     0, 0, run_open},
    {"edit", "[FIELD]", N_("Edit"), N_("edit the cell, or a field of the row"),
     W | COMMAND_MOVES, 0, 1, run_edit},
    {"edit-long", "", N_("Edit"), N_("edit the long text in your editor"), W, 0, 0,
     run_edit_long},
    {"add-here", "", N_("Edit"), N_("add a row after this one"), W | COMMAND_MOVES, 0, 0,
     run_add_here},
    {"add-child", "", N_("Edit"), N_("add a row below this one"), W | COMMAND_MOVES, 0, 0,
     run_add_here},
    {"delete-here", "", N_("Edit"), N_("delete the row or the marked rows"), W, 0, 0,
     run_delete_here},
    {"copy-row", "", N_("Edit"), N_("copy the row"), COMMAND_SCREEN | COMMAND_MOVES, 0, 0,
     run_copy_row},
    {"paste-row", "", N_("Edit"), N_("add a copy of the copied row"), W, 0, 0, run_paste_row},
    {"next-status", "", N_("Edit"), N_("next status"), W, 0, 0, run_next_status},
    {"owner", "", N_("Edit"), N_("choose the owner or the person"), W | COMMAND_MOVES, 0, 0,
     run_owner},
    {"vacate", "", N_("Groups"), N_("empty the seat"), W, 0, 0, run_vacate},
    {"role", "", N_("Groups"), N_("next role of the seat"), W, 0, 0, run_role},
    {"weight", "+|-", N_("SWOT"), N_("more or less weight"), W, 1, 1, run_weight},
    {"quadrant", "strength|weakness|opportunity|threat", N_("SWOT"),
     N_("move the entry to another box"), W, 1, 1, run_quadrant},
    {"tie", "", N_("SWOT"), N_("tie the entry to a task"), W | COMMAND_MOVES, 0, 0, run_tie},
    {"shift-here", "DAYS [start|finish]", N_("Timeline"), N_("move the bar"), W, 1, 2,
     run_shift_here},
    {"why", "", N_("Timeline"), N_("why the task has its dates, or the finding is there"),
     COMMAND_SCREEN | COMMAND_MOVES, 0, 0, run_why},
    {"history", "[all]", N_("Views"), N_("what was changed here, or in the whole plan"),
     COMMAND_SCREEN | COMMAND_MOVES, 0, 1, run_history},
    {0},
};
#undef W
