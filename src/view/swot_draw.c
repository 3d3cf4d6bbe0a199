/* SPDX-License-Identifier: MPL-2.0 */
/* Drawing the four boxes and, below them, the entry under the cursor in full. */
#include "parts.h"
#include "pictures.h"
#include "swot.h"

enum { LARGE_WIDTH = 100, LARGE_HEIGHT = 32, FOUR_WIDTH = 60, FOUR_HEIGHT = 12 };

enum { LARGE_DETAIL = 5, MEDIUM_DETAIL = 4, HIGHEST_WEIGHT = 5, GROUP_COLUMNS = 8 };

typedef struct QuadrantLook {
    const char *plural, *singular, *hint;
    StyleRole style;
} QuadrantLook;

static const QuadrantLook looks[QUADRANT_COUNT] = {
    [QUADRANT_STRENGTH] = {N_("Strengths"), N_("Strength"), N_("inside, helps"),
                           STYLE_STRENGTH},
    [QUADRANT_WEAKNESS] = {N_("Weaknesses"), N_("Weakness"), N_("inside, hinders"),
                           STYLE_WEAKNESS},
    [QUADRANT_OPPORTUNITY] = {N_("Opportunities"), N_("Opportunity"), N_("outside, helps"),
                              STYLE_OPPORTUNITY},
    [QUADRANT_THREAT] = {N_("Threats"), N_("Threat"), N_("outside, hinders"), STYLE_THREAT},
};

typedef struct Drawing {
    const ViewInput *input;
    const SwotPicture *picture;
    Canvas *canvas;
    HitMap *hits;
    ViewLaid *laid;
    bool large;
} Drawing;

/* First grid row of a quadrant's half. */
static int first_row(const SwotPicture *picture, int quadrant)
{
    bool upper = quadrant == QUADRANT_STRENGTH || quadrant == QUADRANT_WEAKNESS;
    return upper ? 0 : (int)picture->upper_rows;
}

static int column_of(int quadrant)
{
    return quadrant == QUADRANT_WEAKNESS || quadrant == QUADRANT_THREAT ? 1 : 0;
}

static int quadrant_under_cursor(const Drawing *drawing)
{
    const ViewState *state = drawing->input->state;
    int last = (int)(drawing->picture->upper_rows + drawing->picture->lower_rows) - 1;
    return swot_quadrant_at(drawing->picture, part_clamp(state->row, 0, last),
                            part_clamp(state->column, 0, 1));
}

/* The group that says so; "All" when it holds for all. */
static const char *group_words(const Drawing *drawing, const SwotItem *item)
{
    const char *group = part_group_short(drawing->input->plan, item->entry->group);
    return *group == '\0' ? _("All") : group;
}

static const char *item_text(const Drawing *drawing, const SwotItem *item)
{
    if (text_is_empty(item->entry->text) && drawing->input->plan->redacted)
        return _("(text not shown)");
    return item->entry->text;
}

/* Weight, repeats and group at the right end of a line; returns the columns they take. */
static int item_right_draw(const Drawing *drawing, const SwotItem *item, Rect line)
{
    Canvas *canvas = drawing->canvas;
    int right = line.x + line.width;
    bool weighed = item->weight != NUMBER_NONE;
    if (drawing->large) {
        right -= HIGHEST_WEIGHT;
        for (int step = 0; step < HIGHEST_WEIGHT && weighed; step++)
            canvas_glyph(canvas, right + step, line.y,
                         step < item->weight ? STYLE_TEXT : STYLE_DIM,
                         step < item->weight ? GLYPH_WEIGHT_FULL : GLYPH_WEIGHT_EMPTY);
        right -= GROUP_COLUMNS + 1;
        canvas_text(canvas, right, line.y, GROUP_COLUMNS, STYLE_DIM,
                    group_words(drawing, item));
    } else {
        right -= 1;
        if (weighed)
            canvas_printf(canvas, right, line.y, 1, STYLE_TEXT, "%d", (int)item->weight);
    }
    if (item->repeats > 1) {
        const char *times = arena_printf(canvas->arena, "×%u", item->repeats);
        right -= part_columns(times) + 1;
        canvas_text(canvas, right, line.y, part_columns(times), STYLE_CHIP, times);
    }
    return line.x + line.width - right + 1;
}

/* Columns that the number in front of a text takes. */
static int number_columns(const Drawing *drawing, int place)
{
    return !drawing->large ? 0 : place >= 9 ? 4 : 3;
}

/* Rows that a text needs in a line of that width, where so many are free. */
static int item_rows(const Drawing *drawing, int quadrant, int place, int width, int most)
{
    const SwotBox *box = &drawing->picture->boxes[quadrant];
    if ((uint32_t)place >= box->count || most <= 1)
        return 1;
    const SwotItem *item = &box->items[place];
    int right = drawing->large ? HIGHEST_WEIGHT + GROUP_COLUMNS + 2 : 2;
    if (item->repeats > 1)
        right += part_columns(arena_printf(drawing->canvas->arena, "×%u", item->repeats)) + 1;
    int columns = width - 2 - right - number_columns(drawing, place);
    return part_clamp(
        part_paragraph_rows(drawing->canvas->arena, item_text(drawing, item), columns), 1,
        most);
}

/* The line is as high as there are rows for the text. */
static void item_draw(const Drawing *drawing, int quadrant, int place, Rect line)
{
    const SwotBox *box = &drawing->picture->boxes[quadrant];
    const ViewState *state = drawing->input->state;
    int row = first_row(drawing->picture, quadrant) + place, column = column_of(quadrant);
    Canvas *canvas = drawing->canvas;
    Rect text = {line.x + 1, line.y, line.width - 2, line.height};
    if ((uint32_t)place < box->count) {
        const SwotItem *item = &box->items[place];
        StyleRole style = part_row_style(drawing->input, item->entry->row.id, STYLE_TEXT);
        Rect right = {line.x, line.y, line.width - 1, 1};
        int taken = item_right_draw(drawing, item, right);
        if (drawing->large) {
            canvas_printf(canvas, text.x, line.y, 3, STYLE_DIM, "%d", place + 1);
            text.x += number_columns(drawing, place);
        }
        text.width = part_larger(line.x + line.width - 1 - taken - text.x, 1);
        const char *words = item_text(drawing, item);
        text.height = part_larger(part_paragraph(canvas, text, style, words), 1);
        part_mark(drawing->input, item->entry->row.id, canvas, line.x, line.y);
        part_show_match(
            drawing->input, canvas,
            (Rect){text.x, text.y, part_smaller(text.width, part_columns(words)), text.height},
            style, words);
    }
    part_hit(drawing->input, drawing->hits, line, text, row, column);
    if (state->row != row || state->column != column)
        return;
    part_cursor(canvas, part_bar(drawing->input, canvas, text),
                (Rect){text.x, text.y, text.width, 1}, drawing->laid);
    /* Before the number, but beside the text where a move is to be cheap. */
    if (text.x > line.x + 1 && part_shows_detail(drawing->input)) {
        canvas_glyph(canvas, text.x - 1, line.y, STYLE_TEXT, GLYPH_SPACE);
        canvas_glyph(canvas, line.x, line.y, STYLE_TEXT, GLYPH_CURSOR);
        drawing->laid->marks = line;
    }
}

/* How far a box has scrolled: only as far as the cursor in it asks for. */
static int box_offset(const Drawing *drawing, int quadrant, int capacity)
{
    if (quadrant_under_cursor(drawing) != quadrant)
        return 0;
    int place = swot_place_at(drawing->picture, drawing->input->state->row);
    return part_larger(place - capacity + 1, 0);
}

/* --- Without a cursor -------------------------------------------------------------------------------- */

/* Columns of a text beside its weight and, of all groups together, how often it was said. */
static int text_columns(const Drawing *drawing, Rect inside)
{
    int right = drawing->large ? HIGHEST_WEIGHT + GROUP_COLUMNS + 3 : 4;
    int repeats = drawing->input->state->scope == 0 ? 4 : 0;
    return part_larger(inside.width - right - repeats - 1, 1);
}

/* Nobody moves a cursor there to read the rest of a text below: it stands here.  False: some do not fit. */
static bool texts_draw(const Drawing *drawing, int quadrant, Rect inside)
{
    const SwotBox *box = &drawing->picture->boxes[quadrant];
    int columns = text_columns(drawing, inside), y = inside.y, end = y + inside.height;
    uint32_t index = (uint32_t)box_offset(drawing, quadrant, inside.height);
    int spare = inside.height - (int)(box->count - index); /* rows; the first ones have them */
    for (; index < box->count && y < end; index++) {
        const SwotItem *item = &box->items[index];
        int wanted =
            part_paragraph_rows(drawing->canvas->arena, item_text(drawing, item), columns);
        int more = part_clamp(wanted - 1, 0, part_larger(spare, 0));
        int rows = 1 + more;
        spare -= more;
        (void)item_right_draw(drawing, item, (Rect){inside.x, y, inside.width - 1, 1});
        (void)part_paragraph(drawing->canvas, (Rect){inside.x + 1, y, columns, rows},
                             part_row_style(drawing->input, item->entry->row.id, STYLE_TEXT),
                             item_text(drawing, item));
        y += rows;
    }
    return index >= box->count;
}

static void box_title_draw(const Drawing *drawing, int quadrant, Rect area)
{
    const QuadrantLook *look = &looks[quadrant];
    Canvas *canvas = drawing->canvas;
    bool here = part_shows_detail(drawing->input) && quadrant_under_cursor(drawing) == quadrant;
    const char *title = "", *count = "";
    bool is_shown = canvas_shows(canvas, (Rect){area.x, area.y, area.width, 1});
    if (is_shown) {
        title = drawing->large
                    ? arena_printf(canvas->arena, "%s %s", _(look->plural), _(look->hint))
                    : _(look->plural);
        count = arena_printf(canvas->arena, "%u", drawing->picture->boxes[quadrant].count);
    }
    canvas_box(canvas, area, STYLE_LINE, title, count);
    if (is_shown)
        canvas_restyle(canvas,
                       (Rect){area.x + 3, area.y,
                              part_smaller(part_columns(_(look->plural)), area.width - 6), 1},
                       look->style, here ? CELL_BOLD : 0);
}

/* Rows of the grid in the half of the screen where the box is.  An empty box has one place, and the
 * cursor may go below the last entry of the shorter box. */
static int grid_rows(const Drawing *drawing, int quadrant)
{
    const SwotPicture *picture = drawing->picture;
    return (int)(first_row(picture, quadrant) == 0 ? picture->upper_rows : picture->lower_rows);
}

/* How the entries of a box stand: every `step` rows from `y` on, the first of them `offset`. */
typedef struct BoxRows {
    int step, y, end, capacity, offset;
} BoxRows;

static BoxRows box_rows(const Drawing *drawing, int quadrant, Rect inside)
{
    BoxRows rows = {.step = 1, .y = inside.y, .end = inside.y + inside.height};
    if (drawing->large && grid_rows(drawing, quadrant) * 2 <= inside.height) {
        rows.step = 2;
        rows.y++;
    }
    rows.capacity = part_larger((rows.end - rows.y + rows.step - 1) / rows.step, 1);
    rows.offset = box_offset(drawing, quadrant, rows.capacity);
    return rows;
}

static void items_draw(const Drawing *drawing, int quadrant, Rect inside, const BoxRows *at)
{
    int grid = grid_rows(drawing, quadrant);
    int y = at->y;
    int spare = at->step == 1 && grid <= inside.height ? inside.height - grid : 0;
    for (int shown = 0; shown < at->capacity && at->offset + shown < grid; shown++) {
        int most = at->step > 1 ? part_smaller(at->step, at->end - y) : 1 + spare;
        Rect line = {inside.x, y, inside.width, at->end - y};
        if (!canvas_shows(drawing->canvas, line))
            return;
        line.height = most;
        if (at->step > 1 && !canvas_shows(drawing->canvas, line)) {
            y += at->step;
            continue;
        }
        int place = at->offset + shown;
        int rows = item_rows(drawing, quadrant, place, inside.width, most);
        line.height = rows;
        if (canvas_shows(drawing->canvas, line))
            item_draw(drawing, quadrant, place, line);
        spare -= at->step == 1 ? rows - 1 : 0;
        y += at->step > 1 ? at->step : rows;
    }
}

static void box_draw(const Drawing *drawing, int quadrant, Rect area)
{
    Canvas *canvas = drawing->canvas;
    Rect inside = {area.x + 1, area.y + 1, area.width - 2, area.height - 2};
    BoxRows rows = box_rows(drawing, quadrant, inside);
    bool unattended = drawing->input->state->unattended;
    bool has_room = inside.height > 0 && inside.width > 4;
    if (quadrant_under_cursor(drawing) == quadrant)
        drawing->laid->elsewhere =
            has_room && !unattended ? rows.offset * QUADRANT_COUNT + quadrant : quadrant;
    if (!canvas_shows(canvas, area))
        return;
    box_title_draw(drawing, quadrant, area);
    if (!has_room)
        return;
    bool is_all = false;
    if (unattended) {
        is_all = texts_draw(drawing, quadrant, inside);
    } else {
        Rect old = canvas_clip(canvas, inside);
        items_draw(drawing, quadrant, inside, &rows);
        canvas_unclip(canvas, old);
        is_all = rows.offset + rows.capacity >= (int)drawing->picture->boxes[quadrant].count;
    }
    if (!unattended && rows.offset > 0)
        canvas_glyph(canvas, area.x + area.width - 1, inside.y, STYLE_HINT, GLYPH_UP);
    if (!is_all)
        canvas_glyph(canvas, area.x + area.width - 1, inside.y + inside.height - 1, STYLE_HINT,
                     GLYPH_DOWN);
}

/* --- The entry under the cursor --------------------------------------------------------------------- */

static void append_link(const Plan *plan, Text *words, EntityKind entity, RowId id,
                        Arena *arena)
{
    if (plan_row(plan, entity, id) == NULL)
        return;
    if (words->length > 0)
        text_append(words, "   ");
    text_printf(words, "→ %s", plan_title(plan, entity, id, arena));
}

/* Group, what it led to, and whether it is an example: one line. */
static const char *links_of(const Drawing *drawing, const SwotItem *item)
{
    const Plan *plan = drawing->input->plan;
    const Swot *entry = item->entry;
    Arena *arena = drawing->canvas->arena;
    Text words = {0};
    if (item->repeats > 1)
        text_printf(&words, _("said %u times"), item->repeats);
    else
        text_append(&words,
                    entry->group == 0 ? _("all groups") : part_group_short(plan, entry->group));
    const char *municipality = part_municipality_name(plan, entry->municipality);
    if (*municipality != '\0')
        text_printf(&words, "   %s", municipality);
    append_link(plan, &words, ENTITY_TASK, entry->task, arena);
    append_link(plan, &words, ENTITY_RISK, entry->risk, arena);
    append_link(plan, &words, ENTITY_BENEFIT, entry->benefit, arena);
    if (entry->row.origin == ORIGIN_EXAMPLE)
        text_printf(&words, "   %s", _("(example)"));
    const char *line = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return line;
}

static void weight_draw(Canvas *canvas, Rect *line, int64_t weight)
{
    if (weight == NUMBER_NONE)
        return;
    const char *words = arena_printf(canvas->arena, _("weight %d"), (int)weight);
    int columns = part_columns(words);
    if (line->width < columns + 20)
        return;
    canvas_text_right(canvas, line->x, line->y, line->width, STYLE_DIM, words);
    line->width -= columns + 3;
}

static void detail_draw(const Drawing *drawing, Rect area)
{
    const ViewState *state = drawing->input->state;
    const SwotItem *item = swot_item_at(drawing->picture, state->row, state->column);
    int quadrant = quadrant_under_cursor(drawing);
    Canvas *canvas = drawing->canvas;
    if (area.height <= 0)
        return;
    if (item == NULL) {
        canvas_printf(canvas, area.x, area.y, area.width, STYLE_DIM,
                      _("%s: nothing here yet; a adds the first."), _(looks[quadrant].plural));
        return;
    }
    const char *name = arena_printf(canvas->arena, "%s %d", _(looks[quadrant].singular),
                                    swot_place_at(drawing->picture, state->row) + 1);
    int indent = part_columns(name) + 2;
    canvas_text(canvas, area.x, area.y, indent, looks[quadrant].style, name);
    Rect text = {area.x + indent, area.y, area.width - indent, part_larger(area.height - 1, 1)};
    weight_draw(canvas, &text, item->weight);
    int used =
        part_larger(part_paragraph(canvas, text, STYLE_TEXT, item_text(drawing, item)), 1);
    int note_rows = part_larger(area.height - used - 1, 0);
    Rect note = {area.x + indent, area.y + used, area.width - indent, note_rows};
    used += part_paragraph(canvas, note, STYLE_DIM, item->entry->note);
    if (used >= area.height)
        return;
    bool example = item->entry->row.origin == ORIGIN_EXAMPLE;
    canvas_text(canvas, area.x + indent, area.y + used, area.width - indent,
                example ? STYLE_EXAMPLE : STYLE_DIM, links_of(drawing, item));
}

/* --- The whole -------------------------------------------------------------------------------------- */

/* Texts stand in full in the boxes where nobody moves a cursor. */
static bool has_detail(const Drawing *drawing)
{
    return part_shows_detail(drawing->input) && !drawing->input->state->unattended;
}

static void four_boxes_draw(const Drawing *drawing, Rect area)
{
    int margin = drawing->large ? 1 : 0, gap = drawing->large ? 2 : 0;
    int top = drawing->large ? 1 : 0;
    int detail = drawing->large ? LARGE_DETAIL : area.height >= 18 ? MEDIUM_DETAIL : 2;
    if (!has_detail(drawing))
        detail = 0;
    int height = (area.height - detail - 2 * top) / 2;
    int width = (area.width - 2 * margin - gap) / 2;
    int left = area.x + margin, right = left + width + gap;
    int upper = area.y + top, lower = upper + height + top;
    box_draw(drawing, QUADRANT_STRENGTH, (Rect){left, upper, width, height});
    box_draw(drawing, QUADRANT_WEAKNESS, (Rect){right, upper, width, height});
    box_draw(drawing, QUADRANT_OPPORTUNITY, (Rect){left, lower, width, height});
    box_draw(drawing, QUADRANT_THREAT, (Rect){right, lower, width, height});
    int below = lower + height + top;
    if (detail == 0)
        return;
    int indent = drawing->large ? 2 : 1;
    detail_draw(drawing, (Rect){area.x + indent, below, area.width - 2 * indent,
                                area.y + area.height - below});
}

/* One box at a time where four would hold nothing. */
static void one_box_draw(const Drawing *drawing, Rect area)
{
    int detail = area.height >= 6 && has_detail(drawing) ? 2 : 0;
    box_draw(drawing, quadrant_under_cursor(drawing),
             (Rect){area.x, area.y, area.width, area.height - detail});
    detail_draw(drawing,
                (Rect){area.x + 1, area.y + area.height - detail, area.width - 2, detail});
}

void swot_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid)
{
    Drawing drawing = {
        .input = input, .picture = rows->data, .canvas = canvas, .hits = hits, .laid = laid};
    drawing.large = area.width >= LARGE_WIDTH && area.height >= LARGE_HEIGHT;
    laid->first_day = laid->last_day = DAY_NONE;
    /* Boxes scroll by themselves to where the cursor is, so every row counts as shown. */
    laid->rows_shown = part_larger((int)rows->count, 1);
    laid->columns_shown = 2;
    Rect old = canvas_clip(canvas, area);
    if (area.width >= FOUR_WIDTH && area.height >= FOUR_HEIGHT)
        four_boxes_draw(&drawing, area);
    else
        one_box_draw(&drawing, area);
    canvas_unclip(canvas, old);
}
