/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A canvas as an SVG picture with text in it that can be selected and searched.
 *
 * Sizes are whole cells; textLength holds a run to its columns in whatever font is there.  Colours
 * stand at each run, since few programs beside browsers know variables; only what a theme leaves open
 * has a class, light or dark as the reader has asked.  The same canvas always gives the same bytes.
 */
#include "markup.h"

#define CELL_COLUMNS 9  /* units a column is wide */
#define CELL_ROWS    18 /* units a row is high */
#define BASELINE     14 /* of the words, from the top of a row */
#define FONT_SIZE    15 /* most fixed fonts are 0.6 as wide as they are high */

typedef struct Picture {
    const Canvas *canvas;
    const Theme *theme;
    ColourDepth depth;
    Text *out;
} Picture;

/* The open colours are classes: "w" for the words, "g" for the ground. */
static void append_fill(const Picture *picture, int colour, const char *open)
{
    if (colour == COLOUR_DEFAULT) {
        text_printf(picture->out, " class=\"%s\"", open);
        return;
    }
    text_append(picture->out, " fill=\"");
    markup_append_colour(colour, picture->out);
    text_append(picture->out, "\"");
}

typedef struct Paint {
    int words, ground; /* colours */
    const char *open_words, *open_ground;
    bool has_ground; /* another than the picture's */
} Paint;

static Paint paint_of(const Picture *picture, const Run *run)
{
    const Look *text = &picture->theme->looks[picture->depth][STYLE_TEXT];
    Paint paint = {.words = run->look.foreground,
                   .ground = run->look.background,
                   .open_words = "w",
                   .open_ground = "g"};
    if (run->look.flags & CELL_REVERSE) {
        paint = (Paint){.words = paint.ground,
                        .ground = paint.words,
                        .open_words = "g",
                        .open_ground = "w"};
    } else if (run->solid) {
        paint.ground = paint.words;
        paint.open_ground = "w";
    }
    paint.has_ground =
        (run->look.flags & CELL_REVERSE) != 0 || run->solid || paint.ground != text->background;
    return paint;
}

static void append_ground(const Picture *picture, const Run *run, int y)
{
    Paint paint = paint_of(picture, run);
    if (!paint.has_ground) {
        return;
    }
    text_printf(picture->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"",
                run->x * CELL_COLUMNS, y * CELL_ROWS, run->columns * CELL_COLUMNS, CELL_ROWS);
    append_fill(picture, paint.ground, paint.open_ground);
    text_append(picture->out, "/>\n");
}

static void append_words(const Picture *picture, const Run *run, int y)
{
    static const struct {
        unsigned flag;
        const char *attribute;
    } attributes[] = {{CELL_BOLD, " font-weight=\"bold\""},
                      {CELL_UNDERLINE, " text-decoration=\"underline\""}};

    Paint paint = paint_of(picture, run);

    if (run->blank && (run->look.flags & CELL_UNDERLINE) == 0) {
        return;
    }
    text_printf(picture->out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\"",
                run->x * CELL_COLUMNS, y * CELL_ROWS + BASELINE, run->columns * CELL_COLUMNS);
    append_fill(picture, paint.words, paint.open_words);
    for (size_t i = 0; i < COUNT_OF(attributes); i++) {
        text_append(picture->out,
                    (run->look.flags & attributes[i].flag) ? attributes[i].attribute : "");
    }
    text_append(picture->out, ">");
    markup_append_run(picture->canvas, run, y, picture->out);
    text_append(picture->out, "</text>\n");
}

typedef void AppendRun(const Picture *picture, const Run *run, int y);

static void append_runs(const Picture *picture, AppendRun *append)
{
    Run run;
    const Canvas *canvas = picture->canvas;
    for (int y = 0; y < canvas->height; y++) {
        int x = 0;
        int columns = markup_columns_in_use(canvas, picture->theme, picture->depth, y);
        while (markup_next_run(canvas, picture->theme, picture->depth, y, columns, &x, &run)) {
            append(picture, &run, y);
        }
    }
}

static void append_head(const Picture *picture)
{
    int width = picture->canvas->width * CELL_COLUMNS;
    int height = picture->canvas->height * CELL_ROWS;
    const char *language = language_name(picture->canvas->language);
    text_printf(picture->out,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:lang=\"%s\" lang=\"%s\" "
                "width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-size=\"%d\" "
                "font-family=\"'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,monospace\" "
                "shape-rendering=\"crispEdges\" xml:space=\"preserve\">\n<title>",
                language, language, width, height, width, height, FONT_SIZE);
    markup_append_title(picture->canvas, picture->out);
    text_printf(picture->out, "</title>\n<style>"
                              "text{white-space:pre}.w{fill:#1a1a1a}.g{fill:#ffffff}"
                              "@media(prefers-color-scheme:dark)"
                              "{.w{fill:#d8d8d8}.g{fill:#121212}}</style>\n"
                              "<rect width=\"100%%\" height=\"100%%\"");
    append_fill(picture, picture->theme->looks[picture->depth][STYLE_TEXT].background, "g");
    text_append(picture->out, "/>\n");
}

/* All grounds before all words: a letter that reaches over its cell is not cut off. */
void canvas_write_svg(const Canvas *canvas, const Theme *theme, ColourDepth depth, Text *out)
{
    Picture picture = {.canvas = canvas, .theme = theme, .depth = depth, .out = out};
    append_head(&picture);
    append_runs(&picture, append_ground);
    append_runs(&picture, append_words);
    text_append(out, "</svg>\n");
}
