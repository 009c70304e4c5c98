/* hoist_internal.h — between hoist.c (places) and hoist_value.c (values). */
#ifndef HASTEN_HOIST_INTERNAL_H
#define HASTEN_HOIST_INTERNAL_H

#include "facts_internal.h"
#include "hasten/iteration.h"
#include "hasten/hoist.h"

struct py_type assumed_type(enum py_assumed);
/* A Name of the expression that stands for a variable from outside of it: no function that is
 * called, no module, no variable of a comprehension in it. */
bool is_variable(struct py_facts *, uint32_t expression, uint32_t name);
/* The one expression that a variable of the function is ever given, when that surely comes
 * before this use of it; else 0. */
uint32_t hoist_definition(struct py_facts *, uint32_t name);
/* Some loop holds both. */
bool hoist_shares_loop(struct py_facts *, uint32_t a, uint32_t b);
/* Fills assumptions, type, total and work. */
bool hoist_evaluate(struct py_facts *, struct py_hoist *);

#endif
