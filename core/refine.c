/*
 * refine.c — one rewriting makes room for another: a list that has become a set beside the
 * list, a loop whose other half is now the slow one. So an accepted text is analysed again and
 * goes through the stages as if it were the request, for a bounded number of rounds.
 *
 * A round compares with the text before it, which keeps the reasons of a verdict about one
 * change; then the whole result is verified against the original, so that what is returned
 * never rests on a chain of comparisons. A candidate that was refused before, in lines that
 * have not changed since, is not judged again. When anything fails the text of the round before
 * stays.
 *
 * Runs in the job's worker thread; everything lives in the job's arena.
 */
#include "refine.h"

#include "hasten/analyze.h"
#include "hasten/transform.h"
#include "hasten/verify.h"

enum { MAX_ROUNDS = 3 };
static const uint64_t LEAST_LEFT_NS = 4000000000; /* to find, judge and verify anything */

/* A change that did not pass, known by what it would have changed. */
struct refused {
    str transform, function, text;
    enum gate gate;
};
typedef VEC(struct refused) refused_vec;

static str region(const struct job *job, const struct candidate *c)
{
    bool found = c->finding >= 0 && c->finding < job->findings.opportunities.count;
    return found ? py_text(py_tree(job->module),
                           job->findings.opportunities.items[c->finding].node)
                 : S("");
}

static void remember_refused(struct job *job, const struct job *round, refused_vec *refused)
{
    for (uint32_t i = 0; i < round->verdicts.count; i++) {
        const struct verdict *verdict = &round->verdicts.items[i];
        if (verdict->accepted || verdict->candidate >= round->candidates.count)
            continue;
        const struct candidate *c = &round->candidates.items[verdict->candidate];
        *VEC_PUSH(job->arena, refused) =
            (struct refused){ c->transform, c->function, region(round, c), verdict->failed };
    }
}

/* "g" of "C.f.<locals>.g" */
static str own_name(str qualified)
{
    size_t at = qualified.len;
    while (at > 0 && qualified.ptr[at - 1] != '.')
        at--;
    return str_slice(qualified, at, qualified.len);
}

static uint32_t definition_of(const struct job *job, str function)
{
    for (uint32_t i = 0; i < job->findings.functions.count; i++)
        if (str_equal(job->findings.functions.items[i].name, function))
            return job->findings.functions.items[i].node;
    return 0;
}

/* The last accepted changes are in the candidate's function or in one that it mentions. */
static bool has_new_neighbours(const struct job *job, const struct job *round,
                               const struct candidate *c)
{
    const struct py_tree *t = py_tree(round->module);
    uint32_t def = definition_of(round, c->function);
    for (uint32_t i = 0; i < job->verdicts.count; i++) {
        if (!job->verdicts.items[i].accepted)
            continue;
        str changed = job->candidates.items[job->verdicts.items[i].candidate].function;
        if (str_equal(changed, c->function))
            return true;
        for (uint32_t n = def; def && n < t->nodes[def].extent; n++)
            if (t->nodes[n].kind == PY_Name && str_equal(py_name(t, n), own_name(changed)))
                return true;
    }
    return false;
}

/* Refused for good; what was not faster gets one more chance beside new neighbours. */
static bool was_refused(const refused_vec *refused, const struct job *job,
                        const struct job *round, const struct candidate *c)
{
    str text = region(round, c);
    uint32_t times = 0;
    bool slow = true;
    for (uint32_t i = 0; i < refused->count; i++) {
        const struct refused *r = &refused->items[i];
        if (!str_equal(r->transform, c->transform) || !str_equal(r->function, c->function) ||
            !str_equal(r->text, text))
            continue;
        times++;
        slow = slow && r->gate == GATE_SPEED;
    }
    return times > 1 || (times == 1 && !(slow && has_new_neighbours(job, round, c)));
}

/* The accepted text as a request of its own, without the stages that ask outside. */
static struct job next_round(const struct job *job)
{
    struct job round = { .arena = job->arena,
                         .config = job->config,
                         .request = job->request,
                         .deadline_ns = job->deadline_ns,
                         .cancel = job->cancel,
                         .sandbox = job->sandbox };
    memcpy(round.id, job->id, sizeof(round.id));
    round.request.code = job->optimized_code;
    round.request.use_llm = false;
    return round;
}

/* True when there is something that was not judged before. */
static bool find_candidates(const struct job *job, struct job *round,
                            const refused_vec *refused)
{
    bool any = false;
    if (analyze_source(round, NULL) || transform_apply(round, NULL))
        return false;
    for (uint32_t i = 0; i < round->candidates.count; i++) {
        const struct candidate *c = &round->candidates.items[i];
        if (was_refused(refused, job, round, c))
            *VEC_PUSH(round->arena, &round->verdicts) = (struct verdict){
                .candidate = i, .failed = GATE_POLICY, .reason = S("judged before")
            };
        else
            any = any || c->edits.count > 0;
    }
    return any;
}

/* ---- what the rounds have accepted so far ---------------------------------------------- */

static void add_name(struct arena *arena, str_vec *names, str name)
{
    for (uint32_t i = 0; i < names->count; i++)
        if (str_equal(names->items[i], name))
            return;
    *VEC_PUSH(arena, names) = name;
}

static void add_accepted(const struct job *job, struct candidate *sum)
{
    for (uint32_t i = 0; i < job->verdicts.count; i++) {
        const struct verdict *verdict = &job->verdicts.items[i];
        if (!verdict->accepted)
            continue;
        const struct candidate *c = &job->candidates.items[verdict->candidate];
        for (uint32_t k = 0; k < c->entry_points.count; k++)
            add_name(job->arena, &sum->entry_points, c->entry_points.items[k]);
        sum->module_code = sum->module_code || c->module_code;
        sum->from_llm = sum->from_llm || c->from_llm;
        sum->profile = c->profile > sum->profile ? c->profile : sum->profile;
        sum->best_rung = verdict->rung < sum->best_rung ? verdict->rung : sum->best_rung;
    }
}

/* The lines of a round are those of its own text; of the original the function is what they
 * share. */
static void place_in_original(const struct job *job, struct candidate *c)
{
    for (uint32_t i = 0; i < job->findings.functions.count; i++)
        if (str_equal(job->findings.functions.items[i].name, c->function))
            c->line = c->end_line = job->findings.functions.items[i].line;
}

static void adopt(struct job *job, const struct job *round)
{
    for (uint32_t i = 0; i < round->verdicts.count; i++) {
        struct verdict verdict = round->verdicts.items[i];
        if (!verdict.accepted)
            continue;
        struct candidate c = round->candidates.items[verdict.candidate];
        c.id = verdict.candidate = job->candidates.count;
        c.finding = -1;
        place_in_original(job, &c);
        *VEC_PUSH(job->arena, &job->candidates) = c;
        *VEC_PUSH(job->arena, &job->verdicts) = verdict;
        *VEC_PUSH(job->arena, &job->accepted) = c.transform;
    }
}

/* False when there is nothing more to gain, or it could not be shown. */
static bool run_round(struct job *job, refused_vec *refused)
{
    struct job round = next_round(job);
    struct candidate sum = { .transform = S("composition"),
                             .finding = -1,
                             .best_rung = RUNG_PROVED };
    if (!find_candidates(job, &round, refused))
        return false;
    bool judged = !verify_candidates(&round, NULL);
    for (int i = 0; i < EXPENSE_COUNT; i++) {
        job->spent[i].ns += round.spent[i].ns;
        job->spent[i].cpu_us += round.spent[i].cpu_us;
        job->spent[i].runs += round.spent[i].runs;
    }
    if (!judged || !round.final.accepted)
        return false;
    remember_refused(job, &round, refused);
    add_accepted(job, &sum);
    add_accepted(&round, &sum);
    if (!verify_whole(job, round.optimized_code, &sum))
        return false;
    adopt(job, &round);
    return true;
}

static bool has_time(const struct job *job)
{
    return !job_should_stop(job) && clock_ns() + LEAST_LEFT_NS < job->deadline_ns;
}

enum status refine(struct job *job, struct error *err)
{
    refused_vec refused = { 0 };
    if (!job->final.accepted || !job->sandbox)
        return STATUS_OK;
    remember_refused(job, job, &refused);
    for (uint32_t i = 0; i < MAX_ROUNDS && has_time(job) && run_round(job, &refused); i++)
        continue;
    if (job->cancel && atomic_load(job->cancel))
        return error_set(err, STATUS_CANCELLED, "the job was cancelled");
    return STATUS_OK;
}
