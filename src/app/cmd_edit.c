/* SPDX-License-Identifier: MPL-2.0 */
/* add, set, delete, shift, place: the commands that every edit becomes. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

typedef struct Places {
    EntityKind entity;
    RowId *ids;
    uint32_t count;
} Places;

/* The leading words that name rows: "task/2.1 task/2.2 …"; all of one kind. */
static bool places_read(App *app, const Call *call, Places *out, int *next, Err *err)
{
    out->ids = ARENA_ARRAY(app->scratch, RowId, (size_t)call->count);
    out->count = 0;
    for (*next = 1; *next < call->count; (*next)++) {
        const char *word = call->words[*next];
        const char *slash = strchr(word, '/');
        const char *equals = strchr(word, '=');
        if (slash == NULL || (equals != NULL && equals < slash))
            break;
        EntityKind entity = ENTITY_NONE;
        if (!plan_find_place(app->plan, word, &entity, &out->ids[out->count], err))
            return false;
        if (out->count++ > 0 && entity != out->entity)
            return fail(err, ERR_INPUT,
                        _("“%s” is of another kind than the rows before it; one command takes "
                          "rows of one kind."),
                        word);
        out->entity = entity;
    }
    if (out->count == 0)
        return fail(
            err, ERR_USAGE,
            _("Which row? Write it as kind/number or kind/\"name\", such as task/2.3."));
    return true;
}

static bool run_add(App *app, const Call *call, Err *err)
{
    const Entity *entity = schema_entity_by_name(call->words[1]);
    if (entity == NULL)
        return fail(err, ERR_INPUT,
                    _("“%s” is no kind of row; task, seat, person and swot are some."),
                    call->words[1]);
    Assignment *what = ARENA_ARRAY(app->scratch, Assignment, (size_t)call->count);
    uint32_t count = 0;
    RowId after = 0;
    for (int index = 2; index < call->count; index++) {
        if (strncmp(call->words[index], "after=", 6) == 0) {
            after = plan_find(app->plan, entity->kind, call->words[index] + 6, err);
            if (after == 0)
                return false;
        } else if (!edit_parse_assignment(entity, call->words[index], app->scratch,
                                          &what[count++], err)) {
            return false;
        }
    }
    RowId id = 0;
    if (!app_change_begin(app, call->line, err))
        return false;
    bool good =
        app_change_end(app, edit_add(app, entity->kind, what, count, after, &id, err), err);
    if (good && call->out != NULL)
        text_printf(call->out, "%s/%lld\n", entity->name, (long long)id);
    if (good) {
        Target added = {.entity = entity->kind, .id = id, .field = -1};
        app->kept = added;
        app->kept_set = true;
    }
    return good;
}

static bool run_set(App *app, const Call *call, Err *err)
{
    Places places = {0};
    int next = 0;
    if (!places_read(app, call, &places, &next, err))
        return false;
    if (next == call->count)
        return fail(
            err, ERR_USAGE,
            _("What is to be set? Write field=value, such as deadline=\"1. september\"."));
    if (!app_change_begin(app, call->line, err))
        return false;
    bool good = true;
    for (; good && next < call->count; next++) {
        Assignment what;
        good = edit_parse_assignment(schema_entity(places.entity), call->words[next],
                                     app->scratch, &what, err);
        for (uint32_t index = 0; good && index < places.count; index++)
            good = edit_set(app, places.entity, places.ids[index], &what, err);
    }
    return app_change_end(app, good, err);
}

static bool run_delete(App *app, const Call *call, Err *err)
{
    Places places = {0};
    int next = 0;
    if (!places_read(app, call, &places, &next, err))
        return false;
    if (next < call->count)
        return fail(err, ERR_USAGE,
                    _("“%s” does not name a row; write kind/number or kind/\"name\"."),
                    call->words[next]);
    if (!app_change_begin(app, call->line, err))
        return false;
    bool good = true;
    uint32_t gone = 0;
    const char *title = arena_strdup(
        app->scratch, words_of_title(app, places.entity, places.ids[0], app->scratch));
    for (uint32_t index = 0; good && index < places.count; index++)
        good = edit_delete(app, places.entity, places.ids[index], &gone, err);
    good = app_change_end(app, good, err);
    if (good && gone == 1)
        app_say(app, _("Deleted 1 row: %s.  u brings it back."), title);
    else if (good)
        app_say(app, _("Deleted %u rows; u brings them back."), gone);
    return good;
}

/* --- shift: move dates by days -------------------------------------------------------------------------- */

static bool shift_days_read(const char *word, int *days, Err *err)
{
    char *rest = NULL;
    long number = strtol(word, &rest, 10);

    static const struct {
        const char *unit;
        int days;
    } units[] = {{"", 1}, {"d", 1}, {"w", 7}, {"v", 7}, {"u", 7}};

    for (size_t index = 0; rest != word && index < COUNT_OF(units); index++)
        if (strcmp(rest, units[index].unit) == 0 && number > -4000 && number < 4000) {
            *days = (int)number * units[index].days;
            return true;
        }
    return fail(err, ERR_INPUT,
                _("“%s” is no distance; +7, -3d or +2v (weeks) would be right."), word);
}

static bool shift_date(App *app, const Task *task, const char *name, int days, Err *err)
{
    const Field *field = edit_field(ENTITY_TASK, name);
    const HonestDate *date =
        (const HonestDate *)(const void *)((const char *)task + field->offset);
    if (!date_is_set(date) || date->from == DAY_NONE)
        return true;
    HonestDate moved = date_moved(date, days);
    Text stored = {0};
    date_encode(&moved, &stored);
    Value value = VALUE_OF_TEXT(arena_strdup(app->scratch, text_string(&stored)));
    text_free(&stored);
    return store_set(app->store, ENTITY_TASK, task->row.id, field, &value, err);
}

static bool has_days(const HonestDate *date)
{
    return date_is_set(date) && date->from != DAY_NONE;
}

static bool state_date(App *app, const Task *task, const char *name, Day day, Err *err)
{
    HonestDate date = date_from_day(day);
    Text stored = {0};
    date_encode(&date, &stored);
    Value value = VALUE_OF_TEXT(arena_strdup(app->scratch, text_string(&stored)));
    text_free(&stored);
    return store_set(app->store, ENTITY_TASK, task->row.id, edit_field(ENTITY_TASK, name),
                     &value, err);
}

/* Days by which each edge of a bar moves. */
typedef struct EdgeDays {
    int start, finish;
} EdgeDays;

/* A date that was only computed becomes a stated one when its edge is moved; an end that follows
 * from a duration goes along by itself.  schedule_ripple counts by the same rules. */
static bool shift_bar(App *app, const Task *task, const TaskDates *dates, EdgeDays by, Err *err)
{
    bool has_start = has_days(&task->start);
    bool has_finish = has_days(&task->finish);
    bool against = by.start != by.finish;
    bool held = task->duration == NUMBER_NONE && dates->finish > dates->start;
    bool ends = by.finish != 0 && !has_finish && dates->finish != DAY_NONE && (against || held);
    bool starts = !has_start && dates->start != DAY_NONE && (by.start != 0 || ends);
    if (starts && !state_date(app, task, "start", dates->start + by.start, err))
        return false;
    if (!starts && by.start != 0 && !shift_date(app, task, "start", by.start, err))
        return false;
    return ends ? state_date(app, task, "finish", dates->finish + by.finish, err)
                : by.finish == 0 || shift_date(app, task, "finish", by.finish, err);
}

/* A bar has a start and a finish; where only a deadline is known, that is the bar.  A summary follows
 * what is below it; its deadline was set by somebody and stays. */
static bool shift_one(App *app, const Task *task, int days, const char *edge, bool *moved,
                      Err *err)
{
    const TaskDates *dates = &app->schedule.tasks[task->index];
    EdgeDays by = {edge == NULL || strcmp(edge, "start") == 0 ? days : 0,
                   edge == NULL || strcmp(edge, "finish") == 0 ? days : 0};
    bool summary = task->child_count > 0;
    bool stated = has_days(&task->start) || has_days(&task->finish);
    if (summary && !stated)
        return true;
    if (!stated && dates->start == DAY_NONE) {
        *moved = *moved || has_days(&task->deadline);
        return shift_date(app, task, "deadline", days, err);
    }
    if (edge != NULL && dates->start != DAY_NONE && dates->finish != DAY_NONE &&
        dates->start + by.start > dates->finish + by.finish)
        return fail(err, ERR_INPUT, _("“%s” would end before it starts; nothing was moved."),
                    task->name);
    *moved = true;
    if (summary)
        return (by.start == 0 || shift_date(app, task, "start", by.start, err)) &&
               (by.finish == 0 || shift_date(app, task, "finish", by.finish, err));
    return shift_bar(app, task, dates, by, err);
}

static void say_shifted(App *app, const Places *places, int days)
{
    bool one = days == 1 || days == -1;
    const char *by = arena_printf(app->scratch, one ? _("%d day") : _("%d days"), days);
    const Task *task = PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, places->ids[0]);
    if (places->count == 1 && task != NULL)
        app_say(app, _("Moved %s %s by %s.  u undoes."), task->number,
                task->short_name[0] != '\0' ? task->short_name : task->name, by);
    else
        app_say(app, _("Moved %u tasks by %s.  u undoes."), places->count, by);
}

static bool run_shift(App *app, const Call *call, Err *err)
{
    Places places = {0};
    int next = 0;
    int days = 0;
    if (!places_read(app, call, &places, &next, err))
        return false;
    if (places.entity != ENTITY_TASK || next == call->count)
        return fail(err, ERR_USAGE, _("“shift” is written: shift task/2.3 +7 [start|finish]"));
    if (!shift_days_read(call->words[next++], &days, err))
        return false;
    const char *edge = next < call->count ? call->words[next] : NULL;
    if (edge != NULL && strcmp(edge, "start") != 0 && strcmp(edge, "finish") != 0)
        return fail(err, ERR_USAGE,
                    _("“%s” is no edge of a bar; start or finish would be right."), edge);
    if (!app_change_begin(app, call->line, err))
        return false;
    bool good = true;
    bool moved = false;
    const Task *tasks = PLAN_ROWS(app->plan, Task, ENTITY_TASK);
    for (uint32_t index = 0; good && index < places.count; index++) {
        uint32_t first = plan_index_of(app->plan, ENTITY_TASK, places.ids[index]);
        uint32_t end = edge == NULL ? tasks[first].subtree_end : first + 1;
        for (uint32_t task = first; good && task < end; task++)
            good = shift_one(app, &tasks[task], days, edge, &moved, err);
    }
    if (good && !moved)
        good = fail(err, ERR_INPUT,
                    _("There is no date here to move; t sets the deadline, Enter shows all."));
    good = app_change_end(app, good, err);
    if (good)
        say_shifted(app, &places, days);
    return good;
}

/* --- place: order and level in the outline ------------------------------------------------------------------ */

static const Task *sibling(App *app, const Task *task, int direction)
{
    const Task *tasks = PLAN_ROWS(app->plan, Task, ENTITY_TASK);
    const Task *previous = NULL;
    for (uint32_t index = 0; index < plan_count(app->plan, ENTITY_TASK); index++) {
        if (tasks[index].parent_index != task->parent_index)
            continue;
        if (direction < 0 && &tasks[index] == task)
            return previous;
        if (direction > 0 && previous == task)
            return &tasks[index];
        previous = &tasks[index];
    }
    return NULL;
}

static bool place_write(App *app, const Task *task, RowId parent, const char *rank, Err *err)
{
    Value rank_value = VALUE_OF_TEXT(rank);
    Value parent_value = parent == 0 ? VALUE_IS_NULL : VALUE_OF_INTEGER(parent);
    const Field *parent_field = edit_field(ENTITY_TASK, "parent");
    return check_value(app->plan, schema_entity(ENTITY_TASK), task->row.id, parent_field,
                       &parent_value, err) &&
           store_set(app->store, ENTITY_TASK, task->row.id, parent_field, &parent_value, err) &&
           store_set(app->store, ENTITY_TASK, task->row.id, edit_field(ENTITY_TASK, "rank"),
                     &rank_value, err);
}

static bool place_move(App *app, const Task *task, const char *where, Err *err)
{
    const Task *tasks = PLAN_ROWS(app->plan, Task, ENTITY_TASK);
    const Task *before = sibling(app, task, -1);
    const Task *after = sibling(app, task, +1);
    if (strcmp(where, "up") == 0 && before != NULL) {
        const Task *further = sibling(app, before, -1);
        return place_write(app, task, task->parent,
                           rank_between(app->scratch,
                                        further != NULL ? further->row.rank : NULL,
                                        before->row.rank),
                           err);
    }
    if (strcmp(where, "down") == 0 && after != NULL)
        return place_write(app, task, task->parent,
                           edit_rank_after(app, ENTITY_TASK, task->parent, after->row.id), err);
    if (strcmp(where, "in") == 0 && before != NULL)
        return place_write(app, task, before->row.id,
                           edit_rank_after(app, ENTITY_TASK, before->row.id, 0), err);
    if (strcmp(where, "out") == 0 && task->parent_index != UINT32_MAX) {
        const Task *parent = &tasks[task->parent_index];
        return place_write(app, task, parent->parent,
                           edit_rank_after(app, ENTITY_TASK, parent->parent, parent->row.id),
                           err);
    }
    return fail(err, ERR_INPUT, _("“%s” cannot be moved that way: there is no place for it."),
                task->name);
}

static bool run_place(App *app, const Call *call, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    static const char *const ways[] = {"up", "down", "in", "out"};
    bool known = false;
    for (size_t index = 0; index < COUNT_OF(ways); index++)
        known = known || strcmp(call->words[2], ways[index]) == 0;
    if (!known)
        return fail(
            err, ERR_USAGE,
            _("“%s” is no way to move in the outline; up, down, in or out would be right."),
            call->words[2]);
    if (!plan_find_place(app->plan, call->words[1], &entity, &id, err))
        return false;
    const Task *task =
        entity == ENTITY_TASK ? PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, id) : NULL;
    if (task == NULL)
        return fail(err, ERR_INPUT, _("Only tasks stand in an outline; “%s” is none."),
                    call->words[1]);
    if (!app_change_begin(app, call->line, err))
        return false;
    return app_change_end(app, place_move(app, task, call->words[2], err), err);
}

const Command commands_edit[] = {
    {"add", "KIND field=value…", N_("Edit"), N_("add a row"), COMMAND_WRITES, 1, -1, run_add},
    {"set", "KIND/ID… field=value…", N_("Edit"), N_("change fields of rows"), COMMAND_WRITES, 2,
     -1, run_set},
    {"delete", "KIND/ID…", N_("Edit"), N_("delete rows and what belongs to them"),
     COMMAND_WRITES, 1, -1, run_delete},
    {"shift", "task/ID… DAYS [start|finish]", N_("Edit"), N_("move bars by days or weeks"),
     COMMAND_WRITES, 2, -1, run_shift},
    {"place", "task/ID up|down|in|out", N_("Edit"), N_("move a task in the outline"),
     COMMAND_WRITES, 2, 2, run_place},
    {0},
};
