/* SPDX-License-Identifier: MPL-2.0 */
/* Group × checklist item: how far each group has come with each step of the template. */
#include "flow.h"
#include "parts.h"

#include <string.h>

enum { NARROWEST_COLUMN = 6, WHOLE_CELL = 6, DONE_COLUMNS = 6, DONE_SCREEN = 60 };

enum { DETAIL_ROWS = 4, SMALL_DETAIL_ROWS = 2, LEGEND_COLUMNS = 36 };

/* --- Rows and columns ------------------------------------------------------------------------- */

static uint32_t choose_groups(FlowPicture *picture, Arena *arena)
{
    const ViewInput *input = picture->input;
    const Group *groups = PLAN_ROWS(picture->plan, Group, ENTITY_GROUP);
    uint32_t count = plan_count(picture->plan, ENTITY_GROUP), hidden = 0;
    picture->groups = ARENA_ARRAY(arena, const Group *, count + 1);
    picture->row_keys = ARENA_ARRAY(arena, RowId, count + 1);
    for (uint32_t index = 0; index < count; index++) {
        const Group *group = &groups[index];
        if (group->kind == GROUP_STEERING ||
            !part_is_valid(&group->from, &group->to, input->today))
            continue;
        if (!view_matches(input, ENTITY_GROUP, &group->row, arena)) {
            hidden++;
            continue;
        }
        picture->row_keys[picture->row_count] = group->row.id;
        picture->groups[picture->row_count++] = group;
    }
    return hidden;
}

static void choose_items(FlowPicture *picture, Arena *arena)
{
    const Item *items = PLAN_ROWS(picture->plan, Item, ENTITY_ITEM);
    uint32_t count = plan_count(picture->plan, ENTITY_ITEM);
    picture->columns = ARENA_ARRAY(arena, RowId, count + 1);
    for (uint32_t index = 0; index < count; index++)
        picture->columns[picture->column_count++] = items[index].row.id;
}

static uint32_t place_of(const RowId *ids, uint32_t count, RowId id)
{
    for (uint32_t place = 0; place < count; place++) {
        if (ids[place] == id)
            return place;
    }
    return UINT32_MAX;
}

static void place_steps(FlowPicture *picture, Arena *arena)
{
    const Task *tasks = PLAN_ROWS(picture->plan, Task, ENTITY_TASK);
    uint32_t cells = picture->row_count * picture->column_count;
    picture->steps = ARENA_ARRAY(arena, const Task *, cells + 1);
    for (uint32_t index = 0; index < plan_count(picture->plan, ENTITY_TASK); index++) {
        const Task *task = &tasks[index];
        if (task->item == 0 || task->group == 0)
            continue;
        uint32_t row = place_of(picture->row_keys, picture->row_count, task->group);
        uint32_t column = place_of(picture->columns, picture->column_count, task->item);
        if (row == UINT32_MAX || column == UINT32_MAX)
            continue;
        uint32_t cell = row * picture->column_count + column;
        if (picture->steps[cell] != NULL)
            continue;
        picture->steps[cell] = task;
        picture->cells++;
        picture->answered += status_is_closed(task->status) ? 1 : 0;
    }
}

uint32_t flow_checklist_choose(FlowPicture *picture, Arena *arena)
{
    uint32_t hidden = choose_groups(picture, arena);
    choose_items(picture, arena);
    place_steps(picture, arena);
    return hidden;
}

const char *flow_checklist_summary(const FlowPicture *picture, Arena *arena)
{
    return arena_printf(arena, _("%u of %u steps closed"), picture->answered, picture->cells);
}

/* --- What the matrix asks for ------------------------------------------------------------------- */

static const Item *item_at(const FlowPicture *picture, uint32_t column)
{
    return PLAN_ROW_OF(picture->plan, Item, ENTITY_ITEM, picture->columns[column]);
}

/* Its number in its own template: 1, 2, 3 … */
static uint32_t item_number(const FlowPicture *picture, uint32_t column)
{
    uint32_t number = 1;
    for (uint32_t before = 0; before < column; before++)
        number += item_at(picture, before)->template_id == item_at(picture, column)->template_id
                      ? 1
                      : 0;
    return number;
}

static MatrixTitle title_of(const void *context, uint32_t row, Arena *arena)
{
    const FlowPicture *picture = context;
    const Group *group = picture->groups[row];
    MatrixTitle title = {
        .name = group->name, .detail = "", .mark = "", .percent = MATRIX_NO_PROGRESS};
    int room = part_larger(picture->input->width / 4, 14) - 4;
    if (part_columns(title.name) > room && !text_is_empty(group->short_name))
        title.name = group->short_name;
    if (text_is_empty(title.name))
        title.name = plan_title(picture->plan, ENTITY_GROUP, group->row.id, arena);
    return title;
}

static MatrixHeading heading_of(const void *context, uint32_t column, int columns, Arena *arena)
{
    const FlowPicture *picture = context;
    (void)columns;
    return (MatrixHeading){.text = arena_printf(arena, "%u", item_number(picture, column)),
                           .right = ""};
}

static MatrixCell cell_of(const void *context, uint32_t row, uint32_t column, int columns,
                          Arena *arena)
{
    const FlowPicture *picture = context;
    const Task *task = picture->steps[row * picture->column_count + column];
    MatrixLine *line = ARENA_NEW(arena, MatrixLine);
    line->field = -1;
    line->text = "";
    line->style = STYLE_DIM;
    if (task != NULL) {
        const TaskDates *dates = flow_dates(picture->input, task);
        const char *sign = flow_sign(picture->input, task, &line->style);
        int percent = dates == NULL ? -1 : dates->percent;
        line->id = task->row.id;
        line->text = percent < 0 ? sign
                                 : arena_printf(arena, "%s%s%d%%", sign,
                                                columns < WHOLE_CELL ? "" : " ", percent);
    }
    return (MatrixCell){line, 1};
}

/* The mean of the group's steps: one that states nothing counts as not begun. */
static int group_percent(const FlowPicture *picture, uint32_t row)
{
    int sum = 0, count = 0;
    for (uint32_t column = 0; column < picture->column_count; column++) {
        const Task *task = picture->steps[row * picture->column_count + column];
        const TaskDates *dates = task == NULL ? NULL : flow_dates(picture->input, task);
        if (dates == NULL)
            continue;
        sum += part_larger(dates->percent, 0);
        count++;
    }
    return count > 0 ? sum / count : -1;
}

static void side_of(const void *context, uint32_t row, Canvas *canvas, int x, int y)
{
    const FlowPicture *picture = context;
    int percent = group_percent(picture, row);
    canvas_text_right(canvas, x, y, DONE_COLUMNS - 2, percent < 0 ? STYLE_DIM : STYLE_TEXT,
                      flow_percent_words(percent, canvas->arena));
}

MatrixSource flow_checklist_source(const FlowPicture *picture)
{
    return (MatrixSource){
        .context = picture,
        .entity = ENTITY_TASK,
        .corner = _("Work group"),
        .row_count = picture->column_count > 0 ? picture->row_count : 0,
        .column_count = picture->column_count,
        .row_keys = picture->row_keys,
        .column_keys = picture->columns,
        .column_minimum = NARROWEST_COLUMN,
        .title = title_of,
        .heading = heading_of,
        .cell = cell_of,
        .side_width = DONE_COLUMNS,
        .side_screen = DONE_SCREEN,
        .side_heading = _("Done"),
        .side = side_of,
    };
}

/* --- Below: the items in words, and the place under the cursor ----------------------------------- */

static int detail_rows(const ViewInput *input)
{
    if (!part_shows_detail(input))
        return 0;
    return input->height >= PART_LARGE_HEIGHT ? DETAIL_ROWS : SMALL_DETAIL_ROWS;
}

/* Every group with its line, the items below one another, and the place under the cursor. */
static bool all_fits(const FlowPicture *picture)
{
    const Matrix *matrix = picture->matrix;
    int table = matrix->heading_rows - 1;
    for (uint32_t row = 0; row < matrix->row_count; row++)
        table += matrix->grid[row].height + (matrix->ruled ? 1 : 0);
    return table + (int)picture->column_count + detail_rows(picture->input) <=
           picture->input->height;
}

/* One below the other where each can be read in full, else side by side. */
static int legend_across(const FlowPicture *picture)
{
    if (picture->input->height >= PART_LARGE_HEIGHT || all_fits(picture))
        return 1;
    return part_larger((picture->input->width - 2) / LEGEND_COLUMNS, 1);
}

static int legend_rows(const FlowPicture *picture)
{
    int across = legend_across(picture);
    return ((int)picture->column_count + across - 1) / across;
}

int flow_checklist_panel_rows(const FlowPicture *picture, Rect area)
{
    if (area.height < PART_MEDIUM_HEIGHT)
        return area.height >= 6 && part_shows_detail(picture->input) ? 1 : 0;
    int legend = legend_rows(picture);
    if (!all_fits(picture))
        legend = part_smaller(legend, area.height / 3);
    return legend + detail_rows(picture->input);
}

/* Down the columns, as one reads a list; the item of the cursor's column is always among them. */
static void legend_draw(const FlowPicture *picture, Rect area, Canvas *canvas)
{
    int across = legend_across(picture), width = (area.width - 2) / across;
    int rows = part_smaller(legend_rows(picture), area.height);
    int first = part_larger(picture->input->state->column + 1 - rows * across, 0);
    for (int place = 0; place < rows * across; place++) {
        uint32_t column = (uint32_t)(first + place);
        if (column >= picture->column_count)
            break;
        canvas_printf(canvas, area.x + 1 + place / rows * width, area.y + place % rows,
                      width - 2, STYLE_DIM, "%u %s", item_number(picture, column),
                      item_at(picture, column)->name);
    }
}

static void detail_draw(const FlowPicture *picture, Target here, Rect area, Canvas *canvas)
{
    const Plan *plan = picture->plan;
    Arena *arena = canvas->arena;
    const Task *task = PLAN_ROW_OF(plan, Task, ENTITY_TASK, here.id);
    const char *item = plan_title(plan, ENTITY_ITEM, here.column_key, arena);
    const char *title =
        arena_printf(arena, "%s · %s", part_group_short(plan, here.row_key), item);
    if (task == NULL) {
        const PartLine none = {STYLE_DIM, _("This step has not been made for the group yet.")};
        part_detail(canvas, area, title, &none, 1);
        return;
    }
    const Field *status = schema_field_by_name(schema_entity(ENTITY_TASK), "status");
    const char *owner = plan_owner_words(plan, task);
    const char *deadline = part_date(&task->deadline, picture->input->language, arena);
    const char *words = arena_printf(
        arena, "%s   %s   %s   %s", task->number,
        field_words(status, plan, picture->input->language, task, arena), owner, deadline);
    const PartLine lines[] = {
        {STYLE_TEXT, words}, {STYLE_TEXT, task->purpose}, {STYLE_DIM, task->note}};
    part_detail(canvas, area, title, lines, COUNT_OF(lines));
}

void flow_checklist_panel_draw(const FlowPicture *picture, Rect area, Canvas *canvas)
{
    const ViewState *state = picture->input->state;
    Target here = matrix_target(picture->matrix, state->row, state->column);
    if (area.height <= 0)
        return;
    Rect old = canvas_clip(canvas, area);
    if (area.height == 1 && part_shows_detail(picture->input)) {
        canvas_text(canvas, area.x + 1, area.y, area.width - 2, STYLE_DIM,
                    plan_title(picture->plan, ENTITY_ITEM, here.column_key, canvas->arena));
    } else {
        bool detailed = part_shows_detail(picture->input);
        int legend = part_smaller(legend_rows(picture), area.height - (detailed ? 2 : 0));
        legend_draw(picture, (Rect){area.x, area.y, area.width, legend}, canvas);
        Rect detail = {area.x, area.y + legend, area.width, area.height - legend};
        if (detailed && here.entity != ENTITY_NONE)
            detail_draw(picture, here, detail, canvas);
    }
    canvas_unclip(canvas, old);
}
