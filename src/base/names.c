/* SPDX-License-Identifier: MPL-2.0 */
/* How the four languages write months, weekdays and seasons. */
#include "names.h"

bool language_valid(Language language)
{
    return (size_t)language < LANGUAGE_COUNT;
}

static Language language_or_english(Language language)
{
    return language_valid(language) ? language : LANGUAGE_EN;
}

const char *date_month_name(int month, bool long_form, Language language)
{
    static const char *const short_names[LANGUAGE_COUNT][12] = {
        [LANGUAGE_EN] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
                         "Nov", "Dec"},
        [LANGUAGE_NB] = {"jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt",
                         "nov", "des"},
        [LANGUAGE_NN] = {"jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt",
                         "nov", "des"},
        [LANGUAGE_SV] = {"jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep",
                         "okt", "nov", "dec"},
    };
    static const char *const long_names[LANGUAGE_COUNT][12] = {
        [LANGUAGE_EN] = {"January", "February", "March", "April", "May", "June", "July",
                         "August", "September", "October", "November", "December"},
        [LANGUAGE_NB] = {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august",
                         "september", "oktober", "november", "desember"},
        [LANGUAGE_NN] = {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august",
                         "september", "oktober", "november", "desember"},
        [LANGUAGE_SV] = {"januari", "februari", "mars", "april", "maj", "juni", "juli",
                         "augusti", "september", "oktober", "november", "december"},
    };
    if (month < 1 || month > 12) {
        return "";
    }
    Language spoken = language_or_english(language);
    return long_form ? long_names[spoken][month - 1] : short_names[spoken][month - 1];
}

bool date_month_is_cut(int month)
{
    return month != 5;
}

const char *date_weekday_name(int weekday, int letters, Language language)
{
    static const char *const of_two[LANGUAGE_COUNT][7] = {
        [LANGUAGE_EN] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"},
        [LANGUAGE_NB] = {"ma", "ti", "on", "to", "fr", "lø", "sø"},
        [LANGUAGE_NN] = {"må", "ty", "on", "to", "fr", "la", "sø"},
        [LANGUAGE_SV] = {"må", "ti", "on", "to", "fr", "lö", "sö"},
    };
    static const char *const of_three[LANGUAGE_COUNT][7] = {
        [LANGUAGE_EN] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
        [LANGUAGE_NB] = {"man", "tir", "ons", "tor", "fre", "lør", "søn"},
        [LANGUAGE_NN] = {"mån", "tys", "ons", "tor", "fre", "lau", "søn"},
        [LANGUAGE_SV] = {"mån", "tis", "ons", "tor", "fre", "lör", "sön"},
    };
    if (weekday < 0 || weekday > 6) {
        return "";
    }
    Language spoken = language_or_english(language);
    return letters <= 2 ? of_two[spoken][weekday] : of_three[spoken][weekday];
}

const char *date_week_word(Language language)
{
    static const char *const words[LANGUAGE_COUNT] = {"week", "uke", "veke", "vecka"};
    return words[language_or_english(language)];
}

const char *date_week_letter(Language language)
{
    static const char *const letters[LANGUAGE_COUNT] = {"w", "u", "v", "v"};
    return letters[language_or_english(language)];
}

const char *date_season_name(Season season, Language language)
{
    static const char *const names[LANGUAGE_COUNT][SEASON_COUNT] = {
        [LANGUAGE_EN] = {"spring", "summer", "autumn", "winter"},
        [LANGUAGE_NB] = {"vår", "sommer", "høst", "vinter"},
        [LANGUAGE_NN] = {"vår", "sommar", "haust", "vinter"},
        [LANGUAGE_SV] = {"vår", "sommar", "höst", "vinter"},
    };
    return (size_t)season < SEASON_COUNT ? names[language_or_english(language)][season] : "";
}
