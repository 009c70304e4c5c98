/*
 * temporaries.c — names that the statements of a module bind on their way: loop variables, sums, what
 * is bound more than once. Nobody imports those, so two programs may leave different ones behind, or
 * none. What is bound once, by an assignment of its own, is offered like a definition, and so is
 * whatever a definition mentions.
 */
#include "verify_internal.h"

struct binding {
    str name;
    uint32_t times;
    bool plain; /* by an assignment at the top level of the module */
};
typedef VEC(struct binding) binding_vec;

static struct binding *binding_of(binding_vec *bindings, struct arena *arena, str name)
{
    for (uint32_t i = 0; i < bindings->count; i++)
        if (str_equal(bindings->items[i].name, name))
            return &bindings->items[i];
    struct binding *added = VEC_PUSH(arena, bindings);
    *added = (struct binding){ .name = name };
    return added;
}

static bool defines(enum py_kind kind)
{
    return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef || kind == PY_ClassDef;
}

static void note_bindings(const struct py_tree *tree, uint32_t statement, binding_vec *bindings,
                          struct arena *arena)
{
    enum py_kind kind = (enum py_kind) tree->nodes[statement].kind;
    for (uint32_t n = statement; n < tree->nodes[statement].extent; n++) {
        if (tree->nodes[n].kind != PY_Name || tree->nodes[n].op == PY_LOAD)
            continue;
        struct binding *binding = binding_of(bindings, arena, py_name(tree, n));
        binding->times++;
        binding->plain = kind == PY_Assign || kind == PY_AnnAssign;
    }
}

static bool is_mentioned(const struct py_tree *tree, uint32_t definition, str name)
{
    for (uint32_t n = definition; n < tree->nodes[definition].extent; n++)
        if (tree->nodes[n].kind == PY_Name && str_equal(py_name(tree, n), name))
            return true;
    return false;
}

static bool is_read_by_definitions(const struct py_tree *tree, str name)
{
    for (uint32_t n = py_first(tree, 0); n != PY_NO_NODE; n = py_next(tree, 0, n))
        if (defines((enum py_kind) tree->nodes[n].kind) && is_mentioned(tree, n, name))
            return true;
    return false;
}

str temporaries_of(const struct py_tree *tree, struct arena *arena)
{
    binding_vec bindings = { 0 };
    struct buf lines = { 0 };
    for (uint32_t n = py_first(tree, 0); n != PY_NO_NODE; n = py_next(tree, 0, n))
        if (!defines((enum py_kind) tree->nodes[n].kind))
            note_bindings(tree, n, &bindings, arena);
    for (uint32_t i = 0; i < bindings.count; i++) {
        const struct binding *binding = &bindings.items[i];
        if ((binding->plain && binding->times == 1) || is_read_by_definitions(tree, binding->name))
            continue;
        if (lines.len)
            buf_byte(&lines, '\n');
        buf_append(&lines, binding->name);
    }
    str names = arena_str(arena, buf_str(&lines));
    buf_free(&lines);
    return names;
}

bool only_drives(const struct py_tree *tree)
{
    for (uint32_t n = py_first(tree, 0); n != PY_NO_NODE; n = py_next(tree, 0, n))
        if (defines((enum py_kind) tree->nodes[n].kind))
            return false;
    return true;
}
