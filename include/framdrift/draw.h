/* SPDX-License-Identifier: MPL-2.0 */
/*
 * draw: cells (floor 2)
 *
 * A Canvas is a rectangle of cells; a cell holds a glyph and a style.  Views fill canvases; the
 * terminal, and the writers of text, ANSI, HTML and SVG, show them.  Styles are roles, not colours:
 * a theme says what a role looks like with 256, 16, 8 colours or none.
 *
 * Every text goes through utf8_safe here: nothing that a canvas holds can control a terminal.
 * Everything is clipped to the canvas and to the current clip rectangle: drawing outside is allowed
 * and does nothing.  Coordinates are columns and rows from the top left, 0-based.
 */
#ifndef FRAMDRIFT_DRAW_H
#define FRAMDRIFT_DRAW_H

#include "framdrift/base.h"

/* Style roles; their names in theme files are in theme.c. */
typedef enum StyleRole {
    STYLE_TEXT,
    STYLE_DIM,   /* less important words; with 8 colours the same as text */
    STYLE_TITLE, /* the title line */
    STYLE_TAB,
    STYLE_TAB_CURRENT,
    STYLE_HEADING,  /* column headings */
    STYLE_LINE,     /* rules and boxes */
    STYLE_SELECTED, /* the bar over the name under the cursor */
    STYLE_MARKED,   /* rows marked with Space */
    STYLE_STATUS,   /* status line */
    STYLE_MESSAGE,
    STYLE_ERROR,
    STYLE_KEY,   /* a key's name in the footer */
    STYLE_HINT,  /* what a key does */
    STYLE_INPUT, /* the field being typed in */
    STYLE_CHIP,  /* the mark that a filter is on */
    STYLE_PHASE, /* a phase's name and bracket */
    STYLE_BAR_DONE,
    STYLE_BAR_LEFT,
    STYLE_BAR_FLOAT,
    STYLE_BAR_OVERDUE,
    STYLE_BAR_CRITICAL,
    STYLE_MILESTONE,
    STYLE_DEADLINE,
    STYLE_TODAY,
    STYLE_FREE_DAY, /* weekends and holidays */
    STYLE_MEETING,
    STYLE_BASELINE,
    STYLE_WARNING,
    STYLE_GOOD,
    STYLE_EXAMPLE, /* the mark on illustrative content */
    STYLE_ROLE_LEADER,
    STYLE_ROLE_UNION,
    STYLE_ROLE_SAFETY,
    STYLE_VACANT,
    STYLE_STRENGTH,
    STYLE_WEAKNESS,
    STYLE_OPPORTUNITY,
    STYLE_THREAT,
    STYLE_CHANGED, /* a row that somebody else has just changed */
    STYLE_COUNT
} StyleRole;

/* Glyphs that exist in Windows' and Debian's console fonts, each with an ASCII column (glyph.c). */
/* clang-format off */
typedef enum Glyph {
    GLYPH_SPACE,
    GLYPH_HORIZONTAL, GLYPH_VERTICAL,
    GLYPH_TOP_LEFT, GLYPH_TOP_RIGHT, GLYPH_BOTTOM_LEFT, GLYPH_BOTTOM_RIGHT,
    GLYPH_TEE_RIGHT, GLYPH_TEE_LEFT, GLYPH_TEE_DOWN, GLYPH_TEE_UP, GLYPH_CROSS,
    GLYPH_PHASE_START, GLYPH_PHASE_LINE, GLYPH_PHASE_END, /* ╞ ═ ╡ */
    GLYPH_BAR_DONE, GLYPH_BAR_LEFT, GLYPH_BAR_OVERDUE,    /* █ ░ ▒ */
    GLYPH_CLIPPED_LEFT, GLYPH_CLIPPED_RIGHT,              /* « » */
    GLYPH_MILESTONE, GLYPH_DEADLINE,                      /* ♦ ▼ */
    GLYPH_DONE, GLYPH_ACTIVE, GLYPH_PLANNED, GLYPH_OVERDUE, /* ■ • · ! */
    GLYPH_DROPPED,                                        /* × */
    GLYPH_WEIGHT_FULL, GLYPH_WEIGHT_EMPTY,                /* ■ · */
    GLYPH_LEFT, GLYPH_RIGHT, GLYPH_UP, GLYPH_DOWN,        /* ← → ↑ ↓ */
    GLYPH_CURSOR,                                         /* > */
    GLYPH_FOLDED, GLYPH_UNFOLDED,                         /* + - */
    GLYPH_ELLIPSIS, GLYPH_DASH, GLYPH_BULLET,             /* … – • */
    GLYPH_BLOCK,                                          /* the input caret: █ */
    GLYPH_COUNT
} Glyph;

/* clang-format on */

uint32_t glyph_codepoint(Glyph glyph, bool ascii);

typedef enum CellFlag {
    CELL_BOLD = 1 << 0,
    CELL_UNDERLINE = 1 << 1,
    CELL_REVERSE = 1 << 2,
    CELL_SOLID = 1 << 3, /* draw with foreground = background colour: seamless bars */
    CELL_WIDE = 1 << 4,  /* first half of a wide character */
    CELL_TAIL = 1 << 5,  /* second half: holds nothing */
    CELL_LINE = 1 << 6   /* part of a line: lines that meet it join */
} CellFlag;

/* Eight bytes without a gap: each key fills and compares thousands of them. */
typedef struct Cell {
    uint32_t codepoint; /* never 0 after canvas_new: a space */
    uint8_t style;      /* StyleRole */
    uint8_t under; /* StyleRole whose background shows through; STYLE_TEXT: the style's own */
    uint8_t flags;
    uint8_t marks; /* place + 1 among the canvas's marks; 0: the letter bears none */
} Cell;

/* What combines with a letter, such as U+0301; the second is 0 when there is one only. */
typedef struct CellMarks {
    uint32_t codepoints[2];
} CellMarks;

typedef struct Rect {
    int x, y, width, height;
} Rect;

bool rect_contains(Rect rect, int x, int y);
bool rect_covers(Rect rect, Rect other); /* all of the other */
Rect rect_around(Rect one, Rect other);  /* the smallest that covers both */
Rect rect_intersect(Rect one, Rect other);

typedef struct Canvas {
    int width, height;
    Rect fresh; /* what may differ from the frame before; at first all of it */
    Cell *cells;
    CellMarks *marks; /* each pair once, at most 255; NULL: no letter bears any */
    int mark_count;
    Rect clip;
    bool ascii; /* the terminal has no UTF-8 */
    Language language;
    Arena *arena;           /* of the frame */
    int cursor_x, cursor_y; /* where the hardware cursor rests; -1: nowhere */
    bool cursor_visible;    /* a text field is being typed in */
} Canvas;

Canvas *canvas_new(Arena *arena, int width, int height, bool ascii);
void canvas_clear(Canvas *canvas, StyleRole style);
const Cell *canvas_at(const Canvas *canvas, int x, int y); /* NULL outside */
/* The code points of a cell of this canvas as UTF-8: the letter, and what combines with it. */
void canvas_append_cell(const Canvas *canvas, const Cell *cell, Text *out);
CellMarks canvas_marks(const Canvas *canvas, const Cell *cell); /* zeros when it bears none */
Rect canvas_clip(Canvas *canvas, Rect clip); /* intersects; returns the old one to restore */
void canvas_unclip(Canvas *canvas, Rect old);
/* Whether any of a place is inside the clip rectangle: what is not need not be drawn. */
bool canvas_shows(const Canvas *canvas, Rect place);

/* Text from (x, y) in at most `columns` columns; longer text ends in "…".  Returns columns used. */
int canvas_text(Canvas *canvas, int x, int y, int columns, StyleRole style, const char *text);
/* right-aligned */
int canvas_text_right(Canvas *canvas, int x, int y, int columns, StyleRole style,
                      const char *text);
int canvas_printf(Canvas *canvas, int x, int y, int columns, StyleRole style,
                  const char *format, ...) PRINTF_LIKE(6, 7);
void canvas_glyph(Canvas *canvas, int x, int y, StyleRole style, Glyph glyph);
void canvas_fill(Canvas *canvas, Rect area, StyleRole style, Glyph glyph);
/* joins lines it meets */
void canvas_horizontal(Canvas *canvas, int x, int y, int columns, StyleRole style);
void canvas_vertical(Canvas *canvas, int x, int y, int rows, StyleRole style);
void canvas_box(Canvas *canvas, Rect area, StyleRole style, const char *title,
                const char *right_title);
/* Changes style and flags of what is already there. */
void canvas_restyle(Canvas *canvas, Rect area, StyleRole style, unsigned flags);
/* Lets the background of a role (weekends, today) show under whatever is drawn there, before or after;
 * canvas_fill takes it away again. */
void canvas_underlay(Canvas *canvas, Rect area, StyleRole under);
void canvas_cursor(Canvas *canvas, int x, int y, bool visible);

/* --- Bars of a timeline (shape.c).  Columns are canvas columns; a bar may start left of the clip and
 * end right of it, which is shown by « and »; so is one that lies wholly outside.
 * An open start is ←. */
typedef struct Bar {
    int from, to;     /* first and last column, inclusive */
    bool open_start;  /* only a deadline is known */
    int percent;      /* 0 … 100; -1: not stated */
    int overdue_from; /* column from which the rest is overdue; INT_MAX: not */
    bool critical, closed, dropped;
} Bar;

void shape_bar(Canvas *canvas, int y, const Bar *bar);
void shape_phase(Canvas *canvas, int y, int from, int to, bool open_start, bool has_end);
/* An arrow from the end of one row to the start of another, right-angled. */
void shape_arrow(Canvas *canvas, int from_x, int from_y, int to_x, int to_y, StyleRole style);
/* "███░░░░ 40%" in `columns` cells. */
void shape_progress(Canvas *canvas, int x, int y, int columns, int percent, StyleRole done,
                    StyleRole left);

/* --- Themes ---------------------------------------------------------------------------------- */
typedef enum ColourDepth {
    COLOUR_MONO,
    COLOUR_8,
    COLOUR_16,
    COLOUR_256,
    COLOUR_DEPTH_COUNT
} ColourDepth;

#define COLOUR_DEFAULT (-1) /* the terminal's own */

typedef struct Look {
    int foreground, background; /* palette index or COLOUR_DEFAULT */
    unsigned flags;             /* CELL_BOLD, CELL_UNDERLINE, CELL_REVERSE */
} Look;

typedef struct Theme {
    const char *name;
    Look looks[COLOUR_DEPTH_COUNT][STYLE_COUNT];
} Theme;

/* The built-in default: the terminal's own foreground and background. */
const Theme *theme_default(void);
/* An ini file with [theme], [colors256], [colors16], [colors8], [mono]; keys ROLE_fg, ROLE_bg,
 * ROLE_attr (bold underline reverse).  What a file leaves out is taken from the default theme.
 * Faults are reported and skipped.  NULL only when the file cannot be read. */
Theme *theme_read(Arena *arena, const char *path, IniReport *report, void *context);
const char *style_role_name(StyleRole role);
/* How a cell looks: style, underlay, flags and solid resolved. */
Look theme_look(const Theme *theme, ColourDepth depth, const Cell *cell);
/* The 256-colour palette as 0xRRGGBB, for HTML, SVG and the contrast test. */
uint32_t colour_rgb(int index);

#endif
