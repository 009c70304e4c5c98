/*
 * classes.c — classes of the module whose instances behave as their text says, and what is
 * known of their instances.
 *
 * A class is plain when nothing can make its instances look up attributes in another way:
 *   - a module-level class bound once, without metaclass, with at most one base: `object` or
 * another plain class; undecorated, or a dataclass;
 *   - its body holds only functions and simple values; no __new__, __getattr__,
 * __getattribute__,
 *     __setattr__, __delattr__, __init_subclass__, __set_name__, __del__, __post_init__;
 *   - the module uses no setattr(), delattr(), __dict__, nor stores to __class__.
 * A name under which the class holds a function, and which any statement of the module stores
 * as an attribute, is not resolved: the store may be a patch.
 *
 * Instances are told apart by shape: the class and the types of the arguments it was called
 * with. Each shape is a bit of py_types; when the bits run out, new instances are plain
 * objects. The type of an attribute is known when it is stored only by `self.a = ...` in an
 * __init__; then it is what
 * __init__ stores in that context. Every other attribute holds anything.
 *
 * Assumption, as for the names of the module: nobody outside subclasses or patches its classes
 * while it runs. It is used for `self` where a method is looked at by itself.
 */
#include "facts_internal.h"

#define MAX_CHAIN 16u

static const struct class *class_of_definition(struct py_facts *f, uint32_t def)
{
    const struct definition *d = definition_at(f, def);

    return d != NULL && d->plain_class != 0 ? &f->classes.items[d->plain_class - 1] : NULL;
}

const struct class *class_named(struct py_facts *f, uint32_t expression)
{
    uint32_t symbol = f->tree->nodes[expression].kind == PY_Name
                          ? py_binding(f->module, expression)
                          : UINT32_MAX;
    uint32_t index = symbol != UINT32_MAX ? f->definition_by_symbol[symbol] : 0;

    return index != 0 && f->definitions[index - 1].bound_once
               ? class_of_definition(f, f->definitions[index - 1].node)
               : NULL;
}

/* The class whose method the def is, NULL for none. */
const struct class *class_of_method(struct py_facts *f, uint32_t def)
{
    return def != 0 ? class_of_definition(f, f->tree->nodes[def].parent) : NULL;
}

/* ---- which classes are plain --------------------------------------------------------- */

static bool is_trap(str name)
{
    static const str traps[] = {
        S_INIT("__new__"),      S_INIT("__getattr__"), S_INIT("__getattribute__"),
        S_INIT("__setattr__"),  S_INIT("__delattr__"), S_INIT("__init_subclass__"),
        S_INIT("__set_name__"), S_INIT("__del__"),     S_INIT("__post_init__"),
        S_INIT("__class__"),    S_INIT("__dict__"),
    };

    for (size_t i = 0; i < ARRAY_LEN(traps); i++)
        if (str_equal(name, traps[i]))
            return true;
    return false;
}

static bool is_simple_call(struct py_facts *f, uint32_t call)
{
    static const str makers[] = { S_INIT("list"),  S_INIT("dict"),      S_INIT("set"),
                                  S_INIT("tuple"), S_INIT("frozenset"), S_INIT("int"),
                                  S_INIT("float"), S_INIT("str"),       S_INIT("bytearray"),
                                  S_INIT("range") };
    uint32_t func = py_child(f->tree, call, PY_F_func);
    const struct imported *import;
    str name;

    for (size_t i = 0; i < ARRAY_LEN(makers); i++)
        if (py_is_builtin(f->module, func, makers[i]))
            return true;
    import = resolve_import(f, func, &name);
    return import != NULL && (str_equal(import->module, S("collections")) ||
                              str_equal(import->module, S("itertools")));
}

/* Its value is no descriptor: looking it up runs nothing. */
static bool is_simple_value(struct py_facts *f, uint32_t node)
{
    const struct py_tree *t = f->tree;

    switch (t->nodes[node].kind) {
    case PY_Constant:
        return true;
    case PY_Call:
        return is_simple_call(f, node);
    case PY_UnaryOp:
    case PY_BinOp:
    case PY_List:
    case PY_Tuple:
    case PY_Dict:
    case PY_Set:
        for (uint32_t c = py_first(t, node); c != PY_NO_NODE; c = py_next(t, node, c))
            if (!is_simple_value(f, c))
                return false;
        return true;
    default:
        return false;
    }
}

static bool is_import_of(struct py_facts *f, uint32_t expression, str module, str wanted)
{
    str name;
    const struct imported *import = resolve_import(f, expression, &name);

    return import != NULL && str_equal(import->module, module) && str_equal(name, wanted);
}

/* field(default=constant) or field(default_factory=list) of a dataclass */
static bool is_simple_field(struct py_facts *f, uint32_t node)
{
    const struct py_tree *t = f->tree;

    if (t->nodes[node].kind != PY_Call || py_child(t, node, PY_F_args) != PY_NO_NODE ||
        !is_import_of(f, py_child(t, node, PY_F_func), S("dataclasses"), S("field")))
        return is_simple_value(f, node);
    for (uint32_t k = py_child(t, node, PY_F_keywords); k != PY_NO_NODE;
         k = py_next_in(t, node, k)) {
        uint32_t value = py_child(t, k, PY_F_value);

        if (!is_simple_value(f, value) && !py_is_builtin(f->module, value, S("list")) &&
            !py_is_builtin(f->module, value, S("dict")) &&
            !py_is_builtin(f->module, value, S("set")))
            return false;
    }
    return true;
}

static bool is_plain_annotation(const struct py_tree *t, uint32_t node)
{
    str text = py_text(t, node);

    return str_find(text, S("ClassVar")) == SIZE_MAX &&
           str_find(text, S("InitVar")) == SIZE_MAX && str_find(text, S("KW_ONLY")) == SIZE_MAX;
}

static bool is_plain_member(struct py_facts *f, uint32_t node, bool dataclass)
{
    const struct py_tree *t = f->tree;
    uint32_t value = py_child(t, node, PY_F_value), target;

    switch (t->nodes[node].kind) {
    case PY_FunctionDef:
    case PY_AsyncFunctionDef:
        return !is_trap(py_name(t, node));
    case PY_Pass:
        return true;
    case PY_Expr:
        return t->nodes[value].kind == PY_Constant;
    case PY_Assign:
        target = py_child(t, node, PY_F_targets);
        return t->nodes[target].kind == PY_Name && !is_trap(py_name(t, target)) &&
               py_count_in(t, node, PY_F_targets) == 1 && is_simple_value(f, value);
    case PY_AnnAssign:
        if (t->nodes[py_child(t, node, PY_F_target)].kind != PY_Name ||
            !is_plain_annotation(t, py_child(t, node, PY_F_annotation)))
            return false;
        return value == PY_NO_NODE ||
               (dataclass ? is_simple_field(f, value) : is_simple_value(f, value));
    default:
        return false;
    }
}

static bool is_dataclass_decorator(struct py_facts *f, uint32_t node)
{
    const struct py_tree *t = f->tree;
    uint32_t func = t->nodes[node].kind == PY_Call ? py_child(t, node, PY_F_func) : node;

    if (t->nodes[node].kind == PY_Call)
        for (uint32_t k = py_first(t, node); k != PY_NO_NODE; k = py_next(t, node, k))
            if (k != func && (t->nodes[k].kind != PY_keyword ||
                              t->nodes[py_child(t, k, PY_F_value)].kind != PY_Constant))
                return false;
    return is_import_of(f, func, S("dataclasses"), S("dataclass"));
}

static str member_name(const struct py_tree *t, uint32_t member)
{
    switch (t->nodes[member].kind) {
    case PY_FunctionDef:
    case PY_AsyncFunctionDef:
    case PY_ClassDef:
        return py_name(t, member);
    case PY_Assign:
        return py_name(t, py_child(t, member, PY_F_targets));
    case PY_AnnAssign:
        return py_name(t, py_child(t, member, PY_F_target));
    default:
        return S("");
    }
}

/* Bodies are short; a name bound twice is a setter or a redefinition, and then nobody's. */
static bool is_bound_twice(const struct py_tree *t, uint32_t class, uint32_t member)
{
    str name = member_name(t, member);

    for (uint32_t c = py_child(t, class, PY_F_body); c != PY_NO_NODE && name.len != 0;
         c = py_next_in(t, class, c))
        if (c != member && str_equal(member_name(t, c), name))
            return true;
    return false;
}

/* Base classes come first in the source, so their judgement is there. */
static bool judge_class(struct py_facts *f, uint32_t node, struct class *c)
{
    const struct py_tree *t = f->tree;
    uint32_t decorator = py_child(t, node, PY_F_decorator_list),
             base = py_child(t, node, PY_F_bases);
    const struct definition *d = definition_at(f, node);
    const struct class *parent = base != PY_NO_NODE ? class_named(f, base) : NULL;

    *c = (struct class){ .node = node, .dataclass = decorator != PY_NO_NODE };
    if (t->nodes[node].parent != 0 || !d->bound_once ||
        py_child(t, node, PY_F_keywords) != PY_NO_NODE ||
        py_count_in(t, node, PY_F_decorator_list) > 1 || py_count_in(t, node, PY_F_bases) > 1 ||
        (c->dataclass && !is_dataclass_decorator(f, decorator)) ||
        (c->dataclass && parent != NULL))
        return false;
    if (base != PY_NO_NODE && parent == NULL && !py_is_builtin(f->module, base, S("object")))
        return false;
    c->base = parent != NULL ? (uint32_t) (parent - f->classes.items) + 1 : 0;
    c->depth = parent != NULL ? parent->depth + 1 : 0;
    if (c->depth > MAX_CHAIN || (parent != NULL && parent->dataclass))
        return false;
    for (uint32_t m = py_child(t, node, PY_F_body); m != PY_NO_NODE; m = py_next_in(t, node, m))
        if (!is_plain_member(f, m, c->dataclass) ||
            (t->nodes[m].kind != PY_FunctionDef && is_bound_twice(t, node, m)))
            return false;
    return true;
}

/* ---- attributes that are stored somewhere ----------------------------------------------- */

enum { STORED = 1, STORED_ELSEWHERE = 2, CALLABLE = 4 };

static bool patches_anything(struct py_facts *f, uint32_t node)
{
    static const str names[] = { S_INIT("setattr"), S_INIT("delattr"), S_INIT("vars") };
    const struct py_node *n = &f->tree->nodes[node];
    str name = py_name(f->tree, node);

    if (n->kind == PY_Attribute)
        return str_equal(name, S("__dict__")) || str_equal(name, S("__setattr__")) ||
               (n->op != PY_LOAD && is_trap(name));
    if (n->kind == PY_alias && str_starts(name, S("unittest")))
        return true;
    for (size_t i = 0; n->kind == PY_Name && i < ARRAY_LEN(names); i++)
        if (str_equal(name, names[i]))
            return true;
    return false;
}

/* The def whose first parameter, bound once, the Name is; 0 for none. */
static uint32_t self_of(struct py_facts *f, uint32_t name)
{
    uint32_t def = py_function_of(f->tree, name), symbol = py_binding(f->module, name);

    if (f->tree->nodes[name].kind != PY_Name || symbol == UINT32_MAX || def == 0 ||
        f->tree->nodes[def].kind != PY_FunctionDef || py_parameter_count(f, def) == 0 ||
        f->scopes->symbol_of[py_parameter(f, def, 0)] != symbol || f->bindings[symbol] != 1)
        return 0;
    return def;
}

bool is_init_store(struct py_facts *f, uint32_t attribute)
{
    uint32_t def = self_of(f, py_child(f->tree, attribute, PY_F_value));

    return def != 0 && str_equal(py_name(f->tree, def), S("__init__")) &&
           f->tree->nodes[attribute].op == PY_STORE && class_of_method(f, def) != NULL;
}

/* `super().__init__(...)` and `Base.__init__(self, ...)` stay within one object. */
static bool is_init_of_base(struct py_facts *f, uint32_t attribute)
{
    const struct py_tree *t = f->tree;
    uint32_t value = py_child(t, attribute, PY_F_value), call = t->nodes[attribute].parent;
    uint32_t first = py_child(t, call, PY_F_args), def = py_function_of(t, attribute);

    if (t->nodes[call].kind != PY_Call || t->nodes[attribute].field != PY_F_func || def == 0)
        return false;
    if (t->nodes[value].kind == PY_Call)
        return py_is_builtin(f->module, py_child(t, value, PY_F_func), S("super"));
    return first != PY_NO_NODE && self_of(f, first) == def && class_named(f, value) != NULL &&
           class_derives(f, class_of_method(f, def), class_named(f, value));
}

/* A function of the module by name, a lambda, or what a call makes of one. */
static bool may_be_function(const struct py_facts *f, uint32_t value, bool called)
{
    if (f->tree->nodes[value].kind == PY_Lambda || (called && f->tree->nodes[value].kind == PY_Call))
        return true;
    for (uint32_t i = 0; f->tree->nodes[value].kind == PY_Name && i < f->definition_count; i++)
        if (f->tree->nodes[f->definitions[i].node].name == f->tree->nodes[value].name)
            return true;
    return false;
}

/* `Customer.get = following`, `self.get = lambda: …` */
static bool stores_function(struct py_facts *f, uint32_t attribute)
{
    const struct py_tree *t = f->tree;
    uint32_t base = py_child(t, attribute, PY_F_value), statement = py_statement_of(t, attribute);

    if (t->nodes[statement].kind != PY_Assign)
        return t->nodes[statement].kind != PY_AugAssign && t->nodes[statement].kind != PY_AnnAssign;
    for (uint32_t i = 0; t->nodes[base].kind == PY_Name && i < f->definition_count; i++)
        if (t->nodes[f->definitions[i].node].kind == PY_ClassDef &&
            t->nodes[f->definitions[i].node].name == t->nodes[base].name)
            return true;
    return may_be_function(f, py_child(t, statement, PY_F_value), false);
}

static void note_attribute(struct py_facts *f, uint32_t node)
{
    const struct py_node *n = &f->tree->nodes[node];
    if (str_equal(py_name(f->tree, node), S("__init__")) && !is_init_of_base(f, node))
        f->inits_by_name = true;
    if (n->op == PY_LOAD)
        return;
    f->attribute_stored[n->name] |= STORED;
    if (stores_function(f, node))
        f->attribute_stored[n->name] |= CALLABLE;
    if (!is_init_store(f, node))
        f->attribute_stored[n->name] |= STORED_ELSEWHERE;
}

bool attribute_is_stored(const struct py_facts *f, uint32_t name)
{
    return (f->attribute_stored[name] & STORED) != 0;
}

bool attribute_is_called(const struct py_facts *f, uint32_t name)
{
    return (f->attribute_stored[name] & CALLABLE) != 0;
}

/* `get = following` in a class makes a method of that name. */
static void note_class_variable(struct py_facts *f, uint32_t node)
{
    uint32_t statement = py_statement_of(f->tree, node), value = py_child(f->tree, statement, PY_F_value);

    if (f->tree->nodes[node].op != PY_LOAD && f->tree->nodes[f->tree->nodes[statement].parent].kind == PY_ClassDef && value &&
        may_be_function(f, value, f->tree->nodes[statement].kind == PY_Assign))
        f->attribute_stored[f->tree->nodes[node].name] |= CALLABLE;
}

static void note_all(struct py_facts *f)
{
    for (uint32_t n = 1; n < f->tree->count; n++)
        if (f->tree->nodes[n].kind == PY_Attribute)
            note_attribute(f, n);
        else if (f->tree->nodes[n].kind == PY_Name)
            note_class_variable(f, n);
}

/* Nothing but the __init__ of plain classes stores it, each into its own object. */
static bool only_initialised(const struct py_facts *f, uint32_t name)
{
    return !(f->attribute_stored[name] & STORED_ELSEWHERE) && !f->inits_by_name;
}

/* A class that is not plain derives from plain ones: `self` in those may be one of its
 * instances. */
static void note_subclass(struct py_facts *f, uint32_t def)
{
    if (f->tree->nodes[def].kind != PY_ClassDef || class_of_definition(f, def) != NULL)
        return;
    for (uint32_t b = py_child(f->tree, def, PY_F_bases); b != PY_NO_NODE;
         b = py_next_in(f->tree, def, b))
        for (const struct class *c = class_named(f, b); c != NULL; c = class_base(f, c))
            f->classes.items[c - f->classes.items].other_subclass = true;
}

void classes_build(struct py_facts *f)
{
    const struct py_tree *t = f->tree;

    f->attribute_stored = ARENA_ARRAY(f->arena, uint8_t, t->name_count + 1);
    for (uint32_t n = 1; n < t->count; n++)
        if (patches_anything(f, n)) {
            note_all(f);
            return;
        }
    for (uint32_t i = 0; i < f->definition_count && !f->dynamic; i++) {
        struct class c;

        if (t->nodes[f->definitions[i].node].kind != PY_ClassDef ||
            !judge_class(f, f->definitions[i].node, &c))
            continue;
        *VEC_PUSH(f->arena, &f->classes) = c;
        f->definitions[i].plain_class = f->classes.count;
    }
    for (uint32_t i = 0; i < f->definition_count; i++)
        note_subclass(f, f->definitions[i].node);
    note_all(f);
}

/* ---- lookup --------------------------------------------------------------------------- */

const struct class *class_base(const struct py_facts *f, const struct class *c)
{
    return c->base != 0 ? &f->classes.items[c->base - 1] : NULL;
}

bool class_derives(const struct py_facts *f, const struct class *c, const struct class *from)
{
    for (; c != NULL; c = class_base(f, c))
        if (c == from)
            return true;
    return false;
}

/* `x: int` binds nothing, and a field of a dataclass is an attribute of every instance. */
static bool is_declaration(const struct py_tree *t, const struct class *c, uint32_t member)
{
    return t->nodes[member].kind == PY_AnnAssign &&
           (c->dataclass || py_child(t, member, PY_F_value) == PY_NO_NODE);
}

/* The statement of the class or of its bases that binds the name; 0 for none. *ret_sure is
 * false when it is bound twice there or may have been replaced. */
uint32_t class_member(struct py_facts *f, const struct class *c, str name, bool *ret_sure)
{
    const struct py_tree *t = f->tree;

    for (; c != NULL; c = class_base(f, c)) {
        for (uint32_t m = py_child(t, c->node, PY_F_body); m != PY_NO_NODE;
             m = py_next_in(t, c->node, m)) {
            if (!str_equal(member_name(t, m), name) || is_declaration(t, c, m))
                continue;
            *ret_sure =
                !is_bound_twice(t, c->node, m) && !(t->nodes[m].kind == PY_FunctionDef &&
                                                    attribute_is_stored(f, t->nodes[m].name));
            return m;
        }
    }
    *ret_sure = true;
    return 0;
}

enum member_kind member_kind(struct py_facts *f, uint32_t member)
{
    const struct py_tree *t = f->tree;
    uint32_t decorator = py_child(t, member, PY_F_decorator_list);

    if (t->nodes[member].kind != PY_FunctionDef)
        return t->nodes[member].kind == PY_Assign || t->nodes[member].kind == PY_AnnAssign
                   ? MEMBER_VALUE
                   : MEMBER_OPAQUE;
    if (decorator == PY_NO_NODE)
        return definition_at(f, member)->plain ? MEMBER_METHOD : MEMBER_OPAQUE;
    if (py_next_in(t, member, decorator) != PY_NO_NODE ||
        f->scopes->scopes[py_scope_of_node(f->module, member)].generator)
        return MEMBER_OPAQUE;
    if (py_is_builtin(f->module, decorator, S("property")))
        return MEMBER_PROPERTY;
    if (py_is_builtin(f->module, decorator, S("staticmethod")))
        return MEMBER_STATIC;
    return py_is_builtin(f->module, decorator, S("classmethod")) ? MEMBER_CLASS : MEMBER_OPAQUE;
}

/* ---- shapes --------------------------------------------------------------------------- */

static bool same_arguments(const struct shape *s, const struct py_type *types, uint32_t count)
{
    if (s->count != count)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!type_equal(s->arguments[i], types[i]))
            return false;
    return true;
}

/* The type of instances of the class that are made with arguments of these types; `types` is
 * NULL for instances made anywhere. OBJECT when there is no bit left. */
py_types shape_for(struct py_facts *f, const struct class *c, const struct py_type *types,
                   uint32_t count)
{
    struct shape *s;

    for (uint32_t i = 0; i < f->shape_count; i++)
        if (f->shapes[i].class == c && f->shapes[i].open == (types == NULL) &&
            same_arguments(&f->shapes[i], types, count))
            return PY_T_INSTANCE(i);
    if (f->shape_count == MAX_SHAPES)
        return types != NULL ? shape_for(f, c, NULL, 0) : PY_T_OBJECT;
    s = &f->shapes[f->shape_count++];
    *s = (struct shape){ .class = c, .open = types == NULL, .count = count };
    s->arguments = ARENA_ARRAY(f->arena, struct py_type, count + 1);
    for (uint32_t i = 0; i < count; i++)
        s->arguments[i] = types[i];
    return PY_T_INSTANCE(f->shape_count - 1);
}

/* `self` of a method that is looked at by itself: the class or any class of the module below
 * it. */
struct py_type type_of_self(struct py_facts *f, uint32_t def)
{
    const struct class *c = class_of_method(f, def);
    py_types bits = 0;

    if (c == NULL || c->other_subclass ||
        (member_kind(f, def) != MEMBER_METHOD && member_kind(f, def) != MEMBER_PROPERTY))
        return type_any();
    for (uint32_t i = 0; i < f->classes.count; i++)
        if (class_derives(f, &f->classes.items[i], c))
            bits |= shape_for(f, &f->classes.items[i], NULL, 0);
    return bits & PY_T_OBJECT ? type_any() : type_of_bits(bits);
}

/* What `self.name = v` in an __init__ stores. */
void field_store(struct py_facts *f, struct frame *fr, uint32_t attribute, struct value v)
{
    uint32_t name = f->tree->nodes[attribute].name;
    struct field *field = NULL;

    for (uint32_t i = 0; i < fr->fields.count && field == NULL; i++)
        if (fr->fields.items[i].name == name)
            field = &fr->fields.items[i];
    if (field == NULL) {
        field = VEC_PUSH(f->arena, &fr->fields);
        *field = (struct field){ .name = name };
    }
    if (!type_equal(type_join(field->type, v.type), field->type))
        fr->changed = true;
    field->type = type_join(field->type, v.type);
}

/* The __init__ of a base has run on our `self`: what it stored is ours. */
void fields_inherit(struct py_facts *f, struct frame *fr, const struct frame *base)
{
    for (uint32_t i = 0; i < base->fields.count; i++) {
        uint32_t at = 0;

        while (at < fr->fields.count && fr->fields.items[at].name != base->fields.items[i].name)
            at++;
        if (at == fr->fields.count)
            *VEC_PUSH(f->arena, &fr->fields) =
                (struct field){ .name = base->fields.items[i].name };
        if (!type_equal(type_join(fr->fields.items[at].type, base->fields.items[i].type),
                        fr->fields.items[at].type))
            fr->changed = true;
        fr->fields.items[at].type =
            type_join(fr->fields.items[at].type, base->fields.items[i].type);
    }
}

/* The type of an instance attribute, ANY when it is not sure. */
struct py_type field_type(struct py_facts *f, struct frame *fr, const struct shape *s,
                          uint32_t name)
{
    const struct frame *init = s->init;

    if (s->open || !only_initialised(f, name))
        return type_any();
    if (s->class->dataclass) {
        uint32_t index = 0;

        for (uint32_t m = dataclass_field(f, s->class, 0); m != 0 && index < s->count;
             m = dataclass_field(f, s->class, ++index))
            if (f->tree->nodes[py_child(f->tree, m, PY_F_target)].name == name)
                return s->arguments[index];
        return type_any();
    }
    if (init == NULL)
        return type_any();
    if (!init->done && init->lowest < fr->lowest)
        fr->lowest = init->lowest;
    for (uint32_t i = 0; i < init->fields.count; i++)
        if (init->fields.items[i].name == name)
            return init->fields.items[i].type;
    return init->done ? type_any() : (struct py_type){ 0, 0, 0, 0 };
}

/* The statement of the index-th field of a dataclass, 0 past the last. */
uint32_t dataclass_field(struct py_facts *f, const struct class *c, uint32_t index)
{
    for (uint32_t m = py_child(f->tree, c->node, PY_F_body); m != PY_NO_NODE;
         m = py_next_in(f->tree, c->node, m))
        if (f->tree->nodes[m].kind == PY_AnnAssign && index-- == 0)
            return m;
    return 0;
}
