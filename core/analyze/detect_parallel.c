/*
 * detect_parallel.c — embarrassingly_parallel and map_reduce: a heavy pure call per iteration.
 *
 * node = the For or comprehension; anchors[0] = the call f(args) that is made exactly once,
 * unconditionally, per iteration; [1] = the iterable expression; [2] = the statement that uses the
 * result.
 *
 * The rewrite computes the calls ahead and keeps the loop with its order, so the loop may carry
 * whatever it likes (sums of floats, dict order, prints) as long as the calls do not see it.
 * Conditions and why each is needed:
 *  - pure_body: the callee is pure and deterministic for the types it is called with: it runs
 *    earlier, in another process, perhaps twice.
 *  - no_carried_dependence: the callee reads nothing that the loop changes.
 *  - arguments_available: arguments depend on loop variables and invariants only, and evaluating
 *    them has no effect.
 *  - result_picklable_and_fresh: results come back as copies; shared parts and identity would be
 *    lost.
 *  - callee_top_level: found by name in the worker.
 *  - no_early_exit: no call runs that would not have run.
 *  - the loop does not ask for identity (`is`): results come back as copies.
 *  - enough_work: processes cost milliseconds (model).
 */
#include "analyze_internal.h"

#define MIN_WORK 150.0
#define CORES 2.0

static const struct py_reduction *reduction_with(const struct py_tree *t, const struct py_loop *l, uint32_t call)
{
    for (uint32_t i = 0; i < l->reductions.count; i++)
        if (py_inside(t, call, l->reductions.items[i].node))
            return &l->reductions.items[i];
    return NULL;
}

static void push(struct job *job, const struct py_loop *l, uint32_t call, uint32_t def,
                 const struct py_outcome *o)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_reduction *r = reduction_with(t, l, call);
    bool folds = r != NULL && (r->op != PY_OP_NONE || r->form[0] == 'm') && r->exact;
    struct finding *f = finding_begin(job, folds ? PATTERN_map_reduce : PATTERN_embarrassingly_parallel,
                                      l->node);
    uint32_t line = py_line(t, call), def_line = py_line(t, def);
    const struct py_effect *soft = py_first_soft(&o->effects);

    f->anchors[0] = call;
    f->anchors[1] = l->iterable;
    f->anchors[2] = l->kind == PY_LOOP_COMPREHENSION ? l->node : py_statement_of(t, call);
    if (soft == NULL)
        finding_proved(job, f, S("pure_body"), def_line, S("no effect for the types it is called with"));
    else
        finding_needs(job, f, S("pure_body"), CERTAINTY_NEEDS_TEST, soft->line,
                      arena_printf(job->arena, "it %s", py_effect_text(soft->kind)));
    finding_proved(job, f, S("no_carried_dependence"), line, S("the call reads nothing that the loop changes"));
    finding_proved(job, f, S("arguments_available"), line,
                   S("arguments depend on loop variables and invariants only"));
    if (o->fresh && py_type_within(o->type, PY_T_BUILTIN & ~(PY_T_ITERATOR | PY_T_FUNCTION | PY_T_VIEW)) &&
        !((o->type.item | o->type.item2) & (PY_T_OBJECT | PY_T_MUTABLE)))
        finding_proved(job, f, S("result_picklable_and_fresh"), def_line,
                       arena_printf(job->arena, "it returns %.*s", STR_ARG(py_type_text(o->type, job->arena))));
    else
        finding_needs(job, f, S("result_picklable_and_fresh"), CERTAINTY_NEEDS_TEST, def_line,
                      S("the type of its result is not known exactly"));
    finding_proved(job, f, S("callee_top_level"), def_line, S("defined at module level, bound once"));
    finding_proved(job, f, S("no_early_exit"), py_line(t, l->node), S("every iteration runs"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, call), .trip_count = l->trips,
                                   .speedup = CORES * 0.9, .model = S("n calls → n/cores calls") };
    finding_proved(job, f, S("enough_work"), line, S("modelled; measured before it is accepted"));
    finding_end(f);
}

/* NULL when the call can be computed ahead, else the name of the condition that fails. */
static const char *refusal(struct job *job, const struct py_loop *l, uint32_t call, uint32_t def,
                           const struct py_outcome *o)
{
    if (!is_top_level(job, def))
        return "callee_top_level";
    if (py_first_hard(&o->effects) != NULL)
        return "pure_body";
    if (sees_the_loop(job, l, o, 0))
        return "no_carried_dependence";
    return arguments_available(job, l, call) ? NULL : "arguments_available";
}

bool why_not_parallel(struct job *job, const struct py_loop *l, struct blocker *ret)
{
    for (uint32_t i = 0; i < l->once.count; i++) {
        uint32_t call = l->once.items[i].call, def = l->once.items[i].callee;
        const char *why;

        if (py_work(job->facts, call) < MIN_WORK)
            continue;
        why = refusal(job, l, call, def, outcome_of_call(job, call, def));
        if (why == NULL)
            continue;
        *ret = (struct blocker){ .kind = str_from(why), .name = py_name(py_tree(job->module), def),
                                 .line = py_line(py_tree(job->module), call),
                                 .why = S("this call has enough work, but cannot be computed ahead of "
                                          "the loop: its arguments, its effects or its place forbid it") };
        return true;
    }
    return false;
}

static void consider(struct job *job, const struct py_loop *l)
{
    enum py_kind k = (enum py_kind) py_tree(job->module)->nodes[l->node].kind;

    if ((k != PY_For && k != PY_ListComp) || l->exits_early || !targets_stay(job, l) ||
        (l->effects.kinds & 1u << PY_EFFECT_IDENTITY))
        return;
    for (uint32_t i = 0; i < l->once.count; i++) {
        uint32_t call = l->once.items[i].call, def = l->once.items[i].callee;
        const struct py_outcome *o;

        if (py_work(job->facts, call) < MIN_WORK)
            continue;
        o = outcome_of_call(job, call, def);
        if (refusal(job, l, call, def, o) != NULL)
            continue;
        push(job, l, call, def, o);
        return;
    }
}

static void detect(struct job *job)
{
    for (uint32_t i = 0; i < py_loop_count(job->facts); i++)
        consider(job, py_loop(job->facts, i));
}

const struct detector detect_parallel = { .pattern = PATTERN_embarrassingly_parallel, .detect = detect };
