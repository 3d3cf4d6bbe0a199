/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"

#include "arena_shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct Reported {
    int lines[32];
    char keys[32][64];
    int count;
    char last[256];
} Reported;

static void note(void *context, const char *file, int line, const char *key,
                 const char *sentence)
{
    Reported *reported = context;
    assert_non_null(file);
    assert_true(strlen(sentence) > 20);
    assert_true(reported->count < 32);
    reported->lines[reported->count] = line;
    snprintf(reported->keys[reported->count], sizeof reported->keys[0], "%s",
             key == NULL ? "" : key);
    snprintf(reported->last, sizeof reported->last, "%s", sentence);
    reported->count++;
}

static Ini *read_text(const char *raw, Reported *reported)
{
    *reported = (Reported){.count = 0};
    return ini_read_text(arena, "test.ini", raw, note, reported);
}

static void test_a_good_file(void **state)
{
    (void)state;
    Reported reported;
    Ini *ini = read_text("; themes/fjord.ini\n"
                         "lone = yes\n"
                         "[Theme]\n"
                         "Name = fjord   ; a comment after a value\n"
                         "\n"
                         "[hex]\n"
                         "accent = \"#87afd7\"\n"
                         "quoted = 'a; b # c'   # and a comment\n"
                         "empty =\n"
                         "norsk=blåbær på Åsnes\n"
                         "sum = a = b\n",
                         &reported);
    assert_int_equal(reported.count, 0);

    static const struct {
        const char *key, *value;
        int line;
    } expected[] = {
        {"lone", "yes", 2},           {"theme:name", "fjord", 4},
        {"hex:accent", "#87afd7", 7}, {"hex:quoted", "a; b # c", 8},
        {"hex:empty", "", 9},         {"hex:norsk", "blåbær på Åsnes", 10},
        {"hex:sum", "a = b", 11},
    };

    assert_int_equal(ini_count(ini), COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        assert_string_equal(ini_key(ini, i), expected[i].key);
        assert_string_equal(ini_get(ini, expected[i].key), expected[i].value);
        assert_int_equal(ini_line(ini, expected[i].key), expected[i].line);
    }
    assert_null(ini_key(ini, COUNT_OF(expected)));
    assert_null(ini_get(ini, "theme:absent"));
    assert_int_equal(ini_line(ini, "theme:absent"), 0);
}

static void test_bom_crlf_and_no_last_newline(void **state)
{
    (void)state;
    Reported reported;
    Ini *ini = read_text("\xEF\xBB\xBF[a]\r\nx = 1\r\n\r\ny = two words\r\nz = 3", &reported);
    assert_int_equal(reported.count, 0);
    assert_string_equal(ini_get(ini, "a:x"), "1");
    assert_string_equal(ini_get(ini, "a:y"), "two words");
    assert_string_equal(ini_get(ini, "a:z"), "3");
    assert_int_equal(ini_line(ini, "a:z"), 5);
    assert_int_equal(ini_count(read_text("", &reported)), 0);
    assert_int_equal(ini_count(read_text("\xEF\xBB\xBF", &reported)), 0);
    assert_int_equal(reported.count, 0);
}

/* Each of these lines would cost iniparser the whole file, or be misread in silence. */
static void test_one_bad_line_costs_only_itself(void **state)
{
    (void)state;

    static const struct {
        const char *line, *key;
    } bad[] = {
        {"no equals sign", ""},     {"= no key", ""},          {"fg = #c0caf5", "s:fg"},
        {"fg = ; nothing", "s:fg"}, {"q = \"unclosed", "s:q"}, {"q = 'unclosed", "s:q"},
        {"caf\xE9 = 1", ""},        {"x = \xF8", ""},          {"p = continued \\", "s:p"},
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        Reported reported;
        Ini *ini = read_text(
            arena_printf(arena, "[s]\nbefore = 1\n%s\nafter = 2\n", bad[i].line), &reported);
        if (reported.count != 1 || reported.lines[0] != 3 ||
            strcmp(reported.keys[0], bad[i].key) != 0) {
            fail_msg("\"%s\": %d reports, line %d, key \"%s\"", bad[i].line, reported.count,
                     reported.lines[0], reported.keys[0]);
        }
        assert_int_equal(ini_count(ini), 2);
        assert_string_equal(ini_get(ini, "s:before"), "1");
        assert_string_equal(ini_get(ini, "s:after"), "2");
        assert_int_equal(ini_line(ini, "s:after"), 4);
    }
}

static char *line_of(const char *start, char letter, size_t count)
{
    char *line = arena_alloc(arena, strlen(start) + count + 1);
    memcpy(line, start, strlen(start));
    memset(line + strlen(start), letter, count);
    return line;
}

static void test_long_lines(void **state)
{
    (void)state;
    Reported reported;
    Ini *ini = read_text(arena_printf(arena, "[s]\n%s\nafter = 2\n", line_of("x = ", 'y', 990)),
                         &reported);
    assert_int_equal(reported.count, 0);
    assert_int_equal(strlen(ini_get(ini, "s:x")), 990);
    ini = read_text(arena_printf(arena, "[s]\n%s\nafter = 2\n", line_of("x = ", 'y', 1020)),
                    &reported);
    assert_int_equal(reported.count, 1);
    assert_int_equal(reported.lines[0], 2);
    assert_null(ini_get(ini, "s:x"));
    assert_string_equal(ini_get(ini, "s:after"), "2");
    ini = read_text(arena_printf(arena, "[s]\n%s = 1\nafter = 2\n", line_of("", 'k', 300)),
                    &reported);
    assert_int_equal(reported.count, 1);
    assert_int_equal(ini_count(ini), 1);
}

static void test_keys_below_a_bad_heading_go_nowhere(void **state)
{
    (void)state;
    static const char *const headings[] = {"[broken", "[]", "[a:b]", "[two] words", "[[x]"};
    for (size_t i = 0; i < COUNT_OF(headings); i++) {
        Reported reported;
        Ini *ini =
            read_text(arena_printf(arena, "[good]\nx = 1\n%s\nx = 2\n[next] ; fine\ny = 3\n",
                                   headings[i]),
                      &reported);
        assert_int_equal(reported.count, 1);
        assert_int_equal(reported.lines[0], 3);
        assert_int_equal(ini_count(ini), 2);
        assert_string_equal(ini_get(ini, "good:x"), "1");
        assert_string_equal(ini_get(ini, "next:y"), "3");
    }
}

static void test_a_key_set_twice_is_said(void **state)
{
    (void)state;
    Reported reported;
    Ini *ini = read_text("[s]\nx = 1\nX = 2\n", &reported);
    assert_int_equal(reported.count, 1);
    assert_int_equal(reported.lines[0], 3);
    assert_non_null(strstr(reported.last, "2"));
    assert_int_equal(ini_count(ini), 1);
    assert_string_equal(ini_get(ini, "s:x"), "2");
    assert_int_equal(ini_line(ini, "s:x"), 3);
}

static void test_control_characters_are_made_visible(void **state)
{
    (void)state;
    Reported reported = {0};
    Ini *ini = read_text("[sc\033reen]\nth\aeme = a\033[2Jb\n", &reported);
    assert_int_equal(ini_count(ini), 1);
    for (const char *at = ini_key(ini, 0); *at != '\0'; at++)
        assert_true((unsigned char)*at >= ' ');
    const char *value = ini_get(ini, ini_key(ini, 0));
    assert_non_null(strstr(value, "[2Jb"));
    assert_null(strchr(value, '\033'));
    /* What grows beyond what is read costs its own line only. */
    Text raw = {0};
    text_append(&raw, "[a]\nlong = ");
    for (int bell = 0; bell < 700; bell++)
        text_append(&raw, "\a");
    text_append(&raw, "\ngood = 1\n");
    ini = read_text(text_string(&raw), &reported);
    text_free(&raw);
    assert_string_equal(ini_get(ini, "a:good"), "1");
    assert_null(ini_get(ini, "a:long"));
}

static void test_files(void **state)
{
    (void)state;
    Reported reported = {.count = 0};
    assert_null(ini_read(arena, TEST_BINARY_DIR "/there is no such file.ini", note, &reported));
    assert_int_equal(reported.count, 1);
    assert_int_equal(reported.lines[0], 0);
    assert_null(ini_read(arena, TEST_BINARY_DIR, note, &reported));
    assert_int_equal(reported.count, 2);
    char path[] = TEST_BINARY_DIR "/base_ini_XXXXXX";
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    static const char content[] = "[s]\nx = 1\nz\0z = 2\ny = 3\n";
    assert_int_equal(write(descriptor, content, sizeof content - 1), sizeof content - 1);
    close(descriptor);
    Ini *ini = ini_read(arena, path, note, &reported);
    unlink(path);
    assert_int_equal(reported.count, 3);
    assert_int_equal(reported.lines[2], 3);
    assert_string_equal(ini_get(ini, "s:y"), "3");
    assert_int_equal(ini_count(ini), 2);
    /* Nobody has to listen. */
    assert_non_null(ini_read_text(arena, "quiet", "bad line", NULL, NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_good_file),
        cmocka_unit_test(test_bom_crlf_and_no_last_newline),
        cmocka_unit_test(test_one_bad_line_costs_only_itself),
        cmocka_unit_test(test_long_lines),
        cmocka_unit_test(test_keys_below_a_bad_heading_go_nowhere),
        cmocka_unit_test(test_a_key_set_twice_is_said),
        cmocka_unit_test(test_control_characters_are_made_visible),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
