/*
 * lower.c — the frame of lowering: tree-sitter's concrete tree becomes CPython's abstract one.
 *
 * The tree that comes in is a hypothesis. The grammar accepts more than Python 3.11 does, and
 * reads some valid code wrongly without an ERROR node. Lowering therefore
 *  - rebuilds arithmetic by Python's own precedence (lower_operator.c), which repairs
 *    `a ^ b & c` and `await x ** y`;
 *  - gives a splat its whole expression (lower_expression.c): `[*f(x)]`, `return *f(), x`;
 *  - rewrites `type(m).attr = v` and `type[x] = v`, taken for type aliases (lower_simple.c);
 *  - refuses `print >> f, x`, Python 2 statements, and syntax newer than 3.11.
 * What it accepts wrongly, CPython's compile() and the cross-check refuse later.
 *
 * Nodes are written in preorder, a parent before its children, and each knows its parent; the
 * extents follow in one backward pass. Long chains — operators, trailers, elif — are lowered
 * with loops. Everything else recurses, at most MAX_DEPTH deep.
 */
#include <string.h>

#include "lower.h"

/* CPython allows 200 open brackets and 100 blocks; chains do not count here. */
#define MAX_DEPTH 600

/* ---- concrete tree ---------------------------------------------------------------------------- */

uint32_t cst_child(const struct lower *lower, uint32_t node, enum cst_kind kind)
{
    CST_EACH (lower, child, node) {
        if (cst_kind(lower, child) == kind)
            return child;
    }
    return 0;
}

uint32_t cst_operand(const struct lower *lower, uint32_t node)
{
    CST_EACH (lower, child, node) {
        if (!cst_is_token(lower, child))
            return child;
    }
    return 0;
}

uint32_t cst_next_operand(const struct lower *lower, uint32_t parent, uint32_t child)
{
    do
        child = cst_next(lower, parent, child);
    while (child != 0 && cst_is_token(lower, child));
    return child;
}

str cst_text(const struct lower *lower, uint32_t node)
{
    return str_slice(lower->source, cst_start(lower, node), cst_end(lower, node));
}

uint32_t cst_last(const struct lower *lower, uint32_t node)
{
    uint32_t last = 0;

    CST_EACH (lower, child, node)
        last = child;
    return last;
}

uint32_t cst_elements(const struct lower *lower, uint32_t node, bool *ret_comma)
{
    uint32_t count = 0;

    *ret_comma = false;
    CST_EACH (lower, child, node) {
        if (cst_kind(lower, child) == CST_comma)
            *ret_comma = true;
        else if (!cst_is_token(lower, child))
            count++;
    }
    return count;
}

/* ---- abstract tree ------------------------------------------------------------------------------- */

uint32_t lower_emit(struct lower *lower, struct place place, enum py_kind kind, uint32_t start,
                    uint32_t end)
{
    *VEC_PUSH(lower->arena, &lower->nodes) = (struct py_node){
        .kind = (uint8_t) kind, .field = place.field, .parent = place.parent, .start = start,
        .end = end
    };
    return lower->nodes.count - 1;
}

uint32_t lower_emit_at(struct lower *lower, struct place place, enum py_kind kind, uint32_t cst)
{
    return lower_emit(lower, place, kind, cst_start(lower, cst), cst_end(lower, cst));
}

uint32_t lower_name(struct lower *lower, uint32_t identifier)
{
    str name = cst_text(lower, identifier);

    if (!name_is_stable(name))
        lower_refuse(lower, identifier, STATUS_UNSUPPORTED_PYTHON,
                     "an identifier that Unicode normalisation may change");
    return names_intern(lower->names, name);
}

/* Identifiers joined by dots; blanks around the dots do not belong to the name. */
uint32_t lower_dotted_name(struct lower *lower, uint32_t dotted_name)
{
    uint32_t length = cst_end(lower, dotted_name) - cst_start(lower, dotted_name);
    char *joined = ARENA_ARRAY(lower->arena, char, length + 1);
    size_t len = 0;

    CST_EACH (lower, child, dotted_name) {
        if (cst_kind(lower, child) == CST_identifier) {
            str part = cst_text(lower, child);

            lower_name(lower, child); /* checks it */
            if (len > 0)
                joined[len++] = '.';
            memcpy(joined + len, part.ptr, part.len);
            len += part.len;
        }
    }
    return names_intern(lower->names, (str){ joined, len });
}

void lower_refuse(struct lower *lower, uint32_t cst, enum status status, const char *reason)
{
    if (lower->status != STATUS_OK)
        return;
    lower->status = status;
    lower->refused_at = cst_start(lower, cst);
    lower->reason = reason;
}

bool lower_enter(struct lower *lower, uint32_t cst)
{
    if (++lower->depth <= MAX_DEPTH)
        return true;
    lower_refuse(lower, cst, STATUS_UNSUPPORTED_PYTHON, "the code is nested too deeply");
    return false;
}

void lower_leave(struct lower *lower)
{
    lower->depth--;
}

/* ---- statements ------------------------------------------------------------------------------------- */

typedef void (*lower_fn)(struct lower *, struct place, uint32_t cst);

static const lower_fn statements[CST_KIND_COUNT] = {
    [CST_expression_statement] = lower_simple,
    [CST_return_statement] = lower_simple,
    [CST_delete_statement] = lower_simple,
    [CST_raise_statement] = lower_simple,
    [CST_pass_statement] = lower_simple,
    [CST_break_statement] = lower_simple,
    [CST_continue_statement] = lower_simple,
    [CST_global_statement] = lower_simple,
    [CST_nonlocal_statement] = lower_simple,
    [CST_assert_statement] = lower_simple,
    [CST_type_alias_statement] = lower_simple,
    [CST_print_statement] = lower_simple,
    [CST_import_statement] = lower_import,
    [CST_import_from_statement] = lower_import,
    [CST_future_import_statement] = lower_import,
    [CST_if_statement] = lower_compound,
    [CST_for_statement] = lower_compound,
    [CST_while_statement] = lower_compound,
    [CST_try_statement] = lower_compound,
    [CST_with_statement] = lower_compound,
    [CST_match_statement] = lower_match,
    [CST_function_definition] = lower_definition,
    [CST_class_definition] = lower_definition,
    [CST_decorated_definition] = lower_definition,
};

/* Returns where the statement ends. */
static uint32_t lower_statement(struct lower *lower, struct place place, uint32_t cst)
{
    lower_fn lower_it = statements[cst_kind(lower, cst)];
    uint32_t node = lower->nodes.count;

    if (lower_it == NULL)
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "not a statement of Python 3.11");
    else if (lower_enter(lower, cst))
        lower_it(lower, place, cst);
    if (lower_it != NULL)
        lower_leave(lower);
    return node < lower->nodes.count ? lower->nodes.items[node].end : cst_end(lower, cst);
}

/*
 * Lowers the statements of a block or module. Returns where the last token ends, semicolons
 * included: that is where CPython lets a compound statement end.
 */
static uint32_t lower_suite(struct lower *lower, struct place place, uint32_t suite)
{
    uint32_t end = cst_start(lower, suite);

    CST_EACH (lower, child, suite) {
        if (lower->status != STATUS_OK)
            break;
        if (cst_kind(lower, child) == CST_semicolon)
            end = cst_end(lower, child);
        else
            end = lower_statement(lower, place, child);
    }
    return end;
}

uint32_t lower_block(struct lower *lower, uint32_t parent, enum py_field field, uint32_t block)
{
    struct place place = { parent, (uint8_t) field, PY_LOAD };

    if (cst_first(lower, block) == 0)
        lower_refuse(lower, block, STATUS_INVALID_PYTHON, "expected an indented block");
    return lower_suite(lower, place, block);
}

/* A parent stands before its children, so one pass from the back settles all extents. */
static void set_extents(struct py_node *nodes, uint32_t count)
{
    for (uint32_t n = count; n-- > 0;) {
        struct py_node *parent = &nodes[nodes[n].parent];

        if (nodes[n].extent <= n)
            nodes[n].extent = n + 1;
        if (n > 0 && parent->extent < nodes[n].extent)
            parent->extent = nodes[n].extent;
    }
}

enum status py_lower(struct cst *cst, struct py_module *module, struct error *err)
{
    struct py_tree *tree = &module->tree;
    struct lower lower = { .arena = module->arena, .cst = cst->nodes, .source = tree->source,
                           .names = &module->names };

    lower_emit(&lower, PLACE(0, none), PY_Module, 0, (uint32_t) tree->source.len);
    lower_suite(&lower, PLACE(0, body), 0);
    if (lower.status != STATUS_OK) {
        uint32_t line = py_line_at(tree, lower.refused_at);

        return error_at(err, lower.status, line, lower.refused_at - tree->lines[line - 1] + 1,
                        "%s", lower.reason);
    }
    set_extents(lower.nodes.items, lower.nodes.count);
    tree->nodes = lower.nodes.items;
    tree->count = lower.nodes.count;
    return STATUS_OK;
}
