/* SPDX-License-Identifier: MPL-2.0 */
/* Finding and sorting names. */
#include "framdrift/base.h"

#include "arena_shared.h"

#include <stdlib.h>
#include <string.h>

static bool finds(const char *typed, const char *text)
{
    return text_contains_folded(text_fold(arena, text), text_fold(arena, typed));
}

static void test_search_folds_case_and_accents(void **state)
{
    (void)state;
    assert_true(finds("asnes", "Åsnes"));
    assert_true(finds("aasnes", "Åsnes"));
    assert_true(finds("Åsnes", "AASNES"));
    assert_true(finds("ÅSNES", "åsnes kommune"));
    assert_true(finds("åsnes", "A\xCC\x8Asnes"));
    assert_true(finds("o", "ø"));
    assert_true(finds("ostby", "Østby"));
    assert_true(finds("östby", "Østby"));
    assert_true(finds("grastorp", "Grästorp"));
    assert_true(finds("vaer", "Vær"));
    assert_true(finds("tjeldsund", "Dielddanuorri – Tjeldsund"));
    assert_true(finds("sapmi", "SÁPMI"));
    assert_true(finds("", "hva som helst"));
    assert_true(finds("a - b", "a – b"));
    assert_false(finds("åsnes", "Våler"));
    assert_string_equal(text_fold(arena, "Aarborte"), "arborte");
    assert_string_equal(text_fold(arena, "Straße ĐŊŦ ﬁ"), "strasse dnt fi");
    /* Folding twice changes nothing more. */
    assert_string_equal(text_fold(arena, text_fold(arena, "ÅÅaå Ærø")),
                        text_fold(arena, "ÅÅaå Ærø"));
}

static int fuzzy(const char *text, const char *typed)
{
    return text_fuzzy_score(text_fold(arena, text), text_fold(arena, typed));
}

static void test_fuzzy_match_prefers_what_people_mean(void **state)
{
    (void)state;
    assert_true(fuzzy("Kartlegging", "kart") > 0);
    assert_true(fuzzy("Kartlegging", "krtg") > 0);
    assert_true(fuzzy("Kartlegging", "trak") < 0);
    assert_true(fuzzy("Kartlegging", "kartleggingen") < 0);
    assert_int_equal(fuzzy("Kartlegging", ""), 0);
    assert_true(fuzzy("", "a") < 0);
    assert_true(fuzzy("Åsnes kommunestyre", "asnkom") > 0);
    /* Together beats apart, the beginning of a word beats the middle, the front beats the back. */
    assert_true(fuzzy("view gantt", "gant") > fuzzy("grading an item", "gant"));
    assert_true(fuzzy("task add", "ta") > fuzzy("detail", "ta"));
    assert_true(fuzzy("open plan", "op") > fuzzy("workshop", "op"));
    assert_true(fuzzy("styringsgruppe møte", "sm") > fuzzy("assembly", "sm"));
    assert_true(fuzzy("go today", "go today") > 0);
}

static void test_fuzzy_match_never_leaves_its_arrays(void **state)
{
    (void)state;
    char long_text[2000];
    char long_needle[300];
    memset(long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    memset(long_needle, 'a', sizeof long_needle - 1);
    long_needle[sizeof long_needle - 1] = '\0';
    assert_true(text_fuzzy_score(long_text, long_needle) > 0);
    assert_true(text_fuzzy_score("aaa", long_needle) < 0);
}

/* Each list is in order; every pair is compared both ways. */
static void assert_sorted(Language language, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            int order = text_collate(language, names[i], names[j]);
            int expected = (i > j) - (i < j);
            if ((order > 0) - (order < 0) != expected) {
                fail_msg("%s: \"%s\" and \"%s\" give %d", language_name(language), names[i],
                         names[j], order);
            }
        }
    }
}

static void test_norwegian_order(void **state)
{
    (void)state;
    static const char *const names[] = {"Grue",    "Oppdal", "Os",          "Våler",
                                        "Ørsta",   "Østby",  "Østre Toten", "Øvre Eiker",
                                        "Ålesund", "Åsnes"};
    assert_sorted(LANGUAGE_NB, names, COUNT_OF(names));
    assert_sorted(LANGUAGE_NN, names, COUNT_OF(names));
    static const char *const letters[] = {"a", "b", "z", "æ", "ä", "ø", "ö", "å", "aa", "åb"};
    static const char *const old_spelling[] = {"Ask", "Zakken", "Aarborte", "Åsnes"};
    assert_true(text_collate(LANGUAGE_NB, letters[8], letters[9]) < 0);
    assert_sorted(LANGUAGE_NB, letters, COUNT_OF(letters));
    assert_sorted(LANGUAGE_NB, old_spelling, COUNT_OF(old_spelling));
}

static void test_swedish_order(void **state)
{
    (void)state;
    static const char *const names[] = {"Grue",    "Oppdal", "Os",   "Våler",
                                        "Ålesund", "Åsnes",  "Ørsta"};
    static const char *const letters[] = {"a", "aa", "ab", "z", "å", "ä", "æ", "ö", "ø"};
    assert_sorted(LANGUAGE_SV, names, COUNT_OF(names));
    assert_sorted(LANGUAGE_SV, letters, COUNT_OF(letters));
}

static void test_numbers_inside_names_go_by_value(void **state)
{
    (void)state;
    static const char *const names[] = {"2",
                                        "10",
                                        "Møte 1",
                                        "Møte 2",
                                        "Møte 02",
                                        "Møte 10",
                                        "Møte 10 b",
                                        "Møte 11",
                                        "Møte 99999999999999999999998",
                                        "Møte 99999999999999999999999"};
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        assert_sorted((Language)language, names, COUNT_OF(names));
    }
}

static void test_accents_and_case_only_decide_between_equals(void **state)
{
    (void)state;
    static const char *const names[] = {"",    " ",    "-",     "1", "ide", "Ide",
                                        "idé", "ider", "Idé x", "ü", "yb"};
    assert_true(text_collate(LANGUAGE_NB, "Åsnes", "A\xCC\x8Asnes") != 0);
    assert_true(text_collate(LANGUAGE_NB, "A\xCC\x8Asnes", "Våler") > 0);
    assert_true(text_collate(LANGUAGE_NB, "y", "ü") < 0);
    assert_int_equal(text_collate(LANGUAGE_NB, "Åsnes", "Åsnes"), 0);
    for (size_t i = 0; i + 1 < COUNT_OF(names); i++) {
        if (strcmp(names[i], "ider") == 0) {
            continue;
        }
        assert_true(text_collate(LANGUAGE_NB, names[i], names[i + 1]) < 0);
    }
    assert_true(text_collate(LANGUAGE_NB, "z", "д") < 0);
    assert_true(text_collate(LANGUAGE_NB, "\xF8", "a") != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_search_folds_case_and_accents),
        cmocka_unit_test(test_fuzzy_match_prefers_what_people_mean),
        cmocka_unit_test(test_fuzzy_match_never_leaves_its_arrays),
        cmocka_unit_test(test_norwegian_order),
        cmocka_unit_test(test_swedish_order),
        cmocka_unit_test(test_numbers_inside_names_go_by_value),
        cmocka_unit_test(test_accents_and_case_only_decide_between_equals),
    };
    return cmocka_run_group_tests(tests, arena_up, arena_down);
}
