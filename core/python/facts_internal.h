/*
 * facts_internal.h — the abstract interpreter behind facts.h, shared by its files:
 *
 *   types.c       the lattice of types: join, predicates, text
 *   classes.c     classes of the module that behave as written; shapes and attributes of instances
 *   callgraph.c   definitions, names bound once, which def a call surely invokes, recursion
 *   alias.c       where a value may come from, and which locals may share objects
 *   cfg.c, liveness.c, defuse.c   control flow; what is live, which definition reaches which use
 *   flow.c        what each variable holds at the point being evaluated
 *   narrow.c      what a test says about variables
 *   effects.c     expressions of one frame: value and effects
 *   effects_operator.c   operators, comparisons, truth
 *   effects_statement.c  simple statements of one frame
 *   effects_control.c    branches, loops, try, with, match
 *   effects_call.c       calls: which kind, and builtin functions
 *   effects_library.c    functions of library modules
 *   effects_method.c     methods and attributes of builtin and library types
 *   effects_function.c   calls of functions of the module
 *   effects_class.c      instances of its classes: constructors, methods, attributes, operators
 *   facts.c       frames, contexts, fixpoints; the public calls
 *   loops.c, reductions.c, deps.c, invariant.c   loops on top of all that
 *   affine.c, subscript.c, paths.c, elements.c   which elements an iteration touches
 *
 * A frame is one function run in one context. Types and origins of variables are flow-sensitive
 * (flow.c); aliasing, what is stored into objects, and what other functions see of a variable is
 * flow-insensitive: the join of all assignments. The body is run again until nothing grows.
 */
#ifndef HASTEN_FACTS_INTERNAL_H
#define HASTEN_FACTS_INTERNAL_H

#include "hasten/facts.h"

/* Where an object may come from. FRESH: made by this very activation. */
typedef uint64_t origin_set;
#define ORIGIN_FRESH ((origin_set) 1)
#define ORIGIN_GLOBAL ((origin_set) 2)
#define ORIGIN_CLOSURE ((origin_set) 4)
#define ORIGIN_UNKNOWN ((origin_set) 8)
#define ORIGIN_PARAMETERS (~(origin_set) 15)
#define ORIGIN_MAX_PARAMETERS 60u
#define ORIGIN_PARAMETER(i) \
    ((i) < ORIGIN_MAX_PARAMETERS ? (origin_set) 16 << (i) : ORIGIN_UNKNOWN)

/* What an expression evaluates to. */
struct value {
    struct py_type type;
    origin_set self; /* the object itself; 0 when it is immutable through and through */
    origin_set deep; /* whatever can be reached from it */
    /* Alias classes (alias.c): of the object itself and of what it holds; 0 when no variable of
     * the frame can see it. */
    uint32_t same, inner;
};

/* A variable of a frame: the join of all assignments, or what it holds at one point. */
struct local {
    struct py_type type;
    origin_set self;
};

/* ---- flow.c: the state of the variables at one point */
struct flow_entry {
    uint32_t index; /* of the variable in its frame */
    struct local value;
};

struct flow_mark {
    uint32_t trail;
    bool dead;
};

/* What a branch changed against the state at its start. */
struct delta {
    struct flow_entry *entries; /* one per variable */
    uint32_t count;
    bool dead; /* its end is never reached */
};

/* One `try` being evaluated: everything assigned inside it so far. */
struct catcher {
    VEC(struct flow_entry) assigned;
    struct catcher *outer;
};

/* One loop being evaluated. */
struct loop_flow {
    uint32_t node;
    struct flow_mark head;
    VEC(struct delta) breaks;
    struct loop_flow *outer;
};

/* What flows back to the head of a loop; grows from pass to pass. */
struct back_edge {
    uint32_t node;
    VEC(struct flow_entry) entries;
};

/* An alias class. `stored*` and `deep` count at the representative only. */
struct alias {
    uint32_t parent;
    py_types stored, stored_key; /* types that went into objects of the class later on */
    origin_set deep;
};

/* An attribute that an __init__ stores into `self`. */
struct field {
    uint32_t name; /* interned */
    struct py_type type;
};

struct frame {
    uint32_t def;               /* FunctionDef; node 0 is the module's own frame */
    uint32_t scope;
    bool open;                  /* every argument of any type */
    uint32_t parameter_count;
    struct py_type *parameters;
    uint32_t low, high;         /* symbols of this frame: [low, high) */
    struct local *locals;       /* [high - low]: join of all assignments */
    struct local *now;          /* [high - low]: at the point being evaluated */
    bool *loose;                /* [high - low]: order of statements says nothing about it */
    struct local *seen;         /* per Name of the def, what loads gave; NULL unless open */
    VEC(struct flow_entry) trail; /* old values of `now` */
    uint32_t *stamp, *slot, *hits; /* [high - low]: scratch of flow.c */
    uint32_t stamps;
    struct catcher *catcher;    /* innermost try */
    struct loop_flow *loop;     /* innermost loop */
    VEC(struct back_edge) back_edges;
    uint32_t back_cursor;       /* the next loop is probably this one */
    uint32_t late;              /* > 0: in code that runs later, if ever */
    bool dead;                  /* control does not get here */
    bool running;               /* `now` is valid; else loads give what was seen */
    struct arena *arena;
    struct alias *aliases;      /* [1 + 2 * (high - low)]: self classes, then inner classes */
    struct py_outcome outcome;
    origin_set return_self, return_deep;
    py_types parameter_stored;  /* parameters may alias each other: types stored into any */
    origin_set parameter_deep;  /* and where that came from */
    VEC(struct field) fields;   /* of an __init__ */
    struct py_effects *sink;    /* where effects go now; NULL throws them away */
    uint32_t header;            /* clause whose iterator is somebody else's: its effects are thrown away */
    bool locals_visible;        /* effects on own locals are wanted */
    bool changed;               /* something grew in this pass */
    bool done, active;
    uint64_t epoch;             /* of the facts when it ran last */
    uint32_t depth, lowest;     /* in the stack of active frames; lowest one it relied on */
    struct frame *next;         /* other contexts of the def */
};

/* What is known about one definition. */
struct definition {
    uint32_t node;
    uint32_t symbol;      /* binding symbol of its name */
    struct frame *frames; /* contexts */
    uint32_t contexts;
    bool bound_once;
    bool plain;           /* undecorated, not async, not a generator */
    struct cfg *cfg;      /* of its body, made when it is asked for */
    uint32_t plain_class; /* index + 1 in py_facts.classes, 0 for none */
};

/* A class whose instances behave as its text says. */
struct class {
    uint32_t node;  /* ClassDef */
    uint32_t base;  /* index + 1 in py_facts.classes, 0 for object */
    uint32_t depth; /* of the chain of bases */
    bool dataclass;
    bool other_subclass; /* a class of the module that is not plain derives from it */
};

enum member_kind { MEMBER_METHOD, MEMBER_PROPERTY, MEMBER_STATIC, MEMBER_CLASS, MEMBER_VALUE,
                   MEMBER_OPAQUE /* decorated in an unknown way, generator, coroutine */ };

#define MAX_SHAPES 32u

/* Instances that were made in one way. */
struct shape {
    const struct class *class;
    bool open;                 /* made anywhere: nothing is known of the attributes */
    struct py_type *arguments; /* of the constructor, in the order of its parameters */
    uint32_t count;
    const struct frame *init;  /* its __init__ in that context */
};

struct imported {
    str module, name; /* "math" and ""; "math" and "sqrt" for `from math import sqrt` */
};

struct py_facts {
    const struct py_module *module;
    const struct py_tree *tree;
    const struct py_scopes *scopes;
    struct arena *arena;
    struct definition *definitions; /* FunctionDef, AsyncFunctionDef and ClassDef, preorder */
    uint32_t definition_count;
    uint32_t *definition_of; /* per node: index + 1, 0 when it is no definition */
    uint32_t *bindings;      /* per symbol: how many statements bind it, from any scope */
    uint32_t *definition_by_symbol; /* per symbol: index + 1 of the last definition, 0 */
    struct imported *imports; /* per symbol: what an import statement bound it to */
    uint32_t *names_before;  /* per node: Name nodes before it */
    uint32_t *uses_head, *uses_next; /* Name nodes of each symbol, per symbol and per node */
    uint32_t *binders_head;  /* per symbol: what binds it and is no Name; goes on in uses_next */
    struct chains **chains;  /* per symbol: defuse.c, NULL until asked for */
    uint8_t *inside;         /* per symbol: INSIDE_* bits, 0 until they are looked up */
    bool dynamic;            /* a star import or exec/eval anywhere: no name can be trusted */
    uint32_t impure_operator, impure_property; /* a method of the module, 0 when none */
    VEC(struct class) classes; /* plain ones; bases before derived */
    struct shape shapes[MAX_SHAPES];
    uint32_t shape_count;
    uint8_t *attribute_stored; /* per name: some statement stores an attribute of that name */
    bool inits_by_name;        /* an __init__ is called other than on a new object */
    struct frame *module_frame;
    struct cfg *module_cfg;
    uint32_t *point_of;      /* per node: point of the graph it is evaluated at, 0 */
    uint32_t active;         /* frames being evaluated */
    uint32_t nesting;        /* of eval() and run() */
    uint64_t epoch;          /* grows whenever any frame grew */
    uint64_t fuel;           /* node visits left before everything becomes unknown */
    bool loops_ready;
    VEC(struct py_loop) loops;
    uint32_t *loop_of;       /* per node: index + 1 */
};

/* Iterating gives keys. */
#define PY_T_MAPPINGS (PY_T_DICT | PY_T_DEFAULTDICT | PY_T_COUNTER)

/* ---- types.c */
struct py_type type_of_bits(py_types bits);
struct py_type type_any(void);
struct py_type type_join(struct py_type, struct py_type);
bool type_equal(struct py_type, struct py_type);
struct py_type type_container(py_types bits, struct py_type item, py_types key);
struct py_type type_narrow(struct py_type, py_types keep);
struct py_type type_item(struct py_type); /* what iterating or subscripting gives */
py_types type_all_bits(struct py_type);
bool type_may_run_user_code(struct py_type, bool deeply);

/* ---- callgraph.c */
void callgraph_build(struct py_facts *);
struct definition *definition_at(struct py_facts *, uint32_t node);
uint32_t resolve_function(struct py_facts *, uint32_t expression); /* FunctionDef or ClassDef, 0 */
uint32_t resolve_coroutine(struct py_facts *, uint32_t expression); /* AsyncFunctionDef, 0 */
const struct imported *resolve_import(struct py_facts *, uint32_t expression, str *ret_name);
/* Functions inside the owner of the variable do nothing but read the object it names. */
bool only_read_inside(struct py_facts *, uint32_t symbol);
str function_name(struct py_facts *, uint32_t call); /* callee as written, for messages */

/* ---- alias.c */
struct value value_of(struct py_type, origin_set);
struct value value_fresh(struct py_type);
struct value value_join(struct frame *, struct value, struct value);
struct value value_element(struct frame *, struct value container, struct py_type type);
uint32_t alias_find(struct frame *, uint32_t);
uint32_t alias_unify(struct frame *, uint32_t, uint32_t);
struct value local_load(struct frame *, uint32_t symbol); /* join of all assignments */
struct value local_value(struct frame *, uint32_t symbol, const struct local *);
void local_assign(struct frame *, uint32_t symbol, struct value);
void value_store(struct frame *, struct value container, struct value item, py_types key);
void value_escape(struct frame *, struct value);
bool frame_owns(const struct frame *, uint32_t symbol);

/* ---- classes.c */
void classes_build(struct py_facts *);
const struct class *class_named(struct py_facts *, uint32_t expression); /* NULL: not a plain one */
const struct class *class_of_method(struct py_facts *, uint32_t def);
const struct class *class_base(const struct py_facts *, const struct class *);
bool class_derives(const struct py_facts *, const struct class *, const struct class *from);
uint32_t class_member(struct py_facts *, const struct class *, str name, bool *ret_sure);
enum member_kind member_kind(struct py_facts *, uint32_t member);
uint32_t dataclass_field(struct py_facts *, const struct class *, uint32_t index);
bool attribute_is_stored(const struct py_facts *, uint32_t name);
/* A function is stored under the name, or a class binds it to one otherwise than by `def`. */
bool attribute_is_called(const struct py_facts *, uint32_t name);
bool is_init_store(struct py_facts *, uint32_t attribute);
py_types shape_for(struct py_facts *, const struct class *, const struct py_type *, uint32_t count);
struct py_type type_of_self(struct py_facts *, uint32_t def);
void field_store(struct py_facts *, struct frame *, uint32_t attribute, struct value);
void fields_inherit(struct py_facts *, struct frame *, const struct frame *base);
struct py_type field_type(struct py_facts *, struct frame *, const struct shape *, uint32_t name);

/* ---- effects_class.c */
bool has_dataclass(const struct py_facts *, struct py_type);
bool is_instance(struct py_type); /* of plain classes, or None: nothing else */
struct value eval_instance_attribute(struct py_facts *, struct frame *, uint32_t node, struct value);
struct value instance_operator(struct py_facts *, struct frame *, uint32_t node, str name, str reflected,
                               struct value l, struct value r);
bool instance_store(struct py_facts *, struct frame *, uint32_t attribute, struct value);
struct value instance_call_special(struct py_facts *, struct frame *, uint32_t node, struct value,
                                   str name, const struct value *argument, bool *ret_known);

/* ---- flow.c */
void flow_assign(struct frame *, uint32_t symbol, struct local);
void flow_narrow(struct frame *, uint32_t symbol, py_types keep);
void flow_loosen(struct frame *, uint32_t symbol);
struct local flow_load(struct py_facts *, struct frame *, uint32_t node, uint32_t symbol);
struct flow_mark flow_mark(const struct frame *);
struct delta flow_take(struct frame *, struct flow_mark);
void flow_merge(struct frame *, const struct delta *branches, uint32_t count);
void flow_maybe(struct frame *, struct flow_mark);
void flow_try(struct frame *, struct catcher *);
void flow_end_try(struct frame *, struct catcher *);
void flow_catch(struct frame *, const struct catcher *);
void flow_enter_loop(struct frame *, uint32_t node, struct loop_flow *);
void flow_jump(struct frame *, bool leaves);
void flow_repeat(struct frame *, struct loop_flow *);
void flow_leave_loop(struct frame *, struct loop_flow *);

/* ---- liveness.c, on the graphs of cfg.c */
bool is_live_after(struct py_facts *, uint32_t loop, uint32_t symbol);
bool is_upward_exposed(struct py_facts *, uint32_t loop, uint32_t symbol);
bool runs_at_other_time(struct py_facts *, uint32_t node, uint32_t def);
bool stands_in_class(const struct py_tree *, uint32_t node);
bool surely_stores(const struct py_tree *, uint32_t name);

/* ---- narrow.c */
void narrow(struct py_facts *, struct frame *, uint32_t test, bool truth);

/* ---- effects.c, effects_record.c, effects_statement.c, effects_call.c */
struct value eval(struct py_facts *, struct frame *, uint32_t expression);
struct value eval_call(struct py_facts *, struct frame *, uint32_t call);
struct value eval_await(struct py_facts *, struct frame *, uint32_t call, uint32_t coroutine);
bool eval_known_attribute(struct frame *, struct value, str name, struct value *ret);
void run_block(struct py_facts *, struct frame *, uint32_t node, enum py_field);
void run(struct py_facts *, struct frame *, uint32_t statement);
void run_if(struct py_facts *, struct frame *, uint32_t node);
void run_while(struct py_facts *, struct frame *, uint32_t node);
void run_for(struct py_facts *, struct frame *, uint32_t node);
void run_try(struct py_facts *, struct frame *, uint32_t node);
void run_with(struct py_facts *, struct frame *, uint32_t node);
void run_match(struct py_facts *, struct frame *, uint32_t node);
struct value eval_test(struct py_facts *, struct frame *, uint32_t node);
struct value eval_bool(struct py_facts *, struct frame *, uint32_t node);
struct value eval_unary(struct py_facts *, struct frame *, uint32_t node);
struct value eval_compare(struct py_facts *, struct frame *, uint32_t node);
void assign(struct py_facts *, struct frame *, uint32_t target, struct value);
struct value iterate(struct py_facts *, struct frame *, struct value, uint32_t node);
void effect(struct py_facts *, struct frame *, enum py_effect_kind, uint32_t node, str name);
void effect_mutates(struct py_facts *, struct frame *, struct value, uint32_t node);
void effect_operator(struct py_facts *, struct frame *, uint32_t node);
void effect_attribute(struct py_facts *, struct frame *, uint32_t node, str name);
void effects_add(struct arena *, struct py_effects *, struct py_effect, bool *ret_grew);
str method_name(struct py_facts *, uint32_t def);
uint32_t root_name(const struct py_tree *, uint32_t expression);
struct value eval_lambda(struct py_facts *, struct frame *, uint32_t lambda, struct value argument);
struct value binary(struct py_facts *, struct frame *, uint32_t node, enum py_op, struct value,
                    struct value);
str operator_name(enum py_op); /* "__add__" */
bool is_builtin_function(str name);

/* ---- facts.c */
struct frame *frame_for(struct py_facts *, uint32_t def, const struct py_type *, uint32_t count);
struct frame *frame_open(struct py_facts *, uint32_t def);
struct frame *frame_around(struct py_facts *, uint32_t node); /* done, open */
const struct frame *frame_evaluate(struct py_facts *, struct frame *);

/* ---- invariant.c */
/* Nobody but this activation can reach the object of its variable. */
bool is_confined(struct frame *, uint32_t symbol);

/* ---- loops.c, reductions.c, deps.c */
bool is_loop_kind(enum py_kind);
void collect_reductions(struct py_facts *, struct py_loop *);
void collect_inductions(struct py_facts *, struct py_loop *); /* induction.c */
void loop_blockers(struct py_facts *, struct frame *, struct py_loop *);

#endif
