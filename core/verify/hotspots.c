/*
 * hotspots.c — where the program spends its time when it runs as a script, so that what pays most is
 * tried first (Amdahl, "Validity of the single processor approach", 1967).
 *
 * One run under a profiler, cut off early: the shares of a part are as good for an order as those of
 * the whole. What the harness answers is a claim of the process in which the user's code ran; it ranks
 * candidates and accepts none.
 */
#include "verify_internal.h"

enum { WATCH_MS = 1000, SPARE_MS = 3000, LEAST_NS = 10000000 };

static const double LEAST_SHARE = 0.0001; /* seen, and as good as nothing; 0 would be "not measured" */

/* The first row is the whole program. Functions that were not called take no part of it. */
static void take_shares(struct job *job, str reply)
{
    str name, spent;
    double whole = 0; /* nanoseconds */
    for (bool first = true; field_next(&reply, &name) && field_next(&reply, &spent); first = false) {
        if (first)
            whole = (double) field_decimal(spent);
        if (whole < LEAST_NS) /* it only defines things */
            return;
        for (uint32_t i = 0; i < job->findings.opportunities.count; i++) {
            struct finding *f = &job->findings.opportunities.items[i];
            double share = (double) field_decimal(spent) / whole;
            if (first)
                f->benefit.share = LEAST_SHARE;
            if (str_equal(f->function, name) && share > f->benefit.share)
                f->benefit.share = share < 1 ? share : 1;
        }
    }
}

enum status verify_hotspots(struct job *job, struct error *err)
{
    (void) err;
    struct error ignored = { 0 };
    struct sandbox_run *run = NULL;
    struct sandbox_reply reply;
    struct buf payload = { 0 };
    if (!job->sandbox || job->findings.opportunities.count < 2)
        return STATUS_OK;
    field_put(&payload, job->request.code);
    field_put(&payload, S("1.0"));
    for (uint32_t i = 0; i < job->request.workload.argv.count; i++)
        field_put(&payload, job->request.workload.argv.items[i]);
    struct sandbox_spec spec = {
        .profile = profile_wider(profile_of_text(job->request.code), SANDBOX_SCRIPT),
        .limits = { .wall_ms = WATCH_MS + SPARE_MS, .output_bytes = 16 << 20 },
        .numpy = str_find(job->request.code, S("numpy")) != SIZE_MAX && sandbox_has_numpy(job->sandbox),
        .entry = "hotspots.hotspots",
        .payload = buf_str(&payload),
        .stdin_bytes = job->request.workload.stdin_text,
    };
    slot_enter();
    if (!sandbox_start(job->sandbox, &spec, &run, &ignored)) {
        if (!sandbox_call(run, S("watch"), WATCH_MS + SPARE_MS, &reply, &ignored))
            take_shares(job, reply.payload);
        sandbox_finish(run, 0, NULL);
    }
    slot_leave();
    buf_free(&payload);
    return STATUS_OK;
}
