/* SPDX-License-Identifier: MPL-2.0 */
/*
 * After a long run of random commands, undo of every edit brings back a plan equal to the first, and
 * redo of all brings back the last; both compared as the JSON of every row of every kind.
 *
 * FRAMDRIFT_SEED repeats a run, FRAMDRIFT_TRIALS is the number of commands.
 */
#include "app_support.h"

#include "trials.h"

#define COMMANDS     500
#define AUTHOR_LIMIT 3

typedef struct Run {
    Scene scene;
    uint64_t state;
    int64_t *changes; /* of the edits that wrote something, in order */
    uint32_t count, refused;
} Run;

static uint32_t draw(Run *run, uint32_t below)
{
    return (uint32_t)xorshift_below(&run->state, below);
}

#define DRAW(run, list) ((list)[draw((run), (uint32_t)COUNT_OF(list))])

/* --- Random commands, valid and not ----------------------------------------------------------------- */

static EntityKind any_kind(Run *run)
{
    static const EntityKind usual[] = {ENTITY_TASK, ENTITY_TASK, ENTITY_TASK,   ENTITY_SEAT,
                                       ENTITY_SWOT, ENTITY_LINK, ENTITY_PERSON, ENTITY_ANSWER};
    if (draw(run, 3) != 0)
        return DRAW(run, usual);
    return (EntityKind)(1 + draw(run, ENTITY_COUNT - 1));
}

static RowId any_row(Run *run, EntityKind kind)
{
    uint32_t count = plan_count(run->scene.app->plan, kind);
    return count == 0 ? 0 : plan_at(run->scene.app->plan, kind, draw(run, count))->id;
}

static const char *any_place(Run *run, EntityKind kind)
{
    const Plan *plan = run->scene.app->plan;
    RowId id = any_row(run, kind);
    const Task *task = kind == ENTITY_TASK ? PLAN_ROW_OF(plan, Task, ENTITY_TASK, id) : NULL;
    if (task != NULL && draw(run, 2) == 0)
        return arena_printf(run->scene.arena, "task/%s", task->number);
    if (draw(run, 40) == 0)
        return "task/99.9";
    return arena_printf(run->scene.arena, "%s/%lld", schema_entity(kind)->name, (long long)id);
}

static const char *any_words(Run *run)
{
    static const char *const words[] = {"Ny tekst",
                                        "",
                                        "Æøå og Åsnes",
                                        "-1",
                                        "To linjer\nher",
                                        "0",
                                        "\"sitat\"",
                                        "a=b \\ skrå",
                                        "50",
                                        "0312 61/20",
                                        "Ja",
                                        "=cmd|' /C calc'!A0",
                                        "12,50",
                                        "3d",
                                        "Tab\there",
                                        "4",
                                        "yes",
                                        "100",
                                        "1/2"};
    return DRAW(run, words);
}

static const char *any_date(Run *run)
{
    static const char *const dates[] = {
        "1.10", "uke 45", "v13 2021",      "høst 2020",      "2020-12-01", "31.2.2020",
        "+2v",  "",       "desember 2020", "når det passer", "3.9.2020",   "fre"};
    return DRAW(run, dates);
}

static const char *any_value(Run *run, const Field *field)
{
    if (draw(run, 12) == 0)
        return any_words(run);
    if (field->kind == KIND_DATE)
        return any_date(run);
    if (field->kind == KIND_CHOICE)
        return field->choices[draw(run, (uint32_t)field->choice_count)].name;
    if (field->kind == KIND_REFERENCE)
        return arena_printf(run->scene.arena, "%lld",
                            (long long)any_row(run, field->reference));
    if (field->kind == KIND_BOOLEAN)
        return draw(run, 2) == 0 ? "yes" : "no";
    if (field->kind == KIND_TEXT || field->kind == KIND_RANK)
        return any_words(run);
    return arena_printf(run->scene.arena, "%u", draw(run, 120));
}

static const Field *any_field(Run *run, const Entity *entity)
{
    return &entity->fields[draw(run, (uint32_t)entity->field_count)];
}

static const char *assignment(Run *run, const Field *field, const char *value)
{
    return arena_printf(run->scene.arena, "%s=%s", field->name,
                        app_quote(run->scene.arena, value));
}

static const char *any_set(Run *run)
{
    EntityKind kind = any_kind(run);
    const Entity *entity = schema_entity(kind);
    const Field *one = any_field(run, entity);
    const Field *other = any_field(run, entity);
    const char *first = assignment(run, one, any_value(run, one));
    if (draw(run, 3) != 0)
        return arena_printf(run->scene.arena, "set %s %s", any_place(run, kind), first);
    return arena_printf(run->scene.arena, "set %s %s %s %s", any_place(run, kind),
                        any_place(run, kind), first,
                        assignment(run, other, any_value(run, other)));
}

static const char *any_add(Run *run)
{
    EntityKind kind = any_kind(run);
    const Entity *entity = schema_entity(kind);
    Text line = {0};
    text_printf(&line, "add %s", entity->name);
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        bool needed = (field->flags & FIELD_REQUIRED) != 0;
        if ((needed && draw(run, 20) != 0) ||
            (draw(run, 4) == 0 && field->kind != KIND_ID && field->kind != KIND_RANK &&
             (field->flags & FIELD_COMPUTED) == 0)) {
            const char *value = any_value(run, field);
            text_printf(&line, " %s", assignment(run, field, value[0] == '\0' ? "Ny" : value));
        }
    }
    const char *result = arena_strdup(run->scene.arena, text_string(&line));
    text_free(&line);
    return result;
}

static const char *any_delete(Run *run)
{
    EntityKind kind = any_kind(run);
    /* A whole phase or group seldom, or nothing is left to work on. */
    if ((kind == ENTITY_GROUP || kind == ENTITY_MUNICIPALITY || kind == ENTITY_TASK) &&
        draw(run, 4) != 0)
        return any_add(run);
    return arena_printf(run->scene.arena, "delete %s", any_place(run, kind));
}

static const char *any_command(Run *run)
{
    static const char *const distances[] = {"+7", "-3d", "+2v", "+1 start", "-1 finish", "x"};
    static const char *const ways[] = {"up", "down", "in", "out", "away"};
    uint32_t which = draw(run, 20);
    if (which < 10)
        return any_set(run);
    if (which < 14)
        return any_add(run);
    if (which < 16)
        return any_delete(run);
    if (which < 18)
        return arena_printf(run->scene.arena, "shift %s %s", any_place(run, ENTITY_TASK),
                            DRAW(run, distances));
    return arena_printf(run->scene.arena, "place %s %s", any_place(run, ENTITY_TASK),
                        DRAW(run, ways));
}

/* --- Running ------------------------------------------------------------------------------------------ */

/* A command that fails changes nothing: the newest change stays, and now and then the rows are read. */
static void command_run(Run *run)
{
    const char *line = any_command(run);
    int64_t before = scene_latest(&run->scene);
    bool looks = draw(run, 16) == 0;
    char *json = looks ? scene_json(&run->scene) : NULL;
    Err err = {0};
    Text out = {0};
    arena_clear(run->scene.app->scratch);
    bool good = app_run(run->scene.app, line, &out, &err);
    int64_t after = scene_latest(&run->scene);
    text_free(&out);
    if (!good) {
        run->refused++;
        if (before != after || !is_one_sentence(err.message))
            fail_msg("“%s” failed and wrote: %s", line, err.message);
        char *same = looks ? scene_json(&run->scene) : NULL;
        if (looks && strcmp(json, same) != 0)
            fail_msg("“%s” failed and changed the plan: %s", line, err.message);
        free(same);
    } else if (before != after) {
        run->changes[run->count++] = after;
    }
    free(json);
}

static void run_start(Run *run, uint64_t seed, const char *name, uint32_t commands)
{
    *run = (Run){.state = seed * 2 + 1};
    scene_start(&run->scene, name);
    run->changes = calloc(commands + 1, sizeof *run->changes);
    assert_non_null(run->changes);
}

static void run_end(Run *run)
{
    VerifyReport report = {0};
    Err err = {0};
    if (!store_verify(run->scene.app->store, false, run->scene.arena, &report, &err))
        fail_msg("%s", err.message);
    if (!report.clean)
        fail_msg("%s", report.findings);
    free(run->changes);
    scene_end(&run->scene);
}

static void author_set(Run *run, const char *author)
{
    app_free(run->scene.app);
    scene_open(&run->scene, 2, (const char *const[]){"--author", author});
}

static void same_plan(const char *what, const char *expected, char *actual)
{
    if (strcmp(expected, actual) != 0) {
        size_t place = 0;
        while (expected[place] == actual[place])
            place++;
        size_t start = place > 200 ? place - 200 : 0;
        fail_msg("%s: …%.300s…\n  instead of\n…%.300s…", what, actual + start,
                 expected + start);
    }
    free(actual);
}

static uint32_t commands_wanted(void)
{
    return (uint32_t)trials_count(COMMANDS, COMMANDS * 4);
}

static uint64_t seed_wanted(void)
{
    uint64_t seed = trials_seed();
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%u\n", (unsigned long long)seed,
                  commands_wanted());
    return seed;
}

/* u … u, then U … U, of one author; a restart in the middle of each changes nothing. */
static void undo_of_all_is_the_first_plan_and_redo_of_all_the_last(void **state)
{
    (void)state;
    Run run;
    uint32_t commands = commands_wanted();
    run_start(&run, seed_wanted(), "undo", commands);
    char *first = scene_json(&run.scene);
    for (uint32_t done = 0; done < commands; done++)
        command_run(&run);
    char *last = scene_json(&run.scene);
    assert_true(run.count > commands / 4);
    assert_true(run.refused > commands / 20);
    for (uint32_t left = run.count; left > 0; left--) {
        if (left == run.count / 2)
            author_set(&run, "kari");
        scene_run(&run.scene, "undo");
        assert_null(strstr(run.scene.app->message, "fields"));
    }
    same_plan("after undo of all", first, scene_json(&run.scene));
    scene_refuse(&run.scene, "undo", 1);
    for (uint32_t left = run.count; left > 0; left--) {
        if (left == run.count / 2)
            author_set(&run, "kari");
        scene_run(&run.scene, "redo");
        assert_null(strstr(run.scene.app->message, "fields"));
    }
    same_plan("after redo of all", last, scene_json(&run.scene));
    scene_refuse(&run.scene, "redo", 1);
    free(first);
    free(last);
    run_end(&run);
}

/* Several people in turn: each edit is undone by its number, the latest first. */
static void edits_of_several_authors_are_undone_by_number(void **state)
{
    (void)state;
    static const char *const authors[AUTHOR_LIMIT] = {"kari", "bo", "anne grete"};
    Run run;
    uint32_t commands = commands_wanted() / 4;
    run_start(&run, seed_wanted() + 1, "authors", commands);
    char *first = scene_json(&run.scene);
    for (uint32_t done = 0; done < commands; done++) {
        if (draw(&run, 5) == 0)
            author_set(&run, authors[draw(&run, AUTHOR_LIMIT)]);
        command_run(&run);
    }
    for (uint32_t left = run.count; left > 0; left--) {
        if (draw(&run, 10) == 0)
            author_set(&run, authors[draw(&run, AUTHOR_LIMIT)]);
        scene_run(&run.scene,
                  arena_printf(run.scene.arena, "undo %lld", (long long)run.changes[left - 1]));
    }
    same_plan("after undo by number", first, scene_json(&run.scene));
    free(first);
    run_end(&run);
}

/* Undo and redo mixed in at random: redo right after undo is as if nothing had been done. */
static void redo_after_undo_changes_nothing(void **state)
{
    (void)state;
    Run run;
    uint32_t commands = commands_wanted() / 8;
    run_start(&run, seed_wanted() + 2, "mixed", commands);
    for (uint32_t done = 0; done < commands; done++) {
        command_run(&run);
        if (run.count == 0 || draw(&run, 4) != 0)
            continue;
        uint32_t steps = 1 + draw(&run, run.count < 5 ? run.count : 5);
        char *before = scene_json(&run.scene);
        for (uint32_t step = 0; step < steps; step++)
            scene_run(&run.scene, "undo");
        for (uint32_t step = 0; step < steps; step++)
            scene_run(&run.scene, "redo");
        same_plan("after undo and redo", before, scene_json(&run.scene));
        free(before);
    }
    run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undo_of_all_is_the_first_plan_and_redo_of_all_the_last),
        cmocka_unit_test(edits_of_several_authors_are_undone_by_number),
        cmocka_unit_test(redo_after_undo_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
