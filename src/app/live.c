/* SPDX-License-Identifier: MPL-2.0 */
/* The others on the same plan: who is here, what they have just changed, and what became of the file. */
#include "app_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HIGHLIGHT_SECONDS = 4, TITLE_COLUMNS = 47, NAMES_MOST = 3 };

/* "15:02" of that day here; with the date when it is another day. */
const char *live_time(App *app, int64_t time, Arena *arena)
{
    LocalTime there = app_local_time(app, time);
    LocalTime here = app_local_time(app, app->host->now(app->host->context));
    const char *clock = arena_printf(arena, "%02d:%02d", there.hour, there.minute);
    if (there.day == here.day)
        return clock;
    Text day = {0};
    day_print(there.day, DATE_STYLE_SHORT, app->language, &day);
    const char *words = arena_printf(arena, "%s %s", text_string(&day), clock);
    text_free(&day);
    return words;
}

/* Words from another session are cleaned before they reach a message. */
static const char *clean(Arena *arena, const char *words)
{
    return text_clean(arena, words, strlen(words), false);
}

bool live_latest(App *app, EntityKind entity, RowId row, const Field *field, HistoryItem *out)
{
    HistoryFilter filter = {
        .entity = entity,
        .row = row,
        .field = field != NULL ? schema_field_index(schema_entity(entity), field) : -1,
        .limit = 1};
    History history;
    Err ignored = {0};
    if (!store_history(app->store, &filter, app->plan, app->language, app->scratch, &history,
                       &ignored) ||
        history.count == 0)
        return false;
    *out = history.items[0];
    return true;
}

const char *live_by(App *app, const HistoryItem *item, Arena *arena)
{
    return arena_printf(arena, "%s %s", clean(arena, item->author),
                        live_time(app, item->time, arena));
}

/* --- What arrived ------------------------------------------------------------------------------------------ */

typedef struct Arrival {
    uint32_t changes, rows;
    const HistoryItem *shown; /* of the latest change: what says most */
    uint32_t shown_fields;    /* that the latest change touched besides */
    const char *authors;
} Arrival;

static bool is_own(const HistoryItem *item, int64_t own)
{
    return own != 0 && item->change == own;
}

static bool says_more(const HistoryItem *item, const HistoryItem *than)
{
    bool hidden = item->field >= 0 &&
                  (schema_entity(item->entity)->fields[item->field].flags & FIELD_HIDDEN) != 0;
    bool other_hidden =
        than->field >= 0 &&
        (schema_entity(than->entity)->fields[than->field].flags & FIELD_HIDDEN) != 0;
    return (item->field < 0 && than->field >= 0) || (other_hidden && !hidden);
}

typedef struct Authors {
    const char **items;
    uint32_t count, capacity;
} Authors;

/* A name counts whole: ann is named beside anna. */
static void add_author(Authors *names, const char *author, Arena *arena)
{
    const char *name = clean(arena, author);
    for (uint32_t index = 0; index < names->count; index++)
        if (text_equal(names->items[index], name))
            return;
    ARENA_GROW(arena, names->items, names->count, names->capacity, 8);
    names->items[names->count++] = name;
}

static const char *authors_words(const Authors *names, Arena *arena)
{
    const char *words = "";
    for (uint32_t index = 0; index < names->count; index++)
        words =
            arena_printf(arena, "%s%s%s", words, index > 0 ? ", " : "", names->items[index]);
    return words;
}

static Arrival arrival_of(App *app, const History *touched, int64_t own)
{
    Arrival arrival = {0};
    Authors authors = {0};
    int64_t change = 0;
    for (uint32_t index = 0; index < touched->count; index++) {
        const HistoryItem *item = &touched->items[index];
        if (is_own(item, own))
            continue;
        if (item->change != change) {
            change = item->change;
            arrival.changes++;
            add_author(&authors, item->author, app->scratch);
        }
        if (arrival.changes == 1) {
            arrival.shown_fields++;
            if (arrival.shown == NULL || says_more(item, arrival.shown))
                arrival.shown = item;
        }
        if (item->row != 0)
            id_list_add(&app->changed, item->row);
    }
    arrival.rows = app->changed.count;
    arrival.authors = authors_words(&authors, app->scratch);
    return arrival;
}

static void say_arrival(App *app, const Arrival *arrival, const Plan *before)
{
    const HistoryItem *item = arrival->shown;
    const char *words = words_of_row(app, before, item, app->scratch);
    const char *time = live_time(app, item->time, app->scratch);
    bool whole_row = item->field < 0;
    if (text_equal(item->kind, "undo") || text_equal(item->kind, "redo"))
        words = arena_printf(app->scratch, _("took back: %s"), words);
    if (arrival->changes > 1)
        app_say(app,
                arrival->rows == 1 ? _("%s: %u changes in %u row, the latest: %s (%s)")
                                   : _("%s: %u changes in %u rows, the latest: %s (%s)"),
                arrival->authors, arrival->changes, arrival->rows, words, time);
    else if (arrival->shown_fields > 1 && !whole_row)
        app_say(app, _("%s: %s, and %u more (%s)"), arrival->authors, words,
                arrival->shown_fields - 1, time);
    else
        app_say(app, "%s: %s (%s)", arrival->authors, words, time);
}

/* Names every row that others touched since this session looked last, for a highlight of a few
 * seconds.  `own`: a change of this session among them, 0: none.  `before`: the plan as it was, which
 * still knows what deleted rows were called; may be NULL. */
void live_note(App *app, int64_t since, int64_t own, const Plan *before)
{
    History touched;
    Err ignored = {0};
    HistoryItem latest;
    if (!app_wants_screen(app->options) || since == 0 ||
        !store_touched(app->store, since, app->plan, app->language, app->scratch, &touched,
                       &ignored))
        return;
    if (store_latest(app->store, app->scratch, &latest))
        app->seen_change = latest.change;
    bool others = false;
    for (uint32_t index = 0; index < touched.count; index++)
        others = others || !is_own(&touched.items[index], own);
    if (!others)
        return;
    id_list_clear(&app->changed);
    Arrival arrival = arrival_of(app, &touched, own);
    if (arrival.shown != NULL)
        say_arrival(app, &arrival, before);
    app->changed_until = app->host->now(app->host->context) + HIGHLIGHT_SECONDS;
}

/* --- Who is here --------------------------------------------------------------------------------------------- */

static const char *session_name(App *app, const Presence *presence, Arena *arena)
{
    const char *author = text_is_empty(presence->author) ? _("somebody") : presence->author;
    if (text_is_empty(presence->host) || text_equal(presence->host, app->host->host))
        return author;
    return arena_printf(arena, "%s@%s", author, presence->host);
}

static bool is_same_session(const Presence *one, const Presence *other)
{
    return one->pid == other->pid && text_equal(one->host, other->host) &&
           text_equal(one->author, other->author) && one->entity == other->entity &&
           one->row == other->row;
}

/* True when the list is another one than before. */
static bool list_people(App *app)
{
    const Presence *items = NULL;
    uint32_t count = 0;
    Arena *fresh = arena_new();
    store_presence_list(app->store, fresh, &items, &count);
    bool same = count == app->people_count;
    for (uint32_t index = 0; same && index < count; index++)
        same = is_same_session(&items[index], &app->people[index]);
    if (same) {
        arena_free(fresh);
        return false;
    }
    if (app->people_arena != NULL)
        arena_free(app->people_arena);
    app->people_arena = fresh;
    app->people = items;
    app->people_count = count;
    return true;
}

static bool is_named_before(App *app, uint32_t index)
{
    const char *name = session_name(app, &app->people[index], app->frame);
    for (uint32_t other = 0; other < index; other++)
        if (strcmp(session_name(app, &app->people[other], app->frame), name) == 0)
            return true;
    return false;
}

/* "2.3", or what the row is called. */
static const char *edited_words(App *app, const Presence *presence)
{
    const Row *row = plan_row(app->plan, presence->entity, presence->row);
    if (row == NULL)
        return NULL;
    if (presence->entity == ENTITY_TASK)
        return ((const Task *)(const void *)row)->number;
    const char *title = plan_title(app->plan, presence->entity, presence->row, app->frame);
    return text_width(title) <= 16 ? title : _(schema_entity(presence->entity)->label);
}

static const char *names_words(App *app)
{
    Text words = {0};
    uint32_t named = 0;
    uint32_t more = 0;
    for (uint32_t index = 0; index < app->people_count; index++) {
        if (is_named_before(app, index))
            continue;
        if (named++ < NAMES_MOST)
            text_printf(&words, "%s%s", words.length > 0 ? ", " : "",
                        session_name(app, &app->people[index], app->frame));
        else
            more++;
    }
    if (more > 0)
        text_printf(&words, " +%u", more);
    const char *result = arena_strdup(app->frame, text_string(&words));
    text_free(&words);
    return result;
}

static const char *edits_words(App *app)
{
    Text words = {0};
    for (uint32_t index = 0; index < app->people_count; index++) {
        const char *place = edited_words(app, &app->people[index]);
        if (place != NULL)
            text_printf(&words, words.length > 0 ? _(", %s edits %s") : _("%s edits %s"),
                        app->people[index].author, place);
    }
    const char *result = arena_strdup(app->frame, text_string(&words));
    text_free(&words);
    return result;
}

/* "kari, olav@laptop · olav edits 2.3"; less where the line is short. */
const char *live_people(App *app)
{
    if (app->people_count == 0)
        return "";
    const char *names = names_words(app);
    const char *edits = edits_words(app);
    int room = app->width - TITLE_COLUMNS;
    const char *whole = arena_printf(app->frame, "%s · %s", names, edits);
    if (!text_is_empty(edits) && text_width(whole) <= room)
        return whole;
    if (text_width(names) <= room)
        return names;
    return app->people_count == 1 ? _("1 other")
                                  : arena_printf(app->frame, _("%u others"), app->people_count);
}

/* Names of people here: Latin letters are enough, whatever the locale. */
static uint32_t capital(uint32_t letter)
{
    bool ascii = letter >= 'a' && letter <= 'z';
    bool latin = letter >= 0xE0 && letter <= 0xFE && letter != 0xF7;
    return ascii || latin ? letter - 0x20 : letter;
}

/* "OL" for olav, "KN" for Kari Nordli. */
static const char *initials(const char *name, Arena *arena)
{
    Text out = {0};
    const char *at = name;
    for (int letters = 0; letters < 2 && *at != '\0'; letters++) {
        const char *space = strchr(at, ' ');
        const char *next = space != NULL && space[1] != '\0' ? space + 1 : NULL;
        char bytes[5];
        utf8_encode(capital(utf8_next(&at)), bytes);
        text_append(&out, bytes);
        at = letters == 0 && next != NULL ? next : at;
    }
    const char *result = arena_strdup(arena, text_string(&out));
    text_free(&out);
    return text_is_empty(result) ? "?" : result;
}

uint32_t live_editors(App *app, const RowEditor **out)
{
    RowEditor *editors = ARENA_ARRAY(app->frame, RowEditor, (size_t)app->people_count + 1);
    uint32_t count = 0;
    for (uint32_t index = 0; index < app->people_count; index++)
        if (app->people[index].row != 0)
            editors[count++] =
                (RowEditor){.row = app->people[index].row,
                            .initials = initials(app->people[index].author, app->frame)};
    *out = editors;
    return count;
}

/* --- This session ---------------------------------------------------------------------------------------------- */

static Target edited_here(App *app)
{
    if (app->form.open)
        return (Target){.entity = app->form.id != 0 ? app->form.entity : ENTITY_NONE,
                        .id = app->form.id};
    if (app->typing == TYPING_CELL)
        return app->cell_target;
    bool picks = app->picker.kind == PICK_REFERENCE || app->picker.kind == PICK_CHOICE;
    bool moves = app->mode == MODE_MOVE || app->mode == MODE_REARRANGE;
    if (picks || moves)
        return app_target(app);
    return (Target){.entity = ENTITY_NONE};
}

/* After every key: the others see which row is being edited. */
void live_show_edit(App *app)
{
    if (app->store == NULL || app->read_only || !app->shown_here)
        return;
    Target here = edited_here(app);
    if (here.id == 0)
        here.entity = ENTITY_NONE;
    if (here.entity == app->shown_entity && here.id == app->shown_row)
        return;
    app->shown_entity = here.entity;
    app->shown_row = here.id;
    (void)store_presence_set(app->store, here.entity, here.id);
}

/* At the start, and once one is allowed to write. */
void live_join(App *app)
{
    if (!app_wants_screen(app->options) || app->options->kiosk || app->store == NULL)
        return;
    if (!app->read_only)
        app->shown_here = store_presence_set(app->store, ENTITY_NONE, 0);
    (void)list_people(app);
}

/* --- From outside ------------------------------------------------------------------------------------------------- */

static bool say_news(App *app)
{
    Text news = {0};
    bool said = store_take_news(app->store, &news);
    if (said) {
        app_say(app, "%s", clean(app->scratch, text_string(&news)));
        app->message_is_error = true;
    }
    text_free(&news);
    return said;
}

/* What waits for a yes names rows by their place, which may be another row's now. */
static void drop_question(App *app)
{
    if (app->confirm_line == NULL)
        return;
    free(app->confirm_line);
    app->confirm_line = NULL;
    app_say(app, _("The plan changed while you were asked; nothing was done."));
}

static void follow(App *app, const Target *before, const char *title)
{
    place_follow(app, before, title);
    form_follow(app);
    cell_follow(app);
    if (app->picker.kind == PICK_COMMAND)
        palette_refresh(app);
    else if (app->picker.kind != PICK_NONE)
        picker_refresh(app);
    if (app->mode == MODE_MOVE)
        preview_update(app);
}

/* The plan that was shown stays until the new one is known to be good. */
static bool load_others(App *app, bool *complained)
{
    Err err = {0};
    Arena *old = app->generation;
    const Plan *before = app->plan;
    app_keep_place(app);
    Target here = app_target(app);
    const char *title = place_title(app, &here);
    app->generation = arena_new();
    if (!app_reload(app, &err)) {
        arena_free(app->generation);
        app->generation = old;
        app->look_again = true;
        *complained = err.code != ERR_LOCKED; /* somebody writes for long: later, then */
        if (*complained)
            app_complain(app, &err);
        return false;
    }
    drop_question(app);
    live_note(app, app->seen_change, 0, before);
    arena_free(old);
    follow(app, &here, title);
    return true;
}

static bool look(App *app, bool *loaded)
{
    bool complained = false;
    arena_clear(app->scratch);
    *loaded = store_changed(app->store) && load_others(app, &complained);
    bool people = list_people(app);
    bool said = say_news(app);
    app->look_again = app->look_again || store_is_waiting(app->store);
    return *loaded || people || said || complained;
}

bool app_poll(App *app)
{
    moved_forget(app);
    if (app->options->kiosk)
        return wall_poll(app);
    if (app->store == NULL || app->change_depth > 0 || !store_stirred(app->store))
        return false;
    bool loaded = false;
    bool changed = look(app, &loaded);
    /* A lock is let go a moment after its file was closed. */
    app->look_again = app->look_again || !loaded;
    return changed;
}

/* A second after something happened outside. */
void live_look_again(App *app)
{
    bool loaded = false;
    if (!app->look_again || app->store == NULL || app->change_depth > 0)
        return;
    app->look_again = false;
    (void)look(app, &loaded);
}

void live_free(App *app)
{
    if (app->people_arena != NULL)
        arena_free(app->people_arena);
    free(app->cell_before);
}
