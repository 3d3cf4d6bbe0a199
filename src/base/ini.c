/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Configuration files.  iniparser refuses a whole file for one bad line, so the file is cut into
 * lines first: good ones are handed on in a file that exists in memory only, bad ones are reported.
 * iniparser knows no line numbers and no order, so both are noted here on the way.
 */
#include "framdrift/base.h"

#include <errno.h>
#include <iniparser/iniparser.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* iniparser reads into 1024 bytes, the end of the line and of the string among them. */
enum { LINE_MAX_BYTES = 1000, NAME_MAX_BYTES = 200, FILE_MAX_BYTES = 128 * 1024 };

typedef struct Entry {
    const char *key, *value;
    int line;
} Entry;

struct Ini {
    Entry *entries;
    size_t count, capacity;
};

typedef struct Reader {
    Arena *arena;
    const char *file;
    IniReport *report;
    void *context;
    Ini *ini;
    Text good;
    const char *section; /* NULL after a bad heading: its keys belong nowhere */
    int line;
} Reader;

static void tell(const Reader *reader, int line, const char *key, const char *sentence)
{
    if (reader->report != NULL) {
        reader->report(reader->context, reader->file, line, key, sentence);
    }
}

static Entry *find_entry(const Ini *ini, const char *key)
{
    for (size_t i = 0; i < ini->count; i++) {
        if (strcmp(ini->entries[i].key, key) == 0) {
            return &ini->entries[i];
        }
    }
    return NULL;
}

static void add_entry(Reader *reader, const char *key)
{
    Ini *ini = reader->ini;
    Entry *existing = find_entry(ini, key);
    if (existing != NULL) {
        tell(reader, reader->line, key,
             arena_printf(reader->arena,
                          _("The key was already set on line %d; this line holds."),
                          existing->line));
        existing->line = reader->line;
        return;
    }
    ARENA_GROW(reader->arena, ini->entries, ini->count, ini->capacity, 32);
    ini->entries[ini->count++] = (Entry){.key = key, .line = reader->line};
}

static bool is_blank(char letter)
{
    return letter == ' ' || letter == '\t' || letter == '\r';
}

/* The text between two places without blanks around it; lower case when it names something. */
static char *cut(Arena *arena, const char *start, const char *end, bool lower)
{
    while (start < end && is_blank(*start)) {
        start++;
    }
    while (end > start && is_blank(end[-1])) {
        end--;
    }
    char *text = arena_strndup(arena, start, (size_t)(end - start));
    for (char *at = text; lower && *at != '\0'; at++) {
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + ('a' - 'A')) : *at;
    }
    return text;
}

/* Names and values are shown to people, and whoever wrote the file may be anybody. */
static const char *cut_clean(Arena *arena, const char *start, const char *end, bool lower)
{
    const char *text = cut(arena, start, end, lower);
    return text_clean(arena, text, strlen(text), false);
}

static void tell_length(const Reader *reader, size_t length)
{
    tell(reader, reader->line, NULL,
         arena_printf(reader->arena, _("This line has %zu bytes; at most %d are read."), length,
                      LINE_MAX_BYTES));
}

static void take_heading(Reader *reader, const char *line)
{
    const char *end = strchr(line, ']');
    const char *name = end == NULL ? "" : cut_clean(reader->arena, line + 1, end, true);
    const char *rest = end == NULL ? "" : cut(reader->arena, end + 1, end + strlen(end), false);
    reader->section = NULL;
    if (name[0] == '\0' || strpbrk(name, ":[") != NULL || strlen(name) > NAME_MAX_BYTES) {
        tell(reader, reader->line, NULL,
             _("This is not a heading, so the lines below it are left out; write for example "
               "[colours]."));
        return;
    }
    if (rest[0] != '\0' && rest[0] != '#' && rest[0] != ';') {
        tell(reader, reader->line, NULL,
             _("Something follows the heading, so the lines below it are left out; put it on "
               "a line of its own."));
        return;
    }
    reader->section = name;
    text_printf(&reader->good, "[%s]\n", name);
}

/* Why iniparser would misread the value; NULL when it would not. */
static const char *fault_of_value(const char *value)
{
    if (value[0] == '#' || value[0] == ';') {
        return _(
            "The value is empty, since # and ; begin a comment; put it in quotation marks.");
    }
    bool quoted = value[0] == '"' || value[0] == '\'';
    if (quoted && strchr(value + 1, value[0]) == NULL) {
        return _("The closing quotation mark is missing.");
    }
    size_t length = strlen(value);
    if (length > 0 && value[length - 1] == '\\') {
        return _("A line cannot be continued with \\; write it on one line.");
    }
    return NULL;
}

static void take_assignment(Reader *reader, const char *line)
{
    const char *equals = strchr(line, '=');
    if (equals == NULL) {
        tell(reader, reader->line, NULL,
             _("This line is neither a heading nor a setting; write for example theme = "
               "fjord."));
        return;
    }
    const char *name = cut_clean(reader->arena, line, equals, true);
    const char *value = cut_clean(reader->arena, equals + 1, equals + strlen(equals), false);
    size_t length = strlen(name) + strlen(value); /* more where something was made visible */
    if (name[0] == '\0') {
        tell(reader, reader->line, NULL,
             _("There is no key before the =; write for example theme = fjord."));
        return;
    }
    if (strlen(name) > NAME_MAX_BYTES) {
        tell(reader, reader->line, NULL,
             _("The key is too long; look whether a line break is missing."));
        return;
    }
    if (length > LINE_MAX_BYTES) {
        tell_length(reader, length);
        return;
    }
    if (reader->section == NULL) {
        return;
    }
    const char *key = reader->section[0] == '\0'
                          ? name
                          : arena_printf(reader->arena, "%s:%s", reader->section, name);
    const char *fault = fault_of_value(value);
    if (fault != NULL) {
        tell(reader, reader->line, key, fault);
        return;
    }
    add_entry(reader, key);
    text_printf(&reader->good, "%s = %s\n", name, value);
}

static void take_line(Reader *reader, const char *raw, size_t bytes)
{
    reader->line++;
    const char *line = cut(reader->arena, raw, raw + bytes, false);
    size_t length = strlen(line);
    if (line[0] == '\0' && bytes > 0 && memchr(raw, '\0', bytes) == NULL) {
        return;
    }
    if (line[0] == '#' || line[0] == ';' || bytes == 0) {
        return;
    }
    if (memchr(raw, '\0', bytes) != NULL || !utf8_is_valid(line, length)) {
        tell(reader, reader->line, NULL,
             _("This line is not text in UTF-8; save the file as UTF-8."));
    } else if (length > LINE_MAX_BYTES) {
        tell_length(reader, length);
    } else if (line[0] == '[') {
        take_heading(reader, line);
    } else {
        take_assignment(reader, line);
    }
}

static void take_lines(Reader *reader, const char *raw, size_t bytes)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    const char *at = raw;
    const char *end = raw + bytes;
    if (bytes >= 3 && memcmp(raw, byte_order_mark, 3) == 0) {
        at += 3;
    }
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        take_line(reader, at, (size_t)(stop - at));
        at = stop + 1;
    }
}

static int say_nothing(const char *format, ...)
{
    (void)format;
    return 0;
}

static bool write_all(int descriptor, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes += written;
        count -= (size_t)written;
    }
    return true;
}

/* iniparser opens by name only, so the good lines get a name without touching a disk. */
static dictionary *parse_good_lines(const Text *good)
{
    char name[40];
    int descriptor = memfd_create("settings", MFD_CLOEXEC);
    if (descriptor < 0) {
        return NULL;
    }
    dictionary *parsed = NULL;
    if (write_all(descriptor, text_string(good), good->length) &&
        snprintf(name, sizeof name, "/proc/self/fd/%d", descriptor) > 0) {
        /* By default it would write on the screen. */
        iniparser_set_error_callback(say_nothing);
        parsed = iniparser_load(name);
        iniparser_set_error_callback(NULL);
    }
    close(descriptor);
    return parsed;
}

static void take_values(Reader *reader)
{
    dictionary *parsed = parse_good_lines(&reader->good);
    if (parsed == NULL) {
        tell(reader, 0, NULL,
             _("The settings cannot be read, so none of them holds; look whether /proc is "
               "there."));
        reader->ini->count = 0;
        return;
    }
    for (size_t i = 0; i < reader->ini->count; i++) {
        Entry *entry = &reader->ini->entries[i];
        bool bare = strchr(entry->key, ':') == NULL;
        const char *name = bare ? arena_printf(reader->arena, ":%s", entry->key) : entry->key;
        entry->value = arena_strdup(reader->arena, iniparser_getstring(parsed, name, ""));
    }
    iniparser_freedict(parsed);
}

static Ini *read_bytes(Reader *reader, const char *raw, size_t bytes)
{
    reader->ini = ARENA_NEW(reader->arena, Ini);
    reader->section = "";
    take_lines(reader, raw, bytes);
    take_values(reader);
    text_free(&reader->good);
    return reader->ini;
}

Ini *ini_read_text(Arena *arena, const char *name, const char *raw, IniReport *report,
                   void *context)
{
    Reader reader = {.arena = arena, .file = name, .report = report, .context = context};
    return read_bytes(&reader, raw, strlen(raw));
}

static bool read_whole_file(FILE *file, Text *out)
{
    char buffer[4096];
    size_t bytes = 0;
    while ((bytes = fread(buffer, 1, sizeof buffer, file)) > 0) {
        text_append_bytes(out, buffer, bytes);
        if (out->length > FILE_MAX_BYTES) {
            errno = EFBIG;
            return false;
        }
    }
    return ferror(file) == 0;
}

Ini *ini_read(Arena *arena, const char *path, IniReport *report, void *context)
{
    Reader reader = {.arena = arena, .file = path, .report = report, .context = context};
    Text raw = {0};
    FILE *file = fopen(path, "re");
    bool whole = file != NULL && read_whole_file(file, &raw);
    int reason = errno;
    if (file != NULL) {
        fclose(file);
    }
    Ini *ini = NULL;
    if (whole) {
        ini = read_bytes(&reader, text_string(&raw), raw.length);
    } else {
        tell(&reader, 0, NULL,
             arena_printf(arena, _("The file cannot be read: %s."), strerror(reason)));
    }
    text_free(&raw);
    return ini;
}

const char *ini_get(const Ini *ini, const char *key)
{
    const Entry *entry = find_entry(ini, key);
    return entry == NULL ? NULL : entry->value;
}

int ini_line(const Ini *ini, const char *key)
{
    const Entry *entry = find_entry(ini, key);
    return entry == NULL ? 0 : entry->line;
}

size_t ini_count(const Ini *ini)
{
    return ini->count;
}

const char *ini_key(const Ini *ini, size_t index)
{
    return index < ini->count ? ini->entries[index].key : NULL;
}
