/*
 * elements.h — accesses to the elements of one object inside a loop, and whether two iterations
 * can meet at an element.
 */
#ifndef HASTEN_ELEMENTS_H
#define HASTEN_ELEMENTS_H

#include "facts_internal.h"
#include "subscript.h"

#define PATH_DIMS 4u

/* root[index][index]…: how an expression reaches an element. A tuple index fills several
 * dimensions of one slot. */
struct path {
    uint32_t root;        /* Name node; 0 when the expression is something else */
    uint32_t dims, slots; /* slots <= dims */
    struct path_dim {
        struct affine index;
        uint32_t node; /* the index expression; 0 for the item of a for loop */
        uint8_t slot;
        bool wraps; /* a negative index may count from the end */
        uint32_t width; /* of row and column that one index holds (linear.c), else 0 */
    } dim[PATH_DIMS];
};

struct element_access {
    struct path path;
    uint32_t node; /* the whole chain */
    bool writes, reads;
    bool deep; /* whatever hangs below is touched too */
};

enum elements_verdict { ELEMENTS_APART, ELEMENTS_NEED_GUARD, ELEMENTS_MEET };

struct elements_answer {
    enum elements_verdict verdict;
    uint32_t first, second; /* nodes of the accesses that may meet */
    const char *kind;       /* "flow", "anti", "output" */
    int64_t distance;       /* in iterations; 0 when it is not one number */
    uint8_t directions;     /* enum direction bits */
    bool exact;             /* the distance is the only one */
    const char *reason;     /* why a guard is needed, NULL otherwise */
    struct py_vector vector;
};

/* vectors.c */
struct py_vector dependence_vector(struct py_facts *, const struct py_loop *, const struct element_access *,
                                   const struct element_access *, const struct subscript_answer *);
/* The path of a Name or Subscript chain as seen from the loop: names that the iteration assigns
 * once are followed to what they stand for. */
struct path path_of(struct py_facts *, const struct py_loop *, uint32_t expression);
/* An index as an affine form of iteration numbers and of symbols that the loop leaves alone. */
struct affine index_of(struct py_facts *, const struct py_loop *, uint32_t expression);
struct subscript_loop loop_number(struct py_facts *, const struct py_loop *within,
                                  uint32_t loop);

/* Iteration numbers of the loops that surround the node inside of `l`, innermost first; with `outer` also of `l`
 * and those around it. */
uint32_t loops_around(struct py_facts *, const struct py_loop *l, uint32_t node, struct subscript_loop *loops,
                      uint32_t max, bool outer);
/* row * width + column with 0 <= column < width (linear.c): the three parts, width as a variable's number. */
bool linear_parts(struct py_facts *, const struct py_loop *, uint32_t index, struct affine *ret_row,
                  struct affine *ret_column, uint32_t *ret_width);
/* `name = value` that surely ran before this use in the same iteration: the value, or 0. */
uint32_t value_followed(struct py_facts *, const struct py_loop *, uint32_t name);
bool is_symbol(const struct affine *); /* of nothing that changes in a loop around */

/* What an induction variable holds at a use: start + step * (number of the iteration, one more when ahead). */
struct induction_value {
    int64_t start, step;
    bool start_known, ahead;
};
/* The `name += step` of an induction variable of the loop, 0 when the name is none (induction.c). */
uint32_t induction_step(struct py_facts *, const struct py_loop *, uint32_t name);
bool induction_value(struct py_facts *, const struct py_loop *, uint32_t use, struct induction_value *ret);

struct affine item_token(uint32_t loop); /* the key or member of this iteration */
bool has_token(const struct affine *);
bool gives_items(struct py_facts *, uint32_t iterable); /* d.items() of an exact dict */
/* The name is a number by what binds it: a range, the count of an enumerate. */
bool is_counter(struct py_facts *, const struct py_loop *, uint32_t name);

/* Do accesses through this variable (interned name) in different iterations of the loop stay
 * apart? */
struct elements_answer elements_compare(struct py_facts *, struct frame *,
                                        const struct py_loop *, uint32_t root);
bool makes_new_object(struct py_facts *, uint32_t value); /* each time it is evaluated */
/* Everything that the list holds was made for it: no two rows are one object. */
bool rows_distinct(struct py_facts *, struct frame *, uint32_t root, bool *ret_shared);

#endif
