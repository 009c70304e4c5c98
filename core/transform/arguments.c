/*
 * arguments.c — the arguments of a call in a loop, written so that they can be evaluated ahead of
 * the loop, once per item of its iterable.
 *
 *     for k in range(n):
 *         name = "file_%d" % k
 *         table[name] = checksum(name)        →        ("file_%d" % k,) for k in range(n)
 *
 * An argument may use the loop's own variables, names that the loop neither binds nor changes, and
 * names that the body binds exactly once, unconditionally and before the call: their defining
 * expression takes their place. Evaluation ahead is one evaluation more, so nothing in it may have
 * an effect. What it raises is caught by the helper and raised again in the loop, in its own place.
 */
#include "transform_internal.h"

#define MAX_SUBSTITUTIONS 8

struct expansion {
    struct rewriting *rw;
    uint32_t loop, target, call;
    uint32_t substitutions; /* so far: definitions that feed each other grow fast */
    bool quiet;             /* no operator or attribute on values of unknown type */
};

bool on_one_line(const struct rewriting *rw, uint32_t node)
{
    return py_line(rw->tree, node) == py_end_line(rw->tree, node);
}

/* Where the body binds the name; *ret_count says how often. */
static uint32_t binding_in_body(const struct rewriting *rw, uint32_t loop, uint32_t target,
                                uint32_t name, uint32_t *ret_count)
{
    const struct py_tree *t = rw->tree;
    uint32_t where = 0;
    *ret_count = 0;
    for (uint32_t n = loop + 1; n < t->nodes[loop].extent; n++) {
        if (!is_name(rw, n, name) || t->nodes[n].op == PY_LOAD || py_inside(t, n, target))
            continue;
        where = n;
        ++*ret_count;
    }
    return where;
}

bool changes_in_loop(struct rewriting *rw, uint32_t loop, uint32_t target, uint32_t name)
{
    const struct py_loop *facts = py_loop_at(rw->facts, loop);
    uint32_t count;
    (void) binding_in_body(rw, loop, target, name, &count);
    return count > 0 || (facts && py_name_in(&facts->mutated, name));
}

static bool in_target(const struct expansion *x, uint32_t name)
{
    for (uint32_t n = x->target; n < x->rw->tree->nodes[x->target].extent; n++)
        if (is_name(x->rw, n, name))
            return true;
    return false;
}

/* The expression that gives the name its value in each iteration before the call; 0 when there
 * is no single one. */
static uint32_t definition(const struct expansion *x, uint32_t name)
{
    const struct py_tree *t = x->rw->tree;
    const struct py_loop *facts = py_loop_at(x->rw->facts, x->loop);
    uint32_t count, bound = binding_in_body(x->rw, x->loop, x->target, name, &count);
    uint32_t statement = t->nodes[bound].parent;
    bool plain = count == 1 && !in_target(x, name) && t->nodes[statement].kind == PY_Assign &&
                 py_count_in(t, statement, PY_F_targets) == 1 &&
                 t->nodes[statement].parent == x->loop &&
                 t->nodes[statement].field == PY_F_body && t->nodes[statement].extent <= x->call;
    if (!plain || (facts && py_name_in(&facts->mutated, name)))
        return 0;
    return py_child(t, statement, PY_F_value);
}

static bool has_effect(struct expansion *x, uint32_t expression)
{
    struct py_effects effects = { 0 };
    py_effects_in(x->rw->facts, expression, &effects);
    x->quiet &= py_first_soft(&effects) == NULL;
    return py_first_hard(&effects) || py_effect_find(&effects, PY_EFFECT_MUTATES_LOCAL);
}

static bool may_be_quoted(enum py_kind kind)
{
    return kind != PY_NamedExpr && kind != PY_Yield && kind != PY_YieldFrom && kind != PY_Await &&
           kind != PY_Lambda && kind != PY_GeneratorExp && kind != PY_Starred;
}

/* Appends the expression with its definitions put in. Recursion ends: each substitution is
 * counted, and nothing else recurses. */
static bool expand(struct expansion *x, uint32_t expression, struct buf *out)
{
    const struct py_tree *t = x->rw->tree;
    uint32_t copied = t->nodes[expression].start;
    if (!on_one_line(x->rw, expression) || has_effect(x, expression))
        return false;
    for (uint32_t n = expression; n < t->nodes[expression].extent; n++) {
        if (!may_be_quoted((enum py_kind) t->nodes[n].kind))
            return false;
        uint32_t name = t->nodes[n].name;
        if (t->nodes[n].kind != PY_Name || t->nodes[n].op != PY_LOAD ||
            !changes_in_loop(x->rw, x->loop, x->target, name))
            continue;
        uint32_t value = definition(x, name);
        if (!value || ++x->substitutions > MAX_SUBSTITUTIONS)
            return false;
        bool whole = n == expression && t->nodes[value].kind != PY_Tuple;
        buf_append(out, str_slice(t->source, copied, t->nodes[n].start));
        buf_append(out, whole ? S("") : S("("));
        if (!expand(x, value, out))
            return false;
        buf_append(out, whole ? S("") : S(")"));
        copied = t->nodes[n].end;
    }
    buf_append(out, str_slice(t->source, copied, t->nodes[expression].end));
    return true;
}

bool arguments_ahead(struct rewriting *rw, uint32_t loop, uint32_t target, uint32_t call,
                     str *ret_tuple, bool *ret_quiet)
{
    struct expansion x = { .rw = rw, .loop = loop, .target = target, .call = call, .quiet = true };
    struct buf out = { 0 };
    uint32_t count = 0;
    bool known = true;
    for (uint32_t a = py_child(rw->tree, call, PY_F_args); a && known;
         a = py_next_in(rw->tree, call, a)) {
        buf_append(&out, count++ ? S(", ") : S("("));
        known = expand(&x, a, &out);
    }
    buf_append(&out, count == 0 ? S("()") : count == 1 ? S(",)") : S(")"));
    *ret_tuple = arena_str(rw->arena, buf_str(&out));
    *ret_quiet = x.quiet;
    buf_free(&out);
    return known;
}
