/* SPDX-License-Identifier: MPL-2.0 */
/* What goes over the line: little, at once, and only what every terminal shows rightly. */
#include "session.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FULL_BLOCK 0x2588U

/* Glyphs that Windows' and Debian's console fonts have. */
static bool is_safe_glyph(uint32_t letter)
{
    static const uint32_t safe[] = {0x2500, 0x2502, 0x250C, 0x2510, 0x2514, 0x2518, 0x251C,
                                    0x2524, 0x252C, 0x2534, 0x253C, 0x2550, 0x2551, 0x255E,
                                    0x2561, 0x256A, 0x2588, 0x2592, 0x2591, 0x25A0, 0x25B2,
                                    0x25BC, 0x2666, 0x2022, 0x2190, 0x2191, 0x2192, 0x2193,
                                    0x2026, 0x2013, 0x2014, 0x2019, 0x201C, 0x201D, 0x25CF};
    if ((letter >= 0x20 && letter < 0x7F) || (letter >= 0xA0 && letter < 0x180)) {
        return true;
    }
    for (size_t i = 0; i < sizeof safe / sizeof safe[0]; i++) {
        if (safe[i] == letter) {
            return true;
        }
    }
    return false;
}

static void assert_safe_glyphs(const Pty *pty)
{
    for (int row = 0; row < pty_rows(pty); row++) {
        for (int column = 0; column < pty_columns(pty); column++) {
            VTermScreenCell cell = pty_cell(pty, row, column);
            if (cell.chars[0] != 0 && !is_safe_glyph(cell.chars[0])) {
                fail_msg("U+%04X on row %d: %s", cell.chars[0], row, pty_row(pty, row));
            }
        }
    }
}

static void test_every_view_uses_only_glyphs_that_all_fonts_have(void **state)
{
    Pty *pty = session_open(*state, NULL);
    static const char *const views[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9", "0", "?"};
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        pty_type(pty, views[i]);
        assert_safe_glyphs(pty);
    }
    pty_type(pty, "\033");
    pty_type(pty, "1:");
    assert_safe_glyphs(pty);
    /* No line drawing of the terminal's own: PuTTY shows it as letters. */
    assert_false(pty_raw_has(pty, "\033(0"));
    assert_false(pty_raw_has(pty, "\016"));
}

static void test_a_move_costs_few_bytes_and_never_clears(void **state)
{
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1gD"); /* without the detail pane */
    for (int i = 0; i < 10; i++) {
        size_t count = 0;
        pty_mark(pty);
        pty_type(pty, "j");
        (void)pty_raw(pty, &count);
        assert_in_range(count, 1,
                        110 + 18); /* the answer to the harness is not the program's */
        assert_false(pty_raw_has(pty, "\033[2J"));
        assert_false(pty_raw_has(pty, "\033[J"));
    }
}

/* A step from a phase to a task changes the whole pane; a step between tasks must not. */
static void test_a_move_with_the_detail_pane_open(void **state)
{
    Pty *pty = session_open(*state, NULL);
    int cheap = 0;
    pty_type(pty, "1g");
    for (int i = 0; i < 10; i++) {
        size_t count = 0;
        pty_mark(pty);
        pty_type(pty, "j");
        (void)pty_raw(pty, &count);
        assert_in_range(count, 1, 2600);
        assert_false(pty_raw_has(pty, "\033[2J"));
        cheap += count <= 800;
    }
    assert_true(cheap >= 7);
}

static void test_the_whole_screen_costs_at_most_eight_thousand_bytes(void **state)
{
    Pty *pty = session_open(*state, NULL);
    size_t count = 0;
    (void)pty_raw(pty, &count);
    assert_in_range(count, 2000, 8000);
}

static void test_a_key_that_changes_nothing_sends_nothing(void **state)
{
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1gk");
    pty_mark(pty);
    pty_send_alone(pty, "k"); /* already on the first row */
    pty_pump(pty, 200);
    size_t count = 0;
    (void)pty_raw(pty, &count);
    assert_int_equal(count, 0);
}

static void test_nothing_is_sent_and_nothing_wakes_at_rest(void **state)
{
    Pty *pty = session_open(*state, NULL);
    pty_type(pty, "1jj");
    pty_pump(pty, 1500); /* what was put off until after the first paint */
    size_t count = 0;
    pty_mark(pty);
    long before = pty_wake_ups(pty);
    assert_true(before > 0);
    pty_pump(pty, 3000);
    (void)pty_raw(pty, &count);
    assert_int_equal(count, 0);
    assert_int_equal(pty_wake_ups(pty), before);
}

static bool same_colour(VTermColor one, VTermColor other)
{
    return memcmp(&one, &other, sizeof one) == 0 ||
           (VTERM_COLOR_IS_INDEXED(&one) && VTERM_COLOR_IS_INDEXED(&other) &&
            one.indexed.idx == other.indexed.idx);
}

static void test_solid_bars_have_one_colour_before_and_behind(void **state)
{
    Pty *pty = session_open(*state, NULL);
    int solid = 0;
    pty_type(pty, "1g");
    for (int row = 4; row < pty_rows(pty) / 2; row++) {
        for (int column = 0; column < pty_columns(pty); column++) {
            VTermScreenCell cell = pty_cell(pty, row, column);
            if (cell.chars[0] == FULL_BLOCK) {
                assert_true(same_colour(cell.fg, cell.bg));
                assert_false(cell.attrs.bold);
                solid++;
            }
        }
    }
    assert_true(solid > 20);
}

static void test_the_cursor_rests_on_the_selection_even_when_hidden(void **state)
{
    Pty *pty = session_open(*state, NULL);
    int row = 0;
    int column = 0;
    pty_type(pty, "1g");
    for (int i = 0; i < 5; i++) {
        pty_cursor(pty, &row, &column);
        const char *words = pty_row(pty, row);
        assert_true(strstr(words, ">") != NULL && strstr(words, ">") - words < 8);
        assert_false(pty_cursor_is_visible(pty));
        pty_type(pty, "j");
    }
    pty_type(pty, "/abc");
    assert_true(pty_cursor_is_visible(pty));
    pty_cursor(pty, &row, &column);
    assert_non_null(strstr(pty_row(pty, row), "/abc"));
    assert_int_equal(column, 5);
}

static void test_repaint_mends_a_spoilt_screen(void **state)
{
    Pty *pty = session_open(*state, NULL);
    char before[2048];
    size_t count = 0;
    pty_type(pty, "1g");
    snprintf(before, sizeof before, "%s", pty_row(pty, 8));
    pty_mark(pty);
    pty_type(pty, "\x0C");
    (void)pty_raw(pty, &count);
    assert_true(count > 2000);
    assert_string_equal(pty_row(pty, 8), before);
    pty_type(pty, ":");
    pty_mark(pty);
    pty_type(pty, "\x0C");
    (void)pty_raw(pty, &count);
    assert_true(count > 2000);
}

/* --- Counted by strace --------------------------------------------------------------------------- */

static int count_lines(const char *path, const char *one, const char *other)
{
    static char line[4096];
    int count = 0;
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return 0;
    }
    while (fgets(line, sizeof line, file) != NULL) {
        count += strstr(line, one) != NULL && strstr(line, other) != NULL;
    }
    fclose(file);
    return count;
}

static void test_one_key_is_one_write_to_the_terminal(void **state)
{
    Session *session = *state;
    char log[200];
    static const char *const environment[] = {"ASAN_OPTIONS=detect_leaks=0", NULL};
    if (access("/usr/bin/strace", X_OK) != 0) {
        skip();
    }
    snprintf(log, sizeof log, "%s/strace.log", session->folder);
    const char *words[] = {"/usr/bin/strace", "-y",          "-e", "trace=write", "-o", log,
                           TEST_PROGRAM,      session->plan, NULL};
    Pty *pty = pty_start_painted(
        &(PtyStart){.words = words, .home = session->folder, .environment = environment});
    session->ptys[session->pty_count++] = pty;
    for (int i = 0; i < 10; i++) {
        int before = count_lines(log, "write(", "/dev/pts/");
        size_t count = 0;
        pty_mark(pty);
        pty_send(pty, i % 2 == 0 ? "2" : "1"); /* a whole other view */
        for (int tries = 0; count == 0 && tries < PTY_PATIENCE_MS / 10; tries++) {
            pty_pump(pty, 10);
            (void)pty_raw(pty, &count);
        }
        pty_settle(pty); /* the answer is a write of its own */
        assert_int_equal(count_lines(log, "write(", "/dev/pts/"), before + 2);
    }
    pty_send(pty, "\033[21~");
    assert_int_equal(pty_wait_exit(pty, PTY_PATIENCE_MS), 0);
}

/* curses takes terminfo's 24 rows for the terminal's, and would let only those scroll. */
static void test_all_rows_of_a_tall_terminal_scroll(void **state)
{
    Pty *pty = session_open(*state, NULL);
    assert_true(pty_rows(pty) > 24);
    assert_true(pty_raw_has(pty, "\033[r"));
    assert_false(pty_raw_has(pty, "\033[1;24r"));
}

enum { CELLS_MOST = 120 * 40 };

static void copy_screen(const Pty *pty, VTermScreenCell cells[static CELLS_MOST])
{
    for (int at = 0; at < CELLS_MOST; at++) {
        cells[at] = pty_cell(pty, at / pty_columns(pty), at % pty_columns(pty));
    }
}

static bool is_blank(const VTermScreenCell *cell)
{
    return cell->chars[0] == 0 || cell->chars[0] == ' ';
}

/* A blank shows no colour of letters, and what libvterm keeps of a wide letter's second half is of no letter. */
static bool looks_the_same(const VTermScreenCell *one, const VTermScreenCell *other)
{
    const uint32_t second_half = UINT32_MAX;
    if (one->chars[0] == second_half && other->chars[0] == second_half) {
        return true;
    }
    bool blank = is_blank(one) && is_blank(other);
    bool same_letter = blank || one->chars[0] == other->chars[0];
    bool same_front = blank || (vterm_color_is_equal(&one->fg, &other->fg) &&
                                one->attrs.bold == other->attrs.bold);
    return same_letter && same_front && vterm_color_is_equal(&one->bg, &other->bg) &&
           one->attrs.reverse == other->attrs.reverse &&
           one->attrs.underline == other->attrs.underline;
}

/* Letters are typed one by one, and the screen is compared with a repaint after each text. */
static void assert_repaint_shows_the_same(Pty *pty, const char *const *keys, size_t count)
{
    static VTermScreenCell before[CELLS_MOST];
    static VTermScreenCell after[CELLS_MOST];
    assert_int_equal(pty_columns(pty) * pty_rows(pty), CELLS_MOST);
    for (size_t i = 0; i < count; i++) {
        for (const char *key = keys[i]; *key != '\0' && *keys[i] != '\033'; key++) {
            const char one[2] = {*key, '\0'};
            pty_type(pty, one);
        }
        if (*keys[i] == '\033') {
            pty_type(pty, keys[i]);
        }
        copy_screen(pty, before);
        pty_type(pty, "\x0C");
        copy_screen(pty, after);
        for (int at = 0; at < CELLS_MOST; at++) {
            if (!looks_the_same(&before[at], &after[at])) {
                fail_msg("after key %zu, row %d, column %d: %s", i, at / 120, at % 120,
                         pty_row(pty, at / 120));
            }
        }
    }
}

/* Little is sent for a scroll and for the next row; it must come to the same picture. */
static void test_what_was_sent_little_by_little_is_what_a_repaint_shows(void **state)
{
    static const char *const keys[] = {
        "1DF", "\033[6~", "jjj", "j", "jjjjjjjj", "kk", "G",     "\033[5~", "kkkkkk", "6",
        "jjj", "j",       "G",   "7", "\033[6~",  "9",  "jjjjj", "\033[6~", "3",      "G"};
    Pty *pty = session_open(*state, NULL);
    assert_repaint_shows_the_same(pty, keys, sizeof keys / sizeof keys[0]);
}

/* Letters of two columns stand beside what is drawn anew, and in it. */
static void test_wide_letters_stay_whole_where_the_cursor_passes(void **state)
{
    static const char *const places[] = {"task/1", "task/1.1", "task/1.2", "task/2.1",
                                         "task/2.2"};
    static const char *const keys[] = {"1FDg", "jj",  "j", "k",   "l",    "j",  "h",
                                       "3Dg",  "jj",  "l", "j",   "kh",   "7g", "jl",
                                       "lj",   "hhk", "0", "jjj", "jjjj", "kk"};
    char out[1000];
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const char *const words[] = {
            "set", places[i],
            "name=\u5354\u529b\u8a08\u753b a\u5354\u529b\u8a08\u753b\u5354\u529b\u8a08\u753b",
            "short_name=", NULL};
        assert_int_equal(session_command(*state, out, sizeof out, words), 0);
    }
    Pty *pty = session_open(*state, NULL);
    pty_wait_for(pty, "\u5354\u529b");
    assert_repaint_shows_the_same(pty, keys, sizeof keys / sizeof keys[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SESSION_TEST(test_every_view_uses_only_glyphs_that_all_fonts_have),
        SESSION_TEST(test_a_move_costs_few_bytes_and_never_clears),
        SESSION_TEST(test_a_move_with_the_detail_pane_open),
        SESSION_TEST(test_the_whole_screen_costs_at_most_eight_thousand_bytes),
        SESSION_TEST(test_a_key_that_changes_nothing_sends_nothing),
        SESSION_TEST(test_nothing_is_sent_and_nothing_wakes_at_rest),
        SESSION_TEST(test_solid_bars_have_one_colour_before_and_behind),
        SESSION_TEST(test_the_cursor_rests_on_the_selection_even_when_hidden),
        SESSION_TEST(test_repaint_mends_a_spoilt_screen),
        SESSION_TEST(test_one_key_is_one_write_to_the_terminal),
        SESSION_TEST(test_all_rows_of_a_tall_terminal_scroll),
        SESSION_TEST(test_what_was_sent_little_by_little_is_what_a_repaint_shows),
        SESSION_TEST(test_wide_letters_stay_whole_where_the_cursor_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
