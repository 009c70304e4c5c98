/*
 * test_timing.c — the rule that decides from timed pairs, fed with made-up machines: quiet, busy, and one
 * that stops for others now and then. A function against itself must never be accepted, a gain has to be.
 * The generator is seeded, so that every run sees the same series.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/verify/verify_internal.h"

enum { TRIALS = 250 };

/* As benchmark.c asks for it, of a candidate that has to save processor time. */
static const struct pace decide = { .needed = 1.05, .saves = true, .early = 2, .least = 3, .most = 13 };
static const struct pace pooled = { .needed = 1.05, .early = 2, .least = 3, .most = 5 };
static const struct pace lengthy = { .needed = 1.05, .saves = true, .early = 1, .least = 2, .most = 13 };
static const struct pace no_time = { .needed = 1.05, .saves = true, .early = 1, .least = 3, .most = 1 };

static const struct machine {
    const char *name;
    double jitter;     /* standard deviation of the logarithm of a sample */
    double drift;      /* the same for what all samples of a block share */
    double stolen;     /* share of the samples during which others take the processor, … */
    double longer;     /* … and how many times longer those take, at most */
    double cpu_jitter; /* what of that processor time shows */
} machines[] = {
    { "quiet", 0.006, 0.01, 0.01, 1.3, 0.004 },
    { "noisy", 0.05, 0.2, 0.1, 2.0, 0.01 },
    { "busy", 0.2, 0.3, 0.4, 5.0, 0.03 },
};

/* xorshift64, Marsaglia 2003 */
static double uniform(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (double) (*state >> 11) / 9007199254740992.0;
}

static double normal(uint64_t *state) /* Irwin-Hall */
{
    double sum = -6;
    for (int i = 0; i < 12; i++)
        sum += uniform(state);
    return sum;
}

static struct sample draw(const struct machine *machine, double ns, double shared, uint64_t *state)
{
    double wall = ns * shared * exp(machine->jitter * normal(state));
    if (uniform(state) < machine->stolen)
        wall *= 1 + (machine->longer - 1) * uniform(state);
    double cpu = ns * exp(machine->cpu_jitter * normal(state)) + 4e6; /* start and end of a process */
    return (struct sample){ .run_ns = (uint64_t) wall, .cpu_us = (uint64_t) (cpu / 1e3) };
}

/* Blocks as measure.c takes them, until the rule has seen enough; whether it accepts. */
static bool is_accepted(const struct machine *machine, const struct pace *pace, double gain,
                        uint64_t *state, uint32_t *ret_blocks)
{
    const double original_ns = 20e6;
    struct measured m = { 0 };
    do {
        double shared = exp(machine->drift * normal(state));
        struct block block = { .taken = { 2, 2 } };
        for (int i = 0; i < 2; i++) {
            block.samples[0][i] = draw(machine, original_ns, shared, state);
            block.samples[1][i] = draw(machine, original_ns / gain, shared, state);
        }
        measured_add(&m, &block);
    } while (m.blocks < pace->most && !measured_is_settled(&m, pace));
    *ret_blocks += m.blocks;
    bool saves = !pace->saves || measured_saves(&m, pace->needed);
    return measured_clears(&m, pace->needed) && saves;
}

static uint32_t count_accepted(const struct machine *machine, const struct pace *pace, double gain,
                               const char *what)
{
    uint64_t state = 0x9e3779b97f4a7c15u;
    uint32_t accepted = 0, blocks = 0;
    for (int i = 0; i < TRIALS; i++)
        accepted += is_accepted(machine, pace, gain, &state, &blocks);
    print_message("%s, %s, %.2fx: %u of %d accepted after %.1f blocks\n", machine->name, what, gain,
                  accepted, TRIALS, (double) blocks / TRIALS);
    return accepted;
}

static void test_timing__itself_is_never_faster(void **state)
{
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(machines); i++) {
        assert_int_equal(count_accepted(&machines[i], &decide, 1, "sequential"), 0);
        assert_int_equal(count_accepted(&machines[i], &pooled, 1, "side by side"), 0);
        assert_int_equal(count_accepted(&machines[i], &lengthy, 1, "long samples"), 0);
        assert_int_equal(count_accepted(&machines[i], &no_time, 1, "one block"), 0);
        assert_int_equal(count_accepted(&machines[i], &decide, 0.9, "slower"), 0);
    }
}

static void test_timing__a_gain_is_seen(void **state)
{
    (void) state;
    assert_int_equal(count_accepted(&machines[0], &decide, 1.5, "sequential"), TRIALS);
    assert_int_equal(count_accepted(&machines[0], &lengthy, 1.5, "long samples"), TRIALS);
    assert_int_equal(count_accepted(&machines[0], &pooled, 1.5, "side by side"), TRIALS);
    assert_true(count_accepted(&machines[1], &decide, 1.5, "sequential") > TRIALS * 9 / 10);
    assert_true(count_accepted(&machines[2], &decide, 20, "sequential") > TRIALS * 9 / 10);
}

/* What cannot pass is given up after two blocks, on a busy machine as well. */
static void test_timing__no_gain_is_given_up_soon(void **state)
{
    (void) state;
    for (size_t i = 0; i < ARRAY_LEN(machines); i++) {
        uint64_t seed = 7;
        uint32_t blocks = 0;
        for (int k = 0; k < TRIALS; k++)
            is_accepted(&machines[i], &decide, 1, &seed, &blocks);
        assert_true(blocks < 3 * TRIALS);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_timing__itself_is_never_faster),
        cmocka_unit_test(test_timing__a_gain_is_seen),
        cmocka_unit_test(test_timing__no_gain_is_given_up_soon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
