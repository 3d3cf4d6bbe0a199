/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Configuration: ~/.config/framdrift/config.ini (or --config), themes, and where shared files are.
 * A fault is reported with file, line and key; the program starts anyway.
 */
#include "app_private.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

/* Every key that may stand in config.ini; [keys] is checked by keys.c. */
static const char *const config_keys[] = {"screen:theme", "screen:language", "screen:mouse",
                                          "screen:colours", "screen:ascii"};

static void report_fault(void *context, const char *file, int line, const char *key,
                         const char *sentence)
{
    App *app = context;
    text_printf(&app->notices, "%s", file);
    if (line > 0)
        text_printf(&app->notices, _(", line %d"), line);
    if (key != NULL)
        text_printf(&app->notices, _(", key “%s”"), key);
    text_printf(&app->notices, ": %s\n", sentence);
}

static bool exists(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0;
}

/* XDG: relative values are ignored, as the specification says. */
static const char *config_folder(App *app)
{
    const Host *host = app->host;
    const char *xdg = host->environment(host->context, "XDG_CONFIG_HOME");
    if (xdg != NULL && xdg[0] == '/')
        return arena_printf(app->program, "%s/framdrift", xdg);
    const char *home = host->environment(host->context, "HOME");
    if (home != NULL && home[0] == '/')
        return arena_printf(app->program, "%s/.config/framdrift", home);
    return NULL;
}

const char *share_path(App *app, const char *kind, const char *name, Arena *arena)
{
    if (strchr(name, '/') != NULL || name[0] == '.')
        return NULL;
    bool themes = strcmp(kind, "themes") == 0;
    const char *ending = themes ? ".ini" : "";
    const char *folder = config_folder(app);
    const char *candidates[4] = {0};
    int count = 0;
    if (themes && folder != NULL && !app->options->kiosk)
        candidates[count++] = arena_printf(arena, "%s/themes/%s%s", folder, name, ending);
    if (app->host->share_dir != NULL)
        candidates[count++] =
            arena_printf(arena, "%s/%s/%s%s", app->host->share_dir, kind, name, ending);
    if (app->host->source_dir != NULL)
        candidates[count++] = arena_printf(arena, "%s/%s/%s%s", app->host->source_dir,
                                           themes ? "themes" : "sample-data", name, ending);
    for (int index = 0; index < count; index++)
        if (exists(candidates[index]))
            return candidates[index];
    return NULL;
}

const char *sample_folder(App *app, const char *name, Err *err)
{
    const char *folder = share_path(app, "samples", name, app->scratch);
    const Host *host = app->host;
    const char *root = host->share_dir != NULL ? host->share_dir : host->source_dir;
    if (folder == NULL)
        fail(err, ERR_NOT_FOUND, _("There is no sample plan “%s” among those in %s."), name,
             root != NULL ? root : "");
    return folder;
}

bool theme_pick(App *app, const char *name, Err *err)
{
    const char *path =
        strchr(name, '/') != NULL ? name : share_path(app, "themes", name, app->scratch);
    Theme *theme = path != NULL ? theme_read(app->program, path, report_fault, app) : NULL;
    if (theme == NULL)
        return fail(err, ERR_NOT_FOUND, _("There is no theme “%s”; --list-themes names them."),
                    name);
    app->theme = theme;
    app->repaint = true;
    return true;
}

static void list_folder(const char *folder, Text *out)
{
    DIR *directory = opendir(folder);
    if (directory == NULL)
        return;
    for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
        size_t length = strlen(entry->d_name);
        if (length > 4 && strcmp(entry->d_name + length - 4, ".ini") == 0 &&
            strstr(text_string(out), entry->d_name) == NULL)
            text_printf(out, "%.*s\n", (int)(length - 4), entry->d_name);
    }
    closedir(directory);
}

void themes_list(App *app, Text *out)
{
    const char *own = config_folder(app);
    if (own != NULL)
        list_folder(arena_printf(app->scratch, "%s/themes", own), out);
    if (app->host->source_dir != NULL &&
        exists(arena_printf(app->scratch, "%s/themes", app->host->source_dir)))
        list_folder(arena_printf(app->scratch, "%s/themes", app->host->source_dir), out);
    else if (app->host->share_dir != NULL)
        list_folder(arena_printf(app->scratch, "%s/themes", app->host->share_dir), out);
}

static void check_page(App *app, const char *path, const char *key)
{
    const char *value = ini_get(app->ini, key);
    bool quit = strcmp(key, "kiosk:quit") == 0;
    const char *fault = !quit ? playlist_fault(value, app->scratch)
                        : text_equal(value, "yes") || text_equal(value, "no")
                            ? NULL
                            : _("is yes or no");
    if (fault != NULL)
        report_fault(app, path, ini_line(app->ini, key), key + strlen("kiosk:"),
                     arena_printf(app->scratch, "%s.", fault));
}

static void check_keys(App *app, const char *path)
{
    for (size_t index = 0; index < ini_count(app->ini); index++) {
        const char *key = ini_key(app->ini, index);
        bool known = strncmp(key, "keys:", 5) == 0;
        for (size_t place = 0; place < COUNT_OF(config_keys) && !known; place++)
            known = strcmp(config_keys[place], key) == 0;
        if (playlist_is_key(key)) {
            check_page(app, path, key);
            continue;
        }
        if (!known)
            report_fault(app, path, ini_line(app->ini, key), key,
                         _("is not known here; [screen] takes theme, language, mouse, colours "
                           "and ascii, [keys] takes keys, [kiosk] takes quit and page1, "
                           "page2 and so on."));
    }
}

/* The language of the screen: --lang, configuration, LANGUAGE, LC_ALL, LC_MESSAGES, LANG. */
static void language_choose(App *app)
{
    const Host *host = app->host;
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    const char *configured = app_config(app, "screen:language");
    if (app->options->language_given)
        return;
    if (configured != NULL) {
        if (!language_parse(configured, &app->language))
            report_fault(app, "config.ini", ini_line(app->ini, "screen:language"), "language",
                         _("is no language here; nb, nn, sv and en are."));
        return;
    }
    for (size_t index = 0; index < COUNT_OF(names); index++) {
        const char *value = host->environment(host->context, names[index]);
        if (!text_is_empty(value)) {
            language_parse(value, &app->language);
            return;
        }
    }
}

void config_read(App *app)
{
    const char *folder = app->options->kiosk ? NULL : config_folder(app);
    const char *path = app->options->config;
    if (path == NULL && folder != NULL) {
        path = arena_printf(app->program, "%s/config.ini", folder);
        if (!exists(path))
            path = NULL;
    }
    if (path != NULL)
        app->ini = ini_read(app->program, path, report_fault, app);
    if (app->ini != NULL)
        check_keys(app, path);
    language_choose(app);
    app->ascii = app->options->ascii || text_equal(app_config(app, "screen:ascii"), "on");
    const char *theme =
        app->options->theme != NULL ? app->options->theme : app_config(app, "screen:theme");
    Err err = {0};
    if (theme != NULL && !theme_pick(app, theme, &err))
        report_fault(app, path != NULL ? path : "--theme",
                     app->ini != NULL ? ini_line(app->ini, "screen:theme") : 0, "theme",
                     err.message);
}
