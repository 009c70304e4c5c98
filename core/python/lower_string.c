/*
 * lower_string.c — string literals.
 *
 * Adjacent literals are one node (Language Reference 2.4.2): a Constant, or a JoinedStr as soon
 * as one of them is formatted. Inside a JoinedStr CPython merges neighbouring literal text into
 * one Constant and drops empty text; so do we.
 *
 * Ranges inside a JoinedStr. CPython 3.11 gives its literal parts and replacement fields the
 * range of the whole string, and finds the expressions in them by a search that can miss. We
 * give every node there its true range in the source, because edits need it. The cross-check
 * therefore compares kinds and operators inside a JoinedStr, and ranges everywhere else.
 */
#include "lower.h"

/* Literal text collected for the next Constant of a JoinedStr. */
struct literal {
    struct place place;
    uint32_t start, end;
    bool present;
};

static bool has_prefix(const struct lower *lower, uint32_t string, char letter)
{
    uint32_t start = cst_first(lower, string);

    for (uint32_t i = cst_start(lower, start); i < cst_end(lower, start); i++) {
        if ((lower->source.ptr[i] | 0x20) == letter)
            return true;
    }
    return false;
}

static void add_literal(struct literal *literal, uint32_t start, uint32_t end)
{
    if (!literal->present)
        literal->start = start;
    literal->present = true;
    literal->end = end;
}

static void flush_literal(struct lower *lower, struct literal *literal)
{
    if (literal->present) {
        uint32_t node = lower_emit(lower, literal->place, PY_Constant, literal->start,
                                   literal->end);

        lower->nodes.items[node].op = PY_CONST_STR;
    }
    literal->present = false;
}

/* Whether text of a literal that is not raw stands for no character: nothing but line
 * continuations. */
static bool is_empty_text(str text)
{
    size_t i = 0;

    while (i < text.len && text.ptr[i] == '\\' && i + 1 < text.len &&
           (text.ptr[i + 1] == '\n' || text.ptr[i + 1] == '\r'))
        i += text.ptr[i + 1] == '\r' && i + 2 < text.len && text.ptr[i + 2] == '\n' ? 3 : 2;
    return i == text.len;
}

static void lower_interpolation(struct lower *, struct literal *, uint32_t cst);

/* `:>{width}`: text between the nested fields is literal. */
static void lower_format_spec(struct lower *lower, uint32_t parent, uint32_t cst)
{
    uint32_t at = cst_start(lower, cst) + 1;
    uint32_t node = lower_emit(lower, PLACE(parent, format_spec), PY_JoinedStr, at,
                               cst_end(lower, cst));
    struct literal literal = { .place = PLACE(node, values) };

    CST_EACH (lower, child, cst) {
        if (cst_kind(lower, child) != CST_format_expression)
            continue;
        if (at < cst_start(lower, child))
            add_literal(&literal, at, cst_start(lower, child));
        lower_interpolation(lower, &literal, child);
        at = cst_end(lower, child);
    }
    if (at < cst_end(lower, cst))
        add_literal(&literal, at, cst_end(lower, cst));
    flush_literal(lower, &literal);
}

/* `{expression=!r:spec}`; with `=` the text up to and with the sign is literal, too. */
static void lower_interpolation(struct lower *lower, struct literal *literal, uint32_t cst)
{
    uint32_t conversion = cst_child(lower, cst, CST_type_conversion);
    uint32_t spec = cst_child(lower, cst, CST_format_specifier);
    uint32_t equals = cst_child(lower, cst, CST_equals);
    uint32_t value = cst_operand(lower, cst);
    uint32_t node;

    if (value == 0 || cst_kind(lower, value) == CST_named_expression ||
        cst_kind(lower, value) == CST_lambda) {
        lower_refuse(lower, cst, STATUS_UNSUPPORTED_PYTHON,
                     "a replacement field that cannot be told apart from its format");
        return;
    }
    if (equals != 0)
        add_literal(literal, cst_start(lower, value), cst_end(lower, equals));
    flush_literal(lower, literal);
    node = lower_emit_at(lower, literal->place, PY_FormattedValue, cst);
    if (conversion != 0)
        lower->nodes.items[node].op =
            (uint8_t) lower->source.ptr[cst_start(lower, conversion) + 1];
    else if (equals != 0 && spec == 0)
        lower->nodes.items[node].op = 'r';
    lower_expression(lower, PLACE(node, value), value);
    if (spec != 0)
        lower_format_spec(lower, node, spec);
}

static void lower_formatted_part(struct lower *lower, struct literal *literal, uint32_t string)
{
    bool raw = has_prefix(lower, string, 'r');

    CST_EACH (lower, child, string) {
        uint32_t start = cst_start(lower, child), end = cst_end(lower, child);

        if (cst_kind(lower, child) == CST_interpolation)
            lower_interpolation(lower, literal, child);
        else if (cst_kind(lower, child) == CST_string_content && start < end &&
                 (raw || !is_empty_text(str_slice(lower->source, start, end))))
            add_literal(literal, start, end);
    }
}

static void lower_joined(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t node = lower_emit_at(lower, place, PY_JoinedStr, cst);
    struct literal literal = { .place = PLACE(node, values) };

    if (cst_kind(lower, cst) == CST_string) {
        lower_formatted_part(lower, &literal, cst);
    } else {
        CST_EACH (lower, part, cst)
            lower_formatted_part(lower, &literal, part);
    }
    flush_literal(lower, &literal);
}

/* Number of parts with the prefix letter. */
static uint32_t count_prefixed(const struct lower *lower, uint32_t cst, char letter,
                               uint32_t *ret_parts)
{
    uint32_t count = 0;

    *ret_parts = 0;
    if (cst_kind(lower, cst) == CST_string) {
        *ret_parts = 1;
        return has_prefix(lower, cst, letter);
    }
    CST_EACH (lower, part, cst) {
        *ret_parts += 1;
        count += has_prefix(lower, part, letter);
    }
    return count;
}

void lower_string(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t parts;
    uint32_t bytes = count_prefixed(lower, cst, 'b', &parts);

    if (bytes != 0 && bytes != parts) {
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON,
                     "cannot mix bytes and nonbytes literals");
    } else if (count_prefixed(lower, cst, 'f', &parts) > 0) {
        lower_joined(lower, place, cst);
    } else {
        uint32_t node = lower_emit_at(lower, place, PY_Constant, cst);

        lower->nodes.items[node].op = bytes > 0 ? PY_CONST_BYTES : PY_CONST_STR;
    }
}
