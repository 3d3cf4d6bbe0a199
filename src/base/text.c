/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"
#include "quote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

void text_free(Text *text)
{
    free(text->bytes);
    *text = (Text){0};
}

void text_clear(Text *text)
{
    text->length = 0;
    if (text->bytes != NULL) {
        text->bytes[0] = '\0';
    }
}

/* Makes room for `more` bytes and the end of the string. */
static void text_reserve(Text *text, size_t more)
{
    if (more >= SIZE_MAX / 2 - text->length) {
        base_out_of_memory();
    }
    size_t needed = text->length + more + 1;
    if (needed <= text->capacity) {
        return;
    }
    size_t capacity = text->capacity < 32 ? 64 : text->capacity * 2;
    if (capacity < needed) {
        capacity = needed;
    }
    char *bytes = realloc(text->bytes, capacity);
    if (bytes == NULL) {
        base_out_of_memory();
    }
    text->bytes = bytes;
    text->capacity = capacity;
}

void text_append_bytes(Text *text, const char *more, size_t bytes)
{
    text_reserve(text, bytes);
    if (bytes > 0) {
        memcpy(text->bytes + text->length, more, bytes);
        text->length += bytes;
    }
    text->bytes[text->length] = '\0';
}

void text_append(Text *text, const char *more)
{
    if (more != NULL) {
        text_append_bytes(text, more, strlen(more));
    }
}

void text_append_number(Text *text, int64_t number)
{
    char digits[20]; /* as many as the largest has */
    size_t at = sizeof digits;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left > 0);
    text_append_bytes(text, "-", number < 0 ? 1 : 0);
    text_append_bytes(text, digits + at, sizeof digits - at);
}

void text_append_char(Text *text, uint32_t codepoint)
{
    char encoded[5];
    size_t bytes = utf8_encode(codepoint, encoded);
    text_append_bytes(text, encoded, bytes);
}

void text_vprintf(Text *text, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    text_reserve(text, 0);
    size_t room = text->capacity - text->length;
    int length = vsnprintf(text->bytes + text->length, room, format, arguments);
    if (length < 0) {
        va_end(again);
        BUG("a text that cannot be formatted");
    }
    if ((size_t)length >= room) {
        text_reserve(text, (size_t)length);
        vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
    }
    va_end(again);
    text->length += (size_t)length;
}

void text_printf(Text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(text, format, arguments);
    va_end(arguments);
}

const char *text_string(const Text *text)
{
    return text->bytes == NULL ? "" : text->bytes;
}

static void append_json_char(Text *text, uint32_t codepoint)
{
    static const char short_forms[][3] = {
        ['"'] = "\\\"", ['\\'] = "\\\\", ['\b'] = "\\b", ['\f'] = "\\f",
        ['\n'] = "\\n", ['\r'] = "\\r",  ['\t'] = "\\t",
    };
    if (codepoint < COUNT_OF(short_forms) && short_forms[codepoint][0] != '\0') {
        text_append(text, short_forms[codepoint]);
    } else if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0)) {
        text_printf(text, "\\u%04x", codepoint);
    } else {
        text_append_char(text, codepoint);
    }
}

void text_append_json(Text *text, const char *value)
{
    if (value == NULL) {
        text_append(text, "null");
        return;
    }
    text_append(text, "\"");
    for (uint32_t codepoint = 0; (codepoint = utf8_next(&value)) != 0;) {
        append_json_char(text, codepoint);
    }
    text_append(text, "\"");
}

const char *text_lower_first(Arena *arena, const char *text)
{
    const char *at = text;
    utf8proc_int32_t first = (utf8proc_int32_t)utf8_next(&at);
    const char *rest = at;
    utf8proc_int32_t second = (utf8proc_int32_t)utf8_next(&at);
    utf8proc_int32_t lower = utf8proc_tolower(first);
    if (lower == first || utf8proc_tolower(second) != second) {
        return text;
    }
    char bytes[5];
    utf8_encode((uint32_t)lower, bytes);
    return arena_printf(arena, "%s%s", bytes, rest);
}

bool text_equal(const char *one, const char *other)
{
    if (one == NULL || other == NULL) {
        return one == other;
    }
    return strcmp(one, other) == 0;
}

bool text_is_empty(const char *text)
{
    return text == NULL || text[0] == '\0';
}

int text_quoted_bytes(const char *text)
{
    enum { MOST = 60 };

    const char *at = text;
    const char *end = text;
    while (utf8_next(&at) != 0 && at - text <= MOST) {
        end = at;
    }
    return (int)(end - text);
}
