/*
 * hoist.c — what makes an expression of a loop loop-invariant and its evaluation movable.
 *
 * The expression is evaluated abstractly over a small language (hoist_value.c): names,
 * constants, arithmetic, scans of lists by builtins, methods of str, functions of math, pure
 * functions of the module. Everything else stays where it is. It may move when
 *
 *  - invariant: nothing in the loop binds a name in it or changes the object of one;
 *  - pure: its types are exact builtin ones, proved or assumed, so that no code of a user's
 * class runs; functions of the module have no effect for arguments of these types;
 *  - private: its value is immutable, or it is a new object that its one use only looks at, so
 *    that sharing it between rounds shows nowhere;
 *  - not early: it cannot raise; or it is the first thing that a loop does which surely runs;
 * or it is the first thing its statement does and is evaluated when the statement is reached
 * first (PY_PLACE_LAZILY), in its old place; or it is evaluated just where it stands, the first time
 * (PY_PLACE_THERE), which is never early.
 *
 * Loop-invariant code motion after Aho, Lam, Sethi, Ullman, "Compilers", 9.5, with the
 * exceptions of Python taken as exits of the loop.
 */
#include "hoist_internal.h"

/* ---- where it is used --------------------------------------------------------------- */

static bool is_scan(struct py_facts *f, uint32_t call)
{
    static const char *const names[] = { "len", "sum",    "min",  "max",   "any",      "all",
                                         "set", "sorted", "list", "tuple", "frozenset" };
    uint32_t func = py_child(f->tree, call, PY_F_func);

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (py_is_builtin(f->module, func, str_from(names[i])))
            return true;
    return false;
}

/* The use looks at the object and keeps no hold of it. */
static bool only_looks(struct py_facts *f, uint32_t expression)
{
    const struct py_node *n = &f->tree->nodes[expression], *p = &f->tree->nodes[n->parent];
    uint32_t op = py_child(f->tree, n->parent, PY_F_ops);

    switch (p->kind) {
    case PY_Compare:
        return n->field == PY_F_comparators && py_count_in(f->tree, n->parent, PY_F_ops) == 1 &&
               (f->tree->nodes[op].op == PY_IN || f->tree->nodes[op].op == PY_NOTIN);
    case PY_Subscript:
        return n->field == PY_F_value && p->op == PY_LOAD;
    case PY_For:
    case PY_comprehension:
        return n->field == PY_F_iter;
    case PY_Attribute:
        return str_equal(py_name(f->tree, n->parent), S("index")) ||
               str_equal(py_name(f->tree, n->parent), S("count"));
    case PY_Call:
        return n->field == PY_F_args && is_scan(f, n->parent);
    default:
        return false;
    }
}

static bool is_private(struct py_facts *f, const struct py_hoist *h)
{
    return py_type_scalar(h->type) || only_looks(f, h->expression);
}

/* ---- invariance ----------------------------------------------------------------------- */

static bool is_immutable(enum py_assumed kind)
{
    return kind == PY_ASSUME_INT || kind == PY_ASSUME_TEXT;
}

static const struct py_assumption *assumption_of(struct py_facts *f, const struct py_hoist *h,
                                                 uint32_t name)
{
    for (uint32_t i = 0; i < h->assumption_count; i++)
        if (py_binding(f->module, h->assumptions[i].name) == py_binding(f->module, name))
            return &h->assumptions[i];
    return NULL;
}

static bool name_stays(struct py_facts *f, const struct py_hoist *h, const struct py_loop *l,
                       uint32_t name)
{
    const uint32_t rebinds = 1u << PY_EFFECT_REBINDS_GLOBAL | 1u << PY_EFFECT_REBINDS_NONLOCAL |
                             1u << PY_EFFECT_DYNAMIC;
    const struct py_assumption *a = assumption_of(f, h, name);

    if (a != NULL && is_immutable(a->kind))
        return !py_name_in(&l->written, f->tree->nodes[name].name) &&
               (l->effects.kinds & rebinds) == 0;
    return py_loop_invariant(f, l, name);
}

static bool stays(struct py_facts *f, const struct py_hoist *h, const struct py_loop *l,
                  uint32_t expression);

/* The loop gives the variable its value, and the same in every round. */
static bool is_redefined_alike(struct py_facts *f, const struct py_hoist *h,
                               const struct py_loop *l, uint32_t name)
{
    uint32_t definition = h->derived ? hoist_definition(f, name) : 0;

    return definition != 0 && py_inside(f->tree, definition, l->node) &&
           stays(f, h, l, definition);
}

static bool stays(struct py_facts *f, const struct py_hoist *h, const struct py_loop *l,
                  uint32_t expression)
{
    const struct py_tree *t = f->tree;
    const uint32_t wild = 1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_MUTATES_UNKNOWN;

    if (h->reads_shared && (l->effects.kinds & wild))
        return false;
    for (uint32_t i = expression; i < t->nodes[expression].extent; i++)
        if (t->nodes[i].kind == PY_Name && is_variable(f, expression, i) &&
            !name_stays(f, h, l, i) && !is_redefined_alike(f, h, l, i))
            return false;
    return true;
}

bool hoist_shares_loop(struct py_facts *f, uint32_t a, uint32_t b)
{
    for (uint32_t n = f->tree->nodes[a].parent; n != 0; n = f->tree->nodes[n].parent)
        if (py_loop_at(f, n) != NULL && py_inside(f->tree, b, n))
            return true;
    return false;
}

static bool suspends(const struct py_tree *t, uint32_t loop)
{
    for (uint32_t i = loop; i < t->nodes[loop].extent; i++)
        if (t->nodes[i].kind == PY_Yield || t->nodes[i].kind == PY_YieldFrom ||
            t->nodes[i].kind == PY_Await || t->nodes[i].kind == PY_AsyncFor ||
            t->nodes[i].kind == PY_AsyncWith)
            return true;
    return t->nodes[loop].kind == PY_AsyncFor;
}

/* The outermost loop around the expression, in its function, in which it stays the same. */
static bool find_loop(struct py_facts *f, struct py_hoist *h)
{
    const struct py_tree *t = f->tree;

    for (uint32_t child = h->expression, n; (n = t->nodes[child].parent) != 0; child = n) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;
        const struct py_loop *l = py_loop_at(f, n);

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda ||
            k == PY_ClassDef)
            break;
        if (l == NULL || (l->iterable && py_inside(t, h->expression, l->iterable)) ||
            (l->kind != PY_LOOP_COMPREHENSION && t->nodes[child].field == PY_F_orelse))
            continue;
        if ((k == PY_GeneratorExp && !py_is_used_up(f, n)) || suspends(t, n) || !stays(f, h, l, h->expression))
            break;
        h->loop = n;
    }
    return h->loop != 0;
}

/* ---- the place -------------------------------------------------------------------------- */

/* Sums, differences and products of ints cannot fail; of floats neither: what is too large is inf. */
static bool is_plain_arithmetic(struct py_facts *f, uint32_t node)
{
    const struct py_tree *t = f->tree;
    struct py_type left = py_type_of(f, py_child(t, node, PY_F_left));
    struct py_type right = py_type_of(f, py_child(t, node, PY_F_right));
    enum py_op op = (enum py_op) t->nodes[node].op;

    return (op == PY_ADD || op == PY_SUB || op == PY_MULT) &&
           ((py_type_within(left, PY_T_INT) && py_type_within(right, PY_T_INT)) ||
            (py_type_within(left, PY_T_FLOAT) && py_type_within(right, PY_T_FLOAT)));
}

/* Its evaluation shows nowhere and cannot fail: a variable that has a value, a constant, the
 * method of an object of a builtin type, arithmetic of them. */
static bool is_quiet(struct py_facts *f, uint32_t node)
{
    const struct py_tree *t = f->tree;

    switch (t->nodes[node].kind) {
    case PY_Constant:
        return true;
    case PY_Name:
        return t->nodes[node].op == PY_STORE || py_binding(f->module, node) != UINT32_MAX;
    case PY_BinOp:
        return is_plain_arithmetic(f, node) && is_quiet(f, py_child(t, node, PY_F_left)) &&
               is_quiet(f, py_child(t, node, PY_F_right));
    case PY_Attribute:
        return str_equal(py_name(t, node), S("append")) &&
               py_type_within(py_type_of(f, py_child(t, node, PY_F_value)), PY_T_LIST);
    default:
        return false;
    }
}

/* The child is evaluated whenever its parent is. */
static bool surely_evaluated(const struct py_tree *t, uint32_t child)
{
    uint32_t parent = t->nodes[child].parent;
    enum py_field field = (enum py_field) t->nodes[child].field;

    switch (t->nodes[parent].kind) {
    case PY_BoolOp:
        return py_first(t, parent) == child;
    case PY_IfExp:
    case PY_If:
    case PY_While:
    case PY_Assert:
        return field == PY_F_test;
    case PY_Compare:
        return field == PY_F_left || py_child(t, parent, PY_F_comparators) == child;
    case PY_For:
        return field == PY_F_iter;
    case PY_Return:
    case PY_Expr:
    case PY_AugAssign:
    case PY_Call:
    case PY_keyword:
    case PY_BinOp:
    case PY_UnaryOp:
    case PY_Tuple:
    case PY_List:
    case PY_Subscript:
    case PY_Starred:
    case PY_Attribute:
        return true;
    case PY_Assign:
    case PY_AnnAssign:
        return field == PY_F_value;
    default:
        return false;
    }
}

/* Nothing that shows or fails is evaluated between the start of `root` and the expression. */
static bool comes_first(struct py_facts *f, uint32_t root, uint32_t expression)
{
    const struct py_tree *t = f->tree;
    uint32_t target = py_child(t, root, PY_F_targets); /* assigned after the value is there */

    for (uint32_t n = expression; n != root; n = t->nodes[n].parent) {
        uint32_t parent = t->nodes[n].parent;

        if (!surely_evaluated(t, n))
            return false;
        if (t->nodes[parent].kind == PY_AugAssign &&
            t->nodes[py_child(t, parent, PY_F_target)].kind != PY_Name)
            return false;
        if (t->nodes[parent].kind ==
            PY_IfExp) /* written behind the body, evaluated before it */
            return false;
    }
    for (uint32_t n = root + 1; n < expression; n++) {
        if (py_inside(t, expression, n) || t->nodes[n].kind == PY_cmpop ||
            (target && py_inside(t, n, target)))
            continue;
        if (!is_quiet(f, n))
            return false;
        n = t->nodes[n].extent - 1;
    }
    return true;
}

/* An exception there goes to nobody inside the function. */
static bool in_try(const struct py_tree *t, uint32_t node)
{
    for (uint32_t n = t->nodes[node].parent; n != 0; n = t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_Lambda)
            return false;
        if (k == PY_Try || k == PY_TryStar || k == PY_With || k == PY_AsyncWith)
            return true;
    }
    return true; /* at module level every variable can be seen after an exception */
}

/* The loop runs over a variable that the assumptions make a list with items. */
static bool surely_runs(struct py_facts *f, const struct py_hoist *h, const struct py_loop *l)
{
    const struct py_assumption *a;

    if (l->kind == PY_LOOP_WHILE || f->tree->nodes[l->iterable].kind != PY_Name)
        return false;
    a = assumption_of(f, h, l->iterable);
    return a != NULL && !is_immutable(a->kind);
}

/* It is the first thing that happens from the start of the loop on, and it surely happens. */
static bool first_in_loop(struct py_facts *f, const struct py_hoist *h)
{
    const struct py_tree *t = f->tree;
    const struct py_loop *l = py_loop_at(f, h->loop);
    uint32_t statement = py_statement_of(t, h->expression);

    if (in_try(t, h->loop))
        return false;
    if (l->kind == PY_LOOP_WHILE)
        return statement == h->loop && comes_first(f, h->loop, h->expression);
    if (!surely_runs(f, h, l) || t->nodes[l->target].kind != PY_Name)
        return false;
    if (l->kind == PY_LOOP_FOR)
        return statement == py_child(t, h->loop, PY_F_body) &&
               comes_first(f, statement, h->expression);
    uint32_t element = py_child(t, h->loop, PY_F_elt),
             part = py_child(t, h->loop, PY_F_generators);
    if (!element || py_next_in(t, h->loop, part) || !py_inside(t, h->expression, element) ||
        py_child(t, part, PY_F_ifs))
        return false;
    return h->expression == element || comes_first(f, element, h->expression);
}

/* The statement can get another in front of it that runs exactly when it does. */
static bool can_precede(const struct py_tree *t, uint32_t statement, const struct py_hoist *h)
{
    const struct py_node *n = &t->nodes[statement];
    enum py_kind parent = (enum py_kind) t->nodes[n->parent].kind;
    bool elif = parent == PY_If && n->kind == PY_If && n->field == PY_F_orelse &&
                str_starts(py_text(t, statement), S("elif"));

    return statement != h->loop && py_inside(t, statement, h->loop) && n->kind != PY_While &&
           !elif;
}

/* The grammar allows an assignment expression, and it would bind a local of the function, or a variable of the
 * module's own code. */
static bool can_be_named(struct py_facts *f, const struct py_hoist *h)
{
    const struct py_tree *t = f->tree;
    const struct py_scope *scope;

    for (uint32_t n = h->expression; n != h->loop; n = t->nodes[n].parent)
        if (t->nodes[t->nodes[n].parent].kind == PY_comprehension && t->nodes[n].field == PY_F_iter)
            return false;
    scope = &f->scopes->scopes[f->scopes->scope_of[h->loop]];
    return (scope->kind == PY_SCOPE_FUNCTION || scope->kind == PY_SCOPE_MODULE) && !scope->dynamic;
}

static enum py_placement place_of(struct py_facts *f, const struct py_hoist *h)
{
    uint32_t statement = py_statement_of(f->tree, h->expression);

    if (!h->derived && (h->total || first_in_loop(f, h)))
        return PY_PLACE_BEFORE;
    if (can_precede(f->tree, statement, h) && comes_first(f, statement, h->expression))
        return PY_PLACE_LAZILY;
    return h->can_be_named ? PY_PLACE_THERE : PY_PLACE_NOWHERE;
}

/* ---- what the loop does to values of unknown types ----------------------------------------
 */

/* With the assumptions about its parameters the whole function handles builtin types only. */
static bool settled_by_assumptions(struct py_facts *f, const struct py_hoist *h)
{
    uint32_t def = py_function_of(f->tree, h->loop), count = py_parameter_count(f, def);
    struct py_type types[8];
    const struct py_outcome *outcome;

    if (def == 0 || count > ARRAY_LEN(types))
        return false;
    for (uint32_t p = 0; p < count; p++) {
        uint32_t name = f->tree->nodes[py_parameter(f, def, p)].name;

        types[p] = type_any();
        for (uint32_t i = 0; i < h->assumption_count; i++)
            if (f->tree->nodes[h->assumptions[i].name].name == name)
                types[p] = assumed_type(h->assumptions[i].kind);
    }
    outcome = py_call(f, def, types, count);
    return py_first_hard(&outcome->effects) == NULL && py_first_soft(&outcome->effects) == NULL;
}

/* It depends on nothing that changes but by name. */
static bool reads_immutables(struct py_facts *f, const struct py_hoist *h)
{
    for (uint32_t i = h->expression; i < f->tree->nodes[h->expression].extent; i++)
        if (f->tree->nodes[i].kind == PY_Name && is_variable(f, h->expression, i)) {
            const struct py_assumption *a = assumption_of(f, h, i);

            if (a ? !is_immutable(a->kind) : !py_type_scalar(py_type_of(f, i)))
                return false;
        }
    return !h->reads_shared;
}

/* Lists of this activation, with immutable items, are its own. */
static bool is_alone(struct py_facts *f, const struct py_hoist *h)
{
    for (uint32_t i = h->expression; i < f->tree->nodes[h->expression].extent; i++)
        if (f->tree->nodes[i].kind == PY_Name && is_variable(f, h->expression, i)) {
            const struct py_assumption *a = assumption_of(f, h, i);
            py_types item = py_type_of(f, i).item;

            if (!(a && is_immutable(a->kind)) && !(py_unreachable(f, i) && (a || !(item & ~(py_types) PY_T_SCALAR))))
                return false;
        }
    return !h->reads_shared;
}

static uint32_t soft_line_of(struct py_facts *f, const struct py_hoist *h)
{
    const struct py_effect *soft = py_first_soft(&py_loop_at(f, h->loop)->effects);
    bool lists = !reads_immutables(f, h);

    return soft == NULL || !lists || settled_by_assumptions(f, h) ? 0 : soft->line;
}

/* ---- the door --------------------------------------------------------------------------- */

bool py_hoistable(struct py_facts *f, uint32_t expression, struct py_hoist *ret)
{
    *ret = (struct py_hoist){ .expression = expression };
    if (!hoist_evaluate(f, ret) || !is_private(f, ret) || !find_loop(f, ret))
        return false;
    ret->can_be_named = can_be_named(f, ret);
    ret->placement = place_of(f, ret);
    if (ret->placement == PY_PLACE_NOWHERE)
        return false;
    ret->confined = is_alone(f, ret);
    ret->soft_line = soft_line_of(f, ret);
    return true;
}
