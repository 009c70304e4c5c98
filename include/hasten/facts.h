/*
 * facts.h — what can be said about a Python program without running it: types, effects, calls,
 * loops. Every answer is a may-answer that errs to the safe side: a type set holds every type
 * the value can have, an effect list holds every effect that can happen, a name that is
 * `invariant` really is.
 *
 * Facts are computed per *context*: a function together with the types of its arguments. The
 * open context (every argument of any type) tells what a function does for whoever calls it;
 * py_call() tells what it does for arguments of known types, e.g. "when n is exactly int".
 *
 * Facts are made once per module in the job's arena; they grow while being asked, so one thread
 * owns them. Nodes are indices into py_tree().
 */
#ifndef HASTEN_FACTS_H
#define HASTEN_FACTS_H

#include "python.h"

struct py_facts;

struct py_facts *py_facts_new(const struct py_module *, struct arena *);
const struct py_module *py_facts_module(const struct py_facts *);

/* ---- types ------------------------------------------------------------------------ */

/* A set of types, a bit each. */
typedef uint64_t py_types;

/* Exact builtin types. A value of a subclass, of a user's class or of unknown origin is OBJECT. */
enum py_type_bit {
    PY_T_NONE = 1u << 0, PY_T_BOOL = 1u << 1, PY_T_INT = 1u << 2, PY_T_FLOAT = 1u << 3,
    PY_T_COMPLEX = 1u << 4, PY_T_STR = 1u << 5, PY_T_BYTES = 1u << 6, PY_T_RANGE = 1u << 7,
    PY_T_TUPLE = 1u << 8, PY_T_FROZENSET = 1u << 9, PY_T_LIST = 1u << 10, PY_T_DICT = 1u << 11,
    PY_T_SET = 1u << 12, PY_T_BYTEARRAY = 1u << 13,
    PY_T_ITERATOR = 1u << 14, /* builtin iterator or generator: stateful, consumed by use */
    PY_T_VIEW = 1u << 15,     /* dict keys, values, items */
    PY_T_FUNCTION = 1u << 16, /* plain function, lambda, builtin */
    PY_T_OBJECT = 1u << 17,   /* anything at all that is not in this list */
    /* exact types of the standard library and NumPy; their operators run no code of the user */
    PY_T_DEQUE = 1u << 18,
    PY_T_DEFAULTDICT = 1u << 19, /* a lookup may add the key */
    PY_T_COUNTER = 1u << 20,
    PY_T_ARRAY = 1u << 21,    /* numpy.ndarray; item OBJECT when its dtype may be object */
    PY_T_NPNUMBER = 1u << 22, /* numpy scalar */
    PY_T_PATTERN = 1u << 23, PY_T_MATCH = 1u << 24, /* of re */
    PY_T_VALUE = 1u << 25,    /* Decimal, Fraction, date, time, timedelta, pure paths: immutable */
    PY_T_FILE = 1u << 26,     /* open file */
    PY_T_RNG = 1u << 27,      /* random.Random */
    PY_T_HASH = 1u << 28,     /* of hashlib */
    PY_T_BUFFER = 1u << 29,   /* io.StringIO, io.BytesIO */
    PY_T_NPRNG = 1u << 30,    /* numpy.random.Generator, RandomState */
};

/* Instances of classes of the module (core/python/classes.c), a bit per class and kind of use. */
#define PY_T_INSTANCE(i) ((py_types) 1 << (32 + (i)))
#define PY_T_INSTANCES (~(py_types) 0 << 32)
/* Exact builtin types: none of the library, no OBJECT, no INSTANCES. */
#define PY_T_BUILTIN ((py_types) PY_T_OBJECT - 1)

#define PY_T_ANY (~(py_types) 0)
#define PY_T_NUMBER (PY_T_BOOL | PY_T_INT | PY_T_FLOAT | PY_T_COMPLEX)
#define PY_T_SCALAR (PY_T_NONE | PY_T_NUMBER | PY_T_STR | PY_T_BYTES)
#define PY_T_MUTABLE (PY_T_LIST | PY_T_DICT | PY_T_SET | PY_T_BYTEARRAY | PY_T_ITERATOR | \
                      PY_T_VIEW | PY_T_FUNCTION | PY_T_OBJECT | PY_T_DEQUE | \
                      PY_T_DEFAULTDICT | PY_T_COUNTER | PY_T_ARRAY | PY_T_FILE | PY_T_RNG | \
                      PY_T_HASH | PY_T_BUFFER | PY_T_NPRNG | PY_T_INSTANCES)
#define PY_T_SEQUENCE (PY_T_STR | PY_T_BYTES | PY_T_RANGE | PY_T_TUPLE | PY_T_LIST | \
                       PY_T_BYTEARRAY)

/* A set of possible types: of the value, of its items (dict: values), of their items, and of
 * dict keys. 0 in `is` means the value cannot exist (code that never returns). */
struct py_type {
    py_types is, item, item2, key;
};

struct py_type py_type_of(struct py_facts *, uint32_t expression); /* open context */
bool py_type_within(struct py_type, py_types allowed);  /* non-empty and nothing outside */
bool py_type_scalar(struct py_type);    /* immutable through and through: scalars, tuples of them */
bool py_type_hashable(struct py_type);  /* hash() cannot fail nor run user code */
str py_type_text(struct py_type, struct arena *); /* "int | list[str]" */

/* ---- definitions and uses (core/python/defuse.c) ------------------------------------ */

/* What may give a variable its value at one use. */
struct py_reaching {
    VEC(uint32_t) definitions; /* nodes that bind the name: Name, arg, alias, FunctionDef … */
    bool unbound;   /* some way there passes no definition */
    bool elsewhere; /* what is not in the list may have assigned it as well */
};

struct py_reaching py_reaching_definitions(struct py_facts *, uint32_t use); /* a Name */
bool py_reaches(struct py_facts *, uint32_t definition, uint32_t use);
/* The one definition that the use can see, 0 when there may be others or none. */
uint32_t py_only_definition(struct py_facts *, uint32_t use);

/* ---- effects ---------------------------------------------------------------------- */

enum py_effect_kind {
#define PY_EFFECT(name, word, hard, text) PY_EFFECT_##name,
#include "py_effects.def"
#undef PY_EFFECT
    PY_EFFECT_COUNT
};

struct py_effect {
    enum py_effect_kind kind;
    str name;      /* variable, attribute or callee at fault; "" when none */
    uint32_t node; /* witness */
    uint32_t line;
    uint32_t parameter; /* MUTATES_PARAMETER: its index in the signature */
};

struct py_effects {
    uint32_t kinds; /* 1 << enum py_effect_kind */
    VEC(struct py_effect) list; /* one witness per kind and name */
};

const char *py_effect_word(enum py_effect_kind); /* "mutates", "io", … as in reports */
const char *py_effect_text(enum py_effect_kind); /* "writes output", for sentences */
/* First effect that no guard and no type can discharge, NULL when there is none. Reading
 * globals and raising are not counted. */
const struct py_effect *py_first_hard(const struct py_effects *);
/* The same for what needs proof by type: operators and attributes that may run user code. */
const struct py_effect *py_first_soft(const struct py_effects *);
const struct py_effect *py_effect_find(const struct py_effects *, enum py_effect_kind);

/* ---- calls ------------------------------------------------------------------------ */

struct py_outcome {
    struct py_type type;       /* of the result */
    struct py_effects effects; /* as the caller sees them: locals of the callee are not in */
    bool fresh;                /* the result and all that is mutable in it was made by the call */
    bool reads_mutable;        /* depends on a global or closure that something writes */
};

/* What a call of `def` does in the open context. */
const struct py_outcome *py_function(struct py_facts *, uint32_t def);
/* What it does when parameter i has types[i]; `count` parameters in signature order (posonly,
 * args, kwonly), defaults included for missing ones; others are open. */
const struct py_outcome *py_call(struct py_facts *, uint32_t def, const struct py_type *types,
                                 uint32_t count);
/* The def that a Call surely invokes (its name is bound exactly once, undecorated), 0 if unknown. */
uint32_t py_callee(struct py_facts *, uint32_t call);
/* The method that a Call of `x.name(...)` surely invokes, 0 if unknown. */
uint32_t py_method_callee(struct py_facts *, uint32_t call);
/* The async def whose coroutine a Call surely makes (as above), 0 if unknown. */
uint32_t py_coroutine(struct py_facts *, uint32_t call);
/* The expression surely means module.name of the library: `datetime.strptime`, however it was imported, is "strptime" of
 * "datetime.datetime". */
bool py_is_library(struct py_facts *, uint32_t expression, str module, str name);
/* The name of this def or class is bound exactly once in the module and is not dynamic. */
bool py_bound_once(struct py_facts *, uint32_t def);
/* A function that is not the variable's own binds it too, by `global` or `nonlocal`: code that is called may do so. */
bool py_is_rebound_elsewhere(struct py_facts *, uint32_t symbol);
/* No star import, exec(), eval(), globals() or assignment to `builtins` stands in the module: a builtin or a
 * name bound once means what it says. */
bool py_names_trusted(const struct py_facts *);
bool py_is_recursive(struct py_facts *, uint32_t def); /* directly or through others */
/* Effects of one statement, expression or loop body in the open context; effects on the
 * function's own locals included as PY_EFFECT_MUTATES_LOCAL. They are added to *ret, which the caller
 * has initialised. */
void py_effects_in(struct py_facts *, uint32_t node, struct py_effects *ret);
uint32_t py_parameter_count(const struct py_facts *, uint32_t def);
uint32_t py_parameter(const struct py_facts *, uint32_t def, uint32_t index); /* arg node */
/* What a Call of `def` passes for the parameter of this name; 0 when it passes nothing, or it cannot be seen. */
uint32_t py_argument(const struct py_facts *, uint32_t call, uint32_t def, uint32_t name);
/* Estimated bytecode-sized operations of one run of the subtree, callees included. An unknown
 * trip count is taken as PY_ASSUMED_TRIPS. */
#define PY_ASSUMED_TRIPS 100.0
double py_work(struct py_facts *, uint32_t node);

/* ---- loops ------------------------------------------------------------------------ */

enum py_loop_kind { PY_LOOP_FOR, PY_LOOP_WHILE, PY_LOOP_COMPREHENSION };

struct py_reduction {
    uint32_t name;  /* interned */
    enum py_op op;  /* of `s += e`; PY_OP_NONE for the forms below */
    const char *form; /* "+", "*", "min", "max", "append", "store", "add" … */
    uint32_t node;  /* the consuming statement (in a comprehension: the comprehension) */
    uint32_t value; /* what is folded or stored; 0 when none */
    uint32_t index; /* key or index expression of a store, else 0 */
    bool exact;     /* regrouping is exact for the inferred type; true for store and append */
    bool apart;     /* a store of which no two iterations can meet: no folding is needed */
};

/* A variable whose value follows from the number of the iteration: start + step * number. */
struct py_induction {
    uint32_t name, node; /* interned; the Name that the header or the `+=` assigns */
    str start, step;     /* as written; start "" when it is not one constant */
};

/* Per loop around both accesses, outermost first: in which iterations they can meet. */
#define PY_VECTOR 6u
struct py_level {
    uint32_t loop;      /* node */
    uint8_t directions; /* 1: the second access in a later iteration, 2: in the same, 4: in an earlier one */
    bool exact;         /* `distance` is the only one possible */
    int64_t distance;
};
struct py_vector {
    uint32_t depth;
    struct py_level levels[PY_VECTOR];
};

struct py_dependence {
    enum py_effect_kind kind; /* PY_EFFECT_COUNT: a carried dependence through a variable */
    str name;
    uint32_t node, line;
    bool soft;   /* a type guard or test can discharge it */
    const char *flow;    /* carried dependence: "flow", "anti" or "output"; NULL otherwise */
    int64_t distance;    /* iterations between the two accesses; 0 when it is not one number */
    uint32_t other;      /* the other access, 0 */
    struct py_vector vector; /* depth 0 when the dependence is not between elements */
    str why;     /* a sentence */
    str unlock;  /* the edit that would remove it, "" when there is none */
};

struct py_heavy_call {
    uint32_t call; /* Call node whose callee is known */
    uint32_t callee;
};

typedef VEC(struct py_heavy_call) py_call_vec;
typedef VEC(uint32_t) py_name_vec; /* interned names */

struct py_loop {
    enum py_loop_kind kind;
    uint32_t node;      /* For, While, ListComp, SetComp, DictComp, GeneratorExp */
    uint32_t iterable;  /* expression, 0 for while */
    uint32_t target;    /* 0 for while */
    uint32_t parent;    /* innermost enclosing loop in the same function, 0 */
    double trips;       /* static trip count, 0 when unknown */
    py_name_vec targets;    /* names bound by the loop header */
    py_name_vec written;    /* names bound in the body, targets included */
    py_name_vec mutated;    /* names whose object is mutated in the body */
    py_name_vec private_names; /* assigned before use in each iteration, not read afterwards */
    py_name_vec exposed;    /* written, and read before it is assigned in an iteration */
    py_name_vec live_out;   /* written here and read after the loop (or in the next round) */
    VEC(struct py_reduction) reductions;
    VEC(struct py_induction) induction;
    py_name_vec elements;   /* objects changed by elements only, each iteration its own ones */
    VEC(struct py_dependence) blockers; /* hard ones first */
    py_call_vec once; /* known calls made exactly once, unconditionally, in order */
    py_call_vec passed; /* the same in each iteration that the conditions of a comprehension let
                           pass; none when it has no condition */
    uint32_t exit;      /* the first thing that can do so, 0 */
    bool exits_early;   /* break, return, raise or yield out of the body */
    struct py_effects effects; /* of the body */
};

uint32_t py_loop_count(struct py_facts *);
const struct py_loop *py_loop(struct py_facts *, uint32_t index); /* source order */
const struct py_loop *py_loop_at(struct py_facts *, uint32_t node); /* NULL when none */
/* The value of the expression cannot change while the loop runs (names and mutable contents). */
bool py_loop_invariant(struct py_facts *, const struct py_loop *, uint32_t expression);
bool py_name_in(const py_name_vec *, uint32_t name);

#endif
