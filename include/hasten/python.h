/*
 * python.h — facts about Python source. No file here runs Python.
 *
 * Source text → normalised text → tree-sitter tree → `struct py_module`: a compact syntax tree
 * with the node kinds, fields and ranges of CPython's `ast` module (Python 3.11), plus scopes
 * and bindings as CPython's `symtable` has them, plus facts computed on top.
 *
 * Layout of the tree: nodes stand in preorder in one array. A node's subtree is the index range
 * [n, nodes[n].extent). Its first child is n + 1 when n + 1 < extent; the next sibling of child
 * c is nodes[c].extent while that is < the parent's extent. Node 0 is the Module.
 * Children stand in source order, each tagged with the CPython field it fills. Where `_fields`
 * would leave holes the source order says it: a default follows its arg, a Dict value follows
 * its key (a `**x` entry has a value only), a cmpop stands before its comparator.
 */
#ifndef HASTEN_PYTHON_H
#define HASTEN_PYTHON_H

#include "model.h"

enum py_kind {
#define PY_KIND(name, category) PY_##name,
#include "py_kinds.def"
#undef PY_KIND
    PY_KIND_COUNT
};

enum py_field {
#define PY_FIELD(name) PY_F_##name,
#include "py_fields.def"
#undef PY_FIELD
};

/* nodes[].op of BinOp and AugAssign, UnaryOp, BoolOp and of each operator of a Compare. */
enum py_op {
    PY_OP_NONE,
    PY_ADD, PY_SUB, PY_MULT, PY_MATMULT, PY_DIV, PY_MOD, PY_POW, PY_LSHIFT, PY_RSHIFT,
    PY_BITOR, PY_BITXOR, PY_BITAND, PY_FLOORDIV,
    PY_INVERT, PY_NOT, PY_UADD, PY_USUB,
    PY_AND, PY_OR,
    PY_EQ, PY_NOTEQ, PY_LT, PY_LTE, PY_GT, PY_GTE, PY_IS, PY_ISNOT, PY_IN, PY_NOTIN,
};

/* nodes[].op of a Constant. */
enum py_constant {
    PY_CONST_NONE = 1, PY_CONST_TRUE, PY_CONST_FALSE, PY_CONST_ELLIPSIS, PY_CONST_INT,
    PY_CONST_FLOAT, PY_CONST_IMAGINARY, PY_CONST_STR, PY_CONST_BYTES,
};

/* nodes[].op of Name, Attribute, Subscript, Starred, List and Tuple. */
enum py_context { PY_LOAD, PY_STORE, PY_DEL };

#define PY_NO_NODE 0u /* node 0 is the Module, which is nobody's child */

struct py_node {
    uint8_t kind;    /* enum py_kind */
    uint8_t op;      /* enum py_op, py_constant or py_context, by kind; ImportFrom: level;
                        FormattedValue: conversion ('r', 's', 'a' or 0) */
    uint8_t field;   /* enum py_field this node fills in its parent */
    uint8_t flags;   /* PY_FLAG_* */
    uint32_t parent;
    uint32_t extent; /* one past the last node of the subtree */
    uint32_t start;  /* byte range as CPython reports it (col_offset, end_col_offset) */
    uint32_t end;
    uint32_t name;   /* interned identifier: Name.id, Attribute.attr, FunctionDef.name, arg.arg,
                        keyword.arg, alias.name, Global/Nonlocal entries …; 0 when none */
};

#define PY_FLAG_PARENTHESIZED 0x01 /* the expression stands in its own parentheses */
#define PY_FLAG_SIMPLE 0x02        /* AnnAssign.simple */
#define PY_FLAG_ASYNC 0x04         /* comprehension.is_async */

struct py_tree {
    str source;             /* the original bytes, borrowed; must outlive the tree */
    const struct py_node *nodes;
    uint32_t count;
    const str *names;       /* interned identifiers (NFKC is refused: non-ASCII ones are kept
                               as written); names[0] is "" */
    uint32_t name_count;
    const uint32_t *lines;  /* byte offset of each line's first byte, as CPython counts lines */
    uint32_t line_count;
};

/*
 * Normalise, parse, lower and resolve scopes. STATUS_INVALID_PYTHON: tree-sitter found a
 * syntax error (a hint only: CPython in the sandbox is the authority). STATUS_UNSUPPORTED_PYTHON:
 * probably valid, but a construct whose tree cannot be trusted, or nested too deeply.
 * The module and all facts live in `arena`.
 */
enum status py_parse(str source, struct arena *arena, struct py_module **ret_module,
                     struct error *err);

const struct py_tree *py_tree(const struct py_module *);

/* ---- walking ---------------------------------------------------------------------- */

uint32_t py_first(const struct py_tree *, uint32_t node);             /* PY_NO_NODE if none */
uint32_t py_next(const struct py_tree *, uint32_t parent, uint32_t child);
uint32_t py_child(const struct py_tree *, uint32_t node, enum py_field); /* first in the field */
uint32_t py_next_in(const struct py_tree *, uint32_t parent, uint32_t child); /* same field */
uint32_t py_count_in(const struct py_tree *, uint32_t node, enum py_field);
bool py_inside(const struct py_tree *, uint32_t node, uint32_t ancestor); /* node == ancestor too */
uint32_t py_line(const struct py_tree *, uint32_t node);     /* 1-based first line */
uint32_t py_end_line(const struct py_tree *, uint32_t node);
uint32_t py_line_at(const struct py_tree *, uint32_t offset);
str py_text(const struct py_tree *, uint32_t node); /* the original bytes of the range */
str py_name(const struct py_tree *, uint32_t node); /* its interned identifier, "" if none */
const char *py_kind_name(enum py_kind); /* "FunctionDef" */
const char *py_field_name(enum py_field);
bool py_is_statement(enum py_kind);
bool py_is_expression(enum py_kind);
uint32_t py_statement_of(const struct py_tree *, uint32_t node); /* enclosing statement */
uint32_t py_function_of(const struct py_tree *, uint32_t node);  /* def whose body holds it, or 0 */
str py_qualified_name(const struct py_tree *, uint32_t def, struct arena *); /* "C.f.<locals>.g" */
/* `__len__`: what operators and builtins call by itself. __init__ is none, it runs where an object is made. */
bool py_is_special_name(str name);
/* Reading it twice shows nowhere: a name, a constant, a flat tuple of them. */
bool py_is_repeatable(const struct py_tree *, uint32_t node);
/* Value of a plain decimal/hex/octal/binary int literal; false when it is none or too large. */
bool py_int_value(const struct py_tree *, uint32_t node, int64_t *ret_value);
/* Decoded value of a str or bytes literal without f-string parts; false otherwise. */
bool py_str_value(const struct py_tree *, uint32_t node, struct arena *, str *ret_value);

/*
 * The cross-check with CPython. `dump` is what core/verify/harness/check.py prints: for each
 * statement, expression, handler, argument, keyword, alias and pattern of `ast` in preorder,
 * five little-endian uint32: kind | op << 16 (enum py_kind; nodes[].op), start line, start column,
 * end line, end column (columns in UTF-8 bytes; ignored inside a JoinedStr, where CPython 3.11
 * has none to rely on and ours are the true ones). False, with the first disagreement in
 * *err (STATUS_UNSUPPORTED_PYTHON), when the trees differ in any of them.
 */
bool py_tree_matches(const struct py_tree *, str dump, struct error *err);

/* ---- scopes (Language Reference 4.2; CPython Python/symtable.c) --------------------- */

enum py_scope_kind {
    PY_SCOPE_MODULE, PY_SCOPE_CLASS, PY_SCOPE_FUNCTION, PY_SCOPE_LAMBDA, PY_SCOPE_COMPREHENSION
};

enum py_symbol_flags { /* as symtable: how the name is used in its own scope */
    PY_SYM_PARAMETER = 0x001, PY_SYM_ASSIGNED = 0x002, PY_SYM_REFERENCED = 0x004,
    PY_SYM_IMPORTED = 0x008, PY_SYM_ANNOTATED = 0x010, PY_SYM_GLOBAL_DECL = 0x020,
    PY_SYM_NONLOCAL_DECL = 0x040,
    PY_SYM_BOUND_INSIDE = 0x080, /* module scope: an inner scope declares the name global */
    /* resolution, exactly one of: */
    PY_SYM_LOCAL = 0x100, PY_SYM_GLOBAL = 0x200 /* explicit or implicit, builtins included */,
    PY_SYM_FREE = 0x400,
    PY_SYM_CELL = 0x800, /* with LOCAL: an inner function refers to it */
    PY_SYM_DEFERRED = 0x1000, /* an inner scope refers to it whose code may run at another time: of a function,
                                 lambda, class or generator expression */
};

struct py_symbol {
    uint32_t name;   /* interned */
    uint32_t scope;  /* index of the scope that uses it */
    uint32_t flags;
    uint32_t owner;  /* symbol index it resolves to: itself when local, the binding symbol of an
                        enclosing function when free, the module's symbol when global and the
                        module binds it; UINT32_MAX for a builtin or an unbound name */
};

struct py_scope {
    enum py_scope_kind kind;
    uint32_t node;    /* Module, ClassDef, FunctionDef, Lambda, ListComp … */
    uint32_t parent;  /* scope index; 0 for the module, whose parent is itself */
    uint32_t first_symbol, symbol_count; /* contiguous in symbols[] */
    bool generator, coroutine; /* contains yield / await at its own level or is async */
    bool dynamic; /* exec, eval, locals(), vars(), dir(), star import, frames: names cannot be trusted */
    bool reached_by_text; /* module scope: through __dict__, sys.modules or __main__ */
};

struct py_scopes {
    const struct py_scope *scopes; /* scopes[0] is the module; in preorder of their nodes */
    uint32_t scope_count;
    const struct py_symbol *symbols;
    uint32_t symbol_count;
    const uint32_t *scope_of;  /* per node: the scope its code runs in */
    const uint32_t *symbol_of; /* per node: symbol of a Name, arg, def/class name, alias, global
                                  entry or handler name; UINT32_MAX when none */
};

const struct py_scopes *py_scopes(const struct py_module *);
uint32_t py_scope_of_node(const struct py_module *, uint32_t def_or_comprehension);
uint32_t py_symbol_named(const struct py_module *, uint32_t scope, uint32_t name); /* or UINT32_MAX */
/* The symbol that a Name finally means (owner chain followed), UINT32_MAX for builtins. */
uint32_t py_binding(const struct py_module *, uint32_t name_node);
/* Only the code of one function's own scope, or of the module's, uses the variable, and by its name: nothing
 * that is called there can see or change what it means. Of a module's variables importers can, afterwards. */
bool py_is_own_variable(const struct py_module *, uint32_t symbol);
/* The builtin of this name takes every item of its argument, or as many as it needs, before it returns. */
bool py_takes_every_item(str builtin);
/* A Name in load context that nothing in the module binds and that names a builtin. */
bool py_is_builtin(const struct py_module *, uint32_t name_node, str name);

#endif
