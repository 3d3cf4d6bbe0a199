/* SPDX-License-Identifier: MPL-2.0 */
/* The wall display's own pictures: the large overview, its frame, and the page that waits. */
#include "view_findings.h"

static void pictures_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    input.findings = findings_by_hand();
    support_expect_sizes(view_by_name("wall"), &input, "wall");
    Plan *plan = plan_new(arena);
    plan_finish(plan);
    ViewInput empty = work_input(plan, &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("wall"), &empty, 80, 24, arena);
    support_expect_golden(picture.canvas, "wall-empty-80x24");
}

static WallFrame frame_of_test(void)
{
    return (WallFrame){.plan_name = "Interkommunalt samarbeid mellom Våler, Åsnes og Grue",
                       .plan_short_name = "Solør",
                       .today = day_from_civil(2020, 9, 3),
                       .clock = "14:02",
                       .page = "Overview",
                       .page_at = 0,
                       .page_count = 4,
                       .message = "2.3 Kartlegge status i dag",
                       .message_points = true,
                       .names_shown = true,
                       .seconds_left = 18,
                       .data_from = "13:58",
                       .language = LANGUAGE_EN};
}

static void the_frame_is_as_kept(void **state)
{
    static const KeyHint keys[] = {{"Space", "pause, go on"}, {"?", "these keys"}};
    Arena *arena = *state;
    WallFrame frame = frame_of_test();
    Canvas *canvas = canvas_new(arena, 80, 24, false);
    wall_frame_draw(&frame, canvas);
    support_expect_golden(canvas, "wall-frame-80x24");
    frame.keys = keys;
    frame.key_count = COUNT_OF(keys);
    frame.paused = true;
    frame.names_shown = false;
    canvas = canvas_new(arena, 120, 40, false);
    wall_frame_draw(&frame, canvas);
    support_expect_golden(canvas, "wall-frame-120x40");
    canvas = canvas_new(arena, 80, 24, false);
    wall_waiting_draw("The plan's file is not there just now; waiting for it.", "14:02",
                      canvas);
    support_expect_golden(canvas, "wall-waiting-80x24");
}

/* However small the screen, and whatever else would like to stand there. */
static void the_mark_of_names_is_never_left_out(void **state)
{
    Arena *arena = *state;
    WallFrame frame = frame_of_test();
    frame.texts_shown = true;
    for (int width = 40; width < 130; width++) {
        Canvas *canvas = canvas_new(arena, width, 24, false);
        Text text = {0};
        wall_frame_draw(&frame, canvas);
        for (int x = 0; x < width; x++)
            text_printf(&text, "%c", (int)canvas_at(canvas, x, 23)->codepoint % 128);
        if (strstr(text_string(&text), "names and texts shown") == NULL)
            fail_msg("%d columns: %s", width, text_string(&text));
        text_free(&text);
    }
    frame.page = "SWOT: Tekniske tjenester";
    frame.page_at = 6;
    frame.page_count = 13;
    Canvas *canvas = canvas_new(arena, 80, 24, false);
    wall_frame_draw(&frame, canvas);
    support_expect_golden(canvas, "wall-frame-texts-80x24");
}

/* Whatever the size, nothing is drawn outside and nothing fails. */
static void every_size_is_drawn(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    WallFrame frame = frame_of_test();
    input.findings = findings_by_hand();
    for (int width = 1; width < 140; width += 7)
        for (int height = 1; height < 50; height += 3) {
            Arena *picture = arena_new();
            Canvas *canvas = canvas_new(picture, width, height, width % 2 == 0);
            ViewLaid laid = {0};
            ViewRows rows = view_by_name("wall")->lay_out(&input, picture);
            view_by_name("wall")->draw(&input, &rows, wall_area(width, height), canvas, NULL,
                                       &laid);
            wall_hide_cursor(canvas, &laid);
            wall_frame_draw(&frame, canvas);
            wall_waiting_draw(frame.message, frame.clock, canvas);
            assert_int_equal(laid.rows_shown, 1);
            arena_free(picture);
        }
    arena_free(arena);
}

static void the_marks_of_a_cursor_are_taken_away(void **state)
{
    Arena *arena = *state;
    Canvas *canvas = canvas_new(arena, 40, 4, false);
    ViewLaid laid = {.cursor = {3, 1, 10, 1}};
    canvas_text(canvas, 3, 1, 10, STYLE_TEXT, "Arkiv > x");
    canvas_restyle(canvas, laid.cursor, STYLE_SELECTED, 0);
    canvas_glyph(canvas, 2, 1, STYLE_TEXT, GLYPH_CURSOR);
    wall_hide_cursor(canvas, &laid);
    assert_int_equal(canvas_at(canvas, 2, 1)->codepoint, ' ');
    assert_int_equal(canvas_at(canvas, 9, 1)->codepoint, '>'); /* a word of the plan's own */
    for (int x = 0; x < 40; x++)
        assert_int_not_equal(canvas_at(canvas, x, 1)->style, STYLE_SELECTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pictures_are_as_kept),
        WITH_ARENA(the_frame_is_as_kept),
        WITH_ARENA(the_mark_of_names_is_never_left_out),
        cmocka_unit_test(every_size_is_drawn),
        WITH_ARENA(the_marks_of_a_cursor_are_taken_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
