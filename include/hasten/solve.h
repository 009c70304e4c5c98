/*
 * solve.h — a loop over a range that only looks for the number that solves an equation.
 *
 *     for c in range(n):                       for c in range(b, n):
 *         if 5 * a + 2 * b + c == total:           if a * a + b * b == c * c:
 *             …                                        …
 *
 * All but one number of the range fail the test, and that one can be computed.
 */
#ifndef HASTEN_SOLVE_H
#define HASTEN_SOLVE_H

#include "facts.h"

struct solved {
    uint32_t loop;     /* For, or the comprehension */
    uint32_t clause;   /* the For, or the comprehension's clause */
    uint32_t range;    /* the call of range() */
    uint32_t target;   /* Name */
    uint32_t compare;  /* the equation */
    bool square;       /* target * target == value, else factor * target == value */
    int64_t factor;
    str value; /* "total - 5 * a - 2 * b" */
    str tests; /* "type(total) is int", "" when all its names surely hold ints */
};

/* `node` is a For or a clause of a comprehension that looks for a solution. */
bool solve_at(struct py_facts *, uint32_t node, struct arena *, struct solved *ret);

#endif
