/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What two copies disagree on: a list, and below it the three sides of the one under the cursor:
 * this file's, what stood there before both, and theirs; who, where, when, and what each would
 * change on the timeline.
 */
#include "parts.h"
#include "pictures.h"

#include <string.h>

enum { WIDE = 100, MEDIUM = 60, FIELD_COLUMNS = 16, GAP = 2 };

enum { MEDIUM_HEIGHT = 14, DETAIL_ROWS = 9, SIDE_COLUMNS = 12, WHEN_COLUMNS = 14 };

typedef struct Columns {
    int title, field, value; /* widths; value 0: not shown */
} Columns;

typedef struct Drawing {
    const ViewInput *input;
    const ViewRows *rows;
    Columns columns;
    Rect area; /* of the list */
    Canvas *canvas;
    HitMap *hits;
    ViewLaid *laid;
} Drawing;

static const Conflict *conflict_at(const ViewInput *input, const ViewRows *rows, int row)
{
    if (row < 0 || (uint32_t)row >= rows->count)
        return NULL;
    uint32_t index = (uint32_t)rows->rows[row].data;
    return index < input->plan->conflict_count ? &input->plan->conflicts[index] : NULL;
}

static const Field *field_of(const Conflict *conflict)
{
    return conflict->field < 0 ? NULL
                               : &schema_entity(conflict->entity)->fields[conflict->field];
}

static const char *field_label(const Conflict *conflict)
{
    const Field *field = field_of(conflict);
    return field == NULL ? _("the row") : _(field->label);
}

static const char *shown_value(const ConflictValue *value)
{
    return text_is_empty(value->value) ? "–" : value->value;
}

static const ConflictValue *value_in_force(const Conflict *conflict)
{
    for (uint32_t index = 0; index < conflict->count; index++)
        if (conflict->values[index].in_force)
            return &conflict->values[index];
    return NULL;
}

/* --- Laying out --------------------------------------------------------------------------------- */

static bool value_matches(const ViewInput *input, const ConflictValue *value, Arena *arena)
{
    return part_is_match(input, value->value, arena) ||
           part_is_match(input, value->author, arena) ||
           part_is_match(input, value->host, arena);
}

static bool conflict_matches(const ViewInput *input, const Conflict *conflict, Arena *arena)
{
    if (text_is_empty(input->state->filter))
        return true;
    const char *title = plan_title(input->plan, conflict->entity, conflict->row, arena);
    if (part_is_match(input, title, arena) ||
        part_is_match(input, field_label(conflict), arena))
        return true;
    for (uint32_t index = 0; index < conflict->count; index++)
        if (value_matches(input, &conflict->values[index], arena))
            return true;
    return false;
}

ViewRows conflicts_lay_out(const ViewInput *input, Arena *arena)
{
    uint32_t count = input->plan->conflict_count, shown = 0;
    ViewRow *rows = ARENA_ARRAY(arena, ViewRow, (size_t)count + 1);
    for (uint32_t index = 0; index < count; index++) {
        const Conflict *conflict = &input->plan->conflicts[index];
        if (!conflict_matches(input, conflict, arena))
            continue;
        rows[shown].data = (int32_t)index;
        rows[shown++].target = (Target){.entity = conflict->entity,
                                        .id = conflict->row,
                                        .field = conflict->field,
                                        .extra = (int32_t)index};
    }
    return (ViewRows){.rows = rows,
                      .count = shown,
                      .columns = 1,
                      .hidden = count - shown,
                      .summary = arena_printf(arena, _("%u undecided"), count)};
}

Target conflicts_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    (void)input;
    if (row < 0 || (uint32_t)row >= rows->count || column != 0)
        return (Target){.entity = ENTITY_NONE, .field = -1};
    return rows->rows[row].target;
}

/* --- The list ----------------------------------------------------------------------------------- */

static Columns columns_of(int width)
{
    Columns columns = {.field = width >= MEDIUM ? FIELD_COLUMNS : FIELD_COLUMNS / 2};
    if (width >= MEDIUM)
        columns.value = width >= WIDE ? 32 : 18;
    int taken = 4 + columns.field + GAP + (columns.value > 0 ? columns.value + GAP : 0);
    columns.title = part_larger(width - taken - 1, 1);
    return columns;
}

static void conflict_draw(const Drawing *drawing, int row, int y)
{
    const ViewInput *input = drawing->input;
    const Conflict *conflict = conflict_at(input, drawing->rows, row);
    Canvas *canvas = drawing->canvas;
    Rect area = drawing->area;
    int x = area.x + 2;
    if (conflict == NULL)
        return;
    canvas_text(canvas, x, y, 1, STYLE_WARNING, "!");
    Rect title = {x + 2, y, drawing->columns.title, 1};
    const char *words = plan_title(input->plan, conflict->entity, conflict->row, canvas->arena);
    StyleRole style = part_row_style(input, conflict->row, STYLE_TEXT);
    canvas_text(canvas, title.x, y, title.width, style, words);
    part_show_match(input, canvas, title, style, words);
    x = title.x + title.width + GAP;
    canvas_text(canvas, x, y, drawing->columns.field, STYLE_TEXT, field_label(conflict));
    x += drawing->columns.field + GAP;
    const ConflictValue *now = value_in_force(conflict);
    if (drawing->columns.value > 0 && now != NULL)
        canvas_text(canvas, x, y, drawing->columns.value, STYLE_DIM, shown_value(now));
    hit_add(drawing->hits,
            (Hit){.rect = {area.x, y, area.width, 1}, .kind = HIT_CELL, .row = row});
    if (row == input->state->row)
        part_cursor(canvas, title, title, drawing->laid);
}

/* --- What a choice would do --------------------------------------------------------------------- */

static const char *days_words(int days, Arena *arena)
{
    int count = days < 0 ? -days : days;
    if (days == 0)
        return _("the same day as now");
    if (count == 1)
        return days < 0 ? _("1 day earlier") : _("1 day later");
    return arena_printf(arena, days < 0 ? _("%d days earlier") : _("%d days later"), count);
}

/* "2 tasks move, 1 deadline missed, end 14 Jun → 23 Aug": only what there is to say. */
static const char *ripple_words(const ViewInput *input, const TaskShift *shift, Arena *arena)
{
    Ripple ripple = schedule_ripple(input->plan, input->schedule, shift, 1, arena);
    if (ripple.moved == 0)
        return "";
    const char *words = ripple.moved == 1
                            ? _("1 task moves")
                            : arena_printf(arena, _("%u tasks move"), ripple.moved);
    if (ripple.deadlines_missed > 0)
        words = arena_printf(arena,
                             ripple.deadlines_missed == 1 ? _("%s, %u deadline missed")
                                                          : _("%s, %u deadlines missed"),
                             words, ripple.deadlines_missed);
    if (ripple.end_before == ripple.end_after)
        return words;
    return arena_printf(arena, _("%s, end %s → %s"), words,
                        part_day(ripple.end_before, input->language, arena),
                        part_day(ripple.end_after, input->language, arena));
}

static const char *task_effect(const ViewInput *input, const Conflict *conflict, int days,
                               const ConflictValue *value, Arena *arena)
{
    uint32_t index = plan_index_of(input->plan, ENTITY_TASK, conflict->row);
    const Field *field = field_of(conflict);
    if (field == NULL || index == UINT32_MAX || input->schedule == NULL ||
        index >= input->schedule->count)
        return "";
    const char *name = field->name;
    const Task *task = &PLAN_ROWS(input->plan, Task, ENTITY_TASK)[index];
    const TaskDates *dates = &input->schedule->tasks[index];
    TaskShift shift = {.task = index};
    if (strcmp(name, "deadline") == 0 && dates->finish != DAY_NONE && !dates->open_start &&
        dates->finish > value->last)
        return arena_printf(arena, _("the task ends %s, after it"),
                            part_day(dates->finish, input->language, arena));
    if (strcmp(name, "start") == 0) {
        shift.start_days = days;
        shift.finish_days = date_is_set(&task->finish) ? 0 : days;
    } else if (strcmp(name, "finish") == 0) {
        shift.finish_days = days;
    } else {
        return "";
    }
    return days == 0 ? "" : ripple_words(input, &shift, arena);
}

/* Only dates move anything on the timeline; the value in force changes nothing. */
static const char *effect_words(const ViewInput *input, const Conflict *conflict,
                                const ConflictValue *value, Arena *arena)
{
    const ConflictValue *now = value_in_force(conflict);
    const Field *field = field_of(conflict);
    if (field == NULL || field->kind != KIND_DATE || now == NULL || value->last == DAY_NONE ||
        now->last == DAY_NONE)
        return "";
    bool starts = strcmp(field->name, "start") == 0;
    int days = starts ? value->first - now->first : value->last - now->last;
    const char *moves =
        conflict->entity == ENTITY_TASK ? task_effect(input, conflict, days, value, arena) : "";
    if (value == now)
        return moves;
    const char *words = days_words(days, arena);
    return text_is_empty(moves) ? words : arena_printf(arena, "%s: %s", words, moves);
}

/* --- The three sides ---------------------------------------------------------------------------- */

typedef struct Side {
    const char *key, *name;
    const ConflictValue *value;
} Side;

/* Ours, what was there before, theirs, and further ones where more than two copies disagree. */
static uint32_t sides_of(const Conflict *conflict, Side *sides, uint32_t most)
{
    uint32_t count = 0;
    bool other = false;
    for (uint32_t index = 0; index < conflict->count; index++)
        if (conflict->values[index].ours)
            sides[count++] = (Side){"o", _("this file"), &conflict->values[index]};
    if (conflict->field >= 0)
        sides[count++] = (Side){"b", _("before"), &conflict->base};
    for (uint32_t index = 0; index < conflict->count && count < most; index++) {
        if (conflict->values[index].ours)
            continue;
        sides[count++] = (Side){other ? " " : "t", _("theirs"), &conflict->values[index]};
        other = true;
    }
    return count;
}

static const char *who_words(const Drawing *drawing, const ConflictValue *value)
{
    Arena *arena = drawing->canvas->arena;
    if (value->change == 0)
        return "";
    return text_is_empty(value->host)
               ? value->author
               : arena_printf(arena, "%s (%s)", value->author, value->host);
}

/* Below the value, where the line has no room for who wrote it and when. */
static int who_below(const Drawing *drawing, const ConflictValue *value, Rect place)
{
    if (value->change == 0 || place.height <= 0)
        return 0;
    Canvas *canvas = drawing->canvas;
    canvas_printf(canvas, place.x, place.y, place.width, STYLE_DIM, "%s  %s",
                  who_words(drawing, value),
                  part_time(value->time, drawing->input->utc_offset, drawing->input->language,
                            canvas->arena));
    return 1;
}

/* One side in a line, and where there is room who wrote it and what it would change. */
static int side_draw(const Drawing *drawing, const Conflict *conflict, const Side *side,
                     Rect place, int room)
{
    Canvas *canvas = drawing->canvas;
    const ConflictValue *value = side->value;
    bool wide = place.width >= MEDIUM;
    int x = place.x, right = place.x + place.width;
    StyleRole style = value->in_force ? STYLE_HEADING : STYLE_TEXT;
    canvas_text(canvas, x, place.y, 1, STYLE_KEY, side->key);
    canvas_text(canvas, x + 2, place.y, SIDE_COLUMNS - 1, STYLE_DIM, side->name);
    x += 2 + SIDE_COLUMNS;
    if (wide && value->change != 0) {
        const char *when = part_time(value->time, drawing->input->utc_offset,
                                     drawing->input->language, canvas->arena);
        canvas_text_right(canvas, right - WHEN_COLUMNS, place.y, WHEN_COLUMNS, STYLE_DIM, when);
        right -= WHEN_COLUMNS + GAP;
        const char *who = who_words(drawing, value);
        int columns = part_smaller(part_columns(who), place.width / 4);
        canvas_text(canvas, right - columns, place.y, columns, STYLE_DIM, who);
        right -= columns + GAP;
    }
    const char *words =
        value->in_force ? arena_printf(canvas->arena, _("%s  (in force)"), shown_value(value))
                        : shown_value(value);
    canvas_text(canvas, x, place.y, right - x, style, words);
    Rect below = {x, place.y + 1, place.x + place.width - x, room};
    int used = 1 + (wide ? 0 : who_below(drawing, value, below));
    const char *effect = effect_words(drawing->input, conflict, value, canvas->arena);
    if (text_is_empty(effect) || used > room)
        return used;
    canvas_text(canvas, x, place.y + used, below.width, STYLE_DIM, effect);
    return used + 1;
}

static void detail_draw(const Drawing *drawing, Rect area)
{
    Side sides[8];
    const Conflict *conflict =
        conflict_at(drawing->input, drawing->rows, drawing->input->state->row);
    if (area.height <= 1 || conflict == NULL)
        return;
    Canvas *canvas = drawing->canvas;
    const char *title =
        plan_title(drawing->input->plan, conflict->entity, conflict->row, canvas->arena);
    const char *label = field_label(conflict);
    int room = part_larger(area.width - part_columns(label) - 8, 8);
    title = text_clip(canvas->arena, title, room, canvas->ascii);
    part_rule(canvas, area.x, area.y, area.width,
              arena_printf(canvas->arena, "%s: %s", title, label));
    Rect rest = {area.x + 2, area.y + 1, area.width - 3, area.height - 1};
    uint32_t count = sides_of(conflict, sides, (uint32_t)COUNT_OF(sides));
    int sentence = conflict->field < 0 ? 1 : 0;
    for (uint32_t index = 0; index < count && rest.height > 0; index++) {
        int used = side_draw(drawing, conflict, &sides[index], rest,
                             rest.height - (int)(count - index) - sentence);
        rest.y += used;
        rest.height -= used;
    }
    if (conflict->field < 0 && rest.height > 0)
        canvas_text(
            canvas, rest.x, rest.y, rest.width, STYLE_DIM,
            _("Deleted in one copy, used in another: it stays until somebody decides."));
}

static const char *empty_words(const ViewRows *rows)
{
    return rows->hidden > 0 ? _("No conflict has these words.")
                            : _("Nothing is undecided.  :merge FILE takes in another copy.");
}

void conflicts_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                    HitMap *hits, ViewLaid *laid)
{
    int detail = area.height >= MEDIUM_HEIGHT ? DETAIL_ROWS : area.height >= 6 ? 4 : 0;
    Rect list = {area.x, area.y, area.width, area.height - detail};
    Drawing drawing = {input, rows, columns_of(area.width), list, canvas, hits, laid};
    laid->first_day = laid->last_day = DAY_NONE;
    laid->columns_shown = 1;
    laid->rows_shown = part_larger(list.height, 1);
    Rect old = canvas_clip(canvas, area);
    if (rows->count == 0)
        canvas_text(canvas, area.x + 2, area.y + 1, area.width - 4, STYLE_DIM,
                    empty_words(rows));
    for (int line = 0; line < list.height; line++) {
        int row = input->state->top + line;
        if (row >= 0 && row < (int)rows->count)
            conflict_draw(&drawing, row, list.y + line);
    }
    detail_draw(&drawing, (Rect){area.x, list.y + list.height, area.width, detail});
    canvas_unclip(canvas, old);
}
