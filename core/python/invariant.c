/*
 * invariant.c — expressions whose value cannot change while a loop runs: their names are not bound
 * in it, and the objects they reach are changed neither by it nor by anything that it calls.
 */
#include "facts_internal.h"

bool is_confined(struct frame *fr, uint32_t symbol)
{
    uint32_t width = fr->high - fr->low, index = symbol - fr->low;
    uint32_t same = alias_find(fr, 1 + index), inner = alias_find(fr, 1 + width + index);

    return (fr->locals[index].self & ~ORIGIN_FRESH) == 0 && fr->aliases[same].stored != PY_T_ANY &&
           fr->aliases[inner].stored != PY_T_ANY;
}

/* The variable of a comprehension that runs inside the loop. */
static bool belongs_to_comprehension(struct py_facts *f, const struct py_loop *l, uint32_t symbol)
{
    const struct py_scope *scope = &f->scopes->scopes[f->scopes->symbols[symbol].scope];

    return scope->kind == PY_SCOPE_COMPREHENSION && py_inside(f->tree, scope->node, l->node);
}

static bool name_invariant(struct py_facts *f, struct frame *fr, const struct py_loop *l, uint32_t node)
{
    const uint32_t wild = 1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_MUTATES_UNKNOWN |
                          1u << PY_EFFECT_DYNAMIC | 1u << PY_EFFECT_YIELDS;
    const uint32_t foreign = 1u << PY_EFFECT_MUTATES_PARAMETER | 1u << PY_EFFECT_MUTATES_GLOBAL |
                             1u << PY_EFFECT_MUTATES_CLOSURE;
    uint32_t name = f->tree->nodes[node].name, symbol = py_binding(f->module, node);

    if (symbol != UINT32_MAX && belongs_to_comprehension(f, l, symbol))
        return false;
    if (py_name_in(&l->written, name) || (l->effects.kinds & (1u << PY_EFFECT_REBINDS_GLOBAL |
                                                              1u << PY_EFFECT_REBINDS_NONLOCAL)))
        return false;
    if (symbol == UINT32_MAX || py_type_scalar(py_type_of(f, node)))
        return true;
    if (py_name_in(&l->mutated, name))
        return false;
    if (frame_owns(fr, symbol) && is_confined(fr, symbol))
        return true;
    return (l->effects.kinds & (wild | foreign)) == 0;
}

bool py_loop_invariant(struct py_facts *f, const struct py_loop *l, uint32_t expression)
{
    const struct py_tree *t = f->tree;
    struct frame *fr = frame_around(f, l->node);

    for (uint32_t i = expression; i < t->nodes[expression].extent; i++) {
        switch (t->nodes[i].kind) {
        case PY_Name:
            if (!name_invariant(f, fr, l, i))
                return false;
            break;
        case PY_Constant: case PY_Tuple: case PY_BinOp: case PY_UnaryOp: case PY_List: case PY_Slice:
        case PY_Subscript:
            break;
        default:
            return false;
        }
    }
    return true;
}
