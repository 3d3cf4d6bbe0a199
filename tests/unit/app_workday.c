/* SPDX-License-Identifier: MPL-2.0 */
/* What follows from a meeting's date, from a checklist, from an accepted finding, from a day gone by. */
#include "app_support.h"

static Scene scene;

static int set_up(void **state)
{
    (void)state;
    scene_start(&scene, "workday");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    scene_end(&scene);
    return 0;
}

static void run(const char *line)
{
    Err err = {0};
    if (!app_run(scene.app, line, NULL, &err))
        fail_msg("%s: %s", line, err.message);
}

static void add_meeting(const char *council, const char *date)
{
    run(arena_printf(scene.arena,
                     "add meeting name=\"Møte %s\" body=\"%s kommunestyre\" date=%s", date,
                     council, date));
}

static uint32_t instances_of(const char *council, Channel channel)
{
    const Plan *plan = scene.app->plan;
    const Instance *instances = PLAN_ROWS(plan, Instance, ENTITY_INSTANCE);
    uint32_t count = 0;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_INSTANCE); index++) {
        const Obligation *obligation =
            PLAN_ROW_OF(plan, Obligation, ENTITY_OBLIGATION, instances[index].obligation);
        const Body *receiver = PLAN_ROW_OF(plan, Body, ENTITY_BODY, obligation->receiver);
        bool same = strncmp(receiver->name, council, strlen(council)) == 0;
        count += same && obligation->channel == (int)channel;
    }
    return count;
}

static void test_dated_council_meetings_make_what_is_due_there(void **state)
{
    (void)state;
    assert_int_equal(plan_count(scene.app->plan, ENTITY_INSTANCE), 0);
    add_meeting("Åsnes", "21.9.2020");
    add_meeting("Åsnes", "26.10.2020");
    add_meeting("Våler", "28.9.2020");
    add_meeting("Grue", "5.10.2020");
    assert_int_equal(plan_count(scene.app->plan, ENTITY_INSTANCE), 4);
    assert_int_equal(instances_of("Åsnes", CHANNEL_ORAL), 2);
    assert_int_equal(instances_of("Våler", CHANNEL_WRITTEN), 1);
    assert_int_equal(instances_of("Grue", CHANNEL_ORAL), 1);
    run("undo");
    assert_int_equal(plan_count(scene.app->plan, ENTITY_INSTANCE), 3);
    assert_int_equal(instances_of("Grue", CHANNEL_ORAL), 0);
}

static Day first_due(void)
{
    const Instance *instance = PLAN_ROWS(scene.app->plan, Instance, ENTITY_INSTANCE);
    return instance->due.from;
}

static void test_what_is_due_follows_the_meeting_until_it_is_given(void **state)
{
    (void)state;
    add_meeting("Våler", "28.9.2020");
    assert_int_equal(first_due(), day_from_civil(2020, 9, 28));
    const Meeting *meeting = PLAN_ROWS(scene.app->plan, Meeting, ENTITY_MEETING);
    const char *place = arena_printf(scene.arena, "meeting/%lld", (long long)meeting->row.id);
    run(arena_printf(scene.arena, "set %s date=30.9.2020", place));
    assert_int_equal(first_due(), day_from_civil(2020, 9, 30));
    run(arena_printf(scene.arena, "delete %s", place));
    assert_int_equal(plan_count(scene.app->plan, ENTITY_INSTANCE), 0);
    run("undo");
    assert_int_equal(plan_count(scene.app->plan, ENTITY_INSTANCE), 1);
}

static void test_a_tick_with_evidence_can_be_taken_back(void **state)
{
    (void)state;
    add_meeting("Våler", "28.9.2020");
    const Instance *instance = PLAN_ROWS(scene.app->plan, Instance, ENTITY_INSTANCE);
    const char *tick = arena_printf(scene.arena, "tick instance/%lld \"k-sak 055/20\"",
                                    (long long)instance->row.id);
    run(tick);
    instance = PLAN_ROWS(scene.app->plan, Instance, ENTITY_INSTANCE);
    assert_true(date_is_set(&instance->done));
    assert_string_equal(instance->evidence, "k-sak 055/20");
    run("undo");
    instance = PLAN_ROWS(scene.app->plan, Instance, ENTITY_INSTANCE);
    assert_false(date_is_set(&instance->done));
    assert_string_equal(instance->evidence, "");
    run("redo");
    instance = PLAN_ROWS(scene.app->plan, Instance, ENTITY_INSTANCE);
    assert_string_equal(instance->evidence, "k-sak 055/20");
}

/* A typed answer is kept under the words that other edits use, not under an id. */
static void test_a_typed_answer_names_its_task(void **state)
{
    (void)state;
    const Task *task = PLAN_ROW_OF(scene.app->plan, Task, ENTITY_TASK,
                                   plan_find(scene.app->plan, ENTITY_TASK, "2.1", NULL));
    run(arena_printf(scene.arena, "answer %lld Våler \"Ja k-sak 071/20\"",
                     (long long)task->row.id));
    const char *log = scene_run(&scene, "log");
    const char *line = arena_strndup(scene.arena, log, strcspn(log, "\n"));
    assert_non_null(strstr(line, "answer 2.1 Våler \"Ja k-sak 071/20\""));
}

static const Answer *answer_of(const char *number, const char *municipality)
{
    RowId task = plan_find(scene.app->plan, ENTITY_TASK, number, NULL);
    RowId place = plan_find(scene.app->plan, ENTITY_MUNICIPALITY, municipality, NULL);
    const Answer *answers = PLAN_ROWS(scene.app->plan, Answer, ENTITY_ANSWER);
    for (uint32_t index = 0; index < plan_count(scene.app->plan, ENTITY_ANSWER); index++)
        if (answers[index].task == task && answers[index].municipality == place)
            return &answers[index];
    fail_msg("no answer of %s in %s", number, municipality);
    return NULL;
}

/* Words that are neither yes nor no once took a yes away without a word. */
static void test_other_words_leave_an_answer_as_it_is(void **state)
{
    (void)state;
    Text out = {0};
    Err err = {0};
    assert_false(app_run(scene.app, "answer 1.1 Åsnes \"rubbish\"", &out, &err));
    assert_int_equal(err.code, ERR_INPUT);
    assert_non_null(strstr(err.message, "rubbish"));
    assert_int_equal(answer_of("1.1", "Åsnes")->value, ANSWER_YES);
    run("answer 1.1 Åsnes \" k-sak 61/20\""); /* as the key does that goes from no to blank */
    assert_int_equal(answer_of("1.1", "Åsnes")->value, ANSWER_BLANK);
    assert_string_equal(answer_of("1.1", "Åsnes")->reference, "k-sak 61/20");
    run("answer 1.1 Åsnes \"under behandling\"");
    assert_string_equal(answer_of("1.1", "Åsnes")->reference, "under behandling");
    run("answer 1.1 Åsnes nei");
    assert_int_equal(answer_of("1.1", "Åsnes")->value, ANSWER_NO);
    run("answer 1.1 Åsnes \"\"");
    assert_int_equal(answer_of("1.1", "Åsnes")->value, ANSWER_BLANK);
    text_free(&out);
}

static uint32_t steps(void)
{
    const Task *tasks = PLAN_ROWS(scene.app->plan, Task, ENTITY_TASK);
    uint32_t count = 0;
    for (uint32_t index = 0; index < plan_count(scene.app->plan, ENTITY_TASK); index++)
        count += tasks[index].item != 0;
    return count;
}

static void test_a_checklist_makes_its_tasks_once(void **state)
{
    (void)state;
    Text script = {0};
    const Task *tasks = PLAN_ROWS(scene.app->plan, Task, ENTITY_TASK);
    text_append(&script, "delete");
    for (uint32_t index = 0; index < plan_count(scene.app->plan, ENTITY_TASK); index++)
        if (tasks[index].item != 0)
            text_printf(&script, " task/%s", tasks[index].number);
    run(text_string(&script));
    text_free(&script);
    assert_int_equal(steps(), 0);
    run("apply Utredningsinnhold");
    assert_int_equal(steps(), 35);
    run("apply Utredningsinnhold");
    assert_int_equal(steps(), 35);
    run("undo");
    assert_int_equal(steps(), 0);
    const char *messages = "";
    static const char *const words[] = {"apply", "Utredningsinnhold", "--to", "Arkiv",
                                        "Landbruk"};
    assert_int_equal(scene_main(&scene, 5, words, "", NULL, &messages), 0);
    assert_non_null(strstr(messages, "14"));
}

static uint32_t errors_on(const char *today, const char **out)
{
    const char *words[] = {"check", "--as", "json", "--today", today};
    const char *json = "";
    uint32_t count = 0;
    int status = scene_main(&scene, 5, words, "", &json, NULL);
    for (const char *at = json; (at = strstr(at, "\"level\":\"error\"")) != NULL; at++)
        count++;
    assert_int_equal(status, count > 0 ? 1 : 0);
    *out = json;
    return count;
}

static void test_the_sample_has_three_errors_on_the_day_of_the_document(void **state)
{
    (void)state;
    const char *json = "";
    assert_int_equal(errors_on("2020-09-03", &json), 3);
    assert_non_null(strstr(json, "Arkiv"));
    assert_non_null(strstr(json, "Landbruk"));
    assert_non_null(strstr(json, "Utarbeide kommunikasjonsplan is 2 days overdue."));
    assert_int_equal(errors_on("2020-09-01", &json), 2);
    assert_null(strstr(json, "overdue."));
}

static void test_an_accepted_finding_no_longer_counts(void **state)
{
    (void)state;
    const char *json = "";
    run("accept scope group/Landbruk \"Tas med i oktober\"");
    assert_int_equal(errors_on("2020-09-03", &json), 3); /* still listed */
    assert_non_null(strstr(json, "\"known\":true"));
    run("accept role-missing group/Arkiv \"Valg i oktober\"");
    run("set task/1.4 deadline=v37");
    const char *words[] = {"check", "--today", "2020-09-03"};
    assert_int_equal(scene_main(&scene, 3, words, "", &json, NULL), 0);
}

static uint32_t known_now(void)
{
    const Findings *findings = app_findings(scene.app);
    uint32_t known = 0;
    for (uint32_t index = 0; index < findings->count; index++)
        known += findings->items[index].known ? 1 : 0;
    return known;
}

/* Two roles that a group lacks are two findings, and each is accepted by itself. */
static void test_one_of_two_missing_roles_is_accepted(void **state)
{
    (void)state;
    run("add role name=Arkivar");
    run("add required_role role=Arkivar group_kind=work");
    const char *words = scene_refuse(&scene, "accept role-missing group/Arkiv \"Senere\"", 1);
    assert_non_null(strstr(words, "2 findings of role-missing are about group/Arkiv"));
    run("accept role-missing group/Arkiv role/Arkivar \"Senere\"");
    assert_int_equal(known_now(), 1);
    run("accept role-missing group/Arkiv \"Valg i oktober\""); /* only one is left */
    assert_int_equal(known_now(), 2);
    (void)scene_refuse(&scene, "accept role-missing group/Arkiv role/Arkivar \"Igjen\"", 1);
    /* The key accepts what is under the cursor, and takes it back there. */
    run("accept role-missing group/Landbruk role/Arkivar \"Senere\"");
    run("go findings");
    scene_keys(&scene, "G x");
    assert_int_equal(known_now(), 2);
}

static void test_a_day_gone_by_is_shown_and_compared(void **state)
{
    (void)state;
    const char *out = "";
    static const char *const before[] = {"list", "task", "number=1.4", "--as-of", "2020-09-02"};
    static const char *const diff[] = {"diff", "2020-09-03"};
    static const char *const written[] = {"set", "task/1.4", "name=x", "--as-of", "2020-09-02"};
    run("set task/1.4 deadline=v37");
    assert_int_equal(scene_main(&scene, 5, before, "", &out, NULL), 0);
    assert_non_null(strstr(out, "1. september"));
    assert_null(strstr(out, "v37"));
    assert_int_equal(scene_main(&scene, 2, diff, "", &out, NULL), 0);
    assert_non_null(strstr(out, "1. september → v37"));
    assert_int_equal(scene_main(&scene, 5, written, "", NULL, NULL), 1);
}

/* Where the finding is a missing role, a adds that seat; elsewhere there is nothing to add. */
static void test_a_missing_role_is_added_from_its_finding(void **state)
{
    (void)state;
    run("go findings");
    scene_keys(&scene, "g a");
    assert_true(scene.app->form.open);
    assert_int_equal(scene.app->form.entity, ENTITY_SEAT);
    assert_non_null(strstr(scene_screen(&scene), "•Role"));
    scene_keys(&scene, "ctrl-s j a");
    assert_false(scene.app->form.open);
    assert_non_null(strstr(scene_screen(&scene), "Nothing is added here"));
    assert_null(strstr(scene_screen(&scene), "Arkiv has no"));
}

/* Help filters as one types; a slash typed from habit is no letter of it. */
static void test_a_slash_in_help_is_a_habit(void **state)
{
    (void)state;
    run("go timeline");
    scene_keys(&scene, "?");
    scene_type(&scene, "/deadline");
    assert_non_null(strstr(scene_screen(&scene), "edit deadline"));
    scene_keys(&scene, "escape");
}

static const Task *communication_plan(void)
{
    RowId id = plan_find(scene.app->plan, ENTITY_TASK, "Utarbeide kommunikasjonsplan", NULL);
    return PLAN_ROW_OF(scene.app->plan, Task, ENTITY_TASK, id);
}

/* A task that is done is done whole; one that is planned anew is not. */
static void test_the_progress_follows_done_and_its_end(void **state)
{
    (void)state;
    run("go timeline");
    scene_keys(&scene, "g j j j j x x"); /* started, delivered, done */
    assert_int_equal(communication_plan()->status, STATUS_DONE);
    assert_int_equal(communication_plan()->progress, 100);
    scene_keys(&scene, "x");
    assert_int_equal(communication_plan()->status, STATUS_PLANNED);
    assert_int_equal(communication_plan()->progress, NUMBER_NONE);
    scene_keys(&scene, "u u");
    assert_int_equal(communication_plan()->status, STATUS_DELIVERED);
    assert_int_equal(communication_plan()->progress, 70);
}

/* What one sees is what one edits: the short name where there is no room for the full one. */
static void test_the_name_that_is_shown_is_edited(void **state)
{
    (void)state;
    run("go timeline");
    scene_keys(&scene, "g j e");
    assert_string_equal(scene.app->cell_field->name, "short_name");
    assert_string_equal(text_string(&scene.app->line.text), "Vedtak");
    scene_keys(&scene, "escape");
    run("set task/1.1 short_name=");
    scene_keys(&scene, "e");
    assert_string_equal(scene.app->cell_field->name, "name");
    assert_string_equal(text_string(&scene.app->line.text), "Vedtak i de tre kommunestyrene");
    scene_keys(&scene, "escape");
}

/* Help and the history only look; another view says that the marks are gone. */
static void test_marks_stay_where_they_were_made(void **state)
{
    (void)state;
    run("go timeline");
    scene_keys(&scene, "g j space space ? escape H escape");
    assert_int_equal(scene.app->marked.count, 2);
    scene_keys(&scene, "2");
    assert_int_equal(scene.app->marked.count, 0);
    assert_string_equal(scene.app->message, "2 rows are marked no longer.");
    scene_keys(&scene, "1 g j space 4");
    assert_string_equal(scene.app->message, "1 row is marked no longer.");
}

#define WORKDAY_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORKDAY_TEST(test_dated_council_meetings_make_what_is_due_there),
        WORKDAY_TEST(test_what_is_due_follows_the_meeting_until_it_is_given),
        WORKDAY_TEST(test_a_tick_with_evidence_can_be_taken_back),
        WORKDAY_TEST(test_a_typed_answer_names_its_task),
        WORKDAY_TEST(test_other_words_leave_an_answer_as_it_is),
        WORKDAY_TEST(test_a_checklist_makes_its_tasks_once),
        WORKDAY_TEST(test_the_sample_has_three_errors_on_the_day_of_the_document),
        WORKDAY_TEST(test_an_accepted_finding_no_longer_counts),
        WORKDAY_TEST(test_one_of_two_missing_roles_is_accepted),
        WORKDAY_TEST(test_a_missing_role_is_added_from_its_finding),
        WORKDAY_TEST(test_a_slash_in_help_is_a_habit),
        WORKDAY_TEST(test_the_progress_follows_done_and_its_end),
        WORKDAY_TEST(test_the_name_that_is_shown_is_edited),
        WORKDAY_TEST(test_marks_stay_where_they_were_made),
        WORKDAY_TEST(test_a_day_gone_by_is_shown_and_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
