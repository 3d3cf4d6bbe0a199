/* SPDX-License-Identifier: MPL-2.0 */
/* A list to pick from: the command palette, references, choices. */
#include "parts.h"

/* How the box is built for a canvas; small screens lose the blank row, then the preview. */
typedef struct PickerShape {
    int width, rows, preview_rows;
    bool spaced;
} PickerShape;

enum {
    OUTSIDE_ROWS = 6,
    FOOTER_ROWS = 2,
    PREVIEW_ROWS = 3,
    MOST_ROWS = 20,
    ROWS_BESIDE = 8,
    FEWEST_BESIDE = 3,
    ROWS_WITH_PREVIEW = 4,
    LARGEST_WIDTH = 84,
    NARROW_SCREEN = 76
};

static PickerShape picker_shape(const Canvas *canvas)
{
    int beside = canvas->width < NARROW_SCREEN ? 0 : 16;
    PickerShape shape = {.width = part_clamp(canvas->width - beside, 30, LARGEST_WIDTH)};
    shape.width = part_smaller(shape.width, canvas->width);
    bool roomy = canvas->height >= 20;
    shape.spaced = roomy;
    shape.preview_rows = roomy ? PREVIEW_ROWS : 0;
    int around = roomy ? OUTSIDE_ROWS + 4 + 1 + PREVIEW_ROWS : FOOTER_ROWS + 1 + 3;
    shape.rows = part_clamp(canvas->height - around, 1, MOST_ROWS);
    return shape;
}

uint32_t picker_rows(const Canvas *canvas)
{
    return (uint32_t)picker_shape(canvas).rows;
}

static int shape_height(const PickerShape *shape)
{
    int preview = shape->preview_rows > 0 ? shape->preview_rows + 1 : 0;
    return 3 + (shape->spaced ? 1 : 0) + shape->rows + preview;
}

/* Where the box stands: below the cell it belongs to, else above, else in the middle. */
static Rect picker_place(const Picker *picker, Rect beside, const Canvas *canvas,
                         PickerShape *shape)
{
    if (text_is_empty(picker->preview))
        shape->preview_rows = 0;
    if (beside.width > 0) {
        int above = beside.y - 1;
        int below = canvas->height - FOOTER_ROWS - (beside.y + beside.height);
        if (part_larger(above, below) < shape_height(shape) - shape->rows + ROWS_WITH_PREVIEW)
            shape->preview_rows = 0;
        int extra = shape_height(shape) - shape->rows;
        int room = part_larger(above, below) - extra;
        shape->rows = part_smaller(shape->rows, ROWS_BESIDE);
        /* A list of one or two lines is no list: then rather over the cell. */
        if (room >= part_smaller(shape->rows, FEWEST_BESIDE)) {
            shape->rows = part_smaller(shape->rows, room);
            int height = shape_height(shape);
            int y = below >= height || below >= above ? beside.y + beside.height
                                                      : beside.y - height;
            int x = part_clamp(beside.x - 2, 0, part_larger(canvas->width - shape->width, 0));
            return (Rect){x, y, shape->width, height};
        }
    }
    int height = shape_height(shape);
    int y = canvas->height >= height + OUTSIDE_ROWS ? 3 : (canvas->height - height) / 2;
    y = part_smaller(y, canvas->height - height - FOOTER_ROWS); /* hints stay readable */
    return (Rect){(canvas->width - shape->width) / 2, part_larger(y, 0), shape->width, height};
}

static void item_draw(const PickItem *item, bool selected, Rect inside, int y, Canvas *canvas)
{
    StyleRole style = selected ? STYLE_SELECTED : STYLE_TEXT;
    int detail = text_is_empty(item->detail) ? 0 : part_columns(item->detail);
    detail = part_smaller(detail, inside.width / 2);
    int words = inside.width - 4 - (detail > 0 ? detail + 2 : 0);
    canvas_text(canvas, inside.x + 2, y, words, style, item->words);
    if (detail > 0)
        canvas_text_right(canvas, inside.x + inside.width - 2 - detail, y, detail,
                          selected ? STYLE_SELECTED : STYLE_DIM, item->detail);
    if (!selected)
        return;
    canvas_restyle(canvas, (Rect){inside.x + 2, y, inside.width - 4, 1}, STYLE_SELECTED, 0);
    canvas_glyph(canvas, inside.x, y, STYLE_TEXT, GLYPH_CURSOR);
}

static void items_draw(const Picker *picker, Rect inside, int y, int rows, Canvas *canvas)
{
    if (picker->count == 0) {
        Rect words = {inside.x + 2, y, inside.width - 4, rows};
        part_paragraph(canvas, words, STYLE_DIM,
                       text_is_empty(picker->empty) ? _("Nothing fits.") : picker->empty);
        return;
    }
    /* `top` was counted with picker_rows; a box beside a cell may be lower: keep the choice in it. */
    uint32_t top = picker->top;
    if (picker->selected >= top + (uint32_t)rows)
        top = picker->selected - (uint32_t)rows + 1;
    if (picker->selected < top)
        top = picker->selected;
    for (uint32_t row = 0; row < (uint32_t)rows && top + row < picker->count; row++) {
        uint32_t index = top + row;
        item_draw(&picker->items[index], index == picker->selected, inside, y + (int)row,
                  canvas);
    }
    int edge = inside.x + inside.width - 1;
    if (top > 0)
        canvas_glyph(canvas, edge, y, STYLE_DIM, GLYPH_UP);
    if (top + (uint32_t)rows < picker->count)
        canvas_glyph(canvas, edge, y + rows - 1, STYLE_DIM, GLYPH_DOWN);
}

void picker_draw(const Picker *picker, Rect beside, Canvas *canvas)
{
    PickerShape shape = picker_shape(canvas);
    Rect box = picker_place(picker, beside, canvas, &shape);
    canvas_fill(canvas, box, STYLE_TEXT, GLYPH_SPACE);
    const char *count =
        picker->count == 0 ? "" : arena_printf(canvas->arena, "%u", picker->count);
    canvas_box(canvas, box, STYLE_LINE, picker->title, count);
    Rect inside = {box.x + 1, box.y + 1, box.width - 2, box.height - 2};
    Rect old = canvas_clip(canvas, inside);
    int prompt = canvas_text(canvas, inside.x + 1, inside.y, inside.width - 2, STYLE_KEY,
                             picker->prompt);
    int y = inside.y + 1 + (shape.spaced ? 1 : 0);
    items_draw(picker, inside, y, shape.rows, canvas);
    if (shape.preview_rows > 0) {
        int rule = y + shape.rows;
        canvas_horizontal(canvas, inside.x, rule, inside.width, STYLE_LINE);
        Rect lines = {inside.x + 2, rule + 1, inside.width - 3, shape.preview_rows};
        part_paragraph(canvas, lines, STYLE_TEXT, picker->preview);
    }
    line_draw(&picker->line, canvas, inside.x + 1 + prompt, inside.y, inside.width - 2 - prompt,
              STYLE_INPUT);
    canvas_unclip(canvas, old);
}
