/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The frame around a view: title line, tab line, then the view, a line of hints or the message, and
 * the status line.  What does not fit is left out, the least useful first.
 */
#include "parts.h"

#include <stdio.h>
#include <string.h>

enum { SMALLEST_WIDTH = 40, SMALLEST_HEIGHT = 10, TOP_ROWS = 2, BOTTOM_ROWS = 2 };

enum { WIDE = 100, MESSAGE_ROWS = 3, LARGEST_GAP = 3 };

Rect frame_area(int width, int height)
{
    return (Rect){0, TOP_ROWS, part_larger(width, 0),
                  part_larger(height - TOP_ROWS - BOTTOM_ROWS, 0)};
}

void frame_too_small(Canvas *canvas)
{
    const char *sentence =
        arena_printf(canvas->arena, _("Framdrift needs 40×10. This is %d×%d."), canvas->width,
                     canvas->height);
    TextLines lines = text_wrap(canvas->arena, sentence, part_larger(canvas->width, 1));
    int rows = part_clamp((int)lines.count, 1, part_larger(canvas->height, 1));
    int columns = part_smaller(part_columns(sentence), canvas->width);
    canvas_clear(canvas, STYLE_TEXT);
    part_paragraph(
        canvas,
        (Rect){(canvas->width - columns) / 2, (canvas->height - rows) / 2, columns, rows},
        STYLE_TEXT, sentence);
}

static void title_draw(const Frame *frame, Canvas *canvas)
{
    bool wide = canvas->width >= WIDE;
    int right = canvas->width - 1;
    canvas_fill(canvas, (Rect){0, 0, canvas->width, 1}, STYLE_TITLE, GLYPH_SPACE);
    const char *parts[] = {part_today(frame->today, frame->language, wide, canvas->arena),
                           frame->as_of, frame->people};
    for (size_t index = 0; index < COUNT_OF(parts); index++) {
        int columns = text_is_empty(parts[index]) ? 0 : part_columns(parts[index]);
        if (columns == 0 || right - columns < 24)
            continue;
        right -= columns;
        canvas_text(canvas, right, 0, columns, STYLE_TITLE, parts[index]);
        right -= 3;
    }
    int x = 1 + canvas_text(canvas, 1, 0, right - 1, STYLE_TITLE, "Framdrift") + 2;
    const char *name = frame->plan_name;
    if (part_columns(name) > right - x && !text_is_empty(frame->plan_short_name))
        name = frame->plan_short_name;
    canvas_text(canvas, x, 0, right - x, STYLE_TITLE, name);
}

/* --- Tabs ----------------------------------------------------------------------------------- */

typedef struct Tab {
    const View *view;
    const char *words; /* after the key */
    int key_columns, columns;
} Tab;

typedef struct Tabs {
    Tab *list;
    int count, current; /* current -1: none */
    int columns;        /* of all, side by side */
} Tabs;

static bool view_is_tab(const View *view, const View *current)
{
    return view == current || (view->key >= '0' && view->key <= '9');
}

static Tabs tabs_of(const Frame *frame, Arena *arena)
{
    Tabs tabs = {.list = ARENA_ARRAY(arena, Tab, view_count()), .current = -1};
    for (const View *view = views; view->name != NULL; view++) {
        if (!view_is_tab(view, frame->current))
            continue;
        Tab tab = {
            .view = view, .words = _(view->label), .key_columns = view->key != 0 ? 2 : 0};
        tab.columns = tab.key_columns + part_columns(tab.words);
        tabs.columns += tab.columns;
        tabs.current = view == frame->current ? tabs.count : tabs.current;
        tabs.list[tabs.count++] = tab;
    }
    return tabs;
}

/* The first tab to draw so that the current one is seen in `columns`. */
static int first_tab(const Tabs *tabs, int columns, int gap)
{
    int first = part_larger(tabs->current, 0);
    int used = tabs->current < 0 ? 0 : tabs->list[first].columns;
    while (first > 0) {
        used += tabs->list[first - 1].columns + gap;
        if (used > columns)
            break;
        first--;
    }
    return first;
}

static void tab_draw(const Tab *tab, Canvas *canvas, int x, int columns, StyleRole style)
{
    const char key[] = {tab->view->key, ' ', '\0'};
    if (tab->key_columns > 0)
        canvas_text(canvas, x, 1, part_smaller(tab->key_columns, columns), style, key);
    canvas_text(canvas, x + tab->key_columns, 1, columns - tab->key_columns, style, tab->words);
}

static void tabs_draw_from(const Tabs *tabs, int first, int gap, Canvas *canvas, HitMap *hits)
{
    int x = gap > 1 ? 2 : 1;
    if (first > 0)
        canvas_glyph(canvas, 0, 1, STYLE_HINT, GLYPH_CLIPPED_LEFT);
    for (int index = first; index < tabs->count; index++) {
        const Tab *tab = &tabs->list[index];
        bool current = index == tabs->current;
        if (x + tab->columns > canvas->width - 2 && !current) {
            canvas_glyph(canvas, part_smaller(x, canvas->width - 1), 1, STYLE_HINT,
                         GLYPH_CLIPPED_RIGHT);
            return;
        }
        int width = part_smaller(tab->columns, canvas->width - x);
        tab_draw(tab, canvas, x, width, current ? STYLE_TAB_CURRENT : STYLE_TAB);
        hit_add(hits, (Hit){.rect = {x, 1, width, 1},
                            .kind = HIT_TAB,
                            .number = (int)(tab->view - views)});
        x += width + gap;
    }
}

static void tabs_draw(const Frame *frame, Canvas *canvas, HitMap *hits)
{
    canvas_fill(canvas, (Rect){0, 1, canvas->width, 1}, STYLE_TAB, GLYPH_SPACE);
    int summary = text_is_empty(frame->summary) ? 0 : part_columns(frame->summary);
    int room = canvas->width - 4;
    int gap = LARGEST_GAP;
    Tabs tabs = tabs_of(frame, canvas->arena);
    int gaps = tabs.count - 1;
    if (tabs.columns + gaps + summary + 3 > room)
        summary = 0;
    while (gap > 1 && tabs.columns + gaps * gap + summary + 3 > room)
        gap--;
    int needed = tabs.columns + gaps * gap;
    if (summary > 0 && needed + summary + 3 <= room)
        canvas_text_right(canvas, canvas->width - 1 - summary, 1, summary, STYLE_TAB,
                          frame->summary);
    tabs_draw_from(&tabs, first_tab(&tabs, canvas->width - 4, gap), gap, canvas, hits);
}

/* --- Footer --------------------------------------------------------------------------------- */

static int hint_width(const KeyHint *hint)
{
    return part_columns(hint->keys) + 2 + part_columns(hint->words);
}

static int hint_draw(const KeyHint *hint, Canvas *canvas, int x, int y)
{
    int used = canvas_text(canvas, x, y, canvas->width - x, STYLE_KEY, hint->keys) + 2;
    return used +
           canvas_text(canvas, x + used, y, canvas->width - x - used, STYLE_HINT, hint->words);
}

/* As many hints as fit; the one for `?` always. */
static void hints_draw(const Frame *frame, Canvas *canvas, int y)
{
    int gap = canvas->width >= WIDE ? 3 : 2;
    int x = 2, right = canvas->width - 1;
    const KeyHint *help = NULL;
    for (uint32_t index = 0; index < frame->hint_count; index++) {
        if (text_equal(frame->hints[index].keys, "?"))
            help = &frame->hints[index];
    }
    if (help != NULL)
        right -= hint_width(help) + gap;
    bool only_help = help != NULL && canvas->width < 60;
    for (uint32_t index = 0; index < frame->hint_count && !only_help; index++) {
        const KeyHint *hint = &frame->hints[index];
        if (hint == help || x + hint_width(hint) > right)
            continue;
        x += hint_draw(hint, canvas, x, y) + gap;
    }
    if (help != NULL)
        hint_draw(help, canvas, x, y);
}

/* The message grows upwards over the view when it is long.  Returns the rows taken. */
static int message_draw(const Frame *frame, Canvas *canvas, int bottom)
{
    TextLines lines =
        text_wrap(canvas->arena, frame->message, part_larger(canvas->width - 2, 1));
    int most = part_clamp(canvas->height - TOP_ROWS - BOTTOM_ROWS, 1, MESSAGE_ROWS);
    int rows = part_clamp((int)lines.count, 1, most);
    StyleRole style = frame->message_is_error ? STYLE_ERROR : STYLE_MESSAGE;
    Rect area = {1, bottom - rows + 1, canvas->width - 2, rows};
    canvas_fill(canvas, (Rect){0, area.y, canvas->width, rows}, STYLE_TEXT, GLYPH_SPACE);
    part_paragraph(canvas, area, style, frame->message);
    return rows;
}

/* --- Status line ---------------------------------------------------------------------------- */

static int chip_draw(Canvas *canvas, int x, int y, int right, const char *words)
{
    if (text_is_empty(words) || right - x < 4)
        return 0;
    return canvas_text(canvas, x, y, right - x, STYLE_CHIP, words) + 2;
}

static const char *filter_chip(const Frame *frame, Arena *arena)
{
    if (text_is_empty(frame->filter))
        return "";
    if (frame->hidden == 0)
        return arena_printf(arena, " /%s ", frame->filter);
    return arena_printf(arena, _(" /%s  %u hidden "), frame->filter, frame->hidden);
}

/* Counts stand three blanks apart; one that would be cut is left out. */
static const char *counts_that_fit(const char *counts, int columns, Arena *arena)
{
    char *words = arena_strdup(arena, counts);
    char *end = words + strlen(words);
    while (part_columns(words) > columns) {
        while (end > words && strncmp(end, "   ", 3) != 0)
            end--;
        if (end == words)
            return counts;
        *end = '\0';
    }
    return words;
}

static void status_draw(const Frame *frame, Canvas *canvas, int y)
{
    int right = canvas->width - 1, x = 1;
    canvas_fill(canvas, (Rect){0, y, canvas->width, 1}, STYLE_STATUS, GLYPH_SPACE);
    const char *mode =
        text_is_empty(frame->mode) ? "" : arena_printf(canvas->arena, " %s ", frame->mode);
    const char *marked =
        frame->marked == 0 ? "" : arena_printf(canvas->arena, _(" %u marked "), frame->marked);
    x += chip_draw(canvas, x, y, right, mode);
    x += chip_draw(canvas, x, y, right, filter_chip(frame, canvas->arena));
    x += chip_draw(canvas, x, y, right, marked);
    x += chip_draw(canvas, x, y, right, frame->read_only ? _(" read only ") : "");
    int place = text_is_empty(frame->place) ? 0 : part_columns(frame->place);
    int counts = text_is_empty(frame->counts) ? 0 : part_columns(frame->counts);
    if (place > 0 && right - place >= x + part_smaller(counts, 16) + 2) {
        canvas_text_right(canvas, right - place, y, place, STYLE_STATUS, frame->place);
        right -= place + 2;
    }
    if (counts > 0 && right - x > 3)
        canvas_text(canvas, x, y, right - x, STYLE_STATUS,
                    counts_that_fit(frame->counts, right - x, canvas->arena));
}

Rect frame_draw(const Frame *frame, Canvas *canvas, HitMap *hits)
{
    Rect area = frame_area(canvas->width, canvas->height);
    if (canvas->width < SMALLEST_WIDTH || canvas->height < SMALLEST_HEIGHT) {
        frame_too_small(canvas);
        return (Rect){0, 0, 0, 0};
    }
    title_draw(frame, canvas);
    tabs_draw(frame, canvas, hits);
    if (text_is_empty(frame->message))
        hints_draw(frame, canvas, canvas->height - 2);
    else
        area.height -=
            message_draw(frame, canvas, canvas->height - (frame->prompt ? 3 : 2)) - 1;
    status_draw(frame, canvas, canvas->height - 1);
    return area;
}
