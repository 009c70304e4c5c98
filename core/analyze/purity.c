/*
 * purity.c — may a piece of work be computed earlier, in another process, perhaps twice?
 *
 * It must be pure and deterministic: for all arguments, or at least for plain data (exact builtin
 * values all the way down, which no operator and no iteration can make run code of the user's),
 * for which the rewriting then tests. Results come back as copies: they must be fresh, and no set,
 * which would come back in another order.
 */
#include "analyze_internal.h"

static bool has_classes(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_ClassDef)
            return true;
    return false;
}

static bool holds(struct py_type type, py_types bits)
{
    return ((type.is | type.item | type.item2 | type.key) & bits) != 0;
}

/* A variable of the module whose value is of exact builtin types. */
static bool is_plain_global(struct job *job, str name)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_scopes *scopes = py_scopes(job->module);

    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].op == PY_LOAD && str_equal(py_name(t, n), name) &&
            py_binding(job->module, n) != UINT32_MAX &&
            scopes->symbols[py_binding(job->module, n)].scope == 0)
            return py_type_within(py_type_of(job->facts, n), PY_T_BUILTIN) &&
                   !holds(py_type_of(job->facts, n), ~PY_T_BUILTIN);
    return false;
}

static bool reads_plain_globals(struct job *job, const struct py_outcome *o)
{
    for (uint32_t i = 0; i < o->effects.list.count; i++)
        if (o->effects.list.items[i].kind == PY_EFFECT_READS_GLOBAL &&
            !is_plain_global(job, o->effects.list.items[i].name))
            return false;
    return true;
}

/* Chooses between what is so for all arguments and what is so for plain ones: then all that its
 * operators meet is plain, when what it reads of the module is. A module with classes probably hands
 * their instances in: the test would only cost. */
void settle_purity(struct job *job, const struct py_outcome *open, const struct py_outcome *plain,
                   struct work *w)
{
    bool hard = py_first_hard(&open->effects) != NULL, quiet = reads_plain_globals(job, plain);

    w->o = open;
    if ((!hard && !py_first_soft(&open->effects)) || py_first_hard(&plain->effects) ||
        has_classes(job) || (!hard && !quiet))
        return;
    w->o = plain;
    w->plain = true;
    w->discharged = quiet;
}

bool holds_sets(struct py_type type)
{
    return !holds(type, PY_T_OBJECT) && holds(type, PY_T_SET | PY_T_FROZENSET);
}

static bool comes_back_equal(const struct py_outcome *o)
{
    return o->fresh && py_type_within(o->type, PY_T_BUILTIN & ~(PY_T_ITERATOR | PY_T_FUNCTION | PY_T_VIEW)) &&
           !((o->type.item | o->type.item2) & (PY_T_OBJECT | PY_T_MUTABLE)) &&
           !holds(o->type, PY_T_SET | PY_T_FROZENSET);
}

void claim_purity(struct job *job, struct finding *f, const struct work *w, uint32_t line)
{
    const struct py_effect *soft = py_first_soft(&w->o->effects);

    if (w->discharged)
        finding_needs(job, f, S("pure_body"), CERTAINTY_NEEDS_GUARD, line,
                      S("no effect for plain data, which is tested for"));
    else if (soft == NULL)
        finding_proved(job, f, S("pure_body"), line, S("no effect for the types it is called with"));
    else
        finding_needs(job, f, S("pure_body"), CERTAINTY_NEEDS_TEST, w->call ? soft->line : line,
                      arena_printf(job->arena, "it %s", py_effect_text(soft->kind)));
    if (w->plain)
        finding_needs(job, f, S("plain_arguments"), CERTAINTY_NEEDS_GUARD, line,
                      S("exact builtin values all the way down, which is tested for"));
}

/* NaN, by a name or as float("nan"): containers find it by its identity, which a copy has not. */
static bool names_nan(struct job *job)
{
    static const char *const names[] = { "nan", "NAN", "NaN", NULL };
    const struct py_tree *t = py_tree(job->module);

    if (mentions_any(job, names))
        return true;
    for (uint32_t n = 1; n < t->count; n++) {
        str text = py_text(t, n);

        if (t->nodes[n].kind == PY_Constant && t->nodes[n].op == PY_CONST_STR && text.len == 5 &&
            (text.ptr[1] | 0x20) == 'n' && (text.ptr[2] | 0x20) == 'a' && (text.ptr[3] | 0x20) == 'n')
            return true;
    }
    return false;
}

void claim_result(struct job *job, struct finding *f, const struct py_outcome *o, uint32_t line)
{
    if (!py_type_within(o->type, PY_T_SCALAR & ~(PY_T_FLOAT | PY_T_COMPLEX)) && names_nan(job))
        finding_needs(job, f, S("result_picklable_and_fresh"), CERTAINTY_NEEDS_TEST, line,
                      S("it may return a NaN that is the same object each time"));
    else if (comes_back_equal(o))
        finding_proved(job, f, S("result_picklable_and_fresh"), line,
                       arena_printf(job->arena, "it returns %.*s", STR_ARG(py_type_text(o->type, job->arena))));
    else
        finding_needs(job, f, S("result_picklable_and_fresh"), CERTAINTY_NEEDS_TEST, line,
                      S("the type of its result is not known exactly"));
}
