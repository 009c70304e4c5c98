/*
 * effects_class.c — what is done with instances of the module's plain classes (classes.c):
 * calling the class, its methods, its properties and the special methods behind operators.
 *
 * A value may be an instance of several shapes; every one of them is followed, and the results
 * are joined. Looking up a class attribute reads a module-level object under the name of the
 * class. Comparing or hashing by the defaults of `object` observes identity.
 *
 * Data model: Language Reference 3.3.1, 3.3.2 (attribute access), 3.3.8 (operators, reflected
 * ones).
 */
#include "effects_call.h"

static struct value nothing(void)
{
    return (struct value){ 0 };
}

bool is_instance(struct py_type t)
{
    return (t.is & PY_T_INSTANCES) != 0 && !(t.is & ~(PY_T_INSTANCES | (py_types) PY_T_NONE));
}

/* Some instance may be of a dataclass, which has methods that nobody wrote. */
bool has_dataclass(const struct py_facts *f, struct py_type t)
{
    for (uint32_t i = 0; i < f->shape_count; i++)
        if ((t.is & PY_T_INSTANCE(i)) && f->shapes[i].class->dataclass)
            return true;
    return false;
}

/* The value when it is of the i-th shape; false when it cannot be. */
static bool of_shape(const struct py_facts *f, struct value v, uint32_t i, struct value *ret)
{
    if (i >= f->shape_count || !(v.type.is & PY_T_INSTANCE(i)))
        return false;
    v.type = type_of_bits(PY_T_INSTANCE(i));
    *ret = v;
    return true;
}

/* A member that cannot be followed: anything may happen to the object. */
static struct value opaque(struct py_facts *f, struct frame *fr, uint32_t node, str name,
                           struct value self, struct arguments *a)
{
    value_escape(fr, self);
    return unknown_call(f, fr, node, name, a);
}

static struct value class_object(void)
{
    return value_of(type_of_bits(PY_T_FUNCTION), ORIGIN_GLOBAL);
}

static struct value call_member(struct py_facts *f, struct frame *fr, uint32_t call,
                                uint32_t member, bool sure, struct value self,
                                struct arguments *a)
{
    struct value class = class_object();

    switch (member != 0 && sure ? member_kind(f, member) : MEMBER_OPAQUE) {
    case MEMBER_METHOD:
        return call_function(f, fr, call, member, a, &self);
    case MEMBER_STATIC:
        return call_function(f, fr, call, member, a, NULL);
    case MEMBER_CLASS:
        return call_function(f, fr, call, member, a, &class);
    default:
        return opaque(f, fr, call, function_name(f, call), self, a);
    }
}

/* ---- methods ------------------------------------------------------------------------ */

struct value call_instance_method(struct py_facts *f, struct frame *fr, uint32_t call,
                                  struct value object, struct arguments *a)
{
    uint32_t func = py_child(f->tree, call, PY_F_func);
    struct value all = nothing(), self;

    a->receiver = py_child(f->tree, func, PY_F_value);
    for (uint32_t i = 0; i < f->shape_count; i++) {
        bool sure;
        uint32_t member;

        if (!of_shape(f, object, i, &self))
            continue;
        member = class_member(f, f->shapes[i].class, py_name(f->tree, func), &sure);
        all = value_join(fr, all, call_member(f, fr, call, member, sure, self, a));
    }
    return all;
}

/* The first parameter of the method whose frame this is. */
static struct value own_self(struct py_facts *f, struct frame *fr)
{
    return local_load(fr, f->scopes->symbol_of[py_parameter(f, fr->def, 0)]);
}

static bool is_super(struct py_facts *f, uint32_t node)
{
    return f->tree->nodes[node].kind == PY_Call &&
           py_child(f->tree, node, PY_F_args) == PY_NO_NODE &&
           py_is_builtin(f->module, py_child(f->tree, node, PY_F_func), S("super"));
}

/* An __init__ further up works on our own `self`. */
static void call_base_init(struct py_facts *f, struct frame *fr, uint32_t member,
                           struct arguments *a)
{
    if (str_equal(py_name(f->tree, fr->def), S("__init__")) && a->target != NULL &&
        str_equal(py_name(f->tree, member), S("__init__")))
        fields_inherit(f, fr, a->target);
}

/* super().m(...), C.m(...): false when it is neither. */
bool call_class_member(struct py_facts *f, struct frame *fr, uint32_t call, struct arguments *a,
                       struct value *ret)
{
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, call, PY_F_func), receiver = py_child(t, func, PY_F_value),
             member;
    const struct class *own = class_of_method(f, fr->def), *c = class_named(f, receiver);
    bool sure, super = is_super(f, receiver) && own != NULL && fr->parameter_count > 0;

    if (c == NULL && !super)
        return false;
    member = class_member(f, super ? class_base(f, own) : c, py_name(t, func), &sure);
    if (super && member == 0) { /* object's */
        *ret = str_equal(py_name(t, func), S("__init__"))
                   ? value_fresh(type_of_bits(PY_T_NONE))
                   : opaque(f, fr, call, function_name(f, call), own_self(f, fr), a);
        return true;
    }
    a->target = NULL;
    if (!super && member != 0 && sure && member_kind(f, member) == MEMBER_METHOD)
        *ret = call_function(f, fr, call, member, a, NULL); /* self is among the arguments */
    else
        *ret =
            call_member(f, fr, call, member, sure, super ? own_self(f, fr) : class_object(), a);
    if (member != 0 && fr->def != 0)
        call_base_init(f, fr, member, a);
    return true;
}

uint32_t py_method_callee(struct py_facts *f, uint32_t call)
{
    const struct py_tree *t = f->tree;
    uint32_t func = py_child(t, call, PY_F_func), found = 0;
    struct py_type type;

    if (t->nodes[func].kind != PY_Attribute)
        return 0;
    type = py_type_of(f, py_child(t, func, PY_F_value));
    if (!is_instance(type))
        return 0;
    for (uint32_t i = 0; i < f->shape_count; i++) {
        bool sure;
        uint32_t member;

        if (!(type.is & PY_T_INSTANCE(i)))
            continue;
        member = class_member(f, f->shapes[i].class, py_name(t, func), &sure);
        if (member == 0 || !sure || (found != 0 && found != member) ||
            member_kind(f, member) != MEMBER_METHOD)
            return 0;
        found = member;
    }
    return found;
}

/* ---- attributes --------------------------------------------------------------------- */

static struct value class_attribute(struct py_facts *f, struct frame *fr, uint32_t node,
                                    uint32_t member, const struct class *c, struct value self)
{
    uint32_t value = py_child(f->tree, member, PY_F_value);
    bool stored = attribute_is_stored(f, f->tree->nodes[node].name);
    struct py_type type = !stored && f->tree->nodes[value].kind == PY_Constant
                              ? eval(f, f->module_frame, value).type
                              : type_any();
    struct value v = value_of(type, ORIGIN_GLOBAL);

    effect(f, fr, PY_EFFECT_READS_GLOBAL, node, py_name(f->tree, c->node));
    return stored ? value_join(fr, v, value_element(fr, self, type_any())) : v;
}

static struct value attribute_of(struct py_facts *f, struct frame *fr, uint32_t node,
                                 const struct shape *s, struct value self)
{
    struct arguments none = { .receiver = py_child(f->tree, node, PY_F_value) };
    str name = py_name(f->tree, node);
    bool sure;
    uint32_t member = class_member(f, s->class, name, &sure);
    struct py_type type;

    if (member == 0) {
        type = field_type(f, fr, s, f->tree->nodes[node].name);
        if (str_starts(name, S("__")))
            effect_attribute(f, fr, node, name);
        return value_element(fr, self, type);
    }
    switch (sure ? member_kind(f, member) : MEMBER_OPAQUE) {
    case MEMBER_PROPERTY:
        return call_function(f, fr, node, member, &none, &self);
    case MEMBER_VALUE:
        return class_attribute(f, fr, node, member, s->class, self);
    case MEMBER_METHOD:
    case MEMBER_STATIC:
    case MEMBER_CLASS:
        value_escape(fr, self);
        return value_of(type_of_bits(PY_T_FUNCTION), ORIGIN_UNKNOWN | self.self);
    default:
        return opaque(f, fr, node, name, self, &none);
    }
}

struct value eval_instance_attribute(struct py_facts *f, struct frame *fr, uint32_t node,
                                     struct value v)
{
    struct value all = nothing(), self;

    for (uint32_t i = 0; i < f->shape_count; i++)
        if (of_shape(f, v, i, &self))
            all = value_join(fr, all, attribute_of(f, fr, node, &f->shapes[i], self));
    return all;
}

/* Storing an attribute that the class holds a function under runs a setter or raises. */
bool instance_store(struct py_facts *f, struct frame *fr, uint32_t attribute,
                    struct value object)
{
    for (uint32_t i = 0; i < f->shape_count; i++) {
        struct value self;
        bool sure;
        uint32_t member =
            of_shape(f, object, i, &self)
                ? class_member(f, f->shapes[i].class, py_name(f->tree, attribute), &sure)
                : 0;

        if (member == 0 || member_kind(f, member) == MEMBER_VALUE)
            continue;
        effect(f, fr, PY_EFFECT_UNKNOWN_CALL, attribute, py_name(f->tree, attribute));
        value_escape(fr, object);
        return false;
    }
    return true;
}

/* ---- operators ---------------------------------------------------------------------- */

/* name(self, argument) of every shape that has it. *ret_known is false when one of them has a
 * member that cannot be followed, or none at all. */
struct value instance_call_special(struct py_facts *f, struct frame *fr, uint32_t node,
                                   struct value object, str name, const struct value *argument,
                                   bool *ret_known)
{
    struct value all = nothing(), self;

    *ret_known = true;
    for (uint32_t i = 0; i < f->shape_count; i++) {
        struct arguments a = { .count = argument != NULL, .receiver = node };
        bool sure;
        uint32_t member;

        if (!of_shape(f, object, i, &self))
            continue;
        member = class_member(f, f->shapes[i].class, name, &sure);
        if (member == 0 || !sure || member_kind(f, member) != MEMBER_METHOD) {
            *ret_known = false;
            continue;
        }
        if (argument != NULL) {
            a.values[0] = a.all = *argument;
            a.nodes[0] = node;
            a.all.same = a.all.inner = 0;
        }
        all = value_join(fr, all, call_function(f, fr, node, member, &a, &self));
    }
    return all;
}

/* `l op r` where neither is an object of unknown class: the method of one or the reflected
 * method of the other. A shape that has neither raises TypeError. */
struct value instance_operator(struct py_facts *f, struct frame *fr, uint32_t node, str name,
                               str reflected, struct value l, struct value r)
{
    struct value v = nothing();
    bool known;

    if (l.type.is & PY_T_INSTANCES)
        v = value_join(fr, v, instance_call_special(f, fr, node, l, name, &r, &known));
    if ((r.type.is & PY_T_INSTANCES) && reflected.len != 0)
        v = value_join(fr, v, instance_call_special(f, fr, node, r, reflected, &l, &known));
    return v;
}

/* ---- calling the class ------------------------------------------------------------------ */

/* C(...) of a dataclass: the arguments become the attributes. */
static struct value call_dataclass(struct py_facts *f, struct frame *fr, uint32_t call,
                                   const struct class *c, struct arguments *a)
{
    const struct py_tree *t = f->tree;
    struct py_type types[MAX_ARGUMENTS];
    uint32_t count = 0, position = 0;
    struct value v;

    for (uint32_t m; count < MAX_ARGUMENTS && (m = dataclass_field(f, c, count)) != 0;
         count++) {
        uint32_t value = py_child(t, m, PY_F_value);

        types[count] = value != PY_NO_NODE && t->nodes[value].kind == PY_Constant
                           ? eval(f, f->module_frame, value).type
                           : type_any();
    }
    if (a->starred || dataclass_field(f, c, count) != 0)
        return unknown_call(f, fr, call, function_name(f, call), a);
    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t slot = position;

        if (t->nodes[a->nodes[i]].kind != PY_keyword)
            position++;
        else
            for (slot = 0; slot < count; slot++)
                if (str_equal(py_name(t, py_child(t, dataclass_field(f, c, slot), PY_F_target)),
                              py_name(t, a->nodes[i])))
                    break;
        if (slot >= count || a->values[i].type.is == 0)
            return nothing(); /* TypeError, or an argument that is never there */
        types[slot] = a->values[i].type;
    }
    v = value_fresh(type_of_bits(shape_for(f, c, types, count)));
    v.deep |= a->all.self | a->all.deep | ORIGIN_GLOBAL; /* defaults are shared */
    v.inner = alias_unify(fr, any_argument(fr, a).same, any_argument(fr, a).inner);
    return v;
}

struct value call_plain_class(struct py_facts *f, struct frame *fr, uint32_t call,
                              const struct class *c, struct arguments *a)
{
    bool sure;
    uint32_t init = class_member(f, c, S("__init__"), &sure);

    if (c->dataclass && init == 0)
        return call_dataclass(f, fr, call, c, a);
    if (init == 0)
        return value_fresh(type_of_bits(shape_for(f, c, NULL, 0)));
    if (!sure || member_kind(f, init) != MEMBER_METHOD)
        return unknown_call(f, fr, call, function_name(f, call), a);
    return call_constructor(f, fr, call, init, c, a);
}
