/*
 * lower_expression.c — expressions other than operators, strings and lambdas.
 *
 * One table maps the grammar's node kinds to functions; patterns on the left of `=` share the
 * functions of the expressions they look like, told apart by the expression context.
 *
 * Repair: outside argument lists the grammar binds `*` more tightly than any trailer or
 * operator, so `[*f(x)]` arrives as a call of the function `*f`. No Python expression but a
 * starred one begins with `*`, hence the rule in lower_expression(): when the text begins with
 * `*`, the Starred goes on top and the splat below becomes transparent.
 */
#include "lower.h"

/* ---- atoms ---------------------------------------------------------------------------------- */

static void lower_identifier(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t name = lower_name(lower, cst);
    uint32_t node = lower_emit_at(lower, place, PY_Name, cst);

    lower->nodes.items[node].name = name;
    lower->nodes.items[node].op = place.context;
}

static void lower_constant(struct lower *lower, struct place place, uint32_t cst)
{
    static const uint8_t values[CST_KIND_COUNT] = {
        [CST_none] = PY_CONST_NONE,
        [CST_true] = PY_CONST_TRUE,
        [CST_false] = PY_CONST_FALSE,
        [CST_ellipsis] = PY_CONST_ELLIPSIS,
    };
    uint32_t node = lower_emit_at(lower, place, PY_Constant, cst);

    lower->nodes.items[node].op = values[cst_kind(lower, cst)];
}

static void lower_number(struct lower *lower, struct place place, uint32_t cst)
{
    char last = lower->source.ptr[cst_end(lower, cst) - 1];
    uint32_t node = lower_emit_at(lower, place, PY_Constant, cst);
    bool is_float = cst_kind(lower, cst) == CST_float;

    if (last == 'l' || last == 'L')
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid decimal literal");
    if (last == 'j' || last == 'J')
        lower->nodes.items[node].op = PY_CONST_IMAGINARY;
    else
        lower->nodes.items[node].op = is_float ? PY_CONST_FLOAT : PY_CONST_INT;
}

/* ---- displays ---------------------------------------------------------------------------------- */

void lower_elements(struct lower *lower, struct place place, uint32_t cst)
{
    CST_EACH (lower, child, cst) {
        if (!cst_is_token(lower, child))
            lower_expression(lower, place, child);
    }
}

static void lower_sequence(struct lower *lower, struct place place, uint32_t cst,
                           enum py_kind kind)
{
    uint32_t node = lower_emit_at(lower, place, kind, cst);

    lower->nodes.items[node].op = place.context;
    lower_elements(lower, (struct place){ node, PY_F_elts, place.context }, cst);
}

static void lower_list(struct lower *lower, struct place place, uint32_t cst)
{
    lower_sequence(lower, place, cst, PY_List);
}

static void lower_set(struct lower *lower, struct place place, uint32_t cst)
{
    lower_sequence(lower, place, cst, PY_Set);
}

static void lower_bare_tuple(struct lower *lower, struct place place, uint32_t cst)
{
    lower_sequence(lower, place, cst, PY_Tuple);
}

static void lower_parenthesized(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t inner = cst_operand(lower, cst);
    uint32_t node = lower->nodes.count;

    lower_expression(lower, place, inner);
    if (node < lower->nodes.count)
        lower->nodes.items[node].flags |= PY_FLAG_PARENTHESIZED;
}

/* `(a)` as a target arrives as a tuple pattern without a comma. */
static void lower_tuple(struct lower *lower, struct place place, uint32_t cst)
{
    bool comma;
    uint32_t count = cst_elements(lower, cst, &comma);

    if (count == 1 && !comma)
        lower_parenthesized(lower, place, cst);
    else
        lower_sequence(lower, place, cst, PY_Tuple);
}

/*
 * The expressions among the siblings [first, stop): one of them alone stands for itself, a
 * comma makes a Tuple that ends with the last element or comma. `stop` 0 means all siblings.
 */
void lower_expressions(struct lower *lower, struct place place, uint32_t parent, uint32_t first,
                       uint32_t stop)
{
    bool comma = false;
    uint32_t end = first;
    uint32_t tuple;

    for (uint32_t c = first; c != 0 && c != stop; c = cst_next(lower, parent, c)) {
        comma = comma || cst_kind(lower, c) == CST_comma;
        end = c;
    }
    if (!comma) {
        lower_expression(lower, place, first);
        return;
    }
    tuple = lower_emit(lower, place, PY_Tuple, cst_start(lower, first), cst_end(lower, end));
    for (uint32_t c = first; c != 0 && c != stop; c = cst_next(lower, parent, c)) {
        if (!cst_is_token(lower, c))
            lower_expression(lower, PLACE(tuple, elts), c);
    }
}

static void lower_dictionary(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Dict, cst);

    CST_EACH (lower, child, cst) {
        if (cst_kind(lower, child) == CST_pair) {
            lower_expression(lower, PLACE(node, keys), cst_first(lower, child));
            lower_expression(lower, PLACE(node, values), cst_last(lower, child));
        } else if (cst_kind(lower, child) == CST_dictionary_splat) {
            lower_expression(lower, PLACE(node, values), cst_last(lower, child));
        }
    }
}

/* ---- comprehensions ------------------------------------------------------------------------------ */

static uint32_t lower_for_in(struct lower *lower, uint32_t parent, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, PLACE(parent, generators), PY_comprehension, cst);
    uint32_t target = cst_operand(lower, cst);
    uint32_t iter = cst_next_operand(lower, cst, target);

    if (cst_child(lower, cst, CST_async) != 0)
        lower->nodes.items[node].flags |= PY_FLAG_ASYNC;
    if (iter == 0 || cst_next(lower, cst, iter) != 0)
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid syntax in a comprehension");
    lower_expression(lower, TARGET(node, target), target);
    lower_expression(lower, PLACE(node, iter), iter);
    return node;
}

static void lower_comprehension(struct lower *lower, struct place place, uint32_t cst)
{
    static const uint8_t kinds[CST_KIND_COUNT] = {
        [CST_list_comprehension] = PY_ListComp,
        [CST_set_comprehension] = PY_SetComp,
        [CST_dictionary_comprehension] = PY_DictComp,
        [CST_generator_expression] = PY_GeneratorExp,
    };
    uint32_t node = lower_emit_at(lower, place, kinds[cst_kind(lower, cst)], cst);
    uint32_t body = cst_first(lower, cst);
    uint32_t generator = 0;

    if (cst_kind(lower, body) == CST_pair) {
        lower_expression(lower, PLACE(node, key), cst_first(lower, body));
        lower_expression(lower, PLACE(node, value), cst_last(lower, body));
    } else {
        lower_expression(lower, PLACE(node, elt), body);
    }
    for (uint32_t c = cst_next(lower, cst, body); c != 0; c = cst_next(lower, cst, c)) {
        if (cst_kind(lower, c) == CST_for_in_clause) {
            generator = lower_for_in(lower, node, c);
        } else {
            lower_expression(lower, PLACE(generator, ifs), cst_last(lower, c));
            lower->nodes.items[generator].end = cst_end(lower, c);
        }
    }
}

/* ---- trailers: calls, attributes, subscripts -------------------------------------------------------- */

static void lower_keyword(struct lower *lower, uint32_t parent, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, PLACE(parent, keywords), PY_keyword, cst);

    if (cst_kind(lower, cst) == CST_keyword_argument) {
        uint32_t name = lower_name(lower, cst_first(lower, cst));

        lower->nodes.items[node].name = name;
    }
    lower_expression(lower, PLACE(node, value), cst_last(lower, cst));
}

void lower_arguments(struct lower *lower, uint32_t parent, enum py_field positional,
                     uint32_t list)
{
    struct place place = { parent, (uint8_t) positional, PY_LOAD };

    if (cst_kind(lower, list) == CST_generator_expression) {
        lower_expression(lower, place, list);
        return;
    }
    CST_EACH (lower, child, list) {
        enum cst_kind kind = cst_kind(lower, child);

        if (kind == CST_keyword_argument || kind == CST_dictionary_splat)
            lower_keyword(lower, parent, child);
        else if (!cst_is_token(lower, child))
            lower_expression(lower, place, child);
    }
}

/* `x[*a]` is a Tuple even without a comma. */
static void lower_index(struct lower *lower, uint32_t node, uint32_t cst, uint32_t first)
{
    struct place place = PLACE(node, slice);

    if (first == 0) {
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "an index is missing");
    } else if (lower->source.ptr[cst_start(lower, first)] == '*' &&
               cst_next(lower, cst, first) == 0) {
        uint32_t tuple = lower_emit_at(lower, place, PY_Tuple, first);

        lower_expression(lower, PLACE(tuple, elts), first);
    } else {
        lower_expressions(lower, place, cst, first, 0);
    }
}

static void lower_slice(struct lower *lower, struct place place, uint32_t cst)
{
    static const uint8_t fields[] = { PY_F_lower, PY_F_upper, PY_F_step };
    uint32_t node = lower_emit_at(lower, place, PY_Slice, cst);
    uint32_t colons = 0;

    CST_EACH (lower, child, cst) {
        struct place part = { node, fields[colons < 2 ? colons : 2], PY_LOAD };

        if (cst_kind(lower, child) == CST_colon)
            colons++;
        else
            lower_expression(lower, part, child);
    }
}

/* `list[int]` in an annotation; its index list is a node of its own. */
static void lower_generic_type(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Subscript, cst);
    uint32_t index = cst_last(lower, cst);

    lower->nodes.items[node].op = place.context;
    lower_expression(lower, PLACE(node, value), cst_first(lower, cst));
    lower_index(lower, node, index, cst_first(lower, index));
}

/* `a:b` directly inside a type's brackets. */
static void lower_constrained_type(struct lower *lower, struct place place, uint32_t cst)
{
    if (place.field == PY_F_slice || place.field == PY_F_elts)
        lower_slice(lower, place, cst);
    else
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid syntax");
}

static bool is_trailer(enum cst_kind kind)
{
    return kind == CST_call || kind == CST_attribute || kind == CST_subscript ||
           kind == CST_member_type || kind == CST_type_call || kind == CST_type_item;
}

static uint32_t emit_trailer(struct lower *lower, struct place place, uint32_t cst)
{
    enum cst_kind kind = cst_kind(lower, cst);
    uint32_t node;

    if (kind == CST_call || kind == CST_type_call)
        return lower_emit_at(lower, place, PY_Call, cst);
    node = lower_emit_at(lower, place, PY_Attribute, cst);
    lower->nodes.items[node].op = place.context;
    if (kind == CST_subscript || kind == CST_type_item)
        lower->nodes.items[node].kind = PY_Subscript;
    else
        lower->nodes.items[node].name = lower_name(lower, cst_last(lower, cst));
    return node;
}

/* What stands behind the trailer's first child. */
static void lower_trailer_rest(struct lower *lower, uint32_t node, uint32_t cst)
{
    uint32_t first = cst_first(lower, cst);

    switch (cst_kind(lower, cst)) {
    case CST_call:
        lower_arguments(lower, node, PY_F_args, cst_last(lower, cst));
        break;
    case CST_subscript:
        lower_index(lower, node, cst, cst_next(lower, cst, first));
        break;
    case CST_type_call:
        lower_arguments(lower, node, PY_F_args, cst);
        break;
    case CST_type_item:
        lower_index(lower, node, cst, first);
        break;
    default:
        break;
    }
}

/* The word `type` in front of a repaired call or subscript. */
static void lower_type_word(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t start = cst_start(lower, cst);
    uint32_t node = lower_emit(lower, place, PY_Name, start, start + 4);

    lower->nodes.items[node].name = names_intern(lower->names, S("type"));
}

/*
 * `f(x).g[y]`: the trailers nest to the left. All of them are emitted first, outermost first,
 * then the innermost object, then each one's arguments from the inside out.
 */
void lower_trailers(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t base = lower->stack.count;

    while (is_trailer(cst_kind(lower, cst))) {
        enum cst_kind kind = cst_kind(lower, cst);
        uint32_t node = emit_trailer(lower, place, cst);

        *VEC_PUSH(lower->arena, &lower->stack) = node;
        *VEC_PUSH(lower->arena, &lower->stack) = cst;
        place = kind == CST_call || kind == CST_type_call ? PLACE(node, func)
                                                          : PLACE(node, value);
        if (kind == CST_type_call || kind == CST_type_item)
            break;
        cst = cst_first(lower, cst);
        while (cst_kind(lower, cst) == CST_type)
            cst = cst_first(lower, cst);
    }
    if (is_trailer(cst_kind(lower, cst)))
        lower_type_word(lower, place, cst);
    else
        lower_expression(lower, place, cst);
    while (lower->stack.count > base) {
        uint32_t *entry = &lower->stack.items[lower->stack.count -= 2];

        lower_trailer_rest(lower, entry[0], entry[1]);
    }
}

/* ---- the rest ------------------------------------------------------------------------------------- */

static void lower_not(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_UnaryOp, cst);

    lower->nodes.items[node].op = PY_NOT;
    lower_expression(lower, PLACE(node, operand), cst_last(lower, cst));
}

/* `body if test else orelse`, in source order. */
static void lower_conditional(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_IfExp, cst);
    uint32_t body = cst_operand(lower, cst);
    uint32_t test = cst_next_operand(lower, cst, body);

    lower_expression(lower, PLACE(node, body), body);
    lower_expression(lower, PLACE(node, test), test);
    lower_expression(lower, PLACE(node, orelse), cst_last(lower, cst));
}

static void lower_lambda(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Lambda, cst);
    uint32_t colon = cst_child(lower, cst, CST_colon);

    lower_parameters(lower, node, cst_child(lower, cst, CST_lambda_parameters),
                     cst_start(lower, colon));
    lower_expression(lower, PLACE(node, body), cst_last(lower, cst));
}

static void lower_named(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_NamedExpr, cst);

    lower_expression(lower, TARGET(node, target), cst_first(lower, cst));
    lower_expression(lower, PLACE(node, value), cst_last(lower, cst));
}

static void lower_yield(struct lower *lower, struct place place, uint32_t cst)
{
    bool from = cst_child(lower, cst, CST_from) != 0;
    uint32_t node = lower_emit_at(lower, place, from ? PY_YieldFrom : PY_Yield, cst);
    uint32_t value = cst_operand(lower, cst);

    if (value != 0)
        lower_expression(lower, PLACE(node, value), value);
}

/* `a * *b`: the grammar takes it, Python does not. */
static bool is_operator_node(enum py_kind kind)
{
    return kind == PY_BinOp || kind == PY_UnaryOp || kind == PY_BoolOp || kind == PY_Compare;
}

static void lower_starred(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node;

    if (is_operator_node((enum py_kind) lower->nodes.items[place.parent].kind)) {
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid use of *");
        return;
    }
    node = lower_emit_at(lower, place, PY_Starred, cst);
    lower->nodes.items[node].op = place.context;
    lower_expression(lower, (struct place){ node, PY_F_value, place.context },
                     cst_last(lower, cst));
}

static void lower_transparent(struct lower *lower, struct place place, uint32_t cst)
{
    lower_expression(lower, place, cst_last(lower, cst));
}

typedef void (*lower_fn)(struct lower *, struct place, uint32_t cst);

static const lower_fn expressions[CST_KIND_COUNT] = {
    [CST_identifier] = lower_identifier,
    [CST_none] = lower_constant,
    [CST_true] = lower_constant,
    [CST_false] = lower_constant,
    [CST_ellipsis] = lower_constant,
    [CST_integer] = lower_number,
    [CST_float] = lower_number,
    [CST_string] = lower_string,
    [CST_concatenated_string] = lower_string,
    [CST_list] = lower_list,
    [CST_list_pattern] = lower_list,
    [CST_set] = lower_set,
    [CST_tuple] = lower_tuple,
    [CST_tuple_pattern] = lower_tuple,
    [CST_expression_list] = lower_bare_tuple,
    [CST_pattern_list] = lower_bare_tuple,
    [CST_dictionary] = lower_dictionary,
    [CST_parenthesized_expression] = lower_parenthesized,
    [CST_list_comprehension] = lower_comprehension,
    [CST_set_comprehension] = lower_comprehension,
    [CST_dictionary_comprehension] = lower_comprehension,
    [CST_generator_expression] = lower_comprehension,
    [CST_call] = lower_trailers,
    [CST_attribute] = lower_trailers,
    [CST_subscript] = lower_trailers,
    [CST_member_type] = lower_trailers,
    [CST_type_call] = lower_trailers,
    [CST_type_item] = lower_trailers,
    [CST_slice] = lower_slice,
    [CST_generic_type] = lower_generic_type,
    [CST_constrained_type] = lower_constrained_type,
    [CST_binary_operator] = lower_arithmetic,
    [CST_unary_operator] = lower_arithmetic,
    [CST_await] = lower_arithmetic,
    [CST_union_type] = lower_arithmetic,
    [CST_boolean_operator] = lower_boolean,
    [CST_comparison_operator] = lower_comparison,
    [CST_not_operator] = lower_not,
    [CST_conditional_expression] = lower_conditional,
    [CST_lambda] = lower_lambda,
    [CST_named_expression] = lower_named,
    [CST_yield] = lower_yield,
    [CST_list_splat] = lower_starred,
    [CST_list_splat_pattern] = lower_starred,
    [CST_splat_type] = lower_starred,
    [CST_type] = lower_transparent,
    [CST_as_pattern_target] = lower_transparent,
    [CST_transparent] = lower_transparent,
};

static bool is_splat(enum cst_kind kind)
{
    return kind == CST_list_splat || kind == CST_list_splat_pattern || kind == CST_splat_type;
}

/* Puts the Starred on top of an expression that begins with `*`; see the top of the file. */
static void lift_splat(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t splat = cst;
    uint32_t operand_start, node;

    if (is_operator_node((enum py_kind) lower->nodes.items[place.parent].kind)) {
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid use of *");
        return;
    }
    while (!is_splat(cst_kind(lower, splat))) {
        if (cst_first(lower, splat) != splat + 1) {
            lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid use of *");
            return;
        }
        splat++;
    }
    operand_start = cst_start(lower, cst_last(lower, splat));
    node = lower_emit_at(lower, place, PY_Starred, cst);
    lower->nodes.items[node].op = place.context;
    for (uint32_t i = cst; i <= splat; i++)
        lower->cst[i].start = operand_start;
    lower->cst[splat].kind = CST_transparent;
    lower_expression(lower, (struct place){ node, PY_F_value, place.context }, cst);
}

static bool is_assignable(enum cst_kind kind)
{
    switch (kind) {
    case CST_identifier:
    case CST_attribute:
    case CST_subscript:
    case CST_member_type:
    case CST_type_item:
    case CST_type_call:
    case CST_generic_type:
    case CST_list:
    case CST_tuple:
    case CST_list_pattern:
    case CST_tuple_pattern:
    case CST_pattern_list:
    case CST_expression_list:
    case CST_parenthesized_expression:
    case CST_list_splat:
    case CST_list_splat_pattern:
    case CST_as_pattern_target:
    case CST_type:
    case CST_transparent:
        return true;
    default:
        return false;
    }
}

void lower_expression(struct lower *lower, struct place place, uint32_t cst)
{
    enum cst_kind kind = cst_kind(lower, cst);
    bool starred = lower->source.ptr[cst_start(lower, cst)] == '*' &&
                   kind != CST_expression_list && kind != CST_pattern_list;

    if (lower->status != STATUS_OK)
        return;
    if (expressions[kind] == NULL)
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid syntax");
    else if (place.context != PY_LOAD && !starred && !is_assignable(kind))
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "cannot assign to this expression");
    else if (lower_enter(lower, cst) && starred && !is_splat(kind))
        lift_splat(lower, place, cst);
    else if (lower->status == STATUS_OK)
        expressions[kind](lower, place, cst);
    if (lower->status == STATUS_OK)
        lower_leave(lower);
}
