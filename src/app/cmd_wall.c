/* SPDX-License-Identifier: MPL-2.0 */
/* Commands for wall displays: what they point at, the snapshot they read, one phase of the timeline. */
#include "app_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Rows are pointed at by id: numbers in the outline move. */
static bool run_point(App *app, const Call *call, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    const char *place = "";
    if (strcmp(call->words[1], "off") != 0) {
        if (!plan_find_place(app->plan, call->words[1], &entity, &id, err))
            return false;
        if (!wall_shows(entity))
            return fail(
                err, ERR_INPUT,
                _("A wall shows no row of the kind %s, since it is about people or told "
                  "in confidence."),
                schema_entity(entity)->name);
        place =
            arena_printf(app->scratch, "%s/%lld", schema_entity(entity)->name, (long long)id);
    }
    Assignment pointer = {edit_field(ENTITY_PLAN, "pointer"), place};
    if (!app_change_begin(app, call->line, err) ||
        !app_change_end(app, edit_set(app, ENTITY_PLAN, PLAN_ROW, &pointer, err), err))
        return false;
    if (place[0] == '\0')
        app_say(app, _("Walls show their pages again."));
    else
        app_say(app, _("Walls now show “%s”; “point off” ends it."),
                plan_title(app->plan, entity, id, app->scratch));
    return true;
}

/* The row under the cursor, for a key. */
static bool run_point_here(App *app, const Call *call, Err *err)
{
    (void)call;
    Target here = app_target(app);
    if (here.entity == ENTITY_NONE || here.id == 0)
        return fail(err, ERR_INPUT, _("There is no row here to point at."));
    return app_run(app,
                   arena_printf(app->scratch, "point %s/%lld", schema_entity(here.entity)->name,
                                (long long)here.id),
                   NULL, err);
}

/* --- publish ------------------------------------------------------------------------------------------------ */

/* Only an earlier snapshot is replaced, never a plan that somebody works on. */
static bool may_replace(App *app, const char *path, Err *err)
{
    struct stat there, own;
    Store *store = NULL;
    Plan *plan = NULL;
    StoreAuthor nobody = {
        .author = "", .host = "", .now = app->host->now, .context = app->host->context};
    if (stat(path, &there) != 0)
        return errno == ENOENT ||
               fail(err, ERR_IO, _("%s cannot be looked at (%s)."), path, strerror(errno));
    bool same = stat(store_path(app->store), &own) == 0 && own.st_dev == there.st_dev &&
                own.st_ino == there.st_ino;
    if (same)
        return fail(err, ERR_INPUT, _("%s is the plan itself; publish to another path."), path);
    bool snapshot = store_open(path, STORE_READ_ONLY, &nobody, &store, err) &&
                    store_load(store, app->scratch, 0, &plan, err) && plan->redacted;
    store_close(store);
    if (snapshot)
        return true;
    err_clear(err);
    return fail(
        err, ERR_INPUT,
        _("%s is no published snapshot, so it is not replaced; publish to another path."),
        path);
}

/* On disk before it takes the place of the one before. */
static bool file_settle(const char *path)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    /* Other accounts read it: nothing personal is in it, and its folder says who comes near. */
    bool good = fchmod(file, 0644) == 0 && fsync(file) == 0;
    return close(file) == 0 && good;
}

static void folder_settle(App *app, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash == NULL ? "." : arena_strndup(app->scratch, path, (size_t)(slash - path) + 1);
    int directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return;
    (void)fsync(directory);
    (void)close(directory);
}

static bool run_publish(App *app, const Call *call, Err *err)
{
    const char *path = call->words[1];
    const char *fresh = arena_printf(app->scratch, "%s.new-%ld", path, (long)getpid());
    if (!may_replace(app, path, err))
        return false;
    (void)unlink(fresh);
    if (!store_copy_redacted(app->store, fresh, err)) {
        (void)unlink(fresh);
        return false;
    }
    if (!file_settle(fresh) || rename(fresh, path) != 0) {
        int trouble = errno;
        (void)unlink(fresh);
        return fail(err, ERR_IO, _("%s cannot be written (%s)."), path, strerror(trouble));
    }
    folder_settle(app, path);
    app_say(app, _("Published to %s, without names and notes."), path);
    return true;
}

/* --- One phase ---------------------------------------------------------------------------------------------- */

enum { WEEKS_OF_PHASE = 20, DAYS_BEFORE = 7 };

static bool run_phase(App *app, const Call *call, Err *err)
{
    const Task *tasks = PLAN_ROWS(app->plan, Task, ENTITY_TASK);
    RowId id = plan_find(app->plan, ENTITY_TASK, call->words[1], err);
    const Task *phase = id != 0 ? PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, id) : NULL;
    if (phase == NULL)
        return false;
    if (phase->level != 1)
        return fail(err, ERR_INPUT, _("“%s” is no phase; a phase's number is such as 2."),
                    call->words[1]);
    app_go_view(app, (uint32_t)(view_by_name("timeline") - views));
    id_list_clear(&app->toggled);
    for (uint32_t index = 0; index < plan_count(app->plan, ENTITY_TASK); index++)
        if (tasks[index].level == 1 && tasks[index].child_count > 0 &&
            tasks[index].row.id != id)
            id_list_add(&app->toggled, tasks[index].row.id);
    app->rows_stale = true;
    app->kept_set = false;
    ViewState *state = app_state(app);
    const TaskDates *dates = &app->schedule.tasks[phase->index];
    bool spans = dates->start != DAY_NONE && dates->finish != DAY_NONE;
    int weeks = spans ? (dates->finish - dates->start) / 7 : 0;
    state->zoom = weeks > WEEKS_OF_PHASE ? ZOOM_MONTH : ZOOM_WEEK;
    state->origin = spans ? dates->start - DAYS_BEFORE : DAY_NONE;
    Target target = {.entity = ENTITY_TASK, .id = id, .field = -1};
    (void)app_select(app, &target);
    return true;
}

const Command commands_wall[] = {
    {"point", "KIND/ID|off", N_("Wall"), N_("let wall displays show this row"), COMMAND_WRITES,
     1, 1, run_point},
    {"point-here", "", N_("Wall"), N_("let wall displays show the row under the cursor"),
     COMMAND_SCREEN | COMMAND_WRITES, 0, 0, run_point_here},
    {"publish", "PATH", N_("Wall"),
     N_("write a snapshot without personal data for wall displays elsewhere"), 0, 1, 1,
     run_publish},
    {"phase", "NUMBER", N_("Timeline"), N_("show one phase, the others folded"),
     COMMAND_SCREEN | COMMAND_MOVES | COMMAND_WALL, 1, 1, run_phase},
    {0},
};
