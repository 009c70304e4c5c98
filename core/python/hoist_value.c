/*
 * hoist_value.c — the value of an expression that may be moved: its type, whether it can raise,
 * and what has to be true of its names.
 *
 * A name whose type is not known is assumed to have the type that its use asks for. Assumptions
 * only get stronger, and the expression is evaluated again until they stay; a use that an
 * assumption does not serve makes the evaluation fail. Arguments of the module's functions are
 * tried with a few types, as each is a context of its own for the facts.
 */
#include "hoist_internal.h"

#define PASSES                  4u
#define PLAIN                   (PY_T_NONE | PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_STR)
#define NUMBER                  (PY_T_INT | PY_T_FLOAT)
#define MAX_ARGUMENTS           4u
#define COMPREHENSION_VARIABLES 2u
#define DEFINITIONS             3u
#define ARITHMETIC              (NUMBER | PY_T_BOOL | PY_T_COMPLEX)

struct evaluation {
    struct py_facts *f;
    const struct py_tree *t;
    struct py_hoist *h;
    struct {
        uint32_t symbol;
        py_types types;
    } variables[COMPREHENSION_VARIABLES]; /* of the comprehensions around the point */
    uint32_t variable_count;
    uint32_t nesting; /* of definitions that stand for their variables */
    bool total;
    bool failed;
    bool grew; /* an assumption was made or became stronger */
};

struct py_type assumed_type(enum py_assumed kind)
{
    switch (kind) {
    case PY_ASSUME_INT:
        return (struct py_type){ .is = PY_T_INT };
    case PY_ASSUME_TEXT:
        return (struct py_type){ .is = PY_T_STR };
    case PY_ASSUME_NUMBERS:
        return (struct py_type){ .is = PY_T_LIST, .item = NUMBER };
    default:
        return (struct py_type){ .is = PY_T_LIST, .item = NUMBER | PY_T_STR };
    }
}

bool is_variable(struct py_facts *f, uint32_t expression, uint32_t name)
{
    const struct py_tree *t = f->tree;
    uint32_t symbol = py_binding(f->module, name), parent = t->nodes[name].parent;
    bool called =
        t->nodes[name].field == PY_F_func ||
        (t->nodes[parent].kind == PY_Attribute && t->nodes[parent].field == PY_F_func &&
         f->imports[symbol == UINT32_MAX ? 0 : symbol].module.len != 0);
    const struct py_scope *scope;

    if (called || symbol == UINT32_MAX)
        return false;
    scope = &f->scopes->scopes[f->scopes->symbols[symbol].scope];
    return scope->kind != PY_SCOPE_COMPREHENSION || !py_inside(t, scope->node, expression);
}

static struct py_type fail(struct evaluation *e)
{
    e->failed = true;
    return type_any();
}

static struct py_type scalar(py_types bits)
{
    return (struct py_type){ .is = bits };
}

/* ---- names and assumptions --------------------------------------------------------------- */

static struct py_assumption *assumption(struct evaluation *e, uint32_t symbol)
{
    for (uint32_t i = 0; i < e->h->assumption_count; i++)
        if (py_binding(e->f->module, e->h->assumptions[i].name) == symbol)
            return &e->h->assumptions[i];
    return NULL;
}

/* Makes the assumption, or makes ITEMS the stronger NUMBERS. */
static struct py_type assume(struct evaluation *e, uint32_t name, enum py_assumed wanted)
{
    struct py_assumption *a = assumption(e, py_binding(e->f->module, name));

    if (a == NULL) {
        if (e->h->assumption_count == PY_ASSUMPTIONS)
            return fail(e);
        e->h->assumptions[e->h->assumption_count++] = (struct py_assumption){ name, wanted };
        e->grew = true;
        return assumed_type(wanted);
    }
    if (a->kind == PY_ASSUME_ITEMS && wanted == PY_ASSUME_NUMBERS) {
        a->kind = wanted;
        e->grew = true;
    }
    bool serves =
        a->kind == wanted || (a->kind == PY_ASSUME_NUMBERS && wanted == PY_ASSUME_ITEMS);
    return serves ? assumed_type(a->kind) : fail(e);
}

static bool is_known(struct py_type type, enum py_assumed wanted)
{
    if (wanted == PY_ASSUME_INT)
        return py_type_within(type, NUMBER | PY_T_BOOL);
    if (wanted == PY_ASSUME_TEXT)
        return py_type_within(type, PY_T_STR);
    return py_type_within(type, PY_T_LIST | PY_T_TUPLE | PY_T_SET | PY_T_FROZENSET) &&
           type.item != 0 &&
           (type.item & ~(wanted == PY_ASSUME_NUMBERS ? NUMBER | PY_T_BOOL : PLAIN)) == 0;
}

/*
 * `mean = sum(xs) / len(xs)` in the loop, and nowhere else: behind it `mean` is what the
 * expression gives. The expression, 0 when the name is no such variable.
 */
uint32_t hoist_definition(struct py_facts *f, uint32_t name)
{
    const struct py_tree *t = f->tree;
    uint32_t symbol = py_binding(f->module, name), statement = py_statement_of(t, name),
             found = 0;

    if (symbol == UINT32_MAX || (f->scopes->symbols[symbol].flags & PY_SYM_PARAMETER) ||
        (f->scopes->scopes[f->scopes->symbols[symbol].scope].kind != PY_SCOPE_FUNCTION &&
         !py_is_own_variable(f->module, symbol)))
        return 0;
    for (uint32_t use = f->uses_head[symbol]; use != 0; use = f->uses_next[use]) {
        if (t->nodes[use].op == PY_LOAD)
            continue;
        if (found != 0)
            return 0;
        found = t->nodes[use].parent;
    }
    if (found == 0 || t->nodes[found].kind != PY_Assign ||
        py_count_in(t, found, PY_F_targets) != 1 || f->bindings[symbol] != 1)
        return 0;
    for (uint32_t n = statement; n != 0; n = t->nodes[n].parent)
        if (t->nodes[n].parent == t->nodes[found].parent &&
            t->nodes[n].field == t->nodes[found].field)
            return found < n ? py_child(t, found, PY_F_value) : 0;
    return 0;
}

static struct py_type value(struct evaluation *e, uint32_t node, enum py_assumed wanted);

/* The value of the variable's definition, when the definition is in a loop around the
 * expression. */
static bool value_of_definition(struct evaluation *e, uint32_t name, enum py_assumed wanted,
                                struct py_type *ret)
{
    uint32_t definition = hoist_definition(e->f, name);

    if (definition == 0 || e->nesting == DEFINITIONS ||
        e->t->nodes[definition].kind == PY_Constant ||
        !hoist_shares_loop(e->f, definition, e->h->expression))
        return false;
    e->nesting++;
    *ret = value(e, definition, wanted);
    e->nesting--;
    e->h->derived = true;
    return true;
}

/* A Name that is used as `wanted`. */
static struct py_type name_as(struct evaluation *e, uint32_t name, enum py_assumed wanted)
{
    uint32_t symbol = py_binding(e->f->module, name);
    struct py_type type;

    if (symbol == UINT32_MAX || e->t->nodes[name].op != PY_LOAD)
        return fail(e);
    for (uint32_t i = 0; i < e->variable_count; i++)
        if (e->variables[i].symbol == symbol)
            return is_known(scalar(e->variables[i].types), wanted)
                       ? scalar(e->variables[i].types)
                       : fail(e);
    if (value_of_definition(e, name, wanted, &type))
        return type;
    type = py_type_of(e->f, name);
    if (is_known(type, wanted))
        return type;
    if (!(type.is & (PY_T_OBJECT | assumed_type(wanted).is)))
        return fail(e);
    return assume(e, name, wanted);
}

static bool is_assumed(struct evaluation *e, uint32_t name)
{
    return e->t->nodes[name].kind == PY_Name &&
           assumption(e, py_binding(e->f->module, name)) != NULL;
}

/* ---- expressions -------------------------------------------------------------- */

static bool one_kind(py_types item)
{
    return (item & ~(py_types) (PY_T_INT | PY_T_BOOL)) == 0 || item == PY_T_FLOAT ||
           item == PY_T_STR;
}

/* `[f(x) for x in xs]`, and the same for a generator that a scan takes at once. */
static struct py_type comprehension(struct evaluation *e, uint32_t node, enum py_assumed wanted)
{
    uint32_t part = py_child(e->t, node, PY_F_generators),
             target = py_child(e->t, part, PY_F_target);
    struct py_type items, element;

    if (py_next_in(e->t, node, part) || e->t->nodes[target].kind != PY_Name ||
        (e->t->nodes[part].flags & PY_FLAG_ASYNC) ||
        e->variable_count == COMPREHENSION_VARIABLES)
        return fail(e);
    items = value(e, py_child(e->t, part, PY_F_iter), wanted);
    if (e->failed)
        return items;
    e->variables[e->variable_count].symbol = py_binding(e->f->module, target);
    e->variables[e->variable_count++].types = items.item;
    for (uint32_t c = py_child(e->t, part, PY_F_ifs); c; c = py_next_in(e->t, part, c))
        value(e, c, PY_ASSUME_INT);
    element = value(e, py_child(e->t, node, PY_F_elt),
                    wanted == PY_ASSUME_NUMBERS                            ? PY_ASSUME_INT
                    : wanted == PY_ASSUME_ITEMS && (items.item & PY_T_STR) ? PY_ASSUME_TEXT
                                                                           : PY_ASSUME_INT);
    e->variable_count--;
    e->total = false;
    e->h->work += PY_ASSUMED_TRIPS;
    return (struct py_type){ .is = PY_T_LIST, .item = element.is };
}

/* A scan of one sequence by a builtin. */
static struct py_type scan(struct evaluation *e, uint32_t call, str name,
                           enum py_assumed wanted)
{
    uint32_t argument = py_child(e->t, call, PY_F_args);
    bool sums = str_equal(name, S("sum")),
         picks = str_equal(name, S("max")) || str_equal(name, S("min"));
    bool numbers = sums || (picks && wanted == PY_ASSUME_INT) || wanted == PY_ASSUME_NUMBERS;
    struct py_type items;

    if (!argument || py_next_in(e->t, call, argument) || py_child(e->t, call, PY_F_keywords) ||
        e->t->nodes[argument].kind == PY_Starred)
        return fail(e);
    items = e->t->nodes[argument].kind == PY_GeneratorExp
                ? comprehension(e, argument, numbers ? PY_ASSUME_NUMBERS : PY_ASSUME_ITEMS)
                : value(e, argument, numbers ? PY_ASSUME_NUMBERS : PY_ASSUME_ITEMS);
    e->h->work += str_equal(name, S("len")) ? 1 : PY_ASSUMED_TRIPS;
    if (!is_assumed(e, argument) && (picks || !one_kind(items.item)))
        e->total = false; /* an empty one, or items that do not compare */
    if (sums)
        return scalar(items.item | PY_T_INT);
    if (picks)
        return scalar(items.item);
    if (str_equal(name, S("len")))
        return scalar(PY_T_INT);
    return (struct py_type){ .is = str_equal(name, S("sorted")) || str_equal(name, S("list"))
                                       ? PY_T_LIST
                                   : str_equal(name, S("tuple")) ? PY_T_TUPLE
                                   : str_equal(name, S("set"))   ? PY_T_SET
                                                                 : PY_T_FROZENSET,
                             .item = items.item };
}

static struct py_type number_function(struct evaluation *e, uint32_t call, py_types result)
{
    for (uint32_t a = py_child(e->t, call, PY_F_args); a; a = py_next_in(e->t, call, a))
        value(e, a, PY_ASSUME_INT);
    if (py_child(e->t, call, PY_F_keywords))
        return fail(e);
    e->total = false;
    e->h->work += 4;
    return scalar(result);
}

static bool is_one_of(str name, const char *const *names)
{
    for (; *names; names++)
        if (str_equal(name, str_from(*names)))
            return true;
    return false;
}

static struct py_type builtin_call(struct evaluation *e, uint32_t call, enum py_assumed wanted)
{
    static const char *const scans[] = { "sum",       "max",  "min",   "sorted", "set",
                                         "frozenset", "list", "tuple", "len",    NULL };
    static const char *const to_int[] = { "int", "round", NULL }, *const to_number[] = {
        "abs", "float", NULL
    };
    uint32_t func = py_child(e->t, call, PY_F_func);
    str name = py_name(e->t, func);

    if (!py_is_builtin(e->f->module, func, name))
        return fail(e);
    if (is_one_of(name, scans))
        return scan(e, call, name, wanted);
    if (is_one_of(name, to_int))
        return number_function(e, call, NUMBER);
    return is_one_of(name, to_number) ? number_function(e, call, NUMBER) : fail(e);
}

/* A method of str that looks at nothing but the text, with constant arguments. */
static struct py_type text_method(struct evaluation *e, uint32_t call)
{
    static const char *const texts[] = { "lower",    "upper",   "strip",    "lstrip",
                                         "rstrip",   "title",   "casefold", "capitalize",
                                         "swapcase", "replace", NULL };
    static const char *const lists[] = { "split", "splitlines", "rsplit", NULL };
    uint32_t func = py_child(e->t, call, PY_F_func);
    str name = py_name(e->t, func);

    if (!is_one_of(name, texts) && !is_one_of(name, lists))
        return fail(e);
    value(e, py_child(e->t, func, PY_F_value), PY_ASSUME_TEXT);
    for (uint32_t a = py_child(e->t, call, PY_F_args); a; a = py_next_in(e->t, call, a))
        if (e->t->nodes[a].kind != PY_Constant)
            return fail(e);
    if (py_child(e->t, call, PY_F_keywords))
        return fail(e);
    e->total =
        e->total && !py_child(e->t, call, PY_F_args); /* split("") raises, strip(3) as well */
    e->h->work += 8;
    return is_one_of(name, texts) ? scalar(PY_T_STR)
                                  : (struct py_type){ .is = PY_T_LIST, .item = PY_T_STR };
}

/* Of the numbers of one sequence; raises when there are too few. */
static struct py_type statistic(struct evaluation *e, uint32_t call)
{
    uint32_t argument = py_child(e->t, call, PY_F_args);

    if (!argument || py_next_in(e->t, call, argument) || py_child(e->t, call, PY_F_keywords) ||
        e->t->nodes[argument].kind == PY_Starred || e->t->nodes[argument].kind == PY_GeneratorExp)
        return fail(e);
    value(e, argument, PY_ASSUME_NUMBERS);
    e->total = false;
    e->h->work += 10 * PY_ASSUMED_TRIPS;
    return scalar(NUMBER);
}

static struct py_type attribute_call(struct evaluation *e, uint32_t call)
{
    static const char *const statistics[] = { "mean",  "fmean",  "median",   "median_low", "median_high",
                                              "stdev", "pstdev", "variance", "pvariance",  NULL };
    static const char *const floats[] = { "sqrt",    "exp",   "log", "log2", "log10",
                                          "sin",     "cos",   "tan", "atan", "radians",
                                          "degrees", "hypot", "pow", NULL };
    static const char *const ints[] = { "floor", "ceil", "factorial", "isqrt", "gcd", NULL };
    str name;
    const struct imported *import =
        resolve_import(e->f, py_child(e->t, call, PY_F_func), &name);

    if (import == NULL)
        return e->t->nodes[py_child(e->t, call, PY_F_func)].kind == PY_Attribute
                   ? text_method(e, call)
                   : fail(e);
    if (str_equal(import->module, S("statistics")) && is_one_of(name, statistics))
        return statistic(e, call);
    if (!str_equal(import->module, S("math")))
        return fail(e);
    if (is_one_of(name, floats))
        return number_function(e, call, PY_T_FLOAT);
    return is_one_of(name, ints) ? number_function(e, call, PY_T_INT) : fail(e);
}

/* ---- functions of the module --------------------------------------------------------------
 */

static bool settles(struct evaluation *e, uint32_t def, const struct py_type *types,
                    uint32_t count, struct py_type *ret)
{
    const struct py_outcome *o = py_call(e->f, def, types, count);

    *ret = o->type;
    e->h->reads_shared = e->h->reads_shared || py_reads_shared(e->f, o);
    return py_first_hard(&o->effects) == NULL && py_first_soft(&o->effects) == NULL &&
           !o->reads_mutable && py_type_scalar(o->type);
}

/* The first assumption about the open arguments, the same for all, under which the call is
 * pure. */
static struct py_type module_call(struct evaluation *e, uint32_t call, uint32_t def)
{
    static const enum py_assumed order[] = { PY_ASSUME_NUMBERS, PY_ASSUME_INT, PY_ASSUME_TEXT };
    uint32_t arguments[MAX_ARGUMENTS], count = 0, open = 0;
    struct py_type types[MAX_ARGUMENTS], result;

    if (e->t->nodes[def].kind != PY_FunctionDef || py_child(e->t, call, PY_F_keywords))
        return fail(e);
    for (uint32_t a = py_child(e->t, call, PY_F_args); a; a = py_next_in(e->t, call, a)) {
        if (count == MAX_ARGUMENTS || count == py_parameter_count(e->f, def) ||
            e->t->nodes[a].kind == PY_Starred)
            return fail(e);
        bool free_name =
            e->t->nodes[a].kind == PY_Name && (py_type_of(e->f, a).is & PY_T_OBJECT);
        open |= free_name ? 1u << count : 0;
        types[count] = free_name ? type_any() : value(e, a, PY_ASSUME_INT);
        arguments[count++] = a;
    }
    e->total = false;
    e->h->work += py_work(e->f, def);
    for (size_t i = 0; !e->failed && i < (open ? ARRAY_LEN(order) : 1); i++) {
        for (uint32_t a = 0; a < count; a++)
            if (open & 1u << a)
                types[a] = assumed_type(order[i]);
        if (!settles(e, def, types, count, &result))
            continue;
        for (uint32_t a = 0; a < count; a++)
            if (open & 1u << a)
                assume(e, arguments[a], order[i]);
        return result;
    }
    return fail(e);
}

/* ---- arithmetic
 * ------------------------------------------------------------------------------ */

/* A literal such as 2: x ** 2 of a real number is real. */
static bool is_count(struct evaluation *e, uint32_t node)
{
    return e->t->nodes[node].kind == PY_Constant && e->t->nodes[node].op == PY_CONST_INT;
}

static struct py_type binary_value(struct evaluation *e, uint32_t node)
{
    struct py_type left = value(e, py_child(e->t, node, PY_F_left), PY_ASSUME_INT);
    struct py_type right = value(e, py_child(e->t, node, PY_F_right), PY_ASSUME_INT);
    enum py_op op = (enum py_op) e->t->nodes[node].op;
    bool simple = op == PY_ADD || op == PY_SUB || op == PY_MULT;

    if (!py_type_within(left, ARITHMETIC) || !py_type_within(right, ARITHMETIC) ||
        op == PY_MATMULT || op == PY_LSHIFT)
        return fail(e);
    e->h->work += 1;
    if (!simple || left.is != right.is || !one_kind(left.is))
        e->total = false;
    if (op == PY_DIV)
        return scalar(PY_T_FLOAT);
    if (op == PY_POW)
        return scalar(is_count(e, py_child(e->t, node, PY_F_right)) ? NUMBER
                                                                    : NUMBER | PY_T_COMPLEX);
    return scalar(left.is | right.is);
}

static struct py_type comparison(struct evaluation *e, uint32_t node)
{
    for (uint32_t c = py_first(e->t, node); c; c = py_next(e->t, node, c)) {
        enum py_op op = (enum py_op) e->t->nodes[c].op;

        if (e->t->nodes[c].kind != PY_cmpop)
            value(e, c, PY_ASSUME_INT);
        else if (op == PY_IN || op == PY_NOTIN)
            return fail(e);
    }
    return scalar(PY_T_BOOL);
}

static struct py_type constant(struct evaluation *e, uint32_t node)
{
    switch (e->t->nodes[node].op) {
    case PY_CONST_INT:
        return scalar(PY_T_INT);
    case PY_CONST_FLOAT:
        return scalar(PY_T_FLOAT);
    case PY_CONST_STR:
        return scalar(PY_T_STR);
    default:
        return fail(e);
    }
}

static struct py_type value(struct evaluation *e, uint32_t node, enum py_assumed wanted)
{
    if (e->failed)
        return type_any();
    switch (e->t->nodes[node].kind) {
    case PY_Name:
        return name_as(e, node, wanted);
    case PY_Constant:
        return constant(e, node);
    case PY_BinOp:
        return binary_value(e, node);
    case PY_Compare:
        return comparison(e, node);
    case PY_ListComp:
        return comprehension(e, node, wanted);
    case PY_Call: {
        uint32_t def = py_callee(e->f, node), func = py_child(e->t, node, PY_F_func);

        if (def != 0)
            return module_call(e, node, def);
        return e->t->nodes[func].kind == PY_Name && py_binding(e->f->module, func) == UINT32_MAX
                   ? builtin_call(e, node, wanted)
                   : attribute_call(e, node);
    }
    default:
        return fail(e);
    }
}

bool hoist_evaluate(struct py_facts *f, struct py_hoist *h)
{
    for (uint32_t pass = 0; pass < PASSES; pass++) {
        struct evaluation e = { .f = f, .t = f->tree, .h = h, .total = true };

        h->work = 0;
        h->reads_shared = false;
        h->derived = false;
        h->type = value(&e, h->expression, PY_ASSUME_ITEMS);
        h->total = e.total;
        if (e.failed)
            return false;
        if (!e.grew)
            return true;
    }
    return false;
}
