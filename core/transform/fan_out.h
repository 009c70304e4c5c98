/*
 * fan_out.h — the calls that a loop makes, handed to a helper before the loop starts; the loop
 * then takes their results one by one. What processes, threads and coroutines have in common.
 */
#ifndef HASTEN_FAN_OUT_H
#define HASTEN_FAN_OUT_H

#include "hasten/lift.h"
#include "transform_internal.h"

/* How a transformation runs the calls. */
struct fan_out_form {
    const char *helper, *source; /* name and definition of the helper */
    const char *parameter;       /* keyword behind the calls: "at_least"; NULL: none */
    uint32_t value;              /* of that keyword */
    const char *comment;         /* one line above the call of the helper */
    bool awaits;                 /* the loop stands in a coroutine and awaits each call */
    bool lifts;                  /* a part of the body may become the function that is called */
    bool early;                  /* the loop may end before its time */
    bool pickles;                /* function and arguments travel: all arguments are to be plain */
    const char *check, *check_source; /* helper that lets plain arguments pass; NULL: none */
};

/* Items that can be read twice without running code of the user's. */
enum fan_out_items {
    FAN_OUT_ANY,
    FAN_OUT_PLAIN,   /* exact int, float, str: operators are applied to them */
    FAN_OUT_RECORDS, /* exact dicts with nothing but str as keys: a key is read */
    FAN_OUT_ROWS,    /* exact lists and tuples: a position is read */
};

struct fan_out {
    const struct fan_out_form *form;
    uint32_t loop, call, iterable, target, statement; /* call 0: `part` becomes a function */
    uint32_t mapped; /* Name of the function that the builtin called at `loop` calls; 0: a loop */
    struct lift part;
    uint32_t filters; /* clause of a comprehension with conditions; 0: none */
    struct {
        uint32_t name;
        const char *test; /* behind type(name) */
    } unproved[6];
    uint32_t unproved_count;
    enum fan_out_items items; /* what is tested of every item */
    str arguments; /* of the call, as a tuple that can be evaluated ahead */
    bool plain;    /* the finding holds for plain arguments only */
    bool quiet;    /* evaluating them and the filters surely runs none of the user's code */
};

/* Reads the finding's loop and its call (anchors[0]) or part; false with the reason when the calls cannot
 * be had ahead of the loop, or nothing can stand in front of it. */
bool fan_out_describe(struct rewriting *, const struct finding *, const struct fan_out_form *,
                      struct fan_out *, str *ret_why);
/* Something leaves the loop, or the generator's taker does not take all of it. */
bool fan_out_ends_early(struct rewriting *, uint32_t loop);
/* `if __name__ == "__main__":` around the statement, or the statement itself. */
bool under_main_guard(struct rewriting *, uint32_t statement);
/* The first iterable of a mapped call: arguments, behind the function where that is one of them. */
uint32_t fan_out_first(const struct rewriting *, const struct fan_out *);
/* The helper, its call in front of the loop, and the results taken in the loop; conditions of
 * the iterable, the arguments and the exits; c->guard.helper. Returns the edit that holds the
 * helper's call. */
uint32_t fan_out_rewrite(struct rewriting *, const struct fan_out *, const struct finding *,
                         struct candidate *);

/* ---- what the two that start processes share (parallel.c) -------------------------------- */

#define PLAIN_HELPER "_plain"
extern const char plain_source[]; /* its definition: lets plain arguments pass */

bool processes_legal(struct rewriting *, const struct finding *, const struct fan_out_form *, str *ret_why);
void processes_rewrite(struct rewriting *, const struct finding *, const struct fan_out_form *,
                       struct candidate *);

/* ---- clusters (cluster.c) -------------------------------------------------------------- */

/* How calls reach the executor that the request names; NULL: it is no cluster. */
const struct fan_out_form *cluster_form(str executor);
bool cluster_legal(struct rewriting *, const struct finding *, str *ret_why);

#endif
