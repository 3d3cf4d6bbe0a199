/* SPDX-License-Identifier: MPL-2.0 */
/* What the plan holds on somebody: all of it shown when asked for, and erased when it must be. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

/* --- Where a row is named ------------------------------------------------------------------------------- */

typedef void ForMention(App *app, const Entity *entity, const Row *row, const Field *field,
                        void *context);

/* References to the row, and texts of other rows that hold `name`; either may be left out. */
static void walk_mentions(App *app, EntityKind kind, RowId id, const char *name,
                          bool references, ForMention *each, void *context)
{
    for (int other = 1; other < ENTITY_COUNT; other++) {
        const Entity *entity = schema_entity((EntityKind)other);
        for (uint32_t at = 0; at < plan_count(app->plan, entity->kind); at++) {
            const Row *row = plan_at(app->plan, entity->kind, at);
            for (int index = 0; index < entity->field_count; index++) {
                const Field *field = &entity->fields[index];
                const void *member = (const char *)row + field->offset;
                bool own = entity->kind == kind && row->id == id;
                bool refers = references && field->kind == KIND_REFERENCE &&
                              field->reference == kind && *(const RowId *)member == id;
                bool says = !own && field->kind == KIND_TEXT && !text_is_empty(name) &&
                            (field->flags & FIELD_COMPUTED) == 0 &&
                            strstr(*(const char *const *)member, name) != NULL;
                if (refers || says)
                    each(app, entity, row, field, context);
            }
        }
    }
}

static void print_mention(App *app, const Entity *entity, const Row *row, const Field *field,
                          void *context)
{
    Text *out = context;
    text_printf(out, "  %s %s: %s\n", _(entity->label),
                plan_title(app->plan, entity->kind, row->id, app->scratch), _(field->label));
}

static void count_mention(App *app, const Entity *entity, const Row *row, const Field *field,
                          void *context)
{
    uint32_t *count = context;
    (void)app;
    (void)entity;
    (void)row;
    (void)field;
    (*count)++;
}

/* --- show KIND/ID --everything ----------------------------------------------------------------------------- */

static void print_when(App *app, const HistoryItem *item, Text *out)
{
    text_append(out, "  ");
    app_print_time(app, item->time, out);
    text_printf(out, "  %s", item->author);
    if (item->host[0] != '\0')
        text_printf(out, " (%s)", item->host);
}

/* Every value that a field ever had: also those that were replaced. */
static bool print_values(App *app, const Entity *entity, RowId id, int index, Text *out,
                         Err *err)
{
    HistoryFilter filter = {.entity = entity->kind, .row = id, .field = index, .limit = 100000};
    History history;
    if (!store_history(app->store, &filter, app->plan, app->language, app->scratch, &history,
                       err))
        return false;
    for (uint32_t at = 0; at < history.count; at++) {
        const HistoryItem *item = &history.items[at];
        print_when(app, item, out);
        text_printf(out, "  %s: %s → %s\n", _(entity->fields[index].label),
                    text_is_empty(item->before) ? "–" : item->before,
                    text_is_empty(item->after) ? "–" : item->after);
    }
    return true;
}

bool show_everything(App *app, EntityKind kind, RowId id, Text *out, Err *err)
{
    const Entity *entity = schema_entity(kind);
    const Row *row = plan_row(app->plan, kind, id);
    const char *title = plan_title(app->plan, kind, id, app->scratch);
    text_printf(out, "%s\n", title);
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        const char *words = field_words(field, app->plan, app->language, row, app->scratch);
        if (field->kind != KIND_RANK && words[0] != '\0')
            text_printf(out, "  %-18s %s\n", field->name, words);
    }
    text_printf(out, "\n%s\n", _("Where this is named"));
    walk_mentions(app, kind, id, kind == ENTITY_PERSON ? title : "", true, print_mention, out);
    text_printf(out, "\n%s\n", _("Every value there has been, newest first"));
    for (int index = 1; index < entity->field_count; index++)
        if (entity->fields[index].kind != KIND_RANK &&
            (entity->fields[index].flags & FIELD_COMPUTED) == 0 &&
            !print_values(app, entity, id, index, out, err))
            return false;
    HistoryFilter filter = {
        .entity = kind, .row = id, .field = -1, .mentions = true, .limit = 100000};
    History history;
    if (!store_history(app->store, &filter, app->plan, app->language, app->scratch, &history,
                       err))
        return false;
    text_printf(out, "\n%s\n", _("Every change that touched or named it, newest first"));
    for (uint32_t at = 0; at < history.count; at++) {
        print_when(app, &history.items[at], out);
        text_printf(out, "  %s\n", history.items[at].label);
    }
    return true;
}

/* --- erase ---------------------------------------------------------------------------------------------------- */

/* "person/123" also names somebody who was deleted, and stands in the history only. */
static bool person_find(App *app, const char *word, RowId *id, Err *err)
{
    EntityKind kind = ENTITY_NONE;
    Err unknown = {0};
    char *end = NULL;
    if (plan_find_place(app->plan, word, &kind, id, &unknown))
        return kind == ENTITY_PERSON ||
               fail(err, ERR_INPUT,
                    _("Only people are erased; “delete %s” takes this away, and undo brings it "
                      "back."),
                    word);
    *id = strncmp(word, "person/", 7) == 0 ? strtoll(word + 7, &end, 10) : 0;
    HistoryFilter filter = {.entity = ENTITY_PERSON, .row = *id, .field = -1, .limit = 1};
    History history = {0};
    bool numbered = *id > 0 && *end == '\0' &&
                    store_history(app->store, &filter, app->plan, app->language, app->scratch,
                                  &history, NULL) &&
                    history.count > 0;
    return numbered || fail(err, unknown.code, "%s", unknown.message);
}

static bool say_out_of_reach(App *app, Text *out, Err *err)
{
    const char *const *paths = NULL;
    uint32_t count = 0;
    if (!store_backups(app->store, app->scratch, &paths, &count, err))
        return false;
    if (count > 0)
        text_printf(
            out, _("Backups made before still hold the person; delete those that need not be "
                   "kept:\n"));
    for (uint32_t index = 0; index < count; index++)
        text_printf(out, "  %s\n", paths[index]);
    text_append(out,
                _("Copies, exports and published pages elsewhere cannot be reached from here; "
                  "a copy that is merged later does not bring the person back.\n"));
    return true;
}

/* First the words, then the row: broken off between the two, a second try does the rest. */
static bool erase_all(App *app, RowId id, Err *err)
{
    uint32_t gone = 0;
    if (!store_erase(app->store, ENTITY_PERSON, id, err) || !app_reload(app, err))
        return false;
    if (plan_row(app->plan, ENTITY_PERSON, id) == NULL)
        return true;
    return app_change_begin(app, arena_printf(app->scratch, "erase person/%lld", (long long)id),
                            err) &&
           app_change_end(app, edit_delete(app, ENTITY_PERSON, id, &gone, err), err);
}

enum { NAMED_BACKUPS = 2 };

/* "solor.plan.backup-1, solor.plan.backup-2 and 3 more"; "" when there are none. */
static const char *backups_words(App *app)
{
    const char *const *paths = NULL;
    uint32_t count = 0;
    Text words = {0};
    Err ignored = {0};
    if (!store_backups(app->store, app->scratch, &paths, &count, &ignored))
        return "";
    for (uint32_t index = 0; index < count && index < NAMED_BACKUPS; index++) {
        const char *name = strrchr(paths[index], '/');
        text_printf(&words, "%s%s", index > 0 ? ", " : "",
                    name == NULL ? paths[index] : name + 1);
    }
    const char *result = arena_strdup(app->scratch, text_string(&words));
    text_free(&words);
    if (count > NAMED_BACKUPS)
        result =
            arena_printf(app->scratch, _("%s, and %u more"), result, count - NAMED_BACKUPS);
    return result;
}

/* In the full screen: what cannot be taken back is asked about, and y alone is a yes. */
static void ask_erase(App *app, RowId id, uint32_t places)
{
    const char *backups = backups_words(app);
    const char *title = plan_title(app->plan, ENTITY_PERSON, id, app->scratch);
    app_ask(app, arena_printf(app->scratch, "erase person/%lld yes", (long long)id));
    app_say(
        app,
        _("This erases “%s” from the plan and its history, and undo does not bring it back; "
          "%u places become empty.  Out of reach: %s%scopies and exports.  y erases, Esc "
          "leaves everything."),
        title, places, backups, text_is_empty(backups) ? "" : "; ");
}

static void say_erased(App *app, uint32_t places)
{
    const char *backups = backups_words(app);
    if (app_wants_screen(app->options) && !text_is_empty(backups))
        app_say(app,
                _("The person was erased from the plan and its history; %u places are empty "
                  "now.  Backups that still hold the person: %s."),
                places, backups);
    else
        app_say(
            app,
            _("The person was erased from the plan and its history; %u places are empty now."),
            places);
}

static bool run_erase(App *app, const Call *call, Err *err)
{
    RowId id = 0;
    uint32_t places = 0;
    uint32_t texts = 0;
    if (!person_find(app, call->words[1], &id, err) || !merge_ready(app, err))
        return false;
    const Person *person = PLAN_ROW_OF(app->plan, Person, ENTITY_PERSON, id);
    const char *name = person == NULL ? "" : arena_strdup(app->scratch, person->name);
    walk_mentions(app, ENTITY_PERSON, id, "", true, count_mention, &places);
    if (app_wants_screen(app->options) && !call_flag(call, "yes", false)) {
        ask_erase(app, id, places);
        return true;
    }
    Text report = {0};
    walk_mentions(app, ENTITY_PERSON, id, name, false, count_mention, &texts);
    if (texts > 0)
        text_printf(&report, "%s\n",
                    _("Texts that somebody wrote the name into are not changed; look at:"));
    walk_mentions(app, ENTITY_PERSON, id, name, false, print_mention, &report);
    app_keep_place(app);
    bool good = erase_all(app, id, err) && say_out_of_reach(app, &report, err);
    if (good)
        say_erased(app, places);
    if (good && call->out != NULL && !app_wants_screen(app->options))
        text_append(call->out, text_string(&report));
    text_free(&report);
    return good;
}

const Command commands_person[] = {
    {"erase", "person/ID [yes]", N_("Plan"),
     N_("erase a person from the plan and its history, for good"), COMMAND_WRITES, 1, 2,
     run_erase},
    {0},
};
