/*
 * Dependence tests: a table with the textbook answers, and random subscript pairs against
 * enumeration. Enumeration may find fewer directions than the tests admit, never more.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/python/subscript.h"

enum { K = 1, X = 2, Y = 3, N = 4 };

static struct affine linear(int64_t k, int64_t x, int64_t n, int64_t constant)
{
    struct affine a = affine_constant(constant);

    a = affine_add(a, affine_scale(affine_variable(K), k));
    a = affine_add(a, affine_scale(affine_variable(X), x));
    return affine_add(a, affine_scale(affine_variable(N), n));
}

static struct subscript_nest nest_of(struct affine trips, struct affine inner)
{
    return (struct subscript_nest){ .loop = { K, trips },
                                    .inner = { { X, inner } },
                                    .inner_count = 1 };
}

/* clang-format off */
static const struct {
    const char *name;
    int64_t first[4], second[4]; /* coefficients of k, x, n and the constant */
    int64_t trips;               /* 0: unknown */
    uint8_t directions;
    int64_t distance;            /* checked for the strong test */
    const char *test;
} table[] = {
    { "a[5], a[5]", { 0, 0, 0, 5 }, { 0, 0, 0, 5 }, 0, DIRECTION_ALL, 0, "ZIV" },
    { "a[5], a[6]", { 0, 0, 0, 5 }, { 0, 0, 0, 6 }, 0, 0, 0, "ZIV" },
    { "a[n], a[n+1]", { 0, 0, 1, 0 }, { 0, 0, 1, 1 }, 0, 0, 0, "ZIV" },
    { "a[i], a[i]", { 1, 0, 0, 0 }, { 1, 0, 0, 0 }, 0, DIRECTION_SAME, 0, "strong SIV" },
    { "a[i], a[i-1]", { 1, 0, 0, 0 }, { 1, 0, 0, -1 }, 0, DIRECTION_BEFORE, 1, "strong SIV" },
    { "a[i], a[i+1]", { 1, 0, 0, 0 }, { 1, 0, 0, 1 }, 0, DIRECTION_AFTER, -1, "strong SIV" },
    { "a[2i], a[2i+1]", { 2, 0, 0, 0 }, { 2, 0, 0, 1 }, 0, 0, 0, "strong SIV" },
    { "a[i], a[i+10], 10 trips", { 1, 0, 0, 0 }, { 1, 0, 0, 10 }, 10, 0, 0, "strong SIV" },
    { "a[i], a[i+9], 10 trips", { 1, 0, 0, 0 }, { 1, 0, 0, 9 }, 10, DIRECTION_AFTER, -9, "strong SIV" },
    { "a[i+n], a[i+n-2]", { 1, 0, 1, 0 }, { 1, 0, 1, -2 }, 0, DIRECTION_BEFORE, 2, "strong SIV" },
    { "a[i], a[0]", { 1, 0, 0, 0 }, { 0, 0, 0, 0 }, 10, DIRECTION_ALL, 0, "weak-zero SIV" },
    { "a[i], a[10], 10 trips", { 1, 0, 0, 0 }, { 0, 0, 0, 10 }, 10, 0, 0, "weak-zero SIV" },
    { "a[2i], a[7]", { 2, 0, 0, 0 }, { 0, 0, 0, 7 }, 0, 0, 0, "weak-zero SIV" },
    { "a[i], a[9-i], 10 trips", { 1, 0, 0, 0 }, { -1, 0, 0, 9 }, 10, DIRECTION_CARRIED, 0,
      "weak-crossing SIV" },
    { "a[i], a[30-i], 10 trips", { 1, 0, 0, 0 }, { -1, 0, 0, 30 }, 10, 0, 0, "weak-crossing SIV" },
    { "a[i], a[18-i], 10 trips", { 1, 0, 0, 0 }, { -1, 0, 0, 18 }, 10, DIRECTION_SAME, 0,
      "weak-crossing SIV" },
    { "a[2i], a[4i+1]", { 2, 0, 0, 0 }, { 4, 0, 0, 1 }, 0, 0, 0, "GCD" },
    { "a[i], a[2i+20], 10 trips", { 1, 0, 0, 0 }, { 2, 0, 0, 20 }, 10, 0, 0, "Banerjee" },
    { "a[4i+x], a[4i+x], x < 4", { 4, 1, 0, 0 }, { 4, 1, 0, 0 }, 0, DIRECTION_SAME, 0, "Banerjee" },
    { "a[3i+x], a[3i+x], x < 4", { 3, 1, 0, 0 }, { 3, 1, 0, 0 }, 0, DIRECTION_ALL, 0, "Banerjee" },
    { "a[i], a[i+n]", { 1, 0, 0, 0 }, { 1, 0, 1, 0 }, 0, DIRECTION_ALL, 0, "none" },
};
/* clang-format on */

static void test_subscript__textbook_table(void **state)
{
    (void) state;
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        struct subscript_nest nest =
            nest_of(table[i].trips ? affine_constant(table[i].trips) : affine_unknown(),
                    affine_constant(4));
        const int64_t *f = table[i].first, *s = table[i].second;
        struct subscript_answer a = subscript_compare(&nest, linear(f[0], f[1], f[2], f[3]),
                                                      linear(s[0], s[1], s[2], s[3]));

        if (a.directions != table[i].directions || (a.exact && a.distance != table[i].distance))
            fail_msg("%s: directions %d, distance %d", table[i].name, a.directions,
                     (int) a.distance);
        assert_string_equal(a.test, table[i].test);
    }
}

static void test_subscript__symbolic_distance_past_the_trip_count(void **state)
{
    struct subscript_nest nest = nest_of(linear(0, 0, 1, 0), affine_unknown()); /* range(n) */

    (void) state;
    assert_int_equal(
        subscript_compare(&nest, linear(1, 0, 0, 0), linear(1, 0, 1, 0)).directions, 0);
    assert_int_equal(
        subscript_compare(&nest, linear(1, 0, 2, 0), linear(1, 0, 0, 0)).directions, 7);
    assert_int_equal(
        subscript_compare(&nest, linear(1, 0, 0, 0), linear(1, 0, 1, -1)).directions,
        DIRECTION_ALL);
}

static void test_subscript__dimensions_agree_at_once(void **state)
{
    struct subscript_nest nest = nest_of(affine_unknown(), affine_unknown());
    struct subscript_answer by_one =
        subscript_compare(&nest, linear(1, 0, 0, 0), linear(1, 0, 0, -1));
    struct subscript_answer by_two =
        subscript_compare(&nest, linear(1, 0, 0, 0), linear(1, 0, 0, -2));
    struct subscript_answer column =
        subscript_compare(&nest, linear(0, 1, 0, 0), linear(0, 1, 0, 0));

    (void) state;
    assert_int_equal(subscript_combine(by_one, by_two).directions, 0);
    assert_int_equal(subscript_combine(by_one, column).directions, DIRECTION_BEFORE);
    assert_int_equal(column.directions, DIRECTION_ALL);
}

static void test_subscript__sign(void **state)
{
    const struct subscript_loop by_n[] = { { K, linear(0, 0, 1, 0) } };
    const struct subscript_loop triangle[] = { { X, linear(1, 0, 0, 1) },
                                               { K, affine_unknown() } };

    (void) state;
    assert_true(subscript_not_negative(linear(1, 0, 0, 0), by_n, 1));
    assert_false(subscript_not_negative(linear(1, 0, 0, -1), by_n, 1));
    assert_true(subscript_not_negative(linear(-1, 0, 1, -1), by_n, 1)); /* n - 1 - i */
    assert_false(subscript_not_negative(linear(-1, 0, 1, -2), by_n, 1));
    assert_false(subscript_not_negative(linear(1, 0, 1, 0), by_n, 1)); /* sign of n unknown */
    assert_true(
        subscript_not_negative(linear(1, -1, 0, 0), triangle, 2)); /* i - x, x < i + 1 */
}

static uint64_t seed = 88172645463325252u;

static int64_t random_in(int64_t low, int64_t high)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return low + (int64_t) (seed % (uint64_t) (high - low + 1));
}

static int64_t value_at(const int64_t c[3], int64_t k, int64_t x)
{
    return c[0] * k + c[1] * x + c[2];
}

static uint8_t enumerate(const int64_t f[3], const int64_t s[3], int64_t trips, int64_t inner,
                         bool *ret_distances, int64_t *ret_distance)
{
    uint8_t found = 0;

    *ret_distances = false;
    for (int64_t k = 0; k < trips; k++)
        for (int64_t l = 0; l < trips; l++)
            for (int64_t x = 0; x < inner; x++)
                for (int64_t y = 0; y < inner; y++) {
                    if (value_at(f, k, x) != value_at(s, l, y))
                        continue;
                    found |= k < l   ? DIRECTION_BEFORE
                             : k > l ? DIRECTION_AFTER
                                     : DIRECTION_SAME;
                    *ret_distances = *ret_distances || (found && *ret_distance != l - k);
                    *ret_distance = l - k;
                }
    return found;
}

static void test_subscript__random_pairs_against_enumeration(void **state)
{
    uint32_t independent = 0, exact = 0;

    (void) state;
    for (uint32_t i = 0; i < 60000; i++) {
        bool has_inner = random_in(0, 2) == 0, bounded = random_in(0, 3) != 0;
        int64_t f[3] = { random_in(-4, 4), has_inner ? random_in(-3, 3) : 0,
                         random_in(-12, 12) };
        int64_t s[3] = { random_in(-4, 4), has_inner ? random_in(-3, 3) : 0,
                         random_in(-12, 12) };
        int64_t trips = random_in(1, 7), inner = random_in(1, 4), distance = INT64_MIN;
        bool inner_bounded = random_in(0, 3) != 0, many;
        struct subscript_nest nest =
            nest_of(bounded ? affine_constant(trips) : affine_unknown(),
                    inner_bounded ? affine_constant(inner) : affine_unknown());
        struct subscript_answer a =
            subscript_compare(&nest, linear(f[0], f[1], 0, f[2]), linear(s[0], s[1], 0, s[2]));
        uint8_t found = enumerate(f, s, trips, inner, &many, &distance);

        if (found & ~a.directions)
            fail_msg("%d*k%+d*x%+d and %d*k%+d*x%+d, %d trips: found %d, admitted %d by %s",
                     (int) f[0], (int) f[1], (int) f[2], (int) s[0], (int) s[1], (int) s[2],
                     (int) trips, found, a.directions, a.test);
        if (a.exact && found)
            assert_true(distance == a.distance);
        independent += !(a.directions & DIRECTION_CARRIED);
        exact += a.exact;
    }
    assert_in_range(independent, 10000, 60000); /* the tests do decide something */
    assert_in_range(exact, 500, 60000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_subscript__textbook_table),
        cmocka_unit_test(test_subscript__symbolic_distance_past_the_trip_count),
        cmocka_unit_test(test_subscript__dimensions_agree_at_once),
        cmocka_unit_test(test_subscript__sign),
        cmocka_unit_test(test_subscript__random_pairs_against_enumeration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
