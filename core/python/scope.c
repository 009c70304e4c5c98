/*
 * scope.c — which scope each node runs in, and which names each scope uses.
 *
 * The first pass of CPython's Python/symtable.c (Language Reference 4.2): one walk over the
 * tree in preorder. A node runs in the scope of its parent, except
 *   - the body of a def, class or lambda and the inside of a comprehension run in the scope
 *     that it opens, while decorators, bases, defaults, annotations and the iterable of the
 *     first `for` of a comprehension run outside;
 *   - an assignment expression inside comprehensions binds in the scope around them.
 * Private names are mangled here, so that later steps compare numbers only.
 *
 * Under `from __future__ import annotations` annotations are never evaluated: names in them
 * are no uses. `global x` in a function also records x at the module, because from then on
 * nobody may take x for a builtin.
 */
#include <string.h>

#include "scope_internal.h"

static const struct py_node *node_at(const struct scope_builder *b, uint32_t node)
{
    return &b->module->tree.nodes[node];
}

/* ---- names ---------------------------------------------------------------------------------------- */

/* `__x` inside class `_C` is `_C__x`: leading underscores of the class name are dropped, and a
 * class named by underscores alone mangles nothing. */
static uint32_t mangle(struct scope_builder *b, uint32_t scope, uint32_t name)
{
    struct names *names = &b->module->names;
    str text = names->list.items[name];
    str owner = names->list.items[b->private_class[scope]];

    if (!str_starts(text, S("__")) || str_ends(text, S("__")))
        return name;
    while (owner.len > 0 && owner.ptr[0] == '_')
        owner = str_slice(owner, 1, owner.len);
    if (owner.len == 0)
        return name;
    return names_intern(names, arena_printf(b->module->arena, "_%.*s%.*s", STR_ARG(owner),
                                            STR_ARG(text)));
}

static void use_name(struct scope_builder *b, uint32_t scope, uint32_t name, uint32_t flags,
                     uint32_t node)
{
    if (name != 0)
        *VEC_PUSH(b->module->arena, &b->uses) =
            (struct use){ scope, mangle(b, scope, name), flags, node };
}

static bool name_is(const struct scope_builder *b, uint32_t name, str text)
{
    return str_equal(b->module->names.list.items[name], text);
}

/* ---- opening scopes ----------------------------------------------------------------------------- */

static bool opens_scope(uint8_t node_kind, enum py_scope_kind *ret_kind)
{
    switch (node_kind) {
    case PY_FunctionDef:
    case PY_AsyncFunctionDef:
        *ret_kind = PY_SCOPE_FUNCTION;
        return true;
    case PY_ClassDef:
        *ret_kind = PY_SCOPE_CLASS;
        return true;
    case PY_Lambda:
        *ret_kind = PY_SCOPE_LAMBDA;
        return true;
    case PY_ListComp:
    case PY_SetComp:
    case PY_DictComp:
    case PY_GeneratorExp:
        *ret_kind = PY_SCOPE_COMPREHENSION;
        return true;
    default:
        return false;
    }
}

static void open_scope(struct scope_builder *b, enum py_scope_kind kind, uint32_t node,
                       uint32_t parent)
{
    uint8_t node_kind = node_at(b, node)->kind;
    uint32_t scope = b->scopes.count;

    *VEC_PUSH(b->module->arena, &b->scopes) = (struct py_scope){
        .kind = kind, .node = node, .parent = parent,
        .generator = node_kind == PY_GeneratorExp, .coroutine = node_kind == PY_AsyncFunctionDef
    };
    b->private_class[scope] =
        kind == PY_SCOPE_CLASS ? node_at(b, node)->name : b->private_class[parent];
}

/* The scope that `node` opened; scopes are in preorder of their nodes. */
static uint32_t find_scope(const struct py_scope *scopes, uint32_t count, uint32_t node)
{
    uint32_t low = 0, high = count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (scopes[middle].node <= node)
            low = middle;
        else
            high = middle;
    }
    return low;
}

uint32_t py_scope_of_node(const struct py_module *module, uint32_t def_or_comprehension)
{
    return find_scope(module->scopes.scopes, module->scopes.scope_count, def_or_comprehension);
}

/* Whether a child in this field of a node that opens a scope runs in the scope around it. */
static bool runs_outside(uint8_t parent_kind, uint8_t field)
{
    switch (field) {
    case PY_F_decorator_list:
    case PY_F_returns:
    case PY_F_bases:
    case PY_F_keywords:
        return true;
    default:
        return parent_kind == PY_ClassDef && field != PY_F_body;
    }
}

static bool is_first_iterable(const struct scope_builder *b, const struct py_node *node)
{
    uint32_t generator = node->parent;

    if (node->field != PY_F_iter || node_at(b, generator)->kind != PY_comprehension)
        return false;
    return py_child(&b->module->tree, node_at(b, generator)->parent, PY_F_generators) ==
           generator;
}

static uint32_t scope_for(const struct scope_builder *b, uint32_t n)
{
    const struct py_node *node = node_at(b, n);
    const struct py_node *parent = node_at(b, node->parent);
    uint32_t scope = b->scope_of[node->parent];
    enum py_scope_kind kind;

    if (opens_scope(parent->kind, &kind))
        return runs_outside(parent->kind, node->field)
                   ? scope
                   : find_scope(b->scopes.items, b->scopes.count, node->parent);
    if (is_first_iterable(b, node) ||
        (parent->kind == PY_arguments &&
         (node->field == PY_F_defaults || node->field == PY_F_kw_defaults)) ||
        (parent->kind == PY_arg && node->field == PY_F_annotation))
        return b->scopes.items[scope].parent;
    return scope;
}

/* ---- uses ------------------------------------------------------------------------------------------- */

/* dir() without an argument lists the names of the scope. */
static bool is_asked_of_object(const struct scope_builder *b, uint32_t n)
{
    uint32_t call = node_at(b, n)->parent;

    return node_at(b, n)->field == PY_F_func && py_child(&b->module->tree, call, PY_F_args) != PY_NO_NODE;
}

/* Names through which a program reaches its namespaces by text. */
static void note_dynamic(struct scope_builder *b, uint32_t scope, uint32_t name, uint32_t n)
{
    bool everywhere = name_is(b, name, S("exec")) || name_is(b, name, S("eval")) ||
                      name_is(b, name, S("globals"));

    if (everywhere || name_is(b, name, S("locals")) || name_is(b, name, S("vars")) ||
        (name_is(b, name, S("dir")) && !is_asked_of_object(b, n)))
        b->scopes.items[scope].dynamic = true;
    if (everywhere)
        b->scopes.items[0].dynamic = true;
}

/* The target of an assignment expression; binds outside all comprehensions (PEP 572). */
static void use_named_target(struct scope_builder *b, uint32_t scope, uint32_t name, uint32_t n)
{
    uint32_t outer = scope;

    while (b->scopes.items[outer].kind == PY_SCOPE_COMPREHENSION)
        outer = b->scopes.items[outer].parent;
    if (outer == scope) {
        use_name(b, scope, name, PY_SYM_ASSIGNED, n);
        return;
    }
    use_name(b, outer, name, PY_SYM_ASSIGNED, PY_NO_NODE);
    use_name(b, scope, name,
             PY_SYM_ASSIGNED | (scope_is_function(b->scopes.items[outer].kind)
                                    ? PY_SYM_NONLOCAL_DECL
                                    : PY_SYM_GLOBAL_DECL),
             n);
}

static void use_load(struct scope_builder *b, uint32_t scope, uint32_t name, uint32_t n)
{
    use_name(b, scope, name, PY_SYM_REFERENCED, n);
    note_dynamic(b, scope, name, n);
    if (scope_is_function(b->scopes.items[scope].kind) && name_is(b, name, S("super")))
        use_name(b, scope, b->class_cell, PY_SYM_REFERENCED, PY_NO_NODE);
}

/* `x: int` makes x local even without a value; `(x): int` only with one. */
static void use_annotated(struct scope_builder *b, uint32_t scope, const struct py_node *name,
                          uint32_t n)
{
    const struct py_node *statement = node_at(b, name->parent);

    if (statement->flags & PY_FLAG_SIMPLE)
        use_name(b, scope, name->name, PY_SYM_ANNOTATED | PY_SYM_ASSIGNED, n);
    else if (py_child(&b->module->tree, name->parent, PY_F_value) != PY_NO_NODE)
        use_name(b, scope, name->name, PY_SYM_ASSIGNED, n);
}

static void use_plain_name(struct scope_builder *b, uint32_t scope, uint32_t n)
{
    const struct py_node *node = node_at(b, n);
    uint8_t parent = node_at(b, node->parent)->kind;

    if (node->op == PY_LOAD)
        use_load(b, scope, node->name, n);
    else if (parent == PY_NamedExpr && node->field == PY_F_target)
        use_named_target(b, scope, node->name, n);
    else if (parent == PY_AnnAssign && node->field == PY_F_target)
        use_annotated(b, scope, node, n);
    else
        use_name(b, scope, node->name, PY_SYM_ASSIGNED, n);
}

/* `import a.b` binds a, `import a.b as c` binds c, `import *` binds anything. */
static void use_alias(struct scope_builder *b, uint32_t scope, uint32_t n)
{
    uint32_t as = py_first(&b->module->tree, n);
    uint32_t name = node_at(b, as != PY_NO_NODE ? as : n)->name;
    str text = b->module->names.list.items[name];
    size_t dot = str_find(text, S("."));

    if (str_equal(text, S("*"))) {
        b->scopes.items[scope].dynamic = true;
        return;
    }
    if (dot != SIZE_MAX && as == PY_NO_NODE)
        name = names_intern(&b->module->names, str_slice(text, 0, dot));
    use_name(b, scope, name, PY_SYM_IMPORTED, n);
}

static void use_declaration(struct scope_builder *b, uint32_t scope, uint32_t n)
{
    const struct py_node *entry = node_at(b, n);

    if (node_at(b, entry->parent)->kind == PY_Nonlocal) {
        use_name(b, scope, entry->name, PY_SYM_NONLOCAL_DECL, n);
    } else if (node_at(b, entry->parent)->kind == PY_Global) {
        uint32_t name = mangle(b, scope, entry->name);

        use_name(b, scope, entry->name, PY_SYM_GLOBAL_DECL, n);
        use_name(b, 0, name, PY_SYM_BOUND_INSIDE, PY_NO_NODE);
    }
}

static void collect_uses(struct scope_builder *b, uint32_t n)
{
    uint32_t scope = b->scope_of[n];

    switch (node_at(b, n)->kind) {
    case PY_Name:
        use_plain_name(b, scope, n);
        break;
    case PY_arg:
        use_name(b, scope, node_at(b, n)->name, PY_SYM_PARAMETER, n);
        break;
    case PY_FunctionDef:
    case PY_AsyncFunctionDef:
    case PY_ClassDef:
    case PY_ExceptHandler:
    case PY_MatchAs:
    case PY_MatchStar:
    case PY_MatchMapping:
        use_name(b, scope, node_at(b, n)->name, PY_SYM_ASSIGNED, n);
        break;
    case PY_alias:
        use_alias(b, scope, n);
        break;
    case PY_Attribute:
        b->looks_into_frames |= name_is(b, node_at(b, n)->name, S("f_locals"));
        break;
    case PY_identifier:
        use_declaration(b, scope, n);
        break;
    case PY_Yield:
    case PY_YieldFrom:
        b->scopes.items[scope].generator = true;
        break;
    case PY_Await:
    case PY_AsyncFor:
    case PY_AsyncWith:
        b->scopes.items[scope].coroutine = true;
        break;
    case PY_comprehension:
        b->scopes.items[scope].coroutine |= (node_at(b, n)->flags & PY_FLAG_ASYNC) != 0;
        break;
    default:
        break;
    }
}

/* ---- the walk ------------------------------------------------------------------------------------------ */

static bool postpones_annotations(const struct py_module *module)
{
    const struct py_tree *tree = &module->tree;

    for (uint32_t n = py_first(tree, 0); n != PY_NO_NODE; n = py_next(tree, 0, n)) {
        if (tree->nodes[n].kind != PY_ImportFrom || tree->nodes[n].op != 0 ||
            !str_equal(module->names.list.items[tree->nodes[n].name], S("__future__")))
            continue;
        for (uint32_t a = py_first(tree, n); a != PY_NO_NODE; a = py_next(tree, n, a)) {
            if (str_equal(module->names.list.items[tree->nodes[a].name], S("annotations")))
                return true;
        }
    }
    return false;
}

static void walk(struct scope_builder *b, bool skip_annotations)
{
    const struct py_tree *tree = &b->module->tree;
    uint32_t skip_until = 0;
    enum py_scope_kind kind;

    open_scope(b, PY_SCOPE_MODULE, 0, 0);
    for (uint32_t n = 1; n < tree->count; n++) {
        const struct py_node *node = &tree->nodes[n];

        b->scope_of[n] = scope_for(b, n);
        if (skip_annotations &&
            (node->field == PY_F_annotation || node->field == PY_F_returns) && n >= skip_until)
            skip_until = node->extent;
        if (n >= skip_until)
            collect_uses(b, n);
        if (opens_scope(node->kind, &kind))
            open_scope(b, kind, n, b->scope_of[n]);
    }
}

/* The program may look up the names of its module without exec, globals() and the like. */
static bool is_reached_by_text(const struct py_module *module)
{
    static const str roads[] = { S_INIT("__dict__"), S_INIT("modules"), S_INIT("__main__"), S_INIT("import_module"),
                                 S_INIT("__import__") };
    for (uint32_t i = 0; i < module->names.list.count; i++)
        for (size_t k = 0; k < ARRAY_LEN(roads); k++)
            if (str_equal(module->names.list.items[i], roads[k]))
                return true;
    return false;
}

void py_resolve_scopes(struct py_module *module)
{
    struct scope_builder b = { .module = module };
    uint32_t scopes = 1;
    enum py_scope_kind kind;

    for (uint32_t n = 0; n < module->tree.count; n++)
        scopes += opens_scope(module->tree.nodes[n].kind, &kind);
    b.private_class = ARENA_ARRAY(module->arena, uint32_t, scopes);
    b.scope_of = ARENA_ARRAY(module->arena, uint32_t, module->tree.count);
    b.class_cell = names_intern(&module->names, S("__class__"));
    walk(&b, postpones_annotations(module));
    for (uint32_t i = 0; b.looks_into_frames && i < b.scopes.count; i++)
        b.scopes.items[i].dynamic = true; /* the frame may be any caller's */
    b.scopes.items[0].reached_by_text = is_reached_by_text(module);
    scope_resolve(&b);
}
