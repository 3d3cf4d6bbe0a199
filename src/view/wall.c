/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The overview as a wall shows it: large, calm, read from across the room.  How many days are left of
 * the phase that is going on, the phases, the work groups, what needs attention, the next dates.
 */
#include "parts.h"
#include "pictures.h"

#include <stdlib.h>

enum {
    WIDE = 100,
    NARROW = 76, /* below it no large digits: the phases need the width */
    TALL = 34,
    DIGIT_ROWS = 5,
    DIGIT_COLUMNS = 3,
    PIXEL = 2, /* columns: a cell is twice as high as wide */
    DATE_LIMIT = 64
};

typedef struct Drawing {
    const ViewInput *input;
    Canvas *canvas;
    Rect area;
    bool wide;
    int step; /* rows from one line to the next */
    int phase_bar;
} Drawing;

ViewRows wall_lay_out(const ViewInput *input, Arena *arena)
{
    (void)input;
    (void)arena;
    return (ViewRows){.columns = 1};
}

Target wall_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    (void)input;
    (void)rows;
    (void)row;
    (void)column;
    return (Target){.entity = ENTITY_NONE, .field = -1};
}

/* --- Large digits ----------------------------------------------------------------------------- */

/* Rows of three pixels, the leftmost in the highest bit. */
static const uint8_t digits[10][DIGIT_ROWS] = {
    {7, 5, 5, 5, 7}, {2, 6, 2, 2, 7}, {7, 1, 7, 4, 7}, {7, 1, 7, 1, 7}, {5, 5, 7, 1, 1},
    {7, 4, 7, 1, 7}, {7, 4, 7, 5, 7}, {7, 1, 1, 2, 2}, {7, 5, 7, 5, 7}, {7, 5, 7, 1, 7},
};

static int digit_draw(Canvas *canvas, int x, int y, int digit)
{
    for (int row = 0; row < DIGIT_ROWS; row++)
        for (int column = 0; column < DIGIT_COLUMNS; column++)
            if ((digits[digit][row] >> (DIGIT_COLUMNS - 1 - column) & 1) != 0)
                canvas_fill(canvas, (Rect){x + column * PIXEL, y + row, PIXEL, 1},
                            STYLE_BAR_DONE, GLYPH_BAR_DONE);
    return DIGIT_COLUMNS * PIXEL + 1;
}

static int number_draw(Canvas *canvas, int x, int y, int number)
{
    const char *text = arena_printf(canvas->arena, "%d", number);
    int used = 0;
    for (const char *at = text; *at != '\0'; at++)
        used += digit_draw(canvas, x + used, y, *at - '0');
    return used;
}

/* --- Phases ----------------------------------------------------------------------------------- */

static bool is_phase(const Drawing *drawing, uint32_t index)
{
    return PLAN_ROWS(drawing->input->plan, Task, ENTITY_TASK)[index].level == 1;
}

/* The phase that ends next; NULL when none has an end that is still to come. */
static const Task *phase_ahead(const Drawing *drawing)
{
    const ViewInput *input = drawing->input;
    const Task *tasks = PLAN_ROWS(input->plan, Task, ENTITY_TASK), *best = NULL;
    Day soonest = DAY_NONE;
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_TASK); index++) {
        Day end = input->schedule->tasks[index].finish;
        if (!is_phase(drawing, index) || status_is_closed(tasks[index].status) ||
            end == DAY_NONE || end < input->today || (best != NULL && end >= soonest))
            continue;
        best = &tasks[index];
        soonest = end;
    }
    return best;
}

/* What the digits and the words beside them get; the phases have the rest. */
static int words_columns(const Drawing *drawing)
{
    return drawing->area.width * (drawing->wide ? 40 : 38) / 100;
}

static int days_draw(const Drawing *drawing, const Task *phase)
{
    const ViewInput *input = drawing->input;
    Canvas *canvas = drawing->canvas;
    Rect area = drawing->area;
    Day end = input->schedule->tasks[phase->index].finish;
    int days = end - input->today;
    const char *until = part_day(end, input->language, canvas->arena);
    bool brief = !drawing->wide && !text_is_empty(phase->short_name);
    const char *name = brief ? phase->short_name : phase->name;
    int x = area.x + 2;
    int columns = words_columns(drawing) - 2;
    int used = number_draw(canvas, x, area.y + 1, days > 9999 ? 9999 : days) + 1;
    /* On a narrow screen the day stands below, and the words go on as far down as the digits. */
    int y = area.y + (drawing->wide ? 2 : 1);
    canvas_printf(canvas, x + used, y++, columns - used, STYLE_HEADING,
                  days == 1 ? _("day to %s") : _("days to %s"), drawing->wide ? until : "");
    if (!drawing->wide)
        canvas_text(canvas, x + used, y++, columns - used, STYLE_HEADING, until);
    part_paragraph(canvas, (Rect){x + used, y, columns - used, area.y + DIGIT_ROWS + 1 - y},
                   STYLE_TEXT, arena_printf(canvas->arena, _("Then ends: %s"), name));
    return words_columns(drawing) + (drawing->wide ? 2 : 1);
}

static const char *phase_end(const Drawing *drawing, const Task *phase)
{
    const ViewInput *input = drawing->input;
    Day end = input->schedule->tasks[phase->index].finish;
    return end == DAY_NONE ? "" : part_day(end, input->language, drawing->canvas->arena);
}

static int phase_date_columns(const Drawing *drawing)
{
    return drawing->wide ? 12 : 11; /* "♦ 27. sep." */
}

static int phase_name_columns(const Drawing *drawing, int x, int bar)
{
    int right = drawing->area.x + drawing->area.width - 1;
    return right - phase_date_columns(drawing) - bar - 2 - x - 4;
}

/* The bars are as long as the names leave room for, and below that a percentage alone. */
static int phase_bar_columns(const Drawing *drawing, int x)
{
    enum { NARROW_BAR = 12, WIDE_BAR = 26, SHORTEST_BAR = 8, PERCENT_COLUMNS = 5 };

    const Plan *plan = drawing->input->plan;
    int bar = drawing->wide ? WIDE_BAR : NARROW_BAR;
    int room = phase_name_columns(drawing, x, bar), widest = 0;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_TASK); index++) {
        const Task *task = &PLAN_ROWS(plan, Task, ENTITY_TASK)[index];
        const char *name = text_is_empty(task->short_name) ? task->name : task->short_name;
        if (is_phase(drawing, index))
            widest = part_larger(widest, part_columns(name));
    }
    bar = part_clamp(bar - (widest - room), 0, bar);
    return bar < SHORTEST_BAR ? PERCENT_COLUMNS : bar;
}

static void phase_draw(const Drawing *drawing, const Task *phase, int x, int y)
{
    Canvas *canvas = drawing->canvas;
    int right = drawing->area.x + drawing->area.width - 1;
    int date = phase_date_columns(drawing), bar = drawing->phase_bar;
    bool event = date_is_set(&phase->deadline) && phase->deadline.precision == DATE_EVENT;
    const char *end = phase_end(drawing, phase);
    canvas_text(canvas, x, y, 4, STYLE_DIM, phase->number);
    int name = phase_name_columns(drawing, x, bar);
    const char *words = phase->name;
    if (part_columns(words) > name && !text_is_empty(phase->short_name))
        words = phase->short_name;
    canvas_text(canvas, x + 3, y, name, STYLE_PHASE, words);
    int percent = drawing->input->schedule->tasks[phase->index].percent;
    if (bar > 5)
        shape_progress(canvas, right - date - bar - 1, y, bar, percent, STYLE_BAR_DONE,
                       STYLE_BAR_LEFT);
    else
        canvas_text_right(canvas, right - date - bar - 1, y, bar, STYLE_TEXT,
                          percent < 0 ? "–" : arena_printf(canvas->arena, "%d%%", percent));
    if (event)
        canvas_text(canvas, right - date + 1, y, date - 1, STYLE_DIM, _("no date"));
    if (event || text_is_empty(end))
        return;
    canvas_glyph(canvas, right - date + 1, y, STYLE_MILESTONE, GLYPH_MILESTONE);
    canvas_text(canvas, right - date + 3, y, date - 3, STYLE_TEXT, end);
}

/* The upper part; returns the rows it took. */
static int top_draw(Drawing *drawing)
{
    const Plan *plan = drawing->input->plan;
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    bool roomy = drawing->area.height >= 9 && drawing->area.width >= NARROW;
    const Task *ahead = roomy ? phase_ahead(drawing) : NULL;
    int rows = ahead != NULL ? DIGIT_ROWS + 2 : part_smaller(5, drawing->area.height);
    int x = drawing->area.x + (ahead != NULL ? days_draw(drawing, ahead) : 2);
    drawing->phase_bar = phase_bar_columns(drawing, x);
    uint32_t phases = 0;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_TASK); index++)
        phases += is_phase(drawing, index) ? 1 : 0;
    int step = (int)phases * 2 <= rows ? 2 : 1;
    int y = drawing->area.y + 1;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_TASK); index++) {
        if (!is_phase(drawing, index) || y >= drawing->area.y + rows)
            continue;
        phase_draw(drawing, &tasks[index], x, y);
        y += step;
    }
    return rows;
}

/* --- Groups ----------------------------------------------------------------------------------- */

/* "4 of 5 seats taken", and the leader where names are shown. */
static const char *group_seats(const ViewInput *input, RowId group, Arena *arena)
{
    const Seat *seats = PLAN_ROWS(input->plan, Seat, ENTITY_SEAT);
    const char *leader = "";
    int taken = 0, all = 0;
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_SEAT); index++) {
        const Seat *seat = &seats[index];
        if (seat->group != group || !part_is_valid(&seat->from, &seat->to, input->today))
            continue;
        const Role *role = PLAN_ROW_OF(input->plan, Role, ENTITY_ROLE, seat->role);
        const Person *person = PLAN_ROW_OF(input->plan, Person, ENTITY_PERSON, seat->person);
        all++;
        taken += seat->person != 0 ? 1 : 0;
        if (role != NULL && text_equal(role->code, "L") && person != NULL && *leader == '\0')
            leader = person->name;
    }
    if (!text_is_empty(leader))
        return part_person_name(arena, leader, 30);
    return all == 0 ? "" : arena_printf(arena, _("%d of %d seats taken"), taken, all);
}

static const Finding *group_finding(const ViewInput *input, RowId group)
{
    for (uint32_t index = 0; input->findings != NULL && index < input->findings->count;
         index++) {
        const Finding *finding = &input->findings->items[index];
        if (!finding->known && finding->entity == ENTITY_GROUP && finding->row == group)
            return finding;
    }
    return NULL;
}

static void group_draw(const Drawing *drawing, const Group *group, int y)
{
    Canvas *canvas = drawing->canvas;
    const ViewInput *input = drawing->input;
    int right = drawing->area.x + drawing->area.width - 1;
    int bar = drawing->wide ? 26 : 12;
    int name = drawing->wide ? 30 : 20, seats = drawing->wide ? 30 : 22;
    const Finding *finding = group_finding(input, group->row.id);
    int x = drawing->area.x + 2;
    canvas_text(canvas, x, y, name - 1, STYLE_TEXT, group->name);
    x += name;
    /* What is wrong is read whole, if need be in the place of the seats. */
    int room = right - bar - x - 3;
    if (finding != NULL && part_columns(finding->message) > room - seats)
        seats = 0;
    canvas_text(canvas, x, y, part_larger(seats - 1, 0), STYLE_DIM,
                group_seats(input, group->row.id, canvas->arena));
    x += seats;
    int percent = part_group_percent(input, group->row.id);
    if (percent >= 0)
        shape_progress(canvas, right - bar, y, bar, percent, STYLE_BAR_DONE, STYLE_BAR_LEFT);
    if (finding == NULL || right - bar - x < 12)
        return;
    canvas_glyph(canvas, x, y, STYLE_WARNING, GLYPH_OVERDUE);
    canvas_text(canvas, x + 2, y, right - bar - x - 3, STYLE_WARNING, finding->message);
}

static bool group_is_shown(const ViewInput *input, const Group *group)
{
    return group->kind != GROUP_STEERING &&
           part_is_valid(&group->from, &group->to, input->today);
}

static int groups_rows_draw(const Drawing *drawing, int y, int bottom)
{
    const ViewInput *input = drawing->input;
    const Group *groups = PLAN_ROWS(input->plan, Group, ENTITY_GROUP);
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_GROUP); index++) {
        if (!group_is_shown(input, &groups[index]) || y >= bottom)
            continue;
        group_draw(drawing, &groups[index], y);
        y += drawing->step;
    }
    return y;
}

/* --- What needs attention, and the next dates --------------------------------------------------- */

static void attention_draw(const Drawing *drawing, Rect area)
{
    const Findings *findings = drawing->input->findings;
    Canvas *canvas = drawing->canvas;
    int y = area.y;
    for (uint32_t index = 0; findings != NULL && index < findings->count; index++) {
        const Finding *finding = &findings->items[index];
        if (finding->known || finding->level == FINDING_NOTE || y >= area.y + area.height)
            continue;
        canvas_glyph(canvas, area.x, y, STYLE_WARNING, GLYPH_OVERDUE);
        int left = area.y + area.height - y;
        int rows =
            part_paragraph(canvas, (Rect){area.x + 2, y, area.width - 2, part_smaller(left, 2)},
                           STYLE_TEXT, finding->message);
        y += part_larger(rows, drawing->step);
    }
    if (y == area.y)
        canvas_text(canvas, area.x, y, area.width, STYLE_DIM, _("Nothing just now."));
}

typedef struct Coming {
    Day day;
    const char *words, *short_words;
    bool ends_phase;
    uint32_t place;
} Coming;

static int compare_coming(const void *left, const void *right)
{
    const Coming *one = left, *other = right;
    if (one->day != other->day)
        return one->day < other->day ? -1 : 1;
    return one->place < other->place ? -1 : one->place > other->place;
}

/* Ends of tasks down to the second level, and meetings whose day is known. */
static uint32_t coming_find(const ViewInput *input, Arena *arena, Coming **out)
{
    const Task *tasks = PLAN_ROWS(input->plan, Task, ENTITY_TASK);
    const Meeting *meetings = PLAN_ROWS(input->plan, Meeting, ENTITY_MEETING);
    uint32_t all = plan_count(input->plan, ENTITY_TASK), count = 0;
    uint32_t met = plan_count(input->plan, ENTITY_MEETING);
    Coming *coming = ARENA_ARRAY(arena, Coming, all + met + 1);
    for (uint32_t index = 0; index < all; index++) {
        const TaskDates *dates = &input->schedule->tasks[index];
        Day day = dates->deadline != DAY_NONE ? dates->deadline : dates->finish;
        if (tasks[index].level <= 2 && day != DAY_NONE && day >= input->today &&
            !status_is_closed(tasks[index].status))
            coming[count++] = (Coming){day, tasks[index].name, tasks[index].short_name,
                                       tasks[index].level == 1, index};
    }
    for (uint32_t index = 0; index < met; index++)
        if (meetings[index].date.precision == DATE_DAY &&
            meetings[index].date.from >= input->today)
            coming[count++] = (Coming){meetings[index].date.from, meetings[index].name, "",
                                       false, all + index};
    if (count > 1)
        qsort(coming, count, sizeof *coming, compare_coming);
    *out = coming;
    return count;
}

static void coming_draw(const Drawing *drawing, Rect area)
{
    Canvas *canvas = drawing->canvas;
    Coming *coming = NULL;
    uint32_t count = coming_find(drawing->input, canvas->arena, &coming);
    int y = area.y;
    for (uint32_t index = 0; index < count && y < area.y + area.height; index++) {
        const char *day = part_day(coming[index].day, drawing->input->language, canvas->arena);
        int x = area.x + 10;
        canvas_text_right(canvas, area.x, y, 8, STYLE_TEXT, day);
        if (coming[index].ends_phase) {
            canvas_glyph(canvas, x, y, STYLE_MILESTONE, GLYPH_MILESTONE);
            x += 2;
        }
        int room = area.x + area.width - x;
        bool brief = part_columns(coming[index].words) > room &&
                     !text_is_empty(coming[index].short_words);
        canvas_text(canvas, x, y, room, STYLE_TEXT,
                    brief ? coming[index].short_words : coming[index].words);
        y += drawing->step;
    }
    if (count == 0)
        canvas_text(canvas, area.x, y, area.width, STYLE_DIM, _("No date is set."));
}

static void bottom_draw(const Drawing *drawing, int y, int bottom)
{
    Canvas *canvas = drawing->canvas;
    int half = drawing->area.width / 2;
    Rect left = {drawing->area.x + 2, y + 1, half - 4, bottom - y - 1};
    Rect right = {drawing->area.x + half, y + 1, drawing->area.width - half - 1,
                  bottom - y - 1};
    canvas_text(canvas, left.x, y, left.width, STYLE_HEADING, _("Needs attention"));
    canvas_text(canvas, right.x, y, right.width, STYLE_HEADING, _("Next dates"));
    attention_draw(drawing, left);
    coming_draw(drawing, right);
}

void wall_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
               HitMap *hits, ViewLaid *laid)
{
    (void)rows;
    (void)hits;
    laid->rows_shown = laid->columns_shown = 1;
    Drawing drawing = {.input = input,
                       .canvas = canvas,
                       .area = area,
                       .wide = area.width >= WIDE,
                       .step = area.height >= TALL ? 2 : 1};
    int bottom = area.y + area.height;
    int y = area.y + top_draw(&drawing);
    int coming = part_larger(area.height / 4, 4); /* rows kept for the last part */
    if (bottom - y > coming + 3) {
        part_rule(canvas, area.x, y, area.width, _("Work groups"));
        y = groups_rows_draw(&drawing, y + drawing.step, bottom - coming - 1);
    }
    if (bottom - y < 3)
        return;
    part_rule(canvas, area.x, y, area.width, "");
    bottom_draw(&drawing, y + drawing.step, bottom);
}
