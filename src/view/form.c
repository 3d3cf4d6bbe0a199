/* SPDX-License-Identifier: MPL-2.0 */
/* All fields of a row: a label and a value each, and below them what the selected one means. */
#include "parts.h"

typedef struct FormShape {
    Rect box;
    int rows;      /* fields that fit */
    int foot_rows; /* rows below the rule */
    bool spaced;   /* a blank row above the first field */
} FormShape;

enum {
    LARGEST_FORM_WIDTH = 100,
    LARGEST_LABEL = 24,
    ROOMY_HEIGHT = 18,
    NARROW_SCREEN = 76,
    FOOTER_ROWS = 2
};

static FormShape form_shape(const Canvas *canvas)
{
    bool roomy = canvas->height >= ROOMY_HEIGHT;
    int beside = canvas->width < NARROW_SCREEN ? 0 : roomy ? 14 : 2;
    int width =
        part_clamp(canvas->width - beside, part_smaller(canvas->width, 38), LARGEST_FORM_WIDTH);
    int height = part_larger(canvas->height - (roomy ? 5 : FOOTER_ROWS),
                             part_smaller(canvas->height, 5));
    FormShape shape = {.spaced = roomy, .foot_rows = roomy ? 5 : 2};
    shape.box =
        (Rect){(canvas->width - width) / 2, roomy ? 2 : 0, /* the keys below it stay in sight */
               width, height};
    shape.rows = part_larger(height - 3 - shape.foot_rows - (roomy ? 1 : 0), 1);
    return shape;
}

uint32_t form_rows(const Canvas *canvas)
{
    return (uint32_t)form_shape(canvas).rows;
}

static int label_width(const Form *form, int inside)
{
    int widest = 4;
    for (uint32_t index = 0; index < form->count; index++)
        widest = part_larger(widest, part_columns(_(form->fields[index].field->label)));
    return part_smaller(part_smaller(widest, LARGEST_LABEL), inside / 3);
}

static bool field_is_long(const FormField *field)
{
    return (field->field->flags & FIELD_LONG) != 0;
}

/* Theirs beside one's own: the right half of the row, or who it was.  Returns the columns used. */
static int other_draw(const FormField *field, Rect place, Canvas *canvas)
{
    if (field->other == FORM_OTHER_NONE)
        return 0;
    bool taken = field->other == FORM_OTHER_TAKEN;
    const char *words =
        taken ? field->by
              : arena_printf(canvas->arena, "%s: %s", field->by,
                             text_is_empty(field->theirs) ? _("(empty)") : field->theirs);
    int columns = taken ? part_smaller(part_columns(words), place.width / 2) : place.width / 2;
    int x = place.x + place.width - columns;
    StyleRole style = field->other == FORM_OTHER_DIFFERS ? STYLE_CHANGED : STYLE_DIM;
    canvas_text(canvas, x, place.y, columns, style, words);
    return columns + 1;
}

/* A row of the form: mark of change, label, value, and what the value is read as. */
static void field_draw(const Form *form, uint32_t index, Rect row, int label, Canvas *canvas)
{
    const FormField *field = &form->fields[index];
    bool selected = index == form->selected;
    int x = row.x + 2 + label + 2, columns = row.x + row.width - 1 - x;
    bool wrong = !text_is_empty(field->error);
    StyleRole style = field->read_only ? STYLE_DIM : wrong ? STYLE_ERROR : STYLE_TEXT;
    if (field->changed)
        canvas_glyph(canvas, row.x + 1, row.y, STYLE_CHANGED, GLYPH_BULLET);
    if (selected)
        canvas_glyph(canvas, row.x, row.y, STYLE_TEXT, GLYPH_CURSOR);
    canvas_text(canvas, row.x + 2, row.y, label, selected ? STYLE_HEADING : STYLE_DIM,
                _(field->field->label));
    columns -= other_draw(field, (Rect){x, row.y, columns, 1}, canvas);
    if (!selected) {
        canvas_text(canvas, x, row.y, columns,
                    field->other == FORM_OTHER_TAKEN ? STYLE_CHANGED : style, field->text);
        return;
    }
    if (field->read_only || field_is_long(field)) {
        canvas_fill(canvas, (Rect){x, row.y, columns, 1}, STYLE_SELECTED, GLYPH_SPACE);
        canvas_text(canvas, x, row.y, columns, STYLE_SELECTED, field->text);
        canvas_cursor(canvas, x, row.y, false);
        return;
    }
    line_draw(&form->line, canvas, x, row.y, columns, STYLE_INPUT);
}

/* One of the sentences below the rule; an empty one takes no row. */
static void foot_line(Canvas *canvas, Rect *foot, int most, StyleRole style, const char *words)
{
    Rect area = *foot;
    area.height = part_smaller(area.height, most);
    int used = part_paragraph(canvas, area, style, words);
    foot->y += used;
    foot->height -= used;
}

static void foot_draw(const Form *form, Rect foot, Canvas *canvas)
{
    if (form->count == 0 || form->selected >= form->count)
        return;
    const FormField *field = &form->fields[form->selected];
    bool small = foot.height <= 2;
    if (!text_is_empty(field->error))
        foot_line(canvas, &foot, 2, STYLE_ERROR, field->error);
    else
        foot_line(canvas, &foot, 1, STYLE_GOOD, field->reading);
    if (field->other == FORM_OTHER_DIFFERS)
        foot_line(canvas, &foot, 2, STYLE_MESSAGE,
                  arena_printf(canvas->arena,
                               _("%s wrote “%s” here.  Ctrl-T takes it, Ctrl-Y keeps yours."),
                               field->by, field->theirs));
    foot_line(canvas, &foot, small ? 1 : 2, STYLE_MESSAGE, form->message);
    bool more = field->read_only || field_is_long(field);
    foot_line(canvas, &foot, small && more ? 1 : 2, STYLE_TEXT, form->help);
    if (field->read_only)
        foot_line(canvas, &foot, 1, STYLE_DIM, _("The plan is open for reading only."));
    else if (field_is_long(field))
        foot_line(canvas, &foot, 1, STYLE_DIM, _("Ctrl-E opens the editor."));
    if (field_is_long(field))
        foot_line(canvas, &foot, foot.height, STYLE_TEXT, field->text);
}

void form_draw(const Form *form, Canvas *canvas)
{
    FormShape shape = form_shape(canvas);
    /* A short form has a low box. */
    int spare = part_larger(shape.rows - part_larger((int)form->count, 1), 0);
    shape.rows -= spare;
    shape.box.height -= spare;
    canvas_fill(canvas, shape.box, STYLE_TEXT, GLYPH_SPACE);
    canvas_box(canvas, shape.box, STYLE_LINE, form->title, form->dirty ? _("not saved") : "");
    Rect inside = {shape.box.x + 1, shape.box.y + 1, shape.box.width - 2, shape.box.height - 2};
    Rect old = canvas_clip(canvas, inside);
    int label = label_width(form, inside.width);
    int y = inside.y + (shape.spaced ? 1 : 0);
    for (int row = 0; row < shape.rows; row++) {
        uint32_t index = form->top + (uint32_t)row;
        if (index >= form->count)
            break;
        field_draw(form, index, (Rect){inside.x, y + row, inside.width, 1}, label, canvas);
    }
    int rule = inside.y + inside.height - shape.foot_rows - 1;
    canvas_horizontal(canvas, inside.x, rule, inside.width, STYLE_LINE);
    int edge = inside.x + inside.width - 1;
    if (form->top > 0)
        canvas_glyph(canvas, edge, y, STYLE_DIM, GLYPH_UP);
    if (form->top + (uint32_t)shape.rows < form->count)
        canvas_glyph(canvas, edge, y + shape.rows - 1, STYLE_DIM, GLYPH_DOWN);
    foot_draw(form, (Rect){inside.x + 2, rule + 1, inside.width - 3, shape.foot_rows}, canvas);
    canvas_unclip(canvas, old);
}
