/* SPDX-License-Identifier: MPL-2.0 */
/* What follows from the decisions: obligations, what has been given and is missing; and the place under
 * the cursor in full. */
#include "decisions.h"
#include "parts.h"

enum { INDENT = 2, WORD_COLUMNS = 10, DAY_COLUMNS = 14, MOST_OBLIGATION_ROWS = 3 };

/* --- One obligation ------------------------------------------------------------------------------- */

static const char *field_text(const Plan *plan, Language language, EntityKind entity,
                              const char *field, const Row *row, Arena *arena)
{
    const Field *found = schema_field_by_name(schema_entity(entity), field);
    return field_words(found, plan, language, row, arena);
}

/* "Styringsgruppa → Våler kommunestyre · written · at each meeting · until …" */
static const char *terms_of(const Plan *plan, Language language, const Obligation *obligation,
                            Arena *arena)
{
    const Row *row = &obligation->row;
    const char *bearer = part_body_name(plan, obligation->bearer);
    const char *receiver = part_body_name(plan, obligation->receiver);
    const char *until = part_date_as_written(&obligation->until, language, arena);
    const char *words =
        arena_printf(arena, "%s → %s · %s · %s", text_is_empty(bearer) ? "–" : bearer,
                     text_is_empty(receiver) ? "–" : receiver,
                     field_text(plan, language, ENTITY_OBLIGATION, "channel", row, arena),
                     field_text(plan, language, ENTITY_OBLIGATION, "recurrence", row, arena));
    if (text_is_empty(until))
        return words;
    return arena_printf(arena, _("%s · until %s"), words, until);
}

static int terms_columns(int width)
{
    return part_larger(width - 2 - INDENT - 2, 1);
}

int decisions_span_rows(const DecisionsPicture *picture, const DecisionRow *row, Arena *arena)
{
    int above = row->first ? 1 : 0;
    if (row->kind != DECISION_OBLIGATION)
        return above + 1;
    const char *terms =
        terms_of(picture->plan, picture->input->language, row->obligation, arena);
    int rows = part_paragraph_rows(arena, terms, terms_columns(picture->input->width));
    return above + part_clamp(1 + rows, 2, MOST_OBLIGATION_ROWS);
}

static void obligation_draw(const DecisionsPicture *picture, const Obligation *obligation,
                            Canvas *canvas, Rect area)
{
    const ViewInput *input = picture->input;
    const char *source = part_point(picture->plan, obligation->point, canvas->arena);
    const char *name = obligation->name;
    int right = area.x + area.width - 2, columns = part_columns(source);
    StyleRole style = part_row_style(input, obligation->row.id, STYLE_TEXT);
    if (status_is_closed(obligation->status))
        style = part_row_style(input, obligation->row.id, STYLE_DIM);
    if (columns > 0 && columns * 3 < area.width) {
        canvas_text(canvas, right - columns, area.y, columns, STYLE_DIM, source);
        right -= columns + 2;
    }
    if (text_is_empty(name))
        name = plan_title(picture->plan, ENTITY_OBLIGATION, obligation->row.id, canvas->arena);
    Rect words = {area.x + 2, area.y, part_larger(right - area.x - 2, 1), 1};
    words.width = canvas_text(canvas, words.x, words.y, words.width, style, name);
    part_show_match(input, canvas, words, style, name);
    Rect terms = {area.x + 2 + INDENT, area.y + 1, terms_columns(area.width), area.height - 1};
    part_paragraph(canvas, terms, STYLE_DIM,
                   terms_of(picture->plan, input->language, obligation, canvas->arena));
}

/* --- One instance ---------------------------------------------------------------------------------- */

typedef struct StateLook {
    const char *sign, *word;
    StyleRole style;
} StateLook;

static const StateLook looks[] = {
    [INSTANCE_OPEN] = {"·", N_("open"), STYLE_TEXT},
    [INSTANCE_GIVEN] = {"■", N_("given"), STYLE_GOOD},
    [INSTANCE_MISSING] = {"!", N_("missing"), STYLE_WARNING},
};

/* "given 31 Aug, Møtebok sak 070/20" */
static const char *evidence_of(const DecisionsPicture *picture, const Instance *instance,
                               Arena *arena)
{
    const char *done = part_date(&instance->done, picture->input->language, arena);
    if (text_is_empty(done))
        return instance->evidence;
    if (text_is_empty(instance->evidence))
        return arena_printf(arena, _("given %s"), done);
    return arena_printf(arena, _("given %s, %s"), done, instance->evidence);
}

static const char *meeting_name(const Plan *plan, const Instance *instance)
{
    const Meeting *meeting = PLAN_ROW_OF(plan, Meeting, ENTITY_MEETING, instance->meeting);
    return meeting == NULL ? "" : meeting->name;
}

static void instance_draw(const DecisionsPicture *picture, const Instance *instance,
                          Canvas *canvas, Rect area)
{
    const ViewInput *input = picture->input;
    Arena *arena = canvas->arena;
    const StateLook *look =
        &looks[decisions_instance_state(picture->plan, instance, input->today)];
    int x = area.x + 2 + INDENT, right = area.x + area.width - 1;
    StyleRole style = part_row_style(input, instance->row.id, STYLE_TEXT);
    canvas_printf(canvas, x, area.y, WORD_COLUMNS, look->style, "%s %s", look->sign,
                  _(look->word));
    x += WORD_COLUMNS + 1;
    const char *due = part_date(&instance->due, input->language, arena);
    if (!text_is_empty(due))
        canvas_printf(canvas, x, area.y, DAY_COLUMNS, style, _("due %s"), due);
    x += DAY_COLUMNS + 1;
    if (x >= right)
        return;
    int columns = part_larger((right - x) / 2 - 2, 1);
    canvas_text(canvas, x, area.y, columns, style, meeting_name(picture->plan, instance));
    x += columns + 2;
    canvas_text(canvas, x, area.y, part_larger(right - x, 0), STYLE_DIM,
                evidence_of(picture, instance, arena));
}

/* --- The span --------------------------------------------------------------------------------------- */

void decisions_span_draw(const DecisionsPicture *picture, const DecisionRow *row,
                         Canvas *canvas, Rect area)
{
    if (row->first) {
        part_rule(canvas, area.x, area.y, area.width, _("Obligations"));
        area.y++;
        area.height--;
    }
    if (row->kind == DECISION_OBLIGATION)
        obligation_draw(picture, row->obligation, canvas, area);
    else if (row->kind == DECISION_INSTANCE)
        instance_draw(picture, row->instance, canvas, area);
    else
        canvas_text(canvas, area.x + 2, area.y, area.width - 4, STYLE_DIM,
                    row->entity == ENTITY_DECISION
                        ? _("No decisions yet: a adds the first.")
                        : _("No obligations yet: a adds the first."));
}

/* --- The place under the cursor --------------------------------------------------------------------- */

static void point_detail_draw(const DecisionsPicture *picture, const Point *point, Rect area,
                              Canvas *canvas)
{
    const Plan *plan = picture->plan;
    Arena *arena = canvas->arena;
    const Point *source = PLAN_ROW_OF(plan, Point, ENTITY_POINT, point->same_as);
    const char *compared = "";
    if (source != NULL)
        compared = arena_printf(arena, "%s %s: %s", decisions_change_words(point),
                                part_point(plan, point->same_as, arena), source->text);
    const Decision *decision = PLAN_ROW_OF(plan, Decision, ENTITY_DECISION, point->decision);
    const char *title = arena_printf(
        arena, "%s · %s", decision == NULL ? "" : part_body_name(plan, decision->body),
        part_point(plan, point->row.id, arena));
    const PartLine lines[] = {{STYLE_TEXT, point->text}, {STYLE_DIM, compared}};
    part_detail(canvas, area, title, lines, COUNT_OF(lines));
}

static void obligation_detail_draw(const DecisionsPicture *picture,
                                   const Obligation *obligation, Rect area, Canvas *canvas)
{
    const Plan *plan = picture->plan;
    const Point *point = PLAN_ROW_OF(plan, Point, ENTITY_POINT, obligation->point);
    const PartLine lines[] = {
        {STYLE_TEXT, terms_of(plan, picture->input->language, obligation, canvas->arena)},
        {STYLE_DIM, point == NULL ? "" : point->text},
        {STYLE_DIM, obligation->note}};
    part_detail(canvas, area, obligation->name, lines, COUNT_OF(lines));
}

static void instance_detail_draw(const DecisionsPicture *picture, const Instance *instance,
                                 Rect area, Canvas *canvas)
{
    const Plan *plan = picture->plan;
    Arena *arena = canvas->arena;
    const Obligation *obligation =
        PLAN_ROW_OF(plan, Obligation, ENTITY_OBLIGATION, instance->obligation);
    const char *meeting = plan_row(plan, ENTITY_MEETING, instance->meeting) == NULL
                              ? ""
                              : plan_title(plan, ENTITY_MEETING, instance->meeting, arena);
    const char *evidence = evidence_of(picture, instance, arena);
    const PartLine lines[] = {
        {STYLE_TEXT, meeting},
        {STYLE_TEXT, text_is_empty(evidence) ? _("No evidence yet.") : evidence}};
    part_detail(canvas, area, obligation == NULL ? "" : obligation->name, lines,
                COUNT_OF(lines));
}

void decisions_detail_draw(const DecisionsPicture *picture, Rect area, Canvas *canvas)
{
    const ViewState *state = picture->input->state;
    const Plan *plan = picture->plan;
    if (!canvas_shows(canvas, area))
        return;
    Target here = matrix_target(picture->matrix, state->row, state->column);
    const Row *row = here.entity == ENTITY_NONE ? NULL : plan_row(plan, here.entity, here.id);
    if (row == NULL)
        part_rule(canvas, area.x, area.y, area.width, "");
    else if (here.entity == ENTITY_POINT)
        point_detail_draw(picture, (const Point *)(const void *)row, area, canvas);
    else if (here.entity == ENTITY_OBLIGATION)
        obligation_detail_draw(picture, (const Obligation *)(const void *)row, area, canvas);
    else
        instance_detail_draw(picture, (const Instance *)(const void *)row, area, canvas);
}
