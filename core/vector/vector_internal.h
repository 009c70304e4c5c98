/* vector_internal.h — shared by the files of core/vector. */
#ifndef HASTEN_VECTOR_INTERNAL_H
#define HASTEN_VECTOR_INTERNAL_H

#include "hasten/vector.h"

#define AXES      2u /* loops that are taken as a whole */
#define KEPT      3u /* loops in their body that stay, each step of them on whole arrays */
#define DIMS      3u
#define FIXED     (AXES + KEPT) /* in the place of an axis: a constant index */
#define MAX_NAMES 12u

/* One loop: `for index in range(start, stop)`, or `for element in array`. */
struct axis {
    uint32_t index;                  /* interned; 0: none */
    str start, stop;                 /* expressions */
    uint32_t ends[2];                /* their nodes, 0 where there is none */
    uint32_t elements[2], arrays[2]; /* interned: element k stands for arrays[k][…] */
    uint32_t element_count;
    bool counted; /* the index is used as a number */
    bool over;    /* a loop that stays, behind its end */
};

/* `i`, `i + k + 1`, `k`, `0`: the index of an axis, that of a loop that stays, a distance. */
struct place {
    uint32_t axis;                  /* which axis it runs along; FIXED */
    enum { ALONE, PLUS, MINUS } by; /* beside the axis: … */
    uint32_t kept;                  /* … this one */
};

/* |value| ≤ factor · most^power, when no input is beyond `most`. */
struct bound {
    double factor;
    uint32_t power;
};

/* An array and the part of it that the loop touches. */
struct window {
    uint32_t name; /* interned */
    uint32_t dims;
    struct place place[DIMS];
    int64_t low[DIMS], high[DIMS]; /* offsets from the index, least and greatest */
    bool read, written;            /* written: with values that are computed */
    bool filled;                   /* written with a constant only */
    int64_t fill;
    int64_t at[DIMS]; /* offsets of the store */
    bool scattered;   /* indexed by another array */
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
    uint32_t outer, body; /* loop nodes: outermost and innermost of those taken as a whole */
    struct axis axes[AXES + KEPT];
    uint32_t depth, most_depth;
    uint32_t kept_count, kept_level; /* loops that stay: met so far; around the current statement */
    uint32_t kept_nodes[KEPT];       /* those around the current statement */
    struct bound kept_steps[KEPT];   /* and how often they run */
    struct window windows[MAX_NAMES];
    uint32_t window_count;
    uint32_t sized[MAX_NAMES], sized_count; /* names of arrays whose size the heads ask for */
    uint32_t sized_dims[MAX_NAMES];         /* and the last dimension they ask for */
    uint32_t scalars[MAX_NAMES], scalar_count; /* names of numbers that the loop leaves alone */
    struct vec temporaries[MAX_NAMES];
    uint32_t temporary_names[MAX_NAMES], temporary_count;
    uint32_t temporary_levels[MAX_NAMES]; /* loops that stay around the place where it is set */
    uint32_t whole[MAX_NAMES], whole_count; /* names in the heads that have to be integers */
    uint32_t counters[MAX_NAMES],
        counter_count; /* names that become plain ints plus a number */
    double most;       /* largest input for which nothing overflows */
    bool integral;     /* all arrays must hold integers */
    bool summed;       /* items are added up */
    uint32_t mask_level; /* conditions around the current statement whose mask has a name */
    struct vector_plan *plan;
    str *why;
};

bool vector_refuse(struct vectorizer *, const char *why);
str vector_name(const struct vectorizer *, uint32_t interned);
bool vector_is_name(const struct vectorizer *, uint32_t node, uint32_t interned);

/* ---- access.c: subscripts and windows ------------------------------------------------- */

/* Reads `array[i + 1, j]`; false when it is no access along the axes. */
bool vector_access(struct vectorizer *, uint32_t subscript, struct window *ret);
/* How many dimensions run along loops that are taken as a whole. */
uint32_t vector_along(const struct window *);
/* Merges into windows[]; NULL with the reason when it does not go with what is there. */
struct window *vector_touch(struct vectorizer *, const struct window *);
/* "a[1:n]", "a" where the whole array is meant; as a target always with brackets. */
str vector_slice(struct vectorizer *, const struct window *, bool target);
/* "n + 1" of "n" and 1 */
str vector_shifted(struct vectorizer *, str text, int64_t by);
/* The steps of `range(3)`; 0 where they are not written down, or are none. */
int64_t vector_steps(const struct vectorizer *, const struct axis *);
/* "(a, 0, n)" */
str vector_window_text(struct vectorizer *, const struct window *);

/* ---- loop.c --------------------------------------------------------------------------- */

/* Arithmetic with the expression is done in the condition: a name is to be an integer, not an object of
 * the user's that counts. */
bool vector_counts_with(struct vectorizer *, uint32_t node);

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
