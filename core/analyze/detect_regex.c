/*
 * detect_regex.c — re.match(r"...", s) for every item: each call looks the pattern up in re's
 * cache again, which costs more than many a match.
 *
 * node = the function that holds the calls, or the outermost loop of module-level code; sites
 * = the Calls. In each site the pattern is the first positional argument, the subject
 * arguments are positional, and flags come last, by position or by keyword, or not at all.
 *
 * Conditions and why each is needed:
 *  - module_bound_once: `re` must be the library's module in every call: one top-level import,
 *    nothing else binds the name, and it is only used as re.<name>, never assigned through.
 *  - pattern_valid: compiling moves to import time, where an error or a warning would be new.
 *    Only patterns that regex_syntax.c knows to be valid; flags out of a short list (LOCALE
 *    and DEBUG can raise and print).
 *  - arguments_match: the functions take (pattern, ..., flags), the methods do not. What has
 *    other keywords, stars or too few arguments is left alone, so that its TypeError stays.
 * Reported only where it can pay: in a loop, or in a function that something calls from a loop
 * or hands on as a value.
 */
#include "analyze_internal.h"

#define LOOKUP_WORK 12.0  /* of one trip through re's cache, in bytecode-sized operations */
#define MAX_CALLERS 2u    /* levels of callers that are searched for a loop */
#define MAX_SCANS   1000u /* searches of the whole module for callers */

static const struct re_function {
    str name;
    uint32_t subjects; /* arguments between the pattern and the options */
    str option;        /* the one between them and flags, "" when there is none */
} functions[] = {
    { S_INIT("match"), 1, S_INIT("") },    { S_INIT("fullmatch"), 1, S_INIT("") },
    { S_INIT("search"), 1, S_INIT("") },   { S_INIT("findall"), 1, S_INIT("") },
    { S_INIT("finditer"), 1, S_INIT("") }, { S_INIT("split"), 1, S_INIT("maxsplit") },
    { S_INIT("sub"), 2, S_INIT("count") }, { S_INIT("subn"), 2, S_INIT("count") },
};

/* ---- the module re ------------------------------------------------------------------ */

/* The symbol that a top-level `import re` or `import re as name` binds; UINT32_MAX when
 * none. */
static uint32_t imported_re(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t s = py_first(t, 0); s != PY_NO_NODE; s = py_next(t, 0, s))
        for (uint32_t a = py_first(t, s); t->nodes[s].kind == PY_Import && a;
             a = py_next(t, s, a))
            if (str_equal(py_name(t, a), S("re")))
                return py_scopes(job->module)->symbol_of[a];
    return UINT32_MAX;
}

static uint32_t owner_of(const struct py_scopes *scopes, uint32_t node)
{
    uint32_t symbol = scopes->symbol_of[node];

    return symbol == UINT32_MAX ? UINT32_MAX : scopes->symbols[symbol].owner;
}

static bool is_only_read_through(struct job *job, uint32_t symbol)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_scopes *scopes = py_scopes(job->module);
    uint32_t binders = 0;

    for (uint32_t i = 0; i < scopes->scope_count; i++)
        if (scopes->scopes[i].dynamic)
            return false;
    for (uint32_t i = 1; i < t->count; i++) {
        const struct py_node *parent = &t->nodes[t->nodes[i].parent];

        if (owner_of(scopes, i) != symbol)
            continue;
        if (t->nodes[i].kind != PY_Name || t->nodes[i].op != PY_LOAD)
            binders++;
        else if (parent->kind != PY_Attribute || parent->op != PY_LOAD)
            return false;
    }
    return binders == 1;
}

/* ---- one call ----------------------------------------------------------------------- */

static const struct re_function *function_named(str name)
{
    for (size_t i = 0; i < ARRAY_LEN(functions); i++)
        if (str_equal(functions[i].name, name))
            return &functions[i];
    return NULL;
}

/* re.I, re.I | re.M, 0. */
static bool is_harmless_flags(struct job *job, uint32_t symbol, uint32_t node,
                              bool *ret_verbose)
{
    static const str known[] = { S_INIT("I"),         S_INIT("IGNORECASE"), S_INIT("M"),
                                 S_INIT("MULTILINE"), S_INIT("S"),          S_INIT("DOTALL"),
                                 S_INIT("X"),         S_INIT("VERBOSE") };
    const struct py_tree *t = py_tree(job->module);
    int64_t value;

    if (t->nodes[node].kind == PY_BinOp && t->nodes[node].op == PY_BITOR)
        return is_harmless_flags(job, symbol, py_child(t, node, PY_F_left), ret_verbose) &&
               is_harmless_flags(job, symbol, py_child(t, node, PY_F_right), ret_verbose);
    if (t->nodes[node].kind == PY_Constant)
        return py_int_value(t, node, &value) && value == 0;
    if (t->nodes[node].kind != PY_Attribute ||
        py_binding(job->module, py_child(t, node, PY_F_value)) != symbol)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        if (str_equal(py_name(t, node), known[i])) {
            *ret_verbose = *ret_verbose || i >= ARRAY_LEN(known) - 2;
            return true;
        }
    return false;
}

/* The flags of the call in *ret_flags, 0 when it has none. False when the arguments are others
 * than the function's own. */
static bool read_arguments(struct job *job, uint32_t call, const struct re_function *f,
                           uint32_t *ret_flags)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t count = 0, options = f->option.len ? 1 : 0, last = 0;
    bool option_given;

    *ret_flags = 0;
    for (uint32_t a = py_child(t, call, PY_F_args); a; a = py_next_in(t, call, a), count++) {
        if (t->nodes[a].kind == PY_Starred || t->nodes[a].kind == PY_GeneratorExp)
            return false;
        if (count == 1 + f->subjects + options)
            *ret_flags = a;
        last = a;
    }
    option_given = count > 1 + f->subjects && options;
    for (uint32_t k = py_child(t, call, PY_F_keywords); k; k = py_next_in(t, call, k)) {
        if (str_equal(py_name(t, k), S("flags")) && !*ret_flags)
            *ret_flags = py_child(t, k, PY_F_value);
        else if (options && !option_given && str_equal(py_name(t, k), f->option))
            option_given = true;
        else
            return false;
        last = k;
    }
    return count >= 1 + f->subjects && count <= 2 + f->subjects + options &&
           (!*ret_flags || *ret_flags == last || t->nodes[*ret_flags].parent == last);
}

static bool is_site(struct job *job, uint32_t symbol, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t func = py_child(t, call, PY_F_func), flags, pattern;
    const struct re_function *f = function_named(py_name(t, func));
    bool verbose = false;
    str value;

    if (t->nodes[call].kind != PY_Call || t->nodes[func].kind != PY_Attribute || f == NULL ||
        py_binding(job->module, py_child(t, func, PY_F_value)) != symbol ||
        !read_arguments(job, call, f, &flags))
        return false;
    if (flags && !is_harmless_flags(job, symbol, flags, &verbose))
        return false;
    pattern = py_child(t, call, PY_F_args);
    return py_str_value(t, pattern, job->arena, &value) && is_valid_regex(value, verbose);
}

/* ---- where it pays ------------------------------------------------------------------- */

/* By name only: methods count as well, and a wrong guess costs time, nothing else. */
static bool runs_per_item(struct job *job, uint32_t node, uint32_t levels, uint32_t *scans)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t def = py_function_of(t, node);

    if (outermost_loop_around(job, node))
        return true;
    if (def == 0 || levels == 0 || ++*scans > MAX_SCANS)
        return false;
    for (uint32_t i = 1; i < t->count; i++) {
        const struct py_node *n = &t->nodes[i];

        if ((n->kind != PY_Name && n->kind != PY_Attribute) || n->op != PY_LOAD ||
            n->name != t->nodes[def].name || py_inside(t, i, def))
            continue;
        if (n->field != PY_F_func || runs_per_item(job, i, levels - 1, scans))
            return true;
    }
    return false;
}

/* ---- findings ------------------------------------------------------------------------ */

static struct finding *finding_for(struct job *job, uint32_t node)
{
    for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
        struct finding *f = &job->findings.opportunities.items[i];

        if (f->pattern == PATTERN_regex_precompile && f->node == node)
            return f;
    }
    return NULL;
}

static void open_finding(struct job *job, uint32_t node, uint32_t call)
{
    const struct py_tree *t = py_tree(job->module);
    struct finding *f = finding_begin(job, PATTERN_regex_precompile, node);
    uint32_t line = py_line(t, call);
    double work = py_work(job->facts, py_statement_of(t, call));

    finding_proved(job, f, S("module_bound_once"), 0,
                   S("one import binds the module re and nothing assigns to it"));
    finding_proved(job, f, S("pattern_valid"), line,
                   S("the pattern and its flags are constants that compile without a warning"));
    finding_proved(job, f, S("arguments_match"), line,
                   S("each argument has its place in the method's signature"));
    f->benefit = (struct benefit){ .work = work,
                                   .speedup = (work + 2 * LOOKUP_WORK) / (work + LOOKUP_WORK),
                                   .model = S("one lookup in re's cache less per call") };
    finding_end(f);
}

static void detect(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t symbol = imported_re(job), scans = 0;

    if (symbol == UINT32_MAX || !is_only_read_through(job, symbol))
        return;
    for (uint32_t i = 1; i < t->count; i++) {
        uint32_t node = py_function_of(t, i);

        if (!is_site(job, symbol, i))
            continue;
        if (!(node && finding_for(job, node)) && !runs_per_item(job, i, MAX_CALLERS, &scans))
            continue;
        node = node ? node : outermost_loop_around(job, i);
        if (finding_for(job, node) == NULL)
            open_finding(job, node, i);
        *VEC_PUSH(job->arena, &finding_for(job, node)->sites) = i;
    }
}

const struct detector detect_regex = { .pattern = PATTERN_regex_precompile, .detect = detect };
