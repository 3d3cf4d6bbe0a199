/* SPDX-License-Identifier: MPL-2.0 */
/* Group × municipality: who sits where.  A grid row is one seat line of a group. */
#include "groups.h"
#include "parts.h"
#include "pictures.h"

#include <stdlib.h>
#include <string.h>

enum { NARROWEST_COLUMN = 18, SIDE_GAP = 1 };

bool groups_is_steering(const Group *group)
{
    return group->kind == GROUP_STEERING;
}

const char *groups_role_code(const Plan *plan, RowId role)
{
    const Role *found = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, role);
    return found == NULL ? "" : found->code;
}

RowId groups_leading_role(const Plan *plan)
{
    const Role *roles = PLAN_ROWS(plan, Role, ENTITY_ROLE);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_ROLE); index++) {
        if (!roles[index].union_role)
            return roles[index].row.id;
    }
    return 0;
}

StyleRole groups_role_style(const Plan *plan, RowId role)
{
    const Role *found = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, role);
    if (found == NULL)
        return STYLE_TEXT;
    if (found->union_role)
        return STYLE_ROLE_UNION;
    return role == groups_leading_role(plan) ? STYLE_ROLE_LEADER : STYLE_ROLE_SAFETY;
}

uint32_t groups_cell_seats(const GroupsPicture *picture, uint32_t group, uint32_t column,
                           const Seat *const **out)
{
    uint32_t cell = group * picture->column_count + column;
    *out = picture->seats + picture->seat_from[cell];
    return picture->seat_from[cell + 1] - picture->seat_from[cell];
}

/* --- Which groups, columns and seats ------------------------------------------------------------ */

static bool seat_matches(const ViewInput *input, RowId group, Arena *arena)
{
    const Seat *seats = PLAN_ROWS(input->plan, Seat, ENTITY_SEAT);
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_SEAT); index++) {
        if (seats[index].group == group &&
            view_matches(input, ENTITY_SEAT, &seats[index].row, arena))
            return true;
    }
    return false;
}

static bool group_is_shown(const ViewInput *input, const Group *group, Arena *arena)
{
    return text_is_empty(input->state->filter) ||
           view_matches(input, ENTITY_GROUP, &group->row, arena) ||
           seat_matches(input, group->row.id, arena);
}

/* Groups in force today; returns how many the filter hides. */
static uint32_t choose_groups(GroupsPicture *picture, Arena *arena)
{
    const ViewInput *input = picture->input;
    const Group *groups = PLAN_ROWS(picture->plan, Group, ENTITY_GROUP);
    uint32_t count = plan_count(picture->plan, ENTITY_GROUP), hidden = 0;
    picture->groups = ARENA_ARRAY(arena, const Group *, count + 1);
    picture->group_ids = ARENA_ARRAY(arena, RowId, count + 1);
    for (int steering = 0; steering < 2; steering++) {
        for (uint32_t index = 0; index < count; index++) {
            const Group *group = &groups[index];
            if (groups_is_steering(group) != (steering == 1) ||
                !part_is_valid(&group->from, &group->to, input->today))
                continue;
            if (!group_is_shown(input, group, arena)) {
                hidden++;
                continue;
            }
            picture->group_ids[picture->group_count] = group->row.id;
            picture->groups[picture->group_count++] = group;
        }
    }
    return hidden;
}

/* The municipalities of today that have a seat or may get one, and one column for seats of none. */
static void choose_columns(GroupsPicture *picture, Arena *arena)
{
    const Seat *seats = PLAN_ROWS(picture->plan, Seat, ENTITY_SEAT);
    bool rest = false;
    for (uint32_t index = 0; index < plan_count(picture->plan, ENTITY_SEAT) && !rest; index++)
        rest = matrix_municipality_key(picture->plan, seats[index].municipality) == 0;
    picture->columns = matrix_municipality_columns(picture->plan, picture->input->today, rest,
                                                   arena, &picture->column_count);
}

static uint32_t cell_of_seat(const GroupsPicture *picture, const Seat *seat)
{
    if (!part_is_valid(&seat->from, &seat->to, picture->input->today))
        return MATRIX_NOWHERE;
    RowId key = matrix_municipality_key(picture->plan, seat->municipality);
    return matrix_cell_at(
        matrix_place_of(picture->group_ids, picture->group_count, seat->group),
        matrix_place_of(picture->columns, picture->column_count, key), picture->column_count);
}

static void place_seats(GroupsPicture *picture, Arena *arena)
{
    const Seat *seats = PLAN_ROWS(picture->plan, Seat, ENTITY_SEAT);
    uint32_t count = plan_count(picture->plan, ENTITY_SEAT);
    uint32_t cells = picture->group_count * picture->column_count;
    uint32_t *cell_of = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (uint32_t index = 0; index < count; index++)
        cell_of[index] = cell_of_seat(picture, &seats[index]);
    MatrixContents contents = matrix_sort_into_cells(cell_of, count, cells, arena);
    picture->seat_from = contents.from;
    picture->seats = ARENA_ARRAY(arena, const Seat *, contents.count + 1);
    for (uint32_t at = 0; at < contents.count; at++)
        picture->seats[at] = &seats[contents.places[at]];
}

/* --- Counts ------------------------------------------------------------------------------------- */

uint32_t groups_count(const GroupsPicture *picture, uint32_t what, uint32_t column)
{
    return picture->counts[what * (picture->column_count + 1) + column];
}

static void count_one(GroupsPicture *picture, uint32_t what, uint32_t column)
{
    uint32_t *row = picture->counts + (size_t)what * (picture->column_count + 1);
    row[column]++;
    row[picture->column_count]++;
}

static void count_seats(GroupsPicture *picture, Arena *arena)
{
    size_t kinds = COUNT_OF_FIRST_ROLE + (size_t)plan_count(picture->plan, ENTITY_ROLE);
    uint32_t cells = picture->group_count * picture->column_count;
    picture->counts = ARENA_ARRAY(arena, uint32_t, kinds * (picture->column_count + 1));
    for (uint32_t cell = 0; cell < cells; cell++) {
        if (groups_is_steering(picture->groups[cell / picture->column_count]))
            continue;
        uint32_t column = cell % picture->column_count;
        for (uint32_t at = picture->seat_from[cell]; at < picture->seat_from[cell + 1]; at++) {
            const Seat *seat = picture->seats[at];
            uint32_t role = plan_index_of(picture->plan, ENTITY_ROLE, seat->role);
            count_one(picture, seat->person != 0 ? COUNT_PEOPLE : COUNT_VACANT, column);
            if (role != UINT32_MAX)
                count_one(picture, COUNT_OF_FIRST_ROLE + role, column);
        }
    }
}

/* --- Gaps --------------------------------------------------------------------------------------- */

static bool group_has_role(const GroupsPicture *picture, RowId group, RowId role)
{
    const Seat *seats = PLAN_ROWS(picture->plan, Seat, ENTITY_SEAT);
    for (uint32_t index = 0; index < plan_count(picture->plan, ENTITY_SEAT); index++) {
        const Seat *seat = &seats[index];
        if (seat->group == group && seat->role == role &&
            part_is_valid(&seat->from, &seat->to, picture->input->today))
            return true;
    }
    return false;
}

static void find_gaps(GroupsPicture *picture, Arena *arena)
{
    const RequiredRole *all = PLAN_ROWS(picture->plan, RequiredRole, ENTITY_REQUIRED_ROLE);
    uint32_t count = plan_count(picture->plan, ENTITY_REQUIRED_ROLE);
    GroupGap *gaps = ARENA_ARRAY(arena, GroupGap, (size_t)count * picture->group_count + 1);
    for (uint32_t row = 0; row < picture->group_count; row++) {
        const Group *group = picture->groups[row];
        for (uint32_t index = 0; index < count; index++) {
            if (all[index].group_kind != group->kind ||
                group_has_role(picture, group->row.id, all[index].role))
                continue;
            gaps[picture->gap_count++] = (GroupGap){group->row.id, &all[index]};
        }
    }
    picture->gaps = gaps;
}

static bool group_has_gap(const GroupsPicture *picture, RowId group)
{
    for (uint32_t index = 0; index < picture->gap_count; index++) {
        if (picture->gaps[index].group == group)
            return true;
    }
    return false;
}

/* --- What the matrix asks for ------------------------------------------------------------------- */

static const char *led_by(const GroupsPicture *picture, RowId group, Arena *arena)
{
    const Seat *seats = PLAN_ROWS(picture->plan, Seat, ENTITY_SEAT);
    RowId leading = groups_leading_role(picture->plan);
    for (uint32_t index = 0; index < plan_count(picture->plan, ENTITY_SEAT); index++) {
        const Seat *seat = &seats[index];
        const char *municipality = part_municipality_name(picture->plan, seat->municipality);
        if (leading != 0 && seat->group == group && seat->role == leading &&
            *municipality != '\0' &&
            part_is_valid(&seat->from, &seat->to, picture->input->today))
            return arena_printf(arena, _("led by %s"), municipality);
    }
    return "";
}

static MatrixTitle title_of(const void *context, uint32_t row, Arena *arena)
{
    const GroupsPicture *picture = context;
    const Group *group = picture->groups[row];
    bool wide = picture->input->width >= 100 && picture->input->height >= 30;
    MatrixTitle title = {
        .name = group->name, .detail = "", .mark = "", .percent = MATRIX_NO_PROGRESS};
    int room = part_clamp(picture->input->width / 4, 14, 30) - 4;
    if (part_columns(title.name) > room && !text_is_empty(group->short_name))
        title.name = group->short_name;
    if (text_is_empty(title.name))
        title.name = plan_title(picture->plan, ENTITY_GROUP, group->row.id, arena);
    if (group_has_gap(picture, group->row.id))
        title.mark = "!";
    if (wide)
        title.detail = led_by(picture, group->row.id, arena);
    if (!groups_is_steering(group) && picture->input->height >= 14)
        title.percent = part_group_percent(picture->input, group->row.id);
    return title;
}

/* The case numbers of a municipality's councils: "061/20". */
static const char *decision_reference(const Plan *plan, RowId municipality)
{
    const Decision *decisions = PLAN_ROWS(plan, Decision, ENTITY_DECISION);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_DECISION); index++) {
        const Body *body = PLAN_ROW_OF(plan, Body, ENTITY_BODY, decisions[index].body);
        if (body != NULL && body->kind == BODY_COUNCIL && body->municipality == municipality)
            return decisions[index].reference;
    }
    return "";
}

static MatrixHeading heading_of(const void *context, uint32_t column, int columns, Arena *arena)
{
    const GroupsPicture *picture = context;
    RowId municipality = picture->columns[column];
    if (municipality == 0)
        return (MatrixHeading){.text = _("No municipality"), .right = ""};
    const char *reference = decision_reference(picture->plan, municipality);
    if (columns >= 26 && !text_is_empty(reference))
        reference = arena_printf(arena, _("case %s"), reference);
    const char *name = part_municipality_name(picture->plan, municipality);
    return (MatrixHeading){.text = name, .right = reference};
}

static MatrixLine line_of_seat(const GroupsPicture *picture, const Seat *seat, int columns,
                               Arena *arena)
{
    const Plan *plan = picture->plan;
    MatrixLine line = {.id = seat->row.id, .field = -1, .style = STYLE_TEXT};
    if (picture->input->state->as_written) {
        line.text = groups_seat_as_written(plan, seat, arena);
        line.style = seat->person == 0 ? STYLE_VACANT : STYLE_TEXT;
        return line;
    }
    line.code = groups_role_code(plan, seat->role);
    line.code_style = groups_role_style(plan, seat->role);
    const Person *person = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, seat->person);
    if (seat->person == 0) {
        line.text = _("(vacant)");
        line.style = line.code_style = STYLE_VACANT;
    } else if (part_is_unnamed(plan, seat)) {
        line.text = _("taken");
        line.style = STYLE_DIM;
    } else if (person == NULL || text_is_empty(person->name)) {
        line.text = plan_title(plan, ENTITY_PERSON, seat->person, arena);
    } else {
        int code = text_is_empty(line.code) ? 0 : part_columns(line.code) + 1;
        line.text = part_person_name(arena, person->name, columns - code);
    }
    return line;
}

static MatrixCell cell_of(const void *context, uint32_t row, uint32_t column, int columns,
                          Arena *arena)
{
    const GroupsPicture *picture = context;
    const Seat *const *seats;
    uint32_t count = groups_cell_seats(picture, row, column, &seats);
    MatrixLine *lines = ARENA_ARRAY(arena, MatrixLine, count + 1);
    for (uint32_t index = 0; index < count; index++)
        lines[index] = line_of_seat(picture, seats[index], columns, arena);
    return (MatrixCell){lines, count};
}

/* Whether an earlier row already asks for the same role, of whatever kind of group. */
static bool role_is_repeated(const RequiredRole *all, uint32_t index)
{
    for (uint32_t before = 0; before < index; before++) {
        if (all[before].role == all[index].role)
            return true;
    }
    return false;
}

static bool role_is_required(const Plan *plan, RowId role, int group_kind)
{
    const RequiredRole *all = PLAN_ROWS(plan, RequiredRole, ENTITY_REQUIRED_ROLE);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_REQUIRED_ROLE); index++) {
        if (all[index].role == role && all[index].group_kind == group_kind)
            return true;
    }
    return false;
}

/* For each required role a sign under its code: there, or missing. */
static void side_of(const void *context, uint32_t row, Canvas *canvas, int x, int y)
{
    const GroupsPicture *picture = context;
    const Plan *plan = picture->plan;
    const Group *group = picture->groups[row];
    const RequiredRole *all = PLAN_ROWS(plan, RequiredRole, ENTITY_REQUIRED_ROLE);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_REQUIRED_ROLE); index++) {
        if (role_is_repeated(all, index))
            continue;
        bool filled = group_has_role(picture, group->row.id, all[index].role);
        if (role_is_required(plan, all[index].role, group->kind))
            canvas_glyph(canvas, x, y, filled ? STYLE_GOOD : STYLE_WARNING,
                         filled ? GLYPH_DONE : GLYPH_OVERDUE);
        x += part_columns(groups_role_code(plan, all[index].role)) + SIDE_GAP;
    }
}

static const char *side_heading(const Plan *plan, Arena *arena)
{
    const RequiredRole *all = PLAN_ROWS(plan, RequiredRole, ENTITY_REQUIRED_ROLE);
    const char *heading = "";
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_REQUIRED_ROLE); index++) {
        if (!role_is_repeated(all, index))
            heading =
                arena_printf(arena, "%s%s ", heading, groups_role_code(plan, all[index].role));
    }
    return heading;
}

static int widest_code(const Plan *plan)
{
    const Role *roles = PLAN_ROWS(plan, Role, ENTITY_ROLE);
    int widest = 0;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_ROLE); index++)
        widest = part_larger(widest, part_columns(roles[index].code));
    return part_smaller(widest, 4);
}

/* --- The view ----------------------------------------------------------------------------------- */

ViewRows groups_lay_out(const ViewInput *input, Arena *arena)
{
    GroupsPicture *picture = ARENA_NEW(arena, GroupsPicture);
    picture->plan = input->plan;
    picture->input = input;
    picture->code_width = widest_code(input->plan);
    uint32_t hidden = choose_groups(picture, arena);
    choose_columns(picture, arena);
    place_seats(picture, arena);
    count_seats(picture, arena);
    find_gaps(picture, arena);
    const char *heading = side_heading(input->plan, arena);
    bool has_side = !text_is_empty(heading);
    MatrixSource source = {
        .context = picture,
        .entity = ENTITY_SEAT,
        .corner = _("Work group"),
        .row_count = picture->group_count,
        .column_count = picture->column_count,
        .row_keys = picture->group_ids,
        .column_keys = picture->columns,
        .column_minimum = NARROWEST_COLUMN,
        .code_width = picture->code_width,
        .title = title_of,
        .heading = heading_of,
        .cell = cell_of,
        .side_width = part_columns(heading) + 1,
        .side_heading = heading,
        .side = has_side ? side_of : NULL,
    };
    picture->matrix = matrix_lay_out(input, &source, arena);
    /* The input lives only as long as this call; draw gets its own. */
    picture->input = NULL;
    ViewRows rows = matrix_rows(picture->matrix, hidden, picture);
    rows.summary = groups_summary(picture, arena);
    return rows;
}

Target groups_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    const GroupsPicture *picture = rows->data;
    (void)input;
    return matrix_target(picture->matrix, row, column);
}

void groups_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                 HitMap *hits, ViewLaid *laid)
{
    const GroupsPicture *laid_out = rows->data;
    GroupsPicture picture = *laid_out;
    picture.input = input;
    Matrix matrix = *laid_out->matrix;
    matrix.source.context = &picture;
    laid->first_day = laid->last_day = DAY_NONE;
    int panel = groups_panel_rows(input, area);
    Rect table = {area.x, area.y, area.width, area.height - panel};
    if (rows->count == 0) {
        Rect old = canvas_clip(canvas, area);
        laid->rows_shown = laid->columns_shown = 1;
        part_paragraph(canvas, (Rect){area.x + 2, area.y + 1, area.width - 4, 2}, STYLE_DIM,
                       rows->hidden > 0 ? _("No group has these words.")
                                        : _("No groups yet: a adds the first."));
        canvas_unclip(canvas, old);
        return;
    }
    matrix_draw(input, &matrix, table, canvas, hits, laid);
    picture.matrix = &matrix;
    Rect below = {area.x, area.y + area.height - panel, area.width, panel};
    groups_panel_draw(&picture, below, canvas);
}
