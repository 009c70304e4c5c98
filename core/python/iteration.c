/*
 * iteration.c — the names whose types decide whose code a loop's iterables run.
 *
 * An iterable is read top down, with what is expected of each part: `range(n - 1)` asks for an int n,
 * `enumerate(rows)` for a container, `d.items()` for a dict, `text.lower().split()` for a str. What
 * the facts know is not asked for. A part that is computed in the loop, or by code that is not seen,
 * is nothing that a test in front of the loop can vouch for.
 */
#include "facts_internal.h"
#include "hasten/iteration.h"

struct reading {
    struct py_facts *f;
    const struct py_loop *loop;
    struct py_iteration *ret;
    unsigned depth; /* iterators over iterators */
};

static bool is_one_of(str name, const char *const *names)
{
    for (; *names; names++)
        if (str_equal(name, str_from(*names)))
            return true;
    return false;
}

static bool is_known(struct py_facts *f, uint32_t expression)
{
    return !(py_type_of(f, expression).is & (PY_T_OBJECT | PY_T_ITERATOR | PY_T_INSTANCES));
}

static void unseen(struct reading *r, uint32_t node)
{
    r->ret->unseen = r->ret->unseen ? r->ret->unseen : node;
}

/* The loop binds it, or a comprehension in it does: it has another value in front of the loop. */
static bool is_bound_inside(const struct reading *r, uint32_t name)
{
    uint32_t symbol = py_binding(r->f->module, name);
    const struct py_scopes *s = r->f->scopes;

    if (symbol == UINT32_MAX || py_name_in(&r->loop->written, r->f->tree->nodes[name].name))
        return true;
    return s->scopes[s->symbols[symbol].scope].kind == PY_SCOPE_COMPREHENSION;
}

static void ask(struct reading *r, uint32_t expression, enum py_stepped as);

/* What the variable was given, when that happens once; else 0. */
static uint32_t sole_value(struct py_facts *f, uint32_t name)
{
    const struct py_tree *t = f->tree;
    uint32_t symbol = py_binding(f->module, name), value = 0, count = 0;

    if (symbol == UINT32_MAX || (f->scopes->symbols[symbol].flags & PY_SYM_PARAMETER))
        return 0;
    for (uint32_t n = 1; n < t->count; n++) {
        if (t->nodes[n].kind != PY_Name || t->nodes[n].op == PY_LOAD || t->nodes[n].name != t->nodes[name].name ||
            py_binding(f->module, n) != symbol)
            continue;
        value = t->nodes[t->nodes[n].parent].kind == PY_Assign ? py_child(t, t->nodes[n].parent, PY_F_value) : 0;
        count++;
    }
    return count == 1 ? value : 0;
}

/* A builtin iterator that a variable holds: whose items it takes stands where the variable is bound. */
static void ask_iterator(struct reading *r, uint32_t name)
{
    const struct py_tree *t = r->f->tree;
    uint32_t value = sole_value(r->f, name);
    bool generator = value && t->nodes[value].kind == PY_GeneratorExp;

    if (value && !generator && t->nodes[value].kind != PY_Call)
        value = 0;
    if (!value || r->depth++ > 4) {
        r->ret->foreign = true;
        unseen(r, name);
        return;
    }
    ask(r, generator ? py_child(t, py_child(t, value, PY_F_generators), PY_F_iter) : value, PY_STEPS_ITEMS);
}

static void ask_name(struct reading *r, uint32_t name, enum py_stepped as)
{
    struct py_iteration *all = r->ret;
    bool iterator = !(py_type_of(r->f, name).is & PY_T_OBJECT);

    if (is_known(r->f, name))
        return;
    if (iterator && !is_bound_inside(r, name)) {
        ask_iterator(r, name);
        return;
    }
    if (iterator || is_bound_inside(r, name) || all->count == PY_STEPPED_NAMES) {
        unseen(r, name);
        return;
    }
    for (uint32_t i = 0; i < all->count; i++)
        if (all->names[i].as == as &&
            py_binding(r->f->module, all->names[i].name) == py_binding(r->f->module, name))
            return;
    all->names[all->count++] = (struct py_stepped_name){ name, as };
}

static void ask_arguments(struct reading *r, uint32_t call, enum py_stepped as)
{
    const struct py_tree *t = r->f->tree;

    for (uint32_t a = py_child(t, call, PY_F_args); a; a = py_next_in(t, call, a))
        ask(r, a, as);
    for (uint32_t k = py_child(t, call, PY_F_keywords); k; k = py_next_in(t, call, k))
        ask(r, py_child(t, k, PY_F_value), PY_STEPS_INT);
}

static void ask_builtin(struct reading *r, uint32_t call, str name)
{
    static const char *const takers[] = { "enumerate", "zip", "reversed", "list", "tuple", "iter", NULL };
    static const char *const numbers[] = { "range", "min", "max", "abs", "int", "round", NULL };

    if (is_one_of(name, takers))
        ask_arguments(r, call, PY_STEPS_ITEMS);
    else if (str_equal(name, S("len")))
        ask_arguments(r, call, PY_STEPS_SIZED);
    else if (is_one_of(name, numbers))
        ask_arguments(r, call, PY_STEPS_INT);
    else /* sorted() compares, set() hashes, map() calls */
        unseen(r, call);
}

static void ask_method(struct reading *r, uint32_t call, uint32_t func)
{
    static const char *const of_dicts[] = { "keys", "values", "items", NULL };
    static const char *const of_texts[] = { "split", "rsplit", "splitlines", "strip", "lstrip", "rstrip", "lower",
                                            "upper", "casefold", "replace", NULL };
    str name = py_name(r->f->tree, func);

    if (is_one_of(name, of_dicts)) {
        ask(r, py_child(r->f->tree, func, PY_F_value), PY_STEPS_KEYS);
    } else if (is_one_of(name, of_texts)) {
        ask(r, py_child(r->f->tree, func, PY_F_value), PY_STEPS_TEXT);
        ask_arguments(r, call, PY_STEPS_TEXT);
    } else {
        unseen(r, call);
    }
}

/* chain(xs, ys) and the like take items of their arguments and do nothing else. */
static bool takes_items(struct py_facts *f, uint32_t func)
{
    static const char *const names[] = { "chain", "product", "islice", "zip_longest", "cycle", "pairwise", "permutations",
                                         "combinations", "combinations_with_replacement" };

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (py_is_library(f, func, S("itertools"), str_from(names[i])))
            return true;
    return false;
}

/* Effects of a call whose arguments are all known are known. */
static bool does_nothing(struct py_facts *f, uint32_t expression)
{
    struct py_effects effects = { 0 };

    py_effects_in(f, expression, &effects);
    return !py_first_hard(&effects) && !py_first_soft(&effects);
}

static void ask_parts(struct reading *r, uint32_t node, enum py_stepped as)
{
    const struct py_tree *t = r->f->tree;

    for (uint32_t c = py_first(t, node); c; c = py_next(t, node, c))
        ask(r, c, as);
}

static void ask(struct reading *r, uint32_t e, enum py_stepped as)
{
    const struct py_tree *t = r->f->tree;
    uint32_t func = py_child(t, e, PY_F_func);

    switch (t->nodes[e].kind) {
    case PY_Name:
        ask_name(r, e, as);
        break;
    case PY_Constant:
    case PY_ListComp: /* its clauses are loops of their own */
    case PY_SetComp:
    case PY_DictComp:
    case PY_GeneratorExp:
        break;
    case PY_BinOp:
    case PY_UnaryOp:
    case PY_Slice:
        ask_parts(r, e, t->nodes[e].kind == PY_Slice ? PY_STEPS_INT : as);
        break;
    case PY_Subscript:
        if (t->nodes[py_child(t, e, PY_F_slice)].kind == PY_Slice)
            ask_parts(r, e, as);
        else if (!is_known(r->f, e) || !does_nothing(r->f, e))
            unseen(r, e);
        break;
    case PY_Call:
        if (is_known(r->f, e) && does_nothing(r->f, e))
            break;
        if (takes_items(r->f, func)) {
            ask_arguments(r, e, PY_STEPS_ITEMS);
            break;
        }
        if (t->nodes[func].kind == PY_Name && py_binding(r->f->module, func) == UINT32_MAX)
            ask_builtin(r, e, py_name(t, func));
        else if (t->nodes[func].kind == PY_Attribute)
            ask_method(r, e, func);
        else
            unseen(r, e);
        break;
    default:
        if (!is_known(r->f, e) || !does_nothing(r->f, e))
            unseen(r, e);
    }
}

/* What else runs over all items of a name's value: list(xs), sum(xs), ", ".join(xs). */
static bool takes_all(struct py_facts *f, uint32_t call)
{
    static const char *const takers[] = { "list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "any", "all", "min",
                                          "max", NULL };
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, call, PY_F_func);

    if (t->nodes[func].kind == PY_Attribute)
        return str_equal(py_name(t, func), S("join"));
    return t->nodes[func].kind == PY_Name && py_binding(f->module, func) == UINT32_MAX && is_one_of(py_name(t, func), takers);
}

/* A name from in front of the loop. Of what the loop itself binds, items, no test there can tell anything. */
static void ask_consumed(struct reading *r, uint32_t node, enum py_stepped as)
{
    if (node && r->f->tree->nodes[node].kind == PY_Name && !is_bound_inside(r, node))
        ask_name(r, node, as);
}

/* xs.extend(ys), known | = …: a method of a container that takes all items of its arguments. */
static bool takes_arguments(const struct py_tree *t, uint32_t call)
{
    static const char *const methods[] = { "extend", "update", "union", "intersection", "difference", "symmetric_difference",
                                           "intersection_update", "difference_update", "symmetric_difference_update", "issubset",
                                           "issuperset", "isdisjoint", "extendleft", "fromkeys", "writelines", "subtract", NULL };
    uint32_t func = py_child(t, call, PY_F_func);

    return t->nodes[func].kind == PY_Attribute && is_one_of(py_name(t, func), methods);
}

/* a, b = pair and xs[1:2] = ys take all items of the value. */
static bool is_unpacked(const struct py_tree *t, uint32_t assign)
{
    for (uint32_t target = py_child(t, assign, PY_F_targets); target; target = py_next_in(t, assign, target))
        if (t->nodes[target].kind == PY_Tuple || t->nodes[target].kind == PY_List ||
            (t->nodes[target].kind == PY_Subscript && t->nodes[py_child(t, target, PY_F_slice)].kind == PY_Slice))
            return true;
    return false;
}

/* `x in xs` advances an iterator. */
static bool is_membership(const struct py_tree *t, uint32_t compare)
{
    enum py_op op = (enum py_op) t->nodes[py_child(t, compare, PY_F_ops)].op;

    return py_count_in(t, compare, PY_F_ops) == 1 && (op == PY_IN || op == PY_NOTIN);
}

static bool is_counter(struct py_facts *f, uint32_t call)
{
    uint32_t func = py_child(f->tree, call, PY_F_func);

    return py_is_library(f, func, S("collections"), S("Counter")) || py_is_library(f, func, S("collections"), S("deque"));
}

/* xs += ys takes all items; of numbers and texts it is a sum. */
static bool may_be_list(struct py_facts *f, uint32_t target)
{
    return (py_type_of(f, target).is & (PY_T_LIST | PY_T_BYTEARRAY | PY_T_DEQUE)) != 0 && !(py_type_of(f, target).is & PY_T_OBJECT);
}

/* self.rows, table[key]: the loop's own header looks it up. */
static bool is_looked_up(const struct py_tree *t, uint32_t iterable)
{
    return t->nodes[iterable].kind == PY_Attribute ||
           (t->nodes[iterable].kind == PY_Subscript && t->nodes[py_child(t, iterable, PY_F_slice)].kind != PY_Slice);
}

void py_iteration(struct py_facts *f, uint32_t loop, struct py_iteration *ret)
{
    const struct py_tree *t = f->tree;
    struct reading r = { .f = f, .loop = py_loop_at(f, loop), .ret = ret };

    *ret = (struct py_iteration){ 0 };
    for (uint32_t n = loop; r.loop && n < t->nodes[loop].extent; n++)
        if (r.loop->iterable && n == t->nodes[r.loop->iterable].parent && is_looked_up(t, r.loop->iterable) &&
            !is_known(f, r.loop->iterable))
            ret->header = r.loop->iterable;
        else if (t->nodes[n].kind == PY_For || t->nodes[n].kind == PY_comprehension)
            ask(&r, py_child(t, n, PY_F_iter), PY_STEPS_ITEMS);
        else if (t->nodes[n].kind == PY_Starred)
            ask_consumed(&r, py_child(t, n, PY_F_value), PY_STEPS_ITEMS);
        else if (t->nodes[n].kind == PY_Call && takes_all(f, n) && py_count_in(t, n, PY_F_args) == 1)
            ask_consumed(&r, py_child(t, n, PY_F_args), PY_STEPS_ITEMS);
        else if (t->nodes[n].kind == PY_Call && takes_arguments(t, n))
            for (uint32_t a = py_child(t, n, PY_F_args); a; a = py_next_in(t, n, a))
                ask_consumed(&r, a, PY_STEPS_ASKED);
        else if (t->nodes[n].kind == PY_Call && is_counter(f, n))
            ask_consumed(&r, py_child(t, n, PY_F_args), PY_STEPS_ASKED);
        else if (t->nodes[n].kind == PY_Assign && is_unpacked(t, n))
            ask_consumed(&r, py_child(t, n, PY_F_value), PY_STEPS_ASKED);
        else if (t->nodes[n].kind == PY_AugAssign && t->nodes[n].op == PY_ADD && may_be_list(f, py_child(t, n, PY_F_target)))
            ask_consumed(&r, py_child(t, n, PY_F_value), PY_STEPS_ASKED);
        else if (t->nodes[n].kind == PY_Compare && is_membership(t, n))
            ask_consumed(&r, py_child(t, n, PY_F_comparators), PY_STEPS_ASKED);
}

bool py_reads_shared(struct py_facts *f, const struct py_outcome *o)
{
    for (uint32_t i = 0; i < o->effects.list.count; i++) {
        const struct py_effect *e = &o->effects.list.items[i];
        uint32_t symbol = f->tree->nodes[e->node].kind == PY_Name ? py_binding(f->module, e->node) : UINT32_MAX;
        bool reads = e->kind == PY_EFFECT_READS_GLOBAL || e->kind == PY_EFFECT_READS_CLOSURE;

        if (!reads || (symbol != UINT32_MAX && (f->scopes->symbols[symbol].flags & PY_SYM_IMPORTED)))
            continue;
        if (symbol == UINT32_MAX || !(py_type_scalar(py_type_of(f, e->node)) ||
                                      py_type_within(py_type_of(f, e->node), PY_T_FUNCTION)))
            return true;
    }
    return false;
}

bool py_unreachable(struct py_facts *f, uint32_t name)
{
    uint32_t symbol = py_binding(f->module, name);
    struct frame *fr = frame_around(f, name);

    if (f->tree->nodes[name].kind != PY_Name || symbol == UINT32_MAX)
        return false;
    return py_type_scalar(py_type_of(f, name)) || (frame_owns(fr, symbol) && is_confined(fr, symbol));
}

bool py_is_used_up(struct py_facts *f, uint32_t generator)
{
    static const char *const users[] = { "sum", "min", "max", "any", "all", "list", "tuple", "set", "frozenset", "sorted" };
    uint32_t call = f->tree->nodes[generator].parent, func = py_child(f->tree, call, PY_F_func);

    if (f->tree->nodes[call].kind != PY_Call || py_count_in(f->tree, call, PY_F_args) != 1 ||
        f->tree->nodes[generator].field != PY_F_args || py_child(f->tree, call, PY_F_keywords))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(users); i++)
        if (py_is_builtin(f->module, func, str_from(users[i])))
            return true;
    return false;
}
