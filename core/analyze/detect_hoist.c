/*
 * detect_hoist.c — work that every round of a loop repeats with the same result.
 *
 * node = the loop; sites = the expressions in it, each the outermost one of its kind. hoist.h
 * says for each what has to hold of its names and where it can go; the transformation asks
 * again.
 *
 * Conditions and why each is needed:
 *  - loop_invariant: a name that the loop binds, or a list that it changes, gives another
 * value. Where the loop handles values of unknown types, one of them might change a list: then
 * the test decides.
 *  - builtin_types: an operator or a method of a user's class may run anything, as often as it
 * is asked.
 *  - not_early: an exception, or a loop that never runs, must find everything as it was.
 *  - not_shared: a mutable value that the program keeps would be one object instead of many.
 */
#include "analyze_internal.h"
#include "hasten/hoist.h"

static const double LEAST_WORK = 4, LEAST_SHARE = 0.05;

static bool has_call(const struct py_tree *t, uint32_t node)
{
    for (uint32_t i = node; i < t->nodes[node].extent; i++)
        if (t->nodes[i].kind == PY_Call)
            return true;
    return false;
}

static bool asks_for_none(const struct py_tree *t, uint32_t test, enum py_op op)
{
    for (uint32_t i = test; i < t->nodes[test].extent; i++)
        if (t->nodes[i].kind == PY_cmpop && t->nodes[i].op == op &&
            t->nodes[i + 1].kind == PY_Constant && t->nodes[i + 1].op == PY_CONST_NONE)
            return true;
    return false;
}

static bool asks_for_type(struct job *job, uint32_t test)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = test; i < t->nodes[test].extent; i++)
        if (t->nodes[i].kind == PY_Name && py_is_builtin(job->module, i, S("type")))
            return true;
    return false;
}

/* The way for other types: behind `if type(xs) is list: return …`, or in the else of such a
 * test. */
static bool is_fallback(struct job *job, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t statement = py_statement_of(t, node), parent = t->nodes[statement].parent,
             before = 0;

    if (t->nodes[parent].kind == PY_If && t->nodes[statement].field == PY_F_orelse)
        return asks_for_type(job, py_child(t, parent, PY_F_test));
    for (uint32_t s = py_first(t, parent); s && s != statement; s = py_next(t, parent, s))
        before = s;
    return before && t->nodes[before].kind == PY_If && t->nodes[statement].kind == PY_Return &&
           asks_for_type(job, py_child(t, before, PY_F_test));
}

/* `if known is None: known = E`, `E if known is None else known` and `known if known is not None else E` compute it once
 * already. */
static bool is_kept_already(const struct py_tree *t, uint32_t node)
{
    for (uint32_t n = node; n != 0; n = t->nodes[n].parent) {
        const struct py_node *parent = &t->nodes[t->nodes[n].parent];

        if ((parent->kind == PY_If || parent->kind == PY_IfExp) && t->nodes[n].field != PY_F_test &&
            asks_for_none(t, py_child(t, t->nodes[n].parent, PY_F_test),
                          t->nodes[n].field == PY_F_body ? PY_IS : PY_ISNOT))
            return true;
    }
    return false;
}

static uint32_t innermost_loop(struct job *job, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);

    do
        node = t->nodes[node].parent;
    while (node && py_loop_at(job->facts, node) == NULL);
    return node;
}

/* Work of a round besides the expression. */
static double work_around(struct job *job, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t loop = innermost_loop(job, node);
    double sum = 0;

    for (uint32_t c = py_first(t, loop); c; c = py_next(t, loop, c))
        if (t->nodes[c].field != PY_F_iter && t->nodes[c].field != PY_F_orelse)
            sum += py_work(job->facts, c);
    return sum;
}

static struct finding *finding_of(struct job *job, uint32_t loop, uint32_t first)
{
    for (uint32_t i = first; i < job->findings.opportunities.count; i++)
        if (job->findings.opportunities.items[i].node == loop)
            return &job->findings.opportunities.items[i];
    return NULL;
}

/* Every expression has to meet the condition: it holds only where it holds for all. */
static void require(struct job *job, struct finding *f, str name, enum certainty needs,
                    uint32_t line, str why)
{
    bool holds = needs == CERTAINTY_PROVED;

    for (uint32_t i = 0; i < f->conditions.count; i++) {
        struct condition *c = &f->conditions.items[i];

        if (!str_equal(c->name, name))
            continue;
        if (c->holds && !holds)
            *c = (struct condition){
                .name = name, .needs = needs, .evidence_line = line, .why = why
            };
        return;
    }
    (holds ? finding_proved(job, f, name, line, why)
           : finding_needs(job, f, name, needs, line, why));
}

/* The strictest of its sites decides. */
static void claim_site(struct job *job, struct finding *f, const struct py_hoist *h)
{
    struct finding own = { 0 };
    const struct condition *c;

    claim_iteration(job, &own, h->loop, h->assumption_count ? h->assumptions[0].name : 0, h->confined);
    c = &own.conditions.items[0];
    require(job, f, c->name, c->holds ? CERTAINTY_PROVED : c->needs, c->evidence_line, c->why);
}

static void add_site(struct job *job, const struct py_hoist *h, uint32_t first)
{
    struct finding *f = finding_of(job, h->loop, first);
    uint32_t line = py_line(py_tree(job->module), h->expression);

    if (f == NULL)
        f = finding_begin(job, PATTERN_invariant_hoist, h->loop);
    *VEC_PUSH(job->arena, &f->sites) = h->expression;
    if (h->soft_line)
        require(
            job, f, S("loop_invariant"), CERTAINTY_NEEDS_TEST, h->soft_line,
            S("nothing visible in the loop changes it, but values of unknown type are used"));
    else
        require(job, f, S("loop_invariant"), CERTAINTY_PROVED, line,
                S("nothing in the loop binds or changes a name in it"));
    if (h->assumption_count)
        require(job, f, S("builtin_types"), CERTAINTY_NEEDS_GUARD, line,
                S("exact types are tested once, in front of the loop"));
    else
        require(job, f, S("builtin_types"), CERTAINTY_PROVED, line, S("inferred types"));
    require(job, f, S("not_early"), CERTAINTY_PROVED, line,
            h->total ? S("it cannot raise")
            : h->placement == PY_PLACE_BEFORE
                ? S("it is the first thing that the loop does, and that runs")
                : S("it is computed where it was, the first time"));
    require(job, f, S("not_shared"), CERTAINTY_PROVED, line,
            S("its value is immutable, or only looked at"));
    claim_site(job, f, h);
    f->benefit.work += h->work;
    f->benefit.speedup = 1 + f->benefit.work / (work_around(job, h->expression) + 1);
    f->benefit.model = S("once instead of in every round");
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t first = job->findings.opportunities.count;
    struct py_hoist h;

    for (uint32_t i = 1; i < t->count; i++) {
        enum py_kind k = (enum py_kind) t->nodes[i].kind;

        if ((k != PY_Call && k != PY_BinOp && k != PY_ListComp) || !innermost_loop(job, i) ||
            !has_call(t, i) || is_kept_already(t, i) ||
            is_fallback(job, i) || !py_hoistable(job->facts, i, &h) || h.work < LEAST_WORK ||
            h.work < LEAST_SHARE * work_around(job, i) ||
            (k == PY_BinOp && h.placement == PY_PLACE_THERE)) /* its parts may have a better place */
            continue;
        add_site(job, &h, first);
        i = t->nodes[i].extent - 1;
    }
}

const struct detector detect_hoist = { .pattern = PATTERN_invariant_hoist, .detect = detect };
