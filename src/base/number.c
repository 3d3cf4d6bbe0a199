/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"
#include "quote.h"

#include <string.h>
#include <strings.h>

enum { DECIMALS_MAX = 9, DIGITS_MAX = 30 };

/* A written number with its currency taken off: digits, spaces (any kind) and separators. */
typedef struct Written {
    char signs[64];
    size_t count;
    bool negative;
} Written;

static const char *skip_word(const char *text, const char *word)
{
    size_t length = strlen(word);
    return strncasecmp(text, word, length) == 0 ? text + length : NULL;
}

/* What may stand beside an amount and says nothing of its size. */
static const char *skip_currency(const char *text)
{
    static const char *const words[] = {"kr.", "kr", "nok", "sek", "eur", "€"};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        const char *after = skip_word(text, words[i]);
        if (after != NULL) {
            return after;
        }
    }
    return NULL;
}

static bool is_space(uint32_t codepoint)
{
    return codepoint == ' ' || codepoint == 0xA0 || codepoint == 0x202F || codepoint == 0x2009;
}

static bool is_minus(uint32_t codepoint)
{
    return codepoint == '-' || codepoint == 0x2212 || codepoint == 0x2013 ||
           codepoint == 0x2014;
}

static bool add_sign(Written *written, char sign)
{
    if (written->count + 1 >= sizeof written->signs) {
        return false;
    }
    written->signs[written->count++] = sign;
    return true;
}

static bool add_letter(Written *written, uint32_t codepoint)
{
    if (is_space(codepoint)) {
        return written->count == 0 || add_sign(written, ' ');
    }
    if (is_minus(codepoint)) {
        bool leading = written->count == 0 && !written->negative;
        written->negative = written->negative || leading;
        /* After the digits it is the dash of "500 000,-". */
        return leading || (written->count > 0 && add_sign(written, '-'));
    }
    bool known = (codepoint >= '0' && codepoint <= '9') || codepoint == ',' || codepoint == '.';
    return known && add_sign(written, (char)codepoint);
}

static bool read_signs(const char *text, Written *written)
{
    bool currency = false;
    while (*text != '\0') {
        const char *after = currency ? NULL : skip_currency(text);
        if (after != NULL) {
            currency = true;
            text = after;
        } else if (!add_letter(written, utf8_next(&text))) {
            return false;
        }
    }
    while (written->count > 0 && written->signs[written->count - 1] == ' ') {
        written->count--;
    }
    bool dashed = written->count > 2 && written->signs[written->count - 1] == '-' &&
                  strchr(",.", written->signs[written->count - 2]) != NULL;
    written->count -= dashed ? 2 : 0;
    written->signs[written->count] = '\0';
    return strchr(written->signs, '-') == NULL && written->count > 0;
}

/* Whether every group after the first has exactly three digits, up to `end`. */
static bool groups_hold(const char *signs, const char *end, char group)
{
    int digits = 0;
    bool first = true;
    for (const char *at = signs;; at++) {
        if (at == end || *at == group) {
            if (first ? (digits == 0 || (at != end && digits > 3)) : digits != 3) {
                return false;
            }
            if (at == end) {
                return true;
            }
            first = false;
            digits = 0;
        } else if (*at >= '0' && *at <= '9') {
            digits++;
        } else {
            return false;
        }
    }
}

static size_t count_of(const char *signs, char sign)
{
    size_t count = 0;
    for (; *signs != '\0'; signs++) {
        count += *signs == sign ? 1 : 0;
    }
    return count;
}

/* Where the decimals begin: the separator that ends the whole part, or the end of the text.
 * "500,000" and "1.500" are five hundred thousand and one thousand five hundred when the unit has
 * fewer than three decimals; any other reading would drop what was written. */
static const char *find_decimals(const char *signs, int decimals)
{
    const char *end = signs + strlen(signs);
    const char *comma = strrchr(signs, ',');
    const char *point = strrchr(signs, '.');
    const char *last = comma == NULL || (point != NULL && point > comma) ? point : comma;
    if (last == NULL) {
        return end;
    }
    bool mixed = (comma != NULL && point != NULL) || strchr(signs, ' ') != NULL;
    bool thousands =
        strlen(last + 1) == 3 && decimals < 3 && signs[0] != '0' && last - signs <= 3;
    bool repeated = count_of(signs, *last) > 1;
    return !mixed && (repeated || thousands) ? end : last;
}

static char find_group(const char *signs, const char *end)
{
    for (const char *at = signs; at < end; at++) {
        if (*at < '0' || *at > '9') {
            return *at;
        }
    }
    return ' ';
}

static bool add_digit(int64_t *value, char digit)
{
    return !__builtin_mul_overflow(*value, (int64_t)10, value) &&
           !__builtin_add_overflow(*value, (int64_t)(digit - '0'), value);
}

static bool add_digits(int64_t *value, const char *from, const char *end)
{
    for (const char *at = from; at < end; at++) {
        if (*at >= '0' && *at <= '9' && !add_digit(value, *at)) {
            return false;
        }
    }
    return true;
}

/* Exactly `decimals` digits; more are allowed when they are zeros.  -1: too many, 0: overflow. */
static int add_decimals(int64_t *value, const char *from, int decimals)
{
    int taken = 0;
    for (; *from != '\0'; from++, taken++) {
        if (*from < '0' || *from > '9' || (taken >= decimals && *from != '0')) {
            return -1;
        }
        if (taken < decimals && !add_digit(value, *from)) {
            return 0;
        }
    }
    for (; taken < decimals; taken++) {
        if (!add_digit(value, '0')) {
            return 0;
        }
    }
    return 1;
}

static bool refuse_decimals(const char *text, int decimals, Err *err)
{
    if (decimals == 0) {
        return fail(err, ERR_INPUT, _("“%.*s” is not a whole number; write for example 12."),
                    QUOTED(text));
    }
    return fail(err, ERR_INPUT,
                _("“%.*s” is not a number of at most %d decimals; write for example 1,5."),
                QUOTED(text), decimals);
}

bool number_parse(const char *text, int decimals, int64_t *out, Err *err)
{
    Written written = {.count = 0};
    if (decimals < 0 || decimals > DECIMALS_MAX) {
        BUG("a number of %d decimals", decimals);
    }
    if (!read_signs(text, &written)) {
        return fail(err, ERR_INPUT,
                    _("“%.*s” is not a number; write for example 500 000 or 1,5."),
                    QUOTED(text));
    }
    const char *end = find_decimals(written.signs, decimals);
    if (!groups_hold(written.signs, end, find_group(written.signs, end))) {
        return fail(err, ERR_INPUT,
                    _("“%.*s” is not a number; write for example 500 000 or 1,5."),
                    QUOTED(text));
    }
    int64_t value = 0;
    bool fits = add_digits(&value, written.signs, end);
    int rest = fits ? add_decimals(&value, *end == '\0' ? end : end + 1, decimals) : 0;
    if (rest < 0) {
        return refuse_decimals(text, decimals, err);
    }
    if (rest == 0) {
        return fail(err, ERR_INPUT, _("“%.*s” is too large a number."), QUOTED(text));
    }
    *out = written.negative ? -value : value;
    return true;
}

static const char *group_mark(Language language)
{
    return language == LANGUAGE_EN ? "," : "\xC2\xA0";
}

static void print_whole(uint64_t value, Language language, Text *out)
{
    char digits[DIGITS_MAX];
    int count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    while (count > 0) {
        text_append_bytes(out, &digits[--count], 1);
        if (count > 0 && count % 3 == 0) {
            text_append(out, group_mark(language));
        }
    }
}

void number_print(int64_t value, int decimals, bool trim, Language language, Text *out)
{
    uint64_t scale = 1;
    for (int i = 0; i < decimals; i++) {
        scale *= 10;
    }
    /* The most negative number has no positive twin among the signed ones. */
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    if (value < 0) {
        text_append(out, "-");
    }
    print_whole(magnitude / scale, language, out);
    uint64_t fraction = magnitude % scale;
    while (trim && decimals > 0 && fraction % 10 == 0) {
        fraction /= 10;
        decimals--;
    }
    if (decimals > 0) {
        text_printf(out, "%s%0*llu", language == LANGUAGE_EN ? "." : ",", decimals,
                    (unsigned long long)fraction);
    }
}
