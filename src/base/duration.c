/* SPDX-License-Identifier: MPL-2.0 */
/* Working time in minutes. */
#include "framdrift/base.h"
#include "quote.h"

#include <string.h>
#include <strings.h>

enum {
    MINUTES_OF_TWO_WEEKS = 2 * MINUTES_PER_WEEK,
    MINUTES_PER_HOUR = 60,
    UNIT_LETTERS_MAX = 12,
    PARTS_MAX = 4
};

typedef struct Unit {
    const char *word;
    int minutes;
} Unit;

static const Unit units[] = {
    {"d", MINUTES_PER_DAY},
    {"day", MINUTES_PER_DAY},
    {"days", MINUTES_PER_DAY},
    {"dag", MINUTES_PER_DAY},
    {"dager", MINUTES_PER_DAY},
    {"dagar", MINUTES_PER_DAY},
    {"w", MINUTES_PER_WEEK},
    {"week", MINUTES_PER_WEEK},
    {"weeks", MINUTES_PER_WEEK},
    {"u", MINUTES_PER_WEEK},
    {"uke", MINUTES_PER_WEEK},
    {"uker", MINUTES_PER_WEEK},
    {"v", MINUTES_PER_WEEK},
    {"veke", MINUTES_PER_WEEK},
    {"veker", MINUTES_PER_WEEK},
    {"vecka", MINUTES_PER_WEEK},
    {"veckor", MINUTES_PER_WEEK},
    {"h", MINUTES_PER_HOUR},
    {"hour", MINUTES_PER_HOUR},
    {"hours", MINUTES_PER_HOUR},
    {"t", MINUTES_PER_HOUR},
    {"time", MINUTES_PER_HOUR},
    {"timer", MINUTES_PER_HOUR},
    {"timar", MINUTES_PER_HOUR},
    {"timme", MINUTES_PER_HOUR},
    {"timmar", MINUTES_PER_HOUR},
    {"tim", MINUTES_PER_HOUR},
    {"m", 1},
    {"min", 1},
    {"minute", 1},
    {"minutes", 1},
    {"minutt", 1},
    {"minutter", 1},
    {"minut", 1},
    {"minuter", 1},
};

static const char *skip_spaces(const char *at)
{
    for (;;) {
        const char *next = at;
        uint32_t codepoint = utf8_next(&next);
        if (codepoint != ' ' && codepoint != 0xA0 && codepoint != 0x202F) {
            return at;
        }
        at = next;
    }
}

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

/* "2,5" as 250: hundredths, since a quarter of a day is the finest that people write. */
static const char *read_hundredths(const char *at, int64_t *out)
{
    int64_t value = 0;
    int digits = 0;
    int decimals = -1;
    for (;; at++) {
        if (is_digit(*at) && digits < 9 && decimals < 2) {
            value = value * 10 + (*at - '0');
            digits++;
            decimals += decimals >= 0 ? 1 : 0;
        } else if ((*at == ',' || *at == '.') && decimals < 0 && digits > 0 &&
                   is_digit(at[1])) {
            decimals = 0;
        } else {
            break;
        }
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 2; i++) {
        value *= 10;
    }
    *out = value;
    return digits > 0 && !is_digit(*at) ? at : NULL;
}

static const char *read_unit(const char *at, int *minutes)
{
    size_t length = 0;
    while (length < UNIT_LETTERS_MAX &&
           ((at[length] | 0x20) >= 'a' && (at[length] | 0x20) <= 'z')) {
        length++;
    }
    for (size_t i = 0; i < COUNT_OF(units) && length > 0; i++) {
        if (strlen(units[i].word) == length && strncasecmp(units[i].word, at, length) == 0) {
            *minutes = units[i].minutes;
            return at + length + (at[length] == '.' ? 1 : 0);
        }
    }
    return NULL;
}

/* One part, "2,5 d"; only the last may lack its unit.  A part that is no whole minute is refused. */
static const char *read_part(const char *at, int64_t *sum)
{
    int64_t hundredths = 0;
    int unit = MINUTES_PER_DAY;
    at = read_hundredths(at, &hundredths);
    if (at == NULL) {
        return NULL;
    }
    at = skip_spaces(at);
    if (*at != '\0') {
        at = read_unit(at, &unit);
    }
    if (hundredths * unit % 100 != 0) {
        return NULL;
    }
    *sum += hundredths * unit / 100;
    return at == NULL ? NULL : skip_spaces(at);
}

bool duration_parse(const char *text, int64_t *minutes, Err *err)
{
    const char *at = skip_spaces(text);
    bool minus = *at == '-' || strncmp(at, "−", strlen("−")) == 0;
    if (minus) {
        at += *at == '-' ? 1 : strlen("−");
    } else if (*at == '+') {
        at++;
    }
    at = skip_spaces(at);
    int64_t sum = 0;
    int parts = 0;
    do {
        at = read_part(at, &sum);
        parts++;
    } while (at != NULL && *at != '\0' && parts < PARTS_MAX);
    if (at == NULL || *at != '\0') {
        return fail(err, ERR_INPUT,
                    _("\"%.*s\" is not a duration; write for example 3d, 2w or 4h."),
                    QUOTED(text));
    }
    *minutes = minus ? -sum : sum;
    return true;
}

typedef enum UnitName { UNIT_WEEK, UNIT_DAY, UNIT_HOUR, UNIT_MINUTE, UNIT_COUNT } UnitName;

void duration_print(int64_t minutes, Language language, Text *out)
{
    static const char *const names[LANGUAGE_COUNT][UNIT_COUNT] = {
        [LANGUAGE_EN] = {"w", "d", "h", "m"},
        [LANGUAGE_NB] = {"u", "d", "t", "m"},
        [LANGUAGE_NN] = {"v", "d", "t", "m"},
        [LANGUAGE_SV] = {"v", "d", "h", "m"},
    };
    const char *const *spoken =
        names[(size_t)language < LANGUAGE_COUNT ? language : LANGUAGE_EN];
    bool whole_weeks = minutes % MINUTES_PER_WEEK == 0 &&
                       (minutes >= MINUTES_OF_TWO_WEEKS || minutes <= -MINUTES_OF_TWO_WEEKS);
    bool beyond_a_day = minutes > MINUTES_PER_DAY || minutes < -MINUTES_PER_DAY;
    if (whole_weeks) {
        text_printf(out, "%lld %s", (long long)(minutes / MINUTES_PER_WEEK), spoken[UNIT_WEEK]);
    } else if (minutes % MINUTES_PER_DAY == 0) {
        text_printf(out, "%lld %s", (long long)(minutes / MINUTES_PER_DAY), spoken[UNIT_DAY]);
    } else if (beyond_a_day && minutes % (MINUTES_PER_DAY / 2) == 0) {
        number_print(minutes * 10 / MINUTES_PER_DAY, 1, false, language, out);
        text_printf(out, " %s", spoken[UNIT_DAY]);
    } else if (minutes % MINUTES_PER_HOUR == 0) {
        text_printf(out, "%lld %s", (long long)(minutes / MINUTES_PER_HOUR), spoken[UNIT_HOUR]);
    } else {
        text_printf(out, "%lld %s", (long long)minutes, spoken[UNIT_MINUTE]);
    }
}
