/* SPDX-License-Identifier: MPL-2.0 */
/* Bars, phases, arrows, progress, and the set of glyphs. */
#include <limits.h>
#include <string.h>

#include "framdrift/draw.h"

#include "arena_shared.h"

static const char *row_text(const Canvas *canvas, int y)
{
    Text text = {0};
    for (int x = 0; x < canvas->width; x++) {
        text_append_char(&text, canvas_at(canvas, x, y)->codepoint);
    }
    const char *copy = arena_strdup(arena, text_string(&text));
    text_free(&text);
    return copy;
}

static const char *bar_text(int width, Bar bar, bool ascii)
{
    Canvas *canvas = canvas_new(arena, width, 1, ascii);
    shape_bar(canvas, 0, &bar);
    return row_text(canvas, 0);
}

static int count_of(const Canvas *canvas, Glyph glyph)
{
    int count = 0;
    for (int x = 0; x < canvas->width; x++) {
        count += canvas_at(canvas, x, 0)->codepoint == glyph_codepoint(glyph, canvas->ascii);
    }
    return count;
}

static void begun_and_unfinished_always_show(void **state)
{
    (void)state;
    for (int width = 2; width <= 40; width++) {
        int before = 0;
        for (int percent = 0; percent <= 100; percent++) {
            Canvas *canvas = canvas_new(arena, width, 1, false);
            Bar bar = {.from = 0, .to = width - 1, .percent = percent, .overdue_from = INT_MAX};
            shape_bar(canvas, 0, &bar);
            int full = count_of(canvas, GLYPH_BAR_DONE);
            assert_int_equal(full + count_of(canvas, GLYPH_BAR_LEFT), width);
            assert_true(full >= before);
            assert_int_equal(percent == 0, full == 0);
            assert_int_equal(percent == 100, full == width);
            before = full;
        }
    }
}

static void a_single_cell_is_full_only_when_done(void **state)
{
    (void)state;
    assert_string_equal(bar_text(3, (Bar){1, 1, .percent = 99, .overdue_from = INT_MAX}, false),
                        " ░ ");
    assert_string_equal(
        bar_text(3, (Bar){1, 1, .percent = 100, .overdue_from = INT_MAX}, false), " █ ");
    assert_string_equal(
        bar_text(3, (Bar){1, 1, .percent = -1, .closed = true, .overdue_from = INT_MAX}, false),
        " █ ");
}

static void full_cells_are_solid_and_others_not(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 4, 1, false);
    Bar bar = {0, 3, .percent = 50, .overdue_from = 3, .critical = true};
    shape_bar(canvas, 0, &bar);
    assert_string_equal(row_text(canvas, 0), "██░▒");
    assert_int_equal(canvas_at(canvas, 0, 0)->flags, CELL_SOLID);
    assert_int_equal(canvas_at(canvas, 0, 0)->style, STYLE_BAR_DONE);
    assert_int_equal(canvas_at(canvas, 2, 0)->flags, CELL_UNDERLINE);
    assert_int_equal(canvas_at(canvas, 2, 0)->style, STYLE_BAR_CRITICAL);
    assert_int_equal(canvas_at(canvas, 3, 0)->flags, 0);
    assert_int_equal(canvas_at(canvas, 3, 0)->style, STYLE_BAR_OVERDUE);
}

static void overdue_remainder_is_told_from_the_rest(void **state)
{
    (void)state;
    assert_string_equal(bar_text(8, (Bar){2, 6, .percent = 70, .overdue_from = 6}, false),
                        "  ████▒ ");
    assert_string_equal(bar_text(8, (Bar){2, 6, .percent = 0, .overdue_from = 4}, false),
                        "  ░░▒▒▒ ");
    assert_string_equal(bar_text(8, (Bar){2, 6, .percent = 99, .overdue_from = 2}, false),
                        "  ████▒ ");
    assert_string_equal(
        bar_text(8, (Bar){2, 6, .percent = 20, .closed = true, .overdue_from = 2}, false),
        "  █████ ");
    assert_string_equal(bar_text(8, (Bar){2, 6, .percent = 70, .overdue_from = 6}, true),
                        "  ####= ");
}

static void cut_bars_say_so(void **state)
{
    (void)state;
    assert_string_equal(
        bar_text(6, (Bar){-4, 3, .percent = 100, .overdue_from = INT_MAX}, false), "«███  ");
    assert_string_equal(bar_text(6, (Bar){3, 9, .percent = 0, .overdue_from = INT_MAX}, false),
                        "   ░░»");
    assert_string_equal(
        bar_text(6, (Bar){-9, 99, .percent = 0, .overdue_from = INT_MAX}, false), "«░░░░»");
    assert_string_equal(
        bar_text(6, (Bar){-9, -1, .percent = 0, .overdue_from = INT_MAX}, false), "«     ");
    assert_string_equal(bar_text(6, (Bar){6, 9, .percent = 0, .overdue_from = INT_MAX}, false),
                        "     »");
    assert_string_equal(
        bar_text(6, (Bar){-4, 9, .percent = 100, .overdue_from = INT_MAX}, true), "<####>");
    assert_string_equal(
        bar_text(6, (Bar){3, 2, .percent = 100, .overdue_from = INT_MAX}, false), "      ");
    /* The edges are those of the clip rectangle. */
    Canvas *canvas = canvas_new(arena, 8, 1, false);
    canvas_clip(canvas, (Rect){2, 0, 4, 1});
    Bar bar = {0, 7, .percent = 50, .overdue_from = INT_MAX};
    shape_bar(canvas, 0, &bar);
    assert_string_equal(row_text(canvas, 0), "  «█░»  ");
}

static void unknown_start_and_dropped_work_have_their_own_look(void **state)
{
    (void)state;
    assert_string_equal(
        bar_text(6, (Bar){1, 4, .open_start = true, .percent = -1, .overdue_from = INT_MAX},
                 false),
        " ←░░░ ");
    assert_string_equal(
        bar_text(6, (Bar){1, 4, .open_start = true, .percent = -1, .overdue_from = INT_MAX},
                 true),
        " <... ");
    assert_string_equal(
        bar_text(6, (Bar){1, 4, .dropped = true, .percent = 50, .overdue_from = 1}, false),
        " ···· ");
}

static void phases_span_their_children(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 8, 5, false);
    shape_phase(canvas, 0, 1, 6, false, true);
    shape_phase(canvas, 1, 1, 6, false, false);
    shape_phase(canvas, 2, -3, 6, false, true);
    shape_phase(canvas, 3, 1, 60, true, true);
    shape_phase(canvas, 4, 3, 3, false, true);
    assert_string_equal(row_text(canvas, 0), " ╞════♦ ");
    assert_string_equal(row_text(canvas, 1), " ╞════╡ ");
    assert_string_equal(row_text(canvas, 2), "«═════♦ ");
    assert_string_equal(row_text(canvas, 3), " ←═════»");
    assert_string_equal(row_text(canvas, 4), "   ♦    ");
    Canvas *ascii = canvas_new(arena, 8, 1, true);
    shape_phase(ascii, 0, 1, 6, false, true);
    assert_string_equal(row_text(ascii, 0), " [====* ");
}

static void arrows_bend_and_pass_behind(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 8, 4, false);
    canvas_text(canvas, 2, 1, 2, STYLE_TEXT, "ab");
    shape_arrow(canvas, 2, 0, 5, 3, STYLE_LINE);
    assert_string_equal(row_text(canvas, 0), "  ┐     ");
    assert_string_equal(row_text(canvas, 1), "  ab    ");
    assert_string_equal(row_text(canvas, 2), "  │     ");
    assert_string_equal(row_text(canvas, 3), "  └──→  ");
    Canvas *up = canvas_new(arena, 8, 3, false);
    shape_arrow(up, 6, 2, 3, 0, STYLE_LINE);
    assert_string_equal(row_text(up, 0), "   ←──┐ ");
    assert_string_equal(row_text(up, 1), "      │ ");
    assert_string_equal(row_text(up, 2), "      ┘ ");
    Canvas *straight = canvas_new(arena, 4, 3, false);
    shape_arrow(straight, 1, 0, 1, 2, STYLE_LINE);
    assert_string_equal(row_text(straight, 2), " ↓  ");
    shape_arrow(straight, -100000, -5, 1000000, 1000000,
                STYLE_LINE); /* outside: nothing, at once */
    assert_string_equal(row_text(straight, 1), " │  ");
}

static void progress_has_bar_and_number(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 12, 6, false);
    shape_progress(canvas, 0, 0, 12, 40, STYLE_BAR_DONE, STYLE_BAR_LEFT);
    shape_progress(canvas, 0, 1, 12, 100, STYLE_BAR_DONE, STYLE_BAR_LEFT);
    shape_progress(canvas, 0, 2, 12, -1, STYLE_BAR_DONE, STYLE_BAR_LEFT);
    shape_progress(canvas, 0, 3, 12, 1, STYLE_BAR_DONE, STYLE_BAR_LEFT);
    shape_progress(canvas, 0, 4, 5, 99, STYLE_BAR_DONE, STYLE_BAR_LEFT);
    shape_progress(canvas, 0, 5, 3, 99, STYLE_BAR_DONE, STYLE_BAR_LEFT);
    assert_string_equal(row_text(canvas, 0), "███░░░░  40%");
    assert_string_equal(row_text(canvas, 1), "███████ 100%");
    assert_string_equal(row_text(canvas, 2), "░░░░░░░    –");
    assert_string_equal(row_text(canvas, 3), "█░░░░░░   1%");
    assert_string_equal(row_text(canvas, 4), "  99%       ");
    assert_string_equal(row_text(canvas, 5), "██░         ");
}

/* TERMINAL 2.5: what both Windows' and Debian's console fonts hold, and the three that need a look. */
static void every_glyph_is_in_the_allowed_set(void **state)
{
    (void)state;
    static const uint32_t allowed[] = {
        0x2500, 0x2502, 0x250C, 0x2510, 0x2514, 0x2518, 0x251C, 0x2524, 0x252C,
        0x2534, 0x253C, 0x2550, 0x2551, 0x255E, 0x2561, 0x256A, 0x2588, 0x2592,
        0x2591, 0x25A0, 0x25B2, 0x25BC, 0x2666, 0x2022, 0x00B7, 0x2190, 0x2191,
        0x2192, 0x2193, 0x00AB, 0x00BB, 0x2026, 0x2013, 0x00D7, 0x25CF,
    };
    for (int glyph = 0; glyph < GLYPH_COUNT; glyph++) {
        uint32_t codepoint = glyph_codepoint((Glyph)glyph, false);
        bool found = codepoint >= ' ' && codepoint < 0x7F;
        for (size_t i = 0; i < COUNT_OF(allowed); i++) {
            found = found || allowed[i] == codepoint;
        }
        assert_true(found);
        assert_int_equal(utf8_width(codepoint), 1);
        uint32_t ascii = glyph_codepoint((Glyph)glyph, true);
        assert_true(ascii >= ' ' && ascii < 0x7F);
        assert_true(glyph == GLYPH_SPACE || ascii != ' ');
    }
}

/* The states of a task must be told apart by the glyph alone, in both columns. */
static void states_differ_without_colour(void **state)
{
    (void)state;
    static const Glyph states[] = {GLYPH_DONE, GLYPH_ACTIVE, GLYPH_PLANNED, GLYPH_OVERDUE,
                                   GLYPH_DROPPED};
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(glyph_codepoint(states[i], false),
                                 glyph_codepoint(states[j], false));
            assert_int_not_equal(glyph_codepoint(states[i], true),
                                 glyph_codepoint(states[j], true));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begun_and_unfinished_always_show),
        cmocka_unit_test(a_single_cell_is_full_only_when_done),
        cmocka_unit_test(full_cells_are_solid_and_others_not),
        cmocka_unit_test(overdue_remainder_is_told_from_the_rest),
        cmocka_unit_test(cut_bars_say_so),
        cmocka_unit_test(unknown_start_and_dropped_work_have_their_own_look),
        cmocka_unit_test(phases_span_their_children),
        cmocka_unit_test(arrows_bend_and_pass_behind),
        cmocka_unit_test(progress_has_bar_and_number),
        cmocka_unit_test(every_glyph_is_in_the_allowed_set),
        cmocka_unit_test(states_differ_without_colour),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
