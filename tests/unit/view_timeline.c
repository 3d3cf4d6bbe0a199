/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The timeline: pictures of a small plan compared with tests/golden/timeline-*.txt, and which rows,
 * places and targets it has.  FRAMDRIFT_UPDATE=1 writes the pictures anew: look at them.
 */
#include "timeline_scene.h"

static char *picture(const Scene *scene)
{
    Text out = {0};
    for (int y = 0; y < scene->canvas->height; y++) {
        text_printf(&out, "%s\n", row_as_text(scene->canvas, y, scene->arena));
    }
    char *text = arena_strdup(scene->arena, text_string(&out));
    text_free(&out);
    return text;
}

static char *read_whole(Arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        return arena_strdup(arena, "");
    }
    Text out = {0};
    char block[4096];
    size_t got = 0;
    while ((got = fread(block, 1, sizeof block, file)) > 0) {
        text_append_bytes(&out, block, got);
    }
    (void)fclose(file);
    char *text = arena_strdup(arena, text_string(&out));
    text_free(&out);
    return text;
}

static void expect_picture(const Scene *scene, const char *name)
{
    const char *path =
        arena_printf(scene->arena, "%s/tests/golden/timeline-%s.txt", TEST_SOURCE_DIR, name);
    const char *drawn = picture(scene);
    const char *update = getenv("FRAMDRIFT_UPDATE");
    if (update && strcmp(update, "1") == 0) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fputs(drawn, file) < 0, 0);
        assert_int_equal(fclose(file), 0);
        return;
    }
    const char *expected = read_whole(scene->arena, path);
    if (strcmp(expected, drawn) != 0) {
        print_error("%s differs.  Drawn:\n%s\nExpected:\n%s\n", path, drawn, expected);
    }
    assert_string_equal(expected, drawn);
}

/* --- Pictures ---------------------------------------------------------------------------------- */

static const RowId unfolded[] = {TASK_ID + 8};
static const RowId first_phase[] = {TASK_ID};
static const RowId marked[] = {TASK_ID + 7, TASK_ID + 12};
static const RowId moved[] = {TASK_ID + 8, TASK_ID + 12};
static const TaskPreview preview_week = {moved, COUNT_OF(moved), 14, 14};

static const struct {
    const char *name;
    int width, height;
    Language language;
    Zoom zoom;
    int row, column;
    const RowId *toggled, *marked;
    const TaskPreview *preview;
    const char *filter, *origin;
    bool links, ascii, as_written, no_detail;
} pictures[] = {
    {"80x24-en", 80, 24, LANGUAGE_EN, ZOOM_WEEK, .row = 8},
    {"80x24-nb", 80, 24, LANGUAGE_NB, ZOOM_WEEK, .row = 0},
    {"120x40-en", 120, 40, LANGUAGE_EN, ZOOM_WEEK, .row = 8},
    {"120x40-nb", 120, 40, LANGUAGE_NB, ZOOM_WEEK, .row = 4, .column = 1},
    {"200x50-en", 200, 50, LANGUAGE_EN, ZOOM_WEEK, .row = 8, .toggled = unfolded},
    {"200x50-nb", 200, 50, LANGUAGE_NB, ZOOM_WEEK, .row = 13, .as_written = true},
    {"60x20-en", 60, 20, LANGUAGE_EN, ZOOM_WEEK, .row = 2},
    {"60x20-nb", 60, 20, LANGUAGE_NB, ZOOM_FIT, .row = 2},
    {"40x10-en", 40, 10, LANGUAGE_EN, ZOOM_WEEK, .row = 2},
    {"40x10-nb", 40, 10, LANGUAGE_NB, ZOOM_WEEK, .row = 2, .toggled = first_phase},
    {"day-en", 120, 40, LANGUAGE_EN, ZOOM_DAY, .row = 6},
    {"day-nb", 80, 24, LANGUAGE_NB, ZOOM_DAY, .row = 6},
    {"month-en", 120, 40, LANGUAGE_EN, ZOOM_MONTH, .row = 6},
    {"month-nb", 80, 24, LANGUAGE_NB, ZOOM_MONTH, .row = 6},
    {"quarter-en", 120, 40, LANGUAGE_EN, ZOOM_QUARTER, .row = 6},
    {"quarter-nb", 80, 24, LANGUAGE_NB, ZOOM_QUARTER, .row = 6},
    {"year-en", 120, 40, LANGUAGE_EN, ZOOM_YEAR, .row = 6},
    {"year-nb", 80, 24, LANGUAGE_NB, ZOOM_YEAR, .row = 6},
    {"fit-en", 120, 40, LANGUAGE_EN, ZOOM_FIT, .row = 16},
    {"fit-nb", 80, 24, LANGUAGE_NB, ZOOM_FIT, .row = 16},
    {"links", 120, 40, LANGUAGE_EN, ZOOM_WEEK, .row = 8, .links = true},
    {"move", 120, 40, LANGUAGE_EN, ZOOM_WEEK, .row = 8, .preview = &preview_week,
     .marked = marked},
    {"filter", 80, 24, LANGUAGE_EN, ZOOM_WEEK, .row = 1, .filter = "techn"},
    {"children", 80, 24, LANGUAGE_EN, ZOOM_WEEK, .row = 9, .toggled = unfolded,
     .marked = marked},
    {"panned", 80, 24, LANGUAGE_EN, ZOOM_WEEK, .row = 5, .origin = "2020-09-23",
     .no_detail = true},
    {"ascii", 80, 24, LANGUAGE_NB, ZOOM_WEEK, .row = 8, .ascii = true},
};

static void test_pictures(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(pictures); i++) {
        Scene scene;
        scene_begin(&scene, make_plan, pictures[i].width, pictures[i].height);
        scene.input.language = pictures[i].language;
        scene.input.preview = pictures[i].preview;
        scene.state.zoom = pictures[i].zoom;
        scene.state.row = pictures[i].row;
        scene.state.column = pictures[i].column;
        scene.state.filter = pictures[i].filter ? pictures[i].filter : "";
        scene.state.show_links = pictures[i].links;
        scene.state.as_written = pictures[i].as_written;
        scene.state.show_detail = !pictures[i].no_detail;
        scene.ascii = pictures[i].ascii;
        if (pictures[i].origin) {
            assert_true(day_parse_iso(pictures[i].origin, &scene.state.origin));
        }
        if (pictures[i].toggled) {
            scene.input.toggled = (RowSet){pictures[i].toggled, 1};
        }
        if (pictures[i].marked) {
            scene.input.marked = (RowSet){pictures[i].marked, COUNT_OF(marked)};
        }
        scene_draw(&scene);
        expect_picture(&scene, pictures[i].name);
        scene_end(&scene);
    }
}

/* --- Rows and places --------------------------------------------------------------------------- */

static void test_folds_and_filter_choose_the_rows(void **state)
{
    (void)state;

    static const struct {
        const RowId *toggled;
        const char *filter;
        uint32_t rows, hidden;
    } cases[] = {
        {NULL, "", 17, 0},            /* 2.3 is folded by itself: its three items do not show */
        {unfolded, "", 20, 0},        /* a toggle opens it */
        {first_phase, "", 13, 0},     /* and closes a phase */
        {NULL, "techn", 3, 17},       /* an item of 2.3 with its two ancestors */
        {NULL, "report", 3, 17},      /* two tasks and their phase */
        {unfolded, "no such", 0, 20}, /* nothing */
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Scene scene;
        scene_begin(&scene, make_plan, 80, 24);
        scene.input.toggled = (RowSet){cases[i].toggled, cases[i].toggled ? 1 : 0};
        scene.state.filter = cases[i].filter;
        scene_draw(&scene);
        assert_int_equal(scene.rows.count, cases[i].rows);
        assert_int_equal(scene.rows.hidden, cases[i].hidden);
        scene_end(&scene);
    }
}

static const char *field_at(const Scene *scene, int row, int column)
{
    Target target = scene->view->target(&scene->input, &scene->rows, row, column);
    assert_int_equal(target.entity, ENTITY_TASK);
    assert_true(target.field >= 0);
    return schema_entity(ENTITY_TASK)->fields[target.field].name;
}

static void test_only_columns_on_screen_are_places(void **state)
{
    (void)state;

    static const struct {
        int width, height;
        const char *fields[7];
    } cases[] = {
        {80, 24, {"name", "progress"}},
        {120, 40, {"name", "owner", "progress"}},
        {150, 40, {"name", "owner", "progress", "deadline"}},
        {200, 50, {"name", "owner", "progress", "start", "finish", "deadline"}},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Scene scene;
        scene_begin(&scene, make_plan, cases[i].width, cases[i].height);
        int column = 0;
        for (; cases[i].fields[column]; column++) {
            scene.state.row = 1;
            scene.state.column = column;
            scene_draw(&scene);
            assert_string_equal(field_at(&scene, 1, column), cases[i].fields[column]);
            assert_true(scene.laid.edit.width > 0);
            const Hit *hit = hit_find(&scene.hits, scene.laid.edit.x, scene.laid.edit.y);
            assert_non_null(hit);
            assert_int_equal(hit->row, 1);
            assert_int_equal(hit->column, column);
            assert_int_equal(scene.canvas->cursor_x, scene.laid.cursor.x);
            assert_false(scene.canvas->cursor_visible);
        }
        assert_int_equal(scene.rows.columns, column);
        scene_end(&scene);
    }
}

static Plan *make_empty(Arena *arena)
{
    Plan *plan = plan_new(arena);
    plan_finish(plan);
    return plan;
}

static void test_an_empty_plan_offers_a_first_row(void **state)
{
    (void)state;
    Scene scene;
    scene_begin(&scene, make_empty, 80, 24);
    scene_draw(&scene);
    Target target = scene.view->target(&scene.input, &scene.rows, 0, 0);
    assert_int_equal(target.entity, ENTITY_TASK);
    assert_int_equal(target.id, 0);
    assert_non_null(strstr(picture(&scene), "No tasks yet: a adds the first."));
    assert_string_equal(scene.rows.summary, "0 tasks");
    scene_end(&scene);
}

static const Hit *hit_of(const Scene *scene, HitKind kind, int row)
{
    for (uint32_t i = 0; i < scene->hits.count; i++) {
        if (scene->hits.hits[i].kind == kind && scene->hits.hits[i].row == row) {
            return &scene->hits.hits[i];
        }
    }
    return NULL;
}

static void test_bars_have_edges_to_drag(void **state)
{
    (void)state;
    Scene scene;
    scene_begin(&scene, make_plan, 120, 40);
    scene_draw(&scene);
    const Hit *bar = hit_of(&scene, HIT_BAR, 8);
    const Hit *start = hit_of(&scene, HIT_BAR_START, 8);
    const Hit *end = hit_of(&scene, HIT_BAR_END, 8);
    if (bar == NULL || start == NULL || end == NULL) {
        fail_msg("the bar of task 8 cannot be taken hold of");
        return;
    }
    assert_int_equal(bar->rect.width, 10); /* 7 Sep to 11 Oct: five weeks */
    assert_int_equal(start->rect.x, bar->rect.x);
    assert_int_equal(end->rect.x, bar->rect.x + 9);
    assert_ptr_equal(hit_find(&scene.hits, start->rect.x, start->rect.y), start);
    assert_non_null(hit_of(&scene, HIT_FOLD, 8));
    assert_null(hit_of(&scene, HIT_FOLD, 7));
    scene_end(&scene);
}

/* Bytes on the wire: a key that only moves touches two markers and two names. */
static void test_a_move_changes_few_cells(void **state)
{
    (void)state;
    Scene scene;
    scene_begin(&scene, make_plan, 120, 40);
    scene.state.show_detail = false;
    scene.state.row = 7;
    scene_draw(&scene);
    const Canvas *before = scene.canvas;
    int name = scene.laid.cursor.width;
    scene.state.row = 8;
    scene_draw(&scene);
    int changed = 0;
    for (int y = 0; y < before->height; y++) {
        for (int x = 0; x < before->width; x++) {
            const Cell *one = canvas_at(before, x, y);
            const Cell *other = canvas_at(scene.canvas, x, y);
            changed += one->codepoint != other->codepoint || one->style != other->style ||
                       one->under != other->under || one->flags != other->flags;
        }
    }
    assert_int_equal(changed, 2 * (name + 1));
    scene_end(&scene);
}

static void test_the_detail_pane_and_chart_go_when_there_is_no_room(void **state)
{
    (void)state;

    static const struct {
        int width, height;
        bool chart, detail;
    } cases[] = {
        {120, 40, true, true}, {80, 24, true, true},   {60, 20, true, false},
        {50, 20, true, false}, {49, 20, false, false}, {40, 10, false, false},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        Scene scene;
        scene_begin(&scene, make_plan, cases[i].width, cases[i].height);
        scene_draw(&scene);
        assert_int_equal(scene.laid.first_day != DAY_NONE, cases[i].chart);
        int with_detail = scene.laid.rows_shown;
        scene.state.show_detail = false;
        scene_draw(&scene);
        assert_int_equal(scene.laid.rows_shown > with_detail, cases[i].detail);
        scene_end(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pictures),
        cmocka_unit_test(test_folds_and_filter_choose_the_rows),
        cmocka_unit_test(test_only_columns_on_screen_are_places),
        cmocka_unit_test(test_an_empty_plan_offers_a_first_row),
        cmocka_unit_test(test_bars_have_edges_to_drag),
        cmocka_unit_test(test_a_move_changes_few_cells),
        cmocka_unit_test(test_the_detail_pane_and_chart_go_when_there_is_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
