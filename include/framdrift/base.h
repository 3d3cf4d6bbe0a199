/* SPDX-License-Identifier: MPL-2.0 */
/*
 * base: memory, text, dates, errors, configuration files (floor 0)
 *
 * The room knows nothing of plans.  It never prints, never reads the clock, the environment or a
 * global: today, the language and paths come in as arguments.
 *
 * Ownership.  A function that takes an Arena returns memory of that arena, valid until the arena is
 * cleared or freed.  Nothing is freed singly.  Out of memory never returns: see base_out_of_memory.
 *
 * Text.  Every `const char *` in the program is valid UTF-8, NUL-terminated, unless a comment says
 * "raw".  Raw bytes (files, terminals, arguments) enter through text_clean or utf8_is_valid.
 */
#ifndef FRAMDRIFT_BASE_H
#define FRAMDRIFT_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Marks a word for translation in a table; `_()` translates where it is shown. */
#define N_(text) (text)
#define _(text)  base_translate(text)
const char *base_translate(const char *text) __attribute__((format_arg(1)));

#define COUNT_OF(array)                  (sizeof(array) / sizeof((array)[0]))
#define PRINTF_LIKE(format_at, first_at) __attribute__((format(printf, format_at, first_at)))

/* ---------------------------------------------------------------------------------------------
 * Errors are values
 *
 * `bool f(…, Err *err)` is false exactly when it has set *err.  The message is one whole sentence
 * for a person: it names the place, what was wrong and what would be right.  The first error wins:
 * fail() on an Err that is already set leaves it, so that a caller may add nothing by accident.
 */
typedef enum ErrCode {
    ERR_NONE,
    ERR_USAGE,      /* the command line itself is wrong: exit 2 */
    ERR_INPUT,      /* a value, name or date that does not fit: exit 1 */
    ERR_NOT_FOUND,  /* a row, view, theme or file that is not there: exit 1 */
    ERR_READ_ONLY,  /* writing where only reading is allowed: exit 1 */
    ERR_LOCKED,     /* another program holds the file too long: exit 1 */
    ERR_IO,         /* the disk, a permission, a full file system: exit 1 */
    ERR_CONFLICT,   /* somebody else changed it meanwhile, or conflicts remain: exit 3 */
    ERR_NOT_A_PLAN, /* another kind of file: exit 4 */
    ERR_NEWER,      /* a plan of a newer version than this program: exit 4 when writing */
    ERR_DAMAGED,    /* a plan whose content does not add up: exit 4 */
    ERR_NO_TERMINAL /* no usable terminal: exit 2 */
} ErrCode;

typedef struct Err {
    ErrCode code;
    char message[480];
} Err;

/* Sets *err (when err is not NULL and not already set) and returns false. */
bool fail(Err *err, ErrCode code, const char *format, ...) PRINTF_LIKE(3, 4);
void err_clear(Err *err);
/* The exit status of the program for an error: see the table above. */
int err_exit_status(ErrCode code);

/* The impossible happened: gives the terminal back (base_set_last_words), says where, aborts. */
#define BUG(...) base_bug(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void base_bug(const char *file, int line, const char *format, ...) PRINTF_LIKE(3, 4);
_Noreturn void base_out_of_memory(void);
/* Called once with a message before the program dies by BUG or lack of memory.  NULL: stderr. */
void base_set_last_words(void (*say)(const char *message));

/* ---------------------------------------------------------------------------------------------
 * Arena: memory of one lifetime
 *
 * Three lifetimes exist: the program, one generation of the plan, one frame.  Allocations are
 * zeroed and aligned for any type.  arena_clear keeps one block for the next use.
 */
typedef struct Arena Arena;
Arena *arena_new(void);
void arena_clear(Arena *arena);
void arena_free(Arena *arena); /* NULL is allowed */
void *arena_alloc(Arena *arena, size_t bytes);
void *arena_bare(Arena *arena, size_t bytes); /* not zeroed: for what is written whole */
void *arena_array(Arena *arena, size_t count, size_t bytes_each); /* BUG() on overflow */
void *arena_grown(Arena *arena, const void *items, size_t count, size_t capacity,
                  size_t bytes_each); /* a larger array with what the old one held */
char *arena_strdup(Arena *arena, const char *text); /* NULL gives NULL */
char *arena_strndup(Arena *arena, const char *text, size_t bytes);
char *arena_printf(Arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
size_t arena_bytes(const Arena *arena); /* taken from the system, for the tests */
#define ARENA_NEW(arena, Type)          ((Type *)arena_alloc((arena), sizeof(Type)))
#define ARENA_ARRAY(arena, Type, count) ((Type *)arena_array((arena), (count), sizeof(Type)))
/* Room for one more in an array that grows: twice as large when it is full, `first` at the beginning (items
 * NULL, capacity 0).  The smaller one stays in the arena, and may still be pointed to. */
#define ARENA_GROW(arena, items, count, capacity, first)                                       \
    do {                                                                                       \
        if ((count) == (capacity)) {                                                           \
            (capacity) = (capacity) == 0 ? (first) : (capacity)*2;                             \
            (items) = arena_grown((arena), (items), (count), (capacity), sizeof *(items));     \
        }                                                                                      \
    } while (0)

/* ---------------------------------------------------------------------------------------------
 * Text: a growing string on the heap.  {0} is a valid empty one; text_free gives it back.
 * `bytes` is NUL-terminated whenever it is not NULL; text_string never returns NULL.
 */
typedef struct Text {
    char *bytes;
    size_t length, capacity;
} Text;

void text_free(Text *text);
void text_clear(Text *text);
void text_append(Text *text, const char *more);
void text_append_bytes(Text *text, const char *more, size_t bytes);
void text_append_char(Text *text, uint32_t codepoint);
void text_append_number(Text *text, int64_t number); /* as "%d", without a format to read */
void text_printf(Text *text, const char *format, ...) PRINTF_LIKE(2, 3);
void text_vprintf(Text *text, const char *format, va_list arguments) PRINTF_LIKE(2, 0);
const char *text_string(const Text *text);
/* JSON string with quotes and escapes; JSON has no control characters. */
void text_append_json(Text *text, const char *value);

bool text_equal(const char *one, const char *other); /* NULL equals NULL only */
bool text_is_empty(const char *text);                /* NULL or "" */

/* ---------------------------------------------------------------------------------------------
 * UTF-8, width, and what may reach a screen
 *
 * Width is utf8proc's, in terminal columns: 0, 1 or 2.  No locale is needed.
 */
/* Decodes one code point at *at and advances.  An invalid byte gives U+FFFD and advances by one.
 * 0 at the end. */
uint32_t utf8_next(const char **at);
bool utf8_is_valid(const char *raw, size_t bytes);
size_t utf8_encode(uint32_t codepoint, char out[static 5]); /* bytes written; NUL-terminated */
int utf8_width(uint32_t codepoint);
int text_width(const char *text); /* columns of the whole text, after utf8_safe */
/* What may be shown in place of a code point: itself; ' ' for newline and tab; U+FFFD for other
 * controls, C1, bidi and zero-width controls, unassigned; 0 for "drop" (U+FE0F, soft hyphen). */
uint32_t utf8_safe(uint32_t codepoint);
/* A raw string made valid and safe: the one gate for text that goes to a terminal or a message.
 * `keep_newlines` leaves \n.  Result in the arena. */
char *text_clean(Arena *arena, const char *raw, size_t bytes, bool keep_newlines);
/* The same for valid UTF-8 from a plan's file: the text itself when there is nothing to clean. */
const char *text_shown(Arena *arena, const char *text);
/* The same for its bytes, with \0 behind them, whether they are valid or not. */
const char *text_read(Arena *arena, const char *raw, size_t bytes);
/* A label in the middle of a sentence: "Decision points" → "decision points", but "SWOT" stays. */
const char *text_lower_first(Arena *arena, const char *text);
/* Clipped to `columns`, with "…" (or "." when ascii) as the last column when something was cut. */
char *text_clip(Arena *arena, const char *text, int columns, bool ascii);
/* Byte offset of the next/previous grapheme boundary, for line editors. */
size_t text_next_grapheme(const char *text, size_t at);
size_t text_previous_grapheme(const char *text, size_t at);
/* For a terminal without UTF-8: æ→ae ø→o å→a, others to their base letter or '?'. */
char *text_to_ascii(Arena *arena, const char *text);
/* NFC. */
char *text_normalise(Arena *arena, const char *text);

/* Lines of at most `columns`, broken at spaces (words longer than a line are cut).  A newline in
 * the text starts a new line. */
typedef struct TextLines {
    const char **lines;
    size_t count;
} TextLines;

TextLines text_wrap(Arena *arena, const char *text, int columns);

/* Search: case and accents folded, so that "asnes" and "aasnes" find "Åsnes", "o" finds "ø". */
char *text_fold(Arena *arena, const char *text);
bool text_contains_folded(const char *folded_haystack, const char *folded_needle);
/* Fuzzy match of a folded needle in a folded text, in order; higher is better, < 0: no match.
 * Consecutive letters and beginnings of words score more. */
int text_fuzzy_score(const char *folded_text, const char *folded_needle);
/* How many letters must be put in, left out or changed to make one name the other. */
size_t text_edit_distance(const char *one, const char *other);

/* ---------------------------------------------------------------------------------------------
 * Language and country: words of dates, numbers and the alphabet are compiled in
 */
typedef enum Language {
    LANGUAGE_EN,
    LANGUAGE_NB,
    LANGUAGE_NN,
    LANGUAGE_SV,
    LANGUAGE_COUNT
} Language;

typedef enum Country { COUNTRY_NO, COUNTRY_SE, COUNTRY_COUNT } Country;

bool language_parse(const char *name, Language *out); /* "nb", "nb_NO.UTF-8", "no" → nb */
const char *language_name(Language language);         /* "nb" */
/* Alphabetic order of the language (nb/nn: … z æ ø å with aa = å; sv: … z å ä ö), numbers inside
 * names by value ("2" before "10").  < 0, 0, > 0. */
int text_collate(Language language, const char *one, const char *other);

/* ---------------------------------------------------------------------------------------------
 * Days and honest dates
 *
 * A Day counts days since 1970-01-01.  Most dates in real plans are not days, so a HonestDate is an
 * interval with a precision, the text as written, and whether the year was filled in by us.
 */
typedef int32_t Day;
#define DAY_NONE INT32_MIN

Day day_from_civil(int year, int month, int day); /* DAY_NONE when there is no such day */
void day_to_civil(Day day, int *year, int *month, int *day_of_month);
int day_year(Day day);
int day_weekday(Day day);                    /* 0 Monday … 6 Sunday */
int day_iso_week(Day day, int *iso_year);    /* 1 … 53 */
Day day_of_iso_week(int iso_year, int week); /* the Monday; DAY_NONE for a week that is none */
Day day_easter_sunday(int year);             /* Gregorian */
Day day_add_months(Day day, int months);     /* clipped to the end of a shorter month */

typedef enum DatePrecision {
    DATE_NONE, /* no date at all: the zero value */
    DATE_DAY,
    DATE_WEEK,
    DATE_MONTH,
    DATE_SEASON,
    DATE_HALF_YEAR,
    DATE_YEAR,
    DATE_EVENT, /* "the council meetings in December": from/to only bound it, and may be DAY_NONE */
    DATE_UNKNOWN, /* written, but not understood as a date: "nyligen" */
    DATE_PRECISION_COUNT
} DatePrecision;

typedef struct HonestDate {
    Day from, to; /* inclusive; DAY_NONE when not known */
    DatePrecision precision;
    bool inferred;          /* the year (or the season's bounds) was filled in, not written */
    const char *as_written; /* NULL when the date was set by moving, not by typing */
} HonestDate;

typedef struct DateContext {
    Day today;  /* fills in a missing year, and anchors "+2v", "fre" */
    Day anchor; /* what "+2v" is added to; DAY_NONE: today */
    Language language;
} DateContext;

/* Reads every form that PRODUCT.md names, in all four languages whatever the context's language:
 * 3.9  3.9.20  03.09.2020  3/9  2020-09-03  2021-dec-21  1. september  1.november  3 Sep 2020
 * uke 36  veke 36  vecka 13  week 36  v13  w36  2020-W36  sep 2020  desember 2020  høst 2020
 * haust  hösten  ht 2020  vår  H1 2021  1. halvår  Q3 2021 (a quarter is a month interval)
 * 2022  juli til og med desember 2017  2020-09-01..2020-09-30  +2v  +3d  -1m  fre  i dag  today
 * i morgen.  A form that ends in "event:" text, or text prefixed "event:", gives DATE_EVENT.
 * A year that was not written is the one that puts the date nearest to `today` (ties: the future)
 * and sets `inferred`.  "" and "-" give DATE_NONE.  Anything else is ERR_INPUT with a sentence that
 * names two forms that would be right. */
bool date_parse(Arena *arena, const DateContext *context, const char *text, HonestDate *out,
                Err *err);
/* One exact day, without words. */
HonestDate date_from_day(Day day);
bool date_is_set(const HonestDate *date); /* precision != DATE_NONE */
/* Overdue means that the END of the interval has passed; an event without a date never is. */
bool date_is_past(const HonestDate *date, Day today);
/* Moves both bounds by days: the words no longer hold, so as_written becomes NULL and an inexact
 * precision stays. */
HonestDate date_moved(const HonestDate *date, int days);
/* by from, then to; none last */
int date_compare(const HonestDate *one, const HonestDate *other);

typedef enum DateStyle {
    DATE_STYLE_SHORT,   /* "1 Sep", "1. sep.", "1 sep"; "w37"; "Dec 2020" */
    DATE_STYLE_NUMERIC, /* 03.09.2020 in nb and nn, 2020-09-03 in sv and en */
    DATE_STYLE_LONG     /* "Thu 3 Sep 2020, week 36" */
} DateStyle;

void date_print(const HonestDate *date, DateStyle style, Language language, Text *out);
/* As a person wrote it, else numeric.  An event without days: its words. */
void date_print_as_written(const HonestDate *date, Language language, Text *out);
void day_print(Day day, DateStyle style, Language language, Text *out);
/* ISO "2020-09-03". */
void day_print_iso(Day day, Text *out);
bool day_parse_iso(const char *text, Day *out);
const char *date_precision_name(DatePrecision precision); /* "day", … for machines */
const char *date_month_name(int month, bool long_form, Language language);  /* 1 … 12 */
const char *date_weekday_name(int weekday, int letters, Language language); /* letters 2 or 3 */
const char *date_week_word(Language language); /* "week", "uke" … */

/* The stored form, one line of text, stable for ever:
 * FROM/TO/PRECISION/INFERRED/AS WRITTEN, e.g. "2020-09-01/2020-09-01/day/1/1. september".
 * Missing days are empty.  DATE_NONE is the empty string. */
void date_encode(const HonestDate *date, Text *out);
bool date_decode(Arena *arena, const char *stored, HonestDate *out);

/* ---------------------------------------------------------------------------------------------
 * Numbers: whole numbers of a small unit, so that nothing is rounded in silence
 */
/* "500 000,00", "kr 500 000,-", "1.5", "−3" → value × 10^decimals.  NBSP, U+202F and space group. */
bool number_parse(const char *text, int decimals, int64_t *out, Err *err);
/* 500 000,00 (NBSP as group) in nb nn sv; 500,000.00 in en.  Trailing zero decimals are dropped
 * when `trim`. */
void number_print(int64_t value, int decimals, bool trim, Language language, Text *out);
/* Working time.  "3d", "2v"/"2u"/"2w" (weeks), "4h"/"4t", "90m", "2,5 d"; a bare number is days.
 * Minutes of working time; a day is 480, a week 2400. */
bool duration_parse(const char *text, int64_t *minutes, Err *err);
void duration_print(int64_t minutes, Language language, Text *out); /* "5 d", "2 w", "4 h" */
#define MINUTES_PER_DAY  480
#define MINUTES_PER_WEEK 2400

/* ---------------------------------------------------------------------------------------------
 * Configuration files (the only caller of iniparser)
 *
 * A BOM, one bad line or one long line makes iniparser refuse the whole file, and '#' starts a
 * comment: so the file is read and cut into good lines first, every bad line is reported with its
 * number, and the rest still holds.
 */
typedef struct Ini Ini;
/* Reports one fault: file, line (0: whole file), key (may be NULL), and the sentence. */
typedef void IniReport(void *context, const char *file, int line, const char *key,
                       const char *sentence);
/* NULL only when the file cannot be read at all (reported).  Owned by the arena. */
Ini *ini_read(Arena *arena, const char *path, IniReport *report, void *context);
Ini *ini_read_text(Arena *arena, const char *name, const char *raw, IniReport *report,
                   void *context);
/* "section:key", lower case; NULL when absent. */
const char *ini_get(const Ini *ini, const char *key);
int ini_line(const Ini *ini, const char *key); /* 0 when absent */
/* Every key in order of the file. */
size_t ini_count(const Ini *ini);
const char *ini_key(const Ini *ini, size_t index);

#endif
