/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The playlist of a wall display: which pages there are and when one follows the other.  A page is a
 * few command lines.  The configuration says which, else the plan itself.  Time comes from Host.
 */
#include "app_private.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_DWELL = 3600, PAGE_LIMIT = 64, MEETING_DWELL = 15, OVERVIEW_DWELL = 20 };

/* --- Pages of the configuration ------------------------------------------------------------------ */

static const char *page_key(Arena *arena, int number)
{
    return arena_printf(arena, "kiosk:page%d", number);
}

bool playlist_is_key(const char *key)
{
    size_t digits = strncmp(key, "kiosk:page", 10) == 0 ? strspn(key + 10, "0123456789") : 0;
    return strcmp(key, "kiosk:quit") == 0 ||
           (digits > 0 && digits <= 2 && key[10 + digits] == '\0' && key[10] != '0');
}

/* The single command lines of a page, which stand between bars. */
const char *playlist_part(const char **at, Arena *arena)
{
    while (**at == ' ' || **at == '|')
        (*at)++;
    if (**at == '\0')
        return NULL;
    size_t length = strcspn(*at, "|");
    const char *part = arena_strndup(arena, *at, length);
    *at += length;
    return part;
}

/* The command line that a part stands for: a view's name alone shows that view. */
const char *playlist_line(const char *part, Arena *arena)
{
    const char *name = arena_strndup(arena, part, strcspn(part, " "));
    if (strcmp(name, "overview") == 0)
        return "go wall";
    const View *view = view_by_name(name);
    bool is_view = view != NULL && strcmp(view->name, name) == 0 &&
                   part[strlen(name) + strspn(part + strlen(name), " ")] == '\0';
    return is_view ? arena_printf(arena, "go %s", name) : part;
}

static bool part_is_command(const char *part, Arena *arena)
{
    const char **words = NULL;
    int count = 0;
    if (!command_split(arena, playlist_line(part, arena), &words, &count, NULL) || count == 0)
        return false;
    const Command *command = command_by_name(words[0]);
    bool view_is_there = strcmp(words[0], "go") != 0 || count < 2 || view_by_name(words[1]);
    return command != NULL && (command->flags & COMMAND_WALL) != 0 && view_is_there;
}

/* What is wrong with "20 timeline | zoom fit", in words; NULL: nothing. */
const char *playlist_fault(const char *text, Arena *arena)
{
    char *rest = NULL;
    long seconds = strtol(text, &rest, 10);
    if (rest == text || seconds < 1 || seconds > LONGEST_DWELL || *rest != ' ')
        return _("wants seconds first, from 1 to 3600: 20 overview");
    const char *at = rest;
    const char *part = playlist_part(&at, arena);
    if (part == NULL)
        return _("names no page after the seconds: 20 overview");
    for (; part != NULL; part = playlist_part(&at, arena))
        if (!part_is_command(part, arena))
            return _("names what a wall cannot show; overview, timeline, groups or “scope "
                     "Arkiv” would be right");
    return NULL;
}

/* --- Making the list --------------------------------------------------------------------------------- */

static void add_page(Playlist *list, int seconds, const char *line, const char *title)
{
    if (list->count == PAGE_LIMIT)
        return;
    list->pages[list->count++] =
        (PlaylistPage){.line = arena_strdup(list->arena, line),
                       .title = title != NULL ? arena_strdup(list->arena, title) : NULL,
                       .seconds = seconds};
}

static bool view_exists(const char *name)
{
    const View *view = view_by_name(name);
    return view != NULL && strcmp(view->name, name) == 0;
}

static void add_phases(Playlist *list, const Plan *plan)
{
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_TASK); index++)
        if (tasks[index].level == 1 && tasks[index].child_count > 0)
            add_page(
                list, MEETING_DWELL, arena_printf(list->arena, "phase %s", tasks[index].number),
                arena_printf(list->arena, "%s %s", tasks[index].number,
                             text_is_empty(tasks[index].short_name) ? tasks[index].name
                                                                    : tasks[index].short_name));
}

static bool group_has_swot(const Plan *plan, RowId group)
{
    const Swot *entries = PLAN_ROWS(plan, Swot, ENTITY_SWOT);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_SWOT); index++)
        if (entries[index].group == group)
            return true;
    return false;
}

static void add_swot(Playlist *list, const Plan *plan)
{
    const Group *groups = PLAN_ROWS(plan, Group, ENTITY_GROUP);
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_GROUP); index++)
        if (group_has_swot(plan, groups[index].row.id))
            add_page(list, MEETING_DWELL,
                     arena_printf(list->arena, "scope %lld", (long long)groups[index].row.id),
                     arena_printf(list->arena, "%s: %s", _("SWOT"), groups[index].name));
}

static void add_pages_of_plan(Playlist *list, const Plan *plan)
{
    add_page(list, OVERVIEW_DWELL, "overview", _("Overview"));
    add_page(list, MEETING_DWELL, "timeline | zoom fit", _("Timeline"));
    add_phases(list, plan);
    if (plan_count(plan, ENTITY_GROUP) > 0)
        add_page(list, MEETING_DWELL, "groups", _("Groups"));
    add_swot(list, plan);
    if (view_exists("decisions") && plan_count(plan, ENTITY_DECISION) > 0)
        add_page(list, MEETING_DWELL, "decisions", _("Decisions"));
    add_page(list, MEETING_DWELL, "history", _("What changed"));
}

static void add_pages_of_configuration(Playlist *list, const Ini *ini)
{
    for (int number = 1; number < 100; number++) {
        const char *text = ini_get(ini, page_key(list->arena, number));
        if (text == NULL || playlist_fault(text, list->arena) != NULL)
            continue;
        char *rest = NULL;
        long seconds = strtol(text, &rest, 10);
        add_page(list, (int)seconds, rest, NULL);
    }
}

/* Made anew with every generation of the plan; the page that was shown stays where it is found. */
void playlist_make(Playlist *list, const Plan *plan, const Ini *ini)
{
    char *shown = strdup(list->at < list->count ? list->pages[list->at].line : "");
    if (shown == NULL)
        base_out_of_memory();
    if (list->arena == NULL)
        list->arena = arena_new();
    arena_clear(list->arena);
    list->pages = ARENA_ARRAY(list->arena, PlaylistPage, PAGE_LIMIT);
    list->count = 0;
    if (ini != NULL)
        add_pages_of_configuration(list, ini);
    if (list->count == 0)
        add_pages_of_plan(list, plan);
    uint32_t before = list->at;
    list->at = before < list->count ? before : 0;
    for (uint32_t index = 0; index < list->count; index++)
        if (strcmp(list->pages[index].line, shown) == 0)
            list->at = index;
    free(shown);
}

/* --- Time ----------------------------------------------------------------------------------------------- */

void playlist_turn(Playlist *list, int by, int64_t now)
{
    if (list->count == 0)
        return;
    uint32_t step = by < 0 ? list->count - 1 : (uint32_t)by;
    list->at = (list->at + step) % list->count;
    list->turn_at = now + list->pages[list->at].seconds;
}

int playlist_seconds_left(const Playlist *list, int64_t now)
{
    if (list->count < 2 || list->resume_at != 0)
        return -1;
    int64_t left = list->turn_at - now;
    return left < 0 ? 0 : (int)left;
}
