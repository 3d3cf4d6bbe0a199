/* SPDX-License-Identifier: MPL-2.0 */
/* The one table of options; help is made from it.  Options may stand anywhere; `--` ends them. */
#include "app_private.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

typedef struct OptionRow {
    const char *name, *argument; /* argument NULL: a flag */
    const char *help;            /* N_() */
    size_t offset;
    bool (*take)(const char *text, Arena *arena, Options *out,
                 Err *err); /* NULL: flag or plain text */
} OptionRow;

static bool take_day(const char *name, const char *text, Arena *arena, Day *out, Err *err)
{
    DateContext context = {.today = DAY_NONE, .anchor = DAY_NONE, .language = LANGUAGE_EN};
    HonestDate date;
    if (day_parse_iso(text, out))
        return true;
    if (date_parse(arena, &context, text, &date, NULL) && date.precision == DATE_DAY &&
        !date.inferred) {
        *out = date.from;
        return true;
    }
    return fail(err, ERR_USAGE,
                _("%s: “%s” is no day; 2020-09-03 or 03.09.2020 would be right."), name, text);
}

static bool take_today(const char *text, Arena *arena, Options *out, Err *err)
{
    return take_day("--today", text, arena, &out->today, err);
}

static bool take_as_of(const char *text, Arena *arena, Options *out, Err *err)
{
    return take_day("--as-of", text, arena, &out->as_of, err);
}

static bool take_language(const char *text, Arena *arena, Options *out, Err *err)
{
    (void)arena;
    out->language_given = language_parse(text, &out->language);
    return out->language_given ||
           fail(err, ERR_USAGE, _("--lang: “%s” is no language here; nb, nn, sv and en are."),
                text);
}

static bool take_size(const char *text, Arena *arena, Options *out, Err *err)
{
    (void)arena;
    char *rest = NULL;
    long width = strtol(text, &rest, 10);
    long height = *rest == 'x' ? strtol(rest + 1, &rest, 10) : 0;
    if (*rest != '\0' || width < 1 || height < 1 || width > 1000 || height > 1000)
        return fail(err, ERR_USAGE,
                    _("--size: “%s” is no size; 120x40 (columns x rows) would be right."),
                    text);
    out->width = (int)width;
    out->height = (int)height;
    return true;
}

static bool take_colours(const char *text, Arena *arena, Options *out, Err *err)
{
    static const struct {
        const char *name;
        int colours;
    } names[] = {{"auto", -1}, {"always", -1}, {"never", 0},
                 {"8", 8},     {"16", 16},     {"256", 256}};

    (void)arena;
    for (size_t index = 0; index < COUNT_OF(names); index++)
        if (strcmp(text, names[index].name) == 0) {
            out->colours = names[index].colours;
            return true;
        }
    return fail(err, ERR_USAGE, _("--color: “%s” is none of auto, never, 8, 16, 256."), text);
}

#define AT(member) offsetof(Options, member)
static const OptionRow option_rows[] = {
    {"today", "DATE", N_("the day that counts as today"), 0, take_today},
    {"as-of", "DATE", N_("the plan as its history had it then, for reading"), 0, take_as_of},
    {"author", "NAME", N_("who signs the changes, instead of the login name"), AT(author),
     NULL},
    {"lang", "nb|nn|sv|en", N_("language of the screen"), 0, take_language},
    {"theme", "NAME", N_("colours; --list-themes names them"), AT(theme), NULL},
    {"config", "FILE", N_("configuration instead of ~/.config/framdrift/config.ini"),
     AT(config), NULL},
    {"read-only", NULL, N_("look, change nothing"), AT(read_only), NULL},
    {"beside", NULL, N_("write beside another machine on a network drive"), AT(beside), NULL},
    {"kiosk", NULL, N_("a wall display: turns pages, changes nothing"), AT(kiosk), NULL},
    {"size", "COLSxROWS", N_("size of a printed view"), 0, take_size},
    {"as", "FORMAT", N_("form of output: table csv json; text ansi html svg"), AT(as), NULL},
    {"columns", "a,b", N_("which fields list prints"), AT(columns), NULL},
    {"sample", "NAME", N_("with new: start from a sample plan"), AT(sample), NULL},
    {"redact", NULL, N_("with copy: leave personal data out"), AT(redact), NULL},
    {"to", "GROUP", N_("with apply: which groups; otherwise all work groups"), AT(to), NULL},
    {"dry-run", NULL, N_("with merge: say what it would bring, write nothing"), AT(dry_run),
     NULL},
    {"back", NULL, N_("with merge: take the latest merge back"), AT(back), NULL},
    {"of", "NAME", N_("with resolve: take what NAME (or NAME@HOST) wrote"), AT(of), NULL},
    {"everything", NULL, N_("with show: all that the plan and its history hold"),
     AT(everything), NULL},
    {"as-written", NULL, N_("with view groups: the cells in the document's own form"),
     AT(as_written), NULL},
    {"repair", NULL, N_("with verify: build the tables anew from the history"), AT(repair),
     NULL},
    {"color", "WHEN", N_("auto, never, 8, 16 or 256"), 0, take_colours},
    {"ascii", NULL, N_("no line drawing and no letters beyond ASCII"), AT(ascii), NULL},
    {"list-keys", NULL, N_("print every key and its command"), AT(list_keys), NULL},
    {"list-themes", NULL, N_("print the names of the themes"), AT(list_themes), NULL},
    {"check-config", NULL, N_("read the configuration, print its faults"), AT(check_config),
     NULL},
    {"help", NULL, N_("print this"), AT(help), NULL},
    {"version", NULL, N_("print the version"), AT(version), NULL},
};
#undef AT

static const OptionRow *option_find(const char *name, size_t length)
{
    for (size_t index = 0; index < COUNT_OF(option_rows); index++)
        if (strncmp(option_rows[index].name, name, length) == 0 &&
            option_rows[index].name[length] == '\0')
            return &option_rows[index];
    return NULL;
}

static bool option_take(const OptionRow *row, const char *text, Arena *arena, Options *out,
                        Err *err)
{
    char *member = (char *)out + row->offset;
    if (row->take != NULL)
        return row->take(text, arena, out, err);
    if (row->argument == NULL)
        *(bool *)(void *)member = true;
    else
        *(const char **)(void *)member = text;
    return true;
}

/* One word that starts with "--"; may take the next word as its argument. */
static bool option_read(int count, const char *const *words, int *index, Arena *arena,
                        Options *out, Err *err)
{
    const char *name = words[*index] + 2;
    size_t length = strcspn(name, "=");
    const OptionRow *row = option_find(name, length);
    if (row == NULL)
        return fail(err, ERR_USAGE, _("There is no option “%s”; --help lists them."),
                    words[*index]);
    const char *text = name[length] == '=' ? name + length + 1 : NULL;
    if (row->argument == NULL && text != NULL)
        return fail(err, ERR_USAGE, _("--%s takes no value."), row->name);
    if (row->argument != NULL && text == NULL) {
        if (*index + 1 >= count)
            return fail(err, ERR_USAGE, _("--%s needs a value: --%s %s"), row->name, row->name,
                        row->argument);
        text = words[++*index];
    }
    return option_take(row, text, arena, out, err);
}

/* A path is bytes, not text: the word as it came. */
static const char *raw_path(int count, char *const *words, const char *const *clean,
                            const char *path)
{
    for (int index = 0; index < count; index++)
        if (clean[index] == path)
            return words[index];
    return path;
}

bool options_parse(int count, char *const *words, Arena *arena, Options *out, Err *err)
{
    *out =
        (Options){.today = DAY_NONE, .as_of = DAY_NONE, .colours = -1, .language = LANGUAGE_EN};
    const char **clean = ARENA_ARRAY(arena, const char *, (size_t)count + 1);
    const char **plain = ARENA_ARRAY(arena, const char *, (size_t)count + 1);
    int plain_count = 0;
    bool ended = false;
    for (int index = 0; index < count; index++)
        clean[index] = text_clean(arena, words[index], strlen(words[index]), true);
    for (int index = 1; index < count; index++) {
        if (!ended && strcmp(clean[index], "--") == 0)
            ended = true;
        else if (ended || strncmp(clean[index], "--", 2) != 0)
            plain[plain_count++] = clean[index];
        else if (!option_read(count, clean, &index, arena, out, err))
            return false;
    }
    out->file = plain_count > 0 ? raw_path(count, words, clean, plain[0]) : NULL;
    out->words = plain + 1;
    out->word_count = plain_count > 1 ? plain_count - 1 : 0;
    return true;
}

void options_print_help(Text *out)
{
    text_append(out, _("framdrift: a planner for cooperation between municipalities\n\n"
                       "  framdrift FILE                     the full screen\n"
                       "  framdrift --kiosk FILE             a wall display\n"
                       "  framdrift FILE COMMAND [ARG…]      run one command\n"
                       "  framdrift FILE -                   run commands from standard "
                       "input\n\nOptions\n"));
    for (size_t index = 0; index < COUNT_OF(option_rows); index++) {
        const OptionRow *row = &option_rows[index];
        Text name = {0};
        text_printf(&name, "--%s%s%s", row->name, row->argument != NULL ? " " : "",
                    row->argument != NULL ? row->argument : "");
        text_printf(out, "  %-19s %s\n", text_string(&name), _(row->help));
        text_free(&name);
    }
    text_append(out, _("\nCommands\n"));
    for (uint32_t index = 0; index < command_count(); index++) {
        const Command *command = command_at(index);
        if ((command->flags & COMMAND_SCREEN) != 0)
            continue;
        text_printf(out, "  %s %s\n      %s\n", command->name, command->arguments,
                    _(command->words));
    }
    text_append(out, _("\nCommands of the full screen (: runs them, ? shows their keys)\n"));
    for (uint32_t index = 0; index < command_count(); index++) {
        const Command *command = command_at(index);
        if ((command->flags & COMMAND_SCREEN) != 0)
            text_printf(out, "  %-16s %s\n", command->name, _(command->words));
    }
    text_append(
        out,
        _("\nExit status: 0 done, 1 failed, 2 wrong usage or no terminal, 3 conflicts remain,\n"
          "4 the file is not a plan or is damaged.\n"));
}
