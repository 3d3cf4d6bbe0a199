/* SPDX-License-Identifier: MPL-2.0 */
/* Words of dates, private to the room. */
#ifndef FRAMDRIFT_BASE_NAMES_H
#define FRAMDRIFT_BASE_NAMES_H

#include "framdrift/base.h"

typedef enum Season {
    SEASON_SPRING,
    SEASON_SUMMER,
    SEASON_AUTUMN,
    SEASON_WINTER,
    SEASON_COUNT
} Season;

const char *date_season_name(Season season, Language language);
/* "uke 36" in short: w, u, v, v. */
const char *date_week_letter(Language language);
/* Whether the short name is a word cut off, which Norwegian marks with a full stop. */
bool date_month_is_cut(int month);
bool language_valid(Language language);

/* What a folded word means inside a written date. */
typedef enum WordKind {
    WORD_MONTH,   /* value 1 … 12 */
    WORD_WEEKDAY, /* value 0 … 6 */
    WORD_WEEK,    /* "uke" */
    WORD_SEASON,  /* value Season */
    WORD_TERM,    /* Swedish vt and ht: value 0 spring, 1 autumn */
    WORD_HALF,    /* "halvår", "h" */
    WORD_QUARTER, /* "kvartal", "q" */
    WORD_ORDINAL, /* "første": value 1 … 4 */
    WORD_TO,      /* "til og med" */
    WORD_FROM,    /* "fra": only before a range */
    WORD_SKIPPED, /* "den", "i", "under" */
    WORD_KIND_COUNT
} WordKind;

typedef struct DateWord {
    const char *folded;
    WordKind kind;
    int value;
} DateWord;

/* NULL when the word is none of a date. */
const DateWord *date_word_find(const char *folded);
/* The unit of "+2v": 'd', 'w', 'm' or 'y'; 0 when it is none. */
char date_unit_find(const char *folded);

#endif
