/* SPDX-License-Identifier: MPL-2.0 */
/* Only what changed is put, and always enough of it. */
#include "../../src/tui/screen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A terminal of plain letters, to compare with the canvas. */
typedef struct Wall {
    uint32_t letters[10][40];
    int puts;
} Wall;

static void put(void *context, int x, int y, const Cell *cell, Look look)
{
    Wall *wall = context;
    (void)look;
    assert_in_range(x, 0, 39);
    assert_in_range(y, 0, 9);
    wall->letters[y][x] = cell->codepoint;
    wall->puts++;
}

typedef struct Fixture {
    Arena *arena;
    Screen screen;
    Wall wall;
} Fixture;

static Canvas *new_canvas(Fixture *fixture)
{
    return canvas_new(fixture->arena, 40, 10, false);
}

static int show(Fixture *fixture, const Canvas *canvas)
{
    fixture->wall.puts = 0;
    int count =
        screen_show(&fixture->screen, canvas, theme_default(), COLOUR_256, put, &fixture->wall);
    assert_int_equal(count, fixture->wall.puts);
    return count;
}

static int set_up(void **state)
{
    static Fixture fixture;
    fixture = (Fixture){.arena = arena_new()};
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    Fixture *fixture = *state;
    screen_forget(&fixture->screen);
    arena_free(fixture->arena);
    return 0;
}

static void test_the_first_frame_is_whole_and_the_same_again_is_nothing(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = new_canvas(fixture);
    canvas_text(canvas, 2, 3, 30, STYLE_TEXT, "Åsnes");
    assert_int_equal(show(fixture, canvas), 400);
    assert_int_equal(show(fixture, canvas), 0);
}

/* Which marks a letter bears is counted in each frame anew: its place may be the same, and the mark
 * another. */
static void test_a_letter_with_marks_is_always_put(void **state)
{
    Fixture *fixture = *state;
    const char *const words[] = {"Bae\xCC\x81r", "Bae\xCC\x88r", "Bae\xCC\x88r", "Baer"};
    const int puts[] = {400, 1, 1, 1};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        Canvas *canvas = new_canvas(fixture);
        canvas_text(canvas, 0, 0, 30, STYLE_TEXT, words[i]);
        assert_int_equal(show(fixture, canvas), puts[i]);
    }
}

/* A frame may say where it can differ; of a screen that is not known all is shown. */
static void test_only_the_fresh_place_is_looked_at(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = new_canvas(fixture);
    Rect whole = canvas->fresh;
    canvas->fresh = (Rect){2, 3, 5, 2};
    assert_int_equal(show(fixture, canvas), 400);
    canvas_text(canvas, 0, 1, 30, STYLE_TEXT, "unsaid");
    canvas_text(canvas, 0, 4, 30, STYLE_TEXT, "half said");
    assert_int_equal(show(fixture, canvas), 4); /* "lf", "sa" */
    canvas->fresh = whole;
    assert_int_equal(show(fixture, canvas), 10);
}

static void test_one_letter_is_one_cell(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = new_canvas(fixture);
    canvas_text(canvas, 0, 0, 30, STYLE_TEXT, "Grue 1");
    show(fixture, canvas);
    canvas_text(canvas, 0, 0, 30, STYLE_TEXT, "Grue 2");
    assert_int_equal(show(fixture, canvas), 1);
    assert_int_equal(fixture->wall.letters[0][5], '2');
}

static void test_a_change_of_style_alone_is_put(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = new_canvas(fixture);
    canvas_text(canvas, 0, 4, 30, STYLE_TEXT, "Arkiv");
    show(fixture, canvas);
    canvas_restyle(canvas, (Rect){0, 4, 5, 1}, STYLE_SELECTED, 0);
    assert_int_equal(show(fixture, canvas), 5);
}

static void test_a_row_where_a_wide_letter_comes_or_goes_is_put_whole(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = new_canvas(fixture);
    show(fixture, canvas);
    Canvas *wide = new_canvas(fixture);
    canvas_text(wide, 4, 7, 10, STYLE_TEXT, "漢");
    assert_int_equal(show(fixture, wide), 39); /* its second half is never put */
    assert_int_equal(show(fixture, canvas), 40);
}

static void test_forgetting_resizing_or_another_theme_puts_everything(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = new_canvas(fixture);
    show(fixture, canvas);
    screen_forget(&fixture->screen);
    assert_int_equal(show(fixture, canvas), 400);
    Canvas *smaller = canvas_new(fixture->arena, 20, 5, false);
    assert_int_equal(show(fixture, smaller), 100);
    Theme other = *theme_default();
    assert_int_equal(
        screen_show(&fixture->screen, smaller, &other, COLOUR_256, put, &fixture->wall), 100);
    assert_int_equal(
        screen_show(&fixture->screen, smaller, &other, COLOUR_8, put, &fixture->wall), 100);
}

static void test_of_a_wiped_screen_only_what_shows_is_put(void **state)
{
    Fixture *fixture = *state;
    Canvas *canvas = new_canvas(fixture);
    canvas_text(canvas, 2, 3, 30, STYLE_TEXT, "Åsnes");
    show(fixture, canvas);
    screen_wiped(&fixture->screen);
    assert_int_equal(show(fixture, canvas), 5);
    assert_int_equal(show(fixture, canvas), 0);
    screen_wiped(&fixture->screen);
    Theme dark = *theme_default();
    dark.looks[COLOUR_256][STYLE_TEXT].background = 17;
    assert_int_equal(
        screen_show(&fixture->screen, canvas, &dark, COLOUR_256, put, &fixture->wall), 400);
}

/* Whatever changes, the wall ends up like the canvas. */
static void test_random_frames_arrive(void **state)
{
    Fixture *fixture = *state;
    uint32_t seed = 7;
    for (int round = 0; round < 300; round++) {
        Canvas *canvas = new_canvas(fixture);
        for (int i = 0; i < 6; i++) {
            seed = seed * 1664525U + 1013904223U;
            canvas_text(canvas, (int)(seed >> 8) % 38, (int)(seed >> 16) % 10, 12, STYLE_TEXT,
                        (seed >> 28) % 3 == 0 ? "a漢b" : "Våler");
        }
        show(fixture, canvas);
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 40; x++) {
                const Cell *cell = canvas_at(canvas, x, y);
                if ((cell->flags & CELL_TAIL) == 0) {
                    assert_int_equal(fixture->wall.letters[y][x], cell->codepoint);
                }
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_the_first_frame_is_whole_and_the_same_again_is_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_letter_with_marks_is_always_put, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_only_the_fresh_place_is_looked_at, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_one_letter_is_one_cell, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_change_of_style_alone_is_put, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_a_row_where_a_wide_letter_comes_or_goes_is_put_whole, set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            test_forgetting_resizing_or_another_theme_puts_everything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_of_a_wiped_screen_only_what_shows_is_put, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_random_frames_arrive, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
