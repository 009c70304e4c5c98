/*
 * verify.c — from candidates to verdicts.
 *
 * Each candidate goes through the gates in the order of cost: policy, compile, calibrate (pools),
 * differential, script, evidence, benchmark. The first gate that fails ends it, with a reason and, where
 * two behaviours were seen, a counterexample. compose.c makes one text of the accepted ones.
 *
 * Threads: a job's worker thread, alone. Memory: answers live in the job's arena; inputs and
 * observations in an arena of the verification.
 */
#include "verify_internal.h"

static const size_t SCRATCH_LIMIT = (size_t) 768 << 20;
static const uint64_t LEAST_BUDGET_NS = 2000000000;
static const double WORTH_A_TRY = 0.5;

/* ---- small services for the gates ------------------------------------------------------ */

bool verification_over(const struct verification *v)
{
    return job_should_stop(v->job) || clock_ns() >= v->deadline_ns || arena_over(v->scratch);
}

uint32_t verification_left_ms(const struct verification *v, uint32_t at_most)
{
    uint64_t now = clock_ns();
    uint64_t left = v->deadline_ns > now ? (v->deadline_ns - now) / 1000000 : 0;
    return left + 1 < at_most ? (uint32_t) left + 1 : at_most;
}

bool verdict_fail(struct verdict *verdict, enum gate gate, str reason)
{
    verdict->failed = gate;
    verdict->reason = reason;
    verdict->accepted = false;
    verdict->rung = RUNG_NONE;
    if (gate == GATE_EQUIVALENCE || gate == GATE_LIMIT)
        verdict->equivalent = false;
    return false;
}

void verdict_note(struct verification *v, struct verdict *verdict, str note)
{
    for (uint32_t i = 0; i < verdict->notes.count; i++)
        if (str_equal(verdict->notes.items[i], note))
            return;
    *VEC_PUSH(v->job->arena, &verdict->notes) = arena_str(v->job->arena, note); /* may be scratch */
}

str edited_text(struct verification *v, const edit_vec *edits)
{
    edit_vec sorted = { 0 };
    for (uint32_t i = 0; i < edits->count; i++)
        *VEC_PUSH(v->scratch, &sorted) = edits->items[i];
    if (!edits_sort(&sorted, v->original.len))
        return (str){ 0 };
    return edits_render(v->original, &sorted, v->job->arena);
}

str candidate_text(struct verification *v, const struct candidate *candidate)
{
    return edited_text(v, &candidate->edits);
}

void return_text(struct verification *v, str text, const str_vec *entries,
                 const struct verdict *final)
{
    struct job *job = v->job;
    job->optimized_code = text;
    job->diff = unified_diff(v->original, text, job->request.file_name, job->arena);
    job->final = *final;
    certify(v, text, entries, final);
}

/* ---- the gates ---------------------------------------------------------------------------- */

static bool compiles(struct verification *v, struct trial *trial)
{
    struct error err = { 0 };
    enum status status = verify_compiles(v->job->sandbox, trial->text, NULL, &err);
    v->job->spent[v->step].runs++;
    if (!status)
        return true;
    return verdict_fail(trial->verdict, GATE_COMPILE,
                        arena_printf(v->job->arena, "line %u: %s", err.line, err.detail));
}

/* A program that defines nothing and prints is a script: how it runs is all there is to compare. */
static bool is_script(const struct verification *v, const struct baseline *nothing)
{
    return only_drives(py_tree(v->job->module)) && nothing->seeds[0].load.out.len > 0;
}

/* Sessions load what can be called. Where more than that changed, importing both must do the same as
 * well, with everything that a module does on its way. */
static bool imports_agree(struct verification *v, struct trial *trial)
{
    struct baseline *nothing = ARENA_NEW(v->scratch, struct baseline);
    if (!trial->needs_script)
        return true;
    *nothing = (struct baseline){ .entry = S(""), .whole = true,
                                  .apart = temporaries_of(py_tree(v->job->module), v->scratch) };
    if (!baseline_record(v, nothing))
        return verdict_fail(trial->verdict, GATE_EVIDENCE, arena_str(v->job->arena, nothing->problem));
    return is_script(v, nothing) || differential_loads(v, trial, nothing);
}

static const struct gate_step {
    const char *note;
    enum expense expense;
    bool (*passes)(struct verification *, struct trial *);
} steps[] = {
    { "compiling", EXPENSE_compiling, compiles },
    { "comparing calls", EXPENSE_comparing, differential_passes },
    { "comparing scripts", EXPENSE_script, script_passes },
    { "comparing imports", EXPENSE_script, imports_agree },
    { "weighing the evidence", EXPENSE_tracing, evidence_suffices },
    { "planting faults", EXPENSE_mutants, mutants_are_noticed },
    { "measuring", EXPENSE_timing, benchmark_passes },
    { "holding it against the goals", EXPENSE_other, goals_are_met },
};

static bool is_pair(const struct verification *v)
{
    return v->job->request.kind == REQUEST_VERIFY;
}

static bool takes_step(struct verification *v, struct trial *trial, const struct gate_step *step)
{
    enum expense before = spend_on(v, step->expense);
    bool passes = step->passes(v, trial);
    spend_on(v, before);
    return passes;
}

bool run_gates(struct verification *v, struct trial *trial, int from, int to)
{
    const struct gate_step *faults = NULL;
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        int percent = from + (to - from) * (int) i / (int) ARRAY_LEN(steps);
        job_progress(v->job, "verify", percent, steps[i].note);
        if (verification_over(v))
            return verdict_fail(trial->verdict, GATE_BUDGET,
                                S("time ran out before it was judged"));
        if (steps[i].passes == mutants_are_noticed && !is_from_outside(trial)) {
            faults = &steps[i];
            continue;
        }
        if (steps[i].passes == benchmark_passes) {
            trial->verdict->equivalent = true; /* unless a timed call shows otherwise */
            if (is_pair(v) && !v->job->request.measure)
                break;
        }
        if (!takes_step(v, trial, &steps[i]))
            return false;
    }
    /* In our own they decide nothing: only an answer that is given counts them. */
    if (faults && !verification_over(v))
        takes_step(v, trial, faults);
    return true;
}

unsigned trial_looseness(const struct trial *trial, const struct baseline *base, uint32_t input)
{
    bool at_once = trial->profile == SANDBOX_THREADS || trial->profile == SANDBOX_ASYNCIO;
    return base->looseness[input] | (at_once ? LOOSE_WAITING : 0u);
}

bool is_from_outside(const struct trial *trial)
{
    return !trial->candidate || trial->candidate->from_llm;
}

void verdict_accept(struct verdict *verdict, enum rung rung)
{
    verdict->accepted = true;
    verdict->failed = GATE_NONE;
    verdict->rung = rung;
}

/* ---- one candidate -------------------------------------------------------------------------- */

static struct verdict *new_verdict(struct verification *v, uint32_t candidate)
{
    struct verdict *verdict = VEC_PUSH(v->job->arena, &v->job->verdicts);
    *verdict = (struct verdict){ .candidate = candidate };
    return verdict;
}

static bool policy_allows(struct verification *v, const struct candidate *candidate,
                          struct verdict *verdict)
{
    if (candidate->entry_points.count == 0 && !candidate->module_code)
        return verdict_fail(verdict, GATE_EVIDENCE, S("no function leads to the change"));
    if ((int) candidate->best_rung >= v->job->request.accept)
        return true;
    return verdict_fail(verdict, GATE_POLICY,
                        arena_printf(v->job->arena, "its best rung is %s, %s is asked for",
                                     rung_name(candidate->best_rung),
                                     rung_name((enum rung) v->job->request.accept)));
}

/* The text in which the guard lets everything through, so that the pool itself is compared. */
static str open_guard(struct verification *v, const struct candidate *candidate)
{
    if (!candidate->guard.present)
        return (str){ 0 };
    const struct guard *guard = &candidate->guard;
    edit_vec edits = { 0 };
    for (uint32_t i = 0; i < candidate->edits.count; i++)
        *VEC_PUSH(v->scratch, &edits) = candidate->edits.items[i];
    struct edit *edit = &edits.items[guard->edit];
    edit->text = arena_printf(v->scratch, "%.*s1%.*s",
                              STR_ARG(str_slice(edit->text, 0, guard->offset)),
                              STR_ARG(str_slice(edit->text, guard->offset + guard->length,
                                                edit->text.len)));
    return edited_text(v, &edits);
}

static bool guard_is_sound(const struct candidate *candidate)
{
    const struct guard *guard = &candidate->guard;
    return !guard->present ||
           (guard->edit < candidate->edits.count &&
            guard->offset + (uint64_t) guard->length <=
                candidate->edits.items[guard->edit].text.len);
}

/* Of the job, when the candidate is taken up: the last part of the stage is for their sum. */
static int candidate_percent(const struct verification *v, uint32_t candidate)
{
    uint32_t parts = v->job->candidates.count + 1;
    return VERIFY_FROM + (int) ((VERIFY_TO - VERIFY_FROM) * candidate / parts);
}

static void judge(struct verification *v, struct candidate *candidate, struct verdict *verdict)
{
    struct trial trial = {
        .profile = profile_wider(profile_of_candidate(candidate), v->profile),
        .side_by_side = candidate->profile != CANDIDATE_SEQUENTIAL,
        .candidate = candidate,
        .entries = candidate->entry_points,
        .needs_script = candidate->module_code,
        .verdict = verdict,
    };
    if (!policy_allows(v, candidate, verdict))
        return;
    if (!guard_is_sound(candidate) || candidate_text(v, candidate).len == 0) {
        verdict_fail(verdict, GATE_COMPILE, S("its edits do not fit the source"));
        return;
    }
    if (!goals_allow_text(v, candidate_text(v, candidate), verdict))
        return;
    if (candidate->guard.present && !candidate->guard.fixed &&
        !calibrate_guard(v, candidate, verdict, &trial.fallback))
        return;
    trial.text = candidate_text(v, candidate);
    trial.all_pool_text = open_guard(v, candidate);
    if (run_gates(v, &trial, candidate_percent(v, verdict->candidate),
                  candidate_percent(v, verdict->candidate + 1)))
        verdict_accept(verdict, candidate->best_rung);
}

/* Several candidates may have to be verified together in the end: a quarter of the time is for that. */
static uint64_t judging_ends(const struct job *job)
{
    uint64_t now = clock_ns(), left = job->deadline_ns > now ? job->deadline_ns - now : 0;
    return job->deadline_ns - (job->candidates.count > 1 ? left / 4 : 0);
}

/* An equal share of what is left, so that one candidate cannot use up the time of all. */
static void set_deadline(struct verification *v, uint64_t end, uint32_t candidates_left)
{
    uint64_t now = clock_ns();
    uint64_t left = end > now ? end - now : 0;
    uint64_t share = left / candidates_left;
    if (share < LEAST_BUDGET_NS)
        share = left < LEAST_BUDGET_NS ? left : LEAST_BUDGET_NS;
    v->deadline_ns = now + share;
}

/* Refused before it came here: an earlier stage left the verdict. */
static bool is_judged(const struct job *job, uint32_t candidate)
{
    for (uint32_t i = 0; i < job->verdicts.count; i++)
        if (job->verdicts.items[i].candidate == candidate)
            return true;
    return false;
}

/* A change of the same lines was accepted, and this one does not promise to be better: expectations are
 * rough, so it is tried when it may come near. */
static bool is_outdone(const struct job *job, const struct candidate *candidate)
{
    for (uint32_t i = 0; i < job->verdicts.count; i++) {
        const struct verdict *verdict = &job->verdicts.items[i];
        if (verdict->accepted && verdict->candidate < job->candidates.count &&
            !edits_disjoint(job->request.code, &job->candidates.items[verdict->candidate].edits, &candidate->edits) &&
            candidate->expected_speedup < verdict->speed.ratio * WORTH_A_TRY)
            return true;
    }
    return false;
}

/* ---- the first door (the other: pair.c) ------------------------------------------------------ */

void verification_begin(struct verification *v, struct job *job)
{
    *v = (struct verification){
        .job = job,
        .scratch = arena_new(SCRATCH_LIMIT),
        .original = job->request.code,
        .relaxed = (job->request.observe.float_ulp ? LOOSE_ULP : 0u) |
                   (job->request.observe.unordered_set_iteration ? LOOSE_ORDER : 0u),
        .contractual = job->request.kind == REQUEST_VERIFY,
        .deadline_ns = job->deadline_ns,
        .profile = profile_of_text(job->request.code),
        .step_since_ns = clock_ns(),
    };
    v->numpy = str_find(v->original, S("numpy")) != SIZE_MAX && sandbox_has_numpy(job->sandbox);
    sandbox_set_deadline(job->sandbox, job->deadline_ns); /* the budget holds for every wait */
    job->optimized_code = job->request.code;
    job->diff = (str){ 0 };
    job->final = (struct verdict){ .reason = S("nothing was accepted") };
}

void verification_end(struct verification *v)
{
    for (uint32_t i = 0; i < v->baseline_count; i++)
        baseline_release(v->baselines[i]);
    script_release(v);
    sandbox_set_deadline(v->job->sandbox, 0);
    spend_on(v, EXPENSE_other);
    arena_free(v->scratch);
}

enum status verify_without_sandbox(struct job *job)
{
    job->optimized_code = job->request.code;
    for (uint32_t i = 0; i < job->candidates.count; i++) {
        if (is_judged(job, i))
            continue;
        struct verdict *verdict = VEC_PUSH(job->arena, &job->verdicts);
        *verdict = (struct verdict){ .candidate = i };
        verdict_fail(verdict, GATE_EVIDENCE, S("nothing can be executed here: no sandbox"));
    }
    job->final = (struct verdict){ .failed = GATE_EVIDENCE,
                                   .reason = S("nothing can be executed here: no sandbox") };
    return STATUS_OK;
}

/* With nothing to judge the program would not run at all; its author still wants to know that it
 * never ends, forks or eats memory. */
static void remark_on_original(struct verification *v)
{
    str remark = script_remark(v);
    if (remark.len)
        *VEC_PUSH(v->job->arena, &v->job->final.notes) = remark;
}

enum status verify_candidates(struct job *job, struct error *err)
{
    struct verification v;
    if (!job->sandbox)
        return verify_without_sandbox(job);
    verification_begin(&v, job);
    if (job->verdicts.count == job->candidates.count)
        remark_on_original(&v);
    uint64_t end = judging_ends(job);
    for (uint32_t i = 0; i < job->candidates.count; i++) {
        struct candidate *candidate = &job->candidates.items[i];
        if (is_judged(job, i))
            continue;
        if (is_outdone(job, candidate)) {
            verdict_fail(new_verdict(&v, i), GATE_POLICY,
                         S("a change of the same lines was accepted that gains more"));
            continue;
        }
        set_deadline(&v, end, job->candidates.count - i);
        struct verdict verdict = { .candidate = i };
        judge(&v, candidate, &verdict);
        *new_verdict(&v, i) = verdict;
    }
    compose(&v);
    verification_end(&v);
    if (job->cancel && atomic_load(job->cancel))
        return error_set(err, STATUS_CANCELLED, "the job was cancelled");
    return STATUS_OK;
}
