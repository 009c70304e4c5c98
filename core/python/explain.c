/*
 * explain.c — the sentences of the blockers. Each one names what stands in the source; an edit
 * is named only when it would remove the blocker.
 */
#include "explain.h"

/* ---- effects ------------------------------------------------------------------------ */

/* The call is of a method whose object has an unknown type. */
static bool is_method_call(const struct py_facts *f, const struct py_effect *e)
{
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, e->node, PY_F_func);

    return t->nodes[e->node].kind == PY_Call && t->nodes[func].kind == PY_Attribute;
}

static bool is_local_call(const struct py_facts *f, const struct py_effect *e)
{
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, e->node, PY_F_func);

    return t->nodes[e->node].kind == PY_Call && t->nodes[func].kind == PY_Name &&
           py_binding(f->module, func) != UINT32_MAX;
}

static str explain_unknown_call(struct py_facts *f, const struct py_effect *e)
{
    if (f->dynamic)
        return arena_printf(
            f->arena,
            "each iteration calls '%.*s', and a star import, exec(), eval() or globals() "
            "may have bound that name to anything",
            STR_ARG(e->name));
    if (is_method_call(f, e))
        return arena_printf(
            f->arena,
            "each iteration calls '%.*s' of an object whose type is not known; it may "
            "do anything",
            STR_ARG(e->name));
    return arena_printf(
        f->arena, "each iteration calls '%.*s', whose code cannot be seen; it may do anything",
        STR_ARG(e->name));
}

str explain_effect(struct py_facts *f, const struct py_effect *e)
{
    switch (e->kind) {
    case PY_EFFECT_UNKNOWN_CALL:
        return explain_unknown_call(f, e);
    case PY_EFFECT_USER_OPERATOR:
        return S("an operator is applied to a value of unknown type; if that is an object with "
                 "methods of its "
                 "own, they run");
    case PY_EFFECT_USER_ATTRIBUTE:
        return arena_printf(
            f->arena,
            "'%.*s' is looked up in a value of unknown type; if it is a property, its "
            "code runs",
            STR_ARG(e->name));
    default:
        return arena_printf(f->arena, "each iteration %s%s%.*s%s", py_effect_text(e->kind),
                            e->name.len ? " ('" : "", STR_ARG(e->name),
                            e->name.len ? "')" : "");
    }
}

static str unlock_unknown_call(struct py_facts *f, const struct py_effect *e)
{
    if (f->dynamic)
        return S("import the names you need instead of '*', and do without exec(), eval() and "
                 "globals()");
    if (is_method_call(f, e))
        return S("make the type of the object known where it is made or checked: a display, "
                 "list(...), isinstance");
    if (is_local_call(f, e))
        return arena_printf(
            f->arena,
            "call a function of this module by its own name instead of through '%.*s'",
            STR_ARG(e->name));
    return arena_printf(
        f->arena, "replace '%.*s' by a plain function of this module without side effects",
        STR_ARG(e->name));
}

static str unlock_io(str name)
{
    static const str writers[] = { S_INIT("print"), S_INIT("write"), S_INIT("writelines") };

    for (size_t i = 0; i < ARRAY_LEN(writers); i++)
        if (str_equal(name, writers[i]))
            return S("collect what is to be written in a list and write it after the loop");
    return S("do the input or output before or after the loop, or put what waits into one "
             "function per item");
}

str unlock_effect(struct py_facts *f, const struct py_effect *e)
{
    switch (e->kind) {
    case PY_EFFECT_IO:
        return unlock_io(e->name);
    case PY_EFFECT_RANDOM:
        return S("draw the random numbers before the loop and iterate over them");
    case PY_EFFECT_CLOCK:
        return S("read the clock once before the loop");
    case PY_EFFECT_REBINDS_GLOBAL:
    case PY_EFFECT_REBINDS_NONLOCAL:
    case PY_EFFECT_MUTATES_GLOBAL:
    case PY_EFFECT_MUTATES_CLOSURE:
        return arena_printf(
            f->arena,
            "return the new value instead of changing '%.*s', and combine the values "
            "after the loop",
            STR_ARG(e->name));
    case PY_EFFECT_UNKNOWN_CALL:
        return unlock_unknown_call(f, e);
    default:
        return S("");
    }
}

/* ---- changes of objects ----------------------------------------------------------------- */

str explain_mutation(struct py_facts *f, const struct py_effect *e)
{
    uint32_t root = root_name(f->tree, e->node);
    str name = root ? py_name(f->tree, root) : S("");

    if (e->name.len == 0)
        return S("an object that has no name here is changed in one iteration and may be used "
                 "in others");
    if (name.len && !str_equal(name, e->name))
        return arena_printf(
            f->arena, "'%.*s' may be, or be part of, what is changed through '%.*s' in line %u",
            STR_ARG(e->name), STR_ARG(name), py_line(f->tree, e->node));
    return arena_printf(f->arena, "'%.*s' is changed in one iteration and used in others",
                        STR_ARG(e->name));
}

str explain_meeting(struct py_facts *f, const struct elements_answer *a, str name)
{
    str first = py_text(f->tree, a->first), second = py_text(f->tree, a->second);
    uint32_t line = py_line(f->tree, a->second);

    if (a->second == 0)
        return arena_printf(
            f->arena,
            "'%.*s' is changed in one iteration and used in others, and the loop "
            "itself assigns the name",
            STR_ARG(name));
    if (a->reason != NULL)
        return arena_printf(f->arena, "'%.*s': %s", STR_ARG(first), a->reason);
    if (str_equal(str_from(a->kind), S("output")))
        return arena_printf(f->arena,
                            "two iterations may store into the same element: '%.*s' and '%.*s' "
                            "in line %u",
                            STR_ARG(first), STR_ARG(second), line);
    if (a->distance != 0)
        return arena_printf(f->arena,
                            "'%.*s' changes what '%.*s' in line %u reads %lld iteration%s %s",
                            STR_ARG(first), STR_ARG(second), line,
                            (long long) (a->distance < 0 ? -a->distance : a->distance),
                            a->distance == 1 || a->distance == -1 ? "" : "s",
                            a->distance > 0 ? "later" : "before");
    return arena_printf(f->arena,
                        "'%.*s' is changed in one iteration, and another one may use it as "
                        "'%.*s' in line %u",
                        STR_ARG(first), STR_ARG(second), line);
}

str unlock_meeting(struct py_facts *f, const struct elements_answer *a, str name)
{
    if (str_equal(str_from(a->kind), S("anti")) && a->distance < 0)
        return arena_printf(f->arena, "read from a copy made before the loop: old = list(%.*s)",
                            STR_ARG(name));
    return S("");
}

/* ---- ends
 * ------------------------------------------------------------------------------------ */

str explain_exit(struct py_facts *f, uint32_t node)
{
    static const struct {
        enum py_kind kind;
        const char *word;
    } words[] = {
        { PY_Break, "break" }, { PY_Return, "return" },        { PY_Raise, "raise" },
        { PY_Yield, "yield" }, { PY_YieldFrom, "yield from" }, { PY_Await, "await" }
    };
    const char *word = "this";

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (words[i].kind == (enum py_kind) f->tree->nodes[node].kind)
            word = words[i].word;
    return arena_printf(f->arena,
                        "'%s' in line %u can leave the loop before all iterations ran", word,
                        py_line(f->tree, node));
}
