/* SPDX-License-Identifier: MPL-2.0 */
/* Every glyph that the program draws.  The set is what both the console fonts of Debian and those of
 * Windows hold: no eighth blocks, no half blocks, no braille, no ticks. */
#include "framdrift/draw.h"

typedef struct GlyphRow {
    uint32_t codepoint;
    char ascii;
} GlyphRow;

static const GlyphRow glyph_rows[GLYPH_COUNT] = {
    [GLYPH_SPACE] = {' ', ' '},           [GLYPH_HORIZONTAL] = {0x2500, '-'},
    [GLYPH_VERTICAL] = {0x2502, '|'},     [GLYPH_TOP_LEFT] = {0x250C, '+'},
    [GLYPH_TOP_RIGHT] = {0x2510, '+'},    [GLYPH_BOTTOM_LEFT] = {0x2514, '+'},
    [GLYPH_BOTTOM_RIGHT] = {0x2518, '+'}, [GLYPH_TEE_RIGHT] = {0x251C, '+'},
    [GLYPH_TEE_LEFT] = {0x2524, '+'},     [GLYPH_TEE_DOWN] = {0x252C, '+'},
    [GLYPH_TEE_UP] = {0x2534, '+'},       [GLYPH_CROSS] = {0x253C, '+'},
    [GLYPH_PHASE_START] = {0x255E, '['},  [GLYPH_PHASE_LINE] = {0x2550, '='},
    [GLYPH_PHASE_END] = {0x2561, ']'},    [GLYPH_BAR_DONE] = {0x2588, '#'},
    [GLYPH_BAR_LEFT] = {0x2591, '.'},     [GLYPH_BAR_OVERDUE] = {0x2592, '='},
    [GLYPH_CLIPPED_LEFT] = {0x00AB, '<'}, [GLYPH_CLIPPED_RIGHT] = {0x00BB, '>'},
    [GLYPH_MILESTONE] = {0x2666, '*'},    [GLYPH_DEADLINE] = {0x25BC, 'v'},
    [GLYPH_DONE] = {0x25A0, 'x'},         [GLYPH_ACTIVE] = {0x2022, 'o'},
    [GLYPH_PLANNED] = {0x00B7, '.'},      [GLYPH_OVERDUE] = {'!', '!'},
    [GLYPH_DROPPED] = {0x00D7, '/'},      [GLYPH_WEIGHT_FULL] = {0x25A0, '*'},
    [GLYPH_WEIGHT_EMPTY] = {0x00B7, '.'}, [GLYPH_LEFT] = {0x2190, '<'},
    [GLYPH_RIGHT] = {0x2192, '>'},        [GLYPH_UP] = {0x2191, '^'},
    [GLYPH_DOWN] = {0x2193, 'v'},         [GLYPH_CURSOR] = {'>', '>'},
    [GLYPH_FOLDED] = {'+', '+'},          [GLYPH_UNFOLDED] = {'-', '-'},
    [GLYPH_ELLIPSIS] = {0x2026, '.'},     [GLYPH_DASH] = {0x2013, '-'},
    [GLYPH_BULLET] = {0x2022, 'o'},       [GLYPH_BLOCK] = {0x2588, '_'},
};

uint32_t glyph_codepoint(Glyph glyph, bool ascii)
{
    if ((unsigned)glyph >= GLYPH_COUNT) {
        BUG("glyph %d", (int)glyph);
    }
    return ascii ? (uint32_t)(unsigned char)glyph_rows[glyph].ascii
                 : glyph_rows[glyph].codepoint;
}
