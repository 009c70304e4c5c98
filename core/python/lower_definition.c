/*
 * lower_definition.c — functions, classes, parameters.
 *
 * As in CPython, a decorated definition begins at its `def`, `async` or `class`; the decorators
 * are its first children all the same, because they are evaluated first and stand first.
 */
#include "lower.h"

/* ---- parameters -------------------------------------------------------------------------------- */

/* `name`, `name: annotation`, `*name`, `**name: annotation` → an arg. */
static void lower_arg(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t name = cst;
    uint32_t annotation = 0;
    uint32_t node, interned;

    if (cst_kind(lower, cst) == CST_typed_parameter) {
        name = cst_first(lower, cst);
        annotation = cst_last(lower, cst);
    }
    if (cst_kind(lower, name) != CST_identifier)
        name = cst_last(lower, name);
    if (cst_kind(lower, name) != CST_identifier) {
        lower_refuse(lower, cst, STATUS_INVALID_PYTHON, "invalid parameter");
        return;
    }
    interned = lower_name(lower, name);
    node = lower_emit(lower, place, PY_arg, cst_start(lower, name), cst_end(lower, cst));
    lower->nodes.items[node].name = interned;
    if (annotation != 0)
        lower_expression(lower, PLACE(node, annotation), annotation);
}

/* `name: annotation = default`: the default is a sibling of the arg, right behind it. */
static void lower_default(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t name = cst_first(lower, cst);
    uint32_t value = cst_last(lower, cst);
    bool keyword_only = place.field == PY_F_kwonlyargs;
    uint32_t arg = lower->nodes.count;

    lower_arg(lower, place, name);
    if (cst_kind(lower, cst) == CST_typed_default_parameter && arg < lower->nodes.count) {
        uint32_t type = cst_next_operand(lower, cst, name);

        lower->nodes.items[arg].end = cst_end(lower, type);
        lower_expression(lower, PLACE(arg, annotation), type);
    }
    lower_expression(lower,
                     keyword_only ? PLACE(place.parent, kw_defaults)
                                  : PLACE(place.parent, defaults),
                     value);
}

static bool is_double_star(const struct lower *lower, uint32_t cst)
{
    const char *text = lower->source.ptr + cst_start(lower, cst);

    return text[0] == '*' && text[1] == '*';
}

static void lower_parameter(struct lower *lower, struct place *place, uint32_t cst)
{
    uint32_t arguments = place->parent;

    switch (cst_kind(lower, cst)) {
    case CST_comma:
        break;
    case CST_positional_separator:
        *place = PLACE(arguments, args);
        break;
    case CST_keyword_separator:
        *place = PLACE(arguments, kwonlyargs);
        break;
    case CST_default_parameter:
    case CST_typed_default_parameter:
        lower_default(lower, *place, cst);
        break;
    default:
        if (is_double_star(lower, cst)) {
            lower_arg(lower, PLACE(arguments, kwarg), cst);
        } else if (lower->source.ptr[cst_start(lower, cst)] == '*') {
            lower_arg(lower, PLACE(arguments, vararg), cst);
            *place = PLACE(arguments, kwonlyargs);
        } else {
            lower_arg(lower, *place, cst);
        }
    }
}

/* The arguments node of a def or lambda; empty, at offset `at`, when `list` is 0. */
void lower_parameters(struct lower *lower, uint32_t parent, uint32_t list, uint32_t at)
{
    uint32_t node = lower_emit(lower, PLACE(parent, args), PY_arguments, at, at);
    struct place place = PLACE(node, args);

    if (list == 0)
        return;
    lower->nodes.items[node].start = cst_start(lower, list);
    lower->nodes.items[node].end = cst_end(lower, list);
    if (cst_child(lower, list, CST_positional_separator) != 0)
        place.field = PY_F_posonlyargs;
    CST_EACH (lower, child, list)
        lower_parameter(lower, &place, child);
}

/* ---- definitions ------------------------------------------------------------------------------------- */

static void refuse_type_parameters(struct lower *lower, uint32_t cst)
{
    uint32_t parameters = cst_child(lower, cst, CST_type_parameter);

    if (parameters != 0)
        lower_refuse(lower, parameters, STATUS_INVALID_PYTHON,
                     "type parameter lists need Python 3.12");
}

static void lower_decorators(struct lower *lower, uint32_t node, uint32_t decorated)
{
    CST_EACH (lower, child, decorated) {
        if (cst_kind(lower, child) == CST_decorator)
            lower_expression(lower, PLACE(node, decorator_list), cst_operand(lower, child));
    }
}

static uint32_t emit_definition(struct lower *lower, struct place place, uint32_t cst)
{
    bool is_async = cst_child(lower, cst, CST_async) != 0;
    uint32_t name = lower_name(lower, cst_child(lower, cst, CST_identifier));
    enum py_kind kind = cst_kind(lower, cst) == CST_class_definition ? PY_ClassDef
                        : is_async                                   ? PY_AsyncFunctionDef
                                                                     : PY_FunctionDef;
    uint32_t node = lower_emit_at(lower, place, kind, cst);

    lower->nodes.items[node].name = name;
    return node;
}

static void lower_signature(struct lower *lower, uint32_t node, uint32_t cst)
{
    uint32_t returns = cst_child(lower, cst, CST_type);

    lower_parameters(lower, node, cst_child(lower, cst, CST_parameters), 0);
    if (returns != 0)
        lower_expression(lower, PLACE(node, returns), returns);
}

void lower_definition(struct lower *lower, struct place place, uint32_t cst)
{
    uint32_t decorated = cst_kind(lower, cst) == CST_decorated_definition ? cst : 0;
    uint32_t def = decorated != 0 ? cst_last(lower, cst) : cst;
    uint32_t bases = cst_child(lower, def, CST_argument_list);
    uint32_t node = emit_definition(lower, place, def);
    uint32_t end;

    refuse_type_parameters(lower, def);
    if (decorated != 0)
        lower_decorators(lower, node, decorated);
    if (cst_kind(lower, def) == CST_function_definition)
        lower_signature(lower, node, def);
    else if (bases != 0)
        lower_arguments(lower, node, PY_F_bases, bases);
    end = lower_block(lower, node, PY_F_body, cst_last(lower, def));
    lower->nodes.items[node].end = end;
}
