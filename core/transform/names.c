/*
 * names.c — questions about identifiers that decide whether emitted code means what it says.
 *
 * Emitted code uses builtins (`type`, `int`, `frozenset`, …) and new names. A builtin that
 * a scope around the place binds, or that any function binds as a global, may mean
 * something else where the code lands, so its use is refused. A new name is new to the
 * whole module, or to the one function it is local to; attributes and keywords count as
 * well: crude and safe.
 */
#include "transform_internal.h"

static bool module_uses(const struct rewriting *rw, str name)
{
    for (uint32_t i = 1; i < rw->tree->name_count; i++)
        if (str_equal(rw->tree->names[i], name))
            return true;
    return false;
}

str fresh_name(const struct rewriting *rw, str wanted)
{
    str name = wanted;
    for (unsigned suffix = 2; module_uses(rw, name); suffix++)
        name = arena_printf(rw->arena, "%.*s_%u", STR_ARG(wanted), suffix);
    return name;
}

static bool subtree_uses(const struct rewriting *rw, uint32_t node, str name)
{
    for (uint32_t n = node; n < rw->tree->nodes[node].extent; n++)
        if (str_equal(py_name(rw->tree, n), name))
            return true;
    return false;
}

str fresh_local(const struct rewriting *rw, uint32_t def, str wanted)
{
    bool offered = !def && !str_starts(wanted, S("_")); /* nobody is to import it */
    str name = wanted = offered ? arena_printf(rw->arena, "_%.*s", STR_ARG(wanted)) : wanted;
    for (unsigned suffix = 2; subtree_uses(rw, def, name); suffix++)
        name = arena_printf(rw->arena, "%.*s_%u", STR_ARG(wanted), suffix);
    return name;
}

static bool in_list(const char *const *names, str name)
{
    for (; *names; names++)
        if (str_equal(str_from(*names), name))
            return true;
    return false;
}

bool in_class_body(const struct rewriting *rw, uint32_t node)
{
    for (uint32_t at = node; at; at = rw->tree->nodes[at].parent) {
        enum py_kind kind = (enum py_kind) rw->tree->nodes[at].kind;
        if (kind == PY_FunctionDef || kind == PY_AsyncFunctionDef)
            return false;
        if (kind == PY_ClassDef)
            return true;
    }
    return false;
}

/* Names of the scope are seen from the node: it is the module's, or a function's around it. A
 * class body hides its names from its methods. */
static bool scope_reaches(const struct rewriting *rw, uint32_t scope, uint32_t node)
{
    const struct py_scope *s = &rw->scopes->scopes[scope];
    if (s->kind == PY_SCOPE_CLASS && !in_class_body(rw, node))
        return false;
    return s->node == 0 || py_inside(rw->tree, node, s->node);
}

bool shadows_builtin(const struct rewriting *rw, uint32_t node, const char *const *names)
{
    const uint32_t binds = PY_SYM_PARAMETER | PY_SYM_ASSIGNED | PY_SYM_IMPORTED;
    for (uint32_t i = 0; i < rw->scopes->scope_count; i++)
        if (rw->scopes->scopes[i].dynamic && scope_reaches(rw, i, node))
            return true;
    for (uint32_t i = 0; i < rw->scopes->symbol_count; i++) {
        const struct py_symbol *symbol = &rw->scopes->symbols[i];
        bool seen = (symbol->flags & PY_SYM_GLOBAL_DECL) || scope_reaches(rw, symbol->scope, node);
        if (seen && (symbol->flags & binds) && in_list(names, rw->tree->names[symbol->name]))
            return true;
    }
    return false;
}

bool is_name(const struct rewriting *rw, uint32_t node, uint32_t interned)
{
    return rw->tree->nodes[node].kind == PY_Name && rw->tree->nodes[node].name == interned;
}

static bool deleted_somewhere(const struct rewriting *rw, uint32_t name)
{
    for (uint32_t n = 1; n < rw->tree->count; n++)
        if (is_name(rw, n, name) && rw->tree->nodes[n].op == PY_DEL)
            return true;
    return false;
}

/* The target is the plain name, or a tuple with it. */
static bool targets_include(const struct rewriting *rw, uint32_t target, uint32_t name)
{
    const struct py_tree *t = rw->tree;
    if (t->nodes[target].kind != PY_Tuple)
        return is_name(rw, target, name);
    for (uint32_t e = py_first(t, target); e; e = py_next(t, target, e))
        if (targets_include(rw, e, name))
            return true;
    return false;
}

/* `statement` is an assignment whose targets include the plain name. */
static bool assigns(const struct rewriting *rw, uint32_t statement, uint32_t name)
{
    const struct py_tree *t = rw->tree;
    const struct py_node *s = &t->nodes[statement];
    if (s->kind == PY_AnnAssign)
        return py_child(t, statement, PY_F_value) &&
               is_name(rw, py_child(t, statement, PY_F_target), name);
    if (s->kind != PY_Assign)
        return false;
    for (uint32_t target = py_child(t, statement, PY_F_targets); target;
         target = py_next_in(t, statement, target))
        if (targets_include(rw, target, name))
            return true;
    return false;
}

/* Earlier statements of the block that holds `statement`, then of the blocks around it, up to
 * but not beyond the node `scope`. */
static bool assigned_before(const struct rewriting *rw, uint32_t name, uint32_t statement,
                            uint32_t scope)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t at = statement; at != scope; at = t->nodes[at].parent) {
        uint32_t parent = t->nodes[at].parent;
        if (t->nodes[parent].kind == PY_For && t->nodes[at].field == PY_F_body &&
            targets_include(rw, py_child(t, parent, PY_F_target), name))
            return true;
        for (uint32_t s = py_child(t, parent, t->nodes[at].field); s && s != at;
             s = py_next_in(t, parent, s))
            if (assigns(rw, s, name))
                return true;
    }
    return false;
}

bool surely_bound(const struct rewriting *rw, uint32_t name_node, uint32_t statement)
{
    const struct py_tree *t = rw->tree;
    uint32_t symbol = py_binding(rw->module, name_node);
    uint32_t name = t->nodes[name_node].name;
    if (symbol == UINT32_MAX || deleted_somewhere(rw, name))
        return false;
    const struct py_symbol *owner = &rw->scopes->symbols[symbol];
    if (owner->flags & PY_SYM_PARAMETER)
        return true;

    /* Seen from the scope that owns the name, the code runs after the def that holds it. */
    uint32_t scope_node = rw->scopes->scopes[owner->scope].node, at = statement;
    for (uint32_t def; (def = py_function_of(t, at)) != scope_node && def;)
        at = def;
    return py_inside(t, at, scope_node) && assigned_before(rw, name, at, scope_node);
}

str entry_point(const struct rewriting *rw, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    uint32_t def = 0;
    for (uint32_t at = node; at; at = t->nodes[at].parent)
        if (t->nodes[at].kind == PY_FunctionDef || t->nodes[at].kind == PY_AsyncFunctionDef)
            def = at;
    return def ? py_qualified_name(t, def, rw->arena) : S("");
}

bool can_assign_at(const struct rewriting *rw, uint32_t node)
{
    const struct py_tree *t = rw->tree;
    for (uint32_t at = node; !py_is_statement((enum py_kind) t->nodes[at].kind); at = t->nodes[at].parent)
        if (t->nodes[at].kind == PY_Lambda ||
            (t->nodes[t->nodes[at].parent].kind == PY_comprehension && t->nodes[at].field == PY_F_iter))
            return false;
    return true;
}
