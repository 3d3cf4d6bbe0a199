/* SPDX-License-Identifier: MPL-2.0 */
/* A canvas as a web page. */
#include "io_canvas_markup.h"

static void write_page(Sheet *sheet)
{
    sheet->canvas->language = LANGUAGE_NB;
    sheet_write(sheet, canvas_write_html);
}

static void is_a_page_of_its_own(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 2, 1, 18, STYLE_TEXT, "Våler   og  Grue");
    write_page(sheet);
    assert_holds(&sheet->page, "<!DOCTYPE html>\n<html lang=\"nb\">");
    assert_holds(&sheet->page, "<meta charset=\"utf-8\"/>");
    assert_holds(&sheet->page, "<title>Våler og Grue</title>");
    assert_holds(&sheet->page, "prefers-color-scheme:dark");
    assert_holds(&sheet->page, "<pre>\n\n  Våler   og  Grue\n\n\n</pre>");
    static const char *const elsewhere[] = {"http", "src=",    "href",
                                            "url(", "@import", "script"};
    for (size_t i = 0; i < COUNT_OF(elsewhere); i++)
        assert_lacks(&sheet->page, elsewhere[i]);
}

static void gives_each_role_its_colours(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, "a");
    canvas_text(sheet->canvas, 1, 0, 20, STYLE_TITLE, "bc");
    canvas_text(sheet->canvas, 3, 0, 20, STYLE_TEXT, "d");
    canvas_text(sheet->canvas, 0, 1, 20, STYLE_SELECTED, "x");
    write_page(sheet);
    assert_holds(&sheet->page, "a<span class=\"title bold\">bc</span>d\n");
    assert_holds(&sheet->page, "<span class=\"selected reverse\">x</span>\n");
    assert_holds(&sheet->page, ".title{--f:#ff0000;--b:#0000ee;}");
    assert_lacks(&sheet->page, ".bar_done{");
    assert_lacks(&sheet->page, "html:root{");
}

static void shows_bars_and_what_lies_under_them(void **state)
{
    Sheet *sheet = *state;
    canvas_underlay(sheet->canvas, (Rect){0, 0, 2, 1}, STYLE_FREE_DAY);
    Bar bar = {.from = 1, .to = 3, .percent = 100, .overdue_from = INT32_MAX};
    shape_bar(sheet->canvas, 0, &bar);
    write_page(sheet);
    assert_holds(&sheet->page, "<span class=\"on-free_day\"> </span>");
    assert_holds(&sheet->page, "<span class=\"bar_done on-free_day solid\">█</span>");
    assert_holds(&sheet->page, "<span class=\"bar_done solid\">██</span>");
    assert_holds(&sheet->page, ".on-free_day{--b:#444444;}");
    assert_holds(&sheet->page, ".bar_done{--f:#0087af;}");
    assert_holds(&sheet->page, ".solid{background:var(--f)}");
}

static void takes_the_ground_of_a_theme_that_has_one(void **state)
{
    Sheet *sheet = *state;
    sheet->theme->looks[COLOUR_256][STYLE_TEXT] = (Look){252, 234, 0};
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, "a");
    write_page(sheet);
    assert_holds(&sheet->page, "html:root{--f:#d0d0d0;--b:#1c1c1c;}");
    /* Every cell has a ground now, the page's own: nothing has to be written for it. */
    assert_lacks(&sheet->page, "<span");
}

static void lets_no_mark_of_the_data_through(void **state)
{
    static const char *const payloads[] = {
        "</pre><script>x",     "\"><img src=x>",   "&lt;&#60;&amp;",
        "'onload='x",          "]]><!--",          "a\033[31m\x07\x7f\r\n",
        "\xe2\x80\xaetxt.exe", "\xc2\x9b\xc2\x85", "</title><style>",
    };
    Sheet *sheet = *state;
    for (size_t i = 0; i < COUNT_OF(payloads); i++) {
        Text shown = {0};
        Text again = {0};
        canvas_clear(sheet->canvas, STYLE_TEXT);
        canvas_text(sheet->canvas, 0, 0, 20, STYLE_BAR_DONE, payloads[i]);
        canvas_text(sheet->canvas, 0, 1, 20, STYLE_TEXT, payloads[i]);
        write_page(sheet);
        canvas_write_text(sheet->canvas, &shown);
        text_clear(&again);
        text_append(&again, strstr(text_string(&sheet->words), "}\n\n\n\n\n") + 6);
        text_append(&shown, "\n\n\n"); /* the ends of pre, body and html */
        assert_string_equal(text_string(&again), text_string(&shown));
        assert_int_equal(mark_count(&sheet->page, "<title>"), 1);
        assert_int_equal(mark_count(&sheet->page, "<pre>"), 1);
        assert_int_equal(mark_count(&sheet->page, "</pre>"), 1);
        assert_lacks(&sheet->page, "<script");
        assert_lacks(&sheet->page, "<img");
        text_free(&shown);
        text_free(&again);
    }
}

/* Cells are filled by draw, which lets no control through; a second lock is cheap. */
static void writes_no_character_that_is_none(void **state)
{
    static const uint32_t none[] = {0x01, 0x1B, 0x7F, 0x85, 0xD800, 0xDFFF, 0xFFFE, 0x1FFFF};
    Sheet *sheet = *state;
    for (size_t i = 0; i < COUNT_OF(none); i++)
        sheet->canvas->cells[i].codepoint = none[i];
    write_page(sheet);
    assert_holds(&sheet->page, "<pre>\n\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
                               "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\n");
}

static void gives_wide_characters_two_columns(void **state)
{
    Sheet *sheet = *state;
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, "a表b e\xCC\x81");
    canvas_text(sheet->canvas, 0, 1, 20, STYLE_TITLE, "表");
    write_page(sheet);
    assert_holds(&sheet->page, "<pre>\na<span class=\"wide\">表</span>b e\xCC\x81\n");
    assert_holds(&sheet->page, "<span class=\"title bold wide\">表</span>\n");
    assert_holds(&sheet->page, ".wide{width:2ch}");
    assert_holds(&sheet->words, "\na表b e\xCC\x81\n表\n");
}

static void is_the_same_every_time(void **state)
{
    assert_same_again(*state, canvas_write_html, "html");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SHEET_TEST(is_a_page_of_its_own),
        SHEET_TEST(gives_each_role_its_colours),
        SHEET_TEST(shows_bars_and_what_lies_under_them),
        SHEET_TEST(takes_the_ground_of_a_theme_that_has_one),
        SHEET_TEST(lets_no_mark_of_the_data_through),
        SHEET_TEST(writes_no_character_that_is_none),
        SHEET_TEST(gives_wide_characters_two_columns),
        SHEET_TEST(is_the_same_every_time),
    };
    return cmocka_run_group_tests_name("io_canvas_html", tests, NULL, NULL);
}
