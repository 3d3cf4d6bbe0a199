/* SPDX-License-Identifier: MPL-2.0 */
/* What a change did, as people say it: for undo and redo, the history, what others did and what changed. */
#include "app_private.h"

#include <string.h>

enum { VALUE_COLUMNS = 48, TITLE_COLUMNS = 40, MANY_ROWS = 20 };

/* One line, not longer than a message has room for; what others wrote is cleaned. */
static const char *one_line(App *app, const char *words, int columns, Arena *arena)
{
    const char *clean = text_clean(arena, words, strlen(words), false);
    return text_clip(arena, clean, columns, app->ascii);
}

/* Of "role-missing · group/91 role/19" what the rows are called: "Arkiv · Verneombud". */
static const char *known_title(App *app, const char *raw, Arena *arena)
{
    const char *dot = strstr(raw, " · ");
    const char *at = dot == NULL ? "" : dot + strlen(" · ");
    Text out = {0};
    while (*at != '\0') {
        size_t length = strcspn(at, " ");
        EntityKind entity = ENTITY_NONE;
        RowId id = 0;
        Err ignored = {0};
        if (plan_find_place(app->plan, arena_strndup(arena, at, length), &entity, &id,
                            &ignored))
            text_printf(&out, "%s%s", out.length > 0 ? " · " : "",
                        plan_title(app->plan, entity, id, arena));
        at += length + (at[length] == ' ');
    }
    const char *result = out.length > 0 ? arena_strdup(arena, text_string(&out)) : raw;
    text_free(&out);
    return result;
}

const char *words_of_title(App *app, EntityKind entity, RowId id, Arena *arena)
{
    const char *title = plan_title(app->plan, entity, id, arena);
    return entity == ENTITY_KNOWN ? known_title(app, title, arena) : title;
}

/* "1.4 Kommunikasjonsplan": the short name leaves room for what was done. */
static const char *title_in(const Plan *plan, const HistoryItem *item, Arena *arena)
{
    const Task *task =
        item->entity == ENTITY_TASK ? PLAN_ROW_OF(plan, Task, ENTITY_TASK, item->row) : NULL;
    if (task != NULL && !text_is_empty(task->short_name))
        return arena_printf(arena, "%s %s", task->number, task->short_name);
    return plan_title(plan, item->entity, item->row, arena);
}

static const char *row_title(App *app, const Plan *before, const HistoryItem *item,
                             Arena *arena)
{
    const char *title = _(schema_entity(item->entity)->label);
    if (plan_row(app->plan, item->entity, item->row) != NULL)
        title = title_in(app->plan, item, arena);
    else if (before != NULL && plan_row(before, item->entity, item->row) != NULL)
        title = title_in(before, item, arena);
    else if (!text_is_empty(item->title))
        title = item->title;
    if (item->entity == ENTITY_KNOWN)
        title = known_title(app, title, arena);
    return one_line(app, title, TITLE_COLUMNS, arena);
}

/* A bar that was moved: both of its dates say less than the distance. */
static const char *moved_by(const HistoryItem *item)
{
    static const char shift[] = "shift ";
    const char *distance = strrchr(text_is_empty(item->label) ? "" : item->label, ' ');
    bool moved = distance != NULL && strncmp(item->label, shift, strlen(shift)) == 0 &&
                 strspn(distance + 1, "+-0123456789") == strlen(distance + 1);
    return moved ? distance + 1 : NULL;
}

/* Moving a summary moves what is below it: the summary is what one moved. */
static const Task *moved_summary(App *app, const HistoryItem *item, Arena *arena)
{
    const char *place = strchr(item->label, ' ') + 1;
    const char *named = arena_strndup(arena, place, strcspn(place, " "));
    const Task *task = PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, item->row);
    EntityKind entity = ENTITY_NONE;
    RowId id = 0;
    Err ignored = {0};
    if (item->entity != ENTITY_TASK || task == NULL ||
        !plan_find_place(app->plan, named, &entity, &id, &ignored) || entity != ENTITY_TASK)
        return NULL;
    const Task *summary = PLAN_ROW_OF(app->plan, Task, ENTITY_TASK, id);
    return task->index >= summary->index && task->index < summary->subtree_end ? summary : NULL;
}

static const char *moved_words(App *app, const HistoryItem *item, const char *title,
                               Arena *arena)
{
    const Task *summary = moved_summary(app, item, arena);
    if (summary != NULL)
        title = one_line(app,
                         title_in(app->plan,
                                  &(HistoryItem){.entity = ENTITY_TASK, .row = summary->row.id},
                                  arena),
                         TITLE_COLUMNS, arena);
    const char *words = arena_printf(arena, _("%s: moved %s d"), title, moved_by(item));
    if (summary == NULL && item->row_count > 1)
        return arena_printf(arena, _("%s, and %u more"), words, item->row_count - 1);
    return words;
}

const char *words_of_row(App *app, const Plan *before, const HistoryItem *item, Arena *arena)
{
    if (item->entity <= ENTITY_NONE || item->entity >= ENTITY_COUNT)
        return one_line(app, item->label, TITLE_COLUMNS + VALUE_COLUMNS, arena);
    const Entity *entity = schema_entity(item->entity);
    const char *title = row_title(app, before, item, arena);
    if (item->field < 0)
        return arena_printf(arena,
                            item->after == NULL ? _("%s deleted: %s") : _("%s added: %s"),
                            _(entity->label), title);
    const Field *field = &entity->fields[item->field];
    if (moved_by(item) != NULL)
        return moved_words(app, item, title, arena);
    if ((field->flags & FIELD_HIDDEN) != 0)
        return arena_printf(arena, _("%s: moved"), title);
    const char *label = text_lower_first(arena, _(field->label));
    if (text_is_empty(item->after))
        return arena_printf(arena, _("%s: %s emptied"), title, label);
    return arena_printf(arena, "%s: %s %s", title, label,
                        one_line(app, item->after, VALUE_COLUMNS, arena));
}

/* "begin Møtet 3. september" … "end": the words of whoever made the change. */
static bool has_own_label(const HistoryItem *item, Arena *arena)
{
    const char *end = strchr(item->label, ' ');
    size_t length = end == NULL ? strlen(item->label) : (size_t)(end - item->label);
    const char *first = arena_strndup(arena, item->label, length);
    return !text_is_empty(item->label) && command_by_name(first) == NULL &&
           !text_equal(item->kind, "undo") && !text_equal(item->kind, "redo");
}

const char *words_of_change(App *app, const HistoryItem *item, Arena *arena)
{
    bool known = item->entity > ENTITY_NONE && item->entity < ENTITY_COUNT;
    if (!known || has_own_label(item, arena))
        return one_line(app, item->label, TITLE_COLUMNS + VALUE_COLUMNS, arena);
    if (item->field < 0 && item->row_count > MANY_ROWS)
        return arena_printf(arena,
                            item->after == NULL ? _("%u rows deleted") : _("%u rows added"),
                            item->row_count);
    const char *words = words_of_row(app, NULL, item, arena);
    bool told = item->field >= 0 && moved_by(item) != NULL;
    uint32_t more = history_item_more(item);
    return told || more == 0 ? words : arena_printf(arena, _("%s, and %u more"), words, more);
}

const char *words_of_change_id(App *app, int64_t change, Arena *arena)
{
    HistoryFilter filter = {.entity = ENTITY_NONE, .field = -1, .limit = 1, .change = change};
    History history;
    Err ignored = {0};
    if (!store_history(app->store, &filter, app->plan, app->language, arena, &history,
                       &ignored) ||
        history.count == 0)
        return "";
    return words_of_change(app, &history.items[0], arena);
}
