/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Any plan, any state, any size: every view lays out and draws, stays within its area, and what it
 * says it showed is so.  FRAMDRIFT_SEED=N repeats one run.
 */
#include "view_solor.h"

enum { RUNS = TEST_NIGHTLY ? 6000 : 400, MOST_ROWS = 12, IDS = 14 };

static const char *const words[] = {
    "",
    "Arkiv",
    "Økonomi/regnskap",
    "Jonas Alexander Mathiesen Lid",
    "日本語の部門",
    "e\u0301tat",
    "two\nlines",
    "tab\there",
    "Åsnes",
    "a-very-long-word-without-any-space-that-must-be-cut-somewhere",
    "Kartlegge status i dag (årsverk, oppgaver, kostnader, IKT-løsninger mm) for hver tjeneste",
    "\u202eturned",
    "x",
    "👩‍👩‍👧",
};

static Value random_date(Dice *rolls, Arena *arena)
{
    HonestDate date = {.from = DAY_NONE, .to = DAY_NONE};
    Text text = {0};
    Day day = support_today() + (Day)dice(rolls, 900) - 450;
    date.precision = (DatePrecision)(int)dice(rolls, DATE_PRECISION_COUNT);
    if (dice(rolls, 4) > 0 && date.precision != DATE_NONE) {
        date.from = day;
        date.to = day + (Day)dice(rolls, 60);
    }
    date.as_written = dice(rolls, 2) == 0 ? words[dice(rolls, COUNT_OF(words))] : NULL;
    date_encode(&date, &text);
    Value value = VALUE_OF_TEXT(arena_strdup(arena, text_string(&text)));
    text_free(&text);
    return value;
}

static Value random_value(const Field *field, Dice *rolls, Arena *arena)
{
    if (dice(rolls, 4) == 0)
        return VALUE_IS_NULL;
    if (field->kind == KIND_DATE)
        return random_date(rolls, arena);
    if (field->kind == KIND_CHOICE)
        return VALUE_OF_TEXT(field->choices[dice(rolls, (uint32_t)field->choice_count)].name);
    if (field->kind == KIND_REFERENCE)
        return VALUE_OF_INTEGER(1 + (int64_t)dice(rolls, IDS));
    if (field->kind == KIND_TEXT)
        return VALUE_OF_TEXT(words[dice(rolls, COUNT_OF(words))]);
    if (field->kind == KIND_BOOLEAN)
        return VALUE_OF_INTEGER(dice(rolls, 2));
    int64_t most = field->maximum > 0 ? field->maximum : 100000;
    return VALUE_OF_INTEGER((int64_t)dice(rolls, (uint32_t)most + 1));
}

static void fill_entity(Plan *plan, EntityKind kind, Dice *rolls, Arena *arena)
{
    const Entity *entity = schema_entity(kind);
    uint32_t count = dice(rolls, MOST_ROWS);
    char *rows = plan_reserve(plan, kind, count);
    for (uint32_t place = 0; place < count; place++) {
        char *row = rows + place * entity->size;
        for (int index = 0; index < entity->field_count; index++) {
            const Field *field = &entity->fields[index];
            if (field->kind == KIND_ID || field->kind == KIND_RANK ||
                (field->flags & FIELD_COMPUTED) != 0)
                continue;
            /* A task stands below an earlier one or none: the store lets nothing else in. */
            bool parent = kind == ENTITY_TASK && strcmp(field->name, "parent") == 0;
            Value value = random_value(field, rolls, arena);
            if (parent)
                value = VALUE_OF_INTEGER(place > 0 ? (int64_t)dice(rolls, place) : 0);
            field_load(field, &value, row, arena);
        }
        solor_row((Row *)(void *)row, 1 + (RowId)place, place, MOST_ROWS, arena);
    }
}

static Plan *random_plan(Dice *rolls, Arena *arena)
{
    Plan *plan = plan_new(arena);
    plan->redacted = dice(rolls, 5) == 0;
    for (int kind = ENTITY_PLAN + 1; kind < ENTITY_COUNT; kind++)
        fill_entity(plan, (EntityKind)kind, rolls, arena);
    plan_finish(plan);
    return plan;
}

static History *random_history(Dice *rolls, Arena *arena)
{
    History *history = ARENA_NEW(arena, History);
    history->count = dice(rolls, 30);
    HistoryItem *items = ARENA_ARRAY(arena, HistoryItem, history->count + 1);
    for (uint32_t index = 0; index < history->count; index++) {
        items[index] =
            (HistoryItem){.time = (int64_t)dice(rolls, UINT32_MAX) - 100000,
                          .author = words[dice(rolls, 14)],
                          .host = "",
                          .label = words[dice(rolls, 14)],
                          .kind = "edit",
                          .undone = dice(rolls, 3) == 0,
                          .operation_count = dice(rolls, 4),
                          .row_count = dice(rolls, 4),
                          .field_count = dice(rolls, 4),
                          .entity = (EntityKind)(int)dice(rolls, ENTITY_COUNT),
                          .row = 1 + (RowId)dice(rolls, IDS),
                          .field = (int)dice(rolls, 40) - 1,
                          .before = dice(rolls, 2) == 0 ? NULL : words[dice(rolls, 14)],
                          .after = words[dice(rolls, 14)]};
    }
    history->items = items;
    return history;
}

static Findings *random_findings(Dice *rolls, Arena *arena)
{
    Findings *findings = ARENA_NEW(arena, Findings);
    findings->count = dice(rolls, 20);
    Finding *items = ARENA_ARRAY(arena, Finding, findings->count + 1);
    for (uint32_t index = 0; index < findings->count; index++) {
        items[index] = (Finding){.rule = "rule",
                                 .level = (FindingLevel)(int)dice(rolls, FINDING_LEVEL_COUNT),
                                 .message = words[dice(rolls, 14)],
                                 .reason = words[dice(rolls, 14)],
                                 .source = words[dice(rolls, 14)],
                                 .entity = (EntityKind)(int)dice(rolls, ENTITY_COUNT),
                                 .row = 1 + (RowId)dice(rolls, IDS),
                                 .field = -1,
                                 .municipality = (RowId)dice(rolls, IDS),
                                 .owner = (RowId)dice(rolls, IDS),
                                 .known = dice(rolls, 4) == 0,
                                 .known_note = words[dice(rolls, 14)]};
        if (!items[index].known)
            findings->counts[items[index].level]++;
    }
    findings->items = items;
    return findings;
}

static HelpLine *random_help(Dice *rolls, uint32_t count, Arena *arena)
{
    HelpLine *lines = ARENA_ARRAY(arena, HelpLine, count + 1);
    for (uint32_t index = 0; index < count; index++)
        lines[index] = (HelpLine){index < count / 2 ? "Move" : "Edit", words[dice(rolls, 14)],
                                  words[dice(rolls, 14)], words[dice(rolls, 14)], NULL};
    return lines;
}

static ViewState random_state(Dice *rolls, Arena *arena)
{
    static const char *const filters[] = {"", "", "", "ark", "o", "zzz", "61/20"};
    ViewState state = support_state();
    state.kind = (EntityKind)(int)dice(rolls, ENTITY_COUNT);
    state.scope = dice(rolls, 2) == 0 ? 0 : 1 + (RowId)dice(rolls, IDS);
    state.scope_entity = (EntityKind)(int)dice(rolls, ENTITY_COUNT);
    state.sort = (int)dice(rolls, 20) - 10;
    state.zoom = (Zoom)(int)dice(rolls, ZOOM_COUNT);
    state.show_links = dice(rolls, 2) == 0;
    state.show_detail = dice(rolls, 2) == 0;
    state.flipped = dice(rolls, 2) == 0;
    state.filter = text_fold(arena, filters[dice(rolls, COUNT_OF(filters))]);
    return state;
}

/* Nothing drawn outside the area: the rows of the frame stay blank. */
static void expect_blank_outside(const Canvas *canvas, Rect area, const char *view)
{
    for (int y = 0; y < canvas->height; y++) {
        for (int x = 0; x < canvas->width; x++) {
            if (!rect_contains(area, x, y) && canvas_at(canvas, x, y)->codepoint != ' ')
                fail_msg("%s drew outside its area at %d, %d", view, x, y);
        }
    }
}

static void expect_targets_hold(const View *view, const ViewInput *input, const ViewRows *rows)
{
    for (uint32_t row = 0; row < rows->count; row++) {
        for (uint32_t column = 0; column < rows->columns; column++) {
            Target target = view->target(input, rows, (int)row, (int)column);
            int found_row = -1, found_column = -1;
            if (target.entity == ENTITY_NONE)
                continue;
            assert_true(view_locate(view, input, rows, &target, &found_row, &found_column));
            Target again = view->target(input, rows, found_row, found_column);
            assert_true(again.entity == target.entity && again.id == target.id);
        }
    }
}

static void draw_once(const View *view, ViewInput *input, ViewState *state, Dice *rolls,
                      Arena *arena)
{
    int width = 1 + (int)dice(rolls, 200), height = 1 + (int)dice(rolls, 50);
    Canvas *canvas = canvas_new(arena, width, height, dice(rolls, 4) == 0);
    Rect area = frame_area(width, height);
    HitMap hits = {.arena = arena};
    ViewLaid laid = {0};
    input->width = area.width;
    input->height = area.height;
    ViewRows rows = view->lay_out(input, arena);
    assert_true(rows.columns >= 1);
    state->row = rows.count == 0 ? 0 : (int)dice(rolls, rows.count);
    state->column = (int)dice(rolls, rows.columns);
    state->top = (int)dice(rolls, (uint32_t)state->row + 1);
    state->left = (int)dice(rolls, (uint32_t)state->column + 1);
    view->draw(input, &rows, area, canvas, &hits, &laid);
    assert_true(laid.rows_shown >= 1 && laid.columns_shown >= 1);
    expect_blank_outside(canvas, area, view->name);
    for (uint32_t index = 0; index < hits.count; index++) {
        const Hit *hit = &hits.hits[index];
        if (hit->kind == HIT_CELL)
            assert_true(hit->row >= 0 && (rows.count == 0 || hit->row < (int)rows.count));
    }
    if (rows.count < 40)
        expect_targets_hold(view, input, &rows);
}

static void run_once(uint64_t seed)
{
    Arena *arena = arena_new();
    Dice rolls = {seed * UINT64_C(2654435761) + 1};
    Plan *plan = random_plan(&rolls, arena);
    ViewState state = random_state(&rolls, arena);
    ViewInput input = solor_input(plan, &state, arena);
    Schedule schedule;
    Err err = {0};
    if (schedule_compute(plan, support_today(), arena, &schedule, &err))
        input.schedule = &schedule;
    RowId marked[] = {2, 3, 5}, changed[] = {1, 4, 9};
    input.marked = (RowSet){marked, COUNT_OF(marked)};
    input.changed = (RowSet){changed, COUNT_OF(changed)};
    input.toggled = (RowSet){changed, COUNT_OF(changed)};
    input.language = (Language)(int)dice(&rolls, LANGUAGE_COUNT);
    input.history = dice(&rolls, 5) == 0 ? NULL : random_history(&rolls, arena);
    input.findings = dice(&rolls, 5) == 0 ? NULL : random_findings(&rolls, arena);
    input.help_count = dice(&rolls, 30);
    input.help = random_help(&rolls, input.help_count, arena);
    for (const View *view = views; view->name != NULL; view++)
        draw_once(view, &input, &state, &rolls, arena);
    arena_free(arena);
}

static void every_view_draws_every_plan(void **state)
{
    (void)state;
    const char *given = getenv("FRAMDRIFT_SEED");
    if (given != NULL) {
        run_once(strtoull(given, NULL, 10));
        return;
    }
    for (uint64_t seed = 1; seed <= RUNS; seed++)
        run_once(seed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_view_draws_every_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
