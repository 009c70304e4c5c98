/*
 * changes.h — what differs between two texts of a module, and what has to be called because of
 * it.
 */
#ifndef HASTEN_CHANGES_H
#define HASTEN_CHANGES_H

#include "hasten/python.h"

struct changes {
    VEC(struct change) list; /* empty: the two have the same definitions and statements */
    str_vec entries;         /* functions, "Class.method"s and classes to call */
    bool module_code; /* statements outside definitions: the program has to run as a script */
    str surroundings;        /* what the new text asks about the process around it, "" for nothing */
    bool too_many;    /* more entries than can be judged */
    str refused;      /* a difference that needs no run to be seen, "" when there is none */
};

/* `before` and `after` must have been confirmed by CPython. Everything lives in `arena`. */
void changes_between(const struct py_tree *before, const struct py_tree *after,
                     struct arena *arena, struct changes *ret);

#endif
