/* SPDX-License-Identifier: MPL-2.0 */
/* A canvas as a web page. */
#include "io_canvas_markup.h"

typedef struct Sheet {
    Arena *arena;
    Canvas *canvas;
    Text page, words;
} Sheet;

static int set_up(void **state)
{
    Sheet *sheet = calloc(1, sizeof *sheet);
    sheet->arena = arena_new();
    sheet->canvas = canvas_new(sheet->arena, 20, 4, false);
    sheet->canvas->language = LANGUAGE_NB;
    *state = sheet;
    return 0;
}

static int tear_down(void **state)
{
    Sheet *sheet = *state;
    text_free(&sheet->page);
    text_free(&sheet->words);
    arena_free(sheet->arena);
    free(sheet);
    return 0;
}

/* A theme of our own, so that what is expected below is known. */
static Theme *theme_new(Arena *arena)
{
    Theme *theme = ARENA_NEW(arena, Theme);
    for (int depth = 0; depth < COLOUR_DEPTH_COUNT; depth++) {
        for (int role = 0; role < STYLE_COUNT; role++) {
            theme->looks[depth][role] =
                (Look){.foreground = COLOUR_DEFAULT, .background = COLOUR_DEFAULT};
        }
    }
    theme->looks[COLOUR_256][STYLE_TITLE] = (Look){196, 4, CELL_BOLD};
    theme->looks[COLOUR_256][STYLE_BAR_DONE] = (Look){31, COLOUR_DEFAULT, 0};
    theme->looks[COLOUR_256][STYLE_FREE_DAY] = (Look){COLOUR_DEFAULT, 238, 0};
    theme->looks[COLOUR_256][STYLE_SELECTED].flags = CELL_REVERSE;
    return theme;
}

static void write_with(Sheet *sheet, const Theme *theme)
{
    text_free(&sheet->page);
    text_free(&sheet->words);
    sheet->page = (Text){0};
    canvas_write_html(sheet->canvas, theme, COLOUR_256, &sheet->page);
    sheet->words = mark_read(&sheet->page);
}

static void write_page(Sheet *sheet)
{
    write_with(sheet, theme_new(sheet->arena));
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
    Theme *theme = theme_new(sheet->arena);
    theme->looks[COLOUR_256][STYLE_TEXT] = (Look){252, 234, 0};
    canvas_text(sheet->canvas, 0, 0, 20, STYLE_TEXT, "a");
    write_with(sheet, theme);
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
    Sheet *sheet = *state;
    canvas_box(sheet->canvas, (Rect){0, 0, 20, 4}, STYLE_LINE, "Arkiv", "3/9");
    write_page(sheet);
    Text again = {0};
    canvas_write_html(sheet->canvas, theme_new(sheet->arena), COLOUR_256, &again);
    assert_string_equal(text_string(&again), text_string(&sheet->page));
    text_free(&again);
    const Format *format = format_by_name("html");
    assert_non_null(format);
    assert_ptr_equal(format->write_canvas, canvas_write_html);
    assert_string_equal(format->ending, ".html");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(is_a_page_of_its_own),
        TEST(gives_each_role_its_colours),
        TEST(shows_bars_and_what_lies_under_them),
        TEST(takes_the_ground_of_a_theme_that_has_one),
        TEST(lets_no_mark_of_the_data_through),
        TEST(writes_no_character_that_is_none),
        TEST(gives_wide_characters_two_columns),
        TEST(is_the_same_every_time),
    };
    return cmocka_run_group_tests_name("io_canvas_html", tests, NULL, NULL);
}
