/*
 * detect_key.c — a lambda as the key of sorted(), min(), max() or list.sort() that only looks something up.
 *
 *     key=lambda row: row["day"]           the item at constant places, or at a place that a local holds
 *     key=lambda job: (job.due, job.name)  attributes
 *     key=lambda node: distance[node]      an exact dict, list, defaultdict or Counter that a local holds
 *     key=lambda word: len(word)           one builtin function
 *
 * node = the call; anchors[0] = the lambda; anchors[1] = what it gives.
 *
 * Conditions and why each is needed:
 *  - builtin_calls_key: sorted, min and max mean the builtins, and what is sorted in place is an exact list: they call the
 *    key with each item and show it to nobody. No code of the module looks at the frames of its callers, in which the
 *    lambda would be missing.
 *  - same_lookup: the parameter has no default, and its item or attribute is had by the same operation, in the same order.
 *    A name with two underscores in front means another one inside a class; a getter would not know.
 *  - names_stay: a lambda looks its names up for each item, a getter is made once. They are locals of this function, which
 *    no function inside it binds anew and the call itself does not either.
 */
#include "analyze_internal.h"

struct key_lambda {
    struct job *job;
    const struct py_tree *t;
    uint32_t call, lambda, parameter, body;
};

static bool is_named(const struct py_tree *t, uint32_t node, uint32_t name_of)
{
    return t->nodes[node].kind == PY_Name && t->nodes[node].name == t->nodes[name_of].name;
}

/* `key=lambda x: …` with nothing but x for its parameters. */
static bool read_call(struct key_lambda *k)
{
    const struct py_tree *t = k->t;
    uint32_t arguments;

    for (uint32_t w = py_child(t, k->call, PY_F_keywords); w; w = py_next_in(t, k->call, w))
        if (str_equal(py_name(t, w), S("key")))
            k->lambda = py_child(t, w, PY_F_value);
    if (!k->lambda || t->nodes[k->lambda].kind != PY_Lambda)
        return false;
    arguments = py_child(t, k->lambda, PY_F_args);
    k->parameter = py_first(t, arguments);
    k->body = py_child(t, k->lambda, PY_F_body);
    return k->parameter && t->nodes[k->parameter].extent == t->nodes[arguments].extent &&
           t->nodes[k->parameter].field == PY_F_args;
}

static bool hides_key(const struct key_lambda *k)
{
    uint32_t func = py_child(k->t, k->call, PY_F_func);

    if (k->t->nodes[func].kind == PY_Attribute)
        return str_equal(py_name(k->t, func), S("sort")) && !py_child(k->t, k->call, PY_F_args) &&
               py_type_within(py_type_of(k->job->facts, py_child(k->t, func, PY_F_value)), PY_T_LIST);
    return py_is_builtin(k->job->module, func, S("sorted")) || py_is_builtin(k->job->module, func, S("min")) ||
           py_is_builtin(k->job->module, func, S("max"));
}

/* A variable of the function that makes the call, which stays what it is while the call runs. */
static bool stays(const struct key_lambda *k, uint32_t name)
{
    const struct py_scopes *scopes = py_scopes(k->job->module);
    uint32_t def = py_function_of(k->t, k->call), symbol = py_binding(k->job->module, name);
    const struct py_scope *scope;

    if (symbol == UINT32_MAX || !def)
        return false;
    scope = &scopes->scopes[scopes->symbols[symbol].scope];
    if (scope->node != def || scope->dynamic || is_bound_unnamed(k->job, def, k->t->nodes[name].name))
        return false;
    for (uint32_t i = 0; i < scopes->symbol_count; i++)
        if ((scopes->symbols[i].flags & PY_SYM_NONLOCAL_DECL) && scopes->symbols[i].name == k->t->nodes[name].name)
            return false;
    for (uint32_t n = k->call; n < k->t->nodes[k->call].extent; n++)
        if (k->t->nodes[n].kind == PY_NamedExpr)
            return false;
    return true;
}

/* x[0], x[-1], x["day"], x[column] */
static bool is_item(const struct key_lambda *k, uint32_t node)
{
    const struct py_tree *t = k->t;
    uint32_t place = py_child(t, node, PY_F_slice);

    if (t->nodes[node].kind != PY_Subscript || !is_named(t, py_child(t, node, PY_F_value), k->parameter))
        return false;
    if (t->nodes[place].kind == PY_Name)
        return !is_named(t, place, k->parameter) && stays(k, place);
    if (t->nodes[place].kind == PY_UnaryOp && t->nodes[place].op == PY_USUB)
        place = py_child(t, place, PY_F_operand);
    return t->nodes[place].kind == PY_Constant;
}

/* x.name, x.customer.name */
static bool is_attribute(const struct key_lambda *k, uint32_t node)
{
    if (k->t->nodes[node].kind != PY_Attribute)
        return is_named(k->t, node, k->parameter);
    str name = py_name(k->t, node);
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char) name.ptr[i] > 127) /* identifiers are normalised, texts are not */
            return false;
    return !str_starts(name, S("__")) && is_attribute(k, py_child(k->t, node, PY_F_value));
}

static bool is_part(const struct key_lambda *k, uint32_t node, enum py_kind kind)
{
    return k->t->nodes[node].kind == kind && (kind == PY_Subscript ? is_item(k, node) : is_attribute(k, node));
}

/* Two or more of one kind; one makes no tuple. */
static bool is_parts(const struct key_lambda *k)
{
    uint32_t first = py_first(k->t, k->body);

    if (k->t->nodes[k->body].kind != PY_Tuple || py_count_in(k->t, k->body, PY_F_elts) < 2)
        return false;
    for (uint32_t e = first; e; e = py_next(k->t, k->body, e))
        if (!is_part(k, e, (enum py_kind) k->t->nodes[first].kind))
            return false;
    return true;
}

/* table[x] of a dict, list, defaultdict or Counter and no class of the user's: the method is what [] calls, also for keys that
 * are missing. */
static bool is_table(const struct key_lambda *k)
{
    uint32_t table = py_child(k->t, k->body, PY_F_value);

    return k->t->nodes[k->body].kind == PY_Subscript && k->t->nodes[table].kind == PY_Name &&
           is_named(k->t, py_child(k->t, k->body, PY_F_slice), k->parameter) && !is_named(k->t, table, k->parameter) &&
           py_type_within(py_type_of(k->job->facts, table), PY_T_DICT | PY_T_LIST | PY_T_DEFAULTDICT | PY_T_COUNTER) &&
           stays(k, table);
}

/* len(x) */
static bool is_builtin_call(const struct key_lambda *k)
{
    static const char *const names[] = { "len", "abs", "int", "float", "str", "sum", "ord", "sorted", "min", "max", "repr" };
    uint32_t argument = py_child(k->t, k->body, PY_F_args);

    if (k->t->nodes[k->body].kind != PY_Call || py_count_in(k->t, k->body, PY_F_args) != 1 ||
        py_child(k->t, k->body, PY_F_keywords) || !is_named(k->t, argument, k->parameter))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (py_is_builtin(k->job->module, py_child(k->t, k->body, PY_F_func), str_from(names[i])))
            return true;
    return false;
}

static void consider(struct job *job, uint32_t call)
{
    struct key_lambda k = { .job = job, .t = py_tree(job->module), .call = call };
    struct finding *f;

    if (!read_call(&k) || !hides_key(&k) ||
        !(is_part(&k, k.body, PY_Subscript) || is_part(&k, k.body, PY_Attribute) || is_parts(&k) || is_table(&k) ||
          is_builtin_call(&k)))
        return;
    f = finding_begin(job, PATTERN_key_getter, call);
    f->anchors[0] = k.lambda;
    f->anchors[1] = k.body;
    finding_proved(job, f, S("builtin_calls_key"), f->line, S("a builtin calls the key, and shows it to nobody"));
    finding_proved(job, f, S("same_lookup"), f->line, S("the same items or attributes in the same order"));
    finding_proved(job, f, S("names_stay"), f->line, S("what it reads beside its parameter is not bound anew meanwhile"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, call), .speedup = 1.4,
                                   .model = S("a function of the interpreter → a lookup") };
    finding_end(f);
}

static void detect(struct job *job)
{
    static const char *const frames[] = { "_getframe", "currentframe", "settrace", "setprofile", "inspect", "traceback", NULL };
    const struct py_tree *t = py_tree(job->module);

    if (mentions_any(job, frames))
        return;
    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_Call && (py_function_of(t, n) || outermost_loop_around(job, n)))
            consider(job, n);
}

const struct detector detect_key = { .pattern = PATTERN_key_getter, .detect = detect };
