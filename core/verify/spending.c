/*
 * spending.c — where the time of verification goes: the clock, sandboxed processes and what the
 * kernel counted for them, booked under the step that is being taken. Every sandboxed process of a
 * verification begins and ends here.
 *
 * One step is taken at a time; what it spends is its own, without the steps it is interrupted by.
 */
#include "verify_internal.h"

enum expense spend_on(struct verification *v, enum expense next)
{
    enum expense before = v->step;
    uint64_t now = clock_ns();
    v->job->spent[before].ns += now - v->step_since_ns;
    v->step_since_ns = now;
    v->step = next;
    return before;
}

enum status run_begin(struct verification *v, const struct sandbox_spec *spec,
                      struct sandbox_run **ret, struct error *err)
{
    v->job->spent[v->step].runs++;
    enum status status = sandbox_start(v->job->sandbox, spec, ret, err);
    if (status)
        *ret = NULL;
    return status;
}

void run_end(struct verification *v, struct sandbox_run *run, uint32_t timeout_ms,
             struct sandbox_outcome *ret)
{
    struct sandbox_outcome unwanted = { 0 };
    struct sandbox_outcome *outcome = ret ? ret : &unwanted;
    sandbox_finish(run, timeout_ms, outcome);
    v->job->spent[v->step].cpu_us += outcome->user_us + outcome->system_us;
    sandbox_outcome_release(&unwanted);
}
