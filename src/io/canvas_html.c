/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A canvas as one HTML page that needs nothing beside it.
 *
 * A span is a run of one style role.  The role sets two variables, foreground and background, and
 * what a role leaves open is the page's: dark words on light or the other way round, as the reader
 * has asked of the browser.  The same canvas always gives the same bytes.
 */
#include "markup.h"

static const char *const page_style =
    "body{margin:1em;color:var(--f);background:var(--b)}\n"
    "pre{margin:0;font:14px/1.25 \"DejaVu Sans Mono\",\"Cascadia "
    "Mono\",Menlo,Consolas,monospace}\n"
    "span{display:inline-block;color:var(--f);background:var(--b)}\n"
    ".wide{width:2ch}\n"
    ".bold{font-weight:bold}\n"
    ".under{text-decoration:underline}\n"
    ".reverse{color:var(--b);background:var(--f)}\n"
    ".solid{background:var(--f)}\n";

typedef struct Page {
    const Canvas *canvas;
    const Theme *theme;
    ColourDepth depth;
    Text *out;
} Page;

static const Look *look_of(const Page *page, int role)
{
    return &page->theme->looks[page->depth][role];
}

static void append_variable(const Page *page, char name, int colour)
{
    if (colour != COLOUR_DEFAULT) {
        text_printf(page->out, "--%c:", name);
        markup_append_colour(colour, page->out);
        text_append(page->out, ";");
    }
}

/* The page's own colours: of the theme where it has some, else light or dark as the reader likes. */
static void append_ground(const Page *page)
{
    const Look *ground = look_of(page, STYLE_TEXT);
    text_append(page->out,
                ":root{color-scheme:light dark;--f:#1a1a1a;--b:#ffffff}\n"
                "@media(prefers-color-scheme:dark){:root{--f:#d8d8d8;--b:#121212}}\n");
    if (ground->foreground != COLOUR_DEFAULT || ground->background != COLOUR_DEFAULT) {
        text_append(page->out, "html:root{");
        append_variable(page, 'f', ground->foreground);
        append_variable(page, 'b', ground->background);
        text_append(page->out, "}\n");
    }
}

typedef struct RolesInUse {
    bool styles[STYLE_COUNT], unders[STYLE_COUNT];
} RolesInUse;

static RolesInUse roles_in_use(const Canvas *canvas)
{
    RolesInUse used = {0};
    for (int y = 0; y < canvas->height; y++) {
        for (int x = 0; x < canvas->width; x++) {
            const Cell *cell = canvas_at(canvas, x, y);
            used.styles[cell->style % STYLE_COUNT] = true;
            used.unders[cell->under % STYLE_COUNT] = true;
        }
    }
    return used;
}

/* Underlays come first: a role with a background of its own covers them. */
static void append_roles(const Page *page)
{
    RolesInUse used = roles_in_use(page->canvas);
    for (int role = STYLE_TEXT + 1; role < STYLE_COUNT; role++) {
        if (used.unders[role] && look_of(page, role)->background != COLOUR_DEFAULT) {
            text_printf(page->out, ".on-%s{", style_role_name((StyleRole)role));
            append_variable(page, 'b', look_of(page, role)->background);
            text_append(page->out, "}\n");
        }
    }
    for (int role = STYLE_TEXT + 1; role < STYLE_COUNT; role++) {
        const Look *look = look_of(page, role);
        if (used.styles[role] &&
            (look->foreground != COLOUR_DEFAULT || look->background != COLOUR_DEFAULT)) {
            text_printf(page->out, ".%s{", style_role_name((StyleRole)role));
            append_variable(page, 'f', look->foreground);
            append_variable(page, 'b', look->background);
            text_append(page->out, "}\n");
        }
    }
}

static void append_class(const Page *page, const char *prefix, const char *name, bool *begun)
{
    text_printf(page->out, "%s%s%s", *begun ? " " : "", prefix, name);
    *begun = true;
}

/* False when the run looks like the page itself and needs no span. */
static bool append_span(const Page *page, const Run *run)
{
    static const struct {
        unsigned flag;
        const char *name;
    } attributes[] = {
        {CELL_BOLD, "bold"}, {CELL_UNDERLINE, "under"}, {CELL_REVERSE, "reverse"}};

    bool begun = false;
    int style = run->first->style % STYLE_COUNT;
    int under = run->first->under % STYLE_COUNT;
    size_t before = page->out->length;

    text_append(page->out, "<span class=\"");
    if (style != STYLE_TEXT) {
        append_class(page, "", style_role_name((StyleRole)style), &begun);
    }
    if (under != STYLE_TEXT && look_of(page, under)->background != COLOUR_DEFAULT) {
        append_class(page, "on-", style_role_name((StyleRole)under), &begun);
    }
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        if (run->look.flags & attributes[i].flag) {
            append_class(page, "", attributes[i].name, &begun);
        }
    }
    if (run->solid) {
        append_class(page, "", "solid", &begun);
    }
    if (run->wide) {
        append_class(page, "", "wide", &begun);
    }
    if (!begun) {
        page->out->length = before;
        page->out->bytes[before] = '\0';
        return false;
    }
    text_append(page->out, "\">");
    return true;
}

static void append_row(const Page *page, int y)
{
    Run run;
    int x = 0;
    int columns = markup_columns_in_use(page->canvas, page->theme, page->depth, y);
    while (markup_next_run(page->canvas, page->theme, page->depth, y, columns, &x, &run)) {
        bool span = append_span(page, &run);
        markup_append_run(page->canvas, &run, y, page->out);
        text_append(page->out, span ? "</span>" : "");
    }
    text_append(page->out, "\n");
}

void canvas_write_html(const Canvas *canvas, const Theme *theme, ColourDepth depth, Text *out)
{
    Page page = {.canvas = canvas, .theme = theme, .depth = depth, .out = out};
    text_printf(out,
                "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                "<meta name=\"viewport\" content=\"width=device-width\"/>\n<title>",
                language_name(canvas->language));
    markup_append_title(canvas, out);
    text_append(out, "</title>\n<style>\n");
    append_ground(&page);
    text_append(out, page_style);
    append_roles(&page);
    /* The first newline after <pre> belongs to the mark, not to the picture. */
    text_append(out, "</style>\n</head>\n<body>\n<pre>\n");
    for (int y = 0; y < canvas->height; y++) {
        append_row(&page, y);
    }
    text_append(out, "</pre>\n</body>\n</html>\n");
}
