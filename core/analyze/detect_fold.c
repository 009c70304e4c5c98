/*
 * detect_fold.c — sum(), max() or min() of a part of a list, computed anew in every round of a loop.
 *
 *     for first, last in queries:              rain_sum = _slice_sums(rain)
 *         … sum(rain[first:last + 1]) …        for first, last in queries:
 *                                                  … rain_sum(first, last + 1) …
 *
 * Parts are slices, slices that a name was given in the same block, and the whole of a list that grows.
 *
 * node = the outermost loop in which the list keeps its items; anchors[0] = the call, [1] = the list's name, [2] = the
 * Slice, 0 for the whole list; sites: not empty when the list grows.
 *
 * Conditions and why each is needed:
 *  - items_stay: what was added up once must be what would be added up now; the list may grow at its end.
 *  - bounds_stay: a slice that a name stands for has the bounds that it was made with.
 *  - items_are_numbers: regrouping a sum is exact for ints only; comparisons may run code of the user's. Guarded.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"
#include "hasten/idiom.h"

static const char *const folds[] = { "sum", "max", "min", "len" };

static bool is_kind(const struct py_tree *t, uint32_t node, enum py_kind kind)
{
    return node && t->nodes[node].kind == kind;
}

/* sum(x), max(x), min(x), len(x) of one argument; its index in `folds`, or -1. */
static int fold_of(struct job *job, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);

    if (!is_kind(t, call, PY_Call) || py_count_in(t, call, PY_F_args) != 1 || py_child(t, call, PY_F_keywords))
        return -1;
    for (int i = 0; i < (int) ARRAY_LEN(folds); i++)
        if (py_is_builtin(job->module, py_child(t, call, PY_F_func), str_from(folds[i])))
            return i;
    return -1;
}

static uint32_t slice_of(const struct py_tree *t, uint32_t subscript)
{
    uint32_t slice = is_kind(t, subscript, PY_Subscript) ? py_child(t, subscript, PY_F_slice) : 0;

    return is_kind(t, slice, PY_Slice) && !py_child(t, slice, PY_F_step) &&
                   is_kind(t, py_child(t, subscript, PY_F_value), PY_Name) && py_first(t, slice)
               ? slice : 0;
}

static bool same_symbol(struct job *job, uint32_t a, uint32_t b)
{
    const struct py_tree *t = py_tree(job->module);

    return is_kind(t, a, PY_Name) && is_kind(t, b, PY_Name) && t->nodes[a].name == t->nodes[b].name &&
           py_binding(job->module, a) == py_binding(job->module, b);
}

/* One of the names in the bounds is assigned to between the two statements of one block. */
static bool bounds_change(struct job *job, uint32_t slice, uint32_t from, uint32_t to)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = slice; n < t->nodes[slice].extent; n++)
        for (uint32_t m = from; is_kind(t, n, PY_Name) && m < to; m++)
            if (is_kind(t, m, PY_Name) && t->nodes[m].op != PY_LOAD && t->nodes[m].name == t->nodes[n].name)
                return true;
    return false;
}

/* The statement `window = xs[a:b]`, in the block of `statement` and in front of it, that alone binds the name, which
 * is nothing but folded. */
static uint32_t slice_named(struct job *job, uint32_t name, uint32_t statement)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t found = 0;

    if (!is_private_local(job, name))
        return 0;
    for (uint32_t n = 1; n < t->count; n++) {
        uint32_t parent = t->nodes[n].parent;

        if (!same_symbol(job, n, name))
            continue;
        if (t->nodes[n].op == PY_LOAD ? fold_of(job, parent) < 0 : found || !is_kind(t, parent, PY_Assign))
            return 0;
        found = t->nodes[n].op == PY_LOAD ? found : parent;
    }
    if (!found || found > statement || t->nodes[found].parent != t->nodes[statement].parent ||
        t->nodes[found].field != t->nodes[statement].field || !slice_of(t, py_child(t, found, PY_F_value)) ||
        bounds_change(job, slice_of(t, py_child(t, found, PY_F_value)), found, statement))
        return 0;
    return py_child(t, found, PY_F_value);
}

static const struct py_loop *outer_loop(struct job *job, uint32_t call, uint32_t list, bool *ret_grows)
{
    static const struct scan_path whole = { .count = 0 };
    const struct py_tree *t = py_tree(job->module);
    const struct py_loop *found = NULL;
    uint32_t def = py_function_of(t, call);

    for (uint32_t n = t->nodes[call].parent; n && n != def; n = t->nodes[n].parent) {
        const struct py_loop *l = py_loop_at(job->facts, n);
        bool grows;

        if (is_kind(t, n, PY_Lambda))
            return NULL;
        if (!l || (l->iterable && py_inside(t, call, l->iterable)))
            continue;
        if (py_name_in(&l->written, t->nodes[list].name) || !keys_stay(job, n, list, &whole, &grows))
            break;
        found = l;
        *ret_grows = grows;
    }
    return found;
}

static void push(struct job *job, uint32_t call, uint32_t list, uint32_t slice, const struct py_loop *outer,
                 bool grows)
{
    const struct py_tree *t = py_tree(job->module);
    bool sum = fold_of(job, call) == 0;
    struct finding *f = finding_begin(job, sum ? PATTERN_prefix_sum : PATTERN_running_fold, outer->node);
    const struct py_effect *soft = py_first_soft(&outer->effects);

    f->anchors[0] = call;
    f->anchors[1] = list;
    f->anchors[2] = slice;
    if (grows)
        *VEC_PUSH(job->arena, &f->sites) = list;
    f->line = py_line(t, call);
    if (soft)
        finding_needs(job, f, S("items_stay"), CERTAINTY_NEEDS_TEST, soft->line,
                      S("nothing visible in the loop changes the list, but values of unknown type are used"));
    else
        finding_proved(job, f, S("items_stay"), f->line, S("nothing in the loop changes the items of the list"));
    finding_proved(job, f, S("bounds_stay"), f->line, S("the slice has the bounds that stand in the call"));
    finding_needs(job, f, S("items_are_numbers"), CERTAINTY_NEEDS_GUARD, f->line,
                  S("the exact type of every item is checked before it is used"));
    claim_iteration(job, f, outer->node, list, py_unreachable(job->facts, list));
    f->benefit = (struct benefit){ .work = py_work(job->facts, call), .trip_count = outer->trips, .speedup = 60,
                                   .model = S("O(n*w) → O(n)") };
    finding_end(f);
}

/* An idiom of the catalogue takes care of it, or its fallback is what stands here. */
static bool is_taken(struct job *job, uint32_t call, uint32_t list)
{
    const struct py_tree *t = py_tree(job->module);
    str name = py_text(t, list), test = arena_printf(job->arena, "type(%.*s) is list", STR_ARG(name));

    for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
        const struct idiom_match *m = job->findings.opportunities.items[i].idiom;
        if (m && call >= m->first && call < t->nodes[m->last].extent)
            return true;
    }
    for (uint32_t n = call; n; n = t->nodes[n].parent) {
        uint32_t choice = t->nodes[n].parent, asker = py_child(t, choice, PY_F_test);
        if (t->nodes[n].field == PY_F_orelse && t->nodes[asker].kind == PY_Name &&
            same_symbol(job, asker, py_child(t, py_child(t, choice, PY_F_body), PY_F_func)))
            return true;
        str asked = py_text(t, py_child(t, t->nodes[n].parent, PY_F_test));
        bool other = t->nodes[n].field == PY_F_orelse;
        if (other && str_find(asked, test) < asked.len)
            return true;
    }
    return false;
}

static void consider(struct job *job, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t part = py_child(t, call, PY_F_args), slice = slice_of(t, part), list;
    const struct py_loop *outer;
    bool grows = false;

    if (is_kind(t, part, PY_Name)) {
        uint32_t named = slice_named(job, part, py_statement_of(t, call));
        slice = named ? slice_of(t, named) : 0;
        part = named ? named : part;
    }
    list = is_kind(t, part, PY_Name) ? part : slice ? py_child(t, part, PY_F_value) : 0;
    outer = list && !is_taken(job, call, list) ? outer_loop(job, call, list, &grows) : NULL;
    if (outer && (grows || (slice && !py_loop_invariant(job->facts, outer, slice))))
        push(job, call, list, slice, outer, grows);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t n = 1; n < t->count; n++) {
        int fold = is_kind(t, n, PY_Call) ? fold_of(job, n) : -1;
        if (fold >= 0 && fold < 3)
            consider(job, n);
    }
}

const struct detector detect_fold = { .pattern = PATTERN_prefix_sum, .detect = detect };
