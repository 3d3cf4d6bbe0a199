/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A copy that somebody mailed, with random damage: bytes turned, zeroed and moved, pages moved and
 * swapped, tails cut off.  Whatever it holds, a merge takes it or refuses it within two seconds; the plan
 * stays clean, a refusal and a dry run change no byte of it, what is taken is what was written undamaged, and
 * nothing is left beside it.
 */
#include "store_bed.h"
#include "store_chance.h"

#include <time.h>

#define TASKS         40
#define MOST_SECONDS  2
#define WAKE_SECONDS  120 /* for what sleeps: the machine may be busy, so this is generous */
#define MERGE_CASE    2   /* of the bed: begins with a fresh copy of the base */
#define PAGE          4096
#define HEADER        100
#define FEWEST_TRIALS 100 /* below that, chance may leave out one of the outcomes */

typedef struct Image {
    unsigned char *bytes;
    size_t size;
} Image;

typedef struct Fuzz {
    Bed bed;
    char mailed[400];
    Image good, bad, target;
    char *merged; /* the operations of the plan after an undamaged merge */
    int64_t changes;
    uint64_t random, seed; /* of this trial */
    int taken, refused;
    double slowest;
} Fuzz;

static size_t draw(Fuzz *fuzz, size_t below)
{
    return (size_t)xorshift_below(&fuzz->random, below);
}

/* --- Files ----------------------------------------------------------------------------------------- */

static void image_read(Image *image, const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    image->size = (size_t)status.st_size;
    image->bytes = realloc(image->bytes, image->size);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fread(image->bytes, 1, image->size, file), image->size);
    (void)fclose(file);
}

static void image_write(const Image *image, const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(image->bytes, 1, image->size, file), image->size);
    assert_int_equal(fclose(file), 0);
}

static bool file_equals(const Image *image, const char *path)
{
    Image now = {0};
    image_read(&now, path);
    bool equal = now.size == image->size && memcmp(now.bytes, image->bytes, now.size) == 0;
    free(now.bytes);
    return equal;
}

/* --- Damage ---------------------------------------------------------------------------------------- */

/* Anywhere, or where a page or the file says what it is. */
static size_t any_byte(Fuzz *fuzz)
{
    size_t size = fuzz->bad.size;
    size_t page = draw(fuzz, size / PAGE) * PAGE;
    switch (draw(fuzz, 4)) {
    case 0:
        return draw(fuzz, HEADER);
    case 1:
        return page + draw(fuzz, 64);
    default:
        return draw(fuzz, size);
    }
}

static void turn_bytes(Fuzz *fuzz)
{
    for (size_t left = 1 + draw(fuzz, 64); left > 0; left--) {
        fuzz->bad.bytes[any_byte(fuzz)] ^= (unsigned char)(1 + draw(fuzz, 255));
    }
}

static void turn_one_byte(Fuzz *fuzz)
{
    fuzz->bad.bytes[draw(fuzz, fuzz->bad.size)] ^= (unsigned char)(1U << draw(fuzz, 8));
}

static void zero_bytes(Fuzz *fuzz)
{
    size_t length = 1 + draw(fuzz, 64);
    size_t from = any_byte(fuzz);
    size_t room = fuzz->bad.size - from;
    memset(fuzz->bad.bytes + from, 0, length < room ? length : room);
}

static void move_bytes(Fuzz *fuzz)
{
    size_t length = 1 + draw(fuzz, 64);
    size_t from = draw(fuzz, fuzz->bad.size - length);
    size_t to = draw(fuzz, fuzz->bad.size - length);
    memmove(fuzz->bad.bytes + to, fuzz->bad.bytes + from, length);
}

static unsigned char *any_page(Fuzz *fuzz)
{
    return fuzz->bad.bytes + draw(fuzz, fuzz->bad.size / PAGE) * PAGE;
}

static void move_page(Fuzz *fuzz)
{
    const unsigned char *from = any_page(fuzz);
    memmove(any_page(fuzz), from, PAGE);
}

static void swap_pages(Fuzz *fuzz)
{
    unsigned char kept[PAGE];
    unsigned char *one = any_page(fuzz);
    unsigned char *other = any_page(fuzz);
    memcpy(kept, one, PAGE);
    memmove(one, other, PAGE);
    memcpy(other, kept, PAGE);
}

static void cut_tail(Fuzz *fuzz)
{
    size_t whole_pages = draw(fuzz, 2) * draw(fuzz, fuzz->bad.size / PAGE);
    fuzz->bad.size =
        whole_pages > 0 ? whole_pages * PAGE : fuzz->bad.size - draw(fuzz, fuzz->bad.size);
}

typedef void Damage(Fuzz *fuzz);

static Damage *const damages[] = {turn_bytes, turn_one_byte, turn_one_byte, zero_bytes,
                                  move_bytes, move_page,     swap_pages,    cut_tail};

static void damage_copy(Fuzz *fuzz)
{
    fuzz->bad.size = fuzz->good.size;
    fuzz->bad.bytes = realloc(fuzz->bad.bytes, fuzz->good.size);
    memcpy(fuzz->bad.bytes, fuzz->good.bytes, fuzz->good.size);
    damages[draw(fuzz, COUNT_OF(damages))](fuzz);
    image_write(&fuzz->bad, fuzz->mailed);
}

/* --- One merge ------------------------------------------------------------------------------------- */

/* Of this process: a busy machine is no hang. */
static double worked_seconds(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool merge_in_time(Fuzz *fuzz, Store *store, bool dry_run, Err *err)
{
    MergeReport report;
    *err = (Err){0};
    double from = worked_seconds();
    (void)alarm(WAKE_SECONDS);
    bool taken = store_merge(store, fuzz->mailed, dry_run, fuzz->bed.arena, &report, err);
    (void)alarm(0);
    double took = worked_seconds() - from;
    fuzz->slowest = took > fuzz->slowest ? took : fuzz->slowest;
    if (took > MOST_SECONDS) {
        fail_msg("FRAMDRIFT_SEED=%llu: a merge took %.1f seconds",
                 (unsigned long long)fuzz->seed, took);
    }
    assert_int_equal(taken, err->message[0] == '\0');
    return taken;
}

static void check_clean(Fuzz *fuzz, Store *store, const char *after)
{
    VerifyReport report = {0};
    Err err = {0};
    if (!store_verify(store, false, fuzz->bed.arena, &report, &err) || !report.clean) {
        fail_msg("FRAMDRIFT_SEED=%llu: the plan is not clean after %s: %s%s",
                 (unsigned long long)fuzz->seed, after, err.message,
                 report.findings == NULL ? "" : report.findings);
    }
}

/* All that was ever written, as text: what the checksums of the changes are over. */
static char *operations_of(const char *path)
{
    sqlite3 *file = NULL;
    sqlite3_stmt *read = NULL;
    assert_int_equal(sqlite3_open_v2(path, &file, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(file,
                           "SELECT group_concat(line, x'0a') FROM (SELECT tbl||' '||row||"
                           "' '||col||' '||cid||' '||prev||' '||quote(val) AS line "
                           "FROM op ORDER BY tbl, row, col, cid, prev)",
                           -1, &read, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    char *text = strdup((const char *)sqlite3_column_text(read, 0));
    assert_non_null(text);
    (void)sqlite3_finalize(read);
    (void)sqlite3_close(file);
    return text;
}

/* Damage that a merge overlooks may lie where it reads nothing, not in what it brings. */
static void check_same_as_undamaged(const Fuzz *fuzz)
{
    char *operations = operations_of(fuzz->bed.path);
    bool same = strcmp(operations, fuzz->merged) == 0;
    free(operations);
    if (!same) {
        fail_msg("FRAMDRIFT_SEED=%llu: damaged operations were merged",
                 (unsigned long long)fuzz->seed);
    }
}

static void check_untouched(Fuzz *fuzz, const char *after)
{
    int64_t changes = sql_number(fuzz->bed.path, "SELECT count(*) FROM change");
    if (changes != fuzz->changes || !file_equals(&fuzz->target, fuzz->bed.path)) {
        fail_msg("FRAMDRIFT_SEED=%llu: %s changed the plan", (unsigned long long)fuzz->seed,
                 after);
    }
}

static void check_nothing_left_beside(const Fuzz *fuzz)
{
    DIR *directory = opendir(fuzz->bed.folder);
    assert_non_null(directory);
    for (struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (strstr(entry->d_name, ".merge.") != NULL) {
            fail_msg("FRAMDRIFT_SEED=%llu: %s was left", (unsigned long long)fuzz->seed,
                     entry->d_name);
        }
    }
    (void)closedir(directory);
}

static void one_trial(Fuzz *fuzz)
{
    Bed *bed = &fuzz->bed;
    chance_seed(fuzz->seed);
    fuzz->random = fuzz->seed * 0x9e3779b97f4a7c15U | 1U;
    damage_copy(fuzz);
    Store *store = bed_begin(bed, &bed_cases[MERGE_CASE]);
    Err dry = {0};
    Err err = {0};
    bool taken = merge_in_time(fuzz, store, true, &dry);
    check_untouched(fuzz, "a dry run");
    if (merge_in_time(fuzz, store, false, &err) != taken) {
        fail_msg("FRAMDRIFT_SEED=%llu: a dry run said “%s”, the merge “%s”",
                 (unsigned long long)fuzz->seed, dry.message, err.message);
    }
    if (!taken) {
        check_untouched(fuzz, "a refused merge");
    }
    check_clean(fuzz, store, taken ? "a merge" : "a refused merge");
    store_close(store);
    if (taken) {
        check_same_as_undamaged(fuzz);
    }
    check_nothing_left_beside(fuzz);
    assert_true(file_equals(&fuzz->bad, fuzz->mailed));
    fuzz->taken += taken ? 1 : 0;
    fuzz->refused += taken ? 0 : 1;
    arena_clear(bed->arena);
}

/* --- The two plans --------------------------------------------------------------------------------- */

static void edit_both_sides(Store *store, const RowId tasks[TASKS], const char *word)
{
    Err err = {0};
    for (int i = 0; i < TASKS; i += 4) {
        test_begin(store, "set name and note");
        test_set_text(store, ENTITY_TASK, tasks[i], "name", word);
        test_set_text(store, ENTITY_TASK, tasks[i + 1], "note", word);
        (void)test_commit(store);
    }
    test_begin(store, "delete");
    assert_good(store_delete(store, ENTITY_TASK, tasks[word[0] == 'h' ? 2 : 4], &err), err);
    (void)test_commit(store);
    test_begin(store, "add");
    (void)test_add(store, ENTITY_PERSON, "Gunvor Lie");
    (void)test_commit(store);
}

static void set_up_plans(Fuzz *fuzz)
{
    Bed *bed = &fuzz->bed;
    RowId tasks[TASKS];
    UndoReport undo;
    Err err = {0};
    Store *store = NULL;
    set_up_bed(bed);
    (void)unlink(bed->laptop);
    (void)snprintf(fuzz->mailed, sizeof(fuzz->mailed), "%s/mailed.plan", bed->folder);
    assert_good(open_bed(bed, bed->base, &store, &err), err);
    test_begin(store, "add");
    for (int i = 0; i < TASKS; i++) {
        tasks[i] = test_add(store, ENTITY_TASK, "Kartlegge arkivene i alle kommunene");
    }
    (void)test_commit(store);
    assert_good(store_copy(store, bed->laptop, &err), err);
    edit_both_sides(store, tasks, "here");
    store_close(store);
    assert_good(open_bed(bed, bed->laptop, &store, &err), err);
    edit_both_sides(store, tasks, "there");
    assert_good(store_undo(store, 0, bed->arena, &undo, &err), err);
    store_close(store);
    image_read(&fuzz->target, bed->base);
    image_read(&fuzz->good, bed->laptop);
    fuzz->changes = sql_number(bed->base, "SELECT count(*) FROM change");
}

/* Without damage it is taken: a refusal is for the damage. */
static void check_undamaged(Fuzz *fuzz)
{
    image_write(&fuzz->good, fuzz->mailed);
    Store *store = bed_begin(&fuzz->bed, &bed_cases[MERGE_CASE]);
    Err err = {0};
    assert_true(merge_in_time(fuzz, store, false, &err));
    check_clean(fuzz, store, "a merge");
    store_close(store);
    assert_true(sql_number(fuzz->bed.path, "SELECT count(*) FROM change") > fuzz->changes);
    fuzz->merged = operations_of(fuzz->bed.path);
}

static void a_merge_survives_whatever_is_mailed(void **state)
{
    Fuzz *fuzz = calloc(1, sizeof(*fuzz));
    (void)state;
    uint64_t trials = trials_count(150, 100000);
    uint64_t seed = trials_seed();
    print_message("FRAMDRIFT_SEED=%llu FRAMDRIFT_TRIALS=%llu\n", (unsigned long long)seed,
                  (unsigned long long)trials);
    set_up_plans(fuzz);
    check_undamaged(fuzz);
    for (uint64_t i = 0; i < trials; i++) {
        fuzz->seed = seed + i;
        one_trial(fuzz);
    }
    print_message("%d taken, %d refused, the slowest merge %.3f seconds\n", fuzz->taken,
                  fuzz->refused, fuzz->slowest);
    assert_true(trials < FEWEST_TRIALS || (fuzz->taken > 0 && fuzz->refused > 0));
    test_folder_remove(fuzz->bed.folder);
    arena_free(fuzz->bed.arena);
    free(fuzz->merged);
    free(fuzz->good.bytes);
    free(fuzz->bad.bytes);
    free(fuzz->target.bytes);
    free(fuzz);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_merge_survives_whatever_is_mailed)};
    return cmocka_run_group_tests_name("store_merge_input", tests, NULL, NULL);
}
