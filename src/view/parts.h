/* SPDX-License-Identifier: MPL-2.0 */
/* Small things that several views share: validity, rules with a title, the cursor's bar, names. */
#ifndef FRAMDRIFT_VIEW_PARTS_H
#define FRAMDRIFT_VIEW_PARTS_H

#include "framdrift/view.h"

/* Whether something that holds from/to (either may be absent) is in force on `today`. */
bool part_is_valid(const HonestDate *from, const HonestDate *to, Day today);

/* "── title ───────" over `columns`. */
void part_rule(Canvas *canvas, int x, int y, int columns, const char *title);

/* The bar over the cell under the cursor, its `>` in the column before, and the hardware cursor.
 * `edit` is where an in-place editor for the cell fits. */
void part_cursor(Canvas *canvas, Rect bar, Rect edit, ViewLaid *laid);

/* How a row is written: changed by somebody else just now, marked, or as `style` says. */
StyleRole part_row_style(const ViewInput *input, RowId id, StyleRole style);

/* Whether a filter is on and this text holds it. */
bool part_is_match(const ViewInput *input, const char *text, Arena *arena);
/* Underlines what was drawn at a place when its text holds the filter. */
void part_show_match(const ViewInput *input, Canvas *canvas, Rect area, StyleRole style,
                     const char *text);

/* A wrapped paragraph of at most `rows` rows; the last one ends in "…" when there was more.
 * Returns the rows used. */
int part_paragraph(Canvas *canvas, Rect area, StyleRole style, const char *text);

/* The short name of a group or a municipality; "" for none. */
const char *part_group_short(const Plan *plan, RowId group);
const char *part_municipality_name(const Plan *plan, RowId municipality);

/* A person's name in `columns` columns: middle names become initials when it does not fit. */
const char *part_person_name(Arena *arena, const char *name, int columns);

/* Columns of a text as int. */
int part_columns(const char *text);

int part_smaller(int one, int other);
int part_larger(int one, int other);
int part_clamp(int value, int low, int high);

#endif
