/* SPDX-License-Identifier: MPL-2.0 */
/*
 * For the tests of views: a canvas as text, pictures kept in tests/golden, and a frame with a view.
 * FRAMDRIFT_UPDATE=1 writes the pictures anew: look at each before committing.
 */
#ifndef FRAMDRIFT_TEST_VIEW_SUPPORT_H
#define FRAMDRIFT_TEST_VIEW_SUPPORT_H

#include "framdrift/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena_test.h"

/* What a view is laid out in where a test does not say: the room within a frame of 80×24, or nearly. */
#define SUPPORT_WIDTH  80
#define SUPPORT_HEIGHT 20

/* Thu 3 Sep 2020, week 36. */
static inline Day support_today(void)
{
    return day_from_civil(2020, 9, 3);
}

static inline void support_append_row(const Canvas *canvas, int y, Text *out)
{
    size_t kept = out->length;
    for (int x = 0; x < canvas->width; x++) {
        const Cell *cell = canvas_at(canvas, x, y);
        if ((cell->flags & CELL_TAIL) != 0)
            continue;
        canvas_append_cell(canvas, cell, out);
        if (cell->codepoint != ' ')
            kept = out->length;
    }
    out->length = kept;
    if (out->bytes != NULL)
        out->bytes[kept] = '\0';
    text_append(out, "\n");
}

/* The canvas as lines without trailing spaces. */
static inline const char *support_text(const Canvas *canvas)
{
    Text out = {0};
    for (int y = 0; y < canvas->height; y++)
        support_append_row(canvas, y, &out);
    const char *text = arena_strdup(canvas->arena, text_string(&out));
    text_free(&out);
    return text;
}

static inline char *support_read(Arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    Text content = {0};
    char block[4096];
    size_t bytes;
    if (file == NULL)
        return NULL;
    while ((bytes = fread(block, 1, sizeof block, file)) > 0)
        text_append_bytes(&content, block, bytes);
    (void)fclose(file);
    char *text = arena_strdup(arena, text_string(&content));
    text_free(&content);
    return text;
}

static inline void support_write(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static inline void support_expect_golden(const Canvas *canvas, const char *name)
{
    const char *path =
        arena_printf(canvas->arena, "%s/tests/golden/%s.txt", TEST_SOURCE_DIR, name);
    const char *seen = support_text(canvas);
    if (getenv("FRAMDRIFT_UPDATE") != NULL)
        support_write(path, seen);
    const char *wanted = support_read(canvas->arena, path);
    if (wanted == NULL)
        fail_msg("%s is not there: FRAMDRIFT_UPDATE=1 writes it.", path);
    if (strcmp(wanted, seen) != 0)
        fail_msg("%s differs.\n--- wanted\n%s--- seen\n%s", path, wanted, seen);
}

static inline ViewState support_state(void)
{
    return (ViewState){.origin = DAY_NONE, .filter = "", .show_detail = true};
}

typedef struct SupportPicture {
    Canvas *canvas;
    HitMap hits;
    ViewLaid laid;
    ViewRows rows;
    Rect area;
} SupportPicture;

static inline Frame support_frame(const ViewInput *input, const View *view,
                                  const char *summary)
{
    static const KeyHint hints[] = {{"Enter", "open"}, {"a", "add"},  {"e", "edit"},
                                    {"Tab", "column"}, {"/", "find"}, {":", "command"},
                                    {"u", "undo"},     {"?", "keys"}};
    return (Frame){.plan_name = "Solør cooperation: Våler, Åsnes, Grue",
                   .plan_short_name = "Solør cooperation",
                   .today = input->today,
                   .as_of = "",
                   .people = "",
                   .current = view,
                   .summary = summary,
                   .filter = input->state->filter,
                   .message = "",
                   .hints = hints,
                   .hint_count = COUNT_OF(hints),
                   .mode = "",
                   .counts = "2 need attention",
                   .place = "solor.plan  saved 14:02  kari",
                   .language = input->language};
}

/* The view within its frame, as app draws it. */
static inline SupportPicture support_draw(const View *view, ViewInput *input, int width,
                                          int height, Arena *arena)
{
    SupportPicture picture = {.hits = {.arena = arena}};
    Rect area = frame_area(width, height);
    input->width = area.width;
    input->height = area.height;
    picture.canvas = canvas_new(arena, width, height, false);
    picture.canvas->language = input->language;
    picture.rows = view->lay_out(input, arena);
    view->draw(input, &picture.rows, area, picture.canvas, &picture.hits, &picture.laid);
    Frame frame = support_frame(input, view, picture.rows.summary);
    frame.hidden = picture.rows.hidden;
    picture.area = frame_draw(&frame, picture.canvas, &picture.hits);
    /* Without the tabs, so that a new view changes the pictures of the frame and no others. */
    canvas_fill(picture.canvas, (Rect){0, 1, width, 1}, STYLE_TAB, GLYPH_SPACE);
    canvas_text_right(picture.canvas, 0, 1, width - 1, STYLE_TAB, picture.rows.summary);
    return picture;
}

/* As app does before it draws again: the cursor is always within what is shown. */
static inline void support_scroll(const ViewLaid *laid, ViewState *state)
{
    if (state->row >= state->top + laid->rows_shown)
        state->top = state->row - laid->rows_shown + 1;
    if (state->row < state->top)
        state->top = state->row;
    if (state->column >= state->left + laid->columns_shown)
        state->left = state->column - laid->columns_shown + 1;
    if (state->column < state->left)
        state->left = state->column;
}

/* Draws at the three sizes that must hold and compares each with its picture. */
static inline void support_expect_sizes(const View *view, ViewInput *input, const char *name)
{
    static const struct {
        int width, height;
    } sizes[] = {{80, 24}, {120, 40}, {40, 10}};

    Arena *arena = arena_new();
    for (size_t index = 0; index < COUNT_OF(sizes); index++) {
        ViewState scrolled = *input->state;
        const ViewState *state = input->state;
        SupportPicture picture =
            support_draw(view, input, sizes[index].width, sizes[index].height, arena);
        /* Twice: rows differ in height, so fewer may fit after the first scroll. */
        for (int again = 0; again < 2; again++) {
            support_scroll(&picture.laid, &scrolled);
            input->state = &scrolled;
            picture = support_draw(view, input, sizes[index].width, sizes[index].height, arena);
        }
        input->state = state;
        support_expect_golden(
            picture.canvas,
            arena_printf(arena, "%s-%dx%d", name, sizes[index].width, sizes[index].height));
    }
    arena_free(arena);
}

/* The rectangle where a place of the grid was drawn; width 0 when it is not on screen. */
static inline Rect support_place(const SupportPicture *picture, int row, int column)
{
    for (uint32_t index = 0; index < picture->hits.count; index++) {
        const Hit *hit = &picture->hits.hits[index];
        if (hit->kind == HIT_CELL && hit->row == row && hit->column == column)
            return hit->rect;
    }
    return (Rect){0, 0, 0, 0};
}

/* A small generator, so that a failure can be made again from its seed. */
typedef struct Dice {
    uint64_t state;
} Dice;

static inline uint32_t dice(Dice *dice_state, uint32_t sides)
{
    dice_state->state =
        dice_state->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(dice_state->state >> 33) % sides;
}

#endif
