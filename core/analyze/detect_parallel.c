/*
 * detect_parallel.c — embarrassingly_parallel, map_reduce, parallel_search: a heavy pure call per iteration.
 *
 * node = the For, comprehension or generator; anchors[0] = the call f(args) that is made exactly
 * once, unconditionally, per iteration (that passes the conditions of a comprehension), or 0 when the work is a part of the body (core/lift);
 * [1] = the iterable expression; [2] = the statement that uses the result.
 *
 * The rewrite computes the calls ahead and keeps the loop with its order, so the loop may carry
 * whatever it likes (sums of floats, dict order, prints) as long as the calls do not see it.
 * Conditions and why each is needed:
 *  - pure_body: the callee is pure and deterministic for the types it is called with: it runs
 *    earlier, in another process, perhaps twice. Where it is so for plain data only (exact builtin
 *    values all the way down, which no operator and no iteration can make run code of the
 *    user's), the arguments are tested at run time.
 *  - no_carried_dependence: the callee reads nothing that the loop changes.
 *  - arguments_available: arguments depend on loop variables and invariants only, and evaluating
 *    them has no effect.
 *  - result_picklable_and_fresh: results come back as copies; shared parts and identity would be
 *    lost. A set comes back in another order: refused. Of a part of the body, whose result
 *    nobody named a function for, freshness is asked to be proved.
 *  - callee_top_level: found by name in the worker.
 *  - no_early_exit: no call runs that would not have run; or, where the loop may end early, the
 *    calls beyond its end have no effect and results are taken in order (transform/search.c).
 *  - the loop does not ask for identity (`is`): results come back as copies.
 *  - the module does not ask which signals arithmetic of decimal has raised: they would stay in the worker.
 *  - enough_work: processes cost milliseconds (model).
 */
#include "analyze_internal.h"

#define MIN_WORK 150.0
#define MIN_PART 1000.0 /* of a part of a body: most inner loops are small */
#define MIN_PART_CONTAINER 5000.0 /* when its result has items, which have to be sent */
#define MIN_TRIPS 4.0   /* of a loop whose trips are written out */
#define CORES 2.0

/* ---- the finding ------------------------------------------------------------------------- */

static const struct py_reduction *reduction_with(const struct py_tree *t, const struct py_loop *l, uint32_t call)
{
    for (uint32_t i = 0; i < l->reductions.count; i++)
        if (py_inside(t, call, l->reductions.items[i].node))
            return &l->reductions.items[i];
    return NULL;
}

/* Something leaves the loop; or it is a generator, for a builtin that stops when it knows enough. */
static bool may_end_early(struct job *job, const struct py_loop *l)
{
    static const char *const takers[] = { "any", "all", "next" };
    const struct py_tree *t = py_tree(job->module);
    uint32_t taker = t->nodes[l->node].parent;

    if (l->exits_early || t->nodes[l->node].kind != PY_GeneratorExp || t->nodes[taker].kind != PY_Call)
        return l->exits_early;
    for (size_t i = 0; i < ARRAY_LEN(takers); i++)
        if (py_is_builtin(job->module, py_child(t, taker, PY_F_func), str_from(takers[i])))
            return true;
    return false;
}

static bool folds_exactly(const struct py_tree *t, const struct py_loop *l, const struct work *w)
{
    const struct py_reduction *r = w->call ? reduction_with(t, l, w->call) : NULL;

    return r != NULL && (r->op != PY_OP_NONE || r->form[0] == 'm') && r->exact;
}

static void push(struct job *job, const struct py_loop *l, const struct work *w)
{
    const struct py_tree *t = py_tree(job->module);
    struct finding *f = finding_begin(job,
                                      may_end_early(job, l)      ? PATTERN_parallel_search
                                      : folds_exactly(t, l, w) ? PATTERN_map_reduce
                                                                 : PATTERN_embarrassingly_parallel,
                                      l->node);
    uint32_t def_line = w->def ? py_line(t, w->def) : w->line;

    f->anchors[0] = w->call;
    f->anchors[1] = l->iterable;
    f->anchors[2] = l->kind == PY_LOOP_COMPREHENSION ? l->node
                    : w->call                        ? py_statement_of(t, w->call)
                                                     : w->part.first;
    claim_purity(job, f, w, def_line);
    finding_proved(job, f, S("no_carried_dependence"), w->line,
                   S("the work reads nothing that the loop changes"));
    finding_proved(job, f, S("arguments_available"), w->line,
                   S("arguments depend on loop variables and invariants only"));
    claim_result(job, f, w->o, def_line);
    finding_proved(job, f, S("callee_top_level"), def_line,
                   w->call ? S("defined at module level, bound once")
                           : S("nothing but its variables ties it to the loop"));
    finding_proved(job, f, S("no_early_exit"), py_line(t, l->node),
                   may_end_early(job, l) ? S("calls beyond the exit have no effect") : S("every iteration runs"));
    f->benefit = (struct benefit){ .work = w->work, .trip_count = l->trips,
                                   .speedup = CORES * 0.9, .model = S("n calls → n/cores calls") };
    finding_proved(job, f, S("enough_work"), w->line, S("modelled; measured before it is accepted"));
    finding_end(f);
}

/* ---- a call ------------------------------------------------------------------------------ */

/* What the call does when arguments of unknown type are plain. */
static const struct py_outcome *outcome_for_plain(struct job *job, uint32_t call, uint32_t def)
{
    const struct py_tree *t = py_tree(job->module);
    struct py_type types[16];
    uint32_t count = 0;

    if (py_count_in(t, call, PY_F_args) > ARRAY_LEN(types) || py_child(t, call, PY_F_keywords))
        return py_function(job->facts, def);
    for (uint32_t a = py_child(t, call, PY_F_args); a; a = py_next_in(t, call, a))
        types[count++] = lift_plain_type(py_type_of(job->facts, a));
    return py_call(job->facts, def, types, count);
}

/* NULL when the call can be computed ahead, else the name of the condition that fails. */
static const char *refusal(struct job *job, const struct py_loop *l, const struct work *w)
{
    if (!is_top_level(job, w->def))
        return "callee_top_level";
    if (py_first_hard(&w->o->effects) != NULL)
        return "pure_body";
    if (sees_the_loop(job, l, w->o, 0))
        return "no_carried_dependence";
    if (holds_sets(w->o->type))
        return "result_picklable_and_fresh";
    return arguments_available(job, l, w->call) ? NULL : "arguments_available";
}

static struct work read_call(struct job *job, const struct py_heavy_call *heavy)
{
    struct work w = { .call = heavy->call, .def = heavy->callee,
                      .work = py_work(job->facts, heavy->call),
                      .line = py_line(py_tree(job->module), heavy->call) };

    settle_purity(job, outcome_of_call(job, w.call, w.def), outcome_for_plain(job, w.call, w.def), &w);
    return w;
}

/* The first call of the list that has enough work and is, or is not, refused. */
static bool find_call(struct job *job, const struct py_loop *l, const py_call_vec *calls, bool refused,
                      struct work *ret, const char **ret_why)
{
    for (uint32_t i = 0; i < calls->count; i++) {
        if (py_work(job->facts, calls->items[i].call) < MIN_WORK)
            continue;
        *ret = read_call(job, &calls->items[i]);
        *ret_why = refusal(job, l, ret);
        if ((*ret_why != NULL) == refused)
            return true;
    }
    return false;
}

bool why_not_parallel(struct job *job, const struct py_loop *l, struct blocker *ret)
{
    struct work w;
    const char *why;

    if (!find_call(job, l, &l->once, true, &w, &why) && !find_call(job, l, &l->passed, true, &w, &why))
        return false;
    *ret = (struct blocker){ .kind = str_from(why), .name = py_name(py_tree(job->module), w.def),
                             .line = w.line,
                             .why = S("this call has enough work, but cannot be computed ahead of "
                                      "the loop: its arguments, its effects or its place forbid it") };
    return true;
}

static bool consider_calls(struct job *job, const struct py_loop *l)
{
    struct work w;
    const char *why;

    if (!find_call(job, l, &l->once, false, &w, &why) && !find_call(job, l, &l->passed, false, &w, &why))
        return false;
    push(job, l, &w);
    return true;
}

/* ---- a part of the body --------------------------------------------------------------------- */

static bool consider_part(struct job *job, const struct py_loop *l)
{
    struct work w = { 0 };
    const struct py_outcome *open, *plain;

    if (!lift_plan(job->facts, l->node, job->arena, &w.part) || w.part.work < MIN_PART)
        return false;
    open = lift_outcome(job->facts, &w.part, false, job->arena);
    plain = lift_outcome(job->facts, &w.part, true, job->arena);
    if (!open || !plain)
        return false;
    settle_purity(job, open, plain, &w);
    w.work = w.part.work;
    w.line = py_line(py_tree(job->module), w.part.first);
    if (!py_type_within(w.o->type, PY_T_SCALAR) && w.work < MIN_PART_CONTAINER)
        return false;
    if (py_first_hard(&w.o->effects) || sees_the_loop(job, l, w.o, 0) || !w.o->fresh ||
        holds_sets(w.o->type) || !lift_rest_stays(job->facts, &w.part, w.o, job->arena))
        return false;
    push(job, l, &w);
    return true;
}

/* The function is handed to a helper of processes: its loops run in a worker already. */
static bool runs_in_worker(struct job *job, uint32_t def)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; def && n < t->count; n++)
        if (t->nodes[n].kind == PY_Call &&
            (str_starts(py_name(t, py_child(t, n, PY_F_func)), S("_call_in_processes")) ||
             str_starts(py_name(t, py_child(t, n, PY_F_func)), S("_search_in_processes"))) &&
            str_equal(py_name(t, py_child(t, n, PY_F_args)), py_name(t, def)))
            return true;
    return false;
}

static bool is_candidate(struct job *job, const struct py_loop *l)
{
    enum py_kind k = (enum py_kind) py_tree(job->module)->nodes[l->node].kind;

    return (k == PY_For || k == PY_ListComp || k == PY_SetComp || k == PY_DictComp ||
            k == PY_GeneratorExp) &&
           targets_stay(job, l) && !(l->effects.kinds & 1u << PY_EFFECT_YIELDS) &&
           !(l->effects.kinds & 1u << PY_EFFECT_IDENTITY) &&
           !runs_in_worker(job, py_function_of(py_tree(job->module), l->node));
}

/* What arithmetic of decimal signals stays in the context of the process that computes. */
static bool asks_for_signals(struct job *job)
{
    static const char *const library[] = { "decimal", NULL }, *const signals[] = { "flags", "clear_flags", NULL };

    return mentions_any(job, library) && mentions_any(job, signals);
}

/* The outermost loop that has enough work takes it; those inside it would start pools within pools. */
static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t taken_until = 0;

    if (asks_for_signals(job))
        return;
    for (uint32_t i = 0; i < py_loop_count(job->facts); i++) {
        const struct py_loop *l = py_loop(job->facts, i);

        if (!is_candidate(job, l) || consider_calls(job, l) || l->node < taken_until ||
            (l->trips > 0 && l->trips < MIN_TRIPS))
            continue;
        if (!may_end_early(job, l) && consider_part(job, l))
            taken_until = t->nodes[l->node].extent;
    }
}

const struct detector detect_parallel = { .pattern = PATTERN_embarrassingly_parallel, .detect = detect };
