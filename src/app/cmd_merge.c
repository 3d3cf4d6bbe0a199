/* SPDX-License-Identifier: MPL-2.0 */
/* A copy that comes home: merge with a preview, what both sides wrote, and deciding for one of them. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

/* --- The summary of a merge --------------------------------------------------------------------------- */

static void append_rows(App *app, const MergeReport *report, Text *out)
{
    const char *between = ": ";
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        if (report->rows[kind] == 0)
            continue;
        text_printf(out, "%s%d %s", between, report->rows[kind],
                    text_lower_first(app->scratch, report->rows[kind] == 1
                                                       ? _(entity->label)
                                                       : _(entity->plural_label)));
        between = ", ";
    }
    if (report->conflicts > 0)
        text_printf(out, "%s%d %s", between, report->conflicts,
                    report->conflicts == 1 ? _("conflict") : _("conflicts"));
}

/* "copy from laptop, 4 days, 31 changes: 12 tasks, 3 seats, 2 conflicts" */
const char *merge_words(App *app, const MergeReport *report)
{
    Text words = {0};
    if (report->changes == 0) {
        text_append(&words, _("nothing new"));
    } else {
        int days = (int)((report->last_time - report->first_time) / DAY_SECONDS) + 1;
        text_printf(&words, _("copy from %s"),
                    report->hosts[0] != '\0' ? report->hosts : _("an unnamed machine"));
        text_append(&words, ", ");
        text_printf(&words, days == 1 ? _("%d day") : _("%d days"), days);
        text_append(&words, ", ");
        text_printf(&words, report->changes == 1 ? _("%d change") : _("%d changes"),
                    report->changes);
    }
    append_rows(app, report, &words);
    const char *result = arena_strdup(app->scratch, text_string(&words));
    text_free(&words);
    return result;
}

bool conflicts_remain(App *app, Err *err)
{
    uint32_t count = app->plan->conflict_count;
    if (count == 0)
        return false;
    fail(err, ERR_CONFLICT,
         count == 1 ? _("%u conflict remains; “conflicts” lists it, “resolve” decides it.")
                    : _("%u conflicts remain; “conflicts” lists them, “resolve” decides them."),
         count);
    return true;
}

/* An option of the program's command line, or the same word in a line typed after ":". */
bool call_flag(const Call *call, const char *name, bool given)
{
    for (int index = 1; index < call->count; index++)
        if (strcmp(call->words[index], name) == 0)
            return true;
    return given;
}

/* --- merge ---------------------------------------------------------------------------------------------- */

bool merge_ready(App *app, Err *err)
{
    if (app->change_depth > 0)
        return fail(err, ERR_INPUT,
                    _("A merge is not a change and does not fit between begin and end."));
    if (app->checked || store_check_quick(app->store, err))
        app->checked = true;
    return app->checked;
}

/* What came is not somebody else's edit beside us: no row is highlighted for it. */
bool merge_taken(App *app, Err *err)
{
    HistoryItem latest;
    if (!app_reload(app, err))
        return false;
    if (store_latest(app->store, app->scratch, &latest))
        app->seen_change = latest.change;
    return true;
}

static bool merge_file(App *app, const Call *call, const char *path, bool dry_run, Err *err)
{
    MergeReport report;
    if (!store_merge(app->store, path, dry_run, app->scratch, &report, err))
        return false;
    const char *line = arena_printf(app->scratch, "%s: %s", path, merge_words(app, &report));
    bool json = dry_run && text_equal(app->options->as, "json");
    if (call->out != NULL && !json)
        text_printf(call->out, "%s\n", line);
    if (dry_run && report.after != NULL && call->out != NULL) {
        Diff diff;
        plan_diff(app->plan, report.after, app->language, app->scratch, &diff);
        diff_write(app, &diff, call->out);
    }
    if (app_wants_screen(app->options))
        app_say(app, "%s%s%s", line, dry_run ? _("  Nothing is written yet.") : "",
                report.conflicts > 0 && !dry_run ? _("  C shows the conflicts.") : "");
    else if (dry_run)
        app_say(app, _("Nothing is written yet; without --dry-run it is merged."));
    return dry_run || merge_taken(app, err);
}

static bool run_merge_back(App *app, Err *err)
{
    const char *backup = "";
    if (!store_merge_back(app->store, app->scratch, &backup, err))
        return false;
    app_say(app, _("The merge was taken back; the plan is as in %s."), backup);
    return merge_taken(app, err);
}

static bool run_merge(App *app, const Call *call, Err *err)
{
    bool dry_run = call_flag(call, "--dry-run", app->options->dry_run);
    int files = 0;
    if (!merge_ready(app, err))
        return false;
    app_keep_place(app);
    if (call_flag(call, "--back", app->options->back))
        return run_merge_back(app, err);
    for (int index = 1; index < call->count; index++) {
        if (strncmp(call->words[index], "--", 2) == 0)
            continue;
        files++;
        if (!merge_file(app, call, call->words[index], dry_run, err))
            return false;
    }
    if (files == 0)
        return fail(err, ERR_USAGE,
                    _("Which copy?  merge FILE takes what is new in it, merge --back takes the "
                      "latest merge back."));
    return dry_run || app_wants_screen(app->options) || !conflicts_remain(app, err);
}

/* --- Names of conflicts, and sides ----------------------------------------------------------------------- */

const char *conflict_name(App *app, const Conflict *conflict)
{
    const char *place = app_place_words(app, conflict->entity, conflict->row);
    if (conflict->field < 0)
        return place;
    const Entity *entity = schema_entity(conflict->entity);
    return arena_printf(app->scratch, "%s.%s", place, entity->fields[conflict->field].name);
}

const ConflictValue *conflict_ours(const Conflict *conflict)
{
    for (uint32_t index = 0; index < conflict->count; index++)
        if (conflict->values[index].ours)
            return &conflict->values[index];
    return NULL;
}

/* The one in force where it came from elsewhere, else the latest that did. */
const ConflictValue *conflict_theirs(const Conflict *conflict)
{
    for (uint32_t index = 0; index < conflict->count; index++)
        if (!conflict->values[index].ours)
            return &conflict->values[index];
    return NULL;
}

/* "task/1.4.deadline": the place before the last dot where a field's name follows it. */
static bool split_name(App *app, const char *word, EntityKind *entity, RowId *row, int *field)
{
    const char *dot = strrchr(word, '.');
    *field = -1;
    if (dot != NULL) {
        const char *place = arena_strndup(app->scratch, word, (size_t)(dot - word));
        if (plan_find_place(app->plan, place, entity, row, NULL)) {
            const Field *named = schema_field_by_name(schema_entity(*entity), dot + 1);
            *field = named == NULL ? -1 : schema_field_index(schema_entity(*entity), named);
            if (named != NULL)
                return true;
        }
    }
    return plan_find_place(app->plan, word, entity, row, NULL);
}

static const Conflict *conflict_named(App *app, const char *word, Err *err)
{
    const Plan *plan = app->plan;
    char *end = NULL;
    unsigned long number = strtoul(word, &end, 10);
    if (*word != '\0' && *end == '\0' && number >= 1 && number <= plan->conflict_count)
        return &plan->conflicts[number - 1];
    EntityKind entity = ENTITY_NONE;
    RowId row = 0;
    int field = -1;
    const Conflict *found = NULL;
    uint32_t of_row = 0;
    bool named = split_name(app, word, &entity, &row, &field);
    for (uint32_t index = 0; named && index < plan->conflict_count; index++) {
        const Conflict *one = &plan->conflicts[index];
        if (one->entity != entity || one->row != row)
            continue;
        if (one->field == field)
            return one;
        found = one;
        of_row++;
    }
    if (named && field < 0 && of_row == 1)
        return found;
    if (of_row > 1 && field < 0)
        fail(err, ERR_INPUT,
             _("“%s” has %u conflicts; add the field, such as %s, as “conflicts” lists them."),
             word, of_row, conflict_name(app, found));
    else
        fail(err, ERR_NOT_FOUND, _("There is no conflict “%s”; “conflicts” lists them."), word);
    return NULL;
}

/* --- conflicts --------------------------------------------------------------------------------------------- */

static const char *side_name(const Conflict *conflict, const ConflictValue *value)
{
    if (value == &conflict->base)
        return "base";
    return value->ours ? "ours" : "theirs";
}

static void value_print(App *app, const Conflict *conflict, const ConflictValue *value,
                        Text *out)
{
    text_printf(out, "   %-7s %s", side_name(conflict, value),
                value->value[0] != '\0' ? value->value : "–");
    if (value->change != 0) {
        text_printf(out, "   %s", value->author);
        if (value->host[0] != '\0')
            text_printf(out, " (%s)", value->host);
        text_append(out, "  ");
        app_print_time(app, value->time, out);
    }
    text_printf(out, "%s\n", value->in_force ? _("   in force") : "");
}

static void conflict_print(App *app, uint32_t number, const Conflict *conflict, Text *out)
{
    const Entity *entity = schema_entity(conflict->entity);
    text_printf(out, "%u  %s  %s: %s\n", number, conflict_name(app, conflict),
                plan_title(app->plan, conflict->entity, conflict->row, app->scratch),
                conflict->field < 0 ? _("deleted in one copy, edited in another")
                                    : _(entity->fields[conflict->field].label));
    for (uint32_t index = 0; index < conflict->count; index++)
        value_print(app, conflict, &conflict->values[index], out);
    if (conflict->field >= 0)
        value_print(app, conflict, &conflict->base, out);
}

static void json_pair(Text *out, const char *name, const char *value)
{
    text_printf(out, "\"%s\":", name);
    text_append_json(out, value);
    text_append(out, ",");
}

static void value_json(App *app, const Conflict *conflict, const ConflictValue *value,
                       Text *out)
{
    Text time = {0};
    text_append(out, "{");
    json_pair(out, "side", side_name(conflict, value));
    json_pair(out, "value", value->value);
    json_pair(out, "author", value->author);
    json_pair(out, "host", value->host);
    if (value->change != 0)
        app_print_time(app, value->time, &time);
    json_pair(out, "time", text_string(&time));
    text_printf(out, "\"in_force\":%s}", value->in_force ? "true" : "false");
    text_free(&time);
}

static void conflict_json(App *app, uint32_t number, const Conflict *conflict, Text *out)
{
    const Entity *entity = schema_entity(conflict->entity);
    text_printf(out, "%s\n {\"number\":%u,", number == 1 ? "" : ",", number);
    json_pair(out, "id", conflict_name(app, conflict));
    json_pair(out, "kind", entity->name);
    text_printf(out, "\"row\":\"%lld\",", (long long)conflict->row);
    json_pair(out, "title",
              plan_title(app->plan, conflict->entity, conflict->row, app->scratch));
    json_pair(out, "field", conflict->field < 0 ? "" : entity->fields[conflict->field].name);
    text_append(out, "\"values\":[");
    for (uint32_t index = 0; index < conflict->count; index++) {
        text_append(out, index == 0 ? "" : ",");
        value_json(app, conflict, &conflict->values[index], out);
    }
    text_append(out, "],\"base\":");
    value_json(app, conflict, &conflict->base, out);
    text_append(out, "}");
}

static bool run_conflicts(App *app, const Call *call, Err *err)
{
    if (app_wants_screen(app->options))
        return app_run(app, "go conflicts", call->out, err);
    const char *as = app->options->as != NULL ? app->options->as : "table";
    bool json = strcmp(as, "json") == 0;
    if (!json && strcmp(as, "table") != 0)
        return fail(err, ERR_USAGE,
                    _("Conflicts cannot be printed as “%s”; table and json can be asked for."),
                    as);
    text_append(call->out, json ? "[" : "");
    for (uint32_t index = 0; index < app->plan->conflict_count; index++)
        (json ? conflict_json : conflict_print)(app, index + 1, &app->plan->conflicts[index],
                                                call->out);
    text_append(call->out, json ? "\n]\n" : "");
    if (app->plan->conflict_count == 0)
        app_say(app, _("There are no conflicts."));
    return !conflicts_remain(app, err);
}

/* --- resolve ------------------------------------------------------------------------------------------------- */

/* A row deleted here and edited there: of its values the ones in force keep it. */
static bool decide_row(App *app, const Conflict *conflict, bool keep, Err *err)
{
    RowId id = conflict->row;
    uint32_t gone = 0;
    return keep ? store_add(app->store, conflict->entity, &id, err)
                : edit_delete(app, conflict->entity, id, &gone, err);
}

/* Takes a value that stands in the conflict, just as it was written. */
static bool decide_value(App *app, const Conflict *conflict, const ConflictValue *value,
                         Err *err)
{
    if (conflict->field < 0)
        return decide_row(app, conflict, value->in_force, err);
    const Entity *entity = schema_entity(conflict->entity);
    const Field *field = &entity->fields[conflict->field];
    Value stored;
    return store_value_of(app->store, conflict->entity, conflict->row, field, value->change,
                          app->scratch, &stored, err) &&
           check_value(app->plan, entity, conflict->row, field, &stored, err) &&
           store_set(app->store, conflict->entity, conflict->row, field, &stored, err);
}

static bool decide_words(App *app, const Conflict *conflict, const char *words, Err *err)
{
    static const char *const sides[] = {"ours", "theirs", "base"};
    const ConflictValue *values[] = {conflict_ours(conflict), conflict_theirs(conflict),
                                     conflict->field < 0 ? NULL : &conflict->base};
    for (size_t side = 0; side < COUNT_OF(sides); side++)
        if (strcmp(words, sides[side]) == 0 && values[side] != NULL)
            return decide_value(app, conflict, values[side], err);
    if (conflict->field >= 0) {
        const Field *field = &schema_entity(conflict->entity)->fields[conflict->field];
        Assignment what = {.field = field, .text = words};
        return edit_set(app, conflict->entity, conflict->row, &what, err);
    }
    if (strcmp(words, "keep") == 0 || strcmp(words, "base") == 0)
        return decide_row(app, conflict, true, err);
    if (strcmp(words, "delete") == 0)
        return decide_row(app, conflict, false, err);
    return fail(
        err, ERR_INPUT,
        _("The row was deleted in one copy and edited in another; keep, delete, ours or "
          "theirs decides, not “%s”."),
        words);
}

static void say_decided(App *app, const char *what)
{
    uint32_t left = app->plan->conflict_count;
    if (left == 0)
        app_say(app, _("%s  No conflict is left.  u undoes."), what);
    else
        app_say(app,
                left == 1 ? _("%s  %u conflict is left.  u undoes.")
                          : _("%s  %u conflicts are left.  u undoes."),
                what, left);
}

static bool decided(App *app, bool good, const char *what, Err *err)
{
    if (!app_change_end(app, good, err))
        return false;
    if (app->change_depth == 0 && !app->change_wrote)
        return fail(err, ERR_INPUT,
                    _("That value decides nothing here; the conflict stays.  Another value "
                      "would."));
    say_decided(app, what);
    return true;
}

/* "kari" or "kari@laptop": the one value of a conflict that is theirs; `several` when they wrote more. */
static const ConflictValue *value_of_author(App *app, const Conflict *conflict,
                                            const char *name, bool *several)
{
    const ConflictValue *found = NULL;
    for (uint32_t index = 0; index < conflict->count; index++) {
        const ConflictValue *value = &conflict->values[index];
        const char *full = arena_printf(app->scratch, "%s@%s", value->author, value->host);
        if (value->change == 0 || (strcmp(value->author, name) != 0 && strcmp(full, name) != 0))
            continue;
        *several = *several || found != NULL;
        found = value;
    }
    return found;
}

static bool resolve_author(App *app, const char *name, Err *err)
{
    bool several = false;
    uint32_t taken = 0;
    const char *label =
        arena_printf(app->scratch, "resolve --of %s", app_quote(app->scratch, name));
    if (!app_change_begin(app, label, err))
        return false;
    bool good = true;
    for (uint32_t index = 0; good && index < app->plan->conflict_count; index++) {
        bool twice = false;
        const Conflict *conflict = &app->plan->conflicts[index];
        const ConflictValue *value = value_of_author(app, conflict, name, &twice);
        several = several || twice;
        if (value == NULL || twice)
            continue;
        good = decide_value(app, conflict, value, err);
        taken++;
    }
    if (good && taken == 0)
        good = several ? fail(err, ERR_INPUT,
                              _("“%s” wrote both sides; add the machine, as in %s@HOST."), name,
                              name)
                       : fail(err, ERR_NOT_FOUND,
                              _("No conflict has a value of “%s”; “conflicts” names the "
                                "authors."),
                              name);
    return decided(
        app, good,
        arena_printf(app->scratch, _("%u times the value of %s was taken."), taken, name), err);
}

static bool run_resolve(App *app, const Call *call, Err *err)
{
    if (call->count == 3 && strcmp(call->words[1], "--of") == 0)
        return resolve_author(app, call->words[2], err);
    if (app->options->of != NULL)
        return resolve_author(app, app->options->of, err);
    if (call->count != 3)
        return fail(err, ERR_USAGE, _("“%s” is written: %s %s"), "resolve", "resolve",
                    "ID ours|theirs|base|VALUE");
    const Conflict *conflict = conflict_named(app, call->words[1], err);
    if (conflict == NULL)
        return false;
    const char *title = plan_title(app->plan, conflict->entity, conflict->row, app->scratch);
    const char *what =
        arena_printf(app->scratch, _("%s: %s is decided."), title,
                     conflict->field < 0
                         ? _("the row")
                         : _(schema_entity(conflict->entity)->fields[conflict->field].label));
    const char *label =
        arena_printf(app->scratch, "resolve %s %s", conflict_name(app, conflict),
                     app_quote(app->scratch, call->words[2]));
    if (!app_change_begin(app, label, err))
        return false;
    return decided(app, decide_words(app, conflict, call->words[2], err), what, err);
}

/* --- Under the cursor ---------------------------------------------------------------------------------------- */

static const Conflict *conflict_here(App *app, Err *err)
{
    Target here = app_target(app);
    bool there = strcmp(app_view(app)->name, "conflicts") == 0 && here.entity != ENTITY_NONE &&
                 here.extra >= 0 && (uint32_t)here.extra < app->plan->conflict_count;
    if (!there)
        fail(err, ERR_INPUT, _("There is no conflict here; C shows them."));
    return there ? &app->plan->conflicts[here.extra] : NULL;
}

static bool run_resolve_here(App *app, const Call *call, Err *err)
{
    const Conflict *conflict = conflict_here(app, err);
    if (conflict == NULL)
        return false;
    const char *name = app_quote(app->scratch, conflict_name(app, conflict));
    const char *side = call->words[1];
    if (strcmp(side, "value") != 0)
        return app_run(app, arena_printf(app->scratch, "resolve %s %s", name, side), NULL, err);
    if (conflict->field < 0)
        return fail(err, ERR_INPUT,
                    _("A row is kept or deleted: o takes this file's side, t the other one."));
    const Field *field = &schema_entity(conflict->entity)->fields[conflict->field];
    const Row *row = plan_row(app->plan, conflict->entity, conflict->row);
    Text now = {0};
    if (row != NULL) {
        Value value = field_value(field, row, app->scratch);
        field_print_machine(field, &value, &now);
    }
    typing_ask(app, arena_printf(app->scratch, "resolve %s", name), _(field->label),
               text_string(&now));
    text_free(&now);
    return true;
}

static bool run_resolve_author_here(App *app, const Call *call, Err *err)
{
    (void)call;
    const Conflict *conflict = conflict_here(app, err);
    const ConflictValue *theirs = conflict == NULL ? NULL : conflict_theirs(conflict);
    if (conflict == NULL)
        return false;
    if (theirs == NULL || theirs->change == 0)
        return fail(err, ERR_INPUT, _("Nobody else wrote here; o or e decides."));
    const char *name = arena_printf(app->scratch, "%s@%s", theirs->author, theirs->host);
    return app_run(app,
                   arena_printf(app->scratch, "resolve --of %s", app_quote(app->scratch, name)),
                   NULL, err);
}

#define W (COMMAND_SCREEN | COMMAND_WRITES)
const Command commands_merge[] = {
    {"merge", "FILE2… [--dry-run] | --back", N_("Plan"),
     N_("take in what copies of the plan have; --back undoes it"), COMMAND_WRITES, 0, -1,
     run_merge},
    {"conflicts", "[--as json]", N_("Plan"),
     N_("print what copies disagree on and nobody decided"), 0, 0, 0, run_conflicts},
    {"resolve", "ID ours|theirs|base|VALUE | --of NAME", N_("Edit"),
     N_("decide a conflict, or all in which somebody wrote a value"), COMMAND_WRITES, 0, 3,
     run_resolve},
    {"resolve-here", "ours|theirs|base|value", N_("Conflicts"),
     N_("decide the conflict for one side, or with another value"), W, 1, 1, run_resolve_here},
    {"resolve-author-here", "", N_("Conflicts"),
     N_("take everything that its other author wrote"), W, 0, 0, run_resolve_author_here},
    {0},
};
#undef W
