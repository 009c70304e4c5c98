/*
 * effects_record.c — how effects are written down: one witness per kind and name, in the summary of
 * the frame and in whatever sink its reader gave it.
 *
 * A mutation is recorded against everything that the changed object may be part of: parameters by
 * index, locals by alias class, globals, closures.
 */
#include "facts_internal.h"

void effects_add(struct arena *arena, struct py_effects *list, struct py_effect e, bool *ret_grew)
{
    if (list->kinds & 1u << e.kind) {
        for (uint32_t i = 0; i < list->list.count; i++)
            if (list->list.items[i].kind == e.kind && str_equal(list->list.items[i].name, e.name))
                return;
        if (list->list.count > 64)
            return;
    }
    list->kinds |= 1u << e.kind;
    *VEC_PUSH(arena, &list->list) = e;
    if (ret_grew != NULL)
        *ret_grew = true;
}

void effect(struct py_facts *f, struct frame *fr, enum py_effect_kind kind, uint32_t node, str name)
{
    struct py_effect e = { .kind = kind, .name = name, .node = node };

    if (fr->sink == NULL || (kind == PY_EFFECT_MUTATES_LOCAL && !fr->locals_visible))
        return;
    e.line = py_line(f->tree, node);
    effects_add(f->arena, fr->sink, e, &fr->changed);
}

/* The variable at the bottom of a.b[c].d, as a Name node; 0 when there is none. */
uint32_t root_name(const struct py_tree *t, uint32_t node)
{
    for (;;) {
        switch (t->nodes[node].kind) {
        case PY_Name:
            return node;
        case PY_Attribute: case PY_Subscript: case PY_Starred:
            node = py_child(t, node, PY_F_value);
            break;
        default:
            return 0;
        }
    }
}

/* The variables of the frame that may name the very object `v`. */
static void mutates_aliases(struct py_facts *f, struct frame *fr, struct value v, uint32_t node)
{
    uint32_t class = alias_find(fr, v.same);

    if (!fr->locals_visible || class == 0 || fr->sink == NULL)
        return;
    for (uint32_t s = fr->low; s < fr->high; s++)
        if (fr->locals[s - fr->low].type.is != 0 && alias_find(fr, 1 + s - fr->low) == class)
            effect(f, fr, PY_EFFECT_MUTATES_LOCAL, node, f->tree->names[f->scopes->symbols[s].name]);
}

static void mutates_parameters(struct py_facts *f, struct frame *fr, struct value v, uint32_t node)
{
    struct py_effect e = { .kind = PY_EFFECT_MUTATES_PARAMETER, .node = node };

    e.line = py_line(f->tree, node);
    for (uint32_t i = 0; i < fr->parameter_count && i < ORIGIN_MAX_PARAMETERS; i++) {
        if (!(v.self & ORIGIN_PARAMETER(i)) || fr->sink == NULL)
            continue;
        e.name = py_name(f->tree, py_parameter(f, fr->def, i));
        e.parameter = i;
        effects_add(f->arena, fr->sink, e, &fr->changed);
    }
}

/* The object `v`, found through the expression `node`, is changed in place. */
void effect_mutates(struct py_facts *f, struct frame *fr, struct value v, uint32_t node)
{
    uint32_t root = root_name(f->tree, node);
    str name = root ? py_name(f->tree, root) : S("");

    mutates_parameters(f, fr, v, node);
    mutates_aliases(f, fr, v, node);
    if (root != 0 && v.self != 0 && frame_owns(fr, py_binding(f->module, root)))
        effect(f, fr, PY_EFFECT_MUTATES_LOCAL, node, name);
    if (v.self & ORIGIN_GLOBAL)
        effect(f, fr, PY_EFFECT_MUTATES_GLOBAL, node, name);
    if (v.self & ORIGIN_CLOSURE)
        effect(f, fr, PY_EFFECT_MUTATES_CLOSURE, node, name);
    if (v.self & ORIGIN_UNKNOWN)
        effect(f, fr, PY_EFFECT_MUTATES_UNKNOWN, node, name);
}

str method_name(struct py_facts *f, uint32_t def)
{
    return py_name(f->tree, def);
}

void effect_operator(struct py_facts *f, struct frame *fr, uint32_t node)
{
    if (f->impure_operator != 0)
        effect(f, fr, PY_EFFECT_UNKNOWN_CALL, node, method_name(f, f->impure_operator));
    else
        effect(f, fr, PY_EFFECT_USER_OPERATOR, node, S(""));
}

void effect_attribute(struct py_facts *f, struct frame *fr, uint32_t node, str name)
{
    if (f->impure_property != 0)
        effect(f, fr, PY_EFFECT_UNKNOWN_CALL, node, method_name(f, f->impure_property));
    else
        effect(f, fr, PY_EFFECT_USER_ATTRIBUTE, node, name);
}
