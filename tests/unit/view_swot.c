/* SPDX-License-Identifier: MPL-2.0 */
/* The SWOT view: which entries stand in which box, repeats, weights, and the pictures. */
#include "view_solor.h"

static const View *swot(void)
{
    return view_by_name("swot");
}

static void pictures_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    view.row = 4;
    view.column = 1;
    support_expect_sizes(swot(), &input, "swot");
}

/* The same thought of three groups is one line, as heavy as its heaviest. */
static void repeats_are_one_line_counted(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    ViewRows rows = swot()->lay_out(&input, arena);
    assert_int_equal(rows.columns, 2);
    assert_int_equal(rows.count, 4 + 5);
    Target first = swot()->target(&input, &rows, 0, 1);
    assert_int_equal(first.id, FIRST_SWOT + 4);
    SupportPicture picture = support_draw(swot(), &input, 80, 24, arena);
    assert_non_null(strstr(support_text(picture.canvas), "×3"));
}

static void entries_stand_by_weight_and_those_without_last(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    ViewRows rows = swot()->lay_out(&input, arena);
    static const int weaknesses[] = {4, 7, 8, 9};
    for (int row = 0; row < 4; row++)
        assert_int_equal(swot()->target(&input, &rows, row, 1).id,
                         FIRST_SWOT + weaknesses[row]);
}

static void a_group_sees_its_own_entries_and_those_of_all(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    view.scope = ARCHIVE;
    ViewRows rows = swot()->lay_out(&input, arena);
    uint32_t seen = 0;
    for (uint32_t row = 0; row < rows.count; row++) {
        for (int column = 0; column < 2; column++) {
            Target target = swot()->target(&input, &rows, (int)row, column);
            const Swot *entry = PLAN_ROW_OF(input.plan, Swot, ENTITY_SWOT, target.id);
            assert_int_equal(target.row_key, ARCHIVE);
            if (entry == NULL)
                continue;
            seen++;
            assert_true(entry->group == ARCHIVE || entry->group == 0);
            assert_int_equal(entry->quadrant, target.extra);
        }
    }
    assert_int_equal(seen, 3 + 4 + 3 + 4);
}

static void an_empty_box_has_a_place_to_add_to(void **state)
{
    static const int quadrants[2][2] = {{QUADRANT_STRENGTH, QUADRANT_WEAKNESS},
                                        {QUADRANT_OPPORTUNITY, QUADRANT_THREAT}};
    Arena *arena = *state;
    Plan *plan = plan_new(arena);
    ViewState view = support_state();
    plan_finish(plan);
    ViewInput input = solor_input(plan, &view, arena);
    ViewRows rows = swot()->lay_out(&input, arena);
    assert_int_equal(rows.count, 2);
    for (int row = 0; row < 2; row++) {
        for (int column = 0; column < 2; column++) {
            Target target = swot()->target(&input, &rows, row, column);
            assert_int_equal(target.entity, ENTITY_SWOT);
            assert_int_equal(target.id, 0);
            assert_int_equal(target.extra, quadrants[row][column]);
        }
    }
    support_expect_golden(support_draw(swot(), &input, 80, 24, arena).canvas,
                          "swot-empty-80x24");
}

/* More entries than a box holds: the one under the cursor is on screen whichever it is. */
static void a_full_box_scrolls_to_the_cursor(void **state)
{
    enum { MANY = 40 };

    Arena *arena = *state;
    Plan *plan = plan_new(arena);
    Swot *entries = plan_reserve(plan, ENTITY_SWOT, MANY);
    for (uint32_t place = 0; place < MANY; place++) {
        solor_row(&entries[place].row, FIRST_SWOT + place, place, MANY, arena);
        entries[place].quadrant = QUADRANT_OPPORTUNITY;
        entries[place].text = arena_printf(arena, "entry number %u", place);
    }
    plan_finish(plan);
    ViewState view = support_state();
    ViewInput input = solor_input(plan, &view, arena);
    for (view.row = 1; view.row <= MANY; view.row++) {
        SupportPicture picture = support_draw(swot(), &input, 80, 24, arena);
        const char *words = arena_printf(arena, ">entry number %d ", view.row - 1);
        assert_non_null(strstr(support_text(picture.canvas), words));
        assert_int_equal(picture.laid.cursor.height, 1);
    }
}

/* On a wall nobody can ask for the rest of a text. */
static void texts_are_wrapped_where_nobody_attends(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    view.unattended = true;
    support_expect_golden(support_draw(swot(), &input, 80, 24, arena).canvas,
                          "swot-wall-80x24");
    support_expect_golden(support_draw(swot(), &input, 120, 40, arena).canvas,
                          "swot-wall-120x40");
    support_expect_golden(support_draw(swot(), &input, 40, 10, arena).canvas,
                          "swot-wall-40x10");
}

static void the_filter_hides_entries(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    view.filter = text_fold(arena, "COUNCILS");
    ViewRows rows = swot()->lay_out(&input, arena);
    assert_int_equal(rows.hidden, COUNT_OF(solor_swot) - 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pictures_are_as_kept),
        WITH_ARENA(repeats_are_one_line_counted),
        WITH_ARENA(entries_stand_by_weight_and_those_without_last),
        WITH_ARENA(a_group_sees_its_own_entries_and_those_of_all),
        WITH_ARENA(an_empty_box_has_a_place_to_add_to),
        WITH_ARENA(a_full_box_scrolls_to_the_cursor),
        WITH_ARENA(texts_are_wrapped_where_nobody_attends),
        WITH_ARENA(the_filter_hides_entries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
