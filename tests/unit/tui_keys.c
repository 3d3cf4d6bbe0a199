/* SPDX-License-Identifier: MPL-2.0 */
/* Bytes in, keys out: whole, cut anywhere, and broken. */
#include "../../src/tui/keys.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static Decoder new_decoder(void)
{
    return (Decoder){.escape_delay = 50, .barrier_on = true};
}

static void describe(const Input *input, Text *out)
{
    if (out->length > 0) {
        text_append(out, " ");
    }
    if (input->kind == INPUT_PASTE) {
        text_append(out, "paste(");
        text_append_bytes(out, input->pasted, input->pasted_bytes);
        text_append(out, ")");
    } else if (input->kind == INPUT_MOUSE) {
        text_printf(out, "mouse%d(%d,%d)", (int)input->mouse, input->x, input->y);
    } else if (input->kind == INPUT_BARRIER) {
        text_append(out, "barrier");
    } else if (input->key >= ' ' && input->key < 0x7F) {
        text_append_char(out, input->key);
    } else {
        text_printf(out, "%X", input->key);
    }
}

static void drain(Decoder *decoder, Text *out)
{
    Input input;
    while (decoder_next(decoder, &input)) {
        describe(&input, out);
    }
}

/* The same meaning whether the bytes come together or one at a time. */
static void assert_decodes(const char *raw, size_t bytes, const char *expected)
{
    for (size_t step = 1; step <= bytes; step += bytes > 1 ? bytes - 1 : 1) {
        Decoder decoder = new_decoder();
        decoder.mouse_on = true;
        Text got = {0};
        for (size_t at = 0; at < bytes; at += step) {
            decoder_feed(&decoder, raw + at, bytes - at < step ? bytes - at : step);
            drain(&decoder, &got);
        }
        assert_string_equal(text_string(&got), expected);
        text_free(&got);
        decoder_free(&decoder);
    }
}

static const char *key_name(Key key)
{
    static char name[16];
    snprintf(name, sizeof name, "%X", key);
    return name;
}

static void assert_key(const char *raw, Key key)
{
    char both[32];
    char expected[32];
    snprintf(both, sizeof both, "%sz", raw);
    snprintf(expected, sizeof expected, "%s z", key_name(key));
    assert_decodes(both, strlen(both), key == KEY_CODE_NONE ? "z" : expected);
}

static void test_every_known_sequence_is_one_key(void **state)
{
    (void)state;

    static const struct {
        const char *raw;
        Key key;
    } cases[] = {
        {"\033[A", KEY_CODE_UP},
        {"\033OA", KEY_CODE_UP},
        {"\033[B", KEY_CODE_DOWN},
        {"\033OD", KEY_CODE_LEFT},
        {"\033[C", KEY_CODE_RIGHT},
        {"\033[H", KEY_CODE_HOME},
        {"\033OH", KEY_CODE_HOME},
        {"\033[1~", KEY_CODE_HOME},
        {"\033[7~", KEY_CODE_HOME},
        {"\033[F", KEY_CODE_END},
        {"\033[4~", KEY_CODE_END},
        {"\033[8~", KEY_CODE_END},
        {"\033[5~", KEY_CODE_PAGE_UP},
        {"\033[6~", KEY_CODE_PAGE_DOWN},
        {"\033[2~", KEY_CODE_INSERT},
        {"\033[3~", KEY_CODE_DELETE},
        {"\033[Z", KEY_CODE_BACKTAB},
        {"\033OP", KEY_CODE_F1},
        {"\033[11~", KEY_CODE_F1},
        {"\033[[A", KEY_CODE_F1},
        {"\033[[E", KEY_CODE_F1 + 4},
        {"\033[15~", KEY_CODE_F1 + 4},
        {"\033[17~", KEY_CODE_F1 + 5},
        {"\033[21~", KEY_CODE_F1 + 9},
        {"\033[24~", KEY_CODE_F12},
        {"\033[1;2A", KEY_CODE_SHIFT_UP},
        {"\033[a", KEY_CODE_SHIFT_UP},
        {"\033[1;5C", KEY_WITH_CTRL | KEY_CODE_RIGHT},
        {"\033[1;3D", KEY_WITH_ALT | KEY_CODE_LEFT},
        {"\033Oc", KEY_WITH_CTRL | KEY_CODE_RIGHT},
        {"\033[105;5u", KEY_WITH_CTRL | 'i'},
        {"\033[27;5;13~", KEY_WITH_CTRL | KEY_CODE_ENTER},
        {"\033OM", KEY_CODE_ENTER},
        {"\033x", KEY_WITH_ALT | 'x'},
        {"\t", KEY_CODE_TAB},
        {"\r", KEY_CODE_ENTER},
        {"\n", KEY_CODE_ENTER},
        {"\x7F", KEY_CODE_BACKSPACE},
        {"\b", KEY_CODE_BACKSPACE},
        {"\x01", KEY_WITH_CTRL | 'a'},
        {"\x1A", KEY_WITH_CTRL | 'z'},
        {"\x1C", KEY_WITH_CTRL | '\\'},
        {"\xC3\xB8", 0xF8},
        {"\xE2\x80\x94", 0x2014},
        {"\xF0\x9F\x98\x80", 0x1F600},
        {"\033\xC3\xB8", KEY_WITH_ALT | 0xF8},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        assert_key(cases[i].raw, cases[i].key);
    }
}

static void test_keypad_left_in_application_mode_types_its_digits(void **state)
{
    (void)state;
    assert_decodes("\033Oq\033Om\033Oj\033Ok", 12, "1 - * +");
}

static void test_unknown_sequences_are_swallowed_to_their_final_byte(void **state)
{
    (void)state;
    static const char *const unknown[] = {
        "\033[?62;22c",
        "\033[>0;276;0c",
        "\033[12;40R",
        "\033[99~",
        "\033[I",
        "\033[O",
        "\033[1;2;3;4;5;6;7;8;9;10;11;12;13;14;15;16;17;18;19;20;21;22;23;24;25;26;27;28 q",
    };
    for (size_t i = 0; i < COUNT_OF(unknown); i++) {
        char both[160];
        snprintf(both, sizeof both, "%sA", unknown[i]);
        if (strchr(unknown[i], 'R') == NULL) { /* a cursor report looks like F3 */
            assert_decodes(both, strlen(both), "A");
        }
    }
}

static void test_a_broken_sequence_does_not_eat_the_next_key(void **state)
{
    (void)state;
    assert_decodes("\033[1;\033[Bx", 8, "110008 x");
    assert_decodes("\033O\rx", 4, "110000 x");
    assert_decodes("\xC3x", 2, "x");
    assert_decodes("\xE2\x80x", 3, "x");
}

static void test_invalid_bytes_are_one_replacement_each(void **state)
{
    (void)state;
    assert_decodes("\xFFy", 2, "FFFD y");
    assert_decodes("\x80y", 2, "FFFD y");
    assert_decodes("\xE0\x80\x80y", 4, "FFFD y");     /* overlong */
    assert_decodes("\xED\xA0\x80y", 4, "FFFD y");     /* surrogate */
    assert_decodes("\xF4\x90\x80\x80y", 5, "FFFD y"); /* above Unicode */
    assert_decodes("\xC2\x9By", 3, "FFFD y");         /* C1: would be a CSI */
}

static void test_latin1_terminals_type_letters(void **state)
{
    (void)state;
    Decoder decoder = new_decoder();
    decoder.latin1 = true;
    Text got = {0};
    decoder_feed(&decoder, "\xF8\xE5z", 3);
    drain(&decoder, &got);
    assert_string_equal(text_string(&got), "F8 E5 z");
    text_free(&got);
    decoder_free(&decoder);
}

static void test_a_lone_escape_is_a_key_after_the_delay(void **state)
{
    (void)state;
    Decoder decoder = new_decoder();
    Input input;
    assert_int_equal(decoder_patience(&decoder), -1);
    decoder_feed(&decoder, "\033", 1);
    assert_false(decoder_next(&decoder, &input));
    assert_int_equal(decoder_patience(&decoder), 50);
    assert_true(decoder_give_up(&decoder, &input));
    assert_int_equal(input.key, KEY_CODE_ESCAPE);
    assert_int_equal(input.kind, INPUT_KEY);
    decoder_free(&decoder);
}

/* A slow line delivered ESC, and after the delay the rest of an arrow: not the keys "[" and "A". */
static void assert_late(const char *rest, const char *expected)
{
    Decoder decoder = new_decoder();
    Text got = {0};
    Input input;
    decoder_feed(&decoder, "\033", 1);
    drain(&decoder, &got);
    assert_true(decoder_give_up(&decoder, &input));
    decoder_feed(&decoder, rest, strlen(rest));
    drain(&decoder, &got);
    assert_string_equal(text_string(&got), expected);
    text_free(&got);
    decoder_free(&decoder);
}

static void test_the_late_rest_of_a_sequence_is_swallowed(void **state)
{
    (void)state;
    assert_late("OAx", "x");
    assert_late("[Ax", "x");
    assert_late("[1;5Cx", "x");
    assert_late("[[Ax", "x");
    assert_late("jk", "j k");
}

static void test_a_capital_o_long_after_escape_is_a_key(void **state)
{
    (void)state;
    Decoder decoder = new_decoder();
    Input input;
    decoder_feed(&decoder, "\033", 1);
    assert_false(decoder_next(&decoder, &input));
    assert_true(decoder_give_up(&decoder, &input));
    decoder_feed(&decoder, "O", 1);
    assert_false(decoder_next(&decoder, &input));
    assert_int_equal(decoder_patience(&decoder), 50);
    assert_true(decoder_give_up(&decoder, &input));
    assert_int_equal(input.key, 'O');
    /* And when much time has passed nothing is held back at all. */
    decoder_feed(&decoder, "\033", 1);
    assert_false(decoder_next(&decoder, &input));
    assert_true(decoder_give_up(&decoder, &input));
    assert_true(decoder_patience(&decoder) > 50);
    assert_false(decoder_give_up(&decoder, &input));
    decoder_feed(&decoder, "O", 1);
    assert_true(decoder_next(&decoder, &input));
    assert_int_equal(input.key, 'O');
    assert_int_equal(decoder_patience(&decoder), -1);
    decoder_free(&decoder);
}

static void test_escape_twice_then_an_arrow(void **state)
{
    (void)state;
    assert_decodes("\033\033[A", 4, "110001 110007");
}

static void test_a_paste_is_one_unit(void **state)
{
    (void)state;
    assert_decodes("\033[200~q\033[Ad\r:x\x03\033[201~j", 22, "paste(q\033[Ad\r:x\x03) j");
    assert_decodes("\033[200~\033[201~j", 13, "paste() j");
}

static void test_a_paste_without_end_ends_by_itself(void **state)
{
    (void)state;
    Decoder decoder = new_decoder();
    Input input;
    decoder_feed(&decoder, "\033[200~abc", 9);
    assert_false(decoder_next(&decoder, &input));
    assert_true(decoder_patience(&decoder) > 0);
    assert_true(decoder_give_up(&decoder, &input));
    assert_int_equal(input.kind, INPUT_PASTE);
    assert_string_equal(input.pasted, "abc");
    decoder_free(&decoder);
}

static void test_a_huge_paste_is_cut_and_its_end_found(void **state)
{
    (void)state;
    Decoder decoder = new_decoder();
    Input input;
    size_t bytes = 3 * PASTE_LIMIT / 2;
    char *much = malloc(bytes);
    assert_non_null(much);
    memset(much, 'a', bytes);
    decoder_feed(&decoder, "\033[200~", 6);
    decoder_feed(&decoder, much, bytes);
    decoder_feed(&decoder, "\033[201~j", 7);
    free(much);
    assert_true(decoder_next(&decoder, &input));
    assert_int_equal(input.kind, INPUT_PASTE);
    assert_int_equal(input.pasted_bytes, PASTE_LIMIT);
    assert_int_equal(strspn(input.pasted, "a"), PASTE_LIMIT);
    assert_true(decoder_next(&decoder, &input));
    assert_int_equal(input.key, 'j');
    decoder_free(&decoder);
}

static void test_mouse_reports(void **state)
{
    (void)state;
    assert_decodes("\033[<0;120;3M\033[<0;120;3m", 22, "mouse0(119,2) mouse2(119,2)");
    assert_decodes("\033[<32;5;6M", 10, "mouse1(4,5)");
    assert_decodes("\033[<64;1;1M\033[<65;1;1M", 20, "mouse4(0,0) mouse5(0,0)");
    assert_decodes("\033[M !\"\033[M#!\"", 12, "mouse0(0,1) mouse2(0,1)");
    assert_decodes("\033[<2;1;1Mx", 10, "x");
    assert_decodes("\033[<0;0;1Mx", 10, "x");
    assert_decodes("\033[<999999999999;1;1Mx", 21, "x");
}

static void test_the_barrier_is_silent_unless_asked_for(void **state)
{
    (void)state;
    assert_decodes("a\033[9997~b", 9, "a barrier b");
    Decoder decoder = {.escape_delay = 50};
    Text got = {0};
    decoder_feed(&decoder, "a\033[9997~b", 9);
    drain(&decoder, &got);
    assert_string_equal(text_string(&got), "a b");
    text_free(&got);
    decoder_free(&decoder);
}

/* Random bytes: no crash, no endless state, and an ordinary key works again after a few bytes. */
static void test_noise_does_not_stick(void **state)
{
    (void)state;
    uint32_t seed = 20200903;
    for (int round = 0; round < 3000; round++) {
        Decoder decoder = new_decoder();
        decoder.mouse_on = true;
        Text got = {0};
        Input input;
        for (int i = 0; i < 12; i++) {
            static const char palette[] = "\033\033[O0;9<M~Aa\xC3\xB8\xFF\x01[?";
            seed = seed * 1664525U + 1013904223U;
            decoder_feed(&decoder, &palette[(seed >> 16) % (sizeof palette - 1)], 1);
            while (decoder_next(&decoder, &input)) {
            }
        }
        (void)decoder_give_up(&decoder, &input);
        (void)decoder_give_up(&decoder, &input);
        decoder_feed(&decoder, "\033[A~~~~j", 8);
        drain(&decoder, &got);
        assert_non_null(strrchr(text_string(&got), 'j'));
        text_free(&got);
        decoder_free(&decoder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_known_sequence_is_one_key),
        cmocka_unit_test(test_keypad_left_in_application_mode_types_its_digits),
        cmocka_unit_test(test_unknown_sequences_are_swallowed_to_their_final_byte),
        cmocka_unit_test(test_a_broken_sequence_does_not_eat_the_next_key),
        cmocka_unit_test(test_invalid_bytes_are_one_replacement_each),
        cmocka_unit_test(test_latin1_terminals_type_letters),
        cmocka_unit_test(test_a_lone_escape_is_a_key_after_the_delay),
        cmocka_unit_test(test_the_late_rest_of_a_sequence_is_swallowed),
        cmocka_unit_test(test_a_capital_o_long_after_escape_is_a_key),
        cmocka_unit_test(test_escape_twice_then_an_arrow),
        cmocka_unit_test(test_a_paste_is_one_unit),
        cmocka_unit_test(test_a_paste_without_end_ends_by_itself),
        cmocka_unit_test(test_a_huge_paste_is_cut_and_its_end_found),
        cmocka_unit_test(test_mouse_reports),
        cmocka_unit_test(test_the_barrier_is_silent_unless_asked_for),
        cmocka_unit_test(test_noise_does_not_stick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
