/* SPDX-License-Identifier: MPL-2.0 */
/* The groups matrix: as the document writes it, as the screen shows it, and where the cursor walks. */
#include "view_solor.h"

/* What the document says in each cell, in its order. */
static const char *const solor_cells[] = {
    "Tekniske tjenester / Våler: Kirsti Haugli Våler (VO)",
    "Tekniske tjenester / Åsnes: Olav Furuseth (leder) Tobias Granlid (TV)",
    "Tekniske tjenester / Grue: Leif Torbjørn Sæland Roger Solhaug (TV)",
    "Økonomi/regnskap / Våler: Gunvor Lie (leder)",
    "Økonomi/regnskap / Åsnes: Tonje Østgård Bjørli Åsnes (VO)",
    "Økonomi/regnskap / Grue: Karl Mathiesen Turid Kverndalen (TV)",
    "Personal/HR/lønn / Våler: Jonas Alexander Mathiesen Lid Hilde Skjerven Åmodt (TV)",
    "Personal/HR/lønn / Åsnes: Arne Dahl",
    "Personal/HR/lønn / Grue: Synnøve Strand (leder) Grue (VO)",
    "Arkiv / Våler: Lars Peter Hansen",
    "Arkiv / Åsnes: Torgeir Mørkeset Ingri Haugdal (TV)",
    "Arkiv / Grue: Sigrid Margrethe Åsgården (leder)",
    "Landbruk / Våler: Mari Birgitte Kolsrød Våler (VO)",
    "Landbruk / Åsnes: Geir Sandbakke",
    "Landbruk / Grue: Liv Bjørnstad (leder) Kolbein Myrland (TV)",
};

static void every_cell_reads_as_the_document_writes_it(void **state)
{
    Arena *arena = *state;
    Text expected = {0}, seen = {0};
    for (size_t cell = 0; cell < COUNT_OF(solor_cells); cell++)
        text_printf(&expected, "%s\n", solor_cells[cell]);
    groups_as_written(solor_plan(arena, false), &seen);
    assert_string_equal(text_string(&seen), text_string(&expected));
    text_free(&expected);
    text_free(&seen);
}

static void a_cell_without_seats_is_empty_as_written(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, false);
    assert_string_equal(groups_cell_as_written(plan, ARCHIVE, 999, arena), "");
}

static void pictures_are_as_kept(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, false);
    ViewState view = support_state();
    ViewInput input = solor_input(plan, &view, arena);
    view.row = 6;
    view.column = 2;
    support_expect_sizes(view_by_name("groups"), &input, "groups");
}

static void hidden_people_are_taken_seats(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, true);
    ViewState view = support_state();
    ViewInput input = solor_input(plan, &view, arena);
    SupportPicture picture = support_draw(view_by_name("groups"), &input, 120, 40, arena);
    const char *text = support_text(picture.canvas);
    for (size_t seat = 0; seat < COUNT_OF(solor_seats); seat++) {
        if (solor_seats[seat].person != NULL)
            assert_null(strstr(text, solor_seats[seat].person));
    }
    assert_non_null(strstr(text, "taken"));
    assert_non_null(strstr(text, "(vacant)"));
    support_expect_golden(picture.canvas, "groups-redacted-120x40");
}

/* Rows per group: as many as its fullest cell has seats. */
static void the_cursor_walks_every_seat_and_empty_places(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, false);
    const View *view = view_by_name("groups");
    ViewState viewed = support_state();
    ViewInput input = solor_input(plan, &viewed, arena);
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, 2 * 5 + 3);
    assert_int_equal(rows.columns, 3);
    uint32_t seats = 0;
    for (uint32_t row = 0; row < rows.count; row++) {
        for (uint32_t column = 0; column < rows.columns; column++) {
            Target target = view->target(&input, &rows, (int)row, (int)column);
            assert_int_equal(target.entity, ENTITY_SEAT);
            assert_int_equal(target.column_key, VALER + column);
            seats += target.id != 0 ? 1 : 0;
        }
    }
    assert_int_equal(seats, COUNT_OF(solor_seats));
    Target empty = view->target(&input, &rows, 7, 0);
    assert_int_equal(empty.id, 0);
    assert_int_equal(empty.row_key, ARCHIVE);
    assert_int_equal(view->target(&input, &rows, 99, 0).entity, ENTITY_NONE);
}

static void a_seat_is_found_again_wherever_it_stands(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, false);
    const View *view = view_by_name("groups");
    ViewState viewed = support_state();
    ViewInput input = solor_input(plan, &viewed, arena);
    ViewRows rows = view->lay_out(&input, arena);
    Target wanted = {
        .entity = ENTITY_SEAT, .id = FIRST_SEAT + 19, .field = -1, .row_key = FARMING};
    int row = -1, column = -1;
    assert_true(view_locate(view, &input, &rows, &wanted, &row, &column));
    assert_int_equal(row, 6);
    assert_int_equal(column, 2);
    Target empty = {.entity = ENTITY_SEAT, .field = -1, .row_key = ARCHIVE, .column_key = GRUE};
    assert_true(view_locate(view, &input, &rows, &empty, &row, &column));
    assert_int_equal(row, 7);
    Target gone = {.entity = ENTITY_SEAT, .id = 9999, .field = -1};
    assert_false(view_locate(view, &input, &rows, &gone, &row, &column));
}

static void the_filter_hides_groups_and_counts_them(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, false);
    const View *view = view_by_name("groups");
    ViewState viewed = support_state();
    ViewInput input = solor_input(plan, &viewed, arena);
    viewed.filter = text_fold(arena, "asgarden");
    SupportPicture picture = support_draw(view, &input, 80, 24, arena);
    assert_int_equal(picture.rows.hidden, 5);
    assert_int_equal(picture.rows.count, 2);
    viewed.filter = text_fold(arena, "no such words");
    picture = support_draw(view, &input, 80, 24, arena);
    assert_int_equal(picture.rows.count, 0);
    assert_int_equal(picture.rows.hidden, 6);
}

static void a_group_and_a_seat_count_only_while_they_hold(void **state)
{
    Arena *arena = *state;
    Plan *plan = solor_plan(arena, false);
    ViewState viewed = support_state();
    ViewInput input = solor_input(plan, &viewed, arena);
    const View *view = view_by_name("groups");
    Group *groups = plan->tables[ENTITY_GROUP].rows;
    groups[1].from = date_from_day(support_today() + 1);
    groups[2].to = date_from_day(support_today());
    input.width = 120;
    input.height = 36;
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, 2 * 4 + 3);
    assert_int_equal(rows.rows[2].target.row_key, PERSONNEL);
    input.today++;
    rows = view->lay_out(&input, arena);
    assert_int_equal(rows.rows[2].target.row_key, ACCOUNTING);
}

static void cells_show_as_written_when_asked(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, false);
    ViewState viewed = support_state();
    viewed.as_written = true;
    ViewInput input = solor_input(plan, &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("groups"), &input, 120, 40, arena);
    support_expect_golden(picture.canvas, "groups-written-120x40");
}

static void the_cell_under_the_cursor_is_where_a_click_lands(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, false);
    ViewState viewed = support_state();
    viewed.row = 3;
    viewed.column = 1;
    ViewInput input = solor_input(plan, &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("groups"), &input, 80, 24, arena);
    Rect bar = picture.laid.cursor;
    const Hit *hit = hit_find(&picture.hits, bar.x, bar.y);
    assert_non_null(hit);
    assert_int_equal(hit->kind, HIT_CELL);
    assert_int_equal(hit->row, 3);
    assert_int_equal(hit->column, 1);
    assert_int_equal(picture.canvas->cursor_x, bar.x);
    assert_false(picture.canvas->cursor_visible);
    assert_int_equal(canvas_at(picture.canvas, bar.x, bar.y)->style, STYLE_SELECTED);
    assert_int_equal(canvas_at(picture.canvas, bar.x - 1, bar.y)->codepoint, '>');
}

static void columns_scroll_where_they_do_not_fit(void **state)
{
    Arena *arena = *state;
    const Plan *plan = solor_plan(arena, false);
    ViewState viewed = support_state();
    ViewInput input = solor_input(plan, &viewed, arena);
    viewed.left = viewed.column = 2;
    SupportPicture picture = support_draw(view_by_name("groups"), &input, 40, 14, arena);
    assert_int_equal(picture.laid.columns_shown, 1);
    assert_int_equal(support_place(&picture, 0, 0).width, 0);
    assert_true(support_place(&picture, 0, 2).width > 0);
    assert_non_null(strstr(support_text(picture.canvas), "Grue"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(every_cell_reads_as_the_document_writes_it),
        WITH_ARENA(a_cell_without_seats_is_empty_as_written),
        WITH_ARENA(pictures_are_as_kept),
        WITH_ARENA(hidden_people_are_taken_seats),
        WITH_ARENA(the_cursor_walks_every_seat_and_empty_places),
        WITH_ARENA(a_seat_is_found_again_wherever_it_stands),
        WITH_ARENA(the_filter_hides_groups_and_counts_them),
        WITH_ARENA(a_group_and_a_seat_count_only_while_they_hold),
        WITH_ARENA(cells_show_as_written_when_asked),
        WITH_ARENA(the_cell_under_the_cursor_is_where_a_click_lands),
        WITH_ARENA(columns_scroll_where_they_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
