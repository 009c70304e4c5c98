/*
 * scan.h — a search through a whole list for the items that have a certain value.
 *
 *     for row in rows:                         [row for row in rows if row.key == wanted]
 *         if row["key"] == wanted:             any(row == wanted for row in rows)
 *             …                                wanted in [row["key"] for row in rows]
 *                                              for j in range(i + 1, len(rows)):
 *                                                  if rows[i] + rows[j] == total:
 *
 *     for a, b in edges:
 *         if a == node: …                      or `if a == node or b == node`
 *         elif b == node: …
 *
 * What these have in common: an item for which the test is false has no effect at all. So the
 * loop may as well run over those items only for which it can be true, and stay as it is.
 *
 * A path says how a value is read: a name, then keys, positions, attributes, methods of str.
 */
#ifndef HASTEN_SCAN_H
#define HASTEN_SCAN_H

#include "facts.h"

#define SCAN_STEPS 4
#define SCAN_TERMS 4

enum scan_step_kind { SCAN_ITEM, SCAN_ATTRIBUTE, SCAN_METHOD, SCAN_SORTED };

struct scan_step {
    enum scan_step_kind kind;
    uint32_t
        node; /* ITEM: the subscript, a constant or a name; ATTRIBUTE, METHOD: the Attribute */
    int32_t place; /* ITEM of an unpacked target, which has no node: its place */
};

struct scan_path {
    uint32_t base; /* Name or Constant; of the key: the target that holds the item */
    struct scan_step steps[SCAN_STEPS];
    uint32_t count;
    bool sized; /* the loop takes the items apart: how many parts each has counts as well */
};

enum scan_form {
    SCAN_ITEMS,  /* for row in rows */
    SCAN_PAIRS,  /* for i, row in enumerate(rows) */
    SCAN_PLACES, /* for i in range(…, len(rows)), where rows[i] is what is looked at */
};

struct scan {
    uint32_t loop;     /* For, or the comprehension */
    uint32_t clause;   /* the For, or the comprehension's clause */
    uint32_t iterable; /* expression of the clause */
    uint32_t rows;     /* Name of the list */
    enum scan_form form;
    uint32_t start; /* PLACES: the first argument of range, 0 when there is none */
    uint32_t stop;  /* PLACES: a Name that stands for len(rows), 0 for len(rows) itself */
    uint32_t width; /* number of names that an item is unpacked into, 0: it is not */
    uint32_t compare;
    struct scan_path key, probe; /* key == probe - less… + more… */
    struct scan_path less[SCAN_TERMS], more[SCAN_TERMS];
    uint32_t less_count, more_count; /* with any of them, all values are ints */
    struct scan_path other; /* `either`: an item counts as well when this is the probe */
    bool either;
};

/* `node` is a For or a clause of a comprehension that scans a list. */
bool scan_at(struct py_facts *, uint32_t node, struct scan *ret);
/* The search stands in the function `def`, which is called here: keys that are parameters become the constants that the
 * call passes. False when it passes anything else. */
bool scan_in_call(struct py_facts *, uint32_t call, uint32_t def, struct scan *);
/* The expression is a name or a constant, or is read from one by a path. */
bool scan_path_at(struct py_facts *, uint32_t expression, struct scan_path *ret);

#endif
