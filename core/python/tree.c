/*
 * tree.c — walking struct py_tree.
 *
 * Everything here is a few loads on the preorder array; nothing allocates but the name of a
 * definition, nothing recurses. Lookups by offset use the line index (binary search).
 */
#include "python_internal.h"

static const char *const kind_names[PY_KIND_COUNT] = {
#define PY_KIND(name, category) #name,
#include "hasten/py_kinds.def"
#undef PY_KIND
};

static const char *const field_names[] = {
#define PY_FIELD(name) #name,
#include "hasten/py_fields.def"
#undef PY_FIELD
};

enum category { MODULE, STMT, EXPR, PART, PATTERN };

static const uint8_t categories[PY_KIND_COUNT] = {
#define PY_KIND(name, category) category,
#include "hasten/py_kinds.def"
#undef PY_KIND
};

const char *py_kind_name(enum py_kind kind)
{
    return kind < PY_KIND_COUNT ? kind_names[kind] : "?";
}

const char *py_field_name(enum py_field field)
{
    return field < ARRAY_LEN(field_names) ? field_names[field] : "?";
}

bool py_is_statement(enum py_kind kind)
{
    return kind < PY_KIND_COUNT && categories[kind] == STMT;
}

bool py_is_expression(enum py_kind kind)
{
    return kind < PY_KIND_COUNT && categories[kind] == EXPR;
}

/* ---- children ---------------------------------------------------------------------------------- */

uint32_t py_first(const struct py_tree *tree, uint32_t node)
{
    return node + 1 < tree->nodes[node].extent ? node + 1 : PY_NO_NODE;
}

uint32_t py_next(const struct py_tree *tree, uint32_t parent, uint32_t child)
{
    uint32_t next = tree->nodes[child].extent;

    return next < tree->nodes[parent].extent ? next : PY_NO_NODE;
}

/* The first of `child` and its later siblings that fills the field. */
static uint32_t seek_field(const struct py_tree *tree, uint32_t parent, uint32_t child,
                           enum py_field field)
{
    while (child != PY_NO_NODE && tree->nodes[child].field != field)
        child = py_next(tree, parent, child);
    return child;
}

uint32_t py_child(const struct py_tree *tree, uint32_t node, enum py_field field)
{
    return seek_field(tree, node, py_first(tree, node), field);
}

uint32_t py_next_in(const struct py_tree *tree, uint32_t parent, uint32_t child)
{
    return seek_field(tree, parent, py_next(tree, parent, child), tree->nodes[child].field);
}

uint32_t py_count_in(const struct py_tree *tree, uint32_t node, enum py_field field)
{
    uint32_t count = 0;

    for (uint32_t c = py_child(tree, node, field); c != PY_NO_NODE; c = py_next_in(tree, node, c))
        count++;
    return count;
}

bool py_inside(const struct py_tree *tree, uint32_t node, uint32_t ancestor)
{
    return node >= ancestor && node < tree->nodes[ancestor].extent;
}

/* ---- places and text --------------------------------------------------------------------------- */

uint32_t py_line_at(const struct py_tree *tree, uint32_t offset)
{
    uint32_t low = 0, high = tree->line_count; /* the line is in [low, high) */

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;

        if (tree->lines[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low + 1;
}

uint32_t py_line(const struct py_tree *tree, uint32_t node)
{
    return py_line_at(tree, tree->nodes[node].start);
}

uint32_t py_end_line(const struct py_tree *tree, uint32_t node)
{
    return py_line_at(tree, tree->nodes[node].end);
}

str py_text(const struct py_tree *tree, uint32_t node)
{
    return str_slice(tree->source, tree->nodes[node].start, tree->nodes[node].end);
}

str py_name(const struct py_tree *tree, uint32_t node)
{
    return tree->names[tree->nodes[node].name];
}

/* ---- ancestors -------------------------------------------------------------------------------------- */

static bool is_function(uint8_t kind)
{
    return kind == PY_FunctionDef || kind == PY_AsyncFunctionDef;
}

uint32_t py_statement_of(const struct py_tree *tree, uint32_t node)
{
    while (node != 0 && !py_is_statement(tree->nodes[node].kind))
        node = tree->nodes[node].parent;
    return node;
}

uint32_t py_function_of(const struct py_tree *tree, uint32_t node)
{
    while (node != 0) {
        uint32_t parent = tree->nodes[node].parent;

        if (is_function(tree->nodes[parent].kind) && tree->nodes[node].field == PY_F_body)
            return parent;
        node = parent;
    }
    return 0;
}

/* Writes `s` so that it ends in front of buffer[at]; returns where it begins. */
static size_t put_before(char *buffer, size_t at, str s)
{
    for (size_t i = s.len; i-- > 0;)
        buffer[--at] = s.ptr[i];
    return at;
}

/* What an ancestor contributes to a qualified name, "" for nothing. */
static str ancestor_prefix(const struct py_tree *tree, uint32_t node, bool *ret_locals)
{
    uint8_t kind = tree->nodes[node].kind;

    *ret_locals = kind == PY_Lambda || is_function(kind);
    if (kind == PY_Lambda)
        return S("<lambda>");
    return *ret_locals || kind == PY_ClassDef ? py_name(tree, node) : S("");
}

str py_qualified_name(const struct py_tree *tree, uint32_t def, struct arena *arena)
{
    const str locals = S(".<locals>");
    size_t len = py_name(tree, def).len;
    char *buffer;
    bool local;

    for (uint32_t n = def; n != 0;) {
        str name = ancestor_prefix(tree, n = tree->nodes[n].parent, &local);

        len += name.len > 0 ? name.len + 1 + (local ? locals.len : 0) : 0;
    }
    buffer = ARENA_ARRAY(arena, char, len + 1);
    put_before(buffer, len, py_name(tree, def));
    len -= py_name(tree, def).len;
    for (uint32_t n = def; n != 0;) {
        str name = ancestor_prefix(tree, n = tree->nodes[n].parent, &local);

        if (name.len == 0)
            continue;
        len = put_before(buffer, len, S("."));
        if (local)
            len = put_before(buffer, len, locals);
        len = put_before(buffer, len, name);
    }
    return str_from(buffer);
}

bool py_is_special_name(str name)
{
    return str_starts(name, S("__")) && str_ends(name, S("__")) && !str_equal(name, S("__init__"));
}

bool py_is_repeatable(const struct py_tree *t, uint32_t node)
{
    enum py_kind k = (enum py_kind) t->nodes[node].kind;

    if (k == PY_Name || k == PY_Constant)
        return true;
    if (k != PY_Tuple || !py_first(t, node))
        return false;
    for (uint32_t e = py_first(t, node); e; e = py_next(t, node, e))
        if (t->nodes[e].kind != PY_Name && t->nodes[e].kind != PY_Constant)
            return false;
    return true;
}
