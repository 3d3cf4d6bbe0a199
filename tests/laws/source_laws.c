/* SPDX-License-Identifier: MPL-2.0 */
#include "source_laws.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define LONGEST_FILE    600

/* A place is a folder ("src/store/"), a file, or the start of both; several stand in one row. */
typedef struct Rule {
    const char *word;
    const char *places[4];
} Rule;

/* Every header of the system that may be included, and where.  No place: anywhere. */
static const Rule system_headers[] = {
    {"ctype.h", {"tests/"}},
    {"curses.h", {"src/tui/term.c"}},
    {"dirent.h", {"src/store/", "src/io/", "src/app/", "src/tui/"}},
    {"errno.h", {"src/"}},
    {"fcntl.h", {"src/store/", "src/app/", "src/tui/"}},
    {"iniparser/iniparser.h", {"src/base/ini.c"}},
    {"inttypes.h", {0}},
    {"langinfo.h", {"src/tui/"}},
    {"libintl.h", {"src/base/translate.c", "src/tui/host.c"}},
    {"limits.h", {0}},
    {"linux/audit.h", {"src/tui/kiosk.c"}},
    {"linux/filter.h", {"src/tui/kiosk.c"}},
    {"linux/landlock.h", {"src/tui/kiosk.c"}},
    {"linux/seccomp.h", {"src/tui/kiosk.c"}},
    {"locale.h", {"src/tui/host.c"}},
    {"math.h", {"src/draw/", "src/view/"}},
    {"poll.h", {"src/tui/"}},
    {"pwd.h", {"src/tui/host.c"}},
    {"sanitizer/asan_interface.h", {"src/base/arena.c"}},
    {"signal.h", {"src/tui/"}},
    {"spawn.h", {"src/tui/run.c"}},
    {"sqlite3.h", {"src/store/"}},
    {"stdalign.h", {0}},
    {"stdarg.h", {0}},
    {"stdbool.h", {0}},
    {"stddef.h", {0}},
    {"stdint.h", {0}},
    {"stdio.h", {"src/", "include/framdrift/tui.h"}},
    {"stdlib.h", {"src/"}},
    {"string.h", {"src/"}},
    {"strings.h", {"src/"}},
    {"sys/auxv.h", {"src/main.c"}},
    {"sys/file.h", {"src/store/"}},
    {"sys/inotify.h", {"src/store/"}},
    {"sys/ioctl.h", {"src/tui/"}},
    {"sys/mman.h", {"src/base/", "src/tui/"}},
    {"sys/prctl.h", {"src/tui/"}},
    {"sys/random.h", {"src/store/"}},
    {"sys/resource.h", {"src/tui/"}},
    {"sys/signalfd.h", {"src/tui/"}},
    {"sys/stat.h", {"src/store/", "src/io/", "src/app/", "src/"}},
    {"sys/syscall.h", {"src/tui/kiosk.c"}},
    {"sys/timerfd.h", {"src/tui/"}},
    {"sys/types.h", {"src/"}},
    {"sys/vfs.h", {"src/store/"}},
    {"sys/wait.h", {"src/tui/"}},
    {"term.h", {"src/tui/term.c"}},
    {"termios.h", {"src/tui/"}},
    {"time.h", {"src/tui/"}},
    {"unistd.h", {"src/base/", "src/store/", "src/app/", "src/"}},
    {"utf8proc.h", {"src/base/"}},
    {"wchar.h", {"src/tui/"}},
};

static const char *const banned_calls[] = {
    "strcpy", "strcat",  "strncat",  "sprintf", "vsprintf", "gets",    "strtok", "popen",
    "atoi",   "atol",    "atof",     "scanf",   "sscanf",   "system",  "mktemp", "tmpnam",
    "printw", "wprintw", "mvprintw", "get_wch", "wget_wch", "wborder",
};
static const char *const banned_drawing[] = {"box", "border"}; /* words that draw may use */
static const char *const banned_sleeping[] = {"sleep", "usleep"};

/* Floors 0 to 3 neither print nor ask for the time, the environment or the locale. */
static const char *const low_rooms[] = {"base", "model", "engine", "store",
                                        "draw", "view",  "io"};
static const char *const outside_calls[] = {
    "printf",        "vprintf",  "fprintf",     "vfprintf",    "dprintf",     "puts",
    "putchar",       "fputs",    "fputc",       "putc",        "perror",      "getenv",
    "secure_getenv", "setenv",   "putenv",      "unsetenv",    "time",        "gettimeofday",
    "clock_gettime", "clock",    "localtime",   "localtime_r", "gmtime",      "gmtime_r",
    "mktime",        "timegm",   "strftime",    "setlocale",   "nl_langinfo", "isatty",
    "getpwuid",      "getlogin", "gethostname", "getopt",
};
static const char *const outside_words[] = {"stdout", "stderr", "stdin", "environ"};

/* What the laws let pass by name: the last words before the program dies, and the terminal, which a
 * signal must be able to give back without an argument. */
static const Rule exceptions[] = {
    {"fputs", {"src/base/err.c"}},  {"fputc", {"src/base/err.c"}},
    {"stderr", {"src/base/err.c"}}, {"say_last_words", {"src/base/err.c"}},
    {"term", {"src/tui/term.c"}},   {"tty", {"src/tui/tty.c"}},
};

static const char *const marks[] = {"TO"
                                    "DO",
                                    "FIX"
                                    "ME",
                                    "X"
                                    "XX",
                                    "HA"
                                    "CK"};

typedef struct File {
    const Court *court;
    const char *path, *text;
    char *code; /* the text with comments and the insides of literals blanked */
    char room[32];
} File;

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t index = 0; index < count; index++)
        if (strcmp(words[index], word) == 0)
            return true;
    return false;
}

static bool is_excepted(const File *file, const char *word)
{
    for (size_t index = 0; index < COUNT_OF(exceptions); index++)
        if (strcmp(exceptions[index].word, word) == 0 &&
            starts_with(file->path, exceptions[index].places[0]))
            return true;
    return false;
}

static int line_of(const char *text, const char *at)
{
    int line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

static void tell(const File *file, const char *law, const char *at, const char *start,
                 const char *what)
{
    const Court *court = file->court;
    court->tell(court->context, law, file->path, line_of(start, at), what);
}

/* --- Reading ---------------------------------------------------------------------------------------- */

/* The end of the comment or literal that begins at `at`; `at` itself where none does. */
static const char *skip_quiet(const char *at)
{
    if (at[0] == '/' && at[1] == '/')
        return at + strcspn(at, "\n");
    if (at[0] == '/' && at[1] == '*') {
        const char *end = strstr(at + 2, "*/");
        return end != NULL ? end + 2 : at + strlen(at);
    }
    if (at[0] != '"' && at[0] != '\'')
        return at;
    char quote = *at++;
    while (*at != '\0' && *at != quote && *at != '\n')
        at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
    return *at == quote ? at + 1 : at;
}

static char *blank_quiet(const char *text)
{
    char *code = strdup(text);
    for (const char *at = text; code != NULL && *at != '\0';) {
        const char *end = skip_quiet(at);
        for (const char *quiet = at; quiet < end; quiet++)
            if (*quiet != '\n')
                code[quiet - text] = quiet == at && (*at == '"' || *at == '\'') ? '"' : ' ';
        at = end > at ? end : at + 1;
    }
    return code;
}

static bool is_word(char letter)
{
    return isalnum((unsigned char)letter) != 0 || letter == '_';
}

/* The next word or single sign from *at; false at the end. */
static bool next_token(const char **at, const char **start, char *token, size_t capacity)
{
    while (isspace((unsigned char)**at) != 0)
        (*at)++;
    *start = *at;
    size_t length = 0;
    while (is_word((*at)[length]))
        length++;
    if (length == 0 && **at != '\0')
        length = 1;
    *at += length;
    size_t kept = length < capacity ? length : capacity - 1;
    memcpy(token, *start, kept);
    token[kept] = '\0';
    return length > 0;
}

static void find_room(File *file)
{
    const char *name = file->path;
    size_t length = 0;
    if (starts_with(name, "include/framdrift/")) {
        name += strlen("include/framdrift/");
        length = strcspn(name, ".");
    } else if (starts_with(name, "src/") && strchr(name + 4, '/') != NULL) {
        name += strlen("src/");
        length = strcspn(name, "/");
    }
    if (length >= sizeof file->room)
        length = sizeof file->room - 1;
    memcpy(file->room, name, length);
    file->room[length] = '\0';
    if (strcmp(file->room, "schema") == 0) /* the second door of the model */
        memcpy(file->room, "model", sizeof "model");
}

/* --- Laws about the file as it stands ----------------------------------------------------------------- */

static void judge_shape(const File *file)
{
    const char *text = file->text;
    int lines = line_of(text, text + strlen(text)) - 1;
    if (!starts_with(text, "/* SPDX-License-Identifier: MPL-2.0 */\n"))
        tell(file, "first-line", text, text, "the licence is not in the first line");
    if (lines > LONGEST_FILE && !starts_with(file->path, "tests/"))
        tell(file, "length", text, text, "more than 600 lines");
    for (size_t index = 0; index < COUNT_OF(marks); index++)
        for (const char *at = strstr(text, marks[index]); at != NULL;
             at = strstr(at + 1, marks[index]))
            if ((at == text || !is_word(at[-1])) && !is_word(at[strlen(marks[index])]))
                tell(file, "mark", at, text, marks[index]);
}

/* --- Laws about includes ------------------------------------------------------------------------------ */

static bool may_use_door(const File *file, const char *door)
{
    size_t length = strcspn(door, ".");
    if (starts_with(door, "schema."))
        return may_use_door(file, "model.h");
    size_t own = strlen(file->room);
    for (size_t index = 0; index < file->court->floors.count; index++) {
        const char *row = file->court->floors.rooms[index];
        if (!starts_with(row, file->room) || row[own] != ':')
            continue;
        for (const char *at = row + own + 1; *at != '\0'; at += strspn(at, " ")) {
            size_t word = strcspn(at, " ");
            if (word == length && strncmp(at, door, length) == 0)
                return true;
            at += word;
        }
        return false;
    }
    return strcmp(file->path, "src/main.c") == 0 && starts_with(door, "tui.");
}

static bool may_use_header(const File *file, const char *header)
{
    for (size_t index = 0; index < COUNT_OF(system_headers); index++) {
        const Rule *rule = &system_headers[index];
        if (strcmp(rule->word, header) != 0)
            continue;
        for (size_t place = 0; place < COUNT_OF(rule->places); place++)
            if (rule->places[place] != NULL && starts_with(file->path, rule->places[place]))
                return true;
        return rule->places[0] == NULL;
    }
    return false;
}

static void judge_include(const File *file, const char *at, const char *line)
{
    char name[128];
    char close = *at == '<' ? '>' : '"';
    size_t length = 0;
    for (at++; at[length] != close && at[length] != '\n' && at[length] != '\0';)
        length++;
    if (length >= sizeof name)
        length = sizeof name - 1;
    memcpy(name, at, length);
    name[length] = '\0';
    if (close == '>') {
        if (!may_use_header(file, name))
            tell(file, "system-header", line, file->text, name);
    } else if (starts_with(name, "framdrift/")) {
        if (!may_use_door(file, name + strlen("framdrift/")))
            tell(file, "floor", line, file->text, name);
    } else if (strchr(name, '/') != NULL || starts_with(file->path, "include/")) {
        tell(file, "private-header", line, file->text, name);
    }
}

static void judge_includes(const File *file)
{
    for (const char *line = file->text; line != NULL && *line != '\0';) {
        const char *at = line + strspn(line, " \t");
        if (*at == '#') {
            at += 1 + strspn(at + 1, " \t");
            if (starts_with(at, "include")) {
                at += strlen("include");
                at += strspn(at, " \t");
                judge_include(file, at, line);
            }
        }
        line = strchr(line, '\n');
        line += line != NULL;
    }
}

/* --- Laws about calls --------------------------------------------------------------------------------- */

#define IS_IN(word, list) is_one_of(word, list, COUNT_OF(list))

static void judge_call(const File *file, const char *word, const char *at, bool low)
{
    if (IS_IN(word, banned_calls) || IS_IN(word, banned_sleeping) ||
        (strcmp(file->room, "tui") == 0 && IS_IN(word, banned_drawing)))
        tell(file, "banned-call", at, file->code, word);
    else if (low && IS_IN(word, outside_calls) && !is_excepted(file, word))
        tell(file, "outside-call", at, file->code, word);
}

static void judge_calls(const File *file)
{
    char word[64];
    bool low = IS_IN(file->room, low_rooms);
    const char *start = NULL;
    char before = ';';
    for (const char *at = file->code; next_token(&at, &start, word, sizeof word);
         before = at[-1]) {
        if (starts_with(word, "ACS_"))
            tell(file, "banned-call", start, file->code, word);
        if (low && IS_IN(word, outside_words) && !is_excepted(file, word))
            tell(file, "outside-call", start, file->code, word);
        bool is_member = before == '.' || before == '>' || before == '*';
        if (at[strspn(at, " ")] == '(' && !is_member)
            judge_call(file, word, start, low);
    }
}

/* --- The law about globals ----------------------------------------------------------------------------- */

/* What a declaration says, read word by word up to its '=', ';' or '{' of a body. */
typedef struct Declaration {
    const char *start;
    char name[64];
    bool is_static, is_constant, is_function, is_pointer, is_other;
    int words;
} Declaration;

static void declaration_take(Declaration *declaration, const char *start, const char *token)
{
    static const char *const others[] = {"typedef", "extern", "_Static_assert", "return",
                                         "goto"};
    static const char *const kinds[] = {"struct", "union", "enum"};
    bool is_kind = IS_IN(token, kinds);
    if (declaration->words == 0)
        declaration->start = start;
    declaration->words += !is_kind; /* “struct Name;” declares no variable */
    if (IS_IN(token, others))
        declaration->is_other = true;
    else if (strcmp(token, "static") == 0)
        declaration->is_static = true;
    else if (strcmp(token, "const") == 0)
        declaration->is_constant = true;
    else if (*token == '*')
        declaration->is_constant = false; /* what follows decides about the pointer itself */
    else if (is_word(*token) && !is_kind && !declaration->is_function)
        memcpy(declaration->name, token, strlen(token) + 1);
}

static void declaration_judge(const File *file, const Declaration *declaration)
{
    if (declaration->words < 2 || declaration->is_other || declaration->is_function ||
        declaration->is_constant || is_excepted(file, declaration->name))
        return;
    tell(file, "global", declaration->start, file->code, declaration->name);
}

/* After "(": a pointer to a function is a variable, anything else makes it a function. */
static void declaration_parenthesis(Declaration *declaration, const char **at)
{
    const char *inside = *at + strspn(*at, " \n");
    int depth = 1;
    if (strcmp(declaration->name, "__attribute__") != 0 && *inside != '*' &&
        !declaration->is_pointer)
        declaration->is_function = true;
    if (*inside == '*') {
        declaration->is_pointer = true;
        char token[64];
        const char *start = NULL;
        while (next_token(at, &start, token, sizeof token) && *token != ')')
            declaration_take(declaration, start, token);
        return;
    }
    for (; **at != '\0' && depth > 0; (*at)++)
        depth += (**at == '(') - (**at == ')');
}

static void skip_braces(const char **at)
{
    for (int depth = 1; **at != '\0' && depth > 0; (*at)++)
        depth += (**at == '{') - (**at == '}');
}

static void skip_directive(const char **at)
{
    while (**at != '\0' && **at != '\n')
        *at += (*at)[0] == '\\' && (*at)[1] == '\n' ? 2 : 1;
}

/* At the top of a file every variable counts; within a function only what is static. */
static void judge_declarations(const File *file, const char **at, bool inside)
{
    static const Declaration none;
    Declaration declaration = none;
    char token[64];
    const char *start = NULL;
    while (next_token(at, &start, token, sizeof token)) {
        if (*token == '#') {
            skip_directive(at);
        } else if (*token == ';' || *token == '=') {
            if (declaration.is_static || !inside)
                declaration_judge(file, &declaration);
            declaration = none;
            /* The value of a variable of the whole file; within a function it is read as code. */
            while (!inside && *token == '=' && **at != '\0' && **at != ';')
                (*at)++;
        } else if (*token == '{' && (declaration.is_function || inside) &&
                   !(inside && declaration.is_static)) {
            judge_declarations(file, at, true);
            declaration = none;
        } else if (*token == '{') {
            skip_braces(at); /* the members of a struct, then the name of the variable */
            at[0] += strspn(*at, " \n");
            if (**at == ';')
                declaration.is_other = true;
            declaration.words++;
        } else if (*token == '}') {
            return;
        } else if (*token == '(') {
            declaration_parenthesis(&declaration, at);
        } else if (*token == '[') {
            *at += strcspn(*at, "]");
            *at += **at == ']';
        } else {
            declaration_take(&declaration, start, token);
        }
    }
}

void source_judge(const Court *court, const char *path, const char *text)
{
    File file = {.court = court, .path = path, .text = text, .code = blank_quiet(text)};
    if (file.code == NULL)
        abort();
    find_room(&file);
    judge_shape(&file);
    judge_calls(&file);
    if (!starts_with(path, "tests/")) {
        judge_includes(&file);
        const char *at = file.code;
        judge_declarations(&file, &at, false);
    }
    free(file.code);
}
