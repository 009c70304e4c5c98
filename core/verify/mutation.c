/*
 * mutation.c — would the inputs have shown a fault? Small faults are planted into the changed
 * lines of the candidate (harness/mutants.py), each mutant is run on the inputs that the
 * candidate passed, and one that behaves like the original everywhere is alive. Mutants alive
 * say that the inputs are blind near the change; some are alive because they are equivalent
 * programs, which no input can show.
 *
 * Mutants that are alive are aimed at: a process of its own breeds inputs on which they, or the
 * candidate itself, differ from the original (harness/hunt.py). The candidate then has to pass
 * those too, which is how a fault that no mutant is like gets found: the mutant that undoes it
 * was alive.
 *
 * It has to be cheap: a mutant is one process, called until the first difference, telling
 * inputs first. A control run of the candidate itself in that order drops the inputs whose
 * outcome depends on the calls before. A mutant that does not come back is noticed. When time
 * is up the rest is not judged.
 *
 * What is asked for depends on what else speaks for the candidate, as in coverage.c: a text
 * from outside must have most of its mutants noticed.
 */
#include "verify_internal.h"

enum {
    MUTANTS = 32,       /* of a text from outside */
    OWN_MUTANTS = 10,   /* of our own transformations: for the answer, they decide nothing */
    MODULE_MUTANTS = 6, /* each takes a run of the whole program */
    DRAW_MS = 15000,
    PHASE_MS = 900, /* of processor time, … */
    CROWDED = 8,    /* … and so many times that by the clock */
    CALLS_MS = 120, /* of the original, for the calls of one mutant */
    HANG_MS = 100,  /* and this many times what the original takes: */
    SLACK = 20,
    FEW = 5,              /* under so many mutants one noticed is enough */
    NOTICED_UNKNOWN = 50, /* per cent, in a text from outside */
    SHOWN = 8,            /* survivors named in the answer */
    HUNT_MS = 250,        /* of processor time, over all entry points */
    LONG_HUNT_MS = 700,   /* when there are mutants alive to aim at */
    LEAST_HUNT_MS = 50,   /* for each of them */
    TARGETS = 10,         /* texts to tell from the original at once, beside the candidate */
    SEEDS = 80,
    SEED_BYTES = 1 << 15,
};

struct mutant {
    str line, what, text;
    str condition;    /* number of the `if` whose condition it changes, with '!' when turned round; or "" */
    bool undone;      /* it is the original again: what it changes is all that the candidate changed */
    bool in_function; /* else it takes the script to run it */
    bool alive;
};
typedef VEC(struct mutant) mutant_vec;

/* The calls of one entry point, telling ones first. */
struct yardstick {
    const struct baseline *base;
    uint32_t *order;
    uint32_t count;
};

/* ---- mutants -------------------------------------------------------------------------------
 */

static void read_mutants(struct verification *v, str reply, bool in_function, mutant_vec *ret)
{
    str line, what, text, undone, condition;
    while (field_next(&reply, &line) && field_next(&reply, &what) && field_next(&reply, &text) &&
           field_next(&reply, &undone) && field_next(&reply, &condition))
        *VEC_PUSH(v->scratch, ret) =
            (struct mutant){ .line = arena_str(v->scratch, str_slice(line, 0, 10)),
                             .what = arena_str(v->scratch, str_slice(what, 0, 80)),
                             .text = arena_str(v->scratch, text),
                             .condition = arena_str(v->scratch, str_slice(condition, 0, 10)),
                             .undone = undone.len > 0,
                             .in_function = in_function };
}

static void draw_mutants(struct verification *v, str text, str aim, const str_vec *ranges,
                         bool in_function, uint32_t count, mutant_vec *ret)
{
    struct buf payload = { 0 };
    field_put(&payload, text);
    field_put(&payload, aim);
    field_put(&payload, in_function ? S("functions") : S("module"));
    field_put(&payload, arena_printf(v->scratch, "%u", count));
    for (uint32_t i = 0; i < ranges->count; i++)
        field_put(&payload, ranges->items[i]);
    struct sandbox_spec spec = {
        .profile = SANDBOX_FUNCTION,
        .limits = { .wall_ms = DRAW_MS, .reply_bytes = 64 << 20 },
        .entry = "mutants.mutants",
        .payload = buf_str(&payload),
    };
    struct sandbox_run *run;
    struct sandbox_reply reply;
    struct error err = { 0 };
    slot_enter();
    if (!run_begin(v, &spec, &run, &err)) {
        if (!sandbox_call(run, S("draw"), verification_left_ms(v, DRAW_MS), &reply, &err))
            read_mutants(v, reply.payload, in_function, ret);
        run_end(v, run, 0, NULL);
    }
    slot_leave();
    buf_free(&payload);
}

/* ---- the calls
 * ------------------------------------------------------------------------------- */

/* One with an outcome not seen before comes before those that repeat one. */
static void order_calls(struct verification *v, struct yardstick *stick)
{
    const struct baseline *base = stick->base;
    uint64_t *known = ARENA_ARRAY(v->scratch, uint64_t, base->inputs.count);
    uint64_t spent = 0;
    uint32_t outcomes = 0;
    bool *taken = ARENA_ARRAY(v->scratch, bool, base->inputs.count);
    stick->order = ARENA_ARRAY(v->scratch, uint32_t, base->inputs.count);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < base->inputs.count; i++) {
            const struct observed *seen = &base->seeds[0].calls[i];
            bool counts = base->usable[i] && input_is_binding(v, &base->inputs.items[i]);
            if (!counts || taken[i] || spent > (uint64_t) CALLS_MS * 1000000)
                continue;
            uint32_t k = 0;
            while (k < outcomes && known[k] != observed_outcome(seen))
                k++;
            if (pass == 0 && k < outcomes)
                continue;
            if (k == outcomes)
                known[outcomes++] = observed_outcome(seen);
            taken[i] = true;
            spent += seen->elapsed_ns;
            stick->order[stick->count++] = i;
        }
    }
}

static struct session_spec spec_of(const struct trial *trial, const struct yardstick *stick,
                                   str text)
{
    return (struct session_spec){
        .source = text, .exact = true, .names = stick->base->names, .profile = trial->profile
    };
}

/* Leaves in the order what the candidate itself repeats in that order. */
static void drop_what_depends_on_order(struct verification *v, const struct trial *trial,
                                       struct yardstick *stick)
{
    struct session_spec spec = spec_of(trial, stick, slice_of(v, trial->text)->definitions);
    struct session session;
    struct observed seen;
    struct error err = { 0 };
    uint32_t kept = 0;
    enum status status = session_open(v, &spec, &session, &err);
    for (uint32_t i = 0; !status && i < stick->count; i++) {
        uint32_t input = stick->order[i];
        status = session_call(&session, stick->base->entry, &stick->base->inputs.items[input],
                              verification_left_ms(v, DRAW_MS), &seen, &err);
        if (!status && observed_equal(&stick->base->seeds[0].calls[input], &seen,
                                      trial_looseness(trial, stick->base, input)))
            stick->order[kept++] = input;
    }
    session_close(&session, NULL);
    stick->count = kept;
}

static bool loads_alike(const struct verification *v, const struct yardstick *stick,
                        const struct session *session)
{
    str rest = session->load.payload, observed = { 0 };
    field_next(&rest, &observed);
    struct observed load = { observed, session->load.out, session->load.err, 0 };
    return observed_equal(&stick->base->seeds[0].load, &load, v->relaxed & LOOSE_ULP);
}

static bool is_noticed_by(struct verification *v, const struct trial *trial,
                          const struct yardstick *stick, const struct mutant *mutant)
{
    struct session_spec spec = spec_of(trial, stick, mutant->text);
    struct session session;
    struct error err = { 0 };
    enum status status = session_open(v, &spec, &session, &err);
    bool noticed = !status && !loads_alike(v, stick, &session);
    for (uint32_t i = 0; !status && !noticed && i < stick->count; i++) {
        uint32_t input = stick->order[i];
        const struct observed *expected = &stick->base->seeds[0].calls[input];
        struct observed seen;
        uint32_t limit_ms = HANG_MS + (uint32_t) (expected->elapsed_ns * SLACK / 1000000);
        status = session_call(&session, stick->base->entry, &stick->base->inputs.items[input],
                              verification_left_ms(v, limit_ms), &seen, &err);
        noticed = !status && !observed_equal(expected, &seen, trial_looseness(trial, stick->base, input));
    }
    struct sandbox_outcome outcome = { 0 };
    session_close(&session, status ? &outcome : NULL);
    uint64_t cpu_us = outcome.user_us + outcome.system_us;
    bool starved = status == STATUS_TIMEOUT && cpu_us < HANG_MS * 500;
    sandbox_outcome_release(&outcome);
    /* Only its own failure counts, not that others had the processor or that our time was up. */
    return noticed ||
           (status && status != STATUS_SANDBOX && !starved && !verification_over(v));
}

/* ---- the verdict
 * -------------------------------------------------------------------------------- */

static bool is_noticed(struct verification *v, const struct trial *trial,
                       const struct yardstick *sticks, const struct mutant *mutant)
{
    if (!mutant->in_function)
        return script_differs(v, mutant->text, trial->profile);
    for (uint32_t i = 0; i < trial->entries.count; i++)
        if (is_noticed_by(v, trial, &sticks[i], mutant))
            return true;
    return false;
}

/* Those of the mutants that are alive; *ret_judged counts the ones there was time for. */
static void judge_mutants(struct verification *v, const struct trial *trial,
                          const struct yardstick *sticks, mutant_vec *mutants,
                          uint32_t *ret_judged)
{
    /* In processor time, so that beside others no fewer are judged, but not for ever. */
    const struct spent *spent = &v->job->spent[v->step];
    uint64_t end = clock_ns() + (uint64_t) PHASE_MS * 1000000 * CROWDED;
    uint64_t cpu_end_us = spent->cpu_us + (uint64_t) PHASE_MS * 1000;
    uint32_t judged = 0;
    while (judged < mutants->count && spent->cpu_us < cpu_end_us && clock_ns() < end &&
           !verification_over(v)) {
        mutants->items[judged].alive = !is_noticed(v, trial, sticks, &mutants->items[judged]);
        judged++;
    }
    *ret_judged = judged;
}

static struct yardstick yardstick_of(struct verification *v, const struct trial *trial,
                                     const struct baseline *base)
{
    struct yardstick stick = { .base = base };
    order_calls(v, &stick);
    drop_what_depends_on_order(v, trial, &stick);
    return stick;
}

/* ---- aiming at those that are alive
 * ------------------------------------------------------------------ */

/* Inputs to breed from: telling ones first, none of them large. */
static input_vec seeds_of(struct verification *v, const struct yardstick *stick)
{
    input_vec seeds = { 0 };
    for (uint32_t i = 0; i < stick->count && seeds.count < SEEDS; i++) {
        const struct input *input = &stick->base->inputs.items[stick->order[i]];
        if (input->pickle.len < SEED_BYTES)
            *VEC_PUSH(v->scratch, &seeds) = *input;
    }
    return seeds;
}

static bool has_alive(const mutant_vec *mutants)
{
    for (uint32_t i = 0; i < mutants->count; i++)
        if (mutants->items[i].alive && mutants->items[i].in_function)
            return true;
    return false;
}

/* Hunts for inputs on which the candidate, or a mutant alive, differs; the candidate has to
 * pass them. False with the verdict set. */
static bool aim(struct verification *v, struct trial *trial, const struct yardstick *stick,
                mutant_vec *mutants, uint32_t ms)
{
    struct error err = { 0 };
    input_vec seeds = seeds_of(v, stick), found = { 0 };
    str_vec texts = { 0 };
    *VEC_PUSH(v->scratch, &texts) = slice_of(v, trial->text)->definitions;
    for (uint32_t i = 0; i < mutants->count && texts.count <= TARGETS; i++)
        if (mutants->items[i].alive && mutants->items[i].in_function)
            *VEC_PUSH(v->scratch, &texts) = mutants->items[i].text;
    if (seeds.count == 0)
        return true;
    if (generator_hunt(v, stick->base->entry, &seeds, &texts, ms, &found, &err))
        verdict_note(v, trial->verdict,
                     arena_printf(v->scratch, "no further inputs could be bred: %s", err.detail));
    if (found.count == 0)
        return true;
    struct baseline *aimed = baseline_of(v, baseline_get(v, stick->base->entry), &found);
    if (aimed->problem.len)
        return true;
    if (!differential_agrees(v, trial, aimed))
        return false;
    struct yardstick more = yardstick_of(v, trial, aimed);
    for (uint32_t i = 0; i < mutants->count; i++)
        if (mutants->items[i].alive && mutants->items[i].in_function)
            mutants->items[i].alive = !is_noticed_by(v, trial, &more, &mutants->items[i]);
    return true;
}

static bool aim_everywhere(struct verification *v, struct trial *trial,
                           const struct yardstick *sticks, mutant_vec *mutants)
{
    for (uint32_t i = 0; i < trial->entries.count; i++) {
        uint32_t ms = has_alive(mutants) ? LONG_HUNT_MS : HUNT_MS;
        if (!sticks[i].base->no_parameters && !verification_over(v) &&
            !aim(v, trial, &sticks[i], mutants, ms / trial->entries.count + LEAST_HUNT_MS))
            return false;
    }
    return true;
}

/* ---- the verdict
 * -------------------------------------------------------------------------------- */

/* The condition of an `if` may be turned round and nobody notices: both branches do the same on every
 * input, as a guard's do, and no fault in that condition can be noticed. */
static bool is_moot(const mutant_vec *mutants, uint32_t judged, const struct mutant *mutant)
{
    str number = str_slice(mutant->condition, 0, str_find(mutant->condition, S("!")));
    for (uint32_t i = 0; number.len && i < judged; i++) {
        const struct mutant *turned = &mutants->items[i];
        str mark = turned->condition;
        if (turned->alive && mark.len == number.len + 1 && mark.ptr[number.len] == '!' &&
            str_starts(mark, number))
            return true;
    }
    return false;
}

static void count_mutants(struct verification *v, struct adequacy *adequacy,
                          const mutant_vec *mutants, uint32_t judged)
{
    adequacy->mutants_skipped = mutants->count - judged;
    for (uint32_t i = 0; i < judged; i++) {
        const struct mutant *mutant = &mutants->items[i];
        if (is_moot(mutants, judged, mutant))
            continue;
        adequacy->mutants++;
        if (!mutant->alive)
            adequacy->mutants_killed++;
        else if (adequacy->survivors.count < SHOWN)
            *VEC_PUSH(v->job->arena, &adequacy->survivors) = arena_printf(
                v->job->arena, "line %.*s: %.*s", STR_ARG(mutant->line), STR_ARG(mutant->what));
    }
}

static bool refuse_unseen(struct verification *v, struct trial *trial, const char *how,
                          const struct mutant *mutant)
{
    return verdict_fail(trial->verdict, GATE_EVIDENCE,
                        arena_printf(v->job->arena,
                                     "no input shows what its one change does; %s line %.*s: %.*s",
                                     how, STR_ARG(mutant->line), STR_ARG(mutant->what)));
}

/* The candidate is the original but for one constant or operator, and no input tells which. */
static bool is_one_step_away(struct verification *v, struct trial *trial,
                             const mutant_vec *mutants, uint32_t judged)
{
    for (uint32_t i = 0; i < judged; i++)
        if (mutants->items[i].alive && mutants->items[i].undone)
            return !refuse_unseen(v, trial, "undone it is", &mutants->items[i]);
    return false;
}

/* The other way round: one of the faults that are planted into what was replaced gives the
 * candidate, a statement left out for example, and no input tells. */
static bool is_planted_fault(struct verification *v, struct trial *trial)
{
    mutant_vec mutants = { 0 };
    str_vec ranges = changed_lines(v, trial->text, v->original);
    if (trial->entries.count)
        draw_mutants(v, slice_of(v, v->original)->definitions,
                     slice_of(v, trial->text)->definitions, &ranges, true, MUTANTS, &mutants);
    for (uint32_t i = 0; i < mutants.count; i++)
        if (mutants.items[i].undone)
            return !refuse_unseen(v, trial, "it is", &mutants.items[i]);
    return false;
}

/* Of the faults that can be noticed most were, or of few any. */
static bool enough_noticed(const struct adequacy *adequacy)
{
    uint32_t all = adequacy->mutants, noticed = adequacy->mutants_killed;
    return all < FEW ? all == 0 || noticed > 0 : noticed * 100 >= all * NOTICED_UNKNOWN;
}

bool mutants_are_noticed(struct verification *v, struct trial *trial)
{
    struct adequacy *adequacy = &trial->verdict->adequacy;
    bool outside = is_from_outside(trial);
    mutant_vec mutants = { 0 };
    uint32_t judged = 0;
    str_vec ranges = changed_lines(v, v->original, trial->text);
    struct yardstick *sticks = ARENA_ARRAY(v->scratch, struct yardstick, trial->entries.count);
    for (uint32_t i = 0; i < trial->entries.count; i++)
        sticks[i] = yardstick_of(v, trial, baseline_get(v, trial->entries.items[i]));
    if (trial->entries.count)
        draw_mutants(v, slice_of(v, trial->text)->definitions,
                     slice_of(v, v->original)->definitions, &ranges, true,
                     outside ? MUTANTS : OWN_MUTANTS, &mutants);
    if (trial->needs_script)
        draw_mutants(v, trial->text, v->original, &ranges, false, MODULE_MUTANTS, &mutants);
    judge_mutants(v, trial, sticks, &mutants, &judged);
    if (outside && !aim_everywhere(v, trial, sticks, &mutants))
        return false;
    count_mutants(v, adequacy, &mutants, judged);
    if (!outside)
        return true;
    if (is_one_step_away(v, trial, &mutants, judged) || is_planted_fault(v, trial))
        return false;
    return enough_noticed(adequacy) ||
           verdict_fail(trial->verdict, GATE_EVIDENCE,
                        arena_printf(v->job->arena,
                                     "the inputs would notice %u of %u planted faults",
                                     adequacy->mutants_killed, adequacy->mutants));
}
