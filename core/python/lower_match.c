/*
 * lower_match.c — match statements and their patterns (Language Reference 8.6, 3.11 grammar).
 *
 * The grammar leaves simple patterns inline: a signed number is two children of whatever
 * contains it. lower_pattern() therefore reads from a child onwards and returns the last one
 * that it used.
 */
#include "lower.h"

static uint32_t lower_pattern(struct lower *, struct place, uint32_t parent, uint32_t cst);

/* ---- literals and names as expressions ------------------------------------------------------------ */

/* `a.b.c`: an Attribute of an Attribute of a Name, outermost first. */
static void lower_dotted(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t start = cst_start(lower, cst);
    uint32_t base = lower->stack.count;

    CST_EACH (lower, child, cst) {
        if (cst_kind(lower, child) == CST_identifier)
            *VEC_PUSH(lower->arena, &lower->stack) = child;
    }
    while (lower->stack.count > base + 1) {
        uint32_t identifier = lower->stack.items[--lower->stack.count];
        uint32_t name = lower_name(lower, identifier);
        uint32_t node =
            lower_emit(lower, place, PY_Attribute, start, cst_end(lower, identifier));

        lower->nodes.items[node].name = name;
        place = PLACE(node, value);
    }
    lower_expression(lower, place, lower->stack.items[base]);
    lower->stack.count = base;
}

static void lower_negated(struct lower *lower, struct place place, uint32_t minus,
                          uint32_t number)
{
    uint32_t node = lower_emit(lower, place, PY_UnaryOp, cst_start(lower, minus),
                               cst_end(lower, number));

    lower->nodes.items[node].op = PY_USUB;
    lower_expression(lower, PLACE(node, operand), number);
}

/* `-1 + 2j` */
static void lower_complex(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_BinOp, cst);
    uint32_t first = cst_first(lower, cst);
    uint32_t real = cst_operand(lower, cst);
    uint32_t sign = cst_next(lower, cst, real);

    lower->nodes.items[node].op = cst_kind(lower, sign) == CST_minus ? PY_SUB : PY_ADD;
    if (first == real)
        lower_expression(lower, PLACE(node, left), real);
    else
        lower_negated(lower, PLACE(node, left), first, real);
    lower_expression(lower, PLACE(node, right), cst_last(lower, cst));
}

/* A literal or dotted name as an expression. Returns the last child used. */
static uint32_t lower_value(struct lower *lower, struct place place, uint32_t parent,
                            uint32_t cst)
{
    uint32_t number;

    switch (cst_kind(lower, cst)) {
    case CST_minus:
        number = cst_next(lower, parent, cst);
        lower_negated(lower, place, cst, number);
        return number;
    case CST_complex_pattern:
        lower_complex(lower, place, cst);
        return cst;
    case CST_dotted_name:
        lower_dotted(lower, place, cst);
        return cst;
    default:
        lower_expression(lower, place, cst);
        return cst;
    }
}

/* ---- patterns ----------------------------------------------------------------------------------------- */

static uint32_t emit_named(struct lower *lower, struct place place, enum py_kind kind,
                           uint32_t cst, uint32_t identifier)
{
    uint32_t node = lower_emit_at(lower, place, kind, cst);

    if (cst_kind(lower, identifier) == CST_identifier &&
        !str_equal(cst_text(lower, identifier), S("_")))
        lower->nodes.items[node].name = lower_name(lower, identifier);
    return node;
}

static void lower_case_patterns(struct lower *lower, struct place place, uint32_t cst)
{
    CST_EACH (lower, child, cst) {
        if (!cst_is_token(lower, child))
            lower_pattern(lower, place, cst, child);
    }
}

static void lower_sequence_pattern(struct lower *lower, struct place place, uint32_t cst)
{
    bool comma;
    uint32_t count = cst_elements(lower, cst, &comma);

    if (cst_kind(lower, cst) == CST_tuple_pattern && count == 1 && !comma) {
        lower_case_patterns(lower, place, cst);
    } else {
        uint32_t node = lower_emit_at(lower, place, PY_MatchSequence, cst);

        lower_case_patterns(lower, PLACE(node, patterns), cst);
    }
}

static void lower_or_pattern(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_MatchOr, cst);
    uint32_t child = cst_first(lower, cst);

    while (child != 0) {
        if (cst_kind(lower, child) != CST_bar)
            child = lower_pattern(lower, PLACE(node, patterns), cst, child);
        child = cst_next(lower, cst, child);
    }
}

static void lower_as_pattern(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = emit_named(lower, place, PY_MatchAs, cst, cst_last(lower, cst));

    lower_pattern(lower, PLACE(node, pattern), cst, cst_first(lower, cst));
}

static void lower_mapping_pattern(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_MatchMapping, cst);
    uint32_t child = cst_first(lower, cst);

    while (child != 0) {
        enum cst_kind kind = cst_kind(lower, child);

        if (kind == CST_splat_pattern)
            lower->nodes.items[node].name = lower_name(lower, cst_last(lower, child));
        else if (kind == CST_case_pattern)
            lower_pattern(lower, PLACE(node, patterns), cst, child);
        else if (kind != CST_comma && kind != CST_colon)
            child = lower_value(lower, PLACE(node, keys), cst, child);
        child = cst_next(lower, cst, child);
    }
}

/* `Point(0, y=0)`: an identifier node carries the name in front of each keyword pattern. */
static void lower_class_pattern(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_MatchClass, cst);
    uint32_t cls = cst_first(lower, cst);

    lower_dotted(lower, PLACE(node, cls), cls);
    for (uint32_t c = cst_next_operand(lower, cst, cls); c != 0;
         c = cst_next_operand(lower, cst, c)) {
        uint32_t keyword = cst_first(lower, c);
        uint32_t name, value;

        if (cst_kind(lower, keyword) != CST_keyword_pattern) {
            lower_pattern(lower, PLACE(node, patterns), cst, c);
            continue;
        }
        name = cst_first(lower, keyword);
        emit_named(lower, PLACE(node, kwd_attrs), PY_identifier, name, name);
        value = cst_next(lower, keyword, cst_next(lower, keyword, name));
        lower_pattern(lower, PLACE(node, kwd_patterns), keyword, value);
    }
}

static uint32_t lower_value_pattern(struct lower *lower, struct place place, uint32_t parent,
                                    uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_MatchValue, cst);
    uint32_t last = lower_value(lower, PLACE(node, value), parent, cst);

    lower->nodes.items[node].end = cst_end(lower, last);
    return last;
}

/* One name captures, several with dots are a value. */
static void lower_name_pattern(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t first = cst_first(lower, cst);

    if (cst_next_operand(lower, cst, first) == 0)
        emit_named(lower, place, PY_MatchAs, cst, first);
    else
        lower_value_pattern(lower, place, cst, cst);
}

static void lower_star_pattern(struct lower *lower, struct place place, uint32_t cst)
{
    if (cst_kind(lower, cst_first(lower, cst)) != CST_star)
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid syntax");
    emit_named(lower, place, PY_MatchStar, cst, cst_last(lower, cst));
}

static uint32_t lower_pattern(struct lower *lower, struct place place, uint32_t parent,
                              uint32_t cst)
{
    uint32_t last = cst;

    if (lower->status != STATUS_OK || !lower_enter(lower, cst))
        return cst;
    switch (cst_kind(lower, cst)) {
    case CST_case_pattern:
        lower_pattern(lower, place, cst, cst_first(lower, cst));
        break;
    case CST_as_pattern:
        lower_as_pattern(lower, place, cst);
        break;
    case CST_union_pattern:
        lower_or_pattern(lower, place, cst);
        break;
    case CST_list_pattern:
    case CST_tuple_pattern:
        lower_sequence_pattern(lower, place, cst);
        break;
    case CST_dict_pattern:
        lower_mapping_pattern(lower, place, cst);
        break;
    case CST_class_pattern:
        lower_class_pattern(lower, place, cst);
        break;
    case CST_splat_pattern:
        lower_star_pattern(lower, place, cst);
        break;
    case CST_dotted_name:
        lower_name_pattern(lower, place, cst);
        break;
    case CST_underscore:
        lower_emit_at(lower, place, PY_MatchAs, cst);
        break;
    case CST_none:
    case CST_true:
    case CST_false:
        lower_emit_at(lower, place, PY_MatchSingleton, cst);
        break;
    default:
        last = lower_value_pattern(lower, place, parent, cst);
    }
    lower_leave(lower);
    return last;
}

/* ---- the statement -------------------------------------------------------------------------------------- */

/* `case a, b:` is a sequence pattern without brackets. */
static void lower_open_patterns(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t first = cst_first(lower, cst);
    uint32_t end = first;

    for (uint32_t c = first; cst_kind(lower, c) == CST_case_pattern ||
                             cst_kind(lower, c) == CST_comma;
         c = cst_next(lower, cst, c))
        end = c;
    if (end == first) {
        lower_pattern(lower, place, cst, first);
    } else {
        uint32_t node = lower_emit(lower, place, PY_MatchSequence, cst_start(lower, first),
                                   cst_end(lower, end));

        for (uint32_t c = first; c <= end; c = lower->cst[c].extent) {
            if (cst_kind(lower, c) == CST_case_pattern)
                lower_pattern(lower, PLACE(node, patterns), cst, c);
        }
    }
}

static uint32_t lower_case(struct lower *lower, uint32_t parent, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, PLACE(parent, cases), PY_match_case, cst);
    uint32_t guard = cst_child(lower, cst, CST_if_clause);
    uint32_t end;

    lower_open_patterns(lower, PLACE(node, pattern), cst);
    if (guard != 0)
        lower_expression(lower, PLACE(node, guard), cst_last(lower, guard));
    end = lower_block(lower, node, PY_F_body, cst_last(lower, cst));
    lower->nodes.items[node].end = end;
    return end;
}

void lower_match(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_Match, cst);
    uint32_t block = cst_last(lower, cst);
    uint32_t colon = cst_child(lower, cst, CST_colon);
    uint32_t end = cst_end(lower, cst);

    lower_expressions(lower, PLACE(node, subject), cst, cst_first(lower, cst), colon);
    if (cst_first(lower, block) == 0)
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "expected an indented block");
    CST_EACH (lower, clause, block)
        end = lower_case(lower, node, clause);
    lower->nodes.items[node].end = end;
}
