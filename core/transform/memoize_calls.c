/*
 * memoize_calls.c — the recursive calls of a function: what each hands to which parameter.
 *
 * A call has to bind its arguments for certain, because the rewritten function takes one
 * more: no * or **, no keyword that is no parameter, nothing left out that has no constant
 * default. A parameter to which every call hands the parameter itself, by position, is
 * passed on: it stays the same object throughout one outermost call.
 */
#include "memoize_internal.h"

bool is_self_call(const struct rewriting *rw, uint32_t def, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    if (t->nodes[node].kind != PY_Call)
        return false;
    return is_name(rw, py_child(t, node, PY_F_func), t->nodes[def].name);
}

/* The call hands `argument` to parameter i. */
static void note_argument(const struct rewriting *rw, struct memo *m, uint32_t i,
                          uint32_t argument)
{
    uint32_t name = rw->tree->nodes[m->parameters[i].node].name;
    m->parameters[i].passed_on &= is_name(rw, argument, name);
}

static bool bind_keywords(const struct rewriting *rw, struct memo *m, uint32_t call,
                          bool bound[MAX_PARAMETERS])
{
    const struct py_tree *t = rw->tree;
    for (uint32_t k = py_child(t, call, PY_F_keywords); k; k = py_next_in(t, call, k)) {
        uint32_t i = 0;
        while (i < m->count && t->nodes[m->parameters[i].node].name != t->nodes[k].name)
            i++;
        if (i == m->count || bound[i] ||
            t->nodes[m->parameters[i].node].field == PY_F_posonlyargs)
            return false;
        bound[i] = true;
        m->parameters[i].passed_on = false; /* the detector counts positional ones only */
    }
    return true;
}

static bool bind_call(const struct rewriting *rw, struct memo *m, uint32_t call)
{
    const struct py_tree *t = rw->tree;
    bool bound[MAX_PARAMETERS] = { false };
    uint32_t i = 0;
    for (uint32_t a = py_child(t, call, PY_F_args); a; a = py_next_in(t, call, a), i++) {
        if (i == m->count || t->nodes[a].kind == PY_Starred || t->nodes[a].kind == PY_GeneratorExp)
            return false;
        bound[i] = true;
        note_argument(rw, m, i, a);
    }
    if (!bind_keywords(rw, m, call, bound))
        return false;
    for (i = 0; i < m->count; i++) {
        if (bound[i])
            continue;
        uint32_t fallback = m->parameters[i].fallback;
        if (!fallback || t->nodes[fallback].kind != PY_Constant ||
            py_line(t, fallback) != py_end_line(t, fallback))
            return false;
        m->parameters[i].omitted = true;
        m->parameters[i].passed_on = false;
    }
    return true;
}

/* Where the opening parenthesis of a call ends: the function's name and blanks come first. */
uint32_t after_paren(const struct rewriting *rw, uint32_t call)
{
    str source = rw->tree->source;
    uint32_t at = rw->tree->nodes[py_child(rw->tree, call, PY_F_func)].end;
    while (at < source.len && (source.ptr[at] == ' ' || source.ptr[at] == '\t'))
        at++;
    return at < source.len && source.ptr[at] == '(' ? at + 1 : 0;
}

bool collect_calls(const struct rewriting *rw, struct memo *m, str *ret_why)
{
    const struct py_tree *t = rw->tree;
    uint32_t calls = 0, mentions = 0;
    for (uint32_t n = m->def + 1; n < t->nodes[m->def].extent; n++) {
        mentions += is_name(rw, n, t->nodes[m->def].name);
        if (!is_self_call(rw, m->def, n))
            continue;
        calls++;
        if (!bind_call(rw, m, n) || !after_paren(rw, n))
            return refuse(ret_why, "a recursive call does not spell out its arguments");
        *VEC_PUSH(rw->arena, &m->calls) = n;
    }
    if (mentions != calls)
        return refuse(ret_why, "the function uses itself other than by calling itself");
    return calls > 0 || refuse(ret_why, "the function does not call itself");
}

bool is_written(const struct rewriting *rw, uint32_t def, uint32_t name)
{
    for (uint32_t n = def + 1; n < rw->tree->nodes[def].extent; n++)
        if (is_name(rw, n, name) && rw->tree->nodes[n].op != PY_LOAD)
            return true;
    return false;
}
