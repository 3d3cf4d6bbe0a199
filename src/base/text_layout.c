/* SPDX-License-Identifier: MPL-2.0 */
/* Cleaning, clipping and wrapping. */
#include "framdrift/base.h"

#include <string.h>
#include <utf8proc.h>

/* Eight bytes of ASCII without controls; every text that is loaded is asked. */
static bool is_plain_word(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word = 0;
    memcpy(&word, at, sizeof word);
    uint64_t delete = word ^ ones * 0x7F;
    uint64_t suspect = word | (word - ones * ' ') | (delete - ones);
    return (suspect & ones * 0x80) == 0;
}

static bool is_plain_ascii(const char *raw, size_t bytes)
{
    size_t i = 0;
    while (bytes - i >= 8 && is_plain_word(raw + i)) {
        i += 8;
    }
    for (; i < bytes; i++) {
        if (raw[i] < 0x20 || raw[i] > 0x7E) {
            return false;
        }
    }
    return true;
}

static bool is_combining(uint32_t codepoint)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

typedef struct Cleaning {
    char *out;
    size_t length;
    bool at_start; /* of a line: a combining mark here would sit on somebody else's cell */
    bool keep_newlines;
} Cleaning;

static void clean_one(Cleaning *cleaning, uint32_t codepoint)
{
    char encoded[5];
    if (codepoint == '\n' && cleaning->keep_newlines) {
        cleaning->out[cleaning->length++] = '\n';
        cleaning->at_start = true;
        return;
    }
    uint32_t safe = utf8_safe(codepoint);
    if (safe == 0) {
        return;
    }
    if (cleaning->at_start && safe >= 0x300 && is_combining(safe)) {
        size_t carrier = utf8_encode(0x25CC, encoded);
        memcpy(cleaning->out + cleaning->length, encoded, carrier);
        cleaning->length += carrier;
    }
    size_t bytes = utf8_encode(safe, encoded);
    memcpy(cleaning->out + cleaning->length, encoded, bytes);
    cleaning->length += bytes;
    cleaning->at_start = false;
}

char *text_clean(Arena *arena, const char *raw, size_t bytes, bool keep_newlines)
{
    if (is_plain_ascii(raw, bytes)) {
        return arena_strndup(arena, raw, bytes);
    }
    /* At worst each byte becomes U+FFFD (three bytes); a carrier costs three for a mark of two. */
    char *copy = arena_strndup(arena, raw, bytes);
    char *out = arena_array(arena, bytes + 1, 3);
    Cleaning cleaning = {.out = out, .at_start = true, .keep_newlines = keep_newlines};
    const char *end = copy + bytes;
    for (const char *at = copy; at < end;) {
        if (at[0] == '\r' && at[1] == '\n') {
            at++;
            continue;
        }
        uint32_t codepoint = utf8_next(&at);
        if (codepoint == 0) {
            at++;
        }
        clean_one(&cleaning, codepoint);
    }
    out[cleaning.length] = '\0';
    return out;
}

/* Letters of one or two bytes need no second look, apart from control characters, the soft hyphen and
 * marks. */
static bool may_need_cleaning(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    const unsigned char *end = at + strlen(text);
    while (at < end) {
        if (end - at >= 8 && is_plain_word((const char *)at)) {
            at += 8;
            continue;
        }
        if (at[0] == 0xE2 && at[1] == 0x80 && at[2] >= 0x90 && at[2] <= 0xA7) {
            at += 3; /* dashes, quotation marks, the ellipsis */
            continue;
        }
        bool control = (*at < ' ' && *at != '\n') || *at == 0x7F;
        bool hidden = *at == 0xC2 && (at[1] < 0xA0 || at[1] == 0xAD);
        if (control || hidden || *at >= 0xCC) {
            return true;
        }
        at++;
    }
    return false;
}

const char *text_shown(Arena *arena, const char *text)
{
    return may_need_cleaning(text) ? text_clean(arena, text, strlen(text), true) : text;
}

const char *text_read(Arena *arena, const char *raw, size_t bytes)
{
    if (is_plain_ascii(raw, bytes)) {
        return raw;
    }
    bool valid = utf8_is_valid(raw, bytes);
    return text_shown(arena, valid ? raw : text_clean(arena, raw, bytes, true));
}

/* Appends the safe form of a code point; the columns it takes. */
static int append_safe(char *out, size_t *length, uint32_t codepoint)
{
    char encoded[5];
    uint32_t safe = utf8_safe(codepoint);
    if (safe == 0) {
        return 0;
    }
    size_t bytes = utf8_encode(safe, encoded);
    memcpy(out + *length, encoded, bytes);
    *length += bytes;
    return utf8_width(safe);
}

char *text_clip(Arena *arena, const char *text, int columns, bool ascii)
{
    if (columns <= 0) {
        return arena_strdup(arena, "");
    }
    size_t bytes = strlen(text);
    if (bytes <= (size_t)columns && is_plain_ascii(text, bytes)) {
        return arena_strndup(arena, text, bytes);
    }
    /* One byte may become U+FFFD, and the mark of the cut takes three. */
    size_t most = bytes < (size_t)columns * 16 ? bytes : (size_t)columns * 16;
    char *out = arena_array(arena, most + 8, 3);
    size_t length = 0;
    size_t cut = 0; /* where the mark would go */
    int width = 0;
    const char *at = text;
    while (*at != '\0' && length + 8 < most * 3 + 8) {
        width += append_safe(out, &length, utf8_next(&at));
        if (width > columns) {
            break;
        }
        if (width < columns) {
            cut = length;
        }
    }
    if (width <= columns && *at == '\0') {
        out[length] = '\0';
        return out;
    }
    size_t mark = ascii ? 1 : utf8_encode(0x2026, out + cut);
    if (ascii) {
        out[cut] = '.';
    }
    out[cut + mark] = '\0';
    return out;
}

typedef struct Wrapping {
    Arena *arena;
    TextLines lines;
    size_t capacity;
    int columns;
} Wrapping;

static void wrapping_add(Wrapping *wrapping, const char *line, size_t bytes)
{
    ARENA_GROW(wrapping->arena, wrapping->lines.lines, wrapping->lines.count,
               wrapping->capacity, 8);
    wrapping->lines.lines[wrapping->lines.count++] =
        arena_strndup(wrapping->arena, line, bytes);
}

/* The bytes of the line that begins at `start`: as many whole words as fit, at least one letter. */
static size_t line_length(const char *start, const char *end, int columns)
{
    const char *at = start;
    const char *last_space = NULL;
    int width = 0;
    while (at < end) {
        const char *letter = at;
        bool is_ascii = (unsigned char)*at < 0x80;
        uint32_t codepoint = is_ascii ? (uint32_t)*at++ : utf8_next(&at);
        if (codepoint == ' ' && letter > start) {
            last_space = letter;
        }
        bool is_plain = codepoint >= ' ' && codepoint < 0x7F; /* nearly all of them */
        width += is_plain ? 1 : utf8_width(utf8_safe(codepoint));
        if (width > columns && codepoint != ' ') {
            bool cut_word = last_space == NULL;
            const char *stop = cut_word ? letter : last_space;
            return stop == start ? (size_t)(at - start) : (size_t)(stop - start);
        }
    }
    return (size_t)(end - start);
}

static void wrap_paragraph(Wrapping *wrapping, const char *start, const char *end)
{
    do {
        size_t bytes = line_length(start, end, wrapping->columns);
        const char *stop = start + bytes;
        const char *trimmed = stop;
        while (trimmed > start && trimmed[-1] == ' ') {
            trimmed--;
        }
        wrapping_add(wrapping, start, (size_t)(trimmed - start));
        while (stop < end && *stop == ' ') {
            stop++;
        }
        start = stop;
    } while (start < end);
}

TextLines text_wrap(Arena *arena, const char *text, int columns)
{
    Wrapping wrapping = {.arena = arena, .columns = columns < 1 ? 1 : columns};
    while (*text != '\0') {
        const char *end = strchr(text, '\n');
        const char *stop = end == NULL ? text + strlen(text) : end;
        wrap_paragraph(&wrapping, text, stop);
        text = end == NULL ? stop : end + 1;
    }
    return wrapping.lines;
}
