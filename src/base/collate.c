/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Alphabetic order without the host's locale.  A text is a row of elements, one per letter, each
 * with a primary weight (which letter), a secondary (which accent) and a tertiary (case).  Primaries
 * decide first; only between equals do accents, then case, then the bytes.
 */
#include "framdrift/base.h"

#include <string.h>
#include <utf8proc.h>

/* Blanks and signs come before digits, digits before letters. */
enum {
    WEIGHT_SIGN = 1 << 22,
    WEIGHT_DIGITS = 2 << 22,
    WEIGHT_LATIN = 3 << 22,
    WEIGHT_FOREIGN = 4 << 22
};

enum { LETTER_AFTER_Z = 'z' + 1 };

typedef struct Element {
    uint32_t primary, secondary, tertiary;
    const char *digits; /* of a number, without leading zeros */
    size_t digit_count;
} Element;

/* Letters of their own after z; the place (1, 2, 3) in Norwegian and in Swedish. */
static const struct {
    uint32_t letter;
    uint8_t norwegian, swedish, accent;
} late_letters[] = {
    {0xE6, 1, 2, 0}, {0xE4, 1, 2, 1},  {0xF8, 2, 3, 0},
    {0xF6, 2, 3, 1}, {0x153, 2, 3, 2}, {0xE5, 3, 1, 0},
};

/* Letters that are another letter with a stroke, and have no decomposition. */
static const struct {
    uint32_t letter;
    char base;
    uint8_t accent;
} stroked_letters[] = {
    {0xF0, 'd', 2},  {0x111, 'd', 1}, {0x127, 'h', 1}, {0x131, 'i', 1}, {0x142, 'l', 1},
    {0x14B, 'n', 1}, {0xDF, 's', 3},  {0xFE, 't', 3},  {0x167, 't', 1}, {0xFC, 'y', 4},
};

static bool is_swedish(Language language)
{
    return language == LANGUAGE_SV;
}

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static void take_number(const char **at, Element *element)
{
    const char *start = *at;
    while (*start == '0' && is_digit(start[1])) {
        start++;
        element->tertiary++;
    }
    const char *end = start;
    while (is_digit(*end)) {
        end++;
    }
    element->primary = WEIGHT_DIGITS;
    element->digits = start;
    element->digit_count = (size_t)(end - start);
    *at = end;
}

/* A letter followed by its accent as a code point of its own: the pairs that make another letter. */
static uint32_t compose(uint32_t letter, const char **at)
{
    static const struct {
        uint32_t base, mark, letter;
    } pairs[] = {
        {'a', 0x30A, 0xE5}, {'a', 0x308, 0xE4}, {'o', 0x308, 0xF6}, {'u', 0x308, 0xFC}};

    const char *after = *at;
    uint32_t mark = utf8_next(&after);
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        if (pairs[i].base == letter && pairs[i].mark == mark) {
            *at = after;
            return pairs[i].letter;
        }
    }
    return letter;
}

static bool take_late_letter(uint32_t letter, Language language, Element *element)
{
    for (size_t i = 0; i < COUNT_OF(late_letters); i++) {
        if (late_letters[i].letter == letter) {
            bool swedish = is_swedish(language);
            int place = swedish ? late_letters[i].swedish : late_letters[i].norwegian;
            /* In Swedish ä and ö are the natives, in the others the guests. */
            bool native =
                swedish ? letter == 0xE4 || letter == 0xF6 : late_letters[i].accent == 0;
            element->primary = (uint32_t)(WEIGHT_LATIN + LETTER_AFTER_Z + place);
            element->secondary = native || letter == 0xE5 ? 0 : late_letters[i].accent + 1u;
            return true;
        }
    }
    return false;
}

static bool take_stroked_letter(uint32_t letter, Element *element)
{
    for (size_t i = 0; i < COUNT_OF(stroked_letters); i++) {
        if (stroked_letters[i].letter == letter) {
            element->primary = (uint32_t)(WEIGHT_LATIN + stroked_letters[i].base);
            element->secondary = stroked_letters[i].accent;
            return true;
        }
    }
    return false;
}

static bool is_letter_of_any_script(uint32_t codepoint)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static void take_rare_letter(uint32_t letter, Element *element)
{
    utf8proc_int32_t parts[8];
    int last_class = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)letter, parts, COUNT_OF(parts), UTF8PROC_DECOMPOSE, &last_class);
    uint32_t base = count > 0 ? (uint32_t)parts[0] : letter;
    element->secondary = count > 1 ? (uint32_t)parts[1] : 0;
    if (base >= 'a' && base <= 'z') {
        element->primary = WEIGHT_LATIN + base;
    } else {
        element->primary =
            (is_letter_of_any_script(base) ? WEIGHT_FOREIGN : WEIGHT_SIGN) + base;
    }
}

static uint32_t to_lower(uint32_t codepoint)
{
    if (codepoint < 0x80) {
        return codepoint >= 'A' && codepoint <= 'Z' ? codepoint + ('a' - 'A') : codepoint;
    }
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)codepoint);
}

static bool is_combining(uint32_t codepoint)
{
    return codepoint >= 0x300 && codepoint < 0x370;
}

static void take_letter(const char **at, Language language, Element *element)
{
    uint32_t letter = utf8_next(at);
    uint32_t lower = to_lower(letter);
    element->tertiary = lower != letter ? 1 : 0;
    if (lower == 'a' && (**at == 'a' || **at == 'A') &&
        (language == LANGUAGE_NB || language == LANGUAGE_NN)) {
        *at += 1;
        lower = 0xE5;
        element->tertiary += 2;
    } else if ((unsigned char)**at >= 0xCC) {
        lower = compose(lower, at);
    }
    if (lower >= 'a' && lower <= 'z') {
        element->primary = WEIGHT_LATIN + lower;
    } else if (lower < 0x80) {
        element->primary = WEIGHT_SIGN + lower;
    } else if (!take_late_letter(lower, language, element) &&
               !take_stroked_letter(lower, element)) {
        take_rare_letter(lower, element);
    }
}

/* The next element; its primary is 0 at the end. */
static Element take_element(const char **at, Language language)
{
    Element element = {.primary = 0};
    if (is_digit(**at)) {
        take_number(at, &element);
    } else if (**at != '\0') {
        take_letter(at, language, &element);
    }
    for (const char *after = *at; (unsigned char)*after >= 0xCC;) {
        uint32_t mark = utf8_next(&after);
        if (!is_combining(mark)) {
            break;
        }
        element.secondary = element.secondary * 31 + mark;
        *at = after;
    }
    return element;
}

static int compare_weights(uint32_t one, uint32_t other)
{
    return (one > other) - (one < other);
}

static int compare_primaries(const Element *one, const Element *other)
{
    if (one->primary != other->primary || one->primary != WEIGHT_DIGITS) {
        return compare_weights(one->primary, other->primary);
    }
    if (one->digit_count != other->digit_count) {
        return one->digit_count > other->digit_count ? 1 : -1;
    }
    int order = memcmp(one->digits, other->digits, one->digit_count);
    return (order > 0) - (order < 0);
}

int text_collate(Language language, const char *one, const char *other)
{
    int secondary = 0;
    int tertiary = 0;
    const char *one_at = one;
    const char *other_at = other;
    for (;;) {
        Element first = take_element(&one_at, language);
        Element second = take_element(&other_at, language);
        int primary = compare_primaries(&first, &second);
        if (primary != 0) {
            return primary;
        }
        if (first.primary == 0) {
            break;
        }
        secondary =
            secondary != 0 ? secondary : compare_weights(first.secondary, second.secondary);
        tertiary = tertiary != 0 ? tertiary : compare_weights(first.tertiary, second.tertiary);
    }
    if (secondary != 0 || tertiary != 0) {
        return secondary != 0 ? secondary : tertiary;
    }
    int order = strcmp(one, other);
    return (order > 0) - (order < 0);
}
