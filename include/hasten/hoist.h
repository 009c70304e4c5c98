/*
 * hoist.h — can an expression in a loop be evaluated once instead of in every round?
 *
 * Two questions are answered on the syntax tree and the facts: what the expression computes
 * when the names in it have the types that a short run-time test can establish, and from where
 * on its evaluation is unobservable.
 */
#ifndef HASTEN_HOIST_H
#define HASTEN_HOIST_H

#include "facts.h"

/* What a run-time test establishes about a name. Lists are exact and not empty, their items are
 * all of one exact type. */
enum py_assumed {
    PY_ASSUME_INT,     /* exactly an int */
    PY_ASSUME_TEXT,    /* exactly a str */
    PY_ASSUME_NUMBERS, /* a list of int, or of float */
    PY_ASSUME_ITEMS,   /* a list of int, or of float, or of str */
    PY_ASSUME_COUNT
};

struct py_assumption {
    uint32_t name; /* a Name in the expression */
    enum py_assumed kind;
};

enum py_placement {
    PY_PLACE_NOWHERE,
    PY_PLACE_BEFORE, /* in front of the loop */
    PY_PLACE_LAZILY, /* in front of the statement, the first time that is reached */
    PY_PLACE_THERE,  /* where it stands, the first time: (kept if kept is not None else (kept := …)) */
};

#define PY_ASSUMPTIONS 3u

struct py_hoist {
    uint32_t loop; /* the outermost one in which the expression is invariant */
    uint32_t expression;
    struct py_assumption assumptions[PY_ASSUMPTIONS];
    uint32_t assumption_count;
    struct py_type type; /* of the value, under the assumptions */
    bool total;          /* cannot raise, under the assumptions */
    bool derived;        /* uses a variable that the loop gives the same value in every round */
    enum py_placement placement;
    bool can_be_named;   /* an assignment expression may stand in its place */
    bool reads_shared;   /* a function in it reads an object that code elsewhere can change */
    bool confined;       /* nobody else can change what it reads, under the assumptions */
    uint32_t soft_line; /* 0, or where the loop handles values that might change a list */
    double work;        /* of one evaluation, in the units of py_work() */
};

/* False when the expression has to stay where it is. */
bool py_hoistable(struct py_facts *, uint32_t expression, struct py_hoist *ret);

#endif
