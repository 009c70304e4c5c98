/*
 * iteration.h — whose code runs when a loop takes its next item?
 *
 *     for row in rows:            a list, a tuple, a dict: the interpreter's own
 *                                 a generator, an object with __iter__, a subclass: anybody's
 *
 * Anybody's code may change whatever it can reach: the list that a table was made from in front of
 * the loop, too. So the iterables of the loop are read for the names whose exact types decide.
 */
#ifndef HASTEN_ITERATION_H
#define HASTEN_ITERATION_H

#include "facts.h"

/* What the name has to be exactly, so that evaluating the iterable and advancing it runs no unseen code. */
enum py_stepped {
    PY_STEPS_ITEMS, /* a builtin container or range */
    PY_STEPS_SIZED, /* a builtin container or str: len(rows) */
    PY_STEPS_ASKED, /* a builtin container or str: x in rows */
    PY_STEPS_KEYS,  /* a dict: rows.items() */
    PY_STEPS_TEXT,  /* a str: text.split() */
    PY_STEPS_INT,   /* an int: range(n) */
};

#define PY_STEPPED_NAMES 6u

struct py_stepped_name {
    uint32_t name; /* a Name, not bound in the loop */
    enum py_stepped as;
};

struct py_iteration {
    struct py_stepped_name names[PY_STEPPED_NAMES];
    uint32_t count;
    uint32_t header; /* what the loop itself runs over, when that is looked up in an object: a local can hold it in front, 0 */
    bool foreign;    /* an iterator of unseen making is held by a variable: a caller's may stand behind it */
    uint32_t unseen; /* an expression that no test in front of the loop can vouch for, 0: there is none */
};

/* Of the loop (For, While or comprehension) and of those inside it. */
void py_iteration(struct py_facts *, uint32_t loop, struct py_iteration *ret);
/* Nobody but this activation can reach the object that the Name means, or it is immutable: what
 * else runs meanwhile cannot change it. Says nothing about what it holds. */
bool py_unreachable(struct py_facts *, uint32_t name);
/* The function reads an object of the module, or of a function around it, that code elsewhere can change. */
bool py_reads_shared(struct py_facts *, const struct py_outcome *);

/* All that happens to the generator expression is that a builtin uses it up, there and then. */
bool py_is_used_up(struct py_facts *, uint32_t generator);

#endif
