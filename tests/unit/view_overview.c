/* SPDX-License-Identifier: MPL-2.0 */
/* The overview: progress, lights, deadlines, findings, changes and meetings on one page. */
#include "view_findings.h"

static const HistoryItem changes[] = {
    {.time = 1599141720,
     .author = "kari",
     .host = "",
     .label = "set task/1.4 progress=70",
     .kind = "edit",
     .operation_count = 1,
     .entity = ENTITY_TASK,
     .row = WORK_TASK + 3,
     .field = -1},
    {.time = 1599138000,
     .author = "olav",
     .host = "",
     .label = "set task/2.1 progress=60",
     .kind = "edit",
     .undone = true,
     .operation_count = 1,
     .entity = ENTITY_TASK,
     .row = WORK_TASK + 4,
     .field = -1},
    {.time = 1599051600,
     .author = "olav",
     .host = "",
     .label = "add light aspect=overall",
     .kind = "edit",
     .operation_count = 1,
     .entity = ENTITY_LIGHT,
     .row = WORK_LIGHT + 1,
     .field = -1},
};

static ViewInput overview_input(Arena *arena, ViewState *viewed)
{
    static const History history = {.items = changes, .count = COUNT_OF(changes)};
    ViewInput input = work_input(work_plan(arena), viewed, arena);
    input.findings = findings_by_hand();
    input.history = &history;
    input.utc_offset = 7200;
    return input;
}

static void pictures_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = overview_input(arena, &viewed);
    viewed.row = 4;
    support_expect_sizes(view_by_name("overview"), &input, "overview");
    Plan *plan = plan_new(arena);
    plan_finish(plan);
    viewed.row = 0;
    ViewInput empty = work_input(plan, &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("overview"), &empty, 80, 24, arena);
    support_expect_golden(picture.canvas, "overview-empty-80x24");
}

static int find_row(const ViewInput *input, const ViewRows *rows, EntityKind entity, RowId id)
{
    const View *view = view_by_name("overview");
    for (int row = 0; row < (int)rows->count; row++) {
        Target place = view->target(input, rows, row, 0);
        if (place.entity == entity && place.id == id)
            return row;
    }
    return -1;
}

/* Enter opens what the cursor is on: phases, lights, meetings, deadlines, findings, changes. */
static void every_entry_stands_for_its_row(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = overview_input(arena, &viewed);
    ViewRows rows = view_by_name("overview")->lay_out(&input, arena);
    for (int phase = 0; phase < 3; phase++)
        assert_int_equal(find_row(&input, &rows, ENTITY_TASK, WORK_PHASE + phase), phase);
    assert_true(find_row(&input, &rows, ENTITY_LIGHT, WORK_LIGHT + 1) > 2);
    assert_true(find_row(&input, &rows, ENTITY_LIGHT, 0) > 2);
    assert_true(find_row(&input, &rows, ENTITY_MEETING, WORK_MEETING + 1) > 0);
    assert_int_equal(find_row(&input, &rows, ENTITY_MEETING, WORK_MEETING), -1);
    assert_true(find_row(&input, &rows, ENTITY_TASK, WORK_TASK + 5) > 0);
    assert_true(find_row(&input, &rows, ENTITY_GROUP, ARCHIVE) > 0);
}

/* The later judgement counts, by letter and word, and what nobody judged says so. */
static void lights_are_letters_and_words(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = overview_input(arena, &viewed);
    SupportPicture picture = support_draw(view_by_name("overview"), &input, 120, 40, arena);
    const char *text = support_text(picture.canvas);
    assert_int_equal(find_row(&input, &picture.rows, ENTITY_LIGHT, WORK_LIGHT), -1);
    assert_non_null(strstr(text, "overall    G green"));
    assert_non_null(strstr(text, "time       Y yellow"));
    assert_non_null(strstr(text, "quality    – not assessed"));
    assert_non_null(strstr(text, "risk       R red"));
    assert_non_null(strstr(text, "2 overall  G green"));
}

static void deadlines_come_in_order_with_days_left(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = overview_input(arena, &viewed);
    SupportPicture picture = support_draw(view_by_name("overview"), &input, 120, 40, arena);
    const char *text = support_text(picture.canvas);
    const char *late = strstr(text, "1.4 Kommunikasjonsplan ");
    const char *next = strstr(text, "2.2 SWOT-analyse");
    assert_non_null(late);
    assert_non_null(next);
    assert_true(late < next);
    assert_non_null(strstr(text, "2 days late"));
    assert_non_null(strstr(text, "24 days"));
    assert_non_null(strstr(text, "59 days"));
}

/* Five groups that shall have done a step on one day are one line. */
static void steps_of_one_day_are_one_deadline(void **state)
{
    Arena *arena = *state;
    Plan *plan = work_plan(arena);
    Task *tasks = plan->tables[ENTITY_TASK].rows;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_TASK); index++) {
        if (tasks[index].item == WORK_ITEM + 2)
            tasks[index].deadline = work_date("11.9.2020", arena);
    }
    ViewState viewed = support_state();
    ViewInput input = work_input(plan, &viewed, arena);
    input.width = 120;
    input.height = 36;
    ViewRows rows = view_by_name("overview")->lay_out(&input, arena);
    assert_true(find_row(&input, &rows, ENTITY_TASK, WORK_TASK + 6) > 0);
    for (int group = 0; group < 5; group++)
        assert_int_equal(find_row(&input, &rows, ENTITY_TASK, WORK_STEP + group * 7 + 2), -1);
}

static void what_was_undone_is_no_news(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = overview_input(arena, &viewed);
    SupportPicture picture = support_draw(view_by_name("overview"), &input, 120, 40, arena);
    const char *text = support_text(picture.canvas);
    assert_non_null(strstr(text, "set task/1.4 progress=70"));
    assert_non_null(strstr(text, "3 Sep 16:02"));
    assert_null(strstr(text, "set task/2.1 progress=60"));
}

/* A page shows all that it laid out, at any size that has one. */
static void the_page_holds_every_entry(void **state)
{
    (void)state;
    for (int height = 20; height <= 50; height += 3) {
        Arena *arena = arena_new();
        ViewState viewed = support_state();
        ViewInput input = overview_input(arena, &viewed);
        SupportPicture picture =
            support_draw(view_by_name("overview"), &input, 80, height, arena);
        assert_int_equal(picture.laid.rows_shown, picture.rows.count);
        for (int row = 0; row < (int)picture.rows.count; row++) {
            Rect place = support_place(&picture, row, 0);
            assert_true(place.width > 0);
            assert_true(place.y >= picture.area.y);
            assert_true(place.y < picture.area.y + picture.area.height);
        }
        arena_free(arena);
    }
}

static void the_filter_finds_what_it_says(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = overview_input(arena, &viewed);
    viewed.filter = "yellow";
    ViewRows rows = view_by_name("overview")->lay_out(&input, arena);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.rows[0].target.id, WORK_LIGHT + 2);
    assert_true(rows.hidden > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pictures_are_as_kept),
        WITH_ARENA(every_entry_stands_for_its_row),
        WITH_ARENA(lights_are_letters_and_words),
        WITH_ARENA(deadlines_come_in_order_with_days_left),
        WITH_ARENA(steps_of_one_day_are_one_deadline),
        WITH_ARENA(what_was_undone_is_no_news),
        cmocka_unit_test(the_page_holds_every_entry),
        WITH_ARENA(the_filter_finds_what_it_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
