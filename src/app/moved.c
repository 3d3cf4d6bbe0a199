/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A frame in which only the cursor has moved: the last one, with the rows that it left and came to drawn
 * anew.  The view draws as ever, through a clip rectangle, so there is one way to draw and the same
 * cells come of it; tests/properties/app_moves.c compares.
 *
 * It is made only when, since the whole frame was drawn, nothing has reached the app but keys that move
 * the cursor, in a view whose cursor shows in its own rows and nowhere else.  Any other door forgets.
 */
#include "app_private.h"

#include <limits.h>
#include <string.h>

enum {
    MOST_IN_A_ROW = 64
}; /* what they take of the frame's memory is given back by a whole frame */

void moved_forget(App *app)
{
    app->picture.state = PICTURE_NONE;
}

/* Around a key: `before` is what moved_forget has taken away. */
void moved_by_key(App *app, PictureState before)
{
    bool stands = before != PICTURE_NONE && app->picture.only_cursor;
    app->picture.state = stands ? PICTURE_MOVED : PICTURE_NONE;
    app->picture.only_cursor = false;
}

static bool is_plain(const App *app)
{
    return app->mode == MODE_VIEW && app->message[0] == '\0' && !app->form.open &&
           app->picker.kind == PICK_NONE && app->typing == TYPING_NONE &&
           app->confirm_line == NULL && !app->rows_stale && !app->options->kiosk;
}

static bool shows_cursor_in_rows(App *app)
{
    const View *view = app_view(app);
    bool no_pane = view->no_detail != NULL || !app_state(app)->show_detail;
    return view->cursor_in_rows && no_pane;
}

static void add_lines(PictureRow *row, Rect lines)
{
    int past = row->past > lines.y + lines.height ? row->past : lines.y + lines.height;
    bool is_first = row->past == 0;
    row->first = is_first || lines.y < row->first ? lines.y : row->first;
    row->past = past;
}

/* Which lines each row has, so that a moved cursor need not go through all places of the screen. */
static void keep_rows(App *app, Picture *picture)
{
    const HitMap *hits = &app->hits;
    int least = INT_MAX;
    int most = -1;
    for (uint32_t index = 0; index < hits->count; index++) {
        const Hit *hit = &hits->hits[index];
        if (hit->kind != HIT_CELL || hit->row < 0)
            continue;
        least = hit->row < least ? hit->row : least;
        most = hit->row > most ? hit->row : most;
    }
    picture->first_row = least;
    picture->row_count = most >= least ? most - least + 1 : 0;
    picture->rows = ARENA_ARRAY(app->frame, PictureRow, (size_t)picture->row_count + 1);
    for (uint32_t index = 0; index < hits->count; index++) {
        const Hit *hit = &hits->hits[index];
        if (hit->kind == HIT_CELL && hit->row >= 0)
            add_lines(&picture->rows[hit->row - least], hit->rect);
    }
}

void moved_keep_picture(App *app, Canvas *canvas)
{
    Picture *picture = &app->picture;
    *picture = (Picture){
        .canvas = canvas, .laid = app->laid, .view = app->view, .at = *app_state(app)};
    if (is_plain(app) && shows_cursor_in_rows(app)) {
        picture->state = PICTURE_DRAWN;
        keep_rows(app, picture);
    }
}

/* The same but for where the cursor is. */
static bool is_same_place(App *app)
{
    const ViewState *was = &app->picture.at;
    const ViewState *now = app_state(app);
    return app->view == app->picture.view && was->top == now->top && was->left == now->left &&
           was->zoom == now->zoom && was->origin == now->origin && was->kind == now->kind &&
           was->scope == now->scope && was->sort == now->sort && was->flipped == now->flipped &&
           was->filter == now->filter;
}

/* The lines of the screen that a row of the view has; none when it is not shown. */
static Rect lines_of_row(const Picture *picture, Rect area, int row)
{
    int place = row - picture->first_row;
    if (place < 0 || place >= picture->row_count)
        return (Rect){0};
    const PictureRow *lines = &picture->rows[place];
    return (Rect){area.x, lines->first, area.width, lines->past - lines->first};
}

static bool is_laid_alike(const ViewLaid *one, const ViewLaid *other)
{
    return one->rows_shown == other->rows_shown && one->elsewhere == other->elsewhere &&
           one->columns_shown == other->columns_shown && other->cursor.width > 0;
}

static void draw_lines(App *app, Canvas *canvas, Rect lines)
{
    Rect old = canvas_clip(canvas, app_area(app));
    (void)canvas_clip(canvas, lines);
    ViewInput input = app_view_input(app);
    app->laid = (ViewLaid){.first_day = DAY_NONE, .last_day = DAY_NONE};
    canvas_fill(canvas, lines, STYLE_TEXT, GLYPH_SPACE);
    app_view(app)->draw(&input, &app->rows, app_area(app), canvas, NULL,
                        &app->laid); /* NULL: the places are where they were */
    canvas_unclip(canvas, old);
}

static Rect both(Rect one, Rect other)
{
    int first = one.y < other.y ? one.y : other.y;
    int past = one.y + one.height > other.y + other.height ? one.y + one.height
                                                           : other.y + other.height;
    return (Rect){one.x, first, one.width, past - first};
}

Canvas *moved_draw(App *app)
{
    Picture *picture = &app->picture;
    if (picture->state != PICTURE_MOVED || !is_plain(app) || !is_same_place(app) ||
        picture->frames >= MOST_IN_A_ROW)
        return NULL;
    bool scrolled = screen_scroll_to_cursor(app);
    Rect area = app_area(app);
    Rect from = lines_of_row(picture, area, picture->at.row);
    Rect to = lines_of_row(picture, area, app_state(app)->row);
    if (scrolled || from.height <= 0 || to.height <= 0)
        return NULL;
    Rect lines = both(from, to);
    picture->canvas->cursor_x = picture->canvas->cursor_y = -1;
    draw_lines(app, picture->canvas, lines);
    if (!is_laid_alike(&picture->laid, &app->laid))
        return NULL;
    picture->at = *app_state(app);
    picture->state = PICTURE_DRAWN;
    picture->frames++;
    picture->canvas->fresh_y = lines.y;
    picture->canvas->fresh_rows = lines.height;
    return picture->canvas;
}
