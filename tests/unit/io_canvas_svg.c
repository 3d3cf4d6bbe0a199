/* SPDX-License-Identifier: MPL-2.0 */
/* A canvas as a picture with words that can be selected. */
#include "io_canvas_markup.h"

static void write_picture(Sheet *sheet)
{
    sheet->canvas->language = LANGUAGE_SV;
    sheet_write(sheet, canvas_write_svg);
}

static void is_as_large_as_its_cells(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, "Arkiv");
    write_picture(sheet);
    assert_holds(&sheet->page, "width=\"180\" height=\"72\" viewBox=\"0 0 180 72\"");
    assert_holds(&sheet->page, "xml:lang=\"sv\"");
    assert_holds(&sheet->page, "monospace");
    assert_holds(&sheet->page, "<title>Arkiv</title>");
    assert_int_equal(mark_count(&sheet->page, "http"), 1); /* the name of the format itself */
    assert_int_equal(mark_count(&sheet->page, "<rect "), 1);
}

static void puts_each_run_where_its_cells_are(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 2, 1, 20, STYLE_TITLE, "bc");
    canvas_text(sheet->canvas, 0, 2, 20, STYLE_SELECTED, "x");
    canvas_text(sheet->canvas, 0, 3, 20, STYLE_MARKED, "m");
    write_picture(sheet);
    assert_holds(&sheet->page,
                 "<rect x=\"18\" y=\"18\" width=\"18\" height=\"18\" fill=\"#0000ee\"/>");
    assert_holds(&sheet->page, "<text x=\"18\" y=\"32\" textLength=\"18\" fill=\"#ff0000\" "
                               "font-weight=\"bold\">bc</text>");
    assert_holds(&sheet->page,
                 "<rect x=\"0\" y=\"36\" width=\"9\" height=\"18\" class=\"w\"/>");
    assert_holds(&sheet->page, "<text x=\"0\" y=\"50\" textLength=\"9\" class=\"g\">x</text>");
    assert_holds(&sheet->page, "class=\"w\" text-decoration=\"underline\">m</text>");
}

static void paints_bars_without_seams(void **state)
{
    Sheet *sheet = *state;
    canvas_underlay(sheet->canvas, (Rect){0, 0, 2, 2}, STYLE_FREE_DAY);
    Bar bar = {.from = 1, .to = 3, .percent = 100, .overdue_from = INT32_MAX};
    shape_bar(sheet->canvas, 0, &bar);
    write_picture(sheet);
    assert_holds(&sheet->page,
                 "<rect x=\"9\" y=\"0\" width=\"9\" height=\"18\" fill=\"#0087af\"/>");
    assert_holds(&sheet->page,
                 "<rect x=\"18\" y=\"0\" width=\"18\" height=\"18\" fill=\"#0087af\"/>");
    assert_holds(&sheet->page,
                 "<rect x=\"0\" y=\"18\" width=\"18\" height=\"18\" fill=\"#444444\"/>");
    assert_holds(&sheet->words, "█\n██\n");
    /* A bar in an open colour is painted in the colour of the words. */
    sheet->theme->looks[COLOUR_256][STYLE_BAR_DONE].foreground = COLOUR_DEFAULT;
    write_picture(sheet);
    assert_holds(&sheet->page,
                 "<rect x=\"18\" y=\"0\" width=\"18\" height=\"18\" class=\"w\"/>");
}

static void has_the_ground_of_the_theme(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, "a");
    write_picture(sheet);
    assert_holds(&sheet->page, "<rect width=\"100%\" height=\"100%\" class=\"g\"/>");
    sheet->theme->looks[COLOUR_256][STYLE_TEXT] = (Look){252, 234, 0};
    write_picture(sheet);
    assert_holds(&sheet->page, "<rect width=\"100%\" height=\"100%\" fill=\"#1c1c1c\"/>");
    assert_int_equal(mark_count(&sheet->page, "<rect "), 1);
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
        assert_int_equal(mark_count(&sheet->page, "</svg>"), 1);
        assert_lacks(&sheet->page, "<script");
        assert_lacks(&sheet->page, "<image");
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
    assert_holds(&sheet->page, "<text x=\"9\" y=\"14\" textLength=\"18\" fill=\"#ff0000\" "
                               "font-weight=\"bold\">表</text>");
    assert_holds(&sheet->page, "<text x=\"27\" y=\"14\" textLength=\"9\" fill=\"#ff0000\" "
                               "font-weight=\"bold\">b</text>");
}

static void is_the_same_every_time(void **state)
{
    assert_same_again(*state, canvas_write_svg, "svg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHEET_TEST(is_as_large_as_its_cells),
        SHEET_TEST(puts_each_run_where_its_cells_are),
        SHEET_TEST(paints_bars_without_seams),
        SHEET_TEST(has_the_ground_of_the_theme),
        SHEET_TEST(lets_no_mark_of_the_data_through),
        SHEET_TEST(writes_no_character_that_is_none),
        SHEET_TEST(gives_wide_characters_two_columns),
        SHEET_TEST(is_the_same_every_time),
    };
    return cmocka_run_group_tests_name("io_canvas_svg", tests, NULL, NULL);
}
