/* SPDX-License-Identifier: MPL-2.0 */
/* The one list of style roles, and how a cell gets its look. */
#include "themes.h"

static const char *const role_names[STYLE_COUNT] = {
    [STYLE_TEXT] = "text",
    [STYLE_DIM] = "dim",
    [STYLE_TITLE] = "title",
    [STYLE_TAB] = "tab",
    [STYLE_TAB_CURRENT] = "tab_current",
    [STYLE_HEADING] = "heading",
    [STYLE_LINE] = "line",
    [STYLE_SELECTED] = "selected",
    [STYLE_MARKED] = "marked",
    [STYLE_STATUS] = "status",
    [STYLE_MESSAGE] = "message",
    [STYLE_ERROR] = "error",
    [STYLE_KEY] = "key",
    [STYLE_HINT] = "hint",
    [STYLE_INPUT] = "input",
    [STYLE_CHIP] = "chip",
    [STYLE_PHASE] = "phase",
    [STYLE_BAR_DONE] = "bar_done",
    [STYLE_BAR_LEFT] = "bar_left",
    [STYLE_BAR_FLOAT] = "bar_float",
    [STYLE_BAR_OVERDUE] = "bar_overdue",
    [STYLE_BAR_CRITICAL] = "bar_critical",
    [STYLE_MILESTONE] = "milestone",
    [STYLE_DEADLINE] = "deadline",
    [STYLE_TODAY] = "today",
    [STYLE_FREE_DAY] = "free_day",
    [STYLE_MEETING] = "meeting",
    [STYLE_BASELINE] = "baseline",
    [STYLE_WARNING] = "warning",
    [STYLE_GOOD] = "good",
    [STYLE_EXAMPLE] = "example",
    [STYLE_ROLE_LEADER] = "role_leader",
    [STYLE_ROLE_UNION] = "role_union",
    [STYLE_ROLE_SAFETY] = "role_safety",
    [STYLE_VACANT] = "vacant",
    [STYLE_STRENGTH] = "strength",
    [STYLE_WEAKNESS] = "weakness",
    [STYLE_OPPORTUNITY] = "opportunity",
    [STYLE_THREAT] = "threat",
    [STYLE_CHANGED] = "changed",
};

const char *style_role_name(StyleRole role)
{
    if ((unsigned)role >= STYLE_COUNT) {
        BUG("style role %d", (int)role);
    }
    return role_names[role];
}

const Theme *theme_default(void)
{
    return &theme_built_in;
}

/* In this order: the style's own colours; under them the underlay's background; under that the
 * theme's ground, which is the look of `text`. */
Look theme_look(const Theme *theme, ColourDepth depth, const Cell *cell)
{
    const Look *looks = theme->looks[depth];
    const Look *ground = &looks[STYLE_TEXT];
    Look look = looks[cell->style < STYLE_COUNT ? cell->style : STYLE_TEXT];
    if (look.foreground == COLOUR_DEFAULT) {
        look.foreground = ground->foreground;
    }
    if (look.background == COLOUR_DEFAULT && cell->under < STYLE_COUNT) {
        look.background = looks[cell->under].background;
    }
    if (look.background == COLOUR_DEFAULT) {
        look.background = ground->background;
    }
    look.flags |= cell->flags & (unsigned)(CELL_BOLD | CELL_UNDERLINE | CELL_REVERSE);
    if (cell->flags & CELL_SOLID) {
        /* Many terminals draw bold in a brighter colour, and the bar would get seams again. */
        look.flags &= ~(unsigned)(CELL_BOLD | CELL_REVERSE);
        if (look.foreground != COLOUR_DEFAULT) {
            look.background = look.foreground;
        }
    }
    return look;
}

/* xterm's palette: what most terminals show, and what HTML and SVG are written with. */
uint32_t colour_rgb(int index)
{
    static const uint32_t system[16] = {
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF};
    static const uint32_t steps[6] = {0, 95, 135, 175, 215, 255};
    if (index < 0 || index > 255) {
        return 0;
    }
    if (index < 16) {
        return system[index];
    }
    if (index < 232) {
        int cube = index - 16;
        return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6];
    }
    uint32_t grey = 8U + 10U * (uint32_t)(index - 232);
    return grey << 16 | grey << 8 | grey;
}
