/*
 * counters.c — process-wide counters and gauges, rendered as Prometheus text.
 */
#include <stdatomic.h>

#include "hasten/base.h"

static _Atomic int64_t values[COUNTER_COUNT];

static const struct {
    const char *kind, *metric, *help;
} rows[] = {
#define COUNTER(name, kind, metric, help) { #kind, metric, help },
#include "hasten/counters.def"
#undef COUNTER
};

void counter_add(enum counter c, int64_t delta)
{
    atomic_fetch_add_explicit(&values[c], delta, memory_order_relaxed);
}

void counter_set(enum counter c, int64_t value)
{
    atomic_store_explicit(&values[c], value, memory_order_relaxed);
}

int64_t counter_get(enum counter c)
{
    return atomic_load_explicit(&values[c], memory_order_relaxed);
}

void counters_render(struct buf *out)
{
    for (int i = 0; i < COUNTER_COUNT; i++)
        buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", rows[i].metric, rows[i].help,
                   rows[i].metric, rows[i].kind, rows[i].metric,
                   (long long) counter_get((enum counter) i));
}
