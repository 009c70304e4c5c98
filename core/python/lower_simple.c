/*
 * lower_simple.c — statements without a block.
 *
 * Repair: the grammar knows Python 3.12's `type X = …` and takes `type(m).attr = v`,
 * `type(m)[0] = v` and `type[x] = 3` for it. In a real alias a name follows the word; where a
 * bracket follows, the innermost object of the left side is rewritten into a call of `type` or
 * an item of it, and the statement is the assignment that it always was.
 */
#include <string.h>

#include "lower.h"

/* ---- assignments --------------------------------------------------------------------------------- */

static void lower_annotated(struct lower *lower, struct place place, uint32_t cst, uint32_t type)
{
    uint32_t node = lower_emit_at(lower, place, PY_AnnAssign, cst);
    uint32_t target = cst_first(lower, cst);
    uint32_t value = cst_next_operand(lower, cst, type);

    if (cst_kind(lower, target) == CST_identifier)
        lower->nodes.items[node].flags |= PY_FLAG_SIMPLE;
    lower_expression(lower, TARGET(node, target), target);
    lower_expression(lower, PLACE(node, annotation), type);
    if (value != 0)
        lower_expression(lower, PLACE(node, value), value);
}

/* `a = b = c`: the grammar nests it to the right. */
static void lower_assignment(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t type = cst_child(lower, cst, CST_type);
    uint32_t node;

    if (type != 0) {
        lower_annotated(lower, place, cst, type);
        return;
    }
    node = lower_emit_at(lower, place, PY_Assign, cst);
    while (cst_kind(lower, cst) == CST_assignment && cst_child(lower, cst, CST_type) == 0) {
        lower_expression(lower, TARGET(node, targets), cst_first(lower, cst));
        cst = cst_last(lower, cst);
    }
    lower_expression(lower, PLACE(node, value), cst);
}

static void lower_augmented(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_AugAssign, cst);
    uint32_t target = cst_first(lower, cst);
    uint32_t op = cst_next(lower, cst, target);

    lower->nodes.items[node].op = (uint8_t) lower_augmented_op(cst_kind(lower, op));
    lower_expression(lower, TARGET(node, target), target);
    lower_expression(lower, PLACE(node, value), cst_last(lower, cst));
}

static void lower_expression_statement(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t first = cst_first(lower, cst);

    if (cst_kind(lower, first) == CST_assignment) {
        lower_assignment(lower, place, first);
    } else if (cst_kind(lower, first) == CST_augmented_assignment) {
        lower_augmented(lower, place, first);
    } else {
        uint32_t node = lower_emit_at(lower, place, PY_Expr, cst);

        lower_expressions(lower, PLACE(node, value), cst, first, 0);
    }
}

/* ---- the type alias that is none -------------------------------------------------------------------- */

/* Turns the bracket behind the word `type` into a trailer of it. */
static void repair_type(struct lower *lower, uint32_t left, uint32_t start)
{
    uint32_t node = left;

    lower->cst[node].start = start;
    while (lower->source.ptr[cst_start(lower, node + 1)] == '(' ||
           lower->source.ptr[cst_start(lower, node + 1)] == '[') {
        enum cst_kind kind = cst_kind(lower, node);

        if (kind != CST_type && kind != CST_attribute && kind != CST_subscript &&
            kind != CST_call && kind != CST_member_type)
            break;
        node++;
        lower->cst[node].start = start;
    }
    if (cst_kind(lower, node) == CST_list)
        lower->cst[node].kind = CST_type_item;
    else if (cst_kind(lower, node) == CST_tuple ||
             cst_kind(lower, node) == CST_parenthesized_expression)
        lower->cst[node].kind = CST_type_call;
    else
        lower_refuse(lower, left, STATUS_UNSUPPORTED_PYTHON,
                     "an assignment that begins with type(…)");
}

static void lower_type_alias(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t left = cst_child(lower, cst, CST_type);
    char first = lower->source.ptr[cst_start(lower, left)];
    uint32_t node;

    if (first != '(' && first != '[') {
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "type aliases need Python 3.12");
        return;
    }
    repair_type(lower, left, cst_start(lower, cst));
    node = lower_emit_at(lower, place, PY_Assign, cst);
    lower_expression(lower, TARGET(node, targets), left);
    lower_expression(lower, PLACE(node, value), cst_last(lower, cst));
}

/* ---- the other simple statements ---------------------------------------------------------------------- */

static void lower_return(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Return, cst);
    uint32_t value = cst_operand(lower, cst);

    if (value != 0)
        lower_expression(lower, PLACE(node, value), value);
}

static void lower_delete(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Delete, cst);
    struct place target = { node, PY_F_targets, PY_DEL };
    uint32_t list = cst_operand(lower, cst);

    if (cst_kind(lower, list) == CST_expression_list)
        lower_elements(lower, target, list);
    else
        lower_expression(lower, target, list);
}

static void lower_raise(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Raise, cst);
    struct place part = PLACE(node, exc);

    CST_EACH (lower, child, cst) {
        if (cst_kind(lower, child) == CST_from) {
            part.field = PY_F_cause;
        } else if (cst_kind(lower, child) == CST_expression_list) {
            lower_refuse(lower, child, STATUS_INVALID_PYTHON, "invalid syntax");
        } else {
            lower_expression(lower, part, child);
        }
    }
}

static void lower_assert(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Assert, cst);
    uint32_t test = cst_operand(lower, cst);
    uint32_t msg = cst_next_operand(lower, cst, test);

    lower_expression(lower, PLACE(node, test), test);
    if (msg != 0)
        lower_expression(lower, PLACE(node, msg), msg);
    if (msg != 0 && cst_next_operand(lower, cst, msg) != 0)
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid syntax");
}

static void lower_declaration(struct lower *lower, struct place place, uint32_t cst)
{
    bool global = cst_kind(lower, cst) == CST_global_statement;
    uint32_t node = lower_emit_at(lower, place, global ? PY_Global : PY_Nonlocal, cst);

    CST_EACH (lower, child, cst) {
        if (cst_kind(lower, child) == CST_identifier) {
            uint32_t name = lower_name(lower, child);
            uint32_t entry = lower_emit_at(lower, PLACE(node, names), PY_identifier, child);

            lower->nodes.items[entry].name = name;
        }
    }
}

/* `print >> f, x` is a tuple in Python 3; any other print statement is Python 2. */
static void refuse_print(struct lower *lower, uint32_t cst)
{
    if (cst_child(lower, cst, CST_chevron) != 0)
        lower_refuse(lower, cst, STATUS_UNSUPPORTED_PYTHON, "print >> is not handled");
    else
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON,
                     "Missing parentheses in call to 'print'");
}

void lower_simple(struct lower *lower, struct place place, uint32_t cst)
{
    switch (cst_kind(lower, cst)) {
    case CST_expression_statement:
        lower_expression_statement(lower, place, cst);
        break;
    case CST_return_statement:
        lower_return(lower, place, cst);
        break;
    case CST_delete_statement:
        lower_delete(lower, place, cst);
        break;
    case CST_raise_statement:
        lower_raise(lower, place, cst);
        break;
    case CST_assert_statement:
        lower_assert(lower, place, cst);
        break;
    case CST_pass_statement:
        lower_emit_at(lower, place, PY_Pass, cst);
        break;
    case CST_break_statement:
        lower_emit_at(lower, place, PY_Break, cst);
        break;
    case CST_continue_statement:
        lower_emit_at(lower, place, PY_Continue, cst);
        break;
    case CST_type_alias_statement:
        lower_type_alias(lower, place, cst);
        break;
    case CST_print_statement:
        refuse_print(lower, cst);
        break;
    default:
        lower_declaration(lower, place, cst);
    }
}

/* ---- imports ---------------------------------------------------------------------------------------------- */

/* Module name and level (number of leading dots) of `from … import`. */
static void lower_module_name(struct lower *lower, uint32_t node, uint32_t cst)
{
    uint32_t name = cst;
    uint32_t dots = 0;

    if (cst_kind(lower, cst) == CST_relative_import) {
        uint32_t prefix = cst_child(lower, cst, CST_import_prefix);

        name = cst_child(lower, cst, CST_dotted_name);
        for (uint32_t i = cst_start(lower, prefix); i < cst_end(lower, prefix); i++)
            dots += lower->source.ptr[i] == '.';
    }
    if (dots > UINT8_MAX)
        lower_refuse(lower, cst, STATUS_UNSUPPORTED_PYTHON, "too many dots in an import");
    lower->nodes.items[node].op = (uint8_t) dots;
    if (name != 0)
        lower->nodes.items[node].name = lower_dotted_name(lower, name);
}

static void lower_alias(struct lower *lower, uint32_t parent, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, PLACE(parent, names), PY_alias, cst);
    uint32_t as;

    switch (cst_kind(lower, cst)) {
    case CST_wildcard_import:
        lower->nodes.items[node].name = names_intern(lower->names, S("*"));
        break;
    case CST_aliased_import:
        lower->nodes.items[node].name = lower_dotted_name(lower, cst_first(lower, cst));
        as = lower_emit_at(lower, PLACE(node, asname), PY_identifier, cst_last(lower, cst));
        lower->nodes.items[as].name = lower_name(lower, cst_last(lower, cst));
        break;
    default:
        lower->nodes.items[node].name = lower_dotted_name(lower, cst);
    }
}

void lower_import(struct lower *lower, struct place place, uint32_t cst)
{
    enum cst_kind kind = cst_kind(lower, cst);
    uint32_t node = lower_emit_at(
        lower, place, kind == CST_import_statement ? PY_Import : PY_ImportFrom, cst);
    bool module_seen = kind != CST_import_from_statement;

    if (kind == CST_future_import_statement)
        lower->nodes.items[node].name = names_intern(lower->names, S("__future__"));
    CST_EACH (lower, child, cst) {
        if (cst_is_token(lower, child))
            continue;
        if (module_seen)
            lower_alias(lower, node, child);
        else
            lower_module_name(lower, node, child);
        module_seen = true;
    }
}
