/* SPDX-License-Identifier: MPL-2.0 */
/* The flow chart: 12 activities for three municipalities, and its other face, groups × checklist. */
#include "view_work.h"

static void pictures_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    viewed.row = 1;
    viewed.column = 1;
    support_expect_sizes(view_by_name("flow"), &input, "flow");
    viewed.flipped = true;
    support_expect_sizes(view_by_name("flow"), &input, "flow-checklist");
}

/* Words of a cell as drawn: its lines joined by a space. */
static const char *cell_words(const SupportPicture *picture, Rect place, Arena *arena)
{
    Text words = {0};
    for (int y = place.y; y < place.y + place.height; y++) {
        size_t kept = words.length;
        if (words.length > 0)
            text_append(&words, " ");
        for (int x = place.x + 1; x < place.x + place.width; x++) {
            uint32_t letter = canvas_at(picture->canvas, x, y)->codepoint;
            text_append_char(&words, letter);
            kept = letter == ' ' ? kept : words.length;
        }
        words.length = kept;
        if (words.bytes != NULL)
            words.bytes[kept] = '\0';
    }
    const char *kept = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return kept;
}

static const char *expected_words(int activity, int column)
{
    static const char *const cases[] = {"Ja – k-sak 042/20", "Ja – k-sak 61/20",
                                        "Ja – K-sak 049/20"};
    if (activity == 0)
        return cases[column];
    return activity < 3 ? "Ja" : "–";
}

/* The 12 × 3 cells of the document at both sizes, nine of them filled, each word whole. */
static void every_cell_shows_its_answer_whole(void **state)
{
    (void)state;

    static const struct {
        int width, height;
    } sizes[] = {{80, 24}, {120, 40}};

    const View *view = view_by_name("flow");
    for (size_t size = 0; size < COUNT_OF(sizes); size++) {
        Arena *arena = arena_new();
        ViewState viewed = support_state();
        ViewInput input = work_input(work_plan(arena), &viewed, arena);
        SupportPicture picture =
            support_draw(view, &input, sizes[size].width, sizes[size].height, arena);
        int activity = 0, filled = 0;
        for (int row = 0; row < (int)picture.rows.count; row++) {
            if (view->target(&input, &picture.rows, row, 0).entity != ENTITY_ANSWER)
                continue;
            for (int column = 0; column < 3; column++) {
                Rect place = support_place(&picture, row, column);
                const char *words = cell_words(&picture, place, arena);
                assert_true(place.width > 0);
                assert_string_equal(words, expected_words(activity, column));
                filled += strncmp(words, "Ja", 2) == 0 ? 1 : 0;
            }
            activity++;
        }
        assert_int_equal(activity, 12);
        assert_int_equal(filled, 9);
        assert_null(strstr(support_text(picture.canvas), "…"));
        arena_free(arena);
    }
}

static void blank_no_and_zero_are_three_things(void **state)
{
    (void)state;
    static const Language languages[] = {LANGUAGE_NB, LANGUAGE_SV, LANGUAGE_EN};
    static const char *const yes[] = {"Ja", "Ja", "Yes"}, *const no[] = {"Nei", "Nej", "No"};
    for (size_t turn = 0; turn < COUNT_OF(languages); turn++) {
        Arena *arena = arena_new();
        Plan *plan = work_plan(arena);
        PlanInfo *info = plan->tables[ENTITY_PLAN].rows;
        Answer *answers = plan->tables[ENTITY_ANSWER].rows;
        info->language = (int)languages[turn];
        answers[3].value = ANSWER_NO;
        answers[4].value = ANSWER_BLANK;
        answers[4].reference = "0";
        answers[5].value = ANSWER_BLANK;
        ViewState viewed = support_state();
        ViewInput input = work_input(plan, &viewed, arena);
        SupportPicture picture = support_draw(view_by_name("flow"), &input, 120, 40, arena);
        const char *seen[4];
        for (int column = 0; column < 3; column++)
            seen[column] = cell_words(&picture, support_place(&picture, 2, column), arena);
        seen[3] = cell_words(&picture, support_place(&picture, 3, 0), arena);
        assert_string_equal(seen[0], no[turn]);
        assert_string_equal(seen[1], "0");
        assert_string_equal(seen[2], "–");
        assert_string_equal(seen[3], yes[turn]);
        arena_free(arena);
    }
}

/* An empty cell is where that answer of that municipality may be added; a heading is its phase. */
static void each_place_stands_for_its_answer(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("flow");
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, 3 + 12);
    assert_int_equal(rows.columns, 3);
    Target phase = view->target(&input, &rows, 0, 2);
    assert_int_equal(phase.entity, ENTITY_TASK);
    assert_int_equal(phase.id, WORK_PHASE);
    Target filled = view->target(&input, &rows, 1, 1);
    assert_int_equal(filled.entity, ENTITY_ANSWER);
    assert_int_equal(filled.id, WORK_ANSWER + 1);
    Target empty = view->target(&input, &rows, 5, 2);
    assert_int_equal(empty.entity, ENTITY_ANSWER);
    assert_int_equal(empty.id, 0);
    assert_int_equal(empty.row_key, WORK_TASK + 4);
    assert_int_equal(empty.column_key, GRUE);
    int row = -1, column = -1;
    assert_true(view_locate(view, &input, &rows, &empty, &row, &column));
    assert_int_equal(row, 5);
    assert_int_equal(column, 2);
}

static void a_case_is_found_with_and_without_its_zero(void **state)
{
    static const char *const filters[] = {"61/20", "061/20", "k-sak 061/20", "k-sak 42/20"};
    Arena *arena = *state;
    const View *view = view_by_name("flow");
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    for (size_t turn = 0; turn < COUNT_OF(filters); turn++) {
        viewed.filter = text_fold(arena, filters[turn]);
        ViewRows rows = view->lay_out(&input, arena);
        assert_int_equal(rows.count, 2);
        assert_int_equal(rows.hidden, 11);
        assert_int_equal(rows.rows[1].target.row_key, WORK_TASK);
    }
    viewed.filter = "071/20";
    assert_int_equal(view->lay_out(&input, arena).count, 0);
}

/* 5 × 7 steps, each the task of that group made from that item. */
static void the_other_face_has_a_place_for_each_step(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("flow");
    ViewState viewed = support_state();
    viewed.flipped = true;
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    SupportPicture picture = support_draw(view, &input, 80, 24, arena);
    assert_int_equal(picture.rows.count, 5);
    assert_int_equal(picture.rows.columns, 7);
    for (int row = 0; row < 5; row++) {
        for (int column = 0; column < 7; column++) {
            Target place = view->target(&input, &picture.rows, row, column);
            assert_int_equal(place.entity, ENTITY_TASK);
            assert_int_equal(place.id, WORK_STEP + row * 7 + column);
            assert_int_equal(place.row_key, TECHNICAL + row);
            assert_int_equal(place.column_key, WORK_ITEM + column);
        }
    }
    assert_string_equal(cell_words(&picture, support_place(&picture, 0, 0), arena), "■100%");
    assert_string_equal(cell_words(&picture, support_place(&picture, 0, 1), arena), "•40%");
    assert_string_equal(cell_words(&picture, support_place(&picture, 4, 6), arena), "·");
}

static void a_plan_without_flow_says_how_to_begin(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("flow"), &input, 80, 24, arena);
    assert_int_equal(picture.rows.count, 0);
    assert_non_null(strstr(support_text(picture.canvas), "No activity"));
    viewed.flipped = true;
    picture = support_draw(view_by_name("flow"), &input, 80, 24, arena);
    assert_non_null(strstr(support_text(picture.canvas), "checklist"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pictures_are_as_kept),
        cmocka_unit_test(every_cell_shows_its_answer_whole),
        cmocka_unit_test(blank_no_and_zero_are_three_things),
        WITH_ARENA(each_place_stands_for_its_answer),
        WITH_ARENA(a_case_is_found_with_and_without_its_zero),
        WITH_ARENA(the_other_face_has_a_place_for_each_step),
        WITH_ARENA(a_plan_without_flow_says_how_to_begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
