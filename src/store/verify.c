/* SPDX-License-Identifier: MPL-2.0 */
/* Whether a file adds up: SQLite's own check, then the invariants of the door. */
#include <stdarg.h>
#include <string.h>

#include "store_private.h"

#define MOST_FINDINGS 50

typedef struct Verifier {
    Store *store;
    Arena *arena;
    Text findings;
    uint32_t count;
    bool state_is_off;
} Verifier;

static void find_fault(Verifier *verifier, const char *format, ...) PRINTF_LIKE(2, 3);

static void find_fault(Verifier *verifier, const char *format, ...)
{
    verifier->count++;
    if (verifier->count <= MOST_FINDINGS) {
        va_list arguments;
        va_start(arguments, format);
        text_vprintf(&verifier->findings, format, arguments);
        va_end(arguments);
        text_append(&verifier->findings, "\n");
    }
}

static bool verify_pages(Verifier *verifier, Err *err)
{
    sqlite3_stmt *check = db_prepare(verifier->store, "PRAGMA integrity_check", err);
    if (check == NULL) {
        return false;
    }
    while (db_row(check)) {
        const char *words = db_text(check, 0, verifier->arena);
        if (strcmp(words, "ok") != 0) {
            find_fault(verifier, _("The file itself is damaged: %s"), words);
        }
    }
    bool good = db_done(verifier->store, check, err);
    sqlite3_finalize(check);
    return good;
}

/* Invariant 2, and that nobody changed a change. */
static bool verify_changes(Verifier *verifier, Err *err)
{
    Store *store = verifier->store;
    sqlite3_stmt *read =
        db_prepare(store, "SELECT " CHANGE_COLUMNS " FROM change ORDER BY seq", err);
    if (read == NULL) {
        return false;
    }
    Arena *arena = arena_new();
    bool good = true;
    while (good && db_row(read)) {
        ChangeRecord change = {0};
        int64_t sum = 0;
        int64_t count = 0;
        arena_clear(arena);
        change_from_row(read, arena, &change);
        good = change_sum(store, &change, arena, &sum, &count, err);
        bool fewer = change.archived != 0 && count < change.operation_count; /* compacted */
        if (good && !fewer && count != change.operation_count) {
            find_fault(verifier, _("Change %lld should have %lld operations and has %lld."),
                       (long long)change.id, (long long)change.operation_count,
                       (long long)count);
        } else if (good && !fewer && sum != change.sum) {
            find_fault(verifier, _("Change %lld does not agree with its checksum."),
                       (long long)change.id);
        }
    }
    good = db_done(store, read, err) && good;
    sqlite3_finalize(read);
    arena_free(arena);
    return good;
}

/* Invariant 3: whatever an operation supersedes, or a change takes back, came before; and no operation
 * without a change. */
static bool verify_causality(Verifier *verifier, Err *err)
{
    int64_t late = 0;
    int64_t early = 0;
    int64_t orphans = 0;
    int64_t meta = 0;
    if (!db_number(verifier->store,
                   "SELECT count(*) FROM op o JOIN change c ON c.cid=o.cid LEFT JOIN change p "
                   "ON p.cid=o.prev"
                   " WHERE o.prev<>0 AND (p.cid IS NULL OR p.seq>=c.seq)",
                   &late, err) ||
        !db_number(verifier->store,
                   "SELECT count(*) FROM change c LEFT JOIN change p ON p.cid=c.ref"
                   " WHERE c.ref<>0 AND (p.cid IS NULL OR p.seq>=c.seq)",
                   &early, err) ||
        !db_number(verifier->store,
                   "SELECT count(*) FROM op WHERE cid NOT IN (SELECT cid FROM change)",
                   &orphans, err) ||
        !db_meta_read(verifier->store, "plan", &meta, err)) {
        return false;
    }
    if (late > 0) {
        find_fault(verifier, _("%lld operations replace something that came after them."),
                   (long long)late);
    }
    if (early > 0) {
        find_fault(verifier, _("%lld changes take back something that came after them."),
                   (long long)early);
    }
    if (orphans > 0) {
        find_fault(verifier, _("%lld operations belong to no change."), (long long)orphans);
    }
    if (meta == 0) {
        find_fault(verifier, _("The plan has lost its own id."));
    }
    return true;
}

static bool compare_row(Verifier *verifier, sqlite3_stmt *read, const DerivedRow *row)
{
    Store *store = verifier->store;
    int column = 1;
    bool same = true;
    for (int i = 0; i < row->entity->field_count; i++) {
        const Field *field = &row->entity->fields[i];
        if (!field_is_stored(field) || !store->has_column[row->entity->kind][i]) {
            continue;
        }
        Value value = db_value(read, column++, verifier->arena);
        if (!value_equal(&value, &row->values[i])) {
            find_fault(verifier, _("%s %lld: “%s” is not what its history says."),
                       row->entity->name, (long long)row->id, field->name);
            same = false;
        }
    }
    return same;
}

static bool compare_entity(Verifier *verifier, const Entity *entity, Image *image,
                           uint32_t *met, Err *err)
{
    int count = 0;
    sqlite3_stmt *read = state_select(verifier->store, entity, true, NULL, &count, err);
    if (read == NULL) {
        return false;
    }
    while (db_row(read)) {
        RowId id = sqlite3_column_int64(read, 0);
        const RowKey *key = row_set_find(&image->index, entity->number, id);
        const DerivedRow *row = key == NULL ? NULL : &image->rows[key->mark];
        if (row == NULL || !image_row_lives(row)) {
            find_fault(verifier, _("%s %lld is there without a history."), entity->name,
                       (long long)id);
            verifier->state_is_off = true;
            continue;
        }
        (*met)++;
        verifier->state_is_off = !compare_row(verifier, read, row) || verifier->state_is_off;
    }
    bool good = db_done(verifier->store, read, err);
    sqlite3_finalize(read);
    return good;
}

/* Invariant 1: the state is what a rebuild gives. */
static bool verify_state(Verifier *verifier, Err *err)
{
    Image image;
    uint32_t met = 0;
    uint32_t living = 0;
    bool good = image_build(verifier->store, 0, &image, err);
    for (int kind = 1; good && kind < ENTITY_COUNT; kind++) {
        good = verifier->store->has_column[kind] == NULL ||
               compare_entity(verifier, schema_entity((EntityKind)kind), &image, &met, err);
    }
    for (uint32_t i = 0; good && i < image.count; i++) {
        bool has_table = verifier->store->has_column[image.rows[i].entity->kind] != NULL;
        living += has_table && image_row_lives(&image.rows[i]) ? 1 : 0;
    }
    if (good && living != met) {
        find_fault(verifier, _("%u rows of the history are missing."), living - met);
        verifier->state_is_off = true;
    }
    image_free(&image);
    return good;
}

bool verify_report(Store *store, Arena *arena, VerifyReport *report, Err *err)
{
    Verifier verifier = {.store = store, .arena = arena};
    bool newer =
        store->version > SCHEMA_VERSION; /* it may derive more than this program knows */
    bool good = verify_pages(&verifier, err) && verify_changes(&verifier, err) &&
                verify_causality(&verifier, err) && (newer || verify_state(&verifier, err));
    if (verifier.count > MOST_FINDINGS) {
        text_printf(&verifier.findings, _("… and %u more.\n"), verifier.count - MOST_FINDINGS);
    }
    report->clean = good && verifier.count == 0;
    report->findings = arena_strdup(arena, text_string(&verifier.findings));
    text_free(&verifier.findings);
    return good;
}

static bool repair_state(Store *store, Err *err)
{
    if (!journal_open(store, err)) {
        return false;
    }
    if (!state_rebuild(store, err)) {
        db_rollback(store);
        return false;
    }
    return db_commit(store, NO_CHANGE, err);
}

bool store_verify(Store *store, bool repair, Arena *arena, VerifyReport *report, Err *err)
{
    *report = (VerifyReport){.findings = ""};
    arena_clear(store->scratch);
    return (!repair || repair_state(store, err)) && verify_report(store, arena, report, err);
}
