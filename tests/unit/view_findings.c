/* SPDX-License-Identifier: MPL-2.0 */
/* Findings by level, with what they ask for and where to go. */
#include "view_findings.h"

static ViewInput findings_input(Arena *arena, ViewState *viewed)
{
    ViewInput input = work_input(work_plan(arena), viewed, arena);
    input.findings = findings_by_hand();
    return input;
}

static void pictures_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = findings_input(arena, &viewed);
    support_expect_sizes(view_by_name("findings"), &input, "findings");
    viewed.row = 6;
    support_expect_sizes(view_by_name("findings"), &input, "findings-known");
}

/* Enter goes to the place; two findings on the same place stay two. */
static void each_row_stands_for_its_place(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("findings");
    ViewState viewed = support_state();
    ViewInput input = findings_input(arena, &viewed);
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, COUNT_OF(findings_given));
    for (int row = 0; row < (int)rows.count; row++) {
        Target place = view->target(&input, &rows, row, 0);
        int found = -1, column = -1;
        assert_int_equal(place.extra, row);
        assert_int_equal(place.entity, findings_given[row].entity);
        assert_int_equal(place.id, findings_given[row].row);
        assert_true(view_locate(view, &input, &rows, &place, &found, &column));
        assert_int_equal(found, row);
    }
    assert_int_equal(view->target(&input, &rows, 99, 0).entity, ENTITY_NONE);
}

static void levels_have_sign_and_word_and_known_ones_are_dim(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = findings_input(arena, &viewed);
    SupportPicture picture = support_draw(view_by_name("findings"), &input, 120, 40, arena);
    const char *text = support_text(picture.canvas);
    assert_non_null(strstr(text, "! error"));
    assert_non_null(strstr(text, "• warning"));
    assert_non_null(strstr(text, "· note"));
    assert_non_null(strstr(text, "■ known"));
    assert_non_null(strstr(text, "Errors 3"));
    assert_non_null(strstr(text, "Known and accepted 1"));
    assert_string_equal(picture.rows.summary, "errors 3 · warnings 2 · notes 1 · known 1");
    Rect known = support_place(&picture, 6, 0), error = support_place(&picture, 1, 0);
    assert_int_equal(canvas_at(picture.canvas, known.x + 14, known.y)->style, STYLE_DIM);
    assert_int_equal(canvas_at(picture.canvas, error.x + 14, error.y)->style, STYLE_TEXT);
    assert_true(known.y > error.y);
}

static void the_filter_finds_words_levels_and_municipalities(void **state)
{
    static const struct {
        const char *filter;
        uint32_t count;
    } cases[] = {{"landbruk", 1}, {"warning", 2}, {"åsnes", 1},
                 {"61/20", 2},    {"oktober", 1}, {"nothing such", 0}};

    Arena *arena = *state;
    const View *view = view_by_name("findings");
    ViewState viewed = support_state();
    ViewInput input = findings_input(arena, &viewed);
    for (size_t turn = 0; turn < COUNT_OF(cases); turn++) {
        viewed.filter = text_fold(arena, cases[turn].filter);
        ViewRows rows = view->lay_out(&input, arena);
        assert_int_equal(rows.count, cases[turn].count);
        assert_int_equal(rows.hidden, COUNT_OF(findings_given) - cases[turn].count);
    }
}

static void nothing_known_and_nothing_wrong_differ(void **state)
{
    static const Findings none = {0};
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = findings_input(arena, &viewed);
    input.findings = NULL;
    SupportPicture picture = support_draw(view_by_name("findings"), &input, 80, 24, arena);
    assert_string_equal(picture.rows.summary, "…");
    assert_null(strstr(support_text(picture.canvas), "Nothing needs attention"));
    input.findings = &none;
    picture = support_draw(view_by_name("findings"), &input, 80, 24, arena);
    assert_non_null(strstr(support_text(picture.canvas), "Nothing needs attention"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pictures_are_as_kept),
        WITH_ARENA(each_row_stands_for_its_place),
        WITH_ARENA(levels_have_sign_and_word_and_known_ones_are_dim),
        WITH_ARENA(the_filter_finds_words_levels_and_municipalities),
        WITH_ARENA(nothing_known_and_nothing_wrong_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
