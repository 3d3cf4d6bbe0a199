/* SPDX-License-Identifier: MPL-2.0 */
/*
 * io: files in and out (floor 3)
 *
 * One list of formats (formats.c), one file each.  A format writes rows, a canvas or a whole plan,
 * or reads a whole plan.  Results go into a Text; app decides where it is printed.
 */
#ifndef FRAMDRIFT_IO_H
#define FRAMDRIFT_IO_H

#include "framdrift/draw.h"
#include "framdrift/schema.h"
#include "framdrift/store.h"

/* --- Rows (list, show) ------------------------------------------------------------------------- */
typedef struct RowList {
    const Plan *plan;
    const Entity *entity;
    const Row *const *rows;
    uint32_t count;
    const Field *const *fields; /* the columns, in order */
    uint32_t field_count;
    Language language;
    bool machine_names; /* table: fields are headed by the names that set and add take */
} RowList;

/* Aligned columns with a heading, for people and grep. */
void rows_write_table(const RowList *list, Text *out);
/* `;`, decimal comma, CRLF, UTF-8 with BOM; fields quoted; cells that start with = + - @ are guarded. */
void rows_write_csv(const RowList *list, Text *out);
/* An array of objects, every field by its machine name; references as ids (strings) with
 * `<field>_name` beside, dates as {from,to,precision,as_written,inferred}; null when empty. */
void rows_write_json(const RowList *list, Text *out);

/* --- Canvases (view) ---------------------------------------------------------------------------- */
void canvas_write_text(const Canvas *canvas, Text *out); /* trailing spaces cut, \n */
void canvas_write_ansi(const Canvas *canvas, const Theme *theme, ColourDepth depth, Text *out);
/* A page and a picture that need nothing beside them; the same canvas gives the same bytes. */
void canvas_write_html(const Canvas *canvas, const Theme *theme, ColourDepth depth, Text *out);
void canvas_write_svg(const Canvas *canvas, const Theme *theme, ColourDepth depth, Text *out);

/* --- The list of formats ------------------------------------------------------------------------ */
typedef struct Format {
    const char *name;                                   /* what --as and --format take */
    const char *ending;                                 /* ".csv" */
    const char *label;                                  /* N_() */
    void (*write_rows)(const RowList *list, Text *out); /* or NULL */
    /* or NULL */
    void (*write_canvas)(const Canvas *canvas, const Theme *theme, ColourDepth depth,
                         Text *out);
} Format;

extern const Format formats[];                  /* ends with a NULL name */
const Format *format_by_name(const char *name); /* NULL */

/* --- Plans as text: samples and templates ------------------------------------------------------- */
/*
 * One block per row, kinds in any order, lines `field = value`, long values on indented lines,
 * `#` comments.  A row is named by a key of the file; the row's id is a hash of kind and key, so that
 * the same text always gives the same rows:
 *
 *     task kommunikasjonsplan
 *         parent   = fase-1
 *         name     = Utarbeide kommunikasjonsplan
 *         deadline = 1. september
 *         origin   = seed
 *
 * The plan's own row is `plan`, without a key.  A line `today = 2020-09-03` at the beginning of a line
 * says how dates without a year are read from there on; without it `dates` says so.
 * Order in the file is the plan's order.  Errors name file, line, what was wrong and what would be
 * right, and nothing is written.
 */
/* Reads every *.plan.txt file of a folder (in alphabetic order), or one file, into an open change of
 * a store. */
bool text_plan_read(Store *store, const char *path, const DateContext *dates, Err *err);
/* The whole plan in that form; reading it back gives an equal plan (other keys). */
void text_plan_write(const Plan *plan, Text *out);

#endif
