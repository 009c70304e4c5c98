/*
 * coverage.c — is the evidence enough to say anything?
 *
 * Equality on inputs that never reach the change is worthless. So, in runs of their own (tracing is
 * observable, and slow), the lines that the candidate changed or added are traced on the same inputs,
 * for a pool candidate with its guard as it is and forced open. Lines that run only in worker processes
 * are seen when the guard's fallback runs them in place.
 *
 * What is asked for depends on what else speaks for the candidate: a static argument (guarded, proved)
 * vouches for rarely taken branches; of a text from outside tests alone must have reached nearly every
 * changed line; the fallback branches that our transformations emit are known code.
 */
#include "verify_internal.h"

enum {
    CALL_MS = 8000,
    MIN_RETURNING = 8,        /* inputs on which the original returns */
    MIN_RETURNING_TESTED = 20,
    COVERED_UNKNOWN = 90,     /* per cent of the changed lines, in a text from outside */
    COVERED_TESTED = 60,      /* … from a transformation of ours, without a static argument */
    COVERED_GUARDED = 40,
};

/* First and last line of each run of '+' lines in a unified diff, as decimal fields. */
static str_vec changed_ranges(struct verification *v, str text)
{
    str diff = unified_diff(v->original, text, S("program.py"), v->scratch);
    uint32_t line = 0;
    bool in_run = false, in_hunk = false;
    str_vec fields = { 0 };

    for (size_t at = 0; at < diff.len;) {
        str rest = str_slice(diff, at, diff.len);
        size_t end = str_find(rest, S("\n"));
        str row = str_slice(rest, 0, end);
        at += row.len + 1;
        if (str_starts(row, S("@@"))) {
            str plus = str_slice(row, str_find(row, S("+")) + 1, row.len);
            line = 0;
            for (size_t i = 0; i < plus.len && plus.ptr[i] >= '0' && plus.ptr[i] <= '9'; i++)
                line = line * 10 + (uint32_t) (plus.ptr[i] - '0');
            in_run = false;
            in_hunk = true;
        } else if (in_hunk && str_starts(row, S("+"))) {
            str number = arena_printf(v->scratch, "%u", line++);
            if (!in_run) {
                *VEC_PUSH(v->scratch, &fields) = number;
                *VEC_PUSH(v->scratch, &fields) = number;
            }
            fields.items[fields.count - 1] = number;
            in_run = true;
        } else if (in_hunk && !str_starts(row, S("-"))) {
            line++;
            in_run = false;
        }
    }
    return fields;
}

/* A growing set of line numbers. */
struct lines {
    VEC(uint32_t) numbers;
};

static void add_lines(struct verification *v, struct lines *lines, str packed)
{
    for (size_t i = 0; i + 4 <= packed.len; i += 4) {
        const unsigned char *p = (const unsigned char *) packed.ptr + i;
        uint32_t number = (uint32_t) p[0] | (uint32_t) p[1] << 8 | (uint32_t) p[2] << 16 |
                          (uint32_t) p[3] << 24;
        uint32_t k = 0;
        while (k < lines->numbers.count && lines->numbers.items[k] != number)
            k++;
        if (k == lines->numbers.count)
            *VEC_PUSH(v->scratch, &lines->numbers) = number;
    }
}

/* Runs every input under the tracer; what was seen before a failure counts. */
static void trace(struct verification *v, const struct trial *trial, const struct baseline *base,
                  str text, const str_vec *ranges, struct lines *possible, struct lines *seen)
{
    struct session_spec spec = { .source = text, .names = base->names,
                                 .profile = trial->profile };
    struct session session;
    struct sandbox_reply reply = { 0 };
    struct observed ignored;
    struct error err = { 0 };
    enum status status = session_open(v, &spec, &session, &err);
    if (!status)
        status = session_ask(&session, S("trace"), ranges->items, ranges->count, CALL_MS, &reply, &err);
    for (uint32_t i = 0; !status && i < base->inputs.count; i++) {
        status = session_call(&session, base->entry, &base->inputs.items[i],
                              verification_left_ms(v, CALL_MS), &ignored, &err);
        bool ask = i + 1 == base->inputs.count || i % 32 == 0;
        if (!status && ask)
            status = session_ask(&session, S("lines"), NULL, 0, CALL_MS, &reply, &err);
        str rest = reply.payload, can_run, did_run;
        if (!status && ask && field_next(&rest, &can_run) && field_next(&rest, &did_run)) {
            add_lines(v, possible, can_run);
            add_lines(v, seen, did_run);
        }
    }
    session_close(&session, NULL);
}

static bool enough_inputs(const struct verification *v, const struct trial *trial, bool tested)
{
    uint32_t returning = 0, distinct = 0;
    bool one_call_is_all = true;
    for (uint32_t i = 0; i < v->baseline_count; i++) {
        const struct baseline *base = v->baselines[i];
        for (uint32_t k = 0; k < trial->entries.count; k++) {
            if (!str_equal(base->entry, trial->entries.items[k]))
                continue;
            returning += base->returning;
            distinct += base->distinct;
            one_call_is_all = one_call_is_all && base->no_parameters;
        }
    }
    if (one_call_is_all)
        return returning > 0;
    return returning >= (tested ? MIN_RETURNING_TESTED : MIN_RETURNING) && distinct > 1;
}

bool evidence_suffices(struct verification *v, struct trial *trial)
{
    struct verdict *verdict = trial->verdict;
    struct lines possible = { 0 }, seen = { 0 };
    bool tested = !trial->candidate || trial->candidate->best_rung <= RUNG_TESTED;
    str_vec ranges = changed_ranges(v, trial->text);

    if (trial->entries.count && !enough_inputs(v, trial, tested))
        return verdict_fail(verdict, GATE_EVIDENCE,
                            arena_printf(v->job->arena,
                                         "too few telling inputs: %u, %u distinct outcomes",
                                         verdict->inputs, verdict->distinct_outputs));
    for (uint32_t i = 0; i < trial->entries.count; i++) {
        const struct baseline *base = baseline_get(v, trial->entries.items[i]);
        trace(v, trial, base, trial->text, &ranges, &possible, &seen);
        if (trial->all_pool_text.len)
            trace(v, trial, base, trial->all_pool_text, &ranges, &possible, &seen);
    }
    verdict->adequacy.lines = possible.numbers.count;
    verdict->adequacy.lines_covered = seen.numbers.count;
    bool ours = trial->candidate && !trial->candidate->from_llm;
    uint32_t share = !ours ? COVERED_UNKNOWN : tested ? COVERED_TESTED : COVERED_GUARDED;
    if (verdict->adequacy.lines_covered * 100 < verdict->adequacy.lines * share)
        return verdict_fail(verdict, GATE_EVIDENCE,
                            arena_printf(v->job->arena,
                                         "the inputs reach %u of %u changed lines",
                                         verdict->adequacy.lines_covered, verdict->adequacy.lines));
    return true;
}
