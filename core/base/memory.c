/*
 * memory.c — arenas, growing buffers and an allocator that aborts instead of returning NULL.
 *
 * An arena is a list of blocks, newest first; allocation bumps a pointer in the newest. It is
 * owned by one thread at a time and freed whole. The budget is advisory (arena_over): stages
 * look at it between steps, so that no allocation in the middle of one needs an error path.
 *
 * Under AddressSanitizer what was not handed out is poisoned, with a gap behind every piece, so
 * that running over the end of one is seen although its block goes on.
 */
#include "hasten/base.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#endif
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, size) ASAN_POISON_MEMORY_REGION(p, size)
#define UNPOISON(p, size) ASAN_UNPOISON_MEMORY_REGION(p, size)
#define GAP ALIGNMENT
#else
#define POISON(p, size) ((void) 0)
#define UNPOISON(p, size) ((void) 0)
#define GAP 0u
#endif

#define BLOCK_MIN ((size_t) 16 * 1024)
#define BLOCK_MAX ((size_t) 1024 * 1024)
#define ALIGNMENT 16u

struct block {
    struct block *older;
    size_t used, capacity;
    _Alignas(ALIGNMENT) char bytes[];
};

struct arena {
    struct block *newest;
    size_t used;  /* bytes handed out */
    size_t limit;
};

static void *checked(void *p)
{
    if (!p) {
        static const char text[] = "hasten: out of memory\n";
        fwrite(text, 1, sizeof(text) - 1, stderr);
        abort();
    }
    return p;
}

void *xmalloc(size_t size)
{
    return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t n, size_t size)
{
    return checked(calloc(n ? n : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t size)
{
    return checked(realloc(p, size ? size : 1));
}

char *xstrdup_str(str s)
{
    char *copy = xmalloc(s.len + 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return copy;
}

struct arena *arena_new(size_t limit_bytes)
{
    struct arena *a = xcalloc(1, sizeof(*a));
    a->limit = limit_bytes;
    return a;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    for (struct block *b = a->newest; b;) {
        struct block *older = b->older;
        free(b);
        b = older;
    }
    free(a);
}

bool arena_over(const struct arena *a)
{
    return a->used > a->limit;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

/* Blocks double up to BLOCK_MAX, so that small jobs stay small and large ones need few. */
static struct block *block_for(struct arena *a, size_t size)
{
    size_t capacity = a->newest ? a->newest->capacity * 2 : BLOCK_MIN;
    if (capacity > BLOCK_MAX)
        capacity = BLOCK_MAX;
    if (capacity < size)
        capacity = size;
    struct block *b = xmalloc(sizeof(*b) + capacity);
    b->older = a->newest;
    b->used = 0;
    b->capacity = capacity;
    POISON(b->bytes, capacity);
    a->newest = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t size)
{
    size_t room = ((size + ALIGNMENT - 1) & ~(size_t) (ALIGNMENT - 1)) + GAP;
    struct block *b = a->newest;
    if (!b || b->capacity - b->used < room)
        b = block_for(a, room);
    void *p = b->bytes + b->used;
    b->used += room;
    a->used += room;
    UNPOISON(p, size);
    return memset(p, 0, size);
}

str arena_str(struct arena *a, str s)
{
    return (str){ arena_cstr(a, s), s.len };
}

char *arena_cstr(struct arena *a, str s)
{
    char *copy = arena_alloc(a, s.len + 1);
    if (s.len)
        memcpy(copy, s.ptr, s.len);
    return copy;
}

/* Bytes that the formatted text needs, without its NUL. */
static size_t formatted_len(const char *format, va_list args) PRINTF_LIKE(1, 0);

static size_t formatted_len(const char *format, va_list args)
{
    char probe[8];
    int n = vsnprintf(probe, sizeof(probe), format, args);
    return n > 0 ? (size_t) n : 0;
}

str arena_printf(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t len = formatted_len(format, args);
    va_end(args);
    char *out = arena_alloc(a, len + 1);
    vsnprintf(out, len + 1, format, again);
    va_end(again);
    return (str){ out, len };
}

void *vec_room(struct arena *a, void *items, uint32_t count, uint32_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    uint32_t larger = *capacity ? *capacity * 2 : 8;
    void *moved = arena_alloc(a, (size_t) larger * size);
    if (count)
        memcpy(moved, items, (size_t) count * size);
    *capacity = larger;
    return moved;
}

void *buf_room(struct buf *b, size_t n)
{
    size_t needed = b->len + n + 1;
    if (needed > b->capacity) {
        size_t larger = b->capacity ? b->capacity * 2 : 256;
        b->capacity = larger < needed ? needed : larger;
        b->ptr = xrealloc(b->ptr, b->capacity);
    }
    b->ptr[b->len] = '\0';
    return b->ptr + b->len;
}

void buf_append(struct buf *b, str s)
{
    char *end = buf_room(b, s.len);
    if (s.len)
        memcpy(end, s.ptr, s.len);
    b->len += s.len;
    b->ptr[b->len] = '\0';
}

void buf_byte(struct buf *b, char c)
{
    buf_append(b, (str){ &c, 1 });
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    size_t len = formatted_len(format, args);
    va_end(args);
    vsnprintf(buf_room(b, len), len + 1, format, again);
    b->len += len;
    va_end(again);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->ptr)
        b->ptr[0] = '\0';
}

void buf_free(struct buf *b)
{
    free(b->ptr);
    *b = (struct buf){ 0 };
}

str buf_str(const struct buf *b)
{
    return b->ptr ? (str){ b->ptr, b->len } : S("");
}
