/* SPDX-License-Identifier: MPL-2.0 */
/* A copy that comes home, in the full screen: the conflicts of a merge, each choice, and what is said. */
#include "app_support.h"

enum { OURS, THEIRS };

/* A copy that somebody edits elsewhere, two hours before us. */
static void edit_copy(Scene *scene, const char *host, const char *const *lines, size_t count)
{
    Scene copy = *scene;
    int length = snprintf(copy.path, sizeof copy.path, "%s-copy", scene->path);
    assert_in_range(length, 1, sizeof copy.path - 1);
    (void)unlink(copy.path);
    Err err = {0};
    if (!store_copy(scene->app->store, copy.path, &err))
        fail_msg("%s", err.message);
    copy.host.context = &copy;
    copy.host.user = "olav";
    copy.host.host = host;
    copy.seconds = SCENE_START - 7200;
    scene_open(&copy, 0, NULL);
    for (size_t line = 0; line < count; line++)
        (void)scene_run(&copy, lines[line]);
    app_free(copy.app);
}

static const char *copy_path(Scene *scene)
{
    return arena_printf(scene->arena, "%s-copy", scene->path);
}

static void remove_beside(Scene *scene)
{
    Err err = {0};
    const char *const *paths = NULL;
    uint32_t count = 0;
    if (scene->app != NULL &&
        store_backups(scene->app->store, scene->arena, &paths, &count, &err))
        for (uint32_t at = 0; at < count; at++)
            (void)unlink(paths[at]);
    (void)unlink(copy_path(scene));
    (void)unlink(arena_printf(scene->arena, "%s-journal", copy_path(scene)));
}

/* Deadline, name and note of 1.4 on both sides, 2.5 deleted here and edited there. */
static void scene_merged(Scene *scene, const char *name)
{
    static const char *const there[] = {"set task/1.4 deadline=4.9.2020",
                                        "set task/1.4 name=Planen",
                                        "set task/2.5 purpose=Nyttig"};
    scene_start(scene, name);
    edit_copy(scene, "laptop", there, COUNT_OF(there));
    (void)scene_run(scene, "set task/1.4 deadline=7.9.2020");
    (void)scene_run(scene, "set task/1.4 name=Kommunikasjon");
    (void)scene_run(scene, "delete task/2.5");
    (void)scene_run(scene, arena_printf(scene->arena, "merge %s", copy_path(scene)));
    assert_int_equal(scene->app->plan->conflict_count, 3);
}

static void scene_left(Scene *scene)
{
    remove_beside(scene);
    scene_end(scene);
}

static const Conflict *conflict_of(Scene *scene, const char *field)
{
    const Plan *plan = scene->app->plan;
    for (uint32_t at = 0; at < plan->conflict_count; at++) {
        const Conflict *one = &plan->conflicts[at];
        const char *name =
            one->field < 0 ? "" : schema_entity(one->entity)->fields[one->field].name;
        if (strcmp(name, field) == 0)
            return one;
    }
    return NULL;
}

/* In the conflict view, with the cursor on that conflict. */
static void go_to_conflict(Scene *scene, const char *field)
{
    const Conflict *conflict = conflict_of(scene, field);
    assert_non_null(conflict);
    Target wanted = {.entity = conflict->entity, .id = conflict->row, .field = conflict->field};
    scene_key(scene, "C");
    assert_string_equal(app_view(scene->app)->name, "conflicts");
    wanted.extra = (int32_t)(conflict - scene->app->plan->conflicts);
    assert_true(app_select(scene->app, &wanted));
    scene_draw(scene);
}

static const char *shown(Scene *scene, const char *field)
{
    RowId id = plan_find(scene->app->plan, ENTITY_TASK, "1.4", NULL);
    const Row *row = plan_row(scene->app->plan, ENTITY_TASK, id);
    return field_words(edit_field(ENTITY_TASK, field), scene->app->plan, LANGUAGE_EN, row,
                       scene->arena);
}

static void the_sides_are_told_apart(void **state)
{
    (void)state;
    Scene scene;
    scene_merged(&scene, "sides");
    const Conflict *conflict = conflict_of(&scene, "deadline");
    assert_non_null(conflict);
    const ConflictValue *sides[] = {conflict_ours(conflict), conflict_theirs(conflict)};
    assert_string_equal(sides[OURS]->author, "kari");
    assert_string_equal(sides[OURS]->host, "solor");
    assert_string_equal(sides[THEIRS]->author, "olav");
    assert_string_equal(sides[THEIRS]->host, "laptop");
    assert_true(sides[OURS]->in_force);
    assert_int_equal(sides[OURS]->last, day_from_civil(2020, 9, 7));
    assert_int_equal(sides[THEIRS]->last, day_from_civil(2020, 9, 4));
    assert_int_equal(conflict->base.last, day_from_civil(2020, 9, 1));
    assert_string_equal(conflict->base.value, "1. september");
    assert_string_equal(conflict_name(scene.app, conflict), "task/1.4.deadline");
    assert_non_null(plan_conflict_of(scene.app->plan, ENTITY_TASK, conflict->row));
    assert_null(plan_conflict_of(scene.app->plan, ENTITY_GROUP, conflict->row));
    scene_left(&scene);
}

static void each_key_decides(void **state)
{
    static const struct {
        const char *keys, *field, *becomes;
    } cases[] = {{"o", "name", "Kommunikasjon"},
                 {"t", "name", "Planen"},
                 {"b", "name", "Utarbeide kommunikasjonsplan"}};

    (void)state;
    Scene scene;
    scene_merged(&scene, "keys");
    for (size_t at = 0; at < COUNT_OF(cases); at++) {
        go_to_conflict(&scene, cases[at].field);
        scene_key(&scene, cases[at].keys);
        assert_string_equal(shown(&scene, cases[at].field), cases[at].becomes);
        assert_int_equal(scene.app->plan->conflict_count, 2);
        assert_non_null(strstr(scene.app->message, "is decided"));
        assert_null(conflict_of(&scene, cases[at].field));
        if (at + 1 < COUNT_OF(cases)) { /* the same question once more */
            scene_left(&scene);
            scene_merged(&scene, "keys");
        }
    }
    scene_left(&scene);
}

static void another_value_is_typed(void **state)
{
    (void)state;
    Scene scene;
    scene_merged(&scene, "typed");
    go_to_conflict(&scene, "deadline");
    scene_key(&scene, "e");
    scene_keys(&scene, "ctrl-u");
    scene_type(&scene, "11.9.2020");
    scene_key(&scene, "enter");
    assert_null(conflict_of(&scene, "deadline"));
    assert_string_equal(shown(&scene, "deadline"), "11.9.2020");
    go_to_conflict(&scene, "");
    scene_key(&scene, "e");
    assert_true(scene.app->message_is_error);
    scene_key(&scene, "b");
    assert_null(conflict_of(&scene, ""));
    assert_int_equal(scene.app->plan->conflict_count, 1);
    scene_left(&scene);
}

static void everything_of_one_author_is_taken(void **state)
{
    (void)state;
    Scene scene;
    scene_merged(&scene, "author");
    go_to_conflict(&scene, "deadline");
    scene_key(&scene, "A");
    assert_int_equal(scene.app->plan->conflict_count, 0);
    assert_string_equal(shown(&scene, "name"), "Planen");
    assert_non_null(strstr(scene_screen(&scene), "Nothing is undecided."));
    assert_int_not_equal(
        plan_find(scene.app->plan, ENTITY_TASK, "Sammenligning med andre", NULL), 0);
    scene_key(&scene, "u");
    assert_string_equal(shown(&scene, "name"), "Kommunikasjon");
    scene_left(&scene);
}

static void enter_goes_to_the_place_and_back(void **state)
{
    (void)state;
    Scene scene;
    scene_merged(&scene, "place");
    go_to_conflict(&scene, "deadline");
    scene_key(&scene, "enter");
    assert_string_equal(app_view(scene.app)->name, "timeline");
    assert_non_null(strstr(scene_screen(&scene), "Kommunik"));
    scene_key(&scene, "escape");
    assert_string_equal(app_view(scene.app)->name, "conflicts");
    scene_left(&scene);
}

static void what_is_undecided_is_a_finding(void **state)
{
    (void)state;
    Scene scene;
    scene_merged(&scene, "finding");
    uint32_t found = 0;
    const Findings *findings = app_findings(scene.app);
    for (uint32_t at = 0; at < findings->count; at++)
        if (strcmp(findings->items[at].rule, "conflict") == 0) {
            found++;
            assert_int_equal(findings->items[at].level, FINDING_WARNING);
            assert_true(is_one_sentence(findings->items[at].message));
        }
    assert_int_equal(found, 3);
    (void)scene_run(&scene, "resolve --of kari@solor");
    findings = app_findings(scene.app);
    for (uint32_t at = 0; at < findings->count; at++)
        assert_string_not_equal(findings->items[at].rule, "conflict");
    scene_left(&scene);
}

static void a_summary_says_where_from_and_how_much(void **state)
{
    static const char *const there[] = {"set task/1.4 name=Planen", "add risk name=Ny"};
    (void)state;
    Scene scene;
    scene_start(&scene, "summary");
    edit_copy(&scene, "laptop", there, COUNT_OF(there));
    const char *line = arena_printf(scene.arena, "merge %s --dry-run", copy_path(&scene));
    const char *preview = scene_run(&scene, line);
    assert_non_null(strstr(preview, "copy from laptop, 1 day, 2 changes: 1 task, 1 risk\n"));
    assert_non_null(strstr(preview, "Planen"));
    assert_non_null(strstr(scene.app->message, "Nothing is written yet."));
    assert_string_equal(shown(&scene, "name"), "Utarbeide kommunikasjonsplan");
    (void)scene_run(&scene, arena_printf(scene.arena, "merge %s", copy_path(&scene)));
    assert_string_equal(shown(&scene, "name"), "Planen");
    assert_int_equal(scene.app->changed.count, 0);
    (void)scene_run(&scene, "merge --back");
    assert_string_equal(shown(&scene, "name"), "Utarbeide kommunikasjonsplan");
    assert_true(is_one_sentence(scene_refuse(&scene, "merge --back", 1)));
    assert_true(is_one_sentence(scene_refuse(&scene, "merge", 2)));
    assert_true(is_one_sentence(scene_refuse(&scene, "sync kari@server:plan", 1)));
    scene_left(&scene);
}

/* Typed in the full screen, where there is one message: the sentence, not the first line printed. */
static void a_typed_merge_says_whether_it_was_written(void **state)
{
    static const char *const there[] = {"set task/1.4 name=Planen"};
    (void)state;
    Scene scene;
    scene_start(&scene, "typed-merge");
    edit_copy(&scene, "laptop", there, COUNT_OF(there));
    (void)scene_run(&scene, "set task/1.4 name=Kommunikasjon");
    scene.width = 120;
    scene_type(&scene, arena_printf(scene.arena, ":merge %s --dry-run", copy_path(&scene)));
    scene_key(&scene, "enter");
    assert_non_null(strstr(scene.app->message, "1 conflict"));
    assert_non_null(strstr(scene.app->message, "Nothing is written yet."));
    scene_type(&scene, arena_printf(scene.arena, ":merge %s", copy_path(&scene)));
    scene_key(&scene, "enter");
    assert_non_null(strstr(scene.app->message, "C shows the conflicts."));
    go_to_conflict(&scene, "name");
    assert_non_null(strstr(scene_screen(&scene), "all of this author"));
    assert_null(strstr(scene_screen(&scene), "a  add"));
    (void)scene_run(&scene, "set task/1.3 progress=50");
    const char *why = scene_refuse(&scene, "merge --back", 1);
    assert_non_null(strstr(why, "1 change came after the merge"));
    scene_left(&scene);
}

static void an_identity_number_in_a_text_is_warned_about(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "identity");
    (void)scene_run(&scene, "set task/1.4 note=\"født 010107 50160\"");
    assert_non_null(strstr(scene.app->message, "national identity number"));
    assert_non_null(strstr(scene_screen(&scene), "national identity number"));
    scene_type(&scene, ":set task/1.4 note=01010750160");
    scene_key(&scene, "enter");
    assert_non_null(strstr(scene_screen(&scene), "national identity number"));
    scene_left(&scene);
}

static void an_erased_person_leaves_empty_places(void **state)
{
    (void)state;
    Scene scene;
    scene_start(&scene, "erase");
    (void)scene_run(&scene, "set task/1.1 note=Husk");
    RowId id = plan_find(scene.app->plan, ENTITY_PERSON, "Gunvor Lie", NULL);
    uint32_t seats = plan_count(scene.app->plan, ENTITY_SEAT);
    assert_int_not_equal(id, 0);
    scene_type(&scene, ":erase \"person/Gunvor Lie\"");
    scene_key(&scene, "enter");
    assert_non_null(strstr(scene_screen(&scene), "This erases “Gunvor Lie”"));
    assert_non_null(strstr(scene_screen(&scene), "copies and exports."));
    scene_key(&scene, "enter"); /* once too often: it is no yes */
    assert_non_null(plan_row(scene.app->plan, ENTITY_PERSON, id));
    (void)scene_run(&scene, "erase \"person/Gunvor Lie\"");
    Err err = {0};
    if (!store_backup(scene.app->store, true, &err))
        fail_msg("%s", err.message);
    (void)scene_run(&scene, "erase \"person/Gunvor Lie\"");
    scene_key(&scene, "y");
    assert_non_null(strstr(scene.app->message, "Backups that still hold the person: "));
    assert_null(plan_row(scene.app->plan, ENTITY_PERSON, id));
    assert_int_equal(plan_count(scene.app->plan, ENTITY_SEAT), seats);
    const Seat *rows = PLAN_ROWS(scene.app->plan, Seat, ENTITY_SEAT);
    for (uint32_t at = 0; at < seats; at++)
        assert_true(rows[at].person != id);
    const Task *tasks = PLAN_ROWS(scene.app->plan, Task, ENTITY_TASK);
    for (uint32_t at = 0; at < plan_count(scene.app->plan, ENTITY_TASK); at++)
        assert_true(tasks[at].owner != id);
    assert_null(strstr(scene_run(&scene, "log"), "Gunvor"));
    /* Undo goes past it: the row would come back without a name. */
    scene_key(&scene, "u");
    assert_non_null(strstr(scene.app->message, "note Husk"));
    assert_null(plan_row(scene.app->plan, ENTITY_PERSON, id));
    scene_key(&scene, "u");
    assert_non_null(strstr(scene.app->message, "What was erased stays erased."));
    assert_null(plan_row(scene.app->plan, ENTITY_PERSON, id));
    scene_left(&scene);
}

/* The words on a change say nothing on whether somebody was erased in it. */
static void undo_knows_an_erasing_by_what_was_erased(void **state)
{
    (void)state;
    Err err = {0};
    Scene scene;
    scene_start(&scene, "erasing");
    assert_true(app_run_script(
        scene.app, "begin erase what is old\nset task/1.1 note=Ny\nend\n", NULL, &err));
    (void)scene_run(&scene, "undo");
    assert_string_equal(scene.app->message, "Undid “1.1 Vedtak: note Ny”.");
    RowId id = plan_find(scene.app->plan, ENTITY_PERSON, "Gunvor Lie", NULL);
    (void)scene_run(&scene, "set task/1.1 note=Husk");
    (void)scene_run(&scene, "delete \"person/Gunvor Lie\"");
    int64_t deleted = scene_latest(&scene);
    (void)scene_run(&scene, arena_printf(scene.arena, "erase person/%lld yes", (long long)id));
    (void)scene_run(&scene, "undo");
    assert_non_null(strstr(scene.app->message, "note Husk"));
    assert_null(plan_row(scene.app->plan, ENTITY_PERSON, id));
    const char *named = arena_printf(scene.arena, "undo %lld", (long long)deleted);
    assert_non_null(strstr(scene_refuse(&scene, named, 1), "What was erased stays erased."));
    scene_left(&scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sides_are_told_apart),
        cmocka_unit_test(each_key_decides),
        cmocka_unit_test(another_value_is_typed),
        cmocka_unit_test(everything_of_one_author_is_taken),
        cmocka_unit_test(enter_goes_to_the_place_and_back),
        cmocka_unit_test(what_is_undecided_is_a_finding),
        cmocka_unit_test(a_summary_says_where_from_and_how_much),
        cmocka_unit_test(a_typed_merge_says_whether_it_was_written),
        cmocka_unit_test(an_identity_number_in_a_text_is_warned_about),
        cmocka_unit_test(an_erased_person_leaves_empty_places),
        cmocka_unit_test(undo_knows_an_erasing_by_what_was_erased),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
