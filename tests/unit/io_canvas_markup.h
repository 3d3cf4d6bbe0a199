/* SPDX-License-Identifier: MPL-2.0 */
/* A small checker of marks: whether a page or picture is well-formed, and which words it shows. */
#ifndef FRAMDRIFT_TESTS_IO_CANVAS_MARKUP_H
#define FRAMDRIFT_TESTS_IO_CANVAS_MARKUP_H

#include "io_support.h"

typedef struct MarkReader {
    const char *start, *at;
    char open[16][32]; /* elements that wait for their end */
    int depth;
    Text words; /* what stands between marks, unescaped */
} MarkReader;

static inline _Noreturn void mark_fail(const MarkReader *reader, const char *what)
{
    fail_msg("%s at byte %zu: %.60s", what, (size_t)(reader->at - reader->start), reader->at);
    abort();
}

static inline size_t mark_name(const MarkReader *reader, const char *at, char *name)
{
    size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:-");
    if (length == 0 || length > 31)
        mark_fail(reader, "no name");
    memcpy(name, at, length);
    name[length] = '\0';
    return length;
}

/* &amp; and its like; anything else that begins with & is a fault. */
static inline void mark_escape(MarkReader *reader)
{
    static const struct {
        const char *escape, *words;
    } known[] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};

    for (size_t i = 0; i < COUNT_OF(known); i++) {
        if (strncmp(reader->at, known[i].escape, strlen(known[i].escape)) == 0) {
            text_append(&reader->words, known[i].words);
            reader->at += strlen(known[i].escape);
            return;
        }
    }
    mark_fail(reader, "a bare &");
}

static inline void mark_attributes(MarkReader *reader)
{
    char names[16][32];
    size_t count = 0;
    while (*reader->at == ' ') {
        reader->at++;
        if (count == COUNT_OF(names))
            mark_fail(reader, "too many attributes");
        reader->at += mark_name(reader, reader->at, names[count]);
        for (size_t i = 0; i < count; i++) {
            if (strcmp(names[i], names[count]) == 0)
                mark_fail(reader, "an attribute twice");
        }
        count++;
        if (strncmp(reader->at, "=\"", 2) != 0)
            mark_fail(reader, "an attribute without a value");
        reader->at += 2 + strcspn(reader->at + 2, "\"<&");
        if (*reader->at != '"')
            mark_fail(reader, "a bad value");
        reader->at++;
    }
}

static inline void mark_element(MarkReader *reader)
{
    char name[32];
    if (reader->at[1] == '/') {
        size_t length = mark_name(reader, reader->at + 2, name);
        if (reader->depth == 0 || strcmp(reader->open[reader->depth - 1], name) != 0)
            mark_fail(reader, "an end without its beginning");
        reader->depth--;
        reader->at += length + 2;
    } else {
        reader->at += 1 + mark_name(reader, reader->at + 1, name);
        mark_attributes(reader);
        if (*reader->at == '/') {
            reader->at++;
        } else if (reader->depth == (int)COUNT_OF(reader->open)) {
            mark_fail(reader, "too deep");
        } else {
            memcpy(reader->open[reader->depth++], name, sizeof name);
        }
    }
    if (*reader->at != '>')
        mark_fail(reader, "a mark without its end");
    reader->at++;
}

/* Reads the whole; the words are to be freed. */
static inline Text mark_read(const Text *text)
{
    MarkReader reader = {.start = text_string(text), .at = text_string(text)};
    assert_int_equal(strlen(reader.start), text->length);
    assert_true(utf8_is_valid(text->bytes, text->length));
    assert_no_controls(text);
    while (*reader.at != '\0') {
        if (reader.at == reader.start && strncmp(reader.at, "<?xml ", 6) == 0) {
            reader.at = strstr(reader.at, "?>") + 2;
        } else if (strncmp(reader.at, "<!DOCTYPE html>", 15) == 0) {
            reader.at += 15;
        } else if (*reader.at == '<') {
            mark_element(&reader);
        } else if (*reader.at == '&') {
            mark_escape(&reader);
        } else {
            text_append_bytes(&reader.words, reader.at++, 1);
        }
    }
    if (reader.depth != 0)
        mark_fail(&reader, "an element without its end");
    return reader.words;
}

/* How often a piece stands in a text. */
static inline int mark_count(const Text *text, const char *piece)
{
    int count = 0;
    for (const char *at = strstr(text_string(text), piece); at != NULL;
         at = strstr(at + 1, piece))
        count++;
    return count;
}

static inline void assert_holds(const Text *text, const char *piece)
{
    if (strstr(text_string(text), piece) == NULL)
        fail_msg("“%s” is missing in:\n%s", piece, text_string(text));
}

static inline void assert_lacks(const Text *text, const char *piece)
{
    if (strstr(text_string(text), piece) != NULL)
        fail_msg("“%s” stands in:\n%s", piece, text_string(text));
}

/* --- A sheet ----------------------------------------------------------------------------------- */

/* A canvas of 20 × 4, a theme of our own, so that what is expected is known, and what a format made of
 * them.  *state in every SHEET_TEST. */
typedef struct Sheet {
    Arena *arena;
    Canvas *canvas;
    Theme *theme;
    Text page, words; /* with its marks, and what stands between them */
} Sheet;

#define SHEET_TEST(function)                                                                   \
    cmocka_unit_test_setup_teardown(function, sheet_set_up, sheet_tear_down)

typedef void WriteCanvas(const Canvas *canvas, const Theme *theme, ColourDepth depth,
                         Text *out);

static inline int sheet_set_up(void **state)
{
    Sheet *sheet = calloc(1, sizeof *sheet);
    assert_non_null(sheet);
    sheet->arena = arena_new();
    sheet->canvas = canvas_new(sheet->arena, 20, 4, false);
    sheet->theme = ARENA_NEW(sheet->arena, Theme);
    for (int depth = 0; depth < COLOUR_DEPTH_COUNT; depth++)
        for (int role = 0; role < STYLE_COUNT; role++)
            sheet->theme->looks[depth][role] =
                (Look){.foreground = COLOUR_DEFAULT, .background = COLOUR_DEFAULT};
    Look *looks = sheet->theme->looks[COLOUR_256];
    looks[STYLE_TITLE] = (Look){196, 4, CELL_BOLD};
    looks[STYLE_MARKED].flags = CELL_UNDERLINE;
    looks[STYLE_SELECTED].flags = CELL_REVERSE;
    looks[STYLE_BAR_DONE].foreground = 31;
    looks[STYLE_FREE_DAY].background = 238;
    *state = sheet;
    return 0;
}

static inline int sheet_tear_down(void **state)
{
    Sheet *sheet = *state;
    text_free(&sheet->page);
    text_free(&sheet->words);
    arena_free(sheet->arena);
    free(sheet);
    return 0;
}

static inline void sheet_write(Sheet *sheet, WriteCanvas *write)
{
    text_free(&sheet->page);
    text_free(&sheet->words);
    sheet->page = (Text){0};
    write(sheet->canvas, sheet->theme, COLOUR_256, &sheet->page);
    sheet->words = mark_read(&sheet->page);
}

/* Drawing the same again writes the same again, and the list of formats knows who writes. */
static inline void assert_same_again(Sheet *sheet, WriteCanvas *write, const char *name)
{
    Text again = {0};
    canvas_box(sheet->canvas, (Rect){0, 0, 20, 4}, STYLE_LINE, "Arkiv", "3/9");
    sheet_write(sheet, write);
    write(sheet->canvas, sheet->theme, COLOUR_256, &again);
    assert_string_equal(text_string(&again), text_string(&sheet->page));
    text_free(&again);
    const Format *format = format_by_name(name);
    assert_non_null(format);
    assert_ptr_equal(format->write_canvas, write);
    assert_string_equal(format->ending, arena_printf(sheet->arena, ".%s", name));
}

#endif
