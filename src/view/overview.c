/* SPDX-License-Identifier: MPL-2.0 */
/* How the whole plan stands, calmly: a page where everything has its place, or one list where the
 * screen is small. */
#include "overview.h"
#include "parts.h"
#include "pictures.h"

enum { PAGE_WIDTH = 76, PAGE_HEIGHT = 16, LARGE_WIDTH = 100, LARGE_HEIGHT = 30 };

enum { MARGIN = 2, DAY_COLUMNS = 9, TIME_COLUMNS = 15, LIGHT_COLUMNS = 11, SIGN_COLUMNS = 2 };

enum { PROGRESS_COLUMNS = 20, LEAST_PROGRESS = 10, NARROW_PROGRESS = 4, PHASE_GAPS = 4 };

/* "13 Sep   1.4 Communication plan  10 days" stands whole, and sentences beside it are wrapped. */
enum { DATED_COLUMNS = 45, FINDING_ROWS_KEPT = 4, NONE_TO_SPARE = -1000 };

typedef struct SectionLook {
    const char *title;
    int left; /* columns of the left part */
    int most; /* rows of the page that one entry takes */
} SectionLook;

static const SectionLook looks[OVERVIEW_SECTION_COUNT] = {
    [OVERVIEW_PHASES] = {N_("Phases"), 3, 1},
    [OVERVIEW_LIGHTS] = {N_("Traffic lights"), LIGHT_COLUMNS, 1},
    [OVERVIEW_FINDINGS] = {N_("Needs attention"), SIGN_COLUMNS, 3},
    [OVERVIEW_MEETINGS] = {N_("Meetings ahead"), DAY_COLUMNS, 1},
    [OVERVIEW_DEADLINES] = {N_("Next deadlines"), DAY_COLUMNS, 1},
    [OVERVIEW_CHANGES] = {N_("What changed"), TIME_COLUMNS, 1},
};

const char *overview_section_title(OverviewSection section)
{
    return _(looks[section].title);
}

/* --- Placing ------------------------------------------------------------------------------------ */

static int rows_of(const OverviewList *list)
{
    int rows = 0;
    for (uint32_t entry = 0; entry < list->shown; entry++)
        rows += list->entries[entry].rows;
    return 1 + part_larger(rows, 1);
}

/* Where the words of an entry stand between its left and right parts. */
static Rect words_place(const OverviewEntry *entry, int left, Rect place)
{
    int right = text_is_empty(entry->right) ? 0 : part_columns(entry->right) + 2;
    int rest = place.width - left - right;
    /* The day of a meeting is said already: its body goes before the days left. */
    bool cut = entry->section == OVERVIEW_MEETINGS && part_columns(entry->text) > rest;
    if (rest < place.width / (cut ? 2 : 3))
        right = 0;
    return (Rect){place.x + left, place.y, part_larger(place.width - left - right, 1),
                  place.height};
}

static void measure_column(OverviewPicture *picture, const OverviewSection *sections, int count,
                           int width, Arena *arena)
{
    for (int place = 0; place < count; place++) {
        const SectionLook *look = &looks[sections[place]];
        OverviewList *list = &picture->lists[sections[place]];
        for (uint32_t at = 0; at < list->shown; at++) {
            OverviewEntry *entry = &list->entries[at];
            int words = words_place(entry, look->left, (Rect){0, 0, width, 1}).width;
            entry->rows =
                look->most == 1
                    ? 1
                    : part_clamp(part_paragraph_rows(arena, entry->text, words), 1, look->most);
        }
    }
}

/* What a list can give, in rows: judgements are shown whole, and errors outlast meetings. */
static int spare_rows(const OverviewPicture *picture, OverviewSection section)
{
    const OverviewList *list = &picture->lists[section];
    if (section == OVERVIEW_LIGHTS && list->shown <= LIGHT_ASPECT_COUNT)
        return NONE_TO_SPARE;
    return rows_of(list) - (section == OVERVIEW_FINDINGS ? FINDING_ROWS_KEPT : 0);
}

/* The longest list gives way until the column fits. */
static void fit_column(OverviewPicture *picture, const OverviewSection *sections, int count,
                       int height, int gap)
{
    for (;;) {
        int total = gap * (count - 1), most = NONE_TO_SPARE;
        OverviewList *longest = NULL;
        for (int place = 0; place < count; place++) {
            OverviewList *list = &picture->lists[sections[place]];
            int spare = spare_rows(picture, sections[place]);
            total += rows_of(list);
            if (rows_of(list) > 2 && spare > most) {
                longest = list;
                most = spare;
            }
        }
        if (total <= height || longest == NULL)
            return;
        /* A sentence begun says more than none. */
        OverviewEntry *last = &longest->entries[longest->shown - 1];
        int over = part_smaller(total - height, last->rows);
        if (longest->shown == 1 || over < last->rows)
            last->rows = part_larger(last->rows - over, 1);
        else
            longest->shown--;
    }
}

static void place_column(OverviewPicture *picture, const OverviewSection *sections, int count,
                         Rect column, int gap, Arena *arena)
{
    measure_column(picture, sections, count, column.width, arena);
    fit_column(picture, sections, count, column.height, gap);
    int y = column.y;
    for (int place = 0; place < count; place++) {
        OverviewList *list = &picture->lists[sections[place]];
        list->has_heading = true;
        int below = ++y;
        for (uint32_t at = 0; at < list->shown; at++) {
            OverviewEntry *entry = &list->entries[at];
            entry->place = (Rect){column.x, below, column.width, entry->rows};
            below += entry->rows;
        }
        list->body = (Rect){column.x, y, column.width, part_larger(below - y, 1)};
        y += list->body.height + gap;
    }
}

/* Names and deadlines stand whole as long as the bar between them says anything. */
static void share_columns(OverviewPicture *picture, int width, int names)
{
    int rest = width - looks[OVERVIEW_PHASES].left - names - PHASE_GAPS;
    picture->phase_right =
        part_smaller(picture->phase_right, part_larger(width / 3, rest - LEAST_PROGRESS));
    picture->phase_progress = part_clamp(rest - picture->phase_right, LEAST_PROGRESS,
                                         part_larger(PROGRESS_COLUMNS, width / 4));
}

/* Phases over the whole width; returns the row below them. */
static int place_phases(OverviewPicture *picture, const ViewInput *input)
{
    OverviewList *list = &picture->lists[OVERVIEW_PHASES];
    bool large = input->height >= LARGE_HEIGHT;
    int most = input->height / 4;
    if ((int)list->shown > most)
        list->shown = (uint32_t)most;
    int step = large && (int)list->shown * 2 <= input->height / 3 ? 2 : 1;
    int y = large ? 1 : 0, names = 0;
    list->body = (Rect){MARGIN, 0, input->width - 2 * MARGIN, 0};
    for (uint32_t entry = 0; entry < list->shown; entry++, y += step) {
        int columns = part_columns(list->entries[entry].right);
        list->entries[entry].place = (Rect){MARGIN, y, list->body.width, 1};
        picture->phase_right = part_larger(picture->phase_right, columns);
        names = part_larger(names, part_columns(list->entries[entry].text));
    }
    list->body.height = part_larger(y, 1);
    share_columns(picture, list->body.width, names);
    return list->body.height;
}

static void place_page(OverviewPicture *picture, const ViewInput *input, Arena *arena)
{
    static const OverviewSection left[] = {OVERVIEW_LIGHTS, OVERVIEW_FINDINGS,
                                           OVERVIEW_MEETINGS};
    static const OverviewSection right[] = {OVERVIEW_DEADLINES, OVERVIEW_CHANGES};
    bool large = input->width >= LARGE_WIDTH && input->height >= LARGE_HEIGHT;
    picture->rule_y = place_phases(picture, input);
    int y = picture->rule_y + (large ? 2 : 1), gap = large ? 2 : 1;
    int between = large ? 6 : 2, room = input->width - MARGIN - between - (large ? MARGIN : 1);
    int dated = part_larger(room / 2, DATED_COLUMNS);
    Rect column = {MARGIN, y, room - dated, input->height - y};
    place_column(picture, left, (int)COUNT_OF(left), column, gap, arena);
    column.x += column.width + between;
    column.width = dated;
    place_column(picture, right, (int)COUNT_OF(right), column, gap, arena);
}

/* The same count as on the status line. */
static const char *progress_words(const ViewInput *input, Arena *arena)
{
    const Schedule *schedule = input->schedule;
    if (schedule == NULL)
        return NULL;
    return arena_printf(arena, _("%u of %u done · %u overdue"), schedule->counted_done,
                        schedule->counted, schedule->overdue);
}

ViewRows overview_lay_out(const ViewInput *input, Arena *arena)
{
    OverviewPicture *picture = ARENA_NEW(arena, OverviewPicture);
    uint32_t hidden = overview_gather(input, picture, arena), total = 0;
    for (int section = 0; section < OVERVIEW_SECTION_COUNT; section++) {
        picture->lists[section].shown = picture->lists[section].count;
        total += picture->lists[section].count;
    }
    picture->page = input->width >= PAGE_WIDTH && input->height >= PAGE_HEIGHT;
    if (picture->page)
        place_page(picture, input, arena);
    picture->rows = ARENA_ARRAY(arena, const OverviewEntry *, total + 1);
    ViewRow *rows = ARENA_ARRAY(arena, ViewRow, total + 1);
    for (int section = 0; section < OVERVIEW_SECTION_COUNT; section++) {
        const OverviewList *list = &picture->lists[section];
        for (uint32_t entry = 0; entry < list->shown; entry++) {
            rows[picture->row_count].target = list->entries[entry].target;
            picture->rows[picture->row_count++] = &list->entries[entry];
        }
    }
    return (ViewRows){.rows = rows,
                      .count = picture->row_count,
                      .columns = 1,
                      .hidden = hidden,
                      .summary = progress_words(input, arena),
                      .data = picture};
}

Target overview_target(const ViewInput *input, const ViewRows *rows, int row, int column)
{
    (void)input;
    if (row < 0 || (uint32_t)row >= rows->count || column != 0)
        return (Target){.entity = ENTITY_NONE, .field = -1};
    return rows->rows[row].target;
}

/* --- Drawing ------------------------------------------------------------------------------------ */

typedef struct Drawing {
    const ViewInput *input;
    const OverviewPicture *picture;
    Rect area;
    Canvas *canvas;
    HitMap *hits;
    ViewLaid *laid;
} Drawing;

/* A change says the clock or the day alone where the screen is narrow. */
static int left_columns(const Drawing *drawing, const OverviewEntry *entry)
{
    bool narrow = drawing->input->width < OVERVIEW_WIDE;
    return entry->section == OVERVIEW_CHANGES && narrow ? DAY_COLUMNS
                                                        : looks[entry->section].left;
}

/* "1 Anchoring   ███████░░░ 96%   ♦ 1 Sep" */
static Rect phase_draw(const Drawing *drawing, const OverviewEntry *entry, Rect place,
                       Rect words)
{
    bool wide = place.width >= PAGE_WIDTH - 2 * MARGIN;
    int progress = wide ? drawing->picture->phase_progress : NARROW_PROGRESS;
    int right = wide ? drawing->picture->phase_right + 2 : 0;
    words.width = part_larger(place.width - (words.x - place.x) - progress - right - 2, 1);
    int x = words.x + words.width + 1;
    if (!canvas_shows(drawing->canvas, (Rect){x, place.y, place.x + place.width - x, 1}))
        return words;
    if (wide)
        shape_progress(drawing->canvas, x, place.y, progress, entry->percent, STYLE_BAR_DONE,
                       STYLE_BAR_LEFT);
    else
        canvas_text_right(drawing->canvas, x, place.y, progress, STYLE_TEXT,
                          entry->percent < 0
                              ? "–"
                              : arena_printf(drawing->canvas->arena, "%d%%", entry->percent));
    if (right > 0)
        canvas_text(drawing->canvas, x + progress + 2, place.y, right - 2, entry->right_style,
                    entry->right);
    return words;
}

static void entry_draw(const Drawing *drawing, uint32_t row, Rect place)
{
    const OverviewEntry *entry = drawing->picture->rows[row];
    const ViewInput *input = drawing->input;
    Canvas *canvas = drawing->canvas;
    Rect words = words_place(entry, left_columns(drawing, entry), place);
    bool right_fits = words.x + words.width < place.x + place.width;
    canvas_text(canvas, place.x, place.y, left_columns(drawing, entry) - 1, entry->left_style,
                entry->left);
    if (entry->section == OVERVIEW_PHASES)
        words = phase_draw(drawing, entry, place, words);
    else if (right_fits)
        canvas_text_right(canvas, place.x, place.y, place.width, entry->right_style,
                          entry->right);
    Rect written = words;
    if (words.height > 1)
        part_paragraph(canvas, words, entry->style, entry->text);
    else
        written.width =
            canvas_text(canvas, words.x, words.y, words.width, entry->style, entry->text);
    part_show_match(input, canvas, written, entry->style, entry->text);
    hit_add(drawing->hits, (Hit){.rect = place, .kind = HIT_CELL, .row = (int)row});
    hit_add(drawing->hits, (Hit){.rect = words, .kind = HIT_CELL, .row = (int)row});
    if ((int)row == input->state->row)
        part_cursor(canvas, words, (Rect){words.x, words.y, words.width, 1}, drawing->laid);
}

static void heading_draw(const Drawing *drawing, OverviewSection section, Rect place)
{
    const OverviewList *list = &drawing->picture->lists[section];
    if (!canvas_shows(drawing->canvas, place))
        return;
    int used = canvas_text(drawing->canvas, place.x, place.y, place.width, STYLE_HEADING,
                           overview_section_title(section));
    if (used + part_columns(list->note) + 2 <= place.width)
        canvas_text_right(drawing->canvas, place.x, place.y, place.width, STYLE_DIM,
                          list->note);
}

/* Its rows of the cursor's grid begin with `row`. */
static void section_draw(const Drawing *drawing, OverviewSection section, uint32_t row)
{
    const OverviewList *list = &drawing->picture->lists[section];
    Rect area = drawing->area, body = list->body;
    body.x += area.x;
    body.y += area.y;
    if (list->has_heading)
        heading_draw(drawing, section, (Rect){body.x, body.y - 1, body.width, 1});
    if (!canvas_shows(drawing->canvas, body))
        return;
    if (list->shown == 0)
        canvas_text(drawing->canvas, body.x, body.y, body.width, STYLE_DIM, list->none);
    for (uint32_t at = 0; at < list->shown; at++) {
        Rect place = list->entries[at].place;
        place.x += area.x;
        place.y += area.y;
        if (canvas_shows(drawing->canvas, place))
            entry_draw(drawing, row + at, place);
    }
}

static void page_draw(const Drawing *drawing)
{
    const OverviewPicture *picture = drawing->picture;
    Rect area = drawing->area;
    uint32_t row = 0;
    for (int section = 0; section < OVERVIEW_SECTION_COUNT; section++) {
        section_draw(drawing, (OverviewSection)section, row);
        row += picture->lists[section].shown;
    }
    canvas_horizontal(drawing->canvas, area.x, area.y + picture->rule_y, area.width,
                      STYLE_LINE);
    drawing->laid->rows_shown = part_larger((int)picture->row_count, 1);
}

/* One list with headings, from the top row on. */
static void list_draw(const Drawing *drawing)
{
    const OverviewPicture *picture = drawing->picture;
    Rect area = drawing->area;
    int y = area.y, bottom = area.y + area.height, section = -1, shown = 0;
    uint32_t row = (uint32_t)part_larger(drawing->input->state->top, 0);
    for (; row < picture->row_count && y < bottom; row++, shown++) {
        int own = (int)picture->rows[row]->section;
        if (own != section && (shown == 0 || y + 1 < bottom)) {
            heading_draw(drawing, (OverviewSection)own,
                         (Rect){area.x + 1, y++, area.width - 2, 1});
            section = own;
        }
        if (own != section || y >= bottom)
            break;
        entry_draw(drawing, row,
                   (Rect){area.x + MARGIN, y++, part_larger(area.width - MARGIN - 1, 1), 1});
    }
    drawing->laid->rows_shown = part_larger(shown, 1);
}

void overview_draw(const ViewInput *input, const ViewRows *rows, Rect area, Canvas *canvas,
                   HitMap *hits, ViewLaid *laid)
{
    const OverviewPicture *picture = rows->data;
    Drawing drawing = {input, picture, area, canvas, hits, laid};
    laid->first_day = laid->last_day = DAY_NONE;
    laid->rows_shown = laid->columns_shown = 1;
    Rect old = canvas_clip(canvas, area);
    if (picture->page)
        page_draw(&drawing);
    else
        list_draw(&drawing);
    canvas_unclip(canvas, old);
}
