/*
 * reductions.c — names that an iteration only folds into: `s += e`, `s = max(s, e)`,
 * `out.append(e)`, `d[k] = e`.
 *
 * All uses of the name in the loop must be of that one form; a name that is also read, or folded
 * with two operators, is no reduction. `exact` says that computing the values apart and folding
 * them in the original order cannot change anything for the inferred types; float addition keeps
 * its value only in the original order, so regrouping is not exact.
 */
#include "facts_internal.h"

struct use {
    uint32_t name, uses; /* occurrences that the form accounts for */
    struct py_reduction reduction;
};

static bool is_name(const struct py_tree *t, uint32_t node, uint32_t name)
{
    return node != PY_NO_NODE && t->nodes[node].kind == PY_Name && t->nodes[node].name == name;
}

static const char *operator_text(enum py_op op)
{
    switch (op) {
    case PY_ADD: return "+";
    case PY_MULT: return "*";
    case PY_BITOR: return "|";
    case PY_BITAND: return "&";
    case PY_BITXOR: return "^";
    default: return NULL;
    }
}

static bool fold_is_exact(struct py_facts *f, uint32_t name, uint32_t value, enum py_op op)
{
    struct py_type a = py_type_of(f, name), b = py_type_of(f, value);

    if (py_type_within(a, PY_T_INT | PY_T_BOOL) && py_type_within(b, PY_T_INT | PY_T_BOOL))
        return true;
    return op == PY_ADD && ((py_type_within(a, PY_T_STR) && py_type_within(b, PY_T_STR)) ||
                            (py_type_within(a, PY_T_LIST) && py_type_within(b, PY_T_LIST)));
}

/* `s += e` and `s = s + e` */
static bool is_fold(struct py_facts *f, uint32_t statement, struct use *u)
{
    const struct py_tree *t = f->tree;
    bool augmented = t->nodes[statement].kind == PY_AugAssign;
    uint32_t target = py_child(t, statement, augmented ? PY_F_target : PY_F_targets);
    uint32_t value = py_child(t, statement, PY_F_value);
    enum py_op op = (enum py_op) t->nodes[augmented ? statement : value].op;

    if (t->nodes[target].kind != PY_Name)
        return false;
    if (!augmented) {
        if (t->nodes[value].kind != PY_BinOp || py_count_in(t, statement, PY_F_targets) != 1 ||
            !is_name(t, py_child(t, value, PY_F_left), t->nodes[target].name))
            return false;
        value = py_child(t, value, PY_F_right);
    }
    if (operator_text(op) == NULL)
        return false;
    *u = (struct use){ t->nodes[target].name, augmented ? 1 : 2,
                       { .op = op, .form = operator_text(op), .value = value } };
    u->reduction.exact = fold_is_exact(f, target, value, op);
    return true;
}

/* `s = max(s, e)`: keeps the first of equal values, so the order of folding stays. */
static bool is_extremum(struct py_facts *f, uint32_t statement, struct use *u)
{
    const struct py_tree *t = f->tree;
    uint32_t target = py_child(t, statement, PY_F_targets), value = py_child(t, statement, PY_F_value);
    uint32_t func, first, second;

    if (t->nodes[statement].kind != PY_Assign || t->nodes[target].kind != PY_Name ||
        t->nodes[value].kind != PY_Call || py_count_in(t, value, PY_F_args) != 2 ||
        py_child(t, value, PY_F_keywords) != PY_NO_NODE)
        return false;
    func = py_child(t, value, PY_F_func);
    first = py_child(t, value, PY_F_args);
    second = py_next_in(t, value, first);
    if (!is_name(t, first, t->nodes[target].name) ||
        (!py_is_builtin(f->module, func, S("max")) && !py_is_builtin(f->module, func, S("min"))))
        return false;
    *u = (struct use){ t->nodes[target].name, 2, { .value = second } };
    u->reduction.form = py_is_builtin(f->module, func, S("max")) ? "max" : "min";
    u->reduction.exact = py_type_within(py_type_of(f, target), PY_T_INT | PY_T_BOOL) &&
                         py_type_within(py_type_of(f, second), PY_T_INT | PY_T_BOOL);
    return true;
}

/* `out.append(e)`, `out.insert(0, e)`, `seen.add(e)` */
static bool is_collect(struct py_facts *f, uint32_t statement, struct use *u)
{
    const struct py_tree *t = f->tree;
    uint32_t call = py_child(t, statement, PY_F_value), func, base, value;
    str method;

    if (t->nodes[statement].kind != PY_Expr || t->nodes[call].kind != PY_Call)
        return false;
    func = py_child(t, call, PY_F_func);
    base = t->nodes[func].kind == PY_Attribute ? py_child(t, func, PY_F_value) : PY_NO_NODE;
    method = py_name(t, func);
    if (base == PY_NO_NODE || t->nodes[base].kind != PY_Name || py_child(t, call, PY_F_keywords) != PY_NO_NODE)
        return false;
    value = py_child(t, call, PY_F_args);
    *u = (struct use){ t->nodes[base].name, 1, { .form = "append", .exact = true, .value = value } };
    if (str_equal(method, S("insert"))) {
        u->reduction.form = "insert";
        u->reduction.value = py_next_in(t, call, value);
        return py_count_in(t, call, PY_F_args) == 2 && t->nodes[value].kind == PY_Constant &&
               py_type_within(py_type_of(f, base), PY_T_LIST);
    }
    if (str_equal(method, S("add")))
        u->reduction.form = "add";
    else if (!str_equal(method, S("append")))
        return false;
    return py_count_in(t, call, PY_F_args) == 1 &&
           py_type_within(py_type_of(f, base), PY_T_LIST | PY_T_SET | PY_T_BYTEARRAY);
}

/* `d[k] = e` and `out[i] = e`; also `out[i] += e` */
static bool is_store(struct py_facts *f, uint32_t statement, struct use *u)
{
    const struct py_tree *t = f->tree;
    bool augmented = t->nodes[statement].kind == PY_AugAssign;
    uint32_t target = py_child(t, statement, augmented ? PY_F_target : PY_F_targets);
    uint32_t base = py_child(t, target, PY_F_value);

    if ((t->nodes[statement].kind != PY_Assign && !augmented) ||
        t->nodes[target].kind != PY_Subscript || t->nodes[base].kind != PY_Name ||
        t->nodes[py_child(t, target, PY_F_slice)].kind == PY_Slice ||
        (!augmented && py_count_in(t, statement, PY_F_targets) != 1))
        return false;
    *u = (struct use){ t->nodes[base].name, 1,
                       { .form = augmented ? "update" : "store", .exact = true,
                         .value = py_child(t, statement, PY_F_value),
                         .index = py_child(t, target, PY_F_slice) } };
    return true;
}

static uint32_t uses_in(struct py_facts *f, uint32_t loop, uint32_t name)
{
    uint32_t uses = 0;

    for (uint32_t i = loop + 1; i < f->tree->nodes[loop].extent; i++)
        uses += f->tree->nodes[i].kind == PY_Name && f->tree->nodes[i].name == name;
    return uses;
}

/* Two forms for one name cancel each other: `uses` never adds up again. */
static void add_use(struct py_facts *f, struct py_loop *l, struct use u, uint32_t *seen)
{
    for (uint32_t i = 0; i < l->reductions.count; i++) {
        struct py_reduction *r = &l->reductions.items[i];

        if (r->name != u.name)
            continue;
        seen[i] += u.reduction.index == 0 && str_equal(str_from(r->form), str_from(u.reduction.form))
                       ? u.uses : UINT16_MAX;
        r->exact = r->exact && u.reduction.exact;
        return;
    }
    if (l->reductions.count == 32)
        return;
    seen[l->reductions.count] = u.uses;
    u.reduction.name = u.name;
    *VEC_PUSH(f->arena, &l->reductions) = u.reduction;
}

void collect_reductions(struct py_facts *f, struct py_loop *l)
{
    static bool (*const forms[])(struct py_facts *, uint32_t, struct use *) = {
        is_extremum, is_fold, is_collect, is_store,
    };
    const struct py_tree *t = f->tree;
    uint32_t seen[32] = { 0 }, kept = 0;

    if (l->kind == PY_LOOP_COMPREHENSION)
        return;
    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        struct use u;
        enum py_kind k = (enum py_kind) t->nodes[i].kind;

        if (k == PY_FunctionDef || k == PY_Lambda)
            i = t->nodes[i].extent - 1;
        if (k != PY_Assign && k != PY_AugAssign && k != PY_Expr)
            continue;
        for (size_t form = 0; form < ARRAY_LEN(forms); form++) {
            if (!forms[form](f, i, &u))
                continue;
            u.reduction.node = i;
            if (!py_name_in(&l->private_names, u.name) && !py_name_in(&l->targets, u.name))
                add_use(f, l, u, seen);
            break;
        }
    }
    for (uint32_t i = 0; i < l->reductions.count; i++)
        if (seen[i] == uses_in(f, l->node, l->reductions.items[i].name))
            l->reductions.items[kept++] = l->reductions.items[i];
    l->reductions.count = kept;
}
