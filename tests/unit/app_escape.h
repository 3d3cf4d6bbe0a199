/* SPDX-License-Identifier: MPL-2.0 */
/* Sixty payloads, what may never come out of them, and how they are put into a file. */
#ifndef FRAMDRIFT_TEST_APP_ESCAPE_H
#define FRAMDRIFT_TEST_APP_ESCAPE_H

#include "app_support.h"

#define ESC    "\033"
#define C1_CSI "\302\233"

static const char *const payloads[] = {
    /* C0, one by one and with company */
    "a\001b",
    "a\002b",
    "a\003b",
    "a\004b",
    "a\005b",
    "a\006b",
    "a\ab",
    "a\bb",
    "a\tb",
    "a\vb",
    "a\fb",
    "a\rb",
    "a\016b",
    "a\017b",
    "a\020b",
    "a\021b",
    "a\023b",
    "a\030b",
    "a\032b",
    "a\034b",
    "a\037b",
    "a\177b",
    "good\rEvil",
    "a\n\nb",
    /* Sequences that move, colour, ask, paste, rename */
    ESC,
    ESC ESC ESC,
    ESC "[2J",
    ESC "[31mred" ESC "[0m",
    ESC "[999;999H",
    ESC "[6n",
    ESC "[c",
    ESC "[?1049l",
    ESC "[?1000h",
    ESC "[?2004l",
    ESC "]0;owned\a",
    ESC "]52;c;cm0gLXJm\a",
    ESC "]52;c;cm0gLXJm" ESC "\\",
    ESC "]8;;http://example.org" ESC "\\link" ESC "]8;;" ESC "\\",
    ESC "P1;1|17/61" ESC "\\",
    ESC "_apc" ESC "\\",
    ESC "^pm" ESC "\\",
    ESC "c",
    ESC "(0lqk",
    ESC "[",
    ESC "]0;",
    ESC "[38;2;1;2;3m",
    /* C1 as UTF-8 and as bare bytes */
    C1_CSI "31mred",
    ("\302\235"
     "0;owned\302\234"),
    "\302\220q\302\234",
    "\302\205next",
    "\2333Jx",
    /* Directions, joiners, marks */
    "abc\342\200\256cba",
    "\342\201\246iso\342\201\251",
    "\342\200\217rtl\342\200\216",
    "\342\200\250line\342\200\251par",
    "e\314\201\314\202\314\203\314\204\314\205\314\206zalgo",
    "\314\201\314\201lead",
    "a\342\200\213\357\273\277b",
    /* Bytes that are no UTF-8 */
    "\377\376",
    "a\300\257b",
    "\355\240\200",
    "\364\220\200\200",
    "cut\342\202",
    "\200\201",
};

/* --- What may come out --------------------------------------------------------------------------------- */

static inline bool is_harmful(uint32_t letter)
{
    bool c0 = letter < ' ' || letter == 0x7F;
    bool c1 = letter >= 0x80 && letter <= 0x9F;
    bool direction = (letter >= 0x202A && letter <= 0x202E) ||
                     (letter >= 0x2066 && letter <= 0x2069) || letter == 0x200E ||
                     letter == 0x200F || letter == 0x061C;
    bool lines = letter == 0x2028 || letter == 0x2029;
    return c0 || c1 || direction || lines;
}

/* "\033[1;31m" is our own. */
static inline const char *past_colours(const char *at)
{
    while (at[0] == '\033' && at[1] == '[') {
        const char *end = at + 2 + strspn(at + 2, "0123456789;:");
        if (*end != 'm')
            break;
        at = end + 1;
    }
    return at;
}

static inline void check_output(const char *what, const char *payload, const char *text,
                                bool coloured)
{
    if (!utf8_is_valid(text, strlen(text)))
        fail_msg("%s is no UTF-8 with payload “%s”", what, payload);
    for (const char *at = text; *at != '\0';) {
        if (coloured)
            at = past_colours(at);
        if (*at == '\0')
            break;
        bool new_line = *at == '\n' || (at[0] == '\r' && at[1] == '\n');
        const char *here = at;
        uint32_t letter = utf8_next(&at);
        if (!new_line && is_harmful(letter))
            fail_msg("%s gives U+%04X at “%.40s” with payload “%s”", what, letter, here,
                     payload);
    }
}

/* --- Putting it in ---------------------------------------------------------------------------------------- */

static inline const char *date_with(Arena *arena, const char *payload)
{
    HonestDate date;
    DateContext context = {.today = day_from_civil(2020, 9, 3), .anchor = DAY_NONE};
    Err err = {0};
    if (!date_parse(arena, &context, "1.11.2020", &date, &err))
        fail_msg("%s", err.message);
    date.as_written = payload;
    Text stored = {0};
    date_encode(&date, &stored);
    const char *result = arena_strdup(arena, text_string(&stored));
    text_free(&stored);
    return result;
}

static inline bool fill_field(Store *store, EntityKind kind, RowId row, const Field *field,
                              const char *payload, Arena *arena, Err *err)
{
    bool computed = (field->flags & FIELD_COMPUTED) != 0;
    if (computed || (field->kind != KIND_TEXT && field->kind != KIND_DATE))
        return true;
    Value value = VALUE_OF_TEXT(field->kind == KIND_DATE ? date_with(arena, payload) : payload);
    return store_set(store, kind, row, field, &value, err);
}

/* --- Looking at what comes out ------------------------------------------------------------------------------ */

static inline void check_frame(Scene *scene, const char *what, const char *payload)
{
    Text text = {0};
    const Canvas *canvas = app_draw(scene->app, scene->width, scene->height);
    canvas_write_text(canvas, &text);
    check_output(what, payload, text_string(&text), false);
    text_clear(&text);
    canvas_write_ansi(canvas, app_theme(scene->app), COLOUR_256, &text);
    check_output(what, payload, text_string(&text), true);
    text_clear(&text);
    canvas_write_html(canvas, app_theme(scene->app), COLOUR_256, &text);
    check_output(what, payload, text_string(&text), false);
    text_clear(&text);
    canvas_write_svg(canvas, app_theme(scene->app), COLOUR_256, &text);
    check_output(what, payload, text_string(&text), false);
    text_free(&text);
}

#endif
