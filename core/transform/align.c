/*
 * align.c — lines that continue an expression stay under the bracket they were written under.
 *
 *     return 1 + min(f(a, b),          known[key] = 1 + min(f(a, b),
 *                    f(b, a))     →                         f(b, a))
 *
 * A line that starts inside brackets, right below the first byte behind the innermost open one,
 * is aligned to it. When edits move that bracket, the line moves with it. One pass over the
 * source, in order, so that the columns of a line that has moved count for the lines aligned to
 * its brackets. Lines inside a text of several lines are part of a value and stay; lines with
 * tabs stay as well.
 */
#include "transform_internal.h"

#define MAX_DEPTH 64

struct shifted {
    uint32_t line; /* its start */
    int64_t shift;
};

struct alignment {
    struct rewriting *rw;
    struct candidate *c;
    uint32_t edits; /* of the rewriting itself; what is added behind them are shifts of lines */
    uint32_t open[MAX_DEPTH]; /* offsets of open brackets */
    uint32_t depth;
    VEC(struct shifted) shifted; /* lines that have moved */
};

/* Bytes that the edits of the rewriting add in front of `offset` on its line; false when one of
 * them brings a newline or reaches over the line's start. */
static bool grown_before(const struct alignment *a, uint32_t line, uint32_t offset,
                         int64_t *ret_growth)
{
    *ret_growth = 0;
    for (uint32_t i = 0; i < a->shifted.count; i++)
        if (a->shifted.items[i].line == line)
            *ret_growth = a->shifted.items[i].shift;
    for (uint32_t i = 0; i < a->edits; i++) {
        const struct edit *e = &a->c->edits.items[i];
        if (e->end < line || e->start >= offset ||
            (e->end == line && e->start == line && str_find(e->text, S("\n")) != SIZE_MAX))
            continue;
        size_t last = SIZE_MAX;
        for (size_t k = 0; k < e->text.len; k++)
            last = e->text.ptr[k] == '\n' ? k : last;
        if (e->start < line || e->end > offset)
            return false;
        if (last != SIZE_MAX) /* what follows the edit begins a line of its own */
            *ret_growth = -(int64_t) (e->end - line) + (int64_t) (e->text.len - last - 1);
        else
            *ret_growth += (int64_t) e->text.len - (int64_t) (e->end - e->start);
    }
    return true;
}

/* Moves the line that starts at `line` and has its first byte at `first`. */
static void shift_line(struct alignment *a, uint32_t line, uint32_t first)
{
    uint32_t bracket = a->open[a->depth - 1];
    uint32_t above = (uint32_t) layout_line_start(a->rw->tree->source, bracket);
    int64_t own, anchor;
    if (first - line != bracket + 1 - above)
        return; /* a hanging indent */
    if (!grown_before(a, above, bracket, &anchor) || !grown_before(a, line, first, &own))
        return;
    int64_t shift = anchor - own;
    if (shift == 0 || -shift > (int64_t) (first - line))
        return;
    *VEC_PUSH(a->rw->arena, &a->shifted) = (struct shifted){ line, shift };
    if (shift > 0)
        add_edit(a->rw, a->c, first, first, arena_printf(a->rw->arena, "%*s", (int) shift, ""));
    else
        add_edit(a->rw, a->c, (uint32_t) ((int64_t) first + shift), first, S(""));
}

/* Offsets behind texts, so that the scan can leave them out: ends[start] = end. */
static uint32_t *text_ends(const struct rewriting *rw)
{
    const struct py_tree *t = rw->tree;
    uint32_t *ends = ARENA_ARRAY(rw->arena, uint32_t, t->source.len + 1);
    for (uint32_t n = 1; n < t->count; n++) {
        bool text = t->nodes[n].kind == PY_JoinedStr ||
                    (t->nodes[n].kind == PY_Constant &&
                     (t->nodes[n].op == PY_CONST_STR || t->nodes[n].op == PY_CONST_BYTES));
        if (text && t->nodes[n].end > ends[t->nodes[n].start])
            ends[t->nodes[n].start] = t->nodes[n].end;
    }
    return ends;
}

static void track_bracket(struct alignment *a, uint32_t at)
{
    switch (a->rw->tree->source.ptr[at]) {
    case '(':
    case '[':
    case '{':
        if (a->depth < MAX_DEPTH)
            a->open[a->depth++] = at;
        break;
    case ')':
    case ']':
    case '}':
        a->depth -= a->depth > 0;
        break;
    default:
        break;
    }
}

void align_continuations(struct rewriting *rw, struct candidate *c)
{
    struct alignment a = { .rw = rw, .c = c, .edits = c->edits.count };
    str source = rw->tree->source;
    const uint32_t *ends = text_ends(rw);
    for (uint32_t at = 0; at < source.len && a.depth < MAX_DEPTH;) {
        if (ends[at] > at) {
            at = ends[at];
        } else if (source.ptr[at] == '#') {
            at = (uint32_t) layout_line_end(source, at) - 1;
            at += source.ptr[at] != '\n';
        } else if (source.ptr[at] == '\n') {
            uint32_t line = ++at, first = line;
            while (first < source.len && source.ptr[first] == ' ')
                first++;
            if (a.depth > 0 && first < source.len && !strchr("\t\r\n", source.ptr[first]))
                shift_line(&a, line, first);
        } else {
            track_bracket(&a, at++);
        }
    }
}
