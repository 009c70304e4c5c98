/*
 * iterables.c — what a loop runs over is tested before something is looked up ahead of it.
 *
 *     banned_lookup = _hashed(banned) if type(rows) in (list, tuple, …) else banned
 *
 * Advancing anything but a builtin container may run code of the caller's, and that may change the
 * list that a table was made from. iteration.h says which names have to be of which exact type; the
 * test asks for them in front of the loop, without running any code of the user's.
 */
#include "hasten/iteration.h"
#include "transform_internal.h"

static const char *const exact[] = {
    [PY_STEPS_ITEMS] = NULL, /* chosen by what the module passes */
    [PY_STEPS_SIZED] = "list, tuple, dict, str",
    [PY_STEPS_ASKED] = "list, tuple, set, frozenset, dict, str",
    [PY_STEPS_KEYS] = "dict",
    [PY_STEPS_TEXT] = "str",
    [PY_STEPS_INT] = "int",
};

static const struct {
    py_types bit;
    const char *name;
} containers[] = {
    { PY_T_DICT, ", dict" }, { PY_T_SET, ", set" }, { PY_T_RANGE, ", range" }, { PY_T_STR, ", str" },
};

/* Which types the module passes for the parameter that the Name means; everything for other names. It decides
 * what pays, not what is right. */
static py_types passed_for(struct rewriting *rw, uint32_t name)
{
    uint32_t symbol = py_binding(rw->module, name), def = py_function_of(rw->tree, name);
    py_types all = 0;
    if (symbol == UINT32_MAX || !(rw->scopes->symbols[symbol].flags & PY_SYM_PARAMETER))
        return PY_T_ANY;
    for (uint32_t n = 1; n < rw->tree->count; n++) {
        uint32_t argument = rw->tree->nodes[n].kind == PY_Call && py_callee(rw->facts, n) == def
                                ? py_argument(rw->facts, n, def, rw->tree->nodes[name].name) : 0;
        py_types is = argument ? py_type_of(rw->facts, argument).is : 0;
        all |= is & PY_T_OBJECT ? 0 : is;
    }
    return all;
}

/* "list, tuple, set" */
static str container_names(struct rewriting *rw, const struct py_iteration *steps)
{
    py_types passed = 0;
    str names = S("list, tuple");
    for (uint32_t i = 0; i < steps->count; i++)
        passed |= steps->names[i].as == PY_STEPS_ITEMS ? passed_for(rw, steps->names[i].name) : 0;
    for (size_t i = 0; i < ARRAY_LEN(containers); i++)
        if (passed & containers[i].bit)
            names = arena_printf(rw->arena, "%.*s%s", STR_ARG(names), containers[i].name);
    return names;
}

struct watched watch(struct rewriting *rw, uint32_t container)
{
    struct watched w = { .confined = py_unreachable(rw->facts, container) };
    w.tested[w.count++] = container;
    return w;
}

static bool is_tested(const struct rewriting *rw, const struct watched *w, uint32_t name)
{
    for (uint32_t i = 0; i < w->count; i++)
        if (py_binding(rw->module, w->tested[i]) == py_binding(rw->module, name))
            return true;
    return false;
}

static void read_names(struct rewriting *rw, uint32_t loop, const struct watched *w,
                       struct py_iteration *ret)
{
    uint32_t kept = 0;
    *ret = (struct py_iteration){ 0 };
    if (w->confined)
        return;
    py_iteration(rw->facts, loop, ret);
    for (uint32_t i = 0; i < ret->count; i++)
        if (!is_tested(rw, w, ret->names[i].name))
            ret->names[kept++] = ret->names[i];
    ret->count = kept;
}

bool can_test_iterables(struct rewriting *rw, uint32_t loop, uint32_t statement,
                        const struct watched *w, str *ret_why)
{
    static const char *const builtins[] = { "type", "list",  "tuple", "dict", "set",
                                            "str",  "range", "int",   "frozenset", NULL };
    struct py_iteration steps;
    read_names(rw, loop, w, &steps);
    if ((steps.count || steps.header) && shadows_builtin(rw, statement, builtins))
        return refuse(ret_why, "the module rebinds a builtin that the rewrite needs");
    if (steps.header && !on_one_line(rw, steps.header))
        return refuse(ret_why, "what the loop runs over is written over several lines");
    for (uint32_t i = 0; i < steps.count; i++)
        if (!surely_bound(rw, steps.names[i].name, statement))
            return refuse(ret_why, "what the loop runs over may have no value yet in front of it");
    return true;
}

/* "type(a), type(b)" of the names that have to be of that kind. */
static str types_of(struct rewriting *rw, const struct py_iteration *steps, enum py_stepped as, uint32_t *ret_count)
{
    str all = S("");
    *ret_count = 0;
    for (uint32_t i = 0; i < steps->count; i++)
        if (steps->names[i].as == as)
            all = arena_printf(rw->arena, "%.*s%stype(%.*s)", STR_ARG(all), (*ret_count)++ ? ", " : "",
                               STR_ARG(text_of(rw, steps->names[i].name)));
    return all;
}

/* "items" of self.items, "friends_item" of friends[a] */
static str header_name(struct rewriting *rw, uint32_t header)
{
    const struct py_tree *t = rw->tree;
    uint32_t base = py_child(t, header, PY_F_value);
    str name = t->nodes[header].kind == PY_Attribute ? py_name(t, header)
               : t->nodes[base].kind == PY_Name ? arena_printf(rw->arena, "%.*s_item", STR_ARG(py_name(t, base))) : S("rows");
    return fresh_local(rw, py_function_of(t, header), name);
}

bool looks_up_iterable(struct rewriting *rw, uint32_t loop, const struct watched *w)
{
    struct py_iteration steps;
    read_names(rw, loop, w, &steps);
    return steps.header != 0;
}

void bind_iterable(struct rewriting *rw, struct candidate *c, uint32_t loop, uint32_t statement, const struct watched *w)
{
    struct py_iteration steps;
    read_names(rw, loop, w, &steps);
    if (!steps.header)
        return;
    str name = header_name(rw, steps.header);
    insert_before(rw, c, statement, arena_printf(rw->arena, "%.*s = %.*s\n", STR_ARG(name), STR_ARG(text_of(rw, steps.header))));
    add_edit(rw, c, rw->tree->nodes[steps.header].start, rw->tree->nodes[steps.header].end, name);
}

str iterables_test(struct rewriting *rw, uint32_t loop, const struct watched *w)
{
    struct py_iteration steps;
    str all = S("");
    read_names(rw, loop, w, &steps);
    if (steps.header)
        all = arena_printf(rw->arena, "type(%.*s) in (list, tuple, dict, set)", STR_ARG(header_name(rw, steps.header)));
    for (uint32_t as = 0; as < ARRAY_LEN(exact); as++) {
        uint32_t count;
        str types = types_of(rw, &steps, (enum py_stepped) as, &count);
        str wanted = exact[as] ? str_from(exact[as]) : container_names(rw, &steps);
        str test = arena_printf(rw->arena, count > 1              ? "{%.*s} <= {%.*s}"
                                           : as >= PY_STEPS_KEYS ? "%.*s is %.*s"
                                                                  : "%.*s in (%.*s)",
                                STR_ARG(types), STR_ARG(wanted));
        if (count)
            all = arena_printf(rw->arena, "%.*s%s%.*s", STR_ARG(all), all.len ? " and " : "", STR_ARG(test));
    }
    return all;
}

void claim_iterables(struct rewriting *rw, struct candidate *c, const struct finding *f, const struct watched *w)
{
    struct py_iteration steps;
    read_names(rw, f->node, w, &steps);
    if ((steps.count || steps.header) && !steps.unseen)
        add_condition(rw, c, "iterables_builtin", false, CERTAINTY_NEEDS_GUARD, f->line,
                      "the exact types of what the loop runs over are tested in front of it");
}

str if_iterables_are_builtin(struct rewriting *rw, uint32_t loop, const struct watched *w, str made,
                             str otherwise)
{
    str test = iterables_test(rw, loop, w);
    return test.len ? arena_printf(rw->arena, "%.*s if %.*s else %.*s", STR_ARG(made), STR_ARG(test),
                                   STR_ARG(otherwise))
                    : made;
}
