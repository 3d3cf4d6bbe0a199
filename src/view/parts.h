/* SPDX-License-Identifier: MPL-2.0 */
/* Small things that several views share: validity, rules with a title, the cursor's bar, names. */
#ifndef FRAMDRIFT_VIEW_PARTS_H
#define FRAMDRIFT_VIEW_PARTS_H

#include "framdrift/view.h"

/* Whether something that holds from/to (either may be absent) is in force on `today`. */
bool part_is_valid(const HonestDate *from, const HonestDate *to, Day today);

/* A taken seat of which a redacted plan does not say by whom: the name was not read, or the role would
 * tell who is a member of a union. */
bool part_is_unnamed(const Plan *plan, const Seat *seat);

/* "── title ───────" over `columns`. */
void part_rule(Canvas *canvas, int x, int y, int columns, const char *title);

/* The bar over the cell under the cursor, its `>` in the column before, and the hardware cursor.
 * `edit` is where an in-place editor for the cell fits. */
void part_cursor(Canvas *canvas, Rect bar, Rect edit, ViewLaid *laid);

/* The bar of a place: so much of its first row, up to a whole word, that a move costs no more than in the
 * timeline. */
Rect part_short_bar(const Canvas *canvas, Rect place);
/* All of it, or with the pane hidden a short one. */
Rect part_bar(const ViewInput *input, const Canvas *canvas, Rect place);

/* Adds a cell of the cursor's grid, and after it where a bar over the text in it shows. */
void part_hit(const ViewInput *input, HitMap *hits, Rect cell, Rect text, int row, int column);

/* How a row is written: changed by somebody else just now, marked, or as `style` says. */
StyleRole part_row_style(const ViewInput *input, RowId id, StyleRole style);

/* The sign of a marked row, where underlines do not show; before the cursor's. */
void part_mark(const ViewInput *input, RowId id, Canvas *canvas, int x, int y);

/* The initials of whoever else edits this row, at the right edge of its first line. */
void part_editor(const ViewInput *input, RowId id, Canvas *canvas, Rect line);

/* Whether a filter is on and this text holds it. */
bool part_is_match(const ViewInput *input, const char *text, Arena *arena);
/* Underlines what was drawn at a place when its text holds the filter. */
void part_show_match(const ViewInput *input, Canvas *canvas, Rect area, StyleRole style,
                     const char *text);

/* Whether words hold a folded filter; "61/20" and "061/20" are the same case wherever they stand. */
bool part_words_match(const char *words, const char *filter, Arena *arena);

/* Dates in few words ("1 Sep"), and as a person wrote them; "" where there is none. */
const char *part_date(const HonestDate *date, Language language, Arena *arena);
const char *part_date_as_written(const HonestDate *date, Language language, Arena *arena);
const char *part_day(Day day, Language language, Arena *arena);
/* "Thu 3 Sep 2020   week 36"; the year where there is room, "" on no day. */
const char *part_today(Day today, Language language, bool with_year, Arena *arena);
/* Seconds since 1970 as "3 Sep 14:02" at `offset` seconds east. */
const char *part_time(int64_t time, int offset, Language language, Arena *arena);
/* Hundredths as "24,5" (trimmed) or "14 700,00". */
const char *part_number(int64_t hundredths, bool trim, Language language, Arena *arena);
/* "k-sak 061/20", or "" for no decision. */
const char *part_case(const Plan *plan, RowId decision, Arena *arena);
/* "061/20 pkt 6" in the language of the plan, or "". */
const char *part_point(const Plan *plan, RowId point, Arena *arena);
const char *part_body_name(const Plan *plan, RowId body);

/* From these heights of its area on, a list has room for little and for much below it. */
enum { PART_MEDIUM_HEIGHT = 14, PART_LARGE_HEIGHT = 30 };

/* Whether the pane about the row under the cursor is shown; nobody hides it on a wall. */
bool part_shows_detail(const ViewInput *input);
/* Rows for that pane below a list: `medium`, `large`, or none. */
int part_detail_rows(const ViewInput *input, Rect area, int medium, int large);

/* A wrapped paragraph of at most `rows` rows; the last one ends in "…" when there was more.
 * Returns the rows used. */
int part_paragraph(Canvas *canvas, Rect area, StyleRole style, const char *text);

/* The short name of a group or a municipality; "" for none. */
const char *part_group_short(const Plan *plan, RowId group);
const char *part_municipality_name(const Plan *plan, RowId municipality);

/* A person's name in `columns` columns: middle names become initials when it does not fit. */
const char *part_person_name(Arena *arena, const char *name, int columns);

/* What such a paragraph would take when nothing limits it. */
int part_paragraph_rows(Arena *arena, const char *text, int columns);

/* The title and text of a place below a view: a rule, then paragraphs until the area is full. */
typedef struct PartLine {
    StyleRole style;
    const char *text; /* "" is skipped */
} PartLine;

void part_detail(Canvas *canvas, Rect area, const char *title, const PartLine *lines,
                 uint32_t count);

/* Columns of a text as int. */
int part_columns(const char *text);

int part_smaller(int one, int other);
int part_larger(int one, int other);
int part_clamp(int value, int low, int high);

/* Mean percent of a group's tasks that have none below them; -1 when no such task states one. */
int part_group_percent(const ViewInput *input, RowId group);

#endif
