/* SPDX-License-Identifier: MPL-2.0 */
/* Pickers: a list that narrows as one types; rows, choices, registers, and the palette of commands. */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

/* --- Filling ------------------------------------------------------------------------------------------------------- */

typedef struct Filling {
    App *app;
    PickerState *picker;
    const char *needle; /* folded */
    uint32_t capacity;
} Filling;

static void take_offer(Filling *fill, PickEntry entry, int score)
{
    PickerState *picker = fill->picker;
    ARENA_GROW(picker->arena, picker->entries, picker->count, fill->capacity, 64);
    entry.score = score;
    picker->entries[picker->count++] = entry;
}

static PickOffer fold_offer(Arena *arena, PickEntry entry)
{
    return (PickOffer){.entry = entry,
                       .folded = text_fold(arena, entry.words),
                       .folded_detail = text_fold(arena, entry.detail)};
}

static void offer_folded(Filling *fill, const PickOffer *offered)
{
    int score = fill->needle[0] == '\0' ? 0 : text_fuzzy_score(offered->folded, fill->needle);
    if (score < 0) {
        /* What stands beside the name counts too, but less. */
        int beside = text_fuzzy_score(offered->folded_detail, fill->needle);
        if (beside < 0)
            return;
        score = beside / 2;
    }
    take_offer(fill, offered->entry, score);
}

static void offer(Filling *fill, PickEntry entry)
{
    if (fill->needle[0] == '\0') {
        take_offer(fill, entry, 0);
        return;
    }
    PickOffer offered = fold_offer(fill->picker->arena, entry);
    offer_folded(fill, &offered);
}

static int entry_order(const void *one, const void *other)
{
    const PickEntry *first = one;
    const PickEntry *second = other;
    if (first->score != second->score)
        return first->score > second->score ? -1 : 1;
    return first->place < second->place ? -1 : 1;
}

/* Best first; equal scores keep the plan's order. */
static void order_by_score(PickerState *picker)
{
    for (uint32_t index = 0; index < picker->count; index++)
        picker->entries[index].place = index;
    if (picker->count > 1)
        qsort(picker->entries, picker->count, sizeof *picker->entries, entry_order);
}

static const char *row_detail(App *app, EntityKind entity, const Row *row)
{
    if (entity == ENTITY_PERSON) {
        const Person *person = (const Person *)(const void *)row;
        const Municipality *home =
            PLAN_ROW_OF(app->plan, Municipality, ENTITY_MUNICIPALITY, person->municipality);
        return home != NULL ? home->name : "";
    }
    return "";
}

static bool entity_has_name(EntityKind entity)
{
    const Field *name = schema_field_by_name(schema_entity(entity), "name");
    return name != NULL && name->kind == KIND_TEXT;
}

static void fill_rows(Filling *fill, EntityKind entity)
{
    App *app = fill->app;
    PickerState *picker = fill->picker;
    uint32_t count = plan_count(app->plan, entity);
    bool person = entity == ENTITY_PERSON;
    for (uint32_t index = 0; index < count; index++) {
        const Row *row = plan_at(app->plan, entity, index);
        offer(fill, (PickEntry){.words = plan_title(app->plan, entity, row->id, picker->arena),
                                .detail = row_detail(app, entity, row),
                                .id = row->id});
    }
    order_by_score(picker);
    const char *typed = text_string(&picker->line.text);
    if (picker->field != NULL && typed[0] != '\0' && entity_has_name(entity) &&
        (person || picker->count == 0)) {
        fill->needle = "";
        offer(fill, (PickEntry){.words = arena_printf(picker->arena, _("New %s: “%s”"),
                                                      _(schema_entity(entity)->label), typed),
                                .detail = "",
                                .number = -1});
    }
    if (picker->field != NULL && typed[0] == '\0') {
        fill->needle = "";
        offer(fill, (PickEntry){
                        .words = person ? _("(nobody)") : _("(none)"), .detail = "", .id = 0});
    }
}

static void fill_choices(Filling *fill)
{
    const Field *field = fill->picker->field;
    for (int index = 0; index < field->choice_count; index++)
        offer(fill, (PickEntry){.words = _(field->choices[index].label),
                                .detail = "",
                                .insert = field->choices[index].name,
                                .number = index});
    order_by_score(fill->picker);
}

static void fill_registers(Filling *fill)
{
    App *app = fill->app;
    for (int kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        offer(fill, (PickEntry){.words = _(entity->plural_label),
                                .detail = arena_printf(fill->picker->arena, "%u",
                                                       plan_count(app->plan, (EntityKind)kind)),
                                .insert = entity->name,
                                .number = kind});
    }
    order_by_score(fill->picker);
}

static void fill_scopes(Filling *fill)
{
    offer(fill, (PickEntry){.words = _("All groups"), .detail = "", .id = 0});
    const Group *groups = PLAN_ROWS(fill->app->plan, Group, ENTITY_GROUP);
    for (uint32_t index = 0; index < plan_count(fill->app->plan, ENTITY_GROUP); index++)
        offer(fill, (PickEntry){
                        .words = groups[index].name, .detail = "", .id = groups[index].row.id});
    order_by_score(fill->picker);
}

void picker_refresh(App *app)
{
    PickerState *picker = &app->picker;
    arena_clear(picker->arena);
    picker->count = 0;
    picker->entries = NULL;
    Filling fill = {.app = app,
                    .picker = picker,
                    .needle = text_fold(picker->arena, text_string(&picker->line.text))};
    if (picker->kind == PICK_REFERENCE)
        fill_rows(&fill, picker->field->reference);
    else if (picker->kind == PICK_CHOICE)
        fill_choices(&fill);
    else if (picker->kind == PICK_REGISTER)
        fill_registers(&fill);
    else if (picker->kind == PICK_SCOPE)
        fill_scopes(&fill);
    if (picker->selected >= picker->count)
        picker->selected = picker->count > 0 ? picker->count - 1 : 0;
}

void picker_open_field(App *app, const Field *field, EntityKind entity, bool into_form)
{
    picker_open(app, field->kind == KIND_CHOICE ? PICK_CHOICE : PICK_REFERENCE,
                _(field->label));
    app->picker.field = field;
    app->picker.entity = entity;
    app->picker.into_form = into_form;
    Target here = app_target(app);
    if (!into_form && here.entity == entity && here.id != 0)
        expect_head(app, entity, here.id, field);
    picker_refresh(app);
}

void picker_open(App *app, PickKind kind, const char *title)
{
    PickerState *picker = &app->picker;
    picker->kind = kind;
    picker->field = NULL;
    picker->title = title;
    picker->into_form = false;
    picker->selected = picker->top = 0;
    picker->beside = app->laid.edit;
    line_set(&picker->line, "");
    if (kind != PICK_REFERENCE && kind != PICK_CHOICE)
        picker_refresh(app);
}

/* --- Taking ------------------------------------------------------------------------------------------------------------ */

/* A new row and the field that refers to it are one change. */
static bool take_new(App *app, const Field *field, const char *typed, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    const RowId *ids = NULL;
    uint32_t count = app_chosen(app, &entity, &ids, err);
    if (count == 0)
        return false;
    const char *label =
        arena_printf(app->scratch, "set %s %s=%s", app_place_words(app, entity, ids[0]),
                     field->name, app_quote(app->scratch, typed));
    if (!app_change_begin(app, label, err))
        return false;
    RowId made = 0;
    Assignment name = {.field = edit_field(field->reference, "name"), .text = typed};
    bool good =
        expect_met(app, field, err) && edit_add(app, field->reference, &name, 1, 0, &made, err);
    Value value = VALUE_OF_INTEGER(made);
    for (uint32_t index = 0; good && index < count; index++)
        good = store_set(app->store, entity, ids[index], field, &value, err);
    return app_change_end(app, good, err);
}

static bool take_row(App *app, const Field *field, const PickEntry *entry, Err *err)
{
    EntityKind entity = ENTITY_NONE;
    const RowId *ids = NULL;
    uint32_t count = app_chosen(app, &entity, &ids, err);
    if (count == 0)
        return false;
    const char *text = entry->insert != NULL ? entry->insert
                       : entry->id == 0      ? ""
                                             : entry->words;
    if (entry->insert == NULL && entry->id != 0 &&
        plan_find(app->plan, field->reference, text, NULL) != entry->id)
        text = arena_printf(app->scratch, "%lld", (long long)entry->id);
    return edit_set_chosen(app, entity, ids, count, field, text, err);
}

static bool picker_take(App *app, Err *err)
{
    PickerState *picker = &app->picker;
    if (picker->count == 0)
        return fail(err, ERR_INPUT, _("Nothing fits “%s”; Backspace widens the list."),
                    text_string(&picker->line.text));
    PickEntry entry = picker->entries[picker->selected];
    PickKind kind = picker->kind;
    picker->kind = PICK_NONE;
    const char *typed = arena_strdup(app->scratch, text_string(&picker->line.text));
    if (kind == PICK_REGISTER)
        return app_run(app, arena_printf(app->scratch, "register %s", entry.insert), NULL, err);
    if (kind == PICK_SCOPE)
        return app_run(app,
                       arena_printf(app->scratch, "scope %s",
                                    entry.id == 0 ? "all"
                                                  : arena_printf(app->scratch, "%lld",
                                                                 (long long)entry.id)),
                       NULL, err);
    if (picker->into_form) {
        const char *text = entry.insert != NULL ? entry.insert
                           : entry.number < 0   ? typed
                           : entry.id == 0      ? ""
                                                : entry.words;
        form_take(app, text, entry.number < 0);
        return true;
    }
    bool taken = entry.number < 0 ? take_new(app, picker->field, typed, err)
                                  : take_row(app, picker->field, &entry, err);
    if (!taken) { /* it stays, to choose again or to mean it; the plan may be loaded anew */
        picker->kind = kind;
        picker_refresh(app);
    }
    return taken;
}

void picker_key(App *app, Key key)
{
    PickerState *picker = &app->picker;
    Err err = {0};
    /* What others have written meanwhile stands already: to take it is to leave. */
    if (key == KEY_CODE_ESCAPE || key == (KEY_WITH_CTRL | 't')) {
        picker->kind = PICK_NONE;
    } else if (key == KEY_CODE_ENTER) {
        if (!picker_take(app, &err))
            app_complain(app, &err);
        app->rows_stale = true;
    } else if (key == KEY_CODE_DOWN || key == KEY_CODE_TAB) {
        picker->selected += picker->selected + 1 < picker->count;
    } else if (key == KEY_CODE_UP || key == KEY_CODE_BACKTAB) {
        picker->selected -= picker->selected > 0;
    } else if (key == KEY_CODE_PAGE_DOWN) {
        picker->selected = picker->selected + 10 < picker->count ? picker->selected + 10
                           : picker->count > 0                   ? picker->count - 1
                                                                 : 0;
    } else if (key == KEY_CODE_PAGE_UP) {
        picker->selected = picker->selected > 10 ? picker->selected - 10 : 0;
    } else if (line_key(&picker->line, key)) {
        picker->selected = picker->top = 0;
        picker_refresh(app);
    }
}

/* --- The palette: commands, then rows, fields and values of the command being typed ---------------------------------------- */

/* Commands, their words and their keys stay the same as long as the program runs. */
static const PickOffer *command_offers(App *app)
{
    if (app->command_offers != NULL)
        return app->command_offers;
    uint32_t count = command_count();
    PickOffer *offers = ARENA_ARRAY(app->program, PickOffer, (size_t)count + 1);
    for (uint32_t index = 0; index < count; index++) {
        const Command *command = command_at(index);
        const char *words =
            arena_printf(app->program, "%-15s %s", command->name, _(command->words));
        const char *keys = keys_of_line(app, command->name, app->program);
        offers[index] = fold_offer(
            app->program, (PickEntry){.words = words, .detail = keys, .insert = command->name});
    }
    app->command_offers = offers;
    return offers;
}

static void palette_commands(Filling *fill)
{
    const PickOffer *offers = command_offers(fill->app);
    uint32_t count = command_count();
    for (uint32_t index = 0; index < count; index++)
        offer_folded(fill, &offers[index]);
    order_by_score(fill->picker);
}

static void palette_kinds(Filling *fill, const char *before, const char *ending)
{
    for (int kind = ENTITY_PLAN; kind < ENTITY_COUNT; kind++) {
        const Entity *entity = schema_entity((EntityKind)kind);
        offer(fill, (PickEntry){.words = entity->name,
                                .detail = _(entity->label),
                                .insert = arena_printf(fill->picker->arena, "%s%s%s", before,
                                                       entity->name, ending)});
    }
    order_by_score(fill->picker);
}

static void palette_rows(Filling *fill, const char *before, const Entity *entity)
{
    App *app = fill->app;
    uint32_t count = plan_count(app->plan, entity->kind);
    for (uint32_t index = 0; index < count && index < 2000; index++) {
        RowId id = plan_at(app->plan, entity->kind, index)->id;
        offer(fill,
              (PickEntry){.words = plan_title(app->plan, entity->kind, id, fill->picker->arena),
                          .detail = "",
                          .insert = arena_printf(fill->picker->arena, "%s%s ", before,
                                                 app_place_words(app, entity->kind, id))});
    }
    order_by_score(fill->picker);
}

static void palette_fields(Filling *fill, const char *before, const Entity *entity)
{
    for (int index = 0; index < entity->field_count; index++) {
        const Field *field = &entity->fields[index];
        if ((field->flags & (FIELD_COMPUTED | FIELD_HIDDEN)) == 0)
            offer(fill, (PickEntry){.words = field->name,
                                    .detail = _(field->label),
                                    .insert = arena_printf(fill->picker->arena, "%s%s=", before,
                                                           field->name)});
    }
    order_by_score(fill->picker);
}

static void palette_values(Filling *fill, const char *before, const Field *field)
{
    App *app = fill->app;
    for (int index = 0; index < field->choice_count; index++)
        offer(fill,
              (PickEntry){.words = field->choices[index].name,
                          .detail = _(field->choices[index].label),
                          .insert = arena_printf(fill->picker->arena, "%s%s=%s ", before,
                                                 field->name, field->choices[index].name)});
    for (uint32_t index = 0;
         field->kind == KIND_REFERENCE && index < plan_count(app->plan, field->reference);
         index++) {
        const char *title =
            plan_title(app->plan, field->reference,
                       plan_at(app->plan, field->reference, index)->id, fill->picker->arena);
        offer(fill, (PickEntry){.words = title,
                                .detail = "",
                                .insert = arena_printf(fill->picker->arena, "%s%s=%s ", before,
                                                       field->name,
                                                       app_quote(fill->picker->arena, title))});
    }
    order_by_score(fill->picker);
}

/* The kind of row that the line speaks of: from "task/…" or the word after add, list, register. */
static const Entity *palette_entity(const char *typed, Arena *arena)
{
    const char **words = NULL;
    int count = 0;
    command_split(arena, typed, &words, &count, NULL);
    return count < 2
               ? NULL
               : schema_entity_by_name(arena_strndup(arena, words[1], strcspn(words[1], "/")));
}

static void palette_views(Filling *fill)
{
    for (uint32_t index = 0; index < view_count(); index++)
        if (views[index].key != 0)
            offer(fill, (PickEntry){.words = views[index].name,
                                    .detail = _(views[index].label),
                                    .insert = arena_printf(fill->picker->arena, "go %s",
                                                           views[index].name)});
    order_by_score(fill->picker);
}

static void palette_arguments(Filling *fill, const char *typed)
{
    Arena *arena = fill->picker->arena;
    size_t start = strlen(typed);
    while (start > 0 && typed[start - 1] != ' ')
        start--;
    const char *before = arena_strndup(arena, typed, start);
    const char *last = typed + start;
    const char **words = NULL;
    int count = 0;
    if (!command_split(arena, before, &words, &count, NULL) || count == 0)
        return;
    const Command *command = command_by_name(words[0]);
    if (command == NULL)
        return;
    bool places = strstr(command->arguments, "/ID") != NULL;
    bool kinds = strncmp(command->arguments, "KIND", 4) == 0 ||
                 strncmp(command->arguments, "[KIND", 5) == 0;
    const Entity *entity = palette_entity(typed, arena);
    const char *slash = strchr(last, '/');
    const char *equals = strchr(last, '=');
    const char *needle = equals != NULL ? equals + 1 : slash != NULL ? slash + 1 : last;
    fill->needle = text_fold(arena, needle);
    if (equals != NULL && entity != NULL) {
        const Field *field =
            schema_field_by_name(entity, arena_strndup(arena, last, (size_t)(equals - last)));
        if (field != NULL)
            palette_values(fill, before, field);
    } else if (slash != NULL && places && entity != NULL) {
        palette_rows(fill, before, entity);
    } else if (count == 1 && (places || kinds)) {
        palette_kinds(fill, before,
                      places && strncmp(command->arguments, "KIND/", 5) == 0 ? "/" : " ");
    } else if (strstr(command->arguments, "field=") != NULL && entity != NULL) {
        palette_fields(fill, before, entity);
    } else if (strcmp(command->name, "go") == 0) {
        palette_views(fill);
    }
}

void palette_refresh(App *app)
{
    PickerState *picker = &app->picker;
    const char *typed = text_string(&app->line.text);
    arena_clear(picker->arena);
    picker->count = 0;
    picker->entries = NULL;
    Filling fill = {.app = app, .picker = picker, .needle = text_fold(picker->arena, typed)};
    if (strchr(typed, ' ') == NULL)
        palette_commands(&fill);
    else
        palette_arguments(&fill, typed);
    if (picker->selected >= picker->count)
        picker->selected = 0;
}
