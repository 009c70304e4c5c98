/*
 * lift.h — the part of a loop's body that could be a function of its own.
 *
 * lift_plan() finds statements of the body, one behind the other, that compute something out of
 * the loop's variables and of what the loop leaves alone, and hand it on in variables; or the
 * element of a comprehension. lift_text() writes them as a function, lift_outcome() says what that
 * function does: it is analysed as if it stood in the module, so that purity, types and freshness
 * are those of any other function.
 */
#ifndef HASTEN_LIFT_H
#define HASTEN_LIFT_H

#include "edit.h"
#include "facts.h"

struct lift {
    uint32_t loop;
    uint32_t first, last;  /* statements of the body; or both the element (a dict's: its value) */
    bool expression;       /* it is an element */
    VEC(uint32_t) inputs;  /* a Name node each, in order of first use */
    py_name_vec outputs;   /* bound there and read elsewhere; none for an element */
    double work;           /* of one iteration, as py_work() */
};

/* The part with the most work, which everything that follows is about; false when there is none.
 * The lists are the arena's. */
bool lift_plan(struct py_facts *, uint32_t loop, struct arena *, struct lift *ret);
/* Its definition, named `name`, in the layout of the file, ending with a newline. */
str lift_text(const struct lift *, const struct py_tree *, str name, const struct layout *,
              struct arena *);
/*
 * What it does for inputs of the types that are known; with `plain`, inputs of unknown type are
 * taken to be made of exact builtin values all the way down (lift_plain_type). NULL when it cannot
 * be analysed. Nodes of its effects are those of a module that has the function behind its end;
 * lines up to that are the same.
 */
const struct py_outcome *lift_outcome(struct py_facts *, const struct lift *, bool plain,
                                      struct arena *);
/* The rest of the loop leaves alone what the part reads, when the part does and returns what was
 * found. */
bool lift_rest_stays(struct py_facts *, const struct lift *, const struct py_outcome *part,
                     struct arena *);
/* The type itself when it is known to be builtin, else any value without code of the user's. */
struct py_type lift_plain_type(struct py_type);

#endif
