/* SPDX-License-Identifier: MPL-2.0 */
/*
 * view: pictures of a plan (floor 3)
 *
 * A view is one file and one row of the list in views.c.  It gets a plan, its schedule and a state,
 * all const, and fills a canvas, a hit map (rectangle → target) and what it laid out.  It cannot
 * query, write or move a selection; app clamps the state to what was laid out and draws again.
 *
 * Every view is a grid for the cursor: rows × columns, each place with a Target.  Two steps:
 *
 *   lay_out   which rows there are, in order, after folds and filter.  O(plan).  Called when the
 *             plan, the filter, folds, sorting or the size changed; never for a key that only moves.
 *   draw      the part that is on screen.  O(screen).
 *
 * Overlays (forms, pickers, prompts) and the frame around the view are drawn here too, from plain
 * structs that app holds.
 */
#ifndef FRAMDRIFT_VIEW_H
#define FRAMDRIFT_VIEW_H

#include "framdrift/draw.h"
#include "framdrift/engine.h"

/* What a place on the screen stands for. */
typedef struct Target {
    EntityKind entity; /* ENTITY_NONE: nothing can be selected here */
    RowId id;          /* 0: a place where such a row may be added */
    int field;         /* index in the entity's fields; -1: the row as a whole */
    int shown;     /* the field whose text stands there for that one: a short name; 0: itself */
    RowId row_key; /* matrix: the row's entity (a group), also for empty cells */
    RowId column_key; /* matrix: the column's entity (a municipality) */
    int32_t extra;    /* a quadrant, a command's index, a change's place in the history */
} Target;

/* A set of rows: marks, folds, rows that somebody has just changed.  Sorted by id. */
typedef struct RowSet {
    const RowId *ids;
    uint32_t count;
} RowSet;

bool row_set_contains(const RowSet *set, RowId id);

typedef enum Zoom {
    ZOOM_DAY,
    ZOOM_WEEK,
    ZOOM_MONTH,
    ZOOM_QUARTER,
    ZOOM_YEAR,
    ZOOM_FIT,
    ZOOM_COUNT
} Zoom;

typedef struct ViewState {
    int row, column; /* the cursor, in the grid of lay_out */
    int top;         /* first row shown */
    int left;        /* first column shown, where columns scroll */
    Zoom zoom;       /* timeline */
    Day origin; /* timeline: the first day shown; DAY_NONE: the view chooses (today in sight) */
    EntityKind kind; /* registers: what is listed */
    RowId scope;     /* swot: the group shown, 0: all; history: the row, 0: the whole plan */
    EntityKind scope_entity;
    int sort; /* registers: field index + 1, negative: descending; 0: the plan's order */
    bool show_links, show_detail, as_written;
    bool unattended;    /* a wall: nobody moves a cursor to read more */
    bool flipped;       /* matrices: the other pair of axes */
    const char *filter; /* folded; "" shows all */
} ViewState;

/* A bar that is being moved: drawn here in place of the schedule's. */
typedef struct TaskPreview {
    const RowId *tasks;
    uint32_t count;
    int start_days, finish_days;
} TaskPreview;

/* One line of help: made by app from the tables of commands and keys. */
typedef struct HelpLine {
    const char *group;   /* heading: "Move", "Edit", … */
    const char *keys;    /* "a", "Ctrl-Z u" */
    const char *words;   /* what it does */
    const char *command; /* the command line */
    const char *hint;    /* as the foot of the screen says it: searched too; may be NULL */
} HelpLine;

/* Somebody else is editing this row just now. */
typedef struct RowEditor {
    RowId row;
    const char *initials; /* "OL" */
} RowEditor;

typedef struct ViewInput {
    const Plan *plan;
    const Schedule *schedule;
    const ViewState *state;
    RowSet marked, toggled, changed; /* toggled: rows whose fold differs from the default */
    Language language;               /* of words on screen */
    Day today;
    const RowEditor *editors; /* others, on the rows that they edit */
    uint32_t editor_count;
    const TaskPreview *preview; /* NULL: none */
    const History *history;     /* views that show it (history, overview); else NULL */
    const Findings *findings;   /* of this generation; NULL when no view asked for them yet */
    const HelpLine *help;
    uint32_t help_count;
    int utc_offset; /* seconds east, of the times shown */
    bool read_only;
    int width, height; /* of the area that draw will get: layouts depend on it */
} ViewInput;

typedef struct ViewRow {
    Target target;
    uint8_t depth; /* indent */
    bool has_children, folded;
    int32_t data; /* the view's own: a line within a cell, a place in a list */
} ViewRow;

typedef struct ViewRows {
    const ViewRow *rows;
    uint32_t count;
    uint32_t columns;    /* of the cursor's grid, at least 1 */
    uint32_t hidden;     /* rows that the filter hides */
    const char *summary; /* right side of the tab line: "13 tasks · 1 overdue"; NULL: nothing */
    void *data;          /* the view's own, in the same arena */
} ViewRows;

typedef enum HitKind {
    HIT_CELL,
    HIT_FOLD,
    HIT_TAB,
    HIT_BAR,
    HIT_BAR_START,
    HIT_BAR_END,
    HIT_COLUMN
} HitKind;

/* Of a row and column, the last HIT_CELL is where the cursor shows when it is there. */
typedef struct Hit {
    Rect rect;
    HitKind kind;
    int row, column; /* where the cursor goes */
    int number;      /* HIT_TAB: index of the view; HIT_COLUMN: field to sort by */
} Hit;

typedef struct HitMap {
    Arena *arena;
    Hit *hits;
    uint32_t count, capacity;
} HitMap;

void hit_add(HitMap *map, Hit hit);
/* the last added that contains the point */
const Hit *hit_find(const HitMap *map, int x, int y);

/* What draw laid out. */
typedef struct ViewLaid {
    int rows_shown;          /* whole rows of the grid visible from state->top on, at least 1 */
    int columns_shown;       /* whole columns visible from state->left on, at least 1 */
    Day first_day, last_day; /* timeline: what the axis shows; else DAY_NONE */
    Rect cursor;             /* where the cursor's place was drawn; width 0: not on screen */
    Rect marks;              /* what the cursor has changed: its bar, and the sign before it */
    Rect edit;               /* where an in-place editor for it fits */
    /* Says what the cursor's place has changed outside its rows, such as the quadrant that is marked:
     * the same number, the same picture there. */
    int elsewhere;
} ViewLaid;

typedef struct View {
    const char *name;  /* for machines: "timeline" */
    char key;          /* '1' … '9', '0', '?', 'H' or 'C'; 0: only by name */
    const char *label; /* N_(): on the tab */
    const char *help;  /* N_(): one sentence */
    /* N_(): why there is no pane about the row under the cursor to hide; NULL: show_detail tells */
    const char *no_detail;
    ViewRows (*lay_out)(const ViewInput *input, Arena *arena);
    Target (*target)(const ViewInput *input, const ViewRows *rows, int row, int column);
    void (*draw)(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                 HitMap *hits, ViewLaid *laid);
    /* The cursor shows as ViewLaid.marks says and, once the detail is hidden, nowhere else but as
     * ViewLaid.elsewhere says. */
    bool cursor_is_marks;
} View;

extern const View views[]; /* in order of the tabs; ends with a NULL name */
uint32_t view_count(void);
const View *view_by_name(const char *name); /* also by unique beginning; NULL */
const View *view_by_key(uint32_t key);      /* NULL */
/* The place of a row in the grid, for keeping the selection over a reload: false when not shown. */
bool view_locate(const View *view, const ViewInput *input, const ViewRows *rows,
                 const Target *wanted, int *row, int *column);
/* Whether a row passes the filter: any of its words (list columns and long texts) contains it. */
bool view_matches(const ViewInput *input, EntityKind entity, const Row *row, Arena *arena);

/* The groups matrix in the document's own form, a cell a line: "Arkiv / Grue: Sigrid … (leder)". */
void groups_as_written(const Plan *plan, Text *out);
/* One cell: persons in order, "(leder)" "(TV)" "(VO)" after the person, vacant as "Våler (VO)". */
char *groups_cell_as_written(const Plan *plan, RowId group, RowId municipality, Arena *arena);

/* --- The frame: title line, tab line, footer, status line ------------------------------------- */
typedef struct KeyHint {
    const char *keys, *words;
} KeyHint;

typedef struct Frame {
    /* the short one is used where the long one does not fit */
    const char *plan_name, *plan_short_name;
    Day today;
    const char *as_of;  /* "as of 1 Sep 2020" or "" */
    const char *people; /* who else is here, or "" */
    const View *current;
    const char *summary;
    const char *filter; /* chip: what is typed, or "" */
    uint32_t hidden;
    uint32_t marked;
    const char *message; /* stays until the next key */
    bool message_is_error;
    bool prompt;          /* a line is being typed where the hints stand */
    const KeyHint *hints; /* for the footer, most useful first */
    uint32_t hint_count;
    const char *mode;   /* "MOVE", "REARRANGE" … or "" */
    const char *counts; /* status line, left: "3 of 13 done   1 overdue" */
    const char *place;  /* status line, right: "solor.plan  saved 14:02  kari" */
    bool read_only;
    Language language;
} Frame;

/* Draws the frame and returns the area that is left for the view. */
Rect frame_draw(const Frame *frame, Canvas *canvas, HitMap *hits);
/* The view's area for a size, without drawing: lay_out needs it first. */
Rect frame_area(int width, int height);
/* Below 40×10: one readable line. */
void frame_too_small(Canvas *canvas);

/* --- The wall: a frame without tabs and hints, for a screen that nobody sits at ------------------ */
typedef struct WallFrame {
    const char *plan_name, *plan_short_name;
    Day today;
    const char *clock; /* "14:02" */
    const char *page;  /* what the page is called */
    uint32_t page_at, page_count;
    const char *message; /* one calm line below the page, or "" */
    bool message_points; /* it names the row that is pointed at */
    bool names_shown, texts_shown, paused;
    int seconds_left;      /* until the next page; -1: no page follows */
    const char *data_from; /* when the plan was read last: "13:58" */
    const KeyHint *keys;   /* shown over the page; none: not asked for */
    uint32_t key_count;
    Language language;
} WallFrame;

void wall_frame_draw(const WallFrame *frame, Canvas *canvas);
Rect wall_area(int width, int height);
/* Takes the marks of a cursor, that nobody moves there, away from what a view has drawn. */
void wall_hide_cursor(Canvas *canvas, const ViewLaid *laid);
/* Nothing to show yet: what is waited for. */
void wall_waiting_draw(const char *sentence, const char *clock, Canvas *canvas);

/* --- Overlays ---------------------------------------------------------------------------------- */

/* One line of text being typed.  `caret` is a byte offset at a grapheme boundary. */
typedef struct LineField {
    const char *text;
    size_t caret;
    bool whole; /* all of it is chosen: typing replaces it */
} LineField;

/* Scrolls sideways so that the caret is seen; places the hardware cursor. */
void line_draw(const LineField *line, Canvas *canvas, int x, int y, int columns,
               StyleRole style);

typedef struct PickItem {
    const char *words, *detail; /* detail on the right: a key, a municipality; may be "" */
} PickItem;

typedef struct Picker {
    const char *title, *prompt; /* ": " */
    LineField line;
    const PickItem *items; /* already filtered and ordered */
    uint32_t count, selected, top;
    const char *preview; /* lines below the list, or "" */
    const char *empty;   /* what is said when nothing fits */
} Picker;

/* `beside`: the cell it belongs to, kept visible; width 0: centred. */
void picker_draw(const Picker *picker, Rect beside, Canvas *canvas);
uint32_t picker_rows(const Canvas *canvas); /* how many items fit */

/* What somebody else has made of a field while the form was open. */
typedef enum FormOther {
    FORM_OTHER_NONE,
    FORM_OTHER_TAKEN,   /* nothing was typed here: theirs stands in the field */
    FORM_OTHER_DIFFERS, /* both have written: to be decided */
    FORM_OTHER_KEPT     /* decided: one's own will replace theirs */
} FormOther;

typedef struct FormField {
    const Field *field;
    const char *text; /* as typed or as it was */
    bool changed, read_only;
    const char *error;   /* "" when the text is good */
    const char *reading; /* how the text is understood: "Sun 1 Nov 2020, week 44"; "" */
    FormOther other;
    const char *theirs, *by; /* "uke 37", "olav 15:02" */
} FormField;

typedef struct Form {
    const char *title;
    const FormField *fields;
    uint32_t count, selected, top;
    LineField line; /* the selected field's text while it is typed in */
    bool dirty;
    const char *help; /* the selected field's help */
    const char *message;
} Form;

void form_draw(const Form *form, Canvas *canvas);
uint32_t form_rows(const Canvas *canvas); /* how many fields fit */

#endif
