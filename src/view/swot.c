/* SPDX-License-Identifier: MPL-2.0 */
/* Four quadrants of one group, or of all with repeats counted: which entries, in which order. */
#include "swot.h"
#include "parts.h"
#include "pictures.h"

#include <stdlib.h>
#include <string.h>

bool swot_is_of_scope(const Swot *entry, RowId scope)
{
    return scope == 0 || entry->group == scope || entry->group == 0;
}

static bool weighs_more(const SwotItem *one, const SwotItem *other)
{
    int64_t first = one->weight == NUMBER_NONE ? 0 : one->weight;
    int64_t second = other->weight == NUMBER_NONE ? 0 : other->weight;
    return first > second;
}

/* Heaviest first; the plan's order among equals. */
static int compare_items(const void *left, const void *right)
{
    const SwotItem *one = left, *other = right;
    if (weighs_more(one, other))
        return -1;
    if (weighs_more(other, one))
        return 1;
    return one->place < other->place ? -1 : one->place > other->place;
}

static SwotItem *find_repeat(SwotBox *box, const char *folded)
{
    for (uint32_t index = 0; index < box->count; index++) {
        if (folded[0] != '\0' && strcmp(box->items[index].folded, folded) == 0)
            return &box->items[index];
    }
    return NULL;
}

static void add_entry(SwotBox *box, const Swot *entry, uint32_t place, RowId scope,
                      Arena *arena)
{
    const char *folded = text_fold(arena, entry->text);
    SwotItem *repeat = scope == 0 ? find_repeat(box, folded) : NULL;
    if (repeat == NULL) {
        box->items[box->count++] = (SwotItem){.entry = entry,
                                              .folded = folded,
                                              .place = place,
                                              .weight = entry->weight,
                                              .repeats = 1};
        return;
    }
    repeat->repeats++;
    if (entry->weight != NUMBER_NONE &&
        (repeat->weight == NUMBER_NONE || entry->weight > repeat->weight))
        repeat->weight = entry->weight;
}

static uint32_t fill_boxes(const ViewInput *input, SwotPicture *picture, Arena *arena)
{
    const Swot *entries = PLAN_ROWS(input->plan, Swot, ENTITY_SWOT);
    uint32_t count = plan_count(input->plan, ENTITY_SWOT), hidden = 0;
    for (int quadrant = 0; quadrant < QUADRANT_COUNT; quadrant++)
        picture->boxes[quadrant].items = ARENA_ARRAY(arena, SwotItem, count + 1);
    for (uint32_t index = 0; index < count; index++) {
        const Swot *entry = &entries[index];
        bool known = entry->quadrant >= 0 && entry->quadrant < QUADRANT_COUNT;
        if (!known || !swot_is_of_scope(entry, input->state->scope))
            continue;
        if (!view_matches(input, ENTITY_SWOT, &entry->row, arena)) {
            hidden++;
            continue;
        }
        add_entry(&picture->boxes[entry->quadrant], entry, index, input->state->scope, arena);
        picture->entries++;
    }
    for (int quadrant = 0; quadrant < QUADRANT_COUNT; quadrant++) {
        SwotBox *box = &picture->boxes[quadrant];
        if (box->count > 1)
            qsort(box->items, box->count, sizeof *box->items, compare_items);
    }
    return hidden;
}

static uint32_t half_rows(const SwotPicture *picture, int left, int right)
{
    uint32_t one = picture->boxes[left].count, other = picture->boxes[right].count;
    uint32_t most = one > other ? one : other;
    return most > 0 ? most : 1;
}

int swot_quadrant_at(const SwotPicture *picture, int row, int column)
{
    bool upper = row < (int)picture->upper_rows;
    if (upper)
        return column == 0 ? QUADRANT_STRENGTH : QUADRANT_WEAKNESS;
    return column == 0 ? QUADRANT_OPPORTUNITY : QUADRANT_THREAT;
}

int swot_place_at(const SwotPicture *picture, int row)
{
    return row < (int)picture->upper_rows ? row : row - (int)picture->upper_rows;
}

const SwotItem *swot_item_at(const SwotPicture *picture, int row, int column)
{
    const SwotBox *box = &picture->boxes[swot_quadrant_at(picture, row, column)];
    int place = swot_place_at(picture, row);
    return place >= 0 && (uint32_t)place < box->count ? &box->items[place] : NULL;
}

static Target target_at(const SwotPicture *picture, RowId scope, int row, int column)
{
    bool outside = row < 0 || (uint32_t)row >= picture->upper_rows + picture->lower_rows;
    if (outside || column < 0 || column > 1)
        return (Target){.entity = ENTITY_NONE, .field = -1};
    const SwotItem *item = swot_item_at(picture, row, column);
    return (Target){.entity = ENTITY_SWOT,
                    .id = item == NULL ? 0 : item->entry->row.id,
                    .field = -1,
                    .row_key = scope,
                    .extra = swot_quadrant_at(picture, row, column)};
}

static const char *summary_of(const ViewInput *input, const SwotPicture *picture, Arena *arena)
{
    RowId scope = input->state->scope;
    const char *group = part_group_short(input->plan, scope);
    const char *entries = picture->entries == 1
                              ? _("1 entry")
                              : arena_printf(arena, _("%u entries"), picture->entries);
    return arena_printf(arena, "%s · %s", entries,
                        scope == 0 || *group == '\0' ? _("all groups") : group);
}

ViewRows swot_lay_out(const ViewInput *input, Arena *arena)
{
    SwotPicture *picture = ARENA_NEW(arena, SwotPicture);
    uint32_t hidden = fill_boxes(input, picture, arena);
    picture->upper_rows = half_rows(picture, QUADRANT_STRENGTH, QUADRANT_WEAKNESS);
    picture->lower_rows = half_rows(picture, QUADRANT_OPPORTUNITY, QUADRANT_THREAT);
    uint32_t count = picture->upper_rows + picture->lower_rows;
    ViewRow *rows = ARENA_ARRAY(arena, ViewRow, count);
    for (uint32_t row = 0; row < count; row++)
        rows[row].target = target_at(picture, input->state->scope, (int)row, 0);
    return (ViewRows){.rows = rows,
                      .count = count,
                      .columns = 2,
                      .hidden = hidden,
                      .summary = summary_of(input, picture, arena),
                      .data = picture};
}

Target swot_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    return target_at(rows->data, input->state->scope, row, column);
}
