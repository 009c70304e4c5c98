/*
 * detect_recurring.c — a function of the module that a loop calls again and again, with
 * arguments that may come again.
 *
 * node = the outermost loop in the function; anchors[0] = the first Call, [1] = the callee;
 * sites = the Calls of that function in the loop, each with one argument that varies, followed
 * by constants.
 *
 * Conditions and why each is needed:
 *  - pure, deterministic: a remembered result skips the call, so that it must have had no
 * effect and must give the same again: nothing it reads from outside ever changes. Shown for an
 * argument that is exactly an int or a str, which is what is remembered.
 *  - inputs_stay: what it reads in the module is changed neither by calls of the loop nor by what advances
 *    its iterables (iterables_builtin), nor, where values of unknown types are used, by their operators.
 *  - immutable_result: callers share what is remembered.
 *  - name_not_rebound: the name means this very function in every call.
 *  - exact_argument: 1, 1.0 and True are equal keys, and hash() of a user's object runs its
 * code.
 *  - arguments_recur: reported where the argument is not the counter of the only loop around;
 * whether they recur in fact the measurement says.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"

#define LEAST_WORK    40.0
#define MAX_CONSTANTS 3u
#define KEY           (PY_T_INT | PY_T_STR) /* never equal across the two types */

struct recurring {
    uint32_t call, callee, argument, loop;
    bool known; /* the argument is surely an int or a str */
};

/* f(x), f(x, 10): the argument that varies; 0 when the call has another form. */
static uint32_t varying_argument(const struct py_tree *t, uint32_t call)
{
    uint32_t argument = py_child(t, call, PY_F_args), constants = 0;

    if (!argument || t->nodes[argument].kind == PY_Constant ||
        t->nodes[argument].kind == PY_Starred || t->nodes[argument].kind == PY_GeneratorExp ||
        py_child(t, call, PY_F_keywords))
        return 0;
    for (uint32_t a = py_next_in(t, call, argument); a; a = py_next_in(t, call, a))
        if (t->nodes[a].kind != PY_Constant || ++constants > MAX_CONSTANTS)
            return 0;
    return argument;
}

/* The counter of a loop over range() that no other loop repeats: it never comes again. */
static bool counts_once(struct job *job, const struct recurring *r)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_loop *l = py_loop_at(job->facts, r->loop);

    return l->target && t->nodes[r->argument].kind == PY_Name &&
           t->nodes[l->iterable].kind == PY_Call &&
           py_name_in(&l->targets, t->nodes[r->argument].name) &&
           (py_is_builtin(job->module, py_child(t, l->iterable, PY_F_func), S("range")) ||
            py_is_builtin(job->module, py_child(t, l->iterable, PY_F_func), S("enumerate")));
}

static bool is_pure_for_keys(struct job *job, const struct recurring *r)
{
    const struct py_tree *t = py_tree(job->module);
    struct py_type types[1 + MAX_CONSTANTS] = { { .is = KEY } };
    uint32_t count = 1;

    for (uint32_t a = py_next_in(t, r->call, r->argument); a; a = py_next_in(t, r->call, a))
        types[count++] = py_type_of(job->facts, a);
    if (count > py_parameter_count(job->facts, r->callee))
        return false;
    const struct py_outcome *o = py_call(job->facts, r->callee, types, count);
    return py_first_hard(&o->effects) == NULL && py_first_soft(&o->effects) == NULL &&
           !o->reads_mutable && py_type_scalar(o->type);
}

/* What the function reads in the module stays while the loop runs, as far as calls can be seen. */
static bool inputs_stay(struct job *job, const struct recurring *r)
{
    const uint32_t wild = 1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_MUTATES_UNKNOWN |
                          1u << PY_EFFECT_DYNAMIC | 1u << PY_EFFECT_YIELDS;

    return !(py_loop_at(job->facts, r->loop)->effects.kinds & wild) ||
           !py_reads_shared(job->facts, py_function(job->facts, r->callee));
}

static bool takes_keys(struct job *job, struct recurring *r)
{
    struct py_type type = py_type_of(job->facts, r->argument);

    r->known = py_type_within(type, KEY);
    return (type.is & (KEY | PY_T_OBJECT)) && is_pure_for_keys(job, r);
}

static bool describe(struct job *job, uint32_t call, struct recurring *r)
{
    const struct py_tree *t = py_tree(job->module);

    *r = (struct recurring){ .call = call, .callee = py_callee(job->facts, call) };
    if (r->callee == 0 || t->nodes[r->callee].kind != PY_FunctionDef ||
        t->nodes[py_child(t, call, PY_F_func)].kind != PY_Name ||
        py_inside(t, call, r->callee) || py_function_of(t, r->callee) != 0)
        return false;
    r->argument = varying_argument(t, call);
    r->loop = outermost_loop_around(job, call);
    return r->argument && r->loop && !counts_once(job, r) &&
           py_work(job->facts, r->callee) >= LEAST_WORK && takes_keys(job, r) && inputs_stay(job, r);
}

/* The calls of a function in a loop share one memory when the constants are the same. */
static struct finding *finding_of(struct job *job, const struct recurring *r, uint32_t first)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = first; i < job->findings.opportunities.count; i++) {
        struct finding *f = &job->findings.opportunities.items[i];
        uint32_t other = py_child(t, f->anchors[0], PY_F_args), mine = r->argument;

        if (f->node != r->loop || f->anchors[1] != r->callee)
            continue;
        do {
            other = py_next_in(t, f->anchors[0], other);
            mine = py_next_in(t, r->call, mine);
        } while (other && mine && str_equal(py_text(t, other), py_text(t, mine)));
        if (other == 0 && mine == 0)
            return f;
    }
    return NULL;
}

static void push(struct job *job, const struct recurring *r, uint32_t first)
{
    const struct py_tree *t = py_tree(job->module);
    struct finding *f = finding_of(job, r, first);
    uint32_t line = py_line(t, r->call), def_line = py_line(t, r->callee);

    if (f != NULL) {
        *VEC_PUSH(job->arena, &f->sites) = r->call;
        return;
    }
    f = finding_begin(job, PATTERN_recurring_calls, r->loop);
    *VEC_PUSH(job->arena, &f->sites) = r->call;
    f->anchors[0] = r->call;
    f->anchors[1] = r->callee;
    finding_proved(job, f, S("pure"), def_line, S("no effect in its body or its callees"));
    finding_proved(job, f, S("deterministic"), def_line,
                   S("it reads nothing that ever changes"));
    if (py_reads_shared(job->facts, py_function(job->facts, r->callee)) &&
        py_first_soft(&py_loop_at(job->facts, r->loop)->effects))
        finding_needs(job, f, S("inputs_stay"), CERTAINTY_NEEDS_TEST, line,
                      S("nothing visible in the loop changes what it reads, but values of unknown type are used"));
    else
        finding_proved(job, f, S("inputs_stay"), def_line, S("nothing in the loop changes what it reads"));
    finding_proved(job, f, S("immutable_result"), def_line, S("results are scalars"));
    finding_proved(job, f, S("name_not_rebound"), def_line, S("one definition binds the name"));
    if (r->known)
        finding_proved(job, f, S("exact_argument"), line, S("inferred type"));
    else
        finding_needs(job, f, S("exact_argument"), CERTAINTY_NEEDS_GUARD, line,
                      S("its exact type is tested in every call"));
    claim_iteration(job, f, r->loop, 0, !py_reads_shared(job->facts, py_function(job->facts, r->callee)));
    f->benefit = (struct benefit){ .work = py_work(job->facts, r->callee),
                                   .speedup = 3,
                                   .model = S("once for each distinct argument") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t first = job->findings.opportunities.count;
    struct recurring r;

    for (uint32_t i = 1; i < t->count; i++)
        if (t->nodes[i].kind == PY_Call && describe(job, i, &r))
            push(job, &r, first);
}

const struct detector detect_recurring = { .pattern = PATTERN_recurring_calls,
                                           .detect = detect };
