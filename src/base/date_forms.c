/* SPDX-License-Identifier: MPL-2.0 */
#include "date_forms.h"

#include <string.h>

/* A form is a row of token signs, and under each sign what it means: d day, m month, y year of four
 * digits, z year of two or four, n the number of the kind, k the week beside a day, x the second
 * year of a winter, - nothing.  Of two rows with equal signs the first whose digits fit is taken. */
typedef struct DateForm {
    const char *signs;
    const char *roles;
    PieceKind kind;
} DateForm;

static const DateForm forms[] = {
    {"N.N", "d-m", PIECE_DAY},
    {"N.N.", "d-m-", PIECE_DAY},
    {"N.N.N", "d-m-z", PIECE_DAY},
    {"N/N", "d-m", PIECE_DAY},
    {"N/N/N", "d-m-z", PIECE_DAY},
    {"N/N-N", "d-m-z", PIECE_DAY},
    {"N-N-N", "y-m-d", PIECE_DAY},
    {"N-N-N", "d-m-y", PIECE_DAY},
    {"N-M-N", "y-m-d", PIECE_DAY},
    {"N-M-N", "d-m-z", PIECE_DAY},
    {"N.M", "d-m", PIECE_DAY},
    {"N.MN", "d-mz", PIECE_DAY},
    {"NM", "dm", PIECE_DAY},
    {"NMN", "dmz", PIECE_DAY},
    {"MN", "md", PIECE_DAY},
    {"MNN", "mdy", PIECE_DAY},
    {"N.MNKN", "d-my-k", PIECE_DAY},
    {"NMNKN", "dmy-k", PIECE_DAY},
    {"N.N.NKN", "d-m-y-k", PIECE_DAY},
    {"N-N-NKN", "y-m-d-k", PIECE_DAY},
    {"N.N", "m-y", PIECE_MONTH},
    {"N/N", "m-y", PIECE_MONTH},
    {"N-N", "y-m", PIECE_MONTH},
    {"M", "m", PIECE_MONTH},
    {"MN", "my", PIECE_MONTH},
    {"M-N", "m-y", PIECE_MONTH},
    {"M/N", "m-y", PIECE_MONTH},
    {"NM", "ym", PIECE_MONTH},
    {"N-M", "y-m", PIECE_MONTH},
    {"KN", "-n", PIECE_WEEK},
    {"KNN", "-ny", PIECE_WEEK},
    {"KN/N", "-n-y", PIECE_WEEK},
    {"KN-N", "-n-y", PIECE_WEEK},
    {"NKN", "y-n", PIECE_WEEK},
    {"N-KN", "y--n", PIECE_WEEK},
    {"S", "n", PIECE_SEASON},
    {"SN", "ny", PIECE_SEASON},
    {"NS", "yn", PIECE_SEASON},
    {"SN/N", "ny-x", PIECE_SEASON},
    {"SN-N", "ny-x", PIECE_SEASON},
    {"HN", "-n", PIECE_HALF},
    {"HNN", "-ny", PIECE_HALF},
    {"HN/N", "-n-y", PIECE_HALF},
    {"NH", "n-", PIECE_HALF},
    {"N.H", "n--", PIECE_HALF},
    {"NHN", "n-y", PIECE_HALF},
    {"NHN", "y-n", PIECE_HALF},
    {"N.HN", "n--y", PIECE_HALF},
    {"N-HN", "y--n", PIECE_HALF},
    {"QN", "-n", PIECE_QUARTER},
    {"QNN", "-ny", PIECE_QUARTER},
    {"QN/N", "-n-y", PIECE_QUARTER},
    {"NQ", "n-", PIECE_QUARTER},
    {"N.Q", "n--", PIECE_QUARTER},
    {"NQN", "n-y", PIECE_QUARTER},
    {"NQN", "y-n", PIECE_QUARTER},
    {"N.QN", "n--y", PIECE_QUARTER},
    {"N-QN", "y--n", PIECE_QUARTER},
    {"N", "y", PIECE_YEAR},
    {"N.", "d-", PIECE_BARE_DAY},
    {"N", "d", PIECE_BARE_DAY},
};

/* The century that puts a year of two digits nearest to today. */
static int whole_year(int short_year, Day today)
{
    int year = 2000;
    int month = 0;
    int day = 0;
    if (today != DAY_NONE) {
        day_to_civil(today, &year, &month, &day);
    }
    int candidate = year / 100 * 100 + short_year;
    if (candidate > year + 50) {
        candidate -= 100;
    } else if (candidate < year - 50) {
        candidate += 100;
    }
    return candidate;
}

static bool take_year(DatePiece *piece, const DateToken *token, char role, Day today)
{
    if (role == 'z' && token->digits == 2) {
        piece->year = whole_year(token->value, today);
        return true;
    }
    if (role == 'x') {
        int next = piece->year + 1;
        return token->digits == 2 ? token->value == next % 100 : token->value == next;
    }
    piece->year = token->value;
    return token->digits == 4 && token->value >= 1800 && token->value <= 2999;
}

static bool take_role(DatePiece *piece, const DateToken *token, char role, Day today)
{
    if (role == '-') {
        return true;
    }
    if (strchr("yzx", role) != NULL) {
        return take_year(piece, token, role, today);
    }
    int *const places[] = {&piece->day, &piece->month, &piece->number, &piece->week};
    const char *order = "dmnk";
    const char *found = strchr(order, role);
    if (found == NULL || token->digits > 2) {
        return false;
    }
    *places[found - order] = token->value;
    return true;
}

static bool form_fits(const DateForm *form, const DateToken *tokens, int count, Day today,
                      DatePiece *out)
{
    if (strlen(form->signs) != (size_t)count) {
        return false;
    }
    for (int i = 0; i < count; i++) {
        if (form->signs[i] != tokens[i].sign) {
            return false;
        }
    }
    DatePiece piece = {.kind = form->kind, .weekday = -1};
    for (int i = 0; i < count; i++) {
        if (!take_role(&piece, &tokens[i], form->roles[i], today)) {
            return false;
        }
    }
    *out = piece;
    return true;
}

bool date_piece_read(const DateToken *tokens, int count, Day today, DatePiece *out)
{
    int weekday = -1;
    if (count > 1 && tokens[0].sign == 'W') {
        weekday = tokens[0].value;
        tokens++;
        count--;
    }
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (form_fits(&forms[i], tokens, count, today, out)) {
            out->weekday = weekday;
            return weekday < 0 || out->kind == PIECE_DAY;
        }
    }
    return false;
}

static bool resolve_months(int year, int first_month, int months, DatePrecision precision,
                           DaySpan *out)
{
    Day from = day_from_civil(year, first_month, 1);
    if (from == DAY_NONE) {
        return false;
    }
    *out = (DaySpan){from, day_add_months(from, months) - 1, precision};
    return true;
}

static bool resolve_day(const DatePiece *piece, int year, DaySpan *out)
{
    Day day = day_from_civil(year, piece->month, piece->day);
    if (day == DAY_NONE || (piece->weekday >= 0 && piece->weekday != day_weekday(day)) ||
        (piece->week > 0 && piece->week != day_iso_week(day, NULL))) {
        return false;
    }
    *out = (DaySpan){day, day, DATE_DAY};
    return true;
}

static bool resolve_week(const DatePiece *piece, int year, DaySpan *out)
{
    Day monday = day_of_iso_week(year, piece->number);
    *out = (DaySpan){monday, monday == DAY_NONE ? DAY_NONE : monday + 6, DATE_WEEK};
    return monday != DAY_NONE;
}

static bool resolve_month(const DatePiece *piece, int year, DaySpan *out)
{
    return piece->month >= 1 && resolve_months(year, piece->month, 1, DATE_MONTH, out);
}

/* In the order of Season, then the Swedish administration's autumn and the terms of its schools. */
static bool resolve_season(const DatePiece *piece, int year, DaySpan *out)
{
    static const struct {
        int first_month, months;
    } seasons[] = {{3, 3}, {6, 3}, {9, 3}, {12, 3}, {8, 5}, {1, 6}, {8, 5}};

    size_t row = (size_t)piece->number;
    return row < COUNT_OF(seasons) && resolve_months(year, seasons[row].first_month,
                                                     seasons[row].months, DATE_SEASON, out);
}

static bool resolve_half(const DatePiece *piece, int year, DaySpan *out)
{
    return piece->number >= 1 && piece->number <= 2 &&
           resolve_months(year, piece->number * 6 - 5, 6, DATE_HALF_YEAR, out);
}

static bool resolve_quarter(const DatePiece *piece, int year, DaySpan *out)
{
    return piece->number >= 1 && piece->number <= 4 &&
           resolve_months(year, piece->number * 3 - 2, 3, DATE_MONTH, out);
}

static bool resolve_year(const DatePiece *piece, int year, DaySpan *out)
{
    (void)piece;
    return resolve_months(year, 1, 12, DATE_YEAR, out);
}

bool date_piece_resolve(const DatePiece *piece, int year, DaySpan *out)
{
    static bool (*const resolvers[PIECE_KIND_COUNT])(const DatePiece *, int, DaySpan *) = {
        [PIECE_DAY] = resolve_day,     [PIECE_WEEK] = resolve_week,
        [PIECE_MONTH] = resolve_month, [PIECE_SEASON] = resolve_season,
        [PIECE_HALF] = resolve_half,   [PIECE_QUARTER] = resolve_quarter,
        [PIECE_YEAR] = resolve_year,
    };
    return resolvers[piece->kind] != NULL && resolvers[piece->kind](piece, year, out);
}
