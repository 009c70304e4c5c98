/*
 * detect_gather.c — async_gather: a loop of a coroutine that awaits one call after the other.
 *
 * node = the For or comprehension; anchors[0] = the call of a coroutine function of the module
 * that is awaited exactly once, unconditionally, per iteration.
 *
 * Conditions and why each is needed:
 *  - only_waits: the awaited coroutine waits and computes, no more (waiting.c). It becomes a
 * task beside others: what it read or wrote would race, and after a failure some have begun
 * that would not have.
 *  - no_carried_dependence: it reads nothing that the loop changes.
 *  - no_shared_state: it reads no variable of the module that a function of the module changes:
 *    tasks meet the others at other moments than before.
 *  - arguments_available: arguments depend on loop variables and names that the loop leaves
 * alone, and evaluating them has no effect. Objects they refer to could be changed by another
 * task meanwhile, as they could before: tested.
 *  - no_early_exit: no call begins that would not have begun; nothing else is awaited.
 */
#include "analyze_internal.h"

static const uint32_t awaiting = 1u << PY_EFFECT_YIELDS;

/* ---- the await -------------------------------------------------------------------- */

/* The await of the loop that makes a known coroutine; 0 when it waits, or may leave, elsewhere
 * too. */
static uint32_t only_await(const struct py_tree *t, uint32_t loop)
{
    uint32_t found = 0;

    for (uint32_t i = loop + 1; i < t->nodes[loop].extent; i++)
        switch (t->nodes[i].kind) {
        case PY_Await:
            if (found)
                return 0;
            found = i;
            break;
        case PY_Break:
        case PY_Continue:
        case PY_Return:
        case PY_Raise:
        case PY_Yield:
        case PY_YieldFrom:
        case PY_AsyncFor:
        case PY_AsyncWith:
        case PY_FunctionDef:
        case PY_AsyncFunctionDef:
        case PY_Lambda:
        case PY_ClassDef:
            return 0;
        default:
            break;
        }
    return found;
}

static bool is_sure_part(enum py_kind k)
{
    switch (k) {
    case PY_Expr:
    case PY_Assign:
    case PY_AugAssign:
    case PY_AnnAssign:
    case PY_Call:
    case PY_keyword:
    case PY_BinOp:
    case PY_UnaryOp:
    case PY_Tuple:
    case PY_List:
    case PY_Set:
    case PY_Dict:
    case PY_Subscript:
    case PY_Attribute:
    case PY_Starred:
    case PY_JoinedStr:
    case PY_FormattedValue:
        return true;
    default:
        return false;
    }
}

/* Whatever happens in an iteration, the node runs once. */
static bool runs_once(const struct py_tree *t, const struct py_loop *l, uint32_t node)
{
    uint32_t child = node;

    for (uint32_t n = t->nodes[node].parent; n != l->node; child = n, n = t->nodes[n].parent)
        if (!is_sure_part((enum py_kind) t->nodes[n].kind))
            return false;
    return t->nodes[child].field == PY_F_body || t->nodes[child].field == PY_F_elt ||
           (t->nodes[child].field == PY_F_value && l->kind == PY_LOOP_COMPREHENSION) ||
           (t->nodes[child].field == PY_F_key && l->kind == PY_LOOP_COMPREHENSION);
}

/* ---- conditions ------------------------------------------------------------------- */

/* Names in the arguments: loop variables, or such that the loop neither binds nor changes.
 * *ret_sure: nobody else can change what they refer to. */
static bool arguments_stay(struct job *job, const struct py_loop *l, uint32_t call,
                           bool *ret_sure)
{
    const struct py_tree *t = py_tree(job->module);

    *ret_sure = true;
    for (uint32_t c = py_child(t, call, PY_F_args); c; c = py_next_in(t, call, c)) {
        struct py_effects effects = { 0 };

        py_effects_in(job->facts, c, &effects);
        if (t->nodes[c].kind == PY_Starred || py_first_hard(&effects) != NULL ||
            (effects.kinds & 1u << PY_EFFECT_MUTATES_LOCAL))
            return false;
        for (uint32_t i = c; i < t->nodes[c].extent; i++) {
            uint32_t name = t->nodes[i].name;

            if (t->nodes[i].kind != PY_Name || py_name_in(&l->targets, name))
                continue;
            if (t->nodes[i].op != PY_LOAD || py_name_in(&l->written, name) ||
                py_name_in(&l->mutated, name))
                return false;
            *ret_sure = *ret_sure && py_loop_invariant(job->facts, l, i);
        }
    }
    return true;
}

static void push(struct job *job, const struct py_loop *l, uint32_t call, uint32_t def,
                 const struct py_outcome *o, bool sure)
{
    struct finding *f = finding_begin(job, PATTERN_async_gather, l->node);
    uint32_t line = py_line(py_tree(job->module), call),
             def_line = py_line(py_tree(job->module), def);

    f->anchors[0] = call;
    claim_only_waits(job, f, o, def_line);
    finding_proved(job, f, S("no_carried_dependence"), line,
                   S("the call reads nothing that the loop changes"));
    finding_proved(job, f, S("no_shared_state"), def_line,
                   S("it reads no variable that a function of the module changes"));
    if (sure)
        finding_proved(job, f, S("arguments_stay"), line,
                       S("arguments depend on loop variables and invariants only"));
    else
        finding_needs(job, f, S("arguments_stay"), CERTAINTY_NEEDS_TEST, line,
                      S("another task could change what an argument refers to"));
    finding_proved(job, f, S("no_early_exit"), f->line,
                   S("every iteration runs, nothing else is awaited"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, call),
                                   .trip_count = l->trips,
                                   .speedup = 15,
                                   .model = S("n waits → n/limit waits") };
    finding_end(f);
}

static void consider(struct job *job, const struct py_loop *l)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t await = l->kind != PY_LOOP_WHILE ? only_await(t, l->node) : 0;
    uint32_t call = await ? py_child(t, await, PY_F_value) : 0, def;
    const struct py_outcome *o;
    bool sure;

    if (!call || t->nodes[call].kind != PY_Call || !targets_stay(job, l) ||
        !runs_once(t, l, await))
        return;
    def = py_coroutine(job->facts, call);
    if (!def || !is_top_level(job, def))
        return;
    o = outcome_of_call(job, call, def);
    if (waits(o) && more_than_waiting(job, o, true) == NULL &&
        !sees_the_loop(job, l, o, awaiting) && !shares_state(job, o) &&
        arguments_stay(job, l, call, &sure))
        push(job, l, call, def, o, sure);
}

static void detect(struct job *job)
{
    for (uint32_t i = 0; i < py_loop_count(job->facts); i++)
        consider(job, py_loop(job->facts, i));
}

const struct detector detect_gather = { .pattern = PATTERN_async_gather, .detect = detect };
