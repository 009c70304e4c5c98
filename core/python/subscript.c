/*
 * subscript.c — dependence tests for one subscript pair (Kennedy & Allen, Optimizing Compilers
 * for Modern Architectures, chapter 3; Banerjee, Dependence Analysis for Supercomputing).
 *
 * The equation is a*k - b*k' + sum(c*x) - sum(d*y) + rest = 0: k and k' are the iterations of
 * the loop at the two accesses, x and y the numbers of inner loops at either access. By the
 * number of variables left: ZIV (none), SIV (k and k' only: strong a == b, weak-zero,
 * weak-crossing), else GCD and Banerjee's bounds under each direction. A rest with symbols
 * decides nothing except in the strong test, where it may still be known to exceed the trip
 * count.
 *
 * Directions are excluded one by one; what nobody excludes stays, so an answer errs towards
 * "may".
 */
#include "subscript.h"

#include <stddef.h>

struct equation {
    int64_t a, b;                            /* coefficients of k and k' */
    struct affine inner_first, inner_second; /* terms of inner loops at either access */
    struct affine rest;                      /* constant and symbols */
    bool bounded;                            /* the trip count is a constant */
    int64_t last;                            /* highest iteration number when bounded */
    struct affine trips;
};

/* [low, high] of a sum; a missing end is infinite. */
struct bounds {
    bool has_low, has_high;
    int64_t low, high;
};

static struct subscript_answer anything(void)
{
    return (struct subscript_answer){ .directions = DIRECTION_ALL, .test = "none" };
}

static struct subscript_answer decided(uint8_t directions, const char *test)
{
    return (struct subscript_answer){ .directions = directions, .test = test };
}

/* ---- bounds ------------------------------------------------------------------------ */

static void extend(struct bounds *b, int64_t low, bool has_low, int64_t high, bool has_high)
{
    b->has_low = b->has_low && has_low && !__builtin_add_overflow(b->low, low, &b->low);
    b->has_high = b->has_high && has_high && !__builtin_add_overflow(b->high, high, &b->high);
}

/* coefficient * x for 0 <= x <= last */
static void extend_term(struct bounds *b, int64_t coefficient, bool bounded, int64_t last)
{
    int64_t end = 0;
    bool finite =
        coefficient == 0 || (bounded && !__builtin_mul_overflow(coefficient, last, &end));

    if (coefficient >= 0)
        extend(b, 0, true, end, finite);
    else
        extend(b, end, finite, 0, true);
}

static bool multiply_subtract(int64_t a, int64_t k, int64_t b, int64_t l, int64_t *ret)
{
    int64_t x, y;

    return !__builtin_mul_overflow(a, k, &x) && !__builtin_mul_overflow(b, l, &y) &&
           !__builtin_sub_overflow(x, y, ret);
}

/* a*k - b*k' for 0 <= k < k' <= last. A linear function is extreme at the corners of the
 * triangle; without a last iteration the region is a cone with the corner (0, 1) and two edges.
 */
static struct bounds bounds_before(int64_t a, int64_t b, bool bounded, int64_t last)
{
    const int64_t corners[3][2] = { { 0, 1 }, { 0, last }, { last - 1, last } };
    struct bounds r = { .has_low = true, .has_high = true };
    int64_t along;

    if (!multiply_subtract(a, 0, b, 1, &r.low) || __builtin_sub_overflow(a, b, &along))
        return (struct bounds){ .has_low = false };
    r.high = r.low;
    for (size_t i = 1; bounded && i < 3; i++) {
        int64_t value;

        if (!multiply_subtract(a, corners[i][0], b, corners[i][1], &value))
            return (struct bounds){ .has_low = false };
        r.low = value < r.low ? value : r.low;
        r.high = value > r.high ? value : r.high;
    }
    if (!bounded) {
        r.has_low = b <= 0 && along >= 0;
        r.has_high = b >= 0 && along <= 0;
    }
    return r;
}

static bool admits(struct bounds b, int64_t value)
{
    return (!b.has_low || b.low <= value) && (!b.has_high || value <= b.high);
}

/* ---- single tests -------------------------------------------------------------------- */

/* Both accesses move in step: k' - k is the same for every pair. */
static struct subscript_answer strong_siv(const struct equation *e)
{
    struct subscript_answer answer = decided(0, "strong SIV");
    int64_t distance;

    if (!affine_is_constant(&e->rest)) {
        int64_t sign = e->a > 0 ? 1 : -1;
        struct affine reach = affine_scale(e->trips, e->a * sign);
        struct affine over = affine_subtract(e->rest, reach);
        struct affine under = affine_subtract(affine_scale(e->rest, -1), reach);

        if ((affine_is_constant(&over) && over.constant >= 0) ||
            (affine_is_constant(&under) && under.constant >= 0))
            return answer;
        return anything();
    }
    if (e->rest.constant == INT64_MIN || e->rest.constant % e->a != 0)
        return answer;
    distance = e->rest.constant / e->a;
    if (e->bounded && (distance > e->last || distance < -e->last))
        return answer;
    answer.exact = true;
    answer.distance = distance;
    answer.directions = distance > 0   ? DIRECTION_BEFORE
                        : distance < 0 ? DIRECTION_AFTER
                                       : DIRECTION_SAME;
    return answer;
}

/* One access stays at one element, which the other meets in one iteration at most. */
static struct subscript_answer weak_zero_siv(const struct equation *e)
{
    int64_t coefficient = e->b == 0 ? e->a : -e->b, at;

    if (e->rest.constant == INT64_MIN || e->rest.constant % coefficient != 0)
        return decided(0, "weak-zero SIV");
    at = -e->rest.constant / coefficient;
    if (at < 0 || (e->bounded && at > e->last))
        return decided(0, "weak-zero SIV");
    return decided(DIRECTION_ALL, "weak-zero SIV");
}

/* The accesses move towards each other: k + k' is the same for every pair. */
static struct subscript_answer weak_crossing_siv(const struct equation *e)
{
    int64_t sum;

    if (e->rest.constant == INT64_MIN || e->rest.constant % e->a != 0)
        return decided(0, "weak-crossing SIV");
    sum = -(e->rest.constant / e->a);
    if (sum < 0 || (e->bounded && sum / 2 + sum % 2 > e->last))
        return decided(0, "weak-crossing SIV");
    if (sum == 0 || (e->bounded && sum == 2 * e->last))
        return decided(DIRECTION_SAME, "weak-crossing SIV");
    return decided(sum % 2 ? DIRECTION_CARRIED : DIRECTION_ALL, "weak-crossing SIV");
}

static uint64_t gcd(uint64_t a, int64_t b)
{
    uint64_t c = b < 0 ? 0 - (uint64_t) b : (uint64_t) b;

    while (c != 0) {
        uint64_t rest = a % c;

        a = c;
        c = rest;
    }
    return a;
}

static bool gcd_excludes(const struct equation *e)
{
    uint64_t divisor = gcd(gcd(0, e->a), e->b);
    uint64_t constant = gcd(0, e->rest.constant);

    for (uint32_t i = 0; i < e->inner_first.count; i++)
        divisor = gcd(divisor, e->inner_first.terms[i].coefficient);
    for (uint32_t i = 0; i < e->inner_second.count; i++)
        divisor = gcd(divisor, e->inner_second.terms[i].coefficient);
    return divisor != 0 && constant % divisor != 0;
}

static void extend_inner(struct bounds *b, const struct subscript_nest *nest,
                         const struct affine *terms, int64_t sign)
{
    for (uint32_t i = 0; i < terms->count; i++) {
        bool bounded = false;
        int64_t last = 0;

        for (uint32_t n = 0; n < nest->inner_count; n++) {
            const struct affine *trips = &nest->inner[n].trips;

            if (nest->inner[n].variable == terms->terms[i].variable &&
                affine_is_constant(trips)) {
                bounded = trips->constant > 0;
                last = trips->constant - 1;
            }
        }
        extend_term(b, sign * terms->terms[i].coefficient, bounded, last);
    }
}

static bool banerjee_admits(const struct subscript_nest *nest, const struct equation *e,
                            enum direction direction)
{
    struct bounds b = { .has_low = true, .has_high = true };

    if (direction == DIRECTION_SAME)
        extend_term(&b, e->a - e->b, e->bounded, e->last);
    else if (direction == DIRECTION_BEFORE)
        b = bounds_before(e->a, e->b, e->bounded, e->last);
    else
        b = bounds_before(-e->b, -e->a, e->bounded, e->last);
    extend_inner(&b, nest, &e->inner_first, 1);
    extend_inner(&b, nest, &e->inner_second, -1);
    return admits(b, -e->rest.constant);
}

static struct subscript_answer general(const struct subscript_nest *nest,
                                       const struct equation *e)
{
    struct subscript_answer answer = decided(0, "Banerjee");

    if (gcd_excludes(e))
        return decided(0, "GCD");
    for (uint8_t d = DIRECTION_BEFORE; d <= DIRECTION_AFTER; d = (uint8_t) (d << 1))
        if (banerjee_admits(nest, e, (enum direction) d))
            answer.directions |= d;
    return answer;
}

/* ---- the door ------------------------------------------------------------------------ */

/* Beyond these sizes the arithmetic above could overflow; nothing real has such numbers. */
static bool is_small(const struct equation *e)
{
    const int64_t limit = (int64_t) 1 << 40;
    const struct affine *parts[] = { &e->inner_first, &e->inner_second };

    if (e->a > limit || e->a < -limit || e->b > limit || e->b < -limit ||
        e->rest.constant > limit || e->rest.constant < -limit || e->last > limit)
        return false;
    for (size_t p = 0; p < 2; p++)
        for (uint32_t i = 0; i < parts[p]->count; i++)
            if (parts[p]->terms[i].coefficient > limit ||
                parts[p]->terms[i].coefficient < -limit)
                return false;
    return true;
}

/* Moves the terms of inner loops out of *from. */
static struct affine take_inner(const struct subscript_nest *nest, struct affine *from)
{
    struct affine taken = affine_constant(0);

    for (uint32_t i = 0; i < nest->inner_count; i++) {
        uint32_t v = nest->inner[i].variable;
        int64_t coefficient = affine_coefficient(from, v);

        if (coefficient == 0)
            continue;
        taken = affine_add(taken, affine_scale(affine_variable(v), coefficient));
        *from = affine_without(*from, v);
    }
    return taken;
}

struct subscript_answer subscript_compare(const struct subscript_nest *nest,
                                          struct affine first, struct affine second)
{
    struct equation e = { .trips = nest->loop.trips };
    uint32_t k = nest->loop.variable;
    bool inner;

    if (!first.known || !second.known)
        return anything();
    e.a = affine_coefficient(&first, k);
    e.b = affine_coefficient(&second, k);
    first = affine_without(first, k);
    second = affine_without(second, k);
    e.inner_first = take_inner(nest, &first);
    e.inner_second = take_inner(nest, &second);
    e.rest = affine_subtract(first, second);
    e.bounded = affine_is_constant(&e.trips);
    e.last = e.bounded ? e.trips.constant - 1 : 0;
    if (!e.rest.known || !e.inner_first.known || !e.inner_second.known || !is_small(&e))
        return anything();
    if (e.bounded && e.last < 1)
        return decided(DIRECTION_SAME, "single iteration");
    inner = e.inner_first.count + e.inner_second.count > 0;
    if (!inner && e.a == e.b && e.a != 0)
        return strong_siv(&e);
    if (!affine_is_constant(&e.rest))
        return anything();
    if (inner || (e.a != 0 && e.b != 0 && e.a != -e.b))
        return general(nest, &e);
    if (e.a == 0 && e.b == 0)
        return decided(e.rest.constant ? 0 : DIRECTION_ALL, "ZIV");
    return e.a == 0 || e.b == 0 ? weak_zero_siv(&e) : weak_crossing_siv(&e);
}

struct subscript_answer subscript_combine(struct subscript_answer a, struct subscript_answer b)
{
    struct subscript_answer both = a.exact || b.directions == DIRECTION_ALL ? a : b;

    both.directions = a.directions & b.directions;
    if (a.exact && b.exact && a.distance != b.distance)
        both.directions = 0;
    return both;
}

/* The minimum, loop by loop from the inside out: a trip count may name the loops around it. A
 * symbol of unknown sign leaves the minimum unknown. */
bool subscript_not_negative(struct affine a, const struct subscript_loop *loops, uint32_t count)
{
    for (uint32_t i = 0; i < count && a.known; i++) {
        int64_t coefficient = affine_coefficient(&a, loops[i].variable);
        struct affine last = affine_subtract(loops[i].trips, affine_constant(1));

        if (coefficient > 0)
            a = affine_without(a, loops[i].variable);
        else if (coefficient < 0)
            a = affine_substitute(a, loops[i].variable, last);
    }
    return affine_is_constant(&a) && a.constant >= 0;
}
