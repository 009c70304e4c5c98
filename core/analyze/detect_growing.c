/*
 * detect_growing.c — text in an attribute of an object that grows by `self.text += piece`.
 *
 * CPython appends to a text in place when the only reference to it is the local that the sum is stored to. An attribute is
 * a second one, so the whole text is copied for every piece.
 *
 * node = the statement; anchors[0] = the attribute, as it is stored to; anchors[1] = what is added; anchors[2] = the class.
 *
 * Conditions and why each is needed:
 *  - plain_attribute: for a moment the attribute is None. Storing and reading it runs no code: the class has no bases,
 *    decorators or metaclass, neither it nor code elsewhere gives the name to a function or descriptor, and no class intercepts
 *    attributes. That the object is of this very class is tested.
 *  - nobody_looks: nothing of the program runs in that moment. The module starts no threads and sets no traces.
 *  - no_finalizer: the piece, and what the attribute had, are held by locals until the function ends.
 *  - exact_str: the sum of two exact texts cannot fail and runs no code; tested.
 */
#include "analyze_internal.h"

struct growing_text {
    struct job *job;
    const struct py_tree *t;
    uint32_t attribute, piece, def, class;
};

/* self.text += E, self.text = self.text + E */
static bool read_statement(struct growing_text *g, uint32_t statement)
{
    const struct py_tree *t = g->t;
    uint32_t value = py_child(t, statement, PY_F_value), left;

    if (t->nodes[statement].kind == PY_AugAssign) {
        g->attribute = py_child(t, statement, PY_F_target);
        g->piece = value;
        return t->nodes[statement].op == PY_ADD && t->nodes[g->attribute].kind == PY_Attribute;
    }
    g->attribute = py_child(t, statement, PY_F_targets);
    left = py_child(t, value, PY_F_left);
    g->piece = py_child(t, value, PY_F_right);
    return t->nodes[statement].kind == PY_Assign && py_count_in(t, statement, PY_F_targets) == 1 &&
           t->nodes[value].kind == PY_BinOp && t->nodes[value].op == PY_ADD && t->nodes[g->attribute].kind == PY_Attribute &&
           t->nodes[left].kind == PY_Attribute && str_equal(py_text(t, left), py_text(t, g->attribute));
}

/* The owner is the first parameter of a method, and stays it. */
static bool is_self(struct growing_text *g)
{
    const struct py_tree *t = g->t;
    const struct py_scopes *scopes = py_scopes(g->job->module);
    uint32_t owner = py_child(t, g->attribute, PY_F_value);

    if (t->nodes[owner].kind != PY_Name || !g->def || t->nodes[g->def].kind != PY_FunctionDef ||
        py_child(t, g->def, PY_F_decorator_list) || !py_parameter_count(g->job->facts, g->def) ||
        t->nodes[py_parameter(g->job->facts, g->def, 0)].name != t->nodes[owner].name ||
        scopes->scope_of[owner] != py_scope_of_node(g->job->module, g->def) ||
        scopes->scopes[scopes->scope_of[owner]].dynamic || is_bound_unnamed(g->job, g->def, t->nodes[owner].name))
        return false;
    for (uint32_t n = g->def; n < t->nodes[g->def].extent; n++)
        if (t->nodes[n].kind == PY_Name && t->nodes[n].op != PY_LOAD && t->nodes[n].name == t->nodes[owner].name)
            return false;
    return true;
}

/* Statements of the class body leave the attribute's name to constants. */
static bool body_is_plain(const struct growing_text *g)
{
    const struct py_tree *t = g->t;

    for (uint32_t n = g->class + 1; n < t->nodes[g->class].extent; n++) {
        enum py_kind k = (enum py_kind) t->nodes[n].kind;
        uint32_t value = py_child(t, t->nodes[n].parent, PY_F_value);
        bool definition = k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_ClassDef || k == PY_alias;

        if (t->nodes[n].name == t->nodes[g->attribute].name &&
            (definition || (k == PY_Name && t->nodes[n].op != PY_LOAD && py_function_of(t, n) == 0 &&
                            !(value && t->nodes[value].kind == PY_Constant))))
            return false;
        if (k == PY_FunctionDef || k == PY_AsyncFunctionDef)
            n = t->nodes[n].extent - 1;
    }
    return true;
}

/* The method's first parameter, of a method that gets an object of the class. */
static bool is_object_of_class(const struct growing_text *g, uint32_t owner)
{
    uint32_t def = py_function_of(g->t, owner);

    return g->t->nodes[owner].kind == PY_Name && def && !py_child(g->t, def, PY_F_decorator_list) &&
           g->t->nodes[g->t->nodes[def].parent].kind == PY_ClassDef && py_parameter_count(g->job->facts, def) &&
           !str_equal(py_name(g->t, def), S("__new__")) && !str_equal(py_name(g->t, def), S("__class_getitem__")) &&
           g->t->nodes[py_parameter(g->job->facts, def, 0)].name == g->t->nodes[owner].name;
}

/* Elsewhere something is stored under the attribute's name that may be a descriptor, in what may be the class. */
static bool may_give_descriptor(const struct growing_text *g, uint32_t attribute)
{
    const struct py_tree *t = g->t;
    uint32_t owner = py_child(t, attribute, PY_F_value), statement = t->nodes[attribute].parent,
             value = py_child(t, statement, PY_F_value);

    if (t->nodes[attribute].kind != PY_Attribute || t->nodes[attribute].op == PY_LOAD ||
        t->nodes[attribute].name != t->nodes[g->attribute].name || is_object_of_class(g, owner))
        return false;
    return str_equal(py_text(t, owner), py_name(t, g->class)) || t->nodes[statement].kind == PY_Tuple ||
           (t->nodes[statement].kind == PY_Assign && py_type_of(g->job->facts, value).is & PY_T_OBJECT);
}

static bool is_plain_class(struct growing_text *g)
{
    const struct py_tree *t = g->t;
    uint32_t base = py_child(t, g->class, PY_F_bases);

    if (t->nodes[g->class].kind != PY_ClassDef || t->nodes[g->class].parent != 0 || !py_bound_once(g->job->facts, g->class) ||
        py_child(t, g->class, PY_F_decorator_list) || py_child(t, g->class, PY_F_keywords) ||
        (base && !(py_is_builtin(g->job->module, base, S("object")) && !py_next_in(t, g->class, base))))
        return false;
    for (uint32_t n = 1; n < t->count; n++)
        if (may_give_descriptor(g, n))
            return false;
    return body_is_plain(g);
}

static bool is_quiet_piece(const struct growing_text *g)
{
    for (uint32_t n = g->piece; n < g->t->nodes[g->piece].extent; n++)
        if (g->t->nodes[n].kind == PY_NamedExpr || g->t->nodes[n].kind == PY_Yield || g->t->nodes[n].kind == PY_YieldFrom ||
            g->t->nodes[n].kind == PY_Await)
            return false;
    return true;
}

static void consider(struct job *job, uint32_t statement)
{
    struct growing_text g = { .job = job, .t = py_tree(job->module) };
    struct finding *f;

    if (!read_statement(&g, statement))
        return;
    g.def = py_function_of(g.t, statement);
    g.class = g.t->nodes[g.def].parent;
    if (!is_self(&g) || !is_plain_class(&g) || !is_quiet_piece(&g) ||
        !(py_type_of(job->facts, g.piece).is & (PY_T_STR | PY_T_OBJECT)))
        return;
    f = finding_begin(job, PATTERN_growing_text, statement);
    f->anchors[0] = g.attribute;
    f->anchors[1] = g.piece;
    f->anchors[2] = g.class;
    finding_proved(job, f, S("plain_attribute"), py_line(g.t, g.class), S("reading and storing the attribute runs no code"));
    finding_proved(job, f, S("nobody_looks"), f->line, S("no threads, no traces"));
    finding_proved(job, f, S("no_finalizer"), 0, S("nothing in the module can run when a value dies"));
    finding_needs(job, f, S("exact_str"), CERTAINTY_NEEDS_GUARD, f->line, S("tested each time"));
    f->benefit = (struct benefit){ .work = py_work(job->facts, statement), .speedup = 8,
                                   .model = S("O(n²) → O(n) bytes copied") };
    finding_end(f);
}

static void detect(struct job *job)
{
    static const char *const watched[] = {
        "__setattr__", "__getattribute__", "__getattr__", "__delattr__", "__set__", "__set_name__", "__init_subclass__", "setattr",
        "threading", "_thread", "concurrent", "concurrent.futures", "ThreadPoolExecutor", "ThreadPool", "multiprocessing.pool",
        "multiprocessing.dummy", "to_thread", "run_in_executor", "ThreadingMixIn", "ThreadingHTTPServer", "ThreadingTCPServer",
        "ThreadingUDPServer", "signal", "settrace", "setprofile", "__del__", "weakref", NULL
    };
    const struct py_tree *t = py_tree(job->module);

    if (mentions_any(job, watched))
        return;
    for (uint32_t n = 1; n < t->count; n++)
        if (t->nodes[n].kind == PY_AugAssign || t->nodes[n].kind == PY_Assign)
            consider(job, n);
}

const struct detector detect_growing = { .pattern = PATTERN_growing_text, .detect = detect };
