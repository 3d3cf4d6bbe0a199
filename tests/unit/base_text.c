/* SPDX-License-Identifier: MPL-2.0 */
/* Text on its way to a screen: width, safety, clipping, wrapping, editing. */
#include "framdrift/base.h"

#include "arena_shared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACED "\xEF\xBF\xBD"

static void test_decoding_replaces_byte_by_byte(void **state)
{
    (void)state;

    /* Latin-1 "Øystein" must not eat its y; overlong, surrogate and cut letters are bytes too. */
    static const struct {
        const char *raw;
        uint32_t codepoints[6];
    } cases[] = {
        {"\xF8y", {0xFFFD, 'y'}},
        {"\xFF", {0xFFFD}},
        {"\xC0\xAF", {0xFFFD, 0xFFFD}},
        {"\xE0\x80\xAF", {0xFFFD, 0xFFFD, 0xFFFD}},
        {"\xED\xA0\x80", {0xFFFD, 0xFFFD, 0xFFFD}},
        {"\xF4\x90\x80\x80", {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD}},
        {"\xC3", {0xFFFD}},
        {"\xE2\x82", {0xFFFD, 0xFFFD}},
        {"\xC3\x98y", {0xD8, 'y'}},
        {"\xF0\x9F\x98\x80!", {0x1F600, '!'}},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *at = cases[i].raw;
        for (size_t n = 0; n < 6; n++) {
            assert_int_equal(utf8_next(&at), cases[i].codepoints[n]);
        }
        assert_int_equal(at - cases[i].raw, strlen(cases[i].raw));
        assert_int_equal(utf8_is_valid(cases[i].raw, strlen(cases[i].raw)),
                         cases[i].codepoints[0] != 0xFFFD);
    }
    assert_true(utf8_is_valid("", 0));
    assert_false(utf8_is_valid("\xC3\x98", 1));
}

static void test_every_code_point_survives_encoding(void **state)
{
    (void)state;
    for (uint32_t codepoint = 1; codepoint <= 0x10FFFF; codepoint++) {
        char encoded[5];
        size_t bytes = utf8_encode(codepoint, encoded);
        const char *at = encoded;
        bool surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
        if (utf8_next(&at) != (surrogate ? 0xFFFD : codepoint) || at != encoded + bytes) {
            fail_msg("U+%04X does not survive", codepoint);
        }
    }
}

/* The shortcut for Latin and boxes must agree with the table it cuts short. */
static void test_width_is_that_of_utf8proc(void **state)
{
    (void)state;
    for (uint32_t codepoint = 0xA0; codepoint <= 0x10FFFF; codepoint++) {
        int expected = codepoint == 0xAD ? 0 : utf8proc_charwidth((utf8proc_int32_t)codepoint);
        if (utf8_width(codepoint) != expected) {
            fail_msg("U+%04X: %d, not %d", codepoint, utf8_width(codepoint), expected);
        }
    }
    assert_int_equal(utf8_width('A'), 1);
    assert_int_equal(utf8_width(0x1B), 0);
    assert_int_equal(text_width("Åsnes – Våler"), 13);
    assert_int_equal(text_width("日本"), 4);
    assert_int_equal(text_width("\x1B[1m"), 4);
    assert_int_equal(text_width("a\xF8"), 2);
    assert_int_equal(text_width("☺\xEF\xB8\x8F"), 1);
    assert_int_equal(text_width("a\xC2\xAD"
                                "b"),
                     2);
}

/* What is safe is safe again, and shows as what it is: the shortcut lets nothing through. */
static void test_no_code_point_slips_through(void **state)
{
    (void)state;
    for (uint32_t codepoint = 1; codepoint <= 0x10FFFF; codepoint++) {
        uint32_t safe = utf8_safe(codepoint);
        utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)safe);
        bool bad = safe != 0 &&
                   (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
                    category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CS ||
                    category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP);
        if (bad || (safe != 0 && utf8_safe(safe) != safe)) {
            fail_msg("U+%04X gives U+%04X", codepoint, safe);
        }
    }
    assert_int_equal(utf8_safe('\n'), ' ');
    assert_int_equal(utf8_safe('\t'), ' ');
    assert_int_equal(utf8_safe(0xFE0F), 0);
    assert_int_equal(utf8_safe(0xAD), 0);
    assert_int_equal(utf8_safe(0), 0xFFFD);
    assert_int_equal(utf8_safe(0x110000), 0xFFFD);
    assert_int_equal(utf8_safe(0xF8), 0xF8);
}

static void test_cleaning(void **state)
{
    (void)state;

    static const struct {
        const char *raw, *clean, *with_newlines;
    } cases[] = {
        {"plain", "plain", "plain"},
        {"\x1B]0;title\x07", REPLACED "]0;title" REPLACED, REPLACED "]0;title" REPLACED},
        {"\xC2\x9B"
         "31m",
         REPLACED "31m", REPLACED "31m"},
        {"a\nb", "a b", "a\nb"},
        {"a\r\nb", "a b", "a\nb"},
        {"a\rb\bc", "a" REPLACED "b" REPLACED "c", "a" REPLACED "b" REPLACED "c"},
        {"a\tb", "a b", "a b"},
        {"\xF8ystein", REPLACED "ystein", REPLACED "ystein"},
        {"\xE2\x80\xAEgpj.exe", REPLACED "gpj.exe", REPLACED "gpj.exe"},
        {"\xE2\x81\xA6x\xE2\x81\xA9", REPLACED "x" REPLACED, REPLACED "x" REPLACED},
        {"a\xE2\x80\x8B"
         "b",
         "a" REPLACED "b", "a" REPLACED "b"},
        {"\xEF\xBB\xBFx", REPLACED "x", REPLACED "x"},
        {"sam\xC2\xADhandling", "samhandling", "samhandling"},
        {"☺\xEF\xB8\x8F", "☺", "☺"},
        {"\xCC\x81x", "◌\xCC\x81x", "◌\xCC\x81x"},
        {"a\n\xCC\x81x", "a \xCC\x81x", "a\n◌\xCC\x81x"},
        {"e\xCC\x81", "e\xCC\x81", "e\xCC\x81"},
        {"Ærlig Ålesund", "Ærlig Ålesund", "Ærlig Ålesund"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t bytes = strlen(cases[i].raw);
        assert_string_equal(text_clean(arena, cases[i].raw, bytes, false), cases[i].clean);
        assert_string_equal(text_clean(arena, cases[i].raw, bytes, true),
                            cases[i].with_newlines);
    }
    assert_string_equal(text_clean(arena, "a\0ø", 4, false), "a" REPLACED "ø");
    assert_string_equal(text_clean(arena, "", 0, false), "");
}

/* What is plain is not copied, wherever in a word of eight the letter stands that is not. */
static void test_reading(void **state)
{
    (void)state;
    static const char plain[] = "Kartlegge arkiv og registre";
    assert_ptr_equal(text_read(arena, plain, sizeof plain - 1), plain);
    assert_string_equal(text_read(arena, "", 0), "");
    for (size_t at = 0; at < sizeof plain - 1; at++) {
        char raw[sizeof plain];
        memcpy(raw, plain, sizeof raw);
        raw[at] = '\x7F';
        assert_int_equal(strspn(text_read(arena, raw, sizeof raw - 1), plain), at);
        raw[at] = '\x1B';
        assert_int_equal(strspn(text_read(arena, raw, sizeof raw - 1), plain), at);
        raw[at] = '\xF8';
        assert_int_equal(strspn(text_read(arena, raw, sizeof raw - 1), plain), at);
    }
    assert_string_equal(text_read(arena, "Ærlig\nÅlesund", 15), "Ærlig\nÅlesund");
    assert_string_equal(text_read(arena, "\xE2\x80\xAEgpj.exe", 10), REPLACED "gpj.exe");
}

static void test_clipping(void **state)
{
    (void)state;

    static const struct {
        const char *text;
        int columns;
        bool ascii;
        const char *clipped;
    } cases[] = {
        {"Kartlegging", 11, false, "Kartlegging"},
        {"Kartlegging", 10, false, "Kartleggi…"},
        {"Kartlegging", 10, true, "Kartleggi."},
        {"Kartlegging", 1, false, "…"},
        {"Kartlegging", 0, false, ""},
        {"Kartlegging", -3, false, ""},
        {"", 5, false, ""},
        {"Ålesund", 7, false, "Ålesund"},
        {"Ålesund", 6, false, "Ålesu…"},
        {"日本語", 6, false, "日本語"},
        {"日本語", 5, false, "日本…"},
        {"日本語", 4, false, "日…"},
        {"日", 1, false, "…"},
        {"a\x1B", 2, false, "a" REPLACED},
        {"re\xCC\x81sume\xCC\x81", 6, false, "re\xCC\x81sume\xCC\x81"},
        {"re\xCC\x81sume\xCC\x81", 3, false, "re\xCC\x81…"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *clipped = text_clip(arena, cases[i].text, cases[i].columns, cases[i].ascii);
        assert_string_equal(clipped, cases[i].clipped);
        assert_true(text_width(clipped) <= (cases[i].columns < 0 ? 0 : cases[i].columns));
    }
}

/* Whatever letter, and wherever: only a text that is clean already is left as it is. */
static void test_shown_is_clean(void **state)
{
    static const struct {
        const char *before, *after;
    } places[] = {{"", ""}, {"", "a"}, {"a", "bcdefghijk"}, {"abcdefgh", ""}, {"ø", "–"}};

    (void)state;
    for (uint32_t codepoint = 1; codepoint <= 0x10FFFF; codepoint++) {
        char letter[5] = {0};
        char text[40];
        bool is_text = codepoint < 0xD800 || codepoint > 0xDFFF;
        if (!is_text || (codepoint > 0x3000 && codepoint % 97 != 0)) {
            continue; /* of the many only some */
        }
        letter[utf8_encode(codepoint, letter)] = '\0';
        for (size_t i = 0; i < COUNT_OF(places); i++) {
            (void)snprintf(text, sizeof text, "%s%s%s", places[i].before, letter,
                           places[i].after);
            const char *clean = text_clean(arena, text, strlen(text), true);
            if (strcmp(text_shown(arena, text), clean) != 0) {
                fail_msg("U+%04X is shown as it is in place %zu", codepoint, i);
            }
        }
        arena_clear(arena);
    }
}

static void assert_wrapped(const char *text, int columns, const char *const *lines,
                           size_t count)
{
    TextLines wrapped = text_wrap(arena, text, columns);
    assert_int_equal(wrapped.count, count);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(wrapped.lines[i], lines[i]);
    }
}

static void test_wrapping(void **state)
{
    (void)state;
    assert_wrapped("et samarbeid mellom tre", 12,
                   (const char *const[]){"et samarbeid", "mellom tre"}, 2);
    assert_wrapped("et samarbeid", 11, (const char *const[]){"et", "samarbeid"}, 2);
    assert_wrapped("samarbeidsprosjekt", 8, (const char *const[]){"samarbei", "dsprosje", "kt"},
                   3);
    assert_wrapped("a\n\nb", 8, (const char *const[]){"a", "", "b"}, 3);
    assert_wrapped("a\n", 8, (const char *const[]){"a"}, 1);
    assert_wrapped("  - punkt", 20, (const char *const[]){"  - punkt"}, 1);
    assert_wrapped("ord   ", 3, (const char *const[]){"ord"}, 1);
    assert_wrapped("æøå æøå", 3, (const char *const[]){"æøå", "æøå"}, 2);
    assert_wrapped("日本", 1, (const char *const[]){"日", "本"}, 2);
    assert_wrapped("", 8, NULL, 0);
    assert_wrapped("a b", 0, (const char *const[]){"a", "b"}, 2);
}

static void test_graphemes(void **state)
{
    (void)state;
    const char *text = "ae\xCC\x81ø🇳🇴x";
    static const size_t boundaries[] = {0, 1, 4, 6, 14, 15};
    for (size_t i = 0; i + 1 < COUNT_OF(boundaries); i++) {
        assert_int_equal(text_next_grapheme(text, boundaries[i]), boundaries[i + 1]);
        assert_int_equal(text_previous_grapheme(text, boundaries[i + 1]), boundaries[i]);
    }
    assert_int_equal(text_next_grapheme(text, 15), 15);
    assert_int_equal(text_previous_grapheme(text, 0), 0);
}

static void test_ascii_and_normal_form(void **state)
{
    (void)state;
    assert_string_equal(text_to_ascii(arena, "Åsnes og Øvre Æsop – «dét» … 500\xC2\xA0kr"),
                        "Asnes og Ovre AEsop - \"det\" ... 500 kr");
    assert_string_equal(text_to_ascii(arena, "čáŋ 日 e\xCC\x81 €"), "can ? e EUR");
    assert_string_equal(text_to_ascii(arena, "■ ♦ 1 Sep ▼ ↑ ↓"), "x * 1 Sep v ^ v");
    assert_string_equal(text_to_ascii(arena, "plain"), "plain");
    assert_string_equal(text_normalise(arena, "A\xCC\x8Asnes"), "Åsnes");
    assert_string_equal(text_normalise(arena, "Åsnes"), "Åsnes");
}

static void test_growing_text(void **state)
{
    (void)state;
    Text text = {0};
    assert_string_equal(text_string(&text), "");
    for (int i = 0; i < 1000; i++) {
        text_printf(&text, "%03d,", i);
    }
    assert_int_equal(text.length, 4000);
    assert_memory_equal(text.bytes + 3996, "999,", 5);
    text_clear(&text);
    assert_string_equal(text_string(&text), "");
    text_append(&text, NULL);
    text_append_char(&text, 0xE5);
    text_append_bytes(&text, "bcd", 2);
    assert_string_equal(text_string(&text), "åbc");
    text_clear(&text);
    text_append_json(&text, "a\"\\\n\t\x01\x7Fø\xF8");
    assert_string_equal(text_string(&text), "\"a\\\"\\\\\\n\\t\\u0001\\u007fø" REPLACED "\"");
    text_clear(&text);
    text_append_json(&text, NULL);
    assert_string_equal(text_string(&text), "null");
    text_clear(&text);
    const int64_t numbers[] = {0, 7, -7, 1234567890123, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < COUNT_OF(numbers); i++) {
        text_append_number(&text, numbers[i]);
        text_append(&text, " ");
    }
    assert_string_equal(text_string(&text), "0 7 -7 1234567890123 9223372036854775807 "
                                            "-9223372036854775808 ");
    text_free(&text);
    assert_null(text.bytes);
    assert_true(text_equal("a", "a"));
    assert_false(text_equal("a", "b"));
    assert_false(text_equal("a", NULL));
    assert_true(text_equal(NULL, NULL));
    assert_true(text_is_empty(NULL) && text_is_empty("") && !text_is_empty("a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_decoding_replaces_byte_by_byte),
        cmocka_unit_test(test_every_code_point_survives_encoding),
        cmocka_unit_test(test_width_is_that_of_utf8proc),
        cmocka_unit_test(test_no_code_point_slips_through),
        cmocka_unit_test(test_cleaning),
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_clipping),
        cmocka_unit_test(test_shown_is_clean),
        cmocka_unit_test(test_wrapping),
        cmocka_unit_test(test_graphemes),
        cmocka_unit_test(test_ascii_and_normal_form),
        cmocka_unit_test(test_growing_text),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
