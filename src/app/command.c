/* SPDX-License-Identifier: MPL-2.0 */
/* Command lines: split, looked up in the tables, run; scripts; the program's own command line. */
#include "app_private.h"

#include <string.h>

const Command *const command_tables[] = {
    commands_file,   commands_list,  commands_edit, commands_check, commands_move,
    commands_here,   commands_views, commands_mode, commands_wall,  commands_merge,
    commands_person, commands_sync,  NULL};

static const Command *find_in(const Command *table, const char *name)
{
    for (const Command *command = table; command->name != NULL; command++)
        if (strcmp(command->name, name) == 0)
            return command;
    return NULL;
}

/* First among those that only move: they are run at every press of an arrow. */
const Command *command_by_name(const char *name)
{
    const Command *found = find_in(commands_move, name);
    for (const Command *const *table = command_tables; *table != NULL && found == NULL; table++)
        found = find_in(*table, name);
    return found;
}

uint32_t command_count(void)
{
    uint32_t count = 0;
    for (const Command *const *table = command_tables; *table != NULL; table++)
        for (const Command *command = *table; command->name != NULL; command++)
            count++;
    return count;
}

const Command *command_at(uint32_t index)
{
    for (const Command *const *table = command_tables; *table != NULL; table++)
        for (const Command *command = *table; command->name != NULL; command++)
            if (index-- == 0)
                return command;
    BUG("no command %u", index);
}

/* One word from *at, with quotes taken away; false at the end of the line. */
static bool word_next(const char **at, Text *word, bool *open_quote)
{
    while (**at == ' ' || **at == '\t')
        (*at)++;
    if (**at == '\0')
        return false;
    bool quoted = false;
    text_clear(word);
    for (; **at != '\0' && (quoted || (**at != ' ' && **at != '\t')); (*at)++) {
        if (**at == '"') {
            quoted = !quoted;
            continue;
        }
        if (quoted && **at == '\\' && (*at)[1] != '\0') {
            (*at)++;
            text_append_bytes(word, **at == 'n' ? "\n" : *at, 1);
            continue;
        }
        text_append_bytes(word, *at, 1);
    }
    *open_quote = quoted;
    return true;
}

bool command_split(Arena *arena, const char *line, const char ***words, int *count, Err *err)
{
    const char **list = ARENA_ARRAY(arena, const char *, strlen(line) / 2 + 2);
    Text word = {0};
    bool open_quote = false;
    *count = 0;
    while (word_next(&line, &word, &open_quote))
        list[(*count)++] = arena_strdup(arena, text_string(&word));
    text_free(&word);
    *words = list;
    if (open_quote)
        return fail(err, ERR_INPUT,
                    _("A quotation mark is open at the end of the line; close it with \"."));
    return true;
}

/* The command whose beginning was typed, or that differs in a letter or two. */
static const char *nearest_command(const char *name)
{
    const char *best = NULL;
    size_t best_distance = strlen(name) / 3 + 2;
    for (uint32_t index = 0; index < command_count(); index++) {
        const char *command = command_at(index)->name;
        bool beginning = name[0] != '\0' && strncmp(command, name, strlen(name)) == 0;
        size_t distance = beginning ? 0 : text_edit_distance(name, command);
        if (distance < best_distance) {
            best_distance = distance;
            best = command;
        }
    }
    return best;
}

static bool fail_unknown_command(const char *name, Err *err)
{
    const char *best = nearest_command(name);
    if (best != NULL)
        return fail(err, ERR_USAGE, _("There is no command “%s”; did you mean “%s”?"), name,
                    best);
    return fail(err, ERR_USAGE, _("There is no command “%s”; ? or --help lists them all."),
                name);
}

static bool command_allowed(App *app, const Command *command, int arguments, Err *err)
{
    if (arguments < command->least || (command->most >= 0 && arguments > command->most))
        return fail(err, ERR_USAGE, _("“%s” is written: %s %s"), command->name, command->name,
                    command->arguments);
    if ((command->flags & COMMAND_WRITES) != 0 && app->read_only)
        return fail(err, ERR_READ_ONLY,
                    _("That would change the plan, which is open for reading only (%s)."),
                    command->name);
    if (app->options->kiosk && (command->flags & COMMAND_WALL) == 0)
        return fail(err, ERR_READ_ONLY, _("“%s” is not for a wall display."), command->name);
    if ((command->flags & COMMAND_NO_PLAN) == 0 && app->plan == NULL)
        return fail(err, ERR_USAGE, _("“%s” needs a plan file: framdrift FILE %s …"),
                    command->name, command->name);
    return true;
}

static const char *words_line(Arena *arena, const char *const *words, int count)
{
    Text line = {0};
    if (count == 1)
        return app_quote(arena, words[0]);
    for (int index = 0; index < count; index++) {
        const char *equals = strchr(words[index], '=');
        if (index > 0)
            text_append(&line, " ");
        if (index > 0 && equals != NULL && strpbrk(words[index], " \t\n\"") != NULL) {
            text_append_bytes(&line, words[index], (size_t)(equals - words[index]) + 1);
            text_append(&line, app_quote(arena, equals + 1));
        } else {
            text_append(&line, app_quote(arena, words[index]));
        }
    }
    const char *result = arena_strdup(arena, text_string(&line));
    text_free(&line);
    return result;
}

bool app_run_words(App *app, const char *const *words, int count, Text *out, Err *err)
{
    moved_forget(app);
    if (count == 0)
        return true;
    const Command *command = command_by_name(words[0]);
    if (command == NULL)
        return fail_unknown_command(words[0], err);
    if (!command_allowed(app, command, count - 1, err))
        return false;
    Call call = {.words = words,
                 .count = count,
                 .line = words_line(app->scratch, words, count),
                 .out = out};
    if ((command->flags & (COMMAND_MOVES | COMMAND_NO_PLAN)) == 0)
        app_keep_place(app);
    bool good = command->run(app, &call, err);
    if ((command->flags & COMMAND_MOVES) == 0)
        app->rows_stale = true;
    return good;
}

bool app_run(App *app, const char *line, Text *out, Err *err)
{
    const char **words = NULL;
    int count = 0;
    if (line[0] != '\0' && strpbrk(line, " \t\n\"\\") == NULL)
        return app_run_words(app, &line, 1, out, err); /* as most keys do */
    return command_split(app->scratch, line, &words, &count, err) &&
           app_run_words(app, words, count, out, err);
}

/* --- Scripts ------------------------------------------------------------------------------------------ */

typedef struct ScriptRun {
    App *app;
    Text *out;
    int line_number;
    bool in_block;
} ScriptRun;

static bool script_line(ScriptRun *run, const char *line, Err *err)
{
    const char **words = NULL;
    int count = 0;
    if (!command_split(run->app->scratch, line, &words, &count, err))
        return false;
    if (count == 0 || words[0][0] == '#')
        return true;
    if (strcmp(words[0], "begin") == 0) {
        if (run->in_block)
            return fail(err, ERR_INPUT,
                        _("“begin” stands inside another begin; write “end” first."));
        run->in_block = app_change_begin(
            run->app, words_line(run->app->scratch, words + 1, count - 1), err);
        return run->in_block;
    }
    if (strcmp(words[0], "end") == 0) {
        if (!run->in_block)
            return fail(err, ERR_INPUT, _("“end” without “begin LABEL” before it."));
        run->in_block = false;
        return app_change_end(run->app, true, err);
    }
    return app_run_words(run->app, words, count, run->out, err);
}

bool app_run_script(App *app, const char *script, Text *out, Err *err)
{
    ScriptRun run = {.app = app, .out = out};
    bool good = true;
    while (good && *script != '\0') {
        size_t length = strcspn(script, "\n");
        run.line_number++;
        Arena *arena = arena_new();
        char *line = text_clean(arena, script, length, false);
        good = script_line(&run, line, err);
        arena_free(arena);
        arena_clear(app->scratch);
        script += length + (script[length] == '\n');
    }
    if (good && run.in_block)
        good = fail(err, ERR_INPUT, _("“begin” has no “end”; nothing of its block was kept."));
    if (good)
        return true;
    if (run.in_block) {
        Err dropped = {0};
        app_change_end(app, false, &dropped);
    }
    Err place = *err;
    err_clear(err);
    return fail(err, place.code, _("Line %d: %s"), run.line_number, place.message);
}

bool app_needs_input(const Options *options)
{
    return options->word_count > 0 &&
           (strcmp(options->words[0], "-") == 0 || strcmp(options->words[0], "receive") == 0);
}

bool app_wants_screen(const Options *options)
{
    return options->file != NULL && (options->word_count == 0 || options->kiosk) &&
           !options->list_keys && !options->list_themes && !options->check_config;
}

int app_main(App *app, const char *input, Text *out, Text *messages)
{
    Err err = {0};
    const Options *options = app->options;
    if (options->list_keys)
        keys_list(app, out);
    if (options->list_themes)
        themes_list(app, out);
    text_append(messages, app_notices(app));
    if (options->list_keys || options->list_themes || options->check_config)
        return options->check_config && app_notices(app)[0] != '\0' ? 1 : 0;
    app->input = input;
    bool good = app_open(app, &err);
    if (good)
        good = options->word_count > 0 && strcmp(options->words[0], "-") == 0
                   ? app_run_script(app, input, out, &err)
                   : app_run_words(app, options->words, options->word_count, out, &err);
    if (!good && app->made_file)
        app_unmake(app);
    if (app->message[0] != '\0')
        text_printf(messages, "%s\n", app->message);
    if (good)
        return 0;
    text_printf(messages, "framdrift: %s\n", err.message);
    return err_exit_status(err.code);
}
