/* SPDX-License-Identifier: MPL-2.0 */
#include "framdrift/base.h"

#include <string.h>

static const struct {
    const char *code;
    Language language;
} codes[] = {
    {"en", LANGUAGE_EN}, {"nb", LANGUAGE_NB}, {"no", LANGUAGE_NB},
    {"nn", LANGUAGE_NN}, {"sv", LANGUAGE_SV},
};

static char lower_ascii(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

bool language_parse(const char *name, Language *out)
{
    if (name == NULL || name[0] == '\0' || name[1] == '\0') {
        return false;
    }
    /* What follows the code is a country, a character set or a variant. */
    if (name[2] != '\0' && strchr("_-.@", name[2]) == NULL) {
        return false;
    }
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        if (lower_ascii(name[0]) == codes[i].code[0] &&
            lower_ascii(name[1]) == codes[i].code[1]) {
            *out = codes[i].language;
            return true;
        }
    }
    return false;
}

const char *language_name(Language language)
{
    static const char *const names[LANGUAGE_COUNT] = {"en", "nb", "nn", "sv"};
    return (size_t)language < LANGUAGE_COUNT ? names[language] : "en";
}
