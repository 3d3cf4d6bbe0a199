/* SPDX-License-Identifier: MPL-2.0 */
/* What stands in the lists of the overview. */
#include "overview.h"
#include "parts.h"

enum { MOST_FINDINGS = 6, MOST_CHANGES = 5, WORDS_WIDTH = 100 };

/* --- Adding ------------------------------------------------------------------------------------- */

OverviewList *overview_list(OverviewGathering *gathering, OverviewSection section,
                            uint32_t room)
{
    OverviewList *list = &gathering->picture->lists[section];
    list->entries = ARENA_ARRAY(gathering->arena, OverviewEntry, (size_t)room + 1);
    list->note = "";
    list->none = _("Nothing here.");
    return list;
}

static bool passes(const OverviewGathering *gathering, const OverviewEntry *entry)
{
    if (text_is_empty(gathering->input->state->filter))
        return true;
    return part_is_match(gathering->input, entry->text, gathering->arena) ||
           part_is_match(gathering->input, entry->left, gathering->arena) ||
           part_is_match(gathering->input, entry->right, gathering->arena);
}

void overview_add(OverviewGathering *gathering, OverviewSection section, OverviewEntry entry)
{
    OverviewList *list = &gathering->picture->lists[section];
    entry.section = section;
    if (!passes(gathering, &entry)) {
        gathering->hidden++;
        return;
    }
    list->entries[list->count++] = entry;
}

/* --- Phases ------------------------------------------------------------------------------------- */

const TaskDates *overview_dates(const ViewInput *input, uint32_t index)
{
    bool known = input->schedule != NULL && index < input->schedule->count;
    return known ? &input->schedule->tasks[index] : NULL;
}

static void gather_phases(OverviewGathering *gathering)
{
    const ViewInput *input = gathering->input;
    const Task *tasks = PLAN_ROWS(input->plan, Task, ENTITY_TASK);
    uint32_t count = plan_count(input->plan, ENTITY_TASK), phases = 0;
    for (uint32_t index = 0; index < count; index++)
        phases += tasks[index].level == 1 ? 1 : 0;
    overview_list(gathering, OVERVIEW_PHASES, phases)->none = _("No phases yet.");
    for (uint32_t index = 0; index < count; index++) {
        const Task *task = &tasks[index];
        if (task->level != 1)
            continue;
        const TaskDates *dates = overview_dates(input, index);
        bool short_one = !text_is_empty(task->short_name) && input->width < 160;
        const char *name = short_one ? task->short_name : task->name;
        const char *deadline = part_date(&task->deadline, input->language, gathering->arena);
        bool late = dates != NULL && dates->overdue;
        overview_add(
            gathering, OVERVIEW_PHASES,
            (OverviewEntry){.target = {.entity = ENTITY_TASK, .id = task->row.id, .field = -1},
                            .left = task->number,
                            .text = text_is_empty(name)
                                        ? plan_title(input->plan, ENTITY_TASK, task->row.id,
                                                     gathering->arena)
                                        : name,
                            .right = text_is_empty(deadline)
                                         ? ""
                                         : arena_printf(gathering->arena, "♦ %s", deadline),
                            .left_style = late ? STYLE_WARNING : STYLE_DIM,
                            .style = part_row_style(input, task->row.id, STYLE_PHASE),
                            .right_style = late ? STYLE_WARNING : STYLE_MILESTONE,
                            .percent = dates == NULL ? -1 : dates->percent});
    }
}

/* --- Lights ------------------------------------------------------------------------------------- */

typedef struct LightLook {
    const char
        *words; /* letter and word together: in some languages two words share a letter */
    StyleRole style;
} LightLook;

static const LightLook light_looks[LIGHT_VALUE_COUNT] = {
    [LIGHT_NOT_ASSESSED] = {N_("– not assessed"), STYLE_DIM},
    [LIGHT_GREEN] = {N_("G green"), STYLE_GOOD},
    [LIGHT_YELLOW] = {N_("Y yellow"), STYLE_WARNING},
    [LIGHT_RED] = {N_("R red"), STYLE_ERROR},
};

/* The latest judgement of a side of a task; NULL: never judged. */
static const Light *latest_light(const Plan *plan, RowId task, int aspect)
{
    const Light *lights = PLAN_ROWS(plan, Light, ENTITY_LIGHT);
    const Light *latest = NULL;
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_LIGHT); index++) {
        const Light *light = &lights[index];
        if (light->task != task || light->aspect != aspect)
            continue;
        /* Dates without a day sort last, but say nothing of being new. */
        bool dated = date_is_set(&light->date) && light->date.from != DAY_NONE;
        bool newer = latest == NULL || !date_is_set(&latest->date) ||
                     (dated && date_compare(&light->date, &latest->date) >= 0);
        latest = newer ? light : latest;
    }
    return latest;
}

static void add_light(OverviewGathering *gathering, const Task *task, int aspect,
                      const Light *light)
{
    const Field *field = schema_field_by_name(schema_entity(ENTITY_LIGHT), "aspect");
    const char *side = _(field->choices[aspect].label);
    int value =
        light == NULL ? LIGHT_NOT_ASSESSED : part_clamp(light->value, 0, LIGHT_VALUE_COUNT - 1);
    if (task != NULL)
        side = arena_printf(gathering->arena, "%s %s", task->number, side);
    overview_add(gathering, OVERVIEW_LIGHTS,
                 (OverviewEntry){.target = {.entity = ENTITY_LIGHT,
                                            .id = light == NULL ? 0 : light->row.id,
                                            .field = -1,
                                            .row_key = task == NULL ? 0 : task->row.id,
                                            .extra = aspect},
                                 .left = side,
                                 .text = _(light_looks[value].words),
                                 .right = light == NULL ? ""
                                                        : part_date(&light->date,
                                                                    gathering->input->language,
                                                                    gathering->arena),
                                 .left_style = STYLE_TEXT,
                                 .style = light_looks[value].style,
                                 .right_style = STYLE_DIM});
}

/* Every side of the whole plan, judged or not; of phases those that somebody has judged. */
static void gather_lights(OverviewGathering *gathering)
{
    const Plan *plan = gathering->input->plan;
    const Task *tasks = PLAN_ROWS(plan, Task, ENTITY_TASK);
    uint32_t lights = plan_count(plan, ENTITY_LIGHT);
    overview_list(gathering, OVERVIEW_LIGHTS, lights + LIGHT_ASPECT_COUNT);
    for (int aspect = 0; aspect < LIGHT_ASPECT_COUNT; aspect++)
        add_light(gathering, NULL, aspect, latest_light(plan, 0, aspect));
    for (uint32_t index = 0; index < plan_count(plan, ENTITY_TASK) && lights > 0; index++) {
        if (tasks[index].level != 1)
            continue;
        for (int aspect = 0; aspect < LIGHT_ASPECT_COUNT; aspect++) {
            const Light *light = latest_light(plan, tasks[index].row.id, aspect);
            if (light != NULL)
                add_light(gathering, &tasks[index], aspect, light);
        }
    }
}

/* --- Findings and changes ------------------------------------------------------------------------- */

static bool entity_is_known(EntityKind entity)
{
    return entity > ENTITY_NONE && entity < ENTITY_COUNT;
}

static void gather_findings(OverviewGathering *gathering)
{
    static const struct {
        const char *sign;
        StyleRole style;
    } signs[FINDING_LEVEL_COUNT] = {
        [FINDING_ERROR] = {"!", STYLE_ERROR},
        [FINDING_WARNING] = {"•", STYLE_WARNING},
        [FINDING_NOTE] = {"·", STYLE_TEXT},
    };

    const Findings *findings = gathering->input->findings;
    OverviewList *list = overview_list(gathering, OVERVIEW_FINDINGS, MOST_FINDINGS);
    list->none = findings == NULL ? "…" : _("Nothing needs attention.");
    if (findings == NULL)
        return;
    const uint32_t *counts = findings->counts;
    bool wide = gathering->input->width >= WORDS_WIDTH;
    list->note =
        wide
            ? arena_printf(gathering->arena, _("errors %u · warnings %u · notes %u"),
                           counts[FINDING_ERROR], counts[FINDING_WARNING], counts[FINDING_NOTE])
            : arena_printf(gathering->arena, "! %u  • %u  · %u", counts[FINDING_ERROR],
                           counts[FINDING_WARNING], counts[FINDING_NOTE]);
    for (uint32_t index = 0; index < findings->count && list->count < MOST_FINDINGS; index++) {
        const Finding *finding = &findings->items[index];
        int level = part_clamp((int)finding->level, 0, FINDING_LEVEL_COUNT - 1);
        bool known = entity_is_known(finding->entity);
        if (finding->known)
            continue;
        overview_add(gathering, OVERVIEW_FINDINGS,
                     (OverviewEntry){.target = {.entity = known ? finding->entity : ENTITY_PLAN,
                                                .id = known ? finding->row : PLAN_ROW,
                                                .field = finding->field,
                                                .extra = (int32_t)index},
                                     .left = signs[level].sign,
                                     .text = finding->message,
                                     .right = "",
                                     .left_style = signs[level].style,
                                     .style = STYLE_TEXT,
                                     .right_style = STYLE_DIM});
    }
}

/* The clock today, the day before: the words need the room more. */
static const char *when_words(const ViewInput *input, int64_t time, Arena *arena)
{
    enum { DAY_SECONDS = 86400 };

    int64_t local = time + input->utc_offset;
    if (input->width >= OVERVIEW_WIDE)
        return part_time(time, input->utc_offset, input->language, arena);
    if (local / DAY_SECONDS != (int64_t)input->today)
        return part_day((Day)(local / DAY_SECONDS), input->language, arena);
    int minutes = (int)(local % DAY_SECONDS / 60);
    return arena_printf(arena, "%02d:%02d", minutes / 60, minutes % 60);
}

static void gather_changes(OverviewGathering *gathering)
{
    const ViewInput *input = gathering->input;
    const History *history = input->history;
    OverviewList *list = overview_list(gathering, OVERVIEW_CHANGES, MOST_CHANGES);
    list->none = history == NULL ? "…" : _("No changes yet.");
    for (uint32_t index = 0;
         history != NULL && index < history->count && list->count < MOST_CHANGES; index++) {
        const HistoryItem *item = &history->items[index];
        bool there = entity_is_known(item->entity) &&
                     plan_row(input->plan, item->entity, item->row) != NULL;
        if (item->undone)
            continue;
        const char *words = text_is_empty(item->words) ? item->label : item->words;
        if (text_is_empty(words) && there)
            words = plan_title(input->plan, item->entity, item->row, gathering->arena);
        Target target = {.entity = ENTITY_NONE, .field = -1};
        if (there)
            target = (Target){.entity = item->entity, .id = item->row, .field = -1};
        overview_add(gathering, OVERVIEW_CHANGES,
                     (OverviewEntry){.target = target,
                                     .left = when_words(input, item->time, gathering->arena),
                                     .text = words,
                                     .right = item->author,
                                     .left_style = STYLE_DIM,
                                     .style = STYLE_TEXT,
                                     .right_style = STYLE_DIM});
    }
}

uint32_t overview_gather(const ViewInput *input, OverviewPicture *picture, Arena *arena)
{
    OverviewGathering gathering = {.input = input, .picture = picture, .arena = arena};
    gather_phases(&gathering);
    gather_lights(&gathering);
    gather_findings(&gathering);
    overview_gather_meetings(&gathering);
    overview_gather_deadlines(&gathering);
    gather_changes(&gathering);
    return gathering.hidden;
}
