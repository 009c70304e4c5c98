/*
 * detect_mapped.c — embarrassingly_parallel and io_bound_threads where a builtin calls the function:
 *
 *     list(map(score, items))    sum(filter(is_good, items))    sorted(items, key=score)
 *
 * node = anchors[0] = the call of map, filter, or (with key=) of sorted, max, min; anchors[1] = the
 * Name of the function. Each of them calls the function once for each item, in order, before
 * anybody sees a result; that map and filter are taken whole, the rewriting checks.
 *
 * Conditions and why each is needed: those of detect_parallel.c and detect_threads.c. There is no
 * loop whose statements could interfere: what the consumer does with results (adds, compares) is
 * done to plain ones, or else is the risk of any result of unknown type (tested).
 */
#include "analyze_internal.h"

#define MIN_WORK 150.0
#define MAX_ITERABLES 4u

struct mapped {
    uint32_t call, function, def, iterables; /* first of the iterables in `call` */
};

/* The function of the module that the name surely is. */
static uint32_t function_named(struct job *job, uint32_t name)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t symbol = t->nodes[name].kind == PY_Name ? py_binding(job->module, name) : UINT32_MAX;

    for (uint32_t s = py_first(t, 0); symbol != UINT32_MAX && s; s = py_next(t, 0, s))
        if (t->nodes[s].kind == PY_FunctionDef && py_scopes(job->module)->symbol_of[s] == symbol)
            return py_bound_once(job->facts, s) && !py_child(t, s, PY_F_decorator_list) ? s : 0;
    return 0;
}

static bool calls_builtin(struct job *job, uint32_t call, const char *const *names)
{
    uint32_t func = py_child(py_tree(job->module), call, PY_F_func);

    for (; *names; names++)
        if (py_is_builtin(job->module, func, str_from(*names)))
            return true;
    return false;
}

static bool read_mapped(struct job *job, uint32_t call, struct mapped *ret)
{
    static const char *const mappers[] = { "map", "filter", NULL };
    static const char *const choosers[] = { "sorted", "max", "min", NULL };
    const struct py_tree *t = py_tree(job->module);
    uint32_t first = py_child(t, call, PY_F_args), second = first ? py_next_in(t, call, first) : 0;
    uint32_t keyword = py_child(t, call, PY_F_keywords);

    *ret = (struct mapped){ .call = call };
    if (t->nodes[call].kind != PY_Call || !first)
        return false;
    if (calls_builtin(job, call, mappers) && second && !keyword) {
        ret->function = first;
        ret->iterables = second;
    } else if (calls_builtin(job, call, choosers) && !second && keyword &&
               !py_next_in(t, call, keyword) && str_equal(py_name(t, keyword), S("key"))) {
        ret->function = py_child(t, keyword, PY_F_value);
        ret->iterables = first;
    }
    ret->def = ret->function ? function_named(job, ret->function) : 0;
    return ret->def != 0;
}

/* Of what iterating gives. */
static struct py_type item_type(struct py_type type)
{
    const struct py_type any = { PY_T_ANY, PY_T_ANY, PY_T_ANY, PY_T_ANY };
    const struct py_type integer = { .is = PY_T_INT }, text = { .is = PY_T_STR };

    if (py_type_within(type, PY_T_RANGE))
        return integer;
    if (py_type_within(type, PY_T_STR))
        return text;
    if (!py_type_within(type, PY_T_LIST | PY_T_TUPLE))
        return any;
    return (struct py_type){ type.item, type.item2, type.item2 & ~PY_T_SCALAR ? PY_T_ANY : 0,
                             type.item & ~PY_T_SCALAR ? PY_T_ANY : 0 };
}

static const struct py_outcome *outcome_of(struct job *job, const struct mapped *m, bool plain)
{
    struct py_type types[MAX_ITERABLES];
    uint32_t count = 0;

    for (uint32_t a = m->iterables; a && count < MAX_ITERABLES; a = py_next_in(py_tree(job->module), m->call, a)) {
        struct py_type type = item_type(py_type_of(job->facts, a));
        types[count++] = plain ? lift_plain_type(type) : type;
    }
    return py_call(job->facts, m->def, types, count);
}

static struct finding *begin(struct job *job, enum pattern pattern, const struct mapped *m)
{
    struct finding *f = finding_begin(job, pattern, m->call);

    f->anchors[0] = m->call;
    f->anchors[1] = m->function;
    finding_proved(job, f, S("callee_top_level"), py_line(py_tree(job->module), m->def),
                   S("defined at module level, bound once"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, m->def), .speedup = 1.8,
                                   .model = S("n calls → n/cores calls") };
    return f;
}

static void consider(struct job *job, uint32_t call)
{
    struct mapped m;
    struct work w = { 0 };
    struct finding *f;

    if (!read_mapped(job, call, &m))
        return;
    const struct py_outcome *open = outcome_of(job, &m, false);
    uint32_t line = py_line(py_tree(job->module), m.def);
    if (waits(open) && !more_than_waiting(job, open, false)) {
        f = begin(job, PATTERN_io_bound_threads, &m);
        f->benefit.speedup = 10;
        f->benefit.model = S("n waits → n/threads waits");
        claim_only_waits(job, f, open, line);
        finding_end(f);
        return;
    }
    settle_purity(job, open, outcome_of(job, &m, true), &w);
    if (py_work(job->facts, m.def) < MIN_WORK || py_first_hard(&w.o->effects) || holds_sets(w.o->type))
        return;
    w.call = m.call;
    f = begin(job, PATTERN_embarrassingly_parallel, &m);
    claim_purity(job, f, &w, line);
    claim_result(job, f, w.o, line);
    finding_proved(job, f, S("enough_work"), f->line, S("modelled; measured before it is accepted"));
    finding_end(f);
}

static void detect(struct job *job)
{
    for (uint32_t n = 1; n < py_tree(job->module)->count; n++)
        if (py_tree(job->module)->nodes[n].kind == PY_Call)
            consider(job, n);
}

const struct detector detect_mapped = { .pattern = PATTERN_embarrassingly_parallel, .detect = detect };
