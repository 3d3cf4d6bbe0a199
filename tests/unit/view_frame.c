/* SPDX-License-Identifier: MPL-2.0 */
/* The frame around a view and what opens over it: line, picker, form.  Every size must hold. */
#include "view_solor.h"

static Frame a_frame(const ViewInput *input)
{
    return support_frame(input, view_by_name("groups"), "13 tasks · 1 overdue");
}

static void messages_chips_and_modes_are_drawn(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    Frame frame = a_frame(&input);
    HitMap hits = {.arena = arena};
    frame.message = "Moved 2.3 one week later.  u undoes";
    frame.filter = "gru";
    frame.hidden = 12;
    frame.marked = 3;
    frame.mode = "MOVE";
    frame.read_only = true;
    frame.as_of = "as of 1 Sep 2020";
    frame.people = "olav is here";
    Canvas *canvas = canvas_new(arena, 120, 40, false);
    Rect area = frame_draw(&frame, canvas, &hits);
    assert_int_equal(area.y, 2);
    assert_int_equal(area.height, 36);
    support_expect_golden(canvas, "frame-120x40");
    canvas = canvas_new(arena, 80, 24, false);
    frame_draw(&frame, canvas, &hits);
    support_expect_golden(canvas, "frame-80x24");
}

/* A long sentence is read to its end: it takes rows from the view, which is told. */
static void a_long_message_takes_rows_from_the_view(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    Frame frame = a_frame(&input);
    frame.message = "Task 2.3 cannot become a child of 2.3.1, because it would then be its own "
                    "ancestor; choose a task that does not stand below it.";
    frame.message_is_error = true;
    Canvas *canvas = canvas_new(arena, 80, 24, false);
    Rect area = frame_draw(&frame, canvas, NULL);
    assert_int_equal(area.height, 19);
    const char *text = support_text(canvas);
    assert_non_null(strstr(text, "its own"));
    assert_non_null(strstr(text, "below it."));
    assert_int_equal(canvas_at(canvas, 1, 21)->style, STYLE_ERROR);
}

static void a_click_on_a_tab_says_which_view(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    Frame frame = a_frame(&input);
    HitMap hits = {.arena = arena};
    Canvas *canvas = canvas_new(arena, 200, 50, false);
    frame_draw(&frame, canvas, &hits);
    uint32_t tabs = 0;
    for (uint32_t index = 0; index < hits.count; index++) {
        const Hit *hit = &hits.hits[index];
        assert_int_equal(hit->kind, HIT_TAB);
        const View *named = &views[hit->number];
        assert_int_equal(canvas_at(canvas, hit->rect.x, 1)->codepoint, (uint32_t)named->key);
        tabs++;
    }
    assert_true(tabs >= 4);
    assert_null(hit_find(&hits, 0, 30));
}

static void a_screen_that_is_too_small_says_so(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    Frame frame = a_frame(&input);
    Canvas *canvas = canvas_new(arena, 38, 9, false);
    Rect area = frame_draw(&frame, canvas, NULL);
    assert_int_equal(area.width, 0);
    assert_non_null(strstr(support_text(canvas), "Framdrift needs 40×10. This is 38×9."));
}

/* --- The line ------------------------------------------------------------------------------------- */

/* Wherever the caret stands, the letter before it is on screen and the cursor in the field. */
static void the_caret_is_always_seen(void **state)
{
    const char *text = "Sigrid Margrethe Åsgården leads the archive of Grue";
    Arena *arena = *state;
    for (int columns = 1; columns < 60; columns++) {
        for (size_t caret = 0; caret <= strlen(text); caret = text_next_grapheme(text, caret)) {
            Canvas *canvas = canvas_new(arena, 70, 1, false);
            LineField line = {.text = text, .caret = caret};
            line_draw(&line, canvas, 3, 0, columns, STYLE_INPUT);
            assert_true(canvas->cursor_x >= 3 && canvas->cursor_x < 3 + columns);
            assert_true(canvas->cursor_visible);
            if (columns > 2 && caret > 0) {
                const char *before = text + text_previous_grapheme(text, caret);
                uint32_t letter = utf8_next(&before);
                assert_int_equal(canvas_at(canvas, canvas->cursor_x - 1, 0)->codepoint, letter);
            }
            if (caret == strlen(text))
                break;
        }
        arena_clear(arena);
    }
}

/* --- The picker ----------------------------------------------------------------------------------- */

static const PickItem commands[] = {
    {"Move task one week later", ">"},
    {"Move task one week earlier", "<"},
    {"Move task to another phase", "M"},
    {"Move entry to another SWOT box", "m"},
    {"Remove person from group", "x"},
    {"Show moved tasks only", ""},
    {"Move the cursor to the first row", "g"},
    {"Move the cursor to the last row", "G"},
    {"Remove a mark", "Space"},
    {"Remember this filter", ""},
    {"Redo the change that was undone", "U"},
    {"Rename the plan", ""},
};

static Picker a_picker(void)
{
    return (Picker){.title = "Command",
                    .prompt = ": ",
                    .line = {.text = "mov", .caret = 3},
                    .items = commands,
                    .count = COUNT_OF(commands),
                    .selected = 0,
                    .preview = "2.3 Map the present state\n7 Sep – 11 Oct  →  14 Sep – 18 Oct\n"
                               "2.4 and 2.7 follow it and keep their dates.",
                    .empty = "No command has these words."};
}

static void pictures_of_pickers_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    Picker picker = a_picker();
    SupportPicture picture = support_draw(view_by_name("groups"), &input, 80, 24, arena);
    picker_draw(&picker, (Rect){0, 0, 0, 0}, picture.canvas);
    support_expect_golden(picture.canvas, "picker-80x24");
    picture = support_draw(view_by_name("groups"), &input, 80, 24, arena);
    picker.preview = "";
    picker_draw(&picker, picture.laid.cursor, picture.canvas);
    support_expect_golden(picture.canvas, "picker-beside-80x24");
    picture = support_draw(view_by_name("groups"), &input, 40, 10, arena);
    picker.selected = 11;
    picker_draw(&picker, (Rect){0, 0, 0, 0}, picture.canvas);
    support_expect_golden(picture.canvas, "picker-40x10");
}

/* The cell that a picker belongs to stays in sight, and the choice is on screen. */
static void a_picker_never_hides_its_cell(void **state)
{
    Arena *arena = *state;
    for (int y = 0; y < 24; y++) {
        for (uint32_t selected = 0; selected < COUNT_OF(commands); selected++) {
            Canvas *canvas = canvas_new(arena, 80, 24, false);
            Rect cell = {40, y, 12, 1};
            Picker picker = a_picker();
            picker.selected = selected;
            canvas_text(canvas, cell.x, cell.y, 12, STYLE_TEXT, "under-cursor");
            picker_draw(&picker, cell, canvas);
            const char *text = support_text(canvas);
            assert_non_null(strstr(text, "under-cursor"));
            assert_non_null(strstr(text, commands[selected].words));
        }
        arena_clear(arena);
    }
}

/* --- The form --------------------------------------------------------------------------------------- */

static Form a_form(Arena *arena, uint32_t selected)
{
    const Entity *entity = schema_entity(ENTITY_TASK);
    FormField *fields = ARENA_ARRAY(arena, FormField, (size_t)entity->field_count);
    Form form = {
        .title = "Edit task 2.3", .fields = fields, .selected = selected, .dirty = true};
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        if ((field->flags & FIELD_HIDDEN) != 0)
            continue;
        FormField *row = &fields[form.count++];
        row->field = field;
        row->text = field->kind == KIND_DATE ? "1.11" : "Map the present state";
        row->changed = form.count % 4 == 0;
        row->read_only = (field->flags & FIELD_COMPUTED) != 0;
        row->error =
            form.count == 3 ? "There is no group “Map”; try “Arkiv” or “Landbruk”." : "";
        row->reading = field->kind == KIND_DATE ? "Sun 1 Nov 2020, week 44" : "";
        if ((field->flags & FIELD_LONG) != 0)
            row->text =
                "FTEs, tasks, costs and ICT systems in use today,\nfor each service and "
                "each municipality.";
    }
    if (form.selected >= form.count)
        form.selected = form.count - 1;
    form.line = (LineField){.text = fields[form.selected].text, .caret = 4};
    form.help = _(fields[form.selected].field->help);
    form.message = "";
    return form;
}

static uint32_t form_place(const Form *form, const char *name)
{
    for (uint32_t index = 0; index < form->count; index++) {
        if (strcmp(form->fields[index].field->name, name) == 0)
            return index;
    }
    fail_msg("no field %s", name);
    return 0;
}

static void draw_form(Arena *arena, const char *field, int width, int height,
                      const char *golden)
{
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(arena, false), &view, arena);
    Form form = a_form(arena, 0);
    form = a_form(arena, form_place(&form, field));
    SupportPicture picture = support_draw(view_by_name("groups"), &input, width, height, arena);
    uint32_t rows = form_rows(picture.canvas);
    if (form.selected >= rows)
        form.top = form.selected - rows + 1;
    form_draw(&form, picture.canvas);
    support_expect_golden(picture.canvas, golden);
}

static void pictures_of_forms_are_as_kept(void **state)
{
    Arena *arena = *state;
    draw_form(arena, "finish", 80, 24, "form-80x24");
    draw_form(arena, "note", 80, 24, "form-long-80x24");
    draw_form(arena, "owner", 120, 40, "form-120x40");
    draw_form(arena, "finish", 40, 10, "form-40x10");
}

/* As app scrolls by form_rows, the selected field and its caret are always in the box. */
static void every_field_can_be_reached(void **state)
{
    static const int sizes[][2] = {{40, 10}, {60, 15}, {80, 24}, {120, 40}, {200, 50}};
    Arena *arena = *state;
    for (size_t size = 0; size < COUNT_OF(sizes); size++) {
        for (uint32_t selected = 0; selected < a_form(arena, 0).count; selected++) {
            Canvas *canvas = canvas_new(arena, sizes[size][0], sizes[size][1], false);
            Form form = a_form(arena, selected);
            uint32_t rows = form_rows(canvas);
            form.top = selected >= rows ? selected - rows + 1 : 0;
            form_draw(&form, canvas);
            assert_true(canvas->cursor_y > 0);
            const char *row = support_text(canvas);
            assert_non_null(strstr(row, ">"));
        }
    }
}

/* --- Every size ---------------------------------------------------------------------------------------- */

static void draw_everything(Arena *arena, int width, int height, ViewInput *input)
{
    Canvas *canvas = canvas_new(arena, width, height, (width + height) % 3 == 0);
    Frame frame = a_frame(input);
    HitMap hits = {.arena = arena};
    Rect area = frame_draw(&frame, canvas, &hits);
    assert_true(area.x + area.width <= width && area.y + area.height <= height);
    Rect promised = frame_area(width, height);
    assert_true(area.width == 0 || (area.y == promised.y && area.height == promised.height));
    Form form = a_form(arena, (uint32_t)(width + height) % 20);
    assert_true(form_rows(canvas) >= 1);
    form_draw(&form, canvas);
    Picker picker = a_picker();
    picker.selected = (uint32_t)(width * height) % picker.count;
    assert_true(picker_rows(canvas) >= 1);
    picker_draw(&picker, (Rect){0, 0, 0, 0}, canvas);
    picker_draw(&picker, (Rect){width / 2, height / 2, 8, 1}, canvas);
    picker.count = 0;
    picker_draw(&picker, (Rect){width - 1, height - 1, 1, 1}, canvas);
}

static void frames_and_overlays_hold_at_every_size(void **state)
{
    (void)state;
    Arena *lasting = arena_new(), *arena = arena_new();
    ViewState view = support_state();
    ViewInput input = solor_input(solor_plan(lasting, false), &view, lasting);
    for (int height = 1; height <= 50; height++) {
        for (int width = 1; width <= 200; width += width < 50 ? 1 : 7) {
            draw_everything(arena, width, height, &input);
            arena_clear(arena);
        }
    }
    draw_everything(arena, 200, 50, &input);
    arena_free(arena);
    arena_free(lasting);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(messages_chips_and_modes_are_drawn),
        WITH_ARENA(a_long_message_takes_rows_from_the_view),
        WITH_ARENA(a_click_on_a_tab_says_which_view),
        WITH_ARENA(a_screen_that_is_too_small_says_so),
        WITH_ARENA(the_caret_is_always_seen),
        WITH_ARENA(pictures_of_pickers_are_as_kept),
        WITH_ARENA(a_picker_never_hides_its_cell),
        WITH_ARENA(pictures_of_forms_are_as_kept),
        WITH_ARENA(every_field_can_be_reached),
        cmocka_unit_test(frames_and_overlays_hold_at_every_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
