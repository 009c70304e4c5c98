/*
 * memoize_internal.h — what memoize.c and memoize_guard.c share: the recursive function as it is
 * being rewritten.
 */
#ifndef HASTEN_MEMOIZE_INTERNAL_H
#define HASTEN_MEMOIZE_INTERNAL_H

#include "transform_internal.h"

#define MAX_PARAMETERS 12

struct parameter {
    uint32_t node;     /* arg */
    uint32_t fallback; /* default expression, 0 when none */
    bool passed_on;    /* every self-call passes it unchanged */
    bool omitted;      /* some self-call leaves it to its default */
    uint32_t types;    /* PY_T_* that its guard admits; 0: it has no guard */
};

struct memo {
    uint32_t def;
    struct parameter parameters[MAX_PARAMETERS];
    uint32_t count;
    VEC(uint32_t) calls;
    bool settled; /* under the guard: no effect, builtin operands, immutable result */
    str own_name;             /* of the function */
    str helper, cache, key; /* new names */
    str unkeyed, plain;     /* what is looked at when it starts, and the helper that does; or "" */
};

bool is_self_call(const struct rewriting *, uint32_t def, uint32_t node);
/* Fills m->calls and what they say about the parameters; refuses a call it cannot bind. */
bool collect_calls(const struct rewriting *, struct memo *, str *ret_why);
/* Offset behind the opening parenthesis of a call; 0 when it does not follow the name. */
uint32_t after_paren(const struct rewriting *, uint32_t call);
/* The function binds the name, its parameter list apart. */
bool is_written(const struct rewriting *, uint32_t def, uint32_t name);

/* Chooses the types that the guard admits, for each parameter that has one. */
void choose_guard(struct rewriting *, struct memo *);
/* "items, xs": what no key holds and no guard tests, of unknown types; "" when there is nothing, or when
 * it cannot be looked at before the function starts. */
str unkeyed_text(struct rewriting *, const struct memo *);
/* "type(i) is type(t) is int" */
str guard_text(const struct rewriting *, const struct memo *);

#endif
