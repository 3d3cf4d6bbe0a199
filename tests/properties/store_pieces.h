/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Memory for SQLite in tests that open thousands of plans: pieces of a few sizes that are used again.  The
 * sanitizer cannot look into SQLite, and spent most of the time on its memory.
 */
#ifndef FRAMDRIFT_TESTS_STORE_PIECES_H
#define FRAMDRIFT_TESTS_STORE_PIECES_H

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define PIECE_HEAD     16 /* before each piece: its size */
#define PIECE_SMALLEST 64
#define PIECE_KINDS    12 /* 64 bytes to 128 kB */
#define PIECE_SLAB     (1 << 20)

typedef union PieceHead {
    size_t size;
    union PieceHead *next; /* while it is free */
    char room[PIECE_HEAD];
} PieceHead;

static PieceHead *pieces_free[PIECE_KINDS];
static char *pieces_slab; /* begins with the pointer to the slab before it */
static size_t pieces_used = PIECE_SLAB;

static inline int piece_kind(size_t size)
{
    int kind = 0;
    while (kind < PIECE_KINDS && ((size_t)PIECE_SMALLEST << kind) < size) {
        kind++;
    }
    return kind;
}

static void *piece_take(int wanted)
{
    size_t size = (size_t)wanted;
    int kind = piece_kind(size);
    PieceHead *head = NULL;
    if (kind == PIECE_KINDS) {
        head = malloc(PIECE_HEAD + size);
    } else if (pieces_free[kind] != NULL) {
        head = pieces_free[kind];
        pieces_free[kind] = head->next;
    } else {
        size_t whole = PIECE_HEAD + ((size_t)PIECE_SMALLEST << kind);
        if (pieces_used + whole > PIECE_SLAB) {
            char *slab = malloc(PIECE_SLAB);
            if (slab == NULL) {
                return NULL;
            }
            memcpy(slab, &pieces_slab, sizeof(pieces_slab));
            pieces_slab = slab;
            pieces_used = PIECE_HEAD;
        }
        head = (PieceHead *)(void *)(pieces_slab + pieces_used);
        pieces_used += whole;
    }
    if (head == NULL) {
        return NULL;
    }
    head->size = kind == PIECE_KINDS ? size : (size_t)PIECE_SMALLEST << kind;
    return head + 1;
}

static int piece_size(void *piece)
{
    return piece == NULL ? 0 : (int)((PieceHead *)piece - 1)->size;
}

static void piece_return(void *piece)
{
    PieceHead *head = (PieceHead *)piece - 1;
    int kind = piece_kind(head->size);
    if (kind == PIECE_KINDS) {
        free(head);
        return;
    }
    head->next = pieces_free[kind];
    pieces_free[kind] = head;
}

static void *piece_resize(void *piece, int wanted)
{
    int size = piece_size(piece);
    if (wanted <= size) {
        return piece;
    }
    void *more = piece_take(wanted);
    if (more != NULL) {
        memcpy(more, piece, (size_t)size);
        piece_return(piece);
    }
    return more;
}

static int piece_round(int wanted)
{
    int kind = piece_kind((size_t)wanted);
    return kind == PIECE_KINDS ? (wanted + 7) & ~7 : PIECE_SMALLEST << kind;
}

static int pieces_begin(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void pieces_end(void *context)
{
    (void)context;
}

/* Before anything is opened. */
static inline int pieces_install(void)
{
    static const sqlite3_mem_methods methods = {.xMalloc = piece_take,
                                                .xFree = piece_return,
                                                .xRealloc = piece_resize,
                                                .xSize = piece_size,
                                                .xRoundup = piece_round,
                                                .xInit = pieces_begin,
                                                .xShutdown = pieces_end};
    return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
}

#endif
