/*
 * effects_call.h — between effects_call.c (what is called) and effects_function.c (what a function or
 * class of the module does to its caller).
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
};

struct value any_argument(struct frame *fr, const struct arguments *a);
void escape_arguments(struct frame *fr, const struct arguments *a);
struct value unknown_call(struct py_facts *f, struct frame *fr, uint32_t node, str name,
                                 struct arguments *a);

struct value call_function(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t def,
                                  struct arguments *a, bool constructor);
struct value call_class(struct py_facts *f, struct frame *fr, uint32_t call, uint32_t class,
                               struct arguments *a);

#endif
