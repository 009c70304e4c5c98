/*
 * vector.h — loops over NumPy arrays as operations on whole arrays.
 *
 * vector_plan() reads one loop and says what would stand in its place, and under which run-time
 * condition that is the same: exact arrays of exact types, long enough, apart from each other,
 * and with values so small that no operation can overflow. It decides by syntax alone; the
 * condition it gives is evaluated by the rewritten program.
 */
#ifndef HASTEN_VECTOR_H
#define HASTEN_VECTOR_H

#include "facts.h"

struct vector_plan {
    str numpy;       /* what the module calls NumPy: "np" */
    VEC(str) guards; /* terms of the condition, in order, joined by `and` */
    VEC(str) lines;  /* statements that replace the loop */
    bool places;     /* the condition calls _are_places beside _are_plain */
};

/* False with the reason in *ret_why. The plan's memory is the arena's. */
bool vector_plan(struct py_facts *, uint32_t loop, struct arena *, struct vector_plan *ret,
                 str *ret_why);

#endif
