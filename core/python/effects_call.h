/*
 * effects_call.h — between effects_call.c (what is called), effects_function.c (what a function of
 * the module does to its caller) and effects_class.c (its classes).
 */
#ifndef HASTEN_EFFECTS_CALL_H
#define HASTEN_EFFECTS_CALL_H

#include "facts_internal.h"

#define MAX_ARGUMENTS 32u

/* The arguments of one call, evaluated. */
struct arguments {
    struct value values[MAX_ARGUMENTS];
    uint32_t nodes[MAX_ARGUMENTS];
    uint32_t count;
    struct value all;     /* join of every argument, alias classes left out */
    uint32_t key;         /* expression after `key=`, 0 */
    bool starred;         /* *args or **kwargs, or too many to keep apart */
    uint32_t receiver;    /* expression of the object whose method is called, 0 */
    const struct frame *target; /* set by call_function(): the callee in this context */
};

/* What a function does to its arguments and to the world; see effects_builtins.def. */
enum needs { PURE, READ, DEEP, ITERATE, COMPARE, CALL_FIRST, IO, IDENTITY, DYNAMIC, NEXT,
             RANDOM, CLOCK, CONTEXT, OPAQUE, ADD_FIRST, TAKE_FIRST, CHANGE_FIRST, SHUFFLE, CALLS,
             DEFAULT };
/* What its result holds, by the first argument or by the receiver of a method. */
enum contents { NOTHING, ITEMS, ITEM, ARGUMENT, TUPLES, NUMBERED, NUMBERS, SUM, UNKNOWN, SAME, GET,
                KEYS, PAIRS, STRINGS, TEXTS, SCALARS, MATCHES, VIEW, NUMERIC, FLAT, ARGUMENTS,
                COUNTS };

struct value typed(py_types bits);
/* A value of these types; or, when `user`, what a special method of a user's class gave in its place: for a
 * text a str or bytes all the same, though of a subclass, for the others anything. */
struct value handed_on(py_types bits, bool user);
struct value holding(struct frame *fr, py_types bits, struct value item);
bool needs_effect(struct py_facts *f, struct frame *fr, uint32_t call, enum needs needs, str name);
/* The function that `node` names is called with `argument`. */
struct value call_value(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t node,
                        struct value argument);
struct value call_library(struct py_facts *f, struct frame *fr, uint32_t call, str module, str name,
                          struct arguments *a);
struct value call_method(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t func,
                         struct arguments *a);
/* An array of numbers, of objects too when `plain` is false; more than one axis when `nested`. */
struct value array_of(bool plain, bool nested);

/* The first argument seeds a generator the same way each time: it is there and plain. Without a seed the
 * system gives one; an object that is none of these is hashed, by its address as a rule. */
bool is_seeded(const struct arguments *a);

/* A result that is lazy advances the iterators among the arguments. */
struct value lazy_result(struct frame *fr, struct value v, const struct arguments *a);

struct value any_argument(struct frame *fr, const struct arguments *a);
void escape_arguments(struct frame *fr, const struct arguments *a);
struct value unknown_call(struct py_facts *f, struct frame *fr, uint32_t node, str name,
                                 struct arguments *a);

/* `self` goes before the arguments unless it is NULL. */
struct value call_function(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t def,
                           struct arguments *a, const struct value *self);
/* A new object of the class, after its __init__ has run. */
struct value call_constructor(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t init,
                              const struct class *c, struct arguments *a);
struct value call_class(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t class,
                        struct arguments *a);
struct value call_plain_class(struct py_facts *f, struct frame *fr, uint32_t call,
                              const struct class *c, struct arguments *a);
struct value call_instance_method(struct py_facts *f, struct frame *fr, uint32_t call,
                                  struct value object, struct arguments *a);
bool call_class_member(struct py_facts *f, struct frame *fr, uint32_t call, struct arguments *a,
                       struct value *ret);

#endif
