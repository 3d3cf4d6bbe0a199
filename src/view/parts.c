/* SPDX-License-Identifier: MPL-2.0 */
#include "parts.h"

#include <string.h>

enum { SHORT_BAR = 36 }; /* twice that, and what leads there, is a move of 110 bytes */

int part_smaller(int one, int other)
{
    return one < other ? one : other;
}

int part_larger(int one, int other)
{
    return one > other ? one : other;
}

int part_clamp(int value, int low, int high)
{
    return part_larger(low, part_smaller(value, high));
}

int part_columns(const char *text)
{
    return text_width(text);
}

bool part_is_valid(const HonestDate *from, const HonestDate *to, Day today)
{
    bool begun = !date_is_set(from) || from->from == DAY_NONE || from->from <= today;
    bool ended = date_is_set(to) && date_is_past(to, today);
    return begun && !ended;
}

bool part_is_unnamed(const Plan *plan, const Seat *seat)
{
    const Role *role = PLAN_ROW_OF(plan, Role, ENTITY_ROLE, seat->role);
    const Person *person = PLAN_ROW_OF(plan, Person, ENTITY_PERSON, seat->person);
    return plan->redacted && (person == NULL || text_is_empty(person->name) ||
                              (role != NULL && role->union_role));
}

void part_rule(Canvas *canvas, int x, int y, int columns, const char *title)
{
    if (columns <= 0)
        return;
    canvas_horizontal(canvas, x, y, columns, STYLE_LINE);
    if (text_is_empty(title) || columns < 8)
        return;
    int lead = columns >= 100 ? 2 : 1;
    int used = canvas_text(canvas, x + lead + 1, y, columns - lead - 3, STYLE_HEADING, title);
    canvas_glyph(canvas, x + lead, y, STYLE_LINE, GLYPH_SPACE);
    canvas_glyph(canvas, x + lead + 1 + used, y, STYLE_LINE, GLYPH_SPACE);
}

void part_cursor(Canvas *canvas, Rect bar, Rect edit, ViewLaid *laid)
{
    canvas_restyle(canvas, bar, STYLE_SELECTED, 0);
    canvas_glyph(canvas, bar.x - 1, bar.y, STYLE_TEXT, GLYPH_CURSOR);
    canvas_cursor(canvas, bar.x, bar.y, false);
    laid->cursor = bar;
    laid->marks = (Rect){bar.x - 1, bar.y, bar.width + 1, bar.height};
    laid->edit = edit;
}

/* Whether a bar may end before this place: not within a word. */
static bool ends_word(const Canvas *canvas, int x, int y)
{
    const Cell *cell = canvas_at(canvas, x, y);
    return cell == NULL || cell->codepoint == ' ';
}

Rect part_bar(const ViewInput *input, const Canvas *canvas, Rect place)
{
    return part_shows_detail(input) ? place : part_short_bar(canvas, place);
}

Rect part_short_bar(const Canvas *canvas, Rect place)
{
    place.height = 1;
    if (place.width <= SHORT_BAR)
        return place;
    int width = SHORT_BAR;
    while (width > 0 && !ends_word(canvas, place.x + width, place.y))
        width--;
    const Cell *next = canvas_at(canvas, place.x + SHORT_BAR, place.y);
    bool splits = next != NULL && (next->flags & CELL_TAIL) != 0;
    place.width = width > 0 ? width : SHORT_BAR - (splits ? 1 : 0);
    return place;
}

void part_hit(const ViewInput *input, HitMap *hits, Rect cell, Rect text, int row, int column)
{
    text.height = part_shows_detail(input) ? text.height : 1;
    hit_add(hits, (Hit){.rect = cell, .kind = HIT_CELL, .row = row, .column = column});
    hit_add(hits, (Hit){.rect = text, .kind = HIT_CELL, .row = row, .column = column});
}

StyleRole part_row_style(const ViewInput *input, RowId id, StyleRole style)
{
    if (id == 0)
        return style;
    if (row_set_contains(&input->marked, id))
        return STYLE_MARKED;
    if (row_set_contains(&input->changed, id))
        return STYLE_CHANGED;
    return style;
}

void part_mark(const ViewInput *input, RowId id, Canvas *canvas, int x, int y)
{
    if (id != 0 && row_set_contains(&input->marked, id))
        canvas_text(canvas, x, y, 1, STYLE_MARKED, "*");
}

/* Something of the row is undecided since a merge: a "!" at the end of its line. */
static bool draw_undecided(const ViewInput *input, RowId id, Canvas *canvas, Rect line)
{
    for (uint32_t index = 0; id != 0 && index < input->plan->conflict_count; index++) {
        if (input->plan->conflicts[index].row != id || line.width < 4)
            continue;
        canvas_text(canvas, line.x + line.width - 2, line.y, 2, STYLE_WARNING, " !");
        return true;
    }
    return false;
}

void part_editor(const ViewInput *input, RowId id, Canvas *canvas, Rect line)
{
    if (draw_undecided(input, id, canvas, line))
        line.width -= 2;
    for (uint32_t index = 0; id != 0 && index < input->editor_count; index++) {
        const RowEditor *editor = &input->editors[index];
        int columns = part_columns(editor->initials) + 1;
        if (editor->row != id || line.width < columns + 3)
            continue;
        int x = line.x + line.width - columns;
        canvas_glyph(canvas, x, line.y, STYLE_TEXT, GLYPH_SPACE);
        canvas_text(canvas, x + 1, line.y, columns - 1, STYLE_CHIP, editor->initials);
        return;
    }
}

bool part_is_match(const ViewInput *input, const char *text, Arena *arena)
{
    const char *filter = input->state->filter;
    if (text_is_empty(filter) || text_is_empty(text))
        return false;
    return part_words_match(text, filter, arena);
}

void part_show_match(const ViewInput *input, Canvas *canvas, Rect area, StyleRole style,
                     const char *text)
{
    if (part_is_match(input, text, canvas->arena))
        canvas_restyle(canvas, area, style, CELL_UNDERLINE);
}

int part_paragraph_rows(Arena *arena, const char *text, int columns)
{
    if (text_is_empty(text) || columns <= 0)
        return 0;
    return (int)text_wrap(arena, text, columns).count;
}

/* The last line there is room for, ended after a whole word: "samarbeid på …". */
static const char *last_line(const char *line, const char *next, int columns, Arena *arena)
{
    char *words = arena_printf(arena, "%s %s", line, next);
    for (char *space = words + strlen(words); space != NULL; space = strrchr(words, ' ')) {
        *space = '\0';
        if (part_columns(words) + 2 <= columns && words[0] != '\0')
            return arena_printf(arena, "%s …", words);
    }
    return arena_printf(arena, "%s %s …", line, next);
}

int part_paragraph(Canvas *canvas, Rect area, StyleRole style, const char *text)
{
    if (area.width <= 0 || area.height <= 0 || text_is_empty(text))
        return 0;
    TextLines wrapped = text_wrap(canvas->arena, text, area.width);
    int rows = part_smaller((int)wrapped.count, area.height);
    for (int row = 0; row < rows; row++) {
        const char *line = wrapped.lines[row];
        bool more_follows = row == rows - 1 && (size_t)rows < wrapped.count;
        if (more_follows)
            line = last_line(line, wrapped.lines[row + 1], area.width, canvas->arena);
        canvas_text(canvas, area.x, area.y + row, area.width, style, line);
    }
    return rows;
}

const char *part_group_short(const Plan *plan, RowId group)
{
    const Group *found = PLAN_ROW_OF(plan, Group, ENTITY_GROUP, group);
    if (found == NULL)
        return "";
    return text_is_empty(found->short_name) ? found->name : found->short_name;
}

const char *part_municipality_name(const Plan *plan, RowId municipality)
{
    const Municipality *found =
        PLAN_ROW_OF(plan, Municipality, ENTITY_MUNICIPALITY, municipality);
    return found == NULL ? "" : found->name;
}

/* One word, or its first letter with a point. */
static void append_word(Text *out, const char *word, size_t bytes, bool initial)
{
    if (out->length > 0)
        text_append(out, " ");
    if (!initial) {
        text_append_bytes(out, word, bytes);
        return;
    }
    text_append_bytes(out, word, text_next_grapheme(word, 0));
    text_append(out, ".");
}

/* The name with its words from `first` up to the last one cut to initials. */
static const char *name_with_initials(Arena *arena, const char *name, int first_initial)
{
    Text out = {0};
    int place = 0;
    const char *word = name;
    while (*word != '\0') {
        size_t bytes = strcspn(word, " ");
        bool last = word[bytes] == '\0';
        if (bytes > 0)
            append_word(&out, word, bytes, !last && place++ >= first_initial);
        word += bytes;
        word += strspn(word, " ");
    }
    const char *shortened = arena_strdup(arena, text_string(&out));
    text_free(&out);
    return shortened;
}

const char *part_person_name(Arena *arena, const char *name, int columns)
{
    const char *shortened = name;
    for (int first = 2; first >= 0 && part_columns(shortened) > columns; first--)
        shortened = name_with_initials(arena, name, first);
    return part_columns(shortened) > columns ? name : shortened;
}

void part_detail(Canvas *canvas, Rect area, const char *title, const PartLine *lines,
                 uint32_t count)
{
    if (area.height <= 0 || area.width <= 0)
        return;
    Rect old = canvas_clip(canvas, area);
    part_rule(canvas, area.x, area.y, area.width, title);
    Rect rest = {area.x + 2, area.y + 1, area.width - 4, area.height - 1};
    for (uint32_t line = 0; line < count && rest.height > 0; line++) {
        int used = part_paragraph(canvas, rest, lines[line].style, lines[line].text);
        rest.y += used;
        rest.height -= used;
    }
    canvas_unclip(canvas, old);
}

int part_group_percent(const ViewInput *input, RowId group)
{
    const Task *tasks = PLAN_ROWS(input->plan, Task, ENTITY_TASK);
    const Schedule *schedule = input->schedule;
    int64_t sum = 0, count = 0;
    bool stated = false;
    for (uint32_t index = 0; index < plan_count(input->plan, ENTITY_TASK); index++) {
        if (tasks[index].group != group || tasks[index].child_count > 0)
            continue;
        int percent =
            schedule != NULL && index < schedule->count ? schedule->tasks[index].percent : -1;
        stated = stated || percent >= 0;
        sum += part_larger(percent, 0);
        count++;
    }
    return stated && count > 0 ? (int)(sum / count) : -1;
}

const char *part_today(Day today, Language language, bool with_year, Arena *arena)
{
    Text words = {0};
    if (today == DAY_NONE)
        return "";
    text_append(&words, date_weekday_name(day_weekday(today), 3, language));
    text_append(&words, " ");
    day_print(today, DATE_STYLE_SHORT, language, &words);
    if (with_year) {
        text_append(&words, " ");
        text_append_number(&words, day_year(today));
    }
    text_append(&words, "   ");
    text_append(&words, date_week_word(language));
    text_append(&words, " ");
    text_append_number(&words, day_iso_week(today, NULL));
    const char *date = arena_strdup(arena, text_string(&words));
    text_free(&words);
    return date;
}

bool part_shows_detail(const ViewInput *input)
{
    return input->state->show_detail || input->state->unattended;
}

int part_detail_rows(const ViewInput *input, Rect area, int medium, int large)
{
    if (!part_shows_detail(input))
        return 0;
    if (area.height >= PART_LARGE_HEIGHT)
        return large;
    return area.height >= PART_MEDIUM_HEIGHT ? medium : 0;
}
