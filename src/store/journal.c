/* SPDX-License-Identifier: MPL-2.0 */
/* One change: begun with a label, operations recorded, then committed or dropped. */
#include <string.h>

#include "store_private.h"

static void change_reset(Change *change)
{
    Arena *arena = change->arena;
    RowSet touched = change->touched;
    RowSet rows = change->rows;
    RowSet values = change->values;
    row_set_clear(&touched);
    row_set_clear(&rows);
    row_set_clear(&values);
    arena_clear(arena);
    *change = (Change){.arena = arena, .touched = touched, .rows = rows, .values = values};
}

bool journal_fail_unless_open(Store *store, Err *err)
{
    const Change *change = &store->change;
    if (!change->open) {
        BUG("writing outside a change");
    }
    /* After an I/O error SQLite may have rolled back by itself (invariant 7). */
    if (change->broken || sqlite3_get_autocommit(store->db)) {
        return fail(err, ERR_IO, _("%s: the change failed before; nothing of it is kept."),
                    store->name);
    }
    return true;
}

static bool insert_change(Store *store, int64_t id, int64_t time, const char *kind, int64_t ref,
                          Err *err)
{
    sqlite3_stmt *insert = db_statement(store, STATEMENT_CHANGE_INSERT, err);
    if (insert == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(insert, 1, id);
    (void)sqlite3_bind_int64(insert, 2, time);
    (void)sqlite3_bind_text(insert, 3, store->author.author, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(insert, 4, store->author.host, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(insert, 5, "", -1, SQLITE_STATIC);
    (void)sqlite3_bind_text(insert, 6, kind, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int64(insert, 7, ref);
    (void)sqlite3_bind_int64(insert, 8, 0);
    (void)sqlite3_bind_int64(insert, 9, 0);
    (void)sqlite3_bind_int64(insert, 10, 0);
    return db_step(store, insert, err);
}

bool journal_start(Store *store, const char *label, const char *kind, int64_t ref, Err *err)
{
    Change *change = &store->change;
    change_reset(change);
    change->open = true;
    change->id = db_random_id();
    change->label = arena_strdup(change->arena, label);
    change->kind = kind;
    change->ref = ref;
    change->time = store->author.now(store->author.context);
    bool good = insert_change(store, change->id, change->time, kind, ref, err);
    if (!good) {
        store_drop(store);
    }
    return good;
}

/* A moment earlier than the change itself, and each earlier than the one before: that is the order of
 * what they write. */
static bool start_beside(Store *store, Err *err)
{
    Change *change = &store->change;
    int64_t *more = ARENA_ARRAY(change->arena, int64_t, (size_t)change->beside_count + 1);
    if (change->beside_count > 0) {
        memcpy(more, change->beside, change->beside_count * sizeof(*more));
    }
    change->beside = more;
    change->beside[change->beside_count++] = db_random_id();
    return insert_change(store, change->beside[change->beside_count - 1],
                         change->time - change->beside_count, KIND_REOPEN, change->id, err);
}

/* Everything that must hold before a transaction for writing, and the transaction. */
bool journal_open(Store *store, Err *err)
{
    bool reopened = false;
    if (store->change.open) {
        BUG("a change is open already: %s", store->change.label);
    }
    return db_may_write(store, err) && store_check_moved(store, &reopened, err) &&
           db_may_write(store, err) && store_check_quick(store, err) && db_begin(store, err);
}

/* What fills a new plan from a sample has made it: undo stops there. */
static const char *kind_of_edit(Store *store, const char *label)
{
    int64_t count = 0;
    Err ignored = {0};
    bool making = strncmp(label, "new ", 4) == 0 &&
                  db_number(store, "SELECT count(*) FROM change", &count, &ignored) &&
                  count == 1;
    return making ? "base" : "edit";
}

bool store_begin(Store *store, const char *label, Err *err)
{
    arena_clear(store->scratch);
    return journal_open(store, err) &&
           journal_start(store, label, kind_of_edit(store, label), NO_CHANGE, err);
}

void store_drop(Store *store)
{
    if (store->change.open) {
        change_reset(&store->change);
        db_rollback(store);
    }
}

bool store_in_change(const Store *store)
{
    return store->change.open;
}

/* --- Operations -------------------------------------------------------------------------------- */

static bool insert_operation(Store *store, int64_t change, FieldPlace field, int64_t prev,
                             const Value *value, Err *err)
{
    sqlite3_stmt *insert = db_statement(store, STATEMENT_OPERATION_INSERT, err);
    if (insert == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(insert, 1, field.table);
    (void)sqlite3_bind_int64(insert, 2, field.row);
    (void)sqlite3_bind_int(insert, 3, field.column);
    (void)sqlite3_bind_int64(insert, 4, change);
    (void)sqlite3_bind_int64(insert, 5, prev);
    db_bind(insert, 6, value);
    return db_step(store, insert, err);
}

bool journal_put_beside(Store *store, uint32_t number, FieldPlace field, const Value *value,
                        const int64_t *prevs, uint32_t count, Err *err)
{
    Change *change = &store->change;
    while (change->beside_count < number) {
        if (!start_beside(store, err)) {
            return false;
        }
    }
    int64_t id = number == 0 ? change->id : change->beside[number - 1];
    (void)row_set_add(&change->touched, field.table, field.row);
    if (count == 0) {
        return insert_operation(store, id, field, NO_CHANGE, value, err);
    }
    for (uint32_t i = 0; i < count; i++) {
        if (!insert_operation(store, id, field, prevs[i], value, err)) {
            return false;
        }
    }
    return true;
}

bool journal_put(Store *store, int table, RowId row, int column, const Value *value,
                 const int64_t *prevs, uint32_t count, Err *err)
{
    return journal_put_beside(store, 0, (FieldPlace){table, row, column}, value, prevs, count,
                              err);
}

static bool drop_operations(Store *store, int table, RowId row, int column, Err *err)
{
    sqlite3_stmt *drop = db_statement(store, STATEMENT_OPERATIONS_DROP, err);
    if (drop == NULL) {
        return false;
    }
    (void)sqlite3_bind_int(drop, 1, table);
    (void)sqlite3_bind_int64(drop, 2, row);
    (void)sqlite3_bind_int(drop, 3, column);
    (void)sqlite3_bind_int64(drop, 4, store->change.id);
    (void)row_set_add(&store->change.touched, table, row);
    return db_step(store, drop, err);
}

static bool drop_personal(Store *store, const Field *field, const Value *value, Err *err)
{
    if (field == NULL || !field_is_personal_text(field) || value->type != VALUE_INTEGER) {
        return true;
    }
    sqlite3_stmt *drop = db_statement(store, STATEMENT_PERSONAL_DROP, err);
    if (drop == NULL) {
        return false;
    }
    (void)sqlite3_bind_int64(drop, 1, value->integer);
    return db_step(store, drop, err);
}

/* The text goes to the side table; the operation gets its id. */
static bool keep_personal(Store *store, const Value *value, Value *out, Err *err)
{
    sqlite3_stmt *insert = db_statement(store, STATEMENT_PERSONAL_INSERT, err);
    if (insert == NULL) {
        return false;
    }
    *out = VALUE_OF_INTEGER(db_random_id());
    (void)sqlite3_bind_int64(insert, 1, out->integer);
    (void)sqlite3_bind_text(insert, 2, value->text, -1, SQLITE_STATIC);
    (void)sqlite3_bind_int(insert, 3, 0);
    (void)row_set_add(&store->change.values, 0, out->integer);
    return db_step(store, insert, err);
}

/* Whether a head holds what is to be written: texts of personal values are compared, not ids. */
static bool head_equals(Store *store, const Field *field, const Head *head, const Value *value,
                        bool *equal, Err *err)
{
    *equal = value_equal(&head->value, value);
    if (field == NULL || !field_is_personal_text(field) || head->value.type != VALUE_INTEGER ||
        value->type != VALUE_TEXT) {
        return true;
    }
    const char *text = NULL;
    if (!personal_text(store, head->value.integer, store->change.arena, &text, err)) {
        return false;
    }
    (void)row_set_add(&store->change.values, 0, head->value.integer);
    *equal = text != NULL && text_equal(text, value->text);
    return true;
}

/* The change wrote this field before: its own operation goes, and what that superseded is back. */
static bool withdraw_own(Store *store, int table, RowId row, int column, const Field *field,
                         Heads *heads, Err *err)
{
    for (uint32_t i = 0; i < heads->count; i++) {
        if (heads->items[i].change == store->change.id) {
            return drop_personal(store, field, &heads->items[i].value, err) &&
                   drop_operations(store, table, row, column, err) &&
                   heads_read(store, table, row, column, store->change.arena, heads, err);
        }
    }
    return true;
}

bool journal_write(Store *store, int table, RowId row, int column, const Field *field,
                   const Value *value, Err *err)
{
    Heads heads = {0};
    bool conflict = false;
    bool equal = value->type == VALUE_NULL;
    Value kept = *value;
    if (!heads_read(store, table, row, column, store->change.arena, &heads, err) ||
        !withdraw_own(store, table, row, column, field, &heads, err) ||
        (field != NULL &&
         !heads_differ(store, field, &heads, store->change.arena, &conflict, err)) ||
        (heads.count > 0 &&
         !head_equals(store, field, &heads.items[heads.in_force], value, &equal, err))) {
        return false;
    }
    if (equal && !conflict) {
        return true;
    }
    if (field != NULL && field_is_personal_text(field) && value->type == VALUE_TEXT &&
        !keep_personal(store, value, &kept, err)) {
        return false;
    }
    store->change.decides = store->change.decides || conflict;
    int64_t *prevs = ARENA_ARRAY(store->change.arena, int64_t, (size_t)heads.count + 1);
    for (uint32_t i = 0; i < heads.count; i++) {
        prevs[i] = heads.items[i].change;
    }
    return journal_put(store, table, row, column, &kept, prevs, heads.count, err);
}

/* What a deletion supersedes. */
bool journal_row_heads(Store *store, int table, RowId row, bool whole_row, RowSet *out,
                       Err *err)
{
    Operation *operations = NULL;
    uint32_t count = 0;
    if (!row_operations(store, table, row, store->change.arena, &operations, &count, err)) {
        return false;
    }
    for (uint32_t first = 0; first < count;) {
        uint32_t past = first + 1;
        while (past < count && operations[past].column == operations[first].column) {
            past++;
        }
        Heads heads = {0};
        if (!heads_of(store, operations + first, past - first, store->change.arena, &heads,
                      err)) {
            return false;
        }
        for (uint32_t i = 0; i < heads.count; i++) {
            if (heads.items[i].change != store->change.id &&
                (whole_row || operations[first].column == COLUMN_EXISTS)) {
                (void)row_set_add(out, 0, heads.items[i].change);
            }
        }
        first = past;
    }
    return true;
}

bool journal_write_exists(Store *store, const Entity *entity, RowId row, bool exists, Err *err)
{
    RowSet heads = {0};
    Value value = VALUE_OF_INTEGER(exists ? 1 : 0);
    bool good = drop_operations(store, entity->number, row, COLUMN_EXISTS, err) &&
                journal_row_heads(store, entity->number, row, !exists, &heads, err);
    if (good) {
        int64_t *prevs = ARENA_ARRAY(store->change.arena, int64_t, (size_t)heads.count + 1);
        for (uint32_t i = 0; i < heads.count; i++) {
            prevs[i] = heads.keys[i].row;
        }
        good = journal_put(store, entity->number, row, COLUMN_EXISTS, &value, prevs,
                           heads.count, err);
        row_set_add(&store->change.rows, entity->number, row)->mark = exists ? 1 : 0;
    }
    row_set_free(&heads);
    return good;
}

/* --- What the door offers ------------------------------------------------------------------------ */

static bool mark_broken(Store *store, bool good)
{
    store->change.broken = store->change.broken || !good;
    return good;
}

/* Answered from the change itself for rows it has touched, else from the state. */
static bool row_lives(Store *store, const Entity *entity, RowId id, bool *lives, Err *err)
{
    const RowKey *seen = row_set_find(&store->change.rows, entity->number, id);
    if (seen != NULL) {
        *lives = seen->mark == 1;
        return true;
    }
    if (!state_has_row(store, entity, id, lives, err)) {
        return false;
    }
    if (*lives) {
        row_set_add(&store->change.rows, entity->number, id)->mark = 1;
    }
    return true;
}

static bool fail_unless_row_lives(Store *store, const Entity *entity, RowId id, Err *err)
{
    bool lives = false;
    if (!row_lives(store, entity, id, &lives, err)) {
        store->change.broken = true;
        return false;
    }
    return lives ||
           fail(err, ERR_NOT_FOUND, _("There is no %s %lld any more: somebody has deleted it."),
                entity->name, (long long)id);
}

static bool write_defaults(Store *store, const Entity *entity, RowId id, Err *err)
{
    for (int i = 0; i < entity->field_count; i++) {
        const Field *field = &entity->fields[i];
        const ParseContext context = {.date = {.today = 0, .anchor = DAY_NONE}};
        Value value = VALUE_IS_NULL;
        if (field->initial == NULL || !field_is_stored(field)) {
            continue;
        }
        if (!field_parse(field, &context, field->initial, store->change.arena, &value, err) ||
            !journal_write(store, entity->number, id, field->number, field, &value, err)) {
            return false;
        }
    }
    return true;
}

static bool add_row(Store *store, const Entity *entity, RowId id, Err *err)
{
    Heads heads = {0};
    bool lives = false;
    if (!heads_read(store, entity->number, id, COLUMN_EXISTS, store->change.arena, &heads,
                    err) ||
        !row_lives(store, entity, id, &lives, err)) {
        return false;
    }
    bool deleted = false;
    for (uint32_t i = 0; i < heads.count; i++) {
        const Value *value = &heads.items[i].value;
        deleted = deleted || (value->type == VALUE_INTEGER && value->integer == 0);
    }
    if (heads.count > 0 && !deleted) {
        return fail(err, ERR_INPUT,
                    _("There is a %s %lld already; leave the id out to get a new one."),
                    entity->name, (long long)id);
    }
    store->change.decides = store->change.decides || (deleted && lives);
    return journal_write_exists(store, entity, id, true, err) &&
           (deleted || write_defaults(store, entity, id, err));
}

bool store_add(Store *store, EntityKind kind, RowId *id, Err *err)
{
    const Entity *entity = schema_entity(kind);
    if (!journal_fail_unless_open(store, err)) {
        return false;
    }
    if (*id == 0) {
        *id = db_random_id();
    }
    return mark_broken(store, add_row(store, entity, *id, err));
}

bool store_set(Store *store, EntityKind kind, RowId id, const Field *field, const Value *value,
               Err *err)
{
    const Entity *entity = schema_entity(kind);
    if (!journal_fail_unless_open(store, err) ||
        !fail_unless_row_lives(store, entity, id, err)) {
        return false;
    }
    bool integer = strcmp(field_storage_type(field), "INTEGER") == 0;
    if (!field_is_stored(field)) {
        return fail(err, ERR_INPUT, _("“%s” of %s is computed; it cannot be set."), field->name,
                    entity->name);
    }
    if (value->type != VALUE_NULL && (value->type == VALUE_INTEGER) != integer) {
        return fail(err, ERR_INPUT, _("“%s” of %s takes %s."), field->name, entity->name,
                    integer ? _("a number") : _("text"));
    }
    if (!redact_fail_if_personal(store, field, value, err)) {
        return false;
    }
    const Value nothing = VALUE_IS_NULL;
    bool empty = value->type == VALUE_TEXT && text_is_empty(value->text);
    if (!empty && !erase_fail_if_erased(store, entity, id, field, value, err)) {
        return false;
    }
    bool zero_reference =
        field->kind == KIND_REFERENCE && value->type == VALUE_INTEGER && value->integer == 0;
    return mark_broken(store, journal_write(store, entity->number, id, field->number, field,
                                            empty || zero_reference ? &nothing : value, err));
}

/* A row that was added in this very change just goes. */
static bool delete_row(Store *store, const Entity *entity, RowId id, Err *err)
{
    Operation *operations = NULL;
    uint32_t count = 0;
    if (!row_operations(store, entity->number, id, store->change.arena, &operations, &count,
                        err)) {
        return false;
    }
    bool own = true;
    for (uint32_t i = 0; i < count; i++) {
        own = own && operations[i].change == store->change.id;
    }
    if (!own) {
        return journal_write_exists(store, entity, id, false, err);
    }
    row_set_add(&store->change.rows, entity->number, id)->mark = 0;
    for (uint32_t i = 0; i < count; i++) {
        const Field *field = schema_field_by_number(entity, operations[i].column);
        if (!drop_personal(store, operations[i].column == COLUMN_EXISTS ? NULL : field,
                           &operations[i].value, err) ||
            !drop_operations(store, entity->number, id, operations[i].column, err)) {
            return false;
        }
    }
    return true;
}

bool store_delete(Store *store, EntityKind kind, RowId id, Err *err)
{
    const Entity *entity = schema_entity(kind);
    if (!journal_fail_unless_open(store, err) ||
        !fail_unless_row_lives(store, entity, id, err)) {
        return false;
    }
    return mark_broken(store, delete_row(store, entity, id, err));
}
