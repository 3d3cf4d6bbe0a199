/* SPDX-License-Identifier: MPL-2.0 */
/* Decoding, width, and which code points may reach a screen. */
#include "framdrift/base.h"

#include <string.h>
#include <utf8proc.h>

enum { REPLACEMENT = 0xFFFD };

/* How many bytes a letter starting with `lead` has, and the bits that the lead brings; 0: not a
 * lead byte. */
static int letter_length(unsigned char lead, uint32_t *bits)
{
    if (lead >= 0xC2 && lead <= 0xDF) {
        *bits = lead & 0x1Fu;
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        *bits = lead & 0x0Fu;
        return 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        *bits = lead & 0x07u;
        return 4;
    }
    return 0;
}

/* Decodes the letter at `at`, of which `available` bytes exist; 0 when it is not valid. */
static int decode_letter(const unsigned char *at, size_t available, uint32_t *codepoint)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t value = 0;
    int length = letter_length(at[0], &value);
    if (length == 0 || (size_t)length > available) {
        return 0;
    }
    for (int i = 1; i < length; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            return 0;
        }
        value = value << 6 | (at[i] & 0x3Fu);
    }
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < smallest[length] || value > 0x10FFFF || surrogate) {
        return 0;
    }
    *codepoint = value;
    return length;
}

uint32_t utf8_next(const char **at)
{
    const unsigned char *bytes = (const unsigned char *)*at;
    if (bytes[0] == 0) {
        return 0;
    }
    if (bytes[0] < 0x80) {
        *at += 1;
        return bytes[0];
    }
    /* A NUL is never a continuation byte, so decoding cannot run past the end. */
    uint32_t codepoint = REPLACEMENT;
    int length = decode_letter(bytes, 4, &codepoint);
    *at += length > 0 ? length : 1;
    return codepoint;
}

bool utf8_is_valid(const char *raw, size_t bytes)
{
    const unsigned char *at = (const unsigned char *)raw;
    const unsigned char *end = at + bytes;
    for (uint64_t word = 0; end - at >= (ptrdiff_t)sizeof word; at += sizeof word) {
        memcpy(&word, at, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break; /* not ASCII alone */
        }
    }
    while (at < end) {
        uint32_t codepoint = 0;
        int length = *at < 0x80 ? 1 : decode_letter(at, (size_t)(end - at), &codepoint);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

size_t utf8_encode(uint32_t codepoint, char out[static 5])
{
    bool surrogate = codepoint >= 0xD800 && codepoint <= 0xDFFF;
    uint32_t value = codepoint > 0x10FFFF || surrogate ? REPLACEMENT : codepoint;
    size_t length = 0;
    if (value < 0x80) {
        out[length++] = (char)value;
    } else if (value < 0x800) {
        out[length++] = (char)(0xC0 | value >> 6);
        out[length++] = (char)(0x80 | (value & 0x3F));
    } else if (value < 0x10000) {
        out[length++] = (char)(0xE0 | value >> 12);
        out[length++] = (char)(0x80 | (value >> 6 & 0x3F));
        out[length++] = (char)(0x80 | (value & 0x3F));
    } else {
        out[length++] = (char)(0xF0 | value >> 18);
        out[length++] = (char)(0x80 | (value >> 12 & 0x3F));
        out[length++] = (char)(0x80 | (value >> 6 & 0x3F));
        out[length++] = (char)(0x80 | (value & 0x3F));
    }
    out[length] = '\0';
    return length;
}

/* Nearly all that the program draws is Latin, punctuation, box, blocks and arrows. */
static bool is_plainly_narrow(uint32_t codepoint)
{
    return (codepoint >= 0x20 && codepoint < 0x7F) ||
           (codepoint >= 0xA0 && codepoint < 0x300 && codepoint != 0xAD) ||
           (codepoint >= 0x2010 && codepoint < 0x2028) ||
           (codepoint >= 0x2190 && codepoint < 0x2300) ||
           (codepoint >= 0x2500 && codepoint < 0x25FD);
}

int utf8_width(uint32_t codepoint)
{
    if (is_plainly_narrow(codepoint)) {
        return 1;
    }
    if (codepoint < 0xA0 || codepoint == 0xAD || codepoint > 0x10FFFF) {
        return 0;
    }
    int width = utf8proc_charwidth((utf8proc_int32_t)codepoint);
    return width < 0 ? 0 : width;
}

/* Letters that have no form and no purpose in a plan but to hide something. */
static bool is_invisible_letter(uint32_t codepoint)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x034F, 0x034F}, {0x115F, 0x1160}, {0x17B4, 0x17B5},   {0x180B, 0x180F},
        {0x3164, 0x3164}, {0xFFA0, 0xFFA0}, {0xE0000, 0xE0FFF},
    };

    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        if (codepoint >= ranges[i].first && codepoint <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

static uint32_t safe_rare_letter(uint32_t codepoint)
{
    if (codepoint == 0xAD || (codepoint >= 0xFE00 && codepoint <= 0xFE0F)) {
        return 0;
    }
    if (codepoint > 0x10FFFF || is_invisible_letter(codepoint)) {
        return REPLACEMENT;
    }
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
    if (category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP) {
        return ' ';
    }
    bool hidden = category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
                  category == UTF8PROC_CATEGORY_CN || category == UTF8PROC_CATEGORY_CS;
    return hidden ? REPLACEMENT : codepoint;
}

uint32_t utf8_safe(uint32_t codepoint)
{
    if (is_plainly_narrow(codepoint)) {
        return codepoint;
    }
    if (codepoint == '\n' || codepoint == '\t') {
        return ' ';
    }
    return codepoint == 0 ? REPLACEMENT : safe_rare_letter(codepoint);
}

int text_width(const char *text)
{
    int width = 0;
    while (*text != '\0') {
        if (*text >= 0x20 && *text < 0x7F) {
            width++;
            text++;
        } else {
            width += utf8_width(utf8_safe(utf8_next(&text)));
        }
    }
    return width;
}

size_t text_next_grapheme(const char *text, size_t at)
{
    const char *here = text + at;
    uint32_t previous = utf8_next(&here);
    if (previous == 0) {
        return at;
    }
    utf8proc_int32_t state = 0;
    for (;;) {
        const char *after = here;
        uint32_t next = utf8_next(&after);
        if (next == 0 || utf8proc_grapheme_break_stateful((utf8proc_int32_t)previous,
                                                          (utf8proc_int32_t)next, &state)) {
            return (size_t)(here - text);
        }
        previous = next;
        here = after;
    }
}

size_t text_previous_grapheme(const char *text, size_t at)
{
    /* Boundaries depend on what comes before (flags, families), so they are found from the front;
     * a line that is edited is short. */
    size_t boundary = 0;
    while (boundary < at) {
        size_t next = text_next_grapheme(text, boundary);
        if (next >= at || next == boundary) {
            break;
        }
        boundary = next;
    }
    return boundary;
}
