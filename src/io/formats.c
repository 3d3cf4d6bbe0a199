/* SPDX-License-Identifier: MPL-2.0 */
/* The one list of formats. */
#include "formats.h"

#include <string.h>

static void write_plain_text(const Canvas *canvas, const Theme *theme, ColourDepth depth,
                             Text *out)
{
    (void)theme;
    (void)depth;
    canvas_write_text(canvas, out);
}

const Format formats[] = {
    {"table", ".txt", N_("Table"), rows_write_table, NULL},
    {"csv", ".csv", N_("CSV for spreadsheets"), rows_write_csv, NULL},
    {"json", ".json", N_("JSON"), rows_write_json, NULL},
    {"text", ".txt", N_("Plain text"), rows_write_table, write_plain_text},
    {"ansi", ".ansi", N_("Text with colours"), NULL, canvas_write_ansi},
    {"html", ".html", N_("Web page"), NULL, canvas_write_html},
    {"svg", ".svg", N_("Picture"), NULL, canvas_write_svg},
    {0},
};

const Format *format_by_name(const char *name)
{
    for (const Format *format = formats; name != NULL && format->name != NULL; format++) {
        if (strcmp(format->name, name) == 0) {
            return format;
        }
    }
    return NULL;
}

const char *io_row_words(const RowList *list, const Field *field, const Row *row, Arena *arena)
{
    const char *words = field_words(field, list->plan, list->language, row, arena);
    return text_clean(arena, words, strlen(words), false);
}
