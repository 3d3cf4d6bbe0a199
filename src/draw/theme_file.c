/* SPDX-License-Identifier: MPL-2.0 */
/* Reading a theme.  Every key is checked against the list of roles; a fault costs its own line only. */
#include <string.h>

#include "themes.h"

typedef struct ThemeReader {
    Theme *theme;
    Arena *arena;
    const Ini *ini;
    const char *file;
    IniReport *report;
    void *context;
} ThemeReader;

typedef struct DepthRow {
    const char *section;
    int colours; /* 0: none may be named */
} DepthRow;

static const DepthRow depth_rows[COLOUR_DEPTH_COUNT] = {
    [COLOUR_MONO] = {"mono", 0},
    [COLOUR_8] = {"colors8", 8},
    [COLOUR_16] = {"colors16", 16},
    [COLOUR_256] = {"colors256", 256},
};

typedef struct AttributeRow {
    const char *name;
    unsigned flag;
} AttributeRow;

static const AttributeRow attribute_rows[] = {
    {"bold", CELL_BOLD},
    {"underline", CELL_UNDERLINE},
    {"reverse", CELL_REVERSE},
    {"none", 0},
};

static void theme_report(const ThemeReader *reader, const char *key, const char *sentence)
{
    if (reader->report) {
        reader->report(reader->context, reader->file, ini_line(reader->ini, key), key,
                       sentence);
    }
}

/* "default" or a whole number below `colours`. */
static bool colour_parse(const char *value, int colours, int *out)
{
    if (strcmp(value, "default") == 0) {
        *out = COLOUR_DEFAULT;
        return true;
    }
    int number = 0;
    size_t digits = strspn(value, "0123456789");
    if (digits == 0 || digits > 3 || value[digits] != '\0') {
        return false;
    }
    for (size_t i = 0; i < digits; i++) {
        number = number * 10 + (value[i] - '0');
    }
    *out = number;
    return number < colours;
}

static bool attributes_parse(const char *value, unsigned *out)
{
    unsigned flags = 0;
    bool any = false;
    for (const char *at = value + strspn(value, " ,"); *at; at += strspn(at, " ,")) {
        size_t length = strcspn(at, " ,");
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(attribute_rows); i++) {
            const AttributeRow *row = &attribute_rows[i];
            if (strlen(row->name) == length && strncmp(row->name, at, length) == 0) {
                flags |= row->flag;
                known = any = true;
            }
        }
        if (!known) {
            return false;
        }
        at += length;
    }
    *out = flags;
    return any;
}

/* Splits "bar_done_fg" into its role and "fg". */
static bool role_parse(const char *name, StyleRole *role, const char **part)
{
    const char *last = strrchr(name, '_');
    if (!last) {
        return false;
    }
    size_t length = (size_t)(last - name);
    for (int i = 0; i < STYLE_COUNT; i++) {
        const char *known = style_role_name((StyleRole)i);
        if (strlen(known) == length && strncmp(known, name, length) == 0) {
            *role = (StyleRole)i;
            *part = last + 1;
            return true;
        }
    }
    return false;
}

static void theme_read_look(const ThemeReader *reader, ColourDepth depth, const char *key,
                            const char *name)
{
    StyleRole role = STYLE_TEXT;
    const char *part = "";
    if (!role_parse(name, &role, &part)) {
        theme_report(reader, key,
                     _("No such role; write a role and _fg, _bg or _attr, as in text_fg."));
        return;
    }
    const char *value = ini_get(reader->ini, key);
    Look *look = &reader->theme->looks[depth][role];
    int colours = depth_rows[depth].colours;
    if (strcmp(part, "attr") == 0) {
        if (!attributes_parse(value, &look->flags)) {
            theme_report(reader, key,
                         _("Not an attribute; use bold, underline, reverse or none."));
        }
        return;
    }
    bool foreground = strcmp(part, "fg") == 0;
    if (!foreground && strcmp(part, "bg") != 0) {
        theme_report(reader, key, _("A role ends in _fg, _bg or _attr."));
        return;
    }
    if (colours == 0) {
        theme_report(reader, key, _("The table [mono] has no colours; use _attr."));
        return;
    }
    int colour = COLOUR_DEFAULT;
    if (!colour_parse(value, colours, &colour)) {
        theme_report(
            reader, key,
            arena_printf(
                reader->arena,
                _("Not a colour of this table; use a number from 0 to %d, or default."),
                colours - 1));
        return;
    }
    *(foreground ? &look->foreground : &look->background) = colour;
}

static void theme_read_about(const ThemeReader *reader, const char *key, const char *name)
{
    if (strcmp(name, "name") == 0) {
        const char *value = ini_get(reader->ini, key);
        if (text_is_empty(value)) {
            theme_report(reader, key, _("A theme needs a name."));
        } else {
            reader->theme->name = arena_strdup(reader->arena, value);
        }
    } else if (strcmp(name, "description") != 0) {
        theme_report(reader, key, _("No such key; [theme] has name and description."));
    }
}

static void theme_read_key(const ThemeReader *reader, const char *key)
{
    const char *colon = strchr(key, ':');
    if (!colon || !ini_get(reader->ini, key)) {
        theme_report(reader, key, _("A key stands below a table such as [colors256]."));
        return;
    }
    size_t length = (size_t)(colon - key);
    if (length == strlen("theme") && strncmp(key, "theme", length) == 0) {
        theme_read_about(reader, key, colon + 1);
        return;
    }
    for (int depth = 0; depth < COLOUR_DEPTH_COUNT; depth++) {
        const char *section = depth_rows[depth].section;
        if (length == strlen(section) && strncmp(key, section, length) == 0) {
            theme_read_look(reader, (ColourDepth)depth, key, colon + 1);
            return;
        }
    }
    theme_report(reader, key,
                 _("No such table; a theme has [theme], [colors256], [colors16], [colors8] and "
                   "[mono]."));
}

Theme *theme_read(Arena *arena, const char *path, IniReport *report, void *context)
{
    const Ini *ini = ini_read(arena, path, report, context);
    if (!ini) {
        return NULL;
    }
    Theme *theme = ARENA_NEW(arena, Theme);
    *theme = *theme_default();
    const char *slash = strrchr(path, '/');
    theme->name = arena_strdup(arena, slash ? slash + 1 : path);
    ThemeReader reader = {theme, arena, ini, path, report, context};
    size_t count = ini_count(ini);
    for (size_t i = 0; i < count; i++) {
        theme_read_key(&reader, ini_key(ini, i));
    }
    return theme;
}
