/* SPDX-License-Identifier: MPL-2.0 */
/* Councils side by side, where they differ, and the obligations that follow. */
#include "view_work.h"

static void pictures_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    viewed.row = 5;
    viewed.column = 1;
    support_expect_sizes(view_by_name("decisions"), &input, "decisions");
    viewed.row = 11;
    viewed.column = 0;
    support_expect_sizes(view_by_name("decisions"), &input, "decisions-owed");
}

/* Six numbered rows in order, the additional point last, then three obligations with two each. */
static void points_share_a_row_by_number(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("decisions");
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, 6 + 1 + 3 * 3);
    assert_int_equal(rows.columns, 3);
    for (int row = 0; row < 6; row++) {
        for (int column = 0; column < 3; column++) {
            Target place = view->target(&input, &rows, row, column);
            assert_int_equal(place.entity, ENTITY_POINT);
            assert_int_equal(place.id, WORK_POINT + column * 10 + row);
            assert_int_equal(place.column_key, A_DECISION + column);
        }
    }
    assert_int_equal(view->target(&input, &rows, 6, 2).id, WORK_POINT + 26);
    Target empty = view->target(&input, &rows, 6, 0);
    assert_int_equal(empty.entity, ENTITY_POINT);
    assert_int_equal(empty.id, 0);
    assert_int_equal(empty.row_key, WORK_POINT + 26);
}

static void obligations_and_instances_stand_below(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("decisions");
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    ViewRows rows = view->lay_out(&input, arena);
    for (int place = 0; place < 3; place++) {
        Target owed = view->target(&input, &rows, 7 + place * 3, 2);
        assert_int_equal(owed.entity, ENTITY_OBLIGATION);
        assert_int_equal(owed.id, WORK_OBLIGATION + place);
        for (int turn = 0; turn < 2; turn++) {
            Target instance = view->target(&input, &rows, 8 + place * 3 + turn, 0);
            assert_int_equal(instance.entity, ENTITY_INSTANCE);
            assert_int_equal(instance.id, WORK_INSTANCE + place * 2 + turn);
            assert_int_equal(instance.row_key, WORK_OBLIGATION + place);
        }
    }
}

static bool filled_in_style(const SupportPicture *picture, Rect place, StyleRole style)
{
    bool any = false;
    for (int y = place.y; y < place.y + place.height; y++) {
        for (int x = place.x + 1; x < place.x + place.width; x++) {
            const Cell *cell = canvas_at(picture->canvas, x, y);
            if (cell->codepoint == ' ')
                continue;
            any = true;
            if (cell->style != style)
                return false;
        }
    }
    return any;
}

/* What differs stands out by sign, word and style; what is the same names its source, dim. */
static void points_that_differ_are_marked(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("decisions"), &input, 120, 60, arena);
    const char *text = support_text(picture.canvas);
    assert_true(filled_in_style(&picture, support_place(&picture, 5, 1), STYLE_WARNING));
    assert_true(filled_in_style(&picture, support_place(&picture, 6, 2), STYLE_WARNING));
    assert_true(filled_in_style(&picture, support_place(&picture, 5, 2), STYLE_DIM));
    assert_true(filled_in_style(&picture, support_place(&picture, 5, 0), STYLE_TEXT));
    assert_non_null(strstr(text, "♦ amended: Muntlig endres med"));
    assert_non_null(strstr(text, "♦ additional: Valg av"));
    assert_non_null(strstr(text, "as 061/20 pkt 3"));
}

static void instances_say_whether_they_were_given(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("decisions"), &input, 120, 60, arena);
    const char *text = support_text(picture.canvas);
    assert_non_null(strstr(text, "■ given    due 31 Aug"));
    assert_non_null(strstr(text, "Møtebok sak 070/20"));
    assert_non_null(strstr(text, "! missing  due 31 Aug"));
    assert_non_null(strstr(text, "· open     due 28 Sep"));
    assert_non_null(strstr(picture.rows.summary, "1 given · 2 missing"));
    assert_non_null(
        strstr(text, "Styringsgruppa → Våler kommunestyre · written · at each meeting"));
}

/* "61/20" and "061/20" are the same case. */
static void a_case_number_is_found_without_its_zero(void **state)
{
    static const char *const filters[] = {"61/20", "061/20", "k-sak 61/20"};
    Arena *arena = *state;
    const View *view = view_by_name("decisions");
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    Plan *plan = work_plan(arena);
    Decision *decisions = plan->tables[ENTITY_DECISION].rows;
    input.plan = plan;
    for (size_t turn = 0; turn < COUNT_OF(filters); turn++) {
        decisions[0].reference = turn % 2 == 0 ? "061/20" : "61/20";
        decisions[0].name = turn == 2 ? "k-sak 061/20" : "";
        viewed.filter = text_fold(arena, filters[turn]);
        ViewRows rows = view->lay_out(&input, arena);
        assert_int_equal(rows.columns, 1);
        assert_int_equal(view->target(&input, &rows, 0, 0).column_key, A_DECISION);
        assert_true(rows.hidden > 0);
    }
    viewed.filter = "161/20";
    assert_int_equal(view->lay_out(&input, arena).count, 0);
}

static void a_filter_on_words_keeps_the_councils_side_by_side(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("decisions");
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    viewed.filter = "muntlig endres";
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.columns, 3);
    assert_int_equal(view->target(&input, &rows, 0, 0).id, WORK_POINT + 5);
    assert_int_equal(view->target(&input, &rows, 0, 1).id, WORK_POINT + 15);
}

static void an_empty_plan_has_places_to_begin(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("decisions");
    Plan *plan = plan_new(arena);
    plan_finish(plan);
    ViewState viewed = support_state();
    ViewInput input = work_input(plan, &viewed, arena);
    SupportPicture picture = support_draw(view, &input, 80, 24, arena);
    assert_int_equal(picture.rows.count, 2);
    Target first = view->target(&input, &picture.rows, 0, 0);
    Target second = view->target(&input, &picture.rows, 1, 0);
    assert_true(first.entity == ENTITY_DECISION && first.id == 0);
    assert_true(second.entity == ENTITY_OBLIGATION && second.id == 0);
    assert_non_null(strstr(support_text(picture.canvas), "No decisions yet"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pictures_are_as_kept),
        WITH_ARENA(points_share_a_row_by_number),
        WITH_ARENA(obligations_and_instances_stand_below),
        WITH_ARENA(points_that_differ_are_marked),
        WITH_ARENA(instances_say_whether_they_were_given),
        WITH_ARENA(a_case_number_is_found_without_its_zero),
        WITH_ARENA(a_filter_on_words_keeps_the_councils_side_by_side),
        WITH_ARENA(an_empty_plan_has_places_to_begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
