/*
 * plan.c — the condition under which a loop may be taken as a whole, and what then stands in
 * its place.
 */
#include "vector_internal.h"

/* The module's one name for NumPy; "" when it has none that is sure. */
static str numpy_name(const struct vectorizer *v)
{
    const struct py_tree *t = v->t;
    uint32_t alias = 0;
    for (uint32_t s = py_first(t, 0); s; s = py_next(t, 0, s))
        for (uint32_t a = py_first(t, s); t->nodes[s].kind == PY_Import && a;
             a = py_next(t, s, a))
            if (str_equal(py_name(t, a), S("numpy")))
                alias = a;
    if (!alias)
        return S("");
    str text = py_text(t, alias);
    size_t at = text.len;
    while (at > 0 && text.ptr[at - 1] != ' ' && text.ptr[at - 1] != '\t')
        at--;
    str name = str_slice(text, at, text.len);
    for (uint32_t n = 1; n < t->count; n++) {
        enum py_kind kind = (enum py_kind) t->nodes[n].kind;
        bool binds = (kind == PY_Name && t->nodes[n].op != PY_LOAD) || kind == PY_arg ||
                     kind == PY_FunctionDef || kind == PY_AsyncFunctionDef ||
                     kind == PY_ClassDef || kind == PY_ExceptHandler || kind == PY_Global ||
                     (kind >= PY_MatchValue && kind <= PY_MatchOr) ||
                     (kind == PY_alias && n != alias);
        if (binds && str_equal(py_name(t, n), name))
            return S("");
        if (kind == PY_alias && n != alias && str_ends(py_text(t, n), name))
            return S("");
    }
    return name;
}

/* ---- the condition ------------------------------------------------------------------ */

enum use { WRITTEN, STORED, READ, FILLED };

/* Of what is stored to and never read, the old values do not matter: np.empty() leaves any. */
static enum use use_of(const struct window *w)
{
    if (w->written && !w->read && !w->scattered)
        return STORED;
    if (w->written || (w->filled && w->read))
        return WRITTEN;
    return w->filled ? FILLED : READ;
}

static str windows_text(struct vectorizer *v, enum use use)
{
    str text = S("");
    for (uint32_t i = 0; i < v->window_count; i++) {
        const struct window *w = &v->windows[i];
        str window = vector_window_text(v, w);
        if (use_of(w) == FILLED)
            window = arena_printf(v->arena, "(%lld, %.*s", (long long) w->fill,
                                  STR_ARG(str_slice(window, 1, window.len)));
        if (use_of(w) == use)
            text = arena_printf(v->arena, "%.*s%s%.*s", STR_ARG(text), text.len ? ", " : "",
                                STR_ARG(window));
    }
    return arena_printf(v->arena, "[%.*s]", STR_ARG(text));
}

static void add_guard(struct vectorizer *v, str term)
{
    *VEC_PUSH(v->arena, &v->plan->guards) = term;
}

/* Asking anything else for its size could run user code, or raise. */
static void guard_sizes(struct vectorizer *v)
{
    str types = S("");
    for (uint32_t i = 0; i < v->whole_count; i++)
        add_guard(v, arena_printf(v->arena, "type(%.*s) is int", STR_ARG(vector_name(v, v->whole[i]))));
    for (uint32_t i = 0; i < v->sized_count; i++)
        types = arena_printf(v->arena, "%.*stype(%.*s) is ", STR_ARG(types),
                             STR_ARG(vector_name(v, v->sized[i])));
    if (v->sized_count)
        add_guard(v, arena_printf(v->arena, "%.*s%.*s.ndarray", STR_ARG(types), STR_ARG(v->np)));
    for (uint32_t i = 0; i < v->sized_count; i++)
        if (v->sized_dims[i])
            add_guard(v, arena_printf(v->arena, "%.*s.ndim == 2",
                                      STR_ARG(vector_name(v, v->sized[i]))));
}

static void guard_arrays(struct vectorizer *v, unsigned long long most)
{
    str written = windows_text(v, WRITTEN), read = windows_text(v, READ);
    str filled = windows_text(v, FILLED), stored = windows_text(v, STORED);
    str ranges = S("");
    for (uint32_t k = 0; k < v->depth; k++)
        ranges = arena_printf(v->arena, "%.*s%s%.*s, %.*s", STR_ARG(ranges), k ? ", " : "",
                              STR_ARG(v->axes[k].start), STR_ARG(v->axes[k].stop));
    add_guard(v, arena_printf(v->arena, "_are_plain(%llu, \"%s\", (%.*s), %.*s, %.*s%s%.*s%s%.*s)", most,
                              v->integral ? "i" : "if", STR_ARG(ranges), STR_ARG(written), STR_ARG(read),
                              filled.len > 2 ? ", " : "",
                              STR_ARG(filled.len > 2 ? filled : S("")),
                              stored.len > 2 ? ", stored=" : "",
                              STR_ARG(stored.len > 2 ? stored : S(""))));
}

static void guard_numbers(struct vectorizer *v, unsigned long long most)
{
    const char *kinds = v->integral ? "is int" : "in (int, float)";
    for (uint32_t i = 0; i < v->scalar_count; i++) {
        str name = vector_name(v, v->scalars[i]);
        bool tested = false;
        for (uint32_t k = 0; k < v->whole_count; k++)
            tested |= v->whole[k] == v->scalars[i];
        if (!tested)
            add_guard(v, arena_printf(v->arena, "type(%.*s) %s", STR_ARG(name), kinds));
        add_guard(v, arena_printf(v->arena, "abs(%.*s) <= %llu", STR_ARG(name), most));
    }
    for (uint32_t i = 0; i < v->counter_count; i++)
        add_guard(v, arena_printf(v->arena, "type(%.*s) is int",
                                  STR_ARG(vector_name(v, v->counters[i]))));
    for (uint32_t k = 0; k < v->depth; k++)
        if (v->axes[k].counted || v->summed)
            add_guard(v,
                      arena_printf(v->arena, "%.*s <= %llu", STR_ARG(v->axes[k].stop), most));
    for (uint32_t k = AXES; k < AXES + v->kept_count; k++)
        if (!vector_steps(v, &v->axes[k]))
            add_guard(v, arena_printf(v->arena, "-%llu <= %.*s < %.*s <= %llu", most,
                                  STR_ARG(v->axes[k].start), STR_ARG(v->axes[k].stop), most));
}

/* Some array runs along the axis, so that its window tests the range. */
static bool axis_is_tested(const struct vectorizer *v, uint32_t axis)
{
    for (uint32_t i = 0; i < v->window_count; i++)
        for (uint32_t d = 0; d < v->windows[i].dims && !v->windows[i].scattered; d++)
            if (v->windows[i].place[d].axis == axis ||
                (v->windows[i].place[d].by != ALONE && v->windows[i].place[d].kept == axis))
                return true;
    return false;
}

/* What makes other terms meaningful comes first. */
static bool make_condition(struct vectorizer *v)
{
    str_vec rest = { 0 };
    unsigned long long most = (unsigned long long) v->most;
    for (uint32_t k = 0; k < AXES + v->kept_count; k++)
        if ((k < v->depth || k >= AXES) && !axis_is_tested(v, k))
            return vector_refuse(v, "it uses no array, or no array along one of its loops");
    for (uint32_t i = 0; i < v->plan->guards.count; i++)
        *VEC_PUSH(v->arena, &rest) = v->plan->guards.items[i];
    v->plan->guards.count = 0;
    guard_sizes(v);
    guard_arrays(v, most);
    guard_numbers(v, most);
    for (uint32_t i = 0; i < rest.count; i++)
        add_guard(v, rest.items[i]);
    return true;
}

/* Numbers of the iterations, in front of what uses them. */
static void number_axes(struct vectorizer *v)
{
    str_vec lines = { 0 };
    for (uint32_t k = 0; k < v->depth; k++) {
        const struct axis *axis = &v->axes[k];
        bool zero = str_equal(axis->start, S("0"));
        if (axis->counted)
            *VEC_PUSH(v->arena, &lines) = arena_printf(
                v->arena, "%.*s = %.*s.arange(%.*s%s%.*s)",
                STR_ARG(vector_name(v, axis->index)), STR_ARG(v->np),
                STR_ARG(zero ? S("") : axis->start), zero ? "" : ", ", STR_ARG(axis->stop));
    }
    for (uint32_t i = 0; i < v->plan->lines.count; i++)
        *VEC_PUSH(v->arena, &lines) = v->plan->lines.items[i];
    v->plan->lines.count = 0;
    for (uint32_t i = 0; i < lines.count; i++)
        *VEC_PUSH(v->arena, &v->plan->lines) = lines.items[i];
}

/* The loop stands behind such a test already. */
static bool is_fallback(const struct vectorizer *v)
{
    const struct py_tree *t = v->t;
    uint32_t around = t->nodes[v->outer].parent;
    if (t->nodes[around].kind != PY_If || t->nodes[v->outer].field != PY_F_orelse)
        return false;
    for (uint32_t n = around + 1; n < v->outer; n++)
        if (t->nodes[n].kind == PY_Call &&
            str_starts(py_name(t, py_child(t, n, PY_F_func)), S("_are_plain")))
            return true;
    return false;
}

static bool plan_with(struct vectorizer *v, struct py_facts *facts, uint32_t loop, uint32_t most_depth)
{
    const struct py_module *module = py_facts_module(facts);
    *v->plan = (struct vector_plan){ 0 };
    *v = (struct vectorizer){ .facts = facts,
                              .module = module,
                              .t = py_tree(module),
                              .arena = v->arena,
                              .outer = loop,
                              .most_depth = most_depth,
                              .most = 9007199254740992.0,
                              .plan = v->plan,
                              .why = v->why };
    v->np = v->plan->numpy = numpy_name(v);
    if (!v->np.len)
        return vector_refuse(v, "the module does not import NumPy under one name");
    if (!py_function_of(v->t, loop) || is_fallback(v))
        return vector_refuse(v, "it stands at module level, or behind a test for arrays");
    if (!vector_heads(v) || !vector_body(v) || !vector_names_die(v) || !make_condition(v))
        return false;
    number_axes(v);
    return true;
}

bool vector_plan(struct py_facts *facts, uint32_t loop, struct arena *arena,
                 struct vector_plan *ret, str *ret_why)
{
    struct vectorizer v = { .arena = arena, .plan = ret, .why = ret_why };
    str why;
    *ret_why = S("");
    if (plan_with(&v, facts, loop, AXES))
        return true;
    why = *ret_why;
    bool inner_stays = v.depth == AXES && plan_with(&v, facts, loop, 1);
    *ret_why = inner_stays ? S("") : why;
    return inner_stays;
}
