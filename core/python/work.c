/*
 * work.c — how much work a piece of code is, in bytecode-sized operations.
 *
 * One unit per node; loops multiply by their trip count (PY_ASSUMED_TRIPS when it is not static);
 * calls of known functions add the callee's body, a recursive one RECURSIVE_CALLS times; functions of
 * library modules, but for those that are a few machine instructions, LIBRARY_CALL. An order of
 * magnitude for the benefit model, never a reason to call a rewrite legal.
 */
#include "facts_internal.h"

#define RECURSIVE_CALLS 50.0
#define LIBRARY_CALL 15.0
#define MAX_DEPTH 6u

static double work(struct py_facts *f, uint32_t node, uint32_t depth);

static double loop_trips(struct py_facts *f, uint32_t node)
{
    const struct py_tree *t = f->tree;
    uint32_t part = py_child(t, node, PY_F_generators);
    uint32_t iter = py_child(t, part ? part : node, PY_F_iter), argument;
    int64_t value;

    if (iter == PY_NO_NODE || t->nodes[iter].kind != PY_Call)
        return PY_ASSUMED_TRIPS;
    argument = py_child(t, iter, PY_F_args);
    if (argument == PY_NO_NODE || !py_is_builtin(f->module, py_child(t, iter, PY_F_func), S("range")))
        return PY_ASSUMED_TRIPS;
    if (py_next_in(t, iter, argument) != PY_NO_NODE)
        argument = py_next_in(t, iter, argument);
    return py_int_value(t, argument, &value) && value > 0 ? (double) value : PY_ASSUMED_TRIPS;
}

static bool is_library_call(struct py_facts *f, uint32_t call)
{
    str name;
    const struct imported *import = resolve_import(f, py_child(f->tree, call, PY_F_func), &name);

    return import && !str_equal(import->module, S("math")) && !str_equal(import->module, S("operator"));
}

static double call_work(struct py_facts *f, uint32_t call, uint32_t depth)
{
    uint32_t def = py_callee(f, call);

    if (def == 0)
        return is_library_call(f, call) ? LIBRARY_CALL : 2;
    if (py_inside(f->tree, call, def))
        return RECURSIVE_CALLS;
    return depth < MAX_DEPTH ? work(f, def, depth + 1) : PY_ASSUMED_TRIPS;
}

static double work(struct py_facts *f, uint32_t node, uint32_t depth)
{
    const struct py_tree *t = f->tree;
    double sum = 1;

    if (f->fuel < 2)
        return PY_ASSUMED_TRIPS;
    f->fuel--;
    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        enum py_kind k = (enum py_kind) t->nodes[c].kind;

        if (k != PY_FunctionDef && k != PY_AsyncFunctionDef && k != PY_ClassDef)
            sum += work(f, c, depth);
    }
    if (t->nodes[node].kind == PY_Call)
        sum += call_work(f, node, depth);
    return is_loop_kind((enum py_kind) t->nodes[node].kind) ? sum * loop_trips(f, node) : sum;
}

double py_work(struct py_facts *f, uint32_t node)
{
    return work(f, node, 0);
}
