/*
 * detect_memoize.c — a pure recursive function that solves the same subproblem again and again.
 *
 * node = the FunctionDef; anchors[0] = its first self-call.
 *
 * Conditions and why each is needed:
 *  - overlapping_subproblems: one activation can make two or more self-calls; with one the
 *    cache would never be hit. Some call must compute its argument: a walk through a tree of
 *    objects has no equal subproblems that a key by value could find.
 *  - pure, deterministic: a hit skips the call, so it must have had no effect, and must give the
 *    same again. Shown in the context where every argument is exactly an int or a str, which is
 *    what the cache is used for; other arguments take the original path (hashable_key: guard).
 *  - name_not_rebound: every recursive call reaches this very definition.
 *  - plain_parameters: without * and ** the arguments are the key.
 *  - immutable_result: callers share what is cached.
 *  - operands_builtin: operators on values from outside (free variables, their elements) might run
 *    code of a user's class.
 *  - deterministic, where something is read from outside: anybody may change that between two
 *    outermost calls, through any alias. Within one it stays, as a pure function changes nothing.
 *    So the condition is not claimed but needs a cache that ends with the outermost call.
 */
#include "analyze_internal.h"

struct memo_case {
    uint32_t def, first_call;
    uint32_t calls;
    bool in_loop;
    const struct py_outcome *outcome;
    const struct py_effect *soft;
    str kind, why; /* of the first condition that fails */
    uint32_t line;
};

static bool fails(struct memo_case *m, str kind, uint32_t line, str why)
{
    m->kind = kind;
    m->line = line;
    m->why = why;
    return false;
}

static bool is_loop(enum py_kind k)
{
    return k == PY_For || k == PY_While || k == PY_ListComp || k == PY_SetComp || k == PY_DictComp ||
           k == PY_GeneratorExp;
}

/* Self-calls in branches that exclude each other count once. */
static uint32_t calls_in(struct job *job, struct memo_case *m, uint32_t node, bool loop)
{
    const struct py_tree *t = py_tree(job->module);
    enum py_kind k = (enum py_kind) t->nodes[node].kind;
    uint32_t sum = 0, body = 0, orelse = 0;
    bool branch = k == PY_If || k == PY_IfExp;

    if (node != m->def && (k == PY_FunctionDef || k == PY_Lambda))
        return 0;
    for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c)) {
        uint32_t n = calls_in(job, m, c, loop || is_loop(k));

        if (branch && t->nodes[c].field == PY_F_body)
            body += n;
        else if (branch && t->nodes[c].field == PY_F_orelse)
            orelse += n;
        else
            sum += n;
    }
    if (k == PY_Call && py_callee(job->facts, node) == m->def) {
        sum++;
        m->in_loop = m->in_loop || loop;
        if (m->first_call == 0 || node < m->first_call)
            m->first_call = node;
    }
    return sum + (body > orelse ? body : orelse);
}

/* `if …: return f(a)` followed by `return f(b)` makes one call per activation, not two. */
static uint32_t calls_per_activation(struct job *job, struct memo_case *m)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t most = 0, so_far = 0;

    for (uint32_t c = py_child(t, m->def, PY_F_body); c != PY_NO_NODE; c = py_next_in(t, m->def, c)) {
        uint32_t n = calls_in(job, m, c, false), last = c;
        bool returns = false;

        for (uint32_t b = py_child(t, c, PY_F_body); b != PY_NO_NODE; b = py_next_in(t, c, b))
            last = b;
        returns = last != c && t->nodes[last].kind == PY_Return &&
                  py_child(t, c, PY_F_orelse) == PY_NO_NODE;
        if (so_far + n > most)
            most = so_far + n;
        so_far += returns ? 0 : n;
    }
    return most;
}

/* An argument that every self-call passes on unchanged is not part of the subproblem. */
static bool is_passed_on(struct job *job, uint32_t def, uint32_t index)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t name = t->nodes[py_parameter(job->facts, def, index)].name;

    for (uint32_t i = def + 1; i < t->nodes[def].extent; i++) {
        uint32_t argument;

        if (t->nodes[i].kind == PY_Name && t->nodes[i].name == name && t->nodes[i].op != PY_LOAD)
            return false;
        if (t->nodes[i].kind != PY_Call || py_callee(job->facts, i) != def)
            continue;
        argument = py_child(t, i, PY_F_args);
        for (uint32_t skip = 0; skip < index && argument != PY_NO_NODE; skip++)
            argument = py_next_in(t, i, argument);
        if (argument == PY_NO_NODE || t->nodes[argument].kind != PY_Name || t->nodes[argument].name != name)
            return false;
    }
    return true;
}

#define MAX_PARAMETERS 12u

static const struct py_outcome *outcome_for_keys(struct job *job, uint32_t def)
{
    const struct py_type any = { PY_T_ANY, PY_T_ANY, PY_T_ANY, PY_T_ANY };
    struct py_type types[MAX_PARAMETERS];
    uint32_t count = py_parameter_count(job->facts, def);

    for (uint32_t i = 0; i < count; i++)
        types[i] = is_passed_on(job, def, i) ? any
                                             : (struct py_type){ .is = PY_T_INT | PY_T_STR };
    return py_call(job->facts, def, types, count);
}

static bool plain_parameters(struct job *job, struct memo_case *m)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t arguments = py_child(t, m->def, PY_F_args), count = py_parameter_count(job->facts, m->def);

    if (arguments == PY_NO_NODE || count == 0 || count > MAX_PARAMETERS)
        return fails(m, S("plain_parameters"), py_line(t, m->def), S("it has no parameters that could be a key"));
    if (py_child(t, arguments, PY_F_vararg) || py_child(t, arguments, PY_F_kwarg))
        return fails(m, S("plain_parameters"), py_line(t, m->def), S("it takes *args or **kwargs"));
    return true;
}

/* Some recursive call computes its argument (n - 1, s[1:]) or runs over a range. Where all
 * arguments are parts of an object the recursion walks a tree, and keys by value gain nothing. */
static bool computes_arguments(struct job *job, uint32_t def)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = def + 1; i < t->nodes[def].extent; i++) {
        if (t->nodes[i].kind == PY_Name && py_is_builtin(job->module, i, S("range")))
            return true;
        if (t->nodes[i].kind != PY_Call || py_callee(job->facts, i) != def)
            continue;
        for (uint32_t n = i + 1; n < t->nodes[i].extent; n++)
            if (t->nodes[n].kind == PY_BinOp || t->nodes[n].kind == PY_Slice)
                return true;
    }
    return false;
}

static bool is_candidate(struct job *job, struct memo_case *m)
{
    const struct py_tree *t = py_tree(job->module);
    const struct py_effect *hard;
    struct arena *arena = job->arena;

    if (t->nodes[m->def].kind != PY_FunctionDef || !py_bound_once(job->facts, m->def) ||
        py_child(t, m->def, PY_F_decorator_list) != PY_NO_NODE ||
        t->nodes[t->nodes[m->def].parent].kind == PY_ClassDef)
        return fails(m, S("name_not_rebound"), py_line(t, m->def),
                     S("it is decorated, a method, or its name is bound more than once, so a call "
                       "may reach something else"));
    m->calls = calls_per_activation(job, m);
    if (m->first_call == 0 || (m->calls < 2 && !m->in_loop))
        return fails(m, S("overlapping_subproblems"), py_line(t, m->first_call ? m->first_call : m->def),
                     S("one activation makes at most one recursive call, so no subproblem comes twice"));
    if (!computes_arguments(job, m->def))
        return fails(m, S("overlapping_subproblems"), py_line(t, m->first_call),
                     S("it walks through the parts of an object, which do not come twice"));
    if (!plain_parameters(job, m))
        return false;
    m->outcome = outcome_for_keys(job, m->def);
    hard = py_first_hard(&m->outcome->effects);
    if (hard != NULL)
        return fails(m, S("pure"), hard->line, arena_printf(arena, "it %s%s%.*s",
                     py_effect_text(hard->kind), hard->name.len ? ": " : "", STR_ARG(hard->name)));
    if (m->outcome->reads_mutable)
        return fails(m, S("deterministic"), py_line(t, m->def),
                     S("it reads a variable from outside that the program changes"));
    if (!py_type_scalar(m->outcome->type))
        return fails(m, S("immutable_result"), py_line(t, m->def),
                     arena_printf(arena, "its result may be mutable (%.*s), and callers would share it",
                                  STR_ARG(py_type_text(m->outcome->type, arena))));
    m->soft = py_first_soft(&m->outcome->effects);
    return true;
}

/* Values of unknown types make unknown results; that is for the test to judge, the rest is not. */
static bool result_is_open(struct memo_case *m)
{
    return str_equal(m->kind, S("immutable_result")) && m->outcome != NULL &&
           py_first_soft(&m->outcome->effects) != NULL;
}

static void push_deterministic(struct job *job, struct finding *f, const struct memo_case *m)
{
    const struct py_effects *effects = &m->outcome->effects;
    const struct py_effect *read = py_effect_find(effects, PY_EFFECT_READS_CLOSURE);
    const struct py_effect *soft = py_first_soft(effects);

    if (read == NULL)
        read = py_effect_find(effects, PY_EFFECT_READS_GLOBAL);
    if (read != NULL)
        finding_needs(job, f, S("deterministic"), CERTAINTY_NEEDS_GUARD, read->line,
                      arena_printf(job->arena, "'%.*s' may change between two outermost calls: no "
                                   "result may be kept from one to the next", STR_ARG(read->name)));
    else if (soft != NULL)
        finding_needs(job, f, S("deterministic"), CERTAINTY_NEEDS_TEST, soft->line,
                      arena_printf(job->arena, "it %s, and what that reads is not known",
                                   py_effect_text(soft->kind)));
    else
        finding_proved(job, f, S("deterministic"), py_line(py_tree(job->module), m->def),
                       S("it reads nothing but its arguments"));
}

static void push(struct job *job, struct memo_case *m)
{
    const struct py_tree *t = py_tree(job->module);
    struct finding *f = finding_begin(job, PATTERN_memoize, m->def);
    uint32_t line = py_line(t, m->def);
    bool open = m->kind.len != 0;

    f->anchors[0] = m->first_call;
    finding_proved(job, f, S("pure"), line, S("no effect in its body or its callees"));
    push_deterministic(job, f, m);
    finding_proved(job, f, S("overlapping_subproblems"), py_line(t, m->first_call),
                   S("one activation makes several recursive calls"));
    finding_proved(job, f, S("name_not_rebound"), line, S("one definition binds the name"));
    finding_proved(job, f, S("plain_parameters"), line, S("no * or ** parameters"));
    if (open)
        finding_needs(job, f, S("immutable_result"), CERTAINTY_NEEDS_TEST, line, m->why);
    else
        finding_proved(job, f, S("immutable_result"), line, S("results are scalars"));
    finding_needs(job, f, S("hashable_key"), CERTAINTY_NEEDS_GUARD, line,
                  S("the exact types of the arguments are checked when it runs"));
    m->soft = py_first_soft(&m->outcome->effects);
    if (m->soft != NULL)
        finding_needs(job, f, S("operands_builtin"), CERTAINTY_NEEDS_TEST, m->soft->line,
                      S("values from outside may be of any type"));
    else
        finding_proved(job, f, S("operands_builtin"), line, S("every operand has a builtin type"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, m->def), .speedup = 100,
                                   .model = S("exponential → one call per distinct argument") };
    finding_end(f);
}

static void detect(struct job *job)
{
    for (uint32_t i = 0; i < job->findings.functions.count; i++) {
        struct memo_case m = { .def = job->findings.functions.items[i].node };

        if (!job->findings.functions.items[i].recursive)
            continue;
        if (is_candidate(job, &m) || result_is_open(&m))
            push(job, &m);
    }
}

/* The edit that would remove an effect from a recursion. */
static str unlock_effect(struct job *job, const struct py_effect *e)
{
    static const struct {
        enum py_effect_kind kind;
        const char *before, *after; /* of what the effect names */
    } edits[] = {
        { PY_EFFECT_IO, "return what '", "' would write or read, and do that in the caller" },
        { PY_EFFECT_RANDOM, "draw the random numbers of '", "' in the caller and pass them" },
        { PY_EFFECT_CLOCK, "read the clock ('", "') in the caller and pass the time" },
        { PY_EFFECT_MUTATES_PARAMETER, "pass a new object on (a tuple, x + [y]) instead of changing '", "'" },
        { PY_EFFECT_MUTATES_GLOBAL, "return the new value instead of changing '", "'" },
        { PY_EFFECT_MUTATES_CLOSURE, "return the new value instead of changing '", "'" },
        { PY_EFFECT_REBINDS_GLOBAL, "return the new value instead of assigning '", "'" },
        { PY_EFFECT_REBINDS_NONLOCAL, "return the new value instead of assigning '", "'" },
        { PY_EFFECT_UNKNOWN_CALL, "call a plain function of this module instead of '", "'" },
    };

    for (size_t i = 0; i < ARRAY_LEN(edits); i++)
        if (edits[i].kind == e->kind && e->name.len)
            return arena_printf(job->arena, "%s%.*s%s", edits[i].before, STR_ARG(e->name), edits[i].after);
    return S("");
}

static str unlock_of(struct job *job, const struct memo_case *m)
{
    static const struct {
        const char *kind, *edit;
    } edits[] = {
        { "name_not_rebound", "make it a plain function of the module with a name of its own" },
        { "overlapping_subproblems", "nothing comes twice, so nothing can be remembered: write it as a loop" },
        { "plain_parameters", "take what the result depends on as named parameters" },
        { "deterministic", "pass the variable from outside as a parameter" },
        { "immutable_result", "return a tuple or a number instead of a list or dict" },
    };
    const struct py_effect *hard = m->outcome ? py_first_hard(&m->outcome->effects) : NULL;

    for (size_t i = 0; i < ARRAY_LEN(edits); i++)
        if (str_equal(m->kind, str_from(edits[i].kind)))
            return str_from(edits[i].edit);
    return hard ? unlock_effect(job, hard) : S("");
}

void why_not_memoize(struct job *job, uint32_t def, struct loop_report *r)
{
    struct memo_case m = { .def = def };

    if (is_candidate(job, &m))
        return;
    r->unlock = unlock_of(job, &m);
    *VEC_PUSH(job->arena, &r->blockers) =
        (struct blocker){ .kind = m.kind, .name = py_name(py_tree(job->module), def),
                          .line = m.line, .why = m.why };
}

const struct detector detect_memoize = { .pattern = PATTERN_memoize, .detect = detect };
