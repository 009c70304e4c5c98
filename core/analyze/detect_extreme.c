/*
 * detect_extreme.c — max() or min() of two to four values, where it is called often.
 *
 * node = the function; sites = the Calls, outermost ones only.
 *
 * Conditions and why each is needed:
 *  - builtin: max and min mean the builtins, are given nothing but values, and no key or default.
 *  - order_kept: the values can be had in front of the statement, or are names that surely have a value:
 *    nothing else is evaluated before them. What is looked at here is the shape alone; whether each name is
 *    bound the rewriting looks at.
 *  - no_finalizer: a value that is held by a local lives a little longer.
 */
#include "analyze_internal.h"

#define MAX_VALUES 4u

static bool is_plain_value(const struct py_tree *t, uint32_t argument)
{
    for (uint32_t n = argument; n < t->nodes[argument].extent; n++)
        switch (t->nodes[n].kind) {
        case PY_Starred: case PY_NamedExpr: case PY_Await: case PY_Yield: case PY_YieldFrom: case PY_GeneratorExp:
            return false;
        default:
            break;
        }
    return true;
}

static bool is_extreme(struct job *job, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t func = py_child(t, call, PY_F_func), count = py_count_in(t, call, PY_F_args);

    if (t->nodes[call].kind != PY_Call || py_child(t, call, PY_F_keywords) || count < 2 || count > MAX_VALUES ||
        !(py_is_builtin(job->module, func, S("max")) || py_is_builtin(job->module, func, S("min"))))
        return false;
    for (uint32_t a = py_child(t, call, PY_F_args); a; a = py_next_in(t, call, a))
        if (!is_plain_value(t, a))
            return false;
    return true;
}

/* Some loop of the module calls the function. */
static bool is_called_in_loop(struct job *job, uint32_t def)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_Call && py_callee(job->facts, n) == def && outermost_loop_around(job, n))
            return true;
    return false;
}

static struct finding *finding_of(struct job *job, uint32_t def, uint32_t first)
{
    struct finding *f;

    for (uint32_t i = first; i < job->findings.opportunities.count; i++)
        if (job->findings.opportunities.items[i].node == def)
            return &job->findings.opportunities.items[i];
    f = finding_begin(job, PATTERN_inline_extreme, def);
    finding_proved(job, f, S("builtin"), f->line, S("nothing in the module binds max or min"));
    finding_proved(job, f, S("order_kept"), f->line, S("the values are evaluated in the order in which they were"));
    finding_proved(job, f, S("no_finalizer"), 0, S("nothing in the module can run when a value dies"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, def), .speedup = 1.3,
                                   .model = S("a call → a comparison") };
    finding_end(f);
    return f;
}

static void detect(struct job *job)
{
    static const char *const finalizers[] = { "__del__", "weakref", NULL };
    const struct py_tree *t = py_tree(job->module);
    uint32_t first = job->findings.opportunities.count;

    if (mentions_any(job, finalizers))
        return;
    for (uint32_t n = 1; n < t->count; n++) {
        uint32_t def;

        if (!is_extreme(job, n))
            continue;
        def = py_function_of(t, n);
        if (outermost_loop_around(job, n) || (def && (py_is_recursive(job->facts, def) || is_called_in_loop(job, def))))
            *VEC_PUSH(job->arena, &finding_of(job, def, first)->sites) = n;
        n = t->nodes[n].extent - 1; /* calls inside belong to this one */
    }
}

const struct detector detect_extreme = { .pattern = PATTERN_inline_extreme, .detect = detect };
