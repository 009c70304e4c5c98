/*
 * lower_compound.c — if, for, while, try, with.
 *
 * CPython lets a compound statement end with the last token of its last block, a semicolon
 * included; every function here sets the end after the blocks are done. The grammar's own end
 * positions are not used.
 */
#include "lower.h"

static void set_end(struct lower *lower, uint32_t node, uint32_t end)
{
    lower->nodes.items[node].end = end;
}

static uint32_t block_of(const struct lower *lower, uint32_t cst)
{
    return cst_child(lower, cst, CST_block);
}

/* `else:` clause of a loop, a conditional or a try; returns where it ends, or `end`. */
static uint32_t lower_else(struct lower *lower, uint32_t node, uint32_t cst, uint32_t end)
{
    uint32_t clause = cst_child(lower, cst, CST_else_clause);

    if (clause == 0)
        return end;
    return lower_block(lower, node, PY_F_orelse, block_of(lower, clause));
}

/* ---- if ------------------------------------------------------------------------------------------- */

static uint32_t lower_branch(struct lower *lower, struct place place, uint32_t cst,
                             uint32_t *ret_end)
{
    uint32_t node = lower_emit_at(lower, place, PY_If, cst);

    lower_expression(lower, PLACE(node, test), cst_operand(lower, cst));
    *ret_end = lower_block(lower, node, PY_F_body, block_of(lower, cst));
    return node;
}

/* Each elif is an If in the orelse of the one before; all of them end where the chain ends. */
static void lower_if(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t base = lower->stack.count;
    uint32_t end;
    uint32_t node = lower_branch(lower, place, cst, &end);

    *VEC_PUSH(lower->arena, &lower->stack) = node;
    CST_EACH (lower, child, cst) {
        if (cst_kind(lower, child) == CST_elif_clause) {
            node = lower_branch(lower, PLACE(node, orelse), child, &end);
            *VEC_PUSH(lower->arena, &lower->stack) = node;
        }
    }
    end = lower_else(lower, node, cst, end);
    while (lower->stack.count > base)
        set_end(lower, lower->stack.items[--lower->stack.count], end);
}

/* ---- loops -------------------------------------------------------------------------------------------- */

static void lower_while(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t end;
    uint32_t node = lower_branch(lower, place, cst, &end);

    lower->nodes.items[node].kind = PY_While;
    set_end(lower, node, lower_else(lower, node, cst, end));
}

static void lower_for(struct lower *lower, struct place place, uint32_t cst)
{
    bool is_async = cst_child(lower, cst, CST_async) != 0;
    uint32_t node = lower_emit_at(lower, place, is_async ? PY_AsyncFor : PY_For, cst);
    uint32_t target = cst_operand(lower, cst);
    uint32_t end;

    lower_expression(lower, TARGET(node, target), target);
    lower_expression(lower, PLACE(node, iter), cst_next_operand(lower, cst, target));
    end = lower_block(lower, node, PY_F_body, block_of(lower, cst));
    set_end(lower, node, lower_else(lower, node, cst, end));
}

/* ---- with ----------------------------------------------------------------------------------------------- */

static void lower_with_item(struct lower *lower, uint32_t parent, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, PLACE(parent, items), PY_withitem, cst);

    if (cst_kind(lower, cst) == CST_as_pattern) {
        lower_expression(lower, PLACE(node, context_expr), cst_first(lower, cst));
        lower_expression(lower, TARGET(node, optional_vars), cst_last(lower, cst));
    } else {
        lower_expression(lower, PLACE(node, context_expr), cst);
    }
}

/*
 * `with (a, b):` means two items, not a tuple (PEP 617), unless an element could not be an
 * item: a starred or assignment expression, or a yield.
 */
static bool is_item_list(const struct lower *lower, uint32_t cst)
{
    enum cst_kind kind = cst_kind(lower, cst);

    if ((kind != CST_tuple && kind != CST_parenthesized_expression) ||
        cst_first(lower, cst) == 0)
        return false;
    CST_EACH (lower, child, cst) {
        kind = cst_kind(lower, child);
        if (kind == CST_named_expression || kind == CST_yield ||
            lower->source.ptr[cst_start(lower, child)] == '*')
            return false;
    }
    return true;
}

static void lower_with(struct lower *lower, struct place place, uint32_t cst)
{
    bool is_async = cst_child(lower, cst, CST_async) != 0;
    uint32_t node = lower_emit_at(lower, place, is_async ? PY_AsyncWith : PY_With, cst);
    uint32_t clause = cst_child(lower, cst, CST_with_clause);
    uint32_t only = cst_first(lower, clause);
    bool comma;

    if (cst_elements(lower, clause, &comma) == 1 &&
        is_item_list(lower, cst_first(lower, only))) {
        clause = cst_first(lower, only);
        CST_EACH (lower, child, clause) {
            if (!cst_is_token(lower, child))
                lower_with_item(lower, node, child);
        }
    } else {
        CST_EACH (lower, child, clause) {
            if (!cst_is_token(lower, child))
                lower_with_item(lower, node, cst_first(lower, child));
        }
    }
    set_end(lower, node, lower_block(lower, node, PY_F_body, block_of(lower, cst)));
}

/* ---- try ----------------------------------------------------------------------------------------------------- */

static void lower_handler_name(struct lower *lower, uint32_t node, uint32_t cst)
{
    while (cst_kind(lower, cst) == CST_as_pattern_target)
        cst = cst_last(lower, cst);
    if (cst_kind(lower, cst) != CST_identifier)
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid syntax");
    else
        lower->nodes.items[node].name = lower_name(lower, cst);
}

/* `except type as name:`; the grammar reads the head as an as-pattern or as its parts. */
static void lower_handler_head(struct lower *lower, uint32_t node, uint32_t cst)
{
    uint32_t type = cst_operand(lower, cst);
    uint32_t alias = cst_next_operand(lower, cst, type);

    if (cst_kind(lower, type) == CST_block)
        return;
    if (cst_kind(lower, type) == CST_as_pattern) {
        alias = cst_last(lower, type);
        type = cst_first(lower, type);
    } else if (cst_kind(lower, alias) == CST_block) {
        alias = 0;
    } else if (cst_child(lower, cst, CST_comma) != 0) {
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON,
                     "multiple exception types must be parenthesized");
        return;
    }
    if (alias != 0)
        lower_handler_name(lower, node, alias);
    lower_expression(lower, PLACE(node, type), type);
}

static uint32_t lower_handler(struct lower *lower, uint32_t parent, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, PLACE(parent, handlers), PY_ExceptHandler, cst);
    uint32_t end;

    if (cst_child(lower, cst, CST_star) != 0)
        lower->nodes.items[parent].kind = PY_TryStar;
    lower_handler_head(lower, node, cst);
    end = lower_block(lower, node, PY_F_body, block_of(lower, cst));
    set_end(lower, node, end);
    return end;
}

static void lower_try(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Try, cst);
    uint32_t end = lower_block(lower, node, PY_F_body, block_of(lower, cst));
    uint32_t finally = cst_child(lower, cst, CST_finally_clause);

    CST_EACH (lower, child, cst) {
        if (cst_kind(lower, child) == CST_except_clause)
            end = lower_handler(lower, node, child);
    }
    end = lower_else(lower, node, cst, end);
    if (finally != 0)
        end = lower_block(lower, node, PY_F_finalbody, block_of(lower, finally));
    set_end(lower, node, end);
}

void lower_compound(struct lower *lower, struct place place, uint32_t cst)
{
    switch (cst_kind(lower, cst)) {
    case CST_if_statement:
        lower_if(lower, place, cst);
        break;
    case CST_while_statement:
        lower_while(lower, place, cst);
        break;
    case CST_for_statement:
        lower_for(lower, place, cst);
        break;
    case CST_with_statement:
        lower_with(lower, place, cst);
        break;
    default:
        lower_try(lower, place, cst);
    }
}
