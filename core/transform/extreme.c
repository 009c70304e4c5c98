/*
 * extreme.c — max() and min() of a few values become comparisons.
 *
 *     best = max(best, score(row))           other = score(row)
 *                                            if other > best:
 *                                                best = other
 *     table[i][j] = max(up[j], row[j - 1])   one = up[j]
 *                                            other = row[j - 1]
 *                                            table[i][j] = other if other > one else one
 *
 * Why it is the same, for objects of any type: CPython's max(a, b, …) takes the first value and replaces it by each later
 * one for which `later > so_far` is true (min: `<`), which is one call of the same comparison, with the operands in the same
 * order, as the expression. Ties, NaN, objects that compare strangely and exceptions are therefore those of the builtin.
 *
 * What is needed here: all values are evaluated first, in their order. So a value that is no constant and no local that
 * surely has a value goes into a local in front of the statement, and nothing else of the statement may be evaluated
 * before the call: not even a global be read, which a value's evaluation could change. Where that does not hold, a call
 * whose values are all such locals and constants still becomes an expression. A call that fits neither stays.
 */
#include "transform_internal.h"

#define VALUES 4u

struct extreme {
    struct rewriting *rw;
    const struct py_tree *t;
    uint32_t call, statement, count;
    uint32_t values[VALUES];
    char sign; /* a later value for which `later sign so_far` holds takes the place */
};

static struct extreme extreme_of(struct rewriting *rw, uint32_t call)
{
    struct extreme e = { .rw = rw, .t = rw->tree, .call = call, .statement = py_statement_of(rw->tree, call) };
    e.sign = str_equal(py_name(e.t, py_child(e.t, call, PY_F_func)), S("max")) ? '>' : '<';
    for (uint32_t a = py_child(e.t, call, PY_F_args); a && e.count < VALUES; a = py_next_in(e.t, call, a))
        e.values[e.count++] = a;
    return e;
}

/* A variable of this very comprehension, in what it gives for each item. */
static bool is_drawn(const struct extreme *e, uint32_t name)
{
    uint32_t symbol = e->rw->scopes->symbol_of[name], at = name;
    if (symbol == UINT32_MAX || e->rw->scopes->scopes[e->rw->scopes->symbols[symbol].scope].kind != PY_SCOPE_COMPREHENSION ||
        !(e->rw->scopes->symbols[symbol].flags & PY_SYM_LOCAL) || (e->rw->scopes->symbols[symbol].flags & PY_SYM_CELL))
        return false;
    uint32_t node = e->rw->scopes->scopes[e->rw->scopes->symbols[symbol].scope].node;
    while (e->t->nodes[at].parent != node)
        at = e->t->nodes[at].parent;
    return e->t->nodes[at].kind != PY_comprehension;
}

/* A local of the function that nothing inside it shares and that surely has a value. */
static bool is_settled(const struct extreme *e, uint32_t name)
{
    uint32_t symbol = e->t->nodes[name].kind == PY_Name ? py_binding(e->rw->module, name) : UINT32_MAX;
    return symbol != UINT32_MAX && symbol == e->rw->scopes->symbol_of[name] &&
           py_is_own_variable(e->rw->module, symbol) && surely_bound(e->rw, name, e->statement);
}

static bool is_simple(const struct extreme *e, uint32_t value)
{
    if (e->t->nodes[value].kind == PY_UnaryOp && e->t->nodes[value].op == PY_USUB)
        value = py_child(e->t, value, PY_F_operand);
    else if (e->t->nodes[value].kind == PY_Name)
        return is_drawn(e, value) || is_settled(e, value);
    return e->t->nodes[value].kind == PY_Constant && on_one_line(e->rw, value);
}

static bool all_simple(const struct extreme *e)
{
    for (uint32_t i = 0; i < e->count; i++)
        if (!is_simple(e, e->values[i]))
            return false;
    return true;
}

/* Nothing of the statement that a value's evaluation could change is read before the call. */
static bool can_be_ahead(const struct extreme *e)
{
    uint32_t target = py_child(e->t, e->statement, PY_F_targets);
    if (e->rw->scopes->scopes[e->rw->scopes->scope_of[e->statement]].dynamic || !has_room_for_local(e->rw, e->statement) ||
        !evaluated_first(e->rw, e->call, e->statement))
        return false;
    for (uint32_t i = 0; i < e->count; i++)
        if (!on_one_line(e->rw, e->values[i]))
            return false;
    for (uint32_t n = e->statement + 1; n < e->call; n++)
        if (e->t->nodes[n].kind == PY_Name && !(target && py_inside(e->t, n, target)) && !is_settled(e, n) &&
            !py_is_builtin(e->rw->module, n, py_name(e->t, n)))
            return false;
    return true;
}

/* "b if b > a else a" */
static str chosen(const struct extreme *e, str a, str b)
{
    return arena_printf(e->rw->arena, "%.*s if %.*s %c %.*s else %.*s", STR_ARG(b), STR_ARG(b), e->sign, STR_ARG(a), STR_ARG(a));
}

static bool is_extreme_inside(const struct extreme *e, uint32_t value)
{
    uint32_t func = py_child(e->t, value, PY_F_func);
    return e->t->nodes[value].kind == PY_Call && !py_child(e->t, value, PY_F_keywords) &&
           py_count_in(e->t, value, PY_F_args) == 2 &&
           (py_is_builtin(e->rw->module, func, S("max")) || py_is_builtin(e->rw->module, func, S("min")));
}

/* The value as it is evaluated: itself, or the comparison that a max() or min() in its place stands for. */
static str value_text(const struct extreme *e, uint32_t value)
{
    struct extreme inner = is_extreme_inside(e, value) ? extreme_of(e->rw, value) : (struct extreme){ 0 };
    if (inner.count != 2 || !all_simple(&inner))
        return text_of(e->rw, value);
    return chosen(&inner, text_of(e->rw, inner.values[0]), text_of(e->rw, inner.values[1]));
}

/* Lines that put the values into locals; names[i] is what each is called then. */
static str values_ahead(const struct extreme *e, str *names)
{
    static const char *const wanted[VALUES] = { "one", "other", "third", "fourth" };
    uint32_t def = py_function_of(e->t, e->call);
    str lines = S("");
    for (uint32_t i = 0; i < e->count; i++) {
        names[i] = text_of(e->rw, e->values[i]);
        if (is_simple(e, e->values[i]))
            continue;
        names[i] = fresh_local(e->rw, def, str_from(wanted[i]));
        lines = arena_printf(e->rw->arena, "%.*s%.*s = %.*s\n", STR_ARG(lines), STR_ARG(names[i]),
                             STR_ARG(value_text(e, e->values[i])));
    }
    return lines;
}

/* Lines by which `so_far` becomes the extreme of itself and the values from `first` on. */
static str contests(const struct extreme *e, str so_far, const str *names, uint32_t first)
{
    str lines = S("");
    for (uint32_t i = first; i < e->count; i++)
        lines = arena_printf(e->rw->arena, "%.*sif %.*s %c %.*s:\n    %.*s = %.*s\n", STR_ARG(lines), STR_ARG(names[i]), e->sign,
                             STR_ARG(so_far), STR_ARG(so_far), STR_ARG(names[i]));
    return lines;
}

/*
 * best = max(best, x): the name is stored to only when it changes. With more values it would have one of them already when a
 * later comparison raises.
 */
static bool updates_itself(const struct extreme *e)
{
    uint32_t target = py_child(e->t, e->statement, PY_F_targets), first = e->values[0];
    return e->count == 2 && e->t->nodes[e->statement].kind == PY_Assign && py_count_in(e->t, e->statement, PY_F_targets) == 1 &&
           py_child(e->t, e->statement, PY_F_value) == e->call && e->t->nodes[target].kind == PY_Name &&
           e->t->nodes[first].kind == PY_Name && e->t->nodes[first].name == e->t->nodes[target].name &&
           is_settled(e, first) && ends_line(e->rw, e->statement) && on_one_line(e->rw, e->statement);
}

static void replace_statement(const struct extreme *e, struct candidate *c)
{
    str names[VALUES], indent = layout_indent_at(e->t->source, e->t->nodes[e->statement].start);
    str lines = values_ahead(e, names);
    lines = arena_printf(e->rw->arena, "%.*s%.*s", STR_ARG(lines), STR_ARG(contests(e, names[0], names, 1)));
    lines = in_layout(e->rw, indent, lines);
    add_edit(e->rw, c, (uint32_t) layout_line_start(e->t->source, e->t->nodes[e->statement].start), e->t->nodes[e->statement].end,
             str_slice(lines, 0, lines.len - e->rw->layout.newline.len));
}

static void put_ahead(const struct extreme *e, struct candidate *c)
{
    const struct py_node *call = &e->t->nodes[e->call];
    str names[VALUES], lines = values_ahead(e, names), result;
    enum py_kind user = (enum py_kind) e->t->nodes[call->parent].kind;
    bool bare = user == PY_Assign || user == PY_AugAssign || user == PY_Return;
    if (e->count == 2) {
        result = arena_printf(e->rw->arena, bare ? "%.*s" : "(%.*s)", STR_ARG(chosen(e, names[0], names[1])));
    } else {
        result = fresh_local(e->rw, py_function_of(e->t, e->call), e->sign == '>' ? S("largest") : S("smallest"));
        lines = arena_printf(e->rw->arena, "%.*s%.*s = %.*s\n%.*s", STR_ARG(lines), STR_ARG(result), STR_ARG(names[0]),
                             STR_ARG(contests(e, result, names, 1)));
    }
    if (lines.len)
        insert_before(e->rw, c, e->statement, lines);
    add_edit(e->rw, c, call->start, call->end, result);
}

static void put_in_place(const struct extreme *e, struct candidate *c)
{
    const struct py_node *call = &e->t->nodes[e->call];
    str text = chosen(e, text_of(e->rw, e->values[0]), text_of(e->rw, e->values[1]));
    add_edit(e->rw, c, call->start, call->end, arena_printf(e->rw->arena, "(%.*s)", STR_ARG(text)));
}

static bool fits_in_place(const struct extreme *e)
{
    return e->count == 2 && all_simple(e);
}

static bool legal(struct rewriting *rw, const struct finding *f, str *ret_why)
{
    for (uint32_t i = 0; i < f->sites.count; i++) {
        struct extreme e = extreme_of(rw, f->sites.items[i]);
        if (fits_in_place(&e) || can_be_ahead(&e))
            return true;
    }
    return refuse(ret_why, "something else of the statement is evaluated before the values");
}

static void rewrite(struct rewriting *rw, const struct finding *f, struct candidate *c)
{
    for (uint32_t i = 0; i < f->sites.count; i++) {
        struct extreme e = extreme_of(rw, f->sites.items[i]);
        if (can_be_ahead(&e))
            (updates_itself(&e) ? replace_statement : put_ahead)(&e, c);
        else if (fits_in_place(&e))
            put_in_place(&e, c);
    }
}

const struct transform transform_extreme = {
    .summary = "compares a few values itself instead of calling max() or min()",
    .legal = legal,
    .rewrite = rewrite,
};
