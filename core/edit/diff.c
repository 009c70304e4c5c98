/*
 * diff.c — unified diffs that `git apply` takes.
 *
 * Lines are interned to numbers (a line includes its newline, so a last line without one differs
 * from the same line with one), common ends are cut off, and the middle is compared with Myers,
 * "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), section 4b: find the
 * middle snake by searching from both ends, then solve the two halves. Space is linear and the
 * recursion is logarithmic in the number of differences.
 *
 * The algorithm only marks lines as removed or added; writing the hunks is a second, simple pass.
 * A region with more than MAX_COST differences in one search is marked as replaced whole: still a
 * correct diff, in bounded time, for texts that have nothing to do with each other.
 */
#include "hasten/edit.h"

#define CONTEXT 3
#define MAX_COST 2000

struct text {
    str *lines;
    uint32_t *ids; /* equal lines have equal ids, across both texts */
    bool *changed; /* removed from `before`, or added in `after` */
    uint32_t count;
};

struct comparison {
    struct text before, after;
    int64_t *forward, *backward; /* furthest reaching x per diagonal, see middle_snake() */
    int64_t centre;              /* index of diagonal 0 */
};

struct range {
    int64_t a0, a1, b0, b1; /* lines [a0, a1) of before against [b0, b1) of after */
};

/* ---- lines ---------------------------------------------------------------------- */

static void split(str source, struct text *text, struct arena *arena)
{
    VEC(str) lines = { 0 };
    size_t start = 0;
    for (size_t at = 0; at < source.len; at++) {
        if (source.ptr[at] != '\n' && at + 1 < source.len)
            continue;
        *VEC_PUSH(arena, &lines) = str_slice(source, start, at + 1);
        start = at + 1;
    }
    text->lines = lines.items;
    text->count = lines.count;
    text->ids = ARENA_ARRAY(arena, uint32_t, lines.count + 1);
    text->changed = ARENA_ARRAY(arena, bool, lines.count + 1);
}

struct intern {
    str *slots;
    uint32_t *ids;
    uint32_t mask, next;
};

static void intern_lines(struct intern *table, struct text *text)
{
    for (uint32_t i = 0; i < text->count; i++) {
        uint32_t slot = str_hash(text->lines[i]) & table->mask;
        while (table->ids[slot] && !str_equal(table->slots[slot], text->lines[i]))
            slot = (slot + 1) & table->mask;
        if (!table->ids[slot]) {
            table->ids[slot] = ++table->next;
            table->slots[slot] = text->lines[i];
        }
        text->ids[i] = table->ids[slot];
    }
}

static void number_lines(struct comparison *c, struct arena *arena)
{
    uint32_t size = 16;
    while (size < 2 * (c->before.count + c->after.count))
        size *= 2;
    struct intern table = { .slots = ARENA_ARRAY(arena, str, size),
                            .ids = ARENA_ARRAY(arena, uint32_t, size),
                            .mask = size - 1 };
    intern_lines(&table, &c->before);
    intern_lines(&table, &c->after);
}

/* ---- Myers ------------------------------------------------------------------------ */

static bool same_line(const struct comparison *c, int64_t a, int64_t b)
{
    return c->before.ids[a] == c->after.ids[b];
}

/* One step of the forward search on diagonal k (x - y, relative to the range). */
static int64_t advance(const struct comparison *c, struct range r, int64_t k, int64_t d)
{
    const int64_t *v = c->forward + c->centre;
    int64_t x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
    while (r.a0 + x < r.a1 && r.b0 + x - k < r.b1 && same_line(c, r.a0 + x, r.b0 + x - k))
        x++;
    return x;
}

/* The same from the end: x counts lines back from (a1, b1). */
static int64_t retreat(const struct comparison *c, struct range r, int64_t k, int64_t d)
{
    const int64_t *v = c->backward + c->centre;
    int64_t x = k == -d || (k != d && v[k - 1] < v[k + 1]) ? v[k + 1] : v[k - 1] + 1;
    while (x < r.a1 - r.a0 && x - k < r.b1 - r.b0 &&
           same_line(c, r.a1 - 1 - x, r.b1 - 1 - (x - k)))
        x++;
    return x;
}

/*
 * Finds a point (*ret_a, *ret_b) on a shortest path that halves the work. False when there are
 * more than MAX_COST differences. Diagonals that leave the grid are walked but never meet.
 */
static bool middle_snake(const struct comparison *c, struct range r, int64_t *ret_a,
                         int64_t *ret_b)
{
    int64_t n = r.a1 - r.a0, m = r.b1 - r.b0, delta = n - m;
    bool odd = (delta & 1) != 0;
    int64_t *fwd = c->forward + c->centre, *bwd = c->backward + c->centre;
    fwd[1] = bwd[1] = 0;

    for (int64_t d = 0; d <= (n + m + 1) / 2 && d <= MAX_COST; d++) {
        for (int64_t k = -d; k <= d; k += 2) {
            fwd[k] = advance(c, r, k, d);
            int64_t other = delta - k;
            if (odd && other >= 1 - d && other <= d - 1 && fwd[k] + bwd[other] >= n) {
                *ret_a = r.a0 + fwd[k];
                *ret_b = r.b0 + fwd[k] - k;
                return true;
            }
        }
        for (int64_t k = -d; k <= d; k += 2) {
            bwd[k] = retreat(c, r, k, d);
            int64_t other = delta - k;
            if (!odd && other >= -d && other <= d && bwd[k] + fwd[other] >= n) {
                *ret_a = r.a1 - bwd[k];
                *ret_b = r.b1 - (bwd[k] - k);
                return true;
            }
        }
    }
    return false;
}

static struct range without_common_ends(const struct comparison *c, struct range r)
{
    while (r.a0 < r.a1 && r.b0 < r.b1 && same_line(c, r.a0, r.b0))
        r.a0++, r.b0++;
    while (r.a0 < r.a1 && r.b0 < r.b1 && same_line(c, r.a1 - 1, r.b1 - 1))
        r.a1--, r.b1--;
    return r;
}

static void mark(bool *changed, int64_t from, int64_t to)
{
    for (int64_t i = from; i < to; i++)
        changed[i] = true;
}

static void compare(struct comparison *c, struct range whole)
{
    struct range r = without_common_ends(c, whole);
    int64_t a = 0, b = 0;
    bool split_found = r.a0 < r.a1 && r.b0 < r.b1 && middle_snake(c, r, &a, &b);
    bool progress = (a != r.a0 || b != r.b0) && (a != r.a1 || b != r.b1);
    if (!split_found || !progress) {
        mark(c->before.changed, r.a0, r.a1);
        mark(c->after.changed, r.b0, r.b1);
        return;
    }
    compare(c, (struct range){ r.a0, a, r.b0, b });
    compare(c, (struct range){ a, r.a1, b, r.b1 });
}

/* ---- hunks ------------------------------------------------------------------------ */

struct hunk {
    uint32_t a0, a1, b0, b1;
};

static bool at_change(const struct comparison *c, uint32_t a, uint32_t b)
{
    return (a < c->before.count && c->before.changed[a]) ||
           (b < c->after.count && c->after.changed[b]);
}

static void pass_change(const struct comparison *c, uint32_t *a, uint32_t *b)
{
    while (*a < c->before.count && c->before.changed[*a])
        ++*a;
    while (*b < c->after.count && c->after.changed[*b])
        ++*b;
}

/* The next hunk at or after (*a, *b), with context; changes closer than 2 * CONTEXT share one. */
static bool next_hunk(const struct comparison *c, uint32_t *a, uint32_t *b, struct hunk *ret)
{
    uint32_t start_a = *a;
    while (*a < c->before.count && !at_change(c, *a, *b))
        ++*a, ++*b;
    if (!at_change(c, *a, *b))
        return false;
    uint32_t lead = *a - start_a < CONTEXT ? *a - start_a : CONTEXT;
    ret->a0 = *a - lead;
    ret->b0 = *b - lead;
    for (;;) {
        pass_change(c, a, b);
        uint32_t tail = 0;
        while (tail <= 2 * CONTEXT && *a + tail < c->before.count &&
               !at_change(c, *a + tail, *b + tail))
            tail++;
        bool more = tail <= 2 * CONTEXT && at_change(c, *a + tail, *b + tail);
        if (!more)
            tail = tail < CONTEXT ? tail : CONTEXT;
        *a += tail;
        *b += tail;
        if (!more)
            break;
    }
    ret->a1 = *a;
    ret->b1 = *b;
    return true;
}

static void write_line(struct buf *out, char sign, str line)
{
    buf_byte(out, sign);
    buf_append(out, line);
    if (!str_ends(line, S("\n")))
        buf_append(out, S("\n\\ No newline at end of file\n"));
}

/* An empty side is numbered by the line before it, as POSIX diff -u has it. */
static void write_range(struct buf *out, char sign, uint32_t from, uint32_t to)
{
    uint32_t count = to - from;
    buf_printf(out, "%c%u", sign, count ? from + 1 : from);
    if (count != 1)
        buf_printf(out, ",%u", count);
}

static void write_hunk(const struct comparison *c, struct hunk h, struct buf *out)
{
    buf_append(out, S("@@ "));
    write_range(out, '-', h.a0, h.a1);
    buf_byte(out, ' ');
    write_range(out, '+', h.b0, h.b1);
    buf_append(out, S(" @@\n"));
    uint32_t a = h.a0, b = h.b0;
    while (a < h.a1 || b < h.b1) {
        if (a < h.a1 && c->before.changed[a])
            write_line(out, '-', c->before.lines[a++]);
        else if (b < h.b1 && c->after.changed[b])
            write_line(out, '+', c->after.lines[b++]);
        else {
            write_line(out, ' ', c->before.lines[a++]);
            b++;
        }
    }
}

/* Git's rules: unusual names are quoted like C strings, a name with a blank is ended by a tab. */
static void write_name(struct buf *out, const char *prefix, char side, str name)
{
    bool quoted = false;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char ch = (unsigned char) name.ptr[i];
        quoted |= ch < 0x20 || ch >= 0x7f || ch == '"' || ch == '\\';
    }
    buf_printf(out, quoted ? "%s \"%c/" : "%s %c/", prefix, side);
    for (size_t i = 0; i < name.len; i++) {
        unsigned char ch = (unsigned char) name.ptr[i];
        if (ch == '"' || ch == '\\')
            buf_printf(out, "\\%c", ch);
        else if (ch < 0x20 || ch >= 0x7f)
            buf_printf(out, "\\%03o", ch);
        else
            buf_byte(out, (char) ch);
    }
    if (quoted)
        buf_byte(out, '"');
    else if (str_find(name, S(" ")) != SIZE_MAX)
        buf_byte(out, '\t');
    buf_byte(out, '\n');
}

str unified_diff(str before, str after, str name, struct arena *arena)
{
    if (str_equal(before, after))
        return S("");

    struct comparison c = { 0 };
    split(before, &c.before, arena);
    split(after, &c.after, arena);
    number_lines(&c, arena);
    c.centre = MAX_COST + 2;
    c.forward = ARENA_ARRAY(arena, int64_t, 2 * c.centre + 1);
    c.backward = ARENA_ARRAY(arena, int64_t, 2 * c.centre + 1);
    compare(&c, (struct range){ 0, c.before.count, 0, c.after.count });

    struct buf out = { 0 };
    write_name(&out, "---", 'a', name);
    write_name(&out, "+++", 'b', name);
    struct hunk h;
    for (uint32_t a = 0, b = 0; next_hunk(&c, &a, &b, &h);)
        write_hunk(&c, h, &out);
    str diff = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return diff;
}
