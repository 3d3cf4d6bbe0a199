/* SPDX-License-Identifier: MPL-2.0 */
/* What the tests of the store share: a folder of their own, a clock, and short ways to write. */
#ifndef FRAMDRIFT_TESTS_STORE_TEST_H
#define FRAMDRIFT_TESTS_STORE_TEST_H

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "framdrift/store.h"

#include <cmocka.h>

typedef struct TestClock {
    int64_t now;
} TestClock;

static inline int64_t test_now(void *context)
{
    TestClock *clock = context;
    return clock->now++;
}

static inline StoreAuthor test_author(TestClock *clock, const char *name)
{
    return (StoreAuthor){.author = name, .host = "kontor", .now = test_now, .context = clock};
}

/* A fresh folder under the build directory; memory is preferred, since every commit syncs. */
static inline void test_folder_make(char *folder, size_t room)
{
    const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : TEST_BINARY_DIR;
    (void)snprintf(folder, room, "%s/framdrift-store-XXXXXX", base);
    assert_non_null(mkdtemp(folder));
}

static inline void test_folder_remove(const char *folder)
{
    DIR *directory = opendir(folder);
    for (struct dirent *entry = directory ? readdir(directory) : NULL; entry;
         entry = readdir(directory)) {
        char path[600];
        (void)snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        (void)unlink(path);
    }
    if (directory)
        (void)closedir(directory);
    (void)rmdir(folder);
}

static inline const Field *test_field(EntityKind kind, const char *name)
{
    const Field *field = schema_field_by_name(schema_entity(kind), name);
    assert_non_null(field);
    return field;
}

#define assert_good(call, err)                                                                 \
    do {                                                                                       \
        if (!(call)) {                                                                         \
            fail_msg("%s: %s", #call, (err).message);                                          \
        }                                                                                      \
    } while (0)

static inline void test_set_text(Store *store, EntityKind kind, RowId id, const char *field,
                                 const char *text)
{
    Err err = {0};
    Value value = text ? VALUE_OF_TEXT(text) : VALUE_IS_NULL;
    assert_good(store_set(store, kind, id, test_field(kind, field), &value, &err), err);
}

static inline void test_set_number(Store *store, EntityKind kind, RowId id, const char *field,
                                   int64_t number)
{
    Err err = {0};
    Value value = VALUE_OF_INTEGER(number);
    assert_good(store_set(store, kind, id, test_field(kind, field), &value, &err), err);
}

static inline void test_begin(Store *store, const char *label)
{
    Err err = {0};
    assert_good(store_begin(store, label, &err), err);
}

static inline int64_t test_commit(Store *store)
{
    Err err = {0};
    int64_t change = 0;
    assert_good(store_commit(store, &change, &err), err);
    return change;
}

static inline RowId test_add(Store *store, EntityKind kind, const char *name)
{
    Err err = {0};
    RowId id = 0;
    assert_good(store_add(store, kind, &id, &err), err);
    test_set_text(store, kind, id, "name", name);
    return id;
}

/* One change that writes one text; NULL empties the field. */
static inline int64_t test_write_text(Store *store, EntityKind kind, RowId id,
                                      const char *field, const char *text)
{
    char label[80];
    (void)snprintf(label, sizeof(label), "set %s \"%s\"", field, text ? text : "");
    test_begin(store, label);
    test_set_text(store, kind, id, field, text);
    return test_commit(store);
}

/* One change that deletes one row. */
static inline void test_delete(Store *store, EntityKind kind, RowId id)
{
    Err err = {0};
    test_begin(store, "delete");
    assert_good(store_delete(store, kind, id, &err), err);
    (void)test_commit(store);
}

static inline Plan *test_load(Store *store, Arena *arena)
{
    Err err = {0};
    Plan *plan = NULL;
    assert_good(store_load(store, arena, 0, &plan, &err), err);
    return plan;
}

static inline void test_verify(Store *store, Arena *arena)
{
    Err err = {0};
    VerifyReport report;
    assert_good(store_verify(store, false, arena, &report, &err), err);
    if (!report.clean)
        fail_msg("%s", report.findings);
}

#endif
