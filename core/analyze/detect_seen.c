/*
 * detect_seen.c — a local list that grows and is asked, in a loop, whether it holds something.
 *
 *     seen = []                              seen = []
 *                                            seen_lookup = set()
 *     for item in items:                     for item in items:
 *         if item not in seen:                   if item not in seen_lookup:
 *             seen.append(item)                      seen.append(item)
 *                                                    seen_lookup.add(item)
 *
 * node = the function; anchors[0] = the statement that binds the list; sites = the Compares, and
 * the Expr statements that append.
 *
 * Conditions and why each is needed:
 *  - only_appended: the list is bound once, to a new list, and every use is an append, a membership
 *    test or one that neither changes nor keeps it. So the set beside it can be kept in step.
 *  - local: no other function sees the list.
 * What is asked for or appended may be any expression: it is evaluated once, where it stands, and gets a name.
 *  - items_hashable: hash() of a list raises, hash() of a user's object runs its code and may
 *    disagree with ==. Proved for builtin scalars and flat tuples of them, else tested each time.
 */
#include "analyze_internal.h"

#define PLAIN (PY_T_NONE | PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_STR)

struct growing {
    struct job *job;
    const struct py_tree *t;
    uint32_t symbol, name; /* name: interned */
    uint32_t binding;      /* statement */
    VEC(uint32_t) sites;
    bool asked_in_loop, grows_in_loop, plain;
};

static bool in_loop(const struct growing *g, uint32_t node)
{
    for (; node; node = g->t->nodes[node].parent) {
        enum py_kind k = (enum py_kind) g->t->nodes[node].kind;

        if (k == PY_For || k == PY_While)
            return true;
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef)
            return false;
    }
    return false;
}

static bool is_plain(const struct growing *g, uint32_t node)
{
    if (g->t->nodes[node].kind != PY_Tuple)
        return py_type_within(py_type_of(g->job->facts, node), PLAIN);
    for (uint32_t e = py_first(g->t, node); e; e = py_next(g->t, node, e))
        if (!py_type_within(py_type_of(g->job->facts, e), PLAIN))
            return false;
    return true;
}

/* Its value can get a name where it stands: not in a comprehension or lambda, whose names are others. */
static bool can_be_named(const struct growing *g, uint32_t value)
{
    switch (g->t->nodes[value].kind) {
    case PY_Subscript: case PY_Attribute: case PY_Call: case PY_BinOp: case PY_JoinedStr:
        break;
    case PY_Tuple:
        if (py_text(g->t, value).ptr[0] != '(')
            return false;
        break;
    default:
        return py_is_repeatable(g->t, value);
    }
    for (uint32_t n = value; !py_is_statement((enum py_kind) g->t->nodes[n].kind); n = g->t->nodes[n].parent)
        if (g->t->nodes[n].kind == PY_ListComp || g->t->nodes[n].kind == PY_SetComp ||
            g->t->nodes[n].kind == PY_DictComp || g->t->nodes[n].kind == PY_GeneratorExp ||
            g->t->nodes[n].kind == PY_Lambda)
            return false;
    return true;
}

/* seen.append(x) as a statement of its own; the statement. */
static uint32_t appending(const struct growing *g, uint32_t use)
{
    uint32_t attribute = g->t->nodes[use].parent, call = g->t->nodes[attribute].parent;
    uint32_t argument = py_child(g->t, call, PY_F_args);

    if (g->t->nodes[attribute].kind != PY_Attribute || !str_equal(py_name(g->t, attribute), S("append")) ||
        g->t->nodes[call].kind != PY_Call || g->t->nodes[attribute].field != PY_F_func ||
        py_count_in(g->t, call, PY_F_args) != 1 || py_child(g->t, call, PY_F_keywords) ||
        g->t->nodes[g->t->nodes[call].parent].kind != PY_Expr ||
        !can_be_named(g, argument))
        return 0;
    return g->t->nodes[call].parent;
}

static bool is_test(const struct growing *g, uint32_t use)
{
    uint32_t compare = g->t->nodes[use].parent;
    uint32_t op = py_child(g->t, compare, PY_F_ops);

    return g->t->nodes[compare].kind == PY_Compare && g->t->nodes[use].field == PY_F_comparators &&
           py_count_in(g->t, compare, PY_F_ops) == 1 &&
           (g->t->nodes[op].op == PY_IN || g->t->nodes[op].op == PY_NOTIN);
}

/* Neither changes the list nor lets something else come to name it. */
static bool is_harmless(const struct growing *g, uint32_t use)
{
    const struct py_node *parent = &g->t->nodes[g->t->nodes[use].parent];
    uint32_t above = parent->parent;

    switch (parent->kind) {
    case PY_Return: case PY_While: case PY_If:
        return true;
    case PY_Tuple:
        return g->t->nodes[above].kind == PY_Return;
    case PY_Subscript:
        return g->t->nodes[use].field == PY_F_value && parent->op == PY_LOAD;
    case PY_For:
    case PY_comprehension:
        return g->t->nodes[use].field == PY_F_iter;
    case PY_UnaryOp:
        return parent->op == PY_NOT;
    case PY_Call:
        return only_reads(g->job, use);
    default:
        return false;
    }
}

static bool is_new_list(const struct growing *g, uint32_t value)
{
    return g->t->nodes[value].kind == PY_List ||
           (g->t->nodes[value].kind == PY_Call &&
            py_is_builtin(g->job->module, py_child(g->t, value, PY_F_func), S("list")));
}

static bool accept_store(struct growing *g, uint32_t use)
{
    uint32_t statement = g->t->nodes[use].parent;

    if (g->binding || g->t->nodes[use].op != PY_STORE || g->t->nodes[statement].kind != PY_Assign ||
        py_count_in(g->t, statement, PY_F_targets) != 1 ||
        !is_new_list(g, py_child(g->t, statement, PY_F_value)))
        return false;
    g->binding = statement;
    return true;
}

static bool accept_use(struct growing *g, uint32_t use)
{
    uint32_t statement = appending(g, use), value = 0;

    if (g->t->nodes[use].op != PY_LOAD)
        return accept_store(g, use);
    if (statement) {
        value = py_child(g->t, py_child(g->t, statement, PY_F_value), PY_F_args);
        g->grows_in_loop = g->grows_in_loop || in_loop(g, statement);
    } else if (is_test(g, use)) {
        value = py_child(g->t, g->t->nodes[use].parent, PY_F_left);
        statement = g->t->nodes[use].parent;
        g->asked_in_loop = g->asked_in_loop || in_loop(g, use);
        if (!can_be_named(g, value))
            return false;
    } else
        return is_harmless(g, use);
    g->plain = g->plain && is_plain(g, value);
    *VEC_PUSH(g->job->arena, &g->sites) = statement;
    return true;
}

static bool starts_plain(const struct growing *g)
{
    uint32_t value = py_child(g->t, g->binding, PY_F_value);

    if (g->t->nodes[value].kind != PY_List)
        return false;
    for (uint32_t e = py_first(g->t, value); e; e = py_next(g->t, value, e))
        if (g->t->nodes[e].kind == PY_Starred || !is_plain(g, e))
            return false;
    return true;
}

static void push(struct growing *g)
{
    struct job *job = g->job;
    struct finding *f = finding_begin(job, PATTERN_seen_set, g->binding);

    f->anchors[0] = g->binding;
    for (uint32_t i = 0; i < g->sites.count; i++) {
        uint32_t loop = outermost_loop_around(job, g->sites.items[i]);
        uint32_t end = loop ? py_end_line(g->t, loop) : 0;

        *VEC_PUSH(job->arena, &f->sites) = g->sites.items[i];
        f->end_line = end > f->end_line ? end : f->end_line;
    }
    finding_proved(job, f, S("only_appended"), f->line,
                   S("the list is appended to, asked and read, never changed otherwise or handed on"));
    finding_proved(job, f, S("local"), f->line, S("no other function sees the list"));
    if (g->plain && starts_plain(g))
        finding_proved(job, f, S("items_hashable"), f->line, S("the items have builtin scalar types"));
    else
        finding_needs(job, f, S("items_hashable"), CERTAINTY_NEEDS_GUARD, f->line,
                      S("the exact type of every item is tested before it goes into the set"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, g->binding), .speedup = 40,
                                   .model = S("O(n²) → O(n)") };
    finding_end(f);
}

/* All uses of the list that `use` names; every finding is made from its first append. */
static void consider(struct job *job, uint32_t use)
{
    const struct py_scopes *scopes = py_scopes(job->module);
    struct growing g = { .job = job, .t = py_tree(job->module), .plain = true,
                         .symbol = py_binding(job->module, use) };

    g.name = g.t->nodes[use].name;
    if (!appending(&g, use) || !is_private_local(job, use) ||
        (scopes->symbols[g.symbol].flags & PY_SYM_PARAMETER) ||
        scopes->scopes[scopes->symbols[g.symbol].scope].dynamic ||
        is_bound_unnamed(job, scopes->scopes[scopes->symbols[g.symbol].scope].node, g.name))
        return;
    for (uint32_t i = 1; i < g.t->count; i++) {
        if (g.t->nodes[i].kind != PY_Name || g.t->nodes[i].name != g.name ||
            py_binding(job->module, i) != g.symbol)
            continue;
        if ((i < use && appending(&g, i)) || !accept_use(&g, i))
            return;
    }
    if (g.binding && g.asked_in_loop && g.grows_in_loop)
        push(&g);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 1; i < t->count; i++)
        if (t->nodes[i].kind == PY_Attribute && str_equal(py_name(t, i), S("append")) &&
            t->nodes[py_child(t, i, PY_F_value)].kind == PY_Name)
            consider(job, py_child(t, i, PY_F_value));
}

const struct detector detect_seen = { .pattern = PATTERN_seen_set, .detect = detect };
