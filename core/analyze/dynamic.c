/*
 * dynamic.c — unsupported[]: places where names, attributes or classes may change in ways that
 * cannot be followed, each with what the analysis does about it. It gives up locally: a name
 * that exec() may rebind is trusted nowhere in the module, an undecorated function beside a
 * decorated one is.
 */
#include "analyze_internal.h"

static const struct {
    str name, what;
} builtins[] = {
    { S_INIT("exec"),
      S_INIT("exec(): it may rebind any name of the module, so no name is trusted") },
    { S_INIT("eval"),
      S_INIT("eval(): it may call anything and rebind names, so no name is trusted") },
    { S_INIT("globals"),
      S_INIT("globals(): names of the module may change through it, so none is trusted") },
    { S_INIT("locals"), S_INIT("locals(): the variables of this function are not followed") },
    { S_INIT("vars"), S_INIT("vars(): the variables of this function are not followed") },
    { S_INIT("setattr"), S_INIT("setattr(): which attribute it changes is not known") },
    { S_INIT("delattr"), S_INIT("delattr(): which attribute it removes is not known") },
    { S_INIT("__import__"), S_INIT("__import__(): what it gives is not known") },
};

static const str known_decorators[] = {
    S_INIT("property"),       S_INIT("staticmethod"),   S_INIT("classmethod"),
    S_INIT("lru_cache"),      S_INIT("cache"),          S_INIT("cached_property"),
    S_INIT("wraps"),          S_INIT("dataclass"),      S_INIT("abstractmethod"),
    S_INIT("contextmanager"), S_INIT("total_ordering"), S_INIT("setter"),
    S_INIT("getter"),         S_INIT("deleter"),        S_INIT("overload"),
    S_INIT("singledispatch"),
};

static void note(struct job *job, uint32_t node, str what)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 0; i < job->findings.unsupported.count; i++)
        if (job->findings.unsupported.items[i].line == py_line(t, node) &&
            str_equal(job->findings.unsupported.items[i].what, what))
            return;
    *VEC_PUSH(job->arena, &job->findings.unsupported) =
        (struct unsupported){ .what = what, .line = py_line(t, node) };
}

static void note_builtin(struct job *job, uint32_t name)
{
    for (size_t i = 0; i < ARRAY_LEN(builtins); i++)
        if (str_equal(py_name(py_tree(job->module), name), builtins[i].name) &&
            py_binding(job->module, name) == UINT32_MAX)
            note(job, name, builtins[i].what);
}

/* The name in a decorator: a, m.a, a(...), m.a(...). */
static str decorator_name(const struct py_tree *t, uint32_t decorator)
{
    if (t->nodes[decorator].kind == PY_Call)
        decorator = py_child(t, decorator, PY_F_func);
    return py_name(t, decorator);
}

static void note_decorators(struct job *job, uint32_t definition)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t d = py_child(t, definition, PY_F_decorator_list); d != PY_NO_NODE;
         d = py_next_in(t, definition, d)) {
        str name = decorator_name(t, d);
        bool known = false;

        for (size_t i = 0; i < ARRAY_LEN(known_decorators); i++)
            known = known || str_equal(name, known_decorators[i]);
        if (!known)
            note(job, d,
                 arena_printf(job->arena,
                              "decorator '%.*s': what it makes of '%.*s' is not known",
                              STR_ARG(name), STR_ARG(py_name(t, definition))));
    }
}

static void note_class(struct job *job, uint32_t class)
{
    static const str hooks[] = { S_INIT("__getattr__"), S_INIT("__getattribute__"),
                                 S_INIT("__setattr__"), S_INIT("__delattr__") };
    const struct py_tree *t = py_tree(job->module);

    if (py_child(t, class, PY_F_keywords) != PY_NO_NODE)
        note(job, class,
             arena_printf(job->arena,
                          "class '%.*s' has a metaclass or keywords: how it is made "
                          "is not known",
                          STR_ARG(py_name(t, class))));
    for (uint32_t c = py_child(t, class, PY_F_body); c != PY_NO_NODE;
         c = py_next_in(t, class, c))
        for (size_t i = 0; t->nodes[c].kind == PY_FunctionDef && i < ARRAY_LEN(hooks); i++)
            if (str_equal(py_name(t, c), hooks[i]))
                note(job, c,
                     arena_printf(job->arena,
                                  "%.*s of class '%.*s': each attribute of its objects may "
                                  "run code",
                                  STR_ARG(hooks[i]), STR_ARG(py_name(t, class))));
}

/* `module.function = …` and `Class.method = …` outside of the class. */
static void note_patch(struct job *job, uint32_t attribute)
{
    const struct py_tree *t = py_tree(job->module);
    uint32_t base = py_child(t, attribute, PY_F_value);
    uint32_t symbol =
        t->nodes[base].kind == PY_Name ? py_binding(job->module, base) : UINT32_MAX;
    const struct py_scopes *scopes = py_scopes(job->module);
    bool class = false;

    if (symbol == UINT32_MAX)
        return;
    for (uint32_t i = 1; i < t->count; i++)
        class = class || (t->nodes[i].kind == PY_ClassDef && scopes->symbol_of[i] == symbol);
    if (class || (scopes->symbols[symbol].flags & PY_SYM_IMPORTED))
        note(job, attribute,
             arena_printf(job->arena,
                          "'%.*s' is replaced from outside: what was known about "
                          "'%.*s' no longer holds",
                          STR_ARG(py_text(t, attribute)), STR_ARG(py_name(t, base))));
}

void report_dynamic(struct job *job)
{
    const struct py_tree *t = py_tree(job->module);

    for (uint32_t i = 1; i < t->count; i++) {
        switch (t->nodes[i].kind) {
        case PY_Name:
            note_builtin(job, i);
            break;
        case PY_alias:
            if (str_equal(py_name(t, i), S("*")))
                note(job, i, S("star import: any name may be rebound, so no name is trusted"));
            break;
        case PY_ClassDef:
            note_class(job, i);
            note_decorators(job, i);
            break;
        case PY_FunctionDef:
        case PY_AsyncFunctionDef:
            note_decorators(job, i);
            break;
        case PY_Attribute:
            if (t->nodes[i].op != PY_LOAD)
                note_patch(job, i);
            break;
        default:
            break;
        }
    }
}
