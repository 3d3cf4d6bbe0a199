/* SPDX-License-Identifier: MPL-2.0 */
/*
 * The laws that one can read off a source file.  source_laws.c knows them, source_samples.c has a
 * small breach of each one, source_main.c walks the tree.
 */
#ifndef SOURCE_LAWS_H
#define SOURCE_LAWS_H

#include <stddef.h>

/* Which doors a room may include: "view:base model engine draw view" from the list in CMakeLists.txt. */
typedef struct Floors {
    const char *const *rooms;
    size_t count;
} Floors;

/* `path` is relative to the root of the tree.  Every breach is told once, with its line. */
typedef void Tell(void *context, const char *law, const char *path, int line, const char *what);

typedef struct Court {
    Floors floors;
    Tell *tell;
    void *context;
} Court;

void source_judge(const Court *court, const char *path, const char *text);

/* Puts a breach of each law before the court; the number of laws that let theirs pass. */
int source_self_test(void);

#endif
