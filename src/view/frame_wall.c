/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The frame of a wall display: no tabs and no hints, since nobody sits at it.  Above the page what the
 * plan is called and the time, below it one calm line, and how fresh the page is.
 */
#include "parts.h"

enum { SMALLEST_WIDTH = 40, SMALLEST_HEIGHT = 10, TOP_ROWS = 1, BOTTOM_ROWS = 2, WIDE = 100 };

Rect wall_area(int width, int height)
{
    return (Rect){0, TOP_ROWS, part_larger(width, 0),
                  part_larger(height - TOP_ROWS - BOTTOM_ROWS, 0)};
}

static void title_draw(const WallFrame *frame, Canvas *canvas)
{
    const char *when = arena_printf(
        canvas->arena, "%s   %s",
        part_today(frame->today, frame->language, canvas->width >= WIDE, canvas->arena),
        frame->clock);
    int columns = part_columns(when);
    int room = canvas->width - columns - 5;
    const char *name = frame->plan_name;
    if (part_columns(name) > room && !text_is_empty(frame->plan_short_name))
        name = frame->plan_short_name;
    canvas_fill(canvas, (Rect){0, 0, canvas->width, 1}, STYLE_TITLE, GLYPH_SPACE);
    canvas_text(canvas, 1, 0, room, STYLE_TITLE, name);
    canvas_text_right(canvas, canvas->width - columns - 1, 0, columns, STYLE_TITLE, when);
}

enum { LEAST_OF_PAGE = 16 };

/* From the right: each part where it still fits beside so many columns of the page's name. */
static int status_part(Canvas *canvas, int right, int page, const char *words)
{
    int columns = part_columns(words);
    if (text_is_empty(words) || right - columns < page)
        return right;
    canvas_text_right(canvas, right - columns, canvas->height - 1, columns, STYLE_STATUS,
                      words);
    return right - columns - 3;
}

static int turn_draw(const WallFrame *frame, Canvas *canvas, int right)
{
    int page = part_larger(part_columns(frame->page) + 4, LEAST_OF_PAGE);
    if (frame->paused)
        return status_part(canvas, right, LEAST_OF_PAGE, _("paused"));
    if (frame->seconds_left < 0)
        return right;
    int left =
        status_part(canvas, right, page,
                    arena_printf(canvas->arena, _("next page in %d s"), frame->seconds_left));
    return left < right
               ? left
               : status_part(canvas, right, LEAST_OF_PAGE,
                             arena_printf(canvas->arena, "→ %d s", frame->seconds_left));
}

/* That there is something personal on the wall is said on the smallest of screens too. */
static const char *mark_words(const WallFrame *frame)
{
    if (frame->names_shown && frame->texts_shown)
        return _(" names and texts shown ");
    if (frame->names_shown)
        return _(" names shown ");
    return frame->texts_shown ? _(" texts shown ") : "";
}

static int mark_draw(const WallFrame *frame, Canvas *canvas, int right)
{
    const char *words = mark_words(frame);
    int columns = part_smaller(part_columns(words), right);
    if (columns == 0)
        return right;
    canvas_text_right(canvas, right - columns, canvas->height - 1, columns, STYLE_CHIP, words);
    return right - columns - 2;
}

static void status_draw(const WallFrame *frame, Canvas *canvas)
{
    int y = canvas->height - 1;
    int right = canvas->width - 1;
    canvas_fill(canvas, (Rect){0, y, canvas->width, 1}, STYLE_STATUS, GLYPH_SPACE);
    right = mark_draw(frame, canvas, right);
    if (!text_is_empty(frame->data_from))
        right = status_part(canvas, right, LEAST_OF_PAGE,
                            arena_printf(canvas->arena, _("data from %s"), frame->data_from));
    right = turn_draw(frame, canvas, right);
    const char *page = frame->page;
    if (frame->page_count > 1)
        page = arena_printf(canvas->arena, _("%s   %u of %u"), page, frame->page_at + 1,
                            frame->page_count);
    if (part_columns(page) > right - 1)
        page = frame->page;
    canvas_text(canvas, 1, y, part_larger(right - 1, 0), STYLE_STATUS, page);
}

static void keys_draw(const WallFrame *frame, Canvas *canvas)
{
    int columns = 0, keys = 0;
    for (uint32_t index = 0; index < frame->key_count; index++) {
        keys = part_larger(keys, part_columns(frame->keys[index].keys));
        columns = part_larger(columns, part_columns(frame->keys[index].words));
    }
    Rect box = {0, 0, part_smaller(keys + columns + 7, canvas->width),
                part_smaller((int)frame->key_count + 2, canvas->height)};
    box.x = (canvas->width - box.width) / 2;
    box.y = (canvas->height - box.height) / 2;
    canvas_fill(canvas, box, STYLE_TEXT, GLYPH_SPACE);
    canvas_box(canvas, box, STYLE_LINE, _("Keys"), NULL);
    Rect old = canvas_clip(canvas, (Rect){box.x + 1, box.y + 1, box.width - 2, box.height - 2});
    for (uint32_t index = 0; index < frame->key_count; index++) {
        int y = box.y + 1 + (int)index;
        canvas_text(canvas, box.x + 2, y, keys, STYLE_KEY, frame->keys[index].keys);
        canvas_text(canvas, box.x + keys + 5, y, columns, STYLE_HINT, frame->keys[index].words);
    }
    canvas_unclip(canvas, old);
}

/* The marks of a cursor that nobody moves: taken away from what a view has drawn. */
void wall_hide_cursor(Canvas *canvas, const ViewLaid *laid)
{
    Rect bar = laid->cursor;
    canvas->cursor_visible = false;
    for (int y = 0; y < canvas->height; y++)
        for (int x = 0; x < canvas->width; x++) {
            const Cell *cell = canvas_at(canvas, x, y);
            if (cell->style == STYLE_SELECTED)
                canvas_restyle(canvas, (Rect){x, y, 1, 1}, STYLE_TEXT, cell->flags);
        }
    for (int x = 0; x < bar.x && bar.width > 0; x++) {
        const Cell *mark = canvas_at(canvas, x, bar.y);
        if (mark == NULL || mark->codepoint != glyph_codepoint(GLYPH_CURSOR, canvas->ascii))
            continue;
        canvas_glyph(canvas, x, bar.y, STYLE_TEXT, GLYPH_SPACE);
        return;
    }
}

void wall_frame_draw(const WallFrame *frame, Canvas *canvas)
{
    if (canvas->width < SMALLEST_WIDTH || canvas->height < SMALLEST_HEIGHT) {
        frame_too_small(canvas);
        return;
    }
    title_draw(frame, canvas);
    canvas_text(canvas, 1, canvas->height - 2, canvas->width - 2,
                frame->message_points ? STYLE_KEY : STYLE_MESSAGE, frame->message);
    status_draw(frame, canvas);
    if (frame->key_count > 0)
        keys_draw(frame, canvas);
}

/* Nothing to show yet: what is waited for, in the middle of an empty screen. */
void wall_waiting_draw(const char *sentence, const char *clock, Canvas *canvas)
{
    const char *title = _("Waiting for the plan …");
    int y = part_larger(canvas->height / 2 - 1, 0);
    TextLines lines = text_wrap(canvas->arena, sentence, part_clamp(canvas->width - 4, 1, 70));
    canvas_clear(canvas, STYLE_TEXT);
    int columns = part_smaller(part_columns(title), canvas->width);
    canvas_text(canvas, (canvas->width - columns) / 2, y, columns, STYLE_HEADING, title);
    for (size_t index = 0; index < lines.count; index++) {
        const char *words = lines.lines[index];
        columns = part_smaller(part_columns(words), canvas->width);
        canvas_text(canvas, (canvas->width - columns) / 2, y + 2 + (int)index, columns,
                    STYLE_DIM, words);
    }
    columns = part_columns(clock);
    canvas_text_right(canvas, canvas->width - columns - 1, 0, columns, STYLE_DIM, clock);
}
