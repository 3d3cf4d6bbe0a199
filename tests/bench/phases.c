/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a start and an edit are made of, without a terminal: opening, loading, scheduling, committing.
 *
 * phases FILE RUNS prints "name milliseconds" a line, the least of the runs; of the commits the middle one,
 * made by one session that rests before each as a person does: what an edit takes is told as the middle of
 * several as well.  They change one task's duration, so FILE is written to.
 */
#include "framdrift/engine.h"
#include "framdrift/store.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { COMMITS = 15, REST_MS = 60 };

enum { PHASE_OPEN, PHASE_LOAD, PHASE_SCHEDULE, PHASE_COMMIT, PHASE_COUNT };

static const char *const phase_names[PHASE_COUNT] = {"open", "load", "schedule", "commit"};

static double now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int64_t store_now(void *context)
{
    (void)context;
    return 1800000000;
}

static bool commit_once(Store *store, RowId task, int minutes, Err *err)
{
    const Field *duration = schema_field_by_name(schema_entity(ENTITY_TASK), "duration");
    int64_t change = 0;
    return store_check_quick(store, err) && store_begin(store, "bench", err) &&
           store_set(store, ENTITY_TASK, task, duration, &VALUE_OF_INTEGER(minutes), err) &&
           store_commit(store, &change, err);
}

static void keep_least(double *least, double from)
{
    double took = now_ms() - from;
    *least = *least < 0 || took < *least ? took : *least;
}

static int by_size(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

/* The first prepares what the later ones use, and is left out. */
static bool measure_commits(const char *path, double *middle, Err *err)
{
    StoreAuthor author = {.author = "bench", .host = "bench", .now = store_now};
    Arena *arena = arena_new();
    Store *store = NULL;
    Plan *plan = NULL;
    double took[COMMITS] = {0};
    bool good = store_open(path, 0, &author, &store, err) &&
                store_load(store, arena, 0, &plan, err) && plan_count(plan, ENTITY_TASK) > 0;
    for (int i = 0; good && i <= COMMITS; i++) {
        RowId last = plan_at(plan, ENTITY_TASK, plan_count(plan, ENTITY_TASK) - 1)->id;
        (void)poll(NULL, 0, REST_MS);
        double from = now_ms();
        good = commit_once(store, last, 480 * (i % 10 + 1), err);
        took[i > 0 ? i - 1 : 0] = now_ms() - from;
    }
    qsort(took, COMMITS, sizeof(took[0]), by_size);
    *middle = took[COMMITS / 2];
    store_close(store);
    arena_free(arena);
    return good;
}

static bool run_once(const char *path, double least[static PHASE_COUNT], Err *err)
{
    StoreAuthor author = {.author = "bench", .host = "bench", .now = store_now};
    Arena *arena = arena_new();
    Store *store = NULL;
    Plan *plan = NULL;
    Schedule schedule;
    Day today = day_from_civil(2027, 1, 15);
    double from = now_ms();
    bool good = store_open(path, STORE_NO_CHECK, &author, &store, err);
    keep_least(&least[PHASE_OPEN], from);
    from = now_ms();
    good = good && store_load(store, arena, 0, &plan, err);
    keep_least(&least[PHASE_LOAD], from);
    from = now_ms();
    good = good && schedule_compute(plan, today, arena, &schedule, err);
    keep_least(&least[PHASE_SCHEDULE], from);
    store_close(store);
    arena_free(arena);
    return good;
}

int main(int count, char **words)
{
    Err err = {0};
    double least[PHASE_COUNT] = {-1, -1, -1, -1};
    int runs = count > 2 ? (int)strtol(words[2], NULL, 10) : 5;
    bool good = count > 1;
    for (int run = 0; good && run < runs; run++) {
        good = run_once(words[1], least, &err);
    }
    good = good && measure_commits(words[1], &least[PHASE_COMMIT], &err);
    if (!good) {
        (void)fprintf(stderr, "phases: %s\n", err.message);
        return 1;
    }
    for (int phase = 0; phase < PHASE_COUNT; phase++) {
        (void)printf("%s %.3f\n", phase_names[phase], least[phase]);
    }
    return 0;
}
