/*
 * outcomes.c — the last stage of the pipeline: what became of each candidate goes into the
 * store.
 *
 * What is kept says nothing about a user's code: the pattern, the gate, the measured ratio, and
 * a signature of the finding's shape. The signature is the SHA-256 of the pattern, the
 * certainty, the conditions (by name and by how they were met), the kinds of the syntax tree's
 * nodes under the finding (no names, no literals) and the order of magnitude of the modelled
 * work. Two functions that differ in names and constants only share a signature.
 *
 * Learning is a convenience: without a store there is none, and a store that fails costs the
 * history of one job, never the job.
 */
#include "hasten/learn.h"
#include "hasten/python.h"

#define MAX_SHAPE_NODES 4096

static const struct finding *finding_of(const struct job *job,
                                        const struct candidate *candidate)
{
    int64_t at = candidate->finding;
    return at >= 0 && at < job->findings.opportunities.count
               ? &job->findings.opportunities.items[at]
               : NULL;
}

/* 0, 1, 2, ... for 0, up to 10, up to 100, ... */
static int magnitude(double value)
{
    int power = 0;
    for (; value >= 1 && power < 20; value /= 10)
        power++;
    return power;
}

static void add_shape_of_tree(const struct job *job, uint32_t node, struct buf *shape)
{
    if (!job->module)
        return;
    const struct py_tree *tree = py_tree(job->module);
    if (node >= tree->count)
        return;
    uint32_t end = tree->nodes[node].extent;
    if (end - node > MAX_SHAPE_NODES)
        end = node + MAX_SHAPE_NODES;
    for (uint32_t i = node; i < end; i++)
        buf_printf(shape, "%u/%u/%u ", tree->nodes[i].kind, tree->nodes[i].op,
                   tree->nodes[i].field);
}

static void add_shape_of_finding(const struct finding *finding, struct buf *shape)
{
    buf_printf(shape, " %s work=%d trips=%d", certainty_name(finding->certainty),
               magnitude(finding->benefit.work), magnitude(finding->benefit.trip_count));
    for (uint32_t i = 0; i < finding->conditions.count; i++) {
        const struct condition *condition = &finding->conditions.items[i];
        buf_printf(shape, " %.*s=%s", STR_ARG(condition->name),
                   condition->holds ? "holds" : certainty_name(condition->needs));
    }
    buf_byte(shape, ' ');
}

static str signature_of(const struct job *job, const struct candidate *candidate)
{
    struct buf shape = { 0 };
    char hash[65];
    const struct finding *finding = finding_of(job, candidate);
    buf_append(&shape, candidate->transform);
    if (finding) {
        add_shape_of_finding(finding, &shape);
        add_shape_of_tree(job, finding->node, &shape);
    }
    sha256_hex(buf_str(&shape), hash);
    buf_free(&shape);
    return arena_str(job->arena, str_from(hash));
}

/* Time that ran out says nothing about the candidate. */
static bool is_telling(const struct job *job, const struct verdict *verdict)
{
    return verdict->candidate < job->candidates.count &&
           (verdict->accepted || verdict->failed != GATE_BUDGET);
}

static struct outcome_row outcome_of(const struct job *job, const struct verdict *verdict)
{
    const struct candidate *candidate = &job->candidates.items[verdict->candidate];
    return (struct outcome_row){
        .pattern = candidate->transform,
        .function_signature = signature_of(job, candidate),
        .accepted = verdict->accepted,
        .gate = str_from(gate_name(verdict->accepted ? GATE_NONE : verdict->failed)),
        .speedup = verdict->speed.measured ? verdict->speed.ratio : 0,
    };
}

enum status learn_outcomes(struct job *job, struct error *err)
{
    (void) err;
    VEC(struct outcome_row) rows = { 0 };
    struct error store_err = { 0 };
    if (!job->store)
        return STATUS_OK;
    for (uint32_t i = 0; i < job->verdicts.count; i++) {
        if (is_telling(job, &job->verdicts.items[i]))
            *VEC_PUSH(job->arena, &rows) = outcome_of(job, &job->verdicts.items[i]);
    }
    if (store_outcomes_add(job->store, rows.items, rows.count, &store_err))
        log_event(LOG_WARNING, "outcomes_not_stored", "job_id", job->id, "detail",
                  store_err.detail, NULL);
    return STATUS_OK;
}
