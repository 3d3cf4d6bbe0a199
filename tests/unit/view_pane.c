/* SPDX-License-Identifier: MPL-2.0 */
/* The pane about the row under the cursor, which a key hides: in every view the same. */
#include "view_findings.h"

enum { WIDEST_BAR = 36, CHANGES = 60 };

typedef struct Scene {
    const char *view;
    bool flipped, solor; /* solor: the plan with seats and SWOT entries */
} Scene;

static const Scene scenes[] = {
    {"groups", false, true},   {"flow", false, false},      {"flow", true, false},
    {"swot", false, true},     {"decisions", false, false}, {"findings", false, false},
    {"history", false, false},
};

static const struct {
    int width, height;
} sizes[] = {{80, 24}, {120, 40}};

static const History *many_changes(Arena *arena)
{
    History *history = ARENA_NEW(arena, History);
    HistoryItem *items = ARENA_ARRAY(arena, HistoryItem, CHANGES);
    for (int at = 0; at < CHANGES; at++)
        items[at] = (HistoryItem){.change = CHANGES - at,
                                  .time = (int64_t)day_from_civil(2020, 9, 1) * 86400 + at * 60,
                                  .author = "kari",
                                  .label = "set note",
                                  .kind = "edit",
                                  .operation_count = 1,
                                  .entity = ENTITY_TASK,
                                  .row = WORK_TASK + (RowId)(at % 13),
                                  .field = -1,
                                  .words = arena_printf(arena, "Note %d of a long task", at)};
    *history = (History){.items = items, .count = CHANGES};
    return history;
}

static ViewInput scene_input(const Scene *scene, ViewState *viewed, Arena *arena)
{
    *viewed = support_state();
    viewed->flipped = scene->flipped;
    viewed->show_detail = false;
    ViewInput input = scene->solor ? solor_input(solor_plan(arena, false), viewed, arena)
                                   : work_input(work_plan(arena), viewed, arena);
    input.findings = findings_by_hand();
    input.history = many_changes(arena);
    return input;
}

static bool is_of_cursor(const ViewLaid *laid, int x, int y)
{
    Rect bar = laid->cursor;
    return y == bar.y && x >= bar.x - 1 && x < bar.x + bar.width;
}

static int cells_beyond(const SupportPicture *one, const SupportPicture *other)
{
    int beyond = 0;
    for (int y = 0; y < one->canvas->height; y++)
        for (int x = 0; x < one->canvas->width; x++) {
            const Cell *left = canvas_at(one->canvas, x, y);
            const Cell *right = canvas_at(other->canvas, x, y);
            bool same = left->codepoint == right->codepoint && left->style == right->style &&
                        left->flags == right->flags;
            if (!same && !is_of_cursor(&one->laid, x, y) && !is_of_cursor(&other->laid, x, y))
                beyond++;
        }
    return beyond;
}

/* Down the first column as far as nothing scrolls; returns the moves made. */
static int walk_down(const Scene *scene, int width, int height, Arena *arena)
{
    ViewState viewed;
    ViewInput input = scene_input(scene, &viewed, arena);
    const View *view = view_by_name(scene->view);
    SupportPicture before = support_draw(view, &input, width, height, arena);
    int moves = 0;
    for (uint32_t row = 1; row < before.rows.count; row++) {
        viewed.row = (int)row;
        SupportPicture after = support_draw(view, &input, width, height, arena);
        if (after.laid.cursor.width == 0 || (int)row >= after.laid.rows_shown)
            break;
        assert_true(after.laid.cursor.width <= WIDEST_BAR && after.laid.cursor.height == 1);
        int beyond = cells_beyond(&before, &after);
        if (moves > 0 && beyond > 0)
            fail_msg("%s, %d×%d, to row %u: %d cells beyond the cursor's change", scene->view,
                     width, height, row, beyond);
        before = after;
        moves++;
    }
    return moves;
}

static void a_move_with_the_pane_hidden_changes_two_cells(void **state)
{
    Arena *arena = arena_new();
    (void)state;
    for (size_t at = 0; at < COUNT_OF(scenes); at++)
        for (size_t size = 0; size < COUNT_OF(sizes); size++)
            assert_true(walk_down(&scenes[at], sizes[size].width, sizes[size].height, arena) >
                        2);
    arena_free(arena);
}

static int lowest_cell(const SupportPicture *picture)
{
    int lowest = 0;
    for (uint32_t index = 0; index < picture->hits.count; index++) {
        const Hit *hit = &picture->hits.hits[index];
        if (hit->kind == HIT_CELL && hit->rect.y + hit->rect.height > lowest)
            lowest = hit->rect.y + hit->rect.height;
    }
    return lowest;
}

/* More of a list that is longer than the screen; and never less of a shorter one. */
static void a_hidden_pane_leaves_its_room_to_the_list(void **state)
{
    Arena *arena = arena_new();
    (void)state;
    for (size_t at = 0; at < COUNT_OF(scenes); at++) {
        ViewState viewed;
        ViewInput input = scene_input(&scenes[at], &viewed, arena);
        const View *view = view_by_name(scenes[at].view);
        SupportPicture hidden = support_draw(view, &input, 80, 24, arena);
        viewed.show_detail = true;
        SupportPicture shown = support_draw(view, &input, 80, 24, arena);
        assert_string_not_equal(support_text(hidden.canvas), support_text(shown.canvas));
        assert_true(lowest_cell(&hidden) >= lowest_cell(&shown));
        if (strcmp(view->name, "history") == 0)
            assert_int_equal(hidden.laid.rows_shown, shown.laid.rows_shown + 4);
    }
    arena_free(arena);
}

static void nobody_hides_the_pane_of_a_wall(void **state)
{
    Arena *arena = arena_new();
    (void)state;
    for (size_t at = 0; at < COUNT_OF(scenes); at++) {
        ViewState viewed;
        ViewInput input = scene_input(&scenes[at], &viewed, arena);
        const View *view = view_by_name(scenes[at].view);
        viewed.unattended = true;
        SupportPicture one = support_draw(view, &input, 120, 40, arena);
        viewed.show_detail = true;
        SupportPicture other = support_draw(view, &input, 120, 40, arena);
        assert_string_equal(support_text(one.canvas), support_text(other.canvas));
    }
    arena_free(arena);
}

/* Where a sentence says that there is no pane, nothing depends on it; elsewhere something does. */
static void only_a_view_with_a_pane_hides_one(void **state)
{
    Arena *arena = arena_new();
    (void)state;
    for (const View *view = views; view->name != NULL; view++) {
        Scene scene = {view->name, false, strcmp(view->name, "swot") == 0};
        ViewState viewed;
        ViewInput input = scene_input(&scene, &viewed, arena);
        viewed.kind = ENTITY_TASK;
        SupportPicture hidden = support_draw(view, &input, 80, 24, arena);
        viewed.show_detail = true;
        SupportPicture shown = support_draw(view, &input, 80, 24, arena);
        bool same = strcmp(support_text(hidden.canvas), support_text(shown.canvas)) == 0;
        if (same != (view->no_detail != NULL))
            fail_msg("%s: %s", view->name,
                     same ? "no pane is hidden" : "a pane is hidden, against its sentence");
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_move_with_the_pane_hidden_changes_two_cells),
        cmocka_unit_test(a_hidden_pane_leaves_its_room_to_the_list),
        cmocka_unit_test(nobody_hides_the_pane_of_a_wall),
        cmocka_unit_test(only_a_view_with_a_pane_hides_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
