/*
 * lift.c — which statements of a loop's body could be a function, and what it would do.
 *
 *     for y in range(height):             def _compute_row(y, width):
 *         row = []                            row = []
 *         for x in range(width):              for x in range(width):
 *             row.append(level(x, y))             row.append(level(x, y))
 *         rows.append(row)                    return row
 *
 * What is needed, and why:
 *  - What is read comes from the header, from the part itself, or from outside and is changed by
 *    no statement of the loop besides: the function can be called before the loop starts. (What
 *    the part itself would change of it is an effect of the function.) Names of the module stay
 *    names of the module.
 *  - What is bound is local to the function around the loop, no cell, assigned in each iteration
 *    before it is read, and bound nowhere else in the loop. A value that is read after the loop is
 *    assigned by a statement of the part itself, outside of any `try`: a failure half-way would
 *    show in it.
 *  - Nothing leaves the part but its end: no return, yield, await, nor a break or continue of the
 *    loop. No declaration, definition, import or deletion; no name that a class would mangle.
 *  - It runs in every iteration: nothing in front of it goes on to the next one.
 *  - Its lines are lines of their own, and no text runs over several of them.
 * That it has no effect is judged on the function (outcome.c): what it changes that it has not
 * made itself is one of its parameters there. So is what the rest of the body does meanwhile.
 */
#include "hasten/lift.h"

struct reader {
    struct py_facts *facts;
    const struct py_module *module;
    const struct py_tree *t;
    const struct py_scopes *scopes;
    const struct py_loop *loop;
    uint32_t holder; /* def around the loop */
};

static const struct py_scope *scope_of_symbol(const struct reader *r, uint32_t symbol)
{
    return &r->scopes->scopes[r->scopes->symbols[symbol].scope];
}

/* ---- names ------------------------------------------------------------------------- */

/* Bound by a comprehension or lambda inside the node. */
static bool belongs_inside(const struct reader *r, uint32_t name, uint32_t node)
{
    uint32_t symbol = py_binding(r->module, name);

    return symbol != UINT32_MAX && scope_of_symbol(r, symbol)->node != 0 &&
           scope_of_symbol(r, symbol)->node != r->loop->node &&
           py_inside(r->t, scope_of_symbol(r, symbol)->node, node);
}

/* A builtin or a variable of the module: the function sees it under the same name. */
static bool is_global(const struct reader *r, uint32_t name)
{
    uint32_t symbol = py_binding(r->module, name);

    return symbol == UINT32_MAX || scope_of_symbol(r, symbol)->kind == PY_SCOPE_MODULE;
}

/* A function or generator of the holder uses the variable: it may run at any time. */
static bool is_kept(const struct reader *r, uint32_t first, uint32_t end, uint32_t symbol)
{
    for (uint32_t n = r->holder; n < r->t->nodes[r->holder].extent; n++) {
        if (r->t->nodes[n].kind != PY_Name || (n >= first && n < end) ||
            py_binding(r->module, n) != symbol)
            continue;
        const struct py_scope *s = &r->scopes->scopes[r->scopes->scope_of[n]];
        for (; s->node != r->holder; s = &r->scopes->scopes[s->parent])
            if (s->kind != PY_SCOPE_COMPREHENSION || r->t->nodes[s->node].kind == PY_GeneratorExp)
                return true;
    }
    return false;
}

static bool is_own_local(const struct reader *r, uint32_t first, uint32_t end, uint32_t name)
{
    uint32_t symbol = py_binding(r->module, name);

    return symbol != UINT32_MAX && symbol == r->scopes->symbol_of[name] &&
           scope_of_symbol(r, symbol)->node == r->holder &&
           !((r->scopes->symbols[symbol].flags & PY_SYM_CELL) && is_kept(r, first, end, symbol));
}

/* The part stores the name. */
static bool stores(const struct reader *r, uint32_t first, uint32_t end, uint32_t name)
{
    for (uint32_t n = first; n < end; n++)
        if (r->t->nodes[n].kind == PY_Name && r->t->nodes[n].name == name &&
            r->t->nodes[n].op != PY_LOAD)
            return true;
    return false;
}

/* Bound by the header, or by nothing of the loop; or bound by the part itself, which is judged there. */
static bool load_is_available(const struct reader *r, uint32_t first, uint32_t end, uint32_t name)
{
    uint32_t interned = r->t->nodes[name].name;

    return stores(r, first, end, interned) || py_name_in(&r->loop->targets, interned) ||
           is_global(r, name) || !py_name_in(&r->loop->written, interned);
}

static bool store_is_private(const struct reader *r, uint32_t first, uint32_t end, uint32_t name)
{
    uint32_t interned = r->t->nodes[name].name;

    return is_own_local(r, first, end, name) && !py_name_in(&r->loop->exposed, interned) &&
           !py_name_in(&r->loop->targets, interned);
}

/* ---- statements ---------------------------------------------------------------------- */

static bool is_loop(enum py_kind kind)
{
    return kind == PY_For || kind == PY_While;
}

/* A break or continue of a loop outside of the node. */
static bool jumps_out(const struct py_tree *t, uint32_t jump, uint32_t node)
{
    for (uint32_t n = jump; n != node; n = t->nodes[n].parent)
        if (is_loop((enum py_kind) t->nodes[t->nodes[n].parent].kind) && t->nodes[n].field == PY_F_body)
            return !py_inside(t, t->nodes[n].parent, node);
    return true;
}

static bool is_mangled(str name)
{
    return str_starts(name, S("__")) && !str_ends(name, S("__"));
}

static bool node_may_move(const struct reader *r, uint32_t n, uint32_t part)
{
    const struct py_tree *t = r->t;
    str name = py_name(t, n);

    switch (t->nodes[n].kind) {
    case PY_Return: case PY_Yield: case PY_YieldFrom: case PY_Await: case PY_AsyncFor:
    case PY_AsyncWith: case PY_Global: case PY_Nonlocal: case PY_FunctionDef:
    case PY_AsyncFunctionDef: case PY_ClassDef: case PY_Import: case PY_ImportFrom: case PY_Delete:
    case PY_Match: case PY_TryStar:
        return false;
    case PY_Break: case PY_Continue:
        return !jumps_out(t, n, part);
    case PY_ExceptHandler:
        return t->nodes[n].name == 0;
    case PY_comprehension:
        return !(t->nodes[n].flags & PY_FLAG_ASYNC);
    case PY_Constant: case PY_JoinedStr:
        return py_line(t, n) == py_end_line(t, n);
    case PY_Name: case PY_Attribute:
        return !is_mangled(name) && !str_equal(name, S("super")) && !str_equal(name, S("__class__"));
    default:
        return true;
    }
}

/* The variable at the bottom of a.b[c].d, 0 when there is none. */
static uint32_t root_of(const struct py_tree *t, uint32_t node)
{
    while (t->nodes[node].kind == PY_Attribute || t->nodes[node].kind == PY_Subscript)
        node = py_child(t, node, PY_F_value);
    return t->nodes[node].kind == PY_Name ? node : 0;
}

/*
 * It stores into, or calls such a method of, an object that the part did not make: what takes the
 * results of the part usually looks like that. A choice of where to cut, no proof.
 */
static bool changes_outside(const struct reader *r, uint32_t first, uint32_t end, uint32_t n)
{
    static const char *const methods[] = { "append", "extend", "add", "update", "insert", "setdefault",
                                           "discard", "remove", "pop", "write", "writerow", "put" };
    const struct py_tree *t = r->t;
    uint32_t base = 0;

    if ((t->nodes[n].kind == PY_Subscript || t->nodes[n].kind == PY_Attribute) && t->nodes[n].op != PY_LOAD)
        base = py_child(t, n, PY_F_value);
    if (t->nodes[n].kind == PY_Call && t->nodes[py_child(t, n, PY_F_func)].kind == PY_Attribute)
        for (size_t i = 0; i < ARRAY_LEN(methods); i++)
            if (str_equal(py_name(t, py_child(t, n, PY_F_func)), str_from(methods[i])))
                base = py_child(t, py_child(t, n, PY_F_func), PY_F_value);
    if (base == 0)
        return false;
    base = root_of(t, base);
    return base == 0 || !stores(r, first, end, t->nodes[base].name);
}

/* Statement or element `part` can be moved with the statements from `first` on. */
static bool may_move(const struct reader *r, uint32_t first, uint32_t part)
{
    const struct py_tree *t = r->t;

    for (uint32_t n = part; n < t->nodes[part].extent; n++) {
        if (!node_may_move(r, n, part) || changes_outside(r, first, t->nodes[part].extent, n))
            return false;
        if (t->nodes[n].kind != PY_Name || belongs_inside(r, n, part))
            continue;
        if (t->nodes[n].op == PY_LOAD ? !load_is_available(r, first, t->nodes[part].extent, n)
                                      : !store_is_private(r, first, t->nodes[part].extent, n))
            return false;
    }
    return true;
}

static bool goes_on(const struct py_tree *t, uint32_t statement)
{
    for (uint32_t n = statement; n < t->nodes[statement].extent; n++)
        if ((t->nodes[n].kind == PY_Continue || t->nodes[n].kind == PY_Break) &&
            jumps_out(t, n, statement))
            return true;
    return false;
}

/* ---- what goes in and comes out ----------------------------------------------------- */

static bool has_input(const struct reader *r, const struct lift *lift, uint32_t name)
{
    for (uint32_t i = 0; i < lift->inputs.count; i++)
        if (r->t->nodes[lift->inputs.items[i]].name == name)
            return true;
    return false;
}

static void collect_inputs(const struct reader *r, struct lift *lift, struct arena *arena)
{
    uint32_t end = r->t->nodes[lift->last].extent;

    for (uint32_t n = lift->first; n < end; n++) {
        if (r->t->nodes[n].kind != PY_Name || r->t->nodes[n].op != PY_LOAD || is_global(r, n) ||
            stores(r, lift->first, end, r->t->nodes[n].name) || has_input(r, lift, r->t->nodes[n].name))
            continue;
        bool inner = false;
        for (uint32_t p = n; p != r->loop->node && !inner; p = r->t->nodes[p].parent)
            inner = p >= lift->first && belongs_inside(r, n, p);
        if (!inner)
            *VEC_PUSH(arena, &lift->inputs) = n;
    }
}

static bool loaded_elsewhere(const struct reader *r, const struct lift *lift, uint32_t name)
{
    for (uint32_t n = r->loop->node + 1; n < r->t->nodes[r->loop->node].extent; n++) {
        if (n == lift->first)
            n = r->t->nodes[lift->last].extent;
        if (n < r->t->nodes[r->loop->node].extent && r->t->nodes[n].kind == PY_Name &&
            r->t->nodes[n].name == name)
            return true;
    }
    return false;
}

static bool in_try(const struct reader *r)
{
    for (uint32_t n = r->loop->node; n && n != r->holder; n = r->t->nodes[n].parent)
        if (r->t->nodes[n].kind == PY_Try || r->t->nodes[n].kind == PY_With)
            return true;
    return false;
}

/* A statement of the part itself assigns the plain name. */
static bool assigned_surely(const struct reader *r, const struct lift *lift, uint32_t name)
{
    const struct py_tree *t = r->t;

    for (uint32_t s = lift->first; s && s <= lift->last; s = py_next_in(t, r->loop->node, s)) {
        uint32_t target = py_child(t, s, PY_F_targets);

        if (t->nodes[s].kind == PY_Assign && t->nodes[target].kind == PY_Name &&
            t->nodes[target].name == name)
            return true;
    }
    return false;
}

static bool collect_outputs(const struct reader *r, struct lift *lift, struct arena *arena)
{
    for (uint32_t i = 0; i < r->loop->written.count; i++) {
        uint32_t name = r->loop->written.items[i];
        bool live = py_name_in(&r->loop->live_out, name) ||
                    py_child(r->t, r->loop->node, PY_F_orelse) != PY_NO_NODE;

        if (!stores(r, lift->first, r->t->nodes[lift->last].extent, name) ||
            py_name_in(&r->loop->targets, name))
            continue;
        if (live && (in_try(r) || !assigned_surely(r, lift, name)))
            return false;
        if (live || loaded_elsewhere(r, lift, name))
            *VEC_PUSH(arena, &lift->outputs) = name;
    }
    return lift->outputs.count > 0;
}

/* The rest of the body binds what the part binds. */
static bool rest_binds(const struct reader *r, const struct lift *lift)
{
    const struct py_tree *t = r->t;
    uint32_t end = t->nodes[lift->last].extent;

    for (uint32_t n = lift->first; n < end; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].op != PY_LOAD &&
            py_name_in(&r->loop->written, t->nodes[n].name) &&
            (stores(r, r->loop->node + 1, lift->first, t->nodes[n].name) ||
             stores(r, end, t->nodes[r->loop->node].extent, t->nodes[n].name)))
            return true;
    return false;
}

/* ---- the plan --------------------------------------------------------------------------- */

static bool has_own_lines(const struct py_tree *t, uint32_t first, uint32_t last)
{
    str source = t->source;
    size_t start = t->nodes[first].start, line = layout_line_start(source, start);
    str indent = layout_indent_at(source, start);
    size_t end = t->nodes[last].end, stop = layout_line_end(source, end);
    str rest = str_trim(str_slice(source, end, stop));

    if (indent.len != start - line || (rest.len && rest.ptr[0] != '#'))
        return false;
    for (; line < end; line = layout_line_end(source, line)) {
        str text = str_slice(source, line, layout_line_end(source, line));
        if (str_trim(text).len && !str_starts(text, indent))
            return false;
    }
    return true;
}

static bool plan_statements(const struct reader *r, struct arena *arena, struct lift *ret)
{
    const struct py_tree *t = r->t;
    uint32_t s = py_child(t, r->loop->node, PY_F_body);

    while (s) {
        struct lift lift = { .loop = r->loop->node, .first = s };
        for (; s && may_move(r, lift.first, s); s = py_next_in(t, r->loop->node, s)) {
            lift.last = s;
            lift.work += py_work(r->facts, s);
        }
        if (lift.last && lift.work > ret->work && has_own_lines(t, lift.first, lift.last) &&
            collect_outputs(r, &lift, arena))
            *ret = lift;
        if (s && goes_on(t, s))
            break;
        s = s ? py_next_in(t, r->loop->node, s) : 0;
    }
    return ret->last != 0;
}

static bool plan_element(const struct reader *r, struct lift *ret)
{
    const struct py_tree *t = r->t;
    uint32_t element = py_child(t, r->loop->node, PY_F_elt);
    uint32_t clause = py_child(t, r->loop->node, PY_F_generators);

    element = element ? element : py_child(t, r->loop->node, PY_F_value);
    for (uint32_t n = element; n < t->nodes[element].extent; n++)
        if (t->nodes[n].kind == PY_NamedExpr)
            return false;
    if (py_next_in(t, r->loop->node, clause) || py_line(t, element) != py_end_line(t, element) ||
        !may_move(r, element, element))
        return false;
    *ret = (struct lift){ .loop = r->loop->node, .first = element, .last = element,
                          .expression = true, .work = py_work(r->facts, element) };
    return true;
}

bool lift_plan(struct py_facts *facts, uint32_t loop, struct arena *arena, struct lift *ret)
{
    struct reader r = { .facts = facts, .module = py_facts_module(facts) };

    r.t = py_tree(r.module);
    r.scopes = py_scopes(r.module);
    r.loop = py_loop_at(facts, loop);
    r.holder = py_function_of(r.t, loop);
    *ret = (struct lift){ 0 };
    if (!r.loop || !r.holder || r.loop->exits_early || r.loop->kind == PY_LOOP_WHILE ||
        r.t->nodes[loop].kind == PY_AsyncFor ||
        !(r.loop->kind == PY_LOOP_FOR ? plan_statements(&r, arena, ret) : plan_element(&r, ret)))
        return false;
    collect_inputs(&r, ret, arena);
    return ret->inputs.count > 0 && !rest_binds(&r, ret);
}

/* ---- text ------------------------------------------------------------------------------ */

static str joined_inputs(const struct lift *lift, const struct py_tree *t, struct arena *arena)
{
    str text = S("");

    for (uint32_t i = 0; i < lift->inputs.count; i++)
        text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "",
                            STR_ARG(py_name(t, lift->inputs.items[i])));
    return text;
}

static str joined_outputs(const struct lift *lift, const struct py_tree *t, struct arena *arena)
{
    str text = S("");

    for (uint32_t i = 0; i < lift->outputs.count; i++)
        text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "",
                            STR_ARG(t->names[lift->outputs.items[i]]));
    return text;
}

/* The lines of the statements, one level deep. */
static void append_lines(const struct lift *lift, const struct py_tree *t, str unit, str newline,
                         struct buf *out)
{
    str indent = layout_indent_at(t->source, t->nodes[lift->first].start);
    size_t line = layout_line_start(t->source, t->nodes[lift->first].start);

    while (line < t->nodes[lift->last].end) {
        size_t next = layout_line_end(t->source, line), end = next;
        while (end > line && (t->source.ptr[end - 1] == '\n' || t->source.ptr[end - 1] == '\r'))
            end--;
        if (end - line > indent.len) {
            buf_append(out, unit);
            buf_append(out, str_slice(t->source, line + indent.len, end));
        }
        buf_append(out, newline);
        line = next;
    }
}

str lift_text(const struct lift *lift, const struct py_tree *t, str name,
              const struct layout *layout, struct arena *arena)
{
    struct buf out = { 0 };

    buf_printf(&out, "def %.*s(%.*s):%.*s", STR_ARG(name), STR_ARG(joined_inputs(lift, t, arena)),
               STR_ARG(layout->newline));
    if (!lift->expression)
        append_lines(lift, t, layout->indent_unit, layout->newline, &out);
    buf_printf(&out, "%.*sreturn %.*s%.*s", STR_ARG(layout->indent_unit),
               STR_ARG(lift->expression ? py_text(t, lift->first) : joined_outputs(lift, t, arena)),
               STR_ARG(layout->newline));
    str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}
