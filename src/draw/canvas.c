/* SPDX-License-Identifier: MPL-2.0 */
/* The grid of cells, its clip rectangle, and the one gate for text. */
#include "cells.h"

#include <string.h>

/* A cell of two columns is one thing: what describes its shape survives a change of style. */
#define MARKS_MOST UINT8_MAX /* a cell keeps their place in a byte */
#define CELL_SHAPE ((unsigned)CELL_WIDE | CELL_TAIL | CELL_LINE)

bool rect_contains(Rect rect, int x, int y)
{
    return x >= rect.x && y >= rect.y && (int64_t)x < (int64_t)rect.x + rect.width &&
           (int64_t)y < (int64_t)rect.y + rect.height;
}

static int64_t smaller(int64_t one, int64_t other)
{
    return one < other ? one : other;
}

bool rect_covers(Rect rect, Rect other)
{
    return other.x >= rect.x && other.y >= rect.y &&
           other.x + other.width <= rect.x + rect.width &&
           other.y + other.height <= rect.y + rect.height;
}

Rect rect_around(Rect one, Rect other)
{
    int left = one.x < other.x ? one.x : other.x;
    int top = one.y < other.y ? one.y : other.y;
    int right =
        one.x + one.width > other.x + other.width ? one.x + one.width : other.x + other.width;
    int bottom = one.y + one.height > other.y + other.height ? one.y + one.height
                                                             : other.y + other.height;
    return (Rect){left, top, right - left, bottom - top};
}

Rect rect_intersect(Rect one, Rect other)
{
    int left = one.x > other.x ? one.x : other.x;
    int top = one.y > other.y ? one.y : other.y;
    int64_t right = smaller((int64_t)one.x + one.width, (int64_t)other.x + other.width);
    int64_t bottom = smaller((int64_t)one.y + one.height, (int64_t)other.y + other.height);
    return (Rect){.x = left,
                  .y = top,
                  .width = right > left ? (int)(right - left) : 0,
                  .height = bottom > top ? (int)(bottom - top) : 0};
}

Canvas *canvas_new(Arena *arena, int width, int height, bool ascii)
{
    Canvas *canvas = ARENA_NEW(arena, Canvas);
    canvas->width = width > 0 ? width : 0;
    canvas->height = height > 0 ? height : 0;
    canvas->clip = (Rect){0, 0, canvas->width, canvas->height};
    canvas->fresh = canvas->clip;
    canvas->ascii = ascii;
    canvas->arena = arena;
    canvas->cursor_x = canvas->cursor_y = -1;
    size_t count = (size_t)canvas->width * (size_t)canvas->height;
    canvas->cells = arena_bare(arena, (count > 0 ? count : 1) * sizeof *canvas->cells);
    canvas_clear(canvas, STYLE_TEXT);
    return canvas;
}

void canvas_clear(Canvas *canvas, StyleRole style)
{
    const Cell blank = {.codepoint = ' ', .style = (uint8_t)style};
    size_t width = (size_t)canvas->width;
    for (size_t x = 0; x < width && canvas->height > 0; x++) {
        canvas->cells[x] = blank;
    }
    for (size_t y = 1; y < (size_t)canvas->height; y++) {
        memcpy(canvas->cells + y * width, canvas->cells, width * sizeof *canvas->cells);
    }
}

/* What of one row may be drawn on: looked up once for a whole text.  None of it: right <= left. */
typedef struct Strip {
    Cell *cells; /* of the row, from the canvas's first column */
    int left, right;
} Strip;

static Strip strip_of(const Canvas *canvas, int y)
{
    const Rect *clip = &canvas->clip;
    if (y < 0 || y >= canvas->height || y < clip->y || y - clip->y >= clip->height) {
        return (Strip){0};
    }
    int64_t end = (int64_t)clip->x + clip->width;
    return (Strip){.cells = &canvas->cells[(size_t)y * (size_t)canvas->width],
                   .left = clip->x > 0 ? clip->x : 0,
                   .right = end < canvas->width ? (int)end : canvas->width};
}

const Cell *canvas_at(const Canvas *canvas, int x, int y)
{
    if (x < 0 || y < 0 || x >= canvas->width || y >= canvas->height) {
        return NULL;
    }
    return &canvas->cells[(size_t)y * (size_t)canvas->width + (size_t)x];
}

Cell *cells_at(Canvas *canvas, int x, int y)
{
    Strip strip = strip_of(canvas, y);
    return x >= strip.left && x < strip.right ? &strip.cells[x] : NULL;
}

Rect canvas_clip(Canvas *canvas, Rect clip)
{
    Rect old = canvas->clip;
    canvas->clip = rect_intersect(old, clip);
    return old;
}

void canvas_unclip(Canvas *canvas, Rect old)
{
    canvas->clip = old;
}

bool canvas_shows(const Canvas *canvas, Rect place)
{
    const Rect *clip = &canvas->clip;
    return place.height > 0 && place.y < clip->y + clip->height &&
           place.y + place.height > clip->y && place.width > 0 &&
           place.x < clip->x + clip->width && place.x + place.width > clip->x;
}

static void cell_blank(Cell *cell)
{
    cell->codepoint = ' ';
    cell->marks = 0;
    cell->flags &= (uint8_t) ~(CELL_SHAPE | CELL_SOLID);
}

static bool cell_is_half(const Cell *cell)
{
    return (cell->flags & (CELL_WIDE | CELL_TAIL)) != 0;
}

/* The other half may lie outside the clip rectangle: half a character must not stay there either. */
static void cells_break_wide(const Canvas *canvas, Cell *cell, int x)
{
    if ((cell->flags & CELL_TAIL) && x > 0) {
        cell_blank(cell - 1);
    }
    if ((cell->flags & CELL_WIDE) && x + 1 < canvas->width) {
        cell_blank(cell + 1);
    }
}

static inline void replace(const Canvas *canvas, Cell *cell, int x, StyleRole style,
                           uint32_t codepoint, unsigned flags)
{
    if (cell_is_half(cell)) {
        cells_break_wide(canvas, cell, x);
    }
    *cell = (Cell){.codepoint = codepoint,
                   .style = (uint8_t)style,
                   .under = cell->under,
                   .flags = (uint8_t)flags};
}

void cells_replace(const Canvas *canvas, Cell *cell, int x, StyleRole style, uint32_t codepoint,
                   unsigned flags)
{
    replace(canvas, cell, x, style, codepoint, flags);
}

Cell *cells_put(Canvas *canvas, int x, int y, StyleRole style, uint32_t codepoint,
                unsigned flags)
{
    Cell *cell = cells_at(canvas, x, y);
    if (cell) {
        cells_replace(canvas, cell, x, style, codepoint, flags);
    }
    return cell;
}

/* ---------------------------------------------------------------------------------------------
 * Text
 */
static bool is_ascii_letter(uint32_t codepoint)
{
    return codepoint >= ' ' && codepoint < 0x7F;
}

static uint32_t text_next_shown(const Canvas *canvas, const char **at)
{
    if (is_ascii_letter((unsigned char)**at)) {
        return (unsigned char)*(*at)++; /* nearly all of them */
    }
    for (;;) {
        uint32_t raw = utf8_next(at);
        if (raw == 0) {
            return 0;
        }
        uint32_t shown = utf8_safe(raw);
        if (shown == 0) {
            continue;
        }
        /* A second lock on the gate: whatever the tables of Unicode say, no control passes. */
        if (shown < ' ' || (shown >= 0x7F && shown < 0xA0)) {
            shown = 0xFFFD;
        }
        return canvas->ascii && shown >= 0x7F ? '?' : shown;
    }
}

/* Columns that a code point takes.  A mark at the very beginning has no letter to sit on: it gets a
 * space, else it would change the cell before the text. */
static int text_columns_of(uint32_t codepoint, bool first)
{
    int width = is_ascii_letter(codepoint) ? 1 : utf8_width(codepoint);
    return width == 0 && first ? 1 : width;
}

/* Letters of ASCII at the front: a column each, and nearly all there are. */
static int plain_length(const char *text, int most)
{
    int length = 0;
    while (length < most && is_ascii_letter((unsigned char)text[length])) {
        length++;
    }
    return length;
}

/* Columns of the text, counted no further than just past `limit`. */
static int text_measure(const Canvas *canvas, const char *text, int limit)
{
    int used = 0;
    for (bool first = true; used <= limit; first = false) {
        int plain = plain_length(text, limit + 1 - used);
        used += plain;
        text += plain;
        uint32_t codepoint = used <= limit ? text_next_shown(canvas, &text) : 0;
        if (codepoint == 0) {
            break;
        }
        used += text_columns_of(codepoint, first && plain == 0);
    }
    return used;
}

CellMarks canvas_marks(const Canvas *canvas, const Cell *cell)
{
    return cell->marks > 0 ? canvas->marks[cell->marks - 1] : (CellMarks){0};
}

void canvas_append_cell(const Canvas *canvas, const Cell *cell, Text *out)
{
    CellMarks marks = canvas_marks(canvas, cell);
    text_append_char(out, cell->codepoint);
    for (size_t i = 0; i < COUNT_OF(marks.codepoints) && marks.codepoints[i] != 0; i++) {
        text_append_char(out, marks.codepoints[i]);
    }
}

/* The place + 1 of these marks; 0 when a frame has more kinds of them than any text does. */
static uint8_t find_marks(Canvas *canvas, CellMarks marks)
{
    int place = 0;
    while (place < canvas->mark_count &&
           memcmp(&canvas->marks[place], &marks, sizeof marks) != 0) {
        place++;
    }
    if (place == MARKS_MOST) {
        return 0;
    }
    if (canvas->marks == NULL) {
        canvas->marks = ARENA_ARRAY(canvas->arena, CellMarks, MARKS_MOST);
    }
    if (place == canvas->mark_count) {
        canvas->marks[canvas->mark_count++] = marks;
    }
    return (uint8_t)(place + 1);
}

/* A third mark is dropped. */
static void cell_combine(Canvas *canvas, Cell *cell, uint32_t mark)
{
    if (cell == NULL) {
        return;
    }
    CellMarks marks = canvas_marks(canvas, cell);
    if (marks.codepoints[1] == 0) {
        marks.codepoints[marks.codepoints[0] == 0 ? 0 : 1] = mark;
        cell->marks = find_marks(canvas, marks);
    }
}

static Cell *canvas_put_wide(Canvas *canvas, int x, int y, StyleRole style, uint32_t codepoint)
{
    if (!cells_at(canvas, x, y) || !cells_at(canvas, x + 1, y)) {
        cells_put(canvas, x, y, style, ' ', 0);
        cells_put(canvas, x + 1, y, style, ' ', 0);
        return NULL;
    }
    cells_put(canvas, x + 1, y, style, ' ', 0);
    Cell *head = cells_put(canvas, x, y, style, codepoint, CELL_WIDE);
    head[1].flags = CELL_TAIL;
    return head;
}

/* Puts `length` letters of ASCII; returns the cell of the last one, NULL when it is clipped. */
static Cell *canvas_put_plain(const Canvas *canvas, Strip strip, int x, int length,
                              StyleRole style, const char *text)
{
    int from = x > strip.left ? x : strip.left;
    int end = (int)smaller((int64_t)x + length, strip.right);
    for (int at = from; at < end; at++) {
        replace(canvas, &strip.cells[at], at, style, (unsigned char)text[at - x], 0);
    }
    return from < end && end == x + length ? &strip.cells[end - 1] : NULL;
}

static Cell *canvas_put_narrow(const Canvas *canvas, Strip strip, int x, StyleRole style,
                               uint32_t codepoint)
{
    if (x < strip.left || x >= strip.right) {
        return NULL;
    }
    cells_replace(canvas, &strip.cells[x], x, style, codepoint, 0);
    return &strip.cells[x];
}

/* Puts as much of the text as fits into `limit` columns. */
static int canvas_put_text(Canvas *canvas, int x, int y, int limit, StyleRole style,
                           const char *text)
{
    Strip strip = strip_of(canvas, y);
    Cell *last = NULL;
    int used = 0;
    for (bool first = true;; first = false) {
        int plain = plain_length(text, limit - used);
        if (plain > 0) {
            last = canvas_put_plain(canvas, strip, x + used, plain, style, text);
            used += plain;
            text += plain;
            continue;
        }
        uint32_t codepoint = text_next_shown(canvas, &text);
        int columns = text_columns_of(codepoint, first);
        if (codepoint == 0 || used + columns > limit) {
            break;
        }
        if (columns == 2) {
            last = canvas_put_wide(canvas, x + used, y, style, codepoint);
        } else if (columns == 1 && !(first && utf8_width(codepoint) == 0)) {
            last = canvas_put_narrow(canvas, strip, x + used, style, codepoint);
        } else {
            last = first ? canvas_put_narrow(canvas, strip, x, style, ' ') : last;
            cell_combine(canvas, last, codepoint);
        }
        used += columns;
    }
    return used;
}

int canvas_text(Canvas *canvas, int x, int y, int columns, StyleRole style, const char *text)
{
    if (columns <= 0 || text_is_empty(text)) {
        return 0;
    }
    if (canvas->ascii) {
        text = text_to_ascii(canvas->arena, text);
    }
    int plain = plain_length(text, columns);
    if (text[plain] == '\0') {
        (void)canvas_put_plain(canvas, strip_of(canvas, y), x, plain, style, text);
        return plain;
    }
    if (text_measure(canvas, text, columns) <= columns) {
        return canvas_put_text(canvas, x, y, columns, style, text);
    }
    int used = canvas_put_text(canvas, x, y, columns - 1, style, text);
    canvas_glyph(canvas, x + used, y, style, GLYPH_ELLIPSIS);
    return used + 1;
}

int canvas_text_right(Canvas *canvas, int x, int y, int columns, StyleRole style,
                      const char *text)
{
    if (columns <= 0 || text_is_empty(text)) {
        return 0;
    }
    const char *shown = canvas->ascii ? text_to_ascii(canvas->arena, text) : text;
    int width = text_measure(canvas, shown, columns);
    int indent = width < columns ? columns - width : 0;
    return canvas_text(canvas, x + indent, y, columns - indent, style, text);
}

int canvas_printf(Canvas *canvas, int x, int y, int columns, StyleRole style,
                  const char *format, ...)
{
    Text text = {0};
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(&text, format, arguments);
    va_end(arguments);
    int used = canvas_text(canvas, x, y, columns, style, text_string(&text));
    text_free(&text);
    return used;
}

/* ---------------------------------------------------------------------------------------------
 * Glyphs and areas
 */
void canvas_glyph(Canvas *canvas, int x, int y, StyleRole style, Glyph glyph)
{
    cells_put(canvas, x, y, style, glyph_codepoint(glyph, canvas->ascii), 0);
}

static Rect canvas_visible(const Canvas *canvas, Rect area)
{
    Rect whole = {0, 0, canvas->width, canvas->height};
    return rect_intersect(rect_intersect(area, canvas->clip), whole);
}

void canvas_fill(Canvas *canvas, Rect area, StyleRole style, Glyph glyph)
{
    Rect visible = canvas_visible(canvas, area);
    uint32_t codepoint = glyph_codepoint(glyph, canvas->ascii);
    for (int y = visible.y; y < visible.y + visible.height; y++) {
        Cell *cells = strip_of(canvas, y).cells;
        for (int x = visible.x; x < visible.x + visible.width; x++) {
            if (cell_is_half(&cells[x])) {
                cells_break_wide(canvas, &cells[x], x);
            }
            cells[x] =
                (Cell){.codepoint = codepoint, .style = (uint8_t)style, .under = STYLE_TEXT};
        }
    }
}

void canvas_restyle(Canvas *canvas, Rect area, StyleRole style, unsigned flags)
{
    Rect visible = canvas_visible(canvas, area);
    for (int y = visible.y; y < visible.y + visible.height; y++) {
        for (int x = visible.x; x < visible.x + visible.width; x++) {
            Cell *cell = cells_at(canvas, x, y);
            cell->style = (uint8_t)style;
            cell->flags = (uint8_t)((cell->flags & CELL_SHAPE) | (flags & ~CELL_SHAPE));
        }
    }
}

void canvas_underlay(Canvas *canvas, Rect area, StyleRole under)
{
    Rect visible = canvas_visible(canvas, area);
    for (int y = visible.y; y < visible.y + visible.height; y++) {
        for (int x = visible.x; x < visible.x + visible.width; x++) {
            cells_at(canvas, x, y)->under = (uint8_t)under;
        }
    }
}

void canvas_cursor(Canvas *canvas, int x, int y, bool visible)
{
    bool inside = canvas_at(canvas, x, y) != NULL;
    canvas->cursor_x = inside ? x : -1;
    canvas->cursor_y = inside ? y : -1;
    canvas->cursor_visible = inside && visible;
}
