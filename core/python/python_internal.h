/*
 * python_internal.h — what the files of core/python share among themselves.
 *
 * The way of a source through the front end:
 *
 *   normalise.c   bytes → bytes of the same length that tree-sitter reads correctly
 *   parse.c       → concrete tree (struct cst): the tree-sitter tree as one preorder array
 *   lower*.c      → struct py_tree, the nodes of CPython's ast
 *   scope*.c      → struct py_scopes, the scopes of CPython's symtable
 */
#ifndef HASTEN_PYTHON_INTERNAL_H
#define HASTEN_PYTHON_INTERNAL_H

#include "hasten/python.h"

/* ---- interned identifiers ---------------------------------------------------------- */

/* Equal identifiers have equal numbers; number 0 is "". Open addressing on str_hash(). */
struct names {
    struct arena *arena;
    VEC(str) list;
    uint32_t *slots; /* number of the name, 0 while empty */
    uint32_t slot_count;
};

void names_init(struct names *, struct arena *);
uint32_t names_intern(struct names *, str name); /* borrows the bytes */
uint32_t names_find(const struct names *, str name); /* 0 when it was never interned */
/* Whether CPython keeps the identifier as it is written (it applies NFKC). */
bool name_is_stable(str name);

/* ---- module -------------------------------------------------------------------------- */

struct py_module {
    struct arena *arena; /* borrowed */
    struct names names;
    struct py_tree tree;
    struct py_scopes scopes;
};

/* ---- normalise.c ----------------------------------------------------------------------- */

/*
 * Writes source.len bytes to `out`. False when the source has a layout that no replacement of
 * the same length can express; *ret_bad is then the offset of the culprit.
 */
bool py_normalise(str source, char *out, size_t *ret_bad);

/* ---- concrete tree ----------------------------------------------------------------------- */

enum cst_kind {
    CST_dropped, /* a token that nobody asks for */
    CST_other,   /* a named node without a row in cst_kinds.def */
#define CST_NODE(name) CST_##name,
#define CST_TOKEN(name, text) CST_##name,
#include "cst_kinds.def"
#undef CST_NODE
#undef CST_TOKEN
    /* Made by repairs, never by the grammar: */
    CST_transparent, /* stands for its last child */
    CST_type_call,   /* `type(x)` that the grammar took for the start of a type alias */
    CST_type_item,   /* the same with `type[x]` */
    CST_KIND_COUNT
};

/* Preorder, as py_node: first child n + 1 if n + 1 < extent; next sibling is its extent. */
struct cst_node {
    uint32_t start, end, extent;
    uint8_t kind;
};

struct cst {
    struct cst_node *nodes;
    uint32_t count;
};

/* ---- lower.c --------------------------------------------------------------------------------- */

/* Fills the tree except for its lines; repairs `cst` in place on the way. */
enum status py_lower(struct cst *cst, struct py_module *module, struct error *err);

/* ---- scope.c --------------------------------------------------------------------------------- */

/* Fills module->scopes from the tree; cannot fail. */
void py_resolve_scopes(struct py_module *module);

#endif
