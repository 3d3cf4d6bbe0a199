/* SPDX-License-Identifier: MPL-2.0 */
/* Clipping, wide characters, marks, unsafe text, lines and boxes. */
#include <string.h>

#include "framdrift/draw.h"

#include "arena_shared.h"

#define REPLACEMENT 0xFFFD

/* The mark that a letter of the first row bears. */
static uint32_t mark_of(const Canvas *canvas, int x, int which)
{
    return canvas_marks(canvas, canvas_at(canvas, x, 0)).codepoints[which];
}

/* A row as text; the tail of a wide character gives nothing. */
static const char *row_text(const Canvas *canvas, int y)
{
    Text text = {0};
    for (int x = 0; x < canvas->width; x++) {
        const Cell *cell = canvas_at(canvas, x, y);
        if (cell->flags & CELL_TAIL) {
            continue;
        }
        canvas_append_cell(canvas, cell, &text);
    }
    const char *copy = arena_strdup(arena, text_string(&text));
    text_free(&text);
    return copy;
}

static void new_canvas_is_blank_and_outside_is_null(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 4, 2, false);
    assert_string_equal(row_text(canvas, 0), "    ");
    assert_string_equal(row_text(canvas, 1), "    ");
    assert_null(canvas_at(canvas, 4, 0));
    assert_null(canvas_at(canvas, 0, 2));
    assert_null(canvas_at(canvas, -1, 0));
    assert_int_equal(canvas->cursor_x, -1);
    Canvas *none = canvas_new(arena, 0, -3, false);
    assert_null(canvas_at(none, 0, 0));
    assert_int_equal(canvas_text(none, 0, 0, 10, STYLE_TEXT, "words"), 5);
}

static void text_ends_in_ellipsis_when_cut(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 12, 1, false);
    assert_int_equal(canvas_text(canvas, 0, 0, 12, STYLE_TEXT, "Kartlegging"), 11);
    assert_string_equal(row_text(canvas, 0), "Kartlegging ");
    canvas_clear(canvas, STYLE_TEXT);
    assert_int_equal(canvas_text(canvas, 1, 0, 5, STYLE_TEXT, "Kartlegging"), 5);
    assert_string_equal(row_text(canvas, 0), " Kart…      ");
    canvas_clear(canvas, STYLE_TEXT);
    assert_int_equal(canvas_text(canvas, 0, 0, 1, STYLE_TEXT, "ab"), 1);
    assert_string_equal(row_text(canvas, 0), "…           ");
    assert_int_equal(canvas_text(canvas, 0, 0, 0, STYLE_TEXT, "ab"), 0);
    assert_int_equal(canvas_text(canvas, 0, 0, 9, STYLE_TEXT, NULL), 0);
}

static void text_aligns_right(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 8, 1, false);
    canvas_text_right(canvas, 1, 0, 6, STYLE_TEXT, "40%");
    assert_string_equal(row_text(canvas, 0), "    40% ");
    canvas_clear(canvas, STYLE_TEXT);
    canvas_text_right(canvas, 0, 0, 4, STYLE_TEXT, "Åsnes");
    assert_string_equal(row_text(canvas, 0), "Åsn…    ");
    canvas_clear(canvas, STYLE_TEXT);
    canvas_printf(canvas, 0, 0, 8, STYLE_TEXT, "%d of %d", 3, 13);
    assert_string_equal(row_text(canvas, 0), "3 of 13 ");
}

static void drawing_stays_inside_canvas_and_clip(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 6, 3, false);
    canvas_text(canvas, -2, 1, 20, STYLE_TEXT, "abcdefghijkl");
    assert_string_equal(row_text(canvas, 1), "cdefgh");
    canvas_clear(canvas, STYLE_TEXT);
    Rect old = canvas_clip(canvas, (Rect){2, 1, 2, 1});
    canvas_text(canvas, 0, 1, 6, STYLE_TEXT, "abcdef");
    canvas_text(canvas, 0, 0, 6, STYLE_TEXT, "abcdef");
    canvas_fill(canvas, (Rect){-5, 2, 100, 100}, STYLE_TEXT, GLYPH_BAR_DONE);
    assert_string_equal(row_text(canvas, 0), "      ");
    assert_string_equal(row_text(canvas, 1), "  cd  ");
    assert_string_equal(row_text(canvas, 2), "      ");
    /* A clip within a clip only shrinks. */
    Rect inner = canvas_clip(canvas, (Rect){0, 0, 3, 3});
    canvas_fill(canvas, (Rect){0, 0, INT32_MAX, INT32_MAX}, STYLE_TEXT, GLYPH_CURSOR);
    assert_string_equal(row_text(canvas, 1), "  >d  ");
    canvas_unclip(canvas, inner);
    canvas_unclip(canvas, old);
    canvas_fill(canvas, (Rect){4, 2, 9, 9}, STYLE_TEXT, GLYPH_BAR_DONE);
    assert_string_equal(row_text(canvas, 2), "    ██");
}

static void wide_characters_never_hang_over_an_edge(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 5, 1, false);
    assert_int_equal(canvas_text(canvas, 0, 0, 5, STYLE_TEXT, "表示"), 4);
    assert_int_equal(canvas_at(canvas, 0, 0)->flags & CELL_WIDE, CELL_WIDE);
    assert_int_equal(canvas_at(canvas, 1, 0)->flags & CELL_TAIL, CELL_TAIL);
    assert_string_equal(row_text(canvas, 0), "表示 ");
    canvas_clear(canvas, STYLE_TEXT);
    /* Three wide characters in five columns: two fit, and the ellipsis. */
    assert_int_equal(canvas_text(canvas, 0, 0, 5, STYLE_TEXT, "表示表"), 5);
    assert_string_equal(row_text(canvas, 0), "表示…");
    canvas_clear(canvas, STYLE_TEXT);
    /* In four columns one fits: a second one would leave no room for the ellipsis. */
    assert_int_equal(canvas_text(canvas, 0, 0, 4, STYLE_TEXT, "表示表"), 3);
    assert_string_equal(row_text(canvas, 0), "表…  ");
    canvas_clear(canvas, STYLE_TEXT);
    /* At the edge of the canvas, and cut by its left edge. */
    canvas_text(canvas, 4, 0, 2, STYLE_TEXT, "表");
    assert_int_equal(canvas_at(canvas, 4, 0)->codepoint, ' ');
    assert_int_equal(canvas_at(canvas, 4, 0)->flags, 0);
    canvas_text(canvas, -1, 0, 4, STYLE_TEXT, "表a");
    assert_string_equal(row_text(canvas, 0), " a   ");
}

static void overwriting_half_a_wide_character_removes_it(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 4, 1, false);
    canvas_text(canvas, 0, 0, 4, STYLE_TEXT, "表示");
    canvas_text(canvas, 1, 0, 1, STYLE_TEXT, "x");
    assert_string_equal(row_text(canvas, 0), " x示");
    canvas_text(canvas, 2, 0, 1, STYLE_TEXT, "y");
    assert_string_equal(row_text(canvas, 0), " xy ");
    assert_int_equal(canvas_at(canvas, 3, 0)->flags, 0);
    /* The other half may lie outside the clip rectangle. */
    canvas_text(canvas, 0, 0, 4, STYLE_TEXT, "表示");
    Rect old = canvas_clip(canvas, (Rect){1, 0, 1, 1});
    canvas_glyph(canvas, 1, 0, STYLE_TEXT, GLYPH_CURSOR);
    canvas_unclip(canvas, old);
    assert_string_equal(row_text(canvas, 0), " >示");
}

static void new_canvas_is_clean_on_used_memory(void **state)
{
    (void)state;
    const size_t bytes = 8 * 4 * sizeof(Cell) + sizeof(Canvas);
    memset(arena_alloc(arena, bytes), 0xAA, bytes);
    arena_clear(arena);
    Canvas *canvas = canvas_new(arena, 8, 4, false);
    Cell blank;
    memset(&blank, 0, sizeof blank); /* rows are compared as bytes */
    blank.codepoint = ' ';
    for (int y = 0; y < canvas->height; y++) {
        for (int x = 0; x < canvas->width; x++) {
            assert_memory_equal(canvas_at(canvas, x, y), &blank, sizeof blank);
        }
    }
}

static void letters_follow_each_other_whatever_they_are(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 12, 1, false);
    assert_int_equal(canvas_text(canvas, 0, 0, 12, STYLE_TEXT, "Møte på Åsnes"), 12);
    assert_string_equal(row_text(canvas, 0), "Møte på Åsn…");
    canvas_clear(canvas, STYLE_TEXT);
    assert_int_equal(canvas_text(canvas, 0, 0, 12, STYLE_TEXT, "Ås – råd o\xCC\x88 a"), 12);
    assert_int_equal(mark_of(canvas, 9, 0), 0x308);
    assert_int_equal(canvas_at(canvas, 11, 0)->codepoint, 'a');
    /* A clip rectangle cuts at both ends, in the middle of plain letters or of others. */
    canvas_clear(canvas, STYLE_TEXT);
    Rect old = canvas_clip(canvas, (Rect){2, 0, 5, 1});
    assert_int_equal(canvas_text(canvas, 0, 0, 12, STYLE_TEXT, "åbæcødåe"), 8);
    canvas_unclip(canvas, old);
    assert_string_equal(row_text(canvas, 0), "  æcødå     ");
}

static void marks_sit_on_their_letter(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 6, 1, false);
    assert_int_equal(canvas_text(canvas, 0, 0, 6, STYLE_TEXT, "A\xCC\x8Asnes"), 5);
    assert_int_equal(mark_of(canvas, 0, 0), 0x30A);
    assert_int_equal(canvas_at(canvas, 1, 0)->codepoint, 's');
    /* A mark before any letter gets a column of its own and leaves its neighbour alone. */
    canvas_clear(canvas, STYLE_TEXT);
    canvas_text(canvas, 0, 0, 1, STYLE_TEXT, "o");
    assert_int_equal(canvas_text(canvas, 1, 0, 5, STYLE_TEXT, "\xCC\x88x"), 2);
    assert_int_equal(mark_of(canvas, 0, 0), 0);
    assert_int_equal(canvas_at(canvas, 1, 0)->codepoint, ' ');
    assert_int_equal(mark_of(canvas, 1, 0), 0x308);
    assert_int_equal(canvas_at(canvas, 2, 0)->codepoint, 'x');
    /* More marks than a cell holds, and marks on a letter that is clipped away. */
    canvas_text(canvas, 0, 0, 6, STYLE_TEXT, "o\xCC\x88\xCC\x81\xCC\x82p");
    assert_int_equal(mark_of(canvas, 0, 1), 0x301);
    assert_int_equal(canvas_at(canvas, 1, 0)->codepoint, 'p');
    canvas_clear(canvas, STYLE_TEXT);
    canvas_text(canvas, -1, 0, 6, STYLE_TEXT, "o\xCC\x88p");
    assert_int_equal(canvas_at(canvas, 0, 0)->codepoint, 'p');
    assert_int_equal(mark_of(canvas, 0, 0), 0);
}

/* More kinds of marks than a frame keeps: the letters stay, the last marks go. */
static void places_outside_the_clip_rectangle_are_not_shown(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 8, 10, false);

    static const struct {
        Rect place;
        bool is_shown;
    } cases[] = {
        {{2, 3, 4, 1}, false}, {{2, 6, 4, 4}, false}, {{2, 2, 4, 3}, true},
        {{2, 5, 4, 1}, true},  {{2, 5, 4, 0}, false}, {{2, 5, 0, 1}, false},
        {{0, 4, 2, 2}, false}, {{6, 4, 2, 2}, false}, {{0, 4, 3, 2}, true},
        {{5, 4, 1, 1}, true},
    };

    assert_true(canvas_shows(canvas, (Rect){0, 0, 8, 1}));
    assert_true(canvas_shows(canvas, (Rect){7, 9, 1, 1}));
    Rect old = canvas_clip(canvas, (Rect){2, 4, 4, 2});
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(canvas_shows(canvas, cases[i].place), cases[i].is_shown);
    canvas_unclip(canvas, old);
}

static void one_rectangle_covers_and_goes_around_others(void **state)
{
    (void)state;
    Rect around = rect_around((Rect){2, 3, 4, 1}, (Rect){5, 1, 6, 2});
    assert_int_equal(around.x, 2);
    assert_int_equal(around.y, 1);
    assert_int_equal(around.width, 9);
    assert_int_equal(around.height, 3);
    assert_true(rect_covers(around, (Rect){2, 3, 4, 1}));
    assert_true(rect_covers(around, (Rect){5, 1, 6, 2}));
    assert_false(rect_covers(around, (Rect){1, 1, 1, 1}));
    assert_false(rect_covers(around, (Rect){10, 3, 2, 1}));
    assert_false(rect_covers(around, (Rect){10, 0, 1, 1}));
    assert_false(rect_covers(around, (Rect){10, 3, 1, 2}));
}

static void too_many_marks_leave_the_letters(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 2, 1, false);
    Text letter = {0};
    for (uint32_t first = 0x300; first < 0x310; first++) {
        for (uint32_t second = 0x300; second < 0x312; second++) {
            text_clear(&letter);
            text_append(&letter, "o");
            text_append_char(&letter, first);
            text_append_char(&letter, second);
            assert_int_equal(canvas_text(canvas, 0, 0, 2, STYLE_TEXT, text_string(&letter)), 1);
            assert_int_equal(canvas_at(canvas, 0, 0)->codepoint, 'o');
        }
    }
    assert_int_equal(mark_of(canvas, 0, 1), 0);
    canvas_text(canvas, 0, 0, 2, STYLE_TEXT, "o\xCC\x80");
    assert_int_equal(mark_of(canvas, 0, 0), 0x300);
    text_free(&letter);
}

static void nothing_in_a_cell_can_control_a_terminal(void **state)
{
    (void)state;
    static const char *const nasty[] = {
        "\x1B[31mred",
        "bell\a",
        "back\b\b",
        "\r\nline",
        "\xC2\x9B"
        "31m",
        "\xE2\x80\xAE"
        "evil",
        "\xF8ystein",
        "\xFF\xFE",
        "\xE2\x81\xA6x",
        "\xEF\xBB\xBF"
        "x",
        "tab\tstop",
        "\x7F",
        "\xE2\x80\x8B"
        "z",
        "a\xC2\xAD"
        "b",
        "\xED\xA0\x80",
        "\xC0\xAF",
        "\xE2\x80\xA8x",
        "\xF4\x90\x80\x80",
    };
    for (size_t i = 0; i < COUNT_OF(nasty); i++) {
        for (int ascii = 0; ascii < 2; ascii++) {
            Canvas *canvas = canvas_new(arena, 20, 2, ascii != 0);
            canvas_text(canvas, 0, 0, 20, STYLE_TEXT, nasty[i]);
            canvas_box(canvas, (Rect){0, 1, 20, 1}, STYLE_LINE, nasty[i], nasty[i]);
            for (int x = 0; x < 20; x++) {
                uint32_t shown = canvas_at(canvas, x, 0)->codepoint;
                assert_true(shown >= ' ' && shown != 0x7F && !(shown >= 0x80 && shown < 0xA0));
                assert_false(shown >= 0x200B && shown <= 0x200F);
                assert_false(shown >= 0x2028 && shown <= 0x202E);
                assert_false(shown >= 0x2060 && shown <= 0x2069);
                assert_false(shown == 0xFEFF || shown == 0xAD);
                assert_true(!ascii || shown < 0x7F);
            }
        }
    }
    Canvas *canvas = canvas_new(arena, 10, 1, false);
    canvas_text(canvas, 0, 0, 10, STYLE_TEXT, "\x1B[2J");
    assert_int_equal(canvas_at(canvas, 0, 0)->codepoint, REPLACEMENT);
    canvas_text(canvas, 0, 0, 10, STYLE_TEXT,
                "\xF8ystein"); /* Latin-1: the letter after it stays */
    assert_int_equal(canvas_at(canvas, 1, 0)->codepoint, 'y');
}

static void ascii_spells_letters_out(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 12, 1, true);
    assert_int_equal(canvas_text(canvas, 0, 0, 12, STYLE_TEXT, "Våler, Grå"), 10);
    assert_string_equal(row_text(canvas, 0), "Valer, Gra  ");
    canvas_clear(canvas, STYLE_TEXT);
    canvas_text(canvas, 0, 0, 4, STYLE_TEXT, "Sæland");
    assert_string_equal(row_text(canvas, 0), "Sae.        ");
}

static void lines_join_where_they_meet(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 7, 5, false);
    canvas_box(canvas, (Rect){0, 0, 7, 5}, STYLE_LINE, NULL, NULL);
    canvas_horizontal(canvas, 0, 2, 7, STYLE_LINE);
    canvas_vertical(canvas, 3, 0, 5, STYLE_LINE);
    assert_string_equal(row_text(canvas, 0), "┌──┬──┐");
    assert_string_equal(row_text(canvas, 1), "│  │  │");
    assert_string_equal(row_text(canvas, 2), "├──┼──┤");
    assert_string_equal(row_text(canvas, 4), "└──┴──┘");
}

static void boxes_that_share_an_edge_join(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 7, 3, false);
    canvas_box(canvas, (Rect){0, 0, 4, 3}, STYLE_LINE, NULL, NULL);
    canvas_box(canvas, (Rect){3, 0, 4, 3}, STYLE_LINE, NULL, NULL);
    assert_string_equal(row_text(canvas, 0), "┌──┬──┐");
    assert_string_equal(row_text(canvas, 1), "│  │  │");
    assert_string_equal(row_text(canvas, 2), "└──┴──┘");
    /* A fill forgets the lines below: a popup does not join what it covers. */
    canvas_fill(canvas, (Rect){2, 0, 3, 3}, STYLE_TEXT, GLYPH_SPACE);
    canvas_box(canvas, (Rect){2, 0, 3, 3}, STYLE_LINE, NULL, NULL);
    assert_string_equal(row_text(canvas, 0), "┌─┌─┐─┐");
    assert_string_equal(row_text(canvas, 1), "│ │ │ │");
}

static void letters_that_look_like_lines_do_not_join(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 3, 1, true);
    canvas_text(canvas, 0, 0, 3, STYLE_TEXT, "-|-");
    canvas_vertical(canvas, 0, 0, 1, STYLE_LINE);
    assert_string_equal(row_text(canvas, 0), "||-");
    canvas_horizontal(canvas, 0, 0, 3, STYLE_LINE);
    assert_string_equal(row_text(canvas, 0), "+--");
    canvas_box(canvas, (Rect){0, 0, 1, 1}, STYLE_LINE, NULL, NULL);
    assert_string_equal(row_text(canvas, 0), "+--");
}

static void box_has_titles(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 24, 2, false);
    canvas_box(canvas, (Rect){0, 0, 24, 2}, STYLE_LINE, "Strengths", "4");
    assert_string_equal(row_text(canvas, 0), "┌─ Strengths ────── 4 ─┐");
    Canvas *narrow = canvas_new(arena, 12, 2, false);
    canvas_box(narrow, (Rect){0, 0, 12, 2}, STYLE_LINE, "Opportunities", NULL);
    assert_string_equal(row_text(narrow, 0), "┌─ Oppor… ─┐");
}

static void restyle_keeps_content_and_shape(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 4, 1, false);
    canvas_text(canvas, 0, 0, 4, STYLE_TEXT, "表ab");
    canvas_underlay(canvas, (Rect){0, 0, 4, 1}, STYLE_FREE_DAY);
    canvas_restyle(canvas, (Rect){0, 0, 3, 1}, STYLE_SELECTED, CELL_BOLD);
    const Cell *head = canvas_at(canvas, 0, 0);
    assert_int_equal(head->codepoint, 0x8868);
    assert_int_equal(head->style, STYLE_SELECTED);
    assert_int_equal(head->flags, CELL_WIDE | CELL_BOLD);
    assert_int_equal(canvas_at(canvas, 1, 0)->flags, CELL_TAIL | CELL_BOLD);
    assert_int_equal(canvas_at(canvas, 3, 0)->style, STYLE_TEXT);
    assert_int_equal(canvas_at(canvas, 3, 0)->under, STYLE_FREE_DAY);
    canvas_text(canvas, 3, 0, 1, STYLE_DIM, "c"); /* drawn later, still on the underlay */
    assert_int_equal(canvas_at(canvas, 3, 0)->under, STYLE_FREE_DAY);
    canvas_fill(canvas, (Rect){3, 0, 1, 1}, STYLE_TEXT, GLYPH_SPACE);
    assert_int_equal(canvas_at(canvas, 3, 0)->under, STYLE_TEXT);
}

static void cursor_rests_inside_or_nowhere(void **state)
{
    (void)state;
    Canvas *canvas = canvas_new(arena, 4, 2, false);
    canvas_cursor(canvas, 3, 1, true);
    assert_int_equal(canvas->cursor_x, 3);
    assert_int_equal(canvas->cursor_y, 1);
    assert_true(canvas->cursor_visible);
    canvas_cursor(canvas, 4, 1, true);
    assert_int_equal(canvas->cursor_x, -1);
    assert_false(canvas->cursor_visible);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(new_canvas_is_blank_and_outside_is_null),
        cmocka_unit_test(text_ends_in_ellipsis_when_cut),
        cmocka_unit_test(text_aligns_right),
        cmocka_unit_test(drawing_stays_inside_canvas_and_clip),
        cmocka_unit_test(wide_characters_never_hang_over_an_edge),
        cmocka_unit_test(overwriting_half_a_wide_character_removes_it),
        cmocka_unit_test(marks_sit_on_their_letter),
        cmocka_unit_test(too_many_marks_leave_the_letters),
        cmocka_unit_test(places_outside_the_clip_rectangle_are_not_shown),
        cmocka_unit_test(one_rectangle_covers_and_goes_around_others),
        cmocka_unit_test(nothing_in_a_cell_can_control_a_terminal),
        cmocka_unit_test(ascii_spells_letters_out),
        cmocka_unit_test(lines_join_where_they_meet),
        cmocka_unit_test(boxes_that_share_an_edge_join),
        cmocka_unit_test(letters_that_look_like_lines_do_not_join),
        cmocka_unit_test(new_canvas_is_clean_on_used_memory),
        cmocka_unit_test(letters_follow_each_other_whatever_they_are),
        cmocka_unit_test(box_has_titles),
        cmocka_unit_test(restyle_keeps_content_and_shape),
        cmocka_unit_test(cursor_rests_inside_or_nowhere),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
