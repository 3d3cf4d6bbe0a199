/* SPDX-License-Identifier: MPL-2.0 */
/* list and show: rows of any kind, as a table, CSV or JSON. */
#include "app_private.h"

#include <string.h>

/* `field=words` (the words anywhere in what people read, or the machine form exactly), or words
 * that any listed field may hold. */
typedef struct RowFilter {
    const Field *field; /* NULL: any */
    const char *folded;
    const char *exact;
} RowFilter;

static bool filter_parse(App *app, const Entity *entity, const char *word, RowFilter *out,
                         Err *err)
{
    const char *equals = strchr(word, '=');
    if (equals == NULL) {
        *out = (RowFilter){.folded = text_fold(app->scratch, word), .exact = word};
        return true;
    }
    char *name = arena_strndup(app->scratch, word, (size_t)(equals - word));
    const Field *field = schema_field_by_name(entity, name);
    if (field == NULL)
        return schema_fail_unknown_field(entity, name, err);
    *out = (RowFilter){
        .field = field, .folded = text_fold(app->scratch, equals + 1), .exact = equals + 1};
    return true;
}

static bool field_passes(App *app, const RowFilter *filter, const Field *field, const Row *row)
{
    Value value = field_value(field, row, app->scratch);
    Text machine = {0};
    field_print_machine(field, &value, &machine);
    bool same = strcmp(text_string(&machine), filter->exact) == 0;
    text_free(&machine);
    if (same)
        return true;
    const char *words = field_words(field, app->plan, app->language, row, app->scratch);
    return filter->folded[0] != '\0' &&
           text_contains_folded(text_fold(app->scratch, words), filter->folded);
}

static bool row_passes(App *app, const Entity *entity, const RowFilter *filters, int count,
                       const Row *row)
{
    for (int index = 0; index < count; index++) {
        bool passes = false;
        for (int field = 0; field < entity->field_count && !passes; field++)
            if (filters[index].field == NULL ? (entity->fields[field].flags & FIELD_HIDDEN) == 0
                                             : &entity->fields[field] == filters[index].field)
                passes = field_passes(app, &filters[index], &entity->fields[field], row);
        if (!passes)
            return false;
    }
    return true;
}

/* Columns: those asked for; else all for machines, and the listed ones for people. */
static bool columns_choose(App *app, const Entity *entity, bool all, const Field ***fields,
                           uint32_t *count, Err *err)
{
    const Field **list =
        ARENA_ARRAY(app->scratch, const Field *, (size_t)entity->field_count + 64);
    *fields = list;
    *count = 0;
    if (app->options->columns == NULL) {
        for (int index = 0; index < entity->field_count; index++)
            if (entity->fields[index].kind == KIND_ID || all ||
                (entity->fields[index].flags & FIELD_LIST) != 0)
                list[(*count)++] = &entity->fields[index];
        return true;
    }
    for (const char *at = app->options->columns; *at != '\0' && *count < 64;) {
        size_t length = strcspn(at, ",");
        char *name = arena_strndup(app->scratch, at, length);
        const Field *field = schema_field_by_name(entity, name);
        if (field == NULL)
            return schema_fail_unknown_field(entity, name, err);
        list[(*count)++] = field;
        at += length + (at[length] == ',');
    }
    return true;
}

static bool rows_write(App *app, const Entity *entity, const Row *const *rows, uint32_t count,
                       Text *out, Err *err)
{
    const char *name = app->options->as != NULL ? app->options->as : "table";
    const Format *format = format_by_name(name);
    if (format == NULL || format->write_rows == NULL)
        return fail(err, ERR_USAGE,
                    _("Rows cannot be printed as “%s”; table, csv and json can be asked for."),
                    name);
    RowList list = {.plan = app->plan,
                    .entity = entity,
                    .rows = rows,
                    .count = count,
                    .language = app->language,
                    .machine_names = app->options->as != NULL};
    const Field **fields = NULL;
    if (!columns_choose(app, entity, app->options->as != NULL, &fields, &list.field_count, err))
        return false;
    list.fields = fields;
    format->write_rows(&list, out);
    return true;
}

static bool run_list(App *app, const Call *call, Err *err)
{
    const Entity *entity = schema_entity_by_name(call->words[1]);
    if (entity == NULL)
        return fail(err, ERR_INPUT,
                    _("“%s” is no kind of row; task, seat, person and decision are some."),
                    call->words[1]);
    int filter_count = call->count - 2;
    RowFilter *filters = ARENA_ARRAY(app->scratch, RowFilter, (size_t)filter_count + 1);
    for (int index = 0; index < filter_count; index++)
        if (!filter_parse(app, entity, call->words[index + 2], &filters[index], err))
            return false;
    uint32_t all = plan_count(app->plan, entity->kind);
    const Row **rows = ARENA_ARRAY(app->scratch, const Row *, (size_t)all + 1);
    uint32_t count = 0;
    for (uint32_t index = 0; index < all; index++) {
        const Row *row = plan_at(app->plan, entity->kind, index);
        if (row_passes(app, entity, filters, filter_count, row))
            rows[count++] = row;
    }
    return rows_write(app, entity, rows, count, call->out, err);
}

static void print_fields(App *app, const Entity *entity, const Row *row, Text *out)
{
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        const char *words = field_words(field, app->plan, app->language, row, app->scratch);
        if (field->kind == KIND_RANK || words[0] == '\0')
            continue;
        text_printf(out, "%-18s ", field->name);
        for (const char *at = words; *at != '\0'; at++)
            text_append(out, *at == '\n' ? "\n                   " : (char[]){*at, '\0'});
        text_append(out, "\n");
    }
}

static bool run_show(App *app, const Call *call, Err *err)
{
    EntityKind kind = ENTITY_NONE;
    RowId id = 0;
    if (!plan_find_place(app->plan, call->words[1], &kind, &id, err))
        return false;
    const Row *row = plan_row(app->plan, kind, id);
    const Entity *entity = schema_entity(kind);
    if (call_flag(call, "--everything", app->options->everything))
        return show_everything(app, kind, id, call->out, err);
    if (app->options->as != NULL)
        return rows_write(app, entity, &row, 1, call->out, err);
    text_printf(call->out, "%s\n", plan_title(app->plan, kind, id, app->scratch));
    print_fields(app, entity, row, call->out);
    if (kind == ENTITY_TASK) {
        const Task *task = (const Task *)(const void *)row;
        text_printf(call->out, "\n%s\n",
                    schedule_why(app->plan, &app->schedule, task, app->language, app->scratch));
    }
    History history;
    HistoryFilter filter = {.entity = kind, .row = id, .field = -1};
    if (!store_history(app->store, &filter, app->plan, app->language, app->scratch, &history,
                       err))
        return false;
    text_printf(call->out, "\n%s\n", _("History, newest first"));
    for (uint32_t index = 0; index < history.count; index++) {
        const HistoryItem *item = &history.items[index];
        app_print_time(app, item->time, call->out);
        text_printf(call->out, "  %s  %s\n", item->author, item->label);
    }
    return true;
}

const Command commands_list[] = {
    {"list", "KIND [FILTER…] [--columns a,b] [--as table|csv|json]", N_("Plan"),
     N_("print rows of any kind"), 0, 1, -1, run_list},
    {"show", "KIND/ID [--as json] [--everything]", N_("Plan"),
     N_("print one row with its history, or all that the plan holds on it"), 0, 1, 2, run_show},
    {0},
};
