/*
 * effects_statement.c — what simple statements and definitions do, in one frame (Language Reference,
 * chapters 7 and 8).
 *
 * Definitions evaluate decorators and defaults; the body of a function belongs to its own frame,
 * the body of a class runs in this one.
 */
#include "facts_internal.h"

static void assign_outer(struct py_facts *f, struct frame *fr, uint32_t target, uint32_t symbol,
                         struct value v)
{
    bool global = symbol == UINT32_MAX ||
                  f->scopes->scopes[f->scopes->symbols[symbol].scope].kind == PY_SCOPE_MODULE;

    effect(f, fr, global ? PY_EFFECT_REBINDS_GLOBAL : PY_EFFECT_REBINDS_NONLOCAL, target,
           py_name(f->tree, target));
    value_escape(fr, v);
}

/* Storing calls __setitem__ or __setattr__ of an object; keys are hashed. */
static void assign_into(struct py_facts *f, struct frame *fr, uint32_t target, struct value v)
{
    const struct py_tree *t = f->tree;
    uint32_t base = py_child(t, target, PY_F_value);
    uint32_t index = py_child(t, target, PY_F_slice);
    struct value object = eval(f, fr, base), key = { 0 };

    if (object.type.is == 0)
        return;
    if (t->nodes[target].kind == PY_Subscript)
        key = eval(f, fr, index);
    else if (is_init_store(f, target))
        field_store(f, fr, target, v);
    if (t->nodes[target].kind == PY_Attribute && is_instance(object.type))
        instance_store(f, fr, target, object);
    else if (type_may_run_user_code(object.type, false) || type_may_run_user_code(key.type, true))
        effect_operator(f, fr, target);
    effect_mutates(f, fr, object, base);
    if (index != PY_NO_NODE && t->nodes[index].kind == PY_Slice)
        v = value_element(fr, v, type_item(v.type));
    value_store(fr, object, v, object.type.is & PY_T_MAPPINGS ? type_all_bits(key.type) : 0);
}

static void assign_each(struct py_facts *f, struct frame *fr, uint32_t target, struct value v)
{
    const struct py_tree *t = f->tree;
    struct value item = iterate(f, fr, v, target);

    for (uint32_t c = py_first(t, target); c != PY_NO_NODE; c = py_next(t, target, c)) {
        struct value part = item;

        if (t->nodes[c].kind == PY_Starred) {
            part = value_fresh(type_container(PY_T_LIST, item.type, 0));
            part.deep |= item.deep;
            part.inner = item.inner;
        }
        assign(f, fr, c, part);
    }
}

void assign(struct py_facts *f, struct frame *fr, uint32_t target, struct value v)
{
    const struct py_tree *t = f->tree;
    uint32_t symbol;

    switch (t->nodes[target].kind) {
    case PY_Name:
        symbol = py_binding(f->module, target);
        if (symbol != UINT32_MAX && frame_owns(fr, symbol))
            local_assign(fr, symbol, v);
        else
            assign_outer(f, fr, target, symbol, v);
        return;
    case PY_Subscript: case PY_Attribute:
        assign_into(f, fr, target, v);
        return;
    case PY_Starred:
        assign(f, fr, py_child(t, target, PY_F_value), v);
        return;
    case PY_List: case PY_Tuple:
        assign_each(f, fr, target, v);
        return;
    default:
        effect(f, fr, PY_EFFECT_DYNAMIC, target, S("assignment target"));
    }
}

/* Instances that have a method for `op=`. */
static struct value in_place(struct py_facts *f, struct frame *fr, uint32_t node, struct value old,
                             struct value right)
{
    str name = operator_name((enum py_op) f->tree->nodes[node].op);
    bool known;

    if (old.type.is & PY_T_OBJECT)
        return (struct value){ 0 }; /* the operator effect covers it */
    return instance_call_special(f, fr, node, old, arena_printf(f->arena, "__i%.*s",
                                 STR_ARG(str_slice(name, 2, name.len))), &right, &known);
}

/* `x op= e`: in place when the object allows it, so every alias sees it. */
static void run_augmented(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const py_types containers = PY_T_LIST | PY_T_SET | PY_T_DICT | PY_T_BYTEARRAY | PY_T_DEQUE |
                                PY_T_DEFAULTDICT | PY_T_COUNTER | PY_T_ARRAY;
    uint32_t target = py_child(f->tree, node, PY_F_target);
    struct value old = eval(f, fr, target), right = eval(f, fr, py_child(f->tree, node, PY_F_value));
    struct value v;

    if (old.type.is == 0 || right.type.is == 0)
        return;
    v = binary(f, fr, node, (enum py_op) f->tree->nodes[node].op, old, right);
    if (old.type.is & PY_T_INSTANCES)
        v = value_join(fr, v, in_place(f, fr, node, old, right));
    if (old.type.is & (containers | PY_T_OBJECT)) {
        effect_mutates(f, fr, old, target);
        value_store(fr, old, value_element(fr, right, type_item(right.type)), PY_T_ANY);
        v.type.is |= old.type.is & containers;
        v = value_join(fr, v, old);
    }
    assign(f, fr, target, v);
}

#define MAX_PAIRS 16u

/* `a, b = x, y`: each target has the type of its own value. All values come before all targets, so that
 * `a, b = b, a` reads the old ones. False when they do not pair up. */
static bool assign_pairs(struct py_facts *f, struct frame *fr, uint32_t targets, uint32_t values)
{
    const struct py_tree *t = f->tree;
    struct value v[MAX_PAIRS];
    uint32_t count = py_count_in(t, values, PY_F_elts), i = 0;

    if (t->nodes[values].kind != PY_Tuple || t->nodes[targets].kind != PY_Tuple || count > MAX_PAIRS ||
        count != py_count_in(t, targets, PY_F_elts))
        return false;
    for (uint32_t n = 0; n < 2; n++)
        for (uint32_t c = py_first(t, n ? targets : values); c != PY_NO_NODE;
             c = py_next(t, n ? targets : values, c))
            if (t->nodes[c].kind == PY_Starred)
                return false;
    for (uint32_t c = py_first(t, values); c != PY_NO_NODE; c = py_next(t, values, c))
        v[i++] = eval(f, fr, c);
    i = 0;
    for (uint32_t c = py_first(t, targets); c != PY_NO_NODE; c = py_next(t, targets, c))
        assign(f, fr, c, v[i++]);
    return true;
}

/* `a = b = []`: one object under two names. The first name gives it its alias class. */
static void run_assign(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    uint32_t value = py_child(t, node, PY_F_value), from = py_child(t, node, PY_F_targets);
    struct value v;

    if (py_count_in(t, node, PY_F_targets) == 1 && assign_pairs(f, fr, from, value))
        return;
    v = eval(f, fr, value);
    for (uint32_t c = from; c != PY_NO_NODE; c = py_next_in(t, node, c)) {
        uint32_t symbol = t->nodes[c].kind == PY_Name ? py_binding(f->module, c) : UINT32_MAX;

        assign(f, fr, c, v);
        if (v.same != 0 || v.self == 0 || symbol == UINT32_MAX || !frame_owns(fr, symbol))
            continue;
        v.same = alias_find(fr, 1 + symbol - fr->low);
        v.inner = alias_find(fr, 1 + (fr->high - fr->low) + symbol - fr->low);
    }
    for (uint32_t c = from; v.same != 0 && c != PY_NO_NODE; c = py_next_in(t, node, c))
        if (t->nodes[c].kind != PY_Name) /* stored before the name came: now its class is known */
            assign(f, fr, c, v);
}

/* What is returned is seen by no variable of the frame: objects side by side in it do not come to
 * share anything. */
static struct value eval_result(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    struct value all = { 0 }, v;

    if (t->nodes[node].kind != PY_Tuple && t->nodes[node].kind != PY_List)
        return eval(f, fr, node);
    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        if (t->nodes[c].kind == PY_Starred)
            return eval(f, fr, node);
        v = eval_result(f, fr, c);
        v.same = v.inner = 0;
        all = value_join(fr, all, v);
    }
    v = value_fresh(type_container(t->nodes[node].kind == PY_Tuple ? PY_T_TUPLE : PY_T_LIST, all.type, 0));
    if (v.self != 0)
        v.deep |= all.self | all.deep;
    return v;
}

static void run_return(struct py_facts *f, struct frame *fr, uint32_t node)
{
    struct value v = eval_result(f, fr, py_child(f->tree, node, PY_F_value));
    struct py_type joined = type_join(fr->outcome.type, v.type);

    if (!type_equal(joined, fr->outcome.type) || (fr->return_self | v.self) != fr->return_self ||
        (fr->return_deep | v.deep) != fr->return_deep)
        fr->changed = true;
    fr->outcome.type = joined;
    fr->return_self |= v.self;
    fr->return_deep |= v.deep;
    fr->dead = true;
}

static void run_definition(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    uint32_t symbol = f->scopes->symbol_of[node];
    uint32_t arguments = py_child(t, node, PY_F_args);

    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        if (t->nodes[c].field == PY_F_decorator_list || t->nodes[c].field == PY_F_bases) {
            eval(f, fr, c);
            if (t->nodes[c].field == PY_F_decorator_list)
                effect(f, fr, PY_EFFECT_UNKNOWN_CALL, c, S("decorator"));
        }
    }
    if (arguments != PY_NO_NODE)
        for (uint32_t c = py_first(t, arguments); c != PY_NO_NODE; c = py_next(t, arguments, c))
            if (t->nodes[c].kind != PY_arg)
                eval(f, fr, c);
    if (symbol != UINT32_MAX && frame_owns(fr, symbol))
        local_assign(fr, symbol, value_of(type_of_bits(PY_T_FUNCTION), ORIGIN_UNKNOWN));
    if (t->nodes[node].kind == PY_ClassDef)
        run_block(f, fr, node, PY_F_body);
}

static void run_import(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;

    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        uint32_t symbol = f->scopes->symbol_of[c];

        if (symbol != UINT32_MAX && frame_owns(fr, symbol))
            local_assign(fr, symbol, value_of(type_any(), ORIGIN_GLOBAL));
    }
    effect(f, fr, PY_EFFECT_IO, node, S("import"));
}

static void run_delete(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;

    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        uint32_t base = py_child(t, c, PY_F_value);

        if (t->nodes[c].kind == PY_Name || base == PY_NO_NODE) {
            effect(f, fr, PY_EFFECT_DYNAMIC, node, S("del"));
            continue;
        }
        effect_mutates(f, fr, eval(f, fr, base), base);
        effect_operator(f, fr, c);
    }
}

static void run_expressions(struct py_facts *f, struct frame *fr, uint32_t node)
{
    for (uint32_t c = py_first(f->tree, node); c != PY_NO_NODE; c = py_next(f->tree, node, c))
        eval(f, fr, c);
}

void run(struct py_facts *f, struct frame *fr, uint32_t node)
{
    const struct py_tree *t = f->tree;
    uint32_t value = py_child(t, node, PY_F_value);

    switch (t->nodes[node].kind) {
    case PY_Expr: eval(f, fr, value); return;
    case PY_Assign: run_assign(f, fr, node); return;
    case PY_AugAssign: run_augmented(f, fr, node); return;
    case PY_AnnAssign:
        if (value != PY_NO_NODE)
            assign(f, fr, py_child(t, node, PY_F_target), eval(f, fr, value));
        return;
    case PY_Return: run_return(f, fr, node); return;
    case PY_If: run_if(f, fr, node); return;
    case PY_While: run_while(f, fr, node); return;
    case PY_For: case PY_AsyncFor: run_for(f, fr, node); return;
    case PY_Try: case PY_TryStar: run_try(f, fr, node); return;
    case PY_With: case PY_AsyncWith: run_with(f, fr, node); return;
    case PY_Match: run_match(f, fr, node); return;
    case PY_Raise: case PY_Assert:
        run_expressions(f, fr, node);
        effect(f, fr, PY_EFFECT_RAISES, node, S(""));
        fr->dead = fr->dead || t->nodes[node].kind == PY_Raise;
        return;
    case PY_Break: case PY_Continue: flow_jump(fr, t->nodes[node].kind == PY_Break); return;
    case PY_FunctionDef: case PY_AsyncFunctionDef: case PY_ClassDef:
        run_definition(f, fr, node);
        return;
    case PY_Import: case PY_ImportFrom: run_import(f, fr, node); return;
    case PY_Delete: run_delete(f, fr, node); return;
    case PY_Global: case PY_Nonlocal: case PY_Pass: return;
    default: effect(f, fr, PY_EFFECT_DYNAMIC, node, S("statement")); return;
    }
}

void run_block(struct py_facts *f, struct frame *fr, uint32_t node, enum py_field field)
{
    for (uint32_t c = py_child(f->tree, node, field); c != PY_NO_NODE; c = py_next_in(f->tree, node, c))
        run(f, fr, c);
}
