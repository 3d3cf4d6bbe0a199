/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The timeline, whatever the plan, size and window: today in one column, headings never cut, nothing
 * outside its area, no crash.
 */
#include "../unit/timeline_scene.h"

/* --- The axis ------------------------------------------------------------------------- */

static void test_today_stands_in_one_column(void **state)
{
    (void)state;
    for (int zoom = 0; zoom < ZOOM_COUNT; zoom++) {
        Scene scene;
        scene_begin(&scene, make_plan, 120, 40);
        scene.state.zoom = (Zoom)zoom;
        scene_draw(&scene);
        int found = -1;
        for (int x = 0; x < 120; x++) {
            if (canvas_at(scene.canvas, x, 3)->codepoint == 0x252C) {
                assert_int_equal(found, -1);
                found = x;
            }
        }
        assert_true(found > 59);
        int seen = 0;
        for (int y = 4; y < 24; y++) {
            seen += canvas_at(scene.canvas, found, y)->style == STYLE_TODAY;
        }
        assert_true(seen >= 5);
        assert_int_equal(canvas_at(scene.canvas, found, 2)->style, STYLE_TODAY);
        scene_end(&scene);
    }
}

static bool is_month(const char *word, Language language)
{
    for (int month = 1; month <= 12; month++) {
        const char *name = date_month_name(month, false, language);
        if (strcmp(name, word) == 0 || (strncmp(name, word, 3) == 0 && strlen(word) == 3)) {
            return true;
        }
    }
    return strcmp(word, date_week_word(language)) == 0;
}

static bool is_quarter(const char *word)
{
    return (word[0] == 'Q' || word[0] == 'K') && word[1] >= '1' && word[1] <= '4' && !word[2];
}

static bool is_number(const char *word)
{
    size_t length = strspn(word, "0123456789");
    bool year = length == 4 && (word[0] == '1' || word[0] == '2');
    return word[length] == '\0' && (length == 1 || length == 2 || year);
}

static void expect_whole_words(const char *heading, Language language, Arena *arena)
{
    const char *at = heading;
    while (*at) {
        at += strspn(at, " ");
        size_t bytes = strcspn(at, " ");
        const char *word = arena_strndup(arena, at, bytes);
        if (bytes > 0 && !is_month(word, language) && !is_number(word) && !is_quarter(word)) {
            fail_msg("“%s” in the heading “%s”", word, heading);
        }
        at += bytes;
    }
}

static void test_headings_are_never_cut(void **state)
{
    (void)state;
    static const int widths[] = {60, 79, 80, 97, 120, 163};
    for (size_t i = 0; i < COUNT_OF(widths); i++) {
        for (int step = 0; step < 60; step++) {
            Scene scene;
            scene_begin(&scene, make_plan, widths[i], 24);
            scene.state.zoom = (Zoom)(step % ZOOM_COUNT);
            scene.state.origin = today() + step * 17;
            scene.input.language = (Language)(step % LANGUAGE_COUNT);
            scene_draw(&scene);
            for (int y = 0; y < 2; y++) {
                const char *row = row_as_text(scene.canvas, y, scene.arena);
                const char *line = strstr(row, "│");
                assert_non_null(line);
                expect_whole_words(line + strlen("│"), scene.input.language, scene.arena);
            }
            scene_end(&scene);
        }
    }
}

/* --- Anything at all --------------------------------------------------------------------------- */

static uint64_t random_state;

static int trials(void)
{
    const char *asked = getenv("FRAMDRIFT_TRIALS");
    return asked ? (int)strtol(asked, NULL, 10) : (TEST_NIGHTLY ? 20000 : 300);
}

static uint32_t random_below(uint32_t limit)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return (uint32_t)(random_state >> 20) % limit;
}

static int random_choice(int count)
{
    return (int)random_below((uint32_t)count);
}

static HonestDate random_date(void)
{
    HonestDate date = {.from = DAY_NONE, .to = DAY_NONE};
    uint32_t kind = random_below(8);
    if (kind == 0) {
        return date;
    }
    int reach = kind == 1 ? 2000000 : 900;
    Day from = today() + (Day)random_below((uint32_t)reach) - reach / 2;
    date = date_from_day(from);
    date.to = from + (Day)random_below(400);
    date.precision = random_choice(DATE_PRECISION_COUNT);
    date.as_written = random_below(2) ? "kommunestyremøta i desember, etter jul" : NULL;
    return date;
}

static Plan *make_random(Arena *arena)
{
    static const char *const names[] = {"", "Å", "名前はとても長い",
                                        "Kartlegge dagens situasjon", "e\xCC\x81"};
    uint32_t count = random_below(60);
    Plan *plan = plan_new(arena);
    Task *tasks = plan_reserve(plan, ENTITY_TASK, count);
    for (uint32_t i = 0; i < count; i++) {
        tasks[i].row.id = TASK_ID + i;
        tasks[i].row.rank = rank_at(arena, i, count);
        tasks[i].parent = random_below(3) ? (RowId)(TASK_ID + random_below(count)) : 0;
        tasks[i].kind = random_choice(TASK_KIND_COUNT);
        tasks[i].status = random_choice(STATUS_COUNT);
        tasks[i].name = names[random_below(COUNT_OF(names))];
        tasks[i].short_name = names[random_below(COUNT_OF(names))];
        tasks[i].progress = random_below(2) ? (int64_t)random_below(101) : NUMBER_NONE;
        tasks[i].start = random_date();
        tasks[i].finish = random_date();
        tasks[i].deadline = random_date();
        tasks[i].purpose = names[random_below(COUNT_OF(names))];
    }
    uint32_t link_count = count ? random_below(40) : 0;
    Link *links = plan_reserve(plan, ENTITY_LINK, link_count);
    for (uint32_t i = 0; i < link_count; i++) {
        links[i].row.id = 10 + i;
        links[i].from = TASK_ID + random_below(count + 2);
        links[i].to = TASK_ID + random_below(count + 2);
        links[i].type = random_choice(LINK_TYPE_COUNT);
        links[i].lag = 0;
    }
    plan_finish(plan);
    return plan;
}

static const RowId moved[] = {TASK_ID + 3, TASK_ID + 7};
static const TaskPreview preview = {moved, COUNT_OF(moved), 14, -3};

static void random_scene(Scene *scene)
{
    static const char *const filters[] = {"", "", "a", "kart", "zz"};
    scene_begin(scene, make_random, random_choice(210), random_choice(60));
    scene->state.zoom = random_choice(ZOOM_COUNT);
    scene->state.row = random_choice(70) - 5;
    scene->state.column = random_choice(9) - 1;
    scene->state.top = random_choice(50) - 5;
    scene->state.show_links = random_below(2);
    scene->state.show_detail = random_below(4) > 0;
    scene->state.as_written = random_below(2);
    scene->state.filter = filters[random_below(COUNT_OF(filters))];
    if (random_below(3) == 0) {
        scene->state.origin = today() + (Day)random_below(3000000) - 1500000;
    }
    scene->input.language = random_choice(LANGUAGE_COUNT);
    scene->input.preview = random_below(3) ? NULL : &preview;
    scene->ascii = random_below(4) == 0;
}

/* Drawn into the middle of a larger canvas: what lies around must stay as it was. */
static void expect_nothing_outside(Scene *scene)
{
    Rect area = {3, 2, scene->input.width, scene->input.height};
    Canvas *canvas = canvas_new(scene->arena, area.width + 7, area.height + 5, scene->ascii);
    canvas_fill(canvas, (Rect){0, 0, canvas->width, canvas->height}, STYLE_ERROR, GLYPH_BLOCK);
    uint32_t before = canvas_at(canvas, 0, 0)->codepoint;
    scene->hits.count = 0;
    scene->view->draw(&scene->input, &scene->rows, area, canvas, &scene->hits, &scene->laid);
    for (int y = 0; y < canvas->height; y++) {
        for (int x = 0; x < canvas->width; x++) {
            const Cell *cell = canvas_at(canvas, x, y);
            bool touched = cell->codepoint != before || cell->style != STYLE_ERROR;
            assert_false(touched && !rect_contains(area, x, y));
        }
    }
    assert_true(scene->laid.rows_shown >= 1);
    assert_true(scene->laid.columns_shown >= 1);
}

static void test_no_plan_and_no_state_is_too_odd(void **state)
{
    (void)state;
    const char *seed = getenv("FRAMDRIFT_SEED");
    random_state = seed ? strtoull(seed, NULL, 10) | 1 : 20200903;
    print_message("FRAMDRIFT_SEED=%llu\n", (unsigned long long)random_state);
    for (int run = 0; run < trials(); run++) {
        Scene scene;
        uint64_t seed_of_run = random_state;
        random_scene(&scene);
        scene_draw(&scene);
        expect_nothing_outside(&scene);
        for (int row = -1; row <= (int)scene.rows.count; row++) {
            Target target = scene.view->target(&scene.input, &scene.rows, row, row % 7);
            bool inside = row >= 0 && (row < (int)scene.rows.count || row == 0);
            if ((target.entity == ENTITY_TASK) != inside) {
                fail_msg("row %d of %u, seed %llu", row, scene.rows.count,
                         (unsigned long long)seed_of_run);
            }
        }
        uint32_t count = plan_count(scene.input.plan, ENTITY_TASK);
        bool all = scene.state.filter[0] != '\0'; /* a filter opens every fold */
        uint32_t accounted = scene.rows.count + scene.rows.hidden;
        assert_true(all ? accounted == count : accounted <= count);
        scene_end(&scene);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_today_stands_in_one_column),
        cmocka_unit_test(test_headings_are_never_cut),
        cmocka_unit_test(test_no_plan_and_no_state_is_too_odd),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
