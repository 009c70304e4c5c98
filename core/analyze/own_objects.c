/*
 * own_objects.c — objects that a function makes and nobody else can come to name.
 *
 * A variable's object is the function's own when every assignment to the name makes a new object and no use hands the
 * object on: it is read, asked, run over, changed by its own methods, returned at last. Then a change of any other
 * object leaves it alone, and a change of it leaves all others alone.
 */
#include "analyze_internal.h"

/* xs = xs + e: the old list is let go, the new one is new. */
static bool grows_by_sum(const struct py_tree *t, uint32_t sum)
{
    uint32_t statement = t->nodes[sum].parent, left = py_child(t, sum, PY_F_left);
    uint32_t target = py_child(t, statement, PY_F_targets);

    return t->nodes[sum].kind == PY_BinOp && t->nodes[sum].op == PY_ADD && t->nodes[statement].kind == PY_Assign &&
           py_count_in(t, statement, PY_F_targets) == 1 && t->nodes[target].kind == PY_Name &&
           t->nodes[left].kind == PY_Name && t->nodes[left].name == t->nodes[target].name;
}

static bool makes_new(struct job *job, uint32_t value)
{
    static const char *const makers[] = { "list", "dict", "set", "sorted", NULL };
    const struct py_tree *t = py_tree(job->module);

    switch (t->nodes[value].kind) {
    case PY_List:
    case PY_Dict:
    case PY_Set:
    case PY_ListComp:
    case PY_DictComp:
    case PY_SetComp:
    case PY_Constant:
    case PY_JoinedStr:
        return true;
    case PY_Call:
        for (const char *const *m = makers; *m; m++)
            if (py_is_builtin(job->module, py_child(t, value, PY_F_func), str_from(*m)))
                return true;
        return false;
    case PY_BinOp:
        if (grows_by_sum(t, value) && (py_type_of(job->facts, py_child(t, value, PY_F_left)).is & PY_T_LIST))
            return true;
        return py_type_scalar(py_type_of(job->facts, value));
    default:
        return py_type_scalar(py_type_of(job->facts, value));
    }
}

/* `name = []`, also as one of several: `a, b = [], {}`. */
bool binds_new(struct job *job, uint32_t store)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t parent = t->nodes[store].parent, value;

    if (t->nodes[parent].kind == PY_Tuple) {
        uint32_t tuple = py_child(t, t->nodes[parent].parent, PY_F_value);
        uint32_t e = py_first(t, parent);

        if (t->nodes[t->nodes[parent].parent].kind != PY_Assign ||
            py_count_in(t, t->nodes[parent].parent, PY_F_targets) != 1 ||
            t->nodes[tuple].kind != PY_Tuple ||
            py_count_in(t, tuple, PY_F_elts) != py_count_in(t, parent, PY_F_elts))
            return false;
        for (value = py_first(t, tuple); e != store; e = py_next(t, parent, e))
            value = py_next(t, tuple, value);
        return t->nodes[value].kind != PY_Starred && makes_new(job, value);
    }
    value = py_child(t, parent, PY_F_value);
    if (t->nodes[parent].kind == PY_Assign && py_count_in(t, parent, PY_F_targets) != 1)
        return false; /* xs = ys = []: one object, two names */
    return (t->nodes[parent].kind == PY_Assign || t->nodes[parent].kind == PY_AnnAssign) &&
           value && makes_new(job, value);
}

static bool is_one_of(struct job *job, uint32_t func, const char *const *names)
{
    for (; *names; names++)
        if (py_is_builtin(job->module, func, str_from(*names)))
            return true;
    return false;
}

bool only_reads(struct job *job, uint32_t use)
{
    static const char *const readers[] = { "len", "print", "sorted", "list", "tuple", "set", "any", "all",
                                           "str", "repr", "bool", NULL };
    /* min(xs, ys) and sum(xs, ys) may return an argument itself */
    static const char *const of_items[] = { "min", "max", "sum", NULL };
    static const char *const iterators[] = { "enumerate", "zip", NULL };
    const struct py_tree *t = py_tree(job->module);
    uint32_t call = t->nodes[use].parent, func = py_child(t, call, PY_F_func);

    if (t->nodes[call].kind != PY_Call || t->nodes[use].field != PY_F_args)
        return false;
    if (t->nodes[func].kind == PY_Attribute) { /* ", ".join(xs) */
        uint32_t owner = py_child(t, func, PY_F_value);
        return t->nodes[owner].kind == PY_Constant && t->nodes[owner].op == PY_CONST_STR && str_equal(py_name(t, func), S("join"));
    }
    if (is_one_of(job, func, of_items))
        return py_count_in(t, call, PY_F_args) == 1;
    if (is_one_of(job, func, iterators))
        return t->nodes[call].field == PY_F_iter; /* used up where it is made */
    return is_one_of(job, func, readers);
}

/* A method of a builtin container that is called at once: kept, it would keep the object. Among the
 * methods with underscores are some that return the object itself. */
static bool is_plain_method(const struct py_tree *t, uint32_t attribute)
{
    return t->nodes[t->nodes[attribute].parent].kind == PY_Call &&
           t->nodes[attribute].field == PY_F_func && !str_starts(py_name(t, attribute), S("_"));
}

/* == and < of a user's object get hold of the other side; `in` hands on items only. */
static bool compares_plainly(struct job *job, uint32_t compare, uint32_t use)
{
    const struct py_tree *t = py_tree(job->module);

    enum py_op op = (enum py_op) t->nodes[py_child(t, compare, PY_F_ops)].op;

    if ((op == PY_IN || op == PY_NOTIN) && t->nodes[use].field == PY_F_comparators &&
        py_count_in(t, compare, PY_F_ops) == 1)
        return true;
    for (uint32_t e = py_first(t, compare); e != PY_NO_NODE; e = py_next(t, compare, e))
        if (t->nodes[e].kind != PY_cmpop && e != use && (py_type_of(job->facts, e).is & PY_T_OBJECT))
            return false;
    return true;
}

bool finally_follows(const struct py_tree *t, uint32_t statement)
{
    for (uint32_t n = statement; n && t->nodes[n].kind != PY_FunctionDef && t->nodes[n].kind != PY_AsyncFunctionDef;
         n = t->nodes[n].parent)
        if ((t->nodes[n].kind == PY_Try || t->nodes[n].kind == PY_TryStar) && py_child(t, n, PY_F_finalbody))
            return true;
    return false;
}

/* The use does not hand the object on. */
bool keeps_hold(struct job *job, uint32_t use)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t parent = t->nodes[use].parent;

    switch (t->nodes[parent].kind) {
    case PY_Attribute:
        return is_plain_method(t, parent);
    case PY_Compare:
        return compares_plainly(job, parent, use);
    case PY_Return:
        return !finally_follows(t, parent);
    case PY_While:
    case PY_If:
    case PY_UnaryOp:
        return true;
    case PY_Tuple:
        return t->nodes[t->nodes[parent].parent].kind == PY_Return && !finally_follows(t, t->nodes[parent].parent);
    case PY_BinOp: /* list + anything makes a new list */
        return t->nodes[use].field == PY_F_left && grows_by_sum(t, parent);
    case PY_Subscript:
        return t->nodes[use].field == PY_F_value;
    case PY_For:
    case PY_comprehension:
        return t->nodes[use].field == PY_F_iter;
    case PY_Call:
        return only_reads(job, use);
    default:
        return false;
    }
}

/* The Name stands in the function's own code, or in a comprehension of it. */
bool runs_in(struct job *job, uint32_t name, uint32_t def)
{
    const struct py_scopes *scopes = py_scopes(job->module);
    uint32_t scope = scopes->scope_of[name];

    while (scopes->scopes[scope].kind == PY_SCOPE_COMPREHENSION)
        scope = scopes->scopes[scope].parent;
    return scopes->scopes[scope].node == def && !scopes->scopes[scope].dynamic;
}

bool is_bound_unnamed(struct job *job, uint32_t def, uint32_t name)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = def + 1; n < t->nodes[def].extent; n++)
        switch (t->nodes[n].kind) {
        case PY_MatchAs:
        case PY_MatchStar:
        case PY_MatchMapping:
        case PY_ExceptHandler:
        case PY_alias:
        case PY_FunctionDef:
        case PY_AsyncFunctionDef:
        case PY_ClassDef:
            if (t->nodes[n].name == name)
                return true;
            break;
        default:
            break;
        }
    return false;
}

bool is_own_object(struct job *job, uint32_t name)
{
    const struct py_scopes *scopes = py_scopes(job->module);
    const struct py_tree *t = py_tree(job->module);
    uint32_t symbol = py_binding(job->module, name);
    const struct py_scope *owner =
        symbol == UINT32_MAX ? NULL : &scopes->scopes[scopes->symbols[symbol].scope];

    if (!owner || (owner->kind != PY_SCOPE_FUNCTION && !py_is_own_variable(job->module, symbol)) ||
        (scopes->symbols[symbol].flags & PY_SYM_PARAMETER) ||
        is_bound_unnamed(job, owner->node, t->nodes[name].name))
        return false;
    for (uint32_t n = 1; n < t->count; n++) {
        bool same = t->nodes[n].kind == PY_Name && t->nodes[n].name == t->nodes[name].name &&
                    py_binding(job->module, n) == symbol;
        bool augmented = same && t->nodes[t->nodes[n].parent].kind == PY_AugAssign;

        if (same && !runs_in(job, n, owner->node))
            return false;
        if (same && !augmented &&
            !(t->nodes[n].op == PY_LOAD ? keeps_hold(job, n) : binds_new(job, n)))
            return false;
    }
    return true;
}
