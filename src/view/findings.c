/* SPDX-License-Identifier: MPL-2.0 */
/* What needs attention: errors, warnings, notes, and last what somebody has accepted. */
#include "parts.h"
#include "pictures.h"

#include <string.h>

enum {
    WIDE = 100,
    MEDIUM = 60,
    SOURCE_FROM = 72,
    LEVEL_COLUMNS = 10,
    SIGN_COLUMNS = 2,
    GAP = 2,
    WIDEST = 1000
};

enum { MOST_LINES = 3, DETAIL_ROWS = 4, LARGE_DETAIL = 7 };

/* Findings stand in groups: one for each level, and one for those that are known. */
enum { GROUP_KNOWN = FINDING_LEVEL_COUNT, GROUP_TOTAL };

typedef struct LevelLook {
    const char *sign, *word, *plural;
    StyleRole style;
} LevelLook;

static const LevelLook looks[GROUP_TOTAL] = {
    [FINDING_ERROR] = {"!", N_("error"), N_("Errors"), STYLE_ERROR},
    [FINDING_WARNING] = {"•", N_("warning"), N_("Warnings"), STYLE_WARNING},
    [FINDING_NOTE] = {"·", N_("note"), N_("Notes"), STYLE_TEXT},
    [GROUP_KNOWN] = {"■", N_("known"), N_("Known and accepted"), STYLE_DIM},
};

typedef struct Columns {
    int level, message, whom, source; /* widths; 0: not shown */
} Columns;

/* Small, for a move of the cursor passes all that are on screen. */
typedef struct FindingLine {
    uint16_t height; /* without a group's heading */
    uint8_t group;
} FindingLine;

typedef struct FindingsPicture {
    Columns columns;
    FindingLine *lines; /* one for each row */
    uint32_t shown[GROUP_TOTAL];
} FindingsPicture;

typedef struct Drawing {
    const ViewInput *input;
    const ViewRows *rows;
    const FindingsPicture *picture;
    Rect area; /* of the list */
    Canvas *canvas;
    HitMap *hits;
    ViewLaid *laid;
} Drawing;

static int group_of(const Finding *finding)
{
    if (finding->known)
        return GROUP_KNOWN;
    return part_clamp((int)finding->level, 0, FINDING_LEVEL_COUNT - 1);
}

static const Finding *finding_at(const ViewInput *input, const ViewRows *rows, uint32_t row)
{
    uint32_t index = (uint32_t)rows->rows[row].data;
    bool there = input->findings != NULL && index < input->findings->count;
    return there ? &input->findings->items[index] : NULL;
}

/* The municipality, the person, or both: "Grue, Liv Bjørnstad". */
static const char *whom_words(const Plan *plan, const Finding *finding, int columns,
                              Arena *arena)
{
    const char *municipality = part_municipality_name(plan, finding->municipality);
    const Person *owner = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, finding->owner);
    const char *name = owner == NULL ? "" : owner->name;
    if (text_is_empty(municipality) || text_is_empty(name))
        return text_is_empty(municipality) ? part_person_name(arena, name, columns)
                                           : municipality;
    columns -= part_columns(municipality) + 2;
    return arena_printf(arena, "%s, %s", municipality,
                        part_person_name(arena, name, part_larger(columns, 1)));
}

/* --- Laying out --------------------------------------------------------------------------------- */

static bool finding_matches(const ViewInput *input, const Finding *finding, Arena *arena)
{
    if (text_is_empty(input->state->filter))
        return true;
    const char *words[] = {finding->message,
                           finding->reason,
                           finding->source,
                           finding->rule,
                           finding->known_note,
                           _(looks[group_of(finding)].word),
                           whom_words(input->plan, finding, WIDEST, arena)};
    for (size_t place = 0; place < COUNT_OF(words); place++) {
        if (part_is_match(input, words[place], arena))
            return true;
    }
    return false;
}

static Columns columns_of(int width)
{
    Columns columns = {.level = width >= MEDIUM ? LEVEL_COLUMNS : SIGN_COLUMNS};
    if (width >= WIDE) {
        columns.whom = 20;
        columns.source = 22;
    } else if (width >= MEDIUM) {
        columns.whom = 14; /* the source stands below, where it is narrow here */
        columns.source = width >= SOURCE_FROM ? 14 : 0;
    }
    int taken = 2 + columns.level + 1;
    taken += columns.whom > 0 ? columns.whom + GAP : 0;
    taken += columns.source > 0 ? columns.source + GAP : 0;
    columns.message = part_larger(width - taken - 1, 1);
    return columns;
}

static bool entity_is_known(EntityKind entity)
{
    return entity > ENTITY_NONE && entity < ENTITY_COUNT;
}

/* A finding about nothing in particular is mended at the plan itself. */
static Target target_of(const Finding *finding, uint32_t index)
{
    bool known = entity_is_known(finding->entity);
    return (Target){.entity = known ? finding->entity : ENTITY_PLAN,
                    .id = known ? finding->row : PLAN_ROW,
                    .field = finding->field,
                    .extra = (int32_t)index};
}

static uint16_t height_of(const FindingsPicture *picture, const Finding *finding, Arena *arena)
{
    int rows = part_paragraph_rows(arena, finding->message, picture->columns.message);
    if (picture->columns.source > 0)
        rows = part_larger(
            rows, part_paragraph_rows(arena, finding->source, picture->columns.source));
    return (uint16_t)part_clamp(rows, 1, MOST_LINES);
}

static const char *summary_of(const ViewInput *input, Arena *arena)
{
    const Findings *findings = input->findings;
    if (findings == NULL)
        return "…";
    uint32_t known = 0;
    for (uint32_t index = 0; index < findings->count; index++)
        known += findings->items[index].known ? 1 : 0;
    const char *words = arena_printf(
        arena, _("errors %u · warnings %u · notes %u"), findings->counts[FINDING_ERROR],
        findings->counts[FINDING_WARNING], findings->counts[FINDING_NOTE]);
    return known == 0 ? words : arena_printf(arena, _("%s · known %u"), words, known);
}

ViewRows findings_lay_out(const ViewInput *input, Arena *arena)
{
    FindingsPicture *picture = ARENA_NEW(arena, FindingsPicture);
    uint32_t count = input->findings == NULL ? 0 : input->findings->count, shown = 0;
    ViewRow *rows = ARENA_ARRAY(arena, ViewRow, count + 1);
    picture->columns = columns_of(input->width);
    picture->lines = ARENA_ARRAY(arena, FindingLine, count + 1);
    for (int group = 0; group < GROUP_TOTAL; group++) {
        for (uint32_t index = 0; index < count; index++) {
            const Finding *finding = &input->findings->items[index];
            if (group_of(finding) != group || !finding_matches(input, finding, arena))
                continue;
            picture->shown[group]++;
            picture->lines[shown] =
                (FindingLine){height_of(picture, finding, arena), (uint8_t)group};
            rows[shown].data = (int32_t)index;
            rows[shown++].target = target_of(finding, index);
        }
    }
    return (ViewRows){.rows = rows,
                      .count = shown,
                      .columns = 1,
                      .hidden = count - shown,
                      .summary = summary_of(input, arena),
                      .data = picture};
}

Target findings_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    (void)input;
    if (row < 0 || (uint32_t)row >= rows->count || column != 0)
        return (Target){.entity = ENTITY_NONE, .field = -1};
    return rows->rows[row].target;
}

/* --- Drawing ------------------------------------------------------------------------------------ */

/* "Errors 3 ─────" above the first of a group, and at the top of the screen. */
static void group_draw(const Drawing *drawing, int group, int y)
{
    Rect area = drawing->area;
    if (!canvas_shows(drawing->canvas, (Rect){area.x, y, area.width, 1}))
        return;
    const char *title = arena_printf(drawing->canvas->arena, "%s %u", _(looks[group].plural),
                                     drawing->picture->shown[group]);
    part_rule(drawing->canvas, area.x, y, area.width, title);
}

static void level_draw(const Drawing *drawing, const Finding *finding, int x, int y)
{
    const LevelLook *look = &looks[group_of(finding)];
    int columns = drawing->picture->columns.level;
    if (columns > SIGN_COLUMNS)
        canvas_printf(drawing->canvas, x, y, columns, look->style, "%s %s", look->sign,
                      _(look->word));
    else
        canvas_text(drawing->canvas, x, y, 1, look->style, look->sign);
}

static void finding_draw(const Drawing *drawing, uint32_t row, Rect place)
{
    const ViewInput *input = drawing->input;
    const Finding *finding = finding_at(input, drawing->rows, row);
    if (finding == NULL)
        return;
    const Columns *columns = &drawing->picture->columns;
    Canvas *canvas = drawing->canvas;
    StyleRole style = finding->known ? STYLE_DIM : STYLE_TEXT;
    int x = place.x + 2;
    if (canvas_shows(canvas, (Rect){x, place.y, columns->level, 1}))
        level_draw(drawing, finding, x, place.y);
    Rect message = {x + columns->level + 1, place.y, columns->message, place.height};
    int used = part_larger(part_paragraph(canvas, message, style, finding->message), 1);
    part_show_match(input, canvas,
                    (Rect){message.x, message.y,
                           part_smaller(message.width, part_columns(finding->message)), used},
                    style, finding->message);
    x = message.x + message.width + GAP;
    if (canvas_shows(canvas, (Rect){x, place.y, columns->whom, 1}))
        canvas_text(canvas, x, place.y, columns->whom, style,
                    whom_words(input->plan, finding, columns->whom, canvas->arena));
    x += columns->whom > 0 ? columns->whom + GAP : 0;
    Rect source = {x, place.y, columns->source, place.height};
    if (canvas_shows(canvas, source))
        part_paragraph(canvas, source, STYLE_DIM, finding->source);
    part_hit(input, drawing->hits, place, message, (int)row, 0);
    if ((int)row == input->state->row)
        part_cursor(canvas,
                    part_bar(input, canvas, (Rect){message.x, message.y, message.width, used}),
                    (Rect){message.x, message.y, message.width, 1}, drawing->laid);
}

static void list_draw(const Drawing *drawing)
{
    const ViewState *state = drawing->input->state;
    Rect area = drawing->area;
    int y = area.y, bottom = area.y + area.height, group = -1, whole = 0;
    uint32_t row = (uint32_t)part_larger(state->top, 0);
    for (; row < drawing->rows->count && y < bottom; row++) {
        FindingLine line = drawing->picture->lines[row];
        if (line.group != group) {
            if (whole > 0 && y + 1 >= bottom)
                break;
            group = line.group;
            group_draw(drawing, group, y++);
        }
        if (y >= bottom)
            break;
        whole += y + line.height <= bottom ? 1 : 0;
        Rect place = {area.x, y, area.width, part_smaller(line.height, bottom - y)};
        if (canvas_shows(drawing->canvas, place))
            finding_draw(drawing, row, place);
        y += line.height;
    }
    drawing->laid->rows_shown = part_larger(whole, 1);
}

/* Why, where the demand comes from, and why it may stay. */
static void detail_draw(const Drawing *drawing, Rect area)
{
    const ViewState *state = drawing->input->state;
    const Plan *plan = drawing->input->plan;
    Arena *arena = drawing->canvas->arena;
    if (area.height <= 0 || state->row < 0 || (uint32_t)state->row >= drawing->rows->count)
        return;
    const Finding *finding = finding_at(drawing->input, drawing->rows, (uint32_t)state->row);
    if (finding == NULL)
        return;
    const char *source = text_is_empty(finding->source)
                             ? ""
                             : arena_printf(arena, _("Source: %s"), finding->source);
    const char *note = "";
    if (finding->known)
        note = text_is_empty(finding->known_note)
                   ? _("Accepted.")
                   : arena_printf(arena, _("Accepted: %s"), finding->known_note);
    Target place = drawing->rows->rows[state->row].target;
    const char *title = plan_row(plan, place.entity, place.id) == NULL
                            ? finding->rule
                            : plan_title(plan, place.entity, place.id, arena);
    const PartLine lines[] = {{STYLE_TEXT, finding->message},
                              {STYLE_TEXT, finding->reason},
                              {STYLE_DIM, source},
                              {STYLE_DIM, note}};
    bool full = area.height > DETAIL_ROWS;
    part_detail(drawing->canvas, area, title, full ? lines : lines + 1,
                (uint32_t)COUNT_OF(lines) - (full ? 0 : 1));
}

static const char *empty_words(const ViewInput *input, const ViewRows *rows)
{
    if (input->findings == NULL)
        return "…";
    return rows->hidden > 0 ? _("No finding has these words.") : _("Nothing needs attention.");
}

void findings_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                   HitMap *hits, ViewLaid *laid)
{
    int detail = part_detail_rows(input, area, DETAIL_ROWS, LARGE_DETAIL);
    Rect list = {area.x, area.y, area.width, area.height - detail};
    Drawing drawing = {input, rows, rows->data, list, canvas, hits, laid};
    laid->first_day = laid->last_day = DAY_NONE;
    laid->rows_shown = laid->columns_shown = 1;
    Rect old = canvas_clip(canvas, area);
    if (rows->count == 0) {
        canvas_text(canvas, area.x + 2, area.y + 1, area.width - 4, STYLE_DIM,
                    empty_words(input, rows));
    } else {
        Rect whole = canvas_clip(canvas, list);
        list_draw(&drawing);
        canvas_unclip(canvas, whole);
        detail_draw(&drawing, (Rect){area.x, list.y + list.height, area.width, detail});
    }
    canvas_unclip(canvas, old);
}
