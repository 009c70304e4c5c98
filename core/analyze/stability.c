/*
 * stability.c — does a loop leave a list and the keys of its items alone?
 *
 * The facts answer for an object as a whole; a loop that books amounts into the rows of a table
 * would count as changing the table. Here the question is narrower: does the list keep its
 * items (it may grow at its end), and does what a path reads in
 * an item stay the same? Every statement that can change an object is looked at:
 *  - a store under a constant text key changes no list, and no other key of a dict;
 *  - a store of an attribute changes no other attribute, no list and no dict;
 *  - a list, dict or set that this function made and never handed on is nobody else's object;
 *  - one that this round of the loop made is not the list, nor in it unless the list grows, wherever else it is put;
 *  - an item of the list that grows at its end, or gets something at another position, keeps what stands at the front;
 *  - a call does what the facts say about it; methods by whose name builtin types only read are
 * taken for such, as are the operators: that is what the condition's note on unknown types is
 * about;
 *  - anything else that changes an object may change the list.
 * lists_stay() asks the same for a list that stands somewhere inside other objects, read by a path: there
 * items of lists are lists that may be meant, so only objects made here and not handed on may change.
 */
#include "analyze_internal.h"

struct watch {
    struct job *job;
    const struct py_module *module;
    const struct py_tree *t;
    uint32_t rows;                /* the Name whose list has to stay, 0: only the path is asked for */
    const struct scan_path *path; /* what is read in its items */
    bool grows;                   /* found an append to it */
    uint32_t loop;                /* whose rounds make objects: the For, While or comprehension that is looked at, or one around it */
    bool made_here;               /* found a change of an object that a round of the loop made */
    bool contents;                /* what has to stay is the list that the path leads to, whoever else holds it */
    uint32_t place;               /* `contents`: the statement in front of which it was looked at */
};

static bool is_named(const char *const *names, str name)
{
    for (; *names; names++)
        if (str_equal(name, str_from(*names)))
            return true;
    return false;
}

static bool is_rows(const struct watch *w, uint32_t node)
{
    return w->rows && w->t->nodes[node].kind == PY_Name &&
           w->t->nodes[node].name == w->t->nodes[w->rows].name &&
           py_binding(w->module, node) == py_binding(w->module, w->rows);
}

/* ---- objects made in front of the loop, or in its rounds ------------------------------------- */

/* A statement in front of this one, in its block or one around it inside the loop, binds the name. */
static bool is_bound_in_round(const struct watch *w, uint32_t name)
{
    for (uint32_t at = py_statement_of(w->t, name); at != w->loop && at != 0; at = w->t->nodes[at].parent) {
        uint32_t parent = w->t->nodes[at].parent;

        for (uint32_t s = py_child(w->t, parent, (enum py_field) w->t->nodes[at].field); s && s != at;
             s = py_next_in(w->t, parent, s)) {
            uint32_t target = py_child(w->t, s, w->t->nodes[s].kind == PY_Assign ? PY_F_targets : PY_F_target);

            if ((w->t->nodes[s].kind == PY_Assign || w->t->nodes[s].kind == PY_AnnAssign) &&
                w->t->nodes[target].kind == PY_Name && w->t->nodes[target].name == w->t->nodes[name].name)
                return true;
        }
    }
    return false;
}

/* The object was made in this round of the loop: it is younger than the list and what stands in it. */
static bool is_made_here(struct watch *w, uint32_t name)
{
    const struct py_scopes *scopes = py_scopes(w->module);
    uint32_t symbol = py_binding(w->module, name);
    const struct py_scope *owner = symbol == UINT32_MAX ? NULL : &scopes->scopes[scopes->symbols[symbol].scope];

    if (!w->rows || !owner || !py_is_own_variable(w->module, symbol) ||
        (scopes->symbols[symbol].flags & PY_SYM_PARAMETER) ||
        is_bound_unnamed(w->job, owner->node, w->t->nodes[name].name) || !is_bound_in_round(w, name))
        return false;
    for (uint32_t n = 1; n < w->t->count; n++) {
        bool stored = w->t->nodes[n].kind == PY_Name && w->t->nodes[n].op != PY_LOAD &&
                      w->t->nodes[n].name == w->t->nodes[name].name && py_binding(w->module, n) == symbol;

        if (stored && !(py_inside(w->t, n, w->loop) && binds_new(w->job, n)))
            return false;
    }
    w->made_here = true;
    return true;
}

/* The last `name = …` in front of the place, in its block or one that an `if` leads to it from; 0 when there is none. */
static uint32_t made_before(const struct watch *w, uint32_t name)
{
    uint32_t made = 0;

    for (uint32_t at = w->place, parent; !made; at = parent) {
        parent = w->t->nodes[at].parent;
        for (uint32_t s = py_child(w->t, parent, (enum py_field) w->t->nodes[at].field); s && s != at;
             s = py_next_in(w->t, parent, s)) {
            uint32_t target = w->t->nodes[s].kind == PY_Assign ? py_child(w->t, s, PY_F_targets) : 0;

            if (target && w->t->nodes[target].kind == PY_Name && w->t->nodes[target].name == w->t->nodes[name].name)
                made = s;
        }
        if (w->t->nodes[parent].kind != PY_If)
            break;
    }
    return made;
}

/* Its object was made in front of the place, and nothing hands it on from there to the loop's end. */
static bool is_new_here(const struct watch *w, uint32_t name)
{
    uint32_t symbol = py_binding(w->module, name), made = made_before(w, name);

    if (symbol == UINT32_MAX || !py_is_own_variable(w->module, symbol))
        return false;
    const struct py_scope *owner = &py_scopes(w->module)->scopes[py_scopes(w->module)->symbols[symbol].scope];
    if (!made || is_bound_unnamed(w->job, owner->node, w->t->nodes[name].name))
        return false;
    for (uint32_t n = 1; n < w->t->count; n++) {
        bool same = w->t->nodes[n].kind == PY_Name && w->t->nodes[n].name == w->t->nodes[name].name &&
                    py_binding(w->module, n) == symbol;
        bool between = n >= made && n < w->t->nodes[w->loop].extent;

        if (same && !runs_in(w->job, n, owner->node))
            return false;
        if (same && between && !(w->t->nodes[n].op == PY_LOAD ? keeps_hold(w->job, n) : binds_new(w->job, n)))
            return false;
    }
    return true;
}

static bool is_other_own(struct watch *w, uint32_t node)
{
    if (w->t->nodes[node].kind != PY_Name || is_rows(w, node))
        return false;
    if (w->contents)
        return w->t->nodes[node].name != w->t->nodes[w->path->base].name &&
               (is_own_object(w->job, node) || is_new_here(w, node));
    return is_own_object(w->job, node) || is_made_here(w, node);
}

/* ---- items of the list --------------------------------------------------------------------- */

/* A Name that is nothing but the variable of loops over the list. */
static bool is_item(const struct watch *w, uint32_t name)
{
    uint32_t symbol = w->t->nodes[name].kind == PY_Name ? py_binding(w->module, name) : UINT32_MAX;

    if (symbol == UINT32_MAX || (py_scopes(w->module)->symbols[symbol].flags & PY_SYM_PARAMETER))
        return false;
    for (uint32_t n = 1; n < w->t->count; n++) {
        uint32_t loop = w->t->nodes[n].parent;

        if (w->t->nodes[n].kind == PY_Name && w->t->nodes[n].op != PY_LOAD &&
            w->t->nodes[n].name == w->t->nodes[name].name && py_binding(w->module, n) == symbol &&
            (w->t->nodes[loop].kind != PY_For || !is_rows(w, py_child(w->t, loop, PY_F_iter))))
            return false;
    }
    return true;
}

/* What stands at this position from the front may be read by the path; any position at all for -1. */
static bool reads_position(const struct watch *w, int64_t place)
{
    for (uint32_t i = 0; i < w->path->count; i++) {
        const struct scan_step *s = &w->path->steps[i];
        int64_t read = s->place;
        str text;

        if (s->kind != SCAN_ITEM || (s->node && py_str_value(w->t, s->node, w->job->arena, &text)))
            continue;
        if ((s->node && !py_int_value(w->t, s->node, &read)) || read == place)
            return true; /* a negative or computed position, or this one */
    }
    return false;
}

/* An object other than the list: its own item. (That the list does not hold itself, the table's maker looks at.) */
static bool is_beside(const struct watch *w, uint32_t name)
{
    return !w->contents && (w->rows == 0 || (w->path->count > 0 && is_item(w, name)));
}

/* item[1] = …, where item[0] is the key. */
static bool stores_beside_key(const struct watch *w, uint32_t subscript)
{
    int64_t place;

    return is_beside(w, py_child(w->t, subscript, PY_F_value)) &&
           py_int_value(w->t, py_child(w->t, subscript, PY_F_slice), &place) && place >= 0 && !reads_position(w, place);
}

/* ---- stores --------------------------------------------------------------------------------
 */

/* A step of the path that may be the item stored under this constant text. */
static bool reads_item(const struct watch *w, uint32_t text)
{
    for (uint32_t i = 0; i < w->path->count; i++) {
        const struct scan_step *s = &w->path->steps[i];
        bool constant = s->node && w->t->nodes[s->node].kind == PY_Constant;
        int64_t ignored;
        str stored, read;

        if (s->kind == SCAN_ATTRIBUTE && py_str_value(w->t, text, w->job->arena, &stored) &&
            str_equal(stored, py_name(w->t, s->node)))
            return true; /* the dict may be what holds an object's attributes */
        if (s->kind != SCAN_ITEM || !s->node ||
            (constant && py_int_value(w->t, s->node, &ignored)) ||
            w->t->nodes[s->node].kind == PY_UnaryOp)
            continue;
        if (!constant || !py_str_value(w->t, s->node, w->job->arena, &read) ||
            !py_str_value(w->t, text, w->job->arena, &stored) || str_equal(read, stored))
            return true;
    }
    return false;
}

/* `name = …` in a class, or Class.name = … */
static bool binds_in_class(const struct watch *w, uint32_t node, str name)
{
    uint32_t base = py_child(w->t, node, PY_F_value);

    if (!str_equal(py_name(w->t, node), name) || w->t->nodes[node].op == PY_LOAD)
        return false;
    if (w->t->nodes[node].kind == PY_Name)
        return w->t->nodes[w->t->nodes[py_statement_of(w->t, node)].parent].kind == PY_ClassDef;
    for (uint32_t n = 1; w->t->nodes[node].kind == PY_Attribute && w->t->nodes[base].kind == PY_Name && n < w->t->count; n++)
        if (w->t->nodes[n].kind == PY_ClassDef && w->t->nodes[n].name == w->t->nodes[base].name)
            return true;
    return false;
}

static bool is_bound_in_class(const struct watch *w, str name)
{
    for (uint32_t n = 1; n < w->t->count; n++)
        if (binds_in_class(w, n, name))
            return true;
    return false;
}

/* A class of the module defines the method, or the property; `decorated`, a `def` counts only when a decorator makes something
 * else of it. */
static bool defines_method(const struct watch *w, str name, bool decorated)
{
    if (is_bound_in_class(w, name))
        return true;
    for (uint32_t n = 1; n < w->t->count; n++)
        if (w->t->nodes[n].kind == PY_FunctionDef && w->t->nodes[w->t->nodes[n].parent].kind == PY_ClassDef &&
            str_equal(py_name(w->t, n), name) && (!decorated || py_child(w->t, n, PY_F_decorator_list)))
            return true;
    return false;
}

static bool store_is_harmless(struct watch *w, uint32_t subscript)
{
    uint32_t slice = py_child(w->t, subscript, PY_F_slice);
    bool text = w->t->nodes[slice].kind == PY_Constant && w->t->nodes[slice].op == PY_CONST_STR;

    if (defines_method(w, S("__setitem__"), false))
        return false;
    if (is_other_own(w, py_child(w->t, subscript, PY_F_value)) || (text && !reads_item(w, slice)))
        return true;
    /* What is taken out of a list moves all that stands behind it. */
    return w->t->nodes[subscript].op != PY_DEL && stores_beside_key(w, subscript);
}

static bool attribute_is_harmless(const struct watch *w, uint32_t attribute)
{
    str name = py_name(w->t, attribute);

    if (defines_method(w, name, true) || defines_method(w, S("__setattr__"), false) || defines_method(w, S("__set__"), false))
        return false; /* a setter does what it likes */

    for (uint32_t i = 0; i < w->path->count; i++)
        if (w->path->steps[i].kind == SCAN_ATTRIBUTE &&
            str_equal(py_name(w->t, w->path->steps[i].node), name))
            return false;
    return !str_starts(name, S("__"));
}

/* Every assignment to the name that is no update gives it a number or a text. */
static bool starts_scalar(const struct watch *w, uint32_t name)
{
    uint32_t symbol = py_binding(w->module, name);

    for (uint32_t n = 1; n < w->t->count; n++) {
        uint32_t statement = w->t->nodes[n].parent;

        if (w->t->nodes[n].kind != PY_Name || w->t->nodes[n].op == PY_LOAD ||
            w->t->nodes[statement].kind == PY_AugAssign ||
            w->t->nodes[n].name != w->t->nodes[name].name || py_binding(w->module, n) != symbol)
            continue;
        if (!binds_new(w->job, n) || w->t->nodes[statement].kind != PY_Assign ||
            !py_type_scalar(py_type_of(w->job->facts, py_child(w->t, statement, PY_F_value))))
            return false;
    }
    return symbol != UINT32_MAX &&
           !(py_scopes(w->module)->symbols[symbol].flags & PY_SYM_PARAMETER);
}

/* x += e changes an object in place only if x is no number or text; x[k] |= e gives a dict, which may be an item,
 * other keys. */
static bool update_is_harmless(struct watch *w, uint32_t statement)
{
    uint32_t target = py_child(w->t, statement, PY_F_target);

    py_types added = py_type_of(w->job->facts, py_child(w->t, statement, PY_F_value)).is;
    bool extends = w->t->nodes[statement].op == PY_ADD && w->t->nodes[target].kind != PY_Name &&
                   !(added & PY_T_OBJECT) && (added & ~(py_types) PY_T_SCALAR);

    if (extends && (w->path->sized || reads_position(w, -1)))
        return false; /* x[k] += [e] may make an item longer, or the list: what is read from the front stays */
    w->grows = w->grows || extends;
    if (w->contents && w->t->nodes[target].kind != PY_Name)
        return (w->t->nodes[statement].op == PY_ADD || w->t->nodes[statement].op == PY_SUB) &&
               py_type_within(py_type_of(w->job->facts, py_child(w->t, statement, PY_F_value)), PY_T_BOOL | PY_T_INT | PY_T_FLOAT);
    return (w->t->nodes[target].kind != PY_Name && w->t->nodes[statement].op != PY_BITOR) ||
           py_type_scalar(py_type_of(w->job->facts, target)) || starts_scalar(w, target) ||
           is_other_own(w, target);
}

/* ---- calls ---------------------------------------------------------------------------------
 */

static const char *const reading_methods[] = {
    "get",        "keys",       "values",     "items",        "copy",          "index",
    "count",      "lower",      "upper",      "strip",        "lstrip",        "rstrip",
    "title",      "casefold",   "capitalize", "split",        "rsplit",        "splitlines",
    "join",       "replace",    "startswith", "endswith",     "find",          "rfind",
    "format",     "isdigit",    "isalpha",    "isalnum",      "isspace",       "isupper",
    "islower",    "zfill",      "ljust",      "rjust",        "center",        "encode",
    "decode",     "partition",  "union",      "intersection", "difference",    "issubset",
    "issuperset", "isdisjoint", "isoformat",  "strftime",     "total_seconds", NULL
};
static const char *const changing_methods[] = {
    "append",  "extend", "add",  "insert",  "update",     "setdefault", "pop",     "remove",
    "discard", "clear",  "sort", "reverse", "appendleft", "popleft",    "popitem", NULL
};
static const char *const growing_methods[] = { "append", "extend", NULL };
static const char *const reading_builtins[] = {
    "len",  "print",    "range", "enumerate", "zip",  "sorted",     "sum",
    "min",  "max",      "abs",   "round",     "int",  "float",      "str",
    "bool", "list",     "tuple", "set",       "dict", "isinstance", "any",
    "all",  "reversed", "ord",   "chr",       "repr", "divmod",     NULL
};

#define CHANGES                                                                                     \
    (1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_MUTATES_UNKNOWN | 1u << PY_EFFECT_DYNAMIC |     \
     1u << PY_EFFECT_YIELDS | 1u << PY_EFFECT_MUTATES_PARAMETER | 1u << PY_EFFECT_MUTATES_GLOBAL |  \
     1u << PY_EFFECT_MUTATES_CLOSURE | 1u << PY_EFFECT_REBINDS_GLOBAL | 1u << PY_EFFECT_REBINDS_NONLOCAL)

static bool facts_allow(struct job *job, uint32_t call, uint32_t bad)
{
    struct py_effects effects = { 0 };

    py_effects_in(job->facts, call, &effects);
    return (effects.kinds & bad) == 0;
}

static bool method_is_harmless(struct watch *w, uint32_t func)
{
    uint32_t owner = py_child(w->t, func, PY_F_value);
    str name = py_name(w->t, func);

    if (is_named(reading_methods, name) && !defines_method(w, name, false))
        return true;
    if (is_rows(w, owner) && str_equal(name, S("append"))) {
        w->grows = true;
        return true;
    }
    if (is_named(growing_methods, name) && !w->path->sized && !reads_position(w, -1) && is_beside(w, owner))
        return true; /* the item grows at its end, the key stands at its front */
    return is_named(changing_methods, name) && is_other_own(w, owner) && !defines_method(w, name, false) &&
           (!py_child(w->t, w->t->nodes[func].parent, PY_F_keywords) || facts_allow(w->job, w->t->nodes[func].parent, CHANGES));
}

static bool call_is_harmless(struct watch *w, uint32_t call)
{
    uint32_t func = py_child(w->t, call, PY_F_func);

    if (w->t->nodes[func].kind == PY_Attribute && method_is_harmless(w, func))
        return true;
    if (w->t->nodes[func].kind == PY_Attribute && is_bound_in_class(w, py_name(w->t, func)))
        return false; /* to some function or other */
    if (w->t->nodes[func].kind == PY_Name) {
        for (const char *const *b = reading_builtins; *b; b++)
            if (py_is_builtin(w->module, func, str_from(*b))) /* with a key= that may do anything */
                return !py_child(w->t, call, PY_F_keywords) || facts_allow(w->job, call, CHANGES);
        if (py_is_builtin(w->module, func, S("next")))
            return w->t->nodes[py_child(w->t, call, PY_F_args)].kind == PY_GeneratorExp;
    }
    return facts_allow(w->job, call, CHANGES | 1u << PY_EFFECT_MUTATES_LOCAL | 1u << PY_EFFECT_CONSUMES);
}

/* ---- the question
 * ---------------------------------------------------------------------------- */

static bool is_harmless(struct watch *w, uint32_t n)
{
    const struct py_node *node = &w->t->nodes[n];
    bool stored = node->op != PY_LOAD;

    switch (node->kind) {
    case PY_Name:
        return !stored || !is_rows(w, n);
    case PY_Subscript:
        return !stored || store_is_harmless(w, n);
    case PY_Attribute:
        return !stored || attribute_is_harmless(w, n);
    case PY_AugAssign:
        return update_is_harmless(w, n);
    case PY_Call:
        return call_is_harmless(w, n);
    case PY_NamedExpr:
    case PY_Yield:
    case PY_YieldFrom:
    case PY_Await:
    case PY_FunctionDef:
    case PY_AsyncFunctionDef:
    case PY_ClassDef:
    case PY_Global:
    case PY_Nonlocal:
    case PY_With:
    case PY_AsyncWith:
    case PY_AsyncFor:
    case PY_Import:
    case PY_ImportFrom:
        return false;
    default:
        return true;
    }
}

/* "self.x", "self.x[]" or "self", where x is an attribute that the path reads. */
static bool is_read_part(const struct watch *w, str part, str self)
{
    for (uint32_t i = 0; i < w->path->count; i++) {
        str name = w->path->steps[i].kind == SCAN_ATTRIBUTE ? py_name(w->t, w->path->steps[i].node) : S("");

        if (name.len && str_starts(part, arena_printf(w->job->arena, "%.*s.%.*s", STR_ARG(self), STR_ARG(name))))
            return true;
    }
    return str_equal(part, self);
}

/* Operators, str(), properties: what stands behind them in a class of the module changes the attribute of the object itself. */
static bool changes_itself(const struct watch *w, uint32_t def)
{
    str name = py_name(w->t, def), self;
    bool special = str_starts(name, S("__")) && !str_equal(name, S("__init__"));
    uint32_t decorator = py_child(w->t, def, PY_F_decorator_list);
    bool setter = decorator && w->t->nodes[decorator].kind == PY_Attribute; /* a store, which is looked at by its name */
    str_vec parts = { 0 };

    if (w->t->nodes[w->t->nodes[def].parent].kind != PY_ClassDef || !(special || (decorator && !setter)) ||
        py_parameter_count(w->job->facts, def) == 0)
        return false;
    self = py_name(w->t, py_parameter(w->job->facts, def, 0));
    if (!(py_function(w->job->facts, def)->effects.kinds & (1u << PY_EFFECT_MUTATES_PARAMETER)))
        return false;
    parts_changed(w->job, def, self, &parts);
    for (uint32_t i = 0; i < parts.count; i++)
        if (is_read_part(w, parts.items[i], self))
            return true;
    return false;
}

/* Attributes change only by stores to them: not by text, not by what an operator or a property does unseen. */
static bool attributes_show(const struct watch *w)
{
    static const char *const by_text[] = { "__dict__", "vars", "setattr", "delattr", "__setattr__", NULL };
    bool asked = false;

    for (uint32_t i = 0; i < w->path->count; i++)
        asked = asked || w->path->steps[i].kind == SCAN_ATTRIBUTE;
    if (asked && mentions_any(w->job, by_text))
        return false;
    for (uint32_t n = 1; asked && n < w->t->count; n++) {
        bool made = w->t->nodes[n].kind == PY_Name && w->t->nodes[n].field == PY_F_func &&
                    str_equal(py_name(w->t, n), S("property")); /* of functions by any name */

        if (made || (w->t->nodes[n].kind == PY_FunctionDef && changes_itself(w, n)))
            return false;
    }
    return true;
}

/* Names that the path reads its positions from. */
static bool steps_stay(const struct watch *w, const struct py_loop *l)
{
    for (uint32_t i = 0; i < w->path->count; i++) {
        uint32_t node = w->path->steps[i].node;

        if (w->path->steps[i].kind == SCAN_ITEM && node && w->t->nodes[node].kind == PY_Name &&
            py_name_in(&l->written, w->t->nodes[node].name))
            return false;
    }
    return true;
}

bool keys_stay(struct job *job, uint32_t loop, uint32_t rows, const struct scan_path *path,
               bool *ret_grows)
{
    return keys_stay_within(job, loop, loop, rows, path, ret_grows);
}

bool keys_stay_within(struct job *job, uint32_t loop, uint32_t around, uint32_t rows, const struct scan_path *path,
                      bool *ret_grows)
{
    struct watch w = {
        .job = job, .module = job->module, .t = py_tree(job->module), .rows = rows, .path = path, .loop = around
    };
    const struct py_loop *l = py_loop_at(job->facts, loop);

    if (!l || !steps_stay(&w, l) || !attributes_show(&w))
        return false;
    uint32_t end = py_child(w.t, loop, PY_F_orelse); /* it runs when the loop is over */
    for (uint32_t n = loop + 1; n < (end ? end : w.t->nodes[loop].extent); n++) {
        bool header = l->kind == PY_LOOP_FOR && n < w.t->nodes[l->iterable].extent && n >= l->iterable;

        if (!header && !is_harmless(&w, n))
            return false;
    }
    *ret_grows = w.grows;
    return !(w.grows && w.made_here); /* what was made may stand in the list by now */
}

bool lists_stay(struct job *job, uint32_t loop, const struct scan_path *path)
{
    struct watch w = { .job = job, .module = job->module, .t = py_tree(job->module), .path = path, .loop = loop, .contents = true };
    const struct py_loop *l = py_loop_at(job->facts, loop);

    if (!l || py_name_in(&l->written, w.t->nodes[path->base].name) || !steps_stay(&w, l) ||
        !attributes_show(&w))
        return false;
    w.place = py_is_statement((enum py_kind) w.t->nodes[loop].kind) ? loop : py_statement_of(w.t, loop);
    for (uint32_t n = loop + 1; n < w.t->nodes[loop].extent; n++)
        if (!is_harmless(&w, n))
            return false;
    return true;
}
