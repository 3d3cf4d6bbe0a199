/* SPDX-License-Identifier: MPL-2.0 */
/* Below the groups matrix: counts of seats, what is missing, what the codes mean, and the seat under
 * the cursor.  Small screens keep the one sentence that matters. */
#include "groups.h"
#include "parts.h"

enum { LARGE_HEIGHT = 32, LARGE_WIDTH = 100, MEDIUM_HEIGHT = 14, SMALL_HEIGHT = 8 };

enum {
    DETAIL_ROWS = 4,
    ATTENTION_COLUMN = 62,
    COUNT_COLUMN = 8,
    COUNT_LABEL = 22,
    CODE_COLUMN = 4,
    SHOWN_ROLES = 3
};

static bool panel_is_large(Rect area)
{
    return area.width >= LARGE_WIDTH && area.height >= LARGE_HEIGHT;
}

/* heading, people, roles; legend; rule and details.  What is counted stays where the details are hidden. */
int groups_panel_rows(const ViewInput *input, Rect area)
{
    bool detailed = part_shows_detail(input);
    if (panel_is_large(area))
        return 2 + SHOWN_ROLES + 1 + (detailed ? DETAIL_ROWS : 0);
    if (area.height >= MEDIUM_HEIGHT)
        return detailed ? 2 : 1;
    return area.height >= SMALL_HEIGHT ? 1 : 0;
}

const char *groups_gap_sentence(const Plan *plan, const GroupGap *gap, Arena *arena)
{
    const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, gap->required->role);
    const char *group = part_group_short(plan, gap->group);
    const char *role_name = role == NULL                ? "?"
                            : text_is_empty(role->name) ? role->code
                                                        : text_lower_first(arena, role->name);
    const Point *point = PLAN_ROW_OF(plan, Point, ENTITY_POINT, gap->required->point);
    const Decision *decision =
        point == NULL ? NULL : PLAN_ROW_OF(plan, Decision, ENTITY_DECISION, point->decision);
    if (decision == NULL || text_is_empty(decision->reference))
        return arena_printf(arena, _("%s has no %s."), group, role_name);
    return arena_printf(arena, _("%s has no %s (decision %s, point %s)."), group, role_name,
                        decision->reference, point->number);
}

/* --- Counts ------------------------------------------------------------------------------------- */

const char *groups_summary(const GroupsPicture *picture, Arena *arena)
{
    uint32_t working = 0;
    for (uint32_t group = 0; group < picture->group_count; group++)
        working += groups_is_steering(picture->groups[group]) ? 0 : 1;
    uint32_t vacant = groups_count(picture, COUNT_VACANT, picture->column_count);
    uint32_t people = groups_count(picture, COUNT_PEOPLE, picture->column_count);
    const char *words =
        arena_printf(arena, "%s · %s",
                     working == 1 ? _("1 group") : arena_printf(arena, _("%u groups"), working),
                     people == 1 ? _("1 person") : arena_printf(arena, _("%u people"), people));
    if (vacant > 0)
        words = arena_printf(arena, _("%s · %u vacant"), words, vacant);
    if (picture->gap_count > 0)
        words = arena_printf(arena, _("%s · %u missing"), words, picture->gap_count);
    return words;
}

/* Where the numbers of a column stand; the columns in sight come first, then all of them. */
static uint32_t counted_column(const GroupsPicture *picture, int place)
{
    uint32_t first = (uint32_t)part_larger(picture->input->state->left, 0);
    int room = (ATTENTION_COLUMN - 4 - COUNT_LABEL) / COUNT_COLUMN - 1;
    uint32_t column = first + (uint32_t)place;
    return place < room && column < picture->column_count ? column : picture->column_count;
}

/* One row of counts: a number for each column that is in sight, then all. */
static void counts_row_draw(const GroupsPicture *picture, Canvas *canvas, int x, int y,
                            uint32_t what)
{
    uint32_t column = 0;
    for (int place = 0; column < picture->column_count; place++) {
        column = counted_column(picture, place);
        const char *number =
            arena_printf(canvas->arena, "%u", groups_count(picture, what, column));
        canvas_text_right(canvas, x + COUNT_LABEL + place * COUNT_COLUMN, y, COUNT_COLUMN - 1,
                          STYLE_TEXT, number);
    }
}

static const char *counted_name(const GroupsPicture *picture, uint32_t column)
{
    if (column == picture->column_count)
        return _("All");
    RowId municipality = picture->columns[column];
    return municipality == 0 ? "–" : part_municipality_name(picture->plan, municipality);
}

static void counts_heading_draw(const GroupsPicture *picture, Canvas *canvas, int x, int y)
{
    uint32_t column = 0;
    canvas_text(canvas, x, y, COUNT_LABEL - 1, STYLE_HEADING, _("Seats"));
    for (int place = 0; column < picture->column_count; place++) {
        column = counted_column(picture, place);
        canvas_text_right(canvas, x + COUNT_LABEL + place * COUNT_COLUMN, y, COUNT_COLUMN - 1,
                          STYLE_HEADING, counted_name(picture, column));
    }
}

static void counts_draw(const GroupsPicture *picture, Rect area, Canvas *canvas)
{
    const Role *roles = PLAN_ROWS(picture->plan, Role, ENTITY_ROLE);
    int count = part_smaller((int)plan_count(picture->plan, ENTITY_ROLE), SHOWN_ROLES);
    int label = COUNT_LABEL - CODE_COLUMN;
    counts_heading_draw(picture, canvas, area.x, area.y);
    canvas_text(canvas, area.x, area.y + 1, label - 1, STYLE_TEXT, _("People"));
    counts_row_draw(picture, canvas, area.x, area.y + 1, COUNT_PEOPLE);
    for (int index = 0; index < count; index++) {
        int y = area.y + 2 + index;
        canvas_text(canvas, area.x, y, label - 1, STYLE_TEXT, roles[index].name);
        canvas_text(canvas, area.x + label, y, CODE_COLUMN,
                    groups_role_style(picture->plan, roles[index].row.id), roles[index].code);
        counts_row_draw(picture, canvas, area.x, y, COUNT_OF_FIRST_ROLE + (uint32_t)index);
    }
}

/* --- What needs attention -------------------------------------------------------------------------- */

static int attention_line(Canvas *canvas, Rect *area, StyleRole style, const char *sign,
                          const char *sentence)
{
    if (area->height <= 0)
        return 0;
    canvas_text(canvas, area->x, area->y, 1, style, sign);
    int used = part_paragraph(
        canvas, (Rect){area->x + 2, area->y, area->width - 2, part_smaller(area->height, 2)},
        STYLE_TEXT, sentence);
    area->y += used;
    area->height -= used;
    return used;
}

static void attention_draw(const GroupsPicture *picture, Rect area, Canvas *canvas)
{
    uint32_t vacant = groups_count(picture, COUNT_VACANT, picture->column_count);
    canvas_text(canvas, area.x, area.y, area.width, STYLE_HEADING, _("Needs attention"));
    Rect lines = {area.x, area.y + 1, area.width, area.height - 1};
    for (uint32_t index = 0; index < picture->gap_count; index++)
        attention_line(
            canvas, &lines, STYLE_WARNING, "!",
            groups_gap_sentence(picture->plan, &picture->gaps[index], canvas->arena));
    if (vacant > 0)
        attention_line(canvas, &lines, STYLE_WARNING, "!",
                       vacant == 1
                           ? _("1 seat names a municipality, not a person.")
                           : arena_printf(canvas->arena,
                                          _("%u seats name a municipality, not a person."),
                                          vacant));
    if (picture->gap_count == 0 && vacant == 0)
        attention_line(canvas, &lines, STYLE_GOOD, "·", _("Nothing is missing."));
}

/* --- Legend and the place under the cursor ---------------------------------------------------------- */

static int legend_draw(const GroupsPicture *picture, Canvas *canvas, int x, int y, int columns)
{
    const Role *roles = PLAN_ROWS(picture->plan, Role, ENTITY_ROLE);
    int used = 0;
    for (uint32_t index = 0; index < plan_count(picture->plan, ENTITY_ROLE); index++) {
        const Role *role = &roles[index];
        int needed = part_columns(role->code) + 1 + part_columns(role->name);
        if (text_is_empty(role->code) || used + needed > columns)
            continue;
        used += canvas_text(canvas, x + used, y, columns - used,
                            groups_role_style(picture->plan, role->row.id), role->code) +
                1;
        used += canvas_text(canvas, x + used, y, columns - used, STYLE_DIM, role->name) + 2;
    }
    return used;
}

/* The gap of the group under the cursor, else the first one; NULL when there is none. */
static const GroupGap *gap_to_tell(const GroupsPicture *picture)
{
    Target here = matrix_target(picture->matrix, picture->input->state->row, 0);
    for (uint32_t index = 0; index < picture->gap_count; index++) {
        if (picture->gaps[index].group == here.row_key)
            return &picture->gaps[index];
    }
    return picture->gap_count > 0 ? &picture->gaps[0] : NULL;
}

static void gap_draw(const GroupsPicture *picture, Canvas *canvas, int x, int y, int columns)
{
    const GroupGap *gap = gap_to_tell(picture);
    if (gap == NULL)
        return;
    canvas_text(canvas, x, y, 1, STYLE_WARNING, "!");
    canvas_text(canvas, x + 2, y, columns - 2, STYLE_TEXT,
                groups_gap_sentence(picture->plan, gap, canvas->arena));
}

static void counts_in_words_draw(const GroupsPicture *picture, Canvas *canvas, int right, int y,
                                 int columns)
{
    const char *words =
        arena_printf(canvas->arena, _("%u people, %u vacant seats"),
                     groups_count(picture, COUNT_PEOPLE, picture->column_count),
                     groups_count(picture, COUNT_VACANT, picture->column_count));
    if (part_columns(words) <= columns)
        canvas_text_right(canvas, right - columns, y, columns, STYLE_DIM, words);
}

/* What a person does elsewhere in the plan, for the seat under the cursor. */
static void person_draw(const GroupsPicture *picture, const Seat *seat, Rect area,
                        Canvas *canvas)
{
    const Plan *plan = picture->plan;
    const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, seat->role);
    const Person *person = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, seat->person);
    const char *name = seat->person == 0             ? _("(vacant)")
                       : part_is_unnamed(plan, seat) ? _("taken")
                       : person == NULL              ? ""
                                                     : person->name;
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    uint32_t owned = 0;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_TASK) && seat->person != 0;
         index++)
        owned += tasks[index].owner == seat->person ? 1 : 0;
    int x = area.x + canvas_text(canvas, area.x, area.y, 40, STYLE_TEXT, name) + 3;
    x += canvas_text(canvas, x, area.y, area.x + area.width - x, STYLE_TEXT,
                     role == NULL ? _("member") : role->name) +
         3;
    if (owned > 0)
        canvas_printf(canvas, x, area.y, area.x + area.width - x, STYLE_DIM,
                      owned == 1 ? _("answers for %u task") : _("answers for %u tasks"), owned);
}

static void detail_draw(const GroupsPicture *picture, Rect area, Canvas *canvas)
{
    const ViewState *state = picture->input->state;
    const Plan *plan = picture->plan;
    Target here = matrix_target(picture->matrix, state->row, state->column);
    if (here.entity == ENTITY_NONE)
        return;
    const char *group = part_group_short(plan, here.row_key);
    const char *municipality = part_municipality_name(plan, here.column_key);
    part_rule(canvas, area.x, area.y, area.width,
              *municipality == '\0'
                  ? group
                  : arena_printf(canvas->arena, "%s, %s", group, municipality));
    Rect lines = {area.x + 4, area.y + 1, area.width - 6, area.height - 1};
    const Seat *seat = PLAN_ROW_OF(plan, Seat, ENTITY_SEAT, here.id);
    if (seat != NULL)
        person_draw(picture, seat, lines, canvas);
    else
        canvas_text(canvas, lines.x, lines.y, lines.width, STYLE_DIM, _("No seat here yet."));
    const Group *row = PLAN_ROW_OF(plan, Group, ENTITY_GROUP, here.row_key);
    const char *host = row == NULL ? "" : part_municipality_name(plan, row->host);
    if (*host != '\0')
        canvas_printf(canvas, lines.x, lines.y + 1, lines.width, STYLE_DIM,
                      _("The service is to be placed in %s."), host);
    if (row != NULL && !text_is_empty(row->note))
        part_paragraph(canvas, (Rect){lines.x, lines.y + 2, lines.width, lines.height - 2},
                       STYLE_TEXT, row->note);
}

static void large_panel_draw(const GroupsPicture *picture, Rect area, Canvas *canvas)
{
    int counts = 2 + SHOWN_ROLES;
    counts_draw(picture, (Rect){area.x + 2, area.y, ATTENTION_COLUMN - 4, counts}, canvas);
    attention_draw(
        picture,
        (Rect){area.x + ATTENTION_COLUMN, area.y, area.width - ATTENTION_COLUMN - 2, counts},
        canvas);
    legend_draw(picture, canvas, area.x + 2, area.y + counts, area.width - 4);
    if (part_shows_detail(picture->input))
        detail_draw(picture, (Rect){area.x, area.y + counts + 1, area.width, DETAIL_ROWS},
                    canvas);
}

/* What the codes mean, and where there is room how many sit and lack. */
static void foot_draw(const GroupsPicture *picture, Canvas *canvas, int x, int y, int columns)
{
    int used = legend_draw(picture, canvas, x, y, columns);
    counts_in_words_draw(picture, canvas, x + columns, y, columns - 2 - used);
}

void groups_panel_draw(const GroupsPicture *picture, Rect area, Canvas *canvas)
{
    if (!canvas_shows(canvas, area))
        return;
    Rect old = canvas_clip(canvas, area);
    if (area.height > 2) {
        large_panel_draw(picture, area, canvas);
    } else {
        bool detailed = part_shows_detail(picture->input) && gap_to_tell(picture) != NULL;
        if (detailed)
            gap_draw(picture, canvas, area.x + 1, area.y, area.width - 2);
        if (!detailed || area.height == 2)
            foot_draw(picture, canvas, area.x + 1, area.y + area.height - 1, area.width - 2);
    }
    canvas_unclip(canvas, old);
}
