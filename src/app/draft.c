/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What was typed into a form when the line broke: kept privately in XDG state, offered at the next
 * start on the same plan.  Three parts, a line each: the plan's path, the row, then field=text.
 */
#include "app_private.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *draft_folder(App *app)
{
    const Host *host = app->host;
    const char *xdg = host->environment(host->context, "XDG_STATE_HOME");
    if (xdg != NULL && xdg[0] == '/')
        return arena_printf(app->program, "%s/framdrift", xdg);
    const char *home = host->environment(host->context, "HOME");
    return home != NULL && home[0] == '/'
               ? arena_printf(app->program, "%s/.local/state/framdrift", home)
               : NULL;
}

static void make_folders(const char *folder)
{
    char path[1024];
    if (snprintf(path, sizeof path, "%s", folder) >= (int)sizeof path)
        return;
    for (char *at = path + 1; *at != '\0'; at++) {
        if (*at != '/')
            continue;
        *at = '\0';
        (void)mkdir(path, 0700);
        *at = '/';
    }
    (void)mkdir(path, 0700);
}

static const char *draft_path(App *app)
{
    const char *folder = draft_folder(app);
    return folder != NULL ? arena_printf(app->program, "%s/draft", folder) : NULL;
}

static const char *plan_path(App *app)
{
    char *real = realpath(app->options->file, NULL);
    const char *path = arena_strdup(app->program, real != NULL ? real : app->options->file);
    free(real);
    return path;
}

static void draft_write(App *app, Text *out)
{
    const FormDraft *form = &app->form;
    const Entity *entity = schema_entity(form->entity);
    text_printf(out, "%s\n%s %lld\n", plan_path(app), entity->name, (long long)form->id);
    for (uint32_t index = 0; index < form->count; index++) {
        const DraftField *draft = &form->fields[index];
        if (strcmp(draft->before, draft->text) != 0)
            text_printf(out, "%s\n",
                        app_quote(app->program, arena_printf(app->program, "%s=%s",
                                                             draft->field->name, draft->text)));
    }
}

void app_hang_up(App *app)
{
    const char *folder = draft_folder(app);
    if (!form_is_dirty(app) || folder == NULL || app->read_only)
        return;
    make_folders(folder);
    (void)unlink(draft_path(app));
    int file =
        open(draft_path(app), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file < 0)
        return;
    Text text = {0};
    draft_write(app, &text);
    ssize_t written = write(file, text_string(&text), text.length);
    if (close(file) != 0 || written != (ssize_t)text.length)
        (void)unlink(draft_path(app));
    text_free(&text);
}

/* The draft's text when it belongs to this plan; NULL. */
static char *draft_read(App *app)
{
    const char *path = draft_path(app);
    int file = path != NULL ? open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (file < 0)
        return NULL;

    enum { LARGEST = 1 << 16 };

    char *raw = arena_alloc(app->scratch, LARGEST);
    ssize_t got = read(file, raw, LARGEST - 1);
    (void)close(file);
    const char *plan = plan_path(app);
    size_t length = strlen(plan);
    if (got <= (ssize_t)length || strncmp(raw, plan, length) != 0 || raw[length] != '\n')
        return NULL;
    return text_clean(app->scratch, raw + length + 1, (size_t)got - length - 1, true);
}

void draft_notice(App *app)
{
    if (draft_read(app) != NULL)
        app_say(app, _("The line broke while a form was open; what you typed was kept.  :draft "
                       "brings it back."));
}

bool draft_restore(App *app, Err *err)
{
    char *text = draft_read(app);
    const char **words = NULL;
    int count = 0;
    if (text == NULL)
        return fail(err, ERR_NOT_FOUND, _("There is no form that was left open on this plan."));
    for (char *at = text; *at != '\0'; at++)
        if (*at == '\n')
            *at = ' ';
    if (!command_split(app->scratch, text, &words, &count, err) || count < 2)
        return false;
    const Entity *entity = schema_entity_by_name(words[0]);
    if (entity == NULL)
        return fail(err, ERR_NOT_FOUND,
                    _("The form that was left open is of a kind that is not known here."));
    RowId id = strtoll(words[1], NULL, 10);
    if (!form_open(app, entity->kind, id, 0, NULL, 0, err))
        return false;
    for (int index = 2; index < count; index++) {
        Assignment what;
        if (!edit_parse_assignment(entity, words[index], app->scratch, &what, err))
            return false;
        for (uint32_t field = 0; field < app->form.count; field++)
            if (app->form.fields[field].field == what.field) {
                app->form.selected = field;
                form_take(app, what.text, false);
            }
    }
    (void)unlink(draft_path(app));
    return true;
}
