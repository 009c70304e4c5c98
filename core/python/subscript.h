/*
 * subscript.h — can two accesses in different iterations of one loop touch the same element?
 *
 * Subscripts are affine in iteration numbers (0, 1, 2, … of each loop) and in symbols that do
 * not change while the loop in question runs. Loops outside of it are symbols too. A loop
 * inside of it runs anew in each iteration, so its number at one access says nothing about the
 * other.
 */
#ifndef HASTEN_SUBSCRIPT_H
#define HASTEN_SUBSCRIPT_H

#include "affine.h"

/* Order of the two iterations: the first access runs in the earlier one, the same, the later
 * one. */
enum direction { DIRECTION_BEFORE = 1, DIRECTION_SAME = 2, DIRECTION_AFTER = 4 };
#define DIRECTION_CARRIED (DIRECTION_BEFORE | DIRECTION_AFTER)
#define DIRECTION_ALL     (DIRECTION_CARRIED | DIRECTION_SAME)

struct subscript_loop {
    uint32_t variable;   /* its iteration number */
    struct affine trips; /* how many iterations; not known is allowed */
};

#define SUBSCRIPT_INNER 6u

struct subscript_nest {
    struct subscript_loop loop;                   /* the one whose iterations are compared */
    struct subscript_loop inner[SUBSCRIPT_INNER]; /* those inside of it */
    uint32_t inner_count;
};

struct subscript_answer {
    uint8_t
        directions; /* enum direction bits that cannot be excluded; 0: never the same element */
    bool exact;     /* `distance` is the only one possible */
    int64_t distance; /* iteration of the second access minus that of the first */
    const char *test; /* the test that decided: "ZIV", "strong SIV", …; "none" */
};

/* One dimension: first == second? */
struct subscript_answer subscript_compare(const struct subscript_nest *, struct affine first,
                                          struct affine second);
/* All dimensions must agree at once. */
struct subscript_answer subscript_combine(struct subscript_answer, struct subscript_answer);
/* Every value that the subscript takes in these loops, innermost first, is ≥ 0. */
bool subscript_not_negative(struct affine, const struct subscript_loop *loops, uint32_t count);

#endif
