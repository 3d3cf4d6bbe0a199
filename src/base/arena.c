/* SPDX-License-Identifier: MPL-2.0 */
/*
 * Bump allocation in a chain of blocks.  The first block of the chain is the one being filled; an
 * allocation too large for a fresh block gets its own, behind the first, so that the room left in
 * the first is not lost.
 */
#include "framdrift/base.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>

/* A gap between allocations, so that reading past one is found. */
enum { RED_ZONE = 16 };

#define FORBID(at, bytes) ASAN_POISON_MEMORY_REGION((at), (bytes))
#define ALLOW(at, bytes)  ASAN_UNPOISON_MEMORY_REGION((at), (bytes))
#else
enum { RED_ZONE = 0 };

#define FORBID(at, bytes) ((void)(at), (void)(bytes))
#define ALLOW(at, bytes)  ((void)(at), (void)(bytes))
#endif

enum { ALIGNMENT = alignof(max_align_t) };

static const size_t smallest_block = (size_t)64 * 1024;
static const size_t largest_block = (size_t)4 * 1024 * 1024;
static const size_t large_page = (size_t)2 * 1024 * 1024;
static const size_t texts_together = 2048;
static const size_t longest_packed = 128;

typedef struct Block {
    struct Block *next;
    size_t capacity;
    alignas(max_align_t) char bytes[];
} Block;

struct Arena {
    Block *first;
    size_t used;       /* of the first block */
    size_t next_block; /* how large the next one will be */
    size_t taken;
    char *texts; /* room for texts, which need no alignment and lie close together */
    size_t texts_room;
};

Arena *arena_new(void)
{
    Arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        base_out_of_memory();
    }
    arena->next_block = smallest_block;
    arena->taken = sizeof *arena;
    return arena;
}

/* The rows of a large plan are tens of megabytes: taken four kilobytes at a time, the taking costs as
 * much as the reading.  It is a hint, and what comes of it is the system's business. */
static void ask_for_large_pages(void *block, size_t bytes)
{
    if (bytes >= largest_block) {
        uintptr_t from = ((uintptr_t)block + large_page - 1) / large_page * large_page;
        uintptr_t end = ((uintptr_t)block + bytes) / large_page * large_page;
        if (from < end) {
            (void)madvise((char *)block + (from - (uintptr_t)block), end - from, MADV_HUGEPAGE);
        }
    }
}

static Block *block_new(Arena *arena, size_t capacity)
{
    Block *block = malloc(sizeof *block + capacity);
    if (block == NULL) {
        base_out_of_memory();
    }
    ask_for_large_pages(block, sizeof *block + capacity);
    block->next = NULL;
    block->capacity = capacity;
    arena->taken += sizeof *block + capacity;
    FORBID(block->bytes, capacity);
    return block;
}

static void block_free(Arena *arena, Block *block)
{
    arena->taken -= sizeof *block + block->capacity;
    ALLOW(block->bytes, block->capacity);
    free(block);
}

void arena_clear(Arena *arena)
{
    Block *kept = arena->first;
    if (kept == NULL) {
        return;
    }
    for (Block *block = kept->next; block != NULL;) {
        Block *next = block->next;
        /* Keep the largest ordinary block: the next use will probably need as much. */
        bool better = block->capacity > kept->capacity && block->capacity <= largest_block;
        block_free(arena, better ? kept : block);
        kept = better ? block : kept;
        block = next;
    }
    kept->next = NULL;
    FORBID(kept->bytes, kept->capacity);
    arena->first = kept;
    arena->used = 0;
    arena->texts_room = 0;
}

void arena_free(Arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (Block *block = arena->first; block != NULL;) {
        Block *next = block->next;
        block_free(arena, block);
        block = next;
    }
    free(arena);
}

static void *take(Arena *arena, size_t room, size_t bytes)
{
    char *at = arena->first->bytes + arena->used;
    arena->used += room;
    ALLOW(at, bytes);
    return at;
}

static void *take_from_new_block(Arena *arena, size_t room, size_t bytes)
{
    if (room > arena->next_block / 4 && arena->first != NULL) {
        Block *block = block_new(arena, room);
        block->next = arena->first->next;
        arena->first->next = block;
        ALLOW(block->bytes, bytes);
        return block->bytes;
    }
    Block *block = block_new(arena, room > arena->next_block ? room : arena->next_block);
    block->next = arena->first;
    arena->first = block;
    arena->used = 0;
    if (arena->next_block < largest_block) {
        arena->next_block *= 2;
    }
    return take(arena, room, bytes);
}

void *arena_bare(Arena *arena, size_t bytes)
{
    if (bytes > SIZE_MAX / 2) {
        base_out_of_memory();
    }
    size_t room = (bytes + RED_ZONE + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (room == 0) {
        room = ALIGNMENT;
    }
    if (arena->first != NULL && room <= arena->first->capacity - arena->used) {
        return take(arena, room, bytes);
    }
    return take_from_new_block(arena, room, bytes);
}

void *arena_alloc(Arena *arena, size_t bytes)
{
    return memset(arena_bare(arena, bytes), 0, bytes);
}

void *arena_array(Arena *arena, size_t count, size_t bytes_each)
{
    size_t bytes = 0;
    if (__builtin_mul_overflow(count, bytes_each, &bytes)) {
        BUG("an array of %zu times %zu bytes", count, bytes_each);
    }
    return arena_alloc(arena, bytes);
}

void *arena_grown(Arena *arena, const void *items, size_t count, size_t capacity,
                  size_t bytes_each)
{
    void *more = arena_array(arena, capacity, bytes_each);
    if (count > 0)
        memcpy(more, items, count * bytes_each);
    return more;
}

/* Most texts of a plan are shorter than the gap that alignment leaves behind them.  Where gaps are
 * wanted, to find what reads past a text, each has its own. */
static char *take_text(Arena *arena, size_t bytes)
{
    if (RED_ZONE > 0 || bytes > longest_packed) {
        return arena_bare(arena, bytes);
    }
    if (bytes > arena->texts_room) {
        arena->texts = arena_bare(arena, texts_together);
        arena->texts_room = texts_together;
    }
    char *at = arena->texts;
    arena->texts += bytes;
    arena->texts_room -= bytes;
    return at;
}

char *arena_strndup(Arena *arena, const char *text, size_t bytes)
{
    char *copy = take_text(arena, bytes + 1);
    if (bytes > 0) {
        memcpy(copy, text, bytes);
    }
    copy[bytes] = '\0';
    return copy;
}

char *arena_strdup(Arena *arena, const char *text)
{
    return text == NULL ? NULL : arena_strndup(arena, text, strlen(text));
}

char *arena_printf(Arena *arena, const char *format, ...)
{
    char shorter[160]; /* as most are: they are formatted once */
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(shorter, sizeof shorter, format, arguments);
    va_end(arguments);
    if (length < 0) {
        va_end(again);
        BUG("a text that cannot be formatted");
    }
    char *text = arena_alloc(arena, (size_t)length + 1);
    if ((size_t)length < sizeof shorter) {
        memcpy(text, shorter, (size_t)length);
    } else {
        vsnprintf(text, (size_t)length + 1, format, again);
    }
    va_end(again);
    return text;
}

size_t arena_bytes(const Arena *arena)
{
    return arena->taken;
}
