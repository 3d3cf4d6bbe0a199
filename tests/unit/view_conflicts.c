/* SPDX-License-Identifier: MPL-2.0 */
/* What two copies disagree on: the list, the three sides, and what each would change. */
#include "view_work.h"

#define WRITTEN 1599112800 /* 3 Sep 2020, 08:00 in Norway */

static ConflictValue value_of(const char *words, Day day, const char *author, const char *host,
                              int64_t time)
{
    return (ConflictValue){.change = time == 0 ? 0 : 1000 + time,
                           .time = time,
                           .author = author,
                           .host = host,
                           .value = words,
                           .first = day,
                           .last = day};
}

static int field_of(EntityKind kind, const char *name)
{
    const Entity *entity = schema_entity(kind);
    return schema_field_index(entity, schema_field_by_name(entity, name));
}

enum { MOVED, RENAMED, DELETED, GIVEN };

/* As after a merge on the server: Kari's laptop has been away for two days. */
static void give_conflicts(Plan *plan, Arena *arena)
{
    const ConflictValue nothing = value_of("", DAY_NONE, "", "", 0);
    ConflictValue *values = ARENA_ARRAY(arena, ConflictValue, 6);
    Conflict *given = ARENA_ARRAY(arena, Conflict, GIVEN);
    Day day = day_from_civil(2020, 9, 14);
    values[0] = value_of("14.9", day, "kari", "laptop", WRITTEN);
    values[1] = value_of("10.9", day - 4, "olav", "solor", WRITTEN - 86400);
    values[2] = value_of("Kommunikasjonsplan", DAY_NONE, "kari", "solor", WRITTEN - 3600);
    values[3] = value_of("Plan for kommunikasjon", DAY_NONE, "kari", "laptop", WRITTEN - 7200);
    values[4] = value_of("edited meanwhile", DAY_NONE, "kari", "laptop", WRITTEN);
    values[5] = value_of("deleted", DAY_NONE, "olav", "solor", WRITTEN - 3000);
    values[0].in_force = values[2].in_force = values[4].in_force = true;
    values[1].ours = values[2].ours = values[5].ours = true;
    given[MOVED] =
        (Conflict){.entity = ENTITY_TASK,
                   .row = WORK_TASK + 2,
                   .field = field_of(ENTITY_TASK, "finish"),
                   .values = values,
                   .count = 2,
                   .base = value_of("1.9", day - 13, "olav", "solor", WRITTEN - 864000)};
    given[RENAMED] = (Conflict){.entity = ENTITY_TASK,
                                .row = WORK_TASK + 3,
                                .field = field_of(ENTITY_TASK, "name"),
                                .values = values + 2,
                                .count = 2,
                                .base = nothing};
    given[DELETED] = (Conflict){.entity = ENTITY_GROUP,
                                .row = ARCHIVE,
                                .field = -1,
                                .values = values + 4,
                                .count = 2,
                                .base = nothing};
    plan->conflicts = given;
    plan->conflict_count = GIVEN;
}

static ViewInput conflicts_input(Arena *arena, ViewState *viewed)
{
    Plan *plan = work_plan(arena);
    Task *tasks = plan->tables[ENTITY_TASK].rows;
    Task *moved = &tasks[plan_index_of(plan, ENTITY_TASK, WORK_TASK + 2)];
    moved->start = work_date("7.9", arena);
    moved->finish = work_date("14.9", arena);
    give_conflicts(plan, arena);
    ViewInput input = work_input(plan, viewed, arena);
    input.utc_offset = 7200;
    return input;
}

static void pictures_are_as_kept(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = conflicts_input(arena, &viewed);
    support_expect_sizes(view_by_name("conflicts"), &input, "conflicts");
    viewed.row = DELETED;
    support_expect_sizes(view_by_name("conflicts"), &input, "conflicts-deleted");
}

static const char *picture_of(ViewInput *input, int row, Arena *arena)
{
    ViewState viewed = support_state();
    viewed.row = row;
    input->state = &viewed;
    return support_text(support_draw(view_by_name("conflicts"), input, 120, 40, arena).canvas);
}

static void each_side_has_its_author_machine_and_time(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = conflicts_input(arena, &viewed);
    const char *text = picture_of(&input, RENAMED, arena);
    assert_non_null(strstr(text, "kari (solor)"));
    assert_non_null(strstr(text, "kari (laptop)"));
    assert_non_null(strstr(text, "3 Sep 07:00"));
    assert_non_null(strstr(text, "3 Sep 06:00"));
    assert_non_null(strstr(text, "Kommunikasjonsplan  (in force)"));
    assert_non_null(strstr(text, "Plan for kommunikasjon"));
}

/* The value in force moves nothing; the others say how far, and what follows. */
static void dates_say_what_they_would_move(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = conflicts_input(arena, &viewed);
    const char *text = picture_of(&input, MOVED, arena);
    assert_non_null(strstr(text, "4 days earlier: "));
    assert_non_null(strstr(text, "13 days earlier: "));
    assert_non_null(strstr(text, ": 1 task moves"));
    assert_null(strstr(picture_of(&input, RENAMED, arena), "earlier"));
    assert_null(strstr(picture_of(&input, DELETED, arena), "earlier"));
}

static void each_row_stands_for_its_place(void **state)
{
    Arena *arena = *state;
    const View *view = view_by_name("conflicts");
    ViewState viewed = support_state();
    ViewInput input = conflicts_input(arena, &viewed);
    ViewRows rows = view->lay_out(&input, arena);
    assert_int_equal(rows.count, GIVEN);
    for (int row = 0; row < GIVEN; row++) {
        Target place = view->target(&input, &rows, row, 0);
        int found = -1, column = -1;
        assert_int_equal(place.id, input.plan->conflicts[row].row);
        assert_int_equal(place.field, input.plan->conflicts[row].field);
        assert_true(view_locate(view, &input, &rows, &place, &found, &column));
        assert_int_equal(found, row);
    }
    assert_int_equal(view->target(&input, &rows, GIVEN, 0).entity, ENTITY_NONE);
    assert_int_equal(view->target(&input, &rows, -1, 0).entity, ENTITY_NONE);
}

static void the_filter_finds_places_values_and_machines(void **state)
{
    static const struct {
        const char *filter;
        uint32_t count;
    } cases[] = {{"arkiv", 1}, {"laptop", GIVEN}, {"olav", 2}, {"14.9", 1}, {"none such", 0}};

    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = conflicts_input(arena, &viewed);
    for (size_t turn = 0; turn < COUNT_OF(cases); turn++) {
        viewed.filter = text_fold(arena, cases[turn].filter);
        ViewRows rows = view_by_name("conflicts")->lay_out(&input, arena);
        assert_int_equal(rows.count, cases[turn].count);
        assert_int_equal(rows.hidden, GIVEN - cases[turn].count);
    }
}

static int marks_in(const char *text)
{
    int count = 0;
    for (const char *at = strchr(text, '!'); at != NULL; at = strchr(at + 1, '!'))
        count++;
    return count;
}

/* Elsewhere a row with something undecided ends in "!", until it is decided. */
static void rows_carry_a_mark_elsewhere(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = conflicts_input(arena, &viewed);
    const View *timeline = view_by_name("timeline");
    const char *with = support_text(support_draw(timeline, &input, 120, 40, arena).canvas);
    Plan decided = *input.plan;
    decided.conflict_count = 0;
    input.plan = &decided;
    const char *without = support_text(support_draw(timeline, &input, 120, 40, arena).canvas);
    assert_int_equal(marks_in(with), marks_in(without) + 2);
}

static void nothing_undecided_says_so(void **state)
{
    Arena *arena = *state;
    ViewState viewed = support_state();
    ViewInput input = work_input(work_plan(arena), &viewed, arena);
    SupportPicture picture = support_draw(view_by_name("conflicts"), &input, 80, 24, arena);
    assert_non_null(strstr(support_text(picture.canvas), "Nothing is undecided."));
    assert_string_equal(picture.rows.summary, "0 undecided");
    assert_ptr_equal(view_by_key('C'), view_by_name("conflicts"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_ARENA(pictures_are_as_kept),
        WITH_ARENA(each_side_has_its_author_machine_and_time),
        WITH_ARENA(dates_say_what_they_would_move),
        WITH_ARENA(each_row_stands_for_its_place),
        WITH_ARENA(the_filter_finds_places_values_and_machines),
        WITH_ARENA(rows_carry_a_mark_elsewhere),
        WITH_ARENA(nothing_undecided_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
