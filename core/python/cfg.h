/*
 * cfg.h — the control flow graph of one function or module body: a point per simple statement
 * and per part of a compound one that is evaluated by itself (test, iterable, target, handler
 * …).
 */
#ifndef HASTEN_PYTHON_CFG_H
#define HASTEN_PYTHON_CFG_H

#include "facts_internal.h"

struct cfg_edge {
    uint32_t to;
    uint32_t next; /* the next edge of the same point, 0 when there is none */
};

struct cfg_point {
    uint32_t node;   /* what is evaluated here, 0 for a mere junction */
    uint32_t edges;  /* to where control goes when it completes */
    uint32_t raises; /* point that an exception in it leads to */
};

struct cfg {
    VEC(struct cfg_point) points; /* points.items[0] is unused */
    VEC(struct cfg_edge) edges;   /* edges.items[0] is unused */
    uint32_t entry, exit;
    uint8_t *marks; /* per point: scratch of whoever searches the graph */
    uint32_t *queue;
};

/* `def` is 0 for the module. Made once, kept with the facts. */
struct cfg *cfg_of(struct py_facts *, uint32_t def);
/* The point at which the node is evaluated, 0 for code that is no part of the graph. */
uint32_t cfg_point(const struct py_facts *, uint32_t node, uint32_t def);

#endif
