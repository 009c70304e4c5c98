/*
 * detect_string.c — text that grows at its end inside a loop, copied whole for each piece.
 *
 *     html = html + "<td>" + str(k) + "</td>"
 *
 * CPython appends in place only when the left operand of the one addition is the local that
 * the sum is stored to; in a chain of additions the first one copies all the text so far. So
 * loops with plain `s += piece` alone are no finding.
 *
 * node = the outermost loop in which the name is only appended to; anchors[0] = a Name of it;
 * sites = the statements that append: `s = s + a + b` and `s += a`.
 *
 * Conditions and why each is needed:
 *  - exact_str: the text and every piece are exactly str, so that + concatenates and cannot
 *    fail. A piece like str(x) is what a special method of x gives: it may be of a subclass with an
 *    addition of its own, so with an x of unknown type the condition is left to the test.
 *  - not_read: nothing in the loop, its condition and its else block looks at the text, so it
 *    need not be there before the loop ends.
 *  - local, no_handler: when a piece raises, the half-built text is lost with the function's
 *    frame: no other function sees the name and no try or with around it goes on.
 *  - identity_unused: the joined text is a new object where adding nothing but empty text
 *    would have given the old one; the module compares no objects with `is`.
 */
#include "analyze_internal.h"

#define MAX_CONSIDERED 200u /* statements whose loops are searched */

/* The Name s in s + a + b, and how many additions there are; 0 when the chain starts
 * otherwise. */
static uint32_t chain_start(const struct py_tree *t, uint32_t sum, uint32_t *ret_additions)
{
    *ret_additions = 0;
    while (t->nodes[sum].kind == PY_BinOp && t->nodes[sum].op == PY_ADD &&
           (*ret_additions == 0 || !(t->nodes[sum].flags & PY_FLAG_PARENTHESIZED))) {
        sum = py_child(t, sum, PY_F_left);
        ++*ret_additions;
    }
    return t->nodes[sum].kind == PY_Name && *ret_additions &&
                   !(t->nodes[sum].flags & PY_FLAG_PARENTHESIZED)
               ? sum
               : PY_NO_NODE;
}

/* str(x), f"{x}", "…".format(x): a str, unless a special method of x gives one of a subclass. */
static bool makes_text(struct job *job, uint32_t e)
{
    static const char *const makers[] = { "str", "repr", "format", "ascii", NULL };
    const struct py_tree *t = py_tree(job->module);
    uint32_t func = py_child(t, e, PY_F_func);

    if (t->nodes[e].kind == PY_JoinedStr)
        return true;
    for (const char *const *m = makers; t->nodes[e].kind == PY_Call && *m; m++)
        if (py_is_builtin(job->module, func, str_from(*m)))
            return true;
    return t->nodes[e].kind == PY_Call && t->nodes[func].kind == PY_Attribute &&
           str_equal(py_name(t, func), S("format")) &&
           py_type_within(py_type_of(job->facts, py_child(t, func, PY_F_value)), PY_T_STR);
}

static bool is_exactly_str(struct job *job, uint32_t expression)
{
    return py_type_within(py_type_of(job->facts, expression), PY_T_STR);
}

/* Text whose `+` is that of str, as far as can be seen. */
static bool is_str(struct job *job, uint32_t e)
{
    const struct py_tree *t = py_tree(job->module);

    if (is_exactly_str(job, e) || makes_text(job, e))
        return true;
    return t->nodes[e].kind == PY_BinOp && t->nodes[e].op == PY_ADD &&
           is_str(job, py_child(t, e, PY_F_left)) && is_str(job, py_child(t, e, PY_F_right));
}

/* The line of a piece that may be of a subclass, 0 when there is none. */
static uint32_t doubtful_line(struct job *job, const struct finding *f)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 0; i < f->sites.count; i++)
        for (uint32_t n = f->sites.items[i]; n < t->nodes[f->sites.items[i]].extent; n++)
            if ((t->nodes[n].kind == PY_Call || t->nodes[n].kind == PY_JoinedStr) && makes_text(job, n) &&
                !is_exactly_str(job, n))
                return py_line(t, n);
    return 0;
}

static bool are_pieces_str(struct job *job, uint32_t sum)
{
    const struct py_tree *t = py_tree(job->module);

    for (; t->nodes[sum].kind == PY_BinOp && t->nodes[sum].op == PY_ADD;
         sum = py_child(t, sum, PY_F_left))
        if (!is_str(job, py_child(t, sum, PY_F_right)))
            return false;
    return true;
}

/* `s = …` of a text, `s = s + piece`, `s += piece`. */
static bool stores_text(struct job *job, uint32_t store)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t statement = t->nodes[store].parent, value = py_child(t, statement, PY_F_value), additions, start;

    if (t->nodes[statement].kind == PY_AugAssign)
        return t->nodes[statement].op == PY_ADD && is_str(job, value);
    if (t->nodes[statement].kind != PY_Assign || t->nodes[store].field != PY_F_targets)
        return false;
    start = chain_start(t, value, &additions);
    if (start && t->nodes[start].name == t->nodes[store].name)
        return are_pieces_str(job, value);
    return is_str(job, value);
}

/* The name is bound to texts alone. */
static bool holds_text(struct job *job, uint32_t name)
{
    const struct py_scopes *scopes = py_scopes(job->module);
    const struct py_tree *t = py_tree(job->module);
    uint32_t symbol = py_binding(job->module, name);

    if (is_exactly_str(job, name))
        return true;
    if (symbol == UINT32_MAX || !is_private_local(job, name) || (scopes->symbols[symbol].flags & PY_SYM_PARAMETER) ||
        is_bound_unnamed(job, py_function_of(t, name), t->nodes[name].name))
        return false;
    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].op != PY_LOAD && t->nodes[n].name == t->nodes[name].name &&
            py_binding(job->module, n) == symbol && !stores_text(job, n))
            return false;
    return true;
}

/* The statement appends to the name that it stores to. *ret_copies: in a way that copies. */
static bool is_append(struct job *job, uint32_t statement, uint32_t name, bool *ret_copies)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t value = py_child(t, statement, PY_F_value), additions, start;
    uint32_t target = py_child(t, statement, PY_F_targets);

    *ret_copies = false;
    if (t->nodes[statement].kind == PY_AugAssign) {
        target = py_child(t, statement, PY_F_target);
        return t->nodes[statement].op == PY_ADD && t->nodes[target].kind == PY_Name &&
               t->nodes[target].name == name && is_str(job, value);
    }
    if (t->nodes[statement].kind != PY_Assign || py_count_in(t, statement, PY_F_targets) != 1 ||
        t->nodes[target].kind != PY_Name || t->nodes[target].name != name)
        return false;
    start = chain_start(t, value, &additions);
    *ret_copies = additions > 1;
    return start && t->nodes[start].name == name && holds_text(job, start) &&
           are_pieces_str(job, value);
}

static bool is_guarded(const struct py_tree *t, uint32_t node)
{
    for (uint32_t n = node; n != 0; n = t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef)
            return false;
        if (k == PY_Try || k == PY_TryStar || k == PY_With || k == PY_AsyncWith)
            return true;
    }
    return false;
}

/* Every use of the name in the loop appends. The statements become the finding's sites. */
static bool only_appends(struct job *job, uint32_t loop, uint32_t name, bool *ret_copies,
                         struct finding *f)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t symbol = py_binding(job->module, name), counted = 0, uses = 0;

    *ret_copies = false;
    for (uint32_t i = loop; i < t->nodes[loop].extent; i++) {
        bool copies = false;

        if (t->nodes[i].kind == PY_Name && py_binding(job->module, i) == symbol)
            uses++;
        if (!is_append(job, i, t->nodes[name].name, &copies))
            continue;
        if (is_guarded(t, i))
            return false;
        counted += t->nodes[i].kind == PY_AugAssign ? 1 : 2;
        *ret_copies = *ret_copies || copies;
        if (f != NULL)
            *VEC_PUSH(job->arena, &f->sites) = i;
    }
    return uses == counted;
}

bool compares_identity(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 1; i < t->count; i++) {
        bool constant = false, identity = false;

        if (t->nodes[i].kind == PY_Name && py_is_builtin(job->module, i, S("id")))
            return true;
        if (t->nodes[i].kind != PY_Compare)
            continue;
        for (uint32_t c = py_first(t, i); c; c = py_next(t, i, c)) {
            identity = identity || (t->nodes[c].field == PY_F_ops &&
                                    (t->nodes[c].op == PY_IS || t->nodes[c].op == PY_ISNOT));
            constant = constant ||
                       (t->nodes[c].kind == PY_Constant && t->nodes[c].op <= PY_CONST_ELLIPSIS);
        }
        if (identity && !(constant && py_count_in(t, i, PY_F_ops) == 1))
            return true;
    }
    return false;
}

static bool is_confined(struct job *job, uint32_t name)
{
    const struct py_scopes *scopes = py_scopes(job->module);
    uint32_t symbol = py_binding(job->module, name);

    return is_private_local(job, name) &&
           !scopes->scopes[scopes->symbols[symbol].scope].dynamic;
}

static bool has_finding(struct job *job, uint32_t loop, uint32_t name)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
        const struct finding *f = &job->findings.opportunities.items[i];

        if (f->pattern == PATTERN_string_join && f->node == loop &&
            t->nodes[f->anchors[0]].name == t->nodes[name].name)
            return true;
    }
    return false;
}

static void push(struct job *job, uint32_t loop, uint32_t name)
{
    struct finding *f = finding_begin(job, PATTERN_string_join, loop);
    bool copies;

    f->anchors[0] = name;
    (void) only_appends(job, loop, name, &copies, f);
    uint32_t doubt = doubtful_line(job, f);
    if (doubt)
        finding_needs(job, f, S("exact_str"), CERTAINTY_NEEDS_TEST, doubt,
                      S("str() and formatting give what a special method gives, which may be of a subclass of str"));
    else
        finding_proved(job, f, S("exact_str"), f->line, S("inferred type of the text and of every piece"));
    finding_proved(job, f, S("not_read"), f->line,
                   S("in the loop the text is only appended to"));
    finding_proved(job, f, S("local"), f->line, S("no other function sees the name"));
    finding_proved(job, f, S("no_handler"), f->line,
                   S("no try or with stands around the loop or in it"));
    finding_proved(job, f, S("identity_unused"), 0,
                   S("the module compares no objects by identity"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, loop),
                                   .speedup = 2,
                                   .model = S("O(n²) → O(n) bytes copied") };
    finding_end(f);
}

/* A statement that copies the text that it appends to; looks for the outermost loop that only
 * appends. */
static bool consider(struct job *job, uint32_t statement)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t name = py_child(t, statement, PY_F_targets), found = 0;
    bool copies;

    if (t->nodes[statement].kind != PY_Assign || t->nodes[name].kind != PY_Name ||
        !is_append(job, statement, t->nodes[name].name, &copies) || !copies ||
        !is_confined(job, name))
        return false;
    for (uint32_t n = t->nodes[statement].parent; n != 0; n = t->nodes[n].parent) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;

        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_ClassDef)
            break;
        if (k != PY_For && k != PY_While)
            continue;
        if (!only_appends(job, n, name, &copies, NULL))
            break;
        found = n;
    }
    if (found && !has_finding(job, found, name))
        push(job, found, name);
    return true;
}

static void detect(struct job *job)
{
    static const char *const reflected[] = { "__radd__", NULL };
    const struct py_tree *t = py_tree(job->module);
    uint32_t considered = 0;

    if (compares_identity(job) || mentions_any(job, reflected))
        return;
    for (uint32_t i = 1; i < t->count && considered < MAX_CONSIDERED; i++)
        considered += consider(job, i);
}

const struct detector detect_string = { .pattern = PATTERN_string_join, .detect = detect };
