/* SPDX-License-Identifier: MPL-2.0 */
/* The keys that work, under headings, made by app from the one table of keys. */
#include "parts.h"
#include "pictures.h"

enum { SPACED_HEIGHT = 14, LARGEST_KEYS = 18, COMMAND_WIDTH = 70 };

/* How many rows stand above a line: a heading where a group begins, and a blank row before it. */
typedef enum LinesAbove { ABOVE_NOTHING, ABOVE_HEADING, ABOVE_BLANK_HEADING } LinesAbove;

static bool line_matches(const ViewInput *input, const HelpLine *line, Arena *arena)
{
    return text_is_empty(input->state->filter) || part_is_match(input, line->keys, arena) ||
           part_is_match(input, line->words, arena) ||
           part_is_match(input, line->command, arena) ||
           (line->hint != NULL && part_is_match(input, line->hint, arena)) ||
           part_is_match(input, line->group, arena);
}

ViewRows help_lay_out(const ViewInput *input, Arena *arena)
{
    ViewRow *rows = ARENA_ARRAY(arena, ViewRow, input->help_count + 1);
    uint32_t shown = 0;
    const char *group = NULL;
    for (uint32_t index = 0; index < input->help_count; index++) {
        const HelpLine *line = &input->help[index];
        if (!line_matches(input, line, arena))
            continue;
        bool begins = group == NULL || !text_equal(group, line->group);
        LinesAbove above = !begins                                       ? ABOVE_NOTHING
                           : shown == 0 || input->height < SPACED_HEIGHT ? ABOVE_HEADING
                                                                         : ABOVE_BLANK_HEADING;
        group = line->group;
        rows[shown].data = (int32_t)above;
        rows[shown++].target =
            (Target){.entity = ENTITY_NONE, .field = -1, .extra = (int32_t)index};
    }
    return (ViewRows){.rows = rows,
                      .count = shown,
                      .columns = 1,
                      .hidden = input->help_count - shown,
                      .summary =
                          shown == 1 ? _("1 key") : arena_printf(arena, _("%u keys"), shown)};
}

Target help_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    (void)input;
    if (row < 0 || (uint32_t)row >= rows->count || column != 0)
        return (Target){.entity = ENTITY_NONE, .field = -1, .extra = -1};
    return rows->rows[row].target;
}

static int keys_width(const ViewInput *input)
{
    int widest = 4;
    for (uint32_t index = 0; index < input->help_count; index++)
        widest = part_larger(widest, part_columns(input->help[index].keys));
    return part_smaller(part_smaller(widest, LARGEST_KEYS), part_larger(input->width / 3, 4));
}

/* Keys, words and the command of a line; returns where its words stand. */
static Rect line_row_draw(const ViewInput *input, const HelpLine *line, Rect place,
                          Canvas *canvas)
{
    int keys = keys_width(input);
    int x = place.x + 3, right = place.x + place.width - 1, command = 0;
    canvas_text(canvas, x, place.y, keys, STYLE_KEY, line->keys);
    if (place.width >= COMMAND_WIDTH && !text_is_empty(line->command)) {
        command = part_smaller(part_columns(line->command), place.width / 3);
        canvas_text_right(canvas, right - command, place.y, command, STYLE_DIM, line->command);
        command += 2;
    }
    Rect words = {x + keys + 2, place.y, right - command - (x + keys + 2), 1};
    canvas_text(canvas, words.x, words.y, words.width, STYLE_TEXT, line->words);
    Rect match = words;
    match.width = part_smaller(part_columns(line->words), words.width);
    part_show_match(input, canvas, match, STYLE_TEXT, line->words);
    return words;
}

void help_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid)
{
    int y = area.y, bottom = area.y + area.height, whole = 0;
    uint32_t first = (uint32_t)part_larger(input->state->top, 0);
    laid->first_day = laid->last_day = DAY_NONE;
    laid->columns_shown = 1;
    Rect old = canvas_clip(canvas, area);
    if (rows->count == 0)
        canvas_text(canvas, area.x + 2, area.y + 1, area.width - 4, STYLE_DIM,
                    _("No key has these words."));
    for (uint32_t row = first; row < rows->count && y < bottom; row++) {
        const HelpLine *line = &input->help[rows->rows[row].target.extra];
        int above = rows->rows[row].data;
        /* The first line on screen keeps its heading, so that one always knows where one is. */
        if (row == first && area.height > 1)
            above = ABOVE_HEADING;
        y += above == ABOVE_BLANK_HEADING ? 1 : 0;
        if (above != ABOVE_NOTHING)
            canvas_text(canvas, area.x + 1, y++, area.width - 2, STYLE_HEADING, line->group);
        if (y >= bottom)
            break;
        Rect place = {area.x, y++, area.width, 1};
        Rect words = line_row_draw(input, line, place, canvas);
        if ((int)row == input->state->row)
            part_cursor(canvas, words, words, laid);
        hit_add(hits, (Hit){.rect = place, .kind = HIT_CELL, .row = (int)row});
        whole++;
    }
    laid->rows_shown = part_larger(whole, 1);
    canvas_unclip(canvas, old);
}
