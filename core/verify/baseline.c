/*
 * baseline.c — what the original does, and how far that is determined at all.
 *
 * For each entry point inputs are drawn once and the original is recorded on them: twice under the
 * first hash seed, one of the two with objects at other addresses, and once under each other seed.
 * Where it differs from itself the input is not used to judge anybody: nondeterminism is never a
 * candidate's fault. Where it differs from itself in addresses only (`<object at 0x…>`), these are
 * masked. Where only the hash seed makes a difference, candidates are compared within each seed, which
 * stays strict. Under the relaxation `unordered_set_iteration` it is also recorded with every set
 * iterated backwards: only where that shows, and changes nothing but an order, may order differ.
 *
 * A pair of texts is judged by calls that keep to the annotations; made-up ones that break them come last,
 * are compared as well, and a difference there is only told.
 *
 * An input that is not usable (nondeterministic, RecursionError, MemoryError, observation cut short)
 * is still called in its turn, so that the module's state takes the same way in both programs. One on
 * which the original dies or runs out of time is dropped, and the recording starts again without it.
 *
 * Everything lives in the verification's scratch arena; a baseline serves all candidates.
 */
#include "verify_internal.h"

enum {
    INPUTS = 250,
    HIDDEN_INPUTS = 40,
    DRAW_MS = 400,
    CALL_MS = 5000,  /* one call of the original */
    DEATHS = 6,      /* inputs the original may die on before we give up */
    LADDER_MS = 500, /* and the time of some samples at the largest size */
};

static void remove_input(struct baseline *base, uint32_t at)
{
    for (uint32_t i = at; i + 1 < base->inputs.count; i++)
        base->inputs.items[i] = base->inputs.items[i + 1];
    base->inputs.count--;
}

/* One recording that is being made. */
struct pass {
    struct session_spec spec;
    struct recording *ret;
};

/* What the original does, and the same again under other conditions. */
struct passes {
    struct recording moved, perturbed;
};

enum { PASSES = HASH_SEEDS + 2 };

static enum status load(struct verification *v, struct baseline *base, const struct pass *pass,
                        struct session *session, struct error *err)
{
    enum status status = session_open(v, &pass->spec, session, err);
    if (status)
        return status;
    str rest = session->load.payload, observed = { 0 };
    field_next(&rest, &observed);
    struct observed seen = { observed, session->load.out, session->load.err, 0 };
    pass->ret->load = observed_copy(&seen, v->scratch);
    if (field_next(&rest, &base->names))
        base->names = arena_str(v->scratch, base->names);
    pass->ret->calls = ARENA_ARRAY(v->scratch, struct observed, base->inputs.count);
    return STATUS_OK;
}

static void keep_files(struct verification *v, struct recording *ret,
                       const struct sandbox_outcome *outcome)
{
    ret->file_count = outcome->file_count;
    ret->files = ARENA_ARRAY(v->scratch, struct sandbox_file, outcome->file_count);
    for (uint32_t i = 0; i < outcome->file_count; i++) {
        const struct sandbox_file *file = &outcome->files[i];
        ret->files[i] = (struct sandbox_file){ arena_str(v->scratch, file->path), file->mode,
                                               arena_str(v->scratch, file->content),
                                               arena_str(v->scratch, file->link) };
    }
}

/* Loads the original once for each pass and calls every input in all of them at the same time. They are
 * processes of their own, with files and clocks of their own. On a death mid-way *ret_at is the input at
 * fault. */
static enum status record(struct verification *v, struct baseline *base, const struct pass *passes,
                          size_t count, uint32_t *ret_at, struct error *err)
{
    struct session sessions[PASSES] = { 0 };
    struct observed seen[PASSES];
    enum status status = STATUS_OK;
    size_t failed;
    *ret_at = UINT32_MAX;
    for (size_t k = 0; k < count && !status; k++)
        status = load(v, base, &passes[k], &sessions[k], err);
    for (uint32_t i = 0; !status && i < base->inputs.count; i++) {
        *ret_at = i;
        status = session_call_all(sessions, count, base->entry, &base->inputs.items[i],
                                  verification_left_ms(v, CALL_MS), seen, &failed, err);
        for (size_t k = 0; k < count && !status; k++)
            passes[k].ret->calls[i] = observed_copy(&seen[k], v->scratch);
    }
    for (size_t k = 0; k < count; k++) {
        struct sandbox_outcome outcome = { 0 };
        session_close(&sessions[k], status ? NULL : &outcome);
        keep_files(v, passes[k].ret, &outcome);
        sandbox_outcome_release(&outcome);
    }
    return status;
}

static enum status record_passes(struct verification *v, struct baseline *base,
                                 struct passes *ret, uint32_t *ret_at, struct error *err)
{
    struct session_spec spec = { .source = v->original, .exact = base->whole,
                                 .apart = base->apart, .profile = v->profile, .keep_files = true };
    struct pass passes[PASSES];
    size_t count = 0;
    for (uint32_t seed = 0; seed < HASH_SEEDS; seed++) {
        passes[count] = (struct pass){ spec, &base->seeds[seed] };
        passes[count++].spec.hash_seed = seed;
    }
    passes[count] = (struct pass){ spec, &ret->moved };
    passes[count++].spec.moved = true;
    if (v->relaxed & LOOSE_ORDER) {
        passes[count] = (struct pass){ spec, &ret->perturbed };
        passes[count++].spec.perturbed = true;
    }
    return record(v, base, passes, count, ret_at, err);
}

/* All passes over all inputs; false, with base->problem set, when the original cannot be recorded. */
static bool record_all(struct verification *v, struct baseline *base, struct passes *passes)
{
    struct error err = { 0 };
    for (uint32_t deaths = 0; deaths <= DEATHS && !verification_over(v); deaths++) {
        uint32_t at = 0;
        enum status status = record_passes(v, base, passes, &at, &err);
        if (!status)
            return true;
        if (at == UINT32_MAX) {
            base->problem = arena_printf(v->scratch, "the original could not be loaded: %s",
                                         err.detail);
            return false;
        }
        remove_input(base, at);
        base->too_slow++;
    }
    base->problem = verification_over(v) ? S("time ran out while the original was recorded")
                                         : S("the original does not finish on the inputs tried");
    return false;
}

/* What one usable input contributes to the evidence, of whatever kind its outcome is. */
static uint32_t *counter_of(struct baseline *base, const struct observed *seen)
{
    if (observed_opaque(seen))
        return &base->opaque;
    return observed_kind(seen) == OBSERVED_RETURN ? &base->returning : &base->raising;
}

static void count_input(struct baseline *base, const struct observed *seen)
{
    base->usable_count++;
    ++*counter_of(base, seen);
}

void baseline_set_aside(struct baseline *base, uint32_t input)
{
    base->usable[input] = false;
    base->nondeterministic++;
    base->set_aside++;
    if (input_is_binding(base->generator.v, &base->inputs.items[input])) {
        base->usable_count--;
        --*counter_of(base, &base->seeds[0].calls[input]);
    }
}

static uint32_t fingerprint(const struct observed *seen)
{
    return str_hash(seen->bytes) ^ str_hash(seen->out) * 31;
}

static void count_distinct(struct verification *v, struct baseline *base)
{
    uint32_t *known = ARENA_ARRAY(v->scratch, uint32_t, base->inputs.count);
    for (uint32_t i = 0; i < base->inputs.count; i++) {
        uint32_t print = fingerprint(&base->seeds[0].calls[i]), k = 0;
        while (k < base->distinct && known[k] != print)
            k++;
        if (base->usable[i] && input_is_binding(v, &base->inputs.items[i]) && k == base->distinct)
            known[base->distinct++] = print;
    }
}

/* True when the order in which sets are iterated shows on this input, and nothing but an order. */
static bool may_be_reordered(const struct verification *v, const struct baseline *base,
                             const struct passes *passes, uint32_t i)
{
    if (!(v->relaxed & LOOSE_ORDER))
        return false;
    const struct observed *seen = &base->seeds[0].calls[i], *other = &passes->perturbed.calls[i];
    bool shows = !observed_equal(seen, other, EXACT);
    bool only_order = observed_equal(seen, other, LOOSE_ORDER);
    for (uint32_t seed = 1; seed < HASH_SEEDS; seed++) {
        shows = shows || !observed_equal(seen, &base->seeds[seed].calls[i], EXACT);
        only_order = only_order && observed_equal(seen, &base->seeds[seed].calls[i], LOOSE_ORDER);
    }
    return shows && only_order;
}

/* Whether the original did the same twice, at most with other addresses in what it shows. */
static bool is_deterministic(struct baseline *base, const struct passes *passes, uint32_t i)
{
    const struct observed *seen = &base->seeds[0].calls[i], *again = &passes->moved.calls[i];
    if (observed_equal(seen, again, EXACT))
        return true;
    if (!observed_equal(seen, again, LOOSE_ADDRESSES))
        return false;
    base->looseness[i] |= LOOSE_ADDRESSES;
    base->masked++;
    return true;
}

static void judge_inputs(struct verification *v, struct baseline *base, const struct passes *passes)
{
    base->usable = ARENA_ARRAY(v->scratch, bool, base->inputs.count);
    base->looseness = ARENA_ARRAY(v->scratch, unsigned, base->inputs.count);
    for (uint32_t i = 0; i < base->inputs.count; i++) {
        const struct observed *seen = &base->seeds[0].calls[i];
        base->looseness[i] = v->relaxed & LOOSE_ULP;
        if (!observed_valid(seen) || observed_truncated(seen))
            continue;
        if (may_be_reordered(v, base, passes, i)) {
            base->looseness[i] |= LOOSE_ORDER;
            base->reordered++;
        }
        if (!is_deterministic(base, passes, i)) {
            base->nondeterministic++;
        } else if (observed_kind(seen) == OBSERVED_EXHAUSTED) {
            base->exhausted++;
        } else {
            base->usable[i] = true;
            if (input_is_binding(v, &base->inputs.items[i]))
                count_input(base, seen);
        }
        for (uint32_t seed = 1; seed < HASH_SEEDS; seed++)
            if (!observed_equal(seen, &base->seeds[seed].calls[i], base->looseness[i]))
                base->hash_dependent = true;
    }
    count_distinct(v, base);
    if (base->usable_count == 0)
        base->problem = base->nondeterministic
                            ? S("the original does not do the same twice on the same input")
                            : S("no input was found on which the original runs to its end");
}

/* Its only input is the call without arguments: made up, or seen in the program. */
static bool takes_nothing(const struct verification *v, const struct baseline *base)
{
    const struct input *only = &base->inputs.items[0];
    return str_equal(only->origin, S("no arguments")) ||
           str_equal(only->call, arena_printf(v->scratch, "%.*s()", STR_ARG(base->entry)));
}

static str why_no_input(struct verification *v, struct baseline *base)
{
    str trouble = generator_trouble(v, &base->generator);
    if (trouble.len)
        return arena_printf(v->scratch, "the module cannot be loaded by itself: %.*s", STR_ARG(trouble));
    return arena_printf(v->scratch, "no input could be made for %.*s", STR_ARG(base->entry));
}

static void establish(struct verification *v, struct baseline *base)
{
    struct passes passes = { 0 };
    if (base->inputs.count == 0) {
        base->problem = why_no_input(v, base);
        return;
    }
    enum expense before = spend_on(v, EXPENSE_recording);
    base->no_parameters = base->inputs.count == 1 && takes_nothing(v, base);
    if (record_all(v, base, &passes))
        judge_inputs(v, base, &passes);
    spend_on(v, before);
}

struct baseline *baseline_replayed(struct verification *v, str entry, const input_vec *inputs)
{
    struct baseline *base = ARENA_NEW(v->scratch, struct baseline);
    base->entry = entry;
    base->inputs = *inputs;
    establish(v, base);
    return base;
}

struct baseline *baseline_of(struct verification *v, struct baseline *base, const input_vec *inputs)
{
    struct baseline *other = baseline_replayed(v, base->entry, inputs);
    other->generator = base->generator;
    return other;
}

bool baseline_record(struct verification *v, struct baseline *base)
{
    struct passes passes = { 0 };
    enum expense before = spend_on(v, EXPENSE_recording);
    bool recorded = record_all(v, base, &passes);
    spend_on(v, before);
    return recorded;
}

struct baseline *baseline_get(struct verification *v, str entry)
{
    for (uint32_t i = 0; i < v->baseline_count; i++)
        if (str_equal(v->baselines[i]->entry, entry))
            return v->baselines[i];

    struct baseline *base = ARENA_NEW(v->scratch, struct baseline);
    struct baseline **grown = ARENA_ARRAY(v->scratch, struct baseline *, v->baseline_count + 1);
    for (uint32_t i = 0; i < v->baseline_count; i++)
        grown[i] = v->baselines[i];
    grown[v->baseline_count++] = base;
    v->baselines = grown;

    struct error err = { 0 };
    base->entry = entry;
    enum expense before = spend_on(v, EXPENSE_inputs);
    if (!generator_open(v, entry, &base->generator, &err))
        generator_draw(v, &base->generator, INPUTS, verification_left_ms(v, DRAW_MS), 0,
                       &base->inputs, &err);
    spend_on(v, before);
    establish(v, base);
    return base;
}

struct baseline *baseline_hidden(struct verification *v, struct baseline *base, uint32_t seed)
{
    struct baseline *hidden = ARENA_NEW(v->scratch, struct baseline);
    struct error err = { 0 };
    enum expense before = spend_on(v, EXPENSE_inputs);
    hidden->entry = base->entry;
    generator_draw(v, &base->generator, HIDDEN_INPUTS, verification_left_ms(v, DRAW_MS / 3), seed,
                   &hidden->inputs, &err);
    spend_on(v, before);
    establish(v, hidden);
    hidden->generator = base->generator;
    return hidden;
}

const input_vec *baseline_ladder(struct verification *v, struct baseline *base,
                                 uint64_t target_ns)
{
    struct error err = { 0 };
    if (base->ladder_target_ns < target_ns) {
        uint32_t ladder_ms = LADDER_MS + (uint32_t) (target_ns / 1000000) * 10;
        base->ladder = (input_vec){ 0 };
        base->ladder_target_ns = target_ns;
        enum expense before = spend_on(v, EXPENSE_sizes);
        generator_ladder(v, &base->generator, target_ns, verification_left_ms(v, ladder_ms),
                         &base->ladder, &err);
        spend_on(v, before);
    }
    return &base->ladder;
}

void baseline_release(struct baseline *base)
{
    generator_close(&base->generator);
}
