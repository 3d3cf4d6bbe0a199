/* SPDX-License-Identifier: MPL-2.0 */
/* Any kind of row as a grid: columns are the fields that the schema lists, so there is nothing to
 * keep up to date here when a field is added. */
#include "grid.h"
#include "parts.h"
#include "pictures.h"
#include "registers_sums.h"

#include <stdlib.h>

typedef struct Register {
    const ViewInput *input;
    const Entity *entity;
    const Field **fields; /* one for each column */
    GridColumn *columns;
    uint32_t column_count;
    const Row **rows; /* in the order shown */
    uint32_t row_count;
    const char *sums; /* of all rows that pass the filter; "" none */
} Register;

enum { SUMS_HEIGHT = 8, LARGE_HEIGHT = 14, SUMS_LABEL = 6 };

static int sums_columns(int width)
{
    return part_larger(width - 4 - SUMS_LABEL, 1);
}

static EntityKind kind_of(const ViewState *state)
{
    bool known = state->kind > ENTITY_NONE && state->kind < ENTITY_COUNT;
    return known ? state->kind : ENTITY_TASK;
}

static bool kind_is_number(ValueKind kind)
{
    static const bool numbers[KIND_COUNT] = {
        [KIND_INTEGER] = true, [KIND_DECIMAL] = true,  [KIND_MONEY] = true,
        [KIND_PERCENT] = true, [KIND_DURATION] = true,
    };
    return numbers[kind];
}

/* --- Laying out --------------------------------------------------------------------------------- */

static void choose_columns(Register *picture, Arena *arena)
{
    const Entity *entity = picture->entity;
    int sort = picture->input->state->sort;
    picture->fields = ARENA_ARRAY(arena, const Field *, (size_t)entity->field_count + 1);
    picture->columns = ARENA_ARRAY(arena, GridColumn, (size_t)entity->field_count + 1);
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        if ((field->flags & FIELD_LIST) == 0 || (field->flags & FIELD_HIDDEN) != 0)
            continue;
        int sorted = sort == index + 1 ? 1 : sort == -(index + 1) ? -1 : 0;
        picture->fields[picture->column_count] = field;
        picture->columns[picture->column_count++] =
            (GridColumn){.label = _(field->label),
                         .width = field->width,
                         .right = kind_is_number(field->kind),
                         .whole = field->kind != KIND_TEXT && field->kind != KIND_REFERENCE,
                         .number = index,
                         .sorted = sorted};
    }
}

typedef struct SortContext {
    const Plan *plan;
    const Field *field;
    Language language;
    bool descending;
} SortContext;

typedef struct SortItem {
    const Row *row;
    uint32_t place;
} SortItem;

/* The plan's order among equals, so that sorting by two columns in turn does what one expects. */
static int compare_rows(const void *left, const void *right, void *context)
{
    const SortItem *one = left, *other = right;
    const SortContext *sort = context;
    int order = field_compare(sort->field, sort->plan, sort->language, one->row, other->row);
    if (order != 0)
        return sort->descending ? -order : order;
    return one->place < other->place ? -1 : one->place > other->place;
}

static void sort_rows(Register *picture, Arena *arena)
{
    int sort = picture->input->state->sort;
    int index = abs(sort) - 1;
    if (sort == 0 || index >= picture->entity->field_count || picture->row_count < 2)
        return;
    SortContext context = {picture->input->plan, &picture->entity->fields[index],
                           picture->input->language, sort < 0};
    SortItem *items = ARENA_ARRAY(arena, SortItem, picture->row_count);
    for (uint32_t row = 0; row < picture->row_count; row++)
        items[row] = (SortItem){picture->rows[row], row};
    qsort_r(items, picture->row_count, sizeof *items, compare_rows, &context);
    for (uint32_t row = 0; row < picture->row_count; row++)
        picture->rows[row] = items[row].row;
}

static uint32_t choose_rows(Register *picture, Arena *arena)
{
    const ViewInput *input = picture->input;
    EntityKind kind = picture->entity->kind;
    uint32_t count = plan_count(input->plan, kind), hidden = 0;
    picture->rows = ARENA_ARRAY(arena, const Row *, count + 1);
    for (uint32_t index = 0; index < count; index++) {
        const Row *row = plan_at(input->plan, kind, index);
        if (view_matches(input, kind, row, arena))
            picture->rows[picture->row_count++] = row;
        else
            hidden++;
    }
    return hidden;
}

static const char *sort_words(const Entity *entity, int sort, Arena *arena)
{
    int index = abs(sort) - 1;
    if (sort == 0 || index >= entity->field_count)
        return NULL;
    return arena_printf(arena,
                        sort > 0 ? _("sorted by %s, rising") : _("sorted by %s, falling"),
                        _(entity->fields[index].label));
}

ViewRows registers_lay_out(const ViewInput *input, Arena *arena)
{
    Register *picture = ARENA_NEW(arena, Register);
    picture->input = input;
    picture->entity = schema_entity(kind_of(input->state));
    choose_columns(picture, arena);
    uint32_t hidden = choose_rows(picture, arena);
    sort_rows(picture, arena);
    picture->sums =
        registers_sums(input, picture->entity, picture->rows, picture->row_count, arena);
    /* An empty register keeps one place, where the first row may be added. */
    uint32_t count = picture->row_count > 0 ? picture->row_count : 1;
    ViewRow *rows = ARENA_ARRAY(arena, ViewRow, count);
    for (uint32_t row = 0; row < count; row++) {
        rows[row].target = (Target){.entity = picture->entity->kind, .field = -1};
        if (row < picture->row_count)
            rows[row].target.id = picture->rows[row]->id;
    }
    picture->input = NULL; /* lives only as long as this call */
    return (ViewRows){.rows = rows,
                      .count = count,
                      .columns = picture->column_count > 0 ? picture->column_count : 1,
                      .hidden = hidden,
                      .summary = sort_words(picture->entity, input->state->sort, arena),
                      .data = picture};
}

Target registers_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    const Register *picture = rows->data;
    (void)input;
    if (row < 0 || (uint32_t)row >= rows->count)
        return (Target){.entity = ENTITY_NONE, .field = -1};
    Target target = rows->rows[row].target;
    if (column >= 0 && (uint32_t)column < picture->column_count)
        target.field = picture->columns[column].number;
    return target;
}

/* --- Drawing ------------------------------------------------------------------------------------ */

static GridCell cell_of(const void *context, uint32_t row, uint32_t column, Arena *arena)
{
    const Register *picture = context;
    const ViewInput *input = picture->input;
    const Row *values = picture->rows[row];
    bool example = values->origin == ORIGIN_EXAMPLE && column == 0;
    const char *words =
        field_words(picture->fields[column], input->plan, input->language, values, arena);
    StyleRole style = part_row_style(input, values->id, example ? STYLE_EXAMPLE : STYLE_TEXT);
    return (GridCell){words, style, column == 0 ? values->id : 0};
}

static EntityKind neighbour(EntityKind kind, int step)
{
    int next = (int)kind + step;
    if (next <= ENTITY_NONE)
        next = ENTITY_COUNT - 1;
    if (next >= ENTITY_COUNT)
        next = ENTITY_NONE + 1;
    return (EntityKind)next;
}

/* "Tasks  13 of 48" on the left, "← Plan   Goals →" on the right. */
static void header_draw(const Register *picture, uint32_t hidden, Rect area, Canvas *canvas)
{
    const Entity *entity = picture->entity;
    int x = area.x + 2;
    x +=
        canvas_text(canvas, x, area.y, area.width - 4, STYLE_HEADING, _(entity->plural_label)) +
        2;
    const char *count = hidden > 0
                            ? arena_printf(canvas->arena, _("%u of %u"), picture->row_count,
                                           picture->row_count + hidden)
                            : arena_printf(canvas->arena, "%u", picture->row_count);
    x += canvas_text(canvas, x, area.y, area.x + area.width - x, STYLE_DIM, count) + 3;
    const Entity *before = schema_entity(neighbour(entity->kind, -1));
    const Entity *after = schema_entity(neighbour(entity->kind, 1));
    const char *around = arena_printf(canvas->arena, "← %s   %s →", _(before->plural_label),
                                      _(after->plural_label));
    int columns = part_columns(around), right = area.x + area.width - 2;
    if (x + columns <= right)
        canvas_text(canvas, right - columns, area.y, columns, STYLE_HINT, around);
}

static void empty_draw(const Register *picture, uint32_t hidden, Rect area, Canvas *canvas,
                       ViewLaid *laid)
{
    const char *sentence = hidden > 0 ? _("No row has these words.")
                                      : _("Nothing here yet: a adds the first one.");
    Rect words = {area.x + 2, area.y + (area.height > 3 ? 2 : 1), area.width - 4, 1};
    canvas_text(canvas, words.x, words.y, words.width, STYLE_DIM, sentence);
    words.width = part_smaller(part_columns(sentence), words.width);
    part_cursor(canvas, words, words, laid);
    Rect help = {words.x, words.y + 2, words.width, area.y + area.height - words.y - 2};
    help.width = area.width - 4;
    part_paragraph(canvas, help, STYLE_DIM, _(picture->entity->help));
}

/* Rows at the foot: a line and the sums, wrapped to at most two. */
static int sums_rows(const Register *picture, Rect area, Arena *arena)
{
    if (area.height < SUMS_HEIGHT || text_is_empty(picture->sums))
        return 0;
    int rows = part_paragraph_rows(arena, picture->sums, sums_columns(area.width));
    return 1 + part_clamp(rows, 1, area.height < LARGE_HEIGHT ? 1 : 2);
}

static void sums_draw(const Register *picture, Rect area, Canvas *canvas)
{
    if (area.height <= 0)
        return;
    canvas_horizontal(canvas, area.x, area.y, area.width, STYLE_LINE);
    canvas_text(canvas, area.x + 2, area.y + 1, SUMS_LABEL - 1, STYLE_HEADING, _("Sum"));
    Rect words = {area.x + 2 + SUMS_LABEL, area.y + 1, sums_columns(area.width),
                  area.height - 1};
    part_paragraph(canvas, words, STYLE_TEXT, picture->sums);
}

static void rows_draw(const Register *picture, const Grid *grid, Rect area, Canvas *canvas,
                      HitMap *hits, ViewLaid *laid)
{
    int sums = sums_rows(picture, area, canvas->arena);
    Rect table = {area.x, area.y + 1, area.width, area.height - 1 - sums};
    grid_draw(picture->input, grid, table, canvas, hits, laid);
    sums_draw(picture, (Rect){area.x, area.y + area.height - sums, area.width, sums}, canvas);
}

/* What names a row stays in sight: the number and the name of a task. */
static uint32_t title_columns(const Register *picture)
{
    for (uint32_t column = 0; column < picture->column_count; column++)
        if ((picture->fields[column]->flags & FIELD_TITLE) != 0)
            return column + 1;
    return 1;
}

void registers_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                    HitMap *hits, ViewLaid *laid)
{
    const Register *laid_out = rows->data;
    Register picture = *laid_out;
    picture.input = input;
    Grid grid = {.columns = picture.columns,
                 .column_count = picture.column_count,
                 .fixed = title_columns(&picture),
                 .row_count = picture.row_count,
                 .context = &picture,
                 .cell = cell_of};
    laid->first_day = laid->last_day = DAY_NONE;
    laid->rows_shown = laid->columns_shown = 1;
    if (area.height <= 0)
        return;
    Rect old = canvas_clip(canvas, area);
    header_draw(&picture, rows->hidden, area, canvas);
    if (picture.row_count == 0)
        empty_draw(&picture, rows->hidden, area, canvas, laid);
    else
        rows_draw(&picture, &grid, area, canvas, hits, laid);
    canvas_unclip(canvas, old);
}
