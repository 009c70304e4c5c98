/*
 * crosscheck.c — does CPython see the same tree?
 *
 * Our tree rests on a grammar that is known to be wrong in places. Before anything is built on
 * it, CPython parses the source in the sandbox, core/verify/harness/check.py writes down what it
 * saw, and this file compares node by node. A disagreement is no error of the user: the code
 * is refused as unsupported and returned unchanged.
 *
 * The dump comes out of the sandbox and is untrusted: its length is checked, nothing in it is
 * used as an index. Inside a JoinedStr only kinds and operators count (see lower_string.c).
 */
#include <string.h>

#include "python_internal.h"

#define RECORD_SIZE 20

/* One record of the dump; `op` travels in the upper half of the kind. */
struct record {
    uint32_t kind, op;
    uint32_t line, column, end_line, end_column;
};

static uint32_t read_u32(const char *p)
{
    const unsigned char *b = (const unsigned char *) p;

    return b[0] | (uint32_t) b[1] << 8 | (uint32_t) b[2] << 16 | (uint32_t) b[3] << 24;
}

static struct record read_record(const char *p)
{
    uint32_t kind = read_u32(p);

    return (struct record){ kind & 0xffff,    kind >> 16,       read_u32(p + 4),
                            read_u32(p + 8),  read_u32(p + 12), read_u32(p + 16) };
}

/* Nodes that CPython gives a position; the others are not in the dump. */
static bool has_position(uint8_t kind)
{
    switch (kind) {
    case PY_Module:
    case PY_comprehension:
    case PY_arguments:
    case PY_withitem:
    case PY_match_case:
    case PY_cmpop:
    case PY_identifier:
        return false;
    default:
        return true;
    }
}

/* Line and column of an offset as CPython counts them: from 1 and from 0, in bytes. */
static uint32_t column_of(const struct py_tree *tree, uint32_t offset, uint32_t *ret_line)
{
    *ret_line = py_line_at(tree, offset);
    return offset - tree->lines[*ret_line - 1];
}

static struct record expected_record(const struct py_tree *tree, const struct py_node *node)
{
    struct record r = { .kind = node->kind, .op = node->op };

    r.column = column_of(tree, node->start, &r.line);
    r.end_column = column_of(tree, node->end, &r.end_line);
    return r;
}

static bool records_agree(const struct record *a, const struct record *b, bool with_ranges)
{
    if (a->kind != b->kind || a->op != b->op)
        return false;
    return !with_ranges || (a->line == b->line && a->column == b->column &&
                            a->end_line == b->end_line && a->end_column == b->end_column);
}

static bool disagree(const struct py_tree *tree, uint32_t node, const char *seen,
                     struct error *err)
{
    const struct py_node *n = &tree->nodes[node];
    uint32_t line = py_line(tree, node);

    error_at(err, STATUS_UNSUPPORTED_PYTHON, line, n->start - tree->lines[line - 1] + 1,
             "CPython sees %s where hasten sees %s", seen, py_kind_name(n->kind));
    return false;
}

bool py_tree_matches(const struct py_tree *tree, str dump, struct error *err)
{
    size_t at = 0;
    uint32_t joined_until = 0; /* end of the JoinedStr that we are in */

    for (uint32_t n = 0; n < tree->count; n++) {
        const struct py_node *node = &tree->nodes[n];
        struct record seen, expected;

        if (!has_position(node->kind))
            continue;
        if (dump.len - at < RECORD_SIZE)
            return disagree(tree, n, "the end of the code", err);
        seen = read_record(dump.ptr + at);
        expected = expected_record(tree, node);
        at += RECORD_SIZE;
        if (!records_agree(&seen, &expected, n >= joined_until))
            return disagree(tree, n,
                            seen.kind == node->kind ? "another range or operator"
                                                    : py_kind_name((enum py_kind) seen.kind),
                            err);
        if (node->kind == PY_JoinedStr && n >= joined_until)
            joined_until = node->extent;
    }
    if (at == dump.len)
        return true;
    error_set(err, STATUS_UNSUPPORTED_PYTHON, "CPython sees more code than hasten does");
    return false;
}
