/* SPDX-License-Identifier: MPL-2.0 */
/*
 *   source_laws ROOT ROOM:"DOOR DOOR…"…   judges every source file below ROOT; 1 where a law is broken
 *   source_laws --self-test               1 where a law lets its own breach pass
 */
#include "source_laws.h"

#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct {
    Court court;
    size_t root_length;
    int files, breaches;
} walk; /* nftw hands no context on */

static void print_breach(void *context, const char *law, const char *path, int line,
                         const char *what)
{
    (void)context;
    (void)fprintf(stderr, "%s:%d: law “%s”: %s\n", path, line, law, what);
    walk.breaches++;
}

static char *read_whole(const char *path)
{
    FILE *file = fopen(path, "r");
    struct stat about;
    if (file == NULL || stat(path, &about) != 0) {
        perror(path);
        exit(2);
    }
    char *text = calloc((size_t)about.st_size + 1, 1);
    size_t got = text != NULL ? fread(text, 1, (size_t)about.st_size, file) : 0;
    (void)fclose(file);
    if (got != (size_t)about.st_size) {
        perror(path);
        exit(2);
    }
    return text;
}

static bool ends_with(const char *text, const char *ending)
{
    size_t length = strlen(text);
    size_t want = strlen(ending);
    return length >= want && strcmp(text + length - want, ending) == 0;
}

static int visit(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    const char *relative = path + walk.root_length;
    (void)about;
    if (kind == FTW_D && place->level == 1 && strncmp(relative, "src/", 4) == 0) {
        char readme[4096];
        struct stat found;
        (void)snprintf(readme, sizeof readme, "%s/README.md", path);
        if (stat(readme, &found) != 0)
            print_breach(NULL, "readme", relative, 0, "has no README.md");
    }
    if (kind == FTW_F && (ends_with(path, ".c") || ends_with(path, ".h"))) {
        char *text = read_whole(path);
        walk.files++;
        source_judge(&walk.court, relative, text);
        free(text);
    }
    return 0;
}

int main(int count, char **words)
{
    static const char *const folders[] = {"src", "include", "tests"};
    if (count == 2 && strcmp(words[1], "--self-test") == 0)
        return source_self_test() > 0;
    if (count < 3) {
        (void)fprintf(stderr, "source_laws ROOT ROOM:DOORS… | --self-test\n");
        return 2;
    }
    walk.root_length = strlen(words[1]) + 1;
    walk.court = (Court){.floors = {(const char *const *)(words + 2), (size_t)count - 2},
                         .tell = print_breach};
    for (size_t index = 0; index < sizeof folders / sizeof *folders; index++) {
        char folder[4096];
        (void)snprintf(folder, sizeof folder, "%s/%s", words[1], folders[index]);
        if (nftw(folder, visit, 16, FTW_PHYS) != 0) {
            perror(folder);
            return 2;
        }
    }
    if (walk.files < 100) {
        (void)fprintf(stderr, "only %d files were found below %s\n", walk.files, words[1]);
        return 2;
    }
    (void)printf("%d files, %d breaches\n", walk.files, walk.breaches);
    return walk.breaches > 0;
}
