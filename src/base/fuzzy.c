/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Fuzzy match: the best way to find the letters of the needle in order.  For each letter of the
 * needle a row says, per byte of the text, the best score with that letter matched there; the next
 * row is built from it.
 */
#include "framdrift/base.h"

#include <string.h>

enum {
    NEEDLE_MAX = 64,
    TEXT_MAX = 400,
    NO_MATCH = -1000000,
    SCORE_LETTER = 16,
    SCORE_CONSECUTIVE = 12,
    SCORE_WORD_START = 10,
    SCORE_FIRST = 6,
    COST_OF_GAP = 1
};

static bool is_word_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
           (unsigned char)byte >= 0x80;
}

static int score_of_place(const char *text, size_t at)
{
    if (at == 0) {
        return SCORE_LETTER + SCORE_WORD_START + SCORE_FIRST;
    }
    bool word_start = is_word_byte(text[at]) && !is_word_byte(text[at - 1]);
    return SCORE_LETTER + (word_start ? SCORE_WORD_START : 0);
}

static int larger(int one, int other)
{
    return one > other ? one : other;
}

/* Replaces row[] of the letter before by that of `letter`; `first` has no letter before. */
static void advance_row(int *row, const char *text, size_t length, char letter, bool first)
{
    int best_before = NO_MATCH; /* of the row before, with the gap paid */
    int left = NO_MATCH;        /* the row before, one byte to the left */
    for (size_t at = 0; at < length; at++) {
        int here = row[at];
        int score = NO_MATCH;
        if (text[at] == letter) {
            int joined = first ? 0 : larger(best_before, left + SCORE_CONSECUTIVE);
            score = joined > NO_MATCH / 2 ? joined + score_of_place(text, at) : NO_MATCH;
        }
        row[at] = score;
        best_before = larger(best_before - COST_OF_GAP, here - COST_OF_GAP);
        left = here;
    }
}

int text_fuzzy_score(const char *folded_text, const char *folded_needle)
{
    int row[TEXT_MAX];
    char letters[NEEDLE_MAX];
    size_t needle = 0;
    /* People separate with spaces what they remember; the gaps are free anyway. */
    for (const char *at = folded_needle; *at != '\0' && needle < NEEDLE_MAX; at++) {
        if (*at != ' ') {
            letters[needle++] = *at;
        }
    }
    size_t length = strnlen(folded_text, TEXT_MAX);
    if (needle > length) {
        return -1;
    }
    for (size_t i = 0; i < length; i++) {
        row[i] = NO_MATCH;
    }
    for (size_t i = 0; i < needle; i++) {
        advance_row(row, folded_text, length, letters[i], i == 0);
    }
    int best = NO_MATCH;
    for (size_t i = 0; i < length; i++) {
        best = larger(best, row[i]);
    }
    if (needle == 0) {
        return 0;
    }
    return best > NO_MATCH / 2 ? larger(best, 0) : -1;
}

#define NAME_LIMIT 40

size_t text_edit_distance(const char *one, const char *other)
{
    size_t length = strlen(other);
    if (strlen(one) > NAME_LIMIT || length > NAME_LIMIT) {
        return NAME_LIMIT;
    }
    size_t row[NAME_LIMIT + 1];
    for (size_t i = 0; i <= length; i++) {
        row[i] = i;
    }
    for (size_t i = 0; one[i] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t changed = diagonal + (one[i] != other[j]);
            size_t shorter = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            diagonal = row[j + 1];
            row[j + 1] = changed < shorter ? changed : shorter;
        }
    }
    return row[length];
}
