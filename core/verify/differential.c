/*
 * differential.c — the candidate against the recorded original: same inputs, same order, same hash
 * seeds, one input after the other, compared byte for byte here and nowhere else. Then once more on
 * inputs drawn after the candidate was fixed.
 *
 * The first difference is confirmed in fresh processes, alone if it shows alone, else with the
 * shortest run of preceding calls that still shows it; a lone one is made smaller. What remains becomes
 * the counterexample.
 */
#include "verify_internal.h"

enum { CALL_MS = 3000, SLACK = 20, SHRINK_ROUNDS = 8, SHRINK_NS = 2000000000, SET_ASIDE = 100, LAYOUTS = 16 };

/* One program under one seed, for this trial. */
static struct session_spec candidate_spec(const struct trial *trial, const struct baseline *base,
                                          str text, uint32_t seed)
{
    return (struct session_spec){ .source = text, .exact = base->whole, .names = base->names, .apart = base->apart,
                                  .hash_seed = seed, .profile = trial->profile, .keep_files = true };
}

static struct session_spec original_spec(const struct verification *v, uint32_t seed)
{
    return (struct session_spec){ .source = v->original, .hash_seed = seed,
                                  .profile = v->profile };
}

str end_in_words(struct arena *arena, enum status status, const struct sandbox_outcome *outcome)
{
    if (status == STATUS_TIMEOUT)
        return S("does not come back in time");
    if (outcome->end == SANDBOX_EXITED)
        return arena_printf(arena, "ends the process with status %d", outcome->code);
    if (outcome->end == SANDBOX_SIGNALED)
        return arena_printf(arena, "is ended by signal %d", outcome->code);
    return arena_printf(arena, "is stopped: %s", sandbox_end_name(outcome->end));
}

/* Runs calls in a fresh process; *ret is what the last one did, or an error. */
static enum status replay(struct verification *v, const struct session_spec *spec, str entry,
                          const struct input *calls, uint32_t count, struct observed *ret)
{
    struct session session;
    struct error err = { 0 };
    enum status status = session_open(v, spec, &session, &err);
    for (uint32_t i = 0; !status && i < count; i++)
        status = session_call(&session, entry, &calls[i], verification_left_ms(v, CALL_MS), ret,
                              &err);
    if (!status)
        *ret = observed_copy(ret, v->scratch);
    session_close(&session, NULL);
    return status;
}

/* True when the last of these calls shows a difference in fresh processes. */
static bool differs_afresh(struct verification *v, const struct trial *trial,
                           const struct baseline *base, str text, uint32_t seed,
                           unsigned looseness, const struct input *calls, uint32_t count)
{
    struct session_spec original = original_spec(v, seed);
    struct session_spec candidate = candidate_spec(trial, base, text, seed);
    struct observed expected, actual;
    if (replay(v, &original, base->entry, calls, count, &expected) ||
        observed_kind(&expected) == OBSERVED_EXHAUSTED)
        return false;
    if (replay(v, &candidate, base->entry, calls, count, &actual))
        return !verification_over(v);
    if (observed_equal(&expected, &actual, looseness))
        return false;
    struct observed again;
    return !replay(v, &original, base->entry, calls, count, &again) &&
           observed_equal(&expected, &again, EXACT | (looseness & LOOSE_ADDRESSES));
}

/* What the original shows on this input depends on where objects lie in memory. Recording met two layouts;
 * now that something depends on the answer, the same calls are made in two processes, and before each call
 * one of them moves its objects about. */
static bool is_arbitrary(struct verification *v, const struct baseline *base, uint32_t seed, uint32_t input)
{
    enum { USUAL, MOVED, PROCESSES };
    struct session sessions[PROCESSES] = { 0 };
    struct observed seen[PROCESSES];
    struct error err = { 0 };
    enum status status = STATUS_OK;
    bool arbitrary = false;
    size_t failed;
    for (size_t k = 0; k < PROCESSES && !status; k++) {
        struct session_spec spec = original_spec(v, seed);
        spec.moved = k == MOVED;
        status = session_open(v, &spec, &sessions[k], &err);
    }
    for (uint32_t i = 0; i < LAYOUTS && !status && !arbitrary; i++) {
        status = session_call_all(sessions, PROCESSES, base->entry, &base->inputs.items[input],
                                  verification_left_ms(v, CALL_MS), seen, &failed, &err);
        arbitrary = !status && !observed_equal(&seen[USUAL], &seen[MOVED], EXACT | base->looseness[input]);
    }
    for (size_t k = 0; k < PROCESSES; k++)
        session_close(&sessions[k], NULL);
    return arbitrary;
}

/* The last call's outcome in words, with what it printed. *ret_left: pairs of fields, what it left behind. */
static str show(struct verification *v, const struct session_spec *spec, str entry,
                const struct input *calls, uint32_t count, str *ret_left)
{
    struct session session;
    struct sandbox_reply reply = { 0 };
    struct sandbox_outcome outcome = { 0 };
    struct observed seen;
    struct error err = { 0 };
    str text = { 0 }, arguments = { 0 }, left = { 0 };
    enum status status = session_open(v, spec, &session, &err);
    for (uint32_t i = 0; !status && i + 1 < count; i++)
        status = session_call(&session, entry, &calls[i], CALL_MS, &seen, &err);
    str fields[] = { entry, calls[count - 1].pickle };
    if (!status)
        status = session_ask(&session, S("show"), fields, ARRAY_LEN(fields), CALL_MS, &reply, &err);
    if (!status && field_next(&reply.payload, &text) && field_next(&reply.payload, &arguments)) {
        field_next(&reply.payload, &left);
        text = arena_printf(v->job->arena, "%.*s; arguments afterwards %.*s", STR_ARG(text),
                            STR_ARG(str_slice(arguments, 0, 500)));
        if (reply.out.len)
            text = arena_printf(v->job->arena, "%.*s; printed %.*s", STR_ARG(text),
                                STR_ARG(str_slice(reply.out, 0, 500)));
        if (reply.err.len)
            text = arena_printf(v->job->arena, "%.*s; on standard error %.*s", STR_ARG(text),
                                STR_ARG(str_slice(reply.err, 0, 500)));
    }
    *ret_left = arena_str(v->job->arena, left);
    session_close(&session, &outcome);
    if (status)
        text = arena_str(v->job->arena, end_in_words(v->scratch, status, &outcome));
    sandbox_outcome_release(&outcome);
    return text;
}

/* Replaces *input by smaller ones as long as the difference stays. */
static void shrink(struct verification *v, const struct trial *trial, struct baseline *base,
                   str text, uint32_t seed, unsigned looseness, struct input *input)
{
    uint64_t end = clock_ns() + SHRINK_NS;
    struct error err = { 0 };
    for (int round = 0; round < SHRINK_ROUNDS && clock_ns() < end; round++) {
        input_vec smaller = { 0 };
        if (generator_shrink(v, &base->generator, input, &smaller, &err))
            return;
        uint32_t i = 0;
        while (i < smaller.count && clock_ns() < end &&
               !differs_afresh(v, trial, base, text, seed, looseness, &smaller.items[i], 1))
            i++;
        if (i == smaller.count || clock_ns() >= end)
            return;
        *input = smaller.items[i];
    }
}

/* Outcomes that read alike: says what else differs, the variables of the module or the state of the process. */
static void tell_what_is_left(struct arena *arena, struct counterexample *example, str expected, str actual)
{
    str what, here, there, other;
    while (field_next(&expected, &what) && field_next(&expected, &here) && field_next(&actual, &other) &&
           field_next(&actual, &there) && str_equal(what, other)) {
        if (str_equal(here, there))
            continue;
        example->expected = arena_printf(arena, "%.*s; %.*s: %.*s", STR_ARG(example->expected), STR_ARG(what),
                                         STR_ARG(str_slice(here, 0, 300)));
        example->actual = arena_printf(arena, "%.*s; %.*s: %.*s", STR_ARG(example->actual), STR_ARG(what),
                                       STR_ARG(str_slice(there, 0, 300)));
    }
}

static void fill_example(struct verification *v, struct trial *trial, const struct baseline *base,
                         str text, uint32_t seed, const struct input *calls, uint32_t count)
{
    struct counterexample *example = &trial->verdict->counterexample;
    struct session_spec original = original_spec(v, seed);
    struct session_spec candidate = candidate_spec(trial, base, text, seed);

    candidate.keep_files = false;
    example->present = true;
    example->call = arena_str(v->job->arena, calls[count - 1].call);
    if (count > 1)
        example->call = arena_printf(v->job->arena, "%.*s after %u earlier calls",
                                     STR_ARG(example->call), count - 1);
    str left_by_original, left_by_candidate;
    example->expected = show(v, &original, base->entry, calls, count, &left_by_original);
    example->actual = show(v, &candidate, base->entry, calls, count, &left_by_candidate);
    if (str_equal(example->expected, example->actual))
        tell_what_is_left(v->job->arena, example, left_by_original, left_by_candidate);
    example->reproducer = reproducer_for_call(v->job->arena, v->original, text, base->entry, calls,
                                              count);
}

void differential_explain(struct verification *v, struct trial *trial, struct baseline *base,
                          const struct input *input)
{
    fill_example(v, trial, base, trial->text, 0, input, 1);
}

/* Finds the shortest way to show the difference at input `at` and makes it the counterexample. */
static void explain(struct verification *v, struct trial *trial, struct baseline *base, str text,
                    uint32_t seed, uint32_t at)
{
    const struct input *calls = &base->inputs.items[at];
    struct input alone = *calls;
    unsigned looseness = trial_looseness(trial, base, at);
    uint32_t count = 1;
    enum expense before = spend_on(v, EXPENSE_explaining);

    if (differs_afresh(v, trial, base, text, seed, looseness, &alone, 1)) {
        shrink(v, trial, base, text, seed, looseness, &alone);
        calls = &alone;
    } else {
        /* It takes what earlier calls left behind: double the history until it shows. */
        count = 2;
        while (count <= at && !differs_afresh(v, trial, base, text, seed, looseness,
                                              &base->inputs.items[at + 1 - count], count))
            count *= 2;
        count = count <= at ? count : at + 1;
        calls = &base->inputs.items[at + 1 - count];
    }
    fill_example(v, trial, base, text, seed, calls, count);
    spend_on(v, before);
}

/* The process is gone; says whether that is the candidate's fault. */
static bool fail_by_death(struct verification *v, struct trial *trial, struct baseline *base,
                          str text, uint32_t seed, uint32_t at, enum status status,
                          const struct sandbox_outcome *outcome)
{
    if (verification_over(v))
        return verdict_fail(trial->verdict, GATE_BUDGET, S("time ran out during the comparison"));
    if (outcome->end == SANDBOX_FAILED || status == STATUS_SANDBOX)
        return verdict_fail(trial->verdict, GATE_EVIDENCE, S("the sandbox could not run it"));
    bool broke_off = status != STATUS_TIMEOUT &&
                     (outcome->end == SANDBOX_EXITED || outcome->end == SANDBOX_VIOLATION ||
                      outcome->end == SANDBOX_POLICY);
    enum gate gate = broke_off ? GATE_EQUIVALENCE : GATE_LIMIT;
    str how = end_in_words(v->scratch, status, outcome);
    if (at == UINT32_MAX)
        return verdict_fail(trial->verdict, gate,
                            arena_printf(v->job->arena, "loading the candidate %.*s",
                                         STR_ARG(how)));
    explain(v, trial, base, text, seed, at);
    return verdict_fail(trial->verdict, gate,
                        arena_printf(v->job->arena,
                                     "the candidate %.*s where the original comes to an end",
                                     STR_ARG(how)));
}

/* What is arbitrary on most inputs may agree with itself on another by chance. */
static bool is_mostly_arbitrary(const struct baseline *base)
{
    return 2 * (uint64_t) base->nondeterministic > base->inputs.count;
}

static bool fail_by_difference(struct verification *v, struct trial *trial, struct baseline *base,
                               str text, uint32_t seed, uint32_t at,
                               const struct observed *expected, const struct observed *actual)
{
    str part = observed_difference(expected, actual);
    enum gate gate = GATE_EQUIVALENCE;
    if (is_mostly_arbitrary(base))
        return verdict_fail(trial->verdict, GATE_EVIDENCE,
                            S("the original does not do the same twice on most inputs"));
    if (observed_valid(actual) && observed_kind(actual) == OBSERVED_EXHAUSTED)
        gate = GATE_LIMIT;
    str reason = arena_printf(v->job->arena, "it differs from the original on %.*s: %.*s",
                              STR_ARG(base->inputs.items[at].call), STR_ARG(part));
    explain(v, trial, base, text, seed, at);
    return verdict_fail(trial->verdict, gate, reason);
}

static str load_in_words(struct verification *v, const struct observed *load)
{
    bool raised = observed_valid(load) && observed_kind(load) != OBSERVED_RETURN;
    return arena_printf(v->job->arena, "%s; printed %.*s", raised ? "raises" : "loads",
                        STR_ARG(str_slice(load->out, 0, 500)));
}

static void explain_load(struct verification *v, struct trial *trial, const struct observed *expected,
                         const struct observed *actual)
{
    struct counterexample *example = &trial->verdict->counterexample;
    example->present = true;
    example->call = S("import of the module");
    example->expected = load_in_words(v, expected);
    example->actual = load_in_words(v, actual);
    example->reproducer = reproducer_for_call(v->job->arena, v->original, trial->text, S(""), NULL, 0);
}

static bool load_agrees(struct verification *v, struct trial *trial, const struct baseline *base,
                        uint32_t seed, const struct session *session)
{
    str rest = session->load.payload, observed = { 0 }, names = { 0 }, refused = { 0 };
    field_next(&rest, &observed);
    field_next(&rest, &names);
    field_next(&rest, &refused);
    struct observed actual = { observed, session->load.out, session->load.err, 0 };
    if (refused.len && !base->whole) /* what a driver binds on its way is not offered to anybody */
        return verdict_fail(trial->verdict, GATE_EQUIVALENCE,
                            arena_printf(v->job->arena, "it adds public names to the module: %.*s",
                                         STR_ARG(str_slice(refused, 0, 200))));
    if (observed_equal(&base->seeds[seed].load, &actual, v->relaxed & LOOSE_ULP))
        return true;
    explain_load(v, trial, &base->seeds[seed].load, &actual);
    return verdict_fail(trial->verdict, GATE_EQUIVALENCE,
                        arena_printf(v->job->arena, "importing the module differs: %.*s",
                                     STR_ARG(observed_difference(&base->seeds[seed].load,
                                                                 &actual))));
}

static bool files_agree(struct trial *trial, const struct recording *expected,
                        const struct sandbox_outcome *actual)
{
    return same_files(expected->files, expected->file_count, actual->files, actual->file_count) ||
           verdict_fail(trial->verdict, GATE_EQUIVALENCE,
                        S("it leaves other files behind than the original"));
}

/* A generous limit: only what is out of all proportion is called a hang. */
static uint32_t call_limit_ms(const struct verification *v, const struct observed *expected)
{
    return verification_left_ms(v, CALL_MS + (uint32_t) (expected->elapsed_ns * SLACK / 1000000));
}

/* Every input from `at` on breaks the annotations: what differs there is told, and decides nothing. */
static bool is_beside_the_point(struct verification *v, struct trial *trial,
                                const struct baseline *base, uint32_t at)
{
    if (at >= base->inputs.count || input_is_binding(v, &base->inputs.items[at]))
        return false;
    verdict_note(v, trial->verdict,
                 arena_printf(v->scratch, "it differs on a call that breaks the annotations: %.*s",
                              STR_ARG(base->inputs.items[at].call)));
    return true;
}

/* The candidate, or its form with the guard open, under one hash seed. */
struct contender {
    str text;
    uint32_t seed;
    struct observed actual; /* where it differed */
};

enum { CONTENDERS = HASH_SEEDS + 1 };

/* The first contender that does something else than the original under its seed; `count` for none. */
static size_t first_different(struct verification *v, const struct trial *trial, const struct baseline *base,
                              uint32_t input, struct contender *contenders, const struct observed *seen,
                              size_t count)
{
    for (size_t k = 0; k < count; k++) {
        const struct observed *expected = &base->seeds[contenders[k].seed].calls[input];
        if (observed_equal(expected, &seen[k], trial_looseness(trial, base, input)))
            continue;
        contenders[k].actual = observed_copy(&seen[k], v->scratch);
        return k;
    }
    return count;
}

/* Of an input with a difference: no more than a few, the rest is then blamed on the candidate. */
static bool sets_aside(struct verification *v, struct baseline *base, uint32_t seed, uint32_t input)
{
    if (base->set_aside == SET_ASIDE || !is_arbitrary(v, base, seed, input))
        return false;
    baseline_set_aside(base, input);
    return true;
}

/* All contenders at the same time, in processes of their own, one input after the other. */
static bool agree(struct verification *v, struct trial *trial, struct baseline *base,
                  struct contender *contenders, size_t count)
{
    struct session sessions[CONTENDERS] = { 0 };
    struct sandbox_outcome outcomes[CONTENDERS] = { 0 };
    struct observed seen[CONTENDERS];
    struct error err = { 0 };
    enum status status = STATUS_OK;
    uint32_t at = UINT32_MAX;
    size_t which = 0;
    bool same = true;

    for (size_t k = 0; k < count && !status && same; k++) {
        struct session_spec spec =
            candidate_spec(trial, base, contenders[k].text, contenders[k].seed);
        status = session_open(v, &spec, &sessions[k], &err);
        which = k;
        if (!status)
            same = load_agrees(v, trial, base, contenders[k].seed, &sessions[k]);
    }
    for (uint32_t i = 0; !status && same && i < base->inputs.count; i++) {
        at = i;
        uint32_t limit_ms = call_limit_ms(v, &base->seeds[0].calls[i]);
        status = session_call_all(sessions, count, base->entry, &base->inputs.items[i], limit_ms,
                                  seen, &which, &err);
        if (!status && base->usable[i]) {
            which = first_different(v, trial, base, i, contenders, seen, count);
            same = which == count || sets_aside(v, base, contenders[which].seed, i);
        }
    }
    for (size_t k = 0; k < count; k++) /* a failure leaves the others in the middle of something */
        session_close(&sessions[k], status && k != which ? NULL : &outcomes[k]);
    bool files = true;
    if ((status || !same) && is_beside_the_point(v, trial, base, at)) {
        same = true;
        files = false; /* they may come from that call */
    } else if (status) {
        same = fail_by_death(v, trial, base, contenders[which].text, contenders[which].seed, at,
                             status, &outcomes[which]);
    }
    if (!same && !status && trial->verdict->failed == GATE_NONE)
        fail_by_difference(v, trial, base, contenders[which].text, contenders[which].seed, at,
                           &base->seeds[contenders[which].seed].calls[at],
                           &contenders[which].actual);
    for (size_t k = 0; k < count; k++) {
        same = same && (!files || files_agree(trial, &base->seeds[contenders[k].seed], &outcomes[k]));
        sandbox_outcome_release(&outcomes[k]);
    }
    return same;
}

static bool agrees_everywhere(struct verification *v, struct trial *trial, struct baseline *base)
{
    struct contender contenders[CONTENDERS];
    size_t count = 0;
    for (uint32_t seed = 0; seed < HASH_SEEDS; seed++)
        contenders[count++] = (struct contender){ .text = trial->text, .seed = seed };
    if (trial->all_pool_text.len)
        contenders[count++] = (struct contender){ .text = trial->all_pool_text };
    return agree(v, trial, base, contenders, count);
}

bool differential_loads(struct verification *v, struct trial *trial, struct baseline *nothing)
{
    return agrees_everywhere(v, trial, nothing);
}

static void count_evidence(struct verdict *verdict, const struct baseline *base)
{
    verdict->inputs += base->usable_count;
    verdict->raising_inputs += base->raising;
    verdict->distinct_outputs += base->distinct;
}

bool differential_agrees(struct verification *v, struct trial *trial, struct baseline *base)
{
    if (!agrees_everywhere(v, trial, base))
        return false;
    count_evidence(trial->verdict, base);
    return true;
}

static void note_masked(struct verification *v, struct verdict *verdict,
                        const struct baseline *base)
{
    if (base->nondeterministic)
        verdict_note(v, verdict, arena_printf(v->job->arena,
                     "%u inputs left out: the original is not deterministic on them",
                     base->nondeterministic));
    if (base->too_slow + base->exhausted)
        verdict_note(v, verdict, arena_printf(v->job->arena,
                     "%u inputs left out: the original reached a limit on them",
                     base->too_slow + base->exhausted));
    if (base->masked)
        verdict_note(v, verdict, arena_printf(v->job->arena,
                     "%u inputs compared without the addresses of objects that they show",
                     base->masked));
    if (base->reordered)
        verdict_note(v, verdict, arena_printf(v->job->arena,
                     "%u inputs compared without order: that of a set shows in what they do",
                     base->reordered));
    if (v->contractual && base->raising)
        verdict_note(v, verdict, S("where Python itself refuses an operation (TypeError, AttributeError, "
                                   "UnboundLocalError), what it says is not compared"));
    if (base->hash_dependent)
        verdict_note(v, verdict,
                     S("the original depends on the hash seed; compared within each seed"));
}

bool differential_passes(struct verification *v, struct trial *trial)
{
    struct verdict *verdict = trial->verdict;
    for (uint32_t i = 0; i < trial->entries.count; i++) {
        struct baseline *base = baseline_get(v, trial->entries.items[i]);
        if (base->problem.len)
            return verdict_fail(verdict, verification_over(v) ? GATE_BUDGET : GATE_EVIDENCE,
                                arena_str(v->job->arena, base->problem));
        if (!agrees_everywhere(v, trial, base))
            return false;
        count_evidence(verdict, base);
        note_masked(v, verdict, base);
        if (base->no_parameters)
            continue;
        struct baseline *hidden = baseline_hidden(v, base, verdict->candidate + 1);
        if (hidden->problem.len) { /* mostly: every input of a small domain has been seen */
            verdict_note(v, verdict,
                         arena_printf(v->scratch, "no fresh inputs were drawn: %.*s",
                                      STR_ARG(hidden->problem)));
            continue;
        }
        if (!agrees_everywhere(v, trial, hidden))
            return false;
        count_evidence(verdict, hidden);
    }
    return true;
}
