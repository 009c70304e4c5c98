/*
 * compose.c — which of the accepted candidates are returned, and that they hold together.
 *
 * Of candidates that change the same lines the one that gained most is taken. The rest is put
 * together and verified as a whole against the original. When that fails, the one that gained
 * least is left out and the others are tried again, so that a bad companion hides nobody; a
 * single candidate needs no further proof, its text is the very text that was verified.
 */
#include "verify_internal.h"

enum { MAX_TRIES = 4 };

/* Accepted verdicts, the largest gain first. */
typedef VEC(struct verdict *) verdict_vec;

static const struct candidate *candidate_of(const struct verification *v,
                                            const struct verdict *verdict)
{
    return &v->job->candidates.items[verdict->candidate];
}

static verdict_vec by_gain(struct verification *v)
{
    verdict_vec all = { 0 };
    for (uint32_t i = 0; i < v->job->verdicts.count; i++) {
        struct verdict *verdict = &v->job->verdicts.items[i];
        if (!verdict->accepted)
            continue;
        *VEC_PUSH(v->scratch, &all) = verdict;
        for (uint32_t k = all.count - 1;
             k > 0 && all.items[k - 1]->speed.ratio < verdict->speed.ratio; k--) {
            all.items[k] = all.items[k - 1];
            all.items[k - 1] = verdict;
        }
    }
    return all;
}

static bool overlaps(const struct verification *v, const verdict_vec *kept,
                     const struct verdict *verdict)
{
    for (uint32_t i = 0; i < kept->count; i++)
        if (!edits_disjoint(v->original, &candidate_of(v, kept->items[i])->edits,
                            &candidate_of(v, verdict)->edits))
            return true;
    return false;
}

/* Each place is changed by the candidate that gains most there. */
static verdict_vec choose(struct verification *v)
{
    verdict_vec all = by_gain(v), kept = { 0 };
    for (uint32_t i = 0; i < all.count; i++) {
        if (overlaps(v, &kept, all.items[i]))
            verdict_fail(all.items[i], GATE_POLICY,
                         S("a change of the same lines was accepted that gains more"));
        else
            *VEC_PUSH(v->scratch, &kept) = all.items[i];
    }
    return kept;
}

static void add_entries(struct verification *v, str_vec *all, const str_vec *more)
{
    for (uint32_t i = 0; i < more->count; i++) {
        uint32_t k = 0;
        while (k < all->count && !str_equal(all->items[k], more->items[i]))
            k++;
        if (k == all->count)
            *VEC_PUSH(v->scratch, all) = more->items[i];
    }
}

/* All is shown but the speed of the whole, and time is up: that of the parts is known. */
static bool is_measured_in_parts(struct verification *v, const verdict_vec *kept, struct verdict *final)
{
    if (final->failed != GATE_BUDGET || !final->equivalent)
        return false;
    final->speed = kept->items[0]->speed;
    verdict_note(v, final, S("time ran out before the whole was measured: each change was, by itself"));
    return true;
}

/* The sum of the kept candidates, verified as a whole. */
static bool holds_together(struct verification *v, const verdict_vec *kept, struct trial *trial,
                           struct verdict *final)
{
    edit_vec edits = { 0 };
    struct candidate *sum = ARENA_NEW(v->scratch, struct candidate);
    *sum = (struct candidate){ .transform = S("composition"),
                               .finding = -1,
                               .best_rung = RUNG_PROVED };
    *final = (struct verdict){ .candidate = v->job->candidates.count };
    *trial = (struct trial){ .profile = v->profile, .verdict = final, .candidate = sum };
    for (uint32_t i = 0; i < kept->count; i++) {
        const struct candidate *candidate = candidate_of(v, kept->items[i]);
        edits_merge(&edits, &candidate->edits, v->scratch);
        add_entries(v, &trial->entries, &candidate->entry_points);
        trial->needs_script = trial->needs_script || candidate->module_code;
        trial->profile = profile_wider(trial->profile, profile_of_candidate(candidate));
        trial->side_by_side = trial->side_by_side || candidate->profile != CANDIDATE_SEQUENTIAL;
        sum->from_llm = sum->from_llm || candidate->from_llm;
        if (kept->items[i]->rung < sum->best_rung)
            sum->best_rung = kept->items[i]->rung;
    }
    trial->text = edited_text(v, &edits);
    v->deadline_ns = v->job->deadline_ns;
    if (trial->text.len == 0)
        return verdict_fail(final, GATE_COMPILE, S("the changes do not fit together"));
    if (!run_gates(v, trial, VERIFY_TO - 5, VERIFY_TO) && !is_measured_in_parts(v, kept, final))
        return false;
    verdict_accept(final, sum->best_rung);
    return true;
}

/* What is left out loses its acceptance: what is returned is what was verified. */
static void leave_out(struct verification *v, verdict_vec *kept, const struct verdict *final)
{
    struct verdict *last = kept->items[--kept->count];
    verdict_fail(last, final->failed,
                 arena_printf(v->job->arena, "together with better changes: %.*s",
                              STR_ARG(final->reason)));
}

void compose(struct verification *v)
{
    struct job *job = v->job;
    verdict_vec kept = choose(v);
    struct trial trial;
    struct verdict final = { .failed = GATE_BUDGET,
                             .reason = S("time ran out before that was verified") };
    bool whole = false;
    for (uint32_t tries = 0; kept.count > 1 && !whole; tries++) {
        whole = tries < MAX_TRIES && !job_should_stop(job) &&
                holds_together(v, &kept, &trial, &final);
        if (!whole)
            leave_out(v, &kept, &final);
    }
    if (kept.count == 0)
        return;
    if (whole)
        return_text(v, trial.text, &trial.entries, &final);
    else
        return_text(v, candidate_text(v, candidate_of(v, kept.items[0])),
                    &candidate_of(v, kept.items[0])->entry_points, kept.items[0]);
    for (uint32_t i = 0; i < kept.count; i++)
        *VEC_PUSH(job->arena, &job->accepted) = candidate_of(v, kept.items[i])->transform;
}

bool verify_whole(struct job *job, str text, const struct candidate *sum)
{
    struct verification v;
    struct verdict final = { .candidate = job->candidates.count }, before = job->final;
    str code = job->optimized_code, diff = job->diff;
    verification_begin(&v, job);
    struct trial trial = { .text = text,
                           .verdict = &final,
                           .candidate = sum,
                           .entries = sum->entry_points,
                           .needs_script = sum->module_code,
                           .profile = profile_wider(v.profile, profile_of_candidate(sum)),
                           .side_by_side = sum->profile != CANDIDATE_SEQUENTIAL };
    bool holds = run_gates(&v, &trial, VERIFY_TO, REFINE_TO);
    if (holds) {
        verdict_accept(&final, sum->best_rung);
        return_text(&v, text, &trial.entries, &final);
    } else {
        job->optimized_code = code;
        job->diff = diff;
        job->final = before;
    }
    verification_end(&v);
    return holds;
}
