/*
 * effects.c — what evaluating an expression gives and does, in one frame. Operators are in
 * effects_operator.c, calls in effects_call.c.
 *
 * Follows the Language Reference, chapter 6. Where an operand may be an object of a user's
 * class the operator may run user code: PY_EFFECT_USER_OPERATOR, or a hard effect when this very
 * module defines special methods with effects. An expression kind without a rule evaluates its
 * children and gives ANY of unknown origin.
 *
 * Depth of recursion and the number of node visits are bounded; past the bound the answer is
 * "anything, with any effect".
 */
#include "facts_internal.h"

#define MAX_NESTING 2500u

/* ---- names ------------------------------------------------------------------------ */

static bool is_definition_name(struct py_facts *f, uint32_t symbol)
{
    return f->bindings[symbol] == 1 &&
           (f->definition_by_symbol[symbol] != 0 || f->imports[symbol].module.len != 0);
}

/* A variable of the module or of an enclosing function, seen from inside a function. */
static struct value eval_outer(struct py_facts *f, struct frame *fr, uint32_t node, uint32_t symbol)
{
    const struct py_symbol *s = &f->scopes->symbols[symbol];
    bool global = f->scopes->scopes[s->scope].kind == PY_SCOPE_MODULE;
    uint32_t owner = f->scopes->scopes[s->scope].node;
    struct frame *home = global ? f->module_frame
                         : f->tree->nodes[owner].kind == PY_FunctionDef ? frame_open(f, owner)
                                                                        : NULL;
    struct py_type type = type_any();

    if (is_definition_name(f, symbol))
        return value_of(type_of_bits(PY_T_FUNCTION), global ? ORIGIN_GLOBAL : ORIGIN_CLOSURE);
    effect(f, fr, global ? PY_EFFECT_READS_GLOBAL : PY_EFFECT_READS_CLOSURE, node,
           py_name(f->tree, node));
    if (home != NULL && frame_owns(home, symbol) && !f->dynamic) {
        frame_evaluate(f, home);
        if (!home->done && home->lowest < fr->lowest)
            fr->lowest = home->lowest;
        type = local_load(home, symbol).type;
        if (type.is == 0 && !home->active)
            type = type_any();
        if (!only_read_inside(f, symbol) && !py_type_scalar(type))
            type = type_of_bits(type.is);
    }
    if (py_is_rebound_elsewhere(f, symbol))
        type = type_any();
    return value_of(type, global ? ORIGIN_GLOBAL : ORIGIN_CLOSURE);
}

static struct value eval_builtin_name(struct py_facts *f, uint32_t node)
{
    str name = py_name(f->tree, node);

    if (str_equal(name, S("__name__")))
        return value_fresh(type_of_bits(PY_T_STR));
    return value_of(is_builtin_function(name) && !f->dynamic ? type_of_bits(PY_T_FUNCTION)
                                                              : type_any(), ORIGIN_GLOBAL);
}

static struct value eval_name(struct py_facts *f, struct frame *fr, uint32_t node)
{
    uint32_t symbol = py_binding(f->module, node);
    struct local here;

    if (symbol == UINT32_MAX)
        return eval_builtin_name(f, node);
    if (!frame_owns(fr, symbol))
        return eval_outer(f, fr, node, symbol);
    if (is_definition_name(f, symbol))
        return value_of(type_of_bits(PY_T_FUNCTION), ORIGIN_FRESH);
    if (f->dynamic || f->scopes->scopes[f->scopes->symbols[symbol].scope].dynamic)
        return value_of(type_any(), ORIGIN_UNKNOWN);
    here = flow_load(f, fr, node, symbol);
    return local_value(fr, symbol, &here);
}

static struct value eval_children(struct py_facts *f, struct frame *fr, uint32_t node)
{
    struct value v = { 0 };

    for (uint32_t c = py_first(f->tree, node); c != PY_NO_NODE; c = py_next(f->tree, node, c))
        if (py_is_expression((enum py_kind) f->tree->nodes[c].kind))
            v = value_join(fr, v, eval(f, fr, c));
    return v;
}

/* ---- containers ------------------------------------------------------------------- */

/* A display: a fresh container that holds the values of its children. */
static struct value eval_display(struct py_facts *f, struct frame *fr, uint32_t node, py_types bit)
{
    const struct py_tree *t = f->tree;
    struct value all = { 0 }, v;
    py_types key = 0;

    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        struct value item = eval(f, fr, c);

        if (t->nodes[c].kind == PY_Starred)
            item = iterate(f, fr, item, c);
        if (bit & (PY_T_SET | PY_T_DICT) && t->nodes[c].field != PY_F_values &&
            type_may_run_user_code(item.type, true))
            effect_operator(f, fr, c);
        if (t->nodes[c].field == PY_F_keys)
            key |= type_all_bits(item.type);
        else
            all = value_join(fr, all, item);
    }
    if (bit == PY_T_DICT && py_count_in(t, node, PY_F_keys) != py_count_in(t, node, PY_F_values)) {
        all.type = type_any(); /* {**other} */
        key = PY_T_ANY;
    }
    v = value_fresh(type_container(bit, all.type, key));
    v.deep |= all.self | all.deep;
    v.inner = alias_unify(fr, all.same, all.inner);
    if (py_type_scalar(v.type))
        v.self = v.deep = 0;
    return v;
}

/* What a for loop over `v` gives; advancing an iterator that somebody else holds is an effect. */
struct value iterate(struct py_facts *f, struct frame *fr, struct value v, uint32_t node)
{
    struct py_type item = type_item(v.type);
    uint32_t root = root_name(f->tree, node);
    str name = root ? py_name(f->tree, root) : S("");

    if (v.type.is == 0)
        return (struct value){ 0 };
    if (type_may_run_user_code(v.type, false)) {
        effect_operator(f, fr, node);
    } else if ((v.type.is & PY_T_ITERATOR) && (v.self & ~ORIGIN_FRESH)) {
        effect(f, fr, PY_EFFECT_CONSUMES, node, name);
    }
    if ((v.type.is & PY_T_ITERATOR) && !(v.type.is & PY_T_OBJECT))
        effect_mutates(f, fr, v, node);
    if ((v.type.is & PY_T_FILE) && !(v.type.is & PY_T_OBJECT))
        effect(f, fr, PY_EFFECT_IO, node, name);
    if ((v.type.is & PY_T_ARRAY) && !(v.type.is & PY_T_OBJECT)) /* rows are views */
        v.inner = alias_unify(fr, v.same, v.inner);
    if (v.type.is & PY_T_MAPPINGS) {
        item.is = (v.type.is & ~(py_types) PY_T_MAPPINGS) ? item.is | v.type.key : v.type.key;
        item.item |= v.type.key & ~PY_T_SCALAR ? PY_T_ANY : 0;
        item.item2 |= v.type.key & ~PY_T_SCALAR ? PY_T_ANY : 0;
    }
    return value_element(fr, v, item);
}

/* An element of an array, or a view of a part of it. */
static struct value array_part(struct frame *fr, struct value v, struct value index, bool slice)
{
    struct py_type type = slice ? v.type : type_item(v.type);
    struct value part;

    if (!slice && !py_type_within(index.type, PY_T_INT | PY_T_BOOL | PY_T_NPNUMBER))
        type = type_join(type, v.type);
    v.inner = alias_unify(fr, v.same, v.inner);
    part = value_element(fr, v, type);
    part.self |= part.type.is & PY_T_ARRAY ? v.self : 0;
    return part;
}

static struct value eval_subscript(struct py_facts *f, struct frame *fr, uint32_t node)
{
    uint32_t index = py_child(f->tree, node, PY_F_slice);
    struct value v = eval(f, fr, py_child(f->tree, node, PY_F_value)), i = eval(f, fr, index);
    struct value part;
    bool known;

    if (v.type.is == 0)
        return (struct value){ 0 };
    if (is_instance(v.type)) {
        part = instance_call_special(f, fr, node, v, S("__getitem__"), &i, &known);
        if (known)
            return part;
    }
    if (type_may_run_user_code(v.type, false) || type_may_run_user_code(i.type, false) ||
        ((v.type.is & PY_T_MAPPINGS) && type_may_run_user_code(i.type, true))) {
        effect_operator(f, fr, node);
        part = value_element(fr, v, type_any());
        part.self |= ORIGIN_UNKNOWN;
        part.deep |= ORIGIN_UNKNOWN;
        return part;
    }
    if (v.type.is & PY_T_DEFAULTDICT) /* a missing key is added */
        effect_mutates(f, fr, v, py_child(f->tree, node, PY_F_value));
    if (v.type.is & PY_T_ARRAY)
        return array_part(fr, v, i, f->tree->nodes[index].kind == PY_Slice);
    if (f->tree->nodes[index].kind != PY_Slice)
        return value_element(fr, v, type_item(v.type));
    part = value_fresh(v.type);
    if (part.self != 0) {
        part.deep |= v.deep;
        part.inner = v.inner;
    }
    return part;
}

static struct value eval_attribute(struct py_facts *f, struct frame *fr, uint32_t node)
{
    struct value v = eval(f, fr, py_child(f->tree, node, PY_F_value)), part;
    str name;
    const struct imported *import = resolve_import(f, node, &name);

    if (import != NULL && str_equal(import->module, S("math")))
        return value_fresh(type_of_bits(PY_T_FLOAT)); /* pi, e, inf, nan, tau */
    if (is_instance(v.type))
        return eval_instance_attribute(f, fr, node, v);
    if (import == NULL && eval_known_attribute(fr, v, py_name(f->tree, node), &part))
        return part;
    if (class_named(f, py_child(f->tree, node, PY_F_value)) != NULL) {
        effect(f, fr, PY_EFFECT_READS_GLOBAL, node, py_text(f->tree, py_child(f->tree, node, PY_F_value)));
        return value_of(type_any(), ORIGIN_GLOBAL);
    }
    if (import == NULL)
        effect_attribute(f, fr, node, py_name(f->tree, node));
    else
        effect(f, fr, PY_EFFECT_READS_GLOBAL, node, py_name(f->tree, node));
    part = value_element(fr, v, type_any());
    part.self |= ORIGIN_UNKNOWN | v.self;
    part.deep |= ORIGIN_UNKNOWN | v.deep;
    return part;
}

static struct value eval_constant(struct py_facts *f, uint32_t node)
{
    static const uint32_t bits[] = {
        [PY_CONST_NONE] = PY_T_NONE, [PY_CONST_TRUE] = PY_T_BOOL, [PY_CONST_FALSE] = PY_T_BOOL,
        [PY_CONST_ELLIPSIS] = PY_T_FUNCTION, [PY_CONST_INT] = PY_T_INT,
        [PY_CONST_FLOAT] = PY_T_FLOAT, [PY_CONST_IMAGINARY] = PY_T_COMPLEX,
        [PY_CONST_STR] = PY_T_STR, [PY_CONST_BYTES] = PY_T_BYTES,
    };
    uint8_t op = f->tree->nodes[node].op;

    return value_fresh(type_of_bits(op < ARRAY_LEN(bits) && bits[op] ? bits[op] : PY_T_OBJECT));
}

/* ---- comprehensions and lambdas ----------------------------------------------------- */

/* Only the first iterable of a generator expression is evaluated now. */
static void run_generator(struct py_facts *f, struct frame *fr, uint32_t part, bool lazy)
{
    const struct py_tree *t = f->tree;
    uint32_t iter = py_child(t, part, PY_F_iter);
    struct py_effects *sink = fr->sink;
    struct value item;

    if (part == fr->header)
        fr->sink = NULL;
    item = iterate(f, fr, eval(f, fr, iter), iter);
    fr->sink = sink;
    fr->late += lazy;
    assign(f, fr, py_child(t, part, PY_F_target), item);
    for (uint32_t c = py_child(t, part, PY_F_ifs); c != PY_NO_NODE; c = py_next_in(t, part, c)) {
        eval_test(f, fr, c);
        narrow(f, fr, c, true);
    }
    if (t->nodes[part].flags & PY_FLAG_ASYNC)
        effect(f, fr, PY_EFFECT_YIELDS, part, S("async for"));
}

static struct value eval_comprehension(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    enum py_kind kind = (enum py_kind) t->nodes[node].kind;
    py_types bit = kind == PY_ListComp ? PY_T_LIST : kind == PY_SetComp ? PY_T_SET
                   : kind == PY_DictComp ? PY_T_DICT : PY_T_ITERATOR;
    struct flow_mark mark = flow_mark(fr);
    struct value item, key = { 0 }, v;
    uint32_t late = fr->late;

    for (uint32_t c = py_child(t, node, PY_F_generators); c != PY_NO_NODE; c = py_next_in(t, node, c))
        run_generator(f, fr, c, kind == PY_GeneratorExp);
    if (kind == PY_DictComp)
        key = eval(f, fr, py_child(t, node, PY_F_key));
    item = eval(f, fr, py_child(t, node, kind == PY_DictComp ? PY_F_value : PY_F_elt));
    fr->late = late;
    flow_take(fr, mark); /* its own variables; those of a walrus are loose */
    if (type_may_run_user_code(key.type, true) ||
        (kind == PY_SetComp && type_may_run_user_code(item.type, true)))
        effect_operator(f, fr, node);
    v = value_fresh(type_container(bit, item.type, type_all_bits(key.type)));
    v.deep |= item.self | item.deep | key.self | key.deep;
    v.inner = alias_unify(fr, item.same, item.inner);
    return v;
}

/* The body of a lambda as if it were called with `argument`. Variables around it may have
 * changed by then. */
struct value eval_lambda(struct py_facts *f, struct frame *fr, uint32_t lambda, struct value argument)
{
    const struct py_tree *t = f->tree;
    uint32_t body = py_child(t, lambda, PY_F_body);
    uint32_t stop = body != PY_NO_NODE ? body : t->nodes[lambda].extent;
    struct value v = value_of(type_any(), ORIGIN_UNKNOWN);

    fr->late++;
    for (uint32_t n = lambda + 1; n < stop; n++)
        if (t->nodes[n].kind == PY_arg && frame_owns(fr, f->scopes->symbol_of[n]))
            local_assign(fr, f->scopes->symbol_of[n], argument);
    if (body != PY_NO_NODE)
        v = eval(f, fr, body);
    fr->late--;
    return v;
}

/* Whoever gets the lambda may call it with anything: what it stores counts, what it does does
 * not happen here. */
static struct value eval_function_value(struct py_facts *f, struct frame *fr, uint32_t node)
{
    struct py_effects *sink = fr->sink;

    fr->sink = NULL;
    eval_lambda(f, fr, node, value_of(type_any(), ORIGIN_UNKNOWN));
    fr->sink = sink;
    return value_of(type_of_bits(PY_T_FUNCTION), ORIGIN_FRESH);
}

/* ---- the rest --------------------------------------------------------------------- */

static struct value eval_format(struct py_facts *f, struct frame *fr, uint32_t node)
{
    bool single = f->tree->nodes[node].kind == PY_FormattedValue || py_next(f->tree, node, py_first(f->tree, node)) == PY_NO_NODE;
    bool user = false;

    for (uint32_t c = py_first(f->tree, node); c != PY_NO_NODE; c = py_next(f->tree, node, c)) {
        struct value v = eval(f, fr, c);

        if (type_may_run_user_code(v.type, true))
            effect_operator(f, fr, c);
        user = user || type_may_run_user_code(v.type, true);
    }
    return value_fresh(type_of_bits(PY_T_STR | (single && user ? PY_T_OBJECT : 0)));
}

static struct value eval_conditional(struct py_facts *f, struct frame *fr, uint32_t node)
{
    uint32_t test = py_child(f->tree, node, PY_F_test);
    struct flow_mark mark;
    struct delta branches[2];
    struct value v;

    eval_test(f, fr, test);
    mark = flow_mark(fr);
    narrow(f, fr, test, true);
    v = eval(f, fr, py_child(f->tree, node, PY_F_body));
    branches[0] = flow_take(fr, mark);
    narrow(f, fr, test, false);
    v = value_join(fr, v, eval(f, fr, py_child(f->tree, node, PY_F_orelse)));
    branches[1] = flow_take(fr, mark);
    flow_merge(fr, branches, ARRAY_LEN(branches));
    return v;
}

/* In a comprehension a walrus binds a variable of the code around it, once per item or never. */
static struct value eval_walrus(struct py_facts *f, struct frame *fr, uint32_t node)
{
    uint32_t target = py_child(f->tree, node, PY_F_target), symbol = py_binding(f->module, target);
    struct value v = eval(f, fr, py_child(f->tree, node, PY_F_value));

    if (f->scopes->scopes[f->scopes->scope_of[node]].kind == PY_SCOPE_COMPREHENSION &&
        symbol != UINT32_MAX)
        flow_loosen(fr, symbol);
    assign(f, fr, target, v);
    return v;
}

static bool is_sleep(struct py_facts *f, uint32_t call)
{
    str name;
    const struct imported *import = resolve_import(f, py_child(f->tree, call, PY_F_func), &name);

    return import != NULL && str_equal(import->module, S("asyncio")) && str_equal(name, S("sleep"));
}

/* `await` of something known is named, so that it can be told from suspension of any kind. */
static struct value eval_suspension(struct py_facts *f, struct frame *fr, uint32_t node)
{
    uint32_t operand = py_child(f->tree, node, PY_F_value);
    bool call = f->tree->nodes[node].kind == PY_Await && f->tree->nodes[operand].kind == PY_Call;
    uint32_t coroutine = call ? py_coroutine(f, operand) : 0;

    if (coroutine != 0 || (call && is_sleep(f, operand))) {
        effect(f, fr, PY_EFFECT_YIELDS, node, S("await"));
        return coroutine != 0 ? eval_await(f, fr, operand, coroutine) : eval(f, fr, operand);
    }
    value_escape(fr, eval_children(f, fr, node));
    effect(f, fr, PY_EFFECT_YIELDS, node, S(""));
    return value_of(type_any(), ORIGIN_UNKNOWN);
}

static struct value eval_kind(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;

    switch (t->nodes[node].kind) {
    case PY_Constant: return eval_constant(f, node);
    case PY_Name: return eval_name(f, fr, node);
    case PY_Attribute: return eval_attribute(f, fr, node);
    case PY_Subscript: return eval_subscript(f, fr, node);
    case PY_Call: return eval_call(f, fr, node);
    case PY_Compare: return eval_compare(f, fr, node);
    case PY_UnaryOp: return eval_unary(f, fr, node);
    case PY_BinOp: {
        struct value l = eval(f, fr, py_child(t, node, PY_F_left));

        return binary(f, fr, node, (enum py_op) t->nodes[node].op, l,
                      eval(f, fr, py_child(t, node, PY_F_right)));
    }
    case PY_BoolOp: return eval_bool(f, fr, node);
    case PY_IfExp: return eval_conditional(f, fr, node);
    case PY_NamedExpr: return eval_walrus(f, fr, node);
    case PY_List: return eval_display(f, fr, node, PY_T_LIST);
    case PY_Tuple: return eval_display(f, fr, node, PY_T_TUPLE);
    case PY_Set: return eval_display(f, fr, node, PY_T_SET);
    case PY_Dict: return eval_display(f, fr, node, PY_T_DICT);
    case PY_ListComp: case PY_SetComp: case PY_DictComp: case PY_GeneratorExp:
        return eval_comprehension(f, fr, node);
    case PY_JoinedStr: case PY_FormattedValue: return eval_format(f, fr, node);
    case PY_Starred: return eval(f, fr, py_child(t, node, PY_F_value));
    case PY_Slice: eval_children(f, fr, node); return value_fresh(type_of_bits(PY_T_NONE));
    case PY_Lambda: return eval_function_value(f, fr, node);
    case PY_Yield: case PY_YieldFrom: case PY_Await: return eval_suspension(f, fr, node);
    default:
        eval_children(f, fr, node);
        return value_of(type_any(), ORIGIN_UNKNOWN);
    }
}

struct value eval(struct py_facts *f, struct frame *fr, uint32_t node)
{
    struct value v;

    if (node == PY_NO_NODE)
        return value_fresh(type_of_bits(PY_T_NONE));
    if (f->fuel == 0 || f->nesting > MAX_NESTING) {
        effect(f, fr, PY_EFFECT_DYNAMIC, node, S("analysis limit"));
        return value_of(type_any(), ORIGIN_UNKNOWN);
    }
    f->fuel--;
    f->nesting++;
    v = eval_kind(f, fr, node);
    f->nesting--;
    return v;
}
