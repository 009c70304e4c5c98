/*
 * scope_resolve.c — what each name means: the second pass of CPython's Python/symtable.c.
 *
 * The uses are sorted by scope and name (two counting sorts, linear), and those that agree
 * become one symbol; a scope's symbols are therefore contiguous and sorted by name. Then the
 * scopes are entered from the outside in with an environment that says, per name, which symbol an
 * inner function would find: that of the nearest enclosing function that binds it, or none
 * after a `global`. Class scopes put nothing into it but the implicit __class__ cell. Leaving
 * a scope undoes its entries, so the pass is linear whatever the nesting.
 */
#include <string.h>

#include "scope_internal.h"

#define NO_SYMBOL UINT32_MAX
#define CLASS_CELL (UINT32_MAX - 1) /* in the environment: the implicit __class__ */

#define BOUND (PY_SYM_PARAMETER | PY_SYM_ASSIGNED | PY_SYM_IMPORTED | PY_SYM_BOUND_INSIDE)

struct undo {
    uint32_t name, symbol;
};

struct resolver {
    struct arena *arena;
    struct py_scope *scopes;
    struct py_symbol *symbols;
    uint32_t symbol_count;
    uint32_t *symbol_of;
    const struct py_tree *tree;
    const struct names *names; /* interned; the tree gets them when there are no more to come */
    uint32_t *visible; /* per name: symbol, NO_SYMBOL or CLASS_CELL */
    VEC(struct undo) undo;
    VEC(uint32_t) marks; /* per scope that we are in: undo.count when it was entered */
};

/* ---- grouping ------------------------------------------------------------------------------------- */

/* Stable counting sort of `from` into `to` by the uint32 at `offset` of each use. */
static void sort_uses(struct arena *arena, const struct use *from, struct use *to,
                      uint32_t count, size_t offset, uint32_t keys)
{
    uint32_t *starts = ARENA_ARRAY(arena, uint32_t, keys + 1);
    uint32_t key;

    for (uint32_t i = 0; i < count; i++) {
        memcpy(&key, (const char *) &from[i] + offset, sizeof(key));
        starts[key + 1]++;
    }
    for (uint32_t k = 1; k < keys; k++)
        starts[k] += starts[k - 1];
    for (uint32_t i = 0; i < count; i++) {
        memcpy(&key, (const char *) &from[i] + offset, sizeof(key));
        to[starts[key]++] = from[i];
    }
}

static struct use *sorted_uses(struct scope_builder *b)
{
    struct arena *arena = b->module->arena;
    uint32_t count = b->uses.count;
    struct use *by_name = ARENA_ARRAY(arena, struct use, count);
    struct use *sorted = ARENA_ARRAY(arena, struct use, count);

    sort_uses(arena, b->uses.items, by_name, count, offsetof(struct use, name),
              b->module->names.list.count);
    sort_uses(arena, by_name, sorted, count, offsetof(struct use, scope), b->scopes.count);
    return sorted;
}

static void add_use(struct resolver *r, const struct use *use)
{
    struct py_symbol *last = r->symbol_count > 0 ? &r->symbols[r->symbol_count - 1] : NULL;

    if (last == NULL || last->scope != use->scope || last->name != use->name) {
        struct py_scope *scope = &r->scopes[use->scope];

        if (scope->symbol_count++ == 0)
            scope->first_symbol = r->symbol_count;
        last = &r->symbols[r->symbol_count++];
        *last = (struct py_symbol){ .name = use->name, .scope = use->scope,
                                    .owner = NO_SYMBOL };
    }
    last->flags |= use->flags;
    if (use->node != PY_NO_NODE)
        r->symbol_of[use->node] = r->symbol_count - 1;
}

/* ---- resolution -------------------------------------------------------------------------------------- */

bool py_takes_every_item(str builtin)
{
    static const str takers[] = { S_INIT("sum"),    S_INIT("any"),  S_INIT("all"),   S_INIT("min"),
                                  S_INIT("max"),    S_INIT("sorted"), S_INIT("list"), S_INIT("tuple"),
                                  S_INIT("set"),    S_INIT("frozenset"), S_INIT("dict") };

    for (size_t i = 0; i < ARRAY_LEN(takers); i++)
        if (str_equal(builtin, takers[i]))
            return true;
    return false;
}

/* The module's symbol, NO_SYMBOL when nothing there binds the name. */
static uint32_t bound_by_module(const struct resolver *r, uint32_t name)
{
    const struct py_scope *module = &r->scopes[0];
    uint32_t low = module->first_symbol, high = low + module->symbol_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (r->symbols[middle].name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low < module->first_symbol + module->symbol_count && r->symbols[low].name == name &&
                   (r->symbols[low].flags & BOUND)
               ? low
               : NO_SYMBOL;
}

/* The generator expression is all that a builtin gets, and the builtin takes every item before it returns. */
static bool is_used_up(const struct resolver *r, uint32_t generator)
{
    uint32_t call = r->tree->nodes[generator].parent, function = py_child(r->tree, call, PY_F_func);
    const struct py_node *name = &r->tree->nodes[function];

    if (r->tree->nodes[call].kind != PY_Call || r->tree->nodes[generator].field != PY_F_args ||
        name->kind != PY_Name || r->scopes[0].dynamic || r->visible[name->name] != NO_SYMBOL ||
        bound_by_module(r, name->name) != NO_SYMBOL)
        return false;
    return py_takes_every_item(r->names->list.items[name->name]);
}

/* The scope, and those between it and `owner`, are comprehensions that run where they stand. */
static bool runs_in_place(const struct resolver *r, uint32_t scope, uint32_t owner)
{
    for (; scope != owner; scope = r->scopes[scope].parent)
        if (r->scopes[scope].kind != PY_SCOPE_COMPREHENSION ||
            (r->tree->nodes[r->scopes[scope].node].kind == PY_GeneratorExp &&
             !is_used_up(r, r->scopes[scope].node)))
            return false;
    return true;
}

static void note_reference(struct resolver *r, const struct py_symbol *symbol)
{
    struct py_symbol *owner = &r->symbols[symbol->owner];

    if (!runs_in_place(r, symbol->scope, owner->scope))
        owner->flags |= PY_SYM_DEFERRED;
}

static void resolve_global(struct resolver *r, struct py_symbol *symbol)
{
    symbol->flags |= PY_SYM_GLOBAL;
    symbol->owner = bound_by_module(r, symbol->name);
    if (symbol->owner != NO_SYMBOL)
        note_reference(r, symbol);
}

static void resolve(struct resolver *r, uint32_t index)
{
    struct py_symbol *symbol = &r->symbols[index];
    uint32_t outer = r->visible[symbol->name];
    bool declared = symbol->flags & (PY_SYM_GLOBAL_DECL | PY_SYM_NONLOCAL_DECL);

    /* An assignment expression in a comprehension, of a name that the function declares
     * global. */
    if ((symbol->flags & PY_SYM_NONLOCAL_DECL) && outer == NO_SYMBOL)
        symbol->flags ^= PY_SYM_NONLOCAL_DECL | PY_SYM_GLOBAL_DECL;
    if ((symbol->flags & BOUND) && (!declared || symbol->scope == 0)) {
        symbol->flags |= PY_SYM_LOCAL;
        symbol->owner = index;
    } else if ((symbol->flags & PY_SYM_GLOBAL_DECL) || outer == NO_SYMBOL) {
        resolve_global(r, symbol);
    } else if (outer == CLASS_CELL) {
        symbol->flags |= PY_SYM_FREE;
    } else {
        symbol->flags |= PY_SYM_FREE;
        symbol->owner = outer;
        r->symbols[outer].flags |= PY_SYM_CELL;
        note_reference(r, symbol);
    }
}

static void show(struct resolver *r, uint32_t name, uint32_t symbol)
{
    *VEC_PUSH(r->arena, &r->undo) = (struct undo){ name, r->visible[name] };
    r->visible[name] = symbol;
}

/* Makes the scope's own names visible to the scopes inside it. */
static void show_symbols(struct resolver *r, const struct py_scope *scope)
{
    for (uint32_t i = 0; i < scope->symbol_count; i++) {
        uint32_t index = scope->first_symbol + i;

        if (r->symbols[index].flags & PY_SYM_LOCAL)
            show(r, r->symbols[index].name, index);
        else if (r->symbols[index].flags & PY_SYM_GLOBAL_DECL)
            show(r, r->symbols[index].name, NO_SYMBOL);
    }
}

static void leave_scope(struct resolver *r)
{
    uint32_t mark = r->marks.items[--r->marks.count];

    while (r->undo.count > mark) {
        struct undo undo = r->undo.items[--r->undo.count];

        r->visible[undo.name] = undo.symbol;
    }
}

static void enter_scope(struct resolver *r, uint32_t index, uint32_t class_cell)
{
    const struct py_scope *scope = &r->scopes[index];

    for (uint32_t i = 0; i < scope->symbol_count; i++)
        resolve(r, scope->first_symbol + i);
    *VEC_PUSH(r->arena, &r->marks) = r->undo.count;
    if (scope_is_function(scope->kind))
        show_symbols(r, scope);
    else if (scope->kind == PY_SCOPE_CLASS)
        show(r, class_cell, CLASS_CELL);
}

/*
 * Depth first over the tree of scopes. The order of the scopes themselves will not do: the
 * lambda in a default stands behind the function that it is outside of.
 */
static void resolve_scopes(struct resolver *r, uint32_t count, uint32_t class_cell)
{
    uint32_t *first = ARENA_ARRAY(r->arena, uint32_t, count); /* inner scope, 0 for none */
    uint32_t *next = ARENA_ARRAY(r->arena, uint32_t, count);  /* sibling, 0 for none */
    uint32_t s = 0;

    for (uint32_t i = count; i-- > 1;) {
        next[i] = first[r->scopes[i].parent];
        first[r->scopes[i].parent] = i;
    }
    enter_scope(r, 0, class_cell);
    do {
        if (first[s] != 0) {
            s = first[s];
        } else {
            for (leave_scope(r); s != 0 && next[s] == 0; leave_scope(r))
                s = r->scopes[s].parent;
            s = s == 0 ? 0 : next[s];
        }
        if (s != 0)
            enter_scope(r, s, class_cell);
    } while (s != 0);
}

void scope_resolve(struct scope_builder *b)
{
    struct py_module *module = b->module;
    struct arena *arena = module->arena;
    struct resolver r = { .arena = arena, .scopes = b->scopes.items, .tree = &module->tree,
                          .names = &module->names };
    struct use *uses = sorted_uses(b);

    r.symbols = ARENA_ARRAY(arena, struct py_symbol, b->uses.count + 1);
    r.symbol_of = ARENA_ARRAY(arena, uint32_t, module->tree.count);
    r.visible = ARENA_ARRAY(arena, uint32_t, module->names.list.count);
    memset(r.symbol_of, 0xff, sizeof(uint32_t) * module->tree.count);
    memset(r.visible, 0xff, sizeof(uint32_t) * module->names.list.count);
    for (uint32_t i = 0; i < b->uses.count; i++)
        add_use(&r, &uses[i]);
    resolve_scopes(&r, b->scopes.count, b->class_cell);
    module->scopes = (struct py_scopes){
        .scopes = r.scopes, .scope_count = b->scopes.count, .symbols = r.symbols,
        .symbol_count = r.symbol_count, .scope_of = b->scope_of, .symbol_of = r.symbol_of
    };
}

/* ---- queries -------------------------------------------------------------------------------------------- */

uint32_t py_symbol_named(const struct py_module *module, uint32_t scope, uint32_t name)
{
    const struct py_scope *s = &module->scopes.scopes[scope];
    uint32_t low = s->first_symbol, high = low + s->symbol_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (module->scopes.symbols[middle].name < name)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->first_symbol + s->symbol_count && module->scopes.symbols[low].name == name
               ? low
               : NO_SYMBOL;
}

uint32_t py_binding(const struct py_module *module, uint32_t name_node)
{
    uint32_t symbol = module->scopes.symbol_of[name_node];

    return symbol == NO_SYMBOL ? NO_SYMBOL : module->scopes.symbols[symbol].owner;
}

bool py_is_own_variable(const struct py_module *module, uint32_t index)
{
    const struct py_symbol *symbol = &module->scopes.symbols[index];
    const struct py_scope *scope = &module->scopes.scopes[symbol->scope];

    return (scope->kind == PY_SCOPE_FUNCTION || (scope->kind == PY_SCOPE_MODULE && !scope->reached_by_text)) &&
           !scope->dynamic && !(symbol->flags & PY_SYM_DEFERRED);
}

bool py_is_builtin(const struct py_module *module, uint32_t name_node, str name)
{
    const struct py_node *node = &module->tree.nodes[name_node];
    uint32_t symbol = module->scopes.symbol_of[name_node];

    return node->kind == PY_Name && node->op == PY_LOAD && symbol != NO_SYMBOL &&
           (module->scopes.symbols[symbol].flags & PY_SYM_GLOBAL) &&
           module->scopes.symbols[symbol].owner == NO_SYMBOL &&
           !module->scopes.scopes[0].dynamic && str_equal(py_name(&module->tree, name_node), name);
}
