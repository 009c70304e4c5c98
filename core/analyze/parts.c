/*
 * parts.c — which parts of an argument, global or closure a function changes: "self.total", "rows[]",
 * "rows[].name". Attributes by name, elements without their index.
 *
 * The effects of the function (facts.h) say that the object, or something in it, is changed. Every use of
 * the name is then read as a chain of attributes and subscripts: a store, a call that changes its receiver
 * or argument, and an alias count as changes of the part at the end of the chain. Parts stand for all that
 * hangs below them, so the list covers every change; when no use accounts for it, the whole object is named.
 */
#include "analyze_internal.h"

#define MAX_LEVELS 3u
#define MAX_PARTS 8u

static uint32_t end_of_chain(const struct py_tree *t, uint32_t use)
{
    uint32_t node = use;

    for (uint32_t p = t->nodes[node].parent; (t->nodes[p].kind == PY_Attribute || t->nodes[p].kind == PY_Subscript) &&
                                             t->nodes[node].field == PY_F_value; p = t->nodes[node].parent)
        node = p;
    return node;
}

/* "self.rows[]" of the chain from the Name to `end`. */
static str part_text(struct job *job, uint32_t use, uint32_t end)
{
    const struct py_tree *t = py_tree(job->module);
    str text = py_name(t, use);
    uint32_t levels = 0;

    for (uint32_t n = use; n != end && levels < MAX_LEVELS; levels++) {
        n = t->nodes[n].parent;
        text = t->nodes[n].kind == PY_Attribute
                   ? arena_printf(job->arena, "%.*s.%.*s", STR_ARG(text), STR_ARG(py_name(t, n)))
                   : arena_printf(job->arena, "%.*s[]", STR_ARG(text));
    }
    return text;
}

static bool changes_something(struct job *job, uint32_t call)
{
    const uint32_t changes = 1u << PY_EFFECT_MUTATES_LOCAL | 1u << PY_EFFECT_MUTATES_PARAMETER |
                             1u << PY_EFFECT_MUTATES_GLOBAL | 1u << PY_EFFECT_MUTATES_CLOSURE |
                             1u << PY_EFFECT_MUTATES_UNKNOWN | 1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_DYNAMIC;
    struct py_effects effects = { 0 };

    py_effects_in(job->facts, call, &effects);
    return (effects.kinds & changes) != 0;
}

/* What this use changes or lets something else change: the end of the part, 0 when nothing. */
static uint32_t part_changed(struct job *job, uint32_t use)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t end = end_of_chain(t, use), parent = t->nodes[end].parent;

    if (t->nodes[end].op != PY_LOAD)
        return end != use ? end : 0;
    switch (t->nodes[parent].kind) {
    case PY_Call:
        if (!changes_something(job, parent))
            return 0;
        if (t->nodes[end].field == PY_F_func)
            return end == use ? use : py_child(t, end, PY_F_value); /* the receiver */
        return py_type_scalar(py_type_of(job->facts, end)) ? 0 : end;
    case PY_Compare: case PY_BinOp: case PY_UnaryOp: case PY_Return: case PY_Subscript: case PY_If:
    case PY_While: case PY_FormattedValue:
        return 0;
    default:
        return py_type_scalar(py_type_of(job->facts, end)) ? 0 : end;
    }
}

static bool add_part(struct job *job, str_vec *parts, str part)
{
    for (uint32_t i = 0; i < parts->count; i++)
        if (str_equal(parts->items[i], part))
            return true;
    *VEC_PUSH(job->arena, parts) = part;
    return parts->count <= MAX_PARTS;
}

void parts_changed(struct job *job, uint32_t def, str name, str_vec *ret)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = def + 1; n < t->nodes[def].extent; n++) {
        uint32_t end = t->nodes[n].kind == PY_Name && str_equal(py_name(t, n), name) ? part_changed(job, n) : 0;

        if (end != 0 && !add_part(job, ret, part_text(job, n, end))) {
            ret->count = 0;
            break;
        }
    }
    if (ret->count == 0)
        *VEC_PUSH(job->arena, ret) = name;
}
