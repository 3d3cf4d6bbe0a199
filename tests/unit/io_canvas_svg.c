/* SPDX-License-Identifier: MPL-2.0 */
/* A canvas as a picture with words that can be selected. */
#include "io_canvas_markup.h"

typedef struct Sheet {
    Arena *arena;
    Canvas *canvas;
    Theme *theme;
    Text picture, words;
} Sheet;

static int set_up(void **state)
{
    Sheet *sheet = calloc(1, sizeof *sheet);
    sheet->arena = arena_new();
    sheet->canvas = canvas_new(sheet->arena, 20, 4, false);
    sheet->canvas->language = LANGUAGE_SV;
    sheet->theme = ARENA_NEW(sheet->arena, Theme);
    for (int role = 0; role < STYLE_COUNT; role++) {
        sheet->theme->looks[COLOUR_256][role] =
            (Look){.foreground = COLOUR_DEFAULT, .background = COLOUR_DEFAULT};
    }
    Look *looks = sheet->theme->looks[COLOUR_256];
    looks[STYLE_TITLE] = (Look){196, 4, CELL_BOLD};
    looks[STYLE_MARKED].flags = CELL_UNDERLINE;
    looks[STYLE_SELECTED].flags = CELL_REVERSE;
    looks[STYLE_BAR_DONE].foreground = 31;
    looks[STYLE_FREE_DAY].background = 238;
    *state = sheet;
    return 0;
}

static int tear_down(void **state)
{
    Sheet *sheet = *state;
    text_free(&sheet->picture);
    text_free(&sheet->words);
    arena_free(sheet->arena);
    free(sheet);
    return 0;
}

static void write_picture(Sheet *sheet)
{
    text_free(&sheet->picture);
    text_free(&sheet->words);
    sheet->picture = (Text){0};
    canvas_write_svg(sheet->canvas, sheet->theme, COLOUR_256, &sheet->picture);
    sheet->words = mark_read(&sheet->picture);
}

static void assert_holds(const Text *text, const char *piece)
{
    if (strstr(text_string(text), piece) == NULL)
        fail_msg("“%s” is missing in:\n%s", piece, text_string(text));
}

static void assert_lacks(const Text *text, const char *piece)
{
    if (strstr(text_string(text), piece) != NULL)
        fail_msg("“%s” stands in:\n%s", piece, text_string(text));
}

static void is_as_large_as_its_cells(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, "Arkiv");
    write_picture(sheet);
    assert_holds(&sheet->picture, "width=\"180\" height=\"72\" viewBox=\"0 0 180 72\"");
    assert_holds(&sheet->picture, "xml:lang=\"sv\"");
    assert_holds(&sheet->picture, "monospace");
    assert_holds(&sheet->picture, "<title>Arkiv</title>");
    assert_int_equal(mark_count(&sheet->picture, "http"),
                     1); /* the name of the format itself */
    assert_int_equal(mark_count(&sheet->picture, "<rect "), 1);
}

static void puts_each_run_where_its_cells_are(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 2, 1, 20, STYLE_TITLE, "bc");
    canvas_text(sheet->canvas, 0, 2, 20, STYLE_SELECTED, "x");
    canvas_text(sheet->canvas, 0, 3, 20, STYLE_MARKED, "m");
    write_picture(sheet);
    assert_holds(&sheet->picture,
                 "<rect x=\"18\" y=\"18\" width=\"18\" height=\"18\" fill=\"#0000ee\"/>");
    assert_holds(&sheet->picture, "<text x=\"18\" y=\"32\" textLength=\"18\" fill=\"#ff0000\" "
                                  "font-weight=\"bold\">bc</text>");
    assert_holds(&sheet->picture,
                 "<rect x=\"0\" y=\"36\" width=\"9\" height=\"18\" class=\"w\"/>");
    assert_holds(&sheet->picture,
                 "<text x=\"0\" y=\"50\" textLength=\"9\" class=\"g\">x</text>");
    assert_holds(&sheet->picture, "class=\"w\" text-decoration=\"underline\">m</text>");
}

static void paints_bars_without_seams(void **state)
{
    Sheet *sheet = *state;
    canvas_underlay(sheet->canvas, (Rect){0, 0, 2, 2}, STYLE_FREE_DAY);
    Bar bar = {.from = 1, .to = 3, .percent = 100, .overdue_from = INT32_MAX};
    shape_bar(sheet->canvas, 0, &bar);
    write_picture(sheet);
    assert_holds(&sheet->picture,
                 "<rect x=\"9\" y=\"0\" width=\"9\" height=\"18\" fill=\"#0087af\"/>");
    assert_holds(&sheet->picture,
                 "<rect x=\"18\" y=\"0\" width=\"18\" height=\"18\" fill=\"#0087af\"/>");
    assert_holds(&sheet->picture,
                 "<rect x=\"0\" y=\"18\" width=\"18\" height=\"18\" fill=\"#444444\"/>");
    assert_holds(&sheet->words, "█\n██\n");
    /* A bar in an open colour is painted in the colour of the words. */
    sheet->theme->looks[COLOUR_256][STYLE_BAR_DONE].foreground = COLOUR_DEFAULT;
    write_picture(sheet);
    assert_holds(&sheet->picture,
                 "<rect x=\"18\" y=\"0\" width=\"18\" height=\"18\" class=\"w\"/>");
}

static void has_the_ground_of_the_theme(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, "a");
    write_picture(sheet);
    assert_holds(&sheet->picture, "<rect width=\"100%\" height=\"100%\" class=\"g\"/>");
    sheet->theme->looks[COLOUR_256][STYLE_TEXT] = (Look){252, 234, 0};
    write_picture(sheet);
    assert_holds(&sheet->picture, "<rect width=\"100%\" height=\"100%\" fill=\"#1c1c1c\"/>");
    assert_int_equal(mark_count(&sheet->picture, "<rect "), 1);
}

static void lets_no_mark_of_the_data_through(void **state)
{
    static const char *const payloads[] = {
        "</text><script>x",    "\"><image href=x>", "&lt;&#60;&amp;",
        "'onload='x",          "]]><!--",           "a\033[31m\x07\x7f\r\n",
        "\xe2\x80\xaetxt.exe", "\xc2\x9b\xc2\x85",  "</title></svg>",
    };
    Sheet *sheet = *state;
    for (size_t i = 0; i < COUNT_OF(payloads); i++) {
        Text shown = {0};
        canvas_clear(sheet->canvas, STYLE_TEXT);
        canvas_fill(sheet->canvas, (Rect){0, 1, 20, 1}, STYLE_TITLE, GLYPH_SPACE);
        canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, payloads[i]);
        write_picture(sheet);
        canvas_write_text(sheet->canvas, &shown);
        text_string(&shown);
        shown.bytes[strcspn(shown.bytes, "\n")] = '\0';
        assert_holds(&sheet->words, text_string(&shown));
        assert_int_equal(mark_count(&sheet->picture, "</svg>"), 1);
        assert_lacks(&sheet->picture, "<script");
        assert_lacks(&sheet->picture, "<image");
        text_free(&shown);
    }
}

static void writes_no_character_that_is_none(void **state)
{
    static const uint32_t none[] = {0x01, 0x1B, 0x7F, 0x85, 0xD800, 0xFFFE};
    Sheet *sheet = *state;
    for (size_t i = 0; i < COUNT_OF(none); i++)
        sheet->canvas->cells[i].codepoint = none[i];
    write_picture(sheet);
    assert_holds(&sheet->words, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                                "\xEF\xBF\xBD\xEF\xBF\xBD");
}

static void gives_wide_characters_two_columns(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TITLE, "a表b");
    write_picture(sheet);
    assert_holds(&sheet->picture, "<text x=\"9\" y=\"14\" textLength=\"18\" fill=\"#ff0000\" "
                                  "font-weight=\"bold\">表</text>");
    assert_holds(&sheet->picture, "<text x=\"27\" y=\"14\" textLength=\"9\" fill=\"#ff0000\" "
                                  "font-weight=\"bold\">b</text>");
}

static void is_the_same_every_time(void **state)
{
    Sheet *sheet = *state;
    canvas_box(sheet->canvas, (Rect){0, 0, 20, 4}, STYLE_LINE, "Arkiv", "3/9");
    write_picture(sheet);
    Text again = {0};
    canvas_write_svg(sheet->canvas, sheet->theme, COLOUR_256, &again);
    assert_string_equal(text_string(&again), text_string(&sheet->picture));
    text_free(&again);
    const Format *format = format_by_name("svg");
    assert_non_null(format);
    assert_ptr_equal(format->write_canvas, canvas_write_svg);
    assert_string_equal(format->ending, ".svg");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(is_as_large_as_its_cells),          TEST(puts_each_run_where_its_cells_are),
        TEST(paints_bars_without_seams),         TEST(has_the_ground_of_the_theme),
        TEST(lets_no_mark_of_the_data_through),  TEST(writes_no_character_that_is_none),
        TEST(gives_wide_characters_two_columns), TEST(is_the_same_every_time),
    };
    return cmocka_run_group_tests_name("io_canvas_svg", tests, NULL, NULL);
}
