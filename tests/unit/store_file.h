/* SPDX-License-Identifier: MPL-2.0 */
/*
 * What the tests of the store do to a plan's file behind the store's back: look for words in its bytes,
 * ask and change it by SQL, write something else in its place.  Never for what a plan holds to people:
 * that is loaded (store_test.h).
 */
#ifndef FRAMDRIFT_TESTS_STORE_FILE_H
#define FRAMDRIFT_TESTS_STORE_FILE_H

#include <sqlite3.h>
#include <sys/wait.h>

#include "store_test.h"

static inline void file_write(const char *path, const void *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

/* As cp does it: a file that is there keeps its inode. */
static inline void file_copy(const char *from, const char *to)
{
    static char bytes[1 << 16];
    int source = open(from, O_RDONLY | O_CLOEXEC);
    int target = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    assert_true(source >= 0 && target >= 0);
    for (ssize_t got = read(source, bytes, sizeof(bytes)); got > 0;
         got = read(source, bytes, sizeof(bytes)))
        assert_int_equal(write(target, bytes, (size_t)got), got);
    assert_int_equal(close(source), 0);
    assert_int_equal(close(target), 0);
}

/* Whether the words stand anywhere in a plan's bytes, in force or in a page that is free. */
static inline bool file_holds(const char *path, const char *words)
{
    Text bytes = {0};
    char part[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t got = fread(part, 1, sizeof(part), file); got > 0;
         got = fread(part, 1, sizeof(part), file))
        text_append_bytes(&bytes, part, got);
    (void)fclose(file);
    assert_true(bytes.length > 4096);
    bool found = memmem(bytes.bytes, bytes.length, words, strlen(words)) != NULL;
    text_free(&bytes);
    return found;
}

/* How many files of a folder have `part` in their name, and the path of the last of them by name (NULL:
 * there is none); `last` may be NULL. */
static inline int folder_count(const char *folder, const char *part, Arena *arena,
                               const char **last)
{
    const char *name = NULL;
    int count = 0;
    DIR *directory = opendir(folder);
    assert_non_null(directory);
    for (const struct dirent *entry = readdir(directory); entry; entry = readdir(directory)) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            strstr(entry->d_name, part) == NULL)
            continue;
        count++;
        if (name == NULL || strcmp(name, entry->d_name) < 0)
            name = arena_strdup(arena, entry->d_name);
    }
    (void)closedir(directory);
    if (last != NULL)
        *last = name == NULL ? NULL : arena_printf(arena, "%s/%s", folder, name);
    return count;
}

static inline void sql_run(const char *path, const char *sql)
{
    sqlite3 *raw = NULL;
    assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
    if (sqlite3_exec(raw, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(raw));
    assert_int_equal(sqlite3_close(raw), SQLITE_OK);
}

/* The values of every row that a query gives, with a bar after each; NULL is "-". */
static inline const char *sql_ask(const char *path, const char *sql, Arena *arena)
{
    sqlite3 *raw = NULL;
    sqlite3_stmt *read = NULL;
    Text out = {0};
    assert_int_equal(sqlite3_open_v2(path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &read, NULL), SQLITE_OK);
    while (sqlite3_step(read) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(read); i++) {
            const char *text = (const char *)sqlite3_column_text(read, i);
            text_printf(&out, "%s|", text == NULL ? "-" : text);
        }
    }
    (void)sqlite3_finalize(read);
    (void)sqlite3_close(raw);
    const char *words = arena_strdup(arena, text_string(&out));
    text_free(&out);
    return words;
}

/* The one number that a query gives. */
static inline int64_t sql_number(const char *path, const char *sql)
{
    sqlite3 *raw = NULL;
    sqlite3_stmt *read = NULL;
    assert_int_equal(sqlite3_open_v2(path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &read, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(read), SQLITE_ROW);
    int64_t number = sqlite3_column_int64(read, 0);
    (void)sqlite3_finalize(read);
    (void)sqlite3_close(raw);
    return number;
}

/* What a forked child ended with, by itself and not by a signal. */
static inline int exit_of(pid_t child)
{
    int outcome = 0;
    assert_int_equal(waitpid(child, &outcome, 0), child);
    assert_true(WIFEXITED(outcome));
    return WEXITSTATUS(outcome);
}

#endif
