/*
 * edit.c — byte-range edits of a source text.
 *
 * Transformations never print code from a tree: they replace byte ranges of the original, so
 * that comments, layout and line ends outside the ranges survive as they are. Every range refers
 * to the original text; edits are applied all at once, hence their order of creation is free.
 *
 * Two edits conflict when their ranges share a byte or when one inserts strictly inside the
 * other's range. Insertions at the same point do not conflict: they appear in the order in which
 * they were pushed, and before a replacement that starts there. Between two rewrites there is one more
 * conflict: one moves a line to the right, the other writes in it or in front of it, for the old place. An edit that occurs twice, byte
 * for byte, is one wish that two rewrites have in common (the same helper, the same import).
 *
 * Everything lives in the caller's arena. Single-threaded.
 */
#include "hasten/edit.h"

static bool is_insertion(const struct edit *e)
{
    return e->start == e->end;
}

/* It moves the line that starts there to the right. */
static bool moves_line(str source, const struct edit *e)
{
    bool blank = e->text.len > 0 && is_insertion(e) && (e->start == 0 || source.ptr[e->start - 1] == '\n');
    for (size_t i = 0; i < e->text.len && blank; i++)
        blank = e->text.ptr[i] == ' ' || e->text.ptr[i] == '\t';
    return blank;
}

static bool writes_in_moved_line(str source, const struct edit *moved, const struct edit *other)
{
    size_t end = moved->start;
    if (!moves_line(source, moved) || other->start > source.len)
        return false;
    while (end < source.len && source.ptr[end] != '\n')
        end++;
    return other->start <= end && (is_insertion(other) ? other->start >= moved->start : other->end > moved->start);
}

/* Does a have to stand in front of b? Insertions come before a replacement that starts there. */
static bool comes_before(const struct edit *a, const struct edit *b)
{
    if (a->start != b->start)
        return a->start < b->start;
    return is_insertion(a) && !is_insertion(b);
}

static bool overlap(const struct edit *a, const struct edit *b)
{
    if (is_insertion(a) && is_insertion(b))
        return false;
    if (is_insertion(a))
        return b->start < a->start && a->start < b->end;
    if (is_insertion(b))
        return a->start < b->start && b->start < a->end;
    return a->start < b->end && b->start < a->end;
}

static bool identical(const struct edit *a, const struct edit *b)
{
    return a->start == b->start && a->end == b->end && str_equal(a->text, b->text);
}

/* Insertion sort: stable, and a candidate has a handful of edits that are nearly in order. */
static void sort_stable(edit_vec *edits)
{
    for (uint32_t i = 1; i < edits->count; i++) {
        struct edit moving = edits->items[i];
        uint32_t j = i;
        for (; j > 0 && comes_before(&moving, &edits->items[j - 1]); j--)
            edits->items[j] = edits->items[j - 1];
        edits->items[j] = moving;
    }
}

bool edits_sort(edit_vec *edits, size_t source_len)
{
    sort_stable(edits);
    for (uint32_t i = 0; i < edits->count; i++) {
        const struct edit *e = &edits->items[i];
        if (e->start > e->end || e->end > source_len)
            return false;
        if (i > 0 && edits->items[i - 1].end > e->start)
            return false;
    }
    return true;
}

str edits_apply(str source, const edit_vec *edits, struct arena *arena)
{
    size_t len = source.len;
    for (uint32_t i = 0; i < edits->count; i++)
        len += edits->items[i].text.len - (edits->items[i].end - edits->items[i].start);

    char *out = arena_alloc(arena, len + 1);
    size_t at = 0, copied = 0;
    for (uint32_t i = 0; i <= edits->count; i++) {
        size_t stop = i < edits->count ? edits->items[i].start : source.len;
        if (stop > copied)
            memcpy(out + at, source.ptr + copied, stop - copied);
        at += stop - copied;
        if (i == edits->count)
            break;
        str text = edits->items[i].text;
        if (text.len)
            memcpy(out + at, text.ptr, text.len);
        at += text.len;
        copied = edits->items[i].end;
    }
    return (str){ out, len };
}

bool edits_disjoint(str source, const edit_vec *a, const edit_vec *b)
{
    for (uint32_t i = 0; i < a->count; i++)
        for (uint32_t j = 0; j < b->count; j++) {
            const struct edit *one = &a->items[i], *other = &b->items[j];
            if ((overlap(one, other) && !identical(one, other)) ||
                writes_in_moved_line(source, one, other) || writes_in_moved_line(source, other, one))
                return false;
        }
    return true;
}

static bool contains(const edit_vec *edits, const struct edit *wanted)
{
    for (uint32_t i = 0; i < edits->count; i++)
        if (identical(&edits->items[i], wanted))
            return true;
    return false;
}

void edits_merge(edit_vec *a, const edit_vec *b, struct arena *arena)
{
    for (uint32_t i = 0; i < b->count; i++)
        if (!contains(a, &b->items[i]))
            *VEC_PUSH(arena, a) = b->items[i];
}
