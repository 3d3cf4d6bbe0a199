/* SPDX-License-Identifier: MPL-2.0 */
#include "date_forms.h"

#include <string.h>

enum { SWEDISH_AUTUMN = SEASON_COUNT, SPRING_TERM, AUTUMN_TERM };

static bool is_digit(char letter)
{
    return letter >= '0' && letter <= '9';
}

static bool is_letter(char letter)
{
    return letter >= 'a' && letter <= 'z';
}

static bool add(DateTokens *tokens, char sign, int value, int digits)
{
    if (tokens->count == DATE_TOKENS_MAX) {
        return false;
    }
    tokens->items[tokens->count++] = (DateToken){sign, value, digits};
    return true;
}

static const char *add_number(DateTokens *tokens, const char *at)
{
    int value = 0;
    int digits = 0;
    for (; is_digit(*at); at++) {
        if (digits == 4) {
            return NULL;
        }
        value = value * 10 + (*at - '0');
        digits++;
    }
    return add(tokens, 'N', value, digits) ? at : NULL;
}

static bool add_known_word(DateTokens *tokens, const DateWord *word, bool swedish)
{
    static const char signs[WORD_KIND_COUNT] = {
        [WORD_MONTH] = 'M', [WORD_WEEKDAY] = 'W', [WORD_WEEK] = 'K',     [WORD_SEASON] = 'S',
        [WORD_TERM] = 'S',  [WORD_HALF] = 'H',    [WORD_QUARTER] = 'Q',  [WORD_ORDINAL] = 'N',
        [WORD_TO] = 'R',    [WORD_FROM] = 'F',    [WORD_SKIPPED] = '\0',
    };
    int value = word->value;
    if (word->kind == WORD_TERM) {
        value = word->value == 0 ? SPRING_TERM : AUTUMN_TERM;
    }
    if (word->kind == WORD_SEASON && value == SEASON_AUTUMN && swedish &&
        strncmp(word->folded, "host", 4) == 0) {
        value = SWEDISH_AUTUMN;
    }
    return word->kind == WORD_SKIPPED || add(tokens, signs[word->kind], value, 1);
}

/* "og med" after "til" or "fra" says nothing more. */
static bool is_filler(const DateTokens *tokens, const char *word)
{
    char last = tokens->count > 0 ? tokens->items[tokens->count - 1].sign : '\0';
    return (last == 'R' || last == 'F') &&
           (strcmp(word, "og") == 0 || strcmp(word, "och") == 0 || strcmp(word, "med") == 0);
}

static const char *add_word(DateTokens *tokens, const char *at, bool swedish)
{
    char word[24];
    size_t length = 0;
    while (is_letter(at[length])) {
        length++;
    }
    if (length >= sizeof word) {
        return NULL;
    }
    memcpy(word, at, length);
    word[length] = '\0';
    at += length;
    if (*at == '.' && at[1] != '.') {
        at++; /* "sep." and "v." */
    }
    const DateWord *known = date_word_find(word);
    if (known != NULL ? add_known_word(tokens, known, swedish) : is_filler(tokens, word)) {
        return at;
    }
    return NULL;
}

/* What is longer than one sign but no word; NULL when there is none here. */
static const char *add_abbreviation(DateTokens *tokens, const char *at)
{
    static const struct {
        const char *written;
        char sign;
    } abbreviations[] = {{"t.o.m.", 'R'}, {"t.o.m", 'R'},  {"t o m", 'R'}, {"fr.o.m.", 'F'},
                         {"fr.o.m", 'F'}, {"f.o.m.", 'F'}, {"f.o.m", 'F'}, {"..", '~'}};

    for (size_t i = 0; i < COUNT_OF(abbreviations); i++) {
        size_t length = strlen(abbreviations[i].written);
        if (strncmp(at, abbreviations[i].written, length) == 0) {
            return add(tokens, abbreviations[i].sign, 0, 0) ? at + length : NULL;
        }
    }
    return NULL;
}

bool date_tokens_read(const char *folded, bool swedish, DateTokens *out)
{
    out->count = 0;
    for (const char *at = folded; *at != '\0';) {
        const char *next = add_abbreviation(out, at);
        if (next != NULL) {
            at = next;
        } else if (*at == ' ' || *at == ',' || *at == ':') {
            at++;
        } else if (is_digit(*at)) {
            at = add_number(out, at);
        } else if (is_letter(*at)) {
            at = add_word(out, at, swedish);
        } else if (strchr("./-+", *at) != NULL) {
            at = add(out, *at, 0, 0) ? at + 1 : NULL;
        } else {
            return false;
        }
        if (at == NULL) {
            return false;
        }
    }
    return true;
}
