/* SPDX-License-Identifier: MPL-2.0 */
/* Canvases as text and with colours. */
#include "io_support.h"

static void writes_text_without_spaces_at_the_end(void **state)
{
    Arena *arena = *state;
    Canvas *canvas = canvas_new(arena, 12, 3, false);
    canvas_text(canvas, 0, 0, 12, STYLE_TEXT, "Våler  ");
    canvas_text(canvas, 2, 2, 12, STYLE_TITLE, "表 e\xCC\x81!");
    Text out = {0};
    canvas_write_text(canvas, &out);
    assert_string_equal(text_string(&out), "Våler\n\n  表 e\xCC\x81!\n");
    text_free(&out);
}

/* A theme of our own, so that the bytes below are known. */
static Theme *red_titles(Arena *arena)
{
    Theme *theme = ARENA_NEW(arena, Theme);
    for (int depth = 0; depth < COLOUR_DEPTH_COUNT; depth++) {
        for (int role = 0; role < STYLE_COUNT; role++) {
            theme->looks[depth][role] =
                (Look){.foreground = COLOUR_DEFAULT, .background = COLOUR_DEFAULT};
        }
    }
    theme->looks[COLOUR_MONO][STYLE_TITLE].flags = CELL_BOLD | CELL_REVERSE;
    theme->looks[COLOUR_8][STYLE_TITLE].foreground = 1;
    theme->looks[COLOUR_16][STYLE_TITLE].foreground = 9;
    theme->looks[COLOUR_256][STYLE_TITLE].foreground = 196;
    theme->looks[COLOUR_256][STYLE_TITLE].background = 4;
    return theme;
}

static void assert_ansi(ColourDepth depth, const char *expected)
{
    Arena *arena = arena_new();
    Canvas *canvas = canvas_new(arena, 6, 1, false);
    canvas_text(canvas, 0, 0, 6, STYLE_TEXT, "a");
    canvas_text(canvas, 1, 0, 6, STYLE_TITLE, "bc");
    canvas_text(canvas, 3, 0, 6, STYLE_TEXT, "d");
    Text out = {0};
    canvas_write_ansi(canvas, red_titles(arena), depth, &out);
    assert_string_equal(text_string(&out), expected);
    text_free(&out);
    arena_free(arena);
}

static void writes_colours_of_every_depth(void **state)
{
    (void)state;
    assert_ansi(COLOUR_MONO, "a\033[0;1;7mbc\033[0md\n");
    assert_ansi(COLOUR_8, "a\033[0;31mbc\033[0md\n");
    assert_ansi(COLOUR_16, "a\033[0;91mbc\033[0md\n");
    assert_ansi(COLOUR_256, "a\033[0;38;5;196;44mbc\033[0md\n");
}

static void ends_a_coloured_line_plainly(void **state)
{
    Arena *arena = *state;
    Canvas *canvas = canvas_new(arena, 4, 1, false);
    canvas_text(canvas, 0, 0, 4, STYLE_TITLE, "a ");
    Text out = {0};
    canvas_write_ansi(canvas, red_titles(arena), COLOUR_256, &out);
    assert_string_equal(text_string(&out), "\033[0;38;5;196;44ma \033[0m\n");
    text_free(&out);
}

static void lets_no_control_of_the_data_out(void **state)
{
    Arena *arena = *state;
    Canvas *canvas = canvas_new(arena, 40, 2, false);
    canvas_text(canvas, 0, 0, 40, STYLE_TEXT,
                "a\033[2J\a\r\n\x7f\xc2\x9b"
                "31m\xe2\x80\xae"
                "b");
    Text out = {0};
    canvas_write_text(canvas, &out);
    assert_no_controls(&out);
    assert_null(strstr(text_string(&out), "\xc2\x9b"));
    assert_null(strstr(text_string(&out), "\xe2\x80\xae"));
    text_clear(&out);
    canvas_write_ansi(canvas, red_titles(arena), COLOUR_8, &out);
    assert_no_controls(&out);
    text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(writes_text_without_spaces_at_the_end),
        cmocka_unit_test(writes_colours_of_every_depth),
        WITH_ARENA(ends_a_coloured_line_plainly),
        WITH_ARENA(lets_no_control_of_the_data_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
