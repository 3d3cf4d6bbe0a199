/* SPDX-License-Identifier: MPL-2.0 */
/* What was done, by whom and when: newest first. */
#include <string.h>

#include "store_private.h"

#define HISTORY_DEFAULT_LIMIT 200

typedef struct HistoryReader {
    Store *store;
    const Plan *plan;
    Language language;
    Arena *arena;
} HistoryReader;

bool value_words(Store *store, const Field *field, const Plan *plan, Language language,
                 const Value *value, Arena *arena, const char **out, Err *err)
{
    Value shown = *value;
    *out = NULL;
    if (value->type == VALUE_NULL) {
        return true;
    }
    if ((field->flags & FIELD_PERSONAL) != 0 && (store->flags & STORE_REDACTED) != 0) {
        *out = "…";
        return true;
    }
    if (field_is_personal_text(field)) {
        const char *text = NULL;
        if (value->type != VALUE_INTEGER ||
            !personal_text(store, value->integer, arena, &text, err)) {
            return value->type != VALUE_INTEGER;
        }
        if (text == NULL) {
            *out = "…";
            return true;
        }
        shown = VALUE_OF_TEXT(text);
    }
    Text words = {0};
    if (field->kind == KIND_REFERENCE && plan == NULL) {
        field_print_machine(field, &shown, &words);
    } else {
        field_print(field, plan, language, &shown, &words);
    }
    *out = text_shown(arena, arena_strdup(arena, text_string(&words)));
    text_free(&words);
    return true;
}

static bool words_of_column(const HistoryReader *reader, const Entity *entity, int column,
                            const Value *value, const char **out, Err *err)
{
    const Field *field = entity == NULL ? NULL : schema_field_by_number(entity, column);
    *out = NULL;
    if (field == NULL || column == COLUMN_EXISTS) {
        return true;
    }
    return value_words(reader->store, field, reader->plan, reader->language, value,
                       reader->arena, out, err);
}

static bool words_before(const HistoryReader *reader, const Entity *entity, RowId row,
                         int column, int64_t prev, const char **out, Err *err)
{
    *out = NULL;
    sqlite3_stmt *read =
        prev == NO_CHANGE ? NULL : db_statement(reader->store, STATEMENT_OPERATION_VALUE, err);
    if (read == NULL) {
        return prev == NO_CHANGE;
    }
    (void)sqlite3_bind_int(read, 1, entity->number);
    (void)sqlite3_bind_int64(read, 2, row);
    (void)sqlite3_bind_int(read, 3, column);
    (void)sqlite3_bind_int64(read, 4, prev);
    Value value = db_row(read) ? db_value(read, 0, reader->arena) : VALUE_IS_NULL;
    return db_done(reader->store, read, err) &&
           words_of_column(reader, entity, column, &value, out, err);
}

/* Fills the operation's part of the item from the first row of `read`: tbl, row, col, prev, val. */
static bool fill_operation(const HistoryReader *reader, sqlite3_stmt *read, HistoryItem *item,
                           Err *err)
{
    const Entity *entity = schema_entity_by_number(sqlite3_column_int(read, 0));
    int column = sqlite3_column_int(read, 2);
    if (entity == NULL) {
        return true;
    }
    const Field *field =
        column == COLUMN_EXISTS ? NULL : schema_field_by_number(entity, column);
    Value value = db_value(read, 4, reader->arena);
    item->entity = entity->kind;
    item->row = sqlite3_column_int64(read, 1);
    item->field = field == NULL ? -1 : schema_field_index(entity, field);
    if (field == NULL) {
        item->after = value.type == VALUE_INTEGER && value.integer == 0 ? NULL : "";
        return true;
    }
    return words_before(reader, entity, item->row, column, sqlite3_column_int64(read, 3),
                        &item->before, err) &&
           words_of_column(reader, entity, column, &value, &item->after, err);
}

static bool takes_back(const HistoryItem *item)
{
    return text_equal(item->kind, "undo") || text_equal(item->kind, "redo");
}

/* Whether people would count the row of this operation.  Where rows came or went, a reference to one of
 * them that was emptied with it, or that came back with it, is no row of its own; nor is a place. */
static bool operation_names_row(const HistoryItem *item, sqlite3_stmt *read)
{
    const Entity *entity = schema_entity_by_number(sqlite3_column_int(read, 0));
    int column = sqlite3_column_int(read, 2);
    if (item->entity == ENTITY_NONE || item->field >= 0 || column == COLUMN_EXISTS) {
        return true;
    }
    const Field *field = entity == NULL ? NULL : schema_field_by_number(entity, column);
    bool follows = field != NULL && field->kind == KIND_REFERENCE &&
                   (takes_back(item) || sqlite3_column_type(read, 4) == SQLITE_NULL);
    return field != NULL && (field->flags & FIELD_HIDDEN) == 0 && !follows;
}

/* How much the change touched beside the operation that is shown. */
static bool count_rows_and_fields(Store *store, HistoryItem *item, Err *err)
{
    const Entity *shown = item->entity == ENTITY_NONE ? NULL : schema_entity(item->entity);
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGE_OPERATIONS, err);
    int last_table = -1;
    int last_column = -1;
    RowId last_row = 0;
    bool counted = false; /* the row that is being read */
    if (read == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(read, 1, item->change);
    while (db_row(read)) {
        int table = sqlite3_column_int(read, 0);
        RowId row = sqlite3_column_int64(read, 1);
        int column = sqlite3_column_int(read, 2);
        bool same_row = table == last_table && row == last_row;
        const Field *field = shown == NULL || table != shown->number || row != item->row
                                 ? NULL
                                 : schema_field_by_number(shown, column);
        bool counts = field != NULL && (field->flags & FIELD_HIDDEN) == 0 &&
                      !(same_row && column == last_column);
        item->field_count += counts ? 1 : 0;
        counted = same_row && counted;
        if (!counted && operation_names_row(item, read)) {
            counted = true;
            item->row_count++;
        }
        last_table = table;
        last_row = row;
        last_column = column;
    }
    return db_done(store, read, err);
}

bool history_title_of_gone(Store *store, const Plan *plan, Language language, Arena *arena,
                           HistoryItem *item, Err *err)
{
    if (plan == NULL || item->entity == ENTITY_NONE ||
        plan_row(plan, item->entity, item->row) != NULL) {
        return true;
    }
    const Entity *entity = schema_entity(item->entity);
    Text title = {0};
    bool good = true;
    for (int i = 0; good && i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        Heads heads = {0};
        const char *words = NULL;
        if ((field->flags & FIELD_TITLE) == 0 || !field_is_stored(field)) {
            continue;
        }
        good =
            heads_read(store, entity->number, item->row, field->number, arena, &heads, err) &&
            (heads.count == 0 ||
             value_words(store, field, plan, language, &heads.items[heads.in_force].value,
                         arena, &words, err));
        if (!text_is_empty(words)) {
            text_printf(&title, "%s%s", title.length > 0 ? " · " : "", words);
        }
    }
    if (title.length > 0) {
        item->title = arena_strdup(arena, text_string(&title));
    }
    text_free(&title);
    return good;
}

/* A decision replaced several values: what was there before is all of them, "v37 | v38". */
static bool add_other_values(const HistoryReader *reader, sqlite3_stmt *read, HistoryItem *item,
                             Err *err)
{
    const Entity *entity = item->field < 0 ? NULL : schema_entity(item->entity);
    bool good = true;
    while (good && entity != NULL && db_row(read)) {
        int column = sqlite3_column_int(read, 2);
        const char *words = NULL;
        if (sqlite3_column_int(read, 0) != entity->number ||
            sqlite3_column_int64(read, 1) != item->row ||
            column != entity->fields[item->field].number) {
            break;
        }
        good = words_before(reader, entity, item->row, column, sqlite3_column_int64(read, 3),
                            &words, err);
        if (good && !text_is_empty(words) && !text_is_empty(item->before) &&
            !text_equal(words, item->before)) {
            item->before = arena_printf(reader->arena, "%s | %s", item->before, words);
        }
    }
    return good;
}

static bool fill_first_operation(const HistoryReader *reader, const HistoryFilter *filter,
                                 HistoryItem *item, Err *err)
{
    Store *store = reader->store;
    const Entity *entity = filter->entity == ENTITY_NONE ? NULL : schema_entity(filter->entity);
    sqlite3_stmt *read = db_prepare(store,
                                    "SELECT tbl, row, col, prev, val FROM op WHERE cid=?1 AND "
                                    "(?2=0 OR (tbl=?2 AND row=?3 AND (?4<0 OR col=?4)) OR "
                                    "(?5 AND val=?3)) ORDER BY col<>?6, col=?7, tbl, row, col,"
                                    " prev LIMIT 16",
                                    err);
    if (read == NULL) {
        return false;
    }
    int column =
        entity == NULL || filter->field < 0 ? -1 : entity->fields[filter->field].number;
    (void)sqlite3_bind_int64(read, 1, item->change);
    (void)sqlite3_bind_int(read, 2, entity == NULL ? 0 : entity->number);
    (void)sqlite3_bind_int64(read, 3, filter->row);
    (void)sqlite3_bind_int(read, 4, column);
    (void)sqlite3_bind_int(read, 5, filter->mentions ? 1 : 0);
    (void)sqlite3_bind_int(read, 6, COLUMN_EXISTS);
    (void)sqlite3_bind_int(read, 7, COLUMN_RANK);
    bool good = !db_row(read) || (fill_operation(reader, read, item, err) &&
                                  add_other_values(reader, read, item, err));
    good = db_done(store, read, err) && good;
    sqlite3_finalize(read);
    return good && count_rows_and_fields(store, item, err) &&
           history_title_of_gone(store, reader->plan, reader->language, reader->arena, item,
                                 err);
}

static bool fill_change(const HistoryReader *reader, const ChangeRecord *change,
                        HistoryItem *item, Err *err)
{
    *item = (HistoryItem){.change = change->id,
                          .time = change->time,
                          .author = text_shown(reader->arena, change->author),
                          .host = text_shown(reader->arena, change->host),
                          .kind = change->kind,
                          .undoes = change->ref,
                          .operation_count = (uint32_t)change->operation_count,
                          .field = -1};
    return label_decode(reader->store, change->label, reader->arena, &item->label, err);
}

static sqlite3_stmt *prepare_changes(Store *store, const HistoryFilter *filter, uint32_t limit,
                                     Err *err)
{
    const Entity *entity = filter->entity == ENTITY_NONE ? NULL : schema_entity(filter->entity);
    sqlite3_stmt *read = db_prepare(
        store,
        filter->change != 0 ? "SELECT " CHANGE_COLUMNS
                              " FROM change WHERE cid=?7 LIMIT ?1 OFFSET ?2"
        : entity == NULL ? "SELECT " CHANGE_COLUMNS " FROM change WHERE kind<>'" KIND_REOPEN
                           "' ORDER BY seq DESC LIMIT ?1 OFFSET ?2"
                         : "SELECT " CHANGE_COLUMNS " FROM change WHERE kind<>'" KIND_REOPEN
                           "' AND cid IN (SELECT cid FROM op WHERE tbl=?3 AND row=?4 AND (?5<0 "
                           "OR col=?5) UNION ALL"
                           " SELECT cid FROM op WHERE ?6 AND val=?4)"
                           " ORDER BY seq DESC LIMIT ?1 OFFSET ?2",
        err);
    if (read == NULL) {
        return NULL;
    }
    (void)sqlite3_bind_int64(read, 1, (int64_t)limit + 1);
    (void)sqlite3_bind_int64(read, 2, filter->skip);
    (void)sqlite3_bind_int64(read, 7, filter->change);
    if (entity != NULL) {
        (void)sqlite3_bind_int(read, 3, entity->number);
        (void)sqlite3_bind_int64(read, 4, filter->row);
        (void)sqlite3_bind_int(read, 5,
                               filter->field < 0 ? -1 : entity->fields[filter->field].number);
        (void)sqlite3_bind_int(read, 6, filter->mentions ? 1 : 0);
    }
    return read;
}

bool store_history(Store *store, const HistoryFilter *filter, const Plan *plan,
                   Language language, Arena *arena, History *out, Err *err)
{
    const HistoryReader reader = {
        .store = store, .plan = plan, .language = language, .arena = arena};
    uint32_t limit = filter->limit == 0 ? HISTORY_DEFAULT_LIMIT : filter->limit;
    *out = (History){0};
    arena_clear(store->scratch);
    sqlite3_stmt *read = prepare_changes(store, filter, limit, err);
    if (read == NULL) {
        return false;
    }
    HistoryItem *items = ARENA_ARRAY(arena, HistoryItem, (size_t)limit + 1);
    bool good = true;
    while (good && db_row(read)) {
        ChangeRecord change = {0};
        if (out->count == limit) {
            out->more = true;
            break;
        }
        change_from_row(read, arena, &change);
        good = fill_change(&reader, &change, &items[out->count], err) &&
               change_is_undone(store, change.id, arena, &items[out->count].undone, err) &&
               fill_first_operation(&reader, filter, &items[out->count], err);
        out->count += good ? 1 : 0;
    }
    good = db_done(store, read, err) && good;
    sqlite3_finalize(read);
    out->items = items;
    return good;
}

/* Nothing came after it, so nothing has undone it. */
bool store_latest(Store *store, Arena *arena, HistoryItem *out)
{
    const HistoryReader reader = {.store = store, .arena = arena};
    Err ignored = {0};
    ChangeRecord change = {0};
    *out = (HistoryItem){.field = -1};
    sqlite3_stmt *read = db_statement(store, STATEMENT_CHANGE_SHOWN, &ignored);
    if (read == NULL) {
        return false;
    }
    bool found = db_row(read);
    if (found) {
        change_from_row(read, arena, &change);
    }
    return db_done(store, read, &ignored) && found &&
           fill_change(&reader, &change, out, &ignored);
}

int64_t store_head(Store *store, EntityKind entity, RowId row, const Field *field)
{
    Heads heads = {0};
    Err ignored = {0};
    Arena *arena = arena_new();
    bool good = heads_read(store, schema_entity(entity)->number, row, field->number, arena,
                           &heads, &ignored);
    int64_t head = good && heads.count > 0 ? heads.items[heads.in_force].change : NO_CHANGE;
    arena_free(arena);
    return head;
}
