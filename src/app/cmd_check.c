/* SPDX-License-Identifier: MPL-2.0 */
/* What the plan says of itself: findings, differences since a day, checklists, evidence, answers. */
#include "app_private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

const Findings *app_findings(App *app)
{
    if (!app->findings_loaded)
        findings_compute(app->plan, &app->schedule, app->language, app->generation,
                         &app->findings);
    app->findings_loaded = true;
    return &app->findings;
}

/* --- check ------------------------------------------------------------------------------------ */

static void finding_print(App *app, const Finding *finding, Text *out)
{
    text_printf(out, "%-7s  %-22s  %s  (%s)\n", finding_level_name(finding->level),
                finding->rule, finding->message,
                app_place_words(app, finding->entity, finding->row));
    if (finding->reason[0] != '\0' || finding->source[0] != '\0')
        text_printf(out, "         %s%s%s\n", finding->reason,
                    finding->reason[0] != '\0' && finding->source[0] != '\0' ? "  – " : "",
                    finding->source);
    if (finding->known)
        text_printf(out, _("         known: %s\n"), finding->known_note);
}

static void json_pair(Text *out, const char *name, const char *value, bool first)
{
    text_printf(out, "%s\"%s\":", first ? "" : ",", name);
    text_append_json(out, value);
}

static void finding_json(App *app, const Finding *finding, bool first, Text *out)
{
    text_append(out, first ? "\n {" : ",\n {");
    json_pair(out, "level", finding_level_name(finding->level), true);
    json_pair(out, "rule", finding->rule, false);
    json_pair(out, "message", finding->message, false);
    json_pair(out, "where", app_place_words(app, finding->entity, finding->row), false);
    json_pair(out, "reason", finding->reason, false);
    json_pair(out, "source", finding->source, false);
    text_printf(out, ",\"known\":%s}", finding->known ? "true" : "false");
}

static bool run_check(App *app, const Call *call, Err *err)
{
    const Findings *findings = app_findings(app);
    const char *as = app->options->as != NULL ? app->options->as : "table";
    bool json = strcmp(as, "json") == 0;
    if (!json && strcmp(as, "table") != 0)
        return fail(err, ERR_USAGE,
                    _("Findings cannot be printed as “%s”; table and json can be asked for."),
                    as);
    text_append(call->out, json ? "[" : "");
    for (uint32_t index = 0; index < findings->count; index++)
        if (json)
            finding_json(app, &findings->items[index], index == 0, call->out);
        else
            finding_print(app, &findings->items[index], call->out);
    text_append(call->out, json ? "\n]\n" : "");
    uint32_t errors = findings->counts[FINDING_ERROR];
    return errors == 0 ||
           fail(err, ERR_INPUT, _("Findings: errors %u, warnings %u, notes %u."), errors,
                findings->counts[FINDING_WARNING], findings->counts[FINDING_NOTE]);
}

/* --- diff --------------------------------------------------------------------------------------- */

static void diff_print(const DiffItem *item, Text *out)
{
    static const char *const words[] = {[DIFF_ADDED] = N_("added"),
                                        [DIFF_DELETED] = N_("deleted"),
                                        [DIFF_CHANGED] = N_("changed")};
    const Entity *entity = schema_entity(item->entity);
    text_printf(out, "%-8s %s: %s", _(words[item->kind]), _(entity->label), item->title);
    if (item->kind == DIFF_CHANGED)
        text_printf(out, "  %s: %s → %s", _(entity->fields[item->field].label),
                    item->before[0] != '\0' ? item->before : "–",
                    item->after[0] != '\0' ? item->after : "–");
    text_append(out, "\n");
}

static void diff_json(const DiffItem *item, bool first, Text *out)
{
    static const char *const words[] = {
        [DIFF_ADDED] = "added", [DIFF_DELETED] = "deleted", [DIFF_CHANGED] = "changed"};
    const Entity *entity = schema_entity(item->entity);
    text_append(out, first ? "\n {" : ",\n {");
    json_pair(out, "change", words[item->kind], true);
    json_pair(out, "kind", entity->name, false);
    text_printf(out, ",\"id\":\"%lld\"", (long long)item->row);
    json_pair(out, "title", item->title, false);
    if (item->kind == DIFF_CHANGED) {
        json_pair(out, "field", entity->fields[item->field].name, false);
        json_pair(out, "before", item->before, false);
        json_pair(out, "after", item->after, false);
    }
    text_append(out, "}");
}

void diff_write(const App *app, const Diff *diff, Text *out)
{
    bool json = text_equal(app->options->as, "json");
    text_append(out, json ? "[" : "");
    for (uint32_t index = 0; index < diff->count; index++)
        if (json)
            diff_json(&diff->items[index], index == 0, out);
        else
            diff_print(&diff->items[index], out);
    text_append(out, json ? "\n]\n" : "");
}

/* What merging a copy would change here. */
static bool diff_file(App *app, const Call *call, Err *err)
{
    MergeReport report;
    Diff diff;
    if (!store_merge(app->store, call->words[1], true, app->scratch, &report, err))
        return false;
    plan_diff(app->plan, report.after != NULL ? report.after : app->plan, app->language,
              app->scratch, &diff);
    diff_write(app, &diff, call->out);
    app_say(app, "%s: %s", call->words[1], merge_words(app, &report));
    return true;
}

static bool run_diff(App *app, const Call *call, Err *err)
{
    if (access(call->words[1], F_OK) == 0)
        return diff_file(app, call, err);
    ParseContext context = app_parse_context(app);
    HonestDate since;
    if (!date_parse(app->scratch, &context.date, call->words[1], &since, err))
        return false;
    if (since.from == DAY_NONE)
        return fail(err, ERR_INPUT,
                    _("“%s” is no day to compare with; 2020-09-01 would be right."),
                    call->words[1]);
    int64_t midnight = (int64_t)since.from * DAY_SECONDS;
    midnight -= app->host->utc_offset(app->host->context, midnight);
    Plan *before = NULL;
    Diff diff;
    if (!store_load(app->store, app->scratch, midnight - 1, &before, err))
        return false;
    plan_diff(before, app->plan, app->language, app->scratch, &diff);
    diff_write(app, &diff, call->out);
    app_say(app, _("Rows: %u added, %u changed, %u deleted."), diff.added, diff.changed,
            diff.deleted);
    return true;
}

/* --- apply: a checklist to groups -------------------------------------------------------------------- */

static bool apply_groups(App *app, const Call *call, const RowId **groups, uint32_t *count,
                         Err *err)
{
    RowId *list = ARENA_ARRAY(app->scratch, RowId, (size_t)call->count + 1);
    *count = 0;
    *groups = list;
    const char *first = app->options->to;
    for (int index = first != NULL ? 1 : 2; index < call->count; index++) {
        const char *words = index == 1 ? first : call->words[index];
        list[*count] = plan_find(app->plan, ENTITY_GROUP, words, err);
        if (list[(*count)++] == 0)
            return false;
    }
    return true;
}

static bool apply_step(App *app, const MissingStep *step, Err *err)
{
    Assignment what[6];
    uint32_t count = 0;
    what[count++] = (Assignment){edit_field(ENTITY_TASK, "name"), step->name};
    what[count++] = (Assignment){edit_field(ENTITY_TASK, "kind"), "step"};
    what[count++] = (Assignment){edit_field(ENTITY_TASK, "origin"), "derived"};
    what[count++] = (Assignment){edit_field(ENTITY_TASK, "group"),
                                 arena_printf(app->scratch, "%lld", (long long)step->group)};
    what[count++] = (Assignment){edit_field(ENTITY_TASK, "item"),
                                 arena_printf(app->scratch, "%lld", (long long)step->item)};
    if (step->parent != 0)
        what[count++] =
            (Assignment){edit_field(ENTITY_TASK, "parent"),
                         arena_printf(app->scratch, "%lld", (long long)step->parent)};
    RowId id = 0;
    return edit_add(app, ENTITY_TASK, what, count, 0, &id, err);
}

static bool run_apply(App *app, const Call *call, Err *err)
{
    RowId template_id = plan_find(app->plan, ENTITY_TEMPLATE, call->words[1], err);
    const RowId *groups = NULL;
    uint32_t group_count = 0;
    if (template_id == 0 || !apply_groups(app, call, &groups, &group_count, err))
        return false;
    const MissingStep *steps = NULL;
    uint32_t count =
        checklist_missing(app->plan, template_id, groups, group_count, app->scratch, &steps);
    if (count == 0) {
        app_say(app, _("Every group has every item already; nothing was added."));
        return true;
    }
    if (!app_change_begin(app, call->line, err))
        return false;
    bool good = true;
    for (uint32_t index = 0; good && index < count; index++)
        good = apply_step(app, &steps[index], err) && app_reload(app, err);
    good = app_change_end(app, good, err);
    if (good)
        app_say(app,
                count == 1 ? _("%u task added.  u undoes.") : _("%u tasks added.  u undoes."),
                count);
    return good;
}

/* --- Accepted findings, evidence, answers ---------------------------------------------------------------- */

static const Known *known_find(const Plan *plan, const char *rule, const char *place)
{
    const Known *known = PLAN_ROWS(plan, Known, ENTITY_KNOWN);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_KNOWN); index++)
        if (strcmp(known[index].rule, rule) == 0 && strcmp(known[index].place, place) == 0)
            return &known[index];
    return NULL;
}

static bool rule_exists(const char *name)
{
    for (const FindingRule *rule = finding_rules; rule->name != NULL; rule++)
        if (strcmp(rule->name, name) == 0)
            return true;
    return false;
}

/* The place as a `known` row names it.  Where the rule finds several things there, `about` says which. */
static const char *accepted_place(App *app, const char *rule, const char *words,
                                  const char *about, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    EntityKind other = ENTITY_NONE;
    RowId other_id = 0;
    uint32_t fitting = 0;
    const Findings *findings = app_findings(app);
    if (!plan_find_place(app->plan, words, &entity, &id, err) ||
        (about != NULL && !plan_find_place(app->plan, about, &other, &other_id, err)))
        return NULL;
    Finding place = {.entity = entity, .row = id, .about = other, .about_row = other_id};
    for (uint32_t index = 0; about == NULL && index < findings->count; index++) {
        const Finding *finding = &findings->items[index];
        if (strcmp(finding->rule, rule) != 0 || finding->entity != entity ||
            finding->row != id || finding->about_row == 0 || finding->known)
            continue;
        place.about = finding->about;
        place.about_row = finding->about_row;
        fitting++;
    }
    if (fitting > 1) {
        fail(err, ERR_INPUT,
             _("%u findings of %s are about %s; say which with one more word, such as %s."),
             fitting, rule, words, app_place_words(app, place.about, place.about_row));
        return NULL;
    }
    return finding_place(&place, app->scratch);
}

static bool run_accept(App *app, const Call *call, Err *err)
{
    if (!rule_exists(call->words[1]))
        return fail(err, ERR_INPUT,
                    _("“%s” is no rule; check prints the rule of each finding."),
                    call->words[1]);
    const char *place = accepted_place(app, call->words[1], call->words[2],
                                       call->count > 4 ? call->words[3] : NULL, err);
    if (place == NULL)
        return false;
    if (known_find(app->plan, call->words[1], place) != NULL)
        return fail(err, ERR_INPUT, _("This finding is known already."));
    Text today = {0};
    day_print_iso(app->today, &today);
    Assignment what[] = {
        {edit_field(ENTITY_KNOWN, "rule"), call->words[1]},
        {edit_field(ENTITY_KNOWN, "place"), place},
        {edit_field(ENTITY_KNOWN, "date"), arena_strdup(app->scratch, text_string(&today))},
        {edit_field(ENTITY_KNOWN, "note"), call->words[call->count - 1]}};
    text_free(&today);
    RowId known = 0;
    if (!app_change_begin(app, call->line, err))
        return false;
    bool good = edit_add(app, ENTITY_KNOWN, what, (uint32_t)COUNT_OF(what), 0, &known, err);
    good = app_change_end(app, good, err);
    /* The accepted one goes to the end of the findings; the next one to look at stays here. */
    app->kept_set = app->kept_set && !good;
    return good;
}

static bool run_tick(App *app, const Call *call, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    if (!plan_find_place(app->plan, call->words[1], &entity, &id, err))
        return false;
    if (entity != ENTITY_INSTANCE)
        return fail(err, ERR_INPUT,
                    _("Only what an obligation asks for at a meeting is ticked off; “%s” is "
                      "something else."),
                    call->words[1]);
    bool untick = call->count < 3 || call->words[2][0] == '\0';
    Text today = {0};
    day_print_iso(app->today, &today);
    Assignment done = {edit_field(ENTITY_INSTANCE, "done"),
                       untick ? "" : arena_strdup(app->scratch, text_string(&today))};
    Assignment evidence = {edit_field(ENTITY_INSTANCE, "evidence"),
                           untick ? "" : call->words[2]};
    text_free(&today);
    return app_change_begin(app, call->line, err) &&
           app_change_end(app,
                          edit_set(app, entity, id, &done, err) &&
                              edit_set(app, entity, id, &evidence, err),
                          err);
}

/* "Ja – k-sak 012/20" → yes and "k-sak 012/20"; words that are neither yes nor no are a reference, which may
 * stand where nothing is answered yet. */
static const char *answer_split(App *app, const char *text, const char **reference)
{
    static const struct {
        const char *word, *value;
    } words[] = {{"ja", "yes"}, {"yes", "yes"}, {"nei", "no"}, {"nej", "no"}, {"no", "no"}};

    size_t length = strcspn(text, " ");
    const char *first = text_fold(app->scratch, arena_strndup(app->scratch, text, length));
    for (size_t index = 0; index < COUNT_OF(words); index++)
        if (strcmp(first, words[index].word) == 0) {
            *reference = text + length;
            while (**reference == ' ' || **reference == '-' || strncmp(*reference, "–", 3) == 0)
                *reference += **reference == ' ' || **reference == '-' ? 1 : 3;
            return words[index].value;
        }
    *reference = text;
    return "blank";
}

static const Answer *answer_find(const Plan *plan, RowId task, RowId municipality)
{
    const Answer *answers = PLAN_ROWS(plan, Answer, ENTITY_ANSWER);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_ANSWER); index++)
        if (answers[index].task == task && answers[index].municipality == municipality)
            return &answers[index];
    return NULL;
}

/* Who typed it may have named the task by its id: the history names it as other edits do. */
static const char *answer_label(App *app, const Call *call, RowId task)
{
    Text label = {0};
    text_printf(&label, "answer %s", PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, task)->number);
    for (int index = 2; index < call->count; index++)
        text_printf(&label, " %s", app_quote(app->scratch, call->words[index]));
    const char *words = arena_strdup(app->scratch, text_string(&label));
    text_free(&label);
    return words;
}

static bool run_answer(App *app, const Call *call, Err *err)
{
    RowId task = plan_find(app->plan, ENTITY_TASK, call->words[1], err);
    RowId municipality =
        task != 0 ? plan_find(app->plan, ENTITY_MUNICIPALITY, call->words[2], err) : 0;
    if (municipality == 0)
        return false;
    const char *reference = "";
    const char *value = answer_split(app, call->count > 3 ? call->words[3] : "", &reference);
    const Answer *answer = answer_find(app->plan, task, municipality);
    bool is_word = strcmp(value, "blank") == 0 && reference[0] != '\0' && reference[0] != ' ';
    if (is_word && answer != NULL && answer->value != ANSWER_BLANK)
        return fail(
            err, ERR_INPUT,
            _("“%s” is neither yes nor no, and this cell is answered already; write for "
              "example “Ja k-sak 012/20”, or nothing to take the answer away."),
            reference);
    Assignment what[] = {{edit_field(ENTITY_ANSWER, "task"),
                          arena_printf(app->scratch, "%lld", (long long)task)},
                         {edit_field(ENTITY_ANSWER, "municipality"),
                          arena_printf(app->scratch, "%lld", (long long)municipality)},
                         {edit_field(ENTITY_ANSWER, "value"), value},
                         {edit_field(ENTITY_ANSWER, "reference"), reference}};
    if (!app_change_begin(app, answer_label(app, call, task), err))
        return false;
    RowId id = 0;
    bool good = answer == NULL
                    ? edit_add(app, ENTITY_ANSWER, what, (uint32_t)COUNT_OF(what), 0, &id, err)
                    : edit_set(app, ENTITY_ANSWER, answer->row.id, &what[2], err) &&
                          edit_set(app, ENTITY_ANSWER, answer->row.id, &what[3], err);
    return app_change_end(app, good, err);
}

/* What is due at a meeting is due when the meeting is, until it has been given. */
static bool follow_meeting(App *app, const Instance *instance, Err *err)
{
    const Meeting *meeting = PLAN_ROW_OF(app->plan, Meeting, ENTITY_MEETING, instance->meeting);
    if (meeting == NULL || date_is_set(&instance->done) ||
        date_compare(&meeting->date, &instance->due) == 0)
        return true;
    Text due = {0};
    date_encode(&meeting->date, &due);
    Value value = due.length > 0 ? VALUE_OF_TEXT(arena_strdup(app->scratch, text_string(&due)))
                                 : VALUE_IS_NULL;
    text_free(&due);
    return store_set(app->store, ENTITY_INSTANCE, instance->row.id,
                     edit_field(ENTITY_INSTANCE, "due"), &value, err);
}

/* Council meetings with a date make the instances of what is due there; inside the open change. */
bool edit_follow_obligations(App *app, Err *err)
{
    const Instance *instances = PLAN_ROWS(app->plan, Instance, ENTITY_INSTANCE);
    for (uint32_t index = 0; index < plan_count(app->plan, ENTITY_INSTANCE); index++)
        if (!follow_meeting(app, &instances[index], err))
            return false;
    const MissingInstance *missing = NULL;
    uint32_t count = obligations_missing(app->plan, app->scratch, &missing);
    for (uint32_t index = 0; index < count; index++) {
        RowId id = missing[index].id;
        Text due = {0};
        date_encode(&missing[index].due, &due);
        const Value values[] = {
            VALUE_OF_INTEGER(missing[index].obligation),
            VALUE_OF_INTEGER(missing[index].meeting),
            VALUE_OF_TEXT(arena_strdup(app->scratch, text_string(&due))),
            VALUE_OF_TEXT("derived"),
            VALUE_OF_TEXT(edit_rank_after(app, ENTITY_INSTANCE, missing[index].obligation, 0))};
        static const char *const names[] = {"obligation", "meeting", "due", "origin", "rank"};
        text_free(&due);
        if (!store_add(app->store, ENTITY_INSTANCE, &id, err))
            return false;
        for (size_t field = 0; field < COUNT_OF(names); field++)
            if (!store_set(app->store, ENTITY_INSTANCE, id,
                           edit_field(ENTITY_INSTANCE, names[field]), &values[field], err))
                return false;
    }
    return true;
}

static bool run_formats(App *app, const Call *call, Err *err)
{
    (void)app;
    (void)err;
    for (const Format *format = formats; format->name != NULL; format++)
        text_printf(call->out, "%-6s %-6s %s%s%s\n", format->name, format->ending,
                    _(format->label), format->write_rows != NULL ? _("  (list, show)") : "",
                    format->write_canvas != NULL ? _("  (view)") : "");
    return true;
}

const Command commands_check[] = {
    {"check", "[--as json]", N_("Plan"),
     N_("print what needs attention; fails when there are errors"), 0, 0, 0, run_check},
    {"diff", "SINCE|FILE2 [--as json]", N_("Plan"),
     N_("print what changed since a day, or what merging a copy would change"), 0, 1, 1,
     run_diff},
    {"apply", "TEMPLATE [--to GROUP…]", N_("Edit"),
     N_("make tasks from a checklist; twice adds nothing"), COMMAND_WRITES, 1, -1, run_apply},
    {"accept", "RULE KIND/ID [KIND/ID] NOTE", N_("Edit"),
     N_("let a finding stand, with a note why"), COMMAND_WRITES, 3, 4, run_accept},
    {"tick", "instance/ID [EVIDENCE]", N_("Edit"),
     N_("tick off what an obligation asks for, with evidence"), COMMAND_WRITES, 1, 2, run_tick},
    {"answer", "TASK MUNICIPALITY [TEXT]", N_("Edit"),
     N_("answer a cell of the flow chart: Ja k-sak 012/20"), COMMAND_WRITES, 2, 3, run_answer},
    {"formats", "", N_("Plan"), N_("print what --as can be"), COMMAND_NO_PLAN, 0, 0,
     run_formats},
    {0},
};
