/*
 * stats.c — what can be said about a speed-up from pairs of measurements.
 *
 * The estimator is the median of log(original / candidate) over adjacent pairs: pairing cancels
 * what the machine does to both, the median ignores what it does to one. The interval is the
 * percentile bootstrap of that median (Efron, "Bootstrap Methods", 1979) with a fixed
 * generator, so that the same measurements always give the same verdict.
 */
#include "verify_internal.h"

#include <math.h>

enum { RESAMPLES = 1000, MAX_PAIRS = 128 };

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *) a, y = *(const double *) b;
    return (x > y) - (x < y);
}

double stats_median(double *values, size_t n)
{
    qsort(values, n, sizeof(*values), compare_doubles);
    return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

double stats_median_of(const double *values, size_t n)
{
    double copy[MAX_PAIRS];
    n = n < MAX_PAIRS ? n : MAX_PAIRS;
    memcpy(copy, values, n * sizeof(*values));
    return n ? stats_median(copy, n) : 0;
}

/* xorshift64 (Marsaglia 2003): quality enough to pick pairs. */
static size_t draw_below(uint64_t *state, size_t n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (size_t) (*state % n);
}

struct interval stats_ratio(const double *log_ratios, size_t n)
{
    double sample[MAX_PAIRS], medians[RESAMPLES];
    uint64_t state = 0x9e3779b97f4a7c15u;

    if (n == 0)
        return (struct interval){ 0, 0, INFINITY };
    n = n < MAX_PAIRS ? n : MAX_PAIRS;
    for (size_t i = 0; i < n; i++)
        sample[i] = log_ratios[i];
    double middle = stats_median(sample, n);
    for (size_t r = 0; r < RESAMPLES; r++) {
        for (size_t i = 0; i < n; i++)
            sample[i] = log_ratios[draw_below(&state, n)];
        medians[r] = stats_median(sample, n);
    }
    qsort(medians, RESAMPLES, sizeof(*medians), compare_doubles);
    return (struct interval){ exp(middle), exp(medians[RESAMPLES / 40]),
                              exp(medians[RESAMPLES - 1 - RESAMPLES / 40]) };
}
