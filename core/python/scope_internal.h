/*
 * scope_internal.h — what scope.c (who uses which name where) hands to scope_resolve.c (what
 * the names mean).
 */
#ifndef HASTEN_PYTHON_SCOPE_INTERNAL_H
#define HASTEN_PYTHON_SCOPE_INTERNAL_H

#include "python_internal.h"

/* One use of a name, as symtable_add_def() of CPython records it. */
struct use {
    uint32_t scope, name; /* the name is mangled already */
    uint32_t flags;       /* enum py_symbol_flags */
    uint32_t node;        /* PY_NO_NODE for an implied use */
};

struct scope_builder {
    struct py_module *module;
    VEC(struct py_scope) scopes;
    VEC(struct use) uses;
    uint32_t *private_class; /* per scope: name of the class that mangles its names, 0 none */
    uint32_t *scope_of;      /* per node */
    uint32_t class_cell;     /* the name __class__ */
    bool looks_into_frames; /* reads f_locals somewhere */
};

/* Turns the uses into symbols and resolves them; fills module->scopes. */
void scope_resolve(struct scope_builder *);

static inline bool scope_is_function(enum py_scope_kind kind)
{
    return kind != PY_SCOPE_MODULE && kind != PY_SCOPE_CLASS;
}

#endif
