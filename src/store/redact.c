/* SPDX-License-Identifier: MPL-2.0 */
/*
 * A copy without personal data: a new plan, written from the state of this one.
 *
 * Nothing is taken out of a copy, since what was once in a file leaves traces; personal values are
 * never written to it.  They are also looked for in the texts that are not personal, where somebody
 * may have typed them again.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_private.h"

#define REDACTED_MARK "…"

bool redact_is_marked(Store *store, bool *marked, Err *err)
{
    int64_t mark = 0;
    bool good = db_meta_read(store, "redacted", &mark, err);
    *marked = mark != 0;
    return good;
}

bool redact_fail_if_marked(Store *store, const char *path, Err *err)
{
    bool marked = false;
    return redact_is_marked(store, &marked, err) &&
           (!marked ||
            fail(err, ERR_INPUT,
                 _("%s is a copy without personal data and cannot be merged; merge the plan it "
                   "was made from."),
                 path));
}

bool redact_fail_if_personal(Store *store, const Field *field, const Value *value, Err *err)
{
    bool marked = false;
    if (value->type == VALUE_NULL || (field->flags & FIELD_PERSONAL) == 0) {
        return true;
    }
    return redact_is_marked(store, &marked, err) &&
           (!marked || fail(err, ERR_INPUT,
                            _("%s is a copy without personal data and takes none; write “%s” "
                              "into the plan it was made from."),
                            store->name, field->name));
}

/* --- Names in other texts -------------------------------------------------------------------------- */

typedef struct Names {
    const char **items; /* personal texts, longest first */
    uint32_t count, capacity;
} Names;

static void names_add(Names *names, Arena *arena, const char *name)
{
    ARENA_GROW(arena, names->items, names->count, names->capacity, 64);
    names->items[names->count++] = name;
}

static int longest_first(const void *one, const void *other)
{
    size_t a = strlen(*(const char *const *)one);
    size_t b = strlen(*(const char *const *)other);
    return (a < b) - (a > b);
}

/* One or two letters are no name but stand in many words; one or two words of a note or of a position
 * are words of the language, and taking them out of other texts would hide what is no person's. */
static bool is_worth_hiding(const Field *field, const char *words)
{
    const char *space = strchr(words, ' ');
    bool names_somebody = (field->flags & FIELD_TITLE) != 0 || strchr(words, '@') != NULL;
    return names_somebody ? strlen(words) > 2 : space != NULL && strchr(space + 1, ' ') != NULL;
}

/* Whatever the field ever held in any row. */
static bool names_of_field(Store *store, const Entity *entity, const Field *field, Arena *arena,
                           Names *names, Err *err)
{
    sqlite3_stmt *read = db_prepare(store,
                                    "SELECT value FROM personal WHERE value IS NOT NULL AND vid"
                                    " IN (SELECT val FROM op WHERE tbl=?1 AND col=?2)",
                                    err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(read, 1, entity->number);
    (void)sqlite3_bind_int(read, 2, field->number);
    while (db_row(read)) {
        const char *words = db_text(read, 0, arena);
        if (is_worth_hiding(field, words)) {
            names_add(names, arena, words);
        }
    }
    bool good = db_done(store, read, err);
    sqlite3_finalize(read);
    return good;
}

static bool names_collect(Store *store, Arena *arena, Names *names, Err *err)
{
    for (int kind = 1; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        for (int i = 0; i < entity->field_count; i++) {
            const Field *field = &entity->fields[i];
            if (field_is_personal_text(field) &&
                !names_of_field(store, entity, field, arena, names, err)) {
                return false;
            }
        }
    }
    if (names->count > 1) {
        qsort(names->items, names->count, sizeof(*names->items), longest_first);
    }
    return true;
}

/* Latin letters, digits and what stands above them; not the marks between words (U+2000 …). */
static bool is_letter(uint32_t codepoint)
{
    return (codepoint >= '0' && codepoint <= '9') || (codepoint >= 'A' && codepoint <= 'Z') ||
           (codepoint >= 'a' && codepoint <= 'z') ||
           (codepoint >= 0xC0 && (codepoint < 0x2000 || codepoint > 0x206F));
}

static bool word_ends(const char *at)
{
    uint32_t next = utf8_next(&at);
    return !is_letter(next) || (next == 's' && !is_letter(utf8_next(&at)));
}

/* A name of several words is one wherever it stands; a single word only as a word of its own, or
 * with the s of a genitive: “Even” stays in “Eventuelt”. */
static bool is_name_here(const char *name, const char *at, uint32_t before)
{
    size_t length = strlen(name);
    return strncmp(at, name, length) == 0 &&
           (strpbrk(name, " @") != NULL || (!is_letter(before) && word_ends(at + length)));
}

static const char *without_names(const Names *names, const char *words, Arena *arena)
{
    Text out = {0};
    uint32_t before = 0;
    for (const char *at = words; *at != '\0';) {
        uint32_t hit = 0;
        while (hit < names->count && !is_name_here(names->items[hit], at, before)) {
            hit++;
        }
        if (hit < names->count) {
            text_append(&out, REDACTED_MARK);
            at += strlen(names->items[hit]);
            before = 0;
        } else {
            const char *start = at;
            before = utf8_next(&at);
            text_append_bytes(&out, start, (size_t)(at - start));
        }
    }
    const char *clean = arena_strdup(arena, text_string(&out));
    text_free(&out);
    return clean;
}

/* Of a date only what somebody wrote is searched: behind the fourth slash (date_encode). */
static const char *free_words(const Field *field, const char *words)
{
    const char *at = words;
    for (int i = 0; i < 4 && field->kind == KIND_DATE && at != NULL; i++) {
        at = strchr(at, '/');
        at = at == NULL ? NULL : at + 1;
    }
    return field->kind == KIND_TEXT || field->kind == KIND_DATE ? at : NULL;
}

/* --- The copy ------------------------------------------------------------------------------------------ */

typedef struct Redaction {
    Store *from, *to;
    Arena *row; /* texts of one row */
    Names names;
} Redaction;

static Value without_names_in(const Redaction *redaction, const Field *field, Value value)
{
    const char *words = value.type == VALUE_TEXT ? free_words(field, value.text) : NULL;
    if (words == NULL) {
        return value;
    }
    return VALUE_OF_TEXT(arena_printf(redaction->row, "%.*s%s", (int)(words - value.text),
                                      value.text,
                                      without_names(&redaction->names, words, redaction->row)));
}

/* `read` stands on a row: its id, then the columns of `fields`. */
static bool copy_row(const Redaction *redaction, Store *to, const Entity *entity,
                     sqlite3_stmt *read, const Field **fields, int count, Err *err)
{
    const Value exists = VALUE_OF_INTEGER(1);
    RowId id = sqlite3_column_int64(read, 0);
    arena_clear(redaction->row);
    bool good = journal_put(to, entity->number, id, COLUMN_EXISTS, &exists, NULL, 0, err);
    for (int i = 0; good && i < count; i++) {
        Value value = db_value(read, i + 1, redaction->row);
        if (value.type != VALUE_NULL) {
            value = without_names_in(redaction, fields[i], value);
            good = journal_put(to, entity->number, id, fields[i]->number, &value, NULL, 0, err);
        }
    }
    return good;
}

static bool copy_entity(const Redaction *redaction, Store *to, const Entity *entity, Err *err)
{
    int count = 0;
    Store *from = redaction->from;
    const Field **fields =
        ARENA_ARRAY(from->scratch, const Field *, (size_t)entity->field_count);
    sqlite3_stmt *read = state_select(from, entity, false, fields, &count, err);
    bool good = read != NULL;
    while (good && db_row(read)) {
        good = copy_row(redaction, to, entity, read, fields, count, err);
    }
    good = read != NULL && db_done(from, read, err) && good;
    sqlite3_finalize(read);
    return good;
}

/* The first change of the copy, and its whole history. */
static bool copy_rows(Store *to, void *context, Err *err)
{
    const Redaction *redaction = context;
    bool good = db_meta_write(to, "redacted", 1, err);
    for (int kind = 1; good && kind < ENTITY_COUNT; kind++) {
        good = redaction->from->has_column[kind] == NULL ||
               copy_entity(redaction, to, schema_entity((EntityKind)kind), err);
    }
    return good;
}

/* One picture of the plan and of the names in it.  Whoever makes the copy is a person too: it says
 * neither author nor host. */
static bool write_copy(Redaction *redaction, const char *path, Arena *arena, Err *err)
{
    Store *from = redaction->from;
    const StoreAuthor nobody = {
        .author = "", .host = "", .now = from->author.now, .context = from->author.context};
    bool own_transaction = sqlite3_get_autocommit(from->db) != 0;
    if (own_transaction && !db_begin_reading(from, err)) {
        return false;
    }
    bool good = names_collect(from, arena, &redaction->names, err) &&
                create_filled(path, &nobody, "redacted copy", copy_rows, redaction,
                              &redaction->to, err);
    if (own_transaction) {
        db_end_reading(from);
    }
    return good;
}

static bool pack_copy(Store *to, Err *err)
{
    return db_run_writing(to, "PRAGMA secure_delete=1; VACUUM;", err);
}

/* An empty file takes the name first, so that nothing that is there already is ever replaced. */
static bool move_into_place(const char *unfinished, const char *path, Arena *arena, Err *err)
{
    if (!file_create_private(path, 0600, err)) {
        return false;
    }
    if (chmod(unfinished, 0600) != 0 || rename(unfinished, path) != 0) {
        int trouble = errno;
        (void)unlink(path);
        return fail(err, ERR_IO, _("%s cannot be made (%s)."), path, strerror(trouble));
    }
    const char *slash = strrchr(path, '/');
    (void)file_sync_directory(
        slash == NULL ? "." : arena_strndup(arena, path, (size_t)(slash - path) + 1));
    return true;
}

bool store_copy_redacted(Store *store, const char *path, Err *err)
{
    struct stat status;
    if ((store->flags & STORE_REDACTED) != 0) {
        return fail(err, ERR_READ_ONLY,
                    _("%s was opened without personal data, so names in other texts cannot be "
                      "found; open it in the ordinary way to make a copy without them."),
                    store->name);
    }
    if (lstat(path, &status) == 0) {
        return fail(err, ERR_INPUT,
                    _("%s exists already; choose another name or remove it first."), path);
    }
    Arena *arena = arena_new();
    Redaction redaction = {.from = store, .row = arena_new()};
    const char *unfinished =
        arena_printf(arena, "%s.unfinished.%llx", path, (unsigned long long)db_random_id());
    arena_clear(store->scratch);
    bool good = write_copy(&redaction, unfinished, arena, err) && pack_copy(redaction.to, err);
    store_close(redaction.to);
    good = good && move_into_place(unfinished, path, arena, err);
    (void)unlink(arena_printf(arena, "%s-journal", unfinished));
    if (!good) {
        (void)unlink(unfinished);
    }
    arena_free(redaction.row);
    arena_free(arena);
    return good;
}
