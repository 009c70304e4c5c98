/*
 * affine.c — sums and multiples of affine expressions, with overflow checked.
 */
#include "affine.h"

struct affine affine_unknown(void)
{
    return (struct affine){ .known = false };
}

struct affine affine_constant(int64_t value)
{
    return (struct affine){ .known = true, .constant = value };
}

struct affine affine_variable(uint32_t variable)
{
    return (struct affine){ .known = true, .count = 1, .terms = { { variable, 1 } } };
}

static bool push(struct affine *a, struct affine_term term)
{
    if (term.coefficient == 0)
        return true;
    if (a->count == AFFINE_TERMS)
        return false;
    a->terms[a->count++] = term;
    return true;
}

/* Merges two ascending lists. */
struct affine affine_add(struct affine a, struct affine b)
{
    struct affine sum = { .known = a.known && b.known };
    uint32_t i = 0, j = 0;

    if (!sum.known || __builtin_add_overflow(a.constant, b.constant, &sum.constant))
        return affine_unknown();
    while (i < a.count || j < b.count) {
        struct affine_term term;

        if (j == b.count || (i < a.count && a.terms[i].variable < b.terms[j].variable)) {
            term = a.terms[i++];
        } else if (i == a.count || b.terms[j].variable < a.terms[i].variable) {
            term = b.terms[j++];
        } else {
            term.variable = a.terms[i].variable;
            if (__builtin_add_overflow(a.terms[i++].coefficient, b.terms[j++].coefficient,
                                       &term.coefficient))
                return affine_unknown();
        }
        if (!push(&sum, term))
            return affine_unknown();
    }
    return sum;
}

struct affine affine_scale(struct affine a, int64_t factor)
{
    struct affine product = { .known = a.known };

    if (!a.known || __builtin_mul_overflow(a.constant, factor, &product.constant))
        return affine_unknown();
    for (uint32_t i = 0; i < a.count; i++) {
        struct affine_term term = a.terms[i];

        if (__builtin_mul_overflow(term.coefficient, factor, &term.coefficient))
            return affine_unknown();
        push(&product, term);
    }
    return product;
}

struct affine affine_subtract(struct affine a, struct affine b)
{
    return affine_add(a, affine_scale(b, -1));
}

int64_t affine_coefficient(const struct affine *a, uint32_t variable)
{
    for (uint32_t i = 0; i < a->count; i++)
        if (a->terms[i].variable == variable)
            return a->terms[i].coefficient;
    return 0;
}

struct affine affine_without(struct affine a, uint32_t variable)
{
    return affine_substitute(a, variable, affine_constant(0));
}

struct affine affine_substitute(struct affine a, uint32_t variable, struct affine value)
{
    int64_t coefficient = affine_coefficient(&a, variable);
    struct affine rest = { .known = a.known, .constant = a.constant };

    if (coefficient == 0)
        return a;
    for (uint32_t i = 0; i < a.count; i++)
        if (a.terms[i].variable != variable)
            push(&rest, a.terms[i]);
    return affine_add(rest, affine_scale(value, coefficient));
}

bool affine_is_constant(const struct affine *a)
{
    return a->known && a->count == 0;
}
