/*
 * graph.c — the dependence graph of the loops, in Graphviz's DOT.
 *
 * A box per loop, inside the box of the loop around it; in it the lines that stand against
 * running its iterations apart. An edge is a carried dependence, from the line that comes first
 * to the one that waits for it, labelled with its kind, the variable and the distance; an
 * effect hangs on its line alone.
 */
#include "report_internal.h"

static void quoted(struct buf *out, str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char) text.ptr[i];

        if (c == '"' || c == '\\')
            buf_byte(out, '\\');
        buf_byte(out, c < 0x20 || c == 0x7F ? ' ' : (char) c);
    }
}

static const char *colour_of(enum loop_verdict verdict)
{
    switch (verdict) {
    case LOOP_INDEPENDENT:
        return "darkgreen";
    case LOOP_REDUCTION:
        return "forestgreen";
    case LOOP_GUARDED:
        return "goldenrod";
    case LOOP_SEQUENTIAL:
        return "firebrick";
    default:
        return "gray40";
    }
}

static void line_node(struct buf *out, uint32_t loop, uint32_t line)
{
    buf_printf(out, "\"%u:%u\"", loop, line);
}

static void edge(struct buf *out, uint32_t loop, const struct blocker *b)
{
    uint32_t to = b->to_line ? b->to_line : b->line;
    bool backwards = str_equal(b->dependence, S("anti"));

    line_node(out, loop, backwards ? to : b->line);
    buf_append(out, S(" -> "));
    line_node(out, loop, backwards ? b->line : to);
    buf_append(out, S(" [label=\""));
    quoted(out, b->dependence);
    buf_append(out, S(" "));
    quoted(out, b->name);
    if (b->distance)
        buf_printf(out, " (%lld)", (long long) b->distance);
    buf_append(out, S("\"];\n"));
}

static void effect(struct buf *out, uint32_t loop, uint32_t index, const struct blocker *b)
{
    buf_printf(out, "\"%u/%u\" [shape=note, label=\"", loop, index);
    quoted(out, b->kind);
    if (b->name.len) {
        buf_append(out, S(" "));
        quoted(out, b->name);
    }
    buf_append(out, S("\"];\n"));
    line_node(out, loop, b->line);
    buf_printf(out, " -> \"%u/%u\" [arrowhead=none, style=dotted];\n", loop, index);
}

static bool stands_in(const struct findings *f, uint32_t inner, uint32_t loop)
{
    const struct loop_report *a = &f->loops.items[inner], *b = &f->loops.items[loop];

    return inner > loop && a->parent_line == b->line && str_equal(a->function, b->function);
}

/* The first loop that could be the parent is; two loops of one line are drawn side by side. */
static bool is_child(const struct findings *f, uint32_t inner, uint32_t loop)
{
    for (uint32_t i = 0; i < loop; i++)
        if (stands_in(f, inner, i))
            return false;
    return stands_in(f, inner, loop);
}

static void draw_blockers(struct buf *out, const struct loop_report *l, uint32_t loop)
{
    for (uint32_t i = 0; i < l->blockers.count; i++) {
        const struct blocker *b = &l->blockers.items[i];

        if (b->line == 0 || str_equal(b->kind, S("not_enough_work")))
            continue;
        line_node(out, loop, b->line);
        buf_printf(out, " [label=\"line %u\"];\n", b->line);
        if (b->to_line) {
            line_node(out, loop, b->to_line);
            buf_printf(out, " [label=\"line %u\"];\n", b->to_line);
        }
        if (b->dependence.len)
            edge(out, loop, b);
        else
            effect(out, loop, i, b);
    }
}

static void draw(struct buf *out, const struct findings *f, uint32_t loop)
{
    const struct loop_report *l = &f->loops.items[loop];

    buf_printf(out, "subgraph cluster_%u {\ncolor=%s; label=\"", loop, colour_of(l->verdict));
    quoted(out, l->kind);
    buf_printf(out, " line %u, ", l->line);
    quoted(out, l->function);
    buf_printf(out, ": %s\";\n\"loop %u\" [shape=point, style=invis];\n",
               loop_verdict_name(l->verdict), loop);
    draw_blockers(out, l, loop);
    for (uint32_t i = loop + 1; i < f->loops.count; i++)
        if (is_child(f, i, loop))
            draw(out, f, i);
    buf_append(out, S("}\n"));
}

void report_analyze_dot(const struct job *job, struct buf *out)
{
    const struct findings *f = &job->findings;

    buf_append(out, S("digraph dependences {\nnode [shape=box, fontname=monospace];\n"));
    for (uint32_t i = 0; i < f->loops.count; i++) {
        bool inner = false;

        for (uint32_t p = 0; p < i && !inner; p++)
            inner = is_child(f, i, p);
        if (!inner)
            draw(out, f, i);
    }
    buf_append(out, S("}\n"));
}
