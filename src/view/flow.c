/* SPDX-License-Identifier: MPL-2.0 */
/* Activity × municipality: what each has answered, and with which case. */
#include "flow.h"
#include "parts.h"
#include "pictures.h"

enum {
    NARROWEST_COLUMN = 12,
    NARROW_SCREEN_COLUMN = 8, /* three municipalities beside their activities on 60 columns */
    DONE_COLUMNS = 6,
    DONE_SCREEN = 60,
    TITLE_PERCENT = 40,
    NARROW_TITLE_PERCENT = 42,
    NARROW_SCREEN = 70
};

enum { LARGE_DETAIL = 6, MEDIUM_DETAIL = 2 };

const TaskDates *flow_dates(const ViewInput *input, const Task *task)
{
    bool known = input->schedule != NULL && task->index < input->schedule->count;
    return known ? &input->schedule->tasks[task->index] : NULL;
}

const char *flow_sign(const ViewInput *input, const Task *task, StyleRole *style)
{
    static const struct {
        const char *sign;
        StyleRole style;
    } signs[] = {
        [TASK_STATE_PLANNED] = {"·", STYLE_DIM}, [TASK_STATE_ACTIVE] = {"•", STYLE_TEXT},
        [TASK_STATE_DONE] = {"■", STYLE_GOOD},   [TASK_STATE_OVERDUE] = {"!", STYLE_WARNING},
        [TASK_STATE_DROPPED] = {"×", STYLE_DIM},
    };

    static const TaskDates unknown = {.percent = -1};
    const TaskDates *dates = flow_dates(input, task);
    TaskState state = schedule_state(task, dates == NULL ? &unknown : dates);
    *style = signs[state].style;
    return signs[state].sign;
}

const char *flow_percent_words(int percent, Arena *arena)
{
    return percent < 0 ? "–" : arena_printf(arena, "%d%%", percent);
}

/* --- Answers ---------------------------------------------------------------------------------- */

/* The answer is part of the document: its words follow the plan's language, not the screen's. */
static const char *value_words(const Plan *plan, int value)
{
    static const struct {
        const char *yes, *no;
    } words[LANGUAGE_COUNT] = {
        [LANGUAGE_EN] = {"Yes", "No"},
        [LANGUAGE_NB] = {"Ja", "Nei"},
        [LANGUAGE_NN] = {"Ja", "Nei"},
        [LANGUAGE_SV] = {"Ja", "Nej"},
    };

    int language = part_clamp(plan->info->language, 0, LANGUAGE_COUNT - 1);
    if (value == ANSWER_YES)
        return words[language].yes;
    return value == ANSWER_NO ? words[language].no : "";
}

const char *flow_answer_words(const Plan *plan, const Answer *answer, Arena *arena)
{
    const char *value = value_words(plan, answer->value);
    if (text_is_empty(value) || text_is_empty(answer->reference))
        return text_is_empty(value) ? answer->reference : value;
    return arena_printf(arena, "%s – %s", value, answer->reference);
}

/* --- What the matrix asks for ------------------------------------------------------------------- */

static int title_columns(const ViewInput *input)
{
    bool narrow = input->width < NARROW_SCREEN;
    return input->width * (narrow ? NARROW_TITLE_PERCENT : TITLE_PERCENT) / 100;
}

static MatrixTitle title_of(const void *context, uint32_t row, Arena *arena)
{
    const FlowPicture *picture = context;
    const FlowRow *given = &picture->rows[row];
    const Task *task = given->task;
    MatrixTitle title = {.name = task->name,
                         .detail = "",
                         .mark = "",
                         .percent = MATRIX_NO_PROGRESS,
                         .span_rows = given->heading ? 1 : 0};
    if (given->heading) {
        title.place = (Target){.entity = ENTITY_TASK, .id = task->row.id, .field = -1};
        return title;
    }
    title.lead = flow_sign(picture->input, task, &title.lead_style);
    int columns = title_columns(picture->input) - 6;
    int lines = picture->input->height >= PART_LARGE_HEIGHT ? 2 : 1;
    const char *full = arena_printf(arena, "%s %s", task->number, task->name);
    if (part_paragraph_rows(arena, full, columns) > lines && !text_is_empty(task->short_name))
        full = arena_printf(arena, "%s %s", task->number, task->short_name);
    title.name = full;
    return title;
}

static MatrixHeading heading_of(const void *context, uint32_t column, int columns, Arena *arena)
{
    const FlowPicture *picture = context;
    (void)columns;
    (void)arena;
    RowId municipality = picture->columns[column];
    const char *name = municipality == 0 ? _("No municipality")
                                         : part_municipality_name(picture->plan, municipality);
    return (MatrixHeading){.text = name, .right = ""};
}

static MatrixCell cell_of(const void *context, uint32_t row, uint32_t column, int columns,
                          Arena *arena)
{
    const FlowPicture *picture = context;
    uint32_t cell = row * picture->column_count + column;
    uint32_t from = picture->answer_from[cell], count = picture->answer_from[cell + 1] - from;
    MatrixLine *lines = ARENA_ARRAY(arena, MatrixLine, count + 1);
    (void)columns;
    lines[0] = (MatrixLine){.field = -1, .text = "–", .style = STYLE_DIM};
    for (uint32_t index = 0; index < count; index++) {
        const Answer *answer = picture->answers[from + index];
        lines[index] = (MatrixLine){.id = answer->row.id,
                                    .field = -1,
                                    .text = flow_answer_words(picture->plan, answer, arena),
                                    .style = STYLE_TEXT};
        if (answer->value == ANSWER_NO)
            lines[index].style = STYLE_WARNING;
        if (text_is_empty(lines[index].text)) {
            lines[index].text = "–";
            lines[index].style = STYLE_DIM;
        }
    }
    return (MatrixCell){lines, count > 0 ? count : 1};
}

/* "═ 1 Anchoring and plan ═════════════════════ ♦ 1 Sep ═" */
static void span_of(const void *context, uint32_t row, Canvas *canvas, Rect area)
{
    const FlowPicture *picture = context;
    const Task *task = picture->rows[row].task;
    bool short_one = !text_is_empty(task->short_name) && area.width < 100;
    const char *name = arena_printf(canvas->arena, "%s %s", task->number,
                                    short_one ? task->short_name : task->name);
    const char *deadline = part_date(&task->deadline, picture->input->language, canvas->arena);
    int right = area.x + area.width - 2;
    canvas_fill(canvas, area, STYLE_PHASE, GLYPH_PHASE_LINE);
    if (!text_is_empty(deadline) && area.width >= 40) {
        const char *end = arena_printf(canvas->arena, " ♦ %s ", deadline);
        int columns = part_columns(end);
        canvas_text(canvas, right - columns, area.y, columns, STYLE_MILESTONE, end);
        right -= columns + 1;
    }
    int used = canvas_text(canvas, area.x + 3, area.y, right - area.x - 4, STYLE_PHASE, name);
    canvas_glyph(canvas, area.x + 2, area.y, STYLE_PHASE, GLYPH_SPACE);
    canvas_glyph(canvas, area.x + 3 + used, area.y, STYLE_PHASE, GLYPH_SPACE);
}

static void side_of(const void *context, uint32_t row, Canvas *canvas, int x, int y)
{
    const FlowPicture *picture = context;
    const TaskDates *dates = flow_dates(picture->input, picture->rows[row].task);
    int percent = dates == NULL ? -1 : dates->percent;
    canvas_text_right(canvas, x, y, DONE_COLUMNS - 2, percent < 0 ? STYLE_DIM : STYLE_TEXT,
                      flow_percent_words(percent, canvas->arena));
}

static MatrixSource flow_source(const FlowPicture *picture)
{
    return (MatrixSource){
        .context = picture,
        .entity = ENTITY_ANSWER,
        .corner = _("Activity"),
        .row_count = picture->row_count,
        .column_count = picture->column_count,
        .row_keys = picture->row_keys,
        .column_keys = picture->columns,
        .column_minimum =
            picture->input->width < NARROW_SCREEN ? NARROW_SCREEN_COLUMN : NARROWEST_COLUMN,
        .title_minimum = title_columns(picture->input),
        .title_lines = 3,
        .compact = true,
        .title = title_of,
        .heading = heading_of,
        .cell = cell_of,
        .span = span_of,
        .side_width = DONE_COLUMNS,
        .side_screen = DONE_SCREEN,
        .side_heading = _("Done"),
        .side = side_of,
    };
}

/* --- The view ----------------------------------------------------------------------------------- */

ViewRows flow_lay_out(const ViewInput *input, Arena *arena)
{
    FlowPicture *picture = ARENA_NEW(arena, FlowPicture);
    picture->plan = input->plan;
    picture->input = input;
    picture->flipped = input->state->flipped;
    uint32_t hidden;
    MatrixSource source;
    if (picture->flipped) {
        hidden = flow_checklist_choose(picture, arena);
        source = flow_checklist_source(picture);
    } else {
        hidden = flow_choose(picture, arena);
        source = flow_source(picture);
    }
    picture->matrix = matrix_lay_out(input, &source, arena);
    picture->input = NULL; /* lives only as long as this call */
    ViewRows rows = matrix_rows(picture->matrix, hidden, picture);
    rows.summary = picture->flipped ? flow_checklist_summary(picture, arena)
                                    : arena_printf(arena, _("%u of %u answered"),
                                                   picture->answered, picture->cells);
    return rows;
}

Target flow_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    const FlowPicture *picture = rows->data;
    (void)input;
    return matrix_target(picture->matrix, row, column);
}

/* The activity in full, the answer under the cursor, and what the task is for. */
static void detail_draw(const FlowPicture *picture, Rect area, Canvas *canvas)
{
    const ViewState *state = picture->input->state;
    if (!canvas_shows(canvas, area))
        return;
    Target here = matrix_target(picture->matrix, state->row, state->column);
    RowId id = here.entity == ENTITY_TASK ? here.id : here.row_key;
    const Task *task = PLAN_ROW_OF(picture->plan, Task, ENTITY_TASK, id);
    if (task == NULL)
        return;
    Arena *arena = canvas->arena;
    const Answer *answer = PLAN_ROW_OF(picture->plan, Answer, ENTITY_ANSWER, here.id);
    const char *title = plan_title(picture->plan, ENTITY_TASK, id, arena);
    const char *where = part_municipality_name(picture->plan, here.column_key);
    if (!text_is_empty(where))
        title = arena_printf(arena, "%s · %s", where, title);
    const char *words = answer == NULL ? "" : flow_answer_words(picture->plan, answer, arena);
    bool cell = here.entity == ENTITY_ANSWER;
    if (cell && text_is_empty(words))
        words = _("Not answered yet.");
    const char *owner = plan_owner_words(picture->plan, task);
    if (!text_is_empty(owner) && cell)
        words = arena_printf(arena, "%s   %s", words, owner);
    const PartLine lines[] = {{answer == NULL ? STYLE_DIM : STYLE_TEXT, words},
                              {STYLE_TEXT, task->purpose},
                              {STYLE_DIM, task->note}};
    part_detail(canvas, area, title, lines, COUNT_OF(lines));
}

static void empty_draw(const FlowPicture *picture, uint32_t hidden, Rect area, Canvas *canvas)
{
    const char *sentence =
        picture->flipped
            ? _("No work groups or no checklist yet: apply a template to groups to make one.")
            : _("No activity stands in the flow chart yet: set “flow” of a task to yes.");
    Rect old = canvas_clip(canvas, area);
    part_paragraph(canvas, (Rect){area.x + 2, area.y + 1, area.width - 4, 3}, STYLE_DIM,
                   hidden > 0 ? _("No row has these words.") : sentence);
    canvas_unclip(canvas, old);
}

void flow_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid)
{
    const FlowPicture *laid_out = rows->data;
    FlowPicture picture = *laid_out;
    Matrix matrix = *laid_out->matrix;
    picture.input = input;
    picture.matrix = &matrix;
    matrix.source.context = &picture;
    laid->first_day = laid->last_day = DAY_NONE;
    laid->rows_shown = laid->columns_shown = 1;
    if (rows->count == 0 || picture.column_count == 0) {
        empty_draw(&picture, rows->hidden, area, canvas);
        return;
    }
    int panel = picture.flipped ? flow_checklist_panel_rows(&picture, area)
                                : part_detail_rows(input, area, MEDIUM_DETAIL, LARGE_DETAIL);
    Rect table = {area.x, area.y, area.width, area.height - panel};
    Rect below = {area.x, area.y + area.height - panel, area.width, panel};
    matrix_draw(input, &matrix, table, canvas, hits, laid);
    if (picture.flipped)
        flow_checklist_panel_draw(&picture, below, canvas);
    else
        detail_draw(&picture, below, canvas);
}
