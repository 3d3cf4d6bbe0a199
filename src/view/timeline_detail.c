/* SPDX-License-Identifier: MPL-2.0 */
/* The pane below the rows: what is known of the task under the cursor. */
#include "timeline_private.h"

#define INDENT        4
#define FACT_GAP      3
#define FACTS_MOST    8
#define PURPOSE_ROWS  2
#define NAME_COLUMNS  30
#define OWNER_COLUMNS 16
#define BAR_COLUMNS   25
#define LINKS_MOST    6
#define LONG_SPAN     36600 /* days: longer spans are not counted in working days */

/* --- Facts: short phrases in a row, the most useful first -------------------------------------- */

typedef struct Facts {
    Arena *arena;
    const char *words[FACTS_MOST];
    StyleRole styles[FACTS_MOST];
    int count;
} Facts;

static void fact_add(Facts *facts, StyleRole style, const char *words)
{
    if (!text_is_empty(words) && facts->count < FACTS_MOST) {
        facts->words[facts->count] = words;
        facts->styles[facts->count++] = style;
    }
}

/* What does not fit is left out whole; only a first fact that is too long is clipped. */
static void facts_draw(const Facts *facts, Canvas *canvas, int x, int y, int end)
{
    bool any = false;
    for (int i = 0; i < facts->count; i++) {
        int columns = text_width(facts->words[i]);
        if (x + columns > end && any) {
            continue;
        }
        x += canvas_text(canvas, x, y, end - x, facts->styles[i], facts->words[i]) + FACT_GAP;
        any = true;
    }
}

/* --- Phrases ----------------------------------------------------------------------------------- */

static const char *words_of_text(Text *text, Arena *arena)
{
    const char *words = arena_strdup(arena, text_string(text));
    text_free(text);
    return words;
}

static void print_bound(const HonestDate *stated, Day computed, Language language, Text *out)
{
    if (timeline_has_day(stated)) {
        date_print(stated, DATE_STYLE_SHORT, language, out);
    } else {
        day_print(computed, DATE_STYLE_SHORT, language, out);
    }
}

/* "7 Sep – 11 Oct"; one word when both say the same; "until 11 Oct" when only the end is known. */
static const char *words_of_dates(const TimelineScene *scene, const TimelineRow *row)
{
    Arena *arena = scene->canvas->arena;
    Language language = scene->input->language;
    Text start = {0};
    Text finish = {0};
    if (!row->dates->open_start) {
        print_bound(&row->task->start, row->dates->start, language, &start);
    }
    print_bound(&row->task->finish, row->dates->finish, language, &finish);
    const char *from = words_of_text(&start, arena);
    const char *to = words_of_text(&finish, arena);
    bool event_only = row->dates->open_start && date_is_set(&row->task->deadline) &&
                      !timeline_has_day(&row->task->deadline);
    if (text_equal(from, to) || text_is_empty(to)) {
        return from;
    }
    if (text_is_empty(from)) {
        return event_only ? "" : arena_printf(arena, _("until %s"), to);
    }
    return arena_printf(arena, "%s – %s", from, to);
}

static const char *words_of_length(const TimelineScene *scene, const TimelineRow *row)
{
    const TaskDates *dates = row->dates;
    Arena *arena = scene->canvas->arena;
    if (dates->open_start || dates->milestone || dates->start == DAY_NONE ||
        dates->finish == DAY_NONE || dates->finish < dates->start ||
        dates->finish - dates->start > LONG_SPAN) {
        return "";
    }
    int days =
        calendar_working_days(scene->input->schedule->country, dates->start, dates->finish);
    return days == 1 ? _("1 working day") : arena_printf(arena, _("%d working days"), days);
}

static const char *words_of_duration(const TimelineScene *scene, const Task *task)
{
    Text words = {0};
    if (task->duration != NUMBER_NONE && task->duration > 0) {
        duration_print(task->duration, scene->input->language, &words);
    }
    return words_of_text(&words, scene->canvas->arena);
}

static const char *words_of_waiting(const TimelineScene *scene, const TimelineRow *row)
{
    const TaskDates *dates = row->dates;
    Day today = scene->input->today;
    if (status_is_closed(row->task->status) || dates->open_start || dates->start == DAY_NONE ||
        dates->start <= today) {
        return "";
    }
    int days = dates->start - today;
    return days == 1 ? _("starts tomorrow")
                     : arena_printf(scene->canvas->arena, _("starts in %d days"), days);
}

static const char *words_of_deadline(const TimelineScene *scene, const Task *task)
{
    if (!date_is_set(&task->deadline)) {
        return "";
    }
    Arena *arena = scene->canvas->arena;
    Text words = {0};
    date_print_as_written(&task->deadline, scene->input->language, &words);
    const char *written = words_of_text(&words, arena);
    if (task->deadline.precision == DATE_EVENT) {
        return arena_printf(arena, _("deadline %s (date not set)"), written);
    }
    return arena_printf(arena, _("deadline %s"), written);
}

/* "2.1 Mutual expectations" when it is one, "2.4 2.5 2.7" when they are several. */
static const char *words_of_links(const TimelineScene *scene, const TimelineRow *row,
                                  bool before, bool names)
{
    const Plan *plan = scene->input->plan;
    const TaskLists *lists = before ? &scene->data->links_in : &scene->data->links_out;
    uint32_t first = lists->first[row->task->index];
    uint32_t end = lists->first[row->task->index + 1];
    Text words = {0};
    for (uint32_t at = first; at < end; at++) {
        const Link *link = &PLAN_ROWS(plan, Link, ENTITY_LINK)[lists->items[at]];
        const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, before ? link->from : link->to);
        if (!task) {
            continue;
        }
        if (at - first >= LINKS_MOST) {
            text_append(&words, " …");
            break;
        }
        text_printf(&words, words.length > 0 ? " %s" : "%s", task->number);
        if (names && end - first == 1) {
            bool short_is_empty = text_is_empty(task->short_name);
            text_printf(&words, " %s", short_is_empty ? task->name : task->short_name);
        }
    }
    const char *list = words_of_text(&words, scene->canvas->arena);
    if (text_is_empty(list)) {
        return "";
    }
    return before ? arena_printf(scene->canvas->arena, _("after %s"), list)
                  : arena_printf(scene->canvas->arena, _("before %s"), list);
}

static const char *words_of_goals(const TimelineScene *scene, const Task *task)
{
    const TaskLists *goals = &scene->data->goals;
    uint32_t count = goals->first[task->index + 1] - goals->first[task->index];
    if (count == 0) {
        return "";
    }
    return count == 1 ? _("1 goal") : arena_printf(scene->canvas->arena, _("%u goals"), count);
}

static const char *words_of_group(const TimelineScene *scene, const Task *task)
{
    const Group *group = PLAN_ROW_OF(scene->input->plan, Group, ENTITY_GROUP, task->group);
    const char *owner = plan_owner_words(scene->input->plan, task);
    return group && !text_equal(group->name, owner) ? group->name : "";
}

static StyleRole remark_style(const TimelineRow *row)
{
    return row->dates->overdue || row->dates->broken_link ? STYLE_WARNING : STYLE_TEXT;
}

static const char *remark_of(const TimelineScene *scene, const TimelineRow *row)
{
    return schedule_remark(scene->input->plan, scene->input->schedule, row->task,
                           scene->input->language, scene->canvas->arena);
}

/* --- The pane ---------------------------------------------------------------------------------- */

/* "── 2.3 Map the present state (example) ───": the lines of divider and today that come from above
 * stay where the title leaves room. */
static void title_draw(const TimelineScene *scene, const TimelineRow *row)
{
    Canvas *canvas = scene->canvas;
    Rect detail = scene->layout.detail;
    int lead = scene->layout.airy ? 3 : 2;
    const char *mark = row->task->row.origin == ORIGIN_EXAMPLE ? _("(example)") : "";
    int room = detail.width - 2 * lead - (text_is_empty(mark) ? 0 : text_width(mark) + 1);
    if (!scene->layout.airy) {
        canvas_fill(canvas, (Rect){detail.x, detail.y, detail.width, 1}, STYLE_LINE,
                    GLYPH_HORIZONTAL);
    }
    const char *title =
        arena_printf(canvas->arena, "%s %s", row->task->number, row->task->name);
    int x = detail.x + lead;
    canvas_glyph(canvas, x - 1, detail.y, STYLE_LINE, GLYPH_SPACE);
    x += canvas_text(canvas, x, detail.y, room, STYLE_HEADING, title);
    canvas_glyph(canvas, x, detail.y, STYLE_LINE, GLYPH_SPACE);
    if (!text_is_empty(mark)) {
        x += 1 + canvas_text(canvas, x + 1, detail.y, text_width(mark), STYLE_EXAMPLE, mark);
        canvas_glyph(canvas, x, detail.y, STYLE_LINE, GLYPH_SPACE);
    }
}

static void short_draw(const TimelineScene *scene, const TimelineRow *row)
{
    Rect detail = scene->layout.detail;
    Facts facts = {.arena = scene->canvas->arena};
    fact_add(&facts, STYLE_TEXT, plan_owner_words(scene->input->plan, row->task));
    fact_add(&facts, STYLE_TEXT, words_of_dates(scene, row));
    fact_add(&facts, STYLE_TEXT, words_of_deadline(scene, row->task));
    fact_add(&facts, remark_style(row), remark_of(scene, row));
    fact_add(&facts, STYLE_TEXT, words_of_links(scene, row, true, false));
    fact_add(&facts, STYLE_TEXT, words_of_links(scene, row, false, false));
    fact_add(&facts, STYLE_TEXT, words_of_goals(scene, row->task));
    facts_draw(&facts, scene->canvas, detail.x + 1, detail.y + 1, detail.x + detail.width);
}

/* Three lines: time, who and why, neighbours.  Returns the next free line. */
static int facts_of_pane(const TimelineScene *scene, const TimelineRow *row, Rect pane, int y)
{
    Facts lines[3] = {{0}, {0}, {0}};
    const Task *task = row->task;
    fact_add(&lines[0], STYLE_TEXT, words_of_dates(scene, row));
    fact_add(&lines[0], STYLE_TEXT, words_of_duration(scene, task));
    fact_add(&lines[0], STYLE_TEXT, words_of_length(scene, row));
    fact_add(&lines[0], STYLE_TEXT, words_of_waiting(scene, row));
    fact_add(&lines[0], STYLE_TEXT, words_of_links(scene, row, true, true));
    fact_add(&lines[0], STYLE_TEXT, words_of_links(scene, row, false, true));
    fact_add(&lines[1], STYLE_TEXT, words_of_deadline(scene, task));
    fact_add(&lines[1], remark_style(row), remark_of(scene, row));
    fact_add(&lines[2], STYLE_TEXT, plan_owner_words(scene->input->plan, task));
    fact_add(&lines[2], STYLE_TEXT, words_of_group(scene, task));
    fact_add(&lines[2], STYLE_TEXT,
             part_municipality_name(scene->input->plan, task->municipality));
    fact_add(&lines[2], STYLE_TEXT, words_of_goals(scene, task));
    for (size_t i = 0; i < COUNT_OF(lines) && y < pane.y + pane.height; i++) {
        if (lines[i].count > 0) {
            facts_draw(&lines[i], scene->canvas, pane.x, y++, pane.x + pane.width);
        }
    }
    return y;
}

/* The tasks below, each with its progress.  Returns the columns taken. */
static int children_draw(const TimelineScene *scene, const Task *task, Rect area)
{
    const Task *tasks = PLAN_ROWS(scene->input->plan, Task, ENTITY_TASK);
    uint32_t child = task->index + 1;
    int y = area.y;
    while (child < task->subtree_end && y < area.y + area.height) {
        const Task *below = &tasks[child];
        const char *name = arena_printf(scene->canvas->arena, "%s %s", below->number,
                                        timeline_task_name(below, NAME_COLUMNS - 6));
        canvas_text(scene->canvas, area.x, y, NAME_COLUMNS, STYLE_TEXT, name);
        canvas_text(scene->canvas, area.x + NAME_COLUMNS + 2, y, OWNER_COLUMNS, STYLE_TEXT,
                    plan_owner_words(scene->input->plan, below));
        shape_progress(scene->canvas, area.x + NAME_COLUMNS + OWNER_COLUMNS + 4, y, BAR_COLUMNS,
                       scene->input->schedule->tasks[child].percent, STYLE_BAR_DONE,
                       STYLE_BAR_LEFT);
        child = below->subtree_end > child ? below->subtree_end : child + 1;
        y++;
    }
    return y > area.y ? NAME_COLUMNS + OWNER_COLUMNS + 4 + BAR_COLUMNS : 0;
}

static int goals_draw(const TimelineScene *scene, const Task *task, Rect area)
{
    const TaskLists *lists = &scene->data->goals;
    const Goal *goals = PLAN_ROWS(scene->input->plan, Goal, ENTITY_GOAL);
    int y = area.y;
    for (uint32_t at = lists->first[task->index]; at < lists->first[task->index + 1]; at++) {
        if (y >= area.y + area.height) {
            break;
        }
        canvas_glyph(scene->canvas, area.x, y, STYLE_TEXT, GLYPH_BULLET);
        canvas_text(scene->canvas, area.x + 2, y++, area.width - 2, STYLE_TEXT,
                    goals[lists->items[at]].text);
    }
    return y;
}

static Rect rest_of(Rect pane, int y)
{
    int end = pane.y + pane.height;
    return (Rect){pane.x, y, pane.width, end > y ? end - y : 0};
}

static void pane_draw(const TimelineScene *scene, const TimelineRow *row)
{
    Rect detail = scene->layout.detail;
    Rect pane = {detail.x + INDENT, detail.y + 1, detail.width - 2 * INDENT, detail.height - 1};
    Rect purpose = pane;
    purpose.height = part_smaller(PURPOSE_ROWS, pane.height);
    int y = pane.y + part_paragraph(scene->canvas, purpose, STYLE_TEXT, row->task->purpose);
    y = facts_of_pane(scene, row, pane, y) + 1;
    int taken = children_draw(scene, row->task, rest_of(pane, y));
    Rect beside = rest_of(pane, y);
    if (taken > 0) {
        beside.x += taken + INDENT;
        beside.width -= taken + INDENT;
    }
    y = goals_draw(scene, row->task, beside);
    Rect below = rest_of(beside, y);
    part_paragraph(scene->canvas, below, STYLE_DIM, row->task->note);
}

void timeline_detail(const TimelineScene *scene, const TimelineRow *row)
{
    Rect old = canvas_clip(scene->canvas, scene->layout.detail);
    title_draw(scene, row);
    if (scene->layout.airy) {
        pane_draw(scene, row);
    } else {
        short_draw(scene, row);
    }
    canvas_unclip(scene->canvas, old);
}
