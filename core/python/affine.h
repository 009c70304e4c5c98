/*
 * affine.h — integer expressions c0 + c1*v1 + … + cn*vn over variables that are known by number
 * only. What does not fit (too many terms, a product of variables, overflow) is not `known`,
 * and everything computed from it is not known either.
 */
#ifndef HASTEN_AFFINE_H
#define HASTEN_AFFINE_H

#include <stdbool.h>
#include <stdint.h>

#define AFFINE_TERMS 8u

struct affine_term {
    uint32_t variable;
    int64_t coefficient; /* never 0 */
};

struct affine {
    bool known;
    int64_t constant;
    uint32_t count;
    struct affine_term terms[AFFINE_TERMS]; /* ascending by variable */
};

struct affine affine_unknown(void);
struct affine affine_constant(int64_t value);
struct affine affine_variable(uint32_t variable);
struct affine affine_add(struct affine, struct affine);
struct affine affine_scale(struct affine, int64_t factor);
struct affine affine_subtract(struct affine, struct affine);
int64_t affine_coefficient(const struct affine *, uint32_t variable); /* 0 when absent */
/* The variable's terms taken out; the rest stays. */
struct affine affine_without(struct affine, uint32_t variable);
/* variable := value */
struct affine affine_substitute(struct affine, uint32_t variable, struct affine value);
bool affine_is_constant(const struct affine *);

#endif
