/* vector_internal.h — shared by the files of core/vector. */
#ifndef HASTEN_VECTOR_INTERNAL_H
#define HASTEN_VECTOR_INTERNAL_H

#include "hasten/vector.h"

#define AXES      2u
#define MAX_NAMES 12u

/* One loop of the nest: `for index in range(start, stop)`, or `for element in array`. */
struct axis {
    uint32_t index;                  /* interned; 0: none */
    str start, stop;                 /* expressions */
    uint32_t elements[2], arrays[2]; /* interned: element k stands for arrays[k][…] */
    uint32_t element_count;
    bool counted; /* the index is used as a number */
};

/* An array and the part of it that the loop touches. */
struct window {
    uint32_t name; /* interned */
    uint32_t dims;
    uint32_t axis[AXES];           /* which axis each dimension runs along */
    int64_t low[AXES], high[AXES]; /* offsets from the index, least and greatest */
    bool read, written;            /* written: with values that are computed */
    bool filled;                   /* written with a constant only */
    int64_t fill;
    int64_t at[AXES]; /* offsets of the store */
    bool scattered;   /* indexed by another array */
};

/* |value| ≤ factor · most^power, when no input is beyond `most`. */
struct bound {
    double factor;
    uint32_t power;
};

/* An expression over whole arrays. */
struct vec {
    str text;
    struct bound bound;
    bool vector;   /* one value per item, else the same for all */
    bool full;     /* has the shape of the whole iteration, not of one axis of two */
    bool mask;     /* truth values */
    bool numpy;    /* items were NumPy scalars in the loop, else Python numbers */
    bool mixed;    /* some were this, some that */
    bool floating; /* surely floats, whatever the arrays hold */
    bool view;     /* part of an array, not a copy */
};

struct vectorizer {
    struct py_facts *facts;
    const struct py_module *module;
    const struct py_tree *t;
    struct arena *arena;
    str np;
    uint32_t outer, body; /* loop nodes: outermost and innermost */
    struct axis axes[AXES];
    uint32_t depth;
    struct window windows[MAX_NAMES];
    uint32_t window_count;
    uint32_t sized[MAX_NAMES], sized_count; /* names of arrays whose size the heads ask for */
    uint32_t sized_dims[MAX_NAMES];         /* and the last dimension they ask for */
    uint32_t scalars[MAX_NAMES], scalar_count; /* names of numbers that the loop leaves alone */
    struct vec temporaries[MAX_NAMES];
    uint32_t temporary_names[MAX_NAMES], temporary_count;
    uint32_t counters[MAX_NAMES],
        counter_count; /* names that become plain ints plus a number */
    double most;       /* largest input for which nothing overflows */
    bool integral;     /* all arrays must hold integers */
    bool summed;       /* items are added up */
    str mask;          /* name for a mask, "" until one is needed */
    struct vector_plan *plan;
    str *why;
};

bool vector_refuse(struct vectorizer *, const char *why);
str vector_name(const struct vectorizer *, uint32_t interned);
bool vector_is_name(const struct vectorizer *, uint32_t node, uint32_t interned);

/* ---- access.c: subscripts and windows ------------------------------------------------- */

/* Reads `array[i + 1, j]`; false when it is no access along the axes. */
bool vector_access(struct vectorizer *, uint32_t subscript, struct window *ret);
/* Merges into windows[]; NULL with the reason when it does not go with what is there. */
struct window *vector_touch(struct vectorizer *, const struct window *);
/* "a[1:n]", "a" where the whole array is meant; as a target always with brackets. */
str vector_slice(struct vectorizer *, const struct window *, bool target);
/* "(a, 0, n)" */
str vector_window_text(struct vectorizer *, const struct window *);

/* ---- loop.c --------------------------------------------------------------------------- */

bool vector_heads(struct vectorizer *); /* fills axes, body */
bool vector_names_die(struct vectorizer *);
bool vector_body(struct vectorizer *); /* fills windows, scalars, plan->lines … */

/* `array` is indexed by these places: a term of the condition. */
void vector_places(struct vectorizer *, str places, str array);

/* ---- expression.c --------------------------------------------------------------------- */

bool vector_expression(struct vectorizer *, uint32_t node, struct vec *ret);
bool vector_limit(struct vectorizer *,
                  struct bound); /* from now on the value stays below 2^53 */
struct bound bound_product(struct bound, struct bound);
struct bound bound_sum(struct bound, struct bound);

#endif
