/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A frame in which only the cursor has moved: the last one, with the places that it left and came to
 * drawn anew.  The view draws as ever, through a clip rectangle, so there is one way to draw and the same
 * cells come of it; tests/properties/app_moves.c compares.
 *
 * It is made only when, since the whole frame was drawn, nothing has reached the app but keys that move
 * the cursor, in a view whose cursor shows where it says and nowhere else.  Any other door forgets.
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

static bool shows_marks_only(App *app)
{
    const View *view = app_view(app);
    bool no_pane = view->no_detail != NULL || !app_state(app)->show_detail;
    return view->cursor_is_marks && no_pane;
}

/* Where each row's places are, so that a moved cursor need not go through all of the screen. */
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
        if (hit->kind != HIT_CELL || hit->row < 0)
            continue;
        PictureRow *row = &picture->rows[hit->row - least];
        row->first = row->past == 0 ? index : row->first;
        row->past = index + 1;
    }
}

void moved_keep_picture(App *app, Canvas *canvas)
{
    Picture *picture = &app->picture;
    *picture = (Picture){
        .canvas = canvas, .laid = app->laid, .view = app->view, .at = *app_state(app)};
    if (is_plain(app) && shows_marks_only(app)) {
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

/* Where the cursor will show: in its column, or in the one place that the row has over all of them. */
static const Hit *hit_of_cursor(const App *app, int row, int column)
{
    const Picture *picture = &app->picture;
    int place = row - picture->first_row;
    if (place < 0 || place >= picture->row_count)
        return NULL;
    const PictureRow *range = &picture->rows[place];
    const Hit *last = NULL;
    for (uint32_t index = range->past; index > range->first; index--) {
        const Hit *hit = &app->hits.hits[index - 1];
        if (hit->kind != HIT_CELL || hit->row != row)
            continue;
        if (hit->column == column)
            return hit;
        last = last == NULL ? hit : last;
    }
    return last;
}

/* A letter two columns wide at an edge would lose its half. */
static bool cuts_a_letter(const Canvas *canvas, Rect place)
{
    for (int y = place.y; y < place.y + place.height; y++) {
        const Cell *first = canvas_at(canvas, place.x, y);
        const Cell *past = canvas_at(canvas, place.x + place.width, y);
        if ((first != NULL && (first->flags & CELL_TAIL) != 0) ||
            (past != NULL && (past->flags & CELL_TAIL) != 0))
            return true;
    }
    return false;
}

static bool is_laid_alike(const ViewLaid *one, const ViewLaid *other)
{
    return one->rows_shown == other->rows_shown && one->elsewhere == other->elsewhere &&
           one->columns_shown == other->columns_shown && other->cursor.width > 0;
}

static void draw_place(App *app, Canvas *canvas, Rect place)
{
    Rect old = canvas_clip(canvas, place);
    ViewInput input = app_view_input(app);
    app->laid = (ViewLaid){.first_day = DAY_NONE, .last_day = DAY_NONE};
    canvas_fill(canvas, place, STYLE_TEXT, GLYPH_SPACE);
    app_view(app)->draw(&input, &app->rows, app_area(app), canvas, NULL,
                        &app->laid); /* NULL: the places are where they were */
    canvas_unclip(canvas, old);
}

Canvas *moved_draw(App *app)
{
    Picture *picture = &app->picture;
    if (picture->state != PICTURE_MOVED || !is_plain(app) || !is_same_place(app) ||
        picture->frames >= MOST_IN_A_ROW)
        return NULL;
    bool scrolled = screen_scroll_to_cursor(app);
    const Hit *hit = hit_of_cursor(app, app_state(app)->row, app_state(app)->column);
    if (scrolled || picture->laid.marks.width <= 0 || hit == NULL)
        return NULL;
    Rect to = hit->rect;
    to.x--; /* the sign */
    to.width++;
    Rect place = rect_intersect(rect_around(picture->laid.marks, to), app_area(app));
    if (cuts_a_letter(picture->canvas, place))
        return NULL;
    picture->canvas->cursor_x = picture->canvas->cursor_y = -1;
    draw_place(app, picture->canvas, place);
    if (!is_laid_alike(&picture->laid, &app->laid) || !rect_covers(place, app->laid.marks))
        return NULL;
    picture->at = *app_state(app);
    picture->laid = app->laid;
    picture->state = PICTURE_DRAWN;
    picture->frames++;
    picture->canvas->fresh = place;
    return picture->canvas;
}
