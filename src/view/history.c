/* SPDX-License-Identifier: MPL-2.0 */
/* Changes, newest first: when, who, what.  Of one row: which field, from what to what. */
#include "parts.h"
#include "pictures.h"

enum { TIME_COLUMNS = 14, WIDE = 70, AUTHOR_COLUMNS = 10, DETAIL_ROWS = 4 };

typedef struct Drawing {
    const ViewInput *input;
    const ViewRows *rows;
    Rect area;
    Canvas *canvas;
    HitMap *hits;
    ViewLaid *laid;
} Drawing;

static bool item_matches(const ViewInput *input, const HistoryItem *item, Arena *arena)
{
    if (text_is_empty(input->state->filter))
        return true;
    const char *title = plan_row(input->plan, item->entity, item->row) == NULL
                            ? ""
                            : plan_title(input->plan, item->entity, item->row, arena);
    return part_is_match(input, item->label, arena) ||
           part_is_match(input, item->words, arena) ||
           part_is_match(input, item->author, arena) || part_is_match(input, title, arena) ||
           part_is_match(input, item->before, arena) ||
           part_is_match(input, item->after, arena);
}

static bool entity_is_known(EntityKind entity)
{
    return entity > ENTITY_NONE && entity < ENTITY_COUNT;
}

ViewRows history_lay_out(const ViewInput *input, Arena *arena)
{
    uint32_t count = input->history == NULL ? 0 : input->history->count, shown = 0;
    ViewRow *rows = ARENA_ARRAY(arena, ViewRow, count + 1);
    for (uint32_t index = 0; index < count; index++) {
        const HistoryItem *item = &input->history->items[index];
        bool known = entity_is_known(item->entity);
        if (known && !item_matches(input, item, arena))
            continue;
        if (!known && !text_is_empty(input->state->filter) &&
            !part_is_match(input, item->label, arena) &&
            !part_is_match(input, item->author, arena))
            continue;
        rows[shown].data = (int32_t)index;
        rows[shown++].target = (Target){.entity = known ? item->entity : ENTITY_NONE,
                                        .id = item->row,
                                        .field = item->field,
                                        .extra = (int32_t)index};
    }
    return (ViewRows){.rows = rows,
                      .count = shown,
                      .columns = 1,
                      .hidden = count - shown,
                      .summary = shown == 1 ? _("1 change")
                                            : arena_printf(arena, _("%u changes"), shown)};
}

Target history_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    (void)input;
    if (row < 0 || (uint32_t)row >= rows->count || column != 0)
        return (Target){.entity = ENTITY_NONE, .field = -1};
    return rows->rows[row].target;
}

static const char *time_words(const Drawing *drawing, int64_t time)
{
    return part_time(time, drawing->input->utc_offset, drawing->input->language,
                     drawing->canvas->arena);
}

static const char *value_words(const char *value)
{
    return text_is_empty(value) ? "–" : value;
}

/* "Progress: 10 % → 20 %", or "" when the operation is not of a field. */
static const char *field_change(const HistoryItem *item, Arena *arena)
{
    if (!entity_is_known(item->entity))
        return "";
    const Entity *entity = schema_entity(item->entity);
    if (item->field < 0 || item->field >= entity->field_count)
        return "";
    return arena_printf(arena, "%s: %s → %s", _(entity->fields[item->field].label),
                        value_words(item->before), value_words(item->after));
}

/* What was changed, as a sentence; where nobody made one, the label and the row. */
static const char *item_words(const Drawing *drawing, const HistoryItem *item)
{
    Arena *arena = drawing->canvas->arena;
    const char *change = field_change(item, arena);
    if (drawing->input->state->scope != 0)
        return !text_is_empty(change)        ? change
               : !text_is_empty(item->words) ? item->words
                                             : item->label;
    if (!text_is_empty(item->words))
        return item->words;
    const char *words = text_is_empty(item->label) ? change : item->label;
    if (!entity_is_known(item->entity) ||
        plan_row(drawing->input->plan, item->entity, item->row) == NULL)
        return words;
    const char *title = plan_title(drawing->input->plan, item->entity, item->row, arena);
    uint32_t more = history_item_more(item);
    if (more > 0)
        return arena_printf(arena, _("%s   %s and %u more"), words, title, more);
    return arena_printf(arena, "%s   %s", words, title);
}

/* A sign in front of what was taken back, what takes back, and what came from elsewhere. */
static const char *item_mark(const HistoryItem *item)
{
    if (item->undone)
        return _("undone");
    if (text_equal(item->kind, "undo"))
        return _("undo");
    if (text_equal(item->kind, "redo"))
        return _("redo");
    return "";
}

static void item_draw(const Drawing *drawing, uint32_t row, int y)
{
    const HistoryItem *item = &drawing->input->history->items[drawing->rows->rows[row].data];
    Canvas *canvas = drawing->canvas;
    Rect area = drawing->area;
    bool wide = area.width >= WIDE;
    StyleRole style = item->undone ? STYLE_DIM : STYLE_TEXT;
    int x = area.x + 2, right = area.x + area.width - 1;
    canvas_text(canvas, x, y, TIME_COLUMNS, STYLE_DIM, time_words(drawing, item->time));
    x += TIME_COLUMNS + 1;
    if (wide) {
        const char *author = text_is_empty(item->author) ? "–" : item->author;
        canvas_text(canvas, x, y, AUTHOR_COLUMNS, STYLE_TEXT, author);
        x += AUTHOR_COLUMNS + 2;
    }
    const char *mark = item_mark(item);
    if (!text_is_empty(mark)) {
        int columns = part_columns(mark);
        canvas_text(canvas, right - columns, y, columns, STYLE_WARNING, mark);
        right -= columns + 2;
    }
    Rect words = {x, y, part_larger(right - x, 1), 1};
    const char *what = item_words(drawing, item);
    canvas_text(canvas, words.x, y, words.width, style, what);
    part_show_match(drawing->input, canvas, words, style, what);
    part_hit(drawing->input, drawing->hits, (Rect){area.x, y, area.width, 1}, words, (int)row,
             0);
    if ((int)row == drawing->input->state->row)
        part_cursor(canvas, part_bar(drawing->input, canvas, words), words, drawing->laid);
}

/* Everything about the change under the cursor. */
static void detail_draw(const Drawing *drawing, Rect area)
{
    const ViewState *state = drawing->input->state;
    if (area.height <= 1 || state->row < 0 || (uint32_t)state->row >= drawing->rows->count)
        return;
    const HistoryItem *item =
        &drawing->input->history->items[drawing->rows->rows[state->row].data];
    Arena *arena = drawing->canvas->arena;
    bool told = !text_is_empty(item->words);
    part_rule(drawing->canvas, area.x, area.y, area.width, told ? item->words : item->label);
    Rect lines = {area.x + 1, area.y + 1, area.width - 2, area.height - 1};
    const char *host =
        text_is_empty(item->host) ? "" : arena_printf(arena, " (%s)", item->host);
    canvas_printf(drawing->canvas, lines.x, lines.y++, lines.width, STYLE_DIM, "%s  %s%s",
                  time_words(drawing, item->time), value_words(item->author), host);
    lines.height--;
    if (told && lines.height > 1)
        canvas_text(drawing->canvas, lines.x, lines.y + --lines.height, lines.width, STYLE_DIM,
                    item->label);
    part_paragraph(drawing->canvas, lines, STYLE_TEXT, field_change(item, arena));
}

static const char *heading_words(const Drawing *drawing)
{
    const ViewState *state = drawing->input->state;
    if (state->scope == 0 || !entity_is_known(state->scope_entity))
        return _("The whole plan");
    return plan_title(drawing->input->plan, state->scope_entity, state->scope,
                      drawing->canvas->arena);
}

static void heading_draw(const Drawing *drawing, int y)
{
    Rect area = drawing->area;
    const ViewInput *input = drawing->input;
    canvas_text(drawing->canvas, area.x + 2, y, area.width - 20, STYLE_HEADING,
                heading_words(drawing));
    if (input->history != NULL && input->history->more)
        canvas_text_right(drawing->canvas, area.x + area.width - 18, y, 17, STYLE_HINT,
                          _("older ones exist"));
}

void history_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                  HitMap *hits, ViewLaid *laid)
{
    Drawing drawing = {input, rows, area, canvas, hits, laid};
    int detail = part_detail_rows(input, area, DETAIL_ROWS, DETAIL_ROWS);
    int y = area.y + 1, bottom = area.y + area.height - detail;
    laid->first_day = laid->last_day = DAY_NONE;
    laid->columns_shown = 1;
    laid->rows_shown = part_larger(bottom - y, 1);
    Rect old = canvas_clip(canvas, area);
    heading_draw(&drawing, area.y);
    if (rows->count == 0)
        canvas_text(canvas, area.x + 2, y + 1, area.width - 4, STYLE_DIM,
                    rows->hidden > 0 ? _("No change has these words.") : _("No changes yet."));
    uint32_t row = (uint32_t)part_larger(input->state->top, 0);
    for (; row < rows->count && y < bottom; row++, y++)
        if (canvas_shows(canvas, (Rect){area.x, y, area.width, 1}))
            item_draw(&drawing, row, y);
    if (detail > 0)
        detail_draw(&drawing, (Rect){area.x, bottom, area.width, detail});
    canvas_unclip(canvas, old);
}
