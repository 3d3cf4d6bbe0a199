/* SPDX-License-Identifier: MPL-2.0 */
/* A breach of each law, and what looks like one and is none: a law that cannot fail is no law. */
#include "source_laws.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define HEAD            "/* SPDX-License-Identifier: MPL-2.0 */\n"

static const struct {
    const char *law; /* NULL: lawful */
    const char *path, *text;
} samples[] = {
    {"first-line", "src/base/a.c", "int sum(int one);\n"},
    {"mark", "src/base/a.c",
     HEAD "/* TO"
          "DO: later */\n"},
    {"mark", "tests/unit/a.c",
     HEAD "/* FIX"
          "ME */\n"},
    {"floor", "src/model/a.c", HEAD "#include \"framdrift/engine.h\"\n"},
    {"floor", "src/view/a.c", HEAD "#include \"framdrift/store.h\"\n"},
    {"floor", "src/draw/a.c", HEAD "#  include \"framdrift/model.h\"\n"},
    {"floor", "include/framdrift/base.h", HEAD "#include \"framdrift/schema.h\"\n"},
    {"floor", "src/main.c", HEAD "#include \"framdrift/store.h\"\n"},
    {NULL, "src/view/a.c", HEAD "#include \"framdrift/schema.h\"\n"},
    {NULL, "src/main.c", HEAD "#include \"framdrift/tui.h\"\n"},
    {"private-header", "src/view/a.c", HEAD "#include \"../draw/cells.h\"\n"},
    {"private-header", "include/framdrift/view.h", HEAD "#include \"parts.h\"\n"},
    {NULL, "src/view/a.c", HEAD "#include \"parts.h\"\n"},
    {"system-header", "src/app/a.c", HEAD "#include <sqlite3.h>\n"},
    {"system-header", "src/tui/loop.c", HEAD "#include <curses.h>\n"},
    {"system-header", "src/io/a.c", HEAD "#include <iniparser/iniparser.h>\n"},
    {"system-header", "src/store/a.c", HEAD "#include <time.h>\n"},
    {"system-header", "src/app/a.c", HEAD "#include <netdb.h>\n"},
    {NULL, "src/store/a.c", HEAD "#include <sqlite3.h>\n"},
    {"banned-call", "src/app/a.c", HEAD "void f(char *a, const char *b) { strcpy(a, b); }\n"},
    {"banned-call", "src/app/a.c", HEAD "int f(const char *a) { return atoi (a); }\n"},
    {"banned-call", "src/tui/a.c", HEAD "void f(void) { addch(ACS_HLINE); }\n"},
    {"banned-call", "src/tui/a.c", HEAD "void f(void) { box(stdscr, 0, 0); }\n"},
    {"banned-call", "tests/pty/a.c", HEAD "void f(void) { usleep(10); }\n"},
    {NULL, "src/app/a.c",
     HEAD "/* strcpy(a, b) */ const char *f(void) { return \"atoi(\"; }\n"},
    {"outside-call", "src/view/a.c", HEAD "void f(void) { printf(\"x\"); }\n"},
    {"outside-call", "src/engine/a.c", HEAD "long f(void) { return time(NULL); }\n"},
    {"outside-call", "src/store/a.c", HEAD "char *f(void) { return getenv(\"HOME\"); }\n"},
    {"outside-call", "src/io/a.c", HEAD "void *f(void) { return stderr; }\n"},
    {NULL, "src/store/a.c",
     HEAD "long f(struct row *r) { long time = r->time(1); return time; }\n"},
    {NULL, "src/tui/a.c", HEAD "char *f(void) { return getenv(\"HOME\"); }\n"},
    {"global", "src/app/a.c", HEAD "static int count;\n"},
    {"global", "src/app/a.c", HEAD "int count = 3;\n"},
    {"global", "src/app/a.c", HEAD "static const char *name;\n"},
    {"global", "src/app/a.c", HEAD "static const char *names[] = {\"a\", \"b\"};\n"},
    {"global", "src/app/a.c", HEAD "static void (*say)(const char *what);\n"},
    {"global", "src/app/a.c", HEAD "static struct {\n    int a;\n} state;\n"},
    {"global", "src/app/a.c",
     HEAD "int f(void)\n{\n    static int calls;\n    return ++calls;\n}\n"},
    {"global", "src/app/a.c",
     HEAD "int f(int a)\n{\n    if (a) {\n        static int calls = 1;\n        return "
          "calls;\n    }\n"
          "    return 0;\n}\n"},
    {"global", "src/app/a.c", HEAD "struct place here;\n"},
    {"global", "src/app/a.c", HEAD "struct {\n    int a;\n} state;\n"},
    {NULL, "src/app/a.c", HEAD "enum {\n    ONE\n};\nunion u {\n    int a;\n};\n"},
    {NULL, "src/app/a.c", HEAD "struct place;\n"},
    {NULL, "src/app/a.c",
     HEAD "static int count(void);\nextern const int sum;\ntypedef int Sum;\n"},
    {NULL, "src/app/a.c",
     HEAD "static const char *const names[] = {\"a\", \"b\"};\nenum { A = 1 };\n"},
    {NULL, "src/app/a.c",
     HEAD "static const struct {\n    const char *name;\n} rows[] = {{\"a\"}};\n"},
    {NULL, "src/app/a.c",
     HEAD "static bool (*const tests[])(int) = {f};\nstruct s {\n    int *a;\n};\n"},
    {NULL, "src/app/a.c",
     HEAD "int f(void)\n{\n    int here = 1;\n    char *at = NULL;\n    return here;\n}\n"},
};

typedef struct Heard {
    const char *law;
    int breaches;
} Heard;

static void hear(void *context, const char *law, const char *path, int line, const char *what)
{
    Heard *heard = context;
    (void)path;
    (void)line;
    (void)what;
    heard->law = law;
    heard->breaches++;
}

static int judge_long_file(const Court *court, Heard *heard)
{
    int faults = 0;
    for (size_t lines = 600; lines <= 601; lines++) {
        size_t head = strlen(HEAD);
        char *text = malloc(head + lines + 1);
        if (text == NULL)
            abort();
        memcpy(text, HEAD, head);
        memset(text + head, '\n', lines - 1);
        text[head + lines - 1] = '\0';
        *heard = (Heard){0};
        source_judge(court, "src/base/a.c", text);
        faults += heard->breaches != (lines > 600);
        free(text);
    }
    return faults;
}

int source_self_test(void)
{
    static const char *const rooms[] = {"base:base",
                                        "model:base model",
                                        "draw:base draw",
                                        "engine:base model engine",
                                        "store:base model store",
                                        "view:base model engine draw view",
                                        "io:base model engine store draw io",
                                        "app:base model engine store draw view io app",
                                        "tui:base model engine store draw view io app tui"};
    Heard heard = {0};
    Court court = {.floors = {rooms, COUNT_OF(rooms)}, .tell = hear, .context = &heard};
    int faults = judge_long_file(&court, &heard);
    if (faults > 0)
        (void)fprintf(stderr, "the law “length” does not hold at 600 lines\n");
    for (size_t index = 0; index < COUNT_OF(samples); index++) {
        const char *law = samples[index].law;
        heard = (Heard){0};
        source_judge(&court, samples[index].path, samples[index].text);
        int wanted = law != NULL;
        if (heard.breaches == wanted && (law == NULL || strcmp(heard.law, law) == 0))
            continue;
        (void)fprintf(stderr, "sample %zu: wanted %s, heard %s (%d)\n%s\n", index,
                      law != NULL ? law : "nothing", heard.law != NULL ? heard.law : "nothing",
                      heard.breaches, samples[index].text);
        faults++;
    }
    return faults;
}
