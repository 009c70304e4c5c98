/*
 * callgraph.c — which definition a call surely reaches.
 *
 * A name is trusted when exactly one statement of the module binds it (def, class or import),
 * nothing declares it global or nonlocal elsewhere, and the module has no dynamic feature that
 * could rebind it (exec, star import). Attribute calls on objects are never resolved; calls of
 * functions of imported modules are, to the name in the tables of known library functions.
 *
 * Assumption, stated in every report that uses it: nobody assigns to the module's names from
 * outside while it runs.
 */
#include "facts_internal.h"

#define MAX_PROPERTY_BODY 4000u
#define MAX_DOTS 4u

static bool is_definition(enum py_kind k)
{
    return k == PY_FunctionDef || k == PY_AsyncFunctionDef || k == PY_ClassDef;
}

/* Follows owner links to the symbol that the name finally means. */
static uint32_t owner_of(const struct py_scopes *s, uint32_t symbol)
{
    for (uint32_t hops = 0; symbol < s->symbol_count && hops < 64; hops++) {
        if (s->symbols[symbol].owner == symbol)
            return symbol;
        symbol = s->symbols[symbol].owner;
    }
    return UINT32_MAX;
}

static void count_binding(struct py_facts *f, uint32_t node)
{
    const struct py_node *n = &f->tree->nodes[node];
    uint32_t symbol = owner_of(f->scopes, f->scopes->symbol_of[node]);

    if (symbol == UINT32_MAX)
        return;
    if (n->kind == PY_Name) {
        f->uses_next[node] = f->uses_head[symbol];
        f->uses_head[symbol] = node;
        if (n->op == PY_LOAD)
            return;
    } else if (n->kind != PY_identifier) {
        f->uses_next[node] = f->binders_head[symbol];
        f->binders_head[symbol] = node;
    }
    f->bindings[symbol]++;
    if (is_definition((enum py_kind) n->kind))
        f->definition_by_symbol[symbol] = f->definition_of[node];
}

static void note_import(struct py_facts *f, uint32_t node)
{
    const struct py_tree *t = f->tree;
    const struct py_node *n = &t->nodes[node];
    uint32_t symbol = owner_of(f->scopes, f->scopes->symbol_of[node]);
    str name = t->names[n->name], statement = py_text(t, n->parent);
    struct imported *import;
    size_t space;

    if (symbol == UINT32_MAX)
        return;
    import = &f->imports[symbol];
    if (t->nodes[n->parent].kind == PY_Import) {
        size_t dot = str_find(name, S("."));
        bool renamed = t->nodes[node].end - t->nodes[node].start != name.len;

        import->module = renamed || dot == SIZE_MAX ? name : str_slice(name, 0, dot);
        return;
    }
    if (t->nodes[n->parent].name != 0) {
        import->module = t->names[t->nodes[n->parent].name];
    } else {
        statement = str_trim(str_slice(statement, 4, statement.len));
        space = str_find(statement, S(" "));
        import->module = str_slice(statement, 0, space);
    }
    import->name = name;
}

static void add_definition(struct py_facts *f, uint32_t node)
{
    const struct py_node *n = &f->tree->nodes[node];
    uint32_t scope = py_scope_of_node(f->module, node);
    struct definition *d = &f->definitions[f->definition_count++];

    d->node = node;
    d->plain = n->kind != PY_AsyncFunctionDef &&
               py_child(f->tree, node, PY_F_decorator_list) == PY_NO_NODE;
    if (n->kind == PY_FunctionDef && scope < f->scopes->scope_count)
        d->plain = d->plain && !f->scopes->scopes[scope].generator;
    f->definition_of[node] = f->definition_count;
}

/* Does anything in the body of a special method look like an effect? Purely by syntax. */
static bool looks_impure(const struct py_tree *t, uint32_t def)
{
    const struct py_node *n;

    if (t->nodes[def].extent - def > MAX_PROPERTY_BODY)
        return true;
    for (uint32_t i = def + 1; i < t->nodes[def].extent; i++) {
        n = &t->nodes[i];
        if (n->kind == PY_Global || n->kind == PY_Nonlocal || n->kind == PY_Delete)
            return true;
        if ((n->kind == PY_Attribute || n->kind == PY_Subscript) && n->op == PY_STORE)
            return true;
        if (n->kind == PY_Expr && t->nodes[i + 1].kind == PY_Call)
            return true;
        if (n->kind == PY_Call && t->nodes[i + 1].kind == PY_Attribute)
            return true;
        if (n->kind == PY_Name && n->op == PY_LOAD && str_equal(t->names[n->name], S("next")))
            return true;
    }
    return false;
}

/* Operators and attributes of values of unknown type are harmless by default; not so in a
 * module that itself defines special methods or properties with effects. */
static void note_special_method(struct py_facts *f, uint32_t def)
{
    const struct py_tree *t = f->tree;
    bool property = py_child(t, def, PY_F_decorator_list) != PY_NO_NODE;
    bool dunder = py_is_special_name(py_name(t, def)) && !str_equal(py_name(t, def), S("__new__"));

    if (t->nodes[t->nodes[def].parent].kind != PY_ClassDef || !looks_impure(t, def))
        return;
    if (str_starts(py_name(t, def), S("__get")) || property)
        f->impure_property = def;
    if (dunder)
        f->impure_operator = def;
}

/* `math.sqrt = mine`, `os.path.join = mine`, `builtins.len = mine`, and the same by setattr(): what was
 * imported is no longer what it says. */
static void note_patched_import(struct py_facts *f, uint32_t expression)
{
    uint32_t name = root_name(f->tree, expression);
    uint32_t symbol = name != 0 ? py_binding(f->module, name) : UINT32_MAX;

    if (symbol == UINT32_MAX || f->imports[symbol].module.len == 0)
        return;
    f->dynamic = f->dynamic || str_equal(f->imports[symbol].module, S("builtins"));
    f->bindings[symbol]++;
}

static bool is_attribute_setter(struct py_facts *f, uint32_t func)
{
    return py_is_builtin(f->module, func, S("setattr")) || py_is_builtin(f->module, func, S("delattr"));
}

static bool rebinds_anything(struct py_facts *f, uint32_t node)
{
    static const str names[] = { S_INIT("exec"), S_INIT("eval"), S_INIT("globals") };
    const struct py_node *n = &f->tree->nodes[node];

    if (n->kind == PY_alias)
        return str_equal(py_name(f->tree, node), S("*"));
    if (n->kind != PY_Name || py_binding(f->module, node) != UINT32_MAX)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_equal(py_name(f->tree, node), names[i]))
            return true;
    return false;
}

void callgraph_build(struct py_facts *f)
{
    const struct py_tree *t = f->tree;
    uint32_t definitions = 0;

    for (uint32_t i = 0; i < t->count; i++)
        definitions += is_definition((enum py_kind) t->nodes[i].kind);
    f->definitions = ARENA_ARRAY(f->arena, struct definition, definitions + 1);
    for (uint32_t i = 0; i < t->count; i++) {
        if (is_definition((enum py_kind) t->nodes[i].kind))
            add_definition(f, i);
        if (f->scopes->symbol_of[i] != UINT32_MAX)
            count_binding(f, i);
        if (t->nodes[i].kind == PY_alias)
            note_import(f, i);
        f->dynamic = f->dynamic || rebinds_anything(f, i);
    }
    for (uint32_t i = 0; i < t->count; i++)
        if (t->nodes[i].kind == PY_Attribute && t->nodes[i].op != PY_LOAD)
            note_patched_import(f, i);
        else if (t->nodes[i].kind == PY_Call && is_attribute_setter(f, py_child(t, i, PY_F_func)))
            note_patched_import(f, py_child(t, i, PY_F_args));
    for (uint32_t i = 0; i < f->definition_count; i++) {
        struct definition *d = &f->definitions[i];

        d->symbol = owner_of(f->scopes, f->scopes->symbol_of[d->node]);
        d->bound_once = d->symbol != UINT32_MAX && f->bindings[d->symbol] == 1 && !f->dynamic;
        note_special_method(f, d->node);
    }
}

struct definition *definition_at(struct py_facts *f, uint32_t node)
{
    uint32_t index = node < f->tree->count ? f->definition_of[node] : 0;

    return index ? &f->definitions[index - 1] : NULL;
}

/* The FunctionDef or ClassDef that the expression surely names, 0 when unknown. */
uint32_t resolve_function(struct py_facts *f, uint32_t expression)
{
    const struct definition *d;
    uint32_t symbol;

    if (f->tree->nodes[expression].kind != PY_Name)
        return 0;
    symbol = py_binding(f->module, expression);
    if (symbol == UINT32_MAX || f->definition_by_symbol[symbol] == 0)
        return 0;
    d = &f->definitions[f->definition_by_symbol[symbol] - 1];
    return d->bound_once && d->plain ? d->node : 0;
}

/* The undecorated coroutine function that the expression surely names, 0 when unknown. */
uint32_t resolve_coroutine(struct py_facts *f, uint32_t expression)
{
    uint32_t symbol = f->tree->nodes[expression].kind == PY_Name ? py_binding(f->module, expression)
                                                                : UINT32_MAX;
    uint32_t index = symbol != UINT32_MAX ? f->definition_by_symbol[symbol] : 0;
    const struct definition *d = index ? &f->definitions[index - 1] : NULL;

    return d != NULL && d->bound_once && f->tree->nodes[d->node].kind == PY_AsyncFunctionDef &&
                   py_child(f->tree, d->node, PY_F_decorator_list) == PY_NO_NODE &&
                   !f->scopes->scopes[py_scope_of_node(f->module, d->node)].generator
               ? d->node : 0;
}

/* What the import bound the name to, NULL when it is not sure. */
static const struct imported *import_of(struct py_facts *f, uint32_t name)
{
    uint32_t symbol = f->tree->nodes[name].kind == PY_Name ? py_binding(f->module, name) : UINT32_MAX;

    return symbol != UINT32_MAX && f->bindings[symbol] == 1 && f->imports[symbol].module.len != 0 &&
                   !f->dynamic
               ? &f->imports[symbol] : NULL;
}

/* `os.path` of os.path.join: the dotted path of a module or class, "" when it is none. */
static str dotted_path(struct py_facts *f, uint32_t node, uint32_t depth)
{
    const struct imported *import = import_of(f, node);
    str outer;

    if (import != NULL)
        return import->name.len == 0 ? import->module
                                     : arena_printf(f->arena, "%.*s.%.*s", STR_ARG(import->module),
                                                    STR_ARG(import->name));
    if (f->tree->nodes[node].kind != PY_Attribute || depth == MAX_DOTS)
        return S("");
    outer = dotted_path(f, py_child(f->tree, node, PY_F_value), depth + 1);
    return outer.len == 0 ? outer
                          : arena_printf(f->arena, "%.*s.%.*s", STR_ARG(outer),
                                         STR_ARG(py_name(f->tree, node)));
}

/* `math.sqrt`, `os.path.join`, or `sqrt` after `from math import sqrt`: the module, and the name in
 * *ret_name. NULL when the expression is no such thing. */
const struct imported *resolve_import(struct py_facts *f, uint32_t expression, str *ret_name)
{
    const struct py_tree *t = f->tree;
    bool attribute = t->nodes[expression].kind == PY_Attribute;
    const struct imported *import = import_of(f, attribute ? py_child(t, expression, PY_F_value)
                                                           : expression);
    struct imported *dotted;
    str path;

    *ret_name = S("");
    if (!attribute) {
        if (import == NULL || import->name.len == 0)
            return NULL;
        *ret_name = import->name;
        return import;
    }
    *ret_name = py_name(t, expression);
    if (import != NULL && import->name.len == 0)
        return import;
    path = dotted_path(f, py_child(t, expression, PY_F_value), 0);
    if (path.len == 0)
        return NULL;
    dotted = ARENA_NEW(f->arena, struct imported);
    dotted->module = path;
    return dotted;
}

bool py_is_library(struct py_facts *f, uint32_t expression, str module, str name)
{
    str found;
    const struct imported *import = resolve_import(f, expression, &found);

    return import != NULL && str_equal(import->module, module) && str_equal(found, name);
}

/* Nothing but reading happens to the object through this occurrence of its name. */
static bool only_reads(struct py_facts *f, uint32_t use)
{
    const struct py_tree *t = f->tree;
    const struct py_node *n = &t->nodes[use], *p = &t->nodes[n->parent];

    switch (p->kind) {
    case PY_Subscript:
        return n->field == PY_F_slice || p->op == PY_LOAD;
    case PY_Compare: case PY_For: case PY_comprehension: case PY_If: case PY_While: case PY_BinOp:
        return true;
    case PY_Call:
        return n->field == PY_F_args && p->parent != 0 &&
               t->nodes[py_child(t, n->parent, PY_F_func)].kind == PY_Name &&
               (py_is_builtin(f->module, py_child(t, n->parent, PY_F_func), S("len")) ||
                py_is_builtin(f->module, py_child(t, n->parent, PY_F_func), S("sum")) ||
                py_is_builtin(f->module, py_child(t, n->parent, PY_F_func), S("range")));
    default:
        return false;
    }
}

enum { INSIDE_KNOWN = 1, INSIDE_CHANGES = 2, INSIDE_REBINDS = 4 };

static uint8_t uses_inside(struct py_facts *f, uint32_t symbol)
{
    uint32_t scope = f->scopes->symbols[symbol].scope;
    uint32_t node = f->scopes->scopes[scope].node;
    uint32_t owner = f->tree->nodes[node].kind == PY_FunctionDef ||
                     f->tree->nodes[node].kind == PY_AsyncFunctionDef
                         ? node : py_function_of(f->tree, node);

    if (f->inside[symbol] != 0)
        return f->inside[symbol];
    f->inside[symbol] = INSIDE_KNOWN;
    for (uint32_t use = f->uses_head[symbol]; use != 0; use = f->uses_next[use]) {
        if (py_function_of(f->tree, use) == owner)
            continue;
        if (f->tree->nodes[use].op != PY_LOAD)
            f->inside[symbol] |= INSIDE_REBINDS | INSIDE_CHANGES;
        else if (!only_reads(f, use))
            f->inside[symbol] |= INSIDE_CHANGES;
    }
    for (uint32_t n = f->binders_head[symbol]; n != 0; n = f->uses_next[n])
        if (f->tree->nodes[n].kind != PY_arg && py_function_of(f->tree, n) != owner)
            f->inside[symbol] |= INSIDE_REBINDS | INSIDE_CHANGES; /* nonlocal x; def x(): … */
    return f->inside[symbol];
}

bool only_read_inside(struct py_facts *f, uint32_t symbol)
{
    return !(uses_inside(f, symbol) & INSIDE_CHANGES);
}

bool py_is_rebound_elsewhere(struct py_facts *f, uint32_t symbol)
{
    return (uses_inside(f, symbol) & INSIDE_REBINDS) != 0;
}

str function_name(struct py_facts *f, uint32_t call)
{
    str text = py_text(f->tree, py_child(f->tree, call, PY_F_func));

    return text.len > 60 ? S("a computed function") : text;
}

uint32_t py_callee(struct py_facts *f, uint32_t call)
{
    uint32_t def = resolve_function(f, py_child(f->tree, call, PY_F_func));

    return def != 0 && f->tree->nodes[def].kind == PY_FunctionDef ? def : 0;
}

uint32_t py_coroutine(struct py_facts *f, uint32_t call)
{
    return resolve_coroutine(f, py_child(f->tree, call, PY_F_func));
}

bool py_bound_once(struct py_facts *f, uint32_t def)
{
    const struct definition *d = definition_at(f, def);

    return d != NULL && d->bound_once;
}

bool py_names_trusted(const struct py_facts *f)
{
    return !f->dynamic;
}

/* Depth-first over sure calls, each definition visited once. */
static bool reaches(struct py_facts *f, uint32_t from, uint32_t target, uint8_t *seen,
                    uint32_t depth)
{
    for (uint32_t i = from + 1; i < f->tree->nodes[from].extent; i++) {
        uint32_t callee = f->tree->nodes[i].kind == PY_Call ? py_callee(f, i) : 0;

        if (callee == 0)
            continue;
        if (callee == target)
            return true;
        if (depth == 0 || seen[f->definition_of[callee]])
            continue;
        seen[f->definition_of[callee]] = 1;
        if (reaches(f, callee, target, seen, depth - 1))
            return true;
    }
    return false;
}

/* Bounded: a cycle through more than 8 functions is not looked for. */
bool py_is_recursive(struct py_facts *f, uint32_t def)
{
    struct definition *d = definition_at(f, def);

    if (d == NULL || f->tree->nodes[def].kind == PY_ClassDef)
        return false;
    return reaches(f, def, def, ARENA_ARRAY(f->arena, uint8_t, f->definition_count + 1), 8);
}
