/*
 * outcome.c — what the part does as a function, and what the rest of the loop does meanwhile.
 *
 * Both are read off modules that are written for the purpose and analysed like any other. For the
 * part, the function stands behind the end of the module. For the rest, a call of a stand-in takes
 * the place of the part: a function that returns constants of the types that the part is known to
 * return. Without that, whatever the rest does with a result of unknown type (`total += result`)
 * could change anything.
 *
 * The rest must leave alone the objects that the part reads: it names them, or has them from
 * outside and so does somebody whom it calls.
 */
#include "hasten/lift.h"

#define STAND_IN "_lifted_part_of_a_loop"

/* Bits of instances mean something in the module only in which they were made. */
static struct py_type type_in_another_module(struct py_type type)
{
    if ((type.is | type.item | type.item2 | type.key) & PY_T_INSTANCES)
        return (struct py_type){ PY_T_ANY, PY_T_ANY, PY_T_ANY, PY_T_ANY };
    return type;
}

struct py_type lift_plain_type(struct py_type type)
{
    const py_types plain = PY_T_SCALAR | PY_T_RANGE | PY_T_TUPLE | PY_T_FROZENSET | PY_T_LIST |
                           PY_T_DICT | PY_T_SET;

    if (py_type_within(type, PY_T_BUILTIN) && !((type.item | type.item2) & ~PY_T_BUILTIN))
        return type;
    if (!(type.is & PY_T_OBJECT)) /* known, and not plain */
        return type_in_another_module(type);
    return (struct py_type){ plain, plain, plain, plain };
}

const struct py_outcome *lift_outcome(struct py_facts *facts, const struct lift *lift, bool plain,
                                      struct arena *arena)
{
    const struct py_tree *t = py_tree(py_facts_module(facts));
    struct layout layout = layout_of(t->source);
    str name = S(STAND_IN);
    str text = arena_printf(arena, "%.*s\n\n%.*s", STR_ARG(t->source),
                            STR_ARG(lift_text(lift, t, name, &layout, arena)));
    struct py_type *types = ARENA_ARRAY(arena, struct py_type, lift->inputs.count);
    struct py_module *module;
    uint32_t def = 0;

    if (py_parse(text, arena, &module, NULL) != STATUS_OK)
        return NULL;
    const struct py_tree *with = py_tree(module);
    for (uint32_t s = py_first(with, 0); s; s = py_next(with, 0, s))
        if (str_equal(py_name(with, s), name))
            def = s;
    for (uint32_t i = 0; i < lift->inputs.count; i++) {
        struct py_type type = py_type_of(facts, lift->inputs.items[i]);
        types[i] = plain ? lift_plain_type(type) : type_in_another_module(type);
    }
    return def ? py_call(py_facts_new(module, arena), def, types, lift->inputs.count) : NULL;
}

/* ---- the rest of the loop -------------------------------------------------------------- */

static const struct { py_types bit; const char *text; } constants[] = {
    { PY_T_NONE, "None" }, { PY_T_BOOL, "True" },   { PY_T_INT, "1" },
    { PY_T_FLOAT, "0.5" }, { PY_T_COMPLEX, "1j" },  { PY_T_STR, "'a'" },
    { PY_T_BYTES, "b'a'" }, { PY_T_RANGE, "range(2)" },
};

static const struct { py_types bit; const char *open, *close; } containers[] = {
    { PY_T_LIST, "[", "]" }, { PY_T_TUPLE, "(", ",)" },
};

/* "1, 0.5, [1, 0.5]": a value of each type, containers with what lies below. */
static bool append_values(struct buf *out, const py_types *levels, uint32_t depth)
{
    py_types left = levels[0];
    bool first = true;

    for (size_t i = 0; i < ARRAY_LEN(constants); i++)
        if (left & constants[i].bit) {
            buf_printf(out, "%s%s", first ? "" : ", ", constants[i].text);
            first = false;
            left &= ~constants[i].bit;
        }
    for (size_t i = 0; i < ARRAY_LEN(containers); i++)
        if (left & containers[i].bit) {
            if (depth == 0)
                return false;
            buf_printf(out, "%s%s", first ? "" : ", ", containers[i].open);
            if (levels[1] != 0 && !append_values(out, levels + 1, depth - 1))
                return false;
            buf_append(out, str_from(levels[1] ? containers[i].close : containers[i].open[0] == '[' ? "]" : ")"));
            first = false;
            left &= ~containers[i].bit;
        }
    return left == 0 && !first;
}

/* `def stand_in(*inputs): return (…)[0]`: facts join what the tuple holds. */
static bool append_stand_in(struct buf *out, const struct lift *lift, struct py_type type)
{
    py_types levels[] = { type.is, type.item, type.item2 };
    bool several = lift->outputs.count > 1, known;

    buf_printf(out, "\ndef " STAND_IN "(*inputs):\n");
    buf_printf(out, "    for value in (");
    known = append_values(out, several ? levels + 1 : levels, several ? 1 : 2);
    buf_printf(out, ",):\n        if inputs:\n            return ");
    for (uint32_t i = 0; i < (several ? lift->outputs.count : 1); i++)
        buf_printf(out, "%svalue", i ? ", " : "");
    buf_append(out, S("\n"));
    return known && (!several || type.is == PY_T_TUPLE);
}

static bool text_with_stand_in(const struct lift *lift, const struct py_tree *t, struct py_type type,
                               struct arena *arena, str *ret)
{
    struct buf out = { 0 };
    bool known;

    buf_append(&out, str_slice(t->source, 0, t->nodes[lift->first].start));
    for (uint32_t i = 0; i < lift->outputs.count; i++)
        buf_printf(&out, "%s%.*s", i ? ", " : "", STR_ARG(t->names[lift->outputs.items[i]]));
    buf_printf(&out, "%s" STAND_IN "(1)", lift->expression ? "" : " = ");
    buf_append(&out, str_slice(t->source, t->nodes[lift->last].end, t->source.len));
    buf_append(&out, S("\n"));
    known = append_stand_in(&out, lift, type);
    *ret = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return known;
}

/* The same loop in the module with the stand-in: nothing in front of the part has moved. */
static uint32_t loop_again(const struct py_tree *t, const struct py_tree *with, uint32_t loop)
{
    for (uint32_t n = 1; n < with->count; n++)
        if (with->nodes[n].start == t->nodes[loop].start && with->nodes[n].kind == t->nodes[loop].kind)
            return n;
    return 0;
}

static bool calls_stand_in(const struct py_tree *t, uint32_t node)
{
    for (uint32_t n = node; n < t->nodes[node].extent; n++)
        if (t->nodes[n].kind == PY_Name && str_equal(py_name(t, n), S(STAND_IN)))
            return true;
    return false;
}

/* Whoever does one of these may change an object of another name. */
static const uint32_t wild = 1u << PY_EFFECT_UNKNOWN_CALL | 1u << PY_EFFECT_MUTATES_UNKNOWN |
                             1u << PY_EFFECT_DYNAMIC | 1u << PY_EFFECT_YIELDS |
                             1u << PY_EFFECT_MUTATES_PARAMETER | 1u << PY_EFFECT_MUTATES_GLOBAL |
                             1u << PY_EFFECT_MUTATES_CLOSURE | 1u << PY_EFFECT_REBINDS_GLOBAL |
                             1u << PY_EFFECT_REBINDS_NONLOCAL;

static bool spares_inputs(const struct lift *lift, const struct py_tree *t, const struct py_effects *effects)
{
    if (effects->kinds & wild)
        return false;
    for (uint32_t i = 0; i < effects->list.count; i++)
        for (uint32_t k = 0; k < lift->inputs.count; k++)
            if (effects->list.items[i].kind == PY_EFFECT_MUTATES_LOCAL &&
                str_equal(effects->list.items[i].name, py_name(t, lift->inputs.items[k])))
                return false;
    return true;
}

/* The whole loop leaves the variable and its object alone. */
static bool stays(struct py_facts *facts, const struct py_loop *l, uint32_t input)
{
    uint32_t name = py_tree(py_facts_module(facts))->nodes[input].name;

    if (!py_name_in(&l->targets, name))
        return py_loop_invariant(facts, l, input);
    return !py_name_in(&l->mutated, name) &&
           (!(l->effects.kinds & wild) || py_type_scalar(py_type_of(facts, input)));
}

bool lift_rest_stays(struct py_facts *facts, const struct lift *lift, const struct py_outcome *part,
                     struct arena *arena)
{
    const struct py_tree *t = py_tree(py_facts_module(facts));
    const struct py_loop *l = py_loop_at(facts, lift->loop);
    struct py_effects effects = { 0 };
    struct py_module *module;
    bool fixed = true;
    str text;

    for (uint32_t i = 0; i < lift->inputs.count; i++)
        fixed &= stays(facts, l, lift->inputs.items[i]);
    if (fixed)
        return true;
    if (!text_with_stand_in(lift, t, part->type, arena, &text) ||
        py_parse(text, arena, &module, NULL) != STATUS_OK)
        return false;
    const struct py_tree *with = py_tree(module);
    struct py_facts *again = py_facts_new(module, arena);
    uint32_t loop = loop_again(t, with, lift->loop);
    for (uint32_t c = loop ? py_first(with, loop) : 0; c; c = py_next(with, loop, c))
        if (py_is_statement((enum py_kind) with->nodes[c].kind) ? !calls_stand_in(with, c)
                                                                : with->nodes[c].field == PY_F_key)
            py_effects_in(again, c, &effects);
    return loop && spares_inputs(lift, t, &effects);
}
