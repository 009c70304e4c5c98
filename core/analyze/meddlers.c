/*
 * meddlers.c — code of the module that runs unseen in the middle of a loop and changes what others hold.
 *
 *     def feed(rows, hidden):                 for row in feed(rows, hidden):
 *         for row in rows:                        if row not in hidden:
 *             hidden.append(row)                      …
 *             yield row
 *
 * Tables, totals and hoisted values are made before a loop runs. What the loop calls is known to the
 * facts; what advances its iterator, or stands behind an operator on an item, need not be, when both come
 * in as arguments. Where the module itself defines a generator, a property or a special method that changes
 * objects of others, or a function binds a variable of the loop that is not its own, such findings are dropped. Against one that only the caller's code defines the exact types of
 * what the loop runs over are tested in front of it (iteration.h), where a test can tell; what operators
 * and attributes of items do is left to the differential test, and the finding says so.
 */
#include "analyze_internal.h"
#include "hasten/iteration.h"

/* The patterns whose answer reads objects once that the loop read again and again. */
static const enum pattern read_objects_ahead[] = {
    PATTERN_set_membership, PATTERN_dict_index,   PATTERN_hash_join,       PATTERN_invariant_hoist,
    PATTERN_sorted_ranks,   PATTERN_prefix_sum,   PATTERN_running_fold,    PATTERN_recurring_calls,
    PATTERN_nested_membership, PATTERN_row_lookup,
};

/* These so read numbers and lengths only. */
static const enum pattern read_numbers_ahead[] = {
    PATTERN_solved_range, PATTERN_builtin, PATTERN_closed_form, PATTERN_pair_search, PATTERN_early_exit, PATTERN_sort,
};

static bool is_generator(const struct py_tree *t, uint32_t def)
{
    for (uint32_t n = def + 1; n < t->nodes[def].extent; n++)
        if ((t->nodes[n].kind == PY_Yield || t->nodes[n].kind == PY_YieldFrom) && py_function_of(t, n) == def)
            return true;
    return false;
}

/* @property, @cached_property, whatever else makes of a method something that runs without a call. */
static bool is_decorated_method(const struct py_tree *t, uint32_t def)
{
    uint32_t decorator = py_child(t, def, PY_F_decorator_list);

    return decorator && t->nodes[t->nodes[def].parent].kind == PY_ClassDef &&
           !str_equal(py_name(t, decorator), S("staticmethod")) && !str_equal(py_name(t, decorator), S("classmethod"));
}

static bool sets_only_attribute_of(struct job *job, str own, uint32_t node)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t value = py_child(t, node, PY_F_value), func = py_child(t, node, PY_F_func);

    switch (t->nodes[node].kind) {
    case PY_Subscript:
        return t->nodes[node].op == PY_LOAD;
    case PY_Attribute:
        return t->nodes[node].op == PY_LOAD || (t->nodes[value].kind == PY_Name && str_equal(py_name(t, value), own));
    case PY_AugAssign:
        return t->nodes[value].kind == PY_Constant;
    case PY_Call:
        return t->nodes[func].kind == PY_Name && py_binding(job->module, func) == UINT32_MAX;
    default:
        return true;
    }
}

/* Nothing but attributes of its own object get another value, and builtins are called: no list that others hold is changed. */
static bool only_sets_attributes(struct job *job, uint32_t def)
{
    const struct py_tree *t = py_tree(job->module);
    str own = py_parameter_count(job->facts, def) ? py_name(t, py_parameter(job->facts, def, 0)) : S("");

    for (uint32_t n = def + 1; n < t->nodes[def].extent; n++)
        if (!sets_only_attribute_of(job, own, n))
            return false;
    return true;
}

/* `__len__ = measured` in a class, `Meter.__len__ = …`, setattr(), property(f). */
static bool installs_methods(struct job *job, uint32_t node)
{
    static const char *const makers[] = { "setattr", "property" };
    const struct py_tree *t = py_tree(job->module);
    uint32_t statement, value;

    if (t->nodes[node].kind == PY_Attribute)
        return t->nodes[node].op == PY_STORE && py_is_special_name(py_name(t, node));
    if (t->nodes[node].kind != PY_Name)
        return false;
    if (t->nodes[node].op == PY_STORE) {
        statement = py_statement_of(t, node);
        value = py_child(t, statement, PY_F_value);
        return t->nodes[t->nodes[statement].parent].kind == PY_ClassDef && py_is_special_name(py_name(t, node)) &&
               (t->nodes[value].kind == PY_Lambda || t->nodes[value].kind == PY_Call || t->nodes[value].kind == PY_Attribute ||
                (t->nodes[value].kind == PY_Name && !py_is_special_name(py_name(t, value))));
    }
    for (size_t i = 0; t->nodes[node].field == PY_F_func && i < ARRAY_LEN(makers); i++)
        if (py_is_builtin(job->module, node, str_from(makers[i])))
            return true;
    return false;
}

static bool any_function_may_be_special(struct job *job)
{
    for (uint32_t n = 1; n < py_tree(job->module)->count; n++)
        if (installs_methods(job, n))
            return true;
    return false;
}

/* Its own object a special method may change. */
static bool changes_others(struct job *job, uint32_t def, bool method)
{
    static const uint32_t outside = 1u << PY_EFFECT_MUTATES_GLOBAL | 1u << PY_EFFECT_MUTATES_CLOSURE |
                                    1u << PY_EFFECT_MUTATES_UNKNOWN | 1u << PY_EFFECT_REBINDS_GLOBAL |
                                    1u << PY_EFFECT_REBINDS_NONLOCAL;
    const struct py_effects *effects = &py_function(job->facts, def)->effects;

    if (effects->kinds & outside)
        return true;
    for (uint32_t i = 0; i < effects->list.count; i++)
        if (effects->list.items[i].kind == PY_EFFECT_MUTATES_PARAMETER &&
            !(method && effects->list.items[i].parameter == 0))
            return true;
    return false;
}

static const uint32_t changes = 1u << PY_EFFECT_MUTATES_GLOBAL | 1u << PY_EFFECT_MUTATES_CLOSURE |
                                1u << PY_EFFECT_MUTATES_UNKNOWN | 1u << PY_EFFECT_REBINDS_GLOBAL |
                                1u << PY_EFFECT_REBINDS_NONLOCAL | 1u << PY_EFFECT_MUTATES_PARAMETER |
                                1u << PY_EFFECT_MUTATES_LOCAL | 1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_DYNAMIC;

static bool may_change(struct job *job, uint32_t node, uint32_t kinds)
{
    struct py_effects effects = { 0 };

    py_effects_in(job->facts, node, &effects);
    return (effects.kinds & kinds) != 0;
}

static uint32_t find_meddler(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    bool any = any_function_may_be_special(job);

    for (uint32_t n = 1; n < t->count; n++) {
        bool function = t->nodes[n].kind == PY_FunctionDef, special = function && py_is_special_name(py_name(t, n));
        bool decorated = function && !special && is_decorated_method(t, n) && !only_sets_attributes(job, n);

        if (function && (any || special || decorated || is_generator(t, n)) && changes_others(job, n, special))
            return n;
        if (any && t->nodes[n].kind == PY_Lambda && may_change(job, py_child(t, n, PY_F_body), changes))
            return n;
    }
    return 0;
}

/* ---- what the loop runs over */

static enum certainty certainty_of(struct job *job, const struct py_iteration *steps, uint32_t container)
{
    for (uint32_t i = 0; i < steps->count && !steps->unseen; i++)
        if (!container || py_binding(job->module, steps->names[i].name) != py_binding(job->module, container))
            return CERTAINTY_NEEDS_GUARD;
    if (steps->header && !steps->unseen)
        return CERTAINTY_NEEDS_GUARD;
    return steps->unseen ? CERTAINTY_NEEDS_TEST : CERTAINTY_PROVED;
}

void claim_iteration(struct job *job, struct finding *f, uint32_t loop, uint32_t container, bool confined)
{
    const str name = S("iterables_builtin");
    uint32_t line = py_line(py_tree(job->module), loop);
    struct py_iteration steps = { 0 };

    if (!confined)
        py_iteration(job->facts, loop, &steps);
    switch (certainty_of(job, &steps, container)) {
    case CERTAINTY_PROVED:
        finding_proved(job, f, name, line, confined ? S("nobody else can change what is looked up")
                                                    : S("advancing what the loop runs over has no effect"));
        break;
    case CERTAINTY_NEEDS_GUARD:
        finding_needs(job, f, name, CERTAINTY_NEEDS_GUARD, line, S("the exact types of what the loop runs over are tested"));
        break;
    default:
        finding_needs(job, f, name, CERTAINTY_NEEDS_TEST, py_line(py_tree(job->module), steps.unseen),
                      S("what is run over here may be advanced by code that is not seen"));
    }
}

static bool is_one_of(const enum pattern *patterns, size_t count, enum pattern pattern)
{
    for (size_t i = 0; i < count; i++)
        if (patterns[i] == pattern)
            return true;
    return false;
}

static bool reads_objects_ahead(const struct finding *f)
{
    return is_one_of(read_objects_ahead, ARRAY_LEN(read_objects_ahead), f->pattern);
}

/* Some variable of the loop, or of what stands from here to the end of the function, is bound by other functions too: by
 * then it may have another value than it had ahead. */
static bool reads_what_others_bind(struct job *job, const struct finding *f)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t around = py_loop_at(job->facts, f->node) ? f->node : py_function_of(t, f->node);
    uint32_t end = t->nodes[around ? around : f->node].extent;

    if (!reads_objects_ahead(f) && !is_one_of(read_numbers_ahead, ARRAY_LEN(read_numbers_ahead), f->pattern))
        return false;
    for (uint32_t n = f->node; n < end; n++) {
        uint32_t symbol = t->nodes[n].kind == PY_Name ? py_binding(job->module, n) : UINT32_MAX;

        if (symbol != UINT32_MAX && py_is_rebound_elsewhere(job->facts, symbol))
            return true;
    }
    return false;
}

/* ---- what the loop's own header sets going */

/* The function is handed to somebody: map(clean, words), sorted(rows, key=touch). */
static bool is_handed_on(struct job *job, uint32_t name, uint32_t *ret_def)
{
    const struct py_tree *t = py_tree(job->module);

    if (t->nodes[name].kind != PY_Name || t->nodes[name].op != PY_LOAD || t->nodes[name].field == PY_F_func)
        return false;
    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_FunctionDef && t->nodes[n].name == t->nodes[name].name) {
            *ret_def = n;
            return true;
        }
    return false;
}

/* Something that advances later, while the loop runs: a generator expression, or a function that somebody calls. */
static bool lies_in_wait(struct job *job, uint32_t loop)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t around = py_function_of(t, loop), def;

    for (uint32_t n = around ? around + 1 : 1; n < t->nodes[around].extent; n++)
        if ((t->nodes[n].kind == PY_GeneratorExp && !py_is_used_up(job->facts, n) && may_change(job, n, changes & ~(1u << PY_EFFECT_UNKNOWN_CALL))) ||
            (is_handed_on(job, n, &def) && changes_others(job, def, false)))
            return true;
    return false;
}

/* The table is made in front of the loop, so in front of what the header does. */
static bool is_spoilt(struct job *job, const struct finding *f)
{
    const struct py_loop *l = py_loop_at(job->facts, f->node);
    struct py_iteration steps = { 0 };

    if (!reads_objects_ahead(f) || !l)
        return false;
    py_iteration(job->facts, f->node, &steps);
    return steps.foreign || (l->iterable && may_change(job, l->iterable, changes)) || lies_in_wait(job, f->node);
}

void drop_what_meddlers_spoil(struct job *job)
{
    uint32_t kept = 0, meddler = job->findings.opportunities.count ? find_meddler(job) : 0;

    for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
        struct finding *f = &job->findings.opportunities.items[i];

        if ((meddler ? reads_objects_ahead(f) : is_spoilt(job, f)) || reads_what_others_bind(job, f))
            continue;
        f->id = kept;
        job->findings.opportunities.items[kept++] = *f;
    }
    bool dropped = kept < job->findings.opportunities.count;
    job->findings.opportunities.count = kept;
    if (!meddler || !dropped)
        return;
    *VEC_PUSH(job->arena, &job->findings.unsupported) = (struct unsupported){
        arena_printf(job->arena, "'%.*s' changes objects of others while a loop runs: nothing is looked up ahead",
                     STR_ARG(py_name(py_tree(job->module), meddler))),
        py_line(py_tree(job->module), meddler)
    };
}
