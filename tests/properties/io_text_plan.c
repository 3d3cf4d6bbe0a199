/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A plan as text that has been damaged anywhere is read or refused with a sentence that names the
 * file, and never harms the plan it was read into.  FRAMDRIFT_SEED repeats a run, FRAMDRIFT_TRIALS
 * says how long it is.
 */
#include "../unit/io_support.h"
#include "trials.h"

enum { TRIALS_BY_DAY = 300, TRIALS_BY_NIGHT = 20000 };

static uint64_t random_state;

static size_t below(size_t limit)
{
    return (size_t)(splitmix_next(&random_state) % limit);
}

/* The text of the sample, as the writer gives it: one file with every kind of value. */
static void write_sample(Text *out)
{
    Scene scene;
    scene_open(&scene);
    text_plan_write(scene_sample(&scene, "solor-2020"), out);
    scene_close(&scene);
}

static void damage(char *bytes, size_t *length)
{
    static const char pieces[] = "\n\n    =#\xff\033\t\"/..\xe2\x80\xae"
                                 "0909";
    size_t times = 1 + below(4);
    for (size_t i = 0; i < times; i++) {
        size_t at = below(*length);
        size_t kind = below(3);
        if (kind == 0) {
            bytes[at] = (char)below(256);
        } else if (kind == 1) {
            bytes[at] = pieces[below(sizeof pieces)];
        } else { /* a piece is cut out */
            size_t end = at + 1 + below(200);
            end = end > *length ? *length : end;
            memmove(bytes + at, bytes + end, *length - end);
            *length -= end - at;
        }
    }
}

static void refuses_or_reads_whatever_is_in_the_file(void **state)
{
    (void)state;
    Text sample = {0};
    write_sample(&sample);
    long trials = (long)trials_count(TRIALS_BY_DAY, TRIALS_BY_NIGHT);
    char *bytes = malloc(sample.length);
    assert_non_null(bytes);
    Scene scene;
    scene_open(&scene);
    int refused = 0;
    for (long trial = 0; trial < trials; trial++) {
        size_t length = sample.length;
        memcpy(bytes, sample.bytes, length);
        damage(bytes, &length);
        char path[128];
        (void)snprintf(path, sizeof path, "%s/text.plan.txt", scene.folder);
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, length, file), length);
        assert_int_equal(fclose(file), 0);
        Err err = {0};
        DateContext dates = scene_dates();
        assert_true(store_begin(scene.store, "new", &err));
        bool good = text_plan_read(scene.store, path, &dates, &err);
        store_drop(scene.store);
        if (good != (err.code == ERR_NONE) ||
            (!good && strstr(err.message, "text.plan.txt") == NULL)) {
            fail_msg("trial %ld: %s", trial, err.message);
        }
        for (const char *at = err.message; *at != '\0'; at++) {
            assert_true((unsigned char)*at >= 0x20 && *at != 0x7f);
        }
        refused += !good;
    }
    assert_true(trials < 50 || refused > trials / 10);
    Plan *plan = NULL;
    Err err = {0};
    assert_true(store_load(scene.store, scene.arena, 0, &plan, &err));
    assert_int_equal(plan_count(plan, ENTITY_TASK), 0);
    free(bytes);
    scene_close(&scene);
    text_free(&sample);
}

int main(void)
{
    random_state = trials_seed();
    print_message("FRAMDRIFT_SEED=%llu\n", (unsigned long long)random_state);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_or_reads_whatever_is_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
