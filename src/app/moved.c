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

void moved_keep_picture(App *app, Canvas *canvas)
{
    Picture *picture = &app->picture;
    *picture = (Picture){.state = is_plain(app) && shows_cursor_in_rows(app) ? PICTURE_DRAWN
                                                                             : PICTURE_NONE,
                         .canvas = canvas,
                         .hits = app->hits,
                         .laid = app->laid,
                         .view = app->view,
                         .at = *app_state(app)};
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
static Rect lines_of_row(const HitMap *hits, Rect area, int row)
{
    int first = area.y + area.height;
    int past = area.y;
    for (uint32_t index = 0; index < hits->count; index++) {
        const Hit *hit = &hits->hits[index];
        if (hit->row != row || hit->kind != HIT_CELL)
            continue;
        first = hit->rect.y < first ? hit->rect.y : first;
        past = hit->rect.y + hit->rect.height > past ? hit->rect.y + hit->rect.height : past;
    }
    return (Rect){area.x, first, area.width, past - first};
}

static bool is_laid_alike(const ViewLaid *one, const ViewLaid *other)
{
    return one->rows_shown == other->rows_shown && one->elsewhere == other->elsewhere &&
           one->columns_shown == other->columns_shown && other->cursor.width > 0 &&
           text_equal(one->summary, other->summary);
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
    Rect from = lines_of_row(&picture->hits, area, picture->at.row);
    Rect to = lines_of_row(&picture->hits, area, app_state(app)->row);
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
