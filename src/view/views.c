/* SPDX-License-Identifier: MPL-2.0 */
/* The list of views, and what holds for all of them: row sets, hits, filter, finding a place again. */
#include "parts.h"
#include "pictures.h"

#include <string.h>

#define NO_DETAIL N_("This view has no detail pane to hide.")

/* In order of the tabs.  A view is one file and one row here. */
const View views[] = {
    {"timeline", '1', N_("Timeline"),
     N_("Phases and tasks on the left, their time on the right."), NULL, timeline_lay_out,
     timeline_target, timeline_draw, true},
    {"groups", '2', N_("Groups"),
     N_("Who sits in which group for which municipality, and who is missing."), NULL,
     groups_lay_out, groups_target, groups_draw, true},
    {"flow", '3', N_("Flow"),
     N_("What each municipality has answered to each activity; flips to groups and checklist."),
     NULL, flow_lay_out, flow_target, flow_draw, true},
    {"swot", '4', N_("SWOT"),
     N_("Strengths, weaknesses, opportunities and threats, of one group or of all."), NULL,
     swot_lay_out, swot_target, swot_draw, true},
    {"decisions", '6', N_("Decisions"),
     N_("What the councils have decided, side by side, and what follows from it."), NULL,
     decisions_lay_out, decisions_target, decisions_draw, true},
    {"registers", '7', N_("Registers"),
     N_("Any kind of row as a grid that can be sorted and filtered."), NO_DETAIL,
     registers_lay_out, registers_target, registers_draw, true},
    {"findings", '9', N_("Findings"),
     N_("What needs attention and why; Enter goes to the place."), NULL, findings_lay_out,
     findings_target, findings_draw, true},
    {"overview", '0', N_("Overview"),
     N_("How far the phases have come, the lights, the next dates and what has changed."),
     NO_DETAIL, overview_lay_out, overview_target, overview_draw, true},
    {"conflicts", 'C', N_("Conflicts"),
     N_("What two copies disagree on, side by side, until somebody decides."),
     N_("The three sides are what this view is for: there is no detail pane to hide."),
     conflicts_lay_out, conflicts_target, conflicts_draw, false},
    {"history", 'H', N_("History"), N_("What was changed, when and by whom, newest first."),
     NULL, history_lay_out, history_target, history_draw, true},
    {"wall", 0, N_("Overview"), N_("The overview as a wall display shows it, large and calm."),
     NO_DETAIL, wall_lay_out, wall_target, wall_draw, false},
    {"help", '?', N_("Help"), N_("The keys that work here; type / to find one."), NO_DETAIL,
     help_lay_out, help_target, help_draw, false},
    {NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, false},
};

uint32_t view_count(void)
{
    return (uint32_t)(COUNT_OF(views) - 1);
}

const View *view_by_name(const char *name)
{
    const View *found = NULL;
    size_t bytes = strlen(name);
    if (bytes == 0)
        return NULL;
    for (const View *view = views; view->name != NULL; view++) {
        if (strcmp(view->name, name) == 0)
            return view;
        if (strncmp(view->name, name, bytes) != 0)
            continue;
        if (found != NULL)
            return NULL;
        found = view;
    }
    return found;
}

const View *view_by_key(uint32_t key)
{
    for (const View *view = views; view->name != NULL; view++) {
        if (view->key != 0 && (uint32_t)(unsigned char)view->key == key)
            return view;
    }
    return NULL;
}

bool row_set_contains(const RowSet *set, RowId id)
{
    uint32_t low = 0, high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (set->ids[middle] == id)
            return true;
        if (set->ids[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return false;
}

void hit_add(HitMap *map, Hit hit)
{
    if (map == NULL || hit.rect.width <= 0 || hit.rect.height <= 0)
        return;
    ARENA_GROW(map->arena, map->hits, map->count, map->capacity, 256);
    map->hits[map->count++] = hit;
}

const Hit *hit_find(const HitMap *map, int x, int y)
{
    for (uint32_t index = map->count; index > 0; index--) {
        const Hit *hit = &map->hits[index - 1];
        if (rect_contains(hit->rect, x, y))
            return hit;
    }
    return NULL;
}

/* How well a place fits what is looked for: 0 not at all, 3 exactly. */
static int target_fit(const Target *place, const Target *wanted)
{
    if (place->entity != wanted->entity || place->id != wanted->id)
        return 0;
    bool same_cell =
        place->row_key == wanted->row_key && place->column_key == wanted->column_key;
    bool same_extra = place->extra == wanted->extra;
    if (wanted->id == 0)
        return same_cell && same_extra ? 3 : 0;
    if (place->field != wanted->field)
        return 1;
    return same_cell && same_extra ? 3 : 2;
}

bool view_locate(const View *view, const ViewInput *input, const ViewRows *rows,
                 const Target *wanted, int *row, int *column)
{
    int best = 0;
    if (wanted->entity == ENTITY_NONE)
        return false;
    for (uint32_t at = 0; at < rows->count && best < 3; at++) {
        for (uint32_t across = 0; across < rows->columns && best < 3; across++) {
            Target place = view->target(input, rows, (int)at, (int)across);
            int fit = target_fit(&place, wanted);
            if (fit <= best)
                continue;
            best = fit;
            *row = (int)at;
            *column = (int)across;
        }
    }
    return best > 0;
}

bool view_matches(const ViewInput *input, EntityKind entity, const Row *row, Arena *arena)
{
    const char *filter = input->state->filter;
    if (text_is_empty(filter))
        return true;
    const char *title = plan_title(input->plan, entity, row->id, arena);
    if (part_words_match(title, filter, arena))
        return true;
    const Entity *table = schema_entity(entity);
    for (int index = 0; index < table->field_count; index++) {
        const Field *field = &table->fields[index];
        bool searched = (field->flags & (FIELD_LIST | FIELD_LONG | FIELD_TITLE)) != 0;
        if (!searched || (field->flags & FIELD_HIDDEN) != 0)
            continue;
        const char *words = field_words(field, input->plan, input->language, row, arena);
        if (!text_is_empty(words) && part_words_match(words, filter, arena))
            return true;
    }
    return false;
}
