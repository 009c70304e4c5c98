/*
 * lower_operator.c — operators: arithmetic, boolean, comparison.
 *
 * Arithmetic is flattened to its operands and operators in source order and parsed again by
 * operator precedence (Language Reference 6.17), because the grammar ranks `^` above `&` and
 * `await` below `**`. A parenthesised expression is one operand. The result is emitted from an
 * explicit stack, so `a + b + c …` may be as long as CPython's own compiler bears.
 *
 * Ranges: a BinOp runs from its left operand to its right one, their parentheses included.
 */
#include "lower.h"

enum rank {
    RANK_OPERAND,
    RANK_OR,
    RANK_XOR,
    RANK_AND,
    RANK_SHIFT,
    RANK_SUM,
    RANK_PRODUCT,
    RANK_UNARY,
    RANK_POWER, /* groups to the right */
    RANK_AWAIT,
};

/* As binary operators; `+ - ~` and await are looked up as prefixes separately. */
static const struct {
    uint8_t op, rank;
} binary_ops[CST_KIND_COUNT] = {
    [CST_bar] = { PY_BITOR, RANK_OR },
    [CST_caret] = { PY_BITXOR, RANK_XOR },
    [CST_ampersand] = { PY_BITAND, RANK_AND },
    [CST_shift_left] = { PY_LSHIFT, RANK_SHIFT },
    [CST_shift_right] = { PY_RSHIFT, RANK_SHIFT },
    [CST_plus] = { PY_ADD, RANK_SUM },
    [CST_minus] = { PY_SUB, RANK_SUM },
    [CST_star] = { PY_MULT, RANK_PRODUCT },
    [CST_slash] = { PY_DIV, RANK_PRODUCT },
    [CST_double_slash] = { PY_FLOORDIV, RANK_PRODUCT },
    [CST_percent] = { PY_MOD, RANK_PRODUCT },
    [CST_at] = { PY_MATMULT, RANK_PRODUCT },
    [CST_power] = { PY_POW, RANK_POWER },
};

static const uint8_t prefix_ops[CST_KIND_COUNT] = {
    [CST_plus] = PY_UADD,
    [CST_minus] = PY_USUB,
    [CST_tilde] = PY_INVERT,
};

static const uint8_t compare_ops[CST_KIND_COUNT] = {
    [CST_less] = PY_LT,          [CST_less_equal] = PY_LTE, [CST_equal] = PY_EQ,
    [CST_not_equal] = PY_NOTEQ,  [CST_greater] = PY_GT,     [CST_greater_equal] = PY_GTE,
    [CST_in] = PY_IN,            [CST_not_in] = PY_NOTIN,   [CST_is] = PY_IS,
    [CST_is_not] = PY_ISNOT,
};

static const uint8_t augmented_ops[CST_KIND_COUNT] = {
    [CST_add_to] = PY_ADD,
    [CST_subtract_from] = PY_SUB,
    [CST_multiply_by] = PY_MULT,
    [CST_divide_by] = PY_DIV,
    [CST_matrix_multiply_by] = PY_MATMULT,
    [CST_floor_divide_by] = PY_FLOORDIV,
    [CST_modulo_by] = PY_MOD,
    [CST_power_by] = PY_POW,
    [CST_shift_right_by] = PY_RSHIFT,
    [CST_shift_left_by] = PY_LSHIFT,
    [CST_and_with] = PY_BITAND,
    [CST_xor_with] = PY_BITXOR,
    [CST_or_with] = PY_BITOR,
};

enum py_op lower_augmented_op(enum cst_kind kind)
{
    return augmented_ops[kind];
}

/* ---- arithmetic -------------------------------------------------------------------------------- */

static uint32_t push_operation(struct lower *lower, struct operation operation)
{
    *VEC_PUSH(lower->arena, &lower->operations) = operation;
    return lower->operations.count - 1;
}

static bool is_arithmetic(enum cst_kind kind)
{
    return kind == CST_binary_operator || kind == CST_unary_operator || kind == CST_await ||
           kind == CST_union_type;
}

/* Appends the operands and operators below `cst` in source order. */
static void flatten(struct lower *lower, uint32_t cst)
{
    uint32_t end = lower->cst[cst].extent;
    bool after_operand = false;

    while (cst < end) {
        enum cst_kind kind = cst_kind(lower, cst);
        struct operation item = { .cst = cst, .start = cst_start(lower, cst),
                                  .end = cst_end(lower, cst) };

        if (is_arithmetic(kind)) {
            cst++;
            continue;
        }
        if (cst_is_token(lower, cst)) {
            item.prefix = !after_operand;
            item.op = after_operand ? binary_ops[kind].op : prefix_ops[kind];
            item.rank = after_operand ? binary_ops[kind].rank : (uint8_t) RANK_UNARY;
            if (kind == CST_await_keyword)
                item.rank = RANK_AWAIT;
        }
        after_operand = item.rank == RANK_OPERAND;
        push_operation(lower, item);
        cst = lower->cst[cst].extent;
    }
}

/* Pops the operands of the operation and pushes it as an operand. The operand stack grows from
 * stack[base]; an operation refers to others by index. */
static void reduce(struct lower *lower, uint32_t base, uint32_t index)
{
    struct operation *operation = &lower->operations.items[index];
    uint32_t needed = operation->prefix ? 1 : 2;
    uint32_t *top;

    if (lower->stack.count - base < needed) {
        lower_refuse(lower, operation->cst, STATUS_INVALID_PYTHON, "an operand is missing");
        return;
    }
    top = &lower->stack.items[lower->stack.count - 1];
    operation->right = *top;
    operation->end = lower->operations.items[*top].end;
    if (!operation->prefix) {
        operation->left = top[-1];
        operation->start = lower->operations.items[top[-1]].start;
        lower->stack.count--;
    }
    lower->stack.items[lower->stack.count - 1] = index;
}

/* Whether the waiting operator takes its operands before `next` does. */
static bool binds_first(const struct operation *waiting, const struct operation *next)
{
    if (next->prefix)
        return false;
    return waiting->rank > next->rank ||
           (waiting->rank == next->rank && next->rank != RANK_POWER);
}

/*
 * Shunting yard over operations [first, count). Waiting operators form a list through their
 * `left` member, which reduce() overwrites when they are done.
 */
static void parse_operations(struct lower *lower, uint32_t base, uint32_t first)
{
    uint32_t count = lower->operations.count;
    uint32_t waiting = UINT32_MAX;

    for (uint32_t i = first; i < count; i++) {
        struct operation *next = &lower->operations.items[i];

        if (next->rank == RANK_OPERAND) {
            *VEC_PUSH(lower->arena, &lower->stack) = i;
            continue;
        }
        while (waiting != UINT32_MAX && binds_first(&lower->operations.items[waiting], next)) {
            uint32_t done = waiting;

            waiting = lower->operations.items[done].left;
            reduce(lower, base, done);
        }
        next->left = waiting;
        waiting = i;
    }
    while (waiting != UINT32_MAX) {
        uint32_t done = waiting;

        waiting = lower->operations.items[done].left;
        reduce(lower, base, done);
    }
}

static uint32_t emit_operation(struct lower *lower, struct place place, uint32_t index)
{
    struct operation operation = lower->operations.items[index];
    enum py_kind kind = operation.rank == RANK_AWAIT ? PY_Await
                        : operation.prefix           ? PY_UnaryOp
                                                     : PY_BinOp;
    uint32_t node = lower_emit(lower, place, kind, operation.start, operation.end);

    lower->nodes.items[node].op = operation.op;
    return node;
}

/* What is still to be emitted, as three entries of the stack. */
static void push_pending(struct lower *lower, uint32_t operation, uint32_t parent,
                         uint8_t field)
{
    *VEC_PUSH(lower->arena, &lower->stack) = operation;
    *VEC_PUSH(lower->arena, &lower->stack) = parent;
    *VEC_PUSH(lower->arena, &lower->stack) = field;
}

static void emit_operations(struct lower *lower, struct place place, uint32_t top)
{
    uint32_t base = lower->stack.count;

    push_pending(lower, top, place.parent, place.field);
    while (lower->stack.count > base && lower->status == STATUS_OK) {
        uint32_t *entry = &lower->stack.items[lower->stack.count -= 3];
        struct operation operation = lower->operations.items[entry[0]];
        struct place here = { entry[1], (uint8_t) entry[2], PY_LOAD };
        uint32_t node;

        if (operation.rank == RANK_OPERAND) {
            lower_expression(lower, here, operation.cst);
            continue;
        }
        node = emit_operation(lower, here, entry[0]);
        if (operation.prefix) {
            push_pending(lower, operation.right, node,
                         operation.rank == RANK_AWAIT ? PY_F_value : PY_F_operand);
        } else {
            push_pending(lower, operation.right, node, PY_F_right);
            push_pending(lower, operation.left, node, PY_F_left);
        }
    }
    lower->stack.count = base;
}

void lower_arithmetic(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t base = lower->stack.count;
    uint32_t first = lower->operations.count;

    flatten(lower, cst);
    parse_operations(lower, base, first);
    if (lower->stack.count != base + 1)
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "malformed expression");
    if (lower->status == STATUS_OK)
        emit_operations(lower, place, lower->stack.items[base]);
    lower->stack.count = base;
    lower->operations.count = first;
}

/* ---- boolean operators ---------------------------------------------------------------------------- */

/* `left op right`: the operator is the second child. */
static enum cst_kind boolean_op(const struct lower *lower, uint32_t cst)
{
    return cst_kind(lower, cst_next(lower, cst, cst_first(lower, cst)));
}

/* `a or b or c` is one BoolOp; the grammar nests it to the left. */
void lower_boolean(struct lower *lower, struct place place, uint32_t cst)
{
    enum cst_kind op = boolean_op(lower, cst);
    uint32_t base = lower->stack.count;
    uint32_t node = lower_emit_at(lower, place, PY_BoolOp, cst);

    lower->nodes.items[node].op = op == CST_and ? PY_AND : PY_OR;
    while (cst_kind(lower, cst) == CST_boolean_operator && boolean_op(lower, cst) == op) {
        *VEC_PUSH(lower->arena, &lower->stack) = cst_last(lower, cst);
        cst = cst_first(lower, cst);
    }
    lower_expression(lower, PLACE(node, values), cst);
    while (lower->stack.count > base)
        lower_expression(lower, PLACE(node, values), lower->stack.items[--lower->stack.count]);
}

/* ---- comparisons ------------------------------------------------------------------------------------- */

void lower_comparison(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Compare, cst);
    struct place operand = PLACE(node, left);

    CST_EACH (lower, child, cst) {
        if (!cst_is_token(lower, child)) {
            lower_expression(lower, operand, child);
            operand.field = PY_F_comparators;
        } else {
            uint32_t op = lower_emit_at(lower, PLACE(node, ops), PY_cmpop, child);

            lower->nodes.items[op].op = compare_ops[cst_kind(lower, child)];
            if (lower->nodes.items[op].op == PY_OP_NONE)
                lower_refuse(lower, child, STATUS_INVALID_PYTHON, "not an operator");
        }
    }
}
