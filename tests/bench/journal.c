/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What a long history costs: 100,000 edits on 2,000 tasks, then opening, saving, undoing, merging 500
 * changes of another copy, verifying and compacting, each beside its budget.
 *
 * journal [FOLDER] makes its plan in the folder (/dev/shm, where a sync costs nothing, or else here) and
 * removes it again.  A save is therefore what it costs beyond the sync of a real disk.
 */
#include "framdrift/store.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define TASKS         2000
#define LARGE_CHANGES 160
#define LARGE_EDITS   500
#define SMALL_CHANGES 20000
#define FOREIGN       500
#define RUNS          9
#define MERGES        3

enum { OPEN, LOAD, SAVE, UNDO, MERGE_DRY, MERGE, VERIFY, COMPACT, MEASURES };

typedef struct Measure {
    const char *name;
    double budget; /* milliseconds; 0: none is set */
    int count;
    double took[RUNS], worked[RUNS];
} Measure;

typedef struct Moment {
    double passed, worked;
} Moment;

typedef struct Bench {
    char folder[300], path[400], laptop[400];
    RowId tasks[TASKS];
    Arena *arena;
    uint32_t edits;
    int64_t now;
    Measure measures[MEASURES];
} Bench;

static const Measure measures_at_first[MEASURES] = {
    {.name = "open, checked", .budget = 150},
    {.name = "load"},
    {.name = "save beyond the sync", .budget = 30},
    {.name = "undo", .budget = 20},
    {.name = "merge of 500 changes, dry run"},
    {.name = "merge of 500 changes", .budget = 1000},
    {.name = "verify"},
    {.name = "compact"},
};

static double clock_ms(clockid_t clock)
{
    struct timespec now = {0};
    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The processor's time beside the wall's: how much of it was waiting for others tells from both. */
static Moment moment(void)
{
    return (Moment){clock_ms(CLOCK_MONOTONIC), clock_ms(CLOCK_PROCESS_CPUTIME_ID)};
}

static void keep_time(Bench *bench, int which, Moment from)
{
    Measure *measure = &bench->measures[which];
    Moment to = moment();
    if (measure->count < RUNS) {
        measure->worked[measure->count] = to.worked - from.worked;
        measure->took[measure->count++] = to.passed - from.passed;
    }
}

static int64_t store_now(void *context)
{
    Bench *bench = context;
    return bench->now++;
}

static bool open_plan(Bench *bench, const char *path, Store **store, Err *err)
{
    StoreAuthor author = {
        .author = "bench", .host = "bench", .now = store_now, .context = bench};
    return store_open(path, 0, &author, store, err);
}

/* --- The history ----------------------------------------------------------------------------------- */

/* Each edit another task, field and value, so that every one is an operation. */
static bool edit(Bench *bench, Store *store, Err *err)
{
    static const char *const fields[] = {"name", "note", "duration"};
    uint32_t number = bench->edits++;
    RowId task = bench->tasks[number * 7919U % TASKS];
    const char *name = fields[number / TASKS % COUNT_OF(fields)];
    const Field *field = schema_field_by_name(schema_entity(ENTITY_TASK), name);
    char text[64];
    (void)snprintf(text, sizeof(text), "Kartlegge arkivene, runde %u", number);
    Value value = name[0] == 'd' ? VALUE_OF_INTEGER(1 + (int64_t)number) : VALUE_OF_TEXT(text);
    return store_set(store, ENTITY_TASK, task, field, &value, err);
}

static bool change(Bench *bench, Store *store, int edits, Err *err)
{
    bool good = store_begin(store, "set name", err);
    for (int i = 0; good && i < edits; i++) {
        good = edit(bench, store, err);
    }
    return good && store_commit(store, NULL, err);
}

static bool add_tasks(Bench *bench, Store *store, Err *err)
{
    bool good = store_begin(store, "add", err);
    for (int i = 0; good && i < TASKS; i++) {
        good = store_add(store, ENTITY_TASK, &bench->tasks[i], err);
    }
    return good && store_commit(store, NULL, err);
}

static bool build(Bench *bench, Store **store, Err *err)
{
    StoreAuthor author = {
        .author = "bench", .host = "bench", .now = store_now, .context = bench};
    bool good = store_create(bench->path, &author, store, err) && add_tasks(bench, *store, err);
    for (int i = 0; good && i < LARGE_CHANGES; i++) {
        good = change(bench, *store, LARGE_EDITS, err);
    }
    for (int i = 0; good && i < SMALL_CHANGES; i++) {
        good = change(bench, *store, 1, err);
    }
    return good;
}

/* The other copy, with its own changes. */
static bool build_laptop(Bench *bench, Store *store, Err *err)
{
    Store *laptop = NULL;
    bool good =
        store_copy(store, bench->laptop, err) && open_plan(bench, bench->laptop, &laptop, err);
    for (int i = 0; good && i < FOREIGN; i++) {
        good = change(bench, laptop, 1, err);
    }
    store_close(laptop);
    return good;
}

/* --- Measures -------------------------------------------------------------------------------------- */

static bool measure_opening(Bench *bench, Err *err)
{
    bool good = true;
    for (int run = 0; good && run < RUNS; run++) {
        Store *store = NULL;
        Plan *plan = NULL;
        Moment from = moment();
        good = open_plan(bench, bench->path, &store, err);
        keep_time(bench, OPEN, from);
        from = moment();
        good = good && store_load(store, bench->arena, 0, &plan, err);
        keep_time(bench, LOAD, from);
        store_close(store);
        arena_clear(bench->arena);
    }
    return good;
}

static bool measure_saving(Bench *bench, Store *store, Err *err)
{
    bool good = true;
    for (int run = 0; good && run < RUNS; run++) {
        UndoReport report = {0};
        Moment from = moment();
        good = change(bench, store, 1, err);
        keep_time(bench, SAVE, from);
        from = moment();
        good = good && store_undo(store, 0, bench->arena, &report, err);
        keep_time(bench, UNDO, from);
        if (good && report.undone != 1) {
            return fail(err, ERR_DAMAGED, "an undo took back %d fields, not 1", report.undone);
        }
    }
    return good;
}

static bool merge_once(Bench *bench, Store *store, bool dry_run, Err *err)
{
    MergeReport report = {0};
    Moment from = moment();
    bool good = store_merge(store, bench->laptop, dry_run, bench->arena, &report, err);
    keep_time(bench, dry_run ? MERGE_DRY : MERGE, from);
    arena_clear(bench->arena);
    if (good && report.changes != FOREIGN) {
        return fail(err, ERR_DAMAGED, "a merge brought %d changes, not %d", report.changes,
                    FOREIGN);
    }
    return good;
}

/* Into a copy each time, since a second merge brings nothing; at last into the plan itself. */
static bool measure_merging(Bench *bench, Store *store, Err *err)
{
    bool good = true;
    for (int run = 1; good && run < MERGES; run++) {
        char path[500];
        Store *copy = NULL;
        (void)snprintf(path, sizeof(path), "%s/copy%d.plan", bench->folder, run);
        good = store_copy(store, path, err) && open_plan(bench, path, &copy, err) &&
               merge_once(bench, copy, true, err) && merge_once(bench, copy, false, err);
        store_close(copy);
        (void)unlink(path);
    }
    return good && merge_once(bench, store, true, err) && merge_once(bench, store, false, err);
}

static bool measure_verify(Bench *bench, Store *store, Err *err)
{
    VerifyReport report = {0};
    Moment from = moment();
    bool good = store_verify(store, false, bench->arena, &report, err);
    keep_time(bench, VERIFY, from);
    if (good && !report.clean) {
        return fail(err, ERR_DAMAGED, "%s", report.findings);
    }
    return good;
}

static bool measure_compact(Bench *bench, Store *store, Err *err)
{
    CompactReport report = {0};
    Moment from = moment();
    bool good = store_compact(store, INT64_MAX, SMALL_CHANGES / 5, bench->arena, &report, err);
    keep_time(bench, COMPACT, from);
    if (good) {
        (void)printf("Compacting dropped %d operations: %.1f MB, then %.1f MB.\n",
                     report.operations, (double)report.size_before / 1e6,
                     (double)report.size_after / 1e6);
    }
    return good;
}

static bool run(Bench *bench, Err *err)
{
    Store *store = NULL;
    Moment from = moment();
    bool good = build(bench, &store, err) && build_laptop(bench, store, err);
    store_close(store);
    store = NULL;
    (void)printf("%u edits on %d tasks made in %.1f s.\n", bench->edits, TASKS,
                 (moment().passed - from.passed) / 1e3);
    good = good && measure_opening(bench, err) && open_plan(bench, bench->path, &store, err) &&
           measure_saving(bench, store, err) && measure_merging(bench, store, err) &&
           measure_verify(bench, store, err) && measure_compact(bench, store, err) &&
           measure_verify(bench, store, err);
    store_close(store);
    return good;
}

/* --- The table ------------------------------------------------------------------------------------- */

static int by_time(const void *one, const void *other)
{
    double a = *(const double *)one;
    double b = *(const double *)other;
    return (a > b) - (a < b);
}

static void print_table(Bench *bench)
{
    (void)printf("\n| | middle, ms | most | processor | budget | middle/budget |\n"
                 "|---|---|---|---|---|---|\n");
    for (int i = 0; i < MEASURES; i++) {
        Measure *measure = &bench->measures[i];
        size_t count = (size_t)measure->count;
        qsort(measure->took, count, sizeof(measure->took[0]), by_time);
        qsort(measure->worked, count, sizeof(measure->worked[0]), by_time);
        double middle = measure->took[count / 2];
        (void)printf("| %s | %.2f | %.2f | %.2f |", measure->name, middle,
                     measure->took[count - 1], measure->worked[count / 2]);
        if (measure->budget > 0) {
            (void)printf(" %g | %.2g×%s |\n", measure->budget, middle / measure->budget,
                         middle < measure->budget ? "" : " MISSED");
        } else {
            (void)printf(" – | – |\n");
        }
    }
}

static void remove_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    for (struct dirent *entry = directory ? readdir(directory) : NULL; entry;
         entry = readdir(directory)) {
        char path[700];
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    if (directory != NULL) {
        (void)closedir(directory);
    }
    (void)rmdir(folder);
}

int main(int count, char **words)
{
    const char *memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : ".";
    Err err = {0};
    Bench *bench = calloc(1, sizeof(*bench));
    if (bench == NULL) {
        return 1;
    }
    (void)snprintf(bench->folder, sizeof(bench->folder), "%s/framdrift-journal-XXXXXX",
                   count > 1 ? words[1] : memory);
    if (mkdtemp(bench->folder) == NULL) {
        perror(bench->folder);
        free(bench);
        return 1;
    }
    (void)snprintf(bench->path, sizeof(bench->path), "%s/a.plan", bench->folder);
    (void)snprintf(bench->laptop, sizeof(bench->laptop), "%s/laptop.plan", bench->folder);
    memcpy(bench->measures, measures_at_first, sizeof(bench->measures));
    bench->arena = arena_new();
    bench->now = 1600000000;
    bool good = run(bench, &err);
    if (good) {
        print_table(bench);
    } else {
        (void)fprintf(stderr, "journal: %s\n", err.message);
    }
    remove_folder(bench->folder);
    arena_free(bench->arena);
    free(bench);
    return good ? 0 : 1;
}
