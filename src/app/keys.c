/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The one table of keys.  A key is a command line; help, hints and the list of keys are made from
 * this table, and [keys] of the configuration rebinds it.  Letters that Norwegian and Swedish
 * keyboards reach only with AltGr are never the only key for anything.
 */
#include "app_private.h"

#include <string.h>

typedef struct KeyRow {
    const char *context, *keys; /* several keys separated by spaces */
    const char *line;
    const char *hint; /* N_(), or NULL */
    int rank;
} KeyRow;

static const KeyRow key_rows[] = {
    {"all", "down j", "down", NULL, 0},
    {"all", "up k", "up", NULL, 0},
    {"all", "left h", "left", NULL, 0},
    {"all", "right l", "right", NULL, 0},
    {"all", "page-down ctrl-f", "page-down", NULL, 0},
    {"all", "page-up ctrl-b", "page-up", NULL, 0},
    {"all", "ctrl-d", "half-down", NULL, 0},
    {"all", "ctrl-u", "half-up", NULL, 0},
    {"all", "g home", "first", NULL, 0},
    {"all", "G end", "last", NULL, 0},
    {"all", "tab", "next-pane", NULL, 0},
    {"all", "backtab", "previous-pane", NULL, 0},
    {"all", "enter", "open", N_("open"), 1},
    {"all", "escape", "close", NULL, 0},
    {"all", "q", "back", NULL, 0},
    {"all", "f10", "quit", NULL, 0},
    {"all", "space", "mark", N_("mark"), 12},
    {"all", "*", "mark all", N_("mark all rows"), 0},
    {"all", "a", "add-here", N_("add"), 3},
    {"all", "A", "add-child", NULL, 0},
    {"all", "e", "edit", N_("edit"), 2},
    {"all", "E", "edit-long", NULL, 0},
    {"all", "d delete", "delete-here", NULL, 0},
    {"all", "y", "copy-row", NULL, 0},
    {"all", "p", "paste-row", NULL, 0},
    {"all", "x", "next-status", N_("status"), 13},
    {"all", "o", "owner", NULL, 0},
    {"all", "u ctrl-z", "undo", N_("undo"), 8},
    {"all", "U ctrl-r", "redo", NULL, 0},
    {"all", "H", "history", NULL, 0},
    {"all", "C", "go conflicts", NULL, 0},
    {"all", "/", "find", N_("find"), 9},
    {"all", "n", "next-match", NULL, 0},
    {"all", "N", "previous-match", NULL, 0},
    {"all", ":", "prompt", N_("command"), 10},
    {"all", "? f1", "help", N_("keys"), 4},
    {"all", "W", "why", NULL, 0},
    {"all", "D", "toggle detail", N_("show or hide the detail pane"), 0},
    {"all", "ctrl-l", "repaint", NULL, 0},
    {"history", "H", "history", N_("this row or the whole plan"), 3},
    {"timeline", "<", "shift-here -7", N_("move a week"), 5},
    {"timeline", ">", "shift-here +7", N_("move a week"), 5},
    {"timeline", "o", "owner", N_("owner"), 7},
    {"timeline", "t", "edit deadline", N_("deadline"), 6},
    {"timeline", "m", "move-mode", N_("move the bar"), 7},
    {"timeline", "r", "mode rearrange", N_("rearrange"), 14},
    {"timeline", "c", "mode connect", N_("tie tasks with links"), 0},
    {"timeline", "+", "zoom in", N_("closer"), 0},
    {"timeline", "-", "zoom out", N_("wider"), 0},
    {"timeline", "z", "mode zoom", N_("zoom"), 11},
    {"timeline", "T", "pan today", N_("go to today"), 0},
    {"timeline", ", shift-left", "pan left", N_("earlier"), 0},
    {"timeline", ". shift-right", "pan right", N_("later"), 0},
    {"timeline", "f", "fold", N_("fold"), 11},
    {"timeline", "F", "fold all", N_("fold or unfold all"), 0},
    {"timeline", "i", "toggle links", N_("show links"), 0},
    {"groups", "o", "owner", N_("person"), 6},
    {"groups", "r", "role", N_("role"), 5},
    {"groups", "v", "vacate", N_("vacate"), 7},
    {"swot", "+", "weight +", N_("weight"), 7},
    {"swot", "-", "weight -", N_("weight"), 7},
    {"swot", "m", "mode quadrant", N_("move"), 5},
    {"swot", "L", "tie", N_("tie to task"), 6},
    {"swot", "s", "scope", N_("group"), 7},
    {"flow", "e", "answer-here", N_("answer"), 2},
    {"flow", "a", "answer-here", NULL, 0},
    {"flow", "x", "answer-next", N_("yes, no, blank"), 5},
    {"flow", "f", "flip", N_("groups × checklist"), 6},
    {"checklist", "e", "edit progress", N_("progress"), 2},
    {"checklist", "x", "next-status", N_("status"), 6},
    {"checklist", "f", "flip", N_("answers"), 5},
    {"decisions", "x", "tick-here", N_("tick off"), 5},
    {"findings", "x", "accept-here", N_("accept"), 5},
    {"overview", "x", "next-status", N_("judge the light"), 5},
    {"overview", "enter", "open", N_("go there"), 1},
    {"findings", "enter", "open", N_("go there"), 1},
    {"conflicts", "o", "resolve-here ours", N_("this file's"), 2},
    {"conflicts", "t", "resolve-here theirs", N_("theirs"), 3},
    {"conflicts", "b", "resolve-here base", N_("as before"), 4},
    {"conflicts", "e", "resolve-here value", N_("another value"), 5},
    {"conflicts", "A", "resolve-author-here", N_("all of this author"), 6},
    {"registers", "v", "register", N_("register"), 3},
    {"registers", "o", "owner", N_("owner"), 8},
    {"registers", "s", "sort", N_("sort"), 7},
    {"zoom", "d", "zoom day", N_("day"), 1},
    {"zoom", "w", "zoom week", N_("week"), 2},
    {"zoom", "m", "zoom month", N_("month"), 3},
    {"zoom", "q", "zoom quarter", N_("quarter"), 4},
    {"zoom", "y", "zoom year", N_("year"), 5},
    {"zoom", "f", "zoom fit", N_("all"), 6},
    {"quadrant", "s", "quadrant strength", N_("strengths"), 1},
    {"quadrant", "w", "quadrant weakness", N_("weaknesses"), 2},
    {"quadrant", "o", "quadrant opportunity", N_("opportunities"), 3},
    {"quadrant", "t", "quadrant threat", N_("threats"), 4},
    {"move", "h left", "preview -1", N_("day"), 1},
    {"move", "l right", "preview +1", N_("day"), 1},
    {"move", "H < shift-left", "preview -7", N_("week"), 2},
    {"move", "L > shift-right", "preview +7", N_("week"), 2},
    {"move", "s", "edge start", N_("start edge"), 4},
    {"move", "f", "edge finish", N_("finish edge"), 5},
    {"move", "enter", "keep", N_("keep"), 3},
    {"move", "escape q", "close", N_("leave"), 6},
    {"rearrange", "k up", "arrange up", N_("up"), 1},
    {"rearrange", "j down", "arrange down", N_("down"), 1},
    {"rearrange", "l right", "arrange in", N_("in"), 2},
    {"rearrange", "h left", "arrange out", N_("out"), 2},
    {"rearrange", "u ctrl-z", "undo", N_("undo"), 3},
    {"rearrange", "enter escape q r", "mode view", N_("done"), 4},
    {"connect", "down j", "down", NULL, 0},
    {"connect", "up k", "up", NULL, 0},
    {"connect", "space", "connect toggle", N_("tie or untie"), 1},
    {"connect", "t", "connect type", N_("type"), 2},
    {"connect", "+", "connect more", N_("more lag"), 3},
    {"connect", "-", "connect less", N_("less lag"), 3},
    {"connect", "u ctrl-z", "undo", NULL, 0},
    {"connect", "enter escape q c", "mode view", N_("done"), 4},
};

/* --- Names of keys --------------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *words;
    Key key;
} key_names[] = {
    {"enter", "Enter", KEY_CODE_ENTER},
    {"escape", "Esc", KEY_CODE_ESCAPE},
    {"tab", "Tab", KEY_CODE_TAB},
    {"backtab", "Shift-Tab", KEY_CODE_BACKTAB},
    {"backspace", "Backspace", KEY_CODE_BACKSPACE},
    {"delete", "Del", KEY_CODE_DELETE},
    {"insert", "Ins", KEY_CODE_INSERT},
    {"up", "Up", KEY_CODE_UP},
    {"down", "Down", KEY_CODE_DOWN},
    {"left", "Left", KEY_CODE_LEFT},
    {"right", "Right", KEY_CODE_RIGHT},
    {"home", "Home", KEY_CODE_HOME},
    {"end", "End", KEY_CODE_END},
    {"page-up", "PgUp", KEY_CODE_PAGE_UP},
    {"page-down", "PgDn", KEY_CODE_PAGE_DOWN},
    {"shift-left", "Shift-Left", KEY_CODE_SHIFT_LEFT},
    {"shift-right", "Shift-Right", KEY_CODE_SHIFT_RIGHT},
    {"shift-up", "Shift-Up", KEY_CODE_SHIFT_UP},
    {"shift-down", "Shift-Down", KEY_CODE_SHIFT_DOWN},
    {"space", "Space", ' '},
};

Key key_parse(const char *name)
{
    Key with = 0;
    if (strncmp(name, "ctrl-", 5) == 0) {
        with = KEY_WITH_CTRL;
        name += 5;
    } else if (strncmp(name, "alt-", 4) == 0) {
        with = KEY_WITH_ALT;
        name += 4;
    }
    for (size_t index = 0; index < COUNT_OF(key_names); index++)
        if (strcmp(name, key_names[index].name) == 0)
            return key_names[index].key | with;
    const char *at = name;
    uint32_t codepoint = utf8_next(&at);
    if (codepoint != 0 && *at == '\0')
        return codepoint | with;
    if (codepoint == 'f' && *at >= '1' && *at <= '9') {
        uint32_t number = 0;
        for (; *at >= '0' && *at <= '9'; at++)
            number = number * 10 + (uint32_t)(*at - '0');
        if (*at == '\0' && number <= 12)
            return KEY_CODE_F1 + number - 1;
    }
    return KEY_CODE_NONE;
}

static void key_write(Key key, bool words, Text *out)
{
    if ((key & KEY_WITH_CTRL) != 0)
        text_append(out, words ? "Ctrl-" : "ctrl-");
    if ((key & KEY_WITH_ALT) != 0)
        text_append(out, words ? "Alt-" : "alt-");
    Key plain = key & ~(Key)(KEY_WITH_CTRL | KEY_WITH_ALT);
    for (size_t index = 0; index < COUNT_OF(key_names); index++)
        if (key_names[index].key == plain) {
            text_append(out, words ? key_names[index].words : key_names[index].name);
            return;
        }
    if (plain >= KEY_CODE_F1 && plain <= KEY_CODE_F12)
        text_printf(out, "%c%u", words ? 'F' : 'f', plain - KEY_CODE_F1 + 1);
    else if (words && (key & KEY_WITH_CTRL) != 0 && plain >= 'a' && plain <= 'z')
        text_append_char(out, plain - 'a' + 'A');
    else
        text_append_char(out, plain);
}

void key_print(Key key, Text *out)
{
    key_write(key, false, out);
}

void key_print_words(Key key, Text *out)
{
    key_write(key, true, out);
}

/* --- The bindings in force ------------------------------------------------------------------------------------------ */

static Binding *find_binding(const App *app, const char *context, Key key)
{
    Binding *binding = app->bindings_by_key[key % COUNT_OF(app->bindings_by_key)];
    while (binding != NULL && (binding->key != key || strcmp(binding->context, context) != 0))
        binding = binding->next;
    return binding;
}

const Binding *keys_find(const App *app, const char *context, Key key)
{
    return find_binding(app, context, key);
}

/* Of a key that is bound already, or of a new one. */
static Binding *place_of(App *app, uint32_t capacity, const char *context, Key key)
{
    Binding *binding = find_binding(app, context, key);
    if (binding != NULL)
        return binding;
    if (app->binding_count == capacity)
        BUG("more keys than the table has room for");
    Binding **bucket = &app->bindings_by_key[key % COUNT_OF(app->bindings_by_key)];
    binding = &app->bindings[app->binding_count++];
    binding->next = *bucket;
    *bucket = binding;
    return binding;
}

static void bind(App *app, uint32_t capacity, Binding binding)
{
    Binding *place = place_of(app, capacity, binding.context, binding.key);
    binding.next = place->next;
    binding.command =
        command_by_name(arena_strndup(app->scratch, binding.line, strcspn(binding.line, " ")));
    *place = binding;
}

static bool context_exists(const char *context)
{
    for (size_t index = 0; index < COUNT_OF(key_rows); index++)
        if (strcmp(key_rows[index].context, context) == 0)
            return true;
    return view_by_name(context) != NULL && strcmp(view_by_name(context)->name, context) == 0;
}

static void bind_words(App *app, uint32_t capacity, const KeyRow *row)
{
    for (const char *at = row->keys; *at != '\0';) {
        size_t length = strcspn(at, " ");
        Key key = key_parse(arena_strndup(app->scratch, at, length));
        if (key == KEY_CODE_NONE)
            BUG("the key table names no key “%s”", at);
        if (keys_find(app, row->context, key) != NULL)
            BUG("the key table has “%s” twice in %s", at, row->context);
        bind(app, capacity,
             (Binding){.context = row->context,
                       .key = key,
                       .line = row->line,
                       .hint = row->hint,
                       .rank = row->rank});
        at += length + (at[length] == ' ');
    }
}

/* Sections and keys of an ini file are folded to lower case: a capital is written shift-x. */
static Key configured_key(const char *name)
{
    bool capital =
        strncmp(name, "shift-", 6) == 0 && name[6] >= 'a' && name[6] <= 'z' && name[7] == '\0';
    return capital ? (Key)(name[6] - 'a' + 'A') : key_parse(name);
}

static bool line_names_command(App *app, const char *line)
{
    const char **words = NULL;
    int count = 0;
    return command_split(app->scratch, line, &words, &count, NULL) && count > 0 &&
           command_by_name(words[0]) != NULL;
}

/* "timeline.ctrl-n = add-here", "q = quit". */
static void bind_configured_key(App *app, const char *ini_name, uint32_t capacity)
{
    const char *name = ini_name + strlen("keys:");
    const char *dot = strchr(name, '.');
    bool has_context = dot != NULL && dot != name && dot[1] != '\0';
    const char *context =
        has_context ? arena_strndup(app->program, name, (size_t)(dot - name)) : "all";
    const char *key_name = has_context ? dot + 1 : name;
    const char *file = app->options->config != NULL ? app->options->config : "config.ini";
    const char *line = ini_get(app->ini, ini_name);
    int at = ini_line(app->ini, ini_name);
    Key key = configured_key(key_name);
    if (key == KEY_CODE_NONE)
        text_printf(&app->notices,
                    _("%s, line %d: “%s” is no key; a, ctrl-n or f5 would be right.\n"), file,
                    at, key_name);
    else if (!context_exists(context))
        text_printf(&app->notices,
                    _("%s, line %d: keys of “%s” are not known; a view's name, such as "
                      "timeline, or a mode's would be right.\n"),
                    file, at, context);
    else if (!line_names_command(app, line))
        text_printf(&app->notices, _("%s, line %d: “%s” is no command; --help lists them.\n"),
                    file, at, line);
    else
        bind(app, capacity,
             (Binding){
                 .context = context, .key = key, .line = arena_strdup(app->program, line)});
}

static void bind_configured(App *app, uint32_t capacity)
{
    for (size_t index = 0; app->ini != NULL && index < ini_count(app->ini); index++) {
        const char *name = ini_key(app->ini, index);
        if (strncmp(name, "keys:", strlen("keys:")) == 0)
            bind_configured_key(app, name, capacity);
    }
}

void keys_build(App *app)
{
    uint32_t capacity = (uint32_t)(COUNT_OF(key_rows) * 4 + view_count() +
                                   (app->ini != NULL ? ini_count(app->ini) : 0));
    app->bindings = ARENA_ARRAY(app->program, Binding, capacity);
    app->binding_count = 0;
    memset(app->bindings_by_key, 0, sizeof app->bindings_by_key);
    for (size_t index = 0; index < COUNT_OF(key_rows); index++)
        bind_words(app, capacity, &key_rows[index]);
    for (uint32_t index = 0; index < view_count(); index++)
        if (views[index].key >= '0' && views[index].key <= '9')
            bind(app, capacity,
                 (Binding){.context = "all",
                           .key = (Key)views[index].key,
                           .line = arena_printf(app->program, "go %s", views[index].name)});
    bind_configured(app, capacity);
}

const char *keys_of_line(const App *app, const char *line, Arena *arena)
{
    Text words = {0};
    for (uint32_t index = 0; index < app->binding_count; index++) {
        const Binding *binding = &app->bindings[index];
        if (strcmp(binding->line, line) != 0)
            continue;
        bool again = false; /* in another context */
        for (uint32_t before = 0; before < index; before++)
            again = again || (app->bindings[before].key == binding->key &&
                              strcmp(app->bindings[before].line, line) == 0);
        if (again)
            continue;
        if (words.length > 0)
            text_append(&words, " ");
        key_print_words(binding->key, &words);
    }
    const char *result = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return result;
}

/* A view has its own keys; a flow chart that is flipped has those of the checklist. */
const char *keys_place(const App *app)
{
    const char *view = views[app->view].name;
    return strcmp(view, "flow") == 0 && app->state[app->view].flipped ? "checklist" : view;
}

/* Rows of the view have no such field: seats have no status, goals no owner. */
static bool lacks_field(const App *app, const char *line)
{
    const char *view = views[app->view].name;
    EntityKind kind = strcmp(view, "registers") == 0 ? app->state[app->view].kind
                      : strcmp(view, "groups") == 0  ? ENTITY_SEAT
                      : strcmp(view, "swot") == 0    ? ENTITY_SWOT
                                                     : ENTITY_NONE;
    if (kind == ENTITY_NONE)
        return false;
    const Entity *entity = schema_entity(kind);
    if (strcmp(line, "next-status") == 0)
        return schema_field_by_name(entity, "status") == NULL;
    return strcmp(line, "owner") == 0 && schema_field_by_name(entity, "owner") == NULL &&
           schema_field_by_name(entity, "person") == NULL;
}

/* An edit of the row under the cursor, or the mark that one sets for it. */
static bool edits_here(const Binding *binding)
{
    unsigned both = COMMAND_SCREEN | COMMAND_WRITES;
    return (binding->command != NULL && (binding->command->flags & both) == both) ||
           strcmp(binding->line, "mark") == 0;
}

/* Why a key does nothing here though there is a row; NULL: it works. */
const char *keys_refusal(const App *app, const Binding *binding)
{
    const char *view = views[app->view].name;
    if (strcmp(binding->context, "all") != 0 || !edits_here(binding))
        return NULL;
    if (strcmp(view, "history") == 0 || strcmp(view, "help") == 0)
        return _("Nothing is edited in the history; q goes back.");
    if (strcmp(view, "conflicts") == 0)
        return _("Only conflicts are decided here; Enter goes to the row itself.");
    return NULL;
}

static bool has_nothing_to_decide(const App *app, const Binding *binding)
{
    return strcmp(views[app->view].name, "conflicts") == 0 && app->plan->conflict_count == 0 &&
           (strcmp(binding->context, "conflicts") == 0 || strcmp(binding->line, "open") == 0);
}

/* Keys that are not worth a hint. */
static bool edits_in_vain(const App *app, const Binding *binding)
{
    const Command *command = binding->command;
    bool writes = command != NULL && (command->flags & COMMAND_WRITES) != 0;
    return has_nothing_to_decide(app, binding) || keys_refusal(app, binding) != NULL ||
           (writes && app->read_only) || lacks_field(app, binding->line);
}

/* The footer: hints of the context and of the other one, by rank; keys of one hint are joined. */
uint32_t keys_hints(const App *app, const char *context, const char *other, Arena *arena,
                    KeyHint *out, uint32_t most)
{
    uint32_t count = 0;
    uint32_t hinted = 0;
    const char *line =
        ""; /* of the latest hint: another key of the same command adds nothing */
    const Binding **bindings =
        ARENA_ARRAY(arena, const Binding *, (size_t)app->binding_count + 1);
    for (uint32_t index = 0; index < app->binding_count; index++)
        if (app->bindings[index].hint != NULL)
            bindings[hinted++] = &app->bindings[index];
    for (int rank = 1; rank < 20 && count < most; rank++)
        for (uint32_t index = 0; index < hinted && count < most; index++) {
            const Binding *binding = bindings[index];
            if (binding->rank != rank)
                continue;
            bool here = strcmp(binding->context, context) == 0;
            bool there = other != NULL && strcmp(binding->context, other) == 0 &&
                         keys_find(app, context, binding->key) == NULL;
            if ((!here && !there) || edits_in_vain(app, binding) ||
                strcmp(binding->line, line) == 0)
                continue;
            Text words = {0};
            key_print_words(binding->key, &words);
            const char *hint = _(binding->hint);
            if (count > 0 && strcmp(out[count - 1].words, hint) == 0 &&
                strchr(out[count - 1].keys, ' ') == NULL &&
                text_width(out[count - 1].keys) <= 2 && words.length == 1)
                out[count - 1].keys =
                    arena_printf(arena, "%s %s", out[count - 1].keys, text_string(&words));
            if (count == 0 || strcmp(out[count - 1].words, hint) != 0)
                out[count++] =
                    (KeyHint){.keys = arena_strdup(arena, text_string(&words)), .words = hint};
            line = binding->line;
            text_free(&words);
        }
    return count;
}

void keys_list(const App *app, Text *out)
{
    for (uint32_t index = 0; index < app->binding_count; index++) {
        text_printf(out, "%s\t", app->bindings[index].context);
        key_print(app->bindings[index].key, out);
        text_printf(out, "\t%s\n", app->bindings[index].line);
    }
}

/* --- Help: keys of the place first, then all others, then commands without a key ------------------------------------------- */

static bool binds_line(const App *app, const char *context, const char *line)
{
    for (uint32_t index = 0; index < app->binding_count; index++)
        if (strcmp(app->bindings[index].context, context) == 0 &&
            strcmp(app->bindings[index].line, line) == 0)
            return true;
    return false;
}

/* The hint where it says more than the command: of its argument, or of what it does in this view. */
static const char *help_words(const App *app, const Binding *binding)
{
    bool own = strcmp(binding->context, "all") != 0 && binds_line(app, "all", binding->line);
    bool has_argument = strchr(binding->line, ' ') != NULL;
    if (binding->hint != NULL && (has_argument || own))
        return _(binding->hint);
    return binding->command != NULL ? _(binding->command->words) : binding->line;
}

static void help_add_context(App *app, const char *context, const char *heading)
{
    for (uint32_t index = 0; index < app->binding_count; index++) {
        const Binding *binding = &app->bindings[index];
        if (strcmp(binding->context, context) != 0)
            continue;
        Text keys = {0};
        key_print_words(binding->key, &keys);
        bool known = false;
        for (uint32_t line = 0; line < app->help_lines && !known; line++)
            if (strcmp(app->help[line].command, binding->line) == 0 &&
                strcmp(app->help[line].group, heading) == 0) {
                app->help[line].keys = arena_printf(app->layout, "%s %s", app->help[line].keys,
                                                    text_string(&keys));
                known = true;
            }
        const char *what = help_words(app, binding);
        if (!known)
            app->help[app->help_lines++] =
                (HelpLine){.group = heading,
                           .keys = arena_strdup(app->layout, text_string(&keys)),
                           .words = what,
                           .hint = binding->hint != NULL ? _(binding->hint) : "",
                           .command = binding->line};
        text_free(&keys);
    }
}

static bool help_has(const App *app, const char *line)
{
    for (uint32_t index = 0; index < app->help_lines; index++)
        if (strcmp(app->help[index].command, line) == 0)
            return true;
    return false;
}

void help_build(App *app)
{
    app->help = ARENA_ARRAY(app->layout, HelpLine, app->binding_count + command_count());
    app->help_lines = 0;
    const View *place = &views[app->previous_view];
    help_add_context(app, place->name, arena_strdup(app->layout, _(place->label)));
    help_add_context(app, "all", _("Everywhere"));
    for (uint32_t index = 0; index < view_count(); index++)
        if (&views[index] != place)
            help_add_context(app, views[index].name, _(views[index].label));
    help_add_context(app, "checklist", _("Flow, groups × checklist (f)"));

    static const struct {
        Mode mode;
        const char *heading;
    } modes[] = {{MODE_MOVE, N_("While moving a bar (m)")},
                 {MODE_REARRANGE, N_("While rearranging (r)")},
                 {MODE_CONNECT, N_("While connecting (c)")},
                 {MODE_ZOOM, N_("After z")},
                 {MODE_QUADRANT, N_("After m in SWOT")}};

    for (size_t index = 0; index < COUNT_OF(modes); index++)
        help_add_context(app, mode_name(modes[index].mode), _(modes[index].heading));
    for (uint32_t index = 0; index < command_count(); index++) {
        const Command *command = command_at(index);
        if (!help_has(app, command->name))
            app->help[app->help_lines++] = (HelpLine){
                .group = _("Commands, after :"),
                .keys = arena_printf(app->layout, ":%s", command->name),
                .words =
                    arena_printf(app->layout, "%s  %s", _(command->words), command->arguments),
                .command = command->least > 0
                               ? arena_printf(app->layout, "prompt %s", command->name)
                               : command->name};
    }
}
