/*
 * reports.c — functions[] and loops[]: what every function does and why every loop is, or is not,
 * independent. A loop of a finding is reported too; a loop without one always has blockers.
 */
#include <string.h>

#include "analyze_internal.h"

/* ---- functions -------------------------------------------------------------------- */

static bool is_function(const struct py_tree *t, uint32_t node)
{
    return t->nodes[node].kind == PY_FunctionDef || t->nodes[node].kind == PY_AsyncFunctionDef;
}

static str effect_name(struct arena *arena, const struct py_effect *e)
{
    const char *word = py_effect_word(e->kind);

    return e->name.len ? arena_printf(arena, "%s:%.*s", word, STR_ARG(e->name)) : str_from(word);
}

/* Changes are named part by part. */
static void add_effect(struct job *job, uint32_t def, const struct py_effect *e, str_vec *ret)
{
    bool change = e->kind == PY_EFFECT_MUTATES_PARAMETER || e->kind == PY_EFFECT_MUTATES_GLOBAL ||
                  e->kind == PY_EFFECT_MUTATES_CLOSURE;
    str_vec parts = { 0 };

    if (!change || e->name.len == 0) {
        *VEC_PUSH(job->arena, ret) = effect_name(job->arena, e);
        return;
    }
    parts_changed(job, def, e->name, &parts);
    for (uint32_t i = 0; i < parts.count; i++)
        *VEC_PUSH(job->arena, ret) = arena_printf(job->arena, "%s:%.*s", py_effect_word(e->kind),
                                                  STR_ARG(parts.items[i]));
}

void report_functions(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 1; i < t->count; i++) {
        struct function_report r = { .node = i };
        const struct py_outcome *o;

        if (!is_function(t, i))
            continue;
        o = py_function(job->facts, i);
        r.name = py_qualified_name(t, i, job->arena);
        r.line = py_line(t, i);
        r.recursive = py_is_recursive(job->facts, i);
        r.pure = py_first_hard(&o->effects) == NULL;
        for (uint32_t e = 0; e < o->effects.list.count; e++)
            add_effect(job, i, &o->effects.list.items[e], &r.effects);
        *VEC_PUSH(job->arena, &job->findings.functions) = r;
    }
}

/* ---- loops ------------------------------------------------------------------------ */

static void copy_names(struct job *job, const py_name_vec *from, str_vec *to)
{
    for (uint32_t i = 0; i < from->count; i++)
        *VEC_PUSH(job->arena, to) = py_tree(job->module)->names[from->items[i]];
}

static str blocker_kind(const struct py_dependence *d)
{
    if (d->kind == PY_EFFECT_DYNAMIC)
        return S("dynamic_feature");
    if (d->kind == PY_EFFECT_UNKNOWN_CALL)
        return S("unknown_call");
    if (d->kind == PY_EFFECT_RAISES)
        return S("early_exit");
    return str_from(py_effect_word(d->kind));
}

static enum loop_verdict verdict_of(const struct py_loop *l)
{
    enum loop_verdict verdict = LOOP_INDEPENDENT;
    bool soft = false, unknown = false;

    for (uint32_t i = 0; i < l->blockers.count; i++) {
        const struct py_dependence *d = &l->blockers.items[i];

        soft = soft || d->soft;
        unknown = unknown || d->kind == PY_EFFECT_UNKNOWN_CALL || d->kind == PY_EFFECT_DYNAMIC;
        if (!d->soft)
            verdict = LOOP_SEQUENTIAL;
    }
    if (verdict == LOOP_SEQUENTIAL)
        return unknown && l->blockers.count == 1 ? LOOP_UNKNOWN : LOOP_SEQUENTIAL;
    if (soft)
        return LOOP_GUARDED;
    for (uint32_t i = 0; i < l->reductions.count; i++)
        if (!l->reductions.items[i].apart)
            return LOOP_REDUCTION;
    return LOOP_INDEPENDENT;
}

/* The edit is worth naming only when it removes everything that is in the way. */
static str unlock_of(const struct py_loop *l)
{
    str unlock = S("");
    uint32_t hard = 0;

    for (uint32_t i = 0; i < l->blockers.count; i++) {
        if (l->blockers.items[i].soft)
            continue;
        hard++;
        unlock = l->blockers.items[i].unlock;
    }
    return hard == 1 ? unlock : S("");
}

static void copy_reductions(struct job *job, const struct py_loop *l, struct loop_report *r)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 0; i < l->reductions.count; i++)
        if (!l->reductions.items[i].apart)
            *VEC_PUSH(job->arena, &r->reductions) = (struct reduction){
                .name = t->names[l->reductions.items[i].name],
                .operator = str_from(l->reductions.items[i].form),
                .exact = l->reductions.items[i].exact,
                .line = py_line(t, l->reductions.items[i].node),
            };
}

static void copy_inductions(struct job *job, const struct py_loop *l, struct loop_report *r)
{
    for (uint32_t i = 0; i < l->induction.count; i++)
        *VEC_PUSH(job->arena, &r->induction) = (struct induction){
            .name = py_tree(job->module)->names[l->induction.items[i].name],
            .start = l->induction.items[i].start, .step = l->induction.items[i].step,
        };
}

static void copy_vector(struct job *job, const struct py_vector *from, struct blocker *b)
{
    static const char *const symbols[8] = { "0", "<", "=", "<=", ">", "!=", ">=", "*" };

    for (uint32_t i = 0; i < from->depth; i++)
        *VEC_PUSH(job->arena, &b->vector) = (struct direction_level){
            symbols[from->levels[i].directions & 7], from->levels[i].exact, from->levels[i].distance
        };
}

static bool has_finding(struct job *job, uint32_t node)
{
    for (uint32_t i = 0; i < job->findings.opportunities.count; i++)
        if (job->findings.opportunities.items[i].node == node)
            return true;
    return false;
}

static void explain_idle(struct job *job, const struct py_loop *l, struct loop_report *r)
{
    struct blocker heavy;

    if (r->blockers.count != 0 || has_finding(job, l->node))
        return;
    if (why_not_parallel(job, l, &heavy)) {
        *VEC_PUSH(job->arena, &r->blockers) = heavy;
        r->unlock = S("pass the call expressions of the loop variable itself, and return plain values");
        return;
    }
    *VEC_PUSH(job->arena, &r->blockers) = (struct blocker){
        .kind = S("not_enough_work"), .line = r->line,
        .why = S("its iterations are independent, but no known rewrite would pay for so little work "
                 "per iteration"),
    };
}

static str domain_of(struct job *job, const struct py_loop *l)
{
    str text = l->iterable ? py_text(py_tree(job->module), l->iterable) : S("");
    size_t end = 80;

    if (text.len <= end)
        return text;
    while (end > 0 && ((unsigned char) text.ptr[end] & 0xC0) == 0x80)
        end--;
    return arena_printf(job->arena, "%.*s…", (int) end, text.ptr);
}

static void report_loop(struct job *job, const struct py_loop *l)
{
    static const char *const kinds[] = { "for", "while", "comprehension" };
    const struct py_tree *t = py_tree(job->module);
    struct loop_report r = { .node = l->node, .line = py_line(t, l->node) };

    r.function = function_around(job, l->node);
    r.end_line = py_end_line(t, l->node);
    r.kind = str_from(kinds[l->kind]);
    r.parent_line = l->parent ? py_line(t, l->parent) : 0;
    r.domain = domain_of(job, l);
    r.verdict = verdict_of(l);
    copy_reductions(job, l, &r);
    copy_names(job, &l->private_names, &r.private_names);
    copy_names(job, &l->live_out, &r.live_out);
    copy_inductions(job, l, &r);
    for (uint32_t i = 0; i < l->blockers.count; i++) {
        *VEC_PUSH(job->arena, &r.blockers) = (struct blocker){
            .kind = blocker_kind(&l->blockers.items[i]), .name = l->blockers.items[i].name,
            .line = l->blockers.items[i].line, .why = l->blockers.items[i].why,
            .dependence = str_from(l->blockers.items[i].flow ? l->blockers.items[i].flow : ""),
            .to_line = l->blockers.items[i].other ? py_line(t, l->blockers.items[i].other) : 0,
            .distance = l->blockers.items[i].distance,
        };
        copy_vector(job, &l->blockers.items[i].vector, &r.blockers.items[i]);
    }
    r.unlock = unlock_of(l);
    r.benefit.trip_count = l->trips;
    r.benefit.work = py_work(job->facts, l->node) / (l->trips > 0 ? l->trips : PY_ASSUMED_TRIPS);
    r.benefit.speedup = 1;
    r.benefit.model = S("");
    explain_idle(job, l, &r);
    *VEC_PUSH(job->arena, &job->findings.loops) = r;
}

static void report_recursion(struct job *job, uint32_t def)
{
    const struct py_tree *t = py_tree(job->module);
    struct loop_report r = { .node = def, .line = py_line(t, def), .verdict = LOOP_SEQUENTIAL };

    r.function = py_qualified_name(t, def, job->arena);
    r.end_line = py_end_line(t, def);
    r.kind = S("recursion");
    r.domain = r.unlock = r.benefit.model = S("");
    r.benefit.work = py_work(job->facts, def);
    r.benefit.speedup = 1;
    if (has_finding(job, def))
        r.verdict = LOOP_GUARDED;
    else
        why_not_memoize(job, def, &r);
    *VEC_PUSH(job->arena, &job->findings.loops) = r;
}

void report_loops(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 0; i < py_loop_count(job->facts); i++)
        report_loop(job, py_loop(job->facts, i));
    for (uint32_t i = 0; i < job->findings.functions.count; i++)
        if (job->findings.functions.items[i].recursive && is_function(t, job->findings.functions.items[i].node))
            report_recursion(job, job->findings.functions.items[i].node);
}
