/* SPDX-License-Identifier: MPL-2.0 */
/* The written forms of one date, private to the room: text → tokens → piece → days. */
#ifndef FRAMDRIFT_BASE_DATE_FORMS_H
#define FRAMDRIFT_BASE_DATE_FORMS_H

#include "names.h"

enum { DATE_TOKENS_MAX = 24 };

/* `sign` is 'N' for a number, one of "./-+" for itself, '~' for "..", and for words: M month,
 * W weekday, K week, S season, T term, H half-year, Q quarter, R "to", F "from". */
typedef struct DateToken {
    char sign;
    int value;
    int digits;
} DateToken;

typedef struct DateTokens {
    DateToken items[DATE_TOKENS_MAX];
    int count;
} DateTokens;

/* False when a word or sign in the folded text belongs to no date. */
bool date_tokens_read(const char *folded, bool swedish, DateTokens *out);

typedef enum PieceKind {
    PIECE_DAY,
    PIECE_BARE_DAY, /* "1." at the beginning of a range */
    PIECE_WEEK,
    PIECE_MONTH,
    PIECE_SEASON,
    PIECE_HALF,
    PIECE_QUARTER,
    PIECE_YEAR,
    PIECE_KIND_COUNT
} PieceKind;

/* A date as far as it was written. */
typedef struct DatePiece {
    PieceKind kind;
    int year; /* 0: not written */
    int month, day;
    int number;  /* week, half, quarter, or row of the seasons */
    int weekday; /* that was written beside the day; -1: none */
    int week;    /* likewise; 0: none */
} DatePiece;

typedef struct DaySpan {
    Day from, to;
    DatePrecision precision;
} DaySpan;

bool date_piece_read(const DateToken *tokens, int count, Day today, DatePiece *out);
/* False when the calendar has no such day, or not with the weekday or week beside it. */
bool date_piece_resolve(const DatePiece *piece, int year, DaySpan *out);

#endif
