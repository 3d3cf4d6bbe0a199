/* SPDX-License-Identifier: MPL-2.0 */
/* Search folding, ASCII for poor terminals, and normal form. */
#include "framdrift/base.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x80) {
            return false;
        }
    }
    return true;
}

/* NULL when the text is not valid UTF-8; to be freed. */
static char *map_text(const char *text, unsigned options)
{
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t length =
        utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped,
                     (utf8proc_option_t)(options | UTF8PROC_NULLTERM | UTF8PROC_STABLE));
    if (length == UTF8PROC_ERROR_NOMEM) {
        base_out_of_memory();
    }
    return length < 0 ? NULL : (char *)mapped;
}

char *text_normalise(Arena *arena, const char *text)
{
    char *mapped = is_ascii(text) ? NULL : map_text(text, UTF8PROC_COMPOSE);
    char *copy = arena_strdup(arena, mapped != NULL ? mapped : text);
    free(mapped);
    return copy;
}

/* Letters that have no decomposition in Unicode, after folding of case. */
static const char *spelling_in_search(uint32_t codepoint)
{
    static const struct {
        uint32_t letter;
        const char *spelling;
    } spellings[] = {
        {0xE6, "ae"}, {0xF0, "d"},   {0xF8, "o"},   {0xFE, "th"},  {0x111, "d"},
        {0x127, "h"}, {0x142, "l"},  {0x14B, "n"},  {0x153, "o"},  {0x167, "t"},
        {0x131, "i"}, {0x2212, "-"}, {0x2010, "-"}, {0x2013, "-"},
    };

    for (size_t i = 0; i < COUNT_OF(spellings); i++) {
        if (spellings[i].letter == codepoint) {
            return spellings[i].spelling;
        }
    }
    return NULL;
}

/* "aa" is the old spelling of å, and å is already an a here. */
static void append_folded(char *out, size_t *length, const char *bytes, size_t count)
{
    bool doubled_a = count == 1 && bytes[0] == 'a' && *length > 0 && out[*length - 1] == 'a';
    if (doubled_a) {
        return;
    }
    memcpy(out + *length, bytes, count);
    *length += count;
}

static char *fold_ascii(Arena *arena, const char *text)
{
    char *out = arena_alloc(arena, strlen(text) + 1);
    size_t length = 0;
    for (; *text != '\0'; text++) {
        char letter = *text >= 'A' && *text <= 'Z' ? (char)(*text + ('a' - 'A')) : *text;
        append_folded(out, &length, &letter, 1);
    }
    out[length] = '\0';
    return out;
}

char *text_fold(Arena *arena, const char *text)
{
    if (is_ascii(text)) {
        return fold_ascii(arena, text);
    }
    char *mapped = map_text(text, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
                                      UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
    if (mapped == NULL) {
        return fold_ascii(arena, text);
    }
    /* No spelling is longer than its letter. */
    char *out = arena_alloc(arena, strlen(mapped) + 1);
    size_t length = 0;
    const char *at = mapped;
    while (*at != '\0') {
        const char *letter = at;
        uint32_t codepoint = utf8_next(&at);
        const char *spelling = codepoint < 0x80 ? NULL : spelling_in_search(codepoint);
        for (; spelling != NULL && *spelling != '\0'; spelling++) {
            append_folded(out, &length, spelling, 1);
        }
        if (spelling == NULL) {
            append_folded(out, &length, letter, (size_t)(at - letter));
        }
    }
    out[length] = '\0';
    free(mapped);
    return out;
}

bool text_contains_folded(const char *folded_haystack, const char *folded_needle)
{
    return strstr(folded_haystack, folded_needle) != NULL;
}

static const char *spelling_in_ascii(uint32_t codepoint)
{
    static const struct {
        uint32_t letter;
        const char *spelling;
    } spellings[] = {
        {0xA0, " "},     {0xAB, "\""},   {0xB4, "'"},     {0xB7, "."},    {0xBB, "\""},
        {0xC6, "AE"},    {0xD0, "D"},    {0xD7, "x"},     {0xD8, "O"},    {0xDE, "Th"},
        {0xDF, "ss"},    {0xE6, "ae"},   {0xF0, "d"},     {0xF8, "o"},    {0xFE, "th"},
        {0x110, "D"},    {0x111, "d"},   {0x126, "H"},    {0x127, "h"},   {0x131, "i"},
        {0x141, "L"},    {0x142, "l"},   {0x14A, "N"},    {0x14B, "n"},   {0x152, "OE"},
        {0x153, "oe"},   {0x166, "T"},   {0x167, "t"},    {0x2010, "-"},  {0x2011, "-"},
        {0x2012, "-"},   {0x2013, "-"},  {0x2014, "-"},   {0x2018, "'"},  {0x2019, "'"},
        {0x201A, "'"},   {0x201C, "\""}, {0x201D, "\""},  {0x201E, "\""}, {0x2022, "*"},
        {0x2026, "..."}, {0x202F, " "},  {0x20AC, "EUR"}, {0x2190, "<-"}, {0x2192, "->"},
        {0x2191, "^"},   {0x2193, "v"},  {0x2212, "-"},   {0x25A0, "x"},  {0x25B2, "^"},
        {0x25BC, "v"},   {0x2666, "*"},
    };

    for (size_t i = 0; i < COUNT_OF(spellings); i++) {
        if (spellings[i].letter == codepoint) {
            return spellings[i].spelling;
        }
    }
    return NULL;
}

/* The base letter when it is ASCII, '?' otherwise, '\0' for what only adorned the letter before. */
static char base_letter(uint32_t codepoint)
{
    utf8proc_int32_t parts[8];
    int last_class = 0;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    if (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME ||
        utf8_safe(codepoint) == 0) {
        return '\0';
    }
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)codepoint, parts, COUNT_OF(parts), UTF8PROC_DECOMPOSE, &last_class);
    return count > 0 && parts[0] < 0x80 ? (char)parts[0] : '?';
}

char *text_to_ascii(Arena *arena, const char *text)
{
    if (is_ascii(text)) {
        return arena_strdup(arena, text);
    }
    /* A letter of n bytes never has a spelling longer than n, except an invalid byte, which is "?". */
    char *out = arena_alloc(arena, strlen(text) + 1);
    size_t length = 0;
    while (*text != '\0') {
        uint32_t codepoint = utf8_next(&text);
        const char *spelling = codepoint < 0x80 ? NULL : spelling_in_ascii(codepoint);
        char letter = codepoint < 0x80 ? (char)codepoint : base_letter(codepoint);
        if (spelling != NULL) {
            memcpy(out + length, spelling, strlen(spelling));
            length += strlen(spelling);
        } else if (letter != '\0') {
            out[length++] = letter;
        }
    }
    out[length] = '\0';
    return out;
}
