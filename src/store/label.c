/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Personal values: the text stands in a side table under a random id; operations, state and labels
 * hold the id.  Emptying the side table makes the person disappear from the whole history.
 *
 * In a label the text of a personal value becomes "{id}", and is put back when the label is read.  People
 * find a name by its beginning and in other letters: what they typed becomes "{id}" as well.
 */
#include <stdlib.h>
#include <string.h>

#include "store_private.h"

bool personal_text(Store *store, int64_t id, Arena *arena, const char **out, Err *err)
{
    *out = NULL;
    return (store->flags & STORE_REDACTED) != 0 ||
           personal_text_allowed(store, id, arena, out, err);
}

bool personal_text_allowed(Store *store, int64_t id, Arena *arena, const char **out, Err *err)
{
    *out = NULL;
    sqlite3_stmt *read = db_statement(store, STATEMENT_PERSONAL_READ, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(read, 1, id);
    if (db_row(read) && sqlite3_column_type(read, 0) != SQLITE_NULL) {
        *out = db_text(read, 0, arena);
    }
    return db_done(store, read, err);
}

enum { VALUE_IS_NAME = 1 }; /* mark of a value of the change */

#define SHORTEST_BEGINNING 3 /* letters: fewer stand in many words */

typedef struct PersonalWord {
    int64_t id;
    const char *text, *folded;
    size_t length;
    bool is_name;
} PersonalWord;

static int longest_first(const void *one, const void *other)
{
    const PersonalWord *a = one;
    const PersonalWord *b = other;
    if (a->length != b->length) {
        return a->length < b->length ? 1 : -1;
    }
    return (a->id > b->id) - (a->id < b->id);
}

static bool is_letter(char byte)
{
    unsigned char letter = (unsigned char)byte;
    return letter >= 0x80 || (letter >= '0' && letter <= '9') ||
           (letter >= 'A' && letter <= 'Z') || (letter >= 'a' && letter <= 'z');
}

/* Whether a row is named here: after "owner=", "person/", with a quotation mark or without. */
static bool names_a_row(const char *label, const char *at)
{
    at -= at > label && (at[-1] == '"' || at[-1] == '\'') ? 1 : 0;
    return at > label && (at[-1] == '=' || at[-1] == '/');
}

/* How many bytes say the value in other letters, or the beginning of a name; 0: none.  Any beginning will do
 * where a row is named, else whole words: the first word of all is the command. */
static size_t length_said(const char *label, const char *at, const PersonalWord *word,
                          Arena *arena)
{
    size_t said = 0;
    if (at == label || !is_letter(*at) || is_letter(at[-1])) {
        return 0;
    }
    for (const char *end = at; *end != '\0';) {
        while (is_letter(*end)) {
            end++;
        }
        const char *folded = text_fold(arena, arena_strndup(arena, at, (size_t)(end - at)));
        size_t length = strlen(folded);
        if (strncmp(folded, word->folded, length) != 0) {
            break;
        }
        bool long_enough = length >= SHORTEST_BEGINNING;
        bool whole_words = !is_letter(word->folded[length]);
        bool beginning = word->is_name && (names_a_row(label, at) ? long_enough || whole_words
                                                                  : long_enough && whole_words);
        said = beginning || word->folded[length] == '\0' ? (size_t)(end - at) : said;
        while (*end != '\0' && !is_letter(*end)) {
            end++;
        }
    }
    return said;
}

static size_t length_here(const char *label, const char *at, const PersonalWord *word,
                          Arena *arena)
{
    bool exact = strncmp(at, word->text, word->length) == 0;
    return exact ? word->length : length_said(label, at, word, arena);
}

/* One pass: what has been put in is never searched again. */
static void replace_words(const char *label, const PersonalWord *words, uint32_t count,
                          Arena *arena, Text *out)
{
    for (const char *at = label; *at != '\0';) {
        const PersonalWord *best = NULL;
        size_t length = 0;
        for (uint32_t i = 0; i < count; i++) {
            size_t here = length_here(label, at, &words[i], arena);
            best = here > length ? &words[i] : best;
            length = here > length ? here : length;
        }
        if (best != NULL) {
            text_printf(out, "{%lld}", (long long)best->id);
            at += length;
        } else {
            text_append_bytes(out, at, 1);
            at++;
        }
    }
}

/* Personal values of the rows that the change touched or refers to: a label may name them too. */
static bool note_values_of_row(Store *store, const Entity *entity, RowId row, Err *err)
{
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        Heads heads = {0};
        if (!field_is_personal_text(field) || !field_is_stored(field)) {
            continue;
        }
        if (!heads_read(store, entity->number, row, field->number, store->change.arena, &heads,
                        err)) {
            return false;
        }
        for (uint32_t k = 0; k < heads.count; k++) {
            if (heads.items[k].value.type == VALUE_INTEGER) {
                row_set_add(&store->change.values, 0, heads.items[k].value.integer)->mark |=
                    (field->flags & FIELD_TITLE) != 0 ? VALUE_IS_NAME : 0;
            }
        }
    }
    return true;
}

static bool note_values_of_change(Store *store, Err *err)
{
    RowSet rows = {0};
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGE_OPERATIONS, err);
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(read, 1, store->change.id);
    while (db_row(read)) {
        int table = sqlite3_column_int(read, 0);
        const Entity *entity = schema_entity_by_number(table);
        const Field *field =
            entity == NULL ? NULL : schema_field_by_number(entity, sqlite3_column_int(read, 2));
        (void)row_set_add(&rows, table, sqlite3_column_int64(read, 1));
        if (field != NULL && field->kind == KIND_REFERENCE &&
            sqlite3_column_type(read, 4) == SQLITE_INTEGER) {
            (void)row_set_add(&rows, schema_entity(field->reference)->number,
                              sqlite3_column_int64(read, 4));
        }
    }
    bool good = db_done(store, read, err);
    for (uint32_t i = 0; good && i < rows.count; i++) {
        const Entity *entity = schema_entity_by_number(rows.keys[i].table);
        good = entity == NULL || note_values_of_row(store, entity, rows.keys[i].row, err);
    }
    row_set_free(&rows);
    return good;
}

bool label_encode(Store *store, const char *label, Arena *arena, const char **out, Err *err)
{
    *out = label;
    if (label[0] == '\0' || !note_values_of_change(store, err)) {
        return label[0] == '\0';
    }
    const RowSet *values = &store->change.values;
    const char *folded = text_fold(arena, label);
    PersonalWord *words = ARENA_ARRAY(arena, PersonalWord, (size_t)values->count + 1);
    uint32_t count = 0;
    for (uint32_t i = 0; i < values->count; i++) {
        const RowKey *value = &values->keys[i];
        PersonalWord word = {.id = value->row, .is_name = (value->mark & VALUE_IS_NAME) != 0};
        if (!personal_text(store, value->row, arena, &word.text, err)) {
            return false;
        }
        if (text_is_empty(word.text)) {
            continue;
        }
        word.length = strlen(word.text);
        word.folded = text_fold(arena, word.text);
        /* Most values of a large change are not in its label at all. */
        char beginning[SHORTEST_BEGINNING + 1] = {0};
        memcpy(beginning, word.folded, strnlen(word.folded, SHORTEST_BEGINNING));
        if (strstr(label, word.text) != NULL || strstr(folded, beginning) != NULL) {
            words[count++] = word;
        }
    }
    if (count == 0) {
        return true;
    }
    qsort(words, count, sizeof(*words), longest_first);
    Text text = {0};
    replace_words(label, words, count, arena, &text);
    *out = arena_strdup(arena, text_string(&text));
    text_free(&text);
    return true;
}

/* "{123}" at `at`: its number and length, else 0. */
static size_t value_reference(const char *at, int64_t *id)
{
    size_t digits = strspn(at + 1, "0123456789");
    if (digits == 0 || digits > 19 || at[1 + digits] != '}') {
        return 0;
    }
    *id = (int64_t)strtoll(at + 1, NULL, 10);
    return digits + 2;
}

static bool value_is_known(Store *store, int64_t id, bool *known, Err *err)
{
    *known = (store->flags & STORE_REDACTED) != 0;
    sqlite3_stmt *read = *known ? NULL : db_statement(store, STATEMENT_PERSONAL_READ, err);
    if (read == NULL) {
        return *known;
    }
    (void)sqlite3_bind_int64(read, 1, id);
    *known = db_row(read);
    return db_done(store, read, err);
}

bool label_decode(Store *store, const char *stored, Arena *arena, const char **out, Err *err)
{
    *out = text_shown(arena, stored);
    if (strchr(stored, '{') == NULL) {
        return true;
    }
    Text text = {0};
    bool good = true;
    for (const char *at = stored; good && *at != '\0';) {
        int64_t id = 0;
        size_t length = *at == '{' ? value_reference(at, &id) : 0;
        bool known = false;
        good = length == 0 || value_is_known(store, id, &known, err);
        if (!known) {
            text_append_bytes(&text, at, 1);
            at++;
            continue;
        }
        const char *words = NULL;
        good = personal_text(store, id, arena, &words, err);
        text_append(&text, words == NULL ? "…" : words);
        at += length;
    }
    *out = text_shown(arena, arena_strdup(arena, text_string(&text)));
    text_free(&text);
    return good;
}
