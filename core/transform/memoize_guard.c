/*
 * memoize_guard.c — which activations may use the cache.
 *
 * The guard admits exact types whose equality means "the same argument": int, str, bool, flat
 * tuples of int and str, and flat lists of them, which stand in the key as tuples: the function is
 * shown not to change them. For one parameter it admits int or bool, never both (1 == True),
 * and float never (0.0 == -0.0). Which of them is a matter of profit, not of correctness:
 * an activation with other arguments computes as before. So it is chosen by evidence: what
 * recursive calls pass, then what other calls pass.
 */
#include "memoize_internal.h"

#define SETTLED (1u << 31) /* in parameter.types while evidence is gathered */

static bool is_int_constant(const struct rewriting *rw, uint32_t node)
{
    return rw->tree->nodes[node].kind == PY_Constant && rw->tree->nodes[node].op == PY_CONST_INT;
}

/* n - 1, t - xs[i], n // k: hardly anything but a number. */
static bool is_arithmetic(const struct rewriting *rw, uint32_t node)
{
    const struct py_node *n = &rw->tree->nodes[node];
    return n->kind == PY_BinOp &&
           (n->op == PY_SUB || n->op == PY_FLOORDIV ||
            is_int_constant(rw, py_child(rw->tree, node, PY_F_left)) ||
            is_int_constant(rw, py_child(rw->tree, node, PY_F_right)));
}

/* Evidence that an expression in the parameter's place is of some type; 0 when it says nothing.
 * Only the choice of the guard depends on it, never correctness. */
static uint32_t evidence(struct rewriting *rw, uint32_t expression)
{
    switch ((enum py_kind) rw->tree->nodes[expression].kind) {
    case PY_Compare:
        return PY_T_BOOL;
    case PY_BoolOp: { /* `tight and d == limit` */
        uint32_t types = 0;
        for (uint32_t v = py_first(rw->tree, expression); v; v = py_next(rw->tree, expression, v))
            types |= rw->tree->nodes[v].kind == PY_Name ? 0 : evidence(rw, v);
        return types;
    }
    case PY_JoinedStr:
        return PY_T_STR;
    case PY_Tuple:
        return PY_T_TUPLE;
    default:
        break;
    }
    py_types is = py_type_of(rw->facts, expression).is;
    if ((is & PY_T_OBJECT) && is_arithmetic(rw, expression))
        return PY_T_INT;
    return is & PY_T_OBJECT ? 0 : (uint32_t) is & (PY_T_INT | PY_T_BOOL | PY_T_STR | PY_T_TUPLE | PY_T_LIST);
}

/* The argument in position i of a call, by position or keyword; 0 when it has none. */
static uint32_t argument_of(const struct rewriting *rw, const struct memo *m, uint32_t call,
                            uint32_t i)
{
    const struct py_tree *t = rw->tree;
    uint32_t a = py_child(t, call, PY_F_args);
    for (uint32_t skip = i; a && skip; skip--)
        a = py_next_in(t, call, a);
    if (a)
        return a;
    for (uint32_t k = py_child(t, call, PY_F_keywords); k; k = py_next_in(t, call, k))
        if (t->nodes[k].name == t->nodes[m->parameters[i].node].name)
            return py_child(t, k, PY_F_value);
    return 0;
}

/* Recursive calls tell more than the others: those are looked at for what is still open. */
static void gather_evidence(struct rewriting *rw, struct memo *m, bool recursive)
{
    for (uint32_t n = 1; n < rw->tree->count; n++) {
        if (!is_self_call(rw, m->def, n) || py_inside(rw->tree, n, m->def) != recursive)
            continue;
        for (uint32_t i = 0; i < m->count; i++) {
            uint32_t argument = argument_of(rw, m, n, i);
            if (argument && !(m->parameters[i].types & SETTLED))
                m->parameters[i].types |= evidence(rw, argument);
        }
    }
    for (uint32_t i = 0; i < m->count; i++)
        if (m->parameters[i].types)
            m->parameters[i].types |= SETTLED;
}

static void choose_types(struct rewriting *rw, struct memo *m)
{
    gather_evidence(rw, m, true);
    gather_evidence(rw, m, false);
    for (uint32_t i = 0; i < m->count; i++) {
        uint32_t *types = &m->parameters[i].types;
        *types &= ~SETTLED;
        if ((*types & PY_T_BOOL) && *types != PY_T_BOOL)
            *types &= ~(uint32_t) PY_T_BOOL; /* True == 1: one of them only */
        if ((*types & PY_T_LIST) && (*types != PY_T_LIST || m->parameters[i].passed_on))
            *types &= ~(uint32_t) PY_T_LIST; /* what is passed on needs no key; a tuple is no list */
        if (!*types && !m->parameters[i].passed_on)
            *types = PY_T_INT | PY_T_STR;
    }
}

/* What the function does with arguments that pass the guard. */
static const struct py_outcome *guarded_outcome(struct rewriting *rw, struct memo *m)
{
    const struct py_type any = { PY_T_ANY, PY_T_ANY, PY_T_ANY, PY_T_ANY };
    struct py_type types[MAX_PARAMETERS];
    for (uint32_t i = 0; i < m->count; i++) {
        uint32_t is = m->parameters[i].types;
        types[i] = is ? (struct py_type){ .is = is } : any;
        if (is & (PY_T_TUPLE | PY_T_LIST))
            types[i].item = PY_T_INT | PY_T_STR;
    }
    return py_call(rw->facts, m->def, types, m->count);
}

/* The detector has not thought of lists: they get no key if anything happens to them, or comes of them that lives on. */
static void settle_lists(struct rewriting *rw, struct memo *m)
{
    const struct py_outcome *outcome = guarded_outcome(rw, m);
    if (!py_first_hard(&outcome->effects) && py_type_scalar(outcome->type))
        return;
    for (uint32_t i = 0; i < m->count; i++)
        if (m->parameters[i].types == PY_T_LIST)
            m->parameters[i].types = PY_T_INT | PY_T_STR;
}

/*
 * Asks the analysis about activations that pass the guard. The detector has judged arguments in
 * the key as int or str and passed-on ones as anything; a guard on these as well may settle what
 * it had to leave open. Without a gain they get none.
 */
static void settle_guard(struct rewriting *rw, struct memo *m)
{
    const struct py_outcome *outcome = guarded_outcome(rw, m);
    m->settled = !py_first_hard(&outcome->effects) && !py_first_soft(&outcome->effects) &&
                 py_type_scalar(outcome->type);
    for (uint32_t i = 0; i < m->count; i++)
        if (m->parameters[i].passed_on && !m->settled)
            m->parameters[i].types = 0;
}

/* "type(i) is type(t) is int", or NULL when no parameter admits just this type. */
static void append_chain(const struct rewriting *rw, const struct memo *m, uint32_t type,
                         const char *type_name, struct buf *out)
{
    bool any = false;
    for (uint32_t i = 0; i < m->count; i++) {
        if (m->parameters[i].types != type)
            continue;
        str name = py_name(rw->tree, m->parameters[i].node);
        buf_printf(out, "%stype(%.*s) is ", any || !out->len ? "" : " and ", STR_ARG(name));
        any = true;
    }
    if (any)
        buf_printf(out, "%s", type_name);
}

static void append_others(const struct rewriting *rw, const struct memo *m, struct buf *out)
{
    for (uint32_t i = 0; i < m->count; i++) {
        const struct parameter *p = &m->parameters[i];
        if (!p->types || p->types == PY_T_INT || p->types == PY_T_STR || p->types == PY_T_BOOL)
            continue;
        str name = py_name(rw->tree, p->node);
        buf_printf(out, out->len ? " and " : "");
        if (p->types & (PY_T_TUPLE | PY_T_LIST))
            buf_printf(out, "type(%.*s) is %s and {*map(type, %.*s)} <= {int, str}", STR_ARG(name),
                       p->types & PY_T_LIST ? "list" : "tuple", STR_ARG(name));
        else
            buf_printf(out, "type(%.*s) in (int, str)", STR_ARG(name));
    }
}

str guard_text(const struct rewriting *rw, const struct memo *m)
{
    struct buf out = { 0 };
    append_chain(rw, m, PY_T_INT, "int", &out);
    append_chain(rw, m, PY_T_STR, "str", &out);
    append_chain(rw, m, PY_T_BOOL, "bool", &out);
    append_others(rw, m, &out);
    str text = arena_str(rw->arena, buf_str(&out));
    buf_free(&out);
    return text;
}

/* ---- what no key holds -------------------------------------------------------------- */

/* A variable from outside, of unknown type. */
static bool is_captured(struct rewriting *rw, const struct memo *m, uint32_t name)
{
    uint32_t symbol = rw->tree->nodes[name].kind == PY_Name ? py_binding(rw->module, name) : UINT32_MAX;
    if (symbol == UINT32_MAX || (rw->scopes->symbols[symbol].flags & PY_SYM_IMPORTED))
        return false;
    uint32_t owner = rw->scopes->scopes[rw->scopes->symbols[symbol].scope].node;
    bool inside = owner != 0 && py_inside(rw->tree, owner, m->def);
    return !inside && (py_type_of(rw->facts, name).is & PY_T_OBJECT);
}

static bool is_listed(str names, str name)
{
    for (size_t at = 0, end; at < names.len; at = end + 2) {
        end = str_find(str_slice(names, at, names.len), S(","));
        end = end == SIZE_MAX ? names.len : at + end;
        if (str_equal(str_slice(names, at, end), name))
            return true;
    }
    return false;
}

static str listed(struct rewriting *rw, str names, str name)
{
    if (is_listed(names, name))
        return names;
    return arena_printf(rw->arena, "%.*s%s%.*s", STR_ARG(names), names.len ? ", " : "", STR_ARG(name));
}

str unkeyed_text(struct rewriting *rw, const struct memo *m)
{
    str names = S("");
    if (m->settled)
        return names;
    for (uint32_t i = 0; i < m->count; i++)
        if (m->parameters[i].passed_on && !m->parameters[i].types)
            names = listed(rw, names, py_name(rw->tree, m->parameters[i].node));
    for (uint32_t n = m->def; n < rw->tree->nodes[m->def].extent; n++) {
        if (!is_captured(rw, m, n))
            continue;
        if (!surely_bound(rw, n, m->def))
            return S("");
        names = listed(rw, names, py_name(rw->tree, n));
    }
    return names;
}

void choose_guard(struct rewriting *rw, struct memo *m)
{
    choose_types(rw, m);
    settle_lists(rw, m);
    settle_guard(rw, m);
}
