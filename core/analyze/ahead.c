/*
 * ahead.c — may a call that a loop makes be made before the loop starts? Questions that the
 * detectors of processes, threads and coroutines share.
 */
#include "analyze_internal.h"

#define MAX_DEFINITIONS 6u

/* The expression that gives the name its value in each iteration before the call: the only
 * assignment of it in the loop, in the body itself; 0 when there is none. */
static uint32_t definition_before(struct job *job, const struct py_loop *l, uint32_t name,
                                  uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t value = 0;

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++) {
        uint32_t statement = t->nodes[i].parent;

        if (t->nodes[i].kind != PY_Name || t->nodes[i].name != name ||
            t->nodes[i].op == PY_LOAD)
            continue;
        if (value || t->nodes[statement].kind != PY_Assign ||
            t->nodes[statement].parent != l->node || t->nodes[statement].extent > call)
            return 0;
        value = py_child(t, statement, PY_F_value);
    }
    return value;
}

/* Recursion ends: each definition that is followed is counted. */
static bool expression_available(struct job *job, const struct py_loop *l, uint32_t expression,
                                 uint32_t call, uint32_t definitions)
{
    const struct py_tree *t = py_tree(job->module);
    struct py_effects effects = { 0 };

    py_effects_in(job->facts, expression, &effects);
    if (t->nodes[expression].kind == PY_Starred || py_first_hard(&effects) != NULL ||
        (effects.kinds & 1u << PY_EFFECT_MUTATES_LOCAL))
        return false;
    for (uint32_t i = expression; i < t->nodes[expression].extent; i++) {
        uint32_t name = t->nodes[i].name, value;

        if (t->nodes[i].kind == PY_Lambda)
            return false;
        if (t->nodes[i].kind != PY_Name)
            continue;
        if (t->nodes[i].op != PY_LOAD)
            return false;
        if ((py_name_in(&l->targets, name) && !py_name_in(&l->mutated, name)) ||
            py_loop_invariant(job->facts, l, i))
            continue;
        value = py_name_in(&l->mutated, name) || py_name_in(&l->exposed, name)
                    ? 0
                    : definition_before(job, l, name, call);
        if (!value || definitions == 0 ||
            !expression_available(job, l, value, call, definitions - 1))
            return false;
    }
    return true;
}

bool arguments_available(struct job *job, const struct py_loop *l, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t c = py_first(t, call); c != PY_NO_NODE; c = py_next(t, call, c)) {
        uint32_t value = t->nodes[c].kind == PY_keyword ? py_child(t, c, PY_F_value) : c;

        if (t->nodes[c].field != PY_F_func &&
            !expression_available(job, l, value, call, MAX_DEFINITIONS))
            return false;
    }
    return true;
}

/* Loop variables must be bound by the header alone. */
bool targets_stay(struct job *job, const struct py_loop *l)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = l->node + 1; i < t->nodes[l->node].extent; i++)
        if (t->nodes[i].kind == PY_Name && t->nodes[i].op != PY_LOAD &&
            py_name_in(&l->targets, t->nodes[i].name) && !py_inside(t, i, l->target))
            return false;
    return true;
}

const struct py_outcome *outcome_of_call(struct job *job, uint32_t call, uint32_t def)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_type any = { PY_T_ANY, PY_T_ANY, PY_T_ANY, PY_T_ANY };
    struct py_type types[16];
    uint32_t count = py_parameter_count(job->facts, def), i = 0;

    if (count > ARRAY_LEN(types) || py_child(t, call, PY_F_keywords) != PY_NO_NODE)
        return py_function(job->facts, def);
    for (uint32_t c = py_child(t, call, PY_F_args); c != PY_NO_NODE && i < count;
         c = py_next_in(t, call, c))
        types[i++] = py_type_of(job->facts, c);
    while (i < count)
        types[i++] = any;
    return py_call(job->facts, def, types, count);
}

/* The callee reads a variable that the loop binds or changes. */
bool sees_the_loop(struct job *job, const struct py_loop *l, const struct py_outcome *o,
                   uint32_t ignored)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 0; i < o->effects.list.count; i++) {
        const struct py_effect *e = &o->effects.list.items[i];

        if (e->kind != PY_EFFECT_READS_GLOBAL && e->kind != PY_EFFECT_READS_CLOSURE)
            continue;
        if (l->effects.kinds & ~ignored &
            (1u << PY_EFFECT_MUTATES_GLOBAL | 1u << PY_EFFECT_REBINDS_GLOBAL |
             1u << PY_EFFECT_MUTATES_UNKNOWN | 1u << PY_EFFECT_UNKNOWN_CALL |
             1u << PY_EFFECT_DYNAMIC | 1u << PY_EFFECT_MUTATES_PARAMETER |
             1u << PY_EFFECT_YIELDS))
            return true;
        for (uint32_t n = 0; n < l->written.count; n++)
            if (str_equal(t->names[l->written.items[n]], e->name))
                return true;
        for (uint32_t n = 0; n < l->mutated.count; n++)
            if (str_equal(t->names[l->mutated.items[n]], e->name))
                return true;
    }
    return false;
}

bool is_top_level(struct job *job, uint32_t def)
{
    return py_tree(job->module)->nodes[def].parent == 0;
}
