/*
 * flow.c — what each variable of a frame holds at the point that is being evaluated.
 *
 * A forward may-analysis (Muchnick 8; Nielson, Nielson & Hankin 2.1) solved on the structured
 * control flow of the syntax tree instead of on a graph: Python has no goto, so the edges of
 * branches, loops, exceptions and `finally` are known where the statement stands. The state is
 * one array; an assignment replaces what stood there (strong update) and leaves the old value
 * on a trail. A branch is run, taken off again as a delta against its start, and all the
 * branches of a statement are merged; the cost is proportional to the assignments, not to the
 * variables.
 *
 *   loop       what flows back is kept per loop and joined in at the head by the next pass
 *   exception  may leave between any two assignments: a handler starts with what held before
 * the `try`, joined with everything that was assigned inside no end     after return, raise,
 * break and continue the state is dead and joins with nothing
 *
 * A variable is loose when the order of statements says nothing about it: assigned by inner
 * functions, in lazily evaluated code, or in a `finally` that jumps pass through. Loose
 * variables and code that runs later (lambdas, generator expressions) see the join of all
 * assignments.
 */
#include "facts_internal.h"

#define MAX_JUMP_CHANGES 256u
#define MAX_JUMPS        64u

static struct local join(struct local a, struct local b)
{
    return (struct local){ type_join(a.type, b.type), a.self | b.self };
}

static bool equal(struct local a, struct local b)
{
    return type_equal(a.type, b.type) && a.self == b.self;
}

static void set(struct frame *fr, uint32_t index, struct local v)
{
    *VEC_PUSH(fr->arena, &fr->trail) = (struct flow_entry){ index, fr->now[index] };
    fr->now[index] = v;
    if (fr->catcher != NULL)
        *VEC_PUSH(fr->arena, &fr->catcher->assigned) = (struct flow_entry){ index, v };
}

void flow_loosen(struct frame *fr, uint32_t symbol)
{
    if (!frame_owns(fr, symbol) || fr->loose[symbol - fr->low])
        return;
    fr->loose[symbol - fr->low] = true;
    fr->changed = true;
}

void flow_assign(struct frame *fr, uint32_t symbol, struct local v)
{
    if (!fr->running)
        return;
    if (fr->late > 0)
        flow_loosen(fr, symbol);
    else if (!fr->dead && !fr->loose[symbol - fr->low])
        set(fr, symbol - fr->low, v);
}

/* Keeps only some types of what the variable holds from here on. */
void flow_narrow(struct frame *fr, uint32_t symbol, py_types keep)
{
    uint32_t index = symbol - fr->low;
    struct local v;

    if (!fr->running || fr->late > 0 || fr->dead || !frame_owns(fr, symbol) || fr->loose[index])
        return;
    v = fr->now[index];
    if ((v.type.is & ~keep) == 0)
        return;
    v.type = type_narrow(v.type, keep);
    set(fr, index, v);
}

/* What a load of the variable at the Name `node` gives, and a note of it for later questions.
 */
struct local flow_load(struct py_facts *f, struct frame *fr, uint32_t node, uint32_t symbol)
{
    uint32_t index = symbol - fr->low;
    struct local *seen = NULL, v = fr->locals[index];

    if (fr->seen != NULL && node >= fr->def && node < f->tree->nodes[fr->def].extent)
        seen = &fr->seen[f->names_before[node] - f->names_before[fr->def]];
    if (!fr->running)
        return seen != NULL && seen->type.is != 0 ? *seen : v;
    if (fr->late == 0 && !fr->dead && !fr->loose[index])
        v = fr->now[index];
    if (seen != NULL)
        *seen = join(*seen, v);
    return v;
}

/* ---- branches --------------------------------------------------------------------- */

struct flow_mark flow_mark(const struct frame *fr)
{
    return (struct flow_mark){ fr->trail.count, fr->dead };
}

/* Every variable changed since the mark, with its present value. */
static struct delta changes_since(struct frame *fr, struct flow_mark mark)
{
    struct delta d = { .dead = fr->dead };
    uint32_t stamp = ++fr->stamps;

    if (fr->dead)
        return d;
    for (uint32_t i = mark.trail; i < fr->trail.count; i++) {
        d.count += fr->stamp[fr->trail.items[i].index] != stamp;
        fr->stamp[fr->trail.items[i].index] = stamp;
    }
    d.entries = ARENA_ARRAY(fr->arena, struct flow_entry, d.count + 1);
    d.count = 0;
    stamp = ++fr->stamps;
    for (uint32_t i = mark.trail; i < fr->trail.count; i++) {
        uint32_t index = fr->trail.items[i].index;

        if (fr->stamp[index] != stamp)
            d.entries[d.count++] = (struct flow_entry){ index, fr->now[index] };
        fr->stamp[index] = stamp;
    }
    return d;
}

/* Ends a branch: its changes come back as a delta, the state is as it was at the mark. */
struct delta flow_take(struct frame *fr, struct flow_mark mark)
{
    struct delta d = changes_since(fr, mark);

    while (fr->trail.count > mark.trail) {
        const struct flow_entry *e = &fr->trail.items[--fr->trail.count];

        fr->now[e->index] = e->value;
    }
    fr->dead = mark.dead;
    return d;
}

/* Control goes on from the end of any of these branches. */
void flow_merge(struct frame *fr, const struct delta *branches, uint32_t count)
{
    uint32_t live = 0, stamp = ++fr->stamps, total = 0;
    struct flow_entry *merged;

    for (uint32_t b = 0; b < count; b++) {
        live += !branches[b].dead;
        total += branches[b].count;
    }
    if (live == 0) {
        fr->dead = true;
        return;
    }
    merged = ARENA_ARRAY(fr->arena, struct flow_entry, total + 1);
    total = 0;
    for (uint32_t b = 0; b < count; b++) {
        for (uint32_t i = 0; i < branches[b].count; i++) {
            const struct flow_entry *e = &branches[b].entries[i];

            if (fr->stamp[e->index] != stamp) {
                fr->stamp[e->index] = stamp;
                fr->slot[e->index] = total;
                merged[total++] = (struct flow_entry){ .index = e->index };
                fr->hits[e->index] = 0;
            }
            merged[fr->slot[e->index]].value = join(merged[fr->slot[e->index]].value, e->value);
            fr->hits[e->index]++;
        }
    }
    for (uint32_t i = 0; i < total; i++) {
        uint32_t index = merged[i].index;

        set(fr, index,
            fr->hits[index] < live ? join(merged[i].value, fr->now[index]) : merged[i].value);
    }
}

/* The code since the mark may not have run at all. */
void flow_maybe(struct frame *fr, struct flow_mark mark)
{
    struct delta branches[] = { flow_take(fr, mark), { .dead = mark.dead } };

    flow_merge(fr, branches, ARRAY_LEN(branches));
}

/* ---- exceptions --------------------------------------------------------------------- */

void flow_try(struct frame *fr, struct catcher *c)
{
    *c = (struct catcher){ .outer = fr->catcher };
    fr->catcher = c;
}

/* What left this `try` may leave the one around it. */
void flow_end_try(struct frame *fr, struct catcher *c)
{
    fr->catcher = c->outer;
    for (uint32_t i = 0; fr->catcher != NULL && i < c->assigned.count; i++)
        *VEC_PUSH(fr->arena, &fr->catcher->assigned) = c->assigned.items[i];
}

/* The state is that before the `try`; now it is that of its handlers. */
void flow_catch(struct frame *fr, const struct catcher *c)
{
    for (uint32_t i = 0; !fr->dead && i < c->assigned.count; i++) {
        const struct flow_entry *e = &c->assigned.items[i];
        struct local v = join(fr->now[e->index], e->value);

        if (!equal(v, fr->now[e->index]))
            set(fr, e->index, v);
    }
}

/* ---- loops -------------------------------------------------------------------------- */

static struct back_edge *back_edge_of(struct frame *fr, uint32_t node)
{
    for (uint32_t i = 0; i < fr->back_edges.count; i++) {
        uint32_t at = (fr->back_cursor + i) % fr->back_edges.count;

        if (fr->back_edges.items[at].node != node)
            continue;
        fr->back_cursor = at + 1;
        return &fr->back_edges.items[at];
    }
    *VEC_PUSH(fr->arena, &fr->back_edges) = (struct back_edge){ .node = node };
    fr->back_cursor = fr->back_edges.count;
    return &fr->back_edges.items[fr->back_edges.count - 1];
}

/* At the head: what earlier passes found flowing back is possible here. */
void flow_enter_loop(struct frame *fr, uint32_t node, struct loop_flow *l)
{
    const struct back_edge *back = back_edge_of(fr, node);

    for (uint32_t i = 0; !fr->dead && i < back->entries.count; i++) {
        const struct flow_entry *e = &back->entries.items[i];

        if (!fr->loose[e->index])
            set(fr, e->index, join(fr->now[e->index], e->value));
    }
    *l = (struct loop_flow){ .node = node, .head = flow_mark(fr), .outer = fr->loop };
    fr->loop = l;
}

static void flow_back(struct frame *fr, const struct delta *d, uint32_t node)
{
    struct back_edge *back = back_edge_of(fr, node);
    uint32_t stamp = ++fr->stamps;

    for (uint32_t i = 0; i < back->entries.count; i++) {
        fr->stamp[back->entries.items[i].index] = stamp;
        fr->slot[back->entries.items[i].index] = i;
    }
    for (uint32_t i = 0; i < d->count; i++) {
        const struct flow_entry *e = &d->entries[i];
        struct flow_entry *old;

        if (fr->stamp[e->index] != stamp) {
            fr->stamp[e->index] = stamp;
            fr->slot[e->index] = back->entries.count;
            *VEC_PUSH(fr->arena, &back->entries) = (struct flow_entry){ .index = e->index };
        }
        old = &back->entries.items[fr->slot[e->index]];
        fr->changed = fr->changed || !equal(join(old->value, e->value), old->value);
        old->value = join(old->value, e->value);
    }
}

/* Too many ways out to keep apart: order no longer tells anything about these variables. */
static struct delta loosened(struct frame *fr, struct delta d)
{
    for (uint32_t i = 0; i < d.count; i++)
        flow_loosen(fr, fr->low + d.entries[i].index);
    d.count = 0;
    return d;
}

/* break and continue */
void flow_jump(struct frame *fr, bool leaves)
{
    struct loop_flow *l = fr->loop;
    struct delta d;

    if (l == NULL || fr->dead) {
        fr->dead = true;
        return;
    }
    d = changes_since(fr, l->head);
    if (d.count > MAX_JUMP_CHANGES || l->breaks.count >= MAX_JUMPS)
        d = loosened(fr, d);
    if (!leaves)
        flow_back(fr, &d, l->node);
    else
        *VEC_PUSH(fr->arena, &l->breaks) = d;
    fr->dead = true;
}

/* The end of the body: control goes back to the head. */
void flow_repeat(struct frame *fr, struct loop_flow *l)
{
    struct delta d = changes_since(fr, l->head);

    flow_back(fr, &d, l->node);
    fr->loop = l->outer;
}

/* After `else`: control comes from there and from every break. */
void flow_leave_loop(struct frame *fr, struct loop_flow *l)
{
    *VEC_PUSH(fr->arena, &l->breaks) = flow_take(fr, l->head);
    flow_merge(fr, l->breaks.items, l->breaks.count);
}
