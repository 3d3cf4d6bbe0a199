/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the files of the app room share: the App itself, its state, and the calls between them.
 *
 * Where state lives: `state` per view (cursor, scroll, zoom, filter), marks and folds as growing id
 * lists, one LineEditor for whatever is being typed, one PickerState, one FormDraft, one Mode.
 * Memory: `program` lives as long as the App; `generation` holds the plan and its schedule and is
 * renewed by app_reload; `layout` holds ViewRows; `frame` dies at the next draw.
 */
#ifndef FRAMDRIFT_APP_PRIVATE_H
#define FRAMDRIFT_APP_PRIVATE_H

#include "framdrift/app.h"

#define VIEW_LIMIT 16

enum { DAY_SECONDS = 86400 };

/* --- Ids that people marked or folded ------------------------------------------------------------- */
typedef struct IdList {
    RowId *ids; /* sorted */
    uint32_t count, capacity;
} IdList;

bool id_list_toggle(IdList *list, RowId id); /* true: it is in the list now */
void id_list_clear(IdList *list);
void id_list_add(IdList *list, RowId id);
RowSet id_list_set(const IdList *list);

/* --- One line being typed --------------------------------------------------------------------------- */
typedef struct LineEditor {
    Text text;
    size_t caret;
    bool whole; /* all of it is chosen: what is typed next takes its place */
} LineEditor;

void line_set(LineEditor *line, const char *text);
/* A date, a number or a name from a list is mostly given anew, a text mostly mended: all of it is chosen,
 * or nothing. */
void line_open(LineEditor *line, const Field *field, const char *text);
/* True when the key was an editing key or a character; false: somebody else's business. */
bool line_key(LineEditor *line, Key key);
void line_insert(LineEditor *line, const char *text);

/* --- Modes: what the keys mean just now ---------------------------------------------------------------- */
typedef enum Mode {
    MODE_VIEW,
    MODE_ZOOM,      /* `z` waits for d w m q y f */
    MODE_QUADRANT,  /* `m` in the SWOT view waits for s w o t */
    MODE_MOVE,      /* a bar is being moved */
    MODE_REARRANGE, /* a row is being moved in the outline */
    MODE_CONNECT,   /* links are being tied */
    MODE_COUNT
} Mode;

typedef enum Typing {
    TYPING_NONE,
    TYPING_COMMAND, /* after ":" */
    TYPING_FILTER,  /* after "/" */
    TYPING_CELL,    /* one cell, in place */
    TYPING_MOVE,    /* "+2v" or "1.10" in move mode */
    TYPING_NOTE     /* the last word of a command: evidence, a reason */
} Typing;

/* --- Pickers --------------------------------------------------------------------------------------------- */
typedef enum PickKind {
    PICK_NONE,
    PICK_REFERENCE, /* a row of field->reference for a field */
    PICK_CHOICE,    /* one of field->choices */
    PICK_REGISTER,  /* which kind of record the register shows */
    PICK_SCOPE,     /* which group the SWOT view shows */
    PICK_COMMAND    /* the palette under ":" */
} PickKind;

typedef struct PickEntry {
    const char *words, *detail;
    const char *insert; /* text that is put in, or run */
    RowId id;
    int number; /* choice index, entity kind, command index; -1: make a new one */
    int score;
    uint32_t place; /* before ordering */
} PickEntry;

/* What is offered, and what typing is compared with. */
typedef struct PickOffer {
    PickEntry entry;
    const char *folded, *folded_detail;
} PickOffer;

typedef struct PickerState {
    PickKind kind;
    const Field *field;
    EntityKind entity; /* of the rows that are edited */
    bool into_form;
    const char *title;
    LineEditor line;
    PickEntry *entries; /* in the pick arena, filtered and ordered */
    uint32_t count, selected, top;
    Arena *arena;
    Rect beside;
} PickerState;

/* --- Forms: a draft until Ctrl-S ----------------------------------------------------------------------------- */
typedef struct DraftField {
    const Field *field;
    char *before, *text; /* program heap */
    int64_t head;        /* the change in force when the form opened */
    bool make;           /* the reference names a row that is to be made */
    bool given;          /* of a new row: filled in from the place it was added at */
    char error[480];
    char reading[120];
    FormOther other; /* what somebody else has made of it meanwhile */
    char *theirs;
    char by[120];
    int64_t theirs_head;
} DraftField;

typedef struct FormDraft {
    bool open;
    EntityKind entity;
    RowId id;    /* 0: a row to be */
    RowId after; /* where a new row goes */
    DraftField *fields;
    uint32_t count, selected, top;
    LineEditor line;
    char title[160];
    char message[480];
    bool asked; /* Esc was pressed once with something typed */
    bool gone;  /* somebody has deleted the row meanwhile */
} FormDraft;

/* The head that a field had when one began to edit it outside of a form. */
typedef struct Expected {
    const Field *field; /* NULL: nothing is expected */
    EntityKind entity;
    RowId row;
    int64_t head;
} Expected;

typedef struct Binding Binding;

/* --- The wall display: a playlist instead of a person ------------------------------------------------ */
typedef struct PlaylistPage {
    const char *line;  /* command lines between bars: "timeline | zoom fit" */
    const char *title; /* NULL: the view's own */
    int seconds;       /* how long it stays */
} PlaylistPage;

typedef struct Playlist {
    Arena *arena;
    PlaylistPage *pages;
    uint32_t count, at;
    int64_t turn_at;   /* when the next page comes */
    int64_t resume_at; /* paused until then; 0: not paused */
} Playlist;

typedef struct Wall {
    Playlist playlist;
    bool quits;       /* the configuration lets it be left */
    bool keys_shown;  /* after ? */
    bool strays;      /* a key went to a view that is not the page's */
    bool points;      /* the pointer's row is shown */
    char pointer[80]; /* as the plan has it; another one is followed anew */
    char pointer_words[200];
    bool names_read;       /* the plan allows names, so the store reads them */
    bool names, texts;     /* and there are some: of people, of SWOT entries */
    int64_t loaded_at;     /* when the plan was read last */
    char waiting[480];     /* what is waited for; "": nothing */
    int await;             /* tells while it waits that something happened to the file, or -1 */
    int64_t retry_at;      /* it tries by itself then, */
    int retry_after;       /* so many seconds after the time before */
    int64_t device, inode; /* of the file that is open */
} Wall;

/* The keys of a place in words: sought anew when one goes elsewhere, not on every key. */
typedef struct Footer {
    Arena *arena;
    const char *context; /* NULL: not sought yet */
    uint32_t view;
    EntityKind kind;
    bool read_only;
    KeyHint hints[24];
    uint32_t count;
} Footer;

/* --- moved.c: the last frame, for one in which only the cursor moves ----------------------------------- */
typedef enum PictureState {
    PICTURE_NONE,  /* the next frame is drawn whole */
    PICTURE_DRAWN, /* and nothing has come since */
    PICTURE_MOVED  /* nothing but keys that move the cursor */
} PictureState;

/* Among the places of the screen, those of a row of the view and what stands between them. */
typedef struct PictureRow {
    uint32_t first, past;
} PictureRow;

typedef struct Picture {
    PictureState state;
    bool only_cursor; /* the key being answered has moved the cursor, and that was all */
    Canvas *canvas;   /* with its rows, of the arena `frame` */
    PictureRow *rows; /* from first_row on */
    int first_row, row_count;
    ViewLaid laid;
    uint32_t view;
    ViewState at;
    int frames; /* drawn since the whole one */
} Picture;

struct App {
    const Host *host;
    const Options *options;
    const char *input; /* standard input, for a command that reads it */
    Arena *program, *generation, *layout, *frame, *scratch;
    Text notices;

    /* The plan */
    Store *store;
    Plan *plan;
    Schedule schedule;
    Day today;
    Language language;
    bool read_only;
    bool ascii;            /* no glyphs beyond ASCII: the terminal's, or configured */
    bool made_file;        /* this run made the plan file */
    int64_t seen_change;   /* newest change that this session has loaded */
    int64_t latest_change; /* newest change of this generation */
    int64_t saved_at;      /* when the newest change was made; 0: never */
    int change_depth;      /* begin … end */
    bool change_wrote;

    /* The screen */
    uint32_t view, previous_view;
    ViewState state[VIEW_LIMIT];
    char *filter[VIEW_LIMIT]; /* as typed; state.filter is its folded form */
    ViewRows rows;
    bool rows_stale;
    int width, height;
    ViewLaid laid;
    HitMap hits;
    Picture picture;
    IdList marked, toggled, changed;
    uint32_t marked_view;  /* where they were marked */
    int64_t changed_until; /* when the highlight ends; 0: none */
    Arena *people_arena;
    const Presence *people; /* the other sessions */
    uint32_t people_count;
    bool shown_here; /* to them */
    EntityKind shown_entity;
    RowId shown_row;
    bool look_again; /* in a second */
    bool beside;     /* another machine wrote lately: writing waits for a yes */
    History history;
    bool history_loaded;
    Findings findings;
    bool findings_loaded;
    bool touched_meetings; /* this change wrote meetings or obligations */
    char *note_line;       /* the command that the typed note ends */
    const char *note_prompt;
    uint32_t return_view; /* where Esc goes after Enter on a finding; view + 1, 0: nowhere */
    Target kept;          /* the place to find again after a reload */
    bool kept_set;

    Mode mode;
    Typing typing;
    LineEditor line;
    const Field *cell_field;
    bool cell_named; /* another field than the cell's own: asked for in the prompt line */
    Target cell_target;
    char *cell_before; /* what stood there when it was opened */
    Expected expected;
    PickerState picker;
    FormDraft form;
    TaskPreview preview;
    RowId *preview_tasks;
    Ripple ripple;
    int edge; /* move mode: 0 both, 1 start, 2 finish */
    RowId connect_from;
    EntityKind copied_entity;
    RowId copied;
    char *confirm_line; /* the command that waits for a yes */
    char message[512];
    bool message_is_error;
    bool finished;
    int64_t interrupted_at;
    bool repaint;
    char *last_search; /* folded */
    uint32_t help_lines;
    HelpLine *help;
    RowId drag_task;
    int drag_x, drag_edge;
    bool checked; /* quick_check has run */

    Wall wall;

    /* Configuration */
    Ini *ini;
    const Theme *theme;
    Binding *bindings;
    uint32_t binding_count;
    Binding *bindings_by_key[64];    /* each press looks a few up: not the whole table */
    const PickOffer *command_offers; /* of the palette; NULL until it is opened */
    Footer footer;
};

/* --- app.c ------------------------------------------------------------------------------------------------ */
void app_unmake(App *app);
bool app_open_store(App *app, unsigned flags, Err *err);
bool app_reload(App *app, Err *err); /* load, schedule, lay out anew; keeps the selection */
bool app_reload_own(App *app, int64_t change, Err *err); /* after one's own change */
void app_say(App *app, const char *format, ...) PRINTF_LIKE(2, 3);
void app_complain(App *app, const Err *err);
void app_ask(App *app,
             const char *line); /* runs it after a yes; what is asked is said beside */
ParseContext app_parse_context(const App *app);
/* One change, joined when one is already open (begin … end).  app_change_end commits or drops. */
bool app_change_begin(App *app, const char *label, Err *err);
bool app_change_end(App *app, bool good, Err *err);
/* "task/2.3", "person/\"Gunvor Lie\"", "swot/123": how the row is called in a command line. */
const char *app_place_words(App *app, EntityKind entity, RowId id);

/* A moment as the clocks here show it. */
typedef struct LocalTime {
    Day day;
    int hour, minute;
} LocalTime;

LocalTime app_local_time(const App *app, int64_t time);
void app_print_time(const App *app, int64_t time, Text *out); /* "2020-09-03 14:02" */
/* The word quoted where the command line needs it. */
const char *app_quote(Arena *arena, const char *word);

/* --- cursor.c: where one is ----------------------------------------------------------------------------------- */
const View *app_view(const App *app);
ViewState *app_state(App *app);
ViewInput app_view_input(App *app);
Rect app_area(const App *app); /* of the view, in the frame around it */
void app_lay_out(App *app);    /* when rows are stale */
Target app_target(App *app);   /* under the cursor */
void app_keep_place(App *app); /* remember the target, to find it again */
void app_find_place(App *app);
void app_clamp(App *app);
void app_go_view(App *app, uint32_t view);
bool app_select(App *app, const Target *target); /* false: not shown in this view */
void app_set_filter(App *app, const char *typed);
/* Marked rows, or the one under the cursor; all of one entity.  Sets err when there is none. */
uint32_t app_chosen(App *app, EntityKind *entity, const RowId **ids, Err *err);
/* The same where only tasks will do, since bars are to be moved. */
uint32_t app_chosen_bars(App *app, const RowId **ids, Err *err);

/* --- command.c -------------------------------------------------------------------------------------------------- */
typedef enum CommandFlag {
    COMMAND_WRITES = 1 << 0,
    COMMAND_MOVES = 1 << 1,   /* only the cursor or scroll: nothing is laid out anew */
    COMMAND_SCREEN = 1 << 2,  /* needs the full screen */
    COMMAND_NO_PLAN = 1 << 3, /* runs without an open plan */
    COMMAND_HIDDEN = 1 << 4,  /* plumbing of keys: not in help's list of the command line */
    COMMAND_WALL = 1 << 5 /* a wall display may run it: it chooses what is seen, nothing else */
} CommandFlag;

typedef struct Call {
    const char *const *words; /* [0] is the command's name */
    int count;
    const char *line; /* the whole line, quoted */
    Text *out;
} Call;

typedef struct Command {
    const char *name;
    const char *arguments; /* "KIND/ID field=value…" */
    const char *group;     /* N_(): heading in help */
    const char *words;     /* N_(): what it does */
    unsigned flags;
    int least, most; /* number of arguments; most -1: any */
    bool (*run)(App *app, const Call *call, Err *err);
} Command;

extern const Command *const command_tables[]; /* each ends with a NULL name; ends with NULL */
const Command *command_by_name(const char *name);
uint32_t command_count(void);
const Command *command_at(uint32_t index);
/* Splits a line into words: spaces separate, "…" keeps them together, \n \" \\ inside quotes. */
bool command_split(Arena *arena, const char *line, const char ***words, int *count, Err *err);

extern const Command commands_file[], commands_edit[], commands_here[], commands_move[],
    commands_mode[], commands_list[], commands_check[], commands_views[], commands_wall[],
    commands_merge[], commands_person[], commands_sync[];

/* --- edit.c: what the editing commands share ------------------------------------------------------------------------ */
typedef struct Assignment {
    const Field *field;
    const char *text;
} Assignment;

bool edit_parse_assignment(const Entity *entity, const char *word, Arena *arena,
                           Assignment *out, Err *err);
/* Inside a change: parse, check, write. */
bool edit_set(App *app, EntityKind entity, RowId id, const Assignment *what, Err *err);
/* Adds a row; `after` 0: at the end of its siblings, `before` puts it before that one instead. */
bool edit_add(App *app, EntityKind entity, const Assignment *what, uint32_t count, RowId after,
              RowId *id, Err *err);
bool edit_delete(App *app, EntityKind entity, RowId id, uint32_t *gone, Err *err);
/* One field of the chosen rows, as one change with a label like `set task/1.4 deadline=v37`. */
bool edit_set_chosen(App *app, EntityKind entity, const RowId *ids, uint32_t count,
                     const Field *field, const char *text, Err *err);
/* Rank just after `after` among the rows that `same_list` accepts. */
const char *edit_rank_after(App *app, EntityKind entity, RowId parent, RowId after);
/* BUG() when the schema lacks it */
const Field *edit_field(EntityKind entity, const char *name);

/* --- screen.c */
void screen_draw_view(App *app, Canvas *canvas);
bool screen_scroll_to_cursor(App *app); /* whether what is shown of the rows has changed */

/* --- cmd_merge.c */
/* "copy from laptop, 4 days, …" */
const char *merge_words(App *app, const MergeReport *report);
bool merge_ready(App *app, Err *err);
bool merge_taken(App *app, Err *err);
bool conflicts_remain(App *app, Err *err); /* true sets err */
bool call_flag(const Call *call, const char *name, bool given);
const char *conflict_name(App *app, const Conflict *conflict); /* "task/1.4.deadline" */
const ConflictValue *conflict_ours(const Conflict *conflict);  /* NULL: nobody's */
const ConflictValue *conflict_theirs(const Conflict *conflict);

/* --- cmd_person.c */
bool show_everything(App *app, EntityKind kind, RowId id, Text *out, Err *err);

/* --- cmd_check.c */
void diff_write(const App *app, const Diff *diff, Text *out);
const Findings *app_findings(App *app); /* of this generation */
/* Enter on a finding or in the overview: to the place, in the view that shows it. */
bool app_visit(App *app, Err *err);
bool edit_follow_obligations(App *app, Err *err);

void moved_forget(App *app);
void moved_by_key(App *app, PictureState before);
void moved_keep_picture(App *app, Canvas *canvas);
Canvas *moved_draw(App *app); /* NULL: the frame must be drawn whole */

/* --- keys.c ------------------------------------------------------------------------------------------------------------ */
struct Binding {
    const char *context; /* "all", a view's name, or a mode's */
    Key key;
    int rank;                      /* of the hint: lower is shown first; 0: none */
    const char *line;              /* the command line */
    const char *hint;              /* N_(): for the footer, or NULL */
    const struct Command *command; /* that the line begins with */
    Binding *next;                 /* of the same bucket in bindings_by_key */
};

const char *mode_name(Mode mode); /* "move" */
void keys_build(App *app);        /* the built-in table, then what the ini rebinds */
const Binding *keys_find(const App *app, const char *context, Key key);
/* The keys of a command line in words: "u Ctrl-Z"; "" when none. */
const char *keys_of_line(const App *app, const char *line, Arena *arena);
/* The history is looked at, conflicts are decided: the row itself is not edited there. */
const char *keys_refusal(const App *app, const Binding *binding);
const char *keys_place(const App *app); /* the context of the view that is shown */
uint32_t keys_hints(const App *app, const char *context, const char *other, Arena *arena,
                    KeyHint *out, uint32_t most);
void keys_list(const App *app, Text *out);
void help_build(App *app);

/* --- picker.c, form.c, mode.c, typing.c ----------------------------------------------------------------------------------- */
void picker_open_field(App *app, const Field *field, EntityKind entity, bool into_form);
void picker_open(App *app, PickKind kind, const char *title);
void picker_key(App *app, Key key);
void picker_refresh(App *app);
void palette_refresh(App *app); /* fills picker entries for the typed command line */
bool form_open(App *app, EntityKind entity, RowId id, RowId after, const Assignment *given,
               uint32_t count, Err *err);
void form_key(App *app, Key key);
void form_take(App *app, const char *text, bool make); /* from a picker */
void form_close(App *app);
bool form_is_dirty(const App *app);
void form_type(App *app, const char *text); /* pasted */
void form_select(App *app, uint32_t index);
const char *form_opening_text(App *app, const Field *field, const Row *row);
bool form_field_touched(const DraftField *draft);
void typing_key(App *app, Key key);
void typing_start(App *app, Typing typing, const char *text);
/* Asks for one more word of a command line. */
void typing_ask(App *app, const char *line, const char *prompt, const char *text);
/* `e` on the place under the cursor; `name` asks for another field of its row. */
bool cell_edit(App *app, const char *name, Err *err);
void mode_set(App *app, Mode mode);
bool mode_key(App *app, Key key); /* true: the mode took it */
void preview_update(App *app);
void preview_drop(App *app);

/* --- kiosk_play.c: the playlist ------------------------------------------------------------------- */
bool playlist_is_key(const char *key); /* of the configuration */
const char *playlist_fault(const char *text, Arena *arena);
const char *playlist_part(const char **at, Arena *arena); /* NULL at the end */
const char *playlist_line(const char *part, Arena *arena);
void playlist_make(Playlist *list, const Plan *plan, const Ini *ini);
void playlist_turn(Playlist *list, int by, int64_t now);
int playlist_seconds_left(const Playlist *list, int64_t now); /* -1: no page follows */

/* --- kiosk.c, kiosk_file.c: the wall display ------------------------------------------------------ */
bool wall_open(App *app, Err *err); /* also when there is nothing to open yet */
bool wall_poll(App *app);           /* true when the frame changed */
void wall_wake(App *app);
int wall_watch(App *app);
void wall_close(App *app);
void wall_tick(App *app); /* turns the page when its time has come */
int64_t wall_next_wake(const App *app);
void wall_key(App *app, Key key);
void wall_show(App *app);        /* the page that it is the turn of, or the pointer's row */
void wall_follow_plan(App *app); /* after a load */
const Canvas *wall_draw_frame(App *app, Canvas *canvas);
bool wall_shows(EntityKind entity); /* rows that may be pointed at */
bool wall_shows_place(const App *app);
bool wall_is_waiting(const App *app);
const History *wall_history(App *app, const History *history);
/* in the view that shows it */
bool app_go_to(App *app, EntityKind entity, RowId id, int field);

/* --- words.c: what a change did, as a sentence --------------------------------------------------------- */
/* "1.4 Utarbeide kommunikasjonsplan: frist v37".  `before` still knows rows that are gone; or NULL. */
const char *words_of_row(App *app, const Plan *before, const HistoryItem *item, Arena *arena);
/* The same, and how much more the change did; a label that a person gave it stands as it is. */
const char *words_of_change(App *app, const HistoryItem *item, Arena *arena);
/* What people call a row; an accepted finding by the rows that it is about. */
const char *words_of_title(App *app, EntityKind entity, RowId id, Arena *arena);
/* Of a change by its id; "" when it is not there. */
const char *words_of_change_id(App *app, int64_t change, Arena *arena);

/* --- live.c: the others on the same plan ------------------------------------------------------------- */
const char *live_time(App *app, int64_t time, Arena *arena); /* "15:02" */
/* Who changed a row or field last; false when nobody did. */
bool live_latest(App *app, EntityKind entity, RowId row, const Field *field, HistoryItem *out);
const char *live_by(App *app, const HistoryItem *item, Arena *arena); /* "olav 15:02" */
void live_note(App *app, int64_t since, int64_t own, const Plan *before);
const char *live_people(App *app);
uint32_t live_editors(App *app, const RowEditor **out);
void live_show_edit(App *app);
void live_join(App *app);
void live_look_again(App *app);
void live_free(App *app);

/* --- beside.c: other machines that write to a network drive ------------------------------------------- */
void beside_ask(App *app);
bool beside_allowed(App *app, Err *err);
bool run_beside(App *app, const Call *call, Err *err);

/* --- form_live.c: what others change while something is typed ------------------------------------------ */
void form_follow(App *app); /* after a load */
void cell_remember(App *app, const char *text);
void cell_follow(App *app);
void cell_take_theirs(App *app);
const char *place_title(App *app, const Target *here);
void place_follow(App *app, const Target *before, const char *title);
void form_revive(App *app);  /* a row that was deleted meanwhile becomes a new one */
bool form_settled(App *app); /* false: something is to be decided first */
void form_take_theirs(App *app);
void form_keep_mine(App *app);
bool form_is_stale(App *app); /* inside the change: somebody was faster */
/* The head of a field that is opened for editing, and whether it is still that one in the change. */
void expect_head(App *app, EntityKind entity, RowId row, const Field *field);
bool expect_met(App *app, const Field *field, Err *err);

/* --- draft.c: a form that was open when the line broke */
void draft_notice(App *app);
bool draft_restore(App *app, Err *err);

/* --- config.c ----------------------------------------------------------------------------------------------------------------- */
void config_read(App *app);
bool theme_pick(App *app, const char *name, Err *err);
void themes_list(App *app, Text *out);
/* A folder or file among the installed or the build tree's: NULL when there is none. */
const char *share_path(App *app, const char *kind, const char *name, Arena *arena);
/* The folder of a sample; NULL with a sentence when there is none. */
const char *sample_folder(App *app, const char *name, Err *err);

#endif
