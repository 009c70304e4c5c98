/*
 * detect_independent.c — independent_calls: statements that call, or await, one function after
 * the other, each of which only waits and computes.
 *
 *     user = await profile(name)
 *     bought = await orders(name)
 *
 * node = the first statement; sites = all of them, consecutive in one block.
 *
 * Conditions and why each is needed:
 *  - only_waits: each function waits and computes, no more (waiting.c): they run at the same
 * time, and after a failure some have begun that would not have.
 *  - independent_arguments: arguments are names, constants and operators on them, none of which
 * an earlier statement of the run binds.
 *  - partial_results_unseen: the names are the function's own, and no `try` or `with` around
 * the statements can show that the first was bound when the second failed.
 *  - no_shared_state (awaited ones): they read no variable that a function of the module
 * changes. Functions that compute much and wait little are left alone: a worker process costs
 * more than most single calls, and how much a call takes cannot be tested beforehand.
 */
#include "analyze_internal.h"

struct part {
    uint32_t statement, call, target, def;
};

static bool is_plain_argument(enum py_kind k)
{
    switch (k) {
    case PY_Name:
    case PY_Constant:
    case PY_BinOp:
    case PY_UnaryOp:
    case PY_Tuple:
    case PY_List:
    case PY_Dict:
    case PY_JoinedStr:
    case PY_FormattedValue:
    case PY_keyword:
    case PY_Attribute:
    case PY_Subscript:
        return true;
    default:
        return false;
    }
}

static bool arguments_are_plain(struct job *job, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t a = py_first(t, call); a; a = py_next(t, call, a)) {
        struct py_effects effects = { 0 };

        if (t->nodes[a].field == PY_F_func)
            continue;
        py_effects_in(job->facts,
                      t->nodes[a].kind == PY_keyword ? py_child(t, a, PY_F_value) : a,
                      &effects);
        if (py_first_hard(&effects) != NULL)
            return false;
    }
    for (uint32_t i = call + 1; i < t->nodes[call].extent; i++)
        if (!is_plain_argument((enum py_kind) t->nodes[i].kind))
            return false;
    return true;
}

/* `name = f(…)` or `name = await f(…)`. */
static bool read_part(struct job *job, uint32_t statement, struct part *ret)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t value = py_child(t, statement, PY_F_value);
    bool awaits = t->nodes[value].kind == PY_Await;

    *ret =
        (struct part){ .statement = statement, .target = py_child(t, statement, PY_F_targets) };
    ret->call = awaits ? py_child(t, value, PY_F_value) : value;
    if (t->nodes[statement].kind != PY_Assign || py_count_in(t, statement, PY_F_targets) != 1 ||
        t->nodes[ret->target].kind != PY_Name || t->nodes[ret->call].kind != PY_Call ||
        !is_private_local(job, ret->target) || !arguments_are_plain(job, ret->call))
        return false;
    ret->def = awaits ? py_coroutine(job->facts, ret->call) : py_callee(job->facts, ret->call);
    return ret->def && is_top_level(job, ret->def);
}

static bool is_awaited(const struct py_tree *t, const struct part *p)
{
    return t->nodes[t->nodes[p->call].parent].kind == PY_Await;
}

static bool mentions(const struct py_tree *t, uint32_t node, uint32_t name)
{
    for (uint32_t i = node; i < t->nodes[node].extent; i++)
        if (t->nodes[i].kind == PY_Name && t->nodes[i].name == name)
            return true;
    return false;
}

/* The part goes with those before it. */
static bool joins(struct job *job, const struct part *parts, uint32_t count,
                  const struct part *p)
{
    const struct py_tree *t = py_tree(job->module);

    if (is_awaited(t, p) != is_awaited(t, parts))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (mentions(t, p->statement, t->nodes[parts[i].target].name))
            return false;
    return true;
}

/* Nothing in the function sees what was bound when a later statement raises. */
static bool failure_leaves(const struct py_tree *t, uint32_t statement)
{
    for (uint32_t n = t->nodes[statement].parent; n; n = t->nodes[n].parent)
        switch (t->nodes[n].kind) {
        case PY_FunctionDef:
        case PY_AsyncFunctionDef:
            return true;
        case PY_Try:
        case PY_TryStar:
        case PY_With:
        case PY_AsyncWith:
        case PY_ClassDef:
        case PY_Module:
            return false;
        default:
            break;
        }
    return false;
}

static bool only_waits(struct job *job, const struct part *p, bool *ret_soft)
{
    const struct py_outcome *o = outcome_of_call(job, p->call, p->def);
    bool awaited = is_awaited(py_tree(job->module), p);

    *ret_soft = *ret_soft || py_first_soft(&o->effects) != NULL;
    return waits(o) && more_than_waiting(job, o, awaited) == NULL &&
           !(awaited && shares_state(job, o));
}

static void push(struct job *job, const struct part *parts, uint32_t count, bool soft)
{
    struct finding *f = finding_begin(job, PATTERN_independent_calls, parts[0].statement);

    for (uint32_t i = 0; i < count; i++)
        *VEC_PUSH(job->arena, &f->sites) = parts[i].statement;
    f->end_line = py_end_line(py_tree(job->module), parts[count - 1].statement);
    if (soft)
        finding_needs(job, f, S("only_waits"), CERTAINTY_NEEDS_TEST, f->line,
                      S("one of them applies an operator to a value of unknown type"));
    else
        finding_proved(job, f, S("only_waits"), f->line,
                       S("they sleep and compute, nothing else"));
    finding_proved(job, f, S("independent_arguments"), f->line,
                   S("none uses what another one of them binds"));
    finding_proved(job, f, S("partial_results_unseen"), f->line,
                   S("when one fails, nothing in the function sees the results of the others"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, parts[0].statement),
                                   .speedup = count,
                                   .model = S("k waits → 1 wait") };
    finding_end(f);
}

/* The longest run that begins at the statement; how many statements it has. */
static uint32_t consider(struct job *job, uint32_t first)
{
    const struct py_tree *t = py_tree(job->module);
    struct part parts[8];
    uint32_t count = 0;
    bool soft = false;

    for (uint32_t s = first; s && count < ARRAY_LEN(parts);
         s = py_next_in(t, t->nodes[first].parent, s)) {
        if (!read_part(job, s, &parts[count]) || !joins(job, parts, count, &parts[count]) ||
            !only_waits(job, &parts[count], &soft))
            break;
        count++;
    }
    if (count > 1 && failure_leaves(t, first))
        push(job, parts, count, soft);
    return count;
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 1; i < t->count; i++) {
        uint32_t count =
            t->nodes[i].kind == PY_Assign && py_function_of(t, i) ? consider(job, i) : 0;

        for (; count > 1; count--)
            i = py_next_in(t, t->nodes[i].parent, i);
    }
}

const struct detector detect_independent = { .pattern = PATTERN_independent_calls,
                                             .detect = detect };
