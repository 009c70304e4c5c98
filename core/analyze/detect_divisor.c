/*
 * detect_divisor.c — trial division that goes on past the square root.
 *
 *     for d in range(2, n):                 for d in range(2, isqrt(n) + 1 if n > 8 else n):
 *         if n % d == 0:                        if n % d == 0:
 *             prime = False                         prime = False
 *             break                                 break
 *
 * node = the For or the comprehension; anchors[0] = the name of n, [1] = the range's stop.
 *
 * Conditions and why each is needed:
 *  - any_divisor_will_do: what happens at a divisor does not depend on which one it is, nor on how many there are. Then it
 *    is enough that there is one: a number with a divisor above 1 and below itself has one that is no larger than its root.
 *  - divisor_unused_after: the loop leaves its last number in its variable.
 *  - number_fixed: n does not change while the loop runs.
 *  - number_is_int: has a root in this sense; guarded.
 */
#include "analyze_internal.h"

struct trial {
    uint32_t number, stop; /* Names: n; expression: the range's stop */
    uint32_t target;
};

static bool is_kind(const struct py_tree *t, uint32_t node, enum py_kind kind)
{
    return node && t->nodes[node].kind == kind;
}

static bool same_name(const struct py_tree *t, uint32_t a, uint32_t b)
{
    return is_kind(t, a, PY_Name) && is_kind(t, b, PY_Name) && t->nodes[a].name == t->nodes[b].name;
}

static bool is_int(const struct py_tree *t, uint32_t node, int64_t wanted)
{
    int64_t value;

    return py_int_value(t, node, &value) && value == wanted;
}

/* n, n // 2, n // 2 + 1, n - 1: never above n, so that n itself is no divisor in the range, and not below its root once
 * n is above 8. */
static bool is_stop(const struct py_tree *t, uint32_t stop, uint32_t number)
{
    uint32_t left = py_child(t, stop, PY_F_left), right = py_child(t, stop, PY_F_right);

    if (!is_kind(t, stop, PY_BinOp))
        return same_name(t, stop, number);
    if (t->nodes[stop].op == PY_ADD)
        return is_int(t, right, 1) && is_kind(t, left, PY_BinOp) && t->nodes[left].op == PY_FLOORDIV &&
               is_stop(t, left, number);
    return same_name(t, left, number) &&
           ((t->nodes[stop].op == PY_FLOORDIV && is_int(t, right, 2)) || (t->nodes[stop].op == PY_SUB && is_int(t, right, 1)));
}

static bool read_range(struct job *job, uint32_t clause, struct trial *trial)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t range = py_child(t, clause, PY_F_iter), first = py_child(t, range, PY_F_args);

    trial->target = py_child(t, clause, PY_F_target);
    trial->stop = is_kind(t, range, PY_Call) ? py_next_in(t, range, first) : 0;
    return trial->stop && py_count_in(t, range, PY_F_args) == 2 && !py_child(t, range, PY_F_keywords) &&
           py_is_builtin(job->module, py_child(t, range, PY_F_func), S("range")) && is_int(t, first, 2) &&
           is_kind(t, trial->target, PY_Name);
}

/* n % d */
static bool is_rest(const struct py_tree *t, uint32_t node, struct trial *trial)
{
    trial->number = py_child(t, node, PY_F_left);
    return is_kind(t, node, PY_BinOp) && t->nodes[node].op == PY_MOD && is_kind(t, trial->number, PY_Name) &&
           same_name(t, py_child(t, node, PY_F_right), trial->target) && is_stop(t, trial->stop, trial->number);
}

/* n % d == 0, not n % d; with `none`: n % d != 0, n % d */
static bool is_test(const struct py_tree *t, uint32_t test, bool none, struct trial *trial)
{
    uint32_t op = py_child(t, test, PY_F_ops);

    if (is_kind(t, test, PY_UnaryOp))
        return !none && t->nodes[test].op == PY_NOT && is_rest(t, py_child(t, test, PY_F_operand), trial);
    if (!is_kind(t, test, PY_Compare))
        return none && is_rest(t, test, trial);
    return py_count_in(t, test, PY_F_ops) == 1 && t->nodes[op].op == (none ? PY_NOTEQ : PY_EQ) &&
           is_int(t, py_child(t, test, PY_F_comparators), 0) && is_rest(t, py_child(t, test, PY_F_left), trial);
}

/* A constant, or a name that is not the divisor: the same at every divisor. */
static bool is_same_each_time(const struct py_tree *t, uint32_t value, const struct trial *trial)
{
    return !value || is_kind(t, value, PY_Constant) || (is_kind(t, value, PY_Name) && !same_name(t, value, trial->target));
}

/* flag = constant, return constant, break: doing it again, or at another divisor, makes no difference. */
static bool any_will_do(const struct py_tree *t, uint32_t test, const struct trial *trial)
{
    for (uint32_t s = py_child(t, test, PY_F_body); s; s = py_next_in(t, test, s)) {
        uint32_t value = py_child(t, s, PY_F_value), target = py_child(t, s, PY_F_targets);

        if (is_kind(t, s, PY_Break) || (is_kind(t, s, PY_Return) && is_same_each_time(t, value, trial)))
            continue;
        if (!is_kind(t, s, PY_Assign) || py_count_in(t, s, PY_F_targets) != 1 || !is_kind(t, target, PY_Name) ||
            same_name(t, target, trial->number) || same_name(t, target, trial->target) ||
            !is_kind(t, value, PY_Constant))
            return false;
    }
    return true;
}

static bool read_loop(struct job *job, uint32_t loop, struct trial *trial)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t test = py_child(t, loop, PY_F_body);
    const struct py_loop *l = py_loop_at(job->facts, loop);

    return read_range(job, loop, trial) && is_kind(t, test, PY_If) && !py_next_in(t, loop, test) &&
           !py_child(t, test, PY_F_orelse) && is_test(t, py_child(t, test, PY_F_test), false, trial) &&
           any_will_do(t, test, trial) && !py_name_in(&l->live_out, t->nodes[trial->target].name);
}

/* any(n % d == 0 for d in …), all(n % d for d in …) */
static bool read_generator(struct job *job, uint32_t generator, struct trial *trial)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t call = t->nodes[generator].parent, func = py_child(t, call, PY_F_func);
    uint32_t clause = py_child(t, generator, PY_F_generators);
    bool all = py_is_builtin(job->module, func, S("all"));

    return is_kind(t, call, PY_Call) && (all || py_is_builtin(job->module, func, S("any"))) &&
           !py_next_in(t, generator, clause) && !py_child(t, clause, PY_F_ifs) && read_range(job, clause, trial) &&
           is_test(t, py_child(t, generator, PY_F_elt), all, trial);
}

static void consider(struct job *job, uint32_t loop)
{
    const struct py_tree *t = py_tree(job->module);
    struct trial trial;
    struct finding *f;
    bool is_for = is_kind(t, loop, PY_For);

    if (!(is_for ? read_loop : read_generator)(job, loop, &trial) || py_binding(job->module, trial.number) == UINT32_MAX)
        return;
    f = finding_begin(job, PATTERN_early_exit, loop);
    f->anchors[0] = trial.number;
    f->anchors[1] = trial.stop;
    f->line = py_line(t, trial.stop);
    finding_proved(job, f, S("any_divisor_will_do"), f->line, S("what happens at a divisor does not depend on which one it is"));
    finding_proved(job, f, S("divisor_unused_after"), f->line, S("the divisor is not read after the loop"));
    finding_proved(job, f, S("number_fixed"), f->line, S("nothing in the loop changes the number"));
    if (py_type_within(py_type_of(job->facts, trial.number), PY_T_INT))
        finding_proved(job, f, S("number_is_int"), f->line, S("inferred type"));
    else
        finding_needs(job, f, S("number_is_int"), CERTAINTY_NEEDS_GUARD, f->line, S("the exact type is tested before"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, loop), .speedup = 25, .model = S("O(n) → O(√n)") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (is_kind(t, n, PY_For) || is_kind(t, n, PY_GeneratorExp))
            consider(job, n);
}

const struct detector detect_divisor = { .pattern = PATTERN_early_exit, .detect = detect };
