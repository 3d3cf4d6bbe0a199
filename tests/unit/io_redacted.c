/* SPDX-License-Identifier: MPL-2.0 */
/* The sample without its people: none of the 21 names in any byte, every seat as taken as before. */
#include "io_support.h"

#define SAMPLE_PEOPLE 21

typedef struct State {
    Scene scene;
    const Plan *plan, *redacted;
    char path[128];
    Text bytes;
    Store *copy;
} State;

static void read_bytes(const char *path, Text *out)
{
    char part[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t got = fread(part, 1, sizeof part, file); got > 0;
         got = fread(part, 1, sizeof part, file))
        text_append_bytes(out, part, got);
    (void)fclose(file);
}

static int load(void **state)
{
    static const StoreAuthor author = {.author = "kari", .host = "test", .now = scene_now};
    State *loaded = calloc(1, sizeof *loaded);
    Err err = {0};
    Plan *redacted = NULL;
    scene_open(&loaded->scene);
    loaded->plan = scene_sample(&loaded->scene, "solor-2020");
    (void)snprintf(loaded->path, sizeof loaded->path, "%s/wall.plan", loaded->scene.folder);
    if (!store_copy_redacted(loaded->scene.store, loaded->path, &err) ||
        !store_open(loaded->path, STORE_READ_ONLY, &author, &loaded->copy, &err) ||
        !store_load(loaded->copy, loaded->scene.arena, 0, &redacted, &err))
        fail_msg("%s", err.message);
    loaded->redacted = redacted;
    read_bytes(loaded->path, &loaded->bytes);
    *state = loaded;
    return 0;
}

static int unload(void **state)
{
    State *loaded = *state;
    store_close(loaded->copy);
    (void)unlink(loaded->path);
    scene_close(&loaded->scene);
    text_free(&loaded->bytes);
    free(loaded);
    return 0;
}

static void assert_nowhere(const State *state, const char *words)
{
    if (memmem(state->bytes.bytes, state->bytes.length, words, strlen(words)) != NULL)
        fail_msg("the copy holds “%s”", words);
}

static void no_name_stands_in_any_byte(void **state)
{
    const State *loaded = *state;
    Text original = {0};
    const Person *people = PLAN_ROWS(loaded->plan, Person, ENTITY_PERSON);
    read_bytes(loaded->scene.path, &original);
    assert_int_equal(plan_count(loaded->plan, ENTITY_PERSON), SAMPLE_PEOPLE);
    for (uint32_t i = 0; i < SAMPLE_PEOPLE; i++) {
        assert_non_null(
            memmem(original.bytes, original.length, people[i].name, strlen(people[i].name)));
        assert_nowhere(loaded, people[i].name);
        /* Nor a part of a name, such as a surname in a note. */
        char part[80];
        for (const char *at = people[i].name; *at != '\0'; at += strspn(at, " ")) {
            size_t length = strcspn(at, " ");
            assert_in_range(length, 1, sizeof part - 1);
            memcpy(part, at, length);
            part[length] = '\0';
            if (length > 3)
                assert_nowhere(loaded, part);
            at += length;
        }
    }
    assert_nowhere(loaded, "kari");
    text_free(&original);
}

/* What the schema calls personal is nowhere, of whatever kind of row it is. */
static void no_personal_text_stands_in_any_byte(void **state)
{
    const State *loaded = *state;
    uint32_t compared = 0;
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        for (uint32_t r = 0; r < plan_count(loaded->plan, (EntityKind)kind); r++) {
            const Row *row = plan_at(loaded->plan, (EntityKind)kind, r);
            for (int f = 0; f < entity->field_count; f++) {
                const Field *field = &entity->fields[f];
                Value value = field_value(field, row, loaded->scene.arena);
                /* One or two words are words of the language. */
                const char *space = value.type == VALUE_TEXT ? strchr(value.text, ' ') : NULL;
                if ((field->flags & FIELD_PERSONAL) != 0 && space != NULL &&
                    strchr(space + 1, ' ') != NULL) {
                    assert_nowhere(loaded, value.text);
                    compared++;
                }
            }
        }
    }
    assert_true(compared > 10);
}

static void everything_else_is_there(void **state)
{
    const State *loaded = *state;
    uint32_t hidden_count = 0;
    assert_true(loaded->redacted->redacted);
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        assert_int_equal(plan_count(loaded->redacted, (EntityKind)kind),
                         plan_count(loaded->plan, (EntityKind)kind));
        for (uint32_t r = 0; r < plan_count(loaded->plan, (EntityKind)kind); r++) {
            const Row *row = plan_at(loaded->plan, (EntityKind)kind, r);
            const Row *other = plan_row(loaded->redacted, (EntityKind)kind, row->id);
            assert_non_null(other);
            for (int f = 0; f < entity->field_count; f++) {
                const Field *field = &entity->fields[f];
                Value value = field_value(field, row, loaded->scene.arena);
                Value kept = field_value(field, other, loaded->scene.arena);
                /* A personal text that somebody has typed a second time. */
                bool hidden = kept.type == VALUE_TEXT && strstr(kept.text, "…") != NULL;
                hidden_count += hidden && !value_equal(&value, &kept);
                if ((field->flags & (FIELD_PERSONAL | FIELD_COMPUTED)) == 0 && !hidden &&
                    !value_equal(&value, &kept))
                    fail_msg("%s %lld: “%s” differs", entity->name, (long long)row->id,
                             field->name);
            }
        }
    }
    /* A risk of the sample says what its SWOT says; little else may be lost. */
    assert_in_range(hidden_count, 1, 3);
}

static void the_same_seats_are_taken(void **state)
{
    const State *loaded = *state;
    const Seat *seats = PLAN_ROWS(loaded->plan, Seat, ENTITY_SEAT);
    uint32_t taken = 0;
    uint32_t vacant = 0;
    for (uint32_t i = 0; i < plan_count(loaded->plan, ENTITY_SEAT); i++) {
        const Seat *seat = PLAN_ROW_OF(loaded->redacted, Seat, ENTITY_SEAT, seats[i].row.id);
        assert_int_equal(seat->person, seats[i].person);
        taken += seat->person != 0;
        vacant += seat->person == 0;
        if (seat->person != 0)
            assert_string_equal(
                PLAN_ROW_OF(loaded->redacted, Person, ENTITY_PERSON, seat->person)->name, "");
    }
    assert_true(taken >= SAMPLE_PEOPLE);
    assert_true(vacant > 0);
}

static void it_adds_up_and_is_not_merged(void **state)
{
    const State *loaded = *state;
    Err err = {0};
    VerifyReport report;
    MergeReport merge;
    if (!store_verify(loaded->copy, false, loaded->scene.arena, &report, &err))
        fail_msg("%s", err.message);
    assert_string_equal(report.findings, "");
    assert_false(store_merge(loaded->scene.store, loaded->path, true, loaded->scene.arena,
                             &merge, &err));
    assert_int_equal(err.code, ERR_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_name_stands_in_any_byte),
        cmocka_unit_test(no_personal_text_stands_in_any_byte),
        cmocka_unit_test(everything_else_is_there),
        cmocka_unit_test(the_same_seats_are_taken),
        cmocka_unit_test(it_adds_up_and_is_not_merged),
    };
    return cmocka_run_group_tests_name("io_redacted", tests, load, unload);
}
