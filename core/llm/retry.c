/*
 * retry.c — when to ask again and when to leave a provider alone. Decisions over a given clock;
 * nobody waits here, so tests need no time.
 *
 * Back-off: full jitter, uniform over [0, min(20 s, 1 s * 2^n)] (M. Brooker, "Exponential Backoff
 * And Jitter", 2015), or the provider's Retry-After plus a little jitter so that clients told the
 * same second do not come back in the same millisecond.
 *
 * Circuit breaker (M. Nygard, "Release It!"): per endpoint and model it opens for 30 s after 5
 * failures in a row, or when at least half of 10 or more calls within a minute failed; then one
 * probe decides. A rate limit is a cool-off, not a failure. A refused key or an empty account will
 * not heal by asking, but an operator may fix it without a restart: ten minutes.
 */
#include "core/llm/llm_internal.h"

#define SECOND_NS UINT64_C(1000000000)
#define BACKOFF_BASE_MS 1000u
#define BACKOFF_MAX_MS 20000u
#define RETRY_AFTER_MAX_MS 60000
#define JITTER_MS 250u

#define TRIP_CONSECUTIVE 5u
#define TRIP_CALLS 10u
#define WINDOW_NS (60 * SECOND_NS)
#define OPEN_NS (30 * SECOND_NS)
#define BLOCK_NS (600 * SECOND_NS)

static const struct fault_info faults[] = {
#define FAULT(name, retry, counts, next_model, text) { #name, retry, counts, next_model, text },
#include "faults.def"
#undef FAULT
};

const struct fault_info *fault_info(enum fault f)
{
    return &faults[f];
}

int64_t retry_pause_ms(enum fault fault, uint32_t attempt, int64_t retry_after_ms, uint32_t random)
{
    if (!faults[fault].retry || retry_after_ms > RETRY_AFTER_MAX_MS)
        return -1;
    if (retry_after_ms >= 0)
        return retry_after_ms + random % JITTER_MS;
    uint32_t ceiling = attempt < 5 ? BACKOFF_BASE_MS << attempt : BACKOFF_MAX_MS;
    if (ceiling > BACKOFF_MAX_MS)
        ceiling = BACKOFF_MAX_MS;
    return random % (ceiling + 1);
}

bool breaker_admits(struct endpoint_state *s, uint64_t now_ns)
{
    s->used_ns = now_ns;
    if (now_ns < s->closed_until_ns || s->probing)
        return false;
    s->probing = s->half_open;
    return true;
}

static void stay_away(struct endpoint_state *s, uint64_t until_ns)
{
    if (s->closed_until_ns < until_ns)
        s->closed_until_ns = until_ns;
}

static void count_call(struct endpoint_state *s, bool failed, uint64_t now_ns)
{
    if (now_ns - s->window_start_ns > WINDOW_NS) {
        s->window_start_ns = now_ns;
        s->window_calls = s->window_failures = 0;
    }
    s->window_calls++;
    s->window_failures += failed;
    s->consecutive = failed ? s->consecutive + 1 : 0;
}

void breaker_record(struct endpoint_state *s, enum fault fault, int64_t retry_after_ms,
                    uint64_t now_ns)
{
    bool was_probe = s->probing, failed = faults[fault].counts;
    s->probing = false;
    if (fault == FAULT_cancelled || fault == FAULT_deadline)
        return; /* says nothing about the provider: a probe is still owed */
    count_call(s, failed, now_ns);
    bool trips = failed && (was_probe || s->consecutive >= TRIP_CONSECUTIVE ||
                            (s->window_calls >= TRIP_CALLS &&
                             2 * s->window_failures >= s->window_calls));
    s->half_open = trips;
    if (trips) {
        stay_away(s, now_ns + OPEN_NS);
        s->consecutive = s->window_calls = s->window_failures = 0;
    }
    if (fault == FAULT_auth || fault == FAULT_quota)
        stay_away(s, now_ns + BLOCK_NS);
    if (fault == FAULT_rate_limit && retry_after_ms > 0) {
        uint64_t ms = (uint64_t) retry_after_ms;
        stay_away(s, now_ns + (ms * 1000000u < BLOCK_NS ? ms * 1000000u : BLOCK_NS));
    }
}
