/* SPDX-License-Identifier: MPL-2.0 */
/* Registers, history and help: the views that are lists. */
#include "view_work.h"

/* --- Registers ---------------------------------------------------------------------------------- */

static void pictures_of_registers_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    view.kind = ENTITY_SEAT;
    view.row = 3;
    view.column = 1;
    support_expect_sizes(view_by_name("registers"), &input, "registers");
}

/* Whoever goes to the right still sees which row it is. */
static void names_stay_when_one_goes_to_the_right(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("registers");
    ViewState viewed = support_state();
    Plan *plan = solor_plan(arena, false);
    ViewInput input = solor_input(plan, &viewed, arena);
    viewed.kind = ENTITY_TASK;
    /* As much of it as there is room for at 60 columns. */
    const char *name = arena_strndup(arena, PLAN_ROWS(plan, Task, ENTITY_TASK)[0].name, 8);
    static const int widths[] = {60, 80, 120};
    for (size_t i = 0; i < COUNT_OF(widths); i++) {
        viewed.left = viewed.column = 0;
        const char *first =
            support_text(support_draw(view, &input, widths[i], 24, arena).canvas);
        assert_non_null(strstr(first, name));
        viewed.left = viewed.column = 5;
        const char *later =
            support_text(support_draw(view, &input, widths[i], 24, arena).canvas);
        assert_non_null(strstr(later, name));
        assert_string_not_equal(first, later);
    }
}

static void an_empty_register_has_one_place(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("registers");
    ViewState viewed = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &viewed, arena);
    viewed.kind = ENTITY_RISK;
    SupportPicture picture = support_draw(view, &input, 80, 24, arena);
    Target target = view->target(&input, &picture.rows, 0, 0);
    assert_int_equal(picture.rows.count, 1);
    assert_int_equal(target.entity, ENTITY_RISK);
    assert_int_equal(target.id, 0);
    support_expect_golden(picture.canvas, "registers-empty-80x24");
}

/* Hours times rate for each municipality, and what was granted beside it. */
static void effort_stands_beside_the_grant(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("registers");
    ViewState viewed = support_state();
    viewed.kind = ENTITY_EFFORT;
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    input.language = LANGUAGE_EN;
    SupportPicture picture = support_draw(view, &input, 120, 40, arena);
    const char *text = support_text(picture.canvas);
    assert_non_null(strstr(text,
                           "Våler 24.5 h 14,700.00 · Åsnes 11.5 h 6,900.00 · Grue 13 h+ · "
                           "grant 500,000.00"));
    support_expect_golden(picture.canvas, "registers-effort-120x40");
    viewed.filter = text_fold(arena, "Åsnes");
    picture = support_draw(view, &input, 120, 40, arena);
    text = support_text(picture.canvas);
    assert_non_null(strstr(text, "Sum   Åsnes 11.5 h 6,900.00 · grant 500,000.00"));
}

static void funding_stands_beside_own_effort(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    viewed.kind = ENTITY_FUNDING;
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("registers"), &input, 80, 24, arena);
    assert_non_null(
        strstr(support_text(picture.canvas), "Amount 500,000.00 · own effort 49 h 21,600.00+"));
    support_expect_golden(picture.canvas, "registers-funding-80x24");
}

/* Of all rows that pass the filter, on screen or not; rows without a number add nothing. */
static void sums_are_of_all_rows_that_show(void **state)
{
    Arena *arena = *state;
    Plan *plan = work_plan(arena);
    Mapping *rows = plan_reserve(plan, ENTITY_MAPPING, 100);
    for (uint32_t place = 0; place < 100; place++) {
        solor_row(&rows[place].row, 2001 + place, place, 100, arena);
        rows[place].municipality = VALER + place % 3;
        rows[place].number = place == 99 ? NUMBER_NONE : 150;
    }
    plan_finish(plan);
    ViewState viewed = support_state();
    viewed.kind = ENTITY_MAPPING;
    ViewInput input = work_input(plan, &viewed, arena);
    const View *view = view_by_name("registers");
    SupportPicture picture = support_draw(view, &input, 80, 24, arena);
    assert_non_null(strstr(support_text(picture.canvas), "Sum   Number 148.5"));
    viewed.filter = "grue";
    picture = support_draw(view, &input, 80, 24, arena);
    assert_non_null(strstr(support_text(picture.canvas), "Sum   Number 49.5"));
    viewed.filter = "";
    viewed.kind = ENTITY_MEETING;
    picture = support_draw(view, &input, 80, 24, arena);
    assert_null(strstr(support_text(picture.canvas), "Sum   "));
}

static int field_place(EntityKind kind, const char *name)
{
    const Entity *entity = schema_entity(kind);
    return schema_field_index(entity, schema_field_by_name(entity, name));
}

/* By weight, both ways: equal ones stay in the plan's order, those without one are last. */
static void rows_are_sorted_by_the_field_asked_for(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("registers");
    ViewState viewed = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &viewed, arena);
    viewed.kind = ENTITY_SWOT;
    viewed.sort = field_place(ENTITY_SWOT, "weight") + 1;
    for (int turn = 0; turn < 2; turn++, viewed.sort = -viewed.sort) {
        ViewRows rows = view->lay_out(&input, arena);
        int64_t before = 0;
        RowId before_id = 0;
        assert_int_equal(rows.count, COUNT_OF(solor_swot));
        for (uint32_t row = 0; row < rows.count; row++) {
            RowId id = rows.rows[row].target.id;
            int64_t weight = PLAN_ROW_OF(input.plan, Swot, ENTITY_SWOT, id)->weight;
            if (weight == NUMBER_NONE)
                continue;
            if (before != 0 && viewed.sort > 0)
                assert_true(weight > before || (weight == before && id > before_id));
            if (before != 0 && viewed.sort < 0)
                assert_true(weight < before || (weight == before && id > before_id));
            before = weight;
            before_id = id;
        }
    }
}

static void every_kind_has_a_register(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("registers");
    ViewState viewed = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &viewed, arena);
    for (int kind = ENTITY_NONE + 1; kind < ENTITY_COUNT; kind++) {
        viewed.kind = (EntityKind)kind;
        SupportPicture picture = support_draw(view, &input, 120, 40, arena);
        uint32_t count = plan_count(input.plan, viewed.kind);
        assert_int_equal(picture.rows.count, count > 0 ? count : 1);
        const char *label = schema_entity(viewed.kind)->plural_label;
        assert_non_null(strstr(support_text(picture.canvas), label));
    }
}

static void columns_scroll_beside_the_first_one(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("registers");
    ViewState viewed = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &viewed, arena);
    viewed.kind = ENTITY_SEAT;
    uint32_t columns = view->lay_out(&input, arena).columns;
    for (int left = 0; left < (int)columns; left++) {
        viewed.left = viewed.column = left;
        SupportPicture picture = support_draw(view, &input, 60, 20, arena);
        assert_true(support_place(&picture, 0, 0).width > 0);
        for (int column = left; column < left + picture.laid.columns_shown; column++)
            assert_true(support_place(&picture, 0, column).width > 0);
        assert_true(picture.laid.cursor.width > 0);
    }
}

static void the_filter_folds_letters(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("registers");
    ViewState viewed = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &viewed, arena);
    viewed.kind = ENTITY_PERSON;
    viewed.filter = text_fold(arena, "OSTGARD");
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.hidden, 20);
    assert_int_equal(view->target(&input, &rows, 0, 0).field,
                     field_place(ENTITY_PERSON, "name"));
}

/* --- History -------------------------------------------------------------------------------------- */

static int64_t seconds_at(int day, int hour, int minute)
{
    return (int64_t)day_from_civil(2020, 9, day) * 86400 + hour * 3600 + minute * 60;
}

static const History *some_history(Arena *arena)
{
    int progress = field_place(ENTITY_TASK, "progress");
    HistoryItem *items = ARENA_ARRAY(arena, HistoryItem, 4);
    items[0] = (HistoryItem){.change = 4,
                             .time = seconds_at(3, 12, 2),
                             .author = "kari",
                             .host = "plan",
                             .label = "moved one week later",
                             .kind = "edit",
                             .operation_count = 12,
                             .row_count = 3,
                             .entity = ENTITY_TASK,
                             .row = FIRST_TASK + 1,
                             .field = field_place(ENTITY_TASK, "start"),
                             .before = "7 Sep",
                             .after = "14 Sep"};
    items[1] = (HistoryItem){.change = 3,
                             .time = seconds_at(3, 11, 0),
                             .author = "kari",
                             .label = "took back: Progress",
                             .kind = "undo",
                             .undoes = 2,
                             .operation_count = 1,
                             .entity = ENTITY_TASK,
                             .row = FIRST_TASK + 2,
                             .field = progress,
                             .before = "20 %",
                             .after = "10 %"};
    items[2] = (HistoryItem){.change = 2,
                             .time = seconds_at(2, 22, 40),
                             .author = "olav",
                             .label = "Progress 20 %",
                             .kind = "edit",
                             .undone = true,
                             .operation_count = 1,
                             .entity = ENTITY_TASK,
                             .row = FIRST_TASK + 2,
                             .field = progress,
                             .before = NULL,
                             .after = "20 %"};
    items[3] = (HistoryItem){.change = 1,
                             .time = seconds_at(1, 8, 0),
                             .author = "",
                             .label = "made from the sample",
                             .kind = "import",
                             .field = -1};
    History *history = ARENA_NEW(arena, History);
    *history = (History){.items = items, .count = 4, .more = true};
    return history;
}

static void pictures_of_history_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    input.history = some_history(arena);
    input.utc_offset = 2 * 3600;
    support_expect_sizes(view_by_name("history"), &input, "history");
    view.scope = FIRST_TASK + 2;
    view.scope_entity = ENTITY_TASK;
    view.row = 1;
    SupportPicture picture = support_draw(view_by_name("history"), &input, 80, 24, arena);
    support_expect_golden(picture.canvas, "history-row-80x24");
}

static void history_leads_to_its_row_and_filters(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("history");
    ViewState viewed = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &viewed, arena);
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, 0);
    input.history = some_history(arena);
    viewed.filter = text_fold(arena, "Olav");
    rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.hidden, 3);
    Target target = view->target(&input, &rows, 0, 0);
    assert_int_equal(target.entity, ENTITY_TASK);
    assert_int_equal(target.id, FIRST_TASK + 2);
    assert_int_equal(target.extra, 2);
}

/* --- Help ------------------------------------------------------------------------------------------- */

static const HelpLine help_lines[] = {
    {"Move", "arrows, h j k l", "one place", "move", NULL},
    {"Move", "g G", "first and last", "go first", NULL},
    {"Move", "Tab", "next pane", "pane next", NULL},
    {"Edit", "a", "add a row after this one", "add", NULL},
    {"Edit", "e", "edit the cell", "edit", NULL},
    {"Edit", "Ctrl-Z u", "undo the latest change", "undo", NULL},
    {"Find", "/", "filter what is shown", "filter", NULL},
    {"Find", ":", "type a command", "command", NULL},
};

static void pictures_of_help_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    input.help = help_lines;
    input.help_count = COUNT_OF(help_lines);
    view.row = 4;
    support_expect_sizes(view_by_name("help"), &input, "help");
    view.row = 0;
    view.filter = "undo";
    ViewRows rows = view_by_name("help")->lay_out(&input, arena);
    assert_int_equal(rows.count, 1);
    assert_int_equal(rows.hidden, COUNT_OF(help_lines) - 1);
    assert_int_equal(view_by_name("help")->target(&input, &rows, 0, 0).extra, 5);
}

/* --- The list of views -------------------------------------------------------------------------------- */

static void views_are_found_by_name_beginning_and_key(void **state)
{
    (void)state;
    for (uint32_t index = 0; index < view_count(); index++) {
        const View *view = &views[index];
        assert_ptr_equal(view_by_name(view->name), view);
        if (view->key != 0)
            assert_ptr_equal(view_by_key((uint32_t)view->key), view);
        for (uint32_t other = 0; other < index; other++)
            assert_true(view->key == 0 || view->key != views[other].key);
    }
    assert_null(views[view_count()].name);
    assert_ptr_equal(view_by_name("gro"), view_by_name("groups"));
    assert_null(view_by_name("no such view"));
    assert_null(view_by_name(""));
    assert_null(view_by_key('x'));
}

static void row_sets_hold_what_they_hold(void **state)
{
    (void)state;
    static const RowId ids[] = {-5, 1, 7, 8, 100};
    RowSet set = {ids, COUNT_OF(ids)}, empty = {NULL, 0};
    for (RowId id = -10; id < 120; id++) {
        bool held = id == -5 || id == 1 || id == 7 || id == 8 || id == 100;
        assert_int_equal(row_set_contains(&set, id), held);
        assert_false(row_set_contains(&empty, id));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pictures_of_registers_are_as_kept),
        WITH_ARENA(names_stay_when_one_goes_to_the_right),
        WITH_ARENA(an_empty_register_has_one_place),
        WITH_ARENA(effort_stands_beside_the_grant),
        WITH_ARENA(funding_stands_beside_own_effort),
        WITH_ARENA(sums_are_of_all_rows_that_show),
        WITH_ARENA(rows_are_sorted_by_the_field_asked_for),
        WITH_ARENA(every_kind_has_a_register),
        WITH_ARENA(columns_scroll_beside_the_first_one),
        WITH_ARENA(the_filter_folds_letters),
        WITH_ARENA(pictures_of_history_are_as_kept),
        WITH_ARENA(history_leads_to_its_row_and_filters),
        WITH_ARENA(pictures_of_help_are_as_kept),
        cmocka_unit_test(views_are_found_by_name_beginning_and_key),
        cmocka_unit_test(row_sets_hold_what_they_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
