/* SPDX-License-Identifier: MPL-2.0 */
/* Councils side by side: where they differ is marked, where they agree only the source is named. */
#include "decisions.h"
#include "parts.h"
#include "pictures.h"

enum { NARROWEST_COLUMN = 22, TITLE_COLUMNS = 9 };

enum { LARGE_DETAIL = 6, RULED_HEIGHT = 44, MEDIUM_DETAIL = 4, FEWEST_LINES = 3 };

bool decisions_point_differs(const Point *point)
{
    return point->change == POINT_AMENDED || point->change == POINT_ADDITIONAL;
}

const char *decisions_change_words(const Point *point)
{
    const Field *field = schema_field_by_name(schema_entity(ENTITY_POINT), "change");
    bool known = point->change >= 0 && point->change < field->choice_count;
    return known ? _(field->choices[point->change].label) : "";
}

const char *decisions_point_words(const Plan *plan, const Point *point, Arena *arena)
{
    if (decisions_point_differs(point))
        return arena_printf(arena, "♦ %s: %s", decisions_change_words(point), point->text);
    const char *source = part_point(plan, point->same_as, arena);
    if (point->change == POINT_SAME && !text_is_empty(source))
        return arena_printf(arena, _("as %s"), source);
    return point->text;
}

/* --- What the matrix asks for ------------------------------------------------------------------- */

static MatrixTitle title_of(const void *context, uint32_t row, Arena *arena)
{
    const DecisionsPicture *picture = context;
    const DecisionRow *given = &picture->rows[row];
    MatrixTitle title = {.name = text_is_empty(given->number) ? "+" : given->number,
                         .detail = "",
                         .mark = "",
                         .percent = MATRIX_NO_PROGRESS};
    if (given->kind == DECISION_POINTS)
        return title;
    static const EntityKind entities[] = {
        [DECISION_OBLIGATION] = ENTITY_OBLIGATION, [DECISION_INSTANCE] = ENTITY_INSTANCE};
    EntityKind entity = given->kind == DECISION_ADD ? given->entity : entities[given->kind];
    title.place = (Target){.entity = entity, .id = given->key, .field = -1};
    if (given->obligation != NULL)
        title.place.row_key = given->obligation->row.id;
    title.span_rows = decisions_span_rows(picture, given, arena);
    title.span_skip = given->first ? 1 : 0;
    return title;
}

static MatrixHeading heading_of(const void *context, uint32_t column, int columns, Arena *arena)
{
    const DecisionsPicture *picture = context;
    const Plan *plan = picture->plan;
    RowId id = picture->columns[column];
    const Decision *decision = PLAN_ROW_OF(plan, Decision, ENTITY_DECISION, id);
    if (decision == NULL)
        return (MatrixHeading){.text = "", .right = ""};
    const char *body = part_body_name(plan, decision->body);
    const char *date = part_date_as_written(&decision->date, picture->input->language, arena);
    if (text_is_empty(date))
        date = _("date not set");
    const char *number = part_case(plan, id, arena);
    const char *below = arena_printf(arena, "%s · %s", number, date);
    bool two_lines = picture->input->height >= PART_MEDIUM_HEIGHT;
    return (MatrixHeading){
        .text = text_is_empty(body) ? plan_title(plan, ENTITY_DECISION, id, arena) : body,
        .right = two_lines ? "" : decision->reference,
        .below = part_columns(below) > columns ? number : below};
}

static MatrixCell cell_of(const void *context, uint32_t row, uint32_t column, int columns,
                          Arena *arena)
{
    const DecisionsPicture *picture = context;
    uint32_t cell = row * picture->column_count + column;
    uint32_t from = picture->point_from[cell], count = picture->point_from[cell + 1] - from;
    MatrixLine *lines = ARENA_ARRAY(arena, MatrixLine, count + 1);
    (void)columns;
    for (uint32_t index = 0; index < count; index++) {
        const Point *point = picture->points[from + index];
        lines[index] = (MatrixLine){.id = point->row.id,
                                    .field = -1,
                                    .text = decisions_point_words(picture->plan, point, arena),
                                    .style = STYLE_TEXT};
        if (decisions_point_differs(point))
            lines[index].style = STYLE_WARNING;
        else if (point->change == POINT_SAME)
            lines[index].style = STYLE_DIM;
    }
    return (MatrixCell){lines, count};
}

static void span_of(const void *context, uint32_t row, Canvas *canvas, Rect area)
{
    const DecisionsPicture *picture = context;
    decisions_span_draw(picture, &picture->rows[row], canvas, area);
}

static MatrixSource source_of(const DecisionsPicture *picture)
{
    int height = picture->input->height;
    return (MatrixSource){
        .context = picture,
        .entity = ENTITY_POINT,
        .corner = _("Point"),
        .row_count = picture->row_count,
        .column_count = picture->column_count,
        .row_keys = picture->row_keys,
        .column_keys = picture->columns,
        .column_minimum = NARROWEST_COLUMN,
        .title_minimum = TITLE_COLUMNS,
        .heading_lines = 2,
        .line_most = part_larger(height / 3, FEWEST_LINES),
        .compact = height < RULED_HEIGHT,
        .title = title_of,
        .heading = heading_of,
        .cell = cell_of,
        .span = span_of,
    };
}

/* --- The view ----------------------------------------------------------------------------------- */

static const char *summary_of(const DecisionsPicture *picture, Arena *arena)
{
    const char *decisions = picture->column_count == 1
                                ? _("1 decision")
                                : arena_printf(arena, _("%u decisions"), picture->column_count);
    const char *obligations =
        picture->obligation_count == 1
            ? _("1 obligation")
            : arena_printf(arena, _("%u obligations"), picture->obligation_count);
    const char *words = arena_printf(arena, "%s · %s", decisions, obligations);
    if (picture->given + picture->open + picture->missing > 0)
        words = arena_printf(arena, _("%s · %u given"), words, picture->given);
    if (picture->missing > 0)
        words = arena_printf(arena, _("%s · %u missing"), words, picture->missing);
    return words;
}

ViewRows decisions_lay_out(const ViewInput *input, Arena *arena)
{
    DecisionsPicture *picture = ARENA_NEW(arena, DecisionsPicture);
    picture->plan = input->plan;
    picture->input = input;
    uint32_t hidden = decisions_choose(picture, arena);
    MatrixSource source = source_of(picture);
    picture->matrix = matrix_lay_out(input, &source, arena);
    picture->input = NULL; /* lives only as long as this call */
    ViewRows rows = matrix_rows(picture->matrix, hidden, picture);
    rows.summary = summary_of(picture, arena);
    return rows;
}

Target decisions_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    const DecisionsPicture *picture = rows->data;
    (void)input;
    return matrix_target(picture->matrix, row, column);
}

void decisions_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                    HitMap *hits, ViewLaid *laid)
{
    const DecisionsPicture *laid_out = rows->data;
    DecisionsPicture picture = *laid_out;
    Matrix matrix = *laid_out->matrix;
    picture.input = input;
    picture.matrix = &matrix;
    matrix.source.context = &picture;
    laid->first_day = laid->last_day = DAY_NONE;
    laid->rows_shown = laid->columns_shown = 1;
    if (rows->count == 0) {
        Rect old = canvas_clip(canvas, area);
        canvas_text(canvas, area.x + 2, area.y + 1, area.width - 4, STYLE_DIM,
                    _("No decision or obligation has these words."));
        canvas_unclip(canvas, old);
        return;
    }
    int detail = part_detail_rows(input, area, MEDIUM_DETAIL, LARGE_DETAIL);
    Rect table = {area.x, area.y, area.width, area.height - detail};
    matrix_draw(input, &matrix, table, canvas, hits, laid);
    Rect below = {area.x, area.y + area.height - detail, area.width, detail};
    decisions_detail_draw(&picture, below, canvas);
}
