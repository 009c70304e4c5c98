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
